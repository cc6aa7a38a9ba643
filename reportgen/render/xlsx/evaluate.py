"""The results that formulas carry: what Excel and LibreOffice would compute, or nothing where that is not certain.

Numbers joined to text are computed only when whole, because the decimal mark depends on the reader's machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from reportgen.render.xlsx.formula import (
    Binary,
    Call,
    ErrorValue,
    Literal,
    Name,
    Node,
    Paren,
    Ref,
    Unary,
    map_leaves,
    names_of,
)
from reportgen.render.xlsx.tables import Table, table_ref

Value = Any
"""Blank (`None`), int, float, str, bool or `ErrorValue`."""
Matrix = list[list[Value]]

DIV0, VALUE, NA, NUM, REF = (ErrorValue(text) for text in ("#DIV/0!", "#VALUE!", "#N/A", "#NUM!", "#REF!"))
_MAX_DIGITS = 15
_MAX_AREA = 2_000_000
_MAX_NAMES = 20  # names that stand for names


class UnknownResultError(Exception):
    """The result depends on something that is not known here: a function, a name, the clock, the reader's machine."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A formula cell that may still have to be computed."""

    tree: Node | None
    shift: int
    array: bool = False


_UNKNOWN = object()
_BUSY = object()


class Grid:
    """The cells of the output, by casefolded sheet name, column and row."""

    def __init__(
        self,
        names: Mapping[tuple[str, str], Node],
        hiding: AbstractSet[str] = frozenset(),
        keys: Mapping[str, str] | None = None,
        tables: Mapping[str, Table] | None = None,
    ) -> None:
        """Make an empty grid.

        Args:
            names: What defined names stand for, by key of their sheet (or nothing) and casefolded name.
            hiding: Sheets with hidden rows, which SUBTOTAL may pass over.
            keys: Keys of sheets that are called otherwise in the output, by casefolded title.
            tables: Tables by casefolded name.
        """
        self.hiding = hiding
        self.keys = keys or {}
        self.tables = tables or {}
        self.named: dict[int, bool] = {}
        self.sheets: dict[str, dict[int, dict[int, Value]]] = {}
        self.names = names
        self.results: dict[tuple[str, int, int], Value] = {}
        self.totals: dict[tuple[str, int, int], tuple[int, Value]] = {}

    def put(self, sheet: str, row: int, col: int, value: Value) -> None:
        """Set a cell; `Pending` for a formula."""
        self.sheets.setdefault(sheet, {}).setdefault(col, {})[row] = value

    def value(self, sheet: str, row: int, col: int) -> Value:
        """Return the value of a cell, computing it if need be.

        Raises:
            UnknownResultError: It cannot be known here.
        """
        content = self.sheets.get(sheet, {}).get(col, {}).get(row)
        if not isinstance(content, Pending):
            return content
        key = (sheet, row, col)
        result = self.results.get(key, None) if key in self.results else self._compute(key, content)
        if result is _UNKNOWN or result is _BUSY:
            raise UnknownResultError
        return result

    def _compute(self, key: tuple[str, int, int], content: Pending) -> Value:
        self.results[key] = _BUSY
        try:
            machine = _Machine(self, key, content.shift)
            tree = None if content.tree is None else self.resolved(content.tree, key)
            result = _UNKNOWN if tree is None else machine.result(tree, array=content.array)
        except RecursionError:
            del self.results[key]  # not unknown, only too far away: `settle` comes back to it
            raise
        except (UnknownResultError, OverflowError, ArithmeticError):
            result = _UNKNOWN
        self.results[key] = result
        return result

    def resolved(self, tree: Node, place: tuple[str, int, int]) -> Node:
        """Return a formula with what its names and structured references stand for at a place."""
        named = self.named.get(id(tree))
        if named is None:
            named = self.named[id(tree)] = any(True for _ in names_of(tree))
        return self._meant(tree, place, _MAX_NAMES) if named else tree

    def _meant(self, tree: Node, place: tuple[str, int, int], depth: int) -> Node:
        def change(leaf: Ref | Name) -> Node:
            if isinstance(leaf, Ref) or not depth:
                return leaf
            ref = table_ref(leaf.text, self.tables, place[0], place[1])
            if ref is not None:
                return ref
            sheet, _, name = leaf.text.rpartition("!")
            sheet = sheet.strip("'").replace("''", "'").casefold()
            scopes = [self.keys.get(sheet, sheet)] if sheet else [place[0], ""]
            found = next(
                (self.names[scope, name.casefold()] for scope in scopes if (scope, name.casefold()) in self.names), None
            )
            return leaf if found is None else self._meant(found, place, depth - 1)

        return map_leaves(tree, change)

    def settle(self) -> None:
        """Compute every formula, from the top down and then from the bottom up, so that long chains are short steps."""
        pending = sorted(
            (row, col, sheet)
            for sheet, columns in self.sheets.items()
            for col, rows in columns.items()
            for row, content in rows.items()
            if isinstance(content, Pending)
        )
        far: list[tuple[int, int, str]] = []
        for row, col, sheet in pending:
            if not self._reached(sheet, row, col):
                far.append((row, col, sheet))
        for row, col, sheet in reversed(far):
            if not self._reached(sheet, row, col):
                self.results[sheet, row, col] = _UNKNOWN

    def _reached(self, sheet: str, row: int, col: int) -> bool:
        try:
            self.value(sheet, row, col)
        except UnknownResultError:
            return True
        except RecursionError:
            return False
        return True

    def key(self, title: str) -> str:
        """Return the key of the sheet that formulas call by a title."""
        name = title.casefold()
        return self.keys.get(name, name)

    def area(self, sheet: str, ref: Ref, shift: int) -> Iterator[Value]:
        """Yield the cells of a reference that hold something, row by row inside each column."""
        columns = self.sheets.get(sheet, {})
        first, last = ref.row1 + shift, ref.row2 + shift
        for col in sorted(columns) if ref.col2 - ref.col1 > len(columns) else range(ref.col1, ref.col2 + 1):
            rows = columns.get(col)
            if not rows or not ref.col1 <= col <= ref.col2:
                continue
            for row in range(first, last + 1) if last - first < len(rows) else sorted(rows):
                if first <= row <= last and row in rows:
                    yield self.value(sheet, row, col)


