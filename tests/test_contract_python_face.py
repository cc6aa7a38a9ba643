"""`compile_docx` and `compile_xlsx` with anybody's templates and anybody's values."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import docx
import pytest

from reportgen.problem import ReportgenError
from reportgen.render import compile_docx, compile_xlsx
from tests import render_xlsx as excel
from tests import support_render as word

LOOP = [
    ["Tên", "Số", "Gấp đôi"],
    ["{%tr for x in xs %}"],
    ["{{ x.t }}", "{{ x.n }}", "=B3*2"],
    ["{%tr endfor %}"],
    ["Cộng", "=SUM(B3)", "=SUM(C3)"],
]
ITEMS = [{"t": "a", "n": 1}, {"t": "b", "n": Decimal("2.5")}, {"t": "c", "n": None}]


def refused(work: Callable[[], object]) -> list[tuple[str, str]]:
    """Return code and place of what is refused."""
    with pytest.raises(ReportgenError) as error:
        work()
    assert all(problem.message and problem.remedy for problem in error.value.problems)
    return [(problem.code, problem.where) for problem in error.value.problems]


def shown(template: bytes, values: Mapping[str, object]) -> list[str]:
    return word.python_docx_text(compile_docx(template).render(values))


# --- Word


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("<&> \"x\" 'y'", "<&> \"x\" 'y'"),
        (None, ""),
        ("", ""),
        (0, "0"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 1, 2), "2026-01-02"),
        ("dòng một\ndòng hai\tcột", "dòng một\ndòng hai\tcột"),
        ("{{ b }} {% if x %} {#", "{{ b }} {% if x %} {#"),
        ("=1+1", "=1+1"),
        (unicodedata.normalize("NFD", "Phường Trúc Lâm"), "Phường Trúc Lâm"),
        ("😀 ﬁ ­ x", "😀 ﬁ ­ x"),
    ],
)
def test_a_value_stands_in_word_as_it_is(value: object, printed: str) -> None:
    assert shown(word.template("[{{ a }}]"), {"a": value}) == [f"[{printed}]"]


def test_loops_of_paragraphs_nest_and_empty_lists_leave_nothing() -> None:
    template = word.template(
        "{%p for x in xs %}", "{{ x.t }}:", "{%p for y in x.ys %}", "- {{ y }}", "{%p endfor %}", "{%p endfor %}", "Hết"
    )
    xs = [{"t": "A", "ys": ["1", "2"]}, {"t": "B", "ys": []}]
    assert shown(template, {"xs": xs}) == ["A:", "- 1", "- 2", "B:", "Hết"]
    assert shown(template, {"xs": []}) == ["Hết"]


def test_rows_and_columns_of_a_word_table_repeat() -> None:
    rows = [["{%tr for g in gs %}", ""], ["{{ g.t }}", "{{ loop.index }}"], ["{%tr for x in g.xs %}", ""]]
    rows += [["- {{ x }}", ""], ["{%tr endfor %}", ""], ["{%tr endfor %}", ""], ["Cộng", "{{ gs | length }}"]]
    gs = [{"t": "A", "xs": [1, 2]}, {"t": "B", "xs": []}]
    assert shown(word.template(tables=[rows]), {"gs": gs}) == ["A", "1", "- 1", "", "- 2", "", "B", "2", "Cộng", "2"]
    columns = [["h", "{%tc for c in cs %}", "{{ c }}", "{%tc endfor %}"]]
    assert shown(word.template(tables=[columns]), {"cs": ["x", "y"]}) == ["h", "x", "y"]


def test_every_unknown_name_is_told_with_its_place() -> None:
    template = word.template(
        *["x"] * 11,
        "{{ a.sai }}",
        tables=[[["{{ a.dung }}"]], [["a", "b"], ["c", "d"], ["e", "{{ saii }}"]]],
        header="{{ saiii }}",
    )
    assert refused(lambda: compile_docx(template, "mau.docx").render({"a": {"dung": 1}})) == [
        ("MB015", "mau.docx, thân văn bản, đoạn 12"),
        ("MB015", "mau.docx, bảng 2, dòng 3, ô 2"),
        ("MB015", "mau.docx, đầu trang, đoạn 1"),
    ]


@pytest.mark.parametrize("compiled", [compile_docx, compile_xlsx])
@pytest.mark.parametrize("value", ["x\x0by", "\ufffe", "x\ud800", object(), float("nan"), b"x"])
def test_values_that_no_document_can_hold_are_refused(compiled: Callable[[bytes], Any], value: object) -> None:
    template = word.template("{{ a }}") if compiled is compile_docx else excel.template({"P": [["{{ a }}"]]})
    (found,) = refused(lambda: compiled(template).render({"a": value}))
    assert found[0] in {"MB030", "MB031"}


@pytest.mark.parametrize(
    "tag", ["{{ a.__class__ }}", "{{ a.mro() }}", "{{ ''.__class__.__mro__ }}", "{% include 'x' %}", "{% set b = 1 %}"]
)
def test_a_template_cannot_reach_out_of_its_data(tag: str) -> None:
    values = {"a": "x"}
    if tag.startswith("{% set"):
        assert shown(word.template("{%p set b = 1 %}", "{{ b }}"), values) == ["1"]
        return
    assert refused(lambda: compile_docx(word.template(tag)).render(values))
    assert refused(lambda: compile_xlsx(excel.template({"P": [[tag]]})).render(values))


def test_the_as_of_date_and_nothing_else_dates_the_file() -> None:
    compiled = compile_docx(word.template("{{ a }}"))
    first = compiled.render({"a": "1"}, as_of=date(2026, 9, 14))
    assert first == compile_docx(word.template("{{ a }}")).render({"a": "1"}, as_of=date(2026, 9, 14))
    assert docx.Document(io.BytesIO(first)).core_properties.modified.date() == date(2026, 9, 14)


# --- Excel


def test_a_formula_outside_the_loop_means_all_its_items_and_inside_its_own() -> None:
    made = compile_xlsx(excel.template({"P": LOOP})).render({"xs": ITEMS})
    assert excel.grid(made) == [
        ["Tên", "Số", "Gấp đôi"],
        ["a", 1, "=B2*2"],
        ["b", 2.5, "=B3*2"],
        ["c", None, "=B4*2"],
        ["Cộng", "=SUM(B2:B4)", "=SUM(C2:C4)"],
    ]
    assert [row[2] for row in excel.grid(made, results=True)[1:]] == [2, 5, 0, 7]
    assert excel.grid(made, results=True)[-1] == ["Cộng", 3.5, 7]


def test_an_empty_list_leaves_no_row_and_sums_to_nought() -> None:
    made = compile_xlsx(excel.template({"P": LOOP})).render({"xs": []})
    assert excel.grid(made, results=True) == [["Tên", "Số", "Gấp đôi"], ["Cộng", 0, 0]]


def test_formulas_of_other_sheets_follow_and_a_marker_row_means_the_row_above() -> None:
    sheets = {"P": LOOP, "Tổng hợp": [["=SUM(P!B3)", "=P!B2", "=P!B4", "=P!B5", "=SUM(P!B2:B4)"]]}
    made = compile_xlsx(excel.template(sheets)).render({"xs": ITEMS[:2]})
    assert excel.grid(made, "Tổng hợp") == [["=SUM(P!B2:B3)", "=P!B1", "=P!B3", "=P!B4", "=SUM(P!B1:B3)"]]
    assert excel.grid(made, "Tổng hợp", results=True) == [[3.5, "Số", 2.5, 3.5, 3.5]]


def test_nested_loops_sum_their_own_and_all() -> None:
    rows = [
        ["{%tr for g in gs %}"],
        ["{{ g.t }}", "=SUM(B4)"],
        ["{%tr for x in g.xs %}"],
        ["{{ x.t }}", "{{ x.n }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
        ["Cộng", "=SUM(B2)", "=SUM(B4)"],
    ]
    gs = [{"t": "A", "xs": ITEMS[:2]}, {"t": "B", "xs": []}, {"t": "C", "xs": [{"t": "d", "n": 10}]}]
    made = compile_xlsx(excel.template({"P": rows})).render({"gs": gs})
    assert excel.grid(made, results=True) == [
        ["A", 3.5], ["a", 1], ["b", 2.5], ["B", 0], ["C", 10], ["d", 10], ["Cộng", 13.5, 13.5]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "found", "kind"),
    [
        (1, 1, "n"),
        (Decimal("0.1"), 0.1, "n"),
        (True, True, "b"),
        (date(2026, 1, 2), datetime.fromisoformat("2026-01-02"), "d"),
        (None, None, "n"),
        ("00123", "00123", "s"),
        ("1/2", "1/2", "s"),
        ("TRUE", "TRUE", "s"),
        ("=1+1", "=1+1", "s"),
        ("-5%", "-5%", "s"),
        ("@x", "@x", "s"),
        ("+84", "+84", "s"),
        ("<&>", "<&>", "s"),
        ("a\nb", "a\nb", "s"),
        ("  x ", "  x ", "s"),
        ("_x0041_", "_x0041_", "s"),
    ],
)
def test_a_value_keeps_its_type_in_excel(value: object, found: object, kind: str) -> None:
    made = compile_xlsx(excel.template({"P": [["{{ a }}"]]})).render({"a": value})
    cell = excel.opened(made).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (found, kind)
    if isinstance(value, str):
        assert excel.texts_by_xml(made)["A1"].replace("_x005F_", "_") == value


def test_five_thousand_rows_are_all_there() -> None:
    items = [{"t": f"Dòng {number}", "n": number} for number in range(5000)]
    made = compile_xlsx(excel.template({"P": LOOP})).render({"xs": items})
    rows = excel.grid(made, results=True)
    assert (len(rows), rows[5000], rows[-1]) == (5002, ["Dòng 4999", 4999, 9998], ["Cộng", 12497500, 24995000])
    table = [["{%tr for x in xs %}", ""], ["{{ x.t }}", "{{ x.n }}"], ["{%tr endfor %}", ""]]
    made = compile_docx(word.template(tables=[table])).render({"xs": items})
    texts = word.xml_text(made)
    assert [text for text in texts if text.startswith("Dòng ")] == [item["t"] for item in items]


def test_excel_faults_name_sheet_and_cell_all_of_one_kind_at_once() -> None:
    sheets: dict[str, excel.Rows] = {"Phụ lục 1": [["x"], [None, "{{ sai }}"]], "Hai": [["{{ saii }}", "{{ dung }}"]]}
    assert refused(lambda: compile_xlsx(excel.template(sheets), "mau.xlsx").render({"dung": 1})) == [
        ("MB101", "mau.xlsx, Phụ lục 1!B2"),
        ("MB101", "mau.xlsx, Hai!A1"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["{%tr for x in xs %}", "lạc"], ["{{ x }}"], ["{%tr endfor %}"]],
        [["{%tr for x in xs %}"], ["{{ x }}"]],
        [["{%tr endfor %}"]],
        [["{{ a b }}"]],
        [["{{ a"]],
        [["{%p for x in xs %}"]],
    ],
)
def test_a_broken_excel_template_is_refused_with_its_cell(rows: list[list[object]]) -> None:
    found = refused(lambda: compile_xlsx(excel.template({"P": rows}), "mau.xlsx").render({"xs": [1], "a": 1}))
    assert found
    assert all(where.startswith("mau.xlsx, P!") for _, where in found)


def test_no_tag_is_left_anywhere() -> None:
    made = compile_xlsx(excel.template({"P": LOOP, "{{ ten }}": [["Ngày {{ ten }}"]]})).render(
        {"xs": ITEMS, "ten": "Q"}
    )
    assert excel.tags_left(made) == []
    assert excel.opened(made).sheetnames == ["P", "Q"]
