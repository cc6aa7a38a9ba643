"""What a machine is told to run, whatever the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reportgen.problem import Problem, ReportgenError

ZONE: Final = "Asia/Ho_Chi_Minh"
LAST_HOUR: Final = 23
_FORBIDDEN: Final = frozenset("\0\r\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: from a time of day on, once an hour until midnight, so that a power cut costs an hour and not a day.

    Attributes:
        name: Tells apart the entries of several working folders on one machine: `reportgen-1a2b3c4d`. ASCII.
        command: Absolute path of the program, and its words.
        folder: Absolute path of the working folder.
        hour, minute: Time of day in Vietnam of the first run.
        title: What it does, in Vietnamese.
    """

    name: str
    command: tuple[str, ...]
    folder: str
    hour: int
    minute: int
    title: str

    @property
    def time(self) -> str:
        """Time of day, `06:30`."""
        return f"{self.hour:02d}:{self.minute:02d}"


def checked(entry: Entry) -> Entry:
    """Return an entry that schedulers can hold.

    Raises:
        ReportgenError: LB002 of a path with a line break: it would begin a line of its own.
    """
    for word in entry.command:
        if _FORBIDDEN & set(word):
            message = f"đường dẫn có dấu xuống dòng: {word!r}"
            raise ReportgenError(Problem("LB002", word, message, "Đổi tên thư mục đó rồi chạy lại."), exit_code=2)
    return entry
