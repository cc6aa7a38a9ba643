"""Templates with charts, made for tests, and readers of what came out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml as docx_xml
from lxml import etree
from openpyxl.chart import AreaChart, BarChart, DoughnutChart, LineChart, PieChart, RadarChart, Reference, ScatterChart
from openpyxl.chart import Series as DrawnSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.xml.functions import tostring

from tests.support_render import saved

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
KINDS: Mapping[str, Any] = {
    "bar": BarChart,
    "line": LineChart,
    "pie": PieChart,
    "doughnut": DoughnutChart,
    "area": AreaChart,
    "radar": RadarChart,
    "scatter": ScatterChart,
}
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRAWING = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:drawing><wp:inline '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="5400000" '
    'cy="3000000"/><wp:docPr id="{number}" name="Biểu đồ {number}"/><a:graphic '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def chart_value(title: str, categories: Sequence[Any], **series: Sequence[Any]) -> dict[str, object]:
    """Return a chart value; the names of the series have _ where a space is meant."""
    drawn = [{"ten": name.replace("_", " "), "gia_tri": list(values)} for name, values in series.items()]
    return {"tieu_de": title, "nhom": list(categories), "chuoi": drawn}


def drawn(kind: str = "bar", title: str = "{{ bieu_do.a }}", names: Sequence[str] = ("Một", "Hai"), **look: Any) -> Any:
    """Return an openpyxl chart on two categories, with a form of its own for each series."""
    chart = KINDS[kind]()
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["", *names])
    for row in (("Cũ 1", *range(1, len(names) + 1)), ("Cũ 2", *range(3, len(names) + 3))):
        sheet.append(row)
    categories = Reference(sheet, min_col=1, min_row=2, max_row=3)
    for place in range(len(names)):
        values = Reference(sheet, min_col=place + 2, min_row=1, max_row=3)
        if kind == "scatter":
            series = DrawnSeries(
                Reference(sheet, min_col=place + 2, min_row=2, max_row=3),
                categories,
                title_from_data=False,
                title=names[place],
            )
        else:
            series = DrawnSeries(values, title_from_data=True)
        series.graphicalProperties = GraphicalProperties(solidFill=f"{place + 1:02d}{place + 1:02d}{place + 1:02d}")
        chart.series.append(series)
    if kind != "scatter":
        chart.set_categories(categories)
    chart.title = title
    chart.drawn_from = book
    if kind == "scatter":
        chart.style, chart.scatterStyle = None, "lineMarker"
    for name, value in look.items():
        setattr(chart, name, value)
    return chart


def chart_xml(chart: Any) -> bytes:
    """Return the chart part of an openpyxl chart, with the names of its series remembered as Word does."""
    root = etree.fromstring(tostring(chart._write()))
    for reference in root.iter(f"{C}strRef", f"{C}numRef"):
        what = etree.QName(reference).localname.removesuffix("Ref")
        for old in reference.findall(f"{C}{what}Cache"):
            reference.remove(old)
        cache = etree.SubElement(reference, f"{C}{what}Cache")
        if what == "num":
            etree.SubElement(cache, f"{C}formatCode").text = "General"
        sheet, _, area = (reference.findtext(f"{C}f") or "").rpartition("!")
        cells = chart.drawn_from[sheet.strip("'")][area.replace("$", "")]
        values = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
        etree.SubElement(cache, f"{C}ptCount", val=str(len(values)))
        for index, value in enumerate(values):
            point = etree.SubElement(cache, f"{C}pt", idx=str(index))
            etree.SubElement(point, f"{C}v").text = str(value)
    return etree.tostring(root)


def word(*charts: Any, workbook: bool = True, text: str = "Báo cáo", before: str = "", after: str = "") -> bytes:
    """Return a .docx with these charts, each in a paragraph of its own."""
    document = Document()
    document.add_paragraph(text)
    for number, chart in enumerate(charts, start=1):
        if before:
            document.add_paragraph(before)
        xml = chart if isinstance(chart, bytes) else chart_xml(chart)
        root = etree.fromstring(xml)
        part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", document.part.package)
        if workbook:
            old = openpyxl.Workbook()
            book = Part(
                PackURI(f"/word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx"),
                _BOOK,
                saved(old),
                document.part.package,
            )
            relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
            external = etree.SubElement(root, f"{C}externalData")
            external.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relation)
            etree.SubElement(external, f"{C}autoUpdate", val="0")
        part._blob = etree.tostring(root)
        paragraph = document.add_paragraph()
        relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        paragraph._p.append(docx_xml(_DRAWING.format(number=number, relation=relation)))
        if after:
            document.add_paragraph(after)
    return saved(document)


def excel(*charts: Any, sheet: str = "Tổng hợp") -> bytes:
    """Return a .xlsx with these charts on one sheet."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = sheet
    page["A1"] = "Biểu đồ"
    for number, chart in enumerate(charts):
        page.add_chart(chart, f"B{2 + 20 * number}")
    return saved(book)


