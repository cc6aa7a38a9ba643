"""The few letters that mending may change: the two fixed texts, zeros of dates and numbers, NFC, spaces in ký hiệu."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

from reportgen.decree30.header import MOTTO, NATION
from reportgen.decree30.mend.trace import Origin, Traced, set_text, span
from reportgen.decree30.model import Line
from reportgen.decree30.ooxml import W
from reportgen.decree30.words import resembles
from reportgen.vi.dates import day as printed_day
from reportgen.vi.dates import month as printed_month
from reportgen.vi.text import nfc

_DAY: Final = re.compile(r"\bngày\s*(?P<day>[0-9]{1,3})(?=\s*tháng\b)", re.IGNORECASE)
_MONTH: Final = re.compile(r"\btháng\s*(?P<month>[0-9]{1,3})(?=\s*năm\b)", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"\s*số\s*:?\s*(?P<number>[0-9]+)?(?P<blank>[^/]*)/(?P<symbol>.*)", re.IGNORECASE | re.DOTALL
)
_DASHED: Final = re.compile(r"\s+(?=[-\u2010-\u2015\u2212])|(?<=[-\u2010-\u2015\u2212])\s+")
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31


def mend_words(traced: Traced) -> None:
    """Change what may be changed of the text."""
    _compose(traced)
    _fixed_texts(traced)
    if traced.parts.place_date is not None:
        _zeros_of_date(traced, traced.parts.place_date)
    if traced.parts.number is not None:
        _number(traced, traced.parts.number)


# --- edits -------------------------------------------------------------------------------------------------------


def _replace(traced: Traced, line: Line, start: int, end: int, text: str) -> None:
    """Replace letters of a line; `start` and `end` count from the beginning of its paragraph."""
    origin = traced.origin(line.paragraph)
    if origin is None or line.paragraph.text[start:end] == text:
        return
    if _write(origin, start, end, text):
        traced.touch(origin.part)


def _write(origin: Origin, start: int, end: int, text: str) -> bool:
    """Put text into the first `w:t` of the range and take the rest of the range away; tell whether it could be."""
    at, todo = 0, []
    for atom in origin.atoms:
        first, last = max(at, start), min(at + len(atom.text), end)
        touches = first < last or (start == end and at <= start <= at + len(atom.text))
        if touches and atom.child is not None and atom.child.tag == f"{W}t":
            todo.append((atom, first - at, max(last - at, first - at)))
        elif first < last:
            return False
        at += len(atom.text)
    for number, (atom, first, last) in enumerate(todo[:1] if start == end else todo):
        atom.text = atom.text[:first] + (text if number == 0 else "") + atom.text[last:]
        set_text(atom.child, atom.text)
    return bool(todo)


# --- NFC ---------------------------------------------------------------------------------------------------------


def _compose(traced: Traced) -> None:
    """Compose letters and their marks (TCVN 6909:2001), also where a run ends between the two."""
    for paragraph in traced.document.paragraphs():
        origin = traced.origin(paragraph)
        if origin is None or unicodedata.is_normalized("NFC", paragraph.text):
            continue
        typed = [atom for atom in origin.atoms if atom.child is not None and atom.child.tag == f"{W}t"]
        for before, atom in pairwise(typed):
            marks = len(atom.text) - len(atom.text.lstrip(_marks(atom.text)))
            if marks:
                before.text, atom.text = before.text + atom.text[:marks], atom.text[marks:]
        for atom in typed:
            atom.text = unicodedata.normalize("NFC", atom.text)
            if atom.text != (atom.child.text if atom.child is not None else ""):
                set_text(atom.child, atom.text)
                traced.touch(origin.part)


def _marks(text: str) -> str:
    return "".join({char for char in text if unicodedata.combining(char)}) or "\0"


# --- fixed texts -------------------------------------------------------------------------------------------------


def _fixed_texts(traced: Traced) -> None:
    accepted = traced.facts["HD-01"].texts("accepted")
    nation, motto = traced.parts.national_name, traced.parts.motto
    if nation is not None and resembles(nation.shown, NATION) and nfc(nation.shown) not in accepted:
        _to_the_letter(traced, nation, accepted[0])
    if motto is not None and resembles(motto.shown, MOTTO):
        _to_the_letter(traced, motto, traced.facts["HD-02"].text("text"))


def _to_the_letter(traced: Traced, line: Line, text: str) -> None:
    """Let a line read as the law prints it; letters that are right stay in their runs."""
    held = line.text.strip()
    start = line.start + line.text.index(held)
    same = 0
    while same < min(len(held), len(text)) and held[same] == text[same]:
        same += 1
    tail = 0
    while tail < min(len(held), len(text)) - same and held[-1 - tail] == text[-1 - tail]:
        tail += 1
    _replace(traced, line, start + same, start + len(held) - tail, text[same : len(text) - tail])


# --- zeros and spaces --------------------------------------------------------------------------------------------


def _zeros_of_date(traced: Traced, line: Line) -> None:
    """Write day and month with the zeros that the decree asks for; a day or month that is none stays."""
    first, last = span(line)
    text = line.paragraph.text[first:last]
    day, month = _DAY.search(text), _MONTH.search(text)
    if month is not None and 1 <= int(month["month"]) <= _LAST_MONTH:
        _replace(traced, line, *_at(month, "month", first), printed_month(int(month["month"])))
    if day is not None and 1 <= int(day["day"]) <= _LAST_DAY:
        _replace(traced, line, *_at(day, "day", first), printed_day(int(day["day"])))


def _at(match: re.Match[str], group: str, first: int) -> tuple[int, int]:
    return first + match.start(group), first + match.end(group)


def _number(traced: Traced, line: Line) -> None:
    """Give a number below 10 its zero; take away the spaces around the slash and the hyphens of the ký hiệu."""
    first, last = span(line)
    match = _NUMBER.fullmatch(line.paragraph.text[first:last])
    if match is None:
        return
    at = first + match.start("symbol")
    symbol = match["symbol"].rstrip()
    for gap in reversed(list(_DASHED.finditer(symbol))):
        _replace(traced, line, at + gap.start(), at + gap.end(), "")
    lead = len(symbol) - len(symbol.lstrip())
    if lead:
        _replace(traced, line, at, at + lead, "")
    if match["number"] is None:
        return
    if match["blank"] and not match["blank"].strip():
        _replace(traced, line, *_at(match, "blank", first), "")
    if re.fullmatch("[1-9]", match["number"]):
        _replace(traced, line, *_at(match, "number", first), f"0{match['number']}")
