"""Rule CT012; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import with_the_one_before
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Hỏi lại đơn vị: số liệu kỳ này đúng là bằng kỳ trước, hay còn để số của kỳ trước?"


def same_counts_as_before(data: WardData) -> Iterator[Problem]:
    """Tử số và mẫu số của kỳ này giống hệt kỳ trước.

    ## Vì sao
    Hai kỳ có cùng số hồ sơ đến từng đơn vị là chuyện hiếm; thường là biểu kỳ trước được gửi lại mà chưa thay số.
    ## Cách sửa
    Hỏi đơn vị báo cáo; đúng thì để nguyên, sai thì sửa số của kỳ này. Chỉ tiêu lấy số cuối kỳ (`aggregate: last`) không
    xét.
    ## Ví dụ
    Quý II 812/1003, quý III 812/1003: báo CT012. Quý III 840/1003: không báo.
    """
    counted = {i.id for i in data.plan.indicators if i.aggregate == "sum"}
    for body, before in with_the_one_before(data):
        old = {m.indicator: (m.numerator, m.denominator) for m in before.measurements if m.denominator is not None}
        for row in body.measurements:
            if (
                row.indicator in counted
                and row.denominator
                and old.get(row.indicator) == (row.numerator, row.denominator)
            ):
                message = f"chỉ tiêu {row.indicator}: {row.numerator}/{row.denominator} giống hệt kỳ {before.period}"
                yield Problem("CT012", row.source, message, REMEDY, Severity.WARNING)
