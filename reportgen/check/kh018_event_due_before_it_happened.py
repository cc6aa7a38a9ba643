"""Rule KH018; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import day
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Sửa happened_on hoặc due trong events.yaml."


def event_due_before_it_happened(data: WardData) -> Iterator[Problem]:
    """Văn bản cấp trên đặt thời hạn sớm hơn ngày ban hành của chính nó.

    ## Vì sao
    Thời hạn đã qua ngay khi văn bản ban hành làm nhiệm vụ thành quá hạn; thường do ghi nhầm năm.
    ## Cách sửa
    Đối chiếu với văn bản, sửa `happened_on` hoặc `due`.
    ## Ví dụ
    Ban hành 20/5/2026, thời hạn 31/12/2025: báo KH018. Thời hạn 31/12/2026: không báo.
    """
    for event in data.events:
        if event.due is not None and event.due < event.happened_on:
            message = f"sự kiện {event.id} đặt thời hạn {day(event.due)}, trước ngày ban hành {day(event.happened_on)}"
            yield Problem("KH018", event.source, message, REMEDY, Severity.WARNING)
