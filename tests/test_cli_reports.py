"""The commands that write: which period, which files, what is said, and what happens when something is wrong."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from reportgen.cli import pdf, workspace
from tests.support_cli import TODAY, Told, on_day, run
from tests.support_ward import CULTURE, WARD_ID, write_ward

Q3 = "quy-3-2026"
REPORT = f"bao-cao-cchc-{Q3}.docx"
TABLES = f"phu-luc-cchc-{Q3}.xlsx"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the tiny ward, on 25/11/2026; templates are those that came with the program."""
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(command: str = "quarterly", *words: str | Path) -> Told:
    return run(command, "--ward", WARD_ID, *words)


def text_of(path: Path) -> str:
    """Return all text of a Word document's body, tables included."""
    document = docx.Document(str(path))
    return "".join(document.element.body.itertext())


def test_a_report_is_a_word_file_and_a_workbook_in_the_ward_s_folder(space: Path) -> None:
    told = make()
    assert told.exit_code == 0
    folder = space / "out" / WARD_ID / "2026" / "quy-3"
    assert told.paths == [folder / REPORT, folder / TABLES]
    assert "Suối Lành" in text_of(told.paths[0])
    assert openpyxl.load_workbook(told.paths[1]).sheetnames


@pytest.mark.usefixtures("space")
def test_without_a_period_the_newest_closed_one_is_taken_and_said_with_how_to_choose() -> None:
    first = make().err.splitlines()[0]
    assert "quý III năm 2026" in first
    assert "--year 2026 --quarter 3" in first


@pytest.mark.usefixtures("space")
def test_a_period_named_in_full_needs_no_word() -> None:
    assert "Kỳ báo cáo:" not in make("quarterly", "--year", "2026", "--quarter", "III").err


@pytest.mark.parametrize("words", [["--year", "2026"], ["--quarter", "3"], ["--year", "2026", "--quarter", "3"]])
@pytest.mark.usefixtures("space")
def test_year_and_quarter_may_each_be_left_out(words: list[str]) -> None:
    assert make("quarterly", *words, "--json").json["period"]["index"] == 3


@pytest.mark.usefixtures("space")
def test_illustrative_data_are_said_in_the_last_line() -> None:
    assert "minh họa" in make().err.splitlines()[-1]


def test_real_data_are_not_called_illustrative(space: Path) -> None:
    real = {"illustrative: true\n": ""}
    names = ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")
    event = {"    illustrative: true\n": ""}
    write_ward(
        space / "data", edits={**{f"progress/2026-q3/{name}.yaml": real for name in names}, "events.yaml": event}
    )
    assert "minh họa" not in make().err


@pytest.mark.usefixtures("space")
def test_a_period_still_open_is_taken_when_none_has_closed_and_called_provisional() -> None:
    told = make("annual")
    assert told.exit_code == 0
    assert told.codes == ["LN015"]
    assert "25/11/2026" in told.err
    answer = make("annual", "--json").json
    assert (answer["as_of"], answer["period"]["to"], answer["ok"]) == ("2026-11-25", "2026-12-14", True)


@pytest.mark.parametrize(
    ("command", "slug"),
    [("half-year", "6-thang-cuoi-nam"), ("nine-month", "9-thang"), ("annual", "nam"), ("quarterly", "quy-3")],
)
def test_every_kind_of_report_has_its_own_folder(space: Path, command: str, slug: str) -> None:
    told = make(command, "--format", "docx")
    assert told.exit_code == 0
    assert told.paths[0].parent == space / "out" / WARD_ID / "2026" / slug


def test_a_monthly_report_is_made_from_monthly_returns(space: Path) -> None:
    monthly = CULTURE.replace("period: 2026-q3", "period: 2026-m10").replace("2026-09-10", "2026-10-01")
    write_ward(space / "data", files={"progress/2026-m10/phong-van-hoa-xa-hoi.yaml": monthly})
    assert make("monthly", "--format", "docx").paths[0].name == "bao-cao-cchc-thang-10-2026.docx"


@pytest.mark.usefixtures("space")
def test_a_report_on_a_free_range_bears_its_subject() -> None:
    told = make("adhoc", "--from", "15/6/2026", "--to", "2026-09-14", "--subject", "Kết quả Đề án 06")
    assert told.exit_code == 0
    assert told.paths[0].name == "bao-cao-cchc-ket-qua-de-an-06-tu-2026-06-15-den-2026-09-14.docx"
    assert "Kết quả Đề án 06" in text_of(told.paths[0])


@pytest.mark.usefixtures("space")
def test_a_free_range_that_ends_before_it_starts_is_refused() -> None:
    told = make("adhoc", "--from", "2026-09-14", "--to", "2026-06-15", "--subject", "x")
    assert (told.exit_code, told.codes) == (2, ["LN007"])


