"""Templates made for tests, and readers of finished documents that share no code with the renderer."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render import compile_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "bao-cao.docx"


def template(
    *paragraphs: str, tables: Sequence[Sequence[Sequence[str]]] = (), header: str = "", footer: str = ""
) -> bytes:
    """Return a .docx with paragraphs, then tables of cells; one run a paragraph."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for rows in tables:
        add_table(document, rows)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def add_table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    """Add a table of texts to a python-docx document."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def saved(document: Any) -> bytes:
    """Return the bytes of a python-docx document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def render(data: bytes, values: Mapping[str, object], **options: Any) -> bytes:
    """Compile and render in one go."""
    return compile_docx(data, NAME).render(values, **options)


def faults(data: bytes, values: Mapping[str, object] | None = None) -> tuple[Problem, ...]:
    """Return the problems with which a template is refused; fails when it is not."""
    with pytest.raises(ReportgenError) as refused:
        render(data, values or {})
    return refused.value.problems


def places(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Return code and place of each problem, without the file name."""
    return [(p.code, p.where.removeprefix(f"{NAME}, ")) for p in problems]


def python_docx_text(data: bytes) -> list[str]:
    """Return the paragraphs of body and tables as python-docx reads them."""
    document = docx.Document(io.BytesIO(data))
    body = [p.text for p in document.paragraphs]
    return body + [p.text for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs]


def xml_text(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the paragraphs of a part in document order, from the zip and its XML alone."""
    root = etree.fromstring(part_of(data, part))
    shown = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
    return [
        "".join((e.text or "") if e.tag == f"{W}t" else shown.get(str(e.tag), "") for e in p.iter(f"{W}t", *shown))
        for p in root.iter(f"{W}p")
    ]


def part_of(data: bytes, part: str) -> bytes:
    """Return one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part)


def parts_of(data: bytes) -> list[str]:
    """Return the names of all parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def rezip(data: bytes, change: Callable[[str, bytes], bytes | None], extra: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with every part passed through `change` (None drops it) and `extra` parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
        for name, added in (extra or {}).items():
            new.writestr(name, added)
    return out.getvalue()


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return the package with a text of one part replaced; the text must be there."""
    assert old.encode() in part_of(data, part)
    return rezip(data, lambda name, raw: raw.replace(old.encode(), new.encode()) if name == part else raw)


def with_body(data: bytes, xml: str) -> bytes:
    """Return the package with raw WordprocessingML put at the start of the body."""
    return replaced(data, "word/document.xml", "<w:body>", f"<w:body>{xml}")


def with_notes(data: bytes, kind: str, xml: str) -> bytes:
    """Return the package with a part of notes (`footnotes`, `endnotes`, `comments`) that the main part refers to."""
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = f'<Override PartName="/word/{kind}.xml" ContentType="{base}.{kind}+xml"/></Types>'
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rIdN" Type="{target}/{kind}" Target="{kind}.xml"/></Relationships>'
    data = replaced(data, "[Content_Types].xml", "</Types>", types)
    data = replaced(data, "word/_rels/document.xml.rels", "</Relationships>", link)
    return rezip(data, lambda _, raw: raw, {f"word/{kind}.xml": xml.encode()})


def pixel() -> bytes:
    """Return the smallest PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


VALIDATOR = Path(__file__).parent / "tools" / "validate_office.py"
