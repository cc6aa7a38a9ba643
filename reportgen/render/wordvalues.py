"""Values with a form of their own: docxtpl's RichText, RichTextParagraph, Listing, InlineImage and Subdoc.

A caller hands them in as docxtpl made them. Each is judged once, before anything is rendered, and turned into markup
of ours; what a template sees of it is a `Carried`, which can be printed and nothing else. The caller's objects stay as
they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render.wordruns import quick_runs
from reportgen.render.wordtext import W, remove
from reportgen.render.wordtype import Carried
from reportgen.vi.text import illegal_xml, nfc

R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OURS: Final = "urn:reportgen:value"
MARK: Final = f"{{{OURS}}}value"
PARAGRAPH_BREAK, PAGE_BREAK = f"{{{OURS}}}paragraph", f"{{{OURS}}}page"
"""What `\\a` and `\\f` stand for in docxtpl's values: a new paragraph, a new page."""
WEB: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_FROM: Final = "docxtpl"
_KINDS: Final = ("RichText", "RichTextParagraph", "Listing", "InlineImage", "Subdoc")
_BREAKS: Final = {"\a": f'<v:paragraph xmlns:v="{OURS}"/>', "\f": f'<v:page xmlns:v="{OURS}"/>'}
_SUSPECT: Final = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what `illegal_xml` then lists
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
_INSIDE_RUN: Final = frozenset(
    W + name for name in ("rPr", "t", "br", "cr", "tab", "noBreakHyphen", "softHyphen", "sym")
)
_ALLOWED: Final = _INSIDE_RUN | {W + name for name in ("r", "hyperlink", "p", "pPr")} | {PARAGRAPH_BREAK, PAGE_BREAK}
_RUN_FORMS: Final = {
    W + name: k
    for k, name in enumerate(
        (
            *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline"),
            *("shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing"),
            *("w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText"),
            *("vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"),
        )
    )
}
"""Order of the children of a run's properties (ECMA-376 part 1, 17.3.2.28); docxtpl writes them in another."""
_PARAGRAPH_FORMS: Final = frozenset(
    W + name
    for name in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "ilvl", "numId", "pBdr"),
        *("top", "left", "bottom", "right", "between", "bar", "shd", "tabs", "tab", "bidi", "spacing", "ind"),
        *("contextualSpacing", "mirrorIndents", "jc", "textAlignment", "outlineLvl", "rPr"),
    )
)
_COLOURS: Final = {f"{W}color": f"{W}val", f"{W}shd": f"{W}fill"}
_SIZES: Final = frozenset({f"{W}sz", f"{W}szCs"})
_MAX_SIZE: Final = 3276  # half points: 1638 pt, the largest size that Word takes
_REMEDY: Final = "Sửa giá trị này trong chương trình gọi, rồi chạy lại."


