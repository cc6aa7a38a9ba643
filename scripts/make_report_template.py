"""Make the default Word template of the reform reports, templates/bao-cao-cchc.docx.

For maintainers: officers open the .docx in Word and change it there; nothing reads this script afterwards.
Sizes, margins and lines are those of Nghị định 30/2020/NĐ-CP, Phụ lục I; each constant names its rule.

    python scripts/make_report_template.py [FILE.docx]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from report_chart import TAG, add_chart, repacked

TARGET = Path(__file__).resolve().parent.parent / "templates" / "bao-cao-cchc.docx"
FONT = "Times New Roman"  # I.4
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(20)  # I.3: 20-25, 20-25, 30-35, 15-20
APPENDIX_RIGHT = Mm(15)
INDENT = Mm(12.7)  # II.6.e: 1 or 1,27 cm
BODY_WIDTH = 160.0  # mm of A4 between the margins
APPENDIX_WIDTH = 252.0
ISSUER_WIDTH, NATION_WIDTH = 61.0, 99.0
NATION_LINE = 60.5  # II.1.b: as long as "Độc lập - Tự do - Hạnh phúc" in 14 point bold
ISSUER_LINE = 20.0  # II.2.b: 1/3 to 1/2 of the name, whose longer line measures 43 to 60 mm
SUBJECT_LINE = 50.0  # II.5.b: 1/3 to 1/2 of "Kết quả công tác cải cách hành chính ...", 100 to 127 mm
ATTACHED_LINE = 40.0
CENTER, JUSTIFY, LEFT_ALIGN = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT

# name, id, size, bold, italic, alignment, space before (pt), first line, what follows must stay on its page
STYLES: Sequence[tuple[str, str, float, bool, bool, WD_ALIGN_PARAGRAPH, float, Length, bool]] = (
    ("Quốc hiệu", "QuocHieu", 13, True, False, CENTER, 0, Mm(0), False),
    ("Tiêu ngữ", "TieuNgu", 14, True, False, CENTER, 0, Mm(0), False),
    ("Tên cơ quan", "TenCoQuan", 13, True, False, CENTER, 0, Mm(0), False),
    ("Số và ký hiệu", "SoKyHieu", 13, False, False, CENTER, 6, Mm(0), False),
    ("Địa danh và ngày tháng", "DiaDanhNgayThang", 13, False, True, CENTER, 6, Mm(0), False),
    ("Cảnh báo", "CanhBao", 13, True, False, CENTER, 10, Mm(0), False),
    ("Tên loại", "TenLoai", 14, True, False, CENTER, 18, Mm(0), True),
    ("Trích yếu", "TrichYeu", 14, True, False, CENTER, 0, Mm(0), True),
    ("Kính gửi", "KinhGui", 14, False, False, CENTER, 12, Mm(0), False),
    ("Kính gửi nhiều nơi", "KinhGuiNhieuNoi", 14, False, False, LEFT_ALIGN, 0, Mm(0), False),
    ("Nội dung", "NoiDung", 14, False, False, JUSTIFY, 6, INDENT, False),
    ("Mục I", "MucI", 14, True, False, LEFT_ALIGN, 10, INDENT, True),
    ("Khoản 1", "Khoan1", 14, True, False, LEFT_ALIGN, 6, INDENT, True),
    ("Dẫn đoạn", "DanDoan", 14, False, False, JUSTIFY, 6, INDENT, True),
    ("Câu kết", "CauKet", 14, False, False, JUSTIFY, 6, INDENT, True),
    ("Nơi nhận", "NoiNhan", 12, True, True, LEFT_ALIGN, 0, Mm(0), True),
    ("Danh sách nơi nhận", "DanhSachNoiNhan", 11, False, False, LEFT_ALIGN, 0, Mm(0), False),
    ("Quyền hạn và chức vụ", "QuyenHan", 14, True, False, CENTER, 0, Mm(0), True),
    ("Họ tên người ký", "HoTen", 14, True, False, CENTER, 84, Mm(0), False),
    ("Phụ lục", "PhuLuc", 14, True, False, CENTER, 0, Mm(0), True),
    ("Tên phụ lục", "TenPhuLuc", 14, True, False, CENTER, 0, Mm(0), True),
    ("Kèm theo", "KemTheo", 14, False, True, CENTER, 0, Mm(0), True),
    ("Tên bảng", "TenBang", 13, True, False, LEFT_ALIGN, 12, Mm(0), True),
    ("Ghi chú bảng", "GhiChuBang", 12, False, True, LEFT_ALIGN, 6, Mm(0), False),
    ("Biểu đồ", "BieuDo", 14, False, False, CENTER, 6, Mm(0), True),
    ("Ghi chú biểu đồ", "GhiChuBieuDo", 12, False, True, CENTER, 0, Mm(0), False),
    ("Đầu bảng", "DauBang", 12, True, False, CENTER, 0, Mm(0), False),
    ("Ô bảng", "OBang", 12, False, False, LEFT_ALIGN, 0, Mm(0), False),
    ("Ô bảng giữa", "OBangGiua", 12, False, False, CENTER, 0, Mm(0), False),
    ("Ô bảng số", "OBangSo", 12, False, False, WD_ALIGN_PARAGRAPH.RIGHT, 0, Mm(0), False),
    ("Ô bảng nhỏ", "OBangNho", 11, False, False, LEFT_ALIGN, 0, Mm(0), False),
    ("Ô bảng nhóm", "OBangNhom", 12, True, False, LEFT_ALIGN, 0, Mm(0), True),
)
TAG_STYLE = "Thẻ điều khiển"
LINE_STYLE = "Đường kẻ"


def main() -> None:
    """Write the template."""
    target = Path(sys.argv[1]) if sys.argv[1:] else TARGET
    target.write_bytes(make())


def make() -> bytes:
    """Return the template as bytes, the same on every run."""
    appendices = (indicators_appendix, tasks_appendix, overdue_appendix)
    return official("", head, text, signature, *appendices)


def official(title: str, *parts: Callable[[Any], None]) -> bytes:
    """Return an official document: our styles and page, then its parts in order; `title` as its property, if any."""
    document = Document()
    clean(document)
    add_styles(document)
    page(document.sections[0])
    page_number(document.sections[0])
    for part in parts:
        part(document)
    drop_first_paragraph(document)
    if title:
        document.core_properties.title = title
    return packed(document)


# --- the document as a whole --------------------------------------------------------------------------------------


def clean(document: Any) -> None:
    """Leave of python-docx's own template only what a report needs, in Times New Roman."""
    wanted = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer", "Table Grid"}
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")).casefold() not in {name.casefold() for name in wanted}:
            styles.remove(style)
    fonts = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(fonts):
        fonts.remove(child)
    fonts.append(element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))
    fonts.append(element("w:sz", val="28"))
    fonts.append(element("w:szCs", val="28"))
    fonts.append(element("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"))
    for part in document.part.package.iter_parts():
        if str(part.partname).startswith("/word/theme/"):
            part._blob = in_times(part.blob)  # noqa: SLF001  python-docx offers no way to a theme
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    unused = ("/numbering", "/stylesWithEffects", "/customXml")  # they lean on styles that are gone
    for key in [key for key, rel in document.part.rels.items() if rel.reltype.endswith(unused)]:
        del document.part.rels[key]
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title = "Báo cáo công tác cải cách hành chính"
    properties.language = "vi-VN"
    properties.created = properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001  python-docx wants it naive
    compatibility(document.settings.element)


