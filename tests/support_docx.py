"""Small good documents of every kind, and ways to spoil them, for tests of the rules of Nghị định 30.

    data = good_document("báo cáo", appendices=2)
    bad = edit(data, lambda doc: set_text(find(doc, "Độc lập"), "Độc lập – Tự do – Hạnh phúc"))

`good_document` obeys every rule of law.md 1.1 to 1.5 whatever its options; a rule test mutates one thing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reportgen.decree30.components import Kind

KINDS = tuple(kind.value for kind in Kind)
LAYOUTS = ("table", "tabs", "boxes")
RULINGS = ("borders", "drawing", "vml", "underscores")

_TYPES = {"báo cáo": "BC", "kế hoạch": "KH", "tờ trình": "TTr", "thông báo": "TB", "quyết định": "QĐ"}
_ADDRESSED = {"báo cáo", "tờ trình", "công văn"}
_CENTER, _LEFT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_MOTTO_MM, _ISSUER_MM, _SUBJECT_MM = 60.5, 20.0, 40.0
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


# --- good documents ----------------------------------------------------------------------------------------------


def good_document(
    kind: str | Kind = "báo cáo",
    *,
    layout: str = "table",
    rulings: str = "borders",
    appendices: int = 0,
    superior: Sequence[str] = (),
    issuer: Sequence[str] = ("ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM"),
    number: str = "05",
    place: str = "Trúc Lâm",
    date: str = "ngày 05 tháng 01 năm 2026",
    addressees: Sequence[str] | None = None,
    authority: Sequence[str] = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer: str = "Lê Huy Du",
    body: Sequence[str] | None = None,
    long: int = 0,
) -> bytes:
    """Return a .docx that obeys every rule.

    Args:
        kind: `báo cáo`, `kế hoạch`, `công văn`, `tờ trình`, `thông báo`, `quyết định`, or a `Kind`.
        layout: Of header and signature: `table`, `tabs` or `boxes` (text boxes; the signature is a table then).
        rulings: How lines are drawn: `borders`, `drawing`, `vml` or `underscores` (tabs and boxes always draw).
        appendices: Number of phụ lục in sections of their own; mentioned in the body.
        number: "" for a draft that leaves it blank; `date` may be blank too.
        addressees: None for the one that the kind needs; several make a list.
        body: Paragraphs instead of the sample text; a line is dressed by how it begins (`I. `, `1. `, `a) `, text).
        long: Extra paragraphs of running text (40 make about ten pages).
    """
    name = kind.value if isinstance(kind, Kind) else kind
    doc = _blank()
    symbol = (
        f"Số: {number or '     '}/{_TYPES[name] + '-' if name in _TYPES else ''}UBND{'' if name in _TYPES else '-VX'}"
    )
    head = _Head(name, tuple(superior), tuple(issuer), symbol, f"{place}, {date}", rulings)
    _HEADERS[layout](doc, head)
    if name in _TYPES:
        _title(doc, name, rulings)
    if addressees is None:
        addressees = ("Sở Nội vụ tỉnh Thanh Hóa",) if name in _ADDRESSED else ()
    _kinh_gui(doc, addressees)
    _body(doc, name, body, long, appendices)
    _closing(doc, name, authority, signer, layout)
    for n in range(1, appendices + 1):
        _appendix(doc, n, appendices, name, f"{symbol.removeprefix('Số: ')} {date}")
    return _bytes(doc)


@dataclass(frozen=True)
class _Head:
    kind: str
    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    symbol: str
    dated: str
    rulings: str

    @property
    def about(self) -> str:
        return "" if self.kind in _TYPES else "V/v báo cáo kết quả cải cách hành chính"


def _blank() -> Any:
    """Return an empty document with the page and the styles of Nghị định 30."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    style = doc.styles["Normal"]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), "Times New Roman")
    style.font.size, style.font.color.rgb = Pt(14), RGBColor(0, 0, 0)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    _page_field(section.header.paragraphs[0])
    section.first_page_header.paragraphs[0].text = ""  # written out as Word does: LibreOffice drops all headers else
    return doc


