"""Official names whose capitals are known, from `names.yaml`, and how they are found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from reportgen.decree30.lettering import low, same_capitals, word_after, word_before
from reportgen.decree30.own import read_own

_DASH = r"\s*[-\u2010-\u2015]\s*"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and the words beside it that decide whether it is meant at all; see the head of `names.yaml`.

    Attributes:
        name: As it should be spelled. also: Other spellings that are accepted.
    """

    name: str
    also: tuple[str, ...] = ()
    not_after: frozenset[str] = frozenset()
    only_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    generic: bool = False

    def right(self, found: str) -> bool:
        """Tell whether a spelling of it bears its capitals where it should."""
        return any(same_capitals(found, name) for name in (self.name, *self.also))


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: `text[start:end]` spells `entry` in whatever letters."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """Names that are looked for together; the longest wins."""

    def __init__(self, entries: Iterable[Entry], units: Iterable[str] = ()) -> None:
        self.entries = tuple(entries)
        self._units = frozenset(units)
        self._by_key = {_key(entry.name): entry for entry in self.entries}
        self._pattern = re.compile(rf"(?<!\w)(?:{either(entry.name for entry in self.entries)})(?!\w)")

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the names in a text (NFC) that are meant as such by the words beside them."""
        for match in self._pattern.finditer(low(text)):
            entry = self._by_key[_key(match[0])]
            if self._meant(entry, text, match.start(), match.end()):
                yield Hit(entry, match.start(), match.end())

    def _meant(self, entry: Entry, text: str, start: int, end: int) -> bool:
        before, after = word_before(text, start), word_after(text, end)
        small = text[start:end].islower()
        if before in entry.not_after or after in entry.not_before:
            return False
        if small and entry.only_after and before not in entry.only_after:
            return False
        return not (small and entry.generic) or after in self._units


@cache
def pattern_of(name: str) -> str:
    """Return a regular expression for a name in the small letters of `low`; spaces and dashes may be of any width."""
    parts = [[re.escape(word) for word in part.split()] for part in low(name).split(" - ")]
    return _DASH.join(r"\s+".join(words) for words in parts)


def either(names: Iterable[str]) -> str:
    """Return a regular expression, without a group, for any of the names in the small letters of `low`."""
    return "|".join(pattern_of(name) for name in sorted(names, key=len, reverse=True))


def _key(name: str) -> str:
    return re.sub(_DASH, "-", " ".join(low(name).split()))


@dataclass(frozen=True, slots=True)
class Beside:
    """Words that decide about a common word: it is kept, or wrong, after or before them; otherwise nobody knows."""

    kept_after: frozenset[str]
    wrong_after: frozenset[str]
    wrong_before: tuple[str, ...]
    undecided_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """All names.

    Attributes:
        units: `tỉnh`, `phường`, ... provinces: Present and former. named_for: People and events units are named for.
        organs: Organs, ministries, departments, units of a commune. organ_kinds: Words that begin such names.
        titles: With what organs they go. degrees, surnames: See the file.
        document_types: `Nghị định`, ... documents: Named laws and others.
    """

    units: tuple[str, ...]
    provinces: tuple[str, ...]
    named_for: tuple[str, ...]
    special_units: tuple[str, ...]
    organs: Lexicon
    documents: Lexicon
    people: Beside
    state: Beside
    party: Beside
    titles: Mapping[str, tuple[str, ...]]
    degrees: tuple[str, ...]
    organ_kinds: tuple[str, ...]
    surnames: tuple[str, ...]
    document_types: tuple[str, ...]


@cache
def load_names() -> Names:
    """Return the names shipped with the package."""
    raw = read_own("names.yaml")
    law_guard = frozenset(raw["law_not_after"])
    return Names(
        units=tuple(raw["units"]),
        provinces=(*raw["provinces"], *raw["former_provinces"]),
        named_for=tuple(raw["named_for"]),
        special_units=tuple(raw["special_units"]),
        organs=Lexicon((*map(_entry, raw["organs"]), *_offices(raw)), raw["units"]),
        documents=Lexicon(Entry(name, not_after=law_guard) for name in raw["named_documents"]),
        people=_beside(raw["people_words"]),
        state=_beside(raw["state_words"]),
        party=_beside(raw["party_words"]),
        titles=MappingProxyType({title: tuple(beside) for title, beside in raw["titles"].items()}),
        degrees=tuple(raw["degrees"]),
        organ_kinds=tuple(raw["organ_kinds"]),
        surnames=tuple(raw["surnames"]),
        document_types=tuple(raw["document_types"]),
    )


def _offices(raw: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield Bộ, Sở and Phòng with each of their fields."""
    for kind, fields in (("Bộ", "ministries"), ("Sở", "departments"), ("Phòng", "rooms")):
        guard = frozenset(raw["not_after"][kind.lower()])
        for field in raw[fields]:
            other = raw["also_spelled"].get(field)
            yield Entry(f"{kind} {field}", (f"{kind} {other}",) if other else (), not_after=guard)


def _entry(raw: str | Mapping[str, Any]) -> Entry:
    if isinstance(raw, str):
        return Entry(raw)
    words = {key: frozenset(raw.get(key, ())) for key in ("not_after", "only_after", "not_before")}
    return Entry(raw["name"], tuple(raw.get("also", ())), **words, generic=raw.get("generic", False))


def _beside(raw: Mapping[str, Any]) -> Beside:
    return Beside(
        kept_after=frozenset(raw.get("kept_after", ())),
        wrong_after=frozenset(raw.get("wrong_after", ())),
        wrong_before=tuple(raw.get("wrong_before", ())),
        undecided_before=frozenset(raw.get("undecided_before", ())),
    )