@dataclass(frozen=True, slots=True)
class Inside:
    """What goes inside the run where the tag stands: a Listing.

    Attributes:
        where: The value's place, `dữ liệu, ghi_chu`. nodes: Elements of a run, and breaks of paragraphs and pages.
    """

    where: str
    nodes: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class Runs:
    """What goes between runs: a RichText. `where` and `nodes` as above."""

    where: str
    nodes: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class Blocks:
    """What takes the place of a paragraph: a RichTextParagraph, a Subdoc.

    Attributes:
        where, nodes: As above. whole: Whether it is a piece of another document, with relationships of its own.
    """

    where: str
    nodes: tuple[etree._Element, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image.

    Attributes:
        where: As above. name: Of the image file. data: Its bytes.
        extension, content_type: `png`, `image/png`. width, height: In EMU. link: Address behind it, "" for none.
    """

    where: str
    name: str
    data: bytes
    extension: str
    content_type: str
    width: int
    height: int
    link: str


Item: TypeAlias = "Inside | Runs | Blocks | Picture"


class ValueFaultError(Exception):
    """A value cannot be right in any document; the text is the Vietnamese message."""


@dataclass
class Carrier:
    """Takes such values in, one rendering long.

    Attributes:
        items: What was carried, by number; a RichText that has gone the quick way, as it came.
        documents: The caller's python-docx documents behind them, in order: they know the addresses of links.
        subdocs: Those documents that hold the parts of a Subdoc, each once.
    """

    items: list[Item | tuple[str, Any, str]] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    subdocs: list[Any] = field(default_factory=list)
    _known: dict[int, tuple[Any, Carried]] = field(default_factory=dict)

    def carry(self, value: Any, where: str) -> Carried | None:
        """Return what a template may see of a value; None when it is none of docxtpl's.

        Args:
            value: Any value at all.
            where: Its place, `dữ liệu, ghi_chu`.

        Raises:
            ReportgenError: With what is wrong with it: MB031 characters, MB032 anything else.
        """
        kind = _kind(value)
        if not kind:
            return None
        known = self._known.get(id(value))
        if known is None:
            runs = quick_runs(value.xml, _judged_run) if kind == "RichText" and type(value.xml) is str else None
            if runs is None:
                try:
                    self.items.append(self._item(kind, value, where))
                except ValueFaultError as fault:
                    raise ReportgenError(Problem("MB032", where, f"{kind}: {fault}", _REMEDY)) from fault
            else:
                self.items.append((kind, value, where))
            known = self._known[id(value)] = value, Carried(len(self.items) - 1, runs)
        return known[1]

    def item(self, number: int) -> Item:
        """Return what was carried under a number, as elements."""
        found = self.items[number]
        if isinstance(found, tuple):
            found = self.items[number] = self._item(*found)
        return found

    def _item(self, kind: str, value: Any, where: str) -> Item:
        if kind == "Listing":
            text = _fragment(f'<w:t xml:space="preserve">{value.xml}</w:t>', where)
            return Inside(where, tuple(_inside_text(text[0])))
        if kind == "InlineImage":
            from reportgen.render.wordimage import read_picture  # noqa: PLC0415  python-docx, for those with images

            self.know(getattr(value, "tpl", None))
            return read_picture(value, where)
        if kind == "Subdoc":
            from reportgen.render.wordsubdoc import check_subdoc  # noqa: PLC0415  as rare as Subdocs are

            check_subdoc(value, where)
            self.documents.append(value.docx)
            if not any(value.docx is known for known in self.subdocs):
                self.subdocs.append(value.docx)
            return Blocks(where, tuple(_body(value)), whole=True)
        nodes = _fragment(value.xml, where)
        for node in nodes:
            _judge(node)
        blocks = {node.tag == f"{W}p" for node in nodes}
        if len(blocks) > 1:
            raise ValueFaultError("trộn đoạn văn với chữ trong đoạn")
        return Blocks(where, tuple(nodes)) if blocks == {True} else Runs(where, tuple(nodes))

    def know(self, template: Any) -> None:
        """Remember a caller's `DocxTemplate`, for the links that it has built."""
        document = getattr(template, "__dict__", {}).get("docx")
        if document is not None:
            self.documents.append(document)


def _kind(value: Any) -> str:
    """Return the docxtpl class that a value is of, "" for none; asked by name, so that docxtpl need not be loaded."""
    for base in type(value).__mro__:
        if base.__name__ in _KINDS and base.__module__.partition(".")[0] == _FROM:
            return base.__name__
    return ""


# --- markup that a value brings -----------------------------------------------------------------------------------


def _fragment(xml: str, where: str) -> list[etree._Element]:
    r"""Return the elements of a piece of markup, texts in NFC, `\a` and `\f` as elements.

    Raises:
        ReportgenError: MB031 for characters that no document can hold.
        ValueFaultError: For markup that is not well formed.
    """
    xml = xml.replace("\r\n", "\n").replace("\r", "\n")
    if _SUSPECT.search(xml):
        bad = sorted({f"U+{code:04X}" for _, code in illegal_xml(xml) if chr(code) not in _BREAKS})
        message = f"có ký tự không ghi được vào văn bản ({', '.join(bad[:5])})"
        remedy = "Xóa ký tự đó ở nơi nhập; thường nó theo vào khi dán từ chương trình khác."
        raise ReportgenError(Problem("MB031", where, message, remedy))
    if 'r:id="' in xml:  # docxtpl writes an address into the attribute as it is
        xml = re.sub(r'(?<=r:id=")[^"]*', lambda found: re.sub(r"&(?!#?\w+;)", "&amp;", found.group()), xml)
    for char, mark in _BREAKS.items():
        xml = xml.replace(char, mark)
    wrapped = f'<v:all xmlns:v="{OURS}" xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}">{xml}</v:all>'
    try:
        root = etree.fromstring(wrapped, _PARSER)
    except etree.XMLSyntaxError as error:
        raise ValueFaultError('kiểu chữ, màu hoặc phông có dấu không viết được (< & ")') from error
    for element in root.iter(f"{W}t"):
        element.text = nfc(element.text or "")
        for child in element:
            child.tail = nfc(child.tail or "")
    loose = [root.text, *(child.tail for child in root)]
    if any(text and text.strip() for text in loose):
        raise ValueFaultError("có chữ nằm ngoài định dạng")
    return list(root)


def _judged_run(xml: str) -> str:
    """Return a run as `_judge` lets it in.

    Raises:
        ValueError: It does not.
    """
    try:
        [run] = _fragment(xml, "")
        _judge(run)
    except (ReportgenError, ValueFaultError) as fault:
        raise ValueError(xml) from fault
    return etree.tostring(run, encoding="unicode")


def _inside_text(text: etree._Element) -> Iterator[etree._Element]:
    """Yield a `w:t` with breaks in it as the elements of a run."""
    breaks = list(text)
    pieces = [text.text, *(b.tail for b in breaks)]
    for k, piece in enumerate(pieces):
        if k:
            breaks[k - 1].tail = None
            yield breaks[k - 1]
        if piece:
            yield new_text(text, piece)


def new_text(near: etree._Element, text: str) -> etree._Element:
    """Return a new `w:t` that keeps its outer blanks."""
    made = near.makeelement(f"{W}t", {_SPACE: "preserve"})
    made.text = text
    return made


def _judge(root: etree._Element) -> None:
    """Let in the markup of runs and paragraphs with forms; put run forms in Word's order.

    Raises:
        ValueFaultError: For any other markup, and for colours and sizes that Word would refuse.
    """
    if root.tag not in {f"{W}r", f"{W}hyperlink", f"{W}p"}:
        raise ValueFaultError(f"thành phần {_short(root)} không dùng được ở đây")
    for element in root.iter():
        if not _is_at_home(element):
            raise ValueFaultError(f"thành phần {_short(element)} không dùng được trong chữ có định dạng")
        for name in element.attrib:
            fine = str(name).startswith(W) or name == _SPACE or (name == f"{R}id" and element.tag == f"{W}hyperlink")
            if not fine:
                raise ValueFaultError(f"thuộc tính {etree.QName(name).localname} không dùng được ở đây")
        text = [element.text, *(child.tail for child in element)] if element.tag != f"{W}t" else []
        if any(piece and piece.strip() for piece in text):
            raise ValueFaultError("có chữ nằm ngoài định dạng")
        _check_form(element)
    for run in list(root.iter(f"{W}r")):
        _settle(run)


def _is_at_home(element: etree._Element) -> bool:
    around = {ancestor.tag for ancestor in element.iterancestors()}
    if f"{W}rPr" in around:
        return element.tag in _RUN_FORMS
    return element.tag in (_PARAGRAPH_FORMS if f"{W}pPr" in around else _ALLOWED)


def _short(element: etree._Element) -> str:
    return etree.QName(element).localname


def _check_form(element: etree._Element) -> None:
    """Refuse colours, sizes and fonts that Word cannot read."""
    attribute = _COLOURS.get(str(element.tag))
    if attribute:
        value = element.get(attribute, "auto")
        if value != "auto" and not re.fullmatch("[0-9A-Fa-f]{6}", value):
            raise ValueFaultError(f"màu {value[:20]!r} phải viết bằng 6 chữ số hệ 16, như FF0000")
    if element.tag in _SIZES:
        value = element.get(f"{W}val", "")
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= _MAX_SIZE):
            raise ValueFaultError(f"cỡ chữ {value[:20]!r} phải là số nguyên, đơn vị nửa điểm, như 28")
    if element.tag == f"{W}rFonts":
        known = {f"{W}{name}" for name in ("ascii", "hAnsi", "cs", "eastAsia", "hint")}
        if not known.issuperset(map(str, element.attrib)):
            raise ValueFaultError("phông chữ ghi cho vùng lạ; chỉ dùng eastAsia")


