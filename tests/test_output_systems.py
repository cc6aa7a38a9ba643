"""Writing on other systems than this one: disks without locks, Windows, a limit on the size of files."""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from reportgen.output import LEDGER, LOCK, NewFile, staging, write_all
from reportgen.output.staging import FORSAKEN_SECONDS, staged, sweep
from reportgen.problem import ReportgenError
from tests.support_cli import TODAY, on_day, run
from tests.support_ward import WARD_ID, write_ward

FOLDER = PurePosixPath("truc-lam/2026/quy-3")
NAME, SECOND = "bao-cao.docx", "bao-cao-ban-2.docx"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what others do is imitated")


def make(base: Path, content: str) -> tuple[str, list[str]]:
    written = write_all(base, [NewFile(FOLDER / NAME, content.encode(), "docx")])
    return written.files[0].path.name, [problem.code for problem in written.problems]


def seen(base: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in (base / FOLDER).iterdir() if p.name not in {LEDGER, LOCK}}


def test_what_a_living_process_is_writing_is_not_swept_away(tmp_path: Path) -> None:
    with staged(tmp_path, b"half") as living:
        dead = tmp_path / ".reportgen-0123456789abcdef.tmp"
        dead.write_bytes(b"half")
        sweep(tmp_path)
        assert living.exists()
        assert not dead.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_name_that_is_a_link_or_a_folder_is_not_ours_to_sweep(tmp_path: Path) -> None:
    (tmp_path / "aim").write_bytes(b"x")
    (tmp_path / ".reportgen-a.tmp").symlink_to(tmp_path / "aim")
    (tmp_path / ".reportgen-b.tmp").mkdir()
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"aim", ".reportgen-a.tmp", ".reportgen-b.tmp"}


def test_on_a_disk_without_locks_only_what_is_long_forsaken_is_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    young, old = tmp_path / ".reportgen-a.tmp", tmp_path / ".reportgen-b.tmp"
    young.touch()
    old.touch()
    os.utime(old, (old.stat().st_mtime - FORSAKEN_SECONDS - 1,) * 2)
    sweep(tmp_path)
    assert (young.exists(), old.exists()) == (True, False)
    assert make(tmp_path / "out", "một") == (NAME, [])
    assert make(tmp_path / "out", "hai") == (NAME, [])


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Let the writer believe that it is on Windows; return the files that Word holds open."""
    held: set[Path] = set()
    replace = os.replace

    def locking(handle: int, _mode: int, _bytes: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError(errno.EACCES, "locked") from error

    def replacing(source: str | Path, target: str | Path) -> None:
        if Path(target) in held:
            error = PermissionError(errno.EACCES, "The process cannot access the file", str(source))
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        replace(source, target)

    monkeypatch.setattr(staging, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(staging, "RETRY_SECONDS", 0)
    monkeypatch.setattr(os, "replace", replacing)
    return held


def test_on_windows_all_is_the_same(tmp_path: Path, windows: set[Path]) -> None:
    assert not windows
    assert make(tmp_path, "một") == (NAME, [])
    assert make(tmp_path, "hai") == (NAME, [])
    (tmp_path / FOLDER / NAME).write_text("sửa", "utf-8")
    assert make(tmp_path, "ba") == (SECOND, ["XB007"])
    assert seen(tmp_path) == {NAME: "sửa", SECOND: "ba"}


def test_on_windows_a_file_that_word_holds_is_told_and_the_new_one_stands_beside(
    tmp_path: Path, windows: set[Path]
) -> None:
    make(tmp_path, "một")
    windows.add(tmp_path / FOLDER / NAME)
    written = write_all(tmp_path, [NewFile(FOLDER / NAME, b"hai", "docx")])
    assert [p.code for p in written.problems] == ["XB008"]
    assert "Đóng tệp trong Word" in written.problems[0].remedy
    assert seen(tmp_path) == {NAME: "một", SECOND: "hai"}
    windows.clear()
    assert make(tmp_path, "ba") == (NAME, [])


def test_on_windows_a_ledger_that_is_held_stops_the_run_and_changes_nothing(tmp_path: Path, windows: set[Path]) -> None:
    make(tmp_path, "một")
    windows.add(tmp_path / FOLDER / LEDGER)
    with pytest.raises(ReportgenError) as told:
        make(tmp_path, "hai")
    assert [(p.code, p.where) for p in told.value.problems] == [("XB001", str(tmp_path / FOLDER))]
    assert seen(tmp_path) == {NAME: "một"}


def test_a_limit_on_the_size_of_files_is_told_as_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415  not on Windows
    import signal  # noqa: PLC0415

    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    on_day(monkeypatch, TODAY)
    words = ("quarterly", "--ward", WARD_ID, "--workspace", tmp_path)
    old = {path: path.read_bytes() for path in run(*words).paths}
    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
        told = run(*words, "--number", "5")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    assert (told.exit_code, told.codes[-1]) == (1, "XB002")
    assert {path: path.read_bytes() for path in old} == old
