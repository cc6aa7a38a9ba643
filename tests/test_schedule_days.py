"""Days of the calendar of reports: what is worked, when a report is late, what stands in the way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from reportgen.load.plan_yaml import ward_yaml
from reportgen.load.sending import read_rule
from reportgen.load.ward import load_ward
from reportgen.load.yamlsource import Scalar
from reportgen.model.period import Calendar, PeriodKind, Window, make_period
from reportgen.schedule.reports import day_notes, last_day, rule_for
from reportgen.schedule.workdays import Workdays
from tests.support_ward import write_ward

PLAIN = Workdays()
DAYS = st.dates(date(2025, 7, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 25), ""),
        (date(2026, 3, 14), "Thứ Bảy"),
        (date(2026, 6, 14), "Chủ nhật"),
        (date(2026, 2, 17), "Tết Nguyên Đán"),
        (date(2027, 2, 8), "Mùng ba Tết Nguyên Đán"),
        (date(2026, 4, 26), "Ngày Giỗ Tổ Hùng Vương"),
        (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2027, 5, 3), "Ngày Quốc tế Lao động (nghỉ bù)"),
        (date(2026, 8, 31), "Ngày nghỉ (thay cho ngày 22/08/2026)"),
        (date(2026, 8, 22), ""),
    ],
)
def test_weekends_lunar_holidays_and_substitute_days_are_known(day: date, why: str) -> None:
    assert PLAIN.why_off(day) == why


def test_the_ward_itself_may_take_a_day_off_or_work_on_one() -> None:
    own = Workdays.of(Calendar(days_off=frozenset({date(2026, 11, 25)}), working_days=frozenset({date(2026, 3, 14)})))
    assert own.why_off(date(2026, 11, 25)) == "ngày nghỉ theo ward.yaml"
    assert own.works(date(2026, 3, 14))


@given(DAYS, st.integers(0, 60))
def test_the_nth_working_day_is_worked_and_counts_n(day: date, number: int) -> None:
    reached = PLAIN.after(day, number)
    assert PLAIN.between(day, reached) == number
    assert number == 0 or PLAIN.works(reached)


@given(DAYS, DAYS)
def test_working_days_counted_backwards_are_negative(first: date, last: date) -> None:
    assert PLAIN.between(first, last) == -PLAIN.between(last, first)
    assert abs(PLAIN.between(first, last)) <= abs((last - first).days)


@given(DAYS)
def test_the_working_day_before_is_the_nearest_one(day: date) -> None:
    found = PLAIN.before(day)
    assert found < day
    assert PLAIN.works(found)
    assert not any(PLAIN.works(found + timedelta(days=n)) for n in range(1, (day - found).days))


def due(words: str, kind: PeriodKind = PeriodKind.QUARTER, index: int = 3, year: int = 2026) -> date:
    return last_day(read_rule(Scalar(words)), make_period(kind, year, index), PLAIN)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("trước ngày 20", date(2026, 9, 19)),
        ("Trước  ngày 20 tháng cuối kỳ.", date(2026, 9, 19)),
        ("chậm nhất ngày 20", date(2026, 9, 20)),
        ("đến hết ngày 20", date(2026, 9, 20)),
        ("ngày 20", date(2026, 9, 20)),
        ("trước ngày 01", date(2026, 8, 31)),
        ("ngày 31", date(2026, 9, 30)),
        ("ngày 05 tháng sau", date(2026, 10, 5)),
        ("trước ngày 5 tháng sau", date(2026, 10, 4)),
        ("trước ngày 20/12", date(2026, 12, 19)),
        ("trước ngày 20 tháng 12", date(2026, 12, 19)),
        ("18/9/2026", date(2026, 9, 18)),
        ("2026-09-18", date(2026, 9, 18)),
        ("trước ngày 2026-09-18", date(2026, 9, 17)),
        ("trước ngày 18 tháng 9 năm 2026", date(2026, 9, 17)),
        ("02 ngày làm việc", date(2026, 9, 16)),
        ("trong 5 ngày làm việc sau ngày chốt số liệu", date(2026, 9, 21)),
        ("5 ngày", date(2026, 9, 19)),
    ],
)
def test_before_a_day_means_the_day_before_and_nothing_is_shifted(words: str, expected: date) -> None:
    assert due(words) == expected


def test_the_month_after_december_is_january_of_the_next_year() -> None:
    assert due("ngày 05 tháng sau", PeriodKind.YEAR, 1) == date(2027, 1, 5)
    assert due("trước ngày 10/01", PeriodKind.YEAR, 1) == date(2027, 1, 9)


def test_working_days_jump_over_tet() -> None:
    assert due("01 ngày làm việc", PeriodKind.MONTH, 2) == date(2026, 2, 23)


NO_DEADLINES = ["cuối tháng", "ngày 32", "ngày 0", "30/2/2026", "ngày 31/6", "ngày 5/13", "ngày 5/12 tháng sau", ""]


@pytest.mark.parametrize("words", [*NO_DEADLINES, "trước 2 ngày làm việc"])
def test_what_is_no_deadline_is_refused(words: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_rule(Scalar(words))
    assert (caught.value.context or {})["code"] in {"KH030", "DL301", "DL307"}


def test_the_rule_of_one_period_goes_before_that_of_every_year_and_of_its_kind() -> None:
    rules = {name: read_rule(Scalar(words)) for name, words in
             {"quarterly": "ngày 20", "q3": "ngày 21", "2026-q3": "22/9/2026"}.items()}  # fmt: skip
    calendar = Calendar(send_by=rules)
    texts = [rule_for(calendar, make_period(PeriodKind.QUARTER, *when)) for when in ((2026, 3), (2027, 3), (2026, 4))]
    assert [rule.text for rule in texts if rule] == ["22/9/2026", "ngày 21", "ngày 20"]
    assert rule_for(calendar, make_period(PeriodKind.YEAR, 2026)) is None


def test_a_last_day_on_a_weekend_names_the_working_day_before_it() -> None:
    (note,) = day_notes(date(2026, 12, 14), date(2026, 12, 19), PLAIN)
    assert "19/12/2026 là Thứ Bảy" in note
    assert "18/12/2026 (Thứ Sáu)" in note
    assert "không tự dời" in note


def test_a_holiday_is_named() -> None:
    closing, sending, _ = day_notes(date(2026, 2, 14), date(2026, 2, 20), PLAIN)
    assert "14/02/2026 là Thứ Bảy" in closing
    assert "Mùng bốn Tết Nguyên Đán" in sending


def test_no_working_day_after_the_data_close_breaks_decree_09() -> None:
    notes = list(day_notes(date(2026, 12, 14), date(2026, 12, 14), PLAIN))
    assert ["Điều 8" in note for note in notes] == [True]
    assert list(day_notes(date(2026, 12, 14), date(2026, 12, 15), PLAIN)) == []


@given(DAYS, DAYS)
def test_a_note_on_a_day_off_stands_exactly_when_there_is_one(closes: date, send_by: date) -> None:
    notes = list(day_notes(closes, send_by, PLAIN))
    assert any(note.startswith("Ngày chốt") for note in notes) == (not PLAIN.works(closes))
    assert any("không tự dời" in note for note in notes) == (not PLAIN.works(send_by))


def test_a_rule_counts_from_the_ward_s_own_window() -> None:
    calendar = Calendar(windows={"2026-q3": Window(date(2026, 7, 1), date(2026, 9, 30))})
    period = make_period(PeriodKind.QUARTER, 2026, 3, calendar)
    assert last_day(read_rule(Scalar("01 ngày làm việc")), period, PLAIN) == date(2026, 10, 1)


def test_the_calendar_of_a_ward_is_written_back_as_it_was_read(tmp_path: Path) -> None:
    lines = (
        "calendar:\n  reports: [q1, monthly]\n"
        "  send_by: {quarterly: trước ngày 20, 2026-q3: 18/9/2026, 9m: 02 ngày làm việc}\n"
        "  days_off: [2026-08-31]\n  working_days: [2026-08-22]\nagencies:\n"
    )
    read = load_ward(write_ward(tmp_path, edits={"ward.yaml": {"agencies:\n": lines}})).data.ward.calendar
    assert read.reports == ("q1", "monthly")
    assert sorted(read.days_off | read.working_days) == [date(2026, 8, 22), date(2026, 8, 31)]
    again = tmp_path / "again"
    again.mkdir()
    written = ward_yaml(load_ward(tmp_path / "suoi-lanh").data.ward)
    assert load_ward(write_ward(again, files={"ward.yaml": written})).data.ward.calendar == read


def test_a_ward_that_reports_on_nothing_says_so(tmp_path: Path) -> None:
    folder = write_ward(tmp_path, edits={"ward.yaml": {"agencies:\n": "calendar:\n  reports: []\nagencies:\n"}})
    ward = load_ward(folder).data.ward
    assert ward.calendar.reports == ()
    assert "reports: []" in ward_yaml(ward)
