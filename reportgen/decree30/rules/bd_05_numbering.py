"""Rule BD-05; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.decree30.components import BodyItem, Components, Level
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted
from reportgen.vi.letters import LETTERS, letter, letter_index
from reportgen.vi.roman import from_roman, to_roman

_RANKS = (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION, Level.ARTICLE, Level.CLAUSE, Level.POINT)
_THROUGH = {Level.PART, Level.ARTICLE}
"""Levels whose numbers run through the whole text."""
_MARKS = {Level.ARTICLE: ".", Level.CLAUSE: ".", Level.POINT: ")"}
_LETTERED = re.compile(r"[A-HK-UYĐ]\b")
_LIST_REMEDY = (
    "Danh sách chữ cái tự động của Word không có chữ đ: bấm vào danh sách, bỏ đánh số tự động (Home, Numbering, None) "
    "rồi gõ a), b), c), d), đ), e), g)."
)


def bd_05(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Số thứ tự của phần, mục, khoản, điểm sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm đ khoản 6: phần, chương dùng chữ số La Mã; điều, khoản dùng
    chữ số Ả Rập, sau có dấu chấm; điểm dùng chữ cái theo thứ tự bảng chữ cái tiếng Việt (a, b, c, d, đ, e, g, h, i...),
    sau có dấu đóng ngoặc đơn. Không có f, j, w, z và không bỏ qua đ. Số nhảy cóc hoặc lặp lại làm viện dẫn nhầm.
    ## Cách sửa
    Sửa lại số ở dòng bị báo và các dòng sau nó. Nếu là danh sách tự động a, b, c của Word: bỏ đánh số (Home, Numbering,
    None) rồi gõ tay, vì Word không có chữ đ.
    ## Ví dụ
    “d) ...” rồi “e) ...”: báo BD-05. “d) ...”, “đ) ...”, “e) ...”, “g) ...”: không báo.
    """
    del doc, facts
    groups = [parts.body, *(_numbered(appendix.items) for appendix in parts.appendices)]
    if not any(item.level in _RANKS for items in groups for item in items):
        yield not_applicable("nội dung không đánh số thứ tự")
    for items in groups:
        yield from _sequence(items)


def _numbered(items: tuple[BodyItem, ...]) -> tuple[BodyItem, ...]:
    """Drop the headings `A.`, `B.` that part the tables of an appendix, whose layout the decree leaves free."""
    return tuple(item for item in items if item.level is not Level.SECTION or not _LETTERED.match(item.label))


@dataclass(slots=True)
class _Counters:
    """Where each level stands; `nested` counts unnumbered-title khoản listed under a titled one."""

    last: dict[Level, int] = field(default_factory=dict)
    titled: bool = False
    nested: int | None = None
    colon: bool = False
    automatic: bool = False

    def below(self, level: Level) -> None:
        """Forget the levels below one that has just begun."""
        rank = _RANKS.index(level) if level in _RANKS else _RANKS.index(Level.CLAUSE)
        for lower in _RANKS[rank + 1 :]:
            if lower not in _THROUGH:
                self.last.pop(lower, None)
        self.nested = self.nested if level in {Level.CLAUSE, Level.POINT} else None
        self.automatic = self.automatic and level is Level.POINT


def _sequence(items: Iterable[BodyItem]) -> Iterator[Finding]:
    counters = _Counters()
    for item in items:
        if item.level in _RANKS:
            yield from _form(item)
            yield from _place_in_order(item, counters)
            counters.colon = False
        elif item.level is Level.DECIMAL:
            counters.below(Level.CLAUSE)
        if item.level in {Level.TEXT, Level.DASH}:
            counters.colon = item.paragraph.shown.rstrip().endswith(":")


def _form(item: BodyItem) -> Iterator[Finding]:
    """Judge the kind of numeral and the mark after it."""
    label, level, place = item.label.strip(), item.level, item.paragraph.place
    bare = re.sub(r"^(phần|chương|tiểu mục|mục|điều)\s+(thứ\s+)?", "", label, flags=re.IGNORECASE)
    numeral = bare.rstrip(".):/- ")
    worded = bare != label
    if level in {Level.PART, Level.CHAPTER} and not _roman(numeral):
        yield Finding(place, f"số thứ tự {level.value} ghi {quoted(numeral)}", "chữ số La Mã (I, II, III...)")
    elif level is Level.SECTION and not worded and (item.ordinal is None or not _roman(numeral)):
        yield Finding(place, f"số thứ tự mục ghi {quoted(numeral)}", "chữ số La Mã (I, II, III, IV...)")
    elif level in {Level.SECTION, Level.SUBSECTION} and worded and not numeral.isdigit():
        yield Finding(place, f"{quoted(label)} không dùng chữ số Ả Rập", f"{level.value} dùng chữ số Ả Rập (Mục 1)")
    elif level in {Level.ARTICLE, Level.CLAUSE} and not numeral.isdigit():
        yield Finding(place, f"số thứ tự {level.value} ghi {quoted(numeral)}", "chữ số Ả Rập")
    mark = _MARKS.get(level, "" if worded else ".")
    if mark and not bare.endswith(mark):
        name = "dấu chấm (.)" if mark == "." else "dấu đóng ngoặc đơn )"
        yield Finding(place, f"số thứ tự {level.value} ghi {quoted(label)}", f"sau số thứ tự có {name}")
    if level is Level.POINT and numeral != numeral.lower():
        yield Finding(place, f"điểm ghi {quoted(label)}", "chữ cái in thường")


