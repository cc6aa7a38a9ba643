"""`run-due`: make what is up and not made yet, for one ward or all; safe to run every hour, by several at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from reportgen.cache import open_cache
from reportgen.cli import clock, produce, say, workspace
from reportgen.cli.due import command_for, period_json
from reportgen.cli.failure import FAULT, carry_out, fault
from reportgen.cli.options import Reader
from reportgen.cli.owing import Books, open_books, wanted_wards
from reportgen.cli.schedule_state import alone, folder, log, note_since
from reportgen.memory import Memory
from reportgen.model.period import file_suffix, label, slug
from reportgen.model.ward import Agency
from reportgen.output import NewFile, withdraw, write_all
from reportgen.problem import Problem, ReportgenError, Severity, errors
from reportgen.schedule.choice import to_make
from reportgen.schedule.reports import Owed
from reportgen.vi.dates import short_date

WAIT: Final = 30
MOST_WAIT: Final = 86400
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3])[:h]([0-5][0-9])", re.ASCII)
_WARD_NOTE: Final = "chua-lap-duoc-bao-cao.txt"
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """Options as typed."""

    ward: str | None
    everyone: bool
    on: str | None
    catch_up: bool
    not_before: str | None
    wait: str | None
    workspace: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Job:
    """What the options come to."""

    space: workspace.Workspace
    wards: Sequence[str]
    on: date
    catch_up: bool
    memory: Memory


@dataclass(slots=True)
class _WardRun:
    """What became of one ward.

    Attributes:
        ward: Its id. made: Reports made now, with their files as JSON prints them.
        waiting: Reports that cannot be made yet, each with what it waits for and from whom.
        failed: Those that faults kept back. problems: All of them. exit_code: As of a command for that ward alone.
    """

    ward: str
    made: list[tuple[Owed, list[dict[str, str]]]] = field(default_factory=list)
    waiting: list[tuple[Owed, Problem, tuple[Agency, ...]]] = field(default_factory=list)
    failed: list[Owed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    exit_code: int = 0
    illustrative: bool = False


def run_due(asked: Asked) -> int:
    """Make what is due; print what came of it; return the exit status."""
    result = say.Outcome(many=True, extra={"on": None, "wards": [], "summary": None})
    return carry_out(result, lambda found: _run_due(asked, found), as_json=asked.as_json)


def _run_due(asked: Asked, result: say.Outcome) -> None:
    reader = Reader()
    if asked.ward is not None and asked.everyone:
        reader.refuse("--all", "--all không đi cùng --ward", "Chỉ giữ một trong hai: --ward hoặc --all.")
    on = reader.day("--on", asked.on) or clock.today()
    wait = reader.whole("--wait", asked.wait, 0, MOST_WAIT)
    first = time_of("--not-before", asked.not_before, reader)
    reader.done()
    result.extra["on"] = on.isoformat()
    now = clock.now()
    if first is not None and (now.hour, now.minute) < first:
        result.lines = [f"Chưa đến {first[0]:02d}:{first[1]:02d} giờ Việt Nam nên chưa làm gì."]
        return
    space = workspace.find(asked.workspace)
    job = _Job(space, wanted_wards(space, asked.ward), on, asked.catch_up, open_cache())
    with alone(space, WAIT if wait is None else wait):
        runs = []
        for ward in job.wards:
            run = _ward(job, ward)
            runs.append(run)
            line = _log_line(run)
            _log(job, [f"{on.isoformat()} {line}"], result)
            if run.made or run.exit_code:  # a run that had nothing to do is silent: cron mails whatever it is told
                say.err(say.clean(line))
        _sum_up(job, runs, result)
        _log(job, [result.lines[-1]], result)


def time_of(option: str, text: str | None, reader: Reader) -> tuple[int, int] | None:
    """Return hour and minute of `6:30`, `06:30` or `6h30`; a fault is noted in the reader."""
    if text is None:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        reader.refuse(option, f"giá trị {text!r} không dùng được", "Viết giờ theo dạng 06:30, từ 00:00 đến 23:59.")
        return None
    return int(found[1]), int(found[2])


def _ward(job: _Job, ward: str) -> _WardRun:
    """Make what one ward owes; whatever happens, the next ward follows."""
    run = _WardRun(ward)
    try:
        since = note_since(job.space, ward, job.on)
        books = open_books(job.space, ward, job.on, job.memory, since=since, all_years=job.catch_up)
        up = to_make(books.owed, books.made(), job.on, since=since, catch_up=job.catch_up)
        for report in books.owed:
            if report not in up:  # made by hand meanwhile, or nobody waits for it any more
                _told_beside(job, _place(books, report), "", run)
        for report in up:
            _report(job, books, report, run)
        _note(job, PurePosixPath(ward, _WARD_NOTE), "")
    except ReportgenError as error:
        run.problems += error.problems
        run.exit_code = max(run.exit_code, 1)
        _told_beside(job, PurePosixPath(ward, _WARD_NOTE), _ward_note(ward, error.problems), run)
    except Exception as error:  # noqa: BLE001  one ward's fault stops no other
        run.problems.append(fault(error))
        run.exit_code = FAULT
    return run


def _report(job: _Job, books: Books, report: Owed, run: _WardRun) -> None:
    """Make one report, or say why not and leave a note where it would lie."""
    reason = _reason(books, report)
    if reason is not None:
        run.waiting.append((report, reason, books.absent(report) if report.planned else ()))
        run.problems.append(reason)
        run.exit_code = max(run.exit_code, 1)
        _told_beside(job, _place(books, report), _waiting_note(books, report, reason), run)
        return
    made = say.Outcome(ward=books.folder.name)
    try:
        loaded = books.loaded[report.period.year]
        produce.scheduled(job.space, books.folder, loaded, report.period, memory=job.memory, result=made)
    except ReportgenError as error:
        made.problems += error.problems
        made.exit_code = max(1, made.exit_code)
    except Exception as error:  # noqa: BLE001  the ward's other reports follow
        made.problems.append(fault(error))
        made.exit_code = FAULT
    run.problems += made.problems
    run.exit_code = max(run.exit_code, made.exit_code)
    run.illustrative |= made.illustrative
    if made.exit_code:
        run.failed.append(report)
        _told_beside(job, _place(books, report), _failed_note(books, report, made.problems), run)
    else:
        files = [{"path": f.path.as_posix(), "kind": f.kind, "sha256": f.sha256} for f in made.files]
        run.made.append((report, files))
        _told_beside(job, _place(books, report), "", run)


def _reason(books: Books, report: Owed) -> Problem | None:
    """Return what keeps a report from being made, None when nothing does."""
    period, name = report.period, books.newest.data.ward.full_name
    if not report.planned:
        return Problem(
            "LN062",
            f"data/{books.folder.name}/plans",
            f"chưa lập được báo cáo {label(period)} của {name}: chưa có kế hoạch của năm {period.year}",
            f"Đặt kế hoạch năm {period.year} vào plans/{period.year}.yaml; lần chạy sau tự lập báo cáo.",
        )
    if books.sent(report):
        return None
    return Problem(
        "LN061",
        f"data/{books.folder.name}/progress",
        f"chưa lập được báo cáo {label(period)} của {name}: đã qua ngày chốt {short_date(report.closes)} "
        "mà chưa đơn vị nào gửi số liệu",
        "Đôn đốc các đơn vị gửi số liệu (reportgen forms missing); có số liệu thì lần chạy sau tự lập báo cáo.",
    )


# --- notes where the report would lie


def _place(books: Books, report: Owed) -> PurePosixPath:
    """Return the place of the note beside a report that is not there."""
    period = report.period
    name = f"chua-lap-{report.document.parts[0].base}-{file_suffix(period)}.txt"
    return PurePosixPath(books.folder.name, str(period.year), slug(period), name)


def _told_beside(job: _Job, place: PurePosixPath, text: str, run: _WardRun) -> None:
    """Write a note, or take it away; that it cannot be done is one more problem of the ward."""
    try:
        run.problems += _note(job, place, text)
    except ReportgenError as error:
        run.problems += error.problems
        run.exit_code = max(run.exit_code, 1)


def _note(job: _Job, place: PurePosixPath, text: str) -> tuple[Problem, ...]:
    """Write a note that Windows' own editor reads, or take it away when there is nothing to say."""
    out = job.space.root / "out"
    if text:
        content = ("\ufeff" + text.replace("\n", "\r\n")).encode()
        return write_all(out, [NewFile(place, content, "txt")]).problems
    if (out / place).exists():
        withdraw(out, [place])
    return ()


