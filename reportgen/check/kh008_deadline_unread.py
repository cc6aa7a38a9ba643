"""Rule KH008; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reportgen.check.wording import shown
from reportgen.model.deadline import Pattern
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = (
    "Viết lại thời hạn theo mẫu (Quý I/2026, Tháng 3/2026, Trước ngày 15/12/2026, Hằng năm, ...) hoặc thêm đính chính."
)
_NUMERIC = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", re.ASCII)


def deadline_unread(data: WardData) -> Iterator[Problem]:
    """Thời hạn của nhiệm vụ viết theo cách chương trình chưa đọc được.

    ## Vì sao
    Không biết thời hạn thì không thể kết luận nhiệm vụ đúng hạn hay quá hạn. Chương trình không đoán; nhiệm vụ được xếp
    vào nhóm "chưa xác định được thời hạn" cho đến khi có người xem.
    ## Cách sửa
    Viết lại thời hạn theo các mẫu thường dùng: "Thường xuyên", "Hằng năm", "Quý I/2026", "Trước ngày 15/12/2026",
    "Giai đoạn 2026 - 2030", "Sau khi ... được ban hành". Nếu văn bản in sai thì thêm mục vào errata.
    ## Ví dụ
    "Phấn đấu sớm", "Trước ngày 31/02/2026": báo KH008. "Quý IV/2026": không báo.
    """
    for task in data.plan.tasks:
        for deadline in task.deadlines:
            if deadline.problem == "unread" or (deadline.pattern is Pattern.UNREAD and not deadline.problem):
                message = (
                    f"chưa đọc được thời hạn {shown(deadline.text)} của nhiệm vụ {task.id}{_no_such_day(deadline.text)}"
                    if deadline.text
                    else f"nhiệm vụ {task.id} không ghi thời hạn"
                )
                yield Problem("KH008", task.source, message, REMEDY, Severity.WARNING)


def _no_such_day(text: str) -> str:
    """Return what to add when a date in `text` is in no calendar, "" when all are."""
    for found in _NUMERIC.finditer(text):
        day, month, year = (int(part) for part in found.groups())
        try:
            date(year, month, day)
        except ValueError:
            return f", nêu ngày {found[0]} không có trong lịch"
    return ""
