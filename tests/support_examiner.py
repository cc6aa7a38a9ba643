"""Documents as people make them, written as raw WordprocessingML in several dialects, for the examiner's tests.

    paper = good("báo cáo", Direct(), layout="spaces")
    state, places = asked(changed(paper, "motto", size=16), "HD-02")

One `Paper` is a list of named pieces; a dialect decides where its formatting stands (on the runs, in styles, in the
theme ...), a layout how its header block is built. Nothing here is shared with the product or with other tests.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from reportgen.decree30.check import check_document
from reportgen.decree30.metrics import width_mm
from reportgen.decree30.model import Format

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": WORD,
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
TNR = "Times New Roman"


# --- what a paragraph looks like ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """Formatting meant; points, millimetres of indents in twips (567 = 1 cm)."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "both"
    before: int = 0
    after: int = 0
    line: tuple[str, int] = ("auto", 240)
    first: int = 0
    left: int = 0
    font: str = TNR
    color: str = ""
    caps: bool = False
    number: tuple[int, int] | None = None
    script: str = ""


@dataclass(frozen=True)
class P:
    """A paragraph: its text, how it looks; `head` is bold text before it, `lead`, `tail` raw runs, `raw` raw XML."""

    text: str = ""
    look: Look = Look()
    name: str = ""
    head: str = ""
    lead: str = ""
    tail: str = ""
    raw: str = ""


def centred(text: str, name: str = "", **look: object) -> P:
    """Return a centred piece."""
    return P(text, replace(Look(align="center"), **look), name)  # type: ignore[arg-type]


def running(text: str, name: str = "", **look: object) -> P:
    """Return running text: justified, 1 cm, 6 pt."""
    return P(text, replace(Look(before=120, first=567), **look), name)  # type: ignore[arg-type]


# --- dialects -----------------------------------------------------------------------------------------------------


class Direct:
    """All formatting on paragraphs and runs, `w:cs` fonts too, as web editors write; no style is used for anything."""

    styles = ""
    theme = ""
    start, end = "left", "right"

    def ppr(self, look: Look, *, extra: str = "") -> str:
        number = (
            f'<w:numPr><w:ilvl w:val="{look.number[1]}"/><w:numId w:val="{look.number[0]}"/></w:numPr>'
            if (look.number)
            else ""
        )
        indent = f'<w:ind w:{self.start}="{look.left}" w:firstLine="{look.first}"/>'
        spacing = (
            f'<w:spacing w:before="{look.before}" w:after="{look.after}" w:line="{look.line[1]}" '
            f'w:lineRule="{look.line[0]}"/>'
        )
        align = self.start if look.align == "left" else look.align
        return f'<w:pPr>{number}{extra}{spacing}{indent}<w:jc w:val="{align}"/>{self.rpr(look)}</w:pPr>'

    def rpr(self, look: Look) -> str:
        return f"<w:rPr>{self.fonts(look)}{self.marks(look)}</w:rPr>"

    def fonts(self, look: Look) -> str:
        return f'<w:rFonts w:ascii="{look.font}" w:cs="{look.font}" w:eastAsia="{look.font}" w:hAnsi="{look.font}"/>'

    def marks(self, look: Look) -> str:
        size = f'<w:sz w:val="{int(look.size * 2)}"/><w:szCs w:val="{int(look.size * 2)}"/>'
        return (
            ("<w:b/><w:bCs/>" if look.bold else '<w:b w:val="0"/>')
            + ("<w:i/><w:iCs/>" if look.italic else '<w:i w:val="0"/>')
            + ("<w:caps/>" if look.caps else "")
            + (f'<w:color w:val="{look.color}"/>' if look.color else "")
            + size
            + (f'<w:vertAlign w:val="{look.script}"/>' if look.script else "")
        )

    def run(self, look: Look, text: str) -> str:
        return f"<w:r>{self.rpr(look)}{_letters(text)}</w:r>" if text else ""


class Office(Direct):
    """LibreOffice: `w:start` and `w:end`, Liberation Serif by default, a style that every paragraph overrides."""

    start, end = "start", "end"
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" '
        'w:eastAsia="NSimSun" w:cs="Arial"/><w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" '
        'w:bidi="hi-IN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:suppressAutoHyphens w:val="true"/></w:pPr>'
        '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name '
        'w:val="Normal"/><w:pPr><w:widowControl/><w:bidi w:val="0"/><w:spacing w:lineRule="auto" w:line="276" '
        'w:before="0" w:after="200"/></w:pPr><w:rPr><w:color w:val="auto"/></w:rPr></w:style>'
    )


