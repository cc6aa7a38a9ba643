"""Rule CP-04; the docstring of its function is its page."""

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
    upper_first,
    word_after,
    word_before,
)
from reportgen.decree30.model import Document
from reportgen.decree30.names import Beside, load_names, pattern_of
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt

_PARTY_FIRST: Final = re.compile(r"đảng(?=(?:\s*,|\s+và)\s+$)")
_STATE_NEXT: Final = re.compile(r"(?:\s*,|\s+và)\s+nhà\s+nước(?!\w)")


def cp_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Không viết hoa Nhân dân, Nhà nước, Đảng.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục V, khoản 1: danh từ thuộc trường hợp đặc biệt: Nhân dân, Nhà nước;
    khoản 4: Đảng (chỉ Đảng Cộng sản Việt Nam). Khi là một phần của từ khác thì viết thường: quản lý nhà nước, cơ
    quan nhà nước, tổ chức đảng, Ủy ban nhân dân.
    ## Cách sửa
    Viết “Nhân dân”, “Nhà nước”, “Đảng” khi từ đứng độc lập: “phục vụ Nhân dân”, “chính sách của Nhà nước”.
    ## Ví dụ
    “niềm tin của nhân dân”, “Đảng và nhà nước”: báo CP-04. “cơ quan hành chính nhà nước”, “Hội đồng nhân dân”:
    không báo.
    """
    del parts, facts
    tally = Tally("văn bản không có các từ Nhân dân, Nhà nước, Đảng")
    for paragraph, text, _ in mentioning(doc, first_words(_JUDGES)):
        small = low(text)
        for word, judge in _JUDGES.items():
            for match in _WORDS[word].finditer(small):
                found = text[slice(*match.span())]
                tally.met = True
                if not found.islower():
                    if not is_capitals(found) and found.istitle() and " " in word and not _newspaper(text, match):
                        yield misspelt(paragraph, found, upper_first(word))
                    continue
                verdict = judge(text, small, match)
                if verdict:
                    yield misspelt(paragraph, found, upper_first(word))
                elif verdict is None:
                    tally.undecided(f"{word_before(text, match.start())} {found} {word_after(text, match.end())}")
    yield from tally.notes()


def _newspaper(text: str, match: re.Match[str]) -> bool:
    """Tell whether it is báo Nhân Dân."""
    return word_before(text, match.start()) == "báo"


def _people(text: str, small: str, match: re.Match[str]) -> bool | None:
    """Tell whether `nhân dân` should bear a capital; None when its neighbours do not tell."""
    together = _STATE_NEXT.match(small, match.end()) or small[: match.start()].rstrip().endswith(",")
    return True if together else _beside(text, match, load_names().people)


def _state(text: str, small: str, match: re.Match[str]) -> bool | None:
    """Tell the same of `nhà nước`: `Đảng và nhà nước`, `nhà nước pháp quyền` should."""
    names = load_names()
    party = _PARTY_FIRST.search(small[: match.start()])
    if party and (text[party.start()].isupper() or word_before(text, party.start()) not in names.party.kept_after):
        return True
    verdict = _beside(text, match, names.state)
    if verdict is None and any(_followed(small, match.end(), words) for words in names.state.wrong_before):
        return True
    return verdict


def _party(text: str, small: str, match: re.Match[str]) -> bool | None:
    """Tell the same of `đảng`; in tổ chức đảng, cấp ủy đảng, công tác đảng it is no name."""
    beside = load_names().party
    together = _STATE_NEXT.match(small, match.end()) is not None
    if together and word_before(text, match.start()) not in beside.kept_after:
        return True
    return _beside(text, match, beside) or False


def _followed(small: str, end: int, words: str) -> bool:
    return re.match(rf"\s+{pattern_of(words)}(?!\w)", small[end:]) is not None


def _beside(text: str, match: re.Match[str], beside: Beside) -> bool | None:
    before, after = word_before(text, match.start()), word_after(text, match.end())
    if after in beside.undecided_before:
        return None
    if before in beside.wrong_after:
        return True
    return False if before in beside.kept_after else None


_JUDGES: Final = {"nhân dân": _people, "nhà nước": _state, "đảng": _party}
_WORDS: Final = {word: re.compile(rf"(?<!\w){pattern_of(word)}(?!\w)") for word in _JUDGES}
