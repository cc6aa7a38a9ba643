"""Rule CT004; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Ghi numerator và denominator thay cho value, để số liệu cộng được qua các kỳ."


def ratio_without_counts(data: WardData) -> Iterator[Problem]:
    """Chỉ tiêu là tỷ lệ nhưng chỉ ghi kết quả, không ghi tử số và mẫu số.

    ## Vì sao
    Tỷ lệ của kỳ dài (6 tháng, 9 tháng, năm) tính từ tổng tử số trên tổng mẫu số; không thể cộng hay lấy trung bình
    các tỷ lệ. Thiếu tử số, mẫu số thì báo cáo của kỳ dài không có số liệu đúng.
    ## Cách sửa
    Ghi `numerator` (tử số) và `denominator` (mẫu số) của kỳ; bỏ `value`.
    ## Ví dụ
    `{id: CT.02, value: 98.5}`: báo CT004. `{id: CT.02, numerator: 812, denominator: 1003}`: không báo.
    """
    indicators = {i.id: i for i in data.plan.indicators}
    for body in data.returns:
        for row in body.measurements:
            indicator = indicators.get(row.indicator)
            if indicator is not None and indicator.numerator and indicator.denominator and row.numerator is None:
                message = f"chỉ tiêu {row.indicator} là tỷ lệ nhưng chưa có tử số và mẫu số"
                yield Problem("CT004", row.source, message, REMEDY, Severity.WARNING)
