"""Formulas that cannot be read, or call what the workbook lacks, are told at their places; good ones are not."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.render.xlsx import compile_xlsx
from reportgen.templating.annotate import annotate
from tests.render_xlsx import opened, part, rezipped, template

ROWS = [
    ["Tên", "Số"],
    ["{%tr for nv in nhiem_vu %}"],
    ["{{ nv.ten }}", "{{ nv.so_thu_tu }}"],
    ["{%tr endfor %}"],
    ["Tổng", "=SUM(B3)"],
]


def workbook(*formulas: str, dress: Any = None) -> bytes:
    """Return a workbook whose sheet `S` holds formulas in column A, beside other sheets, names and a table."""

    def dressed(book: Workbook) -> None:
        for name in ("Ten", "Tong_so", "Tổng_số", "ten.con", "Ten1", "Ten2", "ĐƠN_GIÁ", "TB2026"):
            book.defined_names[name] = DefinedName(name, attr_text="'Tờ 1'!$A$1")
        sheet = book.worksheets[0]
        sheet["T40"], sheet["U40"] = "Số tiền", "B"
        sheet.add_table(Table(displayName="Bang1", ref="T40:U41"))
        if dress is not None:
            dress(book)

    rows: dict[str, Any] = {title: [["x"]] for title in ("Tờ 1", "Tờ 2", "Tờ 3", "Phụ lục 'A'", "Phụ_lục", "2026")}
    return template({"S": [[f"={text}"] for text in formulas], **rows}, dressed)


def judged(data: bytes) -> tuple[Problem, ...]:
    """Return what compiling a template tells, errors or warnings."""
    try:
        return tuple(compile_xlsx(data, "mau.xlsx").notices)
    except ReportgenError as error:
        return error.problems


def told(data: bytes) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in judged(data)]


@pytest.mark.parametrize(
    ("formula", "said", "meant"),
    [
        ("TONG(A5)", "gọi hàm TONG", "Dùng một hàm có sẵn"),
        ("SUMM(A5)", "gọi hàm SUMM", "SUM"),
        ("IF(B5>1,VLOKUP(B5,C:D,2,FALSE),0)", "gọi hàm VLOKUP", "VLOOKUP"),
        ("_xlfn.XLOKUP(A5,B:B,C:C)", "gọi hàm XLOKUP", "XLOOKUP"),
        ("'Tờ 9'!A1", "gọi trang tính Tờ 9", "Tờ 1"),
        ("SUM(Khac!A1:B2)", "gọi trang tính Khac", "Sửa tên trang tính"),
        ("SUM('Tờ 1:Tờ 8'!A1)", "gọi trang tính Tờ 8", "Tờ"),
        ("'Tờ 8'!Ten*2", "gọi trang tính Tờ 8", "Tờ"),
        ("Tong_s0*2", "gọi tên vùng Tong_s0", "Tong_so"),
        ("SUM(Bang2[Số tiền])", "gọi tên vùng Bang2", "Bang1"),
        ("A10485777", "gọi tên vùng A10485777", "Name Manager"),
        ("SUM(A5", "1 dấu mở ngoặc mà 0 dấu đóng ngoặc", "gõ lại"),
        ("SUM(A5;B5)", "dấu chấm phẩy", "gõ lại"),
        ('IF(A5="x,1,2)', "thiếu một dấu nháy", "gõ lại"),
        ("IF(A5=“x”,1,2)", "dấu nháy cong", "gõ lại"),
        ("A5+*B5", "sai cú pháp", "gõ lại"),
    ],
)
def test_a_formula_that_excel_would_not_understand_is_told_in_words(formula: str, said: str, meant: str) -> None:
    [problem] = judged(workbook("1+1", formula))
    assert (problem.code, problem.where, problem.severity) == ("MB123", "mau.xlsx, S!A2", Severity.ERROR)
    assert said in problem.message
    assert meant in problem.remedy


GOOD = r"""
SUM('Phụ lục ''A'''!B2,Phụ_lục!B2,'2026'!A1)
_xlfn.XLOOKUP(B1,B:B,C:C,"không có",0,-1)+XLOOKUP(B1,B:B,C:C)
SUM(_xlfn._xlws.FILTER(B2:B9,C2:C9>1))
_xlfn.LET(_xlpm.x,B1,_xlpm.x*2)
_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(2)
_xlfn.REDUCE(0,B1:B3,_xleta.SUM)
SUM(_xlfn.ANCHORARRAY(B1))+_xlfn.SINGLE(B1:B3)
SUM(Bang1[Số tiền])/SUBTOTAL(109,Bang1[[#Data],[B]])+ROWS(Bang1)
SUM(Bang1[[#This Row],[Số tiền]])+SUM(Bang1[@[Số tiền]])
SUM(Bang1['#So])+SUM(Bang1[Cột '[a'']])
[1]Sheet1!A1+'[1]Sheet 1'!$A$1+[1]!Ten+'C:\a\[b.xlsx]T'!A1
SUM('Tờ 1:Tờ 3'!A1:B2)
SUM(B1:INDEX(B:B,5),OFFSET(B1,0,0):C5)
SUM(B1:C2 C1:D3)+SUM((B1,C2:D3))
VLOOKUP(B1,{"a}",1;"b{",2},2,FALSE)
IF(B1=#N/A,#FIELD!,-2^-1%)
Tong_so*Tổng_số+ten.con+SUM(Ten1:Ten2)+ĐƠN_GIÁ+'Tờ 1'!Ten
LOG10(5)+ATAN2(1,2)+TB2026+1.5E-3
IFERROR(__xludf.DUMMYFUNCTION("unique(B1:B3)"),1)
_xll.MyAddin(B1)&[1]!MyMacro(B1)
_xlfn.ORG.LIBREOFFICE.REGEX(B1,"a")
TEXT(B1,"[$-42A]dd ""tháng"" mm")&CHAR(10)&"SUMM(C4) ở 'Tờ 9'!A1"
IF(B1,,)
""".strip().split("\n")


def test_no_formula_that_excel_understands_is_told() -> None:
    found = told(workbook(*GOOD))
    assert [one for one in found if one[0] != "MB007"] == []  # other books are refused for reaching out of the file


def test_formulas_around_the_cells_are_told_with_the_cell_that_they_belong_to() -> None:
    def dress(book: Workbook) -> None:
        sheet = book.worksheets[0]
        made_rule: Any = FormulaRule
        sheet.conditional_formatting.add("B3", made_rule(formula=["SUMM($B3)>1"], fill=PatternFill("solid")))
        check = DataValidation(type="list", formula1="'Danh sách'!$A$1:$A$9")
        check.add("A3")
        sheet.add_data_validation(check)
        book.defined_names["SoLieu"] = DefinedName("SoLieu", attr_text="'Phụ lục 2'!$B$3")
        sheet["C5"] = "=SoLieu"
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=3), titles_from_data=False)
        sheet.add_chart(chart, "D7")

    data = template({"Phụ lục": ROWS}, dress)
    chart = part(data, "xl/charts/chart1.xml").replace("'Phụ lục'!", "'Phụ lục 2'!")
    data = rezipped(data, {"xl/charts/chart1.xml": chart})
    assert told(data) == [
        ("MB123", "mau.xlsx, Phụ lục!B3, định dạng có điều kiện"),
        ("MB123", "mau.xlsx, Phụ lục!A3, kiểm tra dữ liệu"),
        ("MB123", "mau.xlsx, Phụ lục!D7, biểu đồ 1"),
        ("MB123", "mau.xlsx, tên vùng SoLieu"),
    ]
    noted = opened(annotate(data, "mau.xlsx", judged(data))).worksheets[0]
    assert {cell.coordinate for row in noted.iter_rows() for cell in row if cell.comment} == {"A1", "A3", "B3", "D7"}
    assert "biểu đồ 1" in str(noted["D7"].comment.text if noted["D7"].comment else "")


def test_a_name_that_nobody_uses_is_only_a_warning_and_one_that_was_deleted_is_nothing() -> None:
    def dress(book: Workbook) -> None:
        book.defined_names["Cu"] = DefinedName("Cu", attr_text="'Tờ 9'!$A$1")
        book.defined_names["Mat"] = DefinedName("Mat", attr_text="#REF!")
        book.defined_names["Ẩn"] = DefinedName("Ẩn", attr_text="GET.CELL(1,B1)", hidden=True)

    found = judged(workbook("1+1", dress=dress))
    assert [(one.where, one.severity) for one in found] == [("mau.xlsx, tên vùng Cu", Severity.WARNING)]


def test_a_name_of_another_sheet_only_is_told_where_it_means_nothing() -> None:
    def dress(book: Workbook) -> None:
        book["Tờ 1"].defined_names["Rieng"] = DefinedName("Rieng", attr_text="'Tờ 1'!$A$1")

    assert told(workbook("Rieng", "'Tờ 1'!Rieng", dress=dress)) == [("MB123", "mau.xlsx, S!A1")]
