"""Whatever happens to the disk or the process while documents are written: whole files, old or new, no edit lost.

Long proofs run small by default. REPORTGEN_LONG_PROOFS=1 gives every call every error, kills 300 runs of the report
command (or as many as REPORTGEN_REPORT_KILLS says) and has eight processes make 200 (REPORTGEN_REPORT_RUNS).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.output import LEDGER, LOCK
from tests.support_cli import TODAY, on_day, run
from tests.support_faults import can_build, run_with_shim
from tests.support_ward import WARD_ID, write_ward

LONG = bool(os.environ.get("REPORTGEN_LONG_PROOFS"))
KILLS = int(os.environ.get("REPORTGEN_REPORT_KILLS", "300" if LONG else "20"))
RUNS = int(os.environ.get("REPORTGEN_REPORT_RUNS", "200" if LONG else "16"))
PROCESSES = 8
COMMANDS = (("quarterly",), ("monthly",), ("annual", "--year", "2026"), ("plan",))
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="fork, mount and users as on Linux")


# --- every call of one write -------------------------------------------------------------------------------------


@pytest.fixture
def memory_disk() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of writes, none waits for a disk."""
    shared = Path("/dev/shm")  # noqa: S108  made with a secret name
    folder = Path(tempfile.mkdtemp(dir=shared if os.access(shared, os.W_OK) else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(not can_build(), reason="no C compiler, or not Linux")
@pytest.mark.parametrize("how", ["errors", "kills"] if LONG else ["some errors"])
def test_any_call_of_the_whole_command_may_fail_or_be_the_last(memory_disk: Path, how: str) -> None:
    told = json.loads(run_with_shim(memory_disk, "tests.support_faults_sweep", str(memory_disk), "command", how))
    assert told["wrong"] == []
    assert told["calls"] > 100
    expected = {"killed"} if how == "kills" else {"XB001", "XB011"}
    assert expected <= told["told"].keys()


@pytest.mark.skipif(not can_build(), reason="no C compiler, or not Linux")
@pytest.mark.parametrize("how", ["errors" if LONG else "some errors", "kills"])
@pytest.mark.parametrize("what", ["output", "replace", "store"])
def test_every_call_of_one_write_may_fail_or_be_the_last(memory_disk: Path, what: str, how: str) -> None:
    told = json.loads(run_with_shim(memory_disk, "tests.support_faults_sweep", str(memory_disk), what, how))
    assert told["wrong"] == []
    assert told["calls"] > 40  # the sweep does see open, write, flush, rename, link, unlink
    if how == "kills":
        assert told["told"] == {"killed": told["calls"]}
    else:
        assert told["trials"] == (12 if LONG else 2) * told["calls"]
        assert min(told["told"].get(code, 0) for code in ("XB001", "XB002", "XB011")) > told["trials"] / 8


# --- real disks --------------------------------------------------------------------------------------------------


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the tiny ward; one report was made already, so everything is imported."""
    work = tmp_path / "work"
    (work / "data").mkdir(parents=True)
    write_ward(work / "data")
    on_day(monkeypatch, TODAY)
    assert run("quarterly", "--ward", WARD_ID, "--workspace", work).exit_code == 0
    return work


def documents(folder: Path) -> dict[str, bytes]:
    """Return what a person sees under a folder: path to content."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def in_a_child(work: Callable[[], Any]) -> Any:
    """Do some work in a copy of this process and return its result, which JSON can hold; None where it cannot."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else None


def told_on_a_mount(space: Path, *mounts: list[str], number: str) -> tuple[int, list[str], str]:
    """Make a report in a copy of this process that has mounts of its own."""

    def work() -> Any:
        import ctypes  # noqa: PLC0415

        if ctypes.CDLL(None).unshare(0x00020000) != 0:  # CLONE_NEWNS
            return None
        commands = [["mount", "--make-rprivate", "/"], *mounts]
        if any(subprocess.run(command, check=False, capture_output=True).returncode for command in commands):
            return None
        told = run("quarterly", "--ward", WARD_ID, "--workspace", space, "--number", number)
        return told.exit_code, told.codes, told.err

    answer = in_a_child(work)
    if answer is None:
        pytest.skip("no right to mount here")
    return tuple(answer)


@linux_only
def test_a_full_disk_of_64_kib_is_told_and_nothing_is_left_half_written(space: Path) -> None:
    small = space / "out"
    shutil.rmtree(small)
    small.mkdir()
    kept = space / "kept"
    kept.mkdir()
    script = ["sh", "-c", f"cp -a {kept}/. {small}/"]
    (kept / "cu.docx").write_bytes(b"x" * 1000)
    look = ["sh", "-c", f"test -f {small}/cu.docx"]
    exit_code, codes, err = told_on_a_mount(
        space, ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], script, look, number="5"
    )
    assert (exit_code, codes[-1]) == (1, "XB002")
    assert str(small) in err
    assert "Traceback" not in err


@linux_only
def test_a_disk_that_may_only_be_read_is_told(space: Path) -> None:
    out = space / "out"
    before = documents(out)
    bind = ["mount", "--bind", str(out), str(out)]
    exit_code, codes, err = told_on_a_mount(
        space, bind, ["mount", "-o", "remount,ro,bind", str(out), str(out)], number="5"
    )
    assert (exit_code, codes[-1]) == (2, "XB001")
    assert "chỉ cho đọc" in err
    assert "--out" in err
    assert documents(out) == before


@linux_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_another_user_is_told(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", "off")
    run("quarterly", "--ward", WARD_ID, "--workspace", space)  # all is imported: the other may not read our Python
    out = Path(tempfile.mkdtemp(prefix="reportgen-"))
    work = out / "work"
    shutil.copytree(space, work)
    for path in [out, *out.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    before = documents(work)

    def other() -> Any:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        told = run("quarterly", "--ward", WARD_ID, "--workspace", work, "--number", "5")
        return told.exit_code, told.codes, told.err

    try:
        exit_code, codes, err = in_a_child(other)
        assert (exit_code, codes[-1]) == (2, "XB001"), err
        assert "không có quyền ghi" in err
        assert documents(work) == before
    finally:
        shutil.rmtree(out)


@linux_only
@pytest.mark.parametrize("left", [0, 1, 3])
def test_a_process_that_may_open_no_more_files_says_so(space: Path, left: int) -> None:
    before = documents(space / "out")

    def poor() -> Any:
        import resource  # noqa: PLC0415

        taken = [os.open(os.devnull, os.O_RDONLY) for _ in range(64)]  # no gaps below
        resource.setrlimit(resource.RLIMIT_NOFILE, (taken[-1] + 1, taken[-1] + 1))
        for one in taken[len(taken) - left :]:
            os.close(one)
        told = run("quarterly", "--ward", WARD_ID, "--workspace", space, "--number", "5")
        return told.exit_code, told.codes, told.err

    exit_code, codes, err = in_a_child(poor)
    assert exit_code in {0, 1, 2}, err
    assert codes or exit_code == 0
    assert "Traceback" not in err
    assert (documents(space / "out") == before) is (exit_code != 0)


@linux_only
@pytest.mark.parametrize("words", [["explain", "LN001"], ["quarterly", "--ward", WARD_ID]])
def test_an_output_that_takes_no_more_is_no_fault_of_the_program(space: Path, words: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", *words], stdout=full, stderr=subprocess.PIPE, text=True,
            cwd=space, check=False,
        )  # fmt: skip
    assert done.returncode in {1, 2}, done.stderr
    assert "XB002" in done.stderr
    assert "Traceback" not in done.stderr


# --- kill -9 -----------------------------------------------------------------------------------------------------


@linux_only
def test_killed_at_any_moment_a_run_leaves_whole_files_old_or_new_and_every_edit(space: Path) -> None:
    out, dice = space / "out", random.Random(9)  # noqa: S311  moments, not secrets
    [report, tables] = run("quarterly", "--ward", WARD_ID, "--workspace", space).paths
    edits: set[bytes] = set()
    killed = finished = 0
    usual = _seconds(lambda: _numbered(space, 1))
    for number in range(KILLS):
        before = documents(out)
        if number % 5 == 4:  # an officer saves the newest report as Word does: beside, then renamed
            beside = report.with_name("word.tmp")
            beside.write_bytes(b"sua tay %d" % number)
            edits.add(beside.read_bytes())
            drafts = [path for path in report.parent.glob(f"{report.stem}*.docx") if path.read_bytes() not in edits]
            beside.replace(dice.choice(drafts or [report.with_name(f"cua-toi-{number}.docx")]))
            before = documents(out)
        child = os.fork()
        if child == 0:
            _numbered(space, number + 2)
            os._exit(0)
        time.sleep(usual * dice.uniform(0.3, 1.4))
        os.kill(child, signal.SIGKILL)
        stopped = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) < 0
        killed, finished = killed + stopped, finished + (not stopped)
        after = documents(out)
        for name, content in after.items():
            assert content == before.get(name) or content in edits or _is_whole(content), name
        assert before.keys() <= after.keys()
        assert edits <= set(after.values())
        assert tables.name in {Path(name).name for name in after}
    assert killed
    assert run("quarterly", "--ward", WARD_ID, "--workspace", space).exit_code == 0
    assert not list(out.rglob(".reportgen-*.tmp"))
    assert edits <= set(documents(out).values())
    sys.stderr.write(f"killed {killed}, had finished {finished}, edits {len(edits)}\n")


def _numbered(space: Path, number: int) -> None:
    """Make the report anew; its number makes it another one each time."""
    run("quarterly", "--ward", WARD_ID, "--workspace", space, "--number", str(number))


def _seconds(work: Callable[[], None]) -> float:
    """Return how long some work takes in a copy of this process."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - began


def _is_whole(content: bytes) -> bool:
    """Tell whether a document is whole: every part of the package has its right checksum."""
    import io  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False


# --- many at once ------------------------------------------------------------------------------------------------


@linux_only
def test_eight_at_once_write_what_one_after_another_would_and_keep_every_edit(space: Path) -> None:
    out = space / "out"
    for words in COMMANDS:
        assert run(*words, "--ward", WARD_ID, "--workspace", space).exit_code == 0
    serial = documents(out)
    assert all(_is_whole(content) for content in serial.values())
    workers = [_worker(space, seed) for seed in range(PROCESSES)]
    dice, open_ = random.Random(5), set(serial)  # noqa: S311
    edits: dict[str, bytes] = {}
    while workers:
        time.sleep(dice.uniform(0.05, 0.4))
        workers = [worker for worker in workers if os.waitpid(worker, os.WNOHANG) == (0, 0)]
        # Now and then an officer saves a document, as Word and LibreOffice do: beside, then renamed.
        if workers and open_ and len(edits) < len(serial) - 2:
            name = min(open_)
            open_.discard(name)
            edits[name] = f"sửa tay {name}".encode()
            beside = out / f"{name}.word"
            beside.write_bytes(edits[name])
            beside.replace(out / name)
    after = documents(out)
    assert {name: after[name] for name in edits} == edits
    for name, content in after.items():
        plain = name.replace("-ban-2", "")
        assert content == edits.get(name, serial[plain]), name
    assert {path.name for path in out.rglob(".reportgen*")} <= {LEDGER, LOCK}
    assert [path.read_text("utf-8") for path in space.glob("loi-*.txt")] == []


def _worker(space: Path, seed: int) -> int:
    """Start a process that makes its share of the runs, in an order of its own; return its number."""
    child = os.fork()
    if child:
        return child
    dice = random.Random(seed)  # noqa: S311
    try:
        for number in range(max(RUNS // PROCESSES, 1)):
            words = COMMANDS[(seed + number + dice.randrange(2)) % len(COMMANDS)]
            told = run(*words, "--ward", WARD_ID, "--workspace", space)
            if told.exit_code != 0:
                (space / f"loi-{seed}-{number}.txt").write_text(told.err, "utf-8")
    finally:
        os._exit(0)
