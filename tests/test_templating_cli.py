"""`reportgen template ...`: what a template officer types, and what comes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.render_xlsx import template as book
from tests.support_cli import TODAY, on_day, run
from tests.support_render import template
from tests.test_cli_help import english
from tests.test_cli_help import run as typed

ROOT = Path(__file__).resolve().parent.parent
WARD = "truc-lam"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a ward of ours and templates of its own to break."""
    shutil.copytree(ROOT / "data" / WARD, tmp_path / "data" / WARD)
    (tmp_path / "templates" / WARD).mkdir(parents=True)
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("command", ["lint", "annotate"])
def test_help_is_vietnamese_and_ends_with_an_example(command: str) -> None:
    code, out, _ = typed("template", command, "--help")
    assert code == 0
    assert english(out.replace("template", "").replace("terminal", "").replace("annotate", "")) == []
    assert f"reportgen template {command}" in out.rpartition("Ví dụ:")[2]


# --- lint --------------------------------------------------------------------------------------------------------


def test_a_good_template_ends_with_0_and_one_line_says_by_which_names(space: Path) -> None:
    told = run("template", "lint", written(space / "moi.docx", template("Kỳ {{ ky.ten }}")))
    assert (told.exit_code, told.err) == (0, "")
    assert "mẫu báo cáo (vì mẫu khớp với các tên này nhất)" in told.out.splitlines()[0]


def test_a_faulty_template_ends_with_1_and_its_faults_with_places(space: Path) -> None:
    told = run("template", "lint", written(space / "moi.docx", template("{{ ky.tenn }}", "{{ ky.ten | }}")))
    assert (told.exit_code, sorted(told.codes)) == (1, ["MB010", "MB015"])
    assert "moi.docx, thân văn bản, đoạn 1" in told.err


def test_a_missing_template_ends_with_2_and_names_those_nearby(space: Path) -> None:
    written(space / "moi.docx", template("x"))
    told = run("template", "lint", space / "mooi.docx")
    assert (told.exit_code, told.codes) == (2, ["LN018"])
    assert "moi.docx" in told.err


def test_json_of_one_template_is_one_object(space: Path) -> None:
    told = run("template", "lint", written(space / "moi.xlsx", book({"A": [["{{ ky.tenn }}"]]})), "--json")
    assert told.err == ""
    assert set(told.json) == {"ok", "file", "template", "problems"}
    assert (told.json["ok"], told.json["template"]) == (False, "báo cáo")
    assert told.json["problems"][0]["where"] == "moi.xlsx, A!A1"


def test_json_of_a_missing_template_tells_it(space: Path) -> None:
    told = run("template", "lint", space / "khong-co.docx", "--json")
    assert (told.exit_code, told.json["ok"], told.json["problems"][0]["code"]) == (2, False, "LN018")


def test_json_of_several_templates_is_a_list_and_one_missing_stops_no_other(space: Path) -> None:
    good = written(space / "tot.docx", template("{{ ky.ten }}"))
    told = run("template", "lint", space / "khong-co.docx", good, "--json")
    assert [one["ok"] for one in told.json["templates"]] == [False, True]
    assert told.json["problems"] == []


def test_a_bare_name_with_a_ward_means_the_template_of_that_ward(space: Path) -> None:
    written(space / "templates" / WARD / "bao-cao-cchc.docx", template("{{ ky.tenn }}"))
    told = run("template", "lint", "bao-cao-cchc.docx", "--ward", WARD)
    assert (told.exit_code, told.codes) == (1, ["MB015"])
    assert str(Path("templates", WARD, "bao-cao-cchc.docx")) in told.out


def test_with_a_ward_its_own_data_are_tried_too(space: Path) -> None:
    path = written(space / "moi.docx", template("{{ 1 / (nhiem_vu | length - 65) if nhiem_vu | length == 65 }}"))
    assert run("template", "lint", path).exit_code == 0
    told = run("template", "lint", path, "--ward", WARD)
    assert (told.exit_code, told.codes) == (1, ["MB018"])
    assert f"số liệu của {WARD}" in told.err


def test_an_unknown_ward_ends_with_2(space: Path) -> None:
    path = written(space / "moi.docx", template("x"))
    assert run("template", "lint", path, "--ward", "khong-co").exit_code == 2


# --- annotate ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_copy_with_remarks_stands_beside_and_nothing_is_overwritten(space: Path, form: str) -> None:
    data = template("{{ ky.tenn }}") if form == "docx" else book({"A": [["{{ ky.tenn }}"]]})
    path = written(space / f"moi.{form}", data)
    first = run("template", "annotate", path)
    assert (first.exit_code, first.paths) == (1, [space / f"moi-nhan-xet.{form}"])
    former = first.paths[0].read_bytes()
    second = run("template", "annotate", path)
    assert second.paths == [space / f"moi-nhan-xet-2.{form}"]
    assert (path.read_bytes(), first.paths[0].read_bytes()) == (data, former)


def test_the_copy_takes_the_name_that_was_asked_for(space: Path) -> None:
    path = written(space / "moi.docx", template("{{ ky.tenn }}"))
    told = run("template", "annotate", path, "--out", space / "xem.docx", "--json")
    assert [Path(file["path"]) for file in told.json["files"]] == [space / "xem.docx"]
    assert told.json["problems"][0]["code"] == "MB015"


def test_a_template_without_fault_needs_no_copy(space: Path) -> None:
    told = run("template", "annotate", written(space / "moi.docx", template("{{ ky.ten }}")))
    assert told.exit_code == 0
    assert sorted(path.name for path in space.glob("*.docx")) == ["moi.docx"]


def test_a_file_that_cannot_be_opened_gets_no_copy(space: Path) -> None:
    told = run("template", "annotate", written(space / "moi.docx", b"abc"))
    assert (told.exit_code, told.codes) == (1, ["MB001"])
    assert sorted(path.name for path in space.glob("*.docx")) == ["moi.docx"]
