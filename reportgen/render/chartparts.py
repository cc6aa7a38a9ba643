"""The parts of a package around a chart: where it is drawn, the workbook inside it, the sheet of its figures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from reportgen.render import chartbook
from reportgen.render.chartbook import Block
from reportgen.render.chartseries import C, insert
from reportgen.render.package import CONTENT_TYPES, Package, Relationship, parse_xml, rels_name, to_xml

DATA_SHEET: Final = "Số liệu biểu đồ"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_S: Final = chartbook.S
_XDR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CX: Final = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_CHARTS: Final = frozenset({"chart", "chartEx"})
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def chart_places(package: Package) -> dict[str, str]:
    """Return the place of every chart: `mau.docx, biểu đồ 1`; `phu-luc.xlsx, Tổng hợp!B5, biểu đồ 1`.

    The cell is the one under the upper left corner of the chart; a chart sheet, and a chart that floats, has none.
    """
    found: dict[str, str] = {}
    if package.kind == "docx":
        others = [part for part in package.parts if part != package.main and part.startswith("word/")]
        charts = dict.fromkeys(chart for part in (package.main, *others) for chart, _ in _drawn_in(package, part))
        return {part: f"{package.name}, biểu đồ {number}" for number, part in enumerate(charts, start=1)}
    sheets = {r.id: r.target for r in package.relationships(package.main) if r.type in {"worksheet", "chartsheet"}}
    for sheet in parse_xml(package.parts[package.main]).iterfind(f"{_S}sheets/{_S}sheet"):
        charts_here = _charts_of(package, sheets.get(sheet.get(f"{_R}id", ""), ""))
        for number, (part, cell) in enumerate(charts_here.items(), start=1):
            at = f"{sheet.get('name', '')}!{cell}" if cell else sheet.get("name", "")
            found.setdefault(part, f"{package.name}, {at}, biểu đồ {number}")
    return found


def charts_of(package: Package, sheet: str) -> list[str]:
    """Return the charts that stand on a sheet of a workbook, in the order of its drawing."""
    return list(_charts_of(package, sheet))


def _charts_of(package: Package, sheet: str) -> dict[str, str]:
    """Return the charts of a sheet, each with the cell that it begins in."""
    drawings = [r.target for r in package.relationships(sheet) if r.type == "drawing"]
    found: dict[str, str] = {}
    for drawing in drawings:
        for chart, element in _drawn_in(package, drawing):
            found.setdefault(chart, _cell_under(element))
    return found


def _drawn_in(package: Package, part: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield the charts that a part draws, in its order, with the element that draws them."""
    targets = {r.id: r.target for r in package.relationships(part) if r.type in _CHARTS and not r.external}
    if not targets or part not in package.parts:
        return
    for element in parse_xml(package.parts[part]).iter(f"{C}chart", f"{_CX}chart"):
        target = targets.get(element.get(f"{_R}id", ""), "")
        if target in package.parts:
            yield target, element


def _cell_under(element: etree._Element) -> str:
    """Return the cell that something drawn on a sheet begins in, "" when it is bound to none."""
    anchor = next((one for one in element.iterancestors() if one.find(f"{_XDR}from") is not None), None)
    if anchor is None:
        return ""
    col, row = (anchor.findtext(f"{_XDR}from/{_XDR}{name}", "").strip() for name in ("col", "row"))
    return f"{chartbook.letters(int(col) + 1)}{int(row) + 1}" if col.isdigit() and row.isdigit() else ""


# --- Word: the workbook inside a chart -------------------------------------------------------------------------------


def book_of(package: Package, part: str, root: etree._Element) -> str:
    """Return the workbook inside a chart of a document, "" when it has none."""
    external = root.find(f"{C}externalData")
    relations = {r.id: r for r in package.relationships(part)}
    found = relations.get("" if external is None else external.get(f"{_R}id", ""))
    return found.target if found is not None and _is_book(package, found) else ""


