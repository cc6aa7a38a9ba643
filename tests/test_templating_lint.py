"""Every fault of a template is told in one run, at its place; a good template is left in peace."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from reportgen.problem import Problem, Severity, errors
from reportgen.render.codes import PAGES
from reportgen.templating.declarations import PLAN, REMINDER, REPORT
from reportgen.templating.extremes import LETTERS, TRIALS, trial_values
from reportgen.templating.lint import lint
from reportgen.view import Kind, paths, samples
from tests.render_xlsx import template as book
from tests.support_good_templates import GOOD_WORD
from tests.support_render import add_table, saved, template
from tests.support_templates import ENDFOR, EXCEL, FAILING, FAILING_BOOKS, FOR, WORD
from tests.support_templates_more import MORE_EXCEL, MORE_WORD, RULES, WRONG_NAMES

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
REPORT_FILE, BOOK_FILE = "bao-cao-cchc.docx", "phu-luc.xlsx"


ALL_WORD, ALL_EXCEL = {**WORD, **MORE_WORD}, {**EXCEL, **MORE_EXCEL}


def places(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    return {(problem.code, problem.where.partition(", ")[2]) for problem in problems}


@pytest.mark.parametrize("name", ALL_WORD)
def test_both_faults_of_a_word_template_are_told_at_their_places_and_nothing_else(name: str) -> None:
    case = ALL_WORD[name]
    found = lint(case.made(), REPORT_FILE)
    assert not found.ok
    assert places(found.problems) == {(case.code, case.place), ("MB015", "đầu trang, đoạn 1"), *case.also}


@pytest.mark.parametrize("name", ALL_EXCEL)
def test_both_faults_of_a_workbook_are_told_at_their_cells_and_nothing_else(name: str) -> None:
    case = ALL_EXCEL[name]
    found = lint(case.made(), BOOK_FILE)
    further = {(code, f"Phụ lục 1!{cell}") for code, cell in case.also}
    assert places(found.problems) == {(case.code, f"Phụ lục 1!{case.cell}"), ("MB101", "Bìa!A2"), *further}


def test_the_faulty_templates_are_many_and_every_one_has_two_faults() -> None:
    assert len(ALL_WORD) >= 60
    assert len(ALL_EXCEL) >= 40
    assert len(ALL_WORD) == len(WORD) + len(MORE_WORD)
    assert len(ALL_EXCEL) == len(EXCEL) + len(MORE_EXCEL)
    assert {case.code for case in ALL_WORD.values()} >= {f"MB01{n}" for n in range(8)} | {"MB007", "MB020"}
    assert {case.code for case in ALL_EXCEL.values()} >= {f"MB10{n}" for n in range(1, 9)} | {"MB115"}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_has_a_template_that_fails_and_one_that_passes(name: str) -> None:
    code, bad, good = RULES[name]
    faulty, fine = lint(bad.made(), REPORT_FILE), lint(good.made(), REPORT_FILE)
    assert code in {problem.code for problem in faulty.problems}
    assert places(fine.problems) == {("MB015", "đầu trang, đoạn 1")}


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_one_wrong_name_is_one_error_at_its_place_with_the_nearest_one(name: str) -> None:
    [word] = lint(template("đúng", f"Kỳ {{{{ {name} }}}}"), REPORT_FILE).problems
    [cell] = lint(book({"Bảng": [["đúng", f"{{{{ {name} }}}}"]]}), BOOK_FILE).problems
    assert (word.code, word.where) == ("MB015", f"{REPORT_FILE}, thân văn bản, đoạn 2")
    assert (cell.code, cell.where) == ("MB101", f"{BOOK_FILE}, Bảng!B1")
    meant = WRONG_NAMES[name]
    assert meant in (word.remedy if " " in meant else re.findall(r"[\w.]*\w", word.remedy))
    assert word.remedy == cell.remedy


def test_problems_come_in_the_order_in_which_a_person_meets_them() -> None:
    body = ["{{ ky.tenn }}", "{{ ky.ten | }}", "{{ ky.nm }}", "{{ ky.ten"]
    found = lint(template(*body, header="{{ ky.tem }}"), REPORT_FILE).problems
    assert [p.where.rpartition(" ")[2] for p in found if "thân" in p.where] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("name", FAILING)
def test_a_tag_that_fails_with_data_is_told_before_there_are_data(name: str) -> None:
    case = FAILING[name]
    found = lint(template(*case.body), REPORT_FILE)
    assert places(found.problems) == {(case.code, case.place)}
    assert not found.ok


@pytest.mark.parametrize("name", FAILING_BOOKS)
def test_a_cell_that_fails_with_data_is_told_before_there_are_data(name: str) -> None:
    case = FAILING_BOOKS[name]
    found = lint(book({"Phụ lục 1": case.rows}), BOOK_FILE)
    assert places(found.problems) == {(case.code, f"Phụ lục 1!{case.cell}")}


def test_every_failing_tag_of_a_word_template_is_told_beside_unknown_names() -> None:
    body = ["{{ ky.ten + 1 }}", "{% for x in ky.nam %}{{ x }}{% endfor %}", "{{ ky.tenn }}", "{{ ky.ten }} {{ 1 / 0 }}"]
    found = lint(template(*body), REPORT_FILE)
    wanted = [("MB018", 1), ("MB018", 2), ("MB015", 3), ("MB018", 4)]
    assert places(found.problems) == {(code, f"thân văn bản, đoạn {number}") for code, number in wanted}
    assert len(found.problems) == len(wanted)


def test_what_hangs_on_a_failing_set_is_no_second_fault() -> None:
    found = lint(template("{% set x = 1 / 0 %}", "{{ x + 1 }}"), REPORT_FILE)
    assert places(found.problems) == {("MB018", "thân văn bản, đoạn 1")}


def test_two_loops_in_one_another_may_be_too_much_for_500_items_and_are_only_a_warning() -> None:
    rows: list[list[object]] = [
        ["{%tr for lv in linh_vuc %}"],
        ["{{ lv.ten }}"],
        ["{%tr for nv in nhiem_vu if nv.linh_vuc == lv.ten %}"],
        ["{{ nv.ten }}"],
        [ENDFOR],
        [ENDFOR],
    ]
    found = lint(book({"A": rows}), BOOK_FILE)
    assert [(p.code, p.severity) for p in found.problems] == [("MB114", Severity.WARNING)]


def test_what_an_empty_list_breaks_is_said_to_need_an_empty_list() -> None:
    found = lint(template("{{ nhiem_vu[0].ten }}"), REPORT_FILE)
    assert "khi thử với danh sách trống" in found.problems[0].message


def test_a_sheet_name_too_long_for_long_texts_is_only_a_warning() -> None:
    found = lint(book({"{{ ky.ten }}": [["a"]]}), BOOK_FILE)
    assert [(p.severity, "ký tự" in p.message) for p in found.problems] == [(Severity.WARNING, True)]
    assert found.ok


def test_every_fault_of_a_template_full_of_them_comes_in_one_run() -> None:
    document = docx.Document()
    cases = [
        case for case in WORD.values() if case.body and len(case.body) == 1 and case.code not in {"MB012", "MB011"}
    ]
    wanted = set()
    for number, case in enumerate(cases, start=1):
        document.add_paragraph(case.body[0])
        wanted.add((case.code, f"thân văn bản, đoạn {number}"))
    assert places(lint(saved(document), REPORT_FILE).problems) >= wanted


def test_the_nearest_name_is_offered_also_beside_broken_tags() -> None:
    found = lint(template("{{ don_vi.tenn }}", "{{ ky.ten | }}"), REPORT_FILE)
    assert "don_vi.ten" in next(p for p in found.problems if p.code == "MB015").remedy
    table = lint(book({"A": [["{{ don_vi.tenn }}", "{{ ky.ten | }}"]]}), BOOK_FILE)
    assert "don_vi.ten" in next(p for p in table.problems if p.code == "MB101").remedy


@pytest.mark.parametrize(
    ("tag", "remedy"),
    [
        ("{{ ky.tne }}", "Có phải ý bạn là ky.ten?"),
        ("{{ tong }}", "Có phải ý bạn là tong_hop.tong hoặc chi_tieu_tong.tong?"),
        ("{{ đơn_vị.tên }}", "Có phải ý bạn là don_vi?"),
        ("{{ KY.ten }}", "Có phải ý bạn là ky?"),
        ("{{ ty_le_hoan_thanh_chu }}", "Có phải ý bạn là tong_hop.ty_le_hoan_thanh_chu?"),
        ("{{ xyz }}", "Xem các tên dùng được bằng lệnh reportgen template fields."),
    ],
)
def test_an_unknown_name_is_told_in_the_same_words_in_word_and_in_excel(tag: str, remedy: str) -> None:
    [word] = lint(template(tag), REPORT_FILE).problems
    [cell] = lint(book({"A": [[tag]]}), BOOK_FILE).problems
    assert word.remedy == cell.remedy == remedy
    assert word.message == cell.message


def test_a_loop_variable_of_a_broken_loop_is_no_second_fault() -> None:
    document: Any = docx.Document()
    add_table(document, [["{%tr for nv nhiem_vu %}"], ["{{ nv.ten }}"], [ENDFOR]])
    assert {p.code for p in lint(saved(document), REPORT_FILE).problems} == {"MB010"}


# --- good templates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [REPORT_FILE, BOOK_FILE, "ke-hoach.docx", "don-doc.docx"])
@pytest.mark.parametrize("renamed", [False, True], ids=["by name", "by fit"])
def test_our_own_templates_have_no_fault_under_whatever_name(name: str, *, renamed: bool) -> None:
    found = lint((TEMPLATES / name).read_bytes(), f"mau-cua-toi{Path(name).suffix}" if renamed else name)
    assert found.problems == ()
    assert found.tried
    assert found.chosen is not None
    assert found.chosen.declaration is {"ke-hoach.docx": PLAN, "don-doc.docx": REMINDER}.get(name, REPORT)


@pytest.mark.parametrize("name", GOOD_WORD)
def test_a_good_template_has_no_fault(name: str) -> None:
    found = lint(GOOD_WORD[name].made(), REPORT_FILE)
    assert (found.problems, found.tried) == ((), True)


def edited(change: str) -> bytes:
    """Return our report template as an officer might change it for the better."""
    document: Any = docx.Document(str(TEMPLATES / REPORT_FILE))
    body = next(p for p in document.paragraphs if "{{" in p.text and "for" not in p.text)
    if change == "a sentence":
        body.insert_paragraph_before("Báo cáo được tổng hợp từ báo cáo của các cơ quan.", body.style)
    elif change == "a figure":
        body.insert_paragraph_before("Tổng số: {{ tong_hop.tong | so }} nhiệm vụ.", body.style)
    elif change == "a condition":
        body.insert_paragraph_before("{%p if tong_hop.qua_han > 0 %}", body.style)
        body.insert_paragraph_before("Còn {{ tong_hop.qua_han }} nhiệm vụ quá hạn.", body.style)
        body.insert_paragraph_before("{%p endif %}", body.style)
    elif change == "a tag split by formatting":
        body.insert_paragraph_before("", body.style).add_run("{{ ky")
        paragraph = body._p.getprevious()
        Paragraph(paragraph, body._parent).add_run(".ten_dau_cau }}.").bold = True
    elif change == "curly quotes":
        body.insert_paragraph_before("{{ kien_nghi | join(“; ”) }}.", body.style)
    return saved(document)


@pytest.mark.parametrize(
    "change", ["a sentence", "a figure", "a condition", "a tag split by formatting", "curly quotes"]
)
def test_a_good_change_of_our_template_brings_no_error(change: str) -> None:
    assert errors(lint(edited(change), REPORT_FILE).problems) == ()


GOOD_BOOKS: dict[str, list[list[object]]] = {
    "loop": [[FOR], ["{{ nv.ten }}", "{{ nv.ty_le }}"], [ENDFOR]],
    "sum": [[FOR], ["{{ nv.ten }}", "{{ nv.ty_le }}"], [ENDFOR], [None, "=SUM(B2)"]],
    "condition": [["{%tr if minh_hoa %}"], ["Minh họa"], ["{%tr endif %}"]],
    "nested": [
        ["{%tr for lv in linh_vuc %}"],
        ["{{ lv.ten }}"],
        ["{%tr for nv in lv.nhiem_vu %}"],
        ["{{ nv.ten }}"],
        [ENDFOR],
        [ENDFOR],
    ],
    "in words": [["Kỳ {{ ky.ten }} của {{ don_vi.ten_day_du }}"]],
    "share that may be missing": [["{{ tong_hop.ty_le_hoan_thanh }}", "{{ tong_hop.ty_le_hoan_thanh_chu }}"]],
}


@pytest.mark.parametrize("name", GOOD_BOOKS)
def test_a_good_workbook_has_no_fault(name: str) -> None:
    assert lint(book({"Phụ lục 1": GOOD_BOOKS[name]}), BOOK_FILE).problems == ()


# --- form --------------------------------------------------------------------------------------------------------


def misformed() -> tuple[bytes, str]:
    """Return our report template with one paragraph in 8 points behind a loop, and the place of that paragraph."""
    document: Any = docx.Document(str(TEMPLATES / REPORT_FILE))
    target = next(p for p in document.paragraphs if p.text.strip() == "{{ tong_hop.cau_tong_hop }}")
    for run in target.runs:
        run.font.size = Pt(8)
    return saved(document), f"đoạn {[p._p for p in document.paragraphs].index(target._p) + 1}"


def test_a_fault_of_form_is_a_warning_with_its_rule_at_the_paragraph_of_the_template() -> None:
    data, place = misformed()
    found = lint(data, REPORT_FILE)
    assert found.ok
    assert [p for p in found.problems if p.where.endswith(place) and "-" in p.code and "8" in p.message]
    assert {p.severity for p in found.problems} == {Severity.WARNING}


def test_a_page_of_the_wrong_size_is_told() -> None:
    document: Any = docx.Document(str(TEMPLATES / REPORT_FILE))
    document.sections[0].page_width = Pt(400)
    assert [p for p in lint(saved(document), REPORT_FILE).problems if p.code.startswith("PG-")]


# --- which names -------------------------------------------------------------------------------------------------


def test_an_unknown_file_name_is_judged_by_the_names_it_fits() -> None:
    found = lint(template("{% for d in doan %}{{ d.kieu }}{% endfor %}", "{{ dong_so }}"), "moi.docx")
    assert found.chosen is not None
    assert (found.chosen.declaration, found.problems) == (PLAN, ())


def test_the_file_name_decides_whatever_the_tags() -> None:
    found = lint(template("{{ dong_so }}"), "templates/truc-lam/bao-cao-cchc.docx")
    assert found.chosen is not None
    assert found.chosen.declaration is REPORT
    assert places(found.problems) == {("MB015", "thân văn bản, đoạn 1")}


@pytest.mark.parametrize("data", [b"", b"abc", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\x00" * 600])
def test_a_file_that_is_no_template_is_told_as_such(data: bytes) -> None:
    found = lint(data, "mau.docx")
    assert (found.ok, found.chosen) == (False, None)
    assert {p.code for p in found.problems} <= set(PAGES)


def test_a_workbook_under_a_word_name_is_judged_as_what_it_is() -> None:
    assert lint(book({"A": [["{{ ky.ten }}"]]}), "mau.docx").problems == ()


# --- trials ------------------------------------------------------------------------------------------------------


def test_the_first_trial_is_the_declared_samples() -> None:
    first = trial_values(REPORT.fields, TRIALS[0])
    assert first == {**samples(), **{name: first[name] for name in first if _numbered(first[name])}}


def _numbered(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def test_lists_are_empty_one_and_five_hundred() -> None:
    sizes = {len(trial_values(REPORT.fields, trial)["nhiem_vu"]) for trial in TRIALS}  # type: ignore[arg-type]
    assert sizes == {0, 1, 500}


def test_long_texts_have_two_thousand_letters_and_missing_values_are_none() -> None:
    long = trial_values(REPORT.fields, next(t for t in TRIALS if t.long))
    assert len(str(long["trich_yeu"])) == LETTERS
    blank = trial_values(REPORT.fields, next(t for t in TRIALS if t.blank))
    optional = [name for name, field in paths().items() if field.optional and "." not in name and "[" not in name]
    assert optional
    assert all(blank[name] is None for name in optional)
    assert all(blank[n] is not None for n, f in paths().items() if f.kind is Kind.TEXT and "." not in n)


def test_nothing_is_changed_by_judging() -> None:
    data = (TEMPLATES / BOOK_FILE).read_bytes()
    before = load_workbook(io.BytesIO(data)).sheetnames
    lint(data, BOOK_FILE)
    assert load_workbook(io.BytesIO(data)).sheetnames == before


def test_a_yes_or_no_printed_as_a_word_is_a_warning_at_its_place() -> None:
    rows = [
        "{% for nv in nhiem_vu %}",
        "{{ nv.ten }} {{ nv.qua_han }}",
        "{% if nv.qua_han %}x{% endif %}",
        "{% endfor %}",
    ]
    found = lint(template(*rows), "mau.docx").problems
    told = [p for p in found if p.code == "MB023"]
    assert [(p.where, p.severity) for p in told] == [("mau.docx, thân văn bản, đoạn 2", Severity.WARNING)]
    assert "{{ nv.qua_han }}" in told[0].message


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_item_beyond_a_list_is_told_beside_a_loop_that_is_not_closed(kind: str) -> None:
    texts = ["{{ nhiem_vu[999].ten }}", "{%tr if khong_co %}" if kind == "xlsx" else "{% if khong_co %}", "{{ 1 / 0 }}"]
    data = template(*texts) if kind == "docx" else book({"A": [[text] for text in texts]})
    found = lint(data, f"mau.{kind}").problems
    words = " | ".join(p.message for p in errors(found))
    assert all(said in words for said in ("vị trí 999", "khong_co", "chia cho số không", "đóng"))
    assert len(errors(found)) == 4


MARKS = ["{ ky.ten }", "{ky.ten}", "[[ ky.ten ]]", "<<ky.ten>>", "«ky.ten»", "${ky.ten}", "[ky.ten]", "<%= ky.ten %>"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_known_name_between_the_marks_of_another_program_is_told_with_the_right_ones(mark: str) -> None:
    for data, where in (
        (template("x", f"Báo cáo {mark}"), "mau.docx, thân văn bản, đoạn 2"),
        (book({"A": [["x"], [f"Báo cáo {mark}"]]}), "mau.xlsx, A!A2"),
    ):
        [problem] = [p for p in lint(data, where.partition(",")[0]).problems if p.code in {"MB011", "MB106"}]
        assert (problem.where, problem.severity, mark in problem.message) == (where, Severity.WARNING, True)
        assert problem.remedy == "Viết {{ ky.ten }} để điền giá trị."


def test_brackets_of_official_texts_are_no_tags() -> None:
    texts = ["[1] Điều {a} [Tên] <ten> {ten} %ten% 50%, 60%", "{{ {ky.ten: 1}[ky.ten] }}"]
    assert not {p.code for p in lint(template(*texts), "mau.docx").problems} & {"MB011"}
    assert lint(book({"A": [[text] for text in texts]}), "mau.xlsx").problems == ()


def test_faults_without_a_tag_come_in_the_order_of_the_file_too() -> None:
    texts = ["{ { ky.ten } }", "{{ ky.tenn }}", "{{ ky.ten", "{{ ky.namm }}"]
    for data, name in ((template(*texts), "m.docx"), (book({"A": [[text] for text in texts]}), "m.xlsx")):
        told = [problem.where for problem in errors(lint(data, name).problems)]
        assert len(set(told)) == 4
        assert told == sorted(told)


def test_tags_around_the_cells_of_a_sheet_are_judged_beside_broken_ones() -> None:
    def dress(made: Any) -> None:
        sheet = made.worksheets[0]
        sheet["A3"].comment = Comment("{{ nv.tenn }}", "a")
        sheet["A3"].hyperlink = "https://a.vn/{{ nv.linkk }}"
        sheet.oddHeader.center.text = "{{ ky.tenn }}"
        sheet.title = "{{ ky.namm }}"
        check = DataValidation(type="whole", formula1="1", prompt="{{ ky.soo }}")
        check.add("B3")
        sheet.add_data_validation(check)

    rows = [
        ["{{ ky.ten | soo }}"],
        ["{%tr for nv in nhiem_vu %}"],
        ["{{ nv.ten }}", "{{ nhiem_vu }}"],
        ["{%tr endfor %}"],
    ]
    found = errors(lint(book({"A": rows}, dress), "mau.xlsx").problems)
    title = "{{ ky.namm }}"
    assert {problem.where.removeprefix("mau.xlsx, ") for problem in found} == {
        f"{title}!A1",
        f"{title}!B3",
        f"{title}!A3, ghi chú",
        f"{title}!A3, liên kết",
        f"{title}, đầu trang",
        f"trang tính {title}",
        f"{title}!B3, kiểm tra dữ liệu",
    }
