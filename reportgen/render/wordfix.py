"""What a filled-in Word part needs so that Word opens it: nothing here changes a word of text.

Repeated rows repeat ids and bookmarks, emptied loops leave tables without rows and cells without paragraphs, and line
breaks in values must become Word's own.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from lxml import etree

from reportgen.render.wordtext import W, remove
from reportgen.render.wordwrite import Document

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DOC_PR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
_BREAKS: Final = {"\n": f"{W}br", "\t": f"{W}tab"}
_NEEDS_BLOCK: Final = tuple(W + name for name in ("hdr", "ftr", "footnote", "endnote", "comment", "txbxContent"))
_BLOCKS: Final = frozenset(W + name for name in ("p", "tbl", "sdt", "customXml"))
_CELL_ENDS: Final = frozenset(W + name for name in ("p", "sdt", "customXml"))
CELL_PROPERTIES: Final = {
    W + name: k
    for k, name in enumerate(
        (
            *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar"),
            *("textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel", "cellMerge"),
        )
    )
}
"""Order of the children of a cell's properties (ECMA-376 part 1, 17.4.69): Word refuses another."""
_TEXTS: Final = frozenset(W + name for name in ("t", "delText", "instrText", "delInstrText"))
_RUNS: Final = frozenset(W + name for name in ("p", "r", "hyperlink"))
_COMMENT_MARKS: Final = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


def is_whole(root: etree._Element) -> bool:
    """Return whether all text stands in runs and no paragraph inside another's text: Word drops or refuses the rest."""
    for element in root.iter():
        if str(element.tag).startswith(W) and element.tag not in _TEXTS:
            loose = (element.text, *(child.tail for child in element))
            if any(text and not text.isspace() for text in loose):
                return False
        elif element.tag in _TEXTS and len(element):
            return False
    parents = (paragraph.getparent() for paragraph in root.iter(f"{W}p"))
    return not any(parent is not None and parent.tag in _RUNS for parent in parents)


def settle(root: etree._Element) -> None:
    """Mend what is as it is whatever the values are, before the part is compiled."""
    for properties in root.iter(f"{W}tcPr"):
        _sort_cell_properties(properties)
    _drop_empty_tables(root)
    _give_paragraphs(root)


def fix_part(root: etree._Element) -> None:
    """Mend one part after rendering."""
    for text in list(root.iter(f"{W}t")):
        _break_lines(text)
    for properties in root.iter(f"{W}tcPr"):
        _sort_cell_properties(properties)
    _drop_empty_tables(root)
    _give_paragraphs(root)
    _pair_bookmarks(root)
    _drop_repeated(root)
    _tell_shapes_apart(root)


def fix_ids(root: etree._Element, document: Document, own_ids: frozenset[int]) -> None:
    """Give every drawing of a part an id of its own; the first bearer of one of the part's own ids keeps it."""
    for drawing in root.iter(_DOC_PR):
        own = int(drawing.get("id", "")) if drawing.get("id", "").isdigit() else -1
        drawing.set("id", str(document.drawing_id(own) if own in own_ids else document.fresh_id()))


def _break_lines(text: etree._Element) -> None:
    """Turn line ends and tabs in a text into `w:br` and `w:tab`, and keep its outer blanks."""
    value = text.text or ""
    if value != value.strip():
        text.set(_SPACE, "preserve")
    if "\n" not in value and "\t" not in value:
        return
    first, *pieces = re.split("([\n\t])", value)
    text.text = first
    last = text
    for piece in filter(None, pieces):
        new = text.makeelement(_BREAKS.get(piece, f"{W}t"))
        if piece not in _BREAKS:
            new.text = piece
            new.set(_SPACE, "preserve")
        last.addnext(new)
        last = new
    parent = text.getparent()
    if not text.text and parent is not None:
        parent.remove(text)


def _sort_cell_properties(properties: etree._Element) -> None:
    children = list(properties)
    ranks = [CELL_PROPERTIES.get(str(child.tag), len(CELL_PROPERTIES)) for child in children]
    if ranks != sorted(ranks):
        properties[:] = [child for _, _, child in sorted(zip(ranks, range(len(ranks)), children, strict=True))]


