"""What a person did to a document stays: under its own name, or with `--replace` as a dated backup."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.output import (
    LEDGER,
    LOCK,
    NewFile,
    digest,
    shelf,
    staging,
    stands_as_written,
    write_all,
)
from reportgen.output.ledger import Ledger
from reportgen.output.places import usable
from reportgen.problem import ReportgenError
from tests.support_cli import TODAY, on_day, run
from tests.support_ward import WARD_ID, write_ward

DAY = date(2026, 11, 25)
FOLDER = PurePosixPath("truc-lam/2026/quy-3")
NAME = "bao-cao.docx"
SECOND, THIRD = "bao-cao-ban-2.docx", "bao-cao-ban-3.docx"
BACKUP, BACKUP_2 = "bao-cao-sao-luu-2026-11-25.docx", "bao-cao-sao-luu-2026-11-25-2.docx"


class Office:
    """A folder of results, what the program writes into it and what people do to it."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.folder = base / FOLDER
        self.codes: list[str] = []
        self.issued: set[str] = set()

    def make(self, content: str, *, replace: bool = False) -> str:
        """Write a new version; return the name that it got."""
        file = NewFile(FOLDER / NAME, content.encode(), "docx")
        written = write_all(
            self.base, [file], replace=DAY if replace else None, issued=lambda _, content: content in self.issued
        )
        self.codes = [problem.code for problem in written.problems]
        return written.files[0].path.name

    def edit(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content, "utf-8")

    @property
    def files(self) -> dict[str, str]:
        """What a person sees."""
        seen = (path for path in self.folder.iterdir() if path.name not in {LEDGER, LOCK})
        return {path.name: path.read_text("utf-8") for path in seen}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "out")


def test_with_replace_the_new_version_takes_the_name_and_the_edited_one_is_a_dated_backup(office: Office) -> None:
    office.make("một")
    office.edit(NAME, "sửa")
    assert office.make("hai", replace=True) == NAME
    assert office.files == {NAME: "hai", BACKUP: "sửa"}
    assert office.codes == ["XB012"]


def test_with_replace_a_document_that_nobody_edited_needs_no_backup(office: Office) -> None:
    office.make("một")
    assert office.make("hai", replace=True) == NAME
    assert (office.files, office.codes) == ({NAME: "hai"}, [])


def test_each_edit_of_a_day_has_a_backup_of_its_own(office: Office) -> None:
    office.make("một")
    for number, edit in enumerate(("sửa", "sửa nữa")):
        office.edit(NAME, edit)
        office.make(f"bản {number}", replace=True)
    assert office.files == {NAME: "bản 1", BACKUP: "sửa", BACKUP_2: "sửa nữa"}


def test_what_has_a_backup_already_gets_no_second_one(office: Office) -> None:
    office.make("một")
    office.edit(NAME, "sửa")
    office.make("hai", replace=True)
    office.edit(NAME, "sửa")
    office.make("ba", replace=True)
    assert office.files == {NAME: "ba", BACKUP: "sửa"}


def test_replace_leaves_a_second_version_that_was_edited_too(office: Office) -> None:
    office.make("một")
    office.edit(NAME, "sửa")
    assert office.make("hai") == SECOND
    office.edit(SECOND, "sửa bản 2")
    assert office.make("ba") == THIRD
    assert office.make("bốn", replace=True) == NAME
    assert office.files == {NAME: "bốn", BACKUP: "sửa", SECOND: "sửa bản 2", THIRD: "ba"}


