"""Tables: grid, widths, borders, and which conditional formatting of the table style holds for which cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lxml import etree

from reportgen.decree30.context import Context
from reportgen.decree30.model import Block, Border, Borders, Cell, Place, Row, Table
from reportgen.decree30.ooxml import VAL, W, flag, key_of, millimetres, twips, value, whole
from reportgen.decree30.styles import Styles, TableLayer, borders

_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_LOOK_BITS: Final = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip
_CELL_PROPERTIES: Final = f"{W}tcPr"
_DEFAULT_CELL_MARGIN_PT: Final = 5.4
ReadBlocks: TypeAlias = "Callable[[etree._Element, Context], tuple[Block, ...]]"  # noqa: SLF001  lxml names its element type so


@dataclass(frozen=True, slots=True)
class _Look:
    """What parts of its style a table uses, and the sizes of its bands."""

    on: frozenset[str]
    row_band: int
    column_band: int


class TableReader:
    """Reads tables; the content of cells is handed back to the reader of blocks."""

    def __init__(self, styles: Styles, read_blocks: ReadBlocks) -> None:
        """Keep the styles and the reader of blocks."""
        self._styles = styles
        self._read_blocks = read_blocks

    def read(self, element: etree._Element, context: Context) -> Table:
        """Return a table; `context.place` names the outermost table, `context.width_mm` the room for it."""
        props = element.find(f"{W}tblPr")
        style = self._styles.table_style(value(props, "tblStyle"))
        look = self._look(props, style)
        grid = self._grid(element, context.width_mm)
        edges = self._edges(props, style)
        rows = [tr for tr in _own(element, "tr") if not _deleted(tr)]
        frame = _Frame(style, look, grid, edges, props)
        read = tuple(self._row(tr, (number, len(rows)), frame, context) for number, tr in enumerate(rows))
        visible = any(b is not None for b in edges.values()) or any(
            b is not None for row in read for cell in row.cells for b in _sides(cell.borders)
        )
        width = sum(grid) if grid else None
        return Table(context.place, read, width, visible, self._styles.name(style))

    def _look(self, props: etree._Element | None, style: str) -> _Look:
        element = None if props is None else props.find(f"{W}tblLook")
        bits = 0 if element is None else int(element.get(VAL, "0") or "0", 16) if _hex(element.get(VAL)) else 0
        stated = {} if element is None else {name: element.get(W + name) for name in _LOOK_BITS}
        on = frozenset(
            name
            for name, bit in _LOOK_BITS.items()
            if (stated.get(name) or str(int(bool(bits & bit)))).lower() in {"1", "true", "on"}
        )
        bands = [1, 1]
        for link in self._styles.chain(style):
            for index, name in enumerate(("tblStyleRowBandSize", "tblStyleColBandSize")):
                size = link.element.find(f"{W}tblPr/{W}{name}")
                bands[index] = max(1, whole(size.get(VAL), 1)) if size is not None else bands[index]
        return _Look(on, bands[0], bands[1])

    def _grid(self, element: etree._Element, room_mm: float) -> list[float]:
        """Return the widths of the columns, equal shares where the table leaves them to the program."""
        columns = [twips(c.get(f"{W}w")) for c in element.findall(f"{W}tblGrid/{W}gridCol")]
        if columns and all(columns):
            return [millimetres(c or 0.0) for c in columns]
        count = len(columns) or max((len(list(_own(tr, "tc"))) for tr in _own(element, "tr")), default=0)
        return [room_mm / count] * count if count else []

    def _edges(self, props: etree._Element | None, style: str) -> dict[str, Border | None]:
        edges: dict[str, Border | None] = {}
        for link in self._styles.chain(style):
            edges |= borders(link.element.find(f"{W}tblPr/{W}tblBorders"), self._styles.theme)
        return edges | borders(None if props is None else props.find(f"{W}tblBorders"), self._styles.theme)

    def _row(self, tr: etree._Element, at: tuple[int, int], frame: _Frame, context: Context) -> Row:
        props = tr.find(f"{W}trPr")
        cells: list[Cell] = []
        column = whole(value(props, "gridBefore", "0"))
        elements = list(_own(tr, "tc"))
        for number, tc in enumerate(elements, start=1):
            look = self._cell_look(tc.find(_CELL_PROPERTIES), at, (column, number == len(elements)), frame)
            cells.append(self._cell(tc, look, self._inside(context, at[0] + 1, number)))
            column += look.span
        return Row(tuple(cells), flag(props, "tblHeader"), whole(value(props, "gridBefore", "0")))

    def _inside(self, context: Context, row: int, cell: int) -> Context:
        """Return the context of a cell; a cell of an inner table keeps the place of the outer one."""
        at = context.place
        if at.row or not at.table:
            return context
        place = Place(
            at.file, at.part, at.section, at.detail, at.paragraph, at.table, row, cell,
            at.boxed, at.controlled, at.words,
        )  # fmt: skip
        return Context(place, context.width_mm, context.inline, context.counter, context.layer, context.depth)

    def _cell(self, tc: etree._Element, look: _CellLook, context: Context) -> Cell:
        width = max(0.0, (look.width or context.width_mm) - look.margins)
        inner = Context(context.place, width, context.inline, context.counter, look.layer, context.depth)
        return Cell(self._read_blocks(tc, inner), look.width, look.borders, look.span, look.merged)

    def _cell_look(
        self, props: etree._Element | None, at: tuple[int, int], across: tuple[int, bool], frame: _Frame
    ) -> _CellLook:
        """Return what follows from the properties of a cell and its place in the table; few of them differ."""
        (row, rows), (column, last) = at, across
        first = "firstRow" in frame.look.on
        where = (row == 0, row == rows - 1, (row - first) // frame.look.row_band % 2, column, last)
        held = frame.held.get(where)
        if held is None:
            held = frame.held[where] = frozenset(_conditions(frame.look, at, across))
        key = (key_of(props), where)
        found = frame.cells.get(key)
        if found is None:
            span = max(1, whole(value(props, "gridSpan", "1"), 1))
            merge = None if props is None else props.find(f"{W}vMerge")
            found = frame.cells[key] = _CellLook(
                span=span,
                width=self._width(props, frame.grid[column : column + span]),
                margins=_cell_margins(frame.props, props),
                layer=self._styles.table_layer(frame.style, held) if frame.style else None,
                borders=_cell_borders(props, frame.edges, at, (column == 0, last), self._styles),
                merged=merge is not None and merge.get(VAL, "continue") == "continue",
            )
        return found

    def _width(self, props: etree._Element | None, grid: list[float]) -> float | None:
        stated = None if props is None else props.find(f"{W}tcW")
        if stated is not None and stated.get(f"{W}type", "dxa") == "dxa":
            length = twips(stated.get(f"{W}w"))
            if length:
                return millimetres(length)
        return sum(grid) if grid else None


@dataclass(frozen=True, slots=True)
class _CellLook:
    """What follows from the properties of a cell in its place; `margins` are left and right together."""

    span: int
    width: float | None
    margins: float
    layer: TableLayer | None
    borders: Borders
    merged: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all cells of a table share; `held` are conditions by place, `cells` the looks met so far."""

    style: str
    look: _Look
    grid: list[float]
    edges: Mapping[str, Border | None]
    props: etree._Element | None
    held: dict[tuple[bool, bool, int, int, bool], frozenset[str]] = field(default_factory=dict)
    cells: dict[tuple[Any, ...], _CellLook] = field(default_factory=dict)


