"""Lines under Tiêu ngữ, issuer and trích yếu: a border of the right length where none, or a wrong one, stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.decree30.components import Kind, Ruling, RulingKind
from reportgen.decree30.facts import Range
from reportgen.decree30.mend.looks import restyle
from reportgen.decree30.mend.trace import Origin, Traced, span
from reportgen.decree30.mend.xml import (
    BORDER_ORDER,
    CELL_ORDER,
    PARAGRAPH_ORDER,
    child,
    paragraph_props,
    properties,
    set_alignment,
    set_indent,
    set_letter_props,
    set_spacing,
)
from reportgen.decree30.model import SINGLE_LINE, Line, Paragraph
from reportgen.decree30.ooxml import MC, MM_PER_PT, VAL, V, W
from reportgen.decree30.rules._rulings import text_lengths
from reportgen.decree30.rules._shared import issuer_of
from reportgen.decree30.shapes import drawn
from reportgen.decree30.theme import Theme

_WHOLE: Final = 1.0
_PART: Final = 0.42
_BELOW_PT: Final = 2.0
_LOW: Final = {"before": "40", "after": "0", "line": "120", "lineRule": "exact"}
_MAX_SCALE: Final = 600
_ANY_STYLE: Final = Theme(None, None)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A component that bears a line: its rule, lines, what was found, the share of its text that the line takes."""

    rule: str
    lines: Sequence[Line]
    rulings: Sequence[Ruling]
    share: float
    allowed: Range


def mend_lines(traced: Traced, failed: frozenset[str]) -> None:
    """Draw the lines that are missing or wrong."""
    for ruled in _ruled(traced):
        if ruled.rule in failed and ruled.lines:
            _mend(traced, ruled)
    if "TT-04" in failed and traced.parts.kind is Kind.LETTER:
        for ruling in traced.parts.subject_rulings:
            _take_away(traced, ruling, traced.parts.subject)


def _ruled(traced: Traced) -> Iterator[Ruled]:
    parts, facts = traced.parts, traced.facts
    _, issuer = issuer_of(parts, facts)
    motto = [] if parts.motto is None else [parts.motto]
    yield Ruled("HD-03", motto, parts.motto_rulings, _WHOLE, facts["HD-03"].share("length"))
    yield Ruled("HD-07", issuer, parts.issuer_rulings, _PART, facts["HD-07"].share("length"))
    if parts.kind is not Kind.LETTER:
        yield Ruled("TT-03", parts.subject, parts.subject_rulings, _PART, facts["TT-03"].share("length"))


def _mend(traced: Traced, ruled: Ruled) -> None:
    texts = text_lengths(ruled.lines)
    if not texts:
        return
    length = ruled.share * max(texts)
    typed = [r for r in ruled.rulings if r.kind in {RulingKind.UNDERSCORES, RulingKind.DASHES}]
    for ruling in typed:
        # Typed lines are text, and text stays: underscores can be stretched, dashes are for a person to replace.
        if ruling.kind is RulingKind.UNDERSCORES:
            _stretch(traced, ruling, length)
    if typed:
        return
    last = ruled.lines[-1]
    origin = traced.origin(last.paragraph)
    if origin is None:
        return
    low: Origin | None = None
    for ruling in ruled.rulings:
        low = _take_away(traced, ruling, ruled.lines) or low
    if _shared(last):
        _draw(origin, last, length)
    else:
        _border(origin, low, last, length)
    traced.touch(origin.part)


def _shared(line: Line) -> bool:
    """Tell whether tabs or spaces put another component beside this one in the same paragraph."""
    text = line.paragraph.text
    row = text[: line.start].rpartition("\n")[2] + text[line.start :].partition("\n")[0]
    return row.strip() != line.text.strip()


# --- drawing -----------------------------------------------------------------------------------------------------


def _border(origin: Origin, low: Origin | None, last: Line, length: float) -> None:
    """Draw the upper border of a low paragraph below the component."""
    if low is None:
        paragraph = etree.Element(f"{W}p")
        origin.element.addnext(paragraph)
        if origin.element.find(f"{W}pPr/{W}sectPr") is not None:
            return
    else:
        paragraph = low.element
    left = last.centre_mm - length / 2
    right = last.paragraph.width_mm - left - length
    props = paragraph_props(paragraph)
    old = props.find(f"{W}pBdr")
    if old is not None:
        props.remove(old)
    top = child(child(props, "pBdr", PARAGRAPH_ORDER), "top", BORDER_ORDER)
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(W + name, value)
    set_spacing(paragraph, **_LOW)
    set_indent(paragraph, left=left, right=right)
    set_alignment(paragraph, "left")
    set_letter_props(child(props, "rPr", PARAGRAPH_ORDER), {"sz": 4.0})