def _roman(text: str) -> bool:
    try:
        from_roman(text)
    except ValueError:
        return False
    return text == text.upper()


def _place_in_order(item: BodyItem, counters: _Counters) -> Iterator[Finding]:
    level, ordinal = item.level, item.ordinal
    if level is Level.POINT:
        yield from _point(item, counters)
        return
    last = counters.last.get(level, 0)
    counters.below(level)
    if level is Level.CLAUSE and _is_nested(item, counters, last):
        return
    if level is Level.SECTION and _LETTERED.match(item.label):
        counters.last.pop(level, None)  # A., B. stand above I., II.; `_form` has told that they are not allowed
        return
    if ordinal is None:
        counters.last[level] = last + 1
        return
    restarts = level is Level.CHAPTER and ordinal == 1
    through = level is Level.CHAPTER and not last
    if ordinal != last + 1 and not restarts and not through:
        yield _out_of_order(item, last, _written(item, last + 1))
    counters.last[level] = ordinal
    counters.titled = item.titled if level is Level.CLAUSE else False


def _is_nested(item: BodyItem, counters: _Counters, last: int) -> bool:
    """Tell a list 1., 2. of running text under a khoản with a title, which counts for itself."""
    if item.titled or item.ordinal is None:
        counters.nested = None
    elif counters.nested is not None and item.ordinal == counters.nested + 1:
        counters.nested = item.ordinal
        return True
    elif item.ordinal == 1 and last and counters.titled and counters.nested is None:
        counters.nested = 1
        return True
    return False


def _point(item: BodyItem, counters: _Counters) -> Iterator[Finding]:
    last = counters.last.get(Level.POINT, 0)
    automatic = item.paragraph.number_kind == "lowerLetter"
    sign = item.label.strip().rstrip(").:/ ").lower()
    ordinal = _index(sign) if item.ordinal is None else item.ordinal
    if ordinal == 1 and counters.colon:
        last, counters.automatic = 0, False
    expected = _written(item, last + 1)
    if ordinal is None:
        if not (automatic and counters.automatic):
            remedy = _LIST_REMEDY if automatic else None
            found = f"điểm ghi {quoted(item.label)}, không phải chữ cái tiếng Việt dùng cho điểm"
            yield Finding(item.paragraph.place, found, f"{quoted(expected)}", remedy=remedy)
        counters.last[Level.POINT] = last + 1
    else:
        if ordinal != last + 1 and not (automatic and counters.automatic):
            yield _out_of_order(item, last, expected, automatic=automatic)
            counters.automatic = automatic
        counters.last[Level.POINT] = ordinal


def _index(sign: str) -> int | None:
    try:
        return letter_index(sign)
    except ValueError:
        return None


def _written(item: BodyItem, ordinal: int) -> str:
    """Return the label that an item should bear."""
    if item.level is Level.POINT:
        return f"{letter(ordinal)})" if ordinal <= len(LETTERS) else "khoản mới"
    if item.level is Level.CLAUSE:
        return f"{ordinal}."
    word = item.label.strip().rsplit(" ", 1)[0] if " " in item.label.strip() else ""
    roman = item.level in {Level.PART, Level.CHAPTER} or (item.level is Level.SECTION and not word)
    numeral = to_roman(ordinal) if roman else str(ordinal)
    return f"{word} {numeral}" if word else f"{numeral}."


def _out_of_order(item: BodyItem, last: int, expected: str, *, automatic: bool = False) -> Finding:
    before = f"sau {quoted(_written(item, last))}" if last else "ở đầu"
    how = " (đánh số tự động)" if automatic else ""
    found = f"số thứ tự {item.level.value} ghi {quoted(item.label)}{how} {before}"
    return Finding(item.paragraph.place, found, f"{quoted(expected)}", remedy=_LIST_REMEDY if automatic else None)
