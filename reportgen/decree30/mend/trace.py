"""A document read together with the XML that each paragraph and each letter came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from reportgen.decree30.components import Components
from reportgen.decree30.context import Context, Counter
from reportgen.decree30.facts import Facts, load_facts
from reportgen.decree30.find import find_components
from reportgen.decree30.inline import Inline, InlineReader
from reportgen.decree30.model import Block, Document, Format, Line, Paragraph, Place
from reportgen.decree30.ooxml import W
from reportgen.decree30.reader import DocumentReader
from reportgen.decree30.sections import HeaderUse
from reportgen.decree30.styles import Letters, TableLayer
from reportgen.problem import Problem, ReportgenError
from reportgen.render.package import Package, UnreadableXmlError, open_package

_NO_SECTION: Final = frozenset(W + name for name in ("tbl", "txbxContent", "sectPrChange", "pPrChange"))


@dataclass(slots=True)
class Atom:
    """Letters that one element gives: `child` of `run` (`w:t`, `w:tab`); both None for a field without result."""

    run: etree._Element | None
    child: etree._Element | None
    text: str


@dataclass(slots=True)
class Origin:
    """Where a paragraph came from: its `w:p` (several when a deleted mark joined them), its part, its letters."""

    elements: tuple[etree._Element, ...]
    part: str
    atoms: list[Atom]
    sound: bool = True

    @property
    def element(self) -> etree._Element:
        """Return the `w:p` whose properties the paragraph has."""
        return self.elements[-1]


@dataclass(slots=True)
class Traced:
    """A document, its components, and the XML behind them.

    Attributes:
        roots: Name of a part to the root of its tree, for parts that hold paragraphs.
        touched: Names of parts whose tree was changed. added: New parts.
    """

    package: Package
    document: Document
    notices: tuple[Problem, ...]
    parts: Components
    facts: Facts
    roots: dict[str, etree._Element]
    origins: dict[int, Origin]
    touched: set[str] = field(default_factory=set)
    added: dict[str, bytes] = field(default_factory=dict)

    def origin(self, paragraph: Paragraph) -> Origin | None:
        """Return the XML of a paragraph, None when its letters could not be traced to the last one."""
        found = self.origins.get(id(paragraph))
        return found if found is not None and found.sound else None

    @property
    def body(self) -> etree._Element:
        """Return `w:body`."""
        body = self.roots[self.package.main].find(f"{W}body")
        if body is None:  # the reader has read it
            raise ValueError(self.package.main)
        return body

    def section_elements(self) -> list[etree._Element]:
        """Return the `w:sectPr` of every section; one is made where the body has none."""
        found = [
            element
            for element in self.body.iter(f"{W}sectPr")
            if not any(a.tag in _NO_SECTION for a in element.iterancestors())
        ]
        return found or [etree.SubElement(self.body, f"{W}sectPr")]

    def touch(self, part: str) -> None:
        """Note that the tree of a part was changed."""
        self.touched.add(part)


def trace(data: bytes, name: str) -> Traced:
    """Read a document with its XML.

    Raises:
        ReportgenError: As `read_document`.
    """
    package = open_package(data, name)
    if package.kind != "docx":
        message = "tệp là bảng tính Excel, không phải văn bản Word"
        raise ReportgenError(Problem("VB001", name, message, "Chọn tệp .docx."))
    try:
        reader = TracingReader(package)
        document = reader.document()
    except (etree.LxmlError, RecursionError, UnreadableXmlError) as error:
        raise ReportgenError(Problem("VB002", name, "văn bản bị hỏng bên trong", "Lưu lại bằng Word.")) from error
    facts = load_facts()
    parts = find_components(document, facts)
    return Traced(package, document, package.notices, parts, facts, reader.roots, reader.origins)


class TracingReader(DocumentReader):
    """The reader of this room, keeping what it read each value from."""

    def __init__(self, package: Package) -> None:
        """Read the package."""
        self.origins: dict[int, Origin] = {}
        self.roots: dict[str, etree._Element] = {}
        self._kept: list[Paragraph] = []
        self._letters: dict[etree._Element, list[Atom]] = {}
        self._pending: list[etree._Element] = []
        self._part = package.main
        super().__init__(package)
        self.roots[package.main] = self._main.getroottree().getroot()  # also of a body without paragraphs

    def _context(self, place: Place) -> Context:
        context = super()._context(place)
        return Context(
            context.place, context.width_mm, TracingInline(self._styles, self._draw, self._letters), Counter()
        )

    def _header(self, use: HeaderUse) -> tuple[Block, ...]:
        self._part = use.part
        return super()._header(use)

    def _note_paragraphs(self) -> Iterator[Paragraph]:
        self._part = ""
        yield from super()._note_paragraphs()

    def _read_box(self, content: etree._Element, width_mm: float) -> tuple[Block, ...]:
        pending, self._pending = self._pending, []
        blocks = super()._read_box(content, width_mm)
        self._pending = pending
        return blocks

    def _paragraph(self, element: etree._Element, context: Context, *, controlled: bool) -> Paragraph | None:
        paragraph = super()._paragraph(element, context, controlled=controlled)
        elements = (*self._pending, element)
        if paragraph is None:
            self._pending = list(elements) if self._carried else []
            return None
        self._pending = []
        self._kept.append(paragraph)  # an id means something only while its object lives
        part = self._part or self._note_part(element)
        self.roots[part] = element.getroottree().getroot()
        atoms = [atom for e in elements for atom in self._letters.get(e, ())]
        sound = "".join(atom.text for atom in atoms) == paragraph.text
        self.origins[id(paragraph)] = Origin(elements, part, atoms, sound)
        return paragraph

    def _note_part(self, element: etree._Element) -> str:
        """Return the part of a footnote or endnote, by the name of its root."""
        kind = etree.QName(element.getroottree().getroot()).localname
        relations = self._package.relationships(self._package.main)
        return next((r.target for r in relations if r.type == kind), "")


class TracingInline(InlineReader):
    """The reader of paragraphs, noting the element of every letter."""

    def __init__(self, styles: Any, draw: Any, letters: dict[etree._Element, list[Atom]]) -> None:
        """Keep where to note."""
        super().__init__(styles, draw)
        self._letters = letters
        self._atoms: list[Atom] = []
        self._at: tuple[etree._Element | None, etree._Element | None] = (None, None)

    def boxed(self) -> InlineReader:
        """Return a reader for the inside of a text box."""
        return TracingInline(self._styles, self._draw, self._letters)

    def read(self, paragraph: etree._Element, style: str, layer: TableLayer | None) -> Inline:
        """Return what a paragraph shows; note its letters."""
        outer, self._atoms = self._atoms, []
        self._letters[paragraph] = self._atoms
        out = super().read(paragraph, style, layer)
        self._atoms = outer
        return out

    def _run(self, run: etree._Element, *, linked: bool, inserted: bool, simple: str) -> None:
        outer, self._at = self._at, (run, None)
        super()._run(run, linked=linked, inserted=inserted, simple=simple)
        self._at = outer

    def _piece(self, child: etree._Element, letters: Letters, *, simple: str, linked: bool, inserted: bool) -> None:
        outer = self._at
        self._at = (outer[0], child)
        super()._piece(child, letters, simple=simple, linked=linked, inserted=inserted)
        self._at = outer

    def _symbol(self, child: etree._Element, letters: Letters, name: str, *, linked: bool, inserted: bool) -> None:
        before = len(self._out.runs)
        super()._symbol(child, letters, name, linked=linked, inserted=inserted)
        self._atoms.extend(Atom(self._at[0], child, run.text) for run in self._out.runs[before:])

    def _emit_letters(self, text: str, letters: Letters, name: str, *, linked: bool, inserted: bool) -> None:
        super()._emit_letters(text, letters, name, linked=linked, inserted=inserted)
        self._atoms.append(Atom(*self._at, text))


# --- from letters to runs ----------------------------------------------------------------------------------------


def stretches(paragraph: Paragraph, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Format]]:
    """Yield the stretches of one formatting that show ink, cut to a range of the text."""
    at, end = 0, len(paragraph.text) if end is None else end
    for run in paragraph.runs:
        first, last = max(at, start), min(at + len(run.text), end)
        if first < last and paragraph.text[first:last].strip():
            yield first, last, run.format
        at += len(run.text)


def span(line: Line | Paragraph) -> tuple[int, int]:
    """Return where a line begins and ends in the text of its paragraph."""
    if isinstance(line, Paragraph):
        return 0, len(line.text)
    return line.start, line.start + len(line.text)


def paragraph_of(line: Line | Paragraph) -> Paragraph:
    """Return the paragraph in which a line stands."""
    return line.paragraph if isinstance(line, Line) else line


def isolate(origin: Origin, start: int, end: int) -> list[etree._Element]:
    """Return the runs that hold exactly the letters of a range, cut from their neighbours where needed."""
    for edge in (start, end):
        _part(origin, edge)
    inside: dict[etree._Element, set[etree._Element]] = {}
    at = 0
    for atom in origin.atoms:
        if at < end and at + len(atom.text) > start and atom.run is not None and atom.child is not None:
            inside.setdefault(atom.run, set()).add(atom.child)
        at += len(atom.text)
    found: list[etree._Element] = []
    for run, children in inside.items():
        found.extend(_cut(origin, run, children))
    return found


def _part(origin: Origin, edge: int) -> None:
    """Part the `w:t` that an edge of a range falls into."""
    at = 0
    for number, atom in enumerate(origin.atoms):
        inside = edge - at
        if 0 < inside < len(atom.text) and atom.child is not None and atom.child.tag == f"{W}t":
            rest = Atom(atom.run, etree.Element(f"{W}t"), atom.text[inside:])
            atom.text = atom.text[:inside]
            for piece in (atom, rest):
                set_text(piece.child, piece.text)
            if rest.child is not None:
                atom.child.addnext(rest.child)
            origin.atoms.insert(number + 1, rest)
            return
        at += len(atom.text)


def set_text(element: etree._Element | None, text: str) -> None:
    """Write the letters of a `w:t`, outer spaces kept."""
    if element is None:
        return
    element.text = text
    if text != text.strip():
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cut(origin: Origin, run: etree._Element, wanted: set[etree._Element]) -> list[etree._Element]:
    """Cut a run so that the wanted children stand in runs of their own; return those."""
    lettered = {atom.child for atom in origin.atoms if atom.run is run}
    pieces: list[tuple[bool, list[etree._Element]]] = []
    content = [child for child in run if child.tag != f"{W}rPr"]
    held = next((child in wanted for child in content if child in lettered), False)
    for child in content:
        held = child in wanted if child in lettered else held
        if pieces and pieces[-1][0] == held:
            pieces[-1][1].append(child)
        else:
            pieces.append((held, [child]))
    props = run.find(f"{W}rPr")
    holders, last = [run] if pieces and pieces[0][0] else [], run
    for held, children in pieces[1:]:
        twin = etree.Element(f"{W}r")
        for name, value in run.items():
            twin.set(name, value)
        if props is not None:
            twin.append(_copy(props))
        twin.extend(children)
        last.addnext(twin)
        last = twin
        for atom in origin.atoms:
            if atom.child in children:
                atom.run = twin
        holders += [twin] if held else []
    return holders


def _copy(element: etree._Element) -> etree._Element:
    """Return a copy that stands alone."""
    return etree.fromstring(etree.tostring(element, with_tail=False))