def in_times(theme: bytes) -> bytes:
    """Return the theme with Times New Roman as its two Latin fonts."""
    words = theme.decode("utf-8")
    for font in ("Calibri", "Cambria"):
        words = words.replace(f'<a:latin typeface="{font}"', f'<a:latin typeface="{FONT}"')
    return words.encode("utf-8")


def compatibility(settings: Any) -> None:
    """Ask Word for its present layout rules, not those of Word 2007."""
    compat = settings.find(qn("w:compat"))
    for old in compat.findall(qn("w:compatSetting")):
        compat.remove(old)
    uri = "http://schemas.microsoft.com/office/word"
    compat.append(element("w:compatSetting", name="compatibilityMode", uri=uri, val="15"))


def add_styles(document: Any) -> None:
    """Add the styles that officers see in Word, by their Vietnamese names."""
    normal = document.styles["Normal"]
    font(normal, 14)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0  # II.1.c: the header block stands at single lines
    normal.paragraph_format.widow_control = True
    for name, style_id, size, bold, italic, alignment, before, first_line, keep in STYLES:
        style = add_style(document, name, style_id, size)
        style.font.bold, style.font.italic = bold, italic
        shape = style.paragraph_format
        shape.alignment, shape.space_before, shape.first_line_indent = alignment, Pt(before), first_line
        shape.keep_with_next = keep
    for name in ("Nội dung", "Dẫn đoạn", "Câu kết", "Mục I", "Khoản 1"):
        document.styles[name].paragraph_format.line_spacing = 1.0  # II.6.e: 1 to 1,5
    for name, level in (("Mục I", 0), ("Khoản 1", 1)):
        style_properties(document, name).append(element("w:outlineLvl", val=str(level)))
    document.styles["Câu kết"].paragraph_format.keep_together = True
    for name, after in (("Câu kết", 14), ("Cảnh báo", 8), ("Kính gửi", 6)):
        document.styles[name].paragraph_format.space_after = Pt(after)
    box = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        box.append(element(f"w:{side}", val="single", sz="8", space="3", color="auto"))
    insert_borders(style_properties(document, "Cảnh báo"), box)
    margins = document.styles["Cảnh báo"].paragraph_format
    margins.left_indent = margins.right_indent = Mm(16)
    for name in ("Ô bảng", "Ô bảng giữa", "Ô bảng số", "Ô bảng nhỏ", "Ô bảng nhóm", "Đầu bảng"):
        shape = document.styles[name].paragraph_format
        shape.space_before = shape.space_after = Pt(2)
    listed = document.styles["Danh sách nơi nhận"].paragraph_format
    listed.left_indent, listed.first_line_indent = Mm(2), Mm(-2)
    many = document.styles["Kính gửi nhiều nơi"].paragraph_format
    many.left_indent, many.first_line_indent = Mm(46), Mm(-3)
    tag = add_style(document, TAG_STYLE, "TheDieuKhien", 10)
    tag.font.color.rgb = RGBColor(0x70, 0x70, 0x70)  # seen in the template only: these paragraphs vanish
    line = add_style(document, LINE_STYLE, "DuongKe", 2)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(4)
    line.paragraph_format.space_before = Pt(2)
    line.paragraph_format.keep_with_next = True


