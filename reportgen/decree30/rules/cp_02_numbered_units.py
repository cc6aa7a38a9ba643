"""Rule CP-02; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import (
    first_words,
    is_capitals,
    low,
    mentioning,
    same_capitals,
    upper_first,
    word_before,
)
from reportgen.decree30.model import Document
from reportgen.decree30.names import Entry, Lexicon, either, load_names
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt

_UNITS: Final = frozenset({"quận", "phường", "xã", "thị trấn"})
_NUMBERED: Final = re.compile(r"(?<!\w)(quận|phường|xã|thị trấn)\s+([1-9]\d?|[ivx]+)(?![\w%/-]|[.,]\d)")
_BODIES: Final = frozenset({"ubnd", "hđnd", "dân", "ủy", "an", "bàn"})
"""Last words of what a unit is named after: Ủy ban nhân dân, Đảng ủy, Công an, địa bàn."""
_SETTLED: Final = re.compile(r"\s*(?:[.;:)”]|$|,?\s*(?:tỉnh|thành phố|quận|huyện|thị xã)\b)")
"""What follows a unit, not a number of things."""


def cp_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Đơn vị hành chính đặt theo số, tên người, sự kiện không viết hoa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục III, điểm b và điểm c khoản 1: tên đơn vị hành chính gồm danh từ chung
    kết hợp chữ số, tên người, tên sự kiện lịch sử thì viết hoa cả danh từ chung; viết hoa đặc biệt: Thủ đô Hà Nội,
    Thành phố Hồ Chí Minh.
    ## Cách sửa
    Viết “Phường 1”, “Quận 5”, “Phường Điện Biên Phủ”, “Thành phố Hồ Chí Minh”.
    ## Ví dụ
    “UBND phường 1, Quận 5”, “phường Điện Biên Phủ”: báo CP-02. “Phường 1”, “mỗi phường 1 mô hình”: không báo.
    """
    del facts
    names = load_names()
    people = re.compile(rf"(?<!\w)({either(names.units)})\s+({either(names.named_for)})(?!\w)")
    official = {low(name): name for name in names.named_for}
    special = Lexicon(Entry(name) for name in names.special_units)
    own = _own_numbers(parts)
    tally = Tally("văn bản không nêu đơn vị hành chính đặt theo số, tên người, sự kiện")
    kinds = (first_words(names.named_for), first_words(names.special_units), _UNITS)
    for paragraph, text, (for_people, of_kind, numbered) in mentioning(doc, *kinds):
        for match in people.finditer(low(text)) if for_people else ():
            found = text[slice(*match.span())]
            expected = f"{upper_first(match[1])} {official[' '.join(match[2].split())]}"
            tally.met = True
            if not is_capitals(found) and not same_capitals(found, expected):
                yield misspelt(paragraph, found, expected)
        for hit in special.find(text) if of_kind else ():
            found = text[hit.start : hit.end]
            tally.met = True
            if not is_capitals(found) and not hit.entry.right(found):
                yield misspelt(paragraph, found, hit.entry.name)
        for match in _NUMBERED.finditer(low(text)) if numbered else ():
            found = text[slice(*match.span())]
            before = word_before(text, match.start())
            if before in _COUNTING or before.isdigit():
                continue
            tally.met = True
            settled = before in _BODIES and _SETTLED.match(low(text), match.end())
            if found[0].isupper():
                continue
            if settled or (match[1], match[2]) in own:
                yield misspelt(paragraph, found, upper_first(found))
            else:
                tally.undecided(found)
    yield from tally.notes()


_COUNTING: Final = frozenset({"mỗi", "các", "từng", "một", "nhiều", "những", "cấp"})


def _own_numbers(parts: Components) -> set[tuple[str, str]]:
    """Return kind and number of the issuer's own unit: it is named so, whatever follows."""
    lines = (low(line.shown.strip()) for line in (*parts.superior, *parts.issuer))
    return {(match[1], match[2]) for line in lines for match in _NUMBERED.finditer(line)}
