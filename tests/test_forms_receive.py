"""What really comes back: forms moved about, half filled in, saved by other programs, damaged; nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.forms import layout
from reportgen.load.ward import load_ward
from reportgen.vi.legacy import from_tcvn3
from tests.support_cli import Told
from tests.support_forms import (
    AGENCY,
    FILES,
    GENERAL,
    INDICATORS,
    TASKS,
    Filled,
    filled,
    receive,
    save,
    sent,
    taken,
    workspace,
)
from tests.support_office import SOFFICE, convert
from tests.support_ward import WARD_ID

Done = Callable[[Filled], object]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


def come_back(work: Path, damage: Done, *options: str) -> tuple[Told, Filled]:
    form = filled(work)
    damage(form)
    path = save(form, work / "bieu-mau.xlsx")
    return receive(work, path, options=options), form


# --- a good one --------------------------------------------------------------------------------------------------


def test_a_form_well_filled_in_is_taken(work: Path) -> None:
    told, _ = come_back(work, lambda _: None)
    assert (told.exit_code, told.codes) == (0, [])
    assert told.out.endswith("đã nhận, bản 1; còn để trống 2 nhiệm vụ.\n")
    data = load_ward(work / "data" / WARD_ID).data
    (mine,) = [r for r in data.returns if r.period == "2026-q4"]
    assert (mine.agency, mine.reported_on, mine.illustrative) == (AGENCY, date(2026, 12, 14), False)
    assert [(t.task, t.declared.value) for t in mine.tasks] == [("01.1", "done"), ("02.1", "in_progress")]
    assert mine.tasks[0].documents[0].title == "kết quả kiểm tra văn bản"
    assert [(m.numerator, m.denominator) for m in mine.measurements] == [(410, 415)]
    assert (mine.files[0].received, mine.files[0].carried_over, mine.files[0].pending) == (332, 12, 10)
    assert mine.difficulties == ("Phần mềm dùng chung đôi lúc bị gián đoạn.",)


def test_what_is_taken_reads_as_the_data_format_says(work: Path) -> None:
    come_back(work, lambda _: None)
    assert (taken(work) or "").splitlines()[:9] == [
        f"agency: {AGENCY}",
        "period: 2026-q4",
        "reported_on: 2026-12-14",
        "difficulties:",
        '  - "Phần mềm dùng chung đôi lúc bị gián đoạn."',
        "tasks:",
        '  - id: "01.1"',
        "    status: done",
        "    done_on: 2026-03-20",
    ]


# --- forms that are taken all the same ---------------------------------------------------------------------------


def put(words: str, sheet: str = TASKS, **values: Any) -> Done:
    headings = {"status": "Tình trạng", "share": "Tỷ lệ (%)", "day": "Ngày hoàn thành", "result": "Kết quả trong kỳ",
                "documents": "Văn bản đã ban hành", "days": "Các ngày đã thực hiện trong kỳ", "top": "Tử số",
                "bottom": "Mẫu số", "value": "Kết quả"}  # fmt: skip
    return lambda form: form.put(sheet, words, {headings[k]: v for k, v in values.items()})


def insert_rows(form: Filled) -> None:
    form.sheet(TASKS).insert_rows(4, 3)


def move_rows(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
    for number, values in enumerate(reversed(rows), 5):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def delete_a_row_without_entries(form: Filled) -> None:
    form.sheet(TASKS).delete_rows(form.row(TASKS, "02.3"))


def swap_columns(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    one, other = form.column(TASKS, "Tình trạng"), form.column(TASKS, "Kết quả trong kỳ")
    for row in range(4, sheet.max_row + 1):
        a, b = sheet.cell(row, one).value, sheet.cell(row, other).value
        sheet.cell(row, one).value, sheet.cell(row, other).value = b, a


def rename_sheets(form: Filled) -> None:
    for number, sheet in enumerate(s for s in form.book.worksheets if s.title != layout.HIDDEN):
        sheet.title = f"Sheet{number + 1}"


def spell_headings_otherwise(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    for heading, other in (("Tình trạng", "TRẠNG THÁI"), ("Tỷ lệ (%)", "Tiến độ (%)"), ("Kết quả trong kỳ", "Kết quả")):
        sheet.cell(4, form.column(TASKS, heading)).value = other


def lose_the_hidden_column(form: Filled) -> None:
    form.sheet(TASKS).delete_cols(len(layout.TASKS.columns) + 1)


def lose_codes_too(form: Filled) -> None:
    lose_the_hidden_column(form)
    for row in range(5, form.sheet(TASKS).max_row + 1):
        form.sheet(TASKS).cell(row, 1).value = None


def lose_the_hidden_sheet(form: Filled) -> None:
    del form.book[layout.HIDDEN]


def count_from_1904(form: Filled) -> None:
    form.book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904  # type: ignore[attr-defined]


def empty_sheet_more(form: Filled) -> None:
    form.book.create_sheet("Nháp")["A1"] = "ghi chú riêng"


def hide_an_empty_row(form: Filled) -> None:
    form.sheet(TASKS).row_dimensions[form.row(TASKS, "02.3")].hidden = True


def merge_along_a_row(form: Filled) -> None:
    row = form.row(TASKS, "02.1")
    left = form.column(TASKS, "Khó khăn, vướng mắc")
    form.sheet(TASKS).merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + 1)


@dataclass(frozen=True)
class Taken:
    """A form that is taken: what happened to it, words of the return, codes of what is told besides."""

    name: str
    damage: Done
    holds: str = ""
    told: tuple[str, ...] = ()


TAKEN = [
    Taken("rows inserted above the headings", insert_rows),
    Taken("rows in another order", move_rows),
    Taken("a row without entries deleted", delete_a_row_without_entries),
    Taken("an empty row hidden", hide_an_empty_row),
    Taken("columns in another order", swap_columns),
    Taken("sheets renamed", rename_sheets),
    Taken("headings spelled otherwise", spell_headings_otherwise),
    Taken("the hidden column lost", lose_the_hidden_column),
    Taken("codes lost too", lose_codes_too),
    Taken("the hidden sheet lost", lose_the_hidden_sheet),
    Taken("dates counted from 1904", count_from_1904),
    Taken("a sheet of one's own", empty_sheet_more),
    Taken("cells merged along a row", merge_along_a_row),
    Taken("a share as text", put("02.1", share="95,5%"), "percent: 95.5"),
    Taken("a share with a point", put("02.1", share="95.5"), "percent: 95.5", ("BM030",)),
    Taken(
        "a count with grouping",
        put("CT.01", INDICATORS, top="1.003", bottom="1.250"),
        "numerator: 1003",
        ("BM030", "BM030"),
    ),
    Taken("a day in words", put("01.1", day="ngày 03 tháng 11"), "done_on: 2026-11-03", ("BM030",)),
    Taken("a day as text", put("01.1", day="3/11/2026"), "done_on: 2026-11-03"),
    Taken("a day as a number", put("01.1", day=46329), "done_on: 2026-11-03"),
    Taken("a moment", put("01.1", day=datetime(2026, 11, 3, 9, 30)), "done_on: 2026-11-03"),  # noqa: DTZ001
    Taken("a status in other words", put("02.1", status="đang triển khai"), "status: in_progress", ("BM030",)),
    Taken(
        "letters taken apart",
        put("02.1", result="Đa\u0303 ra\u0300 soa\u0301t 30 thu\u0309 tu\u0323c."),
        "Đã rà soát 30 thủ tục.",
    ),
    Taken(
        "invisible characters", put("02.1", result="Đã\u200b rà soát\u00a030 thủ tục. \ufeff"), "Đã rà soát 30 thủ tục."
    ),
    Taken("blanks around", put("02.1", status=" Đang  thực hiện  "), "status: in_progress"),
    Taken(
        "several lines",
        put("02.1", result="Đã rà soát 30 thủ tục.\nĐã trình 05 thủ tục."),
        "Đã rà soát 30 thủ tục. Đã trình 05 thủ tục.",
    ),
    Taken("a formula as words", put("02.1", result="'=cmd|' /C calc'!A0"), "=cmd|"),
    Taken(
        "another's quotation marks",
        put("02.1", result='Đã xây dựng "Ngày thứ Năm": 12 buổi # \\ {x}'),
        '\\"Ngày thứ Năm\\": 12 buổi # \\\\ {x}',
    ),
]


@pytest.mark.parametrize("case", TAKEN, ids=lambda c: c.name)
def test_a_form_is_taken_although_it_was_changed(case: Taken, work: Path) -> None:
    told, _ = come_back(work, case.damage)
    assert told.exit_code == 0, told.err
    assert told.codes == list(case.told)
    text = taken(work) or ""
    assert case.holds in text
    assert text.count("- id: ") == 2
    assert "numerator: " in text
    assert "field: " in text


# --- forms that are refused --------------------------------------------------------------------------------------


def formula_without_a_result(form: Filled) -> None:
    form.put(INDICATORS, "CT.01", {"Tử số": "=400+10"})


def hide_a_row(form: Filled) -> None:
    form.sheet(TASKS).row_dimensions[form.row(TASKS, "02.1")].hidden = True


def hide_a_sheet(form: Filled) -> None:
    form.sheet(INDICATORS).sheet_state = "hidden"


def delete_a_sheet(form: Filled) -> None:
    del form.book[INDICATORS]


def delete_headings(form: Filled) -> None:
    form.sheet(INDICATORS).delete_rows(4)


def rename_a_heading(form: Filled) -> None:
    form.sheet(TASKS).cell(4, form.column(TASKS, "Tình trạng")).value = "Cột mới"


def copy_a_sheet(form: Filled) -> None:
    copy = form.book.copy_worksheet(form.sheet(INDICATORS))
    copy.title = "Chỉ tiêu (2)"


def merge_down(form: Filled) -> None:
    column = form.column(TASKS, "Kết quả trong kỳ")
    row = form.row(TASKS, "02.1")
    form.sheet(TASKS).merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def add_a_row(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    row = sheet.max_row + 1
    sheet.cell(row, form.column(TASKS, "Kết quả trong kỳ")).value = "Việc phát sinh ngoài kế hoạch"


def sort_some_columns(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    one, other = form.row(TASKS, "01.1"), form.row(TASKS, "02.1")
    sheet.cell(one, 1).value, sheet.cell(other, 1).value = sheet.cell(other, 1).value, sheet.cell(one, 1).value


def a_row_twice(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    source, target = form.row(TASKS, "02.1"), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(target, column).value = sheet.cell(source, column).value


def a_column_more(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    column = sheet.max_column + 1
    sheet.cell(4, column).value = "Người theo dõi"
    sheet.cell(form.row(TASKS, "02.1"), column).value = "Chuyên viên"


def another_ward(form: Filled) -> None:
    form.book[layout.HIDDEN]["B2"] = "phuong-khac"


def nobody_s(form: Filled) -> None:
    lose_the_hidden_sheet(form)
    for sheet in form.book.worksheets:
        sheet["A2"] = None


@dataclass(frozen=True)
class Refused:
    """A form that is refused: what happened to it; code and sheet!cell told, the cell found by task and heading."""

    name: str
    damage: Done
    code: str
    cell: tuple[str, str, str] | str = ""
    says: str = ""


REFUSED = [
    Refused(
        "an estimate", put("CT.01", INDICATORS, top="gần 7.000"), "BM023", (INDICATORS, "CT.01", "Tử số"), "ước chừng"
    ),
    Refused("a unit", put("CT.01", INDICATORS, top="410 hồ sơ"), "BM023", (INDICATORS, "CT.01", "Tử số"), "lẫn chữ"),
    Refused(
        "an English number",
        put("CT.01", INDICATORS, bottom="1,415"),
        "BM023",
        (INDICATORS, "CT.01", "Mẫu số"),
        "dấu phẩy",
    ),
    Refused(
        "a part of a file", put("CT.01", INDICATORS, top=410.5), "BM023", (INDICATORS, "CT.01", "Tử số"), "số nguyên"
    ),
    Refused("a negative number", put("CT.01", INDICATORS, top=-1), "BM023", (INDICATORS, "CT.01", "Tử số"), "số âm"),
    Refused("more than all", put("CT.01", INDICATORS, top=500), "CT002", (INDICATORS, "CT.01", "Tử số"), "vượt 100%"),
    Refused(
        "nothing of nothing",
        put("CT.01", INDICATORS, top=0, bottom=0),
        "CT003",
        (INDICATORS, "CT.01", "Tử số"),
        "bằng 0",
    ),
    Refused("half a ratio", put("CT.01", INDICATORS, top=None), "CT005", (INDICATORS, "CT.01", "Mẫu số"), ""),
    Refused("an unknown status", put("02.1", status="gần xong"), "BM021", (TASKS, "02.1", "Tình trạng"), "gần xong"),
    Refused("no status", put("02.1", status=None), "BM026", (TASKS, "02.1", "Tình trạng"), "chưa chọn tình trạng"),
    Refused("a share over all", put("02.1", share=120), "BM022", (TASKS, "02.1", "Tỷ lệ (%)"), "ngoài khoảng"),
    Refused("a doubtful share", put("02.1", share=0.8), "BM022", (TASKS, "02.1", "Tỷ lệ (%)"), "80% hay 0,8%"),
    Refused(
        "the month first", put("01.1", day="12/31/2026"), "BM024", (TASKS, "01.1", "Ngày hoàn thành"), "tháng ghi trước"
    ),
    Refused("no such day", put("01.1", day="31/11/2026"), "BM024", (TASKS, "01.1", "Ngày hoàn thành"), "lịch"),
    Refused("a month alone", put("01.1", day="tháng 11/2026"), "BM024", (TASKS, "01.1", "Ngày hoàn thành"), "chưa đủ"),
    Refused(
        "words for a day",
        put("01.1", day="cuối quý"),
        "BM024",
        (TASKS, "01.1", "Ngày hoàn thành"),
        "không phải là ngày",
    ),
    Refused(
        "a document without a number",
        put("01.1", documents="đã ban hành kế hoạch"),
        "BM025",
        (TASKS, "01.1", "Văn bản đã ban hành"),
        "dòng 1",
    ),
    Refused(
        "one of two documents",
        put("01.1", documents="Kế hoạch số 4/KH-UBND ngày 1/10/2026\nCông văn"),
        "BM025",
        (TASKS, "01.1", "Văn bản đã ban hành"),
        "dòng 2",
    ),
    Refused(
        "TCVN3",
        put("02.1", result="§· rµ so¸t 30 thñ tôc hµnh chÝnh"),
        "BM020",
        (TASKS, "02.1", "Kết quả trong kỳ"),
        "bảng mã",
    ),
    Refused("an error value", put("CT.01", INDICATORS, top="#REF!"), "BM023", (INDICATORS, "CT.01", "Tử số"), "#REF!"),
    Refused(
        "a formula without a result",
        formula_without_a_result,
        "BM023",
        (INDICATORS, "CT.01", "Tử số"),
        "chưa có kết quả",
    ),
    Refused("a hidden row", hide_a_row, "BM013", (TASKS, "02.1", "Mã"), "ẩn"),
    Refused("a hidden sheet", hide_a_sheet, "BM010", f"bieu-mau.xlsx, {INDICATORS}", "ẩn"),
    Refused("a sheet deleted", delete_a_sheet, "BM011", "bieu-mau.xlsx", INDICATORS),
    Refused("headings deleted", delete_headings, "BM011", "bieu-mau.xlsx", INDICATORS),
    Refused("a heading renamed", rename_a_heading, "BM011", "bieu-mau.xlsx", TASKS),
    Refused("a sheet copied", copy_a_sheet, "BM012", "bieu-mau.xlsx", "Chỉ tiêu (2)"),
    Refused("cells merged downwards", merge_down, "BM019", (TASKS, "02.1", "Kết quả trong kỳ"), "ô gộp"),
    Refused("a row of one's own", add_a_row, "BM017", "", "không thuộc biểu mẫu"),
    Refused("some columns sorted", sort_some_columns, "BM016", "", "mã in ra"),
    Refused("a row twice", a_row_twice, "BM018", "", "hai dòng"),
    Refused("the form of another ward", another_ward, "BM003", "bieu-mau.xlsx", "phuong-khac"),
    Refused("nobody's form", nobody_s, "BM005", "bieu-mau.xlsx", "không biết"),
    Refused(
        "sums that do not add up",
        lambda f: f.put(FILES, "Hộ tịch", {"Đang giải quyết: trong hạn": 11}),
        "TD005",
        (FILES, "Hộ tịch", "Kiểm tra"),
        "332 khác",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda c: c.name)
def test_a_form_is_refused_at_the_cell(case: Refused, work: Path) -> None:
    told, form = come_back(work, case.damage)
    assert told.exit_code == 1
    assert case.code in told.codes, told.err
    assert case.says in told.err
    if isinstance(case.cell, tuple):
        sheet, words, heading = case.cell
        assert f"bieu-mau.xlsx, {sheet}!{form.cell(sheet, words, heading)}:" in told.err
    else:
        assert case.cell in told.err
    assert taken(work) is None


def test_a_column_of_one_s_own_is_told_and_not_read(work: Path) -> None:
    told, _ = come_back(work, a_column_more)
    assert (told.exit_code, told.codes) == (0, ["BM015"])
    assert "Người theo dõi" in told.err
    assert "Chuyên viên" not in (taken(work) or "")


def test_all_that_is_wrong_is_told_in_one_run(work: Path) -> None:
    def many(form: Filled) -> None:
        put("02.1", status="gần xong", share="khoảng 80", day="31/9/2026")(form)
        put("CT.01", INDICATORS, top="410 hồ sơ")(form)
        add_a_row(form)

    told, _ = come_back(work, many)
    assert sorted(told.codes) == ["BM017", "BM021", "BM022", "BM023", "BM024"]


def test_a_field_that_nobody_filled_in_is_told_and_left_out(work: Path) -> None:
    def blank(form: Filled) -> None:
        for heading in ("Tiếp nhận: trực tuyến", "Tiếp nhận: trực tiếp, bưu chính", "Đã giải quyết: trước hạn",
                        "Đã giải quyết: đúng hạn", "Đang giải quyết: trong hạn"):  # fmt: skip
            form.put(FILES, "Hộ tịch", {heading: None})

    told, _ = come_back(work, blank)
    assert (told.exit_code, told.codes) == (0, ["BM031"])
    assert "files:" not in (taken(work) or "")


# --- files that are none -----------------------------------------------------------------------------------------


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _with_macros(good: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    types = parts["[Content_Types].xml"].decode()
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = types.replace(plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml").encode()
    return _zipped(parts)


def _with_doctype(good: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<workbook", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook', 1
    )
    return _zipped(parts)


def _with_no_row_number(good: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b'<row r="5"', b'<row r="nam"', 1)
    return _zipped(parts)


def _ods_of_a_million_rows(_: bytes) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<t:table-cell o:value-type="float" o:value="1"/>'
    content = (
        f'<o:document-content xmlns:o="{space}:office:1.0" xmlns:t="{space}:table:1.0"><o:body><o:spreadsheet>'
        f'<t:table t:name="a"><t:table-row t:number-rows-repeated="1048576">{cell}</t:table-row></t:table>'
        "</o:spreadsheet></o:body></o:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("rong.xlsx", lambda _: b"", "MB001"),
        ("cut.xlsx", lambda good: good[: len(good) // 2], "MB002"),
        ("web.xls", lambda _: b"<html><table><tr><td>1</td></tr></table></html>", "MB001"),
        ("chu.xlsx", lambda _: b"agency: x", "MB001"),
        ("macro.xlsx", _with_macros, "MB006"),
        ("entity.xlsx", _with_doctype, "MB005"),
        ("zip.xlsx", lambda _: _zipped({"a.txt": b"a"}), "MB001"),
        ("khoa.xlsx", lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "MB001"),
        ("hong.xls", lambda _: OLE + "Workbook".encode("utf-16-le"), "BM001"),
        ("hong.ods", lambda _: ODS, "BM001"),
        ("dong.xlsx", _with_no_row_number, "BM001"),
        ("bom.ods", _ods_of_a_million_rows, "BM002"),
        ("legacy.csv", lambda _: "Mã;Tình trạng".encode("utf-16-le")[:9] + b"\xff\xfe\xfd", "BM001"),
        ("la.csv", lambda _: b"a;b;c\n1;2;3\n", "BM005"),
    ],
)
def test_a_file_that_is_no_form_is_told_for_what_it_is(
    name: str, change: Callable[[bytes], bytes], code: str, work: Path
) -> None:
    out = io.BytesIO()
    sent(work).save(out)
    path = work / name
    path.write_bytes(change(out.getvalue()))
    told = receive(work, path)
    assert (told.exit_code, told.codes[:1]) == (1, [code])
    assert name in told.err


def test_a_path_that_is_not_there_is_told(work: Path) -> None:
    (work / "trong").mkdir()
    told = receive(work, work / "khong-co.xlsx", work / "trong")
    assert (told.exit_code, told.codes) == (2, ["LN032", "LN032"])


@pytest.mark.office
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_other_programs_forms_are_read(work: Path) -> None:
    path = save(filled(work), work / "bieu-mau.xlsx")
    for form in ("ods", "xls"):
        folder = work / form
        folder.mkdir()
        told = receive(work, convert([path], folder, form)[0], options=("--json",))
        assert told.exit_code == 0, told.err
        assert told.json["returns"][0]["taken"]
    text = taken(work) or ""
    assert "percent: 80" in text
    assert "numerator: 410" in text
    assert "done_on: 2026-03-20" in text


@pytest.mark.office
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_a_form_saved_by_libreoffice_is_taken_as_it_was(work: Path) -> None:
    path = save(filled(work), work / "bieu-mau.xlsx")
    receive(work, path)
    before = taken(work)
    folder = work / "lo"
    folder.mkdir()
    told = receive(work, convert([path], folder, "xlsx")[0])
    assert (told.exit_code, told.codes) == (0, [])
    assert taken(work) == before


# --- whose, and twice --------------------------------------------------------------------------------------------


def test_two_different_files_of_one_agency_are_both_refused(work: Path) -> None:
    one = save(filled(work), work / "mot.xlsx")
    form = filled(work)
    put("02.1", share=90)(form)
    told = receive(work, one, save(form, work / "hai.xlsx"))
    assert (told.exit_code, told.codes) == (1, ["BM006", "BM006"])
    assert taken(work) is None


@pytest.mark.parametrize("options", [(), ("--accept-valid",)])
def test_the_faults_of_two_files_of_one_agency_are_told_in_the_same_run(work: Path, options: tuple[str, ...]) -> None:
    one = save(filled(work), work / "mot.xlsx")
    form = filled(work)
    put("02.1", share=120)(form)
    told = receive(work, one, save(form, work / "hai.xlsx"), options=options)
    assert (told.exit_code, sorted(told.codes)) == (1, ["BM006", "BM006", "BM022"])
    assert taken(work) is None


def test_the_form_of_another_period_is_refused(work: Path) -> None:
    path = save(filled(work), work / "bieu-mau.xlsx")
    told = receive(work, path, options=("--year", "2026", "--quarter", "3"))
    assert (told.exit_code, told.codes) == (1, ["BM004"])


def test_without_the_hidden_sheet_one_may_say_whose_it_is(work: Path) -> None:
    form = filled(work)
    nobody_s(form)
    told = receive(work, save(form, work / "bieu-mau.xlsx"),
                   options=("--agency", AGENCY, "--year", "2026", "--quarter", "4"))  # fmt: skip
    assert (told.exit_code, told.codes) == (0, [])


def test_receiving_the_same_file_twice_changes_nothing(work: Path) -> None:
    path = save(filled(work), work / "bieu-mau.xlsx")
    receive(work, path)
    before = {p: p.read_bytes() for p in (work / "data").rglob("*") if p.is_file()}
    told = receive(work, path, options=("--json",))
    assert told.json["returns"][0] | {"file": ""} == {
        "file": "", "agency": AGENCY, "period": "2026-q4", "taken": True, "changed": False, "version": 1, "kept": [],
        "blank": {"tasks": ["02.3", "02.2"], "indicators": []}, "errors": 0,
    }  # fmt: skip
    assert {p: p.read_bytes() for p in (work / "data").rglob("*") if p.is_file()} == before


def test_a_form_that_nobody_filled_in_is_no_return(work: Path) -> None:
    told = receive(work, save(sent(work), work / "bieu-mau.xlsx"))
    assert told.exit_code == 1
    assert "BM032" in told.codes
    assert taken(work) is None


def test_a_folder_is_received_whole_and_the_good_ones_are_taken(work: Path) -> None:
    folder = work / "ve"
    folder.mkdir()
    save(filled(work), folder / "a.xlsx")
    bad = Filled(sent(work, "phong-van-hoa-xa-hoi"))
    bad.put(TASKS, "01.2", {"Tình trạng": "không rõ"})
    save(bad, folder / "b.xlsx")
    (folder / "~$a.xlsx").write_bytes(b"x")
    told = receive(work, folder)
    assert (told.exit_code, told.codes) == (1, ["BM021"])
    assert taken(work) is not None
    assert taken(work, "phong-van-hoa-xa-hoi") is None


# --- only what is right --------------------------------------------------------------------------------------------


def test_accept_valid_takes_what_is_right_and_keeps_what_was_there(work: Path) -> None:
    receive(work, save(filled(work), work / "mot.xlsx"))
    form = filled(work)
    put("02.1", share="gần 90")(form)
    put("CT.01", INDICATORS, top=500)(form)
    form.put(GENERAL, "Khó khăn, vướng mắc", {"Nội dung báo cáo": "Không có."})
    path = save(form, work / "hai.xlsx")
    assert receive(work, path).exit_code == 1
    assert "bị gián đoạn" in (taken(work) or "")
    told = receive(work, path, options=("--accept-valid", "--json"))
    assert told.json["returns"][0]["kept"] == ["02.1", "CT.01"]
    text = taken(work) or ""
    assert "Không có." in text
    assert "percent: 80" in text
    assert "numerator: 410" in text


def test_accept_valid_leaves_out_a_field_that_does_not_add_up(work: Path) -> None:
    form = filled(work)
    form.put(FILES, "Hộ tịch", {"Đang giải quyết: trong hạn": 11})
    told = receive(work, save(form, work / "bieu-mau.xlsx"), options=("--accept-valid",))
    assert told.codes == ["TD005"]
    text = taken(work) or ""
    assert "percent: 80" in text
    assert "files:" not in text


def test_accept_valid_takes_no_form_of_which_nothing_is_left(work: Path) -> None:
    form = Filled(sent(work))
    form.put(TASKS, "02.1", {"Tình trạng": "gần xong", "Kết quả trong kỳ": "Đã rà soát 30 thủ tục."})
    told = receive(work, save(form, work / "bieu-mau.xlsx"), options=("--accept-valid",))
    assert (told.exit_code, [c for c in told.codes if c != "BM031"]) == (1, ["BM021", "BM032"])
    assert taken(work) is None


def test_a_sheet_that_is_gone_takes_nothing_away(work: Path) -> None:
    receive(work, save(filled(work), work / "mot.xlsx"))
    form = filled(work)
    delete_a_sheet(form)
    put("02.1", share=90)(form)
    receive(work, save(form, work / "hai.xlsx"), options=("--accept-valid",))
    text = taken(work) or ""
    assert "percent: 90" in text
    assert "numerator: 410" in text


# --- notes on cells ------------------------------------------------------------------------------------------------


def test_annotate_gives_back_the_form_with_its_faults_on_the_cells(work: Path) -> None:
    form = filled(work)
    put("02.1", share="gần 90")(form)
    path = save(form, work / "bieu-mau.xlsx")
    before = path.read_bytes()
    told = receive(work, path, options=("--annotate", "--json"))
    (copy,) = [Path(f["path"]) for f in told.json["files"]]
    assert copy.name == "bieu-mau-ghi-chu.xlsx"
    assert path.read_bytes() == before
    note = openpyxl.load_workbook(copy)[TASKS][form.cell(TASKS, "02.1", "Tỷ lệ (%)")].comment
    assert note is not None
    assert "ước chừng" in note.text


# --- several deadlines -----------------------------------------------------------------------------------------------


def test_days_of_a_task_with_several_deadlines_go_to_their_deadline(work: Path) -> None:
    form = Filled(sent(work, "phong-van-hoa-xa-hoi"))
    form.put(TASKS, "02.2", {"Tình trạng": "Đang thực hiện", "Kết quả trong kỳ": "Đã tự kiểm tra 05 đơn vị."})
    form.put(TASKS, "02.2", {"Ngày hoàn thành": date(2026, 6, 18)}, part="Kế hoạch")
    form.put(TASKS, "02.2", {"Các ngày đã thực hiện trong kỳ": "10/10/2026; 5/12/2026"}, part="Báo cáo")
    told = receive(work, save(form, work / "bieu-mau.xlsx"))
    assert told.exit_code == 0, told.err
    text = taken(work, "phong-van-hoa-xa-hoi") or ""
    assert "- {deadline: 1, done_on: 2026-06-18}" in text
    assert "- {deadline: 2, delivered: [2026-10-10, 2026-12-05]}" in text


def test_help_given_to_another_s_task_is_kept(work: Path) -> None:
    form = Filled(sent(work, "phong-van-hoa-xa-hoi"))
    form.put(layout.HELPED.name, "02.1", {"Kết quả phối hợp trong kỳ": "Đã cử 02 công chức tham gia rà soát."})
    told = receive(work, save(form, work / "bieu-mau.xlsx"))
    assert told.exit_code == 0, told.err
    data = load_ward(work / "data" / WARD_ID).data
    (mine,) = [r for r in data.returns if r.period == "2026-q4"]
    assert [(c.task, c.result) for c in mine.cooperation] == [("02.1", "Đã cử 02 công chức tham gia rà soát.")]


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(TAKEN) + len(REFUSED) + 12 >= 60
    assert from_tcvn3("§· rµ so¸t") == "Đã rà soát"
