"""Dates as Vietnamese official documents print them (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b)."""

from __future__ import annotations

import re
from datetime import date

from reportgen.vi.text import nfc

_BLANK = "      "
_NUMERIC = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_WORDED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE | re.ASCII)


def day(number: int) -> str:
    """Return a day of the month with a zero below 10: `05`, `15`."""
    return f"{number:02d}"


def month(number: int) -> str:
    """Return a month with a zero for 1 and 2 only, where a digit could be slipped in front: `01`, `3`, `12`."""
    return f"{number:02d}" if number in (1, 2) else str(number)


def short_date(on: date) -> str:
    """Return `05/01/2026`, `03/7/2026`, `15/6/2026`: the zeros of Nghị định 30 in figures."""
    return f"{day(on.day)}/{month(on.month)}/{on.year:04d}"


def long_date(on: date) -> str:
    """Return `ngày 05 tháng 01 năm 2026`."""
    return f"ngày {day(on.day)} tháng {month(on.month)} năm {on.year:04d}"


def issue_line(place: str, on: date | None, *, year: int | None = None, month_known: int | None = None) -> str:
    """Return the place-and-date line printed above the document title.

    Args:
        place: Địa danh as printed: `Trúc Lâm`.
        on: Day of issue; None leaves room for the electronic document system to fill in (Điều 15.3).
        year: Year printed when `on` is None; None leaves it blank too.
        month_known: Month printed when `on` is None but the month is settled.

    Returns:
        One line without a full stop: `Trúc Lâm, ngày 05 tháng 02 năm 2026`, or
        `Trúc Lâm, ngày      tháng      năm 2026`.

    Source:
        Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4 (địa danh và thời gian ban hành).
    """
    if on is not None:
        return f"{place}, {long_date(on)}"
    month_words = _BLANK if month_known is None else f" {month(month_known)} "
    year_words = _BLANK if year is None else f" {year}"
    return f"{place}, ngày{_BLANK}tháng{month_words}năm{year_words}"


def parse_date(text: str) -> date:
    """Read `d/m/yyyy` or `ngày d tháng m năm yyyy`, leading zeros optional, nothing before or after.

    Raises:
        ValueError: Not such a date, or a day that does not exist (`31/02/2026`).
    """
    words = " ".join(nfc(text).split())
    match = _NUMERIC.fullmatch(words) or _WORDED.fullmatch(words)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    d, m, y = map(int, match.groups())
    return date(y, m, d)
