"""Levels of the body: phần, chương, mục, tiểu mục, điều, khoản, điểm, 1.1., gạch đầu dòng; typed or automatic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportgen.decree30.components import BodyItem, Level
from reportgen.decree30.lines import lines_of
from reportgen.decree30.model import Alignment, Line, Paragraph
from reportgen.decree30.words import mostly_capitals
from reportgen.vi.letters import LETTERS
from reportgen.vi.roman import from_roman

_WORDED: Final = re.compile(
    r"(?P<label>(?P<word>phần|chương|mục|tiểu mục|điều)\s+(?P<number>thứ\s+\w+|[IVXLC]+|\d+)\s*[.:]?)"
    r"(?P<rest>\s.*|)",
    re.IGNORECASE | re.DOTALL,
)
_ORDINAL_WORDS: Final = {
    w: i for i, w in enumerate(["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"], start=1)
}
_DECIMAL: Final = re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2})+[.)]?)(?P<rest>\s.*|[^\W\d_].*)", re.DOTALL)
_ROMAN: Final = re.compile(r"(?P<label>[IVXLC]+\s?[.)/:])(?P<rest>.*)", re.DOTALL)
_CAPITAL: Final = re.compile(r"(?P<label>[A-ZĐ][.)/])(?P<rest>\s.*)", re.DOTALL)
_CLAUSE: Final = re.compile(r"(?P<label>\d{1,3}[.)/])(?P<rest>\s.*|[^\W\d_].*|)", re.DOTALL)
_POINT: Final = re.compile(r"(?P<label>[a-zđăâêôơư]{1,2}\s?[.)/])(?P<rest>\s.*|[^\W\d_].*|)", re.DOTALL)
_DASH: Final = re.compile(r"(?P<label>[-–—+*•▪○●◦➢✓❖■o])(?P<rest>\s.*|[^\W\d_].*)", re.DOTALL)
_WORD_LEVELS: Final = {
    "phần": Level.PART, "chương": Level.CHAPTER, "mục": Level.SECTION, "tiểu mục": Level.SUBSECTION,
    "điều": Level.ARTICLE,
}  # fmt: skip
_MAX_TITLE: Final = 180
_SENTENCE_END: Final = (".", ";", ":", ",", "./", "…")


def items_of(paragraphs: Sequence[Paragraph]) -> tuple[BodyItem, ...]:
    """Return paragraphs with the level that each opens, empty ones left out."""
    items: list[BodyItem] = []
    shown = [p for p in paragraphs if not p.empty]
    taken: set[int] = set()
    for at, paragraph in enumerate(shown):
        if id(paragraph) in taken:
            continue
        item = item_of(paragraph, letters_before=_lettered(items))
        below = shown[at + 1] if at + 1 < len(shown) else None
        if _wants_title(item, below) and below is not None:
            title = lines_of(below)
            taken.add(id(below))
            item = _with_title(item, title[0] if title else None, below)
        items.append(item)
    return tuple(items)


def _lettered(items: Sequence[BodyItem]) -> bool:
    """Tell whether the last mục bore a letter: then `C.` goes on after `B.` and is no Roman hundred."""
    last = next((item for item in reversed(items) if item.level is Level.SECTION), None)
    return last is not None and last.label[:1] in {"A", "B", "C", "D", "L"} and last.ordinal is None


def item_of(paragraph: Paragraph, *, letters_before: bool = False) -> BodyItem:
    """Return the level that one paragraph opens."""
    text = paragraph.full_text.strip()
    for level, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is None or (
            level is Level.SECTION and pattern is _ROMAN and _is_letter(match, letters=letters_before)
        ):
            continue
        real = _WORD_LEVELS[" ".join(match["word"].lower().split())] if pattern is _WORDED else level
        if pattern is _WORDED and not _is_heading(real, match, paragraph):
            continue
        if pattern is _POINT and len(match["label"].rstrip(".)/ ")) > 1 and not match["label"].endswith(")"):
            continue
        return _item(paragraph, real, match, pattern)
    return BodyItem(paragraph, Level.TEXT)


_PATTERNS: Final = (
    (Level.PART, _WORDED),
    (Level.DECIMAL, _DECIMAL),
    (Level.SECTION, _ROMAN),
    (Level.SECTION, _CAPITAL),
    (Level.CLAUSE, _CLAUSE),
    (Level.POINT, _POINT),
    (Level.DASH, _DASH),
)


def _is_letter(match: re.Match[str], *, letters: bool) -> bool:
    """Tell whether `C.` or `D.` is the letter rather than the Roman numeral, and `XV` is no numeral at all."""
    numeral = match["label"].rstrip(".)/: ")
    if len(numeral) == 1 and numeral in "CLD":
        return True
    return letters and len(numeral) == 1 and numeral not in "IVX"


def _is_heading(level: Level, match: re.Match[str], paragraph: Paragraph) -> bool:
    """Tell a heading from a sentence that begins with `Điều 5 Nghị định ...` or `Phần I của ...`."""
    rest = match["rest"].strip()
    if level is Level.ARTICLE:
        return match["label"].rstrip().endswith((".", ":")) or not rest or _bold(paragraph)
    return not rest or mostly_capitals(rest) or _bold(paragraph)


def _item(paragraph: Paragraph, level: Level, match: re.Match[str], pattern: re.Pattern[str]) -> BodyItem:
    label, rest = match["label"].strip(), match["rest"].strip()
    path: tuple[int, ...] = ()
    ordinal: int | None
    if pattern is _DECIMAL:
        path = tuple(int(n) for n in re.findall(r"\d+", label))
        ordinal = path[-1]
    elif pattern is _WORDED:
        ordinal = _ordinal(match["number"])
    else:
        ordinal = _ordinal(label.rstrip(".)/: ")) if pattern is not _CAPITAL else None
    if level is Level.DASH:
        ordinal = None
    titled = _titled(paragraph, level, rest)
    return BodyItem(
        paragraph,
        level,
        label,
        ordinal,
        path,
        title=rest if titled else "",
        titled=titled,
        typed=not paragraph.number,
    )


def _ordinal(number: str) -> int | None:
    """Return the number meant by `3`, `III`, `c` or `thứ ba`; None when it cannot be read."""
    if number.isascii() and number.isdigit():
        return int(number)
    words = number.lower().split()
    if words[:1] == ["thứ"]:
        return _ORDINAL_WORDS.get(words[-1])
    if number in LETTERS:
        return LETTERS.index(number) + 1
    try:
        return from_roman(number) if number == number.upper() else None
    except ValueError:
        return None


def _titled(paragraph: Paragraph, level: Level, rest: str) -> bool:
    """Tell whether an item is a heading on its own line rather than running text."""
    if level in {Level.PART, Level.CHAPTER, Level.SUBSECTION}:
        return True
    if level in {Level.DASH, Level.TEXT} or not rest:
        return False
    if level is Level.ARTICLE:
        return _bold(paragraph) and not rest.endswith(_SENTENCE_END)
    if level is Level.SECTION or _bold(paragraph):
        return True
    return len(rest) <= _MAX_TITLE and not rest.endswith(_SENTENCE_END)


def _bold(paragraph: Paragraph) -> bool:
    return all(run.format.bold for run in paragraph.visible_runs) and bool(paragraph.visible_runs)


def _wants_title(item: BodyItem, below: Paragraph | None) -> bool:
    """Tell whether the title of a phần, chương or mục stands on the line below it."""
    worded = item.level in {Level.PART, Level.CHAPTER, Level.SUBSECTION} or item.label.lower().startswith("mục")
    if not worded or item.title or below is None:
        return False
    return below.alignment is Alignment.CENTER or mostly_capitals(below.shown)


def _with_title(item: BodyItem, title: Line | None, below: Paragraph) -> BodyItem:
    return BodyItem(
        item.paragraph,
        item.level,
        item.label,
        item.ordinal,
        item.path,
        title=below.shown.strip(),
        title_line=title,
        titled=True,
        typed=item.typed,
    )
