"""The only clock of the program."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# A server's own zone is often UTC: at 3 o'clock in the morning of 01/10 it would still close the books of 30/9.
VIETNAM = timezone(timedelta(hours=7))


def today() -> date:
    """Return today's date in Vietnam."""
    return now().date()


def now() -> datetime:
    """Return the time in Vietnam."""
    return datetime.now(VIETNAM)
