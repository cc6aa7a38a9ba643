"""Rule CP-05; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import first_words, low, mentioning
from reportgen.decree30.model import Document
from reportgen.decree30.names import either, load_names, pattern_of
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt


def cp_05(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Chức vụ, học vị đi liền tên cơ quan, tên người không viết hoa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục V, khoản 3: viết hoa tên chức vụ, học vị nếu đi liền với tên người cụ
    thể; ví dụ của Nghị định: Chủ tịch Quốc hội, Thủ tướng Chính phủ, Giáo sư Tôn Thất Tùng.
    ## Cách sửa
    Viết “Chủ tịch UBND phường”, “Giám đốc Sở Nội vụ”, “Phó Chủ tịch Lê Huy Du”.
    ## Ví dụ
    “báo cáo chủ tịch UBND phường”, “giám đốc Sở Nội vụ”: báo CP-05. “Chủ tịch UBND phường”, “các phó chủ tịch”:
    không báo.
    """
    del facts
    signer = parts.signature.name.shown if parts.signature and parts.signature.name else ""
    tally = Tally("văn bản không nêu chức vụ đi liền tên cơ quan, tên người")
    official = {low(name): name for name in (*load_names().titles, *load_names().degrees)}
    for paragraph, text, _ in mentioning(doc, first_words(official)):
        small = low(text)
        spans = {match.span(1) for match in _with_organ().finditer(small)}
        spans |= {match.span(1) for match in _with_person().finditer(small) if _is_name(text[match.start(2) :], signer)}
        for start, end in sorted(spans):
            found = text[start:end]
            tally.met = True
            if found[0].islower():
                yield misspelt(paragraph, found, official[" ".join(small[start:end].split())])
    yield from tally.notes()


@cache
def _with_organ() -> re.Pattern[str]:
    """Return the pattern of a title and an organ that it goes with."""
    titles = load_names().titles
    longest = sorted(titles, key=len, reverse=True)
    pairs = "|".join(f"{pattern_of(title)}(?=\\s+(?:{either(titles[title])})(?!\\w))" for title in longest)
    return re.compile(rf"(?<!\w)({pairs})")


@cache
def _with_person() -> re.Pattern[str]:
    """Return the pattern of a title or degree and a word after it that may begin a name."""
    names = load_names()
    return re.compile(rf"(?<!\w)({either((*names.titles, *names.degrees))})\s+(?:(?:ông|bà|đồng chí)\s+)?(?=(\w))")


@cache
def _name_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_names().surnames)})((?:\s+[^\W\d_]+){{1,3}})")


def _is_name(text: str, signer: str) -> bool:
    """Tell whether a text begins with a person's name: the signer's, or a surname and two capitals or more."""
    if signer and text.startswith(signer):
        return True
    found = _name_pattern().match(text)
    return found is not None and found[1].split()[0].istitle()
