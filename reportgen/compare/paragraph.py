"""Two versions of a paragraph, word by word: the new one stays as it is built, the old words come in between."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.compare.align import word_spans, words
from reportgen.compare.marking import Marker
from reportgen.compare.wordxml import BOX, RPR, RUN, XML_SPACE, R, W, runs, shown

Pictures = Callable[[str], str]
"""Tells what a relation of the part leads to, by its content: two pictures are one when it says the same."""

_IGNORED: Final = frozenset(W + name for name in ("rPr", "lastRenderedPageBreak"))
_COUNTED: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|NUMWORDS|NUMCHARS|PAGEREF)\b", re.IGNORECASE)
_FIELD: Final = frozenset({f"{W}fldChar", f"{W}instrText"})


@dataclass(slots=True)
class Unit:
    """What stays together in a comparison: a word, a tab, a picture, a whole field.

    Attributes:
        key: Units with the same key are the same. text: What a reader sees of it.
        parts: Runs, each with its elements that belong to it; a word may stand in several runs.
        fixed: It is taken over as it is: half a field cannot be inserted.
    """

    key: str
    text: str
    parts: list[tuple[etree._Element, list[etree._Element]]] = field(default_factory=list)
    fixed: bool = False


def units(paragraph: etree._Element, pictures: Pictures) -> list[Unit]:
    """Return what a paragraph holds, in order."""
    found: list[Unit] = []
    letters: list[tuple[str, etree._Element]] = []

    def flush() -> None:
        found.extend(_words(letters))
        letters.clear()

    for group in _groups(paragraph):
        if len(group) == 1 and group[0][1].tag == f"{W}t":
            run, element = group[0]
            letters += [(letter, run) for letter in element.text or ""]
            continue
        flush()
        found.append(_unit(group, pictures))
    flush()
    return found


def steady_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph without what programs count by themselves: page numbers and the like."""
    return "".join(shown(element) for group in _groups(paragraph) if not _counted(group) for _, element in group)


def _counted(group: Sequence[tuple[etree._Element, etree._Element]]) -> bool:
    return any(_COUNTED.match(element.text or "") for _, element in group if element.tag == f"{W}instrText")


def _groups(paragraph: etree._Element) -> Iterator[list[tuple[etree._Element, etree._Element]]]:
    """Yield the elements of all runs, those of a whole field together."""
    flat = [(run, element) for run in runs(paragraph) for element in run if element.tag not in _IGNORED]
    place = 0
    while place < len(flat):
        end = _end_of_field(flat, place)
        yield flat[place:end]
        place = end


def _end_of_field(flat: Sequence[tuple[etree._Element, etree._Element]], start: int) -> int:
    """Return where the field ends that begins here; the next place when none does, or it does not end here."""
    depth = 0
    for place in range(start, len(flat)):
        kind = flat[place][1].get(f"{W}fldCharType") if flat[place][1].tag == f"{W}fldChar" else None
        depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        if depth <= 0:
            return place + 1 if place > start and kind == "end" else start + 1
    return start + 1


def _unit(group: Sequence[tuple[etree._Element, etree._Element]], pictures: Pictures) -> Unit:
    elements = [element for _, element in group]
    text = "".join(map(shown, elements))
    # what Word counts by itself each time it opens the file is no change that anybody made
    compared = [e for e in elements if e.tag in _FIELD] if _counted(group) else elements
    key = "|".join(_key(element, pictures) for element in compared)
    parts: list[tuple[etree._Element, list[etree._Element]]] = []
    for run, element in group:
        if parts and parts[-1][0] is run:
            parts[-1][1].append(element)
        else:
            parts.append((run, [element]))
    return Unit(key, text, parts, fixed=len(group) == 1 and elements[0].tag in _FIELD)