def _page_field(paragraph: Paragraph) -> None:
    """Write a complex PAGE field, centred, size 14."""
    paragraph.alignment = _CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(14)
        if kind in {"begin", "separate", "end"}:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)
        elif kind == "":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)


def add(
    holder: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: Any = _LEFT,
    before: float = 0,
    after: float = 0,
    first_mm: float = 0,
    line: float = 1.0,
    paragraph: Paragraph | None = None,
) -> Paragraph:
    """Add a paragraph to a document, cell or header; `paragraph` fills an existing one."""
    p: Paragraph = holder.add_paragraph() if paragraph is None else paragraph
    run = p.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    layout = p.paragraph_format
    p.alignment = align
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    if first_mm:
        layout.first_line_indent = Mm(first_mm)
    return p


# --- header block ------------------------------------------------------------------------------------------------


def _header_table(doc: Any, head: _Head) -> None:
    table = doc.add_table(rows=2, cols=2)
    table.autofit = False
    _widths(table, 60, 100)
    left, right = table.rows[0].cells
    _fill(left, _names(head))
    ruling(left, head.rulings, _ISSUER_MM, 60 - 3.8)
    _fill(right, ((NATION, 13, True, False), (MOTTO, 14, True, False)))
    ruling(right, head.rulings, _MOTTO_MM, 100 - 3.8)
    left, right = table.rows[1].cells
    _fill(left, ((head.symbol, 13, False, False),))
    if head.about:
        add(left, head.about, size=12, align=_CENTER, before=6)
    _fill(right, ((head.dated, 13, False, True),))


