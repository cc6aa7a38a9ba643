"""`forms receive`: filled-in forms into the ward's data, or what is wrong with them, cell by cell."""

from __future__ import annotations

import getpass
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import clock, say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.forms import Asked, agency_named, period_named
from reportgen.cli.options import Reader
from reportgen.model.period import Period, label, make_period, parse_key, period_key
from reportgen.problem import Problem, ReportgenError, Severity, errors
from reportgen.vi.text import fold, nfc

if TYPE_CHECKING:
    from reportgen.forms.compose import Composed
    from reportgen.forms.content import Form
    from reportgen.forms.grid import Book
    from reportgen.load.loaded import Loaded
    from reportgen.load.ward import Seen
    from reportgen.model.progress import WardData
    from reportgen.model.ward import Agency

TRIES = 10
"""How often a form is taken in anew because somebody else has just written the same return."""
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".xlsm")
_LINE = re.compile(r"^(.*), dòng (\d+)$")
_COLUMNS = {
    "TD005": ("check",), "TD008": ("done_on", "delivered"), "TD009": ("done_on", "delivered"), "TD010": ("documents",),
    "TD012": ("carried_over",), "TD014": ("percent",), "TD016": ("done_on",), "TD017": ("result",),
    "TD018": ("percent",), "TD019": ("documents",), "TD020": ("result",), "TD021": ("result",), "TD023": ("done_on",),
    "TD024": ("result",), "TD025": ("delivered",), "TD026": ("done_on",),
    "CT008": ("value",), "CT013": ("value",), "CT012": ("numerator",),
}  # fmt: skip
"""Columns that a rule is about, where it speaks of a row: the cell to mend."""
_UNSEEN = ("xls", "csv")
_RULE_REMEDY = "Sửa ô này trong biểu mẫu rồi gửi lại; giải thích: reportgen explain {code}."


@dataclass(slots=True)
class _Returned:
    """One file on its way in.

    Attributes:
        path: Where it stands. data: Its bytes. book: Read, or None. agency, period: Whose it is, once known.
        problems: What is wrong with it. kept: Rows left as they were. taken: `new`, `same`, or "" when not taken.
        version: Of the return, once taken. blank_tasks, blank_indicators: Ids of what the form asks for in vain.
    """

    path: Path
    data: bytes = b""
    book: Book | None = None
    agency: Agency | None = None
    period: Period | None = None
    problems: list[Problem] | None = None
    kept: tuple[str, ...] = ()
    taken: str = ""
    version: int | None = None
    blank_tasks: tuple[str, ...] = ()
    blank_indicators: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """File name, as messages show it."""
        return nfc(self.path.name)

    def tell(self, *problems: Problem) -> None:
        """Note problems."""
        self.problems = [*(self.problems or []), *problems]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Errors among the problems."""
        return errors(self.problems or [])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Options of the command, as typed."""

    paths: Sequence[str]
    asked: Asked
    accept_valid: bool
    annotate: bool


def receive(wanted: Wanted) -> int:
    """Take forms in; return the exit status."""
    result = say.Outcome(ward=wanted.asked.ward, extra={"returns": []})
    return carry_out(result, lambda found: _receive(wanted, found), as_json=wanted.asked.as_json)


def _receive(wanted: Wanted, result: say.Outcome) -> None:
    asked = wanted.asked
    reader = Reader()
    year, as_of = reader.year(asked.year), reader.day("--as-of", asked.as_of)
    kind, index = period_named(asked, reader)
    reader.done()
    folder = workspace.find(asked.workspace).ward(asked.ward)
    seen = _nothing_seen()
    loaded = _load(folder, year, seen)
    today = as_of or clock.today()
    said = make_period(kind, year or today.year, index or 1, loaded.data.ward.calendar) if kind else None
    who = agency_named(asked.agency, loaded.data) if asked.agency is not None else None
    files = [_open(path) for path in _paths(wanted.paths)]
    for file in files:
        if file.book is not None:
            _identify(file, loaded, said, who)
    _no_agency_twice(files)
    for file in files:
        if file.agency is not None and file.period is not None:
            _take_in(file, folder, wanted, today, seen)
    for file in files:
        result.add(file.problems or [])
        if wanted.annotate and file.book is not None and file.problems:
            _annotate(file, result)
    result.extra = {"returns": [_as_dict(file) for file in files]}
    if not asked.as_json:
        result.lines = [_account(file) for file in files]


