"""Rule CT011; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Ghi numerator và denominator của chỉ tiêu: đếm cái gì trên tổng số cái gì."


def denominator_not_named(data: WardData) -> Iterator[Problem]:
    """Chỉ tiêu tính bằng phần trăm nhưng không nêu mẫu số.

    ## Vì sao
    "Tỷ lệ hồ sơ trực tuyến 85%" trên tổng số hồ sơ hay trên số hồ sơ đủ điều kiện cho hai kết quả khác xa nhau; mỗi đơn
    vị hiểu một cách thì cộng lại vô nghĩa.
    ## Cách sửa
    Ghi `numerator` (tử số) và `denominator` (mẫu số) của chỉ tiêu bằng lời.
    ## Ví dụ
    Chỉ tiêu đơn vị `%`, không có `denominator`: báo CT011. Có "tổng số hồ sơ đã giải quyết": không báo.
    """
    for indicator in data.plan.indicators:
        if indicator.unit == "%" and not (indicator.numerator and indicator.denominator):
            message = f"chỉ tiêu {indicator.id} {shown(indicator.name)} tính bằng % nhưng chưa nêu tử số, mẫu số"
            yield Problem("CT011", indicator.source, message, REMEDY, Severity.WARNING)
