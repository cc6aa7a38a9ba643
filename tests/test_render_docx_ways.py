"""The quick way to a Word part, and the way over a tree, which mends what cannot be known before: one document."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.assess import assess
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.problem import ReportgenError
from reportgen.render import compile_docx, load_docx
from reportgen.render.kept import StoredError
from reportgen.view import view_of
from reportgen.view.plan import plan_view
from tests.support_good_templates import GOOD_WORD
from tests.support_render import (
    W,
    add_table,
    part_of,
    pixel,
    replaced,
    saved,
    template,
    with_body,
    with_notes,
    xml_text,
)
from tests.support_ways import assert_same_both_ways, assert_sound, content, quick, through_the_tree
from tests.test_render_docx import LEGAL, SAME_AS_DOCXTPL, VALUES

ROOT = Path(__file__).resolve().parent.parent
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
CELL = "<w:tc><w:tcPr/>%s</w:tc>"
P = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    """Return a table of one column whose cells hold that markup."""
    cells = "".join(f"<w:tr>{CELL % row}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>{cells}</w:tbl>'


LOOP, END = P % "{%tr for nv in ds %}", P % "{%tr endfor %}"
BOOKMARK = '<w:bookmarkStart w:id="%d" w:name="%s"/>'
BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>%s'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'

MARKUP = {
    "editing ids in a loop": table(
        LOOP,
        f'<w:p {W14} w14:paraId="1A2B3C4D" w14:textId="77777777"><w:r><w:t>{{{{ nv.ten }}}}</w:t></w:r></w:p>',
        END,
    ),
    "a bookmark in a loop": table(LOOP, f'{BOOKMARK % (1, "m")}{P % "{{ nv.ten }}"}<w:bookmarkEnd w:id="1"/>', END),
    "a bookmark in a condition": P % "{%p if co %}"
    + BOOKMARK % (1, "m")
    + P % "a"
    + '<w:bookmarkEnd w:id="1"/>'
    + P % "{%p endif %}",
    "a bookmark that begins in a loop and ends after it": P % "{%p for nv in ds %}"
    + BOOKMARK % (1, "m")
    + P % "{{ nv.ten }}"
    + P % "{%p endfor %}"
    + '<w:p><w:bookmarkEnd w:id="1"/></w:p>',
    "bookmarks of one name": BOOKMARK % (1, "m")
    + P % "a{{ ten }}"
    + '<w:bookmarkEnd w:id="1"/>'
    + BOOKMARK % (1, "m")
    + P % "b"
    + '<w:bookmarkEnd w:id="1"/>'
    + BOOKMARK % (1, "n")
    + P % "c"
    + '<w:bookmarkEnd w:id="1"/>',
    "half a bookmark": BOOKMARK % (4, "m") + P % "a{{ ten }}" + '<w:bookmarkEnd w:id="5"/>',
    "a comment in a loop": P % "{%p for nv in ds %}"
    + '<w:p><w:commentRangeStart w:id="3"/><w:r><w:t>{{ nv.ten }}</w:t></w:r><w:commentRangeEnd w:id="3"/></w:p>'
    + P % "{%p endfor %}",
    "a control in a loop": P % "{%p for nv in ds %}" + CONTROL % (P % "{{ nv.ten }}") + P % "{%p endfor %}",
    "a control that may be empty": CONTROL % (P % "{%p if khong %}" + P % "a" + P % "{%p endif %}") + P % "{{ ten }}",
    "a cell that may be empty": table(P % "{%p if khong %}" + P % "a" + P % "{%p endif %}"),
    "cells that may be empty in a loop": table(
        LOOP, P % "{%p if nv.xong %}" + P % "{{ nv.ten }}" + P % "{%p endif %}", END
    ),
    "a cell that ends with a table": table(table(P % "a") + P % "{%p if khong %}" + P % "a" + P % "{%p endif %}"),
    "a table in a loop": P % "{%p for nv in ds %}" + table(P % "{{ nv.ten }}") + P % "{%p endfor %}",
    "a table whose rows may vanish": table(P % "{%tr if khong %}", P % "a", P % "{%tr endif %}") + P % "{{ ten }}",
    "a table whose rows vanish in a cell": table(
        LOOP, table(P % "{%tr if nv.xong %}", P % "{{ nv.ten }}", P % "{%tr endif %}") + P % "a", END
    ),
    "a text box that may be empty": BOX % (P % "{%p if khong %}" + P % "a" + P % "{%p endif %}"),
    "a text box in a loop": P % "{%p for nv in ds %}" + BOX % (P % "{{ nv.ten }}") + P % "{%p endfor %}",
    "lines and tabs in the template": "<w:p><w:r><w:t>a\n b\t{{ a }}</w:t></w:r></w:p>",
    "blanks around": "<w:p><w:r><w:t> a{{ ten }} </w:t><w:t>b </w:t></w:r></w:p>",
    "a block through runs": "<w:p><w:r><w:t>a{% if co %}b</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
    "<w:t>c{% endif %}d</w:t></w:r></w:p>",
    "a macro with markup": "<w:p><w:r><w:t>{% macro m(x) %}a</w:t></w:r>"
    "<w:r><w:t>{{ x }}{% endmacro %}</w:t></w:r></w:p>" + P % "{{ m(ten) }}",
    "a macro of text": P % "{% macro m(x) %}[{{ x }} &amp; &quot;]{% endmacro %}{{ m(ten) }}{{ m(a) }}",
    "captured text": P % "{% set b %}&lt;{{ a }}&gt;{% endset %}{{ b }}{{ b | trim }}",
    "a loop in a loop of itself": P % "{% for x in cay recursive %}{{ x.ten }}({{ loop(x.con) }}){% endfor %}",
    "a filter over a block": P % "{% filter upper %}a{{ ten }}{% endfilter %}",
    "a call of a macro": P % "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ a }}{% endcall %}",
    "an equation": '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r>'
    "<m:t>x={{ so }}{{ dong }}</m:t></m:r></m:oMath></w:p>",
    "counters of loops": P
    % "{% for x in cot %}{{ loop.index }}/{{ loop.length }} {{ loop.last }}{% endfor %}".replace(
        "{{ loop.last }}", "{{ loop.revindex0 }}"
    ),
    "names of many sorts": P
    % "{{ nhom['ký hiệu'] }} {{ lop[0].ten }} {{ lop[0]['con'][1] }} {{ khong_co | default('x') }}",
    "names of data that are names of methods": P % "{{ nhom.items }}",
    "numbers and days": P % "{{ so }} {{ t }} {{ le }} {{ ngay }} {{ ngay | ngay_dai }} {{ t | ty_le }} {{ none }}",
}
MORE = {
    "nhom": {"ký hiệu": "A&B", "items": "<7>"},
    "cay": [{"ten": "a", "con": [{"ten": "b", "con": []}]}],
    "le": 2.5,
    "ngay": date(2026, 2, 5),
    "dong": "một\nhai\tba",
}
TREES = {
    "a bookmark that begins in a loop and ends after it",
    "a loop in a loop of itself",
    "a filter over a block",
    "a call of a macro",
}
"""Templates of which it cannot be known before that the result will be whole."""


def drawn(*texts: str) -> bytes:
    """Return a template with two pictures among its paragraphs, and one in the header under the same id."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
        document.add_picture(io.BytesIO(pixel()))
    run = document.sections[0].header.paragraphs[0].add_run("{{ ten }}")
    run.add_picture(io.BytesIO(pixel()))
    return saved(document)


