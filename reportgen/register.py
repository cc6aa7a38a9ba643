"""Sổ văn bản: the numbers that issued documents bear, and the documents themselves as they were issued.

In a ward's folder stands `so-van-ban/<year>/so-van-ban.yaml`, one entry a document, only ever added to; beside it a
folder for each document with its files byte for byte, the ward's data that it was made from (`so-lieu.zip`), its
template.
Numbers begin anew every year and run by type of document (Nghị định 30/2020/NĐ-CP, Điều 15).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from reportgen import store
from reportgen.output import DATA, NewFile, guarded, locked, write_all
from reportgen.problem import Page, Problem, ReportgenError, Severity
from reportgen.vi.dates import short_date

FOLDER: Final = "so-van-ban"
FILE: Final = "so-van-ban.yaml"
DATA_FILE: Final = "so-lieu.zip"
_WAIT: Final = 60.0
_NUMBER: Final = re.compile(r"0*([0-9]+)([a-zđ]?)")
_UNUSABLE: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
_KEYS: Final = (
    "number", "symbol", "type", "date", "kind", "period", "subject", "file", "kept", "sha256", "data_hash",
    "template_hash", "entered_at", "entered_by",
)  # fmt: skip
_HEAD: Final = """\
# Sổ văn bản đã ban hành năm {year}. Mỗi mục là một văn bản; chương trình chỉ ghi thêm vào cuối.
# Tệp ban hành, số liệu và mẫu đã dùng được giữ nguyên trong thư mục ghi ở dòng kept.
documents:
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of an issued document: where it stood when it was issued, where it is kept, its SHA-256."""

    file: str
    kept: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One issued document; texts as they stand in the register.

    Attributes:
        number: `12`, `12a`. symbol: `12/BC-UBND`. type: Type code, `BC`. date: Day of issue.
        kind, period, subject: Of the document, as in its properties.
        file: Where it stood: path from the workspace, whole when outside. kept: Path of the copy in the year's folder.
        sha256: Of the file. data_hash, template_hash: What it was made from.
        entered_at, entered_by: When and by whom it was entered.
        attachments: Its other files.
    """

    number: str
    symbol: str
    type: str
    date: date
    kind: str
    period: str
    subject: str
    file: str
    kept: str
    sha256: str
    data_hash: str
    template_hash: str
    entered_at: str
    entered_by: str
    attachments: tuple[Kept, ...] = ()

    @property
    def key(self) -> tuple[int, str]:
        """What tells numbers apart: `05` and `5` are one number, `5a` is another."""
        return number_key(self.number)

    def files(self) -> tuple[Kept, ...]:
        """Return all its files, the document first."""
        return (Kept(self.file, self.kept, self.sha256), *self.attachments)


@dataclass(frozen=True, slots=True)
class Year:
    """The register of one year: its folder, its entries in the order of entry."""

    path: Path
    entries: tuple[Entry, ...]

    @property
    def folder(self) -> Path:
        """Where its documents are kept."""
        return self.path.parent


def number_key(number: str) -> tuple[int, str]:
    """Return what tells numbers apart, without leading zeros and without ký hiệu."""
    found = _NUMBER.match(number)
    return (int(found[1]), found[2]) if found else (0, number)


def read_year(ward: Path, year: int) -> Year:
    """Return the register of a year, empty when there is none.

    Raises:
        ReportgenError: XX010 when it cannot be read: no number can be given then.
    """
    path = ward / FOLDER / str(year) / FILE
    if not path.is_file():
        return Year(path, ())
    with guarded(path, DATA):
        content = path.read_bytes()
    return Year(path, tuple(_entries(content, str(path))))


def read_all(ward: Path) -> tuple[Year, ...]:
    """Return the registers of all years, oldest first.

    Raises:
        ReportgenError: XX010.
    """
    folders = sorted((ward / FOLDER).glob("[0-9][0-9][0-9][0-9]")) if (ward / FOLDER).is_dir() else []
    return tuple(read_year(ward, int(folder.name)) for folder in folders)


def issued_in(ward: Path, root: Path) -> Callable[[Path, str], bool]:
    """Return what tells of a file, by its path and SHA-256, whether it is an issued document of a ward.

    Where a register cannot be read every file counts as issued: nothing is replaced until it can.

    Args:
        ward: The ward's folder.
        root: The workspace, from which paths in the register go.
    """
    try:
        files = [kept for year in read_all(ward) for entry in year.entries for kept in entry.files()]
    except ReportgenError:
        return lambda *_: True
    contents = {kept.sha256 for kept in files}
    paths = {(root / kept.file).resolve() for kept in files}
    return lambda path, content: content in contents or path.resolve() in paths


@dataclass(frozen=True, slots=True)
class Issue:
    """A document about to be entered.

    Attributes:
        entry: As it will stand in the register; `kept` and the attachments' copies are filled in on entry.
        contents: Its files, in the order of `entry.files()`.
        beside: Further files kept with it: name to content.
    """

    entry: Entry
    contents: tuple[bytes, ...]
    beside: Mapping[str, bytes]


