"""A .docx as it looks: `read_document`.

The parts are found by their relationships, never by their names. The walk follows the order of the document once, so
that lists count as Word counts them; sections are known before it, because the width of a line depends on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

from reportgen.decree30.context import Context, Counter
from reportgen.decree30.inline import InlineReader, hidden_mark, mark_deleted, style_id
from reportgen.decree30.model import (
    FIRST_WORDS,
    Alignment,
    Block,
    Borders,
    Document,
    Format,
    Frame,
    LineRule,
    LineSpacing,
    Paragraph,
    Part,
    Place,
    Run,
    Section,
    Shape,
    Table,
    TabStop,
)
from reportgen.decree30.numbering import Numbering
from reportgen.decree30.ooxml import MM_PER_PT, VAL, R, W, flag, key_of, millimetres, twips
from reportgen.decree30.sections import Geometry, HeaderUse, geometries, header_uses
from reportgen.decree30.shapes import drawn
from reportgen.decree30.styles import Props, Styles, TableLayer, format_of, lay, paragraph_props
from reportgen.decree30.tables import TableReader
from reportgen.decree30.theme import Theme
from reportgen.problem import Problem, ReportgenError
from reportgen.render.package import Package, UnreadableXmlError, open_package, parse_xml

_CONTAINERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_CONTROLS: Final = frozenset({f"{W}sdt", f"{W}customXml"})
_AUTOSPACE_PT: Final = 14.0
"""What `beforeAutospacing` and `afterAutospacing` give in Word."""
_ALIGNMENTS: Final = {
    "left": Alignment.LEFT, "start": Alignment.LEFT, "center": Alignment.CENTER, "right": Alignment.RIGHT,
    "end": Alignment.RIGHT, "both": Alignment.BOTH, "distribute": Alignment.BOTH, "thaiDistribute": Alignment.BOTH,
}  # fmt: skip
_PARAGRAPH: Final = f"{W}p"
_PARAGRAPH_PROPERTIES: Final = f"{W}pPr"
_TABLE: Final = f"{W}tbl"
_POSITION_TAB: Final = f"{W}ptab"
_BODY_LEVELS: Final = 9
_MAX_DEPTH: Final = 40
"""Deeper nesting of tables and boxes is an attack, not a document."""


def read_document(data: bytes, name: str) -> tuple[Document, tuple[Problem, ...]]:
    """Read a .docx as it looks.

    Args:
        data: The whole file.
        name: Its name, for places.

    Returns:
        The document, and warnings on what the package had to leave out.

    Raises:
        ReportgenError: MB001 to MB009 from opening it; VB001 no Word document; VB002 damaged inside.
    """
    package = open_package(data, name)
    reader, document = _read(package)
    return document, (*package.notices, *reader.missing())


def read_package(package: Package) -> Document:
    """Read a .docx that has been opened; errors as of `read_document`, notices are the package's own."""
    return _read(package)[1]


def _read(package: Package) -> tuple[DocumentReader, Document]:
    if package.kind != "docx":
        message = "tệp là bảng tính Excel, không phải văn bản Word"
        raise ReportgenError(Problem("VB001", package.name, message, "Chọn tệp .docx."))
    try:
        reader = DocumentReader(package)
        return reader, reader.document()
    except (etree.LxmlError, RecursionError, UnreadableXmlError, _DamagedError) as error:
        message = "văn bản bị hỏng bên trong, không đọc được đầy đủ"
        raise ReportgenError(Problem("VB002", package.name, message, _REPAIR)) from error


_READ: Final = frozenset({"header", "footer", "styles", "numbering", "theme", "settings", "footnotes", "endnotes"})
_REFERENCES: Final = (f"{W}headerReference", f"{W}footerReference")

_REPAIR: Final = "Mở tệp bằng Word (chọn Repair nếu được hỏi), lưu thành tệp mới rồi kiểm tra lại."


class _DamagedError(Exception):
    """The parts do not make a document."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What follows from the properties of a paragraph in its place, the same for all that state the same.

    Attributes:
        style, name: Id and name of its style. props, level: Effective properties, level of its list.
        direct_mark, mark: What is stated of the paragraph mark, and how it looks.
        fields: Fields of a `Paragraph`. ends_section, deleted, hidden: Of the paragraph mark.
    """

    style: str
    name: str
    props: Props
    level: int
    direct_mark: Props
    mark: Format
    fields: dict[str, Any]
    ends_section: bool
    deleted: bool
    hidden: bool


