"""A copy of a document with a Word comment at every fault: `annotate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.decree30.mend.trace import Traced, trace
from reportgen.decree30.mend.xml import add_part, free_name
from reportgen.decree30.model import Paragraph, Part, Place, Table, paragraphs_of
from reportgen.decree30.ooxml import W, whole
from reportgen.decree30.outcome import Finding, Judgement
from reportgen.problem import Severity
from reportgen.render.package import parse_xml, to_xml

AUTHOR: Final = "reportgen"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_EMPTY: Final = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
_WORDS: Final = {Severity.ERROR: "lỗi", Severity.WARNING: "lưu ý"}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


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
    part, comments = _comments(traced)
    number = _last_id(comments, traced) + 1
    spots = _Spots(traced)
    for rule, finding in faults:
        anchor = spots.anchor(finding.place)
        comments.append(_comment(number, _lines(judgement, rule, finding)))
        _mark(anchor, number)
        number += 1
    changes: dict[str, bytes | None] = {**traced.added}
    changes[part] = to_xml(comments)
    changes[traced.package.main] = to_xml(traced.roots[traced.package.main])
    return traced.package.write(changes)


def _comments(traced: Traced) -> tuple[str, etree._Element]:
    """Return the comments part and its tree; a document without one gets it."""
    package = traced.package
    for relation in package.relationships(package.main):
        if relation.type == "comments" and not relation.external and relation.target in package.parts:
            return relation.target, parse_xml(package.parts[relation.target])
    part = free_name(package.parts, package.main.rpartition("/")[0], "comments")
    add_part(package, traced.added, part, _EMPTY, content_type=_TYPE, relation=_REL)
    return part, parse_xml(_EMPTY)


def _last_id(comments: etree._Element, traced: Traced) -> int:
    """Return the highest id in use, also by marks whose comment is gone."""
    marks = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    used = [*comments.iter(f"{W}comment"), *traced.roots[traced.package.main].iter(*marks)]
    return max((whole(element.get(f"{W}id"), -1) for element in used), default=-1)


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


def _comment(number: int, lines: Iterator[str]) -> etree._Element:
    comment = etree.Element(f"{W}comment")
    comment.set(f"{W}id", str(number))
    comment.set(f"{W}author", AUTHOR)
    comment.set(f"{W}initials", "rg")
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = _printable(line)
        text.set(_SPACE, "preserve")
    return comment


def _printable(text: str) -> str:
    """Return text that XML can hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def _mark(paragraph: etree._Element, number: int) -> None:
    """Let a comment embrace a whole paragraph."""
    start = etree.Element(f"{W}commentRangeStart")
    end = etree.Element(f"{W}commentRangeEnd")
    run = etree.Element(f"{W}r")
    reference = etree.SubElement(run, f"{W}commentReference")
    for element in (start, end, reference):
        element.set(f"{W}id", str(number))
    props = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if props is None else 1, start)
    paragraph.extend((end, run))


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
