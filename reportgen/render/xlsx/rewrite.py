"""What the references of a template formula become when rows repeat, disappear and move.

Outside a loop a reference to a loop row means all its items, inside it means its own item (`Layout.meant`); the marker
right above a loop row, named without `$`, means the item before (`=C4+B5` adds up). Items that
do not lie next to each other become several arguments (`SUM(C4:C6,C8:C9)`), or several terms of a sum for functions
that take one range only (`COUNTIF`). No items: the function gives what it gives over nothing, never a circle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reportgen.problem import Problem, ReportgenError
from reportgen.render.xlsx import faults
from reportgen.render.xlsx.formula import (
    MAX_ARGS,
    MAX_FORMULA,
    MAX_ROW,
    ZERO,
    Binary,
    Call,
    Literal,
    Name,
    Node,
    Paren,
    Ref,
    Stack,
    Unary,
    map_refs,
    ref_text,
    refs_of,
    sheet_prefix,
    split_name,
    write,
)
from reportgen.render.xlsx.layout import Block, Iteration, Layout, Placed, Rows, common, iteration_of
from reportgen.render.xlsx.stacks import SPANNING, Stacks, folded

_NOT_AVAILABLE = Call("NA", ())
_DIVISION_BY_ZERO = Paren((Binary("/", ZERO, ZERO),))
_EMPTY_TEXT = Literal('""', "")

# Functions that take any number of ranges, and what they give when no range is left.
_SEVERAL: dict[str, Node] = {
    "SUM": Call("SUM", (ZERO,)),
    "SUMSQ": ZERO,
    "PRODUCT": ZERO,
    "COUNT": ZERO,
    "COUNTA": ZERO,
    "MIN": ZERO,
    "MAX": ZERO,
    "MINA": ZERO,
    "MAXA": ZERO,
    "SUBTOTAL": ZERO,
    "AVERAGE": _DIVISION_BY_ZERO,
    "AVERAGEA": _DIVISION_BY_ZERO,
    "STDEV": _DIVISION_BY_ZERO,
    "STDEV.S": _DIVISION_BY_ZERO,
    "VAR": _DIVISION_BY_ZERO,
    "VAR.S": _DIVISION_BY_ZERO,
    "MEDIAN": _NOT_AVAILABLE,
    "AND": Literal("TRUE", value=True),
    "OR": Literal("FALSE", value=False),
    "CONCAT": _EMPTY_TEXT,
    "CONCATENATE": _EMPTY_TEXT,
    "TEXTJOIN": _EMPTY_TEXT,
}
_LEADING_ARGUMENTS = {"SUBTOTAL": 1, "TEXTJOIN": 2}
# Functions of one range (or ranges of one size) that may be added up piece by piece.
_ADDED = frozenset({"SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS", "COUNTBLANK", "SUMPRODUCT", "ROWS"})
_LOOKUPS = frozenset(
    {"VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP", "MATCH", "XMATCH", "INDEX", "RANK", "RANK.EQ", "LARGE", "SMALL"}
)
_OF_ARRAYS = frozenset(
    [
        "SUMPRODUCT",
        "MMULT",
        "FREQUENCY",
        "TRANSPOSE",
        "FILTER",
        "SORT",
        "SORTBY",
        "UNIQUE",
        "XLOOKUP",
        "XMATCH",
        "LOOKUP",
        "AGGREGATE",
        "VSTACK",
        "HSTACK",
        "TAKE",
        "DROP",
        "CHOOSECOLS",
        "CHOOSEROWS",
    ]
)
_OF_RANGES = frozenset({":", " "})
_OF_ONE = frozenset(
    [
        "IF",
        "IFERROR",
        "IFNA",
        "NOT",
        "ROUND",
        "ROUNDUP",
        "ROUNDDOWN",
        "INT",
        "TRUNC",
        "ABS",
        "SIGN",
        "MOD",
        "POWER",
        "SQRT",
        "CEILING",
        "FLOOR",
        "TEXT",
        "LEN",
        "LEFT",
        "RIGHT",
        "MID",
        "TRIM",
        "UPPER",
        "LOWER",
        "PROPER",
        "VALUE",
        "SUBSTITUTE",
        "REPLACE",
        "FIND",
        "SEARCH",
        "REPT",
        "EXACT",
        "YEAR",
        "MONTH",
        "DAY",
        "DATE",
        "EDATE",
        "EOMONTH",
        "DATEDIF",
        "DATEVALUE",
        "WEEKDAY",
        "HOUR",
        "MINUTE",
        "FIXED",
        "T",
        "N",
        "ISBLANK",
        "ISNUMBER",
        "ISTEXT",
        "ISERROR",
        "ISNA",
        "CHOOSE",
    ]
)


@dataclass(slots=True)
class Formula:
    """A formula of the template and what it became, for each place that makes a difference.

    Attributes:
        text: As the template has it, without `=`, for messages.
        sheet: Key of its sheet in the layouts; `None` for names and charts.
        array: Whether it is an array formula, where a range stands for all its cells.
        locked: Lock the rows of references that do not move with the item (conditional formats are written once); a
            range of the item's own row that is locked already means all items.
        apart: Every item wants a text of its own.
    """

    text: str
    tree: Node
    where: str
    sheet: str | None
    array: bool = False
    locked: bool = False
    apart: bool = False
    scopes: tuple[Block, ...] | None = None
    own: bool = True


class Rewriter:
    """Rewrites formulas by the layouts of all sheets, keyed by casefolded sheet name."""

    def __init__(
        self, layouts: Mapping[str, Layout], new_names: Mapping[str, str], stacks: Stacks | None = None
    ) -> None:
        self.layouts = layouts
        self.new_names = new_names
        self.stacks = stacks or Stacks(list(layouts))
        titles = (new_names.get(key, key).casefold() for key in self.stacks.order)
        self.order = {title: place for place, title in enumerate(titles)}
        self.trees: dict[tuple[object, ...], tuple[Formula, Node]] = {}
        self.runs: dict[tuple[int, int, int], list[Rows]] = {}

    def tree(self, formula: Formula, placed: Placed | None) -> Node:
        """Return the formula for one appearance of its row; relative references still want `placed.shift`.

        Raises:
            ReportgenError: MB116.
        """
        if not self.stacks.concerns(formula.text):
            return self._tree(formula, formula, placed, ())
        chosen = self.chosen(placed, formula.sheet)
        marks = tuple(chosen.items())
        known = self.trees.get((id(formula), *marks))
        if known is None:
            stacked = replace(formula, tree=self.stacks.stacked(formula.tree, formula.sheet, chosen), scopes=None)
            known = self.trees[id(formula), *marks] = (stacked, ZERO)
        return self._tree(formula, known[0], placed, marks)

    def chosen(self, placed: Placed | None, sheet: str | None) -> dict[str, str]:
        """Return the copies of sheets that are meant in a row of a loop over their list, by the key of the sheet."""
        found = dict(self.stacks.peers.get(sheet or "", {}))
        iteration: Iteration | None = None if placed is None or not self.stacks.twins else placed.iteration
        while iteration is not None:
            for key in self.stacks.twins.get((sheet or "", iteration.block.number), ()):
                copies = self.stacks.copies.get(key, ())
                if iteration.turn < len(copies):
                    found.setdefault(key, copies[iteration.turn])
            iteration = iteration.parent
        return found

    def _tree(self, source: Formula, formula: Formula, placed: Placed | None, marks: tuple[object, ...]) -> Node:
        key = self._key(formula, placed)
        known = None if key is None else self.trees.get((id(source), "", *marks, *key))
        if known is not None:
            return known[1]
        walk = _Walk(
            formula, lambda ref: self._meant(formula, ref, placed), self.new_names, self._markers(formula), self.order
        )
        result = walk.top()
        if len(write(result)) > MAX_FORMULA:
            walk.short = True
            result = walk.top()
        if len(write(result)) > MAX_FORMULA:
            raise ReportgenError(faults.formula_too_long(formula.where, formula.text))
        if key is not None:
            self.trees[id(source), "", *marks, *key] = (source, result)
        return result

    def _key(self, formula: Formula, placed: Placed | None) -> tuple[int, ...] | None:
        """Return what the result depends on: the iterations around the row that its references reach out to."""
        if placed is None:
            return ()
        if formula.scopes is None:
            self._analyse(formula, placed)
        if not formula.own:
            return None
        top = (0,) if placed.start == 1 else ()  # nothing stands above the first row
        return (*top, *(id(iteration_of(placed.iteration, block)) for block in formula.scopes or ()))

    def _analyse(self, formula: Formula, placed: Placed) -> None:
        layout = self.layouts[formula.sheet or ""]
        blocks: dict[int, Block] = {}
        formula.own = not formula.apart
        for ref in refs_of(formula.tree):
            if not self._same_sheet(formula, ref) or ref.form == "cols":
                continue
            if _running_total(ref, layout, placed):
                formula.own = formula.own and _flows(formula, ref, layout, placed)
            elif _all_items(formula, ref, layout, placed):
                block = _around_loop(placed.iteration, layout).block
                if block.depth:
                    blocks[block.number] = block
            elif not (_in_segment(ref, layout, placed) or _above_own(ref, placed)):
                block = common(layout.depth_scope(ref.row1, ref.row2), placed.segment.block)
                if block.depth:
                    blocks[block.number] = block
        formula.scopes = tuple(blocks.values())

    def _markers(self, formula: Formula) -> Container[int]:
        layout = self.layouts.get(formula.sheet or "")
        return () if layout is None else layout.shape.markers

    def _same_sheet(self, formula: Formula, ref: Ref) -> bool:
        return formula.sheet is not None and (ref.sheet is None or ref.sheet.casefold() == formula.sheet)

    def _meant(self, formula: Formula, ref: Ref, placed: Placed | None) -> list[Rows] | None:
        """Return the output rows of a reference; `None` when it moves along with its row or not at all."""
        key = formula.sheet if ref.sheet is None else ref.sheet.casefold()
        layout = self.layouts.get(key or "")
        if layout is None or ref.form == "cols":
            return None
        if placed is None or not self._same_sheet(formula, ref):
            return layout.meant(ref.row1, ref.row2, layout.root)
        return self._meant_inside(formula, ref, layout, placed)

    def _meant_inside(self, formula: Formula, ref: Ref, layout: Layout, placed: Placed) -> list[Rows] | None:
        """Return the output rows of a reference to the sheet of a formula that stands in one of its rows."""
        if _running_total(ref, layout, placed):
            return None if _flows(formula, ref, layout, placed) else self._up_to_own(ref, layout, placed)
        if _all_items(formula, ref, layout, placed):
            return layout.rows(ref.row1, ref.row2, _around_loop(placed.iteration, layout))
        if _in_segment(ref, layout, placed):
            return None
        if _above_own(ref, placed):
            return None if placed.start > 1 else []
        block = common(layout.depth_scope(ref.row1, ref.row2), placed.segment.block)
        return layout.meant(ref.row1, ref.row2, iteration_of(placed.iteration, block))

    def _up_to_own(self, ref: Ref, layout: Layout, placed: Placed) -> list[Rows]:
        """Return the rows of a running total: from the first item of the innermost loop to the row's own, or on."""
        scope = _around_loop(placed.iteration, layout)
        key = (ref.row1, ref.row2, id(scope))
        rows = self.runs.get(key)
        if rows is None:
            rows = self.runs[key] = layout.rows(ref.row1, ref.row2, scope)
        low, high = ref.row1 + placed.shift, ref.row2 + placed.shift
        if ref.locks[0]:
            upper = bisect_right(rows, high, key=lambda run: run[0])
            return [*rows[: upper - 1], (rows[upper - 1][0], min(rows[upper - 1][1], high))]
        lower = bisect_left(rows, low, key=lambda run: run[1])
        return [(max(rows[lower][0], low), rows[lower][1]), *rows[lower + 1 :]]

    def moves_along(self, formula: Formula, ref: Ref, placed: Placed | None) -> bool:
        """Tell whether a reference names rows of the formula's own segment."""
        layout = self.layouts.get(formula.sheet or "")
        return placed is not None and layout is not None and _in_segment(ref, layout, placed)


