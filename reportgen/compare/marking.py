"""Tracked changes as Word writes them: runs, paragraph marks, rows and whole blocks, inserted or deleted.

The marks bear no time of day: the same two files give the same bytes. What is deleted is shown with its words and their
look; pictures, notes and fields of the old file stay behind, for their parts are not in the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import count
from typing import Final

from lxml import etree

from reportgen.compare.wordxml import PPR, RPR, RUN, TC, XML_SPACE, P, W, blocks, cells, rows, runs, shown

AUTHOR: Final = "reportgen"
_ORIGIN: Final = frozenset(W + name for name in ("tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"))
_FOREIGN: Final = frozenset(W + name for name in ("sectPr", "pPrChange", "framePr"))


class Marker:
    """Makes the marks of one document; every mark has a number of its own.

    Args:
        roots: Of all parts of the document, whose numbers are taken.
        numbering: Ids of the lists that it knows.
    """

    def __init__(self, roots: Iterable[etree._Element], numbering: frozenset[str]) -> None:
        taken = [
            int(value)
            for root in roots
            for element in root.iter()
            if (value := element.get(f"{W}id", "")).isdigit() and len(value) < len("1000000000")
        ]
        self._numbers = count(max(taken, default=0) + 1)
        self._numbering = numbering
        self.made = 0

    def mark(self, name: str) -> etree._Element:
        """Return an element `w:ins` or `w:del`; `made` counts them."""
        self.made += 1
        return etree.Element(f"{W}{name}", {f"{W}id": str(next(self._numbers)), f"{W}author": AUTHOR})

    def inserted(self, run: etree._Element) -> etree._Element:
        """Return a run wrapped as inserted."""
        mark = self.mark("ins")
        mark.append(run)
        return mark

    def deleted(self, pieces: Iterable[tuple[etree._Element, Sequence[etree._Element]]]) -> etree._Element | None:
        """Return pieces of the old text as deleted, None when nothing of them can be shown.

        Args:
            pieces: Runs of the old text, each with those of its elements that are gone.
        """
        mark = self.mark("del")
        for run, elements in pieces:
            copies = [copy for element in elements if (copy := _deleted_text(element)) is not None]
            if copies:
                made = etree.SubElement(mark, RUN)
                look = run.find(RPR)
                if look is not None:
                    made.append(deepcopy(look))
                made.extend(copies)
        return mark if len(mark) else None

    def mark_paragraph(self, paragraph: etree._Element, name: str) -> None:
        """Mark the end of a paragraph as inserted (`ins`) or deleted (`del`)."""
        props = paragraph.find(PPR)
        if props is None:
            props = etree.Element(PPR)
            paragraph.insert(0, props)
        look = props.find(RPR)
        if look is None:
            look = etree.Element(RPR)
            after = next((i for i, child in enumerate(props) if child.tag in _FOREIGN - {f"{W}framePr"}), len(props))
            props.insert(after, look)
        look.insert(0, self.mark(name))

    def insert_block(self, block: etree._Element) -> None:
        """Mark a paragraph or a table of the new text as inserted, where it stands."""
        if block.tag != P:
            for row in rows(block):
                self.insert_row(row)
            return
        self.insert_runs(block)
        self.mark_paragraph(block, "ins")

    def insert_runs(self, paragraph: etree._Element) -> None:
        """Mark all that a paragraph of the new text holds as inserted."""
        for run in list(runs(paragraph)):
            parent = run.getparent()
            assert parent is not None  # noqa: S101  it stands in the paragraph
            place = parent.index(run)
            parent.insert(place, self.inserted(run))

    def insert_row(self, row: etree._Element) -> None:
        """Mark a row of the new text as inserted."""
        self._mark_row(row, "ins")
        for cell in cells(row):
            for block in blocks(cell):
                self.insert_block(block)

    def deleted_block(self, block: etree._Element) -> etree._Element:
        """Return a paragraph or a table of the old text as deleted, to be put into the new one."""
        if block.tag == P:
            made = self.deleted_paragraph(block)
            self.mark_paragraph(made, "del")
            return made
        made = etree.Element(block.tag)
        for child in block:
            if child.tag in {f"{W}tblPr", f"{W}tblGrid"}:
                made.append(_own(child))
        made.extend(self.deleted_row(row) for row in rows(block))
        return made

    def deleted_row(self, row: etree._Element) -> etree._Element:
        """Return a row of the old text as deleted."""
        made = etree.Element(row.tag)
        made.extend(_own(child) for child in row if child.tag in {f"{W}tblPrEx", f"{W}trPr"})
        for cell in cells(row):
            copy = etree.SubElement(made, TC)
            copy.extend(_own(child) for child in cell if child.tag == f"{W}tcPr")
            copy.extend(self.deleted_block(block) for block in blocks(cell))
        self._mark_row(made, "del")
        return made

    def deleted_paragraph(self, paragraph: etree._Element) -> etree._Element:
        """Return a paragraph of the old text whose words are deleted and whose mark is not yet."""
        made = etree.Element(P)
        props = paragraph.find(PPR)
        if props is not None:
            made.append(self.properties(props))
        gone = self.deleted((run, list(run)) for run in runs(paragraph))
        if gone is not None:
            made.append(gone)
        return made

    def properties(self, props: etree._Element) -> etree._Element:
        """Return the properties of an old paragraph as they can stand in the new document."""
        copy = _own(props)
        for child in list(copy):
            number = child.find(f"{W}numId")
            unknown = number is not None and number.get(f"{W}val", "") not in self._numbering
            if child.tag in _FOREIGN or (child.tag == f"{W}numPr" and unknown):
                copy.remove(child)
        return copy

    def _mark_row(self, row: etree._Element, name: str) -> None:
        props = row.find(f"{W}trPr")
        if props is None:
            props = etree.Element(f"{W}trPr")
            row.insert(1 if len(row) and row[0].tag == f"{W}tblPrEx" else 0, props)
        before = next((i for i, child in enumerate(props) if child.tag == f"{W}trPrChange"), len(props))
        props.insert(before, self.mark(name))


def _deleted_text(element: etree._Element) -> etree._Element | None:
    """Return an element of an old run as deleted, None for what cannot be shown in another file."""
    if element.tag == f"{W}t":
        made = etree.Element(f"{W}delText", {XML_SPACE: "preserve"})
        made.text = element.text
        return made if element.text else None
    if element.tag in _ORIGIN:
        return _own(element)
    if shown(element):
        made = etree.Element(f"{W}delText", {XML_SPACE: "preserve"})
        made.text = shown(element)
        return made
    return None


def _own(element: etree._Element) -> etree._Element:
    """Return a copy with nothing but WordprocessingML of the first edition, which every file understands."""
    copy = deepcopy(element)
    copy.tail = None
    for inner in list(copy.iter()):
        if inner is not copy and not (isinstance(inner.tag, str) and inner.tag.startswith(W)):
            parent = inner.getparent()
            if parent is not None:
                parent.remove(inner)
            continue
        for name in [name for name in inner.attrib if not str(name).startswith(W)]:
            del inner.attrib[name]
    return copy
