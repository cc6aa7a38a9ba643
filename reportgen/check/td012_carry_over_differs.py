"""Rule TD012; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.period import make_period, parse_key, period_key, previous
from reportgen.model.progress import AgencyReturn, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu lại hai kỳ; số từ kỳ trước chuyển qua phải bằng số đang giải quyết cuối kỳ trước."


def carry_over_differs(data: WardData) -> Iterator[Problem]:
    """Số hồ sơ từ kỳ trước chuyển qua khác số đang giải quyết cuối kỳ trước.

    ## Vì sao
    Cột "Từ kỳ trước" của kỳ này chính là cột "Đang giải quyết" của kỳ liền trước; khác nhau là có hồ sơ bị sót hoặc
    tính hai lần.
    ## Cách sửa
    Đối chiếu số của hai kỳ; sửa `carried_over` của kỳ này hoặc `pending` của kỳ trước.
    ## Ví dụ
    Quý II còn 12 hồ sơ đang giải quyết, quý III ghi từ kỳ trước 10: báo TD012. Quý III ghi 12: không báo.
    """
    by_key = {(r.period, r.agency): r for r in data.returns}
    for body in data.returns:
        before = by_key.get((_key_before(body, data), body.agency))
        if before is None or not before.files:
            continue
        pending = {row.field: row.pending for row in before.files}
        for row in body.files:
            left = pending.get(row.field, 0)
            if row.carried_over != left:
                message = (
                    f"lĩnh vực {row.field}: từ kỳ trước chuyển qua {row.carried_over}, "
                    f"nhưng cuối kỳ {before.period} còn {left} hồ sơ đang giải quyết"
                )
                yield Problem("TD012", row.source, message, REMEDY, Severity.WARNING)


def _key_before(body: AgencyReturn, data: WardData) -> str:
    """Return the key of the period before, "" when the ward did not exist yet."""
    try:
        before = previous(make_period(*parse_key(body.period), data.ward.calendar), data.ward.calendar)
    except ValueError:
        return ""
    return period_key(before.kind, before.year, before.index)