def _in_segment(ref: Ref, layout: Layout, placed: Placed) -> bool:
    segment = placed.segment
    return segment.first <= ref.row1 and ref.row2 <= segment.last and layout is not None


def _above_own(ref: Ref, placed: Placed) -> bool:
    """Tell whether a loop row speaks of the row above itself, where its marker stands: of the item before it."""
    segment = placed.segment
    first = segment.block.repeats and segment.block.first == segment.first
    return first and ref.form == "cell" and not ref.locks[0] and ref.row1 == segment.first - 1


def _running_total(ref: Ref, layout: Layout, placed: Placed) -> bool:
    """Tell whether a reference such as `C$4:C4` in a loop row runs from the first item to its own."""
    return (
        ref.form == "range"
        and ref.locks[0] != ref.locks[2]
        and placed.segment.block.depth > 0
        and _in_segment(ref, layout, placed)
    )


def _flows(formula: Formula, ref: Ref, layout: Layout, placed: Placed) -> bool:
    """Tell whether a running total says the same for every item: all items lie side by side, the first is the sheet's.

    Then one format for all of them is enough, as `A$4:A4` is what Excel itself fills down.
    """
    if not (formula.locked and ref.locks[0]) or _around_loop(placed.iteration, layout) is not layout.root:
        return False
    return len(layout.rows(ref.row1, ref.row2, layout.root)) == 1


