"""What stands in one agency's form for one period, before anybody types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from reportgen.model.deadline import Deadline, Pattern
from reportgen.model.period import Period, period_key
from reportgen.model.plan import Indicator, Party, Task
from reportgen.model.progress import (
    AgencyReturn,
    Declared,
    FileCounts,
    IssuedDocument,
    Measurement,
    TaskProgress,
    WardData,
)
from reportgen.model.ward import Agency, Ward
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal, integer
from reportgen.vi.text import fold

STATUS_WORDS = {
    Declared.DONE: "Đã hoàn thành",
    Declared.IN_PROGRESS: "Đang thực hiện",
    Declared.NOT_STARTED: "Chưa triển khai",
}
RECURRING = frozenset({Pattern.YEARLY, Pattern.PERIODIC, Pattern.PLAN_OR_ADHOC})
_COLLECTIVE = "tập thể"
_FRIDAY = 4
_ONE_STOP = fold("phục vụ hành chính công")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of the tasks that an agency leads.

    Attributes:
        key: `01.6`, or `01.6#2` for the second deadline of a task that has several.
        task: The task. part: The deadline that the row is for; None on a task's first row.
        recurring: Whether days of delivery may be entered here. shared: Whether a collective leads it.
        before: How it stood at the period before, in words, or "". entry: What is already reported, or None.
    """

    key: str
    task: Task
    part: Deadline | None
    recurring: bool
    shared: bool
    before: str
    entry: TaskProgress | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator that an agency follows: the period before in words; what is already reported."""

    indicator: Indicator
    before: str
    numerator: int | None = None
    denominator: int | None = None
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One agency's form.

    Attributes:
        ward: Whose. agency: Who fills it in. period: For which period. send_by: Last day to send it back.
        tasks, helped, indicators, files: Its rows; `files` is None where the agency keeps no such counts.
        files_before: By field, the counts of the period before in words.
        reported: What it has already sent for the period, or None.
        illustrative: Whether the figures of the period before are invented.
    """

    ward: Ward
    agency: Agency
    period: Period
    send_by: date
    tasks: tuple[TaskRow, ...]
    helped: tuple[Task, ...]
    indicators: tuple[IndicatorRow, ...]
    files: tuple[FileCounts, ...] | None
    reported: AgencyReturn | None
    illustrative: bool
    files_before: Mapping[str, str] = field(default_factory=dict)


def form_of(data: WardData, agency: Agency, period: Period, *, send_by: date | None = None) -> Form:
    """Return what an agency's form holds.

    Args:
        data: The ward's data.
        agency: One of its agencies.
        period: Any but a free range.
        send_by: Last day to send it back; None: `usual_day`.
    """
    key = period_key(period.kind, period.year, period.index)
    own = [r for r in data.returns if r.agency == agency.id]
    reported = next((r for r in own if r.period == key), None)
    earlier = [r for r in own if r.period < key and r.period[5:6] == key[5:6]]
    before = earlier[-1] if earlier else None
    return Form(
        ward=data.ward,
        agency=agency,
        period=period,
        send_by=send_by or usual_day(period),
        tasks=tuple(_task_rows(data, agency, before, reported)),
        helped=tuple(t for t in data.plan.tasks if _helps(agency, t, data)),
        indicators=tuple(_indicator_rows(data, agency, period, before, reported)),
        files=_files(data, agency, before, reported),
        reported=reported,
        illustrative=any(r.illustrative for r in (before, reported) if r is not None),
        files_before={row.field: _files_words(row) for row in before.files} if before else {},
    )


def senders(data: WardData) -> tuple[Agency, ...]:
    """Return the agencies that are sent a form: those of which the ward expects a return, in its own order."""
    return tuple(a for a in data.ward.agencies.values() if a.reports)


def usual_day(period: Period) -> date:
    """Return the last day to send a form back when nobody has set one: the working day after the data close.

    Source: Nghị định 09/2019/NĐ-CP, Điều 8.5.b: at least one working day after the end of data collection.
    """
    day = period.window.end + timedelta(days=1)
    while day.weekday() > _FRIDAY:
        day += timedelta(days=1)
    return day


# --- tasks -------------------------------------------------------------------------------------------------------


def _ids(parties: Iterable[Party]) -> set[str]:
    return {party.agency for party in parties}


def _collectives(data: WardData) -> set[str]:
    return {a.id for a in data.ward.agencies.values() if a.level == _COLLECTIVE}


def _leads(agency: Agency, task: Task, data: WardData) -> bool:
    """Return whether the task belongs on the agency's first sheet.

    A collective ("các phòng, ban") is every agency; what nobody of the ward's reporting agencies leads is the
    standing agency's.
    """
    leads = _ids(task.lead)
    if agency.id in leads or leads & _collectives(data):
        return True
    reporting = {a.id for a in senders(data)}
    return agency.id == data.ward.standing_agency and not leads & reporting


def _helps(agency: Agency, task: Task, data: WardData) -> bool:
    """Return whether the task belongs on the second sheet: the agency helps, by name or as one of a collective."""
    helpers = _ids(task.cooperating)
    return (agency.id in helpers or bool(helpers & _collectives(data))) and not _leads(agency, task, data)


