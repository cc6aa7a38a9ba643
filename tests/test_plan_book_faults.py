"""Faulty workbooks of the plan: every fault with its cell, what stands there and how to mend it; nothing is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.forms import form_of, write_form
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.planbook import layout
from tests.support_cli import Told
from tests.support_planbook import Book, Edit, book_of, edited, exported, plan_text, saved, take_in, workspace
from tests.support_ward import PLAN, WARD_ID

INFO, BASES, TEXT, AREAS, GROUPS, TASKS, INDICATORS, DUTIES, UNITS, APPENDICES, ERRATA = (
    table.name for table in layout.TABLES
)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


def put(sheet: str, words: str, heading: str, value: Any) -> Edit:
    return lambda book: book.put(sheet, words, heading, value)


def add(sheet: str, values: dict[str, Any]) -> Edit:
    return lambda book: book.add(sheet, book.end(sheet), values)


def without_column(sheet: str, heading: str) -> Edit:
    return lambda book: book.sheet(sheet).delete_cols(book.column(sheet, heading))


def without_row(sheet: str, words: str) -> Edit:
    return lambda book: book.sheet(sheet).delete_rows(book.row(sheet, words))


def without_sheet(sheet: str) -> Edit:
    return lambda book: book.book.remove(book.sheet(sheet))


def copied(book: Book) -> None:
    book.book.copy_worksheet(book.sheet(TASKS))


def merged(book: Book) -> None:
    row = book.row(TASKS, "Tuyên truyền")
    book.sheet(TASKS).merge_cells(f"D{row}:D{row + 1}")


TASK = {"Lĩnh vực": "02", "Số thứ tự": "9.", "Nội dung nhiệm vụ": "Việc mới", "Cơ quan chủ trì": "Phòng VHXH",
        "Thời hạn": "Quý IV/2026"}  # fmt: skip
INDICATOR = {"Mã chỉ tiêu": "CT.02", "Tên chỉ tiêu": "Mới", "So sánh": "≥", "Mức phấn đấu như bản in": "90",
             "Từ năm": 2026, "Đến năm": 2026, "Nêu ở": "Văn bản"}  # fmt: skip

FAULTS: list[tuple[str, Edit, str, str, str]] = [
    ("năm không phải số", put(INFO, "Năm đầu", "Nội dung", "hai sáu"), "BK020", f"{INFO}!B5", "“hai sáu”"),
    ("năm vô lý", put(INFO, "Năm cuối", "Nội dung", 26), "BK020", f"{INFO}!B6", "26"),
    ("ngày không có thật", put(INFO, "Ngày ban hành", "Nội dung", "31/02/2026"), "BK020", f"{INFO}!B12", "31/02/2026"),
    ("người ký để trống", put(INFO, "Họ tên", "Nội dung", None), "BK021", f"{INFO}!B17", "để trống"),
    ("mất dòng thông tin", without_row(INFO, "Số kế hoạch"), "BK013", f"{INFO}!A4", "“Số kế hoạch”"),
    ("dòng thông tin lặp", lambda b: b.add(INFO, 9, {"Mục": "Năm đầu", "Nội dung": 2026}),
     "BK022", f"{INFO}!B9", "hai lần"),
    ("loại đoạn lạ", put(TEXT, "Nâng cao", "Loại đoạn", "Tiêu đề"), "BK020", f"{TEXT}!B7", "“Tiêu đề”"),
    ("loại đoạn để trống", put(TEXT, "Nâng cao", "Loại đoạn", None), "BK021", f"{TEXT}!B7", "để trống"),
    ("đoạn để trống", put(TEXT, "Nâng cao", "Nội dung", "  "), "BK021", f"{TEXT}!C7", "để trống"),
    ("phần báo cáo lạ", put(AREAS, "Cải cách thể chế", "Phần của báo cáo", "Khác"), "BK020", f"{AREAS}!D5", "“Khác”"),
    ("cơ quan phụ trách lạ", put(AREAS, "Cải cách thể chế", "Cơ quan phụ trách", "Sở X"),
     "BK020", f"{AREAS}!E5", "“Sở X”"),
    ("lĩnh vực lặp mã", put(AREAS, "Cải cách thủ tục", "Mã lĩnh vực", "01"), "BK022", f"{AREAS}!A6", f"{AREAS}!A5"),
    ("nhóm của lĩnh vực lạ", put(GROUPS, "Cải cách thủ tục", "Mã lĩnh vực", "07"), "BK023", f"{GROUPS}!A6", "“07”"),
    ("nhiệm vụ của nhóm lạ", put(TASKS, "Khảo sát", "Nhóm", "2.9"), "BK023", f"{TASKS}!B10", "“2.9”"),
    ("nhiệm vụ không thuộc đâu", add(TASKS, TASK | {"Lĩnh vực": None}), "BK023", f"{TASKS}!A11", "lĩnh vực, nhóm nào"),
    ("số thứ tự lặp", put(TASKS, "Khảo sát", "Số thứ tự", "3."), "BK022", f"{TASKS}!C10", f"{TASKS}!C9"),
    ("số thứ tự để trống", add(TASKS, TASK | {"Số thứ tự": None}), "BK021", f"{TASKS}!C11", "“Số thứ tự”"),
    ("số thứ tự thành ngày", put(TASKS, "Khảo sát", "Số thứ tự", date(2026, 2, 1)),
     "BK020", f"{TASKS}!C10", "1/02/2026"),
    ("nội dung để trống", put(TASKS, "Khảo sát", "Nội dung nhiệm vụ", None), "BK021", f"{TASKS}!D10", "để trống"),
    ("cơ quan chủ trì lạ", put(TASKS, "Khảo sát", "Cơ quan chủ trì", "Phòng Nội vụ"),
     "KH002", f"{TASKS}!F10", "“Phòng Nội vụ”"),
    ("chữ bảng mã cũ", put(TASKS, "Khảo sát", "Nội dung nhiệm vụ", "Céng hoµ x· héi"),
     "BK020", f"{TASKS}!D10", "TCVN3"),
    ("ô lỗi công thức", put(TASKS, "Khảo sát", "Nội dung nhiệm vụ", "#REF!"), "BK020", f"{TASKS}!D10", "#REF!"),
    ("công thức chưa tính", put(TASKS, "Khảo sát", "Nội dung nhiệm vụ", '="a"&"b"'),
     "BK020", f"{TASKS}!D10", "công thức"),
    ("ô lô-gic", put(TASKS, "Khảo sát", "Nội dung nhiệm vụ", True), "BK020", f"{TASKS}!D10", "lô-gic"),
    ("gộp ô nội dung", merged, "BK019", f"{TASKS}!D6", "gộp qua 2 dòng"),
    ("mất cột", without_column(TASKS, "Cơ quan phối hợp"), "BK014", f"{TASKS}!A4", "“Cơ quan phối hợp”"),
    ("mất bảng", without_sheet(INDICATORS), "BK011", "bang.xlsx:", f"“{INDICATORS}”"),
    ("hai bảng", copied, "BK012", "bang.xlsx:", "Copy"),
    ("mức phấn đấu là chữ", put(INDICATORS, "CT.01", "Mức phấn đấu (số)", "gần 98"),
     "BK020", f"{INDICATORS}!E5", "“gần 98”"),
    ("dấu so sánh lạ", put(INDICATORS, "CT.01", "So sánh", "khoảng"), "BK020", f"{INDICATORS}!D5", "“khoảng”"),
    ("chỉ tiêu lặp mã", add(INDICATORS, INDICATOR | {"Mã chỉ tiêu": "CT.01"}), "BK022", f"{INDICATORS}!A6", "A5"),
    ("năm chỉ tiêu ngược", put(INDICATORS, "CT.01", "Từ năm", 2027), "KH007", f"{INDICATORS}!H5", "2027"),
    ("trùng chỉ tiêu không có", put(INDICATORS, "CT.01", "Trùng với chỉ tiêu", "CT.77"),
     "KH006", f"{INDICATORS}!O5", "“CT.77”"),
    ("nhiệm vụ không có", put(DUTIES, "CD.01", "Của nhiệm vụ", "09.9"), "KH006", f"{DUTIES}!F5", "“09.9”"),
    ("ai báo cáo lạ", put(DUTIES, "CD.01", "Cơ quan báo cáo", "Ban X"), "KH002", f"{DUTIES}!B5", "“Ban X”"),
    ("việc chưa có đơn vị", put(UNITS, "Phòng Văn hóa", "Đơn vị", None), "BK021", f"{UNITS}!A5", "đơn vị nào"),
    ("cột phụ lục lệch", put(APPENDICES, "Phụ lục số 02", "Tiêu đề các cột", "TT\nNội dung"),
     "BK024", f"{APPENDICES}!F6", "2 tiêu đề"),
    ("nội dung cột lạ", put(APPENDICES, "Phụ lục số 02", "Cột chứa gì", "Kinh phí"),
     "BK020", f"{APPENDICES}!F6", "“Kinh phí”"),
    ("lĩnh vực phụ lục lạ", put(APPENDICES, "Phụ lục số 02", "Các lĩnh vực", "02, 08"),
     "KH006", f"{APPENDICES}!D6", "“08”"),
    ("vị trí đính chính lạ", put(ERRATA, "văn bản", "Vị trí", "mục 9"), "KH006", f"{ERRATA}!A5", "“mục 9”"),
    ("lý do để trống", put(ERRATA, "văn bản", "Lý do", None), "BK021", f"{ERRATA}!D5", "để trống"),
]  # fmt: skip


def refused(told: Told, work: Path) -> None:
    assert told.exit_code == 1, told.out
    assert "Traceback" not in told.err
    assert "Chưa sửa gì trong kế hoạch" in told.err
    assert told.err.count("Cách sửa: ") == len(told.codes)
    assert plan_text(work) == PLAN


@pytest.mark.parametrize(("edit", "code", "where", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_told_at_its_cell_and_nothing_is_written(
    work: Path, edit: Edit, code: str, where: str, words: str
) -> None:
    told = take_in(work, edited(work, edit))
    refused(told, work)
    lines = [line for line in told.err.split("\n") if line.startswith((f"LỖI {code} ", f"LƯU Ý {code} "))]
    assert any(where in line and words in line for line in lines), told.err


def test_all_faults_are_told_in_one_run(work: Path) -> None:
    edits = [edit for name, edit, *_ in FAULTS if name in {
        "năm không phải số", "loại đoạn lạ", "phần báo cáo lạ", "số thứ tự thành ngày", "mức phấn đấu là chữ",
        "lý do để trống", "nội dung cột lạ",
    }]  # fmt: skip
    told = take_in(work, edited(work, *edits, put(TASKS, "Tuyên truyền", "Cơ quan phối hợp", "Ban Y")))
    refused(told, work)
    assert sorted(told.codes) == ["BK020"] * 6 + ["BK021", "KH002"]
    early = put(TASKS, "Khảo sát", "Thời hạn", "Quý I/2025")
    told = take_in(work, edited(work, put(TASKS, "Tuyên truyền", "Cơ quan phối hợp", "Ban Y"), early))
    assert "KH002" in told.codes


def test_a_row_copied_above_another_is_told_once(work: Path) -> None:
    def doubled(book: Book) -> None:
        row, sheet = book.row(TASKS, "Tuyên truyền"), book.sheet(TASKS)
        values = [cell.value for cell in sheet[row]]
        sheet.insert_rows(row + 1)
        for place, value in enumerate(values[:-1], 1):
            sheet.cell(row + 1, place).value = value

    told = take_in(work, edited(work, doubled))
    refused(told, work)
    assert told.codes == ["BK022"]


def zipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda _: b"",
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        lambda _: b"day khong phai bang tinh",
        lambda data: zipped(data, lambda name, part: b"<a" if name.endswith("sheet3.xml") else part),
        lambda data: zipped(data, lambda _, part: part.replace(b"<worksheet", b"<!DOCTYPE a><worksheet", 1)),
    ],
    ids=["cut", "empty", "locked", "text", "spoilt part", "doctype"],
)
def test_a_damaged_file_is_told_and_nothing_is_written(work: Path, damage: Callable[[bytes], bytes]) -> None:
    path = work / "bang.xlsx"
    path.write_bytes(damage(book_of(work / "data" / WARD_ID)))
    told = take_in(work, path)
    assert told.exit_code in {1, 2}
    assert told.codes
    assert "LN099" not in told.codes
    assert plan_text(work) == PLAN


def test_the_workbook_of_another_ward_or_year_is_refused(work: Path) -> None:
    book = exported(work)
    path = saved(work, book)
    assert take_in(work, path, "--year", "2031").codes == ["BK002"]
    book.sheet(layout.FACTS)["B2"] = "truc-lam"
    assert take_in(work, saved(work, book)).codes == ["BK001"]
    assert take_in(work, work / "khong-co.xlsx").codes == ["BK003"]
    assert take_in(work, work).codes == ["BK003"]


def test_a_workbook_that_is_no_plan_is_told_in_one_line(work: Path) -> None:
    data = load_ward(work / "data" / WARD_ID).data
    period = make_period(PeriodKind.QUARTER, 2026, 4)
    other = work / "bieu-mau.xlsx"
    other.write_bytes(write_form(form_of(data, data.ward.agencies["van-phong-hdnd-ubnd"], period)))
    (work / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    for path in (other, work / "x.csv"):
        told = take_in(work, path)
        assert "BK010" in told.codes, told.err
        refused(told, work)


def test_a_spoilt_hidden_sheet_is_told_and_the_rest_is_read(work: Path) -> None:
    book = exported(work)
    book.sheet(layout.FACTS)["B5"] = "AAAA"
    told = take_in(work, saved(work, book))
    assert (told.exit_code, told.codes) == (0, ["BK004"])


def test_what_is_only_worth_a_look_does_not_stop_the_import(work: Path) -> None:
    def edit(book: Book) -> None:
        book.put(BASES, "Thực hiện", "Căn cứ", "Thực hiện Nghị quyết khác.")
        book.sheet(BASES)["E5"] = "ghi riêng"
        row = book.row(TASKS, "Tuyên truyền")
        book.sheet(TASKS).merge_cells(f"F{row}:F{row + 1}")
        book.put(TASKS, "Khảo sát", "Thời hạn", "Quý I/2025")

    told = take_in(work, edited(work, edit))
    assert told.exit_code == 0
    assert {"BK015", "BK030", "BK031", "KH009"} <= set(told.codes)
    assert f"LƯU Ý KH009 bang.xlsx, {TASKS}!" in told.err


NAIVE = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001  Excel knows no zones
LETTERS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=8)
FIGURES = st.floats(allow_nan=False, allow_infinity=False, width=32)
CELLS = st.one_of(
    st.none(),
    LETTERS,
    st.integers(-3, 3000),
    FIGURES,
    st.booleans(),
    NAIVE,
    st.sampled_from(["=1/0", "01", "Quý I/2026"]),
)
EDITS = st.lists(st.tuples(st.integers(1, 11), st.integers(3, 14), st.integers(1, 16), CELLS), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One ward for all tries: nothing is written."""
    return workspace(tmp_path_factory.mktemp("still") / "work")


@settings(max_examples=6)
@given(EDITS)
def test_whatever_is_typed_anywhere_ends_in_a_plan_or_in_problems(
    still: Path, typed: list[tuple[int, int, int, Any]]
) -> None:
    book = exported(still)
    for sheet, row, column, value in typed:
        cell: Any = book.book.worksheets[sheet].cell(row, column)
        cell.value = value
    told = take_in(still, saved(still, book), "--dry-run")
    assert told.exit_code in {0, 1}, told.err
    assert "LN099" not in told.codes
    assert plan_text(still) == PLAN
