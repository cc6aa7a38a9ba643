"""What the functions of `rowcode` ask of the writer of their sheet: the rarer cells, and the heights of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.render.xlsx.layout import Placed, Turns
from reportgen.render.xlsx.rowcode import ROW

if TYPE_CHECKING:
    from reportgen.render.xlsx.cells import CompiledRow, Scene, SheetWriter


class Helpers:
    """What the function of a segment asks of the writer."""

    def __init__(self, writer: SheetWriter, rows: list[CompiledRow], scene: Scene, heights: list[Heights]) -> None:
        self.writer = writer
        self.rows = rows
        self.scene = scene
        self.heights = heights
        self.known: dict[tuple[int, float, bool], bytes] = {}

    def other(self, row: int, cell: int, number: int, piece: Placed | Turns) -> bytes:
        """Return a cell as the general writer writes it."""
        xml = self.writer.cell(self.rows[row].parts[cell], number, _place(piece, number), self.scene)
        return xml.replace(ROW, str(number)).encode()

    def shown(self, row: int, cell: int, number: int, piece: Placed | Turns) -> bytes:
        """Return the text that such a cell shows."""
        one = self.rows[row].parts[cell].cell
        return self.writer.shown(one, number, _place(piece, number), self.scene.grid).encode("utf-8", "replace")

    def height(self, row: int, need: float, *, merged: bool) -> bytes:
        """Return the attributes of a row's height, worked out once for each."""
        key = (row, need, merged)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.writer.height_text(self.rows[row], need, merged=merged).encode()
        return found


class Heights(dict[int, bytes]):
    """The attributes of a row's height by the lines that it needs."""

    def __init__(self, writer: SheetWriter, row: CompiledRow) -> None:
        super().__init__()
        self.writer = writer
        self.row = row

    def __missing__(self, lines: int) -> bytes:
        need = lines * max((one.wrapping.points for one in self.row.wrapped), default=0.0)
        found = self[lines] = self.writer.height_text(self.row, need, merged=False).encode()
        return found


def _place(piece: Placed | Turns, number: int) -> Placed:
    """Return what an output row belongs to."""
    return piece.each()[(number - piece.start) // piece.height] if isinstance(piece, Turns) else piece
