"""The corpus of Excel templates, second half: what stands around the rows, and what hangs on the sheets."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule, IconSetRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.protection import SheetProtection

from tests.render_xlsx import opened, part, part_names, rezipped
from tests.support_workbooks import Case, added, patched, read, refs, sums
from tests.support_workbooks_rows import END, LOOP, ROW, SHEET, equal, listed

TITLE = "Phụ lục 1"
BASE: list[list[Any]] = [
    ["Phụ lục {{ ky }}"],
    ["Tên", "Số", "Gấp"],
    [LOOP],
    [*ROW, "=B4*2"],
    [END],
    ["Tổng", "=SUM(B4)", "=SUM(C4)"],
]
X14 = (
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)
YELLOW = PatternFill("solid", bgColor="FFFF00")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RULE: Any = FormulaRule
_SCALE: Any = ColorScaleRule
_BAR: Any = DataBarRule
_ICONS: Any = IconSetRule
_CELL: Any = CellIsRule


def base(v: dict[str, Any]) -> dict[str, Any]:
    """Return what `BASE` becomes."""
    total = sums(v["ds"])
    return {
        TITLE: [
            ["Phụ lục quý III"],
            ["Tên", "Số", "Gấp"],
            *listed(v, lambda x: x["so"] * 2),
            ["Tổng", total, total * 2],
        ]
    }


def last(v: dict[str, Any]) -> int:
    """Return the last row of the items; one less than 3 when there are none."""
    return 2 + int(v["so"])


def case(name: str, features: str, dress: Any, check: Any, **more: Any) -> Case:
    """Return a case over the common rows."""
    sheets = more.pop("sheets", {TITLE: BASE})
    return Case(name, features, sheets, more.pop("want", base), dress=dress, check=check, **more)


def sheet_of(dress: Any) -> Any:
    """Return a dresser of the book from one of its first sheet."""
    return lambda book: dress(book.worksheets[0])


def first(out: bytes) -> Any:
    return opened(out).worksheets[0]


def merged(sheet: Any) -> None:
    for area in ("A1:C1", "B2:C2", "A6:A7"):
        sheet.merge_cells(area)


def png() -> bytes:
    """Return a picture of one red dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(bytes([0, 200, 30, 30]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def with_png(data: bytes, owner: str, media: str) -> bytes:
    """Add a picture to a package, related to a part as `rId1`."""
    folder, _, base = owner.rpartition("/")
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/image" Target="/{media}"/></Relationships>'
    )
    types = part(data, "[Content_Types].xml")
    if 'Extension="png"' not in types:
        types = types.replace("<Default", '<Default Extension="png" ContentType="image/png"/><Default', 1)
    return rezipped(data, {f"{folder}/_rels/{base}.rels": rels, media: png(), "[Content_Types].xml": types})


def pictures(data: bytes) -> bytes:
    """Add pictures that move with their cells, move without growing, and stay."""
    place = (
        "<xdr:{0}><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{1}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        "</xdr:{0}>"
    )
    picture = (
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{0}" name="Ảnh {0}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip '
        f'xmlns:r="{RELATION}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>"
        "<xdr:clientData/>"
    )
    size = '<xdr:ext cx="9525" cy="9525"/>'
    one = f"<xdr:oneCellAnchor>{place.format('from', 5)}{size}{picture.format(2)}</xdr:oneCellAnchor>"
    two = '<xdr:twoCellAnchor editAs="oneCell">' + place.format("from", 5) + place.format("to", 7)
    two += f"{picture.format(3)}</xdr:twoCellAnchor>"
    still = f'<xdr:absoluteAnchor><xdr:pos x="0" y="0"/>{size}{picture.format(4)}</xdr:absoluteAnchor>'
    grows = (
        f"<xdr:twoCellAnchor>{place.format('from', 0)}{place.format('to', 5)}{picture.format(5)}</xdr:twoCellAnchor>"
    )
    return drawn(data, one + two + still + grows, png_of="xl/media/image1.png")


def drawn(data: bytes, anchors: str, png_of: str = "") -> bytes:
    """Add a drawing to the first sheet."""
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{anchors}</xdr:wsDr>'
    )
    name = "xl/drawings/drawing1.xml"
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    data = added(data, name, drawing, kind, SHEET, f"{RELATION}/drawing", "rIdDraw")
    text = part(data, SHEET).replace("</worksheet>", f'<drawing xmlns:r="{RELATION}" r:id="rIdDraw"/></worksheet>')
    data = rezipped(data, {SHEET: text})
    return with_png(data, name, png_of) if png_of else data


