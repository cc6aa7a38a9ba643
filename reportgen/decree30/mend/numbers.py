"""Page numbers: in the middle of the header, size 14, from page 2; each phụ lục from 1."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.decree30.mend.trace import Traced
from reportgen.decree30.mend.xml import (
    FONT,
    SECTION_ORDER,
    add_part,
    child,
    drop_attribute,
    free_name,
    set_letters,
    twips_of,
)
from reportgen.decree30.model import Alignment, PageNumber, Part, Section, paragraphs_of
from reportgen.decree30.ooxml import R, W
from reportgen.decree30.rules._pages import several_pages
from reportgen.render.package import parse_xml, rels_name, to_xml

_PAGE: Final = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_COUNTS: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_DECORATION: Final = re.compile(
    r"(?:trang|page|số|trên|tổng|of|tr\.?|[\s\d.,:;/|~()\[\]•·*\-\u2010-\u2015])*", re.IGNORECASE
)
_ROMAN: Final = re.compile(r"\b[ivxlc]+\b", re.IGNORECASE)
_SIZE_PT: Final = 14.0
_HEADER_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_HEADER_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_DRAWN: Final = frozenset(W + name for name in ("drawing", "pict", "object"))
_INK: Final = _DRAWN | {f"{W}t", f"{W}fldChar", f"{W}fldSimple", f"{W}sym"}
_NUMBER: Final = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>{runs}</w:p>'
)
_LETTERS: Final = (
    f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:b w:val="0"/>'
    '<w:bCs w:val="0"/><w:i w:val="0"/><w:iCs w:val="0"/><w:color w:val="000000"/><w:sz w:val="28"/>'
    '<w:szCs w:val="28"/></w:rPr>'
)
_FIELD: Final = "".join(
    f"<w:r>{_LETTERS}{inner}</w:r>"
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
)


def mend_numbers(traced: Traced, failed: frozenset[str]) -> None:
    """Put page numbers right."""
    if "PG-05" in failed:
        _Numbers(traced).mend()
    if "PG-06" in failed:
        _appendices(traced)


def _appendices(traced: Traced) -> None:
    """Let every phụ lục that has a section of its own count from 1; where it has none a person must part it."""
    elements = traced.section_elements()
    for appendix in traced.parts.appendices:
        section = traced.document.sections[appendix.section - 1]
        if appendix.own_section and section.restart != 1 and section.page_numbers:
            child(elements[section.number - 1], "pgNumType", SECTION_ORDER).set(f"{W}start", "1")
            traced.touch(traced.package.main)


class _Numbers:
    """One pass over the page numbers of a document."""

    def __init__(self, traced: Traced) -> None:
        self._traced = traced
        self._document = traced.document
        self._elements = traced.section_elements()
        package = traced.package
        self._targets = {r.id: r.target for r in package.relationships(package.main) if r.type in {"header", "footer"}}
        first = min(traced.parts.appendices, key=lambda a: a.blocks[0], default=None)
        self._main = len(self._document.sections)
        if first is not None:
            self._main = first.section - 1 if first.own_section else first.section

    def mend(self) -> None:
        """Take away what stands wrong, then put numbers where they are missing."""
        self._kinds()
        self._take_away()
        several = several_pages(self._document)
        numbered = any(section.page_numbers for section in self._document.sections)
        if several is not False or numbered:
            self._put()
        self._hide_first()
        self._look()

    # --- sections ------------------------------------------------------------------------------------------------

    def _kinds(self) -> None:
        """Let numbers be Arabic, and those of the main text run on from 1."""
        formats = self._traced.facts["PG-05"].texts("formats")
        for section, element in zip(self._document.sections, self._elements, strict=True):
            numbering = element.find(f"{W}pgNumType")
            if numbering is None:
                continue
            before = sorted(numbering.items())
            if section.number_kind not in formats:
                drop_attribute(numbering, f"{W}fmt")
            if (
                section.number <= self._main
                and section.restart is not None
                and (section.number, section.restart) != (1, 1)
            ):
                drop_attribute(numbering, f"{W}start")
            if sorted(numbering.items()) != before:
                if not numbering.attrib:
                    element.remove(numbering)
                self._traced.touch(self._traced.package.main)

    def _refs(self, kind: str) -> list[dict[str, str]]:
        """Return, for each section, pages (`default`, `first`, `even`) to the id of its header, inherited ones too."""
        found: list[dict[str, str]] = []
        inherited: dict[str, str] = {}
        for element in self._elements:
            own = {r.get(f"{W}type", "default"): r.get(f"{R}id", "") for r in element.findall(f"{W}{kind}Reference")}
            inherited = {**inherited, **own}
            found.append(dict(inherited))
        return found

    def _root(self, part: str) -> etree._Element:
        """Return the tree of a header or footer, read now when no page shows it."""
        if part not in self._traced.roots:
            added = self._traced.added.get(part)
            self._traced.roots[part] = parse_xml(added if added is not None else self._traced.package.parts[part])
        return self._traced.roots[part]

    def _part(self, ref: str) -> str:
        return self._targets.get(ref, "")

    # --- taking away ---------------------------------------------------------------------------------------------

    def _take_away(self) -> None:
        """Remove the numbers of footers, and those of headers that are not in the middle or not Arabic."""
        for kind, part in (("footer", Part.FOOTER), ("header", Part.HEADER)):
            for section, refs in zip(self._document.sections, self._refs(kind), strict=True):
                for number in section.page_numbers:
                    if number.part is part and _misplaced(number):
                        self._without(self._part(refs.get(number.pages, "")))

    def _without(self, part: str) -> None:
        if part and _remove_numbers(self._root(part)):
            self._traced.touch(part)

    # --- putting -------------------------------------------------------------------------------------------------

    def _put(self) -> None:
        """Let every page after the first show its number."""
        for section in self._document.sections:
            blocks = self._document.blocks[section.first : section.last]
            shown = any(not p.empty for p in paragraphs_of(blocks))
            if not shown or (section.number > 1 and not section.new_page):
                continue
            kinds = ["default", *(["even"] if section.even_pages else [])]
            if section.number > 1 and section.number <= self._main and section.title_page:
                kinds.append("first")
            for pages in kinds:
                self._number(section, pages)

    def _number(self, section: Section, pages: str) -> None:
        """Put a number into the header of a section; a first page gets a header that no other section shares."""
        part = self._part(self._refs("header")[section.number - 1].get(pages, ""))
        if part and any(True for _ in _fields(self._root(part))):
            return
        own = {r.get(f"{W}type") for r in self._elements[section.number - 1].findall(f"{W}headerReference")}
        if not part or (pages == "first" and "first" not in own):
            content = to_xml(self._root(part)) if part else _empty("hdr")
            part = self._new_part(section, "header", pages, content, part)
        root = self._root(part)
        number = etree.fromstring(_NUMBER.format(runs=_FIELD))
        blank = next((p for p in root if p.tag == f"{W}p" and _blank(p)), None)
        if blank is not None:
            root.replace(blank, number)
        else:
            root.insert(0, number)
        self._traced.touch(part)
        self._room(section)

    def _new_part(self, section: Section, kind: str, pages: str, content: bytes, like: str) -> str:
        """Add a header or footer part and let the section refer to it."""
        traced = self._traced
        folder = posixpath.dirname(traced.package.main)
        part = free_name([*traced.package.parts, *traced.added], folder, kind)
        content_type, relation = _HEADER_TYPE.format(kind), _HEADER_REL.format(kind)
        ref = add_part(traced.package, traced.added, part, content, content_type=content_type, relation=relation)
        relations = rels_name(like)
        if like and relations in traced.package.parts:
            traced.added[rels_name(part)] = traced.package.parts[relations]
        self._targets[ref] = part
        traced.roots[part] = parse_xml(content)
        traced.touch(part)
        element = self._elements[section.number - 1]
        for old in element.findall(f"{W}{kind}Reference"):
            if old.get(f"{W}type", "default") == pages:
                element.remove(old)
        reference = etree.Element(f"{W}{kind}Reference")
        reference.set(f"{W}type", pages)
        reference.set(f"{R}id", ref)
        element.insert(0, reference)
        traced.touch(traced.package.main)
        return part

    def _room(self, section: Section) -> None:
        """Let the header begin high enough for the number to stand above the text."""
        margin = self._elements[section.number - 1].find(f"{W}pgMar")
        if margin is not None and section.margins.header > section.margins.top - 8:
            margin.set(f"{W}header", str(twips_of(10)))
            self._traced.touch(self._traced.package.main)

    # --- the first page ------------------------------------------------------------------------------------------

    def _hide_first(self) -> None:
        """Let page 1 show no number, and lose nothing else that its header and footer showed."""
        section, element = self._document.sections[0], self._elements[0]
        header = self._part(self._refs("header")[0].get("default", ""))
        if not section.title_page:
            if not header or not any(True for _ in _fields(self._root(header))):
                return
            self._copy_for_first(section)
            child(element, "titlePg", SECTION_ORDER).attrib.clear()
            self._traced.touch(self._traced.package.main)
            return
        refs = self._refs("header")[0]
        first = self._part(refs.get("first", ""))
        if first and any(True for _ in _fields(self._root(first))):
            if first == header:
                first = self._new_part(section, "header", "first", to_xml(self._root(first)), first)
            self._without(first)

    def _copy_for_first(self, section: Section) -> None:
        """Give the first page copies of header and footer without the number, where they show anything else."""
        for kind in ("header", "footer"):
            refs = self._refs(kind)[0]
            part = self._part(refs.get("default", ""))
            own_first = self._part(refs.get("first", ""))
            if own_first:
                self._without(own_first)  # it was there unused; the page showed the default one
            if not part:
                continue
            copy = parse_xml(to_xml(self._root(part)))
            _remove_numbers(copy)
            # LibreOffice drops every header of a section whose first page has none of its own.
            if kind == "header" or own_first or _shows(copy):
                self._new_part(section, kind, "first", to_xml(copy), part)

    # --- look ----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Size 13 or 14, upright, not bold, for numbers that stand where they should."""
        allowed = self._traced.facts["PG-05"].pt("size")
        for section, refs in zip(self._document.sections, self._refs("header"), strict=True):
            for number in section.page_numbers:
                style = number.format
                part = self._part(refs.get(number.pages, ""))
                if number.part is not Part.HEADER or not part:
                    continue
                if style.size_pt in allowed and not style.bold and not style.italic:
                    continue
                for field in _fields(self._root(part)):
                    for run in field:
                        set_letters(run, {"sz": _SIZE_PT, "b": False, "i": False})
                self._traced.touch(part)


