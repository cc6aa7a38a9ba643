"""Putting properties where the schema wants them, and parts where the package wants them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from reportgen.decree30.ooxml import VAL, W
from reportgen.render.package import CONTENT_TYPES, Package, parse_xml, rels_name, to_xml

_CT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
FONT: Final = "Times New Roman"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


RUN_ORDER: Final = _names(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath rPrChange"
)
PARAGRAPH_ORDER: Final = _names(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
SECTION_ORDER: Final = _names(
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)
CELL_ORDER: Final = _names(
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers "
    "cellIns cellDel cellMerge tcPrChange"
)
BORDER_ORDER: Final = _names("top left start bottom right end between bar")

Props = Mapping[str, "bool | float | str"]
"""`b`, `i`, `caps`, `smallCaps`: on or off; `sz`: points; `color`, `u`: value; `w`: per cent; `font`: any value."""


def child(holder: etree._Element, name: str, order: Iterable[str]) -> etree._Element:
    """Return the child `w:name` of `holder`, made at its place in the schema when missing."""
    found = holder.find(W + name)
    if found is not None:
        return found
    names = list(order)
    after = {W + later for later in names[names.index(name) + 1 :]}
    made = etree.Element(W + name)
    place = next((i for i, other in enumerate(holder) if other.tag in after), len(holder))
    holder.insert(place, made)
    return made


def properties(holder: etree._Element, name: str) -> etree._Element:
    """Return `w:pPr` or `w:rPr`, made as the first child when missing."""
    found = holder.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        holder.insert(0, found)
    return found


def set_letters(run: etree._Element, props: Props) -> None:
    """Write direct formatting on a run."""
    set_letter_props(properties(run, "rPr"), props)


def set_letter_props(rpr: etree._Element, props: Props) -> None:
    """Write formatting into a `w:rPr`."""
    for name, value in props.items():
        if name == "font":
            times(child(rpr, "rFonts", RUN_ORDER))
        elif name == "sz":
            for twin in ("sz", "szCs"):
                child(rpr, twin, RUN_ORDER).set(VAL, str(round(float(value) * 2)))
        elif name == "color":
            element = child(rpr, "color", RUN_ORDER)
            element.attrib.clear()
            element.set(VAL, str(value))
        elif isinstance(value, bool):
            for twin in {"b": ("b", "bCs"), "i": ("i", "iCs")}.get(name, (name,)):
                element = child(rpr, twin, RUN_ORDER)
                drop_attribute(element, VAL)
                if not value:
                    element.set(VAL, "0")
        else:
            child(rpr, name, RUN_ORDER).set(VAL, str(value))


def times(fonts: etree._Element) -> None:
    """Let a `w:rFonts` name Times New Roman for all four scripts."""
    fonts.attrib.clear()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(W + slot, FONT)


def paragraph_props(paragraph: etree._Element) -> etree._Element:
    """Return the `w:pPr` of a paragraph."""
    return properties(paragraph, "pPr")


def mark_props(paragraph: etree._Element) -> etree._Element:
    """Return the `w:rPr` of a paragraph's mark, which dresses its number too."""
    return child(paragraph_props(paragraph), "rPr", PARAGRAPH_ORDER)


def set_alignment(paragraph: etree._Element, value: str) -> None:
    """Write `w:jc`."""
    child(paragraph_props(paragraph), "jc", PARAGRAPH_ORDER).set(VAL, value)


def set_indent(paragraph: etree._Element, *, left: float = 0.0, right: float = 0.0, first: float = 0.0) -> None:
    """Write the indents, in millimetres; indents counted in letters are taken back."""
    element = child(paragraph_props(paragraph), "ind", PARAGRAPH_ORDER)
    element.attrib.clear()
    for name, length in (("left", left), ("right", right), ("firstLine", first)):
        element.set(W + name, str(twips_of(length)))


def set_spacing(paragraph: etree._Element, **values: str) -> None:
    """Write attributes of `w:spacing`; automatic and line-counted spacing of the same side is taken back."""
    element = child(paragraph_props(paragraph), "spacing", PARAGRAPH_ORDER)
    for name, value in values.items():
        element.set(W + name, value)
        if name in {"before", "after"}:
            element.set(f"{W}{name}Autospacing", "0")
            element.set(f"{W}{name}Lines", "0")


def drop_attribute(element: etree._Element, name: str) -> None:
    """Remove an attribute if it is there."""
    if name in element.attrib:
        del element.attrib[name]


def twips_of(mm: float) -> int:
    """Return millimetres in twips."""
    return round(mm * 1440 / 25.4)


# --- parts -------------------------------------------------------------------------------------------------------


def add_part(
    package: Package, added: dict[str, bytes], part: str, content: bytes, *, content_type: str, relation: str
) -> str:
    """Add a part that the main part refers to; return the id of the relationship.

    Args:
        package: To which it is added.
        added: Takes the new part, the content types and the relationships.
        part: Name of the new part.
        content: Its bytes.
        content_type: Its content type.
        relation: Type of the relationship.
    """
    parts, source = package.parts, package.main
    kinds = parse_xml(added.get(CONTENT_TYPES, parts[CONTENT_TYPES]))
    etree.SubElement(kinds, f"{_CT}Override", PartName=f"/{part}", ContentType=content_type)
    added[CONTENT_TYPES] = to_xml(kinds)
    name = rels_name(source)
    raw = added.get(name, parts.get(name, f'<Relationships xmlns="{_REL[1:-1]}"/>'.encode()))
    relations = parse_xml(raw)
    taken = {relation.get("Id") for relation in relations}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    target = posixpath.relpath(part, posixpath.dirname(source) or ".")
    etree.SubElement(relations, f"{_REL}Relationship", Id=free, Type=relation, Target=target)
    added[name] = to_xml(relations)
    added[part] = content
    return free


def free_name(parts: Iterable[str], folder: str, stem: str) -> str:
    """Return a part name that is not taken: `word/header3.xml`."""
    taken = {part.lower() for part in parts}
    number = next(n for n in range(1, len(taken) + 2) if posixpath.join(folder, f"{stem}{n}.xml").lower() not in taken)
    return posixpath.join(folder, f"{stem}{number}.xml")