def _draw(origin: Origin, last: Line, length: float) -> None:
    """Draw a line over the paragraph: a border would run under the component beside it too."""
    size = max(run.format.size_pt for run in last.visible_runs)
    row = last.paragraph.text[: last.start].count("\n") + 1
    left, below = (last.centre_mm - length / 2) / MM_PER_PT, row * size * SINGLE_LINE + _BELOW_PT
    run = etree.SubElement(origin.element, f"{W}r")
    line = etree.SubElement(etree.SubElement(run, f"{W}pict"), f"{V}line", nsmap={"v": V[1:-1]})
    line.set(
        "style", "position:absolute;mso-position-horizontal-relative:text;mso-position-vertical-relative:text;z-index:1"
    )
    line.set("from", f"{left:.1f}pt,{below:.1f}pt")
    line.set("to", f"{left + length / MM_PER_PT:.1f}pt,{below:.1f}pt")
    line.set("strokecolor", "black")
    line.set("strokeweight", ".75pt")


def _stretch(traced: Traced, ruling: Ruling, length: float) -> None:
    """Let typed underscores print the right length: their letters are made wider or narrower."""
    paragraph = _at(traced, ruling)
    if paragraph is None or not ruling.length_mm or paragraph.shapes:
        return
    origin = traced.origin(paragraph)
    if origin is None:
        return
    style = paragraph.visible_runs[0].format
    scale = round(100 * style.scale * length / ruling.length_mm)
    if 1 <= scale <= _MAX_SCALE and paragraph.text.strip().strip("_") == "":
        restyle(traced, paragraph, *span(paragraph), {"w": str(scale)})
        set_alignment(origin.element, "center")
        set_indent(origin.element)


# --- taking away -------------------------------------------------------------------------------------------------


def _take_away(traced: Traced, ruling: Ruling, lines: Sequence[Line]) -> Origin | None:
    """Remove a line that is wrong; return its paragraph when that shows nothing now and can bear the new one."""
    if ruling.kind is RulingKind.UNDERLINE:
        line = lines[-1]
        restyle(traced, line.paragraph, *span(line), {"u": "none"})
        return None
    paragraph = _at(traced, ruling)
    origin = None if paragraph is None else traced.origin(paragraph)
    if paragraph is None or origin is None:
        return None
    if ruling.kind is RulingKind.SHAPE:
        _erase(origin.element)
    elif ruling.kind is RulingKind.PARAGRAPH_BORDER:
        _unborder(origin.element)
    elif ruling.kind is RulingKind.CELL_BORDER:
        _uncell(origin.element)
    traced.touch(origin.part)
    own = {id(line.paragraph) for line in lines}
    return origin if paragraph.empty and id(paragraph) not in own and not _drawings(origin.element) else None


def _at(traced: Traced, ruling: Ruling) -> Paragraph | None:
    """Return the paragraph that bears a line: among those at its place, the one that shows such a line."""
    here = [p for p in traced.document.paragraphs() if p.place == ruling.place]
    if ruling.kind is RulingKind.SHAPE:
        return next((p for p in here if any(s.horizontal for s in p.shapes)), None)
    if ruling.kind is RulingKind.PARAGRAPH_BORDER:
        return next((p for p in here if p.borders.top or p.borders.bottom), None)
    if ruling.kind is RulingKind.UNDERSCORES:
        return next((p for p in here if p.text.strip() and not p.text.strip().strip("_")), None)
    return here[0] if here else None


def _drawings(paragraph: etree._Element) -> list[etree._Element]:
    """Return what is drawn in a paragraph, each with the `mc:AlternateContent` that holds its two versions."""
    found: list[etree._Element] = []
    for element in paragraph.iter(f"{W}drawing", f"{W}pict"):
        outer = next((a for a in element.iterancestors(f"{MC}AlternateContent")), element)
        if outer not in found and not any(outer in list(o.iter()) for o in found):
            found.append(outer)
    return found


def _erase(paragraph: etree._Element) -> None:
    """Remove the horizontal lines drawn in a paragraph; a group that holds anything else stays."""
    for outer in _drawings(paragraph):
        element = outer if outer.tag in {f"{W}drawing", f"{W}pict"} else next(outer.iter(f"{W}drawing", f"{W}pict"))
        shapes = list(drawn(element, _ANY_STYLE, lambda *_: ()))
        boxed = next(element.iter(f"{W}txbxContent"), None) is not None
        if shapes and not boxed and all(shape.horizontal for shape in shapes):
            run = outer.getparent()
            if run is None:
                continue
            run.remove(outer)
            holder = run.getparent()
            if holder is not None and not [c for c in run if c.tag != f"{W}rPr"]:
                holder.remove(run)


def _unborder(paragraph: etree._Element) -> None:
    """Take the upper and lower border of a paragraph away, also where its style draws them."""
    borders = child(paragraph_props(paragraph), "pBdr", PARAGRAPH_ORDER)
    for side in ("top", "bottom"):
        border = child(borders, side, BORDER_ORDER)
        border.attrib.clear()
        border.set(VAL, "nil")


def _uncell(paragraph: etree._Element) -> None:
    """Take the lower border of the cell around a paragraph away."""
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    if cell is not None:
        borders = child(properties(cell, "tcPr"), "tcBorders", CELL_ORDER)
        border = child(borders, "bottom", BORDER_ORDER)
        border.attrib.clear()
        border.set(VAL, "nil")
