"""A PDF measured: pieces of text with place, font, size and colour, and the horizontal lines drawn.

All lengths are millimetres from the left and from the top edge of the paper; sizes are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTItem, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

MM: Final = 25.4 / 72
"""Millimetres in a point."""
ASCENT, DESCENT = 0.891, 0.216
"""Of Times New Roman and its metric twins, in ems."""
SINGLE: Final = 1.15
"""Height of a single-spaced line in ems."""
_TIMES: Final = re.compile(r"(?:Tinos|TimesNewRoman|LiberationSerif)(?:PS)?(?:MT)?(?:[-,]\w+)?", re.IGNORECASE)
_COLUMN_GAP_EM: Final = 2.0
"""A hole of this many ems parts two pieces on one line: cells and tab stops, never justified words."""
_SUNK_PT: Final = 0.6
_SPACES: Final = 12
"""Letters between two of one line in the order of the file are spaces, never more."""
_ACROSS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters side by side on one baseline.

    Attributes:
        left, right, base: Of the ink; the baseline from the top of the paper. fonts, sizes, colors: All that occur.
        bold, italic: Whether all its letters are so; `some_bold`, `some_italic` whether any is.
    """

    text: str
    left: float
    right: float
    base: float
    fonts: frozenset[str]
    sizes: tuple[float, ...]
    bold: bool
    italic: bool
    some_bold: bool
    some_italic: bool
    black: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        return max(self.sizes)

    @property
    def top(self) -> float:
        return self.base - ASCENT * self.size * MM

    @property
    def bottom(self) -> float:
        return self.base + DESCENT * self.size * MM

    @property
    def times(self) -> bool:
        """Tell whether all letters are in Times New Roman or what stands in for it where it is not installed."""
        return all(_TIMES.fullmatch(font) for font in self.fonts)

    def sized(self, low: float, high: float) -> bool:
        return all(low <= size <= high for size in self.sizes)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal line."""

    left: float
    right: float
    y: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page; `number` counts from 1, pieces stand from top to bottom and left to right."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    strokes: tuple[Stroke, ...]
    ruled: bool
    """Whether vertical lines show: a table."""


def sheets(pdf: Path) -> tuple[Sheet, ...]:
    """Measure every page of a PDF."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    found = []
    with pdf.open("rb") as source:
        for number, page in enumerate(PDFPage.get_pages(source), start=1):
            interpreter.process_page(page)
            found.append(_sheet(device.get_result(), number))
    return tuple(found)


def _sheet(page: LTPage, number: int) -> Sheet:
    items = list(_items(page))
    pieces = tuple(_pieces([item for item in items if isinstance(item, LTChar)], page.height))
    drawn = [item for item in items if isinstance(item, LTCurve)]  # lines and rectangles are curves too
    flat = {
        Stroke(round(i.x0 * MM, 1), round(i.x1 * MM, 1), round((page.height - i.y0) * MM, 1))
        for i in drawn
        if i.height < _ACROSS and i.width > i.height
    }
    upright = any(i.width < _ACROSS < i.height for i in drawn)
    strokes = tuple(sorted(flat, key=lambda s: (s.y, s.left)))
    return Sheet(number, page.width * MM, page.height * MM, pieces, strokes, upright)


def _items(holder: LTContainer[LTItem] | LTPage) -> Iterator[LTItem]:
    for item in holder:
        yield item
        if isinstance(item, LTContainer):
            yield from _items(item)


def _pieces(letters: Sequence[LTChar], height: float) -> Iterator[Piece]:
    rows: list[list[LTChar]] = []
    for letter in sorted(letters, key=lambda c: -c.matrix[5]):
        if rows and abs(rows[-1][0].matrix[5] - letter.matrix[5]) <= _SUNK_PT:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    written = {id(letter): n for n, letter in enumerate(letters)}
    for row in rows:
        row.sort(key=lambda c: c.x0)
        for held in _apart(row, written):
            piece = _piece(held, height)
            if piece is not None:
                yield piece


def _apart(row: Sequence[LTChar], written: Mapping[int, int]) -> Iterator[list[LTChar]]:
    """Part the letters on a baseline: at wide holes, and where the file writes something else in between."""
    held: list[LTChar] = []
    for letter in (c for c in row if c.get_text().strip()):
        wide = held and letter.x0 - held[-1].x1 > _COLUMN_GAP_EM * letter.size
        if held and (wide or abs(written[id(letter)] - written[id(held[-1])]) > _SPACES):
            yield held
            held = []
        held.append(letter)
    if held:
        yield held


def _piece(letters: Sequence[LTChar], height: float) -> Piece | None:
    text = letters[0].get_text()
    for before, after in pairwise(letters):
        text += (" " if after.x0 - before.x1 > 0.12 * after.size else "") + after.get_text()
    fonts = [c.fontname.partition("+")[2] or c.fontname for c in letters]
    bold = ["bold" in font.lower() for font in fonts]
    italic = ["italic" in font.lower() or "oblique" in font.lower() for font in fonts]
    return Piece(
        text=text,
        left=letters[0].x0 * MM,
        right=letters[-1].x1 * MM,
        base=(height - letters[0].matrix[5]) * MM,
        fonts=frozenset(fonts),
        sizes=tuple(sorted({round(c.size * 2) / 2 for c in letters})),
        bold=all(bold),
        italic=all(italic),
        some_bold=any(bold),
        some_italic=any(italic),
        black=all(_black(c.graphicstate.ncolor) for c in letters),
    )


def _black(color: object) -> bool:
    """Tell whether a colour, in gray or RGB, is black."""
    parts = color if isinstance(color, Iterable) else (color,)
    return all(not part for part in parts)
