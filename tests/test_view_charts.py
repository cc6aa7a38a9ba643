"""Charts of a report say what its tables and sentences say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assess.report import Class
from reportgen.render.chartvalue import read_chart
from reportgen.templating.declarations import REPORT
from reportgen.templating.extremes import TRIALS, Trial, trial_values
from reportgen.templating.lint import lint
from reportgen.view import view_of
from tests.support_chart import drawn, excel, word
from tests.support_report import KINDS, WARD, full_report, make_report

COUNTS = st.dictionaries(
    st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(Class), st.integers(0, 3), max_size=9), max_size=7
)


def columns(chart: dict[str, Any]) -> dict[str, list[int]]:
    """Return the figures of each category."""
    figures = [series["gia_tri"] for series in chart["chuoi"]]
    return {name: [one[place] for one in figures] for place, name in enumerate(chart["nhom"])}


@given(COUNTS, st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_bars_of_an_area_add_up_to_its_tasks(counts: dict[str, dict[Class, int]], regular: bool) -> None:
    values: dict[str, Any] = view_of(make_report(counts, ward=replace(WARD, count_regular_as_done=regular)))
    chart = values["bieu_do"]["nhiem_vu_theo_linh_vuc"]
    assert {name: sum(found) for name, found in columns(chart).items()} == {
        area["ten"]: area["tong"] for area in values["linh_vuc"] if area["tong"]
    }
    done: list[int] = next((one["gia_tri"] for one in chart["chuoi"] if one["ten"] == "Hoàn thành"), [])
    assert sum(done) == values["tong_hop"]["hoan_thanh"]


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_one_state_has_one_figure_in_all_charts(counts: dict[str, dict[Class, int]]) -> None:
    values: dict[str, Any] = view_of(make_report(counts))
    by_area, by_state = (values["bieu_do"][f"nhiem_vu_theo_{name}"] for name in ("linh_vuc", "tinh_trang"))
    found = by_state["chuoi"][0]["gia_tri"] if by_state["chuoi"] else []
    assert {one["ten"]: sum(one["gia_tri"]) for one in by_area["chuoi"]} == dict(
        zip(by_state["nhom"], found, strict=True)
    )
    assert sum(found) == values["tong_hop"]["tong"]


def test_without_tasks_there_is_nothing_to_draw() -> None:
    values: dict[str, Any] = view_of(make_report({}))
    assert values["bieu_do"]["nhiem_vu_theo_linh_vuc"]["nhom"] == []
    assert values["bieu_do"]["nhiem_vu_theo_linh_vuc"]["chuoi"] == []


def test_indicators_are_drawn_as_the_table_prints_them() -> None:
    values: dict[str, Any] = view_of(full_report())
    chart = values["bieu_do"]["chi_tieu"]
    printed = {row["ten"]: row["gia_tri_chu"] for row in values["chi_tieu"] if row["don_vi_tinh"] == "%"}
    results = next(one["gia_tri"] for one in chart["chuoi"] if one["ten"] == "Kết quả kỳ này")
    assert chart["nhom"]
    for name, figure in zip(chart["nhom"], results, strict=True):
        assert Decimal(printed[name].replace(".", "").replace(",", ".")) == figure


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.words)
def test_every_trial_of_the_linter_has_charts_that_can_be_drawn(trial: Trial) -> None:
    values: dict[str, Any] = trial_values(REPORT.fields, trial)
    for name, chart in values["bieu_do"].items():
        data, problems = read_chart(chart, name)
        assert (data is not None, problems) == (True, [])
    if trial.rows != 1:
        assert len(values["bieu_do"]["chi_tieu"]["nhom"]) == trial.rows


@pytest.mark.parametrize(("make", "name"), [(word, "mau.docx"), (excel, "phu-luc.xlsx")])
def test_a_template_with_a_chart_is_judged_like_any_other(make: Any, name: str) -> None:
    good = make(drawn(title="Biểu đồ 1. {{ bieu_do.nhiem_vu_theo_linh_vuc }}"))
    assert [str(p) for p in lint(good, name).problems if p.code.startswith("MB")] == []
    wrong = lint(make(drawn(title="{{ bieu_do.nhiem_vu_theo_linh_vu }}")), name).problems
    assert "bieu_do.nhiem_vu_theo_linh_vuc" in next(p.remedy for p in wrong if p.code in {"MB015", "MB101"})
    pie = lint(make(drawn("pie", title="{{ bieu_do.nhiem_vu_theo_linh_vuc }}", names=["A"])), name).problems
    assert "MB044" in {p.code for p in pie}
