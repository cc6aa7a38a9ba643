"""How a deadline stands: one `Deadline`, a period, an as-of date and what is known of its progress -> a state.

A deadline is judged at the end of the as-of day. "Due" is decided by the calendar span of the period, not by its
data window: "Quý I/2026" ends on 31/3 while the window of the quý I report closes on 14/3, so in that report the task
is due, and overdue only from the next one on. docs/thoi-han.md says the same for officers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reportgen.assess.report import DeadlineState
from reportgen.model.deadline import SEVERITY_ORDER, Cycle, Deadline, Pattern, Status
from reportgen.model.period import Period
from reportgen.model.progress import Event

_DAY = timedelta(days=1)
_DECEMBER = 12
_ENDS = {
    Cycle.MONTHLY: tuple(range(1, 13)),
    Cycle.QUARTERLY: (3, 6, 9, 12),
    Cycle.HALF_YEARLY: (6, 12),
    Cycle.NINE_MONTHS: (9,),
    Cycle.YEARLY: (12,),
}
"""Last months of the instances of a cycle."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What a deadline is judged by; `delivered` is sorted and, like `done_on`, not later than `as_of`."""

    deadline: Deadline
    period: Period
    as_of: date
    years: tuple[int, int]
    done_on: date | None
    delivered: tuple[date, ...]
    event: Event | None


def evaluate(
    deadline: Deadline,
    period: Period,
    as_of: date,
    plan_years: tuple[int, int],
    *,
    done_on: date | None = None,
    delivered: Sequence[date] = (),
    event: Event | None = None,
) -> DeadlineState:
    """Tell how `deadline` stands at the end of day `as_of`, in the report for `period`.

    Args:
        deadline: What was printed.
        period: The report's period; its calendar span decides what is due.
        as_of: Last day that counts: anything done, delivered or issued later has not happened yet.
        plan_years: First and last year of the plan.
        done_on: Day on which the task, or this deadline of it, was finished. Of a recurring duty it closes the
            instances of that year; a "thường xuyên" duty is never finished.
        delivered: Days on which instances of a recurring duty were delivered. A delivery counts for the calendar
            year in which it was made, there for the earliest instance still missing.
        event: The event that started or dated it, of the patterns EVENT and SCHEDULE.
    """
    case = _Case(
        deadline,
        period,
        as_of,
        plan_years,
        done_on if done_on and done_on <= as_of else None,
        tuple(sorted(day for day in delivered if day <= as_of)),
        event if event and event.happened_on <= as_of else None,
    )
    if deadline.problem or deadline.pattern is Pattern.UNREAD:
        # what is finished is finished; whether in time, nobody can tell
        return DeadlineState(deadline, Status.DONE if case.done_on else Status.NEEDS_HUMAN, done_on=case.done_on)
    match deadline.pattern:
        case Pattern.REGULAR:
            return DeadlineState(deadline, Status.ONGOING)
        case Pattern.YEARLY | Pattern.PLAN_OR_ADHOC:
            return _yearly(case)
        case Pattern.PERIODIC:
            return _periodic(case)
        case Pattern.DATE | Pattern.STAGE:
            return _dated(case, deadline.start, deadline.last_day)
        case Pattern.EVENT | Pattern.SCHEDULE:
            return _awaited(case)


def worst(states: Iterable[DeadlineState]) -> Status:
    """Return the status of a task: the worst of its open deadlines, DONE when none is open.

    Deadlines that another level answers for do not count, unless there is no other. A task without any deadline
    needs a person.
    """
    known = list(states)
    own = [state for state in known if not state.deadline.foreign] or known
    return min((state.status for state in own), key=SEVERITY_ORDER.index, default=Status.NEEDS_HUMAN)


# --- one last day


def _dated(case: _Case, start: date | None, last_day: date | None) -> DeadlineState:
    """Judge a deadline with a last day, and a stage, which may have a first day only."""
    if case.done_on:
        late = last_day is not None and case.done_on > last_day
        return DeadlineState(case.deadline, Status.DONE, due=last_day, done_on=case.done_on, late=late)
    return DeadlineState(case.deadline, _open_status(case, start, last_day), due=last_day)


def _open_status(case: _Case, start: date | None, last_day: date | None) -> Status:
    if last_day is not None and last_day < case.as_of:
        return Status.OVERDUE
    if start is not None and case.as_of < start:
        return Status.NOT_YET_DUE
    if last_day is not None and last_day <= case.period.span.end:
        return Status.DUE
    return Status.NOT_YET_DUE if start is None else Status.ONGOING