def _task_rows(
    data: WardData, agency: Agency, before: AgencyReturn | None, reported: AgencyReturn | None
) -> Iterable[TaskRow]:
    old = {e.task: e for e in before.tasks} if before else {}
    new = {e.task: e for e in reported.tasks} if reported else {}
    collectives = _collectives(data)
    mine = [t for t in data.plan.tasks if _leads(agency, t, data)]
    # A collective's tasks come last: the agency's own are what it answers for alone.
    mine.sort(key=lambda t: agency.id not in _ids(t.lead) and bool(_ids(t.lead) & collectives))
    for task in mine:
        shared = agency.id not in _ids(task.lead) and bool(_ids(task.lead) & collectives)
        own = [d for d in task.deadlines if not d.foreign]
        single = len(task.deadlines) == 1
        recurring = single and bool(own) and own[0].pattern in RECURRING
        yield TaskRow(task.id, task, None, recurring, shared, _before(old.get(task.id)), new.get(task.id))
        if single:
            continue
        for number, deadline in enumerate(task.deadlines, 1):
            if not deadline.foreign and deadline.pattern is not Pattern.REGULAR:
                key = f"{task.id}#{number}"
                yield TaskRow(key, task, deadline, deadline.pattern in RECURRING, shared, "", new.get(task.id))


def _before(entry: TaskProgress | None) -> str:
    """Return how a task stood: `Đang thực hiện, 75%`."""
    if entry is None:
        return ""
    words = STATUS_WORDS[entry.declared]
    if entry.done_on is not None:
        return f"{words} ngày {short_date(entry.done_on)}"
    return words if entry.percent is None else f"{words}, {decimal(entry.percent)}%"


def document_line(document: IssuedDocument) -> str:
    """Return a document as a person writes it in a cell: `Kế hoạch số 45/KH-UBND ngày 18/3/2026 về ...`."""
    title = f" về {document.title[:1].lower()}{document.title[1:]}" if document.title else ""
    return f"{document.kind} số {document.number}/{document.symbol} ngày {short_date(document.date)}{title}"


# --- figures -----------------------------------------------------------------------------------------------------


def _indicator_rows(
    data: WardData, agency: Agency, period: Period, before: AgencyReturn | None, reported: AgencyReturn | None
) -> Iterable[IndicatorRow]:
    reporting = {a.id for a in senders(data)}
    old = {m.indicator: m for m in before.measurements} if before else {}
    new = {m.indicator: m for m in reported.measurements} if reported else {}
    for indicator in data.plan.indicators:
        owner = indicator.tracker if indicator.tracker in reporting else data.ward.standing_agency
        running = indicator.first_year <= period.year <= indicator.last_year
        # One target is measured once: where the text repeats a row of the table, the row is asked for.
        if owner != agency.id or not running or indicator.same_as:
            continue
        was, now = old.get(indicator.id), new.get(indicator.id)
        words = ""
        if was is not None:
            words = _figure_before(was, indicator)
        if now is None:
            yield IndicatorRow(indicator, words)
        else:
            value = "" if now.denominator is not None else str(now.value)
            yield IndicatorRow(indicator, words, now.numerator, now.denominator, value, now.note)


def _figure_before(was: Measurement, indicator: Indicator) -> str:
    """Return the figure of the period before with its counts: `95,5% (955/1.000)`."""
    words = decimal(was.value) + ("%" if indicator.unit == "%" else "")
    if was.numerator is None or was.denominator is None:
        return words
    return f"{words} ({integer(was.numerator)}/{integer(was.denominator)})"


def _files(
    data: WardData, agency: Agency, before: AgencyReturn | None, reported: AgencyReturn | None
) -> tuple[FileCounts, ...] | None:
    """Return the counts to start from: those already sent; else the fields of the period before, with what they left.

    None for an agency that keeps no such counts: it has never sent any, and another has, or another unit of the
    ward is by its name the one-stop unit (Trung tâm Phục vụ hành chính công, Nghị định 150/2025/NĐ-CP).
    """
    if reported is not None and reported.files:
        return reported.files
    if before is not None and before.files:
        return tuple(_carried(row) for row in before.files)
    keepers = {r.agency for r in data.returns if r.files}
    if not keepers:
        keepers = {a.id for a in senders(data) if _ONE_STOP in fold(a.name)} or {data.ward.standing_agency}
    return () if agency.id in keepers else None


def _files_words(row: FileCounts) -> str:
    """Return the counts of a field in words: `Nhận 412, giải quyết 400 (quá hạn 2), còn 12`."""
    late = f" (quá hạn {integer(row.late)})" if row.late else ""
    return f"Nhận {integer(row.received)}, giải quyết {integer(row.resolved)}{late}, còn {integer(row.pending)}"


def _carried(row: FileCounts) -> FileCounts:
    nothing = dict.fromkeys(
        ("received", "online", "direct", "resolved", "early", "on_time", "late", "pending", "pending_in_time",
         "pending_overdue"), 0,
    )  # fmt: skip
    return FileCounts(field=row.field, carried_over=row.pending, source="", **nothing)
