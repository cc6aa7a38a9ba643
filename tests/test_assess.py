"""The facts of a report: every count adds up, and every figure follows from the returns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.assess import assess, has_progress, newest_closed, newest_open, periods_with_progress
from reportgen.assess.report import Class, Report, Verdict
from reportgen.load.ward import load_ward
from reportgen.model.deadline import Status
from reportgen.model.period import PeriodKind, make_period, make_range
from reportgen.model.progress import WardData
from tests.support_ward import CULTURE, OFFICE, write_ward

Q3_END = date(2026, 9, 14)
SECOND_QUARTER = OFFICE.replace("2026-q3", "2026-q2").replace("2026-09-15", "2026-06-15")


@pytest.fixture
def data(tmp_path: Path) -> WardData:
    return load_ward(write_ward(tmp_path)).data


def report(data: WardData, kind: PeriodKind, index: int = 1, as_of: date | None = None) -> Report:
    period = make_period(kind, 2026, index, data.ward.calendar)
    return assess(data, period, as_of or period.window.end)


def third_quarter(data: WardData, as_of: date = Q3_END) -> Report:
    return report(data, PeriodKind.QUARTER, 3, as_of)


def statuses(facts: Report) -> dict[str, Status]:
    return {state.task.id: state.status for state in facts.tasks}


def test_each_task_stands_as_its_returns_say(data: WardData) -> None:
    assert statuses(third_quarter(data)) == {
        "01.1": Status.DONE,
        "01.2": Status.ONGOING,
        "02.1": Status.NOT_YET_DUE,
        "02.2": Status.RECURRING_DUE,
        "02.3": Status.NOT_YET_DUE,
        "02.4": Status.NOT_YET_DUE,
    }


def test_regular_work_with_results_counts_as_done_when_the_ward_says_so(data: WardData) -> None:
    totals = third_quarter(data).totals
    assert (totals.done, totals.total) == (2, 6)
    assert totals.classes[Class.DONE_REGULAR] == totals.classes[Class.DONE_DATED] == 1
    assert totals.done_share == Decimal(2) / 6


def test_regular_work_does_not_count_when_the_ward_says_not(tmp_path: Path) -> None:
    folder = write_ward(tmp_path, edits={"ward.yaml": {"count_regular_as_done: true": "count_regular_as_done: false"}})
    totals = third_quarter(load_ward(folder).data).totals
    assert totals.done == 1
    assert totals.classes[Class.DONE_REGULAR] == 1


def test_regular_work_without_results_is_under_way_not_done(tmp_path: Path) -> None:
    folder = write_ward(
        tmp_path,
        edits={
            "progress/2026-q3/phong-van-hoa-xa-hoi.yaml": {
                "    result: Đã đăng 12 tin, bài trên Trang thông tin điện tử.": '    result: ""'
            }
        },
    )
    assert third_quarter(load_ward(folder).data).totals.classes[Class.IN_PROGRESS] == 1


@pytest.mark.parametrize("ward", ["truc-lam", "hang-gon"])
@pytest.mark.parametrize(
    ("kind", "index"),
    [(PeriodKind.QUARTER, n) for n in (1, 2, 3, 4)]
    + [(PeriodKind.HALF, 1), (PeriodKind.NINE_MONTHS, 1), (PeriodKind.YEAR, 1), (PeriodKind.MONTH, 9)],
)
def test_parts_add_up_to_their_whole(root: Path, ward: str, kind: PeriodKind, index: int) -> None:
    facts = report(load_ward(root / "data" / ward).data, kind, index)
    everything = [facts.totals, *(area.totals for area in facts.areas), *(a.totals for a in facts.agencies)]
    for totals in everything:
        assert sum(totals.classes.values()) == totals.total
        assert sum(totals.statuses.values()) == totals.total
    assert sum(area.totals.total for area in facts.areas) == facts.totals.total == len(facts.tasks)
    for class_ in Class:
        assert sum(area.totals.classes[class_] for area in facts.areas) == facts.totals.classes[class_]
    for files in (*facts.files.fields, *filter(None, [facts.files.total])):
        assert files.received == files.online + files.direct + files.carried_over
        assert files.resolved == files.early + files.on_time + files.late
        assert files.pending == files.pending_in_time + files.pending_overdue
        assert files.received == files.resolved + files.pending


def test_everything_is_open_when_nobody_has_reported(tmp_path: Path) -> None:
    folder = write_ward(
        tmp_path,
        files={f"progress/2026-q3/{name}.yaml": None for name in ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")},
    )
    facts = third_quarter(load_ward(folder).data)
    assert facts.totals.done == 0
    assert statuses(facts)["01.1"] is Status.OVERDUE
    assert facts.files.total is None
    assert [agency.id for agency in facts.missing] == ["phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd"]
    assert not facts.indicators[0].value
    assert facts.indicators[0].verdict is Verdict.NO_DATA


def test_what_is_done_after_the_as_of_date_has_not_happened_yet(data: WardData) -> None:
    assert statuses(third_quarter(data, date(2026, 6, 17)))["02.2"] is not Status.DONE
    before = next(s for s in third_quarter(data, date(2026, 6, 17)).tasks if s.task.id == "02.2")
    after = next(s for s in third_quarter(data, date(2026, 6, 18)).tasks if s.task.id == "02.2")
    assert before.deadlines[0].done_on is None
    assert after.deadlines[0].done_on == date(2026, 6, 18)
    assert [d.number for d in before.documents] == []
    assert [d.number for d in after.documents] == ["45"]


def test_an_event_dates_the_task_that_waits_for_it(data: WardData) -> None:
    waiting = third_quarter(data, date(2026, 5, 19))
    assert statuses(waiting)["02.3"] is Status.WAITING_EVENT
    started = next(state for state in third_quarter(data).tasks if state.task.id == "02.3")
    assert started.deadlines[0].due == date(2026, 12, 31)
    assert "900/QĐ-TTg" in started.deadlines[0].event


def test_done_without_a_day_is_done_but_neither_early_nor_late(tmp_path: Path) -> None:
    folder = write_ward(
        tmp_path, edits={"progress/2026-q3/van-phong-hdnd-ubnd.yaml": {"    done_on: 2026-03-20\n": ""}}
    )
    state = third_quarter(load_ward(folder).data).tasks[0]
    assert (state.status, state.done_on, state.late) == (Status.DONE, None, False)


STILL_OPEN = CULTURE + "  - {id: '01.1', status: in_progress, percent: 80, result: Đang lấy ý kiến.}\n"


def test_a_task_that_one_of_its_leads_still_works_on_is_open(tmp_path: Path) -> None:
    folder = write_ward(
        tmp_path,
        edits={"plans/2026.yaml": {'lead: ["- Văn phòng HĐND&UBND."]': "lead: [Văn phòng HĐND và UBND, Phòng VH-XH]"}},
        files={"progress/2026-q3/phong-van-hoa-xa-hoi.yaml": STILL_OPEN},
    )
    assert statuses(third_quarter(load_ward(folder).data))["01.1"] is Status.OVERDUE


def test_the_word_of_an_agency_that_only_helps_does_not_reopen_a_task(tmp_path: Path) -> None:
    folder = write_ward(tmp_path, files={"progress/2026-q3/phong-van-hoa-xa-hoi.yaml": STILL_OPEN})
    assert statuses(third_quarter(load_ward(folder).data))["01.1"] is Status.DONE


def with_second_quarter(tmp_path: Path) -> WardData:
    earlier = (
        SECOND_QUARTER.replace(
            "{total: 412, online: 350, direct: 50, carried_over: 12}",
            "{total: 300, online: 200, direct: 100, carried_over: 0}",
        )
        .replace("{total: 400, early: 390, on_time: 8, late: 2}", "{total: 288, early: 280, on_time: 8, late: 0}")
        .replace("numerator: 398, denominator: 400", "numerator: 288, denominator: 300")
    )
    return load_ward(write_ward(tmp_path, files={"progress/2026-q2/van-phong-hdnd-ubnd.yaml": earlier})).data


def test_a_longer_window_adds_up_files_but_carries_over_only_once(tmp_path: Path) -> None:
    files = report(with_second_quarter(tmp_path), PeriodKind.NINE_MONTHS).files
    assert files.total is not None
    assert (files.total.online, files.total.direct, files.total.carried_over) == (550, 150, 0)
    assert (files.total.received, files.total.resolved, files.total.pending) == (700, 688, 12)
    assert not files.complete  # nobody reported on the first quarter


def test_an_indicator_is_compared_with_the_period_before(tmp_path: Path) -> None:
    state = third_quarter(with_second_quarter(tmp_path)).indicators[0]
    assert (state.value, state.previous, state.change) == (Decimal("99.5"), Decimal(96), Decimal("3.5"))
    assert state.verdict is Verdict.MET
    assert state.last_year is None
    nine = report(with_second_quarter(tmp_path / "again"), PeriodKind.NINE_MONTHS).indicators[0]
    assert (nine.numerator, nine.denominator, nine.value) == (686, 700, Decimal(98))


def test_a_month_does_not_cite_the_documents_of_the_quarter_before_it(tmp_path: Path) -> None:
    two = (
        '      - {kind: Kế hoạch, number: "45", symbol: KH-UBND, date: 2026-06-18}\n'
        '      - {kind: Báo cáo, number: "81", symbol: BC-UBND, date: 2026-09-10}\n'
    )
    one = two.partition("\n")[0] + "\n"
    edits = {"progress/2026-q3/phong-van-hoa-xa-hoi.yaml": {one: two}}
    data = load_ward(write_ward(tmp_path, edits=edits)).data
    cited = {
        facts.period.kind: [d.number for state in facts.tasks if state.task.id == "02.2" for d in state.documents]
        for facts in (report(data, PeriodKind.MONTH, 9), third_quarter(data))
    }
    assert cited == {PeriodKind.MONTH: ["81"], PeriodKind.QUARTER: ["45", "81"]}


def test_a_document_reported_late_in_a_return_of_the_period_is_cited(data: WardData) -> None:
    (state,) = (state for state in third_quarter(data).tasks if state.task.id == "01.1")
    assert [document.date for document in state.documents] == [date(2026, 3, 18)]


def test_an_agency_that_sent_its_months_and_its_quarter_is_counted_once(tmp_path: Path) -> None:
    month = OFFICE.replace("period: 2026-q3", "period: 2026-m09")
    folder = write_ward(tmp_path, files={"progress/2026-m09/van-phong-hdnd-ubnd.yaml": month})
    data = load_ward(folder).data
    total, monthly = third_quarter(data).files.total, report(data, PeriodKind.MONTH, 9).files.total
    assert total is not None
    assert monthly is not None
    assert total.received == monthly.received == 412


def test_overdue_and_coming_work_is_told_by_agency(data: WardData) -> None:
    coming = third_quarter(data).next_due
    assert [(item.agency.id, item.task.task.id, item.due) for item in coming if item.task.task.id == "02.1"] == [
        ("van-phong-hdnd-ubnd", "02.1", date(2026, 12, 31))
    ]
    assert third_quarter(data).next_period.index == 4


def test_the_newest_closed_period_with_progress_is_chosen(data: WardData) -> None:
    today = date(2026, 11, 25)
    newest = newest_closed(data, PeriodKind.QUARTER, today)
    assert newest is not None
    assert (newest.year, newest.index) == (2026, 3)
    assert newest_closed(data, PeriodKind.QUARTER, Q3_END) is None  # its last day is not over
    assert newest_closed(data, PeriodKind.YEAR, today) is None
    year = newest_open(data, PeriodKind.YEAR, today)
    assert year is not None
    assert year.year == 2026
    month = newest_closed(data, PeriodKind.MONTH, today)
    assert month is not None
    assert month.index == 9


def test_periods_with_progress_are_listed_oldest_first(tmp_path: Path) -> None:
    data = with_second_quarter(tmp_path)
    assert [p.index for p in periods_with_progress(data, PeriodKind.QUARTER)] == [2, 3]
    assert not has_progress(data, make_period(PeriodKind.QUARTER, 2026, 1))


def test_a_free_range_looks_ahead_to_the_rest_of_its_quarter(data: WardData) -> None:
    facts = assess(data, make_range(date(2026, 7, 1), date(2026, 8, 31)), date(2026, 8, 31))
    assert (facts.next_period.kind, facts.next_period.index) == (PeriodKind.QUARTER, 3)
    assert facts.previous_totals is None
    assert not facts.cumulative


def test_invented_data_are_never_taken_for_real_ones(data: WardData) -> None:
    assert third_quarter(data).illustrative
