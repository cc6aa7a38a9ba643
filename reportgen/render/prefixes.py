"""Workbooks whose parts write `<x:row>` for `<row>`: as good as any to Excel, and many programs write them so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from lxml import etree

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PREFIXED: Final = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<([\w.-]+):[\w.-]+(?=\s)[^<>]*?"""
    rb"""\sxmlns:\1\s*=\s*["']""" + re.escape(_MAIN.encode()) + rb"""["']""",
    re.DOTALL,
)


def unprefixed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a package with the elements of workbooks written without a prefix, all else as it is."""
    return {name: _rewritten(data) if _PREFIXED.match(data) else data for name, data in parts.items()}


def _rewritten(data: bytes) -> bytes:
    old = etree.fromstring(data)
    kept = {prefix: address for prefix, address in old.nsmap.items() if prefix and address != _MAIN}
    names = cast("dict[str, str]", {None: _MAIN, **kept})
    new = etree.Element(old.tag, _attributes(old), nsmap=names)
    _copy(old, new)
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def _copy(old: etree._Element, new: etree._Element) -> None:
    """Copy what an element holds; names are bound anew, so that the prefix is not wanted any more."""
    new.text, new.tail = old.text, old.tail
    for child in old:
        if isinstance(child.tag, str):
            kept = {prefix: address for prefix, address in child.nsmap.items() if address != _MAIN}
            names = cast("dict[str, str]", kept)
            _copy(child, etree.SubElement(new, child.tag, _attributes(child), nsmap=names))
        elif child.tail:
            before = new[-1] if len(new) else None
            if before is None:
                new.text = (new.text or "") + child.tail
            else:
                before.tail = (before.tail or "") + child.tail


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}
