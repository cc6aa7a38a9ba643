"""What an engine wrote, read back as plain text: the same work is done only where the same text comes out."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final
from xml.etree import ElementTree as ET

from engines import deflater

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def word_text(data: bytes) -> list[str]:
    """Return the paragraphs of body, header and footer that hold text, in order.

    Blank ones are passed over: some engines leave the paragraph of a condition's tag behind, which prints nothing.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [
            "word/document.xml",
            *sorted(n for n in archive.namelist() if n.startswith(("word/header", "word/footer"))),
        ]
        roots = [ET.fromstring(archive.read(name)) for name in names]  # noqa: S314  our own values
    texts = ["".join(t.text or "" for t in p.iter(f"{_W}t")) for root in roots for p in root.iter(f"{_W}p")]
    return [text for text in texts if text.strip()]


def sheet_text(data: bytes) -> list[list[str]]:
    """Return the rows of the first sheet that hold text, as lists of texts; blank cells are passed over."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        shared: list[str] = []
        if "xl/sharedStrings.xml" in names:
            table = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314
            shared = ["".join(t.text or "" for t in item.iter(f"{_S}t")) for item in table.iter(f"{_S}si")]
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    rows = ([_cell_text(cell, shared) for cell in row.iter(f"{_S}c")] for row in sheet.iter(f"{_S}row"))
    return [texts for row in rows if (texts := [text for text in row if text.strip()])]


def _cell_text(cell: ET.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_S}t"))
    value = cell.findtext(f"{_S}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value


def part_size(data: bytes, name: str) -> tuple[int, int]:
    """Return size and compressed size of a part in bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
        return info.file_size, info.compress_size


def same_as_floor(mine: list[Any], packed: bytes, kind: str) -> bool:
    """Return whether what the floor deflated says the same as the text of a whole file, as far as it goes: the body."""
    xml = zlib.decompress(packed, -15)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml" if kind == "docx" else "xl/worksheets/sheet1.xml", xml)
    if kind == "xlsx":
        return mine == sheet_text(out.getvalue())
    body = word_text(out.getvalue())
    return mine[: len(body)] == body


def difference(mine: list[Any], other: list[Any]) -> str:
    """Return in few words how another text differs from ours."""
    if len(mine) != len(other):
        extra = len(other) - len(mine)
        return f"{abs(extra)} {'more' if extra > 0 else 'fewer'} blocks of text"
    number, a, b = next((i, a, b) for i, (a, b) in enumerate(zip(mine, other, strict=True), start=1) if a != b)
    a, b = str(a), str(b)
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f"block {number} reads {b[start : start + 40]!r} where ours reads {a[start : start + 40]!r}"


def level_of(made: bytes, part: str, codec: str) -> int:
    """Return the level of deflate whose result is nearest in size to a part as it stands in a file."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        data, packed = archive.read(part), archive.getinfo(part).compress_size
    levels = range(4) if codec == "isal" else range(1, 10)
    return min(levels, key=lambda level: abs(len(deflater(codec, level)(data)) - packed))
