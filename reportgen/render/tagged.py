"""Every tag of a template with its place, read even when the template is faulty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from lxml import etree

from reportgen.render.chart import CHART_TYPE, chart_texts
from reportgen.render.chartparts import chart_places, charts_of
from reportgen.render.package import Package, parse_xml
from reportgen.render.tags import Kind, Tag, scan
from reportgen.render.wordpart import PROPERTIES
from reportgen.render.wordplaces import part_titles, places
from reportgen.render.wordprepare import drop_commented_out
from reportgen.render.wordtext import Text, shown_pieces

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_CORE: Final = "core-properties+xml"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag and its place, `bao-cao.docx, bảng 2, dòng 3, ô 2`; `drawn` in a chart, which may take a whole group."""

    tag: Tag
    where: str
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its title, its part, its tree."""

    title: str
    part: str
    root: etree._Element


def tagged(package: Package) -> list[list[Tagged]]:
    """Return the tags of a template, one list for each scope: a Word part, a sheet."""
    scopes = _of_word(package) if package.kind == "docx" else _of_book(package)
    return [scope for scope in map(list, scopes) if scope]


def _of_word(package: Package) -> Iterator[Iterator[Tagged]]:
    titles, charts = part_titles(package), _charts(package)
    for part in package.parts:
        if part in titles:
            root = parse_xml(package.parts[part])
            drop_commented_out(root)
            drawn = {r.id: r.target for r in package.relationships(part) if r.target in charts} if charts else {}
            inside = {one: list(_of_chart(package, target, charts.pop(target, ""))) for one, target in drawn.items()}
            yield _of_part(root, places(root, package.name, titles[part]), inside)
        elif package.types[part].endswith(_CORE):
            yield _of_properties(parse_xml(package.parts[part]), f"{package.name}, thuộc tính tài liệu")
    yield from (_of_chart(package, part, where) for part, where in charts.items())


def _charts(package: Package) -> dict[str, str]:
    """Return the charts of a template with their places."""
    return chart_places(package) if any(kind.endswith(CHART_TYPE) for kind in package.types.values()) else {}


def _of_chart(package: Package, part: str, where: str) -> Iterator[Tagged]:
    for text, role in chart_texts(parse_xml(package.parts[part])):
        if not role or package.kind == "docx":
            place = f"{where}, {role}" if role else where
            yield from (replace(found, drawn=True) for found in _of_text(text, place))


def _of_part(
    root: etree._Element, where: dict[etree._Element, str], charts: Mapping[str, list[Tagged]]
) -> Iterator[Tagged]:
    """Yield the tags of a part; those of its charts where they are drawn, for a loop may give them their names."""
    for paragraph, place in where.items():
        if paragraph.getroottree().getroot() is root:
            tags = [Tagged(token.tag, place) for token in Text.of(paragraph).tokens if token.tag is not None]
            drawn = [t for e in paragraph.iter(_CHART) if charts for t in charts.get(e.get(f"{R}id", ""), [])]
            ends = next((k for k, one in enumerate(tags) if one.tag.word.startswith("end")), len(tags))
            yield from [*tags[:ends], *drawn, *tags[ends:]]


def _of_properties(root: etree._Element, where: str) -> Iterator[Tagged]:
    for element in root.iter():
        label = etree.QName(element).localname
        yield from _of_text(element.text or "", f"{where} ({PROPERTIES.get(label, label)})")


def _of_text(text: str, where: str) -> Iterator[Tagged]:
    if "{" in text:
        yield from (Tagged(token.tag, where) for token in scan(text)[0] if token.tag is not None)


def _of_book(package: Package) -> Iterator[Iterator[Tagged]]:
    strings = shared_strings(package)
    charts = _charts(package)
    for sheet in sheets(package):
        drawn = [_of_chart(package, part, charts[part]) for part in charts_of(package, sheet.part)]
        hung = _hung_on(package, sheet)
        yield chain(_of_sheet(sheet, strings, package.name, hung), _around(package, sheet), *drawn)


def texts_of(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of every paragraph of a document, of every cell with a text of a workbook."""
    if package.kind == "docx":
        titles = part_titles(package)
        for part in (part for part in package.parts if part in titles):
            root = parse_xml(package.parts[part])
            for paragraph, where in places(root, package.name, titles[part]).items():
                yield where, "".join(text for _, text in shown_pieces(paragraph))
        return
    strings = shared_strings(package)
    for sheet in sheets(package):
        for cell in sheet.root.iterfind(f"{S}sheetData/{S}row/{S}c"):
            yield f"{package.name}, {sheet.title}!{cell.get('r', '')}", _text_of(cell, strings)


