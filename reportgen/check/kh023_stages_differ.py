"""Rule KH023; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.check.wording import plan_texts, shown
from reportgen.model.plan import Plan
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity
from reportgen.vi.text import modern_tones

REMEDY = "Tra văn bản được viện dẫn rồi thống nhất một giai đoạn; in sai thì thêm mục vào errata."
_STAGE = re.compile(r"((?:[\w-]+,?\s+){1,12})giai đoạn\s+(\d{4})\s*[-–—]\s*(\d{4})", re.IGNORECASE)
_LOOSE = re.compile(r"\b(?:nhà nước|trọng tâm)\b")
_KEY_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Stage:
    """One mention: what it speaks of, its years, where."""

    key: str
    years: tuple[str, str]
    where: str
    what: str
    quote: str


def stages_differ(data: WardData) -> Iterator[Problem]:
    """Cùng một nội dung nhưng các đoạn ghi giai đoạn khác nhau.

    ## Vì sao
    "Chương trình tổng thể cải cách hành chính" ở mục này ghi giai đoạn 2021 - 2030, mục khác ghi 2026 - 2030 thì có một
    nơi sai; báo cáo viện dẫn theo sẽ sai tiếp.
    ## Cách sửa
    Tra văn bản gốc được viện dẫn; sửa nơi in sai bằng `errata`.
    ## Ví dụ
    "cải cách hành chính giai đoạn 2021 - 2030" và "cải cách hành chính giai đoạn 2026 - 2030" trong một kế hoạch: báo
    KH023. Hai giai đoạn nối tiếp nhau (2021 - 2025, 2026 - 2030): không báo.
    """
    mentions = list(_mentions(data.plan))
    for key in dict.fromkeys(m.key for m in mentions):
        group = [m for m in mentions if m.key == key]
        counts = {years: sum(m.years == years for m in group) for years in dict.fromkeys(m.years for m in group)}
        usual = max(counts, key=lambda years: counts[years])
        for mention in group:
            # One stage after another is history; the same end with another start is a slip.
            if mention.years != usual and mention.years[1] == usual[1]:
                message = (
                    f"{mention.what}: {shown(mention.quote)} khác giai đoạn {' - '.join(usual)} nêu ở nơi khác "
                    "cho cùng nội dung"
                )
                yield Problem("KH023", mention.where, message, REMEDY, Severity.WARNING)


def _mentions(plan: Plan) -> Iterator[_Stage]:
    for where, text, what in plan_texts(plan):
        for found in _STAGE.finditer(modern_tones(text)):
            words = re.findall(r"\w+", _LOOSE.sub(" ", found.group(1).casefold()))[-_KEY_WORDS:]
            if len(words) == _KEY_WORDS:
                quote = " ".join([*found.group(1).split()[-6:], "giai đoạn", found.group(2), "-", found.group(3)])
                yield _Stage(" ".join(words), (found.group(2), found.group(3)), where, what, quote)
