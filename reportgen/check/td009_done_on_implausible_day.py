"""Rule TD009; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.check.wording import day, reports
from reportgen.model.progress import TaskProgress, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Kiểm tra lại ngày, nhất là năm."


def done_on_implausible_day(data: WardData) -> Iterator[Problem]:
    """Ngày hoàn thành nằm ngoài các năm của kế hoạch, hoặc sau ngày báo cáo.

    ## Vì sao
    Ngày hoàn thành quyết định nhiệm vụ đúng hạn hay chậm; ngày sau ngày báo cáo là việc chưa xảy ra.
    ## Cách sửa
    Sửa `done_on` hoặc `delivered`; nếu ngày đúng thì sửa `reported_on`.
    ## Ví dụ
    Báo cáo ngày 15/9/2026, hoàn thành ngày 20/9/2026: báo TD009. Hoàn thành ngày 10/9/2026: không báo.
    """
    first, last = data.plan.years
    for body, entry, task in reports(data):
        for done in _days(entry):
            message = ""
            if not first <= done.year <= last:
                message = f"nhiệm vụ {task.id} ghi ngày {day(done)}, ngoài các năm của kế hoạch"
            elif body.reported_on is not None and done > body.reported_on:
                message = f"nhiệm vụ {task.id} ghi ngày {day(done)}, sau ngày báo cáo {day(body.reported_on)}"
            if message:
                yield Problem("TD009", entry.source, message, REMEDY, Severity.WARNING)


def _days(entry: TaskProgress) -> list[date]:
    days = {entry.done_on, *entry.delivered}
    for part in entry.parts:
        days |= {part.done_on, *part.delivered}
    return sorted(d for d in days if d is not None)
