"""Components are found by what they say and where they stand, in every kind of document and layout."""

from __future__ import annotations

from typing import Any

import pytest
from docx.shared import Mm, Pt

from reportgen.decree30.components import BodyItem, Components, Kind, Level, RulingKind
from reportgen.decree30.find import find_components
from reportgen.decree30.header import find_header
from reportgen.decree30.levels import items_of
from reportgen.decree30.model import Document, Line
from reportgen.decree30.reader import read_document
from reportgen.decree30.spots import spots_of
from reportgen.decree30.words import resembles
from tests.support_docx import (
    FILLER,
    KINDS,
    LAYOUTS,
    MOTTO,
    NATION,
    RULINGS,
    add,
    edit,
    find,
    good_document,
    insert_after,
    raw_document,
    remove,
    replace_text,
    set_text,
    style,
)


def document_of(data: bytes) -> Document:
    return read_document(data, "x.docx")[0]


def parts_of(data: bytes) -> Components:
    return find_components(document_of(data))


def shown(lines: Any) -> list[str]:
    return [line.shown for line in lines]


def said(line: Line | None) -> str:
    return "" if line is None else line.shown


# --- every kind, every layout ------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_header_block_is_found_in_tables_tabs_and_boxes(kind: str, layout: str) -> None:
    parts = parts_of(good_document(kind, layout=layout))
    assert (parts.kind, parts.layout) == (Kind(kind), layout)
    assert (said(parts.national_name), said(parts.motto)) == (NATION, MOTTO)
    assert (shown(parts.superior), shown(parts.issuer)) == ([], ["ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM"])
    assert said(parts.number).startswith("Số: 05/")
    assert said(parts.place_date) == "Trúc Lâm, ngày 05 tháng 01 năm 2026"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_closing_is_found_beside_it(kind: str, layout: str) -> None:
    parts = parts_of(good_document(kind, layout=layout))
    assert parts.signature is not None
    assert parts.recipients is not None
    assert shown(parts.signature.lines) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert said(parts.signature.name) == "Lê Huy Du"
    assert (said(parts.recipients.heading), shown(parts.recipients.items)[-1]) == ("Nơi nhận:", "- Lưu: VT, VHXH.")
    assert said(parts.end_mark).endswith("./.")


@pytest.mark.parametrize("kind", KINDS)
def test_title_and_subject_stand_between_header_and_text(kind: str) -> None:
    parts = parts_of(good_document(kind))
    letter = kind == "công văn"
    assert said(parts.type_name) == ("" if letter else kind.upper())
    assert len(parts.subject) == 1
    assert said(parts.subject[0]).startswith("V/v") is letter
    assert (parts.addressees is not None) is (kind in {"báo cáo", "tờ trình", "công văn"})


@pytest.mark.parametrize("rulings", RULINGS)
def test_lines_are_measured_however_they_are_drawn(rulings: str) -> None:
    parts = parts_of(good_document(rulings=rulings))
    expected = {"borders": RulingKind.PARAGRAPH_BORDER, "underscores": RulingKind.UNDERSCORES}
    found = (parts.motto_rulings, parts.issuer_rulings, parts.subject_rulings)
    for rulings_found, length in zip(found, (60.5, 20.0, 40.0), strict=True):
        (ruling,) = rulings_found
        assert ruling.kind is expected.get(rulings, RulingKind.SHAPE)
        assert ruling.length_mm == pytest.approx(length, abs=1.2)
        assert (ruling.centred, ruling.solid) == (True, True)


@pytest.mark.parametrize("layout", ["tabs", "boxes"])
def test_each_column_has_its_own_line(layout: str) -> None:
    parts = parts_of(good_document(layout=layout))
    lengths = [round(r.length_mm or 0) for r in (*parts.motto_rulings, *parts.issuer_rulings)]
    assert lengths == [60, 20]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_appendices_are_found_with_title_and_reference(count: int) -> None:
    parts = parts_of(good_document(appendices=count))
    assert [a.ordinal for a in parts.appendices] == ([None] if count == 1 else list(range(1, count + 1)))
    for appendix in parts.appendices:
        assert shown(appendix.title) == ["KẾT QUẢ THỰC HIỆN CHỈ TIÊU"]
        assert said(appendix.attached[0]).startswith("(Kèm theo Báo cáo số 05/BC-UBND")
        assert (appendix.own_section, len(appendix.rulings)) == (True, 1)


