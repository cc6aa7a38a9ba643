"""Kỳ báo cáo: spans, data windows, keys and words (Nghị định 09/2019/NĐ-CP, Điều 12)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.period import (
    Calendar,
    Period,
    PeriodKind,
    Window,
    file_suffix,
    following,
    label,
    make_period,
    make_range,
    parse_key,
    period_key,
    previous,
    same_last_year,
    slug,
)

FIXED = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]
COUNT = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(FIXED))
    return make_period(kind, draw(st.integers(2000, 2100)), draw(st.integers(1, COUNT.get(kind, 1))))


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2026-m01", date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-m11", date(2026, 10, 15), date(2026, 11, 14)),
        ("2026-q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-q2", date(2026, 3, 15), date(2026, 6, 14)),
        ("2026-q3", date(2026, 6, 15), date(2026, 9, 14)),
        ("2026-q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-h1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-h2", date(2026, 6, 15), date(2026, 12, 14)),
        ("2026-9m", date(2025, 12, 15), date(2026, 9, 14)),
        ("2026-y", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_the_default_windows_are_those_of_decree_9(key: str, start: date, end: date) -> None:
    assert make_period(*parse_key(key)).window == Window(start, end)


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2028-m02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-h2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-9m", date(2026, 1, 1), date(2026, 9, 30)),
        ("2026-y", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_span_is_the_calendar_one(key: str, start: date, end: date) -> None:
    assert make_period(*parse_key(key)).span == Window(start, end)


def test_a_ward_may_count_a_kind_by_the_calendar() -> None:
    calendar = Calendar(calendar_kinds=frozenset({PeriodKind.QUARTER}))
    assert make_period(PeriodKind.QUARTER, 2026, 3, calendar).window == Window(date(2026, 7, 1), date(2026, 9, 30))
    assert make_period(PeriodKind.NINE_MONTHS, 2026, 1, calendar).window.end == date(2026, 9, 14)


def test_a_window_given_for_one_period_wins() -> None:
    own = Window(date(2025, 7, 1), date(2025, 9, 10))
    calendar = Calendar(calendar_kinds=frozenset({PeriodKind.QUARTER}), windows={"2025-q3": own})
    assert make_period(PeriodKind.QUARTER, 2025, 3, calendar).window == own
    assert make_period(PeriodKind.QUARTER, 2025, 4, calendar).window.end == date(2025, 12, 31)


def test_a_ward_formed_inside_the_window_counts_from_that_day() -> None:
    period = make_period(PeriodKind.NINE_MONTHS, 2025, 1, Calendar(formed=date(2025, 7, 1)))
    assert period.window == Window(date(2025, 7, 1), date(2025, 9, 14))
    assert period.clipped
    assert not make_period(PeriodKind.QUARTER, 2025, 4, Calendar(formed=date(2025, 7, 1))).clipped


def test_a_ward_has_no_period_that_ended_before_it_was_formed() -> None:
    calendar = Calendar(formed=date(2025, 7, 1))
    with pytest.raises(ValueError, match="formed"):
        make_period(PeriodKind.QUARTER, 2025, 2, calendar)
    with pytest.raises(ValueError, match="formed"):
        previous(make_period(PeriodKind.QUARTER, 2025, 3, calendar), calendar)
    with pytest.raises(ValueError, match="formed"):
        same_last_year(make_period(PeriodKind.YEAR, 2025, 1, calendar), calendar)


@pytest.mark.parametrize(
    ("kind", "index"),
    [
        (PeriodKind.MONTH, 13),
        (PeriodKind.QUARTER, 0),
        (PeriodKind.HALF, 3),
        (PeriodKind.YEAR, 2),
        (PeriodKind.RANGE, 1),
    ],
)
def test_a_period_that_does_not_exist_is_refused(kind: PeriodKind, index: int) -> None:
    with pytest.raises(ValueError, match=r"period|range"):
        make_period(kind, 2026, index)


@given(st.integers(2000, 2100), st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF]))
def test_consecutive_periods_tile_the_reporting_year(year: int, kind: PeriodKind) -> None:
    parts = [make_period(kind, year, i + 1) for i in range(COUNT[kind])]
    whole = make_period(PeriodKind.YEAR, year)
    for spans, all_of_it in (([p.window for p in parts], whole.window), ([p.span for p in parts], whole.span)):
        assert Window(spans[0].start, spans[-1].end) == all_of_it
        assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(spans))


@given(periods())
def test_a_window_never_ends_before_it_starts(period: Period) -> None:
    assert period.window.start <= period.window.end
    assert period.span.start <= period.span.end


@given(periods())
def test_a_key_leads_back_to_its_period(period: Period) -> None:
    assert make_period(*parse_key(period_key(period.kind, period.year, period.index))) == period


@given(periods())
def test_following_undoes_previous(period: Period) -> None:
    assert following(previous(period)) == period
    assert previous(following(period)) == period
    assert previous(period).window.end < period.window.end


@given(periods(), periods())
def test_two_periods_never_share_a_file(one: Period, other: Period) -> None:
    assert (file_suffix(one) == file_suffix(other)) == (one == other)
    assert (label(one) == label(other)) == (one == other)


@given(periods())
def test_the_same_period_last_year_has_the_same_name(period: Period) -> None:
    earlier = same_last_year(period)
    assert (earlier.kind, earlier.year, earlier.index) == (period.kind, period.year - 1, period.index)
    assert slug(earlier) == slug(period)


@pytest.mark.parametrize("key", ["2026-q5", "2026-m9", "2026-m13", "26-q1", "2026-y1", "", "2026-q3 ", "2026-9"])
def test_what_is_not_a_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="period key"):
        parse_key(key)


@pytest.mark.parametrize(
    ("key", "words", "folder", "suffix"),
    [
        ("2026-m11", "tháng 11 năm 2026", "thang-11", "thang-11-2026"),
        ("2026-m02", "tháng 02 năm 2026", "thang-02", "thang-02-2026"),
        ("2026-m09", "tháng 9 năm 2026", "thang-09", "thang-09-2026"),
        ("2026-q3", "quý III năm 2026", "quy-3", "quy-3-2026"),
        ("2026-h1", "6 tháng đầu năm 2026", "6-thang-dau-nam", "6-thang-dau-nam-2026"),
        ("2026-h2", "6 tháng cuối năm 2026", "6-thang-cuoi-nam", "6-thang-cuoi-nam-2026"),
        ("2026-9m", "9 tháng năm 2026", "9-thang", "9-thang-2026"),
        ("2026-y", "năm 2026", "nam", "nam-2026"),
    ],
)
def test_a_period_is_named_as_reports_name_it(key: str, words: str, folder: str, suffix: str) -> None:
    period = make_period(*parse_key(key))
    assert (label(period), slug(period), file_suffix(period)) == (words, folder, suffix)


def test_a_free_range_says_its_days() -> None:
    period = make_range(date(2026, 7, 1), date(2026, 9, 14))
    assert label(period) == "từ ngày 01/7/2026 đến ngày 14/9/2026"
    assert file_suffix(period) == "tu-2026-07-01-den-2026-09-14"
    assert period.window == period.span == Window(date(2026, 7, 1), date(2026, 9, 14))
    with pytest.raises(ValueError, match="key"):
        period_key(PeriodKind.RANGE, 2026)


def test_a_free_range_has_neighbours_of_its_own_length() -> None:
    period = make_range(date(2028, 2, 20), date(2028, 2, 29))
    assert previous(period).window == Window(date(2028, 2, 10), date(2028, 2, 19))
    assert following(period).window == Window(date(2028, 3, 1), date(2028, 3, 10))
    assert same_last_year(period).window == Window(date(2027, 2, 20), date(2027, 2, 28))


def test_a_free_range_runs_forward() -> None:
    with pytest.raises(ValueError, match="before"):
        make_range(date(2026, 9, 14), date(2026, 7, 1))
