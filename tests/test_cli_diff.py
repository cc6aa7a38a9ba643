"""`diff`, and what a run tells of a report that an officer has rewritten."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from reportgen.provenance import read
from tests.support_cli import TODAY, Told, on_day, run
from tests.support_compare import outline, word
from tests.support_office import validate
from tests.test_show import change, edit, quarter, report

NAME = "bao-cao-cchc-quy-3-2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a workspace in which an officer has rewritten a report, the data have changed, and it was made again."""
    space = tmp_path_factory.mktemp("so-sanh")
    shutil.copytree(root / "data", space / "data")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        quarter(space)
        document = docx.Document(str(report(space)))
        place = next(p for p in document.paragraphs if p.text.startswith("Kế hoạch gồm có"))
        place.runs[0].text = f"{place.text} Kết quả này cao hơn cùng kỳ."
        for run_ in place.runs[1:]:
            run_.text = ""
        document.save(str(report(space)))
        change(
            space / "data/truc-lam/progress/2026-q3/phong-van-hoa-xa-hoi.yaml",
            'id: "03.5"\n    status: in_progress\n    percent: 75',
            'id: "03.5"\n    status: done\n    percent: 100\n    done_on: 2026-09-01',
        )
        (space / "told.txt").write_text(quarter(space).err, "utf-8")
    return space


@pytest.fixture
def told(made: Path) -> Told:
    return run("diff", report(made), report(made, f"{NAME}-ban-2.docx"), "--json")


def test_the_run_lists_what_the_officer_wrote_beside_what_it_says_now(made: Path) -> None:
    said = (made / "told.txt").read_text("utf-8")
    assert "Cán bộ đã sửa 1 chỗ" in said
    assert "Kết quả này cao hơn cùng kỳ." in said
    assert "bản mới của chương trình ghi: “Kế hoạch gồm có" in said


def test_diff_lists_every_place_and_the_officer_s_own(told: Told) -> None:
    assert told.exit_code == 0
    assert len(told.json["changes"]) > 3
    one = told.json["carried"][0]
    assert (len(told.json["carried"]), one["now"]) == (1, "differs")
    assert one["officer"].endswith("cao hơn cùng kỳ.")
    assert one["ours"] != one["written"]
    edits = [edit for item in told.json["changes"] for edit in item["edits"]]
    assert any("cùng kỳ" in edit["old"] for edit in edits)


def test_the_copy_with_tracked_changes_reads_as_either(made: Path, told: Told) -> None:
    path = Path(told.json["files"][0]["path"])
    assert path.name == f"{NAME}-ban-2-so-sanh.docx"
    marked = path.read_bytes()
    assert outline(marked, take="old") == outline(report(made).read_bytes())
    assert outline(marked, take="new") == outline(report(made, f"{NAME}-ban-2.docx").read_bytes())
    assert not validate([path])


def test_the_copy_does_not_pass_for_the_report_of_the_period(told: Told) -> None:
    found = read(Path(told.json["files"][0]["path"]).read_bytes())
    assert found is not None
    assert found.kind == "so-sanh"


def test_a_second_run_changes_nothing(made: Path, told: Told) -> None:
    again = run("diff", report(made), report(made, f"{NAME}-ban-2.docx"), "--json")
    assert again.json["files"] == told.json["files"]


def test_people_read_it_in_words(made: Path) -> None:
    said = run("diff", report(made), report(made, f"{NAME}-ban-2.docx")).out
    assert said.startswith("Có ")
    assert " → " in said
    assert "Bản có đánh dấu thay đổi: " in said


def test_two_workbooks_are_compared_cell_by_cell(made: Path, tmp_path: Path) -> None:
    old = report(made, "phu-luc-cchc-quy-3-2026.xlsx")
    new = tmp_path / "phu-luc.xlsx"
    book: Any = openpyxl.load_workbook(old)
    sheet = book.worksheets[0]
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, int))
    cell.value += 1
    place, title = cell.coordinate, sheet.title
    book.save(new)
    told = run("diff", old, new, "--json").json
    assert f"phu-luc.xlsx, {title}!{place}" in [item["place"] for item in told["changes"]]
    marked: Any = openpyxl.load_workbook(told["files"][0]["path"])
    assert marked[title][place].comment is not None
    assert not validate([Path(told["files"][0]["path"])])


def test_files_that_do_not_differ_leave_no_copy(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ban-sao.docx"
    shutil.copy(report(made), copy)
    assert run("diff", report(made), copy).out == "Hai tệp giống hệt nhau.\n"
    document, stream = docx.Document(str(copy)), io.BytesIO()
    document.core_properties.title = "khác"
    document.save(stream)
    copy.write_bytes(stream.getvalue())
    told = run("diff", report(made), copy, "--json")
    assert (told.json["changes"], told.json["files"]) == ([], [])
    assert [path.name for path in tmp_path.iterdir()] == ["ban-sao.docx"]


def test_documents_of_others_are_compared_too(tmp_path: Path) -> None:
    for name, text in (("a.docx", "Một hai."), ("b.docx", "Một ba.")):
        (tmp_path / name).write_bytes(word([[text]]))
    told = run("diff", tmp_path / "a.docx", tmp_path / "b.docx", "--json").json
    assert told["changes"][0]["edits"] == [{"old": "hai", "new": "ba"}]
    assert told["carried"] == []


def test_files_of_two_kinds_are_refused(made: Path) -> None:
    told = run("diff", report(made), report(made, "phu-luc-cchc-quy-3-2026.xlsx"))
    assert (told.exit_code, told.codes) == (2, ["XX002"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", "chữ".encode()])
def test_a_damaged_file_is_named(made: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    told = run("diff", tmp_path / "a.docx", report(made))
    assert told.exit_code == 1
    assert "a.docx" in told.err


def test_a_run_that_replaces_the_officer_s_file_lists_what_the_officer_wrote_as_well(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, TODAY)
    space = tmp_path / "thay"
    shutil.copytree(root / "data", space / "data")
    assert quarter(space).exit_code == 0
    edit(report(space))
    told = quarter(space, "--replace", "--json")
    assert told.exit_code == 0
    assert "Đoạn do cán bộ viết lại." in [one["officer"] for one in told.json["carried"]]
    assert all("-sao-luu-" in one["place"] for one in told.json["carried"])
