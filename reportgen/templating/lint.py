"""Everything wrong with a template, in one run: the file, its tags, its names, what happens with data, its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Final

from reportgen import render
from reportgen.problem import Problem, ReportgenError, Severity, errors
from reportgen.render.failing import loosely_judged, truths_printed
from reportgen.render.loosely import loose_problems
from reportgen.render.package import Package, naming_parts, open_package
from reportgen.render.sandbox import plain
from reportgen.render.tagged import Tagged, tagged, texts_of
from reportgen.templating.declarations import Chosen, Declaration, choose
from reportgen.templating.extremes import SAMPLE, TRIALS, Trial, trial_values
from reportgen.templating.form import form_problems, marked
from reportgen.templating.neartags import near_tags

_LIMITS: Final = frozenset({"MB019", "MB114"})
"""Limits of time and size: 500 times 500 items are beyond them, 65 times 10 are not."""
_UNKNOWN: Final = frozenset({"MB015", "MB101"})


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found.

    Attributes:
        name: Of the file. chosen: By which names it was judged; None when the file cannot be opened.
        problems: All found, in the order of their places. tried: Whether it could be filled in with samples.
    """

    name: str
    chosen: Chosen | None
    problems: tuple[Problem, ...]
    tried: bool = False

    @property
    def ok(self) -> bool:
        """Whether a report can be made from it: warnings do not count."""
        return not errors(self.problems)


def lint(data: bytes, name: str) -> Linted:
    """Judge a Word or Excel template without any ward's data.

    Args:
        data: The whole file.
        name: File name for places; by it the kind of template is known, where it bears its usual one.

    Returns:
        MB001 to MB023 and MB101 to MB123 of the renderers; rules of Nghị định 30 as warnings.
    """
    base = base_name(name)
    try:
        package = open_package(data, base)
        with naming_parts(package):
            scopes = tagged(package)
    except ReportgenError as error:
        return Linted(base, None, error.problems)
    chosen = _choice(package, scopes)
    try:
        template = _compiled(data, package)
    except ReportgenError as error:
        beside = loosely_judged(package, scopes, plain(trial_values(chosen.declaration.fields, SAMPLE)))
        near = near_tags(package, chosen.declaration)
        return Linted(base, chosen, _in_order([*package.notices, *error.problems, *near, *beside], package, scopes))
    found = [
        *package.notices,
        *getattr(template, "notices", ()),
        *near_tags(package, chosen.declaration),
        *_trials(template, package, scopes, chosen.declaration),
    ]
    tried = not errors(found)
    if tried and package.kind == "docx":
        found += truths_printed(scopes, plain(trial_values(chosen.declaration.fields, SAMPLE)))
        found += _form(package, chosen.declaration)
    return Linted(base, chosen, _in_order(found, package, scopes), tried)


def base_name(name: str) -> str:
    """Return a file name without its folders, of Windows or not: what places begin with."""
    return PurePosixPath(name.replace("\\", "/")).name


def chosen_for(data: bytes, name: str) -> Chosen:
    """Return by which names a template is judged, and why.

    Raises:
        ReportgenError: MB001 to MB009, when the file cannot be opened.
    """
    package = open_package(data, base_name(name))
    return _choice(package, tagged(package))


def _choice(package: Package, scopes: Sequence[Sequence[Tagged]]) -> Chosen:
    return choose(package.name, lambda declaration: len(_unknown(scopes, declaration, package)))


def _unknown(scopes: Sequence[Sequence[Tagged]], declaration: Declaration, package: Package) -> list[Problem]:
    """Return the unknown names of a template whose tags may be broken."""
    values = plain(trial_values(declaration.fields, SAMPLE))
    return loose_problems(scopes, values, excel=package.kind == "xlsx")


def _compiled(data: bytes, package: Package) -> Any:
    """Return the template made ready.

    Raises:
        ReportgenError: With everything that shows without data.
    """
    compile_ = render.compile_docx if package.kind == "docx" else render.compile_xlsx
    return compile_(data, package.name)


# --- with data ---------------------------------------------------------------------------------------------------


def _trials(
    template: Any, package: Package, scopes: Sequence[Sequence[Tagged]], declaration: Declaration
) -> Iterator[Problem]:
    """Yield the faults of each trial that the trials before did not show at that place."""
    seen: set[tuple[str, str]] = set()
    for trial in TRIALS:
        values = trial_values(declaration.fields, trial)
        found = list(_trial(template, values))
        if package.kind == "xlsx" and any(problem.code in _UNKNOWN for problem in found):
            found += _unknown(scopes, declaration, package)
        fresh = [problem for problem in found if (problem.code, problem.where) not in seen]
        seen |= {(problem.code, problem.where) for problem in found}
        yield from (_told(problem, trial) for problem in _distinct(fresh))
        if trial is SAMPLE and any(problem.code in _UNKNOWN for problem in found):
            return  # without these names nothing more can be tried


def _trial(template: Any, values: Mapping[str, object]) -> tuple[Problem, ...]:
    try:
        template.render(values)
    except ReportgenError as error:
        return error.problems
    return ()


def _told(problem: Problem, trial: Trial) -> Problem:
    """Return a fault with the data that showed it."""
    if trial is SAMPLE:
        return problem
    usual = not trial.warns and problem.code not in _LIMITS
    severity = problem.severity if usual else Severity.WARNING
    return replace(problem, message=f"{problem.message} (khi thử với {trial.words})", severity=severity)


def _form(package: Package, declaration: Declaration) -> list[Problem]:
    values = trial_values(declaration.fields, SAMPLE)
    data, homes = marked(package)
    template = render.compile_docx(data, package.name)
    try:
        return form_problems(template.render(values), homes, package, "\n".join(_texts(values)))
    except ReportgenError as error:  # what fills in well can still be nothing that the rules can read
        return [replace(problem, severity=Severity.WARNING) for problem in error.problems]


def _texts(value: object) -> Iterator[str]:
    """Yield every text among values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _in_order(problems: Sequence[Problem], package: Package, scopes: Sequence[Sequence[Tagged]]) -> tuple[Problem, ...]:
    """Return problems each once, as a person meets them going through the file; those of no place in it behind."""
    places = dict.fromkeys([*(where for where, _ in texts_of(package)), *(p.where for scope in scopes for p in scope)])
    rank = {where: number for number, where in enumerate(places)}
    return tuple(sorted(_distinct(problems), key=lambda problem: rank.get(problem.where, len(rank))))


def _distinct(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems each once: of two that say one thing at one place the first."""
    return tuple({(p.code, p.where, p.message): p for p in reversed(problems)}.values())[::-1]
