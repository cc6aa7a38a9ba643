"""Automatic numbers as printed (ECMA-376 part 1, 17.9): Word stores lists, not the letters that a reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.decree30.ooxml import VAL, W, flag, value, whole
from reportgen.decree30.styles import Props, Styles, paragraph_props, run_props
from reportgen.vi.roman import to_roman

_PLACE: Final = re.compile(r"%([1-9])")
_MAX_ROMAN: Final = 3999
_LEVELS: Final = 9
_SYMBOLS: Final = {0xB7: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xFC: "✓", 0x2D: "-", 0x76: "❖", 0x6E: "■", 0x6F: "o"}
"""Bullets of the Symbol and Wingdings fonts, by the low byte of their private code point."""
_PRIVATE: Final = range(0xE000, 0xF900)


@dataclass(slots=True)
class ListLevel:
    """One level of a list, as stated."""

    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""
    ppr: Props = field(default_factory=dict)
    rpr: Props = field(default_factory=dict)


@dataclass(slots=True)
class _Num:
    """A list in use: which abstract list it follows, where it starts anew."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, ListLevel] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Read the numbering part, None when there is none."""
        self._styles = styles
        self._abstract: dict[str, dict[int, ListLevel]] = {}
        self._links: dict[str, str] = {}
        self._nums: dict[int, _Num] = {}
        if root is not None:
            for element in root.findall(f"{W}abstractNum"):
                self._read_abstract(element)
            for element in root.findall(f"{W}num"):
                self._read_num(element)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()

    def _read_abstract(self, element: etree._Element) -> None:
        key = element.get(f"{W}abstractNumId", "")
        self._abstract[key] = {whole(level.get(f"{W}ilvl")): self._level(level) for level in element.findall(f"{W}lvl")}
        link = value(element, "numStyleLink")
        if link:
            self._links[key] = link

    def _level(self, element: etree._Element) -> ListLevel:
        theme = self._styles.theme
        restart = element.find(f"{W}lvlRestart")
        return ListLevel(
            kind=value(element, "numFmt", "decimal"),
            text=value(element, "lvlText"),
            start=whole(value(element, "start", "1"), 1),
            restart=None if restart is None else whole(restart.get(VAL)),
            legal=flag(element, "isLgl"),
            style=value(element, "pStyle"),
            ppr=paragraph_props(element.find(f"{W}pPr"), theme),
            rpr=run_props(element.find(f"{W}rPr"), theme),
        )

    def _read_num(self, element: etree._Element) -> None:
        num = _Num(value(element, "abstractNumId"))
        for override in element.findall(f"{W}lvlOverride"):
            level = whole(override.get(f"{W}ilvl"))
            stated = override.find(f"{W}lvl")
            if stated is not None:
                num.levels[level] = self._level(stated)
            start = override.find(f"{W}startOverride")
            if start is not None:
                num.starts[level] = whole(start.get(VAL))
        self._nums[whole(element.get(f"{W}numId"))] = num

    def level(self, num_id: int, ilvl: int) -> ListLevel | None:
        """Return a level of a list, None when there is no such list or level."""
        num = self._nums.get(num_id)
        if num is None:
            return None
        return num.levels.get(ilvl) or self._levels_of(num.abstract).get(ilvl)

    def level_of_style(self, num_id: int, style: str) -> int | None:
        """Return the level of a list that is tied to a paragraph style."""
        num = self._nums.get(num_id)
        levels = {} if num is None else {**self._levels_of(num.abstract), **num.levels}
        return next((ilvl for ilvl, level in levels.items() if level.style == style), None)

    def _levels_of(self, abstract: str, depth: int = 0) -> dict[int, ListLevel]:
        """Return the levels of an abstract list, through the numbering style that it may refer to."""
        levels = self._abstract.get(abstract, {})
        style = self._styles.get(self._links.get(abstract, ""))
        if levels or style is None or depth > _LEVELS:
            return levels
        num = self._nums.get(style.ppr.get("numId", 0))
        return {} if num is None else self._levels_of(num.abstract, depth + 1)

    def count(self, num_id: int, ilvl: int) -> str:
        """Count one paragraph and return its number as printed; "" when the level prints nothing.

        Paragraphs must be counted once each, in the order of the document.
        """
        level = self.level(num_id, ilvl)
        if level is None:
            return ""
        num = self._nums[num_id]
        counts = self._counts.setdefault(num.abstract, {})
        self._begin(num_id, num, counts, ilvl)
        counts[ilvl] = counts.get(ilvl, level.start - 1) + 1
        for deeper in [k for k in counts if k > ilvl]:
            below = self.level(num_id, deeper)
            restart = None if below is None else below.restart
            if restart != 0 and (restart is None or ilvl < restart):
                del counts[deeper]
        if level.kind == "bullet":
            return _bullet(level.text)
        return _PLACE.sub(lambda match: self._figure(num_id, int(match[1]) - 1, counts, level), level.text).strip()

    def _begin(self, num_id: int, num: _Num, counts: dict[int, int], ilvl: int) -> None:
        """Let a list that starts anew do so, the first time that it is used."""
        if ilvl in num.starts and (num_id, ilvl) not in self._begun:
            counts[ilvl] = num.starts[ilvl] - 1
        self._begun.add((num_id, ilvl))

    def _figure(self, num_id: int, ilvl: int, counts: dict[int, int], shown_in: ListLevel) -> str:
        level = self.level(num_id, ilvl) or ListLevel()
        count = counts.setdefault(ilvl, level.start)
        return figure(count, "decimal" if shown_in.legal and level.kind != "decimalZero" else level.kind)


def figure(count: int, kind: str) -> str:
    """Return a count as a list of that kind prints it: `iv`, `B`, `07`; unknown kinds print decimal."""
    roman = to_roman(count) if 1 <= count <= _MAX_ROMAN else str(count)
    if kind == "upperRoman":
        return roman
    if kind == "lowerRoman":
        return roman.lower()
    if kind in {"upperLetter", "lowerLetter"} and count >= 1:
        turns, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) * (turns + 1)
        return letters.upper() if kind == "upperLetter" else letters
    if kind == "decimalZero":
        return f"{count:02d}"
    return "" if kind == "none" else str(count)


def _bullet(text: str) -> str:
    """Return a bullet; those of symbol fonts as the ordinary character that they look like."""
    return "".join(_SYMBOLS.get(ord(c) & 0xFF, "•") if ord(c) in _PRIVATE else c for c in text).strip()
