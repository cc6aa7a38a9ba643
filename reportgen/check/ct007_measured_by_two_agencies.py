"""Rule CT007; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Nếu hai số liệu trùng nhau thì xóa ở một tệp; nếu là hai phần khác nhau thì giữ nguyên."


def measured_by_two_agencies(data: WardData) -> Iterator[Problem]:
    """Một chỉ tiêu do hai cơ quan cùng báo cáo trong một kỳ.

    ## Vì sao
    Tử số và mẫu số của các cơ quan được cộng lại. Nếu hai cơ quan cùng báo một số liệu thì số đó bị tính hai lần.
    ## Cách sửa
    Thống nhất cơ quan nào báo cáo chỉ tiêu; xóa dòng ở tệp của cơ quan kia.
    ## Ví dụ
    Hai tệp của kỳ 2026-q3 cùng có CT.01: báo CT007. Một tệp có CT.01: không báo.
    """
    first: dict[tuple[str, str], str] = {}
    for body in data.returns:
        for row in body.measurements:
            other = first.setdefault((body.period, row.indicator), body.agency)
            if other != body.agency:
                name = data.ward.agencies[other].name if other in data.ward.agencies else other
                message = (
                    f"chỉ tiêu {row.indicator} trong kỳ {body.period} đã do {name} báo cáo, hai số liệu sẽ cộng lại"
                )
                yield Problem("CT007", row.source, message, REMEDY, Severity.WARNING)