def rows_of_ends(out: bytes) -> list[int]:
    return [int(n) for n in re.findall(r"<xdr:to>.*?<xdr:row>(\d+)<", part(out, "xl/drawings/drawing1.xml"), re.DOTALL)]


def rows_of_anchors(out: bytes) -> list[int]:
    return [
        int(n)
        for n in re.findall(r"<(?:xdr:)?from>.*?<(?:xdr:)?row>(\d+)<", part(out, "xl/drawings/drawing1.xml"), re.DOTALL)
    ]


def chart(kind: Any, **places: Any) -> Any:
    def dress(book: Workbook) -> None:
        sheet: Any = book.worksheets[0]
        made = kind()
        made.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4))
        made.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=4))
        made.title = "Biểu đồ {{ ky }}"
        target: Any = book[places.get("on", TITLE)]
        target.add_chart(made, places.get("at", "E8"))

    return dress


def points(out: bytes, name: str = "xl/charts/chart1.xml") -> list[str]:
    return re.findall(r"<(?:c:)?f>([^<]*)</(?:c:)?f>", part(out, name))


def series(v: dict[str, Any], column: str) -> list[str]:
    if not v["ds"]:
        return []
    area = f"${column}$3" + (f":${column}${last(v)}" if v["so"] > 1 else "")
    return [f"'{TITLE}'!{area}"]


def noted(sheet: Any) -> None:
    sheet["A4"].comment = Comment("Nguồn: {{ x.nhom }}", "Phòng")
    sheet["A6"].comment = Comment("Tổng {{ ky }}", "Phòng")


def check_notes(v: dict[str, Any], out: bytes) -> None:
    found = {c.coordinate: c.comment.text for row in first(out).iter_rows() for c in row if c.comment}
    wanted = {f"A{n}": f"Nguồn: {x['nhom']}" for n, x in enumerate(v["ds"], 3)}
    equal(found, wanted | {f"A{last(v) + 1}": "Tổng quý III"})


PERSON = (
    '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="Phòng" id="{8D8D8D8D-0000-4000-8000-000000000001}" userId="p" '
    'providerId="None"/></personList>'
)
THREAD = "{A1A1A1A1-0000-4000-8000-000000000002}"


def threaded(data: bytes, cell: str = "A6") -> bytes:
    """Turn the note of a cell into a conversation with its note for older programs."""
    name = next(n for n in part_names(data) if re.search(r"comments?/?\d*\.xml$|comment1\.xml$", n))
    data = patched(data, name, ("<author>Phòng</author>", f"<author>tc={THREAD}</author>"))
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="{cell}" dT="2026-01-01T00:00:00.00" '
        f'personId="{{8D8D8D8D-0000-4000-8000-000000000001}}" id="{THREAD}">'
        "<text>Đã kiểm tra</text></threadedComment></ThreadedComments>"
    )
    name, kind = "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"
    relation = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    data = added(data, name, thread, kind, SHEET, relation, "rIdThread")
    return added(data, "xl/persons/person.xml", PERSON, "application/vnd.ms-excel.person+xml", "xl/workbook.xml",
                 "http://schemas.microsoft.com/office/2017/10/relationships/person", "rIdPerson")  # fmt: skip


def check_threads(v: dict[str, Any], out: bytes) -> None:
    name = "xl/threadedComments/threadedComment1.xml"
    ids = refs(out, "threadedComment", name, "id")
    equal(refs(out, "threadedComment", name), [f"A{row}" for row in range(3, last(v) + 1)])
    equal(len(set(ids)), v["so"])
    notes = {c.coordinate: c.comment.author for row in first(out).iter_rows() for c in row if c.comment}
    equal(notes, {f"A{row}": f"tc={one}" for row, one in enumerate(ids, 3)})