def test_a_decision_has_its_competence_its_bases_and_its_articles() -> None:
    parts = parts_of(good_document("quyết định"))
    assert shown(parts.competence) == ["CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TRÚC LÂM"]
    assert [line.shown[:8] for line in parts.bases] == ["Căn cứ L", "Căn cứ N", "Theo đề "]
    assert said(parts.enacting) == "QUYẾT ĐỊNH:"
    assert [(item.level, item.ordinal) for item in parts.body] == [(Level.ARTICLE, n) for n in (1, 2, 3)]


# --- header ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("superior", "issuer"),
    [
        (("UBND PHƯỜNG TRÚC LÂM",), ("PHÒNG VĂN HÓA - XÃ HỘI",)),
        (("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"), ("SỞ NỘI VỤ",)),
        (("UBND PHƯỜNG TRÚC LÂM",), ("VĂN PHÒNG", "HĐND VÀ UBND")),
        ((), ("CHỦ TỊCH ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM")),
        (("SỞ XÂY DỰNG THANH HÓA",), ("XÍ NGHIỆP MÔI TRƯỜNG",)),
        (("TÊN CQ, TC CHỦ QUẢN",), ("TÊN CƠ QUAN, TỔ CHỨC",)),
    ],
)
def test_the_last_organ_named_is_the_issuer(superior: tuple[str, ...], issuer: tuple[str, ...]) -> None:
    parts = parts_of(good_document(superior=superior, issuer=issuer))
    assert (tuple(shown(parts.superior)), tuple(shown(parts.issuer))) == (superior, issuer)


def test_a_superior_in_bold_is_still_the_superior() -> None:
    data = good_document(superior=("UBND PHƯỜNG TRÚC LÂM",), issuer=("PHÒNG VĂN HÓA - XÃ HỘI",))
    parts = parts_of(edit(data, lambda doc: style(find(doc, "UBND PHƯỜNG"), bold=True)))
    assert shown(parts.superior) == ["UBND PHƯỜNG TRÚC LÂM"]


@pytest.mark.parametrize(
    "wrong",
    [
        "Độc lập – Tự do – Hạnh phúc",
        "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
        "Độc lập Tự do Hạnh phúc",
        "Độc lâp - Tự do - Hạnh phúc",
    ],
)
def test_a_misspelt_motto_is_still_the_motto(wrong: str) -> None:
    assert said(parts_of(edit(good_document(), lambda doc: set_text(find(doc, MOTTO), wrong))).motto) == wrong


@pytest.mark.parametrize("text", ["Sự cộng hòa của xã hội", "Tự do", "", "BÁO CÁO"])
def test_other_words_do_not_resemble_the_fixed_texts(text: str) -> None:
    assert not resembles(text, NATION)
    assert not resembles(text, MOTTO)


@pytest.mark.parametrize("number", ["", "123"])
def test_a_draft_without_number_or_date_has_its_lines_all_the_same(number: str) -> None:
    parts = parts_of(good_document(number=number, date="ngày      tháng      năm 2026"))
    assert said(parts.number).endswith("/BC-UBND")
    assert said(parts.place_date).startswith("Trúc Lâm, ngày")


def test_a_document_without_header_is_not_official() -> None:
    doc = document_of(raw_document("<w:p><w:r><w:t>Xin chào các bạn.</w:t></w:r></w:p>"))
    parts = find_components(doc)
    assert (parts.kind, parts.official, parts.layout) == (None, False, "")


