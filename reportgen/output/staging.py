"""Files written beside and renamed; locks that the system frees; what killed runs left."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from reportgen.problem import Problem, ReportgenError

LOCK: Final = ".reportgen.lock"
LOCK_SECONDS: Final = 30.0
TEMPORARY: Final = (".reportgen-", ".tmp")
RETRIES = 3  # a virus scanner or an indexer lets go within a moment; Word does not
RETRY_SECONDS = 0.2
FORSAKEN_SECONDS: Final = 3600.0
"""Age of a left-over whose writer cannot be asked whether it lives, because the disk knows no locks."""
_NO_SYNC_OF_FOLDERS: Final = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM}
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def secret_name(folder: Path, suffix: str) -> Path:
    """Return a path in `folder` that nobody can guess; people never see the file."""
    return folder / f"{TEMPORARY[0]}{os.urandom(8).hex()}{suffix}"


@contextmanager
def staged(folder: Path, content: bytes) -> Iterator[Path]:
    """Give a new file of `folder` that holds `content` in full and on the disk; gone at the end.

    While it lasts, a lock on it tells every `sweep` that its writer lives.
    """
    path, handle = _created(folder)
    try:
        try:
            stream = os.fdopen(handle, "wb", closefd=False)
            with stream:
                stream.write(content)
                stream.flush()
                os.fsync(handle)
            if sys.platform == "win32":  # an open file cannot be renamed there, nor be removed by anybody
                os.close(handle)
                handle = -1
            yield path
        finally:
            if handle >= 0:
                os.close(handle)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _created(folder: Path) -> tuple[Path, int]:
    """Return a new empty file and its handle, locked where the disk can."""
    while True:
        path = secret_name(folder, TEMPORARY[1])
        handle = os.open(path, _NEW, 0o666)
        try:
            # A sweep that saw the file before it was locked may have taken it away.
            if sys.platform != "win32" and not (_try_lock(handle) and _still_there(path, handle)):
                os.close(handle)
                continue
        except BaseException:
            os.close(handle)
            raise
        return path, handle


def _still_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename over whatever stands at `target`, waiting a moment for programs that hold it."""
    for attempt in range(RETRIES):
        try:
            temporary.replace(target)
        except PermissionError:
            if attempt == RETRIES - 1:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


def sync_folder(folder: Path) -> None:
    """Make renames last through a power cut, where the system can."""
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC_OF_FOLDERS:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, each to last through a power cut."""
    missing = [folder, *folder.parents]
    missing = missing[: next((n for n, path in enumerate(missing) if path.is_dir()), len(missing))]
    folder.mkdir(parents=True, exist_ok=True)
    for path in reversed(missing):
        with suppress(OSError):  # the folder above may be one where we cannot do that
            sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what killed runs left; what a living one is still writing stays."""
    prefix, suffix = TEMPORARY
    for path in folder.glob(f"{prefix}*{suffix}"):
        with suppress(OSError):
            if _forsaken(path):
                path.unlink()


def _forsaken(path: Path) -> bool:
    """Tell whether the writer of a temporary file is gone."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        return False
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415  # exists elsewhere only

        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a disk without locks
            pass
        else:
            return True
        finally:
            os.close(handle)
    return time.time() - found.st_mtime > FORSAKEN_SECONDS


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
