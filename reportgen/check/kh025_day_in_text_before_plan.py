"""Rule KH025; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu với văn bản gốc; nếu in sai thì thêm mục đính chính vào errata của kế hoạch."
_LIMIT = re.compile(
    r"(?:trước|chậm nhất(?: là)?(?: vào)?|hạn (?:chót|cuối)(?: là)?|xong trước)\s+(?:hết\s+)?(?:ngày\s+)?"
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?|\d{1,2} tháng \d{1,2} năm |tháng \d{1,2}(?:/| năm ))(?P<year>20\d\d)\b",
    re.IGNORECASE,
)


def day_in_text_before_plan(data: WardData) -> Iterator[Problem]:
    """Lời văn của kế hoạch đặt hạn sớm hơn năm đầu của kế hoạch.

    ## Vì sao
    Kế hoạch không giao việc cho thời gian đã qua; thường là câu chép từ kế hoạch năm trước chưa sửa năm. Đơn vị nhận
    việc không biết hạn nào đúng.
    ## Cách sửa
    Đối chiếu với văn bản gốc; in sai thì thêm mục vào `errata`. Hạn đã nêu ở bảng nhiệm vụ, chế độ báo cáo thì xem
    KH009, KH017.
    ## Ví dụ
    Kế hoạch năm 2026 có câu "gửi báo cáo trước ngày 10/12/2025": báo KH025. "trước ngày 10/12/2026"; "Kế hoạch ban hành
    ngày 10/12/2025": không báo.
    """
    plan = data.plan
    known = " ".join(duty.when for duty in plan.duties)
    told = set()
    for block in plan.blocks:
        for found in _LIMIT.finditer(block.text):
            words = " ".join(found.group().split())
            if int(found["year"]) < plan.years[0] and words not in known and words not in told:
                told.add(words)
                message = f"thân kế hoạch ghi {shown(words)}, sớm hơn năm {plan.years[0]} của kế hoạch"
                yield Problem("KH025", block.source or plan.source, message, REMEDY, Severity.WARNING)
