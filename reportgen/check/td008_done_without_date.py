"""Rule TD008; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import reports
from reportgen.model.deadline import Pattern
from reportgen.model.plan import Task
from reportgen.model.progress import Declared, TaskProgress, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Ghi ngày hoàn thành vào done_on."


def done_without_date(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ báo đã hoàn thành nhưng không ghi ngày hoàn thành.

    ## Vì sao
    Không có ngày hoàn thành thì không biết nhiệm vụ hoàn thành đúng hạn hay chậm.
    ## Cách sửa
    Ghi `done_on` là ngày văn bản, sản phẩm cuối cùng được ban hành. Nhiệm vụ nhiều phần thì ghi trong `parts`.
    ## Ví dụ
    `status: done` của nhiệm vụ có thời hạn, không có `done_on`: báo TD008. Có `done_on: 2026-03-20`: không báo.
    """
    for _, entry, task in reports(data):
        if entry.declared is Declared.DONE and not _has_date(entry, task):
            message = f"nhiệm vụ {task.id} báo đã hoàn thành nhưng không có ngày hoàn thành"
            yield Problem("TD008", entry.source, message, REMEDY, Severity.WARNING)


def _has_date(entry: TaskProgress, task: Task) -> bool:
    if entry.done_on is not None or entry.delivered or any(p.done_on or p.delivered for p in entry.parts):
        return True
    return all(d.pattern is Pattern.REGULAR or d.foreign for d in task.deadlines)
