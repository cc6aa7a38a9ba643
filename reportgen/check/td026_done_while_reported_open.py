"""Rule TD026; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import RECURRING, day, with_the_latest_before
from reportgen.model.period import make_period, parse_key
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu hai kỳ: sửa ngày hoàn thành, hoặc sửa tình trạng đã báo ở kỳ trước."


def done_while_reported_open(data: WardData) -> Iterator[Problem]:
    """Ngày hoàn thành nằm trong kỳ mà đơn vị còn báo chưa hoàn thành.

    ## Vì sao
    Kỳ trước báo đang thực hiện, kỳ này ghi hoàn thành từ trước ngày chốt của kỳ trước thì một trong hai báo cáo sai;
    đúng hạn hay quá hạn được tính theo ngày này.
    ## Cách sửa
    Đối chiếu văn bản, sản phẩm; sửa `done_on`, hoặc sửa `status` của kỳ trước.
    ## Ví dụ
    Quý II (chốt 14/6/2026) báo đang thực hiện, quý III ghi hoàn thành ngày 20/3/2026: báo TD026. Hoàn thành ngày
    02/7/2026: không báo.
    """
    recurring = {t.id for t in data.plan.tasks if any(d.pattern in RECURRING for d in t.deadlines)}
    for body, before in with_the_latest_before(data):
        closed = make_period(*parse_key(before.period), data.ward.calendar).window.end
        still_open = {e.task for e in before.tasks if e.declared is not Declared.DONE}
        for entry in body.tasks:
            if entry.done_on is None or entry.task in recurring or entry.task not in still_open:
                continue
            if entry.declared is Declared.DONE and entry.done_on <= min(closed, before.reported_on or closed):
                message = (
                    f"nhiệm vụ {entry.task} ghi hoàn thành ngày {day(entry.done_on)}, "
                    f"nhưng báo cáo kỳ {before.period} còn ghi chưa hoàn thành"
                )
                yield Problem("TD026", entry.source, message, REMEDY, Severity.WARNING)