def _awaited(case: _Case) -> DeadlineState:
    """Judge a deadline that an event, or another's plan, sets; none is ever invented.

    Before the event: waiting. After it: by the day that the event sets; without one ONGOING, and the checks ask a
    person for a deadline.
    """
    event, deadline = case.event, case.deadline
    text, due = (event.text, event.due) if event else ("", None)
    if case.done_on or due:
        return replace(_dated(case, None, due), event=text)
    if event:
        return DeadlineState(deadline, Status.ONGOING, event=text)
    waiting = Status.WAITING_EVENT if deadline.pattern is Pattern.EVENT else Status.WAITING_SCHEDULE
    return DeadlineState(deadline, waiting)


# --- recurring duties


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _day_of(deadline: Deadline, year: int) -> date:
    """Return the last day of a yearly duty in `year`: its own day or month's end, else 31/12."""
    if deadline.last_day:
        end = _month_end(year, deadline.last_day.month)
        return end.replace(day=min(deadline.last_day.day, end.day))
    return _month_end(year, deadline.month or _DECEMBER)


def _yearly(case: _Case) -> DeadlineState:
    """Judge one instance a year, in every plan year up to the report's or the as-of date's, whichever is later.

    A past instance that was not delivered is missed, whatever came since; in a year that is still running the duty is
    missed only if it has a day of its own and that day is over.
    """
    first, last = case.years
    made = {day.year: day for day in sorted({*case.delivered, *filter(None, [case.done_on])}, reverse=True)}
    running, reported = (min(max(year, first), last) for year in (case.as_of.year, case.period.year))
    due = {year: _day_of(case.deadline, year) for year in range(first, max(running, reported) + 1)}
    state = DeadlineState(
        case.deadline,
        Status.DONE,
        due=due[reported],
        instances_total=1,
        instances_due=int(due[running] <= case.as_of),
        instances_done=int(running in made),
    )
    missed = [day for year, day in due.items() if year not in made and day < case.as_of]
    if missed:
        return replace(state, status=Status.RECURRING_MISSED, due=missed[0])
    to_come = [day for year, day in due.items() if year not in made and year <= reported]
    if to_come:
        status = Status.DUE if to_come[0] <= case.period.span.end else Status.NOT_YET_DUE
        return replace(state, status=status, due=to_come[0])
    return replace(state, done_on=made[reported], late=made[reported] > due[reported])


def _instances(cycles: tuple[Cycle, ...], year: int) -> list[date]:
    """Return the last days of all instances in a year, in order.

    Each cycle counts for itself (`quý, năm`: 4 + 1); only the half-year beside the year is once, on 30/6, because the
    year's own report covers the second half.
    """
    once = Cycle.HALF_YEARLY in cycles and Cycle.YEARLY in cycles
    months = [m for c in cycles for m in _ENDS[c] if not (once and c is Cycle.HALF_YEARLY and m == _DECEMBER)]
    return [_month_end(year, month) for month in sorted(months)]


def _periodic(case: _Case) -> DeadlineState:
    """Judge the instances of one year: the as-of date's, or the report's if that is over, within the plan.

    While the year runs, missing instances are RECURRING_DUE ("3/4 kỳ"): they can still be handed in. Once it is over
    they are RECURRING_MISSED. Earlier years are not reopened: their own yearly report said what was missing.
    """
    first, last = case.years
    year = min(max(min(case.as_of.year, case.period.year), first), last)
    days = _instances(case.deadline.cycles, year)
    closed = case.done_on is not None and case.done_on.year == year
    done = len(days) if closed else min(len(days), sum(day.year == year for day in case.delivered))
    passed = sum(day <= case.as_of for day in days)
    state = DeadlineState(
        case.deadline,
        Status.DONE,
        due=days[done] if done < len(days) else None,
        done_on=case.done_on if closed else None,
        instances_total=len(days),
        instances_due=passed,
        instances_done=done,
    )
    if state.due is None:
        return state
    if case.as_of.year > year:
        return replace(state, status=Status.RECURRING_MISSED)
    behind = done < passed or state.due <= case.period.span.end
    return replace(state, status=Status.RECURRING_DUE if behind else Status.ONGOING)