@pytest.mark.usefixtures("space")
def test_number_and_date_are_printed_when_given_and_blank_otherwise() -> None:
    given = text_of(make("quarterly", "--number", "5", "--date", "16/9/2026", "--format", "docx").paths[0])
    assert "05/BC-UBND" in given
    assert "ngày 16 tháng 9 năm 2026" in given
    blank = text_of(make("quarterly", "--format", "docx").paths[0])
    assert "05/BC-UBND" not in blank
    assert re.search(r"ngày\s+tháng\s", blank)


@pytest.mark.usefixtures("space")
def test_the_plan_is_written_under_its_first_year(space: Path) -> None:
    told = make("plan")
    assert told.exit_code == 0
    assert told.paths == [space / "out" / WARD_ID / "2026" / "ke-hoach" / "ke-hoach-cchc-2026.docx"]
    assert "cải cách thủ tục hành chính trên địa bàn" in text_of(told.paths[0])


@pytest.mark.usefixtures("space")
def test_the_verbatim_plan_keeps_misprints_and_stands_beside_the_corrected_one() -> None:
    corrected, verbatim = make("plan").paths[0], make("plan", "--verbatim").paths[0]
    assert corrected != verbatim
    assert "cải cách thủ hành chính" in text_of(verbatim)


@pytest.mark.usefixtures("space")
def test_a_verbatim_plan_takes_no_other_number() -> None:
    assert make("plan", "--verbatim", "--number", "5").codes == ["LN007"]


@pytest.mark.usefixtures("space")
def test_json_is_one_object_with_the_promised_keys_and_the_files_hashes() -> None:
    told = make("quarterly", "--json")
    answer = told.json
    assert set(answer) == {"ok", "ward", "period", "as_of", "files", "totals", "problems"}
    assert answer["ok"] is True
    assert answer["ward"] == WARD_ID
    assert answer["period"] == {
        "kind": "quarterly",
        "year": 2026,
        "index": 3,
        "from": "2026-06-15",
        "to": "2026-09-14",
    }
    assert answer["as_of"] == "2026-09-14"
    assert [file["kind"] for file in answer["files"]] == ["docx", "xlsx"]
    for file in answer["files"]:
        assert Path(file["path"]).is_absolute()
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]


@pytest.mark.usefixtures("space")
def test_totals_add_up_and_shares_are_decimal_text() -> None:
    totals = make("quarterly", "--json").json["totals"]
    assert totals["total"] == 6
    assert sum(totals["classes"].values()) == sum(totals["by_status"].values()) == 6
    assert sum(area["total"] for area in totals["by_area"]) == 6
    assert isinstance(totals["done_share"], str)
    assert {agency["id"] for agency in totals["by_agency"]} >= {"phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd"}


@pytest.mark.usefixtures("space")
def test_two_runs_give_the_same_bytes_and_touch_nothing() -> None:
    first = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in make().paths}
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in make().paths} == first


@pytest.mark.usefixtures("space")
def test_a_report_edited_by_hand_is_kept() -> None:
    path = make().paths[0]
    path.write_bytes(b"edited")
    told = make()
    assert told.exit_code == 0
    assert told.codes == ["XB007"]
    assert told.paths[0].name == f"bao-cao-cchc-{Q3}-ban-2.docx"
    assert path.read_bytes() == b"edited"


@pytest.mark.usefixtures("space")
def test_documents_say_in_their_properties_how_they_were_made() -> None:
    for path in make().paths:
        import zipfile  # noqa: PLC0415

        with zipfile.ZipFile(path) as package:
            custom = package.read("docProps/custom.xml").decode()
        for word in ("quarterly", WARD_ID, "2026-q3", "2026-09-14"):
            assert word in custom


def test_results_go_where_out_says(space: Path) -> None:
    told = make("quarterly", "--out", space / "elsewhere", "--format", "docx")
    assert told.paths[0].is_relative_to(space / "elsewhere" / WARD_ID)