def part(data: bytes, name: str) -> bytes:
    """Return a part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def parts(data: bytes) -> list[str]:
    """Return the names of the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def space(data: bytes, number: int = 1) -> etree._Element:
    """Return the tree of a chart of a finished file."""
    folder = "word" if "word/document.xml" in parts(data) else "xl"
    return etree.fromstring(part(data, f"{folder}/charts/chart{number}.xml"))


def charts_of(data: bytes) -> list[str]:
    """Return the names of the charts of a package."""
    return [name for name in parts(data) if "/charts/chart" in name and name.endswith(".xml")]


def space_of(data: bytes, name: str) -> etree._Element:
    """Return the tree of a chart by its name."""
    return etree.fromstring(part(data, name))


def title_of(root: etree._Element) -> str:
    """Return the title that a chart shows."""
    return "".join(t.text or "" for t in root.iterfind(f"{C}chart/{C}title//{A}t"))


def remembered(root: etree._Element) -> dict[str, object]:
    """Return what a chart remembers, as a chart value; numbers as texts."""
    series = []
    categories: list[str | None] = []
    for ser in root.iter(f"{C}ser"):
        categories = _points(ser, "cat", "xVal")
        series.append({"ten": _points(ser, "tx")[0], "gia_tri": _points(ser, "val", "yVal")})
    return {"tieu_de": title_of(root), "nhom": categories, "chuoi": series}


def _points(ser: etree._Element, *names: str) -> list[str | None]:
    holder = next(child for child in ser if child.tag in {C + name for name in names})
    (count,) = [int(e.get("val", "")) for e in holder.iter(f"{C}ptCount")]
    found = {int(e.get("idx", "")): e.findtext(f"{C}v") for e in holder.iter(f"{C}pt")}
    return [found.get(index) for index in range(count)]


def in_cells(root: etree._Element, book: Any) -> dict[str, object]:
    """Return the same from the cells that the chart names."""
    series = []
    categories: list[Any] = []
    for ser in root.iter(f"{C}ser"):
        categories = _cells(ser, book, "cat", "xVal")
        series.append({"ten": _cells(ser, book, "tx")[0], "gia_tri": _cells(ser, book, "val", "yVal")})
    return {"tieu_de": title_of(root), "nhom": categories, "chuoi": series}


def _cells(ser: etree._Element, book: Any, *names: str) -> list[Any]:
    holder = next(child for child in ser if child.tag in {C + name for name in names})
    (address,) = [e.text or "" for e in holder.iter(f"{C}f")]
    sheet, _, area = address.rpartition("!")
    cells = book[sheet.strip("'").replace("''", "'")][area.replace("$", "")]
    return [cells.value] if not isinstance(cells, tuple) else [row[0].value for row in cells]


def embedded(data: bytes, number: int = 1) -> Any:
    """Return the workbook inside a chart of a .docx, found as Word finds it."""
    rels = etree.fromstring(part(data, f"word/charts/_rels/chart{number}.xml.rels"))
    external = space(data, number).find(f"{C}externalData")
    assert external is not None
    wanted = external.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    (target,) = [rel.get("Target", "") for rel in rels if rel.get("Id") == wanted]
    return openpyxl.load_workbook(io.BytesIO(part(data, "word/" + target.removeprefix("../"))))
