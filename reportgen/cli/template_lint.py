"""`template lint`, `template annotate`: what is wrong with an officer's template, before any report is made from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cache import open_cache
from reportgen.cli import say, strangers, workspace
from reportgen.cli.beside import write_beside
from reportgen.cli.failure import carry_out
from reportgen.problem import Problem, ReportgenError, errors

if TYPE_CHECKING:
    from reportgen.templating.lint import Linted

MAX_BYTES = 256 << 20
_SHOWN = 5
"""Templates nearby that a message names."""


@dataclass(slots=True)
class Judged(say.Outcome):
    """What came of some templates.

    Attributes:
        judged: One JSON object a template, in the order given. single: One file was asked about.
    """

    judged: list[dict[str, Any]] = field(default_factory=list)
    single: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the object of `--json`: that of the template, or a list of them."""
        ok = self.exit_code == 0
        written = [{"path": f.path.as_posix(), "kind": f.kind, "sha256": f.sha256} for f in self.files]
        if self.single:
            one = self.judged[0] if self.judged else {"file": None, "template": None}
            told = one.get("problems") or [problem.as_dict() for problem in self.problems]
            return {**one, "ok": ok, "problems": told, **({"files": written} if written else {})}
        mine = [problem.as_dict() for problem in self.problems]
        told = [problem for problem in mine if not any(problem in one["problems"] for one in self.judged)]
        return {"ok": ok, "templates": self.judged, "problems": told}


def lint(paths: Sequence[str], ward: str | None, work_folder: str | None, *, as_json: bool) -> int:
    """Judge templates; print every fault; return the exit status: 1 when a report could not be made.

    Args:
        paths: Files and folders as typed; none for every template in force.
        ward: Whose templates are meant by a bare file name, and whose data are tried; None for neither.
        work_folder: As typed.
        as_json: Whether to print JSON.
    """
    result = Judged(single=len(paths) == 1 and not Path(paths[0]).is_dir())

    def work(_: say.Outcome) -> None:
        for path in _asked(paths, ward, work_folder):
            try:
                _lint_one(path, ward, work_folder, result)
            except ReportgenError as error:
                result.problems += error.problems
                result.exit_code = max(result.exit_code, error.exit_code)
                result.judged.append(_object(str(path), None, error.problems))

    return carry_out(result, work, as_json=as_json)


def _asked(paths: Sequence[str], ward: str | None, work_folder: str | None) -> list[Path]:
    """Return the files to judge: those typed, a ward's own by a bare name, or all in force.

    Raises:
        ReportgenError: LN001, LN008, LN009 as `workspace` raises them.
    """
    known: list[str] = []
    if not paths or ward is not None:
        from reportgen.templating.declarations import DECLARATIONS  # noqa: PLC0415  # help must not wait for it

        known = [name for declaration in DECLARATIONS for name in declaration.templates]
    found: list[Path] = []
    for path in paths or known:
        if path in known and not Path(path).is_file():
            space = workspace.find(work_folder)
            found.append(space.template(space.ward(ward).name if ward else "", path).path)
        else:
            found += _inside(Path(path)) or [Path(path)]
    return found


def _inside(folder: Path) -> list[Path]:
    """Return the templates in a folder and in those below it; none when it is no folder or holds none."""
    try:
        return sorted(path for path in folder.rglob("*") if is_template(path) and path.is_file())
    except (OSError, ValueError):
        return []


def is_template(path: Path) -> bool:
    """Tell by its name whether a file may be a template.

    Owner files of Word, hidden files, and the copies that `annotate` leaves beside a template are none.
    """
    ours = re.search(r"-nhan-xet(?:-[0-9]+)?$", unicodedata.normalize("NFC", path.stem))
    return path.suffix.lower() in {".docx", ".xlsx"} and path.name[:1] not in "~." and not ours


