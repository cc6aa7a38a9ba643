"""What the returns say of each task up to a day: the newest word of every agency, and everything delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.model.period import Calendar, Window, make_period, parse_key
from reportgen.model.progress import AgencyReturn, Declared, TaskProgress, WardData


@dataclass(frozen=True, slots=True)
class DatedReturn:
    """A return with the window that it covers."""

    body: AgencyReturn
    window: Window


@dataclass(frozen=True, slots=True)
class TaskHistory:
    """All that was reported on one task up to the as-of date, oldest first.

    Attributes:
        entries: Each report with the window of its return and its agency.
    """

    entries: tuple[tuple[DatedReturn, TaskProgress], ...] = ()

    def latest(self) -> TaskProgress | None:
        """Return the newest report, or None."""
        return self.entries[-1][1] if self.entries else None

    def done(self, as_of: date, leads: Collection[str]) -> tuple[bool, date | None]:
        """Return whether the task is done by the end of `as_of`, and on what day (None: nobody gave one).

        The newest word of each agency that leads it counts, and a task that any of them reports as still open is
        open. Where no lead has reported (the lead is a collective, say), everybody's word counts.
        """
        newest = {source.body.agency: entry for source, entry in self.entries}
        answerable = {agency: entry for agency, entry in newest.items() if agency in leads} or newest
        if not answerable or any(entry.declared is not Declared.DONE for entry in answerable.values()):
            return False, None
        days = [entry.done_on for entry in answerable.values() if entry.done_on is not None]
        if any(day > as_of for day in days):
            return False, None
        return True, max(days, default=None)

    def part_done(self, number: int, as_of: date) -> date | None:
        """Return the day on which deadline `number` (from 1) was done, if by `as_of`."""
        days = (
            part.done_on
            for _, entry in self.entries
            for part in entry.parts
            if part.deadline == number and part.done_on is not None
        )
        return min((day for day in days if day <= as_of), default=None)

    def delivered(self, number: int, as_of: date, *, whole_task: bool) -> tuple[date, ...]:
        """Return the days on which instances of deadline `number` were delivered.

        Args:
            number: Place of the deadline, from 1.
            as_of: Later days are left out.
            whole_task: Whether days given for the task as a whole belong to this deadline.
        """
        days = {
            day
            for _, entry in self.entries
            for part in entry.parts
            if part.deadline == number
            for day in part.delivered
        }
        if whole_task:
            days |= {day for _, entry in self.entries for day in entry.delivered}
        return tuple(sorted(day for day in days if day <= as_of))


def dated_returns(data: WardData) -> tuple[DatedReturn, ...]:
    """Return every return with its window, oldest first.

    Windows follow the ward's calendar, so a return covers just what the report of its period covers.
    """
    calendar = data.ward.calendar
    dated = [DatedReturn(body, _window(body.period, calendar)) for body in data.returns]
    return tuple(sorted(dated, key=lambda r: (r.window.end, r.window.start, r.body.agency)))


def _window(key: str, calendar: Calendar) -> Window:
    return make_period(*parse_key(key), calendar).window


def known_at(returns: Iterable[DatedReturn], as_of: date) -> tuple[DatedReturn, ...]:
    """Return those that had begun by `as_of`: July can be rebuilt in December."""
    return tuple(r for r in returns if r.window.start <= as_of)


def ending_in(returns: Iterable[DatedReturn], window: Window) -> tuple[DatedReturn, ...]:
    """Return those whose data close inside `window`: the ones that a report of that window speaks of."""
    return tuple(r for r in returns if r.window.end in window)


def covering(returns: Iterable[DatedReturn], window: Window) -> tuple[DatedReturn, ...]:
    """Return those wholly inside `window`, none counted twice, oldest first.

    An agency that sent both a quarter and its three months is counted by the longer return: the sum of
    overlapping counts would be wrong.
    """
    chosen: list[DatedReturn] = []
    inside = [r for r in returns if r.window.start in window and r.window.end in window]
    inside.sort(key=lambda r: (-(r.window.end - r.window.start).days, r.window.start))
    for candidate in inside:
        clash = any(
            other.body.agency == candidate.body.agency
            and other.window.start <= candidate.window.end
            and candidate.window.start <= other.window.end
            for other in chosen
        )
        if not clash:
            chosen.append(candidate)
    return tuple(sorted(chosen, key=lambda r: (r.window.end, r.window.start, r.body.agency)))


def histories(returns: Iterable[DatedReturn]) -> Mapping[str, TaskHistory]:
    """Return the history of every task that was reported on, by task id."""
    entries: dict[str, list[tuple[DatedReturn, TaskProgress]]] = defaultdict(list)
    for source in returns:
        for entry in source.body.tasks:
            entries[entry.task].append((source, entry))
    return {task: TaskHistory(tuple(found)) for task, found in entries.items()}
