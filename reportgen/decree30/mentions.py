"""Which appendices the main text mentions: `Phụ lục I`, `các Phụ lục I, II và III`, `Phụ lục kèm theo`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.model import paragraphs_of
from reportgen.decree30.running import words
from reportgen.vi.roman import from_roman

_NUMERAL: Final = r"(?<!\w)(?:(?-i:[IVXLC]+)|\d{1,2})(?![\w/])"
_MENTION: Final = re.compile(
    rf"(?P<many>(?:(?:các|những|\d+)\s+)?)phụ lục(?:\s+số)?\s*(?P<list>(?:{_NUMERAL}"
    rf"(?:\s*(?:,|;|và|đến|tới|-|–|phụ lục|số)\s*)*)*)",
    re.IGNORECASE,
)


_OF_ANOTHER: Final = re.compile(
    r"\s*(?:(?:ban hành\s+)?kèm theo|của)\s+(?:nghị định|nghị quyết|thông tư|luật|\w+(?:\s\w+)?\s+số\s)", re.IGNORECASE
)
"""What follows the appendix of another document."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What is mentioned.

    Attributes:
        numbers: Of the appendices named. all_of_them: `các Phụ lục kèm theo`, `Phụ lục kèm theo` without a number.
    """

    numbers: frozenset[int]
    all_of_them: bool

    @property
    def any(self) -> bool:
        """Tell whether any appendix is mentioned."""
        return self.all_of_them or bool(self.numbers)


def mentioned(parts: Components) -> Mentions:
    """Read the main text and its tables."""
    numbers: set[int] = set()
    everything = False
    for text in _texts(parts):
        for mention in _MENTION.finditer(text):
            if _OF_ANOTHER.match(text, mention.end()):
                continue
            listed = set(_numbers(mention["list"]))
            numbers |= listed
            everything = everything or not listed
    return Mentions(frozenset(numbers), everything)


def _texts(parts: Components) -> Iterator[str]:
    for item in parts.body:
        yield words(item.paragraph)
    for table in parts.body_tables:
        for paragraph in paragraphs_of((table,)):
            yield words(paragraph)


def _numbers(listed: str) -> Iterator[int]:
    """Yield the numbers of `I, II và IV đến VI`; numerals of the other kind belong to the sentence, not to the list."""
    tokens = re.findall(rf"{_NUMERAL}|đến|tới|[-–]", listed, re.IGNORECASE)
    last, ranging = None, False
    for token in tokens:
        number = _number(token)
        if number is None:
            ranging = True
        elif token.isdigit() == tokens[0].isdigit():
            yield from range(last + 1 if ranging and last is not None else number, number + 1)
            last, ranging = number, False


def _number(token: str) -> int | None:
    if token.isdigit():
        return int(token)
    try:
        return from_roman(token)
    except ValueError:
        return None
