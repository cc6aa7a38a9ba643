"""Effective formatting: what a paragraph and its letters look like, after ECMA-376 part 1, 17.7.2 and 17.7.3.

Order, the later winning property by property (attribute by attribute inside `w:spacing`, `w:ind`, `w:rFonts`):

1. document defaults (absent: Times New Roman 10 pt, single spacing, as Word has it);
2. the table style with its chain, then its conditional parts in the order of 17.7.6: whole table, banded columns,
   banded rows, first and last row, first and last column, corners. We work the conditions out from `w:tblLook` and the
   place of the cell; `w:cnfStyle` is only a note of it that some programs write wrong;
3. the paragraph style, base first. A style that carries numbering puts the level's indents under its own;
4. numbering given on the paragraph itself: indents of the level, above those of the style;
5. the character style, base first; 6. direct formatting.

Numbering run properties, like those of the paragraph mark, dress the number, never the text.

Toggle properties (17.7.3: b, i, caps, smallCaps, strike, vanish, ... and their complex-script twins) do not follow
"the later wins": a chain gives one value (its nearest), and the values of table, paragraph and character style are
combined by exclusive or; the document defaults, when on, settle it; direct formatting is absolute. A style that says
off outright turns the toggle off: the standard would have it change nothing, but Word resets on a paragraph style
and LibreOffice on any, and that is why people write it.

Two habits of Word are followed because they show: the default paragraph style's own 10 pt and left alignment do not
override a table style unless `overrideTableStyleFontSizeAndJustification` is set (17.15.3), and a theme font beats
the font named beside it in one element.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from reportgen.decree30.model import Border, Format
from reportgen.decree30.ooxml import VAL, W, first_value, key_of, points, switch, twips, whole
from reportgen.decree30.theme import Theme

Props = dict[str, Any]

TOGGLES: Final = frozenset(
    {"b", "i", "bCs", "iCs", "caps", "smallCaps", "strike", "vanish", "outline", "shadow", "emboss", "imprint"}
)
_SLOTS: Final = (("ascii", "asciiTheme"), ("hAnsi", "hAnsiTheme"), ("eastAsia", "eastAsiaTheme"), ("cs", "cstheme"))
_DEFAULT_FONT: Final = "Times New Roman"
_DEFAULT_PT: Final = 10.0
_DEPTH: Final = 32
"""Longer chains are a loop."""

_NO_BORDER: Final = frozenset({"nil", "none"})


def borders(holder: etree._Element | None, theme: Theme) -> dict[str, Border | None]:
    """Return the borders that an element states, None for a side that it clears."""
    found: dict[str, Border | None] = {}
    for side in () if holder is None else holder:
        name = etree.QName(side).localname
        name = {"start": "left", "end": "right"}.get(name, name)
        style = side.get(VAL, "none")
        width = whole(side.get(f"{W}sz")) / 8
        color = _color(side, theme, "color")
        space = whole(side.get(f"{W}space"))
        found[name] = None if style in _NO_BORDER else Border(style, width, color, float(space))
    return found


def _color(element: etree._Element, theme: Theme, attribute: str = "val") -> str:
    """Return `RRGGBB` or `auto` of an element with `w:val` (or `w:color`) and theme attributes."""
    name = element.get(f"{W}themeColor")
    if name:
        color = theme.color(name, element.get(f"{W}themeTint"), element.get(f"{W}themeShade"))
        if color:
            return color
    code = element.get(W + attribute, "auto")
    return "auto" if code.lower() == "auto" else code.upper()


def run_props(element: etree._Element | None, theme: Theme) -> Props:
    """Return what an rPr states, as plain values."""
    props: Props = {}
    for child in () if element is None else element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in TOGGLES or name in _SWITCHES:
            props[_SWITCHES.get(name, name)] = switch(child)
        elif name in {"sz", "szCs"}:
            size = points(child.get(VAL), bare=0.5)
            props |= {name: size} if size else {}
        elif name in {"u", "vertAlign", "rStyle"}:
            props[name] = child.get(VAL, "")
        elif name in _RUN_READERS:
            _RUN_READERS[name](child, theme, props)
    return props


_SWITCHES: Final = {"dstrike": "dstrike", "specVanish": "specVanish", "rtl": "rtl", "cs": "complex"}


def _fonts(element: etree._Element, theme: Theme, props: Props) -> None:
    for slot, themed in _SLOTS:
        reference = element.get(W + themed)
        font = (theme.font(reference) if reference else "") or element.get(W + slot)
        if font:
            props[f"font.{slot}"] = font
    hint = element.get(f"{W}hint")
    if hint:
        props["hint"] = hint


def _width(child: etree._Element, _: Theme, props: Props) -> None:
    props["scale"] = (whole(child.get(VAL, "").rstrip("%"), 100) or 100) / 100


_RUN_READERS: Final[Mapping[str, Any]] = {
    "rFonts": _fonts,
    "color": lambda child, theme, props: props.update(color=_color(child, theme)),
    "position": lambda child, _, props: props.update(raised=points(child.get(VAL), bare=0.5) or 0.0),
    "spacing": lambda child, _, props: props.update(spread=points(child.get(VAL), bare=0.05) or 0.0),
    "w": _width,
    "lang": lambda child, _, props: props.update(lang=child.get(f"{W}eastAsia", "")),
}


def paragraph_props(element: etree._Element | None, theme: Theme) -> Props:
    """Return what a pPr states, as plain values; lengths in points."""
    props: Props = {}
    for child in () if element is None else element:
        reader = _PARAGRAPH_READERS.get(child.tag.rpartition("}")[2]) if isinstance(child.tag, str) else None
        if reader:
            reader(child, props)
    if element is not None:
        for side, border in borders(element.find(f"{W}pBdr"), theme).items():
            props[f"border.{side}"] = border
    return props


def _spacing(child: etree._Element, props: Props) -> None:
    for name in ("before", "after"):
        length = twips(child.get(W + name))
        if length is not None:
            props[name] = length
        lines = child.get(f"{W}{name}Lines")
        if lines is not None:
            props[f"{name}Lines"] = whole(lines) / 100
        auto = child.get(f"{W}{name}Autospacing")
        if auto is not None:
            props[f"{name}Auto"] = auto.lower() not in {"0", "false", "off"}
    line = twips(child.get(f"{W}line"))
    rule = child.get(f"{W}lineRule")
    if line is not None:
        props["line"] = line
        props.setdefault("lineRule", "auto")
    if rule is not None:
        props["lineRule"] = rule


def _indent(child: etree._Element, props: Props) -> None:
    pairs = (("left", ("start", "left")), ("right", ("end", "right")), ("first", ("firstLine",)))
    for name, names in pairs:
        length = twips(first_value(child, *names))
        if length is not None:
            props[name] = length
        chars = first_value(child, *(f"{n}Chars" for n in names))
        if chars is not None:
            props[f"{name}Chars"] = whole(chars) / 100
    hanging, hanging_chars = twips(child.get(f"{W}hanging")), child.get(f"{W}hangingChars")
    if hanging is not None and not (hanging == 0 and props.get("first")):
        props["first"] = -hanging
    if hanging_chars is not None and whole(hanging_chars):
        props["firstChars"] = -whole(hanging_chars) / 100


def _tabs(child: etree._Element, props: Props) -> None:
    stops = props.setdefault("tabs", {})
    for tab in child:
        at = twips(tab.get(f"{W}pos")) if isinstance(tab.tag, str) else None
        if at is not None:
            stops[round(at, 1)] = (tab.get(VAL, "left"), tab.get(f"{W}leader", ""))


def _numbering(child: etree._Element, props: Props) -> None:
    for name in ("numId", "ilvl"):
        holder = child.find(W + name)
        if holder is not None:
            props[name] = whole(holder.get(VAL))


_PARAGRAPH_READERS: Final[Mapping[str, Any]] = {
    "spacing": _spacing,
    "ind": _indent,
    "tabs": _tabs,
    "numPr": _numbering,
    "jc": lambda child, props: props.update(jc=child.get(VAL, "left")),
    "contextualSpacing": lambda child, props: props.update(contextual=switch(child)),
    "keepNext": lambda child, props: props.update(keepNext=switch(child)),
    "pageBreakBefore": lambda child, props: props.update(pageBreakBefore=switch(child)),
    "outlineLvl": lambda child, props: props.update(outline=whole(child.get(VAL), 9)),
    "framePr": lambda child, props: props.update(frame=child),
    "bidi": lambda child, props: props.update(bidi=switch(child)),
}


def lay(base: Props, above: Props) -> Props:
    """Return paragraph properties with those of a later layer on top."""
    merged = {**base, **above}
    for name in ("left", "right", "first"):
        if name in above and f"{name}Chars" not in above:
            merged.pop(f"{name}Chars", None)
    if "tabs" in above and "tabs" in base:
        merged["tabs"] = {**base["tabs"], **above["tabs"]}
    return merged


class Style:
    """One style as stated, its base by id."""

    __slots__ = ("based_on", "conditional", "element", "id", "kind", "name", "ppr", "rpr")

    def __init__(self, element: etree._Element, theme: Theme) -> None:
        """Read a `w:style`."""
        self.element = element
        self.id = element.get(f"{W}styleId", "")
        self.kind = element.get(f"{W}type", "paragraph")
        name = element.find(f"{W}name")
        self.name = self.id if name is None else name.get(VAL, self.id)
        base = element.find(f"{W}basedOn")
        self.based_on = "" if base is None else base.get(VAL, "")
        self.ppr = paragraph_props(element.find(f"{W}pPr"), theme)
        self.rpr = run_props(element.find(f"{W}rPr"), theme)
        self.conditional = {
            part.get(f"{W}type", ""): (
                paragraph_props(part.find(f"{W}pPr"), theme),
                run_props(part.find(f"{W}rPr"), theme),
            )
            for part in element.findall(f"{W}tblStylePr")
        }


class TableLayer:
    """What a table style gives the paragraphs of one cell; equal cells share one layer, so that results are cached."""

    __slots__ = ("ppr", "rpr")

    def __init__(self, ppr: Props, rpr: Props) -> None:
        """Keep the merged properties."""
        self.ppr, self.rpr = ppr, rpr


class Letters:
    """Effective properties of letters, and how letters of each script look in them."""

    __slots__ = ("_formats", "props")

    def __init__(self, props: Props) -> None:
        """Keep the properties, which nobody changes any more."""
        self.props = props
        self._formats: dict[str, Format] = {}

    def format(self, slot: str = "ascii") -> Format:
        """Return the formatting of letters of one script; see `format_of`."""
        found = self._formats.get(slot)
        if found is None:
            found = self._formats[slot] = format_of(self.props, slot)
        return found


class Styles:
    """All styles of a document, with every chain resolved once."""

    def __init__(self, root: etree._Element | None, theme: Theme, *, paragraph_style_rules: bool = False) -> None:
        """Read the styles part.

        Args:
            root: Of the styles part, None when there is none.
            theme: Theme fonts and colours.
            paragraph_style_rules: `overrideTableStyleFontSizeAndJustification` is set.
        """
        self.theme = theme
        self._paragraph_style_rules = paragraph_style_rules
        self._styles: dict[str, Style] = {}
        self._default: dict[str, str] = {}
        self.default_ppr: Props = {}
        self.default_rpr: Props = {}
        if root is not None:
            self._read(root)
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._run_bases: dict[tuple[str, int], tuple[Props, dict[str, tuple[bool, bool]]]] = {}
        self._character: dict[str, Props] = {}
        self._layers: dict[tuple[str, frozenset[str]], TableLayer] = {}
        self._dressed: dict[tuple[str, int, tuple[Any, ...]], tuple[Props, Letters]] = {}

    def _read(self, root: etree._Element) -> None:
        defaults = root.find(f"{W}docDefaults")
        if defaults is not None:
            self.default_ppr = paragraph_props(defaults.find(f"{W}pPrDefault/{W}pPr"), self.theme)
            self.default_rpr = run_props(defaults.find(f"{W}rPrDefault/{W}rPr"), self.theme)
        for element in root.iter(f"{W}style"):
            style = Style(element, self.theme)
            self._styles.setdefault(style.id, style)
            if element.get(f"{W}default", "0") not in {"0", "false", "off"}:
                self._default.setdefault(style.kind, style.id)

    def paragraph_style(self, style_id: str) -> str:
        """Return the id of the style that applies: the default when none, or an unknown one, is named."""
        style = self._styles.get(style_id)
        return style_id if style is not None and style.kind == "paragraph" else self._default.get("paragraph", "")

    def name(self, style_id: str) -> str:
        """Return the name of a style as Word shows it."""
        style = self._styles.get(style_id)
        return "" if style is None else style.name

    def get(self, style_id: str) -> Style | None:
        """Return a style."""
        return self._styles.get(style_id)

    def chain(self, style_id: str) -> tuple[Style, ...]:
        """Return a style and its bases, base first; a loop is cut."""
        if style_id not in self._chains:
            chain: list[Style] = []
            style = self._styles.get(style_id)
            while style is not None and style not in chain and len(chain) < _DEPTH:
                chain.append(style)
                style = self._styles.get(style.based_on)
            self._chains[style_id] = tuple(reversed(chain))
        return self._chains[style_id]

    def table_style(self, style_id: str) -> str:
        """Return the id of the table style that applies."""
        return style_id if style_id in self._styles else self._default.get("table", "")

    def table_layer(self, style_id: str, conditions: Iterable[str]) -> TableLayer:
        """Return what a table style gives a cell for which `conditions` (`firstRow`, `band1Horz`, ...) hold."""
        held = frozenset(conditions)
        key = (style_id, held)
        if key not in self._layers:
            ppr: Props = {}
            rpr: Props = {}
            chain = self.chain(style_id)
            for style in chain:
                ppr, rpr = lay(ppr, style.ppr), {**rpr, **style.rpr}
            for condition in [c for c in _CONDITIONS if c in held]:
                for style in chain:
                    more_ppr, more_rpr = style.conditional.get(condition, ({}, {}))
                    ppr, rpr = lay(ppr, more_ppr), {**rpr, **more_rpr}
            self._layers[key] = TableLayer(ppr, rpr)
        return self._layers[key]

    # --- letters -------------------------------------------------------------------------------------------------

    def dressed(self, style_id: str, layer: TableLayer | None, rpr: etree._Element | None) -> tuple[Props, Letters]:
        """Return what an rPr states, and the letters that it makes in a paragraph style and a table.

        Args:
            style_id: Paragraph style.
            layer: Of the table around.
            rpr: Direct properties of a run or a paragraph mark.
        """
        key = (style_id, id(layer), key_of(rpr))  # layers live as long as the styles
        found = self._dressed.get(key)
        if found is None:
            direct = run_props(rpr, self.theme)
            found = self._dressed[key] = (direct, Letters(self.letters(style_id, layer, direct)))
        return found

    def letters(self, style_id: str, layer: TableLayer | None, direct: Props) -> Props:
        """Return effective run properties, toggles resolved.

        Args:
            style_id: Paragraph style.
            layer: Of the table around.
            direct: Of the run, `rStyle` included.
        """
        plain, toggles = self._run_base(style_id, layer)
        character = self._character_props(direct.get("rStyle", ""))
        props = {**plain, **character, **direct}
        for name in TOGGLES:
            if name in direct:
                continue
            state, settled = toggles.get(name, (False, False))
            props[name] = _toggled(state, settled=settled, above=character.get(name))[0]
        return props

    def _run_base(self, style_id: str, layer: TableLayer | None) -> tuple[Props, dict[str, tuple[bool, bool]]]:
        key = (style_id, id(layer))
        if key not in self._run_bases:
            table = {} if layer is None else layer.rpr
            paragraph = self._paragraph_rpr(style_id, table)
            plain = {**self.default_rpr, **table, **paragraph}
            toggles: dict[str, tuple[bool, bool]] = {}
            for name in TOGGLES:
                on = bool(self.default_rpr.get(name, False))
                state = (on, on)
                for level in (table, paragraph):
                    state = _toggled(state[0], settled=state[1], above=level.get(name))
                toggles[name] = state
            self._run_bases[key] = (plain, toggles)
        return self._run_bases[key]

    def _paragraph_rpr(self, style_id: str, table: Props) -> Props:
        """Return the run properties of a paragraph style chain, less Word's exception for table styles."""
        merged: Props = {}
        default = self._default.get("paragraph")
        for style in self.chain(style_id):
            stated = style.rpr
            weak = style.id == default and not self._paragraph_style_rules
            if weak and "sz" in table and stated.get("sz") == _DEFAULT_PT:
                stated = {k: v for k, v in stated.items() if k not in {"sz", "szCs"}}
            merged = {**merged, **stated}
        return merged

    def _character_props(self, style_id: str) -> Props:
        if style_id not in self._character:
            merged: Props = {}
            for style in self.chain(style_id) if style_id else ():
                if style.kind == "character":
                    merged = {**merged, **style.rpr}
            self._character[style_id] = merged
        return self._character[style_id]

    # --- paragraphs ----------------------------------------------------------------------------------------------

    def stated_ppr(self, style: Style, table: Props) -> Props:
        """Return the paragraph properties of one style, less Word's exception for table styles."""
        weak = style.id == self._default.get("paragraph") and not self._paragraph_style_rules
        if weak and "jc" in table and style.ppr.get("jc") in {"left", "start"}:
            return {k: v for k, v in style.ppr.items() if k != "jc"}
        return style.ppr