def _lint_one(path: Path, ward: str | None, work_folder: str | None, result: Judged) -> None:
    data = read_template(path)
    found = strangers.lint(data, path.name, open_cache())
    problems = list(found.problems)
    if ward is not None and found.ok and found.chosen is not None:
        from reportgen.cli.ward_values import try_with_ward  # noqa: PLC0415  # help must not wait for it

        problems += try_with_ward(data, path.name, found.chosen.declaration, ward, work_folder)
    result.add(problems)
    title = found.chosen.declaration.title if found.chosen else None
    result.judged.append(_object(str(path), title, problems))
    result.lines += _account(str(path), found, problems)


def annotate(path: str, out: str | None, *, as_json: bool) -> int:
    """Write a copy of a template with a remark at every fault; return the exit status, as `lint`.

    Args:
        path: File as typed.
        out: Name of the copy; None for `...-nhan-xet` beside it. A file that is there stays: the copy is `...-2`.
        as_json: Whether to print JSON.
    """
    result = Judged()

    def work(_: say.Outcome) -> None:
        source = Path(path)
        data = read_template(source)
        found = strangers.lint(data, source.name, open_cache())
        result.add(found.problems)
        title = found.chosen.declaration.title if found.chosen else None
        result.judged.append(_object(path, title, found.problems))
        if found.chosen is None:
            result.lines.append(f"{path}: không mở được nên không ghi bản có nhận xét")
        elif not found.problems:
            result.lines.append(f"{path}: không có lỗi, không ghi bản có nhận xét")
        else:
            wanted = Path(out) if out else source.with_name(f"{source.stem}-nhan-xet{source.suffix}")
            written = write_beside(wanted, strangers.remarked(data, source.name, found.problems))
            result.files.append(written)
            result.lines.append(str(written.path))
            result.notices.append("Sửa theo nhận xét trong bản này, xóa hết nhận xét, rồi mới dùng làm mẫu.")

    return carry_out(result, work, as_json=as_json)


def _object(path: str, title: str | None, problems: Sequence[Problem]) -> dict[str, Any]:
    """Return what JSON says of one template."""
    return {
        "ok": not errors(problems),
        "file": path,
        "template": title,
        "problems": [problem.as_dict() for problem in problems],
    }


def _account(path: str, found: Linted, problems: Sequence[Problem]) -> Iterator[str]:
    """Yield what a person reads of a template besides its faults."""
    heavy = len(errors(problems))
    counts = f"{heavy} lỗi, {len(problems) - heavy} lưu ý"
    if found.chosen is None:
        yield say.clean(f"{path}: không mở được; {counts}")
        return
    yield say.clean(f"{path}: kiểm tra theo các tên của mẫu {found.chosen.declaration.title} ({found.chosen.reason})")
    if not found.tried and heavy:
        yield say.clean(f"{path}: {counts}; sửa hết lỗi rồi chạy lại, vì thể thức chỉ xét được khi mẫu điền được")
    else:
        yield say.clean(f"{path}: {counts}; đã điền thử với dữ liệu mẫu và dữ liệu bất thường")


def read_template(path: Path) -> bytes:
    """Return the bytes of a template.

    Raises:
        ReportgenError: LN018, exit status 2, when there is none or it cannot be read; MB003 when it is too large.
    """
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            message = f"tệp lớn quá {MAX_BYTES >> 20} MB"
            raise ReportgenError(Problem("MB003", str(path), message, "Chọn đúng tệp mẫu; mẫu nhỏ hơn nhiều."))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReportgenError(no_file(path), exit_code=2) from error


def no_file(path: Path) -> Problem:
    """Return LN018, naming the templates that stand nearby."""
    message = "không có hoặc không đọc được tệp này"
    if path.is_dir():
        message = "đây là thư mục, không phải tệp mẫu .docx hay .xlsx"
    folder = path if path.is_dir() else path.parent
    try:
        near = [p.name for p in sorted(folder.iterdir()) if is_template(p)]
    except (OSError, ValueError):
        near = []
    hint = f" Trong thư mục này có: {', '.join(near[:_SHOWN])}." if near else ""
    return Problem("LN018", str(path), message, f"Ghi đúng đường dẫn của tệp mẫu .docx hoặc .xlsx.{hint}")