def _settle(run: etree._Element) -> None:
    """Put a run's properties in order, complete a shading, and bring breaks up out of the texts."""
    properties = run.find(f"{W}rPr")
    if properties is not None:
        children = sorted(properties, key=lambda child: _RUN_FORMS.get(str(child.tag), len(_RUN_FORMS)))
        properties[:] = children
        for shading in properties.iter(f"{W}shd"):
            if shading.get(f"{W}val") is None:  # docxtpl gives the colour alone; the schema asks for a pattern
                shading.set(f"{W}val", "clear")
                shading.set(f"{W}color", "auto")
    for text in list(run.iter(f"{W}t")):
        if len(text):
            parent = text.getparent()
            if parent is not None:
                at = parent.index(text)
                parent[at : at + 1] = list(_inside_text(text))


_COMMENT_MARKS: Final = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


def _body(subdoc: Any) -> list[etree._Element]:
    """Return copies of the blocks of a Subdoc, without the settings of its last section: these are the template's.

    docxtpl brings no comments and no endnotes along. Comments are dropped, for they are no text of the document.

    Raises:
        ValueFaultError: When it has endnotes.
    """
    blocks = [block for block in subdoc.subdocx.element.body if block.tag != f"{W}sectPr"]
    copies = [etree.fromstring(etree.tostring(block)) for block in blocks]
    for element in [e for block in copies for e in block.iter(*_COMMENT_MARKS, f"{W}endnoteReference")]:
        if element.tag == f"{W}endnoteReference":
            raise ValueFaultError(
                "chú thích cuối văn bản (endnote) không mang theo được; đổi thành chú thích cuối trang"
            )
        remove(element)
    return [block for block in copies if block.tag not in _COMMENT_MARKS]