_CONDITIONS: Final = (
    "wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstRow", "lastRow", "firstCol", "lastCol",
    "nwCell", "neCell", "swCell", "seCell",
)  # fmt: skip


def _toggled(state: bool, *, settled: bool, above: bool | None) -> tuple[bool, bool]:  # noqa: FBT001  a state, no option
    """Return a toggle after one more level: reversed by on, put out by off, kept on when the defaults settled it."""
    if above is None:
        return state, settled
    if not above:
        return False, False
    return (True, True) if settled else (not state, False)


def format_of(props: Props, slot: str = "ascii") -> Format:
    """Return the formatting of letters of one script.

    Args:
        props: Effective run properties.
        slot: `ascii`, `hAnsi`, `eastAsia` or `cs`: the script of the letters.
    """
    complex_script = slot == "cs"
    size = props.get("szCs" if complex_script else "sz", props.get("sz", _DEFAULT_PT) if not complex_script else None)
    underline = props.get("u", "")
    vertical = props.get("vertAlign", "baseline")
    return Format(
        font=props.get(f"font.{slot}") or _DEFAULT_FONT,
        size_pt=float(size or _DEFAULT_PT),
        bold=bool(props.get("bCs" if complex_script else "b", False)),
        italic=bool(props.get("iCs" if complex_script else "i", False)),
        strike=bool(props.get("strike", False) or props.get("dstrike", False)),
        caps=bool(props.get("caps", False)),
        small_caps=bool(props.get("smallCaps", False)),
        underline="" if underline == "none" else underline,
        color=props.get("color", "auto"),
        vertical=vertical if vertical in {"superscript", "subscript"} else "baseline",
        raised_pt=props.get("raised", 0.0),
        spacing_pt=props.get("spread", 0.0),
        scale=props.get("scale", 1.0),
        east_asian_font=props.get("font.eastAsia") or _DEFAULT_FONT,
        complex_font=props.get("font.cs") or _DEFAULT_FONT,
    )
