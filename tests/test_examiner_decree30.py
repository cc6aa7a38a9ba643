"""An outsider's examination of the checker of Nghị định 30: documents as people make them, one fault at a time.

Every document is written by `support_examiner` as raw WordprocessingML, in dialects and layouts that the rules know
nothing of; the cases come from the decree and from what people do in Word, LibreOffice, WPS and web editors.
"""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportgen.decree30.check import check_document
from reportgen.decree30.mend import mend_document
from reportgen.problem import ReportgenError
from tests.support_examiner import (
    DIALECTS,
    KINDS,
    NAMESPACES,
    TNR,
    WORD,
    Look,
    P,
    Paper,
    after,
    asked,
    centred,
    changed,
    data_table,
    drawn_line,
    dropped,
    good,
    package,
    page_field,
    page_header,
    running,
    told,
    where,
)
from tests.support_office import SOFFICE, convert, validate

LAYOUTS = ("table", "table3", "tabs", "spaces", "boxes")
BOXED = "x.docx, thân văn bản, đoạn 1, khung chữ"
PAGE = "x.docx, phần 1"
Change = Callable[[Paper], Paper]


def paper(kind: str = "báo cáo", dialect: str = "direct", layout: str = "table", *, auto: bool = False) -> Paper:
    return good(kind, DIALECTS[dialect](), layout, auto=auto)


def page(**properties: object) -> Change:
    return lambda it: replace(it, page={**it.page, **properties})


def header(way: str, look: str = "<w:sz w:val='28'/>", align: str = "center") -> Change:
    return lambda it: replace(it, header=page_header(way, look, align))


def ruled(**lengths: float) -> Change:
    return lambda it: replace(it, rulings={**it.rulings, **lengths})


def piece(name: str, text: str | None = None, **look: object) -> Change:
    return lambda it: changed(it, name, text, **look)


def dated(text: str) -> Change:
    return piece("date", text)


def without(*names: str) -> Change:
    return lambda it: dropped(it, *names)


def body(it: Paper, look: Callable[[P], P]) -> Paper:
    return replace(it, body=tuple(look(p) for p in it.body))


# --- what is good ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_good_document_of_any_kind_and_dialect_has_no_problem(kind: str, dialect: str) -> None:
    layout = LAYOUTS[(KINDS.index(kind) + list(DIALECTS).index(dialect)) % len(LAYOUTS)]
    assert told(paper(kind, dialect, layout)) == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["báo cáo", "công văn"])
def test_a_header_block_may_be_laid_out_in_any_way(kind: str, layout: str) -> None:
    assert told(paper(kind, "plain", layout)) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_numbers_that_word_counts_are_as_good_as_typed_ones(dialect: str) -> None:
    assert told(paper("kế hoạch", dialect, auto=True)) == []


def _office(layout: str) -> Paper:
    it = dropped(paper(layout=layout), "issuer")
    it = changed(changed(it, "issuer2", "PHÒNG VĂN HÓA - XÃ HỘI"), "number", "Số: 27/BC-VHXH")
    superior = centred("UBND PHƯỜNG TRÚC LÂM", "superior", size=13)
    signature = (centred("TRƯỞNG PHÒNG", bold=True), *it.signature[3:])
    lines = {**it.rulings, "issuer2": 23.0, "motto": 60.0}
    return replace(it, left=(superior, *it.left), signature=signature, rulings=lines)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_office_of_the_ward_names_its_superior(layout: str) -> None:
    assert told(_office(layout)) == []


def _between(it: Paper) -> Paper:
    gaps = [(replace(p, look=replace(p.look, before=0)), P("", Look(size=6))) for p in it.body]
    return replace(it, body=tuple(p for pair in gaps for p in pair)[:-1])


def _tabbed(p: P) -> P:
    return replace(p, text=f"\t{p.text}", look=replace(p.look, first=0)) if p.look.first else p


def _spaced(rule: str, line: int, size: float = 14) -> Change:
    return lambda it: body(it, lambda p: replace(p, look=replace(p.look, line=(rule, line), size=size)))


def _lines_of_text(it: Paper) -> Paper:
    it = replace(it, rulings={"subject": 45.0})
    left = (*it.left[:2], centred("_" * 11, size=13, script="superscript"), *it.left[2:])
    right = (*it.right[:2], centred("_" * 39, size=14, script="superscript"), *it.right[2:])
    return replace(it, left=left, right=right)


def _ruled_apart(it: Paper) -> Paper:
    def line(length: float) -> P:
        return P("", Look(size=6, align="center"), tail=drawn_line(length))

    left, right = (*it.left[:2], line(17), *it.left[2:]), (*it.right[:2], line(60), *it.right[2:])
    return replace(it, left=left, right=right, title=(*it.title, line(45)), rulings={})


def _tracked(it: Paper) -> Paper:
    rpr = f'<w:rPr><w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}"/><w:sz w:val="28"/></w:rPr>'
    put = f'<w:ins w:id="1" w:author="a"><w:r>{rpr}<w:t xml:space="preserve"> Đã ghi nhận.</w:t></w:r></w:ins>'
    red = '<w:rPr><w:color w:val="FF0000"/></w:rPr>'
    cut = f'<w:del w:id="2" w:author="a"><w:r>{red}<w:delText>bỏ  đi </w:delText></w:r></w:del>'
    return changed(it, "text1", tail=put + cut)


