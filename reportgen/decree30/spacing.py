"""Spaces too many and spaces lost in a line of Vietnamese text: `slips`.

Conservative: a doubt is no fault. Numbers, times, web addresses, file names, ký hiệu, blanks to fill in and leaders
are left out before anything is judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.decree30.lettering import is_syllable

MASK: Final = "\ufffc"
"""Stands for letters that are not judged: a web address, a mark of a note."""
_BLANK: Final = "\ufffd"
"""Stands for a place to fill in, its spaces included."""

_S: Final = r"[ \u00a0\u2002-\u200a\u202f\u3000]"
_L: Final = r"[^\W\d_]"


_NEAR: Final = 60
"""Letters around a slip among which the words to quote are looked for."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A space too many or lost: `text[start:end]` should read `put`.

    Attributes:
        found: What is wrong, in words. quoted: Whether the words around it help to find it.
    """

    start: int
    end: int
    put: str
    found: str
    quoted: bool = True

    def stands(self, text: str) -> str:
        """Return the words around it as they stand."""
        first, last = self._around(text)
        return text[first:last].strip()

    def should(self, text: str) -> str:
        """Return the words around it as they should."""
        first, last = self._around(text)
        return (text[first : self.start] + self.put + text[self.end : last]).strip()

    def _around(self, text: str) -> tuple[int, int]:
        before, after = text[max(self.start - _NEAR, 0) : self.start], text[self.end : self.end + _NEAR]
        words = before.split()
        first = self.start - len(before) + (before.rindex(words[-1]) if words else 0)
        tail = re.match(r"\s*\S*", after)
        return first, self.end + (tail.end() if tail else 0)


_TOP_DOMAINS: Final = "vn|com|net|org|gov|edu|info|io"
_EXTENSIONS: Final = "docx?|xlsx?|pptx?|pdf|odt|zip|rar|jpe?g|png"
_LEFT_OUT: Final = re.compile(
    "|".join(
        (
            r"(?:https?|ftp)://\S+|www\.\S+|mailto:\S+",
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}",
            rf"(?<![\w.-])(?:[\w-]{{1,200}}\.){{1,9}}(?:{_TOP_DOMAINS}|{_EXTENSIONS})(?!\w)(?:/\S*)?",
            r"&\w{2,8};",
        )
    )
)
_TO_FILL_IN: Final = re.compile(
    "|".join(
        (
            rf"(?<!{_S}){_S}*(?:…[.…]+|\.+…[.…]*|\.{{4,}}|_{{2,}}|(?:\.{{3}}|…)(?=\s*(?:ngày|tháng|năm|[/)]))){_S}*",
            rf"(?<=ngày){_S}+(?=tháng|/)|(?<=tháng){_S}+(?=năm)|(?<=/){_S}+(?=/)",
            rf"(?<=năm){_S}+(?=của|\)|$)|(?<=năm 20){_S}+",
            rf"(?<=[Ss]ố){_S}*:?{_S}+(?=[/-]|ngày)|(?<=SỐ:){_S}+(?=[/-])|(?<=[Ss]ố:){_S}+$",
        )
    )
)
_BEFORE: Final = "thừa dấu cách trước dấu câu"


def _kept(match: re.Match[str]) -> str:
    """Mask an address but the marks of the sentence after it."""
    address = match[0].rstrip(".,;:)”")
    return MASK * len(address) + match[0][len(address) :]


def _masked(text: str) -> str:
    kept = _LEFT_OUT.sub(_kept, text)
    return _TO_FILL_IN.sub(lambda match: _BLANK * len(match[0]), kept)


def _drop(pattern: str, found: str) -> Callable[[str], Iterator[Slip]]:
    """Return a check: what matches is too many."""
    compiled = re.compile(pattern)
    return lambda text: (Slip(*match.span(), "", found) for match in compiled.finditer(text))


def _part(pattern: str, found: str) -> Callable[[str], Iterator[Slip]]:
    """Return a check: a space is lost where a match ends."""
    compiled = re.compile(pattern)
    return lambda text: (Slip(match.end(), match.end(), " ", found) for match in compiled.finditer(text))


def _double(text: str) -> Iterator[Slip]:
    for match in re.finditer(rf"(?<=[^\s{_BLANK}]){_S}{{2,}}(?=[^\s{_BLANK}])", text):
        yield Slip(*match.span(), " ", "thừa dấu cách giữa hai từ", quoted=False)


def _trailing(text: str) -> Iterator[Slip]:
    for match in re.finditer(rf"(?<=[^\s{_BLANK}]){_S}+(?=$|\n)", text):
        yield Slip(*match.span(), "", "thừa dấu cách ở cuối đoạn", quoted=False)


def _leading(text: str) -> Iterator[Slip]:
    for match in re.finditer(rf"(?:^|(?<=\n)){_S}{{2,}}(?=[^\s{_BLANK}])", text):
        yield Slip(*match.span(), "", "dùng dấu cách để thụt đầu dòng", quoted=False)


def _digit_letters(text: str) -> Iterator[Slip]:
    """`11hồ sơ`, `98%hồ sơ`; not `5km`, `4G`, `A4`, `2h30`."""
    for match in re.finditer(rf"(?<![\w.,/:-])(?:\d[\d.,]*)?\d%?({_L}{{2,}})(?!\w)", text):
        word = match[1]
        unit = word.isascii() and len(word) < 3  # noqa: PLR2004 - ha, kg, cm, tr
        if word.islower() and is_syllable(word) and not unit:
            yield Slip(match.start(1), match.start(1), " ", "thiếu dấu cách giữa số và chữ")


def _letters_digit(text: str) -> Iterator[Slip]:
    """`năm2026`, `đạt98%`; not `CO2`, `QĐ12`, `m2`."""
    for match in re.finditer(rf"(?<!\w)({_L}{{2,}})(?=\d[\d.,/%]*(?!\w))", text):
        if _vietnamese(match[1]):
            yield Slip(match.end(), match.end(), " ", "thiếu dấu cách giữa chữ và số")


def _letters_roman(text: str) -> Iterator[Slip]:
    """`quýIII`, `phầnII`; not `VNeID`."""
    for match in re.finditer(r"(?<!\w)(quý|phần|chương|mục|lục|khóa|kỳ|thứ)(?=[IVX]+(?!\w))", text):
        yield Slip(match.end(), match.end(), " ", "thiếu dấu cách giữa chữ và số")


def _vietnamese(word: str) -> bool:
    """Tell whether a word is surely Vietnamese: it bears accents, is one syllable, and no abbreviation."""
    return not word.isascii() and not word.isupper() and is_syllable(word)


def _sentence(text: str) -> Iterator[Slip]:
    """`hành chính.Tiếp tục`, `năm 2026.Các đơn vị`; not `TP.Hồ Chí Minh`, `KT.CHỦ TỊCH`."""
    pattern = rf"(?:(?<![\w.])({_L}{{2,}})|(?<![\d/.])\d{{4}}|\d%|[)”])\.(?=({_L}{{2,}})(?![\w.]))"
    for match in re.finditer(pattern, text):
        left, right = match[1] or "", match[2]
        ended = not left or (left.islower() and is_syllable(left))
        begun = right.istitle() or (right.islower() and _vietnamese(left) and _vietnamese(right))
        if ended and begun and is_syllable(right):
            yield Slip(match.end(), match.end(), " ", "thiếu dấu cách sau dấu chấm")


def _before_mark(text: str) -> Iterator[Slip]:
    """`hành chính , thủ tục`, `hồ sơ ;trong đó`."""
    for match in re.finditer(rf"(?<=[\w.)%”\"’»{MASK}]){_S}+([,;!?])(?=(\s|$|[”\")]|{_L}))", text):
        after = "" if not match[2].isalpha() else " "
        yield Slip(*match.span(), match[1] + after, _BEFORE)


def _comma(text: str) -> Iterator[Slip]:
    """`cải cách,thủ tục`, `khoản 1,Điều 5`; not `12,5`, `a,b`, `VH,TT&DL`."""
    for match in re.finditer(rf"(?:((?<![^\W_])[^\W_]{{2,}}|\d)|[)%”]),(?=({_L}{{2,}}))|{_L}{{2}},(?=\d)", text):
        left, right = match[1] or "", match[2] or ""
        initials = left.isupper() and right.isupper()
        unit = len(left) == 1 and len(right) < 3  # noqa: PLR2004 - 5,km
        if not initials and not unit:
            yield Slip(match.end(), match.end(), " ", "thiếu dấu cách sau dấu phẩy")


def _bracket(text: str) -> Iterator[Slip]:
    """`Nội vụ(để báo cáo)`, `(TTHC)thuộc`; not `f(x)`, `a)`."""
    for match in re.finditer(rf"(?<!\w)({_L}{{2,}})(?=\({_L}{{2,}})", text):
        if _vietnamese(match[1]):
            yield Slip(match.end(), match.end(), " ", "thiếu dấu cách trước dấu ngoặc")
    for match in re.finditer(rf"(?<=[\w.%”]{{2}}\))(?=({_L}{{2,}})(?!\w))", text):
        if is_syllable(match[1]):
            yield Slip(match.start(), match.start(), " ", "thiếu dấu cách sau dấu ngoặc")


_ONE_SIDE: Final = rf"(?:[-–]{_S}+|{_S}+[-–])"
_DASH: Final = re.compile(rf"(?<={_L}){_ONE_SIDE}(?={_L})|(?<=\d){_ONE_SIDE}(?=\d)")


def _dash(text: str) -> Iterator[Slip]:
    """`Văn hóa- Xã hội`, `2026 -2030`: a space on both sides or on neither."""
    for match in _DASH.finditer(text):
        if not re.match(r"(?:và|hoặc|hay)\b", text[match.end() :]):
            yield Slip(*match.span(), f" {match[0].strip()} ", "thiếu dấu cách ở một bên dấu gạch")


def _glued(text: str) -> Iterator[Slip]:
    """`chínhTiếp tục`; not `VNeID`, `YouTube`."""
    for match in re.finditer(rf"(?<!\w){_L}{{4,}}(?!\w)", text):
        word = match[0]
        capitals = [i for i, c in enumerate(word) if c.isupper() and i]
        if len(capitals) != 1 or word.isascii():
            continue
        at = capitals[0]
        if is_syllable(word[:at]) and is_syllable(word[at:]) and 1 < at < len(word) - 1:
            yield Slip(match.start() + at, match.start() + at, " ", "thiếu dấu cách giữa hai từ")


_LABEL: Final = "thiếu dấu cách sau số thứ tự"
_LAYOUT: Final = (_double, _trailing, _leading)
"""Spaces by which people align a header or a signature."""
_CHECKS: Final = (
    _before_mark,
    _drop(rf"(?<={_L}){_S}+(?=:(?:\s|$))|(?<=[\d)%”\"]){_S}+(?=:(?:{_S}{_L}|$))", _BEFORE),
    _drop(rf"(?<=[\w)%”\"’»]){_S}+(?=\.(?:\s|$|[”\")]|/\.))", _BEFORE),
    _comma,
    _part(r"(?<=[\w)%”];)(?=\(?[^\W_])", "thiếu dấu cách sau dấu chấm phẩy"),
    _part(rf"(?<=[\w)]{{2}}:)(?<!\d:)(?={_L}{{2,}})", "thiếu dấu cách sau dấu hai chấm"),
    _part(rf"(?<={_L}{{2}}[?!])(?={_L}{{2,}})", "thiếu dấu cách sau dấu câu"),
    _drop(rf"(?<=[(“\[]){_S}+(?=[^\s)\]”{_BLANK}])", "thừa dấu cách sau dấu mở ngoặc"),
    _drop(rf"(?<=[^\s(\[“{_BLANK}]){_S}+(?=[)”\]])", "thừa dấu cách trước dấu đóng ngoặc"),
    _part(rf"^(?:(?:\d{{1,2}}\.)+|[IVX]+\.|[a-zđ]\))(?={_L}{{2,}})", _LABEL),
    _part(rf"^[-–+•](?={_L}{{2,}})", "thiếu dấu cách sau dấu gạch đầu dòng"),
    _digit_letters,
    _letters_digit,
    _letters_roman,
    _sentence,
    _bracket,
    _dash,
    _glued,
)


_MARKED: Final = "àáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
_CAPITALS: Final = f"A-Z{_MARKED.upper()}"
_DOUBTFUL: Final = re.compile(
    # one set of letters first: the search then runs from one of them to the next, and asks the rest there only
    rf"[{_S[1:-1]},;:?!.)(“\[%\d–{_CAPITALS}-]"
    "(?:"
    + "|".join(
        (
            rf"(?<={_S})(?:{_S}|[,;!?:.)”\]/]|[-–][^\W_]|$|\n)",
            rf"(?<=[^\W_][-–]){_S}",
            rf"(?<=,){_L}|(?<={_L},)\d|(?<=;)(?:[^\W_]|\()",
            rf"(?<=[:?!.)%\d]){_L}",
            rf"(?<=[(“\[]){_S}",
            rf"(?<={_L}[\d(])",
            rf"(?<=[a-z{_MARKED}][{_CAPITALS}])",
        )
    )
    + ")"
)
_BULLET: Final = re.compile(rf"[-–+•]{_L}")
"""What stands at every slip, of whatever check, and seldom elsewhere: a paragraph without it is in order."""


def slips(text: str, *, layout: bool = False) -> Iterator[Slip]:
    """Yield the faults of spacing in one paragraph.

    Args:
        text: In NFC; letters that are not to be judged replaced by `MASK`.
        layout: Spaces may align here (header block, signature): only those beside marks, letters, numbers are judged.
    """
    if not (_DOUBTFUL.search(text) or _BULLET.match(text)):
        return
    masked = _masked(text)
    for check in _CHECKS if layout else (*_LAYOUT, *_CHECKS):
        yield from check(masked)
