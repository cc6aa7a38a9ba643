"""Days as a calendar file that phones, Outlook and Google take in (iCalendar, RFC 5545)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_FOLD: Final = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = uuid.UUID("7d0f1f0e-6e0c-5c0b-9b5e-3f4f5b1f2a90")
"""Name space of our identifiers: the same event has the same one in every file."""


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day in the calendar.

    Attributes:
        identity: What tells it apart from every other event, and stays: `truc-lam 2026-q3 gửi`.
        day: The day. title: One line. text: More lines, or "".
        alarms: Hours before the day begins at which to remind; -8 is eight o'clock on the day itself.
    """

    identity: str
    day: date
    title: str
    text: str = ""
    alarms: tuple[int, ...] = ()


def calendar(name: str, events: Iterable[Event], on: date) -> bytes:
    """Return the file.

    Days are whole days, which need no time zone: they are the same day on every phone. The stamp is the day for which
    the file was made, no clock: the same input gives the same bytes.

    Args:
        name: Title of the calendar.
        events: What it holds.
        on: Day for which it is made.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reportgen//lich bao cao//VI", "CALSCALE:GREGORIAN"]
    head += [f"X-WR-CALNAME:{_text(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh"]
    body = [line for event in events for line in _event(event, on)]
    return b"".join(_folded(line) for line in [*head, *body, "END:VCALENDAR"])


def _event(event: Event, on: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(_SPACE, event.identity)}"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + _DAY:%Y%m%d}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    yield "TRANSP:TRANSPARENT"
    for hours in event.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(event.title)}"
        yield f"TRIGGER:{'-' if hours > 0 else ''}PT{abs(hours)}H"
        yield "END:VALARM"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Return a TEXT value (3.3.11)."""
    plain = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    for char in "\\;,":
        plain = plain.replace(char, f"\\{char}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line folded at 75 octets, no letter cut in two, with its CRLF."""
    pieces, size = [b""], 0
    for char in line:
        octets = char.encode()
        if size + len(octets) > _FOLD:
            pieces.append(b" ")
            size = 1
        pieces[-1] += octets
        size += len(octets)
    return b"\r\n".join(pieces) + b"\r\n"
