"""A document with every letter in one piece (NFC): what a reader sees, whatever the keyboard wrote.

Only rule TX-01 asks how letters are encoded. All others compare words, and `Số` typed as letters and marks apart is
still `Số`: one fault must not be told as twenty.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from reportgen.decree30.model import Block, Document, Paragraph, Place, Row, Run, Section, Shape, Table
from reportgen.vi.text import is_nfc, nfc


def composed(document: Document) -> Document:
    """Return the document with its text in NFC; the document itself when it is so already."""
    if all(is_nfc(paragraph.text + paragraph.number) for paragraph in document.paragraphs()):
        return document
    return _Composer().document(document)


class _Composer:
    """One copy of a document; headers that sections share stay shared."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[Block, ...]] = {}

    def document(self, document: Document) -> Document:
        return replace(
            document,
            blocks=self._blocks(document.blocks),
            sections=tuple(self._section(section) for section in document.sections),
            notes=tuple(self._paragraph(note) for note in document.notes),
        )

    def _section(self, section: Section) -> Section:
        return replace(
            section,
            headers={pages: self._once(blocks) for pages, blocks in section.headers.items()},
            footers={pages: self._once(blocks) for pages, blocks in section.footers.items()},
        )

    def _once(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        if id(blocks) not in self._shared:
            self._shared[id(blocks)] = self._blocks(blocks)
        return self._shared[id(blocks)]

    def _blocks(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(self._table(b) if isinstance(b, Table) else self._paragraph(b) for b in blocks)

    def _table(self, table: Table) -> Table:
        return replace(table, rows=tuple(self._row(row) for row in table.rows))

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(replace(cell, blocks=self._blocks(cell.blocks)) for cell in row.cells))

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        runs = _joined(paragraph.runs)
        return replace(
            paragraph,
            place=_place(paragraph.place),
            runs=runs,
            text="".join(run.text for run in runs),
            number=nfc(paragraph.number),
            shapes=tuple(self._shape(shape) for shape in paragraph.shapes),
        )

    def _shape(self, shape: Shape) -> Shape:
        return replace(shape, blocks=self._blocks(shape.blocks)) if shape.blocks else shape


def _place(place: Place) -> Place:
    return replace(place, words=nfc(place.words))


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Compose the text of runs; a mark cut off from its letter by a change of formatting goes back to it."""
    found: list[Run] = []
    for run in runs:
        marks = next((i for i, c in enumerate(run.text) if not unicodedata.combining(c)), len(run.text))
        if marks and found:
            found[-1] = replace(found[-1], text=nfc(found[-1].text + run.text[:marks]))
        else:
            marks = 0
        if marks < len(run.text):
            found.append(replace(run, text=nfc(run.text[marks:])))
    return tuple(found)