def _own(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, the cells of a row, through content controls but not into inner tables."""
    wanted = W + name
    for child in holder:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _own(child, name)


def _deleted(tr: etree._Element) -> bool:
    props = tr.find(f"{W}trPr")
    return props is not None and (props.find(f"{W}del") is not None or flag(props, "hidden"))


def _hex(text: str | None) -> bool:
    return bool(text) and all(c in "0123456789abcdefABCDEF" for c in text or "")


def _conditions(look: _Look, at: tuple[int, int], across: tuple[int, bool]) -> Iterator[str]:
    """Yield the conditions of a table style that hold for a cell; bands count from after the first row or column."""
    (row, rows), (column, last_column) = at, across
    first_row = "firstRow" in look.on and row == 0
    last_row = "lastRow" in look.on and row == rows - 1 and not first_row
    first_col = "firstColumn" in look.on and column == 0
    last_col = "lastColumn" in look.on and last_column and not first_col
    yield "wholeTable"
    if "noHBand" not in look.on and not first_row and not last_row:
        yield f"band{(row - ('firstRow' in look.on)) // look.row_band % 2 + 1}Horz"
    if "noVBand" not in look.on and not first_col and not last_col:
        yield f"band{(column - ('firstColumn' in look.on)) // look.column_band % 2 + 1}Vert"
    held = (("firstRow", first_row), ("lastRow", last_row), ("firstCol", first_col), ("lastCol", last_col))
    yield from (name for name, holds in held if holds)
    corners = (
        ("nwCell", first_row and first_col),
        ("neCell", first_row and last_col),
        ("swCell", last_row and first_col),
        ("seCell", last_row and last_col),
    )
    yield from (name for name, holds in corners if holds)


def _cell_margins(table: etree._Element | None, cell: etree._Element | None) -> float:
    """Return the left and right margins of a cell together, in mm."""
    total = 0.0
    for side in (("start", "left"), ("end", "right")):
        stated = _margin(cell, "tcMar", side)
        stated = _margin(table, "tblCellMar", side) if stated is None else stated
        total += _DEFAULT_CELL_MARGIN_PT if stated is None else stated
    return millimetres(total)


def _margin(props: etree._Element | None, holder: str, names: tuple[str, ...]) -> float | None:
    for name in names:
        element = None if props is None else props.find(f"{W}{holder}/{W}{name}")
        if element is not None:
            return twips(element.get(f"{W}w"))
    return None


def _cell_borders(
    props: etree._Element | None,
    edges: Mapping[str, Border | None],
    at: tuple[int, int],
    ends: tuple[bool, bool],
    styles: Styles,
) -> Borders:
    """Return the borders of a cell: its own, else the table's for its side."""
    (row, rows), (first, last) = at, ends
    outer = {"top": row == 0, "bottom": row == rows - 1, "left": first, "right": last}
    own = borders(None if props is None else props.find(f"{W}tcBorders"), styles.theme)
    inside = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
    return Borders(
        **{side: own.get(side, edges.get(side if is_outer else inside[side])) for side, is_outer in outer.items()}
    )


def _sides(sides: Borders) -> tuple[Border | None, ...]:
    return sides.top, sides.bottom, sides.left, sides.right
