"""Rule CP-08; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import is_syllable, lettered, upper_first, written
from reportgen.decree30.model import Alignment, Document
from reportgen.decree30.outcome import Finding, Note, not_evaluated
from reportgen.decree30.rules._capitals import misspelt

_L: Final = r"[^\W\d_]"
_AFTER_STOP: Final = re.compile(
    rf"(?:(?<![\w.])(?P<word>{_L}{{2,}})|(?<!\d)\d{{4}}|%|[)”])(?<!\.)[.?!]\s+(?P<next>{_L}+)(?![\w@./-]*[@/\d])"
)
_STOP: Final = re.compile(rf"[.?!]\s+{_L}")
_LABEL: Final = re.compile(r"\s*(?:[-–+•*]\s*|(?:\d+\.)+\s*|\d+\)\s*|[IVXLC]+\.\s+|[a-zđA-ZĐ]\)\s*|[“\"(]\s*)*")
_FIRST: Final = re.compile(rf"({_L}{{2,}})(?![\w@/:]|\.\w|-\d)")


def cp_08(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Chữ đầu câu, đầu dòng không viết hoa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục I: viết hoa chữ cái đầu âm tiết thứ nhất của một câu hoàn chỉnh: sau
    dấu chấm câu (.), sau dấu chấm hỏi (?), sau dấu chấm than (!) và khi xuống dòng.
    ## Cách sửa
    Viết hoa chữ cái đầu của câu, của dòng; nếu dòng trên chưa hết câu thì nối hai dòng lại.
    ## Ví dụ
    “Đã hoàn thành. các đơn vị tiếp tục”, dòng “- rà soát thủ tục”: báo CP-08. “Đã hoàn thành. Các đơn vị tiếp tục”,
    “việc làm...; đặc biệt”, ô bảng ghi “hồ sơ”: không báo.
    """
    del facts
    for paragraph, text in lettered(doc):
        for match in _AFTER_STOP.finditer(text) if _STOP.search(text) else ():
            word, follower = match["word"], match["next"]
            ends = word is None or (is_syllable(word) and (word.islower() or not word.isascii()))
            if ends and follower.islower() and is_syllable(follower):
                yield misspelt(paragraph, match[0], match[0][: -len(follower)] + upper_first(follower))
    open_bracket = False
    for item in parts.body:
        text = written(item.paragraph)
        label = _LABEL.match(text)
        first = _FIRST.match(text, label.end() if label else 0)
        begins = not open_bracket and item.paragraph.alignment is not Alignment.CENTER
        if begins and first and first[1].islower() and is_syllable(first[1]):
            yield Finding(item.paragraph.place, f"đầu dòng viết “{first[1]}”", f"“{upper_first(first[1])}”")
        open_bracket = text.count("(") > text.count(")")
    if not parts.body:
        yield not_evaluated("không tìm thấy phần nội dung nên không xét được chữ đầu dòng")
