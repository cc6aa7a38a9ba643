"""A faulty Excel template is refused with every fault, each at its cell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from reportgen.problem import ReportgenError
from reportgen.render.xlsx import compile_xlsx
from reportgen.render.xlsx_codes import PAGES
from reportgen.templating.lint import lint
from tests import support_faulty_tags
from tests.render_xlsx import faults_of, grid, opened, part, render, rezipped, template, texts_by_xml

Case = tuple[list[list[object]], str, str]

FOR, ENDFOR = "{%tr for x in nv %}", "{%tr endfor %}"
CASES: dict[str, Case] = {
    "unknown name": ([["x"], ["{{ teen }}"]], "MB101", "A2"),
    "unknown name in a loop": ([["{%tr for x in dss %}"], ["{{ x }}"], [ENDFOR]], "MB101", "A1"),
    "unknown field of an item": ([[FOR], ["a", "{{ x.tne }}"], [ENDFOR]], "MB101", "B2"),
    "unknown field in text": ([[FOR], ["a", "- {{ x.tne }}"], [ENDFOR]], "MB101", "B2"),
    "unknown field in a filter": ([[FOR], ["{{ x.tne | upper }}"], [ENDFOR]], "MB101", "A2"),
    "loop name used after its loop": ([[FOR], ["{{ x.ten }}"], [ENDFOR], ["{{ x.ten }}"]], "MB101", "A4"),
    "expression missing": ([["{{ }}"]], "MB102", "A1"),
    "filter missing": ([["{{ ten | }}"]], "MB102", "A1"),
    "if without endif in a cell": ([["{% if ten %}a"]], "MB102", "A1"),
    "endif without if in a cell": ([["a{% endif %}"]], "MB102", "A1"),
    "unknown statement": ([["{% neu ten %}a{% endif %}"]], "MB102", "A1"),
    "for without in": ([["{%tr for x nv %}"], ["a"], [ENDFOR]], "MB102", "A1"),
    "unknown marker": ([["{%tr lap x in nv %}"], ["a"]], "MB102", "A1"),
    "plain for instead of tr": ([["{% for x in nv %}"], ["{{ x.ten }}"], ["{% endfor %}"]], "MB102", "A1"),
    "formula of a deleted column": ([["a", "=SUM(#REF!)"]], "MB122", "B1"),
    "formula of a deleted sheet, in a loop": ([[FOR], ["{{ x.ten }}", "=Cũ!#REF!+A2"], [ENDFOR]], "MB122", "B2"),
    "loop not closed": ([[FOR], ["{{ x.ten }}"]], "MB103", "A1"),
    "condition not closed": ([["a"], ["{%tr if ten %}"], ["b"]], "MB103", "A2"),
    "end without beginning": ([["a"], [ENDFOR]], "MB103", "A2"),
    "else without if": ([["a"], ["{%tr else %}"]], "MB103", "A2"),
    "crossing": ([[FOR], ["{%tr if ten %}"], ["a"], [ENDFOR], ["{%tr endif %}"]], "MB103", "A4"),
    "text beside a marker": ([[FOR, None, "ghi chú"], ["a"], [ENDFOR]], "MB104", "C1"),
    "text in the cell of a marker": ([["{%tr for x in nv %} ghi"], ["a"], [ENDFOR]], "MB104", "A1"),
    "number beside a marker": ([[FOR], ["a"], [ENDFOR, 5]], "MB104", "B3"),
    "formula beside a marker": ([[FOR, "=1"], ["a"], [ENDFOR]], "MB104", "B1"),
    "loop in one row": ([[FOR, "{{ x.ten }}", ENDFOR]], "MB104", "B1"),
    "unknown filter": ([["{{ ten | viet_hao }}"]], "MB105", "A1"),
    "unknown test": ([["{{ 'a' if ten is rong else 'b' }}"]], "MB105", "A1"),
    "spaced braces": ([["{ { ten } }"]], "MB106", "A1"),
    "wide braces": ([["｛｛ ten ｝｝"]], "MB106", "A1"),
    "tag not closed": ([["Tên: {{ ten"]], "MB106", "A1"),
    "tag not opened": ([["ten }} ở đây"]], "MB106", "A1"),
    "one brace short": ([["{{ ten }"]], "MB106", "A1"),
    "Word's paragraph prefix": ([["{%p if ten %}"]], "MB107", "A1"),
    "Word's column prefix": ([["{%tc for x in nv %}"]], "MB107", "A1"),
    "Word's rich text": ([["{{r ten }}"]], "MB107", "A1"),
    "inner attribute": ([["{{ ten.__class__ }}"]], "MB108", "A1"),
    "inner attribute of a list": ([["{{ nv.append(1) }}"]], "MB108", "A1"),
    "include": ([["{% include 'a' %}"]], "MB108", "A1"),
    "division by zero": ([["{{ 1 / 0 }}"]], "MB109", "A1"),
    "text plus number": ([["{{ ten + 1 }}"]], "MB109", "A1"),
    "loop over nothing": ([["{%tr for x in trong %}"], ["a"], [ENDFOR]], "MB109", "A1"),
    "too long a text": ([["{{ dai }}"]], "MB110", "A1"),
    "list in a cell": ([["a", "{{ nv }}"]], "MB112", "B1"),
    "list in text": ([["Danh sách: {{ nv }}"]], "MB109", "A1"),
    "too long a number": ([["{{ so_dai }}"]], "MB113", "A1"),
    "tag in a formula": ([['="{{ ten }}"']], "MB115", "A1"),
    "loop row as one cell": ([[FOR], ["a", 5], [ENDFOR], [None, "=B2*2"]], "MB116", "B4"),
    "scattered items looked up": (
        [[FOR], ["a", 5], ["b"], [ENDFOR], ["=VLOOKUP(1,A2:B2,2,FALSE)"]],
        "MB116",
        "A5",
    ),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "ten": "Trúc Lâm",
    "nv": [{"ten": "a"}, {"ten": "b"}],
    "trong": None,
    "dai": "x" * 32768,
    "so_dai": 12345678901234567,
}


@pytest.mark.parametrize("tag", [*support_faulty_tags.EVERYWHERE, *support_faulty_tags.EXCEL_ONLY])
def test_whatever_is_wrong_is_said_in_vietnamese_alone(tag: str) -> None:
    found = faults_of(template({"A": [["x"], [tag], ["{{ so }}"]]}), **support_faulty_tags.VALUES)
    support_faulty_tags.in_vietnamese(found, tag)
    assert {p.where for p in found} == {"mau.xlsx, A!A2"}


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ a b }}", "thừa 'b', hoặc thiếu dấu trước đó"),
        ("{{ none.x }}", "đang để trống"),
        ("{{ xs[5] }}", "danh sách có 1 mục, không có vị trí 5"),
        ("{{ 5 % 0 }}", "chia cho số không"),
        ("{% if so %}a", "lệnh 'if' chưa được đóng trong cùng ô"),
        ("{{ ten.replace(1, 2) }}", "cần chữ nhưng gặp số"),
        ("{% import 'a' %}", "lệnh 'import' không dùng được"),
    ],
)
def test_the_words_name_what_is_wrong(tag: str, said: str) -> None:
    [problem] = faults_of(template({"A": [[tag]]}), **support_faulty_tags.VALUES)
    assert said in problem.message


def test_loops_nested_more_deeply_than_can_be_followed_are_a_fault_of_a_marker() -> None:
    rows = [[f"{{%tr for x{k} in xs %}}"] for k in range(30)] + [["{{ x0 }}"]] + [[ENDFOR]] * 30
    [problem] = faults_of(template({"A": rows}), xs=[1])
    assert (problem.code, problem.where) == ("MB102", "mau.xlsx, A!A30")
    assert "lồng nhau quá sâu" in problem.message


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named_at_its_cell(name: str) -> None:
    rows, code, cell = CASES[name]
    found = faults_of(template({"Phụ lục 1": rows}), **VALUES)
    assert (code, f"mau.xlsx, Phụ lục 1!{cell}") in [(p.code, p.where) for p in found]


def test_all_faults_come_at_once() -> None:
    sheets: dict[str, list[list[object]]] = {}
    wanted = set()
    for number, (rows, code, cell) in enumerate(CASES.values()):
        if code in {"MB102", "MB103", "MB104", "MB105", "MB106", "MB107", "MB115"}:
            sheets[f"S{number}"] = rows
            wanted.add((code, f"mau.xlsx, S{number}!{cell}"))
    with pytest.raises(ReportgenError) as caught:
        compile_xlsx(template(sheets), "mau.xlsx")
    assert wanted <= {(p.code, p.where) for p in caught.value.problems}


def test_all_failing_tags_of_a_run_come_at_once() -> None:
    rows = [
        ["{{ 1 / 0 }}", "{{ ten.aa }}"],
        [FOR],
        ["{{ x.bb | upper }}", "{{ x.cc }}"],
        [ENDFOR],
        ["{{ ten + 1 }}"],
    ]
    found = {(p.code, p.where[-2:]) for p in faults_of(template({"A": rows}), **VALUES)}
    assert found >= {("MB109", "A1"), ("MB101", "A3"), ("MB109", "A5")}


def test_the_nearest_known_names_are_offered() -> None:
    assert faults_of(template({"A": [["{{ don_vi }}"]]}), don_vii="x")[0].remedy == "Có phải ý bạn là don_vii?"
    field = [[FOR], ["{{ x.tne }}"], [ENDFOR]]
    assert faults_of(template({"A": field}), **VALUES)[0].remedy == "Có phải ý bạn là x.ten?"


def test_a_name_that_is_only_asked_about_may_be_missing() -> None:
    rows = [["{{ 'có' if ghi_chu is defined else 'không' }}", "{{ ghi_chu | default('-') }}"]]
    assert faults_of(template({"A": rows})) == []


def test_a_tag_where_none_can_be_filled_in_is_refused() -> None:
    def dress(book: Workbook) -> None:
        rule = DataValidation(type="list", formula1='"{{ ten }},b"')
        rule.add("A1")
        book.worksheets[0].add_data_validation(rule)

    found = faults_of(template({"A": [["x"]]}, dress), ten="a")
    assert [p.code for p in found] == ["MB115"]


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "", "Trùng"])
def test_a_sheet_name_that_excel_refuses_is_refused(name: str) -> None:
    found = faults_of(template({"Trùng": [["x"]], "{{ ten }}": [["y"]]}), ten=name)
    assert [p.code for p in found] == ["MB117"]


@pytest.mark.parametrize(
    "number",
    [1234567890123456, 1234567890123456.0, Decimal(1234567890123456), Decimal("-1000000000000000.5"), 2.0**53 * 100],
)
def test_a_number_with_more_digits_than_excel_keeps_is_refused_whatever_its_type(number: object) -> None:
    source = template({"A": [["a", "{{ so }}"]]})
    assert [(p.code, p.where) for p in faults_of(source, so=number)] == [("MB113", "mau.xlsx, A!B1")]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (999999999999999, "999999999999999"),
        (10**15, "1000000000000000"),
        (1e15, "1000000000000000"),
        (1.5e22, "1.5e+22"),
        (Decimal("1E+20"), "1e+20"),
        (Decimal("0.123456789012345678"), "0.12345678901234568"),
        (Decimal("123456.789012345678"), "123456.78901234568"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_fractions_and_round_numbers_are_no_fault(number: object, written: str) -> None:
    made = render(template({"A": [["{{ so }}"]]}), so=number)
    found = re.search("<v>(.*?)</v>", part(made, "xl/worksheets/sheet1.xml"))
    assert found is not None
    assert float(found[1]) == float(written)


EMPTY = ["{{ x }}", "{{ x }}{{ x }}", "{% if x %}a{% endif %}", "{{ x | upper }}", "{{ x or none }}", "{# ghi chú #}"]


@pytest.mark.parametrize("tags", EMPTY)
@pytest.mark.parametrize("nothing", ["", None])
def test_a_cell_that_comes_out_empty_is_blank_for_formulas_and_filters_too(tags: str, nothing: str | None) -> None:
    def dress(book: Workbook) -> None:
        book.worksheets[0]["A1"].font = Font(italic=True)

    if "upper" in tags and nothing is None:
        tags = "{{ x or '' }}"
    rows = [[tags, '=COUNTA(A1)&"/"&ISBLANK(A1)&"/"&COUNTBLANK(A1)']]
    made = render(template({"A": rows}, dress), x=nothing)
    cell = re.search('<c r="A1"[^>]*>', part(made, "xl/worksheets/sheet1.xml"))
    assert cell is not None
    assert re.fullmatch('<c r="A1" s="[1-9][0-9]*"/>', cell[0])
    assert opened(made).worksheets[0]["A1"].font.italic
    assert grid(made, results=True)[0][1] in {"0/TRUE/1", None}
    assert texts_by_xml(made).get("A1") is None


def test_a_text_of_blanks_is_no_empty_text() -> None:
    assert grid(render(template({"A": [["{{ x }}", "=COUNTA(A1)"]]}), x=" "), results=True) == [[" ", 1]]


def test_a_link_to_the_disk_is_refused() -> None:
    def dress(book: Workbook) -> None:
        book.worksheets[0]["A1"].hyperlink = "{{ dia_chi }}"

    source = template({"A": [["x"]]}, dress)
    assert faults_of(source, dia_chi="https://example.vn/a") == []
    assert [p.code for p in faults_of(source, dia_chi="file:///etc/passwd")] == ["MB109"]


def test_a_word_file_is_refused() -> None:
    source = template({"A": [["x"]]})
    types = part(source, "[Content_Types].xml").replace("spreadsheetml.sheet.main", "wordprocessingml.document.main")
    with pytest.raises(ReportgenError):
        compile_xlsx(rezipped(source, {"[Content_Types].xml": types}))


@given(st.text("{}%#tr for in xend|.\"' ", max_size=24))
def test_any_text_in_a_cell_is_a_template_or_a_fault_never_a_crash(text: str) -> None:
    source = template({"A": [[text if not text.startswith("=") else "x"]]})
    for problem in faults_of(source, x=[1]):
        assert problem.code in PAGES
        assert problem.where.startswith("mau.xlsx")


def test_every_code_has_a_page() -> None:
    from pathlib import Path  # noqa: PLC0415

    import reportgen.render.xlsx as room  # noqa: PLC0415

    folder = Path(room.__file__).parent
    raised = {code for file in folder.glob("*.py") for code in re.findall(r'"(MB\d{3})"', file.read_text("utf-8"))}
    assert set(PAGES) <= raised
    assert raised - set(PAGES) == {"MB007"}  # what reaches out is told alike for Word and Excel


def test_good_templates_have_no_fault() -> None:
    rows = [
        ["{# ghi chú của người soạn #}Tên: {{ ten }}", "{{ {'a': {'b': 1}}.a.b }}", "50% {xong} [ok]"],
        [
            "{{ “a” ~ ten }}",
            "{%- if ten -%} x {%- endif -%}",
            "{{ nv | length }} việc; {% for x in nv %}{{ x.ten }}, {% endfor %}",
        ],
        ["{%tr set n = nv | length %}"],
        ["{{ n }}"],
    ]
    assert faults_of(template({"A": rows}), **VALUES) == []
    assert render(template({"A": rows}), **VALUES)


ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ ten|attr('__class__') }}",
    "{{ '{0.__class__}'.format(ten) }}",
    "{{ nv.append(1) }}",
    "{{ rg__row(0, 1) }}",
    "{{ range(10**9) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{{ 'a' * 10**10 }}",
    "{{ 10 ** 10 ** 10 ** 10 }}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_tag_is_stopped_at_its_cell(attack: str) -> None:
    found = faults_of(template({"A": [["a", attack]]}), **VALUES)
    assert [p.where for p in found] == ["mau.xlsx, A!B1"]


def test_rows_without_end_are_stopped() -> None:
    rows = [["{%tr for a in range(9999) %}"], ["{%tr for b in range(9999) %}"], ["x"], [ENDFOR], [ENDFOR]]
    assert [p.code for p in faults_of(template({"A": rows}))] == ["MB114"]


@pytest.mark.parametrize("ref", ["", "A0", "1A", "A1:", "ZZZZ1", "$", "A1 B2"])
def test_a_damaged_address_is_a_fault_not_a_crash(ref: str) -> None:
    def dress(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.merge_cells("A1:B1")
        sheet["A2"].hyperlink = "https://example.vn/"
        sheet.auto_filter.ref = "A1:B2"

    source = template({"A": [["x"], ["y"]]}, dress)
    sheet = part(source, "xl/worksheets/sheet1.xml")
    for place in ("mergeCell", "hyperlink", "autoFilter"):
        broken, count = re.subn(rf'(<{place} [^>]*?ref=)"[^"]*"', rf'\1"{ref}"', sheet)
        assert count == 1
        for problem in faults_of(rezipped(source, {"xl/worksheets/sheet1.xml": broken})):
            assert problem.code == "MB118"


def test_a_what_if_table_below_a_loop_is_refused_at_its_cell() -> None:
    from tests.support_workbooks import patched  # noqa: PLC0415  beside its only use

    rows = [["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"], [None, 5], [2, "=1+0"], [3, 30]]
    table = '<f t="dataTable" ref="B5:B6" dt2D="0" dtr="0" r1="B4"/>'
    source = patched(template({"A": rows}), "xl/worksheets/sheet1.xml", ("<f>1+0</f>", table))
    assert [(p.code, p.where) for p in faults_of(source, ds=[1])] == [("MB120", "mau.xlsx, A!B5")]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ('INDIRECT("B5")', True),
        ('INDIRECT("Khác!B5")', False),
        ('INDIRECT("B1")', False),
        ("OFFSET(B5,-3,0)", True),
        ("OFFSET(B5,1,0)", False),
        ('SUM(INDIRECT("B2:B5"))', True),
    ],
)
def test_an_address_that_will_not_follow_is_warned_of(formula: str, told: bool) -> None:
    rows = [["x"], ["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"], [None, f"={formula}"]]
    found = compile_xlsx(template({"A": rows, "Khác": [["y"]]})).notices
    assert [(p.code, p.where) for p in found] == ([("MB121", "mau.xlsx, A!B5")] if told else [])


def test_a_formula_that_only_speaks_of_a_lost_reference_is_no_fault() -> None:
    out = render(template({"A": [[1, '=IF(A1>0,"không có #REF!","")']]}))
    assert grid(out, results=True) == [[1, "không có #REF!"]]


@pytest.mark.parametrize("tag", ["{{tr ten }}", "{{ p ten }}", "{{tc ten}}", "{{r ten }}"])
def test_a_prefix_of_word_before_a_value_is_told_as_such(tag: str) -> None:
    assert [(p.code, p.where) for p in faults_of(template({"A": [["x"], [tag]]}), ten="A")] == [
        ("MB107", "mau.xlsx, A!A2")
    ]


@pytest.mark.parametrize("tag", ["{{ r if r else 1 }}", "{{ p and 2 }}", "{{ r }}", "{{ p.x }}", "{{ tr == 1 }}"])
def test_names_like_the_prefixes_of_word_are_names(tag: str) -> None:
    assert faults_of(template({"A": [[tag]]}), r=1, p={"x": 1}, tr=1) == []


def test_a_part_nested_deeper_than_any_reader_takes_is_named() -> None:
    source = template({"A": [["x"]]})
    deep = "<extLst>" + "<a>" * 3000 + "</a>" * 3000 + "</extLst>"
    names = {"xl/worksheets/sheet1.xml": "</worksheet>", "xl/styles.xml": "</styleSheet>"}
    data = rezipped(source, {name: part(source, name).replace(end, deep + end) for name, end in names.items()})
    wanted = {("MB005", f"mau.xlsx, {name}") for name in names}
    assert {(p.code, p.where) for p in faults_of(data)} == wanted
    assert {(p.code, p.where) for p in lint(data, "mau.xlsx").problems} == wanted


def test_yes_and_no_are_cells_of_their_kind() -> None:
    rows = [["{{ true }}", "{{ x }}", "{{ not x }}", "{{ 1 == 1 }}", "có {{ x }}"]]
    assert grid(render(template({"A": rows}), x=True)) == [[True, True, False, True, "có True"]]
