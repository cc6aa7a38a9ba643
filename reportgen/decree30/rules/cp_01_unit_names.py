"""Rule CP-01; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import (
    first_words,
    is_capitals,
    low,
    mentioning,
    opens,
    same_capitals,
    upper_first,
    written,
)
from reportgen.decree30.model import Document
from reportgen.decree30.names import Names, either, load_names
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt


def cp_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên đơn vị hành chính viết hoa sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục III, điểm a khoản 1: danh từ chung (tỉnh, phường, xã...) viết thường,
    tên riêng viết hoa chữ cái đầu của các âm tiết, không dùng gạch nối. Chỉ xét tên tỉnh, thành phố trong danh mục
    và tên của chính đơn vị ban hành văn bản.
    ## Cách sửa
    Viết “phường Trúc Lâm”, “tỉnh Thanh Hóa”; chỉ viết hoa chữ “Phường” khi đứng đầu câu, đầu dòng.
    ## Ví dụ
    “trên địa bàn Phường Trúc Lâm”, “tỉnh Thanh hóa”: báo CP-01. “trên địa bàn phường Trúc Lâm”, “Tỉnh Thanh Hóa” ở
    đầu câu: không báo.
    """
    del facts
    names = load_names()
    known = _known(parts, names)
    pattern = re.compile(rf"(?<!\w)({either(names.units)})\s+({_spellings(known)})(?!\w)")
    special = tuple(low(name) for name in names.special_units)
    other = re.compile(rf"(?<!\w)({either(names.units)})\s+([^\W\d_]+)")
    tally = Tally("văn bản không nêu tên đơn vị hành chính")
    for paragraph, text, _ in mentioning(doc, first_words(names.units)):
        judged: set[int] = set()
        small = low(text)
        for match in pattern.finditer(small):
            found = text[slice(*match.span())]
            judged.add(match.start())
            if is_capitals(found) or _named_for(text[match.start(2) :], names):
                continue
            tally.met = True
            name = known[_key(match[2])]
            begins = opens(text, match.start()) and found[0].isupper()
            expected = f"{upper_first(match[1]) if begins else match[1]} {name}"
            if not same_capitals(found, expected) or ("-" in found) != ("-" in name):
                yield misspelt(paragraph, found, expected)
        for match in other.finditer(small):
            unit, name = text[slice(*match.span(1))], text[slice(*match.span(2))]
            if match.start() in judged or not name.istitle() or small.startswith(special, match.start()):
                continue
            if _named_for(text[match.start(2) :], names):
                continue
            tally.met = True
            if unit[0].isupper() and not opens(text, match.start()):
                tally.undecided(f"{unit} {name}")
    yield from tally.notes()


def _known(parts: Components, names: Names) -> Mapping[str, str]:
    """Return the names that are surely proper names, by their small letters: provinces, and the issuer's own."""
    known = {_key(low(name)): name for name in names.provinces}
    units = re.compile(rf"(?<!\w)(?:{either(names.units)})\s+([^\d,]+)$")
    printed = written(parts.place_date.paragraph) if parts.place_date else ""
    for line in (*parts.superior, *parts.issuer):
        found = units.search(low(line.shown.strip()))
        if found and found[1] not in _NO_NAME and not _named_for(found[1], names):
            at = low(printed).find(found[1])
            shown = printed[at : at + len(found[1])] if at >= 0 else found[1].title()
            known[_key(found[1])] = shown if shown.istitle() else found[1].title()
    return known


_NO_NAME = frozenset({"hội", "viên"})
"""What follows “xã” in words that name no unit: xã hội, xã viên."""


def _spellings(known: Mapping[str, str]) -> str:
    """Return a pattern of the names, a hyphen between the syllables too: that is one of the faults."""
    longest = sorted(known, key=len, reverse=True)
    return "|".join(r"(?:\s*[-–]\s*|\s+)".join(map(re.escape, name.split())) for name in longest)


def _key(name: str) -> str:
    return " ".join(name.replace("-", " ").replace("–", " ").split())


def _named_for(text: str, names: Names) -> bool:
    return re.match(rf"(?:{either(names.named_for)})(?!\w)", low(text[:_LONGEST])) is not None


_LONGEST = 80
"""Letters that no name of a person or an event exceeds."""
