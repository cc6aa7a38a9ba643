"""`remind`: a công văn đôn đốc to those whose tasks are late or fall due soon, or whose figures are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.cli import clock, produce, say, workspace
from reportgen.cli.choose import INDEX_OPTION, LAST_INDEX, named_period
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Common, Reader
from reportgen.documents import DOCUMENTS
from reportgen.model.period import Period, PeriodKind, label, make_period, parse_key
from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.assess.reminders import Reminder, Reminders
    from reportgen.assess.report import DueItem
    from reportgen.build import Built
    from reportgen.documents import Part
    from reportgen.load.loaded import Loaded

FOLDER = "don-doc"
DAYS = 30
"""Days within which a deadline counts as coming when nobody says."""
_MOST_DAYS = 366
_ANSWER_DAYS = 5  # working days to answer when nobody says; no text sets any
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """Options of the command, as typed."""

    common: Common
    as_of: str | None
    within: str | None
    agency: str | None
    month: str | None
    quarter: str | None
    half: str | None
    reply_by: str | None
    per_agency: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """What the options come to."""

    as_of: date
    days: int
    reply_by: date
    kind: PeriodKind | None
    index: int | None


def remind(asked: Asked) -> int:
    """Write the letters; return the exit status."""
    result = say.Outcome(ward=asked.common.ward, extra={"reminders": []})
    return carry_out(result, lambda found: _remind(asked, found), as_json=asked.common.as_json)


def usual(folder: Path) -> tuple[Reminders, date]:
    """Return what a ward would urge today, and the last day to answer: for trying templates.

    Raises:
        ReportgenError: The data hold an error.
    """
    from reportgen.assess.reminders import reminders  # noqa: PLC0415  help must not wait for it
    from reportgen.cli.ward_values import loader, stop_on_errors  # noqa: PLC0415

    loaded = loader(folder)(None)
    stop_on_errors(loaded)
    today = _inside(loaded, clock.today())
    figures = _newest_closed(loaded, today)
    found = reminders(loaded.data, today, DAYS, figures=figures, send_by=_send_by(loaded, figures))
    return found, answer_day(today)


def answer_day(day: date) -> date:
    """Return the last day to answer: five working days after `day`, Saturdays and Sundays left out."""
    left = _ANSWER_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def _remind(asked: Asked, result: say.Outcome) -> None:
    reader = Reader()
    read = _read(asked, reader)
    document = DOCUMENTS["remind"]
    job = produce.job_of(asked.common, document, reader)
    loaded = produce.loader(job)(job.year or read.as_of.year)
    result.as_of = read.as_of
    result.add(loaded.problems)
    produce.stop_on_errors(result)
    found = _found(asked, read, loaded)
    result.illustrative = found.facts.illustrative
    result.extra = {"reminders": [_told(one) for one in found.of]}
    if found.above:
        names = "; ".join(agency.name for agency in found.above)
        result.notices.append(f"Không lập công văn đôn đốc gửi cơ quan cấp trên: {names}.")
    if not found.of:
        result.notices.append(
            f"Đến hết ngày {short_date(read.as_of)}, không có cơ quan, đơn vị nào cần đôn đốc; không ghi tệp nào."
        )
        return
    letters = [found.only([one.agency.id]) for one in found.of] if asked.per_agency else [found]
    if job.number and letters[1:]:
        raise ReportgenError(_one_number(len(letters)), exit_code=2)
    folder = PurePosixPath(job.ward.name, str(read.as_of.year), FOLDER)
    for letter in letters:
        mark = "-".join([*([letter.of[0].agency.id] if asked.per_agency else []), read.as_of.isoformat()])
        produce.write(job, document, _builder(job, letter, read, mark), result, folder=folder, mark=mark)
    result.notices.append(_summary(found))


def _builder(job: produce.Job, letter: Reminders, read: _Read, mark: str) -> produce.Builder:
    """Return what makes one letter from its template."""

    def build(part: Part, template: workspace.Template) -> Built:
        from reportgen.build import build_reminder  # noqa: PLC0415  help must not wait for them
        from reportgen.cli.strangers import filler  # noqa: PLC0415

        return build_reminder(
            letter,
            template.content,
            document=DOCUMENTS["remind"],
            name=part.template,
            reply_by=read.reply_by,
            number=job.number,
            issued=job.issued,
            output=f"{part.base}-{mark}.{part.form}",
            memory=job.memory,
            fill=filler(job.memory),
        )

    return build


def _read(asked: Asked, reader: Reader) -> _Read:
    """Read the options of this command alone; what cannot be read is kept by the reader."""
    as_of = reader.day("--as-of", asked.as_of) or clock.today()
    days = reader.whole("--within", asked.within, 0, _MOST_DAYS)
    reply_by = reader.day("--reply-by", asked.reply_by) or answer_day(as_of)
    if reply_by < as_of:
        reader.refuse(
            "--reply-by",
            f"hạn trả lời {short_date(reply_by)} sớm hơn ngày xét tiến độ {short_date(as_of)}",
            "Chọn hạn trả lời từ ngày xét tiến độ trở đi.",
        )
    said = [
        (kind, text)
        for kind, text in (
            (PeriodKind.MONTH, asked.month),
            (PeriodKind.QUARTER, asked.quarter),
            (PeriodKind.HALF, asked.half),
        )
        if text is not None
    ]
    for kind, _ in said[1:]:
        option = INDEX_OPTION[kind]
        reader.refuse(option, f"tùy chọn {option} không đi cùng kỳ đã chọn", "Chỉ giữ một tùy chọn của kỳ.")
    chosen, text = said[0] if said else (None, None)
    index = None if chosen is None else reader.whole(INDEX_OPTION[chosen], text, 1, LAST_INDEX[chosen])
    return _Read(as_of, DAYS if days is None else days, reply_by, chosen, index)


def _found(asked: Asked, read: _Read, loaded: Loaded) -> Reminders:
    """Return whom to urge.

    Raises:
        ReportgenError: LN030, LN016.
    """
    from reportgen.assess.reminders import reminders  # noqa: PLC0415  help must not wait for it
    from reportgen.cli.forms import agency_named  # noqa: PLC0415

    if read.kind is not None and read.index is not None:
        year = int(asked.common.year) if asked.common.year else read.as_of.year
        figures: Period | None = named_period(loaded, read.kind, year, read.index)
    else:
        figures = _newest_closed(loaded, read.as_of)
    found = reminders(loaded.data, read.as_of, read.days, figures=figures, send_by=_send_by(loaded, figures))
    return found.only([agency_named(asked.agency, loaded.data).id]) if asked.agency is not None else found


def _newest_closed(loaded: Loaded, day: date) -> Period | None:
    """Return the newest period whose data had closed before `day`, of the kind by which the ward collects."""
    data = loaded.data
    kind = parse_key(data.returns[-1].period)[0] if data.returns else PeriodKind.QUARTER
    first, last = data.plan.years
    years = [year for year in (day.year, day.year - 1) if first <= year <= last]
    periods = [_period(kind, year, index, loaded) for year in years for index in range(LAST_INDEX.get(kind, 1), 0, -1)]
    return next((period for period in periods if period is not None and period.window.end < day), None)


def _period(kind: PeriodKind, year: int, index: int, loaded: Loaded) -> Period | None:
    """Return a period, None for one before the ward was formed."""
    try:
        return make_period(kind, year, index, loaded.data.ward.calendar)
    except ValueError:
        return None


def _send_by(loaded: Loaded, figures: Period | None) -> date | None:
    from reportgen.cli.forms import day_to_send  # noqa: PLC0415  help must not wait for it

    return None if figures is None else day_to_send(figures, loaded.data.ward.calendar)


def _inside(loaded: Loaded, day: date) -> date:
    """Return the day, moved into the years of the plan."""
    first, last = loaded.data.plan.years
    return min(max(day, date(first, 1, 1)), date(last, 12, 31))


def _told(one: Reminder) -> dict[str, object]:
    """Return what one agency is urged to do, as JSON prints it."""
    return {
        "agency": one.agency.id,
        "name": one.agency.name,
        "overdue": [_item(item) for item in one.overdue],
        "coming": [_item(item) for item in one.coming],
        "figures_missing": one.figures,
    }


def _item(item: DueItem) -> dict[str, object]:
    state = item.state
    return {
        "task": item.task.task.id,
        "deadline": state.deadline.text,
        "label": state.deadline.label,
        "status": state.status.value,
        "due": item.due.isoformat(),
    }


def _summary(found: Reminders) -> str:
    """Return one line for people: how many agencies, how much."""
    overdue = {(item.task.task.id, item.state.deadline) for one in found.of for item in one.overdue}
    coming = {(item.task.task.id, item.state.deadline) for one in found.of for item in one.coming}
    absent = [one.agency.name for one in found.of if one.figures]
    parts = [
        f"{len(overdue)} việc quá hạn",
        f"{len(coming)} việc đến hạn đến hết ngày {short_date(found.until)}",
    ]
    if absent and found.figures:
        parts.append(f"chưa gửi số liệu {label(found.figures)}: {'; '.join(absent)}")
    return f"Đôn đốc {len(found.of)} cơ quan, đơn vị: {', '.join(parts)}."


def _one_number(letters: int) -> Problem:
    """Return LN007 for one number that several letters would bear (Nghị định 30/2020/NĐ-CP, Điều 15)."""
    return Problem(
        "LN007",
        "dòng lệnh, --number",
        f"{letters} công văn không dùng chung một số",
        "Bỏ --number để hệ thống văn bản điện tử cấp số từng công văn, hoặc chọn một đơn vị bằng --agency.",
        Severity.ERROR,
    )
