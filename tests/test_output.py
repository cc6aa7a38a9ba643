"""Files on disk: whole or not at all, never over a person's work, never outside their folder."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen import output
from reportgen.output import LEDGER, LOCK, PAGES, NewFile, shelf, staging, write_all
from reportgen.problem import Problem, ReportgenError, Severity

NAME = "bao-cao-cchc-quy-3-2026.docx"
FOLDER = PurePosixPath("truc-lam/2026/quy-3")


def new(content: bytes = b"one", name: str = NAME) -> NewFile:
    return NewFile(FOLDER / name, content, name.rpartition(".")[2])


def names(base: Path) -> set[str]:
    """Return the names of what a person sees in the folder."""
    return {path.name for path in (base / FOLDER).iterdir()} - {LEDGER, LOCK}


def refused(base: Path, *files: NewFile, wait: float = 0.1) -> tuple[Problem, int]:
    with pytest.raises(ReportgenError) as caught:
        write_all(base, files, wait=wait)
    return caught.value.problems[0], caught.value.exit_code


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_document_lands_under_ward_year_and_period(tmp_path: Path) -> None:
    written = write_all(tmp_path, [new()])
    assert written.files[0].path == tmp_path / FOLDER / NAME
    assert written.files[0].path.read_bytes() == b"one"
    assert written.files[0].sha256 == output.digest(b"one")
    assert written.problems == ()


def test_our_own_former_version_is_replaced(tmp_path: Path) -> None:
    write_all(tmp_path, [new(b"one")])
    written = write_all(tmp_path, [new(b"two")])
    assert names(tmp_path) == {NAME}
    assert written.files[0].path.read_bytes() == b"two"
    assert written.problems == ()


def test_the_same_content_leaves_the_file_untouched(tmp_path: Path) -> None:
    path = write_all(tmp_path, [new()]).files[0].path
    os.utime(path, ns=(1, 1))
    write_all(tmp_path, [new()])
    assert path.stat().st_mtime_ns == 1


def test_a_file_edited_by_hand_is_kept_and_the_new_one_goes_beside(tmp_path: Path) -> None:
    path = write_all(tmp_path, [new(b"one")]).files[0].path
    path.write_bytes(b"edited")
    written = write_all(tmp_path, [new(b"two")])
    assert path.read_bytes() == b"edited"
    assert written.files[0].path.name == "bao-cao-cchc-quy-3-2026-ban-2.docx"
    assert written.files[0].path.read_bytes() == b"two"
    assert codes(written.problems) == ["XB007"]
    assert written.problems[0].severity is Severity.WARNING
    assert "bao-cao-cchc-quy-3-2026-ban-2.docx" in written.problems[0].message


def test_a_third_version_appears_only_when_the_second_was_edited_too(tmp_path: Path) -> None:
    path = write_all(tmp_path, [new(b"one")]).files[0].path
    path.write_bytes(b"edited")
    second = write_all(tmp_path, [new(b"two")]).files[0].path
    assert write_all(tmp_path, [new(b"three")]).files[0].path == second
    second.write_bytes(b"edited as well")
    assert write_all(tmp_path, [new(b"four")]).files[0].path.name.endswith("-ban-3.docx")
    assert (path.read_bytes(), second.read_bytes()) == (b"edited", b"edited as well")


def test_a_file_that_we_never_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(b"theirs")
    assert codes(write_all(tmp_path, [new()]).problems) == ["XB007"]
    assert path.read_bytes() == b"theirs"


def test_a_spoilt_ledger_means_that_every_file_is_kept(tmp_path: Path) -> None:
    path = write_all(tmp_path, [new(b"one")]).files[0].path
    (path.parent / LEDGER).write_text("{", "utf-8")
    assert codes(write_all(tmp_path, [new(b"two")]).problems) == ["XB010", "XB007"]
    assert path.read_bytes() == b"one"


@pytest.mark.parametrize("owner", ["~$o-cao-cchc-quy-3-2026.docx", f"~${NAME}", f".~lock.{NAME}#"])
def test_a_file_open_in_an_office_program_is_not_replaced(tmp_path: Path, owner: str) -> None:
    path = write_all(tmp_path, [new(b"one")]).files[0].path
    path.with_name(owner).touch()
    written = write_all(tmp_path, [new(b"two")])
    assert codes(written.problems) == ["XB008"]
    assert path.read_bytes() == b"one"
    assert written.files[0].path.name.endswith("-ban-2.docx")


@pytest.mark.parametrize(("failures", "beside"), [(1, False), (2, False), (9, True)])
def test_a_name_that_windows_holds_is_tried_again_then_written_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failures: int, *, beside: bool
) -> None:
    write_all(tmp_path, [new(b"one")])
    replace, left = Path.replace, [failures]

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == NAME and left[0] > 0:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "held", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(staging, "RETRY_SECONDS", 0)
    written = write_all(tmp_path, [new(b"two")])
    assert written.files[0].path.read_bytes() == b"two"
    assert written.files[0].path.name.endswith("-ban-2.docx") is beside
    assert codes(written.problems) == (["XB008"] if beside else [])


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FOLDER / NAME).mkdir(parents=True)
    assert refused(tmp_path, new())[0].code == "XB003"


def test_a_link_in_the_place_of_the_file_is_refused_and_its_aim_untouched(tmp_path: Path) -> None:
    aim = tmp_path / "aim"
    aim.write_bytes(b"precious")
    (tmp_path / "out" / FOLDER).mkdir(parents=True)
    (tmp_path / "out" / FOLDER / NAME).symlink_to(aim)
    assert refused(tmp_path / "out", new())[0].code == "XB004"
    assert aim.read_bytes() == b"precious"


def test_a_linked_folder_does_not_take_documents_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "truc-lam").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    problem, exit_code = refused(tmp_path / "out", new())
    assert (problem.code, exit_code) == ("XB005", 2)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("path", ["../x.docx", "a/../../x.docx", "/etc/x.docx", "."])
def test_paths_out_of_the_folder_are_refused(tmp_path: Path, path: str) -> None:
    assert refused(tmp_path / "out", NewFile(PurePosixPath(path), b"", "docx"))[0].code == "XB005"
    assert not (tmp_path / "x.docx").exists()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["..", ".", "a", "b.docx", "/", "~"]), min_size=1, max_size=5))
def test_no_path_whatever_writes_outside_the_folder(tmp_path: Path, parts: list[str]) -> None:
    base = tmp_path / "out"
    try:
        files = write_all(base, [NewFile(PurePosixPath(*parts), b"x", "docx")]).files
    except ReportgenError:
        files = ()
    assert all(file.path.resolve().is_relative_to(base.resolve()) for file in files)
    assert {path.name for path in tmp_path.iterdir()} <= {"out"}


def test_a_name_too_long_for_the_disk_is_refused(tmp_path: Path) -> None:
    problem, exit_code = refused(tmp_path, new(name="ế" * 100 + ".docx"))
    assert (problem.code, exit_code) == ("XB006", 2)


def test_a_file_where_the_base_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", "utf-8")
    problem, exit_code = refused(tmp_path / "out", new())
    assert (problem.code, exit_code) == ("XB001", 2)


@pytest.mark.parametrize(
    ("code", "expected"),
    [(errno.ENOSPC, "XB002"), (errno.EDQUOT, "XB002"), (errno.EROFS, "XB001"), (errno.EIO, "XB011")],
)
def test_a_disk_that_fails_leaves_the_former_files_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: str
) -> None:
    write_all(tmp_path, [new(b"one"), new(b"table", "phu-luc.xlsx")])
    calls = iter([None, OSError(code, os.strerror(code))])

    def fsync(_handle: int) -> None:
        if (error := next(calls)) is not None:
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        assert refused(tmp_path, new(b"two"), new(b"other", "phu-luc.xlsx"))[0].code == expected
    assert names(tmp_path) == {NAME, "phu-luc.xlsx"}
    assert (tmp_path / FOLDER / NAME).read_bytes() == b"one"
    assert (tmp_path / FOLDER / "phu-luc.xlsx").read_bytes() == b"table"


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / FOLDER / ".reportgen-0123456789abcdef.tmp"
    left.parent.mkdir(parents=True)
    left.touch()
    write_all(tmp_path, [new()])
    assert not left.exists()


def test_a_set_that_cannot_be_finished_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(tmp_path, [new(b"one"), new(b"table", "phu-luc.xlsx")])
    put = staging.put_in_place

    def failing(temporary: Path, target: Path) -> None:
        if target.name == "phu-luc.xlsx":
            raise OSError(errno.EIO, "")
        put(temporary, target)

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "put_in_place", failing)
        assert refused(tmp_path, new(b"two"), new(b"other", "phu-luc.xlsx"))[0].code == "XB011"
    assert names(tmp_path) == {NAME, "phu-luc.xlsx"}
    assert (tmp_path / FOLDER / NAME).read_bytes() == b"one"
    written = write_all(tmp_path, [new(b"three"), new(b"third", "phu-luc.xlsx")])
    assert written.problems == ()
    assert names(tmp_path) == {NAME, "phu-luc.xlsx"}


def test_a_folder_that_another_run_holds_is_reported(tmp_path: Path) -> None:
    write_all(tmp_path, [new()])
    lock = tmp_path / FOLDER / LOCK
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.flock(f,2); print('held',flush=True); input()",
            str(lock),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == b"held\n"
        assert refused(tmp_path, new(b"two"))[0].code == "XB009"
        holder.kill()
        holder.wait()
    assert write_all(tmp_path, [new(b"two")], wait=5).files[0].path.read_bytes() == b"two"


def test_runs_at_the_same_time_leave_one_whole_set(tmp_path: Path) -> None:
    sets = [[new(b"a%d" % run), new(b"b%d" % run, "phu-luc.xlsx")] for run in range(8)]
    threads = [threading.Thread(target=write_all, args=(tmp_path, files)) for files in sets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(tmp_path) == {NAME, "phu-luc.xlsx"}
    first, second = ((tmp_path / FOLDER / name).read_bytes() for name in (NAME, "phu-luc.xlsx"))
    assert first[1:] == second[1:]


def test_the_ledger_records_what_we_wrote_last(tmp_path: Path) -> None:
    for content in (b"one", b"two"):
        write_all(tmp_path, [new(content)])
    ledger = json.loads((tmp_path / FOLDER / LEDGER).read_text("utf-8"))
    assert ledger["files"][NAME] == [output.digest(b"two")]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    folder = Path(output.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "codes.py")
    assert set(re.findall(r'"(XB\d{3})"', source)) == set(PAGES)