class Wps(Direct):
    """WPS: SimSun as the East Asian font, a hint for it on every run, tabs of 420 twips, a grid."""

    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="SimSun" '
        'w:cs="Times New Roman"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/><w:pPr><w:widowControl '
        'w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr><w:kern w:val="2"/><w:sz w:val="21"/></w:rPr></w:style>'
    )

    def fonts(self, look: Look) -> str:
        return (
            f'<w:rFonts w:hint="default" w:ascii="{look.font}" w:hAnsi="{look.font}" w:eastAsia="SimSun" '
            f'w:cs="{look.font}"/>'
        )


class Plain(Direct):
    """Normal in Calibri 11 with 8 pt and 1.08 lines, as a new Word has it; every run in Times New Roman."""

    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" '
        'w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
    )
    theme = "Calibri"

    def fonts(self, look: Look) -> str:
        return f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}"/>'


class Styled(Direct):
    """Styles only: one for every look, based on another that is based on Normal; no direct formatting at all."""

    theme = "Arial"

    def __init__(self) -> None:
        """Start without styles: they are collected while the document is written."""
        self._looks: dict[Look, str] = {}

    def ppr(self, look: Look, *, extra: str = "") -> str:
        named = f'<w:pStyle w:val="{self._of(look)}"/>'
        return f"<w:pPr>{named}{extra}</w:pPr>"

    def rpr(self, look: Look) -> str:
        self._of(look)
        return ""

    def run(self, look: Look, text: str) -> str:
        script = f'<w:rPr><w:vertAlign w:val="{look.script}"/></w:rPr>' if look.script else ""
        return f"<w:r>{script}{_letters(text)}</w:r>" if text else ""

    def _of(self, look: Look) -> str:
        look = replace(look, script="")
        return self._looks.setdefault(look, f"Kieu{len(self._looks) + 1}")

    @property
    def styles(self) -> str:  # type: ignore[override]
        base = (
            '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
            '<w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" '
            'w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="200" w:line="276" '
            'w:lineRule="auto"/><w:ind w:firstLine="300"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Goc"><w:name w:val="Goc"/><w:basedOn w:val="Normal"/><w:rPr>'
            f'<w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}" w:eastAsia="{TNR}" w:cs="{TNR}"/><w:b w:val="0"/></w:rPr>'
            "</w:style>"
        )
        plain = Direct()
        return base + "".join(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Goc"/>{plain.ppr(look)}<w:rPr>'
            + (plain.fonts(look) if look.font != TNR else "")
            + f"{plain.marks(look)}</w:rPr></w:style>"
            for look, name in self._looks.items()
        )


class Themed(Direct):
    """Theme fonts that are Times New Roman; runs name no font, Normal is justified 14 pt."""

    theme = TNR
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" '
        'w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"/><w:sz w:val="28"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>'
        '<w:jc w:val="both"/></w:pPr></w:style>'
    )

    def fonts(self, look: Look) -> str:
        return "" if look.font == TNR else super().fonts(look)


DIALECTS: dict[str, Callable[[], Direct]] = {
    "direct": Direct, "office": Office, "wps": Wps, "plain": Plain, "styled": Styled, "themed": Themed,
}  # fmt: skip


def _letters(text: str) -> str:
    pieces = text.split("\t")
    written = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces)
    return "<w:tab/>".join(written)


# --- rulings ------------------------------------------------------------------------------------------------------


def drawn_line(length_mm: float, *, dash: str = "", inside: str = "column") -> str:
    """Return a DrawingML line in the middle of its column, with the VML copy that Word writes for old programs."""
    wide = int(length_mm * 36000)
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{inside}"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>230000</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="0"/><wp:wrapNone/><wp:docPr id="9" name="Line"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="0"/></a:xfrm><a:prstGeom '
        'prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"{dashed}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f'</mc:Choice><mc:Fallback><w:pict><v:line from="0,0" to="{length_mm * 2.8346:.1f}pt,0"/></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def vml_line(length_mm: float, column_mm: float) -> str:
    """Return a VML line, as documents of old Words have it, offset so that it stands in the middle."""
    left = (column_mm - length_mm) / 2 * 2.8346
    return (
        '<w:r><w:pict><v:line style="position:absolute;mso-position-horizontal-relative:text" '
        f'from="{left:.1f}pt,18pt" to="{left + length_mm * 2.8346:.1f}pt,18pt" strokecolor="black"/></w:pict></w:r>'
    )


