"""From what a form says to the YAML of a return, and back from a line of that YAML to the cell it came from.

The file is written as text here, one value a line, so that what the loader or a rule says of a line can be told as
what it is to the person who filled in the form: a cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from reportgen.forms import layout
from reportgen.forms.content import Form
from reportgen.forms.returned import Line, Place, Returned
from reportgen.model.period import period_key
from reportgen.model.progress import FileCounts, IssuedDocument, Measurement, TaskProgress
from reportgen.problem import Problem, Severity

_BULLET: Final = re.compile(r"^[-–+•*]\s+")
_COUNTS: Final = (
    "online", "direct", "carried_over", "early", "on_time", "late", "pending_in_time", "pending_overdue"
)  # fmt: skip


@dataclass(slots=True)
class Composed:
    """A return as it would be written.

    Attributes:
        text: The YAML. places: Line of it (from 1) to the cell that it came from. rows: Line of it that begins a row of
            the form, to that row. problems: What keeps the form from
            being taken, beyond what reading it told. kept: Ids of what stays as it was, since the form's own is
            faulty.
    """

    text: str
    places: Mapping[int, Place]
    problems: list[Problem]
    kept: tuple[str, ...] = ()
    rows: Mapping[int, Line] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        """Whether it says only whose return it would be."""
        return not any(line.endswith(":") and not line.startswith(" ") for line in self.text.splitlines())

    def place(self, line: int, *keys: str) -> Place | None:
        """Return the cell that a line of the text came from; of one that begins a row, the first of some columns."""
        if keys and line in self.rows:
            return self.rows[line].at(*keys)
        known = [number for number in self.places if number <= line]
        return self.places[max(known)] if known else None


@dataclass(slots=True)
class _Page:
    """Lines written so far, and where each came from."""

    lines: list[str] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    rows: dict[int, Line] = field(default_factory=dict)

    def add(self, text: str, place: Place | None = None, *, row: Line | None = None) -> None:
        self.lines.append(text)
        if row is not None:
            self.rows[len(self.lines)] = row
        if place is not None:
            self.places[len(self.lines)] = place


def compose(returned: Returned, form: Form, *, received_on: date, valid_only: bool = False) -> Composed:
    """Return the YAML of what a form says.

    Args:
        returned: The form as read.
        form: The form as sent.
        received_on: Day of receipt, written as `reported_on`.
        valid_only: Whether rows with faults are left as they were in the return that is there already.
    """
    page = _Page()
    problems: list[Problem] = []
    kept: list[str] = []
    period = form.period
    page.add(f"agency: {form.agency.id}")
    page.add(f"period: {period_key(period.kind, period.year, period.index)}")
    if form.reported is not None and form.reported.illustrative:
        page.add("illustrative: true")
    page.add(f"reported_on: {received_on.isoformat()}")
    _general(page, returned, form)
    _tasks(page, returned, form, problems, kept, valid_only=valid_only)
    _cooperation(page, returned, form)
    _indicators(page, returned, form, kept, valid_only=valid_only)
    problems += _notes_alone(returned)
    _files(page, returned, form, kept, valid_only=valid_only)
    return Composed("\n".join(page.lines) + "\n", page.places, problems, tuple(kept), page.rows)


# --- the general situation -----------------------------------------------------------------------------------------


def _general(page: _Page, returned: Returned, form: Form) -> None:
    gone = layout.GENERAL.key in returned.missing
    for topic in layout.TOPICS:
        told = [
            (text, line.places["text"])
            for line in returned.tables.get(layout.GENERAL.key, [])
            if line.key == topic and "text" in line.values
            for text in _items(line.values["text"])
        ]
        if gone and form.reported is not None:
            told = [(text, Place(layout.GENERAL.name, 1, 1)) for text in getattr(form.reported, topic)]
        if told:
            page.add(f"{topic}:")
        for text, place in told:
            page.add(f"  - {_quoted(text)}", place)


def _items(text: str) -> list[str]:
    """Return the sentences of a cell, one a line, without the dashes that people put before them."""
    return [item for line in text.split("\n") if (item := line.strip().lstrip("-–+•*").strip())]


# --- tasks -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Task:
    """What is to be written of one task."""

    id: str
    place: Place
    first: Line | None = None
    parts: dict[int, Line] = field(default_factory=dict)

    @property
    def faulty(self) -> bool:
        """Whether anything of it is refused."""
        lines = [*([self.first] if self.first else []), *self.parts.values()]
        return any(line.faulty for line in lines)


def _tasks(
    page: _Page, returned: Returned, form: Form, problems: list[Problem], kept: list[str], *, valid_only: bool
) -> None:
    before = {e.task: e for e in form.reported.tasks} if form.reported else {}
    written: dict[str, _Task | TaskProgress] = {}
    if valid_only and layout.TASKS.key in returned.missing:
        written |= before
        kept += before
    for task in _grouped(returned.tables.get(layout.TASKS.key, [])):
        stateless = task.first is None or "status" not in task.first.values
        if stateless and not task.faulty:
            problems.append(_no_status(task, returned.file))
        if not (task.faulty or stateless):
            written[task.id] = task
        elif valid_only and task.id in before:
            written[task.id] = before[task.id]
            kept.append(task.id)
    if written:
        page.add("tasks:")
    order = {row.task.id: place for place, row in enumerate(form.tasks)}
    for _, entry in sorted(written.items(), key=lambda pair: order.get(pair[0], len(order))):
        if isinstance(entry, _Task):
            _write_task(page, entry)
        else:
            _write_former(page, entry)


def _grouped(lines: Iterable[Line]) -> list[_Task]:
    """Return the tasks of a table, each with the rows of its deadlines."""
    tasks: dict[str, _Task] = {}
    for line in lines:
        id_, _, number = line.key.partition("#")
        task = tasks.setdefault(id_, _Task(id_, line.place))
        if number:
            task.parts[int(number)] = line
        else:
            task.first, task.place = line, line.place
    return list(tasks.values())


def _no_status(task: _Task, file: str) -> Problem:
    place = task.first.at("status") if task.first else task.place
    message = f"nhiệm vụ {task.id} có số liệu nhưng chưa chọn tình trạng"
    return Problem("BM026", place.where(file), message, "Chọn tình trạng ở dòng của nhiệm vụ.")


def _write_task(page: _Page, task: _Task) -> None:
    assert task.first is not None  # noqa: S101  the caller has looked
    line, values, places = task.first, task.first.values, task.first.places
    page.add(f"  - id: {_quoted(task.id)}", line.place, row=line)
    page.add(f"    status: {values['status'].value}", places["status"])
    if "percent" in values:
        page.add(f"    percent: {_number(values['percent'])}", places["percent"])
    if "done_on" in values:
        page.add(f"    done_on: {values['done_on'].isoformat()}", places["done_on"])
    if "result" in values:
        page.add(f"    result: {_quoted(_flat(values['result']))}", places["result"])
    if "documents" in values:
        _documents(page, values["documents"], places["documents"])
    if "delivered" in values:
        page.add(f"    delivered: {_days(values['delivered'])}", places["delivered"])
    if task.parts:
        page.add("    parts:")
    for number, part in sorted(task.parts.items()):
        page.add(f"      - {{{_part(number, part.values.get('done_on'), part.values.get('delivered', ()))}}}",
                 next(iter(part.places.values()), part.place))  # fmt: skip
    for key in ("difficulties", "proposals"):
        if key in values:
            page.add(f"    {key}: {_quoted(_flat(values[key]))}", places[key])


def _write_former(page: _Page, entry: TaskProgress) -> None:
    """Write a task as the return that is there already has it."""
    page.add(f"  - id: {_quoted(entry.task)}")
    page.add(f"    status: {entry.declared.value}")
    if entry.percent is not None:
        page.add(f"    percent: {_number(entry.percent)}")
    if entry.done_on is not None:
        page.add(f"    done_on: {entry.done_on.isoformat()}")
    if entry.result:
        page.add(f"    result: {_quoted(entry.result)}")
    if entry.documents:
        _documents(page, entry.documents, None)
    if entry.delivered:
        page.add(f"    delivered: {_days(entry.delivered)}")
    if entry.parts:
        page.add("    parts:")
    for part in entry.parts:
        page.add(f"      - {{{_part(part.deadline, part.done_on, part.delivered)}}}")
    for key, text in (("difficulties", entry.difficulties), ("proposals", entry.proposals)):
        if text:
            page.add(f"    {key}: {_quoted(text)}")


def _part(number: int, done_on: date | None, delivered: Iterable[date]) -> str:
    fields = [f"deadline: {number}"]
    if done_on is not None:
        fields.append(f"done_on: {done_on.isoformat()}")
    if days := tuple(delivered):
        fields.append(f"delivered: {_days(days)}")
    return ", ".join(fields)


def _documents(page: _Page, documents: Iterable[IssuedDocument], place: Place | None) -> None:
    page.add("    documents:", place)
    for one in documents:
        title = f", title: {_quoted(one.title)}" if one.title else ""
        fields = f"kind: {_quoted(one.kind)}, number: {_quoted(one.number)}, symbol: {_quoted(one.symbol)}"
        page.add(f"      - {{{fields}, date: {one.date.isoformat()}{title}}}", place)


def _cooperation(page: _Page, returned: Returned, form: Form) -> None:
    lines = [li for li in returned.tables.get(layout.HELPED.key, []) if "result" in li.values and not li.faulty]
    told = [(li.key, _flat(li.values["result"]), li.places["result"]) for li in lines]
    if layout.HELPED.key in returned.missing and form.reported is not None:
        told = [(c.task, c.result, Place(layout.HELPED.name, 1, 1)) for c in form.reported.cooperation]
    if told:
        page.add("cooperation:")
    for id_, text, place in told:
        page.add(f"  - {{id: {_quoted(id_)}, result: {_quoted(text)}}}", place)


# --- figures -----------------------------------------------------------------------------------------------------


def _indicators(page: _Page, returned: Returned, form: Form, kept: list[str], *, valid_only: bool) -> None:
    before = {m.indicator: m for m in form.reported.measurements} if form.reported else {}
    rows: list[tuple[str, Line | None]] = []
    for line in returned.tables.get(layout.INDICATORS.key, []):
        if line.faulty or not line.values.keys() & {"numerator", "denominator", "value"}:
            if line.faulty and valid_only and line.key in before:
                rows.append((_measurement(before[line.key]), None))
                kept.append(line.key)
            continue
        rows.append((_measured(line), line))
    if valid_only and layout.INDICATORS.key in returned.missing:
        rows = [(_measurement(m), None) for m in before.values()]
        kept += before
    if rows:
        page.add("indicators:")
    for text, row in rows:
        page.add(f"  - {{{text}}}", next(iter(row.places.values())) if row else None, row=row)


def _notes_alone(returned: Returned) -> Iterator[Problem]:
    """Tell of notes on indicators without a figure: there is nothing that they could go with."""
    for line in returned.tables.get(layout.INDICATORS.key, []):
        if "note" in line.values and not line.faulty and not line.values.keys() - {"note"}:
            message = f"chỉ tiêu {line.key} chỉ có ghi chú, chưa có số liệu nên chưa được nhận"
            remedy = "Ghi số liệu của chỉ tiêu; chưa có số liệu thì nêu ở trang Tình hình chung."
            yield Problem("BM033", line.places["note"].where(returned.file), message, remedy, Severity.WARNING)


def _measured(line: Line) -> str:
    values = line.values
    fields = [f"id: {_quoted(line.key)}"]
    fields += [f"{key}: {_number(values[key])}" for key in ("numerator", "denominator", "value") if key in values]
    if "note" in values:
        fields.append(f"note: {_quoted(_flat(values['note']))}")
    return ", ".join(fields)


def _measurement(row: Measurement) -> str:
    fields = [f"id: {_quoted(row.indicator)}"]
    if row.denominator is not None:
        fields += [f"numerator: {row.numerator}", f"denominator: {row.denominator}"]
    else:
        fields.append(f"value: {_number(row.value)}")
    return ", ".join([*fields, *([f"note: {_quoted(row.note)}"] if row.note else [])])


def _files(page: _Page, returned: Returned, form: Form, kept: list[str], *, valid_only: bool) -> None:
    before = {row.field: row for row in form.reported.files} if form.reported else {}
    rows: list[tuple[str, dict[str, int], Line | None]] = []
    for line in returned.tables.get(layout.FILES.key, []):
        if not line.faulty:
            rows.append((line.key, {key: int(line.values.get(key, 0)) for key in _COUNTS}, line))
        elif valid_only and line.key in before:
            rows.append((line.key, _counts(before[line.key]), None))
            kept.append(line.key)
    if valid_only and layout.FILES.key in returned.missing:
        rows = [(row.field, _counts(row), None) for row in before.values()]
        kept += before
    if rows:
        page.add("files:")
    for name, counts, source in rows:
        for text in _file_lines(name, counts):
            page.add(text, source.place if source else None, row=source)


def _counts(row: FileCounts) -> dict[str, int]:
    return {key: getattr(row, key) for key in _COUNTS}


def _file_lines(name: str, c: Mapping[str, int]) -> list[str]:
    """Return the lines of one field; totals are sums, as the form's own formulas are."""
    carried = c["carried_over"]
    received = c["online"] + c["direct"] + carried
    resolved = c["early"] + c["on_time"] + c["late"]
    pending = c["pending_in_time"] + c["pending_overdue"]
    return [
        f"  - field: {_quoted(name)}",
        f"    received: {{total: {received}, online: {c['online']}, direct: {c['direct']}, carried_over: {carried}}}",
        f"    resolved: {{total: {resolved}, early: {c['early']}, on_time: {c['on_time']}, late: {c['late']}}}",
        f"    pending: {{total: {pending}, in_time: {c['pending_in_time']}, overdue: {c['pending_overdue']}}}",
    ]


# --- values ------------------------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    """Return a text in double quotes: whatever it holds, every YAML reader reads it back as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\u0085", "\\x85").replace("\u2028", "\\u2028").replace(
        "\u2029", "\\u2029")  # fmt: skip


def _flat(text: str) -> str:
    """Return a text of several lines in one: lines in a cell are for the eye, and so are the dashes that list them."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    listed = [_BULLET.sub("", line) for line in lines]
    if len(lines) < 2 or listed == lines:  # noqa: PLR2004  one line is no list
        return " ".join(listed)
    return " ".join([*(item if item[-1:] in ".;:,!?" else f"{item};" for item in listed[:-1]), listed[-1]])


def _days(days: Iterable[date]) -> str:
    return f"[{', '.join(day.isoformat() for day in days)}]"


def _number(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
