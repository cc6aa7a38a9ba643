"""`import plan`: a plan document into the ward's data, with the account of what went where."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.cli import say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Reader
from reportgen.cli.receive import who_runs
from reportgen.output import WrittenFile, digest
from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.vi.slug import slug
from reportgen.vi.text import nfc

if TYPE_CHECKING:
    from reportgen.load.schema import PlanFile
    from reportgen.model.ward import Ward
    from reportgen.planimport.blocks import Source
    from reportgen.planimport.compose import Imported

BESIDE: Final = "doi-chieu"
"""Folder in the ward's own for accounts and for plans that were not put in force."""
_MOST_BYTES: Final = 64 << 20
_TEXT: Final = (".txt", ".md", ".text")
_OTHER_FILES: Final = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Options of the command, as typed."""

    path: str
    ward: str
    year: str | None
    province: str | None
    replace: bool
    workspace: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the plan goes.

    Attributes:
        folder: The ward's folder, there or not. known: The ward when it is there.
    """

    folder: Path
    known: Ward | None


@dataclass(frozen=True, slots=True)
class _Standing:
    """The plan of those years that is there: its file, its row (None when it cannot be read), its keys."""

    path: Path
    row: PlanFile | None
    data: Mapping[str, Any]


def import_plan(wanted: Wanted) -> int:
    """Take a plan in; return the exit status."""
    result = say.Outcome(ward=wanted.ward)
    return carry_out(result, lambda found: _import(wanted, found), as_json=wanted.as_json)


def _import(wanted: Wanted, result: say.Outcome) -> None:
    from reportgen.planimport.account import as_dict, summary  # noqa: PLC0415  help must not wait for them
    from reportgen.planimport.compose import Asked, imported  # noqa: PLC0415

    reader = Reader()
    year = reader.year(wanted.year)
    reader.done()
    target = _target(wanted)
    name, data = _content(wanted.path)
    source = _source(name, data)
    found = imported(source, target.folder.name, target.known, Asked(year, wanted.province))
    result.notices += source.notices
    result.add(found.problems)
    result.extra = _counts(found) | {"account": as_dict(found)}
    if not wanted.as_json:
        result.lines = summary(found)
    if found.data is not None:
        _write(wanted, result, target, found, data)


# --- what is asked ---------------------------------------------------------------------------------------------------


def _target(wanted: Wanted) -> _Target:
    """Return the ward's folder; a new one takes the name given when it is one.

    Raises:
        ReportgenError: NK014, exit status 2; the faults of a `ward.yaml` that is there.
    """
    place = workspace.find(wanted.workspace)
    known = {unicodedata.normalize("NFC", ward): ward for ward in place.wards()}
    name = known.get(nfc(wanted.ward))
    if name is not None:
        folder = place.data / name
        return _Target(folder, _known_ward(folder))
    if slug(wanted.ward) != wanted.ward or not wanted.ward:
        close = workspace.nearest(wanted.ward, list(known))
        hint = f"Có phải là: {', '.join(close)}? " if close else ""
        proposed = slug(wanted.ward) or "ten-phuong"
        message = f"mã phường {wanted.ward!r} không hợp lệ"
        remedy = f"{hint}Phường mới thì ghi chữ thường không dấu, ví dụ {proposed}."
        raise ReportgenError(Problem("NK014", "dòng lệnh, --ward", message, remedy), exit_code=2)
    return _Target(place.data / wanted.ward, None)


def _known_ward(folder: Path) -> Ward:
    from reportgen.load.faults import parse  # noqa: PLC0415  help must not wait for them
    from reportgen.load.folder import Folder  # noqa: PLC0415
    from reportgen.load.identity import WardBuilder  # noqa: PLC0415
    from reportgen.load.schema import WardFile  # noqa: PLC0415
    from reportgen.load.yamlsource import read_yaml  # noqa: PLC0415
    from reportgen.problem import errors  # noqa: PLC0415

    files = Folder(folder)
    path = files.find("ward")
    assert path is not None  # noqa: S101  a ward is a folder that has one
    content = files.read(path)
    if content is None:
        raise ReportgenError(*files.problems)
    parsed = parse(WardFile, read_yaml(content, files.where(path)))
    if parsed.row is None or errors(parsed.problems):
        raise ReportgenError(*errors(parsed.problems))
    return WardBuilder(parsed, nfc(folder.name)).build()[0]


