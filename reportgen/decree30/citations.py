"""Citations of documents in running text: `Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về ...`.

Read so that a doubt never accuses: what is missing is looked for widely, what is superfluous narrowly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

_LOOK_BACK: Final = 160
"""Letters before `số` among which the type of the document is looked for."""

_NUMBER: Final = re.compile(
    r"(?<!\w)số\s*:?\s*(?P<number>\d[\d.]*[a-zđ]?(?:\s?/\s?[^\W_]+|[-&][^\W_]+)+)", re.IGNORECASE
)
_DATE: Final = (
    r"ngày[\s\d….]*(?:/[\s\d….]*/\s*(?:\d{4}|[….\s]+)|-\d{1,2}-\d{4}|tháng[\s\d….]*(?:năm|/)\s*(?:\d{4}|[….\s]+))"
)
_DATED_NEXT: Final = re.compile(rf"\s*,?\s*\(?\s*(?:ban hành\s+)?(?P<date>{_DATE})", re.IGNORECASE)
_DATED: Final = re.compile(rf"(?<!trước )(?<!đến )(?<!từ )(?<!sau )(?<!trong )(?P<date>{_DATE})", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[;“”\"]|\.(?=\s|$|/)")
_CLOSED: Final = re.compile(r"[.;)]|$")
_ISSUER: Final = re.compile(r"\s*,?\s*(?:của|do)\s+(?P<issuer>[^.;,()“”\"]+)", re.IGNORECASE)
_ISSUER_BEFORE: Final = re.compile(
    r"[A-ZĐ]\S*(?:\s+\S+){0,6}\s+(?:quy định|ban hành|giao|phê duyệt|chỉ đạo|yêu cầu|nêu)\s+(?:tại|theo|trong|ở)\s*$"
)
_LIST: Final = re.compile(rf"\s*,?\s*(?:{_DATE})?\s*(?:,|;|và|cùng|hoặc)?\s*(?:các\s*)?", re.IGNORECASE)
"""What stands between two citations of one list."""
_OF_NAME: Final = re.compile(
    r"(?:\s+(?!số\s)[^\s.;:,()]+){0,10}?\s+(?:triển khai|thực hiện|thi hành|sửa đổi|bổ sung|thay thế)\s+", re.IGNORECASE
)
_ISSUER_BARE: Final = re.compile(r"\s*,?\s*(?P<issuer>[A-ZĐ][^.;,()“”\"]+)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation by number.

    Attributes:
        type: Tên loại as written: `Nghị quyết`. number: Số, ký hiệu without spaces: `57-NQ/TW`.
        dated: A date of issue stands near it. issued: An issuer is named. told: A trích yếu stands before the number
            or after the issuer; None when the sentence goes on and it cannot be told.
        full_again: Date or issuer follow the number at once (what a later citation should not repeat).
        aside: It stands in parentheses, as evidence for a figure.
        nested: It belongs to the trích yếu of a document named before it in the sentence.
        law: Luật, Bộ luật or Pháp lệnh, which are cited by name only.
        text: As written, from the type to the number.
    """

    type: str
    number: str
    dated: bool
    issued: bool
    told: bool | None
    full_again: bool
    aside: bool
    nested: bool
    law: bool
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes two citations one document."""
        return self.type.casefold(), self.number.casefold()

    @property
    def abbreviation(self) -> str:
        """Return the group of letters that should name the type: `QĐ` of `06/QĐ-TTg` and of `12/2026/QĐ-UBND`."""
        groups = [group for group in self.number.split("/")[1:] if not group.isdigit()]
        return groups[0].split("-", 1)[0] if groups else ""

    @property
    def of_party(self) -> bool:
        """Tell the numbers of the Party, `57-NQ/TW`, whose abbreviations are its own."""
        return "-" in self.number.split("/")[0]


def citations(text: str, types: tuple[str, ...], laws: tuple[str, ...], telling: tuple[str, ...]) -> list[Citation]:
    """Return the citations of a paragraph in order.

    Args:
        text: The paragraph.
        types: Names of types of document that bear a number: `Nghị quyết`, `Kế hoạch`.
        laws: Names of types that are cited by name only: `Luật`.
        telling: Words with which a trích yếu begins: `về`, `phê duyệt`.
    """
    named = [
        _Named(text, kind, found)
        for found in _NUMBER.finditer(text)
        if (kind := _type_before(text, found.start(), types + laws)) is not None
    ]
    if not named:
        return []
    limits = [*(name.begin for name in named[1:]), len(text)]
    tails = [text[name.found.end() : max(limit, name.found.end())] for name, limit in zip(named, limits, strict=True)]
    cited = [_citation(name, tail, types, laws=laws, telling=telling) for name, tail in zip(named, tails, strict=True)]
    for index in range(len(cited) - 1, 0, -1):
        if _LIST.fullmatch(tails[index - 1]):
            cited[index - 1] = _sharing(cited[index - 1], cited[index])
    for index in range(1, len(cited)):
        if _LIST.fullmatch(tails[index - 1]):
            cited[index] = _sharing(cited[index], cited[index - 1])
        elif not _SENTENCE_END.search(tails[index - 1]) and _tells(tails[index - 1], telling):
            cited[index] = replace(cited[index], nested=True)
    return cited


@dataclass(frozen=True, slots=True)
class _Named:
    """A number, and the type that was found before it."""

    text: str
    kind: re.Match[str]
    found: re.Match[str]

    @property
    def begin(self) -> int:
        return max(0, self.found.start() - _LOOK_BACK) + self.kind.start()


def _citation(
    named: _Named, tail: str, types: tuple[str, ...], *, laws: tuple[str, ...], telling: tuple[str, ...]
) -> Citation:
    text, begin, found, kind = named.text, named.begin, named.found, named.kind.group()
    between = text[begin + len(kind) : found.start()]
    end = _SENTENCE_END.search(tail)
    sentence = tail[: end.start()] if end else tail
    following = _DATED_NEXT.match(tail)
    dated = following or _DATED.search(sentence)
    issuer = _issuer(sentence, dated)
    by_issuer = _ISSUER_BEFORE.search(text[max(0, begin - _LOOK_BACK) : begin]) is not None
    return Citation(
        type=kind,
        number=re.sub(r"\s", "", found["number"]),
        dated=dated is not None,
        issued=by_issuer or issuer is not None,
        told=bool(between.split()) or (None if by_issuer else _told(sentence, issuer, telling)),
        full_again=following is not None or _ISSUER.match(tail) is not None,
        aside=text.count("(", 0, found.start()) > text.count(")", 0, found.start()),
        nested=_within_name(text[max(0, begin - _LOOK_BACK) : begin], types),
        law=kind.casefold() in {law.casefold() for law in laws},
        text=" ".join(text[begin : found.end()].split()),
    )


def _within_name(before: str, types: tuple[str, ...]) -> bool:
    """Tell whether words end in the middle of a document's name: `Kế hoạch triển khai thực hiện`."""
    return any(_OF_NAME.fullmatch(before[kind.end() :]) for kind in _type_pattern(types).finditer(before))


