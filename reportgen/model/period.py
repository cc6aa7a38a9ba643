"""Kỳ báo cáo: the period itself, its data window (thời gian chốt số liệu) and the calendar that sets windows.

Period, window and deadline are three separate things (Nghị định 09/2019/NĐ-CP, Điều 7, 8, 12): quý III and
9 tháng end on the same day and start on different ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
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
class SendRule:
    """Hạn gửi báo cáo: the last day on which it is still in time, as the ward's file says.

    Exactly one of `days`, `day` and `on` is set.

    Attributes:
        text: As written: `trước ngày 20`, `chậm nhất ngày 05 tháng sau`, `02 ngày làm việc`, `18/9/2026`.
        days: So many days after the data close. working: Whether they are working days.
        day: Day of a month, 31 for its last. month: That month; None: the last month of the period, or the one after
            it when `next_month`.
        on: That very day.
        before: True for "trước ngày": the day before is the last one.
    """

    text: str
    days: int | None = None
    working: bool = True
    day: int | None = None
    month: int | None = None
    next_month: bool = False
    on: date | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a ward's own data says about windows and deadlines; empty means the defaults of Nghị định 09/2019.

    Attributes:
        formed: Day the ward came into being; windows never start before it. None: no limit.
        calendar_kinds: Kinds whose window is the calendar span itself.
        windows: Window of one period, by its key as in `period_key` (`2026-q3`).
        reports: Which reports the ward makes: kinds (`quarterly`) and single periods of every year (`q1`, `9m`). None:
            the file does not say; empty: none.
        send_by: Until when they are sent, by kind (`annual`), by period of every year (`q1`) or by key (`2026-q3`).
        days_off: Working days on which the ward does not work. working_days: Days off on which it does (làm bù).
    """

    formed: date | None = None
    calendar_kinds: frozenset[PeriodKind] = frozenset()
    windows: dict[str, Window] = field(default_factory=dict)
    reports: tuple[str, ...] | None = None
    send_by: dict[str, SendRule] = field(default_factory=dict)
    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()


_COUNT = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.NINE_MONTHS: 1,
    PeriodKind.YEAR: 1,
}
"""How many periods of a kind one year holds."""
_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}
"""How many months one period of a kind lasts."""
_ROMAN_QUARTERS = ("I", "II", "III", "IV")
_KEY = re.compile(r"(\d{4})-(?:m(0[1-9]|1[0-2])|q([1-4])|h([12])|(9m)|(y))", re.ASCII)
_DAY = timedelta(days=1)


def make_period(kind: PeriodKind, year: int, index: int = 1, calendar: Calendar | None = None) -> Period:
    """Build one period with its data window.

    The window is, first found: the ward's own one for this period; the calendar span when the ward says so for the
    kind; the default of Nghị định 09/2019/NĐ-CP, Điều 12 (from the 15th of the month before the period to the 14th of
    its last month; 9 tháng, which Điều 12 does not name, follows the same rule). It never starts before the ward
    was formed.

    Args:
        kind: Any but RANGE, which `make_range` builds.
        year: Report year.
        index: Month 1-12, quarter 1-4, half 1-2; 1 for nine months and year.
        calendar: The ward's overrides; None for none.

    Raises:
        ValueError: No such period, or its window ended before the ward was formed.
    """
    if kind is PeriodKind.RANGE:
        raise ValueError("a free range has no number: use make_range")
    calendar = calendar or Calendar()
    span = _span(kind, year, index)
    if kind in calendar.calendar_kinds:
        default = span
    else:
        default = Window(_month_before(span.start).replace(day=15), span.end.replace(day=14))
    window = calendar.windows.get(period_key(kind, year, index), default)
    return _clip(Period(kind, year, index, span, window), calendar)


def make_range(start: date, end: date, calendar: Calendar | None = None) -> Period:
    """Build a free range (báo cáo đột xuất, chuyên đề): window and span are the days given, both included.

    Raises:
        ValueError: It ends before it starts, or before the ward was formed.
    """
    if end < start:
        raise ValueError(f"{end} comes before {start}")
    days = Window(start, end)
    return _clip(Period(PeriodKind.RANGE, end.year, 1, days, days), calendar or Calendar())