def enter(ward: Path, issue: Issue, *, at: datetime, who: str) -> tuple[Entry, bool]:
    """Enter a document, unless it stands there already with the same number and day.

    First its files are written, then the entry: an entry never names files that are not there. Two at once wait for one
    another.

    Returns:
        The entry as it stands, and whether it is new.

    Raises:
        ReportgenError: XX010, XX011 a number used twice, XX012 a document entered before with other values; XB codes.
    """
    wanted = issue.entry
    shelf = ward / FOLDER
    with guarded(shelf, DATA):
        shelf.mkdir(parents=True, exist_ok=True)
        with locked(shelf, _WAIT):
            standing = holder_of(ward, wanted)
            if standing is not None:
                return standing, False
            year = read_year(ward, wanted.date.year)
            entry = _keep(year.folder, issue)
            content = year.path.read_bytes() if year.path.is_file() else _HEAD.format(year=wanted.date.year).encode()
            content = content if content.endswith(b"\n") else content + b"\n"
            store.save(year.path, content + _written(entry).encode(), store.Cause(at, who, "issue", wanted.symbol))
    return entry, True


def holder_of(ward: Path, wanted: Entry) -> Entry | None:
    """Return the entry of this very document with this number and day, None when it may be entered.

    Raises:
        ReportgenError: XX010, XX011, XX012.
    """
    years = read_all(ward)
    for year in years:
        for entry in year.entries:
            same_file = entry.sha256 == wanted.sha256
            same_place = entry.file == wanted.file
            same = entry.key == wanted.key and entry.type == wanted.type and entry.date == wanted.date
            if same_file and same:
                return entry
            if same_file or same_place:
                raise ReportgenError(_entered_before(entry, wanted, edited=not same_file))
    for year in years:
        for entry in year.entries:
            taken = (entry.date.year, entry.type, entry.key) == (wanted.date.year, wanted.type, wanted.key)
            if taken:
                raise ReportgenError(_taken(entry, wanted, year, next_number(year.entries, wanted.type)))
    return None


def next_number(entries: Iterable[Entry], code: str) -> int:
    """Return the first number after all those of a type."""
    return max((entry.key[0] for entry in entries if entry.type == code), default=0) + 1


def out_of_order(entries: Iterable[Entry], wanted: Entry) -> Entry | None:
    """Return an entry of the same type whose number and day go the other way round, None when all are in order."""
    for entry in entries:
        same_list = (entry.type, entry.date.year) == (wanted.type, wanted.date.year)
        differ = entry.key != wanted.key and entry.date != wanted.date
        if same_list and differ and (entry.key < wanted.key) != (entry.date < wanted.date):
            return entry
    return None


def _keep(folder: Path, issue: Issue) -> Entry:
    """Write the files of a document into a folder of their own and return the entry that names them."""
    from dataclasses import replace  # noqa: PLC0415  only here

    entry = issue.entry
    name = f"{entry.key[0]:04d}{entry.key[1]}-{entry.type.lower()}"
    names = _distinct(PurePosixPath(kept.file.replace("\\", "/")).name for kept in entry.files())
    files = dict(zip(names, issue.contents, strict=True)) | dict(issue.beside)
    written = write_all(folder, [NewFile(PurePosixPath(name, each), files[each], "") for each in files])
    names = [file.path.name for file in written.files]
    attachments = tuple(
        replace(kept, kept=f"{name}/{each}") for kept, each in zip(entry.attachments, names[1:], strict=False)
    )
    return replace(entry, kept=f"{name}/{names[0]}", attachments=attachments)


def _distinct(names: Iterable[str]) -> list[str]:
    found: list[str] = []
    for given in names:
        name = _UNUSABLE.sub("-", given)
        path, number = PurePosixPath(name), 1
        while name in found or name == DATA_FILE:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        found.append(name)
    return found


# --- the file -----------------------------------------------------------------------------------------------------


def _written(entry: Entry) -> str:
    """Return an entry as YAML, each text in quotes: people read it, and no text is taken for something else."""
    lines = [f"{key}: {_scalar(getattr(entry, key))}" for key in _KEYS]
    text = "  - " + "\n    ".join(lines) + "\n"
    if entry.attachments:
        text += "    attachments:\n"
        for kept in entry.attachments:
            pairs = ", ".join(f"{key}: {_scalar(getattr(kept, key))}" for key in ("file", "kept", "sha256"))
            text += f"      - {{{pairs}}}\n"
    return text


def _scalar(value: object) -> str:
    import json  # noqa: PLC0415  a JSON text is a YAML text

    return value.isoformat() if isinstance(value, date) else json.dumps(str(value), ensure_ascii=False)


