"""Rule TD025; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.check.wording import day, reports
from reportgen.model.period import make_period, parse_key
from reportgen.model.progress import TaskProgress, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Chỉ ghi các ngày đã thực hiện trong kỳ; ngày của kỳ khác thì báo cáo ở kỳ đó."


def delivered_in_another_period(data: WardData) -> Iterator[Problem]:
    """Ngày thực hiện của việc định kỳ không nằm trong kỳ báo cáo.

    ## Vì sao
    Việc định kỳ được đếm theo số lần đã làm trong kỳ; ngày của kỳ khác thì một lần làm bị đếm hai lần.
    ## Cách sửa
    Sửa ngày nếu ghi nhầm; ngày của kỳ khác thì chuyển sang tệp của kỳ đó.
    ## Ví dụ
    Báo cáo quý III (số liệu từ 15/6 đến 14/9/2026), `delivered: [2026-03-10]`: báo TD025. `delivered: [2026-09-10]`:
    không báo.
    """
    for body, entry, task in reports(data):
        period = make_period(*parse_key(body.period), data.ward.calendar)
        first, last = min(period.window.start, period.span.start), max(period.window.end, period.span.end)
        for delivered in _delivered(entry):
            if not first <= delivered <= last:
                message = f"nhiệm vụ {task.id} ghi đã thực hiện ngày {day(delivered)}, ngoài kỳ báo cáo"
                yield Problem("TD025", entry.source, message, REMEDY, Severity.WARNING)


def _delivered(entry: TaskProgress) -> list[date]:
    return sorted({*entry.delivered, *(d for part in entry.parts for d in part.delivered)})