def _is_book(package: Package, relation: Relationship) -> bool:
    kind = package.types.get(relation.target, "")
    return not relation.external and relation.target in package.parts and kind == _BOOK_TYPE


def embed(package: Package, changes: dict[str, bytes | None], part: str, root: etree._Element, book: bytes) -> None:
    """Give a chart without a workbook of its own one.

    Args:
        package: The document.
        changes: What is written of it.
        part: The chart.
        root: Its tree, which will name the workbook.
        book: The workbook.
    """
    name = _free_part(package, changes, "word/embeddings/Microsoft_Excel_Worksheet{}.xlsx")
    changes[name] = book
    relation = _relate(package, changes, part, f"{_OFFICE}/package", posixpath.relpath(name, posixpath.dirname(part)))
    _declare(package, changes, name, _BOOK_TYPE)
    external = root.find(f"{C}externalData")
    if external is None:
        external = root.makeelement(f"{C}externalData")
        etree.SubElement(external, f"{C}autoUpdate", val="0")
        insert(root, external, ("printSettings", "userShapes", "extLst"))
    external.set(f"{_R}id", relation)


_EXTENT: Final = (
    rb"(<wp:extent\b[^>]*\bcy=\")(\d+)(\"[^>]*>(?:(?!<wp:extent\b)[\s\S]){0,4000}?<c:chart\b[^>]*r:id=\"%s\")"
)
_PAGE: Final = re.compile(rb"<w:pgSz\b[^>]*\bw:h=\"(\d+)\"")
_MARGINS: Final = re.compile(rb"<w:pgMar\b[^>]*>")
_TWIP: Final = 635  # EMU
_BESIDE: Final = 1200  # twips that a title, a lead-in or a note of the chart takes on its page


def drawn_as(package: Package, part: str) -> tuple[str, ...]:
    """Return the ids by which the body of a document draws a chart."""
    return tuple(relation.id for relation in package.relationships(package.main) if relation.target == part)


def grown(body: bytes, drawn: Iterable[str], factor: float) -> bytes:
    """Return the body of a document with a chart made higher, as far as its page allows.

    Args:
        body: The main part, filled in.
        drawn: The ids of the chart in it.
        factor: How many times as high it wants to be.
    """
    for relation in drawn:
        body = re.sub(_EXTENT % re.escape(relation.encode()), lambda found: _higher(found, factor), body)
    return body


def _higher(found: re.Match[bytes], factor: float) -> bytes:
    height = int(found.group(2))
    rest = found.string[found.end() :]
    page, margins = _PAGE.search(rest), _MARGINS.search(rest)
    if page is None or margins is None:
        return found.group()
    sides = [int(n) for n in re.findall(rb"\bw:(?:top|bottom)=\"(\d+)\"", margins.group())]
    room = (int(page.group(1)) - sum(sides) - _BESIDE) * _TWIP
    higher = max(height, min(round(height * factor), room))
    return found.group(1) + str(higher).encode() + found.group(3)


class Copy(NamedTuple):
    """A chart that stands for a further turn of a loop.

    Attributes:
        owner: The part that draws it, by `relation`. part: Its own. source: That of the template's chart.
    """

    owner: str
    relation: str
    part: str
    source: str


_KEPT: Final = frozenset({"chartUserShapes", "themeOverride"})
"""What a copy shares with the template's chart; its form for further editing (style, colours) belongs to one alone."""


def attach(package: Package, changes: dict[str, bytes | None], copy: Copy, kind: str) -> None:
    """Let a document know of a copied chart."""
    target = posixpath.relpath(copy.part, posixpath.dirname(copy.owner))
    _relate(package, changes, copy.owner, f"{_OFFICE}/chart", target, copy.relation)
    _declare(package, changes, copy.part, f"application/vnd.openxmlformats-officedocument.{kind}")
    for relation in package.relationships(copy.source):
        if relation.type in _KEPT and not relation.external:
            shared = posixpath.relpath(relation.target, posixpath.dirname(copy.part))
            _relate(package, changes, copy.part, f"{_OFFICE}/{relation.type}", shared, relation.id)


