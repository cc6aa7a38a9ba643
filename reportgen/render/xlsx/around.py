"""Everything of a sheet that stands around its rows: merges, formats, validations, links, breaks, views.

Each object has template rows; it goes where its rows go, once for each of its appearances, and is left out when none
of its rows is there.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.problem import ReportgenError
from reportgen.render.xlsx import conditions
from reportgen.render.xlsx.formula import (
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
from reportgen.render.xlsx.layout import Layout, Placed
from reportgen.render.xlsx.names import S
from reportgen.render.xlsx.ranges import Area, area_text, areas_of, bounding, removed, spread
from reportgen.render.xlsx.rewrite import Formula, Rewriter

if TYPE_CHECKING:
    from lxml import etree


class Surroundings:
    """Adapts the skeleton of one sheet to its layout."""

    def __init__(self, root: etree._Element, key: str, layout: Layout, rewriter: Rewriter, where: str) -> None:
        self.root = root
        self.key = key
        self.layout = layout
        self.rewriter = rewriter
        self.where = where

    def adapt(self) -> None:
        """Change the skeleton in place.

        Raises:
            ReportgenError: MB116 of every conditional format and validation that cannot follow.
        """
        self._merges()
        conditions.adapt(self.root, conditions.Home(self.key, self.layout, self.rewriter, self.where))
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
            removed(element)

    def _filter(self) -> None:
        for element in list(self.root.iter(f"{S}autoFilter", f"{S}sortState", f"{S}sortCondition")):
            area = bounding(self.layout, split_range(element.get("ref", "A1")))
            if area is None:
                removed(element)
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
            removed(element)
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
                    removed(element)
                elif name in {"mergeCells", "dataValidations"}:
                    element.set("count", str(len(element)))


def _inside(cell: str, areas: list[Area]) -> bool:
    row, col, _, _ = split_range(cell)
    return any(row1 <= row <= row2 and col1 <= col <= col2 for row1, col1, row2, col2 in areas)


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
