"""Kỳ báo cáo: the period itself, its data window (thời gian chốt số liệu) and the calendar that sets windows.

Period, window and deadline are three separate things (Nghị định 09/2019/NĐ-CP, Điều 7, 8, 12): quý III and
9 tháng end on the same day and start on different ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class PeriodKind(Enum):
    """Kinds of period; the value is the name of the command and of `period.kind` in the JSON."""

    MONTH = "monthly"
    QUARTER = "quarterly"
    HALF = "half-year"
    NINE_MONTHS = "nine-month"
    YEAR = "annual"
    RANGE = "adhoc"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included.

    Attributes:
        start: First day. end: Last day, not before `start`.
    """

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period.

    Attributes:
        kind: What sort of period.
        year: Report year (năm báo cáo); of a free range, the year of its last day.
        index: Month 1-12, quarter 1-4, half 1-2; 1 for nine months, year and free range.
        span: Calendar span (01/7-30/9 for quý III): decides what "falls due in the period".
        window: Data window after the ward's overrides (15/6-14/9 for quý III).
        clipped: True when the ward did not exist yet at the default start, so the window starts later.
    """

    kind: PeriodKind
    year: int
    index: int
    span: Window
    window: Window
    clipped: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a ward's own data says about windows; empty means the defaults of Nghị định 09/2019.

    Attributes:
        formed: Day the ward came into being; windows never start before it. None: no limit.
        calendar_kinds: Kinds whose window is the calendar span itself.
        windows: Window of one period, by its key as in `period_key` (`2026-q3`).
    """

    formed: date | None = None
    calendar_kinds: frozenset[PeriodKind] = frozenset()
    windows: dict[str, Window] = field(default_factory=dict)