# --- one document ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAME_AS_DOCXTPL)
def test_every_construct_comes_to_the_same_both_ways(name: str) -> None:
    assert_same_both_ways(compile_docx(SAME_AS_DOCXTPL[name]), VALUES)


@pytest.mark.parametrize("name", MARKUP)
def test_markup_of_word_comes_to_the_same_both_ways(name: str) -> None:
    compiled = compile_docx(with_body(template("x"), MARKUP[name]))
    assert quick(compiled) == (name not in TREES)
    assert_same_both_ways(compiled, VALUES | MORE)
    nothing = {**VALUES, **MORE, "ds": [], "co": False, "khong": True, "cot": []}
    assert_same_both_ways(compiled, nothing)


OURS = {"blanks around", "names of data that are names of methods", "numbers and days"}
"""Blanks that docxtpl loses, data before methods, filters."""


@pytest.mark.parametrize("name", [name for name in MARKUP if name not in OURS])
def test_markup_of_word_has_the_text_that_docxtpl_gives_it(name: str) -> None:
    data = with_body(template("x"), MARKUP[name])
    reference = DocxTemplate(io.BytesIO(data))
    reference.render({**VALUES, **MORE}, autoescape=True)
    assert "".join(xml_text(compile_docx(data).render(VALUES | MORE))) == "".join(xml_text(saved(reference)))


@pytest.mark.parametrize("name", GOOD_WORD)
def test_good_templates_come_to_the_same_both_ways(name: str) -> None:
    values = view()
    assert_same_both_ways(compile_docx(GOOD_WORD[name].made()), values)


