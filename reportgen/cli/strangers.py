"""Templates that did not come with the program are handled in a process apart, until they have proved themselves.

A template is one of ours when it is, byte for byte, one that came with the program; it has proved itself when it has
been filled in within the limits before. Those are handled here, at no cost. All others, officers' own first drafts
included, are handled by `reportgen.apart`, which costs a few milliseconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reportgen.memory import NOTHING, Memory
from reportgen.shipped import SHIPPED

if TYPE_CHECKING:
    from reportgen.build import Fill
    from reportgen.problem import Problem
    from reportgen.templating.declarations import Chosen
    from reportgen.templating.lint import Linted

_TRIALS: Final = 2
"""Times the usual limits: judging fills a template in five times over, with lists far longer than any ward's."""


def filler(memory: Memory) -> Fill:
    """Return what fills in templates, each where it belongs.

    Args:
        memory: What former runs left: which templates have proved themselves.
    """

    def fill(
        template: bytes, name: str, values: Mapping[str, object], as_of: date | None, about: Mapping[str, str]
    ) -> bytes:
        from reportgen.build import filled  # noqa: PLC0415  help must not wait for it

        if _trusted(template, memory):
            return filled(template, name, values, as_of, about, memory=memory)
        _warm(name)
        document: bytes = _apart(filled, template, name, values, as_of, about)
        memory.put("judged", _key(template), b"")
        return document

    return fill


def lint(data: bytes, name: str, memory: Memory = NOTHING) -> Linted:
    """Judge a template as `templating.lint` does.

    Raises:
        ReportgenError: MB019, when that takes more than the limits allow.
    """
    from reportgen.templating import lint as judge  # noqa: PLC0415  help must not wait for it

    if _trusted(data, memory):
        return judge.lint(data, name)
    chosen, problems, tried = _apart(_linted, data, name, times=_TRIALS)
    return judge.Linted(judge.base_name(name), None if chosen is None else _chosen(*chosen), tuple(problems), tried)


def chosen_for(data: bytes, name: str, memory: Memory = NOTHING) -> Chosen:
    """Return by which names a template is judged, as `templating.lint` does.

    Raises:
        ReportgenError: MB001 to MB009, MB019.
    """
    from reportgen.templating import lint as judge  # noqa: PLC0415  help must not wait for it

    if _trusted(data, memory):
        return judge.chosen_for(data, name)
    return _chosen(*_apart(_choice, data, name))


def remarked(data: bytes, name: str, problems: tuple[Problem, ...]) -> bytes:
    """Return a copy of a template with a remark at every fault, as `templating.annotate` makes it.

    Raises:
        ReportgenError: MB019.
    """
    from reportgen.templating.annotate import annotate  # noqa: PLC0415  help must not wait for it

    made: bytes = _apart(annotate, data, name, problems)
    return made


def tried(data: bytes, name: str, values: Mapping[str, object], memory: Memory = NOTHING) -> tuple[Problem, ...]:
    """Return the faults of a template that some values show."""
    from reportgen.problem import ReportgenError  # noqa: PLC0415  with the rest

    try:
        _fill_in(data, name, values) if _trusted(data, memory) else _apart(_fill_in, data, name, values)
    except ReportgenError as error:
        return error.problems
    return ()


def _trusted(template: bytes, memory: Memory) -> bool:
    key = _key(template)
    return key in SHIPPED or memory.get("judged", key) is not None


def _key(template: bytes) -> str:
    return hashlib.sha256(template).hexdigest()


def _apart(task: Callable[..., Any], template: bytes, name: str, *args: Any, times: int = 1) -> Any:
    """Do a task on a template in a process of its own, with so many times the usual seconds."""
    from dataclasses import replace  # noqa: PLC0415  our own templates never come here

    from reportgen.apart import LIMITS, apart  # noqa: PLC0415

    limits = replace(LIMITS, cpu=LIMITS.cpu * times, wall=LIMITS.wall * times)
    return apart(_in_time, task, limits.cpu, template, name, *args, name=name, limits=limits)


def _warm(name: str) -> None:
    """Import the engine here, once, so that not every child must."""
    from reportgen import render  # noqa: PLC0415  help must not wait for it

    getattr(render, "compile_xlsx" if name.endswith(".xlsx") else "compile_docx")


# --- tasks: what a child does, told in plain data ----------------------------------------------------------------


def _in_time(task: Callable[..., Any], seconds: int, template: bytes, name: str, *args: Any) -> Any:
    """Do a task; when its seconds are over, let the engine name the tag that used them, if Python is what runs."""
    import signal  # noqa: PLC0415  our own templates never come here

    from reportgen.problem import Problem, ReportgenError  # noqa: PLC0415
    from reportgen.render.sandbox import LimitError  # noqa: PLC0415

    def over(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise LimitError(f"mẫu chạy quá {seconds} giây")

    if hasattr(signal, "SIGXCPU"):
        signal.signal(signal.SIGXCPU, over)
    try:
        return task(template, name, *args)
    except LimitError as error:  # between tags: nobody there to say which
        remedy = "Bỏ vòng lặp, phép nhân chữ thừa trong mẫu; nếu không phải bạn soạn mẫu này, đừng dùng."
        raise ReportgenError(Problem("MB019", name, str(error), remedy)) from error


def _linted(data: bytes, name: str) -> list[Any]:
    from reportgen.templating.lint import lint as judge  # noqa: PLC0415

    found = judge(data, name)
    return [None if found.chosen is None else _plain(found.chosen), found.problems, found.tried]


def _choice(data: bytes, name: str) -> list[Any]:
    from reportgen.templating.lint import chosen_for as choose  # noqa: PLC0415

    return _plain(choose(data, name))


def _fill_in(data: bytes, name: str, values: Mapping[str, object]) -> None:
    from reportgen import render  # noqa: PLC0415
    from reportgen.render.package import open_package  # noqa: PLC0415

    compile_: Any = render.compile_xlsx if open_package(data, name).kind == "xlsx" else render.compile_docx
    compile_(data, name).render(values)


def _plain(chosen: Chosen) -> list[Any]:
    from reportgen.templating.declarations import DECLARATIONS  # noqa: PLC0415

    return [DECLARATIONS.index(chosen.declaration), chosen.reason]


def _chosen(index: int, reason: str) -> Chosen:
    from reportgen.templating.declarations import DECLARATIONS, Chosen  # noqa: PLC0415

    return Chosen(DECLARATIONS[index], reason)
