"""Rule TD012; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import with_the_one_before
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

LOST_REMEDY = "Bổ sung dòng của lĩnh vực này; hồ sơ kỳ trước chuyển qua phải được tính đến khi giải quyết xong."
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
    Quý III bỏ hẳn dòng của lĩnh vực còn 12 hồ sơ: báo TD012.
    """
    for body, before in with_the_one_before(data):
        if not before.files:
            continue
        pending = {row.field: row.pending for row in before.files}
        for row in body.files:
            left = pending.pop(row.field, 0)
            if row.carried_over != left:
                message = (
                    f"lĩnh vực {row.field}: từ kỳ trước chuyển qua {row.carried_over}, "
                    f"nhưng cuối kỳ {before.period} còn {left} hồ sơ đang giải quyết"
                )
                yield Problem("TD012", row.source, message, REMEDY, Severity.WARNING)
        for name, left in pending.items():
            if left and body.files:
                message = f"lĩnh vực {name}: cuối kỳ {before.period} còn {left} hồ sơ, kỳ này không có số liệu"
                yield Problem("TD012", body.files[0].source, message, LOST_REMEDY, Severity.WARNING)
