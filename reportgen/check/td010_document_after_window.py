"""Rule TD010; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import day, reports
from reportgen.model.period import make_period, parse_key
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Kiểm tra lại ngày văn bản; văn bản ban hành sau ngày chốt thì báo cáo ở kỳ sau."


def document_after_window(data: WardData) -> Iterator[Problem]:
    """Văn bản kê trong báo cáo được ban hành sau ngày chốt số liệu của kỳ.

    ## Vì sao
    Kỳ báo cáo chỉ tính kết quả đến ngày chốt số liệu (Nghị định 09/2019/NĐ-CP, Điều 12); văn bản sau ngày đó thuộc kỳ
    sau, kê hai lần sẽ bị tính hai lần.
    ## Cách sửa
    Chuyển văn bản sang tệp của kỳ sau, hoặc sửa ngày nếu ghi nhầm.
    ## Ví dụ
    Quý III chốt ngày 14/9/2026, văn bản ngày 20/9/2026: báo TD010. Văn bản ngày 14/9/2026: không báo.
    """
    for body, entry, task in reports(data):
        end = make_period(*parse_key(body.period), data.ward.calendar).window.end
        for document in entry.documents:
            if document.date > end:
                name = f"{document.kind} số {document.number}/{document.symbol}"
                message = f"nhiệm vụ {task.id}: {name} ngày {day(document.date)} sau ngày chốt số liệu {day(end)}"
                yield Problem("TD010", entry.source, message, REMEDY, Severity.WARNING)
