"""A ward's own newest data, for trying templates: the values that its next report would print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cache import open_cache
from reportgen.cli import clock, strangers, workspace
from reportgen.cli.choose import Choice, choose
from reportgen.documents import Document, report_of
from reportgen.model.period import PeriodKind
from reportgen.problem import Problem, ReportgenError, errors

if TYPE_CHECKING:
    from reportgen.assess.report import Report
    from reportgen.load.loaded import Loaded
    from reportgen.templating.declarations import Declaration

_KINDS = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.NINE_MONTHS, PeriodKind.HALF, PeriodKind.YEAR)
"""Periods asked for; of those that end on one day the first."""


def newest(folder: Path) -> Choice:
    """Return the newest period of a ward that has progress and has closed; failing that, the newest still open.

    Raises:
        ReportgenError: LN003 when there is none; DL codes when the data cannot be read.
    """
    load = loader(folder)
    found: list[Choice] = []
    missing: ReportgenError | None = None
    for kind in _KINDS:
        try:
            found.append(choose(load, kind, year=None, index=None, today=clock.today()))
        except ReportgenError as error:
            if any(problem.code != "LN003" for problem in error.problems):
                raise
            missing = missing or error
    if not found and missing is not None:
        raise missing
    today = clock.today()
    ends = [choice.period.window.end for choice in found]
    return found[ends.index(max(ends, key=lambda end: (end < today, end)))]


def loader(folder: Path) -> Callable[[int | None], Loaded]:
    """Return what reads a ward's data for a year, each once."""
    from reportgen.check import check_data  # noqa: PLC0415  # help must not wait for them
    from reportgen.load.remembered import load_remembered  # noqa: PLC0415

    memory = open_cache()
    return cache(lambda year: load_remembered(folder, memory, year=year, inspect=check_data))


def facts_of(choice: Choice) -> tuple[Report, Document]:
    """Return the facts of a period and the kind of report that covers it.

    Raises:
        ReportgenError: The data hold an error.
    """
    from reportgen.assess import assess  # noqa: PLC0415  # help must not wait for it

    stop_on_errors(choice.loaded)
    as_of = min(choice.period.window.end, clock.today())
    return assess(choice.loaded.data, choice.period, as_of), report_of(choice.period.kind)


def stop_on_errors(loaded: Loaded) -> None:
    """Refuse data that hold an error.

    Raises:
        ReportgenError: With every error.
    """
    if found := errors(loaded.problems):
        raise ReportgenError(*found)


def values_of(folder: Path, declaration: Declaration) -> dict[str, object]:
    """Return a ward's values under the names of a declaration.

    Raises:
        ReportgenError: As `newest`, `facts_of`.
    """
    from reportgen.templating.declarations import PLAN, REMINDER  # noqa: PLC0415  # help must not wait for them
    from reportgen.view import ILLUSTRATIVE, view_of  # noqa: PLC0415
    from reportgen.view.plan import plan_view  # noqa: PLC0415

    if declaration is PLAN:
        loaded = loader(folder)(None)
        stop_on_errors(loaded)
        return plan_view(loaded.data.ward, loaded.data.plan)
    if declaration is REMINDER:
        from reportgen.cli.remind import usual  # noqa: PLC0415
        from reportgen.view.reminder import reminder_view  # noqa: PLC0415

        found, reply_by = usual(folder)
        return reminder_view(found, reply_by=reply_by, illustrative=(ILLUSTRATIVE,))
    facts, document = facts_of(newest(folder))
    return view_of(facts, title=document.type_name.upper(), code=document.type_code)


def try_with_ward(
    data: bytes, name: str, declaration: Declaration, ward: str, work_folder: str | None
) -> list[Problem]:
    """Return the faults of a template that a ward's newest data show.

    Raises:
        ReportgenError: LN001, LN003, LN008; the data cannot be read.
    """
    folder = workspace.find(work_folder).ward(ward)
    values = values_of(folder, declaration)
    words = f" (khi thử với số liệu của {folder.name})"
    found = strangers.tried(data, name, values, open_cache())
    return [replace(problem, message=f"{problem.message}{words}") for problem in found]
