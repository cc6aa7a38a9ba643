"""Names and values of WordprocessingML: namespaces, switches, twips, colours."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741  the prefix that every document uses

VAL: Final = f"{W}val"
MM_PER_TWIP: Final = 25.4 / 1440
MM_PER_PT: Final = 25.4 / 72
MM_PER_EMU: Final = 1 / 36000
PT_PER_EMU: Final = 1 / 12700

_OFF: Final = frozenset({"0", "false", "off"})
_MEASURE: Final = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*(pt|in|cm|mm|pc|pi|px)?\s*", re.ASCII)
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0, "px": 0.75}
_MAX_POINTS: Final = 100_000.0
"""Longer than any page: a damaged number, not a length."""


def key_of(element: etree._Element | None) -> tuple[Any, ...]:
    """Return all that the tags and attributes below an element say: equal for elements that state the same.

    A document repeats a few dozen sets of properties thousands of times; what follows from them is worked out once.
    """
    if element is None:
        return ()
    return tuple([(child.tag, *child.items(), key_of(child) if len(child) else ()) for child in element])


def switch(element: etree._Element) -> bool:
    """Return what an on-off element says: on unless its value is `0`, `false` or `off`."""
    return element.get(VAL, "1").lower() not in _OFF


def flag(holder: etree._Element | None, name: str) -> bool:
    """Return whether `holder` has the on-off child `w:name`, switched on."""
    child = None if holder is None else holder.find(W + name)
    return child is not None and switch(child)


def value(holder: etree._Element | None, name: str, default: str = "") -> str:
    """Return `w:val` of the child `w:name`."""
    child = None if holder is None else holder.find(W + name)
    return default if child is None else child.get(VAL, default)


def whole(text: str | None, default: int = 0) -> int:
    """Return a whole number, whatever a damaged file says."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def points(text: str | None, *, bare: float = 1.0) -> float | None:
    """Return a length in points; a bare number counts `bare` points each. None when it is no length."""
    match = _MEASURE.fullmatch(text or "")
    if match is None:
        return None
    length = float(match[1]) * (_POINTS[match[2]] if match[2] else bare)
    return length if abs(length) < _MAX_POINTS else None


def twips(text: str | None) -> float | None:
    """Return a length written in twips (or with a unit, `12pt`) in points; None when it is none."""
    return points(text, bare=0.05)


def millimetres(pt: float) -> float:
    """Return points in millimetres."""
    return pt * MM_PER_PT


def first_value(element: etree._Element, *names: str) -> str | None:
    """Return the first of the attributes `w:name` that is there: `start` and `left` name one thing."""
    return next((found for name in names if (found := element.get(W + name)) is not None), None)