def sheets(package: Package) -> list[Sheet]:
    """Return the worksheets of a workbook in the order of their tabs."""
    targets = {r.id: r for r in package.relationships(package.main)}
    found = []
    for element in parse_xml(package.parts[package.main]).iterfind(f"{S}sheets/{S}sheet"):
        relation = targets.get(element.get(f"{R}id", ""))
        if relation is not None and relation.type == "worksheet" and relation.target in package.parts:
            root = parse_xml(package.parts[relation.target])
            found.append(Sheet(element.get("name", ""), relation.target, root))
    return found


def shared_strings(package: Package) -> list[str]:
    """Return the shared strings of a workbook, runs joined."""
    for relation in package.relationships(package.main):
        if relation.type == "sharedStrings" and relation.target in package.parts:
            items = parse_xml(package.parts[relation.target]).iterfind(f"{S}si")
            return [_joined(item) for item in items]
    return []


def _joined(item: etree._Element) -> str:
    """Return the text of a string item, without phonetic readings."""
    runs = (t for t in item.iter(f"{S}t") if t.getparent() is not None and t.getparent().tag != f"{S}rPh")  # type: ignore[union-attr]
    return "".join(t.text or "" for t in runs)


def _hung_on(package: Package, sheet: Sheet) -> dict[str, list[Tagged]]:
    """Return the tags in notes and links by their cells, where the loops around them give them their names."""
    found: dict[str, list[Tagged]] = {}
    relations = package.relationships(sheet.part)
    for part in (r.target for r in relations if r.type == "comments" and r.target in package.parts):
        for note in parse_xml(package.parts[part]).iter(f"{S}comment"):
            cell = note.get("ref", "")
            where = f"{package.name}, {sheet.title}!{cell}, ghi chú"
            found.setdefault(cell, []).extend(_of_text(_joined(note), where))
    targets = {r.id: unquote(r.target) for r in relations if r.external}
    for link in sheet.root.iter(f"{S}hyperlink"):
        cell = link.get("ref", "").partition(":")[0]
        texts = [link.get(name, "") for name in ("display", "tooltip")] + [targets.get(link.get(f"{R}id", ""), "")]
        for text in texts:
            found.setdefault(cell, []).extend(_of_text(text, f"{package.name}, {sheet.title}!{cell}, liên kết"))
    return found


def _around(package: Package, sheet: Sheet) -> Iterator[Tagged]:
    """Yield the tags of a sheet that stand in no row: its name, page headers and footers, words of validations."""
    yield from _of_text(sheet.title, f"{package.name}, trang tính {sheet.title}")
    here = f"{package.name}, {sheet.title}"
    for holder in sheet.root.iter(f"{S}headerFooter"):
        for element in holder:
            title = "đầu trang" if str(element.tag).endswith("Header") else "chân trang"
            yield from _of_text(element.text or "", f"{here}, {title}")
    for check in sheet.root.iter(f"{S}dataValidation"):
        cell = re.match(r"\$?([A-Z]+)\$?(\d+)", check.get("sqref", ""))
        where = f"{here}{f'!{cell[1]}{cell[2]}' if cell else ''}, kiểm tra dữ liệu"
        for text in map(str, check.attrib.values()):
            yield from _of_text(text, where)


def _of_sheet(
    sheet: Sheet, strings: list[str], name: str, hung: Mapping[str, list[Tagged]] = MappingProxyType({})
) -> Iterator[Tagged]:
    for cell in sheet.root.iterfind(f"{S}sheetData/{S}row/{S}c"):
        for one in _of_text(_text_of(cell, strings), f"{name}, {sheet.title}!{cell.get('r', '')}"):
            yield replace(one, tag=_of_whole_sheet(one.tag))
        yield from hung.get(cell.get("r", ""), [])


def _text_of(cell: etree._Element, strings: list[str]) -> str:
    """Return the text of a cell, "" when it holds none."""
    value = cell.find(f"{S}v")
    if cell.get("t") == "s" and value is not None and re.fullmatch(r"\d{1,7}", value.text or ""):
        number = int(value.text or "0")
        return strings[number] if number < len(strings) else ""
    return _joined(cell) if cell.get("t") == "inlineStr" else ""


def _of_whole_sheet(tag: Tag) -> Tag:
    """Return `{%sheet for lv in linh_vuc %}` as the loop that it is; any other tag as it stands."""
    if tag.kind is Kind.STATEMENT and tag.word == "sheet":
        return replace(tag, prefix="sheet", body=tag.body.removeprefix("sheet").strip())
    return tag
