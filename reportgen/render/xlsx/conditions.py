"""Conditional formats, validations and sparklines: ranges with formulas, written once for all items where they can be.

In a loop row a reference to the row itself means the item's own cells, whether it has `$` or not; a range of it that is
locked with `$` at both ends (`COUNTIF($A$4:$A$4,$A4)`) means the cells of all items.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.problem import Problem, ReportgenError
from reportgen.render.xlsx.formula import FormulaError, Node, Ref, col_letters, map_refs, parse, refs_of, write
from reportgen.render.xlsx.layout import Iteration, Layout, Placed, Segment, iteration_of
from reportgen.render.xlsx.names import XM, S
from reportgen.render.xlsx.ranges import Area, area_text, areas_of, removed, spread
from reportgen.render.xlsx.rewrite import Formula, Rewriter, settled

if TYPE_CHECKING:
    from lxml import etree

_FORMULAS: Final = frozenset({f"{S}formula", f"{S}formula1", f"{S}formula2", f"{XM}f"})
_EXTENDED: Final = ("}sparklines", "}dataValidations", "}conditionalFormattings")


@dataclass(frozen=True, slots=True)
class Home:
    """The sheet that formats and validations belong to.

    Attributes:
        key: Of the sheet among the layouts. layout: Where its rows have gone. rewriter: Where all rows have gone.
        where: File and sheet, for messages.
    """

    key: str
    layout: Layout
    rewriter: Rewriter
    where: str

    def text(self, formula: Formula, placed: Placed | None) -> str:
        """Return a formula as text, for the place that it stands for.

        Raises:
            ReportgenError: MB116.
        """
        shift = 0 if placed is None else placed.shift
        return write(settled(self.rewriter.tree(formula, placed), shift))

    def segment(self, area: Area) -> Segment | None:
        """Return the run of template rows that a range begins in."""
        return self.layout.shape.segment_at(area[0])

    def placed(self, area: Area) -> list[Placed]:
        """Return the appearances of the rows that a range begins in."""
        segment = self.segment(area)
        return [] if segment is None else self.layout.each(segment)


def kind_of(element: etree._Element) -> str:
    """Return what an officer calls an element with formulas."""
    return "kiểm tra dữ liệu" if str(element.tag).endswith("}dataValidation") else "định dạng có điều kiện"


def formulas_of(element: etree._Element) -> list[etree._Element]:
    """Return the elements that hold the formulas of a conditional format or validation, in order."""
    return [one for one in element.iter() if one.tag in _FORMULAS and one.text]


def adapt(root: etree._Element, home: Home) -> None:
    """Let the conditional formats, validations and sparklines of a sheet follow its rows, in place.

    Raises:
        ReportgenError: MB116 of each that cannot follow.
    """
    problems: list[Problem] = []
    for element in list(root.iter(f"{S}conditionalFormatting", f"{S}dataValidation")):
        _adapt(element, areas_of(element.get("sqref", "")), home, problems)
    # What newer versions of Excel keep apart: formats and validations with other sheets, sparklines.
    extended = list(root.iter(f"{XM}sqref"))
    for target in extended:
        holder = target.getparent()
        if holder is None or not target.text:
            continue
        if str(holder.tag).endswith("}sparkline"):
            _sparkline(holder, areas_of(target.text), home)
        else:
            _adapt(holder, areas_of(target.text), home, problems)
    for group in list(root.iter()) if extended else []:
        if isinstance(group.tag, str) and group.tag.endswith(_EXTENDED) and len(group) == 0:
            removed(group)
    if problems:
        raise ReportgenError(*dict.fromkeys(problems))


def _adapt(element: etree._Element, areas: list[Area], home: Home, problems: list[Problem]) -> None:
    """Adapt a conditional format or a validation: one for all appearances, or one for each where they differ."""
    if not areas:
        return
    where = f"{home.where}!{area_text((*areas[0][:2], *areas[0][:2]))}, {kind_of(element)}"
    chosen = element.get("type") == "list"  # a list to choose from may have any number of cells
    trees = [_formula(one.text or "", areas, home, where, array=chosen) for one in formulas_of(element)]
    try:
        for clone in _clones(element, areas, trees, home):
            element.addprevious(clone)
    except ReportgenError as error:
        problems += error.problems
    removed(element)


def _clones(
    element: etree._Element, areas: list[Area], trees: Sequence[Formula | None], home: Home
) -> Iterator[etree._Element]:
    """Yield the formats or validations that stand for one of the template."""
    for iteration, part in _groups(areas, [tree for tree in trees if tree is not None], home):
        ranges = spread(home.layout, areas) if iteration is None else _in_iteration(areas, iteration, home.layout)
        if not ranges:
            continue
        clone = copy.deepcopy(element)
        text = " ".join(map(area_text, ranges))
        for target in clone.iter(f"{XM}sqref"):
            target.text = text
        if element.get("sqref"):
            clone.set("sqref", text)
        for limit in clone.iter(f"{S}cfvo"):
            _limit(limit, areas, home, part)
        for target, formula in zip(formulas_of(clone), trees, strict=True):
            if formula is not None:
                target.text = home.text(formula, part)
        yield clone


def _limit(limit: etree._Element, areas: list[Area], home: Home, placed: Placed | None) -> None:
    """Adapt the limit of a colour scale or data bar that is a formula."""
    if limit.get("type") in {"formula", "num"}:
        formula = _formula(limit.get("val", ""), areas, home, home.where, array=True)
        if formula is not None:
            limit.set("val", home.text(formula, placed))


def _formula(text: str, areas: list[Area], home: Home, where: str, *, array: bool) -> Formula | None:
    try:
        tree = parse(text)
    except FormulaError:
        return None
    formula = Formula(text, tree, where, home.key, array=array, locked=True)
    segment = home.segment(areas[0])
    if segment is None or not segment.block.depth:
        return formula
    locked = [ref for ref in refs_of(tree) if _is_own(ref, formula, segment)]
    if len({row for row1, _, row2, _ in areas for row in (row1, row2)}) == 1:
        return replace(formula, tree=map_refs(tree, lambda ref: _unlocked(ref) if ref in locked else ref))
    # All rows of an item look at one of them: no text without `$` says that for several items at once.
    return replace(formula, apart=bool(locked))


def _is_own(ref: Ref, formula: Formula, segment: Segment) -> bool:
    """Tell whether a reference with `$` names one cell of the item's own rows."""
    here = ref.sheet is None or ref.sheet.casefold() == formula.sheet
    return here and ref.form == "cell" and ref.locks[0] and segment.first <= ref.row1 <= segment.last