def test_the_workspace_may_be_elsewhere(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (space / "far").mkdir()
    monkeypatch.chdir(space / "far")
    assert make("quarterly", "--workspace", space, "--format", "docx").paths[0].is_relative_to(space / "out")
    monkeypatch.setenv("REPORTGEN_WORKSPACE", str(space))
    assert make("quarterly", "--format", "docx").paths[0].is_relative_to(space / "out")


@pytest.mark.parametrize("where", ["", WARD_ID])
def test_templates_of_the_workspace_and_of_the_ward_win(space: Path, root: Path, where: str) -> None:
    template = docx.Document(str(root / "templates" / "bao-cao-cchc.docx"))
    template.add_paragraph("Mẫu riêng của phường")
    folder = space / "templates" / where
    folder.mkdir(parents=True)
    template.save(str(folder / "bao-cao-cchc.docx"))
    assert "Mẫu riêng của phường" in text_of(make("quarterly", "--format", "docx").paths[0])


def test_a_template_with_an_unknown_name_is_refused_and_nothing_written(space: Path, root: Path) -> None:
    template = docx.Document(str(root / "templates" / "bao-cao-cchc.docx"))
    template.add_paragraph("{{ khong_co_ten_nay }}")
    (space / "templates").mkdir()
    template.save(str(space / "templates" / "bao-cao-cchc.docx"))
    told = make()
    assert told.exit_code == 1
    assert told.codes[0].startswith("MB")
    assert "bao-cao-cchc.docx" in told.err
    assert not (space / "out").exists()


def test_faults_of_both_templates_are_told_at_once(space: Path, root: Path) -> None:
    (space / "templates").mkdir()
    template = docx.Document(str(root / "templates" / "bao-cao-cchc.docx"))
    template.add_paragraph("{{ khong_co_ten_nay }}")
    template.save(str(space / "templates" / "bao-cao-cchc.docx"))
    book = openpyxl.load_workbook(root / "templates" / "phu-luc.xlsx")
    book.worksheets[0]["B60"] = "{{ cung_khong_co }}"
    book.save(space / "templates" / "phu-luc.xlsx")
    told = make("quarterly", "--json")
    problems = [problem for problem in told.json["problems"] if problem["severity"] == "error"]
    assert (told.exit_code, told.json["files"]) == (1, [])
    assert [problem["where"].split(",")[0] for problem in problems] == ["bao-cao-cchc.docx", "phu-luc.xlsx"]
    assert not (space / "out").exists()


@pytest.mark.parametrize("ward", ["../..", "..", ".", "/etc", "", "suoi-lan", "Suối Lãnh", "con\x00"])
def test_an_unknown_ward_ends_with_2_and_names_the_known_ones(space: Path, ward: str) -> None:
    told = run("quarterly", "--ward", ward)
    assert (told.exit_code, told.codes) == (2, ["LN001"])
    assert WARD_ID in told.err
    assert not (space / "out").exists()


def test_a_ward_s_folder_without_its_first_file_is_told_apart_from_no_folder(space: Path) -> None:
    (space / "data" / "suoi-moi").mkdir()
    told = run("quarterly", "--ward", "suoi-moi", "--json")
    assert (told.exit_code, [p["code"] for p in told.json["problems"]]) == (2, ["LN001"])
    assert "chưa có tệp ward.yaml" in told.json["problems"][0]["message"]


def test_a_period_without_progress_ends_with_1_and_names_those_with_some(space: Path) -> None:
    told = make("quarterly", "--year", "2026", "--quarter", "1")
    assert (told.exit_code, told.codes, told.out) == (1, ["LN003"], "")
    assert "quý III năm 2026" in told.err
    assert not (space / "out").exists()


@pytest.mark.usefixtures("space")
def test_a_failure_with_json_keeps_every_key_and_the_exit_status() -> None:
    told = make("quarterly", "--year", "2026", "--quarter", "1", "--json")
    assert told.exit_code == 1
    assert set(told.json) == {"ok", "ward", "period", "as_of", "files", "totals", "problems"}
    assert (told.json["ok"], told.json["ward"], told.json["files"]) == (False, WARD_ID, [])
    assert told.json["problems"][0]["code"] == "LN003"


@pytest.mark.usefixtures("space")
def test_a_year_without_plan_ends_with_2() -> None:
    assert make("quarterly", "--year", "2031").exit_code == 2
    assert make("plan", "--year", "2031").exit_code == 2


def test_a_folder_without_data_ends_with_2(tmp_path: Path) -> None:
    told = make("quarterly", "--workspace", tmp_path)
    assert (told.exit_code, told.codes) == (2, ["LN008"])


@pytest.mark.usefixtures("space")
def test_every_wrong_value_is_told_at_once() -> None:
    told = make("quarterly", "--year", "26", "--quarter", "5", "--as-of", "30/2/2026", "--format", "odt", "--date", "x")
    assert (told.exit_code, told.codes) == (2, ["LN007"] * 5)


@pytest.mark.usefixtures("space")
def test_an_as_of_date_before_the_period_is_refused() -> None:
    told = make("quarterly", "--quarter", "3", "--as-of", "2026-01-01")
    assert (told.exit_code, told.codes) == (2, ["LN007"])


@pytest.mark.usefixtures("space")
def test_july_can_be_rebuilt_in_december() -> None:
    told = make("quarterly", "--quarter", "3", "--as-of", "2026-07-31", "--json").json
    assert told["as_of"] == "2026-07-31"
    assert told["problems"][0]["code"] == "LN015"


def test_a_period_before_the_ward_was_formed_is_refused(space: Path) -> None:
    write_ward(
        space / "data", edits={"ward.yaml": {"symbol: UBND\n": "symbol: UBND\ncalendar: {formed: 2026-07-01}\n"}}
    )
    told = make("quarterly", "--year", "2026", "--quarter", "1")
    assert (told.exit_code, told.codes) == (2, ["LN016"])


@pytest.mark.usefixtures("space")
def test_an_out_that_cannot_be_written_ends_with_2(space: Path) -> None:
    (space / "file").write_text("", "utf-8")
    told = make("quarterly", "--out", space / "file")
    assert (told.exit_code, told.codes) == (2, ["XB001"])


def test_wrong_data_are_all_told_and_nothing_is_written(space: Path) -> None:
    write_ward(
        space / "data",
        edits={
            "progress/2026-q3/van-phong-hdnd-ubnd.yaml": {"percent: 60": "percent: 140", "total: 412": "total: 413"},
            "progress/2026-q3/phong-van-hoa-xa-hoi.yaml": {'id: "01.2"': 'id: "09.9"'},
        },
    )
    told = make()
    assert (told.exit_code, told.out) == (1, "")
    assert len(told.codes) >= 3
    assert told.err.count("dòng") >= 3
    assert not (space / "out").exists()


@pytest.mark.usefixtures("space")
def test_a_year_later_the_first_command_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, date(2028, 2, 29))
    assert make("quarterly", "--json").json["period"]["index"] == 3


