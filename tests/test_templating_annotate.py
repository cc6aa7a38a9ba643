"""The officer's own file comes back with a remark at every fault, and otherwise as it was."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from reportgen.templating.annotate import annotate
from reportgen.templating.lint import lint
from tests.render_xlsx import opened, part, part_names
from tests.support_chart import C, drawn, word
from tests.support_office import validate
from tests.support_render import W, add_table, saved, template
from tests.support_templates import EXCEL, WORD
from tests.support_templates_more import MORE_WORD

REPORT_FILE, BOOK_FILE = "bao-cao-cchc.docx", "phu-luc.xlsx"


def remarked(data: bytes, name: str) -> bytes:
    return annotate(data, name, lint(data, name).problems)


def comments(data: bytes) -> list[tuple[str, str]]:
    """Return the text of each comment and of the paragraph that it embraces."""
    name = next(name for name in part_names(data) if name.startswith("word/comments"))
    texts = {
        found.group(1): re.sub("<[^>]+>", "", found.group(2))
        for found in re.finditer(r'<w:comment [^>]*?w:id="(\d+)".*?>(.*?)</w:comment>', part(data, name), re.DOTALL)
    }
    document: Any = docx.Document(io.BytesIO(data))
    found = []
    for paragraph in document.element.iter(f"{W}p"):
        for start in paragraph.iter(f"{W}commentRangeStart"):
            words = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
            found.append((texts[start.get(f"{W}id")], words))
    return found


def noted(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", WORD)
def test_a_copy_with_comments_is_valid_and_has_the_very_faults_of_the_template(name: str, tmp_path: Path) -> None:
    data = WORD[name].made()
    copy = remarked(data, REPORT_FILE)
    assert lint(copy, REPORT_FILE).problems == lint(data, REPORT_FILE).problems
    (tmp_path / "x.docx").write_bytes(copy)
    assert validate([tmp_path / "x.docx"], "--allow-tags") == ""


@pytest.mark.parametrize("name", EXCEL)
def test_a_copy_with_notes_is_valid_and_has_the_very_faults_of_the_template(name: str, tmp_path: Path) -> None:
    data = EXCEL[name].made()
    copy = remarked(data, BOOK_FILE)
    assert lint(copy, BOOK_FILE).problems == lint(data, BOOK_FILE).problems
    (tmp_path / "x.xlsx").write_bytes(copy)
    assert validate([tmp_path / "x.xlsx"], "--allow-tags") == ""
    note = opened(copy)["Phụ lục 1"][EXCEL[name].cell].comment
    assert note is not None
    assert EXCEL[name].code in note.text


def test_each_comment_embraces_the_paragraph_of_its_fault() -> None:
    document: Any = docx.Document()
    document.add_paragraph("đúng")
    document.add_paragraph("{{ ky.tenn }}")
    add_table(document, [["x", "{{ don_vi.tenn }}"]])
    found = comments(remarked(saved(document), REPORT_FILE))
    assert [(text[:5], words) for text, words in found] == [("MB015", "{{ ky.tenn }}"), ("MB015", "{{ don_vi.tenn }}")]
    assert "Có phải ý bạn là ky.ten?" in found[0][0]


@pytest.mark.parametrize(
    "name",
    [
        "unknown name in a text box",
        "unknown name in a content control",
        "unknown name split over runs",
        "unknown name in a table inside a cell",
        "tag in deleted text",
        "loop over cells of two rows",
    ],
)
def test_a_fault_at_a_rare_place_has_its_comment_there_and_the_copy_is_valid(name: str, tmp_path: Path) -> None:
    case = MORE_WORD[name]
    copy = remarked(case.made(), REPORT_FILE)
    assert lint(copy, REPORT_FILE).problems == lint(case.made(), REPORT_FILE).problems
    # What stands in a text box is told at the paragraph that anchors it, what is deleted at what is left.
    [words] = [words for text, words in comments(copy) if text.startswith(case.code) and "đầu trang" not in text]
    assert words in {"{{ ky.tenn }}", "Kỳ {{ ky.tenn }}.", "{%tc endfor %}", "Kỳ ", ""}
    (tmp_path / "x.docx").write_bytes(copy)
    assert validate([tmp_path / "x.docx"], "--allow-tags") == ""


def test_a_fault_of_a_chart_is_told_where_the_chart_stands() -> None:
    data = word(drawn(title="{{ bieu_do.nhiem_vu_theo_linh_vu }}"), before="{{ ky.ten }}", after="{{ ky.nam }}")
    copy = remarked(data, REPORT_FILE)
    document: Any = docx.Document(io.BytesIO(copy))
    [start] = document.element.iter(f"{W}commentRangeStart")
    assert start.getparent().find(f".//{C}chart") is not None


def test_a_fault_of_the_header_is_told_at_the_first_paragraph_with_its_place() -> None:
    data = template("một", "hai", header="{{ ky.tenn }}")
    [(text, words)] = comments(remarked(data, REPORT_FILE))
    assert words == "một"
    assert "Nơi có lỗi: đầu trang, đoạn 1" in text


def test_comments_that_stand_there_are_kept() -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph("{{ ky.tenn }}")
    document.add_comment(paragraph.runs, text="Hỏi lại anh Nam", author="Cán bộ")
    texts = [text for text, _ in comments(remarked(saved(document), REPORT_FILE))]
    assert sorted(text[:5] for text in texts) == ["Hỏi l", "MB015"]


def test_without_a_fault_the_file_is_given_back_as_it_is() -> None:
    data = template("{{ ky.ten }}")
    assert annotate(data, REPORT_FILE, ()) is data


def test_all_other_parts_stay_letter_for_letter() -> None:
    data = template("{{ ky.tenn }}")
    copy = remarked(data, REPORT_FILE)
    changed = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments1.xml"} - set(old.namelist())
        assert all(old.read(name) == new.read(name) for name in set(old.namelist()) - changed)


# --- Excel -------------------------------------------------------------------------------------------------------


def with_former_notes() -> bytes:
    """Return a workbook whose sheet has a table and notes, one of them on the faulty cell."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Bảng"
    for row in (["Tên", "Số"], ["{{ ky.tenn }}", 1], ["{{ don_vi.tenn }}", 2]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Bang", ref="A1:B3"))
    sheet["A2"].comment = Comment("Lấy theo quý", "Cán bộ")
    sheet["B1"].comment = Comment("Giữ nguyên", "Cán bộ")
    return noted(book)


def test_notes_that_stand_there_are_kept_and_remarks_go_under_them(tmp_path: Path) -> None:
    copy = remarked(with_former_notes(), BOOK_FILE)
    sheet = load_workbook(io.BytesIO(copy))["Bảng"]
    texts = {cell: sheet[cell].comment.text for cell in ("A2", "A3", "B1")}
    assert texts["B1"] == "Giữ nguyên"
    assert texts["A2"].startswith("Lấy theo quý\n\nMB101")
    assert texts["A3"].startswith("MB101")
    (tmp_path / "x.xlsx").write_bytes(copy)
    assert validate([tmp_path / "x.xlsx"], "--allow-tags") == ""


def test_every_note_has_one_box_and_no_two_boxes_one_id() -> None:
    copy = remarked(with_former_notes(), BOOK_FILE)
    drawing = next(part(copy, name) for name in part_names(copy) if name.lower().endswith(".vml"))
    ids = re.findall(r'id="(_x0000_s\d+)"', drawing)
    assert len(ids) == len(set(ids)) == 3
    assert sorted(zip(re.findall(r":Row>(\d+)<", drawing), re.findall(r":Column>(\d+)<", drawing), strict=True)) == [
        ("0", "1"),
        ("1", "0"),
        ("2", "0"),
    ]


def test_a_fault_without_a_cell_is_told_at_the_first_cell_of_its_sheet() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Bìa"
    second = book.create_sheet("Trang hai")
    second.oddHeader.center.text = "{{ ky.tenn }}"
    copy = remarked(noted(book), BOOK_FILE)
    note = opened(copy)["Trang hai"]["A1"].comment
    assert note is not None
    assert "MB101" in note.text


@pytest.mark.office
def test_libreoffice_shows_every_note(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(remarked(with_former_notes(), BOOK_FILE))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "x.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    text = (tmp_path / "x.fods").read_text("utf-8")
    assert text.count("<office:annotation ") == 3
    assert "Lấy theo quý" in text