def _unlocked(ref: Ref) -> Node:
    return replace(ref, locks=(False, ref.locks[1], False, ref.locks[3]))


def _groups(areas: list[Area], formulas: list[Formula], home: Home) -> Iterator[tuple[Iteration | None, Placed | None]]:
    """Yield the iterations that need an element of their own, with the place that its formulas stand for."""
    segment, placed = home.segment(areas[0]), home.placed(areas[0])
    if segment is None or not placed:
        yield None, None
        return
    for formula in formulas:
        home.rewriter.tree(formula, placed[0])
    if all(not formula.scopes and formula.own for formula in formulas):
        yield None, placed[0]
        return
    blocks = [block for formula in formulas for block in formula.scopes or ()]
    deepest = max(blocks, key=lambda block: block.depth, default=segment.block)
    kept_apart = any(not formula.own for formula in formulas)
    done: set[int] = set()
    for one in placed:
        iteration = one.iteration if kept_apart else iteration_of(one.iteration, deepest)
        if id(iteration) not in done:
            done.add(id(iteration))
            yield iteration, one


def _in_iteration(areas: list[Area], iteration: Iteration, layout: Layout) -> list[Area]:
    return [
        (low, col1, high, col2) for row1, col1, row2, col2 in areas for low, high in layout.rows(row1, row2, iteration)
    ]


def _sparkline(sparkline: etree._Element, areas: list[Area], home: Home) -> None:
    row, col, _, _ = areas[0]
    for placed in home.placed(areas[0]):
        clone = copy.deepcopy(sparkline)
        for text in clone.iter(f"{XM}f"):
            formula = _formula(text.text or "", areas, home, home.where, array=True)
            if formula is not None:
                text.text = home.text(replace(formula, locked=False), placed)
        for target in clone.iter(f"{XM}sqref"):
            target.text = f"{col_letters(col)}{row + placed.shift}"
        sparkline.addprevious(clone)
    removed(sparkline)