def header_picture(data: bytes) -> bytes:
    """Add a picture in the page header, as Excel keeps it: a drawing of the old kind."""
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="2"/>'
        '</o:shapelayout><v:shape id="CH" o:spid="_x0000_s2049" type="#_x0000_t75" '
        'style="position:absolute;margin-left:0;margin-top:0;width:12pt;height:12pt;z-index:1">'
        '<v:imagedata o:relid="rId1" o:title="quoc-huy"/></v:shape></xml>'
    )
    kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    data = added(data, "xl/drawings/vmlDrawing9.vml", vml, kind, SHEET, f"{RELATION}/vmlDrawing", "rIdHF")
    data = with_png(data, "xl/drawings/vmlDrawing9.vml", "xl/media/image9.png")
    sheet = part(data, SHEET).replace(
        "</worksheet>", f'<legacyDrawingHF xmlns:r="{RELATION}" r:id="rIdHF"/></worksheet>'
    )
    return rezipped(data, {SHEET: sheet})


def headed(sheet: Any) -> None:
    sheet.oddHeader.center.text = "&G {{ ky }}"
    sheet.oddFooter.right.text = "Trang &P/&N"


def extension(inner: str, uri: str) -> Any:
    """Return a patch that puts something into the list of extensions of the first sheet."""

    def patch(data: bytes) -> bytes:
        text = part(data, SHEET)
        block = f'<extLst><ext {X14} uri="{uri}">{inner}</ext></extLst>'
        assert "<extLst>" not in text
        return rezipped(data, {SHEET: text.replace("</worksheet>", f"{block}</worksheet>")})

    return patch


X14_FORMAT = extension(
    '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="expression" priority="9" '
    'id="{00000000-0001-4000-8000-000000000001}"><xm:f>B4&gt;Mức!$A$1</xm:f><x14:dxf><fill>'
    '<patternFill><bgColor rgb="FFFF0000"/>'
    "</patternFill></fill></x14:dxf></x14:cfRule><xm:sqref>B4</xm:sqref>"
    "</x14:conditionalFormatting></x14:conditionalFormattings>",
    "{78C0D931-6437-407d-A8EE-F0AAD7539E65}",
)
X14_VALIDATION = extension(
    '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>Mức!$A$1:$A$3</xm:f>"
    "</x14:formula1><xm:sqref>B4</xm:sqref></x14:dataValidation></x14:dataValidations>",
    "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}",
)
SPARKLINES = extension(
    '<x14:sparklineGroups><x14:sparklineGroup displayEmptyCellsAs="gap">'
    '<x14:colorSeries rgb="FF376092"/><x14:sparklines>'
    f"<x14:sparkline><xm:f>'{TITLE}'!B4:C4</xm:f><xm:sqref>D4</xm:sqref></x14:sparkline>"
    f"</x14:sparklines></x14:sparklineGroup>"
    "</x14:sparklineGroups>",
    "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}",
)


def tags(out: bytes, tag: str) -> list[str]:
    return re.findall(rf"<{tag}>([^<]*)</{tag}>", part(out, SHEET))


def span(v: dict[str, Any], column: str) -> str:
    return f"{column}3" + (f":{column}{last(v)}" if v["so"] > 1 else "")


def shape(data: bytes) -> bytes:
    """Add a text box whose words are split into runs."""
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>4</xdr:col>"
        "<xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>6</xdr:col>"
        '<xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink="">'
        '<xdr:nvSpPr><xdr:cNvPr id="2" name="Hộp" descr="Chú thích {{ ky }}"/><xdr:cNvSpPr/>'
        "</xdr:nvSpPr><xdr:spPr><a:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></xdr:spPr>"
        '<xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr b="1"/><a:t>Số {{ </a:t></a:r><a:r>'
        "<a:t>so }} việc</a:t></a:r></a:p></xdr:txBody>"
        "</xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
    )
    return drawn(data, anchor)


def rich(data: bytes) -> bytes:
    """Turn the name of an item into runs of three kinds, its tag split over two of them."""
    runs = (
        '<r><rPr><b/></rPr><t xml:space="preserve">{{ x.t</t></r><r><rPr><b/></rPr><t>en }}</t></r><r><rPr><i/></rPr>'
        '<t xml:space="preserve"> ({{ x.nhom }})</t></r>'
    )
    home = SHEET if "xl/sharedStrings.xml" not in part_names(data) else "xl/sharedStrings.xml"
    return patched(data, home, ("<t>{{ x.ten }}</t>", runs))


