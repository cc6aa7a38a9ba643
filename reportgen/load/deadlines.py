"""Printed deadlines (cột "Thời gian", "Thời gian hoàn thành") to `Deadline` values.

This module finds the parts of a cell, their labels and what each names; `deadline_words` reads one expression. A
part that cannot be read is `Pattern.UNREAD` with `problem="unread"`; a day before the plan's first year is kept as
printed with `problem="before_plan"`. Neither is ever corrected or judged: a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from reportgen.load.deadline_words import Reading, folded, periodic, read
from reportgen.model.deadline import Cycle, Deadline, Pattern
from reportgen.vi.text import nfc

UNREAD = "unread"
BEFORE_PLAN = "before_plan"

_MARK = re.compile(r"^(?:[-\u2010-\u2015+*\u2022\u00b7\u25aa]\s*|(?:\d{1,2}[.)]|[a-zđ]\))\s+)+")
_HARD = re.compile(
    r"(\s*;\s*(?:[-\u2013\u2014+\u2022]\s*)?|\.\s+(?:[-\u2013\u2014+\u2022]\s*)?|\s+[-\u2013\u2014+\u2022]\s+)"
)
_SOFT = re.compile(r"\s*,\s+|\s+và\s+")
_DASHES = frozenset("-\u2013\u2014")
_GOES_ON = re.compile(r"(?:ngày|năm|giai đoạn)\b|\d")
_FULL_YEAR = re.compile(r"20\d\d")
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_MAX_CUTS = 6
_MAX_GAPS = 30
_MAX_LENGTH = 1000
"""Characters of an expression; longer texts are not deadlines."""
_LIMIT = re.compile(r"(?:xong|hoàn thành|trước|chậm nhất|muộn nhất|đến hết|không quá|hạn|thời hạn)\b")
_PROVINCIAL = re.compile(
    r"(?:tổng hợp|công bố|thẩm định|phê duyệt).*\b(?:toàn tỉnh|toàn thành phố|toàn quốc|cả nước)\b"
)
_DOCUMENT = r"(?:kế hoạch|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|công văn|đề án|dự án|chương trình|luật)\b"
_REFERENCE = {
    Pattern.EVENT: re.compile(
        r"(?:^|.*?\s)(?:sau\s+khi|từ\s+khi|kể\s+từ\s+(?:khi|ngày)|khi|sau)\s+(.+)|(?:^|.*?\s)theo\s+(.+)", re.IGNORECASE
    ),
    Pattern.SCHEDULE: re.compile(
        r"(?:^|.*?\s)theo\s+(?:đúng\s+)?(?:(?:lộ trình|tiến độ|thời gian|thời hạn)\s+"
        rf"(?:(?:tại|trong|của|theo|nêu tại|quy định tại)\s+)?(?={_DOCUMENT}))?(.+)",
        re.IGNORECASE,
    ),
}


def parse_deadlines(
    time_items: Sequence[str], product_items: Sequence[str], years: tuple[int, int]
) -> tuple[Deadline, ...]:
    """Read all deadlines of a task.

    Args:
        time_items: Items of the time column as printed, in any normal form, case or spacing; several parts in one
            item are told apart where a label or a deadline follows a new line, `;`, ` - ` or a full stop.
        product_items: Items of the product column. Reports that recur by their name (`Báo cáo công tác kiểm soát TTHC
            hằng quý, năm`) become further deadlines with `from_products`, unless the time column says so already.
        years: First and last year of the plan.

    Returns:
        The parts of the time column in printed order, then those of the product column; never empty.
    """
    timed = [deadline for item in time_items for deadline in _item(item, years)]
    found = [deadline for item in product_items for deadline in _recurring_product(item, timed)]
    return tuple(timed + found) or (_unread("", ""),)


def parse_one(text: str, years: tuple[int, int]) -> Deadline:
    """Read the one deadline of a reporting duty; words that hold none, or several, are unread."""
    found = _item(text, years)
    return found[0] if len(found) == 1 else _unread(_clean(text), "")


# --- the time column


def _item(item: str, years: tuple[int, int]) -> list[Deadline]:
    """Read one item of the time column."""
    parts = [part for line in _lines(item, years) for part in _parts(line, years)]
    return [deadline for part in parts for deadline in _part(part, years)]


def _clean(text: str) -> str:
    """Return NFC text without list mark, final stops and doubled or non-breaking spaces."""
    words = " ".join(re.sub("[\u200b\u200c\u200d\ufeff\u00ad]", "", nfc(text)).split())
    return _MARK.sub("", words).rstrip(" .;,")


def _lines(item: str, years: tuple[int, int]) -> Iterator[str]:
    """Yield the lines of an item; one that begins nothing new goes on the line before (a narrow column broke it)."""
    current = ""
    for raw in nfc(item).splitlines():
        line = _clean(raw)
        marked = _MARK.match(raw.strip()) is not None
        if current and line and not marked and not _begins(current, line, years):
            current = f"{current} {line}"
        elif line:
            if current:
                yield current
            current = line
    if current:
        yield current


def _parts(line: str, years: tuple[int, int]) -> Iterator[str]:
    """Cut a line where a label or a deadline follows a separator; other separators are part of the words."""
    current, *rest = _HARD.split(line)
    for mark, words in zip(rest[::2], rest[1::2], strict=True):
        if _begins(current, words, years, mark):
            yield _clean(current)
            current = words
        else:
            current += mark + words
    yield _clean(current)


def _begins(current: str, words: str, years: tuple[int, int], mark: str = " ") -> bool:
    """Tell whether `words` begin a new part after `current`."""
    _, expression = _labelled(_clean(current), years)
    before, joined = _read(expression, years), _read(f"{expression}{mark}{words}", years)
    if joined and (joined.closed or before is None):
        return False  # `Quý IV/2026 - Quý II/2027` is one
    if _has_label(words, years):
        return True
    found = _read(_clean(words), years)
    if found is None or (mark.strip() in _DASHES and _is_day(before) and _is_day(found)):
        return False  # `Quý IV/2026 - Quý II/2026` is a range that cannot be right
    # after an event, a document's name or words not understood, a date or stage may belong to them
    return (before is not None and before.closed) or not _GOES_ON.match(folded(words))


def _is_day(reading: Reading | None) -> bool:
    return reading is not None and reading.deadlines[0].pattern is Pattern.DATE


def _has_label(words: str, years: tuple[int, int]) -> bool:
    label, expression = _labelled(_clean(words), years)
    return bool(label) and _read(expression, years) is not None


@lru_cache(maxsize=4096)
def _read(expression: str, years: tuple[int, int]) -> Reading | None:
    return read(folded(expression), years) if len(expression) <= _MAX_LENGTH else None


def _labelled(part: str, years: tuple[int, int]) -> tuple[str, str]:
    """Split a part at its first colon (not that of an hour); a deadline before the colon is not a label."""
    colon = _COLON.search(part)
    if colon is None:
        return "", part
    head, tail = part[: colon.start()].rstrip(), part[colon.end() :].lstrip()
    if _read(tail, years) is None:
        before = _read(head, years)
        if before:
            return (tail, head) if before.closed else ("", part)
    return head, tail


def _part(part: str, years: tuple[int, int]) -> Iterator[Deadline]:
    """Read one part, which may still be a list of deadlines: `Quý I/2026 và hằng năm`."""
    label, expression = _labelled(part, years)
    for text, reading in _pieces(expression, years):
        for deadline in reading.deadlines if reading else (_unread("", ""),):
            yield _finished(replace(deadline, text=text, label=label), years)


@lru_cache(maxsize=4096)
def _pieces(expression: str, years: tuple[int, int]) -> tuple[tuple[str, Reading | None], ...]:
    """Return an expression as the fewest readable pieces; the whole, unread, when that cannot be done."""
    whole = _read(expression, years)
    if (whole and whole.closed) or len(expression) > _MAX_LENGTH:
        return ((expression, whole),)
    for cut in list(_SOFT.finditer(expression))[:_MAX_CUTS]:
        left, right = expression[: cut.start()], expression[cut.end() :]
        before = _read(left, years)
        if before is None or not (before.closed or _LIMIT.match(folded(right))):
            continue
        if right[:1].isdigit() or (before.deadlines[0].pattern is Pattern.DATE and not _FULL_YEAR.search(left)):
            continue  # the year of `Tháng 9, tháng 3 hằng năm` stands at its end
        after = _pieces(right, years)
        if all(reading for _, reading in after):
            return ((left, before), *after)
    return ((expression, whole),)


def _finished(deadline: Deadline, years: tuple[int, int]) -> Deadline:
    """Add what depends on the printed words: reference, level, a day that cannot be right."""
    pattern, last_day = deadline.pattern, deadline.last_day
    dated = pattern in (Pattern.DATE, Pattern.STAGE)
    too_early = dated and last_day is not None and last_day < date(years[0], 1, 1)
    return replace(
        deadline,
        reference=_reference(deadline),
        foreign=bool(_PROVINCIAL.search(folded(deadline.label) or folded(deadline.text))),
        problem=BEFORE_PLAN if too_early else deadline.problem,
    )


def _reference(deadline: Deadline) -> str:
    """Return the event or the document that the words name."""
    pattern = _REFERENCE.get(deadline.pattern)
    match = pattern.fullmatch(deadline.text) if pattern else None
    if match:
        return next(words for words in match.groups() if words)
    return deadline.text if pattern else ""


def _unread(text: str, label: str) -> Deadline:
    return Deadline(text, label, Pattern.UNREAD, problem=UNREAD)


# --- the product column


def _recurring_product(item: str, timed: list[Deadline]) -> Iterator[Deadline]:
    """Find reports that recur by their own name; a plan or document "hằng năm" is a name, not a duty."""
    known = {cycle for deadline in timed for cycle in _cycles(deadline)}
    for product in filter(None, map(_clean, re.split(r"\n|;|\s+[-\u2013\u2014+\u2022]\s+", nfc(item)))):
        found = _periodic_end(product)
        cycles = tuple(cycle for cycle in _cycles(found) if cycle not in known) if found else ()
        if found and cycles:
            yearly = cycles == (Cycle.YEARLY,)
            pattern = Pattern.YEARLY if yearly else Pattern.PERIODIC
            yield replace(found, pattern=pattern, cycles=() if yearly else cycles, from_products=True)


def _cycles(deadline: Deadline) -> tuple[Cycle, ...]:
    return (Cycle.YEARLY,) if deadline.pattern is Pattern.YEARLY else deadline.cycles


def _periodic_end(product: str) -> Deadline | None:
    """Read `Báo cáo kết quả thực hiện: định kỳ hằng tháng`: words that name a report, then how often."""
    for gap in list(re.finditer(r"[\s:,(]+", product))[-_MAX_GAPS:]:
        label, text = product[: gap.start()], product[gap.end() :].rstrip(")")
        found = periodic(folded(text))
        if found and ("báo cáo" in folded(label) or folded(text).startswith("định kỳ")):
            return replace(found, text=text, label=label)
    return None