# --- Excel: the sheet of figures -------------------------------------------------------------------------------------


def draw_hidden(root: etree._Element) -> None:
    """Let a chart draw figures that nobody sees."""
    chart = root.find(f"{C}chart")
    if chart is None:
        return
    found = chart.find(f"{C}plotVisOnly")
    if found is None:
        found = chart.makeelement(f"{C}plotVisOnly")
        insert(chart, found, ("dispBlanksAs", "showDLblsOverMax", "extLst"))
    found.set("val", "0")


def free_title(package: Package, changes: Mapping[str, bytes | None]) -> str:
    """Return a name for the sheet of figures that no sheet of the workbook bears."""
    root = parse_xml(_now(package, changes, package.main))
    taken = {sheet.get("name", "").casefold() for sheet in root.iterfind(f"{_S}sheets/{_S}sheet")}
    names = (DATA_SHEET, *(f"{DATA_SHEET} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def add_sheet(package: Package, changes: dict[str, bytes | None], name: str, blocks: list[Block]) -> None:
    """Add the sheet of figures at the end of a workbook, hidden: it is no page of the report."""
    styles = next((r.target for r in package.relationships(package.main) if r.type == "styles"), "")
    numbers: dict[str, int] = {}
    if styles in package.parts:
        codes = [code for block in blocks for code in (*block.formats, *([chartbook.DAY] if block.days else []))]
        changes[styles], numbers = chartbook.with_formats(_now(package, changes, styles), codes)
    folder = posixpath.dirname(package.main)
    part = _free_part(package, changes, posixpath.join(folder, "worksheets/sheet{}.xml"))
    changes[part] = chartbook.worksheet(blocks, numbers)
    target = posixpath.relpath(part, folder)
    relation = _relate(package, changes, package.main, f"{_OFFICE}/worksheet", target)
    _declare(package, changes, part, _SHEET_TYPE)
    book = parse_xml(_now(package, changes, package.main))
    sheets = book.find(f"{_S}sheets")
    if sheets is not None:
        number = max([0, *(int(sheet.get("sheetId", "0")) for sheet in sheets)]) + 1
        made = etree.SubElement(sheets, f"{_S}sheet", name=name, sheetId=str(number), state="hidden")
        made.set(f"{_R}id", relation)
    changes[package.main] = to_xml(book)


# --- parts ---------------------------------------------------------------------------------------------------------


def _now(package: Package, changes: Mapping[str, bytes | None], part: str) -> bytes:
    data = changes.get(part)
    return package.parts[part] if data is None else data


def _free_part(package: Package, changes: Mapping[str, bytes | None], pattern: str) -> str:
    return free_name({*package.parts, *changes}, pattern)


def free_name(names: Collection[str], pattern: str) -> str:
    """Return a name for a part, `word/charts/chart{}.xml` with a number, that no other has."""
    taken = {name.casefold() for name in names}
    return next(name for n in range(1, len(taken) + 2) if (name := pattern.format(n)).casefold() not in taken)


def _relate(  # noqa: PLR0917  what a relationship is made of
    package: Package, changes: dict[str, bytes | None], part: str, kind: str, target: str, own: str = ""
) -> str:
    """Add a relationship to a part and return its id: its own, or a free one."""
    name = rels_name(part)
    raw = changes.get(name) or package.parts.get(name) or f'<Relationships xmlns="{_REL[1:-1]}"/>'.encode()
    root = parse_xml(raw)
    taken = {one.get("Id") for one in root}
    free = own or next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    etree.SubElement(root, f"{_REL}Relationship", Id=free, Type=kind, Target=target)
    changes[name] = to_xml(root)
    return free


def _declare(package: Package, changes: dict[str, bytes | None], part: str, kind: str) -> None:
    root = parse_xml(_now(package, changes, CONTENT_TYPES))
    etree.SubElement(root, f"{_CT}Override", PartName=f"/{part}", ContentType=kind)
    changes[CONTENT_TYPES] = to_xml(root)
