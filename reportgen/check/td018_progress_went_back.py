"""Rule TD018; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.check.wording import RECURRING, with_the_latest_before
from reportgen.model.progress import Declared, TaskProgress, WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu hai kỳ; kỳ nào ghi sai thì sửa kỳ đó, đúng là lùi lại thì nêu lý do ở difficulties."


def progress_went_back(data: WardData) -> Iterator[Problem]:
    """Tiến độ kỳ này thấp hơn kỳ trước.

    ## Vì sao
    Nhiệm vụ đã báo hoàn thành, hoặc đã đạt 75%, mà kỳ sau lại thấp hơn thì một trong hai báo cáo đã ký là sai.
    ## Cách sửa
    Đối chiếu với đơn vị; sửa kỳ ghi sai, hoặc nêu rõ lý do phải làm lại ở phần khó khăn (`difficulties`).
    ## Ví dụ
    Quý II 75%, quý III 60%: báo TD018. Quý III 80%: không báo. Việc thường xuyên, làm lại từng kỳ: không xét.
    """
    recurring = {t.id for t in data.plan.tasks if any(d.pattern in RECURRING for d in t.deadlines)}
    for body, before in with_the_latest_before(data):
        old = {entry.task: entry for entry in before.tasks}
        for entry in body.tasks:
            was = old.get(entry.task)
            if was is None or entry.task in recurring or entry.difficulties:
                continue
            words = _went_back(was, entry)
            if words:
                message = f"nhiệm vụ {entry.task}: kỳ {before.period} {words[0]}, kỳ này {words[1]}"
                yield Problem("TD018", entry.source, message, REMEDY, Severity.WARNING)


def _went_back(was: TaskProgress, now: TaskProgress) -> tuple[str, str] | None:
    """Return what was said before and what is said now, None when it went on."""
    if was.declared is Declared.DONE and now.declared is not Declared.DONE:
        return "đã hoàn thành", "chưa hoàn thành"
    if was.declared is Declared.IN_PROGRESS and now.declared is Declared.NOT_STARTED:
        return "đang thực hiện", "chưa triển khai"
    if was.percent is not None and now.percent is not None and now.percent < was.percent:
        return f"{_share(was)}", f"còn {_share(now)}"
    return None


def _share(entry: TaskProgress) -> str:
    return str(entry.percent).replace(".", ",") + "%"
