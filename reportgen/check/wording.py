"""Small words that several rules share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.model.plan import Task
from reportgen.model.progress import AgencyReturn, TaskProgress, WardData
from reportgen.vi.dates import short_date


def day(value: date) -> str:
    """Return a date as messages print it, with the zeros of documents: `05/01/2026`, `05/9/2026`."""
    return short_date(value)


def shown(text: str) -> str:
    """Return a person's text in quotation marks; what a screen does not print is written as its code point."""
    return "“" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + "”"


def reports(data: WardData) -> Iterator[tuple[AgencyReturn, TaskProgress, Task]]:
    """Yield every report on a task that the plan knows."""
    tasks = {task.id: task for task in data.plan.tasks}
    for body in data.returns:
        for entry in body.tasks:
            if entry.task in tasks:
                yield body, entry, tasks[entry.task]
