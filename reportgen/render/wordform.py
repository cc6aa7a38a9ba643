"""Putting values with a form of their own where their tags stand, once a part is filled in.

Rendering leaves a mark inside the text; here each mark gives way to what it stands for, and the markup around it is cut
and closed again so that everything before and after keeps its form.
"""

from __future__ import annotations

import copy
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from markupsafe import Markup

from reportgen.problem import Problem
from reportgen.render.package import UnreadableXmlError, parse_xml
from reportgen.render.wordmedia import Media
from reportgen.render.wordtext import SOLID, W, is_solid, remove
from reportgen.render.wordtype import Carried, number_of
from reportgen.render.wordvalues import (
    MARK,
    OURS,
    PAGE_BREAK,
    PARAGRAPH_BREAK,
    WEB,
    Blocks,
    Carrier,
    Inside,
    Item,
    Picture,
    R,
    Runs,
    new_text,
)

_PROPERTIES: Final = frozenset(W + name for name in ("rPr", "pPr", "sdtPr", "smartTagPr"))
_REFERENCES: Final = tuple(W + name for name in ("footnoteReference", "endnoteReference", "commentReference"))
_HELD: Final = tuple(W + name for name in ("tc", "txbxContent"))
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MARKS: Final = re.compile(f'<v:value xmlns:v="{OURS}" n="\\d+" l="(\\d+)" k="\\d+"/>')
_PLAIN_HERE: Final = "Ở thuộc tính tài liệu, chữ thay ảnh, công thức, màu và số cột chỉ dùng chữ hoặc số."
_AS_IT_IS: Final = "In giá trị đó thẳng trong một thẻ, không qua bộ lọc."
_ALONE: Final = "Đặt thẻ một mình trên một đoạn: {{p ten }}."


def mark(value: Carried, line: int) -> Markup:
    """Return what a tag prints for a carried value: its number, and the line of the tag in the part's source.

    A third number tells whether an expression has changed one of them: `{{ ds | join | replace("1", "2") }}`.
    """
    number = number_of(value)
    seal = _seal(str(number), str(line))
    return Markup(f'<v:value xmlns:v="{OURS}" n="{number}" l="{line}" k="{seal}"/>')  # noqa: S704  three numbers


def _seal(number: str, line: str) -> str:
    return str(zlib.crc32(f"{number} {line}".encode()))


