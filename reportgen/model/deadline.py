"""Thời hạn: what a printed deadline means, as typed values, and how a deadline can stand.

The patterns P1-P11 are those of the two real plans (see docs/thoi-han.md); `load.deadlines` reads the printed
words into these values and `assess.deadlines` answers for a period and an as-of date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Pattern(Enum):
    """What sort of deadline the words express."""

    REGULAR = "thường xuyên"  # P1
    YEARLY = "hằng năm"  # P2, also with a month or quarter of each year
    STAGE = "giai đoạn"  # P3
    DATE = "ngày cụ thể"  # P4, P5, month, day: one last day
    PERIODIC = "định kỳ"  # P6: month, quarter, half, nine months, year cycles
    EVENT = "sau sự kiện"  # P7, P9
    SCHEDULE = "theo kế hoạch, lộ trình khác"  # P8
    PLAN_OR_ADHOC = "theo kế hoạch hằng năm hoặc đột xuất"  # P10
    UNREAD = "chưa đọc được"


class Cycle(Enum):
    """How often a periodic duty recurs; the value is the number of instances a year."""

    MONTHLY = 12
    QUARTERLY = 4
    HALF_YEARLY = 2
    NINE_MONTHS = 9  # once a year, at the end of September
    YEARLY = 1


class Status(Enum):
    """How a deadline, or a task, stands. The value is the word of the JSON."""

    OVERDUE = "overdue"
    DUE = "due"
    RECURRING_MISSED = "recurring_missed"
    RECURRING_DUE = "recurring_due"
    NEEDS_HUMAN = "needs_human"
    WAITING_EVENT = "waiting_event"
    WAITING_SCHEDULE = "waiting_schedule"
    ONGOING = "ongoing"
    NOT_YET_DUE = "not_yet_due"
    DONE = "done"


SEVERITY_ORDER = tuple(Status)
"""Worst first: the status of a task is the worst of its open deadlines."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One atomic deadline.

    Attributes:
        text: The expression as printed, list dash, label and final full stop removed: `Quý I/2026`.
        label: What the deadline is for, as printed before the first colon: `Kế hoạch`; empty when there is none.
        pattern: What sort of deadline.
        start: First day of a stage, else None.
        last_day: Last day on which doing it is still in time, itself included (`trước ngày 15/12/2026` is
            2026-12-14; `Quý I/2026` is 2026-03-31; a stage's is its 31/12). None when the words give none. Of a
            yearly duty with a day of its own (`trước ngày 15/12 hằng năm`): that day in the plan's first year.
        cycles: Of a periodic duty: which instances, `(QUARTERLY, YEARLY)` for "quý, năm".
        month: Of a yearly duty with its own month (`tháng 12 hằng năm`, `quý I hằng năm` is 3): due on that
            month's last day; None is December.
        reference: Of EVENT: the event awaited, as printed after "Sau khi" (`Đề án được ban hành`); of SCHEDULE:
            the document named (`Kế hoạch số 220/KH-UBND ngày 23/10/2025 của UBND tỉnh`); else "".
        adhoc: True when the words also ask for reports on request (`hoặc đột xuất`).
        foreign: True when another level answers for it (`Báo cáo tổng hợp ... toàn tỉnh`): shown, never counted.
        from_products: True when it was found in the product column.
        problem: Code of what keeps a person's attention (`unread`, `before_plan`), or "".
    """

    text: str
    label: str
    pattern: Pattern
    start: date | None = None
    last_day: date | None = None
    cycles: tuple[Cycle, ...] = ()
    month: int | None = None
    reference: str = ""
    adhoc: bool = False
    foreign: bool = False
    from_products: bool = False
    problem: str = ""