def test_replace_does_not_take_a_document_from_under_an_open_word(office: Office) -> None:
    office.make("một")
    office.edit(NAME, "sửa")
    (office.folder / f"~${NAME[2:]}").write_text("", "utf-8")
    assert office.make("hai", replace=True) == SECOND
    assert office.files[NAME] == "sửa"
    assert office.codes == ["XB008"]


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("replace", [False, True])
def test_an_issued_document_keeps_its_place_whatever_is_asked(office: Office, *, replace: bool, edited: bool) -> None:
    office.make("một")
    if edited:
        office.edit(NAME, "đã ký")
    issued = office.files[NAME]
    office.issued.add(digest(issued.encode()))
    assert office.make("hai", replace=replace) == SECOND
    assert office.codes == ["XB030"]
    assert office.make("ba", replace=replace) == SECOND  # a draft of ours is replaced as ever
    assert office.files == {NAME: issued, SECOND: "ba"}


def test_the_same_content_changes_nothing_whatever_stands_there(office: Office) -> None:
    office.make("một")
    office.edit(NAME, "sửa")
    office.make("hai")
    before = {path: path.stat().st_mtime_ns for path in office.folder.iterdir() if path.name != LOCK}
    for _ in range(3):
        assert office.make("hai") == SECOND
    assert {path: path.stat().st_mtime_ns for path in office.folder.iterdir() if path.name != LOCK} == before


def test_a_former_version_that_a_person_put_back_is_the_person_s(office: Office) -> None:
    office.make("một")
    office.make("hai")
    office.edit(NAME, "một")
    assert office.make("ba") == SECOND
    assert office.files == {NAME: "một", SECOND: "ba"}


@pytest.mark.parametrize("ledger", [None, b"", b"{", b"[]", b'{"files": 5}', b"\xff\xfe", b'{"files": {"a": null}}'])
def test_without_a_ledger_that_can_be_read_every_file_is_a_person_s(office: Office, ledger: bytes | None) -> None:
    office.make("một")
    (office.folder / LEDGER).unlink()
    if ledger is not None:
        (office.folder / LEDGER).write_bytes(ledger)
    assert office.make("hai") == SECOND
    assert office.files == {NAME: "một", SECOND: "hai"}
    assert office.make("ba") == SECOND
    assert office.make("bốn", replace=True) == NAME
    assert office.files == {NAME: "bốn", SECOND: "ba", BACKUP: "một"}


def test_a_lost_ledger_and_the_same_content_are_put_right_without_a_word(office: Office) -> None:
    office.make("một")
    (office.folder / LEDGER).unlink()
    assert (office.make("một"), office.codes) == (NAME, [])
    assert office.make("hai") == NAME


def test_a_ledger_of_the_first_kind_knows_what_was_written_last(office: Office) -> None:
    office.make("một")
    office.make("hai")
    contents = [digest(text.encode()) for text in ("một", "hai")]
    words = '{"version": 1, "files": {"' + NAME + '": ["' + '", "'.join(contents) + '"]}}'
    (office.folder / LEDGER).write_text(words, "utf-8")
    assert office.make("ba") == NAME
    office.edit(NAME, "một")
    assert office.make("bốn") == SECOND


def test_a_file_copied_from_another_period_is_kept(office: Office) -> None:
    office.make("quý III")
    other = office.base / "truc-lam/2026/quy-2"
    other.mkdir()
    shutil.copy(office.folder / NAME, other / NAME)
    write_all(office.base, [NewFile(PurePosixPath("truc-lam/2026/quy-2", NAME), b"moi", "docx")])
    assert (other / NAME).read_text("utf-8") == "quý III"
    assert (other / SECOND).read_bytes() == b"moi"


def test_a_whole_folder_moved_to_another_machine_is_known_there(office: Office, tmp_path: Path) -> None:
    office.make("một")
    shutil.copytree(office.base, tmp_path / "may-khac")
    there = Office(tmp_path / "may-khac")
    assert there.make("hai") == NAME
    assert there.files == {NAME: "hai"}


def test_whether_a_document_was_edited_can_be_asked(office: Office) -> None:
    office.make("một")
    assert stands_as_written(office.folder / NAME)
    office.edit(NAME, "sửa")
    assert not stands_as_written(office.folder / NAME)


