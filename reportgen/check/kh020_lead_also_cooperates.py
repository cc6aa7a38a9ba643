"""Rule KH020; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Bỏ đơn vị đó khỏi cột phối hợp, hoặc xác định lại đơn vị chủ trì."


def lead_also_cooperates(data: WardData) -> Iterator[Problem]:
    """Một đơn vị vừa chủ trì vừa phối hợp trong cùng một nhiệm vụ.

    ## Vì sao
    Đơn vị không phối hợp với chính mình; gần như chắc chắn một trong hai cột ghi nhầm tên, và việc có thể đang không có
    người phối hợp thật.
    ## Cách sửa
    Đối chiếu văn bản gốc; in sai thì thêm mục vào `errata`, giao sai thì đề nghị cơ quan soạn thảo đính chính.
    ## Ví dụ
    Chủ trì "Công an phường", phối hợp "Công an phường; Phòng Văn hóa - Xã hội": báo KH020. Phối hợp "Phòng Văn hóa - Xã
    hội": không báo.
    """
    names = {key: agency.name for key, agency in data.ward.agencies.items()}
    for task in data.plan.tasks:
        leads = {party.agency for party in task.lead if party.agency}
        twice = dict.fromkeys(party.agency for party in task.cooperating if party.agency in leads)
        for agency in twice:
            message = f"nhiệm vụ {task.id}: {names.get(agency, agency)} vừa chủ trì vừa phối hợp"
            yield Problem("KH020", task.source, message, REMEDY, Severity.WARNING)
