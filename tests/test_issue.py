"""`issue`: numbers, what is kept of an issued document, and that nothing ever takes its place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.output import digest
from reportgen.problem import ReportgenError
from reportgen.register import Entry, Issue, enter, issued_in, number_key, read_all
from tests.support_cli import TODAY, Told, on_day, run
from tests.test_show import change, edit, quarter, report

BOOK = "phu-luc-cchc-quy-3-2026.xlsx"
TASK = 'id: "03.5"\n    status: in_progress\n    percent: 75'
FILE = "data/truc-lam/progress/2026-q3/phong-van-hoa-xa-hoi.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a workspace in which a quarter was reported."""
    space = tmp_path_factory.mktemp("vao-so")
    shutil.copytree(root / "data", space / "data")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        assert quarter(space).exit_code == 0
    return space


@pytest.fixture
def space(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it that a test may change."""
    on_day(monkeypatch, TODAY)
    return Path(shutil.copytree(made, tmp_path / "space"))


def issue(space: Path, number: str = "12", day: str = "2026-09-21", path: Path | None = None) -> Told:
    words = ("issue", path or report(space), "--number", number, "--date", day, "--workspace", space)
    return run(*words, "--json")


def register(space: Path, year: int = 2026) -> Any:
    return yaml.safe_load((space / f"data/truc-lam/so-van-ban/{year}/so-van-ban.yaml").read_text("utf-8"))["documents"]


def codes(told: Told) -> list[str]:
    return [problem["code"] for problem in told.json["problems"] if problem["severity"] == "error"]


def warnings(told: Told) -> set[str]:
    return {problem["code"] for problem in told.json["problems"] if problem["severity"] == "warning"}


def test_the_number_the_day_the_files_and_the_data_are_kept(space: Path) -> None:
    told = issue(space)
    assert (told.exit_code, told.json["new"]) == (0, True)
    (entry,) = register(space)
    assert (entry["number"], entry["symbol"], entry["date"]) == ("12", "12/BC-UBND", date(2026, 9, 21))
    folder = space / "data/truc-lam/so-van-ban/2026"
    assert (folder / entry["kept"]).read_bytes() == report(space).read_bytes()
    assert entry["sha256"] == digest(report(space).read_bytes())
    assert (folder / entry["attachments"][0]["kept"]).read_bytes() == report(space, BOOK).read_bytes()
    with zipfile.ZipFile((folder / entry["kept"]).with_name("so-lieu.zip")) as data:
        for name in data.namelist():
            assert data.read(name) == (space / "data/truc-lam" / name).read_bytes()
        assert "progress/2026-q3/phong-van-hoa-xa-hoi.yaml" in data.namelist()


def test_the_ward_s_data_read_as_before(space: Path) -> None:
    issue(space)
    shown = run("show", report(space), "--workspace", space, "--json").json["document"]
    assert shown["data"]["changed"] is False
    assert shown["issued"] == {"symbol": "12/BC-UBND", "date": "2026-09-21", "same": True}


@pytest.mark.parametrize("words", [(), ("--replace",)], ids=["plain", "--replace"])
def test_a_later_run_writes_a_draft_beside_and_never_in_its_place(space: Path, words: tuple[str, ...]) -> None:
    issue(space)
    before, book = report(space).read_bytes(), report(space, BOOK).read_bytes()
    change(space / FILE, TASK, 'id: "03.5"\n    status: done\n    percent: 100\n    done_on: 2026-09-01')
    told = quarter(space, *words)
    assert told.exit_code == 0
    assert [path.name for path in told.paths] == [
        "bao-cao-cchc-quy-3-2026-ban-2.docx",
        "phu-luc-cchc-quy-3-2026-ban-2.xlsx",
    ]
    assert (report(space).read_bytes(), report(space, BOOK).read_bytes()) == (before, book)
    assert "XB030" in told.codes


def test_not_even_an_issued_file_that_somebody_edited_is_replaced(space: Path) -> None:
    issue(space)
    edit(report(space))
    edited = report(space).read_bytes()
    assert quarter(space, "--replace").exit_code == 0
    assert report(space).read_bytes() == edited
    assert run("show", report(space), "--workspace", space, "--json").json["document"]["issued"]["same"] is False


def test_data_that_changed_since_are_kept_as_they_were(space: Path) -> None:
    with_then = (space / FILE).read_bytes()
    change(space / FILE, "21/21 nội dung", "22/22 nội dung")
    assert issue(space).exit_code == 0
    with zipfile.ZipFile(next((space / "data/truc-lam/so-van-ban").rglob("so-lieu.zip"))) as data:
        assert data.read("progress/2026-q3/phong-van-hoa-xa-hoi.yaml") == with_then


def test_data_that_nobody_kept_are_a_reason_to_refuse(space: Path) -> None:
    shutil.rmtree(report(space).parent / ".goc")
    change(space / FILE, "21/21 nội dung", "22/22 nội dung")
    assert (codes(issue(space)), (space / "data/truc-lam/so-van-ban").exists()) == (["XX005"], False)


def test_an_edited_report_is_issued_as_the_officer_left_it(space: Path) -> None:
    edit(report(space))
    told = issue(space)
    kept = space / "data/truc-lam/so-van-ban/2026" / told.json["issued"]["kept"]
    assert kept.read_bytes() == report(space).read_bytes()


def test_the_same_once_more_changes_nothing(space: Path) -> None:
    issue(space)
    before = {path: path.read_bytes() for path in (space / "data").rglob("*") if path.is_file()}
    again = issue(space, "012")
    assert (again.exit_code, again.json["new"]) == (0, False)
    assert {path: path.read_bytes() for path in (space / "data").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("number", "day"), [("13", "2026-09-21"), ("12", "2026-09-22"), ("1", "2027-01-04")])
def test_other_values_for_an_issued_file_are_refused(space: Path, number: str, day: str) -> None:
    issue(space)
    told = issue(space, number, day)
    assert (told.exit_code, codes(told), len(register(space))) == (1, ["XX012"], 1)


def test_a_number_used_twice_is_refused_naming_its_holder(space: Path) -> None:
    issue(space, "5")
    other = run("monthly", "--ward", "truc-lam", "--year", "2026", "--month", "9", "--workspace", space).paths[0]
    told = issue(space, "05", "2026-09-25", other)
    assert codes(told) == ["XX011"]
    problem = told.json["problems"][0]
    assert report(space).name in problem["message"]
    assert "là 6" in problem["remedy"]
    assert issue(space, "5a", "2026-09-25", other).exit_code == 0


def test_numbers_begin_anew_every_year_and_run_by_type(space: Path) -> None:
    issue(space, "5")
    month = run("monthly", "--ward", "truc-lam", "--year", "2026", "--month", "9", "--workspace", space).paths[0]
    plan = run("plan", "--ward", "truc-lam", "--workspace", space).paths[0]
    assert issue(space, "5", "2027-01-05", month).exit_code == 0
    assert issue(space, "5", "2026-09-21", plan).exit_code == 0
    assert [entry["symbol"] for entry in register(space)] == ["05/BC-UBND", "05/KH-UBND"]
    assert [entry["symbol"] for entry in register(space, 2027)] == ["05/BC-UBND"]


def test_a_number_or_day_that_the_document_does_not_print_is_refused(space: Path) -> None:
    path = quarter(space, "--number", "12", "--date", "2026-09-21").paths[0]
    told = issue(space, "13", "2026-09-22", path)
    assert codes(told) == ["XX004", "XX004"]
    assert codes(issue(space, "12/KH-UBND", "2026-09-21", path)) == ["XX004"]
    assert issue(space, "12/BC-UBND", "2026-09-21", path).exit_code == 0


def test_days_that_cannot_be_are_pointed_out(space: Path) -> None:
    assert "XX006" in warnings(issue(space, day="2026-09-01"))


def test_days_against_the_order_of_numbers_are_pointed_out(space: Path) -> None:
    issue(space, "12", "2026-09-21")
    plan = run("nine-month", "--ward", "truc-lam", "--year", "2026", "--workspace", space).paths[0]
    assert "XX013" in warnings(issue(space, "13", "2026-09-18", plan))


def test_a_second_document_of_the_period_is_pointed_out(space: Path) -> None:
    issue(space)
    change(space / FILE, TASK, 'id: "03.5"\n    status: done\n    percent: 100\n    done_on: 2026-09-01')
    assert "XX007" in warnings(issue(space, "14", "2026-09-25", quarter(space).paths[0]))


def test_a_comparison_and_a_stranger_s_file_are_not_entered(space: Path, tmp_path: Path) -> None:
    edit(report(space))
    second = quarter(space).paths[0]
    marked = Path(run("diff", report(space), second, "--json").json["files"][0]["path"])
    assert codes(issue(space, path=marked)) == ["XX003"]
    (tmp_path / "a.docx").write_bytes(b"x")
    assert codes(issue(space, path=tmp_path / "a.docx")) == ["XX001"]


def test_a_letter_has_numbers_of_its_own_and_any_symbol(space: Path) -> None:
    letter = run("remind", "--ward", "truc-lam", "--workspace", space).paths[0]
    issue(space, "5")
    assert issue(space, "5/UBND-VHXH", "2026-11-25", letter).json["issued"]["symbol"] == "05/UBND-VHXH"
    assert [entry["type"] for entry in register(space)] == ["BC", "CV"]


def test_a_number_that_is_none_is_refused_before_anything(space: Path) -> None:
    told = issue(space, "mười hai", "31/9/2026")
    assert (told.exit_code, codes(told)) == (2, ["LN007", "LN007"])


def test_a_register_that_cannot_be_read_stops_numbers_and_replacing(space: Path) -> None:
    issue(space)
    path = space / "data/truc-lam/so-van-ban/2026/so-van-ban.yaml"
    path.write_text("documents: [\n", "utf-8")
    other = run("monthly", "--ward", "truc-lam", "--year", "2026", "--month", "9", "--workspace", space).paths[0]
    assert codes(issue(space, "13", "2026-09-25", other)) == ["XX010"]
    before = report(space).read_bytes()
    change(space / FILE, "21/21 nội dung", "22/22 nội dung")
    quarter(space, "--replace")
    assert report(space).read_bytes() == before


def test_what_a_person_wrote_into_the_register_stays(space: Path) -> None:
    issue(space, "5")
    path = space / "data/truc-lam/so-van-ban/2026/so-van-ban.yaml"
    change(path, "documents:", "# Ghi chú của văn thư\ndocuments:")
    other = run("monthly", "--ward", "truc-lam", "--year", "2026", "--month", "9", "--workspace", space).paths[0]
    issue(space, "6", "2026-09-25", other)
    assert "# Ghi chú của văn thư" in path.read_text("utf-8")
    assert [entry["number"] for entry in register(space)] == ["5", "6"]


# --- the register itself -------------------------------------------------------------------------------------------


def entry(number: str, name: str, **more: Any) -> Issue:
    content = name.encode()
    day, told = date(2026, 9, 21), ("quarterly", "2026-q3", "")
    about = Entry(number, f"{number}/BC-UBND", "BC", day, *told, name, "", digest(content), "d", "t", "", "")
    return Issue(about, (content,), more)


NOW = datetime(2026, 9, 21, 8, tzinfo=UTC)


def test_numbers_are_one_whatever_their_zeros() -> None:
    assert number_key("05") == number_key("5") == number_key("005/BC-UBND")
    assert number_key("5a") != number_key("5")


def test_words_that_yaml_would_take_for_something_else_stay_words(tmp_path: Path) -> None:
    names = ["no", "1:30", "a: b # c", '"', "\\", "số 5.docx", "{x}", "2026-09-21"]
    for number, name in enumerate(names, start=1):
        made = entry(str(number), f"{number}.docx")
        enter(tmp_path, replace(made, entry=replace(made.entry, subject=name)), at=NOW, who="")
    assert [found.subject for year in read_all(tmp_path) for found in year.entries] == names


def test_an_issued_file_is_known_by_its_content_and_by_its_place(tmp_path: Path) -> None:
    enter(tmp_path / "data", entry("1", "out/a.docx"), at=NOW, who="")
    issued = issued_in(tmp_path / "data", tmp_path)
    assert issued(tmp_path / "khac.docx", digest(b"out/a.docx"))
    assert issued(tmp_path / "out/a.docx", "anything")
    assert not issued(tmp_path / "out/b.docx", "anything")


def test_a_run_stopped_before_the_entry_leaves_no_number_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("reportgen.store.save", stopped)
        with pytest.raises(KeyboardInterrupt):
            enter(tmp_path, entry("1", "a.docx"), at=NOW, who="")
    assert read_all(tmp_path) == () or read_all(tmp_path)[0].entries == ()
    kept, new = enter(tmp_path, entry("1", "b.docx"), at=NOW, who="")
    assert new
    assert (tmp_path / "so-van-ban/2026" / kept.kept).read_bytes() == b"b.docx"


def test_of_many_at_once_one_gets_the_number(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.test_issue import *\n"
        "try: enter(Path(sys.argv[1]), entry('7', sys.argv[2]), at=NOW, who=''); print('in')\n"
        "except ReportgenError as error: print(error.problems[0].code)"
    )
    many = int(os.environ.get("REPORTGEN_ISSUE_PROCESSES", "3"))
    words = [sys.executable, "-c", script, str(tmp_path)]
    running = [
        subprocess.Popen([*words, f"{n}.docx"], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
        for n in range(many)
    ]
    told = sorted(process.communicate(timeout=300)[0].strip() for process in running)
    assert told == ["XX011"] * (many - 1) + ["in"]
    assert len(read_all(tmp_path)[0].entries) == 1


def test_an_error_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "so-van-ban/2026/so-van-ban.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("documents:\n  - {number: 1\n  - x\n", "utf-8")
    with pytest.raises(ReportgenError) as caught:
        read_all(tmp_path)
    assert "dòng" in caught.value.problems[0].where