class _Machine:
    """Computes one formula."""

    def __init__(self, grid: Grid, place: tuple[str, int, int], shift: int) -> None:
        self.grid = grid
        self.sheet, self.row, self.col = place
        self.shift = shift

    def result(self, tree: Node, *, array: bool) -> Value:
        if array:
            matrix = self.matrix(tree)
            value = matrix[0][0] if matrix and matrix[0] else 0
        else:
            value = self.scalar(tree)
        return 0 if value is None else value

    # -- one value

    def scalar(self, node: Node) -> Value:
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Ref | Call):
            return self.cell(node) if isinstance(node, Ref) else self.call(node)
        if isinstance(node, Binary):
            return _operate(node.op, self.scalar(node.left), self.scalar(node.right))
        if isinstance(node, Unary):
            return _sign(node.op, self.scalar(node.operand))
        if isinstance(node, Paren) and len(node.items) == 1:
            return self.scalar(node.items[0])
        raise UnknownResultError

    def cell(self, ref: Ref) -> Value:
        if ref.form != "cell" and (ref.row1, ref.col1) != (ref.row2, ref.col2):
            raise UnknownResultError  # implicit intersection or spilling: versions of Excel differ
        return self.grid.value(self.key(ref), ref.row1 + self.moved(ref), ref.col1)

    def key(self, ref: Ref) -> str:
        key = self.sheet if ref.sheet is None else self.grid.key(ref.sheet)
        if key not in self.grid.sheets:
            raise UnknownResultError
        return key

    def moved(self, ref: Ref) -> int:
        return self.shift if ref.relative else 0

    def call(self, node: Call) -> Value:
        name = node.name.upper().removeprefix("_XLFN.")
        lazy = _LAZY.get(name)
        if lazy is not None:
            return lazy(self, node.args)
        plain = _PLAIN.get(name)
        if plain is None:
            raise UnknownResultError
        return _guarded(plain, [self.scalar(arg) for arg in node.args])

    # -- many values

    def values(self, node: Node) -> Iterator[tuple[Value, bool]]:
        """Yield the values of an argument and whether they come from cells (text in cells is passed over)."""
        if isinstance(node, Binary) and node.op == " ":
            node = self.common(node)
        if isinstance(node, Ref):
            for value in self.grid.area(self.key(node), node, self.moved(node)):
                yield value, True
        elif isinstance(node, Paren) and len(node.items) > 1:
            for item in node.items:
                yield from self.values(item)
        else:
            yield self.scalar(node), False

    def common(self, node: Binary) -> Ref:
        """Return the intersection of two references."""
        sides = [
            self.common(side) if isinstance(side, Binary) and side.op == " " else side
            for side in (node.left, node.right)
        ]
        refs = [
            replace(side, row1=side.row1 + self.moved(side), row2=side.row2 + self.moved(side), relative=False)
            for side in sides
            if isinstance(side, Ref)
        ]
        if len(refs) != len(sides) or self.key(refs[0]) != self.key(refs[1]):
            raise UnknownResultError
        one, two = refs
        area = max(one.row1, two.row1), max(one.col1, two.col1), min(one.row2, two.row2), min(one.col2, two.col2)
        if area[0] > area[2] or area[1] > area[3]:
            raise UnknownResultError  # #NULL!
        return Ref(one.sheet, *area, form="cell" if area[:2] == area[2:] else "range")

    def numbers(self, args: Iterable[Node]) -> list[float]:
        """Return the numbers of the arguments as SUM sees them.

        Raises:
            _ErrorFoundError: An error value is among them.
        """
        found: list[float] = []
        for arg in args:
            for value, from_cell in self.values(arg):
                if isinstance(value, ErrorValue):
                    raise _ErrorFoundError(value)
                if from_cell:
                    if isinstance(value, int | float) and not isinstance(value, bool):
                        found.append(value)
                elif value is not None:
                    found.append(_number(value))
        return found

    def matrix(self, node: Node) -> Matrix:
        """Return an expression cell by cell."""
        if isinstance(node, Ref):
            return self.block(node)
        if isinstance(node, Binary):
            return _spread(lambda a, b: _operate(node.op, a, b), self.matrix(node.left), self.matrix(node.right))
        if isinstance(node, Unary):
            return _spread(lambda a: _sign(node.op, a), self.matrix(node.operand))
        if isinstance(node, Paren) and len(node.items) == 1:
            return self.matrix(node.items[0])
        if isinstance(node, Call):
            return self.matrix_call(node)
        return [[self.scalar(node)]]

    def matrix_call(self, node: Call) -> Matrix:
        name = node.name.upper().removeprefix("_XLFN.")
        if name == "ROW" and len(node.args) == 1 and isinstance(node.args[0], Ref):
            shift = self.moved(node.args[0])
            return [[row + shift] for row in range(node.args[0].row1, node.args[0].row2 + 1)]
        if name == "IF":
            parts = [self.matrix(arg) for arg in node.args]
            return _spread(_choose, *parts)
        if name in _PLAIN:
            return _spread(lambda *values: _guarded(_PLAIN[name], list(values)), *[self.matrix(a) for a in node.args])
        if name in _FOLDS:
            cells = [value for arg in node.args for row in self.matrix(arg) for value in row]
            error = next((value for value in cells if isinstance(value, ErrorValue)), None)
            kept = [v for v in cells if isinstance(v, int | float) and not isinstance(v, bool)]
            return [[error if error is not None else _FOLDS[name](kept)]]
        return [[self.call(node)]]

    def block(self, ref: Ref) -> Matrix:
        rows, cols = ref.row2 - ref.row1 + 1, ref.col2 - ref.col1 + 1
        if rows * cols > _MAX_AREA:
            raise UnknownResultError
        key, shift = self.key(ref), self.moved(ref)
        return [
            [self.grid.value(key, row + shift, col) for col in range(ref.col1, ref.col2 + 1)]
            for row in range(ref.row1, ref.row2 + 1)
        ]

    def truth(self, node: Node) -> bool | ErrorValue:
        return _truth(self.scalar(node))


