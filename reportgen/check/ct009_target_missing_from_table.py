"""Rule CT009; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Bổ sung vào biểu chỉ tiêu, hoặc ghi same_as nếu biểu đã có chỉ tiêu này với tên khác."


def target_missing_from_table(data: WardData) -> Iterator[Problem]:
    """Chỉ tiêu nêu trong văn bản nhưng biểu chỉ tiêu không có.

    ## Vì sao
    Đơn vị theo dõi, báo cáo theo biểu; chỉ tiêu chỉ nằm trong lời văn thì không ai theo dõi, cuối kỳ không có số.
    ## Cách sửa
    Đối chiếu văn bản với biểu; bổ sung chỉ tiêu vào biểu, hoặc nối hai nơi bằng `same_as`.
    ## Ví dụ
    Văn bản nêu "100% cơ quan công khai dữ liệu mở", biểu không có dòng nào như vậy: báo CT009. Kế hoạch không có biểu
    chỉ tiêu: không báo.
    """
    if not any(i.origin == "phụ lục" for i in data.plan.indicators):
        return
    for indicator in data.plan.indicators:
        if indicator.origin == "văn bản" and not indicator.same_as:
            message = f"chỉ tiêu {indicator.id} {shown(indicator.name)} nêu trong văn bản nhưng biểu chỉ tiêu không có"
            yield Problem("CT009", indicator.source, message, REMEDY, Severity.WARNING)