def _all_items(formula: Formula, ref: Ref, layout: Layout, placed: Placed) -> bool:
    """Tell whether a range with `$` at both ends (`$A$4:$A$4`) in the format of a loop row means all items."""
    several = formula.locked and ref.form != "cell" and ref.locks[0] and ref.locks[2]
    return several and placed.segment.block.depth > 0 and _in_segment(ref, layout, placed)


def _around_loop(iteration: Iteration, layout: Layout) -> Iteration:
    """Return the iteration around the innermost loop that an iteration is a turn of."""
    while not iteration.block.repeats and iteration.parent is not None:
        iteration = iteration.parent
    return iteration.parent or layout.root


class _Walk:
    """One pass over a formula."""

    def __init__(
        self,
        formula: Formula,
        meant: Callable[[Ref], list[Rows] | None],
        new_names: Mapping[str, str],
        markers: Container[int],
        order: Mapping[str, int],
    ) -> None:
        self.formula = formula
        self.meant = meant
        self.new_names = new_names
        self.markers = markers
        self.order = order
        self.piece: int | None = None
        self.short = False

    def top(self) -> Node:
        return self.node(self.formula.tree, many=self.formula.array or self.formula.sheet is None)

    def node(self, node: Node, *, many: bool) -> Node:
        if isinstance(node, Ref | Stack | Call):
            return self.call(node, many=many) if isinstance(node, Call) else self.single(node, many=many)
        if isinstance(node, Unary | Binary):
            return self.operation(node, many=many)
        if isinstance(node, Paren):
            if len(node.items) == 1:
                return Paren((self.node(node.items[0], many=many),))
            return Paren(tuple(part for item in node.items for part in self.parts(item)) or (ZERO,))
        return self.name(node) if isinstance(node, Name) else node

    def operation(self, node: Unary | Binary, *, many: bool) -> Node:
        if self.gone(node):
            return ZERO
        if isinstance(node, Unary):
            return replace(node, operand=self.node(node.operand, many=many))
        ranges = many or node.op in _OF_RANGES
        return Binary(node.op, self.node(node.left, many=ranges), self.node(node.right, many=ranges))

    def gone(self, node: Node) -> bool:
        """Tell whether an operation on ranges has lost one of them: `B4:INDEX(...)`, `B4:C4 B:B`, `B4#`, `@B4`."""
        if isinstance(node, Unary):
            return node.op in {"#", "@"} and self.gone(node.operand)
        if isinstance(node, Binary):
            return node.op in _OF_RANGES and (self.gone(node.left) or self.gone(node.right))
        if isinstance(node, Call):
            return any(isinstance(arg, Ref | Stack) and not self.places(arg) for arg in node.args)
        return isinstance(node, Ref | Stack) and not self.places(node)

    def name(self, name: Name) -> Name:
        """Return a defined name, its sheet called as in the output."""
        sheet, bare = split_name(name.text)
        title = None if sheet is None else self.new_names.get(sheet.casefold())
        return name if title is None else Name(f"{sheet_prefix(title)}{bare}")

    def single(self, node: Ref | Stack, *, many: bool) -> Node:
        """Return what stands for a reference where one operand is wanted."""
        places = self.places(node)
        if not places:
            return ZERO
        if len(places) > 1 and self.formula.sheet is None:
            return Paren(tuple(places))
        if len(places) > 1:
            self.refuse(self.scattered(node))
        only = places[0]
        if isinstance(node, Ref) and isinstance(only, Ref) and only.form != node.form == "cell" and not many:
            count = only.row2 - only.row1 + 1
            self.refuse(faults.single_expected(self.formula.where, self.formula.text, ref_text(node), count))
        return only

    def scattered(self, node: Node) -> Problem:
        """Return why a formula cannot follow: its rows, or its sheets, do not lie side by side."""
        if isinstance(node, Stack):
            return faults.of_several_sheets(self.formula.where, self.formula.text, len(node.items))
        return faults.scattered(self.formula.where, self.formula.text, write(node))

    def places(self, node: Ref | Stack) -> list[Node]:
        """Return the references that stand for one, in order; none when its rows are gone."""
        if isinstance(node, Stack):
            found = [place for item in node.items for place in self.parts(item)]
        else:
            rows = self.meant(node)
            found = [self.along(node)] if rows is None else [self.placed(node, run) for run in rows]
        return [found[self.piece]] if self.piece is not None and len(found) > 1 else found

    def parts(self, node: Node) -> list[Node]:
        """Return what stands for a reference where any number of references may stand."""
        return self.places(node) if isinstance(node, Ref | Stack) else [self.node(node, many=False)]

    def call(self, call: Call, *, many: bool) -> Node:
        function = call.name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        if function in _ADDED:
            return self.added(call, many=many or function in _OF_ARRAYS)
        args: list[Node] = []
        empty = False
        for number, arg in enumerate(call.args):
            parts = self.argument(function, number, arg, many=many)
            empty = empty or not parts
            args += parts
        if empty:
            return self.over_nothing(call.name, function, args)
        if len(args) > MAX_ARGS:
            return self.crowded(call, function, args)
        return Call(call.name, tuple(args))

    def crowded(self, call: Call, function: str, args: list[Node]) -> Node:
        """Return a call of more arguments than Excel takes; a union cannot reach over sheets."""
        if function == "SUM" and _steps(args):
            return _by_step(args)
        if len({arg.sheet for arg in args if isinstance(arg, Ref)}) <= 1:
            return Call(call.name, tuple(_bundled(args)))
        if function not in _BY_PORTIONS:
            self.refuse(self.scattered(next((arg for arg in call.args if isinstance(arg, Stack)), call)))
        return _in_portions(function, args)

    def argument(self, function: str, number: int, arg: Node, *, many: bool) -> list[Node]:
        """Return the arguments that stand for one argument; none when it names no rows any more."""
        arrays = many or function in _OF_ARRAYS
        if not isinstance(arg, Ref | Stack):
            lost = isinstance(arg, Unary | Binary) and self.gone(arg)
            return [] if lost else [self.node(arg, many=arrays)]
        if function in _OF_ONE:
            return [self.single(arg, many=arrays)]
        parts = self.parts(arg)
        if len(parts) > 1 and (function not in _SEVERAL or number < _LEADING_ARGUMENTS.get(function, 0)):
            self.refuse(self.scattered(arg))
        deep = isinstance(arg, Stack) and function in SPANNING
        return folded(parts, self.order, quoted=self.short or len(parts) > MAX_ARGS) if deep else parts

    @staticmethod
    def over_nothing(name: str, function: str, args: list[Node]) -> Node:
        if function in _SEVERAL:
            return Call(name, tuple(args)) if len(args) > _LEADING_ARGUMENTS.get(function, 0) else _SEVERAL[function]
        return ZERO if function in {"ROWS", "COLUMNS", "AREAS"} else _NOT_AVAILABLE

    def added(self, call: Call, *, many: bool) -> Node:
        """Return a call over scattered rows as a sum of calls."""
        runs = [self.places(leaf) for leaf in _leaves(call)]
        if any(not places for places in runs):
            return ZERO
        pieces = max((len(places) for places in runs), default=1)
        if pieces == 1 or self.piece is not None:
            return self.plain(call, many=many)
        if len({tuple(map(_height, places)) for places in runs if len(places) > 1}) > 1:
            self.refuse(self.scattered(next((arg for arg in call.args if isinstance(arg, Stack)), call)))
        total: Node | None = None
        for piece in range(pieces):
            self.piece = piece
            term = self.plain(call, many=many)
            total = term if total is None else Binary("+", total, term)
        self.piece = None
        return Paren((total or ZERO,))

    def plain(self, call: Call, *, many: bool) -> Node:
        args = [self.parts(arg)[0] if isinstance(arg, Ref | Stack) else self.node(arg, many=many) for arg in call.args]
        return Call(call.name, tuple(args))

    def placed(self, ref: Ref, rows: Rows) -> Ref:
        """Return a reference to output rows."""
        low, high = rows[0], min(rows[1], MAX_ROW)
        lock1, lock2, lock3, lock4 = ref.locks
        if self.formula.locked and ref.row1 not in self.markers:
            lock1 = lock3 = True  # a marker stands for the row above each item: that reference goes along
        form = ref.form if ref.form != "cell" or low == high else "range"
        return replace(ref, sheet=self.renamed(ref), row1=low, row2=high, form=form, locks=(lock1, lock2, lock3, lock4))

    def along(self, ref: Ref) -> Ref:
        """Return a reference that moves along with its row."""
        return replace(ref, sheet=self.renamed(ref), relative=ref.form != "cols" and self.moves(ref))

    def moves(self, ref: Ref) -> bool:
        key = self.formula.sheet
        return key is not None and (ref.sheet is None or ref.sheet.casefold() == key)

    def renamed(self, ref: Ref) -> str | None:
        return None if ref.sheet is None else self.new_names.get(ref.sheet.casefold(), ref.sheet)

    def refuse(self, problem: Problem) -> None:
        raise ReportgenError(problem)