class _ErrorFoundError(Exception):
    def __init__(self, value: ErrorValue) -> None:
        super().__init__(value)
        self.value = value


# ---------------------------------------------------------------- operators


def _number(value: Value) -> float:
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, ErrorValue):
        raise _ErrorFoundError(value)
    if re.fullmatch(r"\s*[-+]?[0-9]+\s*", value):
        return int(value)
    if re.search(r"[0-9]", value):
        raise UnknownResultError  # "1,5" or "31/12/2025": the reader's machine decides
    raise _ErrorFoundError(VALUE)


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        raise _ErrorFoundError(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if float(value).is_integer() and abs(value) < 10**11:
        return str(int(value))
    raise UnknownResultError


def _truth(value: Value) -> bool | ErrorValue:
    if isinstance(value, ErrorValue):
        return value
    if isinstance(value, str):
        words = {"TRUE": True, "FALSE": False}
        return words.get(value.upper(), VALUE)
    return bool(value)


def _operate(op: str, left: Value, right: Value) -> Value:
    for value in (left, right):
        if isinstance(value, ErrorValue):
            return value
    try:
        if op == "&":
            return _text(left) + _text(right)
        if op in {"=", "<>"}:
            return _equal(left, right) is (op == "=")
        if op in _COMPARE:
            return _COMPARE[op](_compare(left, right))
        return _arithmetic(op, _number(left), _number(right))
    except _ErrorFoundError as error:
        return error.value


def _arithmetic(op: str, left: float, right: float) -> Value:
    if op == "/":
        return DIV0 if right == 0 else left / right
    if op == "^":
        if left == 0 and right <= 0:
            return NUM if right == 0 else DIV0
        power = left**right
        return NUM if isinstance(power, complex) else power
    if op == "*":
        return left * right
    if op not in {"+", "-"}:
        raise UnknownResultError
    total = left + right if op == "+" else left - right
    # Both programs take the remains of binary fractions for nothing: 0.3 - 0.1 - 0.2 is 0.
    return 0 if total and abs(total) < 1e-15 * max(abs(left), abs(right)) else total


_COMPARE: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def _compare(left: Value, right: Value) -> int:
    """Return -1, 0 or 1; numbers come before texts, texts before truth values, letters without regard to case."""
    if left is None:
        left = _blank_like(right)
    if right is None:
        right = _blank_like(left)
    ranks = [2 if isinstance(v, bool) else 1 if isinstance(v, str) else 0 for v in (left, right)]
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if ranks[0] == 1:
        left, right = left.casefold(), right.casefold()
        if left != right and not (left.isascii() and right.isascii()):
            # The order of accented letters is the reader's language's; only equality is certain.
            raise UnknownResultError
    return int(left > right) - int(left < right)


def _equal(left: Value, right: Value) -> bool:
    if left is None or right is None:
        left, right = _blank_like(right) if left is None else left, _blank_like(left) if right is None else right
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return not isinstance(left, str) and not isinstance(right, str) and _compare(left, right) == 0


def _blank_like(value: Value) -> Value:
    return False if isinstance(value, bool) else "" if isinstance(value, str) else 0


def _sign(op: str, value: Value) -> Value:
    if isinstance(value, ErrorValue) or op in {"+", "@"}:
        return value
    try:
        if op == "-":
            return -_number(value)
        if op == "%":
            return _number(value) / 100
    except _ErrorFoundError as error:
        return error.value
    raise UnknownResultError


def _spread(function: Callable[..., Value], *parts: Matrix) -> Matrix:
    """Apply a function cell by cell; one row, one column or one cell is repeated as needed."""
    height = max(len(part) for part in parts)
    width = max(len(part[0]) for part in parts)

    def pick(part: Matrix, row: int, col: int) -> Value:
        line = part[0] if len(part) == 1 else part[row] if row < len(part) else [NA]
        return line[0] if len(line) == 1 else line[col] if col < len(line) else NA

    return [[function(*(pick(part, row, col) for part in parts)) for col in range(width)] for row in range(height)]


def _choose(test: Value, then: Value = True, other: Value = False) -> Value:  # noqa: FBT002  IF has these defaults
    truth = _truth(test)
    return truth if isinstance(truth, ErrorValue) else then if truth else other


def _guarded(function: Callable[..., Value], values: list[Value]) -> Value:
    error = next((value for value in values if isinstance(value, ErrorValue)), None)
    if error is not None and function not in _TAKES_ERRORS:
        return error
    try:
        return function(*values)
    except _ErrorFoundError as found:
        return found.value
    except TypeError as mistake:
        raise UnknownResultError from mistake


# ---------------------------------------------------------------- functions of plain values


def _rounded(mode: str) -> Callable[..., Value]:
    """Return a rounding; unknown where the digits that Excel shows and those of the binary fraction disagree.

    `1.005*3` is 3.0149999999999997 or 3.015: programs round it differently, so each works it out for itself.
    """

    def function(value: Value, digits: Value = 0) -> Value:
        number, places = float(_number(value)), int(_number(digits))
        if abs(places) >= _MAX_DIGITS:
            return value
        step = Decimal(1).scaleb(-places)
        exact, shown = (Decimal(text).quantize(step, rounding=mode) for text in (repr(number), f"{number:.15g}"))
        return float(exact) if exact == shown or abs(number) >= 10**_MAX_DIGITS else _unknown()

    return function


def _left(text: Value, count: Value = 1) -> str:
    return _text(text)[: max(0, int(_number(count)))]


def _right(text: Value, count: Value = 1) -> str:
    count = max(0, int(_number(count)))
    return _text(text)[-count:] if count else ""


def _mid(text: Value, start: Value, count: Value) -> Value:
    first = int(_number(start))
    return VALUE if first < 1 else _text(text)[first - 1 : first - 1 + int(_number(count))]


def _modulo(value: Value, divisor: Value) -> Value:
    number = _number(divisor)
    return DIV0 if number == 0 else _number(value) % number


def _formatted(value: Value, form: Value) -> Value:
    """TEXT, for the formats that read the same on every machine."""
    pattern = _text(form)
    if isinstance(value, str):
        return value
    number = _number(value)
    if re.fullmatch(r"0+", pattern):
        return str(int(_rounded(ROUND_HALF_UP)(number))).zfill(len(pattern)) if number >= 0 else _unknown()
    if pattern == "0%":
        return f"{int(_rounded(ROUND_HALF_UP)(number * 100))}%"
    raise UnknownResultError


def _unknown() -> Value:
    raise UnknownResultError


def _not(value: Value) -> Value:
    truth = _truth(value)
    return truth if isinstance(truth, ErrorValue) else not truth


def _square_root(value: Value) -> Value:
    number = _number(value)
    return NUM if number < 0 else math.sqrt(number)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_error(value: Value) -> bool:
    return isinstance(value, ErrorValue)


def _is_na(value: Value) -> bool:
    return isinstance(value, ErrorValue) and value == NA


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, ErrorValue)