def _content(given: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the document.

    Raises:
        ReportgenError: NK013, exit status 2.
    """
    path = Path(given)
    remedy = "Ghi đúng đường dẫn của tệp .docx hoặc .txt; tệp đang mở trong Word thì đóng lại."
    try:
        if path.is_dir():
            raise ReportgenError(Problem("NK013", given, "đây là thư mục, không phải tệp", remedy), exit_code=2)
        if path.stat().st_size > _MOST_BYTES:
            message = f"tệp lớn quá {_MOST_BYTES >> 20} MB"
            raise ReportgenError(Problem("NK013", given, message, "Kiểm tra lại có đúng tệp không."), exit_code=2)
        return nfc(path.name), path.read_bytes()
    except OSError as error:
        what = "không có tệp này" if isinstance(error, FileNotFoundError) else f"không đọc được tệp ({error.strerror})"
        raise ReportgenError(Problem("NK013", given, what, remedy), exit_code=2) from error
    except ValueError as error:  # a NUL in the path
        raise ReportgenError(Problem("NK013", "dòng lệnh", "đường dẫn không hợp lệ", remedy), exit_code=2) from error


def _source(name: str, data: bytes) -> Source:
    """Read the document by what it is, not only by its name."""
    from reportgen.planimport.plain import read_plain  # noqa: PLC0415  help must not wait for them
    from reportgen.planimport.word import read_word  # noqa: PLC0415

    if Path(name).suffix.lower() in _TEXT and not data.startswith(_OTHER_FILES):
        return read_plain(data, name)
    return read_word(data, name)


# --- writing ---------------------------------------------------------------------------------------------------------


def _write(wanted: Wanted, result: say.Outcome, target: _Target, found: Imported, data: bytes) -> None:
    """Put the plan in force when nothing of another's is in its way, else beside; the account always beside."""
    from reportgen.load.yamlwriter import yaml_text  # noqa: PLC0415  help must not wait for them
    from reportgen.planimport.merge import merged  # noqa: PLC0415

    assert found.data is not None  # noqa: S101  the caller has looked
    standing = _standing(target.folder, found.data["years"])
    plan = dict(found.data)
    if standing is not None and standing.row is not None:
        plan, lost = merged(plan, standing.data)
        result.add(Problem("NK015", result.ward or "", what, _LOST_REMEDY, Severity.WARNING) for what in lost)
    path = standing.path if standing else _free_name(target.folder / "plans", plan["years"])
    comment = f"Nhập từ văn bản {found.source.name}; đối chiếu từng chỗ ở thư mục {BESIDE}."
    text = yaml_text(plan, comment=comment)
    same = standing is not None and yaml_text(plan) == yaml_text(standing.data)
    before = standing is not None and _received(path, data)
    changed = False
    if standing is None or (wanted.replace and not same):
        changed = _put(path, text, found.source.name, data)
        if found.ward is not None:
            _put_ward(target.folder, found, result)
    elif not same and not before:
        beside = _beside(target.folder / BESIDE / path.name, text)
        result.files.append(beside)
        result.add([_other_plan(path, beside.path)])
    if standing is None or same or before or wanted.replace:
        result.files.insert(0, WrittenFile(path, "yaml", digest(path.read_bytes())))
    _account(result, target, found, path, again=same or before)
    result.extra = {"plan": path.as_posix(), "new_ward": found.ward is not None, "changed": changed} | result.extra
    result.add(_judged(target.folder, path, text if changed or standing is None else None))
    if not wanted.as_json:
        result.lines.append(_told(path, changed=changed, unchanged=same or before))
        result.lines += [f"  {file.path}" for file in result.files]


_LOST_REMEDY: Final = "Xem lại; nếu vẫn cần thì ghi lại vào tệp kế hoạch (bản cũ còn trong .lich-su)."


def _told(path: Path, *, changed: bool, unchanged: bool) -> str:
    if changed:
        return f"Đã ghi kế hoạch: {path}"
    if unchanged:
        return f"Kế hoạch đã có trong dữ liệu, không có gì thay đổi: {path}"
    return f"Chưa ghi: {path} là kế hoạch khác."


def _standing(folder: Path, years: list[int]) -> _Standing | None:
    """Return the plan of those years, or the file of its name that cannot be read."""
    from reportgen.load.faults import parse  # noqa: PLC0415  help must not wait for them
    from reportgen.load.folder import is_yaml  # noqa: PLC0415
    from reportgen.load.plan_yaml import row_data  # noqa: PLC0415
    from reportgen.load.schema import PlanFile  # noqa: PLC0415
    from reportgen.load.yamlsource import read_yaml  # noqa: PLC0415

    plans = folder / "plans"
    files = sorted(p for p in plans.iterdir() if is_yaml(p) and not p.name.startswith(".")) if plans.is_dir() else []
    named: _Standing | None = None
    for path in files:
        parsed = parse(PlanFile, read_yaml(path.read_bytes(), path.name))
        whole = parsed.row if not parsed.lost else None
        standing = _Standing(path, whole, row_data(whole) if whole is not None else {})
        if whole is not None and list(whole.years) == list(years):
            return standing
        if whole is None and path.stem == str(years[0]):
            named = standing
    return named


def _free_name(folder: Path, years: list[int]) -> Path:
    """Return where a plan goes: `2026.yaml`, or `2026-2030.yaml` beside a plan of other years that has that name."""
    usual = folder / f"{years[0]}.yaml"
    return folder / f"{years[0]}-{years[1]}.yaml" if usual.exists() else usual


def _received(path: Path, data: bytes) -> bool:
    """Tell whether this very document is what the plan in force came from."""
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    known = [v for v in store.versions(path) if v.source_sha256]
    return bool(known) and known[-1].source_sha256 == store.digest(data)


def _put(path: Path, text: str, name: str, data: bytes) -> bool:
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    sha = store.digest(data)
    again = any(v.source_sha256 == sha for v in store.versions(path))  # another document came between
    cause = store.Cause(datetime.now().astimezone(), who_runs(), "import", name, "" if again else sha)
    return store.save(path, text.encode("utf-8"), cause).changed


def _put_ward(folder: Path, found: Imported, result: say.Outcome) -> None:
    """Write the new ward last: a folder without `ward.yaml` is no ward yet."""
    from reportgen import store  # noqa: PLC0415  help must not wait for them
    from reportgen.load.plan_yaml import ward_yaml  # noqa: PLC0415

    assert found.ward is not None  # noqa: S101  the caller has looked
    comment = (
        f"Lập từ văn bản {found.source.name}: soát lại tên cơ quan, gộp các cách viết của một cơ quan vào aliases,\n"
        "đánh dấu reports: true ở đơn vị phải gửi số liệu."
    )
    path = folder / "ward.yaml"
    text = ward_yaml(found.ward, comment=comment).encode("utf-8")
    cause = store.Cause(datetime.now().astimezone(), who_runs(), "import", found.source.name)
    store.save(path, text, cause)
    result.files.append(WrittenFile(path, "yaml", digest(text)))


def _beside(path: Path, text: str) -> WrittenFile:
    """Write a file beside unless one of the family holds the same bytes already."""
    from reportgen.cli.beside import write_beside  # noqa: PLC0415  help must not wait for it
    from reportgen.output import guarded  # noqa: PLC0415

    content = text.encode("utf-8")
    with guarded(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        ours = re.compile(rf"{re.escape(path.stem)}(-\d+)?")
        for other in sorted(path.parent.glob(f"*{path.suffix}")):
            if ours.fullmatch(other.stem) and other.is_file() and other.read_bytes() == content:
                return WrittenFile(other, path.suffix.lstrip("."), digest(content))
    return write_beside(path, content)


def _account(result: say.Outcome, target: _Target, found: Imported, plan: Path, *, again: bool) -> None:
    """Write the account beside; of a document that was taken in before it stands there."""
    from reportgen.planimport.account import page  # noqa: PLC0415  help must not wait for it

    ward = target.known or found.ward
    name = ward.full_name if ward is not None else target.folder.name
    place = target.folder / BESIDE / f"{plan.stem}-{slug(Path(found.source.name).stem)[:60] or 'ke-hoach'}.html"
    if again and place.is_file():
        result.files.append(WrittenFile(place, "html", digest(place.read_bytes())))
        return
    result.files.append(_beside(place, page(found, name, f"{target.folder.name}/plans/{plan.name}")))


def _other_plan(path: Path, beside: Path) -> Problem:
    message = f"đã có kế hoạch khác của năm này, không ghi đè; bản vừa nhập ở {beside.name}"
    remedy = f"So hai tệp ({beside}); đồng ý thay thì chạy lại với --replace, bản cũ vẫn được giữ."
    return Problem("NK006", str(path), message, remedy)


def _judged(folder: Path, path: Path, text: str | None) -> list[Problem]:
    """Return what the loader and the rules say of the plan as it stands."""
    from reportgen.check import check_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    if text is None:
        return []
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", "progress", BESIDE))
        for other in (copy / "plans").iterdir():
            if other.name != path.name:
                other.unlink()
        try:
            loaded = load_ward(copy, inspect=check_data)
            problems = [*loaded.problems, *check_data(loaded.data)]
        except ReportgenError as error:
            problems = list(error.problems)
    own = (f"{folder.name}/plans/{path.name}", f"{folder.name}/ward.yaml")
    return [p for p in problems if p.where.startswith(own)]


def _counts(found: Imported) -> dict[str, Any]:
    data = found.data or {}
    return {
        "years": data.get("years"),
        "areas": len(data.get("areas", [])),
        "tasks": len(found.tasks),
        "indicators": len(found.indicators),
        "duties": len(data.get("duties", [])),
    }
