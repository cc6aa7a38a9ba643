"""Lines of a paragraph: cut at tabs and line breaks, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.decree30.metrics import runs_width_mm
from reportgen.decree30.model import Alignment, Line, Paragraph, Run

_DEFAULT_TAB_MM: Final = 12.7
_SEPARATOR: Final = re.compile("[\t\n\f]")
_STOPS: Final = {"center": Alignment.CENTER, "right": Alignment.RIGHT, "end": Alignment.RIGHT}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Runs between two separators: `after_tab` tells what stands before, `start` is an index into the text."""

    runs: tuple[Run, ...]
    start: int
    tabs: int
    begins_row: bool


def lines_of(paragraph: Paragraph) -> tuple[Line, ...]:
    """Return the lines of a paragraph that show anything, in reading order.

    A tab ends a line and begins another one to its right, at the tab stop that it reaches; leading tabs of a running
    text are only its indent. A line break begins a line below.
    """
    pieces = list(_pieces(paragraph.runs))
    tabbed = any(piece.tabs and not piece.begins_row for piece in pieces)
    lines: list[Line] = []
    x = paragraph.left_mm + paragraph.first_mm
    for piece in pieces:
        if piece.begins_row:
            x = paragraph.left_mm + (paragraph.first_mm if piece.start == 0 else 0.0)
        lead, width, tail = _widths(piece.runs)
        alignment = paragraph.alignment
        for _ in range(piece.tabs):
            x, alignment = _next_stop(paragraph, x)
        if not piece.tabs and not tabbed:
            at = _aligned(paragraph, lead + width)
        else:
            at = x if alignment not in _AT_STOP else x - (lead + width) * _AT_STOP[alignment]
            alignment = alignment if alignment in _AT_STOP or not tabbed else Alignment.LEFT
        at += lead
        x = at + width + tail
        if piece.runs and "".join(run.text for run in piece.runs).strip():
            last = piece is pieces[-1]
            lines.append(Line(paragraph, piece.runs, alignment, piece.start, not lines, last, max(at, 0.0), width))
    return tuple(lines)


def _widths(runs: tuple[Run, ...]) -> tuple[float, float, float]:
    """Return the widths of the blanks before the letters of a line, of the letters, and of the blanks after them."""
    text = "".join(run.text for run in runs)
    whole = runs_width_mm(runs)
    if text == text.strip():
        return 0.0, whole, 0.0
    lead = runs_width_mm(cut(runs, 0, len(text) - len(text.lstrip())))
    tail = runs_width_mm(cut(runs, len(text.rstrip()), len(text)))
    return (lead, max(whole - lead - tail, 0.0), tail) if text.strip() else (0.0, whole, 0.0)


def cut(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """Return the part of runs between two indices into their joined text."""
    found: list[Run] = []
    at = 0
    for run in runs:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if low < high:
            found.append(replace(run, text=run.text[low:high]))
        at += len(run.text)
    return tuple(found)


_AT_STOP: Final = {Alignment.CENTER: 0.5, Alignment.RIGHT: 1.0}


def _pieces(runs: tuple[Run, ...]) -> Iterator[_Piece]:
    """Cut runs at tabs and breaks; several tabs in a row count together."""
    if not any(_SEPARATOR.search(run.text) for run in runs):
        yield _Piece(tuple([run for run in runs if run.text]), 0, 0, begins_row=True)
        return
    held: list[Run] = []
    start = at = tabs = 0
    begins = True
    for run in runs:
        piece_start = 0
        for offset, char in enumerate(run.text):
            if char not in "\t\n\f":
                continue
            if offset > piece_start:
                held.append(_cut(run, piece_start, offset))
            if held or char != "\t":
                yield _Piece(tuple(held), start, tabs, begins)
                held, tabs, begins = [], 0, char != "\t"
            tabs += char == "\t"
            piece_start = offset + 1
            start = at + piece_start
        if piece_start < len(run.text):
            held.append(_cut(run, piece_start, len(run.text)))
        at += len(run.text)
    yield _Piece(tuple(held), start, tabs, begins)


def _cut(run: Run, start: int, end: int) -> Run:
    if start == 0 and end == len(run.text):
        return run
    return Run(run.text[start:end], run.format, run.field, run.symbol, run.inserted, run.linked)


def _next_stop(paragraph: Paragraph, x: float) -> tuple[float, Alignment]:
    """Return where the next tab stop to the right of `x` stands and how text stands at it."""
    for stop in paragraph.tabs:
        if stop.at_mm > x + 0.1:
            return stop.at_mm, _STOPS.get(stop.kind, Alignment.LEFT)
    if paragraph.first_mm < 0 and x < paragraph.left_mm - 0.1:
        return paragraph.left_mm, Alignment.LEFT
    return (int((x + 0.1) / _DEFAULT_TAB_MM) + 1) * _DEFAULT_TAB_MM, Alignment.LEFT


def _aligned(paragraph: Paragraph, width: float) -> float:
    """Return where a line without tabs begins."""
    left = paragraph.left_mm + paragraph.first_mm
    room = paragraph.width_mm - left - paragraph.right_mm
    if paragraph.alignment is Alignment.CENTER:
        return left + (room - width) / 2
    return left + room - width if paragraph.alignment is Alignment.RIGHT else left
