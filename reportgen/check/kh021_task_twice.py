"""Rule KH021; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.model.plan import Task
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity
from reportgen.vi.text import modern_tones

REMEDY = "Xác định hai dòng là một việc hay hai việc; là một thì gộp lại, chọn một thời hạn, một đơn vị chủ trì."
ENOUGH_WORDS = 6
"""Fewer words that begin two titles alike are a common opening, not the same task."""


def task_twice(data: WardData) -> Iterator[Problem]:
    """Một nhiệm vụ có mặt hai lần trong kế hoạch.

    ## Vì sao
    Một việc ghi hai lần thì được đếm hai lần trong tổng số nhiệm vụ; nếu thời hạn hai nơi khác nhau thì không biết nó
    quá hạn từ ngày nào.
    ## Cách sửa
    Gộp hai dòng, hoặc ghi rõ nội dung khác nhau của từng dòng.
    ## Ví dụ
    VII.1.3 "Tổ chức triển khai Chiến lược dữ liệu quốc gia" và VII.2.3 "Tổ chức triển khai Chiến lược dữ liệu quốc gia
    trên địa bàn phường": báo KH021. Hai cuộc khảo sát về y tế và về giáo dục: không báo.
    """
    titles = [(task, _plain(task.title)) for task in data.plan.tasks]
    for index, (task, title) in enumerate(titles):
        for other, other_title in titles[index + 1 :]:
            if _same(title, other_title):
                message = f"nhiệm vụ {task.id} và {other.id} cùng một nội dung{_other_deadline(task, other)}"
                yield Problem("KH021", other.source, message, REMEDY, Severity.WARNING)


def _plain(title: str) -> str:
    """Return the words of a title alone, so that case, marks and the two ways of placing tones do not count."""
    return " ".join(re.findall(r"\w+", modern_tones(title).casefold()))


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short.split()) >= ENOUGH_WORDS and long.startswith(f"{short} "))


def _other_deadline(one: Task, other: Task) -> str:
    if one.deadline_items == other.deadline_items:
        return ""
    first, second = (" ".join(t.deadline_items).strip(" -.;") for t in (one, other))
    return f", thời hạn khác nhau (“{first}”, “{second}”)"
