"""Rule KH010; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Bổ sung sản phẩm khi kế hoạch được điều chỉnh; nếu văn bản in như vậy thì giữ nguyên."


def task_without_product(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ không nêu sản phẩm, kết quả.

    ## Vì sao
    Không có sản phẩm thì không có căn cứ xác nhận nhiệm vụ đã hoàn thành.
    ## Cách sửa
    Đối chiếu với văn bản gốc. Nếu văn bản để trống thì giữ nguyên và kiến nghị bổ sung khi điều chỉnh kế hoạch.
    ## Ví dụ
    `products: []`: báo KH010 khi chạy `reportgen check data`. `products: ["- Kế hoạch."]`: không báo.
    """
    for task in data.plan.tasks:
        if not any(map(re.compile(r"\w").search, task.products)):  # a dash stands for nothing
            message = f"nhiệm vụ {task.id} không nêu sản phẩm, kết quả"
            yield Problem("KH010", task.source, message, REMEDY, Severity.WARNING)
