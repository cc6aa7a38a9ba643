"""One output folder while its lock is held: which name each document gets, and how it gets it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final

from reportgen.output.ledger import Ledger, digest, digest_of
from reportgen.output.places import refuse_special, twin_of
from reportgen.output.staging import TEMPORARY, put_in_place, secret_name, staged, sweep, sync_folder
from reportgen.problem import Problem, ReportgenError, Severity

EDITED: Final = "đã được sửa sau khi tạo, hoặc không phải do chương trình tạo"
OPEN: Final = "đang mở trong Word, Excel hoặc LibreOffice"
DENIED: Final = "không cho thay (chỉ đọc, bị khóa hoặc thuộc người dùng khác)"
ISSUED: Final = "đã ban hành"
TWIN: Final = "trùng tên với một tệp khác, chỉ khác chữ hoa, chữ thường hoặc cách gõ dấu"
_CODES: Final = {EDITED: "XB007", OPEN: "XB008", DENIED: "XB008", ISSUED: "XB030", TWIN: "XB014"}
_OLD: Final = ".cu"
"""Second name of a file of ours while another takes its place."""
_UNREADABLE: Final = "?"
"""Stands for the SHA-256 of a file that nobody may read: surely not ours."""
_WINDOWS_HOLDS: Final = {5, 32, 33}
_MOST_REFUSALS: Final = 3
_BACKUP: Final = re.compile(r"-sao-luu-\d{4}-\d\d-\d\d(?:-\d+)?$")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A document to be written.

    Attributes:
        path: Place under the base folder: `truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx`.
        content: All its bytes. kind: `docx`, `xlsx` or `pdf`.
    """

    path: PurePosixPath
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A document on disk: where it stands now, its kind, the SHA-256 (hex) of its content.

    `backup` is where a person's file is kept in whose place it was put, None when there was none.
    """

    path: Path
    kind: str
    sha256: str
    backup: Path | None = None


def is_backup(path: Path) -> bool:
    """Tell by its name whether a file is what a person wrote, kept aside when a new document took its place."""
    return _BACKUP.search(path.stem) is not None


@dataclass(slots=True)
class _Place:
    """The name that a document is to have.

    Attributes:
        number: Of the revision, 1 for its own name. path: Where that is.
        current: SHA-256 of what stands there, None for nothing. ours: Whether we left it there.
        held: Why a better name could not be had, "" when it could.
        backup: Whether what stands there is a person's, to be kept as a backup; then its name.
    """

    number: int
    path: Path
    current: str | None
    ours: bool
    held: str
    backup: Path | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    """A step that can be taken back: a document that has its name, and where the former file is now."""

    path: Path
    new: str
    former: str | None
    aside: Path | None
    backup: bool


class Shelf:
    """One output folder.

    Attributes:
        folder: The folder. ledger: What we wrote there. notices: What the person should know, so far.
    """

    def __init__(
        self,
        folder: Path,
        *,
        replace: date | None = None,
        issued: Callable[[Path, str], bool] = lambda *_: False,
    ) -> None:
        self.folder = folder
        self.notices: list[Problem] = []
        self._replace = replace
        self._issued = issued
        self._done: list[_Done] = []
        sweep(folder)
        self.ledger = Ledger(folder)
        if self.ledger.spoilt is not None:
            self.notices.append(self.ledger.spoilt)
        self._recover()

    def put(self, files: Sequence[NewFile]) -> tuple[WrittenFile, ...]:
        """Put the documents in place, all or none, and return where they are.

        Raises:
            ReportgenError: XB003, XB004 for every name that something else than a file has.
        """
        places = self._claims(files)
        with ExitStack() as stack:
            temporaries: list[Path | None] = [None] * len(files)
            for index, file in enumerate(files):
                # What stands there already with the same bytes is left alone: its date of change should not move.
                if places[index].current != digest(file.content):
                    temporaries[index] = stack.enter_context(staged(self.folder, file.content))
            self._intend(files, places)
            try:
                for index, (file, temporary) in enumerate(zip(files, temporaries, strict=True)):
                    if temporary is not None:
                        places[index] = self._publish(file, temporary, places[index])
                sync_folder(self.folder)
            except BaseException:
                self._take_back()
                raise
        with suppress(OSError):  # the documents stand; a former one that stays is removed by the next run
            self._forget_former()
            self.ledger.settle((p.path.name, digest(f.content)) for p, f in zip(places, files, strict=True))
        self.notices += [_beside(self.folder / f.path.name, p) for f, p in zip(files, places, strict=True) if p.held]
        self.notices += [_backed_up(p.path, p.backup) for p in places if p.backup is not None]
        return tuple(
            WrittenFile(place.path, file.kind, digest(file.content), place.backup)
            for place, file in zip(places, files, strict=True)
        )

    def remove(self, name: str) -> None:
        """Remove a document that stands as we left it; any other stays."""
        path = self.folder / name
        current = _current(path)
        if current and self.ledger.is_ours(name, current) and not self._why_held(path, current):
            path.unlink(missing_ok=True)

    # --- which name ---------------------------------------------------------------------------------------------

    def _claims(self, files: Sequence[NewFile]) -> list[_Place]:
        places: list[_Place] = []
        refused: list[Problem] = []
        for file in files:
            try:
                places.append(self._claim(file))
            except ReportgenError as error:
                refused += error.problems
        if refused:
            raise ReportgenError(*refused)
        return places

    def _claim(self, file: NewFile, start: int = 1, held: str = "") -> _Place:
        """Return the first name that is free, ours to replace, or holds this very content.

        Args:
            file: The document.
            start: Revision to begin with.
            held: Why those before cannot be had.
        """
        for number in count(start):
            path = self.folder / _revision(file.path.name, number)
            current = _current(path)
            ours = current is not None and self.ledger.is_ours(path.name, current)
            if current == digest(file.content):
                return _Place(number, path, current, ours, held)
            why = self._why_held(path, current)
            if not why:
                return _Place(number, path, current, ours, held)
            if why == EDITED and current != _UNREADABLE and self._replace is not None:
                return _Place(number, path, current, ours, held, self._backup_name(path, current, self._replace))
            held = held or why
        raise AssertionError  # pragma: no cover  # count() does not end

    def _why_held(self, path: Path, current: str | None) -> str:
        """Return why a name is not ours to use, "" when it is."""
        if current is not None and self._issued(path, current):
            return ISSUED
        if twin_of(path) is not None:
            return TWIN
        if current is None:
            return ""
        if owner_file(path) is not None:
            return OPEN
        return "" if self.ledger.is_ours(path.name, current) else EDITED

    def _backup_name(self, path: Path, current: str | None, day: date) -> Path:
        """Return a free name for a person's file, or one that holds its content already."""
        for number in count(1):
            again = f"-{number}" if number > 1 else ""
            backup = path.with_name(f"{path.stem}-sao-luu-{day:%Y-%m-%d}{again}{path.suffix}")
            if not os.path.lexists(backup) or (backup.is_file() and _current(backup) == current):
                return backup
        raise AssertionError  # pragma: no cover  # count() does not end

    # --- giving it ----------------------------------------------------------------------------------------------

    def _publish(self, file: NewFile, temporary: Path, place: _Place) -> _Place:
        """Give a staged document its name, or another one when things have changed since it was chosen."""
        refusals = 0
        while True:
            current = _current(place.path)
            if current == digest(file.content):
                return place
            if current != place.current:  # somebody saved just now
                place = self._claim(file, place.number, place.held)
                self._intend([file], [place])
                continue
            try:
                self._give(file, temporary, place)
            except FileExistsError:  # a name that was free is not any more
                place = self._claim(file, place.number, place.held)
                self._intend([file], [place])
            except PermissionError as error:
                refusals += 1
                if current is None or refusals > _MOST_REFUSALS:
                    raise
                place = self._claim(file, place.number + 1, place.held or _who_holds(error))
                self._intend([file], [place])
            else:
                return place

    def _give(self, file: NewFile, temporary: Path, place: _Place) -> None:
        """Rename a staged file to its place; the former file has a second name until all is done."""
        aside, fresh = None, False
        if place.current is None:
            _put_new(temporary, place.path)
        else:
            aside, fresh = self._set_aside(place)
            try:
                if fresh:
                    _must_be_same(place.path, aside)
                put_in_place(temporary, place.path)
            except BaseException:
                if fresh:
                    _undo(place.path, aside)
                raise
        self._done.append(_Done(place.path, digest(file.content), place.current, aside, place.backup is not None))

    def _set_aside(self, place: _Place) -> tuple[Path | None, bool]:
        """Give the file at a place a second name: a secret one, or that of a backup.

        Returns:
            The name, None on a disk without second names; whether the file has it from now on, not from before.
        """
        aside = place.backup or secret_name(self.folder, f"{_OLD}{place.path.suffix}")
        if os.path.lexists(aside):
            if _current(aside) != place.current:
                raise FileExistsError(errno.EEXIST, "", str(aside))
            return aside, False
        if _second_name(place.path, aside):
            return aside, True
        if place.backup is None:
            return None, False
        place.path.rename(aside)  # the person's file moves; a stop right here loses nothing
        return aside, True

    def _intend(self, files: Sequence[NewFile], places: Sequence[_Place]) -> None:
        self.ledger.intend(
            (place.path.name, place.current if place.ours else None, digest(file.content))
            for file, place in zip(files, places, strict=True)
        )

    def _take_back(self) -> None:
        """Give former files their names again: a failed run leaves what was there."""
        for done in reversed(self._done):
            with suppress(OSError):
                if _current(done.path) != done.new:  # a person's by now
                    continue
                if done.aside is not None:
                    done.aside.replace(done.path)
                elif done.former is None:
                    done.path.unlink()

    def _forget_former(self) -> None:
        """Remove former files of ours, unless somebody wrote into one at the last moment."""
        for done in self._done:
            if done.aside is None or done.backup:
                continue
            if digest_of(done.aside) == done.former:
                done.aside.unlink()
            else:
                self._rescue(done.aside, done.path)

    def _rescue(self, aside: Path, wanted: Path) -> None:
        """Give a person's file that has a secret name only one that can be seen."""
        for number in count(2):
            path = wanted.with_name(_revision(wanted.name, number))
            if not os.path.lexists(path):
                break
        aside.rename(path)
        message = f"tệp được sửa đúng lúc chương trình đang ghi; bản sửa được giữ thành {path.name}"
        remedy = "Đối chiếu hai bản rồi giữ lại một."
        self.notices.append(Problem("XB007", str(wanted), message, remedy, Severity.WARNING))

    def _recover(self) -> None:
        """Put right what a run that was killed left between two names."""
        for aside in self.folder.glob(f"{TEMPORARY[0]}*{_OLD}.*"):
            with suppress(OSError):
                if aside.lstat().st_nlink > 1 or self.ledger.knows(digest_of(aside)):
                    aside.unlink()
                else:
                    self._rescue(aside, self.folder / f"ban-giu-lai{aside.suffix}")