# --- header blocks ------------------------------------------------------------------------------------------------

COLUMNS = (3829, 5670)
MM = 56.6929
"""Twips in a millimetre."""


@dataclass(frozen=True)
class Paper:
    """A document as pieces; `pieces` holds the named paragraphs of the header block, `body` the rest in order."""

    kind: str
    dialect: Direct
    layout: str = "table"
    left: tuple[P, ...] = ()
    right: tuple[P, ...] = ()
    title: tuple[P, ...] = ()
    body: tuple[P, ...] = ()
    recipients: tuple[P, ...] = ()
    signature: tuple[P, ...] = ()
    appendix: tuple[P, ...] = ()
    page: dict[str, Any] = field(default_factory=dict)
    header: str = ""
    rulings: dict[str, float] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def p(self, piece: P, *, extra: str = "") -> str:
        """Write a paragraph."""
        if piece.raw:
            return piece.raw
        head = f"<w:r><w:rPr>{self.dialect.fonts(piece.look)}<w:b/>{_size(piece)}</w:rPr>{_letters(piece.head)}</w:r>"
        text = (head if piece.head else "") + self.dialect.run(piece.look, piece.text)
        return f"<w:p>{self.dialect.ppr(piece.look, extra=extra)}{piece.lead}{text}{piece.tail}</w:p>"

    def all(self, pieces: Sequence[P]) -> str:
        """Write paragraphs."""
        return "".join(self.p(piece) for piece in pieces)

    # the header block

    def ruled(self, piece: P, column: float) -> P:
        """Return a piece with the line that is drawn under it."""
        length = self.rulings.get(piece.name)
        if not length:
            return piece
        if self.layout in {"table3", "boxes"}:
            return replace(piece, tail=piece.tail + vml_line(length, column))
        return replace(piece, tail=piece.tail + drawn_line(length))

    def block(self) -> str:
        """Write the header block in its layout."""
        columns = [c / MM for c in COLUMNS]
        left = [self.ruled(piece, columns[0]) for piece in self.left]
        right = [self.ruled(piece, columns[1]) for piece in self.right]
        return {
            "table": self._table, "table3": self._table3, "tabs": self._tabs, "spaces": self._spaces,
            "boxes": self._boxes,
        }[self.layout](left, right)  # fmt: skip

    def _rows(self, left: Sequence[P], right: Sequence[P]) -> tuple[tuple[Sequence[P], Sequence[P]], ...]:
        at = next((i for i, piece in enumerate(left) if piece.name == "number"), len(left))
        return ((left[:at], right[:2]), (left[at:], right[2:]))

    def _table(self, left: Sequence[P], right: Sequence[P]) -> str:
        rows = "".join(_row([self.all(a), self.all(b)], COLUMNS) for a, b in self._rows(left, right))
        return _grid(rows, COLUMNS)

    def _table3(self, left: Sequence[P], right: Sequence[P]) -> str:
        widths = (COLUMNS[0] - 200, 400, COLUMNS[1] - 200)
        rows = "".join(
            _row([self.all(a), self.p(P("", Look())), self.all(b)], widths) for a, b in self._rows(left, right)
        )
        return _grid(rows, widths)

    def _paired(self, left: Sequence[P], right: Sequence[P]) -> Iterator[tuple[P | None, P | None]]:
        """Pair what stands side by side: names with Quốc hiệu and Tiêu ngữ, the number with the date."""
        for a, b in self._rows(left, right):
            for i in range(max(len(a), len(b))):
                yield (a[i] if i < len(a) else None), (b[i] if i < len(b) else None)

    def _tabs(self, left: Sequence[P], right: Sequence[P]) -> str:
        stops = '<w:tabs><w:tab w:val="center" w:pos="1701"/><w:tab w:val="center" w:pos="6521"/></w:tabs>'
        return "".join(
            f"<w:p>{self.dialect.ppr(_beside(pair), extra=stops)}"
            + "".join(f"<w:r><w:tab/></w:r>{self._inner(piece)}" for piece in (pair if pair[1] else pair[:1]))
            + "</w:p>"
            for pair in self._paired(left, right)
        )

    def _inner(self, piece: P | None) -> str:
        if piece is None:
            return ""
        written = self.dialect.run(piece.look, piece.text)
        if isinstance(self.dialect, Styled):  # no room for a style of its own inside a line
            plain = Direct()
            written = (
                f"<w:r><w:rPr>{plain.fonts(piece.look)}{plain.marks(piece.look)}</w:rPr>{_letters(piece.text)}</w:r>"
            )
        return f"{written}{piece.tail}"

    def _spaces(self, left: Sequence[P], right: Sequence[P]) -> str:
        return "".join(
            f"<w:p>{self.dialect.ppr(_beside(pair))}{self._pushed(pair[0], 0.0, 30.0)}"
            f"{self._pushed(pair[1], _until(pair[0]), 115.0)}</w:p>"
            for pair in self._paired(left, right)
        )

    def _pushed(self, piece: P | None, at: float, middle: float) -> str:
        """Write a piece after as many spaces as put its middle in place; `at` is where the line has come to."""
        if piece is None:
            return ""
        blank = 13 * 0.25 * 0.3528
        count = max(round((middle - wide_mm(piece) / 2 - at) / blank), 0)
        fonts = "" if isinstance(self.dialect, Themed) else f'<w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}"/>'
        rpr = f'<w:rPr>{fonts}<w:b w:val="0"/><w:sz w:val="26"/></w:rPr>'
        return f'<w:r>{rpr}<w:t xml:space="preserve">{" " * count}</w:t></w:r>{self._inner(piece)}'

    def _boxes(self, left: Sequence[P], right: Sequence[P]) -> str:
        def box(pieces: Sequence[P], at: int, wide: int) -> str:
            return (
                '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
                'distL="0" distR="0" simplePos="0" relativeHeight="3" behindDoc="0" locked="0" layoutInCell="1" '
                'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>'
                f'{at}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0'
                f'</wp:posOffset></wp:positionV><wp:extent cx="{wide}" cy="1200000"/><wp:wrapNone/><wp:docPr id="7" '
                'name="Box"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
                'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr '
                f'txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="1200000"/></a:xfrm>'
                '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr><wps:txbx><w:txbxContent>'
                f"{self.all(pieces)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
                "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape "
                f'style="width:100pt;height:90pt"><v:textbox><w:txbxContent>{self.all(pieces)}</w:txbxContent>'
                "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )

        holder = box(left, 0, COLUMNS[0] * 635) + box(right, COLUMNS[0] * 635, (9354 - COLUMNS[0]) * 635)
        blank = self.p(P("", Look(align="left"))) * 6
        return f"<w:p>{self.dialect.ppr(Look(align='left'))}{holder}</w:p>{blank}"

    # the whole

    def closing(self) -> str:
        """Write Nơi nhận and the signature side by side."""
        return _grid(_row([self.all(self.recipients), self.all(self.signature)], (4535, 4819)), (4535, 4819))

    def section(self, **page: Any) -> str:
        """Write section properties."""
        page = {**self.page, **page}
        wide, high = page.get("size", (11906, 16838))
        margins = {"top": 1134, "bottom": 1134, "left": 1701, "right": 1134, "gutter": 0, **page.get("margins", {})}
        sides = " ".join(f'w:{side}="{value}"' for side, value in margins.items())
        reference = '<w:headerReference w:type="default" r:id="rIdH"/>' if self.header else ""
        turned = ' w:orient="landscape"' if page.get("landscape") else ""
        start = f'<w:pgNumType w:start="{page["start"]}"/>' if "start" in page else ""
        first = "<w:titlePg/>" if page.get("first", True) else ""
        return (
            f'<w:sectPr>{reference}<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
            f'<w:pgMar {sides} w:header="567" w:footer="567"/>{start}{first}</w:sectPr>'
        )

    def content(self) -> str:
        """Write the body of the document."""
        title = self.all([self.ruled(piece, 162) for piece in self.title])
        main = f"{self.block()}{title}{self.all(self.body)}{self.closing()}"
        if not self.appendix:
            return f"{main}{self.p(P('', Look()))}{self.section()}"
        first = f"<w:p><w:pPr>{self.section()}</w:pPr></w:p>"
        return f"{main}{first}{self.all(self.appendix)}{self.section(start=1)}"

    def docx(self) -> bytes:
        """Return the file."""
        return package(self.content(), self.dialect, header=self.header, parts=self.parts)


def _beside(pair: tuple[P | None, P | None]) -> Look:
    """Return the look of a paragraph that holds two pieces side by side."""
    before = max(piece.look.before for piece in pair if piece)
    return Look(align="left", size=13, before=before)


def wide_mm(piece: P) -> float:
    """Return how wide a piece prints."""
    return width_mm(piece.text, Format(size_pt=piece.look.size, bold=piece.look.bold, italic=piece.look.italic))


def _until(piece: P | None) -> float:
    return 30.0 + wide_mm(piece) / 2 if piece else 0.0


def _size(piece: P) -> str:
    return f'<w:sz w:val="{int(piece.look.size * 2)}"/>'


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>'
        for cell, wide in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{written}</w:tr>"


def _grid(rows: str, widths: Sequence[int], *, borders: bool = False) -> str:
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    edges = f"<w:tblBorders>{edge}</w:tblBorders>" if borders else ""
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    total = sum(widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/>{edges}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def data_table(paper: Paper, rows: Sequence[Sequence[str]]) -> P:
    """Return a table of figures with borders as a piece of the body."""
    widths = [9000 // len(rows[0])] * len(rows[0])
    look = Look(size=12, align="left")
    written = "".join(_row([paper.p(P(text, look)) for text in row], widths) for row in rows)
    return P(raw=_grid(written, widths, borders=True))


# --- page numbers -------------------------------------------------------------------------------------------------


def page_field(look: str = "<w:sz w:val='28'/>", *, simple: bool = False) -> str:
    """Return runs of a PAGE field."""
    fonts = f'<w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}" w:cs="{TNR}" w:eastAsia="{TNR}"/>'
    rpr = f'<w:rPr>{fonts}<w:b w:val="0"/>{look}</w:rPr>'
    if simple:
        return f'<w:fldSimple w:instr=" PAGE   \\* MERGEFORMAT "><w:r>{rpr}<w:t>2</w:t></w:r></w:fldSimple>'
    steps = ['<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE   \\* MERGE', "FORMAT "]
    runs = f"<w:r>{rpr}{steps[0]}</w:r><w:r>{rpr}{steps[1]}</w:instrText></w:r>"
    runs += f'<w:r>{rpr}<w:instrText xml:space="preserve">{steps[2]}</w:instrText></w:r>'
    runs += f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{rpr}<w:t>2</w:t></w:r>'
    return f'{runs}<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'


def page_header(way: str = "gallery", look: str = "<w:sz w:val='28'/>", align: str = "center") -> str:
    """Return the content of a header with a page number.

    Args:
        way: `gallery` (as Insert, Page Number makes it), `plain`, `simple`, `table`, `box`, `frame`.
        look: Properties of its letters.
        align: Of its paragraph.
    """
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
    props = f'<w:pPr>{spacing}<w:jc w:val="{align}"/></w:pPr>'
    number = f"<w:p>{props}{page_field(look, simple=way == 'simple')}</w:p>"
    if way == "gallery":
        return (
            '<w:sdt><w:sdtPr><w:id w:val="1"/><w:docPartObj><w:docPartGallery w:val="Page Numbers (Top of Page)"/>'
            f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{number}</w:sdtContent></w:sdt><w:p/>"
        )
    if way == "table":
        return _grid(_row(["<w:p/>", number, "<w:p/>"], (3118, 3118, 3118)), (3118, 3118, 3118)) + "<w:p/>"
    if way == "frame":
        frame = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="center" w:y="1"/>'
        return f"<w:p><w:pPr>{frame}{spacing}</w:pPr>{page_field(look)}</w:p><w:p/>"
    if way == "box":
        return (
            '<w:p><w:r><w:pict><v:shape type="#_x0000_t202" style="position:absolute;width:60pt;height:24pt;'
            'mso-position-horizontal:center;mso-position-horizontal-relative:margin" stroked="f"><v:textbox>'
            f"<w:txbxContent>{number}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        )
    return number


# --- the package --------------------------------------------------------------------------------------------------

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"
_FIXED = {
    "numbering": "numbering", "settings": "settings", "footnotes": "footnotes", "comments": "comments",
}  # fmt: skip


def package(
    content: str,
    dialect: Direct | None = None,
    *,
    header: str = "",
    parts: dict[str, str] | None = None,
    files: dict[str, bytes] | None = None,
) -> bytes:
    """Return a .docx.

    Args:
        content: Of `w:body`.
        dialect: Gives styles and theme.
        header: Content of the default header.
        parts: Further parts by name (`numbering`, `settings`, `footnotes`, `comments`): content of their root.
        files: Written last, as they are; empty bytes leave a file out.
    """
    dialect = dialect or Direct()
    made: dict[str, tuple[str, str, str]] = {}
    if dialect.styles:
        made["styles"] = ("styles", "styles", f"<w:styles {NAMESPACES}>{dialect.styles}</w:styles>")
    if dialect.theme:
        made["theme1"] = ("theme", "theme", _theme(dialect.theme))
    if header:
        made["header1"] = ("header", "header", f"<w:hdr {NAMESPACES}>{header}</w:hdr>")
    for name, inner in (parts or {}).items():
        kind = _FIXED[name]
        made[name] = (kind, kind, f"<w:{kind} {NAMESPACES}>{inner}</w:{kind}>")
    links = "".join(
        f'<Relationship Id="{"rIdH" if kind == "header" else f"rId{n}"}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for n, (name, (kind, _, _)) in enumerate(made.items(), 1)
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.'
        f'{"theme" if form == "theme" else f"wordprocessingml.{form}"}+xml"/>'
        for name, (_, form, _) in made.items()
    )
    body = f"<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    written: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPE}.'
        f'wordprocessingml.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": relations.format(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": relations.format(links),
        "word/document.xml": body,
        **{f"word/{name}.xml": xml for name, (_, _, xml) in made.items()},
    }
    written.update(files or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as holder:
        for name, data in written.items():
            if data:
                holder.writestr(name, data)
    return out.getvalue()


def _theme(font: str) -> str:
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="x"><a:themeElements>'
        f'<a:clrScheme name="x"/><a:fontScheme name="x">{fonts}</a:fontScheme></a:themeElements></a:theme>'
    )


# --- good papers --------------------------------------------------------------------------------------------------

_TEXTS = (
    "Ủy ban nhân dân phường Trúc Lâm đã phân công rõ trách nhiệm của từng phòng, đơn vị và theo dõi tiến độ.",
    "Trong quý, phường tiếp nhận 1.248 hồ sơ, giải quyết đúng hạn 1.236 hồ sơ, đạt 99,04%; không có hồ sơ trả lại.",
    "Công tác tuyên truyền được thực hiện qua hệ thống truyền thanh cơ sở, thu hút đông đảo Nhân dân tham gia.",
)
TITLES = {
    "báo cáo": ("BÁO CÁO", "Kết quả cải cách hành chính Quý III năm 2026", "BC", 45.0),
    "kế hoạch": ("KẾ HOẠCH", "Tuyên truyền cải cách hành chính năm 2027", "KH", 42.0),
    "tờ trình": ("TỜ TRÌNH", "Về việc đề nghị hỗ trợ kinh phí chuyển đổi số", "TTr", 45.0),
    "thông báo": ("THÔNG BÁO", "Về lịch tiếp công dân định kỳ năm 2027", "TB", 40.0),
    "quyết định": ("QUYẾT ĐỊNH", "Về việc thành lập Tổ công nghệ số cộng đồng", "QĐ", 42.0),
}
KINDS = (*TITLES, "công văn")


def good(kind: str, dialect: Direct | None = None, layout: str = "table", *, auto: bool = False) -> Paper:
    """Return a document that obeys every rule.

    Args:
        kind: Printed words of the kind.
        dialect: Where formatting stands.
        layout: Of the header block.
        auto: Whether Word numbers mục, khoản and điểm by itself.
    """
    title, subject, symbol, length = TITLES.get(kind, ("", "", "", 0.0))
    name = {"size": 13, "bold": True}
    about = (centred("V/v rà soát thủ tục hành chính", "about", size=12, before=120),) if not title else ()
    left = (
        centred("ỦY BAN NHÂN DÂN", "issuer", **name),
        centred("PHƯỜNG TRÚC LÂM", "issuer2", **name),
        centred(f"Số: 27/{symbol}-UBND" if title else "Số: 27/UBND-VHXH", "number", size=13),
        *about,
    )
    right = (
        centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "nation", **name),
        centred("Độc lập - Tự do - Hạnh phúc", "motto", size=14 if layout != "spaces" else 13, bold=True),
        centred("Trúc Lâm, ngày 09 tháng 10 năm 2026", "date", size=14 if layout != "spaces" else 13, italic=True),
    )
    heads = (centred(title, "title", bold=True, before=240), centred(subject, "subject", bold=True)) if title else ()
    motto = 60.0 if layout != "spaces" else 56.0
    return Paper(
        kind, dialect or Direct(), layout, left, right, heads, _body(kind, auto=auto), _recipients(kind), _signature(),
        rulings={"issuer2": 17.0, "motto": motto, "subject": length}, header=page_header("plain"),
        parts={"numbering": NUMBERING} if auto else {},
    )  # fmt: skip


def _body(kind: str, *, auto: bool) -> tuple[P, ...]:
    if kind == "quyết định":
        bases = (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
            "Theo đề nghị của Trưởng phòng Phòng Văn hóa - Xã hội.",
        )
        articles = (
            "Điều 1. Thành lập Tổ công nghệ số cộng đồng phường gồm các ông, bà có tên trong danh sách.",
            "Điều 2. Tổ công nghệ số cộng đồng có nhiệm vụ hướng dẫn người dân sử dụng dịch vụ công trực tuyến.",
            "Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký./.",
        )
        return (
            centred("CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TRÚC LÂM", "competence", bold=True, before=240, after=120),
            *(running(text, f"basis{n}", italic=True) for n, text in enumerate(bases)),
            centred("QUYẾT ĐỊNH:", "enacting", bold=True, before=240, after=120),
            *(_article(text, n) for n, text in enumerate(articles)),
        )
    to = {"báo cáo": "Sở Nội vụ tỉnh Thanh Hóa", "tờ trình": "Ủy ban nhân dân tỉnh Thanh Hóa", "công văn": "Sở Nội vụ"}
    head = (centred(f"Kính gửi: {to[kind]}", "to", before=240, after=120),) if kind in to else ()

    def level(text: str, depth: int, name: str, **look: object) -> P:
        shown, number = (text.split(" ", 1)[1], (1, depth)) if auto else (text, None)
        return running(shown, name, number=number, **look)

    return (
        *head,
        running(_TEXTS[0], "text0"),
        level("I. KẾT QUẢ THỰC HIỆN", 0, "section1", bold=True),
        level("1. Công tác chỉ đạo, điều hành", 1, "clause1", bold=True),
        running(_TEXTS[1], "text1"),
        level("2. Cải cách thủ tục hành chính", 1, "clause2", bold=True),
        *(
            level(f"{letter}) {text}", 2, f"point{n}")
            for n, (letter, text) in enumerate(
                zip("abcd", ("Rà soát, đơn giản hóa 12 thủ tục.", "Công khai 100% thủ tục tại trụ sở.",
                             "Niêm yết quy trình nội bộ.", "Số hóa kết quả giải quyết."), strict=True)
            )
        ),
        level("II. NHIỆM VỤ TRỌNG TÂM", 0, "section2", bold=True),
        running(_TEXTS[2], "text2"),
        running("Trên đây là nội dung của Ủy ban nhân dân phường Trúc Lâm./.", "last"),
    )  # fmt: skip


def _article(text: str, n: int) -> P:
    head, _, rest = text.partition(". ")
    return replace(running(rest, f"article{n}"), head=f"{head}. ")


def _recipients(kind: str) -> tuple[P, ...]:
    first = {
        "báo cáo": "- Như trên;", "tờ trình": "- Như trên;", "công văn": "- Như trên;", "quyết định": "- Như Điều 3;",
    }.get(kind, "- Các phòng, đơn vị thuộc phường;")  # fmt: skip
    look = {"align": "left", "size": 11}
    return (
        P("Nơi nhận:", Look(align="left", size=12, bold=True, italic=True), "recipients"),
        *(P(text, Look(**look), name) for text, name in  # type: ignore[arg-type]
          ((first, "item0"), ("- Thường trực Đảng ủy phường;", "item1"), ("- Lưu: VT, VHXH.", "kept"))),
    )  # fmt: skip


def _signature() -> tuple[P, ...]:
    return (
        centred("TM. ỦY BAN NHÂN DÂN", "authority", bold=True),
        centred("KT. CHỦ TỊCH", "acting", bold=True),
        centred("PHÓ CHỦ TỊCH", "post", bold=True),
        *(centred("", size=14) for _ in range(4)),
        centred("Phạm Văn Châu", "signer", bold=True),
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/><w:lvlText '
        f'w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr><w:rPr>'
        f'<w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}" w:cs="{TNR}" w:eastAsia="{TNR}"/></w:rPr></w:lvl>'
        for n, (form, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")))
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def changed(paper: Paper, name: str, text: str | None = None, **look: object) -> Paper:
    """Return a paper with the pieces of a name changed: their text, their look."""

    def new(piece: P) -> P:
        if piece.name != name:
            return piece
        words = piece.text if text is None else text
        raw = {key: look.pop(key) for key in ("lead", "tail", "raw") if key in look}
        return replace(piece, text=words, look=replace(piece.look, **look), **raw)  # type: ignore[arg-type]

    made = _mapped(paper, lambda pieces: tuple(map(new, pieces)))
    assert made != paper, f"no piece {name!r}, or nothing changed"
    return made


def dropped(paper: Paper, *names: str) -> Paper:
    """Return a paper without the pieces of these names."""
    made = _mapped(paper, lambda pieces: tuple(p for p in pieces if p.name not in names))
    assert made != paper
    return made


def _mapped(paper: Paper, new: Callable[[tuple[P, ...]], tuple[P, ...]]) -> Paper:
    return replace(
        paper,
        left=new(paper.left),
        right=new(paper.right),
        title=new(paper.title),
        body=new(paper.body),
        recipients=new(paper.recipients),
        signature=new(paper.signature),
        appendix=new(paper.appendix),
    )


def after(paper: Paper, name: str, *pieces: P) -> Paper:
    """Return a paper with pieces put after one of the body."""
    at = next(i for i, piece in enumerate(paper.body) if piece.name == name) + 1
    return replace(paper, body=(*paper.body[:at], *pieces, *paper.body[at:]))


# --- questions ----------------------------------------------------------------------------------------------------


def asked(paper: Paper | bytes, rule: str) -> tuple[str, list[str]]:
    """Return the state of a rule and the places of its findings."""
    data = paper if isinstance(paper, bytes) else paper.docx()
    outcome = check_document(data, "x.docx", enabled=[rule]).outcome(rule)
    return outcome.state.value, [str(finding.place) for finding in outcome.findings]


def told(paper: Paper | bytes) -> list[str]:
    """Return every problem of a document as one line."""
    data = paper if isinstance(paper, bytes) else paper.docx()
    problems = check_document(data, "x.docx").problems()
    return [f"{p.code} {p.severity.value}: {p.where}: {p.message}" for p in problems]


def where(paper: Paper | bytes, words: str) -> str:
    """Return the place of the paragraph that begins with words, counted here and not by the product."""
    data = paper if isinstance(paper, bytes) else paper.docx()
    with zipfile.ZipFile(io.BytesIO(data)) as holder:
        body = etree.fromstring(holder.read("word/document.xml"))[0]
    paragraph = table = 0
    for block in body:
        if block.tag == f"{{{WORD}}}p":
            paragraph += 1
            if _text(block).strip().startswith(words):
                return f"x.docx, thân văn bản, đoạn {paragraph}"
        elif block.tag == f"{{{WORD}}}tbl":
            table += 1
            for r, row in enumerate(block.findall(f"{{{WORD}}}tr"), 1):
                for c, cell in enumerate(row.findall(f"{{{WORD}}}tc"), 1):
                    if any(_text(p).strip().startswith(words) for p in cell.iter(f"{{{WORD}}}p")):
                        return f"x.docx, bảng {table}, dòng {r}, ô {c}"
    message = f"no paragraph begins with {words!r}"
    raise AssertionError(message)


def _text(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{{{WORD}}}t"))