def pivoted(data: bytes) -> bytes:
    """Add a pivot cache that reads the rows, as Excel keeps it, without a table that shows it."""
    cache = (
        f'<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{RELATION}" '
        f'saveData="0" refreshOnLoad="1"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A2:C4" sheet="{TITLE}"/></cacheSource>'
        '<cacheFields count="3"><cacheField name="Tên"><sharedItems/></cacheField>'
        '<cacheField name="Số"><sharedItems/></cacheField>'
        '<cacheField name="Gấp"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    data = added(
        data,
        "xl/pivotCache/pivotCacheDefinition1.xml",
        cache,
        kind,
        "xl/workbook.xml",
        f"{RELATION}/pivotCacheDefinition",
        "rIdPivot",
    )
    book = part(data, "xl/workbook.xml")
    caches = f'<pivotCaches><pivotCache xmlns:r="{RELATION}" cacheId="1" r:id="rIdPivot"/></pivotCaches>'
    return rezipped(data, {"xl/workbook.xml": re.sub(r"(<calcPr[^>]*/>)", rf"\1{caches}", book)})


def unknown_part(data: bytes) -> bytes:
    """Add a part that the renderer knows nothing of: a slicer's cache stands for all such."""
    kind = "application/vnd.ms-excel.slicerCache+xml"
    main = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    content = f'<slicerCacheDefinition xmlns="{main}" name="Slicer_A" sourceName="A"/>'
    return added(data, "xl/slicerCaches/slicerCache1.xml", content, kind, "xl/workbook.xml",
                 "http://schemas.microsoft.com/office/2007/relationships/slicerCache", "rIdSlicer")  # fmt: skip


def check_formats(v: dict[str, Any], out: bytes) -> None:
    sheet = first(out)
    for row in range(1, v["so"] + 1):
        equal(sheet.cell(row, 2).number_format, sheet.cell(1, 2).number_format)
        equal(sheet.cell(row, 1).font.b, sheet.cell(1, 1).font.b)
        equal(sheet.cell(row, 3).is_date, True)