def _drop_empty_tables(root: etree._Element) -> None:
    """Take out rows without cells and tables without rows: Word takes either for damage."""
    for row in list(root.iter(f"{W}tr")):
        if next(row.iter(f"{W}tc"), None) is None:
            remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if next(table.iter(f"{W}tr"), None) is None:
            remove(table)
    for content in list(root.iter(f"{W}sdtContent")):
        control = content.getparent()
        if not len(content) and control is not None:
            remove(control)


def _give_paragraphs(root: etree._Element) -> None:
    """See that every cell ends with a paragraph, and that notes, headers and text boxes hold something."""
    for cell in root.iter(f"{W}tc"):
        if not len(cell) or cell[-1].tag not in _CELL_ENDS:
            etree.SubElement(cell, f"{W}p")
    for holder in root.iter(*_NEEDS_BLOCK):
        if not any(child.tag in _BLOCKS for child in holder):
            etree.SubElement(holder, f"{W}p")


def _pair_bookmarks(root: etree._Element) -> None:
    """Keep the first bookmark of each name, each with an id of its own, and none that lost its other half."""
    starts = list(root.iter(f"{W}bookmarkStart"))
    ends = list(root.iter(f"{W}bookmarkEnd"))
    if not starts and not ends:
        return
    next_id = max([int(b.get(f"{W}id", "0")) for b in [*starts, *ends] if b.get(f"{W}id", "").isdigit()], default=0) + 1
    waiting: dict[str, list[etree._Element]] = {}
    used: set[str] = set()
    names: set[str] = set()
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark_id = mark.get(f"{W}id", "")
        if mark.tag == f"{W}bookmarkStart":
            waiting.setdefault(mark_id, []).append(mark)
            continue
        start = waiting[mark_id].pop() if waiting.get(mark_id) else None
        name = start.get(f"{W}name", "") if start is not None else ""
        if start is None or name in names:
            remove(mark)
            if start is not None:
                remove(start)
            continue
        names.add(name)
        if mark_id in used:
            start.set(f"{W}id", str(next_id))
            mark.set(f"{W}id", str(next_id))
            next_id += 1
        used.add(mark_id)
    for unpaired in [start for left in waiting.values() for start in left]:
        remove(unpaired)


def _drop_repeated(root: etree._Element) -> None:
    """Drop what may stand once only: a paragraph's editing id, a content control's id, the marks of a comment."""
    seen: set[tuple[str, str]] = set()
    for element in root.iter(f"{W}p", f"{W}tr"):
        if _is_repeated(seen, "paragraph", element.get(f"{_W14}paraId")):
            del element.attrib[f"{_W14}paraId"]
            element.attrib.pop(f"{_W14}textId", "")
    for control_id in list(root.iterfind(f".//{W}sdtPr/{W}id")):
        if _is_repeated(seen, "sdt", control_id.get(f"{W}val")):
            remove(control_id)
    for mark in list(root.iter(*_COMMENT_MARKS)):
        if _is_repeated(seen, str(mark.tag), mark.get(f"{W}id")):
            remove(mark)


def _tell_shapes_apart(root: etree._Element) -> None:
    """Give each shape of VML an id of its own, with what is embedded by it; a kind of shape is described once."""
    taken = {str(shape.get("id")) for shape in root.iter(f"{_VML}*")}
    seen: set[tuple[str, str]] = set()
    for shape in list(root.iter(f"{_VML}*")):
        if not _is_repeated(seen, "shape", shape.get("id")):
            continue
        if shape.tag == f"{_VML}shapetype":
            remove(shape)
            continue
        old = str(shape.get("id"))
        new = next(name for name in (f"{old}_{number}" for number in itertools.count(2)) if name not in taken)
        taken.add(new)
        shape.set("id", new)
        shape.attrib.pop(f"{_OFFICE}spid", "")
        for embedded in shape.itersiblings(f"{_OFFICE}OLEObject"):
            if embedded.get("ShapeID") == old:
                embedded.set("ShapeID", new)


def _is_repeated(seen: set[tuple[str, str]], kind: str, value: str | None) -> bool:
    if value is None:
        return False
    repeated = (kind, value) in seen
    seen.add((kind, value))
    return repeated
