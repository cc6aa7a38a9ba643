"""`forms send`, `forms missing`: one Excel form an agency, and who has not sent it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportgen.cache import open_cache
from reportgen.cli import clock, say, workspace
from reportgen.cli.choose import INDEX_OPTION, LAST_INDEX, named_period
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Reader
from reportgen.model.period import (
    Calendar,
    Period,
    PeriodKind,
    file_suffix,
    label,
    make_period,
    parse_key,
    period_key,
    slug,
)
from reportgen.problem import Problem, ReportgenError
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded
    from reportgen.model.progress import WardData
    from reportgen.model.ward import Agency

FOLDER = "bieu-mau"
"""Folder of the forms beside the reports of their period."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Options of both commands, as typed; those that a command lacks are None."""

    ward: str
    year: str | None
    month: str | None
    quarter: str | None
    half: str | None
    agency: str | None
    send_by: str | None
    as_of: str | None
    out: str | None
    workspace: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """What the options come to."""

    folder: workspace.Workspace
    loaded: Loaded
    period: Period
    notice: str
    send_by: date | None
    as_of: date

    @property
    def data(self) -> WardData:
        """The ward's data."""
        return self.loaded.data


def send(asked: Asked) -> int:
    """Write the forms of a period; return the exit status."""
    result = say.Outcome(ward=asked.ward)
    return carry_out(result, lambda found: _send(asked, found), as_json=asked.as_json)


def missing(asked: Asked) -> int:
    """Print who has not sent figures for a period; return the exit status."""
    result = say.Outcome(ward=asked.ward, extra={"missing": [], "sent": []})
    return carry_out(result, lambda found: _missing(asked, found), as_json=asked.as_json)


def _send(asked: Asked, result: say.Outcome) -> None:
    from reportgen.forms import form_of, senders, write_form  # noqa: PLC0415  help must not wait for them
    from reportgen.output import NewFile, write_all  # noqa: PLC0415

    made = _settle(asked, result)
    data, period = made.data, made.period
    agencies = [agency_named(asked.agency, data)] if asked.agency is not None else list(senders(data))
    if not agencies:
        raise ReportgenError(_nobody(data), exit_code=2)
    place = PurePosixPath(data.ward.id, str(period.year), slug(period), FOLDER)
    last_day, told = made.send_by or day_to_send(period, data.ward.calendar), day_words(period, data.ward.calendar)
    forms = [form_of(data, agency, period, send_by=last_day) for agency in agencies]
    files = [
        NewFile(place / f"bieu-mau-{form.agency.id}-{file_suffix(period)}.xlsx", write_form(form), "xlsx")
        for form in forms
    ]
    base = made.folder.results(asked.out).absolute()
    written = write_all(base, files)
    result.files += written.files
    result.problems += written.problems
    if any(form.illustrative for form in forms):
        result.notices.append("Số liệu kỳ trước in sẵn trong biểu là số liệu minh họa.")
    result.notices.append(f"Hạn gửi lại: {short_date(last_day)}{told}. Đổi hạn bằng --send-by NGÀY.")


def _missing(asked: Asked, result: say.Outcome) -> None:
    from reportgen.forms import senders  # noqa: PLC0415  help must not wait for them
    from reportgen.schedule.workdays import Workdays  # noqa: PLC0415

    made = _settle(asked, result)
    data, period = made.data, made.period
    key = period_key(period.kind, period.year, period.index)
    sent = {r.agency for r in data.returns if r.period == key}
    last_day = made.send_by or day_to_send(period, data.ward.calendar)
    left, working = (last_day - made.as_of).days, Workdays.of(data.ward.calendar).between(made.as_of, last_day)
    absent = [agency for agency in senders(data) if agency.id not in sent]
    result.as_of = made.as_of
    result.extra = {
        "missing": [
            {
                "agency": a.id,
                "name": a.name,
                "send_by": last_day.isoformat(),
                "days_left": left,
                "working_days_left": working,
            }
            for a in absent
        ],
        "sent": [a.id for a in senders(data) if a.id in sent],
    }
    if not asked.as_json:
        result.lines = _lines(absent, len(senders(data)), period, last_day, (left, working))


def _lines(absent: Sequence[Agency], of: int, period: Period, last_day: date, days: tuple[int, int]) -> list[str]:
    """Return the list for people; `days` are those left, and of them those that are worked."""
    left, working = days
    if not absent:
        return [f"Cả {of} đơn vị đã gửi số liệu {label(period)}."]
    when = (
        f"còn {left} ngày, {working} ngày làm việc"
        if left > 0
        else "hạn là hôm nay"
        if left == 0
        else f"đã quá hạn {-left} ngày"
    )
    head = f"{len(absent)}/{of} đơn vị chưa gửi số liệu {label(period)} (hạn gửi {short_date(last_day)}, {when}):"
    return [head, *(f"- {agency.name}" for agency in absent)]


def day_to_send(period: Period, calendar: Calendar) -> date:
    """Return the last day to send a form back when nobody has set one: the ward's working day after its data close.

    Source: Nghị định 09/2019/NĐ-CP, Điều 8.5.b: at least one working day after the end of data collection.
    """
    from reportgen.schedule.workdays import Workdays  # noqa: PLC0415  help must not wait for it

    return Workdays.of(calendar).after(period.window.end, 1)


