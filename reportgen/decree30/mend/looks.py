"""The look of the components: sizes, bold, italic, capitals by formatting, alignment, as their rules say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts, Range
from reportgen.decree30.lines import lines_of
from reportgen.decree30.look import centred
from reportgen.decree30.mend.trace import Traced, isolate, paragraph_of, span, stretches
from reportgen.decree30.mend.xml import Props, set_alignment, set_indent, set_letters, set_spacing
from reportgen.decree30.model import Alignment, Format, Line, LineRule, Paragraph, gap_pt
from reportgen.decree30.rules._shared import issuer_of

_SINGLE = {"line": "240", "lineRule": "auto"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a component is to look; None is left as it is.

    Attributes:
        rule: Which says so. lines: Of the component. size: Allowed points. bold, italic: As it should be.
        caps: True lets lower case print as capitals. centre: In the middle. flush: At the left margin.
    """

    rule: str
    lines: Sequence[Line | Paragraph]
    size: Range | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    centre: bool = False
    flush: bool = False


def mend_looks(traced: Traced, failed: frozenset[str]) -> None:
    """Dress every component whose rule fails."""
    for look in _looks(traced.parts, traced.facts):
        if look.rule in failed:
            for line in look.lines:
                dress(traced, line, look)
    if "HD-04" in failed:
        for name in (*_one(traced.parts.national_name), *_one(traced.parts.motto)):
            _single(traced, name)
    if "TT-04" in failed:
        _apart(traced)


def _looks(parts: Components, facts: Facts) -> Iterator[Look]:
    yield from _header(parts, facts)
    yield from _title(parts, facts)
    yield from _closing(parts, facts)
    for appendix in parts.appendices:
        yield Look("AP-03", [appendix.label], _pt(facts, "AP-03"), bold=True, italic=False, caps=False, centre=True)
        yield Look("AP-04", appendix.title, _pt(facts, "AP-04"), bold=True, italic=False, caps=True, centre=True)
        yield Look("AP-05", appendix.attached, _pt(facts, "AP-05"), bold=False, italic=True, caps=False, centre=True)


def _header(parts: Components, facts: Facts) -> Iterator[Look]:
    superior, issuer = issuer_of(parts, facts)
    yield Look("HD-01", _one(parts.national_name), _pt(facts, "HD-01"), bold=True, italic=False)
    yield Look("HD-02", _one(parts.motto), _pt(facts, "HD-02"), bold=True, italic=False, caps=False, centre=True)
    yield Look("HD-06", issuer, _pt(facts, "HD-06"), bold=True, italic=False, caps=True, centre=True)
    yield Look("HD-08", superior, _pt(facts, "HD-08"), bold=False, italic=False, caps=True, centre=True)
    yield Look("HD-12", _one(parts.number), _pt(facts, "HD-12"), bold=False, italic=False, centre=True)
    yield Look("HD-15", _one(parts.place_date), _pt(facts, "HD-15"), bold=False, italic=True, caps=False, centre=True)


def _title(parts: Components, facts: Facts) -> Iterator[Look]:
    yield Look("TT-01", _one(parts.type_name), _pt(facts, "TT-01"), bold=True, italic=False, caps=True, centre=True)
    if parts.kind is Kind.LETTER:
        size = _pt(facts, "TT-04")
        yield Look("TT-04", parts.subject, size, bold=False, italic=False, caps=False, centre=True)
    else:
        yield Look("TT-02", parts.subject, _pt(facts, "TT-02"), bold=True, italic=False, caps=False, centre=True)
    decided = (*parts.competence, *_one(parts.enacting))
    yield Look("BD-01", decided, _pt(facts, "BD-01"), bold=True, italic=False, centre=True)
    yield Look("BD-01", parts.bases, _pt(facts, "BD-01"), bold=False, italic=True, caps=False)


def _closing(parts: Components, facts: Facts) -> Iterator[Look]:
    if parts.signature is not None:
        titles = [line for line in parts.signature.lines if not line.shown.startswith("(")]
        yield Look("SG-02", titles, _pt(facts, "SG-02"), bold=True, italic=False, caps=True)
        name = parts.signature.name
        centre = name is not None and _same_cell(name, parts.signature.lines)
        yield Look("SG-03", _one(name), _pt(facts, "SG-03"), bold=True, italic=False, caps=False, centre=centre)
        if centre:
            yield Look("SG-03", titles, centre=True)
    if parts.addressees is not None:
        lines = (parts.addressees.heading, *parts.addressees.items)
        yield Look("RC-03", lines, _pt(facts, "RC-03"), bold=False, italic=False, caps=False)
    if parts.recipients is not None:
        # A list on the line of its heading is one line of two looks: a person has to part them.
        heading = [] if parts.recipients.inline.strip() else [parts.recipients.heading]
        yield Look("RC-04", heading, _pt(facts, "RC-04"), bold=True, italic=True, caps=False, flush=True)
        items = parts.recipients.items
        yield Look("RC-05", items, _pt(facts, "RC-05"), bold=False, italic=False, caps=False, flush=True)


