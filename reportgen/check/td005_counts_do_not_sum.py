"""Rule TD005; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.progress import FileCounts, WardData
from reportgen.problem import Problem

REMEDY = "Đối chiếu với Hệ thống thông tin giải quyết thủ tục hành chính rồi sửa lại các con số."


def counts_do_not_sum(data: WardData) -> Iterator[Problem]:
    """Số hồ sơ thủ tục hành chính cộng không khớp tổng số.

    ## Vì sao
    Biểu II.06 buộc bốn đẳng thức: nhận giải quyết = trực tuyến + trực tiếp + từ kỳ trước; đã giải quyết = trước hạn +
    đúng hạn + quá hạn; đang giải quyết = trong hạn + quá hạn; nhận giải quyết = đã giải quyết + đang giải quyết. Cấp
    trên trả lại báo cáo khi một đẳng thức sai.
    ## Cách sửa
    Đối chiếu từng số với Hệ thống thông tin giải quyết thủ tục hành chính; thông báo nêu hai vế của đẳng thức sai.
    ## Ví dụ
    Tổng nhận 412, trực tuyến 350, trực tiếp 50, từ kỳ trước 10 (cộng 410): báo TD005. Từ kỳ trước 12: không báo.
    """
    for body in data.returns:
        for row in body.files:
            for message in _broken_equations(row):
                yield Problem("TD005", row.source, f"lĩnh vực {row.field}: {message}", REMEDY)


def _broken_equations(row: FileCounts) -> Iterator[str]:
    equations = (
        ("tổng nhận giải quyết", row.received, "trực tuyến + trực tiếp + từ kỳ trước",
         (row.online, row.direct, row.carried_over)),
        ("tổng đã giải quyết", row.resolved, "trước hạn + đúng hạn + quá hạn", (row.early, row.on_time, row.late)),
        ("tổng đang giải quyết", row.pending, "trong hạn + quá hạn", (row.pending_in_time, row.pending_overdue)),
        ("tổng nhận giải quyết", row.received, "đã giải quyết + đang giải quyết", (row.resolved, row.pending)),
    )  # fmt: skip
    for total_name, total, part_names, parts in equations:
        if total != sum(parts):
            yield f"{total_name} {total} khác {part_names} = {' + '.join(map(str, parts))} = {sum(parts)}"
