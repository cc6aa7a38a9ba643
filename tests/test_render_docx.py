"""Word templates: what a tag means, and that every character of the data arrives."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.render import compile_docx
from reportgen.vi.text import nfc
from tests.support_render import (
    W,
    add_table,
    part_of,
    parts_of,
    pixel,
    python_docx_text,
    render,
    replaced,
    saved,
    template,
    with_body,
    with_notes,
    xml_text,
)

TASKS = [
    {"ten": "Rà soát & <sửa>", "han": "31/12/2026", "xong": True},
    {"ten": "Tập huấn", "han": "Quý IV", "xong": False},
]
ROWS = [["TT", "Nhiệm vụ"], ["{%tr for nv in ds %}", ""], ["{{ loop.index }}", "{{ nv.ten }}"], ["{%tr endfor %}", ""]]
VALUES: dict[str, Any] = {
    "ten": "Trúc Lâm",
    "a": "x < y & z",
    "ds": TASKS,
    "co": True,
    "khong": False,
    "so": 5,
    "t": Decimal("0.5"),
    "cot": ["Một", "Hai", "Ba"],
    "lop": [{"ten": "A", "con": [1, 2]}, {"ten": "B", "con": []}],
    "mau": "FFCC00",
}

SAME_AS_DOCXTPL = {
    "a value": template("Phường {{ ten }} có {{ a }}"),
    "a condition inside a paragraph": template("{% if co %}có{% else %}không{% endif %} {% if khong %}x{% endif %}y"),
    "paragraph conditions": template("a", "{%p if khong %}", "b", "{%p else %}", "c", "{%p endif %}", "d"),
    "paragraph loops": template("{%p for nv in ds %}", "{{ nv.ten }}", "{%p endfor %}"),
    "nested paragraph loops": template(
        "{%p for x in lop %}", "{{ x.ten }}", "{%p for y in x.con %}", "{{ y }}", "{%p endfor %}", "{%p endfor %}"
    ),
    "a row loop": template(tables=[ROWS]),
    "a row condition": template(tables=[[["a"], ["{%tr if khong %}"], ["b"], ["{%tr endif %}"], ["c"]]]),
    "a condition in a row loop": template(
        tables=[
            [["{%tr for nv in ds %}"], ["{%tr if nv.xong %}"], ["{{ nv.ten }}"], ["{%tr endif %}"], ["{%tr endfor %}"]]
        ]
    ),
    "a column loop": template(tables=[[["{%tc for c in cot %}", "{{ c }}", "{%tc endfor %}"]]]),
    "an inline loop": template("{% for c in cot %}{{ c }}{% if not loop.last %}, {% endif %}{% endfor %}."),
    "run markers": template("a {%r if co %}b{%r endif %} c{%r if khong %}d{%r endif %}"),
    "header and footer": template("x", header="{{ ten }}", footer="Trang {{ so }}"),
    "set and arithmetic": template("{% set n = so * 2 %}{{ n }} {{ n + 1 }} {{ '%02d' | format(so) }}"),
    "curly quotes": template("{% if ten == “Trúc Lâm” %}đúng{% endif %}{{ ‘a’ }}"),
    "comments": template("a{# ghi chú #}b", "{#p cả đoạn #}", "c", tables=[[["{#tr bỏ dòng #}"], ["giữ"]]]),
    "escaped braces": template("{_{ ten }_} {_% if %_}"),
    "raw text": template("{% raw %}{{ ten }}{% endraw %}"),
    "merged text": template("một", "{%- if co %}hai{% endif -%}", "ba"),
    "line breaks and tabs in values": template("{{ 'một\\nhai\\tba' }}"),
    "a background colour": template(tables=[[["{% cellbg mau %}{{ ten }}"]]]),
    "a spanned cell": template(tables=[[["{% colspan 2 %}{{ ten }}", "b"], ["c", "d"]]]),
    "vertical merge": template(
        tables=[[["{%tr for c in cot %}", ""], ["{% vm %}chung", "{{ c }}"], ["{%tr endfor %}", ""]]]
    ),
    "horizontal merge": template(tables=[[["{%tc for c in cot %}", "{% hm %}tiêu đề", "{%tc endfor %}"]]]),
    "a macro": template("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(ten) }}{{ m(a) }}"),
}


@pytest.mark.parametrize("name", SAME_AS_DOCXTPL)
def test_every_tag_means_what_docxtpl_means(name: str) -> None:
    data = SAME_AS_DOCXTPL[name]
    reference = DocxTemplate(io.BytesIO(data))
    reference.render(VALUES, autoescape=True)
    expected = saved(reference)
    for part in [p for p in parts_of(data) if p.startswith(("word/document", "word/header", "word/footer"))]:
        assert xml_text(render(data, VALUES), part) == xml_text(expected, part)


def test_a_tag_that_word_has_cut_into_runs_is_one_tag() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ["Phường {", "{ t", "en", " }", "} năm ", "{% if", " co %}2026{% end", "if %}"]:
        paragraph.add_run(piece).bold = piece == "en"
    assert xml_text(render(saved(document), VALUES))[0] == "Phường Trúc Lâm năm 2026"


def test_a_line_break_inside_a_tag_is_not_an_officers_line() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("{{ ten")
    run.add_break()
    run.add_text("| upper }} x")
    assert xml_text(render(saved(document), VALUES))[0] == "TRÚC LÂM x"


def test_tabs_inside_the_quotes_of_a_tag_are_text() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("a{{ '\t\t' ~\tten }}")
    assert xml_text(render(saved(document), VALUES))[0] == "a\t\tTrúc Lâm"


def test_the_form_of_a_run_stays_on_both_sides_of_a_run_marker() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("a {%r if co %}b{%r endif %} c").bold = True
    runs = docx.Document(io.BytesIO(render(saved(document), VALUES))).paragraphs[0].runs
    assert [(r.text, r.bold) for r in runs if r.text] == [("a ", True), ("b", True), (" c", True)]


@pytest.mark.parametrize("tag", ["{{r ten }}", "{{p ten }}", "{{ ten }}"])
def test_a_plain_value_is_printed_inside_a_run_whatever_the_prefix(tag: str) -> None:
    out = render(template(f"a {tag} b"), VALUES)
    assert xml_text(out)[0] == python_docx_text(out)[0] == "a Trúc Lâm b"


def test_none_prints_nothing() -> None:
    assert xml_text(render(template("a{{ x }}b"), {"x": None}))[0] == "ab"


def test_numbers_and_dates_are_written_the_vietnamese_way() -> None:
    source = "{{ t | ty_le }}; {{ n | so }}; {{ d | ngay }}; {{ d | ngay_dai }}; {{ 3 | la_ma }}"
    values = {"t": Decimal(23) / 39, "n": 12345, "d": date(2026, 2, 5)}
    assert xml_text(render(template(source), values))[0] == "58,97%; 12.345; 05/02/2026; ngày 05 tháng 02 năm 2026; III"


def test_a_key_is_data_before_it_is_a_method() -> None:
    rows = [["{%tr for x in bang.items %}"], ["{{ x.values }}"], ["{%tr endfor %}"]]
    assert "7" in xml_text(render(template(tables=[rows]), {"bang": {"items": [{"values": 7}]}}))


def test_template_names_match_whatever_their_normal_form() -> None:
    assert xml_text(render(template("{{ nhom['qu\u00fd'] }}"), {"nhom": {"quy\u0301": "III"}}))[0] == "III"
    assert xml_text(render(template("{{ nhom['quy\u0301'] }}"), {"nhom": {"qu\u00fd": "III"}}))[0] == "III"


# --- nothing is lost ---------------------------------------------------------------------------------------------

LEGAL = st.characters(
    exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(0x20)] + ["\ufffe", "\uffff"]
)
TEXT = st.text(st.one_of(LEGAL, st.sampled_from(list("{}%#<>&\"'\\ \n\t_-"))), min_size=1, max_size=40)
EVERYWHERE = compile_docx(
    template(
        "{{ a }}", "x{{ b }}y", tables=[[["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"]]], header="{{ c }}"
    )
)


@settings(max_examples=250, deadline=None)
@given(a=TEXT, b=TEXT, c=TEXT, ds=st.lists(TEXT, max_size=4))
def test_any_text_arrives_whole_for_two_readers(a: str, b: str, c: str, ds: list[str]) -> None:
    out = EVERYWHERE.render({"a": a, "b": b, "c": c, "ds": ds})
    expected = Counter(map(nfc, [a, f"x{b}y", *ds]))
    assert Counter(xml_text(out)) - Counter([""]) == expected
    assert Counter(python_docx_text(out)) - Counter([""]) == expected
    assert xml_text(out, "word/header1.xml") == [nfc(c)]


@pytest.mark.parametrize(
    "text",
    ["{{ ten }}", "{% if %}", "{_{", "}_}", "{#", "{", "}}", "&amp;", "]]>", "<w:t>", "\u200b", "\U0001f600", "  a  "],
)
def test_text_that_looks_like_markup_or_a_tag_is_text(text: str) -> None:
    assert xml_text(render(template("{{ x }}", header="{{ x }}"), {"x": text}))[0] == text


@pytest.mark.parametrize("part", ["body", "header", "footer", "property", "cell"])
def test_markup_in_a_value_stays_text_everywhere(part: str) -> None:
    evil = "</w:t></w:r></w:p><w:p><w:r><w:t>&{{ ten }}"
    document = docx.Document()
    document.add_paragraph("{{ x }}" if part == "body" else "-")
    add_table(document, [["{{ x }}" if part == "cell" else "-"]])
    document.sections[0].header.paragraphs[0].text = "{{ x }}" if part == "header" else "-"
    document.sections[0].footer.paragraphs[0].text = "{{ x }}" if part == "footer" else "-"
    document.core_properties.title = "{{ x }}" if part == "property" else "-"
    out = docx.Document(io.BytesIO(render(saved(document), {"x": evil})))
    found = [p.text for p in out.paragraphs] + [out.tables[0].cell(0, 0).text, out.core_properties.title]
    found += [out.sections[0].header.paragraphs[0].text, out.sections[0].footer.paragraphs[0].text]
    assert found.count(evil) == 1


def test_line_breaks_become_words_own_and_tabs_too() -> None:
    out = part_of(render(template("{{ x }}"), {"x": "một\nhai\tba\n"}), "word/document.xml").decode()
    assert out.count("<w:br/>") == 2
    assert out.count("<w:tab/>") == 1


def test_outer_blanks_are_kept() -> None:
    assert b'<w:t xml:space="preserve"> a ' in part_of(render(template("{{ x }}"), {"x": " a "}), "word/document.xml")


# --- other parts -------------------------------------------------------------------------------------------------


def test_properties_are_filled_in() -> None:
    document = docx.Document()
    document.core_properties.title = "Báo cáo {{ ten }}"
    document.core_properties.subject = "{% if co %}có{% endif %}"
    out = docx.Document(io.BytesIO(render(saved(document), VALUES))).core_properties
    assert (out.title, out.subject) == ("Báo cáo Trúc Lâm", "có")


def test_alternative_text_is_filled_in() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(pixel()))
    data = replaced(saved(document), "word/document.xml", '<wp:docPr id="1"', '<wp:docPr descr="Ảnh {{ a }}" id="1"')
    root = etree.fromstring(part_of(render(data, VALUES), "word/document.xml"))
    [shape] = [e for e in root.iter() if str(e.tag).endswith("}docPr")]
    assert shape.get("descr") == "Ảnh x < y & z"


def test_footnotes_are_filled_in() -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{W[1:-1]}">{note}</w:footnotes>'
    out = render(with_notes(template("x"), "footnotes", notes), VALUES)
    assert xml_text(out, "word/footnotes.xml") == ["x < y & z"]


def test_text_boxes_are_filled_in() -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{ ten }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        "<w:r><w:t>sau {{ so }}</w:t></w:r></w:p>"
    )
    assert "Trúc Lâm" in xml_text(render(with_body(template("x"), box), VALUES))


# --- files that Word opens ---------------------------------------------------------------------------------------


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(part_of(data, "word/document.xml"))


def test_a_cell_emptied_by_a_condition_keeps_a_paragraph() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{%p if khong %}"
    cell.add_paragraph("x")
    cell.add_paragraph("{%p endif %}")
    [emptied] = tree(render(saved(document), VALUES)).iter(f"{W}tc")
    assert emptied[-1].tag == f"{W}p"


def test_a_table_whose_rows_all_vanish_goes_too() -> None:
    rows = [["{%tr for nv in ds %}"], ["{{ nv.ten }}"], ["{%tr endfor %}"]]
    out = render(template("a", "b", tables=[rows]), {"ds": []})
    assert list(tree(out).iter(f"{W}tbl")) == []
    assert python_docx_text(out) == ["a", "b"]


def test_a_table_with_a_heading_keeps_it_when_the_list_is_empty() -> None:
    assert "Nhiệm vụ" in xml_text(render(template(tables=[ROWS]), {"ds": []}))


def test_a_header_emptied_by_a_condition_keeps_a_paragraph() -> None:
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "{%p if khong %}"
    header.add_paragraph("x")
    header.add_paragraph("{%p endif %}")
    assert xml_text(render(saved(document), VALUES), "word/header1.xml") == [""]


def test_tables_and_section_breaks_stand_under_conditions() -> None:
    document = docx.Document()
    document.add_paragraph("{%p if co %}")
    add_table(document, [["có"]])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if khong %}")
    add_table(document, [["không"]])
    document.add_section()
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("cuối")
    out = render(saved(document), VALUES)
    assert (len(docx.Document(io.BytesIO(out)).sections), "không" in xml_text(out)) == (1, False)


def test_a_section_break_that_word_keeps_in_a_marker_paragraph_survives() -> None:
    document = docx.Document()
    for text in ["{%p if co %}", "a", "{%p endif %}"]:
        document.add_paragraph(text)
    document.add_section()
    moved = document.element.body.findall(f"{W}p")[-1]
    marker = document.element.body.findall(f"{W}p")[-2]
    marker.insert(0, moved.find(f"{W}pPr"))
    document.element.body.remove(moved)
    assert len(docx.Document(io.BytesIO(render(saved(document), VALUES))).sections) == 2


def test_drawings_repeated_by_a_loop_have_ids_of_their_own() -> None:
    document = docx.Document()
    document.add_paragraph("{%p for c in cot %}")
    document.add_picture(io.BytesIO(pixel()))
    document.add_picture(io.BytesIO(pixel()))
    document.add_paragraph("{%p endfor %}")
    ids = [e.get("id") for e in tree(render(saved(document), VALUES)).iter() if str(e.tag).endswith("}docPr")]
    assert len(ids) == len(set(ids)) == 6


def test_bookmarks_repeated_by_a_loop_stay_paired_and_unique() -> None:
    body = (
        "<w:p><w:r><w:t>{%p for c in cot %}</w:t></w:r></w:p>"
        '<w:p><w:bookmarkStart w:id="1" w:name="m"/><w:r><w:t>{{ c }}</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
        '<w:p><w:bookmarkStart w:id="2" w:name="_GoBack"/><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>'
        '<w:p><w:bookmarkEnd w:id="2"/></w:p>'
    )
    out = tree(render(with_body(template("x"), body), VALUES))
    starts, ends = list(out.iter(f"{W}bookmarkStart")), list(out.iter(f"{W}bookmarkEnd"))
    assert [s.get(f"{W}name") for s in starts] == ["m"]
    assert [s.get(f"{W}id") for s in starts] == [e.get(f"{W}id") for e in ends]


def test_a_spanned_or_coloured_cell_keeps_its_properties_in_words_order() -> None:
    order = ["tcW", "gridSpan", "vMerge", "shd", "vAlign"]
    data = template(tables=[[["{% colspan 2 %}{% cellbg mau %}{{ ten }}", "b"], ["c", "d"]]])
    for properties in tree(render(data, VALUES)).iter(f"{W}tcPr"):
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=order.index)


# --- the same bytes ----------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes() -> None:
    data = template("{{ ten }}", tables=[ROWS], header="{{ so }}")
    once = render(data, VALUES, as_of=date(2026, 9, 30), properties={"kind": "quý"})
    assert render(data, VALUES, as_of=date(2026, 9, 30), properties={"kind": "quý"}) == once


def test_one_compiled_template_serves_many_documents_without_mixing_them() -> None:
    compiled = compile_docx(template("{{ ten }}"))
    first = compiled.render({"ten": "A"})
    assert xml_text(compiled.render({"ten": "B"}))[0] == "B"
    assert compiled.render({"ten": "A"}) == first


def test_values_are_left_as_they_were() -> None:
    values = {"ds": [{"ten": "a\r\nb"}]}
    render(template(tables=[ROWS]), values)
    assert values == {"ds": [{"ten": "a\r\nb"}]}


def test_parts_without_tags_are_the_templates_own_bytes() -> None:
    data = template("{{ ten }}")
    out = render(data, VALUES)
    changed = [p for p in parts_of(data) if part_of(out, p) != part_of(data, p)]
    assert changed == ["word/document.xml"]


def test_page_breaks_in_ordinary_paragraphs_are_kept() -> None:
    document = docx.Document()
    document.add_paragraph("{{ ten }}").add_run().add_break(WD_BREAK.PAGE)
    assert b'w:type="page"' in part_of(render(saved(document), VALUES), "word/document.xml")