class DocumentReader:
    """One walk over a package.

    A reader that keeps more than the values (`mend.trace` keeps their XML) overrides `_context`, `_header`,
    `_note_paragraphs`, `_read_box` and `_paragraph`, and calls them.
    """

    def __init__(self, package: Package) -> None:
        """Read what all paragraphs share: theme, styles, numbering, settings."""
        self._package = package
        self._main = self._body_element()
        settings = self._related("settings")
        languages = None if settings is None else settings.find(f"{W}themeFontLang")
        self._theme = Theme(self._related("theme"), languages)
        self._styles = Styles(self._related("styles"), self._theme, paragraph_style_rules=_override(settings))
        self._numbering = Numbering(self._related("numbering"), self._styles)
        self._bases: dict[tuple[str, int], Props] = {}
        self._tables = TableReader(self._styles, self.blocks)
        self._even = flag(settings, "evenAndOddHeaders")
        self._gutter_top = flag(settings, "gutterAtTop")
        self._mirrored = flag(settings, "mirrorMargins")
        self._geometry: tuple[Geometry, ...] = ()
        self._notes: list[str] = []
        self._section = 0
        self._carried: list[Run] = []
        self._box: tuple[Context, bool] | None = None
        self._looks: dict[tuple[tuple[Any, ...], int, float], _Look] = {}

    def _body_element(self) -> etree._Element:
        body = parse_xml(self._package.parts[self._package.main]).find(f"{W}body")
        if body is None:
            raise _DamagedError("no body")
        return body

    def _related(self, kind: str) -> etree._Element | None:
        """Return the root of the part that the main part refers to as `styles`, `theme`, ..."""
        for relation in self._package.relationships(self._package.main):
            if relation.type == kind and not relation.external and relation.target in self._package.parts:
                return parse_xml(self._package.parts[relation.target])
        return None

    # --- the document --------------------------------------------------------------------------------------------

    def document(self) -> Document:
        """Read the body, then headers and footers, then the notes that are referred to."""
        self._geometry = geometries(self._main, even=self._even, gutter_top=self._gutter_top)
        blocks, bounds = self._body()
        uses = header_uses(self._package, self._geometry)
        content = {use.part: self._header(use) for use in uses.values()}
        sections = tuple(self._sections(bounds, uses, content))
        pages, producer = self._properties()
        signed = any(part.startswith("_xmlsignatures/") for part in self._package.parts)
        notes = tuple(self._note_paragraphs())
        return Document(self._package.name, blocks, sections, notes, pages, signed, producer, self._mirrored)

    def missing(self) -> Iterator[Problem]:
        """Tell what the document names but the file lacks: it is judged without."""
        related = self._package.relationships(self._package.main)
        there = {link.id for link in related if link.external or link.target in self._package.parts}
        lost = [link.target.rpartition("/")[2] for link in related if link.type in _READ and link.id not in there]
        known = {link.id for link in related}
        asked = {reference.get(f"{R}id", "") for reference in self._main.iter(*_REFERENCES)}
        lost += ["đầu trang, chân trang"] * bool(asked - known)
        for name in dict.fromkeys(lost):
            message = f"tệp thiếu thành phần {name} mà văn bản nhắc đến; kết quả kiểm tra không gồm phần đó"
            yield Problem("VB002", self._package.name, message, _REPAIR)

    def _body(self) -> tuple[tuple[Block, ...], list[int]]:
        """Return the blocks of the body and, for each section, the index of the block after its last."""
        context = self._context(Place(self._package.name, section=1))
        blocks: list[Block] = []
        bounds: list[int] = []
        for block, ends in self._walk(self._main, context):
            blocks.append(block)
            if ends:
                bounds.append(len(blocks))
        if len(bounds) < len(self._geometry):
            bounds.append(len(blocks))
        bounds[-1] = len(blocks)
        return tuple(blocks), bounds

    def _context(self, place: Place) -> Context:
        width = self._geometry[0].column_mm
        return Context(place, width, InlineReader(self._styles, self._draw), Counter())

    def _sections(
        self, bounds: Sequence[int], uses: dict[str, HeaderUse], content: dict[str, tuple[Block, ...]]
    ) -> Iterator[Section]:
        first = 0
        for number, (geometry, last) in enumerate(zip(self._geometry, bounds, strict=False), start=1):
            shown = {
                kind: {pages: content[uses[ref].part] if ref in uses else () for pages, ref in refs.items()}
                for kind, refs in (("header", geometry.headers), ("footer", geometry.footers))
            }
            place = Place(self._package.name, section=number)
            yield geometry.section(number, place, (first, last), shown["header"], shown["footer"])
            first = last

    def _header(self, use: HeaderUse) -> tuple[Block, ...]:
        place = Place(self._package.name, use.page_part, use.section, use.detail)
        self._section = use.section - 1
        context = replace(self._context(place), width_mm=self._geometry[use.section - 1].text_mm)
        root = parse_xml(self._package.parts[use.part])
        return tuple(block for block, _ in self._walk(root, context))

    def _note_paragraphs(self) -> Iterator[Paragraph]:
        counter = Counter()
        for kind in ("footnote", "endnote"):
            root = self._related(f"{kind}s")
            wanted = {note.partition(":")[2] for note in self._notes if note.startswith(kind)}
            for note in () if root is None or not wanted else root.findall(W + kind):
                if note.get(f"{W}id") in wanted:
                    place = Place(self._package.name, Part.NOTE, 1)
                    context = replace(self._context(place), counter=counter)
                    yield from (b for b, _ in self._walk(note, context) if isinstance(b, Paragraph))

    def _properties(self) -> tuple[int | None, str]:
        for relation in self._package.relationships(""):
            if relation.type == "extended-properties" and relation.target in self._package.parts:
                root = parse_xml(self._package.parts[relation.target])
                said = {etree.QName(child).localname: (child.text or "").strip() for child in root}
                pages = said.get("Pages", "")
                return (int(pages) if pages.isascii() and pages.isdigit() else None), said.get("Application", "")
        return None, ""

    # --- blocks --------------------------------------------------------------------------------------------------

    def blocks(self, holder: etree._Element, context: Context) -> tuple[Block, ...]:
        """Return the blocks of a cell or text box."""
        return tuple(block for block, _ in self._walk(holder, context))

    def _walk(
        self, holder: etree._Element, context: Context, *, controlled: bool = False
    ) -> Iterator[tuple[Block, bool]]:
        """Yield blocks in order, with whether a section ends with each."""
        if context.depth > _MAX_DEPTH:
            raise _DamagedError("nesting")
        for child in holder:
            tag = child.tag
            if tag == _PARAGRAPH:
                paragraph = self._paragraph(child, context, controlled=controlled)
                ends = child.find(f"{W}pPr/{W}sectPr") is not None
                if paragraph is not None:
                    yield paragraph, ends
                if ends and context.place.part is Part.BODY and not context.place.table:
                    self._section = min(self._section + 1, len(self._geometry) - 1)
            elif tag == _TABLE:
                yield self._table(child, context), False
            elif tag in _CONTAINERS:
                inside = controlled or tag in _CONTROLS
                yield from self._walk(child, context, controlled=inside)

    def _table(self, element: etree._Element, context: Context) -> Table:
        place = context.place
        if not place.table and not place.boxed:
            context.counter.table += 1
            section = self._section + 1 if place.part is Part.BODY else place.section
            place = replace(place, table=context.counter.table, section=section, paragraph=0)
        width = context.width_mm if place.boxed or context.depth else self._width(context)
        return self._tables.read(element, replace(context, place=place, width_mm=width, depth=context.depth + 1))

    def _width(self, context: Context) -> float:
        in_body = context.place.part is Part.BODY and not context.place.table and not context.place.boxed
        return self._geometry[self._section].column_mm if in_body else context.width_mm

    def _place(self, context: Context, text: str, *, controlled: bool) -> Place:
        words = text.split(None, FIRST_WORDS)
        quoted = " ".join(words[:FIRST_WORDS]) + (" ..." if len(words) > FIRST_WORDS else "")
        at = context.place
        if at.table or at.boxed:
            return Place(
                at.file, at.part, at.section, at.detail, at.paragraph, at.table, at.row, at.cell,
                at.boxed, at.controlled, quoted,
            )  # fmt: skip
        section = self._section + 1 if at.part is Part.BODY else at.section
        return Place(
            at.file, at.part, section, at.detail, context.counter.paragraph, at.table, at.row, at.cell,
            at.boxed, controlled, quoted,
        )  # fmt: skip

    def _paragraph(self, element: etree._Element, context: Context, *, controlled: bool) -> Paragraph | None:
        """Read a paragraph; None when nothing of it is left on paper: its mark was deleted or is hidden."""
        if not (context.place.table or context.place.boxed or controlled):
            context.counter.paragraph += 1
        look = self._look(element.find(_PARAGRAPH_PROPERTIES), context.layer)
        outer, self._box = self._box, (context, controlled)
        content = context.inline.read(element, look.style, context.layer)
        self._box = outer
        runs = tuple(self._carried + content.runs)
        self._carried = []
        self._notes.extend(content.notes)
        if not look.ends_section and (look.deleted or (look.hidden and not runs)):
            self._carried = list(runs)
            return None
        text = runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)
        width = self._width(context)
        fields = look.fields
        number = self._number(look, context.layer)
        aligned = _position_tabs(element, width)
        if number or aligned:
            fields = {**fields, **number, "tabs": aligned or fields["tabs"]}
        return Paragraph(
            place=self._place(context, text, controlled=controlled),
            runs=runs,
            text=text,
            mark=look.mark,
            shapes=tuple(content.shapes),
            style=look.name,
            width_mm=width,
            **fields,
        )

    # --- paragraph formatting ------------------------------------------------------------------------------------

    def _look(self, ppr: etree._Element | None, layer: TableLayer | None) -> _Look:
        """Return all that follows from the properties of a paragraph and from where it stands."""
        grid = self._geometry[self._section].grid_pt
        key = (key_of(ppr), id(layer), grid)  # layers live as long as the styles
        found = self._looks.get(key)
        if found is None:
            style = self._styles.paragraph_style(style_id(ppr))
            props, level = self._props(ppr, style, layer)
            mark, letters = self._styles.dressed(style, layer, None if ppr is None else ppr.find(f"{W}rPr"))
            found = self._looks[key] = _Look(
                style=style,
                name=self._styles.name(style),
                props=props,
                level=level,
                direct_mark=mark,
                mark=letters.format(),
                fields=_fields(props, letters.props.get("sz", 10.0), grid),
                ends_section=ppr is not None and ppr.find(f"{W}sectPr") is not None,
                deleted=mark_deleted(ppr),
                hidden=hidden_mark(ppr),
            )
        return found

    def _props(self, ppr: etree._Element | None, style: str, layer: TableLayer | None) -> tuple[Props, int]:
        """Return effective paragraph properties and the list level (see `styles`)."""
        direct = paragraph_props(ppr, self._theme)
        numbered = not ("numId" in direct and direct["numId"] == 0)
        base = self._base(style, layer, numbered=numbered)
        level = base.get("ilvl", 0)
        if numbered and ("numId" in direct or "ilvl" in direct):
            level = direct.get("ilvl") or (0 if "ilvl" in direct else level)
            num_id = direct.get("numId") or base.get("numId") or 0
            stated = self._numbering.level(num_id, level)
            base = lay(base, stated.ppr) if stated is not None else base
        return lay(base, direct), min(max(level, 0), _BODY_LEVELS - 1)

    def _base(self, style: str, layer: TableLayer | None, *, numbered: bool) -> Props:
        """Return what defaults, table and style chain give; each style lays the indents of its list under its own."""
        key = (style if numbered else f"{style}\0", id(layer))
        if key not in self._bases:
            table = {} if layer is None else layer.ppr
            props = lay(self._styles.default_ppr, table)
            for link in self._styles.chain(style):
                stated = self._styles.stated_ppr(link, table)
                if numbered and stated.get("numId"):
                    level = self._numbering.level_of_style(stated["numId"], link.id)
                    level = stated.get("ilvl", 0) if level is None else level
                    listed = self._numbering.level(stated["numId"], level)
                    props = lay(props, listed.ppr if listed is not None else {})
                    stated = {**stated, "ilvl": level}
                props = lay(props, stated)
            self._bases[key] = props
        return self._bases[key]

    def _number(self, look: _Look, layer: TableLayer | None) -> dict[str, Any]:
        num_id = look.props.get("numId", 0)
        stated = self._numbering.level(num_id, look.level) if num_id else None
        if stated is None:
            return {}
        text = self._numbering.count(num_id, look.level)
        dressed = self._styles.letters(look.style, layer, {**look.direct_mark, **stated.rpr})
        if not text or dressed.get("vanish"):
            return {}
        return {
            "number": text,
            "number_kind": stated.kind,
            "number_level": look.level,
            "number_format": format_of(dressed),
        }

    # --- drawn objects -------------------------------------------------------------------------------------------

    def _draw(self, element: etree._Element) -> Iterator[Shape]:
        return drawn(element, self._theme, self._read_box)

    def _read_box(self, content: etree._Element, width_mm: float) -> tuple[Block, ...]:
        box = self._box
        if box is None or box[0].depth > _MAX_DEPTH:
            raise _DamagedError("nesting")
        around, controlled = box
        context = replace(
            around,
            place=replace(self._place(around, "", controlled=controlled), boxed=True),
            width_mm=width_mm,
            inline=around.inline.boxed(),
            layer=None,
            depth=around.depth + 1,
        )
        carried, self._carried = self._carried, []
        blocks = self.blocks(content, context)
        self._carried, self._box = carried, box
        return blocks


