"""What each return says of a task, told apart: a sentence is followed by its own documents, never by another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportgen.assess.report import Report, TaskState
from reportgen.model.period import PeriodKind, Window, label, make_period, parse_key
from reportgen.model.progress import AgencyReturn, IssuedDocument, TaskProgress
from reportgen.model.ward import Ward
from reportgen.view.wording import after_colon, capital, clause, document_citation, is_cited, lower_first, sentence


@dataclass(frozen=True, slots=True)
class Said:
    """What one agency wrote: sentences, or "", and the documents that prove them."""

    result: str
    documents: tuple[IssuedDocument, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What the agencies wrote of one task in the returns of one period.

    Attributes:
        when: The period as it stands before a colon: `Quý I`; "" when the return is not one of the report's.
        said: What each agency wrote, at least one.
    """

    when: str
    said: tuple[Said, ...]

    @property
    def result(self) -> str:
        """The sentences of all agencies, without documents."""
        return " ".join(said.result for said in self.said if said.result)

    @property
    def documents(self) -> tuple[IssuedDocument, ...]:
        """The documents of all agencies, each once."""
        return tuple({_key(d): d for said in self.said for d in said.documents}.values())


def tellings_of(report: Report) -> dict[str, tuple[Telling, ...]]:
    """Return by task id what was told of it, oldest period first; periods that say the same are told together.

    A task of which the report's own returns say nothing is told by its newest word, without documents.
    """
    documents = {state.task.id: {_key(document) for document in state.documents} for state in report.tasks}
    told: dict[str, dict[str, list[Said]]] = {}
    for handed in report.returns:
        for progress in handed.tasks:
            said = _said(progress, documents.get(progress.task, set()))
            if said.result or said.documents:
                told.setdefault(progress.task, {}).setdefault(handed.period, []).append(said)
    found = {
        task: _joined([Telling(period_in_year(key, report.period.year), _once(said)) for key, said in periods.items()])
        for task, periods in told.items()
    }
    return {**{state.task.id: _newest_word(state) for state in report.tasks}, **found}


def lines(
    tellings: Sequence[Telling], title: str = "", *, newest: int | None = None, documents: bool = True
) -> list[str]:
    """Return one line a period; the period stands before it when there are several and the sentence names none.

    Args:
        tellings: What was told.
        title: Of the task: what documents without any sentence are told with.
        newest: Only that many periods, the newest ones; they are named as when all are told.
        documents: Whether each sentence is followed by its documents.
    """
    several = len(tellings) > 1
    tellings = tellings[-newest:] if newest else tellings
    if documents and not any(telling.result for telling in tellings):
        cited = dict.fromkeys(document_citation(d) for telling in tellings for d in telling.documents)
        return [f"{clause(title)} ({'; '.join(cited)})."] if cited else []
    seen: set[str] = set()
    texts = [(telling.when, _account(telling, seen) if documents else telling.result) for telling in tellings]
    return [_in_period(when, text) if several else text for when, text in texts if text]


def citations(tellings: Sequence[Telling], documents: Sequence[str]) -> str:
    """Return documents, one line a period when there are several.

    Args:
        tellings: What was told.
        documents: The citation of each document; when there are several tellings, of theirs, in order.
    """
    if not tellings[1:]:
        return "; ".join(documents)
    left = iter(documents)
    by_period = [(telling.when, [next(left) for _ in telling.documents]) for telling in tellings]
    return "\n".join(f"{when}: {'; '.join(cited)}" for when, cited in by_period if cited)


def period_in_year(key: str, year: int) -> str:
    """Return the period of a return as a report of `year` names it at the head of a line: `Quý I`, `6 tháng đầu năm`.

    Args:
        key: As in the ward's folder: `2026-q1`.
        year: Of the report; a period of another year keeps its own.
    """
    kind, own_year, index = parse_key(key)
    name = label(make_period(kind, own_year, index))
    if own_year == year and kind is not PeriodKind.YEAR:
        name = name.removesuffix(f" {year}") if kind is PeriodKind.HALF else name.removesuffix(f" năm {year}")
    return capital(name)


def window_of(handed: AgencyReturn, ward: Ward) -> Window:
    """Return the days that a return covers."""
    return make_period(*parse_key(handed.period), ward.calendar).window


def _said(progress: TaskProgress, cited: set[tuple[object, ...]]) -> Said:
    documents = sorted((d for d in progress.documents if _key(d) in cited), key=_order)
    return Said(sentence(progress.result), tuple({_key(d): d for d in documents}.values()))


def _key(document: IssuedDocument) -> tuple[object, ...]:
    return document.symbol, document.number, document.date


def _order(document: IssuedDocument) -> tuple[object, ...]:
    return document.date, document.symbol, document.number


def _once(said: Iterable[Said]) -> tuple[Said, ...]:
    """Return each sentence once, with the documents of all agencies that wrote it."""
    joined: dict[str, Said] = {}
    for one in said:
        former = joined.get(one.result)
        joined[one.result] = replace(one, documents=(*former.documents, *one.documents)) if former else one
    return tuple(joined.values())


def _joined(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """Return the tellings, neighbours that say the same as one: `Quý I, quý II`."""
    joined: list[Telling] = []
    for telling in tellings:
        former = joined[-1] if joined else None
        if former and former.result == telling.result:
            joined[-1] = Telling(f"{former.when}, {lower_first(telling.when)}", _once((*former.said, *telling.said)))
        else:
            joined.append(telling)
    return tuple(joined)


def _newest_word(state: TaskState) -> tuple[Telling, ...]:
    result = sentence(state.latest.result) if state.latest else ""
    return (Telling("", (Said(result, ()),)),) if result else ()


def _account(telling: Telling, seen: set[str]) -> str:
    """Return the sentences, each followed by those of its documents that were not cited before."""
    parts = []
    for said in telling.said:
        cited = [document_citation(d) for d in said.documents if not is_cited(d, said.result)]
        fresh = [words for words in dict.fromkeys(cited) if words not in seen]
        seen.update(fresh)
        if said.result:
            # a sentence without documents keeps its own final mark
            parts.append(f"{clause(said.result)} ({'; '.join(fresh)})." if fresh else said.result)
        elif fresh:
            parts.append(f"Văn bản đã ban hành: {'; '.join(fresh)}.")
    return " ".join(parts)


def _in_period(when: str, text: str) -> str:
    """Return the text after its period, unless it begins with it: `Quý I tiếp nhận`, `Trong Quý I/2026 đã`."""
    named = re.match(rf"(?:trong )?{re.escape(when)}(?!\w)", text, re.IGNORECASE)
    return text if named or not when else f"{when}: {after_colon(text)}"
