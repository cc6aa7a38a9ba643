"""A .docx as blocks: what shows goes into the reading order, what does not (hidden, deleted, page edges) is told apart.

Opening is `render.package`'s (no bomb, no entity, no macro gets by), reading is `decree30.reader`'s: fields, content
controls, tracked insertions, text boxes and automatic numbers come as Word shows them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.decree30.model import Alignment, Document, Paragraph, Run, Table, paragraphs_of
from reportgen.decree30.model import Block as Shown
from reportgen.decree30.ooxml import VAL, W, switch
from reportgen.decree30.reader import read_package
from reportgen.planimport.blocks import Aside, Block, Cell, Grid, GridRow, Para, Source, tidy
from reportgen.problem import Problem, ReportgenError
from reportgen.render.package import Package, open_package, parse_xml, to_xml
from reportgen.vi.legacy import from_tcvn3, from_vni, looks_legacy
from reportgen.vi.text import nfc

_MARKED: Final = "ABCDE1"
"""Colour that stands for `hidden` while hidden text is looked for."""
_SYMBOLS: Final = {0xF0B3: "≥", 0xF0A3: "≤", 0xF0B1: "±", 0xF0B4: "×", 0xF02D: "-", 0xF0B7: "•"}
_LATIN_1: Final = 0xFF
_MOST_TOLD: Final = 5
_SAVE_AS: Final = "Mở tệp bằng Word hoặc LibreOffice, chọn Lưu thành (Save As), dạng .docx, rồi nhập lại."
_UNIKEY: Final = "Chuyển văn bản sang Unicode (UniKey: Ctrl + Shift + F6), lưu lại rồi nhập."


def read_word(data: bytes, name: str) -> Source:
    """Read a .docx.

    Args:
        data: The whole file.
        name: Its name, for places.

    Raises:
        ReportgenError: MB codes of opening it; VB001, VB002 no Word document, or damaged inside; NK002 another kind
            of office file; NK003 letters of a legacy encoding in a Unicode font.
    """
    _refuse_opendocument(data, name)
    package = open_package(data, name)
    document = read_package(package)
    reader = _Reader()
    blocks = tuple(reader.blocks(document.blocks))
    if reader.foreign:
        raise ReportgenError(*reader.foreign[:_MOST_TOLD])
    asides = (*_edges(document), *_hidden(package), *_deleted(package), *_comments(package))
    return Source(name, blocks, asides, notices=tuple(dict.fromkeys(reader.notices)))


def _refuse_opendocument(data: bytes, name: str) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = archive.read("mimetype")[:200] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return  # `open_package` says what is wrong with it
    if b"opendocument" in kind:
        raise ReportgenError(Problem("NK002", name, "tệp là văn bản OpenDocument (.odt), chưa đọc được", _SAVE_AS))


@dataclass(slots=True)
class _Reader:
    """Turns what shows into blocks; legacy letters are converted where their font names the encoding."""

    notices: list[str] = field(default_factory=list)
    foreign: list[Problem] = field(default_factory=list)

    def blocks(self, shown: Iterable[Shown]) -> Iterator[Block]:
        """Yield paragraphs line by line, and tables; the content of text boxes follows their paragraph."""
        for block in shown:
            if isinstance(block, Table):
                yield self._grid(block)
            else:
                yield from self._paras(block)
                for shape in block.shapes:
                    yield from self.blocks(shape.blocks)

    def _grid(self, table: Table) -> Grid:
        rows = []
        for number, row in enumerate(table.rows, start=1):
            origin = f"{table.place}, dòng {number}" if table.place.table and not table.place.row else str(table.place)
            cells = tuple(
                Cell(tuple(self.blocks(cell.blocks)), cell.span, cell.merged, f"{origin}, ô {place}")
                for place, cell in enumerate(row.cells, start=1)
            )
            rows.append(GridRow(cells, row.before, row.header, origin))
        return Grid(tuple(rows), str(table.place))

    def _paras(self, paragraph: Paragraph) -> Iterator[Para]:
        origin = str(paragraph.place)
        text = self._text(paragraph.runs, origin)
        inked = [run.format for run in paragraph.runs if run.text.strip()]
        bold = bool(inked) and all(f.bold for f in inked)
        italic = bool(inked) and all(f.italic for f in inked)
        centred = paragraph.alignment is Alignment.CENTER
        lines = text.replace("\f", "\n").split("\n")
        lines[0] = f"{_number(paragraph)}{lines[0]}"
        soft = False
        for line in lines:
            words = tidy(line)
            if words:
                yield Para(words, origin, bold, italic, centred, soft)
                soft = True

    def _text(self, runs: tuple[Run, ...], origin: str) -> str:
        pieces = []
        unicode_too = any(ord(c) > _LATIN_1 and c.isalpha() for run in runs for c in nfc(run.text))
        for run in runs:
            font = run.format.font.casefold()
            text = "".join(_SYMBOLS.get(ord(c), c) for c in run.text) if run.symbol or "symbol" in font else run.text
            if not unicode_too and font.startswith(".vn"):
                text = from_tcvn3(text)
                text = text.upper() if font.endswith("h") else text
                self.notices.append("Chữ theo phông .Vn (bảng mã TCVN3) đã được chuyển sang Unicode; nên đọc lại.")
            elif not unicode_too and font.startswith("vni-"):
                text = from_vni(text)
                self.notices.append("Chữ theo phông VNI- (bảng mã VNI) đã được chuyển sang Unicode; nên đọc lại.")
            pieces.append(text)
        whole = "".join(pieces)
        legacy = looks_legacy(whole)
        if legacy:
            message = f"chữ gõ theo bảng mã cũ {legacy} nhưng phông không phải của bảng mã đó: “{tidy(whole)[:60]}”"
            self.foreign.append(Problem("NK003", origin, message, _UNIKEY))
        return whole


def _number(paragraph: Paragraph) -> str:
    """Return what Word prints in front of a numbered paragraph, a space after it."""
    if not paragraph.number:
        return ""
    if paragraph.number_kind == "bullet":
        return "+ " if paragraph.number.strip() == "+" else "- "
    return f"{paragraph.number.strip()} "


# --- outside the reading order ---------------------------------------------------------------------------------------


def _edges(document: Document) -> Iterator[Aside]:
    """Yield headers, footers and notes, each once."""
    seen = set()
    for section in document.sections:
        for blocks in (*section.headers.values(), *section.footers.values()):
            for paragraph in paragraphs_of(blocks):
                text = tidy(paragraph.full_text)
                if text and not text.strip("-– ").isdigit() and text not in seen:
                    seen.add(text)
                    yield Aside(str(paragraph.place), text, "đầu trang, chân trang")
    for paragraph in document.notes:
        if text := tidy(paragraph.full_text):
            yield Aside(str(paragraph.place), text, "chú thích cuối trang")


def _hidden(package: Package) -> Iterator[Aside]:
    """Yield hidden text: the document is read again with a colour in the place of `hidden`."""
    changes: dict[str, bytes | None] = {}
    for part, data in package.parts.items():
        if part.endswith(".xml") and b"vanish" in data.lower():
            root = parse_xml(data)
            for mark in list(root.iter(f"{W}vanish", f"{W}specVanish")):
                _recolour(mark)
            changes[part] = to_xml(root)
    if not changes:
        return
    for paragraph in read_package(package.changed(changes)).body_paragraphs():
        text = tidy("".join(run.text for run in paragraph.runs if run.format.color == _MARKED))
        if text:
            yield Aside(str(paragraph.place), text, "chữ ẩn")


def _recolour(mark: etree._Element) -> None:
    holder = mark.getparent()
    if holder is None:
        return
    holder.remove(mark)
    if switch(mark):
        for old in holder.findall(f"{W}color"):
            holder.remove(old)
        etree.SubElement(holder, f"{W}color").set(VAL, _MARKED)


def _deleted(package: Package) -> Iterator[Aside]:
    """Yield text that a tracked change took away."""
    body = parse_xml(package.parts[package.main])
    for number, paragraph in enumerate(body.iter(f"{W}p"), start=1):
        moved = [t for gone in paragraph.iter(f"{W}moveFrom") for t in gone.iter(f"{W}t")]
        pieces = [*paragraph.iter(f"{W}delText"), *moved]
        text = tidy("".join(p.text or "" for p in pieces if _owner(p) is paragraph))
        if text:
            yield Aside(f"{package.name}, đoạn thứ {number} kể cả trong bảng", text, "chữ đã xóa (theo dõi thay đổi)")


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{W}p"), None)


def _comments(package: Package) -> Iterator[Aside]:
    for relation in package.relationships(package.main):
        if relation.type == "comments" and relation.target in package.parts:
            for comment in parse_xml(package.parts[relation.target]).iter(f"{W}comment"):
                text = tidy(" ".join(t.text or "" for t in comment.iter(f"{W}t")))
                if text:
                    yield Aside(f"{package.name}, nhận xét", text, "nhận xét của người soát")
