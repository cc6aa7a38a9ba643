"""The rows of a loop as a Python function of their own, which writes one row after another as bytes.

A cell costs one encoding and a few looks at its text, a row one `join`: the function is straight-line code, made for
the cells of its template row, with all that does not change in it as constants. Texts, whole numbers and blanks are
written here, and what is rarer goes through `Helpers`. What only the general writer can judge (texts too long,
characters that XML cannot hold) makes the function stop before the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, Final, Protocol

from reportgen.render.deflate import adler32
from reportgen.render.xlsx.heights import BLANK_WEIGHT, LONG, SHORT, WASTED, WEIGHTS, WIDEST, Wrapping, tallest, wrapped
from reportgen.render.xlsx.strings import MAX_TEXT, looks_escaped

ROW: Final = "\x00"
"""Stands for the row number in the XML of a template row."""
ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT: Final = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_END: Final = "</t></is></c>"
_SMALL: Final = 10**15  # whole numbers below are written as they are
_BREAK: Final = ord("\n")


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
        high: Whether its height follows its texts. exact: Whether line by line.
        need: Height that its fixed texts need. merged: Whether a fixed merged text takes several lines.
    """

    offset: int
    head: str
    pieces: Sequence[str]
    cells: Sequence[CodeCell]
    high: bool
    exact: bool = True
    need: float = 0.0
    merged: bool = False


class Helpers(Protocol):
    """What a function asks of the writer of its sheet."""

    @property
    def heights(self) -> Sequence[Mapping[int, bytes]]:
        """Return, for each row of the segment, the attributes of its height by the lines that it needs."""

    def other(self, row: int, cell: int, number: int, placed: Any) -> bytes:
        """Return the whole cell, when it holds neither text nor a whole number nor nothing."""

    def shown(self, row: int, cell: int, number: int, placed: Any) -> bytes:
        """Return the text that such a cell shows, for its height."""

    def height(self, row: int, need: float, *, merged: bool) -> bytes:
        """Return the attributes of a row's height."""


Function = Callable[[int, Sequence[tuple[Any, ...]], Any, Helpers, Callable[[bytes], None]], int]
"""Writes turns of a loop from an output row on: their values, the `Placed` or `Turns` that they belong to, the helpers,
and where the XML goes. Returns the row it has come to: that behind the last turn, or that of the turn that it leaves to
the general writer.
"""


def guard(texts: Sequence[Any]) -> None:
    """Look closer at the texts of a row that is long, or in which something looks unusual.

    Raises:
        SlowRowError: One of them cannot stand in its cell, or not as it is.
    """
    for text in texts:
        if text.__class__ is str and (
            len(text) > MAX_TEXT
            or looks_escaped(text)
            or not (text.isprintable() or (ILLEGAL.search(text) is None and "\r" not in text))
        ):
            raise SlowRowError


def escaped(raw: bytes) -> bytes:
    """Return a text that is in order otherwise with the marks of XML escaped."""
    return raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def code_of(rows: Sequence[CodeRow]) -> CodeType:
    """Return the code of the function that writes the rows of a segment."""
    return compile("\n".join(_source(rows)), "<rows>", "exec")


def function_of(code: CodeType, rows: Sequence[CodeRow]) -> Function:
    """Return the function itself."""
    names: dict[str, Any] = {"guard": guard, "escaped": escaped, "tallest": tallest, "wrapped": wrapped}
    names |= {"adler32": adler32(), "WEIGHTS": WEIGHTS, "join": b"".join, "Stop": (SlowRowError, UnicodeEncodeError)}
    for number, row in enumerate(rows):
        names[f"W{number}"] = [cell.wrapped for cell in row.cells if cell.wrapped is not None]
    exec(code, names)  # noqa: S102  our own source, made above of numbers and quoted XML
    made: Function = names["write"]
    return made


