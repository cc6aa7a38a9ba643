"""Charts whose title is a tag: what the data say is what Word, Excel and LibreOffice draw."""

from __future__ import annotations

import io
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render import compile_docx, compile_xlsx, load_docx
from tests.support_chart import (
    A,
    C,
    chart_value,
    chart_xml,
    charts_of,
    drawn,
    embedded,
    excel,
    in_cells,
    part,
    parts,
    remembered,
    space,
    space_of,
    title_of,
    word,
)
from tests.support_render import saved

AREAS = ["Cải cách thể chế", "Cải cách thủ tục hành chính", "Cải cách tài chính công"]
Render = Callable[[Any, Mapping[str, object]], bytes]


def in_word(chart: Any, values: Mapping[str, object]) -> bytes:
    """Return a Word document with this chart, filled in."""
    return compile_docx(word(chart), "mau.docx").render(values)


def in_excel(chart: Any, values: Mapping[str, object]) -> bytes:
    """Return an Excel workbook with this chart, filled in."""
    return compile_xlsx(excel(chart), "phu-luc.xlsx").render(values)


both = pytest.mark.parametrize("render", [in_word, in_excel])


def book(data: bytes) -> Any:
    """Return the cells behind the first chart of a finished file."""
    return embedded(data) if "word/document.xml" in parts(data) else openpyxl.load_workbook(io.BytesIO(data))


def fed(value: object, **more: object) -> dict[str, object]:
    """Return values with this chart."""
    return {"bieu_do": {"a": value}, **more}


def faults(render: Render, chart: Any, values: Mapping[str, object]) -> list[Problem]:
    """Return the problems of a rendering."""
    with pytest.raises(ReportgenError) as raised:
        render(chart, values)
    return list(raised.value.problems)


def as_texts(value: Any) -> Any:
    """Return a chart value with every number as the text that OOXML writes."""
    if isinstance(value, Mapping):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return value if value is None or isinstance(value, str) else format(Decimal(str(value)).normalize(), "f")


# --- what is drawn -----------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("kind", ["bar", "line", "doughnut", "area", "radar", "scatter"])
def test_title_categories_and_series_are_those_of_the_data(render: Render, kind: str) -> None:
    value = chart_value("Nhiệm vụ & tiến độ", AREAS, Hoàn_thành=[5, 7, 2], Quá_hạn=[1, 0, 2.5], Chưa_đến_hạn=[4, 4, 4])
    out = render(drawn(kind), fed(value))
    assert remembered(space(out)) == as_texts(value)


@both
def test_the_cells_behind_a_chart_hold_what_it_remembers(render: Render) -> None:
    value = chart_value("Tỷ lệ", AREAS, Quý_I=[Decimal("58.97"), None, 3], Quý_II=[1, 2, 3])
    out = render(drawn(), fed(value))
    assert in_cells(space(out), book(out)) == {
        **value,
        "chuoi": [{"ten": "Quý I", "gia_tri": [58.97, None, 3]}, {"ten": "Quý II", "gia_tri": [1, 2, 3]}],
    }


@both
@pytest.mark.parametrize("count", [1, 500])
def test_any_number_of_categories_is_drawn(render: Render, count: int) -> None:
    value = chart_value("Nhiều", [f"Nhóm {n}" for n in range(count)], Một=list(range(count)))
    out = render(drawn(), fed(value))
    assert remembered(space(out)) == as_texts(value)
    assert in_cells(space(out), book(out)) == value


@both
@pytest.mark.parametrize("kind", ["bar", "pie"])
@pytest.mark.parametrize(
    "value", [chart_value("Trống", []), chart_value("Trống", [], Một=[]), chart_value("Trống", ["a"], Một=[None])]
)
def test_a_chart_without_figures_says_so(render: Render, kind: str, value: dict[str, object]) -> None:
    out = render(drawn(kind, names=["Cũ"]), fed(value))
    assert title_of(space(out)) == "Trống (chưa có số liệu)"
    assert "Cũ" not in etree.tostring(space(out), encoding="unicode")


