"""What comes out: names, properties, revisions, same bytes; Word and Excel form; templates that a ward edits."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document
from lxml import etree

from tests.support_cli import Told, run
from tests.support_contract import ROOT, edit, workspace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Q3 = ("--year", "2026", "--quarter", "3")
KINDS = {
    "monthly": (("--year", "2026", "--month", "9"), "thang-09", "thang-09-2026"),
    "quarterly": (Q3, "quy-3", "quy-3-2026"),
    "half-year": (("--year", "2026", "--half", "1"), "6-thang-dau-nam", "6-thang-dau-nam-2026"),
    "nine-month": (("--year", "2026"), "9-thang", "9-thang-2026"),
    "annual": (("--year", "2026", "--as-of", "2026-11-22"), "nam", "nam-2026"),
}
MILLIMETRE = 36000


def make(space: Path, kind: str = "quarterly", *words: str) -> Told:
    return run(kind, "--ward", "truc-lam", "--workspace", space, "--json", *(words or KINDS[kind][0]))


def path_of(told: Told, form: str) -> Path:
    return next(Path(file["path"]) for file in told.json["files"] if file["kind"] == form)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("tep"))


@pytest.fixture(scope="module")
def quarter(space: Path) -> Told:
    told = make(space)
    assert told.exit_code == 0
    return told


@pytest.fixture(scope="module")
def report(quarter: Told) -> Document:
    return docx.Document(str(path_of(quarter, "docx")))


@pytest.fixture(scope="module")
def tables(quarter: Told) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path_of(quarter, "xlsx"))


# --- files


@pytest.mark.parametrize("kind", KINDS)
def test_files_stand_in_the_tree_of_ward_year_and_period(space: Path, kind: str) -> None:
    told = make(space, kind)
    _, folder, mark = KINDS[kind]
    base = space.resolve() / "out/truc-lam/2026" / folder
    assert [Path(file["path"]) for file in told.json["files"]] == [
        base / f"bao-cao-cchc-{mark}.docx",
        base / f"phu-luc-cchc-{mark}.xlsx",
    ]
    shown = {path.name for path in base.iterdir() if not path.name.startswith(".")}
    assert shown == {f"bao-cao-cchc-{mark}.docx", f"phu-luc-cchc-{mark}.xlsx"}


def properties(path: Path) -> dict[str, str]:
    """Return the custom properties of a document."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    return {str(item.get("name")): "".join(str(text) for text in item.itertext()) for item in root}


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_properties_tell_kind_period_day_data_template_and_version(quarter: Told, form: str) -> None:
    found = properties(path_of(quarter, form))
    assert found["kind"] == "quarterly"
    assert found["period"] == "2026-q3"
    assert found["as_of"] == "2026-09-14"
    assert found["version"] == run("--version").out.split()[-1]
    assert re.fullmatch("[0-9a-f]{64}", found["data_hash"])
    assert re.fullmatch("[0-9a-f]{64}", found["template_hash"])


