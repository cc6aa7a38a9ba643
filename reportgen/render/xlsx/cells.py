"""Rows and cells of an output sheet: values with their types, formulas with their results, heights."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import CodeType
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from reportgen.problem import Problem, ReportgenError
from reportgen.render.sandbox import spend
from reportgen.render.wording import is_forbidden, names_data, undefined_words
from reportgen.render.xlsx import faults, heights
from reportgen.render.xlsx.evaluate import Grid, Pending, UnknownResultError
from reportgen.render.xlsx.formula import ErrorValue, Node, col_letters, pattern, range_text, split_range, write
from reportgen.render.xlsx.layout import Layout, Placed, Turns
from reportgen.render.xlsx.names import S
from reportgen.render.xlsx.program import split_runs
from reportgen.render.xlsx.rewrite import Formula, Rewriter
from reportgen.render.xlsx.rowcode import ILLEGAL, ROW, CodeCell, CodeRow, Function, code_of, function_of
from reportgen.render.xlsx.rowhelp import Heights, Helpers
from reportgen.render.xlsx.sheet import Cell, Row, Sheet
from reportgen.render.xlsx.strings import (
    MAX_TEXT,
    Run,
    SharedStrings,
    escape,
    escape_attribute,
    looks_escaped,
    rich_item,
    text_element,
)
from reportgen.render.xlsx.styles import DATE_FORMAT, MOMENT_FORMAT, TIME_FORMAT, AddedStyles, Styles

_TOGETHER = 128  # rows that are written before they go to the codec
_WORTH = 8  # rows of a loop from which on a function of their own is made for them
_MAX_DIGITS = 15
_LARGEST = Decimal("9.99e307")
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_DAY = date(1900, 1, 1)
_LEAP_BUG = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was


def serial(value: date | datetime, *, since_1904: bool) -> float | None:
    """Return the number by which Excel knows a day or moment; `None` before its first day."""
    day = value.date() if isinstance(value, datetime) else value
    epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
    if day < (_EPOCH_1904 if since_1904 else _FIRST_DAY):
        return None
    number = (day - epoch).days - (1 if not since_1904 and day < _LEAP_BUG else 0)
    if not isinstance(value, datetime):
        return number
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return number + seconds / 86400 if seconds else number


@dataclass(slots=True)
class Output:
    """What one rendering gathers besides rows."""

    strings: SharedStrings
    styles: AddedStyles
    problems: dict[Problem, None] = field(default_factory=dict)
    uncertain: bool = False
    since_1904: bool = False

    def refuse(self, problem: Problem) -> None:
        """Remember a problem once."""
        self.problems.setdefault(problem)


@dataclass(slots=True)
class _Pattern:
    """A formula met before, as a format once it is met again."""

    tree: Node
    text: str | None = None
    rows: tuple[int, ...] = ()


@dataclass(slots=True)
class Scene:
    """What the rows of one sheet are written from; `loosely` when rows may be a line or two too high."""

    layout: Layout
    grid: Grid | None
    rewriter: Rewriter
    out: Output
    patterns: dict[int, _Pattern] = field(default_factory=dict)
    loosely: bool = False


@dataclass(slots=True)
class _Wrapped:
    """A cell whose wrapped text decides the height of its row."""

    cell: Cell
    wrapping: heights.Wrapping


@dataclass(slots=True)
class _Part:
    """A cell that changes from item to item, with the XML that stands before its content."""

    cell: Cell
    open: str
    text: str
    kind: str


@dataclass(slots=True)
class CompiledRow:
    """A template row as pieces of XML around the cells that change.

    Attributes:
        height: Of the template. exact: Whether somebody has set it.
    """

    row: Row
    offset: int
    head: str
    pieces: list[str]
    parts: list[_Part]
    wrapped: list[_Wrapped]
    height: float | None
    exact: bool


class SheetWriter:
    """Writes the rows of one sheet of the template, as often as asked."""

    def __init__(
        self, sheet: Sheet, styles: Styles, kept: SharedStrings, columns: heights.Columns, default_height: float
    ) -> None:
        self.sheet = sheet
        self.styles = styles
        self.columns = columns
        self.default_height = default_height
        self.merges = _merges(sheet)
        self.rows: list[list[CompiledRow]] = [[] for _ in sheet.shape.segments]
        self.functions: dict[tuple[int, bool], Function] = {}
        self.codes: dict[int, tuple[bytes, list[CodeRow]]] = {}
        self.written: dict[int, int] = {}
        self.lines: list[list[Heights]] = []
        for row in sorted(sheet.rows.values(), key=lambda one: one.number):
            segment = sheet.shape.segment_at(row.number)
            if segment is not None:
                self.rows[segment.number].append(self._compiled(row, row.number - segment.first, kept))

    # -- once for a template

    def _compiled(self, row: Row, offset: int, kept: SharedStrings) -> CompiledRow:
        pieces, parts, chunk = [], [], []
        for cell in row.cells:
            opening = f'<c r="{col_letters(cell.col)}{ROW}"' + (f' s="{cell.style}"' if cell.style else "")
            if cell.entry is not None:
                chunk.append(f'{opening}{cell.attributes} t="s"><v>{kept.entry(cell.entry)}</v></c>')
            elif cell.fixed is not None:
                chunk.append(opening + cell.attributes + cell.fixed)
            else:
                pieces.append("".join(chunk))
                chunk = []
                kind = "formula" if cell.formula is not None else "typed" if cell.typed else "text"
                parts.append(_Part(cell, opening, f'{opening} t="inlineStr">', kind))
        pieces.append("".join(chunk))
        attributes = dict(row.attributes)
        exact = attributes.get("customHeight", "0") in {"1", "true"}
        wrapped = self._wrapped(row)
        own_height = float(attributes["ht"]) if "ht" in attributes else None
        if wrapped:
            attributes.pop("ht", None)
            attributes.pop("customHeight", None)
        prefixes = {uri: prefix for prefix, uri in self.sheet.skeleton.nsmap.items() if prefix}
        named = [(_qualified(name, prefixes), value) for name, value in attributes.items()]
        head = f'<row r="{ROW}"' + "".join(f' {name}="{escape_attribute(v)}"' for name, v in named if name)
        return CompiledRow(row, offset, head, pieces, parts, wrapped, own_height, exact)

    def _wrapped(self, row: Row) -> list[_Wrapped]:
        """Return the cells with wrapped text of a row; none when nothing in them changes."""
        found: list[_Wrapped] = []
        changing = False
        for cell in row.cells:
            form = self.styles.format(cell.style)
            if not form.wraps or form.rotated:
                continue
            last_row, last_col = self.merges.get((cell.row, cell.col), (cell.row, cell.col))
            found.append(_Wrapped(cell, self.columns.wrapping(cell.col, last_col, last_row - cell.row + 1, form)))
            changing = changing or cell.slot is not None or cell.formula is not None
        return found if changing else []

    # -- once for an output

    def fill(self, layout: Layout, grid: Grid, rewriter: Rewriter, out: Output) -> None:
        """Put what the cells hold into the grid, so that formulas can be worked out."""
        key = self.sheet.key
        grid.sheets.setdefault(key, {})
        for placed in layout.placed():
            for row in self.rows[placed.segment.number]:
                number = placed.start + row.offset
                for cell in row.row.cells:
                    if placed.values is None:
                        continue
                    content = self._content(cell, placed, rewriter, out)
                    if content is not None:
                        grid.put(key, number, cell.col, content)

    def _content(self, cell: Cell, placed: Placed, rewriter: Rewriter, out: Output) -> object:
        if cell.formula is not None:
            tree = _tree(cell.formula, placed, rewriter, out)
            return Pending(tree, placed.shift, array=cell.array is not None)
        if cell.slot is None or placed.values is None:
            return cell.value
        value = placed.values[cell.slot]
        if not cell.typed:
            text = "".join(text for _, text in split_runs(str(value))) if len(cell.runs) > 1 else str(value)
            return text or None
        return _seen(value, since_1904=out.since_1904)

    def write(self, scene: Scene) -> Iterator[bytes]:
        """Yield the XML of the rows in order, many together."""
        if not self.lines:
            self.lines = [[Heights(self, row) for row in rows] for rows in self.rows]
        helpers = [Helpers(self, rows, scene, lines) for rows, lines in zip(self.rows, self.lines, strict=True)]
        scene.loosely = self._loosely(scene.layout)
        functions = [
            self._function(segment.number, scene.layout.count(segment), loosely=scene.loosely)
            for segment in self.sheet.shape.segments
        ]
        written: list[bytes] = []
        for piece in scene.layout.pieces:
            number = piece.segment.number
            function = functions[number]
            if function is None:
                for placed in piece.each() if isinstance(piece, Turns) else (piece,):
                    written += self._rows(placed, scene)
            elif isinstance(piece, Placed):
                self._one(function, piece, helpers[number], scene, written)
            else:
                yield from self._many(function, piece, helpers[number], scene, written)
            if len(written) > _TOGETHER:
                yield from _spent(written)
        yield from _spent(written)

    def _loosely(self, layout: Layout) -> bool:
        """Tell whether a sheet has so many rows that they may be too high; see `heights`."""
        counts = [
            len(self.rows[segment.number]) * layout.count(segment)
            for segment in self.sheet.shape.segments
            if segment.block.depth
        ]
        return sum(counts) > heights.EXACT_ROWS

    def _one(self, function: Function, placed: Placed, helpers: Helpers, scene: Scene, written: list[bytes]) -> None:
        """Write one appearance of a segment."""
        values = placed.values
        if values is None or function(placed.start, (values,), placed, helpers, written.append) == placed.start:
            written += self._rows(placed, scene)

    def _many(
        self, function: Function, run: Turns, helpers: Helpers, scene: Scene, written: list[bytes]
    ) -> Iterator[bytes]:
        """Write turns of a loop, some at a time, so that no sheet has to be in memory as a whole."""
        done = 0
        while done < len(run.values):
            some = run.values[done : done + _TOGETHER]
            start = run.start + done * run.height
            turns = (function(start, some, run, helpers, written.append) - start) // run.height
            done += turns
            if turns < len(some):
                written += self._rows(run.each()[done], scene)
                done += 1
            yield from _spent(written)

    def _rows(self, placed: Placed, scene: Scene) -> Iterator[bytes]:
        """Yield the rows of an appearance of a segment, whatever is in them."""
        for row in self.rows[placed.segment.number]:
            yield self._row(row, placed.start + row.offset, placed, scene).encode("utf-8", "replace")

    def _function(self, number: int, count: int, *, loosely: bool) -> Function | None:
        """Return the function for the rows of a segment; `None` when they are too few to be worth one."""
        found = self.functions.get((number, loosely))
        if found is not None:
            return found
        kept = self.codes.get(number)
        if kept is None and self.sheet.program is not None and self._worth(number, count):
            made = self._code(number)
            if made is not None:
                kept = self.codes[number] = (marshal.dumps(made[0]), made[1])
        if kept is None:
            return None
        code, rows = marshal.loads(kept[0]), kept[1]  # noqa: S302  our own
        if loosely and self.sheet.shape.segments[number].block.depth and any(row.high for row in rows):
            rows = [replace(row, exact=False) for row in rows]
            code = code_of(rows)
        found = self.functions[number, loosely] = function_of(code, rows)
        return found

    def _worth(self, number: int, count: int) -> bool:
        """Tell whether the rows of a segment, in this output and the ones before, are worth a function; once a time."""
        before = self.written.get(number, 0)
        self.written[number] = before + count
        return before < _WORTH <= before + count

    def _code(self, number: int) -> tuple[CodeType, list[CodeRow]] | None:
        """Return the code for the rows of a segment; `None` when nothing in them changes."""
        rows = [self._code_row(row) for row in self.rows[number]]
        return (code_of(rows), rows) if any(row.cells for row in rows) else None

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept from one run to the next: everything but the tree and the program of the sheet."""
        codes = self.codes | {
            number: (marshal.dumps(made[0]), made[1])
            for number, segment in enumerate(self.sheet.shape.segments)
            if segment.block.depth and number not in self.codes and (made := self._code(number)) is not None
        }
        bare: Any = {"program": None, "skeleton": None, "segment_slots": [], "scopes": [], "texts": [], "problems": []}
        return {**vars(self), "functions": {}, "lines": [], "codes": codes, "sheet": replace(self.sheet, **bare)}

    def _code_row(self, row: CompiledRow) -> CodeRow:
        wrapped = {id(one.cell): one.wrapping for one in row.wrapped}
        cells = [self._code_cell(part, wrapped.get(id(part.cell))) for part in row.parts]
        changing = {id(part.cell) for part in row.parts}
        fixed = [one for one in row.wrapped if id(one.cell) not in changing]
        texts = [one.cell.value.encode() if isinstance(one.cell.value, str) else b"" for one in fixed]
        need, merged = heights.tallest(texts, [one.wrapping for one in fixed], 0.0)
        return CodeRow(row.offset, row.head, row.pieces, cells, high=bool(row.wrapped), need=need, merged=merged)

    def _code_cell(self, part: _Part, wrapping: heights.Wrapping | None) -> CodeCell:
        cell = part.cell
        plain = part.kind == "typed" or (part.kind == "text" and len(cell.runs) <= 1)
        plain = plain and not any(run.properties for run in cell.runs)
        segment = self.sheet.shape.segment_at(cell.row)
        sure = segment is not None and self.sheet.program.is_data(segment.number, cell.slot or 0)
        return CodeCell(part.open, part.kind if plain else "other", cell.slot or 0, sure, wrapping)

    def _row(self, row: CompiledRow, number: int, placed: Placed, scene: Scene) -> str:
        xml = [row.head, ""]
        for piece, part in zip(row.pieces, row.parts, strict=False):
            xml.append(piece)
            xml.append(self.cell(part, number, placed, scene))
        xml.append(row.pieces[-1])
        if row.wrapped:
            xml[1] = self._height(row, number, placed, scene) + ">"
        else:
            xml[1] = ">"
        xml.append("</row>")
        return "".join(xml).replace(ROW, str(number))

    def cell(self, part: _Part, number: int, placed: Placed, scene: Scene) -> str:
        """Return the XML of a cell that changes."""
        if placed.values is None:
            return part.open + "/>"
        if part.kind == "formula":
            return self._formula(part, number, placed, scene)
        value = placed.values[part.cell.slot or 0]
        return self._typed(part, value, scene.out) if part.kind == "typed" else self._text(part, value, scene.out)

    def _typed(self, part: _Part, value: Any, out: Output) -> str:
        kind = type(value)
        if kind is str:
            return self._string(part, value, out)
        if value is None:
            return part.open + "/>"
        if kind in {int, float, Decimal}:
            return f"{part.open}><v>{_number_text(value, part.cell.where, out)}</v></c>"
        if kind is bool:
            return f'{part.open} t="b"><v>{int(value)}</v></c>'
        return self._other(part, value, out)

    def _other(self, part: _Part, value: Any, out: Output) -> str:
        if isinstance(value, Markup):
            return self._string(part, str(value.unescape()), out)
        if isinstance(value, str):
            return self._string(part, str(value), out)
        if isinstance(value, date):
            number = serial(value, since_1904=out.since_1904)
            if number is None:
                return self._string(part, _long_day(value), out)
            code = MOMENT_FORMAT if isinstance(value, datetime) and number != int(number) else DATE_FORMAT
            return self._dated(part, number, code, out)
        if isinstance(value, time | timedelta):
            code = TIME_FORMAT if isinstance(value, time) else "[h]:mm"
            return self._dated(part, _fraction(value), code, out)
        source = self._source(part.cell)
        if isinstance(value, Undefined):
            out.refuse(undefined_fault(part.cell.where, source, value))
        else:
            out.refuse(faults.not_a_value(part.cell.where, source, value))
        return part.open + "/>"

    def _source(self, cell: Cell) -> str:
        return f"{{{{ {cell.value} }}}}"

    def _dated(self, part: _Part, number: float, code: str, out: Output) -> str:
        style = part.cell.style
        if not self.styles.format(style).is_date:
            style = out.styles.with_code(style, code)
        return f'<c r="{col_letters(part.cell.col)}{ROW}" s="{style}"><v>{number!r}</v></c>'

    def _string(self, part: _Part, text: str, out: Output) -> str:
        if not text:  # a cell that looks blank is blank: COUNTA, ISBLANK and filters must see what people see
            return part.open + "/>"
        if not _fits(text, part.cell.where, out):
            return part.open + "/>"
        if looks_escaped(text):
            return f'{part.open} t="s"><v>{out.strings.entry(f"<si>{text_element(text)}</si>")}</v></c>'
        return f'{part.text}<is><t xml:space="preserve">{escape(text)}</t></is></c>'

    def _text(self, part: _Part, value: Any, out: Output) -> str:
        text = str(value or "")
        if len(part.cell.runs) <= 1:
            properties = part.cell.runs[0].properties if part.cell.runs else ""
            if not properties:
                return self._string(part, text, out)
            runs = [Run(properties, text)] if text else []
        else:
            runs = [Run(part.cell.runs[number].properties, piece) for number, piece in split_runs(text)]
        if not _fits("".join(run.text for run in runs), part.cell.where, out) or not runs:
            return part.open + "/>"
        if looks_escaped("".join(run.text for run in runs)):
            return f'{part.open} t="s"><v>{out.strings.entry(rich_item(runs, "si"))}</v></c>'
        return f"{part.text}{rich_item(runs)}</c>"

    def _formula(self, part: _Part, number: int, placed: Placed, scene: Scene) -> str:
        cell = part.cell
        formula = cell.formula
        if formula is None:
            return part.open + "/>"
        tree = _tree(formula, placed, scene.rewriter, scene.out)
        if tree is None:
            return part.open + "/>"
        opening, result = _result(scene.grid, self.sheet.key, number, cell.col, scene.out)
        shape = _array_attributes(cell, placed, scene.layout) if cell.array else cell.formula_attributes
        text = _text_of(tree, placed.shift, scene.patterns)
        return f"{part.open}{cell.attributes}{opening}><f{shape}>{text}</f>{result}</c>"

    # -- heights

    def _height(self, row: CompiledRow, number: int, placed: Placed, scene: Scene) -> str:
        """Return the height attributes of a row with wrapped text."""
        raws = [self.shown(one.cell, number, placed, scene.grid).encode("utf-8", "replace") for one in row.wrapped]
        exact = not (scene.loosely and placed.segment.block.depth)
        need, merged = heights.tallest(raws, [one.wrapping for one in row.wrapped], 0.0, exact=exact)
        return self.height_text(row, need, merged=merged)

    def height_text(self, row: CompiledRow, need: float, *, merged: bool) -> str:
        """Return the attributes of the height that a row needs."""
        least = (row.height if row.exact else None) or self.default_height
        points = min(heights.MAX_HEIGHT, max(least, -(-need // 0.75) * 0.75))
        custom = ' customHeight="1"' if row.exact or (merged and points > self.default_height) else ""
        return f' ht="{points:g}"{custom}'

    def shown(self, cell: Cell, number: int, placed: Placed, grid: Grid | None) -> str:
        """Return the text of a cell, when it holds text."""
        if placed.values is None:
            return ""
        if cell.slot is not None:
            value = placed.values[cell.slot]
            if len(cell.runs) > 1:
                return "".join(text for _, text in split_runs(str(value)))
            return value if isinstance(value, str) else ""
        if cell.formula is not None and grid is not None:
            try:
                result = grid.value(self.sheet.key, number, cell.col)
            except UnknownResultError:
                return ""
            return result if isinstance(result, str) else ""
        return cell.value if isinstance(cell.value, str) else ""


def _spent(written: list[bytes]) -> list[bytes]:
    """Return what was written, counted, and leave the list empty."""
    taken = written.copy()
    written.clear()
    spend(sum(map(len, taken)) >> 1)
    return taken


def _text_of(tree: Node, shift: int, patterns: dict[int, _Pattern]) -> str:
    """Return the text of a formula as XML; from the second item on what repeats but for the rows is kept ready."""
    known = patterns.get(id(tree))
    if known is None:
        patterns[id(tree)] = _Pattern(tree)
        return escape(write(tree, shift))
    if known.text is None:
        text, known.rows = pattern(tree)
        known.text = escape(text)
    return known.text % tuple(row + shift for row in known.rows)


def _tree(formula: Formula, placed: Placed, rewriter: Rewriter, out: Output) -> Any:
    try:
        return rewriter.tree(formula, placed)
    except ReportgenError as error:
        for problem in error.problems:
            out.refuse(problem)
        return None


def _result(grid: Grid | None, sheet: str, row: int, col: int, out: Output) -> tuple[str, str]:
    """Return the type attribute and the value element of a formula's result; nothing where it is not known."""
    try:
        value = grid.value(sheet, row, col) if grid is not None else None
    except UnknownResultError:
        value = None
    if value is None:
        out.uncertain = True
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, str):
        kind = "e" if isinstance(value, ErrorValue) else "str"
        return f' t="{kind}"', f"<v>{escape(value)}</v>"
    return "", f"<v>{_plain_number(value)}</v>"


def _plain_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 10**_MAX_DIGITS else repr(value)


def _array_attributes(cell: Cell, placed: Placed, layout: Layout) -> str:
    if cell.array is None:
        return ""
    row1, col1, row2, col2 = cell.array
    runs = layout.rows(row1, row2, placed.iteration) or [(row1 + placed.shift, row2 + placed.shift)]
    return f' t="array" ref="{range_text(runs[0][0], col1, runs[-1][1], col2)}"'


def _number_text(value: float | Decimal, where: str, out: Output) -> str:
    """Return a number as XML has it; one that Excel cannot keep is refused."""
    if isinstance(value, int | float) and abs(value) < 10**_MAX_DIGITS:
        return str(value) if isinstance(value, int) else _plain_number(value)
    number = value if isinstance(value, Decimal) else Decimal(value if isinstance(value, int) else repr(value))
    if not number.is_finite() or abs(number) > _LARGEST:
        out.refuse(faults.bad_number(where, "…"))
        return "0"
    if number.adjusted() >= _MAX_DIGITS and _significant(number) > _MAX_DIGITS:
        out.refuse(faults.bad_number(where, f"{number:f}"))
        return "0"
    return str(value) if isinstance(value, int) else _plain_number(float(value))


def _significant(number: Decimal) -> int:
    """Return how many digits a number has besides the zeros at its ends."""
    return len("".join(map(str, number.as_tuple().digits)).strip("0"))


def _seen(value: Any, *, since_1904: bool) -> object:
    """Return a value as formulas see it."""
    if value is None or isinstance(value, Undefined) or value == "":  # what is undefined is told where it is written
        return None
    if type(value) in {str, bool, int}:
        return value
    if isinstance(value, float | Decimal):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1 << 53 else number
    if isinstance(value, date):
        day = serial(value, since_1904=since_1904)
        return _long_day(value) if day is None else day
    if isinstance(value, time | timedelta):
        return _fraction(value)
    return str(value.unescape()) or None if isinstance(value, Markup) else None


def _long_day(value: date) -> str:
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def _fraction(value: time | timedelta) -> float:
    """Return a time of day or a duration in days."""
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    return (value.hour * 3600 + value.minute * 60 + value.second) / 86400


def _fits(text: str, where: str, out: Output) -> bool:
    spend(len(text))
    if len(text) > MAX_TEXT:
        out.refuse(faults.too_long(where, len(text), MAX_TEXT))
        return False
    bad = None if text.isprintable() else ILLEGAL.search(text)
    if bad is not None:
        out.refuse(faults.bad_character(where, text, bad.group()))
        return False
    return True


def undefined_fault(where: str, source: str, value: Undefined) -> Problem:
    """Return the fault of a name that does not exist."""
    if is_forbidden(value):
        return faults.forbidden(where, source)
    owner = value._undefined_obj  # noqa: SLF001  Jinja offers no other way to ask
    name = value._undefined_name  # noqa: SLF001
    if not names_data(value) or not isinstance(name, str):
        return faults.absent(where, source, undefined_words(value))
    known = [key for key in owner if isinstance(key, str)] if isinstance(owner, dict) else []
    return faults.unknown_name(where, name, known)


def _merges(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in sheet.skeleton.iter(f"{S}mergeCell"):
        row1, col1, row2, col2 = split_range(merge.get("ref", "A1"))
        found[row1, col1] = (row2, col2)
    return found


def _qualified(name: str, prefixes: dict[str, str]) -> str | None:
    """Return an attribute name with the prefix of its namespace (`x14ac:dyDescent`); `None` when it has none."""
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    prefix = prefixes.get(namespace)
    return None if prefix is None else f"{prefix}:{local}"


__all__ = ["Output", "SheetWriter", "serial", "undefined_fault"]
