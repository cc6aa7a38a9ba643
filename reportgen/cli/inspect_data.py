"""`check data`: read people's files, apply every rule, write nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reportgen.cli import say, workspace
from reportgen.cli.choose import NO_PLAN
from reportgen.cli.failure import carry_out
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

    def work(result: say.Outcome) -> None:
        reader = Reader()
        wanted = reader.year(year)
        reader.done()
        folders = _folders(paths, ward, space)
        result.extra["wards"] = [folder.name for folder in folders]
        for folder in folders:
            found, exit_code = _problems(folder, wanted)
            result.add(found)
            result.exit_code = max(result.exit_code, exit_code)
            result.lines.append(f"{folder.name}: {_summary(found)}")

    return carry_out(say.Outcome(ward=ward), work, as_json=as_json)


def _folders(paths: Sequence[str], ward: str | None, space: str | None) -> list[Path]:
    """Return the folders to check.

    Raises:
        ReportgenError: LN001 or LN008, exit status 2.
    """
    if paths:
        folders = [Path(path).resolve() for path in paths]
        missing = [folder for folder in folders if not folder.is_dir()]
        if missing:
            raise ReportgenError(*map(_no_folder, missing), exit_code=2)
        return folders
    found = workspace.find(space)
    return [found.ward(name) for name in ([ward] if ward else found.wards())]


def _problems(folder: Path, year: int | None) -> tuple[list[Problem], int]:
    """Return every problem of a ward under its plan for `year`, or under each of its plans; and the exit status."""
    from reportgen.check import check_data  # noqa: PLC0415  # help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    inspect = partial(check_data, thorough=True)
    found: dict[Problem, None] = {}
    wanted = year
    while True:
        try:
            loaded = load_ward(folder, year=wanted, inspect=inspect, notes=True)
        except ReportgenError as error:
            if error.exit_code == NO_PLAN and wanted != year:
                return list(found), 0  # there is no older plan
            return list({**found, **dict.fromkeys(error.problems)}), error.exit_code
        found |= dict.fromkeys((*loaded.problems, *inspect(loaded.data)))
        if year is not None:
            return list(found), 0
        wanted = loaded.data.plan.years[0] - 1


def _summary(found: Sequence[Problem]) -> str:
    """Return how many problems there are, in words."""
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    notes = len(found) - errors
    if not found:
        return "dữ liệu đạt, không có lỗi"
    return f"{errors} lỗi, {notes} lưu ý"


def _no_folder(path: Path) -> Problem:
    """Return LN001 for a folder that does not exist."""
    return Problem(
        "LN001",
        str(path),
        "không có thư mục này",
        "Chỉ rõ thư mục của phường, ví dụ: reportgen check data data/truc-lam",
    )