def _misplaced(number: PageNumber) -> bool:
    roman = _ROMAN.search(number.text) is not None and not any(c.isdigit() for c in number.text)
    return number.part is Part.FOOTER or number.alignment is not Alignment.CENTER or roman


def _empty(tag: str) -> bytes:
    return f'<w:{tag} xmlns:w="{W[1:-1]}"><w:p/></w:{tag}>'.encode()


# --- fields ------------------------------------------------------------------------------------------------------


def _fields(root: etree._Element, pattern: re.Pattern[str] = _PAGE) -> Iterator[list[etree._Element]]:
    """Yield the runs of every PAGE field under an element, simple, complex, or the old `w:pgNum`."""
    for simple in root.iter(f"{W}fldSimple"):
        if pattern.match(simple.get(f"{W}instr", "")):
            yield list(simple.iter(f"{W}r"))
    opened: list[tuple[list[etree._Element], list[str]]] = []
    for piece in (piece for run in root.iter(f"{W}r") for piece in run):
        run = piece.getparent()
        kind = piece.get(f"{W}fldCharType") if piece.tag == f"{W}fldChar" else ""
        if piece.tag == f"{W}pgNum" and run is not None:
            yield [run]
        if kind == "begin":
            opened.append(([], []))
        if not opened:
            continue
        for runs, _ in opened:
            runs.extend([run] if run is not None and run not in runs[-1:] else [])
        opened[-1][1].append((piece.text or "") if piece.tag == f"{W}instrText" else "")
        if kind == "end":
            runs, code = opened.pop()
            if pattern.match("".join(code)):
                yield runs


