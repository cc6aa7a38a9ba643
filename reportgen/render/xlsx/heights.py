"""How high a row must be to show its wrapped text: Excel does not ask again once a height is written.

Letters are as wide as those of Times New Roman; other fonts are taken to be wider. The estimate errs on the high
side by a few points, never on the low side of a line.

Up to `EXACT_ROWS` repeated rows of a sheet are as high as their texts, line by line. In sheets of more, where counting
lines would take as long as all the rest, a row may be a line or two higher than its texts need. To leave the heights of
such rows to the reader would be quicker still, but only Excel fits rows when it opens a file: LibreOffice shows them
all in the height of one line, with their texts cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import adler32

from reportgen.render.xlsx.styles import Format

MAX_HEIGHT = 409.5
EXACT_ROWS = 1_000
_ASCII = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 "
    "564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 "
    "722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 "
    "278 500 500 722 500 500 444 480 200 480 541"
)
_LINE = 1.33  # height of a line over the size of its font, as Excel gives it for Times New Roman
_BOLD = 1.08
_WIDE = 1.15
_PADDING = 7  # pixels of a cell that text does not use
_PIXELS_PER_POINT = 96 / 72


class _Widths(dict[str, int]):
    """Widths of characters in thousandths of the font size, looked up by their base letter."""

    def __missing__(self, char: str) -> int:
        width = _width_of(char)
        self[char] = width
        return width


def _width_of(char: str) -> int:
    import unicodedata  # noqa: PLC0415  only for letters seen for the first time

    if unicodedata.combining(char):
        return 0
    base = unicodedata.normalize("NFD", char)
    if len(base) > 1:
        horn = 45 if "\u031b" in base else 0
        return _WIDTHS[base[0]] + horn
    if unicodedata.east_asian_width(char) in {"W", "F"} or char in "—…":
        return 1000
    return {"đ": 500, "Đ": 722, "–": 500, "•": 350}.get(char, 722 if char.isupper() else 600)


_WIDTHS = _Widths({chr(32 + place): int(width) for place, width in enumerate(_ASCII.split())})


def text_width(text: str) -> int:
    """Return the width of a text in thousandths of the font size."""
    return sum(map(_WIDTHS.__getitem__, text))


class _Words(dict[bytes, int]):
    """Widths of words with the blank behind them; a language has few words, so that most are looked up."""

    def __missing__(self, word: bytes) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        width = text_width(word.decode()) + _BLANK
        width = self[word] = _ONE_OF_EACH.setdefault(width, width)
        return width


_MOST_WORDS = 50_000
_ONE_OF_EACH: dict[int, int] = {}  # so that thousands of words share a hundred numbers, which stay at hand
_BLANK = _WIDTHS[" "]
_width_of_word = _Words().__getitem__

# The same widths by the bytes of UTF-8, in steps of 8 thousandths: a table for `bytes.translate`, whose result adler32
# adds up faster than anything else in Python. Letters of several bytes are the sum of theirs, never less than the
# letter and on average 5 % more, by linear programming over the letters of Vietnamese as a plan of reform uses them.
_STEP = 8
_CONTINUATION = (
    "60 60 60 60 33 12 33 12 46 46 46 0 47 19 47 19 47 19 60 60 60 60 47 19 47 60 60 25 53 60 53 25 53 25 53 25 53 19 "
    "53 19 53 25 53 25 53 25 53 53 53 25 53 32 53 32 53 19 47 32 39 44 39 32 39 18"
)
_LEADS = {0xC3: 32, 0xC4: 44, 0xC5: 39, 0xC6: 44, 0xE1: 0, 0xE2: 60} | dict.fromkeys(range(0xE3, 0xF8), 125)
WEIGHTS = bytes(
    [0] * 32
    + [-(-int(width) // _STEP) for width in _ASCII.split()]
    + [0]
    + [int(width) for width in _CONTINUATION.split()]
    + [_LEADS.get(lead, 125 if lead == 0xE0 else 90) for lead in range(0xC0, 0x100)]  # noqa: PLR2004
)
SHORT = 500
"""Bytes of which the sum of weights stays below the 65,521 at which adler32 begins anew."""
WIDEST = max(WEIGHTS)
BLANK_WEIGHT = WEIGHTS[ord(" ")]
LONG = 3
"""Where words are on average longer than this part of a line, the lines are counted."""
WASTED = 0.8
"""Words of average length that surely have place in what the end of a line leaves empty, on average over all lines."""
_SPARED = 30  # steps: no text is broken better than with a quarter of the size of its font left at the end of a line


class Wrapping(NamedTuple):
    """A cell whose text is wrapped.

    Attributes:
        room: Width of the cell for text, in thousandths of the font size.
        steps: The same in the steps of the weights.
        points: What one line of it adds to the height of a row, in points.
        merged: Whether it spans several columns: Excel never fits a row to such a cell.
        spared: Steps that the end of a line leaves empty at least, on average.
    """

    room: int
    steps: int
    points: float
    merged: bool
    spared: int

    def least(self, total: int) -> int:
        """Return how many lines a text of that weight takes at least."""
        return -((16 * self.spared - 15 * total) // (16 * (self.steps - self.spared)))

    def ample(self, total: int, words: int) -> int | None:
        """Return a number of lines in which a text of that weight surely has place; `None` when its words are long.

        Of 160,000 texts in seven widths (prose, figures, dates and addresses mixed at random) one in 600 needs a line
        more, of prose hardly any.
        """
        if total <= self.steps:
            return 1
        word = total / words
        return None if word * LONG > self.steps else -int(-(total + word) / (self.steps - WASTED * word) // 1)


def wrapping(room: int, points: float, *, merged: bool) -> Wrapping:
    """Return a cell of that room, whose lines are that high."""
    steps = room // _STEP
    return Wrapping(room, steps, points, merged, min(_SPARED, steps // 3))


def weighed(raw: bytes) -> tuple[int, int]:
    """Return the weight of a short text in one line, and how many words it has."""
    letters = raw.translate(WEIGHTS, b" ")
    blanks = len(raw) - len(letters)
    return (adler32(letters) & 0xFFFF) + BLANK_WEIGHT * blanks, blanks + 1


def counted(raw: bytes, room: int) -> int:
    """Return the lines that a text takes, counted word by word."""
    return sum(wrapped(paragraph, room) for paragraph in raw.split(b"\n"))


def tallest(raws: Iterable[bytes], cells: Iterable[Wrapping], need: float, *, exact: bool = True) -> tuple[float, bool]:
    """Return the height that the texts of a row need, and whether a merged cell holds more than one line.

    First every text is weighed, which tells nearly how many lines it takes. Of those that may take more than the row
    has by then, the lines are counted.

    Args:
        raws: Texts in UTF-8.
        cells: Their cells.
        need: Height that the row has anyway, in points.
        exact: Do not be content with a height in which the texts surely have place.
    """
    merged = False
    left: list[tuple[bytes, int, int, Wrapping]] = []
    for raw, cell in zip(raws, cells, strict=True):
        total, words = (0, 1) if len(raw) * WIDEST <= cell.steps else weighed(raw)
        if len(raw) > SHORT or b"\n" in raw:
            count = counted(raw, cell.room)
        elif exact:
            count = max(cell.least(total), 1 if raw else 0)
            left += [(raw, total, words, cell)] if total > cell.steps else []
        else:
            count = (cell.ample(total, words) or counted(raw, cell.room)) if raw else 0
        merged = merged or (cell.merged and (count > 1 or total > cell.steps))
        need = max(need, count * cell.points)
    for raw, total, words, cell in left:
        ample = cell.ample(total, words)
        if ample is None or ample > int(need / cell.points + 0.001):
            need = max(need, counted(raw, cell.room) * cell.points)
    return need, merged


def wrapped(paragraph: bytes, room: int) -> int:
    """Return the lines that a paragraph takes, when line after line is filled with as many words as fit."""
    if not paragraph:
        return 1
    reach = left = room + _BLANK  # the blank behind the last word of a line may hang out
    count = 1
    for width in map(_width_of_word, paragraph.split(b" ")):
        left -= width
        if left < 0:
            if left + width < reach:  # the line holds something already
                count += 1
            left = reach - width
            if left < 0:  # a word longer than the line is cut where the line ends, and the next one begins below it
                count -= left // room
                left = 0
    return count


class Columns:
    """Widths of the columns of a sheet, in pixels at 96 dpi."""

    def __init__(self, widths: Mapping[int, float], default: float, base_size: float) -> None:
        self.widths = widths
        self.default = default
        self.digit = max(5, round(base_size * _PIXELS_PER_POINT * 0.5))

    def pixels(self, first: int, last: int) -> float:
        """Return the width of columns `first` to `last` together."""
        return sum(math.floor(self.widths.get(col, self.default) * self.digit) for col in range(first, last + 1))

    def wrapping(self, first: int, last: int, rows: int, form: Format) -> Wrapping:
        """Return what decides the height of a wrapped text in columns `first` to `last` of so many rows."""
        return wrapping(self._room(first, last, form), form.size * _LINE / rows, merged=first != last)

    def _room(self, first: int, last: int, form: Format) -> int:
        """Return the room for text across columns, in thousandths of the font size."""
        pixels = max(self.pixels(first, last) - _PADDING - 9 * form.indent, 8)
        factor = (_BOLD if form.bold else 1.0) * (_WIDE if form.wide else 1.0)
        return max(_STEP, int(pixels / (form.size * _PIXELS_PER_POINT * factor) * 1000))