def test_progress_under_an_older_plan_is_found_too(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = (space / "data" / WARD_ID / "plans" / "2026.yaml").read_text("utf-8")
    newer = plan.replace("years: [2026, 2026]", "years: [2027, 2027]")
    (space / "data" / WARD_ID / "plans" / "2027.yaml").write_text(newer, "utf-8")
    on_day(monkeypatch, date(2027, 1, 5))
    answer = make("quarterly", "--json")
    assert answer.json["period"]["year"] == 2026, answer.err


@pytest.mark.usefixtures("space")
def test_without_libreoffice_word_and_excel_are_written_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    told = make("quarterly", "--format", "docx,xlsx,pdf")
    assert (told.exit_code, [path.suffix for path in told.paths]) == (1, [".docx", ".xlsx"])
    assert set(told.codes) == {"LN012"}


@pytest.mark.office
@pytest.mark.usefixtures("space")
def test_pdf_alone_is_made_from_the_word_document() -> None:
    told = make("quarterly", "--format", "pdf")
    assert (told.exit_code, [path.name for path in told.paths]) == (0, [f"bao-cao-cchc-{Q3}.pdf"])
    assert told.paths[0].read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("space")
def test_the_plan_has_no_workbook() -> None:
    told = make("plan", "--format", "xlsx")
    assert (told.exit_code, told.codes) == (2, ["LN007"])


@pytest.mark.usefixtures("space")
def test_a_quarter_without_year_and_progress_means_this_year_s() -> None:
    told = make("quarterly", "--quarter", "1")
    assert (told.exit_code, told.codes) == (1, ["LN003"])
    assert "quý I năm 2026" in told.err


def test_a_ward_without_any_progress_is_told_so(space: Path) -> None:
    names = ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")
    write_ward(space / "data", ward_id="an-binh", files={f"progress/2026-q3/{name}.yaml": None for name in names})
    told = run("quarterly", "--ward", "an-binh")
    assert (told.exit_code, told.codes) == (1, ["LN003"])
    assert "chưa có kỳ nào có số liệu" in told.err


def test_faults_of_an_older_plan_are_told_when_it_is_needed(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = space / "data" / WARD_ID / "plans"
    newer = (plans / "2026.yaml").read_text("utf-8").replace("years: [2026, 2026]", "years: [2027, 2027]")
    (plans / "2027.yaml").write_text(newer, "utf-8")
    write_ward(space / "data", edits={"plans/2026.yaml": {'comparator: ">="': "comparator: abc"}})
    on_day(monkeypatch, date(2027, 1, 5))
    told = make()
    assert told.exit_code == 1
    assert "2026.yaml, dòng " in told.err


def test_templates_that_are_nowhere_are_named(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "PACKAGE", space / "nowhere" / "reportgen")
    told = make()
    assert (told.exit_code, told.codes) == (1, ["LN009", "LN009"])
    assert "bao-cao-cchc.docx" in told.err
    assert "phu-luc.xlsx" in told.err