def _is_blank(value: Value) -> bool:
    return value is None


def _trunc(value: Value, digits: Value = 0) -> Value:
    return _rounded(ROUND_DOWN)(value, digits)


_PLAIN: dict[str, Callable[..., Value]] = {
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "TRUNC": _trunc,
    "INT": lambda value: math.floor(_number(value)),
    "ABS": lambda value: abs(_number(value)),
    "SIGN": lambda value: (_number(value) > 0) - (_number(value) < 0),
    "MOD": _modulo,
    "POWER": lambda value, power: _arithmetic("^", _number(value), _number(power)),
    "SQRT": _square_root,
    "NOT": _not,
    "LEN": lambda text: len(_text(text).encode("utf-16-le")) // 2,
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _mid,
    "TRIM": lambda text: " ".join(part for part in _text(text).split(" ") if part),
    "UPPER": lambda text: _text(text).upper(),
    "LOWER": lambda text: _text(text).lower(),
    "SUBSTITUTE": lambda text, old, new: _text(text).replace(_text(old), _text(new)) if _text(old) else _text(text),
    "REPT": lambda text, count: _text(text) * int(_number(count)),
    "EXACT": lambda left, right: _text(left) == _text(right),
    "TEXT": _formatted,
    "T": lambda value: value if _is_text(value) else "",
    "N": lambda value: value if _is_number(value) else int(value) if isinstance(value, bool) else 0,
    "ISNUMBER": _is_number,
    "ISERROR": _is_error,
    "ISNA": _is_na,
    "ISTEXT": _is_text,
    "ISBLANK": _is_blank,
    "CONCATENATE": lambda *texts: "".join(map(_text, texts)),
    "NA": lambda: NA,
    "TRUE": lambda: True,
    "FALSE": lambda: False,
}
_TAKES_ERRORS = frozenset({_is_number, _is_error, _is_na, _is_text, _is_blank})


