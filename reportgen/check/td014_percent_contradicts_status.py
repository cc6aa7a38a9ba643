"""Rule TD014; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import reports
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Sửa status hoặc percent cho khớp nhau."
WHOLE = 100


def percent_contradicts_status(data: WardData) -> Iterator[Problem]:
    """Tỷ lệ thực hiện mâu thuẫn với tình trạng đã báo.

    ## Vì sao
    Phụ lục in cả tình trạng và tỷ lệ; hai cột mâu thuẫn thì người ký không biết tin cột nào.
    ## Cách sửa
    Đã hoàn thành (`done`) thì `percent` là 100 hoặc bỏ trống; chưa triển khai (`not_started`) thì là 0 hoặc bỏ trống.
    ## Ví dụ
    `status: done`, `percent: 80`: báo TD014. `status: in_progress`, `percent: 80`: không báo.
    """
    words = {Declared.DONE: ("đã hoàn thành", WHOLE), Declared.NOT_STARTED: ("chưa triển khai", 0)}
    for _, entry, task in reports(data):
        word, expected = words.get(entry.declared, ("", None))
        if expected is not None and entry.percent is not None and entry.percent != expected:
            shown = str(entry.percent).replace(".", ",")
            message = f"nhiệm vụ {task.id} báo {word} nhưng tỷ lệ thực hiện ghi {shown}%"
            yield Problem("TD014", entry.source, message, REMEDY, Severity.WARNING)
