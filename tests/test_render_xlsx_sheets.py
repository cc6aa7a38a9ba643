"""One sheet for each item of a list: `{%sheet for lv in linh_vuc %}` in the first row of a template sheet."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from reportgen.problem import ReportgenError
from reportgen.render.xlsx import compile_xlsx
from reportgen.templating.lint import lint
from tests.render_xlsx import faults_of, grid, opened, part, part_names, render, rezipped, tags_left, template
from tests.support_workbooks import Case, values
from tests.support_workbooks_objects import BASE, OBJECT_CASES, TITLE

VALIDATOR = Path(__file__).parent / "tools" / "validate_office.py"
NAME = "{{ lv.ten }}"
AREA = [
    ["{%sheet for lv in linh_vuc %}"],
    ["Lĩnh vực {{ lv.ten }}", "{{ loop.index }}/{{ loop.length }}"],
    ["{%tr for nv in lv.viec %}"],
    ["{{ nv.ten }}", "{{ nv.so }}", "=B4*2"],
    ["{%tr endfor %}"],
    ["Tổng", "=SUM(B4)", "=SUM(C4)"],
]


def areas(*counts: int) -> list[dict[str, Any]]:
    """Areas `Lĩnh vực 1` ... with so many tasks each."""
    return [
        {"ten": f"Lĩnh vực {n}", "viec": [{"ten": f"Việc {n}.{m}", "so": 10 * n + m} for m in range(1, count + 1)]}
        for n, count in enumerate(counts, 1)
    ]


def total(counts: tuple[int, ...]) -> int:
    return sum(nv["so"] for lv in areas(*counts) for nv in lv["viec"])


def test_a_sheet_comes_once_for_each_item_in_order_with_its_own_rows() -> None:
    out = render(template({"Đầu": [["x"]], NAME: AREA, "Cuối": [["y"]]}), linh_vuc=areas(2, 0, 1))
    assert opened(out).sheetnames == ["Đầu", "Lĩnh vực 1", "Lĩnh vực 2", "Lĩnh vực 3", "Cuối"]
    assert grid(out, "Lĩnh vực 1", results=True) == [
        ["Lĩnh vực Lĩnh vực 1", "1/3"], ["Việc 1.1", 11, 22], ["Việc 1.2", 12, 24], ["Tổng", 23, 46],
    ]  # fmt: skip
    assert grid(out, "Lĩnh vực 2", results=True) == [["Lĩnh vực Lĩnh vực 2", "2/3"], ["Tổng", 0, 0]]
    assert grid(out, "Lĩnh vực 3")[1:] == [["Việc 3.1", 31, "=B2*2"], ["Tổng", "=SUM(B2)", "=SUM(C2)"]]
    assert tags_left(out) == []


@pytest.mark.parametrize("counts", [(), (2,), (2, 1), (1, 0, 3), (1, 1, 1, 1)])
def test_a_formula_of_another_sheet_means_all_copies(counts: tuple[int, ...]) -> None:
    formulas = [f"=SUM('{NAME}'!B4)", f"=SUM('{NAME}'!B6)", f"=SUM('{NAME}'!B1:B5)", f"=SUM('{NAME}'!B4,1)-1"]
    out = render(template({"Tổng hợp": [[f] for f in formulas], NAME: AREA}), linh_vuc=areas(*counts))
    assert grid(out, "Tổng hợp", results=True) == [[total(counts)]] * 4
    assert "#REF" not in part(out, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("prefix", "counts", "formula"),
    [
        ("LV", (1, 1, 1), "=SUM(LV1x:LV3x!B3)"),
        ("LV", (1, 2, 1), "=SUM(LV1x!B3,LV2x!B4,LV3x!B3)"),
        ("LV", (1, 1), "=SUM(LV1x!B3,LV2x!B3)"),
        ("Lĩnh ", (1, 1, 1), "=SUM('Lĩnh 1x'!B3,'Lĩnh 2x'!B3,'Lĩnh 3x'!B3)"),  # LibreOffice reads no 'A:C'!B3
    ],
)
def test_copies_of_one_shape_are_named_as_a_3d_reference_where_every_program_reads_it(
    prefix: str, counts: tuple[int, ...], formula: str
) -> None:
    data = [{**lv, "ten": f"{prefix}{n}x"} for n, lv in enumerate(areas(*counts), 1)]
    assert grid(render(template({"T": [[f"=SUM('{NAME}'!B6)"]], NAME: AREA}), linh_vuc=data), "T") == [[formula]]


def test_a_sum_over_hundreds_of_sheets_stays_within_the_limit_of_a_formula() -> None:
    data = [{"ten": f"Tổ dân phố số {n} phường Trúc Lâm", "so": n} for n in range(300)]
    rows = [["{%sheet for x in ds %}"], ["{{ x.so }}"]]
    out = render(template({"T": [["=SUM('{{ x.ten }}'!A2)"]], "{{ x.ten }}": rows}), ds=data)
    assert grid(out, "T", results=True) == [[sum(range(300))]]
    assert len(grid(out, "T")[0][0]) < 8192


@pytest.mark.parametrize(
    ("function", "wanted"),
    [("SUM", 45150), ("MAX", 300), ("MIN", 1), ("COUNT", 300), ("COUNTA", 300), ("AVERAGE", 150.5)],
)
def test_hundreds_of_sheets_with_totals_in_different_rows_are_never_joined_in_one_union(
    function: str, wanted: float
) -> None:
    data = [{"ten": f"Tổ {n}", "so": n, "viec": ["x"] * (n % 4)} for n in range(1, 301)]
    rows = [["{%sheet for x in ds %}"], ["{%tr for v in x.viec %}"], ["{{ v }}"], ["{%tr endfor %}"], ["{{ x.so }}"]]
    out = render(template({"T": [[f"={function}('{{{{ x.ten }}}}'!A5)"]], "{{ x.ten }}": rows}), ds=data)
    assert grid(out, "T", results=True) == [[wanted]]
    formula = grid(out, "T")[0][0]
    assert "((" not in formula.replace("=((", "=(")  # Excel answers #VALUE! to a union that reaches over sheets
    assert all(call.count(",") < 255 for call in re.findall(r"[A-Z]+\(([^()]*)\)", formula))


def test_a_function_that_cannot_be_taken_in_portions_is_refused_over_hundreds_of_sheets() -> None:
    data = [{"ten": f"Tổ {n}", "so": n, "viec": ["x"] * (n % 4)} for n in range(1, 301)]
    rows = [["{%sheet for x in ds %}"], ["{%tr for v in x.viec %}"], ["{{ v }}"], ["{%tr endfor %}"], ["{{ x.so }}"]]
    source = template({"T": [["=MEDIAN('{{ x.ten }}'!A5)"]], "{{ x.ten }}": rows})
    assert [(p.code, p.where) for p in faults_of(source, ds=data)] == [("MB116", "mau.xlsx, T!A1")]


def test_counting_by_condition_over_all_copies_is_added_up() -> None:
    rows = [[f"=COUNTIF('{NAME}'!B4,\">20\")", f"=SUMIF('{NAME}'!A4,\"Việc 2*\",'{NAME}'!B4)"]]
    out = render(template({"T": rows, NAME: AREA}), linh_vuc=areas(2, 2))
    assert grid(out, "T", results=True) == [[2, 21 + 22]]


def test_in_a_loop_over_the_same_list_a_row_means_the_sheet_of_its_own_item() -> None:
    rows = [["{%tr for x in linh_vuc %}"], ["{{ x.ten }}", f"='{NAME}'!B6"], ["{%tr endfor %}"], ["Cộng", "=SUM(B2)"]]

    def dress(book: Workbook) -> None:
        sheet: Any = book["Mục lục"]
        sheet["A2"].hyperlink = f"#'{NAME}'!A2"

    out = render(template({"Mục lục": rows, NAME: AREA}, dress), linh_vuc=areas(2, 1))
    assert grid(out, "Mục lục", results=True) == [["Lĩnh vực 1", 23], ["Lĩnh vực 2", 21], ["Cộng", 44]]
    locations = [cell.hyperlink.location for row in opened(out)["Mục lục"]["A1:A2"] for cell in row]
    assert locations == ["'Lĩnh vực 1'!A1", "'Lĩnh vực 2'!A1"]


def test_a_sheet_over_the_same_list_means_its_peer() -> None:
    pair = [["{%sheet for lv in linh_vuc %}"], [f"='{NAME}'!B6"]]
    out = render(template({NAME: AREA, "So {{ lv.ten }}": pair}), linh_vuc=areas(2, 1))
    assert [grid(out, name, results=True) for name in ("So Lĩnh vực 1", "So Lĩnh vực 2")] == [[[23]], [[21]]]


def test_a_single_cell_of_several_sheets_is_refused_at_its_cell() -> None:
    source = template({"T": [[None], [None, f"='{NAME}'!B6*2"]], NAME: AREA})
    problems = faults_of(source, linh_vuc=areas(1, 1))
    assert [(p.code, p.where) for p in problems] == [("MB116", "mau.xlsx, T!B2")]
    assert grid(render(source, linh_vuc=areas(2)), "T", results=True) == [[], [None, 46]]


def test_a_sheet_may_depend_on_a_condition() -> None:
    source = template({"A": [["a"]], "B": [["{%sheet if co %}"], ["{{ ky }}"]]})
    assert opened(render(source, co=False, ky="quý")).sheetnames == ["A"]
    assert grid(render(source, co=True, ky="quý"), "B") == [["quý"]]


def test_without_items_and_other_sheets_a_blank_sheet_stays() -> None:
    out = render(template({NAME: AREA}), linh_vuc=[])
    assert opened(out).sheetnames == ["Không có dữ liệu"]
    assert grid(out, results=True) == [[], ["Tổng"]]
    out = render(template({"Phụ lục": AREA}), linh_vuc=[])
    assert opened(out).sheetnames == ["Phụ lục"]


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        (["a/b", "c:d*?"], ["a-b", "c-d-"]),
        (["Một", "một", "MỘT"], ["Một", "một (2)", "MỘT (3)"]),
        (["x" * 40, "x" * 41], ["x" * 30 + "…", "x" * 26 + "… (2)"]),
        (["'nháy'", "O'Neil"], ["nháy", "O'Neil"]),
        (["", "  "], ["Không có dữ liệu", "Không có dữ liệu (2)"]),
        (["Cố định", "History"], ["Cố định (2)", "History (2)"]),
    ],
)
def test_names_that_excel_refuses_become_near_ones(names: list[str], titles: list[str]) -> None:
    rows = [["{%sheet for lv in linh_vuc %}"], ["{{ lv.ten }}"]]
    source = template({NAME: rows, "Cố định": [[f"=COUNTA('{NAME}'!A2)"]]})
    out = render(source, linh_vuc=[{"ten": name} for name in names])
    assert opened(out).sheetnames == [*titles, "Cố định"]
    assert grid(out, "Cố định", results=True) == [[sum(1 for name in names if name)]]


def test_a_sheet_that_comes_once_keeps_its_name_before_any_copy() -> None:
    rows = [["{%sheet for x in ds %}"], ["{{ x }}"]]
    out = render(template({"{{ x }}": rows, "Kỳ {{ ky }}": [["y"]]}), ds=["Kỳ 3", "Kỳ 4"], ky=3)
    assert opened(out).sheetnames == ["Kỳ 3 (2)", "Kỳ 4", "Kỳ 3"]


def test_a_name_without_tags_is_numbered() -> None:
    out = render(template({"Phiếu": [["{%sheet for x in ds %}"], ["{{ x }}"]]}), ds=[1, 2, 3])
    assert opened(out).sheetnames == ["Phiếu", "Phiếu (2)", "Phiếu (3)"]


def everything(book: Workbook) -> None:
    sheet: Any = book[NAME]
    rule_of: Any = FormulaRule
    sheet["A4"].comment = Comment("Ghi chú {{ nv.ten }} của {{ lv.ten }}", "Phòng")
    sheet["B6"].hyperlink = "https://example.vn/{{ lv.ten | length }}"
    sheet["A6"].hyperlink = f"#'{NAME}'!A2"
    sheet.conditional_formatting.add("A4:C4", rule_of(formula=["$B4>11"], fill=PatternFill("solid", bgColor="FFFF00")))
    rule = DataValidation(type="list", formula1=f"'{NAME}'!$A$2:$B$2")
    rule.add("B4")
    sheet.add_data_validation(rule)
    sheet.print_area = "A2:C6"
    sheet.print_title_rows = "2:2"
    sheet.oddHeader.center.text = "{{ lv.ten }} & {{ ky }}"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4))
    chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=4))
    chart.title = "Biểu đồ {{ lv.ten }}"
    sheet.add_chart(chart, "H8")
    book.defined_names["TongSo"] = DefinedName("TongSo", attr_text=f"'{NAME}'!$B$6")
    book["T"]["A1"] = "=SUM(TongSo)"
    book["T"]["A2"] = "=SUM(Bang1[Số])"
    table: Any = book.create_sheet("Bảng {{ lv.ten }}")
    rows = [
        ["{%sheet for lv in linh_vuc %}"],
        ["Tên", "Số"],
        ["{%tr for nv in lv.viec %}"],
        ["{{ nv.ten }}", "{{ nv.so }}"],
    ]
    for row in [*rows, ["{%tr endfor %}"], ["=SUM(Bang1[Số])"]]:
        table.append(row)
    table.add_table(Table(displayName="Bang1", ref="A2:B5"))


def full(*counts: int) -> bytes:
    source = template({"T": [["x"]], NAME: AREA}, everything)
    return render(source, linh_vuc=areas(*counts), ky="quý III")


def test_everything_that_hangs_on_the_sheet_comes_with_each_copy() -> None:
    out = full(2, 1)
    book: Any = opened(out)
    assert tags_left(out) == []
    for number, last in ((1, 4), (2, 3)):
        name = f"Lĩnh vực {number}"
        sheet = book[name]
        assert sheet["A2"].comment.text == f"Ghi chú Việc {number}.1 của {name}"
        assert sheet.cell(last, 1).hyperlink.location == f"'{name}'!A1"
        assert sheet.cell(last, 2).hyperlink.target == "https://example.vn/10"
        assert str(sheet.print_area) == f"'{name}'!$A$1:$C${last}"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddHeader.center.text == f"{name} & quý III"
        assert [v.formula1 for v in sheet.data_validations.dataValidation] == [f"'{name}'!$A$1:$B$1"]
        assert [str(f.sqref) for f in sheet.conditional_formatting] == [f"A2:C{last - 1}" if last > 3 else "A2:C2"]
        assert sheet.defined_names["TongSo"].attr_text == f"'{name}'!$B${last}"
        assert list(book[f"Bảng {name}"].tables) == ["Bang1" if number == 1 else "Bang1_2"]
        assert grid(out, f"Bảng {name}", results=True)[-1] == [23 if number == 1 else 21]
    assert grid(out, "T", results=True) == [[44], [44]]
    charts = [part(out, one) for one in sorted(part_names(out)) if re.match(r"xl/charts/chart\d+\.xml", one)]
    assert [re.findall(r"<a:t>([^<]+)</a:t>", chart) for chart in charts] == [
        ["Biểu đồ Lĩnh vực 1"],
        ["Biểu đồ Lĩnh vực 2"],
    ]
    assert ["'Lĩnh vực 2'!$B$2" in chart for chart in charts] == [False, True]


@pytest.mark.parametrize("counts", [(), (1,), (0, 2, 1)])
def test_parts_and_lists_of_the_package_agree(counts: tuple[int, ...]) -> None:
    out = full(*counts)
    names = part_names(out)
    assert len(names) == len(set(names))
    types = part(out, "[Content_Types].xml")
    overrides = {one.lstrip("/") for one in re.findall(r'PartName="([^"]+)"', types)}
    assert overrides <= set(names)
    book = part(out, "xl/workbook.xml")
    ids = re.findall(r'sheetId="(\d+)"', book)
    assert len(ids) == len(set(ids)) == 1 + 2 * len(counts)
    tables = [part(out, one) for one in names if one.startswith("xl/tables/")]
    assert len({re.search(r' id="(\d+)"', table)[1] for table in tables}) == len(counts)  # type: ignore[index]
    titles = re.findall(r"<vt:lpstr>([^<]*)</vt:lpstr>", part(out, "docProps/app.xml"))
    assert titles[1:] in ([], opened(out).sheetnames)


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["x"], ["{%sheet for lv in linh_vuc %}"]], "A2"),
        ([["{%sheet for lv in linh_vuc %}"], ["x"], ["{%sheet endfor %}"]], "A3"),
        ([["{%sheet lv in linh_vuc %}"], ["x"]], "A1"),
        ([["{%sheet for lv in linh_vuc %}", "{%sheet for x in linh_vuc %}"]], "B1"),
    ],
)
def test_a_sheet_marker_where_it_means_nothing_is_a_fault_at_its_cell(rows: Any, where: str) -> None:
    assert [(p.code, p.where) for p in faults_of(template({"A": rows}), linh_vuc=[])] == [
        ("MB119", f"mau.xlsx, A!{where}")
    ]


@pytest.mark.parametrize(
    ("rows", "title", "code", "where"),
    [
        ([["{%sheet for lv in linh_vucc %}"], ["{{ lv.ten }}"]], "A", "MB101", "A!A1"),
        ([["{%sheet for lv in linh_vuc %}"], ["{{ lv.tne }}"]], "A", "MB101", "A!A2"),
        ([["{%sheet for lv in linh_vuc %}"], ["{{ lx.ten }}"]], "A", "MB101", "A!A2"),
        ([["{%sheet for lv in linh_vuc %}", "chữ"], ["x"]], "A", "MB104", "A!B1"),
        ([["{%sheet for lv in %}"], ["x"]], "A", "MB102", "A!A1"),
        ([["{%sheet for lv in linh_vuc %}"], ["{{ 1/0 }}"]], "A", "MB109", "A!A2"),
        ([["{%sheet for lv in 5 %}"], ["x"]], "A", "MB109", "A!A1"),
        ([["{%sheet for lv in linh_vuc %}"], ["x"]], "{{ lv.tne }}", "MB101", "trang tính {{ lv.tne }}"),
        ([["x"]], "{{ lv.ten }}", "MB101", "trang tính {{ lv.ten }}"),
    ],
)
def test_faults_inside_such_a_sheet_are_named_once_at_their_place(rows: Any, title: str, code: str, where: str) -> None:
    found = faults_of(template({title: rows}), linh_vuc=areas(1, 2))
    assert [(p.code, p.where.removeprefix("mau.xlsx, ")) for p in found] == [(code, where)]


def test_the_same_input_gives_the_same_bytes_however_often() -> None:
    compiled = compile_xlsx(template({"T": [["x"]], NAME: AREA}, everything))
    first, other, again = (compiled.render({"linh_vuc": areas(*c), "ky": "q"}) for c in ((1, 2), (3,), (1, 2)))
    assert first == again != other


def test_a_book_opens_on_a_sheet_that_is_there() -> None:
    def dress(book: Workbook) -> None:
        book.active = 1

    out = render(template({"A": [["a"]], NAME: AREA}, dress), linh_vuc=[])
    assert opened(out).active is not None
    out = render(template({"A": [["a"]], NAME: AREA, "C": [["c"]]}, dress), linh_vuc=areas(0, 0))
    assert part(out, "xl/workbook.xml").count('activeTab="1"') == 1
    assert sum('tabSelected="1"' in part(out, n) for n in part_names(out) if "worksheets/sheet" in n) <= 2


def test_a_3d_reference_follows_rows_and_copies() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"], ["=SUM(A2)"]]
    source = template(
        {"Đầu": rows, "Giữa": [[None], [None], [None], [7]], "Cuối": rows, "T": [["=SUM('Đầu:Cuối'!A4)"]]}
    )
    out = render(source, ds=[1, 2])
    assert grid(out, "T", results=True) == [[3 + 7 + 3]]
    assert grid(render(source, ds=[1, 2, 3]), "T") == [["=SUM('Đầu'!A4,'Giữa'!A4,'Cuối'!A4)"]]
    assert grid(out, "T") == [["=SUM('Đầu'!A3,'Giữa'!A4,'Cuối'!A3)"]]


def test_a_pivot_table_on_such_a_sheet_is_refused() -> None:
    source = template({NAME: AREA})
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable" '
        'Target="../pivotTables/pivotTable1.xml"/></Relationships>'
    )
    changed = rezipped(source, {"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/pivotTables/pivotTable1.xml": "<a/>"})
    assert [p.code for p in faults_of(changed, linh_vuc=areas(1))] == ["MB119"]


def test_a_name_of_a_sheet_follows_the_sheet() -> None:
    def dress(book: Workbook) -> None:
        for title in (NAME, "Kỳ {{ ky }}"):
            book[title].defined_names["Tong"] = DefinedName("Tong", attr_text=f"'{title}'!$B$6")

    rows = [
        [f"=SUM('{NAME}'!Tong)", "='Kỳ {{ ky }}'!Tong+1"],
        ["{%tr for a in linh_vuc %}"],
        [f"='{NAME}'!Tong"],
        ["{%tr endfor %}"],
    ]
    fixed = [*[["x"]] * 5, [None, 7]]
    out = render(template({"T": rows, NAME: AREA, "Kỳ {{ ky }}": fixed}, dress), linh_vuc=areas(2, 1), ky=3)
    assert grid(out, "T") == [
        ["=SUM('Lĩnh vực 1'!Tong,'Lĩnh vực 2'!Tong)", "='Kỳ 3'!Tong+1"], ["='Lĩnh vực 1'!Tong"], ["='Lĩnh vực 2'!Tong"],
    ]  # fmt: skip
    assert grid(out, "T", results=True) == [[44, 8], [23], [21]]


ON_A_SHEET = [case for case in OBJECT_CASES if case.sheets.get(TITLE) is BASE and case.name != "pivot"]
"""Cases of the corpus whose first row can give way to a sheet's marker."""


