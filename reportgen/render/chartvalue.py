"""What a chart is fed with: a title, its categories, and series of numbers.

A chart value is plain data, so that any program can make one and a template can look into it::

    {"tieu_de": "Nhiệm vụ theo lĩnh vực",
     "nhom": ["Cải cách thể chế", "Cải cách thủ tục hành chính"],
     "chuoi": [{"ten": "Hoàn thành", "gia_tri": [5, 7]}, {"ten": "Quá hạn", "gia_tri": [None, 1]}]}

Every series has one value for each category; None is a gap: no figure, which is not the figure 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from reportgen.problem import Problem
from reportgen.render.suggest import meant, nearest
from reportgen.vi.dates import short_date

Number: TypeAlias = "int | float | Decimal"

MAX_SERIES: Final = 255
MAX_CATEGORIES: Final = 32_000
"""What Excel draws of one chart."""
MAX_DIGITS: Final = 15
"""Significant digits that Excel keeps of a number."""
MAX_SIZE: Final = 10**307
"""Beyond it a number is no double any more."""
MAX_TEXT: Final = 32_767
"""Characters that a cell holds; a chart's names stand in cells."""
_KEYS: Final = ("tieu_de", "nhom", "chuoi")
_SERIES_KEYS: Final = ("ten", "gia_tri")
_SHAPE: Final = (
    "Đưa vào nhóm dữ liệu gồm tieu_de (chữ), nhom (danh sách tên), chuoi (danh sách {ten, gia_tri}); "
    "xem các biểu đồ có sẵn bằng lệnh reportgen template fields."
)
_FIGURES: Final = "Trong gia_tri chỉ để số; chỗ chưa có số liệu thì để trống (None), không ghi chữ."
_SHOWN: Final = 40
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One series (chuỗi số liệu): its name and a number, or None for a gap, for each category."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows.

    Attributes:
        title: Its title, "" for none.
        categories: Texts, numbers or days, in the order in which they are drawn; any number, none too.
        series: Each with as many values as there are categories.
    """

    title: str
    categories: tuple[str | Number | date, ...]
    series: tuple[Series, ...]

    @property
    def blank(self) -> bool:
        """Whether there is no figure to draw."""
        return all(value is None for one in self.series for value in one.values)

    @property
    def gaps(self) -> bool:
        """Whether a figure is missing somewhere."""
        return any(value is None for one in self.series for value in one.values)


def read_chart(value: Mapping[Any, Any], where: str) -> tuple[ChartData | None, list[Problem]]:
    """Return a plain mapping as what a chart shows, or None with everything that is wrong with it.

    Args:
        value: As `sandbox.plain` returns it.
        where: Place of the chart.

    Returns:
        Problems MB040 (shape), MB041 (lengths), MB042 (what should be a number).
    """
    problems = list(_faults(value, where))
    if problems:
        return None, problems
    series = tuple(Series(str(one["ten"]), tuple(one["gia_tri"])) for one in value["chuoi"])
    return ChartData(str(value["tieu_de"]), tuple(value["nhom"]), series), []


def label(category: str | Number | date) -> str:
    """Return a category as the axis prints it."""
    if isinstance(category, date):
        return short_date(category)
    return category if isinstance(category, str) else number(category)


def number(value: Number) -> str:
    """Return a number as OOXML writes it: exact up to 15 digits, the nearest double beyond."""
    if isinstance(value, int):
        return str(value)
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if len(exact.normalize().as_tuple().digits) > MAX_DIGITS:
        return repr(float(exact))
    text = f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if exact else "0"


def is_number(value: object) -> bool:
    """Return whether a value is a number; True and False are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


# --- what can be wrong -------------------------------------------------------------------------------------------


def _faults(value: Mapping[Any, Any], where: str) -> Iterator[Problem]:
    yield from _names(value, _KEYS, "số liệu biểu đồ", where)
    if not isinstance(value.get("tieu_de", ""), str):
        yield Problem("MB040", where, "tieu_de của biểu đồ không phải là chữ", _SHAPE)
    categories = value.get("nhom", ())
    if not isinstance(categories, list | tuple):
        yield Problem("MB040", where, "nhom của biểu đồ không phải là danh sách", _SHAPE)
        categories = ()
    elif len(categories) > MAX_CATEGORIES:
        yield Problem("MB040", where, f"biểu đồ có {len(categories)} nhóm, quá {MAX_CATEGORIES}", "Gộp bớt các nhóm.")
    yield from _bad_categories(categories, where)
    series = value.get("chuoi", ())
    if not isinstance(series, list | tuple):
        yield Problem("MB040", where, "chuoi của biểu đồ không phải là danh sách", _SHAPE)
        return
    if len(series) > MAX_SERIES:
        yield Problem("MB040", where, f"biểu đồ có {len(series)} chuỗi số liệu, quá {MAX_SERIES}", "Gộp bớt các chuỗi.")
    count = len(categories) if isinstance(value.get("nhom"), list | tuple) else None
    for place, one in enumerate(series, start=1):
        yield from _series_faults(one, place, count, where)