def _controlled(it: Paper) -> Paper:
    inner = it.p(running("Nội dung trong khung điều khiển được trình bày như các đoạn khác."))
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    word = f"<w:sdt><w:sdtPr/><w:sdtContent>{it.dialect.run(Look(), ' Đủ.')}</w:sdtContent></w:sdt>"
    return after(changed(it, "text1", tail=word), "text1", P(raw=control))


def _commented(it: Paper) -> Paper:
    comment = '<w:comment w:id="0" w:author="a"><w:p><w:r><w:t>sai   chỗ này</w:t></w:r></w:p></w:comment>'
    end = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    it = changed(it, "text1", lead='<w:commentRangeStart w:id="0"/>', tail=end)
    return replace(it, parts={"comments": comment})


def _noted(it: Paper, font: str = TNR) -> Paper:
    note = it.dialect.run(Look(size=10, font=font), "Theo số liệu của Cổng Dịch vụ công quốc gia.")
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    parts = {"footnotes": f'<w:footnote w:id="2"><w:p>{note}</w:p></w:footnote>'}
    return replace(changed(it, "text1", tail=mark), parts=parts)


def _tabulated(it: Paper) -> Paper:
    rows = [["STT", "Lĩnh vực", "Số hồ sơ"], ["1", "Tư pháp", "256"], ["2", "Đất đai", "311"]]
    caption = centred("Bảng 1. Kết quả giải quyết hồ sơ", bold=True, before=120)
    return after(it, "text1", caption, data_table(it, rows))


def _broken_title(it: Paper) -> Paper:
    look = Look(align="center", bold=True, before=240)
    words = "<w:r><w:br/></w:r>".join(it.dialect.run(look, p.text) for p in it.title)
    return replace(it, title=(P("", look, "subject", lead=words),))


def _two_lines(it: Paper) -> Paper:
    over = centred("Kết quả thực hiện công tác cải cách hành chính", bold=True)
    it = changed(it, "subject", "Quý III năm 2026 trên địa bàn phường")
    return replace(it, title=(it.title[0], over, it.title[1]), rulings={**it.rulings, "subject": 35.0})


def _draft(it: Paper) -> Paper:
    return changed(changed(it, "number", "Số:        /BC-UBND"), "date", "Trúc Lâm, ngày      tháng 10 năm 2026")


def _capitals_by_formatting(it: Paper) -> Paper:
    it = changed(it, "nation", "Cộng hòa xã hội chủ nghĩa Việt Nam", caps=True)
    return changed(changed(it, "title", "Báo cáo", caps=True), "post", "Phó Chủ tịch", caps=True)


def _by_tab(it: Paper) -> Paper:
    stops = '<w:tabs><w:tab w:val="center" w:pos="4535"/><w:tab w:val="right" w:pos="9071"/></w:tabs>'
    return replace(it, header=f"<w:p><w:pPr>{stops}</w:pPr><w:r><w:tab/></w:r>{page_field()}</w:p>")


def _by_alignment_tab(it: Paper, side: str = "center") -> Paper:
    tab = f'<w:r><w:ptab w:relativeTo="margin" w:alignment="{side}" w:leader="none"/></w:r>'
    return replace(it, header=f"<w:p>{tab}{page_field()}</w:p>")


def _letters(it: Paper) -> Paper:
    points = [running(f"{x}) Nhiệm vụ giao cho các đơn vị.") for x in "abcdđeghik"]
    kept = [p for p in it.body if not p.name.startswith("point")]
    at = next(i for i, p in enumerate(kept) if p.name == "clause2") + 1
    return replace(it, body=(*kept[:at], *points, *kept[at:]))


