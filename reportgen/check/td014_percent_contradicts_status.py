"""Rule TD014; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import RECURRING, reports
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Sửa status hoặc percent cho khớp nhau."
WHOLE = 100


def percent_contradicts_status(data: WardData) -> Iterator[Problem]:
    """Tỷ lệ thực hiện mâu thuẫn với tình trạng đã báo.

    ## Vì sao
    Phụ lục in cả tình trạng và tỷ lệ; hai cột mâu thuẫn thì người ký không biết tin cột nào.
    ## Cách sửa
    Đã hoàn thành (`done`) thì `percent` là 100 hoặc bỏ trống; chưa triển khai (`not_started`) thì là 0 hoặc bỏ trống;
    đang thực hiện một việc không lặp lại mà đã 100% thì ghi là đã hoàn thành.
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
        once = not any(d.pattern in RECURRING for d in task.deadlines)
        if once and entry.declared is Declared.IN_PROGRESS and entry.percent == WHOLE:
            message = f"nhiệm vụ {task.id} báo đang thực hiện nhưng tỷ lệ thực hiện ghi 100%"
            yield Problem("TD014", entry.source, message, REMEDY, Severity.WARNING)
