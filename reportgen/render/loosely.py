"""Unknown names of a template whose tags do not all hold: what is broken is left out, the rest is judged.

A renderer stops at the first kind of fault: with a loop that is not closed there is no program to look for names in.
Here the tags that can be read make a program of their own, closed wherever the officer forgot to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError

from reportgen.problem import Problem
from reportgen.render.names import Unknown, as_problem, unknown_names
from reportgen.render.sandbox import Sandbox, environment
from reportgen.render.tagged import Tagged
from reportgen.render.tags import BRANCH_WORDS, CELL_WORDS, OPENING_WORDS, Kind, Tag, check_tag
from reportgen.render.xlsx import faults


def loose_problems(scopes: Sequence[Sequence[Tagged]], values: Mapping[str, Any], *, excel: bool) -> list[Problem]:
    """Return a problem for every name that the values do not have, each at its place.

    Of a workbook also what asks for the inside of the program: its renderer finds that only when every name is there.

    Args:
        scopes: Of `tagged`.
        values: As a template sees them: what `sandbox.plain` returns.
        excel: Whether it is a workbook: its codes differ.
    """
    sandbox = environment()
    found: list[Problem] = []
    for scope in scopes:
        program = Program(sandbox)
        for place in scope:
            program.add(place)
            if excel and any(p.code == "MB017" for p in check_tag(place.tag, sandbox, place.where)):
                found.append(faults.forbidden(place.where, place.tag.text))
        for unknown in program.unknown(values):
            where = program.places[unknown.line - 1]
            told = (
                faults.unknown_name(where, unknown.name, unknown.suggestions) if excel else as_problem(unknown, where)
            )
            found.append(told)
    return list(dict.fromkeys(found))


class Program:
    """A Jinja source of one line a tag.

    Attributes:
        lines: Of the source. places: Of the tag on each.
        excused: Words of broken tags, which may bring names into being.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.lines: list[str] = []
        self.places: list[str] = []
        self.excused: set[str] = set()
        self._open: list[str] = []

    def add(self, place: Tagged) -> None:
        """Take the next tag."""
        self.places.append(place.where)
        self.lines.append(self._line(place.tag, place.where))

    def _line(self, tag: Tag, where: str) -> str:
        if tag.kind is Kind.COMMENT or tag.body in {"vm", "hm"}:
            return ""
        if any(problem.code == "MB010" for problem in check_tag(tag, self.sandbox, where)):
            if tag.kind is Kind.STATEMENT:
                self.excused |= set(re.findall(r"[^\W\d]\w*", tag.body))
            return ""
        if tag.kind is Kind.PRINT or tag.word in CELL_WORDS:
            body = tag.body.removeprefix(tag.word) if tag.kind is Kind.STATEMENT else tag.body
            return f"{{{{ {body} }}}}"
        if tag.word in OPENING_WORDS.values():
            return self._close(tag.word)
        if tag.word in BRANCH_WORDS:
            fits = bool(self._open) and self._open[-1] in {f"end{word}" for word in BRANCH_WORDS[tag.word]}
            return f"{{% {tag.body} %}}" if fits else ""
        if tag.opens:
            self._open.append(tag.opens)
        return f"{{% {tag.body} %}}"

    def _close(self, word: str) -> str:
        """Return what closes a block and those left open inside; nothing when it closes none."""
        if word not in self._open:
            return ""
        closed: list[str] = []
        while not closed or closed[-1] != word:
            closed.append(self._open.pop())
        return "".join(f"{{% {end} %}}" for end in closed)

    def unknown(self, values: Mapping[str, Any]) -> list[Unknown]:
        """Return the unknown names, in order."""
        try:
            tree = self.sandbox.parse(self.source())
            return unknown_names(tree, values, {*self.sandbox.globals, *(self.excused - set(values))})
        except (TemplateSyntaxError, RecursionError):
            return []

    def source(self) -> str:
        """Return the Jinja source, a line a tag, whatever is open closed at the end."""
        return "\n".join([*self.lines, "".join(f"{{% {end} %}}" for end in reversed(self._open))])
