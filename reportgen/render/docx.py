"""A Word template and plain values to the bytes of a .docx.

Every tag means what it means to docxtpl with autoescape on. Around it stands what docxtpl leaves to luck: values are
checked before, the whole template is judged before a word is printed, and a fault is a problem with a place, all of
them in one run.

A template is compiled once, by `wordcompile`, into code that writes the bytes of each part that has tags; the others
are copied as the compressed bytes they are. What was proved then need not be looked at again: only a part about which
something stayed in doubt, or a value that may break the markup around it, is gone through as a tree, by `wordtree`.
Values with a form of their own (`wordvalues`) and charts (`chart`) hang on to a document beside that. Nothing is
imported here that reads XML, so a compiled template that has been stored is ready at once.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import Template, UndefinedError
from jinja2.exceptions import SecurityError

from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.render.archive import Entry, archive, pack, unpack
from reportgen.render.kept import made_with, unsealed
from reportgen.render.names import Outline, Unknown, as_problem, unknown_in
from reportgen.render.sandbox import (
    ExpressionError,
    LimitError,
    Sandbox,
    environment,
    limits,
    plain,
    remembered_use,
    spend,
)
from reportgen.render.stamping import Stamp, stamped
from reportgen.render.wordcharts import FUNCTION, Turns, chart_turn, collecting
from reportgen.render.wordcode import byte_environment
from reportgen.render.wording import failure_words, names_data, undefined_of, undefined_words
from reportgen.render.wordtype import NeedsTreeError, loud
from reportgen.render.wordwrite import Document, written

if TYPE_CHECKING:
    from reportgen.render.chart import Charts, Filled
    from reportgen.render.package import Package
    from reportgen.render.wordmedia import Media
    from reportgen.render.wordvalues import Carrier

FIX: Final = "Sửa thẻ này trong mẫu, hoặc sửa dữ liệu mà thẻ dùng."
_REPORT: Final = "Gửi mẫu này cho người phụ trách phần mềm: đây là chỗ phần mềm chưa lường tới."
_MADE_WITH: Final = made_with("docx", 3)
_HEADER: Final = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"  # as lxml writes it


class Place(NamedTuple):
    """Where a tag stands, `bao-cao.docx, bảng 2, dòng 3, ô 2`, and how it reads."""

    where: str
    text: str


class Part(NamedTuple):
    """One part with tags, compiled; plain data.

    Attributes:
        name: Of the part. where: Its place as a whole. places: Of the tags on lines 2, 3, ... of the source.
        code: What writes its bytes; None when it has to be gone through as a tree every time.
        source: The Jinja source of its text, for that way. columns: Whether cells may repeat.
        names: The names it uses; None when its tags are too deeply nested to walk: rendering tells them then.
        drawings: Ids of its drawings.
    """

    name: str
    where: str
    places: tuple[Place, ...]
    code: CodeType | None
    source: str
    columns: bool
    names: Outline | None
    drawings: tuple[int, ...]

    def where_of(self, line: int) -> str:
        """Return the place of the tag on a line of the source."""
        place = self.place(line)
        return place.where if place else self.where

    def place(self, line: int | None) -> Place | None:
        """Return the tag on a line of the source; None when there is none."""
        return (
            self.places[min(line - 2, len(self.places) - 1)] if line is not None and line > 1 and self.places else None
        )


class _Forms:
    """Takes in the values of one document that have a form of their own; loads what reads them when there is one.

    Attributes:
        carrier: What was taken in, None for nothing. media: What it adds to the package.
    """

    def __init__(self, tpl: object) -> None:
        self.carrier: Carrier | None = None
        self.media: Media | None = None
        self._tpl = tpl

    def carry(self, value: Any, where: str) -> Any:
        """Return what a template may see of a value, see `sandbox.plain`."""
        if self.carrier is None:
            from reportgen.render.wordvalues import Carrier  # noqa: PLC0415  lxml

            self.carrier = Carrier()
            self.carrier.know(self._tpl)
        return self.carrier.carry(value, where)


@dataclass
class _Filling:
    """What one document has been filled with so far, and what is wrong with it."""

    values: Mapping[str, Any]
    forms: _Forms
    document: Document
    turns: Turns
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class CompiledDocx:
    """A template that has been judged and can be rendered any number of times.

    Attributes:
        name: File name shown. notices: Warnings on the template.
    """

    name: str
    notices: tuple[Problem, ...]
    _entries: tuple[Entry, ...]
    _parts: tuple[Part, ...]
    _stamp: Stamp
    _next_id: int
    _kept_charts: tuple[Any, ...] | None = None
    _programs: dict[str, Template] = field(default_factory=dict, compare=False, repr=False)

    def render(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
        tpl: object = None,
    ) -> bytes:
        """Return the document filled in; the same input gives the same bytes.

        Args:
            values: Names to values; texts, numbers, dates, lists, tuples and mappings, nested; docxtpl's RichText,
                RichTextParagraph, Listing, InlineImage and Subdoc, made for any `DocxTemplate` of this template. The
                link of a RichText may be its address: `RichText("chữ", url_id="https://...")`.
            as_of: Written as day of creation and change; None keeps the template's.
            properties: Custom document properties to add.
            tpl: The `DocxTemplate` whose `build_url_id` made the links of RichText values; not needed when any
                InlineImage or Subdoc was made for it, nor for links that are addresses.

        Raises:
            ReportgenError: With every problem found: MB030 to MB032 in the values; MB015 unknown names; MB017 forbidden
                expressions; MB018 expressions that fail; MB019 limits; MB022 markup that does not fit together;
                MB040 to MB044 charts and what they are fed with.
        """
        forms = _Forms(tpl)
        safe = plain(values, forms.carry)
        extra = plain(properties or {})
        self._check_names(safe)
        compiled = self._joined(forms.carrier) if forms.carrier is not None and forms.carrier.subdocs else self
        try:
            return compiled._filled(safe, forms, as_of, extra)  # noqa: SLF001  another of our own kind
        except ReportgenError as error:
            raise ReportgenError(*self._with_failing(error.problems, safe)) from error

    def dump(self) -> bytes:
        """Return the compiled template as bytes for `load_docx`: to be kept by whoever compiled it, never sent."""
        notices = [(p.code, p.where, p.message, p.remedy, p.severity.name) for p in self.notices]
        entries = [tuple(entry) for entry in self._entries]
        parts = [tuple(part._replace(places=tuple(map(tuple, part.places)))) for part in self._parts]  # type: ignore[arg-type]
        kept: Any = (self.name, notices, entries, parts, tuple(self._stamp), self._next_id, self._kept_charts)
        return _MADE_WITH + marshal.dumps(kept)

    def _joined(self, carrier: Carrier) -> CompiledDocx:
        """Return the template with the parts of the caller's Subdocs."""
        from reportgen.render.wordsubdoc import with_subdocs  # noqa: PLC0415  as rare as Subdocs are

        return compile_docx(with_subdocs(self._package, carrier), self.name)

    def _check_names(self, values: Mapping[str, Any]) -> None:
        problems: list[Problem] = []
        for part in self._parts:
            for unknown in _unknown(part, values, self._known):
                place = part.place(unknown.line)
                problems.append(as_problem(unknown, place.where if place else part.where))
        if problems:
            others = self._charts.read(lambda _: values).problems if self._charts else []
            raise ReportgenError(*self._with_failing([*problems, *others], values))

    def _with_failing(self, problems: Sequence[Problem], values: Mapping[str, Any]) -> list[Problem]:
        """Return problems with those that rendering did not come to: it stops a part at its first one."""
        told = list(dict.fromkeys(problems))
        if any(problem.code == "MB019" for problem in told):  # time or memory is used up
            return told
        from reportgen.render.failing import failing_problems  # noqa: PLC0415  what is in order need not load it
        from reportgen.render.loosely import loose_problems  # noqa: PLC0415
        from reportgen.render.tagged import tagged  # noqa: PLC0415  lxml

        scopes = tagged(self._package)
        unknown = loose_problems(scopes, values, excel=False)  # those in charts of loops, which nothing has run
        return list(dict.fromkeys([*told, *unknown, *failing_problems(scopes, values)]))

    # filling in

    def _filled(
        self, values: Mapping[str, Any], forms: _Forms, as_of: date | None, properties: Mapping[str, str]
    ) -> bytes:
        charts = self._charts.read(lambda _: values) if self._charts else None
        problems = charts.problems if charts else []
        with collecting() as turns:
            filling = _Filling(values, forms, Document(self._next_id), turns, problems)
            with limits():
                done = {part.name: self._fill(part, filling) for part in self._parts}
        if self._charts and charts:
            self._charts.read_turns(charts, turns.taken, values)
        if filling.problems:
            raise ReportgenError(*dict.fromkeys(filling.problems))
        return self._written(done, forms.media, charts, as_of, properties)

    def _fill(self, part: Part, filling: _Filling) -> Entry | bytes | None:
        """Return one part filled in, packed unless it will be stamped, or None after noting what went wrong."""
        give_back, turns = remembered_use(), len(filling.turns.taken)
        try:
            if part.code is not None:
                try:
                    return self._packed(part, self._pieces(part, part.code, filling))
                except NeedsTreeError:
                    give_back()
                    del filling.turns.taken[turns:]
            xml = self._text(part, filling.values)
        except Exception as error:  # noqa: BLE001  an expression can fail in any way; the officer gets its place
            filling.problems.append(self._failed(part, error))
            return None
        data = self._through_tree(part, xml, filling)
        return None if data is None else self._packed(part, [data])

    def _packed(self, part: Part, pieces: Iterable[bytes]) -> Entry | bytes:
        return b"".join(pieces) if part.name in {self._stamp.core, self._stamp.custom} else pack(part.name, pieces)

    def _pieces(self, part: Part, code: CodeType, filling: _Filling) -> Iterator[bytes]:
        """Yield the bytes of a part as its code writes them."""
        if part.name not in self._programs:
            sandbox = self._bytes
            self._programs[part.name] = Template.from_code(sandbox, code, sandbox.make_globals(None))
        program = self._programs[part.name]
        yield _HEADER
        yield from written(program.root_render_func(program.new_context(dict(filling.values))), filling.document)

    def _text(self, part: Part, values: Mapping[str, Any]) -> str:
        """Return a part as text, counting what it grows to."""
        key = f"{part.name} as text"
        if key not in self._programs:
            self._programs[key] = self._texts.from_string(part.source)
        program = self._programs[key]
        chunks = []
        for chunk in program.root_render_func(program.new_context(dict(values))):
            spend(len(chunk))
            chunks.append(chunk)
        return "".join(chunks)

    def _through_tree(self, part: Part, xml: str, filling: _Filling) -> bytes | None:
        """Return a part mended as a tree, with the values in it that have a form of their own."""
        from reportgen.render.wordtree import mended  # noqa: PLC0415  docxtpl and lxml, needed by few documents

        carrier = filling.forms.carrier
        if carrier is not None and carrier.items:
            from reportgen.render.wordform import Placer  # noqa: PLC0415
            from reportgen.render.wordmedia import Media  # noqa: PLC0415

            filling.forms.media = filling.forms.media or Media(self._package)
            placer = Placer(part.name, self._package.main, carrier, filling.forms.media, part.where_of)
            xml = placer.placed(xml)
            filling.problems += placer.problems
            if placer.problems:
                return None
        data = mended(xml, filling.document, frozenset(part.drawings), columns=part.columns)
        if data is None:
            message = "các thẻ trong phần này làm hỏng bố cục văn bản khi điền dữ liệu"
            filling.problems.append(Problem("MB022", part.where, message, _REPORT))
        return data

    def _failed(self, part: Part, error: Exception) -> Problem:
        programs = [self._programs[name] for name in (f"{part.name} as text", part.name) if name in self._programs]
        lines = [line for program in programs if (line := line_of(error.__traceback__, program)) is not None]
        return failed(error, part.place(lines[0] if lines else None), part.where)

    def _written(
        self,
        done: Mapping[str, Entry | bytes | None],
        media: Media | None,
        charts: Filled | None,
        as_of: date | None,
        properties: Mapping[str, str],
    ) -> bytes:
        """Return the file: parts filled in, parts changed beside them, all others as they are."""
        changes: dict[str, bytes | None] = {name: data for name, data in done.items() if isinstance(data, bytes)}
        changes |= media.changes() if media else {}
        if charts:
            main = done.get(charts.main)
            if charts.grows:
                changes[charts.main] = charts.body(unpack(main) if isinstance(main, Entry) else main)
            charts.write(changes)
        changes |= stamped(self._stamp, changes, as_of=as_of, properties=properties)
        packed = {name: entry for name, entry in done.items() if isinstance(entry, Entry)}
        packed |= {name: pack(name, data) for name, data in changes.items() if data is not None}
        kept = [packed.pop(entry.name, entry) for entry in self._entries]
        return archive([*kept, *packed.values()])

    @cached_property
    def _bytes(self) -> Sandbox:
        return byte_environment()

    @cached_property
    def _texts(self) -> Sandbox:
        made = environment(finalize=loud)
        made.globals[FUNCTION] = chart_turn
        return made

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._bytes.globals)

    @cached_property
    def _package(self) -> Package:
        """The template opened, for what only some documents need."""
        from reportgen.render.package import open_package  # noqa: PLC0415  lxml

        return open_package(archive(self._entries), self.name)

    @cached_property
    def _charts(self) -> Charts | None:
        if self._kept_charts is None:
            return None
        from reportgen.render.chart import load_charts  # noqa: PLC0415  lxml

        return load_charts(self._kept_charts, lambda: self._package)