def owner_file(path: Path) -> Path | None:
    """Return the file by which Word, Excel (`~$`) or LibreOffice (`.~lock`) say that they hold `path` open."""
    name = path.name
    # Word drops up to two first letters of the name after `~$`, Excel none.
    owners = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return next((path.with_name(owner) for owner in owners if os.path.lexists(path.with_name(owner))), None)


def _current(path: Path) -> str | None:
    """Return the SHA-256 of the file at `path`, None when nothing stands there.

    Raises:
        ReportgenError: XB003, XB004.
    """
    if not refuse_special(path):
        return None
    try:
        return digest_of(path)
    except FileNotFoundError:
        return None
    except PermissionError:
        return _UNREADABLE


def _revision(name: str, number: int) -> str:
    """Return the name of revision `number`: 1 is the name itself, 2 `...-ban-2.docx`."""
    if number == 1:
        return name
    path = PurePosixPath(name)
    return f"{path.stem}-ban-{number}{path.suffix}"


def _put_new(temporary: Path, path: Path) -> None:
    """Give a staged file a free name; one that somebody takes meanwhile is free no longer (FileExistsError)."""
    if not _second_name(temporary, path):
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "", str(path))
        put_in_place(temporary, path)


def _second_name(path: Path, name: Path) -> bool:
    """Give a file a second name, never over another file; return False on a disk that knows no such thing."""
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError as error:
        # A disk that is full or fails is one thing, one without links (USB sticks, some network shares) another.
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}:
            raise
        return False
    return True


