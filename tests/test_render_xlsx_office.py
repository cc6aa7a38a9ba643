"""LibreOffice computes what our cells say, and Microsoft's validator finds nothing in our files."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.render_xlsx import grid, opened, part, part_names, render, rezipped, tags_left, template

VALIDATOR = Path(__file__).parent / "tools" / "validate_office.py"

FORMULAS = [
    "=SUM(B4)", "=SUM(B4:C4)", "=SUM(B3:B9)/2", "=AVERAGE(B4)", "=MIN(B4)", "=MAX(B4,99)", "=COUNT(B4)", "=COUNTA(A4)",
    "=COUNTBLANK(D4)", '=COUNTIF(A4,"Việc*")', '=COUNTIF(B4,">1")', '=COUNTIF(B4,"<>2")', '=SUMIF(A4,"việc 2",B4)',
    '=SUMIF(B4,">=2")', '=SUMIFS(B4,B4,">1",A4,"Việc*")', '=COUNTIFS(B4,">1",C4,"<100")', "=SUMPRODUCT(B4,C4)",
    "=SUMPRODUCT((B4>1)*C4)", '=SUMPRODUCT(--(A4="Việc 1"),B4)', "=ROUND(SUM(B4)/3,2)", "=ROUNDUP(SUM(B4)/3,0)",
    "=ROUNDDOWN(-SUM(B4)/3,1)", "=INT(-SUM(B4)/2)", "=ABS(-SUM(B4))", '=IF(SUM(B4)>3,"nhiều","ít")',
    "=IFERROR(AVERAGE(B4),0)", "=AND(SUM(B4)>=0,COUNT(B4)<9)", "=OR(SUM(B4)>3,FALSE)", "=NOT(SUM(B4)>3)",
    "=SUBTOTAL(9,B4)", "=SUBTOTAL(103,A4)", '="Tổng: "&SUM(B4)&" việc"', '=TEXT(COUNT(B4),"00")', '=LEN("Trúc Lâm")',
    '=LEFT("Trúc Lâm",4)&RIGHT("Lâm",2)', '=MID("phường",2,3)', '=TRIM("  a   b ")', '=UPPER("đô thị")&LOWER("ĐÔ")',
    '=CONCATENATE("a",1,"b")', '=IFERROR(VLOOKUP("Việc 2",A4:B4,2,FALSE),"-")',
    '=IFERROR(INDEX(B4:B4,MATCH("Việc 1",A4,0)),0)',
    "=SUM(B4)/0", "=IFERROR(1/0,7)", "=ROWS(A4)", "=ROW()", "=SUM(B4)=SUM(B3:B9)/2", "=2^3^2-5%", "=-2^2", "=MOD(-7,3)",
    '="a"<"B"', "=0.1+0.2-0.3", "=SUM(B4)+SUM(B11)", '=COUNTIF(B4:B7,"")+0', "=MAX(B4)-MIN(B4)", '=EXACT("a","A")',
    '=SUBSTITUTE("a-b","-","+")', "=PRODUCT(B4)", "=SUM('Khác'!A2)*2",
]  # fmt: skip


def sheets() -> dict[str, list[list[object]]]:
    rows: list[Any] = [
        ["Phụ lục {{ ky }}"],
        ["Tên", "Số", "Gấp"],
        ["{%tr for x in ds %}"],
        ["{{ x.ten }}", "{{ x.so }}", "=B4*1.5", None, "=SUM(B$4:B4)", '=IF(B4>1,A4,"")'],
        ["{%tr endfor %}"],
        [None],
        ["giữa"],
        [None],
        ["Tổng", "=SUM(B4)", "=SUM(C4)"],
        ["{%tr for x in ds %}"],
        ["{{ x.ten }}", "{{ x.so }}"],
        ["phụ", 1],
        ["{%tr endfor %}"],
        *[[None, None, None, formula] for formula in FORMULAS],
    ]
    return {"Phụ lục": rows, "Khác": [["{%tr for x in ds %}"], ["='Phụ lục'!B9"], ["{%tr endfor %}"]]}


def items(count: int) -> list[dict[str, Any]]:
    return [{"ten": f"Việc {n}", "so": n} for n in range(1, count + 1)]


def recalculated(data: bytes, folder: Path) -> bytes:
    """Return the workbook as LibreOffice computes it, without any result of ours to lean on."""
    bare = {
        name: re.sub(r"(<c [^>]*?)( t=\"\w+\")?(>(?:<f[^>]*>[^<]*</f>))<v>[^<]*</v>", r"\1\3", part(data, name))
        for name in part_names(data)
        if name.startswith("xl/worksheets/sheet")
    }
    source = folder / "vao.xlsx"
    source.write_bytes(rezipped(data, bare))
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice")
    profile = f"-env:UserInstallation=file://{folder}/ho-so"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "ra"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return (folder / "ra" / "vao.xlsx").read_bytes()


def same(ours: object, theirs: object) -> bool:
    if ours in {None, ""} and theirs in {None, ""}:
        return True
    if isinstance(ours, int | float) and isinstance(theirs, int | float) and not isinstance(ours, bool):
        return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-12)
    return ours == theirs


def cells(data: bytes) -> dict[tuple[str, str], object]:
    book = opened(data, results=True)
    return {(s.title, c.coordinate): c.value for s in book for row in s.iter_rows() for c in row}


@pytest.mark.office
@pytest.mark.parametrize("count", [0, 1, 3])
def test_libreoffice_computes_the_results_that_we_write(count: int, tmp_path: Path) -> None:
    out = render(template(sheets()), ds=items(count), ky="quý III")
    theirs = cells(recalculated(out, tmp_path))
    formulas = {(s.title, c.coordinate): c.value for s in opened(out) for row in s.iter_rows() for c in row}
    wrong = {
        place: (formulas[place], ours, theirs.get(place))
        for place, ours in cells(out).items()
        if not same(ours, theirs.get(place))
    }
    assert wrong == {}
    known = [f for f in re.findall(r"<f>[^<]*</f>(<v>)?", part(out, "xl/worksheets/sheet1.xml")) if f]
    assert len(known) >= len(FORMULAS)


def everything(book: Workbook) -> None:
    """Dress the sheet with all that may stand around rows."""
    sheet = book.worksheets[0]
    rule_of: Any = FormulaRule
    sheet.merge_cells("A1:C1")
    sheet["A4"].alignment = Alignment(wrap_text=True)
    sheet["A4"].font = Font(name="Times New Roman", size=13)
    sheet["A4"].comment = Comment("Nguồn: {{ x.ten }}", "Phòng")
    sheet["B4"].hyperlink = "https://example.vn/{{ x.so }}"
    sheet["A9"].comment = Comment("Tổng", "Phòng")
    sheet.conditional_formatting.add("A4:C4", rule_of(formula=["$B4>1"], fill=PatternFill("solid", bgColor="FFFF00")))
    rule = DataValidation(type="list", formula1="$A$2:$C$2")
    rule.add("F4")
    sheet.add_data_validation(rule)
    sheet.print_area = "A1:F12"
    sheet.print_title_rows = "2:2"
    header: Any = sheet.oddHeader
    header.center.text = "{{ ky }}"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4))
    chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=4))
    chart.title = "Biểu đồ {{ ky }}"
    sheet.add_chart(chart, "H8")
    book.create_sheet("Bảng")
    table = book["Bảng"]
    for row in (["Tên {{ ky }}", "Số"], ["{%tr for x in ds %}"], ["{{ x.ten }}", "{{ x.so }}"], ["{%tr endfor %}"]):
        table.append(row)
    table.add_table(Table(displayName="Bang1", ref="A1:B4"))


@pytest.mark.sdk
@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_validator_finds_nothing(count: int, tmp_path: Path) -> None:
    target = tmp_path / "ra.xlsx"
    target.write_bytes(render(template(sheets(), everything), ds=items(count), ky="quý III"))
    assert tags_left(target.read_bytes()) == []
    done = subprocess.run([sys.executable, str(VALIDATOR), str(target)], check=False, capture_output=True, text=True)
    if done.returncode == 2:
        pytest.skip("the npm validator is not here")
    assert done.returncode == 0, done.stdout


@pytest.mark.office
def test_a_template_saved_by_libreoffice_still_works(tmp_path: Path) -> None:
    saved = recalculated(template(sheets(), everything), tmp_path)
    out = render(saved, ds=items(2), ky="quý III")
    assert tags_left(out) == []
    assert (
        grid(out, results=True)[:5]
        == grid(render(template(sheets(), everything), ds=items(2), ky="quý III"), results=True)[:5]
    )
