"""`check data`: read people's files, apply every rule, write nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.cli import say, workspace
from reportgen.cli.options import Reader
from reportgen.problem import Problem, ReportgenError, Severity


def check(paths: Sequence[str], ward: str | None, year: str | None, space: str | None, *, as_json: bool) -> int:
    """Check wards' folders; print every problem; return the exit status.

    Args:
        paths: Folders of wards; none means the ward named, or all wards of the workspace.
        ward: One ward, as typed.
        year: Of one plan, as typed.
        space: Workspace as typed.
        as_json: Whether to print JSON.
    """
    result = say.Outcome(ward=ward)
    try:
        reader = Reader()
        wanted = reader.year(year)
        reader.done()
        folders = _folders(paths, ward, space)
    except ReportgenError as error:
        result.problems += error.problems
        result.exit_code = error.exit_code
    else:
        result.extra["wards"] = [folder.name for folder in folders]
        for folder in folders:
            prefix = f"{folder.name}/" if len(folders) > 1 else ""
            found = [replace(problem, where=prefix + problem.where) for problem in _problems(folder, wanted)]
            result.add(found)
            result.lines.append(f"{folder.name}: {_summary(found)}")
    say.outcome(result, as_json=as_json)
    return result.exit_code


def _folders(paths: Sequence[str], ward: str | None, space: str | None) -> list[Path]:
    """Return the folders to check.

    Raises:
        ReportgenError: LN001 or LN008, exit status 2.
    """
    if paths:
        folders = [Path(path).resolve() for path in paths]
        missing = [folder for folder in folders if not (folder / workspace.WARD_FILE).is_file()]
        if missing:
            raise ReportgenError(*map(_not_a_ward, missing), exit_code=2)
        return folders
    found = workspace.find(space)
    return [found.ward(name) for name in ([ward] if ward else found.wards())]


def _problems(folder: Path, year: int | None) -> list[Problem]:
    """Return every problem of a ward under every plan of its, each once."""
    from reportgen.check import check_data  # noqa: PLC0415  # help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    found: dict[Problem, None] = {}
    for wanted in [year] if year else _plan_years(folder):
        try:
            loaded = load_ward(folder, year=wanted)
        except ReportgenError as error:
            found |= dict.fromkeys(error.problems)
        else:
            found |= dict.fromkeys(loaded.problems)
            found |= dict.fromkeys(check_data(loaded.data, thorough=True))
    return list(found)


def _plan_years(folder: Path) -> list[int | None]:
    """Return the first year of each plan, by the names of their files; None for whatever the loader then says."""
    years = sorted(int(path.stem) for path in _plans(folder) if path.stem.isdecimal())
    return [*years] or [None]


def _plans(folder: Path) -> Iterator[Path]:
    return (folder / "plans").glob("*.yaml")


def _summary(found: Sequence[Problem]) -> str:
    """Return how many problems there are, in words."""
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    notes = len(found) - errors
    if not found:
        return "dữ liệu đạt, không có lỗi"
    return f"{errors} lỗi, {notes} lưu ý"


def _not_a_ward(folder: Path) -> Problem:
    """Return LN001 for a folder that holds no ward."""
    return Problem(
        "LN001",
        str(folder),
        "không phải thư mục của phường: không có tệp ward.yaml",
        "Chỉ rõ thư mục của phường, ví dụ: reportgen check data data/truc-lam",
    )
