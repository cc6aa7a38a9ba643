"""What the rules on capitals share: a misspelling as a finding, and what they say when they cannot judge."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.lettering import squeezed
from reportgen.decree30.model import Paragraph
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated

_SHOWN = 5
"""Undecided spellings that a note quotes."""


def misspelt(paragraph: Paragraph, found: str, expected: str) -> Finding:
    """Return the finding that something is spelled with the wrong capitals; equal ones are grouped."""
    return Finding(paragraph.place, f"viết “{squeezed(found)}”", f"“{squeezed(expected)}”")


class Tally:
    """Counts what a rule met, for its last word.

    Attributes:
        met: Something that the rule is about was met.
    """

    def __init__(self, absent: str) -> None:
        self.met = False
        self._absent = absent
        self._undecided: dict[str, None] = {}

    def undecided(self, words: str) -> None:
        """Remember a spelling that no dictionary decides."""
        self._undecided[squeezed(words)] = None

    def notes(self) -> Iterator[Note]:
        """Yield what could not be judged, or that there was nothing to judge; nothing when all was judged."""
        if self._undecided:
            shown = ", ".join(f"“{words}”" for words in list(self._undecided)[:_SHOWN])
            more = f" và {len(self._undecided) - _SHOWN} chỗ khác" if len(self._undecided) > _SHOWN else ""
            yield not_evaluated(f"danh mục tên gọi không đủ để xét: {shown}{more}")
        elif not self.met:
            yield not_applicable(self._absent)
