"""The plan as a workbook: unchanged it changes nothing, and what a person changes is all that changes."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.styles import numbers

from reportgen import store
from reportgen.forms.grid import read_book
from reportgen.load.plan_file import parse_plan
from reportgen.load.plan_yaml import row_data
from reportgen.load.ward import load_ward, open_plan
from reportgen.load.yamlwriter import yaml_text
from reportgen.planbook import facts_in, gather, layout, plan_in, understand, write_book
from tests.support_any_plan import AGENCIES, PLANS
from tests.support_cli import run
from tests.support_office import SOFFICE, convert
from tests.support_planbook import (
    HEADINGS,
    Book,
    Edit,
    book_of,
    edited,
    exported,
    lines_changed,
    plan_text,
    saved,
    take_in,
    workspace,
)
from tests.support_ward import PLAN, WARD_ID

DATA = Path(__file__).resolve().parent.parent / "data"
WARDS = ("truc-lam", "hang-gon")
TASKS, TEXT, INFO, INDICATORS = (t.name for t in (layout.TASKS, layout.TEXT, layout.INFO, layout.INDICATORS))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "work" / "data")
    return tmp_path / "work"


def unchanged(told: Any) -> bool:
    return told.exit_code == 0 and "không có gì thay đổi" in told.out


# --- round trip ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ward", WARDS)
def test_a_workbook_that_nobody_edits_changes_no_byte_of_the_plan(shipped: Path, ward: str) -> None:
    made = run("plan", "export", "--xlsx", "--ward", ward, "--workspace", shipped)
    before = (shipped / "data" / ward / "plans" / "2026.yaml").read_bytes()
    assert unchanged(take_in(shipped, made.paths[0], "--xlsx", ward=ward))
    assert (shipped / "data" / ward / "plans" / "2026.yaml").read_bytes() == before
    assert not (shipped / "data" / ward / "plans" / store.HISTORY).exists()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("form", "wards"), [("xlsx", WARDS), ("ods", WARDS[:1]), ("xls", WARDS[1:])], ids=["xlsx", "ods", "xls"]
)
def test_a_workbook_that_libreoffice_saved_changes_nothing(
    shipped: Path, tmp_path: Path, form: str, wards: tuple[str, ...]
) -> None:
    books = []
    for ward in wards:
        books.append(tmp_path / f"{ward}.xlsx")
        books[-1].write_bytes(book_of(shipped / "data" / ward))
    (tmp_path / "again").mkdir()
    for ward, path in zip(wards, convert(books, tmp_path / "again", form), strict=True):
        assert unchanged(take_in(shipped, path, ward=ward))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_was_edited_reads_alike_after_libreoffice_has_saved_it(work: Path, tmp_path: Path) -> None:
    book = exported(work)
    book.add(TASKS, book.end(TASKS), NEW_TASK | {"Số thứ tự": 5})
    book.put(TASKS, "Tuyên truyền", "Thời hạn", "Quý I/2026: kế hoạch\nThường xuyên")
    book.put(INDICATORS, "CT.01", "Mức phấn đấu (số)", "=90+5.5")
    book.put(INFO, "Ngày ban hành", "Nội dung", date(2026, 1, 9))
    book.sheet(TEXT).delete_rows(book.row(TEXT, "(Phân công"))
    (tmp_path / "again").mkdir()
    (path,) = convert([saved(work, book)], tmp_path / "again", "xlsx")
    told = take_in(work, path, "--json").json
    assert [(c["what"], c["item"]) for c in told["changes"]] == [
        ("sửa", "Ngày ban hành"),
        ("bỏ", "“(Phân công nhiệm vụ chi tiết tại Phụ lục kèm theo).”"),
        ("sửa", "nhiệm vụ 01.2"),
        ("thêm", "nhiệm vụ 02.5"),
        ("sửa", "chỉ tiêu CT.01"),
    ]
    assert {"issued: 2026-01-09", "    target: 95.5"} <= set(plan_text(work).split("\n"))


@pytest.mark.parametrize("ward", WARDS)
def test_without_anything_hidden_the_headings_are_enough(shipped: Path, ward: str) -> None:
    book = exported(shipped, ward)
    del book.book[layout.FACTS]
    for table in layout.TABLES:
        sheet = book.sheet(table.name)
        key = 3 if table is layout.INFO else len(table.columns) + 1
        sheet.delete_cols(key)
        sheet.delete_rows(3)
    told = take_in(shipped, saved(shipped, book), ward=ward)
    assert unchanged(told)
    assert told.codes == ["BK004"]


def row_of(data: dict[str, Any]) -> dict[str, Any]:
    row = parse_plan(yaml_text({key: value for key, value in data.items() if value is not None}).encode(), "p").row
    assert row is not None
    return row_data(row)


def is_told_apart(plan: dict[str, Any]) -> bool:
    """Tell whether no two areas, groups, tasks, ... have one code: such a plan is faulty before and after."""
    groups = [(a["id"], g["id"]) for a in plan["areas"] for g in a["groups"]]
    tasks = [
        (a["id"], g["id"], t["number"].rstrip(".")) for a in plan["areas"] for g in a["groups"] for t in g["tasks"]
    ]
    ids: list[list[Any]] = [[row["id"] for row in plan.get(key, [])] for key in ("areas", "indicators", "duties")]
    named: list[list[Any]] = [list(groups), list(tasks), *ids]
    return all(len(set(some)) == len(some) for some in named)


@settings(max_examples=8)
@given(PLANS.map(row_of).filter(is_told_apart))
def test_any_plan_comes_back_from_its_workbook_as_it_was(plan: dict[str, Any]) -> None:
    ward = replace(load_ward(DATA / "truc-lam").data.ward, agencies=AGENCIES)
    book = read_book(write_book(plan, ward, "2026.yaml"), "a.xlsx")
    names = {agency.id: agency.name for agency in AGENCIES.values()}
    understood = understand(book, plan_in(facts_in(book)) or {}, names, {})
    gathered = gather(understood, plan)
    assert [p.code for p in understood.problems if p.code != "BK024"] == []
    assert row_of(gathered.data) == plan


def test_the_same_plan_gives_the_same_bytes(work: Path) -> None:
    plan = open_plan(work / "data" / WARD_ID)
    assert book_of(work / "data" / WARD_ID) == write_book(row_data(plan.row), plan.ward, "2026.yaml")


def test_the_workbook_holds_the_whole_plan_also_hidden(shipped: Path) -> None:
    for ward in WARDS:
        book = read_book(book_of(shipped / "data" / ward), "a.xlsx")
        texts = [str(c.value) for grid in book.sheets for c in grid.cells.values()]
        plan = plan_in(facts_in(book))
        assert plan is not None
        assert all(task["title"] in texts for a in plan["areas"] for g in a["groups"] for task in g["tasks"])


def test_headings_are_locked_and_what_may_be_edited_is_not(work: Path) -> None:
    book = exported(work)
    for table in layout.TABLES:
        sheet = book.sheet(table.name)
        assert sheet.protection.sheet
        assert sheet.freeze_panes
        assert sheet.row_dimensions[3].hidden
        assert sheet.cell(HEADINGS, 1).protection.locked
        assert not sheet.cell(HEADINGS + 1, 2).protection.locked
        assert sheet.print_title_rows == f"${HEADINGS}:${HEADINGS}"
    rules = {str(rule.sqref): rule for rule in book.sheet(TASKS).data_validations.dataValidation}
    assert rules["F5:F2000"].formula1 == f"'{layout.AGENCIES}'!$A$5:$A$7"
    assert rules["C5:C2000"].prompt


# --- what people do ------------------------------------------------------------------------------------------------


def title(text: str) -> Edit:
    return lambda book: book.put(TASKS, "Tuyên truyền", "Nội dung nhiệm vụ", text)


def test_one_changed_cell_changes_one_line_and_keeps_the_former_version(work: Path) -> None:
    told = take_in(work, edited(work, title("Tuyên truyền: pháp luật")))
    assert told.exit_code == 0
    assert (
        "Nhiệm vụ: sửa nhiệm vụ 01.2 (Nội dung nhiệm vụ: “Tuyên truyền pháp luật” → “Tuyên truyền: pháp luật”)"
        in told.out
    )
    assert lines_changed(PLAN, plan_text(work)) == (
        ["            title: Tuyên truyền pháp luật"],
        ['            title: "Tuyên truyền: pháp luật"'],
    )
    path = work / "data" / WARD_ID / "plans" / "2026.yaml"
    versions = store.versions(path)
    assert [v.how for v in versions] == ["before", "import"]
    assert versions[-1].source == "bang.xlsx"
    assert store.content_of(path, 1) == PLAN.encode()


def test_the_versions_of_the_plan_are_listed_and_brought_back(work: Path) -> None:
    asked = ("--plan", "--ward", WARD_ID, "--workspace", work)
    assert "Chưa có bản nào" in run("data", "history", *asked).out
    take_in(work, edited(work, title("Khác")))
    lines = run("data", "history", *asked, "--year", "2026").out.splitlines()
    assert lines[0] == "Kế hoạch 2026:"
    assert ["có từ trước" in lines[1], "nhập từ tệp, bang.xlsx" in lines[2]] == [True, True]
    assert "đã lấy lại bản 1, nay là bản 3" in run("data", "restore", *asked, "--version", "1").out
    assert plan_text(work) == PLAN
    (told,) = run("data", "history", *asked, "--json").json["plans"]
    assert (told["file"], len(told["versions"])) == ("2026.yaml", 3)


def test_a_plan_that_cannot_be_read_is_brought_back_too(work: Path) -> None:
    take_in(work, edited(work, title("Khác")))
    (work / "data" / WARD_ID / "plans" / "2026.yaml").write_text("years: [", "utf-8")
    asked = ("--plan", "--ward", WARD_ID, "--workspace", work, "--version", "2")
    assert run("data", "restore", *asked).exit_code == 0
    assert "Khác" in plan_text(work)


def test_comments_that_a_person_wrote_stay(work: Path) -> None:
    path = work / "data" / WARD_ID / "plans" / "2026.yaml"
    path.write_text("# Chép từ bản in.\n" + PLAN.replace("duties:", "# Hỏi lại anh Mẫu.\nduties:", 1), "utf-8")
    assert take_in(work, edited(work, title("Khác"))).exit_code == 0
    assert plan_text(work).startswith("# Chép từ bản in.\n")
    assert "# Hỏi lại anh Mẫu.\nduties:" in plan_text(work)


NEW_TASK = {
    "Lĩnh vực": "02",
    "Số thứ tự": "5.",
    "Nội dung nhiệm vụ": "Công khai thủ tục",
    "Sản phẩm": "- Quyết định.\n- Báo cáo.",
    "Cơ quan chủ trì": "Phòng VHXH",
    "Thời hạn": "Quý IV/2026",
}


@pytest.mark.parametrize("row", [HEADINGS + 1, HEADINGS + 4, 30])
def test_a_new_task_is_added_wherever_its_row_was_inserted(work: Path, row: int) -> None:
    told = take_in(work, edited(work, lambda book: book.add(TASKS, row, NEW_TASK)))
    assert told.exit_code == 0
    assert "thêm nhiệm vụ 02.5" in told.out
    gone, come = lines_changed(PLAN, plan_text(work))
    assert gone == []
    assert come == [
        '          - number: "5."',
        "            title: Công khai thủ tục",
        "            products:",
        '              - "- Quyết định."',
        '              - "- Báo cáo."',
        "            lead:",
        "              - Phòng VHXH",
        "            deadlines:",
        "              - Quý IV/2026",
    ]
    assert plan_text(work).index("Công khai") > plan_text(work).index("Khảo sát")


def test_a_deleted_row_is_a_task_less(work: Path) -> None:
    told = take_in(work, edited(work, lambda book: book.sheet(TASKS).delete_rows(book.row(TASKS, "Khảo sát"))))
    assert "bỏ nhiệm vụ 02.4" in told.out
    assert "Khảo sát" not in plan_text(work)


def test_a_task_with_progress_cannot_be_deleted_unseen(work: Path) -> None:
    told = take_in(work, edited(work, lambda book: book.sheet(TASKS).delete_rows(book.row(TASKS, "Rà soát"))))
    assert told.exit_code == 1
    assert "progress/2026-q3/van-phong-hdnd-ubnd.yaml" in told.err
    assert plan_text(work) == PLAN


def reordered(book: Book) -> None:
    """Sort the tasks by their titles, as a person does to look at them."""
    sheet = book.sheet(TASKS)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=10)]
    for number, values in enumerate(sorted(rows, key=lambda values: str(values[3])), 5):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def hidden(book: Book) -> None:
    book.sheet(TASKS).row_dimensions[6].hidden = True
    book.sheet(INDICATORS).sheet_state = "hidden"


def with_columns(book: Book) -> None:
    sheet = book.sheet(TASKS)
    sheet.insert_cols(4)
    sheet.cell(HEADINGS, 4).value = "Ý kiến"
    sheet.cell(6, 4).value = "hỏi lại"


def renamed(book: Book) -> None:
    for place, name in enumerate(["LV", "Nh", "TT", "Việc", "SP", "CT", "PH", "Hạn"], 1):
        book.sheet(TASKS).cell(HEADINGS, place).value = name
    book.sheet(TASKS).title = "Việc năm 2026"


def without_headings(book: Book) -> None:
    book.sheet(TASKS).delete_rows(HEADINGS)
    book.sheet(TEXT).delete_rows(HEADINGS)
    book.sheet(INFO).delete_rows(HEADINGS)


def moved_sheets(book: Book) -> None:
    book.book.move_sheet(TASKS, -4)
    book.book.create_sheet("Ghi chú riêng")["A1"] = "của tôi"


def decomposed(book: Book) -> None:
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and sheet.title != layout.FACTS:
                    cell.value = unicodedata.normalize("NFD", cell.value)


def blanks(book: Book) -> None:
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if isinstance(cell.value, str) and sheet.title != layout.FACTS:
                    cell.value = f" {cell.value}\u200b  "
    book.sheet(TASKS).insert_rows(7, 2)
    book.sheet(TASKS)["D7"].value = "   "


def formulas(book: Book) -> None:
    book.put(INFO, "Năm đầu", "Nội dung", date(2026, 1, 1).year)


def merged(book: Book) -> None:
    for column in (1, 2):
        for row in (6,):
            book.sheet(TASKS).cell(row, column).value = None
    book.sheet(TASKS).merge_cells("A5:A6")
    book.sheet(TASKS).merge_cells("B5:B6")


def as_text(book: Book) -> None:
    book.put(INDICATORS, "CT.01", "Mức phấn đấu (số)", "98")
    book.put(INDICATORS, "CT.01", "Từ năm", "2026")
    book.put(INFO, "Ngày ban hành", "Nội dung", "08/01/2026")


def as_numbers(book: Book) -> None:
    """Type codes where Excel makes numbers of them."""
    for row in range(5, 11):
        cells = book.sheet(TASKS)
        cells.cell(row, 1).value = int(str(cells.cell(row, 1).value))
        cells.cell(row, 1).number_format = numbers.FORMAT_GENERAL
    book.put(INDICATORS, "CT.01", "Mức phấn đấu (số)", 0.98)
    book.sheet(INDICATORS)[book.at(INDICATORS, "CT.01", "Mức phấn đấu (số)")].number_format = "0%"


WAYS = [reordered, hidden, with_columns, renamed, without_headings, moved_sheets, decomposed, blanks, formulas, merged]


@pytest.mark.parametrize(
    "edit",
    [*WAYS, as_text],
    ids=lambda edit: edit.__name__,
)
def test_what_people_do_to_a_workbook_does_not_change_the_plan(work: Path, edit: Edit) -> None:
    told = take_in(work, edited(work, edit))
    assert unchanged(told), told.err
    assert plan_text(work) == PLAN


def test_codes_that_excel_made_numbers_of_are_known_again_and_told(work: Path) -> None:
    told = take_in(work, edited(work, as_numbers))
    assert unchanged(told), told.err
    assert told.codes.count("BK030") == 6
    assert "được đọc là “01”" in told.err


def test_a_number_typed_without_its_full_stop_gets_that_of_the_others(work: Path) -> None:
    told = take_in(work, edited(work, lambda book: book.add(TASKS, 30, NEW_TASK | {"Lĩnh vực": 2, "Số thứ tự": 5})))
    assert "thêm nhiệm vụ 02.5" in told.out
    assert told.codes == ["BK030", "BK030"]
    assert '          - number: "5."\n            title: Công khai thủ tục' in plan_text(work)


def test_a_formula_counts_by_its_saved_result(work: Path) -> None:
    path = edited(work, lambda book: book.put(INDICATORS, "CT.01", "Mức phấn đấu (số)", "=90+5"))
    told = take_in(work, path)
    assert told.exit_code == 1
    assert "công thức chưa có kết quả được lưu" in told.err
    data = path.read_bytes()
    with_result = _with_cached(data, b"<f>90+5</f><v></v>", b"<f>90+5</f><v>95</v>")
    path.write_bytes(with_result)
    assert "“98” → “95”" in take_in(work, path).out


def _with_cached(data: bytes, old: bytes, new: bytes) -> bytes:
    import zipfile  # noqa: PLC0415

    out = io.BytesIO()
    hits = 0
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            hits += part.count(old)
            target.writestr(name, part.replace(old, new))
    assert hits == 1
    return out.getvalue()


def test_paragraphs_are_inserted_moved_and_deleted_where_they_stand(work: Path) -> None:
    def edit(book: Book) -> None:
        book.add(TEXT, book.row(TEXT, "Nâng cao"), {"Loại đoạn": "đoạn văn", "Nội dung": "Thêm."})
        book.sheet(TEXT).delete_rows(book.row(TEXT, "(Phân công"))

    assert take_in(work, edited(work, edit)).exit_code == 0
    gone, come = lines_changed(PLAN, plan_text(work))
    assert gone == ["  - note: (Phân công nhiệm vụ chi tiết tại Phụ lục kèm theo)."]
    assert come == ["  - paragraph: Thêm."]


def test_a_new_area_with_a_group_and_a_task(work: Path) -> None:
    def edit(book: Book) -> None:
        area = {"Mã lĩnh vực": "03", "Tên lĩnh vực": "Tài chính", "Tên in trong báo cáo": "Tài chính công",
                "Phần của báo cáo": "Tài chính công", "Cơ quan phụ trách": "văn phòng hđnd&ubnd"}  # fmt: skip
        book.add("Lĩnh vực", book.end("Lĩnh vực"), area)
        book.add(TASKS, book.end(TASKS), NEW_TASK | {"Lĩnh vực": "03"})

    told = take_in(work, edited(work, edit))
    assert told.exit_code == 0, told.err
    assert "    kind: finance\n    lead: van-phong-hdnd-ubnd\n    groups:\n" in plan_text(work)


def test_items_stand_one_a_line_and_go_on_behind_the_mark(work: Path) -> None:
    book = exported(work)
    book.put(TASKS, "Tuyên truyền", "Sản phẩm", "- Một↵\nhai.\n\n- Ba.")
    assert take_in(work, saved(work, book)).exit_code == 0
    assert '              - |-\n                - Một\n                hai.\n              - "- Ba."\n' in plan_text(
        work
    )


def test_trying_writes_nothing(work: Path) -> None:
    told = take_in(work, edited(work, title("Khác")), "--dry-run")
    assert "sẽ sửa 1 chỗ" in told.out
    assert plan_text(work) == PLAN


def test_json_says_what_changed(work: Path) -> None:
    told = take_in(work, edited(work, title("Khác")), "--json").json
    assert (told["ok"], told["changed"], told["version"]) == (True, True, 2)
    columns = [{"column": "Nội dung nhiệm vụ", "before": "Tuyên truyền pháp luật", "after": "Khác"}]
    assert told["changes"] == [{"what": "sửa", "sheet": "Nhiệm vụ", "item": "nhiệm vụ 01.2", "columns": columns}]


# --- others work too -----------------------------------------------------------------------------------------------


def by_hand(work: Path, old: str, new: str) -> None:
    path = work / "data" / WARD_ID / "plans" / "2026.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_others_changed_since_the_export_is_kept(work: Path) -> None:
    path = edited(work, title("Khác"))
    by_hand(work, "signer: Nguyễn Văn Mẫu", "signer: Trần Thị Mẫu")
    by_hand(work, "deadlines: [Hằng năm]", "deadlines: [Quý IV/2026]")
    told = take_in(work, path)
    assert told.exit_code == 0
    assert "đã sửa 1 chỗ" in told.out
    assert lines_changed(PLAN, plan_text(work))[1] == [
        "            title: Khác",
        "            deadlines: [Quý IV/2026]",
        "signer: Trần Thị Mẫu",
    ]


def test_two_workbooks_of_one_export_both_count(work: Path) -> None:
    first = saved(work, exported(work), "a.xlsx")
    other = exported(work)
    other.put(TASKS, "Khảo sát", "Nội dung nhiệm vụ", "Khảo sát người dân")
    second = saved(work, other, "b.xlsx")
    book = exported(work)
    title("Khác")(book)
    saved(work, book, "a.xlsx")
    assert [take_in(work, path).exit_code for path in (first, second, first, second)] == [0, 0, 0, 0]
    assert {"            title: Khác", "            title: Khảo sát người dân"} <= set(plan_text(work).split("\n"))
    assert len(store.versions(work / "data" / WARD_ID / "plans" / "2026.yaml")) == 3


def test_workbooks_read_at_the_same_time_lose_nothing(work: Path) -> None:
    words = {"Tuyên truyền": "Việc một", "Khảo sát": "Việc hai", "Rà soát": "Việc ba"}
    running = []
    for number, (old, new) in enumerate(words.items()):
        book = exported(work)
        book.put(TASKS, old, "Nội dung nhiệm vụ", new)
        path = saved(work, book, f"{number}.xlsx")
        command = [sys.executable, "-m", "reportgen", "plan", "import", str(path), "--ward", WARD_ID]
        running.append(subprocess.Popen([*command, "--workspace", str(work)], stdout=subprocess.PIPE))
    for one in running:
        one.communicate(timeout=120)
    assert [one.returncode for one in running] == [0, 0, 0]
    assert {f"            title: {new}" for new in words.values()} <= set(plan_text(work).split("\n"))
    assert len(store.versions(work / "data" / WARD_ID / "plans" / "2026.yaml")) == 4


def test_where_both_changed_the_same_the_cell_is_told(work: Path) -> None:
    path = edited(work, title("Khác"))
    by_hand(work, "Tuyên truyền pháp luật", "Phổ biến pháp luật")
    told = take_in(work, path)
    assert (told.exit_code, told.codes) == (1, ["BK040"])
    assert "bang.xlsx, Nhiệm vụ!D6" in told.err


def test_a_workbook_may_be_read_again_after_an_older_version_was_brought_back(work: Path) -> None:
    path = edited(work, title("Khác"))
    plan = work / "data" / WARD_ID / "plans" / "2026.yaml"
    take_in(work, path)
    plan.write_text(PLAN, "utf-8")
    assert "đã sửa 1 chỗ" in take_in(work, path).out


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_file_may_be_named_in_any_place(work: Path, tmp_path: Path) -> None:
    options = ("--ward", WARD_ID, "--workspace", work)
    assert run("plan", "export", "--xlsx", tmp_path / "a.xlsx", *options).exit_code == 0
    assert run("plan", *options, "export", tmp_path / "b").exit_code == 0
    assert run("plan", "export", tmp_path / "a.xlsx", *options).paths == [tmp_path / "a-2.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    openpyxl.load_workbook(tmp_path / "a.xlsx")


def test_plan_alone_still_makes_the_document(work: Path) -> None:
    told = run("plan", "--ward", WARD_ID, "--workspace", work, "--format", "docx")
    assert told.exit_code == 0
    assert told.paths[0].suffix == ".docx"
    assert run("plan").codes == ["LN006"]
    assert run("plan", "export").codes == ["LN006"]