def _nothing_seen() -> Seen:
    """Return a memory of files: the ward is loaded anew for every form, a file that stands as it was is read once."""
    from reportgen.load.ward import Seen  # noqa: PLC0415  help must not wait for it

    return Seen()


def _load(folder: Path, year: int | None, seen: Seen) -> Loaded:
    from reportgen.check import check_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    return load_ward(folder, year=year, inspect=check_data, seen=seen)


def _paths(given: Iterable[str]) -> list[Path]:
    """Return the files asked for, those of a folder by name.

    Raises:
        ReportgenError: LN032, exit status 2, for what is not there, and a folder without forms.
    """
    found: list[Path] = []
    problems = []
    for text in given:
        path = Path(text)
        inside = sorted(p for p in path.iterdir() if _is_form(p)) if path.is_dir() else [path] if path.is_file() else []
        if not inside:
            what = "thư mục không có biểu mẫu nào" if path.is_dir() else "không có tệp này"
            remedy = f"Ghi đúng đường dẫn của biểu mẫu ({', '.join(SUFFIXES[:4])}) hoặc thư mục chứa biểu mẫu."
            problems.append(Problem("LN032", str(path), what, remedy))
        found += inside
    if problems:
        raise ReportgenError(*problems, exit_code=2)
    return list(dict.fromkeys(found))


def _is_form(path: Path) -> bool:
    ours = re.search(r"-ghi-chu(?:-\d+)?$", path.stem)  # copies with notes that `--annotate` wrote
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".")) and not ours


def _open(path: Path) -> _Returned:
    from reportgen.forms.grid import read_book  # noqa: PLC0415  help must not wait for it

    file = _Returned(path)
    try:
        file.data = path.read_bytes()
        file.book = read_book(file.data, file.name)
    except OSError as error:
        remedy = "Kiểm tra quyền đọc tệp; tệp đang mở trong Excel thì đóng lại."
        file.tell(Problem("LN032", str(path), f"không đọc được tệp ({error.strerror})", remedy))
    except ReportgenError as error:
        file.tell(*error.problems)
    return file


# --- whose form ----------------------------------------------------------------------------------------------------


def _identify(file: _Returned, loaded: Loaded, said: Period | None, who: Agency | None) -> None:
    """Settle whose form it is and for which period, from what travels hidden, else from its second line."""
    from reportgen.forms import layout  # noqa: PLC0415  help must not wait for them
    from reportgen.forms.grid import facts_of  # noqa: PLC0415

    assert file.book is not None  # noqa: S101  the caller has looked
    ward = loaded.data.ward
    facts = facts_of(file.book, layout.HIDDEN)
    if facts.get("ward", ward.id) != ward.id:
        message = f"biểu mẫu của đơn vị hành chính “{facts['ward']}”, không phải “{ward.id}” ({ward.full_name})"
        file.tell(Problem("BM003", file.name, message, "Chọn đúng phường bằng --ward, hoặc gửi đúng biểu mẫu."))
        return
    own = _period_of(facts.get("period", ""), loaded)
    if said is not None and own is not None and own != said:
        message = f"biểu mẫu của {label(own)}, không phải {label(said)}"
        file.tell(Problem("BM004", file.name, message, "Gửi biểu mẫu của đúng kỳ, hoặc bỏ tùy chọn kỳ."))
        return
    agency, period = ward.agencies.get(facts.get("agency", "")), said or own
    if who is not None and agency is not None and agency != who:
        message = f"biểu mẫu của {agency.name}, không phải {who.name}"
        file.tell(Problem("BM008", file.name, message, "Bỏ --agency, hoặc chọn đúng tệp của đơn vị."))
        return
    if facts.get("version", layout.VERSION) != layout.VERSION:
        message = f"biểu mẫu do phiên bản khác của chương trình lập (biểu {facts['version']}, nay {layout.VERSION})"
        remedy = "Xem kỹ kết quả nhận; nên gửi lại biểu mẫu lập bằng chương trình đang dùng."
        file.tell(Problem("BM009", file.name, message, remedy, Severity.WARNING))
    if file.book.form in _UNSEEN:
        message = f"tệp .{file.book.form} không cho biết dòng, cột ẩn và định dạng ô"
        remedy = "Nên lưu dạng .xlsx; nếu vẫn dùng tệp này thì xem lại kết quả nhận."
        file.tell(Problem("BM029", file.name, message, remedy, Severity.WARNING))
    agency = who or agency
    if agency is None or period is None:
        printed = _printed(file.book, loaded)
        agency, period = agency or printed[0], period or printed[1]
    if agency is None or period is None:
        lost = "đơn vị nào" if agency is None else "kỳ nào"
        remedy = "Chép số liệu vào biểu mẫu gốc, hoặc nói rõ bằng --agency, --year, --quarter."
        file.tell(Problem("BM005", file.name, f"không biết biểu mẫu của {lost}: phần ghi ẩn đã mất", remedy))
        return
    file.agency, file.period = agency, period


