"""Mend a Word document by Nghị định 30 as far as no judgement is needed.

mended = mend_document(data, "bao-cao.docx")
mended.document, mended.changed, mended.left

Text is never changed beyond the two fixed texts, zeros of date and number, NFC and spaces in ký hiệu. Parts of the
package that need no change are copied byte for byte; a document that carries a digital signature is only judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from reportgen.decree30.check import judge
from reportgen.decree30.fit import LINES, failed
from reportgen.decree30.mend.body import mend_body
from reportgen.decree30.mend.codes import PAGES
from reportgen.decree30.mend.drawn import mend_lines
from reportgen.decree30.mend.letters import mend_letters
from reportgen.decree30.mend.looks import mend_looks
from reportgen.decree30.mend.numbers import mend_numbers
from reportgen.decree30.mend.page import mend_pages
from reportgen.decree30.mend.trace import Traced, trace
from reportgen.decree30.mend.twins import follow
from reportgen.decree30.mend.words import mend_words
from reportgen.decree30.outcome import Finding, Judgement, Outcome, State
from reportgen.problem import Problem, Severity
from reportgen.render.package import Package, to_xml

_ROUNDS: Final = 6
"""Mending a size moves a line, mending a place lets a component be found: more rounds than that change nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fault that was put right: the rule, and what stood there before."""

    rule: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a document.

    Attributes:
        document: The mended file; the very bytes given when nothing could be mended.
        changed: Faults put right, with their places in the file as given.
        left: Problems that remain, with their places in the mended file; VB004 when it is signed.
    """

    document: bytes
    changed: tuple[Change, ...]
    left: tuple[Problem, ...]


def mend_document(data: bytes, name: str) -> Mended:
    """Mend what needs no judgement; list what remains.

    Args:
        data: The whole .docx.
        name: Its name, for places.

    Raises:
        ReportgenError: The file cannot be read: MB001 to MB009 of the package, VB001 no Word document, VB002 damaged.
    """
    desk = _Desk(data, name)
    before = desk.judgement()
    if desk.traced().document.signed or is_signed(desk.traced().package):
        return Mended(data, (), (_signed(name), *before.problems()))
    desk.until_quiet(_words)
    desk.until_quiet(_format)
    desk.rule_lines()
    desk.until_quiet(_format)
    after = desk.judgement()
    return Mended(desk.document, tuple(_changes(before, after)), after.problems())


def draw_lines(data: bytes, name: str) -> tuple[bytes, Judgement]:
    """Draw the lines under Tiêu ngữ, issuer and trích yếu as long as the text asks; judge the document.

    Args:
        data: A document without signature.
        name: Its name, for places.

    Returns:
        The document, `data` itself when drawing would not help, and the judgement on it.

    Raises:
        ReportgenError: As `mend_document`.
    """
    desk = _Desk(data, name)
    desk.rule_lines()
    return desk.document, desk.judgement()


def is_signed(package: Package) -> bool:
    """Tell whether a package carries a digital signature."""
    if any(part.lower().startswith("_xmlsignatures/") for part in package.parts):
        return True
    return any("digital-signature" in kind for kind in package.types.values()) or any(
        relation.type == "origin" for relation in package.relationships("")
    )


_Stage = Callable[[Traced, frozenset[str]], None]


class _Desk:
    """A document while it is mended: read and judged anew only after it has changed."""

    def __init__(self, document: bytes, name: str) -> None:
        self.document = document
        self._name = name
        self._traced: Traced | None = None
        self._judgement: Judgement | None = None

    def traced(self) -> Traced:
        if self._traced is None:
            self._traced = trace(self.document, self._name)
        return self._traced

    def judgement(self) -> Judgement:
        if self._judgement is None:
            read = self.traced()
            self._judgement = judge(read.document, read.parts, notices=read.notices, facts=read.facts)
        return self._judgement

    def until_quiet(self, stage: _Stage) -> None:
        """Repeat a stage until it changes nothing."""
        for _ in range(_ROUNDS):
            stage(self.traced(), frozenset(o.rule for o in self.judgement().outcomes if _to_mend(o)))
            if not self._write():
                return

    def rule_lines(self) -> None:
        """Draw lines; where drawing would not help, or would spoil another line, all is left as it was."""
        hopeless: frozenset[str] = frozenset()
        while True:
            broken = self._failed() & LINES
            before, judged = self.document, self.judgement()
            self.until_quiet(partial(_lines, hopeless))
            still = self._failed() & LINES
            if not still - hopeless:
                return
            self.document, self._traced, self._judgement = before, None, judged
            if not broken - hopeless - still:
                return
            hopeless |= still

    def _failed(self) -> frozenset[str]:
        return failed(self.judgement())

    def _write(self) -> bool:
        """Take over what a stage has changed; tell whether that is another document."""
        traced = self.traced()
        if not traced.touched and not traced.added:
            return False
        for part in traced.touched:
            follow(traced.roots[part])
        changes: dict[str, bytes | None] = {**traced.added}
        changes |= {part: to_xml(traced.roots[part]) for part in traced.touched}
        mended = traced.package.write(changes)
        changed = mended != self.document
        self.document, self._traced, self._judgement = mended, None, None
        return changed


def _to_mend(outcome: Outcome) -> bool:
    """Tell whether a rule calls for mending: a number on pages that may be one only does no harm."""
    return outcome.state is State.FAIL or (outcome.rule == "PG-05" and outcome.state is State.NOT_EVALUATED)


def _lines(hopeless: frozenset[str], traced: Traced, failed: frozenset[str]) -> None:
    mend_lines(traced, failed - hopeless)


def _words(traced: Traced, failed: frozenset[str]) -> None:
    if failed & {"HD-01", "HD-02", "HD-12", "HD-14", "TX-01"}:
        mend_words(traced)


def _format(traced: Traced, failed: frozenset[str]) -> None:
    if failed & {"PG-01", "PG-03"}:
        mend_pages(traced)
    if "PG-04" in failed:
        mend_letters(traced)
    mend_looks(traced, failed)
    mend_body(traced, failed)
    mend_numbers(traced, failed)


# --- the account -------------------------------------------------------------------------------------------------


def _changes(before: Judgement, after: Judgement) -> Iterator[Change]:
    """Yield the faults that are no more: what stands in the mended file is set against what stood in the former."""
    remaining = {o.rule: Counter(map(_key, o.findings)) for o in after.outcomes}
    for outcome in before.outcomes:
        held = remaining.get(outcome.rule, Counter())
        for finding in outcome.findings:
            if held[_key(finding)]:
                held[_key(finding)] -= 1
            else:
                yield Change(outcome.rule, finding)


def _key(finding: Finding) -> tuple[object, ...]:
    """Return what a fault is known by: its paragraph may bear another number once a line is drawn above it."""
    place = finding.place
    return place.part, place.table, place.row, place.cell, place.words, finding.found, finding.expected


def _signed(name: str) -> Problem:
    message = "văn bản đã ký số; chỉ kiểm tra, không sửa vì sửa sẽ làm mất giá trị chữ ký"
    return Problem("VB004", name, message, PAGES["VB004"].fix, Severity.WARNING)
