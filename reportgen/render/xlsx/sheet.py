"""One sheet of a template, read once: its cells, its marker rows, and the program that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import Environment

from reportgen.problem import Problem
from reportgen.render.xlsx import faults, program
from reportgen.render.xlsx.evaluate import Pending
from reportgen.render.xlsx.formula import (
    MAX_ROW,
    ErrorValue,
    FormulaError,
    Name,
    Node,
    col_letters,
    moved,
    parse,
    split_cell,
    split_range,
)
from reportgen.render.xlsx.layout import Block, Segment, Shape
from reportgen.render.xlsx.names import S
from reportgen.render.xlsx.names import attributes as attributes_of
from reportgen.render.xlsx.program import EndStep, Marker, Program, SegmentStep, Slot, Step
from reportgen.render.xlsx.rewrite import Formula
from reportgen.render.xlsx.strings import Run, bare_xml, runs_of

if TYPE_CHECKING:
    from lxml import etree

_QUOTED_SHEET = re.compile(r"'(?:[^']|'')+'!")


@dataclass(slots=True)
class Cell:
    """A cell of the template.

    Attributes:
        row, col, style: Where it stands and its format.
        attributes: Further attributes as XML (`cm`, `ph`), rarely any.
        entry: Entry of the shared strings, for a fixed text.
        fixed: The rest of the cell's XML, for a fixed value (type attribute and children).
        value: What formulas see in it, for a fixed value.
        slot: Number of its tagged place in its segment.
        typed: The tag is one expression: its value keeps its type.
        runs: The runs of a rich text with tags.
        formula: Its formula.
        array: Rows and columns of an array formula.
    """

    row: int
    col: int
    style: int
    where: str
    attributes: str = ""
    entry: str | None = None
    fixed: str | None = None
    value: object = None
    slot: int | None = None
    typed: bool = False
    runs: list[Run] = field(default_factory=list)
    formula: Formula | None = None
    array: tuple[int, int, int, int] | None = None
    formula_attributes: str = ""


@dataclass(slots=True)
class Row:
    """A row of the template: its number, its attributes but the number, its cells in order."""

    number: int
    attributes: dict[str, str]
    cells: list[Cell]


@dataclass(slots=True)
class Sheet:
    """A sheet of the template.

    Attributes:
        name: As the template has it. part: Its part. key: Its key among the layouts.
        loop: The statement that makes it come once for each item.
        uncertain: Whether it holds results that only Excel works out.
    """

    name: str
    part: str
    rows: dict[int, Row]
    shape: Shape
    program: Program
    segment_slots: list[list[Slot]]
    scopes: list[frozenset[str]]
    texts: list[Slot]
    skeleton: etree._Element
    problems: list[Problem]
    key: str
    loop: Marker | None = None
    uncertain: bool = False

    @property
    def hides_rows(self) -> bool:
        """Whether some rows are hidden."""
        return any(row.attributes.get("hidden", "0") in {"1", "true"} for row in self.rows.values())

    def slot_list(self, row: int) -> list[Slot]:
        """Return the tagged places that are worked out where a template row is; those of the sheet for a marker."""
        segment = self.shape.segment_at(row)
        return self.texts if segment is None else self.segment_slots[segment.number]

    def formulas(self) -> Iterator[Formula]:
        """Yield the formulas of the cells."""
        for row in self.rows.values():
            for cell in row.cells:
                if cell.formula is not None:
                    yield cell.formula


class SheetReader:
    """Reads one sheet."""

    def __init__(
        self,
        name: str,
        part: str,
        root: etree._Element,
        *,
        file: str,
        shared: list[etree._Element],
        env: Environment,
        key: str | None = None,
    ) -> None:
        self.name = name
        self.key = name.casefold() if key is None else key
        self.loop: Marker | None = None
        self.blank = True
        self.data_tables: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
        self.part = part
        self.root = root
        self.file = file
        self.shared = shared
        self.env = env
        self.problems: list[Problem] = []
        self.masters: dict[str, tuple[int, int, Node | None, str]] = {}

    def where(self, row: int, col: int) -> str:
        """Return the place of a cell, for people."""
        return f"{self.file}, {self.name}!{col_letters(col)}{row}"

    def read(self) -> Sheet:
        """Return the sheet; faults are in its `problems`."""
        data = self.root.find(f"{S}sheetData")
        rows: dict[int, Row] = {}
        markers: dict[int, list[tuple[str, str]]] = {}
        number = 0
        for element in [] if data is None else data.iterfind(f"{S}row"):
            number = int(element.get("r", number + 1))
            statements = self._markers(element, number)
            if statements is not None:
                markers[number] = statements
            else:
                rows[number] = self._row(element, number)
        if data is not None:
            data[:] = []
        return self._assembled(rows, markers)

    # -- rows and cells

    @staticmethod
    def _cells(element: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        col = 0
        for cell in element.iterfind(f"{S}c"):
            ref = cell.get("r")
            col = split_cell(ref)[1] if ref else col + 1
            yield col, cell

    def _holder(self, cell: etree._Element) -> etree._Element | None:
        """Return the element that holds the text of a cell, if it holds text."""
        kind, value = cell.get("t"), cell.find(f"{S}v")
        if kind == "str" and cell.find(f"{S}f") is None and value is not None:
            plain = cell.makeelement(f"{S}is")
            text = cell.makeelement(f"{S}t")
            text.text = value.text
            plain.append(text)
            return plain
        if kind == "s" and value is not None and (value.text or "").strip().isdigit():
            place = int(value.text or "")
            return self.shared[place] if place < len(self.shared) else None
        return cell.find(f"{S}is") if kind == "inlineStr" else None

    def _content(self, cell: etree._Element) -> str:
        holder = self._holder(cell)
        if holder is not None:
            return "".join(run.text for run in runs_of(holder))
        formula, value = cell.find(f"{S}f"), cell.find(f"{S}v")
        if formula is not None:
            return f"={formula.text or ''}"
        return "" if value is None else value.text or ""

    def _markers(self, element: etree._Element, row: int) -> list[tuple[str, str]] | None:
        """Return the statements of a marker row with their places; `None` for an ordinary row."""
        contents = [(self.where(row, col), self._content(cell)) for col, cell in self._cells(element)]
        if self._sheet_marker(contents):
            return []
        found: list[tuple[str, str]] = []
        beside: list[tuple[str, str]] = []
        for where, content in contents:
            text = program.healed(content, self.env) if "{" in content else content
            statements = [" ".join(s.split()) if '"' not in s and "'" not in s else s for s in program.markers_of(text)]
            found += [(where, statement) for statement in statements]
            if text.strip() and not program.only_markers(text):
                beside.append((where, program.beside(text)))
        if found:
            self.problems += [faults.beside_marker(where, content) for where, content in beside]
        self.blank = self.blank and not beside and not found
        return found or None

    def _sheet_marker(self, contents: list[tuple[str, str]]) -> bool:
        """Tell whether a row holds `{%sheet ... %}`, and keep its statement."""
        found: list[tuple[str, str]] = []
        for where, content in contents:
            text = program.healed(content, self.env) if "sheet" in content else ""
            found += [(where, statement) for statement in program.sheet_markers_of(text)]
        if not found:
            return False
        for where, content in contents:
            rest = program.beside_sheet_marker(program.healed(content, self.env))
            if rest:
                self.problems.append(faults.beside_marker(where, rest))
        for where, statement in found:
            reason = self._misplaced(statement)
            if reason:
                self.problems.append(faults.misplaced_sheet_marker(where, statement, reason))
            else:
                self.loop = Marker(where, statement, prefix="sheet")
        return True

    def _misplaced(self, statement: str) -> str:
        """Return why a sheet marker means nothing where it stands."""
        keyword = statement.split(maxsplit=1)[0] if statement.split() else ""
        if keyword.startswith("end"):
            return "không cần thiết: thẻ {%sheet for ... %} lặp cả trang tính, không có thẻ đóng"
        if keyword not in {"for", "if"}:
            return "không phải là for hay if"
        if self.loop is not None:
            return "là thẻ thứ hai của trang tính"
        return "" if self.blank else "không nằm ở dòng đầu tiên có nội dung của trang tính"

    def _row(self, element: etree._Element, number: int) -> Row:
        attributes = {key: value for key, value in attributes_of(element) if key != "r"}
        cells = [self._cell(cell, number, col) for col, cell in self._cells(element)]
        return Row(number, attributes, sorted(cells, key=lambda cell: cell.col))

    def _cell(self, element: etree._Element, row: int, col: int) -> Cell:
        cell = Cell(row, col, int(element.get("s", "0")), self.where(row, col))
        cell.attributes = "".join(f' {k}="{element.get(k)}"' for k in ("cm", "vm", "ph") if element.get(k))
        holder = self._holder(element)
        if element.find(f"{S}f") is not None:
            self._formula(cell, element)
        elif holder is not None:
            self._text(cell, holder, shared=element.get("t") == "s")
        else:
            self._fixed(cell, element)
        return cell

    def _text(self, cell: Cell, holder: etree._Element, *, shared: bool) -> None:
        runs = runs_of(holder)
        text = "".join(run.text for run in runs)
        if not program.has_tag(text):
            cell.value = text
            if shared:
                cell.entry = bare_xml(holder)
            else:
                cell.fixed = f' t="inlineStr">{bare_xml(holder)}</c>'
            return
        problem = program.prefix_fault(text, cell.where) or program.braces_fault(text, cell.where, self.env)
        if problem is not None:
            self.problems.append(problem)
            return
        expression = program.expression_of(program.healed(text, self.env), self.env)
        cell.slot = -1
        cell.typed = expression is not None
        cell.value = expression if expression is not None else None
        cell.runs = [] if expression is not None else runs

    def _fixed(self, cell: Cell, element: etree._Element) -> None:
        kind, value = element.get("t"), element.find(f"{S}v")
        text = None if value is None else value.text
        cell.fixed = (
            "/>"
            if text is None
            else f"{'' if kind is None else f' t={chr(34)}{kind}{chr(34)}'}>{bare_xml(value)}</c>"
            if value is not None
            else "/>"
        )
        if text is not None:
            cell.value = _fixed_value(kind, text)

    # -- formulas

    def _formula(self, cell: Cell, element: etree._Element) -> None:
        formula = element.find(f"{S}f")
        if formula is None:
            return
        text, kind = formula.text or "", formula.get("t", "normal")
        if re.search(r"\{\{|\{%", _QUOTED_SHEET.sub("", text)):
            self.problems.append(faults.tag_in_formula(cell.where, text))
        tree: Node | None
        try:
            tree = parse(text) if text else None
        except FormulaError:
            tree = Name(text)
        if kind == "shared":
            tree, text = self._shared(formula, cell, tree, text)
        if kind == "dataTable":
            self._data_table(cell, formula)
            return
        if kind == "array" and formula.get("ref"):
            cell.array = split_range(formula.get("ref", ""))
        if tree is None:
            self._fixed(cell, element)
            return
        cell.formula = Formula(text, tree, cell.where, self.key, array=kind == "array")

    def _data_table(self, cell: Cell, formula: etree._Element) -> None:
        """Keep a what-if data table as it is; Excel works its results out, so that none is kept."""
        cell.fixed = f">{bare_xml(formula)}</c>"
        self.data_tables[cell.row, cell.col] = [
            split_range(formula.get(name, "A1")) for name in ("ref", "r1", "r2") if formula.get(name)
        ]

    def _still(self, rows: dict[int, Row], markers: Iterable[int]) -> None:
        """Refuse data tables whose cells would move; leave the results of the others blank."""
        first = min(markers, default=MAX_ROW + 1)
        for (row, col), areas in self.data_tables.items():
            if first < max(area[2] for area in areas):
                self.problems.append(faults.data_table(self.where(row, col)))
            row1, col1, row2, col2 = areas[0]
            for cell in (cell for number in range(row1, row2 + 1) if number in rows for cell in rows[number].cells):
                if col1 <= cell.col <= col2:
                    cell.value = Pending(None, 0)
                    cell.fixed = cell.fixed if (cell.row, cell.col) == (row, col) else "/>"

    def _shared(self, formula: etree._Element, cell: Cell, tree: Node | None, text: str) -> tuple[Node | None, str]:
        """Return a shared formula as an ordinary one."""
        number = formula.get("si", "")
        if tree is not None:
            self.masters[number] = (cell.row, cell.col, tree, text)
            return tree, text
        row, col, master, text = self.masters.get(number, (0, 0, None, ""))
        return (None if master is None else moved(master, cell.row - row, cell.col - col)), text

    # -- blocks

    def _assembled(self, rows: dict[int, Row], markers: dict[int, list[tuple[str, str]]]) -> Sheet:
        self._still(rows, markers)
        builder = _Builder(self.env)
        if self.loop is not None:
            builder.scope = program.targets_of(self.loop.statement, self.env)
        for number in sorted(markers):
            builder.marker_row(number, markers[number])
        builder.close()
        self.problems += builder.problems
        shape = Shape(builder.segments, builder.blocks, builder.markers)
        sheet = Sheet(
            self.name,
            self.part,
            rows,
            shape,
            Program(self.env, builder.steps),
            builder.slots,
            builder.scopes,
            [],
            self.root,
            self.problems,
            self.key,
            self.loop,
            uncertain=bool(self.data_tables),
        )
        for row in rows.values():
            segment = shape.segment_at(row.number)
            if segment is not None:
                self._slots_of(row, sheet.segment_slots[segment.number], builder.scopes[segment.number])
        return sheet

    def _slots_of(self, row: Row, slots: list[Slot], scope: frozenset[str]) -> None:
        for cell in row.cells:
            if cell.slot is None:
                continue
            cell.slot = len(slots)
            if cell.typed:
                slots.append(Slot(cell.where, str(cell.value), typed=True, scope=scope))
            else:
                texts = [run.text for run in cell.runs]
                if len(texts) == 1:
                    source = program.healed(texts[0], self.env)
                else:
                    source = program.healed(program.with_run_marks(texts, self.env), self.env)
                slots.append(Slot(cell.where, source, typed=False, scope=scope))


def _fixed_value(kind: str | None, text: str) -> object:
    if kind == "b":
        return text.strip() in {"1", "true"}
    if kind == "e":
        return ErrorValue(text)
    if kind in {"str", "d"}:
        return text
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1 << 53 else number


@dataclass(slots=True)
class _Frame:
    keyword: str
    statement: str
    where: str
    parent: Block
    scope: frozenset[str]
    first: Block
    otherwise: bool = False


class _Builder:
    """Turns marker rows into blocks, segments and steps."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.problems: list[Problem] = []
        root = Block(0, None, 0, 1, MAX_ROW)
        self.blocks = [root]
        self.block = root
        self.segments: list[Segment] = []
        self.slots: list[list[Slot]] = []
        self.scopes: list[frozenset[str]] = []
        self.steps: list[Step] = []
        self.markers: dict[int, Block] = {}
        self.frames: list[_Frame] = []
        self.scope: frozenset[str] = frozenset()
        self.cursor = 1

    def marker_row(self, row: int, statements: list[tuple[str, str]]) -> None:
        self._segment(row - 1)
        around = self.block
        for where, statement in statements:
            outer = self._statement(row, where, statement)
            if outer.depth < around.depth:
                around = outer
        self.markers[row] = around if around.depth <= self.block.depth else self.block
        self.cursor = row + 1

    def close(self) -> None:
        """Finish the sheet; blocks still open are faults."""
        for frame in reversed(self.frames):
            self.problems.append(faults.unclosed(frame.where, frame.statement))
            self.steps.append(EndStep(f"end{frame.keyword}", frame.first))
            self.block = frame.parent
        self._segment(MAX_ROW)

    def _segment(self, last: int) -> None:
        if self.cursor > last:
            return
        segment = Segment(len(self.segments), self.block, self.cursor, last)
        self.segments.append(segment)
        self.slots.append([])
        self.scopes.append(self.scope)
        self.steps.append(SegmentStep(segment, self.slots[-1]))

    def _statement(self, row: int, where: str, statement: str) -> Block:
        """Follow one statement; return the block around it."""
        keyword = statement.split(maxsplit=1)[0] if statement.split() else ""
        if keyword in {"for", "if"}:
            around = self.block
            scope = self.scope
            self._open(row, where, statement, around)
            self.frames.append(_Frame(keyword, statement, where, around, scope, self.block))
            return around
        if keyword in {"elif", "else"}:
            return self._branch(row, where, statement, keyword)
        if keyword in {"endfor", "endif"}:
            return self._end(row, where, keyword)
        self.steps.append(Marker(where, statement, None, self.scope))
        if keyword == "set":
            self.scope |= program.targets_of(statement, self.env)
        elif not keyword or keyword not in {"set", "do"}:
            self.problems.append(faults.unknown_statement(where, f"{{%tr {statement} %}}", keyword))
            self.steps.pop()
        return self.block

    def _open(self, row: int, where: str, statement: str, parent: Block) -> None:
        repeats = statement.split(maxsplit=1)[0] == "for"
        self.block = Block(len(self.blocks), parent, parent.depth + 1, row + 1, row, repeats)
        self.blocks.append(self.block)
        self.steps.append(Marker(where, statement, self.block, self.scope))
        if repeats:
            self.scope |= program.targets_of(statement, self.env)

    def _branch(self, row: int, where: str, statement: str, keyword: str) -> Block:
        if not self.frames or self.frames[-1].otherwise or (keyword == "elif" and self.frames[-1].keyword == "for"):
            inner = self.frames[-1].statement if self.frames else None
            self.problems.append(faults.unopened(where, statement, inner))
            return self.block
        frame = self.frames[-1]
        frame.otherwise = keyword == "else"
        self.block.last = row - 1
        self.scope = frame.scope
        self._open(row, where, statement, frame.parent)
        return frame.parent

    def _end(self, row: int, where: str, keyword: str) -> Block:
        opened = [frame.keyword for frame in self.frames]
        if keyword[3:] not in opened:
            inner = self.frames[-1].statement if self.frames else None
            self.problems.append(faults.unopened(where, keyword, inner))
            return self.block
        if self.frames[-1].keyword != keyword[3:]:
            self.problems.append(faults.unopened(where, keyword, self.frames[-1].statement))
        while self.frames:
            frame = self.frames.pop()
            self.block.last = row - 1
            self.block = frame.parent
            self.scope = frame.scope
            self.steps.append(EndStep(f"end{frame.keyword}", frame.first))
            if frame.keyword == keyword[3:]:
                break
        return self.block