@dataclass
class Placer:
    """Puts carried values into one part.

    Attributes:
        part: Its name. main: Name of the main part, whose relationships a Subdoc uses.
        carrier: The values. media: For pictures and links.
        where: Gives the place of the tag on a line of the source.
        problems: What cannot be placed.
    """

    part: str
    main: str
    carrier: Carrier
    media: Media
    where: Callable[[int], str]
    problems: list[Problem] = field(default_factory=list)

    def placed(self, xml: str) -> str:
        """Return a rendered part with every mark replaced; markup that does not fit together comes back as it is."""
        for line in _in_attributes(xml):
            self._refuse("MB032", line, "giá trị có định dạng không đặt được ở đây", _PLAIN_HERE)
        if self.problems:
            return xml
        try:
            root = parse_xml(xml.encode("utf-8"))
        except (UnreadableXmlError, UnicodeEncodeError):
            return xml
        self._place(root)
        return etree.tostring(root, encoding="unicode")

    def _place(self, root: etree._Element) -> None:
        for text in [t for t in root.iter(f"{W}t") if len(t) and all(child.tag == MARK for child in t)]:
            _loosen(text)
        for found in list(root.iter(MARK)):
            if found.get("k") != _seal(found.get("n", ""), found.get("l", "")):
                self._refuse("MB032", 0, "biểu thức làm hỏng một giá trị có định dạng", _AS_IT_IS)
                return
            item = self.carrier.item(int(found.get("n", "0")))
            parent = found.getparent()
            if parent is None or parent.tag != f"{W}r":
                self._refuse("MB032", _line(found), "giá trị có định dạng không đặt được ở đây", _PLAIN_HERE)
            elif isinstance(item, Inside):
                _replace(found, [copy.deepcopy(node) for node in item.nodes])
            elif not isinstance(item, Blocks):
                _between_runs(found, self._runs(item, found))
        for found in list(root.iter(MARK)):  # blocks, after all that could stand beside them
            item = self.carrier.item(int(found.get("n", "0")))
            if isinstance(item, Blocks) and not self.problems:
                self._blocks(item, found, root)
        for found in list(root.iter(PARAGRAPH_BREAK, PAGE_BREAK)):
            _break_paragraph(found)

    def _runs(self, item: Item, found: etree._Element) -> list[etree._Element]:
        if isinstance(item, Picture):
            run = found.makeelement(f"{W}r")
            run.append(self.media.picture(self.part, item))
            return [run]
        nodes = [copy.deepcopy(node) for node in item.nodes] if isinstance(item, Runs) else []
        if next(found.iterancestors(f"{W}hyperlink"), None) is not None:  # a link holds no other
            nodes = [run for node in nodes for run in (list(node) if node.tag == f"{W}hyperlink" else [node])]
        self._bind(item, nodes, found)
        return nodes

    def _bind(self, item: Item, nodes: Sequence[etree._Element], found: etree._Element) -> None:
        """Give the links of a RichText the ids by which this part knows their addresses."""
        for link in [link for node in nodes for link in node.iter(f"{W}hyperlink")]:
            id_ = str(link.attrib.pop(f"{R}id", ""))
            address = id_ if WEB.match(id_) else self._address(id_)
            if id_.startswith("#"):
                link.set(f"{W}anchor", id_[1:])
            elif WEB.match(address):
                link.set(f"{R}id", self.media.link(self.part, address))
            else:
                message = f"liên kết {id_[:60]!r} trong chữ có định dạng không rõ địa chỉ ({item.where})"
                remedy = 'Ghi thẳng địa chỉ http, https, mailto: RichText("chữ", url_id="https://...").'
                self._refuse("MB032", _line(found), message, remedy)

    def _address(self, id_: str) -> str:
        """Return the address that the caller's own document, or the template, has under an id."""
        for document in self.carrier.documents:
            rel = document.part.rels.get(id_)
            if rel is not None and rel.is_external and rel.reltype.endswith("/hyperlink"):
                return str(rel.target_ref)
        rels = self.media.package.relationships(self.main)
        return next((r.target for r in rels if r.id == id_ and r.external and r.type == "hyperlink"), "")

    # what takes the place of a paragraph

    def _blocks(self, item: Blocks, found: etree._Element, root: etree._Element) -> None:
        paragraph = next(found.iterancestors(f"{W}p"))
        beside = _beside(paragraph, found)
        if beside:
            message = f"{beside} nằm cùng đoạn với giá trị gồm cả đoạn văn ({item.where}) sẽ mất khi lập báo cáo"
            self._refuse("MB014", _line(found), message, _ALONE)
            return
        nodes = [copy.deepcopy(node) for node in item.nodes]
        if item.whole:
            self._settle(item, nodes, found, root)
            if any(next(node.iter(f"{W}sectPr"), None) is not None for node in nodes):
                _end_section_before(paragraph)
        else:
            self._bind(item, nodes, found)
        section = paragraph.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            own = paragraph.makeelement(f"{W}p")
            etree.SubElement(own, f"{W}pPr").append(section)
            nodes.append(own)
        for node in reversed(nodes):
            paragraph.addnext(node)
        remove(paragraph)

    def _settle(
        self, item: Blocks, nodes: Sequence[etree._Element], found: etree._Element, root: etree._Element
    ) -> None:
        """Make the blocks of another document at home in this part."""
        ignorable = {root.nsmap.get(prefix) for prefix in root.get(f"{_MC}Ignorable", "").split()}
        held = self.part != self.main or next(found.iterancestors(*_HELD), None) is not None
        elements = [element for node in nodes for element in node.iter()]
        for element in elements:
            if element.tag == f"{W}sectPr" and held:
                remove(element)
            elif element.tag in _REFERENCES and self.part != self.main:
                message = f"tài liệu con có chú thích hoặc nhận xét ({item.where}), chỉ đặt được trong thân văn bản"
                self._refuse("MB032", _line(found), message, "Chuyển thẻ, hoặc bỏ chú thích khỏi tài liệu con.")
                return
            for name, value in list(element.attrib.items()):
                if str(name).startswith(R):
                    self._rebind(element, str(name), str(value))
                elif _is_foreign(str(name)) and etree.QName(name).namespace not in ignorable:
                    del element.attrib[name]  # an editing id that this part has not said may be passed over

    def _rebind(self, element: etree._Element, name: str, value: str) -> None:
        """Refer to a part by the id that it has here: a Subdoc knows those of the main part."""
        if self.part != self.main:
            known = self.media.same(self.main, value, self.part)
            if known is not None:
                element.set(name, known)

    def _refuse(self, code: str, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, self.where(line), message, remedy))


