"""Rule KH016; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Xác định thời hạn với cơ quan nhận báo cáo; việc này không ảnh hưởng số liệu báo cáo."


def duty_deadline_unread(data: WardData) -> Iterator[Problem]:
    """Chế độ báo cáo không nêu thời hạn mà chương trình đọc được.

    ## Vì sao
    Không có thời hạn thì chương trình không nhắc được ngày nộp báo cáo.
    ## Cách sửa
    Thống nhất thời hạn với cơ quan nhận báo cáo rồi ghi vào `when`. Cụm từ như "kịp thời" thì giữ nguyên.
    ## Ví dụ
    `when: kịp thời`: báo KH016 khi chạy `reportgen check data`. `when: định kỳ hằng quý`: không báo.
    """
    for duty in data.plan.duties:
        if duty.deadline.problem == "unread":
            message = f"chế độ báo cáo {duty.id} ghi {shown(duty.when)}, chưa xác định được thời hạn"
            yield Problem("KH016", duty.source, message, REMEDY, Severity.WARNING)