def _period_of(key: str, loaded: Loaded) -> Period | None:
    try:
        return make_period(*parse_key(key), loaded.data.ward.calendar)
    except ValueError:
        return None


def _printed(book: Book, loaded: Loaded) -> tuple[Agency | None, Period | None]:
    """Return what the second line of the sheets prints: `Công an phường - Quý IV năm 2026`."""
    agencies = {
        fold(text): a for a in loaded.data.ward.agencies.values() for text in (a.name, a.short, *a.aliases) if text
    }
    calendar = loaded.data.ward.calendar
    first, last = loaded.data.plan.years
    periods = {}
    for year in range(first, last + 1):
        for key in [*(f"{year}-m{m:02d}" for m in range(1, 13)), *(f"{year}-q{q}" for q in range(1, 5)),
                    f"{year}-h1", f"{year}-h2", f"{year}-9m", f"{year}-y"]:  # fmt: skip
            try:
                period = make_period(*parse_key(key), calendar)
            except ValueError:
                continue
            periods[fold(label(period))] = period
    for grid in book.sheets:
        for row in grid.rows()[:10]:
            text = grid.value(row, 1)
            if isinstance(text, str) and " - " in text:
                name, _, rest = nfc(text).rpartition(" - ")
                if fold(name) in agencies and fold(rest) in periods:
                    return agencies[fold(name)], periods[fold(rest)]
    return None, None


def _no_agency_twice(files: Sequence[_Returned]) -> None:
    """Refuse two files of one agency and period with different contents: nobody but the agency knows which is right."""
    by_owner: dict[tuple[str, Period], list[_Returned]] = {}
    for file in files:
        if file.agency is not None and file.period is not None:
            by_owner.setdefault((file.agency.id, file.period), []).append(file)
    for group in by_owner.values():
        if len({file.data for file in group}) > 1:
            for file in group:
                assert file.agency is not None  # noqa: S101  grouped by it
                others = ", ".join(other.name for other in group if other is not file)
                message = f"{file.agency.name} gửi nhiều tệp cho cùng một kỳ: {others}"
                file.tell(Problem("BM006", file.name, message, "Hỏi đơn vị, giữ lại một tệp đúng rồi chạy lại."))


def _is_clash(file: _Returned) -> bool:
    return any(problem.code == "BM006" for problem in file.problems or [])


# --- taking in -----------------------------------------------------------------------------------------------------


def _take_in(file: _Returned, folder: Path, wanted: Wanted, today: Any, seen: Seen) -> None:
    """Take a form in; when somebody else has written the return meanwhile, once more, over what stands there now."""
    assert file.period is not None  # noqa: S101  the caller has looked
    told = list(file.problems or [])
    for attempt in range(1, TRIES + 1):
        file.problems = list(told)
        try:
            _take(file, folder, wanted, today, seen)
        except ReportgenError as error:
            if attempt == TRIES or all(problem.code != "XB021" for problem in error.problems):
                raise
        else:
            return