def _span(kind: PeriodKind, year: int, index: int) -> Window:
    """Return the calendar span of a period."""
    if not 1 <= index <= _COUNT[kind]:
        raise ValueError(f"no {kind.value} period number {index}")
    last = _MONTHS[kind] * index
    first = last - _MONTHS[kind] + 1
    return Window(date(year, first, 1), date(year + last // 12, last % 12 + 1, 1) - _DAY)


def _month_before(day: date) -> date:
    return day.replace(day=1) - _DAY


def _clip(period: Period, calendar: Calendar) -> Period:
    """Start the window no earlier than the ward."""
    window, formed = period.window, calendar.formed
    if window.end < window.start:
        raise ValueError(f"the window of {period.kind.value} {period.year} ends before it starts")
    if formed is None or window.start >= formed:
        return period
    if window.end < formed:
        raise ValueError(f"the period ended before the ward was formed on {formed}")
    clipped = Window(formed, window.end)
    return Period(period.kind, period.year, period.index, period.span, clipped, clipped=True)


def period_key(kind: PeriodKind, year: int, index: int = 1) -> str:
    """Return the key of a period in a ward's folder: `2026-m09`, `2026-q3`, `2026-h1`, `2026-9m`, `2026-y`.

    Raises:
        ValueError: A free range, which has none.
    """
    names = {
        PeriodKind.MONTH: f"m{index:02d}",
        PeriodKind.QUARTER: f"q{index}",
        PeriodKind.HALF: f"h{index}",
        PeriodKind.NINE_MONTHS: "9m",
        PeriodKind.YEAR: "y",
    }
    if kind not in names:
        raise ValueError("a free range has no key")
    return f"{year:04d}-{names[kind]}"


def parse_key(key: str) -> tuple[PeriodKind, int, int]:
    """Return kind, year and index of a key.

    Raises:
        ValueError: Not a key: `2026-q5`, `2026-m9`.
    """
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"not a period key: {key!r}")
    year, *parts = match.groups()
    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR)
    kind, number = next((kind, part) for kind, part in zip(kinds, parts, strict=True) if part)
    return kind, int(year), int(number) if number.isdecimal() else 1


def previous(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the period of the same kind before this one; of a free range, as many days just before it.

    Raises:
        ValueError: The ward did not exist yet.
    """
    return _neighbour(period, -1, calendar)


def following(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the period of the same kind after this one; of a free range, as many days just after it."""
    return _neighbour(period, 1, calendar)


def _neighbour(period: Period, step: int, calendar: Calendar | None) -> Period:
    if period.kind is PeriodKind.RANGE:
        shift = (period.span.end - period.span.start + _DAY) * step
        return make_range(period.span.start + shift, period.span.end + shift, calendar)
    years, place = divmod(period.index - 1 + step, _COUNT[period.kind])
    return make_period(period.kind, period.year + years, place + 1, calendar)


def same_last_year(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the same period one year earlier; 29/02 of a free range becomes 28/02.

    Raises:
        ValueError: The ward did not exist yet.
    """
    if period.kind is PeriodKind.RANGE:
        return make_range(_year_earlier(period.span.start), _year_earlier(period.span.end), calendar)
    return make_period(period.kind, period.year - 1, period.index, calendar)


def _year_earlier(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def label(period: Period) -> str:
    """Return the period in words: `quý III năm 2026`, `6 tháng đầu năm 2026`.

    A free range is `từ ngày 01/7/2026 đến ngày 14/9/2026`; months 1 and 2 have a zero, `tháng 01 năm 2026`.
    """
    year = period.year
    match period.kind:
        case PeriodKind.MONTH:
            return f"tháng {_two_digits_if_open(period.index)} năm {year}"
        case PeriodKind.QUARTER:
            return f"quý {_ROMAN_QUARTERS[period.index - 1]} năm {year}"
        case PeriodKind.HALF:
            return f"6 tháng {'đầu' if period.index == 1 else 'cuối'} năm {year}"
        case PeriodKind.NINE_MONTHS:
            return f"9 tháng năm {year}"
        case PeriodKind.YEAR:
            return f"năm {year}"
        case PeriodKind.RANGE:
            return f"từ ngày {_short(period.span.start)} đến ngày {_short(period.span.end)}"


def slug(period: Period) -> str:
    """Return the period without its year, for folders: `quy-3`, `thang-09`, `6-thang-dau-nam`, `9-thang`, `nam`."""
    match period.kind:
        case PeriodKind.MONTH:
            return f"thang-{period.index:02d}"
        case PeriodKind.QUARTER:
            return f"quy-{period.index}"
        case PeriodKind.HALF:
            return f"6-thang-{'dau' if period.index == 1 else 'cuoi'}-nam"
        case PeriodKind.NINE_MONTHS:
            return "9-thang"
        case PeriodKind.YEAR:
            return "nam"
        case PeriodKind.RANGE:
            return f"tu-{period.span.start.isoformat()}-den-{period.span.end.isoformat()}"


def file_suffix(period: Period) -> str:
    """Return the period for names of files: `quy-3-2026`, `6-thang-dau-nam-2026`, `tu-2026-07-01-den-2026-09-14`."""
    return slug(period) if period.kind is PeriodKind.RANGE else f"{slug(period)}-{period.year}"


def _short(day: date) -> str:
    return f"{day.day:02d}/{_two_digits_if_open(day.month)}/{day.year}"


def _two_digits_if_open(month: int) -> str:
    """Zero before months 1 and 2 only (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b)."""
    return f"{month:02d}" if month in (1, 2) else str(month)
