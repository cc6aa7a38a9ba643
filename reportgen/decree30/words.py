"""Recognising fixed words in spite of faults: accents, case and a few wrong letters make no difference."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from reportgen.vi.text import modern_tones

_ALIKE: Final = 0.78
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return letters and digits only, lower case, without accents: `Độc lập - Tự do` gives `doclaptudo`."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).casefold()
    return _NOT_LETTERS.sub("", plain)


def resembles(text: str, model: str, *, ratio: float = _ALIKE) -> bool:
    """Tell whether a line is meant to be `model`, perhaps with a few letters wrong."""
    a, b = bare(text), bare(model)
    if not a or abs(len(a) - len(b)) > len(b) * (1 - ratio) + 1:
        return False
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= ratio


def starts(text: str, words: str) -> bool:
    """Tell whether a line begins with words, accents, case and spaces aside."""
    return bare(text[: 2 * len(words) + 8]).startswith(bare(words))


def key(text: str) -> str:
    """Return text with one spelling of tones, single spaces, lower case; accents kept."""
    return " ".join(modern_tones(text).casefold().split())


def mostly_capitals(text: str) -> bool:
    """Tell whether most letters are capitals."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c == c.upper() for c in letters) > 0.7 * len(letters)
