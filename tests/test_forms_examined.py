"""Forms as an examiner sent them: what a careless reader would take for something else is told, at its cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from reportgen.forms import form_of, layout
from reportgen.forms.compose import compose
from reportgen.forms.content import Form
from reportgen.forms.grid import read_book
from reportgen.forms.read import understand
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.problem import Severity
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
from tests.support_ward import WARD_ID

Done = Callable[[Filled], object]
ONLINE, DIRECT, EARLY, IN_TIME, LEFT = (
    "Tiếp nhận: trực tuyến", "Tiếp nhận: trực tiếp, bưu chính", "Đã giải quyết: trước hạn",
    "Đã giải quyết: đúng hạn", "Đang giải quyết: trong hạn",
)  # fmt: skip
RECEIVED, RESOLVED = "Tiếp nhận: tổng số", "Đã giải quyết: tổng số"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("examined") / "work")


@pytest.fixture(scope="module")
def form(work: Path) -> Form:
    data = load_ward(work / "data" / WARD_ID).data
    return form_of(data, data.ward.agencies[AGENCY], make_period(PeriodKind.QUARTER, 2026, 4, data.ward.calendar))


def put(sheet: str, row: str, heading: str, value: Any, shown: str = "") -> Done:
    """Type into a cell, under a number format if one is named."""

    def do(form: Filled) -> None:
        cell = form.sheet(sheet)[form.cell(sheet, row, heading)]
        cell.value = value
        cell.number_format = shown or cell.number_format

    return do


def share(value: Any, shown: str = "") -> Done:
    return put(TASKS, "02.1", "Tỷ lệ (%)", value, shown)


def result(value: Any) -> Done:
    return put(TASKS, "02.1", "Kết quả trong kỳ", value)


def day(value: Any) -> Done:
    return put(TASKS, "01.1", "Ngày hoàn thành", value)


def document(value: str) -> Done:
    return put(TASKS, "01.1", "Văn bản đã ban hành", value)


def files(**cells: Any) -> Done:
    headings = {"online": ONLINE, "early": EARLY, "received": RECEIVED, "resolved": RESOLVED, "left": LEFT}
    return lambda form: form.put(FILES, "Hộ tịch", {headings[key]: value for key, value in cells.items()})


def a_field(row: int, name: str, online: Any, early: Any) -> Done:
    """Write a field of one's own into a spare row."""

    def do(form: Filled) -> None:
        for heading, value in (("Lĩnh vực", name), (ONLINE, online), (EARLY, early)):
            form.sheet(FILES).cell(row, form.column(FILES, heading)).value = value

    return do


def below(sheet: str, gap: int, column: int, text: str) -> Done:
    def do(form: Filled) -> None:
        form.sheet(sheet).cell(form.sheet(sheet).max_row + gap, column).value = text

    return do


def both(*steps: Done) -> Done:
    def do(form: Filled) -> None:
        for step in steps:
            step(form)

    return do


def hide_column(heading: str) -> Done:
    def do(form: Filled) -> None:
        letter = get_column_letter(form.column(TASKS, heading))
        form.sheet(TASKS).column_dimensions[letter].hidden = True

    return do


def merge_codes(form: Filled) -> None:
    row = form.row(TASKS, "01.1")
    form.sheet(TASKS).merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=2)


