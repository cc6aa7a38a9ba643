"""The officer's own file back with a remark at every fault: comments in Word, notes in Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from reportgen.decree30.annotate import _EMPTY, _REL, _SPACE, _TYPE, AUTHOR, _mark
from reportgen.decree30.mend.xml import add_part, free_name
from reportgen.problem import Problem, Severity
from reportgen.render.package import Package, open_package, parse_xml, to_xml
from reportgen.render.wordplaces import places
from reportgen.render.wordtext import W, paragraph_of
from reportgen.templating.notes import with_notes

_WORDS: Final = {Severity.ERROR: "lỗi", Severity.WARNING: "lưu ý"}
_APART: Final = "\u200b"  # nobody sees it, and a remark about a tag is no tag of the template


def annotate(data: bytes, name: str, problems: Sequence[Problem]) -> bytes:
    """Return a copy of a template that says at every fault what is wrong and what to do.

    Args:
        data: The template. Comments and notes that it holds are kept.
        name: Its file name, by which the places begin.
        problems: Of `lint`. One at no paragraph or cell (a header, the page, the file) stands at the first one.

    Returns:
        The copy; `data` itself when there is no problem.

    Raises:
        ReportgenError: MB001 to MB009, when the file cannot be opened.
    """
    if not problems:
        return data
    package = open_package(data, name)
    if package.kind == "xlsx":
        return with_notes(package, [(problem.where, "\n".join(remark(problem, package))) for problem in problems])
    return _with_comments(package, problems)


def remark(problem: Problem, package: Package) -> list[str]:
    """Return the lines of a remark."""
    where = problem.where.removeprefix(package.name).removeprefix(", ")
    lines = [
        f"{problem.code} ({_WORDS[problem.severity]}): {problem.message}",
        f"Cách sửa: {problem.remedy}",
        f"Nơi có lỗi: {where or 'cả tệp'}",
    ]
    return [_inert(line) for line in lines]


def _inert(text: str) -> str:
    """Return a text whose tags, and what resembles them, look as they do and are none."""
    text = re.sub(r"([{｛}｝%％#])(?=\s*[{｛}｝%％#])", rf"\1{_APART}", text)
    return re.sub("[｛❴﹛]", "[ngoặc mở rộng]", re.sub("[｝❵﹜]", "[ngoặc đóng rộng]", text))


def _with_comments(package: Package, problems: Sequence[Problem]) -> bytes:
    root = parse_xml(package.parts[package.main])
    changes: dict[str, bytes] = {}
    part, comments = _comments(package, changes)
    spots = places(root, package.name, "")
    number = _last_id(comments, root) + 1
    for problem in problems:
        comments.append(_comment(number, remark(problem, package)))
        _mark(_anchor(problem.where, spots, root), number)
        number += 1
    changes |= {part: to_xml(comments), package.main: to_xml(root)}
    return package.write(changes)


def _comment(number: int, lines: Sequence[str]) -> etree._Element:
    comment = etree.Element(f"{W}comment")
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", "rg")):
        comment.set(W + key, value)
    for line in lines:
        text = etree.SubElement(etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r"), f"{W}t")
        text.text = "".join(char if char.isprintable() or char == _APART else " " for char in line)
        text.set(_SPACE, "preserve")
    return comment


def _comments(package: Package, added: dict[str, bytes]) -> tuple[str, etree._Element]:
    """Return the comments part and its tree; a document without one gets it."""
    for relation in package.relationships(package.main):
        if relation.type == "comments" and not relation.external and relation.target in package.parts:
            return relation.target, parse_xml(package.parts[relation.target])
    part = free_name(package.parts, package.main.rpartition("/")[0], "comments")
    add_part(package, added, part, _EMPTY, content_type=_TYPE, relation=_REL)
    return part, parse_xml(_EMPTY)


def _last_id(comments: etree._Element, root: etree._Element) -> int:
    """Return the highest id in use, also by marks whose comment is gone."""
    marks = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    ids = [element.get(f"{W}id", "") for element in (*comments.iter(f"{W}comment"), *root.iter(*marks))]
    return max((int(value) for value in ids if value.lstrip("-").isdecimal()), default=-1)


def _anchor(where: str, spots: dict[etree._Element, str], root: etree._Element) -> etree._Element:
    """Return the paragraph at a place; of a table or row its first; the first of the body for any other place."""
    for begins in (f"{where}\n", f"{where}, "):
        found = next((paragraph for paragraph, place in spots.items() if f"{place}\n".startswith(begins)), None)
        if found is not None:
            return paragraph_of(found)
    first = next((paragraph for paragraph in spots if paragraph.getroottree().getroot() is root), None)
    if first is not None:
        return paragraph_of(first)
    body = root.find(f"{W}body")
    made = etree.Element(f"{W}p")
    (root if body is None else body).insert(0, made)
    return made
