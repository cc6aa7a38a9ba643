"""Conversations (threaded comments), and the notes that stand for them in older programs: they come with every item.

A note says which conversation it stands for by its author, `tc={id}`; ids are made anew for every copy, the same ones
every time.
"""

from __future__ import annotations

import copy
import re
import uuid
from typing import Final

from lxml import etree

from reportgen.render.package import parse_xml, to_xml
from reportgen.render.xlsx.formula import col_letters, split_cell
from reportgen.render.xlsx.layout import Layout
from reportgen.render.xlsx.names import S

_ID: Final = r"\{([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}"
_IDS: Final = re.compile(rf'((?<![\w:])(?:id|parentId)="|tc=){_ID}'.encode())
_OF_NOTE: Final = re.compile(rf"tc={_ID}$")


def copied_id(old: str, number: int) -> str:
    """Return the id of a copy: of `{...}` itself for the first (0)."""
    return old if not number else "{" + str(uuid.uuid5(uuid.UUID(old), str(number))).upper() + "}"


def with_copied_ids(data: bytes, number: int) -> bytes:
    """Return a part of conversations, or of notes, with the ids of a copy."""

    def fresh(match: re.Match[bytes]) -> bytes:
        return match[1] + copied_id("{" + match[2].decode() + "}", number).encode()

    return _IDS.sub(fresh, data)


def moved_threads(data: bytes, layout: Layout) -> bytes:
    """Return the conversations of a sheet beside their cells, once for every item."""
    root = parse_xml(data)
    for element in list(root):
        row, col = split_cell(element.get("ref", "A1"))
        for number, found in enumerate(rows_of(layout, row)):
            clone = copy.deepcopy(element)
            clone.set("ref", f"{col_letters(col)}{found}")
            for name in ("id", "parentId"):
                if clone.get(name):
                    clone.set(name, copied_id(clone.get(name, ""), number))
            root.append(clone)
        root.remove(element)
    return to_xml(root)


def rows_of(layout: Layout, row: int) -> list[int]:
    """Return the output rows of a template row that hold data."""
    segment = layout.shape.segment_at(row)
    placed = [] if segment is None else layout.each(segment)
    return [row + one.shift for one in placed if one.values is not None]


def rename_author(note: etree._Element, root: etree._Element, number: int) -> None:
    """Let the copy of a note stand for the copy of its conversation."""
    authors = root.find(f"{S}authors")
    place = int(note.get("authorId", "0"))
    match = None if authors is None or place >= len(authors) else _OF_NOTE.match(authors[place].text or "")
    if match is None or authors is None or not number:
        return
    note.set("authorId", str(len(authors)))
    etree.SubElement(authors, f"{S}author").text = f"tc={copied_id('{' + match[1] + '}', number)}"