def add_style(document: Any, name: str, style_id: str, size: float) -> Any:
    """Add a paragraph style of our own."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), style_id)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    font(style, size)
    return style


def font(style: Any, size: float) -> None:
    """Give a style its font in all four scripts, its size, and black."""
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def style_properties(document: Any, name: str) -> Any:
    """Return the paragraph properties of a style."""
    return document.styles[name].element.get_or_add_pPr()


def insert_borders(properties: Any, borders: Any) -> None:
    """Put paragraph borders where the schema wants them: before tabs, spacing, indents and alignment."""
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
    names = {qn(name) for name in (*later, "w:outlineLvl", "w:sectPr")}
    place = next((k for k, child in enumerate(properties) if child.tag in names), len(properties))
    properties.insert(place, borders)


def page(section: Any, *, landscape: bool = False) -> None:
    """Set A4 and its margins."""
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin = TOP, BOTTOM, LEFT
    section.right_margin = APPENDIX_RIGHT if landscape else RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.gutter = 0
    section.different_first_page_header_footer = True


def page_number(section: Any) -> None:
    """Number the pages at the centre of the head, from the second page on (I.7)."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), (None, "2"), ("end", "")):
        run = paragraph.add_run(words if kind is None else "")
        run.font.size = Pt(14)
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        elif kind == "":
            code = element("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = words
            run._r.append(code)  # noqa: SLF001


def drop_first_paragraph(document: Any) -> None:
    """Take away the empty paragraph that a new document begins with, if it does."""
    first = document.element.body[0]
    if first.tag == qn("w:p") and not "".join(first.itertext()).strip():
        document.element.body.remove(first)


def packed(document: Any) -> bytes:
    """Return the package with fixed times, so that two runs give the same bytes."""
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


# --- small pieces -------------------------------------------------------------------------------------------------


def element(name: str, /, **attributes: str) -> Any:
    """Return a WordprocessingML element with its attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def say(where: Any, words: str, style: str = "Nội dung") -> Any:
    """Add a paragraph."""
    return where.add_paragraph(words, style=style)


def tags(where: Any, *words: str) -> None:
    """Add paragraphs that hold a tag alone: they steer, and vanish."""
    for word in words:
        say(where, word, TAG_STYLE)


def each(where: Any, variable: str, items: str, words: str, style: str = "Nội dung") -> None:
    """Add a paragraph for each item of a list."""
    tags(where, f"{{%p for {variable} in {items} %}}")
    say(where, words, style)
    tags(where, "{%p endfor %}")


def line(where: Any, width: float, length: float) -> None:
    """Draw a solid line of `length` mm in the middle of `width` mm: the upper border of a low paragraph."""
    paragraph = say(where, "", LINE_STYLE)
    side = Mm((width - length) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    insert_borders(paragraph._p.get_or_add_pPr(), borders)  # noqa: SLF001


def first(cell: Any, words: str, style: str) -> Any:
    """Write the paragraph that a new cell begins with."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(words)
    return paragraph


def table(document: Any, widths: Sequence[float], *, ruled: bool) -> Any:
    """Add a table of fixed columns (mm) without rows; cells of an unruled one have no inner margins."""
    made = document.add_table(rows=0, cols=len(widths), style="Table Grid" if ruled else "Normal Table")
    made.autofit = False
    made.alignment = 1  # centred
    properties = made._tbl.tblPr  # noqa: SLF001
    total = properties.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(round(sum(widths) * 56.6929)))
    margins = element("w:tblCellMar")
    for side, size in (("left", "57"), ("right", "57")) if ruled else (("left", "0"), ("right", "0")):
        margins.append(element(f"w:{side}", w=size, type="dxa"))
    properties.find(qn("w:tblLook")).addprevious(margins)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def row(made: Any, *, heads: bool = False) -> Any:
    """Add a row that does not break over pages; a head repeats on each."""
    added = made.add_row()
    for cell, column in zip(added.cells, made.columns, strict=True):
        cell.width = column.width
    properties = added._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(element("w:cantSplit"))
    if heads:
        properties.append(element("w:tblHeader"))
    return added