def test_names_alike_but_for_case_or_accents_are_not_one_file_here_and_two_there(office: Office) -> None:
    office.make("một")
    (office.folder / NAME).rename(office.folder / NAME.upper())
    assert office.make("hai") == SECOND
    assert office.codes == ["XB014"]
    assert office.files == {NAME.upper(): "một", SECOND: "hai"}


@pytest.mark.parametrize(("first", "second"), [("Truc-Lam", "truc-lam"), ("hu\u1ebf", "hue\u0302\u0301")])
def test_folders_alike_but_for_case_or_accents_are_refused(tmp_path: Path, first: str, second: str) -> None:
    (tmp_path / first).mkdir()
    with pytest.raises(ReportgenError) as told:
        write_all(tmp_path, [NewFile(PurePosixPath(second, NAME), b"x", "docx")])
    assert [p.code for p in told.value.problems] == ["XB014"]
    assert not (tmp_path / second / NAME).exists()


def test_all_names_of_a_set_that_cannot_be_are_told_at_once(tmp_path: Path) -> None:
    names = ["a.docx", "A.docx", "con.docx", "x?.docx", "y.", "LPT1.xlsx", "ế" * 90 + ".docx"]
    with pytest.raises(ReportgenError) as told:
        write_all(tmp_path / "out", [NewFile(PurePosixPath("w", name), b"x", "docx") for name in names])
    assert sorted(p.code for p in told.value.problems) == ["XB006", "XB013", "XB013", "XB013", "XB013", "XB014"]
    assert told.value.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["nul", "Con", "AUX.yaml", "com1", "lpt9.txt", "COM²", "conin$", "a.", "b ", "c:d", "e\tf"]
)
def test_names_that_windows_takes_for_devices_or_cannot_hold_are_known(name: str) -> None:
    assert not usable(name)


@pytest.mark.parametrize(
    "name", ["truc-lam", "phường Trúc Lâm", "console", "com10", "null", "aux2.docx", ".x", "a.b.c"]
)
def test_ordinary_names_are_not_taken_for_devices(name: str) -> None:
    assert usable(name)


def test_everything_that_stands_in_the_way_is_told_in_one_run(office: Office) -> None:
    office.folder.mkdir(parents=True)
    (office.folder / NAME).mkdir()
    (office.folder / "phu-luc.xlsx").symlink_to("nowhere")
    files = [NewFile(FOLDER / name, b"x", "docx") for name in (NAME, "phu-luc.xlsx", "ba.pdf")]
    with pytest.raises(ReportgenError) as told:
        write_all(office.base, files)
    assert [p.code for p in told.value.problems] == ["XB003", "XB004"]
    assert not (office.folder / "ba.pdf").exists()


def test_a_file_of_another_user_that_cannot_be_replaced_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.make("một")
    replace = Path.replace

    def sticky(self: Path, target: Path) -> Path:
        if Path(target).name == NAME:
            raise PermissionError(errno.EPERM, "", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sticky)
    monkeypatch.setattr("reportgen.output.staging.RETRY_SECONDS", 0)
    assert office.make("hai") == SECOND
    assert office.files == {NAME: "một", SECOND: "hai"}


def test_on_a_disk_without_second_names_all_is_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "")

    monkeypatch.setattr(os, "link", link)
    office.make("một")
    assert office.make("hai") == NAME
    office.edit(NAME, "sửa")
    assert office.make("ba") == SECOND
    assert office.make("bốn", replace=True) == NAME
    assert office.files == {NAME: "bốn", SECOND: "ba", BACKUP: "sửa"}


def test_a_document_saved_while_the_new_one_is_being_written_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.make("một")
    intend = Ledger.intend

    def meanwhile(self: Ledger, changes: object) -> None:
        intend(self, changes)  # type: ignore[arg-type]
        if office.files[NAME] == "một":
            office.edit(NAME, "vừa lưu")

    monkeypatch.setattr(Ledger, "intend", meanwhile)
    assert office.make("hai") == SECOND
    assert office.files == {NAME: "vừa lưu", SECOND: "hai"}