def _override(settings: etree._Element | None) -> bool:
    """Return whether paragraph styles always beat table styles (Word 2010 and later write it)."""
    for setting in () if settings is None else settings.iter(f"{W}compatSetting"):
        if setting.get(f"{W}name") == "overrideTableStyleFontSizeAndJustification":
            return setting.get(VAL, "0") not in {"0", "false", "off"}
    return False


def _fields(props: Props, size_pt: float, grid_pt: float) -> dict[str, Any]:
    """Return the fields of a `Paragraph` that effective properties give."""
    sides = {name.partition(".")[2]: border for name, border in props.items() if name.startswith("border.")}
    jc = _ALIGNMENTS.get(props.get("jc", "left"), Alignment.LEFT)
    outline = props.get("outline", _BODY_LEVELS)
    return {
        "alignment": jc,
        "before_pt": _space(props, "before", grid_pt),
        "after_pt": _space(props, "after", grid_pt),
        "contextual": props.get("contextual", False),
        "line": _line(props),
        "left_mm": _indent(props, "left", size_pt),
        "right_mm": _indent(props, "right", size_pt),
        "first_mm": _indent(props, "first", size_pt),
        "borders": Borders(**{k: sides.get(k) for k in ("top", "bottom", "left", "right")}),
        "tabs": tuple(
            TabStop(millimetres(at), kind, "" if leader == "none" else leader)
            for at, (kind, leader) in sorted(props.get("tabs", {}).items())
            if kind != "clear"
        ),
        "frame": _frame(props.get("frame")),
        "keep_next": props.get("keepNext", False),
        "page_break_before": props.get("pageBreakBefore", False),
        "outline": outline if 0 <= outline < _BODY_LEVELS else None,
    }


