"""Spreadsheet formulas as trees: read, written, and rewritten when rows move.

Whitespace is dropped on writing, everything else is kept: structured references, external links and names pass
through untouched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COL = 16_384
MAX_FORMULA = 8192
MAX_ARGS = 255


class FormulaError(ValueError):
    """The text is not a formula that this module can read."""


# ---------------------------------------------------------------- columns


def col_letters(col: int) -> str:
    """Return the letters of column `col` (1 is `A`)."""
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def col_number(letters: str) -> int:
    """Return the number of the column named by `letters` (`A` is 1)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def split_cell(ref: str) -> tuple[int, int]:
    """Return row and column of a plain reference such as `B12` or `$B$12`."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d+)", ref.strip())
    if match is None or not 1 <= int(match[2]) <= MAX_ROW or col_number(match[1]) > MAX_COL:
        raise FormulaError(ref)
    return int(match[2]), col_number(match[1])


@lru_cache(maxsize=4096)
def split_range(ref: str) -> tuple[int, int, int, int]:
    """Return first row, first column, last row, last column of `A1` or `A1:C4`."""
    first, _, last = ref.partition(":")
    row1, col1 = split_cell(first)
    row2, col2 = split_cell(last or first)
    return min(row1, row2), min(col1, col2), max(row1, row2), max(col1, col2)


def range_text(row1: int, col1: int, row2: int, col2: int) -> str:
    """Return `A1` or `A1:C4`."""
    first = f"{col_letters(col1)}{row1}"
    return first if (row1, col1) == (row2, col2) else f"{first}:{col_letters(col2)}{row2}"


# ---------------------------------------------------------------- trees


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, truth value, error or array constant, or a missing argument, as written."""

    text: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name, a structured reference or an external reference: passed through as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to cells.

    Attributes:
        sheet: Sheet name, or `None` for the formula's own sheet.
        row1, col1, row2, col2: Corners; whole columns run from row 1 to `MAX_ROW`, whole rows alike.
        locks: Which of row1, col1, row2, col2 carry a `$`.
        form: `cell` (A1), `range` (A1:B2), `cols` (A:B) or `rows` (1:2).
        relative: The rows are template rows of the formula's own segment; add the segment's shift.
    """

    sheet: str | None
    row1: int
    col1: int
    row2: int
    col2: int
    locks: tuple[bool, bool, bool, bool] = (False, False, False, False)
    form: str = "cell"
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `name` as written."""

    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign, `@`, or the postfix `%` and `#`."""

    op: str
    operand: Node
    postfix: bool = False


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; the operator may be `:`, a blank (intersection) or nothing (`LAMBDA(x,x+1)(2)`)."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Paren:
    """Parentheses; several items are a union of references."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Stack(Paren):
    """The same place of several sheets: a 3-D reference `'A:C'!B5`, or one to a sheet that comes once for each item.

    Attributes:
        spans: Written as `'A:C'!B5`; the items are then references that differ in their sheets only.
    """

    spans: bool = False


Node = Literal | Name | Ref | Call | Unary | Binary | Paren
MISSING = Literal("")
ZERO = Literal("0", 0)

# ---------------------------------------------------------------- reading