def _end_section_before(paragraph: etree._Element) -> None:
    """Let what stands before blocks with sections of their own keep the settings of its section.

    A section's settings stand at its end, so those of the blocks would reach back to it. The section that goes on
    after the blocks has no first page of its own then, and numbers its pages on.
    """
    before = paragraph.getprevious()
    following = next((e for e in _onward(paragraph) if e.tag == f"{W}sectPr"), None)
    if before is None or before.find(f"{W}pPr/{W}sectPr") is not None or following is None:
        return
    if before.tag != f"{W}p":
        own = paragraph.makeelement(f"{W}p")
        before.addnext(own)
        before = own
    properties = before.find(f"{W}pPr")
    if properties is None:
        properties = before.makeelement(f"{W}pPr")
        before.insert(0, properties)
    tracked = properties.find(f"{W}pPrChange")
    properties.insert(len(properties) if tracked is None else properties.index(tracked), copy.deepcopy(following))
    for first_page in following.findall(f"{W}titlePg"):
        remove(first_page)
    for numbers in following.findall(f"{W}pgNumType[@{W}start]"):
        del numbers.attrib[f"{W}start"]


def _onward(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element with all in it, then all that follow it in its part."""
    yield from element.iter()
    for around in (element, *element.iterancestors()):
        for sibling in around.itersiblings():
            yield from sibling.iter()


def _line(found: etree._Element) -> int:
    return int(found.get("l", "0"))


def _in_attributes(xml: str) -> Iterator[int]:
    """Yield the lines of the tags whose values stand inside other tags of markup: alternative texts, spans."""
    for found in _MARKS.finditer(xml):
        if xml.rfind("<", 0, found.start()) > xml.rfind(">", 0, found.start()):
            yield int(found.group(1))


def _is_foreign(name: str) -> bool:
    return name.startswith("{http://schemas.microsoft.com/office/word/")


def _beside(paragraph: etree._Element, found: etree._Element) -> str:
    """Return what else a paragraph shows, in words; "" when nothing."""
    if next((other for other in paragraph.iter(MARK) if other is not found), None) is not None:
        return "thẻ khác"
    words = " ".join("".join(t.text or "" for t in paragraph.iter(f"{W}t")).split())
    if words:
        return f"chữ {words[:40]!r}"
    return "hình, trường, chú thích hoặc ngắt trang" if is_solid(paragraph.iter(*SOLID)) else ""


# --- cutting markup ------------------------------------------------------------------------------------------------


def _loosen(text: etree._Element) -> None:
    """Bring the marks in a text up beside it, into the run."""
    run = text.getparent()
    if run is None:
        return
    pieces: list[etree._Element] = [new_text(text, text.text)] if text.text else []
    for found in list(text):
        tail, found.tail = found.tail, None
        pieces += [found, new_text(text, tail)] if tail else [found]
    at = run.index(text)
    run[at : at + 1] = pieces


def _replace(found: etree._Element, nodes: Sequence[etree._Element]) -> None:
    parent = found.getparent()
    if parent is not None:
        at = parent.index(found)
        parent[at : at + 1] = nodes


def _between_runs(found: etree._Element, nodes: Sequence[etree._Element]) -> None:
    """Cut the run around a mark in two and put nodes between; what is left empty goes."""
    run = found.getparent()
    if run is None:
        return
    after = _shell(run)
    after.extend(list(found.itersiblings()))
    run.remove(found)
    run.addnext(after)
    for node in reversed(nodes):
        run.addnext(node)
    for piece in (run, after):
        if all(child.tag in _PROPERTIES for child in piece):
            remove(piece)


def _break_paragraph(found: etree._Element) -> None:
    """End the paragraph at a break and begin another of the same form; a page break gets one between."""
    node = found
    for parent in list(found.iterancestors()):
        after = _shell(parent)
        after.extend(list(node.itersiblings()))
        parent.addnext(after)
        if parent.tag == f"{W}p":
            for section in parent.findall(f"{W}pPr/{W}sectPr"):
                remove(section)  # it ends with the last of the pieces
            if found.tag == PAGE_BREAK:
                parent.addnext(_page_break(parent))
            break
        node = parent
    remove(found)


def _page_break(near: etree._Element) -> etree._Element:
    paragraph = near.makeelement(f"{W}p")
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}br", {f"{W}type": "page"})
    return paragraph


def _shell(element: etree._Element) -> etree._Element:
    """Return a copy of an element with its properties and nothing else."""
    made = element.makeelement(element.tag, {str(name): str(value) for name, value in element.attrib.items()})
    made.extend(_kept(element))
    return made


def _kept(element: etree._Element) -> Iterator[etree._Element]:
    return (copy.deepcopy(child) for child in element if child.tag in _PROPERTIES)
