"""What people type into cells, and what is made of it: read, read and said how, or refused with the reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.forms.content import document_line
from reportgen.forms.values import (
    Typed,
    clean,
    empty,
    read_count,
    read_day,
    read_days,
    read_documents,
    read_figure,
    read_share,
    read_status,
)
from reportgen.model.period import PeriodKind, Window, make_period
from reportgen.model.progress import Declared, IssuedDocument
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal, integer

MOMENT = datetime(2026, 7, 3, 8, 30)  # noqa: DTZ001  as Excel holds it
Q3 = make_period(PeriodKind.QUARTER, 2026, 3).window
Q1 = make_period(PeriodKind.QUARTER, 2026, 1).window  # 15/12/2025 to 14/3/2026


@pytest.mark.parametrize("blank", [None, "", "  ", "\u200b", "\u00a0", "-", "–", "...", "\n\n"])
def test_a_cell_that_holds_nothing_is_empty(blank: Typed) -> None:
    assert empty(blank)
    assert (read_count(blank).value, read_count(blank).fault) == (None, "")


@pytest.mark.parametrize(
    ("typed", "number", "told"),
    [
        (412, 412, False), (412.0, 412, False), ("412", 412, False), (" 412 ", 412, False), ("4\u200b12", 412, False),
        ("1.003", 1003, True), ("1 003", 1003, True), ("1\u00a0003", 1003, True), ("1.234.567", 1234567, True),
        ("0", 0, False), ("0412", 412, False),
    ],
)  # fmt: skip
def test_a_count_is_read(typed: Typed, number: int, told: bool) -> None:
    read = read_count(typed)
    assert (read.value, read.fault, bool(read.notes)) == (number, "", told)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (1.003, "không phải là số nguyên"), ("1,003", "nhóm nghìn hay phần thập phân"), ("gần 7.000", "ước chừng"),
        ("~ 500", "ước chừng"),
        ("412 hồ sơ", "lẫn chữ với số"), ("(12)", "trong ngoặc"), (-3, "số âm"),
        ("-3", "số âm"), ("không", "không phải là số"),
        (True, "không phải là số"), (date(2026, 8, 1), "không phải là số"),
        ("1.00", "không đúng cách"), ("12.34.567", "không đúng cách"), ("1/2", "phân số"),
        ("#REF!", "lỗi của công thức"),
        ("=1+1", "lẫn chữ"),
    ],
)  # fmt: skip
def test_a_count_that_could_mean_two_things_or_none_is_refused(typed: Typed, why: str) -> None:
    read = read_count(typed)
    assert read.value is None
    assert why in read.fault
    assert read.remedy.endswith(".")


@pytest.mark.parametrize(
    ("typed", "number", "told"),
    [
        (95.5, "95.5", False), ("95,5", "95.5", False), ("95.5", "95.5", True), ("1.234,5", "1234.5", False),
        ("1.234", "1234", True), ("1,234", "1.234", True), ("-2,5", "-2.5", False), (0.1 + 0.2, "0.3", False),
        (7, "7", False), ("7.000", "7000", True), (1e21, "1000000000000000000000", False),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_vietnamese_documents_write_it(typed: Typed, number: str, told: bool) -> None:
    read = read_figure(typed)
    assert (read.value, read.fault, bool(read.notes)) == (Decimal(number), "", told)


@pytest.mark.parametrize(
    ("typed", "formatted", "share"),
    [(75, False, "75"), ("75%", False, "75"), ("95,5 %", False, "95.5"), (0.755, True, "75.5"), (1, True, "100"),
     (0, False, "0"), ("0,5%", False, "0.5"), (100, False, "100")],
)  # fmt: skip
def test_a_share_is_read_in_per_cent(typed: Typed, formatted: bool, share: str) -> None:
    assert read_share(typed, percent_format=formatted).value == Decimal(share)


@pytest.mark.parametrize(("typed", "why"), [(0.75, "75% hay 0,75%"), (120, "ngoài khoảng"), ("khoảng 80%", "ước chừng"),
                                            ("-5", "ngoài khoảng")])  # fmt: skip
def test_a_share_that_cannot_be_is_refused(typed: Typed, why: str) -> None:
    assert why in read_share(typed).fault


@pytest.mark.parametrize(
    ("typed", "day", "told"),
    [
        (date(2026, 7, 3), date(2026, 7, 3), False), (MOMENT, date(2026, 7, 3), False),
        ("3/7/2026", date(2026, 7, 3), False), ("03-07-2026", date(2026, 7, 3), False),
        ("3.7.2026", date(2026, 7, 3), False), ("2026-07-03", date(2026, 7, 3), False),
        ("ngày 03 tháng 7 năm 2026", date(2026, 7, 3), False), ("Ngày 3 tháng 7", date(2026, 7, 3), True),
        ("ngày 03 tháng 7/2026", date(2026, 7, 3), False), ("3/7", date(2026, 7, 3), True),
        ("3/7/26", date(2026, 7, 3), True), (46206, date(2026, 7, 3), True), ("03/07/2026.", date(2026, 7, 3), False),
    ],
)  # fmt: skip
def test_a_day_is_read(typed: Typed, day: date, told: bool) -> None:
    read = read_day(typed, Q3)
    assert (read.value, read.fault, bool(read.notes)) == (day, "", told)


def test_the_other_date_system_of_excel_is_followed() -> None:
    assert read_day(46206 - 1462, Q3, epoch_1904=True).value == date(2026, 7, 3)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("12/31/2025", "tháng ghi trước ngày"), ("31/02/2026", "không có trong lịch"), ("tháng 7/2026", "chưa đủ"),
        ("quý III", "không phải là ngày"), ("15/12", "không nằm trong kỳ"), (12, "là con số, không phải ngày"),
        (True, "không phải là ngày"), ("ngày 30 tháng 2", "không có trong lịch"), ("2026", "chưa đủ"),
    ],
)  # fmt: skip
def test_a_day_that_is_not_sure_is_refused(typed: Typed, why: str) -> None:
    assert why in read_day(typed, Q3).fault


def test_a_window_over_new_year_settles_the_year_of_a_day() -> None:
    assert read_day("20/12", Q1).value == date(2025, 12, 20)
    assert read_day("ngày 10 tháng 01", Q1).value == date(2026, 1, 10)


def test_several_days_are_read_in_order_each_once() -> None:
    read = read_days("12/8/2026; 10/7/2026, 12/8/2026\nngày 05 tháng 9 năm 2026 và 6/9/2026", Q3)
    assert read.value == (date(2026, 7, 10), date(2026, 8, 12), date(2026, 9, 5), date(2026, 9, 6))
    assert read_days(MOMENT, Q3).value == (date(2026, 7, 3),)


def test_all_that_is_wrong_with_several_days_is_told() -> None:
    fault = read_days("12/8/2026; 31/9/2026; đầu tháng 7", Q3).fault
    assert ("31/9/2026" in fault, "đầu tháng 7" in fault) == (True, True)


@pytest.mark.parametrize(
    ("typed", "declared", "told"),
    [("Đã hoàn thành", Declared.DONE, False), (" đang  thực hiện. ", Declared.IN_PROGRESS, False),
     ("Xong", Declared.DONE, True), ("chưa làm", Declared.NOT_STARTED, True),
     ("ĐANG TRIỂN KHAI", Declared.IN_PROGRESS, True)],
)  # fmt: skip
def test_a_status_is_read_by_its_meaning(typed: str, declared: Declared, told: bool) -> None:
    read = read_status(typed)
    assert (read.value, bool(read.notes)) == (declared, told)


@pytest.mark.parametrize("typed", ["gần xong", "50%", "chậm", 3])
def test_a_status_that_is_none_is_refused(typed: Typed) -> None:
    assert "không phải là một tình trạng" in read_status(typed).fault


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ("Kế hoạch số 45/KH-UBND ngày 18/3/2026", IssuedDocument("Kế hoạch", "45", "KH-UBND", date(2026, 3, 18))),
        ("- Quyết định số: 112 / QĐ-UBND, ngày 24 tháng 7 năm 2026 của UBND phường về việc điều chỉnh phân công.",
         IssuedDocument("Quyết định", "112", "QĐ-UBND", date(2026, 7, 24), "điều chỉnh phân công")),
        ("137/TTr-UBND ngày 14/8/2026 về Đề án sắp xếp",
         IssuedDocument("Tờ trình", "137", "TTr-UBND", date(2026, 8, 14), "Đề án sắp xếp")),
        ("Công văn số 12/UBND-VX ngày 05/01/2026 V/v đôn đốc",
         IssuedDocument("Công văn", "12", "UBND-VX", date(2026, 1, 5), "đôn đốc")),
        ("báo cáo 05a/BC-UBND ký ngày 1-2-2026", IssuedDocument("Báo cáo", "05a", "BC-UBND", date(2026, 2, 1))),
    ],
)  # fmt: skip
def test_a_document_is_read(line: str, document: IssuedDocument) -> None:
    assert read_documents(line).value == (document,)


def test_documents_stand_one_a_line_or_parted_by_semicolons() -> None:
    first = "Kế hoạch số 45/KH-UBND ngày 18/3/2026; Báo cáo số 9/BC-UBND ngày 1/4/2026"
    read = read_documents(f"{first}\nQuyết định số 7/QĐ-UBND ngày 2/4/2026")
    assert [d.number for d in read.value or ()] == ["45", "9", "7"]


def test_each_line_that_holds_no_document_is_told() -> None:
    read = read_documents("Kế hoạch số 45/KH-UBND ngày 18/3/2026\nđã có văn bản\n12/XYZ-ABC ngày 5/5/2026")
    assert read.value is None
    assert [words in read.fault for words in ("dòng 1: ", "dòng 2: ", "dòng 3: ")] == [False, True, True]
    assert read.fault.endswith("chưa ghi loại văn bản")


def test_texts_are_cleaned_but_keep_their_lines() -> None:
    assert clean("Đa\u0303  la\u0300m\u00a0\r\n xong\u200b ") == "Đã làm\nxong"


@given(st.integers(0, 10**12))
def test_a_count_printed_by_us_is_read_back(number: int) -> None:
    assert read_count(integer(number)).value == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_figure_printed_by_us_is_read_back(number: Decimal) -> None:
    assert read_figure(decimal(number)).value == number


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_back_from_words_serials_and_dates(day: date) -> None:
    window = Window(day, day)
    serial = (day - date(1899, 12, 30)).days
    for typed in (short_date(day), serial, day, day.isoformat(), f"ngày {day.day} tháng {day.month}"):
        assert read_day(typed, window).value == day
    assert read_day((day - date(1904, 1, 1)).days, window, epoch_1904=True).value == day


@given(
    st.sampled_from(["Kế hoạch", "Quyết định", "Thông báo kết luận"]),
    st.integers(1, 9999),
    st.sampled_from(["KH-UBND", "QĐ-UBND", "TB-VP", "UBND-VX"]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["", "kiểm tra công vụ năm 2026", "Đề án số hóa"]),
)
def test_a_document_printed_by_us_is_read_back(kind: str, number: int, symbol: str, day: date, title: str) -> None:
    document = IssuedDocument(kind, str(number), symbol, day, title)
    (read,) = read_documents(document_line(document)).value or ()
    assert (read.kind, read.number, read.symbol, read.date) == (kind, str(number), symbol, day)
    assert read.title.casefold() == title.casefold()


@given(st.text(max_size=40))
def test_nothing_typed_ever_raises(text: str) -> None:
    for read in (read_count(text), read_figure(text), read_share(text), read_status(text), read_documents(text),
                 read_day(text, Q3), read_days(text, Q3)):  # fmt: skip
        assert not (read.fault and read.value is not None)


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers())
def test_no_number_ever_raises(number: float) -> None:
    for read in (read_count(number), read_figure(number), read_share(number), read_day(number, Q3)):
        assert not (read.fault and read.value is not None)


def test_serials_reach_both_ends_of_the_century() -> None:
    assert read_day(36526, Window(date(2000, 1, 1), date(2000, 1, 1))).value == date(2000, 1, 1)
    assert read_day(36525, Q3).fault
    assert date(1899, 12, 30) + timedelta(days=73050) == date(2099, 12, 31)
