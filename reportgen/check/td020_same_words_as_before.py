"""Rule TD020; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import with_the_latest_before
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Viết lại kết quả của kỳ này; không có gì mới thì nói rõ là chưa có kết quả mới."
ENOUGH_WORDS = 8
"""Shorter sentences may well be true twice."""


def same_words_as_before(data: WardData) -> Iterator[Problem]:
    """Kết quả kỳ này chép nguyên văn của kỳ trước.

    ## Vì sao
    Câu chữ cũ để lại là lỗi bị trả báo cáo nhiều nhất: số liệu, thời gian trong câu là của kỳ trước.
    ## Cách sửa
    Viết lại theo việc đã làm trong kỳ.
    ## Ví dụ
    Quý III ghi nguyên câu của quý II "Đã ban hành Kế hoạch và giao các đơn vị thực hiện trong tháng 5": báo TD020.
    Câu khác: không báo.
    """
    for body, before in with_the_latest_before(data):
        old = {entry.task: entry.result for entry in before.tasks}
        for entry in body.tasks:
            if len(entry.result.split()) >= ENOUGH_WORDS and old.get(entry.task) == entry.result:
                message = f"nhiệm vụ {entry.task}: kết quả chép nguyên văn của kỳ {before.period}"
                yield Problem("TD020", entry.source, message, REMEDY, Severity.WARNING)
