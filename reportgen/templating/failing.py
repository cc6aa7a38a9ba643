"""Every tag of a Word template that fails with given values: rendering stops a part at its first one.

A failing tag is left out and the rest is run again, until what is left runs through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from jinja2 import Template, TemplateSyntaxError

from reportgen.problem import Problem
from reportgen.render.docx import Place, failed, line_of
from reportgen.render.loosely import Program
from reportgen.render.sandbox import LimitError, Sandbox, environment, limits, plain, printable
from reportgen.render.tagged import Tagged

_MAX_FAULTS: Final = 50
_HARMLESS: Final = {"for": "{% for rg__x in [] %}", "if": "{% if false %}", "elif": "{% elif false %}"}


def failing_problems(scopes: Sequence[Sequence[Tagged]], values: Mapping[str, object]) -> list[Problem]:
    """Return the problem of every tag that cannot be worked out, in the words of the renderer.

    Args:
        scopes: Of `tagged`, of a template that compiles.
        values: As a template receives them.
    """
    sandbox = environment(finalize=printable)
    safe = plain(values)
    texts = [scope for scope in scopes if not any(place.drawn for place in scope)]  # charts are told whole anyway
    return [problem for scope in texts for problem in _of_scope(scope, safe, sandbox)]


def _of_scope(scope: Sequence[Tagged], values: Mapping[str, Any], sandbox: Sandbox) -> list[Problem]:
    program = Program(sandbox)
    for place in scope:
        program.add(place)
    found: list[Problem] = []
    while len(found) < _MAX_FAULTS:
        # The first tag stands on the second line, where a part of a document has it too.
        source = "\n" + program.source()
        try:
            template = sandbox.from_string(source)
        except (TemplateSyntaxError, RecursionError):
            return found
        error = _error(template, values)
        line = None if error is None else line_of(error.__traceback__, template)
        if error is None or line is None or not 0 <= line - 2 < len(scope):
            return found
        tag, where = scope[line - 2].tag, scope[line - 2].where
        found.append(failed(error, Place(where, tag.text), where))
        if isinstance(error, LimitError | RecursionError | MemoryError) or tag.word in {"set", "macro", "call", "with"}:
            return found  # what hangs on it would only seem to fail
        program.lines[line - 2] = _HARMLESS.get(tag.word, re.sub(r"\{\{.*\}\}", "", program.lines[line - 2]))
    return found


def _error(template: Template, values: Mapping[str, Any]) -> Exception | None:
    """Return what stops a template, None when it runs through."""
    try:
        with limits():
            for _ in template.root_render_func(template.new_context(dict(values))):
                pass
    except Exception as error:  # noqa: BLE001  an expression can fail in any way
        return error
    return None
