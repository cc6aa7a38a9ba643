"""Rule CT008; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Kiểm tra lại con số; tỷ lệ ghi theo phần trăm, ví dụ 98.5."
WHOLE = 100


def share_out_of_range(data: WardData) -> Iterator[Problem]:
    """Kết quả của chỉ tiêu tính bằng phần trăm nằm ngoài khoảng 0 đến 100.

    ## Vì sao
    Một tỷ lệ trong tổng số không thể âm hay vượt 100%. Thường do ghi nhầm dấu thập phân hoặc nhầm đơn vị.
    ## Cách sửa
    Sửa `value`. Nếu là tốc độ tăng, có thể vượt 100%, thì giữ nguyên.
    ## Ví dụ
    `value: 985` của chỉ tiêu có đơn vị %: báo CT008. `value: 98.5`: không báo.
    """
    percents = {i.id for i in data.plan.indicators if i.unit == "%"}
    for body in data.returns:
        for row in body.measurements:
            if row.indicator in percents and row.numerator is None and not 0 <= row.value <= WHOLE:
                shown = str(row.value).replace(".", ",")
                message = f"chỉ tiêu {row.indicator} ghi {shown}%, ngoài khoảng 0 đến 100"
                yield Problem("CT008", row.source, message, REMEDY, Severity.WARNING)
