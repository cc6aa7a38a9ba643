"""Rule KH009; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu với văn bản gốc; nếu in sai thì thêm mục đính chính vào errata của kế hoạch."


def deadline_before_plan(data: WardData) -> Iterator[Problem]:
    """Thời hạn của nhiệm vụ sớm hơn năm đầu của kế hoạch.

    ## Vì sao
    Một kế hoạch không giao việc cho thời gian đã qua, nên gần như chắc chắn năm bị in sai. Tính "quá hạn" từ ngày đó là
    sai; tự sửa ngày cũng là sai. Nhiệm vụ chờ người có trách nhiệm xác định.
    ## Cách sửa
    Hỏi lại đơn vị soạn thảo; thêm mục vào `errata` (printed, corrected, why) hoặc ban hành văn bản đính chính.
    ## Ví dụ
    Kế hoạch năm 2026, thời hạn "trước ngày 19/12/2025": báo KH009. "Trước ngày 19/12/2026": không báo.
    """
    for task in data.plan.tasks:
        for deadline in task.deadlines:
            if deadline.problem == "before_plan":
                first = data.plan.years[0]
                message = f"thời hạn {shown(deadline.text)} của nhiệm vụ {task.id} sớm hơn năm {first} của kế hoạch"
                yield Problem("KH009", task.source, message, REMEDY, Severity.WARNING)
