"""Tiến độ: what agencies reported for a period, and what superior bodies issued meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.model.plan import Plan
from reportgen.model.ward import Ward


class Declared(Enum):
    """What the agency itself says of a task; the value is the word of the YAML file."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document that proves a result: `Kế hoạch số 12/KH-UBND ngày 08/01/2026`.

    Attributes:
        kind: Tên loại, `Kế hoạch`. number: `12`. symbol: `KH-UBND`. date: Day of issue. title: Trích yếu or "".
    """

    kind: str
    number: str
    symbol: str
    date: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class PartProgress:
    """Progress on one deadline of a task that has several.

    Attributes:
        deadline: Its place in the task's time column, from 1 (deadlines found in the product column follow).
        done_on: Day it was finished, or None.
        delivered: Days on which instances of a recurring duty were delivered in this period.
    """

    deadline: int
    done_on: date | None = None
    delivered: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """What one agency reported on one task for one period.

    Attributes:
        task: Task id. declared: What the agency says. percent: 0 to 100, or None.
        done_on: Day of completion of the whole task (closes all its deadlines), or None.
        result: What was done, in sentences. documents: Issued documents.
        delivered: Instances of a recurring duty delivered in this period (of a task with one recurring deadline).
        parts: Progress deadline by deadline.
        difficulties, proposals: Sentences, or "".
        source: Where it was read.
    """

    task: str
    declared: Declared
    percent: Decimal | None
    done_on: date | None
    result: str
    documents: tuple[IssuedDocument, ...]
    delivered: tuple[date, ...]
    parts: tuple[PartProgress, ...]
    difficulties: str
    proposals: str
    source: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """Kết quả đo of an indicator.

    Attributes:
        indicator: Id. numerator, denominator: Counts behind a ratio, or None.
        value: In the indicator's unit (percent for `%`), unrounded; computed from the counts when they are given.
        note: Words, or "". source: Where it was read.
    """

    indicator: str
    numerator: int | None
    denominator: int | None
    value: Decimal
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class FileCounts:
    """Hồ sơ TTHC of one field in one window: the columns of Biểu II.06 (numbers of files).

    received = online + direct + carried_over; resolved = early + on_time + late;
    pending = in_time + overdue; received = resolved + pending.
    """

    field: str
    received: int
    online: int
    direct: int
    carried_over: int
    resolved: int
    early: int
    on_time: int
    late: int
    pending: int
    pending_in_time: int
    pending_overdue: int
    source: str


@dataclass(frozen=True, slots=True)
class Cooperation:
    """What an agency did for a task that another one leads: the task's id, what was done, where it was read."""

    task: str
    result: str
    source: str


@dataclass(frozen=True, slots=True)
class AgencyReturn:
    """One file of progress: an agency and a period.

    Attributes:
        agency: Agency id. period: Key of the period it covers, `2026-q3`.
        reported_on: Day it was handed in, or None.
        illustrative: True for invented data; every document made from it says so.
        direction: Sentences on chỉ đạo, điều hành beyond the plan's tasks, each a paragraph.
        difficulties, causes, proposals: General ones, each a sentence or paragraph.
        tasks, measurements, files: What it reports.
        source: Path relative to the ward's folder.
        cooperation: What it did for tasks that others lead.
        places: Where each sentence of `direction`, `difficulties`, `causes` and `proposals` was read, by that name.
    """

    agency: str
    period: str
    reported_on: date | None
    illustrative: bool
    direction: tuple[str, ...]
    difficulties: tuple[str, ...]
    causes: tuple[str, ...]
    proposals: tuple[str, ...]
    tasks: tuple[TaskProgress, ...]
    measurements: tuple[Measurement, ...]
    files: tuple[FileCounts, ...]
    source: str
    cooperation: tuple[Cooperation, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Văn bản cấp trên ban hành, guidance received, or a schedule loaded.

    Attributes:
        id: `SK.01`. tasks: Ids of tasks that it starts or dates.
        text: What was issued, as cited. happened_on: Day.
        due: Deadline that it sets for those tasks, or None.
        deadline: Place of the deadline in the task's time column that it answers, from 1; None: all that wait.
        source: Where it was read.
        illustrative: True for an invented one.
    """

    id: str
    tasks: tuple[str, ...]
    text: str
    happened_on: date
    due: date | None
    deadline: int | None
    source: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class WardData:
    """Everything read from one ward's folder for one plan.

    Attributes:
        returns: All progress returns of the plan's years, by period key then agency, sorted.
        data_hash: SHA-256 (hex) over the names and bytes of the files read.
    """

    ward: Ward
    plan: Plan
    events: tuple[Event, ...]
    returns: tuple[AgencyReturn, ...]
    data_hash: str
