"""The tags in a text of a chart, read once: brought together from their runs and made a little program."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Final

from lxml import etree

from reportgen.problem import Problem
from reportgen.render.charttext import CLOSE, END, FIX, OPEN, RUN, ChartText, pieces, program, text_environment
from reportgen.render.tags import CELL_WORDS, Kind, Tag, Token, check_tag, scan
from reportgen.render.wording import UNREADABLE, is_nesting, reading_words
from reportgen.vi.text import nfc

_WHOLE: Final = "Gõ lại thẻ cho đủ và liền dấu: {{ tên }}, {% lệnh %}; mỗi thẻ nằm trọn trong một đoạn."


def read_text(
    paragraph: etree._Element, number: int, where: str, *, excel: bool
) -> tuple[ChartText | None, list[Problem]]:
    """Return a paragraph with tags made ready, or None with everything wrong with it: MB010, MB011, MB013 to MB017.

    Args:
        paragraph: The `a:p`.
        number: Its number among all of the part.
        where: Its place.
        excel: Whether it is a workbook's.
    """
    found = list(pieces(paragraph))
    whole = "".join(text for _, text in found)
    tokens, faults = scan(whole)
    problems = [Problem("MB011", where, fault, _WHOLE) for fault in faults]
    sandbox = text_environment(excel=excel)
    tags = [token.tag for token in tokens if token.tag is not None]
    for tag in tags:
        problems += _misplaced(tag, where) or check_tag(tag, sandbox, where)
    if problems:
        return None, problems
    source = _source([text for _, text in found], tokens)
    try:
        program(source, excel=excel)
    except UNREADABLE as error:
        code = "MB019" if is_nesting(error) else "MB010"
        return None, [Problem(code, where, f"các thẻ trong chữ của biểu đồ: {reading_words(error)}", FIX)]
    return ChartText(number, where, tuple(tag.text for tag in tags), source, excel), []


def _misplaced(tag: Tag, where: str) -> list[Problem]:
    if tag.kind is not Kind.COMMENT and (tag.prefix in {"p", "tr", "tc"} or tag.word in CELL_WORDS):
        message = f"thẻ {tag.text} không dùng được trong biểu đồ"
        return [Problem("MB013", where, message, "Trong biểu đồ chỉ dùng {{ tên }} và {% if %}.")]
    return []


def _source(texts: list[str], tokens: list[Token]) -> str:
    """Return the Jinja source of a paragraph: every tag whole in the run where it begins, every run behind a mark."""
    ends = list(accumulate(map(len, texts)))
    parts = ["" for _ in texts]
    for token in tokens:
        first, last = bisect_right(ends, token.start), bisect_left(ends, token.end)
        if token.tag is not None:
            parts[first] += _written(token.tag)
            continue
        if token.literal != "".join(texts)[token.start : token.end]:  # an escape: {_{ prints {{
            parts[first] += _hidden(token.literal)
            continue
        for k in range(first, last + 1):
            start = ends[k] - len(texts[k])
            parts[k] += _hidden(texts[k][max(0, token.start - start) : token.end - start])
    return "".join(f"{RUN}{k}{END}{part}" for k, part in enumerate(parts))


def _written(tag: Tag) -> str:
    if tag.kind is Kind.COMMENT:
        return ""
    return f"{{{{ {tag.body} }}}}" if tag.kind is Kind.PRINT else f"{{% {tag.body} %}}"


def _hidden(text: str) -> str:
    return nfc(text).replace("{", OPEN).replace("}", CLOSE)