_SHEET = r"(?:'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\])!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<string>"(?:[^"]|"")*")
    |(?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!
        |BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!))
    |(?P<ref>(?:{_SHEET})?(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})
        (?![\w.(\[!]))
    |(?P<func>(?:{_SHEET})?[^\W\d][\w.]*\()
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?)
    |(?P<name>(?:{_SHEET})\#REF!|(?:{_SHEET})?(?:[^\W\d]|\\)[\w.\\?]*(?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])?
        |\[(?:[^\[\]]|\[[^\[\]]*\])*\](?!!))
    |(?P<array>\{{(?:"(?:[^"]|"")*"|[^{{}}"])*\}})
    |(?P<op><>|<=|>=|[-+*/^&=<>%(),:@\#~])""",
    re.VERBOSE,
)
_REF = re.compile(rf"(?P<sheet>{_SHEET})?(?P<first>[^:!]+)(?::(?P<last>[^:!]+))?$")
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)$")
_BINDING = {":": 90, " ": 85, "^": 50, "*": 40, "/": 40, "+": 30, "-": 30, "&": 20}
_BINDING |= dict.fromkeys(("=", "<", ">", "<=", ">=", "<>"), 10)
_PREFIX_BINDING = 70
_POSTFIX_BINDING = 60


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the tree of a formula; the leading `=` that some programs write is not part of it.

    Raises:
        FormulaError: The text is not a formula.
    """
    parser = _Parser(tuple(_tokens(text.removeprefix("="))))
    tree = parser.expression(0)
    if parser.peek() is not None:
        raise FormulaError(text)
    return tree


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise FormulaError(text)
        # LibreOffice writes a union as `A1~B1`, which Excel cannot read.
        yield _Token(match.lastgroup, "," if match.group() == "~" else match.group())
        position = match.end()


class _Parser:
    """A precedence parser; a blank counts only between two references, where it means their intersection."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> _Token | None:
        while self.position < len(self.tokens) and self.tokens[self.position].kind == "space":
            self.position += 1
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self, text: str | None = None) -> _Token:
        token = self.peek()
        if token is None or (text is not None and token.text != text):
            raise FormulaError("unexpected end or token")
        self.position += 1
        return token

    def expression(self, floor: int) -> Node:
        left = self.prefix()
        while True:
            spaced = self.position < len(self.tokens) and self.tokens[self.position].kind == "space"
            token = self.peek()
            if token is None:
                return left
            if token.text in {"%", "#"} and floor <= _POSTFIX_BINDING:
                self.take()
                left = Unary(token.text, left, postfix=True)
                continue
            binding = _BINDING.get(token.text) if token.kind == "op" else None
            if binding is not None and binding > floor:
                self.take()
                left = Binary(token.text, left, self.expression(binding))
            elif token.text == "(" and isinstance(left, Call) and not spaced:
                self.take()
                left = Binary("", left, Paren(self.arguments()))
            elif spaced and token.kind in {"ref", "name", "func"} and _BINDING[" "] > floor:
                left = Binary(" ", left, self.expression(_BINDING[" "]))
            else:
                return left

    def prefix(self) -> Node:
        token = self.take()
        if token.kind == "op":
            if token.text in {"-", "+", "@"}:
                return Unary(token.text, self.expression(_PREFIX_BINDING))
            if token.text == "(":
                return Paren(self.arguments())
            raise FormulaError(token.text)
        if token.kind == "func":
            return Call(token.text[:-1], self.arguments())
        return _operand(token)

    def arguments(self) -> tuple[Node, ...]:
        args: list[Node] = []
        token = self.peek()
        if token is not None and token.text == ")":
            self.take()
            return ()
        while True:
            token = self.peek()
            args.append(MISSING if token is not None and token.text in {",", ")"} else self.expression(0))
            closing = self.take()
            if closing.text == ")":
                return tuple(args)
            if closing.text != ",":
                raise FormulaError(closing.text)


def _operand(token: _Token) -> Node:
    text = token.text
    if token.kind == "number":
        return Literal(text, float(text) if any(mark in text for mark in ".eE") else int(text))
    if token.kind == "string":
        return Literal(text, text[1:-1].replace('""', '"'))
    if token.kind == "error":
        return Literal(text, ErrorValue(text))
    if token.kind == "ref":
        return _reference(text)
    if token.kind == "name":
        truth = {"TRUE": True, "FALSE": False}.get(text.upper())
        return Name(text) if truth is None else Literal(text.upper(), truth)
    if token.kind == "array":
        return Name(text)
    raise FormulaError(text)


class ErrorValue(str):
    """An error as a value: `#DIV/0!`."""

    __slots__ = ()


def _reference(text: str) -> Node:
    match = _REF.match(text)
    if match is None:
        return Name(text)
    prefix = match["sheet"]
    sheet = None
    if prefix is not None:
        bare = prefix[:-1]
        if "[" in bare or (":" in bare):
            return Name(text)
        sheet = bare[1:-1].replace("''", "'") if bare.startswith("'") else bare
    first = _CORNER.match(match["first"])
    last = _CORNER.match(match["last"] or match["first"])
    if first is None or last is None:
        return Name(text)
    return _ref_of_corners(sheet, first.groups(), last.groups(), single=match["last"] is None)


