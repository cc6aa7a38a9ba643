"""The rows of a loop as a Python function of their own: one format for a row, filled in once.

A row of which every tagged cell holds text, as nearly all rows of a report do, costs one check, one encoding a cell
and one `%`. Numbers and blanks go a second way, and what is rarer goes through `Helpers`. What only the general writer
can judge (texts too long, characters that XML cannot hold) makes the function give up: `SlowRowError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, Final, Protocol
from zlib import adler32

from reportgen.render.xlsx.heights import LONG, SHORT, WEIGHTS, Wrapping, counted, tallest, wrapped
from reportgen.render.xlsx.strings import MAX_TEXT, escape, looks_escaped

ROW: Final = "\x00"
"""Stands for the row number in the XML of a template row."""
ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT: Final = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_END: Final = "</t></is></c>"
_SMALL: Final = 10**15  # whole numbers below are written as they are


class SlowRowError(Exception):
    """A row that the general writer has to write."""


@dataclass(frozen=True, slots=True)
class CodeCell:
    r"""A cell that changes.

    Attributes:
        open: Its XML up to its type: `<c r="A\x00" s="5"`.
        kind: `typed`, `text`, or `other`, which `Helpers.other` writes.
        slot: Number of its value.
        sure: Its value comes from the data as it is, so that its characters have been looked at.
        wrapped: How its text is wrapped, when its height counts.
    """

    open: str
    kind: str
    slot: int
    sure: bool
    wrapped: Wrapping | None


@dataclass(frozen=True, slots=True)
class CodeRow:
    r"""A template row.

    Attributes:
        offset: Rows above it in its segment.
        head: `<row r="\x00" ...`, without what its height adds.
        pieces: XML between the cells that change.
        cells: The cells that change.
        high: Whether its height follows its texts.
        need: Height that its fixed texts need. merged: Whether a fixed merged text takes several lines.
    """

    offset: int
    head: str
    pieces: Sequence[str]
    cells: Sequence[CodeCell]
    high: bool
    need: float = 0.0
    merged: bool = False


class Helpers(Protocol):
    """What a function asks of the writer of its sheet."""

    def other(self, row: int, cell: int, number: int, placed: Any) -> bytes:
        """Return the whole cell, when it holds neither text nor a whole number nor nothing."""

    def shown(self, row: int, cell: int, number: int, placed: Any) -> bytes:
        """Return the text that such a cell shows, for its height."""

    def height(self, row: int, need: float, *, merged: bool) -> bytes:
        """Return the attributes of a row's height."""


Function = Callable[[int, tuple[Any, ...], Any, Helpers], bytes]


def special(text: str) -> bytes:
    """Return a text with what XML and Excel would misread escaped.

    Raises:
        SlowRowError: It cannot stand in its cell, or not as it is.
    """
    if len(text) > MAX_TEXT or looks_escaped(text) or not (text.isprintable() or ILLEGAL.search(text) is None):
        raise SlowRowError
    return escape(text).encode()


def escaped(raw: bytes) -> bytes:
    """Return a text that is in order otherwise with the marks of XML escaped."""
    return raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def code_of(rows: Sequence[CodeRow]) -> CodeType:
    """Return the code of the function that writes the rows of a segment."""
    return compile("\n".join(_source(rows)), "<rows>", "exec")


def function_of(code: CodeType, rows: Sequence[CodeRow]) -> Function:
    """Return the function itself."""
    names: dict[str, Any] = {
        "special": special,
        "escaped": escaped,
        "tallest": tallest,
        "counted": counted,
        "wrapped": wrapped,
    }
    names |= {"adler32": adler32, "WEIGHTS": WEIGHTS}
    for number, row in enumerate(rows):
        names[f"W{number}"] = [cell.wrapped for cell in row.cells if cell.wrapped is not None]
    exec(code, names)  # noqa: S102  our own source, made above of numbers and quoted XML
    made: Function = names["write"]
    return made


def _source(rows: Sequence[CodeRow]) -> Iterator[str]:
    yield "def write(start, values, placed, helpers):"
    cells = [(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row.cells)]
    for r, row in enumerate(rows):
        yield f"    n{r} = b'%d' % (start + {row.offset})"
    texts = [(r, c, cell) for r, c, cell in cells if cell.kind != "other"]
    for r, c, cell in texts:
        yield f"    a{r}_{c} = values[{cell.slot}]"
    for r, c, cell in cells:
        if cell.kind == "other" and cell.wrapped is not None:
            yield f"    r{r}_{c} = helpers.shown({r}, {c}, start + {rows[r].offset}, placed)"
    if texts:
        yield f"    if {' and '.join(f'a{r}_{c}.__class__ is str and a{r}_{c}' for r, c, _ in texts)}:"
        for r, c, cell in texts:
            yield f"        r{r}_{c} = a{r}_{c}.encode()"
            yield f"        x{r}_{c} = {_escaped(f'{r}_{c}', sure=cell.sure)}"
        yield from _finish(rows, "        ", plain=True)
    for r, c, cell in texts:
        yield from _mixed(f"{r}_{c}", f"n{r}", f"helpers.other({r}, {c}, start + {rows[r].offset}, placed)", cell)
    yield from _finish(rows, "    ", plain=False)


