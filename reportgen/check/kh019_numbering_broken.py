"""Rule KH019; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportgen.check.numbering import Numbered, chapters, follows, headings, rank, rows, series
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Đối chiếu với văn bản gốc: bổ sung phần bị sót, hoặc đánh số lại (thêm mục vào errata của kế hoạch)."


def numbering_broken(data: WardData) -> Iterator[Problem]:
    """Số thứ tự trong kế hoạch bị nhảy cóc hoặc bị trùng.

    ## Vì sao
    Số bị nhảy thường là cả một mục, một dòng bị sót khi chép; số bị trùng thì viện dẫn "mục 2.6" trỏ đến hai chỗ.
    ## Cách sửa
    Đối chiếu với văn bản đã ban hành; thiếu thì nhập bổ sung, in sai số thì thêm mục vào `errata`.
    ## Ví dụ
    Sau mục III đến mục V: báo KH019. I, II, III, IV: không báo.
    """
    plan = data.plan
    for run in (chapters(plan), *rows(plan), *headings(plan)):
        for number, message in _faults(run):
            yield Problem("KH019", number.where, message, REMEDY, Severity.WARNING)


def _faults(run: Sequence[Numbered]) -> Iterator[tuple[Numbered, str]]:
    """Yield what is wrong with one run of numbers that should count up by one from 1."""
    counted = [n for n in run if rank(n.number) is not None]
    if counted and rank(counted[0].number) != 1 and len(counted) == len(run):
        first = counted[0]
        if not (len(run) > 1 and first.what != run[1].what):
            yield first, f"{first.what} bắt đầu từ số {first.number}"
    for before, after in pairwise(counted):
        anew = rank(after.number) == 1 and series(after.number) != series(before.number)  # 3.1 after 2.6
        if follows(before, after) or anew:
            continue
        if rank(after.number) == rank(before.number):
            yield after, f"{after.what} trùng số {after.number} với số ngay trước"
        elif rank(after.number) == 1:
            yield after, f"{after.what} đánh số lại từ {after.number} sau số {before.number}"
        else:
            yield after, f"{after.what} nhảy từ số {before.number} sang số {after.number}"
