"""What stands around the rows of an Excel template goes where its rows go."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from tests.render_xlsx import faults_of, grid, opened, part, part_names, render, rezipped, tags_left, template

ROWS = [
    ["Phụ lục"],
    ["Tên", "Số", "Gấp đôi"],
    ["{%tr for nv in ds %}"],
    ["{{ nv.ten }}", "{{ nv.so }}", "=B4*2"],
    ["{%tr endfor %}"],
    ["Tổng", "=SUM(B4)", "=SUM(C4)"],
    ["Người lập"],
]


def items(count: int) -> list[dict[str, Any]]:
    return [{"ten": f"Việc {n}", "so": n, "link": f"https://example.vn/{n}"} for n in range(1, count + 1)]


def made(dress: Any, count: int, rows: Any = None) -> bytes:
    out = render(template({"Phụ lục": rows or ROWS}, lambda book: dress(book, book.worksheets[0])), ds=items(count))
    assert tags_left(out) == []
    return out


def sheet_of(dress: Any, count: int) -> Any:
    return opened(made(dress, count)).worksheets[0]


def test_parts_written_with_a_prefix_as_net_programs_do_are_filled_in_like_any() -> None:
    def prefixed(xml: str) -> str:
        return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")

    plain = template({"Phụ lục": ROWS}, lambda book: book.worksheets[0].merge_cells("A6:A7"))
    names = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml")
    changes = {name: prefixed(part(plain, name)) for name in names if name in part_names(plain)}
    out, wanted = (render(data, ds=items(3)) for data in (rezipped(plain, changes), plain))
    assert grid(out) == grid(wanted)
    assert "<x:" not in part(out, names[0])
    assert sheet_areas(out) == sheet_areas(wanted) == ["A6:A7"]


def sheet_areas(data: bytes) -> list[str]:
    return [str(area) for area in opened(data).worksheets[0].merged_cells.ranges]


def test_a_validation_and_a_formula_written_with_an_equals_sign_follow_like_any() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        check = DataValidation(type="custom", formula1="=AND(B4>0,B4<=$B$6)")
        check.add("B4")
        sheet.add_data_validation(check)
        sheet["C4"] = "==B4*2"

    out = made(dress, 3)
    [check] = opened(out).worksheets[0].data_validations.dataValidation
    assert (str(check.sqref), check.formula1) == ("B3:B5", "AND(B3>0,B3<=$B$6)")
    assert [row[2] for row in grid(out)[2:5]] == ["=B3*2", "=B4*2", "=B5*2"]


def test_merges_repeat_with_their_row_and_move_below() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        for area in ("A1:C1", "B4:C4", "A6:A7"):
            sheet.merge_cells(area)

    rows = [
        ["x"],
        ["Tên"],
        ["{%tr for nv in ds %}"],
        ["{{ nv.ten }}", "{{ nv.so }}"],
        ["{%tr endfor %}"],
        ["T"],
        [None, 1],
    ]
    out = made(dress, 3, rows)
    assert {str(m) for m in opened(out).worksheets[0].merged_cells.ranges} == {
        "A1:C1", "B3:C3", "B4:C4", "B5:C5", "A6:A7",
    }  # fmt: skip


def test_conditional_formats_cover_all_items_with_their_own_row() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        made_rule: Any = FormulaRule
        rule = made_rule(formula=["AND($B4>1,$B4<$B$6)"], fill=PatternFill("solid", bgColor="FFFF00"))
        sheet.conditional_formatting.add("A4:C4", rule)

    formats = sheet_of(dress, 3).conditional_formatting
    assert [(str(f.sqref), f.rules[0].formula) for f in formats] == [("A3:C5", ["AND($B3>1,$B3<$B$6)"])]
    assert list(sheet_of(dress, 0).conditional_formatting) == []


def test_validations_come_with_every_item() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        rule = DataValidation(type="list", formula1="$A$6:$A$7")
        rule.add("B4")
        sheet.add_data_validation(rule)

    rules = sheet_of(dress, 2).data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1) for rule in rules] == [("B3:B4", "$A$5:$A$6")]


def test_names_print_area_titles_and_filter_follow() -> None:
    def dress(book: Workbook, sheet: Any) -> None:
        book.defined_names["SoLieu"] = DefinedName("SoLieu", attr_text="'Phụ lục'!$B$4:$B$4")
        sheet.print_area = "A1:C7"
        sheet.print_title_rows = "2:3"
        sheet.auto_filter.ref = "A2:C5"

    rows = [*ROWS, ["=SUM(SoLieu)"]]
    out = made(dress, 3, rows)
    book = opened(out)
    sheet = book.worksheets[0]
    assert book.defined_names["SoLieu"].attr_text == "'Phụ lục'!$B$3:$B$5"
    assert sheet.print_area == "'Phụ lục'!$A$1:$C$7"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.auto_filter.ref == "A2:C5"
    assert grid(out, results=True)[-1] == [6]
    assert grid(made(dress, 0, rows), results=True)[-1] == [0]


@pytest.mark.parametrize(("count", "ref"), [(0, "A2:C3"), (1, "A2:C3"), (3, "A2:C5")])
def test_a_table_grows_and_keeps_one_blank_row_when_empty(count: int, ref: str) -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        sheet.add_table(Table(displayName="Bang", ref="A2:C5"))

    out = made(dress, count)
    sheet = opened(out).worksheets[0]
    assert sheet.tables["Bang"].ref == ref
    total = grid(out, results=True)[max(count, 1) + 2]
    assert total[0] == "Tổng"
    assert total[1] == sum(range(1, count + 1))


def test_notes_come_with_every_item_and_are_filled_in() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        sheet["A4"].comment = Comment("Nguồn: {{ nv.ten }}", "Phòng")
        sheet["A7"].comment = Comment("Ký", "Phòng")

    out = made(dress, 2)
    sheet = opened(out).worksheets[0]
    assert [sheet[c].comment.text for c in ("A3", "A4", "A6")] == ["Nguồn: Việc 1", "Nguồn: Việc 2", "Ký"]
    drawing = next(name for name in part_names(out) if name.endswith(".vml") or "vmlDrawing" in name)
    assert re.findall(r"Row>(\d+)<", part(out, drawing)) == ["2", "3", "5"]
    ids = re.findall(r':shape [^>]* id="([^"]+)"', part(out, drawing))
    assert len(set(ids)) == 3


def test_links_come_with_every_item() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        sheet["A4"].hyperlink = "https://example.vn/chung"
        sheet["B4"].hyperlink = "{{ nv.link }}"
        sheet["A7"].hyperlink = "https://example.vn/"

    sheet = sheet_of(dress, 2)
    assert [sheet[c].hyperlink.target for c in ("A3", "A4", "B3", "B4", "A6")] == [
        "https://example.vn/chung", "https://example.vn/chung", "https://example.vn/1", "https://example.vn/2",
        "https://example.vn/",
    ]  # fmt: skip


def test_heights_outline_levels_breaks_and_panes_follow() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        sheet.row_dimensions[4].height = 33
        sheet.row_dimensions[4].outlineLevel = 1
        sheet.row_dimensions[6].height = 44
        sheet.row_breaks.append(Break(id=6))
        sheet.freeze_panes = "A3"

    sheet = sheet_of(dress, 3)
    assert [sheet.row_dimensions[r].height for r in (3, 4, 5, 6)] == [33, 33, 33, 44]
    assert [sheet.row_dimensions[r].outlineLevel for r in (3, 5, 6)] == [1, 1, 0]
    assert [b.id for b in sheet.row_breaks.brk] == [6]
    assert sheet.freeze_panes == "A3"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_charts_take_their_series_from_all_items(count: int) -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4), titles_from_data=False)
        chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=4))
        chart.title = "Biểu đồ {{ ds | length }} việc"
        sheet.add_chart(chart, "E8")

    out = made(dress, count)
    chart = part(out, "xl/charts/chart1.xml")
    assert f"Biểu đồ {count} việc" in chart
    if count:
        last = "" if count == 1 else f":$B${count + 2}"
        assert f"<f>'Phụ lục'!$B$3{last}</f>" in chart
        assert "<f>'Phụ lục'!$A$3" in chart
    else:
        assert "#REF!" not in chart
    assert re.search(rf"row>{count + 4}</", part(out, "xl/drawings/drawing1.xml"))


def test_headers_sheet_names_and_properties_are_filled_in() -> None:
    def dress(book: Workbook, sheet: Any) -> None:
        sheet.oddHeader.center.text = "{{ ten }} &P"
        book.properties.title = "Báo cáo {{ ten }}"
        other = book.create_sheet("PL {{ ky }}")
        other["A1"] = 5
        sheet["A1"] = "='PL {{ ky }}'!A1"

    def dressed(book: Workbook) -> None:
        dress(book, book.worksheets[0])

    out = render(template({"A": [[None]]}, dressed), ten="R&D", ky="3-2026")
    book = opened(out)
    assert book.sheetnames == ["A", "PL 3-2026"]
    assert book.properties.title == "Báo cáo R&D"
    assert grid(out) == [["='PL 3-2026'!A1"]]
    assert "R&amp;&amp;D &amp;P" in part(out, "xl/worksheets/sheet1.xml")
    assert tags_left(out) == []


def test_rich_text_keeps_its_runs() -> None:
    def rich(first: str, second: str) -> str:
        return (
            f"<r><rPr><b/></rPr><t>Đậm: {first}</t></r><r><t>{second}</t></r>"
            '<r><rPr><i/></rPr><t xml:space="preserve"> nghiêng</t></r>'
        )

    plain = template({"A": [["mot"], ["{%tr for x in ds %}"], ["hai"], ["{%tr endfor %}"]]})
    sheet = part(plain, "xl/worksheets/sheet1.xml")
    sheet = sheet.replace("<t>mot</t>", rich("{{ t", "en }}")).replace("<t>hai</t>", rich("{{", "x }}"))
    out = render(rezipped(plain, {"xl/worksheets/sheet1.xml": sheet}), ten="A&B", ds=["m", "n"])
    written = part(out, "xl/worksheets/sheet1.xml")
    assert (
        '<r><rPr><b/></rPr><t>Đậm: A&amp;B</t></r><r><rPr><i/></rPr><t xml:space="preserve"> nghiêng</t></r>' in written
    )
    assert grid(out) == [["Đậm: A&B nghiêng"], ["Đậm: m nghiêng"], ["Đậm: n nghiêng"]]


def test_shared_and_array_formulas_become_ordinary_ones_that_follow() -> None:
    plain = template({"A": [*ROWS, ["=1"]]})
    sheet = part(plain, "xl/worksheets/sheet1.xml")
    sheet = sheet.replace('<c r="C4"><f>B4*2</f>', '<c r="C4"><f t="shared" ref="C4:D4" si="0">B4*2</f>')
    sheet = sheet.replace("<f>SUM(C4)</f>", '<f t="array" ref="C6">SUM(B4:B4*2)</f>')
    assert re.findall(r't="(shared|array)"', sheet) == ["shared", "array"]
    out = render(rezipped(plain, {"xl/worksheets/sheet1.xml": sheet}), ds=items(3))
    assert grid(out, results=True)[2:6] == [["Việc 1", 1, 2], ["Việc 2", 2, 4], ["Việc 3", 3, 6], ["Tổng", 6, 12]]
    assert '<f t="array" ref="C6">SUM(B3:B5*2)</f>' in part(out, "xl/worksheets/sheet1.xml")


def test_parts_that_do_not_change_are_copied_as_they_are() -> None:
    source = template({"A": ROWS})
    out = render(source, ds=items(2))
    assert part(out, "xl/theme/theme1.xml") == part(source, "xl/theme/theme1.xml")
    assert part(out, "xl/styles.xml") == part(source, "xl/styles.xml")


def test_a_format_that_compares_with_the_row_above_does_so_for_every_item() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        made_rule: Any = FormulaRule
        sheet.conditional_formatting.add("A4", made_rule(formula=["$A4=$A3"], fill=PatternFill("solid")))

    formats = sheet_of(dress, 3).conditional_formatting
    assert [(str(f.sqref), f.rules[0].formula) for f in formats] == [("A3:A5", ["$A3=$A2"])]


def test_a_format_that_looks_at_its_group_is_written_for_every_group() -> None:
    rows = [
        ["{%tr for n in ds %}"],
        ["{{ n.ten }}"],
        ["{%tr for k in (1, 2) %}"],
        ["{{ k }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    ]

    def dress(_book: Workbook, sheet: Any) -> None:
        made_rule: Any = FormulaRule
        sheet.conditional_formatting.add("A4", made_rule(formula=["A4>A2"], fill=PatternFill("solid")))

    formats = opened(made(dress, 2, rows)).worksheets[0].conditional_formatting
    assert [(str(f.sqref), f.rules[0].formula[0]) for f in formats] == [("A2:A3", "A2>A$1"), ("A5:A6", "A5>A$4")]


def test_a_merge_over_a_group_grows_with_its_items() -> None:
    rows = [
        ["{%tr for n in ds %}"],
        ["{{ n.ten }}", "đầu"],
        [None, "{%tr for k in range(n.so) %}"],
        [None, "{{ k }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    ]
    out = made(lambda _book, sheet: sheet.merge_cells("A2:A4"), 2, rows)
    assert {str(m) for m in opened(out).worksheets[0].merged_cells.ranges} == {"A1:A2", "A3:A5"}


SPARK = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines>'
    "<x14:sparkline><xm:f>'Phụ lục'!B4:C4</xm:f><xm:sqref>D4</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
)


def test_sparklines_come_with_every_item() -> None:
    plain = template({"Phụ lục": ROWS})
    sheet = part(plain, "xl/worksheets/sheet1.xml").replace("</worksheet>", SPARK)
    out = part(render(rezipped(plain, {"xl/worksheets/sheet1.xml": sheet}), ds=items(2)), "xl/worksheets/sheet1.xml")
    assert re.findall(r"<xm:f>([^<]*)</xm:f><xm:sqref>([^<]*)<", out) == [
        ("'Phụ lục'!B3:C3", "D3"),
        ("'Phụ lục'!B4:C4", "D4"),
    ]


def test_a_text_that_another_program_wrote_beside_the_table_of_strings_is_filled_in() -> None:
    plain = template({"A": [[5], ["{%tr for x in ds %}"], [6], ["{%tr endfor %}"]]})
    sheet = part(plain, "xl/worksheets/sheet1.xml")
    sheet = re.sub(r'<c r="A1"[^>]*><v>5</v>', '<c r="A1" t="str"><v>{{ ten }}</v>', sheet)
    sheet = re.sub(r'<c r="A3"[^>]*><v>6</v>', '<c r="A3" t="str"><v>- {{ x }}</v>', sheet)
    assert grid(render(rezipped(plain, {"xl/worksheets/sheet1.xml": sheet}), ten="a", ds=["b"])) == [["a"], ["- b"]]


def test_cells_and_rows_without_addresses_are_counted_in_order() -> None:
    plain = template({"A": [["a", "{{ ten }}"], ["b", "c"]]})
    sheet = re.sub(r' r="[A-Z]*\d+"', "", part(plain, "xl/worksheets/sheet1.xml"))
    assert grid(render(rezipped(plain, {"xl/worksheets/sheet1.xml": sheet}), ten="x")) == [["a", "x"], ["b", "c"]]


def formats_of(rule: str, area: str, count: int, rows: Any = None, **values: Any) -> list[tuple[str, str]]:
    """Return where a conditional format of a template stands in the output, and what it asks."""

    def dress(_book: Workbook, sheet: Any) -> None:
        made_rule: Any = FormulaRule
        sheet.conditional_formatting.add(area, made_rule(formula=[rule], fill=PatternFill("solid")))

    source = template({"Phụ lục": rows or ROWS}, lambda book: dress(book, book.worksheets[0]))
    formats = opened(render(source, ds=items(count), **values)).worksheets[0].conditional_formatting
    return [(str(one.sqref), one.rules[0].formula[0]) for one in formats]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("COUNTIF($A$4:$A$4,$A4)>1", "COUNTIF($A$3:$A$5,$A3)>1"),
        ("COUNTIF('Phụ lục'!$A$4:$A$4,$A4)>1", "COUNTIF('Phụ lục'!$A$3:$A$5,$A3)>1"),
        ("$B4=MAX($4:$4)", "$B3=MAX($3:$5)"),
        ("$B$4>1", "$B3>1"),
        ("COUNTIF($A$4:$A4,$A4)>1", "COUNTIF($A$3:$A3,$A3)>1"),
    ],
)
def test_a_format_with_a_fixed_range_of_its_own_row_means_all_items(asked: str, meant: str) -> None:
    assert formats_of(asked, "A4:C4", 3) == [("A3:C5", meant)]


def test_a_validation_with_a_fixed_range_of_its_own_row_means_all_items() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        check = DataValidation(type="custom", formula1="COUNTIF($A$4:$A$4,$A4)=1")
        check.add("A4")
        sheet.add_data_validation(check)

    [check] = sheet_of(dress, 3).data_validations.dataValidation
    assert (str(check.sqref), check.formula1) == ("A3:A5", "COUNTIF($A$3:$A$5,$A3)=1")


def test_items_of_two_rows_share_the_cells_of_their_first_row_in_formats() -> None:
    rows = [["{%tr for nv in ds %}"], ["{{ nv.ten }}", "{{ nv.so }}"], ["ghi chú", 1], ["{%tr endfor %}"]]
    assert formats_of("$B$2>1", "A2:B3", 2, rows) == [("A1:B2", "$B$1>1"), ("A3:B4", "$B$3>1")]
    assert formats_of("$B2=MAX($B$2:$B$3)", "A2:B3", 2, rows) == [("A1:B4", "$B1=MAX($B$1:$B$4)")]


def test_inner_items_are_compared_within_their_own_group() -> None:
    rows = [
        ["{%tr for nhom in nhoms %}"],
        ["{{ nhom.ten }}"],
        ["{%tr for nv in nhom.ds %}"],
        ["{{ nv.ten }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    ]
    groups = [{"ten": "I", "ds": items(2)}, {"ten": "II", "ds": items(3)}]
    assert formats_of("COUNTIF($A$4:$A$4,$A4)>1", "A4", 0, rows, nhoms=groups) == [
        ("A2:A3", "COUNTIF($A$2:$A$3,$A2)>1"),
        ("A5:A7", "COUNTIF($A$5:$A$7,$A5)>1"),
    ]


TWO_LOOPS = [*ROWS[:6], ["{%tr for nv in ds %}"], ["{{ nv.ten }}", "{{ nv.so }}"], ["{%tr endfor %}"]]


def test_a_format_that_takes_all_items_of_another_loop_for_one_cell_is_refused_with_its_place() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        made_rule: Any = FormulaRule
        sheet.conditional_formatting.add("B8", made_rule(formula=["$B8>B$4"], fill=PatternFill("solid")))
        check = DataValidation(type="decimal", operator="greaterThan", formula1="B$4")
        check.add("C8")
        sheet.add_data_validation(check)

    source = template({"Phụ lục": TWO_LOOPS}, lambda book: dress(book, book.worksheets[0]))
    assert [(p.code, p.where) for p in faults_of(source, ds=items(3))] == [
        ("MB116", "mau.xlsx, Phụ lục!B8, định dạng có điều kiện"),
        ("MB116", "mau.xlsx, Phụ lục!C8, kiểm tra dữ liệu"),
    ]
    assert formats_of("$B8>SUM(B$4)", "B8", 2, TWO_LOOPS) == [("B6:B7", "$B6>SUM(B$3:B$4)")]


def test_a_list_to_choose_from_is_all_items_of_another_loop() -> None:
    def dress(_book: Workbook, sheet: Any) -> None:
        check = DataValidation(type="list", formula1="$A$4")
        check.add("C8")
        sheet.add_data_validation(check)

    source = template({"Phụ lục": TWO_LOOPS}, lambda book: dress(book, book.worksheets[0]))
    [check] = opened(render(source, ds=items(3))).worksheets[0].data_validations.dataValidation
    assert (str(check.sqref), check.formula1) == ("C7:C9", "$A$3:$A$5")
