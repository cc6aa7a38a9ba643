"""Ngày làm việc: weekends, Vietnam's holidays with their substitutes (library `holidays`), and the ward's own changes.

Source:
    Bộ luật Lao động 2019, Điều 112 (holidays; one on a weekly day off is made up on the next working day). Swaps of
    working days are decided each year: the library knows those that were known when it was made, `ward.yaml` the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from reportgen.model.period import Calendar

if TYPE_CHECKING:
    from holidays.countries.vietnam import Vietnam

_DAY: Final = timedelta(days=1)
_NAMES: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked.

    Attributes:
        off: Working days on which this ward does not work. on: Days off on which it does.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    @classmethod
    def of(cls, calendar: Calendar) -> Workdays:
        """Return those of a ward."""
        return cls(calendar.days_off, calendar.working_days)

    def why_off(self, day: date) -> str:
        """Return why a day is not worked: `Thứ Bảy`, `Chủ nhật`, `Ngày Giỗ Tổ Hùng Vương (nghỉ bù)`; "" when it is."""
        if day in self.on:
            return ""
        if day in self.off:
            return "ngày nghỉ theo ward.yaml"
        holidays = _holidays(day.year)
        if day in holidays:
            return str(holidays[day])
        return "" if holidays.is_working_day(day) else _NAMES[day.weekday()]

    def works(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return not self.why_off(day)

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after `first`, up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        return sum(self.works(first + _DAY * n) for n in range(1, (last - first).days + 1))

    def after(self, day: date, number: int) -> date:
        """Return the working day with that number after `day`, which is not counted; 0 is `day` itself."""
        while number > 0:
            day += _DAY
            number -= self.works(day)
        return day

    def before(self, day: date) -> date:
        """Return the last working day before `day`."""
        day -= _DAY
        while not self.works(day):
            day -= _DAY
        return day


def weekday(day: date) -> str:
    """Return the name of a day of the week: `Thứ Bảy`, `Chủ nhật`."""
    return _NAMES[day.weekday()]


@cache
def _holidays(year: int) -> Vietnam:
    from holidays.countries.vietnam import Vietnam  # noqa: PLC0415  what knows no dates must not wait for it

    # a swap may reach over New Year's Day
    return Vietnam(years=(year - 1, year, year + 1), expand=False, language="vi")  # type: ignore[no-untyped-call]
