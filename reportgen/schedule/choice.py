"""Which reports are to be made now, of those that are owed: each once, none lost, however long the machine was off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from reportgen.model.period import PeriodKind
from reportgen.schedule.reports import Owed


def closed(owed: Sequence[Owed], on: date) -> tuple[Owed, ...]:
    """Return those whose data closed before `on`: their last day counts whole."""
    return tuple(report for report in owed if report.closes < on)


def to_make(
    owed: Sequence[Owed], made: Collection[str], on: date, *, since: date | None, catch_up: bool = False
) -> tuple[Owed, ...]:
    """Return the reports to make on a day, in the order in which their data closed.

    A report is up once its data have closed. From the day on which the schedule first ran for the ward, every report
    that closes stays up until it is made, so an outage loses none, however long. Of those that had closed before that
    day, only the newest of each kind is up, and only until the next one closes: an office that starts in November is
    neither handed ten old reports unasked nor told for ever of one for which nobody had sent figures.

    Args:
        owed: All that the ward owes, in the order in which data close.
        made: Keys of the periods whose report is there.
        on: The day; data that close on it are not closed yet.
        since: Day on which the schedule first ran for the ward; None: today is that day.
        catch_up: Whether those that closed before `since` are wanted too, all of them.
    """
    begun = min(since or on, on)
    up = newest(closed(owed, on))
    return tuple(
        report
        for report in closed(owed, on)
        if report.key not in made and (catch_up or report.closes >= begun or report.key in up)
    )


def newest(reports: Sequence[Owed]) -> frozenset[str]:
    """Return the keys of the newest report of each kind.

    Args:
        reports: In the order in which their data close.
    """
    last: dict[PeriodKind, str] = {report.period.kind: report.key for report in reports}
    return frozenset(last.values())