def _leaves(node: Node) -> Iterator[Ref | Stack]:
    """Yield the references of a tree, stacks whole."""
    if isinstance(node, Ref | Stack):
        yield node
    elif isinstance(node, Unary):
        yield from _leaves(node.operand)
    else:
        for part in _children(node):
            yield from _leaves(part)


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Call):
        return node.args
    if isinstance(node, Binary):
        return (node.left, node.right)
    return node.items if isinstance(node, Paren) else ()


def _height(node: Node) -> int:
    return node.row2 - node.row1 if isinstance(node, Ref) else -1


def _steps(args: list[Node]) -> int:
    """Return the distance between references of one column, one size and one distance; 0 when they differ."""
    refs = [arg for arg in args if isinstance(arg, Ref) and not arg.relative]
    distances = {second.row1 - first.row1 for first, second in pairwise(refs)}
    alike = {(ref.sheet, ref.col1, ref.col2, ref.row2 - ref.row1) for ref in refs}
    return distances.pop() if len(refs) == len(args) and len(distances) == 1 and len(alike) == 1 else 0


def _by_step(args: list[Node]) -> Node:
    """Return the sum of many references at even distances as a sum over every so many rows: short at any number."""
    refs = [arg for arg in args if isinstance(arg, Ref)]
    whole = replace(refs[0], row2=refs[-1].row2, form="range")
    rows = Binary("-", Call("ROW", (whole,)), _number(whole.row1))
    kept = Binary("<", Call("MOD", (rows, _number(_steps(args)))), _number(refs[0].row2 - refs[0].row1 + 1))
    return Call("SUMPRODUCT", (Unary("-", Unary("-", Paren((kept,)))), whole))


