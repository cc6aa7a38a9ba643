"""A plan document as neutral blocks: paragraphs of one line, and grids of cells; what kind of file it was is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from reportgen.vi.text import nfc

_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_BULLETS: Final = re.compile("^[•●▪◦■□○◆➢✓\uf0b7\uf02d\uf0a7\uf0d8\uf0fc·]\\s*")
_SMALL: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Para:
    """One line of text that somebody typed as one; two that read alike are still two.

    Attributes:
        text: NFC, spaces collapsed, automatic number or dash in front as printed; never empty.
        origin: Where it stands: `ke-hoach.docx, thân văn bản, đoạn 12`.
        bold, italic, centred: Whether all of it is; False where the file does not say.
        soft: It goes on the paragraph before (line break inside a paragraph, page break of a scan).
    """

    text: str
    origin: str
    bold: bool = False
    italic: bool = False
    centred: bool = False
    soft: bool = False

    @property
    def capitals(self) -> bool:
        """Tell whether it is written in capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) >= _SMALL and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a grid.

    Attributes:
        blocks: Its paragraphs and nested grids. span: Columns that it covers. merged: It continues the cell above.
        origin: Where it stands.
    """

    blocks: tuple[Block, ...] = ()
    span: int = 1
    merged: bool = False
    origin: str = ""

    @property
    def paras(self) -> tuple[Para, ...]:
        """All paragraphs, nested grids opened row by row."""
        return tuple(paras_of(self.blocks))

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(p.text for p in self.paras)


@dataclass(frozen=True, slots=True, eq=False)
class GridRow:
    """A row.

    Attributes:
        cells: In order. before: Columns left out in front of the first. header: Repeats on every page.
        origin: Where it stands.
    """

    cells: tuple[Cell, ...]
    before: int = 0
    header: bool = False
    origin: str = ""

    @property
    def width(self) -> int:
        """Number of columns that it reaches."""
        return self.before + sum(cell.span for cell in self.cells)

    def at(self, column: int) -> Cell | None:
        """Return the cell that covers a column, None where the row does not reach."""
        left = self.before
        for cell in self.cells:
            if left <= column < left + cell.span:
                return cell
            left += cell.span
        return None

    def start(self, cell: Cell) -> int:
        """Return the first column of one of its cells."""
        left = self.before
        for known in self.cells:
            if known is cell:
                return left
            left += known.span
        raise ValueError("no cell of this row")


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table: its rows as drawn, and where it stands."""

    rows: tuple[GridRow, ...]
    origin: str

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((row.width for row in self.rows), default=0)

    @property
    def nested(self) -> bool:
        """Tell whether a cell holds another grid."""
        return any(isinstance(b, Grid) for row in self.rows for cell in row.cells for b in cell.blocks)


Block = Para | Grid


@dataclass(frozen=True, slots=True)
class Aside:
    """Text outside the reading order: hidden, deleted, headers, footers, notes; never data, always told.

    Attributes:
        origin: Where. text: The words. why: What it is, in Vietnamese.
    """

    origin: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document read.

    Attributes:
        name: File name. blocks: In reading order. asides: What stands outside.
        scanned: Text of a scan: pages broke paragraphs and rows.
        notices: What had to be converted, in Vietnamese sentences.
    """

    name: str
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    scanned: bool = False
    notices: tuple[str, ...] = field(default=())


def paras_of(blocks: Iterable[Block]) -> Iterator[Para]:
    """Yield all paragraphs in reading order, grids opened row by row."""
    for block in blocks:
        if isinstance(block, Para):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paras_of(cell.blocks)


def tidy(text: str) -> str:
    """Return text in NFC with single spaces, without invisible characters; a bullet sign becomes a dash."""
    clean = " ".join(_INVISIBLE.sub("", nfc(text)).split())
    return _BULLETS.sub("- ", clean)


def letters_only(text: str) -> str:
    """Return the letters and figures of a text, for comparisons that must not depend on spaces and marks."""
    return "".join(c for c in nfc(text).casefold() if c.isalnum())
