"""Rule KH017; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.plan import Duty
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Hỏi lại đơn vị soạn thảo; nếu in sai thì thêm mục đính chính vào errata của kế hoạch."


def duty_deadline_before_plan(data: WardData) -> Iterator[Problem]:
    """Thời hạn của chế độ báo cáo sớm hơn năm đầu của kế hoạch.

    ## Vì sao
    Kế hoạch không yêu cầu báo cáo vào thời gian đã qua, nên gần như chắc chắn năm bị in sai, thường do chép từ văn bản
    của năm trước. Chương trình không tự sửa.
    ## Cách sửa
    Đối chiếu với văn bản của cấp trên; thêm mục vào `errata` của kế hoạch.
    ## Ví dụ
    Kế hoạch năm 2026, `when: trước ngày 19/12/2025`: báo KH017. `when: trước ngày 19/12/2026`: không báo.
    """
    first = data.plan.years[0]
    by_words: dict[str, list[Duty]] = {}
    for duty in data.plan.duties:
        if duty.deadline.problem == "before_plan":
            by_words.setdefault(duty.when, []).append(duty)
    for words, duties in by_words.items():
        ids = ", ".join(duty.id for duty in duties)
        message = f"chế độ báo cáo {ids} ghi {shown(words)}, sớm hơn năm {first} của kế hoạch"
        yield Problem("KH017", duties[0].source, message, REMEDY, Severity.WARNING)
