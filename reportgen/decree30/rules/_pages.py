"""How many pages a text takes, roughly: enough to tell one page from several, never to number them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportgen.decree30.metrics import width_mm
from reportgen.decree30.model import SINGLE_LINE, Block, Document, Paragraph, Section, Table, gap_pt, paragraphs_of

_MM_PER_PT = 25.4 / 72
_SURE = (0.9, 1.12)
"""Estimates below the first are one page, above the second several; between them nothing is said."""


def several_pages(doc: Document, section: Section | None = None) -> bool | None:
    """Tell whether the document, or one section of it, takes more than one page; None where it is a near thing."""
    if section is not None:
        return _several(doc.blocks[section.first : section.last], section)
    shown = [s for s in doc.sections if any(not p.empty for p in paragraphs_of(doc.blocks[s.first : s.last]))]
    if any(s.new_page for s in shown[1:]):
        return True
    told = _several(doc.blocks, doc.sections[0])
    return doc.pages > 1 if told is None and doc.pages is not None else told


def _several(blocks: Sequence[Block], section: Section) -> bool | None:
    top = [block for block in blocks if isinstance(block, Paragraph)]
    shown = [p for p in top if not p.empty]
    if shown and any(p.page_break_before for p in shown if p is not top[0]):
        return True
    if shown and any("\f" in p.text.rstrip() for p in top[: top.index(shown[-1]) + 1]):
        return True
    room = section.height_mm - section.margins.top - section.margins.bottom
    pages = _height_mm(blocks, section.text_width_mm) / max(room, 1.0) / max(section.columns, 1)
    if pages < _SURE[0]:
        return False
    return True if pages > _SURE[1] else None


def _height_mm(blocks: Sequence[Block], width: float) -> float:
    total = 0.0
    above: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Table):
            total += sum(
                max((_height_mm(c.blocks, c.width_mm or width) for c in r.cells), default=0.0) for r in block.rows
            )
            above = None
            continue
        total += _paragraph_mm(block, width)
        total += (gap_pt(above, block) if above else block.before_pt) * _MM_PER_PT
        above = block
    return total


def _paragraph_mm(paragraph: Paragraph, width: float) -> float:
    size = max((run.format.size_pt for run in paragraph.visible_runs), default=paragraph.mark.size_pt)
    room = (paragraph.width_mm or width) - paragraph.left_mm - paragraph.right_mm
    long = sum(width_mm(run.text, run.format) for run in paragraph.runs) + max(paragraph.first_mm, 0.0)
    lines = max(math.ceil(long / max(room, 10.0)), 1) + paragraph.text.count("\n")
    return lines * size * SINGLE_LINE * paragraph.line.lines(size) * _MM_PER_PT
