"""`reportgen template ...`: what a template officer types, and what comes of it."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from reportgen.cli.fields import PIPED_WIDTH
from reportgen.decree30.check import check_document
from reportgen.decree30.outcome import State
from reportgen.documents import DOCUMENTS
from reportgen.view import Kind, paths
from reportgen.view.plan import plan_paths
from reportgen.view.reminder import reminder_paths
from tests.render_xlsx import grid
from tests.render_xlsx import template as book
from tests.support_cli import TODAY, on_day, run
from tests.support_office import validate
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


@pytest.mark.parametrize("command", ["lint", "annotate", "list", "new", "preview", "fields"])
def test_help_is_vietnamese_and_ends_with_an_example(command: str) -> None:
    code, out, _ = typed("template", command, "--help")
    assert code == 0
    assert (
        english(out.replace("template", "").replace("terminal", "").replace("annotate", "").replace(" preview", ""))
        == []
    )
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


def test_check_template_is_the_same_command(space: Path) -> None:
    path = written(space / "moi.docx", template("{{ ky.tenn }}"))
    assert run("check", "template", path) == run("template", "lint", path)
    assert run("check", "template", path, "--json") == run("template", "lint", path, "--json")


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


def test_a_folder_means_every_template_in_it_and_one_broken_stops_no_other(space: Path) -> None:
    folder = space / "mau"
    (folder / "rieng").mkdir(parents=True)
    written(folder / "a.docx", template("{{ ky.tenn }}"))
    written(folder / "b.docx", b"PK\x03\x04")
    written(folder / "rieng" / "C.XLSX", book({"A": [["{{ ky.ten }}"]]}))
    for name in ("~$a.docx", ".an.docx", "ghi-chu.txt"):
        written(folder / name, b"x")
    told = run("template", "lint", folder, "--json")
    assert [(Path(one["file"]).name, one["ok"]) for one in told.json["templates"]] == [
        ("a.docx", False),
        ("b.docx", False),
        ("C.XLSX", True),
    ]
    plain = run("template", "lint", folder)
    assert (told.exit_code, plain.exit_code, len(plain.codes)) == (1, 1, 2)
    assert {"a.docx", "b.docx"} <= {line.split()[2].rstrip(",:") for line in plain.err.splitlines() if "LỖI" in line}


def test_copies_with_remarks_are_no_templates_of_a_folder(space: Path) -> None:
    folder = space / "mau"
    folder.mkdir()
    written(folder / "a.docx", template("{{ ky.tenn }}"))
    run("template", "annotate", folder / "a.docx")
    written(folder / "a.docx", template("{{ ky.ten }}"))
    assert [path.name for path in folder.iterdir()].count("a-nhan-xet.docx") == 1
    assert run("template", "lint", folder).exit_code == 0


def test_a_folder_without_templates_ends_with_2(space: Path) -> None:
    (space / "trong").mkdir()
    told = run("template", "lint", space / "trong")
    assert (told.exit_code, told.codes) == (2, ["LN018"])
    assert "thư mục" in told.err


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


# --- list --------------------------------------------------------------------------------------------------------

PACKAGED = ROOT / "templates"


def test_without_templates_of_ones_own_those_of_the_program_are_in_force(space: Path) -> None:
    told = run("template", "list", "--ward", WARD, "--json")
    assert [(one["source"], one["changed"]) for one in told.json["templates"]] == [("package", False)] * 4
    files = {one["template"]: one["sha256"] for one in told.json["templates"]}
    assert files == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in PACKAGED.iterdir() if path.name in files
    }
    assert str(space) not in told.out


def test_a_ward_s_own_template_comes_before_the_common_one_and_is_told_when_changed(space: Path) -> None:
    written(space / "templates" / "phu-luc.xlsx", (PACKAGED / "phu-luc.xlsx").read_bytes())
    written(space / "templates" / "bao-cao-cchc.docx", template("a"))
    own = written(space / "templates" / WARD / "bao-cao-cchc.docx", template("b"))
    told = run("template", "list", "--ward", WARD, "--json")
    found = {one["template"]: (one["source"], one["changed"]) for one in told.json["templates"]}
    assert found == {
        "bao-cao-cchc.docx": ("ward", True),
        "phu-luc.xlsx": ("workspace", False),
        "ke-hoach.docx": ("package", False),
        "don-doc.docx": ("package", False),
    }
    lines = run("template", "list", "--ward", WARD).out.splitlines()
    assert hashlib.sha256(own.read_bytes()).hexdigest()[:12] in lines[1]
    assert f"riêng của {WARD}" in lines[1]
    assert "đã sửa" in lines[1]
    assert "Báo cáo quý" in lines[1]


def test_without_a_ward_the_common_templates_and_every_ward_s_own_are_listed(space: Path) -> None:
    written(space / "templates" / WARD / "ke-hoach.docx", template("b"))
    told = run("template", "list", "--json")
    assert [(one["template"], one["ward"]) for one in told.json["templates"]][-1] == ("ke-hoach.docx", WARD)
    assert len(told.json["templates"]) == 5


# --- new ---------------------------------------------------------------------------------------------------------


def test_a_new_template_is_the_one_of_the_program_in_the_folder_of_the_ward(space: Path) -> None:
    told = run("template", "new", "quarterly", "--ward", WARD)
    folder = space / "templates" / WARD
    assert (told.exit_code, told.paths) == (0, [folder / "bao-cao-cchc.docx", folder / "phu-luc.xlsx"])
    assert all(path.read_bytes() == (PACKAGED / path.name).read_bytes() for path in told.paths)


def test_a_new_template_without_a_ward_is_a_common_one(space: Path) -> None:
    assert run("template", "new", "phu-luc.xlsx").paths == [space / "templates" / "phu-luc.xlsx"]


def test_a_template_that_is_there_is_never_overwritten(space: Path) -> None:
    mine = written(space / "templates" / WARD / "bao-cao-cchc.docx", b"cong suc")
    told = run("template", "new", "quarterly", "--ward", WARD)
    assert (told.exit_code, told.codes) == (1, ["LN019"])
    assert mine.read_bytes() == b"cong suc"
    assert [path.name for path in told.paths] == ["phu-luc.xlsx"]


@pytest.mark.parametrize("kind", ["quaterly", "../ke-hoach.docx", ""])
def test_an_unknown_kind_ends_with_2_and_the_known_ones(space: Path, kind: str) -> None:
    told = run("template", "new", kind)
    assert (told.exit_code, told.codes) == (2, ["LN007"])
    assert "quarterly" in told.err
    assert not list((space / "templates").glob("*.*"))


def test_the_workbook_alone_has_a_word_of_its_own(space: Path) -> None:
    assert run("template", "new", "appendix").paths == [space / "templates" / "phu-luc.xlsx"]


@pytest.mark.parametrize("kind", ["quarterly", "plan", "remind"])
def test_a_new_template_has_no_fault_and_its_document_obeys_nghi_dinh_30(space: Path, kind: str) -> None:
    """The templates of every kind are among those of these three: the next test."""
    made = run("template", "new", kind, "--ward", WARD).paths
    assert run("template", "lint", *made).err == ""
    told = run("template", "preview", made[0], "--ward", WARD, "--format", "docx")
    [document] = told.paths
    judged = check_document(document.read_bytes(), document.name)
    assert [(o.rule, o.findings) for o in judged.outcomes if o.state is State.FAIL] == []
    assert judged.components.official
    assert document.is_relative_to(space)


def test_three_kinds_have_the_templates_of_all() -> None:
    three = {part.template for kind in ("quarterly", "plan", "remind") for part in DOCUMENTS[kind].parts}
    assert three == {part.template for document in DOCUMENTS.values() for part in document.parts}


@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_a_new_template_of_any_kind_is_the_one_of_the_program(space: Path, kind: str) -> None:
    for path in run("template", "new", kind).paths:
        assert path.read_bytes() == (PACKAGED / path.name).read_bytes()
        assert path.parent == space / "templates"


# --- fields ------------------------------------------------------------------------------------------------------


def test_fields_of_a_ward_stand_beside_the_samples_in_a_table(space: Path) -> None:
    told = run("template", "fields", "--ward", WARD)
    assert told.exit_code == 0
    rows = {cells[0]: cells[1:] for cells in table_of(told.out)}
    assert rows["Viết trong mẫu"] == ["Ý nghĩa", "Ví dụ", WARD]
    assert rows["{{ tong_hop.tong }}"] == ["Tổng số nhiệm vụ (số nguyên)", "39", "65"]
    assert rows["{{ ky.nam }}"][1:] == ["2026", "2026"]
    assert rows["{%tr for gd in chi_tieu_theo_giai_doan %}"][2] == "1 mục"
    assert max(map(len, told.out.splitlines())) <= PIPED_WIDTH
    assert not (space / "out").exists()


def table_of(text: str) -> list[list[str]]:
    """Return the cells of the lines of a table, outer blanks cut."""
    lines = [line for line in text.splitlines() if line.startswith(("│", "┃"))]
    return [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in lines]


@pytest.mark.parametrize("word", ["quá hạn", "QUA HAN", "qua_han"])
def test_names_are_found_by_a_word_whatever_its_accents(space: Path, word: str) -> None:
    told = run("template", "fields", "--find", word)
    tags = {cells[0] for cells in table_of(told.out)}
    assert {"{{ tong_hop.qua_han }}", "{%tr for viec in qua_han %}"} <= tags
    assert "{{ don_vi.ten }}" not in tags
    assert not (space / "out").exists()
    assert all("qua_han" in one["name"] or "quá hạn" in one["meaning"] for one in found_by(word))


def found_by(word: str) -> list[dict[str, str]]:
    fields: list[dict[str, str]] = run("template", "fields", "--find", word, "--json").json["fields"]
    assert fields
    return fields


def test_a_word_of_no_name_ends_with_2(space: Path) -> None:
    told = run("template", "fields", "--find", "khong-co-chu-nay", "--format", "docx")
    assert (told.exit_code, told.codes) == (2, ["LN007"])
    assert not (space / "out").exists()


def test_fields_as_json_name_template_meaning_sample_and_value(space: Path) -> None:
    told = run("template", "fields", "--ward", WARD, "--json", "--workspace", space).json
    assert told["ok"]
    found = {(one["template"][0], one["name"]): one for one in told["fields"]}
    assert {name for template, name in found if template == "ke-hoach.docx"} == set(plan_paths())
    assert {name for template, name in found if template == "don-doc.docx"} == set(reminder_paths())
    others = {"ke-hoach.docx", "don-doc.docx"}
    assert {name for template, name in found if template not in others} == set(paths())
    one = found["bao-cao-cchc.docx", "don_vi.ten"]
    assert (one["sample"], one["value"], one["kind"]) == ("Trúc Lâm", "Trúc Lâm", "chữ")
    assert found["bao-cao-cchc.docx", "nhiem_vu"]["value"] == "65 mục"
    assert run("template", "fields", "--json").json["fields"][1]["value"] is None


def test_the_newest_closed_period_is_taken_before_one_still_open(space: Path) -> None:
    told = run("template", "fields", "--ward", WARD, "--json").json
    found = {one["name"]: one["value"] for one in told["fields"] if "phu-luc.xlsx" in one["template"]}
    assert (found["ky.ten"], found["ky.tam_tinh"]) == ("quý III năm 2026", "không")
    assert space


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_sheet_of_names_holds_every_name_with_the_ward_s_value(space: Path, form: str) -> None:
    told = run("template", "fields", "--ward", WARD, "--format", form)
    assert told.exit_code == 0
    families = ("", "-ke-hoach", "-don-doc")
    assert [path.name for path in told.paths] == [f"ten-truong{family}-{WARD}.{form}" for family in families]
    assert all(path.parent == space / "out" / "ten-truong" for path in told.paths)
    data = told.paths[0].read_bytes()
    rows = [line[:5] for line in grid(data)] if form == "xlsx" else tables_of(data)
    assert rows[0] == ["Viết trong mẫu", "Ý nghĩa", "Kiểu", "Ví dụ", "Số liệu của phường Trúc Lâm"]
    tags = [row[0] for row in rows if row[0] != "Viết trong mẫu"]
    lists = [path for path, field in paths().items() if field.kind is Kind.LIST and "." not in path]
    assert all(any(f" in {name} %}}" in str(tag) for tag in tags) for name in lists)
    assert {"{{ chi_dao.ten }}", "{{ muc.ten }}", "{%tr for nv in den_han %}", "{%tr for viec in cq.viec %}"} <= {*tags}
    assert {"{{ don_vi.ten }}", "{%tr for nv in nhiem_vu %}", "{{ nv.thoi_han }}", "{%p for doan in kien_nghi %}"} <= {
        *tags
    }
    total = next(row for row in rows if row[0] == "{{ tong_hop.tong }}")
    assert total[3:] == ["39", "65"]
    assert validate(told.paths, "--allow-tags") == ""


def tables_of(data: bytes) -> list[list[object]]:
    """Return the rows of every table of a Word document; a heading row that repeats counts each time."""
    document = docx.Document(io.BytesIO(data))
    rows: list[list[object]] = []
    for table in document.tables:
        grid_ = table._cells
        width = len(table.columns)
        rows += [[cell.text for cell in grid_[k : k + width]] for k in range(0, len(grid_), width)]
    return rows


def test_the_sheets_are_a4_landscape_in_times_new_roman_and_the_same_day_gives_the_same_bytes(space: Path) -> None:
    first = run("template", "fields", "--format", "docx,xlsx", "--out", space / "mot").paths
    second = run("template", "fields", "--format", "docx,xlsx", "--out", space / "hai").paths
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    word: Any = docx.Document(str(next(path for path in first if path.suffix == ".docx")))
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    assert word.styles["Normal"].font.name == "Times New Roman"
    sheet: Any = load_workbook(next(path for path in first if path.suffix == ".xlsx")).active
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"Times New Roman"}
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows()}
    assert heights["{{ don_vi.ten }}"] < heights["{{ trich_yeu }}"] < heights["{%p for doan in mo_dau %}"]


def test_a_wrong_form_of_the_sheet_ends_with_2(space: Path) -> None:
    told = run("template", "fields", "--format", "pdf")
    assert (told.exit_code, told.codes) == (2, ["LN007"])
    assert not (space / "out").exists()