def _take(file: _Returned, folder: Path, wanted: Wanted, today: Any, seen: Seen) -> None:
    from reportgen import store  # noqa: PLC0415  help must not wait for them
    from reportgen.forms import form_of  # noqa: PLC0415
    from reportgen.forms.compose import compose  # noqa: PLC0415
    from reportgen.forms.read import understand  # noqa: PLC0415

    assert file.book is not None  # noqa: S101  the caller has looked
    assert file.agency is not None  # noqa: S101
    assert file.period is not None  # noqa: S101
    key = period_key(file.period.kind, file.period.year, file.period.index)
    target = Path("progress", key, f"{file.agency.id}.yaml")
    try:
        stands = store.standing(folder / target)
    except ReportgenError as error:  # a link or a folder in its place; the other forms are taken all the same
        file.tell(*error.problems)
        return
    data = _load(folder, file.period.year, seen).data
    file.tell(*_of_an_old_period(file, key, data))
    form = form_of(data, file.agency, file.period)
    returned = understand(file.book, form)
    if not any(returned.tables.values()) and not errors(returned.problems):
        remedy = "Điền biểu rồi gửi lại; không có gì phát sinh thì ghi như vậy ở trang Tình hình chung."
        notes = (p for p in returned.problems if p.code != "BM031")  # nothing at all says more
        file.tell(*notes, Problem("BM032", file.name, "biểu mẫu chưa điền gì", remedy))
        return
    composed = compose(returned, form, received_on=today, valid_only=wanted.accept_valid)
    judged = _judged(folder, target, composed, file, form, seen=seen)
    told = [*returned.problems, *composed.problems, *judged]
    while wanted.accept_valid and errors(judged) and returned.refuse(p.where for p in errors(judged)):
        composed = compose(returned, form, received_on=today, valid_only=True)
        judged = _judged(folder, target, composed, file, form, seen=seen)
        told += judged
    file.tell(*dict.fromkeys(told))
    if errors(judged) or _is_clash(file) or (file.faults and not wanted.accept_valid):
        return
    if composed.says_nothing:
        remedy = "Sửa các ô đã nêu rồi gửi lại; nhận một biểu không còn dòng nào thì đơn vị bị tính là đã gửi."
        file.tell(Problem("BM032", file.name, "biểu mẫu không có dòng nào đúng để nhận", remedy))
        return
    file.kept = composed.kept
    told_of = {line.key.partition("#")[0] for table in returned.tables.values() for line in table}
    asked = dict.fromkeys(row.task.id for row in form.tasks)
    file.blank_tasks = tuple(id_ for id_ in asked if id_ not in told_of)
    file.blank_indicators = tuple(r.indicator.id for r in form.indicators if r.indicator.id not in told_of)
    _write(file, folder / target, composed, stands)


def _of_an_old_period(file: _Returned, key: str, data: WardData) -> list[Problem]:
    """Return BM034 when a later period of the kind has returns: the report of this one may be signed already."""
    assert file.period is not None  # noqa: S101  the caller has looked
    later = sorted({r.period for r in data.returns if r.period > key and parse_key(r.period)[0] is file.period.kind})
    if not later:
        return []
    message = f"biểu mẫu của {label(file.period)}, trong khi đã có số liệu {label(make_period(*parse_key(later[-1])))}"
    remedy = "Đúng là bổ sung kỳ cũ thì lập lại báo cáo của kỳ đó; nhầm biểu thì lấy lại bản trước: data restore."
    return [Problem("BM034", file.name, message, remedy, Severity.WARNING)]


def _judged(
    folder: Path, target: Path, composed: Composed, file: _Returned, form: Form, *, seen: Seen
) -> list[Problem]:
    """Return what the loader and the rules say of the return as it would stand, each at its cell."""
    from reportgen.check import check_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        (copy / target).parent.mkdir(parents=True, exist_ok=True)
        (copy / target).write_text(composed.text, "utf-8")
        try:
            loaded = load_ward(copy, year=form.period.year, inspect=check_data, seen=seen)
            problems = [*loaded.problems, *check_data(loaded.data)]
        except ReportgenError as error:
            problems = list(error.problems)
    own = f"{folder.name}/{target.as_posix()}"
    # Look-alike letters are told by the form's own reader, at their cell.
    return [_at_its_cell(p, composed, file) for p in problems if p.where.startswith(own) and p.code != "DL105"]