def _ref_of_corners(sheet: str | None, first: tuple[str, ...], last: tuple[str, ...], *, single: bool) -> Node:
    """Build a reference of two corners; each is lock, letters, lock, digits (`$B`, `$4` have one half empty)."""
    (lock1, letters1, rowlock1, digits1), (lock2, letters2, rowlock2, digits2) = first, last
    if not letters1:  # whole rows: the lock stands before the digits
        rows = sorted(((int(digits1), bool(lock1 or rowlock1)), (int(digits2), bool(lock2 or rowlock2))))
        (row1, row1_lock), (row2, row2_lock) = rows
        return Ref(sheet, row1, 1, row2, MAX_COL, (row1_lock, False, row2_lock, False), "rows")
    columns = sorted(((col_number(letters1), bool(lock1)), (col_number(letters2), bool(lock2))))
    (col1, col1_lock), (col2, col2_lock) = columns
    if not digits1:
        return Ref(sheet, 1, col1, MAX_ROW, col2, (False, col1_lock, False, col2_lock), "cols")
    rows = sorted(((int(digits1), bool(rowlock1)), (int(digits2), bool(rowlock2))), key=lambda row: row[0])
    (row1, row1_lock), (row2, row2_lock) = rows
    if row1 < 1 or row2 > MAX_ROW or col2 > MAX_COL:
        return Name(f"{'' if sheet is None else sheet_prefix(sheet)}{''.join(first)}")  # LOG10, TB2026999: a name
    return Ref(
        sheet, row1, col1, row2, col2, (row1_lock, col1_lock, row2_lock, col2_lock), "cell" if single else "range"
    )


# ---------------------------------------------------------------- writing

_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*$")
_NAME_OF_SHEET = re.compile(r"(?:'((?:[^':\[\]]|'')+)'|([^'!:\[\]]+))!([^\W\d][\w.\\]*)$")
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+$|[Rr][0-9]*([Cc][0-9]*)?$|[Cc][0-9]*$")


def sheet_prefix(sheet: str) -> str:
    """Return the sheet name as formulas write it, quoted when it must be, with its `!`."""
    if sheet.isascii() and _PLAIN_SHEET.match(sheet) and not _LIKE_CELL.match(sheet):
        return f"{sheet}!"
    return "'" + sheet.replace("'", "''") + "'!"


def split_name(text: str) -> tuple[str | None, str]:
    """Return the sheet of a defined name, when it says one (`'Phụ lục 1'!Tong`), and the name."""
    match = _NAME_OF_SHEET.match(text)
    if match is None:
        return None, text
    return (match[1].replace("''", "'") if match[1] else match[2]), match[3]


def ref_text(ref: Ref, shift: int = 0) -> str:
    """Return a reference as formulas write it; `shift` is added to the rows of a relative one."""
    if not ref.relative:
        shift = 0
    prefix = "" if ref.sheet is None else sheet_prefix(ref.sheet)
    lock = ["$" if locked else "" for locked in ref.locks]
    row1, row2 = f"{lock[0]}{ref.row1 + shift}", f"{lock[2]}{ref.row2 + shift}"
    if ref.form == "rows":
        return f"{prefix}{row1}:{row2}"
    col1, col2 = f"{lock[1]}{col_letters(ref.col1)}", f"{lock[3]}{col_letters(ref.col2)}"
    if ref.form == "cols":
        return f"{prefix}{col1}:{col2}"
    if ref.form == "cell":
        return f"{prefix}{col1}{row1}"
    return f"{prefix}{col1}{row1}:{col2}{row2}"


def write(node: Node, shift: int = 0) -> str:
    """Return the formula text of a tree, without `=`."""
    if isinstance(node, Literal | Name):
        return node.text
    if isinstance(node, Ref):
        return ref_text(node, shift)
    if isinstance(node, Call):
        return f"{node.name}({','.join(write(arg, shift) for arg in node.args)})"
    if isinstance(node, Unary):
        operand = write(node.operand, shift)
        return f"{operand}{node.op}" if node.postfix else f"{node.op}{operand}"
    if isinstance(node, Binary):
        return f"{write(node.left, shift)}{node.op}{write(node.right, shift)}"
    return _union_text(node, shift)


def pattern(node: Node) -> tuple[str, tuple[int, ...]]:
    """Return a formula as a format of `%`, and the template rows that it asks for: those of relative references."""
    rows: list[int] = []

    def marked(digits: re.Match[str]) -> str:
        rows.append(int(digits.group()))
        return _ROW_MARK

    def change(ref: Ref) -> Node:
        if not ref.relative or ref.form == "cols":
            return ref
        prefix = "" if ref.sheet is None else sheet_prefix(ref.sheet)
        return Name(prefix + re.sub(r"[0-9]+", marked, ref_text(ref)[len(prefix) :]))

    text = write(map_refs(node, change))
    return text.replace("%", "%%").replace(_ROW_MARK, "%d"), tuple(rows)


_ROW_MARK = "\x00"


def _union_text(node: Paren, shift: int) -> str:
    if isinstance(node, Stack) and node.spans:
        return _span_text(node)
    return f"({','.join(write(item, shift) for item in node.items)})"


