"""Rule TD022; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đôn đốc đơn vị gửi số liệu; không có nhiệm vụ nào trong kỳ thì đơn vị vẫn gửi biểu và ghi rõ."


def agency_sent_nothing(data: WardData) -> Iterator[Problem]:
    """Một kỳ đã có số liệu của các đơn vị khác nhưng thiếu của một đơn vị phải báo cáo.

    ## Vì sao
    Thiếu số liệu của một đơn vị thì mọi tổng số của kỳ đều thấp hơn thực tế, mà người đọc không nhìn thấy.
    ## Cách sửa
    Đôn đốc đơn vị; nhận được thì chạy lại báo cáo.
    ## Ví dụ
    Quý III có số liệu của năm đơn vị, Công an phường (`reports: true`) chưa gửi: báo TD022. Đủ sáu đơn vị: không báo.
    """
    expected = [a for a in data.ward.agencies.values() if a.reports]
    for period in dict.fromkeys(r.period for r in data.returns):
        sent = [r for r in data.returns if r.period == period]
        for agency in expected:
            if all(r.agency != agency.id for r in sent):
                place = sent[0].source.rpartition("/")[0]
                message = f"kỳ {period} chưa có số liệu của {agency.name}"
                yield Problem("TD022", place, message, REMEDY, Severity.WARNING)
