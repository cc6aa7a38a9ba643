"""Sections: paper, margins, which headers show, where the page number stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.decree30.lines import lines_of
from reportgen.decree30.model import (
    Alignment,
    Block,
    Margins,
    PageNumber,
    Paragraph,
    Part,
    Place,
    Section,
    Shape,
    Table,
)
from reportgen.decree30.ooxml import R, W, flag, millimetres, twips, value, whole
from reportgen.render.package import Package

_LETTER_TWIPS: Final = ("12240", "15840")
_INCH_TWIPS: Final = "1440"
_HALF_INCH_TWIPS: Final = "720"
_GRID_PT: Final = 12.0
_ASIDE_MM: Final = 10.0
"""How far from the middle a tab stop or frame still counts as the middle."""
_PAGES: Final = {"first": "trang đầu", "even": "trang chẵn"}
_ALIGNS: Final = {
    "center": Alignment.CENTER, "left": Alignment.LEFT, "right": Alignment.RIGHT, "inside": Alignment.LEFT,
    "outside": Alignment.RIGHT,
}  # fmt: skip

Refs = dict[str, str]
"""`default`, `first`, `even` to the relationship id of the header that shows there, "" for an empty one."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A section before its content is read; headers are those that show, inherited ones included."""

    width_mm: float
    height_mm: float
    margins: Margins
    new_page: bool
    title_page: bool
    even_pages: bool
    headers: Refs
    footers: Refs
    restart: int | None
    number_kind: str
    columns: int
    column_mm: float
    grid_pt: float

    @property
    def text_mm(self) -> float:
        """Return the width between the margins."""
        return max(0.0, self.width_mm - self.margins.left - self.margins.right)

    def section(
        self,
        number: int,
        place: Place,
        bounds: tuple[int, int],
        headers: dict[str, tuple[Block, ...]],
        footers: dict[str, tuple[Block, ...]],
    ) -> Section:
        """Return the section with its content; `bounds` are indices into the blocks of the document."""
        numbers = (
            number
            for part, shown in ((Part.HEADER, headers), (Part.FOOTER, footers))
            for pages, blocks in shown.items()
            for number in page_numbers(blocks, part, pages, self.text_mm)
        )
        return Section(
            number=number,
            place=place,
            first=bounds[0],
            last=bounds[1],
            width_mm=self.width_mm,
            height_mm=self.height_mm,
            margins=self.margins,
            new_page=self.new_page,
            title_page=self.title_page,
            even_pages=self.even_pages,
            headers=headers,
            footers=footers,
            page_numbers=tuple(numbers),
            restart=self.restart,
            number_kind=self.number_kind,
            columns=self.columns,
        )


@dataclass(frozen=True, slots=True)
class HeaderUse:
    """A header or footer part: where it is used first, and how places name it."""

    part: str
    page_part: Part
    section: int
    detail: str


def geometries(body: etree._Element, *, even: bool, gutter_top: bool) -> tuple[Geometry, ...]:
    """Return every section in order.

    Args:
        body: `w:body`.
        even: Even pages have headers of their own (settings).
        gutter_top: The gutter is at the top.
    """
    found: list[Geometry] = []
    inherited: dict[str, Refs] = {"header": {}, "footer": {}}
    for element in _section_elements(body):
        for kind, refs in inherited.items():
            for reference in element.findall(f"{W}{kind}Reference"):
                refs[reference.get(f"{W}type", "default")] = reference.get(f"{R}id", "")
        found.append(_geometry(element, inherited, even=even, gutter_top=gutter_top))
    return tuple(found) or (
        _geometry(etree.Element(f"{W}sectPr"), {"header": {}, "footer": {}}, even=even, gutter_top=gutter_top),
    )


def _section_elements(body: etree._Element) -> Iterator[etree._Element]:
    """Yield the sectPr that end sections: not former ones kept by change tracking, not those inside boxes."""
    outside = {f"{W}tbl", f"{W}txbxContent", f"{W}sectPrChange", f"{W}pPrChange"}
    for element in body.iter(f"{W}sectPr"):
        if not any(a.tag in outside for a in element.iterancestors()):
            yield element


def _geometry(element: etree._Element, refs: dict[str, Refs], *, even: bool, gutter_top: bool) -> Geometry:
    size, margin = element.find(f"{W}pgSz"), element.find(f"{W}pgMar")
    width = _mm(size, "w", _LETTER_TWIPS[0])
    margins = _margins(margin, gutter_top=gutter_top)
    numbering, columns = element.find(f"{W}pgNumType"), element.find(f"{W}cols")
    start = None if numbering is None else numbering.get(f"{W}start")
    title = flag(element, "titlePg")
    count = max(1, whole(None if columns is None else columns.get(f"{W}num"), 1))
    gap = _mm(columns, "space", _HALF_INCH_TWIPS) if count > 1 else 0.0
    room = max(0.0, width - margins.left - margins.right)
    return Geometry(
        width_mm=width,
        height_mm=_mm(size, "h", _LETTER_TWIPS[1]),
        margins=margins,
        new_page=value(element, "type", "nextPage") != "continuous",
        title_page=title,
        even_pages=even,
        headers=_shown(refs["header"], title=title, even=even),
        footers=_shown(refs["footer"], title=title, even=even),
        restart=None if start is None else whole(start),
        number_kind="decimal" if numbering is None else numbering.get(f"{W}fmt", "decimal"),
        columns=count,
        column_mm=max(0.0, (room - gap * (count - 1)) / count),
        grid_pt=_grid(element),
    )


def _mm(element: etree._Element | None, name: str, default: str) -> float:
    length = twips(None if element is None else element.get(W + name))
    return millimetres(length if length is not None else (twips(default) or 0.0))


