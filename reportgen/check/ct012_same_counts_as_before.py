"""Rule CT012; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import with_the_one_before
from reportgen.model.progress import Measurement, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Hỏi lại đơn vị: số liệu kỳ này đúng là bằng kỳ trước, hay còn để số của kỳ trước?"
WHOLE = 100


def same_counts_as_before(data: WardData) -> Iterator[Problem]:
    """Số liệu chỉ tiêu của kỳ này giống hệt kỳ trước.

    ## Vì sao
    Hai kỳ có cùng số hồ sơ, hay cùng một tỷ lệ lẻ đến từng phần trăm, là chuyện hiếm; thường là biểu kỳ trước được gửi
    lại mà chưa thay số.
    ## Cách sửa
    Hỏi đơn vị báo cáo; đúng thì để nguyên, sai thì sửa số của kỳ này. Chỉ tiêu lấy số cuối kỳ (`aggregate: last`), tỷ
    lệ 0% và 100% không xét.
    ## Ví dụ
    Quý II 812/1003, quý III 812/1003; quý II 81,5%, quý III 81,5%: báo CT012. Quý III 840/1003; cả hai kỳ 100%: không
    báo.
    """
    units = {i.id: i.unit for i in data.plan.indicators if i.aggregate == "sum"}
    for body, before in with_the_one_before(data):
        old = {m.indicator: m for m in before.measurements}
        for row in body.measurements:
            was = old.get(row.indicator)
            words = _same(row, was, units[row.indicator]) if was is not None and row.indicator in units else ""
            if words:
                message = f"chỉ tiêu {row.indicator}: {words} giống hệt kỳ {before.period}"
                yield Problem("CT012", row.source, message, REMEDY, Severity.WARNING)


def _same(row: Measurement, was: Measurement, unit: str) -> str:
    """Return what is the same as before, in words; "" for nothing, and for what may well stay the same."""
    if row.denominator and (row.numerator, row.denominator) == (was.numerator, was.denominator):
        return f"{row.numerator}/{row.denominator}"
    share = row.value if unit == "%" else None
    if share is not None and share == was.value and share not in {0, WHOLE}:
        return f"tỷ lệ {str(share.normalize()).replace('.', ',')}%"
    return ""