def _remove_numbers(root: etree._Element) -> bool:
    """Remove the page numbers of a header or footer with the words that only go with them; tell whether any were."""
    removed = False
    for paragraph in list(root.iter(f"{W}p")):
        inner = [run for field in _fields(paragraph) for run in field if _holder(run) is paragraph]
        if not inner:
            continue
        removed = True
        counted = {run for field in _fields(paragraph, _COUNTS) for run in field}
        rest = "".join(
            _text(run) for run in paragraph.iter(f"{W}r") if run not in counted and _holder(run) is paragraph
        )
        if _DECORATION.fullmatch(rest):
            _empty_paragraph(paragraph)
        else:
            for run in inner:
                _drop(run)
    for simple in list(root.iter(f"{W}fldSimple")):
        if not len(simple) and _PAGE.match(simple.get(f"{W}instr", "")):
            _drop(simple)
    if removed:
        _drop_empty_boxes(root)
    return removed


def _holder(run: etree._Element) -> etree._Element | None:
    """Return the paragraph in which a run stands, not the one that anchors the box around it."""
    return next((a for a in run.iterancestors(f"{W}p")), None)


def _text(run: etree._Element) -> str:
    return "".join(t.text or "" for t in run.findall(f"{W}t"))


def _empty_paragraph(paragraph: etree._Element) -> None:
    """Leave a paragraph with its properties only, and with what is drawn in it."""
    for piece in list(paragraph):
        if piece.tag != f"{W}pPr" and not any(d.tag in _DRAWN for d in piece.iter()):
            paragraph.remove(piece)
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    if frame is not None:
        _drop(frame)


def _drop_empty_boxes(root: etree._Element) -> None:
    """Remove the text boxes that held nothing but the number."""
    for content in list(root.iter(f"{W}txbxContent")):
        if any(_text(run) for run in content.iter(f"{W}r")) or any(d.tag in _DRAWN for d in content.iter()):
            continue
        drawing = next((a for a in content.iterancestors() if a.tag in _DRAWN), None)
        run = None if drawing is None else next((a for a in drawing.iterancestors(f"{W}r")), None)
        if run is not None:
            _drop(run)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _blank(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph of a header holds nothing, so that the number can take its place."""
    bordered = paragraph.find(f"{W}pPr/{W}pBdr") is not None
    return not bordered and not any(d.tag in _INK for d in paragraph.iter())


def _shows(root: etree._Element) -> bool:
    """Tell whether a header or footer shows anything."""
    if any((t.text or "").strip() for t in root.iter(f"{W}t")):
        return True
    return any(d.tag in _DRAWN or d.tag == f"{W}pBdr" for d in root.iter())