GOOD_WAYS: dict[str, Change] = {
    "17 pt": _spaced("exact", 340),
    "18 pt": _spaced("exact", 360),
    "ít nhất 17 pt": _spaced("atLeast", 340),
    "1,5 lines": _spaced("auto", 360),
    "cỡ 13, 17 pt": _spaced("exact", 340, 13),
    "đoạn trống giữa các đoạn": _between,
    "lùi đầu dòng bằng Tab": lambda it: body(it, _tabbed),
    "lùi 1,27 cm": lambda it: body(it, lambda p: replace(p, look=replace(p.look, first=p.look.first and 720))),
    "gạch dưới nhỏ như mẫu": _lines_of_text,
    "nét vẽ ở đoạn riêng": _ruled_apart,
    "theo dõi sửa đổi": _tracked,
    "khung điều khiển": _controlled,
    "nhận xét": _commented,
    "chú thích": _noted,
    "bảng có tên": _tabulated,
    "tên loại và trích yếu một đoạn": _broken_title,
    "trích yếu hai dòng": _two_lines,
    "dự thảo để trống số, ngày": _draft,
    "HOÀ": piece("nation", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    "in hoa bằng định dạng": _capitals_by_formatting,
    "số trang bằng tab giữa": _by_tab,
    "số trang bằng ptab": _by_alignment_tab,
    "điểm a đến k": _letters,
    "gáy": page(margins={"left": 1418, "gutter": 284}),
    "A4 của Word": page(size=(11907, 16840)),
}


@pytest.mark.parametrize("way", GOOD_WAYS)
def test_what_people_do_within_the_decree_is_no_problem(way: str) -> None:
    assert told(GOOD_WAYS[way](paper(dialect="direct"))) == []


@pytest.mark.parametrize("way", ["gallery", "plain", "simple", "table", "box", "frame"])
@pytest.mark.parametrize("dialect", ["direct", "styled"])
def test_a_page_number_is_found_whatever_holds_it(way: str, dialect: str) -> None:
    assert asked(replace(paper(dialect=dialect), header=page_header(way)), "PG-05")[0] == "pass"


# --- what is wrong -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One fault: the rule that must find it, the good document, how it is spoilt, the words at its place."""

    rule: str
    it: Callable[[], Paper]
    spoil: Change
    words: str
    severity: str = "error"

    def expected(self, spoilt: Paper) -> str:
        """Return the place at which it is to be told."""
        if self.words.startswith("x.docx"):
            return self.words
        at = next(
            (p for group in (spoilt.left, spoilt.right) for p in group if p.name == self.words),
            None,
        )
        if at is None:
            groups = (spoilt.title, spoilt.body, spoilt.recipients, spoilt.signature, spoilt.appendix)
            at = next(p for group in groups for p in group if p.name == self.words)
            return where(spoilt, (at.head + at.text).strip())
        return BOXED if spoilt.layout == "boxes" else _beside(spoilt, at)


def _beside(spoilt: Paper, at: P) -> str:
    """Return the place of a piece of the header block, which may share its paragraph."""
    if spoilt.layout.startswith("table"):
        return where(spoilt, at.text)
    with zipfile.ZipFile(io.BytesIO(spoilt.docx())) as holder:
        root = etree.fromstring(holder.read("word/document.xml"))[0]
    for number, block in enumerate(root.findall(f"{{{WORD}}}p"), 1):
        if at.text in "".join(t.text or "" for t in block.iter(f"{{{WORD}}}t")):
            return f"x.docx, thân văn bản, đoạn {number}"
    raise AssertionError(at.text)


def _in(kind: str = "báo cáo", dialect: str = "direct", layout: str = "table") -> Callable[[], Paper]:
    return lambda: paper(kind, dialect, layout)


def _superior_bold(it: Paper) -> Paper:
    return changed(it, "superior", bold=True)


def _of_province(it: Paper) -> Paper:
    return replace(it, left=(centred("UBND TỈNH THANH HÓA", "superior", size=13), *it.left))


def _addressed(it: Paper) -> Paper:
    return replace(it, body=(centred("Kính gửi: Các phòng, đơn vị", "to"), *it.body))


def _appended(it: Paper) -> Paper:
    text = next(p.text for p in it.body if p.name == "text2")
    it = changed(it, "text2", f"{text} Số liệu nêu tại Phụ lục kèm theo.")
    attached = (
        "(Kèm theo Báo cáo số 27/BC-UBND ngày 09 tháng 10 năm 2026 của Ủy ban nhân dân phường Trúc Lâm)",
        "attached",
    )
    heads = (
        centred("Phụ lục", "label", bold=True),
        centred("DANH MỤC THỦ TỤC HÀNH CHÍNH", "name", bold=True),
        centred(*attached, italic=True),
    )
    return replace(it, appendix=(*heads, data_table(it, [["STT", "Tên thủ tục"], ["1", "Chứng thực"]])))


def _two_appendices(first: str, second: str) -> Change:
    def change(it: Paper) -> Paper:
        it = _appended(it)
        text = next(p.text for p in it.body if p.name == "text2")
        it = changed(it, "text2", f"{text} Xem thêm {first}, {second}.")
        other = P(raw=f"<w:p><w:pPr>{it.section(start=1)}</w:pPr></w:p>")
        again = [replace(p, name=f"{p.name}2") for p in it.appendix]
        made = replace(it, appendix=(*it.appendix, other, *again))
        return changed(changed(made, "label", first), "label2", second)

    return change


def _appendix(spoil: Change) -> Change:
    return lambda it: spoil(_appended(it))


def _unmentioned(it: Paper) -> Paper:
    text = next(p.text for p in it.body if p.name == "text2")
    return changed(_appended(it), "text2", text)


FIRST = "x.docx, đầu trang, đoạn 1"
DECOMPOSED = unicodedata.normalize("NFD", "Đã hoàn thành nhiệm vụ.")
WRONG_NATION = "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM"
CASES: tuple[Case, ...] = (
    Case("PG-01", _in("báo cáo", "styled", "tabs"), page(size=(12240, 15840)), PAGE),
    Case("PG-02", _in("công văn", "office"), page(size=(16838, 11906), landscape=True), PAGE),
    Case("PG-03", _in("kế hoạch", "themed", "spaces"), page(margins={"left": 1418}), PAGE),
    Case("PG-03", _in("tờ trình", "plain", "boxes"), page(margins={"bottom": 850}), PAGE),
    Case("PG-03", _in("báo cáo", "wps"), page(margins={"gutter": 567}), PAGE),
    *(Case("PG-04", _in("báo cáo", d, "tabs"), piece("text1", font="Calibri"), "text1") for d in DIALECTS),
    Case("PG-04", _in("thông báo", "styled"), piece("kept", color="FF0000"), "kept"),
    Case("PG-04", _in(), lambda it: _noted(it, "Arial"), "x.docx, chú thích, đoạn 1"),
    Case("PG-05", _in("báo cáo", "styled", "tabs"), header("simple", '<w:sz w:val="24"/>'), FIRST),
    Case("PG-05", _in("báo cáo", "plain", "table3"), header("table", '<w:i/><w:sz w:val="28"/>'),
         "x.docx, đầu trang, bảng 1, dòng 1, ô 2"),
    Case("PG-05", _in("báo cáo", "office"), page(first=False), FIRST),
    Case("PG-05", _in("báo cáo", "wps", "boxes"), lambda it: _by_alignment_tab(it, "right"), FIRST),
    *(
        case
        for layout, dialect in zip(LAYOUTS, ("styled", "wps", "plain", "themed", "office"), strict=True)
        for case in (
            Case("HD-01", _in("báo cáo", dialect, layout), piece("nation", WRONG_NATION), "nation"),
            Case("HD-01", _in("công văn", dialect, layout), piece("nation", bold=False), "nation"),
            Case("HD-02", _in("kế hoạch", dialect, layout), piece("motto", "Độc lập – Tự do – Hạnh phúc"), "motto"),
            Case("HD-02", _in("báo cáo", dialect, layout), piece("motto", size=15), "motto"),
            Case("HD-03", _in("báo cáo", dialect, layout), ruled(motto=30.0), "motto"),
            Case("HD-03", _in("thông báo", dialect, layout), ruled(motto=0.0), "motto"),
            Case("HD-05", _in("báo cáo", dialect, layout),
                 lambda it: changed(dropped(it, "issuer"), "issuer2", "UBND PHƯỜNG TRÚC LÂM"), "issuer2"),
            Case("HD-06", _in("quyết định", dialect, layout), piece("issuer2", bold=False), "issuer2"),
            Case("HD-06", _in("báo cáo", dialect, layout), piece("issuer", size=14), "issuer"),
            Case("HD-07", _in("báo cáo", dialect, layout), ruled(issuer2=43.0), "issuer2"),
            Case("HD-07", _in("công văn", dialect, layout), ruled(issuer2=0.0), "issuer2"),
            Case("HD-08", lambda layout=layout: _office(layout), _superior_bold, "superior"),  # type: ignore[misc]
            Case("HD-09", _in("báo cáo", dialect, layout), _of_province, "superior", "warning"),
            Case("HD-10", _in("báo cáo", dialect, layout), piece("number", "Số: 0/BC-UBND"), "number"),
            Case("HD-11", _in("báo cáo", dialect, layout), piece("number", "Số: 27/KH-UBND"), "number"),
            Case("HD-11", _in("công văn", dialect, layout), piece("number", "Số: 27/CV-UBND"), "number"),
            Case("HD-12", _in("báo cáo", dialect, layout), piece("number", "Số: 7/BC-UBND"), "number"),
            Case("HD-12", _in("báo cáo", dialect, layout), piece("number", "Số: 27/BC - UBND"), "number"),
            Case("HD-12", _in("báo cáo", dialect, layout), piece("number", bold=True), "number"),
            Case("HD-13", _in("báo cáo", dialect, layout), dated("Thanh Hóa, ngày 09 tháng 10 năm 2026"), "date"),
            Case("HD-14", _in("báo cáo", dialect, layout), dated("Trúc Lâm, ngày 9 tháng 10 năm 2026"), "date"),
            Case("HD-14", _in("báo cáo", dialect, layout), dated("Trúc Lâm, ngày 09 tháng 03 năm 2026"), "date"),
            Case("HD-15", _in("báo cáo", dialect, layout), piece("date", italic=False), "date"),
            Case("HD-15", _in("báo cáo", dialect, layout), dated("Trúc Lâm ngày 09 tháng 10 năm 2026"), "date"),
        )
    ),
    Case("HD-02", _in("báo cáo", "styled", "table3"), piece("motto", align="left"), "motto"),
    Case("HD-04", _in("báo cáo", "wps"), piece("motto", line=("auto", 360)), "motto", "warning"),
    Case("HD-04", _in("báo cáo", "styled", "boxes"), piece("nation", line=("exact", 520)), "nation", "warning"),
    *(
        case
        for dialect in DIALECTS
        for case in (
            Case("TT-01", _in("báo cáo", dialect, "tabs"), piece("title", size=16), "title"),
            Case("TT-02", _in("kế hoạch", dialect, "tabs"), piece("subject", italic=True), "subject"),
            Case("TT-03", _in("tờ trình", dialect, "table3"), ruled(subject=100.0), "subject"),
            Case("TT-04", _in("công văn", dialect), piece("about", before=0), "about"),
            Case("BD-01", _in("quyết định", dialect, "table3"), piece("basis0", italic=False), "basis0", "warning"),
            Case("BD-04", _in("báo cáo", dialect, "tabs"), piece("section1", bold=False), "section1", "warning"),
            Case("BD-06", _in("báo cáo", dialect, "tabs"), piece("text1", align="left"), "text1"),
            Case("BD-06", _in("kế hoạch", dialect, "boxes"), piece("text1", first=0), "text1"),
            Case("BD-06", _in("tờ trình", dialect), piece("text1", before=60), "text1"),
            Case("BD-06", _in("thông báo", dialect), piece("text1", line=("exact", 280)), "text1"),
            Case("SG-02", _in("báo cáo", dialect, "tabs"), piece("post", size=12), "post"),
            Case("SG-03", _in("công văn", dialect), piece("signer", bold=False), "signer"),
            Case("RC-04", _in("báo cáo", dialect, "boxes"), piece("recipients", italic=False), "recipients"),
            Case("RC-05", _in("quyết định", dialect), piece("kept", size=12), "kept"),
        )
    ),
    Case("TT-01", _in("thông báo", "office"), piece("title", align="left"), "title"),
    Case("TT-02", _in("báo cáo", "wps"), piece("subject", "KẾT QUẢ CẢI CÁCH HÀNH CHÍNH QUÝ III NĂM 2026"), "subject"),
    Case("TT-03", _in("báo cáo", "styled"), ruled(subject=0.0), "subject"),
    Case("TT-04", _in("công văn", "styled", "tabs"), piece("about", size=14), "about"),
    Case("TT-04", _in("công văn", "themed", "spaces"), piece("about", italic=True), "about"),
    Case("BD-01", _in("quyết định", "styled"),
         piece("basis1", "Căn cứ Quyết định số 749/QĐ-TTg của Thủ tướng Chính phủ;"), "basis1", "warning"),
    Case("BD-02", _in("báo cáo", "wps"),
         piece("text0", "Thực hiện Kế hoạch số 257/KH-UBND, phường đã triển khai nhiều nhiệm vụ."), "text0", "warning"),
    Case("BD-03", _in("kế hoạch", "styled"), piece("section1", "I."), "section1", "warning"),
    Case("BD-04", _in("tờ trình", "office"), piece("section1", "I. Kết quả thực hiện"), "section1", "warning"),
    Case("BD-05", _in("báo cáo", "styled"), piece("point3", "e) Số hóa kết quả giải quyết."), "point3"),
    Case("BD-05", _in("công văn", "wps"), piece("section2", "III. NHIỆM VỤ TRỌNG TÂM"), "section2"),
    Case("BD-07", _in("tờ trình", "themed"), piece("last", "Trên đây là nội dung của phường."), "last", "warning"),
    Case("SG-01", _in("báo cáo", "styled", "boxes"), piece("authority", "TM ỦY BAN NHÂN DÂN"), "authority"),
    Case("SG-01", _in("công văn", "office"), piece("acting", "KT.CHỦ TỊCH"), "acting"),
    Case("SG-02", _in("kế hoạch", "wps"), piece("post", "Phó Chủ tịch"), "post"),
    Case("SG-03", _in("báo cáo", "plain"), piece("signer", "ThS. Phạm Văn Châu"), "signer"),
    Case("SG-03", _in("báo cáo", "styled"), piece("signer", align="left"), "signer"),
    Case("SG-04", _in("thông báo", "office"), without("acting"), "post", "warning"),
    Case("RC-01", _in("báo cáo", "styled"), piece("item0", "- Sở Nội vụ;"), "item0"),
    Case("RC-02", _in("kế hoạch", "wps", "tabs"), _addressed, "to"),
    Case("RC-03", _in("tờ trình", "styled"), piece("to", bold=True), "to"),
    Case("RC-03", _in("công văn", "plain", "boxes"), piece("to", "Kính gửi: Sở Nội vụ; Sở Tư pháp."), "to"),
    Case("RC-04", _in("báo cáo", "themed"), piece("recipients", "NƠI NHẬN:"), "recipients"),
    Case("RC-05", _in("báo cáo", "office"), piece("kept", "- Lưu VT."), "kept"),
    Case("RC-05", _in("báo cáo", "wps"), piece("item1", "- Thường trực Đảng ủy phường"), "item1"),
    Case("AP-01", _in("báo cáo", "office", "tabs"), _unmentioned, "label"),
    Case("AP-02", _in("báo cáo", "wps"), _two_appendices("Phụ lục số 01", "Phụ lục số 02"), "label"),
    Case("AP-02", _in("báo cáo", "styled"), _two_appendices("Phụ lục I", "Phụ lục III"), "label2"),
    Case("AP-03", _in("báo cáo", "styled"), _appendix(piece("label", size=13)), "label"),
    Case("AP-03", _in("báo cáo", "themed"), _appendix(piece("label", align="left")), "label"),
    Case("AP-04", _in("báo cáo", "plain"), _appendix(piece("name", "Danh mục thủ tục hành chính")), "name"),
    Case("AP-05", _in("báo cáo", "wps"), _appendix(piece("attached", italic=False)), "attached"),
    Case("AP-05", _in("báo cáo", "styled"), _appendix(without("attached")), "label"),
    Case("TX-01", _in("báo cáo", "themed"), piece("text1", DECOMPOSED), "text1"),
    Case("TX-02", _in("công văn", "wps"), piece("text1", "C«ng t¸c c¶i c¸ch hµnh chÝnh ®­îc thùc hiÖn tèt."), "text1"),
    Case("TX-02", _in("báo cáo", "plain"), piece("text1", "Coâng taùc caûi caùch haønh chính cuûa phöôøng."), "text1"),
    Case("TX-03", _in("báo cáo", "styled"), piece("text1", "Phường đǎ hoàn thành nhiệm vụ nǎm 2026."), "text1"),
    Case("TX-03", _in("kế hoạch", "wps"), piece("text1", "Ủy bаn nhân dân phường tiếp nhận hồ sơ."), "text1"),
    *(
        Case("TX-04", _in("báo cáo", "office"), piece("text1", text), "text1", "warning")
        for text in (
            "Phường tiếp nhận 11hồ sơ trong quý.", "Phường  tiếp nhận hồ sơ.", "Phường tiếp nhận hồ sơ , trả đúng hạn.",
            "Đã hoàn thành.Tiếp tục thực hiện.", "Trong quýIII năm 2026 đạt kết quả.", "Mức (1) cao; (2) thấp;(3) vừa.",
        )
    ),
    *(
        Case(rule, _in("báo cáo", "plain"), piece("text1", text), "text1", "warning")
        for rule, text in (
            ("CP-01", "Tại Phường Trúc Lâm đã thực hiện."), ("CP-01", "Nhân dân phường trúc lâm tham gia."),
            ("CP-02", "Nhân dân tại phường Điện Biên Phủ tham gia."), ("CP-03", "Báo cáo Sở nội vụ kết quả."),
            ("CP-04", "Củng cố niềm tin của nhân dân."), ("CP-05", "Báo cáo chủ tịch Ủy ban nhân dân phường."),
            ("CP-06", "Thực hiện Luật đất đai."), ("CP-07", "Theo Điểm a Khoản 2 Điều 103 Luật Đất đai."),
            ("CP-08", "Đã hoàn thành nhiệm vụ. các đơn vị tiếp tục."),
        )
    ),
)  # fmt: skip


def _named(case: Case) -> str:
    return f"{case.rule}-{CASES.index(case)}"


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_a_fault_is_found_where_it_stands(case: Case) -> None:
    spoilt = case.spoil(case.it())
    data = spoilt.docx()
    judged = check_document(data, "x.docx", enabled=[case.rule])
    places = [str(finding.place) for finding in judged.outcome(case.rule).findings]
    assert case.expected(spoilt) in places
    problems = [p for p in judged.problems() if p.code == case.rule]
    assert {p.severity.value for p in problems} == {case.severity}


def test_every_rule_in_force_has_a_fault_here() -> None:
    told_below = {"PG-06", "AP-07"}
    assert {o.rule for o in check_document(paper().docx(), "x.docx").outcomes} <= {c.rule for c in CASES} | told_below


@pytest.mark.parametrize("case", [c for c in CASES if c.rule != "PG-04"][::4], ids=_named)
def test_the_same_document_without_the_fault_passes(case: Case) -> None:
    it = _appended(case.it()) if case.rule.startswith("AP") else case.it()
    sides = {"not_evaluated"} if it.layout == "boxes" and case.rule == "HD-15" else set()  # are two boxes level?
    assert asked(it, case.rule)[0] in {"pass", "not_applicable"} | sides


# --- pages, sections, appendices ---------------------------------------------------------------------------------


def test_pages_of_an_appendix_begin_anew() -> None:
    it = _appended(paper(dialect="styled"))
    assert told(it) == []
    going_on = it.content().replace('<w:pgNumType w:start="1"/>', "")
    assert asked(package(going_on, it.dialect, header=it.header), "PG-06") == ("fail", [where(it, "Phụ lục")])


def test_margins_of_a_landscape_appendix_are_only_a_warning() -> None:
    it = _appended(paper())
    turned = it.content().replace(
        it.section(start=1), it.section(start=1, size=(16838, 11906), landscape=True, margins={"bottom": 850})
    )
    problems = check_document(package(turned, it.dialect, header=it.header), "x.docx").problems()
    assert [(p.code, p.severity.value, p.where) for p in problems] == [("PG-03", "warning", "x.docx, phần 2")]


def test_a_wide_table_may_turn_its_page() -> None:
    it = paper("kế hoạch", "wps")
    wide = _tabulated(it)
    turn = P(raw=f"<w:p><w:pPr>{it.section()}</w:pPr></w:p>")
    back = P(raw=f"<w:p><w:pPr>{it.section(size=(16838, 11906), landscape=True, first=False)}</w:pPr></w:p>")
    at = next(i for i, p in enumerate(wide.body) if p.raw)
    wide = replace(wide, body=(*wide.body[: at - 1], turn, *wide.body[at - 1 : at + 1], back, *wide.body[at + 1 :]))
    assert asked(wide, "PG-02")[0] == "pass"


def test_a_file_that_holds_only_an_appendix_is_judged_as_one() -> None:
    it = _appended(paper())
    alone = it.all(it.appendix) + it.section()
    codes = [line.split()[0] for line in told(package(alone, it.dialect, header=it.header))]
    assert codes == ["VB003"]
    small = it.all(changed(it, "label", size=12).appendix) + it.section()
    assert asked(package(small, it.dialect), "AP-03") == ("fail", ["x.docx, thân văn bản, đoạn 1"])


def test_a_resolution_names_its_bases_as_a_decision_does() -> None:
    it = changed(changed(paper("quyết định"), "title", "NGHỊ QUYẾT"), "enacting", "QUYẾT NGHỊ:")
    assert asked(it, "BD-06")[0] == "pass"
    assert asked(it, "BD-01")[0] == "pass"


def test_decimal_numbers_are_judged_only_when_asked() -> None:
    it = after(paper(), "text1", running("1.1. Về chỉ đạo, điều hành", "decimal", bold=True))
    assert told(it) == []
    assert asked(it, "BD-08") == ("fail", [where(it, "1.1.")])


def test_words_automatic_letters_have_no_d_with_a_stroke() -> None:
    it = paper(auto=True)
    more = [running("Nhiệm vụ giao cho các đơn vị.", number=(1, 2)) for _ in range(2)]
    state, places = asked(after(it, "point3", *more), "BD-05")
    assert state == "fail"
    assert len(places) == 1


# --- centring by spaces ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "text"), [("HD-02", "Độc lập"), ("HD-15", "Trúc Lâm, ngày")])
def test_spaces_that_do_not_reach_the_middle_are_told(rule: str, text: str) -> None:
    it = paper(layout="spaces")
    xml = it.content()
    at = xml.index(text)
    gap = xml.rindex('<w:t xml:space="preserve">   ', 0, at)
    moved = xml[:gap] + xml[gap:].replace("   ", "            ", 1)
    assert asked(package(moved, it.dialect), rule)[0] == "fail"


# --- Unicode -----------------------------------------------------------------------------------------------------


def _decomposed(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            made.writestr(name, unicodedata.normalize("NFD", source.read(name).decode()))
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_letters_and_marks_typed_apart_are_one_fault(kind: str) -> None:
    data = _decomposed(paper(kind, layout="tabs").docx())
    assert {line.split()[0] for line in told(data)} == {"TX-01"}


def test_a_mark_cut_off_from_its_letter_by_a_change_of_look_goes_back_to_it() -> None:
    it = paper()
    look = Look(align="center", size=13)
    letters = it.dialect.run(look, "Sô") + it.dialect.run(look, "\u0301: 27/BC-UBND")
    split = P("", look, "number", lead=letters)
    data = replace(it, left=(*it.left[:2], split)).docx()
    assert asked(data, "HD-12")[0] == "pass"
    assert asked(data, "TX-01")[0] == "fail"


# --- hostile files -----------------------------------------------------------------------------------------------


def _remade(edit: dict[str, Callable[[bytes], bytes]] | None = None, *, leave_out: str = "", add: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper().docx())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name != leave_out:
                made.writestr(name, (edit or {}).get(name, bytes)(source.read(name)))
        if add:
            made.writestr("word/media/image1.bin", add)
    return out.getvalue()


DOC = "word/document.xml"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "rỗng": lambda: b"",
    "cắt cụt": lambda: paper().docx()[:2000],
    "HTML": "<html><body>Báo cáo</body></html>".encode,
    "PDF": lambda: b"%PDF-1.7\n%",
    "doc cũ": lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600,
    "thiếu document.xml": lambda: _remade(leave_out=DOC),
    "thiếu Content_Types": lambda: _remade(leave_out="[Content_Types].xml"),
    "100 MB số 0": lambda: _remade(add=b"\0" * 100_000_000),
    "DOCTYPE": lambda: _remade({DOC: lambda xml: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + xml}),
    "XML đứt": lambda: _remade({DOC: lambda xml: xml[: len(xml) // 2]}),
    "không có body": lambda: package("", files={DOC: f"<w:document {NAMESPACES}/>".encode()}),
    "bảng lồng 10000": lambda: package("<w:tbl><w:tr><w:tc>" * 10_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 10_000),
    "khung lồng 10000": lambda: package("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_is_a_problem_and_soon(name: str) -> None:
    data = HOSTILE[name]()
    started = time.monotonic()
    with pytest.raises(ReportgenError) as refused:
        check_document(data, "x.docx")
    assert time.monotonic() - started < 5
    assert all(problem.message and problem.remedy for problem in refused.value.problems)


NONSENSE = (
    '<w:p><w:pPr><w:spacing w:before="9e99" w:line="-5"/><w:ind w:left="abc"/></w:pPr><w:r><w:rPr><w:sz w:val="NaN"/>'
    '</w:rPr><w:t>Báo cáo</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="-1" w:h="x"/><w:pgMar w:top="inf"/></w:sectPr>'
)
BEGUN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def _utf_16(xml: bytes) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-16"?>' + xml.decode()).encode("utf-16")


ODD: dict[str, Callable[[], bytes]] = {
    "thân rỗng": lambda: package(""),
    "một đoạn rỗng": lambda: package("<w:p/>"),
    "không có sectPr": lambda: package(paper().content().replace(paper().section(), "")),
    "số vô nghĩa": lambda: package(NONSENSE),
    "trường lồng 10000": lambda: package(f"<w:p>{BEGUN * 10_000}</w:p>"),
    "UTF-16": lambda: _remade({DOC: _utf_16}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_document_is_judged_without_a_traceback(name: str) -> None:
    assert check_document(ODD[name](), "x.docx").outcomes


@pytest.mark.parametrize("lost", ["word/header1.xml", "word/_rels/document.xml.rels"])
def test_what_a_document_names_but_its_file_lacks_is_told(lost: str) -> None:
    assert any(line.startswith("VB002 error") for line in told(_remade(leave_out=lost)))


@pytest.mark.parametrize("stuff", ["a", " ", "a.", "a-", "a@", "phường ", "ngày ", "khoản 1 Điều 2, ", "(", "a;b,c:d."])
def test_one_endless_paragraph_does_not_hold_the_checker_up(stuff: str) -> None:
    it = changed(paper(), "text1", f"{stuff * (40_000 // len(stuff))}x")
    data = it.docx()
    started = time.monotonic()
    assert check_document(data, "x.docx").outcomes
    assert time.monotonic() - started < 10


def test_time_grows_with_the_length_of_a_document_and_no_faster() -> None:
    def spent(times: int) -> float:
        it = paper()
        long = replace(it, body=tuple(replace(p, name="") for p in it.body * times)).docx()
        started = time.process_time()
        check_document(long, "x.docx")
        return time.process_time() - started

    spent(1)
    short, long = min(spent(20) for _ in range(2)), spent(80)
    assert long < 4 * 3 * max(short, 0.05)  # four times as long; three times for a busy machine


# --- mending -----------------------------------------------------------------------------------------------------

MENDED = frozenset({
    "PG-01", "PG-03", "PG-04", "PG-05", "HD-01", "HD-03", "HD-04", "HD-07", "HD-08", "HD-12", "TT-01", "TT-03", "BD-06",
})  # fmt: skip
"""Rules whose every fault in `CASES` needs no judgement."""
TO_MEND = [case for case in CASES if case.rule in MENDED or case.rule in {"SG-02", "RC-04", "TX-01", "HD-02"}]


def _texts(data: bytes) -> dict[str, list[str]]:
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as holder:
        for name in holder.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(holder.read(name))
                texts = ("".join(t.text or "" for t in p.iter(f"{{{WORD}}}t")) for p in root.iter(f"{{{WORD}}}p"))
                found[name] = [text for text in texts if text.strip()]
    return found


@pytest.mark.parametrize("case", TO_MEND[::2], ids=_named)
def test_mending_puts_right_and_leaves_the_text(case: Case) -> None:
    data = case.spoil(case.it()).docx()
    mended = mend_document(data, "x.docx")
    assert mend_document(mended.document, "x.docx").document == mended.document
    if case.rule in MENDED:
        assert asked(mended.document, case.rule)[0] != "fail"
    if case.rule not in {"HD-01", "HD-02", "HD-12", "TX-01"}:
        before, now = _texts(data), _texts(mended.document)
        assert {name: now[name] for name in before} == before


@pytest.mark.parametrize(("name", "typed", "right"), [
    ("nation", "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("motto", "Độc lập – Tự do – Hạnh phúc", "Độc lập - Tự do - Hạnh phúc"),
    ("number", "Số: 7/BC - UBND", "Số: 07/BC-UBND"),
    ("date", "Trúc Lâm, ngày 9 tháng 03 năm 2026", "Trúc Lâm, ngày 09 tháng 3 năm 2026"),
])  # fmt: skip
@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_fixed_texts_zeros_and_spaces_of_the_symbol_are_written_anew(
    layout: str, name: str, typed: str, right: str
) -> None:
    it = changed(paper(dialect="styled", layout=layout), name, typed)
    before = _texts(it.docx())[DOC]
    now = _texts(mend_document(it.docx(), "x.docx").document)[DOC]
    assert now == [text.replace(typed, right) for text in before]


def test_a_line_that_cannot_be_mended_is_not_drawn_again_and_again() -> None:
    it = page(size=(16838, 11906))(paper(dialect="wps", layout="boxes"))
    mended = mend_document(it.docx(), "x.docx").document
    again = mend_document(mended, "x.docx").document
    assert again == mended
    assert len(_paragraphs(mended)) <= len(_paragraphs(it.docx())) + 1


def _paragraphs(data: bytes) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as holder:
        return list(etree.fromstring(holder.read(DOC)).iter(f"{{{WORD}}}p"))


def test_mending_one_name_of_a_line_of_spaces_leaves_the_other() -> None:
    it = ruled(motto=30.0)(paper(dialect="wps", layout="spaces"))
    mended = mend_document(it.docx(), "x.docx")
    assert mended.left == ()
    assert {change.rule for change in mended.changed} == {"HD-03"}


def test_a_signed_document_is_never_rewritten() -> None:
    it = piece("text1", align="left")(paper())
    data = package(it.content(), it.dialect, header=it.header, files={"_xmlsignatures/sig1.xml": b"<Signature/>"})
    mended = mend_document(data, "x.docx")
    assert mended.document == data
    assert mended.left[0].code == "VB004"


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
def test_mended_documents_are_sound_and_judged_the_same_when_libreoffice_saves_them(tmp_path: Path) -> None:
    lined = paper("tờ trình", "plain", "boxes")  # VML lines without a weight come back with weight 0
    spoilt = {
        "boxes": lined,
        "styled": piece("text1", align="left")(paper("báo cáo", "styled", "table")),
        "wps": ruled(motto=0.0, issuer2=0.0)(paper("công văn", "wps", "table3")),
        "appendix": page(margins={"left": 1418})(_appended(paper("kế hoạch", "themed"))),
    }
    files = []
    for name, it in spoilt.items():
        mended = mend_document(it.docx(), "x.docx")
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(mended.document)
        # People's files have faults of their own (a bare theme, styles out of order): mending must add none.
        given = tmp_path / f"{name}-goc.docx"
        given.write_bytes(it.docx())
        assert validate([files[-1]], "--baseline", str(given)) == ""
    (tmp_path / "saved").mkdir()
    for before, saved in zip(files, convert(files, tmp_path / "saved", "docx"), strict=True):
        one, two = (check_document(path.read_bytes(), "x.docx") for path in (before, saved))
        assert {o.rule for o in two.outcomes if o.state.value == "fail"} <= {
            o.rule for o in one.outcomes if o.state.value == "fail"
        }
