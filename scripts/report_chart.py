"""The chart of the report template: tasks by area and state, told apart without colour.

from report_chart import add_chart
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from lxml import etree

from reportgen.render import chartbook, chartseries
from reportgen.render.chartvalue import read_chart
from reportgen.view.sections import OUTLINE

FONT: Final = "Times New Roman"
TAG: Final = "bieu_do.nhiem_vu_theo_linh_vuc"
WIDTH, HEIGHT = Mm(230), Mm(92)
AREAS: Final = (*OUTLINE.values(), "Công tác chỉ đạo, điều hành cải cách hành chính")
"""As many as there is room for; with more areas the chart becomes higher."""
_NS: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SOLID: Final = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
_PATTERN: Final = (
    '<a:pattFill prst="{}"><a:fgClr><a:srgbClr val="000000"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr>'
    "</a:pattFill>"
)
_LINE: Final = '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
_BLACK, _WHITE = "000000", "FFFFFF"
# Room for names of areas over two lines at the left, for three lines of the legend below.
_PLACE: Final = (
    '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="0.3"/><c:y val="0.115"/><c:w val="0.69"/><c:h val="0.7"/></c:manualLayout></c:layout>'
)

# name as the reports print it, fill, colour of the figures on it; a pattern keeps a white field under its figures.
# The four states that nearly every report has are plain greys, far from one another; the rare ones are hatched.
SERIES: Final = (
    ("Hoàn thành", _SOLID.format("595959"), _WHITE),
    ("Thực hiện thường xuyên", _PATTERN.format("wdDnDiag"), _BLACK),
    ("Đang triển khai thực hiện", _SOLID.format("BFBFBF"), _BLACK),
    ("Chưa đến hạn", _SOLID.format("FFFFFF"), _BLACK),
    ("Đến hạn trong kỳ", _PATTERN.format("narHorz"), _BLACK),
    ("Định kỳ đến hạn thực hiện", _PATTERN.format("narVert"), _BLACK),
    ("Quá hạn chưa hoàn thành", _SOLID.format("000000"), _WHITE),
    ("Chờ văn bản, kế hoạch của cấp trên", _PATTERN.format("wdUpDiag"), _BLACK),
    ("Chưa xác định được thời hạn", _PATTERN.format("lgGrid"), _BLACK),
)
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_chart(document: Any, paragraph: Any) -> None:
    """Put the chart into a paragraph, with the workbook that Word opens for its figures."""
    package = document.part.package
    data, problems = read_chart(_sample(), "")
    assert data is not None, problems  # noqa: S101  our own declaration
    root = etree.fromstring(_chart())
    block = chartbook.Block(data, chartbook.SHEET, 1, ("General",) * len(data.series))
    chartseries.feed(root, block)
    chart = Part(PackURI("/word/charts/chart1.xml"), _CONTENT_TYPE, b"", package)
    book = Part(
        PackURI("/word/embeddings/Microsoft_Excel_Worksheet.xlsx"),
        _BOOK_TYPE,
        repacked(chartbook.workbook(block)),
        package,
    )
    external = etree.SubElement(root, f"{chartseries.C}externalData")
    external.set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
        chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE),
    )
    etree.SubElement(external, f"{chartseries.C}autoUpdate", val="0")
    chart._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    relation = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    paragraph._p.append(parse_xml(_drawing(relation)))  # noqa: SLF001


def repacked(data: bytes) -> bytes:
    """Return a package with fixed times, packed by zlib: two runs give the same bytes on every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sample() -> dict[str, object]:
    """Return figures to draw in the template itself: one for each state, so that its form can be changed in Word."""
    figures = [
        {"ten": name, "gia_tri": [(row + place) % 3 for row in range(len(AREAS))]}
        for place, (name, _, _) in enumerate(SERIES)
    ]
    return {"tieu_de": "", "nhom": list(AREAS), "chuoi": figures}


def _drawing(relation: str) -> str:
    return (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:drawing><wp:inline distT="0" '
        'distB="0" distL="0" distR="0" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{WIDTH}" cy="{HEIGHT}"/><wp:docPr id="1" name="Biểu đồ 1" '
        f'descr="{{{{ {TAG}.tieu_de }}}}"/><wp:cNvGraphicFramePr/><a:graphic '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


# --- the chart -----------------------------------------------------------------------------------------------------


def _chart() -> str:
    """Return the chart part: bars of one area from left to right, the first area on top."""
    series = "".join(_series(place, *form) for place, form in enumerate(SERIES))
    return (
        f'<c:chartSpace {_NS}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>{_title()}'
        '<c:autoTitleDeleted val="0"/><c:plotArea>' + _PLACE + '<c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="stacked"/><c:varyColors val="0"/>{series}<c:gapWidth val="45"/><c:overlap val="100"/>'
        '<c:axId val="100"/><c:axId val="200"/></c:barChart>'
        '<c:catAx><c:axId val="100"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_LINE}</c:spPr>{_text(10)}'
        '<c:crossAx val="200"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="200"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="100"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(11)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(11)}</c:chartSpace>"
    )


def _title() -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f"{_letters('a:defRPr', 13, bold=True)}</a:pPr><a:r>{_letters('a:rPr', 13, bold=True)}"
        f"<a:t>Biểu đồ 1. {{{{ {TAG} }}}}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _series(place: int, name: str, fill: str, ink: str) -> str:
    field = "" if "solidFill" in fill else f"<c:spPr>{_SOLID.format(_WHITE)}</c:spPr>"
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:v>{escape(name)}</c:v></c:tx>'
        f'<c:spPr>{fill}{_LINE}</c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="0;;;" sourceLinked="0"/>{field}{_text(11, ink)}<c:dLblPos val="ctr"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls></c:ser>'
    )


def _text(size: float, ink: str = _BLACK) -> str:
    letters = _letters("a:defRPr", size, ink)
    end = '<a:endParaRPr lang="vi-VN"/>'
    return f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{letters}</a:pPr>{end}</a:p></c:txPr>"


def _letters(element: str, size: float, ink: str = _BLACK, *, bold: bool = False) -> str:
    return (
        f'<{element} lang="vi-VN" sz="{round(size * 100)}" b="{int(bold)}">'
        f'{_SOLID.format(ink)}<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface="{FONT}"/>'
        f"</{element}>"
    )
