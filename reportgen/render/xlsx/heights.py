"""How high a row must be to show its wrapped text: Excel does not ask again once a height is written.

Letters are as wide as those of Times New Roman; other fonts are taken to be wider. The estimate errs on the high
side by a few points, never on the low side of a line.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

from reportgen.render.xlsx.styles import Format

MAX_HEIGHT = 409.5
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


class _Words(dict[str, int]):
    """Widths of words with the blank behind them; a language has few words, so that most are looked up."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        width = self[word] = text_width(word) + _BLANK
        return width


_MOST_WORDS = 50_000
_BLANK = _WIDTHS[" "]
_WORDS = _Words()


def line_count(text: str, room: float) -> int:
    """Return how many lines a text takes in a column `room` wide (thousandths of the font size)."""
    if "\n" in text:
        return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))
    return 1 if len(text) * 1000 <= room else _wrapped(text, room)


def _wrapped(paragraph: str, room: float) -> int:
    """Fill line after line with as many words as fit; the ends of words are looked up, not walked through."""
    ends = list(accumulate(map(_WORDS.__getitem__, paragraph.split(" "))))
    lines, start, done, last = 0, 0.0, 0, len(ends)
    reach = room + _BLANK  # the blank behind the last word of a line may hang out
    while done < last:
        fitting = bisect_right(ends, start + reach, done)
        lines += 1
        if fitting == done:  # a word longer than the line is cut where the line ends
            lines += math.ceil((ends[done] - start - _BLANK) / room) - 1
            fitting += 1
        start, done = ends[fitting - 1], fitting
    return lines


class Columns:
    """Widths of the columns of a sheet, in pixels at 96 dpi."""

    def __init__(self, widths: Mapping[int, float], default: float, base_size: float) -> None:
        self.widths = widths
        self.default = default
        self.digit = max(5, round(base_size * _PIXELS_PER_POINT * 0.5))

    def pixels(self, first: int, last: int) -> float:
        """Return the width of columns `first` to `last` together."""
        return sum(math.floor(self.widths.get(col, self.default) * self.digit) for col in range(first, last + 1))

    def room(self, first: int, last: int, form: Format) -> float:
        """Return the room for text across columns, in thousandths of the font size."""
        pixels = max(self.pixels(first, last) - _PADDING - 9 * form.indent, 8)
        factor = (_BOLD if form.bold else 1.0) * (_WIDE if form.wide else 1.0)
        return pixels / (form.size * _PIXELS_PER_POINT * factor) * 1000


def height(lines: int, form: Format) -> float:
    """Return the height in points that a number of lines needs, in steps of 0.75 as Excel has them."""
    return min(MAX_HEIGHT, math.ceil(lines * form.size * _LINE / 0.75) * 0.75)
