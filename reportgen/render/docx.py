"""A Word template and plain values to the bytes of a .docx.

Every tag means what it means to docxtpl with autoescape on. Around it stands what docxtpl leaves to luck: values are
checked before, the whole template is judged before a word is printed, what comes out is parsed strictly, and a fault
is a problem with a place, all of them in one run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import FrameType, TracebackType
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from lxml import etree
from markupsafe import Markup, escape

from reportgen.problem import Problem, ReportgenError
from reportgen.render.chart import CHART_TYPE, Charts, compile_charts
from reportgen.render.names import Unknown, as_problem, unknown_names
from reportgen.render.package import Package, open_package, parse_xml, stamp, to_xml
from reportgen.render.sandbox import ExpressionError, LimitError, Sandbox, environment, limits, plain, printable, spend
from reportgen.render.tags import alone, unreadable
from reportgen.render.wordblocks import Spot
from reportgen.render.wordfix import fix_ids, fix_part, is_whole
from reportgen.render.wordform import Placer, mark
from reportgen.render.wording import (
    UNREADABLE,
    failure_words,
    is_nesting,
    names_data,
    reading_words,
    undefined_of,
    undefined_words,
)
from reportgen.render.wordmedia import Media
from reportgen.render.wordpart import Reader, WordPart, has_tags
from reportgen.render.wordplaces import part_titles, places
from reportgen.render.wordvalues import Carried, Carrier

_PROPERTY_PARTS: Final = ("core-properties", "extended-properties", "custom-properties")
_FIX: Final = "Sửa thẻ này trong mẫu, hoặc sửa dữ liệu mà thẻ dùng."
_REPORT: Final = "Gửi mẫu này cho người phụ trách phần mềm: đây là chỗ phần mềm chưa lường tới."


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One part with its Jinja template.

    Attributes:
        part: The part. tree: Its syntax tree, for unknown names. template: What renders it.
        where: Its place as a whole.
    """

    part: WordPart
    tree: nodes.Template
    template: Template
    where: str

    def where_of(self, line: int) -> str:
        """Return the place of the tag on a line of the source."""
        spot = self.part.spot(line)
        return spot.where if spot else self.where


@dataclass(frozen=True)
class CompiledDocx:
    """A template that has been judged and can be rendered any number of times.

    Attributes:
        name: File name shown. notices: Warnings on the template.
    """

    name: str
    notices: tuple[Problem, ...]
    _package: Package
    _parts: tuple[_Compiled, ...]
    _globals: frozenset[str]
    _charts: Charts | None = None

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
        carrier = Carrier()
        carrier.know(tpl)
        safe = plain(values, carrier.carry)
        extra = plain(properties or {})
        self._check_names(safe)
        compiled = self._joined(carrier) if carrier.subdocs else self
        return compiled._written(safe, carrier, as_of, extra)  # noqa: SLF001  another of our own kind

    def _joined(self, carrier: Carrier) -> CompiledDocx:
        """Return the template with the parts of the caller's Subdocs."""
        from reportgen.render.wordsubdoc import with_subdocs  # noqa: PLC0415  as rare as Subdocs are

        return compile_docx(with_subdocs(self._package, carrier), self.name)

    def _written(
        self, values: Mapping[str, Any], carrier: Carrier, as_of: date | None, properties: Mapping[str, str]
    ) -> bytes:
        charts = self._charts.read(lambda _: values) if self._charts else None
        problems: list[Problem] = charts.problems if charts else []
        media = Media(self._package)
        with limits():
            roots = {c.part.name: self._fill(c, values, carrier, media, problems) for c in self._parts}
        if problems:
            raise ReportgenError(*dict.fromkeys(problems))
        done = {name: root for name, root in roots.items() if root is not None}
        fix_ids(self._with_drawings(done))
        changes: dict[str, bytes | None] = {name: to_xml(root) for name, root in done.items()}
        changes |= media.changes()
        if charts:
            charts.write(changes)
        return self._package.write(stamp(self._package, changes, as_of=as_of, properties=properties))

    def _check_names(self, values: Mapping[str, Any]) -> None:
        problems: list[Problem] = []
        for compiled in self._parts:
            for unknown in _unknown(compiled, values, self._globals):
                spot = compiled.part.spot(unknown.line)
                problems.append(as_problem(unknown, spot.where if spot else compiled.where))
        if problems:
            others = self._charts.read(lambda _: values).problems if self._charts else []
            raise ReportgenError(*dict.fromkeys([*problems, *others]))

    def _fill(
        self,
        compiled: _Compiled,
        values: Mapping[str, Any],
        carrier: Carrier,
        media: Media,
        problems: list[Problem],
    ) -> etree._Element | None:
        """Return the tree of one part filled in, or None after noting what went wrong."""
        try:
            xml = _rendered(compiled.template, values)
        except Exception as error:  # noqa: BLE001  an expression can fail in any way; the officer gets its place
            problems.append(_failed(error, compiled))
            return None
        if carrier.items:
            placer = Placer(compiled.part.name, self._package.main, carrier, media, compiled.where_of)
            xml = placer.placed(xml)
            problems += placer.problems
            if placer.problems:
                return None
        root = _parsed(xml)
        if root is None or not is_whole(root):
            message = "các thẻ trong phần này làm hỏng bố cục văn bản khi điền dữ liệu"
            problems.append(Problem("MB022", compiled.where, message, _REPORT))
            return None
        if compiled.part.columns:
            root = DocxTemplate("").fix_tables(xml)
        fix_part(root)
        return root

    def _with_drawings(self, done: Mapping[str, etree._Element]) -> list[etree._Element]:
        """Return the filled-in parts, after those that stay as they are: these keep their ids."""
        titles = part_titles(self._package)
        return [parse_xml(self._package.parts[p]) for p in titles if p not in done] + list(done.values())


