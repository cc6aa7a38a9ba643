"""Lines drawn on the page beside the text boxes of a header block, not inside them: by hand, or by LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.decree30.components import Ruling, RulingKind
from reportgen.decree30.model import Document, Line, Paragraph, Shape, paragraphs_of

_REACH: Final = 15
"""Blocks from the one that anchors the box among which such a line is anchored."""
_ASIDE_MM: Final = 4.0
"""How far the middle of a line may stand from the middle of its box and still look centred."""


def loose_rulings(document: Document, line: Line) -> tuple[Ruling, ...]:
    """Return the horizontal lines that cross the column of the text box in which a component stands.

    Args:
        document: With the component.
        line: The component; outside a text box it has no such lines.
    """
    found = _holder(document, line) if line.place.boxed else None
    if found is None:
        return ()
    index, anchor, box = found
    margin = document.sections[0].margins.left
    span = _span(box, anchor, margin)
    return () if span is None else tuple(_crossing(document, index, span, margin))


def _holder(document: Document, line: Line) -> tuple[int, Paragraph, Shape] | None:
    for index, block in enumerate(document.blocks[: 2 * _REACH]):
        if not isinstance(block, Paragraph):
            continue
        for shape in block.shapes:
            if any(paragraph is line.paragraph for paragraph in paragraphs_of(shape.blocks)):
                return index, block, shape
    return None


def _crossing(document: Document, index: int, span: tuple[float, float], margin: float) -> Iterator[Ruling]:
    for at, block in enumerate(document.blocks[index : index + _REACH]):
        if not isinstance(block, Paragraph) or (at and not block.empty):
            return
        for shape in block.shapes:
            where = _span(shape, block, margin) if shape.horizontal else None
            if where is None:
                continue
            middle = sum(where) / 2
            if span[0] < middle < span[1]:
                centred = abs(middle - sum(span) / 2) <= _ASIDE_MM
                solid = shape.dash == "solid"
                yield Ruling(RulingKind.SHAPE, block.place, shape.width_mm, solid, centred=centred, color=shape.color)


def _span(shape: Shape, paragraph: Paragraph, margin: float) -> tuple[float, float] | None:
    """Return where a shape begins and ends across the page, from the left margin; None when the file does not say."""
    spare = paragraph.width_mm - shape.width_mm
    aligned = {"left": 0.0, "center": spare / 2, "right": spare}.get(shape.x_align)
    start = shape.x_mm if aligned is None else aligned
    if start is None or (aligned is None and shape.x_from not in {"column", "margin", "page"}):
        return None
    start -= margin if aligned is None and shape.x_from == "page" else 0.0
    return start, start + shape.width_mm
