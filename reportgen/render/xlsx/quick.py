"""The short way through a workbook of rows, formulas and what stands around them: no parser, no tree of lxml.

Most templates of officers have nothing else. Whatever is out of the common (notes, charts, tables, tags in a page
header, sheets for each item; and anything that is wrong) makes the short way give up, and the long way is gone, which
gives the same file, or says what is wrong and where. So nothing here words a fault.
"""

from __future__ import annotations

import copy
import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from types import CodeType
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Template

from reportgen.render.archive import DEFLATED, Entry, archive, pack
from reportgen.render.probes import Path, all_found
from reportgen.render.sandbox import Sandbox, limits, plain
from reportgen.render.stamping import Stamp, stamped
from reportgen.render.xlsx import around, plainxml, program, workbook
from reportgen.render.xlsx.cells import Output, Scene, SheetWriter
from reportgen.render.xlsx.evaluate import Grid
from reportgen.render.xlsx.formula import MAX_ROW
from reportgen.render.xlsx.layout import Layout
from reportgen.render.xlsx.names import S
from reportgen.render.xlsx.rewrite import Rewriter
from reportgen.render.xlsx.stacks import Stacks
from reportgen.render.xlsx.strings import SharedStrings
from reportgen.render.xlsx.styles import AddedStyles

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx
    from reportgen.render.xlsx.sheet import Sheet

_PLACEHOLDER: Final = "\ue000rows\ue000"
_PLAIN_SHEET: Final = frozenset({"printerSettings"})
_PLAIN_BOOK: Final = frozenset({"worksheet", "theme", "styles", "sharedStrings", "calcChain", "customXml"})

_SETTLED_IN_BOOK: Final = frozenset({"fileVersion", "workbookPr", "workbookProtection", "bookViews", "sheets"})
_SETTLED_IN_SHEET: Final = frozenset(
    {"sheetPr", "sheetFormatPr", "cols", "printOptions", "pageMargins", "pageSetup", "headerFooter", "phoneticPr"}
)
"""Elements that rows neither move nor change; `around` and `workbook` do not look at them."""


class NotQuickError(Exception):
    """Something that only the long way can do."""


@dataclass(slots=True)
class _Tags:
    """The program of a sheet, as code."""

    code: CodeType
    template: Template | None = None

    def run(self, values: Mapping[str, Any], recorder: program.Recorder, env: Sandbox) -> None:
        if self.template is None:
            self.template = Template.from_code(env, self.code, env.make_globals(None))
        context: Any = self.template.new_context(dict(values))
        context.recorder = recorder
        for _ in self.template.root_render_func(context):
            pass
        recorder.finish()

    def __getstate__(self) -> bytes:
        return marshal.dumps(self.code)

    def __setstate__(self, state: bytes) -> None:
        self.code = marshal.loads(state)  # noqa: S302  from where only the user can write, as all that is kept
        self.template = None


@dataclass(slots=True)
class _Sheet:
    """One sheet: its rows, its tags, and what stands around its rows; `counts` when formulas read its cells."""

    part: str
    where: str
    writer: SheetWriter
    tags: _Tags
    root: plainxml.Element
    hides_rows: bool
    counts: bool


@dataclass(slots=True)
class Quick:
    """A workbook that can be filled in the short way; plain data, to be kept from one run to the next."""

    name: str
    entries: tuple[Entry, ...]
    stamp: Stamp
    main: str
    book: plainxml.Element
    styles_part: str | None
    sheets: list[_Sheet]
    names: Mapping[tuple[str, str], str]
    scopes: list[str]
    needs: frozenset[str]
    paths: list[tuple[Path, ...]]
    stacks: Stacks
    kept: list[str]
    computes: bool
    uncertain: bool
    since_1904: bool
    env: Sandbox | None = field(default=None)

    def render(self, values: Mapping[str, object], as_of: date | None, properties: Mapping[str, str] | None) -> bytes:
        """Return the workbook filled with values.

        Raises:
            Exception: Of any kind; the long way then says what is the matter, if anything is.
        """
        given = plain(values)
        if self.env is None:
            self.env = program.sheet_environment()
        if not self.needs <= {*given, *self.env.globals} or not all(all_found(paths, given) for paths in self.paths):
            raise NotQuickError
        with limits():
            layouts = [self._layout(sheet, given, self.env) for sheet in self.sheets]
            return self._written(layouts, as_of, properties)

    @staticmethod
    def _layout(sheet: _Sheet, given: Mapping[str, Any], env: Sandbox) -> Layout:
        shape = sheet.writer.sheet.shape
        recorder = program.Recorder(shape.segments, shape.blocks, MAX_ROW)
        sheet.tags.run(given, recorder, env)
        return Layout(shape, recorder.placed, recorder.root)

    def _written(self, layouts: list[Layout], as_of: date | None, properties: Mapping[str, str] | None) -> bytes:
        styles = AddedStyles(self.sheets[0].writer.styles)
        out = Output(SharedStrings(self.kept), styles, since_1904=self.since_1904)
        keys = [sheet.writer.sheet.key for sheet in self.sheets]
        rewriter = Rewriter(dict(zip(keys, layouts, strict=True)), {}, self.stacks)
        grid = self._grid(layouts, rewriter, out) if self.computes else None
        packed: dict[str, Entry] = {}
        for sheet, layout in zip(self.sheets, layouts, strict=True):
            head, tail = _around(sheet, layout, rewriter)
            rows = sheet.writer.write(Scene(layout, grid, rewriter, out))
            packed[sheet.part] = pack(sheet.part, chain([head], rows, [tail]), self._method(sheet.part))
        if out.problems or len(out.strings.items) > out.strings.kept or (styles.added and self.styles_part is None):
            raise NotQuickError
        changes: dict[str, bytes] = {}
        if styles.added and self.styles_part is not None:
            changes[self.styles_part] = styles.part()
        changes[self.main] = self._book_part(rewriter, uncertain=out.uncertain)
        changes |= stamped(self.stamp, changes, as_of=as_of, properties=properties)
        packed |= {name: pack(name, data, self._method(name)) for name, data in changes.items()}
        kept = [packed.pop(entry.name, entry) for entry in self.entries]
        return archive([*kept, *packed.values()])

    def _method(self, name: str) -> int:
        """Return how the template has packed a part, which is how it stays packed."""
        return next((entry.method for entry in self.entries if entry.name == name), DEFLATED)

    def _grid(self, layouts: list[Layout], rewriter: Rewriter, out: Output) -> Grid:
        trees = dict(workbook.definitions(self.names, rewriter, self.name))
        hiding = {sheet.writer.sheet.key for sheet in self.sheets if sheet.hides_rows}
        grid = Grid(trees, hiding)
        for sheet, layout in zip(self.sheets, layouts, strict=True):
            if sheet.counts:
                sheet.writer.fill(layout, grid, rewriter, out)
        grid.settle()
        return grid

    def _book_part(self, rewriter: Rewriter, *, uncertain: bool) -> bytes:
        book = copy.deepcopy(self.book)
        workbook.adapt_names(book, self.scopes, rewriter, self.name)
        if uncertain or self.uncertain:
            workbook.ask_for_calculation(book)
        return plainxml.written(book)

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "env"}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.env = None
        for name, value in state.items():
            setattr(self, name, value)


