"""The text of a scanned plan as blocks: tables by tabs, left-overs of HTML and Markdown, pages that broke both.

A line is a paragraph. Lines with tabs that follow each other, empty lines between, are one table; lines of dashes are
drawn borders and carry nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from reportgen.load.encoding import decode, illegal_characters
from reportgen.planimport.blocks import Block, Cell, Grid, GridRow, Para, Source, tidy
from reportgen.problem import Problem, ReportgenError, errors

MOST_BYTES: Final = 8 << 20
_BORDER: Final = re.compile(r"[\s|:=_*–—-]*-[\s|:=_*–—-]*")
_BREAKS: Final = re.compile(r"<\s*(?:br|/li|li|/p|p|/div|div|/tr|tr|/ul|ul|/ol|ol)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BOLD_TAG: Final = re.compile(r"^\s*<(b|strong)>.*</\1>\s*$", re.IGNORECASE)
_TITLE: Final = re.compile(r"^#{1,6}\s+")
_MARKS: Final = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1")
_QUOTE_GAP: Final = re.compile(r"(“)\s+|\s+(”)")
_STRAY: Final = re.compile(r"^\*{2,3}|\*{2,3}$")


def read_plain(data: bytes, name: str) -> Source:
    """Read the text of a scan.

    Raises:
        ReportgenError: DL101, DL102, DL104 not UTF-8, characters that no document carries, legacy letters; NK001 too
            large.
    """
    if len(data) > MOST_BYTES:
        message = f"tệp chữ dài {len(data) >> 20} MB, quá {MOST_BYTES >> 20} MB"
        raise ReportgenError(Problem("NK001", name, message, "Kiểm tra lại có đúng tệp kế hoạch không."))
    text, problems = decode(data, name)
    if text is not None:
        text = text.replace("\f", "\n")
        problems += illegal_characters(text, name).problems
    if text is None or errors(problems):
        raise ReportgenError(*errors(problems))
    return Source(name, tuple(_blocks(text, name)), scanned=True, notices=tuple(p.message for p in problems))


def _blocks(text: str, name: str) -> Iterator[Block]:
    rows: list[GridRow] = []
    tables = 0
    for number, line in enumerate(text.split("\n"), start=1):
        origin = f"{name}, dòng {number}"
        if not line.strip() or _BORDER.fullmatch(line):
            continue
        if "\t" in line.strip(" \r"):
            rows.append(_row(line, origin))
            continue
        if rows:
            tables += 1
            yield Grid(tuple(rows), f"{name}, bảng {tables}")
            rows = []
        yield from _lines(line, origin, whole=True)
    if rows:
        yield Grid(tuple(rows), f"{name}, bảng {tables + 1}")


def _row(line: str, origin: str) -> GridRow:
    cells = [
        Cell(tuple(_lines(words, f"{origin}, ô {place}", whole=False)), origin=f"{origin}, ô {place}")
        for place, words in enumerate(line.split("\t"), start=1)
    ]
    return GridRow(tuple(cells), origin=origin)


def _lines(text: str, origin: str, *, whole: bool) -> Iterator[Para]:
    """Yield the paragraphs of a line or of a cell, marks taken out."""
    bold = bool(_TITLE.match(text) or _BOLD_TAG.match(text) or _is_bold(text.strip()))
    italic = text.strip().startswith(("*(", "*“")) and text.strip().endswith("*")
    words = _BREAKS.sub("\n", _TITLE.sub("", text))
    for piece in words.split("\n"):
        clean = html.unescape(_TAG.sub("", piece)).strip()
        clean = _QUOTE_GAP.sub(r"\1\2", tidy(_STRAY.sub("", _unmarked(clean))))
        if clean:
            yield Para(clean, origin, bold, italic, centred=False, soft=whole)


def _is_bold(text: str) -> bool:
    found = _MARKS.fullmatch(text.lstrip("# "))
    return bool(found and len(found[1]) > 1) or text.startswith("**") or text.endswith("**")


def _unmarked(text: str) -> str:
    """Return text without pairs of asterisks, inner ones too."""
    while True:
        less = _MARKS.sub(r"\2", text)
        if less == text:
            return text
        text = less
