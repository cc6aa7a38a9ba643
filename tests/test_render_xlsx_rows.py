"""What the rows and formulas of an Excel template mean."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from reportgen.render.xlsx import compile_xlsx
from reportgen.render.xlsx.cells import serial
from reportgen.render.xlsx.formula import Binary, Call, Ref, parse
from tests.render_xlsx import grid, opened, part, render, tags_left, template, texts_by_xml

LOOP = [
    ["Tên", None, "Số"],
    ["{%tr for nv in nhiem_vu %}"],
    ["{{ nv.ten }}", None, "{{ nv.so }}"],
    ["{%tr endfor %}"],
]


def items(*numbers: float) -> list[dict[str, Any]]:
    return [{"ten": f"Việc {n}", "so": n} for n in numbers]


def test_a_row_between_markers_repeats_for_every_item_and_markers_disappear() -> None:
    assert grid(render(template({"A": LOOP}), nhiem_vu=items(1, 2))) == [
        ["Tên", None, "Số"],
        ["Việc 1", None, 1],
        ["Việc 2", None, 2],
    ]


@pytest.mark.parametrize(
    ("numbers", "formula", "total"), [((), "=SUM(0)", 0), ((5,), "=SUM(C2)", 5), ((5, 6, 7), "=SUM(C2:C4)", 18)]
)
def test_a_sum_below_the_loop_means_all_its_items(numbers: tuple[int, ...], formula: str, total: int) -> None:
    source = template({"A": [*LOOP, ["Tổng", None, "=SUM(C3)"]]})
    out = render(source, nhiem_vu=items(*numbers))
    assert grid(out)[-1][2] == formula
    assert grid(out, results=True)[-1][2] == total


@pytest.mark.parametrize("count", [0, 1, 4])
@pytest.mark.parametrize(
    "formula", ["=SUM(C3)", "=SUM(C3:C3)", "=SUM($C$3:$C$4)", "=SUM(C2:C4)", "=SUM(C1:C4)", "=SUM(C$3)"]
)
def test_every_way_to_name_the_loop_row_gives_the_same_sum(formula: str, count: int) -> None:
    source = template({"A": [*LOOP, ["Tổng", None, formula]]})
    out = render(source, nhiem_vu=items(*range(1, count + 1)))
    assert grid(out, results=True)[-1][2] == sum(range(1, count + 1))


def test_inside_the_loop_a_formula_means_its_own_item() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}", "=A2*2", "=$A$2+A$2"], ["{%tr endfor %}"]]
    out = render(template({"A": rows}), ds=[1, 2, 3])
    assert grid(out) == [[1, "=A1*2", "=$A$1+A$1"], [2, "=A2*2", "=$A$2+A$2"], [3, "=A3*2", "=$A$3+A$3"]]
    assert grid(out, results=True) == [[1, 2, 2], [2, 4, 4], [3, 6, 6]]


def test_a_half_locked_range_inside_the_loop_is_a_running_total() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}", "=SUM(A$2:A2)"], ["{%tr endfor %}"]]
    assert grid(render(template({"A": rows}), ds=[1, 2, 3]), results=True) == [[1, 1], [2, 3], [3, 6]]


def test_inside_the_loop_a_range_to_the_markers_means_all_items() -> None:
    rows = [["Số"], ["{%tr for x in ds %}"], ["{{ x }}", "=A3/SUM(A$2:A$4)"], ["{%tr endfor %}"]]
    assert grid(render(template({"A": rows}), ds=[1, 3]), results=True)[1:] == [[1, 0.25], [3, 0.75]]


def test_a_reference_to_a_marker_means_the_row_above_it() -> None:
    rows = [["đầu"], ["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"], ["=A2", "=A4"]]
    assert grid(render(template({"A": rows}), ds=["a", "b"]), results=True)[-1] == ["đầu", "b"]
    assert grid(render(template({"A": rows}), ds=[]), results=True)[-1] == ["đầu", "đầu"]


def test_formulas_above_and_on_other_sheets_follow() -> None:
    rows = [["=SUM(A4)"], ["=A6"], ["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"], ["=SUM(A4)"]]
    other = [["=SUM('Phụ lục 1'!A4)", "='Phụ lục 1'!A6", "='Phụ lục 1'!$A$1", "=SUM('Phụ lục 1'!A:A)"]]
    out = render(template({"Phụ lục 1": rows, "Tổng hợp": other}), ds=[1, 2, 3])
    assert grid(out, "Tổng hợp") == [
        ["=SUM('Phụ lục 1'!A3:A5)", "='Phụ lục 1'!A6", "='Phụ lục 1'!$A$1", "=SUM('Phụ lục 1'!A:A)"]
    ]
    assert grid(out, "Tổng hợp", results=True) == [[6, 6, 6, 24]]
    assert grid(out, results=True) == [[6], [6], [1], [2], [3], [6]]


GROUPS = [
    ["{%tr for n in nhom %}"],
    ["{{ n.ten }}", "=SUM(B4)", "=COUNTA(A4)"],
    ["{%tr for v in n.viec %}"],
    ["{{ v.ten }}", "{{ v.so }}", "=B4/B2"],
    ["{%tr endfor %}"],
    ["{%tr endfor %}"],
    ["Tổng", "=SUM(B2)", "=SUM(B4)", '=COUNTIF(A4,"a*")', '=SUMIF(A4,"b",B4)'],
]


def test_nested_loops_sum_each_group_and_all() -> None:
    nhom = [
        {"ten": "I", "viec": [{"ten": "a", "so": 1}, {"ten": "b", "so": 3}]},
        {"ten": "II", "viec": []},
        {"ten": "III", "viec": [{"ten": "ab", "so": 5}]},
    ]
    out = render(template({"A": GROUPS}), nhom=nhom)
    assert grid(out, results=True) == [
        ["I", 4, 2],
        ["a", 1, 0.25],
        ["b", 3, 0.75],
        ["II", 0, 0],
        ["III", 5, 1],
        ["ab", 5, 1],
        ["Tổng", 9, 9, 2, 3],
    ]
    assert grid(out)[-1][2] == "=SUM(B2:B3,B6)"


def test_rows_of_a_condition_appear_or_not_and_formulas_follow() -> None:
    rows = [
        ["{%tr if co %}"],
        ["có", 5],
        ["{%tr else %}"],
        ["không", 7],
        ["dòng hai", 8],
        ["{%tr endif %}"],
        ["Tổng", "=SUM(B2:B5)", "=B2+B4"],
    ]
    source = template({"A": rows})
    assert grid(render(source, co=True), results=True) == [["có", 5], ["Tổng", 5, 5]]
    assert grid(render(source, co=False), results=True) == [["không", 7], ["dòng hai", 8], ["Tổng", 15, 7]]


def test_a_loop_may_say_what_stands_for_no_items() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr else %}"], ["Không có"], ["{%tr endfor %}"]]
    assert grid(render(template({"A": rows}), ds=[])) == [["Không có"]]
    assert grid(render(template({"A": rows}), ds=["a"])) == [["a"]]


def test_loops_one_below_another_and_conditions_inside() -> None:
    rows = [
        ["{%tr for x in a %}"],
        ["{%tr if x > 1 %}"],
        ["{{ x }}"],
        ["{%tr endif %}"],
        ["{%tr endfor %}"],
        ["giữa"],
        ["{%tr for x in b %}"],
        ["{{ x }}", "{{ loop.index }}"],
        ["thêm"],
        ["{%tr endfor %}"],
        ["=SUM(A3)", "=SUM(A8)"],
    ]
    out = render(template({"A": rows}), a=[1, 2, 3], b=[7, 8])
    assert grid(out, results=True) == [[2], [3], ["giữa"], [7, 1], ["thêm"], [8, 2], ["thêm"], [5, 15]]
    assert grid(out)[-1] == ["=SUM(A1:A2)", "=SUM(A4,A6)"]


def test_values_keep_their_types() -> None:
    rows = [["{{ a }}", "{{ b }}", "{{ c }}", "{{ d }}", "{{ e }}", "{{ f }}", "{{ g }}", "{{ h }}"]]
    out = render(
        template({"A": rows}),
        a=5,
        b=Decimal("2.50"),
        c=1.25,
        d=date(2026, 9, 14),
        e=datetime(2026, 9, 14, 7, 30),  # noqa: DTZ001  cells know no time zones
        f=True,
        g="05",
        h=None,
    )
    days = [date(2026, 9, 14), date(2026, 9, 14)]
    row = grid(out)[0]
    assert row[:3] + row[5:] == [5, 2.5, 1.25, True, "05"]
    assert [moment.date() for moment in row[3:5]] == days
    assert f"{row[4]:%H:%M}" == "07:30"
    sheet = opened(out).worksheets[0]
    assert sheet["D1"].number_format == "dd/mm/yyyy"
    assert sheet["B1"].number_format == "General"


def test_a_cell_keeps_its_own_number_format() -> None:
    def dress(book: Workbook) -> None:
        book.worksheets[0]["A1"].number_format = "d-m-yy"
        book.worksheets[0]["B1"].number_format = "#,##0.00"
        book.worksheets[0]["B1"].font = Font(bold=True)

    sheet = opened(render(template({"A": [["{{ d }}", "{{ n }}"]]}, dress), d=date(2026, 1, 2), n=5)).worksheets[0]
    assert (sheet["A1"].number_format, sheet["B1"].number_format) == ("d-m-yy", "#,##0.00")
    assert sheet["B1"].font.bold


@pytest.mark.parametrize("text", ["=1+1", "+5", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "'05", "1/2", "TRUE", "#N/A"])
def test_data_never_becomes_a_formula_or_a_number(text: str) -> None:
    out = render(template({"A": [["{{ x }}", "Ghi: {{ x }}"]]}), x=text)
    cell = opened(out).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert texts_by_xml(out)["B1"] == f"Ghi: {text}"
    assert "<f>" not in part(out, "xl/worksheets/sheet1.xml")


def test_nothing_is_a_blank_cell_with_its_style() -> None:
    def dress(book: Workbook) -> None:
        book.worksheets[0]["A1"].font = Font(italic=True)

    out = render(template({"A": [["{{ x }}", "a{{ x }}b"]]}, dress), x=None)
    assert opened(out).worksheets[0]["A1"].value is None
    assert opened(out).worksheets[0]["A1"].font.italic
    assert opened(out).worksheets[0]["B1"].value == "ab"


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="_\ufffe\uffff")), max_size=5
    )
)
def test_every_text_is_read_back_character_for_character(texts: list[str]) -> None:
    import unicodedata  # noqa: PLC0415

    rows = [["{%tr for x in ds %}"], ["{{ x }}", "[{{ x }}]"], ["{%tr endfor %}"]]
    out = render(template({"A": rows}), ds=texts)
    wanted = [unicodedata.normalize("NFC", text) for text in texts]
    sheet = opened(out).worksheets[0]
    by_xml = texts_by_xml(out)
    for row, text in enumerate(wanted, 1):
        assert (sheet.cell(row, 1).value or "") == text
        assert by_xml.get(f"A{row}", "") == text
        assert by_xml[f"B{row}"] == f"[{text}]"


def test_blanks_at_the_ends_and_line_breaks_stay() -> None:
    out = render(template({"A": [["{{ x }}"]]}), x="  dòng 1\n- dòng 2\t  ")
    assert opened(out).worksheets[0]["A1"].value == "  dòng 1\n- dòng 2\t  "


def test_a_text_that_looks_like_an_escape_of_excel_is_kept_from_it() -> None:
    assert "_x005F_x0041_" in part(render(template({"A": [["{{ x }}"]]}), x="a_x0041_b"), "xl/sharedStrings.xml")


def test_the_same_input_gives_the_same_bytes_and_a_template_serves_again() -> None:
    compiled = compile_xlsx(template({"A": [*LOOP, ["=SUM(C3)"]]}), "mau.xlsx")
    first = compiled.render({"nhiem_vu": items(1, 2)}, as_of=date(2026, 9, 14))
    compiled.render({"nhiem_vu": []})
    assert compiled.render({"nhiem_vu": items(1, 2)}, as_of=date(2026, 9, 14)) == first
    assert "2026-09-14T00:00:00Z" in part(first, "docProps/core.xml")


def test_properties_are_written() -> None:
    out = compile_xlsx(template({"A": [["x"]]})).render({}, properties={"kỳ": "Quý III"})
    assert "Quý III" in part(out, "docProps/custom.xml")


def test_a_wrapped_row_is_high_enough_for_its_text() -> None:
    def dress(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.column_dimensions["A"].width = 20
        sheet["A2"].alignment = Alignment(wrap_text=True)
        sheet["A2"].font = Font(name="Times New Roman", size=13)

    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"]]
    long = "Rà soát, cập nhật quy chế phối hợp giải quyết thủ tục hành chính trên địa bàn phường. " * 3
    sheet = opened(render(template({"A": rows}, dress), ds=["ngắn", long, "a\nb\nc"])).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in (1, 2, 3)]
    assert [height is not None for height in heights] == [True] * 3
    assert float(heights[0] or 0) < 20
    assert float(heights[1] or 0) >= 12 * 16.5
    assert float(heights[2] or 0) >= 3 * 16.5


def test_merged_wrapped_cells_count_their_whole_width_and_keep_their_height() -> None:
    def dress(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.merge_cells("A2:C2")
        sheet["A2"].alignment = Alignment(wrap_text=True)

    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"]]
    out = render(template({"A": rows}, dress), ds=["chữ " * 100])
    row = opened(out).worksheets[0].row_dimensions[1]
    assert 100 < float(row.height or 0) < 350
    assert 'customHeight="1"' in part(out, "xl/worksheets/sheet1.xml")


@st.composite
def worksheets(draw: st.DrawFn) -> tuple[list[list[object]], list[list[object]], dict[str, object]]:
    """A sheet of fixed rows, loops and conditions, and what it must become: rows of texts and numbers, and a total."""
    rows: list[Any] = []
    wanted: list[Any] = []
    values: dict[str, object] = {}
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["fixed", "loop", "pair", "if", "groups"]))
        name = f"d{number}"
        if kind == "fixed":
            amount = draw(st.integers(-9, 9))
            rows.append(["cố định", amount])
            wanted.append(["cố định", amount])
        elif kind in {"loop", "pair"}:
            data = draw(st.lists(st.integers(-99, 99), max_size=4))
            values[name] = data
            body = [["{{ x }}", "{{ x }}", f"=B{len(rows) + 2}+1"]] + ([["phụ"]] if kind == "pair" else [])
            rows += [[f"{{%tr for x in {name} %}}"], *body, ["{%tr endfor %}"]]
            for x in data:
                wanted += [[x, x, x + 1]] + ([["phụ"]] if kind == "pair" else [])
        elif kind == "if":
            test = draw(st.booleans())
            values[name] = test
            rows += [[f"{{%tr if {name} %}}"], ["có", 3], ["{%tr else %}"], ["không"], ["{%tr endif %}"]]
            wanted += [["có", 3]] if test else [["không"]]
        else:
            groups = draw(st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=3))
            values[name] = groups
            head = len(rows) + 2
            rows += [
                [f"{{%tr for g in {name} %}}"],
                ["nhóm", None, f"=SUM(B{head + 2})"],
                ["{%tr for x in g %}"],
                ["mục", "{{ x }}", f"=C{head}"],
                ["{%tr endfor %}"],
                ["{%tr endfor %}"],
            ]
            for group in groups:
                wanted += [["nhóm", None, sum(group)], *[["mục", x, sum(group)] for x in group]]
    total = sum(int(str(row[1])) for row in wanted if len(row) > 1 and row[1] is not None)
    rows.append(["tổng", None, f"=SUM(B1:B{len(rows)})", f"=COUNT(B1:B{len(rows)})"])
    wanted.append(["tổng", None, total, sum(1 for row in wanted if len(row) > 1 and row[1] is not None)])
    return rows, wanted, values


@given(worksheets())
def test_any_sheet_becomes_what_a_person_would_type(
    case: tuple[list[list[object]], list[list[object]], dict[str, object]],
) -> None:
    rows, wanted, values = case
    out = render(template({"Phụ lục": rows, "T": [[f"='Phụ lục'!C{len(rows)}"]]}), **values)
    assert grid(out, results=True) == wanted
    assert grid(out, "T", results=True) == [[wanted[-1][2]]]
    assert tags_left(out) == []


@pytest.mark.parametrize(
    ("day", "since_1904", "number"),
    [
        (date(1900, 1, 1), False, 1),
        (date(1900, 2, 28), False, 59),
        (date(1900, 3, 1), False, 61),
        (date(2026, 9, 14), False, 46279),
        (date(2026, 9, 14), True, 44817),
        (date(1890, 5, 19), False, None),
        (date(1903, 12, 31), True, None),
    ],
)
def test_days_are_the_numbers_that_excel_knows_them_by(day: date, since_1904: bool, number: int | None) -> None:
    assert serial(day, since_1904=since_1904) == number


def test_a_day_before_excels_first_is_written_in_words() -> None:
    assert grid(render(template({"A": [["{{ d }}", "Sinh: {{ d }}"]]}), d=date(1890, 5, 19))) == [
        ["19/05/1890", "Sinh: 19/05/1890"]
    ]


def test_long_chains_of_formulas_have_results() -> None:
    down: list[Any] = [[1], *[[f"=A{row}+1"] for row in range(1, 900)]]
    up: list[Any] = [*[[f"=A{row + 2}+1"] for row in range(899)], [1]]
    assert grid(render(template({"A": down})), results=True)[-1] == [900]
    assert grid(render(template({"A": up})), results=True)[0] == [900]


def test_a_formula_without_a_certain_result_has_none_and_excel_is_asked_to_compute() -> None:
    out = render(template({"A": [["=TODAY()", "=A1+1", "=1+1", '=TEXT(1.5,"0.0")', "=BAHTTEXT(1)"]]}))
    assert grid(out, results=True) == [[None, None, 2]]
    assert 'fullCalcOnLoad="1"' in part(out, "xl/workbook.xml")
    sure = render(template({"A": [["=1+1"]]}))
    assert grid(sure, results=True) == [[2]]


def test_errors_are_results_and_travel_on() -> None:
    assert grid(render(template({"A": [["=1/0", "=A1+1", "=IFERROR(B1,7)", "=SUM(A1:B1)"]]})), results=True) == [
        ["#DIV/0!", "#DIV/0!", 7, "#DIV/0!"]
    ]


def test_a_formula_that_counts_itself_has_no_result() -> None:
    assert grid(render(template({"A": [["=SUM(A1:B1)", 5]]})), results=True) == [[None, 5]]


def test_items_in_groups_are_named_piece_by_piece_however_many() -> None:
    nhom = [{"ten": str(n), "viec": [{"ten": "b", "so": n}]} for n in range(300)]
    out = render(template({"A": GROUPS}), nhom=nhom)
    assert grid(out, results=True)[-1] == ["Tổng", sum(range(300)), sum(range(300)), 0, sum(range(300))]


def test_a_sum_over_every_other_row_stays_short_for_thousands_of_items() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["phụ", "{{ x }}"], ["{%tr endfor %}"], ["=SUM(A2)", "=SUM(B3)"]]
    out = render(template({"A": rows}), ds=list(range(3000)))
    assert grid(out)[-1][0] == "=SUMPRODUCT(--(MOD(ROW(A1:A5999)-1,2)<1),A1:A5999)"
    assert grid(out, results=True)[-1] == [4498500, 4498500]


def test_inside_the_loop_the_marker_right_above_means_the_item_before() -> None:
    rows = [["đầu", 5], ["{%tr for x in ds %}"], ["{{ x }}", "=B2+A3"], ["{%tr endfor %}"]]
    out = render(template({"A": rows}), ds=[1, 2, 3])
    assert grid(out) == [["đầu", 5], [1, "=B1+A2"], [2, "=B2+A3"], [3, "=B3+A4"]]
    assert grid(out, results=True)[-1] == [3, 11]
    first = [["{%tr for x in ds %}"], ["{{ x }}", "=B1+A2"], ["{%tr endfor %}"]]
    assert grid(render(template({"A": first}), ds=[1, 2]), results=True) == [[1, 1], [2, 3]]


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(
    ("words", "wanted"), [("ds[1:]", slice(1, None)), ("ds[:2]", slice(2)), ("ds[::2]", slice(None, None, 2))]
)
def test_a_part_of_a_list_is_a_list_of_the_same_items(words: str, wanted: slice, count: int) -> None:
    rows = [[f"{{%tr for x in {words} %}}"], ["{{ x.ten }}"], ["{%tr endfor %}"], ["hết"]]
    given = [{"ten": n} for n in range(count)]
    assert grid(render(template({"A": rows}), ds=given)) == [*([x["ten"]] for x in given[wanted]), ["hết"]]


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize(
    "formula", ["SUM(B3:INDEX(B3,1))", "SUM(A3:C3 B1:B9)", "SUM(@B1,B3)", "SUM(FILTER(B3,B3>0,0))", "B1+SUM(B3:B3 B:B)"]
)
def test_operations_on_ranges_stay_formulas_without_items_too(formula: str, count: int) -> None:
    rows: list[Any] = [["a", 5], ["{%tr for x in ds %}"], ["x", "{{ x }}"], ["{%tr endfor %}"], [None, f"={formula}"]]
    text = grid(render(template({"A": rows}), ds=list(range(count))))[-1][1]
    assert all(isinstance(one, Ref | Call | Binary) for one in sides_of_ranges(parse(text[1:])))


def test_a_spilled_range_whose_cell_is_gone_is_nothing() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"], [None, "=SUM(A2#)"]]
    assert grid(render(template({"A": rows}), ds=[])) == [[None, "=SUM(0)"]]


def sides_of_ranges(node: object) -> list[object]:
    """Return what stands on both sides of `:` and of a blank."""
    if isinstance(node, Binary):
        own = [node.left, node.right] if node.op in {":", " "} else []
        return [*own, *sides_of_ranges(node.left), *sides_of_ranges(node.right)]
    return [side for arg in node.args for side in sides_of_ranges(arg)] if isinstance(node, Call) else []


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=ROUND(1.005*A2,2)", None),  # 3.0149999999999997
        ("=ROUNDUP(A2*0.1,1)", None),  # 0.30000000000000004
        ("=ROUND(A2*0.145/3*100,0)", None),  # 14.499999999999998
        ("=ROUND(A2*1.005/3,2)", 1.01),
        ("=ROUND(A2/7,4)", 0.4286),
    ],
)
def test_where_programs_round_differently_no_result_is_kept_and_each_works_it_out(
    formula: str, wanted: float | None
) -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}", formula], ["{%tr endfor %}"]]
    assert grid(render(template({"A": rows}), ds=[3]), results=True) == [[3] if wanted is None else [3, wanted]]
