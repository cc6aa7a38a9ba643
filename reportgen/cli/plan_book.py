"""`plan export`, `plan import`: the plan as a workbook for people who would rather edit there, and back."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from reportgen.cli import clock, say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Reader
from reportgen.cli.receive import who_runs
from reportgen.problem import Problem, ReportgenError, Severity, errors
from reportgen.vi.text import fold, nfc

if TYPE_CHECKING:
    from reportgen.forms.grid import Book
    from reportgen.forms.returned import Place
    from reportgen.load.ward import OpenPlan, Seen
    from reportgen.model.ward import Ward
    from reportgen.planbook.gather import Gathered

Path_ = tuple[str | int, ...]
_LINE: Final = re.compile(r"^(.*), dòng (\d+)$")
_LINES_IN_WORDS: Final = re.compile(r"dòng \d+")
_REFERENCES: Final = frozenset({"KH004", "KH005", "KH006"})
"""Codes of names that name nothing or are given twice: where a code is refused, what it named is not known."""
_NAMES: Final = ("id", "number", "label", "agency")
_MOST_TOLD: Final = 40
MAX_BYTES: Final = 32 << 20
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """Options of both commands, as typed."""

    ward: str
    year: str | None
    file: str | None
    out: str | None
    workspace: str | None
    as_json: bool
    dry_run: bool = False


def export(asked: Asked) -> int:
    """Write the plan's workbook; return the exit status."""
    result = say.Outcome(ward=asked.ward)
    return carry_out(result, lambda found: _export(asked, found), as_json=asked.as_json)


def take_in(asked: Asked) -> int:
    """Put an edited workbook into the plan; return the exit status."""
    result = say.Outcome(ward=asked.ward, extra={"changed": False, "version": None, "changes": []})
    return carry_out(result, lambda found: _take_in(asked, found), as_json=asked.as_json)


# --- out -----------------------------------------------------------------------------------------------------------


def _export(asked: Asked, result: say.Outcome) -> None:
    from reportgen.cli.beside import write_beside  # noqa: PLC0415  help must not wait for them
    from reportgen.load.plan_yaml import row_data  # noqa: PLC0415
    from reportgen.load.ward import open_plan  # noqa: PLC0415
    from reportgen.output import NewFile, write_all  # noqa: PLC0415
    from reportgen.planbook import write_book  # noqa: PLC0415

    reader = Reader()
    year = reader.year(asked.year)
    reader.done()
    folder = workspace.find(asked.workspace)
    plan = open_plan(folder.ward(asked.ward), year=year)
    result.add(plan.problems)
    data = row_data(plan.row)
    content = write_book(data, plan.ward, plan.path.name)
    if asked.file is not None:
        wanted = Path(asked.file)
        if not wanted.suffix:
            wanted = wanted.with_suffix(".xlsx")
        result.files.append(write_beside(wanted, content))
    else:
        first = data["years"][0]
        place = PurePosixPath(plan.ward.id, str(first), "ke-hoach", f"bang-ke-hoach-{plan.ward.id}-{first}.xlsx")
        base = Path(asked.out).absolute() if asked.out else folder.root / "out"
        written = write_all(base, [NewFile(place, content, "xlsx")])
        result.files += written.files
        result.problems += written.problems
    made = result.files[-1].path
    result.notices.append(f"Sửa xong thì đọc lại bằng: reportgen plan import {made} --ward {asked.ward}")


# --- in ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Taken:
    """A workbook on its way into the plan.

    Attributes:
        book: The file. plan: What it is to change. base: The plan as it was written out. current: As it stands now.
        gathered: As the workbook has it. data: As it is to be. seen: Files read. problems: Found so far.
    """

    book: Book
    plan: OpenPlan
    base: Mapping[str, Any]
    current: dict[str, Any]
    gathered: Gathered
    data: dict[str, Any]
    seen: Seen
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path_) -> Place | None:
        """Return the cell of a value of `data`, whose lists may hold more than the workbook's."""
        own: list[str | int] = []
        here, mine = self.data, self.gathered.data
        for step in path:
            here = _at(here, step)
            place = _same(mine, here) if isinstance(step, int) else step
            if place is None:
                break
            mine = _at(mine, place)
            own.append(place)
        return self.gathered.place(tuple(own))


