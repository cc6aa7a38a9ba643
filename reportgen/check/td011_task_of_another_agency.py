"""Rule TD011; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import reports
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

COLLECTIVE = "tập thể"
REMEDY = "Kiểm tra lại mã nhiệm vụ; nếu đúng thì để cơ quan chủ trì báo cáo."


def task_of_another_agency(data: WardData) -> Iterator[Problem]:
    """Cơ quan báo cáo một nhiệm vụ mà mình không chủ trì, không phối hợp.

    ## Vì sao
    Thường do ghi nhầm mã nhiệm vụ: kết quả của nhiệm vụ này bị tính cho nhiệm vụ khác.
    ## Cách sửa
    Sửa mã nhiệm vụ, hoặc chuyển sang tệp của cơ quan chủ trì. Nhiệm vụ giao chung thì cơ quan nào cũng được báo cáo.
    ## Ví dụ
    Công an phường báo nhiệm vụ chỉ giao Văn phòng: báo TD011. Báo nhiệm vụ giao "Các cơ quan, đơn vị": không báo.
    """
    collectives = {a.id for a in data.ward.agencies.values() if a.level == COLLECTIVE}
    for body, entry, task in reports(data):
        parties = {p.agency for p in (*task.lead, *task.cooperating)}
        if body.agency not in parties and not parties & collectives and "" not in parties:
            agency = data.ward.agencies.get(body.agency)
            name = agency.name if agency is not None else body.agency
            message = f"{name} báo cáo nhiệm vụ {task.id} mà không chủ trì, không phối hợp"
            yield Problem("TD011", entry.source, message, REMEDY, Severity.WARNING)
