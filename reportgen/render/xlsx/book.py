"""A workbook template, compiled once and rendered as often as asked."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render import package as pack
from reportgen.render.names import unknown_names
from reportgen.render.sandbox import (
    ExpressionError,
    LimitError,
    Sandbox,
    environment,
    limits,
    plain,
    printable,
)
from reportgen.render.suggest import members, nearest
from reportgen.render.wording import failure_words, undefined_of, undefined_words
from reportgen.render.xlsx import around, faults, heights, parts, program
from reportgen.render.xlsx.cells import Output, Scene, SheetWriter, undefined_fault
from reportgen.render.xlsx.evaluate import Grid
from reportgen.render.xlsx.formula import MAX_ROW, FormulaError, Node, parse
from reportgen.render.xlsx.layout import Block, Layout
from reportgen.render.xlsx.names import R, S
from reportgen.render.xlsx.program import Marker, Program, Recorder, RowLimitError, Slot, TextStep
from reportgen.render.xlsx.rewrite import Rewriter
from reportgen.render.xlsx.sheet import Sheet, SheetReader
from reportgen.render.xlsx.strings import SharedStrings
from reportgen.render.xlsx.styles import AddedStyles, Styles

_ROOT = Block(0, None, 0, 1, MAX_ROW)
_MAX_TRIES = 100
_PLACEHOLDER = "\ue000rows\ue000"


def _sheet_environment() -> Sandbox:
    """Return the sandbox for sheets: values go into no markup here, so nothing is escaped before its place is known."""
    made = environment(autoescape=False, finalize=lambda value: printable(program.in_words(value)))
    made.filters["rg__header"] = program.header_value
    return made


@dataclass(slots=True)
class _Run:
    """What running the program of one sheet gave."""

    layout: Layout
    texts: tuple[object, ...]


class CompiledXlsx:
    """A template workbook whose tags and rows are understood; see `compile_xlsx`."""

    def __init__(self, template: bytes, name: str) -> None:
        self.name = name
        self.package = pack.open_package(template, name)
        if self.package.kind != "xlsx":
            raise ReportgenError(faults.damaged(name, "tệp là văn bản Word, không phải bảng tính Excel"))
        self.env = _sheet_environment()
        try:
            self._read()
        except ValueError as error:
            raise ReportgenError(faults.damaged(name, "địa chỉ ô hoặc địa chỉ vùng ghi sai")) from error

    def _read(self) -> None:
        self.book = pack.parse_xml(self.package.parts[self.package.main])
        self.styles_part = self._part_of("styles")
        self.strings_part = self._part_of("sharedStrings")
        self.styles = Styles(self.package.parts.get(self.styles_part or ""))
        self.sheets = self._read_sheets()
        self.outside = parts.Outside(self)
        self.kept = SharedStrings()
        self.writers = [self._writer(sheet) for sheet in self.sheets]
        self.needs = self._checked()
        properties = self.book.find(f"{S}workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904", "0") in {"1", "true"}
        self.names = self._names()
        self.computes = any(True for sheet in self.sheets for _ in sheet.formulas()) or self.outside.has_charts

    # -- reading

    def _part_of(self, kind: str) -> str | None:
        found = [r.target for r in self.package.relationships(self.package.main) if r.type == kind and not r.external]
        return found[0] if found and found[0] in self.package.parts else None

    def _read_sheets(self) -> list[Sheet]:
        shared: list[etree._Element] = []
        if self.strings_part is not None:
            shared = list(pack.parse_xml(self.package.parts[self.strings_part]).iterfind(f"{S}si"))
        targets = {r.id: r for r in self.package.relationships(self.package.main)}
        sheets: list[Sheet] = []
        for element in self.book.iterfind(f"{S}sheets/{S}sheet"):
            relationship = targets.get(element.get(f"{R}id", ""))
            title = element.get("name", "")
            if relationship is None or relationship.target not in self.package.parts:
                raise ReportgenError(faults.damaged(f"{self.name}, {title}", "thiếu nội dung của trang tính"))
            if relationship.type != "worksheet":
                continue  # a chart sheet has no rows; its drawing is looked after with the others
            root = pack.parse_xml(self.package.parts[relationship.target])
            try:
                sheets.append(
                    SheetReader(title, relationship.target, root, file=self.name, shared=shared, env=self.env).read()
                )
            except (ValueError, FormulaError) as error:
                raise ReportgenError(faults.damaged(f"{self.name}, {title}", "ô hoặc dòng ghi sai địa chỉ")) from error
        return sheets

    def _writer(self, sheet: Sheet) -> SheetWriter:
        widths: dict[int, float] = {}
        for col in sheet.skeleton.iterfind(f"{S}cols/{S}col"):
            hidden = col.get("hidden", "0") in {"1", "true"}
            for number in range(int(col.get("min", "1")), min(int(col.get("max", "1")), 1024) + 1):
                widths[number] = 0.0 if hidden else float(col.get("width", "9.14"))
        form = sheet.skeleton.find(f"{S}sheetFormatPr")
        default = float(form.get("defaultColWidth", "9.14")) if form is not None else 9.14
        row_height = float(form.get("defaultRowHeight", "15")) if form is not None else 15.0
        columns = heights.Columns(widths, default, self.styles.base_size)
        return SheetWriter(sheet, self.styles, self.kept, columns, row_height)

    def _names(self) -> dict[str, str]:
        return {
            element.get("name", "").casefold(): element.text or ""
            for element in self.book.iterfind(f"{S}definedNames/{S}definedName")
            if element.get("localSheetId") is None
        }

    def _checked(self) -> list[tuple[Slot | Marker, frozenset[str]]]:
        """Return the names that each tagged place needs.

        Raises:
            ReportgenError: With every fault of the template that shows without data.
        """
        problems: list[Problem] = []
        needs: list[tuple[Slot | Marker, frozenset[str]]] = []
        for sheet in self.sheets:
            problems += sheet.problems
        problems += self.outside.problems
        for place in self._places():
            found, names = program.check_source(place, self.env)
            problems += found
            needs.append((place, names))
        if not problems:
            problems += filter(None, map(program.check_compiled, self._programs()))
        if problems:
            raise ReportgenError(*_in_order(problems))
        return needs

    def _programs(self) -> list[Program]:
        return [*(sheet.program for sheet in self.sheets), self.outside.program]

    def _places(self) -> Iterator[Slot | Marker]:
        for sheet in self.sheets:
            if sheet.texts:
                sheet.program.steps.insert(0, TextStep(sheet.texts))
            yield from sheet.program.places()
        yield from self.outside.program.places()

    # -- rendering

    def render(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the workbook filled with values.

        Args:
            values: What the names in the tags stand for; plain data only.
            as_of: Written as the day of creation and change; `None` keeps the template's.
            properties: Further document properties, by name.

        Raises:
            ReportgenError: With every fault found: MB101 to MB117, MB030, MB031.
        """
        given = plain(values)
        unknown, broken = self._unknown(given)
        try:
            with limits():
                runs, texts = self._run_all(given, unknown, broken)
                return self._written(runs, texts, as_of, properties)
        except LimitError as error:
            raise ReportgenError(faults.too_much(self.name, str(error))) from error

    def _unknown(self, given: Mapping[str, Any]) -> tuple[list[Problem], frozenset[int]]:
        """Return the names that the values do not have, those of loop variables too, and the places that use them."""
        known = {*given, *self.env.globals}
        inside = members({name: [value] for name, value in given.items()})
        found = [
            (place, faults.unknown_name(place.where, name, nearest(name, known, inside)))
            for place, names in self.needs
            for name in sorted(names - known)
        ]
        for tags in self._programs():
            tree = self.env.parse(tags.source())
            for unknown in unknown_names(tree, given, {*self.env.globals, *program.HELPERS}):
                place = tags.lines[unknown.line] if unknown.line < len(tags.lines) else None
                if "." in unknown.name and place is not None:
                    found.append((place, faults.unknown_name(place.where, unknown.name, unknown.suggestions)))
        return [problem for _, problem in found], frozenset(id(place) for place, _ in found)

    def _run_all(
        self, given: Mapping[str, Any], unknown: list[Problem], broken: frozenset[int]
    ) -> tuple[list[_Run], tuple[object, ...]]:
        """Run every program; places already known to be faulty are left out, so that the rest is judged too."""
        problems = list(unknown)
        runs: list[_Run] = []
        for sheet in self.sheets:
            try:
                runs.append(self._run(sheet, given, broken))
            except ReportgenError as error:
                problems += error.problems
        texts: tuple[object, ...] = ()
        try:
            outside = _without(self.outside.program, broken)
            texts = self._attempt(outside, given, lambda: Recorder([], [_ROOT], MAX_ROW)).texts
        except ReportgenError as error:
            problems += error.problems
        if problems:
            raise ReportgenError(*_in_order(problems))
        return runs, texts

    def _run(self, sheet: Sheet, given: Mapping[str, Any], broken: frozenset[int]) -> _Run:
        shape, tags = sheet.shape, _without(sheet.program, broken)
        recorder = self._attempt(tags, given, lambda: Recorder(shape.segments, shape.blocks, MAX_ROW))
        layout = Layout(shape, recorder.placed, recorder.root)
        pads = self.outside.pads(sheet, layout)
        if pads:
            recorder = self._attempt(tags, given, lambda: Recorder(shape.segments, shape.blocks, MAX_ROW, pads))
            layout = Layout(shape, recorder.placed, recorder.root)
        return _Run(layout, recorder.texts)

    def _attempt(self, tags: Program, given: Mapping[str, Any], make: Any) -> Recorder:
        """Run a program; when a tag fails, run on without it until every failing tag is known."""
        problems: list[Problem] = []
        current = tags
        for _ in range(_MAX_TRIES):
            recorder: Recorder = make()
            try:
                current.run(given, recorder)
            except Exception as error:  # noqa: BLE001  whatever a tag raises is the tag's fault
                place = current.place_of(error.__traceback__)
                problems.append(self._fault(error, place))
                if place is None or isinstance(error, LimitError | RowLimitError | MemoryError):
                    break
                current = Program(tags.env, tags.steps, current.broken | {id(place)})
            else:
                if not problems:
                    return recorder
                break
        raise ReportgenError(*dict.fromkeys(problems))

    def _fault(self, error: Exception, place: Slot | Marker | None) -> Problem:
        where = self.name if place is None else place.where
        source = "" if place is None else program.shown(place)
        if isinstance(error, RowLimitError):
            return faults.too_many_rows(where)
        if isinstance(error, SecurityError):
            return faults.forbidden(where, source)
        if isinstance(error, UndefinedError):
            missing = undefined_of(error.__traceback__)
            return (
                faults.absent(where, source, undefined_words(None))
                if missing is None
                else undefined_fault(where, source, missing)
            )
        if isinstance(error, LimitError):
            return faults.too_much(where, str(error))
        if isinstance(error, ExpressionError):
            return faults.failed(where, source, str(error))
        return faults.failed(where, source, failure_words(error))

    # -- writing

    def _written(
        self,
        runs: list[_Run],
        texts: tuple[object, ...],
        as_of: date | None,
        properties: Mapping[str, str] | None,
    ) -> bytes:
        out = Output(SharedStrings(self.kept.items), AddedStyles(self.styles), since_1904=self.since_1904)
        layouts = {sheet.key: run.layout for sheet, run in zip(self.sheets, runs, strict=True)}
        titles = self.outside.titles(texts)
        rewriter = Rewriter(layouts, self.outside.new_names(titles))
        grid = self._grid(runs, rewriter, out) if self.computes else None
        changes: dict[str, bytes | None] = {}
        for sheet, writer, run in zip(self.sheets, self.writers, runs, strict=True):
            rows = writer.write(Scene(run.layout, grid, rewriter, out))
            skeleton = copy.deepcopy(sheet.skeleton)
            try:
                self._surround(parts.Stage(sheet, skeleton, run.layout, run.texts, rewriter, changes))
            except ReportgenError as error:
                for problem in error.problems:
                    out.refuse(problem)
            except ValueError:
                out.refuse(faults.damaged(f"{self.name}, {sheet.name}", "địa chỉ vùng ghi sai"))
            changes[sheet.part] = _joined(skeleton, rows)
        self.outside.write(texts, changes, rewriter, grid)
        if out.problems:
            raise ReportgenError(*_in_order(out.problems))
        self._common_parts(changes, rewriter, titles, out)
        return self.package.write(pack.stamp(self.package, changes, as_of=as_of, properties=properties))

    def _surround(self, stage: parts.Stage) -> None:
        self.outside.fill(stage.sheet, stage.skeleton, stage.texts)
        self.outside.attach(stage)
        where = f"{self.name}, {stage.sheet.name}"
        around.Surroundings(stage.skeleton, stage.sheet.key, stage.layout, stage.rewriter, where).adapt()

    def _grid(self, runs: list[_Run], rewriter: Rewriter, out: Output) -> Grid:
        trees: dict[str, Node] = {}
        for name, text in self.names.items():
            moved = around.rewritten_text(text, rewriter, self.name)
            try:
                trees[name] = parse(moved or "0")
            except FormulaError:
                continue
        grid = Grid(trees, {sheet.key for sheet in self.sheets if sheet.hides_rows})
        for writer, run in zip(self.writers, runs, strict=True):
            writer.fill(run.layout, grid, rewriter, out)
        grid.settle()
        return grid

    def _common_parts(
        self, changes: dict[str, bytes | None], rewriter: Rewriter, titles: list[str], out: Output
    ) -> None:
        if self.strings_part is not None:
            changes[self.strings_part] = out.strings.part()
        elif out.strings.items:
            parts.add_strings(self.package, changes, out.strings.part())
        if out.styles.added and self.styles_part is not None:
            changes[self.styles_part] = out.styles.part()
        changes[self.package.main] = self._book_part(rewriter, titles, out)
        parts.drop_calculation_chain(self.package, changes)

    def _book_part(self, rewriter: Rewriter, titles: list[str], out: Output) -> bytes:
        book = copy.deepcopy(self.book)
        for element, name in zip(book.iterfind(f"{S}sheets/{S}sheet"), titles, strict=True):
            element.set("name", name)
        names = book.find(f"{S}definedNames")
        for element in [] if names is None else list(names):
            builtin = element.get("name", "").startswith("_xlnm.")
            text = around.rewritten_text(element.text or "", rewriter, self.name, whole=builtin)
            if text is not None:
                element.text = text
            elif builtin and names is not None:
                names.remove(element)
            else:
                element.text = "0"
        if names is not None and len(names) == 0:
            book.remove(names)
        if out.uncertain:
            parts.ask_for_calculation(book)
        return pack.to_xml(book)


def _joined(skeleton: etree._Element, rows: list[str]) -> bytes:
    """Return a sheet's XML: the skeleton with the rows in the place of its empty `sheetData`."""
    data = skeleton.find(f"{S}sheetData")
    if data is None:
        return pack.to_xml(skeleton)
    data.text = _PLACEHOLDER
    head, tail = pack.to_xml(skeleton).split(_PLACEHOLDER.encode())
    return b"".join([head, "".join(rows).encode(), tail])


def _without(tags: Program, broken: frozenset[int]) -> Program:
    """Return the program without these places; the program itself, compiled once, when there are none."""
    return Program(tags.env, tags.steps, tags.broken | broken) if broken else tags


def _in_order(problems: Any) -> list[Problem]:
    """Return the problems without repetition, in the order in which they were found."""
    return list(dict.fromkeys(problems))