def _waiting_note(books: Books, report: Owed, reason: Problem) -> str:
    absent = "".join(f"- {agency.name}\n" for agency in books.absent(report)) if report.planned else ""
    missing = f"Đơn vị chưa gửi số liệu:\n{absent}" if absent else ""
    return (
        f"CHƯA LẬP ĐƯỢC BÁO CÁO {label(report.period).upper()}\n\n"
        f"Số liệu từ {short_date(report.period.window.start)} đến hết ngày {short_date(report.closes)}; "
        f"hạn gửi báo cáo: {short_date(report.send_by)}.\n"
        f"Lý do: {reason.message}.\n{missing}\n"
        f"{reason.remedy}\nLập ngay bằng lệnh: {command_for(books.folder.name, report.period)}\n"
        "Tệp này tự mất khi báo cáo được lập theo lịch.\n"
    )


def _failed_note(books: Books, report: Owed, problems: Iterable[Problem]) -> str:
    return (
        f"CHƯA LẬP ĐƯỢC BÁO CÁO {label(report.period).upper()}\n\n"
        f"Hạn gửi báo cáo: {short_date(report.send_by)}. Các lỗi cần sửa:\n{_listed(problems)}\n"
        f"Sửa xong, lần chạy sau tự lập; lập ngay bằng lệnh: {command_for(books.folder.name, report.period)}\n"
        "Tệp này tự mất khi báo cáo được lập theo lịch.\n"
    )