def two_rows_of_headings(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    sheet.insert_rows(4)
    sheet.cell(4, 6).value = "Kết quả thực hiện"
    sheet.merge_cells("F4:M4")


def headings_broken_into_lines(form: Filled) -> None:
    sheet = form.sheet(TASKS)
    sheet.cell(4, form.column(TASKS, "Tỷ lệ (%)")).value = "Tỷ\nlệ\n(%)"
    sheet.cell(4, form.column(TASKS, "Tình trạng")).value = " TÌNH  TRẠNG\u200b"


@dataclass(frozen=True)
class Case:
    """A form: what was done to it; code, sheet, row and heading of what is told; words of the message, of the YAML."""

    name: str
    do: Done
    told: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    says: str = ""
    holds: str = ""
    lacks: str = ""


PERCENT, TOP, VALUE = (TASKS, "02.1", "Tỷ lệ (%)"), (INDICATORS, "CT.01", "Tử số"), (INDICATORS, "CT.01", "Kết quả")
DAY, WORDS, PAPER = (
    (TASKS, "01.1", "Ngày hoàn thành"), (TASKS, "02.1", "Kết quả trong kỳ"), (TASKS, "01.1", "Văn bản đã ban hành")
)  # fmt: skip
SUM_IN, SUM_OUT = (FILES, "Hộ tịch", RECEIVED), (FILES, "Hộ tịch", RESOLVED)

CASES = [
    # what a percentage is held as
    Case("a percentage by its format", share(0.755, "0.0%"), holds="percent: 75.5"),
    Case("all of it by its format", share(1, "0%"), holds="percent: 100"),
    Case("one per cent as typed", share(1), holds="percent: 1"),
    Case("1 under a format that hides what was typed", share(1, "0.00"), {"BM022": PERCENT}, "“1” không rõ là 100%"),
    Case("75 in a cell of percentages", share(75, "0%"), {"BM022": PERCENT}, "7.500%"),
    Case("a full stop behind the percentage", share("100%."), holds="percent: 100"),
    Case("a fraction", share("1/2"), {"BM022": PERCENT}, "phân số"),
    Case("numbers in two groups", share("7 5"), {"BM022": PERCENT}, "không đúng cách ghi số"),
    Case("digits of another script", share("٧٥"), {"BM022": PERCENT}, "không phải là số"),
    Case("an indicator in per cent held as a part of one", put(INDICATORS, "CT.01", "Kết quả", 0.92),
         {"BM023": VALUE}, "92% hay 0,92%"),
    Case("the same as a text", put(INDICATORS, "CT.01", "Kết quả", "0,92"), {"BM023": VALUE}, "92% hay 0,92%"),
    # numbers
    Case("a count read back without grouping", put(INDICATORS, "CT.01", "Tử số", "1.003"), {"BM030": TOP},
         "“1.003” được đọc là 1003", "numerator: 1003"),
    Case("a ratio in one cell", put(INDICATORS, "CT.01", "Tử số", "47 /50"), {"BM023": TOP}, "phân số"),
    Case("a count with an exponent", put(INDICATORS, "CT.01", "Tử số", "1e3"), {"BM023": TOP}, "lẫn chữ"),
    Case("a truth value", put(INDICATORS, "CT.01", "Tử số", value=True), {"BM023": TOP}, "“TRUE”"),
    # days
    Case("a day without a year", day("3/11"), {"BM030": DAY}, "03/11/2026", "done_on: 2026-11-03"),
    Case("a year of two digits", day("3-11-26"), {"BM030": DAY}, "03/11/2026", "done_on: 2026-11-03"),
    Case("digits run together", day("20261103"), {"BM024": DAY}, "là con số, không phải ngày"),
    Case("the first days of 1900", day(datetime(1900, 1, 5)), {"BM024": DAY}, "không phải ngày"),  # noqa: DTZ001
    Case("days with full stops", day("3.11.2026"), holds="done_on: 2026-11-03"),
    # words
    Case("a number for a sentence", result(1234.5), {"BM030": WORDS}, "“1234,5”", 'result: "1234,5"'),
    Case("a day for a sentence", result(date(2026, 11, 3)), holds='result: "03/11/2026"'),
    Case("a control character in disguise", result("Đã_x0007_ xong"), {"BM020": WORDS}, "U+0007"),
    Case("a line break in disguise", result("Đã làm_x000D_\nxong"), holds='result: "Đã làm xong"'),
    Case("a letter of another alphabet", result("Кết quả tốt"), {"BM030": WORDS}, "U+041A dễ nhầm với “K”", "Кết"),
    Case("VNI", result("Ñaõ raø soaùt 30 thuû tuïc haønh chính"), {"BM020": WORDS}, "VNI"),
    Case("signs that begin a formula", result("+84 912: @SUM(A1) -5%"), holds='"+84 912: @SUM(A1) -5%"'),
    Case("a formula that fetches", result('=HYPERLINK("http://x";"bấm")'), {"BM020": WORDS}, "chưa có kết quả"),
    # documents
    Case("a kind in short", document("QĐ số 112/QĐ-UBND ngày 30/9/2026"), holds='kind: "Quyết định", number: "112"'),
    Case("a kind by its symbol alone", document("45/KH-UBND ngày 3/11/2026"), holds='kind: "Kế hoạch"'),
    # totals
    Case("a total typed over", files(received=330), {"BM027": SUM_IN}, "tổng số ghi 330"),
    Case("a total typed right", files(received=332), holds="total: 332, online: 300"),
    Case("totals alone", both(files(online=None, early=None, left=None, resolved=310),
                              lambda f: f.put(FILES, "Hộ tịch", {DIRECT: None, IN_TIME: None})),
         {"BM027": SUM_OUT}, "chưa ghi các số thành phần"),
    Case("a row of sums", a_field(7, "Tổng cộng", 300, 310), {"BM028": (FILES, "Tổng cộng", "Lĩnh vực")},
         "không phải là lĩnh vực", 'field: "Hộ tịch"', "Tổng cộng"),
    Case("a row of sums that does not sum up", a_field(7, "TỔNG SỐ", 400, 310),
         {"BM027": (FILES, "TỔNG SỐ", ONLINE), "BM028": (FILES, "TỔNG SỐ", "Lĩnh vực")}, "cộng lại là 300"),
    Case("a field spelled otherwise", lambda f: f.put(FILES, "Hộ tịch", {"Lĩnh vực": "HỘ  TỊCH "}), holds='"Hộ tịch"'),
    Case("a field twice", a_field(7, "hộ tịch", 5, 5), {"BM018": (FILES, "hộ tịch", "STT")}, "hai dòng"),
    Case("a new field", a_field(7, "Đất đai", 5, 5), holds='field: "Đất đai"'),
    Case("a field that is only named", a_field(7, "Đất đai", None, None), {"BM031": (FILES, "Đất đai", "Lĩnh vực")},
         "chưa điền", lacks="Đất đai"),
    # beside and below the tables
    Case("a hidden column", hide_column("Kết quả trong kỳ"), {"BM013": (TASKS, "01.1", "Kết quả trong kỳ")}, "bị ẩn"),
    Case("codes merged with the row below", merge_codes, holds='id: "01.1"'),
    Case("two rows of headings", two_rows_of_headings, holds="percent: 80"),
    Case("headings broken into lines", headings_broken_into_lines, holds="percent: 80"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_form_is_read_as_it_is_meant_or_told_at_its_cell(case: Case, form: Form, work: Path) -> None:
    book = filled(work)
    if "Kết quả" in [heading for _, _, heading in case.told.values()]:
        book.put(INDICATORS, "CT.01", {"Tử số": None, "Mẫu số": None})
    case.do(book)
    out = io.BytesIO()
    book.book.save(out)
    found = understand(read_book(out.getvalue(), "b.xlsx"), form)
    cells = {code: f"b.xlsx, {cell[0]}!{book.cell(*cell)}" for code, cell in case.told.items()}
    assert {p.code: p.where for p in found.problems} == cells
    assert not case.says or case.says in " ".join(p.message for p in found.problems)
    text = compose(found, form, received_on=date(2026, 12, 14)).text
    assert case.holds in text
    assert not case.lacks or case.lacks not in text


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((TASKS, 2, 10), "NGƯỜI LẬP BIỂU"),
        ((TASKS, 1, 1), "Ghi chú: chưa gồm số liệu tháng 12"),
        ((GENERAL, 1, 2), "TRƯỞNG PHÒNG"),
        ((GENERAL, 3, 2), "Nguyễn Văn Mẫu"),
        ((GENERAL, 1, 1), "Ý kiến khác"),
    ],
)
def test_what_stands_below_a_table_is_told_and_not_read(
    place: tuple[str, int, int], words: str, form: Form, work: Path
) -> None:
    sheet, gap, column = place
    book = filled(work)
    below(sheet, gap, column, words)(book)
    where = f"b.xlsx, {sheet}!{get_column_letter(column)}{book.sheet(sheet).max_row}"
    out = io.BytesIO()
    book.book.save(out)
    found = understand(read_book(out.getvalue(), "b.xlsx"), form)
    assert [(p.code, p.where, p.severity) for p in found.problems] == [("BM028", where, Severity.WARNING)]
    assert words not in compose(found, form, received_on=date(2026, 12, 14)).text


def test_a_row_inserted_into_a_topic_belongs_to_it(form: Form, work: Path) -> None:
    book = filled(work)
    sheet = book.sheet(GENERAL)
    row = book.row(GENERAL, "Khó khăn, vướng mắc")
    sheet.insert_rows(row + 1)
    sheet.cell(row + 1, 2).value = "Thiếu máy quét."
    out = io.BytesIO()
    book.book.save(out)
    found = understand(read_book(out.getvalue(), "b.xlsx"), form)
    text = compose(found, form, received_on=date(2026, 12, 14)).text
    assert '  - "Phần mềm dùng chung đôi lúc bị gián đoạn."\n  - "Thiếu máy quét."\n' in text


def test_a_note_without_a_figure_is_told(form: Form, work: Path) -> None:
    book = filled(work)
    book.put(INDICATORS, "CT.01", {"Tử số": None, "Mẫu số": None, "Ghi chú": "Chờ hệ thống cấp số liệu"})
    out = io.BytesIO()
    book.book.save(out)
    composed = compose(understand(read_book(out.getvalue(), "b.xlsx"), form), form, received_on=date(2026, 12, 14))
    place = f"b.xlsx, {INDICATORS}!{book.cell(INDICATORS, 'CT.01', 'Ghi chú')}"
    assert [(p.code, p.where) for p in composed.problems] == [("BM033", place)]
    assert "indicators:" not in composed.text


def test_an_entry_for_which_a_row_has_no_use_is_told(work: Path) -> None:
    data = load_ward(work / "data" / WARD_ID).data
    period = make_period(PeriodKind.QUARTER, 2026, 4, data.ward.calendar)
    culture = form_of(data, data.ward.agencies["phong-van-hoa-xa-hoi"], period)
    book = Filled(sent(work, "phong-van-hoa-xa-hoi"))
    book.put(TASKS, "02.2", {"Tình trạng": "Đang thực hiện", "Kết quả trong kỳ": "Đã tự kiểm tra."})
    book.put(TASKS, "02.2", {"Kết quả trong kỳ": "Đã gửi báo cáo."}, part="Báo cáo")
    out = io.BytesIO()
    book.book.save(out)
    (problem,) = understand(read_book(out.getvalue(), "b.xlsx"), culture).problems
    place = book.cell(TASKS, "02.2", "Kết quả trong kỳ", part="Báo cáo")
    assert (problem.code, problem.where) == ("BM035", f"b.xlsx, {TASKS}!{place}")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("- Rà soát 12 văn bản\n- Trình 02 văn bản.", "Rà soát 12 văn bản; Trình 02 văn bản."),
        ("Đã làm:\n+ việc một.\n+ việc hai", "Đã làm: việc một. việc hai"),
        ("-5% so với kỳ trước", "-5% so với kỳ trước"),
        ("Dòng một\ndòng hai", "Dòng một dòng hai"),
    ],
)
def test_what_is_listed_in_a_cell_becomes_one_sentence(typed: str, written: str, form: Form, work: Path) -> None:
    book = filled(work)
    result(typed)(book)
    out = io.BytesIO()
    book.book.save(out)
    found = understand(read_book(out.getvalue(), "b.xlsx"), form)
    assert f'result: "{written}"' in compose(found, form, received_on=date(2026, 12, 14)).text


