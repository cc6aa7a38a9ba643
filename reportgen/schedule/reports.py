"""Which reports a ward owes, for which window, to be sent by when: from its plans and its calendar.

What nobody has laid down follows Nghị định 09/2019/NĐ-CP: data windows of Điều 12; sent at least one working day after
the data close (Điều 8 khoản 5 điểm b). No national deadline for wards exists, so that is what stands until the ward's
file says otherwise, and the notes say so.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportgen.documents import Document, report_of
from reportgen.model.deadline import Cycle, Deadline, Pattern
from reportgen.model.period import Calendar, Period, PeriodKind, SendRule, make_period, parse_key, period_key
from reportgen.model.plan import Plan
from reportgen.schedule.workdays import Workdays, weekday
from reportgen.vi.dates import short_date

KINDS: Final = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.NINE_MONTHS: 1,
    PeriodKind.YEAR: 1,
}
"""Kinds of periodic report, the shortest first, with how many there are a year."""
OF_CYCLE: Final = {
    Cycle.MONTHLY: PeriodKind.MONTH,
    Cycle.QUARTERLY: PeriodKind.QUARTER,
    Cycle.HALF_YEARLY: PeriodKind.HALF,
    Cycle.NINE_MONTHS: PeriodKind.NINE_MONTHS,
    Cycle.YEARLY: PeriodKind.YEAR,
}
USUAL: Final = frozenset({PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR})
"""What a ward reports on when neither its plan nor its file says."""
USUAL_RULE: Final = SendRule("01 ngày làm việc", days=1)
_DAY: Final = timedelta(days=1)
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Regime:
    """Chế độ báo cáo định kỳ of a ward.

    Attributes:
        periods: Kind and number within the year of each report.
        origin: Where that is said, in words: `chế độ báo cáo CD.12 của kế hoạch`.
        usual: True when nobody has said it.
    """

    periods: frozenset[tuple[PeriodKind, int]]
    origin: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that the ward owes.

    Attributes:
        document: What it is. period: What it covers; its window ends on the day the data close.
        send_by: Last day on which sending it is in time.
        rule: What makes that day the last one, in words.
        planned: Whether a plan serves its year; without one it cannot be made.
        notes: What a person should know of its days, sentences.
    """

    document: Document
    period: Period
    send_by: date
    rule: str
    planned: bool
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Key of the period, `2026-q3`: with the ward it names the report."""
        return period_key(self.period.kind, self.period.year, self.period.index)

    @property
    def closes(self) -> date:
        """Last day of the data."""
        return self.period.window.end


def regime_of(calendar: Calendar, plan: Plan) -> Regime:
    """Return which reports a ward makes: as its file says, else as its plan does, else the usual ones.

    Of the plan count the duties of its text that have a cycle ("định kỳ hằng quý, 6 tháng, 9 tháng, năm"); those of
    single tasks are other reports.
    """
    if calendar.reports is not None:
        said = frozenset(unit for name in calendar.reports for unit in _units(name))
        return Regime(said, "mục calendar.reports của ward.yaml")
    stated = [duty for duty in plan.duties if not duty.task and _cycles(duty.deadline) and not duty.deadline.foreign]
    if stated:
        kinds = {OF_CYCLE[cycle] for duty in stated for cycle in _cycles(duty.deadline)}
        return Regime(_all_of(kinds), f"chế độ báo cáo {', '.join(duty.id for duty in stated)} của kế hoạch")
    return Regime(_all_of(USUAL), "thông lệ: quý, 6 tháng, 9 tháng, năm", usual=True)


def _cycles(deadline: Deadline) -> tuple[Cycle, ...]:
    return deadline.cycles if deadline.pattern is Pattern.PERIODIC else ()


def _all_of(kinds: Iterable[PeriodKind]) -> frozenset[tuple[PeriodKind, int]]:
    return frozenset((kind, index) for kind in kinds for index in range(1, KINDS[kind] + 1))


def _units(name: str) -> Iterator[tuple[PeriodKind, int]]:
    """Yield what one word of `calendar.reports` means: a kind, or one period of every year."""
    for kind in KINDS:
        if kind.value == name:
            yield from _all_of([kind])
            return
    kind, _, index = parse_key(f"2026-{name}")
    yield kind, index


def owed(calendar: Calendar, plans: Mapping[int, Plan], years: Iterable[int]) -> tuple[Owed, ...]:
    """Return the reports of some years, in the order in which their data close, shorter periods first.

    Args:
        calendar: The ward's.
        plans: The plan that serves each year, for those years that have one. A year without one, after the first that
            has, owes what the year before did.
        years: Report years. Those before the first plan owe nothing, nor do periods that ended before the ward was
            formed.
    """
    workdays = Workdays.of(calendar)
    found = [
        _owed(period, regime, calendar, workdays, planned=year in plans)
        for year in sorted(set(years))
        if (regime := _regime_in(calendar, plans, year)) is not None
        for kind, index in regime.periods
        if (period := _period(kind, year, index, calendar)) is not None
    ]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda o: (o.closes, order.index(o.period.kind), o.period.window.start)))


def _regime_in(calendar: Calendar, plans: Mapping[int, Plan], year: int) -> Regime | None:
    serving = [y for y in plans if y <= year]
    return regime_of(calendar, plans[max(serving)]) if serving else None


def _period(kind: PeriodKind, year: int, index: int, calendar: Calendar) -> Period | None:
    try:
        return make_period(kind, year, index, calendar)
    except ValueError:  # it ended before the ward was formed
        return None


def _owed(period: Period, regime: Regime, calendar: Calendar, workdays: Workdays, *, planned: bool) -> Owed:
    rule = rule_for(calendar, period)
    send_by = last_day(rule or USUAL_RULE, period, workdays)
    notes = list(day_notes(period.window.end, send_by, workdays))
    if regime.usual:
        notes.append(
            "Kế hoạch không nêu kỳ báo cáo; tạm theo thông lệ quý, 6 tháng, 9 tháng, năm. "
            "Nếu khác, ghi vào calendar.reports của ward.yaml."
        )
    if rule is None:
        words = "01 ngày làm việc sau ngày chốt số liệu (điểm b khoản 5 Điều 8 Nghị định số 09/2019/NĐ-CP)"
        notes.append(
            "Phường chưa ghi hạn gửi do cấp trên quy định; tạm lấy 01 ngày làm việc sau ngày chốt số liệu. "
            "Khi có quy định, ghi vào calendar.send_by của ward.yaml."
        )
    else:
        words = f"{rule.text} (calendar.send_by của ward.yaml)"
    return Owed(report_of(period.kind), period, send_by, words, planned, tuple(notes))


def rule_for(calendar: Calendar, period: Period) -> SendRule | None:
    """Return the ward's rule for a period: that of the period itself, of such periods every year, of its kind."""
    key = period_key(period.kind, period.year, period.index)
    names = (key, key.split("-", 1)[1], period.kind.value)
    return next((calendar.send_by[name] for name in names if name in calendar.send_by), None)


