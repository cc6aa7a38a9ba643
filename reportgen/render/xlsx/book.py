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

from reportgen.problem import Problem, ReportgenError, Severity, errors
from reportgen.render import package as pack
from reportgen.render.chart import Filled, compile_charts
from reportgen.render.names import unknown_names
from reportgen.render.probes import all_found
from reportgen.render.sandbox import (
    ExpressionError,
    LimitError,
    Sandbox,
    limits,
    plain,
)
from reportgen.render.suggest import members, nearest
from reportgen.render.wording import failure_words, undefined_of, undefined_words
from reportgen.render.xlsx import around, faults, heights, parts, program, sheets, stored, workbook
from reportgen.render.xlsx.cells import Output, Scene, SheetWriter, undefined_fault
from reportgen.render.xlsx.evaluate import Grid
from reportgen.render.xlsx.formula import MAX_ROW, FormulaError
from reportgen.render.xlsx.layout import Block, Layout
from reportgen.render.xlsx.names import R, S
from reportgen.render.xlsx.notices import notices_of
from reportgen.render.xlsx.program import Marker, Program, Recorder, RowLimitError, Slot, TextStep
from reportgen.render.xlsx.quick import Quick, quick_of
from reportgen.render.xlsx.rewrite import Rewriter
from reportgen.render.xlsx.sheet import Sheet, SheetReader
from reportgen.render.xlsx.spelling import Speller
from reportgen.render.xlsx.strings import SharedStrings
from reportgen.render.xlsx.styles import AddedStyles, Styles

_ROOT = Block(0, None, 0, 1, MAX_ROW)
_MAX_TRIES = 100
_PLACEHOLDER = "\ue000rows\ue000"


@dataclass(slots=True)
class _Given:
    """The values: those given, and what each copy of a sheet knows besides (`None`: it stays without data)."""

    values: Mapping[str, Any]
    items: Mapping[str, Mapping[str, Any] | None]

    def of(self, sheet: Sheet | None) -> Mapping[str, Any] | None:
        """Return the values that the tags of a sheet see."""
        own = {} if sheet is None else self.items.get(sheet.part, {})
        return None if own is None else {**self.values, **own} if own else self.values


@dataclass(slots=True)
class _Run:
    """What running the program of one sheet gave."""

    layout: Layout
    texts: tuple[object, ...]


_MAX_GROWN = 8  # books with copied sheets that are kept ready for the next rendering


