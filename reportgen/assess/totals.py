"""Counts that add up: by class and status, by area, by agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from reportgen.assess.report import AgencyFacts, AreaFacts, Class, TaskState, Totals
from reportgen.model.deadline import Status
from reportgen.model.plan import Plan
from reportgen.model.ward import Agency, Ward

COLLECTIVE = "tập thể"
"""Level of a declared collective, which names no single owner."""


def count(tasks: Collection[TaskState], *, regular_counts: bool) -> Totals:
    """Return the totals over `tasks`.

    Args:
        tasks: What is counted; every task is in exactly one class and one status.
        regular_counts: Whether a regular task with results in the period counts as done (the ward's setting).
    """
    classes = Counter(task.class_ for task in tasks)
    statuses = Counter(task.status for task in tasks)
    done = classes[Class.DONE_DATED] + (classes[Class.DONE_REGULAR] if regular_counts else 0)
    return Totals(
        total=len(tasks),
        done=done,
        done_share=Decimal(done) / len(tasks) if tasks else None,
        classes={class_: classes[class_] for class_ in Class},
        statuses={status: statuses[status] for status in Status},
        done_late=sum(task.late for task in tasks if task.class_ is Class.DONE_DATED),
    )


def by_area(plan: Plan, ward: Ward, tasks: Iterable[TaskState]) -> tuple[AreaFacts, ...]:
    """Return the facts of each area, in printed order."""
    held: dict[str, list[TaskState]] = {area.id: [] for area in plan.areas}
    for task in tasks:
        held[task.task.area].append(task)
    return tuple(
        AreaFacts(
            area=area,
            totals=count(held[area.id], regular_counts=ward.count_regular_as_done),
            tasks=tuple(held[area.id]),
            overdue=_by_lead(ward.agencies, [t for t in held[area.id] if t.class_ is Class.OVERDUE]),
        )
        for area in plan.areas
    )


def by_agency(ward: Ward, tasks: Iterable[TaskState], reported: Collection[str]) -> tuple[AgencyFacts, ...]:
    """Return the facts of each lead agency: most tasks first, collectives last.

    A task that two agencies lead counts for both, so these totals may exceed the plan's.
    """
    facts = [
        AgencyFacts(agency, count(led, regular_counts=ward.count_regular_as_done), agency.id in reported)
        for agency, led in _by_lead(ward.agencies, tasks)
    ]
    order = {key: place for place, key in enumerate(ward.agencies)}
    facts.sort(key=lambda f: (f.agency.level == COLLECTIVE, -f.totals.total, order[f.agency.id]))
    return tuple(facts)


def _by_lead(
    agencies: Mapping[str, Agency], tasks: Iterable[TaskState]
) -> tuple[tuple[Agency, tuple[TaskState, ...]], ...]:
    led: dict[str, list[TaskState]] = {}
    for task in tasks:
        for agency in task.leads:
            led.setdefault(agency.id, []).append(task)
    return tuple((agencies[key], tuple(led[key])) for key in agencies if key in led)