def test_a_row_of_one_s_own_is_quoted(form: Form, work: Path) -> None:
    book = filled(work)
    sheet = book.sheet(TASKS)
    row = sheet.max_row + 1
    sheet.cell(row, 2).value = "Tập huấn kỹ năng số"
    sheet.cell(row, book.column(TASKS, "Tình trạng")).value = "Đã hoàn thành"
    out = io.BytesIO()
    book.book.save(out)
    (problem,) = understand(read_book(out.getvalue(), "b.xlsx"), form).problems
    assert (problem.code, problem.where) == ("BM017", f"b.xlsx, {TASKS}!A{row}")
    assert "“Tập huấn kỹ năng số”" in problem.message


# --- as a command ----------------------------------------------------------------------------------------------------


def test_another_agency_s_form_is_not_taken_for_the_one_that_is_named(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    path = save(filled(work), work / "b.xlsx")
    told = receive(work, path, options=("--agency", "phong-van-hoa-xa-hoi"))
    assert (told.exit_code, told.codes) == (1, ["BM008"])
    assert "biểu mẫu của Văn phòng HĐND và UBND, không phải Phòng Văn hóa - Xã hội" in told.err


def test_a_form_of_another_version_is_told_and_read(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    form = filled(work)
    form.book[layout.HIDDEN]["B1"] = "9"
    told = receive(work, save(form, work / "b.xlsx"))
    assert (told.exit_code, told.codes) == (0, ["BM009"])
    assert taken(work) is not None


def test_a_rule_speaks_of_the_cell_to_mend_not_of_the_row(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    form = filled(work)
    form.put(TASKS, "01.1", {"Ngày hoàn thành": None, "Tỷ lệ (%)": 80})
    told = receive(work, save(form, work / "b.xlsx"))
    assert told.codes == ["TD008", "TD014", "TD018"]
    for heading in ("Ngày hoàn thành", "Tỷ lệ (%)"):
        assert f"b.xlsx, {TASKS}!{form.cell(TASKS, '01.1', heading)}:" in told.err


def test_values_copied_into_a_new_book_are_taken_by_code(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    form = filled(work)
    copy = openpyxl.Workbook()
    copy.remove(copy.worksheets[0])
    for spec in (layout.TASKS, layout.INDICATORS, layout.FILES, layout.GENERAL):
        sheet = copy.create_sheet(f"Bảng {spec.key}")
        for row in form.sheet(spec.name).iter_rows(max_col=len(spec.columns)):
            for cell in row:
                if cell.value is not None and not str(cell.value).startswith("="):
                    sheet.cell(cell.row, cell.column).value = cell.value
    told = receive(work, save(copy, work / "b.xlsx"))
    assert (told.exit_code, told.codes) == (0, [])
    assert "percent: 80" in (taken(work) or "")


def test_an_unfilled_form_with_its_formulas_reckoned_is_still_unfilled(form: Form, work: Path) -> None:
    book = Filled(sent(work))
    for heading, value in ((RECEIVED, 12), (RESOLVED, 0)):
        book.put(FILES, "Hộ tịch", {heading: value})
    out = io.BytesIO()
    book.book.save(out)
    found = understand(read_book(out.getvalue(), "b.xlsx"), form)
    assert [p.code for p in found.problems] == ["BM031"]
    assert not any(found.tables.values())


def test_the_form_of_a_period_long_past_is_told(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    form = Filled(sent(work, quarter=2))
    form.put(TASKS, "02.1", {"Tình trạng": "Đang thực hiện", "Kết quả trong kỳ": "Đã rà soát 10 thủ tục."})
    told = receive(work, save(form, work / "b.xlsx"))
    assert (told.exit_code, [c for c in told.codes if c.startswith("BM")]) == (0, ["BM034"])
    assert "biểu mẫu của quý II năm 2026, trong khi đã có số liệu quý III năm 2026" in told.err


def test_one_sheet_saved_as_csv_is_taken_on_request(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    rows = filled(work).sheet(TASKS).iter_rows(values_only=True)
    path = work / "b.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        shown = ([f"{v:%d/%m/%Y}" if isinstance(v, date) else "" if v is None else v for v in row] for row in rows)
        csv.writer(target, delimiter=";").writerows(shown)
    told = receive(work, path)
    assert (told.exit_code, set(told.codes)) == (1, {"BM011", "BM029"})
    assert "Tệp .csv chỉ lưu một trang tính" in told.err
    receive(work, path, options=("--accept-valid",))
    assert "percent: 80" in (taken(work) or "")
    assert "done_on: 2026-03-20" in (taken(work) or "")
