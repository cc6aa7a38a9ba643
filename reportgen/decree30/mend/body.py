"""Running text and headings of the body: letters, justified, first line, spacing of paragraphs and lines."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from lxml import etree

from reportgen.decree30.components import BodyItem, Level
from reportgen.decree30.look import capitals
from reportgen.decree30.mend.looks import Look, dress, restyle
from reportgen.decree30.mend.trace import Origin, Traced, stretches
from reportgen.decree30.mend.xml import (
    PARAGRAPH_ORDER,
    child,
    mark_props,
    paragraph_props,
    set_alignment,
    set_indent,
    set_letter_props,
    set_spacing,
)
from reportgen.decree30.model import Alignment, Paragraph, TabStop, gap_pt
from reportgen.decree30.ooxml import VAL, W
from reportgen.decree30.running import running, text_size

_LAW_MM = (10.0, 12.7)
_TAB_TWIPS = "720"
_TAB_MM = 12.7
_MOST_LINES = 1.5


def mend_body(traced: Traced, failed: frozenset[str]) -> None:
    """Put the body right as far as it needs no judgement."""
    if "BD-06" in failed:
        _texts(traced)
    if "BD-04" in failed:
        for item in traced.parts.body:
            if item.paragraph.visible_runs:
                _level(traced, item)


# --- running text ------------------------------------------------------------------------------------------------


def _texts(traced: Traced) -> None:
    texts = [item.paragraph for item in traced.parts.body if running(item)]
    first_mm = _first_line(traced, texts)
    for item in traced.parts.body:
        if running(item):
            _text(traced, item, first_mm)
    cited = {id(line.paragraph): line.paragraph for line in traced.parts.bases}
    for paragraph in (*cited.values(), *(item.paragraph for item in traced.parts.body)):
        if paragraph.visible_runs:
            _lines(traced, paragraph)
    _gaps(traced)


def _text(traced: Traced, item: BodyItem, first_mm: float) -> None:
    paragraph = item.paragraph
    size = traced.facts["BD-06"].pt("size")
    slanted = all(run.format.italic for run in paragraph.visible_runs)
    caps = False if capitals(paragraph.shown) else None
    dress(traced, paragraph, Look("BD-06", [], size, italic=False if slanted else None, caps=caps))
    origin = traced.origin(paragraph)
    if origin is None:
        return
    if paragraph.alignment is not Alignment.BOTH:
        set_alignment(origin.element, "both")
        traced.touch(origin.part)
    if not _indented(traced, paragraph):
        _indent(traced, paragraph, origin, first_mm)


def _first_line(traced: Traced, texts: list[Paragraph]) -> float:
    """Return the indent that paragraphs get: the legal one that most have, else the one nearest to what most have."""
    fact = traced.facts["BD-06"]
    begins = [p.left_mm + p.first_mm for p in texts]
    legal = Counter(
        mm for b in begins for mm, name in zip(_LAW_MM, ("indent_1", "indent_2"), strict=True) if b in fact.mm(name)
    )
    if legal:
        return legal.most_common(1)[0][0]
    usual = sorted(begins)[len(begins) // 2] if begins else _LAW_MM[1]
    return min(_LAW_MM, key=lambda mm: abs(mm - usual))


def _indented(traced: Traced, paragraph: Paragraph) -> bool:
    fact = traced.facts["BD-06"]
    ranges = (fact.mm("indent_1"), fact.mm("indent_2"))
    begin = paragraph.left_mm + paragraph.first_mm
    places = [paragraph.first_mm, begin]
    if _tabbed(paragraph):
        stops = [stop.at_mm for stop in paragraph.tabs if stop.at_mm > begin]
        places = [min([*stops, (begin // _TAB_MM + 1) * _TAB_MM])]
    return any(place in allowed for place in places for allowed in ranges)


def _tabbed(paragraph: Paragraph) -> bool:
    """Tell whether the first line is pushed in with the Tab key, which is text and stays."""
    return paragraph.shown.startswith("\t") and not paragraph.number


def _indent(traced: Traced, paragraph: Paragraph, origin: Origin, first_mm: float) -> None:
    if not _tabbed(paragraph):
        set_indent(origin.element, first=first_mm, right=paragraph.right_mm)
    else:
        set_indent(origin.element, right=paragraph.right_mm)
        stops = child(paragraph_props(origin.element), "tabs", PARAGRAPH_ORDER)
        for stop in [s for s in paragraph.tabs if s.at_mm < _TAB_MM]:
            _clear(stops, stop)
        if not any(abs(s.at_mm - _TAB_MM) < 1 for s in paragraph.tabs):
            _stop(stops, "left", _TAB_TWIPS)
    traced.touch(origin.part)


def _clear(stops: etree._Element, stop: TabStop) -> None:
    """Take a tab stop away, wherever it was stated."""
    at = str(round(stop.at_mm * 1440 / 25.4))
    for own in [s for s in stops if s.get(f"{W}pos") == at]:
        stops.remove(own)
    _stop(stops, "clear", at)


def _stop(stops: etree._Element, kind: str, at: str) -> None:
    stop = etree.SubElement(stops, f"{W}tab")
    stop.set(VAL, kind)
    stop.set(f"{W}pos", at)


def _lines(traced: Traced, paragraph: Paragraph) -> None:
    """Set the distance of lines to the nearest legal multiple of a line."""
    size = max(run.format.size_pt for run in paragraph.visible_runs)
    allowed = traced.facts["BD-06"].share("lines")
    lines = paragraph.line.lines(size)
    origin = traced.origin(paragraph)
    if lines in allowed or origin is None:
        return
    set_spacing(origin.element, line="360" if lines > _MOST_LINES else "240", lineRule="auto")
    traced.touch(origin.part)


def _gaps(traced: Traced) -> None:
    """Give neighbours the space between them that is missing, before the lower one."""
    wanted = traced.facts["BD-06"].pt("gap").low
    body = {id(item.paragraph): item for item in traced.parts.body if item.paragraph.visible_runs}
    for above, below in pairwise(traced.document.blocks):
        if not isinstance(above, Paragraph) or not isinstance(below, Paragraph):
            continue
        upper = body.get(id(above))
        if upper is None or id(below) not in body or _title_below(upper, below):
            continue
        gap = gap_pt(above, below)
        origin = traced.origin(below)
        if gap >= wanted or origin is None:
            continue
        held = 0.0 if below.contextual and above.style == below.style else below.before_pt
        set_spacing(origin.element, before=str(round((held + wanted - gap) * 20)))
        if below.contextual:
            child(paragraph_props(origin.element), "contextualSpacing", PARAGRAPH_ORDER).set(VAL, "0")
        traced.touch(origin.part)


def _title_below(item: BodyItem, below: Paragraph) -> bool:
    return item.title_line is not None and item.title_line.paragraph is below


# --- levels ------------------------------------------------------------------------------------------------------


def _level(traced: Traced, item: BodyItem) -> None:
    """Dress a heading or an item as BD-04 asks."""
    sizes = traced.facts["BD-04"].pt("size")
    paragraph, level = item.paragraph, item.level
    heading = Look("BD-04", [], sizes, bold=True, italic=False)
    if level in {Level.PART, Level.CHAPTER, Level.SUBSECTION} or item.label.casefold().startswith("mục"):
        dress(traced, paragraph, Look("BD-04", [], sizes, bold=True, italic=False, centre=True))
        if item.title_line is not None:
            dress(traced, item.title_line, Look("BD-04", [], sizes, bold=True, italic=False, caps=True, centre=True))
    elif level is Level.SECTION:
        caps = True if any(c.isalpha() for c in item.title) else None
        dress(traced, paragraph, Look("BD-04", [], sizes, bold=True, italic=False, caps=caps))
        _number(traced, paragraph)
    elif (level is Level.ARTICLE or level is Level.CLAUSE) and item.titled:
        dress(traced, paragraph, heading)
        _number(traced, paragraph)
    elif level is Level.ARTICLE:
        _label(traced, item)
    elif level in {Level.CLAUSE, Level.POINT}:
        _plain(traced, item)
    if level in {Level.ARTICLE, Level.CLAUSE, Level.POINT}:
        _same_size(traced, paragraph)


def _label(traced: Traced, item: BodyItem) -> None:
    """Let `Điều 1.` before running text be bold."""
    paragraph = item.paragraph
    if paragraph.number:
        _number(traced, paragraph)
        return
    start = paragraph.text.find(item.label)
    bold = [style.bold for _, _, style in stretches(paragraph, max(start, 0), max(start, 0) + len(item.label))]
    if start >= 0 and not all(bold):
        restyle(traced, paragraph, start, start + len(item.label), {"b": True})


def _number(traced: Traced, paragraph: Paragraph) -> None:
    """Let the automatic number of a heading be bold and upright through the mark of its paragraph."""
    style, origin = paragraph.number_format, traced.origin(paragraph)
    if style is None or not paragraph.number or origin is None or (style.bold and not style.italic):
        return
    set_letter_props(mark_props(origin.element), {"b": True, "i": False})
    traced.touch(origin.part)


def _plain(traced: Traced, item: BodyItem) -> None:
    """Let a khoản without a title and a điểm be upright and not bold; a bold title run into its text stays."""
    paragraph = item.paragraph
    runs = paragraph.visible_runs
    every = all(run.format.bold for run in runs)
    if all(run.format.italic for run in runs):
        dress(traced, paragraph, Look("BD-04", [], italic=False))
    leading: list[tuple[int, int]] = []
    for start, end, style in stretches(paragraph):
        if not style.bold:
            break
        leading.append((start, end))
    letters = sum(c.isalpha() for start, end in leading for c in paragraph.text[start:end])
    title = item.level is Level.CLAUSE and not every and letters > 1
    for start, end in [] if title else leading:
        restyle(traced, paragraph, start, end, {"b": False})
    origin, dressed = traced.origin(paragraph), paragraph.number_format
    if origin is not None and dressed is not None and paragraph.number and dressed.bold and not title:
        set_letter_props(mark_props(origin.element), {"b": False})
        traced.touch(origin.part)


def _same_size(traced: Traced, paragraph: Paragraph) -> None:
    """Give khoản and điểm the size of the running text."""
    text, sizes = text_size(traced.parts), traced.facts["BD-04"].pt("size")
    if text is None or text not in sizes:
        return
    for start, end, style in list(stretches(paragraph)):
        if abs(style.size_pt - text) > sizes.slack:
            restyle(traced, paragraph, start, end, {"sz": text})