def _escaped(name: str, *, sure: bool) -> str:
    fine = " and ".join(f"{mark!r} not in a{name}" for mark in "&<>")
    checked = "" if sure else f" and a{name}.isprintable()"
    common = f"len(r{name}) <= {MAX_TEXT}{checked} and '_' not in a{name}"
    return f"(r{name} if {fine} else escaped(r{name})) if {common} else special(a{name})"


def _mixed(name: str, number: str, other: str, cell: CodeCell) -> Iterator[str]:
    """Yield the lines for a cell of any value."""
    opening = _bytes(cell.open)
    yield f"    r{name} = b''"
    yield f"    if a{name}.__class__ is str and a{name}:"
    yield f"        r{name} = a{name}.encode()"
    form = _literal(opening + _bytes(_TEXT), b"%b", _bytes(_TEXT_END))
    yield f"        c{name} = {form} % ({number}, {_escaped(name, sure=cell.sure)})"
    yield f"    elif a{name}.__class__ is int and -{_SMALL} < a{name} < {_SMALL}:"
    yield f"        c{name} = {_literal(opening, b'><v>%d</v></c>')} % ({number}, a{name})"
    yield f"    elif a{name} is None or a{name} == '':"
    yield f"        c{name} = {_literal(opening, b'/>')} % {number}"
    yield "    else:"
    yield f"        c{name} = {other}"


def _finish(rows: Sequence[CodeRow], indent: str, *, plain: bool) -> Iterator[str]:
    """Yield the lines that put the row together."""
    form: list[bytes] = []
    arguments: list[str] = []
    for r, row in enumerate(rows):
        if row.high:
            yield from (indent + line for line in _high(r, row, plain=plain))
        _add(form, arguments, row.head, r)
        form.append(b"%b>" if row.high else b">")
        arguments += [f"h{r}"] if row.high else []
        for c, (piece, cell) in enumerate(zip(row.pieces, row.cells, strict=False)):
            _add(form, arguments, piece, r)
            if cell.kind == "other":
                form.append(b"%b")
                arguments.append(f"helpers.other({r}, {c}, start + {row.offset}, placed)")
            elif plain:
                _add(form, arguments, cell.open + _TEXT, r)
                form += [b"%b", _bytes(_TEXT_END)]
                arguments.append(f"x{r}_{c}")
            else:
                form.append(b"%b")
                arguments.append(f"c{r}_{c}")
        _add(form, arguments, row.pieces[-1] + "</row>", r)
    yield f"{indent}return {b''.join(form)!r} % ({', '.join(arguments)},)"


def _high(r: int, row: CodeRow, *, plain: bool) -> Iterator[str]:
    """Yield the lines that work out the height of a row: in whole lines when all of its cells have lines of one size.

    They do what `heights.tallest` does, cell by cell.
    """
    cells = [(f"{r}_{c}", cell.wrapped) for c, cell in enumerate(row.cells) if cell.wrapped is not None]
    known = {f"{r}_{c}" for c, cell in enumerate(row.cells) if plain and cell.kind != "other"}
    sizes = {cell.points for _, cell in cells}
    if len(sizes) > 1 or row.need or any(cell.merged for _, cell in cells):
        texts = ", ".join(f"r{name}" for name, _ in cells)
        yield f"need, merged = tallest(({texts},), W{r}, {row.need!r})"
        yield f"h{r} = helpers.height({r}, need, merged=merged or {row.merged})"
        return
    yield "k = 0"
    for name, cell in cells:
        over, under = 16 * (cell.steps - cell.spared), 16 * cell.spared
        broken = f"'\\n' in a{name}" if name in known else f"b'\\n' in r{name}"
        yield f"if len(r{name}) > {SHORT} or {broken}:"
        yield f"    t{name}, m = 0, counted(r{name}, {cell.room})"
        yield "else:"
        yield f"    t{name} = adler32(r{name}.translate(WEIGHTS)) & 65535"
        yield f"    m = (15 * t{name} + {over - 1 - under}) // {over}"
        yield "if m > k:"
        yield "    k = m"
    for name, cell in sorted(cells, key=lambda one: one[1].steps):  # the narrowest first: it has most lines
        doubt = f"t{name} > k * {cell.steps - cell.wasted} - {cell.margin}"
        yield f"if {doubt} or t{name} > {LONG} * (r{name}.count(b' ') + 1):"
        yield f"    k = max(k, wrapped(r{name}, {cell.room}))"
    yield f"h{r} = helpers.height({r}, k * {sizes.pop() if sizes else 0.0!r}, merged={row.merged})"


def _add(form: list[bytes], arguments: list[str], xml: str, row: int) -> None:
    form.append(_bytes(xml))
    arguments += [f"n{row}"] * xml.count(ROW)


def _bytes(xml: str) -> bytes:
    """Return XML as part of a format."""
    return xml.replace("%", "%%").encode().replace(ROW.encode(), b"%b")


def _literal(*parts: bytes) -> str:
    return repr(b"".join(parts))