def fill(made: Any, cells: Iterable[tuple[str, str]], *, heads: bool = False) -> Any:
    """Add a row of `(words, style)`."""
    added = row(made, heads=heads)
    for cell, (words, style) in zip(added.cells, cells, strict=True):
        first(cell, words, style)
        if heads:
            cell.vertical_alignment = 1  # middle
    return added


def span(made: Any, words: str, style: str, *, number: str | None = None) -> Any:
    """Add a row of one cell over all columns, or over all but the first, which holds a number."""
    added = row(made)
    start = 0 if number is None else 1
    if number is not None:
        first(added.cells[0], number, "Ô bảng nhóm")
        added.cells[0].paragraphs[0].alignment = CENTER
    first(added.cells[start].merge(added.cells[-1]), words, style)
    return added


def marker(made: Any, words: str) -> None:
    """Add a row that holds a tag alone: it steers the rows around it, and vanishes."""
    span(made, words, TAG_STYLE)


# --- the first page and the text ----------------------------------------------------------------------------------


def letterhead(document: Any, number: str) -> Any:
    """Issuer, national name, number, place and date (II.1 to II.4); return the table that holds them."""
    made = table(document, (ISSUER_WIDTH, NATION_WIDTH), ruled=False)
    left, right = row(made).cells
    first(left, "{%p for dong in don_vi.co_quan_ban_hanh %}", TAG_STYLE)
    say(left, "{{ dong }}", "Tên cơ quan")
    tags(left, "{%p endfor %}")
    line(left, ISSUER_WIDTH, ISSUER_LINE)
    first(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quốc hiệu")
    say(right, "Độc lập - Tự do - Hạnh phúc", "Tiêu ngữ")
    line(right, NATION_WIDTH, NATION_LINE)
    fill(made, ((number, "Số và ký hiệu"), ("{{ dong_ngay_thang }}", "Địa danh và ngày tháng")))
    return made


def addressees(document: Any, before: float = 12) -> None:
    """Kính gửi, `before` points below what stands above: one on its line, several each on its own (II.9.d)."""
    tags(document, "{%p if kinh_gui | length == 1 %}")
    alone = say(document, "Kính gửi: {{ kinh_gui[0] }}", "Kính gửi")
    if alone.style.paragraph_format.space_before != Pt(before):
        alone.paragraph_format.space_before = Pt(before)
    tags(document, "{%p elif kinh_gui %}")
    together = say(document, "Kính gửi:", "Kính gửi nhiều nơi").paragraph_format
    together.left_indent, together.first_line_indent = Mm(24.5), Mm(0)  # the dashes stand under the colon (II.9.d)
    together.space_before = Pt(before)
    each(document, "noi", "kinh_gui_dong", "{{ noi }}", "Kính gửi nhiều nơi")
    tags(document, "{%p endif %}")


def head(document: Any) -> None:
    """The letterhead, title and addressees (II.1 to II.5, II.9)."""
    letterhead(document, "Số: {{ so_ky_hieu }}")
    each(document, "dong", "canh_bao", "{{ dong }}", "Cảnh báo")
    say(document, "{{ ten_loai }}", "Tên loại")
    say(document, "{{ trich_yeu }}", "Trích yếu")
    line(document, BODY_WIDTH, SUBJECT_LINE)
    addressees(document)


def text(document: Any) -> None:
    """Parts I to V."""
    each(document, "doan", "mo_dau", "{{ doan }}")
    part_one(document)
    say(document, "II. KẾT QUẢ THỰC HIỆN CẢI CÁCH HÀNH CHÍNH", "Mục I")
    tags(document, "{%p for muc in noi_dung %}")
    say(document, "{{ muc.stt }}. {{ muc.ten }}", "Khoản 1")
    say(document, "{{ muc.mo_dau }}")
    each(document, "doan", "muc.ho_so", "{{ doan }}")
    section_lists(document, "muc")
    tags(document, "{%p endfor %}")
    say(document, "III. ĐÁNH GIÁ CHUNG", "Mục I")
    for number, (title, name) in enumerate(
        (("Kết quả đạt được", "ket_qua"), ("Tồn tại, hạn chế", "han_che"), ("Nguyên nhân", "nguyen_nhan")), start=1
    ):
        say(document, f"{number}. {title}", "Khoản 1")
        each(document, "doan", f"danh_gia.{name}", "- {{ doan }}")
    part_four(document)
    say(document, "V. KIẾN NGHỊ, ĐỀ XUẤT", "Mục I")
    tags(document, "{%p if kien_nghi %}")
    each(document, "doan", "kien_nghi", "- {{ doan }}")
    tags(document, "{%p else %}")
    say(document, "Trong kỳ báo cáo, các cơ quan, đơn vị không có kiến nghị, đề xuất.")
    tags(document, "{%p endif %}")
    say(
        document,
        "Trên đây là báo cáo kết quả công tác cải cách hành chính {{ ky.ten }} của {{ don_vi.co_quan }}./.",
        "Câu kết",
    )


def part_one(document: Any) -> None:
    """Part I: the plan as a whole, then leading and steering."""
    say(document, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH", "Mục I")
    say(document, "1. Tình hình thực hiện Kế hoạch", "Khoản 1")
    say(document, "{{ tong_hop.cau_tong_hop }}")
    for name in ("cach_tinh", "cau_so_sanh"):
        tags(document, f"{{%p if tong_hop.{name} %}}")
        say(document, f"{{{{ tong_hop.{name} }}}}")
        tags(document, "{%p endif %}")
    say(document, "{{ chi_tieu_tong.cau_tong_hop }}")
    say(
        document,
        "(Kết quả thực hiện chỉ tiêu tại Phụ lục I; "
        f"{{% if {TAG}.chuoi %}}tình trạng thực hiện nhiệm vụ theo từng lĩnh vực tại Biểu đồ\N{NO-BREAK SPACE}1, "
        "{% endif %}tiến độ thực hiện từng nhiệm vụ{% if ky.luy_ke %}, kết quả của từng kỳ trong năm{% endif %} "
        "tại Phụ lục II; nhiệm vụ quá hạn, đến hạn tại Phụ lục III kèm theo Báo cáo này).",
    )
    say(document, "2. Công tác chỉ đạo, điều hành", "Khoản 1")
    say(document, "{{ chi_dao.mo_dau }}")
    each(document, "doan", "chi_dao_khac", "- {{ doan }}")
    section_lists(document, "chi_dao")


def chart(document: Any) -> None:
    """Tasks by area and state, with what the figures are, on one page; nothing when there is no task.

    It opens the appendix, not the text: wherever it falls between paragraphs, it can leave a third of a page blank.
    """
    tags(document, f"{{%p if {TAG}.chuoi %}}")
    add_chart(document, say(document, "", "Biểu đồ"))
    say(document, "(Số liệu tính đến ngày {{ ngay_chot_chu }}; đơn vị tính: nhiệm vụ)", "Ghi chú biểu đồ")
    tags(document, "{%p endif %}")


def section_lists(document: Any, name: str) -> None:
    """What was done, is under way, was begun before its time, is overdue: each with its lead-in, or nothing at all."""
    for lead, items in (
        ("Kết quả thực hiện trong kỳ:", "ket_qua"),
        ("Nhiệm vụ đang triển khai thực hiện, đến hạn trong kỳ:", "dang_lam"),
        ("Nhiệm vụ chưa đến hạn, chờ văn bản của cấp trên đã có kết quả bước đầu:", "buoc_dau"),
        ("Nhiệm vụ quá hạn chưa hoàn thành, theo cơ quan chủ trì:", "qua_han"),
    ):
        tags(document, f"{{%p if {name}.{items} %}}")
        say(document, lead, "Dẫn đoạn")
        each(document, "doan", f"{name}.{items}", "- {{ doan }}")
        tags(document, "{%p endif %}")


def part_four(document: Any) -> None:
    """Part IV: what falls due in the next period, by agency."""
    say(document, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {{ ky.ten_ky_sau_hoa }}", "Mục I")
    say(document, "{{ cau_ky_sau }}")
    tags(document, "{%p for cq in ky_sau %}")
    say(document, "{{ loop.index }}. {{ cq.co_quan }}", "Khoản 1")
    each(document, "viec", "cq.viec", "- {{ viec.dien_giai }}.")
    tags(document, "{%p endfor %}", "{%p if qua_han %}")
    say(
        document,
        "Các cơ quan, đơn vị có nhiệm vụ quá hạn nêu tại Phụ lục III khẩn trương hoàn thành, báo cáo kết quả về "
        "{{ don_vi.thuong_truc }} để tổng hợp.",
    )
    tags(document, "{%p endif %}")


def signature(document: Any) -> None:
    """Recipients on the left, authority and name on the right; the row never breaks (II.7, II.9)."""
    made = table(document, (80, 80), ruled=False)
    left, right = row(made).cells
    first(left, "Nơi nhận:", "Nơi nhận")
    each(left, "dong", "noi_nhan", "{{ dong }}", "Danh sách nơi nhận")
    first(right, "{%p for dong in chu_ky.quyen_han %}", TAG_STYLE)
    say(right, "{{ dong }}", "Quyền hạn và chức vụ")
    tags(right, "{%p endfor %}")
    say(right, "{{ chu_ky.ho_ten }}", "Họ tên người ký")


# --- appendices ---------------------------------------------------------------------------------------------------


def appendix(document: Any, number: str, title: str) -> None:
    """Begin an appendix: a landscape section with its own page numbers, its head, and what it belongs to (III.1)."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    breaking = document.paragraphs[-1]  # it carries the break: keep it too low to open a page of its own
    breaking.style = LINE_STYLE
    breaking.paragraph_format.line_spacing = Pt(1)
    breaking.paragraph_format.space_before = Pt(0)
    breaking.paragraph_format.keep_with_next = False
    page(section, landscape=True)
    numbering = section._sectPr.find(qn("w:pgNumType"))  # noqa: SLF001
    if numbering is None:
        numbering = element("w:pgNumType")
        section._sectPr.find(qn("w:pgMar")).addnext(numbering)  # noqa: SLF001
    numbering.set(qn("w:start"), "1")
    say(document, f"Phụ lục {number}", "Phụ lục")
    say(document, title, "Tên phụ lục")
    say(document, "{{ kem_theo }}", "Kèm theo")
    line(document, APPENDIX_WIDTH, ATTACHED_LINE)
    each(document, "dong", "canh_bao", "{{ dong }}", "Cảnh báo")


def indicators_appendix(document: Any) -> None:
    """Phụ lục I: indicators, and files of administrative procedures by field."""
    appendix(document, "I", "KẾT QUẢ THỰC HIỆN CHỈ TIÊU CẢI CÁCH HÀNH CHÍNH {{ ky.ten_hoa }}")
    say(document, "A. Chỉ tiêu cải cách hành chính", "Tên bảng")
    made = table(document, (11, 82, 15, 24, 23, 22, 22, 22, 31), ruled=True)
    titles = (
        "TT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Mục tiêu",
        "Kết quả kỳ này",
        "Kỳ trước",
        "Tăng, giảm",
        "Cùng kỳ năm trước",
    )
    fill(made, ((title, "Đầu bảng") for title in (*titles, "Đánh giá")), heads=True)
    marker(made, "{%tr for gd in chi_tieu_theo_giai_doan %}")
    marker(made, "{%tr if gd.ten %}")
    span(made, "{{ gd.ten }}", "Ô bảng nhóm")
    marker(made, "{%tr endif %}")
    marker(made, "{%tr for ct in gd.chi_tieu %}")
    centred, number = "Ô bảng giữa", "Ô bảng số"
    fill(
        made,
        (
            ("{{ ct.stt }}", centred),
            ("{{ ct.ten }}", "Ô bảng"),
            ("{{ ct.don_vi_tinh }}", centred),
            ("{{ ct.muc_tieu }}", centred),
            ("{{ ct.gia_tri_chu }}", number),
            ("{{ ct.ky_truoc_chu }}", number),
            ("{{ ct.thay_doi_chu }}", number),
            ("{{ ct.cung_ky_chu }}", number),
            ("{{ ct.ket_luan }}", centred),
        ),
    )
    marker(made, "{%tr endfor %}")
    marker(made, "{%tr endfor %}")
    nothing(made, "chi_tieu", "Kế hoạch không đặt chỉ tiêu bằng số.")
    files_table(document)


def files_table(document: Any) -> None:
    """Add the columns of Biểu II.06, or a sentence when there are no figures."""
    say(document, "B. Tình hình, kết quả giải quyết hồ sơ thủ tục hành chính", "Tên bảng")
    tags(document, "{%p if ho_so_tong.co_so_lieu %}")
    say(
        document,
        "Đơn vị tính: hồ sơ. Số liệu từ ngày {{ ho_so_tong.tu_ngay_chu }} đến ngày {{ ho_so_tong.den_ngay_chu }}.",
        "Ghi chú bảng",
    ).paragraph_format.keep_with_next = True
    columns = [
        *("tiep_nhan", "truc_tuyen", "truc_tiep", "ky_truoc_chuyen"),
        *("giai_quyet", "truoc_han", "dung_han", "qua_han"),
        *("dang_giai_quyet", "trong_han", "dang_qua_han"),
    ]
    made = table(document, (11, 54, *([17] * 11)), ruled=True)
    top, below = row(made, heads=True), row(made, heads=True)
    for start, end, title in ((2, 5, "Nhận giải quyết"), (6, 9, "Đã giải quyết"), (10, 12, "Đang giải quyết")):
        first(top.cells[start].merge(top.cells[end]), title, "Đầu bảng")
    for place, title in ((0, "TT"), (1, "Lĩnh vực")):
        first(top.cells[place].merge(below.cells[place]), title, "Đầu bảng").paragraph_format.keep_with_next = True
        top.cells[place].vertical_alignment = 1
    subtitles = [
        *("Tổng số", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước"),
        *("Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"),
        *("Tổng số", "Trong hạn", "Quá hạn"),
    ]
    for place, title in enumerate(subtitles, start=2):
        first(below.cells[place], title, "Đầu bảng")
        below.cells[place].vertical_alignment = 1
    marker(made, "{%tr for hs in ho_so %}")
    cells = ((f"{{{{ hs.{name} | so }}}}", "Ô bảng số") for name in columns)
    fill(made, (("{{ hs.stt }}", "Ô bảng giữa"), ("{{ hs.linh_vuc }}", "Ô bảng"), *cells))
    marker(made, "{%tr endfor %}")
    sums = ((f"{{{{ ho_so_tong.{name}_chu }}}}", "Ô bảng số") for name in columns)
    total = fill(made, (("", "Ô bảng giữa"), ("Tổng số", "Ô bảng nhóm"), *sums))
    for cell in total.cells[2:]:
        cell.paragraphs[0].runs[0].font.bold = True
    tags(document, "{%p else %}")
    say(document, "{{ ho_so_tong.cau_chua_co }}", "Ghi chú bảng")
    tags(document, "{%p endif %}")


def tasks_appendix(document: Any) -> None:
    """Phụ lục II: every task, by area and group."""
    appendix(document, "II", "TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH {{ ky.ten_hoa }}")
    tags(document, "{%p if nhiem_vu %}")
    say(document, "{{ tong_hop.cau_tong_hop }}", "Ghi chú bảng").paragraph_format.space_after = Pt(6)
    tags(document, "{%p endif %}")
    chart(document)
    # the results of all periods of a cumulative report would make a column of many short lines: they get a row
    tags(document, "{%p if ky.luy_ke %}")
    tasks_table(document, (10, 106, 42, 26, 38, 30), results="row")
    tags(document, "{%p else %}")
    tasks_table(document, (10, 65, 33, 26, 34, 24, 60), results="column")
    tags(document, "{%p endif %}")


def tasks_table(document: Any, widths: Sequence[float], *, results: str) -> None:
    """Add the table of tasks, with the results in its last column or in a row below each task."""
    made = table(document, widths, ruled=True)
    titles = ["TT", "Nội dung nhiệm vụ", "Sản phẩm, kết quả", "Cơ quan chủ trì", "Thời hạn", "Tình trạng"]
    names = ["ten", "san_pham", "chu_tri_ngan", "thoi_han", "tinh_trang"]
    if results == "column":
        titles.append("Kết quả thực hiện")
        names.append("dien_giai")
    fill(made, ((title, "Đầu bảng") for title in titles), heads=True)
    marker(made, "{%tr for lv in linh_vuc %}")
    span(
        made,
        "{{ lv.ten }} ({{ lv.hoan_thanh }}/{{ lv.tong }} nhiệm vụ hoàn thành)",
        "Ô bảng nhóm",
        number="{{ lv.ma }}",
    )
    marker(made, "{%tr for nhom in lv.nhom %}")
    marker(made, "{%tr if nhom.ten %}")
    span(made, "{{ nhom.ten }}", "Ô bảng nhóm", number="{{ nhom.ma }}")
    marker(made, "{%tr endif %}")
    marker(made, "{%tr for nv in nhom.nhiem_vu %}")
    fill(made, (("{{ nv.so }}", "Ô bảng giữa"), *((f"{{{{ nv.{name} }}}}", "Ô bảng nhỏ") for name in names)))
    if results == "row":
        # Not kept with the row above: LibreOffice then keeps the whole table together, and opens an empty page.
        marker(made, "{%tr if nv.dien_giai %}")
        span(made, "{{ nv.dien_giai }}", "Ô bảng nhỏ", number="")
        marker(made, "{%tr endif %}")
    for _ in range(3):
        marker(made, "{%tr endfor %}")
    nothing(made, "nhiem_vu", "Kế hoạch không giao nhiệm vụ cụ thể.")


def overdue_appendix(document: Any) -> None:
    """Phụ lục III: what is overdue, due, or recurring and due."""
    appendix(document, "III", "NHIỆM VỤ QUÁ HẠN, ĐẾN HẠN {{ ky.ten_hoa }}")
    made = table(document, (10, 76, 26, 34, 24, 18, 64), ruled=True)
    titles = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Ngày đến hạn", "Số ngày quá hạn")
    fill(made, ((title, "Đầu bảng") for title in (*titles, "Kết quả, khó khăn, vướng mắc")), heads=True)
    span(made, "Nhiệm vụ quá hạn chưa hoàn thành", "Ô bảng nhóm", number="A")
    marker(made, "{%tr for viec in qua_han %}")
    centred, small = "Ô bảng giữa", "Ô bảng nhỏ"
    fill(
        made,
        (
            ("{{ viec.stt }}", centred),
            ("{{ viec.ten }}", small),
            ("{{ viec.co_quan_ngan }}", small),
            ("{{ viec.thoi_han_day_du }}", small),
            ("{{ viec.ngay_den_han_chu }}", centred),
            ("{{ viec.so_ngay_qua_han_chu }}", centred),
            ("{{ viec.ket_qua_kho_khan }}", small),
        ),
    )
    marker(made, "{%tr endfor %}")
    nothing(made, "qua_han", "Không có nhiệm vụ quá hạn.")
    for letter, title, name, empty in (
        ("B", "Nhiệm vụ đến hạn trong kỳ, chưa hoàn thành", "den_han", "Không có nhiệm vụ đến hạn."),
        ("C", "Nhiệm vụ định kỳ đến hạn thực hiện", "dinh_ky", "Không có nhiệm vụ định kỳ đến hạn."),
        ("D", "Nhiệm vụ chờ văn bản, kế hoạch của cấp trên", "nhiem_vu_cho_cap_tren", "Không có nhiệm vụ."),
    ):
        span(made, title, "Ô bảng nhóm", number=letter)
        marker(made, f"{{%tr for nv in {name} %}}")
        fill(
            made,
            (
                ("{{ loop.index }}", centred),
                ("{{ nv.ten }}", small),
                ("{{ nv.chu_tri_ngan }}", small),
                ("{{ nv.thoi_han_gap_nhat }}", small),
                ("{{ nv.ngay_den_han_chu }}", centred),
                ("", centred),
                ("{{ nv.ket_qua_kho_khan }}", small),
            ),
        )
        marker(made, "{%tr endfor %}")
        nothing(made, name, empty)


def nothing(made: Any, name: str, words: str) -> None:
    """Add the row that stands when a list is empty."""
    marker(made, f"{{%tr if not {name} %}}")
    span(made, words, "Ô bảng").cells[0].paragraphs[0].alignment = CENTER
    marker(made, "{%tr endif %}")


if __name__ == "__main__":
    main()