def _around(sheet: _Sheet, layout: Layout, rewriter: Rewriter) -> list[bytes]:
    """Return what stands before and behind the rows of a sheet, adapted to them."""
    root: Any = copy.deepcopy(sheet.root)
    around.Surroundings(root, sheet.writer.sheet.key, layout, rewriter, sheet.where).adapt()
    root.find(f"{S}sheetData").text = _PLACEHOLDER
    return plainxml.written(root).split(_PLACEHOLDER.encode())


def quick_of(book: CompiledXlsx) -> Quick | None:
    """Return the short way through a workbook; `None` when there is none."""
    outside, package = book.outside, book.package
    unusual = (
        book.charts
        or outside.texts
        or outside.part_places
        or outside.charts
        or book.copies
        or any(book.stacks.copies)
        or any(relationship.type not in _PLAIN_BOOK for relationship in package.relationships(package.main))
        or any(sheet.loop is not None or sheet.texts or outside.links[sheet.part] for sheet in book.sheets)
        or any(r.type not in _PLAIN_SHEET for sheet in book.sheets for r in package.relationships(sheet.part))
    )
    if unusual or not book.sheets:
        return None
    try:
        sheets = [_sheet_of(book, number) for number in range(len(book.sheets))]
        root = plainxml.settle(plainxml.plain(book.book), _SETTLED_IN_BOOK)
    except (plainxml.UnusualXmlError, NotQuickError):
        return None
    programs = [sheet.program for sheet in book.sheets]
    paths = [tags.probes.paths for tags in programs if tags.probes is not None and tags.probes.paths is not None]
    if len(paths) < len(programs):
        return None
    from reportgen.render.package import stamp_of  # noqa: PLC0415  lxml

    names = book.book.find(f"{S}definedNames")
    return Quick(
        name=book.name,
        entries=tuple(book.base.entries),
        stamp=stamp_of(book.base),
        main=package.main,
        book=root,
        styles_part=book.styles_part,
        sheets=sheets,
        names=book.names,
        scopes=[] if names is None else [book.scope_of(element) for element in names],
        needs=frozenset(name for _, found in book.needs for name in found),
        paths=paths,
        stacks=book.stacks,
        kept=book.kept.items,
        computes=book.computes,
        uncertain=any(sheet.uncertain for sheet in book.sheets),
        since_1904=book.since_1904,
    )


def _sheet_of(book: CompiledXlsx, number: int) -> _Sheet:
    sheet = book.sheets[number]
    if sheet.program.code is None or sheet.skeleton.find(f"{S}sheetData") is None:
        raise NotQuickError
    where = f"{book.name}, {sheet.name}"
    tags = _Tags(sheet.program.code, sheet.program.compiled)
    root = plainxml.settle(plainxml.plain(sheet.skeleton), _SETTLED_IN_SHEET)
    return _Sheet(sheet.part, where, book.writers[number], tags, root, sheet.hides_rows, _counts(book, sheet))


def _counts(book: CompiledXlsx, sheet: Sheet) -> bool:
    """Tell whether formulas may read the cells of a sheet: its own, or those of other sheets that name it, or a name.

    A sheet is named in one way only where it is not part of a stack of sheets (`T1:T3`).
    """
    formulas = [formula.text for one in book.sheets for formula in one.formulas()]
    names = [text for (_, name), text in book.names.items() if not name.startswith("_xlnm.")]
    texts = [text.casefold() for text in (*formulas, *names)]
    key = sheet.name.casefold().replace("'", "''")
    stacked = any(":" in text and "!" in text for text in texts)
    return stacked or any(True for _ in sheet.formulas()) or any(key in text for text in texts)
