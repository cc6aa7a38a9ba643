"""Which plan and which period a command is about, from what the person said and what the data hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportgen.model.period import Period, PeriodKind, label, make_period
from reportgen.problem import Problem, ReportgenError
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded

Load = Callable[[int | None], "Loaded"]
"""Reads the ward's data with the plan that contains a year; the newest plan for None."""

INDEX_OPTION = {PeriodKind.MONTH: "--month", PeriodKind.QUARTER: "--quarter", PeriodKind.HALF: "--half"}
NO_PLAN = 2  # exit status of a loader that found nothing to start from
LAST_INDEX = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a command is about.

    Attributes:
        loaded: The ward's data with the plan that serves the period. period: The period.
        notice: A sentence that says which was taken and how to take another; "" when the person named it.
    """

    loaded: Loaded
    period: Period
    notice: str = ""


def choose(load: Load, kind: PeriodKind, *, year: int | None, index: int | None, today: date) -> Choice:
    """Return the period to report on.

    A period named in full is taken as it is. Otherwise it is, of those that fit what was said and have progress, the
    newest whose data window has closed; failing that, the newest that has begun.

    Args:
        load: Reads the data.
        kind: Any but RANGE.
        year: As the person said, or None.
        index: Month, quarter or half as the person said, or None.
        today: Today.

    Raises:
        ReportgenError: LN003 when no such period has progress, LN016 when the ward did not exist yet.
    """
    named = year is not None and (index is not None or kind not in INDEX_OPTION)
    if year is not None and named:
        return _named(load(year), kind, year, index or 1)
    tried: list[Loaded] = []
    for loaded in _plans(load, year):  # an older plan is read only when the newer ones have no such period
        tried.append(loaded)
        period = _newest(loaded, kind, year, index, today, closed=True)
        if period is not None:
            return Choice(loaded, period, _notice(period))
    for loaded in tried:
        period = _newest(loaded, kind, year, index, today, closed=False)
        if period is not None:
            return Choice(loaded, period, _notice(period))
    if year is None and index is not None and _serves(tried[0], today.year):
        return _named(tried[0], kind, today.year, index)
    raise ReportgenError(_no_progress(tried[0], kind, None))


def named_period(loaded: Loaded, kind: PeriodKind, year: int, index: int) -> Period:
    """Return a period with its data window.

    Raises:
        ReportgenError: LN016 when it ended before the ward was formed.
    """
    try:
        return make_period(kind, year, index, loaded.data.ward.calendar)
    except ValueError as error:
        raise ReportgenError(_not_yet_formed(loaded, year), exit_code=2) from error


def _named(loaded: Loaded, kind: PeriodKind, year: int, index: int) -> Choice:
    """Return the period named, or say which ones have progress."""
    from reportgen.assess import has_progress  # noqa: PLC0415  # help must not wait for it

    period = named_period(loaded, kind, year, index)
    if not has_progress(loaded.data, period):
        raise ReportgenError(_no_progress(loaded, kind, period))
    return Choice(loaded, period)


def _plans(load: Load, year: int | None) -> Iterator[Loaded]:
    """Yield the data with the plan for `year`; without a year with every plan, newest first."""
    loaded = load(year)
    yield loaded
    while year is None:
        try:
            loaded = load(loaded.data.plan.years[0] - 1)
        except ReportgenError as error:
            if error.exit_code == NO_PLAN:
                return
            raise
        yield loaded


def _newest(
    loaded: Loaded, kind: PeriodKind, year: int | None, index: int | None, today: date, *, closed: bool
) -> Period | None:
    """Return the newest period with progress that fits, closed by `today` or still open."""
    from reportgen.assess import periods_with_progress  # noqa: PLC0415  # help must not wait for it

    fitting = [
        period
        for period in periods_with_progress(loaded.data, kind)
        if year in {None, period.year} and index in {None, period.index}
        if (period.window.end < today if closed else period.window.start <= today <= period.window.end)
    ]
    return fitting[-1] if fitting else None


def _serves(loaded: Loaded, year: int) -> bool:
    first, last = loaded.data.plan.years
    return first <= year <= last


def _notice(period: Period) -> str:
    """Return the sentence that says which period was taken."""
    option = INDEX_OPTION.get(period.kind, "")
    other = f" {option} {period.index}" if option else ""
    return f"Kỳ báo cáo: {label(period)}. Chọn kỳ khác bằng tùy chọn, ví dụ: --year {period.year}{other}"


def _no_progress(loaded: Loaded, kind: PeriodKind, period: Period | None) -> Problem:
    """Return LN003, with the periods that have progress."""
    from reportgen.assess import periods_with_progress  # noqa: PLC0415  # help must not wait for it

    ward = loaded.data.ward
    wanted = "báo cáo này" if period is None else label(period)
    known = ", ".join(label(p) for p in periods_with_progress(loaded.data, kind))
    listed = f"Các kỳ có số liệu: {known}" if known else "Phường chưa có kỳ nào có số liệu cho loại báo cáo này"
    return Problem(
        "LN003",
        f"data/{ward.id}/progress",
        f"{ward.full_name} chưa có số liệu tiến độ cho {wanted}",
        f"{listed}; chọn kỳ có số liệu, hoặc nhập tiến độ của kỳ này vào thư mục progress/.",
    )


def _not_yet_formed(loaded: Loaded, year: int) -> Problem:
    """Return LN016."""
    ward = loaded.data.ward
    formed = ward.calendar.formed
    since = f" (thành lập ngày {short_date(formed)})" if formed else ""
    return Problem(
        "LN016",
        "dòng lệnh",
        f"kỳ báo cáo năm {year} kết thúc trước khi có {ward.full_name}{since}",
        "Chọn kỳ báo cáo sau ngày thành lập phường.",
    )
