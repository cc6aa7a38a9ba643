"""Vietnamese alphabetical order: đ after d, ă and â after a, tones after letters, syllable by syllable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from reportgen.vi.text import modern_tones, nfc

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONE = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Không dấu, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries."""

T = TypeVar("T")
Part = tuple[int, int, tuple[int, ...], int, str]
Key = tuple[tuple[Part, ...], str]


def vi_key(text: str) -> Key:
    """Return a key that sorts as a Vietnamese dictionary does; figures sort by value (`Tổ 2` before `Tổ 10`)."""
    words = re.findall(r"\d+|[^\W\d_]+", modern_tones(text))
    return tuple(_part(word) for word in words), nfc(text)


def _part(word: str) -> Part:
    if word.isdecimal():
        return (0, int(word), (), 0, "")
    marks = unicodedata.normalize("NFD", word.casefold())
    tone = max((_TONE.get(c, 0) for c in marks), default=0)
    bare = nfc("".join(c for c in marks if c not in _TONE))
    letters = tuple(_RANK.get(c, len(_ALPHABET) + ord(c)) for c in bare)
    return (1, 0, letters, tone, word.swapcase())  # lower case before capitals


def sort_vi(items: Iterable[T], key: Callable[[T], str] = str) -> list[T]:
    """Return `items` in Vietnamese order of `key(item)`; equal ones keep their order."""
    return sorted(items, key=lambda item: vi_key(key(item)))
