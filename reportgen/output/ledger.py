"""The ledger of an output folder: what we wrote last under each name.

A file whose content is not what we wrote last belongs to a person: edited in Word, saved again by LibreOffice, put
back from a backup, copied from another period. Without a ledger every file does.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reportgen.output.staging import put_in_place, staged
from reportgen.problem import Problem, Severity

LEDGER: Final = ".reportgen.json"
_VERSION: Final = 2
_MOST_BYTES: Final = 16 << 20


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content`, hex."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, hex, however large it is."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Ledger:
    """What a folder's ledger says.

    Attributes:
        spoilt: Why it could not be read, as a notice; None when it could be, or when there is none.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LEDGER
        self.spoilt: Problem | None = None
        self._files: dict[str, list[str]] = {}
        try:
            self._read()
        except FileNotFoundError:
            pass
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, IsADirectoryError):
            self._files = {}
            self.spoilt = _spoilt(self.path)

    def _read(self) -> None:
        found = self.path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
            raise ValueError(LEDGER)
        said = json.loads(self.path.read_bytes())
        # Version 1 kept all former contents too: of them only the last is what we left there.
        keep = 2 if said.get("version") == _VERSION else 1
        self._files = {str(name): [str(one) for one in contents][-keep:] for name, contents in said["files"].items()}

    def is_ours(self, name: str, content: str) -> bool:
        """Tell whether a file of that name and SHA-256 stands as we left it."""
        return content in self._files.get(name, ())

    def knows(self, content: str) -> bool:
        """Tell whether we wrote a content under any name."""
        return any(content in contents for contents in self._files.values())

    def as_dict(self) -> dict[str, list[str]]:
        """Return name to SHA-256 of contents, newest last; the one before it when a run was stopped in between."""
        return {name: list(contents) for name, contents in self._files.items()}

    def intend(self, changes: Iterable[tuple[str, str | None, str]]) -> None:
        """Enter what is about to be written, before it is: were we killed in between, it must look like ours.

        Args:
            changes: Name; SHA-256 of what stands there and is ours, or None; SHA-256 of what will stand there.
        """
        self._change({name: [*([now] if now else []), new] for name, now, new in changes})

    def settle(self, contents: Iterable[tuple[str, str]]) -> None:
        """Enter what now stands there: a former content that comes back is a person's doing."""
        self._change({name: [content] for name, content in contents})

    def _change(self, entries: dict[str, list[str]]) -> None:
        entries = {name: list(dict.fromkeys(contents)) for name, contents in entries.items()}
        if any(self._files.get(name) != contents for name, contents in entries.items()):
            self._files |= entries
            self._write()

    def _write(self) -> None:
        said = {"version": _VERSION, "files": dict(sorted(self._files.items()))}
        text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
        with staged(self.path.parent, text.encode("utf-8", "surrogateescape")) as temporary:
            put_in_place(temporary, self.path)


def _spoilt(path: Path) -> Problem:
    """Return XB010."""
    return Problem(
        "XB010",
        str(path),
        "sổ theo dõi các tệp đã tạo bị hỏng nên không biết tệp nào đã được sửa tay",
        "Không cần làm gì: các tệp đang có được giữ nguyên, bản mới ghi bên cạnh.",
        Severity.WARNING,
    )
