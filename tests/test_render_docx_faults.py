"""Broken, mistaken and hostile Word templates: every fault in one run, each with its place."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import pytest

from reportgen.problem import ReportgenError
from reportgen.render import compile_docx
from reportgen.render.codes import PAGES
from reportgen.templating.lint import lint
from tests import support_faulty_tags
from tests.support_render import (
    NAME,
    VALIDATOR,
    W,
    add_table,
    faults,
    pixel,
    places,
    python_docx_text,
    render,
    replaced,
    rezip,
    saved,
    template,
    with_body,
    with_notes,
)

VALUES: dict[str, Any] = {
    "don_vi": {"ten": "Trúc Lâm", "dia_danh": "Trúc Lâm"},
    "ky": {"ten": "quý III", "nam": 2026},
    "nhiem_vu": [{"ten": "Rà soát", "thoi_han": "31/12", "phu": [{"so": 1}]}],
    "tong": 5,
    "rong": [],
    "trong": None,
}
LOOP = [["{%tr for nv in nhiem_vu %}"], ["{{ nv.ten }}"], ["{%tr endfor %}"]]

# --- places ------------------------------------------------------------------------------------------------------


def test_every_fault_is_told_in_one_run_with_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("đúng: {{ tong }}")
    document.add_paragraph("{{ tong | khong_co }} và {{ tong tong }}")
    add_table(document, [["a", "b"], ["c", "{% if tong %}"]])
    document.add_paragraph("{{ tong")
    add_table(document, LOOP[:2])
    document.sections[0].header.paragraphs[0].text = "{% endif %}"
    document.sections[0].footer.add_paragraph("{{ tong. }}")
    document.core_properties.title = "{{ }}"
    assert sorted(places(faults(saved(document)))) == sorted(
        [
            ("MB016", "thân văn bản, đoạn 2"),
            ("MB010", "thân văn bản, đoạn 2"),
            ("MB012", "bảng 1, dòng 2, ô 2"),
            ("MB011", "thân văn bản, đoạn 3"),
            ("MB012", "bảng 2, dòng 1, ô 1"),
            ("MB012", "đầu trang, đoạn 1"),
            ("MB010", "chân trang, đoạn 2"),
            ("MB010", "thuộc tính tài liệu (Tiêu đề)"),
        ]
    )


def test_a_footnote_and_a_nested_table_are_places_too() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    add_table(outer.cell(0, 1), [["x", "{{ sai }}"]])
    note = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>'
    notes = f'<w:footnotes xmlns:w="{W[1:-1]}">{note}{{{{ lac }}}}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    found = places(faults(with_notes(saved(document), "footnotes", notes), VALUES))
    assert found[0] == ("MB015", "bảng 1, dòng 1, ô 2")
    assert found[1][1].startswith("chú thích cuối trang, đoạn ")


def test_paragraphs_of_tables_and_text_boxes_do_not_count_as_paragraphs_of_the_body() -> None:
    document = docx.Document()
    add_table(document, [["x"], ["y"]])
    document.add_paragraph("một")
    add_table(document, [["x"]])
    document.add_paragraph("{{ sai }}")
    assert places(faults(saved(document), VALUES)) == [("MB015", "thân văn bản, đoạn 2")]


def test_headers_of_several_sections_are_told_apart() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ tong }}"
    section = document.add_section()
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = "{{ sai }}"
    assert places(faults(saved(document), VALUES)) == [("MB015", "đầu trang (phần 2), đoạn 1")]


# --- language ----------------------------------------------------------------------------------------------------

AROUND_A_TAG = template("đúng: {{ so }}", "THE", "{{ so }}")


@pytest.mark.parametrize("tag", [*support_faulty_tags.EVERYWHERE, *support_faulty_tags.WORD_ONLY])
def test_whatever_is_wrong_is_said_in_vietnamese_alone(tag: str) -> None:
    data = replaced(AROUND_A_TAG, "word/document.xml", "THE", escape(tag))
    found = faults(data, support_faulty_tags.VALUES)
    support_faulty_tags.in_vietnamese(found, tag)
    assert all("đoạn 2" in p.where or "lồng nhau" in p.message for p in found)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ none.x }}", "đang để trống"),
        ("{{ xs[5] }}", "danh sách có 1 mục, không có vị trí 5"),
        ("{{ so + ten }}", "phép + không làm được giữa số và chữ"),
        ("{{ ten.replace(1, 2) }}", "cần chữ nhưng gặp số"),
        ("{{ xs | map('khong_co') | join }}", "không có bộ lọc 'khong_co'"),
        ("{{ dict(mot=1, mot=2) }}", "được đặt hai lần"),
    ],
)
def test_the_words_name_what_is_wrong(tag: str, said: str) -> None:
    [problem] = faults(template(tag), support_faulty_tags.VALUES)
    assert said in problem.message


SETS = ["{% set don_vi.ten = 'x' %}", "{% set a, don_vi.ten = 1, 2 %}", "{% set don_vi.ten %}x{% endset %}"]


@pytest.mark.parametrize("tag", SETS)
def test_a_set_that_would_change_the_data_is_told_where_it_stands(tag: str) -> None:
    data = template("{{ tong }}", tag, "{{ tong }}", "{{ tong }}")
    [problem] = faults(data, VALUES)
    assert places([problem]) == [("MB018", "thân văn bản, đoạn 2")]
    assert "không sửa được dữ liệu" in problem.message


# --- unknown names -----------------------------------------------------------------------------------------------

WRONG_NAMES = [
    ("{{ don_vii }}", "don_vi"),
    ("{{ don_vi.tenn }}", "don_vi.ten"),
    ("{{ don_vi['tenn'] }}", "don_vi.ten"),
    ("{{ don_vi.dia_dan | viet_hoa }}", "don_vi.dia_danh"),
    ("{{ ky.tne }}", "ky.ten"),
    ("{{ ky.nam + ky.nma }}", "ky.nam"),
    ("{{ tongg | so }}", "tong"),
    ("{{ tong if tog else 0 }}", "tong"),
    ("{% if kyy.ten %}x{% endif %}", "ky"),
    ("{% if tong > togn %}x{% endif %}", "tong"),
    ("{% if not tongs %}x{% endif %}", "tong"),
    ("{% for nv in nhiem_vuu %}{{ nv.ten }}{% endfor %}", "nhiem_vu"),
    ("{% for nv in nhiem_vu %}{{ nv.tenn }}{% endfor %}", "nv.ten"),
    ("{% for nv in nhiem_vu %}{{ nv.thoi_hn }}{% endfor %}", "nv.thoi_han"),
    ("{% for nv in nhiem_vu %}{{ n.ten }}{% endfor %}", ""),
    ("{% for nv in nhiem_vu %}{{ loop.indx }}{% endfor %}", "loop.index"),
    ("{% for nv in nhiem_vu %}{% endfor %}{{ nv.ten }}", ""),
    ("{% for nv in nhiem_vu %}{% for p in nv.phuu %}{% endfor %}{% endfor %}", "nv.phu"),
    ("{% for nv in nhiem_vu %}{% for p in nv.phu %}{{ p.soo }}{% endfor %}{% endfor %}", "p.so"),
    ("{% for nv in nhiem_vu | sort(attribute='ten') %}{{ nv.tenn }}{% endfor %}", "nv.ten"),
    ("{% for nv in nhiem_vu if nv.tenn %}{% endfor %}", "nv.ten"),
    ("{% set x = don_vi %}{{ x.tenn }}", "x.ten"),
    ("{% set x = tongg %}", "tong"),
    ("{{ nhiem_vu[0].tenn }}", ""),
    ("{{ (nhiem_vu | first).tenn }}", ""),
    ("{% with x = don_vi %}{{ x.tne }}{% endwith %}", "x.ten"),
    ("{% macro m(x) %}{{ tongg }}{% endmacro %}", "tong"),
    ("{{ tong ~ tongg }}", "tong"),
    ("{{ [tong, tongg] | join }}", "tong"),
    ("{{ '%s' | format(tongg) }}", "tong"),
    ("{% if tongg is none %}{% endif %}", "tong"),
    ("{% for k, v in don_vi.items() %}{{ k }}{{ vv }}{% endfor %}", ""),
]


@pytest.mark.parametrize(("tag", "meant"), WRONG_NAMES)
def test_a_wrong_name_is_told_with_its_place_and_the_nearest_known_one(tag: str, meant: str) -> None:
    found = faults(template("đúng: {{ tong }}", f"sai: {tag}"), VALUES)
    assert places(found) == [("MB015", "thân văn bản, đoạn 2")]
    assert meant in found[0].remedy
    assert ("Có phải" in found[0].remedy) >= bool(meant)


def test_all_wrong_names_are_told_in_one_run() -> None:
    document = docx.Document()
    document.add_paragraph("{{ mot }} {{ hai }} {{ mot }}")
    add_table(document, [["{%tr for nv in nhiem_vu %}"], ["{{ nv.ba }}"], ["{%tr endfor %}"]])
    document.sections[0].header.paragraphs[0].text = "{{ bon }}"
    assert sorted(places(faults(saved(document), VALUES))) == sorted(
        [
            ("MB015", "thân văn bản, đoạn 1"),
            ("MB015", "thân văn bản, đoạn 1"),
            ("MB015", "bảng 1, dòng 2, ô 1"),
            ("MB015", "đầu trang, đoạn 1"),
        ]
    )


@pytest.mark.parametrize(
    "tag",
    [
        "{% if ghi_chu is defined %}{{ ghi_chu }}{% endif %}",
        "{{ ghi_chu | default('-') }}",
        "{{ don_vi.ghi_chu | default('-') }}",
        "{% for x in rong %}{{ x.gi_cung_duoc }}{% endfor %}",
        "{% for k, v in don_vi.items() %}{{ k }}{{ v }}{% endfor %}",
        "{% for nhom in nhiem_vu | groupby('ten') %}{{ nhom.grouper }}{{ nhom.list | length }}{% endfor %}",
        "{{ don_vi.ten.upper() }} {{ nhiem_vu | map(attribute='ten') | join }}",
        "{% set ns = namespace(n=1) %}{{ ns.n }}{% for i in range(2) %}{{ loop.index }}{% endfor %}",
        "{% macro m(x) %}{{ x.gi_cung_duoc }}{% endmacro %}",
        "{{ nhiem_vu[0].ten }} {{ (nhiem_vu | first).ten }}",
    ],
)
def test_what_cannot_be_known_or_is_allowed_to_be_missing_is_no_fault(tag: str) -> None:
    assert render(template(tag), VALUES)


def test_a_name_missing_only_in_some_rows_is_told_when_it_is_met() -> None:
    rows = {"nhiem_vu": [{"ten": "a"}, {"khac": "b"}]}
    assert places(faults(template(tables=[LOOP]), rows)) == [("MB015", "bảng 1, dòng 2, ô 1")]


# --- syntax and structure ----------------------------------------------------------------------------------------

BROKEN = [
    ("{{ tong", "MB011"),
    ("{{ tong }", "MB011"),
    ("tong }}", "MB011"),
    ("{ { tong } }", "MB011"),
    ("{{ tong } }", "MB011"),
    ("｛｛ tong ｝｝", "MB011"),
    ("{% if tong }", "MB011"),
    ("{ % if tong % }", "MB011"),
    ("{# ghi chú", "MB011"),
    ("{{ }}", "MB010"),
    ("{{ tong | }}", "MB010"),
    ("{{ tong. }}", "MB010"),
    ("{{ (tong }}", "MB010"),
    ("{{ 'tong }}", "MB010"),
    ("{{ đơn vị }}", "MB010"),
    ("{% for x nhiem_vu %}{% endfor %}", "MB010"),
    ("{% for in nhiem_vu %}{% endfor %}", "MB010"),
    ("{% fro x in nhiem_vu %}", "MB010"),
    ("{% if %}{% endif %}", "MB010"),
    ("{% tr for x in nhiem_vu %}", "MB010"),
    ("{% include 'a.docx' %}", "MB010"),
    ("{% import 'a' as a %}", "MB010"),
    ("{% extends 'a' %}", "MB010"),
    ("{% autoescape false %}{% endautoescape %}", "MB010"),
    ("{% endfor x %}", "MB010"),
    ("{{ tong | ty_lee }}", "MB016"),
    ("{{ tong | safe }}", "MB016"),
    ("{% if tong is sothuc %}{% endif %}", "MB016"),
    ("{% if tong %}", "MB012"),
    ("{% for x in nhiem_vu %}", "MB012"),
    ("{% endfor %}", "MB012"),
    ("{% endif %}", "MB012"),
    ("{% else %}", "MB012"),
    ("{% vm %}", "MB013"),
    ("{%tr for x in nhiem_vu %}", "MB013"),
    ("{%p if tong %} chữ bên cạnh", "MB014"),
    ("{%p if tong %}{{ tong }}", "MB014"),
]


@pytest.mark.parametrize(("tag", "code"), BROKEN)
def test_a_broken_tag_is_refused_with_its_place_beside_another(tag: str, code: str) -> None:
    found = places(faults(template("{{ a b }}", "đúng", f"x {tag}" if code != "MB014" else tag)))
    assert ("MB010", "thân văn bản, đoạn 1") in found
    assert (code, "thân văn bản, đoạn 3") in found


def test_a_suggestion_mends_a_misspelt_word() -> None:
    assert "for" in faults(template("{% fro x in y %}"))[0].message
    assert "ty_le" in faults(template("{{ x | ty_lee }}"))[0].remedy


def test_a_row_loop_across_two_tables_is_refused() -> None:
    found = faults(template(tables=[[["{%tr for nv in nhiem_vu %}"], ["a"]], [["b"], ["{%tr endfor %}"]]]), VALUES)
    assert places(found) == [("MB013", "bảng 2, dòng 2, ô 1")]
    assert "hai bảng" in found[0].message


@pytest.mark.parametrize(
    "row",
    [
        ["{%tr for nv in nhiem_vu %}", "chữ"],
        ["{%tr for nv in nhiem_vu %}", "{{ tong }}"],
        ["a{%tr for nv in nhiem_vu %}", ""],
    ],
)
def test_text_beside_a_row_marker_would_be_lost_and_is_refused(row: list[str]) -> None:
    found = faults(template(tables=[[row, ["{{ nv.ten }}", ""], ["{%tr endfor %}", ""]]]), VALUES)
    assert places(found) == [("MB014", "bảng 1, dòng 1, ô 1")]


def test_both_markers_on_one_row_are_refused() -> None:
    found = faults(template(tables=[[["{%tr for nv in nhiem_vu %}", "{{ nv.ten }}", "{%tr endfor %}"]]]), VALUES)
    assert {code for code, _ in places(found)} == {"MB014"}


def test_a_marker_is_judged_by_the_whole_row_wherever_in_it_it_stands() -> None:
    rows = [["{%tr for nv in nhiem_vu %}", ""], ["{{ nv.ten }}", ""], ["{{ tong }} {# ghi chú #}", "{%tr endfor %}"]]
    [problem] = faults(template(tables=[rows]), VALUES)
    assert places([problem]) == [("MB014", "bảng 1, dòng 3, ô 2")]
    assert problem.message.startswith("thẻ {{ tong }} nằm cùng")


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["một", "chữ {%- if tong %}hai{% endif %}"],
        ["một {% if tong %}hai{% endif -%} chữ", "ba"],
        ["{%- if tong %}hai{% endif %}"],
        ["một", "", "{%- if tong %}hai{% endif %}"],
    ],
)
def test_a_dash_that_would_eat_text_is_refused(paragraphs: list[str]) -> None:
    assert {code for code, _ in places(faults(template(*paragraphs), VALUES))} == {"MB014"}


def test_a_cell_tag_beside_an_inner_table_is_refused() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 0)
    cell.text = "{% cellbg 'FF0000' %}a"
    add_table(cell, [["b"]])
    assert places(faults(saved(document), VALUES)) == [("MB013", "bảng 1, dòng 1, ô 1")]


def test_a_picture_beside_a_marker_is_refused() -> None:
    document = docx.Document()
    document.add_paragraph("{%p if tong %}").add_run().add_picture(io.BytesIO(pixel()))
    document.add_paragraph("{%p endif %}")
    assert places(faults(saved(document), VALUES)) == [("MB014", "thân văn bản, đoạn 1")]


MIXED = [
    ["{%p if tong %}", "a {% endif %}"],
    ["{% if tong %} a", "{%p endif %}"],
    ["{%p for nv in nhiem_vu %}", "{%p if tong %}", "{%p endfor %}", "{%p endif %}"],
    ["{% if tong %}a", "b {%r endif %}"],
]


@pytest.mark.parametrize("paragraphs", MIXED)
def test_tags_that_open_and_close_at_different_levels_are_refused(paragraphs: list[str]) -> None:
    assert {code for code, _ in places(faults(template(*paragraphs), VALUES))} <= {"MB012", "MB013"}


def test_a_condition_across_two_cells_is_refused() -> None:
    assert places(faults(template(tables=[[["{% if tong %}a", "b{% endif %}"]]]), VALUES)) == [
        ("MB013", "bảng 1, dòng 1, ô 2")
    ]


def test_a_block_that_cuts_through_a_link_is_refused() -> None:
    link = '<w:hyperlink w:anchor="a"><w:r><w:t>{% if tong %}a</w:t></w:r></w:hyperlink>'
    link = f"<w:p>{link}<w:r><w:t>b{{% endif %}}</w:t></w:r></w:p>"
    assert places(faults(with_body(template("x"), link), VALUES)) == [("MB013", "thân văn bản, đoạn 1")]


def test_markup_assembled_in_the_wrong_place_never_leaves_the_house() -> None:
    source = ["{%p set x %}", "a", "{%p endset %}", "trước {{ x }} sau"]
    assert [code for code, _ in places(faults(template(*source), VALUES))] == ["MB022"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{{ tong }}</w:delText></w:r></w:del></w:p>', "MB020"),
        ('<w:p><w:r><w:instrText> HYPERLINK "{{ tong }}" </w:instrText></w:r></w:p>', "MB020"),
        ('<w:p><w:r><w:instrText> INCLUDETEXT "C:\\a.docx" </w:instrText></w:r></w:p>', "MB007"),
        ("<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c</w:instrText></w:r></w:p>", "MB007"),
        ('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE a "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>', "MB007"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "MB006"),
    ],
)
def test_what_would_stay_unfilled_or_reach_outside_is_refused(xml: str, code: str) -> None:
    assert places(faults(with_body(template("x"), xml), VALUES)) == [(code, "thân văn bản, đoạn 1")]


def test_fields_of_every_report_are_no_fault() -> None:
    fields = "".join(
        f"<w:p><w:r><w:instrText> {code} </w:instrText></w:r></w:p>"
        for code in ["PAGE", "NUMPAGES", 'HYPERLINK \\l "_Toc1"', 'TOC \\o "1-3" \\t "Link,1"', "DATE", "SEQ Bảng"]
    )
    assert render(with_body(template("x"), fields), VALUES)


def test_tags_in_parts_that_nothing_fills_in_are_refused() -> None:
    data = rezip(template("x"), lambda _, raw: raw, {"word/charts/chart1.xml": b"<a><b>{{ to</b><b>ng }}</b></a>"})
    assert places(faults(data)) == [("MB020", "word/charts/chart1.xml")]


@pytest.mark.parametrize("target", ["http://a/{{ tong }}", "http://a/%7B%7B%20tong%20%7D%7D"])
def test_tags_in_addresses_of_links_are_refused(target: str) -> None:
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = f'<Relationship Id="rIdX" Type="{rel}" Target="{target}" TargetMode="External"/></Relationships>'
    data = replaced(template("x"), "word/_rels/document.xml.rels", "</Relationships>", link)
    assert [code for code, _ in places(faults(data))] == ["MB020"]


def test_an_excel_file_is_not_a_word_template() -> None:
    import openpyxl  # noqa: PLC0415  only here

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert places(faults(out.getvalue())) == [("MB001", NAME)]


# --- hostile -----------------------------------------------------------------------------------------------------

PAYLOADS = [
    "{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "{{ joiner.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}",
    "{{ namespace.__init__.__globals__['__builtins__'].open('CANARY', 'w') }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ () | attr('__class__') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context.cycler }}",
    "{{ range.__class__.__base__ }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(tong) }}",
    "{{ '{x.__class__}'.format_map({'x': tong}) }}",
    "{{ nhiem_vu.append(1) }}",
    "{{ nhiem_vu | map(attribute='__class__') | list }}",
    "{{ nhiem_vu | map('attr', '__class__') | list }}",
    "{{ config.items() }}",
    "{{ request.application.__globals__ }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% set x = tong.__class__ %}",
    "{% if ''.__class__ %}{% endif %}",
    "{{ [].__class__.__class__ }}",
]


@pytest.mark.parametrize("place", ["body", "header", "footer", "footnote", "property", "cell"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_template_is_refused_with_its_place_and_does_nothing(
    payload: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    document = docx.Document()
    document.add_paragraph(payload if place == "body" else "x")
    add_table(document, [[payload if place == "cell" else "x"]])
    document.sections[0].header.paragraphs[0].text = payload if place == "header" else "x"
    document.sections[0].footer.paragraphs[0].text = payload if place == "footer" else "x"
    document.core_properties.title = payload if place == "property" else "x"
    note = payload if place == "footnote" else "x"
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{W[1:-1]}">{note}</w:footnotes>'
    where = {
        "body": "thân văn bản, đoạn 1",
        "cell": "bảng 1, dòng 1, ô 1",
        "header": "đầu trang, đoạn 1",
        "footer": "chân trang, đoạn 1",
        "property": "thuộc tính tài liệu (Tiêu đề)",
        "footnote": "chú thích cuối trang, đoạn 1",
    }[place]
    found = places(faults(with_notes(saved(document), "footnotes", notes), VALUES))
    assert {w for _, w in found} == {where}
    assert {code for code, _ in found} <= {"MB015", "MB016", "MB017", "MB018"}
    assert list(tmp_path.iterdir()) == []


# --- run time ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "code", "said"),
    [
        ("{{ 1 / (tong - 5) }}", "MB018", "chia cho số không"),
        ("{{ tong + don_vi.ten }}", "MB018", "dữ liệu không hợp"),
        ("{{ nhiem_vu }}", "MB018", "danh sách"),
        ("{{ don_vi }}", "MB018", "nhóm dữ liệu"),
        ("{{ don_vi.ten | so }}", "MB018", "không phải là số"),
        ("{{ tong | ngay }}", "MB018", "không phải là ngày"),
        ("{% for x in trong %}{% endfor %}", "MB018", "không hợp"),
        ("{{ trong.ten }}", "MB015", "không có trong dữ liệu"),
        ("{{ nhiem_vu[9].ten }}", "MB015", "không có trong dữ liệu"),
        ("{{ range(10 ** 9) | list }}", "MB019", "range"),
        ("{{ 'a' * 10 ** 10 }}", "MB019", "triệu ký tự"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "MB019", "không dứt"),
        ("{{ nhiem_vu.append(1) }}", "MB017", "không được phép"),
    ],
)
@pytest.mark.parametrize("place", ["body", "cell", "loop"])
def test_an_expression_that_fails_is_told_with_its_place(place: str, tag: str, code: str, said: str) -> None:
    data, where = {
        "body": (template("x", f"{{{{ tong }}}} {tag}"), "thân văn bản, đoạn 2"),
        "cell": (template("x", tables=[[["a", "b"], ["c", f"{{{{ tong }}}} {tag}"]]]), "bảng 1, dòng 2, ô 2"),
        "loop": (template(tables=[[LOOP[0], [f"{{{{ nv.ten }}}} {tag}"], LOOP[2]]]), "bảng 1, dòng 2, ô 1"),
    }[place]
    [problem] = faults(data, VALUES)
    assert places([problem]) == [(code, where)]
    assert said in problem.message


def test_failures_of_body_header_and_properties_are_told_together() -> None:
    document = docx.Document()
    document.add_paragraph("{{ 1 / 0 }}")
    document.sections[0].header.paragraphs[0].text = "{{ 1 / 0 }}"
    document.core_properties.subject = "{{ 1 / 0 }}"
    assert len(faults(saved(document), VALUES)) == 3


def test_values_that_cannot_be_carried_are_refused_by_their_path() -> None:
    with pytest.raises(ReportgenError) as refused:
        render(template("x"), {"a": [{"b": object()}], "c": "\x0c"})
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("MB030", "dữ liệu, a[0].b"),
        ("MB031", "dữ liệu, c"),
    ]


# --- pages, finished files ---------------------------------------------------------------------------------------


def test_every_code_raised_has_a_page(root: Path) -> None:
    sources = (root / "reportgen" / "render").rglob("*.py")
    raised = {code for source in sources for code in re.findall(r'"(MB\d{3})"', source.read_text("utf-8"))}
    assert raised <= PAGES.keys()
    assert all(page.title and page.why and page.fix and page.example for page in PAGES.values())


def rich_document() -> bytes:
    """Return a document in which every kind of tag has worked."""
    document = docx.Document()
    document.add_paragraph("{{ don_vi.ten }}: {% if tong %}có{% else %}không{% endif %}\t{{ dong }}")
    document.add_paragraph("{%p for nv in nhiem_vu %}")
    document.add_picture(io.BytesIO(pixel()))
    document.add_paragraph("{{ nv.ten }}{%r if tong %} (r){%r endif %}")
    document.add_paragraph("{%p endfor %}")
    add_table(
        document,
        [
            ["TT", "Tên"],
            ["{%tr for nv in nhiem_vu %}", ""],
            ["{{ loop.index }}", "{{ nv.ten }}"],
            ["{%tr endfor %}", ""],
        ],
    )
    add_table(document, [["{%tr for nv in rong %}"], ["{{ nv.ten }}"], ["{%tr endfor %}"]])
    add_table(document, [["{%tc for c in cot %}", "{{ c }}", "{%tc endfor %}"], ["x", "y", "z"]])
    add_table(document, [["{%tr for c in cot %}", ""], ["{% vm %}chung", "{{ c }}"], ["{%tr endfor %}", ""]])
    add_table(document, [["{%tc for c in cot %}", "{% hm %}tiêu đề", "{%tc endfor %}"]])
    add_table(document, [["{% colspan 2 %}{{ tong }}", "{% cellbg 'FFCC00' %}m", ""], ["a", "b", "c"]])
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{%p if rong %}"
    cell.add_paragraph("x")
    cell.add_paragraph("{%p endif %}")
    document.sections[0].header.paragraphs[0].text = "{{ ky.ten }}"
    document.core_properties.title = "{{ don_vi.ten }}"
    values = VALUES | {
        "dong": " một\nhai\tba {{ không phải thẻ",
        "cot": ["Một", "Hai", "Ba"],
        "nhiem_vu": [{"ten": f"Việc & <{k}>"} for k in range(12)],
    }
    return compile_docx(saved(document), NAME).render(values, properties={"kind": "quý", "data_hash": "ab"})


def test_a_finished_file_passes_what_word_refuses(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(rich_document())
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), "--no-sdk", "-q", "--allow-tags", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.sdk
def test_a_finished_file_passes_microsofts_validator(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(rich_document())
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), "-q", "--allow-tags", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        pytest.skip("the validator is not installed")
    assert done.stdout == ""


@pytest.mark.parametrize("char", ["\ufdd0", "\ufdd2", "\ufdd3", "\ufdef"])
@pytest.mark.parametrize("where", ["body", "header", "property", "attribute"])
def test_a_character_that_marks_things_inside_the_program_is_refused_in_a_template(char: str, where: str) -> None:
    document = docx.Document()
    document.add_paragraph(f"{{{{ ten }}}}{char if where == 'body' else ''}0{char if where == 'body' else ''}")
    document.sections[0].header.paragraphs[0].text = char if where == "header" else "{{ ten }}"
    document.core_properties.title = char if where == "property" else "{{ ten }}"
    data = saved(document)
    if where == "attribute":
        data = replaced(data, "word/document.xml", "<w:r>", f'<w:r w:rsidR="{char}">')
    assert {p.code for p in faults(data, {"ten": "x"})} == {"MB005"}


# --- all in one run ------------------------------------------------------------------------------------------------


def test_tags_that_fail_are_told_beside_unknown_names_in_one_run() -> None:
    data = template("{{ khong_co }}", "{{ ds[9].ten }} {{ khong_co_nua }}", "{{ 1 / so_khong }}", "{{ 'a' | so }}")
    found = faults(data, {"ds": [], "so_khong": 0})
    assert [(p.code, p.where.rpartition(", ")[2]) for p in found] == [
        ("MB015", "đoạn 1"),
        ("MB015", "đoạn 2"),
        ("MB015", "đoạn 2"),
        ("MB018", "đoạn 3"),
        ("MB018", "đoạn 4"),
    ]
    assert [("khong_co_nua" in p.message, "ds[9]" in p.message) for p in found[1:3]] == [(True, False), (False, True)]


def test_every_tag_that_fails_in_a_part_is_told_not_only_the_first() -> None:
    found = faults(template("{{ ds[9] }}", "{{ 1 / 0 }}", "{{ ds }}"), {"ds": []})
    assert [(p.code, p.where.rpartition(", ")[2]) for p in found] == [
        ("MB015", "đoạn 1"),
        ("MB018", "đoạn 2"),
        ("MB018", "đoạn 3"),
    ]


def test_yes_and_no_print_as_docxtpl_prints_them() -> None:
    data = template("{{ true }} {{ False }} {{ 1 == 1 }} {{ x }} {{ not x }} {{ x is defined }} {{ x ~ 'a' }}")
    assert python_docx_text(render(data, {"x": True})) == ["True False True True False True Truea"]


@pytest.mark.parametrize("tag", ["{{tr ten }}", "{{tc ten}}"])
def test_a_value_for_a_row_or_cell_outside_a_table_is_told(tag: str) -> None:
    [problem] = faults(template("x", tag), {"ten": "A"})
    assert (problem.code, problem.where) == ("MB013", f"{NAME}, thân văn bản, đoạn 2")
    assert "phải nằm trong bảng" in problem.message


def test_blocks_nested_too_deep_are_told_where_the_innermost_stands() -> None:
    lines = ["{% if 1 %}"] * 250
    [problem] = faults(template(*lines, "x", *["{% endif %}"] * 250), {})
    assert (problem.code, problem.where) == ("MB019", f"{NAME}, thân văn bản, đoạn 250")


def test_a_part_nested_deeper_than_any_reader_takes_is_named() -> None:
    deep = "<w:sdt><w:sdtContent>" * 2000 + "</w:sdtContent></w:sdt>" * 2000
    data = replaced(template("x"), "word/document.xml", "<w:body>", f"<w:body>{deep}")
    assert places(faults(data, {})) == [("MB005", "word/document.xml")]
    assert places(lint(data, NAME).problems) == [("MB005", "word/document.xml")]