def wrapped(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 12
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells("B2:C2")
    sheet["B2"].alignment = Alignment(wrap_text=True)


def check_heights(v: dict[str, Any], out: bytes) -> None:
    sheet = first(out)
    heights = [float(sheet.row_dimensions[row].height or 0) for row in range(1, v["so"] + 1)]
    assert all(height >= 3 * 15 for height in heights), heights


def outlined(sheet: Any) -> None:
    sheet.row_dimensions[4].outlineLevel = 1
    sheet.row_dimensions[4].height = 33
    sheet.row_dimensions[6].height = 44
    sheet.row_dimensions[6].collapsed = True
    sheet.sheet_properties.outlinePr.summaryBelow = True


def check_outline(v: dict[str, Any], out: bytes) -> None:
    sheet = first(out)
    equal([sheet.row_dimensions[r].outlineLevel for r in range(3, last(v) + 1)], [1] * v["so"])
    equal([sheet.row_dimensions[r].height for r in range(3, last(v) + 2)], [*[33] * v["so"], 44])


def filtered(sheet: Any) -> None:
    sheet.auto_filter.ref = "A2:C4"
    sheet.auto_filter.add_filter_column(0, ["Việc 1"])
    sheet.row_dimensions[4].hidden = True


def validated(sheet: Any) -> None:
    rule = DataValidation(
        type="whole", operator="between", formula1="0", formula2="$B$6", prompt="Nhập {{ ky }}", showInputMessage=True
    )
    rule.add("B4")
    rule.add("C4")
    sheet.add_data_validation(rule)


def scaled(sheet: Any) -> None:
    sheet.conditional_formatting.add(
        "B4", _SCALE(start_type="min", start_color="FFFFFF", end_type="max", end_color="FF0000")
    )
    sheet.conditional_formatting.add("B4", _BAR(start_type="num", start_value=0, end_type="max", color="FF638EC6"))
    sheet.conditional_formatting.add("C4", _ICONS("3Arrows", "percent", [0, 33, 67]))
    sheet.conditional_formatting.add("C4:C6", _CELL(operator="greaterThan", formula=["$B$6"], fill=YELLOW))


def protected(sheet: Any) -> None:
    sheet.protection = SheetProtection(sheet=True, selectLockedCells=False)
    sheet["B4"].protection = Protection(locked=False)


def guarded(data: bytes) -> bytes:
    data = patched(data, SHEET, ("<sheetProtection", "<PLACE/><sheetProtection"))
    text = part(data, SHEET).replace("<PLACE/>", "")
    ranges = '<protectedRanges><protectedRange sqref="B4" name="Nhập"/></protectedRanges>'
    text = re.sub(r"(<sheetProtection[^>]*/>)", rf"\1{ranges}", text)
    ignored = '<ignoredErrors><ignoredError sqref="A4:B4" numberStoredAsText="1"/></ignoredErrors>'
    return rezipped(data, {SHEET: text.replace("</worksheet>", f"{ignored}</worksheet>")})


def linked(sheet: Any) -> None:
    sheet["A4"].hyperlink = "https://example.vn/{{ x.so }}"
    sheet["A1"].hyperlink = Hyperlink(ref="A1", location=f"'{TITLE}'!B6", display="Tổng")
    sheet["B4"].hyperlink = Hyperlink(ref="B4", location=f"'{TITLE}'!A1", tooltip="{{ x.ten }}")


def check_links(v: dict[str, Any], out: bytes) -> None:
    sheet = first(out)
    equal(sheet["A1"].hyperlink.location, f"'{TITLE}'!B{last(v) + 1}")
    rows = range(3, last(v) + 1)
    equal([sheet.cell(r, 1).hyperlink.target for r in rows], [f"https://example.vn/{x['so']}" for x in v["ds"]])
    equal([sheet.cell(r, 2).hyperlink.tooltip for r in rows], [x["ten"] for x in v["ds"]])


def broken_pages(sheet: Any) -> None:
    sheet.row_breaks.append(Break(id=6))
    sheet.row_breaks.append(Break(id=4))
    sheet.print_area = "A1:C6"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = "B3"


def check_pages(v: dict[str, Any], out: bytes) -> None:
    sheet = first(out)
    equal(str(sheet.print_area), f"'{TITLE}'!$A$1:$C${last(v) + 1}")
    equal(sheet.print_title_rows, "$1:$2")
    equal(sheet.freeze_panes, "B3")
    equal(sorted(b.id for b in sheet.row_breaks.brk), sorted({*range(3, last(v) + 2)} if v["ds"] else {2, 3}))


def chart_sheet(book: Workbook) -> None:
    drawn: Any = book.create_chartsheet("Biểu đồ")
    sheet: Any = book.worksheets[0]
    made = BarChart()
    made.add_data(Reference(sheet, min_col=2, min_row=2, max_row=4), titles_from_data=True)
    drawn.add_chart(made)


def hidden(book: Workbook) -> None:
    book["Ẩn"].sheet_state = "veryHidden"
    book.worksheets[0].column_dimensions["C"].hidden = True


TEXTS = ["=1+1", "+84", "-5", "@a", "'05", "1/2", "TRUE", "#N/A", "a\nb", "  hai đầu  ", "<&>\"'", "_x0041_", "𝕏 mũ ệ"]

OBJECT_CASES = [
    case(
        "gộp ô",
        "merges",
        sheet_of(merged),
        lambda v, out: equal(
            {str(m) for m in first(out).merged_cells.ranges}, {"A1:C1", "B2:C2", f"A{last(v) + 1}:A{last(v) + 2}"}
        ),
        want=lambda v: {
            TITLE: [
                ["Phụ lục quý III"],
                ["Tên", "Số"],
                *listed(v, lambda x: x["so"] * 2),
                ["Tổng", sums(v["ds"]), 2 * sums(v["ds"])],
            ]
        },
    ),
    case(
        "gộp ô trong vòng",
        "merges in loop rows",
        sheet_of(lambda s: s.merge_cells("B4:C4")),
        lambda v, out: equal(
            {str(m) for m in first(out).merged_cells.ranges}, {f"B{r}:C{r}" for r in range(3, last(v) + 1)}
        ),
        want=lambda v: {TITLE: [["Phụ lục quý III"], ["Tên", "Số", "Gấp"], *listed(v), ["Tổng", sums(v["ds"]), 0]]},
        many=True,
    ),
    case(
        "gộp ô theo nhóm",
        "merges that span a group",
        sheet_of(lambda s: s.merge_cells("A2:A4")),
        lambda v, out: equal(sorted(str(m) for m in first(out).merged_cells.ranges), group_merges(v)),
        sheets={
            TITLE: [
                ["{%tr for g in nhom %}"],
                ["{{ g.ten }}"],
                [None, "{%tr for x in g.ds %}"],
                [None, "{{ x.so }}"],
                [None, END],
                [END],
                ["T", "=SUM(B4)"],
            ]
        },
        want=lambda v: {
            TITLE: [
                *(r for g in v["nhom"] for r in [[g["ten"]], *([None, x["so"]] for x in g["ds"])]),
                ["T", sums(v["ds"])],
            ]
        },
    ),
    case(
        "định dạng theo công thức",
        "conditional formatting",
        sheet_of(lambda s: s.conditional_formatting.add("A4:C4", _RULE(formula=["AND($B4>5,$B4<$B$6)"], fill=YELLOW))),
        lambda v, out: equal(
            [(str(f.sqref), f.rules[0].formula[0]) for f in first(out).conditional_formatting],
            [(f"A3:C{last(v)}", f"AND($B3>5,$B3<$B${last(v) + 1})")] if v["ds"] else [],
        ),
        many=True,
    ),
    case(
        "thang màu",
        "colour scales, data bars, icon sets",
        sheet_of(scaled),
        lambda v, out: equal(
            [str(f.sqref) for f in first(out).conditional_formatting],
            [span(v, "B"), span(v, "C"), f"C3:C{last(v) + 1}"] if v["ds"] else ["C3"],
        ),
    ),
    case(
        "định dạng x14",
        "x14 conditional formats",
        None,
        lambda v, out: equal(tags(out, "xm:sqref"), [span(v, "B")] if v["ds"] else []),
        sheets={TITLE: BASE, "Mức": [[5]]},
        raw=X14_FORMAT,
    ),
    case(
        "kiểm tra dữ liệu",
        "data validation",
        sheet_of(validated),
        lambda v, out: equal(
            [(str(d.sqref), d.formula2, d.prompt) for d in first(out).data_validations.dataValidation],
            [(f"{span(v, 'B')} {span(v, 'C')}", f"$B${last(v) + 1}", "Nhập quý III")] if v["ds"] else [],
        ),
    ),
    case(
        "kiểm tra dữ liệu x14",
        "x14 data validations",
        None,
        lambda v, out: equal(
            (tags(out, "xm:sqref"), tags(out, "xm:f")), ([span(v, "B")], ["'Mức'!$A$1:$A$3"]) if v["ds"] else ([], [])
        ),
        sheets={TITLE: BASE, "Mức": [[5], [6], [7]]},
        raw=X14_VALIDATION,
    ),
    case(
        "kiểm tra dữ liệu theo trang có vòng",
        "x14 data validations over another sheet's loop",
        None,
        lambda v, out: equal(
            tags(out, "xm:f"), [f"'Mức'!$A$1:$A${v['so']}" if v["so"] > 1 else "'Mức'!$A$1"] if v["ds"] else []
        ),
        sheets={TITLE: BASE, "Mức": [[LOOP], ["{{ x.so }}"], [END]]},
        raw=lambda data: patched(X14_VALIDATION(data), SHEET, ("Mức!$A$1:$A$3", "Mức!$A$2")),
    ),
    case(
        "sparkline",
        "sparklines",
        None,
        lambda v, out: equal(
            list(zip(tags(out, "xm:f"), tags(out, "xm:sqref"), strict=True)),
            [(f"'{TITLE}'!B{r}:C{r}", f"D{r}") for r in range(3, last(v) + 1)],
        ),
        raw=SPARKLINES,
    ),
    case("liên kết", "hyperlinks outside and inside the book", sheet_of(linked), check_links),
    case("ghi chú", "notes", sheet_of(noted), check_notes, many=True),
    case(
        "trao đổi trong vòng",
        "threaded comments in loop rows",
        sheet_of(lambda s: setattr(s["A4"], "comment", Comment("Đã kiểm tra", "Phòng"))),
        check_threads,
        raw=lambda data: threaded(data, "A4"),
    ),
    case(
        "trao đổi",
        "threaded comments and their notes",
        sheet_of(lambda s: setattr(s["A6"], "comment", Comment("Đã kiểm tra", "Phòng"))),
        lambda v, out: equal(
            refs(out, "threadedComment", "xl/threadedComments/threadedComment1.xml"), [f"A{last(v) + 1}"]
        ),
        raw=threaded,
    ),
    case(
        "đầu trang có hình",
        "header pictures; headers and footers",
        sheet_of(headed),
        lambda _, out: equal(
            (first(out).oddHeader.center.text, "legacyDrawingHF" in part(out, SHEET)), ("&G quý III", True)
        ),
        raw=header_picture,
    ),
    case(
        "ảnh",
        "images and their anchors",
        None,
        lambda v, out: equal(
            (rows_of_anchors(out), rows_of_ends(out)), ([last(v), last(v), 0], [last(v) + 2, last(v)])
        ),
        raw=pictures,
    ),
    case(
        "hộp chữ",
        "shapes with tags split over runs",
        None,
        lambda v, out: equal(
            (re.findall(r"<a:t>([^<]*)</a:t>", part(out, "xl/drawings/drawing1.xml")), rows_of_anchors(out)),
            ([f"Số {v['so']}", " việc"], [last(v)]),
        ),
        raw=shape,
    ),
    case(
        "biểu đồ cột",
        "chart series",
        chart(BarChart),
        lambda v, out: equal(points(out), [*series(v, "A"), *series(v, "B")]),
        many=True,
    ),
    case(
        "biểu đồ đường phía trên",
        "chart anchors above the loop stay",
        chart(LineChart, at="E1"),
        lambda _, out: equal(rows_of_anchors(out), [0]),
    ),
    case(
        "biểu đồ ở trang khác",
        "charts on another sheet",
        chart(PieChart, on="Khác", at="B2"),
        lambda v, out: equal(points(out), [*series(v, "A"), *series(v, "B")]),
        sheets={TITLE: BASE, "Khác": [["x"]]},
    ),
    case(
        "trang biểu đồ",
        "chart sheets",
        chart_sheet,
        lambda v, out: equal(points(out)[1:], [f"'{TITLE}'!$B$3:$B${last(v)}"] if v["ds"] else []),
    ),
    case(
        "pivot",
        "pivot caches",
        None,
        lambda v, out: equal(
            refs(out, "worksheetSource", "xl/pivotCache/pivotCacheDefinition1.xml"), [f"A2:C{last(v)}"]
        ),
        raw=pivoted,
    ),
    case(
        "slicer",
        "slicers and parts that nobody knows survive",
        None,
        lambda _, out: equal(
            read(out, "xl/slicerCaches/slicerCache1.xml"),
            read(unknown_part(Case("", "", {TITLE: BASE}, base).template()), "xl/slicerCaches/slicerCache1.xml"),
        ),
        raw=unknown_part,
    ),
    case(
        "chữ nhiều kiểu",
        "rich text keeps its runs",
        None,
        lambda v, out: equal(
            [[run.font.b is True, run.font.i is True] for row in rich_runs(out) for run in row],
            [[True, False], [False, True]] * v["so"],
        ),
        raw=rich,
        want=lambda v: {
            TITLE: [
                ["Phụ lục quý III"],
                ["Tên", "Số", "Gấp"],
                *([f"{x['ten']} ({x['nhom']})", x["so"], x["so"] * 2] for x in v["ds"]),
                ["Tổng", sums(v["ds"]), 2 * sums(v["ds"])],
            ]
        },
    ),
    Case(
        "kiểu giá trị",
        "values keep their types and the cell's number format",
        {TITLE: [[LOOP], ["{{ x.ten }}", "{{ x.so / 2 }}", "{{ x.ngay }}", "{{ x.so > 5 }}", "{{ none }}"], [END]]},
        lambda v: {TITLE: [[x["ten"], x["so"] / 2, x["ngay"], x["so"] > 5] for x in v["ds"]]},
        dress=lambda book: formatted_row(book.worksheets[0]),
        check=check_formats,
        many=True,
    ),
    Case(
        "chữ giống công thức",
        "= + - @ in data stays text",
        {TITLE: [["{%tr for t in chu %}"], ["{{ t }}"], [END], ["=COUNTA(A2)"]]},
        lambda _: {TITLE: [*([t] for t in TEXTS), [len(TEXTS)]]},
        extra={"chu": TEXTS},
    ),
    Case(
        "dòng tự giãn",
        "wrapped rows get a height that shows the text, merged cells too",
        {
            TITLE: [
                [LOOP],
                [
                    "{{ x.ten }} cần được hoàn thành đúng thời hạn đã giao",
                    "{{ x.nhom }} và một đoạn chữ dài để phải xuống dòng nhiều lần",
                ],
                [END],
            ]
        },
        lambda v: {
            TITLE: [
                [
                    f"{x['ten']} cần được hoàn thành đúng thời hạn đã giao",
                    f"{x['nhom']} và một đoạn chữ dài để phải xuống dòng nhiều lần",
                ]
                for x in v["ds"]
            ]
        },
        dress=lambda book: wrapped(book.worksheets[0]),
        check=check_heights,
        many=True,
    ),
    case("nhóm dòng", "row heights and outline levels", sheet_of(outlined), check_outline),
    case(
        "lọc",
        "autofilter with hidden rows",
        sheet_of(filtered),
        lambda v, out: equal(
            (refs(out, "autoFilter"), part(out, SHEET).count('hidden="1"')), ([f"A2:C{last(v)}"], v["so"])
        ),
    ),
    case("in ấn", "print area and titles, page breaks, frozen panes", sheet_of(broken_pages), check_pages),
    case(
        "bảo vệ",
        "protection, protected ranges, ignored errors",
        sheet_of(protected),
        lambda v, out: equal(
            (refs(out, "protectedRange", attribute="sqref"), refs(out, "ignoredError", attribute="sqref")),
            ([span(v, "B")], [f"A3:B{last(v)}"]) if v["ds"] else ([], []),
        ),
        raw=guarded,
    ),
    case(
        "trang ẩn",
        "hidden sheets and columns",
        hidden,
        lambda _, out: equal(
            (opened(out)["Ẩn"].sheet_state, first(out).column_dimensions["C"].hidden), ("veryHidden", True)
        ),
        sheets={TITLE: BASE, "Ẩn": [[f"=SUM('{TITLE}'!B4)"]]},
    ),
    Case(
        "công thức liên kết",
        "HYPERLINK formulas",
        {TITLE: [[LOOP], ['=HYPERLINK("https://example.vn/"&B2,C2)', "{{ x.so }}", "{{ x.ten }}"], [END]]},
        lambda v: {TITLE: [[x["ten"], x["so"], x["ten"]] for x in v["ds"]]},
        open=True,
    ),
    Case(
        "tên trang có thẻ",
        "sheet names with tags; references follow",
        {"{{ ky }}": [[LOOP], ROW, [END]], "T": [["=SUM('{{ ky }}'!B2)"]]},
        lambda v: {"quý III": listed(v), "T": [[sums(v["ds"])]]},
        dress=lambda book: setattr(book.worksheets[0], "print_area", "A1:B3"),
    ),
]


def rich_runs(out: bytes) -> list[Any]:
    """Return the runs of the first cells of the items."""
    sheet = load_workbook(io.BytesIO(out), rich_text=True).worksheets[0]
    cells = [sheet.cell(row, 1).value for row in range(3, sheet.max_row)]
    return [[run for run in cell if not isinstance(run, str)] for cell in cells if isinstance(cell, CellRichText)]


def group_merges(v: dict[str, Any]) -> list[str]:
    found, row = [], 1
    for g in v["nhom"]:
        found.append(f"A{row}:A{row + len(g['ds'])}")
        row += len(g["ds"]) + 1
    return sorted(found)


def formatted_row(sheet: Any) -> None:
    sheet["B2"].number_format = "#,##0.00"
    sheet["C2"].number_format = "dd-mm-yyyy"
    sheet["A2"].font = Font(name="Times New Roman", size=13, bold=True)
