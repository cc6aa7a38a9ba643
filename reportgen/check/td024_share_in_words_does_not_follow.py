"""Rule TD024; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reportgen.check.wording import own_words, shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity

REMEDY = "Tính lại tỷ lệ (làm tròn nửa lên), hoặc sửa hai con số; câu và số phải khớp nhau."
_STATED = re.compile(
    r"(?<![\d/.,])(?P<top>\d{1,3}(?:\.\d{3})+|\d+)\s?/\s?(?P<all>\d{1,3}(?:\.\d{3})+|\d+)(?![\d/])"
    r"(?P<between>[^\d.;!?\n]{0,80}?)\b(?:đạt|chiếm|tương đương|bằng|tỷ lệ)\b[^\d.;!?\n]{0,20}"
    r"(?P<share>\d{1,3}(?:[,.]\d{1,4})?)\s?%"
)
_NAMED = re.compile(r"(?:tháng|quý|ngày|năm|số|kỳ|khoản|điều|đợt|giai đoạn|bước|lần|phiên|khóa)\s*$", re.IGNORECASE)
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/20\d\d")
_WHOLE = 100


def share_in_words_does_not_follow(data: WardData) -> Iterator[Problem]:
    """Tỷ lệ nêu trong câu không đúng với hai con số đứng trước nó.

    ## Vì sao
    "Đã giải quyết 410/415 hồ sơ, đạt 95%" in vào báo cáo thì người đọc tính lại được ngay là 98,8%; một chỗ sai làm mất
    lòng tin vào mọi con số khác.
    ## Cách sửa
    Tính lại tỷ lệ từ hai con số, làm tròn nửa lên; hoặc sửa con số ghi nhầm.
    ## Ví dụ
    "410/415 hồ sơ, đạt 95%": báo TD024. "410/415 hồ sơ, đạt 98,8%": không báo. "tháng 12/2026 đạt 95%": không phải hai
    số đếm, không xét.
    """
    for body in data.returns:
        for where, text in own_words(body):
            for found in _STATED.finditer(text):
                top, whole = (int(found[part].replace(".", "")) for part in ("top", "all"))
                counts = f"{found['top']}/{found['all']}"
                if not whole or top > whole or _NAMED.search(text[: found.start()]) or _MONTH.fullmatch(counts):
                    continue
                stated = Decimal(found["share"].replace(",", "."))
                right = (Decimal(top) * _WHOLE / whole).quantize(stated, ROUND_HALF_UP)
                if stated != right:
                    told = str(right).replace(".", ",")
                    message = f"{shown(found.group())}: {counts} là {told}%"
                    yield Problem("TD024", where, message, REMEDY, Severity.WARNING)
