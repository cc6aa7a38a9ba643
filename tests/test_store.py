"""Data files that the program writes: whole or not at all, every former version kept, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportgen import store
from reportgen.problem import ReportgenError
from tests.support_cli import run
from tests.support_forms import AGENCY, TASKS, filled, receive, save, taken, workspace
from tests.support_ward import WARD_ID

NOW = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
PAIRS = int(os.environ.get("REPORTGEN_PAIRS", "3"))
"""How often two people receive at once."""
KILLS = int(os.environ.get("REPORTGEN_KILLS", "40"))
"""How often the command is killed; REPORTGEN_KILLS=200 for the long run, seven minutes on a busy machine."""


def cause(source: str = "") -> store.Cause:
    return store.Cause(NOW, "van-thu", "receive", source, store.digest(source.encode()) if source else "")


def test_every_version_is_kept_with_who_when_and_from_what(tmp_path: Path) -> None:
    path = tmp_path / "q4" / "a.yaml"
    store.save(path, b"mot", cause("1.xlsx"))
    store.save(path, b"hai", cause("2.xlsx"))
    assert path.read_bytes() == b"hai"
    assert [(v.number, v.who, v.source, v.at) for v in store.versions(path)] == [
        (1, "van-thu", "1.xlsx", "2026-12-14T09:00:00+00:00"),
        (2, "van-thu", "2.xlsx", "2026-12-14T09:00:00+00:00"),
    ]
    assert store.content_of(path, 1) == b"mot"


def test_what_was_there_before_and_what_people_write_by_hand_are_versions_too(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"co san")
    store.save(path, b"mot", cause("1.xlsx"))
    path.write_bytes(b"sua tay")
    store.save(path, b"hai", cause("2.xlsx"))
    assert [(v.how, store.content_of(path, v.number)) for v in store.versions(path)] == [
        ("before", b"co san"), ("receive", b"mot"), ("edited", b"sua tay"), ("receive", b"hai"),
    ]  # fmt: skip


def test_the_same_source_or_the_same_content_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    store.save(path, b"mot", cause("1.xlsx"))
    assert not store.save(path, b"khac", cause("1.xlsx")).changed
    assert not store.save(path, b"mot", cause("2.xlsx")).changed
    assert path.read_bytes() == b"mot"
    assert len(store.versions(path)) == 1


def test_a_former_version_comes_back_as_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    store.save(path, b"mot", cause("1.xlsx"))
    store.save(path, b"hai", cause("2.xlsx"))
    saved = store.restore(path, 1, at=NOW, who="")
    assert (path.read_bytes(), saved.version.number, saved.version.how) == (b"mot", 3, "restore")
    assert store.content_of(path, 2) == b"hai"


def test_a_version_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        store.restore(tmp_path / "a.yaml", 7, at=NOW, who="")
    assert [p.code for p in told.value.problems] == ["XB020"]


def test_a_version_whose_turn_never_came_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    store.save(path, b"mot", cause("1.xlsx"))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(store._Shelf, "put", stopped)
        with pytest.raises(KeyboardInterrupt):
            store.save(path, b"hai", cause("2.xlsx"))
    assert path.read_bytes() == b"mot"
    assert [v.number for v in store.versions(path)] == [1]
    assert store.save(path, b"ba", cause("2.xlsx")).version.number == 2
    assert store.content_of(path, 2) == b"ba"


def test_a_damaged_record_hides_no_other_version(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for number in range(3):
        store.save(path, f"{number}".encode(), cause(f"{number}.xlsx"))
    (tmp_path / store.HISTORY / "a" / "0002.json").write_text("{")
    assert [v.number for v in store.versions(path)] == [1, 3]


# --- commands ----------------------------------------------------------------------------------------------------


def test_history_and_restore_as_commands(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    form = filled(work)
    receive(work, save(form, work / "mot.xlsx"))
    first = taken(work)
    form.put(TASKS, "02.1", {"Tỷ lệ (%)": 90})
    receive(work, save(form, work / "hai.xlsx"))
    asked = ("--ward", WARD_ID, "--workspace", work, "--agency", AGENCY, "--year", "2026", "--quarter", "4")
    lines = run("data", "history", *asked).out.splitlines()
    assert lines[0] == "Văn phòng HĐND và UBND, quý IV năm 2026:"
    assert ["mot.xlsx" in lines[1], "hai.xlsx" in lines[2]] == [True, True]
    told = run("data", "restore", *asked, "--version", "1")
    assert (told.exit_code, told.out) == (
        0,
        "Văn phòng HĐND và UBND, quý IV năm 2026: đã lấy lại bản 1, nay là bản 3.\n",
    )
    assert taken(work) == first
    versions = run("data", "history", *asked, "--json").json["returns"][0]["versions"]
    assert [v["how"] for v in versions] == ["receive", "receive", "restore"]


def test_a_return_that_somebody_has_deleted_comes_back(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    receive(work, save(filled(work), work / "mot.xlsx"))
    first = taken(work)
    (work / "data" / WARD_ID / "progress" / "2026-q4" / f"{AGENCY}.yaml").unlink()
    asked = ("--ward", WARD_ID, "--workspace", work, "--agency", AGENCY, "--year", "2026", "--quarter", "4")
    assert "mot.xlsx" in run("data", "history", *asked).out
    told = run("data", "restore", *asked, "--version", "1")
    assert told.exit_code == 0, told.err
    assert taken(work) == first


def test_history_shows_the_hour_of_vietnam(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    path = work / "data" / WARD_ID / "progress" / "2026-q4" / f"{AGENCY}.yaml"
    at = datetime(2026, 12, 14, 20, 30, tzinfo=UTC)
    store.save(path, f"agency: {AGENCY}\nperiod: 2026-q4\n".encode(), store.Cause(at, "van-thu", "receive", "a.xlsx"))
    told = run("data", "history", "--ward", WARD_ID, "--workspace", work)
    assert "15/12/2026 03:30, nhận biểu mẫu, a.xlsx, van-thu" in told.out


def test_restore_wants_one_return_and_a_version_that_is_there(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    where = ("--ward", WARD_ID, "--workspace", work)
    assert run("data", "restore", *where, "--version", "1").codes == ["LN033"]
    told = run("data", "restore", *where, "--agency", AGENCY, "--year", "2026", "--quarter", "3", "--version", "4")
    assert (told.exit_code, told.codes) == (2, ["XB020"])
    assert run("data", "restore", *where, "--version", "x").codes == ["LN007"]
    assert "Chưa có bản nào" in run("data", "history", *where).out


# --- stops, and others at the same time -----------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no fork, no SIGKILL")
def test_killed_at_any_moment_the_data_are_the_former_or_the_new_ones(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    form = filled(work)
    receive(work, save(form, work / "dau.xlsx"))  # everything is imported
    form.put(TASKS, "02.1", {"Tỷ lệ (%)": 1})
    started = time.monotonic()
    assert os.waitstatus_to_exitcode(os.waitpid(received_by_a_child(work, save(form, work / "hai.xlsx")), 0)[1]) == 0
    usual = time.monotonic() - started
    dice = random.Random(7)  # noqa: S311  moments, not secrets
    killed = changed = 0
    for number in range(KILLS * 5):
        if number >= KILLS and killed and changed:  # a machine that is busy in fits may want some more
            break
        before = taken(work)
        form.put(
            TASKS, "02.1", {"Tỷ lệ (%)": number % 100, "Kết quả trong kỳ": f"Đã rà soát {number} thủ tục trong kỳ."}
        )
        path = save(form, work / "bieu-mau.xlsx")
        child = received_by_a_child(work, path)
        time.sleep(dice.uniform(0, usual * 1.3))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) < 0
        after = taken(work)
        assert after is not None
        assert after == before or f"Đã rà soát {number} thủ tục trong kỳ." in after
        assert after.endswith("overdue: 0}\n")
        changed += after != before
        assert_readable(work)
    print(f"{KILLS} receipts: {killed} killed on the way, {changed} had come far enough to change the data")  # noqa: T201
    assert killed  # stopped on the way
    assert changed  # and some had come far enough


def received_by_a_child(work: Path, path: Path, *options: str) -> int:
    """Receive a form in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        receive(work, path, options=options)
        os._exit(0)
    return child


