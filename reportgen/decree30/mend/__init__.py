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
from typing import Final

from reportgen.decree30.check import judge
from reportgen.decree30.mend.body import mend_body
from reportgen.decree30.mend.codes import PAGES
from reportgen.decree30.mend.drawn import mend_lines
from reportgen.decree30.mend.letters import mend_letters
from reportgen.decree30.mend.looks import mend_looks
from reportgen.decree30.mend.numbers import mend_numbers
from reportgen.decree30.mend.page import mend_pages
from reportgen.decree30.mend.trace import Traced, trace
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
    traced = trace(data, name)
    before = _judge(traced)
    if traced.document.signed or is_signed(traced.package):
        return Mended(data, (), (_signed(name), *before.problems()))
    document = data
    for stage in (_words, _format, _lines, _format):
        document = _until_quiet(document, name, stage)
    after = _judge(trace(document, name))
    return Mended(document, tuple(_changes(before, after)), after.problems())


def is_signed(package: Package) -> bool:
    """Tell whether a package carries a digital signature."""
    if any(part.lower().startswith("_xmlsignatures/") for part in package.parts):
        return True
    return any("digital-signature" in kind for kind in package.types.values()) or any(
        relation.type == "origin" for relation in package.relationships("")
    )


def _judge(traced: Traced) -> Judgement:
    return judge(traced.document, traced.parts, notices=traced.notices, facts=traced.facts)


_Stage = Callable[[Traced, frozenset[str]], None]


def _until_quiet(document: bytes, name: str, stage: _Stage) -> bytes:
    """Repeat a stage until it changes nothing."""
    for _ in range(_ROUNDS):
        traced = trace(document, name)
        failed = frozenset(o.rule for o in _judge(traced).outcomes if _to_mend(o))
        stage(traced, failed)
        if not traced.touched and not traced.added:
            break
        changes: dict[str, bytes | None] = {**traced.added}
        for part in traced.touched:
            changes[part] = to_xml(traced.roots[part])
        mended = traced.package.write(changes)
        if mended == document:
            break
        document = mended
    return document


def _to_mend(outcome: Outcome) -> bool:
    """Tell whether a rule calls for mending: a number on pages that may be one only does no harm."""
    return outcome.state is State.FAIL or (outcome.rule == "PG-05" and outcome.state is State.NOT_EVALUATED)


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


def _lines(traced: Traced, failed: frozenset[str]) -> None:
    mend_lines(traced, failed)


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