def _key(element: etree._Element, pictures: Pictures) -> str:
    if element.tag in {f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"}:
        return f"{shown(element)}"
    if element.tag == f"{W}instrText":
        return f"<{(element.text or '').strip()}>"
    if element.tag == f"{W}sym":
        return f"<sym {element.get(f'{W}char')}>"
    targets = [
        str(value) for inner in element.iter() for name, value in inner.attrib.items() if str(name).startswith(R)
    ]
    inside = ",".join(pictures(target) for target in targets)
    box = "box" if next(element.iter(BOX), None) is not None else ""
    return f"<{element.tag}{element.get(f'{W}fldCharType', '')}{box}{hashlib.sha256(inside.encode()).hexdigest()}>"


def _words(letters: Sequence[tuple[str, etree._Element]]) -> Iterator[Unit]:
    """Yield the words of a stretch of text, each with the runs that its letters stand in."""
    at = 0
    for word in words("".join(letter for letter, _ in letters)):
        unit = Unit(word, word)
        for letter, run in letters[at : at + len(word)]:
            if unit.parts and unit.parts[-1][0] is run:
                text = unit.parts[-1][1][0]
                text.text = f"{text.text}{letter}"
            else:
                unit.parts.append((run, [_text(letter)]))
        at += len(word)
        yield unit


def _text(text: str) -> etree._Element:
    made = etree.Element(f"{W}t", {XML_SPACE: "preserve"})
    made.text = text
    return made


def mark_changes(
    old: Sequence[Unit], paragraph: etree._Element, new: Sequence[Unit], marker: Marker
) -> list[tuple[str, str]]:
    """Mark what is new in a paragraph and put what is gone in between.

    Args:
        old: Units of the old paragraph.
        paragraph: The new paragraph, which is changed.
        new: Its units.
        marker: Makes the marks.

    Returns:
        What was replaced by what, in words, in order; "" on a side where nothing stood.
    """
    pieces: dict[etree._Element, list[etree._Element]] = {}
    order = list(runs(paragraph))
    told: list[tuple[str, str]] = []
    for same, a, b, c, d in word_spans([unit.key for unit in old], [unit.key for unit in new]):
        if same:
            _add(pieces, new[c:d], None)
            continue
        gone = marker.deleted(part for unit in old[a:b] for part in unit.parts)
        run = _neighbour(new, c, order)
        if gone is not None and run is not None:
            pieces.setdefault(run, []).append(gone)
        elif gone is not None:
            paragraph.append(gone)
        _add(pieces, new[c:d], marker)
        told.append(("".join(u.text for u in old[a:b]), "".join(u.text for u in new[c:d])))
    for run in order:
        _rebuild(run, pieces.get(run, []))
    return told


def _neighbour(new: Sequence[Unit], place: int, order: Sequence[etree._Element]) -> etree._Element | None:
    """Return the run among whose pieces something before the new unit at `place` goes; None without any run."""
    if place:
        return new[place - 1].parts[-1][0]
    if new:
        return new[0].parts[0][0]
    return order[-1] if order else None


def _add(pieces: dict[etree._Element, list[etree._Element]], found: Sequence[Unit], marker: Marker | None) -> None:
    """Add units of the new paragraph to the pieces of their runs, as inserted when there is a marker."""
    for unit in found:
        for run, elements in unit.parts:
            held = pieces.setdefault(run, [])
            wanted = marker if not unit.fixed else None
            _extend(held, run, elements, wanted)


def _extend(
    held: list[etree._Element], run: etree._Element, elements: Sequence[etree._Element], marker: Marker | None
) -> None:
    last = held[-1] if held else None
    if marker is None and last is not None and last.tag == RUN:
        target = last
    elif marker is not None and last is not None and last.tag == f"{W}ins":
        target = last[-1]
    else:
        target = etree.Element(RUN, {str(name): str(value) for name, value in run.attrib.items()})
        look = run.find(RPR)
        if look is not None:
            target.append(deepcopy(look))
        held.append(target if marker is None else marker.inserted(target))
    for element in elements:
        if element.tag == f"{W}t" and len(target) and target[-1].tag == f"{W}t":
            target[-1].text = f"{target[-1].text or ''}{element.text or ''}"
            target[-1].set(XML_SPACE, "preserve")
        else:
            target.append(element)


def _rebuild(run: etree._Element, made: Sequence[etree._Element]) -> None:
    """Put the pieces of a run in its place."""
    parent = run.getparent()
    if parent is not None and made:
        place = parent.index(run)
        parent[place : place + 1] = made
