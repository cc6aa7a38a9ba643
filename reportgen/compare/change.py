"""One thing that differs between two versions of a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class How(Enum):
    """What became of it; the value is the word that `--json` prints."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs.

    Attributes:
        place: Where a person finds it: in the new file, or in the old one when it was removed.
        how: What became of it.
        old, new: The whole text of the paragraph, row or cell before and after, "" when there is none.
        edits: Of a changed text: what was replaced by what, in order; "" on a side where nothing stood.
    """

    place: str
    how: How
    old: str
    new: str
    edits: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return it as `--json` prints it."""
        return {
            "place": self.place,
            "how": self.how.value,
            "old": self.old,
            "new": self.new,
            "edits": [{"old": old, "new": new} for old, new in self.edits],
        }
