"""What an officer rewrote in a document of ours, held against what we say there now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.compare.align import pairs, resemblance
from reportgen.compare.excel import rows_of
from reportgen.compare.word import paragraphs_of
from reportgen.render.package import open_package

Spot = tuple[str, str]
"""A place that a person can open, and the text that stands there."""


class Now(Enum):
    """How our text stands to the one that the officer rewrote; the value is the word that `--json` prints."""

    SAME = "same"
    """We say what we said: the officer's words can be taken over as they are."""
    DIFFERS = "differs"
    """Our figures or words have changed meanwhile: somebody must put both together."""
    GONE = "gone"
    """We say nothing there any more."""
    TAKEN = "taken"
    """We now say what the officer wrote."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One paragraph (of a workbook: one row) that an officer rewrote.

    Attributes:
        place: Where it stands in the officer's file; one that the officer removed, where it stood in ours.
        written: What we had written, "" when the officer added it.
        officer: What the officer made of it, "" when it was removed.
        ours: What we say there now, "" when nothing.
        now: How the two stand to each other.
    """

    place: str
    written: str
    officer: str
    ours: str
    now: Now

    def as_dict(self) -> dict[str, str]:
        """Return it as `--json` prints it."""
        return {
            "place": self.place,
            "written": self.written,
            "officer": self.officer,
            "ours": self.ours,
            "now": self.now.value,
        }


def carry(written: bytes, edited: bytes, ours: bytes, name: str, edited_name: str) -> list[Carried]:
    """Return what an officer rewrote, in the order of the officer's file.

    Args:
        written: The document as we wrote it.
        edited: What the officer made of it.
        ours: The document as we make it now.
        name: Its file name, for places.
        edited_name: That of the officer's file.

    Raises:
        ReportgenError: MB001-MB009 when one of them cannot be opened.
    """
    before, now = _spots(written, name), _spots(ours, name)
    officer = _spots(edited, edited_name, written)
    to_now = {a: b for a, b in _pairs(before, now) if a is not None}
    said = {text for _, text in now}
    found: list[Carried] = []
    for a, b in _pairs(before, officer):
        former = "" if a is None else before[a][1]
        text = "" if b is None else officer[b][1]
        if former == text:
            continue
        latest = to_now.get(a) if a is not None else None
        current = "" if latest is None else now[latest][1]
        if text and text in said:
            state = Now.TAKEN
        elif a is not None and latest is None:
            state = Now.GONE
        else:
            state = Now.SAME if current == former else Now.DIFFERS
        place = officer[b][0] if b is not None else before[a or 0][0]
        found.append(Carried(place, former, text, current, state))
    return found


def _pairs(old: Sequence[Spot], new: Sequence[Spot]) -> list[tuple[int | None, int | None]]:
    return pairs(old, new, lambda spot: spot[1], lambda a, b: resemblance(a[1], b[1]))


def _spots(data: bytes, name: str, former: bytes | None = None) -> list[Spot]:
    package = open_package(data, name)
    if package.kind != "xlsx":
        return paragraphs_of(package)
    return rows_of(package, None if former is None else open_package(former, name))
