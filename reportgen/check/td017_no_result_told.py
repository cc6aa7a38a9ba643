"""Rule TD017; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import reports
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Ghi kết quả thực hiện trong kỳ vào result, hoặc kê văn bản đã ban hành vào documents."


def no_result_told(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ báo đã làm nhưng không nêu kết quả, không kê văn bản.

    ## Vì sao
    Người ký cần căn cứ để xác nhận; báo cáo nêu nhiệm vụ mà không có kết quả thì bị yêu cầu giải trình.
    ## Cách sửa
    Ghi một, hai câu kết quả vào `result`, hoặc kê văn bản vào `documents`. Chưa làm thì ghi `status: not_started`.
    ## Ví dụ
    `status: in_progress`, `result` trống: báo TD017. Có `result: Đã rà soát 24 thủ tục.`: không báo.
    """
    for _, entry, task in reports(data):
        if entry.declared is not Declared.NOT_STARTED and not entry.result and not entry.documents:
            message = f"nhiệm vụ {task.id} thiếu kết quả thực hiện trong kỳ"
            yield Problem("TD017", entry.source, message, REMEDY, Severity.WARNING)
