"""Which reports a ward owes, and which of them are up: every one exactly once, whatever the outages."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.load.deadlines import parse_one
from reportgen.load.ward import load_ward
from reportgen.model.period import Calendar, PeriodKind
from reportgen.model.plan import Duty, Plan
from reportgen.model.progress import WardData
from reportgen.schedule.choice import newest, to_make
from reportgen.schedule.duties import falling, undated
from reportgen.schedule.reports import Owed, owed, regime_of
from tests.support_ward import write_ward

ROOT = Path(__file__).resolve().parent.parent
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> WardData:
    return load_ward(write_ward(tmp_path_factory.mktemp("data"))).data


def duty(when: str, task: str = "") -> Duty:
    return Duty("CD.1", "phong-van-hoa-xa-hoi", "Sở Nội vụ", when, parse_one(when, (2026, 2026)), when, task, "x")


def plan_with(data: WardData, *duties: Duty) -> Plan:
    return replace(data.plan, duties=duties)


def kinds(data: WardData, calendar: Calendar, *duties: Duty) -> list[str]:
    periods = regime_of(calendar, plan_with(data, *duties)).periods
    return sorted({kind.value for kind, _ in periods})


def test_the_ward_s_own_list_goes_before_the_plan(made_up: WardData) -> None:
    calendar = Calendar(reports=("q1", "h1", "monthly"))
    periods = regime_of(calendar, plan_with(made_up, duty("định kỳ hằng năm"))).periods
    months = {(PeriodKind.MONTH, n) for n in range(1, 13)}
    assert periods == {(PeriodKind.QUARTER, 1), (PeriodKind.HALF, 1), *months}


def test_the_plan_s_general_duty_says_which_reports(made_up: WardData) -> None:
    assert kinds(made_up, Calendar(), duty("định kỳ hằng tháng, quý, năm")) == ["annual", "monthly", "quarterly"]


def test_duties_of_single_tasks_are_other_reports(made_up: WardData) -> None:
    usual = ["annual", "half-year", "nine-month", "quarterly"]
    assert kinds(made_up, Calendar(), duty("định kỳ hằng tháng", task="01.1")) == usual
    assert kinds(made_up, Calendar(), duty("theo quy định")) == usual


def test_a_ward_may_owe_nothing(made_up: WardData) -> None:
    assert owed(Calendar(reports=()), {2026: made_up.plan}, [2026]) == ()


def test_periods_before_the_ward_or_its_first_plan_are_not_owed(made_up: WardData) -> None:
    calendar = Calendar(formed=date(2026, 7, 1), reports=("quarterly",))
    assert [o.key for o in owed(calendar, {2026: made_up.plan}, [2025, 2026])] == ["2026-q3", "2026-q4"]


def test_a_year_without_a_plan_owes_what_the_year_before_did(made_up: WardData) -> None:
    found = owed(Calendar(reports=("annual",)), {2026: made_up.plan}, [2026, 2027])
    assert [(o.key, o.planned) for o in found] == [("2026-y", True), ("2027-y", False)]


def test_windows_and_closing_days_are_those_of_decree_09(made_up: WardData) -> None:
    calendar = Calendar(reports=("monthly", "quarterly", "half-year", "nine-month", "annual"))
    days = {o.key: (o.period.window.start, o.closes) for o in owed(calendar, {2026: made_up.plan}, [2026])}
    assert days["2026-m01"] == (date(2025, 12, 15), date(2026, 1, 14))
    assert days["2026-q3"] == (date(2026, 6, 15), date(2026, 9, 14))
    assert days["2026-9m"] == (date(2025, 12, 15), date(2026, 9, 14))
    assert days["2026-h2"] == (date(2026, 6, 15), date(2026, 12, 14))
    assert days["2026-y"] == (date(2025, 12, 15), date(2026, 12, 14))


def test_without_a_rule_one_working_day_is_left_and_the_notes_say_so(made_up: WardData) -> None:
    (found,) = owed(Calendar(reports=("q1",)), {2026: made_up.plan}, [2026])
    assert (found.closes, found.send_by) == (date(2026, 3, 14), date(2026, 3, 16))
    assert any("calendar.send_by" in note for note in found.notes)


def test_truc_lam_reports_as_its_plan_says_and_hang_gon_as_is_usual() -> None:
    for ward, origin in (("truc-lam", "CD.12"), ("hang-gon", "thông lệ")):
        data = load_ward(ROOT / "data" / ward).data
        regime = regime_of(data.ward.calendar, data.plan)
        assert origin in regime.origin
        assert {kind.value for kind, _ in regime.periods} == {"quarterly", "half-year", "nine-month", "annual"}


def test_the_plan_s_other_duties_fall_due_the_day_before_the_day_they_name() -> None:
    data = load_ward(ROOT / "data" / "truc-lam").data
    days = {one.duty.id: one for one in falling(data.ward, data.plan, [2026])}
    assert days["CD.14"].send_by == date(2026, 12, 18)
    assert days["CD.26"].send_by == date(2026, 1, 9)
    assert days["CD.28"].send_by == date(2026, 12, 14)
    assert any("Điều 8" in note for note in days["CD.28"].notes)
    assert days["CD.22.1"].send_by == date(2026, 12, 31)
    assert "CD.12" not in days


def test_a_day_before_the_plan_is_never_taken_for_a_deadline() -> None:
    data = load_ward(ROOT / "data" / "truc-lam").data
    assert {"CD.15.1", "CD.15.2", "CD.16"} <= {found.id for found in undated(data.plan)}


def test_a_monthly_duty_of_a_task_falls_due_twelve_times_a_year() -> None:
    data = load_ward(ROOT / "data" / "truc-lam").data
    monthly = [one for one in falling(data.ward, data.plan, [2026]) if one.duty.id == "CD.19"]
    assert len(monthly) == 12
    assert all(one.period is not None and one.send_by > one.period.window.end for one in monthly)


# --- which are up


def two_years(data: WardData, reports: Iterable[str]) -> tuple[Owed, ...]:
    return owed(Calendar(reports=tuple(reports)), {2026: data.plan, 2027: data.plan}, [2026, 2027, 2028])


ALL_KINDS = ("monthly", "quarterly", "half-year", "nine-month", "annual")
OUTAGES = st.lists(st.tuples(st.integers(0, 729), st.integers(1, 200)), max_size=12)
"""Days of the two years on which the machine goes off, and for how many days."""


def running_days(outages: Iterable[tuple[int, int]]) -> list[date]:
    off = {FIRST + DAY * (start + n) for start, length in outages for n in range(length)}
    return [FIRST + DAY * n for n in range((LAST - FIRST).days + 1) if FIRST + DAY * n not in off]


@settings(max_examples=400 if os.environ.get("REPORTGEN_LONG_PROOFS") else 15, deadline=None)
@given(outages=OUTAGES, reports=st.sets(st.sampled_from(ALL_KINDS), min_size=1), late=st.integers(0, 40))
def test_every_duty_is_made_exactly_once_whatever_the_outages(
    made_up: WardData, outages: list[tuple[int, int]], reports: set[str], late: int
) -> None:
    """Figures of a report arrive `late` days after its data close; a run can make it only then."""
    everything, made, since = two_years(made_up, sorted(reports)), dict[str, date](), None
    days = running_days(outages)
    for day in days:
        since = since or day
        for report in to_make(everything, made.keys(), day, since=since):
            assert report.key not in made
            if day > report.closes + DAY * late:
                made[report.key] = day
    if not days:
        return
    for report in everything:
        possible = [day for day in days if day > report.closes + DAY * late]
        if report.closes < days[0]:  # closed before the schedule first ran: up while it is the newest of its kind
            after = [o.closes for o in everything if o.period.kind is report.period.kind and o.closes > report.closes]
            possible = [day for day in possible if day <= min(after)]
        assert made.get(report.key) == (min(possible) if possible else None)


@given(st.dates(FIRST, LAST))
def test_a_first_run_takes_the_newest_of_each_kind_and_catching_up_takes_all(made_up: WardData, on: date) -> None:
    everything = two_years(made_up, ALL_KINDS)
    past = [o for o in everything if o.closes < on]
    assert {o.key for o in to_make(everything, (), on, since=None)} == newest(past)
    assert [o.key for o in to_make(everything, (), on, since=None, catch_up=True)] == [o.key for o in past]


def test_the_last_day_of_the_data_counts_whole(made_up: WardData) -> None:
    everything = two_years(made_up, ["q1"])
    assert to_make(everything, (), date(2026, 3, 14), since=FIRST) == ()
    assert [o.key for o in to_make(everything, (), date(2026, 3, 15), since=FIRST)] == ["2026-q1"]
