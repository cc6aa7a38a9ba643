"""What running by schedule leaves in the working folder, all of it in `lich/`: since when, the log, who is running."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from reportgen.cli import clock, workspace
from reportgen.output import guarded, locked, put_in_place, staged
from reportgen.problem import Problem, ReportgenError

FOLDER: Final = "lich"
_NAMES: Final = (
    "thư mục của lịch chạy",
    "Chuyển đi nơi khác tệp, liên kết đứng ở chỗ thư mục này nếu có; xin quyền ghi vào thư mục làm việc; rồi chạy lại.",
)
"""How messages call that folder, and what to do when it takes no file."""
LOG: Final = "nhat-ky.log"
OLD_LOG: Final = "nhat-ky.1.log"
LOG_BYTES: Final = 1_000_000
"""A log larger than that becomes the old one; there is one old one, so both together stay below two megabytes."""
_SINCE: Final = "bat-dau.json"
_RUNNING: Final = "dang-chay.json"
_LONGEST_LINE: Final = 2000


def folder(space: workspace.Workspace) -> Path:
    """Return the folder of the schedule."""
    return space.root / FOLDER


def read_since(space: workspace.Workspace, ward: str) -> date | None:
    """Return the day on which the schedule first ran for a ward; None when it never did, or nobody can tell."""
    with suppress(ValueError):
        return date.fromisoformat(str(_since(space).get(ward)))
    return None


def note_since(space: workspace.Workspace, ward: str, on: date) -> date:
    """Remember that the schedule has run for a ward on a day; return the earliest such day."""
    known = read_since(space, ward)
    if known is not None and known <= on:
        return known
    _write(space, _SINCE, {"version": 1, "since": {**_since(space), ward: on.isoformat()}})
    return on


def _since(space: workspace.Workspace) -> dict[str, str]:
    kept = _read(folder(space) / _SINCE).get("since")
    return {str(ward): str(day) for ward, day in kept.items()} if isinstance(kept, dict) else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(space: workspace.Workspace, name: str, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    with staged(folder(space), f"{text}\n".encode()) as temporary:
        put_in_place(temporary, folder(space) / name)


@contextmanager
def alone(space: workspace.Workspace, wait: float) -> Iterator[None]:
    """Be the only run by schedule in a working folder; the system frees the lock when we end, however that happens.

    Args:
        space: The working folder.
        wait: Seconds to wait for another run.

    Raises:
        ReportgenError: LN060 with the process and the start of the other run; XB001 of a folder that cannot be written.
    """
    with guarded(folder(space), _NAMES):
        folder(space).mkdir(exist_ok=True)
        try:
            with locked(folder(space), wait):
                _write(space, _RUNNING, {"pid": os.getpid(), "start": clock.now().isoformat(timespec="seconds")})
                yield
        except ReportgenError as error:
            if [problem.code for problem in error.problems] != ["XB009"]:
                raise
            raise ReportgenError(_busy(space), exit_code=2) from error


def _busy(space: workspace.Workspace) -> Problem:
    """Return LN060."""
    other = _read(folder(space) / _RUNNING)
    words = ""
    with suppress(ValueError, KeyError, TypeError):
        start = datetime.fromisoformat(other["start"])
        words = f" (tiến trình {int(other['pid'])}, bắt đầu lúc {start:%H:%M:%S} ngày {start:%d/%m/%Y})"
    return Problem(
        "LN060",
        str(folder(space)),
        f"một lần chạy theo lịch khác đang làm việc{words}",
        "Không cần làm gì: lần chạy kia lập đủ báo cáo đến kỳ. Muốn đợi lâu hơn thì dùng --wait SỐ_GIÂY.",
    )


def log(space: workspace.Workspace, lines: list[str]) -> None:
    """Add lines to the log, each with the time in Vietnam and our process; while nobody else runs.

    Raises:
        OSError: It cannot be written.
    """
    path = folder(space) / LOG
    head = f"{clock.now():%Y-%m-%d %H:%M:%S} [{os.getpid()}] "
    text = "".join(f"{head}{line[:_LONGEST_LINE]}\n" for line in lines).encode()
    size = path.stat().st_size if path.is_file() and not path.is_symlink() else 0
    if size and size + len(text) > LOG_BYTES:
        put_in_place(path, folder(space) / OLD_LOG)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o666), "wb"
    ) as out:
        out.write(text)
