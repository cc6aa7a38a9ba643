"""Drawn objects, DrawingML and VML, with their size, place and stroke; text boxes are handed back to the reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from lxml import etree

from reportgen.decree30.model import Block, Shape, ShapeKind
from reportgen.decree30.ooxml import MM_PER_EMU, MM_PER_PT, PIC, PT_PER_EMU, WP, WPG, WPS, A, V, W, points, whole
from reportgen.decree30.theme import Theme

ReadBox: TypeAlias = "Callable[[etree._Element, float], tuple[Block, ...]]"  # noqa: SLF001  lxml names its element type so
"""Reads the content of a text box, given its width in mm."""

_INSET_MM: Final = 5.08
"""Both side insets of a text box, together."""
_LINES: Final = frozenset({"line", "straightConnector1", "lineInv"})
_HAIRLINE_PT: Final = 0.25
"""A stroke of width 0 is the thinnest line that prints: LibreOffice writes it for lines of old Words."""
_DASHED: Final = {"": "solid", "solid": "solid"}


def drawn(element: etree._Element, theme: Theme, read_box: ReadBox) -> Iterator[Shape]:
    """Yield the shapes of a `w:drawing`, `w:pict` or `w:object`."""
    if element.tag == f"{W}drawing":
        for holder in element:
            if holder.tag in {f"{WP}anchor", f"{WP}inline"}:
                yield from _drawing(holder, theme, read_box)
    else:
        for child in element:
            yield from _vml(child, 1.0, 1.0, read_box)


# --- DrawingML ---------------------------------------------------------------------------------------------------


def _drawing(holder: etree._Element, theme: Theme, read_box: ReadBox) -> Iterator[Shape]:
    extent = holder.find(f"{WP}extent")
    size = (0, 0) if extent is None else (whole(extent.get("cx")), whole(extent.get("cy")))
    inline = holder.tag == f"{WP}inline"
    x_from, x_mm, x_align = ("inline", 0.0, "") if inline else _position(holder.find(f"{WP}positionH"))
    y_from, y_mm, _ = ("inline", 0.0, "") if inline else _position(holder.find(f"{WP}positionV"))
    group = next(holder.iter(f"{WPG}wgp"), None)
    scale = _group_scale(group, size)
    members = list(_members(holder))
    for member in members:
        width, height = size if len(members) == 1 else _extent(member, size, scale)
        stroke_pt, dash, color = _stroke(member, theme)
        yield Shape(
            kind=_kind(member),
            width_mm=width * MM_PER_EMU,
            height_mm=height * MM_PER_EMU,
            x_mm=x_mm,
            y_mm=y_mm,
            x_from=x_from,
            y_from=y_from,
            x_align=x_align,
            stroke_pt=stroke_pt,
            dash=dash,
            color=color,
            blocks=_box(member.find(f"{WPS}txbx"), width * MM_PER_EMU, read_box),
        )


def _members(holder: etree._Element) -> Iterator[etree._Element]:
    """Yield the shapes and pictures of a drawing, those inside a text box left out."""
    for element in holder.iter(f"{WPS}wsp", f"{PIC}pic"):
        boxes = (a for a in element.iterancestors(f"{W}txbxContent"))
        inner = any(holder in box.iterancestors() for box in boxes)
        if not inner:
            yield element


def _position(element: etree._Element | None) -> tuple[str, float | None, str]:
    if element is None:
        return "column", None, ""
    offset, align = element.find(f"{WP}posOffset"), element.find(f"{WP}align")
    at = None if offset is None else whole(offset.text) * MM_PER_EMU
    return element.get("relativeFrom", "column"), at, "" if align is None else (align.text or "")


def _group_scale(group: etree._Element | None, size: tuple[int, int]) -> tuple[float, float]:
    """Return how much a group stretches its members."""
    inner = None if group is None else group.find(f"{WPG}grpSpPr/{A}xfrm/{A}chExt")
    if inner is None:
        return 1.0, 1.0
    across, down = whole(inner.get("cx")), whole(inner.get("cy"))
    return (size[0] / across if across else 1.0), (size[1] / down if down else 1.0)


def _extent(member: etree._Element, size: tuple[int, int], scale: tuple[float, float]) -> tuple[float, float]:
    extent = next(member.iter(f"{A}ext"), None)
    if extent is None or extent.get("cx") is None:
        return size
    return whole(extent.get("cx")) * scale[0], whole(extent.get("cy")) * scale[1]


def _kind(member: etree._Element) -> ShapeKind:
    if member.tag == f"{PIC}pic":
        return ShapeKind.PICTURE
    if member.find(f"{WPS}txbx") is not None:
        return ShapeKind.BOX
    preset = next(member.iter(f"{A}prstGeom"), None)
    connector = member.find(f"{WPS}cNvCnPr") is not None
    named = "" if preset is None else preset.get("prst", "")
    return ShapeKind.LINE if connector or named in _LINES else ShapeKind.OTHER


def _stroke(member: etree._Element, theme: Theme) -> tuple[float, str, str]:
    """Return width, dashes and colour of the outline: stated, or those of the shape's style."""
    line = next((ln for pr in member.iter(f"{WPS}spPr", f"{PIC}spPr") for ln in pr.findall(f"{A}ln")), None)
    style = member.find(f"{WPS}style/{A}lnRef")
    styled = style is not None and whole(style.get("idx")) > 0
    color = _fill(style, theme) or "auto"
    if line is None:
        return (0.75 if styled else 0.0), "solid", color
    if line.find(f"{A}noFill") is not None:
        return 0.0, "solid", color
    dash = line.find(f"{A}prstDash")
    name = "" if dash is None else dash.get("val", "")
    double = line.get("cmpd", "sng") != "sng"
    width = whole(line.get("w"), 9525) * PT_PER_EMU or _HAIRLINE_PT
    fill = _fill(line.find(f"{A}solidFill"), theme)
    return width, ("double" if double else _DASHED.get(name, name)), fill or color