def _at_its_cell(problem: Problem, composed: Composed, file: _Returned) -> Problem:
    found = _LINE.match(problem.where)
    place = composed.place(int(found[2]) if found else 1, *_COLUMNS.get(problem.code, ()))
    where = place.where(file.name) if place else file.name
    return replace(problem, where=where, remedy=_RULE_REMEDY.format(code=problem.code))


def _write(file: _Returned, path: Path, composed: Composed, stands: str) -> None:
    """Write the return over what it was made from; XB021 when that is no longer what stands there."""
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    sha = store.digest(file.data)
    cause = store.Cause(clock.now(), who_runs(), "receive", file.name, sha, replacing=stands)
    saved = store.save(path, composed.text.encode("utf-8"), cause)
    file.taken, file.version = ("new" if saved.changed else "same"), saved.version.number


def who_runs() -> str:
    """Return the account that runs the command, "" when it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return ""


def _annotate(file: _Returned, result: say.Outcome) -> None:
    """Write a copy of the form with its faults as notes on the cells."""
    from reportgen.cli.beside import write_beside  # noqa: PLC0415  help must not wait for them
    from reportgen.templating.notes import with_notes  # noqa: PLC0415

    assert file.book is not None  # noqa: S101  the caller has looked
    if file.book.package is None:
        remedy = "Lưu tệp dạng .xlsx nếu muốn có bản ghi chú lỗi trong ô."
        result.add([Problem("BM007", file.name, "chỉ ghi chú được vào tệp .xlsx", remedy, Severity.WARNING)])
        return
    remarks = [(p.where, f"{p.code}: {p.message}. {p.remedy}") for p in file.problems or []]
    content = with_notes(file.book.package, remarks)
    result.files.append(write_beside(file.path.with_name(f"{file.path.stem}-ghi-chu.xlsx"), content))


# --- telling -------------------------------------------------------------------------------------------------------


def _as_dict(file: _Returned) -> dict[str, Any]:
    period = file.period
    return {
        "file": str(file.path),
        "agency": file.agency.id if file.agency else None,
        "period": period_key(period.kind, period.year, period.index) if period else None,
        "taken": bool(file.taken),
        "changed": file.taken == "new",
        "version": file.version,
        "kept": list(file.kept),
        "blank": {"tasks": list(file.blank_tasks), "indicators": list(file.blank_indicators)},
        "errors": len(file.faults),
    }


def _account(file: _Returned) -> str:
    """Return one line on a file for people."""
    whose = f"{file.agency.name}, {label(file.period)}" if file.agency and file.period else "không rõ đơn vị"
    if file.taken == "same":
        return f"{file.name} ({whose}): đã nhận từ trước, không có gì thay đổi."
    if file.taken:
        left = f"; giữ nguyên như cũ: {', '.join(file.kept)}" if file.kept else ""
        partly = f", bỏ qua {len(file.faults)} chỗ sai" if file.faults else ""
        return f"{file.name} ({whose}): đã nhận, bản {file.version}{partly}{left}{_blank(file)}."
    return f"{file.name} ({whose}): chưa nhận, có {len(file.faults)} chỗ phải sửa."


def _blank(file: _Returned) -> str:
    """Return how much the form was left empty, to be asked about: `; còn để trống 14 nhiệm vụ, 1 chỉ tiêu (CT.01)`."""
    tasks, indicators = file.blank_tasks, file.blank_indicators
    counts = [f"{len(tasks)} nhiệm vụ"] * bool(tasks)
    counts += [f"{len(indicators)} chỉ tiêu ({', '.join(indicators)})"] * bool(indicators)
    return f"; còn để trống {', '.join(counts)}" if counts else ""
