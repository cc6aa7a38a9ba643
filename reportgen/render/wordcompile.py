"""A Word template judged, and each of its parts that has tags turned into code."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render.chart import CHART_TYPE, Charts, compile_charts, drawn_charts
from reportgen.render.docx import FIX, Part, Place
from reportgen.render.names import Outline, outline
from reportgen.render.package import Package, naming_parts, open_package, parse_xml, stamp_of
from reportgen.render.sandbox import Sandbox
from reportgen.render.stamping import Stamp
from reportgen.render.tags import OPENING_WORDS, alone, unreadable
from reportgen.render.wordcode import byte_environment, compile_bytes
from reportgen.render.wording import UNREADABLE, is_nesting, reading_words
from reportgen.render.wordlayout import Layout, drawing_ids
from reportgen.render.wordpart import Reader, WordPart, has_tags
from reportgen.render.wordplaces import part_titles, places

_NONCHARACTER: Final = re.compile("[\ufdd0-\ufdef]")
_PROPERTY_PARTS: Final = ("core-properties", "extended-properties", "custom-properties")


def read_template(template: bytes, name: str) -> tuple[Package, tuple[Part, ...], Stamp, int, Charts | None]:
    """Judge a Word template.

    Returns:
        Its package, its parts with tags, what is known of its properties, an id that no drawing has, its charts.

    Raises:
        ReportgenError: With every problem found.
    """
    package = open_package(template, name)
    with naming_parts(package):
        return _read_package(package)


def _read_package(package: Package) -> tuple[Package, tuple[Part, ...], Stamp, int, Charts | None]:
    if package.kind != "docx":
        remedy = "Chọn tệp .docx; bảng tính .xlsx dùng cho mẫu phụ lục Excel."
        raise ReportgenError(Problem("MB001", package.name, "tệp là bảng tính Excel, không phải văn bản Word", remedy))
    sandbox = byte_environment()
    charts = compile_charts(package)
    reader = Reader(sandbox, drawn_charts(package, charts))
    read = _read_parts(package, reader)
    next_id = _give_ids(package, [part for part, _ in read])
    compiled = [c for part, where in read if (c := _compile(part, sandbox, where, reader.problems)) is not None]
    charts = charts.repeated(frozenset(reader.repeated)) if charts else None
    reader.problems += charts.problems if charts else ()
    if reader.problems:
        raise ReportgenError(*dict.fromkeys(reader.problems))
    return package, tuple(compiled), stamp_of(package), next_id, charts


def _read_parts(package: Package, reader: Reader) -> list[tuple[WordPart, str]]:
    """Return the parts that hold tags, ready for Jinja; problems go to the reader."""
    titles = part_titles(package)
    found: list[tuple[WordPart | None, str]] = []
    for part in package.parts:
        where = f"{package.name}, {titles.get(part) or ('thân văn bản' if part == package.main else part)}"
        if part in titles:
            root = parse_xml(package.parts[part])
            if _fit(root, where, reader):
                found.append((reader.read(part, root, places(root, package.name, titles[part]), where), where))
        elif package.types[part].endswith(tuple(f"{name}+xml" for name in _PROPERTY_PARTS)):
            where, root = f"{package.name}, thuộc tính tài liệu", parse_xml(package.parts[part])
            if _fit(root, where, reader):
                found.append((reader.read_properties(part, root, where), where))
        elif not package.types[part].endswith(CHART_TYPE):
            _refuse_tags(package, part, reader)
    return [(part, where) for part, where in found if part is not None]


def _fit(root: etree._Element, where: str, reader: Reader) -> bool:
    """Refuse the characters that mark things inside the program: a template that holds them would fool it."""
    found = _NONCHARACTER.search(etree.tostring(root, encoding="unicode"))
    if found is None:
        return True
    message = f"có ký tự U+{ord(found.group()):04X}, không văn bản nào được dùng"
    reader.problems.append(Problem("MB005", where, message, "Xóa ký tự đó trong mẫu, hoặc lấy lại bản gốc của tệp."))
    return False


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


def _give_ids(package: Package, parts: list[WordPart]) -> int:
    """Give every drawing an id of its own; those of parts that stay as they are keep theirs. Return a free one."""
    names = {part.name for part in parts}
    taken = {i for part in part_titles(package) if part not in names for i in drawing_ids(package.parts[part])}
    for part in parts:
        part.layout.give_ids(taken)
    return max(taken, default=0) + 1


def _compile(part: WordPart, sandbox: Sandbox, where: str, problems: list[Problem]) -> Part | None:
    layout = part.layout
    try:
        tree = sandbox.parse(layout.marked)
        names = _outline(tree)
        sure = not (layout.doubt or part.columns or _captures(layout))
        code = compile_bytes(sandbox, tree, layout.uses) if sure else None
        if code is None:
            sandbox.compile(layout.source)  # faults that only a compiler finds
    except UNREADABLE as error:
        problems.append(_unreadable(part, sandbox, where, error))
        return None
    spots = tuple(Place(spot.where, spot.tag.text) for spot in layout.spots)
    return Part(part.name, where, spots, code, layout.source, part.columns, names, tuple(layout.drawings))


def _captures(layout: Layout) -> bool:
    """Return whether a part prints whole blocks through functions: those need a tree."""
    tags = [spot.tag for spot in layout.spots]
    return any(tag.word in {"call", "filter"} or (tag.word == "for" and "recursive" in tag.body) for tag in tags)


def _outline(tree: nodes.Template) -> Outline | None:
    try:
        return outline(tree)
    except RecursionError:
        return None


def _deepest(part: WordPart) -> str:
    """Return the place of the tag that stands inside the most blocks, "" when none opens a block."""
    depth, most, found = 0, 0, ""
    for spot in part.layout.spots:
        depth += bool(spot.tag.opens) - (spot.tag.word in OPENING_WORDS.values())
        if depth > most:
            most, found = depth, spot.where
    return found


def _unreadable(part: WordPart, sandbox: Sandbox, where: str, error: BaseException) -> Problem:
    """Return why a part whose tags are each written well cannot be compiled, at the tag where that shows."""
    if isinstance(error, TemplateSyntaxError):
        spot = part.spot(error.lineno)
        return unreadable(spot.tag, error, spot.where) if spot else Problem("MB010", where, reading_words(error), FIX)
    for spot in part.layout.spots:
        try:
            sandbox.from_string(alone(spot.tag))
        except UNREADABLE as fault:
            return unreadable(spot.tag, fault, spot.where)
    code = "MB019" if is_nesting(error) else "MB010"
    where = _deepest(part) or where
    return Problem(code, where, f"các thẻ trong phần này: {reading_words(error)}", FIX)
