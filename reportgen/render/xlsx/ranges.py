"""The ranges that things around the rows cover (`sqref`), and where they go when rows repeat and move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportgen.render.xlsx.formula import MAX_COL, MAX_ROW, Ref, col_letters, parse, range_text
from reportgen.render.xlsx.layout import Layout, joined

if TYPE_CHECKING:
    from lxml import etree

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def areas_of(text: str) -> list[Area]:
    """Return the ranges of a `sqref`; whole columns and rows become ranges to the edge."""
    found: list[Area] = []
    for part in text.split():
        tree = parse(part)
        if isinstance(tree, Ref):
            found.append((tree.row1, tree.col1, tree.row2, tree.col2))
    return found


def area_text(area: Area) -> str:
    """Return a range as a `sqref` writes it."""
    row1, col1, row2, col2 = area
    if (row1, row2) == (1, MAX_ROW):
        return f"{col_letters(col1)}:{col_letters(col2)}"
    if (col1, col2) == (1, MAX_COL):
        return f"{row1}:{row2}"
    return range_text(row1, col1, row2, col2)


def spread(layout: Layout, areas: Iterable[Area]) -> list[Area]:
    """Return the output ranges of template ranges, all appearances together."""
    found: list[Area] = []
    for row1, col1, row2, col2 in areas:
        if (row1, row2) == (1, MAX_ROW):
            found.append((row1, col1, row2, col2))
            continue
        runs = joined([run for _, runs in layout.appearances(row1, row2) for run in runs])
        found += [(low, col1, min(high, MAX_ROW), col2) for low, high in runs]
    return found


def bounding(layout: Layout, area: Area) -> Area | None:
    """Return the output range from the first to the last row of a template range; `None` without rows."""
    row1, col1, row2, col2 = area
    runs = layout.rows(row1, row2, layout.root)
    return (runs[0][0], col1, min(runs[-1][1], MAX_ROW), col2) if runs else None


def removed(element: etree._Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
