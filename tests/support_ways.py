"""The two ways a Word part is filled in, and whether they come to the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.parsers import expat

from lxml import etree

from reportgen.render.docx import CompiledDocx
from tests.support_render import W

_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def through_the_tree(compiled: CompiledDocx) -> CompiledDocx:
    """Return the same template, every part of which is parsed and mended for every document."""
    return replace(compiled, _parts=tuple(part._replace(code=None) for part in compiled._parts), _programs={})


def quick(compiled: CompiledDocx) -> bool:
    """Return whether no part needs a tree."""
    return all(part.code is not None for part in compiled._parts)


def content(document: bytes) -> dict[str, bytes]:
    """Return the parts of a document, XML in its canonical form, texts of no letters left out."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {name: _canonical(data) if name.endswith((".xml", ".rels")) else data for name, data in parts.items()}


def _canonical(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for text in list(root.iter(f"{W}t")):
        parent = text.getparent()
        if not text.text and parent is not None:
            parent.remove(text)
    return etree.tostring(root, method="c14n")


def assert_same_both_ways(compiled: CompiledDocx, values: Mapping[str, Any], **options: Any) -> bytes:
    """Fill a template in both ways and compare; return the document of the quick way, which is sound."""
    first, second = compiled.render(values, **options), through_the_tree(compiled).render(values, **options)
    assert content(first) == content(second)
    assert_sound(first)
    return first


def assert_sound(document: bytes) -> None:
    """See that two parsers read every part, that nothing unique stands twice, and no tag is left."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    drawings: Counter[str] = Counter()
    for data in parts.values():
        expat.ParserCreate().Parse(data, True)
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
        drawings.update(e.get("id", "") for e in root.iter(_DOC_PR))
        _assert_part_sound(root)
    assert max(drawings.values(), default=1) == 1


def _assert_part_sound(root: etree._Element) -> None:
    marks = {kind: [(e.get(f"{W}id"), e.get(f"{W}name")) for e in root.iter(W + kind)] for kind in _BOOKMARKS}
    assert Counter(i for i, _ in marks["bookmarkStart"]) == Counter(i for i, _ in marks["bookmarkEnd"])
    assert len({name for _, name in marks["bookmarkStart"]}) == len(marks["bookmarkStart"])
    ids = [e.get(_PARA_ID) for e in root.iter(f"{W}p", f"{W}tr") if e.get(_PARA_ID)]
    assert len(set(ids)) == len(ids)
    for cell in root.iter(f"{W}tc"):
        assert len(cell)
        assert re.fullmatch("p|sdt|customXml", etree.QName(cell[-1]).localname)
    assert all(next(table.iter(f"{W}tr"), None) is not None for table in root.iter(f"{W}tbl"))
    assert all(next(row.iter(f"{W}tc"), None) is not None for row in root.iter(f"{W}tr"))
    assert not any(noncharacter in "".join(map(str, root.itertext())) for noncharacter in "\ufdd0\ufdd1\ufdd2\ufdd3")


_BOOKMARKS = ("bookmarkStart", "bookmarkEnd")