def compile_docx(template: bytes, name: str = "mau.docx") -> CompiledDocx:
    """Judge a Word template and make it ready.

    Args:
        template: The whole .docx.
        name: File name for messages.

    Raises:
        ReportgenError: With every problem found: MB001 to MB009 of the file, MB010 to MB020 of its tags.
    """
    package = open_package(template, name)
    if package.kind != "docx":
        remedy = "Chọn tệp .docx; bảng tính .xlsx dùng cho mẫu phụ lục Excel."
        raise ReportgenError(Problem("MB001", name, "tệp là bảng tính Excel, không phải văn bản Word", remedy))
    sandbox = environment(finalize=_word_text)
    reader = Reader(sandbox)
    parts = _read_parts(package, reader)
    compiled = [c for part, where in parts if (c := _compile(part, sandbox, where, reader.problems)) is not None]
    charts = compile_charts(package)
    reader.problems += charts.problems if charts else ()
    if reader.problems:
        raise ReportgenError(*dict.fromkeys(reader.problems))
    return CompiledDocx(name, package.notices, package, tuple(compiled), frozenset(sandbox.globals), charts)


def _word_text(value: Any) -> Markup:
    """Return what a tag prints, as XML; braces as references, so that no text of the data is ever taken for a tag."""
    if type(value) is Carried:
        return mark(value, _printing_line())
    return Markup(str(escape(printable(value))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  escaped


def _read_parts(package: Package, reader: Reader) -> list[tuple[WordPart, str]]:
    """Return the parts that hold tags, ready for Jinja; problems go to the reader."""
    titles = part_titles(package)
    found: list[tuple[WordPart | None, str]] = []
    for part in package.parts:
        where = f"{package.name}, {titles.get(part) or ('thân văn bản' if part == package.main else part)}"
        if part in titles:
            root = parse_xml(package.parts[part])
            found.append((reader.read(part, root, places(root, package.name, titles[part]), where), where))
        elif package.types[part].endswith(tuple(f"{name}+xml" for name in _PROPERTY_PARTS)):
            where = f"{package.name}, thuộc tính tài liệu"
            found.append((reader.read_properties(part, parse_xml(package.parts[part]), where), where))
        elif not package.types[part].endswith(CHART_TYPE):
            _refuse_tags(package, part, reader)
    return [(part, where) for part, where in found if part is not None]


def _refuse_tags(package: Package, part: str, reader: Reader) -> None:
    """Refuse tags in parts that nothing fills in (diagrams, settings) and in addresses of links."""
    data = package.parts[part]
    if not part.endswith((".xml", ".rels")) or (b"{" not in data and b"%7B%7B" not in data.upper()):
        return
    where, remedy = f"{package.name}, {part}", "Xóa thẻ ở đó; chỉ đặt thẻ trong văn bản, bảng, đầu trang, chân trang."
    if part.endswith(".rels"):
        for rel in (r for r in parse_xml(data) if "{{" in r.get("Target", "").replace("%7B", "{").replace("%7b", "{")):
            message = f"thẻ nằm trong địa chỉ của liên kết: {rel.get('Target')}"
            reader.problems.append(Problem("MB020", where, message, "Bỏ liên kết, chỉ để thẻ làm chữ."))
    elif has_tags(parse_xml(data)):
        message = "thẻ nằm trong phần không điền được (sơ đồ, biểu đồ kiểu mới, thiết lập)"
        reader.problems.append(Problem("MB020", where, message, remedy))


def _compile(part: WordPart, sandbox: Sandbox, where: str, problems: list[Problem]) -> _Compiled | None:
    try:
        return _Compiled(part, sandbox.parse(part.source), sandbox.from_string(part.source), where)
    except UNREADABLE as error:
        problems.append(_unreadable(part, sandbox, where, error))
    return None


def _unknown(compiled: _Compiled, values: Mapping[str, Any], known: frozenset[str]) -> list[Unknown]:
    """Return the unknown names of a part; of tags too deeply nested to walk, none: rendering tells them then."""
    try:
        return unknown_names(compiled.tree, values, known)
    except RecursionError:
        return []


def _unreadable(part: WordPart, sandbox: Sandbox, where: str, error: BaseException) -> Problem:
    """Return why a part whose tags are each written well cannot be compiled, at the tag where that shows."""
    if isinstance(error, TemplateSyntaxError):
        spot = part.spot(error.lineno)
        return unreadable(spot.tag, error, spot.where) if spot else Problem("MB010", where, reading_words(error), _FIX)
    for spot in part.lines:
        try:
            sandbox.from_string(alone(spot.tag))
        except UNREADABLE as fault:
            return unreadable(spot.tag, fault, spot.where)
    code = "MB019" if is_nesting(error) else "MB010"
    return Problem(code, where, f"các thẻ trong phần này: {reading_words(error)}", _FIX)


def _rendered(template: Template, values: Mapping[str, Any]) -> str:
    """Return the part as Jinja makes it, counting what it grows to; tracebacks stay as they are, with their lines."""
    chunks = []
    for chunk in template.root_render_func(template.new_context(dict(values))):
        spend(len(chunk))
        chunks.append(chunk)
    return "".join(chunks)


def _parsed(xml: str) -> etree._Element | None:
    """Return the tree of a rendered part, None when the markup does not fit together; nothing is ever recovered."""
    try:
        return parse_xml(xml.encode("utf-8"))
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return None


# --- what went wrong ---------------------------------------------------------------------------------------------


def _failed(error: Exception, compiled: _Compiled) -> Problem:
    """Return the problem behind an exception of the rendering, with the tag where it happened."""
    spot = compiled.part.spot(_line(error.__traceback__, compiled.template))
    where = spot.where if spot else compiled.where
    if isinstance(error, SecurityError):
        message = f"biểu thức không được phép{_near(spot)}"
        return Problem("MB017", where, message, "Xóa thẻ này; nếu không phải bạn viết, đừng dùng mẫu.")
    if isinstance(error, LimitError | RecursionError | MemoryError):
        reason = (
            str(error) if isinstance(error, LimitError) else "mẫu gọi lồng nhau không dứt hoặc cần quá nhiều bộ nhớ"
        )
        return Problem("MB019", where, f"{reason}{_near(spot)}", "Bỏ vòng lặp, phép nhân chữ thừa trong mẫu.")
    if isinstance(error, UndefinedError):
        return _absent(error, where, _near(spot))
    reason = str(error) if isinstance(error, ExpressionError) else failure_words(error)
    if isinstance(error, TypeError):
        reason = f"dữ liệu không hợp với phép tính ({reason})"
    return Problem("MB018", where, f"không tính được{_near(spot)}: {reason}", _FIX)


def _absent(error: UndefinedError, where: str, near: str) -> Problem:
    """Return the problem of a name or an item that is not there."""
    value = undefined_of(error.__traceback__)
    remedy = "Xem các tên dùng được bằng lệnh reportgen template fields."
    if value is not None and not names_data(value):
        remedy = "Kiểm tra trước khi in bằng {% if ... %}, hoặc sửa dữ liệu mà thẻ dùng."
    return Problem("MB015", where, f"tên không có trong dữ liệu{near} ({undefined_words(value)})", remedy)


def _near(spot: Spot | None) -> str:
    return f" ở thẻ {spot.tag.text}" if spot else ""


def _printing_line() -> int:
    """Return the line of the template source that is printing now, 0 when none is."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  a traceback without an exception
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return 0


def _line(traceback: TracebackType | None, template: Template) -> int | None:
    """Return the line of the template source that ran last, from the frames of its compiled code."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__jinja_template__") is template:
            line = template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return line
