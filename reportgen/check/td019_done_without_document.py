"""Rule TD019; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import reports
from reportgen.model.deadline import Pattern
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Ghi số, ký hiệu, ngày của văn bản là sản phẩm vào documents, hoặc nêu sản phẩm trong result."


def done_without_document(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ báo đã hoàn thành nhưng không có văn bản, sản phẩm nào kèm theo.

    ## Vì sao
    Kế hoạch giao nhiệm vụ kèm sản phẩm cụ thể; khi kiểm tra, chấm điểm, nhiệm vụ "đã hoàn thành" mà không có tài liệu
    kiểm chứng thì bị tính là chưa hoàn thành.
    ## Cách sửa
    Ghi văn bản vào `documents` (kind, number, symbol, date).
    ## Ví dụ
    Sản phẩm "Kế hoạch", báo hoàn thành, `documents` trống ở mọi kỳ: báo TD019. Có Quyết định số 45/QĐ-UBND: không báo.
    """
    shown_before = {(r.agency, e.task) for r in data.returns for e in r.tasks if e.documents}
    for body, entry, task in reports(data):
        regular = all(d.pattern is Pattern.REGULAR for d in task.deadlines)
        proved = regular or not task.products or (body.agency, entry.task) in shown_before
        if entry.declared is Declared.DONE and not proved:
            message = f"nhiệm vụ {task.id} báo đã hoàn thành nhưng chưa ghi văn bản nào là sản phẩm"
            yield Problem("TD019", entry.source, message, REMEDY, Severity.WARNING)