def assert_readable(work: Path) -> None:
    """Every version in force has its record and its content, and the newest is what stands in the file."""
    path = work / "data" / WARD_ID / "progress" / "2026-q4" / f"{AGENCY}.yaml"
    versions = store.versions(path)
    assert all(store.digest(store.content_of(path, v.number)) == v.sha256 for v in versions)
    assert versions[-1].sha256 == store.digest(path.read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_two_people_receiving_at_once_keep_what_the_other_has_brought(tmp_path: Path) -> None:
    work = workspace(tmp_path / "work")
    receive(work, save(filled(work), work / "dau.xlsx"))
    for number in range(PAIRS):
        one, other = filled(work), filled(work)
        one.put(TASKS, "01.1", {"Tình trạng": "không rõ"})  # stays as it was, as --accept-valid has it
        one.put(TASKS, "02.1", {"Kết quả trong kỳ": f"Đã rà soát {number} thủ tục trong kỳ."})
        other.put(TASKS, "02.1", {"Tình trạng": "không rõ"})
        other.put(TASKS, "01.1", {"Kết quả trong kỳ": f"Đã kiểm tra {number} văn bản trong kỳ."})
        paths = [save(form, work / f"{name}-{number}.xlsx") for name, form in (("mot", one), ("hai", other))]
        children = [received_by_a_child(work, path, "--accept-valid") for path in paths]
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
        text = taken(work) or ""
        assert f"Đã rà soát {number} thủ tục trong kỳ." in text
        assert f"Đã kiểm tra {number} văn bản trong kỳ." in text
        assert_readable(work)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from reportgen import store
path, name = Path(sys.argv[1]), sys.argv[2]
for number in range(20):
    content = f"{name} {number}".encode()
    cause = store.Cause(datetime.now(UTC), name, "receive", f"{name}-{number}.xlsx", store.digest(content))
    store.save(path, content, cause)
"""


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"nguoi-{n}"]) for n in range(4)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 4
    versions = store.versions(path)
    contents = {store.content_of(path, v.number).decode() for v in versions}
    assert contents == {f"nguoi-{n} {k}" for n in range(4) for k in range(20)}
    assert [v.number for v in versions] == list(range(1, 81))
    assert path.read_bytes() == store.content_of(path, 80)


def test_records_are_plain_json(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    store.save(path, b"mot", cause("1.xlsx"))
    record = json.loads((tmp_path / store.HISTORY / "a" / "0001.json").read_text("utf-8"))
    assert record["sha256"] == store.digest(b"mot")
    assert record["source_sha256"] == store.digest(b"1.xlsx")