def _widths(table: Any, *widths: float) -> None:
    """Set the widths of columns both in the grid and in the cells: programs differ in which they trust."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _names(head: _Head) -> Iterator[tuple[str, float, bool, bool]]:
    for text in head.superior:
        yield text, 13, False, False
    for text in head.issuer:
        yield text, 13, True, False


def _fill(cell: Any, lines: Any) -> None:
    for at, (text, size, bold, italic) in enumerate(lines):
        first = cell.paragraphs[0] if at == 0 else None
        add(cell, text, size=size, bold=bold, italic=italic, align=_CENTER, paragraph=first)


def _header_tabs(doc: Any, head: _Head) -> None:
    """Two columns by centred tab stops in the middles of 0-60 and 60-160 mm; lines are drawn."""
    names = list(_names(head))
    right = [(NATION, 13, True, False), (MOTTO, 14, True, False)]
    rows = max(len(names), len(right))
    for n in range(rows):
        pair = (names[n] if n < len(names) else None, right[n] if n < len(right) else None)
        p = _tabbed(doc, pair)
        if n == len(names) - 1:
            p._p.append(_run_with(drawn_line(_ISSUER_MM, 30 - _ISSUER_MM / 2, 6.0)))
        if n == len(right) - 1:
            p._p.append(_run_with(drawn_line(_MOTTO_MM, 110 - _MOTTO_MM / 2, 6.5)))
    p = _tabbed(doc, ((head.symbol, 13, False, False), (head.dated, 13, False, True)))
    p.paragraph_format.space_before = Pt(6)
    if head.about:
        p = _tabbed(doc, ((head.about, 12, False, False), None))
        p.paragraph_format.space_before = Pt(6)


def _tabbed(doc: Any, pair: Any) -> Paragraph:
    p: Paragraph = doc.add_paragraph()
    for stop in (30, 110):
        p.paragraph_format.tab_stops.add_tab_stop(Mm(stop), WD_TAB_ALIGNMENT.CENTER)
    for entry in pair:
        p.add_run("\t")
        if entry is not None:
            text, size, bold, italic = entry
            run = p.add_run(text)
            run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return p


def _header_boxes(doc: Any, head: _Head) -> None:
    """Two text boxes side by side, each written twice (DrawingML and its VML fallback) as Word does."""
    anchor = doc.add_paragraph()
    left = [*_names(head), None, (head.symbol, 13, False, False)]
    if head.about:
        left.append((head.about, 12, False, False))
    right = [(NATION, 13, True, False), (MOTTO, 14, True, False), None, (head.dated, 13, False, True)]
    anchor._p.append(_run_with(text_box(_box_content(left, _ISSUER_MM, 60), 60, 0)))
    anchor._p.append(_run_with(text_box(_box_content(right, _MOTTO_MM, 100), 100, 60)))


def _box_content(lines: Sequence[Any], ruled_mm: float, width_mm: float) -> str:
    """Return paragraphs as XML; None stands for the ruling under the lines above it."""
    room = width_mm - 5.08
    side = round((room - ruled_mm) / 2 / 25.4 * 1440)
    out = []
    for at, entry in enumerate(lines):
        if entry is None:
            out.append(
                f'<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
                f'<w:spacing w:line="80" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
            )
            continue
        text, size, bold, italic = entry
        before = 120 if at and size == 12 else 0  # V/v stands 6 pt below the number
        marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
        out.append(
            f'<w:p><w:pPr><w:spacing w:before="{before}"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr>{marks}'
            f'<w:sz w:val="{size * 2}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        )
    return "".join(out)


_HEADERS: Mapping[str, Callable[[Any, _Head], None]] = {
    "table": _header_table,
    "tabs": _header_tabs,
    "boxes": _header_boxes,
}


# --- lines -------------------------------------------------------------------------------------------------------


def ruling(holder: Any, how: str, length_mm: float, room_mm: float) -> Paragraph:
    """Add a centred line of that length to a document or cell."""
    p: Paragraph = holder.add_paragraph()
    side = (room_mm - length_mm) / 2
    if how == "underscores":
        count = round(length_mm / (0.5 * 13 * 25.4 / 72))
        return add(holder, "_" * count, size=13, align=_CENTER, paragraph=p)
    p.paragraph_format.line_spacing = Pt(4)
    if how == "borders":
        p.paragraph_format.left_indent = p.paragraph_format.right_indent = Mm(side)
        border = f'<w:pBdr {_NS}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        p._p.get_or_add_pPr().xpath("w:spacing")[0].addprevious(parse_xml(border))
    elif how == "vml":
        p._p.append(_run_with(vml_line(length_mm, side)))
    else:
        p._p.append(_run_with(drawn_line(length_mm, side, 0.5)))
    return p


def _run_with(xml: str) -> Any:
    return parse_xml(f"<w:r {_NS}>{xml}</w:r>")


def drawn_line(length_mm: float, x_mm: float, y_mm: float, *, dash: str = "", color: str = "000000") -> str:
    """Return a DrawingML line with its VML fallback, as Word writes it."""
    emu = round(length_mm * 36000)
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{round(x_mm * 36000)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{round(y_mm * 36000)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="7" name="Line"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu}" cy="0"/></a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="{color}"/>'
        f"</a:solidFill>{dashes}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        f"</w:drawing></mc:Choice><mc:Fallback>{vml_line(length_mm, x_mm, y_mm)}</mc:Fallback></mc:AlternateContent>"
    )


def vml_line(length_mm: float, x_mm: float, y_mm: float = 0.5) -> str:
    """Return a VML line."""
    x, y, length = (n * 72 / 25.4 for n in (x_mm, y_mm, length_mm))
    return (
        f'<w:pict><v:line style="position:absolute;z-index:2" from="{x:.2f}pt,{y:.2f}pt" '
        f'to="{x + length:.2f}pt,{y:.2f}pt" strokeweight=".75pt" strokecolor="black"/></w:pict>'
    )


def text_box(content: str, width_mm: float, x_mm: float) -> str:
    """Return a text box without outline, DrawingML with its VML fallback: the same content twice."""
    emu, height = round(width_mm * 36000), 30 * 36000
    pt = width_mm * 72 / 25.4
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{round(x_mm * 36000)}</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="9" name="Box"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="position:absolute;margin-left:{x_mm * 72 / 25.4:.2f}pt;width:{pt:.2f}pt;height:85pt" '
        'stroked="f">'
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )


# --- title, body, closing ----------------------------------------------------------------------------------------

_SUBJECTS = {
    "báo cáo": "Kết quả công tác cải cách hành chính quý III năm 2026",
    "kế hoạch": "Cải cách hành chính trên địa bàn phường năm 2026",
    "tờ trình": "Về việc phê duyệt Kế hoạch cải cách hành chính năm 2026",
    "thông báo": "Kết luận cuộc họp về cải cách hành chính",
    "quyết định": "Về việc ban hành Kế hoạch cải cách hành chính năm 2026",
}


def _title(doc: Any, kind: str, rulings: str) -> None:
    add(doc, kind.upper(), bold=True, align=_CENTER, before=18)
    add(doc, _SUBJECTS[kind], bold=True, align=_CENTER)
    ruling(doc, rulings, _SUBJECT_MM, 160)


def _kinh_gui(doc: Any, addressees: Sequence[str]) -> None:
    if len(addressees) == 1:
        add(doc, f"Kính gửi: {addressees[0]}", align=_CENTER, before=12, after=6)
    elif addressees:
        p = add(doc, "Kính gửi:", before=12)
        p.paragraph_format.left_indent = Mm(30)
        for n, who in enumerate(addressees, start=1):
            p = add(doc, f"- {who}{'.' if n == len(addressees) else ';'}")
            p.paragraph_format.left_indent = Mm(50)


_OPENING = {
    "báo cáo": (
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 08 tháng 01 năm 2026 của Ủy ban nhân dân phường Trúc Lâm về cải cách "
        "hành chính năm 2026, Ủy ban nhân dân phường báo cáo kết quả thực hiện như sau:"
    ),
    "kế hoạch": (
        "Thực hiện Kế hoạch số 220/KH-UBND ngày 23 tháng 10 năm 2025 của Ủy ban nhân dân tỉnh Thanh Hóa về cải cách "
        "hành chính năm 2026, Ủy ban nhân dân phường ban hành Kế hoạch cải cách hành chính năm 2026 như sau:"
    ),
    "tờ trình": "Ủy ban nhân dân phường Trúc Lâm kính trình phê duyệt Kế hoạch cải cách hành chính năm 2026 như sau:",
    "thông báo": "Ủy ban nhân dân phường Trúc Lâm thông báo kết luận cuộc họp về cải cách hành chính như sau:",
    "công văn": "Ủy ban nhân dân phường Trúc Lâm báo cáo kết quả công tác cải cách hành chính như sau:",
}
_SAMPLE = (
    "I. KẾT QUẢ THỰC HIỆN",
    "1. Công tác chỉ đạo, điều hành",
    "Ủy ban nhân dân phường đã ban hành 05 văn bản chỉ đạo, phân công nhiệm vụ cho các cơ quan, đơn vị.",
    "a) Các cơ quan, đơn vị đã triển khai nhiệm vụ theo đúng tiến độ.",
    "b) Công tác tuyên truyền được thực hiện thường xuyên.",
    "- Đăng tải 12 tin, bài trên trang thông tin điện tử của phường.",
    "2. Cải cách thủ tục hành chính",
    "Số hồ sơ được giải quyết đúng hạn đạt tỷ lệ 98,5%.",
    "II. PHƯƠNG HƯỚNG, NHIỆM VỤ",
    "1. Tiếp tục rà soát, đơn giản hóa thủ tục hành chính theo thẩm quyền.",
    "2. Đẩy mạnh tuyên truyền, nâng cao nhận thức của cán bộ, công chức.",
)
_DECISION = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    (
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách "
        "hành chính nhà nước giai đoạn 2021 - 2030;"
    ),
    "Theo đề nghị của Trưởng phòng Phòng Văn hóa - Xã hội.",
)
_ARTICLES = (
    "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2026.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
    "Điều 3. Các cơ quan, đơn vị thuộc Ủy ban nhân dân phường chịu trách nhiệm thi hành Quyết định này./.",
)
FILLER = (
    "Các cơ quan, đơn vị tiếp tục thực hiện nhiệm vụ được giao, bảo đảm tiến độ và chất lượng; kịp thời báo cáo những "
    "khó khăn, vướng mắc phát sinh để Ủy ban nhân dân phường xem xét, giải quyết theo thẩm quyền."
)


def _body(doc: Any, kind: str, body: Sequence[str] | None, long: int, appendices: int) -> None:
    if kind == "quyết định" and body is None:
        add(doc, "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TRÚC LÂM", bold=True, align=_CENTER, before=12, after=6)
        for text in _DECISION:
            add(doc, text, italic=True, align=_BOTH, before=6, first_mm=12.7)
        add(doc, "QUYẾT ĐỊNH:", bold=True, align=_CENTER, before=6)
        for text in _with_appendices(_ARTICLES, appendices):
            _article(doc, text)
        return
    noun = {"công văn": "nội dung báo cáo"}.get(kind, kind)
    ending = f"Trên đây là {noun} của Ủy ban nhân dân phường Trúc Lâm./."
    lines = [_OPENING.get(kind, FILLER), *_SAMPLE, *[FILLER] * long, ending] if body is None else list(body)
    for text in _with_appendices(lines, appendices):
        body_line(doc, text)


def _with_appendices(lines: Sequence[str], appendices: int) -> Sequence[str]:
    if not appendices:
        return lines
    names = ["Phụ lục"] if appendices == 1 else [f"Phụ lục {_ROMAN[n]}" for n in range(1, appendices + 1)]
    return [lines[0], f"Số liệu chi tiết được nêu tại {', '.join(names)} kèm theo.", *lines[1:]]


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _article(doc: Any, text: str) -> None:
    label, _, rest = text.partition(". ") if text.startswith("Điều") else ("", "", text)
    p = add(doc, f"{label}. " if label else "", bold=True, align=_BOTH, before=6, first_mm=12.7)
    run = p.add_run(rest)
    run.font.size = Pt(14)


def body_line(doc: Any, text: str) -> Paragraph:
    """Add a paragraph of the body, dressed by how it begins."""
    if re.match(r"[IVX]+\. ", text):
        return add(doc, text, bold=True, align=_BOTH, before=6, first_mm=12.7)
    titled = re.match(r"\d+\. ", text) is not None and not text.endswith((".", ";", ":", "/"))
    return add(doc, text, bold=titled, align=_BOTH, before=6, first_mm=12.7)


_RECIPIENTS = {
    "quyết định": ("- Như Điều 3;", "- Chủ tịch, các Phó Chủ tịch UBND phường;", "- Lưu: VT, VHXH."),
    "kế hoạch": ("- Sở Nội vụ (để b/c);", "- Các cơ quan, đơn vị thuộc phường;", "- Lưu: VT, VHXH."),
    "thông báo": ("- Các cơ quan, đơn vị thuộc phường;", "- Lưu: VT, VHXH."),
}
_AS_ABOVE = ("- Như trên;", "- Chủ tịch, các Phó Chủ tịch UBND phường;", "- Lưu: VT, VHXH.")


def _closing(doc: Any, kind: str, authority: Sequence[str], signer: str, layout: str) -> None:
    listed = _RECIPIENTS.get(kind, _AS_ABOVE)
    if layout == "tabs":
        _closing_tabs(doc, listed, authority, signer)
        return
    doc.add_paragraph()
    table = doc.add_table(rows=1, cols=2)
    table.autofit = False
    _widths(table, 80, 80)
    left, right = table.rows[0].cells
    add(left, "Nơi nhận:", size=12, bold=True, italic=True, paragraph=left.paragraphs[0])
    for text in listed:
        add(left, text, size=11)
    for at, text in enumerate(authority):
        add(right, text, bold=True, align=_CENTER, paragraph=right.paragraphs[0] if at == 0 else None)
    for _ in range(4):
        right.add_paragraph()
    add(right, signer, bold=True, align=_CENTER)


def _closing_tabs(doc: Any, listed: Sequence[str], authority: Sequence[str], signer: str) -> None:
    """Recipients at the left margin, the signature at a centred tab stop at 118 mm, line beside line."""
    left: list[tuple[str, float, bool, bool]] = [
        ("Nơi nhận:", 12, True, True),
        *((t, 11, False, False) for t in listed),
    ]
    right: list[str] = [*authority, "", "", "", signer]
    doc.add_paragraph()
    for n in range(max(len(left), len(right))):
        p = doc.add_paragraph()
        p.paragraph_format.tab_stops.add_tab_stop(Mm(118), WD_TAB_ALIGNMENT.CENTER)
        if n < len(left):
            text, size, bold, italic = left[n]
            run = p.add_run(text)
            run.font.size, run.bold, run.italic = Pt(size), bold, italic
        if n < len(right) and right[n]:
            run = p.add_run(f"\t{right[n]}")
            run.font.size, run.bold = Pt(14), True


def _appendix(doc: Any, n: int, total: int, kind: str, dated: str) -> None:
    section = doc.add_section(WD_SECTION.NEW_PAGE)
    for old in section._sectPr.xpath("w:pgNumType"):
        section._sectPr.remove(old)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.xpath("w:cols")[0].addprevious(numbering)
    add(doc, "Phụ lục" if total == 1 else f"Phụ lục {_ROMAN[n]}", bold=True, align=_CENTER)
    add(doc, "KẾT QUẢ THỰC HIỆN CHỈ TIÊU", bold=True, align=_CENTER)
    noun = kind[0].upper() + kind[1:]
    attached = f"(Kèm theo {noun} số {dated} của Ủy ban nhân dân phường Trúc Lâm)"
    add(doc, attached, italic=True, align=_CENTER, size=13)
    ruling(doc, "borders", _SUBJECT_MM, 160)
    table = doc.add_table(rows=3, cols=3, style="Table Grid")
    for row, cells in enumerate(
        (("STT", "Chỉ tiêu", "Kết quả"), ("1", "Hồ sơ đúng hạn", "98,5%"), ("2", "Hồ sơ số hóa", "90%"))
    ):
        for column, text in enumerate(cells):
            cell = table.rows[row].cells[column]
            add(cell, text, size=13, bold=row == 0, align=_CENTER, paragraph=cell.paragraphs[0])


# --- mutations ---------------------------------------------------------------------------------------------------


def edit(data: bytes, change: Callable[[Any], object]) -> bytes:
    """Return the document after `change` was made to it; `change` gets a python-docx Document."""
    doc = Document(io.BytesIO(data))
    change(doc)
    return _bytes(doc)


def _bytes(doc: Any) -> bytes:
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def every_paragraph(doc: Any) -> Iterator[Paragraph]:
    """Yield all paragraphs of body, tables and text boxes (both copies), in document order."""
    for element in doc.element.body.iter(qn("w:p")):
        yield Paragraph(element, doc._body)


def find(doc: Any, words: str) -> Paragraph:
    """Return the first paragraph whose text contains `words`; AssertionError when there is none."""
    found = next((p for p in every_paragraph(doc) if words in p.text), None)
    assert found is not None, f"no paragraph with {words!r}"
    return found


def set_text(paragraph: Paragraph, text: str) -> None:
    """Replace the text of a paragraph, keeping the formatting of its first run."""
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        paragraph._p.remove(run._r)


def replace_text(paragraph: Paragraph, old: str, new: str) -> None:
    """Replace words inside the runs of a paragraph; AssertionError when no run holds them."""
    hit = [run for run in paragraph.runs if old in run.text]
    assert hit, f"no run with {old!r} in {paragraph.text!r}"
    for run in hit:
        run.text = run.text.replace(old, new)


def style(paragraph: Paragraph, **changes: Any) -> None:
    """Change all runs of a paragraph: `size`, `bold`, `italic`, `font`, `color` (`FF0000`), `underline`."""
    for run in paragraph.runs:
        if "size" in changes:
            run.font.size = Pt(changes["size"])
        if "bold" in changes:
            run.bold = changes["bold"]
        if "italic" in changes:
            run.italic = changes["italic"]
        if "underline" in changes:
            run.underline = changes["underline"]
        if "color" in changes:
            run.font.color.rgb = RGBColor.from_string(changes["color"])
        if "font" in changes:
            fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
            for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(qn(f"w:{slot}"), changes["font"])


def remove(paragraph: Paragraph) -> None:
    """Take a paragraph out of the document."""
    holder: Any = paragraph._p.getparent()
    holder.remove(paragraph._p)


def insert_after(paragraph: Paragraph, text: str, **format_: Any) -> Paragraph:
    """Insert a paragraph below another one; `format_` as of `add`."""
    element: Any = OxmlElement("w:p")
    paragraph._p.addnext(element)
    return add(None, text, paragraph=Paragraph(element, paragraph._parent), **format_)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """Return the package with parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    parts: dict[str, bytes | None] = {**parts_of(data), **changes}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def edit_xml(data: bytes, old: str, new: str, *, part: str = "word/document.xml", count: int = 1) -> bytes:
    """Return the package with text replaced in the XML of a part; AssertionError when it is not there."""
    xml = parts_of(data)[part].decode("utf-8")
    assert old in xml, f"{old!r} not in {part}"
    return with_parts(data, {part: xml.replace(old, new, count).encode("utf-8")})


