"""Charts of a Word document inside loops: each turn has a chart of its own."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import etree

from reportgen.problem import ReportgenError
from reportgen.render import compile_docx, load_docx
from tests.support_chart import C, chart_value, drawn, part, parts, title_of, word
from tests.support_render import saved

AREAS: list[dict[str, Any]] = [
    {"ten": "Lĩnh vực 1", "bd": chart_value("Một", ["a", "b"], Xong=[1, 2])},
    {"ten": "Lĩnh vực 2", "bd": chart_value("Hai", ["c", "d", "e"], Xong=[3, 4, 5])},
    {"ten": "Lĩnh vực 3", "bd": chart_value("Ba", ["f"], Xong=[6], Chưa=[7])},
]


def looped(title: str = "{{ lv.bd }}", start: str = "{%p for lv in ds %}", end: str = "{%p endfor %}") -> bytes:
    """Return a document with a chart inside a loop, between other paragraphs."""
    made = Document(io.BytesIO(word(drawn(title=title), before=start)))
    made.add_paragraph("{{ lv.ten }}" if "lv" in start else "")
    made.add_paragraph(end)
    return saved(made)


def charts_drawn(data: bytes) -> list[tuple[str, list[str], list[str]]]:
    """Return title, categories and first cells of every chart in the order in which the body draws them."""
    relations = {r.rId: r for r in Document(io.BytesIO(data)).part.rels.values()}
    found = []
    for element in Document(io.BytesIO(data)).element.body.iter(f"{C}chart"):
        target = relations[element.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
        root = etree.fromstring(target.target_part.blob)
        embedded = [r.target_part.blob for r in target.target_part.rels.values() if r.reltype.endswith("/package")]
        assert len(embedded) == 1
        sheet: Any = openpyxl.load_workbook(io.BytesIO(embedded[0])).active
        cells = [str(row[0].value) for row in sheet.iter_rows(min_row=2)]
        categories = [v.text or "" for v in next(root.iter(f"{C}cat")).iter(f"{C}v")]
        found.append((title_of(root), categories, cells))
    return found


def test_a_chart_inside_a_loop_shows_the_figures_of_each_item_in_a_part_of_its_own() -> None:
    out = compile_docx(looped(), "mau.docx").render({"ds": AREAS})
    wanted = [("Một", ["a", "b"]), ("Hai", ["c", "d", "e"]), ("Ba", ["f"])]
    assert charts_drawn(out) == [(title, names, names) for title, names in wanted]
    assert len({name for name in parts(out) if name.startswith("word/charts/chart")}) == 3
    assert compile_docx(looped(), "mau.docx").render({"ds": AREAS}) == out
    assert load_docx(compile_docx(looped(), "mau.docx").dump()).render({"ds": AREAS}) == out
    assert len(charts_drawn(compile_docx(looped(), "mau.docx").render({"ds": AREAS[:1]}))) == 1


def test_a_loop_without_items_leaves_no_chart_and_no_tag() -> None:
    out = compile_docx(looped(), "mau.docx").render({"ds": []})
    assert charts_drawn(out) == []
    assert not any(b"{{" in part(out, name) for name in parts(out) if name.endswith(".xml"))


def test_a_chart_in_a_row_of_a_table_belongs_to_the_row() -> None:
    made = Document(io.BytesIO(looped()))
    table = made.add_table(3, 1)
    table.cell(0, 0).text, table.cell(2, 0).text = "{%tr for lv in ds %}", "{%tr endfor %}"
    body = made.element.body
    for paragraph in [p for p in body.iterchildren() if p.tag.endswith("}p")]:
        if list(paragraph.iter(f"{C}chart")):
            table.cell(1, 0)._tc.insert(1, paragraph)
        elif "{%p" in "".join(paragraph.itertext()) or "lv." in "".join(paragraph.itertext()):
            body.remove(paragraph)
    out = compile_docx(saved(made), "mau.docx").render({"ds": AREAS})
    assert [title for title, _, _ in charts_drawn(out)] == ["Một", "Hai", "Ba"]


def test_the_title_of_a_chart_in_a_loop_may_be_words_and_the_number_of_the_turn() -> None:
    out = compile_docx(looped("{{ loop.index }}. {{ lv.ten }} {{ nam }}"), "mau.docx").render(
        {"ds": AREAS, "nam": 2026}
    )
    names = sorted(name for name in parts(out) if name.startswith("word/charts/chart"))
    assert [title_of(etree.fromstring(part(out, name))) for name in names] == [
        "1. Lĩnh vực 1 2026",
        "2. Lĩnh vực 2 2026",
        "3. Lĩnh vực 3 2026",
    ]


def test_a_name_set_before_a_chart_is_known_in_its_title() -> None:
    source = looped("{{ chon.bd }}", "{%p set chon = ds[1] %}", "het")
    assert [title for title, _, _ in charts_drawn(compile_docx(source, "m.docx").render({"ds": AREAS}))] == ["Hai"]


def test_what_is_wrong_with_a_chart_of_one_turn_is_told_at_the_chart() -> None:
    wrong = [*AREAS, {"ten": "x", "bd": chart_value("T", ["a"], A=["12 việc"])}, {"ten": "y", "bd": {}}]
    with pytest.raises(ReportgenError) as raised:
        compile_docx(looped(), "mau.docx").render({"ds": wrong})
    assert {(p.code, p.where) for p in raised.value.problems} == {
        ("MB042", "mau.docx, biểu đồ 1"),
        ("MB040", "mau.docx, biểu đồ 1"),
    }
    with pytest.raises(ReportgenError) as raised:
        compile_docx(looped("{{ lv.bdd }}"), "mau.docx").render({"ds": AREAS})
    assert [(p.code, p.where) for p in raised.value.problems] == [("MB015", "mau.docx, biểu đồ 1")]
    assert "lv.bd" in raised.value.problems[0].remedy
