"""Paper and margins: A4, each margin to the nearest that is legal, on even pages too, the gutter taken into it."""

from __future__ import annotations

from lxml import etree

from reportgen.decree30.facts import RuleFacts
from reportgen.decree30.mend.trace import Traced
from reportgen.decree30.mend.xml import SECTION_ORDER, child, drop_attribute, twips_of
from reportgen.decree30.model import Section
from reportgen.decree30.ooxml import W
from reportgen.render.package import parse_xml

_A4_TWIPS = ("11906", "16838")
_HEADER_MM = 10.0
_HEADER_ROOM_MM = 8.0
"""Height of a page number with the white below it: the header must begin that far above the text."""


def mend_pages(traced: Traced) -> None:
    """Put paper and margins right; the orientation stays as it is."""
    paper, margins = traced.facts["PG-01"], traced.facts["PG-03"]
    for section, element in zip(traced.document.sections, traced.section_elements(), strict=True):
        if _paper(section, element, paper) | _margins(section, element, margins, top=_gutter_at_top(traced, section)):
            traced.touch(traced.package.main)
    if traced.document.mirrored:
        _settle(traced)


def _settle(traced: Traced) -> None:
    """Let the margins stay where they are on even pages."""
    for relation in traced.package.relationships(traced.package.main):
        if relation.type == "settings" and relation.target in traced.package.parts:
            root = parse_xml(traced.package.parts[relation.target])
            for element in root.findall(f"{W}mirrorMargins"):
                root.remove(element)
            traced.roots[relation.target] = root
            traced.touch(relation.target)


def _gutter_at_top(traced: Traced, section: Section) -> bool:
    """Tell whether the gutter was added to the top margin."""
    stated = traced.section_elements()[section.number - 1].find(f"{W}pgMar")
    gutter = section.margins.gutter
    if not gutter or stated is None:
        return False
    left = twips_of(section.margins.left)
    return abs(left - int(float(stated.get(f"{W}left") or 0))) <= 1


def _paper(section: Section, element: etree._Element, fact: RuleFacts) -> bool:
    short, long = sorted((section.width_mm, section.height_mm))
    if short in fact.mm("short_side") and long in fact.mm("long_side"):
        return False
    size = child(element, "pgSz", SECTION_ORDER)
    width, height = reversed(_A4_TWIPS) if section.landscape else _A4_TWIPS
    size.set(f"{W}w", width)
    size.set(f"{W}h", height)
    drop_attribute(size, f"{W}code")
    if section.landscape:
        size.set(f"{W}orient", "landscape")
    return True


def _margins(section: Section, element: etree._Element, fact: RuleFacts, *, top: bool) -> bool:
    """Write the margins that are out of range."""
    wrong = {side: fact.mm(side) for side in ("top", "bottom", "left", "right")}
    wrong = {side: allowed for side, allowed in wrong.items() if getattr(section.margins, side) not in allowed}
    if not wrong:
        return False
    holder = child(element, "pgMar", SECTION_ORDER)
    now = section.margins
    for side in ("top", "right", "bottom", "left", "header", "footer"):
        if holder.get(W + side) is None:
            holder.set(W + side, str(twips_of(getattr(now, side))))
    holder.set(f"{W}gutter", holder.get(f"{W}gutter") or "0")
    gutter_side = "top" if top else "left"
    for side, allowed in wrong.items():
        length = min(max(getattr(now, side), allowed.low), allowed.high)
        fixed = holder.get(W + side, "").startswith("-")
        holder.set(W + side, f"{'-' if fixed else ''}{twips_of(length)}")
        if side == gutter_side:
            holder.set(f"{W}gutter", "0")
    if "top" in wrong and now.header > min(max(now.top, wrong["top"].low), wrong["top"].high) - _HEADER_ROOM_MM:
        holder.set(f"{W}header", str(twips_of(_HEADER_MM)))
    return True