class CompiledXlsx(stored.Fillable):
    """A template workbook whose tags and rows are understood; see `compile_xlsx`."""

    def __init__(self, template: bytes, name: str) -> None:
        package = pack.open_package(template, name)
        if package.kind != "xlsx":
            raise ReportgenError(faults.damaged(name, "tệp là văn bản Word, không phải bảng tính Excel"))
        self.template = template
        with pack.naming_parts(package):
            self._compile(sheets.Grown(package), program.sheet_environment())
        self._quick: Quick | None = None
        self._tried = False

    @property
    def quick(self) -> Quick | None:
        """The short way through the workbook; `None` when there is none."""
        if not self._tried:
            self._quick = quick_of(self)
            self._tried = True
        return self._quick

    def dump(self) -> bytes:
        """Return the compiled template as bytes for `load_xlsx`: to be kept by whoever compiled it, never sent."""
        return stored.dumped(self.name, self.template, self.quick)

    def _compile(self, grown: sheets.Grown, env: Sandbox) -> None:
        self.name = grown.package.name
        self.package = grown.package
        self.copies = grown.copies
        self.of_items = bool(grown.copies or grown.left_out)
        self.grown: dict[tuple[int, ...], CompiledXlsx] = {}
        self.env = env
        try:
            self._read()
        except ValueError as error:
            raise ReportgenError(faults.damaged(self.name, "địa chỉ ô hoặc địa chỉ vùng ghi sai")) from error
        self.stacks = sheets.stacks_of(self, grown)

    def _read(self) -> None:
        self.book = pack.parse_xml(self.package.parts[self.package.main])
        self.styles_part = self._part_of("styles")
        self.strings_part = self._part_of("sharedStrings")
        self.sheet_parts = {r.id: r.target for r in self.package.relationships(self.package.main)}
        self.styles = Styles(self.package.parts.get(self.styles_part or ""))
        self.sheets = self._read_sheets()
        self.charts = compile_charts(self.package)
        for sheet in self.sheets:
            sheet.program.within_sheet = sheet.loop is not None or sheet.part in self.copies
        self.outside = parts.Outside(self)
        self.kept = SharedStrings()
        self.writers = [self._writer(sheet) for sheet in self.sheets]
        self.needs = self._checked()
        properties = self.book.find(f"{S}workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904", "0") in {"1", "true"}
        self.names = self._names()
        self.base = self.package.changed(self._constant_parts())
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
        found: list[Sheet] = []
        for element in self.book.iterfind(f"{S}sheets/{S}sheet"):
            relationship = targets.get(element.get(f"{R}id", ""))
            title = element.get("name", "")
            if relationship is None or relationship.target not in self.package.parts:
                raise ReportgenError(faults.damaged(f"{self.name}, {title}", "thiếu nội dung của trang tính"))
            if relationship.type != "worksheet":
                continue  # a chart sheet has no rows; its drawing is looked after with the others
            part, number = relationship.target, self.copies.get(relationship.target)
            root = pack.parse_xml(self.package.parts[part])
            key = title.casefold() if number is None else f"{title.casefold()}{sheets.COPY}{number}"
            try:
                reader = SheetReader(title, part, root, file=self.name, shared=shared, env=self.env, key=key)
                found.append(reader.read())
            except (ValueError, FormulaError) as error:
                raise ReportgenError(faults.damaged(f"{self.name}, {title}", "ô hoặc dòng ghi sai địa chỉ")) from error
        return found

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

    def _constant_parts(self) -> dict[str, bytes | None]:
        """Return the parts that differ from the template's, but not from one output to another."""
        changes: dict[str, bytes | None] = {}
        if self.strings_part is not None:
            changes[self.strings_part] = self.kept.part()
        parts.drop_calculation_chain(self.package, changes)
        return changes

    def _names(self) -> dict[tuple[str, str], str]:
        """Return what the defined names stand for, by the key of their sheet (or nothing) and casefolded name."""
        return {
            (self.scope_of(element), element.get("name", "").casefold()): element.text or ""
            for element in self.book.iterfind(f"{S}definedNames/{S}definedName")
        }

    def scope_of(self, name: etree._Element) -> str:
        """Return the key of the sheet that a defined name belongs to; nothing for the whole book."""
        local = name.get("localSheetId", "")
        elements = list(self.book.iterfind(f"{S}sheets/{S}sheet"))
        if not local.isdigit() or int(local) >= len(elements):
            return ""
        element = elements[int(local)]
        part = self.sheet_parts.get(element.get(f"{R}id", ""))
        key = next((sheet.key for sheet in self.sheets if sheet.part == part), None)
        return element.get("name", "").casefold() if key is None else key

    def _checked(self) -> list[tuple[Slot | Marker, frozenset[str]]]:
        """Return the names that each tagged place needs.

        Raises:
            ReportgenError: With every fault of the template that shows without data.
        """
        problems: list[Problem] = []
        needs: list[tuple[Slot | Marker, frozenset[str]]] = []
        for sheet in self.sheets:
            problems += sheet.problems
            if sheet.loop is not None:
                problems += sheets.faults_of(self.package, sheet.part, sheet.name)
        problems += self.outside.problems
        problems += self.charts.problems if self.charts else ()
        spelt = [] if self.of_items else Speller(self).problems()  # copies of sheets speak as the template does
        problems += errors(spelt)
        self.notices = [*notices_of(self.sheets), *(one for one in spelt if one.severity is Severity.WARNING)]
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
        return [*(sheet.program for sheet in self.sheets), *(group.program for group in self.outside.texts)]

    def _places(self) -> Iterator[Slot | Marker]:
        for sheet in self.sheets:
            if sheet.loop is not None:
                yield sheet.loop
            if sheet.texts:
                sheet.program.steps.insert(0, TextStep(sheet.texts))
            yield from sheet.program.places()
        for group in self.outside.texts:
            yield from group.program.places()

    # -- rendering

    def render_long(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> bytes:
        """Do what `render` does, without the short way."""
        given = plain(values)
        problems, broken = self._unknown(given)
        try:
            with limits():
                book, items = self._for_items(given, problems, broken)
                known = _Given(given, items)
                charts = book._fed(known)  # noqa: SLF001  another of this class
                problems += charts.problems if charts else ()
                runs, texts = book._run_all(known, problems, broken)  # noqa: SLF001
                return book._written(runs, texts, charts, as_of, properties)  # noqa: SLF001
        except LimitError as error:
            raise ReportgenError(faults.too_much(self.name, str(error))) from error

    def _fed(self, values: _Given) -> Filled | None:
        """Return what the charts whose titles are tags show; a chart knows the item of its sheet."""
        return self.charts.read(lambda part: values.of(self.outside.owners.get(part))) if self.charts else None

    def _for_items(
        self, given: Mapping[str, Any], problems: list[Problem], broken: frozenset[tuple[str, str]]
    ) -> tuple[CompiledXlsx, dict[str, Mapping[str, Any] | None]]:
        """Return the workbook with a sheet for each item, and the names that each copy knows besides those given.

        A book must show something: with no items and no other sheet, one copy stays, without data (`None`).
        """
        loops = [sheet for sheet in self.sheets if sheet.loop is not None]
        if not loops:
            return self, {}
        items: dict[str, list[dict[str, Any]]] = {}
        for sheet in loops:
            items[sheet.part] = self._items(sheet.loop, given, problems, broken)
        counts = {part: len(found) for part, found in items.items()}
        elements = list(self.book.iterfind(f"{S}sheets/{S}sheet"))
        kept = next((sheet.part for sheet in loops if not self._hidden(sheet)), loops[0].part)
        alone = not sheets.visible_left(elements, counts, self.sheet_parts)
        if alone:
            counts[kept] = 1
        book = self._grown(counts)
        known: dict[str, Mapping[str, Any] | None] = {}
        for sheet in book.sheets:
            number = book.copies.get(sheet.part)
            if number is not None:
                found = items[loops[[one.name for one in loops].index(sheet.name)].part]
                known[sheet.part] = found[number] if found else None
        return book, known

    def _hidden(self, sheet: Sheet) -> bool:
        parts_of = {self.sheet_parts.get(e.get(f"{R}id", "")): e for e in self.book.iterfind(f"{S}sheets/{S}sheet")}
        return parts_of[sheet.part].get("state", "visible") != "visible"

    def _items(
        self, loop: Marker | None, given: Mapping[str, Any], problems: list[Problem], broken: frozenset[tuple[str, str]]
    ) -> list[dict[str, Any]]:
        if loop is None or _known_by(loop) in broken:
            return []
        try:
            return sheets.items_of(loop, self.env, given)
        except Exception as error:  # noqa: BLE001  whatever a tag raises is the tag's fault
            problems.append(self._fault(error, loop))
            return []

    def _grown(self, counts: Mapping[str, int]) -> CompiledXlsx:
        """Return the workbook with so many copies of each sheet; one rendering after another asks for the same."""
        key = tuple(counts.values())
        book = self.grown.get(key)
        if book is None:
            book = object.__new__(CompiledXlsx)
            book._compile(sheets.grown(self.package, counts), self.env)
            if len(self.grown) >= _MAX_GROWN:
                self.grown.pop(next(iter(self.grown)))
            self.grown[key] = book
        return book

    def _unknown(self, given: Mapping[str, Any]) -> tuple[list[Problem], frozenset[tuple[str, str]]]:
        """Return the names that the values do not have, those of loop variables too, and the places that use them."""
        known = {*given, *self.env.globals}
        missing = [(place, name) for place, names in self.needs for name in sorted(names - known)]
        inside = members({name: [value] for name, value in given.items()}) if missing else {}
        found = [
            (place, faults.unknown_name(place.where, name, nearest(name, known, inside))) for place, name in missing
        ]
        owners = [*self.sheets, *(group.sheet for group in self.outside.texts)]
        loops = [None if owner is None else owner.loop for owner in owners]
        for tags, loop in zip(self._programs(), loops, strict=True):
            if loop is None and tags.probes is not None and all_found(tags.probes.paths, given):
                continue
            tree = self.env.parse(tags.source() if loop is None else sheets.within(loop, tags.source()))
            for unknown in unknown_names(tree, given, {*self.env.globals, *program.HELPERS}):
                place = tags.lines[unknown.line] if unknown.line < len(tags.lines) else None
                if "." in unknown.name and place is not None:
                    found.append((place, faults.unknown_name(place.where, unknown.name, unknown.suggestions)))
        return [problem for _, problem in found], frozenset(_known_by(place) for place, _ in found)

    def _run_all(
        self, given: _Given, unknown: list[Problem], broken: frozenset[tuple[str, str]]
    ) -> tuple[list[_Run], tuple[object, ...]]:
        """Run every program; places already known to be faulty are left out, so that the rest is judged too."""
        problems = list(unknown)
        runs: list[_Run] = []
        for sheet in self.sheets:
            try:
                runs.append(self._run(sheet, given, broken))
            except ReportgenError as error:
                problems += error.problems
        texts: dict[int, object] = {}
        for group in self.outside.texts:
            known = given.of(group.sheet)
            try:
                outside = _without(group.program, broken)
                blank = ("",) * len(group.numbers)
                found = blank if known is None else self._attempt(outside, known, _no_rows).texts
            except ReportgenError as error:
                problems += error.problems
            else:
                texts |= dict(zip(group.numbers, found, strict=True))
        if problems:
            raise ReportgenError(*_in_order(problems))
        return runs, tuple(text for _, text in sorted(texts.items()))

    def _run(self, sheet: Sheet, values: _Given, broken: frozenset[tuple[str, str]]) -> _Run:
        given = values.of(sheet)
        if given is None:
            return _Run(sheets.blank(sheet), ("",) * len(sheet.texts))
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
        if isinstance(error, LimitError | MemoryError | RecursionError):
            endless = "mẫu gọi lồng nhau không dứt hoặc cần quá nhiều bộ nhớ"
            return faults.too_much(where, str(error) if isinstance(error, LimitError) else endless)
        if isinstance(error, ExpressionError):
            return faults.failed(where, source, str(error))
        return faults.failed(where, source, failure_words(error))

    # -- writing

    def _written(
        self,
        runs: list[_Run],
        texts: tuple[object, ...],
        charts: Filled | None,
        as_of: date | None,
        properties: Mapping[str, str] | None,
    ) -> bytes:
        out = Output(SharedStrings(self.kept.items), AddedStyles(self.styles), since_1904=self.since_1904)
        layouts = {sheet.key: run.layout for sheet, run in zip(self.sheets, runs, strict=True)}
        titles = self.outside.titles(texts)
        rewriter = Rewriter(layouts, self.outside.new_names(titles), self.stacks)
        grid = self._grid(runs, rewriter, out) if self.computes else None
        changes: dict[str, bytes | None] = {}
        for sheet, writer, run in zip(self.sheets, self.writers, runs, strict=True):
            rows = list(writer.write(Scene(run.layout, grid, rewriter, out)))
            skeleton = copy.deepcopy(sheet.skeleton)
            try:
                self._surround(parts.Stage(sheet, skeleton, run.layout, run.texts, rewriter, changes))
            except ReportgenError as error:
                for problem in error.problems:
                    out.refuse(problem)
            except ValueError:
                out.refuse(faults.damaged(f"{self.name}, {sheet.name}", "địa chỉ vùng ghi sai"))
            changes[sheet.part] = _joined(skeleton, rows)
        self.outside.write(texts, changes, rewriter, grid, titles, fed=charts.fed if charts else frozenset())
        if out.problems:
            raise ReportgenError(*_in_order(out.problems))
        self._common_parts(changes, rewriter, titles, out)
        if charts:
            charts.write(changes)
        return self.base.write(pack.stamp(self.base, changes, as_of=as_of, properties=properties))

    def _surround(self, stage: parts.Stage) -> None:
        self.outside.fill(stage.sheet, stage.skeleton, stage.texts)
        self.outside.attach(stage)
        where = f"{self.name}, {stage.sheet.name}"
        around.Surroundings(stage.skeleton, stage.sheet.key, stage.layout, stage.rewriter, where).adapt()

    def _grid(self, runs: list[_Run], rewriter: Rewriter, out: Output) -> Grid:
        trees = dict(workbook.definitions(self.names, rewriter, self.name))
        keys = {title.casefold(): key for key, title in rewriter.new_names.items()}
        tables = self.outside.tables_of(rewriter.layouts)
        grid = Grid(trees, {sheet.key for sheet in self.sheets if sheet.hides_rows}, keys, tables)
        for writer, run in zip(self.writers, runs, strict=True):
            writer.fill(run.layout, grid, rewriter, out)
        grid.settle()
        return grid

    def _common_parts(
        self, changes: dict[str, bytes | None], rewriter: Rewriter, titles: list[str], out: Output
    ) -> None:
        if len(out.strings.items) > out.strings.kept:
            if self.strings_part is not None:
                changes[self.strings_part] = out.strings.part()
            else:
                parts.add_strings(self.base, changes, out.strings.part())
        if out.styles.added and self.styles_part is not None:
            changes[self.styles_part] = out.styles.part()
        changes[self.package.main] = self._book_part(rewriter, titles, out)

    def _book_part(self, rewriter: Rewriter, titles: list[str], out: Output) -> bytes:
        book = copy.deepcopy(self.book)
        for element, name in zip(book.iterfind(f"{S}sheets/{S}sheet"), titles, strict=True):
            element.set("name", name)
        names = self.book.find(f"{S}definedNames")
        scopes = [] if names is None else [self.scope_of(element) for element in names]
        workbook.adapt_names(book, scopes, rewriter, self.name)
        if out.uncertain or any(sheet.uncertain for sheet in self.sheets):
            workbook.ask_for_calculation(book)
        return pack.to_xml(book)


def _joined(skeleton: etree._Element, rows: list[bytes]) -> bytes:
    """Return a sheet's XML: the skeleton with the rows in the place of its empty `sheetData`."""
    data = skeleton.find(f"{S}sheetData")
    if data is None:
        return pack.to_xml(skeleton)
    data.text = _PLACEHOLDER
    head, tail = pack.to_xml(skeleton).split(_PLACEHOLDER.encode())
    return b"".join([head, *rows, tail])


def _without(tags: Program, broken: frozenset[tuple[str, str]]) -> Program:
    """Return the program without these places; the program itself, compiled once, when there are none."""
    if not broken:
        return tags
    return Program(tags.env, tags.steps, tags.broken | {id(p) for p in tags.places() if _known_by(p) in broken})


def _known_by(place: Slot | Marker) -> tuple[str, str]:
    """Return what a place and its like in a copy of its sheet have in common."""
    return place.where, place.statement if isinstance(place, Marker) else place.source


def _no_rows() -> Recorder:
    return Recorder([], [_ROOT], MAX_ROW)


def _in_order(problems: Any) -> list[Problem]:
    """Return the problems without repetition, in the order in which they were found."""
    return list(dict.fromkeys(problems))
