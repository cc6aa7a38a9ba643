"""The content of paragraphs: letters with their fonts, fields, breaks, symbols; what does not show is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

from reportgen.decree30.model import Run, Shape
from reportgen.decree30.ooxml import MC, VAL, W, flag
from reportgen.decree30.styles import Letters, Props, Styles, TableLayer, format_of

_SKIPPED: Final = frozenset(W + name for name in ("del", "moveFrom", "pPr", "rPr", "rt", "delText", "delInstrText"))
_HOLDERS: Final = frozenset(
    W + name
    for name in ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "ruby", "rubyBase", "moveTo", "subDoc")
)
_DRAWINGS: Final = frozenset(W + name for name in ("drawing", "pict", "object"))
_UNDERSTOOD: Final = frozenset({"wps", "wpg", "wpc", "wp14", "w14", "w15", "w16se", "wpi", "a14", "cx", "aink"})
_TEXT: Final = f"{W}t"
_REFERENCES: Final = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_RUN_PROPERTIES: Final = f"{W}rPr"
_FIELD_CHARACTER: Final = f"{W}fldChar"
_FIELD_CODE: Final = f"{W}instrText"
_ALTERNATE: Final = f"{MC}AlternateContent"
_FIXED: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}

_CJK: Final = "\u1100-\u11ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_COMPLEX: Final = "\u0590-\u08ff\u0900-\u0e7f"
_HINTED: Final = "\u00a1\u00a4\u00a7\u00a8\u00aa\u00ad\u00af-\u00b4\u00b6-\u00ba\u00bc-\u00bf\u00d7\u00f7\u2000-\u2bff"
_HINTED_CHINESE: Final = "\u00e0\u00e1\u00e8-\u00ea\u00ec\u00ed\u00f2\u00f3\u00f9\u00fa\u00fc\u0100-\u024f\u1e00-\u1eff"
_SLOTS: Final = re.compile(
    rf"(?P<eastAsia>[{_CJK}]+)|(?P<cs>[{_COMPLEX}]+)|(?P<ascii>[\x00-\x7f]+)|(?P<hAnsi>[^\x00-\x7f])"
)
_FAR: Final = re.compile(rf"[{_CJK}{_COMPLEX}]")


@dataclass(slots=True)
class _Field:
    """A complex field that is open: its code so far, whether its result has begun and shown anything."""

    code: list[str] = field(default_factory=list)
    in_result: bool = False
    shown: bool = False

    @property
    def name(self) -> str:
        words = "".join(self.code).split()
        return words[0].upper() if words else ""


@dataclass(slots=True)
class Inline:
    """What was read of one paragraph."""

    runs: list[Run] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    page_break: bool = False


Draw: TypeAlias = "Callable[[etree._Element], Iterator[Shape]]"  # noqa: SLF001  lxml names its element type so


class InlineReader:
    """Reads the content of the paragraphs of one part; fields may run on from one paragraph to the next."""

    def __init__(self, styles: Styles, draw: Draw) -> None:
        """Keep the styles, and the reader of drawn objects."""
        self._styles = styles
        self._draw = draw
        self._fields: list[_Field] = []
        self._out = Inline()
        self._style = ""
        self._layer: TableLayer | None = None

    def read(self, paragraph: etree._Element, style: str, layer: TableLayer | None) -> Inline:
        """Return what a paragraph shows, formatted by its style and the table around it."""
        outer, self._out = (self._out, self._style, self._layer, self._fields), Inline()
        self._style, self._layer = style, layer
        self._walk(paragraph, linked=False, inserted=False, simple="")
        out = self._out
        out.runs = _joined(out.runs)
        self._out, self._style, self._layer, _ = outer
        return out

    def boxed(self) -> InlineReader:
        """Return a reader for the inside of a text box, whose fields are its own."""
        return InlineReader(self._styles, self._draw)

    def _walk(self, holder: etree._Element, *, linked: bool, inserted: bool, simple: str) -> None:
        for child in holder:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, linked=linked, inserted=inserted, simple=simple)
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag == f"{W}fldSimple":
                self._simple(child, linked=linked, inserted=inserted)
            elif tag == f"{W}hyperlink":
                self._walk(child, linked=True, inserted=inserted, simple=simple)
            elif tag == f"{W}ins":
                self._walk(child, linked=linked, inserted=True, simple=simple)
            elif tag in _HOLDERS:
                self._walk(child, linked=linked, inserted=inserted, simple=simple)
            elif tag == f"{MC}AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, linked=linked, inserted=inserted, simple=simple)

    def _simple(self, element: etree._Element, *, linked: bool, inserted: bool) -> None:
        """Read a simple field: its code is an attribute, its children the result."""
        words = element.get(f"{W}instr", "").split()
        name = words[0].upper() if words else ""
        before = len(self._out.runs)
        self._walk(element, linked=linked or name == "HYPERLINK", inserted=inserted, simple=name)
        if name == "PAGE" and len(self._out.runs) == before:
            self._emit("1", {}, name, linked=linked, inserted=inserted)

    def _run(self, run: etree._Element, *, linked: bool, inserted: bool, simple: str) -> None:
        direct: Props = {}
        letters: Letters | None = None
        for child in run:
            tag = child.tag
            if tag == _RUN_PROPERTIES:
                continue
            if tag == _FIELD_CHARACTER:
                direct, letters = self._styles.dressed(self._style, self._layer, run.find(_RUN_PROPERTIES))
                self._field_char(child, direct, linked=linked, inserted=inserted)
                continue
            if tag == _FIELD_CODE:
                if self._fields and not self._fields[-1].in_result:
                    self._fields[-1].code.append(child.text or "")
                continue
            if self._fields and any(not f.in_result for f in self._fields):
                continue
            if tag in _DRAWINGS or tag == _ALTERNATE:
                self._drawing(child)
                continue
            if letters is None:
                direct, letters = self._styles.dressed(self._style, self._layer, run.find(_RUN_PROPERTIES))
            if letters.props.get("vanish") or letters.props.get("specVanish"):
                continue
            self._piece(child, letters, simple=simple, linked=linked, inserted=inserted)

    def _piece(self, child: etree._Element, letters: Letters, *, simple: str, linked: bool, inserted: bool) -> None:
        """Read one child of a run that may show text."""
        tag = child.tag
        name = simple
        if self._fields:
            name, linked = self._in_field(simple, linked=linked)
        if tag == _TEXT:
            text = child.text or ""
        elif tag == f"{W}br":
            paged = child.get(f"{W}type") in {"page", "column"}
            self._out.page_break |= paged
            text = "\f" if paged else "\n"
        elif tag == f"{W}sym":
            self._symbol(child, letters, name, linked=linked, inserted=inserted)
            return
        elif tag == f"{W}pgNum":
            text, name = "1", "PAGE"
        else:
            text = _FIXED.get(tag, "")
            if tag in _REFERENCES:
                self._out.notes.append(f"{etree.QName(child).localname[:-9]}:{child.get(f'{W}id', '')}")
            elif tag == f"{W}ruby":
                self._walk(child, linked=linked, inserted=inserted, simple=simple)
        if text:
            for open_field in self._fields:
                open_field.shown = True
            self._emit_letters(text, letters, name, linked=linked, inserted=inserted)

    def _in_field(self, simple: str, *, linked: bool) -> tuple[str, bool]:
        """Return the name of the innermost field that is open, and whether any of them links."""
        name = simple or next((f.name for f in reversed(self._fields) if f.name), "")
        return name, linked or any(f.name == "HYPERLINK" for f in self._fields)

    def _field_char(self, child: etree._Element, direct: Props, *, linked: bool, inserted: bool) -> None:
        kind = child.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            hidden = any(not f.in_result for f in self._fields)
            if ended.name == "PAGE" and not ended.shown and not hidden:
                self._emit("1", direct, "PAGE", linked=linked, inserted=inserted)

    def _drawing(self, child: etree._Element) -> None:
        if child.tag == f"{MC}AlternateContent":
            branch = chosen(child)
            for inner in () if branch is None else branch:
                self._drawing(inner)
        elif child.tag in _DRAWINGS:
            self._out.shapes.extend(self._draw(child))

    def _symbol(self, child: etree._Element, letters: Letters, name: str, *, linked: bool, inserted: bool) -> None:
        try:
            char = chr(int(child.get(f"{W}char", ""), 16))
        except (ValueError, OverflowError):
            return
        font = child.get(f"{W}font", "")
        dressed = {**letters.props, **({"font.ascii": font, "font.hAnsi": font} if font else {})}
        self._out.runs.append(Run(char, format_of(dressed), name, symbol=True, inserted=inserted, linked=linked))

    def _emit(self, text: str, direct: Props, name: str, *, linked: bool, inserted: bool) -> None:
        letters = Letters(self._styles.letters(self._style, self._layer, direct))
        if not letters.props.get("vanish"):
            self._emit_letters(text, letters, name, linked=linked, inserted=inserted)

    def _emit_letters(self, text: str, letters: Letters, name: str, *, linked: bool, inserted: bool) -> None:
        for piece, slot in _by_script(text, letters.props):
            self._out.runs.append(Run(piece, letters.format(slot), name, inserted=inserted, linked=linked))


def chosen(element: etree._Element) -> etree._Element | None:
    """Return the branch of an `mc:AlternateContent` that Word shows: never two of them."""
    for choice in element.findall(f"{MC}Choice"):
        if set(choice.get("Requires", "").split()) <= _UNDERSTOOD:
            return choice
    return element.find(f"{MC}Fallback")


def _by_script(text: str, props: Props) -> Iterator[tuple[str, str]]:
    """Cut text where the font changes between scripts (17.3.2.26): an accented letter is hAnsi, a plain one ascii."""
    if props.get("complex") or props.get("rtl"):
        yield text, "cs"
        return
    hinted = props.get("hint") == "eastAsia"
    if not hinted and not _FAR.search(text) and props.get("font.ascii") == props.get("font.hAnsi"):
        yield text, "ascii"
        return
    chinese = props.get("lang", "").startswith("zh")
    for match in _SLOTS.finditer(text):
        slot = match.lastgroup or "ascii"
        if hinted and slot == "hAnsi" and _east_asian(match[0], chinese=chinese):
            slot = "eastAsia"
        yield match[0], slot


def _east_asian(char: str, *, chinese: bool) -> bool:
    """Tell whether a hint gives an ambiguous character to the East Asian font."""
    return bool(re.match(f"[{_HINTED}{_HINTED_CHINESE if chinese else ''}]", char))


def _joined(runs: list[Run]) -> list[Run]:
    """Join neighbours that look alike: Word cuts runs at every correction of spelling."""
    if len(runs) <= 1:
        return runs
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and _alike(last, run):
            joined[-1] = Run(last.text + run.text, run.format, run.field, run.symbol, run.inserted, run.linked)
        else:
            joined.append(run)
    return joined


def _alike(a: Run, b: Run) -> bool:
    same = (a.field, a.symbol, a.inserted, a.linked) == (b.field, b.symbol, b.inserted, b.linked)
    return same and (a.format is b.format or a.format == b.format)


def mark_deleted(ppr: etree._Element | None) -> bool:
    """Tell whether a tracked deletion took the paragraph mark: its text runs on into the next paragraph."""
    rpr = None if ppr is None else ppr.find(f"{W}rPr")
    return rpr is not None and (rpr.find(f"{W}del") is not None or rpr.find(f"{W}moveFrom") is not None)


def hidden_mark(ppr: etree._Element | None) -> bool:
    """Tell whether the paragraph mark is hidden text."""
    return flag(None if ppr is None else ppr.find(f"{W}rPr"), "vanish")


def style_id(ppr: etree._Element | None) -> str:
    """Return the id of the paragraph style named, "" for none."""
    named = None if ppr is None else ppr.find(f"{W}pStyle")
    return "" if named is None else named.get(VAL, "")
