"""Markup changed before docxtpl sees it: what is commented out goes, and its patterns find what they count on."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from reportgen.render.tags import CELL_WORDS, Kind, scan
from reportgen.render.wordblocks import NUMBER, Spot
from reportgen.render.wordtext import HOLDERS, W, remove, shown_pieces, up

_W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def drop_commented_out(root: etree._Element) -> set[str]:
    """Take out the paragraphs, rows and cells that `{#p #}`, `{#tr #}`, `{#tc #}` comment out.

    Returns:
        The prefixes of those that there were: `p`, `tr`, `tc`.
    """
    dropped: set[str] = set()
    for paragraph in list(root.iter(f"{W}p")):
        text = "".join(shown for _, shown in shown_pieces(paragraph))
        for token in scan(text)[0] if "{#" in text else ():
            if token.tag is not None and token.tag.kind is Kind.COMMENT and token.tag.prefix in HOLDERS:
                holder = paragraph if token.tag.prefix == "p" else up(paragraph, token.tag.prefix)
                if holder is not None:
                    remove(holder)
                    dropped.add(token.tag.prefix)
    return dropped


def make_room(root: etree._Element, spots: list[Spot]) -> None:
    """Give docxtpl the markup that its patterns count on."""
    for spot in spots:
        if spot.tag.word in CELL_WORDS:
            _give_cell_properties(spot.paragraph)
        if spot.tag.prefix == "p" and spot.tag.kind is Kind.STATEMENT:
            _move_section_break(spot.paragraph)
    for text in [t for t in root.iter(f"{W}t") if t.text and re.search("\\{%-?r ", t.text)]:
        _isolate_run(text)
    for control in root.iter(f"{W}sdt"):
        _unbind(control)
    for table in root.iter(f"{W}tbl"):
        if table.find(f"{W}tblGrid") is None:
            properties = table.find(f"{W}tblPr")
            table.insert(0 if properties is None else table.index(properties) + 1, table.makeelement(f"{W}tblGrid"))


def needs_docxtpl(spots: Sequence[Spot]) -> bool:
    """Return whether the markup around a tag must be rewritten in docxtpl's own way."""
    return any(
        tag.word in CELL_WORDS or (tag.kind is Kind.STATEMENT and (tag.prefix == "r" or tag.before or tag.after))
        for tag in (spot.tag for spot in spots)
    )


def grids_hold(root: etree._Element, spots: Sequence[Spot]) -> bool:
    """Return whether the grid of every table fits its rows whatever the values are, cells being as many as they are.

    Rows are as wide as the grid, but for those with `{% colspan %}`, which need a row above that is.
    """
    markers = {up(s.paragraph, "tr") for s in spots if s.tag.prefix == "tr"}
    spanned = {row for s in spots if s.tag.word == "colspan" and (row := up(s.paragraph, "tr")) is not None}
    for table in root.iter(f"{W}tbl"):
        grid = table.find(f"{W}tblGrid")
        width = 0 if grid is None else len(grid.findall(f"{W}gridCol"))
        rows = [row for row in table.iter(f"{W}tr") if row not in markers]
        free = spanned.intersection(rows)
        headed = table.find(f"{W}tr") not in markers | spanned
        if next(table.iterdescendants(f"{W}tbl"), None) is not None or (free and not headed):
            return False
        if any(_width(row) != width for row in rows if row not in free) or any(_cells(r) > width for r in free):
            return False
    return True


def _cells(row: etree._Element) -> int:
    return len(row.findall(f"{W}tc"))


def _width(row: etree._Element) -> int:
    """Return over how many columns of the grid a row goes."""
    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
    values = ["1" if span is None else span.get(f"{W}val", "") for span in spans]
    return sum(int(value) if value.isdigit() else 0 for value in values)


def patch(root: etree._Element) -> str:
    """Return the markup of a part as docxtpl rewrites it."""
    from docxtpl import DocxTemplate  # noqa: PLC0415  takes long to load, and few templates need it

    patched: str = DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode"))
    return patched


def unwrap(root: etree._Element, spots: Sequence[Spot]) -> str:
    """Return the markup of a part with every marker in the place of its paragraph, row or cell, as docxtpl does it."""
    for spot in spots:
        if spot.tag.prefix in HOLDERS and spot.tag.kind is Kind.STATEMENT:
            holder = spot.paragraph if spot.tag.prefix == "p" else up(spot.paragraph, spot.tag.prefix)
            if holder is not None:
                _give_way(holder, f"{{% {NUMBER}{spot.number}{NUMBER} %}}")
    return etree.tostring(root, encoding="unicode")


def _give_way(holder: etree._Element, text: str) -> None:
    """Put a text in the place of an element."""
    before, parent = holder.getprevious(), holder.getparent()
    text += holder.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
    remove(holder)


def _unbind(control: etree._Element) -> None:
    """Let a content control that holds a tag keep its text: Word would put the data it is bound to in its place."""
    properties = control.find(f"{W}sdtPr")
    if properties is not None and NUMBER in "".join(map(str, control.itertext())):
        for name in (f"{W}dataBinding", f"{_W15}dataBinding", f"{W}showingPlcHdr"):
            for element in properties.findall(name):
                remove(element)


def _give_cell_properties(paragraph: etree._Element) -> None:
    cell = up(paragraph, "tc")
    if cell is None:
        return
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{W}tcPr")
        cell.insert(0, properties)
    if not len(properties):
        etree.SubElement(properties, f"{W}tcW", {f"{W}w": "0", f"{W}type": "auto"})


def _move_section_break(paragraph: etree._Element) -> None:
    """Keep the section break that Word has stored in a marker's paragraph: it goes into one of its own, after it."""
    section = paragraph.find(f"{W}pPr/{W}sectPr")
    if section is not None:
        own = paragraph.makeelement(f"{W}p")
        etree.SubElement(own, f"{W}pPr").append(section)
        paragraph.addnext(own)


def _isolate_run(text: etree._Element) -> None:
    """Split a run at its `{%r %}` tags, so that the text on both sides keeps its form."""
    run = text.getparent()
    if run is None or run.tag != f"{W}r":
        return
    properties = run.find(f"{W}rPr")
    at = run.index(text)
    after = list(run)[at + 1 :]
    chunks = [c for c in re.split("(\\{%-?r [^}]*%\\})", text.text or "") if c]
    last = run
    for k, chunk in enumerate(chunks):
        if k == 0:
            text.text = chunk
            text.set(_SPACE, "preserve")
            continue
        new = run.makeelement(f"{W}r")
        if properties is not None:
            new.append(copy.deepcopy(properties))
        piece = etree.SubElement(new, f"{W}t", {_SPACE: "preserve"})
        piece.text = chunk
        last.addnext(new)
        last = new
    if last is not run and after:
        tail = run.makeelement(f"{W}r")
        if properties is not None:
            tail.append(copy.deepcopy(properties))
        tail.extend(after)
        last.addnext(tail)
