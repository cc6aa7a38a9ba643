"""Every tag of a template that fails with given values: rendering stops a part at its first one.

A failing tag is left out and the rest is run again, until what is left runs through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from jinja2 import Template, TemplateSyntaxError, UndefinedError

from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.render.docx import Place, failed, line_of
from reportgen.render.loosely import Program, loose_problems
from reportgen.render.package import Package, open_package
from reportgen.render.sandbox import LimitError, Sandbox, environment, limits, plain, printable
from reportgen.render.tagged import Tagged, tagged
from reportgen.render.tags import Tag, check_tag
from reportgen.render.wording import EXCEL_CODES, names_data, undefined_of
from reportgen.render.wordtype import Carried, printing_line

_MAX_FAULTS: Final = 50
_HARMLESS: Final = {"for": "{% for rg__x in [] %}", "if": "{% if false %}", "elif": "{% elif false %}"}


def failing_problems(
    scopes: Sequence[Sequence[Tagged]],
    values: Mapping[str, Any],
    *,
    broken: bool = False,
    excel: bool = False,
) -> list[Problem]:
    """Return the problem of every tag that cannot be worked out, in the words of the renderer.

    Tags with names that the data do not have are left out: they are told by name.

    Args:
        scopes: Of `tagged`.
        values: As a template sees them: what `sandbox.plain` returns.
        broken: The template does not compile: names may be unknown only because the tag that makes them is broken.
        excel: Whether it is a workbook: its codes differ.
    """
    sandbox = environment(finalize=_shown)
    texts = [[place for place in scope if not place.drawn] for scope in scopes]  # charts are told whole anyway
    found: list[Problem] = []
    for scope in texts:
        for problem, names in _of_scope(scope, values, sandbox):
            if not (names and broken):
                code = EXCEL_CODES.get(problem.code, problem.code) if excel else problem.code
                found.append(replace(problem, code=code))
    return found


def problems_beside(template: bytes, name: str, values: Mapping[str, object]) -> list[Problem]:
    """Return what else is wrong with a template that is refused for its tags, so that one run tells everything.

    Args:
        template: The whole file.
        name: Of the file, for places.
        values: As the template would have received them.

    Returns:
        Unknown names and tags that fail, one problem a name and place; none when the file cannot be opened at all.
    """
    try:
        package = open_package(template, name)
        return loosely_judged(package, tagged(package), plain(values))
    except ReportgenError:
        return []


def loosely_judged(package: Package, scopes: Sequence[Sequence[Tagged]], values: Mapping[str, Any]) -> list[Problem]:
    """Return the unknown names of a template that does not compile, and the tags that fail.

    Args:
        package: The template.
        scopes: Its tags.
        values: As a template sees them.
    """
    excel = package.kind == "xlsx"
    unknown = loose_problems(scopes, values, excel=excel)
    return [*unknown, *failing_problems(scopes, values, broken=True, excel=excel)]


def _shown(value: Any) -> str:
    """Return what is printed; a value with a form of its own is put in later, and fails nowhere."""
    return "" if isinstance(value, Carried) else printable(value)


def truths_printed(scopes: Sequence[Sequence[Tagged]], values: Mapping[str, Any]) -> list[Problem]:
    """Return a warning for every tag of a Word template that prints a yes or no: `True` is no word of a report.

    Args:
        scopes: Of `tagged`, of a template that can be filled in with these values.
        values: As a template sees them.
    """
    lines: set[int] = set()

    def finalize(value: Any) -> str:
        if isinstance(value, bool):
            lines.add(printing_line())
        return _shown(value)

    sandbox = environment(finalize=finalize)
    found: list[Problem] = []
    for scope in scopes:
        places = [place for place in scope if not place.drawn]
        program = Program(sandbox)
        for place in places:
            program.add(place)
        lines.clear()
        with suppress(TemplateSyntaxError, RecursionError):
            _error(sandbox.from_string(program.source()), values)
        found += [_truth(places[line - 1]) for line in sorted(lines) if 0 < line <= len(places)]
    return found


def _truth(place: Tagged) -> Problem:
    return Problem(
        "MB023",
        place.where,
        f"thẻ {place.tag.text} in ra chữ True hoặc False: giá trị của nó là đúng/sai, không phải chữ",
        "Viết {% if ... %}có{% else %}không{% endif %}, hoặc dùng tên khác.",
        Severity.WARNING,
    )


def _of_scope(scope: Sequence[Tagged], values: Mapping[str, Any], sandbox: Sandbox) -> list[tuple[Problem, bool]]:
    """Return the problem of every tag that fails, and whether it is only a name that the data do not have."""
    program = Program(sandbox)
    for place in scope:
        program.add(place)
    known_faults = {unknown.line - 1 for unknown in program.unknown(values)}
    for number, place in enumerate(scope):
        if check_tag(place.tag, sandbox, place.where):  # told as it stands: an unknown filter, what is forbidden
            program.lines[number] = _without(place.tag, program.lines[number])
    found: list[tuple[Problem, bool]] = []
    for _ in range(_MAX_FAULTS + len(known_faults)):
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
        missing = undefined_of(error.__traceback__) if isinstance(error, UndefinedError) else None
        nameless = missing is not None and names_data(missing)
        if line - 2 not in known_faults:
            found.append((failed(error, Place(where, tag.text), where), nameless))
        nameless = nameless or line - 2 in known_faults
        if isinstance(error, LimitError | RecursionError | MemoryError) or tag.word in {"set", "macro", "call", "with"}:
            return found  # what hangs on it would only seem to fail
        if nameless and tag.word == "if":  # nobody knows what was meant; what stands behind it is to be judged too
            program.lines[line - 2] = "{% if true %}"
            continue
        program.lines[line - 2] = _without(tag, program.lines[line - 2])
    return found


def _without(tag: Tag, line: str) -> str:
    """Return a line of a program without its tag, blocks still paired."""
    if tag.word == "set" and not tag.opens:
        return ""
    return _HARMLESS.get(tag.word, re.sub(r"\{\{.*\}\}", "", line))


def _error(template: Template, values: Mapping[str, Any]) -> Exception | None:
    """Return what stops a template, None when it runs through."""
    try:
        with limits():
            for _ in template.root_render_func(template.new_context(dict(values))):
                pass
    except Exception as error:  # noqa: BLE001  an expression can fail in any way
        return error
    return None