@both
def test_a_missing_figure_is_a_gap_not_a_zero(render: Render) -> None:
    out = render(drawn("line", dispBlanksAs="zero"), fed(chart_value("T", ["a", "b"], Một=[None, 2])))
    (blanks,) = space(out).iter(f"{C}dispBlanksAs")
    assert blanks.get("val") == "gap"
    (cache,) = space(out).iter(f"{C}numCache")
    assert [(p.get("idx"), p.findtext(f"{C}v")) for p in cache.iter(f"{C}pt")] == [("1", "2")]


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12)
figures = st.one_of(
    st.none(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals(-1000, 1000, places=3, allow_nan=False),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)


@st.composite
def chart_values(draw: st.DrawFn) -> dict[str, object]:
    """Return any chart value."""
    categories = draw(st.lists(names, max_size=6))
    series = st.fixed_dictionaries(
        {"ten": names, "gia_tri": st.lists(figures, min_size=len(categories), max_size=len(categories))}
    )
    return {"tieu_de": draw(names), "nhom": categories, "chuoi": draw(st.lists(series, max_size=5))}


TEMPLATES = {
    in_word: compile_docx(word(drawn()), "mau.docx").render,
    in_excel: compile_xlsx(excel(drawn()), "phu-luc.xlsx").render,
}


@both
@settings(max_examples=40, deadline=None)
@given(value=chart_values())
def test_every_name_and_figure_is_in_the_chart_and_in_its_cells(render: Render, value: dict[str, Any]) -> None:
    out = TEMPLATES[render](fed(value))  # type: ignore[index]
    memory, cells = remembered(space(out)), in_cells(space(out), book(out))
    for kept in (memory, cells):
        assert [one["ten"] or "" for one in kept["chuoi"]] == [normal(one["ten"]) for one in value["chuoi"]]  # type: ignore[attr-defined]
        for found, wanted in zip(kept["chuoi"], value["chuoi"], strict=True):  # type: ignore[call-overload]
            numbers = [None if n is None else float(n) for n in found["gia_tri"]][: len(wanted["gia_tri"])]
            assert numbers == [None if n is None else float(n) for n in wanted["gia_tri"]]
        if value["chuoi"] and value["nhom"]:
            assert [text or "" for text in kept["nhom"]] == [normal(text) for text in value["nhom"]]  # type: ignore[attr-defined]


def normal(text: str) -> str:
    """Return a text as templates see it."""
    import unicodedata  # noqa: PLC0415

    return unicodedata.normalize("NFC", text)


# --- form --------------------------------------------------------------------------------------------------------


def fills(root: etree._Element) -> list[str]:
    """Return the fill of each series: its colour or its pattern."""
    found = []
    for ser in root.iter(f"{C}ser"):
        shape = ser.find(f"{C}spPr")
        assert shape is not None
        pattern, color = shape.find(f"{A}pattFill"), shape.find(f"{A}solidFill/{A}srgbClr")
        found.append(str((pattern if pattern is not None else color).get("prst" if pattern is not None else "val")))  # type: ignore[union-attr]
    return found


def test_a_series_takes_the_form_of_the_one_with_its_name() -> None:
    out = in_word(drawn(names=["Hoàn thành", "Quá hạn"]), fed(chart_value("T", ["a"], Quá_hạn=[1], Hoàn_thành=[2])))
    assert fills(space(out)) == ["020202", "010101"]


def test_other_series_take_the_forms_that_are_left_then_fresh_patterns() -> None:
    value = chart_value("T", ["a"], Hai=[1], Mới=[2], Nữa=[3], Thêm=[4])
    drawn_as = fills(space(in_word(drawn(names=["Một", "Hai"]), fed(value))))
    assert drawn_as[:2] == ["020202", "010101"]
    assert len(set(drawn_as)) == 4


def test_numbers_and_order_of_series_are_those_of_the_data() -> None:
    root = space(in_word(drawn(names=["A", "B"]), fed(chart_value("T", ["a"], B=[1], C=[2], A=[3]))))
    assert [(s.find(f"{C}idx").get("val"), s.find(f"{C}order").get("val")) for s in root.iter(f"{C}ser")] == [  # type: ignore[union-attr]
        ("0", "0"),
        ("1", "1"),
        ("2", "2"),
    ]


def test_fewer_series_than_drawn_leave_no_old_figure() -> None:
    out = in_word(drawn(names=["A", "B", "C"]), fed(chart_value("T", ["a"], X=[9])))
    assert len(list(space(out).iter(f"{C}ser"))) == 1
    assert "Cũ" not in etree.tostring(space(out), encoding="unicode")
    cells = [cell for row in embedded(out).active.iter_rows(values_only=True) for cell in row]
    assert [cell for cell in cells if cell is not None] == ["X", "a", 9]


def test_a_chart_laid_over_another_goes_with_its_axes_when_nothing_is_left_for_it() -> None:
    bars, line = drawn("bar", names=["A"]), drawn("line", names=["B"])
    line.y_axis.axId = 300
    bars += line
    bars.drawn_from = line.drawn_from
    root = space(in_excel(bars, fed(chart_value("T", ["a"], A=[1]))))
    assert [etree.QName(e).localname for e in root.iter() if etree.QName(e).localname.endswith("Chart")] == ["barChart"]
    axes = {e.find(f"{C}axId").get("val") for e in root.find(f"{C}chart/{C}plotArea") if e.tag.endswith("Ax")}  # type: ignore[union-attr]
    assert axes == {e.get("val") for e in root.find(f"{C}chart/{C}plotArea/{C}barChart").iterfind(f"{C}axId")}  # type: ignore[union-attr]


def test_number_formats_stay_with_the_series() -> None:
    xml = (
        chart_xml(drawn(names=["Tỷ lệ"]))
        .replace(b"<c:formatCode>General", b"<c:formatCode>0.0%")
        .replace(b"formatCode>General", b"formatCode>0.0%")
    )
    out = in_word(xml, fed(chart_value("T", ["a"], Tỷ_lệ=[Decimal("0.5897")])))
    assert [e.text for e in space(out).iter(f"{C}formatCode")] == ["0.0%"]
    assert embedded(out).active["B2"].number_format == "0.0%"


def test_what_was_said_of_single_points_goes() -> None:
    root = etree.fromstring(chart_xml(drawn(names=["A"])))
    label = (
        f'<c:dLbls xmlns:c="{C[1:-1]}" xmlns:a="{A[1:-1]}"><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:bodyPr/><a:p><a:r>'
        "<a:t>12 cũ</a:t></a:r></a:p></c:rich></c:tx></c:dLbl></c:dLbls>"
    )
    (categories,) = root.iter(f"{C}cat")
    categories.addprevious(etree.fromstring(label))
    out = in_word(etree.tostring(root), fed(chart_value("T", ["a"], A=[5])))
    assert "12 cũ" not in etree.tostring(space(out), encoding="unicode")


def test_an_axis_that_would_cut_figures_off_grows() -> None:
    chart = drawn(names=["A", "B"], grouping="stacked")
    chart.y_axis.scaling.max, chart.y_axis.majorUnit = 10, 2
    fits, passes = (chart_value("T", ["a"], A=[4], B=[last]) for last in (6, 7))
    assert [e.get("val") for e in space(in_word(chart, fed(fits))).iter(f"{C}max", f"{C}majorUnit")] == ["10", "2"]
    assert not list(space(in_word(chart, fed(passes))).iter(f"{C}max", f"{C}majorUnit"))


def test_more_slices_than_drawn_are_told_apart() -> None:
    from openpyxl.chart.marker import DataPoint  # noqa: PLC0415

    chart = drawn("pie", names=["A"])
    chart.series[0].dPt = [DataPoint(idx=0), DataPoint(idx=1)]
    for point, color in zip(chart.series[0].dPt, ("111111", "999999"), strict=True):
        point.graphicalProperties.solidFill = color
    root = space(in_word(chart, fed(chart_value("T", list("abcd"), A=[1, 2, 3, 4]))))
    points = list(root.iter(f"{C}dPt"))
    assert [p.find(f"{C}idx").get("val") for p in points] == ["0", "1", "2", "3"]  # type: ignore[union-attr]
    assert len({etree.tostring(p.find(f"{C}spPr")) for p in points}) == 4  # type: ignore[arg-type]


def height_of(data: bytes) -> int:
    """Return the height of the first chart of a document, in EMU."""
    (extent,) = etree.fromstring(part(data, "word/document.xml")).iter("{*}extent")
    return int(extent.get("cy", ""))


@pytest.mark.parametrize(("kind", "count", "height"), [("bar", 2, 1), ("bar", 1, 1), ("bar", 4, 2), ("col", 4, 1)])
def test_a_word_chart_of_lying_bars_grows_with_their_number(kind: str, count: int, height: int) -> None:
    chart = drawn(names=["A"], type=kind)
    out = in_word(chart, fed(chart_value("T", list("abcd")[:count], A=list(range(count)))))
    assert height_of(out) == height * height_of(word(chart))


def test_a_document_with_a_chart_that_grows_is_filled_in_like_any_other() -> None:
    data = word(drawn(names=["A"], type="bar"), text="Báo cáo {{ ky }}")
    out = compile_docx(data, "mau.docx").render(fed(chart_value("T", list("abcd"), A=[1, 2, 3, 4]), ky="quý III"))
    assert height_of(out) == 2 * height_of(data)
    assert "Báo cáo quý III" in part(out, "word/document.xml").decode()


def test_a_chart_grows_no_higher_than_its_page() -> None:
    out = in_word(drawn(names=["A"], type="bar"), fed(chart_value("T", list(range(500)), A=list(range(500)))))
    page_without_margins = 11906 * 635  # python-docx's own page is 11 inches high, its margins 1 inch each
    assert height_of(word(drawn())) < height_of(out) < page_without_margins


def test_days_stand_on_an_axis_of_days() -> None:
    from openpyxl.chart.axis import DateAxis  # noqa: PLC0415

    chart = drawn("line", names=["A"])
    chart.x_axis = DateAxis(crossAx=100)
    days = [date(2026, 9, 14), date(2026, 9, 15)]
    root = space(in_word(chart, fed(chart_value("T", days, A=[1, 2]))))
    assert [e.text for e in root.iterfind(f".//{C}cat//{C}v")] == ["46279", "46280"]
    words = space(in_word(chart, fed(chart_value("T", ["tháng 1", "tháng 2"], A=[1, 2]))))
    assert not list(words.iter(f"{C}dateAx"))
    assert [e.text for e in words.iterfind(f".//{C}cat//{C}v")] == ["tháng 1", "tháng 2"]


# --- titles ------------------------------------------------------------------------------------------------------


@both
def test_a_tag_that_gives_a_text_fills_the_title_and_leaves_the_series(render: Render) -> None:
    out = render(drawn(title="Kỳ {{ ky }}"), {"ky": 'quý III & "IV"'})
    assert title_of(space(out)) == 'Kỳ quý III & "IV"'
    assert len(list(space(out).iter(f"{C}ser"))) == 2


@both
def test_words_around_the_tag_stay(render: Render) -> None:
    out = render(
        drawn(title="Biểu đồ 1. {{ bieu_do.a }} ({{ ky }})"), fed(chart_value("Nhiệm vụ", ["a"], A=[1]), ky="quý III")
    )
    assert title_of(space(out)) == "Biểu đồ 1. Nhiệm vụ (quý III)"


@both
def test_titles_of_axes_are_filled_in(render: Render) -> None:
    chart = drawn()
    chart.y_axis.title = "Đơn vị: {{ don_vi }}"
    out = render(chart, fed(chart_value("T", ["a"], A=[1]), don_vi="nhiệm vụ <a>"))
    assert "Đơn vị: nhiệm vụ <a>" in [t.text for t in space(out).iter(f"{A}t")]


def split_title(*runs: str) -> bytes:
    """Return a chart whose title is split over runs, each with a size of its own."""
    root = etree.fromstring(chart_xml(drawn()))
    (paragraph,) = root.iterfind(f"{C}chart/{C}title//{A}p")
    for run in list(paragraph.iterfind(f"{A}r")):
        paragraph.remove(run)
    for number, text in enumerate(runs):
        run = etree.SubElement(paragraph, f"{A}r")
        etree.SubElement(run, f"{A}rPr", sz=str(1000 + number))
        etree.SubElement(run, f"{A}t").text = text
    return etree.tostring(root)


def test_a_tag_split_over_runs_is_one_and_the_form_of_each_run_stays() -> None:
    out = in_word(split_title("Hình: {{ bieu", "_do.", "a }} cuối"), fed(chart_value("Nhiệm vụ", ["a"], A=[1])))
    (title,) = space(out).iterfind(f"{C}chart/{C}title")
    runs = [(p.get("sz"), r.findtext(f"{A}t")) for r in title.iter(f"{A}r") for p in r.iterfind(f"{A}rPr")]
    assert runs == [("1000", "Hình: Nhiệm vụ"), ("1001", ""), ("1002", " cuối")]


def test_lines_of_a_title_are_lines_of_the_chart() -> None:
    out = in_word(split_title("{{ bieu_do.a }}"), fed(chart_value("Dòng một\nDòng hai", ["a"], A=[1])))
    title = space(out).find(f"{C}chart/{C}title")
    assert title is not None
    assert [t.text for t in title.iter(f"{A}t")] == ["Dòng một", "Dòng hai"]
    assert len(list(title.iter(f"{A}br"))) == 1


def test_braces_in_the_data_are_no_tags() -> None:
    out = in_word(drawn(), fed(chart_value("{{ x }} {% y %}", ["{{ z }}"], **{"{{_t_}}": [1]})))
    assert remembered(space(out)) == {
        "tieu_de": "{{ x }} {% y %}",
        "nhom": ["{{ z }}"],
        "chuoi": [{"ten": "{{ t }}", "gia_tri": ["1"]}],
    }


def test_curly_quotes_and_conditions_mean_what_they_mean_in_text() -> None:
    chart = drawn(title="{% if ky == “quý III” %}Quý ba{% else %}Khác{% endif %}")
    assert title_of(space(in_word(chart, {"ky": "quý III"}))) == "Quý ba"


def test_the_name_of_the_only_series_is_a_title_when_word_makes_it_one() -> None:
    root = etree.fromstring(chart_xml(drawn(names=["{{ bieu_do.a }}"])))
    (chart,) = root.iterfind(f"{C}chart")
    chart.remove(chart.find(f"{C}title"))  # type: ignore[arg-type]
    for deleted in chart.iterfind(f"{C}autoTitleDeleted"):
        deleted.set("val", "0")
    out = in_word(etree.tostring(root), fed(chart_value("Nhiệm vụ", ["a"], A=[1], B=[2])))
    assert remembered(space(out)) == as_texts(chart_value("Nhiệm vụ", ["a"], A=[1], B=[2]))


def test_a_title_without_words_leaves_no_room() -> None:
    root = space(in_word(drawn(), fed(chart_value("", ["a"], A=[1]))))
    assert root.find(f"{C}chart/{C}title") is None
    assert [e.get("val") for e in root.iter(f"{C}autoTitleDeleted")] == ["1"]


# --- files -------------------------------------------------------------------------------------------------------


@both
def test_the_same_data_give_the_same_bytes(render: Render) -> None:
    value = fed(chart_value("T", AREAS, A=[1, 2, 3]))
    assert render(drawn(), value) == render(drawn(), value)


def test_a_word_chart_without_a_workbook_gets_one() -> None:
    data = word(drawn(), workbook=False)
    out = compile_docx(data, "mau.docx").render(fed(chart_value("T", ["a"], A=[1])))
    assert in_cells(space(out), embedded(out)) == chart_value("T", ["a"], A=[1])


@pytest.mark.parametrize("workbook", [True, False])
def test_a_stored_template_draws_the_same(workbook: bool) -> None:
    chart = drawn(names=["A", "B"], type="bar", title="Kỳ {{ ky }}: {{ bieu_do.a }}")
    compiled = compile_docx(word(chart, workbook=workbook, text="{{ ky }}"), "mau.docx")
    values = fed(chart_value("T", list("abcd"), A=[1, 2, 3, 4], C=[1, 1, 1, 1]), ky="quý III")
    kept = load_docx(compiled.dump())
    assert kept.render(values) == compiled.render(values)
    with pytest.raises(ReportgenError) as raised:
        kept.render(fed(chart_value("T", ["a"], A=["x"]), ky=""))
    assert [(p.code, p.where) for p in raised.value.problems] == [("MB042", "mau.docx, biểu đồ 1")]


def test_each_chart_has_its_own_data() -> None:
    data = word(drawn(), drawn("line", title="{{ bieu_do.b }}"))
    values = {"bieu_do": {"a": chart_value("A", ["a"], A=[1]), "b": chart_value("B", ["b", "c"], B=[2, 3])}}
    out = compile_docx(data, "mau.docx").render(values)
    assert [in_cells(space(out, n), embedded(out, n)) for n in (1, 2)] == list(values["bieu_do"].values())


def test_charts_of_a_workbook_share_one_hidden_sheet_at_its_end() -> None:
    data = excel(drawn(), drawn("line", title="{{ bieu_do.b }}"), sheet="Số liệu biểu đồ")
    values = {"bieu_do": {"a": chart_value("A", ["a"], A=[1], X=[5]), "b": chart_value("B", ["b", "c"], B=[2, 3])}}
    out = compile_xlsx(data, "phu-luc.xlsx").render(values)
    made = openpyxl.load_workbook(io.BytesIO(out))
    assert [(s.title, s.sheet_state) for s in made] == [("Số liệu biểu đồ", "visible"), ("Số liệu biểu đồ 2", "hidden")]
    assert [in_cells(space(out, n), made) for n in (1, 2)] == list(values["bieu_do"].values())
    assert [e.get("val") for e in space(out).iter(f"{C}plotVisOnly")] == ["0"]


def test_templates_without_tags_in_charts_have_nothing_to_do_for_them() -> None:
    plain = word(drawn(title="Biểu đồ"))
    out = compile_docx(plain, "mau.docx").render({})
    assert etree.tostring(space(out)) == etree.tostring(space(plain))
    assert "xl/worksheets/sheet2.xml" not in parts(
        compile_xlsx(excel(drawn(title="Biểu đồ"), sheet="Sheet"), "a.xlsx").render({})
    )


def test_each_sheet_of_an_item_has_the_chart_of_its_item() -> None:
    made = openpyxl.load_workbook(io.BytesIO(excel(drawn(title="{{ lv.bieu_do }}"))))
    data = io.BytesIO()
    sheet: Any = made.active
    sheet.title = "{{ lv.ten }}"
    sheet.insert_rows(1)
    sheet["A1"] = "{%sheet for lv in linh_vuc %}"
    chart = drawn(title="{{ lv.bieu_do }}")
    sheet._charts = []
    sheet.add_chart(chart, "B4")
    made.create_sheet("Khác")
    made.save(data)
    template = compile_xlsx(data.getvalue(), "phu-luc.xlsx")
    values = [chart_value(name, ["a"], A=[number]) for number, name in enumerate("XY")]
    out = template.render({"linh_vuc": [{"ten": v["tieu_de"], "bieu_do": v} for v in values]})
    cells = openpyxl.load_workbook(io.BytesIO(out))
    assert cells.sheetnames == ["X", "Y", "Khác", "Số liệu biểu đồ"]
    shown = sorted((in_cells(space_of(out, name), cells) for name in charts_of(out)), key=str)
    assert shown == sorted(values, key=str)


# --- faults ------------------------------------------------------------------------------------------------------

WRONG: Sequence[tuple[str, object, str]] = (
    ("MB040", {"tieu_de": "T", "nhom": []}, "thiếu chuoi"),
    ("MB040", {"tieu_de": "T", "nhom": [], "chuỗi": []}, 'tên lạ "chuỗi"'),
    ("MB040", {"tieu_de": 5, "nhom": [], "chuoi": []}, "tieu_de"),
    ("MB040", {"tieu_de": "T", "nhom": "a", "chuoi": []}, "nhom"),
    ("MB040", {"tieu_de": "T", "nhom": [None], "chuoi": []}, "nhóm thứ 1"),
    ("MB040", {"tieu_de": "T", "nhom": [], "chuoi": {}}, "chuoi"),
    ("MB040", {"tieu_de": "T", "nhom": [], "chuoi": [5]}, "thứ 1"),
    ("MB040", {"tieu_de": "T", "nhom": [], "chuoi": [{"ten": "A"}]}, "thiếu gia_tri"),
    ("MB040", {"tieu_de": "T", "nhom": [], "chuoi": [{"ten": 1, "gia_tri": []}]}, "ten"),
    ("MB040", {"tieu_de": "T", "nhom": [], "chuoi": [{"ten": "A", "gia_tri": 1}]}, "gia_tri"),
    ("MB041", chart_value("T", ["a", "b"], Quá_hạn=[1]), '"Quá hạn" có 1 giá trị, trong khi biểu đồ có 2 nhóm'),
    ("MB042", chart_value("T", ["a"], A=["12 việc"]), 'thứ 1 là chữ "12 việc"'),
    ("MB042", chart_value("T", ["a"], A=[True]), "giá trị đúng/sai"),
    ("MB042", chart_value("T", ["a"], A=[1234567890123456]), "15 chữ số"),
    ("MB042", chart_value("T", ["a"], A=[Decimal("1e400")]), "15 chữ số"),
)


@both
@pytest.mark.parametrize(("code", "value", "words"), WRONG)
def test_data_that_are_no_chart_are_told_with_the_place(render: Render, code: str, value: object, words: str) -> None:
    where = "mau.docx, biểu đồ 1" if render is in_word else "phu-luc.xlsx, Tổng hợp!B2, biểu đồ 1"
    problems = faults(render, drawn(), fed(value))
    assert {(p.code, p.where) for p in problems} == {(code, where)}
    assert any(words in p.message for p in problems)
    assert all(p.remedy.endswith((".", "?")) for p in problems)


@both
def test_all_faults_of_all_charts_come_in_one_run(render: Render) -> None:
    problems = faults(render, drawn(), fed(chart_value("T", ["a", "b"], A=[1], B=["x", 2])))
    assert [p.code for p in problems] == ["MB041", "MB042"]


@both
def test_two_chart_values_in_one_title_are_refused(render: Render) -> None:
    value = chart_value("T", ["a"], A=[1])
    problems = faults(render, drawn(title="{{ bieu_do.a }} {{ bieu_do.a }}"), fed(value))
    assert [p.code for p in problems] == ["MB043"]


def test_a_chart_value_on_an_axis_is_refused() -> None:
    chart = drawn(title="T")
    chart.y_axis.title = "{{ bieu_do.a }}"
    (problem,) = faults(in_word, chart, fed(chart_value("T", ["a"], A=[1])))
    assert (problem.code, problem.where) == ("MB043", "mau.docx, biểu đồ 1, tiêu đề trục")


@both
@pytest.mark.parametrize("value", [chart_value("T", ["a"], A=[1], B=[2]), chart_value("T", ["a"], A=[-1])])
def test_a_pie_takes_one_series_of_nothing_below_zero(render: Render, value: dict[str, object]) -> None:
    assert [p.code for p in faults(render, drawn("pie", names=["A"]), fed(value))] == ["MB044"]


def test_a_chart_value_in_running_text_or_a_cell_is_sent_to_the_title_of_a_chart() -> None:
    value = fed(chart_value("T", ["a"], A=[1]))
    with pytest.raises(ReportgenError) as in_text:
        compile_docx(word(text="{{ bieu_do.a }}"), "mau.docx").render(value)
    assert "tiêu đề của một biểu đồ" in in_text.value.problems[0].message
    cells = openpyxl.Workbook()
    cells.active["A1"] = "{{ bieu_do.a }}"  # type: ignore[index]
    with pytest.raises(ReportgenError) as in_cell:
        compile_xlsx(saved(cells), "mau.xlsx").render(value)
    assert "tiêu đề của một biểu đồ" in in_cell.value.problems[0].remedy


def test_a_pivot_chart_is_refused_for_its_table_decides_what_it_shows() -> None:
    root = etree.fromstring(chart_xml(drawn()))
    pivot = etree.Element(f"{C}pivotSource")
    etree.SubElement(pivot, f"{C}name").text = "[a.xlsx]Sheet1!PivotTable1"
    etree.SubElement(pivot, f"{C}fmtId", val="0")
    root[0].addprevious(pivot)
    (problem,) = faults(in_word, etree.tostring(root), fed(chart_value("T", ["a"], A=[1])))
    assert (problem.code, "PivotChart" in problem.message) == ("MB044", True)


def test_charts_of_other_data_are_refused() -> None:
    xml = chart_xml(drawn()).replace(b"barChart", b"bubbleChart")
    assert [p.code for p in faults(in_word, xml, fed(chart_value("T", ["a"], A=[1])))] == ["MB044"]


@pytest.mark.parametrize(("render", "code"), [(in_word, "MB015"), (in_excel, "MB101")])
def test_an_unknown_name_in_a_title_is_told_with_the_nearest(render: Render, code: str) -> None:
    values = {"bieu_do": {"nhiem_vu": chart_value("T", ["a"], A=[1])}}
    (problem,) = faults(render, drawn(title="{{ bieu_do.nhiem_vuu }}"), values)
    assert (problem.code, "bieu_do.nhiem_vu?" in problem.remedy) == (code, True)


@pytest.mark.parametrize(
    ("title", "in_words", "in_sheets"),
    [
        ("{{ ky", "MB011", "MB106"),
        ("{{ ky | }}", "MB010", "MB102"),
        ("{{ ky | khong_co }}", "MB016", "MB105"),
        ("{{ ky.__class__ }}", "MB017", "MB108"),
        ("{{ 1 / 0 }}", "MB018", "MB109"),
        ("{%p if ky %}", "MB013", "MB107"),
        ("{% if ky %}", "MB010", "MB102"),
    ],
)
def test_faulty_tags_in_titles_have_the_codes_of_their_kind_of_template(
    title: str, in_words: str, in_sheets: str
) -> None:
    assert [p.code for p in faults(in_word, drawn(title=title), {"ky": "x"})] == [in_words]
    assert [p.code for p in faults(in_excel, drawn(title=title), {"ky": "x"})] == [in_sheets]


def test_a_tag_among_the_figures_of_a_word_chart_is_refused() -> None:
    (problem,) = faults(in_word, drawn(title="T", names=["{{ ky }}", "B"]), {"ky": "x"})
    assert (problem.code, problem.where) == ("MB020", "mau.docx, biểu đồ 1")


def test_names_with_every_printable_sign_reach_the_cells() -> None:
    signs = string.punctuation
    value = chart_value(signs, [signs, "=1+1", "'a"], **{"=SUM(A1)": [1, 2, 3]})
    out = in_excel(drawn(), fed(value))
    assert in_cells(space(out), book(out)) == value
