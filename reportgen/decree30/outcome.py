"""What a rule answers: findings and notes, gathered into one outcome a rule and one judgement a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document, Place
from reportgen.problem import Page, Problem, Severity


class State(Enum):
    """The answer of a rule; what could not be judged is never called a pass."""

    PASS = "pass"  # noqa: S105  not a password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_EVALUATED = "not_evaluated"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Attributes:
        place: Where. found: What stands there, in Vietnamese without a final full stop: `lề trái 25 mm`.
        expected: What should, `từ 30 đến 35 mm`. Equal (found, expected, severity) are grouped into one problem.
        severity: None for the severity of the rule.
        remedy: What to do, a full sentence; None for the page's section `Cách sửa`.
    """

    place: Place
    found: str
    expected: str
    severity: Severity | None = None
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A rule saying that it does not apply, or that (part of) it could not be judged, and why."""

    state: State
    reason: str


def not_applicable(reason: str) -> Note:
    """Return the answer of a rule whose component this document rightly lacks: yield it and stop."""
    return Note(State.NOT_APPLICABLE, reason)


def not_evaluated(reason: str) -> Note:
    """Return the answer of a rule that could not judge something: yield it, then go on with what can be judged."""
    return Note(State.NOT_EVALUATED, reason)


Rule = Callable[[Document, Components, Facts], Iterator[Finding | Note]]
"""A rule yields a `Finding` for every fault and a `Note` where it cannot judge; nothing at all is a pass."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of one rule: `reasons` say why it does not apply or what it could not judge."""

    rule: str
    state: State
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()


def outcome_of(rule: str, answers: Iterable[Finding | Note]) -> Outcome:
    """Gather what a rule yields: any finding fails, else any doubt is not_evaluated, else it does not apply, or passes.

    Equal findings at one place count once.
    """
    findings: dict[Finding, None] = {}
    notes: dict[Note, None] = {}
    for answer in answers:
        if isinstance(answer, Finding):
            findings[answer] = None
        else:
            notes[answer] = None
    states = {note.state for note in notes}
    if findings:
        state = State.FAIL
    elif State.NOT_EVALUATED in states:
        state = State.NOT_EVALUATED
    else:
        state = State.NOT_APPLICABLE if states else State.PASS
    return Outcome(rule, state, tuple(findings), tuple(note.reason for note in notes))


@dataclass(frozen=True, slots=True)
class Judgement:
    """All outcomes on one document, in the order of the facts file.

    Attributes:
        document, components: What was judged. outcomes: One for each rule in force.
        notices: Problems that are no rule's: of a kind not judged, a template attached.
    """

    document: Document
    components: Components
    facts: Facts
    pages: dict[str, Page]
    outcomes: tuple[Outcome, ...]
    notices: tuple[Problem, ...] = ()

    def outcome(self, rule: str) -> Outcome:
        """Return the outcome of a rule.

        Raises:
            KeyError: The rule was not asked.
        """
        return {outcome.rule: outcome for outcome in self.outcomes}[rule]

    def problems(self) -> tuple[Problem, ...]:
        """Return every finding as a problem, repeated faults of one rule grouped under their first place."""
        found = [p for o in self.outcomes for p in _grouped(o, self.facts, self.pages[o.rule])]
        return (*self.notices, *found)


def _grouped(outcome: Outcome, facts: Facts, page: Page) -> Iterator[Problem]:
    groups: dict[tuple[str, str, Severity | None, str | None], list[Finding]] = {}
    for finding in outcome.findings:
        key = (finding.found, finding.expected, finding.severity, finding.remedy)
        groups.setdefault(key, []).append(finding)
    fact = facts[outcome.rule]
    for (found, expected, severity, remedy), alike in groups.items():
        quoted = f" “{alike[0].place.words}”" if alike[0].place.words else ""
        message = f"{found}{quoted}; quy định: {expected} ({fact.article}){_elsewhere(alike[1:])}"
        yield Problem(outcome.rule, str(alike[0].place), message, remedy or page.fix, severity or fact.severity)


_SHOWN = 5
"""Other places that a grouped problem names."""


def _elsewhere(others: list[Finding]) -> str:
    if not others:
        return ""
    file = f"{others[0].place.file}, "
    named = "; ".join(str(other.place).removeprefix(file) for other in others[:_SHOWN])
    more = f" và {len(others) - _SHOWN} nơi khác" if len(others) > _SHOWN else ""
    return f"; còn ở {len(others)} nơi: {named}{more}" if not more else f"; còn ở: {named}{more}"
