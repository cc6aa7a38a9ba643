"""Lines of a document with the side of the page on which they stand, whatever holds them: table, tabs, text box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reportgen.decree30.lines import cut, lines_of
from reportgen.decree30.metrics import runs_width_mm
from reportgen.decree30.model import Alignment, Block, Cell, Line, Paragraph, Shape, Table

LEFT: Final = "left"
RIGHT: Final = "right"
FULL: Final = "full"

_LEFT_UNTIL: Final = 0.46
_RIGHT_FROM: Final = 0.52
"""Share of the width at which the middle of a line tells its side; between them it stands in the middle."""
_LONGEST_MM: Final = 220.0
_GAP: Final = re.compile(" {3,}")
_COLUMNS: Final = re.compile(
    r"\s*\S.*?(?P<gap> {3,})"
    r"(?:CỘNG\s+H|(?:Độc|ĐỘC)\s+l|[^\W\d_][^,]{0,40},\s*ngày\b|(?:[^\W\d_][^,]{0,40}\s)?ngày\b.{0,12}\btháng\b)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A line, or an empty paragraph (`line` None), with its side.

    Attributes:
        block: Index into the blocks of the document. layout: `table`, `tabs`, `boxes` or `lines`.
        side: LEFT, RIGHT or FULL. row: Row of the table, or number of the paragraph. cell: The cell around.
        bordered: Stands in a table that shows lines.
    """

    paragraph: Paragraph
    line: Line | None
    block: int
    layout: str
    side: str
    row: int = 0
    cell: Cell | None = None
    bordered: bool = False

    @property
    def text(self) -> str:
        """Return the line as printed, "" for an empty paragraph."""
        return "" if self.line is None else self.line.shown


def spots_of(blocks: Sequence[Block]) -> list[Spot]:
    """Return every line and empty paragraph in reading order, text boxes after the paragraph that anchors them."""
    found: list[Spot] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            found.extend(_of_table(block, index))
        else:
            found.extend(_of_paragraph(block, index))
    return found


def _apart(line: Line) -> tuple[Line, ...]:
    """Cut a line of the header block that runs of spaces, not tabs, set in two columns."""
    match = _COLUMNS.match(line.text) if line.width_mm <= _LONGEST_MM and _GAP.search(line.text) else None
    if match is None:
        return (line,)
    at, to = match.span("gap")
    left, right = cut(line.runs, 0, at), cut(line.runs, to, len(line.text))
    lead, tail = (len(line.text) - len(stripped) for stripped in (line.text.lstrip(), line.text.rstrip()))
    before = runs_width_mm(cut(line.runs, lead, to))
    return (
        replace(
            line,
            runs=left,
            alignment=Alignment.LEFT,
            last=False,
            width_mm=runs_width_mm(cut(line.runs, lead, at)),
        ),
        replace(
            line,
            runs=right,
            alignment=Alignment.LEFT,
            start=line.start + to,
            first=False,
            x_mm=line.x_mm + before,
            width_mm=runs_width_mm(cut(line.runs, to, len(line.text) - tail)),
        ),
    )


def _of_table(table: Table, index: int) -> Iterator[Spot]:
    for number, row in enumerate(table.rows):
        widths = [cell.width_mm or 1.0 for cell in row.cells]
        total, at = sum(widths) or 1.0, 0.0
        for cell, width in zip(row.cells, widths, strict=True):
            middle = (at + width / 2) / total
            at += width
            side = FULL if width > 0.9 * total else LEFT if middle < 0.5 else RIGHT  # noqa: PLR2004  halves of a page
            yield from _of_cell(cell, (index, number, side), bordered=table.bordered)


def _of_cell(cell: Cell, at: tuple[int, int, str], *, bordered: bool) -> Iterator[Spot]:
    index, row, side = at
    for block in cell.blocks:
        if isinstance(block, Table):
            for inner in _of_table(block, index):
                yield Spot(inner.paragraph, inner.line, index, "table", side, row, cell, bordered)
            continue
        for line in lines_of(block) or (None,):
            yield Spot(block, line, index, "table", side, row, cell, bordered)
        for shape in block.shapes:
            for inside in shape.blocks:
                if isinstance(inside, Paragraph):
                    for line in lines_of(inside) or (None,):
                        yield Spot(inside, line, index, "table", side, row, cell, bordered)


def _of_paragraph(paragraph: Paragraph, index: int) -> Iterator[Spot]:
    lines = tuple(part for line in lines_of(paragraph) for part in _apart(line))
    several = _in_columns(paragraph, lines)
    for line in lines or (None,):
        side = _side(paragraph, line) if line is not None else FULL
        yield Spot(paragraph, line, index, "tabs" if several else "lines", side, index)
    for shape in paragraph.shapes:
        side = _side_of_shape(shape, paragraph)
        for block in shape.blocks:
            inner = _of_table(block, index) if isinstance(block, Table) else _of_paragraph(block, index)
            for spot in inner:
                yield Spot(spot.paragraph, spot.line, index, "boxes", side, index)


def _in_columns(paragraph: Paragraph, lines: Sequence[Line]) -> bool:
    """Tell whether tabs put lines of one paragraph side by side."""
    aside = len(lines) > 1 and any(
        _GAP.search(paragraph.text[a.start : b.start]) or "\t" in paragraph.text[a.start : b.start]
        for a, b in pairwise(lines)
    )
    return aside or any(line.alignment is not paragraph.alignment for line in lines)


def _side(paragraph: Paragraph, line: Line) -> str:
    room = paragraph.width_mm or 1.0
    if line.alignment in {Alignment.LEFT, Alignment.BOTH} and line.width_mm > _RIGHT_FROM * room:
        return FULL
    middle = line.centre_mm / room
    if middle < _LEFT_UNTIL:
        return LEFT
    return RIGHT if middle > _RIGHT_FROM else FULL


def _side_of_shape(shape: Shape, paragraph: Paragraph) -> str:
    if shape.x_align in {LEFT, RIGHT}:
        return shape.x_align
    if shape.x_mm is None or shape.x_align:
        return FULL
    room = paragraph.width_mm or 1.0
    return LEFT if shape.x_mm + shape.width_mm / 2 < room / 2 else RIGHT