@pytest.mark.parametrize("ward", ["truc-lam", "hang-gon"])
def test_the_shipped_templates_come_to_the_same_both_ways(ward: str) -> None:
    for name, values in (("bao-cao-cchc.docx", view(ward)), ("ke-hoach.docx", plan(ward))):
        compiled = compile_docx((ROOT / "templates" / name).read_bytes(), name)
        assert quick(compiled) or name == "ke-hoach.docx"
        assert_same_both_ways(compiled, values, as_of=date(2026, 9, 14), properties={"kind": "quý & năm"})


def view(ward: str = "truc-lam") -> dict[str, Any]:
    data = load_ward(ROOT / "data" / ward).data
    return dict(view_of(assess(data, make_period(PeriodKind.QUARTER, 2026, 3, data.ward.calendar), date(2026, 11, 25))))


def plan(ward: str) -> dict[str, Any]:
    data = load_ward(ROOT / "data" / ward).data
    return dict(plan_view(data.ward, data.plan))


@pytest.mark.parametrize("texts", [("{{ ten }}", "b"), ("{%p for c in cot %}", "{{ c }}", "{%p endfor %}")])
def test_drawings_have_ids_of_their_own_both_ways(texts: tuple[str, ...]) -> None:
    assert_same_both_ways(compile_docx(drawn(*texts)), VALUES)


def test_drawings_of_parts_that_stay_as_they_are_keep_their_ids() -> None:
    data = drawn("{{ ten }}")
    data = replaced(data, "word/header1.xml", "{{ ten }}", "Phường")
    out = compile_docx(data).render(VALUES)
    assert part_of(out, "word/header1.xml") == part_of(data, "word/header1.xml")
    assert_sound(out)


# --- any values, any template ------------------------------------------------------------------------------------

TEXT = st.text(st.one_of(LEGAL, st.sampled_from(list("{}%#<>&\"'\\ \n\t_-]"))), max_size=30)
SCALAR = st.one_of(TEXT, st.none(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False), st.dates())
FORMS = compile_docx(
    with_notes(
        with_body(
            template(
                "{{ a }}|{{ b }}",
                "{% if a %}{{ a }}{% else %}không{% endif %}",
                "{%p for x in ds %}",
                "{{ loop.index }}. {{ x.ten }} {{ x['so'] }}",
                "{%p endfor %}",
                tables=[[["{%tr for x in ds %}", ""], ["{{ x.ten }}", "{{ x.so }}"], ["{%tr endfor %}", ""]]],
                header="{{ b }}",
            ),
            '<w:p><w:r><w:t> {{ b }} </w:t></w:r><w:hyperlink w:tooltip="{{ a }}"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
            "</w:p>",
        ),
        "footnotes",
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="2">{P % "{{ a }}"}</w:footnote></w:footnotes>',
    )
)


@settings(max_examples=60, deadline=None)
@given(a=TEXT, b=SCALAR, ds=st.lists(st.fixed_dictionaries({"ten": TEXT, "so": SCALAR}), max_size=3))
def test_any_values_come_to_the_same_both_ways(a: str, b: Any, ds: list[dict[str, Any]]) -> None:
    assert quick(FORMS)
    assert_same_both_ways(FORMS, {"a": a, "b": b, "ds": ds})


PIECE = st.sampled_from(
    ["{{ ten }}", "{{ a }}", "{{ dong }}", "chữ ", " & ", "{% if co %}có{% endif %}",
     "{% for c in cot %}{{ c }}{% endfor %}", "{% if khong %}x{% else %}{{ so }}{% endif %}",
     "\t", "{{ cot | join('; ') }}", "{# bỏ #}"]
)  # fmt: skip
LINE = st.lists(PIECE, max_size=4).map("".join)


def blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Return paragraphs, some under a condition or in a loop."""
    around = st.sampled_from(
        [("{%p if co %}", "{%p endif %}"), ("{%p if khong %}", "{%p endif %}"),
         ("{%p for c in cot %}", "{%p endfor %}"), ("{%p for c in trong %}", "{%p endfor %}")]
    )  # fmt: skip
    return st.tuples(around, inner).map(lambda pair: [pair[0][0], *pair[1], pair[0][1]])


BODY = st.recursive(
    st.lists(LINE, min_size=1, max_size=2),
    lambda inner: st.one_of(blocks(inner), st.tuples(inner, inner).map(lambda two: two[0] + two[1])),
    max_leaves=6,
)


@settings(max_examples=30, deadline=None)
@given(body=BODY, cells=st.lists(BODY, min_size=1, max_size=3), header=LINE, row=st.booleans())
def test_any_template_comes_to_the_same_both_ways(
    body: list[str], cells: list[list[str]], header: str, row: bool
) -> None:
    document = docx.Document()
    for text in body:
        document.add_paragraph(text)
    made = add_table(
        document,
        [["{%tr for x in cot %}"], *[[""] for _ in cells], ["{%tr endfor %}"]] if row else [[""] for _ in cells],
    )
    for cell, texts in zip([r.cells[0] for r in made.rows][1 if row else 0 :], cells, strict=False):
        for text in texts:
            cell.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    values = {**VALUES, "dong": "một\nhai\tba ", "trong": []}
    compiled = compile_docx(saved(document))
    assert quick(compiled)
    assert_same_both_ways(compiled, values)


# --- where the tree is needed ------------------------------------------------------------------------------------


def test_a_value_that_empties_a_table_takes_only_that_document_over_the_tree() -> None:
    rows = [["{%tr for nv in ds %}"], ["{{ nv.ten }}"], ["{%tr endfor %}"]]
    compiled = compile_docx(template("a", tables=[rows]))
    assert quick(compiled)
    assert list(etree.fromstring(part_of(compiled.render({"ds": []}), "word/document.xml")).iter(f"{W}tbl")) == []
    assert xml_text(compiled.render({"ds": [{"ten": "b"}]})) == ["a", "b"]


def test_a_prefix_of_its_own_is_no_reason_to_fail() -> None:
    data = template("{{ ten }}")
    odd = part_of(data, "word/document.xml").decode().replace("</w:body>", f'<x:p xmlns:x="{W[1:-1]}"/></w:body>')
    compiled = compile_docx(replaced(data, "word/document.xml", part_of(data, "word/document.xml").decode(), odd))
    assert not quick(compiled)
    assert "Trúc Lâm" in xml_text(compiled.render(VALUES))


@pytest.mark.parametrize(
    "tag", ["{{ '\\x01' }}", "{{ '%c' % 1 }}", "{{ '{:c}'.format(2) }}", "{{ '%c' | format(3) }}", "{{ '\\ud800' }}"]
)
def test_a_character_that_no_file_can_hold_is_told_at_the_tag_that_makes_it(tag: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        compile_docx(template("a", tag), "m.docx").render({})
    [problem] = refused.value.problems
    assert (problem.code, problem.where) == ("MB018", "m.docx, thân văn bản, đoạn 2")


def test_a_line_end_in_a_template_text_is_a_line() -> None:
    assert xml_text(compile_docx(template("{{ 'a\\r\\nb\\nc' }}")).render({}))[0] == "a\nb\nc"


@pytest.mark.parametrize("way", ["quick", "tree"])
def test_faults_have_the_same_places_both_ways(way: str) -> None:
    compiled = compile_docx(template("a", "{{ 1 / so }}", tables=[[["{{ ten.xa }}"]]], header="{{ co + 1 }}"), "m.docx")
    compiled = compiled if way == "quick" else through_the_tree(compiled)
    with pytest.raises(ReportgenError) as refused:
        compiled.render({"so": 0, "ten": {"ten": "x", "xa": None}, "co": "x"})
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("MB018", "m.docx, thân văn bản, đoạn 2"),
        ("MB018", "m.docx, đầu trang, đoạn 1"),
    ]


# --- kept from one run to the next -------------------------------------------------------------------------------


def test_a_compiled_template_can_be_kept_and_gives_the_same_bytes() -> None:
    data = drawn("{{ ten }}", "{%p for c in cot %}", "{{ c }}{{ ngay | ngay_dai }}", "{%p endfor %}")
    compiled = compile_docx(data, "mẫu.docx")
    kept = load_docx(compiled.dump())
    values = {**VALUES, **MORE}
    options: dict[str, Any] = {"as_of": date(2026, 9, 14), "properties": {"kind": "quý"}}
    assert kept.render(values, **options) == compiled.render(values, **options)
    assert (kept.name, kept.notices) == (compiled.name, compiled.notices)
    assert load_docx(kept.dump()).render(values) == compiled.render(values)


def test_a_kept_template_knows_the_places_of_faults() -> None:
    kept = load_docx(compile_docx(template("a", "{{ 1 / so }}", "{{ xa }}"), "m.docx").dump())
    for values, code, place in (({"so": 0, "xa": 1}, "MB018", 2), ({"so": 1}, "MB015", 3)):
        with pytest.raises(ReportgenError) as refused:
            kept.render(values)
        [problem] = refused.value.problems
        assert (problem.code, problem.where) == (code, f"m.docx, thân văn bản, đoạn {place}")


def test_a_kept_template_that_needs_a_tree_still_gets_one() -> None:
    data = template(tables=[[["{%tc for c in cot %}", "{{ c }}", "{%tc endfor %}"]]])
    compiled = compile_docx(data)
    assert content(load_docx(compiled.dump()).render(VALUES)) == content(compiled.render(VALUES))


@pytest.mark.parametrize("spoil", [lambda d: b"x" + d, lambda d: d[:-9], lambda _: b"", lambda d: d[:200]])
def test_what_another_version_kept_or_is_damaged_is_refused(spoil: Any) -> None:
    with pytest.raises(StoredError):
        load_docx(spoil(compile_docx(template("{{ ten }}")).dump()))


def test_filling_in_a_kept_template_loads_no_reader_of_xml(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(compile_docx(template("{{ ten }}", tables=[[["{{ so }}"]]], header="{{ ten }}")).dump())
    code = (
        "import sys, pathlib, datetime; from reportgen.render import load_docx\n"
        "kept = load_docx(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "kept.render({'ten': 'a & b', 'so': 5}, as_of=datetime.date(2026, 1, 2), properties={'kind': 'x'})\n"
        "print(*{'lxml', 'docx', 'docxtpl', 'openpyxl', 'xml.etree'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


def celled(word: str, *, grid: int = 2, properties: str = "") -> bytes:
    """Return a table with a heading and a repeated row whose first cell holds that tag."""
    cells = "".join(
        f"<w:tc><w:tcPr>{properties}</w:tcPr>{P % text}</w:tc>" for text in (f"{word}{{{{ ten }}}}", "{{ nv.ten }}")
    )
    heading = f"<w:tr>{CELL % (P % 'a')}{CELL % (P % 'b')}</w:tr>"
    markers = [
        f"<w:tr>{CELL % (P % text)}{CELL % (P % '')}</w:tr>" for text in ("{%tr for nv in ds %}", "{%tr endfor %}")
    ]
    columns = '<w:gridCol w:w="4000"/>' * grid
    rows = f"{heading}{markers[0]}<w:tr>{cells}</w:tr>{markers[1]}"
    return with_body(template("x"), f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")


ORDERED = '<w:tcW w:w="4000" w:type="dxa"/><w:tcBorders/><w:vAlign w:val="center"/>'


@pytest.mark.parametrize(
    "properties", ["", ORDERED, '<w:tcW w:w="1" w:type="dxa"/><w:shd w:val="clear" w:fill="FF0000"/>']
)
@pytest.mark.parametrize("word", ["{% vm %}", "{% cellbg mau %}", "{% colspan 1 %}", "{% colspan so %}"])
def test_cells_merged_or_coloured_come_to_the_same_both_ways(word: str, properties: str) -> None:
    compiled = compile_docx(celled(word, properties=properties))
    assert quick(compiled)
    assert_same_both_ways(compiled, VALUES)
    reference = DocxTemplate(io.BytesIO(celled(word, properties=properties or '<w:tcW w:w="1" w:type="dxa"/>')))
    reference.render(VALUES, autoescape=True)
    assert xml_text(compiled.render(VALUES)) == xml_text(saved(reference))


@pytest.mark.parametrize("grid", [1, 3])
def test_a_grid_that_does_not_fit_its_rows_is_made_to_fit_over_the_tree(grid: int) -> None:
    compiled = compile_docx(celled("{% vm %}", grid=grid))
    assert not quick(compiled)
    root = etree.fromstring(part_of(compiled.render(VALUES), "word/document.xml"))
    assert len(list(root.iter(f"{W}gridCol"))) == 2


def test_the_decimal_places_of_a_value_stay_both_ways() -> None:
    compiled = compile_docx(template("{{ x }}"))
    assert xml_text(assert_same_both_ways(compiled, {"x": Decimal("1E+3")}))[0] == "1000"


def test_all_parts_share_one_budget_whichever_way_they_go() -> None:
    loop = "{% for x in range(300) %}{% for y in range(2000) %}{% endfor %}{% endfor %}"
    document = docx.Document()
    document.add_paragraph(loop)
    document.sections[0].header.paragraphs[0].text = loop
    compiled = compile_docx(saved(document))
    for way in (compiled, through_the_tree(compiled)):
        with pytest.raises(ReportgenError) as refused:
            way.render({})
        assert [p.code for p in refused.value.problems] == ["MB019"]


def test_work_done_again_over_the_tree_is_counted_once() -> None:
    loop = "{% for x in range(300) %}{% for y in range(2000) %}{% endfor %}{% endfor %}"
    rows = [["{%tr for nv in ds %}"], ["{{ nv.ten }}"], ["{%tr endfor %}"]]
    assert compile_docx(template(loop, "a", tables=[rows])).render({"ds": []})
