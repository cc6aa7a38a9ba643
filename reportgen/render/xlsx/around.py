"""Everything of a sheet that stands around its rows: merges, formats, validations, links, breaks, views.

Each object has template rows; it goes where its rows go, once for each of its appearances, and is left out when none
of its rows is there.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.problem import ReportgenError
from reportgen.render.xlsx.formula import (
    MAX_COL,
    MAX_ROW,
    FormulaError,
    Paren,
    Ref,
    Stack,
    col_letters,
    map_refs,
    parse,
    range_text,
    split_range,
    write,
)
from reportgen.render.xlsx.layout import Iteration, Layout, Placed, iteration_of, joined
from reportgen.render.xlsx.names import XM, S
from reportgen.render.xlsx.rewrite import Formula, Rewriter, settled

if TYPE_CHECKING:
    from lxml import etree

Area = tuple[int, int, int, int]


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


class Surroundings:
    """Adapts the skeleton of one sheet to its layout."""

    def __init__(self, root: etree._Element, key: str, layout: Layout, rewriter: Rewriter, where: str) -> None:
        self.root = root
        self.key = key
        self.layout = layout
        self.rewriter = rewriter
        self.where = where

    def adapt(self) -> None:
        """Change the skeleton in place."""
        self._merges()
        for element in list(self.root.iter(f"{S}conditionalFormatting", f"{S}dataValidation")):
            self._with_formulas(element, "sqref")
        self._extended()
        for name in ("protectedRange", "ignoredError"):
            for element in list(self.root.iter(f"{S}{name}")):
                self._sqref(element)
        self._filter()
        self._breaks()
        self._views()
        self._points()
        self._dimension()
        self._tidy()

    # -- ranges

    def _merges(self) -> None:
        merges = self.root.find(f"{S}mergeCells")
        if merges is None:
            return
        for merge in list(merges):
            row1, col1, row2, col2 = split_range(merge.get("ref", "A1"))
            for _, runs in self.layout.appearances(row1, row2):
                low, high = runs[0][0], runs[-1][1]
                if (low, col1) != (high, col2):
                    merges.append(merges.makeelement(f"{S}mergeCell", {"ref": range_text(low, col1, high, col2)}))
            merges.remove(merge)

    def _sqref(self, element: etree._Element) -> None:
        areas = spread(self.layout, areas_of(element.get("sqref", "")))
        if areas:
            element.set("sqref", " ".join(map(area_text, areas)))
        else:
            _remove(element)

    def _filter(self) -> None:
        for element in list(self.root.iter(f"{S}autoFilter", f"{S}sortState", f"{S}sortCondition")):
            area = bounding(self.layout, split_range(element.get("ref", "A1")))
            if area is None:
                _remove(element)
            else:
                element.set("ref", area_text(area))

    def _breaks(self) -> None:
        breaks = self.root.find(f"{S}rowBreaks")
        for element in [] if breaks is None else list(breaks):
            row = int(element.get("id", "0"))
            rows = [runs[-1][1] for _, runs in self.layout.appearances(row, row)] if row else []
            if not rows and row:
                rows = [self.layout.last_position(row)]
            for last in rows:
                clone = copy.deepcopy(element)
                clone.set("id", str(last))
                if breaks is not None:
                    breaks.append(clone)
            _remove(element)
        if breaks is not None:
            breaks.set("count", str(len(breaks)))
            breaks.set("manualBreakCount", str(len(breaks)))

    def _views(self) -> None:
        for element in self.root.iter(f"{S}sheetView", f"{S}pane", f"{S}selection"):
            for name in ("topLeftCell", "activeCell"):
                if element.get(name):
                    row, col, _, _ = split_range(element.get(name, "A1"))
                    element.set(name, f"{col_letters(col)}{min(self.layout.position(row), MAX_ROW)}")
            if element.get("sqref"):
                areas = spread(self.layout, areas_of(element.get("sqref", "")))
                active = element.get("activeCell", "A1")
                element.set("sqref", " ".join(map(area_text, areas)) or active)
                if element.get("activeCell") and not _inside(active, areas):
                    element.set("activeCell", area_text((*areas[0][:2], *areas[0][:2])) if areas else active)
            if element.tag == f"{S}pane" and element.get("ySplit") and element.get("state", "").startswith("frozen"):
                self._frozen(element)

    def _frozen(self, pane: etree._Element) -> None:
        """Freeze as many rows as the frozen rows of the template have become."""
        rows = int(float(pane.get("ySplit", "0")))
        frozen = self.layout.rows(1, rows, self.layout.root)
        count = frozen[-1][1] if frozen else 1
        pane.set("ySplit", str(count))
        _, col, _, _ = split_range(pane.get("topLeftCell", f"A{count + 1}"))
        pane.set("topLeftCell", f"{col_letters(col)}{count + 1}")

    def _points(self) -> None:
        for element in list(self.root.iter(f"{S}inputCells", f"{S}cellWatch")):
            row, col, _, _ = split_range(element.get("r", "A1"))
            element.set("r", f"{col_letters(col)}{self.layout.position(row)}")

    def _dimension(self) -> None:
        dimension = self.root.find(f"{S}dimension")
        if dimension is not None and dimension.get("ref"):
            area = bounding(self.layout, split_range(dimension.get("ref", "A1")))
            dimension.set("ref", "A1" if area is None else area_text(area))

    def _tidy(self) -> None:
        """Leave out lists that have become empty, and count the others again."""
        for name in ("mergeCells", "dataValidations", "hyperlinks", "protectedRanges", "ignoredErrors", "rowBreaks"):
            for element in list(self.root.iter(f"{S}{name}")):
                if len(element) == 0:
                    _remove(element)
                elif name in {"mergeCells", "dataValidations"}:
                    element.set("count", str(len(element)))

    # -- ranges with formulas

    def _with_formulas(self, element: etree._Element, attribute: str) -> None:
        """Adapt a conditional format or a validation: one for all appearances, or one for each where they differ."""
        areas = areas_of(element.get(attribute, ""))
        if not areas:
            return
        formulas = [e for e in element.iter() if e.tag in {f"{S}formula", f"{S}formula1", f"{S}formula2"} and e.text]
        trees = [self._formula(e.text or "") for e in formulas]
        for iteration, part in self._groups(areas[0], [f for f in trees if f is not None]):
            ranges = spread(self.layout, areas) if iteration is None else self._in_iteration(areas, iteration)
            if not ranges:
                continue
            clone = copy.deepcopy(element)
            clone.set(attribute, " ".join(map(area_text, ranges)))
            kept = [e for e in clone.iter() if e.tag in {f"{S}formula", f"{S}formula1", f"{S}formula2"} and e.text]
            for limit in clone.iter(f"{S}cfvo"):
                self._limit(limit, part)
            for target, formula in zip(kept, trees, strict=True):
                if formula is not None:
                    target.text = self.text(formula, part)
            element.addprevious(clone)
        _remove(element)

    def _limit(self, limit: etree._Element, placed: Placed | None) -> None:
        """Adapt the limit of a colour scale or data bar that is a formula."""
        formula = self._formula(limit.get("val", "")) if limit.get("type") in {"formula", "num"} else None
        if formula is not None:
            limit.set("val", self.text(formula, placed))

    def _formula(self, text: str) -> Formula | None:
        try:
            return Formula(text, parse(text), self.where, self.key, array=True, locked=True)
        except FormulaError:
            return None

    def _groups(self, area: Area, formulas: list[Formula]) -> Iterator[tuple[Iteration | None, Placed | None]]:
        """Yield the iterations that need an element of their own, with the place that its formulas stand for."""
        segment = self.layout.shape.segment_at(area[0])
        placed = [] if segment is None else self.layout.by_segment[segment.number]
        if not placed:
            yield None, None
            return
        for formula in formulas:
            self.rewriter.tree(formula, placed[0])
        if all(not formula.scopes and formula.own for formula in formulas):
            yield None, placed[0]
            return
        blocks = [block for formula in formulas for block in formula.scopes or ()]
        deepest = max(
            blocks, key=lambda block: block.depth, default=segment.block if segment else self.layout.root.block
        )
        done: set[int] = set()
        for one in placed:
            kept_apart = any(not formula.own for formula in formulas)
            iteration = one.iteration if kept_apart else iteration_of(one.iteration, deepest)
            if id(iteration) not in done:
                done.add(id(iteration))
                yield iteration, one

    def _in_iteration(self, areas: list[Area], iteration: Iteration) -> list[Area]:
        return [
            (low, col1, high, col2)
            for row1, col1, row2, col2 in areas
            for low, high in self.layout.rows(row1, row2, iteration)
        ]

    def text(self, formula: Formula, placed: Placed | None) -> str:
        """Return a formula as text, for the place that it stands for."""
        shift = 0 if placed is None else placed.shift
        return write(settled(self.rewriter.tree(formula, placed), shift))

    def _extended(self) -> None:
        """Adapt what newer versions of Excel keep apart: formats and validations with other sheets, sparklines."""
        targets = list(self.root.iter(f"{XM}sqref"))
        for element in targets:
            holder = element.getparent()
            if holder is None or not element.text:
                continue
            areas = areas_of(element.text)
            ranges = spread(self.layout, areas)
            if not ranges:
                _remove(holder)
                continue
            if holder.tag.endswith("}sparkline"):
                self._sparkline(holder, areas[0])
                continue
            segment = self.layout.shape.segment_at(areas[0][0])
            placed = self.layout.by_segment[segment.number] if segment is not None else []
            for text in holder.iter(f"{XM}f"):
                formula = self._formula(text.text or "")
                if formula is not None:
                    text.text = self.text(formula, placed[0] if placed else None)
            element.text = " ".join(map(area_text, ranges))
        for group in list(self.root.iter()) if targets else []:
            if (
                isinstance(group.tag, str)
                and group.tag.endswith(("}sparklines", "}dataValidations"))
                and len(group) == 0
            ):
                _remove(group)

    def _sparkline(self, sparkline: etree._Element, area: Area) -> None:
        row, col = area[0], area[1]
        segment = self.layout.shape.segment_at(row)
        for placed in [] if segment is None else self.layout.by_segment[segment.number]:
            clone = copy.deepcopy(sparkline)
            for text in clone.iter(f"{XM}f"):
                formula = self._formula(text.text or "")
                if formula is not None:
                    text.text = self.text(replace(formula, locked=False), placed)
            for target in clone.iter(f"{XM}sqref"):
                target.text = f"{col_letters(col)}{row + placed.shift}"
            sparkline.addprevious(clone)
        _remove(sparkline)


def _inside(cell: str, areas: list[Area]) -> bool:
    row, col, _, _ = split_range(cell)
    return any(row1 <= row <= row2 and col1 <= col <= col2 for row1, col1, row2, col2 in areas)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks of other cells, outside the rows: what a name, a chart or a link means depends on where it belongs.

    Attributes:
        rewriter: Knows where rows have gone.
        sheet: Key of the sheet that it belongs to. placed: The row that it stands in.
    """

    rewriter: Rewriter
    sheet: str | None = None
    placed: Placed | None = None

    def text(self, text: str, where: str, *, whole: bool = False, inner: bool = False) -> str | None:
        """Return a formula after rows have moved; see `rewritten_text`."""
        return rewritten_text(text, self, where, whole=whole, inner=inner)

    def places(self, location: str) -> list[str] | None:
        """Return the places that a link may lead to; `None` when its location is no reference."""
        try:
            tree = parse(location)
        except FormulaError:
            return None
        if not isinstance(tree, Ref):
            return None
        stacked = self.rewriter.stacks.stacked(tree, self.sheet, self.rewriter.chosen(self.placed, self.sheet))
        refs = stacked.items if isinstance(stacked, Stack) else (stacked,)
        found = [_moved_ref(ref, self.rewriter, whole=True) for ref in refs if isinstance(ref, Ref)]
        lost = [write(replace(tree, sheet=None))] if tree.sheet is None else []
        return [one[0] for one in found if one] or (lost if not found else [location])


