"""Whom to urge, and about what: deadlines that have passed or come soon, and figures that were not sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.assess.assemble import assess
from reportgen.assess.report import DueItem, Report
from reportgen.model.deadline import Status
from reportgen.model.period import Period, PeriodKind, make_period, period_key
from reportgen.model.progress import WardData
from reportgen.model.ward import Agency

_LATE = frozenset({Status.OVERDUE, Status.RECURRING_MISSED})
_ABOVE = frozenset({"tỉnh", "trung ương"})
"""Levels that a ward reports to: it asks them for guidance, it does not urge them."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one agency is urged to do.

    Attributes:
        agency: Whom. overdue: Its deadlines that have passed. coming: Those that fall due within the days asked for,
            and recurring duties of which an instance is missing. figures: Whether its figures are missing.
    """

    agency: Agency
    overdue: tuple[DueItem, ...]
    coming: tuple[DueItem, ...]
    figures: bool


@dataclass(frozen=True, slots=True)
class Reminders:
    """All that is to be urged on one day.

    Attributes:
        facts: The ward as it stands at the end of the day. until: Last day of what counts as coming.
        figures: Period whose figures are asked for, or None. send_by: Last day to send them, or None.
        of: By agency, in the ward's own order; agencies without anything to urge are left out.
        above: Superior agencies that lead something overdue or coming: told, not urged.
    """

    facts: Report
    until: date
    figures: Period | None
    send_by: date | None
    of: tuple[Reminder, ...]
    above: tuple[Agency, ...]

    def only(self, chosen: Iterable[str]) -> Reminders:
        """Return those of some agencies, by id."""
        wanted = set(chosen)
        kept = tuple(one for one in self.of if one.agency.id in wanted)
        return Reminders(self.facts, self.until, self.figures, self.send_by, kept, self.above)


def reminders(
    data: WardData, as_of: date, days: int, *, figures: Period | None = None, send_by: date | None = None
) -> Reminders:
    """Return whom to urge at the end of day `as_of`.

    Args:
        data: The ward's data.
        as_of: Day at whose end things are judged.
        days: A deadline counts as coming when it falls due within so many days after `as_of`.
        figures: Period for which every reporting agency should have sent figures; None asks for none.
        send_by: Last day to send them.
    """
    facts = assess(data, _quarter(data, as_of), as_of)
    until = as_of + timedelta(days=days)
    coming = _coming(data, facts, until)
    absent = _absent(data, figures)
    found = [
        Reminder(agency, _of(agency, facts.overdue), _of(agency, coming), agency.id in absent)
        for agency in data.ward.agencies.values()
    ]
    stirred = [one for one in found if one.overdue or one.coming or one.figures]
    return Reminders(
        facts,
        until,
        figures,
        send_by,
        of=tuple(one for one in stirred if one.agency.level not in _ABOVE),
        above=tuple(one.agency for one in stirred if one.agency.level in _ABOVE),
    )


def _quarter(data: WardData, day: date) -> Period:
    """Return the quarter of the calendar in which a day lies; what is overdue does not depend on it."""
    return make_period(PeriodKind.QUARTER, day.year, (day.month - 1) // 3 + 1, data.ward.calendar)


def _of(agency: Agency, items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    return tuple(item for item in items if item.agency.id == agency.id)


def _coming(data: WardData, facts: Report, until: date) -> tuple[DueItem, ...]:
    """Return what is open, not yet late, and due by the end of day `until`, by agency then day."""
    items = [
        DueItem(agency, task, state, state.due)
        for task in facts.tasks
        for state in task.deadlines
        if state.due is not None
        and state.due <= until
        and state.status is not Status.DONE
        and state.status not in _LATE
        and not state.deadline.foreign
        for agency in task.leads
    ]
    order = {key: place for place, key in enumerate(data.ward.agencies)}
    return tuple(sorted(items, key=lambda item: (order[item.agency.id], item.due)))


def _absent(data: WardData, figures: Period | None) -> frozenset[str]:
    """Return the reporting agencies of which no return for the period is there."""
    if figures is None:
        return frozenset()
    key = period_key(figures.kind, figures.year, figures.index)
    sent = {body.agency for body in data.returns if body.period == key}
    return frozenset(agency.id for agency in data.ward.agencies.values() if agency.reports) - sent
