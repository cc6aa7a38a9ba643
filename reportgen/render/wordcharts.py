"""Charts of Word documents inside loops: every turn of the loop draws a chart of its own.

A chart is a part beside the body, which names it by a relationship. Where the body repeats, the name of that
relationship becomes a tag: printing it hands over what the loop's names stand for, and gives the turn a relationship of
its own. The charts themselves are made when the body is done. Nothing is imported here that reads XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple

FUNCTION: Final = "rg__chart"
LOOP: Final = "{" + ", ".join(f"'{k}': loop.{k}" for k in ("index", "index0", "first", "last", "length")) + "}"
"""What the title of a chart may ask of the loop around it."""


class Drawn(NamedTuple):
    """A chart with tags that a part draws.

    Attributes:
        part: Of the chart. names: That its tags use. prefix: Of fresh relationships of the part that draws it.
    """

    part: str
    names: frozenset[str]
    prefix: str


class Turn(NamedTuple):
    """One appearance of a chart.

    Attributes:
        owner: The part that draws it. chart: Its part in the template.
        relation: By which the output draws it. names: Those of the loops around it, with what they stand for.
    """

    owner: str
    chart: str
    relation: str
    names: Mapping[str, Any]


class Turns:
    """The appearances of charts in one document, in order."""

    def __init__(self) -> None:
        self.taken: list[Turn] = []

    def take(self, owner: str, chart: str, relation: str, prefix: str, names: Mapping[str, Any]) -> str:
        """Keep an appearance; return its relationship: the template's for the first, a fresh one for the others."""
        again = any(one.chart == chart for one in self.taken)
        own = f"{prefix}{len(self.taken)}" if again else relation
        self.taken.append(Turn(owner, chart, own, names))
        return own


_TURNS: ContextVar[Turns | None] = ContextVar("turns", default=None)


@contextmanager
def collecting() -> Iterator[Turns]:
    """Collect the appearances of charts while a document is filled in."""
    turns = Turns()
    token = _TURNS.set(turns)
    try:
        yield turns
    finally:
        _TURNS.reset(token)


def chart_turn(owner: str, chart: str, relation: str, prefix: str, **names: Any) -> str:
    """Return the relationship by which this turn draws its chart: what the tag in the body prints."""
    turns = _TURNS.get()
    return relation if turns is None else turns.take(owner, chart, relation, prefix, names)


def call_of(owner: str, chart: str, relation: str, prefix: str, names: frozenset[str]) -> str:
    """Return the expression of that tag.

    Args:
        owner: The part that draws the chart.
        chart: Its part.
        relation: By which the template draws it.
        prefix: Of fresh relationships: none of the owner's begins so.
        names: What the chart's tags use of the names that tags before it have made.
    """
    given = [f"{name}={LOOP if name == 'loop' else name}" for name in sorted(names)]
    return f"{FUNCTION}({', '.join([repr(owner), repr(chart), repr(relation), repr(prefix), *given])})"