# ---------------------------------------------------------------- functions of ranges


def _mean(numbers: list[float]) -> Value:
    return math.fsum(numbers) / len(numbers) if numbers else DIV0


def _total(numbers: list[float]) -> Value:
    total = math.fsum(numbers)
    return int(total) if all(isinstance(n, int) for n in numbers) else total


_FOLDS: dict[str, Callable[[list[float]], Value]] = {
    "SUM": _total,
    "AVERAGE": _mean,
    "MIN": lambda numbers: min(numbers, default=0),
    "MAX": lambda numbers: max(numbers, default=0),
    "PRODUCT": lambda numbers: math.prod(numbers) if numbers else 0,
    "COUNT": len,
}
_SUBTOTALS = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 9: "SUM"}


def _sum(machine: _Machine, args: tuple[Node, ...]) -> Value:
    try:
        if len(args) == 1 and isinstance(args[0], Ref) and args[0].col1 == args[0].col2:
            return _column_total(machine, args[0])
        return _total(machine.numbers(args))
    except _ErrorFoundError as error:
        return error.value


def _column_total(machine: _Machine, ref: Ref) -> Value:
    """Return the sum of one column; a running total goes on from the sum of the row above."""
    shift = machine.moved(ref)
    first, last = ref.row1 + shift, ref.row2 + shift
    key = (machine.key(ref), ref.col1, first)
    reached, total = machine.grid.totals.get(key, (first - 1, 0))
    if reached > last:
        reached, total = first - 1, 0
    rest = replace(ref, row1=reached + 1, row2=last, relative=False)
    total = _total([total, *machine.numbers((rest,))]) if reached < last else total
    machine.grid.totals[key] = (last, total)
    return total


