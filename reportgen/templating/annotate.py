"""The officer's own file back with a remark at every fault: comments in Word, notes in Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from reportgen.decree30.comments import APART, Comments
from reportgen.problem import Problem, Severity
from reportgen.render.chartparts import chart_places
from reportgen.render.chartseries import C
from reportgen.render.package import Package, open_package, parse_xml, to_xml
from reportgen.render.tagged import R
from reportgen.render.wordplaces import places
from reportgen.render.wordtext import W, paragraph_of
from reportgen.templating.notes import with_notes

_WORDS: Final = {Severity.ERROR: "lỗi", Severity.WARNING: "lưu ý"}


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
    """Return a text whose tags, and what resembles them, look as they do and are none: remarks hold no tags."""
    text = re.sub(r"([{｛}｝%％#])(?=\s*[{｛}｝%％#])", rf"\1{APART}", text)
    text = re.sub(r"([{\[<«%=])(?=\s*[^\W\d][\w.]*\s*[}\]>»%])", rf"\1{APART}", text)
    return re.sub("[｛❴﹛]", "[ngoặc mở rộng]", re.sub("[｝❵﹜]", "[ngoặc đóng rộng]", text))


def _with_comments(package: Package, problems: Sequence[Problem]) -> bytes:
    root = parse_xml(package.parts[package.main])
    changes: dict[str, bytes] = {}
    comments, spots = Comments(package, root, changes), places(root, package.name, "")
    charts = _charts(package, root)
    for problem in problems:
        paragraph = charts.get(problem.where)
        comments.add(_anchor(problem.where, spots, root) if paragraph is None else paragraph, remark(problem, package))
    return package.write({**changes, **comments.changed(), package.main: to_xml(root)})


def _charts(package: Package, root: etree._Element) -> dict[str, etree._Element]:
    """Return the paragraph of every chart of the body, by the place of the chart."""
    named = chart_places(package)
    targets = {relation.id: relation.target for relation in package.relationships(package.main)}
    drawn = ((targets.get(element.get(f"{R}id", ""), ""), element) for element in root.iter(f"{C}chart"))
    return {named[part]: paragraph_of(element) for part, element in drawn if part in named}


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
