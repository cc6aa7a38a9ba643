"""What the rules of the page and of the header block share: who issues, where lines stand, capitals, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, Range
from reportgen.decree30.look import capitals, centred, emphasis, size_faults
from reportgen.decree30.model import Line, Paragraph, Place
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.vi.text import modern_tones

NO_HEADER = "văn bản không có phần đầu của văn bản hành chính"


def no_header() -> Note:
    """Return the answer on a document that bears no part of an official header block."""
    return not_applicable(NO_HEADER)


def issuer_of(parts: Components, facts: Facts) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the superior body and those of the issuer.

    A first line that is only the common half of a name (`ỦY BAN NHÂN DÂN` over `PHƯỜNG TRÚC LÂM`) belongs to the
    issuer even where it is not bold, the very fault that rules HD-06 and HD-09 look for.
    """
    if not parts.superior or not parts.issuer:
        return parts.superior, parts.issuer
    halves = {folded(text) for text in facts["HD-05"].texts("halves")}
    units = tuple(folded(unit) for unit in facts["HD-13"].texts("units"))
    last = parts.superior[-1]
    if folded(last.shown) in halves and folded(parts.issuer[0].shown).startswith(units):
        return parts.superior[:-1], (last, *parts.issuer)
    return parts.superior, parts.issuer


def folded(text: str) -> str:
    """Return text for comparison: NFC, tone marks as spelt today, single spaces, small letters, one kind of dash."""
    return " ".join(re.sub(r"\s*[-\u2010-\u2015\u2212]\s*", " - ", modern_tones(text)).lower().split())


def joined(lines: Iterable[Line]) -> str:
    """Return the text of lines that are read as one."""
    return " ".join(line.shown for line in lines)


def upper_case(line: Line, name: str) -> Iterator[Finding]:
    """Yield a finding when some letters are not capitals."""
    if not capitals(line.shown):
        yield Finding(line.place, f"{name} “{line.shown}” không viết bằng chữ in hoa", "chữ in hoa")


def lower_case(line: Line, name: str) -> Iterator[Finding]:
    """Yield a finding when all letters are capitals."""
    if capitals(line.shown):
        yield Finding(line.place, f"{name} “{line.shown}” viết bằng chữ in hoa", "chữ in thường")


def looks(
    line: Line | Paragraph,
    name: str,
    size: Range,
    *,
    bold: bool,
    italic: bool,
    centre: str | None = "canh giữa",
    over: Line | None = None,
) -> Iterator[Finding]:
    """Yield the faults of size, bold, italic and, unless `centre` is None, of standing in the middle.

    Args:
        line: The component.
        name: Its printed name at the start of a sentence.
        size: Allowed points.
        bold: As it should be.
        italic: As it should be.
        centre: What is expected of its place, `canh giữa dưới Quốc hiệu`.
        over: The line under which it should stand.
    """
    yield from size_faults(line, name, size)
    yield from emphasis(line, name, bold=bold, italic=italic)
    if centre and not centred(line, over):
        aside = line.alignment.value if line.alignment.value != "canh giữa" else "canh giữa nhưng thụt lệch một bên"
        yield Finding(line.place, f"{name} {aside}", centre)


def widest(lines: Iterable[Line]) -> Line | None:
    """Return the line in whose middle the others stand; None without lines."""
    return max(lines, key=lambda line: line.width_mm, default=None)


def same_row(one: Line, other: Line) -> bool | None:
    """Tell whether two lines stand side by side; None where the file does not say (text boxes)."""
    a, b = one.place, other.place
    if one.paragraph is other.paragraph:
        return _row_in(one) == _row_in(other)
    if a.boxed or b.boxed:
        return None
    if a.table or b.table:
        return (a.table, a.row) == (b.table, b.row) and a.cell != b.cell
    return False


def _row_in(line: Line) -> int:
    """Return the number of line breaks before a line in its paragraph."""
    return line.paragraph.text[: line.start].count("\n")


def same_column(one: Line, other: Line) -> bool | None:
    """Tell whether one line stands below the other: in one column of the header table; None where it is not told."""
    a, b = one.place, other.place
    if a.table and a.table == b.table and not (a.boxed or b.boxed):
        return a.cell == b.cell
    return None


def in_order(place: Place) -> tuple[int, int, int, int]:
    """Return a key by which places of the body stand in reading order."""
    return place.section, place.paragraph, place.row, place.cell