def _number(value: int) -> Literal:
    return Literal(str(value), value)


def _bundled(args: list[Node]) -> list[Node]:
    """Return more arguments than Excel takes as unions of references, which count as one."""
    refs = [arg for arg in args if isinstance(arg, Ref)]
    unions = [Paren(tuple(refs[start : start + MAX_ARGS])) for start in range(0, len(refs), MAX_ARGS)]
    return [*(arg for arg in args if not isinstance(arg, Ref)), *unions]


_BY_PORTIONS: Final = {
    **{name: name for name in ("SUM", "MIN", "MAX", "PRODUCT")},
    **dict.fromkeys(("COUNT", "COUNTA", "SUMSQ"), "SUM"),
    "AVERAGE": "",
}
"""What puts the results of portions together."""


def _in_portions(function: str, args: list[Node]) -> Node:
    """Return a call over references of many sheets as a call over calls of as many arguments as Excel takes."""
    if function == "AVERAGE":
        return Paren((Binary("/", _in_portions("SUM", args), _in_portions("COUNT", args)),))
    portions = [Call(function, tuple(args[at : at + MAX_ARGS])) for at in range(0, len(args), MAX_ARGS)]
    return Call(_BY_PORTIONS[function], tuple(portions))


def settled(node: Node, shift: int) -> Node:
    """Return a tree whose relative references are shifted for good."""

    def change(ref: Ref) -> Node:
        if not ref.relative:
            return ref
        return replace(ref, row1=ref.row1 + shift, row2=ref.row2 + shift, relative=False)

    return map_refs(node, change)


__all__ = ["Formula", "Rewriter", "settled"]
