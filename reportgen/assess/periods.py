"""Which period a report without one is about, and the periods that a report compares with and looks ahead to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.assess.history import DatedReturn, dated_returns, ending_in
from reportgen.model.period import Period, PeriodKind, following, make_period
from reportgen.model.period import previous as period_before
from reportgen.model.progress import WardData
from reportgen.model.ward import Ward

_LAST_INDEX = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.NINE_MONTHS: 1,
    PeriodKind.YEAR: 1,
}
_LONGEST_MONTH = 31
CUMULATIVE = frozenset({PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR})


def has_progress(data: WardData, period: Period) -> bool:
    """Tell whether any return closes inside the period's data window."""
    return bool(ending_in(dated_returns(data), period.window))


def reported_last(data: WardData, period: Period) -> frozenset[str]:
    """Return the agencies whose figures for the last part of a period are there, by id.

    Those of the year's first quarters say nothing of its last one: only returns that close within the last month of the
    data window count.
    """
    last = period.window.end
    closing = ending_in(dated_returns(data), period.window)
    return frozenset(r.body.agency for r in closing if (last - r.window.end).days < _LONGEST_MONTH)


def newest_closed(data: WardData, kind: PeriodKind, today: date) -> Period | None:
    """Return the newest period of `kind` whose data window has closed by `today` and that has progress."""
    returns = dated_returns(data)
    closed = (p for p in _newest_first(data, kind) if p.window.end < today)
    return _first_with_progress(closed, returns)


def newest_open(data: WardData, kind: PeriodKind, today: date) -> Period | None:
    """Return the newest period of `kind` that has begun, is not closed at `today`, and already has progress."""
    returns = dated_returns(data)
    opened = (p for p in _newest_first(data, kind) if p.window.start <= today <= p.window.end)
    return _first_with_progress(opened, returns)


def periods_with_progress(data: WardData, kind: PeriodKind) -> tuple[Period, ...]:
    """Return every period of `kind` that has progress, oldest first."""
    returns = dated_returns(data)
    return tuple(reversed([p for p in _newest_first(data, kind) if ending_in(returns, p.window)]))


def _first_with_progress(periods: Iterator[Period], returns: tuple[DatedReturn, ...]) -> Period | None:
    return next((p for p in periods if ending_in(returns, p.window)), None)


def _newest_first(data: WardData, kind: PeriodKind) -> Iterator[Period]:
    """Yield the plan's periods of `kind`, newest first, leaving out those before the ward was formed."""
    first, last = data.plan.years
    for year in range(last, first - 1, -1):
        for index in range(_LAST_INDEX[kind], 0, -1):
            period = _make(kind, year, index, data.ward)
            if period is not None:
                yield period


def _make(kind: PeriodKind, year: int, index: int, ward: Ward) -> Period | None:
    try:
        return make_period(kind, year, index, ward.calendar)
    except ValueError:  # it ends before the ward was formed
        return None


def before(period: Period, ward: Ward) -> Period | None:
    """Return the period of the same kind before this one, or None when the ward did not exist."""
    if period.kind is PeriodKind.RANGE:
        return None
    try:
        return period_before(period, ward.calendar)
    except ValueError:
        return None


def year_before(period: Period, ward: Ward) -> Period | None:
    """Return the same period of last year, or None when the ward did not exist."""
    return None if period.kind is PeriodKind.RANGE else _make(period.kind, period.year - 1, period.index, ward)


def ahead(period: Period, ward: Ward) -> Period:
    """Return the period whose tasks the report announces (nhiệm vụ kỳ sau).

    After nine months comes the fourth quarter, not the nine months of next year; a free range looks ahead to
    the rest of the quarter that its last day lies in, or to the next one when that day ends it.
    """
    if period.kind is PeriodKind.NINE_MONTHS:
        return make_period(PeriodKind.QUARTER, period.year, 4, ward.calendar)
    if period.kind is PeriodKind.RANGE:
        quarter = make_period(PeriodKind.QUARTER, period.year, (period.span.end.month + 2) // 3, ward.calendar)
        return quarter if quarter.span.end > period.span.end else following(quarter, ward.calendar)
    return following(period, ward.calendar)
