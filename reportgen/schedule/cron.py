"""The entry as lines of a crontab, between marks; every other line of the crontab stays as it is.

Cron keeps the time of its machine, and only some crons know `CRON_TZ` (Debian's does not), which would moreover rule
every line after ours. So the line runs at that minute of every hour, and the program itself looks at the time in
Vietnam (`--not-before`): right by any cron, in any zone.
"""

from __future__ import annotations

import re
import shlex
from typing import Final

from reportgen.problem import Problem, ReportgenError
from reportgen.schedule.entry import ZONE, Entry

_MOST: Final = 998
"""Characters of a command that every cron takes (MAX_COMMAND is 1000, its end and the line break included)."""


def lines(entry: Entry) -> str:
    """Return the lines of an entry, marks included.

    Raises:
        ReportgenError: LB002 when the command is longer than cron takes.
    """
    words = [*entry.command, "--not-before", entry.time]
    # cron reads % as a line break unless a backslash stands before it, also inside quotes
    command = " ".join(shlex.quote(word) for word in words).replace("%", r"\%") + " >/dev/null"
    if len(command.encode()) > _MOST:
        raise ReportgenError(
            Problem(
                "LB002",
                entry.folder,
                f"dòng lệnh dài {len(command.encode())} byte, quá {_MOST} byte mà cron nhận",
                "Đặt thư mục làm việc hoặc chương trình ở đường dẫn ngắn hơn rồi chạy lại.",
            ),
            exit_code=2,
        )
    begins, ends = _marks(entry.name)
    return (
        f"{begins} {entry.title}; từ {entry.time} giờ Việt Nam ({ZONE}), mỗi giờ một lần.\n"
        f"# Gỡ bằng lệnh: reportgen schedule remove --system cron\n"
        f"{entry.minute} * * * * {command}\n"
        f"{ends}\n"
    )


def installed(crontab: str, name: str) -> str:
    """Return the lines of the entry with that name, marks included; "" when there are none.

    Raises:
        ReportgenError: LB001 when only one of the marks is there.
    """
    begins, ends = _marks(name)
    inside, found = False, []
    for line in re.findall(r"[^\n]*\n|[^\n]+", crontab):
        first, last = line.startswith(f"{begins} "), line.rstrip("\r\n") == ends
        if first == inside and (first or last):
            raise ReportgenError(_torn(name))
        if first or inside:
            found.append(line)
        inside = (inside or first) and not last
    if inside:
        raise ReportgenError(_torn(name))
    return "".join(found)


def without(crontab: str, name: str) -> str:
    """Return a crontab without the entry, every other line as it was.

    Raises:
        ReportgenError: As `installed`.
    """
    old = installed(crontab, name)
    return crontab.replace(old, "", 1) if old else crontab


def with_entry(crontab: str, entry: Entry) -> str:
    """Return a crontab with the entry: in the place of the one that stands, else at the end.

    Raises:
        ReportgenError: As `installed` and `lines`.
    """
    new, old = lines(entry), installed(crontab, entry.name)
    if old:
        return crontab.replace(old, new, 1)
    return f"{crontab}{'' if crontab.endswith(chr(10)) or not crontab else chr(10)}{new}"


def _marks(name: str) -> tuple[str, str]:
    return f"# >>> {name}:", f"# <<< {name}"


def _torn(name: str) -> Problem:
    begins, ends = _marks(name)
    return Problem(
        "LB001",
        "crontab",
        f"chỉ còn một trong hai dòng mốc “{begins} ...” và “{ends}”, hoặc có mốc lặp lại",
        "Chạy crontab -e, xóa các dòng của reportgen giữa hai mốc và cả hai dòng mốc, rồi chạy lại.",
    )
