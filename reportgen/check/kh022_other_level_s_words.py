"""Rule KH022; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.check.wording import plan_texts, shown
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity
from reportgen.vi.text import modern_tones

REMEDY = "Đối chiếu văn bản cấp trên; nếu là chữ sót lại thì thêm mục vào errata, nếu đúng ý thì để nguyên."
_LEVELS = ("xã", "phường", "đặc khu")
_AREA = r"(?:trên địa bàn|trong toàn|toàn|lãnh đạo)"
_DISTRICT = r"(?:UBND|HĐND|Ủy ban nhân dân|Hội đồng nhân dân|cấp) (?:huyện|quận|thị xã)(?!,)"
"""Bodies of a level that is no more since 01/7/2025 (Luật Tổ chức chính quyền địa phương 2025)."""


def other_level_s_words(data: WardData) -> Iterator[Problem]:
    """Câu chữ của cấp khác, địa phương khác còn sót trong kế hoạch của phường, xã.

    ## Vì sao
    Kế hoạch cấp xã thường soạn từ kế hoạch của tỉnh hoặc của nơi khác; "trên địa bàn tỉnh", "toàn tỉnh", "của xã" (ở
    phường) còn sót lại thì giao việc vượt thẩm quyền, hoặc cho thấy văn bản chưa được đọc lại.
    ## Cách sửa
    Sửa theo địa bàn của mình bằng `errata`; đoạn trích tên văn bản cấp trên thì để nguyên.
    ## Ví dụ
    "Theo dõi thi hành pháp luật tại các cơ quan trên địa bàn tỉnh" trong kế hoạch của phường: báo KH022. "trên địa bàn
    phường": không báo.
    """
    told = set()
    for where, text, what in plan_texts(data.plan):
        for words in _found(modern_tones(text), data):
            if (what, words) not in told:
                told.add((what, words))
                message = f"{what}: {shown(words)} là câu chữ của cấp khác hoặc nơi khác"
                yield Problem("KH022", where, message, REMEDY, Severity.WARNING)


def _found(text: str, data: WardData) -> Iterator[str]:
    """Yield the words of a text that belong to another level, another ward or another province."""
    kind, name = _kind_and_name(modern_tones(data.ward.full_name))
    others = "|".join(level for level in _LEVELS if level != kind)
    # "xã hội" is society; "cấp xã", "xã, phường" name the level as such
    levels = rf"{_DISTRICT}|{_AREA} (?:tỉnh|huyện|thị xã|quận)"
    levels += rf"|(?:{_AREA}|của|thẩm quyền) (?:{others})(?! hội\b|, phường|, xã)"
    for found in re.finditer(rf"\b(?:{levels})\b", text, re.IGNORECASE):
        yield " ".join(found.group().split())
    own = {"phường": name, "xã": name, "tỉnh": _kind_and_name(modern_tones(data.ward.province))[1]}
    for found in re.finditer(r"\b(?P<kind>[Pp]hường|[Xx]ã|tỉnh) (?P<name>[^\W\d_]+ [^\W\d_]+)", text):
        words = found["name"].split()
        if all(w[0].isupper() for w in words) and not own[found["kind"].lower()].startswith(words[0]):
            yield found.group()


def _kind_and_name(full_name: str) -> tuple[str, str]:
    """Return `phường` and `Trúc Lâm` of `phường Trúc Lâm`."""
    lowered = full_name.casefold()
    for kind in ("đặc khu", "thành phố", "phường", "tỉnh", "xã"):
        if lowered.startswith(f"{kind} "):
            return kind, full_name[len(kind) :].strip()
    return "", full_name
