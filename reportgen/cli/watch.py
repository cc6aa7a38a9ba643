"""A file that a person edits, watched: its content each time it has been saved.

Word does not write into a file. It writes a new one beside it and renames; for a moment there is no file, or one that
is still growing. Excel and LibreOffice each do it in their own way, and network drives report late. So nothing is
believed before it has stood still for a moment and is whole; owner files (`~$mau.docx`) are other files and do not
matter.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECONDS: Final = 0.5
"""Between two looks at the file."""
PATIENCE: Final = 10
"""Looks after which a file that stands still and is no whole package is given out all the same: its fault is told."""
GONE: Final = 10
"""Looks after which a missing file is told to be missing: a save by renaming takes less."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What shows without reading that a file is another one."""

    changed_ns: int
    size: int
    inode: int


def saves(path: Path, tick: Callable[[], None]) -> Iterator[bytes | None]:
    """Yield the content of a file now, and again each time it has been saved with another content.

    Args:
        path: The file.
        tick: Waits from one look to the next; whatever it raises ends the watch.

    Yields:
        All its bytes; None, once, when the file has been missing for `GONE` looks.
    """
    shown, done, before = "", None, _stamp(path)
    missing = torn = 0
    while True:
        now = _stamp(path)
        missing = 0 if now else missing + 1
        torn = torn if now == before else 0
        if missing == GONE:
            yield None
        if now is not None and now == before and now != done:
            content = _read(path, now)
            if content is not None and (_is_whole(content) or torn == PATIENCE):
                done = now
                digest = hashlib.sha256(content).hexdigest()
                if digest != shown:
                    shown = digest
                    yield content
            torn += 1
        before = now
        tick()


def _stamp(path: Path) -> _Stamp | None:
    """Return the stamp of a regular file, None when there is none to be seen."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return _Stamp(found.st_mtime_ns, found.st_size, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _read(path: Path, expected: _Stamp) -> bytes | None:
    """Return the content that belongs to a stamp; None while another program holds the file or writes it."""
    try:
        with path.open("rb") as stream:
            content = stream.read()
            found = os.fstat(stream.fileno())
    except OSError:
        return None
    read = _Stamp(found.st_mtime_ns, found.st_size, found.st_ino)
    return content if read == expected and len(content) == expected.size else None


def _is_whole(content: bytes) -> bool:
    """Return whether the list of parts, which a package has at its end, is there."""
    return zipfile.is_zipfile(io.BytesIO(content))