def _names(value: Mapping[Any, Any], keys: Sequence[str], what: str, where: str) -> Iterator[Problem]:
    """Tell the names that are missing and those that mean nothing here."""
    unknown = [str(key) for key in value if key not in keys]
    missing = [key for key in keys if key not in value]
    for name in unknown:
        hints = nearest(name, missing)[:1]
        yield Problem("MB040", where, f"{what} có tên lạ {_quoted(name)}", meant(hints) or _SHAPE)
        missing = [key for key in missing if key not in hints]
    if missing:
        yield Problem("MB040", where, f"{what} thiếu {', '.join(missing)}", _SHAPE)


def _bad_categories(categories: Sequence[Any], where: str) -> Iterator[Problem]:
    for place, one in enumerate(categories, start=1):
        if not isinstance(one, str | date) and not is_number(one):
            yield Problem("MB040", where, f"tên nhóm thứ {place} của biểu đồ không phải là chữ, số hay ngày", _SHAPE)
            return
        if isinstance(one, str) and len(one) > MAX_TEXT:
            message = f"tên nhóm thứ {place} của biểu đồ dài {len(one)} ký tự, quá {MAX_TEXT}"
            yield Problem("MB040", where, message, "Rút ngắn tên nhóm.")
            return


def _series_faults(one: object, place: int, count: int | None, where: str) -> Iterator[Problem]:
    if not isinstance(one, Mapping):
        yield Problem("MB040", where, f"chuỗi số liệu thứ {place} không phải là nhóm {{ten, gia_tri}}", _SHAPE)
        return
    shown = f"chuỗi số liệu thứ {place}"
    yield from _names(one, _SERIES_KEYS, shown, where)
    if isinstance(one.get("ten"), str):
        shown = f"chuỗi số liệu {_quoted(one['ten'])}"
    elif "ten" in one:
        yield Problem("MB040", where, f"ten của {shown} không phải là chữ", _SHAPE)
    values = one.get("gia_tri", [None] * (count or 0))
    if not isinstance(values, list | tuple):
        yield Problem("MB040", where, f"gia_tri của {shown} không phải là danh sách", _SHAPE)
        return
    if count is not None and len(values) != count:
        message = f"{shown} có {len(values)} giá trị, trong khi biểu đồ có {count} nhóm"
        remedy = "Mỗi chuỗi phải có đúng một giá trị cho mỗi nhóm; chỗ chưa có số liệu thì để trống (None)."
        yield Problem("MB041", where, message, remedy)
    yield from _bad_values(values, shown, where)


def _bad_values(values: Sequence[Any], shown: str, where: str) -> Iterator[Problem]:
    wrong = [
        (place, value) for place, value in enumerate(values, start=1) if value is not None and not is_number(value)
    ]
    if wrong:
        listed = ", ".join(f"thứ {place} là {_worded(value)}" for place, value in wrong[:_FEW])
        more = f" và {len(wrong) - _FEW} giá trị khác" if len(wrong) > _FEW else ""
        yield Problem("MB042", where, f"{shown} có giá trị không phải là số: {listed}{more}", _FIGURES)
    for place, value in enumerate(values, start=1):
        if is_number(value) and (abs(value) > MAX_SIZE or (isinstance(value, int) and _digits(value) > MAX_DIGITS)):
            message = f"{shown} có giá trị thứ {place} dài quá {MAX_DIGITS} chữ số, biểu đồ không giữ được đúng"
            yield Problem("MB042", where, message, "Đổi sang đơn vị lớn hơn (nghìn, triệu, tỷ) trước khi vẽ.")
            return


def _digits(value: int) -> int:
    return len(str(abs(value)).rstrip("0"))


def _worded(value: object) -> str:
    if isinstance(value, str):
        return f"chữ {_quoted(value)}"
    return "giá trị đúng/sai" if isinstance(value, bool) else "một giá trị không phải số"


def _quoted(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[: _SHOWN - 1]}…"'
