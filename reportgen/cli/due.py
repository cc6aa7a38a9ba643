"""`due`: what a ward has to report, on which data, until when, and who has not sent figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from reportgen.cache import open_cache
from reportgen.cli import clock, say, workspace
from reportgen.cli.choose import INDEX_OPTION
from reportgen.cli.failure import FAULT, carry_out, fault
from reportgen.cli.options import Reader
from reportgen.cli.owing import Books, changed, open_books, wanted_wards
from reportgen.cli.schedule_state import read_since
from reportgen.memory import Memory
from reportgen.model.period import Period, label, period_key
from reportgen.output import is_backup
from reportgen.problem import ReportgenError
from reportgen.schedule.choice import closed, to_make
from reportgen.schedule.reports import Owed
from reportgen.schedule.workdays import Workdays
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.model.plan import Duty
    from reportgen.schedule.duties import Falling

WITHIN: Final = 45
"""Days ahead that the list looks."""
CALENDAR_DAYS: Final = 400
"""Days ahead that a calendar file looks: a year and the weeks after it."""
MOST_DAYS: Final = 3660
STATES: Final = {
    "coming": "chưa đến kỳ thu thập số liệu",
    "collecting": "đang thu thập số liệu",
    "ready": "đã chốt số liệu, chưa lập báo cáo",
    "no_figures": "đã chốt số liệu, chưa lập được vì chưa có số liệu",
    "no_plan": "chưa có kế hoạch của năm này trong plans/",
    "made": "đã lập báo cáo",
}
_NOBODY_ASKED: Final = frozenset({"coming", "no_plan"})
"""States in which figures are awaited from nobody yet."""
_ALARMS: Final = (64, 16)
"""Hours before midnight of the day: eight in the morning, three days and one day before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Options as typed."""

    ward: str | None
    everyone: bool
    on: str | None
    within: str | None
    ics: str | None
    workspace: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Question:
    """What the options come to."""

    space: workspace.Workspace
    wards: Sequence[str]
    on: date
    within: int
    ics: str | None
    memory: Memory


def due(asked: Asked) -> int:
    """Print what is due; write the calendar if one is wanted; return the exit status."""
    result = say.Outcome(many=True, extra={"on": None, "wards": []})
    return carry_out(result, lambda found: _due(asked, found), as_json=asked.as_json)


def _due(asked: Asked, result: say.Outcome) -> None:
    question = _settle(asked)
    result.extra["on"] = question.on.isoformat()
    events: list[Any] = []
    for ward in question.wards:
        entry: dict[str, Any] = {"ward": ward, "due": [], "undated": [], "earlier": [], "problems": []}
        result.extra["wards"].append(entry)
        try:
            books = open_books(
                question.space, ward, question.on, question.memory, since=read_since(question.space, ward)
            )
            lines, found = _ward(question, books, entry)
        except ReportgenError as error:
            problems, code = error.problems, error.exit_code
            code = code if asked.ward is not None else 1
        except Exception as error:  # noqa: BLE001  one ward's fault stops no other
            problems, code = (fault(error),), FAULT
        else:
            events += found
            if not asked.as_json:
                result.lines += [*lines, ""]
            continue
        entry["problems"] = [problem.as_dict() for problem in problems]
        result.problems += problems
        result.exit_code = max(result.exit_code, code)
    if question.ics is not None:
        _write_calendar(question, events, result)


def _settle(asked: Asked) -> _Question:
    """Read the options.

    Raises:
        ReportgenError: LN001, LN007, LN008.
    """
    reader = Reader()
    if asked.ward is not None and asked.everyone:
        reader.refuse(
            "--all", "--all không đi cùng --ward", "Chỉ giữ một trong hai: --ward cho một phường, --all cho tất cả."
        )
    on = reader.day("--on", asked.on)
    within = reader.whole("--within", asked.within, 0, MOST_DAYS)
    reader.done()
    space = workspace.find(asked.workspace)
    if within is None:
        within = WITHIN if asked.ics is None else CALENDAR_DAYS
    wards = wanted_wards(space, asked.ward)
    return _Question(space, wards, on or clock.today(), within, asked.ics, open_cache())


def _ward(question: _Question, books: Books, entry: dict[str, Any]) -> tuple[list[str], list[Any]]:
    """Fill in what the JSON says of a ward; return the lines for people and the events of the calendar."""
    from reportgen.schedule.duties import falling, undated  # noqa: PLC0415  the other commands need not wait for it

    ward, on = books.newest.data.ward, question.on
    until = on + timedelta(days=question.within)
    listed = [(report, _report(question, books, report)) for report in _listed(question, books, until)]
    years = range(on.year, until.year + 1)
    by_hand = [
        (one, _duty(one, on, Workdays.of(ward.calendar)))
        for year in years
        if year in books.loaded
        for one in falling(ward, books.loaded[year].data.plan, [year])
        if on <= one.send_by <= until
    ]
    current = books.loaded.get(on.year, books.newest).data.plan
    open_ended = undated(current)
    entry["due"] = [told for _, told in listed] + [told for _, told in by_hand]
    entry["undated"] = [_open_ended(duty, books) for duty in open_ended]
    shown = {report.key for report, _ in listed}
    made = books.made()
    entry["earlier"] = [r.key for r in closed(books.owed, on) if r.key not in made | shown and r.planned]
    head = f"{ward.full_name.upper()} ({ward.id}), tính đến ngày {short_date(on)}"
    lines = [head, *_lines(entry, listed, by_hand)]
    return lines, [*_events(ward.id, ward.full_name, listed, by_hand)]


def _listed(question: _Question, books: Books, until: date) -> list[Owed]:
    """Return the reports to speak of: those to make, those made and not due yet, those that come."""
    made, on = books.made(), question.on
    up = {report.key for report in to_make(books.owed, made, on, since=read_since(question.space, books.folder.name))}
    past = [r for r in closed(books.owed, on) if r.key in up or (r.key in made and r.send_by >= on)]
    ahead = [report for report in books.owed if report.closes >= on]
    # the next day on which data close is worth knowing, however far ahead
    return past + [r for r in ahead if r.send_by <= until or r.closes == ahead[0].closes]


def _report(question: _Question, books: Books, report: Owed) -> dict[str, Any]:
    """Return what the JSON says of a report."""
    on, period = question.on, report.period
    workdays = Workdays.of(books.newest.data.ward.calendar)
    made, absent = report.key in books.made(), books.absent(report)
    state = _state(books, report, on, made=made)
    notes = list(report.notes)
    altered = changed(books, report, question.space, question.memory) if made else None
    if altered:
        notes.append("Số liệu của kỳ đã thay đổi sau khi lập báo cáo; cần bản mới thì chạy lệnh dưới đây.")
    return {
        "kind": report.document.command,
        "name": f"Báo cáo {label(period)}",
        "command": command_for(books.folder.name, period),
        "duty": None,
        "who": books.newest.data.ward.agencies[books.newest.data.ward.standing_agency].name,
        "period": period_json(period),
        "window": {"from": period.window.start.isoformat(), "to": period.window.end.isoformat()},
        "closes": report.closes.isoformat(),
        "send_by": report.send_by.isoformat(),
        "rule": report.rule,
        "days_left": (report.send_by - on).days,
        "working_days_left": workdays.between(on, report.send_by),
        "state": state,
        "made": [_shown(question.space, copy.path) for copy in books.of(report) if not is_backup(copy.path)],
        "changed": altered,
        "missing_agencies": [{"agency": a.id, "name": a.name} for a in absent] if state not in _NOBODY_ASKED else [],
        "notes": notes,
    }


def _state(books: Books, report: Owed, on: date, *, made: bool) -> str:
    """Return which of `STATES` a report is in."""
    if made:
        return "made"
    if not report.planned:
        return "no_plan"
    if report.closes >= on:
        return "collecting" if report.period.window.start <= on else "coming"
    return "ready" if books.sent(report) else "no_figures"


def _duty(one: Falling, on: date, workdays: Workdays) -> dict[str, Any]:
    """Return what the JSON says of a duty that people see to themselves."""
    period = one.period
    window = None if period is None else period.window
    return {
        "kind": "duty",
        "name": one.duty.quote.lstrip("- "),
        "command": None,
        "duty": one.duty.id,
        "who": one.who,
        "to": one.duty.to,
        "period": None if period is None else period_json(period),
        "window": None if window is None else {"from": window.start.isoformat(), "to": window.end.isoformat()},
        "closes": None if window is None else window.end.isoformat(),
        "send_by": one.send_by.isoformat(),
        "rule": one.duty.when,
        "days_left": (one.send_by - on).days,
        "working_days_left": workdays.between(on, one.send_by),
        "state": "by_hand",
        "made": [],
        "changed": None,
        "missing_agencies": [],
        "notes": list(one.notes),
    }


def _open_ended(duty: Duty, books: Books) -> dict[str, str]:
    agency = books.newest.data.ward.agencies.get(duty.who)
    problem = "ngày nêu trong kế hoạch sớm hơn năm của kế hoạch" if duty.deadline.problem == "before_plan" else ""
    return {
        "duty": duty.id,
        "who": agency.name if agency else duty.who,
        "to": duty.to,
        "when": duty.when,
        "note": problem,
    }


def period_json(period: Period) -> dict[str, Any]:
    """Return a period as JSON prints it."""
    return {
        "key": period_key(period.kind, period.year, period.index),
        "kind": period.kind.value,
        "year": period.year,
        "index": period.index,
        "label": label(period),
        "from": period.window.start.isoformat(),
        "to": period.window.end.isoformat(),
    }


def command_for(ward: str, period: Period) -> str:
    """Return the command that makes a report."""
    option = INDEX_OPTION.get(period.kind, "")
    index = f" {option} {period.index}" if option else ""
    name = ward if ward.replace("-", "").isalnum() else f'"{ward}"'
    return f"reportgen {period.kind.value} --ward {name} --year {period.year}{index}"


def _shown(space: workspace.Workspace, path: Path) -> str:
    return (path.relative_to(space.root) if path.is_relative_to(space.root) else path).as_posix()


# --- for people


def _lines(
    entry: dict[str, Any],
    listed: Sequence[tuple[Owed, dict[str, Any]]],
    by_hand: Sequence[tuple[Falling, dict[str, Any]]],
) -> Iterator[str]:
    common = _common_notes([told for _, told in listed])
    for number, (report, told) in enumerate(listed, start=1):
        yield ""
        yield f"{number}. {told['name']}: {STATES[told['state']]}"
        window = report.period.window
        yield f"   Số liệu từ {short_date(window.start)} đến hết ngày {short_date(report.closes)} (ngày chốt)."
        yield f"   Gửi chậm nhất ngày {short_date(report.send_by)}: {_left(told)}."
        if told["missing_agencies"]:
            names = "; ".join(agency["name"] for agency in told["missing_agencies"])
            yield f"   Chưa gửi số liệu: {names}."
        yield from (f"   Đã lập: {path}" for path in told["made"])
        yield from (f"   Lưu ý: {note}" for note in told["notes"] if note not in common)
        if told["state"] in {"ready", "no_figures"} or told["changed"]:
            yield f"   Lệnh: {told['command']}"
    if not listed:
        yield "   Phường không có báo cáo định kỳ nào sắp đến hạn."
    if by_hand:
        yield ""
        yield "Chế độ báo cáo khác trong kế hoạch, đơn vị tự lập:"
        yield from _by_hand_lines(by_hand)
    if entry["undated"]:
        ids = ", ".join(duty["duty"] for duty in entry["undated"])
        yield ""
        yield f"Không có ngày cụ thể trong kế hoạch, cần tự theo dõi: {ids}."
    if entry["earlier"]:
        yield ""
        yield f"Kỳ trước đây chưa lập: {', '.join(entry['earlier'])}. Lập bù: reportgen run-due --catch-up"
    if common:
        yield ""
        yield from (f"Lưu ý chung: {note}" for note in common)


def _by_hand_lines(by_hand: Sequence[tuple[Falling, dict[str, Any]]]) -> Iterator[str]:
    """Yield the plan's other duties by day; what the same agency owes on the same terms stands on one line."""
    days: dict[date, dict[tuple[str, str], dict[str, None]]] = {}
    notes: dict[date, dict[str, None]] = {}
    left: dict[date, str] = {}
    for one, told in by_hand:
        days.setdefault(one.send_by, {}).setdefault((one.who, one.duty.when), {})[one.duty.id] = None
        notes.setdefault(one.send_by, {}).update(dict.fromkeys(one.notes))
        left[one.send_by] = _left(told)
    for day, owing in days.items():
        yield f"   {short_date(day)}, {left[day]}:"
        yield from (f"   - {who}: {', '.join(ids)} ({when})" for (who, when), ids in owing.items())
        yield from (f"     Lưu ý: {note}" for note in notes[day])