def copied(case: Case) -> bytes:
    """Return a case with three copies of its sheet."""
    rows = [["{%sheet for m in muc %}"], *BASE[1:]]
    source = replace(case, sheets={**case.sheets, TITLE: rows}).template()
    return compile_xlsx(source).render({**values(3), "muc": ["a", "b", "c"]})


def parts_of_sheets(out: bytes) -> list[str]:
    """Return the parts of the sheets in the order of their tabs."""
    targets = {one.get("Id"): one.get("Target", "") for one in ET.fromstring(part(out, "xl/_rels/workbook.xml.rels"))}
    order = re.findall(r'<sheet [^>]*?r:id="([^"]+)"', part(out, "xl/workbook.xml"))
    return [f"xl/{targets[number].removeprefix('/').removeprefix('xl/')}" for number in order]


@pytest.mark.filterwarnings("ignore:.*extension is not supported and will be removed:UserWarning")
@pytest.mark.parametrize("case", ON_A_SHEET, ids=[case.name for case in ON_A_SHEET])
def test_whatever_hangs_on_a_sheet_every_copy_is_like_the_first(case: Case) -> None:
    out = copied(case)
    assert tags_left(out) == []
    titles = opened(out).sheetnames[:3]
    assert titles == [TITLE, f"{TITLE} (2)", f"{TITLE} (3)"]
    sheets = [part(out, name) for name in parts_of_sheets(out)[:3]]
    alike = {re.sub(rf"{TITLE} \(\d\)", TITLE, text).replace(' tabSelected="1"', "") for text in sheets}
    assert len(alike) == 1
    for title in titles[1:]:
        assert grid(out, title, results=True) == grid(out, titles[0], results=True)


