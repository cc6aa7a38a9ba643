"""Rule KH015; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Ghi cơ quan chủ trì vào khóa lead của nhiệm vụ."


def task_without_lead(data: WardData) -> Iterator[Problem]:
    """Nhiệm vụ không có cơ quan chủ trì.

    ## Vì sao
    Nhiệm vụ không có cơ quan chủ trì thì không ai được đôn đốc, và số liệu theo cơ quan thiếu nhiệm vụ đó.
    ## Cách sửa
    Đối chiếu với văn bản gốc, ghi cơ quan vào `lead`; nếu giao chung thì ghi tên tập thể, ví dụ "Các cơ quan, đơn vị".
    ## Ví dụ
    `lead: []`: báo KH015. `lead: ["- Văn phòng HĐND&UBND."]`: không báo.
    """
    for task in data.plan.tasks:
        if not task.lead:
            message = f"nhiệm vụ {task.id} không có cơ quan chủ trì"
            yield Problem("KH015", task.source, message, REMEDY, Severity.WARNING)