def _ward_note(ward: str, problems: Iterable[Problem]) -> str:
    return (
        "CHƯA LẬP ĐƯỢC BÁO CÁO THEO LỊCH\n\n"
        f"Số liệu của phường ({ward}) có lỗi nên chưa biết báo cáo nào đến kỳ. Các lỗi cần sửa:\n{_listed(problems)}\n"
        f"Sửa xong, lần chạy sau tự lập. Xem đủ các lỗi: reportgen check data {ward}\n"
        "Tệp này tự mất khi hết lỗi.\n"
    )


def _listed(problems: Iterable[Problem]) -> str:
    found = errors(problems)
    lines = [f"- {p.code} {p.where}: {p.message}. {p.remedy}\n" for p in found[:_SHOWN]]
    more = [f"- và {len(found) - _SHOWN} lỗi khác\n"] if len(found) > _SHOWN else []
    return say.clean_lines("".join([*lines, *more]))


# --- what people read


def _sum_up(job: _Job, runs: Sequence[_WardRun], result: say.Outcome) -> None:
    """Put the runs into the outcome: JSON, lines, problems, exit status."""
    for run in runs:
        # what is said of the ward's data is said with each of its reports
        run.problems = list(dict.fromkeys(run.problems))
        result.problems += run.problems
        result.exit_code = max(result.exit_code, run.exit_code)
        result.illustrative |= run.illustrative
        result.extra["wards"].append(_json(run))
        result.lines += [file["path"] for _, files in run.made for file in files]
    counts = {
        "wards": len(runs),
        "made": sum(len(run.made) for run in runs),
        "waiting": sum(len(run.waiting) for run in runs),
        "failed": sum(len(run.failed) for run in runs),
        "wards_with_faults": sum(run.exit_code > 0 for run in runs),
    }
    result.extra["summary"] = counts
    result.lines.append(
        f"Tổng hợp ngày {short_date(job.on)}: {counts['wards']} phường; lập {counts['made']} báo cáo, "
        f"chờ số liệu {counts['waiting']}, lỗi {counts['failed']}; "
        f"{counts['wards_with_faults']} phường cần xem lại (mã thoát {result.exit_code})."
    )


def _json(run: _WardRun) -> dict[str, Any]:
    def told(report: Owed) -> dict[str, Any]:
        return {"kind": report.document.command, "period": period_json(report.period)}

    return {
        "ward": run.ward,
        "exit_code": run.exit_code,
        "made": [{**told(report), "files": files} for report, files in run.made],
        "waiting": [
            {
                **told(report),
                "code": reason.code,
                "reason": reason.message,
                "missing_agencies": [{"agency": a.id, "name": a.name} for a in absent],
            }
            for report, reason, absent in run.waiting
        ],
        "failed": [told(report) for report in run.failed],
        "problems": [problem.as_dict() for problem in run.problems],
    }


def _log_line(run: _WardRun) -> str:
    """Return the line of a ward in the log, and on stderr when it did something."""
    groups = {
        "đã lập": [report for report, _ in run.made],
        "chờ": [report for report, *_ in run.waiting],
        "lỗi": run.failed,
    }
    told = [f"{word} {', '.join(label(r.period) for r in found)}" for word, found in groups.items() if found]
    codes = dict.fromkeys(p.code for p in run.problems if p.severity is Severity.ERROR)
    told += [f"mã lỗi {', '.join(codes)}"] if codes else []
    words = "; ".join(told) or "không có báo cáo nào cần lập"
    return f"{run.ward}: mã thoát {run.exit_code}; {words}"


def _log(job: _Job, lines: list[str], result: say.Outcome) -> None:
    """Write to the log; reports matter more than the log, so a log that cannot be written is only said."""
    try:
        log(job.space, [say.clean(line) for line in lines])
    except OSError as error:
        notice = f"Không ghi được nhật ký trong {folder(job.space)}: {error.strerror}."
        if notice not in result.notices:
            result.notices.append(notice)
