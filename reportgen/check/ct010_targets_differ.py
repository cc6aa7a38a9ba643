"""Rule CT010; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.plan import Indicator
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu văn bản gốc, xác định nơi đúng; nơi in sai thì thêm mục vào errata."


def targets_differ(data: WardData) -> Iterator[Problem]:
    """Một chỉ tiêu ghi hai mức khác nhau trong văn bản và trong biểu.

    ## Vì sao
    Văn bản ghi "tối thiểu 90%", biểu ghi "80" thì không biết đạt hay chưa đạt; văn bản đo bằng cấp độ mà biểu tính bằng
    phần trăm thì hai số không so được.
    ## Cách sửa
    Xác định mức đúng theo văn bản cấp trên giao; sửa nơi in sai bằng `errata`.
    ## Ví dụ
    Văn bản "cấp độ 3", biểu "100" (%): báo CT010. Văn bản "tối thiểu 95%", biểu "≥ 95" (%): không báo.
    """
    indicators = {i.id: i for i in data.plan.indicators}
    for indicator in data.plan.indicators:
        row = indicators.get(indicator.same_as)
        if row is not None and _measure(indicator) != _measure(row):
            message = (
                f"chỉ tiêu {indicator.id} trong văn bản ghi {_words(indicator)}, biểu ({row.id}) ghi {_words(row)}"
            )
            yield Problem("CT010", indicator.source, message, REMEDY, Severity.WARNING)


def _measure(indicator: Indicator) -> tuple[object, ...]:
    return indicator.target, indicator.unit, indicator.comparator


def _words(indicator: Indicator) -> str:
    unit = f" ({indicator.unit})" if indicator.unit and indicator.unit not in indicator.target_text else ""
    return shown(indicator.target_text) + unit
