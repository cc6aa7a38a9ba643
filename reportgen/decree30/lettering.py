"""What the rules on letters and spaces share: the text as written, where a sentence opens, what is a syllable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.decree30.model import Document, Paragraph
from reportgen.vi.legacy import looks_legacy
from reportgen.vi.text import modern_tones, nfc

_TONES: Final = frozenset("\u0300\u0309\u0303\u0301\u0323")
_NUCLEI: Final = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê "
    "oo iêu oai oao oay oeo uây uôi uya uyê uyu ươi ươu yêu"
)
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    rf"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_OLD_TONES: Final = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
_LETTERS: Final = "àáâãèéêìíòóôõùúýđ"
_FOREIGN: Final = re.compile(f"[{''.join(chr(c) for c in range(0xA1, 0x100) if chr(c).lower() not in _LETTERS)}]")
"""Letters of the upper half of Latin-1 that Vietnamese lacks: without them nothing can be in a legacy encoding."""
_OPENING: Final = " \t\u00a0“\"‘'(«[*•+–—-/"
_OPENERS: Final = frozenset("“\"‘'(«[/\t")
_LABEL: Final = re.compile(r"\s*(?:\d{1,3}|[^\W\d_]|[IVXLC]+|\d+(?:\.\d+)+)[.)]")


@lru_cache(maxsize=4096)
def low(text: str) -> str:
    """Return text in small letters, tone marks as spelt today, letter for letter: its indices are those of `text`.

    Args:
        text: In NFC.
    """
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    toned = modern_tones(small) if _OLD_TONES.search(small) else small
    return toned if len(toned) == len(text) else small


def written(paragraph: Paragraph) -> str:
    """Return the text of a paragraph as printed, in NFC, so that a wrong form of letters is told by TX-01 alone."""
    return nfc(paragraph.shown)


def lettered(doc: Document) -> tuple[tuple[Paragraph, str], ...]:
    """Return every paragraph that shows letters, with its text: body, tables, text boxes, headers, footers, notes."""
    found: tuple[tuple[Paragraph, str], ...] | None = doc.kept.get("lettered")
    if found is None:
        texts = ((paragraph, written(paragraph)) for paragraph in doc.paragraphs())
        found = doc.kept["lettered"] = tuple((paragraph, text) for paragraph, text in texts if text.strip())
    return found


_WORDS: Final = re.compile(r"\w+")


def first_words(names: Iterable[str]) -> frozenset[str]:
    """Return by what `mentioning` knows a paragraph that may hold one of some names: its first two words, or its one.

    Args:
        names: In any letters; words apart by spaces or dashes.
    """
    return frozenset(" ".join(_WORDS.findall(low(nfc(name)))[:2]) for name in names)


def mentioning(doc: Document, *kinds: frozenset[str]) -> Iterator[tuple[Paragraph, str, tuple[bool, ...]]]:
    """Go through the paragraphs that may hold names of some kinds.

    Looking for hundreds of names takes long, and most paragraphs do not even have the words that they begin with.

    Args:
        doc: The document.
        kinds: For each kind what `first_words` says of its names.

    Yields:
        A paragraph, its text, and for each kind whether names of it may stand there; what is not told holds none.
    """
    found: tuple[frozenset[str], ...] | None = doc.kept.get("pairs")
    if found is None:
        found = doc.kept["pairs"] = tuple(_pairs(low(text)) for _, text in lettered(doc))
    for (paragraph, text), pairs in zip(lettered(doc), found, strict=True):
        held = tuple([not pairs.isdisjoint(kind) for kind in kinds])
        if True in held:
            yield paragraph, text, held


@lru_cache(maxsize=2048)
def _pairs(small: str) -> frozenset[str]:
    """Return the words of a text and its pairs of neighbours."""
    words = _WORDS.findall(small)
    return frozenset(words).union(map(" ".join, pairwise(words)))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether a word is spelled like one Vietnamese syllable, accents or not: `hồ`, `ban`, not `km`, `docx`."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(c in _TONES for c in parts)
    bare = nfc("".join(c for c in parts if c not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def legacy_of(text: str) -> str:
    """Return the legacy encoding that letters betray, `TCVN3` or `VNI`; "" for text that reads as text."""
    return (looks_legacy(text) or "") if _FOREIGN.search(text) else ""


def opens(text: str, at: int) -> bool:
    """Tell whether a word at an index may bear a capital for its place alone.

    So it is at the start of a line, of a sentence, after a colon, a bracket or a quotation mark, or after a number.
    """
    head = text[:at].rstrip(_OPENING)
    return (
        not head
        or head[-1] in ".?!:…\n\f"
        or not _OPENERS.isdisjoint(text[len(head) : at])
        or _LABEL.fullmatch(head) is not None
    )


def word_before(text: str, at: int) -> str:
    """Return the word before an index in small letters when only spaces stand between, else ""."""
    found = re.search(r"([^\W_]+)\s+$", text[max(0, at - 24) : at])
    return low(found[1]) if found else ""


def word_after(text: str, at: int) -> str:
    """Return the word after an index in small letters when only spaces stand between, else ""."""
    found = re.match(r"\s+([^\W_]+)", text[at : at + 24])
    return low(found[1]) if found else ""


def is_capitals(text: str) -> bool:
    """Tell whether a stretch is printed in capitals throughout, where nothing is said about first letters."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def same_capitals(text: str, model: str) -> bool:
    """Tell whether two spellings of the same letters bear capitals at the same places; spaces, dashes, tones aside."""
    return [c.isupper() for c in text if c.isalpha()] == [c.isupper() for c in model if c.isalpha()]


def squeezed(text: str) -> str:
    """Return text as messages quote it: single spaces."""
    return " ".join(text.split())


def lower_first(text: str) -> str:
    """Return text with a small first letter."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return text with a capital first letter."""
    return text[:1].upper() + text[1:]