def test_hashes_follow_data_and_template(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    shutil.copytree(ROOT / "templates", space / "templates")
    first = properties(path_of(make(space), "docx"))
    edit(space / "data/truc-lam/ward.yaml", "symbol: UBND", "symbol: UBND  ")
    second = properties(path_of(make(space), "docx"))
    assert (second["data_hash"] != first["data_hash"], second["template_hash"]) == (True, first["template_hash"])
    document = docx.Document(str(space / "templates/bao-cao-cchc.docx"))
    document.paragraphs[-1].add_run(" ")
    document.save(str(space / "templates/bao-cao-cchc.docx"))
    third = properties(path_of(make(space), "docx"))
    assert (third["data_hash"], third["template_hash"] != first["template_hash"]) == (second["data_hash"], True)


def test_the_same_input_gives_the_same_bytes_anywhere(tmp_path: Path, quarter: Told) -> None:
    again = make(workspace(tmp_path))
    assert [file["sha256"] for file in again.json["files"]] == [file["sha256"] for file in quarter.json["files"]]


def test_what_a_person_edited_is_kept_and_the_next_ones_are_revisions(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    first = path_of(make(space), "docx")
    edited: list[tuple[Path, bytes]] = []
    for number in (2, 3):
        newest = first if number == 2 else first.with_stem(f"{first.stem}-ban-2")
        document = docx.Document(str(newest))
        document.add_paragraph("Sửa tay.")
        document.save(str(newest))
        edited.append((newest, newest.read_bytes()))
        told = make(space)
        assert told.exit_code == 0
        assert path_of(told, "docx") == first.with_stem(f"{first.stem}-ban-{number}")
        assert path_of(told, "xlsx").name == "phu-luc-cchc-quy-3-2026.xlsx"
        assert any(f"ban-{number}" in p["message"] + p["where"] + p["remedy"] for p in told.json["problems"])
        assert [path.read_bytes() for path, _ in edited] == [content for _, content in edited]


def test_stdout_holds_paths_or_one_object_and_stderr_the_rest(space: Path) -> None:
    plain = run("quarterly", "--ward", "truc-lam", "--workspace", space, *Q3)
    assert [path.is_file() for path in plain.paths] == [True, True]
    assert "minh họa" in plain.err.splitlines()[-1]
    told = make(space)
    assert list(told.json) == ["ok", "ward", "period", "as_of", "files", "totals", "problems"]
    assert json.loads(told.out)["ok"] is True
    for problem in told.json["problems"]:
        assert list(problem) == ["code", "where", "message", "remedy", "severity"]
        assert problem["severity"] in {"error", "warning"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["quarterly", "--ward", "truc-lam", "--quarter", "5"], 2),
        (["quarterly", "--ward", "truc-lam", "--as-of", "31/02/2026"], 2),
        (["quarterly", "--ward", "../truc-lam"], 2),
        (["quarterly"], 2),
        (["quarterly", "--ward", "truc-lam", "--format", "doc"], 2),
        (["monthly", "--ward", "truc-lam", "--quarter", "1"], 2),
        (["status", "--ward", "truc-lam", "--period", "weekly"], 2),
        (["adhoc", "--ward", "truc-lam", "--from", "2026-07-01", "--to", "2026-06-01", "--subject", "X"], 2),
        (["quarterly", "--ward", "truc-lam", "--year", "2026", "--quarter", "4"], 1),
    ],
)
def test_a_refusal_has_its_exit_status_and_with_json_still_one_object(space: Path, words: list[str], code: int) -> None:
    told = run(*words, "--workspace", space, "--json")
    assert told.exit_code == code
    assert told.json["ok"] is False
    assert told.json["problems"]
    plain = run(*words, "--workspace", space)
    assert (plain.exit_code, plain.out) == (code, "")
    assert plain.codes == [problem["code"] for problem in told.json["problems"]]


# --- Word


def test_each_appendix_is_a_landscape_section_with_its_own_page_numbers(report: Document) -> None:
    body, *appendices = list[Any](report.sections)
    assert body.orientation == 0
    assert len(appendices) == 3
    for section in appendices:
        assert section.orientation == 1
        assert (round(section.page_width / MILLIMETRE), round(section.page_height / MILLIMETRE)) == (297, 210)
        numbering = section._sectPr.find(f"{W}pgNumType")  # python-docx has no name for it
        assert numbering is not None
        assert numbering.get(f"{W}start") == "1"
    for section in (body, *appendices):
        assert section.different_first_page_header_footer
        assert 20 <= section.left_margin / MILLIMETRE <= 35
    assert (round(body.page_width / MILLIMETRE), round(body.page_height / MILLIMETRE)) == (210, 297)
    limits = {"top_margin": (20, 25), "bottom_margin": (20, 25), "left_margin": (30, 35), "right_margin": (15, 20)}
    for name, (low, high) in limits.items():
        assert low <= round(getattr(body, name) / MILLIMETRE, 1) <= high


def test_every_letter_is_times_new_roman_nfc_and_no_tag_is_left(quarter: Told) -> None:
    with zipfile.ZipFile(path_of(quarter, "docx")) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("word/")}
    for name, raw in parts.items():
        if not name.endswith(".xml"):
            continue
        assert b"{{" not in raw, name
        assert b"{%" not in raw, name
        for fonts in etree.fromstring(raw).iter(f"{W}rFonts"):
            named = {value for key, value in fonts.attrib.items() if str(key).split("}")[-1] in FACES}
            assert named <= {"Times New Roman"}, name
    defaults = etree.fromstring(parts["word/styles.xml"]).find(f"{W}docDefaults//{W}rFonts")
    assert defaults is not None
    assert {defaults.get(f"{W}{face}") for face in FACES} == {"Times New Roman"}


FACES = ("ascii", "hAnsi", "eastAsia", "cs")