def _one(line: Line | None) -> tuple[Line, ...]:
    return () if line is None else (line,)


def _pt(facts: Facts, rule: str) -> Range:
    return facts[rule].pt("size")


def _same_cell(name: Line, lines: Iterable[Line]) -> bool:
    here = name.place
    return any((here.table, here.cell, here.boxed) == (p.table, p.cell, p.boxed) for p in (x.place for x in lines))


# --- letters -----------------------------------------------------------------------------------------------------


def dress(traced: Traced, line: Line | Paragraph, look: Look) -> None:
    """Put letters and place of a line right."""
    wanted = _capitals(line, look)
    for start, end, style in list(stretches(paragraph_of(line), *span(line))):
        props = _missing(style, look, caps=wanted)
        if props:
            restyle(traced, paragraph_of(line), start, end, props)
    if look.centre and not centred(line):
        _place(traced, line, "center")
    if look.flush:
        _flush(traced, line)


def _capitals(line: Line | Paragraph, look: Look) -> bool | None:
    """Return whether capitals by formatting are to be put on or off; None where they do no harm and are not needed."""
    shown, typed = line.shown, line.text
    if look.caps and shown != shown.upper():
        return True
    return False if look.caps is False and shown == shown.upper() != typed else None


def _missing(style: Format, look: Look, *, caps: bool | None) -> dict[str, bool | float | str]:
    """Return what direct formatting a stretch needs."""
    props: dict[str, bool | float | str] = {}
    if look.size is not None and style.size_pt not in look.size:
        props["sz"] = nearest(style.size_pt, look.size)
    if look.bold is not None and style.bold != look.bold:
        props["b"] = look.bold
    if look.italic is not None and style.italic != look.italic:
        props["i"] = look.italic
    if caps is not None and style.caps != caps:
        props["caps"] = caps
    if caps is False and style.small_caps:
        props["smallCaps"] = False
    return props


def nearest(value: float, allowed: Range) -> float:
    """Return the allowed value that is nearest."""
    return min(max(value, allowed.low), allowed.high)


def restyle(traced: Traced, paragraph: Paragraph, start: int, end: int, props: Props) -> None:
    """Write direct formatting on the letters of a range."""
    origin = traced.origin(paragraph)
    if origin is None:
        return
    for run in isolate(origin, start, end):
        set_letters(run, props)
        traced.touch(origin.part)


# --- place -------------------------------------------------------------------------------------------------------


def _alone(paragraph: Paragraph) -> bool:
    """Tell whether nothing else stands beside the lines of a paragraph: no tabs, no spaces put columns into it."""
    text = paragraph.text
    return "\t" not in text and not _GAP.search(text.strip()) and len({x.alignment for x in lines_of(paragraph)}) == 1


_GAP: Final = re.compile(r"\S {3,}\S")
"""Spaces that put two components side by side in one line."""


def _place(traced: Traced, line: Line | Paragraph, value: str) -> None:
    paragraph = paragraph_of(line)
    origin = traced.origin(paragraph)
    if origin is None or not _alone(paragraph):
        return
    set_alignment(origin.element, value)
    if value != "center" or abs(paragraph.left_mm + paragraph.first_mm - paragraph.right_mm) > 1:
        set_indent(origin.element)
    traced.touch(origin.part)


def _flush(traced: Traced, line: Line | Paragraph) -> None:
    """Put a line of the recipients at the left margin; spaces and numbers before it are for a person to see."""
    paragraph = paragraph_of(line)
    held = traced.facts["RC-05"].mm("flush")
    begin = paragraph.left_mm + paragraph.first_mm
    aside = begin not in held or paragraph.alignment in {Alignment.CENTER, Alignment.RIGHT}
    if aside and _alone(paragraph):
        _place(traced, line, "left")


def _single(traced: Traced, line: Line) -> None:
    origin = traced.origin(line.paragraph)
    spacing = line.paragraph.line
    if origin is None or (spacing.rule is LineRule.MULTIPLE and spacing.value == 1):
        return
    set_spacing(origin.element, **_SINGLE)
    traced.touch(origin.part)


def _apart(traced: Traced) -> None:
    """Put the V/v of a công văn 6 points below the number."""
    parts, space = traced.parts, traced.facts["TT-04"].pt("space")
    if parts.kind is not Kind.LETTER or not parts.subject or parts.number is None:
        return
    above, below = parts.number.paragraph, parts.subject[0].paragraph
    here, there = below.place, above.place
    if above is below or here.boxed != there.boxed or (here.table, here.cell) != (there.table, there.cell):
        return
    same_row = here.row == there.row
    gap = gap_pt(above, below) if same_row else above.after_pt + below.before_pt
    upper, lower = traced.origin(above), traced.origin(below)
    if gap in space or upper is None or lower is None:
        return
    set_spacing(upper.element, after="0")
    set_spacing(lower.element, before=str(round(space.low * 20)))
    traced.touch(lower.part)
