"""Where a paragraph stands, in the words of a person who has the document open in Word.

`bao-cao.docx, thân văn bản, đoạn 12` counts the paragraphs of the body itself from 1; `bao-cao.docx, bảng 2, dòng 3,
ô 2` counts the tables that stand in the body; headers, footers and notes count for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from reportgen.render.package import Package, parse_xml
from reportgen.render.wordtext import W

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_PAGES: Final = {"first": "trang đầu", "even": "trang chẵn"}
_NAMES: Final = {
    "header": "đầu trang",
    "footer": "chân trang",
    "footnotes": "chú thích cuối trang",
    "endnotes": "chú thích cuối văn bản",
    "comments": "nhận xét",
}
WORD_TYPES: Final = tuple(f"wordprocessingml.{name}+xml" for name in ("document.main", *_NAMES))


def part_titles(package: Package) -> dict[str, str]:
    """Return the Vietnamese name of every Word part that may hold tags, "" for the body."""
    titles = {package.main: ""}
    for part, content_type in package.types.items():
        for name, title in _NAMES.items():
            if content_type.endswith(f"wordprocessingml.{name}+xml"):
                titles[part] = title
    for kind in ("header", "footer"):
        parts = [part for part, title in titles.items() if title == _NAMES[kind]]
        if len(parts) > 1:
            uses = _uses(package, kind)
            titles |= {part: f"{_NAMES[kind]} ({uses[part]})" for part in parts if part in uses}
    return titles


def _uses(package: Package, kind: str) -> dict[str, str]:
    """Return where each header or footer is used first: `phần 2, trang đầu`."""
    targets = {rel.id: rel.target for rel in package.relationships(package.main)}
    uses: dict[str, str] = {}
    for number, section in enumerate(parse_xml(package.parts[package.main]).iter(f"{W}sectPr"), start=1):
        for reference in section.iter(f"{W}{kind}Reference"):
            words = [f"phần {number}", _PAGES.get(reference.get(f"{W}type", ""), "")]
            uses.setdefault(targets.get(reference.get(f"{_R}id", ""), ""), ", ".join(filter(None, words)))
    return uses


def places(root: etree._Element, name: str, title: str) -> dict[etree._Element, str]:
    """Return the place of every paragraph of a part, in document order.

    Args:
        root: Of the part.
        name: File name shown.
        title: Vietnamese name of the part, "" for the body.
    """
    counts = [0, 0]
    found: dict[etree._Element, str] = {}
    for holder in _holders(root):
        for element, wrapped in _blocks(holder):
            if element.tag == f"{W}tbl":
                counts[1] += 1
                found |= _in_table(element, ", ".join(filter(None, [name, title, f"bảng {counts[1]}"])))
                continue
            counts[0] += not wrapped
            number = f"khung nội dung sau đoạn {counts[0]}" if wrapped else f"đoạn {counts[0]}"
            where = f"{name}, {title or 'thân văn bản'}, {number}"
            found[element] = where
            found |= dict.fromkeys(element.iterdescendants(f"{W}p"), where)
    return found


def _holders(root: etree._Element) -> Sequence[etree._Element]:
    """Return what holds the blocks of a part: the body, the header itself, each note that people see."""
    body = root.find(f"{W}body")
    if body is not None:
        return [body]
    notes = [n for n in root if n.tag in {f"{W}footnote", f"{W}endnote", f"{W}comment"}]
    return notes or [root]


def _blocks(holder: etree._Element, *, wrapped: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    """Yield paragraphs and tables in order, with whether they stand inside a content control."""
    for child in holder:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child, wrapped
        elif child.tag in _WRAPPERS:
            yield from _blocks(child, wrapped=True)


def _in_table(table: etree._Element, where: str) -> dict[etree._Element, str]:
    found: dict[etree._Element, str] = {}
    for row, line in enumerate(_own(table, f"{W}tr"), start=1):
        for column, cell in enumerate(_own(line, f"{W}tc"), start=1):
            found |= dict.fromkeys(cell.iter(f"{W}p"), f"{where}, dòng {row}, ô {column}")
    return found


def _own(holder: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, the cells of a row, through content controls but not into inner tables."""
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _own(child, tag)
