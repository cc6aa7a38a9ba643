"""The day and the custom properties of a document, written without an XML parser.

`package.stamp_of` reads once what has to be known of a template's own property parts; the result is plain data, to be
kept with a compiled template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from markupsafe import escape

_FMTID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_PID: Final = 2  # 0 and 1 are reserved by the format
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class Stamp(NamedTuple):
    """The property parts of a template as they are written again.

    Attributes:
        core: Name of the part with the dates, "" when there is none. core_xml: What it holds.
        dated: Names of the elements that hold the dates, `dcterms:created`.
        custom: Name of the part with the custom properties. custom_xml: What it holds.
        prefix: Of its elements, `op:` or "". lpwstr: The start tag and the end tag around a value.
        linked: Parts that must name the new part when the template has no custom properties of its own: name, what it
            holds, the element to add.
    """

    core: str
    core_xml: bytes
    dated: tuple[str, ...]
    custom: str
    custom_xml: bytes
    prefix: str
    lpwstr: tuple[str, str]
    linked: tuple[tuple[str, bytes, str], ...]


def stamped(
    stamp: Stamp,
    changes: Mapping[str, bytes | None],
    *,
    as_of: date | None = None,
    properties: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Return the parts that a stamp changes, by name.

    Args:
        stamp: Of the template.
        changes: What the renderer has changed so far; must be written as lxml writes, without comments and CDATA.
        as_of: Written as the day of creation and last change, so that no clock enters the file; None keeps the dates.
        properties: Custom document properties to set; they take the place of those of the same name.
    """
    done: dict[str, bytes] = {}
    if as_of is not None and stamp.core:
        done[stamp.core] = _dated(changes.get(stamp.core) or stamp.core_xml, stamp.dated, as_of)
    if properties:
        done |= {name: _with_last(changes.get(name) or data, element) for name, data, element in stamp.linked}
        done[stamp.custom] = _with_properties(changes.get(stamp.custom) or stamp.custom_xml, stamp, properties)
    return done


def _dated(data: bytes, names: tuple[str, ...], as_of: date) -> bytes:
    text = data.decode()
    for name in names:
        element = rf"<({re.escape(name)})(\s[^<>]*?)?(?:/>|>[^<]*</{re.escape(name)}>)"
        text = re.sub(element, rf"<\1\2>{as_of:%Y-%m-%d}T00:00:00Z</\1>", text)
    return text.encode()


def _with_properties(data: bytes, stamp: Stamp, properties: Mapping[str, str]) -> bytes:
    tag = f"{stamp.prefix}property"
    element = re.compile(rf"<{tag}\s(?:[^<>]*/>|.*?</{tag}>)", re.DOTALL)
    replaced = {name.lower() for name in properties}
    pids = [_FIRST_PID - 1]

    def kept(found: re.Match[str]) -> str:
        start = found.group()[: found.group().index(">")]
        if _attribute(start, "name").lower() in replaced:
            return ""
        pids.append(int(_attribute(start, "pid") or 1))
        return found.group()

    text = element.sub(kept, data.decode())
    opened, closed = stamp.lpwstr
    added = "".join(
        f'<{tag} fmtid="{_FMTID}" pid="{pid}" name="{escape(name)}">{opened}{escape(value)}{closed}</{tag}>'
        for pid, (name, value) in enumerate(properties.items(), start=max(pids) + 1)
    )
    return _with_last(text.encode(), added)


def _with_last(data: bytes, element: str) -> bytes:
    """Return a part with something added at the end of its root."""
    text = data.decode().rstrip()
    if text.endswith("/>"):
        name = re.match(r"[^\s/>]+", text[text.rindex("<") + 1 :])
        text = f"{text[:-2]}></{name.group() if name else ''}>"
    at = text.rindex("</")
    return f"{text[:at]}{element}{text[at:]}".encode()


def _attribute(start: str, name: str) -> str:
    """Return an attribute of a start tag as it reads, "" when it has none."""
    found = re.search(rf'\s{name}="([^"]*)"', start)
    text = found.group(1) if found else ""
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text
