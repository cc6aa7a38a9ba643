"""Blocks of a Word part: every for has its endfor, at the same level, and nothing is cut through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.problem import Problem
from reportgen.render.tags import BRANCH_WORDS, CELL_WORDS, OPENING_WORDS, Tag
from reportgen.render.wordtext import W, up

NUMBER: Final = "\ufdd2"  # stands around the number of a tag; a noncharacter, see `wordtext`
_LEVELS: Final = {"tr": "tbl", "tc": "tr"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A tag in its part: its number, where a person finds it, and what encloses it."""

    number: int
    tag: Tag
    where: str
    paragraph: etree._Element


def check_blocks(spots: Sequence[Spot]) -> list[Problem]:
    """Pair every opening tag with its closing one, at the same level of the document; return what does not pair."""
    pairing = _Pairing()
    pairing.run(spots)
    return pairing.problems


class _Pairing:
    """Walks the tags of a part in order with the blocks that are open."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def run(self, spots: Sequence[Spot]) -> None:
        """Pair the tags of one part."""
        open_: list[Spot] = []
        for spot in spots:
            tag = spot.tag
            if tag.word in CELL_WORDS:
                self._check_cell_word(spot, open_)
            elif tag.opens:
                open_.append(spot)
            elif tag.word in BRANCH_WORDS:
                if not open_ or open_[-1].tag.word not in BRANCH_WORDS[tag.word]:
                    self._unpaired(spot, f"thẻ {tag.text} không nằm trong khối {{% if %}} nào")
                else:
                    self._check_level(open_[-1], spot)
            elif tag.word in OPENING_WORDS.values():
                self._close(spot, open_)
        for spot in open_:
            self._unclosed(spot)

    def _close(self, spot: Spot, open_: list[Spot]) -> None:
        word = spot.tag.word
        if any(o.tag.opens == word for o in open_):
            while open_[-1].tag.opens != word:
                self._unclosed(open_.pop())
            self._check_level(open_.pop(), spot)
        else:
            self._unpaired(spot, f"thẻ {spot.tag.text} không có thẻ mở tương ứng")

    def _unclosed(self, spot: Spot) -> None:
        closing = f"{{%{spot.tag.prefix} {spot.tag.opens} %}}"
        self._unpaired(spot, f"thẻ {spot.tag.text} mở ra mà không có {closing} để đóng")

    def _unpaired(self, spot: Spot, message: str) -> None:
        remedy = "Mỗi for cần một endfor, mỗi if cần một endif, theo đúng thứ tự lồng nhau."
        self.problems.append(Problem("MB012", spot.where, message, remedy))

    def _check_level(self, first: Spot, second: Spot) -> None:
        if first.tag.prefix == second.tag.prefix and _container(first) is _container(second):
            return
        if first.tag.prefix == second.tag.prefix == "tr":
            message = f"thẻ {first.tag.text} ({_short(first.where)}) và {second.tag.text} nằm ở hai bảng khác nhau"
        else:
            message = f"thẻ {first.tag.text} ({_short(first.where)}) và {second.tag.text} không cùng cấp"
        remedy = "Đặt thẻ mở và thẻ đóng cùng loại ({%tr, {%p, ...) trong cùng một bảng, một ô hoặc cùng phần thân."
        self.problems.append(Problem("MB013", second.where, message, remedy))

    def _check_cell_word(self, spot: Spot, open_: list[Spot]) -> None:
        cell = up(spot.paragraph, "tc")
        if cell is None or cell.find(f".//{W}tbl") is not None:
            message = f"thẻ {spot.tag.text} phải nằm trong ô của bảng, ô đó không chứa bảng khác"
            self.problems.append(Problem("MB013", spot.where, message, "Chuyển thẻ vào ô thường của bảng."))
        elif spot.tag.word in {"vm", "hm"} and not any(o.tag.word == "for" for o in open_):
            message = f"thẻ {spot.tag.text} chỉ dùng được bên trong vòng lặp"
            self.problems.append(Problem("MB012", spot.where, message, "Đặt dòng hoặc ô này giữa for và endfor."))


def _container(spot: Spot) -> etree._Element | None:
    """Return what a marker's paragraph, row or cell lies in; of `{%r` and plain tags, what their paragraph lies in."""
    level = _LEVELS.get(spot.tag.prefix)
    if level:
        return up(spot.paragraph, level)
    return spot.paragraph if spot.tag.prefix == "r" else spot.paragraph.getparent()


def _short(where: str) -> str:
    return where.partition(", ")[2] or where


# --- blocks that cut through the markup --------------------------------------------------------------------------

_MARKUP: Final = re.compile(f"<(/?)([^\\s/>]+)[^>]*?(/?)>|\\{{%[-\\s]*{NUMBER}(\\d+){NUMBER}")


@dataclass(slots=True)
class _Fragment:
    """The markup between two tags of a block, reduced to what it closes first and what it opens after."""

    first: Spot | None
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    def add(self, name: str, *, closing: bool) -> None:
        if not closing:
            self.opens.append(name)
        elif self.opens:
            self.opens.pop()
        else:
            self.closes.append(name)

    def may_vanish(self) -> bool:
        """Return whether the document stays whole when the fragment is left out or repeated."""
        return self.closes == self.opens[::-1]


def cut_through(patched: str, spots: list[Spot]) -> Iterator[Problem]:
    """Find blocks that begin and end in places between which the markup cannot be left out or repeated."""
    stack = [_Fragment(None)]
    for found in _MARKUP.finditer(patched):
        slash, name, empty, number = found.groups()
        if name is not None and not empty and not name.startswith(("?", "!")):
            stack[-1].add(name, closing=bool(slash))
        elif number is not None:
            spot = spots[int(number)]
            if len(stack) > 1 and (spot.tag.word in BRANCH_WORDS or spot.tag.word in OPENING_WORDS.values()):
                fragment = stack.pop()
                if not fragment.may_vanish() and fragment.first is not None:
                    yield _cut(fragment.first, spot)
                for closed in fragment.closes:
                    stack[-1].add(closed, closing=True)
                for opened in fragment.opens:
                    stack[-1].add(opened, closing=False)
            if spot.tag.word in BRANCH_WORDS or spot.tag.opens:
                stack.append(_Fragment(spot))


def _cut(first: Spot, second: Spot) -> Problem:
    message = f"đoạn giữa {first.tag.text} ({_short(first.where)}) và {second.tag.text} cắt ngang bố cục văn bản"
    remedy = "Đặt thẻ mở và thẻ đóng ở cùng một cấp: cùng đoạn, hoặc mỗi thẻ một đoạn riêng với {%p ... %}."
    return Problem("MB013", second.where, message, remedy)
