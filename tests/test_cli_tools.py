"""`check data`, `explain`, `doctor`, and what a person sees when the program itself fails."""

from __future__ import annotations

import ast
import io
import re
import shutil
from pathlib import Path

import pytest

from reportgen import cli
from reportgen.cli import inspect_data, pdf, say
from reportgen.cli.codes import PAGES, all_pages
from reportgen.problem import Problem, Severity
from tests.support_cli import TODAY, on_day, run
from tests.support_ward import WARD_ID, write_ward


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the tiny ward."""
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("space")
def test_good_data_pass_and_say_so() -> None:
    told = run("check", "data")
    assert (told.exit_code, told.out.partition(":")[0]) == (0, WARD_ID)
    assert not any(line.startswith("LỖI") for line in told.err.splitlines())


@pytest.mark.parametrize("how", ["path", "ward", "all"])
def test_wrong_data_are_told_with_file_and_line_however_the_ward_is_named(space: Path, how: str) -> None:
    write_ward(space / "data", edits={"progress/2026-q3/van-phong-hdnd-ubnd.yaml": {"percent: 60": "percent: 140"}})
    words = {"path": [str(space / "data" / WARD_ID)], "ward": ["--ward", WARD_ID], "all": []}[how]
    told = run("check", "data", *words, "--json")
    assert told.exit_code == 1
    assert told.json["wards"] == [WARD_ID]
    assert any("van-phong-hdnd-ubnd.yaml, dòng " in problem["where"] for problem in told.json["problems"])


def test_check_tells_the_faults_of_every_ward(space: Path) -> None:
    write_ward(space / "data", ward_id="nha-be", edits={"ward.yaml": {"symbol: UBND\n": ""}})
    write_ward(space / "data", ward_id="an-binh", edits={"ward.yaml": {"symbol: UBND\n": ""}})
    told = run("check", "data", "--json")
    assert told.json["wards"] == ["an-binh", "nha-be", WARD_ID]
    errors = {problem["where"].partition("/")[0] for problem in told.json["problems"] if problem["severity"] == "error"}
    assert errors == {"an-binh", "nha-be"}


def test_check_reads_every_plan_of_a_ward(space: Path) -> None:
    plan = (space / "data" / WARD_ID / "plans" / "2026.yaml").read_text("utf-8")
    older = plan.replace("years: [2026, 2026]", "years: [2025, 2025]").replace('comparator: ">="', "comparator: abc")
    (space / "data" / WARD_ID / "plans" / "2025.yaml").write_text(older, "utf-8")
    told = run("check", "data")
    assert told.exit_code == 1
    assert "2025.yaml" in told.err


def test_a_folder_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    told = run("check", "data", tmp_path / "nowhere")
    assert (told.exit_code, told.codes) == (2, ["LN001"])


def test_a_folder_that_holds_no_ward_ends_with_2(tmp_path: Path) -> None:
    assert run("check", "data", tmp_path).exit_code == 2


def test_explain_prints_the_page_of_a_code_however_it_is_typed() -> None:
    told = run("explain", "ln001")
    assert told.exit_code == 0
    assert told.out.startswith("# LN001: Không có phường này")
    assert all(f"## {title}" in told.out for title in ("Vì sao", "Cách sửa", "Ví dụ"))


def test_explain_alone_lists_every_code() -> None:
    lines = run("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == list(all_pages())


def test_explain_knows_the_codes_of_every_room() -> None:
    assert {code[:2] for code in all_pages()} >= {"LN", "DL", "KH", "TD", "CT", "MB", "XB"}


def test_an_unknown_code_ends_with_2_and_the_nearest() -> None:
    told = run("explain", "LN0001")
    assert (told.exit_code, told.codes) == (2, ["LN011"])
    assert "LN001" in told.err


def test_doctor_finds_the_ward_and_says_where_results_go(space: Path) -> None:
    told = run("doctor")
    assert told.exit_code == 0
    assert WARD_ID in told.out
    assert str(space / "out") in told.out


def test_doctor_says_when_libreoffice_is_missing(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    told = run("doctor", "--workspace", space)
    assert "[chưa] LibreOffice" in told.out
    assert told.exit_code == 0


def test_doctor_says_when_poppler_is_missing(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    told = run("doctor", "--workspace", space)
    assert "[chưa] Poppler" in told.out
    assert told.exit_code == 0


def test_doctor_without_data_ends_with_1(tmp_path: Path) -> None:
    told = run("doctor", "--workspace", tmp_path)
    assert told.exit_code == 1
    assert "data/" in told.out


def test_a_fault_of_ours_shows_no_traceback_but_a_log_file(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_words: object) -> None:
        raise ZeroDivisionError("inner matter")

    monkeypatch.setattr(inspect_data, "_problems", broken)
    monkeypatch.setattr("tempfile.tempdir", str(space))
    told = run("check", "data")
    assert (told.exit_code, told.codes) == (3, ["LN099"])
    assert "Traceback" not in told.out + told.err
    log = next(space.glob("reportgen-loi-*.log"))
    assert str(log) in told.err
    assert "ZeroDivisionError: inner matter" in log.read_text("utf-8")


def test_a_stop_by_the_person_is_clean(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inspect_data, "_problems", stopped)
    told = run("check", "data", "--workspace", space)
    assert told.exit_code == 130
    assert told.err.strip() == "Đã dừng theo yêu cầu. Không có tệp nào ghi dở."


def problem(severity: Severity = Severity.ERROR, message: str = "sai") -> Problem:
    return Problem("DL001", "ward.yaml, dòng 3", message, "Sửa lại.", severity)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("variable", "coloured"), [("", True), ("1", False)])
def test_colours_only_on_a_terminal_without_no_color(
    monkeypatch: pytest.MonkeyPatch, variable: str, *, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    say.problems([problem()])
    assert ("\x1b[" in terminal.getvalue()) is coloured


def test_errors_come_before_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    say.problems([problem(Severity.WARNING), problem()])
    words = [line.split()[0] for line in capsys.readouterr().err.splitlines() if not line.startswith(" ")]
    assert words == ["LỖI", "LƯU"]


@pytest.mark.parametrize("evil", ["\x1b[2J", "\n", "\r", "\x00", "\u202e", "\u2028", "\x85", "\ud800"])
def test_data_in_a_message_cannot_forge_lines_colours_or_direction(evil: str) -> None:
    assert evil not in say.clean(f"a{evil}b")
    assert say.clean(f"a{evil}b").startswith("a\\u")


def test_every_code_of_the_command_line_has_a_page_and_every_page_is_raised() -> None:
    raised = set()
    for path in Path(cli.__file__).parent.glob("*.py"):
        if path.name != "codes.py":
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            raised |= {
                node.value
                for node in nodes
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("LN")
                if len(node.value) == 5 and node.value[2:].isdecimal()
            }
    assert raised == set(PAGES)


def test_template_fields_lists_every_name_that_a_template_may_use() -> None:
    """Under its full path in the JSON; in the table, what each list holds stands once, as a template writes it."""
    from reportgen.view import paths  # noqa: PLC0415
    from reportgen.view.plan import plan_paths  # noqa: PLC0415
    from reportgen.view.reminder import reminder_paths  # noqa: PLC0415

    every = {*paths(), *plan_paths(), *reminder_paths()}
    assert {one["name"] for one in run("template", "fields", "--json").json["fields"]} == every
    told = run("template", "fields")
    assert told.exit_code == 0
    written = {line.split("│")[1].strip() for line in told.out.splitlines() if line.startswith("│")}
    words = {word for tag in written for word in re.findall(r"\w+", tag)}
    assert {path.rpartition(".")[2].removesuffix("[]") for path in every} <= words
    assert {f"{{{{ {path} }}}}" for path in ("don_vi.ten", "tong_hop.tong", "nv.ten", "lv.tong", "dong.ten")} <= written
