"""A second opinion on tracked changes: accepting and rejecting, written from the standard, apart from the program."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHITE = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
Outline = list[Any]
"""Blocks in order: a paragraph is its text, a table its rows of cells, each an outline."""


def outline(data: bytes, *, take: str = "") -> Outline:
    """Return what a document says.

    Args:
        data: A .docx.
        take: `new`: all changes accepted; `old`: all rejected; "": there must be none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ET.fromstring(package.read("word/document.xml"))
    body = root.find(f"{W}body")
    assert body is not None
    gone, kept = {"new": ("del", "ins"), "old": ("ins", "del"), "": ("", "")}[take]
    if not take:
        assert not list(root.iter(f"{W}ins")) + list(root.iter(f"{W}del"))
    found = _holder(body, gone, kept)
    while found and found[-1] == "":
        found.pop()
    return found


def _holder(holder: ET.Element, gone: str, kept: str) -> Outline:
    found: Outline = []
    open_text: str | None = None  # of paragraphs whose mark is gone, waiting to be joined
    for block in _flat(holder):
        if block.tag == f"{W}p":
            text = (open_text or "") + _text(block, gone, kept)
            open_text = text if gone and block.find(f"{W}pPr/{W}rPr/{W}{gone}") is not None else None
            if open_text is None:
                found.append(text)
        else:
            if open_text:
                found.append(open_text)
            open_text = None
            rows = [row for row in _below(block, "tr") if not gone or row.find(f"{W}trPr/{W}{gone}") is None]
            if rows:
                found.append([[_holder(cell, gone, kept) for cell in _below(row, "tc")] for row in rows])
    if open_text is not None:  # a last mark stays, whatever is said of it
        found.append(open_text)
    return found


def _flat(holder: ET.Element) -> list[ET.Element]:
    found = []
    for child in holder:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            found.append(child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent"}:
            found += _flat(child)
    return found


def _below(holder: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in holder if child.tag == f"{W}{name}"]


def _text(element: ET.Element, gone: str, kept: str) -> str:
    """Return the text of a paragraph: what is tracked as `gone` is left out."""
    if gone and element.tag == f"{W}{gone}":
        return ""
    if element.tag == f"{W}t" or (kept == "del" and element.tag == f"{W}delText"):
        return element.text or ""
    if element.tag in {f"{W}pPr", f"{W}rPr"}:
        return ""
    return WHITE.get(str(element.tag), "") + "".join(_text(child, gone, kept) for child in element)


def word(blocks: Sequence[Any]) -> bytes:
    """Return a .docx of blocks: a list of texts is a paragraph of so many runs, a tuple of rows of texts a table."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, tuple):
            _table(document, block)
        else:
            paragraph = document.add_paragraph()
            for place, text in enumerate(block):
                paragraph.add_run(text).bold = place % 2 == 1
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(holder: Any, rows: Sequence[Sequence[str]]) -> None:
    table = holder.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *more = text.split("|")
            cell.paragraphs[0].add_run(first)
            for other in more:
                cell.add_paragraph(other)