def _sharing(one: Citation, other: Citation) -> Citation:
    """Give a citation of a list the issuer and the trích yếu that the list shares."""
    told = one.told if other.told is False else other.told
    return replace(one, issued=one.issued or other.issued, told=one.told or told)


def _type_before(text: str, start: int, types: tuple[str, ...]) -> re.Match[str] | None:
    """Return the last type named before a number in the same clause, found in `text[start - _LOOK_BACK : start]`."""
    before = text[max(0, start - _LOOK_BACK) : start]
    last = None
    for last in _type_pattern(types).finditer(before):  # noqa: B007  the last one is what we want
        pass
    if last is None or re.search(r"[.;:()]", before[last.end() :]):
        return None
    return last


@cache
def _type_pattern(types: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(types, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


def _issuer(sentence: str, dated: re.Match[str] | None) -> re.Match[str] | None:
    """Return the issuer: `của ...` right after the number or the date; after the date a bare name will do."""
    after = sentence[dated.end() :] if dated and dated.end() <= len(sentence) else ""
    return _ISSUER.match(sentence) or (_ISSUER.search(after) or _ISSUER_BARE.match(after) if dated else None)


def _told(sentence: str, issuer: re.Match[str] | None, telling: tuple[str, ...]) -> bool | None:
    """Tell whether a trích yếu follows; None when what follows may be one."""
    if _tells(sentence, telling):
        return True
    if issuer is None:
        return None
    rest = sentence[sentence.find(issuer["issuer"]) + len(issuer["issuer"]) :]
    return False if _CLOSED.match(rest.strip()) else None


def _tells(sentence: str, telling: tuple[str, ...]) -> bool:
    return _type_pattern(telling).search(sentence) is not None
