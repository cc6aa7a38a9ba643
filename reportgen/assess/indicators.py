"""Indicators in a period: value, verdict, change against the period before and the same period of last year."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.assess.history import DatedReturn, covering, ending_in
from reportgen.assess.report import IndicatorState, Verdict
from reportgen.model.period import Period
from reportgen.model.plan import Indicator
from reportgen.model.progress import Measurement

_COMPARE = {">=": operator.ge, ">": operator.gt, "=": operator.eq, "<=": operator.le}
_HUNDRED = Decimal(100)
_PERCENT = "%"


@dataclass(frozen=True, slots=True)
class _Value:
    """What was measured in one window."""

    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


def indicator_states(
    indicators: Iterable[Indicator],
    returns: Sequence[DatedReturn],
    period: Period,
    before: Period | None,
    last_year: Period | None,
) -> tuple[IndicatorState, ...]:
    """Return every indicator's state: those measured in the report's year first, later phases after them.

    Args:
        indicators: Of the plan.
        returns: All returns known at the as-of date, oldest first.
        period: The report's.
        before: The one before it, or None.
        last_year: The same one a year earlier, or None.
    """
    states = [_state(indicator, returns, period, before, last_year) for indicator in indicators]
    return tuple(sorted(states, key=lambda state: not _measured_in(state.indicator, period.year)))


def _measured_in(indicator: Indicator, year: int) -> bool:
    return indicator.first_year <= year <= indicator.last_year


def _state(
    indicator: Indicator,
    returns: Sequence[DatedReturn],
    period: Period,
    before: Period | None,
    last_year: Period | None,
) -> IndicatorState:
    now = _measure(indicator, returns, period)
    previous = _measure(indicator, returns, before).value if before else None
    a_year_ago = _measure(indicator, returns, last_year).value if last_year else None
    return IndicatorState(
        indicator=indicator,
        value=now.value,
        numerator=now.numerator,
        denominator=now.denominator,
        verdict=_verdict(indicator, now.value, period.year),
        previous=previous,
        last_year=a_year_ago,
        change=_difference(now.value, previous),
        change_last_year=_difference(now.value, a_year_ago),
        note=now.note,
    )


def _measure(indicator: Indicator, returns: Sequence[DatedReturn], period: Period) -> _Value:
    """Return the value in the period: counts summed or the newest state, else the newest plain value.

    A state (`aggregate: last`) or a plain value may come from any return that closes in the window; counts of
    files are summed only over returns wholly inside it.
    """
    used, counted = measurements(indicator, returns, period)
    if counted:
        return _ratio(indicator, used)
    return _Value(used[-1].value, note=used[-1].note) if used else _Value()


def measurements(
    indicator: Indicator, returns: Sequence[DatedReturn], period: Period
) -> tuple[list[Measurement], bool]:
    """Return the measurements from which the value in a period comes, and whether their counts are added up."""
    newest = _of(indicator, ending_in(returns, period.window))
    if not newest:
        return [], False
    if indicator.aggregate == "sum" and any(m.denominator is not None for _, m in newest):
        return [m for _, m in _of(indicator, covering(returns, period.window))], True
    end = newest[-1][0].window.end
    last = [m for source, m in newest if source.window.end == end]
    return last, any(m.denominator is not None for m in last)


def _of(indicator: Indicator, returns: Iterable[DatedReturn]) -> list[tuple[DatedReturn, Measurement]]:
    return [(r, m) for r in returns for m in r.body.measurements if m.indicator == indicator.id]


def _ratio(indicator: Indicator, measurements: Sequence[Measurement]) -> _Value:
    counted = [m for m in measurements if m.numerator is not None and m.denominator is not None]
    if not counted:
        return _Value()
    numerator = sum(m.numerator or 0 for m in counted)
    denominator = sum(m.denominator or 0 for m in counted)
    note = "; ".join(dict.fromkeys(m.note for m in counted if m.note))
    if not denominator:
        return _Value(None, numerator, denominator, note)
    scale = _HUNDRED if indicator.unit == _PERCENT else Decimal(1)
    return _Value(scale * numerator / denominator, numerator, denominator, note)


def _verdict(indicator: Indicator, value: Decimal | None, year: int) -> Verdict:
    if year < indicator.first_year:
        return Verdict.NOT_YET  # a phase that is over is judged by its figure, and without one has no data
    if value is None or indicator.target is None:
        return Verdict.NO_DATA
    return Verdict.MET if _COMPARE[indicator.comparator](value, indicator.target) else Verdict.NOT_MET


def _difference(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if value is None or other is None else value - other