def _margins(element: etree._Element | None, *, gutter_top: bool) -> Margins:
    """Return the margins; a negative top or bottom only forbids the header to push the text."""
    gutter = _mm(element, "gutter", "0")
    top, left = abs(_mm(element, "top", _INCH_TWIPS)), _mm(element, "left", _INCH_TWIPS)
    return Margins(
        top=top + (gutter if gutter_top else 0.0),
        bottom=abs(_mm(element, "bottom", _INCH_TWIPS)),
        left=left + (0.0 if gutter_top else gutter),
        right=_mm(element, "right", _INCH_TWIPS),
        header=_mm(element, "header", _HALF_INCH_TWIPS),
        footer=_mm(element, "footer", _HALF_INCH_TWIPS),
        gutter=gutter,
    )


def _shown(refs: Refs, *, title: bool, even: bool) -> Refs:
    """Return the headers that show: a title page without a header of its own shows an empty one."""
    kinds = ["default", *(["first"] if title else []), *(["even"] if even else [])]
    return {kind: refs.get(kind, "") for kind in kinds if kind in refs or kind != "default"}


def _grid(element: etree._Element) -> float:
    """Return the height of a line by which `beforeLines` counts."""
    grid = element.find(f"{W}docGrid")
    if grid is None or grid.get(f"{W}type", "default") == "default":
        return _GRID_PT
    return twips(grid.get(f"{W}linePitch")) or _GRID_PT


def header_uses(package: Package, sections: Iterable[Geometry]) -> dict[str, HeaderUse]:
    """Return, by relationship id, the header and footer parts that show."""
    targets = {rel.id: rel.target for rel in package.relationships(package.main) if rel.type in {"header", "footer"}}
    first: dict[str, tuple[Part, int, str]] = {}
    for number, section in enumerate(sections, start=1):
        for part, refs in ((Part.HEADER, section.headers), (Part.FOOTER, section.footers)):
            for pages, ref in refs.items():
                if targets.get(ref, "") in package.parts:
                    first.setdefault(ref, (part, number, pages))
    many = {part: len({targets[ref] for ref, use in first.items() if use[0] is part}) > 1 for part in Part}
    return {
        ref: HeaderUse(targets[ref], part, number, _detail(number, pages) if many[part] else "")
        for ref, (part, number, pages) in first.items()
    }


def _detail(number: int, pages: str) -> str:
    return ", ".join(filter(None, (f"phần {number}", _PAGES.get(pages, ""))))


# --- page numbers ------------------------------------------------------------------------------------------------


def page_numbers(blocks: Iterable[Block], part: Part, pages: str, room_mm: float) -> Iterator[PageNumber]:
    """Yield the PAGE fields of a header or footer with where they stand across `room_mm`."""
    for paragraph, shape, cell in _placed(blocks):
        for line in lines_of(paragraph):
            run = next((run for run in line.runs if run.field == "PAGE" and run.text.strip()), None)
            if run is not None:
                across = _across(paragraph, line.alignment, shape, cell, room_mm)
                yield PageNumber(paragraph.place, part, pages, paragraph.shown.strip(), run.format, across)


_Cell = tuple[int, int] | None
"""Which cell of how many in its row."""


def _placed(
    blocks: Iterable[Block], shape: Shape | None = None, cell: _Cell = None
) -> Iterator[tuple[Paragraph, Shape | None, _Cell]]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for number, inner in enumerate(row.cells):
                    yield from _placed(inner.blocks, shape, (number, len(row.cells)))
        else:
            yield block, shape, cell
            for inside in block.shapes:
                yield from _placed(inside.blocks, inside, cell)


def _across(paragraph: Paragraph, alignment: Alignment, shape: Shape | None, cell: _Cell, room_mm: float) -> Alignment:
    """Return where text stands across the page: its box or frame first, then its cell, then its own alignment."""
    if shape is not None:
        return _of_shape(shape, alignment, room_mm)
    frame = paragraph.frame
    if frame is not None and frame.x_align:
        wide = frame.width_mm is not None and frame.width_mm > room_mm - _ASIDE_MM
        return alignment if wide else _ALIGNS.get(frame.x_align, Alignment.LEFT)
    if cell is not None and cell[1] > 1:
        middle = cell[0] * 2 + 1 == cell[1]
        if middle:
            return alignment
        return Alignment.LEFT if cell[0] * 2 + 1 < cell[1] else Alignment.RIGHT
    if alignment is Alignment.CENTER and alignment is not paragraph.alignment:
        stops = [stop.at_mm for stop in paragraph.tabs if stop.kind == "center"]
        near = any(abs(at - room_mm / 2) <= _ASIDE_MM for at in stops)
        return Alignment.CENTER if near else Alignment.LEFT
    return _indented(paragraph, alignment)


def _indented(paragraph: Paragraph, alignment: Alignment) -> Alignment:
    """Return where text stands once the indents have moved what is centred."""
    if alignment is not Alignment.CENTER:
        return alignment
    aside = (paragraph.left_mm + paragraph.first_mm - paragraph.right_mm) / 2
    if abs(aside) <= _ASIDE_MM:
        return Alignment.CENTER
    return Alignment.LEFT if aside < 0 else Alignment.RIGHT


def _of_shape(shape: Shape, alignment: Alignment, room_mm: float) -> Alignment:
    if shape.x_align:
        return _ALIGNS.get(shape.x_align, Alignment.LEFT)
    if shape.x_mm is None:
        return alignment
    aside = shape.x_mm + shape.width_mm / 2 - room_mm / 2
    if abs(aside) <= _ASIDE_MM:
        return alignment if shape.width_mm > 2 * _ASIDE_MM else Alignment.CENTER
    return Alignment.LEFT if aside < 0 else Alignment.RIGHT
