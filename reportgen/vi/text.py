"""Unicode of Vietnamese text: NFC, what XML cannot hold, comparison keys, legacy encodings, look-alike letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining grave, hook, tilde, acute, dot below: huyền, hỏi, ngã, sắc, nặng."""
_SHAPED = "ăâêôơư"
_VOWELS = "aeiouy" + _SHAPED
_CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A}
_SURROGATES = range(0xD800, 0xE000)

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_QUOTES = {ord(c): "'" for c in "\u2018\u2019\u201a\u201b\u2032"} | {
    ord(c): '"' for c in "\u201c\u201d\u201e\u201f\u2033"
}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2002\u2003\u2009"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_FOLDED = _DASHES | _QUOTES | _SPACES | _INVISIBLE

_ONSET = re.compile(r"qu(?=[aeiouyăâêôơư])|gi(?=[aeouyăâêôơư])|[^aeiouyăâêôơư]*")
_CLUSTER = re.compile(r"[aeiouyăâêôơư]+")
_WORD = re.compile(r"[^\W\d_]+")


def nfc(text: str) -> str:
    """Return `text` in NFC, the precomposed form that TCVN 6909:2001 asks for (Nghị định 30/2020, Phụ lục I, I.4)."""
    return unicodedata.normalize("NFC", text)


def is_nfc(text: str) -> bool:
    """Tell whether `text` is already in NFC."""
    return unicodedata.is_normalized("NFC", text)


def illegal_xml(text: str) -> list[tuple[int, int]]:
    r"""Find characters that an Office file cannot hold or that would steer its layout.

    Only `\n` and `\t` of the control characters are meant as such: docxtpl reads `\f` as a page break and `\a` as a
    paragraph, and drops most others without a word. `\r` is refused too: loaders turn `\r\n` into `\n` first.

    Returns:
        `(index in text, code point)` of each, in order; empty for clean text.
    """
    return [(i, ord(c)) for i, c in enumerate(text) if _is_illegal(ord(c))]


def _is_illegal(code: int) -> bool:
    return code in _CONTROLS or code in _SURROGATES or code in (0xFFFE, 0xFFFF)


def modern_tones(text: str) -> str:
    """Return `text` (NFC) with every tone mark where present-day spelling puts it: `hoà` -> `hòa`, `uỷ` -> `ủy`.

    Both placements are met in print, often in one document (the seeds print `Tỉnh uỷ` and `Đảng ủy`). Words with
    no tone mark or with several (foreign words) stay as they are.
    """
    return _WORD.sub(lambda match: _retone(match.group()), nfc(text))


@lru_cache(maxsize=8192)
def _retone(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    marks = [c for c in parts if c in _TONES]
    if len(marks) != 1:
        return word
    bare = nfc(parts.replace(marks[0], ""))
    place = _tone_place(bare.lower())
    return word if place is None else nfc(bare[: place + 1] + marks[0] + bare[place + 1 :])


def _tone_place(bare: str) -> int | None:
    """Return the index of the vowel that bears the tone in a toneless lower-case syllable; None if it is not one."""
    onset = _ONSET.match(bare)
    start = onset.end() if onset else 0
    cluster = _CLUSTER.match(bare, start)
    if cluster is None or len(bare) != len(nfc(bare)):
        return None
    vowels, rest = cluster.group(), bare[cluster.end() :]
    shaped = [i for i, c in enumerate(vowels) if c in _SHAPED]
    if shaped:
        return start + shaped[-1]
    if rest:
        return start + len(vowels) - 1
    return start + (0 if len(vowels) < 3 else 1)  # noqa: PLR2004 - oai, oay, uyu: the middle one


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the key under which names are compared; never printed.

    NFC, case, en and em dashes, spaces around dashes and runs of them, NBSP, curly quotes, invisible characters,
    trailing full stops and the two placements of tone marks make no difference: `Phòng Văn hoá – Xã hội..` and
    `phòng Văn hóa-Xã hội` have one key. Accents do make a difference.
    """
    key = modern_tones(text.translate(_FOLDED)).casefold()
    key = re.sub(r"\s*-\s*", "-", " ".join(key.split()))
    return nfc(key.rstrip(" ."))


LOOKALIKES: dict[str, str] = {
    **dict(zip("ǎǍěĚǐǏǒǑǔǓ", "ăĂêÊiIôÔưƯ", strict=True)),
    **dict(zip("ðÐƉɖ", "đĐĐđ", strict=True)),
    **dict(zip("авеіјкмнорсѕтухуАВЕІЈКМНОРЅСТУХ", "aBeijkMHopcsTyxyABEIJKMHOPSCTYX", strict=True)),
    **dict(zip("αοιυνρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aoiuvpABEZHIKMNOPTYX", strict=True)),
    **{chr(0xFF21 + i): chr(ord("A") + i) for i in range(26)},
    **{chr(0xFF41 + i): chr(ord("a") + i) for i in range(26)},
    **{chr(code): "" for code in _INVISIBLE},
}
"""Letters that look Vietnamese and are not, with the letter meant; invisible characters stand for nothing."""


def lookalikes(text: str) -> list[tuple[int, str, str]]:
    """Find letters that only look right: `ǎ` for `ă`, Cyrillic and Greek letters, zero-width characters.

    Returns:
        `(index in text, character, letter meant)` of each, in order; the last is "" for an invisible character.
    """
    return [(match.start(), match[0], LOOKALIKES[match[0]]) for match in _ALIKE.finditer(text)]


_ALIKE = re.compile(f"[{''.join(map(re.escape, LOOKALIKES))}]")