def day_words(period: Period, calendar: Calendar) -> str:
    """Return what to add to that day: until when the ward itself has to send its report, where its file says so."""
    from reportgen.schedule.reports import last_day, rule_for  # noqa: PLC0415  help must not wait for them
    from reportgen.schedule.workdays import Workdays  # noqa: PLC0415

    rule = rule_for(calendar, period)
    if rule is None:
        return ""
    return f" (báo cáo của phường phải gửi chậm nhất ngày {short_date(last_day(rule, period, Workdays.of(calendar)))})"


def _settle(asked: Asked, result: say.Outcome) -> _Set:
    """Read the options and the ward, and choose the period.

    Raises:
        ReportgenError: LN001, LN007, LN008, LN016 of the options; problems of the data.
    """
    from reportgen.check import check_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.remembered import load_remembered  # noqa: PLC0415

    reader = Reader()
    year = reader.year(asked.year)
    send_by, as_of = reader.day("--send-by", asked.send_by), reader.day("--as-of", asked.as_of)
    kind, index = period_named(asked, reader)
    reader.done()
    folder = workspace.find(asked.workspace)
    loaded = load_remembered(folder.ward(asked.ward), open_cache(), year=year, inspect=check_data)
    today = as_of or clock.today()
    period, notice = _period(loaded, kind, year, index, today)
    result.period = period
    result.notices += [notice] if notice else []
    return _Set(folder, loaded, period, notice, send_by, today)


def period_named(asked: Asked, reader: Reader) -> tuple[PeriodKind | None, int | None]:
    """Return the kind of period and its number, by the one option that names them; None for neither."""
    given = {
        PeriodKind.MONTH: asked.month,
        PeriodKind.QUARTER: asked.quarter,
        PeriodKind.HALF: asked.half,
    }
    said = [(kind, text) for kind, text in given.items() if text is not None]
    for kind, _ in said[1:]:
        option = INDEX_OPTION[kind]
        reader.refuse(option, f"tùy chọn {option} không đi cùng kỳ đã chọn", "Chỉ giữ một tùy chọn của kỳ.")
    if not said:
        return None, None
    kind, text = said[0]
    return kind, reader.whole(INDEX_OPTION[kind], text, 1, LAST_INDEX[kind])


def _period(
    loaded: Loaded, kind: PeriodKind | None, year: int | None, index: int | None, today: date
) -> tuple[Period, str]:
    """Return the period asked for; without one, the one whose data are being collected, by the ward's own habit."""
    data = loaded.data
    if kind is not None and index is not None:
        return named_period(loaded, kind, year or _year(data, today), index), ""
    kind = _habit(data)
    wanted = year or _year(data, today)
    numbers = range(1, LAST_INDEX.get(kind, 1) + 1)
    periods = [make_period(kind, y, n, data.ward.calendar) for y in (wanted, wanted + 1) for n in numbers]
    running = [p for p in periods if today in p.window] or [p for p in periods if p.window.end < today][-1:]
    period = (running or periods)[0]
    option = INDEX_OPTION.get(kind, "")
    other = f" {option} {period.index}" if option else ""
    return period, f"Kỳ: {label(period)}. Chọn kỳ khác bằng tùy chọn, ví dụ: --year {period.year}{other}"


def _habit(data: WardData) -> PeriodKind:
    """Return the kind of period by which the ward collects: that of its newest return; a quarter for a new ward."""
    return parse_key(data.returns[-1].period)[0] if data.returns else PeriodKind.QUARTER


def _year(data: WardData, today: date) -> int:
    """Return this year, or the nearest one that the plan serves."""
    first, last = data.plan.years
    return min(max(today.year, first), last)


def agency_named(given: str, data: WardData) -> Agency:
    """Return the agency of an id, a name or another spelling.

    Raises:
        ReportgenError: LN030, exit status 2.
    """
    from reportgen.vi.text import fold  # noqa: PLC0415

    wanted = fold(given)
    for agency in data.ward.agencies.values():
        if wanted in {fold(agency.id), fold(agency.name), fold(agency.short), *map(fold, agency.aliases)} - {""}:
            return agency
    close = workspace.nearest(given, list(data.ward.agencies))
    hint = f"Có phải là: {', '.join(close)}? " if close else ""
    known = ", ".join(a.id for a in data.ward.agencies.values() if a.reports)
    remedy = f"{hint}Đơn vị phải báo cáo: {known}."
    raise ReportgenError(Problem("LN030", "dòng lệnh, --agency", f"không có đơn vị {given!r}", remedy), exit_code=2)


def _nobody(data: WardData) -> Problem:
    """Return LN031."""
    return Problem(
        "LN031",
        f"data/{data.ward.id}/ward.yaml",
        "chưa đơn vị nào được ghi là phải báo cáo",
        "Ghi reports: true ở từng đơn vị phải gửi số liệu, hoặc chỉ rõ bằng --agency.",
    )