def _at(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def _same(items: Any, wanted: Any) -> int | None:
    """Return the place of an item in a list of the workbook's."""
    if not isinstance(items, list):
        return None
    if wanted in items:
        return items.index(wanted)
    name = _name(wanted)
    return next((place for place, item in enumerate(items) if name and _name(item) == name), None)


def _name(item: Any) -> str:
    known = item if isinstance(item, Mapping) else {}
    return next((f"{key}={known[key]}" for key in _NAMES if key in known), "")


def _take_in(asked: Asked, result: say.Outcome) -> None:
    """Put the workbook into the plan; when somebody else has changed it meanwhile, once more, into what stands now."""
    for attempt in range(1, TRIES + 1):
        fresh = say.Outcome(ward=result.ward, extra=dict(result.extra))
        try:
            _into_what_stands(asked, fresh)
        except ReportgenError as error:
            if attempt < TRIES and all(problem.code == "XB021" for problem in error.problems):
                continue
            result.problems += fresh.problems
            raise
        result.add(fresh.problems)
        result.notices += fresh.notices
        result.lines, result.extra = fresh.lines, fresh.extra
        return


def _into_what_stands(asked: Asked, result: say.Outcome) -> None:
    from reportgen.load.plan_file import parse_plan, rewritten  # noqa: PLC0415  help must not wait for them
    from reportgen.load.plan_yaml import row_data  # noqa: PLC0415
    from reportgen.load.yamlwriter import yaml_text  # noqa: PLC0415
    from reportgen.planbook import changes_between  # noqa: PLC0415

    folder, book, digest_ = _opened(asked)
    taken = _understood(asked, folder, book)
    text = yaml_text(taken.data).encode()
    row = parse_plan(text, taken.plan.where).row
    if row is None or row_data(row) != taken.current:
        taken.problems += _judged(folder, text, taken)
    result.add(dict.fromkeys(taken.problems))
    if errors(taken.problems) or row is None:
        result.notices.append(
            f"Chưa sửa gì trong kế hoạch: {book.name} có {len(errors(result.problems))} chỗ phải sửa."
        )
        return
    new = row_data(row)
    changes = changes_between(taken.current, new, {a.id: a.name for a in taken.plan.ward.agencies.values()})
    result.extra["changes"] = [
        {"what": c.what, "sheet": c.sheet, "item": c.item,
         "columns": [{"column": h, "before": b, "after": a} for h, b, a in c.columns]} for c in changes
    ]  # fmt: skip
    made = rewritten(taken.plan.content, new)
    lines = [change.line() for change in changes[:_MOST_TOLD]]
    lines += [f"- và {len(changes) - _MOST_TOLD} chỗ khác"] if len(changes) > _MOST_TOLD else []
    if made.content == taken.plan.content:
        lines = [f"{book.name}: không có gì thay đổi, {taken.plan.where} giữ nguyên."]
    elif asked.dry_run:
        lines = [f"{book.name}: sẽ sửa {len(changes)} chỗ của {taken.plan.where} (chạy thử, chưa ghi).", *lines]
    else:
        number = _save(taken.plan, made.content, book.name, digest_)
        result.extra |= {"changed": True, "version": number}
        lines = [f"{book.name}: đã sửa {len(changes)} chỗ của {taken.plan.where}, nay là bản {number}.", *lines]
        if made.whole:
            result.notices.append("Tệp kế hoạch được viết lại toàn bộ; chú thích giữa tệp còn ở bản trước.")
    if not asked.as_json:
        result.lines = lines


def _opened(asked: Asked) -> tuple[Path, Book, str]:
    """Return the ward's folder, the workbook and its SHA-256.

    Raises:
        ReportgenError: LN001, LN008, BK003 with exit status 2; of a file that cannot be read BM and MB codes.
    """
    from reportgen.forms.grid import read_book  # noqa: PLC0415  help must not wait for them
    from reportgen.store import digest  # noqa: PLC0415

    folder = workspace.find(asked.workspace).ward(asked.ward)
    path = Path(asked.file or "")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        message = "đây là thư mục, không phải tệp" if path.is_dir() else "không có hoặc không đọc được tệp này"
        remedy = "Ghi đúng đường dẫn của bảng đã xuất bằng reportgen plan export."
        raise ReportgenError(Problem("BK003", str(path), message, remedy), exit_code=2) from error
    try:
        return folder, read_book(content, nfc(path.name)), digest(content)
    except ReportgenError as error:
        told = (replace(p, remedy=_NOT_A_BOOK.get(p.code, p.remedy)) for p in error.problems)
        raise ReportgenError(*told) from error


_NOT_A_BOOK: Final = {
    "BM001": "Mở bằng Excel hoặc LibreOffice, bỏ mật khẩu, lưu dạng .xlsx; hoặc xuất lại bảng.",
    "BM002": "Xuất lại bảng, chép phần đã sửa vào; không chèn ảnh, không thêm trang tính lớn.",
}


def _understood(asked: Asked, folder: Path, book: Book) -> _Taken:
    """Return what the workbook says, and the plan that it says it of.

    Raises:
        ReportgenError: BK001, BK002 of the workbook of another ward or plan; problems of the plan.
    """
    from reportgen.load.plan_yaml import row_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.ward import Seen, open_plan  # noqa: PLC0415
    from reportgen.planbook import facts_in, gather, merge, plan_in, understand  # noqa: PLC0415

    reader = Reader()
    year = reader.year(asked.year)
    reader.done()
    facts = facts_in(book)
    base = plan_in(facts)
    if facts.get("ward", folder.name) != folder.name:
        message = f"bảng này là kế hoạch của {facts['ward']}, không phải của {folder.name}"
        raise ReportgenError(Problem("BK001", book.name, message, "Chọn đúng phường bằng --ward, hoặc lấy đúng bảng."))
    if base is not None and year is not None and not base["years"][0] <= year <= base["years"][1]:
        years = "-".join(str(y) for y in dict.fromkeys(base["years"]))
        message = f"bảng này là kế hoạch của {years}, không phải của năm {year}"
        raise ReportgenError(Problem("BK002", book.name, message, "Bỏ --year, hoặc lấy đúng bảng của năm đó."))
    seen = Seen()
    plan = open_plan(folder, year=year or (base["years"][0] if base else None), seen=seen)
    current = row_data(plan.row)
    names = {agency.id: agency.name for agency in plan.ward.agencies.values()}
    understood = understand(book, base or current, names, _spellings(plan.ward))
    if base is None:
        message = "trang ẩn của bảng đã mất nên mọi ô được so với kế hoạch hiện hành"
        remedy = "Xem kỹ danh sách thay đổi; nên sửa trên bảng xuất bằng reportgen plan export và lưu dạng .xlsx."
        understood.problems.append(Problem("BK004", book.name, message, remedy, Severity.WARNING))
    gathered = gather(understood, base or current)
    taken_base = base or current
    merged = merge(taken_base, gathered.data, current)
    taken = _Taken(book, plan, taken_base, current, gathered, merged.data, seen, list(understood.problems))
    taken.problems += [_conflict(path, taken) for path in merged.conflicts]
    taken.problems += _bases_apart(taken)
    return taken


def _spellings(ward: Ward) -> dict[str, str]:
    return {
        fold(name.replace("&", " và ")): agency.id
        for agency in ward.agencies.values()
        for name in (agency.id, agency.name, agency.short, *agency.aliases)
        if name
    }


def _conflict(path: Path_, taken: _Taken) -> Problem:
    """Return BK040: both the workbook and the plan have changed the same thing since."""
    place = taken.gathered.place(path)
    where = place.where(taken.book.name) if place else taken.book.name
    message = "chỗ này đã được sửa khác đi trong tệp kế hoạch sau khi xuất bảng"
    remedy = "Xuất lại bảng rồi sửa tiếp trên bảng mới; phần sửa của người kia giữ nguyên."
    return Problem("BK040", where, message, remedy)


def _bases_apart(taken: _Taken) -> Iterable[Problem]:
    """Yield BK031 of the bases that stood in the running text too and no longer do."""
    texts = [text for block in taken.data["text"] for text in block.values()]
    were = [text for block in taken.current["text"] for text in block.values()]
    if set(taken.current["bases"]) <= set(were):
        for number, text in enumerate(taken.data["bases"]):
            if text not in texts:
                place = taken.place(("bases", number))
                where = place.where(taken.book.name) if place else taken.book.name
                message = "căn cứ này không có trong trang Nội dung"
                yield Problem("BK031", where, message, "Sửa cả đoạn đó ở trang Nội dung.", Severity.WARNING)


def _save(plan: OpenPlan, content: bytes, name: str, sha256: str) -> int:
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    replacing = store.digest(plan.content)
    cause = store.Cause(clock.now(), who_runs(), "import", name, sha256, True, replacing)  # noqa: FBT003
    return store.save(plan.path, content, cause).version.number


# --- what the loader and the rules say -----------------------------------------------------------------------------


def _judged(folder: Path, text: bytes, taken: _Taken) -> list[Problem]:
    """Return what the loader and the rules say of the plan as it would stand and did not say before, at its cells."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        (copy / taken.plan.path.relative_to(folder)).write_bytes(text)
        found = _all_problems(copy, taken.data["years"][0], taken.seen)
    known = Counter(_told(p) for p in _all_problems(folder, taken.current["years"][0], taken.seen))
    fresh = []
    for problem in found:
        known[_told(problem)] -= 1
        if known[_told(problem)] < 0:
            fresh.append(problem)
    return list(_at_their_cells(fresh, text, taken))


def _told(problem: Problem) -> tuple[str, str]:
    return problem.code, _LINES_IN_WORDS.sub("", problem.message)


def _all_problems(folder: Path, year: int, seen: Seen) -> list[Problem]:
    from reportgen.check import check_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    try:
        loaded = load_ward(folder, year=year, inspect=check_data, seen=seen)
    except ReportgenError as error:
        return list(error.problems)
    return [*loaded.problems, *check_data(loaded.data)]


def _at_their_cells(problems: Iterable[Problem], text: bytes, taken: _Taken) -> Iterable[Problem]:
    """Yield problems of the plan's file at the cells that they come from; not those that refused cells bring about."""
    from reportgen.load.plan_file import parse_plan  # noqa: PLC0415  help must not wait for it

    paths: dict[int, Path_] = {}
    for path, line in parse_plan(text, taken.plan.where).source.lines.items():
        if len(path) >= len(paths.get(line, ())):
            paths[line] = path
    refused = taken.gathered.refused
    for problem in problems:
        found = _LINE.match(problem.where)
        if found is None or found[1] != taken.plan.where:
            if not taken.gathered.blind:
                yield problem
            continue
        place = taken.place(paths.get(int(found[2]), ()))
        if place in refused or (taken.gathered.blind and problem.code in _REFERENCES):
            continue
        yield replace(problem, where=place.where(taken.book.name) if place else taken.book.name)