def _position_tabs(element: etree._Element, width_mm: float) -> tuple[TabStop, ...]:
    """Return stops for `w:ptab`, which reaches the middle or the edge of the page whatever the tab stops are."""
    kinds = dict.fromkeys([tab.get(f"{W}alignment", "left") for tab in element.iter(_POSITION_TAB)])
    if not kinds:
        return ()
    at = {"center": width_mm / 2, "right": width_mm, "left": 0.0}
    return tuple(TabStop(at.get(kind, 0.0), kind) for kind in sorted(kinds, key=lambda kind: at.get(kind, 0.0)))


def _space(props: Props, name: str, grid_pt: float) -> float:
    if props.get(f"{name}Auto"):
        return _AUTOSPACE_PT
    lines = props.get(f"{name}Lines")
    return float(lines * grid_pt) if lines else float(props.get(name, 0.0))


def _line(props: Props) -> LineSpacing:
    height, rule = props.get("line"), props.get("lineRule", "auto")
    if height is None or height == 0:
        return LineSpacing()
    if rule == "exact":
        return LineSpacing(LineRule.EXACT, height)
    if rule == "atLeast":
        return LineSpacing(LineRule.AT_LEAST, height)
    return LineSpacing(LineRule.MULTIPLE, height / 12)  # `auto` counts 240ths of a line, read as twips: 12 points


def _indent(props: Props, name: str, size_pt: float) -> float:
    chars = props.get(f"{name}Chars")
    return float(chars * size_pt if chars else props.get(name, 0.0)) * MM_PER_PT


def _frame(element: etree._Element | None) -> Frame | None:
    if element is None or element.get(f"{W}dropCap", "none") != "none":
        return None
    width = twips(element.get(f"{W}w"))
    return Frame(
        element.get(f"{W}xAlign", ""),
        element.get(f"{W}hAnchor", "text"),
        None if width is None else millimetres(width),
    )
