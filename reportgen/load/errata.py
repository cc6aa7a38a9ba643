"""Đính chính: misprints of an issued plan, corrected at their place and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from reportgen.load.schema import ErratumRow
from reportgen.vi.text import fold

BODY, RECIPIENTS, SIGNATURE, APPENDIX = "văn bản", "nơi nhận", "chữ ký", "phụ lục"
PLACES = (BODY, RECIPIENTS, SIGNATURE, APPENDIX)

Correct = Callable[[str], str]


def place_key(place: str) -> str:
    """Return the place that an erratum names, words after it left out: `văn bản, mục 2.6` is `văn bản`."""
    key = fold(place)
    return next((p for p in PLACES if key == fold(p) or key.startswith(fold(p) + ",")), place.strip())


@dataclass(slots=True)
class Errata:
    """The errata of one plan, and which of them were met."""

    rows: tuple[ErratumRow, ...]
    met: set[int] = field(default_factory=set)
    _by_place: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            self._by_place.setdefault(place_key(row.place), []).append(index)

    def at(self, *places: str) -> Correct:
        """Return the function that corrects text standing at any of the places, in the order of the list."""
        here = [(i, self.rows[i]) for i in sorted({i for p in places for i in self._by_place.get(p, [])})]

        def correct(text: str) -> str:
            for index, row in here:
                if row.printed in text:
                    self.met.add(index)
                    text = text.replace(row.printed, row.corrected)
            return text

        return correct

    def unmet(self) -> list[tuple[int, ErratumRow]]:
        """Return those whose printed words stand nowhere at their place, with their places in the list."""
        return [(i, row) for i, row in enumerate(self.rows) if i not in self.met]


def every(correct: Correct, texts: Iterable[str]) -> tuple[str, ...]:
    """Correct each of several texts."""
    return tuple(correct(t) for t in texts)
