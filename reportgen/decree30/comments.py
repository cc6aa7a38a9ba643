"""Comments in a Word document: those that stand there are kept, more are added to whole paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from reportgen.decree30.mend.xml import add_part, free_name
from reportgen.decree30.ooxml import W, whole
from reportgen.render.package import Package, parse_xml, to_xml

AUTHOR: Final = "reportgen"
APART: Final = "\u200b"
"""Nobody sees it: put between two braces, these are no tag."""
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_EMPTY: Final = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS: Final = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


class Comments:
    """The comments of one document."""

    def __init__(self, package: Package, root: etree._Element, added: dict[str, bytes]) -> None:
        """Find the comments of a document; one without a part for them gets it.

        Args:
            package: The document.
            root: Of its main part; `add` changes it.
            added: New and changed parts by name: here the new one is noted.
        """
        self._tree, self._part = etree.fromstring(_EMPTY), ""
        for relation in package.relationships(package.main):
            if relation.type == "comments" and not relation.external and relation.target in package.parts:
                self._part, self._tree = relation.target, parse_xml(package.parts[relation.target])
                break
        else:
            self._part = free_name(package.parts, package.main.rpartition("/")[0], "comments")
            add_part(package, added, self._part, _EMPTY, content_type=_TYPE, relation=_REL)
        # Marks whose comment is gone have their number too.
        used = [*self._tree.iter(f"{W}comment"), *root.iter(*_MARKS)]
        self._next = max((whole(element.get(f"{W}id"), -1) for element in used), default=-1) + 1

    def add(self, paragraph: etree._Element, lines: Iterable[str]) -> None:
        """Let a new comment embrace a paragraph.

        Args:
            paragraph: A `w:p` of the main part.
            lines: Its text; what XML cannot hold becomes a blank.
        """
        self._tree.append(_comment(self._next, lines))
        _mark(paragraph, self._next)
        self._next += 1

    def changed(self) -> dict[str, bytes]:
        """Return the part of the comments as it is now, by its name."""
        return {self._part: to_xml(self._tree)}


def _comment(number: int, lines: Iterable[str]) -> etree._Element:
    comment = etree.Element(f"{W}comment")
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", "rg")):
        comment.set(W + key, value)
    for line in lines:
        text = etree.SubElement(etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r"), f"{W}t")
        text.text = "".join(char if char.isprintable() or char == APART else " " for char in line)
        text.set(_SPACE, "preserve")
    return comment


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
