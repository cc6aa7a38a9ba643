"""How every task of the plan stands at the as-of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.assess.deadlines import evaluate, worst
from reportgen.assess.history import DatedReturn, TaskHistory
from reportgen.assess.report import Class, DeadlineState, TaskState
from reportgen.model.deadline import Deadline, Pattern, Status
from reportgen.model.period import Period
from reportgen.model.plan import Task
from reportgen.model.progress import Event, IssuedDocument, TaskProgress, WardData
from reportgen.model.ward import Agency

RECURRING = frozenset({Pattern.YEARLY, Pattern.PERIODIC, Pattern.PLAN_OR_ADHOC})
_AWAITING = frozenset({Pattern.EVENT, Pattern.SCHEDULE})
_HUNDRED = Decimal(100)

_CLASS_OF = {
    Status.DONE: Class.DONE_DATED,
    Status.ONGOING: Class.IN_PROGRESS,
    Status.NOT_YET_DUE: Class.NOT_YET_DUE,
    Status.DUE: Class.DUE,
    Status.OVERDUE: Class.OVERDUE,
    Status.RECURRING_DUE: Class.RECURRING,
    Status.RECURRING_MISSED: Class.RECURRING,
    Status.WAITING_EVENT: Class.WAITING,
    Status.WAITING_SCHEDULE: Class.WAITING,
    Status.NEEDS_HUMAN: Class.NEEDS_HUMAN,
}


def task_states(
    data: WardData, period: Period, as_of: date, history: Mapping[str, TaskHistory], inside: Iterable[DatedReturn]
) -> tuple[TaskState, ...]:
    """Return the state of every task, in printed order.

    Args:
        data: The ward's data.
        period: Period of the report; its calendar span decides what falls due in it.
        as_of: The end of this day is how tasks are judged.
        history: What was reported on each task up to `as_of`.
        inside: Returns that the report speaks of: their results are its results.
    """
    spoken = {id(r.body) for r in inside}
    return tuple(
        _state(task, data, period, as_of, history.get(task.id, TaskHistory()), spoken=spoken)
        for task in data.plan.tasks
    )


def _state(
    task: Task, data: WardData, period: Period, as_of: date, history: TaskHistory, *, spoken: set[int]
) -> TaskState:
    deadlines = deadline_states(task, data, period, as_of, history)
    status = worst(deadlines)
    told = [(source, entry) for source, entry in history.entries if id(source.body) in spoken]
    reports = tuple(entry for _, entry in told)
    done_days = [state.done_on for state in deadlines if state.done_on is not None]
    done = status is Status.DONE
    return TaskState(
        task=task,
        status=status,
        class_=_class(status, deadlines, reports),
        deadlines=deadlines,
        leads=lead_agencies(task, data.ward.agencies),
        reports=reports,
        latest=history.latest(),
        percent=_HUNDRED if done else _percent(history),
        done_on=max(done_days, default=None) if done else None,
        late=done and any(state.late for state in deadlines),
        documents=_documents(told, period.window.start, as_of),
    )


def deadline_states(
    task: Task, data: WardData, period: Period, as_of: date, history: TaskHistory
) -> tuple[DeadlineState, ...]:
    """Return how each deadline of `task` stands."""
    whole_done, done_on = history.done(as_of, {party.agency for party in task.lead})
    recurring = [n for n, deadline in enumerate(task.deadlines, 1) if deadline.pattern in RECURRING]
    states = []
    for number, deadline in enumerate(task.deadlines, 1):
        finished = history.part_done(number, as_of) or done_on
        delivered = history.delivered(number, as_of, whole_task=recurring[:1] == [number])
        if deadline.pattern in RECURRING and finished is not None:
            delivered = (*delivered, finished)
        # Nobody said on what day: done it is, but neither early nor late.
        undated = whole_done and finished is None
        state = evaluate(
            deadline,
            period,
            as_of,
            data.plan.years,
            done_on=as_of if undated else finished,
            delivered=delivered,
            event=_event(task, number, deadline, data.events, as_of),
        )
        states.append(replace(state, done_on=None, late=False) if undated else state)
    return tuple(states)


def _event(task: Task, number: int, deadline: Deadline, events: Iterable[Event], as_of: date) -> Event | None:
    matching = [
        event
        for event in events
        if task.id in event.tasks
        and event.happened_on <= as_of
        and (event.deadline == number or (event.deadline is None and deadline.pattern in _AWAITING))
    ]
    return max(matching, key=lambda event: event.happened_on, default=None)


def _class(status: Status, deadlines: Iterable[DeadlineState], reports: Iterable[TaskProgress]) -> Class:
    if status is not Status.ONGOING:
        return _CLASS_OF[status]
    running = {s.deadline.pattern for s in deadlines if s.status is Status.ONGOING and not s.deadline.foreign}
    regular = running <= {Pattern.REGULAR, *RECURRING}
    has_result = any(entry.result or entry.documents for entry in reports)
    return Class.DONE_REGULAR if regular and has_result else Class.IN_PROGRESS


def _percent(history: TaskHistory) -> Decimal | None:
    return next((e.percent for _, e in reversed(history.entries) if e.percent is not None), None)


def _documents(
    told: Iterable[tuple[DatedReturn, TaskProgress]], start: date, as_of: date
) -> tuple[IssuedDocument, ...]:
    """Return the documents to cite, each once, by date: a month's report does not cite those of the quarter before it.

    An agency that reports a document late, in a return of the period itself, is heard.
    """
    unique = {
        (d.symbol, d.number, d.date): d
        for source, entry in told
        for d in entry.documents
        if d.date <= as_of and (d.date >= start or source.window.start >= start)
    }
    return tuple(sorted(unique.values(), key=lambda d: (d.date, d.symbol, d.number)))


def lead_agencies(task: Task, agencies: Mapping[str, Agency]) -> tuple[Agency, ...]:
    """Return the agencies that lead `task`, each once, in printed order."""
    return tuple(agencies[key] for key in dict.fromkeys(party.agency for party in task.lead) if key in agencies)
