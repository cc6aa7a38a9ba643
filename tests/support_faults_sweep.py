"""A program for `run_with_shim`: one write after another, each with its own fault; prints what went wrong as JSON.

Words: folder to work in; `output`, `replace`, `store` or `command`; `errors`, `some errors` or `kills`.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from reportgen import store
from reportgen.cli import clock
from reportgen.output import NewFile, write_all
from reportgen.problem import ReportgenError
from tests.support_cli import TODAY, Told, run
from tests.support_faults import FROM_NOW_ON, KILL, ONCE, Faults
from tests.support_ward import WARD_ID, write_ward

ERRORS: Final = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE)
CODES: Final = {"XB001", "XB002", "XB009", "XB011"}
FOLDER: Final = PurePosixPath("truc-lam/2026/quy-3")
EDITED, BOOK, PAGES = "bao-cao.docx", "phu-luc.xlsx", "bao-cao.pdf"
SECOND, BOOK_2 = "bao-cao-ban-2.docx", "phu-luc-ban-2.xlsx"
BACKUP: Final = "bao-cao-sao-luu-2026-11-25.docx"
NAMES: Final = {EDITED, BOOK, SECOND, BOOK_2, PAGES, BACKUP}
DAY: Final = date(2026, 11, 25)


def text(name: str, version: str) -> bytes:
    """Return a content that is longer than one buffer and tells whether it is whole."""
    return f"{name} {version} {'x' * 20_000} hết".encode()


class Case(Protocol):
    """A write that may fail, and what must hold after it."""

    def prepare(self, base: Path) -> None:
        """Make what stands there before."""

    def write(self, base: Path) -> list[str]:
        """Do the work; return the codes of notices."""

    def wrong(self, base: Path, *, failed: bool) -> Iterator[str]:
        """Yield what is not as it must be; `failed` tells that the work said so, and must have changed nothing."""

    def wrong_after_next(self, base: Path) -> Iterator[str]:
        """Do the work again, undisturbed, and yield what is not as it must be."""


class Reports:
    """One set of documents: one edited by hand, one of ours from before, one that is new."""

    replace: date | None = None

    def prepare(self, base: Path) -> None:
        self._write(base, "cũ", [EDITED, BOOK])
        (base / FOLDER / EDITED).write_bytes(text(EDITED, "sửa tay"))

    def write(self, base: Path) -> list[str]:
        return self._write(base, "mới", [EDITED, BOOK, PAGES])

    def _write(self, base: Path, version: str, names: list[str]) -> list[str]:
        files = [NewFile(FOLDER / name, text(name, version), name[-4:]) for name in names]
        return [problem.code for problem in write_all(base, files, replace=self.replace, wait=0).problems]

    def seen(self, base: Path) -> dict[str, bytes]:
        """Return what a person sees in the folder."""
        return {p.name: p.read_bytes() for p in (base / FOLDER).iterdir() if not p.name.startswith(".")}

    def wrong(self, base: Path, *, failed: bool) -> Iterator[str]:
        seen = self.seen(base)
        yield from (f"lạ: {name}" for name in set(seen) - NAMES)
        if text(EDITED, "sửa tay") not in seen.values():
            yield "bản sửa tay mất"
        whole = {text(name, version) for name in (EDITED, BOOK, PAGES) for version in ("cũ", "mới", "sửa tay")}
        yield from (f"dở dang: {name}" for name, content in seen.items() if content not in whole)
        if BOOK not in seen or EDITED not in seen:
            yield "thiếu tệp vốn có"
        if failed and seen != {EDITED: text(EDITED, "sửa tay"), BOOK: text(BOOK, "cũ")}:
            yield f"lần ghi hỏng để lại: {sorted(seen)}"

    def wrong_after_next(self, base: Path) -> Iterator[str]:
        codes = self.write(base)
        expected = {EDITED: text(EDITED, "sửa tay"), SECOND: text(EDITED, "mới")}
        if self.replace:
            expected = {EDITED: text(EDITED, "mới"), BACKUP: text(EDITED, "sửa tay")}
        expected |= {name: text(name, "mới") for name in (BOOK, PAGES)}
        # What could not be read the first time was left alone, and the new version went beside it.
        beside = {SECOND: text(EDITED, "mới"), BOOK_2: text(BOOK, "mới")}
        expected |= {name: beside[name] for name in beside.keys() & self.seen(base).keys()}
        if self.seen(base) != expected:
            yield f"lần sau không xong: {sorted(self.seen(base))}"
        if left := [p.name for p in (base / FOLDER).glob(".reportgen-*")]:
            yield f"còn rác: {left}"
        if set(codes) - {"XB007", "XB012"} or codes.count("XB007") > 1:
            yield f"lần sau báo: {codes}"


class Replacing(Reports):
    """The same with `--replace`."""

    replace = DAY


class Data:
    """A data file of a ward: a version received before, changed by hand since, and a new one."""

    def _path(self, base: Path) -> Path:
        return base / "progress" / "2026-q4" / "van-phong.yaml"

    def _save(self, base: Path, version: str) -> None:
        cause = store.Cause(datetime(2026, 12, 14, tzinfo=UTC), "", "receive", f"{version}.xlsx", version * 8)
        store.save(self._path(base), text("số liệu", version), cause)

    def prepare(self, base: Path) -> None:
        self._save(base, "cũ")
        self._path(base).write_bytes(text("số liệu", "sửa tay"))

    def write(self, base: Path) -> list[str]:
        self._save(base, "mới")
        return []

    def wrong(self, base: Path, *, failed: bool) -> Iterator[str]:
        now, path = self._path(base).read_bytes(), self._path(base)
        if now not in {text("số liệu", "sửa tay"), text("số liệu", "mới")}:
            yield "số liệu dở dang"
        if failed and now != text("số liệu", "sửa tay"):
            yield "lần ghi hỏng đã đổi số liệu"
        kept = {store.content_of(path, version.number) for version in store.versions(path)} | {now}
        yield from (f"mất bản {v}" for v in ("cũ", "sửa tay") if text("số liệu", v) not in kept)

    def wrong_after_next(self, base: Path) -> Iterator[str]:
        self.write(base)
        path = self._path(base)
        kept = [store.content_of(path, version.number) for version in store.versions(path)]
        if kept != [text("số liệu", version) for version in ("cũ", "sửa tay", "mới")]:
            yield f"lịch sử có {len(kept)} bản"
        if path.read_bytes() != text("số liệu", "mới"):
            yield "lần sau không xong"
        if left := [p.name for p in path.parent.rglob(".reportgen-*.tmp")]:
            yield f"còn rác: {left}"


class Command:
    """The whole command: data read, templates read, documents built and written, what they were made from kept."""

    def __init__(self) -> None:
        self._number = 100

    def _run(self, base: Path) -> Told:
        words = ("quarterly", "--ward", WARD_ID, "--workspace", base, "--number", str(self._number))
        return run(*words)

    def prepare(self, base: Path) -> None:
        (base / "data").mkdir()
        write_ward(base / "data")
        [report, _] = self._run(base).paths
        report.write_bytes(b"sua tay")
        self._number += 1  # so the next ones are other documents

    def write(self, base: Path) -> list[str]:
        told = self._run(base)
        code = told.codes[0] if told.exit_code and told.codes else ""
        if told.exit_code not in {0, 1, 2} or (told.exit_code and not told.codes) or "Traceback" in told.err:
            return [f"? {told.exit_code} {told.err[-600:]}"]
        return [code]

    def wrong(self, base: Path, *, failed: bool) -> Iterator[str]:
        folder = base / "out" / WARD_ID / "2026" / "quy-3"
        seen = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")}
        if b"sua tay" not in seen.values():
            yield "bản sửa tay mất"
        yield from (f"dở dang: {name}" for name, data in seen.items() if data != b"sua tay" and not _whole(data))
        if failed and len(seen) != 2:
            yield f"lần ghi hỏng để lại: {sorted(seen)}"

    def wrong_after_next(self, base: Path) -> Iterator[str]:
        told = self._run(base)
        if told.exit_code or not {"XB007"} >= set(told.codes):
            yield f"lần sau báo: {told.err[-600:]}"
        if left := [p.name for p in (base / "out").rglob(".reportgen-*")]:
            yield f"còn rác: {left}"


def _whole(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False


CASES: Final[dict[str, Callable[[], Case]]] = {
    "output": Reports,
    "replace": Replacing,
    "store": Data,
    "command": Command,
}
SELDOM: Final = 9
"""A run of the command takes long: of its calls only every ninth comes to grief by default."""


def main(folder: Path, what: str, how: str) -> dict[str, object]:
    """Sweep over all calls of one write; return how many trials there were and what went wrong."""
    clock.today = lambda: TODAY
    faults, case = Faults(), CASES[what]()
    base = folder / "out"
    _fresh(case, base)
    _tried(case, base)  # everything is imported
    _fresh(case, base)
    faults.arm(ONCE, 1 << 30)
    case.write(base)
    calls = faults.disarm()
    trials = [(mode, at, error) for mode in (ONCE, FROM_NOW_ON) for error in ERRORS for at in range(calls)]
    if how == "some errors" or what == "command":  # every call once in either way, with the errors in turn
        errors = [ERRORS[at % len(ERRORS)] for at in range(2 * calls)]
        trials = [(mode, at, errors.pop()) for mode in (ONCE, FROM_NOW_ON) for at in range(calls)]
        trials = trials[:: SELDOM if how == "some errors" and what == "command" else 1]
    if how == "kills":
        trials = [(KILL, at, 0) for at in range(calls)]
    wrong: list[str] = []
    told: dict[str, int] = {}
    for mode, at, error in trials:
        _fresh(case, base)
        found: list[str] = []
        if how == "kills":
            outcome = _killed(case, base, faults, mode, at)
            found += case.wrong(base, failed=False)
        else:
            faults.arm(mode, at, error)
            outcome = _tried(case, base)
            faults.disarm()
            # From now on nothing works: then what was put in place cannot be taken back, and is whole all the same.
            found += case.wrong(base, failed=mode == ONCE and outcome not in {"", "XB007", "XB012"})
        if outcome.startswith("?"):
            found.append(outcome)
        found += case.wrong_after_next(base)
        told[outcome] = told.get(outcome, 0) + 1
        wrong += [f"{what}, lệnh gọi {at}/{calls}, kiểu {mode}, lỗi {error}: {one}" for one in found]
    return {"trials": len(trials), "calls": calls, "told": told, "wrong": wrong}


def _fresh(case: Case, base: Path) -> None:
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir()
    case.prepare(base)


def _tried(case: Case, base: Path) -> str:
    """Do the work; return the code that was told, "" when all went well."""
    try:
        return "".join(sorted(set(case.write(base)))[:1])
    except ReportgenError as refused:
        [problem] = refused.problems
        vietnamese = not problem.message.isascii() and not problem.remedy.isascii()
        good = problem.code in CODES and refused.exit_code in {1, 2} and str(base) in problem.where and vietnamese
        return problem.code if good and ".reportgen-" not in problem.where else f"? {problem}"
    except OSError as error:
        return f"? {error!r}"


def _killed(case: Case, base: Path, faults: Faults, mode: int, at: int) -> str:
    """Do the work in a child that is killed on the way; return "" or what else became of it."""
    child = os.fork()
    if child == 0:
        faults.arm(mode, at)
        case.write(base)
        os._exit(0)
    return {-9: "killed", 0: "done"}.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "? ended otherwise")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]), ensure_ascii=False))
