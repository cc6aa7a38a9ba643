"""Whole files on disk: written beside and renamed, never over what a person edited, never outside their folder.

Beside the documents stands `.reportgen.json`, the ledger: the SHA-256 of what we wrote last under each name. A file
whose content is another belongs to a person and is never replaced: the new document becomes `...-ban-2.docx`, or, with
`--replace`, the person's file becomes a dated backup. A document that has been issued keeps its place in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from reportgen.output.codes import PAGES
from reportgen.output.ledger import LEDGER, Ledger, digest, digest_of
from reportgen.output.places import folder_of, refuse_linked, refuse_special
from reportgen.output.problems import DATA, RESULTS, guarded, of_machine
from reportgen.output.shelf import NewFile, Shelf, WrittenFile, is_backup
from reportgen.output.staging import LOCK, LOCK_SECONDS, locked, put_in_place, staged, sweep, sync_folder
from reportgen.problem import Problem

__all__ = [
    "DATA",
    "LEDGER",
    "LOCK",
    "PAGES",
    "RESULTS",
    "NewFile",
    "Written",
    "WrittenFile",
    "digest",
    "guarded",
    "is_backup",
    "locked",
    "of_machine",
    "put_in_place",
    "read_ledger",
    "refuse_linked",
    "refuse_special",
    "staged",
    "stands_as_written",
    "sweep",
    "sync_folder",
    "withdraw",
    "write_all",
]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a set of documents: files in the order given, and what the person should know."""

    files: tuple[WrittenFile, ...]
    problems: tuple[Problem, ...]


def write_all(
    base: Path,
    files: Sequence[NewFile],
    *,
    replace: date | None = None,
    wait: float = LOCK_SECONDS,
    around: Callable[[Path], AbstractContextManager[None]] = lambda _: nullcontext(),
    issued: Callable[[Path, str], bool] = lambda *_: False,
) -> Written:
    """Write the documents of one folder. All are on disk in full before the first one takes its name.

    Args:
        base: Folder under which everything stays; made when missing.
        files: Documents, all for the same folder under `base`, at least one.
        replace: Today, when the person wants new documents under their own names: what was edited by hand then
            becomes a backup that bears this day. None: it keeps its name.
        wait: Seconds to wait for another run that is writing into that folder.
        around: Entered with the folder, while its lock is held, before anything is put in place and left after it.
        issued: Tells of a path and the SHA-256 of what stands there whether it is an issued document, which nothing
            ever replaces.

    Raises:
        ReportgenError: XB001-XB006, XB009, XB011, XB013, XB014; every file that was there is then as it was.
    """
    with guarded(base):
        folder = folder_of(base, [file.path for file in files])
        with locked(folder, wait):
            shelf = Shelf(folder, replace=replace, issued=issued)
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
        folder = folder_of(base, paths)
        with locked(folder, wait):
            shelf = Shelf(folder)
            for path in paths:
                shelf.remove(path.name)


def read_ledger(folder: Path) -> dict[str, list[str]]:
    """Return what we wrote into a folder: name to SHA-256 of contents, newest last; nothing when that is not known."""
    try:
        return Ledger(folder).as_dict()
    except OSError:
        return {}


def stands_as_written(path: Path) -> bool:
    """Tell whether the file at `path` is what we wrote there last; False once it was edited, or never was ours.

    Raises:
        OSError: The file is not there, or cannot be read.
    """
    return Ledger(path.parent).is_ours(path.name, digest_of(path))
