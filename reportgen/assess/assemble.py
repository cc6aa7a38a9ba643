"""All the facts of one report, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from reportgen.assess.files import file_facts
from reportgen.assess.history import (
    DatedReturn,
    TaskHistory,
    covering,
    dated_returns,
    ending_in,
    histories,
    known_at,
)
from reportgen.assess.indicators import indicator_states
from reportgen.assess.periods import CUMULATIVE, ahead, before, year_before
from reportgen.assess.report import DeadlineState, DueItem, Report, TaskState, Totals, Voice
from reportgen.assess.tasks import deadline_states, task_states
from reportgen.assess.totals import by_agency, by_area, count
from reportgen.model.deadline import Status
from reportgen.model.period import Period
from reportgen.model.plan import Task
from reportgen.model.progress import AgencyReturn, WardData

_LATE = frozenset({Status.OVERDUE, Status.RECURRING_MISSED})
_COMING = frozenset({Status.DUE, Status.RECURRING_DUE})


def assess(data: WardData, period: Period, as_of: date) -> Report:
    """Return every fact of the report on `period`, as things stand at the end of day `as_of`.

    Args:
        data: The ward, its plan, events and all returns.
        period: The period reported on; tasks fall due by its calendar span, files count by its data window.
        as_of: Returns that begin later, and anything done later, are left out.
    """
    known = known_at(dated_returns(data), as_of)
    inside = _spoken_of(known, period)
    history = histories(known)
    tasks = task_states(data, period, as_of, history, inside)
    next_period = ahead(period, data.ward)
    reported = _reported(inside)
    previous = before(period, data.ward)
    regular = data.ward.count_regular_as_done
    bodies = tuple(r.body for r in inside)
    newest = tuple({body.agency: body for body in bodies}.values())
    by_id = {task.task.id: task.task for task in tasks}
    return Report(
        ward=data.ward,
        plan=data.plan,
        period=period,
        as_of=as_of,
        open_window=as_of < period.window.end,
        cumulative=period.kind in CUMULATIVE,
        illustrative=_illustrative(data, known, as_of),
        tasks=tasks,
        totals=count(tasks, regular_counts=regular),
        areas=by_area(data.plan, data.ward, tasks),
        agencies=by_agency(data.ward, tasks, reported),
        indicators=indicator_states(data.plan.indicators, known, period, previous, year_before(period, data.ward)),
        files=file_facts(known, period.window),
        returns=bodies,
        missing=tuple(a for a in data.ward.agencies.values() if a.reports and a.id not in reported),
        next_period=next_period,
        next_due=_due_items(data, tasks, _look_ahead(data, next_period, as_of, history), _COMING),
        overdue=_due_items(data, tasks, {t.task.id: t.deadlines for t in tasks}, _LATE),
        direction=_voices(data, bodies, "direction"),
        difficulties=_task_voices(data, bodies, by_id, "difficulties") + _voices(data, newest, "difficulties"),
        causes=_voices(data, newest, "causes"),
        proposals=_task_voices(data, bodies, by_id, "proposals") + _voices(data, newest, "proposals"),
        previous_totals=_previous_totals(data, previous),
        data_hash=data.data_hash,
    )


def _spoken_of(known: Sequence[DatedReturn], period: Period) -> tuple[DatedReturn, ...]:
    """Return the returns whose results are the report's: inside its window, or closing in it.

    A month's report in a ward that collects by quarter speaks of the quarter that closes in that month.
    """
    inside = covering(known, period.window)
    heard = {r.body.agency for r in inside}
    closing = [r for r in ending_in(known, period.window) if r.body.agency not in heard]
    return tuple(sorted((*inside, *closing), key=lambda r: (r.window.end, r.window.start, r.body.agency)))


def _reported(inside: Sequence[DatedReturn]) -> frozenset[str]:
    """Return the agencies that reported on the last part of the window."""
    last = max((r.window.end for r in inside), default=None)
    return frozenset(r.body.agency for r in inside if r.window.end == last)


def _illustrative(data: WardData, known: Iterable[DatedReturn], as_of: date) -> bool:
    invented_event = any(event.illustrative and event.happened_on <= as_of for event in data.events)
    return invented_event or any(r.body.illustrative for r in known)


def _look_ahead(
    data: WardData, next_period: Period, as_of: date, history: Mapping[str, TaskHistory]
) -> dict[str, tuple[DeadlineState, ...]]:
    """Return how each deadline will stand in the next period if nothing more is done."""
    return {
        task.id: deadline_states(task, data, next_period, as_of, history.get(task.id, TaskHistory()))
        for task in data.plan.tasks
    }


def _due_items(
    data: WardData,
    tasks: Iterable[TaskState],
    states: Mapping[str, Sequence[DeadlineState]],
    wanted: frozenset[Status],
) -> tuple[DueItem, ...]:
    """Return one item for each lead agency of each deadline in a wanted state, by agency then day."""
    items = [
        DueItem(agency, task, state, state.due)
        for task in tasks
        for state in states[task.task.id]
        if state.status in wanted and state.due is not None and not state.deadline.foreign
        for agency in task.leads
    ]
    order = {key: place for place, key in enumerate(data.ward.agencies)}
    return tuple(sorted(items, key=lambda item: (order[item.agency.id], item.due)))


def _voices(data: WardData, bodies: Iterable[AgencyReturn], field: str) -> tuple[Voice, ...]:
    """Return the general sentences of `field` in order, none twice."""
    found = ((body, text) for body in bodies for text in getattr(body, field))
    return _unique(Voice(data.ward.agencies[body.agency], text) for body, text in found)


def _task_voices(
    data: WardData, bodies: Iterable[AgencyReturn], tasks: Mapping[str, Task], field: str
) -> tuple[Voice, ...]:
    """Return the sentences of `field` that belong to a task; only its newest word in the window stands."""
    newest: dict[tuple[str, str], Voice] = {}
    for body in bodies:
        for entry in body.tasks:
            key = (body.agency, entry.task)
            newest.pop(key, None)
            if text := getattr(entry, field):
                newest[key] = Voice(data.ward.agencies[body.agency], text, tasks[entry.task])
    order = {task: place for place, task in enumerate(tasks)}
    voices = sorted(newest.values(), key=lambda voice: order[voice.task.id] if voice.task else -1)
    return _unique(voices)


def _unique(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    return tuple({(v.agency.id, v.text): v for v in voices}.values())


def _previous_totals(data: WardData, period: Period | None) -> Totals | None:
    """Return the totals as the report of `period` gave them, or None when nothing was reported then."""
    if period is None:
        return None
    known = known_at(dated_returns(data), period.window.end)
    inside = _spoken_of(known, period)
    if not inside:
        return None
    tasks = task_states(data, period, period.window.end, histories(known), inside)
    return count(tasks, regular_counts=data.ward.count_regular_as_done)
