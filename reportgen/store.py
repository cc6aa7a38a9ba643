"""Data files that programs write: in one whole write, the former version kept, who, when and from what recorded.

Beside a file `progress/2026-q4/cong-an-phuong.yaml` stands the folder `.lich-su/cong-an-phuong/` with `0001.yaml`,
`0001.json`, `0002.yaml`, ...: every version that was ever in force, with its record. A version is written in full,
first its content, then its record, before the file itself is replaced by a rename. So whenever the program is stopped,
the file is the former one or the new one, and a version whose turn never came is known by its record: it names the
content that it was to replace, and that content still stands.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from reportgen.output import (
    DATA,
    guarded,
    locked,
    put_in_place,
    refuse_linked,
    refuse_special,
    staged,
    sweep,
    sync_folder,
)
from reportgen.problem import Page, Problem, ReportgenError

HISTORY: Final = ".lich-su"
ABSENT: Final = "absent"
"""Stands for the content of a file that is not there."""
WAIT_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a data file.

    Attributes:
        number: From 1. at: When it came into force, ISO 8601. who: Who ran the command, or "".
        how: `receive`, `import`, `restore`, `edited` (found changed by hand), `before` (older than its history).
        source: Name of the file that it came from, or "". source_sha256: Of that file, or "".
        sha256: Of its content. replaced: SHA-256 of the content before it, "" for none.
    """

    number: int
    at: str
    who: str
    how: str
    source: str
    source_sha256: str
    sha256: str
    replaced: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write came to: whether anything changed, and the version now in force."""

    changed: bool
    version: Version


def digest(content: bytes) -> str:
    """Return the SHA-256 (hex) of a content."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a file changes.

    Attributes:
        at: When. who: Who runs the command. how: As in `Version`. source: From what file. source_sha256: Its SHA-256.
        again: Whether a source that was received before may change the file once more.
        replacing: SHA-256 of the content that the new one was made from, so that nothing written meanwhile is
            replaced unseen; `ABSENT` when there was none; "" where that does not matter.
    """

    at: datetime
    who: str = ""
    how: str = "receive"
    source: str = ""
    source_sha256: str = ""
    again: bool = False
    replacing: str = ""


def save(path: Path, content: bytes, cause: Cause) -> Saved:
    """Put a data file's new content in force.

    Args:
        path: The file; its folder is made when missing.
        content: All its bytes.
        cause: Recorded with it. A source that was received before changes nothing, unless it says otherwise.

    Raises:
        ReportgenError: XB021 when the file is no longer the one that the content was made from; other XB codes of the
            disk. The file is then as it was.
    """
    with guarded(path.parent, DATA):
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.parent, WAIT_SECONDS):
            sweep(path.parent)
            shelf = _Shelf(path)
            shelf.catch_up(cause.at)
            known = shelf.in_force()
            if cause.replacing and (shelf.current() or ABSENT) != cause.replacing:
                raise ReportgenError(_changed_meanwhile(path))
            source = "" if cause.again else cause.source_sha256
            received = [v for v in known if source and v.source_sha256 == source]
            if received or (known and known[-1].sha256 == digest(content)):
                return Saved(changed=False, version=(received or known)[-1])
            version = shelf.keep(content, cause, replaced=shelf.current() or "")
            shelf.put(content)
            return Saved(changed=True, version=version)


def _changed_meanwhile(path: Path) -> Problem:
    """Return XB021."""
    message = "tệp vừa được sửa trong lúc lệnh đang chạy"
    return Problem("XB021", str(path), message, "Chạy lại lệnh: lần chạy sau tính cả phần vừa sửa.")


def standing(path: Path) -> str:
    """Return the SHA-256 of what stands in a data file, `ABSENT` when there is none; for `Cause.replacing`."""
    return _Shelf(path).current() or ABSENT


def versions(path: Path) -> tuple[Version, ...]:
    """Return the versions of a data file that were in force, oldest first; a change by hand since is not among them."""
    with guarded(path.parent, DATA):
        return tuple(_Shelf(path).kept())


def content_of(path: Path, number: int) -> bytes:
    """Return the content of one version.

    Raises:
        ReportgenError: XB020, exit status 2, when there is no such version.
    """
    with guarded(path.parent, DATA):
        shelf = _Shelf(path)
        if all(version.number != number for version in shelf.kept()):
            known = ", ".join(str(version.number) for version in shelf.kept()) or "chưa có bản nào"
            message = f"tệp không có bản số {number}"
            remedy = f"Các bản đang có: {known}. Xem bằng reportgen data history."
            raise ReportgenError(Problem("XB020", str(path), message, remedy), exit_code=2)
        return shelf.content(number)


def restore(path: Path, number: int, *, at: datetime, who: str) -> Saved:
    """Put a former version in force again, as a new version: what stands now is kept too.

    Raises:
        ReportgenError: XB020 when there is no such version; XB codes of the disk.
    """
    return save(path, content_of(path, number), Cause(at, who, "restore", f"bản {number}"))


class _Shelf:
    """The history of one file.

    Raises:
        ReportgenError: XB003, XB004 when a folder or a link stands where the file, or its history, should be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent / HISTORY / path.stem
        refuse_special(path)
        refuse_linked(self.folder.parent)
        refuse_linked(self.folder)

    def in_force(self) -> list[Version]:
        """Return the versions, without one that was prepared and never put in its place."""
        found, prepared = self._recorded(), self._prepared()
        return [version for version in found if version.number != prepared]

    def _prepared(self) -> int | None:
        """Return the number of a version that was prepared and never put in its place; None when there is none."""
        found, now = self._recorded(), self.current()
        if found and found[-1].sha256 != now and found[-1].replaced == (now or ""):
            return found[-1].number
        return None

    def kept(self) -> list[Version]:
        """Return the versions that can be brought back: of a file that somebody has deleted, all."""
        return self._recorded() if self.current() is None else self.in_force()

    def catch_up(self, at: datetime) -> None:
        """Take what a person wrote into the file since, or before the history began, as a version of its own."""
        now, known = self.current(), self.in_force()
        if now is not None and (not known or known[-1].sha256 != now):
            content = self.path.read_bytes()
            self.keep(
                content, Cause(at, how="edited" if known else "before"), replaced=known[-1].sha256 if known else ""
            )

    def keep(self, content: bytes, cause: Cause, *, replaced: str) -> Version:
        """Write a version and its record; it is in force once its content stands in the file."""
        number = self._free_number()
        at = cause.at.isoformat(timespec="seconds")
        version = Version(
            number, at, cause.who, cause.how, cause.source, cause.source_sha256, digest(content), replaced
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        sweep(self.folder)
        record = json.dumps(asdict(version), ensure_ascii=False, indent=1) + "\n"
        # The record of a version whose turn never came goes first: it must not describe the new content.
        self._file(number, "json").unlink(missing_ok=True)
        for suffix, data in (("yaml", content), ("json", record.encode())):
            with staged(self.folder, data) as temporary:
                put_in_place(temporary, self._file(number, suffix))
        sync_folder(self.folder)
        return version

    def put(self, content: bytes) -> None:
        """Replace the file."""
        with staged(self.path.parent, content) as temporary:
            put_in_place(temporary, self.path)
        with suppress(OSError):  # it is in force; at worst a power cut brings the former one back, whole
            sync_folder(self.path.parent)

    def content(self, number: int) -> bytes:
        """Return the content of a version."""
        return self._file(number, "yaml").read_bytes()

    def _file(self, number: int, suffix: str) -> Path:
        return self.folder / f"{number:04d}.{suffix}"

    def current(self) -> str | None:
        """Return the SHA-256 of what stands in the file, None when there is none."""
        return digest(self.path.read_bytes()) if self.path.is_file() else None

    def _free_number(self) -> int:
        """Return the number of the next version: never that of a version whose record merely is damaged."""
        prepared = self._prepared()
        taken = [int(record.stem) for record in self._records()]
        return max((number for number in taken if number != prepared), default=0) + 1

    def _records(self) -> list[Path]:
        return [record for record in sorted(self.folder.glob("[0-9][0-9][0-9][0-9]*.json")) if record.stem.isdecimal()]

    def _recorded(self) -> list[Version]:
        """Return what the records say, in order, without damaged ones.

        Raises:
            OSError: A record cannot be read just now; it may be a good one.
        """
        found: list[Version] = []
        for record in self._records():
            try:
                version = Version(**json.loads(record.read_bytes()))
            except (ValueError, TypeError):
                continue
            if self._file(version.number, "yaml").is_file():
                found.append(version)
        return sorted(found, key=lambda v: v.number)


PAGES: dict[str, Page] = {
    "XB020": Page(
        "Tệp số liệu không có bản này",
        "Mỗi lần nhận biểu mẫu, bản trước được giữ lại và đánh số; chỉ lấy lại được bản đã có.",
        "Xem các bản bằng `reportgen data history`, rồi chọn đúng số.",
        "Tệp có 3 bản, chọn bản 7: báo XB020. Chọn bản 2: không báo.",
    ),
    "XB021": Page(
        "Tệp số liệu vừa được sửa trong lúc lệnh đang chạy",
        "Bản mới được lập từ nội dung đã cũ; ghi đè thì mất phần người khác vừa sửa.",
        "Chạy lại lệnh: lần chạy sau tính cả phần vừa sửa.",
        "Hai người cùng lúc đọc bảng vào một kế hoạch: người sau báo XB021. Lần lượt từng người: không báo.",
    ),
}