def compile_docx(template: bytes, name: str = "mau.docx") -> CompiledDocx:
    """Judge a Word template and make it ready.

    Args:
        template: The whole .docx.
        name: File name for messages.

    Raises:
        ReportgenError: With every problem found: MB001 to MB009 of the file, MB010 to MB020 of its tags.
    """
    from reportgen.render.wordcompile import read_template  # noqa: PLC0415  docxtpl and lxml take long to load

    package, parts, stamp, next_id, charts = read_template(template, name)
    kept = charts.dump() if charts else None
    compiled = CompiledDocx(name, package.notices, package.entries, parts, stamp, next_id, kept)
    vars(compiled).update(_package=package, _charts=charts)  # known already
    return compiled


def load_docx(data: bytes) -> CompiledDocx:
    """Return the compiled template that `CompiledDocx.dump` has written.

    Args:
        data: From a place that only the user can write to: it holds code.

    Raises:
        StoredError: When other versions of the program, Jinja or Python wrote it, or it is damaged.
    """
    shown, notices, entries, parts, stamp, next_id, charts = unsealed(data, _MADE_WITH, marshal.loads)
    told = tuple(Problem(code, where, said, remedy, Severity[name]) for code, where, said, remedy, name in notices)
    read = [Part(*part) for part in parts]
    placed = tuple(part._replace(places=tuple(Place(*place) for place in part.places)) for part in read)
    return CompiledDocx(shown, told, tuple(Entry(*e) for e in entries), placed, Stamp(*stamp), next_id, charts)