def _fill(holder: etree._Element | None, theme: Theme) -> str | None:
    for child in () if holder is None else holder:
        name = etree.QName(child).localname
        if name == "srgbClr":
            return child.get("val", "").upper()
        if name == "schemeClr":
            return theme.color(child.get("val", ""))
        if name == "sysClr":
            return child.get("lastClr", "000000").upper()
        if name == "prstClr":
            return "000000" if child.get("val") == "black" else child.get("val", "")
    return None


def _box(holder: etree._Element | None, width_mm: float, read_box: ReadBox) -> tuple[Block, ...]:
    content = None if holder is None else next(holder.iter(f"{W}txbxContent"), None)
    return () if content is None else read_box(content, max(0.0, width_mm - _INSET_MM))


# --- VML ---------------------------------------------------------------------------------------------------------

_SHAPES: Final = frozenset(V + name for name in ("shape", "rect", "roundrect", "oval", "line", "polyline", "image"))


def _vml(element: etree._Element, across: float, down: float, read_box: ReadBox) -> Iterator[Shape]:
    """Yield a VML shape, or those of a group, scaled from the group's own units to points."""
    if element.tag == f"{V}group":
        css = _css(element)
        units = [whole(n, 1000) or 1000 for n in (element.get("coordsize") or "1000,1000").split(",")]
        wide, high = points(css.get("width")) or 0.0, points(css.get("height")) or 0.0
        for child in element:
            yield from _vml(child, across * wide / units[0], down * high / units[-1], read_box)
    elif element.tag in _SHAPES:
        yield _vml_shape(element, across, down, read_box)


def _vml_shape(element: etree._Element, across: float, down: float, read_box: ReadBox) -> Shape:
    css = _css(element)
    if element.tag == f"{V}line":
        (x1, y1), (x2, y2) = _point(element.get("from")), _point(element.get("to"))
        left, top, wide, high = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
    else:
        left, top = _length(css, "margin-left", "left"), _length(css, "margin-top", "top")
        wide, high = _length(css, "width"), _length(css, "height")
    width_mm, height_mm = wide * across * MM_PER_PT, high * down * MM_PER_PT
    box = next(element.iter(f"{V}textbox"), None)
    align = css.get("mso-position-horizontal", "")
    floating = css.get("position") in {"absolute", "relative"}
    return Shape(
        kind=_vml_kind(element),
        width_mm=width_mm,
        height_mm=height_mm,
        x_mm=None if align in {"left", "center", "right"} else left * across * MM_PER_PT,
        y_mm=top * down * MM_PER_PT,
        x_from=_from(css.get("mso-position-horizontal-relative", "text")) if floating else "inline",
        y_from=_from(css.get("mso-position-vertical-relative", "text")) if floating else "inline",
        x_align=align if align in {"left", "center", "right"} else "",
        stroke_pt=_vml_stroke(element),
        dash=_vml_dash(element),
        color=_vml_color(element),
        blocks=_box(box, width_mm, read_box),
    )


def _css(element: etree._Element) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in element.get("style", "").split(";"))
    return {name.strip().lower(): text.strip() for name, _, text in pairs}


def _length(css: dict[str, str], *names: str) -> float:
    return next((length for name in names if (length := points(css.get(name))) is not None), 0.0)


def _point(text: str | None) -> tuple[float, float]:
    parts = [points(p) or 0.0 for p in (text or "").split(",")]
    return (parts[0], parts[1]) if len(parts) > 1 else (0.0, 0.0)


def _from(name: str) -> str:
    return {"text": "column", "char": "character", "margin": "margin", "page": "page", "line": "line"}.get(name, name)


def _vml_kind(element: etree._Element) -> ShapeKind:
    if next(element.iter(f"{V}textbox"), None) is not None:
        return ShapeKind.BOX
    if element.find(f"{V}imagedata") is not None or element.tag == f"{V}image":
        return ShapeKind.PICTURE
    kind = element.get("type", "")
    is_line = element.tag in {f"{V}line", f"{V}polyline"} or kind.endswith(("_t32", "_t20"))
    return ShapeKind.LINE if is_line else ShapeKind.OTHER


def _vml_stroke(element: etree._Element) -> float:
    stroke = element.find(f"{V}stroke")
    on = element.get("stroked", "t").lower() not in {"f", "false", "0"}
    if stroke is not None and stroke.get("on", "t").lower() in {"f", "false", "0"}:
        on = False
    rule = next((v for k, v in element.attrib.items() if str(k).endswith("}hr")), "")
    if rule.lower() in {"t", "true"}:
        return 0.75  # a horizontal rule is a filled rectangle without outline
    width = points(element.get("strokeweight"))
    return (0.75 if width is None or math.isclose(width, 0) else width) if on else 0.0


def _vml_dash(element: etree._Element) -> str:
    stroke = element.find(f"{V}stroke")
    style = "" if stroke is None else stroke.get("dashstyle", "")
    double = stroke is not None and stroke.get("linestyle", "single").lower() not in {"", "single"}
    return "double" if double else _DASHED.get(style.lower(), style)


def _vml_color(element: etree._Element) -> str:
    stroke = element.find(f"{V}stroke")
    code = element.get("strokecolor") or ("" if stroke is None else stroke.get("color", "")) or "black"
    code = code.split(" ")[0].lstrip("#").upper()
    if len(code) == 3:  # noqa: PLR2004  the short form of web colours
        code = "".join(c * 2 for c in code)
    return "000000" if code in {"BLACK", "WINDOWTEXT"} else code