def _span_text(stack: Stack) -> str:
    """Return `'A:C'!B5` of the references of a stack."""
    refs = [item for item in stack.items if isinstance(item, Ref)]
    first, last = refs[0].sheet or "", refs[-1].sheet or ""
    quoted = any(sheet_prefix(name).startswith("'") for name in (first, last))
    prefix = "'" + f"{first}:{last}".replace("'", "''") + "'!" if quoted else f"{first}:{last}!"
    return prefix + ref_text(replace(refs[0], sheet=None))


def map_refs(node: Node, change: Callable[[Ref], Node]) -> Node:
    """Return the tree with every reference replaced by what `change` makes of it."""
    if isinstance(node, Ref):
        return change(node)
    if isinstance(node, Call):
        return Call(node.name, tuple(map_refs(arg, change) for arg in node.args))
    if isinstance(node, Unary):
        return replace(node, operand=map_refs(node.operand, change))
    if isinstance(node, Binary):
        return Binary(node.op, map_refs(node.left, change), map_refs(node.right, change))
    if isinstance(node, Paren):
        return replace(node, items=tuple(map_refs(item, change) for item in node.items))
    return node


def map_leaves(node: Node, change: Callable[[Ref | Name], Node]) -> Node:
    """Return the tree with every reference and every name replaced by what `change` makes of it."""
    if isinstance(node, Ref | Name):
        return change(node)
    if isinstance(node, Call):
        return Call(node.name, tuple(map_leaves(arg, change) for arg in node.args))
    if isinstance(node, Unary):
        return replace(node, operand=map_leaves(node.operand, change))
    if isinstance(node, Binary):
        return Binary(node.op, map_leaves(node.left, change), map_leaves(node.right, change))
    if isinstance(node, Paren):
        return replace(node, items=tuple(map_leaves(item, change) for item in node.items))
    return node


def refs_of(node: Node) -> Iterator[Ref]:
    """Yield every reference of a tree."""
    if isinstance(node, Ref):
        yield node
    elif isinstance(node, Call):
        for arg in node.args:
            yield from refs_of(arg)
    elif isinstance(node, Unary):
        yield from refs_of(node.operand)
    elif isinstance(node, Binary):
        yield from refs_of(node.left)
        yield from refs_of(node.right)
    elif isinstance(node, Paren):
        for item in node.items:
            yield from refs_of(item)


def is_lost(text: str) -> bool:
    """Return whether a formula names what Excel has deleted: `#REF!`, not in a text or the name of a sheet."""
    return "#REF!" in text and "#REF!" in _QUOTED.sub("", text)


_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'")


def calls_of(node: Node) -> Iterator[Call]:
    """Yield every function call of a tree."""
    if isinstance(node, Call):
        yield node
    parts: tuple[Node, ...] = ()
    if isinstance(node, Call):
        parts = node.args
    elif isinstance(node, Binary):
        parts = (node.left, node.right)
    elif isinstance(node, Unary):
        parts = (node.operand,)
    elif isinstance(node, Paren):
        parts = node.items
    for part in parts:
        yield from calls_of(part)


def names_of(node: Node) -> Iterator[Name]:
    """Yield every name of a tree."""
    found: list[Name] = []

    def keep(leaf: Ref | Name) -> Node:
        found.extend([leaf] if isinstance(leaf, Name) else [])
        return leaf

    map_leaves(node, keep)
    yield from found


def moved(node: Node, rows: int, cols: int) -> Node:
    """Return the formula as if it were copied `rows` down and `cols` right: how shared formulas are kept."""

    def change(ref: Ref) -> Node:
        lock_row1, lock_col1, lock_row2, lock_col2 = ref.locks
        whole_rows, whole_cols = ref.form == "rows", ref.form == "cols"
        row1 = ref.row1 if lock_row1 or whole_cols else _wrapped(ref.row1 + rows, MAX_ROW)
        row2 = ref.row2 if lock_row2 or whole_cols else _wrapped(ref.row2 + rows, MAX_ROW)
        col1 = ref.col1 if lock_col1 or whole_rows else _wrapped(ref.col1 + cols, MAX_COL)
        col2 = ref.col2 if lock_col2 or whole_rows else _wrapped(ref.col2 + cols, MAX_COL)
        return replace(ref, row1=row1, row2=row2, col1=col1, col2=col2)

    return map_refs(node, change)


def _wrapped(value: int, limit: int) -> int:
    return (value - 1) % limit + 1
