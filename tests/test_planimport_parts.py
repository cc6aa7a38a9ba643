"""What stands around the tables, what cannot be imported, and that no word is lost whatever the document."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.planimport.blocks import Aside, Cell, Grid, GridRow, Para, Source, letters_only
from reportgen.planimport.compose import Asked, Imported, imported
from reportgen.planimport.infer import years_of
from reportgen.planimport.items import items_of, parties_in
from reportgen.planimport.outline import label_and_title
from reportgen.planimport.plain import read_plain
from reportgen.planimport.word import read_word
from reportgen.problem import ReportgenError
from tests.support_plans import (
    APPENDIX,
    BASE,
    BEFORE,
    BODY,
    DOWN,
    HEAD,
    HEADER,
    SIGNED,
    TITLE,
    A,
    B,
    C,
    cell,
    docx,
    p,
    plan,
    r,
    row,
    table,
)
from tests.test_planimport_shapes import SHAPES, _words, read

ROWS = [HEAD, ("1", *A), ("2", *B), ("3", *C)]


def refused(data: bytes, name: str = "ke-hoach.docx") -> ReportgenError:
    with pytest.raises(ReportgenError) as raised:
        read_word(data, name)
    return raised.value


# --- around the tables -----------------------------------------------------------------------------------------------


def test_head_signature_and_recipients_are_read() -> None:
    _, result = read(plan(table(*ROWS)))
    assert result.data is not None
    assert result.data["number_line"] == "Số: /KH-UBND"
    assert result.data["date_line"] == "Sông Hạc, ngày tháng 01 năm 2026"
    assert result.data["subject"] == ["Cải cách hành chính phường Sông Hạc năm 2026"]
    assert result.data["citation"] == "Kế hoạch cải cách hành chính phường Sông Hạc năm 2026"
    assert result.data["recipients"] == ["- Sở Nội vụ;", "- Các cơ quan, đơn vị;", "- Lưu: VT, VHXH."]
    assert (result.data["authority"], result.data["signer"]) == (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Mẫu")
    assert [b[:7] for b in result.data["bases"]] == ["Căn cứ "]
    kinds = [next(iter(block)) for block in result.data["text"]]
    assert kinds.count("heading1") == 2
    assert kinds.count("heading2") == 1


def test_a_title_in_capitals_is_cited_in_small_letters_but_for_names() -> None:
    _, result = read(
        docx(*BEFORE[:1], p("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH PHƯỜNG SÔNG HẠC NĂM 2026", bold=True), *plan_parts())
    )
    assert result.data is not None
    assert result.data["subject"] == ["CẢI CÁCH HÀNH CHÍNH PHƯỜNG SÔNG HẠC NĂM 2026"]
    assert result.data["citation"] == "Kế hoạch cải cách hành chính phường Sông Hạc năm 2026"


@pytest.mark.parametrize(
    ("subject", "years"),
    [
        ("Cải cách hành chính năm 2026", (2026, 2026)),
        ("Cải cách hành chính giai đoạn 2026 – 2030", (2026, 2030)),
        ("Cải cách hành chính từ năm 2026 đến năm 2030", (2026, 2030)),
        ("Chương trình tổng thể giai đoạn 2021 - 2030 năm 2026", (2026, 2026)),
        ("Cải cách hành chính năm 2026, định hướng đến năm 2030", (2026, 2026)),
        ("Cải cách hành chính", (2027, 2027)),
    ],
)
def test_the_years_are_those_of_the_title(subject: str, years: tuple[int, int]) -> None:
    assert years_of([subject], "Sông Hạc, ngày 05 tháng 01 năm 2027") == years


def test_a_unit_s_paragraphs_and_its_duty_to_report_are_read() -> None:
    _, result = read(plan(table(*ROWS)))
    assert result.data is not None
    (unit,) = result.data["unit_duties"]
    assert unit["agency"] == "Phòng Văn hóa - Xã hội"
    (duty,) = result.data["duties"]
    assert (duty["to"], duty["when"]) == ("Chủ tịch Ủy ban nhân dân phường", "định kỳ hằng quý")


def test_a_plan_attached_to_a_decision_has_the_decision_s_number_and_signature() -> None:
    _, result = read(SHAPES["attached_to_a_decision"]()[0])
    assert result.data is not None
    assert (result.data["number"], result.data["issued"]) == ("15/QĐ-UBND", date(2026, 1, 12))
    assert result.data["signer"] == "Nguyễn Văn Mẫu"
    assert result.data["bases"] == ["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;"]
    assert not any("Điều 1." in text for block in result.data["text"] for text in block.values())


def test_an_indicator_s_target_is_read_as_a_figure_with_its_comparison() -> None:
    _, result = read(SHAPES["indicators_beside_tasks"]()[0])
    assert result.data is not None
    (indicator,) = result.data["indicators"]
    assert (indicator["id"], indicator["comparator"], str(indicator["target"])) == ("PL1.1", ">=", "98")
    assert indicator["target_text"] == "≥ 98"


def test_targets_of_several_years_are_an_indicator_each_and_phases_are_kept() -> None:
    head = [
        (cell("TT", merge="restart"), cell("Chỉ tiêu", merge="restart"), cell("Mục tiêu", span=2)),
        (DOWN, DOWN, "Năm 2026", "Năm 2027"),
    ]
    years = table(row(*head[0]), row(*head[1]), ("1", "Tỷ lệ hồ sơ đúng hạn", "95", "từ 97% trở lên"), columns=4)
    phases = table(
        ("STT", "Tên chỉ tiêu", "ĐVT", "Kết quả", "Ghi chú"),
        ("I", cell("Giai đoạn 2026 - 2027", span=4)),
        ("1", "Số thủ tục cắt giảm", "thủ tục", "tối đa 1.200", "cộng dồn"),
    )
    _, result = read(
        docx(*BEFORE, p("Phụ lục I", bold=True), years, p("Phụ lục II", bold=True), phases, *plan_parts("III"))
    )
    assert result.data is not None
    found = [
        (i["id"], i["comparator"], str(i["target"]), i.get("phase"), i["years"]) for i in result.data["indicators"]
    ]
    assert found == [
        ("PL1.1.2026", "=", "95", "Năm 2026", [2026, 2026]),
        ("PL1.1.2027", ">=", "97", "Năm 2027", [2027, 2027]),
        ("PL2.I.1", "<=", "1200", "Giai đoạn 2026 - 2027", [2026, 2027]),
    ]
    assert "cộng dồn" in {para.text for para, fate, _ in result.ledger.entries() if not fate}


def test_headers_footers_and_symbols_are_told() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "BẢN SAO Y"
    document.sections[0].footer.paragraphs[0].text = "2"
    document.add_paragraph("Nội dung")
    document.save(out := io.BytesIO())
    source = read_word(out.getvalue(), "ke-hoach.docx")
    assert [(aside.text, aside.why) for aside in source.asides] == [("BẢN SAO Y", "đầu trang, chân trang")]


def test_columns_that_the_data_lack_are_told_cell_by_cell() -> None:
    _, result = read(SHAPES["seven_columns_and_more"]()[0])
    left = {para.text: why for para, fate, why in result.ledger.entries() if not fate}
    assert left["15 triệu"] == "cột “Kinh phí” không có trong dữ liệu"
    assert {"Chánh Văn phòng", "đã giao"} <= set(left)
    assert "NK010" in {problem.code for problem in result.problems}


def test_hidden_and_deleted_words_are_told_and_never_data() -> None:
    for name, text, why in (
        ("with_hidden_text", "chưa thống nhất", "chữ ẩn"),
        ("with_tracked_changes", "Bỏ câu này", "chữ đã xóa (theo dõi thay đổi)"),
    ):
        source, result = read(SHAPES[name]()[0])
        assert [(a.text, a.why) for a in source.asides] == [(text, why)]
        assert letters_only(text) not in letters_only(_words(result.data))


def test_without_a_table_of_tasks_nothing_is_invented() -> None:
    _, result = read(docx(*BEFORE))
    assert result.data is None
    assert [problem.code for problem in result.problems] == ["NK004"]
    assert "văn bản có 2 bảng, không bảng nào có cột nội dung nhiệm vụ;" in result.problems[0].message
    _, bare = read(docx(*TITLE, *BODY))
    assert "văn bản không có bảng nào;" in bare.problems[0].message


def test_a_table_that_nobody_understands_is_told_whole() -> None:
    strange = table(("Họ tên", "Chức danh"), ("Nguyễn Văn A", "Tổ trưởng"))
    _, result = read(docx(*BEFORE, strange, *plan_parts()))
    left = {para.text for para, fate, _ in result.ledger.entries() if not fate}
    assert {"Họ tên", "Chức danh", "Nguyễn Văn A", "Tổ trưởng"} <= left


def plan_parts(number: str = "I") -> tuple[str, ...]:
    return (p(f"Phụ lục {number}", bold=True, center=True), p("CẢI CÁCH THỂ CHẾ", bold=True, center=True), table(*ROWS))


def test_a_new_ward_is_described_by_its_plan() -> None:
    _, result = read(plan(table(*ROWS)))
    ward = result.ward
    assert ward is not None
    assert (ward.full_name, ward.province, ward.place) == ("phường Sông Hạc", "tỉnh Lam Giang", "Sông Hạc")
    assert ward.agencies[ward.standing_agency].name == "Phòng Văn hóa - Xã hội"
    assert ward.signer.name == "Nguyễn Văn Mẫu"
    assert ward.recipients["ke-hoach"] == ("Sở Nội vụ", "Các cơ quan, đơn vị", "Lưu: VT, VHXH")
    levels = {agency.name: (agency.level, agency.reports) for agency in ward.agencies.values()}
    assert levels["Văn phòng HĐND và UBND"] == ("phường", True)
    assert levels["Các cơ quan, đơn vị"] == ("tập thể", False)


def test_spellings_of_one_agency_become_aliases_and_a_misspelling_is_asked_about() -> None:
    rows = [HEAD, ("1", *A), ("2", B[0], "VP HĐND&UBND", *B[2:]), ("3", C[0], "Phòng VH-XH", "Phòng VHXH", *C[3:])]
    _, result = read(plan(table(*rows)))
    assert result.ward is not None
    by_name = {agency.name: agency for agency in result.ward.agencies.values()}
    assert "VP HĐND&UBND" in by_name["Văn phòng HĐND và UBND"].aliases
    assert "Phòng VH-XH" in by_name["Phòng Văn hóa - Xã hội"].aliases
    assert "Phòng VHXH" in by_name


# --- what is no plan -------------------------------------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "MB001", "rỗng"),
        (b"%PDF-1.7 ...", "MB001", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "MB001", ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "MB001", "mật khẩu"),
        (b"{\\rtf1}", "MB001", "RTF"),
        (plan(table(*ROWS))[:4000], "MB002", "hỏng"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "NK002", "OpenDocument"),
        (zipped(khac=b"x"), "MB001", "không phải"),
    ],
)
def test_another_file_is_refused_with_what_it_is(data: bytes, code: str, words: str) -> None:
    (problem, *_) = refused(data).problems
    assert problem.code == code
    assert words in problem.message


def test_legacy_letters_in_a_unicode_font_are_refused_not_guessed() -> None:
    text = "C¶i c¸ch hµnh chÝnh nhµ n\u00adíc t¹i ph\u00adêng"
    error = refused(docx(*BEFORE, p(runs=r(text))))
    assert [problem.code for problem in error.problems] == ["NK003"]


def test_a_scan_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(ReportgenError) as raised:
        read_plain("Số: 12/KH-UBND\nKẾ HOẠCH".encode("utf-16"), "ke-hoach.txt")
    assert raised.value.problems[0].code == "DL101"


# --- cells -----------------------------------------------------------------------------------------------------------


def lines(*texts: str) -> list[Para]:
    return [Para(text, "x") for text in texts]


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (["- Phòng Văn hóa - Xã hội - Công an phường."], ["- Phòng Văn hóa - Xã hội", "- Công an phường."]),
        (["Phòng Kinh tế, Hạ tầng và Đô thị"], ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
        (["Phòng Kinh tế,", "Hạ tầng và Đô thị"], ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
        (["Phòng VH-XH, UBMTTQVN, các đoàn thể"], ["Phòng VH-XH,", "UBMTTQVN,", "các đoàn thể"]),
        (["Các phòng, ban, trung tâm"], ["Các phòng, ban, trung tâm"]),
        (["Văn phòng HĐND và UBND; Công an phường"], ["Văn phòng HĐND và UBND;", "Công an phường"]),
        (["- Sở Nội vụ: theo dõi, kiểm tra", "- Sở Y tế"], ["- Sở Nội vụ: theo dõi, kiểm tra", "- Sở Y tế"]),
    ],
)
def test_a_cell_of_agencies_is_cut_at_names_only(texts: list[str], items: list[str]) -> None:
    assert items_of(lines(*texts), parties=True) == items


def test_names_in_one_item_are_told_apart() -> None:
    assert parties_in("Phòng VH-XH, UBMTTQVN và các đoàn thể") == ["Phòng VH-XH", "UBMTTQVN", "các đoàn thể"]
    assert parties_in("Văn phòng HĐND và UBND") == ["Văn phòng HĐND và UBND"]


# --- no word is lost -------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["TT", "STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", "Kinh phí", "Chỉ tiêu", "Đơn vị tính", "1",
     "2.", "I", "II.1", "A", "a)", "x", "%", "≥ 95", "Phụ lục II", "PHỤ LỤC", "KẾ HOẠCH", "QUYẾT ĐỊNH", "Nơi nhận:",
     "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu", "- Sở Nội vụ;", "Số: 5/KH-UBND", "I. MỤC TIÊU", "năm 2026",
     "1. Rà soát văn bản", "quy phạm pháp luật", "Cải cách thể chế", "(Kèm theo Kế hoạch)", "Tổng cộng", "Quý I/2026"]
)  # fmt: skip
PARAS = st.builds(Para, WORDS, st.just("x"), st.booleans(), st.booleans(), st.booleans(), st.booleans())
CELLS = st.builds(Cell, st.lists(PARAS, max_size=2).map(tuple), st.integers(1, 3), st.booleans(), st.just("o"))
GRIDS = st.builds(
    Grid,
    st.lists(st.builds(GridRow, st.lists(CELLS, min_size=1, max_size=6).map(tuple), st.integers(0, 1)), max_size=5).map(
        tuple
    ),
    st.just("bảng"),
)
GOOD = Grid(
    tuple(GridRow(tuple(Cell((Para(text, "x"),)) for text in entry)) for entry in (HEAD, ("1", *A), ("2", *B))), "bảng"
)
SOURCES = st.builds(
    lambda before, after, *, scanned: Source(
        "x.docx", (*before, GOOD, *after), (Aside("x", "ẩn", "chữ ẩn"),), scanned=scanned
    ),
    st.lists(st.one_of(PARAS, GRIDS), max_size=8),
    st.lists(st.one_of(PARAS, GRIDS), max_size=8),
    scanned=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(SOURCES)
def test_every_word_of_any_document_is_in_the_data_or_told(source: Source) -> None:
    result = imported(source, "song-hac", None, Asked(year=2026))
    if result.data is not None:
        _placed_words_are_there(result)
    told = [para for para, _, _ in result.ledger.entries()]
    assert len(told) == sum(1 for _ in _paras(source))


def _placed_words_are_there(result: Imported) -> None:
    everything = letters_only(_words(result.data))
    for para, fate, _ in result.ledger.entries():
        if fate:
            # The number of a phase is in the ids of its indicators, its words stand by themselves.
            words = label_and_title(para.text)[1] if fate.endswith("giai đoạn của chỉ tiêu") else para.text
            assert letters_only(words) in everything, (para.text, fate)


def _paras(source: Source) -> list[Para]:
    found: list[Para] = []
    for block in source.blocks:
        if isinstance(block, Para):
            found.append(block)
        else:
            found += [para for entry in block.rows for one in entry.cells for para in one.paras]
    return found


def test_a_line_of_the_signature_is_in_the_data_once() -> None:
    _, result = read(plan(table(*ROWS), *SIGNED))
    left = [para.text for para, fate, _ in result.ledger.entries() if not fate]
    assert left.count("Nguyễn Văn Mẫu") == 1


def test_a_note_on_a_row_is_told_at_that_row() -> None:
    _, result = read(plan(table(HEAD, ("", *A), ("2", *B))))
    (note,) = [problem for problem in result.problems if problem.code == "NK011"]
    assert note.where.endswith("dòng 2")
    assert note.message.startswith("nhiệm vụ không có số thứ tự")


def test_a_signature_below_the_last_appendix_is_read() -> None:
    _, result = read(docx(HEADER, *TITLE, BASE, *BODY, *APPENDIX, table(*ROWS), *SIGNED))
    assert result.data is not None
    assert result.data["recipients"] == ["- Sở Nội vụ;", "- Các cơ quan, đơn vị;", "- Lưu: VT, VHXH."]
    assert (result.data["authority"], result.data["signer"]) == (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Mẫu")


def test_a_signature_block_of_several_rows_is_read_column_by_column() -> None:
    rows = [
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Sở Nội vụ;", "CHỦ TỊCH"),
        ("- Lưu: VT.", ""),
        ("", "Nguyễn Văn Mẫu"),
    ]
    _, result = read(docx(HEADER, *TITLE, BASE, *BODY, table(*rows), *APPENDIX, table(*ROWS)))
    assert result.data is not None
    assert result.data["recipients"] == ["- Sở Nội vụ;", "- Lưu: VT."]
    assert (result.data["authority"], result.data["signer"]) == (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Mẫu")
    assert "appendix_heading" not in result.data or not result.data["appendix_heading"]


# --- the text of a scan ----------------------------------------------------------------------------------------------

SCANNED_ROW = (
    "1.",
    "Rà soát văn bản",
    "<ul> <li>- Văn phòng HĐND&amp;UBND.</li> <li>- Công an phường.</li> </ul>",
    "- Sở Y tế. - Sở Nội vụ.",
    "<p>- Kế hoạch; - Báo cáo.</p>",
    "Quý I/2026",
)
SCAN = """\ufeff
**Số: 7/KH-UBND**