def _fold(name: str) -> Callable[[_Machine, tuple[Node, ...]], Value]:
    def function(machine: _Machine, args: tuple[Node, ...]) -> Value:
        try:
            return _FOLDS[name](machine.numbers(args))
        except _ErrorFoundError as error:
            return error.value

    return function


def _count(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return sum(1 for arg in args for value, _ in machine.values(arg) if _is_number(value))


def _count_all(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return sum(1 for arg in args for value, _ in machine.values(arg) if value is not None)


def _count_blank(machine: _Machine, args: tuple[Node, ...]) -> Value:
    ref = args[0]
    if not isinstance(ref, Ref):
        raise UnknownResultError
    filled = sum(1 for value, _ in machine.values(ref) if value is not None and value != "")
    return (ref.row2 - ref.row1 + 1) * (ref.col2 - ref.col1 + 1) - filled


def _subtotal(machine: _Machine, args: tuple[Node, ...]) -> Value:
    """SUBTOTAL passes over cells that are subtotals themselves; hidden rows are beyond this module."""
    name = _SUBTOTALS.get(int(_number(machine.scalar(args[0]))) % 100)
    if name is None:
        raise UnknownResultError
    for arg in args[1:]:
        if not isinstance(arg, Ref) or machine.key(arg) in machine.grid.hiding or _holds_subtotal(machine, arg):
            raise UnknownResultError
    return _count_all(machine, args[1:]) if name == "COUNTA" else _LAZY[name](machine, args[1:])


def _holds_subtotal(machine: _Machine, ref: Ref) -> bool:
    columns = machine.grid.sheets.get(machine.key(ref), {})
    shift = machine.moved(ref)
    return any(
        isinstance(content, Pending) and (content.tree is None or _calls(content.tree, "SUBTOTAL"))
        for col in range(ref.col1, ref.col2 + 1)
        for row, content in columns.get(col, {}).items()
        if ref.row1 + shift <= row <= ref.row2 + shift
    )


def _calls(node: Node, name: str) -> bool:
    if isinstance(node, Call):
        return node.name.upper() == name or any(_calls(arg, name) for arg in node.args)
    if isinstance(node, Binary):
        return _calls(node.left, name) or _calls(node.right, name)
    if isinstance(node, Unary):
        return _calls(node.operand, name)
    return isinstance(node, Paren) and any(_calls(item, name) for item in node.items)


def _if(machine: _Machine, args: tuple[Node, ...]) -> Value:
    truth = machine.truth(args[0])
    if isinstance(truth, ErrorValue):
        return truth
    if truth:
        return _or_zero(machine.scalar(args[1])) if len(args) > 1 else True
    return _or_zero(machine.scalar(args[2])) if len(args) > 2 else False  # noqa: PLR2004


def _or_zero(value: Value) -> Value:
    return 0 if value is None else value


def _if_error(machine: _Machine, args: tuple[Node, ...]) -> Value:
    value = machine.scalar(args[0])
    return _or_zero(machine.scalar(args[1]) if isinstance(value, ErrorValue) else value)


def _if_na(machine: _Machine, args: tuple[Node, ...]) -> Value:
    value = machine.scalar(args[0])
    return _or_zero(machine.scalar(args[1]) if _is_na(value) else value)


def _logical(join: Callable[[Iterable[bool]], bool]) -> Callable[[_Machine, tuple[Node, ...]], Value]:
    def function(machine: _Machine, args: tuple[Node, ...]) -> Value:
        found: list[bool] = []
        for arg in args:
            for value, from_cell in machine.values(arg):
                if isinstance(value, ErrorValue):
                    return value
                if value is None or (from_cell and isinstance(value, str)):
                    continue
                truth = _truth(value)
                if isinstance(truth, ErrorValue):
                    return truth
                found.append(truth)
        return join(found) if found else VALUE

    return function


def _concat(machine: _Machine, args: tuple[Node, ...]) -> Value:
    try:
        return "".join(_text(value) for arg in args for row in machine.matrix(arg) for value in row)
    except _ErrorFoundError as error:
        return error.value


def _text_join(machine: _Machine, args: tuple[Node, ...]) -> Value:
    try:
        mark, skip = _text(machine.scalar(args[0])), machine.truth(args[1])
        texts = [_text(value) for arg in args[2:] for row in machine.matrix(arg) for value in row]
    except _ErrorFoundError as error:
        return error.value
    return mark.join(text for text in texts if text or not skip)


# -- conditions


def _matcher(criterion: Value) -> Callable[[Value], bool]:
    """Return the test of a COUNTIF criterion such as `>=5`, `Hoàn thành`, `<>`, `Phòng*`."""
    if isinstance(criterion, ErrorValue):
        raise UnknownResultError
    if criterion is None:
        criterion = 0
    if not isinstance(criterion, str):
        return lambda value: value is not None and _equal(value, criterion)
    found = re.match(r"(<>|<=|>=|=|<|>)?(.*)$", criterion, re.DOTALL)
    op, operand = (found[1] or "", found[2]) if found else ("", criterion)
    if not operand:
        return _blank_matcher(op)
    if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", operand):
        return _number_matcher(op, float(operand), operand)
    if re.search(r"^[-+]?[0-9.,]+%?$|^\d+[/-]\d+([/-]\d+)?$", operand):
        raise UnknownResultError
    if op in {"<", ">", "<=", ">="}:
        raise UnknownResultError
    pattern = re.compile(_wildcard(operand.casefold()), re.DOTALL)
    if op == "<>":
        return lambda value: not (_is_text(value) and pattern.fullmatch(value.casefold()))
    return lambda value: _is_text(value) and pattern.fullmatch(value.casefold()) is not None


def _blank_matcher(op: str) -> Callable[[Value], bool]:
    if op == "<>":
        return lambda value: value is not None
    if op == "=":
        return lambda value: value is None
    if not op:
        return lambda value: value is None or value == ""
    raise UnknownResultError


def _number_matcher(op: str, number: float, text: str) -> Callable[[Value], bool]:
    if op in {"", "="}:
        return lambda value: (_is_number(value) and value == number) or (_is_text(value) and value.strip() == text)
    if op == "<>":
        return lambda value: not ((_is_number(value) and value == number) or (_is_text(value) and value == text))
    compare = _COMPARE[op]
    return lambda value: _is_number(value) and compare((value > number) - (value < number))


def _wildcard(text: str) -> str:
    parts = re.findall(r"~[*?~]|\*|\?|[^*?~]+|~", text)
    special = {"*": ".*", "?": "."}
    return "".join(
        special.get(part) or re.escape(part[1:] if part[0] == "~" and len(part) > 1 else part) for part in parts
    )


def _chosen(machine: _Machine, pairs: list[tuple[Node, Node]]) -> list[list[bool]]:
    """Return which cells meet all conditions."""
    kept: list[list[bool]] | None = None
    for area, criterion in pairs:
        if not isinstance(area, Ref):
            raise UnknownResultError
        meets = _matcher(machine.scalar(criterion))
        tests = [[meets(value) for value in row] for row in machine.block(_used(machine, area))]
        if kept is None:
            kept = tests
        elif (len(kept), len(kept[0])) != (len(tests), len(tests[0])):
            raise _ErrorFoundError(VALUE)
        else:
            kept = [
                [a and b for a, b in zip(first, second, strict=True)] for first, second in zip(kept, tests, strict=True)
            ]
    return kept or []


def _used(machine: _Machine, ref: Ref) -> Ref:
    """Whole columns are read down to the last row in use."""
    if ref.form != "cols":
        return ref
    columns = machine.grid.sheets.get(machine.key(ref), {})
    last = max((max(rows) for rows in columns.values() if rows), default=1)
    return Ref(ref.sheet, 1, ref.col1, last, ref.col2, ref.locks, "range")


def _count_if(machine: _Machine, args: tuple[Node, ...]) -> Value:
    try:
        kept = _chosen(machine, list(zip(args[::2], args[1::2], strict=True)))
    except _ErrorFoundError as error:
        return error.value
    return sum(map(sum, kept))


def _sum_ifs(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return _conditional(machine, args[0], args[1:], _total)


def _sum_if(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return _conditional(machine, args[2] if len(args) > 2 else args[0], args[:2], _total)  # noqa: PLR2004


def _average_if(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return _conditional(machine, args[2] if len(args) > 2 else args[0], args[:2], _mean)  # noqa: PLR2004


def _average_ifs(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return _conditional(machine, args[0], args[1:], _mean)


def _conditional(
    machine: _Machine, summed: Node, conditions: tuple[Node, ...], fold: Callable[[list[float]], Value]
) -> Value:
    try:
        kept = _chosen(machine, list(zip(conditions[::2], conditions[1::2], strict=True)))
        if not isinstance(summed, Ref):
            raise UnknownResultError
        cells = machine.block(_used(machine, summed))
    except _ErrorFoundError as error:
        return error.value
    if (len(cells), len(cells[0])) != (len(kept), len(kept[0])):
        raise UnknownResultError
    taken = [v for row, tests in zip(cells, kept, strict=True) for v, test in zip(row, tests, strict=True) if test]
    error_value = next((value for value in taken if isinstance(value, ErrorValue)), None)
    return error_value if error_value is not None else fold([value for value in taken if _is_number(value)])


def _sum_product(machine: _Machine, args: tuple[Node, ...]) -> Value:
    parts = [machine.matrix(arg) for arg in args]
    if len({(len(part), len(part[0])) for part in parts}) > 1:
        return VALUE
    total = []
    for cells in zip(*[[value for row in part for value in row] for part in parts], strict=True):
        error = next((value for value in cells if isinstance(value, ErrorValue)), None)
        if error is not None:
            return error
        total.append(math.prod(value if _is_number(value) else 0 for value in cells))
    return _total(total)


# -- looking up


def _match(machine: _Machine, args: tuple[Node, ...]) -> Value:
    wanted = machine.scalar(args[0])
    if len(args) < 3 or machine.scalar(args[2]) != 0 or isinstance(wanted, ErrorValue):  # noqa: PLR2004
        raise UnknownResultError
    cells = [value for row in machine.matrix(args[1]) for value in row]
    return next((n for n, value in enumerate(cells, 1) if value is not None and _equal(value, wanted)), NA)


def _vlookup(machine: _Machine, args: tuple[Node, ...]) -> Value:
    wanted, column = machine.scalar(args[0]), machine.scalar(args[2])
    if len(args) < 4 or machine.truth(args[3]) is not False or not _is_number(column):  # noqa: PLR2004
        raise UnknownResultError
    table = machine.matrix(args[1])
    if isinstance(wanted, ErrorValue):
        return wanted
    if not 1 <= int(column) <= len(table[0]):
        return VALUE if column < 1 else REF
    return next((row[int(column) - 1] for row in table if row[0] is not None and _equal(row[0], wanted)), NA)


def _index(machine: _Machine, args: tuple[Node, ...]) -> Value:
    table = machine.matrix(args[0])
    numbers = [machine.scalar(arg) for arg in args[1:]]
    error = next((value for value in numbers if isinstance(value, ErrorValue)), None)
    if error is not None:
        return error
    row = int(_number(numbers[0]))
    col = int(_number(numbers[1])) if len(numbers) > 1 else 1
    if len(table) == 1 and len(numbers) == 1:
        row, col = 1, row
    if row < 1 or col < 1:
        raise UnknownResultError
    return table[row - 1][col - 1] if row <= len(table) and col <= len(table[0]) else REF


def _row(machine: _Machine, args: tuple[Node, ...]) -> Value:
    if not args:
        return machine.row
    if isinstance(args[0], Ref) and args[0].form == "cell":
        return args[0].row1 + machine.moved(args[0])
    raise UnknownResultError


def _column(machine: _Machine, args: tuple[Node, ...]) -> Value:
    return machine.col if not args else args[0].col1 if isinstance(args[0], Ref) else _unknown()


def _rows(_machine: _Machine, args: tuple[Node, ...]) -> Value:
    return args[0].row2 - args[0].row1 + 1 if isinstance(args[0], Ref) else _unknown()


def _columns(_machine: _Machine, args: tuple[Node, ...]) -> Value:
    return args[0].col2 - args[0].col1 + 1 if isinstance(args[0], Ref) else _unknown()


_LAZY: dict[str, Callable[[_Machine, tuple[Node, ...]], Value]] = {
    **{name: _fold(name) for name in ("AVERAGE", "MIN", "MAX", "PRODUCT")},
    "SUM": _sum,
    "COUNT": _count,
    "COUNTA": _count_all,
    "COUNTBLANK": _count_blank,
    "SUBTOTAL": _subtotal,
    "IF": _if,
    "IFERROR": _if_error,
    "IFNA": _if_na,
    "AND": _logical(all),
    "OR": _logical(any),
    "CONCAT": _concat,
    "TEXTJOIN": _text_join,
    "COUNTIF": _count_if,
    "COUNTIFS": _count_if,
    "SUMIF": _sum_if,
    "SUMIFS": _sum_ifs,
    "AVERAGEIF": _average_if,
    "AVERAGEIFS": _average_ifs,
    "SUMPRODUCT": _sum_product,
    "MATCH": _match,
    "VLOOKUP": _vlookup,
    "INDEX": _index,
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": _rows,
    "COLUMNS": _columns,
}
