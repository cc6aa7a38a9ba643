"""What one run leaves for the next, on disk: compiled templates, loaded wards, judgements on finished documents.

A cache never changes a result. An entry is found by the hash of everything it was made from, this program and this
Python included; one that is damaged, foreign or missing is made again. No fault of the disk is an error: without a
home that can be written there is no cache.

Entries are trusted as the program itself is: compiled templates hold code and pickles, the program's own modules are
code; only loaded wards are read by an unpickler that knows no more than the classes of `reportgen.model`. So the folder
is made for its owner alone, and neither the folder nor an entry counts that belongs to somebody else or that others may
write. The hash in front of an entry guards against a torn file, not against its owner.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final

from reportgen import __version__

VARIABLE: Final = "REPORTGEN_CACHE"
"""Names another folder; empty or `off` for no cache."""
OFF: Final = frozenset({"", "off", "none", "0", "no"})
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_ENTRIES: Final = 1024
_MAGIC: Final = b"reportgen-1\n"
_DIGEST: Final = 32
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_FRESH_SECONDS: Final = 24 * 60 * 60
"""An entry used within that time keeps its date: reading must not write at every run."""
_PACKAGE: Final = Path(__file__).resolve().parent


class Cache:
    """A folder of entries, or no folder and no entries."""

    def __init__(self, folder: Path | None) -> None:
        """Use a folder; it is made when the first entry is kept."""
        self._folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was kept under a key, None when there is nothing of use."""
        if not self._readable:
            return None
        path = self._path(kind, key)
        try:
            handle = os.open(path, os.O_RDONLY | _NO_LINKS)
            with os.fdopen(handle, "rb") as stream:
                known = os.fstat(stream.fileno())
                if not stat.S_ISREG(known.st_mode) or not _ours(known):
                    return None
                content = stream.read(MOST_BYTES + 1)
        except OSError:
            return None
        value = content[len(_MAGIC) + _DIGEST :]
        if content[: len(_MAGIC) + _DIGEST] != _MAGIC + hashlib.sha256(value).digest():
            return None
        _used(path, known)
        return value

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep bytes under a key, whole or not at all; old entries make room."""
        if self._folder is None or len(value) > MOST_BYTES // 4:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.__dict__.pop("_readable", None)
            if not self._readable:
                return
            path = self._path(kind, key)
            _write(path, _MAGIC + hashlib.sha256(value).digest() + value)
            self._make_room()

    @cached_property
    def _readable(self) -> bool:
        """Whether the folder is there, a folder, and nobody else's to write."""
        if self._folder is None:
            return False
        try:
            known = os.lstat(self._folder)
        except OSError:
            return False
        return stat.S_ISDIR(known.st_mode) and _ours(known)

    @cached_property
    def _program(self) -> str:
        return program_stamp()

    def _path(self, kind: str, key: str) -> Path:
        if self._folder is None:
            raise ValueError(kind)
        named = hashlib.sha256(f"{self._program}\0{kind}\0{key}".encode("utf-8", "surrogateescape"))
        return self._folder / f"{kind}-{named.hexdigest()[:40]}"

    def _make_room(self) -> None:
        """Remove the entries longest unused, until few and small enough remain, and what a killed run left."""
        if self._folder is None:
            return
        entries = [(e, e.stat(follow_symlinks=False)) for e in os.scandir(self._folder) if not e.name.startswith(".")]
        total = sum(known.st_size for _, known in entries)
        if total <= MOST_BYTES and len(entries) <= MOST_ENTRIES:
            return
        count = len(entries)
        # A few at once, so that a full cache is not tidied at every run.
        for entry, known in sorted(entries, key=lambda pair: pair[1].st_mtime_ns):
            if total <= MOST_BYTES * 3 // 4 and count <= MOST_ENTRIES * 3 // 4:
                break
            with suppress(OSError):
                os.unlink(entry.path)  # noqa: PTH108  a scandir entry gives its path as text
            total, count = total - known.st_size, count - 1
        for entry in os.scandir(self._folder):
            if entry.name.startswith(_TEMPORARY) and not _recent(entry.stat(follow_symlinks=False)):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108


_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_TEMPORARY: Final = ".new-"


def open_cache() -> Cache:
    """Return the cache of this user, as the environment has it."""
    return Cache(_folder())


def _folder() -> Path | None:
    """Return the folder: as `REPORTGEN_CACHE` says, else where the system keeps caches; None for no cache."""
    said = os.environ.get(VARIABLE)
    if said is not None:
        return None if said.strip().lower() in OFF else Path(said)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
        return Path(base) / "reportgen" / "cache" if base else None
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):  # noqa: PTH117  a relative one is to be ignored, says the XDG specification
        return Path(base) / "reportgen"
    home = os.path.expanduser("~")  # noqa: PTH111  Path.home() raises where there is no home
    return Path(home) / ".cache" / "reportgen" if os.path.isabs(home) else None  # noqa: PTH117


def program_stamp() -> str:
    """Return what tells this program on this Python from any other: version, and size and date of each of its files.

    As Python itself decides whether compiled code is still good. Libraries whose compiled form is kept belong to it.
    """
    found = [__version__, sys.version, str(sys.implementation.cache_tag), str(sys.flags.optimize)]
    with suppress(OSError):
        found += _stamps(str(_PACKAGE))
    for library in ("jinja2", "markupsafe"):
        for place in sys.path:
            with suppress(OSError):
                known = os.stat(f"{place}/{library}/__init__.py")  # noqa: PTH116  at every start
                found.append(f"{place}/{library} {known.st_size} {known.st_mtime_ns}")
                break
    return hashlib.sha256("\n".join(found).encode("utf-8", "surrogateescape")).hexdigest()


def _stamps(folder: str) -> Iterator[str]:
    """Yield a line for every file of the package, in order."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _stamps(entry.path)
        else:
            known = entry.stat()
            yield f"{entry.path} {known.st_size} {known.st_mtime_ns}"


def _ours(known: os.stat_result) -> bool:
    """Tell whether nobody but this user can have written it; on Windows the profile folder sees to that."""
    if sys.platform == "win32":
        return True
    return known.st_uid == os.geteuid() and not known.st_mode & _OTHERS_WRITE


def _recent(known: os.stat_result) -> bool:
    import time  # noqa: PLC0415  rarely asked

    return time.time() - known.st_mtime < _FRESH_SECONDS


def _used(path: Path, known: os.stat_result) -> None:
    """Note that an entry is in use, at most once a day."""
    if not _recent(known):
        with suppress(OSError):
            os.utime(path)


def _write(path: Path, content: bytes) -> None:
    """Write a file beside and rename it: two runs at once, or a kill, leave whole entries only.

    Without fsync: an entry torn by a power cut fails its hash and is made again.
    """
    temporary = path.with_name(f"{_TEMPORARY}{os.urandom(8).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS
    try:
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as stream:
            stream.write(content)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