def rewritten_text(text: str, at: Speaker, where: str, *, whole: bool = False, inner: bool = False) -> str | None:
    """Return a formula that stands on no sheet (a name, a chart's series) after rows have moved.

    Args:
        text: The formula without `=`.
        at: Who speaks.
        where: Place for messages.
        whole: Join scattered rows into one range (print areas, titles).
        inner: Leave marker rows out: the points of a chart are the items, not the heading above them.

    Returns:
        The text; `None` when none of its rows is left; unchanged when it is no formula that can be read.
    """
    rewriter = at.rewriter
    try:
        parts = rewriter.stacks.stacked(parse(f"({text})"), at.sheet, rewriter.chosen(at.placed, at.sheet))
    except FormulaError:
        return text
    items = parts.items if isinstance(parts, Paren) else (parts,)
    result: list[str] = []
    for item in items:
        formula = Formula(text, item, where, None, array=True)
        refs = item.items if isinstance(item, Stack) else (item,)
        if all(isinstance(ref, Ref) for ref in refs):
            result += [
                one
                for ref in refs
                if isinstance(ref, Ref)
                for one in _moved_ref(ref, rewriter, whole=whole, inner=inner)
            ]
        else:
            result.append(write(_outermost(rewriter, formula)))
    return ",".join(result) if result else None


def _outermost(rewriter: Rewriter, formula: Formula) -> Paren | Ref:
    try:
        tree = rewriter.tree(formula, None)
    except ReportgenError:
        tree = map_refs(formula.tree, lambda ref: ref)
    return tree  # type: ignore[return-value]  # any node writes alike


def _moved_ref(ref: Ref, rewriter: Rewriter, *, whole: bool, inner: bool = False) -> list[str]:
    layout = rewriter.layouts.get((ref.sheet or "").casefold())
    name = ref.sheet if ref.sheet is None else rewriter.new_names.get(ref.sheet.casefold(), ref.sheet)
    if layout is None or ref.form == "cols":
        return [write(replace(ref, sheet=name))]
    find = layout.rows if inner and ref.row1 != ref.row2 else layout.meant
    runs = find(ref.row1, ref.row2, layout.root)
    if whole and runs:
        runs = [(runs[0][0], runs[-1][1])]
    return [
        write(
            replace(
                ref,
                sheet=name,
                row1=low,
                row2=min(high, MAX_ROW),
                form="range" if ref.form == "cell" and low != high else ref.form,
            )
        )
        for low, high in runs
    ]
