"""The facts of one report: every figure that a document prints, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.model.deadline import Deadline, Status
from reportgen.model.period import Period, Window
from reportgen.model.plan import Area, Indicator, Plan, Task
from reportgen.model.progress import AgencyReturn, FileCounts, IssuedDocument, TaskProgress
from reportgen.model.ward import Agency, Ward


@dataclass(frozen=True, slots=True)
class DeadlineState:
    """How one deadline stands at the as-of date.

    Attributes:
        deadline: What was printed. status: Its state.
        due: The day it falls due: its last day, or of a recurring duty the next instance not delivered (the
            first missed one if any); None when no day is known.
        done_on: Day of completion. late: True when that was after the last day.
        instances_total, instances_due, instances_done: Of a recurring duty in the year of the as-of date:
            instances a year, those whose day has passed by the as-of date, those delivered; 0 otherwise.
        event: The event that started it, as cited; "" otherwise.
    """

    deadline: Deadline
    status: Status
    due: date | None = None
    done_on: date | None = None
    late: bool = False
    instances_total: int = 0
    instances_due: int = 0
    instances_done: int = 0
    event: str = ""


class Class(Enum):
    """Where a task stands in the split that a report prints; every task is in exactly one.

    The value is the wording after a count: "13 nhiệm vụ chưa đến hạn".
    """

    DONE_DATED = "hoàn thành, có thời hạn"
    DONE_REGULAR = "hoàn thành, thường xuyên"
    IN_PROGRESS = "đang triển khai thực hiện"
    NOT_YET_DUE = "chưa đến hạn"
    DUE = "đến hạn trong kỳ"
    RECURRING = "định kỳ đến hạn thực hiện"
    OVERDUE = "quá hạn chưa hoàn thành"
    WAITING = "chờ văn bản, kế hoạch của cấp trên"
    NEEDS_HUMAN = "chưa xác định được thời hạn"


@dataclass(frozen=True, slots=True)
class TaskState:
    """How one task stands.

    Attributes:
        task: The task. status: The worst of its open deadlines; DONE when none is open.
        class_: Its place in the printed split.
        deadlines: State of each deadline, in order.
        leads: Agencies that lead it, collectives included.
        reports: What was reported on it in returns inside the report's window, oldest first.
        latest: The newest report on it up to the as-of date, from any return, or None.
        percent: Newest percent, 100 when done; None when nobody gave one.
        done_on: Day on which its last deadline was done, when DONE. late: True when any deadline was done late.
        documents: Documents reported inside the report's window, by date. Of a return that began before the window
            (a quarter's, in the report of its last month) only those dated in the window.
    """

    task: Task
    status: Status
    class_: Class
    deadlines: tuple[DeadlineState, ...]
    leads: tuple[Agency, ...]
    reports: tuple[TaskProgress, ...]
    latest: TaskProgress | None
    percent: Decimal | None
    done_on: date | None
    late: bool
    documents: tuple[IssuedDocument, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of tasks; `sum(classes.values()) == total` and `sum(statuses.values()) == total`.

    Attributes:
        total: All tasks. done: DONE_DATED, plus DONE_REGULAR when the ward counts regular tasks as done.
        done_share: done / total, 0 to 1, unrounded; None when total is 0.
        classes, statuses: Count of every class and every status, zeros included.
        done_late: Of DONE_DATED, those finished late.
    """

    total: int
    done: int
    done_share: Decimal | None
    classes: dict[Class, int]
    statuses: dict[Status, int]
    done_late: int


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area: its totals, its tasks in order, and the part of its overdue ones that each agency answers for."""

    area: Area
    totals: Totals
    tasks: tuple[TaskState, ...]
    overdue: tuple[tuple[Agency, tuple[TaskState, ...]], ...]


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """One lead agency: totals over the tasks it leads (a task led by two counts for both)."""

    agency: Agency
    totals: Totals
    reported: bool


class Verdict(Enum):
    """How an indicator stands; the value is the printed wording."""

    MET = "Đạt"
    NOT_MET = "Chưa đạt"
    NO_DATA = "Chưa có số liệu"
    NOT_YET = "Chưa đến kỳ đánh giá"


@dataclass(frozen=True, slots=True)
class IndicatorState:
    """One indicator in the period.

    Attributes:
        indicator: What is measured. value: In its unit, unrounded; None without data.
        numerator, denominator: Counts summed over the window, or None.
        verdict: Against the target. previous: Value in the period before, or None.
        last_year: Value in the same period of last year, or None.
        change, change_last_year: `value` less those, in percentage points for `%`; None when unknown. Unrounded:
            documents print the difference of the figures as printed.
        note: Words given with the measurement.
    """

    indicator: Indicator
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    verdict: Verdict
    previous: Decimal | None
    last_year: Decimal | None
    change: Decimal | None
    change_last_year: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Hồ sơ TTHC in the window, by field, with their sum.

    Attributes:
        fields: By field in reported order; a longer window adds up its returns: received files carry over only
            from before the window, pending ones are those of the last return.
        total: The sum row (field "Tổng số"), or None when nothing was reported.
        window: Days that the counts cover, or None.
        on_time_share, online_share: (early + on_time) / resolved; online / (online + direct): 0 to 1 or None.
        complete: False when returns for part of the window are missing.
    """

    fields: tuple[FileCounts, ...]
    total: FileCounts | None
    window: Window | None
    on_time_share: Decimal | None
    online_share: Decimal | None
    complete: bool


@dataclass(frozen=True, slots=True)
class DueItem:
    """A deadline that falls due in the next period, or stays overdue, with the agency that answers."""

    agency: Agency
    task: TaskState
    state: DeadlineState
    due: date


@dataclass(frozen=True, slots=True)
class Voice:
    """A sentence of an agency's return: on one task, or general (`task` None)."""

    agency: Agency
    text: str
    task: Task | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All facts of one report.

    Attributes:
        ward, plan, period: What is reported. as_of: The end of this day is how tasks are judged.
        open_window: True when `as_of` comes before the window's last day: figures are provisional.
        cumulative: True for 6 months, 9 months and year: tasks count from January, files by the window.
        illustrative: True when any return or event used is invented for illustration.
        tasks: Every task of the plan, in printed order. totals: Over them.
        areas: In printed order. agencies: Lead agencies, most tasks first, collectives last.
        indicators: Those measured in the report's year first in printed order, then those of later phases.
        files: TTHC counts. returns: Returns inside the window, by period and agency.
        missing: Agencies from which a return is expected and none came for the (last part of the) window.
        next_period: The period after this one of the same kind.
        next_due: What falls due in `next_period`, by agency then day. overdue: What is overdue, same order.
        direction, difficulties, causes, proposals: What the agencies wrote, in order.
        previous_totals: Totals one period before, or None when nothing was reported then.
        data_hash: Of the ward's files.
    """

    ward: Ward
    plan: Plan
    period: Period
    as_of: date
    open_window: bool
    cumulative: bool
    illustrative: bool
    tasks: tuple[TaskState, ...]
    totals: Totals
    areas: tuple[AreaFacts, ...]
    agencies: tuple[AgencyFacts, ...]
    indicators: tuple[IndicatorState, ...]
    files: FileFacts
    returns: tuple[AgencyReturn, ...]
    missing: tuple[Agency, ...]
    next_period: Period
    next_due: tuple[DueItem, ...]
    overdue: tuple[DueItem, ...]
    direction: tuple[Voice, ...]
    difficulties: tuple[Voice, ...]
    causes: tuple[Voice, ...]
    proposals: tuple[Voice, ...]
    previous_totals: Totals | None
    data_hash: str
