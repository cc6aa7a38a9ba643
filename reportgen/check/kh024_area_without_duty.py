"""Rule KH024; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.model.plan import Appendix, Plan
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity
from reportgen.vi.roman import from_roman

REMEDY = "Bổ sung vào phần Tổ chức thực hiện đơn vị theo dõi, báo cáo lĩnh vực này, hoặc phân công bằng văn bản."
_LABEL = re.compile(r"Phụ lục (?:số )?([0-9]+|[IVXLC]+)\b")


def area_without_duty(data: WardData) -> Iterator[Problem]:
    """Một phụ lục nhiệm vụ không đơn vị nào được giao theo dõi, báo cáo.

    ## Vì sao
    Khi phần Tổ chức thực hiện giao từng đơn vị đôn đốc, tổng hợp, báo cáo từng phụ lục mà bỏ sót một phụ lục thì đến kỳ
    không ai gửi số liệu của lĩnh vực đó.
    ## Cách sửa
    Bổ sung đơn vị theo dõi, báo cáo, hoặc phân công bằng một văn bản riêng.
    ## Ví dụ
    Giao Phụ lục I, II, V, VI cho các đơn vị, không nhắc Phụ lục III: báo KH024. Nhắc đủ các phụ lục: không báo. Không
    phụ lục nào được nhắc riêng: không báo.
    """
    plan = data.plan
    named = {_key(m.group(1)) for text in _assignments(plan) for m in _LABEL.finditer(text)}
    tables = [(a, found) for a in plan.appendices if a.kind == "tasks" and (found := _LABEL.search(a.label))]
    assigned = [a for a, found in tables if _key(found.group(1)) in named]
    if not assigned or len(tables) < 2:  # noqa: PLR2004  one table is everybody's
        return
    for appendix in (a for a, _ in tables if a not in assigned):
        message = f"{_name(appendix)} chưa đơn vị nào được giao theo dõi, tổng hợp, báo cáo"
        yield Problem("KH024", appendix.source or plan.source, message, REMEDY, Severity.WARNING)


def _assignments(plan: Plan) -> Iterator[str]:
    for unit in plan.unit_duties:
        yield from unit.items
    for duty in plan.duties:
        if not duty.task:
            yield duty.quote


def _key(number: str) -> int:
    return int(number) if number.isdigit() else from_roman(number)


def _name(appendix: Appendix) -> str:
    return f"{appendix.label} ({appendix.title})"
