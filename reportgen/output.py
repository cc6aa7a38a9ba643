"""Whole files on disk: written beside and renamed, never over what a person edited, never outside their folder.

Beside the documents stands `.reportgen.json`, the ledger: the SHA-256 of what we wrote under each name. A file whose
content is not in it belongs to a person and is never replaced: the new document becomes `...-ban-2.docx`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from reportgen.problem import Page, Problem, ReportgenError, Severity

LEDGER = ".reportgen.json"
LOCK = ".reportgen.lock"
LOCK_SECONDS = 30.0
TEMPORARY = (".reportgen-", ".tmp")
REMEMBERED = 20  # contents kept for each name: enough to know our own former versions
RETRIES = 3  # a virus scanner or an indexer lets go within a moment; Word does not
RETRY_SECONDS = 0.2
NAME_BYTES = 255 - len("-ban-999")

EDITED = "đã được sửa sau khi tạo, hoặc không phải do chương trình tạo"
OPEN = "đang mở trong Word, Excel hoặc LibreOffice"
ISSUED = "đã ban hành"


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
    """A document on disk: where it stands now, its kind, the SHA-256 (hex) of its content."""

    path: Path
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a set of documents: files in the order given, and what the person should know."""

    files: tuple[WrittenFile, ...]
    problems: tuple[Problem, ...]


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content`, hex."""
    return hashlib.sha256(content).hexdigest()


def write_all(
    base: Path,
    files: Sequence[NewFile],
    *,
    wait: float = LOCK_SECONDS,
    around: Callable[[Path], AbstractContextManager[None]] = lambda _: nullcontext(),
    issued: Callable[[Path, str], bool] = lambda *_: False,
) -> Written:
    """Write the documents of one folder. All are on disk in full before the first one takes its name.

    Args:
        base: Folder under which everything stays; made when missing.
        files: Documents, all for the same folder under `base`, at least one.
        wait: Seconds to wait for another run that is writing into that folder.
        around: Entered with the folder, while its lock is held, before anything is put in place and left after it.
        issued: Tells of a path and the SHA-256 of what stands there whether it is an issued document, which nothing
            ever replaces.

    Raises:
        ReportgenError: XB001-XB006, XB009, XB011; no file that was there is lost or cut short.
    """
    with guarded(base):
        folder = _folder(base, files)
        with locked(folder, wait):
            shelf = _Shelf(folder, issued)
            with around(folder):
                written = shelf.put(files)
    return Written(written, tuple(shelf.notices))


def withdraw(base: Path, paths: Sequence[PurePosixPath], *, wait: float = LOCK_SECONDS) -> None:
    """Remove documents of one folder that we wrote and nobody has changed since; every other file stays.

    Args:
        base: Folder under which everything stays.
        paths: Places under it, all in one folder, at least one.
        wait: Seconds to wait for another run that is writing into that folder.

    Raises:
        ReportgenError: XB codes, as `write_all`.
    """
    with guarded(base):
        folder = _folder(base, [NewFile(path, b"", "") for path in paths])
        with locked(folder, wait):
            ledger = _Shelf(folder).ledger
            for path in (folder / wanted.name for wanted in paths):
                if _current(path) in ledger.get(path.name, ()):
                    path.unlink(missing_ok=True)


class _Shelf:
    """One output folder while its lock is held.

    Attributes:
        folder: The folder. issued: As in `write_all`. notices: What the person should know, so far.
    """

    def __init__(self, folder: Path, issued: Callable[[Path, str], bool] = lambda *_: False) -> None:
        self.folder = folder
        self.issued = issued
        self.notices: list[Problem] = []
        sweep(folder)
        self.ledger = self._read_ledger()

    def put(self, files: Sequence[NewFile]) -> tuple[WrittenFile, ...]:
        """Put the documents in place and return where they are."""
        targets = [self._claim(file) for file in files]
        with ExitStack() as stack:
            temporaries: list[Path | None] = [None] * len(files)
            for index, file in enumerate(files):
                # What stands there already with the same bytes is left alone: its date of change should not move.
                if _current(targets[index]) != digest(file.content):
                    temporaries[index] = stack.enter_context(staged(self.folder, file.content))
            # Before any rename: were we killed in between, our own files would look like somebody's edits.
            self._remember(targets, files)
            for index, (file, temporary) in enumerate(zip(files, temporaries, strict=True)):
                if temporary is not None:
                    targets[index] = self._publish(file, temporary, targets[index])
        if any(temporaries):
            sync_folder(self.folder)
        return tuple(
            WrittenFile(target, file.kind, digest(file.content)) for target, file in zip(targets, files, strict=True)
        )

    def _claim(self, file: NewFile, *, held: str = "") -> Path:
        """Return the first name that is free, ours to replace, or holds this very content.

        Args:
            file: The document.
            held: Why its own name cannot be used, when that is known already.
        """
        for number in count(2 if held else 1):
            path = self.folder / _revision(file.path.name, number)
            current = _current(path)
            if current is None or current == digest(file.content):
                break
            if self.issued(path, current):
                held = held or ISSUED
            elif current in self.ledger.get(path.name, ()):
                if not _is_open(path):
                    break
                held = held or OPEN
            else:
                held = held or EDITED
        if held:
            self.notices.append(_beside(self.folder / file.path.name, path, held))
        return path

    def _publish(self, file: NewFile, temporary: Path, target: Path) -> Path:
        """Give a staged document its name; on Windows a program may hold the old one, then the next free name."""
        if _current(target) == digest(file.content):
            return target
        try:
            _replace(temporary, target)
        except PermissionError:
            beside = self._claim(file, held=OPEN)
            self._remember([beside], [file])
            temporary.replace(beside)
            return beside
        return target

    def _read_ledger(self) -> dict[str, list[str]]:
        """Return the ledger; a spoilt one is no ledger: every file then counts as a person's."""
        try:
            return _ledger(self.folder)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.notices.append(
                Problem(
                    "XB010",
                    str(self.folder / LEDGER),
                    "sổ theo dõi các tệp đã tạo bị hỏng nên không biết tệp nào đã được sửa tay",
                    "Không cần làm gì: các tệp đang có được giữ nguyên, bản mới ghi bên cạnh.",
                    Severity.WARNING,
                )
            )
            return {}

    def _remember(self, targets: Sequence[Path], files: Sequence[NewFile]) -> None:
        """Enter contents in the ledger, newest last."""
        changed = False
        for target, file in zip(targets, files, strict=True):
            known, content = self.ledger.setdefault(target.name, []), digest(file.content)
            if known[-1:] != [content]:
                known[:] = [*(other for other in known if other != content), content][-REMEMBERED:]
                changed = True
        if changed:
            text = json.dumps({"version": 1, "files": dict(sorted(self.ledger.items()))}, ensure_ascii=False, indent=1)
            with staged(self.folder, text.encode() + b"\n") as temporary:
                _replace(temporary, self.folder / LEDGER)


def _folder(base: Path, files: Sequence[NewFile]) -> Path:
    """Return the folder of all `files`, made when missing, after proving that it lies under `base`."""
    relative = files[0].path.parent
    for file in files:
        if file.path.is_absolute() or ".." in file.path.parts or not file.path.name or file.path.parent != relative:
            _escapes(file.path)
        if any(len(part.encode()) > NAME_BYTES for part in file.path.parts):
            raise ReportgenError(_too_long(file.path.name), exit_code=2)
    base.mkdir(parents=True, exist_ok=True)
    root = base.resolve()
    folder = root / relative
    # A folder under out/ that is a link to elsewhere must not take the documents with it.
    if not folder.resolve().is_relative_to(root):
        _escapes(relative)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read_ledger(folder: Path) -> dict[str, list[str]]:
    """Return what we wrote into a folder: name to SHA-256 of contents, newest last; nothing when that is not known."""
    try:
        return _ledger(folder)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _ledger(folder: Path) -> dict[str, list[str]]:
    try:
        files = json.loads((folder / LEDGER).read_bytes())["files"]
    except FileNotFoundError:
        return {}
    return {str(name): [str(content) for content in contents] for name, contents in files.items()}


def _current(path: Path) -> str | None:
    """Return the SHA-256 of what stands at `path`, None when nothing does; links are not followed."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise ReportgenError(
            Problem(
                "XB003",
                str(path),
                "chỗ của tệp sẽ ghi đang có một thư mục cùng tên",
                "Đổi tên hoặc chuyển thư mục đó đi nơi khác rồi chạy lại.",
            )
        )
    if not stat.S_ISREG(mode):
        raise ReportgenError(
            Problem(
                "XB004",
                str(path),
                "chỗ của tệp sẽ ghi đang có một liên kết (lối tắt) chứ không phải tệp thường",
                "Xóa liên kết đó (tệp gốc không bị xóa theo) rồi chạy lại.",
            )
        )
    return digest(path.read_bytes())


def _is_open(path: Path) -> bool:
    """Tell whether Word, Excel (`~$` file) or LibreOffice (`.~lock` file) holds `path` open."""
    name = path.name
    # Word drops up to two first letters of the name after `~$`, Excel none.
    owners = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return any(path.with_name(owner).exists() for owner in owners)


def _revision(name: str, number: int) -> str:
    """Return the name of revision `number`: 1 is the name itself, 2 `...-ban-2.docx`."""
    if number == 1:
        return name
    path = PurePosixPath(name)
    return f"{path.stem}-ban-{number}{path.suffix}"


@contextmanager
def staged(folder: Path, content: bytes) -> Iterator[Path]:
    """Give a new file of `folder` that holds `content` in full, under a name nobody can guess; gone at the end."""
    prefix, suffix = TEMPORARY
    path = folder / f"{prefix}{os.urandom(8).hex()}{suffix}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o666), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _replace(temporary: Path, target: Path) -> None:
    """Rename, waiting a moment for programs that hold the target."""
    for attempt in range(RETRIES):
        try:
            temporary.replace(target)
        except PermissionError:
            if attempt == RETRIES - 1:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


def put_in_place(temporary: Path, target: Path) -> None:
    """Give a staged file its name, whatever stood there before."""
    _replace(temporary, target)


def sync_folder(folder: Path) -> None:
    """Make renames last through a power cut, where the system can."""
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a killed run left; nobody else writes here while we hold the lock."""
    prefix, suffix = TEMPORARY
    for path in folder.glob(f"{prefix}*{suffix}"):
        with suppress(OSError):
            path.unlink()


@contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the folder's lock; the system frees it when we end, however that happens.

    Raises:
        ReportgenError: XB009 when another run holds it longer than `wait` seconds.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        end = time.monotonic() + wait
        while not _try_lock(handle):
            if time.monotonic() >= end:
                raise ReportgenError(
                    Problem(
                        "XB009",
                        str(folder),
                        "một lần chạy khác của chương trình đang ghi vào thư mục này",
                        "Đợi lần chạy kia xong rồi chạy lại; nếu chắc chắn không còn, khởi động lại máy.",
                    )
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    """Take the lock if it is free. A file system without locks (some network shares) counts as free."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # exists on Windows only

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # exists elsewhere only

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        return error.errno not in {errno.EDEADLK, errno.EAGAIN}
    return True


@contextmanager
def guarded(base: Path) -> Iterator[None]:
    """Turn what the system says of a disk into a problem that a person can put right."""
    try:
        yield
    except OSError as error:
        problem = _os_problem(error, str(error.filename or base))
        raise ReportgenError(problem, exit_code=2 if problem.code in {"XB001", "XB006"} else 1) from error


def _os_problem(error: OSError, where: str) -> Problem:
    """Return the problem behind a system error."""
    if error.errno == errno.ENAMETOOLONG:
        return _too_long(where)
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Problem(
            "XB002",
            where,
            "ổ đĩa đã đầy hoặc hết hạn mức lưu trữ",
            "Giải phóng dung lượng, hoặc chọn ổ đĩa khác bằng --out, rồi chạy lại. Các tệp đã có vẫn còn nguyên.",
        )
    causes = {
        errno.EACCES: "không có quyền ghi",
        errno.EPERM: "không có quyền ghi",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
        errno.ENOTDIR: "trên đường dẫn có một tệp đứng ở chỗ của thư mục",
        errno.EEXIST: "trên đường dẫn có một tệp đứng ở chỗ của thư mục",
        errno.ENOENT: "đường dẫn không tồn tại",
        errno.ELOOP: "trên đường dẫn có liên kết không dùng được",
    }
    if error.errno in causes:
        return Problem(
            "XB001",
            where,
            f"không ghi được vào thư mục kết quả: {causes[error.errno]}",
            "Chọn thư mục khác bằng --out, hoặc xin quyền ghi vào thư mục này, rồi chạy lại.",
        )
    return Problem(
        "XB011",
        where,
        f"máy báo lỗi khi ghi tệp (mã {error.errno}: {error.strerror})",
        "Kiểm tra ổ đĩa hoặc kết nối mạng tới thư mục kết quả rồi chạy lại. Các tệp đã có vẫn còn nguyên.",
    )


def _too_long(where: str) -> Problem:
    """Return XB006."""
    return Problem(
        "XB006",
        where,
        "tên tệp hoặc đường dẫn dài quá giới hạn của máy",
        "Đặt thư mục kết quả ở đường dẫn ngắn hơn bằng --out, hoặc rút ngắn tên thư mục của phường.",
    )


def _escapes(path: PurePosixPath) -> None:
    """Refuse a path that leaves the output folder (XB005)."""
    raise ReportgenError(
        Problem(
            "XB005",
            str(path),
            "đường dẫn này dẫn ra ngoài thư mục kết quả nên không ghi",
            "Thay liên kết bên trong thư mục kết quả bằng thư mục thường, hoặc chọn thư mục khác bằng --out.",
        ),
        exit_code=2,
    )


def _beside(wanted: Path, path: Path, held: str) -> Problem:
    """Return the notice that a document was written beside: XB007 edited, XB008 open, XB030 issued."""
    return Problem(
        {EDITED: "XB007", OPEN: "XB008", ISSUED: "XB030"}[held],
        str(wanted),
        f"tệp {held} nên được giữ nguyên; bản mới ghi thành {path.name}",
        "Bản đã ban hành không thay được; bản mới chỉ là dự thảo."
        if held == ISSUED
        else "Đối chiếu hai bản rồi giữ lại một; xóa hoặc đổi tên bản cũ nếu muốn lần sau ghi đúng tên.",
        Severity.WARNING,
    )


PAGES: dict[str, Page] = {
    "XB001": Page(
        "Không ghi được vào thư mục kết quả",
        "Thư mục kết quả không cho ghi (không có quyền, ổ đĩa chỉ đọc) hoặc đường dẫn không phải thư mục.",
        "Chọn thư mục khác bằng `--out`, hoặc xin quyền ghi vào thư mục này.",
        "`--out /cdrom` (ổ chỉ đọc): báo XB001. `--out ~/bao-cao`: không báo.",
    ),
    "XB002": Page(
        "Ổ đĩa đã đầy",
        "Tệp chỉ xuất hiện khi đã ghi đủ; hết chỗ thì không tệp nào được thay, tệp cũ còn nguyên.",
        "Giải phóng dung lượng hoặc chọn ổ đĩa khác bằng `--out`.",
        "Ổ đĩa còn 10 KB, báo cáo cần 60 KB: báo XB002. Còn 1 GB: không báo.",
    ),
    "XB003": Page(
        "Chỗ của tệp sẽ ghi đang là một thư mục",
        "Chương trình không xóa thư mục của người dùng để lấy chỗ ghi tệp.",
        "Đổi tên hoặc chuyển thư mục đó đi nơi khác.",
        "Có thư mục tên `bao-cao-cchc-quy-3-2026.docx`: báo XB003. Không có: không báo.",
    ),
    "XB004": Page(
        "Chỗ của tệp sẽ ghi đang là một liên kết",
        "Ghi qua liên kết (lối tắt) có thể làm thay đổi một tệp ở nơi khác ngoài ý muốn.",
        "Xóa liên kết, tệp gốc không bị xóa theo; sau đó chạy lại.",
        "Tệp báo cáo là liên kết tới tệp trên ổ mạng: báo XB004. Là tệp thường: không báo.",
    ),
    "XB005": Page(
        "Đường dẫn dẫn ra ngoài thư mục kết quả",
        "Mọi tệp tạo ra phải nằm trong thư mục kết quả, để không ghi nhầm vào nơi khác của máy.",
        "Thay liên kết bên trong thư mục kết quả bằng thư mục thường, hoặc chọn thư mục khác bằng `--out`.",
        "`out/truc-lam` là liên kết tới `/etc`: báo XB005. Là thư mục thường: không báo.",
    ),
    "XB006": Page(
        "Tên tệp hoặc đường dẫn quá dài",
        "Máy không tạo được tệp có tên dài quá 255 byte (mỗi chữ có dấu chiếm 2 đến 3 byte).",
        "Đặt thư mục kết quả ở đường dẫn ngắn hơn, hoặc rút ngắn tên thư mục của phường.",
        "Thư mục phường tên dài 300 chữ: báo XB006. `truc-lam`: không báo.",
    ),
    "XB007": Page(
        "Tệp kết quả đã được sửa tay",
        "Nội dung người dùng sửa không bao giờ bị ghi đè: bản mới được ghi bên cạnh với đuôi `-ban-2`.",
        "Đối chiếu hai bản rồi giữ lại một; xóa hoặc đổi tên bản cũ nếu muốn lần sau ghi đúng tên.",
        "Sửa báo cáo trong Word rồi chạy lại: báo XB007. Chạy lại khi chưa sửa: không báo.",
    ),
    "XB008": Page(
        "Tệp kết quả đang mở",
        "Tệp đang mở trong Word, Excel hoặc LibreOffice mà bị thay thì người đang sửa sẽ mất nội dung.",
        "Đóng tệp rồi chạy lại; nếu không có ai mở, xóa tệp tạm bắt đầu bằng `~$` ở cùng thư mục.",
        "Báo cáo đang mở trong Word: báo XB008, bản mới là `...-ban-2.docx`. Đã đóng: không báo.",
    ),
    "XB009": Page(
        "Một lần chạy khác đang ghi vào cùng thư mục",
        "Hai lần chạy cùng ghi một thư mục dễ để lại bộ tệp lẫn lộn của hai lần.",
        "Đợi lần chạy kia xong rồi chạy lại.",
        "Hai người cùng chạy cho một phường: người sau đợi, quá 30 giây thì báo XB009.",
    ),
    "XB010": Page(
        "Sổ theo dõi các tệp đã tạo bị hỏng",
        "Sổ `.reportgen.json` cho biết tệp nào do chương trình ghi; sổ hỏng thì coi mọi tệp là của người dùng.",
        "Không cần làm gì: tệp đang có được giữ nguyên, sổ được lập lại.",
        "Sổ bị sửa bằng tay thành nội dung không đọc được: báo XB010. Sổ nguyên vẹn: không báo.",
    ),
    "XB011": Page(
        "Máy báo lỗi khi ghi tệp",
        "Ổ đĩa hỏng hoặc mất kết nối tới thư mục mạng.",
        "Kiểm tra ổ đĩa hoặc kết nối mạng rồi chạy lại.",
        "Rút ổ USB khi đang ghi: báo XB011. Ổ đĩa bình thường: không báo.",
    ),
    "XB030": Page(
        "Văn bản của kỳ này đã ban hành",
        "Văn bản đã ban hành được giữ nguyên từng byte; lần chạy sau ghi một bản dự thảo mới bên cạnh, kể cả khi dùng "
        "`--replace`.",
        "Không cần làm gì. Muốn thay văn bản đã ban hành thì ban hành văn bản khác theo quy định.",
        "Báo cáo quý III đã vào sổ bằng `reportgen issue`, chạy lại quý III: báo XB030. Chưa vào sổ: không báo.",
    ),
}
"""Page of every code that this module raises."""
