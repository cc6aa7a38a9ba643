"""What the comparison needs of WordprocessingML: blocks, rows and cells, texts, changes tracked before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
P, TBL, TR, TC, RUN, PPR, RPR = (W + name for name in ("p", "tbl", "tr", "tc", "r", "pPr", "rPr"))
BOX: Final = f"{W}txbxContent"
WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag"))
_UNWRAPPED: Final = frozenset({f"{W}ins", f"{W}moveTo"})
_DROPPED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_TEXTS: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
}


def shown(element: etree._Element) -> str:
    """Return the text of one element of a run, "" for what has none."""
    if element.tag == f"{W}t":
        return element.text or ""
    return _TEXTS.get(str(element.tag), "")


def blocks(holder: etree._Element) -> list[etree._Element]:
    """Return the paragraphs and tables of a body, a cell, a header, through content controls."""
    return list(_through(holder, {P, TBL}))


def rows(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table."""
    return list(_through(table, {TR}))


def cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row."""
    return list(_through(row, {TC}))


def _through(holder: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    for child in holder:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from _through(child, wanted)


def runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph in order, through links, fields and controls, but not into text boxes."""
    for child in paragraph:
        if child.tag == RUN:
            yield child
        elif child.tag != PPR and isinstance(child.tag, str):
            yield from runs(child)


def boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Return the text boxes that stand in a paragraph, not those inside of them."""
    found: list[etree._Element] = []
    for box in paragraph.iter(BOX):
        if not any(above in found for above in box.iterancestors(BOX)):
            found.append(box)
    return found


def text_of(paragraph: etree._Element) -> str:
    """Return the text of a paragraph as a person reads it, text boxes left out."""
    return "".join(shown(element) for run in runs(paragraph) for element in run)


def block_text(block: etree._Element) -> str:
    """Return all text of a paragraph or a table, text boxes included."""
    if block.tag == TBL:
        return "\n".join("\t".join(cell_text(cell) for cell in cells(row)) for row in rows(block))
    return "\n".join([text_of(block), *(cell_text(box) for box in boxes(block))])


def cell_text(cell: etree._Element) -> str:
    """Return all text of a cell, a text box, a header."""
    return "\n".join(block_text(block) for block in blocks(cell))


def accept(root: etree._Element) -> None:
    """Accept all changes that a part tracks already: what is compared is what its reader takes for its text."""
    for element in list(root.iter(*_DROPPED)):
        if not _is_mark(element):
            _remove(element)
    for element in list(root.iter(*_UNWRAPPED)):
        parent = element.getparent()
        if parent is not None:
            place = parent.index(element)
            parent[place : place + 1] = [] if _is_mark(element) else list(element)
    for row in [row for row in root.iter(TR) if row.find(f"{W}trPr/{W}del") is not None]:
        _remove(row)
    for table in [table for table in root.iter(TBL) if not rows(table)]:
        _remove(table)
    for paragraph in list(root.iter(P)):
        mark = paragraph.find(f"{PPR}/{RPR}")
        if mark is not None and any(mark.find(name) is not None for name in _DROPPED):
            _join(paragraph)
    for element in [e for e in root.iter() if isinstance(e.tag, str) and _is_old_look(e.tag)]:
        _remove(element)


def _is_mark(element: etree._Element) -> bool:
    """Tell whether a change is one of a paragraph's end, a row, a list: it holds nothing."""
    parent = element.getparent()
    return parent is not None and parent.tag in {RPR, f"{W}trPr", f"{W}numPr"}


def _is_old_look(tag: str) -> bool:
    """Tell whether an element says how things looked, or where a move began, before a tracked change."""
    if not tag.startswith(W):
        return False
    name = tag.removeprefix(W)
    return name.endswith("PrChange") or name.startswith(
        ("moveFromRange", "moveToRange", "customXmlIns", "customXmlDel")
    )


def _join(paragraph: etree._Element) -> None:
    """Join a paragraph whose mark was deleted with the one after it; before anything else its mark stays."""
    following = paragraph.getnext()
    mark = paragraph.find(f"{PPR}/{RPR}")
    content = [child for child in paragraph if child.tag != PPR]
    if following is not None and following.tag == P:
        place = 1 if following.find(PPR) is not None else 0
        following[place:place] = content
        _remove(paragraph)
    elif following is not None and not content:
        _remove(paragraph)
    elif mark is not None:
        for name in _DROPPED:
            for element in mark.findall(name):
                mark.remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
