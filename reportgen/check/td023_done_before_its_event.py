"""Rule TD023; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import day, reports
from reportgen.model.deadline import Pattern
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Kiểm tra lại done_on của nhiệm vụ, hoặc happened_on của sự kiện trong events.yaml."


def done_before_its_event(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ báo hoàn thành trước khi sự kiện làm căn cứ cho nó xảy ra.

    ## Vì sao
    Việc "sau khi Đề án được phê duyệt" không thể xong trước ngày phê duyệt; một trong hai ngày sai, và báo cáo
    tính đúng hạn theo ngày sai.
    ## Cách sửa
    Sửa ngày hoàn thành của nhiệm vụ hoặc ngày của sự kiện.
    ## Ví dụ
    Đề án phê duyệt ngày 20/5/2026, nhiệm vụ hoàn thành ngày 10/5/2026: báo TD023. Hoàn thành ngày 01/6/2026: không báo.
    """
    for _, entry, task in reports(data):
        if entry.done_on is None or not any(d.pattern is Pattern.EVENT for d in task.deadlines):
            continue
        events = [e for e in data.events if task.id in e.tasks]
        if events and entry.done_on < min(e.happened_on for e in events):
            event = min(events, key=lambda e: e.happened_on)
            message = (
                f"nhiệm vụ {task.id} báo hoàn thành ngày {day(entry.done_on)}, trước sự kiện {event.id} "
                f"ngày {day(event.happened_on)}"
            )
            yield Problem("TD023", entry.source, message, REMEDY, Severity.WARNING)