def _must_be_same(path: Path, aside: Path | None) -> None:
    """Refuse to go on (FileExistsError) when `path` no longer is the file that has the second name."""
    if aside is not None and os.path.lexists(path) and not path.samefile(aside):
        raise FileExistsError(errno.EEXIST, "", str(path))


def _undo(path: Path, aside: Path | None) -> None:
    """Take a second name away again, or bring a moved file back."""
    if aside is None:
        return
    with suppress(OSError):
        if os.path.lexists(path):
            aside.unlink()
        else:
            aside.rename(path)


def _who_holds(error: PermissionError) -> str:
    """Return why a file could not be replaced: on Windows a program holds it, elsewhere it is locked."""
    windows = getattr(error, "winerror", None) in _WINDOWS_HOLDS
    return OPEN if windows or error.errno == errno.EACCES else DENIED


def _beside(wanted: Path, place: _Place) -> Problem:
    """Return the notice that a document was written beside the name that it should have."""
    return Problem(
        _CODES[place.held],
        str(wanted),
        f"tệp {place.held} nên được giữ nguyên; bản mới ghi thành {place.path.name}",
        " ".join(_remedies(wanted, place.held)),
        Severity.WARNING,
    )


def _remedies(wanted: Path, held: str) -> Iterator[str]:
    """Yield what a person can do about a name that is held."""
    if held == OPEN:
        yield "Đóng tệp trong Word, Excel hoặc LibreOffice rồi chạy lại."
        if (owner := owner_file(wanted)) is not None:
            yield f"Nếu không có ai mở, xóa tệp tạm {owner.name}."
    elif held == DENIED:
        yield "Gỡ thuộc tính chỉ đọc, hoặc xin quyền sửa tệp, rồi chạy lại."
    elif held == ISSUED:
        yield "Bản đã ban hành không thay được; bản mới chỉ là dự thảo."
    elif held == TWIN:
        yield "Đổi tên một trong hai tệp cho khác hẳn rồi chạy lại."
    else:
        yield "Đối chiếu hai bản rồi giữ lại một; xóa hoặc đổi tên bản cũ nếu muốn lần sau ghi đúng tên."
        yield "Với lệnh lập báo cáo, thêm --replace để bản mới mang đúng tên, bản cũ giữ thành bản sao lưu."


def _backed_up(path: Path, backup: Path) -> Problem:
    """Return XB012."""
    return Problem(
        "XB012",
        str(path),
        f"bản đã sửa tay được giữ thành {backup.name}; bản mới mang tên cũ",
        "Chép nội dung đã sửa từ bản sao lưu sang nếu vẫn cần; xóa bản sao lưu khi không cần nữa.",
        Severity.WARNING,
    )
