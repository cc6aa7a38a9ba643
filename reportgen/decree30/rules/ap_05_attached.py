"""Rule AP-05; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Appendix, Components, Kind
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals, centred, emphasis, size_faults
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, words
from reportgen.vi.dates import parse_date

_SYMBOL = re.compile(r"số\s*:?\s*(?P<number>\d*)[\s….]*/\s?(?P<symbol>[^\W\d_][^\s,;)]*)", re.IGNORECASE)
_DATE = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|ngày\s+\d{1,2}/\d{1,2}/\d{4}")


def ap_05(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Dòng “(Kèm theo ...)” của phụ lục thiếu hoặc sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm c khoản 1: trên mỗi phụ lục ghi số, ký hiệu, thời gian ban
    hành và tên cơ quan ban hành văn bản; canh giữa dưới tên phụ lục, chữ in thường, cỡ 13 đến 14, nghiêng, màu đen. Với
    văn bản điện tử, số và ngày để trống.
    ## Cách sửa
    Dưới tên phụ lục ghi “(Kèm theo Báo cáo số      /BC-UBND ngày      tháng      năm 2026 của Ủy ban nhân dân phường
    ...)”; vào Home chọn Italic, bỏ Bold, cỡ 13 hoặc 14, canh giữa (Ctrl+E).
    ## Ví dụ
    Phụ lục của báo cáo ghi “(Kèm theo Kế hoạch số ...)”: báo AP-05. Ghi đúng loại văn bản, số và ngày để trống: không
    báo.
    """
    del doc
    fact = facts["AP-05"]
    if not parts.appendices:
        yield not_applicable("tệp không có phụ lục")
    for appendix in parts.appendices:
        if not appendix.attached:
            yield Finding(appendix.label.place, "phụ lục không có dòng “(Kèm theo ...)”", f"“{fact.text('form')}”")
            continue
        for line in appendix.attached:
            yield from size_faults(line, "dòng “(Kèm theo ...)”", fact.pt("size"))
            yield from emphasis(line, "dòng “(Kèm theo ...)”", bold=False, italic=True)
            yield from _looks(line)
        yield from _content(appendix, parts, facts)


def _looks(line: Line) -> Iterator[Finding]:
    if capitals(line.shown):
        yield Finding(line.place, "dòng “(Kèm theo ...)” in hoa", "chữ in thường")
    if not centred(line):
        yield Finding(line.place, f"dòng “(Kèm theo ...)” {line.alignment.value}", "canh giữa dưới tên phụ lục")


def _content(appendix: Appendix, parts: Components, facts: Facts) -> Iterator[Finding]:
    text = " ".join(words(line) for line in appendix.attached)
    place, form = appendix.attached[0].place, facts["AP-05"].text("form")
    if not (text.startswith("(") and text.rstrip(".").endswith(")")):
        yield Finding(place, f"ghi {quoted(text)} không trong ngoặc đơn", f"“{form}”")
    lower = text.casefold()
    missing = [
        name
        for word, name in (("số", "số, ký hiệu"), ("ngày", "thời gian ban hành"), ("của", "tên cơ quan ban hành"))
        if not re.search(rf"(?<!\w){word}(?!\w)", lower)
    ]
    if missing:
        yield Finding(place, f"dòng “(Kèm theo ...)” thiếu {', '.join(missing)}", f"“{form}”")
    yield from _agrees(text, appendix, parts, facts)


def _agrees(text: str, appendix: Appendix, parts: Components, facts: Facts) -> Iterator[Finding]:
    """Compare with the document itself: the type, and the number and date where both are filled in."""
    place = appendix.attached[0].place
    named = re.match(r"\(?\s*(?:ban hành\s+)?kèm theo\s+(?P<type>[^\d(]+?)\s+số", text, re.IGNORECASE)
    if named and parts.kind is not None:
        yield from _same_type(named["type"], parts.kind, appendix, facts)
    mine = _SYMBOL.search(words(parts.number)) if parts.number else None
    theirs = _SYMBOL.search(text)
    if mine and theirs:
        symbols = theirs["symbol"], mine["symbol"]
        numbers = theirs["number"], mine["number"]
        if symbols[0] != symbols[1] or (all(numbers) and int(numbers[0]) != int(numbers[1])):
            found = f"phụ lục ghi {quoted(theirs.group())}"
            yield Finding(place, found, f"như số, ký hiệu của văn bản, {quoted(mine.group())}")
    dates = [_date(line) for line in (text, words(parts.place_date) if parts.place_date else "")]
    if all(dates) and dates[0] != dates[1]:
        yield Finding(place, f"phụ lục ghi {quoted(dates[0])}", f"như ngày của văn bản, {quoted(dates[1])}")


def _same_type(named: str, kind: Kind, appendix: Appendix, facts: Facts) -> Iterator[Finding]:
    others = {fact.name for key, fact in facts.kinds.items() if key != kind.name.lower()}
    first = " ".join(named.casefold().split())
    other = next((name for name in others if first.startswith(name)), None)
    if other is not None:
        found = f"phụ lục của {kind.value} ghi “Kèm theo {named.strip()}”"
        yield Finding(appendix.attached[0].place, found, f"“Kèm theo {kind.value.capitalize()} số ...”")


def _date(text: str) -> str:
    """Return a filled-in date in figures, "" where it is blank or half blank."""
    found = _DATE.search(" ".join(text.split()))
    if found is None:
        return ""
    try:
        return parse_date(found.group().removeprefix("ngày ") if "/" in found.group() else found.group()).isoformat()
    except ValueError:
        return ""