def test_head_of_the_report_to_the_letter(report: Document) -> None:
    left, right = report.tables[0].rows[0].cells[:2]
    assert "\n".join(p.text for p in left.paragraphs).strip() == "ỦY BAN NHÂN DÂN\nPHƯỜNG TRÚC LÂM"
    assert [p.text for p in right.paragraphs if p.text] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    number, place = report.tables[0].rows[1].cells[:2]
    assert re.fullmatch(r"Số: {2,}/BC-UBND", number.text.strip())
    assert re.fullmatch(r"Trúc Lâm, ngày {2,}tháng {2,}năm 2026", place.text.strip())


def test_number_and_date_are_printed_as_the_decree_wants(space: Path, tmp_path: Path) -> None:
    words = (*Q3, "--number", "5", "--date", "05/02/2026", "--out", str(tmp_path), "--format", "docx")
    document = docx.Document(str(path_of(make(space, "quarterly", *words), "docx")))
    number, place = document.tables[0].rows[1].cells[:2]
    assert (number.text.strip(), place.text.strip()) == ("Số: 05/BC-UBND", "Trúc Lâm, ngày 05 tháng 02 năm 2026")
    attached = [p.text for p in document.paragraphs if p.text.startswith("(Kèm theo")]
    assert len(attached) == 3
    assert all("số 05/BC-UBND ngày 05 tháng 02 năm 2026" in text for text in attached)


def test_signature_recipients_and_illustration_mark(report: Document) -> None:
    everything = "\n".join(text for text in all_text(report))
    for words in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Huy Du", "Nơi nhận:", "- Như trên;"):
        assert words in everything
    assert "- Lưu: VT, VHXH." in everything
    assert "Kính gửi: Sở Nội vụ tỉnh Thanh Hóa" in everything
    assert "MINH HỌA" in everything
    assert "./." in everything


def all_text(document: Document) -> Iterator[str]:
    for paragraph in document.element.body.iter(f"{W}p"):
        yield "".join(str(text.text or "") for text in paragraph.iter(f"{W}t"))


def test_all_65_tasks_stand_in_the_appendix_in_order(report: Document) -> None:
    plan = run("status", "--ward", "truc-lam", "--workspace", ROOT, "--json", *Q3).json["tasks"]
    largest = max(report.tables, key=lambda table: len(table.rows))
    printed = "\n".join(row.cells[1].text for row in largest.rows)
    place = 0
    for task in plan:
        place = printed.find(task["title"].rstrip("."), place)
        assert place >= 0, task["id"]


# --- Excel


def test_sheets_are_a4_landscape_one_page_wide_with_heads_that_repeat_and_page_numbers(
    tables: openpyxl.Workbook,
) -> None:
    assert len(tables.sheetnames) >= 4
    sheets: list[Any] = tables.worksheets
    for sheet in sheets:
        assert int(sheet.page_setup.paperSize) == int(sheet.PAPERSIZE_A4), sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0), sheet.title
        assert sheet.oddHeader.center.text == "&P", sheet.title
        if sheet.max_row > 30:
            assert sheet.print_title_rows, sheet.title


def test_every_used_font_is_times_new_roman(tables: openpyxl.Workbook) -> None:
    names = {c.font.name for s in tables.worksheets for row in s.iter_rows() for c in row if c.value is not None}
    assert names == {"Times New Roman"}


def test_numbers_and_dates_are_native_and_formulas_carry_their_results(quarter: Told) -> None:
    path = path_of(quarter, "xlsx")
    formulas, results = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found: dict[type, int] = {}
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found[type(cell.value)] = found.get(type(cell.value), 0) + 1
                if (
                    isinstance(cell.value, str)
                    and not cell.value.startswith("=")
                    and cell.row > 6
                    and (sheet.cell(6, cell.column).value) != "Mục tiêu"
                ):
                    assert not re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}|\d+([.,]\d+)?%", cell.value), cell.coordinate
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert results[sheet.title][cell.coordinate].value is not None, cell.coordinate
    assert found.get(int, 0) > 50
    assert found.get(datetime, 0) >= 5
    totals = quarter.json["totals"]
    numbers = [c.value for s in results.worksheets for row in s.iter_rows() for c in row if isinstance(c.value, int)]
    assert totals["total"] in numbers
    assert totals["done"] in numbers


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    path = space / "data/truc-lam/progress/2026-q3/van-phong-hdnd-ubnd.yaml"
    texts = ["=1+1", "+84 912 345", "-5% so với kỳ trước", "@SUM(A1)", '=HYPERLINK("http://x")']
    text = path.read_text("utf-8")
    results = re.findall(r"    result: .*\n", text)[: len(texts)]
    for old, new in zip(results, texts, strict=True):
        text = text.replace(old, f"    result: '{new}'\n")
    path.write_text(text, "utf-8")
    told = make(space)
    book = openpyxl.load_workbook(path_of(told, "xlsx"))
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row if isinstance(c.value, str)]
    for words in texts:
        assert {c.data_type for c in cells if str(c.value).startswith(words)} == {"s"}, words
    document = "\n".join(all_text(docx.Document(str(path_of(told, "docx")))))
    assert all(words in document for words in texts)


