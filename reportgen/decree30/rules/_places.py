"""The commune that a name of an organ holds, and how its name is to be printed as địa danh."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from reportgen.decree30.facts import Facts
from reportgen.decree30.rules._shared import folded

_NUMBERED = re.compile(r"(?:\d+|[ivxlc]+)\b")


class Naming(Enum):
    """After what a commune is named: that decides how its địa danh is written (II.4.a)."""

    PLAIN = "plain"
    FULL = "full"
    UNKNOWN = "unknown"
    """It looks like a person's name, but no list knows the person."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A phường, xã, đặc khu or thị trấn.

    Attributes:
        unit: `Phường`. name: `Trúc Lâm`. naming: See `Naming`.
    """

    unit: str
    name: str
    naming: Naming

    @property
    def full(self) -> str:
        """Return the whole name: `Phường Điện Biên Phủ`."""
        return f"{self.unit} {self.name}"


def commune_in(text: str, facts: Facts) -> Commune | None:
    """Return the commune named at the end of an organ's name, None when there is none: `UBND PHƯỜNG TRÚC LÂM`.

    `XÃ HỘI` is no commune.
    """
    fact = facts["HD-13"]
    units = {folded(unit): unit for unit in fact.texts("units")}
    either = "|".join(units)
    pattern = rf"(?:.*\s)?(?<!hợp tác )({either})\s+(?!hội\b|viên\b)(.+)"
    match = re.fullmatch(pattern, folded(text))
    if match is None:
        return None
    name = match[2]
    spelt = {folded(known): known for known in fact.texts("named_after")}
    if name in spelt:
        return Commune(units[match[1]], spelt[name], Naming.FULL)
    if _NUMBERED.match(name):
        naming = Naming.FULL
    else:
        naming = Naming.UNKNOWN if _personal(name, fact.texts("surnames")) else Naming.PLAIN
    return Commune(units[match[1]], _title(name), naming)


def _personal(name: str, surnames: tuple[str, ...]) -> bool:
    first, _, rest = name.partition(" ")
    return bool(rest) and first in {folded(surname) for surname in surnames}


def _title(name: str) -> str:
    words = (word.upper() if _NUMBERED.fullmatch(word) else word[:1].upper() + word[1:] for word in name.split())
    return re.sub(r"'(\w)", lambda match: f"'{match[1].upper()}", " ".join(words))