Sông Hạc, ngày 09 tháng 02 năm 2026

## **KẾ HOẠCH**

### Cải cách hành chính phường Sông Hạc năm 2026

Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh Lam Giang về cải cách

- 2 -

hành chính năm 2026; UBND phường ban hành Kế hoạch như sau:

#### I. MỤC TIÊU

***Nơi nhận:***
- Sở Nội vụ;
- Lưu: VT.

**TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH**

Nguyễn Văn Mẫu

**Phụ lục số 01: Cải cách thể chế**

<b>TT</b>\t<b>Nội dung</b>\t<b>Chủ trì</b>\t<b>Phối hợp</b>\t<b>Sản phẩm</b>\t<b>Thời gian</b>
---\t---\t---\t---\t---\t---
@ROW@

Trang 3/9

\tquy phạm pháp luật\t\t\t\t

---

2.\tNiêm yết *công khai* thủ tục\tPhòng Văn hóa -\t\t\tThường xuyên

\t\tXã hội.\t\t\t
""".replace("@ROW@", "\t".join(SCANNED_ROW))


def test_left_overs_of_a_scan_do_not_reach_the_data() -> None:
    result = imported(read_plain(SCAN.replace("\n", "\r\n").encode(), "quet.txt"), "song-hac", None, Asked())
    assert result.data is not None
    (area,) = result.data["areas"]
    first, second = area["groups"][0]["tasks"]
    assert first["title"] == "Rà soát văn bản quy phạm pháp luật"
    assert first["lead"] == ["- Văn phòng HĐND&UBND.", "- Công an phường."]
    assert first["cooperating"] == ["- Sở Y tế.", "- Sở Nội vụ."]
    assert first["products"] == ["- Kế hoạch;", "- Báo cáo."]
    assert (second["title"], second["lead"]) == ("Niêm yết công khai thủ tục", ["Phòng Văn hóa - Xã hội."])
    assert (result.data["number"], result.data["issued"]) == ("7/KH-UBND", date(2026, 2, 9))
    assert (result.data["authority"], result.data["signer"]) == (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Mẫu")
    (base,) = result.data["bases"]
    assert "về cải cách hành chính năm 2026; UBND phường ban hành Kế hoạch như sau:" in base
    left = {para.text: why for para, fate, why in result.ledger.entries() if not fate}
    assert (left["- 2 -"], left["Trang 3/9"]) == ("số trang", "số trang")
    assert not any(mark in _words(result.data) for mark in ("<", "**", "&amp;", "\t"))