def _common_notes(listed: Sequence[dict[str, Any]]) -> list[str]:
    """Return the notes that every report bears: they are told once."""
    if len(listed) <= 1:
        return []
    return [note for note in listed[0]["notes"] if all(note in told["notes"] for told in listed)]


def _left(told: dict[str, Any]) -> str:
    days, working = told["days_left"], told["working_days_left"]
    if days > 0:
        return f"còn {days} ngày, trong đó {working} ngày làm việc"
    return "hạn là hôm nay" if days == 0 else f"đã quá hạn {-days} ngày"


# --- the calendar


def _events(
    ward: str,
    name: str,
    listed: Sequence[tuple[Owed, dict[str, Any]]],
    by_hand: Sequence[tuple[Falling, dict[str, Any]]],
) -> Iterator[Any]:
    from reportgen.schedule.ics import Event  # noqa: PLC0415  only for a calendar

    for report, told in listed:
        notes = "\n".join(told["notes"])
        window = report.period.window
        span = f"Số liệu từ {short_date(window.start)} đến {short_date(window.end)}."
        yield Event(
            f"{ward} {report.key} chốt",
            report.closes,
            f"{name}: chốt số liệu {label(report.period)}",
            f"{span}\nGửi báo cáo chậm nhất ngày {short_date(report.send_by)}.",
            _ALARMS,
        )
        yield Event(
            f"{ward} {report.key} gửi",
            report.send_by,
            f"{name}: hạn gửi báo cáo {label(report.period)}",
            "\n".join(part for part in (span, f"Lệnh: {told['command']}", notes) if part),
            _ALARMS,
        )
    for one, told in by_hand:
        key = "" if one.period is None else told["period"]["key"]
        about = "" if one.period is None else f", {label(one.period)}"
        terms = f"Thời hạn trong kế hoạch: {one.duty.when}"
        yield Event(
            f"{ward} {one.duty.id} {key} {one.send_by.isoformat()}",
            one.send_by,
            f"{name}: {one.who}, {one.duty.id}{about}",
            "\n".join([told["name"], terms, f"Gửi: {one.duty.to}", *told["notes"]]),
            _ALARMS,
        )


def _write_calendar(question: _Question, events: Sequence[Any], result: say.Outcome) -> None:
    from reportgen.output import NewFile, write_all  # noqa: PLC0415  only for a calendar
    from reportgen.schedule.ics import calendar  # noqa: PLC0415

    path = Path(question.ics or "").absolute()
    if path.suffix.lower() != ".ics":
        path = path.with_name(f"{path.name}.ics")
    name = "Lịch báo cáo cải cách hành chính"
    content = calendar(name, events, question.on)
    try:
        written = write_all(path.parent, [NewFile(PurePosixPath(path.name), content, "ics")])
    except ReportgenError as error:  # this command has no --out: its file is chosen by --ics
        told = (replace(one, remedy=one.remedy.replace("--out", "--ics")) for one in error.problems)
        raise ReportgenError(*told, exit_code=error.exit_code) from error
    result.files += written.files
    result.add(written.problems)
    result.extra["files"] = [{"path": f.path.as_posix(), "kind": f.kind, "sha256": f.sha256} for f in written.files]
    result.lines += [f"Đã ghi lịch: {file.path}" for file in written.files]