def test_a_document_written_into_at_the_very_last_moment_is_kept_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.make("một")
    put = staging.put_in_place

    def meanwhile(temporary: Path, target: Path) -> None:
        with target.open("r+", encoding="utf-8") as stream:
            stream.write("vừa ghi")
            put(temporary, target)

    monkeypatch.setattr(shelf, "put_in_place", meanwhile)
    office.make("hai")
    assert office.files == {NAME: "hai", SECOND: "vừa ghi"}
    assert office.codes == ["XB007"]


def test_a_person_s_file_that_a_killed_run_left_between_two_names_comes_back(office: Office) -> None:
    office.make("một")
    ours, theirs = (office.folder / f".reportgen-{n * 16}.cu.docx" for n in "01")
    ours.write_text("một", "utf-8")
    theirs.write_text("của cán bộ", "utf-8")
    office.make("hai")
    assert office.files == {NAME: "hai", "ban-giu-lai-ban-2.docx": "của cán bộ"}
    assert office.codes == ["XB007"]


STEP = st.one_of(
    st.tuples(st.just("make"), st.booleans()),
    st.tuples(st.just("edit"), st.sampled_from([NAME, SECOND, BACKUP])),
    st.tuples(st.just("delete"), st.sampled_from([NAME, SECOND, LEDGER])),
    st.tuples(st.just("resave"), st.sampled_from([NAME, SECOND])),
    st.tuples(st.just("put back"), st.sampled_from([NAME, SECOND])),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=3, max_size=12))
def test_whatever_people_and_runs_do_in_turn_no_text_of_a_person_is_lost(
    tmp_path: Path, steps: list[tuple[str, object]]
) -> None:
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    office = Office(tmp_path / "out")
    office.make("0")
    kept: set[str] = set()
    for number, (what, how) in enumerate(steps, 1):
        path = office.folder / str(how)
        before = path.read_text("utf-8") if path.is_file() and what != "make" else ""
        kept.discard(before)  # what its author throws away is nobody's loss
        if what == "make":
            office.make(str(number), replace=bool(how))
        elif what == "delete":
            path.unlink(missing_ok=True)
        else:
            text = {"edit": f"sửa {number}", "resave": before + " ", "put back": "0"}[what]
            office.edit(path.name, text)
            kept |= set() if stands_as_written(path) else {text}  # it may be what we wrote there last
        assert kept <= set(office.files.values())


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "words", [["quarterly"], ["annual", "--year", "2026", "--format", "docx"], ["plan"], ["remind"]]
)
@pytest.mark.usefixtures("space")
def test_report_commands_take_replace(words: list[str]) -> None:
    path = run(*words, "--ward", WARD_ID).paths[0]
    fresh = path.read_bytes()
    path.write_bytes(b"sua tay")
    told = run(*words, "--ward", WARD_ID, "--replace")
    assert (told.exit_code, path.read_bytes()) == (0, fresh)
    assert "XB012" in told.codes
    assert path.with_name(f"{path.stem}-sao-luu-2026-11-25.docx").read_bytes() == b"sua tay"


def test_a_default_folder_of_results_that_leads_elsewhere_is_not_written_into(space: Path) -> None:
    (space / "elsewhere").mkdir()
    work = space / "work"
    work.mkdir()
    (space / "data").rename(work / "data")
    (work / "out").symlink_to(space / "elsewhere", target_is_directory=True)
    told = run("quarterly", "--ward", WARD_ID, "--workspace", work)
    assert (told.exit_code, told.codes) == (2, ["XB005"])
    assert f'--out "{space / "elsewhere"}"' in told.err
    assert not list((space / "elsewhere").iterdir())
    assert run("quarterly", "--ward", WARD_ID, "--workspace", work, "--out", space / "elsewhere").exit_code == 0
