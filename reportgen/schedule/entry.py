"""What a machine is told to run, whatever the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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


def unusable(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that no entry can hold: a line break in them would begin a line of its own."""
    return tuple(word for word in words if _FORBIDDEN & set(word))