def _source(rows: Sequence[CodeRow]) -> Iterator[str]:
    yield "def write(start, values, placed, helpers, add):"
    yield from (f"  H{r} = helpers.heights[{r}]" for r, row in enumerate(rows) if row.high)
    yield "  try:"
    yield "    for v in values:"
    for r, row in enumerate(rows):
        yield from ("      " + line for line in _row(r, row))
    for r, row in enumerate(rows):
        yield f"      add(x{r})" if not row.high else f"      add(h{r}); add(x{r})"
    yield f"      start += {max(row.offset for row in rows) + 1}"
    yield "  except Stop:"
    yield "    pass"
    yield "  return start"


def _row(r: int, row: CodeRow) -> Iterator[str]:
    """Yield the lines that make one row: `h` its head with the height, where it has one, and `x` all behind it."""
    yield f"n{r} = b'%d' % (start + {row.offset})"
    for c, cell in enumerate(row.cells):
        yield from _cell(r, c, cell, f"start + {row.offset}", high=row.high)
    parts = [] if row.high else [*_with_number(row.head + ">", r)]
    for c, (piece, cell) in enumerate(zip(row.pieces, row.cells, strict=False)):
        parts += _with_number(piece, r)
        if cell.kind == "other":
            parts.append(f"x{r}_{c}")
        else:
            parts += [*_with_number(_reference(cell), r), f"o{r}_{c}", f"x{r}_{c}", f"e{r}_{c}"]
    parts += _with_number(row.pieces[-1] + "</row>", r)
    yield f"x{r} = join(({', '.join(parts)},))"
    texts = [(f"a{r}_{c}", cell) for c, cell in enumerate(row.cells) if cell.kind != "other"]
    if texts:
        doubts = [f"len(x{r}) > {MAX_TEXT}", f"{ord('_')} in x{r}"]
        doubts += [f"({a}.__class__ is str and not {a}.isprintable())" for a, cell in texts if not cell.sure]
        yield f"if {' or '.join(doubts)}:"
        yield f"  guard(({', '.join(name for name, _ in texts)},))"
    if row.high:
        yield from _high(r, row)


def _cell(r: int, c: int, cell: CodeCell, number: str, *, high: bool) -> Iterator[str]:
    """Yield the lines that set a cell: `o`, `x` and `e` what follows its reference, `r` its text when heights count."""
    name = f"{r}_{c}"
    tall = high and cell.wrapped is not None
    if cell.kind == "other":
        yield f"x{name} = helpers.other({r}, {c}, {number}, placed)"
        if tall:
            yield f"r{name} = helpers.shown({r}, {c}, {number}, placed)"
        return
    before = len(_reference(cell)) - 1  # the number stands for one letter
    style = cell.open[before + 1 :]
    yield f"a{name} = v[{cell.slot}]"
    yield f"if a{name}.__class__ is str and a{name}:"
    yield f"  x{name} = " + (f"r{name} = " if tall else "") + f"a{name}.encode()"
    yield f"  o{name} = {(style + _TEXT).encode()!r}; e{name} = {_TEXT_END.encode()!r}"
    yield f"  if {' or '.join(f'{mark!r} in a{name}' for mark in '&<>')}:"
    yield f"    x{name} = escaped(x{name})"
    yield "else:"
    if tall:
        yield f"  r{name} = b''"
    yield f"  if a{name}.__class__ is int and -{_SMALL} < a{name} < {_SMALL}:"
    yield f"    o{name} = {(style + '><v>').encode()!r}; x{name} = b'%d' % a{name}; e{name} = b'</v></c>'"
    yield f"  elif a{name} is None or a{name} == '':"
    yield f"    o{name} = {(style + '/>').encode()!r}; x{name} = e{name} = b''"
    yield "  else:"
    yield f"    x{name} = helpers.other({r}, {c}, {number}, placed)[{before} + len(n{r}):]; o{name} = e{name} = b''"


def _reference(cell: CodeCell) -> str:
    """Return the XML of a cell up to its row number, and this."""
    return cell.open[: cell.open.index(ROW) + 1]


def _with_number(xml: str, r: int) -> Iterator[str]:
    """Yield the pieces of XML around row numbers, and these."""
    for place, piece in enumerate(xml.split(ROW)):
        if place:
            yield f"n{r}"
        if piece:
            yield repr(piece.encode())


