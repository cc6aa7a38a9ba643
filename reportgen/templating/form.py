"""Nghị định 30 on a template: its sample is judged, and every fault is told at the paragraph that made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Protocol

from reportgen.decree30.fit import fit_lines
from reportgen.decree30.outcome import Finding, Judgement
from reportgen.problem import Problem, Severity
from reportgen.render.package import Package, open_package, parse_xml, to_xml
from reportgen.render.wordplaces import places
from reportgen.render.wordtext import Text, W

_MARK: Final = f"{W}rsidR"  # Word's own mark of a paragraph's edition: copied with it, shown nowhere
_QUOTED: Final = re.compile("“(.+?)”")
_SHOWN: Final = 5


class Compiled(Protocol):
    """A template made ready."""

    def render(self, values: Mapping[str, object], *, as_of: date | None = None) -> bytes:
        """Return the document."""


def marked(package: Package) -> tuple[bytes, dict[str, str]]:
    """Return a template whose paragraphs are numbered, and the place of each number.

    The numbers go with the paragraphs through loops and conditions into the document: so its faults find home.
    """
    root = parse_xml(package.parts[package.main])
    homes: dict[str, str] = {}
    for number, (paragraph, where) in enumerate(places(root, package.name, "").items(), start=1):
        key = f"{number:08X}"
        paragraph.set(_MARK, key)
        homes[key] = where
    return package.write({package.main: to_xml(root)}), homes


Key = tuple[str, str, str, str | None]
"""A rule, what was found, what was expected, a remedy of its own."""


def form_problems(sample: bytes, homes: Mapping[str, str], package: Package, texts: str) -> list[Problem]:
    """Return the faults of form of a template, as warnings, each at its place in the template.

    Args:
        sample: Rendered from a `marked` template with the declared samples.
        homes: Of `marked`.
        package: The template: its own words are its faults, those of the data are not.
        texts: All sample texts, joined.

    Raises:
        ReportgenError: As `fit_lines`.
    """
    own = "\n".join(Text.of(p).shown for p in parse_xml(package.parts[package.main]).iter(f"{W}p"))
    document, judgement = fit_lines(sample, package.name)
    if not judgement.components.official:
        return []
    groups: dict[Key, list[str]] = {}
    for where, key in _faults(document, judgement, homes, own, texts):
        groups.setdefault(key, []).append(where)
    return [_problem(judgement, key, where, package.name) for key, where in groups.items()]


def _faults(
    document: bytes, judgement: Judgement, homes: Mapping[str, str], own: str, texts: str
) -> Iterator[tuple[str, Key]]:
    """Yield every fault with its place in the template."""
    home = _Home(document, judgement.document.name, homes)
    for outcome in judgement.outcomes:
        for finding in outcome.findings:
            if not _of_data(finding, own, texts):
                key = (outcome.rule, finding.found, finding.expected, finding.remedy)
                yield home.of(str(finding.place)), key


def _of_data(finding: Finding, own: str, texts: str) -> bool:
    """Tell whether a fault lies in words that a sample brought in."""
    quoted = [q.strip(" .…") for q in _QUOTED.findall(finding.found)]
    return any(words and words in texts and words not in own for words in quoted[:1])


def _problem(judgement: Judgement, key: Key, wheres: Iterable[str], name: str) -> Problem:
    rule, found, expected, remedy = key
    fact = judgement.facts[rule]
    first, *others = dict.fromkeys(wheres)
    elsewhere = ""
    if others:
        named = "; ".join(where.removeprefix(f"{name}, ") for where in others[:_SHOWN])
        more = f" và {len(others) - _SHOWN} nơi khác" if len(others) > _SHOWN else ""
        elsewhere = f"; còn ở: {named}{more}"
    message = f"{found}; quy định: {expected} ({fact.article}){elsewhere}"
    return Problem(rule, first, message, remedy or judgement.pages[rule].fix, Severity.WARNING)


class _Home:
    """Finds the paragraph of the template behind a place in the document made from it."""

    def __init__(self, document: bytes, name: str, homes: Mapping[str, str]) -> None:
        package = open_package(document, name)
        root = parse_xml(package.parts[package.main])
        self._homes: dict[str, str] = {}
        for paragraph, where in places(root, name, "").items():
            self._homes.setdefault(where, homes.get(paragraph.get(_MARK, ""), where))

    def of(self, where: str) -> str:
        """Return the place in the template; the place itself where it is no paragraph (a page, a header)."""
        where = where.removesuffix(", khung chữ")
        if where in self._homes:
            return self._homes[where]
        table = re.search(r", bảng \d+(, dòng \d+)?$", where)
        inside = next((home for place, home in self._homes.items() if place.startswith(f"{where}, ")), None)
        if table is None or inside is None:
            return where
        return re.sub(r", ô \d+$", "", inside) if table[1] else re.sub(r", dòng \d+, ô \d+$", "", inside)
