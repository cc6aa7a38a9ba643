"""Judge a finished .docx by Nghị định 30/2020/NĐ-CP: the door of this room.

judgement = check_document(data, "bao-cao.docx")
judgement.outcome("PG-03").state, judgement.problems()
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reportgen.decree30.codes import PAGES
from reportgen.decree30.components import Components
from reportgen.decree30.composed import composed
from reportgen.decree30.facts import Facts, load_facts
from reportgen.decree30.find import find_components
from reportgen.decree30.model import Document, Place
from reportgen.decree30.outcome import Judgement, Outcome, outcome_of
from reportgen.decree30.page import page_of
from reportgen.decree30.reader import read_document
from reportgen.decree30.rules import RULES
from reportgen.problem import Page, Problem, Severity


def check_document(data: bytes, name: str, *, enabled: Iterable[str] | None = None) -> Judgement:
    """Judge a document by every rule in force.

    Args:
        data: The whole .docx.
        name: Its name, for places.
        enabled: Rule ids to ask; None for all that the facts switch on (BD-08 is off).

    Raises:
        ReportgenError: The file cannot be read: MB001 to MB009 of the package, VB001 no Word document, VB002 damaged.
    """
    document, notices = read_document(data, name)
    return judge(document, find_components(document), enabled=enabled, notices=notices)


def judge(
    document: Document,
    parts: Components,
    *,
    enabled: Iterable[str] | None = None,
    notices: Iterable[Problem] = (),
    facts: Facts | None = None,
) -> Judgement:
    """Judge what has been read already; see `check_document`."""
    facts = facts or load_facts()
    asked = {rule.id for rule in facts.rules if rule.on} if enabled is None else set(enabled)
    order = [rule.id for rule in facts.rules if rule.id in RULES and rule.id in asked]
    read = composed(document)
    if read is not document:
        parts = find_components(read, facts)
    outcomes = tuple(_ask(rule, document if rule in _ENCODED else read, parts, facts) for rule in order)
    told = (*notices, *_unknown_kind(document, parts))
    return Judgement(read, parts, facts, rule_pages(), outcomes, told)


_ENCODED: Final = frozenset({"TX-01"})
"""Rules on how letters are encoded: they are asked of the text as typed, the others of what a reader sees."""


def _ask(rule: str, document: Document, parts: Components, facts: Facts) -> Outcome:
    return outcome_of(rule, RULES[rule](document, parts, facts))


def _unknown_kind(document: Document, parts: Components) -> tuple[Problem, ...]:
    """Tell a document that is none of the kinds judged; its page and its letters are still judged."""
    if parts.kind is not None:
        return ()
    if parts.only_appendices:
        message = "tệp chỉ có phụ lục, không có văn bản; chỉ kiểm tra được những quy định chung và quy định về phụ lục"
        return (Problem("VB003", str(Place(document.name)), message, PAGES["VB003"].fix, Severity.WARNING),)
    what = f"tên loại “{parts.kind_words}”" if parts.kind_words else "không tìm thấy tên loại, cũng không có “V/v”"
    message = f"văn bản không thuộc loại được kiểm tra ({what}); chỉ kiểm tra được những quy định chung"
    return (Problem("VB003", str(Place(document.name)), message, PAGES["VB003"].fix, Severity.WARNING),)


def rule_pages() -> dict[str, Page]:
    """Return the page of every rule."""
    return {code: page_of(rule) for code, rule in RULES.items()}


def pages() -> dict[str, Page]:
    """Return the page of every code that this room raises: rules, then VB001 and on."""
    return {**rule_pages(), **PAGES}
