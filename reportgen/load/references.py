"""Checks that names point at something: ids given once, ids that exist."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.load.wording import did_you_mean, shown
from reportgen.load.yamlsource import Source
from reportgen.problem import Problem

Step = tuple[str | int, ...]


def repeated(what: str, ids: Iterable[tuple[str, Step]], source: Source, code: str = "KH005") -> list[Problem]:
    """Return a problem for each id that was given before in the file.

    Args:
        what: What is named, in Vietnamese: `nhiệm vụ`.
        ids: Ids with their paths.
        source: The file.
        code: Code of the problem.
    """
    first: dict[str, Step] = {}
    problems = []
    for name, path in ids:
        if name in first:
            message = f"{what} {shown(name)} ghi hai lần, lần trước ở dòng {source.line(*first[name])}"
            problems.append(Problem(code, source.at(*path), message, "Sửa mã cho đúng, hoặc gộp hai chỗ làm một."))
        else:
            first[name] = path
    return problems


def unknown(absent: str, name: str, known: Iterable[str], where: str, code: str = "KH006") -> Problem:
    """Return the problem of an id that names nothing, with the nearest ones proposed.

    Args:
        absent: The message up to the id: `kế hoạch không có nhiệm vụ`.
        name: The id.
        known: Ids that there are.
        where: Its place.
        code: Code of the problem.
    """
    remedy = f"{did_you_mean(name, known)}Sửa lại mã cho đúng."
    return Problem(code, where, f"{absent} {shown(name)}", remedy)