def test_a_header_of_plain_lines_is_found() -> None:
    lines = (
        NATION,
        MOTTO,
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG TRÚC LÂM",
        "Số: 05/BC-UBND",
        "Trúc Lâm, ngày 05 tháng 01 năm 2026",
    )
    body = "".join(f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>' for text in lines)
    header = find_header(spots_of(document_of(raw_document(body)).blocks))
    assert (said(header.national_name), said(header.number), header.layout) == (NATION, "Số: 05/BC-UBND", "lines")
    assert shown(header.issuer) == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM"]


def test_names_in_one_paragraph_with_line_breaks_are_lines() -> None:
    def join(doc: Any) -> None:
        set_text(find(doc, "ỦY BAN NHÂN DÂN"), "ỦY BAN NHÂN DÂN\nPHƯỜNG TRÚC LÂM")
        remove(find_exact(doc, "PHƯỜNG TRÚC LÂM"))

    assert shown(parts_of(edit(good_document(), join)).issuer) == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM"]


def find_exact(doc: Any, text: str) -> Any:
    from tests.support_docx import every_paragraph  # noqa: PLC0415  used here alone

    return next(q for q in every_paragraph(doc) if q.text == text)


def test_a_line_under_the_letters_is_the_underline() -> None:
    def underline(doc: Any) -> None:
        style(find(doc, MOTTO), underline=True)
        remove(next(q for q in doc.tables[0].rows[0].cells[1].paragraphs if not q.text))

    (ruling,) = parts_of(edit(good_document(), underline)).motto_rulings
    assert (ruling.kind, round(ruling.length_mm or 0)) == (RulingKind.UNDERLINE, 60)


def test_a_title_of_another_kind_is_told_by_its_words() -> None:
    parts = parts_of(edit(good_document(), lambda doc: set_text(find(doc, "BÁO CÁO"), "BIÊN BẢN")))
    assert (parts.kind, parts.kind_words, parts.official) == (None, "biên bản", True)


def test_a_title_in_small_letters_is_still_the_title() -> None:
    parts = parts_of(edit(good_document(), lambda doc: set_text(find(doc, "BÁO CÁO"), "Báo cáo")))
    assert (parts.kind, said(parts.type_name)) == (Kind.REPORT, "Báo cáo")


def test_a_subject_of_two_lines_is_two_lines() -> None:
    data = edit(
        good_document(),
        lambda doc: insert_after(find(doc, "Kết quả công tác"), "trên địa bàn phường", bold=True, align=1),
    )
    assert shown(parts_of(data).subject) == [
        "Kết quả công tác cải cách hành chính quý III năm 2026",
        "trên địa bàn phường",
    ]


def test_several_addressees_are_items() -> None:
    parts = parts_of(good_document(addressees=("Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp")))
    assert parts.addressees is not None
    assert (parts.addressees.inline, shown(parts.addressees.items)) == (
        "",
        ["- Sở Nội vụ;", "- Sở Tài chính;", "- Sở Tư pháp."],
    )


# --- body --------------------------------------------------------------------------------------------------------


def items(*texts: str, bold: bool = False, jc: str = "both") -> list[BodyItem]:
    mark = "<w:b/>" if bold else ""
    body = "".join(
        f'<w:p><w:pPr><w:jc w:val="{jc}"/></w:pPr><w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r></w:p>'
        for text in texts
    )
    return list(items_of(list(document_of(raw_document(body)).body_paragraphs())))


@pytest.mark.parametrize(
    ("text", "level", "label", "ordinal"),
    [
        ("I. KẾT QUẢ", Level.SECTION, "I.", 1),
        ("XIV. KẾT QUẢ", Level.SECTION, "XIV.", 14),
        ("IIII. KẾT QUẢ", Level.SECTION, "IIII.", None),
        ("1. Phạm vi", Level.CLAUSE, "1.", 1),
        ("12.Phạm vi", Level.CLAUSE, "12.", 12),
        ("2.1. Cải cách thể chế", Level.DECIMAL, "2.1.", 1),
        ("2.1.3 Cải cách thể chế", Level.DECIMAL, "2.1.3", 3),
        ("a) Sửa đổi", Level.POINT, "a)", 1),
        ("đ) Sửa đổi", Level.POINT, "đ)", 5),
        ("j) Sửa đổi", Level.POINT, "j)", None),
        ("- Rà soát", Level.DASH, "-", None),
        ("+ Rà soát", Level.DASH, "+", None),
        ("Điều 5. Hiệu lực", Level.ARTICLE, "Điều 5.", 5),
        ("Điều 5 Nghị định số 30/2020/NĐ-CP quy định như sau", Level.TEXT, "", None),
        ("1.000 hồ sơ đã được giải quyết.", Level.TEXT, "", None),
        ("98,5% hồ sơ đúng hạn.", Level.TEXT, "", None),
        ("2026 là năm đầu", Level.TEXT, "", None),
        ("Ủy ban nhân dân phường", Level.TEXT, "", None),
        ("C. TỔ CHỨC", Level.SECTION, "C.", None),
    ],
)
def test_levels_are_told_by_their_numbers(text: str, level: Level, label: str, ordinal: int | None) -> None:
    (item,) = items(text)
    assert (item.level, item.label, item.ordinal, item.typed) == (level, label, ordinal, True)


def test_the_title_of_a_part_stands_on_the_line_below() -> None:
    part, chapter, text = items("Phần I", "TÌNH HÌNH THỰC HIỆN", "Chương II", "QUY ĐỊNH CHUNG", FILLER, jc="center")[:3]
    assert (part.level, part.ordinal, part.title, said(part.title_line)) == (
        Level.PART,
        1,
        "TÌNH HÌNH THỰC HIỆN",
        "TÌNH HÌNH THỰC HIỆN",
    )
    assert (chapter.level, chapter.ordinal, chapter.title) == (Level.CHAPTER, 2, "QUY ĐỊNH CHUNG")
    assert text.level is Level.TEXT


def test_a_clause_with_a_title_is_told_from_one_without() -> None:
    titled, plain = items("1. Phạm vi và đối tượng áp dụng", "2. Quyết định này có hiệu lực kể từ ngày ký.")
    bold = items("3. Công tác chỉ đạo:", bold=True)[0]
    assert (titled.titled, plain.titled, bold.titled) == (True, False, True)
    assert titled.title == "Phạm vi và đối tượng áp dụng"


def test_automatic_numbers_make_levels_too() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    paragraph = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    )
    doc = document_of(raw_document("".join(paragraph.format(n) for n in (0, 1, 1)), numbering=numbering))
    found = items_of(list(doc.body_paragraphs()))
    assert [(i.level, i.label, i.ordinal, i.typed) for i in found] == [
        (Level.SECTION, "I.", 1, False),
        (Level.POINT, "a)", 1, False),
        (Level.POINT, "b)", 2, False),
    ]