# --- documents written as XML ------------------------------------------------------------------------------------

_TYPES_XML = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes"}
SECTION = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
"""A4, 20/20/30/20 mm; the hole takes header references and the like."""


def raw_document(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    settings: str = "",
    footnotes: str = "",
    theme: str = "",
    headers: Mapping[str, str] | None = None,
    section: str | None = None,
) -> bytes:
    """Return a .docx from the inner XML of its parts; an empty part is left out.

    Args:
        headers: Relationship id (`rIdH1`) to the inner XML of a header.
        section: `w:sectPr` of the body, None for A4 with the margins of Nghị định 30.
    """
    rels: list[str] = []
    parts: dict[str, bytes | None] = {"[Content_Types].xml": _TYPES_XML.encode()}
    given = {"styles": styles, "numbering": numbering, "settings": settings, "footnotes": footnotes}
    for kind, inner in given.items():
        if inner:
            rels.append(f'<Relationship Id="rId{kind}" Type="{_RELS}/{kind}" Target="{kind}.xml"/>')
            parts[f"word/{kind}.xml"] = f"<w:{_ROOTS[kind]} {_NS}>{inner}</w:{_ROOTS[kind]}>".encode()
    if theme:
        rels.append(f'<Relationship Id="rIdtheme" Type="{_RELS}/theme" Target="theme1.xml"/>')
        parts["word/theme1.xml"] = f"<a:theme {_NS}><a:themeElements>{theme}</a:themeElements></a:theme>".encode()
    for ref, inner in (headers or {}).items():
        rels.append(f'<Relationship Id="{ref}" Type="{_RELS}/header" Target="{ref}.xml"/>')
        parts[f"word/{ref}.xml"] = f"<w:hdr {_NS}>{inner}</w:hdr>".encode()
    ns = f'{_NS} xmlns:r="{_RELS}"'
    tail = SECTION.format("") if section is None else section
    parts["word/document.xml"] = f"<w:document {ns}><w:body>{body}{tail}</w:body></w:document>".encode()
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{package}">{"".join(rels)}</Relationships>'.encode()
    main = f'<Relationship Id="r1" Type="{_RELS}/officeDocument" Target="word/document.xml"/>'
    parts["_rels/.rels"] = f'<Relationships xmlns="{package}">{main}</Relationships>'.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content or b"")
    return out.getvalue()
