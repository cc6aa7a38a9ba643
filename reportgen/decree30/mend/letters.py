"""Fonts and colours: Times New Roman for all four scripts, black for what shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.decree30.mend.trace import Traced, isolate, stretches
from reportgen.decree30.mend.xml import (
    FONT,
    RUN_ORDER,
    child,
    mark_props,
    properties,
    set_letter_props,
    set_letters,
    times,
)
from reportgen.decree30.model import Format, Paragraph
from reportgen.decree30.ooxml import VAL, W
from reportgen.render.package import parse_xml, to_xml

_SYMBOLS: Final = re.compile(
    r"symbol|wingdings|webdings|dingbats|marlett|mt extra|opensymbol|emoji|math", re.IGNORECASE
)
_LEGACY: Final = re.compile(r"\.vn|vni[- ]|vietware|bkhcm|vps ", re.IGNORECASE)
_LIGHT: Final = 0.7
_SHADED: Final = frozenset({"shd", "highlight"})
_SLOTS: Final = ("ascii", "hAnsi", "eastAsia", "cs")
_BLACK: Final = "000000"


def mend_letters(traced: Traced) -> None:
    """Put fonts and colours right where some letters that show are not as they should be."""
    looks = [(p, f) for p in traced.document.paragraphs() for _, _, f in _shown(p)]
    if any(_wrong_font(f) for _, f in looks):
        _all_fonts(traced)
    for paragraph in traced.document.paragraphs():
        _letters_of(traced, paragraph)


def _shown(paragraph: Paragraph) -> Iterator[tuple[int, int, Format]]:
    yield from stretches(paragraph)
    if paragraph.number and paragraph.number_format is not None and paragraph.number_kind != "bullet":
        yield 0, 0, paragraph.number_format


def _wrong_font(style: Format) -> bool:
    font = style.font.split(";")[0].strip()
    return font.casefold() != FONT.casefold() and not kept(font)


def kept(font: str | None) -> bool:
    """Tell whether a font must stay: signs are drawn in it, or its letters are of another encoding (TX-02)."""
    return bool(font) and bool(_SYMBOLS.search(font or "") or _LEGACY.match(font or ""))


# --- everywhere --------------------------------------------------------------------------------------------------


def _all_fonts(traced: Traced) -> None:
    """Let defaults, styles, numbers and every run that names a font name Times New Roman; signs keep theirs."""
    package = traced.package
    for relation in package.relationships(package.main):
        if relation.type in {"styles", "numbering"} and relation.target in package.parts:
            root = parse_xml(package.parts[relation.target])
            if relation.type == "styles":
                _defaults(root)
            for fonts in root.iter(f"{W}rFonts"):
                _rename(fonts)
            traced.added[relation.target] = to_xml(root)
    for part, root in traced.roots.items():
        for fonts in root.iter(f"{W}rFonts"):
            if not _in_the_past(fonts):
                _rename(fonts)
        traced.touch(part)


def _defaults(root: etree._Element) -> None:
    """State the font in the document defaults, where programs differ in what they take when nothing is said."""
    holder = root.find(f"{W}docDefaults")
    if holder is None:
        holder = etree.Element(f"{W}docDefaults")
        root.insert(0, holder)
    default = holder.find(f"{W}rPrDefault")
    if default is None:
        default = etree.Element(f"{W}rPrDefault")
        holder.insert(0, default)
    child(properties(default, "rPr"), "rFonts", RUN_ORDER)


def _rename(fonts: etree._Element) -> None:
    if not any(kept(fonts.get(W + slot)) for slot in _SLOTS):
        hint = fonts.get(f"{W}hint")
        times(fonts)
        if hint and hint != "eastAsia":
            fonts.set(f"{W}hint", hint)


def _in_the_past(element: etree._Element) -> bool:
    """Tell whether a tracked change keeps this formatting only to remember it."""
    past = {f"{W}rPrChange", f"{W}pPrChange", f"{W}del", f"{W}moveFrom"}
    return any(a.tag in past for a in element.iterancestors())


# --- what still shows --------------------------------------------------------------------------------------------


def _letters_of(traced: Traced, paragraph: Paragraph) -> None:
    """Write on the runs themselves what styles could not put right."""
    origin = traced.origin(paragraph)
    if origin is None:
        return
    for start, end, style in list(stretches(paragraph)):
        props: dict[str, str] = {}
        if _wrong_font(style) and _lettered(paragraph.text[start:end]):
            props["font"] = FONT
        if not style.black:
            props["color"] = _BLACK
        for run in isolate(origin, start, end) if props else ():
            if "color" in props and _on_dark(run, style.color):
                continue
            set_letters(run, props)
            traced.touch(origin.part)
    _number_of(traced, paragraph)


def _lettered(text: str) -> bool:
    """Tell whether text holds letters, figures or punctuation: arrows and boxes may come from any font."""
    return any(unicodedata.category(char)[0] in "LNMP" or char in "+<=>$%" for char in text)


def _number_of(traced: Traced, paragraph: Paragraph) -> None:
    """Let the mark of a numbered paragraph, which dresses its number, be black."""
    origin, style = traced.origin(paragraph), paragraph.number_format
    if origin is None or style is None or not paragraph.number or style.black:
        return
    set_letter_props(mark_props(origin.element), {"color": _BLACK})
    traced.touch(origin.part)


def _on_dark(run: etree._Element, color: str) -> bool:
    """Tell whether light letters may stand on a dark ground: then only a person can say what should change."""
    if not re.fullmatch(r"[0-9A-F]{6}", color) or _light(color) < _LIGHT:
        return False
    for holder in (run, *run.iterancestors()):
        name = holder.tag.rpartition("}")[2] if isinstance(holder.tag, str) else ""
        if name in {"wsp", "shape", "rect", "roundrect"} or (name == "tbl" and _styled(holder)):
            return True
        props = next((c for c in holder if c.tag == f"{W}{name}Pr"), None)
        if props is not None and any(_fills(c) for c in props):
            return True
    return False


def _light(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _styled(table: etree._Element) -> bool:
    return table.find(f"{W}tblPr/{W}tblStyle") is not None


def _fills(element: etree._Element) -> bool:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name not in _SHADED:
        return False
    return (
        name == "highlight"
        or element.get(f"{W}fill", "auto").upper() not in {"AUTO", "FFFFFF"}
        or (element.get(VAL, "clear") not in {"clear", "nil"})
    )
