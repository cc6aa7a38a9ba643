"""The plan's other reporting duties, which people write themselves: on which day each falls due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from reportgen.model.deadline import Deadline, Pattern
from reportgen.model.period import Period, PeriodKind, make_period
from reportgen.model.plan import Duty, Plan
from reportgen.model.ward import Ward
from reportgen.schedule.reports import (
    KINDS,
    OF_CYCLE,
    USUAL_RULE,
    day_notes,
    last_day,
    narrow_notes,
    rule_for,
    sending_notes,
)
from reportgen.schedule.workdays import Workdays

_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Falling:
    """A duty of the plan on one of its days.

    Attributes:
        duty: The duty. who: Name of the agency that answers for it.
        period: What it covers, of a periodic one; None otherwise.
        send_by: Last day on which it is in time, itself included.
        notes: What a person should know of that day.
    """

    duty: Duty
    who: str
    period: Period | None
    send_by: date
    notes: tuple[str, ...]


def falling(ward: Ward, plan: Plan, years: Iterable[int]) -> tuple[Falling, ...]:
    """Return every day on which a duty of the plan falls due in some years, in order of days.

    The periodic reports of the ward itself are not among them (`reports.owed`), nor what another level answers for.
    """
    workdays = Workdays.of(ward.calendar)
    wanted = sorted(set(years) & set(range(plan.years[0], plan.years[1] + 1)))
    found = [
        _falling(ward, duty, period, day, workdays)
        for duty in plan.duties
        if not is_general(duty)
        for period, day in _days(duty.deadline, wanted, ward, workdays)
    ]
    return tuple(sorted(found, key=lambda f: (f.send_by, f.duty.id)))


def undated(plan: Plan) -> tuple[Duty, ...]:
    """Return the duties that name no day: on request, after an event, by another plan, or in words unread."""
    return tuple(duty for duty in plan.duties if not is_general(duty) and not _has_days(duty.deadline))


def is_general(duty: Duty) -> bool:
    """Tell whether a duty is the ward's own periodic reporting: `reports.owed` has its days."""
    return duty.deadline.pattern is Pattern.PERIODIC and not duty.task and not duty.deadline.foreign


def _has_days(deadline: Deadline) -> bool:
    if deadline.problem or deadline.foreign:
        return False
    yearly = {Pattern.YEARLY, Pattern.PERIODIC, Pattern.PLAN_OR_ADHOC}
    return deadline.pattern in yearly or (deadline.pattern in {Pattern.DATE, Pattern.STAGE} and bool(deadline.last_day))


def _days(
    deadline: Deadline, years: Iterable[int], ward: Ward, workdays: Workdays
) -> Iterator[tuple[Period | None, date]]:
    """Yield the days of one deadline, with the period that each closes."""
    if not _has_days(deadline):
        return
    if deadline.pattern in {Pattern.DATE, Pattern.STAGE}:
        if deadline.last_day is not None and deadline.last_day.year in years:
            yield None, deadline.last_day
        return
    for year in years:
        if deadline.pattern is Pattern.PERIODIC:
            yield from _periods(deadline, year, ward, workdays)
        elif deadline.last_day is not None:
            own = deadline.last_day
            yield None, own.replace(year=year, day=min(own.day, monthrange(year, own.month)[1]))
        else:
            month = deadline.month or _DECEMBER
            yield None, date(year, month, monthrange(year, month)[1])


def _periods(deadline: Deadline, year: int, ward: Ward, workdays: Workdays) -> Iterator[tuple[Period, date]]:
    for cycle in deadline.cycles:
        kind = OF_CYCLE[cycle]
        for index in range(1, KINDS[kind] + 1):
            try:
                period = make_period(kind, year, index, ward.calendar)
            except ValueError:  # it ended before the ward was formed
                continue
            yield period, last_day(rule_for(ward.calendar, period) or USUAL_RULE, period, workdays)


def _falling(ward: Ward, duty: Duty, period: Period | None, day: date, workdays: Workdays) -> Falling:
    agency = ward.agencies.get(duty.who)
    if period is not None:
        notes = tuple(day_notes(period.window.end, day, workdays))
    else:
        closes = _year_closes(ward, day)
        narrow = narrow_notes(closes, day, workdays) if closes else ()
        notes = (*sending_notes(day, workdays), *narrow)
    return Falling(duty, agency.name if agency else duty.who, period, day, notes)


def _year_closes(ward: Ward, day: date) -> date | None:
    """Return the day on which the year's data close when a fixed day lies in the same month: it is about the year."""
    try:
        closes = make_period(PeriodKind.YEAR, day.year, 1, ward.calendar).window.end
    except ValueError:
        return None
    return closes if (closes.year, closes.month) == (day.year, day.month) else None
