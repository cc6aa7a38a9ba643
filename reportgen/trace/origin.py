"""From a place in a document to what stands behind it: figures of the report, words of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.trace.figure import Figure, Group, Source, distinct
from reportgen.trace.find import Spot, stands_in
from reportgen.trace.written import Written, called

_SHORTEST = 12
"""Letters from which a text that somebody wrote is known again in a paragraph."""
_MOST_BEHIND = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing that a value may come from: what it is, how it was worked out ("" when as written), the lines."""

    what: str
    formula: str
    sources: tuple[Source, ...]


def origins(
    spot: Spot, value: str, groups: Sequence[Group], data: Sequence[Written], kinds: frozenset[str] = frozenset()
) -> list[Origin]:
    """Return what a value comes from at one place of a document; several where the text does not decide.

    Args:
        spot: The place.
        value: As printed there.
        groups: All figures of the report.
        data: All that people wrote.
        kinds: What the names in the template speak of there, as `Group.kind`; empty when that is not known.
    """
    texts = [text for _, text, _ in spot.cells if stands_in(value, text)] or [spot.text]
    found = [said for text in texts if text.casefold() != value.casefold() and (said := _said(text, value, data))]
    if len(found) < len(texts):
        figures = [(group, figure) for group in groups for figure in group.figures]
        chosen = _best(spot, figures, value, kinds)
        found += [Origin(figure.what, figure.formula, figure.sources) for _, figure in chosen]
    if found:
        return list(dict.fromkeys(found))
    places = distinct(
        Source(one.place, f"{called(one.field)}: {_cut(one.text)}" if one.text else called(one.field))
        for one in data
        if any(stands_in(value, form) for form in one.forms)
    )
    return [Origin("ghi trong dữ liệu của phường", "", places[:_MOST_BEHIND])] if places else []


def _said(text: str, value: str, data: Sequence[Written]) -> Origin | None:
    """Return the text that somebody wrote, when the paragraph repeats it and the value stands in it."""
    whole = _plain(text)
    found = [
        one for one in data if len(one.text) >= _SHORTEST and stands_in(value, one.text) and _plain(one.text) in whole
    ]
    if not found:
        return None
    longest = max(len(one.text) for one in found)
    chosen = [one for one in found if len(one.text) == longest]
    words = _cut(chosen[0].text)
    return Origin("ghi nguyên văn trong dữ liệu", "", distinct(Source(one.place, words) for one in chosen))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_BEHIND else f"{text[:_MOST_BEHIND]}…"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .;,")


def _best(
    spot: Spot, figures: Sequence[tuple[Group, Figure]], value: str, kinds: frozenset[str]
) -> list[tuple[Group, Figure]]:
    """Return the figures printed as the value whose fellows stand beside it, or under whose name it stands."""
    wanted = value.casefold()
    found = [(group, figure) for group, figure in figures if any(form.casefold() == wanted for form in figure.forms)]
    found = [(group, figure) for group, figure in found if group.kind in kinds] or found
    if len(found) < 2:  # noqa: PLR2004  nothing to choose between
        return found
    scores = {id(group): _score(spot, group) for group, _ in found}
    best = max(scores.values())
    return [(group, figure) for group, figure in found if scores[id(group)] == best]


def _score(spot: Spot, group: Group) -> float:
    """Return how much a paragraph speaks of a group: its name counts most, then how many of its figures it prints."""
    text = spot.text.casefold()
    named = any(mark and mark.casefold() in text for mark in group.marks)
    above = any(mark and mark.casefold() in spot.above.casefold() for mark in group.marks)
    printed = sum(any(stands_in(form, spot.text) for form in figure.forms) for figure in group.figures)
    return 3 * named + 2 * above + printed / max(len(group.figures), 1) + min(printed, 4)
