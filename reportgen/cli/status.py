"""`status`: how every task of the plan stands, in the terminal or as JSON, whether or not anyone has reported."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.cache import open_cache
from reportgen.cli import clock, say, workspace
from reportgen.cli.choose import INDEX_OPTION, LAST_INDEX, NO_PLAN, Choice, Load, choose, named_period
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Reader
from reportgen.cli.produce import totals_of
from reportgen.model.deadline import Deadline, Status
from reportgen.model.period import Period, PeriodKind, label, make_period
from reportgen.problem import ReportgenError
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.assess.report import IndicatorState, Report, TaskState
    from reportgen.load.loaded import Loaded

PIPED_WIDTH = 120
KINDS = tuple(kind for kind in PeriodKind if kind is not PeriodKind.RANGE)
COLOURS = {Status.OVERDUE: "red", Status.RECURRING_MISSED: "red", Status.DUE: "yellow", Status.DONE: "green"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Options of `status`, as typed."""

    ward: str
    year: str | None
    period: str | None
    month: str | None
    quarter: str | None
    half: str | None
    as_of: str | None
    workspace: str | None
    as_json: bool


def status(asked: Asked) -> int:
    """Print how every task stands; return the exit status."""
    result = say.Outcome(ward=asked.ward, extra={"tasks": [], "indicators": []})
    return carry_out(result, lambda found: _status(asked, found), as_json=asked.as_json)


def _status(asked: Asked, result: say.Outcome) -> None:
    from reportgen.assess import assess  # noqa: PLC0415  # help must not wait for them
    from reportgen.check import check_data  # noqa: PLC0415
    from reportgen.load.remembered import load_remembered  # noqa: PLC0415

    reader = Reader()
    year, as_of = reader.year(asked.year), reader.day("--as-of", asked.as_of)
    kind, index = _kind(asked, reader)
    reader.done()
    folder = workspace.find(asked.workspace).ward(asked.ward)
    memory = open_cache()

    def load(wanted: int | None) -> Loaded:
        return load_remembered(folder, memory, year=wanted, inspect=check_data)

    choice = _choice(load, kind, year, index)
    data, period = choice.loaded.data, choice.period
    result.period = period
    result.as_of = as_of or _as_of(period)
    result.add(choice.loaded.problems)
    result.add(check_data(data))
    facts = assess(data, period, result.as_of)
    result.totals = totals_of(facts)
    result.illustrative = facts.illustrative
    result.extra = {
        "tasks": [_task(state) for state in facts.tasks],
        "indicators": [_indicator(state) for state in facts.indicators],
    }
    if not asked.as_json:
        result.lines, result.drawn = [_table(facts)], True


def _kind(asked: Asked, reader: Reader) -> tuple[PeriodKind | None, int | None]:
    """Return the kind of period and its number; a number alone says its kind, neither means the whole year."""
    given = {
        PeriodKind.MONTH: asked.month,
        PeriodKind.QUARTER: asked.quarter,
        PeriodKind.HALF: asked.half,
    }
    said = [kind for kind, text in given.items() if text is not None]
    kind = reader.kind("--period", asked.period, KINDS) or (said[0] if said else None)
    for other in said:
        if other is not kind or len(said) > 1:
            reader.refuse(
                INDEX_OPTION[other],
                f"tùy chọn {INDEX_OPTION[other]} không đi cùng kỳ đã chọn",
                "Chỉ giữ tùy chọn của kỳ cần xem, ví dụ: --period quarterly --quarter 3.",
            )
    if kind is None or kind not in given:
        return kind, None
    return kind, reader.whole(INDEX_OPTION[kind], given[kind], 1, LAST_INDEX[kind])


def _choice(load: Load, kind: PeriodKind | None, year: int | None, index: int | None) -> Choice:
    """Return the period to show; unlike a report, a status needs no progress."""
    today = clock.today()
    loaded = _loaded(load, year, today)
    first, last = loaded.data.plan.years
    shown = year or min(max(today.year, first), last)
    if kind is None or kind not in INDEX_OPTION:
        return Choice(loaded, named_period(loaded, kind or PeriodKind.YEAR, shown, 1))
    if index is not None:
        return Choice(loaded, named_period(loaded, kind, shown, index))
    try:
        return choose(load, kind, year=year, index=None, today=today)
    except ReportgenError as error:
        if error.problems[0].code != "LN003":
            raise
    begun = [i for i in range(1, LAST_INDEX[kind] + 1) if _begins(loaded, kind, shown, i) <= today]
    return Choice(loaded, named_period(loaded, kind, shown, max(begun, default=1)))