def _unknown(part: Part, values: Mapping[str, Any], known: frozenset[str]) -> list[Unknown]:
    if part.names is None:
        return []
    try:
        return unknown_in(part.names, values, known)
    except RecursionError:
        return []


# --- what went wrong ---------------------------------------------------------------------------------------------


def failed(error: Exception, place: Place | None, where: str) -> Problem:
    """Return the problem behind an exception of the rendering.

    Args:
        error: Of any kind.
        place: Of the tag where it happened, None when that is not known.
        where: The part, in that case.
    """
    where = place.where if place else where
    near = f" ở thẻ {place.text}" if place else ""
    if isinstance(error, SecurityError):
        message = f"biểu thức không được phép{near}"
        return Problem("MB017", where, message, "Xóa thẻ này; nếu không phải bạn viết, đừng dùng mẫu.")
    if isinstance(error, LimitError | RecursionError | MemoryError):
        reason = (
            str(error) if isinstance(error, LimitError) else "mẫu gọi lồng nhau không dứt hoặc cần quá nhiều bộ nhớ"
        )
        return Problem("MB019", where, f"{reason}{near}", "Bỏ vòng lặp, phép nhân chữ thừa trong mẫu.")
    if isinstance(error, UndefinedError):
        return _absent(error, where, near)
    reason = str(error) if isinstance(error, ExpressionError) else failure_words(error)
    if isinstance(error, TypeError):
        reason = f"dữ liệu không hợp với phép tính ({reason})"
    return Problem("MB018", where, f"không tính được{near}: {reason}", FIX)


def _absent(error: UndefinedError, where: str, near: str) -> Problem:
    """Return the problem of a name or an item that is not there."""
    value = undefined_of(error.__traceback__)
    remedy = "Xem các tên dùng được bằng lệnh reportgen template fields."
    if value is not None and not names_data(value):
        remedy = "Kiểm tra trước khi in bằng {% if ... %}, hoặc sửa dữ liệu mà thẻ dùng."
    return Problem("MB015", where, f"tên không có trong dữ liệu{near} ({undefined_words(value)})", remedy)


def line_of(traceback: TracebackType | None, template: Template) -> int | None:
    """Return the line of the template source that ran last, from the frames of its compiled code."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__jinja_template__") is template:
            line = template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return line