def _entries(content: bytes, where: str) -> Iterator[Entry]:
    import yaml  # noqa: PLC0415  takes long to load

    try:
        found = yaml.safe_load(content.decode("utf-8"))
        rows = [] if found is None else found["documents"] or []
        yield from [_entry(row) for row in rows]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}, dòng {mark.line + 1}" if mark is not None else where
        message = "sổ văn bản không đọc được nên không biết số nào đã dùng"
        remedy = "Sửa lại chỗ sai, hoặc lấy lại bản trước của tệp trong thư mục .lich-su/so-van-ban bên cạnh."
        raise ReportgenError(Problem("XX010", place, message, remedy)) from error


def _entry(row: Mapping[str, Any]) -> Entry:
    texts = {key: str(row.get(key, "")) for key in _KEYS if key != "date"}
    day = row["date"] if isinstance(row["date"], date) else date.fromisoformat(str(row["date"]))
    attachments = tuple(Kept(str(a["file"]), str(a["kept"]), str(a["sha256"])) for a in row.get("attachments") or ())
    if not texts["number"] or not texts["sha256"]:
        raise ValueError(row)
    return Entry(**texts, date=day, attachments=attachments)


# --- problems -----------------------------------------------------------------------------------------------------


def described(entry: Entry) -> str:
    """Return how people call an issued document: `số 12/BC-UBND ngày 20/9/2026`."""
    return f"số {entry.symbol} ngày {short_date(entry.date)}"


def _taken(entry: Entry, wanted: Entry, year: Year, free: int) -> Problem:
    return Problem(
        "XX011",
        str(year.path),
        f"số {wanted.number} loại {wanted.type} năm {wanted.date.year} đã cấp cho {entry.file}, {described(entry)}",
        f"Chọn số khác; số tiếp theo chưa dùng là {free}.",
    )


def _entered_before(entry: Entry, wanted: Entry, *, edited: bool) -> Problem:
    what = "văn bản ở chỗ này đã ban hành" if edited else "văn bản này đã vào sổ"
    message = f"{what}, {described(entry)}; không vào sổ lại với số {wanted.symbol} ngày {short_date(wanted.date)}"
    if edited:
        message += ". Nội dung tệp nay khác bản đã ban hành"
    remedy = (
        f"Giữ số đã cấp. Bản đã ban hành còn nguyên ở {FOLDER}/{entry.date.year}/{entry.kept}; văn bản thay thế thì "
        "lưu thành tệp khác rồi vào sổ với số mới."
    )
    return Problem("XX012", wanted.file, message, remedy)


def unordered(entry: Entry, wanted: Entry) -> Problem:
    """Return XX013: numbers and days go opposite ways."""
    return Problem(
        "XX013",
        wanted.file,
        f"{described(wanted)} không theo thứ tự với {described(entry)} đã vào sổ",
        "Số cấp theo thứ tự trong năm (Nghị định 30/2020/NĐ-CP, Điều 15); xem lại số hoặc ngày nếu ghi nhầm.",
        Severity.WARNING,
    )


PAGES: dict[str, Page] = {
    "XX010": Page(
        "Sổ văn bản không đọc được",
        "Sổ cho biết số nào đã cấp; không đọc được mà cấp số mới thì dễ trùng số.",
        "Sửa lại tệp `so-van-ban.yaml`, hoặc chép lại bản trước trong thư mục `.lich-su/so-van-ban` bên cạnh.",
        "Xóa mất dòng `documents:`: báo XX010. Tệp nguyên vẹn: không báo.",
    ),
    "XX011": Page(
        "Số văn bản đã dùng",
        "Trong một năm, mỗi loại văn bản không có hai văn bản cùng số (Nghị định 30/2020/NĐ-CP, Điều 15).",
        "Dùng số khác; thông báo nêu văn bản đang giữ số và số tiếp theo chưa dùng. Sang năm mới, số bắt đầu lại từ 1.",
        "Báo cáo số 12 năm 2026 đã vào sổ, báo cáo khác cũng lấy số 12: báo XX011. Lấy số 13: không báo.",
    ),
    "XX012": Page(
        "Văn bản đã ban hành",
        "Văn bản đã vào sổ không đổi được số, ngày, nội dung; bản đã ban hành được giữ nguyên từng byte.",
        "Giữ số đã cấp. Văn bản thay thế thì lưu thành tệp khác và vào sổ với số mới.",
        "Vào sổ lại cùng tệp với số khác: báo XX012. Vào sổ lại đúng số, đúng ngày cũ: không báo, không đổi gì.",
    ),
    "XX013": Page(
        "Số và ngày văn bản không theo thứ tự",
        "Số văn bản là số thứ tự trong năm: số sau không mang ngày trước số trước.",
        "Xem lại số, ngày vừa ghi; nếu đúng thực tế thì không phải làm gì.",
        "Số 12 ngày 20/9, số 13 ngày 15/9: báo XX013. Số 13 ngày 22/9: không báo.",
    ),
}