def _loaded(load: Load, year: int | None, today: date) -> Loaded:
    """Return the data with the plan in force: for the year said, else for this year, else the newest."""
    if year is not None:
        return load(year)
    try:
        return load(today.year)
    except ReportgenError as error:
        if error.exit_code != NO_PLAN:
            raise
        return load(None)


def _begins(loaded: Loaded, kind: PeriodKind, year: int, index: int) -> date:
    """Return the first day of a period's window; never, when the ward did not exist yet."""
    try:
        return make_period(kind, year, index, loaded.data.ward.calendar).window.start
    except ValueError:
        return date.max


def _as_of(period: Period) -> date:
    """Return the day at whose end things are judged: today while it lasts, else the last day of the window."""
    today = clock.today()
    if period.kind is PeriodKind.YEAR and today.year == period.year:
        return today  # the window closes on 14/12, the year does not
    return min(period.window.end, today)


def _task(state: TaskState) -> dict[str, Any]:
    """Return a task as `--json` prints it."""
    return {
        "id": state.task.id,
        "title": state.task.title,
        "lead": "; ".join(agency.name for agency in state.leads),
        "status": state.status.value,
        "deadlines": [
            {
                "text": one.deadline.text,
                "label": one.deadline.label,
                "status": one.status.value,
                "due": one.due.isoformat() if one.due else None,
            }
            for one in state.deadlines
        ],
    }


def _indicator(state: IndicatorState) -> dict[str, Any]:
    """Return an indicator as `--json` prints it."""
    indicator = state.indicator
    return {
        "id": indicator.id,
        "name": indicator.name,
        "phase": indicator.phase,
        "unit": indicator.unit,
        "comparator": indicator.comparator,
        "target": _number(indicator.target),
        "target_text": indicator.target_text,
        "value": _number(state.value),
        "numerator": state.numerator,
        "denominator": state.denominator,
        "verdict": state.verdict.name.lower(),
        "verdict_text": state.verdict.value,
        "previous": _number(state.previous),
        "change": _number(state.change),
        "note": state.note,
    }


def _number(value: Decimal | None) -> str | None:
    """Return a figure as plain decimal text."""
    return None if value is None else f"{value:f}"


def _table(facts: Report) -> str:
    """Return the table of tasks by area, with a line of counts under it."""
    from rich.console import Console  # noqa: PLC0415  # help must not wait for it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from reportgen.view.summary import plan_sentence  # noqa: PLC0415
    from reportgen.view.tasks import standing  # noqa: PLC0415

    terminal = sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        width=shutil.get_terminal_size().columns if terminal else PIPED_WIDTH,
        force_terminal=terminal,
        no_color=not terminal or bool(os.environ.get("NO_COLOR")),
        highlight=False,
        legacy_windows=False,
    )
    table = Table(title=_title(facts), title_justify="left", title_style="bold", expand=True, show_lines=False)
    table.add_column("Mã", no_wrap=True)
    table.add_column("Nhiệm vụ", ratio=5)
    table.add_column("Cơ quan chủ trì", ratio=3)
    table.add_column("Thời hạn", ratio=3)
    table.add_column("Đến hạn", no_wrap=True)
    table.add_column("Tình trạng", ratio=2)
    for area in facts.areas:
        counts = f"{area.totals.done}/{area.totals.total} hoàn thành"
        table.add_section()
        table.add_row(area.area.id, Text(f"{say.clean(area.area.heading)} ({counts})", style="bold"))
        table.add_section()
        for state in area.tasks:
            table.add_row(
                state.task.id,
                Text(say.clean(state.task.title)),
                Text(say.clean("; ".join(agency.short or agency.name for agency in state.leads))),
                Text(say.clean("; ".join(_printed(one.deadline) for one in state.deadlines))),
                _due(state),
                Text(say.clean(standing(state)), style=COLOURS.get(state.status, "")),
            )
    console.print(table)
    console.print(Text(say.clean(plan_sentence(facts))))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def _title(facts: Report) -> str:
    """Return the line above the table."""
    period = label(facts.period)
    name = facts.ward.full_name
    return say.clean(f"{name[:1].upper()}{name[1:]}: tình trạng nhiệm vụ {period}, đến ngày {short_date(facts.as_of)}")


def _printed(deadline: Deadline) -> str:
    """Return a deadline with what it is for: `Kế hoạch kiểm tra: quý II/2026`."""
    return f"{deadline.label}: {deadline.text}" if deadline.label else deadline.text


def _due(state: TaskState) -> str:
    """Return the nearest day on which something of the task is due, "" when none is known or all is done."""
    days = [one.due for one in state.deadlines if one.due and one.status is not Status.DONE]
    return short_date(min(days)) if days else ""
