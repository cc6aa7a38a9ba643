"""Read the line `Số: 05/BC-UBND` and the line `Trúc Lâm, ngày 05 tháng 01 năm 2026`, faults and blanks included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reportgen.vi.text import nfc

_BLANK: Final = r"\s._…‥\u2024-"
_WORD: Final = re.compile(r"(?P<word>s\s*ố)(?P<colon>\s*:)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_DASHES: Final = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*|\s+")
_FILLED: Final = re.compile(rf"[{_BLANK}]*([^{_BLANK}](?:.*[^{_BLANK}])?)?[{_BLANK}]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """`Số: 05/BC-UBND` taken apart.

    Attributes:
        word: `Số` as printed, "" when it is missing. colon: Whether a colon follows.
        number: What stands for the number, "" when left blank (spaces, dots or underscores).
        slash: Whether a slash parts number and symbol.
        symbol: Ký hiệu as printed, outer spaces dropped; "" when left blank. raw: From after the slash to the end.
        before: Text between the colon and the slash as printed.
    """

    word: str
    colon: bool
    number: str
    slash: bool
    symbol: str
    raw: str
    before: str

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the groups of the symbol, whatever parts them: `BC`, `UBND`."""
        return tuple(group for group in _DASHES.split(self.symbol) if group)


def read_number(text: str) -> NumberLine:
    """Take the line of số, ký hiệu apart; any text gets an answer."""
    text = nfc(text).strip()
    match = _WORD.match(text)
    word, colon, rest = (match["word"], bool(match["colon"]), match["rest"]) if match else ("", False, text)
    before, slash, raw = rest.partition("/")
    if not slash:
        split = re.search(r"(?<=[\d\s._…])(?=[^\W\d_])", rest)
        before, raw = (rest[: split.start()], rest[split.start() :]) if split else (rest, "")
    return NumberLine(word, colon, _filled(before), bool(slash), _filled(raw), raw, before)


def _filled(text: str) -> str:
    """Return text without the blanks, dots and underscores that leave room for something."""
    match = _FILLED.fullmatch(text)
    return (match[1] or "") if match else text.strip()


@dataclass(frozen=True, slots=True)
class DateLine:
    """The line of địa danh and thời gian taken apart.

    Attributes:
        place: Địa danh as printed, "" when missing or left blank. comma: Whether a comma follows it at once.
        when: Everything from the date on. worded: `ngày ... tháng ... năm ...` in these words.
        day, month, year: As printed, "" when left blank; all "" when not `worded`.
    """

    place: str
    comma: bool
    when: str
    worded: bool
    day: str = ""
    month: str = ""
    year: str = ""


_WHEN: Final = re.compile(r"\bngày\b|\btháng\b|\d{1,2}\s*[/.-]\s*\d", re.IGNORECASE)
_WORDED: Final = re.compile(r"ngày(?P<day>.*?)tháng(?P<month>.*?)năm(?P<year>.*)", re.IGNORECASE | re.DOTALL)


def read_date(text: str) -> DateLine:
    """Take the line of địa danh and thời gian apart; any text gets an answer."""
    text = nfc(text).strip()
    match = _WHEN.search(text)
    at = match.start() if match else text.rfind(",") + 1 or len(text)
    head, when = text[:at].rstrip(), text[at:].strip()
    place = _filled(head.rstrip(", "))
    comma = head.endswith(",") and not head[:-1].endswith(" ")
    worded = _WORDED.fullmatch(when)
    if worded is None:
        return DateLine(place, comma, when, worded=False)
    day, month, year = (_filled(worded[name]) for name in ("day", "month", "year"))
    return DateLine(place, comma, when, worded=True, day=day, month=month, year=year)
