"""Rule CP-07; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import is_capitals, low, lower_first, mentioning, opens, upper_first, word_before
from reportgen.decree30.model import Document
from reportgen.decree30.names import either, load_names
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt

_SMALL: Final = frozenset({"điểm", "khoản"})
_PARTS: Final = frozenset({"điểm", "khoản", "điều", "tiểu mục", "mục", "chương", "phần"})
_ROMAN_OR_NUMBER: Final = r"(?:[ivxlc]+|\d+)(?:\.\d+)*"
_CITED: Final = re.compile(
    rf"(?<!\w)(?:(điểm)\s+[a-zđ]|(khoản)\s+\d+|(điều)\s+\d+[a-zđ]?|(tiểu mục|mục|chương|phần)\s+{_ROMAN_OR_NUMBER})"
    r"(?:\s*,\s*(?:\d+|[a-zđ])(?!\w))*(?!\w|[.,]\d|/)"
)
_BETWEEN: Final = re.compile(r"\s*(?:,|và|của|thuộc)?\s*")
_OTHER_WORD: Final = frozenset(
    {"danh", "hạng", "khoản", "chuyên", "tiết", "đầu", "một", "thành", "cổ", "học", "đa", "góp", "những", "bộ"}
)
"""Words before `mục`, `phần`, `điều` that make another word: danh mục, hạng mục, một phần."""
_AT: Final = frozenset({"tại", "theo", "ở", "vào"})


def cp_07(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Viện dẫn phần, chương, mục, điều, khoản, điểm viết hoa sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục V, khoản 7: viện dẫn phần, chương, mục, tiểu mục, điều, khoản, điểm của
    một văn bản cụ thể thì viết hoa chữ cái đầu của phần, chương, mục, tiểu mục, điều; khoản và điểm viết thường.
    ## Cách sửa
    Viết “điểm a khoản 2 Điều 103 Mục 5 Chương XII”.
    ## Ví dụ
    “tại Điểm a Khoản 2 điều 103 của Bộ luật Hình sự”: báo CP-07. “tại điểm a khoản 2 Điều 103 của Bộ luật Hình sự”,
    “Khoản 2” ở đầu câu, “danh mục 5 dự án”: không báo.
    """
    del parts, facts
    followers = re.compile(
        rf"\s+(?:của\s+)?(?:{either(load_names().document_types)}|hiến pháp|phụ lục)(?!\w)|\s+này(?!\w)"
    )
    tally = Tally("văn bản không viện dẫn phần, chương, mục, điều, khoản, điểm")
    for paragraph, text, _ in mentioning(doc, _PARTS):
        small = low(text)
        cited = list(_CITED.finditer(small))
        for index, match in enumerate(cited):
            word = next(group for group in match.groups() if group)
            start = match.start()
            found = text[start : start + len(word)]
            if is_capitals(found) or word_before(text, start) in _OTHER_WORD:
                continue
            if word in _SMALL:
                tally.met = True
                if found[0].isupper() and not opens(text, start):
                    yield misspelt(paragraph, text[slice(*match.span())], lower_first(text[slice(*match.span())]))
            elif found[0].isupper():
                tally.met = True
            elif _chained(small, cited, index) or followers.match(small, match.end()):
                tally.met = True
                yield misspelt(paragraph, text[slice(*match.span())], upper_first(text[slice(*match.span())]))
            elif word == "điều" and word_before(text, start) in _AT:
                tally.met = True
                tally.undecided(text[slice(*match.span())])
    yield from tally.notes()


def _chained(small: str, cited: list[re.Match[str]], index: int) -> bool:
    """Tell whether a part stands next to another part of the same citation: `khoản 2 điều 103`."""
    pairs = [(cited[index - 1], cited[index])] if index else []
    pairs += [(cited[index], cited[index + 1])] if index + 1 < len(cited) else []
    return any(_BETWEEN.fullmatch(small, one.end(), two.start()) for one, two in pairs)