@pytest.mark.sdk
@pytest.mark.parametrize("name", ["trao đổi trong vòng", "đầu trang có hình", "biểu đồ cột", "liên kết", "ảnh"])
def test_the_validator_finds_nothing_in_copies(name: str, tmp_path: Path) -> None:
    target = tmp_path / "ra.xlsx"
    target.write_bytes(copied(next(case for case in ON_A_SHEET if case.name == name)))
    done = subprocess.run([sys.executable, str(VALIDATOR), str(target)], check=False, capture_output=True, text=True)
    if done.returncode == 2:
        pytest.skip("the npm validator is not here")
    assert done.returncode == 0, done.stdout


def test_a_pivot_table_that_reads_such_a_sheet_is_refused() -> None:
    case = next(case for case in OBJECT_CASES if case.name == "pivot")
    with pytest.raises(ReportgenError) as refused:
        copied(case)
    assert [p.code for p in refused.value.problems] == ["MB119"]


def test_the_linter_judges_such_a_sheet_like_a_loop() -> None:
    rows = [["{%sheet for lv in linh_vuc %}"], ["{{ lv.ten }}"], ["{{ lv.tne }}"], ["{%tr for x in lv.ten %}"]]
    found = {(p.code, p.where) for p in lint(template({"Sai": rows}), "phu-luc.xlsx").problems}
    assert found == {("MB103", "phu-luc.xlsx, Sai!A4"), ("MB101", "phu-luc.xlsx, Sai!A3")}
    rows = [["{%sheet for lv in linh_vuc %}"], ["{{ lv.ten }}"]]
    assert lint(template({NAME: rows, "T": [[f"=COUNTA('{NAME}'!A2)"]]}), "phu-luc.xlsx").problems == ()
