"""Work in a process apart: its result comes back as plain data, its limits are problems, and nothing of it is left."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import apart as apart_module
from reportgen.apart import LIMITS, ApartError, Limits, apart
from reportgen.problem import ReportgenError
from tests import support_apart as work

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc are Linux's")


@pytest.fixture(params=["copy", "fresh"])
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let the child be a copy of this process, or, because another thread lives, a new Python."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    if request.param == "fresh":
        other.start()
    yield request.param
    done.set()
    if request.param == "fresh":
        other.join()


def children() -> list[str]:
    """Return the processes that this one has, ended ones that nobody asked after included."""
    return [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def refused(task: Callable[..., Any], *args: Any, limits: Limits = LIMITS) -> tuple[str, str, str]:
    """Return code, place and message of the one problem in which some work ends."""
    with pytest.raises(ReportgenError) as error:
        apart(task, *args, name="mẫu.docx", limits=limits)
    [problem] = error.value.problems
    assert problem.remedy.endswith(".")
    return problem.code, problem.where, problem.message


@pytest.mark.usefixtures("way")
def test_a_result_comes_back_as_it_was() -> None:
    value = {
        "tên": ["Trúc Lâm & <b>", b"\x00\xff" * 1000, b"", None, True, 1.5, -7],
        "problem": list(work.PROBLEMS),
        "": {},
    }
    assert apart(work.back, value, name="mẫu.docx") == value


@pytest.mark.usefixtures("way")
def test_problems_come_back_unchanged_with_their_places() -> None:
    with pytest.raises(ReportgenError) as error:
        apart(work.refuse, name="mẫu.docx")
    assert error.value.problems == work.PROBLEMS
    assert error.value.exit_code == 2


@pytest.mark.usefixtures("way")
def test_a_fault_of_ours_comes_back_with_its_traceback() -> None:
    with pytest.raises(ApartError, match=r"in fail\n.*\n.*KeyError: 'không ai lường tới'"):
        apart(work.fail, name="mẫu.docx")
    with pytest.raises(ApartError, match="set cannot be told"):
        apart(work.back, {1}, name="mẫu.docx")


@LINUX
@pytest.mark.usefixtures("way")
def test_memory_and_output_beyond_the_limit_are_problems() -> None:
    limits = Limits(memory=600 << 20, answer=1000)
    assert refused(work.hold, 5000, limits=limits) == ("MB019", "mẫu.docx", "xử lý mẫu này cần quá 600 MB bộ nhớ")
    small = Limits(answer=2 << 20)
    assert refused(work.back, bytes((2 << 20) + 1), limits=small)[2] == "văn bản kết xuất lớn quá 2 MB"
    assert len(apart(work.back, bytes(2 << 20), name="mẫu.docx", limits=small)) == 2 << 20


@LINUX
def test_time_beyond_the_limit_is_a_problem() -> None:
    assert refused(work.compute, limits=Limits(cpu=1))[2] == "xử lý mẫu này tốn quá 1 giây tính toán"


@pytest.mark.usefixtures("way")
def test_a_child_that_only_waits_is_ended_by_the_clock() -> None:
    assert refused(work.wait, limits=Limits(wall=0.3))[2] == "xử lý mẫu này quá 0 giây chưa xong"


@pytest.mark.parametrize(("task", "args"), [(work.crash, ()), (work.deep, (100_000,))])
@pytest.mark.usefixtures("way")
def test_a_crash_and_endless_depth_are_problems(task: Callable[..., Any], args: tuple[Any, ...]) -> None:
    assert refused(task, *args)[:2] == ("MB019", "mẫu.docx")


@LINUX
@pytest.mark.usefixtures("way")
def test_a_child_writes_no_file(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    with pytest.raises(ApartError, match="File too large"):
        apart(work.write, str(canary), name="mẫu.docx")
    assert not canary.exists() or canary.read_bytes() == b""


@pytest.mark.usefixtures("way")
def test_what_a_child_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert apart(work.shout, name="mẫu.docx") == 1
    assert capfd.readouterr() == ("", "")


def framed(said: object) -> bytes:
    text = json.dumps(said).encode()
    return struct.pack("<4sI", b"RGA1", len(text)) + text


LIES = [
    b"",
    b"RGA1",
    b"\x80\x04cos\nsystem\n.",
    framed({"value": 1, "sizes": [1 << 40]}),
    framed({"value": 1, "sizes": [-1]}),
    framed({"value": 1, "sizes": "abc"}),
    framed({"value": {"bytes": 5}, "sizes": []}),
    framed({"value": {"problem": ["MB001"]}, "sizes": []}),
    framed({"value": {"problem": ["MB001", "", "", "", "chết"]}, "sizes": []}),
    framed({"value": {}, "sizes": []}),
    framed({"problems": 1, "exit": "x", "sizes": []}),
    framed([1]),
    struct.pack("<4sI", b"RGA1", 1 << 31),
    struct.pack("<4sI", b"RGA1", 100_000) + b"[" * 100_000,
]


@LINUX
@pytest.mark.parametrize("lie", LIES)
def test_what_a_child_forges_is_never_believed(lie: bytes) -> None:
    assert refused(work.say, lie)[:2] == ("MB019", "mẫu.docx")


@given(st.binary(max_size=200))
def test_any_bytes_can_be_heard(data: bytes) -> None:
    apart_module._heard(io.BytesIO(data), LIMITS)
    apart_module._heard(io.BytesIO(struct.pack("<4sI", b"RGA1", len(data)) + data), LIMITS)


@LINUX
@pytest.mark.usefixtures("way")
def test_no_child_is_left_after_a_result_a_limit_or_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    before = children()
    apart(work.back, 1, name="mẫu.docx")
    refused(work.wait, limits=Limits(wall=0.2))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apart_module, "_heard", interrupted)
    with pytest.raises(KeyboardInterrupt):
        apart(work.compute, name="mẫu.docx")
    assert children() == before


BIG = """
import resource
from pathlib import Path
from reportgen.apart import Limits, apart
from reportgen.problem import ReportgenError
from tests import support_apart as work
for task, *args in [(work.hold, 2000), (work.back, bytes(30 << 20)), (work.back, "x" * (20 << 20)), (work.crash,)] * 2:
    try:
        apart(task, *args, name="x", limits=Limits())
    except ReportgenError as error:
        assert [p.code for p in error.problems] == ["MB019"]
del args
print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024)
"""


@LINUX
def test_the_parent_stays_small_whatever_the_child_does(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", BIG], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200