def last_day(rule: SendRule, period: Period, workdays: Workdays) -> date:
    """Return the last day on which a report is in time. "Trước ngày" is the day before; no day is ever shifted.

    A month without the day that the rule names ends the matter with its own last day.
    """
    closes = period.window.end
    if rule.days is not None:
        return workdays.after(closes, rule.days) if rule.working else closes + _DAY * rule.days
    if rule.on is not None:
        day = rule.on
    else:
        ends = period.span.end
        year, month = ends.year, rule.month or ends.month
        if rule.next_month:
            year, month = (year + 1, 1) if month == _MONTHS else (year, month + 1)
        day = date(year, month, min(rule.day or 1, monthrange(year, month)[1]))
        if rule.month and day <= closes and rule.month < ends.month:
            # "ngày 05/01" of the report of December is in the new year
            day = date(year + 1, month, min(rule.day or 1, monthrange(year + 1, month)[1]))
    return day - _DAY if rule.before else day


def day_notes(closes: date, send_by: date, workdays: Workdays) -> Iterator[str]:
    """Yield what stands in the way of two days: days off, and no working day between them.

    Args:
        closes: Day on which the data close.
        send_by: Last day to send.
        workdays: The ward's.
    """
    if why := off_words(closes, workdays):
        yield f"Ngày chốt số liệu {why}."
    yield from sending_notes(send_by, workdays)
    yield from narrow_notes(closes, send_by, workdays)


def sending_notes(send_by: date, workdays: Workdays) -> Iterator[str]:
    """Yield what is to be said of a last day that is a day off."""
    if why := off_words(send_by, workdays):
        yield (
            f"Hạn gửi {why}; nên gửi chậm nhất ngày làm việc liền trước, {dated(workdays.before(send_by))}. "
            "Chương trình không tự dời hạn."
        )


def narrow_notes(closes: date, send_by: date, workdays: Workdays) -> Iterator[str]:
    """Yield what is to be said when no working day lies between the closing of the data and the last day to send."""
    if workdays.between(closes, send_by) < 1:
        yield (
            f"Hạn gửi {dated(send_by)} không cách ngày chốt số liệu {dated(closes)} ít nhất 01 ngày làm việc "
            "(điểm b khoản 5 Điều 8 Nghị định số 09/2019/NĐ-CP); cần hỏi lại cơ quan nhận báo cáo."
        )


def off_words(day: date, workdays: Workdays) -> str:
    """Return `14/3/2026 là Thứ Bảy`, `24/11/2026 (Thứ Ba) là ngày nghỉ (...)`; "" of a working day."""
    why = workdays.why_off(day)
    if not why or why == weekday(day):
        return f"{short_date(day)} là {why}" if why else ""
    return f"{dated(day)} là ngày nghỉ ({why})"


def dated(day: date) -> str:
    """Return `14/3/2026 (Thứ Bảy)`."""
    return f"{short_date(day)} ({weekday(day)})"
