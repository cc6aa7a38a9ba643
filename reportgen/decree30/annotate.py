"""A copy of a document with a Word comment at every fault: `annotate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.decree30.comments import Comments
from reportgen.decree30.mend.trace import Traced, trace
from reportgen.decree30.model import Paragraph, Part, Place, Table, paragraphs_of
from reportgen.decree30.ooxml import W
from reportgen.decree30.outcome import Finding, Judgement
from reportgen.problem import Severity
from reportgen.render.package import to_xml

_WORDS: Final = {Severity.ERROR: "lỗi", Severity.WARNING: "lưu ý"}


def annotate(data: bytes, judgement: Judgement) -> bytes:
    """Return a copy of a document that says at every fault what stands there and what should.

    Args:
        data: The document judged. Comments that it holds are kept.
        judgement: On that very document.

    Returns:
        The copy; `data` itself when there is no fault. A fault of the page, of a header or of a footer is told at the
        first paragraph of its section, one inside a text box at the paragraph that anchors it: Word takes no comments
        elsewhere.

    Raises:
        ReportgenError: As `mend.trace`, should `data` be another file.
    """
    faults = [(o.rule, finding) for o in judgement.outcomes for finding in o.findings]
    if not faults:
        return data
    traced = trace(data, judgement.document.name)
    root = traced.roots[traced.package.main]
    comments, spots = Comments(traced.package, root, traced.added), _Spots(traced)
    for rule, finding in faults:
        comments.add(spots.anchor(finding.place), _lines(judgement, rule, finding))
    changes: dict[str, bytes | None] = {**traced.added, **comments.changed(), traced.package.main: to_xml(root)}
    return traced.package.write(changes)


def _lines(judgement: Judgement, rule: str, finding: Finding) -> Iterator[str]:
    """Yield the lines of a comment: rule, what stands, what should, what to do."""
    fact = judgement.facts[rule]
    place = finding.place
    elsewhere = place.part is not Part.BODY or place.boxed or not (place.paragraph or place.table)
    yield f"{rule}, {fact.title} ({_WORDS[finding.severity or fact.severity]})"
    if elsewhere:
        yield f"Nơi có lỗi: {str(place).removeprefix(f'{place.file}, ')}"
    yield f"Đang có: {finding.found}"
    yield f"Quy định: {finding.expected} ({fact.article})"
    yield f"Cách sửa: {finding.remedy or judgement.pages[rule].fix}"


# --- where -------------------------------------------------------------------------------------------------------


class _Spots:
    """Finds the `w:p` of the body at which a place is told."""

    def __init__(self, traced: Traced) -> None:
        self._traced = traced
        self._paragraphs: dict[Place, list[Paragraph]] = {}
        for paragraph in traced.document.body_paragraphs():
            self._paragraphs.setdefault(paragraph.place, []).append(paragraph)

    def anchor(self, place: Place) -> etree._Element:
        """Return the paragraph for a place; of several at one place the one with its words."""
        if place.part is Part.BODY:
            here = self._paragraphs.get(place, [])
            found = next((p for p in here if p.place.words == place.words), here[0] if here else None)
            found = found or self._in_table(place)
            if found is not None:
                return self._outermost(found)
        return self._first_of_section(place.section)

    def _in_table(self, place: Place) -> Paragraph | None:
        """Return the first paragraph of a table, row or cell."""
        if not place.table:
            return None
        tables = (b for b in self._traced.document.blocks if isinstance(b, Table) and b.place.table == place.table)
        inside = [p for table in tables for p in paragraphs_of([table])]
        near = [p for p in inside if (place.row in {0, p.place.row}) and (place.cell in {0, p.place.cell})]
        return next(iter(near or inside), None)

    def _first_of_section(self, number: int) -> etree._Element:
        document = self._traced.document
        section = document.sections[min(max(number, 1), len(document.sections)) - 1]
        blocks = document.blocks[section.first : section.last]
        for paragraph in (*paragraphs_of(blocks), *document.body_paragraphs()):
            return self._outermost(paragraph)
        return self._new()

    def _outermost(self, paragraph: Paragraph) -> etree._Element:
        """Return the `w:p` of a paragraph, or the one that anchors the text box around it."""
        element = self._traced.origins[id(paragraph)].elements[0]
        outer = list(element.iterancestors(f"{W}p"))
        return outer[-1] if outer else element

    def _new(self) -> etree._Element:
        """Return a paragraph for a body that has none."""
        paragraph = etree.Element(f"{W}p")
        self._traced.body.insert(0, paragraph)
        return paragraph
