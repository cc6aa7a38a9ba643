"""Mending: what needs no judgement is put right, the text stays, twice changes nothing."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.decree30.check import check_document
from reportgen.decree30.mend import Mended, mend_document
from reportgen.decree30.mend.codes import PAGES
from reportgen.decree30.model import Block, paragraphs_of
from reportgen.decree30.ooxml import MC
from reportgen.decree30.outcome import State
from reportgen.decree30.reader import read_document
from reportgen.problem import Problem, ReportgenError
from tests.support_docx import (
    KINDS,
    LAYOUTS,
    MOTTO,
    NATION,
    RULINGS,
    edit,
    edit_xml,
    every_paragraph,
    find,
    good_document,
    insert_after,
    parts_of,
    raw_document,
    remove,
    replace_text,
    set_text,
    style,
    with_parts,
)
from tests.support_office import SOFFICE, convert, pdf_text, to_pdf, validate

NAME = "van-ban.docx"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def mend(data: bytes) -> Mended:
    return mend_document(data, NAME)


def failing(data: bytes) -> set[str]:
    return {o.rule for o in check_document(data, NAME).outcomes if o.state is State.FAIL}


def text_of(data: bytes) -> list[str]:
    """Return the lines that a reader sees in body and notes, empty ones left out; page numbers are not text."""
    document, _ = read_document(data, NAME)
    shown = [*document.body_paragraphs(), *document.notes]
    return [unicodedata.normalize("NFC", p.text) for p in shown if p.text.strip()]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [p.text for p in paragraphs_of(blocks) if p.text]


# --- faults that need no judgement -------------------------------------------------------------------------------


def each(words: str, **changes: Any) -> Callable[[Any], None]:
    """Return a mutation that dresses every paragraph holding `words`, both copies of a text box."""

    def change(doc: Any) -> None:
        hit = [p for p in every_paragraph(doc) if words in p.text]
        assert hit
        for paragraph in hit:
            style(paragraph, **changes)

    return change


def every_run(**changes: Any) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        for paragraph in every_paragraph(doc):
            style(paragraph, **changes)

    return change


def align(words: str, value: Any) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        find(doc, words).alignment = value

    return change


def spaced(words: str, **values: Any) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        for name, value in values.items():
            setattr(find(doc, words).paragraph_format, name, value)

    return change


def page(**values: Any) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        for section in doc.sections:
            for name, value in values.items():
                setattr(section, name, value)

    return change


def number_in_footer(doc: Any) -> None:
    section = doc.sections[0]
    for run in list(section.header.paragraphs[0].runs):
        section.footer.paragraphs[0]._p.append(run._r)
    section.footer.paragraphs[0].add_run(" / trang")


def number_on_the_right(doc: Any) -> None:
    doc.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def number_small(doc: Any) -> None:
    style(doc.sections[0].header.paragraphs[0], size=11, italic=True, bold=True)


def no_number(doc: Any) -> None:
    for run in list(doc.sections[0].header.paragraphs[0].runs):
        run._r.getparent().remove(run._r)


def number_on_page_one(doc: Any) -> None:
    doc.sections[0].different_first_page_header_footer = False


def number_roman(doc: Any) -> None:
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:fmt"), "lowerRoman")
    doc.sections[0]._sectPr.xpath("w:cols")[0].addprevious(numbering)


def appendix_runs_on(doc: Any) -> None:
    for section in doc.sections[1:]:
        for element in section._sectPr.xpath("w:pgNumType"):
            section._sectPr.remove(element)


def gutter(doc: Any) -> None:
    doc.sections[0].gutter = Mm(10)


def theme_font(doc: Any) -> None:
    """Let the Normal style follow the theme, as a new Word document does."""
    fonts = doc.styles["Normal"].element.rPr.rFonts
    for slot in list(fonts.attrib):
        del fonts.attrib[slot]
    for slot, name in (("asciiTheme", "minorHAnsi"), ("hAnsiTheme", "minorHAnsi"), ("cstheme", "minorBidi")):
        fonts.set(qn(f"w:{slot}"), name)


def below(paragraph: Paragraph) -> Paragraph:
    """Return the paragraph after another one."""
    element: Any = paragraph._p.getnext()
    return Paragraph(element, paragraph._parent)


def no_line_under(words: str) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        remove(below(find(doc, words)))

    return change


def line_of(words: str, **indent: float) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        layout = below(find(doc, words)).paragraph_format
        layout.left_indent, layout.right_indent = Mm(indent["left"]), Mm(indent["right"])

    return change


def underlined(words: str) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        no_line_under(words)(doc)
        style(find(doc, words), underline=True)

    return change


def texted(words: str, text: str) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        for paragraph in [p for p in every_paragraph(doc) if words in p.text]:
            set_text(paragraph, text)

    return change


def replaced(old: str, new: str) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        replace_text(find(doc, old), old, new)

    return change


def decomposed(doc: Any) -> None:
    for paragraph in every_paragraph(doc):
        for run in paragraph.runs:
            if run.text:
                run.text = unicodedata.normalize("NFD", run.text)


def cut_inside_a_letter(doc: Any) -> None:
    """Let a run end between a letter and its mark."""
    paragraph = find(doc, "Số hồ sơ")
    text = unicodedata.normalize("NFD", paragraph.text)
    at = next(i for i, char in enumerate(text) if unicodedata.combining(char))
    set_text(paragraph, text[:at])
    run = paragraph.add_run(text[at:])
    run.font.size = Pt(14)


@dataclass(frozen=True)
class Fault:
    """A fault that mending puts right: the rules that find it, and how to commit it."""

    name: str
    rules: tuple[str, ...]
    commit: Callable[[Any], object]
    kind: str = "báo cáo"
    layout: str = "table"
    rulings: str = "borders"
    appendices: int = 0
    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ("ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM"))
    same_text: bool = True

    def document(self) -> bytes:
        options: dict[str, Any] = {"layout": self.layout, "rulings": self.rulings, "appendices": self.appendices}
        good = good_document(self.kind, superior=self.names[0], issuer=self.names[1], long=12, **options)
        return edit(good, self.commit)


_BODY = "Ủy ban nhân dân phường đã ban hành"
_TITLE = "BÁO CÁO"
_SUBJECT = "Kết quả"
CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT

FAULTS = [
    Fault("khổ Letter", ("PG-01",), page(page_width=Mm(215.9), page_height=Mm(279.4))),
    Fault("lề 25,4 mm", ("PG-03",), page(left_margin=Mm(25.4), right_margin=Mm(25.4), top_margin=Mm(12))),
    Fault("gáy 10 mm", ("PG-03",), gutter),
    Fault("phông Arial", ("PG-04",), every_run(font="Arial")),
    Fault("phông của chủ đề", ("PG-04",), theme_font),
    Fault("chữ đỏ", ("PG-04",), each(_BODY, color="FF0000")),
    Fault("số trang ở chân trang", ("PG-05",), number_in_footer),
    Fault("số trang bên phải", ("PG-05",), number_on_the_right),
    Fault("số trang cỡ 11", ("PG-05",), number_small),
    Fault("không có số trang", ("PG-05",), no_number),
    Fault("trang 1 hiện số", ("PG-05",), number_on_page_one),
    Fault("số La Mã", ("PG-05",), number_roman),
    Fault("phụ lục đánh số tiếp", ("PG-06",), appendix_runs_on, appendices=2),
    Fault("Quốc hiệu cỡ 15", ("HD-01",), each(NATION, size=15)),
    Fault("Quốc hiệu không đậm", ("HD-01",), each(NATION, bold=False, italic=True)),
    Fault("Quốc hiệu chữ thường", ("HD-01",), texted(NATION, "Cộng hòa xã hội chủ nghĩa Việt Nam"), same_text=False),
    Fault("Quốc hiệu sai chữ", ("HD-01",), texted(NATION, "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM"), same_text=False),
    Fault("Tiêu ngữ gạch dài", ("HD-02",), texted(MOTTO, "Độc lập – Tự do – Hạnh phúc"), same_text=False),
    Fault("Tiêu ngữ không cách", ("HD-02",), texted(MOTTO, "Độc lập-Tự do-Hạnh phúc"), same_text=False),
    Fault("Tiêu ngữ cỡ 12 nghiêng", ("HD-02",), each(MOTTO, size=12, italic=True)),
    Fault("Tiêu ngữ canh trái", ("HD-02",), align(MOTTO, LEFT)),
    Fault("Tiêu ngữ không đường kẻ", ("HD-03",), no_line_under(MOTTO)),
    Fault("Tiêu ngữ kẻ ngắn", ("HD-03",), line_of(MOTTO, left=40, right=40)),
    Fault("Tiêu ngữ gạch chân", ("HD-03",), underlined(MOTTO)),
    Fault("Tiêu ngữ 1,5 dòng", ("HD-04",), spaced(MOTTO, line_spacing=1.5)),
    Fault("cơ quan không đậm", ("HD-06",), each("PHƯỜNG TRÚC LÂM", bold=False)),
    Fault("cơ quan cỡ 14", ("HD-06",), each("PHƯỜNG TRÚC LÂM", size=14)),
    Fault("cơ quan canh trái", ("HD-06",), align("PHƯỜNG TRÚC LÂM", LEFT)),
    Fault("cơ quan không đường kẻ", ("HD-07",), no_line_under("PHƯỜNG TRÚC LÂM")),
    Fault("cơ quan kẻ dài", ("HD-07",), line_of("PHƯỜNG TRÚC LÂM", left=2, right=2)),
    Fault("cơ quan kẻ lệch", ("HD-07",), line_of("PHƯỜNG TRÚC LÂM", left=2, right=34)),
    Fault(
        "chủ quản đậm cỡ 14",
        ("HD-08",),
        each("UBND PHƯỜNG", bold=True, size=14),
        names=(("UBND PHƯỜNG TRÚC LÂM",), ("PHÒNG VĂN HÓA - XÃ HỘI",)),
    ),
    Fault("số đậm cỡ 12", ("HD-12",), each("/BC-UBND", size=12, bold=True)),
    Fault("số 5", ("HD-12",), replaced("05/BC", "5/BC"), same_text=False),
    Fault("ký hiệu có dấu cách", ("HD-12",), replaced("05/BC-UBND", "05 / BC - UBND"), same_text=False),
    Fault("ngày 5 tháng 1", ("HD-14",), replaced("ngày 05 tháng 01", "ngày 5 tháng 1"), same_text=False),
    Fault("tháng 07", ("HD-14",), replaced("tháng 01", "tháng 07"), same_text=False),
    Fault("ngày đứng đậm", ("HD-15",), each("Trúc Lâm, ngày", italic=False, bold=True)),
    Fault("tên loại cỡ 16", ("TT-01",), each(_TITLE, size=16)),
    Fault("tên loại nghiêng", ("TT-01",), each(_TITLE, italic=True)),
    Fault("trích yếu không đậm", ("TT-02",), each(_SUBJECT, bold=False, size=15)),
    Fault("trích yếu không đường kẻ", ("TT-03",), no_line_under(_SUBJECT)),
    Fault("trích yếu kẻ hết dòng", ("TT-03",), line_of(_SUBJECT, left=0, right=0)),
    Fault("V/v đậm cỡ 14", ("TT-04",), each("V/v", bold=True, size=14), kind="công văn"),
    Fault("V/v sát số", ("TT-04",), spaced("V/v", space_before=Pt(0)), kind="công văn"),
    Fault("căn cứ đứng", ("BD-01",), each("Căn cứ Luật", italic=False), kind="quyết định"),
    Fault("mục không đậm", ("BD-04",), each("I. KẾT QUẢ", bold=False)),
    Fault("khoản có tiêu đề nghiêng", ("BD-04",), each("2. Cải cách thủ tục", italic=True)),
    Fault("điểm đậm", ("BD-04",), each("a) Các cơ quan", bold=True)),
    Fault("lời văn cỡ 12", ("BD-06",), each(_BODY, size=12)),
    Fault("lời văn cỡ 15", ("BD-06",), every_run(size=15)),
    Fault("lời văn canh trái", ("BD-06",), align(_BODY, LEFT)),
    Fault("lời văn không lùi", ("BD-06",), spaced(_BODY, first_line_indent=Mm(0))),
    Fault("lời văn lùi cả đoạn", ("BD-06",), spaced(_BODY, first_line_indent=Mm(-6), left_indent=Mm(25))),
    Fault("đoạn sát nhau", ("BD-06",), spaced(_BODY, space_before=Pt(2))),
    Fault("dòng 2 lines", ("BD-06",), spaced(_BODY, line_spacing=2.0)),
    Fault("dòng đúng 12 pt", ("BD-06",), spaced(_BODY, line_spacing=Pt(12))),
    Fault("chức vụ không đậm", ("SG-02",), each("KT. CHỦ TỊCH", bold=False, size=12)),
    Fault("họ tên nghiêng", ("SG-03",), each("Lê Huy Du", italic=True, size=15)),
    Fault("họ tên canh trái", ("SG-03",), align("Lê Huy Du", LEFT)),
    Fault("Kính gửi đậm", ("RC-03",), each("Kính gửi", bold=True, size=12)),
    Fault("Nơi nhận cỡ 14", ("RC-04",), each("Nơi nhận", size=14, italic=False, bold=False)),
    Fault("Nơi nhận canh giữa", ("RC-04",), align("Nơi nhận", CENTER)),
    Fault("danh sách cỡ 12", ("RC-05",), each("- Như trên", size=12, italic=True)),
    Fault("Phụ lục cỡ 13", ("AP-03",), each("Phụ lục II", size=13, bold=False), appendices=2),
    Fault("tên phụ lục canh phải", ("AP-04",), align("CHỈ TIÊU", RIGHT), appendices=1),
    Fault("kèm theo đứng", ("AP-05",), each("(Kèm theo", italic=False, size=12), appendices=1),
    Fault("NFD", ("TX-01",), decomposed),
    Fault("NFD cắt giữa chữ", ("TX-01",), cut_inside_a_letter),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rules[0]}-{fault.name}")
def test_a_fault_that_needs_no_judgement_is_mended(fault: Fault) -> None:
    bad = fault.document()
    assert set(fault.rules) <= failing(bad)
    mended = mend(bad)
    assert not failing(mended.document), mended.left
    assert set(fault.rules) <= {change.rule for change in mended.changed}
    if fault.same_text:
        assert text_of(mended.document) == text_of(bad)
    assert mend(mended.document).document == mended.document


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_good_document_comes_back_byte_for_byte(kind: str, layout: str) -> None:
    good = good_document(kind, layout=layout, appendices=1)
    mended = mend(good)
    assert mended.document == good
    assert (mended.changed, mended.left) == ((), ())


def spoilt(kind: str, layout: str) -> bytes:
    """Return a document with many faults at once."""
    good = good_document(kind, layout=layout, appendices=2, long=20)

    def change(doc: Any) -> None:
        every_run(font="Arial", size=17, bold=False, italic=False, color="1F3864")(doc)
        page(left_margin=Mm(20), right_margin=Mm(30), page_width=Mm(215.9), page_height=Mm(279.4), gutter=Mm(3))(doc)
        for paragraph in doc.paragraphs:
            if len(paragraph.text) > 60 and "\t" not in paragraph.text:
                paragraph.alignment = LEFT
                paragraph.paragraph_format.first_line_indent = Mm(0)
                paragraph.paragraph_format.space_before = Pt(0)
                paragraph.paragraph_format.line_spacing = 2.5
        number_in_footer(doc)
        number_on_page_one(doc)
        appendix_runs_on(doc)

    return edit(good, change)


@pytest.mark.parametrize(("kind", "layout"), list(product(KINDS, LAYOUTS)), ids=str)
def test_a_document_full_of_faults_is_mended_and_keeps_its_text(kind: str, layout: str) -> None:
    bad = spoilt(kind, layout)
    mended = mend(bad)
    assert text_of(mended.document) == text_of(bad)
    assert not failing(mended.document), mended.left
    assert mend(mended.document).document == mended.document


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.sampled_from([f for f in FAULTS if f.kind == "báo cáo" and not f.names[0]]),
        min_size=2,
        max_size=6,
        unique=True,
    )
)
def test_faults_together_are_mended_as_well(faults: list[Fault]) -> None:
    def change(doc: Any) -> None:
        for fault in faults:
            try:
                fault.commit(doc)
            except (AssertionError, IndexError, AttributeError):  # another fault took away what this one spoils
                continue

    bad = edit(good_document("báo cáo", appendices=2, long=12), change)
    mended = mend(bad)
    assert mend(mended.document).document == mended.document
    assert {p.code for p in mended.left} <= failing(bad)
    if all(fault.same_text for fault in faults):
        assert text_of(mended.document) == text_of(bad)


# --- lines, whatever drew them -----------------------------------------------------------------------------------


def undrawn(doc: Any) -> None:
    """Take away every line: borders, and shapes that hold no text."""
    for border in list(doc.element.body.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    for shape in list(doc.element.body.iter(f"{MC}AlternateContent")):
        if next(shape.iter(qn("w:txbxContent")), None) is None:
            shape.getparent().remove(shape)


def bordered_cell(doc: Any) -> None:
    no_line_under("PHƯỜNG TRÚC LÂM")(doc)
    cell = next(find(doc, "PHƯỜNG TRÚC LÂM")._p.iterancestors(qn("w:tc")))
    cell.get_or_add_tcPr().append(side("tcBorders"))  # type: ignore[attr-defined]


def bordered_text(words: str) -> Callable[[Any], None]:
    def change(doc: Any) -> None:
        no_line_under(words)(doc)
        spacing = find(doc, words)._p.get_or_add_pPr().find(qn("w:spacing"))
        assert spacing is not None
        spacing.addprevious(side("pBdr"))

    return change


def side(holder: str) -> Any:
    borders, bottom = OxmlElement(f"w:{holder}"), OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "single")
    bottom.set(qn("w:sz"), "4")
    borders.append(bottom)
    return borders


@pytest.mark.parametrize("rulings", RULINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_that_are_missing_are_drawn_in_every_layout(layout: str, rulings: str) -> None:
    bad = edit(good_document("báo cáo", layout=layout, rulings=rulings), undrawn)
    mended = mend(bad)
    assert not failing(mended.document)
    assert text_of(mended.document) == text_of(bad)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("HD-07", bordered_cell),
        ("HD-07", bordered_text("PHƯỜNG TRÚC LÂM")),
        ("HD-03", bordered_text(MOTTO)),
        ("TT-03", bordered_text("Kết quả")),
    ],
)
def test_a_border_as_wide_as_its_column_gives_way_to_a_line_of_the_right_length(
    rule: str, change: Callable[[Any], None]
) -> None:
    bad = edit(good_document("báo cáo"), change)
    assert rule in failing(bad)
    assert not failing(mend(bad).document)


@pytest.mark.parametrize("rulings", ["vml", "drawing"])
def test_a_drawn_line_too_long_is_drawn_anew(rulings: str) -> None:
    good = good_document("báo cáo", rulings=rulings)

    def change(doc: Any) -> None:
        set_text(find(doc, "Kết quả"), "Kết quả")

    bad = edit(good, change)
    assert "TT-03" in failing(bad)
    assert not failing(mend(bad).document)


def test_typed_dashes_are_text_and_left_to_a_person() -> None:
    def change(doc: Any) -> None:
        no_line_under(MOTTO)(doc)
        insert_after(find(doc, MOTTO), "-" * 20, align=CENTER)

    bad = edit(good_document("báo cáo"), change)
    mended = mend(bad)
    assert [problem.code for problem in mended.left] == ["HD-03"]
    assert mended.document == bad


# --- what needs judgement ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("HD-05", texted("ỦY BAN NHÂN DÂN", "UBND")),
        ("HD-12", replaced("05/BC-UBND", "05/BC–UBND")),
        ("HD-14", replaced("ngày 05 tháng 01 năm 2026", "05/01/2026")),
        ("TT-02", texted("Kết quả", "KẾT QUẢ CẢI CÁCH HÀNH CHÍNH QUÝ III NĂM 2026")),
        ("BD-05", replaced("b) Công tác", "c) Công tác")),
        ("BD-07", replaced("./.", ".")),
        ("SG-01", replaced("KT. CHỦ TỊCH", "KT.CHỦ TỊCH")),
        ("RC-05", replaced("- Như trên;", "- Như trên.")),
    ],
)
def test_what_needs_judgement_stays_and_is_listed(rule: str, change: Callable[[Any], None]) -> None:
    bad = edit(good_document("báo cáo"), change)
    mended = mend(bad)
    assert rule in {problem.code for problem in mended.left}
    assert text_of(mended.document) == text_of(bad)


def test_an_old_encoding_keeps_its_font_because_the_font_says_how_to_read_it() -> None:
    bad = edit(good_document("báo cáo"), each("Công tác tuyên truyền", font=".VnTime"))
    left = {problem.code for problem in mend(bad).left}
    assert "PG-04" in left
    assert b".VnTime" in parts_of(mend(bad).document)["word/document.xml"]


def test_white_letters_on_a_dark_ground_are_left_to_a_person() -> None:
    def change(doc: Any) -> None:
        cell = doc.tables[-1].rows[0].cells[0]
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "1F3864")
        cell._tc.get_or_add_tcPr().append(shade)
        style(cell.paragraphs[0], color="FFFFFF")

    bad = edit(good_document("báo cáo", appendices=1), change)
    assert [p.code for p in mend(bad).left] == ["PG-04"]


def test_signs_keep_the_font_that_draws_them() -> None:
    def change(doc: Any) -> None:
        every_run(font="Arial")(doc)
        run = find(doc, "a) Các cơ quan").add_run("\uf0fe")
        run.font.name = "Wingdings"

    mended = mend(edit(good_document("báo cáo"), change))
    assert b'w:ascii="Wingdings"' in parts_of(mended.document)["word/document.xml"]


# --- what must not be touched ------------------------------------------------------------------------------------


def signed(data: bytes) -> bytes:
    types = parts_of(data)["[Content_Types].xml"].decode()
    sigs = "application/vnd.openxmlformats-package.digital-signature-origin"
    types = types.replace("</Types>", f'<Default Extension="sigs" ContentType="{sigs}"/></Types>')
    return with_parts(
        data,
        {
            "[Content_Types].xml": types.encode(),
            "_xmlsignatures/origin.sigs": b"",
            "_xmlsignatures/sig1.xml": b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
        },
    )


def test_a_signed_document_is_judged_and_never_rewritten() -> None:
    bad = signed(spoilt("báo cáo", "table"))
    mended = mend(bad)
    assert mended.document is bad
    assert mended.changed == ()
    assert mended.left[0].code == "VB004"
    assert "PG-03" in {problem.code for problem in mended.left}
    assert set(PAGES) == {"VB004"}


def test_tracked_changes_stay_as_they_are() -> None:
    data = edit(good_document("báo cáo"), align("Công tác tuyên truyền", LEFT))
    deleted = '<w:del w:id="90" w:author="A"><w:r><w:delText>cũ, phông Arial</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="91" w:author="A"><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t>mới </w:t></w:r></w:ins>'
    bad = edit_xml(
        data, "b) Công tác tuyên truyền", f"b) </w:t></w:r>{deleted}{inserted}<w:r><w:t>Công tác tuyên truyền"
    )
    mended = mend(bad)
    xml = parts_of(mended.document)["word/document.xml"].decode()
    assert "<w:delText>cũ, phông Arial</w:delText>" in xml
    assert re.search(r'<w:ins w:id="91" w:author="A">', xml)
    assert not {"BD-06"} & {problem.code for problem in mended.left}


def test_parts_that_need_no_change_are_the_same_bytes() -> None:
    bad = edit(good_document("báo cáo"), page(left_margin=Mm(25)))
    before, after = parts_of(bad), parts_of(mend(bad).document)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert list(before) == list(after)


def test_a_footer_that_says_more_than_the_number_keeps_its_words() -> None:
    def change(doc: Any) -> None:
        number_in_footer(doc)
        doc.sections[0].footer.add_paragraph("Địa chỉ: phường Trúc Lâm").runs[0].font.size = Pt(11)
        number_on_page_one(doc)

    bad = edit(good_document("báo cáo", long=20), change)
    document, _ = read_document(mend(bad).document, NAME)
    section = document.sections[0]
    assert {n.part.value for n in section.page_numbers} == {"đầu trang"}
    for pages in ("default", "first"):
        assert texts(section.footers[pages]) == ["Địa chỉ: phường Trúc Lâm"]


def test_a_header_that_page_one_showed_is_still_on_page_one() -> None:
    def change(doc: Any) -> None:
        number_on_page_one(doc)
        paragraph = doc.sections[0].header.add_paragraph("Dự thảo")
        paragraph.runs[0].font.size = Pt(13)

    document, _ = read_document(mend(edit(good_document("báo cáo", long=20), change)).document, NAME)
    shown = {pages: texts(blocks) for pages, blocks in document.sections[0].headers.items()}
    assert shown["first"] == ["Dự thảo"]
    assert shown["default"] == ["2", "Dự thảo"]


def test_underscores_are_text_and_are_stretched_not_typed_anew() -> None:
    def change(doc: Any) -> None:
        line = find(doc, "____")
        style(line, size=20)

    bad = edit(good_document("báo cáo", rulings="underscores"), change)
    mended = mend(bad)
    assert not failing(mended.document)
    assert text_of(mended.document) == text_of(bad)


def test_both_copies_of_a_text_box_are_mended() -> None:
    bad = edit(good_document("báo cáo", layout="boxes"), each(NATION, size=15))
    root: Any = etree.fromstring(parts_of(mend(bad).document)["word/document.xml"])
    runs = [run for run in root.iter(qn("w:r")) if run.findtext(qn("w:t")) == NATION]
    sizes = [run.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) for run in runs]
    assert sizes == ["26", "26"]


# --- real clients ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_mended_documents_are_valid_open_and_print_their_text(tmp_path: Path) -> None:
    files = []
    for number, (kind, layout) in enumerate(zip(KINDS, (*LAYOUTS, *LAYOUTS), strict=True)):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(mend(spoilt(kind, layout)).document)
        files.append(path)
    assert validate(files) == ""
    for pdf in to_pdf(files, tmp_path):
        text = pdf_text(pdf)
        assert "Độc lập - Tự do - Hạnh phúc" in text
        assert "Lê Huy Du" in text


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_a_mended_document_saved_by_libreoffice_is_judged_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(mend(spoilt("báo cáo", "table")).document)
    folder = tmp_path / "again"
    folder.mkdir()
    (again,) = convert([path], folder, "docx")
    assert not failing(again.read_bytes())


# --- damaged files -----------------------------------------------------------------------------------------------


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (100 << 20))
    return out.getvalue()


def entity() -> bytes:
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    data = good_document("báo cáo")
    return with_parts(data, {"word/document.xml": doctype + parts_of(data)["word/document.xml"].partition(b"?>")[2]})


GOOD = good_document("báo cáo")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "MB001"),
        (GOOD[: len(GOOD) // 2], "MB002"),
        (bomb(), "MB003"),
        (entity(), "MB005"),
        (with_parts(GOOD, {"word/document.xml": None}), "MB009"),
        (with_parts(GOOD, {"[Content_Types].xml": None}), "MB001"),
        (raw_document("").replace(b"word/document.xml", b"word/dokument.xml"), "MB009"),
    ],
    ids=["rỗng", "cắt cụt", "bom nén", "DOCTYPE", "thiếu thân", "thiếu kiểu", "sai tên"],
)
def test_a_damaged_file_is_a_problem_not_a_traceback(data: bytes, code: str) -> None:
    for work in (mend_document, check_document):
        with pytest.raises(ReportgenError) as caught:
            work(data, NAME)
        assert caught.value.problems[0].code == code


def problems_of(data: bytes) -> tuple[Problem, ...] | None:
    """Return why a file could not be mended, None when it was, and can be judged."""
    try:
        mended = mend(data)
    except ReportgenError as error:
        return error.problems
    check_document(mended.document, NAME)
    return None


def test_a_body_without_a_paragraph_is_mended_as_far_as_it_goes() -> None:
    mended = mend(raw_document("", section='<w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'))
    assert {change.rule for change in mended.changed} == {"PG-01", "PG-03"}
    assert not failing(mended.document)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_any_changed_byte_gives_a_document_or_a_problem(at: int, put: bytes) -> None:
    assert problems_of(GOOD[:at] + put + GOOD[at + len(put) :]) != ()


@pytest.mark.parametrize("part", [n for n in parts_of(GOOD) if n.endswith((".xml", ".rels"))])
def test_any_missing_part_gives_a_document_or_a_problem(part: str) -> None:
    assert problems_of(with_parts(GOOD, {part: None})) != ()
