"""Horizontal lines under components: borders, drawn shapes, underscores, cell borders, underlined letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportgen.decree30.components import Ruling, RulingKind
from reportgen.decree30.lines import lines_of
from reportgen.decree30.metrics import runs_width_mm
from reportgen.decree30.model import Border, Line, Paragraph, Shape
from reportgen.decree30.spots import Spot

_UNDERSCORES: Final = re.compile(r"\s*_{3,}\s*")
_DASHES: Final = re.compile(r"\s*[-–—=~]{3,}\s*|\s*[—–]{2,}\s*")
_ASIDE_MM: Final = 4.0
"""How far the middle of a line may stand from the middle of its text and still look centred."""
_SOLID: Final = frozenset({"single", "thick"})


def rulings_under(lines: Sequence[Line], spots: Sequence[Spot]) -> tuple[Ruling, ...]:
    """Return the lines drawn under a component.

    Args:
        lines: Of the component, top to bottom.
        spots: What stands in its column from its first line to the next component, itself included; the first spot
            after it that shows text counts only for a border on top of it and for what is drawn above its letters.
    """
    if not lines:
        return ()
    own = {id(line.paragraph) for line in lines}
    last = lines[-1]
    found = list(_underlined(last))
    begun = False
    for spot in spots:
        paragraph = spot.paragraph
        begun |= paragraph is last.paragraph
        if id(paragraph) in own:
            found.extend(_drawn(paragraph, last))
            if paragraph is last.paragraph and _ends(spot, last):
                found.extend(_bordered(paragraph, paragraph.borders.bottom, last))
            continue
        if not begun:
            continue
        typed = _typed(paragraph, last)
        if typed is not None or spot.line is None:
            found.extend(r for r in (typed,) if r is not None)
            found.extend(_drawn(paragraph, last))
            for border in (paragraph.borders.top, paragraph.borders.bottom):
                found.extend(_bordered(paragraph, border, last))
            continue
        found.extend(_bordered(paragraph, paragraph.borders.top, last))
        found.extend(
            r for s, r in zip(paragraph.shapes, _drawn(paragraph, last, all_of=True), strict=False) if _above(s) and r
        )
        break
    found.extend(_under_cell(spots, last))
    return tuple(dict.fromkeys(found))


def _ends(spot: Spot, last: Line) -> bool:
    return spot.line is last


def _above(shape: Shape) -> bool:
    """Tell whether a shape anchored in the next component is drawn above its letters."""
    return shape.y_mm is not None and shape.y_mm <= 1.5 and shape.y_from in {"paragraph", "line", "column"}  # noqa: PLR2004


def _underlined(line: Line) -> Iterator[Ruling]:
    runs = [run for run in line.runs if run.format.underline]
    if runs and "".join(run.text for run in runs).strip():
        solid = all(run.format.underline in _SOLID for run in runs)
        yield Ruling(RulingKind.UNDERLINE, line.place, runs_width_mm(runs), solid, centred=True)


def _typed(paragraph: Paragraph, last: Line) -> Ruling | None:
    """Return the line that a paragraph of underscores or dashes makes: of several side by side, the one below."""
    kinds = ((RulingKind.UNDERSCORES, _UNDERSCORES), (RulingKind.DASHES, _DASHES))
    typed = [(line, kind) for line in lines_of(paragraph) for kind, pattern in kinds if pattern.fullmatch(line.text)]
    if not typed:
        return None
    line, kind = min(typed, key=lambda each: abs(each[0].centre_mm - _middle(last)))
    centred = abs(line.centre_mm - _middle(last)) <= _ASIDE_MM
    length = runs_width_mm(run for run in line.runs if run.text.strip())
    return Ruling(kind, paragraph.place, length, kind is RulingKind.UNDERSCORES, centred=centred)


def _bordered(paragraph: Paragraph, border: Border | None, last: Line) -> Iterator[Ruling]:
    if border is None:
        return
    left = paragraph.left_mm + min(0.0, paragraph.first_mm)
    length = paragraph.width_mm - left - paragraph.right_mm
    centred = abs(left + length / 2 - _middle(last)) <= _ASIDE_MM
    known = length if paragraph.width_mm else None
    yield Ruling(
        RulingKind.PARAGRAPH_BORDER, paragraph.place, known, border.style in _SOLID, centred=centred, color=border.color
    )


def _drawn(paragraph: Paragraph, last: Line, *, all_of: bool = False) -> list[Ruling]:
    """Return the horizontal lines drawn at a paragraph; with `all_of`, one entry for each of its shapes."""
    found = []
    for shape in paragraph.shapes:
        if shape.horizontal and _nearest(shape, paragraph, last):
            found.append(shape_ruling(shape, paragraph, last))
        elif all_of:
            found.append(Ruling(RulingKind.SHAPE, paragraph.place, None, solid=False))
    return found


def _nearest(shape: Shape, paragraph: Paragraph, last: Line) -> bool:
    """Tell whether a line drawn at a paragraph of several lines side by side belongs to the line above."""
    beside = [line for line in lines_of(paragraph) if line.x_mm != last.x_mm]
    if shape.x_mm is None or shape.x_from not in {"column", "margin"} or not beside:
        return True
    middle = shape.x_mm + shape.width_mm / 2
    return all(abs(middle - last.centre_mm) <= abs(middle - line.centre_mm) for line in beside)


def shape_ruling(shape: Shape, paragraph: Paragraph, last: Line) -> Ruling:
    """Return a drawn horizontal line as the line under `last`."""
    if shape.x_align == "center" or (shape.x_from == "inline" and paragraph.alignment.name == "CENTER"):
        centred: bool | None = True
    elif shape.x_mm is not None and shape.x_from in {"column", "inline"}:
        centred = abs(shape.x_mm + shape.width_mm / 2 - _middle(last)) <= _ASIDE_MM
    else:
        centred = None
    return Ruling(
        RulingKind.SHAPE, paragraph.place, shape.width_mm, shape.dash == "solid", centred=centred, color=shape.color
    )


def _under_cell(spots: Sequence[Spot], last: Line) -> Iterator[Ruling]:
    """Yield the bottom border of the cell that ends with the component."""
    held = [spot for spot in spots if spot.cell is not None]
    at = next((i for i, spot in enumerate(held) if spot.line is last), None)
    if at is None:
        return
    cell = held[at].cell
    after = [spot for spot in held[at + 1 :] if spot.cell is cell and spot.line is not None]
    border = None if cell is None or after else cell.borders.bottom
    if cell is not None and border is not None:
        yield Ruling(
            RulingKind.CELL_BORDER, last.place, cell.width_mm, border.style in _SOLID, centred=True, color=border.color
        )


def _middle(line: Line) -> float:
    """Return where the middle of a line of text stands in its column."""
    return line.centre_mm


def column_rulings(spots: Iterable[Spot], last: Line) -> tuple[Ruling, ...]:
    """Return the horizontal lines drawn anywhere in a column of the header block: there is one component to rule."""
    seen = {id(spot.paragraph): spot.paragraph for spot in spots}
    return tuple(r for paragraph in seen.values() for r in _drawn(paragraph, last))
