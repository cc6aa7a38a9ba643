"""Small words that several rules share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.model.deadline import Pattern
from reportgen.model.period import make_period, parse_key, period_key, previous
from reportgen.model.plan import Plan, Task
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


def plan_texts(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of a plan: a place, the text, and what it is (`nhiệm vụ 02.3`, `thân kế hoạch`)."""
    for block in plan.blocks:
        words = block.text.split()
        yield block.source or plan.source, block.text, f"thân kế hoạch, đoạn “{' '.join(words[:8])}...”"
    for task in plan.tasks:
        for text in (task.title, *task.products, *task.deadline_items):
            yield task.source, text, f"nhiệm vụ {task.id}"
    for indicator in plan.indicators:
        yield indicator.source, indicator.name, f"chỉ tiêu {indicator.id}"
    for text in plan.subject:
        yield plan.source, text, "trích yếu"


RECURRING = frozenset({Pattern.REGULAR, Pattern.YEARLY, Pattern.PERIODIC, Pattern.PLAN_OR_ADHOC})
"""Deadlines of work that begins anew in each period."""


def with_the_one_before(data: WardData) -> Iterator[tuple[AgencyReturn, AgencyReturn]]:
    """Yield every return with the same agency's return of the period just before, where there is one."""
    by_key = {(r.period, r.agency): r for r in data.returns}
    for body in data.returns:
        before = by_key.get((key_before(body, data), body.agency))
        if before is not None:
            yield body, before


def with_the_latest_before(data: WardData) -> Iterator[tuple[AgencyReturn, AgencyReturn]]:
    """Yield every return with the same agency's latest one of a period of that kind before; some may lie between."""
    for body in data.returns:
        kind = parse_key(body.period)[0]
        earlier = [
            r
            for r in data.returns
            if r.agency == body.agency and r.period < body.period and parse_key(r.period)[0] is kind
        ]
        if earlier:
            yield body, max(earlier, key=lambda r: r.period)


def own_words(body: AgencyReturn) -> Iterator[tuple[str, str]]:
    """Yield what an agency wrote of the period, each with its place; proposals speak of what is to come."""
    for key in ("direction", "difficulties", "causes"):
        texts: tuple[str, ...] = getattr(body, key)
        places = body.places.get(key, ())
        for number, text in enumerate(texts):
            yield places[number] if number < len(places) else body.source, text
    for entry in body.tasks:
        yield entry.source, entry.result
        yield entry.source, entry.difficulties
    for help_ in body.cooperation:
        yield help_.source, help_.result


def key_before(body: AgencyReturn, data: WardData) -> str:
    """Return the key of the period before a return's, "" when the ward did not exist yet."""
    try:
        before = previous(make_period(*parse_key(body.period), data.ward.calendar), data.ward.calendar)
    except ValueError:
        return ""
    return period_key(before.kind, before.year, before.index)