def test_an_opening_sentence_with_a_basis_is_running_text() -> None:
    opening = "Căn cứ Kế hoạch số 12/KH-UBND ngày 08 tháng 01 năm 2026, Ủy ban nhân dân phường báo cáo như sau:"
    parts = parts_of(good_document(body=(opening, "Nội dung báo cáo./.")))
    assert parts.bases == ()
    assert parts.body[0].paragraph.text == opening


def test_bases_of_a_plan_end_where_the_text_begins() -> None:
    bases = ("Căn cứ Luật Tổ chức chính quyền địa phương;", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021.")
    parts = parts_of(
        good_document("kế hoạch", body=(*bases, "Ủy ban nhân dân phường ban hành Kế hoạch như sau:", "Hết./."))
    )
    assert tuple(shown(parts.bases)) == bases


def test_tables_of_the_body_are_those_between_title_and_signature() -> None:
    def insert(doc: Any) -> None:
        table = doc.add_table(rows=1, cols=2, style="Table Grid")
        find(doc, "2. Cải cách thủ tục")._p.addprevious(table._tbl)

    parts = parts_of(edit(good_document(appendices=1), insert))
    assert [table.bordered for table in parts.body_tables] == [True]


# --- closing and appendices --------------------------------------------------------------------------------------


def test_a_name_in_capitals_below_the_gap_is_the_name() -> None:
    parts = parts_of(good_document(signer="LÊ HUY DU"))
    assert parts.signature is not None
    assert said(parts.signature.name) == "LÊ HUY DU"


def test_notes_between_title_and_name_are_no_titles() -> None:
    def note(doc: Any) -> None:
        for text in ("dấu/chữ ký số của cơ quan, tổ chức)", "(Chữ ký của người có thẩm quyền,"):
            insert_after(find(doc, "PHÓ CHỦ TỊCH"), text, italic=True, align=1)

    parts = parts_of(edit(good_document(), note))
    assert parts.signature is not None
    assert (shown(parts.signature.lines)[-1], said(parts.signature.name)) == ("PHÓ CHỦ TỊCH", "Lê Huy Du")


def test_a_row_of_notes_below_the_signature_is_no_signature() -> None:
    def note(doc: Any) -> None:
        cells = doc.tables[-1].add_row().cells
        add(cells[0].merge(cells[1]), "Ghi chú: Bản sao có giá trị như bản chính.", size=11)

    parts = parts_of(edit(good_document(), note))
    assert parts.signature is not None
    assert said(parts.signature.name) == "Lê Huy Du"


def test_the_stamp_of_a_digital_signature_is_no_number() -> None:
    stamp = "Số: 05/BC-UBND; 05/01/2026; 10:20:30 +07:00"
    body = f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>{stamp}</w:t></w:r></w:p>'
    assert find_components(document_of(raw_document(body))).number is None


def test_dots_under_a_title_are_no_line() -> None:
    data = edit(good_document(), lambda doc: insert_after(find(doc, "Kính gửi"), "..........", align=1))
    assert [r.kind for r in parts_of(data).subject_rulings] == [RulingKind.PARAGRAPH_BORDER]


def test_no_name_yet_means_no_name() -> None:
    parts = parts_of(edit(good_document(), lambda doc: remove(find(doc, "Lê Huy Du"))))
    assert parts.signature is not None
    assert (shown(parts.signature.lines)[-1], parts.signature.name) == ("PHÓ CHỦ TỊCH", None)


def test_a_signature_without_recipients_is_found() -> None:
    def change(doc: Any) -> None:
        for words in ("Nơi nhận:", "- Như trên;", "- Chủ tịch, các", "- Lưu:"):
            set_text(find(doc, words), "")

    parts = parts_of(edit(good_document(), change))
    assert parts.recipients is None
    assert parts.signature is not None
    assert said(parts.signature.name) == "Lê Huy Du"


def test_powers_to_sign_are_told_from_titles() -> None:
    parts = parts_of(good_document())
    assert parts.signature is not None
    assert shown(parts.signature.authority) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"]


@pytest.mark.parametrize(
    ("label", "ordinal", "roman", "word"),
    [
        ("Phụ lục III", 3, True, "III"),
        ("PHỤ LỤC 01", 1, False, "01"),
        ("Phụ lục số 02", 2, False, "số 02"),
        ("Phụ lục", None, None, ""),
        ("Phụ lục II. DANH MỤC", 2, True, "II"),
    ],
)
def test_labels_of_appendices(label: str, ordinal: int | None, roman: bool | None, word: str) -> None:
    data = edit(good_document(appendices=2), lambda doc: set_text(find_exact(doc, "Phụ lục I"), label))
    first = parts_of(data).appendices[0]
    assert (first.ordinal, first.roman, first.word) == (ordinal, roman, word)


def test_a_sentence_about_an_appendix_is_no_appendix() -> None:
    data = good_document(body=("Phụ lục I kèm theo nêu chi tiết các chỉ tiêu.", "Phụ lục II và phụ lục III./."))
    assert parts_of(data).appendices == ()


def test_a_reference_over_two_lines_is_kept_together() -> None:
    def split(doc: Any) -> None:
        line = find(doc, "(Kèm theo")
        replace_text(line, " của Ủy ban nhân dân phường Trúc Lâm)", "")
        insert_after(line, "của Ủy ban nhân dân phường Trúc Lâm)", italic=True, align=1)

    (appendix,) = parts_of(edit(good_document(appendices=1), split)).appendices
    assert [line.shown[:4] for line in appendix.attached] == ["(Kèm", "của "]


def test_an_appendix_without_a_section_of_its_own_says_so() -> None:
    def change(doc: Any) -> None:
        for text, bold in (("Phụ lục", True), ("DANH MỤC", True), ("Nội dung.", False)):
            line = add(doc, text, bold=bold, align=1 if bold else 3)
            line.paragraph_format.first_line_indent = Mm(0)
            line.paragraph_format.space_before = Pt(6)

    (appendix,) = parts_of(edit(good_document(), change)).appendices
    assert (appendix.own_section, shown(appendix.title)) == (False, ["DANH MỤC"])


def test_columns_made_with_spaces_are_columns() -> None:
    lines = (
        f"ỦY BAN NHÂN DÂN                    {NATION}",
        f"PHƯỜNG TRÚC LÂM                           {MOTTO}",
        "Số:      /BC-UBND                  Trúc Lâm, ngày      tháng      năm 2026",
    )
    body = "".join(
        f'<w:p><w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">{t}</w:t></w:r></w:p>' for t in lines
    )
    parts = parts_of(raw_document(body))
    assert (said(parts.national_name), said(parts.motto)) == (NATION, MOTTO)
    assert shown(parts.issuer) == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM"]
    assert (said(parts.number), said(parts.place_date)) == (
        "Số:      /BC-UBND",
        "Trúc Lâm, ngày      tháng      năm 2026",
    )