# --- templates of the ward


def own_template(space: Path, name: str) -> Path:
    target = space / "templates/truc-lam" / name
    target.parent.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / name, target)
    return target


def test_a_ward_s_own_template_is_used(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    path = own_template(space, "bao-cao-cchc.docx")
    document = docx.Document(str(path))
    heading = "1. Tình hình thực hiện Kế hoạch"
    (words,) = [r for p in document.paragraphs for r in p.runs if r.text == heading]
    words.text = "1. Việc thực hiện Kế hoạch"
    document.save(str(path))
    made = [p.text for p in docx.Document(str(path_of(make(space), "docx"))).paragraphs]
    assert ("1. Việc thực hiện Kế hoạch" in made, heading in made) == (True, False)


def test_faults_of_a_template_are_told_with_their_places_all_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    path = own_template(space, "bao-cao-cchc.docx")
    document: Any = docx.Document(str(path))
    document.element.body.insert(0, docx.Document().add_paragraph("{{ don_vi.tenn }}")._p)
    table = next(i for i, t in enumerate(document.tables) if len(t.rows) >= 3 and len(t.rows[0].cells) >= 3)
    document.tables[table].rows[0].cells[1].paragraphs[0].add_run("{{ khong_co }}")
    header = document.sections[0].header
    header.paragraphs[0].add_run("{{ ky.tenn }}")
    document.save(str(path))
    told = make(space)
    assert told.exit_code == 1
    wheres = [problem["where"] for problem in told.json["problems"] if problem["severity"] == "error"]
    assert "bao-cao-cchc.docx, thân văn bản, đoạn 1" in wheres
    assert f"bao-cao-cchc.docx, bảng {table + 1}, dòng 1, ô 2" in wheres
    assert "bao-cao-cchc.docx, đầu trang, đoạn 1" in wheres
    assert len(wheres) == 3
    messages = [problem["message"] + problem["remedy"] for problem in told.json["problems"]]
    assert any("don_vi.ten" in text for text in messages)
    assert told.json["files"] == []
    assert not (space / "out").exists()


def test_faults_of_an_excel_template_name_sheet_and_cell(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    path = own_template(space, "phu-luc.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B10"] = "{{ don_vii.ten }}"
    book.worksheets[1]["A1"] = "{{ khong_co }}"
    book.save(path)
    told = make(space)
    assert told.exit_code == 1
    assert {p["where"] for p in told.json["problems"] if p["severity"] == "error"} >= {
        f"phu-luc.xlsx, {sheet.title}!B10",
        f"phu-luc.xlsx, {book.worksheets[1].title}!A1",
    }
    assert not (space / "out").exists()


def test_a_broken_template_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    path = own_template(space, "bao-cao-cchc.docx")
    path.write_bytes(path.read_bytes()[:5000])
    told = make(space)
    assert told.exit_code == 1
    assert [p["where"] for p in told.json["problems"] if p["severity"] == "error"] == ["bao-cao-cchc.docx"]
    assert not (space / "out").exists()


def test_the_plan_is_regenerated_with_all_rows_and_verbatim_keeps_misprints(space: Path) -> None:
    corrected = run("plan", "--ward", "truc-lam", "--workspace", space, "--json")
    printed = run("plan", "--ward", "truc-lam", "--workspace", space, "--verbatim", "--json")
    texts = [
        "\n".join(all_text(docx.Document(io.BytesIO(path_of(t, "docx").read_bytes())))) for t in (corrected, printed)
    ]
    assert path_of(corrected, "docx").parent == space.resolve() / "out/truc-lam/2026/ke-hoach"
    misprint = "cải cách thủ hành chính"
    assert [misprint in text for text in texts] == [False, True]