def _high(r: int, row: CodeRow) -> Iterator[str]:
    """Yield the lines that work out the height of a row: in whole lines when all of its cells have lines of one size.

    They do what `heights.tallest` does, cell by cell.
    """
    cells = [(f"{r}_{c}", cell.wrapped) for c, cell in enumerate(row.cells) if cell.wrapped is not None]
    others = [f"{r}_{c}" for c, cell in enumerate(row.cells) if cell.wrapped is not None and cell.kind == "other"]
    sizes = {cell.points for _, cell in cells}
    head = f"join(({', '.join(_with_number(row.head, r))}, {{}}, b'>'))"
    texts = "".join(f"r{name}, " for name, _ in cells)
    need = [
        f"need, merged = tallest(({texts}), W{r}, {row.need!r}, exact={row.exact})",
        f"h{r} = {head.format(f'helpers.height({r}, need, merged=merged or {row.merged})')}",
    ]
    if len(sizes) > 1 or row.need or row.merged or any(cell.merged for _, cell in cells):
        yield from need
        return
    yield f"if {' or '.join(f'{_BREAK} in {text}' for text in (f'x{r}', *(f'r{name}' for name in others)))}:"
    yield from ("  " + line for line in need)
    yield "else:"
    yield f"  u = 1.0 if {' or '.join(f'r{name}' for name, _ in cells) or False} else 0.0"
    yield from ("  " + line for line in (_lines if row.exact else _ample)(cells))
    yield f"  h{r} = {head.format(f'H{r}[k]')}"


def _lines(cells: Sequence[tuple[str, Wrapping]]) -> Iterator[str]:
    """Yield the lines of code that count the lines of the highest text, `k`."""
    for name, cell in cells:
        factor = 15 / (16 * (cell.steps - cell.spared)) * (1 - 1e-9)  # never above the fraction that it stands for
        yield f"t{name} = 0"
        yield from _weighed(name, cell, f"t{name}")
        yield f"    m = t{name} * {factor!r} - {cell.spared / (cell.steps - cell.spared)!r}"
        yield "  if m > u:"
        yield "    u = m"
    yield "k = -int(-u // 1)"
    for name, cell in sorted(cells, key=lambda one: one[1].steps):  # the narrowest first: it has most lines
        yield f"if t{name} > {cell.steps}:"
        yield f"  w = t{name} / (b{name} + 1)"
        yield f"  if t{name} + w > k * ({cell.steps} - {WASTED} * w) or w > {cell.steps / LONG}:"
        yield f"    m = wrapped(r{name}, {cell.room})"
        yield "    if m > k:"
        yield "      k = m"


def _ample(cells: Sequence[tuple[str, Wrapping]]) -> Iterator[str]:
    """Yield the lines of code that find `k` lines in which every text surely has place."""
    for name, cell in cells:
        yield from _weighed(name, cell, "t")
        yield f"    w = t / (b{name} + 1)"
        ample = f"(t + w) / ({cell.steps} - {WASTED} * w)"
        yield f"    m = {ample} if w <= {cell.steps / LONG} else wrapped(r{name}, {cell.room})"
        yield f"    if t <= {cell.steps}:"
        yield "      m = 1.0"
        yield "  if m > u:"
        yield "    u = m"
    yield "k = -int(-u // 1)"


def _weighed(name: str, cell: Wrapping, total: str) -> Iterator[str]:
    """Yield the lines of code that weigh a text; what so few bytes hold that it stands in one line is left out."""
    yield f"z = len(r{name})"
    yield f"if z > {cell.steps // WIDEST}:"
    yield f"  if z > {SHORT}:"
    yield f"    m = wrapped(r{name}, {cell.room})"
    yield "  else:"
    yield f"    t = r{name}.translate(WEIGHTS, b' ')"
    yield f"    b{name} = z - len(t)"
    yield f"    {total} = (adler32(t) & 65535) + {BLANK_WEIGHT} * b{name}"
