"""What a report can print, with the lines of data behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.vi.dates import long_date, short_date
from reportgen.vi.numbers import decimal, integer, percent


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the ward's data: where it stands (`truc-lam/plans/2026.yaml, dòng 310`), what it says."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a report.

    Attributes:
        forms: Every way in which documents print it. what: What it is, in words. formula: How it was worked out, or "".
        sources: The lines that it comes from.
    """

    forms: frozenset[str]
    what: str
    formula: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are printed together: those of the whole plan, of one area, of one indicator.

    Attributes:
        name: What they are of. marks: Words near which they stand: the title of the area, of the task.
        figures: All of them. kind: What it is: `tong_hop`, `linh_vuc`, `co_quan`, `chi_tieu`, `ho_so`, `ho_so_tong`,
            `nhiem_vu`, or "".
    """

    name: str
    marks: tuple[str, ...]
    figures: tuple[Figure, ...]
    kind: str = ""


def count_forms(number: int) -> frozenset[str]:
    """Return the ways to print a count: `3`, `03`, `1.234`."""
    return frozenset({str(number), integer(number), f"{number:02d}"})


def share_forms(share: Decimal | None) -> frozenset[str]:
    """Return the ways to print a share (0 to 1): `58,97%`, `58,97`."""
    if share is None:
        return frozenset()
    return frozenset({percent(share), percent(share, fixed=True), percent(share, 1), percent(share, 0)}) | number_forms(
        share * 100
    )


def number_forms(value: Decimal | None) -> frozenset[str]:
    """Return the ways to print a number: `85,4`, `85,40`, with and without `%`."""
    if value is None:
        return frozenset()
    plain = {decimal(value), decimal(value, fixed=True), decimal(value, 1), decimal(abs(value)), decimal(abs(value), 1)}
    return frozenset(plain | {f"{text}%" for text in plain})


def date_forms(day: date | None) -> frozenset[str]:
    """Return the ways to print a date: `14/9/2026`, `14/09/2026`, `ngày 14 tháng 9 năm 2026`, `2026-09-14`."""
    if day is None:
        return frozenset()
    return frozenset({short_date(day), f"{day:%d/%m/%Y}", long_date(day), day.isoformat()})


def distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return sources each once, in order."""
    return tuple(dict.fromkeys(source for source in sources if source.place))
