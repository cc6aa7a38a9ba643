"""Rule TD016; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import day, reports
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đã xong thì ghi status: done; xong một phần thì chuyển ngày vào parts."


def done_on_though_open(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ có ngày hoàn thành nhưng tình trạng chưa hoàn thành.

    ## Vì sao
    `done_on` là ngày hoàn thành cả nhiệm vụ. Ghi cùng tình trạng đang thực hiện thì không rõ nhiệm vụ xong hay chưa;
    chương trình coi là chưa xong.
    ## Cách sửa
    Nếu đã xong, ghi `status: done`. Nếu mới xong một phần, ghi ngày trong `parts` của thời hạn tương ứng.
    ## Ví dụ
    `status: in_progress` cùng `done_on: 2026-03-20`: báo TD016. `status: done` cùng ngày đó: không báo.
    """
    for _, entry, task in reports(data):
        if entry.done_on is not None and entry.declared is not Declared.DONE:
            message = f"nhiệm vụ {task.id} ghi hoàn thành ngày {day(entry.done_on)} nhưng tình trạng chưa hoàn thành"
            yield Problem("TD016", entry.source, message, REMEDY, Severity.WARNING)
