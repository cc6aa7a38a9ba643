"""What a report says, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assess.report import Class, Report, Verdict, Voice
from reportgen.model.period import Calendar, PeriodKind, Window, following, make_range
from reportgen.model.progress import Declared, IssuedDocument, TaskProgress
from reportgen.model.ward import Agency
from reportgen.render.chartvalue import read_chart
from reportgen.render.sandbox import FILTERS
from reportgen.view import NAMES, Field, Kind, paths, samples, view_of
from reportgen.view.page import names_page
from reportgen.view.plan import plan_paths, plan_samples
from reportgen.view.wording import brief, clause, inside, is_cited
from tests.support_report import (
    CENTRE,
    CULTURE,
    KINDS,
    OFFICE,
    WARD,
    file_counts,
    full_report,
    handed_in,
    indicator_state,
    make_report,
    task_state,
)

COUNTS = st.dictionaries(
    st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(Class), st.integers(0, 3), max_size=9), max_size=7
)
TYPES = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.SHARE: Decimal,
    Kind.DATE: date,
    Kind.FLAG: bool,
}


def faults(fields: tuple[Field, ...], values: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield every difference between a declaration and values."""
    names = [field.name for field in fields]
    yield from (f"{path}{name} missing" for name in names if name not in values)
    yield from (f"{path}{name} not declared" for name in values if name not in names)
    for field in fields:
        if field.name in values:
            yield from faults_of(field, values[field.name], path + field.name)


def faults_of(field: Field, value: Any, path: str) -> Iterator[str]:
    """Yield what is wrong with one value."""
    if field.record is not None:
        rows = value if field.kind is Kind.LIST else [value]
        for row in rows:
            yield from faults(field.record.fields, row, path + ".")
    elif field.kind is Kind.TEXTS:
        if not isinstance(value, list) or not all(isinstance(line, str) and line for line in value):
            yield f"{path} is {value!r}"
    elif field.kind is Kind.CHART:
        data, problems = read_chart(value, path)
        yield from (str(problem) for problem in problems)
        if data is None or len(data.series) > len({one.name for one in data.series}):
            yield f"{path} is {value!r}"
    elif not (value is None and field.optional) and type(value) is not TYPES[field.kind]:
        yield f"{path} is {value!r}"


def numbers(words: str) -> list[int]:
    return [int(found.replace(".", "")) for found in re.findall(r"(\d[\d.]*) nhiệm vụ", words)]


def text_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from text_of(item)


@given(COUNTS, st.booleans())
@settings(max_examples=40, deadline=None)
def test_view_holds_exactly_the_declared_names_and_kinds(counts: dict[str, dict[Class, int]], regular: bool) -> None:
    report = make_report(counts, ward=replace(WARD, count_regular_as_done=regular))
    assert list(faults(NAMES, view_of(report))) == []


def test_full_report_and_samples_hold_exactly_the_declared_names() -> None:
    assert list(faults(NAMES, view_of(full_report(illustrative=True), number="5", issued_on=date(2026, 9, 16)))) == []
    assert list(faults(NAMES, samples())) == []


def test_no_sample_is_cut_short() -> None:
    for field in (*paths().values(), *plan_paths().values()):
        texts = field.sample if isinstance(field.sample, tuple) else (field.sample,)
        assert not [text for text in texts if "..." in str(text) or "…" in str(text)], field.meaning


def test_the_samples_of_a_table_of_the_plan_have_as_many_columns_as_they_say() -> None:
    tables: Any = plan_samples()["phu_luc"]
    [table] = tables
    assert table["so_cot"] == len(table["cot"]) == len(table["dong"][0]["o"])


def test_the_samples_of_the_totals_add_up() -> None:
    totals: Any = samples()["tong_hop"]
    open_ = ("dang_trien_khai", "chua_den_han", "den_han", "dinh_ky", "qua_han", "cho_cap_tren", "chua_ro")
    assert totals["tong"] == totals["hoan_thanh"] + sum(totals[name] for name in open_)
    assert totals["hoan_thanh"] == totals["hoan_thanh_thuong_xuyen"] + totals["hoan_thanh_co_thoi_han"]


def test_the_page_of_names_is_the_declaration(root: Path) -> None:
    assert (root / "docs" / "ten-truong.md").read_text("utf-8") == names_page(NAMES)


def test_the_page_of_names_shows_every_way_to_write_a_value() -> None:
    page = names_page(NAMES)
    assert [name for name in FILTERS if f"\\| {name} " not in page] == []


@given(COUNTS, st.booleans())
@settings(max_examples=60, deadline=None)
def test_parts_of_the_key_sentence_add_up_to_the_total(counts: dict[str, dict[Class, int]], regular: bool) -> None:
    report = make_report(counts, ward=replace(WARD, count_regular_as_done=regular))
    sentence = str(view_of(report)["tong_hop"]["cau_tong_hop"])  # type: ignore[index]
    if not report.totals.total:
        assert sentence == "Kế hoạch không giao nhiệm vụ cụ thể."
        return
    bare = re.sub(r"\([^)]*\)", "", sentence)
    total, *parts = numbers(bare)
    done = parts.pop(0) if report.totals.done else 0
    if report.totals.done:
        assert f"đã hoàn thành {report.totals.done}/{total} nhiệm vụ" in sentence
        done = report.totals.done
    assert total == report.totals.total
    assert done + sum(parts) == total


def test_key_sentence_reads_as_a_real_report_words_it() -> None:
    counts = {"02": {Class.DONE_REGULAR: 8, Class.DONE_DATED: 15, Class.NOT_YET_DUE: 13, Class.OVERDUE: 3}}
    assert said(make_report(counts), "tong_hop", "cau_tong_hop") == (
        "Kế hoạch gồm có 39 nhiệm vụ; tính đến ngày 14/9/2026, đã hoàn thành 23/39 nhiệm vụ, đạt tỷ lệ 58,97% "
        "(trong đó có 8 nhiệm vụ thực hiện thường xuyên, 15 nhiệm vụ được giao có thời hạn); còn 13 nhiệm vụ "
        "chưa đến hạn, 3 nhiệm vụ quá hạn chưa hoàn thành."
    )


def said(report: Report, *path: str) -> str:
    value: Any = view_of(report)
    for name in path:
        value = value[name]
    return " ".join(value) if isinstance(value, list) else str(value)


def test_report_says_how_regular_tasks_are_counted() -> None:
    counts = {"02": {Class.DONE_REGULAR: 2, Class.DONE_DATED: 1}}
    assert "được tính là hoàn thành" in said(make_report(counts), "tong_hop", "cach_tinh")
    strict = make_report(counts, ward=replace(WARD, count_regular_as_done=False))
    assert "không tính vào số nhiệm vụ đã hoàn thành" in said(strict, "tong_hop", "cach_tinh")
    assert "còn 2 nhiệm vụ thực hiện thường xuyên" in said(strict, "tong_hop", "cau_tong_hop")


def test_opening_cites_the_plan_and_the_window() -> None:
    words = said(full_report(), "mo_dau")
    assert "Kế hoạch số 12/KH-UBND ngày 08/01/2026 của Ủy ban nhân dân phường về cải cách hành chính" in words
    assert "từ ngày 15/6/2026 đến ngày 14/9/2026" in words
    assert words.endswith("như sau:")


def test_plan_without_a_number_is_cited_by_its_name_alone() -> None:
    report = full_report()
    bare = replace(report, plan=replace(report.plan, number="", issued=None))
    assert said(bare, "ke_hoach", "vien_dan") == report.plan.citation


def test_opening_says_what_the_figures_cover() -> None:
    report = make_report(kind=PeriodKind.NINE_MONTHS, index=1, cumulative=True, open_window=True, missing=(CENTRE,))
    words = said(report, "mo_dau")
    assert "lũy kế từ đầu năm 2026; số hồ sơ thủ tục hành chính được tính trong thời gian chốt số liệu" in words
    assert "số tạm tính đến hết ngày 14/9/2026" in words
    assert "còn 1 cơ quan, đơn vị chưa gửi báo cáo tiến độ: Trung tâm Phục vụ hành chính công." in words


def test_opening_of_a_ward_younger_than_its_window_says_so() -> None:
    report = make_report()
    period = replace(report.period, window=Window(date(2026, 7, 1), date(2026, 9, 14)), clipped=True)
    ward = replace(WARD, calendar=Calendar(formed=date(2026, 7, 1)))
    words = said(replace(report, period=period, ward=ward), "mo_dau")
    assert (
        "Phường Suối Lành được thành lập từ ngày 01/7/2026, do đó số liệu của kỳ được tính từ ngày 01/7/2026" in words
    )


@pytest.mark.parametrize(
    ("kind", "index", "name", "following"),
    [
        (PeriodKind.MONTH, 9, "tháng 9 năm 2026", "THÁNG 10 NĂM 2026"),
        (PeriodKind.QUARTER, 4, "quý IV năm 2026", "QUÝ I NĂM 2027"),
        (PeriodKind.HALF, 1, "6 tháng đầu năm 2026", "6 THÁNG CUỐI NĂM 2026"),
        (PeriodKind.YEAR, 1, "năm 2026", "NĂM 2027"),
    ],
)
def test_every_period_is_named(kind: PeriodKind, index: int, name: str, following: str) -> None:
    report = make_report(kind=kind, index=index)
    assert said(report, "trich_yeu") == f"Kết quả công tác cải cách hành chính {name}"
    assert said(report, "ky", "ten_ky_sau_hoa") == following


def test_a_free_range_is_named_by_its_days_once() -> None:
    days = make_range(date(2026, 7, 1), date(2026, 9, 14))
    report = replace(make_report(), period=days, next_period=following(days))
    assert said(report, "trich_yeu") == "Kết quả công tác cải cách hành chính từ ngày 01/7/2026 đến ngày 14/9/2026"
    assert said(report, "mo_dau").count("14/9/2026") == 1
    assert said(report, "cau_ky_sau").startswith("Trong thời gian từ ngày 15/9/2026")
    assert view_of(report, subject="Tình hình số hóa")["trich_yeu"] == "Tình hình số hóa"


def test_number_and_date_stay_blank_until_given() -> None:
    values = view_of(make_report())
    assert (values["so_ky_hieu"], values["ngay_ban_hanh"]) == ("     /BC-UBND", None)
    assert values["dong_ngay_thang"] == "Suối Lành, ngày      tháng      năm 2026"
    given_ = view_of(make_report(), number="5", issued_on=date(2026, 9, 16))
    assert (given_["so_ky_hieu"], given_["dong_ngay_thang"]) == ("05/BC-UBND", "Suối Lành, ngày 16 tháng 9 năm 2026")
    assert given_["kem_theo"] == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 16 tháng 9 năm 2026 của Ủy ban nhân dân phường Suối Lành)"
    )


def test_part_two_always_has_the_six_areas_of_the_outline() -> None:
    sections: Any = view_of(make_report({"02": {Class.DONE_DATED: 1}}))["noi_dung"]
    assert [section["stt"] for section in sections] == [1, 2, 3, 4, 5, 6]
    assert sections[2]["ten"] == "Cải cách tổ chức bộ máy hành chính nhà nước"
    assert sections[2]["mo_dau"] == "Kế hoạch không giao nhiệm vụ cụ thể về nội dung này."


def test_an_area_of_an_unknown_kind_is_not_lost() -> None:
    report = make_report({"02": {Class.DONE_DATED: 1}})
    area = replace(report.areas[0], area=replace(report.areas[0].area, kind="khác", heading="Nội dung riêng"))
    sections: Any = view_of(replace(report, areas=(area,)))["noi_dung"]
    assert (sections[-1]["stt"], sections[-1]["ten"], len(sections[-1]["ket_qua"])) == (7, "Nội dung riêng", 1)


def test_results_carry_the_documents_issued() -> None:
    sections: Any = view_of(make_report({"02": {Class.DONE_DATED: 1}}))["noi_dung"]
    assert sections[0]["ket_qua"][0].endswith("(Kế hoạch số 11/KH-UBND ngày 03/7/2026).")


def test_a_document_cited_in_the_sentence_is_not_cited_twice() -> None:
    report = make_report({"02": {Class.DONE_DATED: 1}})
    state = report.tasks[0]
    result = "Đã ban hành Kế hoạch số 11/KH-UBND ngày 03/7/2026, phân công rõ trách nhiệm từng đơn vị."
    told = replace(report.returns[0], tasks=(replace(state.reports[0], result=result),))
    sections: Any = view_of(replace(report, returns=(told,)))["noi_dung"]
    assert sections[0]["ket_qua"] == [result]


Told = tuple[str, int, date]
QUARTERS: dict[str, Told] = {
    "2026-q1": ("Đã phát 30 lượt tin, bài trên hệ thống truyền thanh của phường", 85, date(2026, 3, 12)),
    "2026-q2": ("Đã phát 38 lượt tin, bài; xây dựng 02 phóng sự về thanh toán trực tuyến", 189, date(2026, 6, 11)),
    "2026-q3": ("Quý III phát 46 lượt tin, bài; xây dựng 03 phóng sự về thanh toán trực tuyến", 294, date(2026, 9, 10)),
}
"""By period: what was told, and the number and day of the report that proves it."""


def year_of(class_: Class, results: dict[str, Told] | None = None) -> Report:
    """Return a report of the year on one task of which each quarter has something to tell."""
    report = make_report({"02": {class_: 1}}, kind=PeriodKind.YEAR, index=1, cumulative=True)
    state = report.tasks[0]
    template = TaskProgress(state.task.id, Declared.IN_PROGRESS, None, None, "", (), (), (), "", "", "x")
    returns, reports, documents = [], [], []
    for key, (result, number, day) in (results or QUARTERS).items():
        document = IssuedDocument("Báo cáo", str(number), "BC-UBND", day)
        progress = replace(template, result=result, documents=(document,))
        returns.append(replace(handed_in([]), period=key, tasks=(progress,)))
        reports.append(progress)
        documents.append(document)
    told = replace(state, reports=tuple(reports), latest=reports[-1], documents=tuple(documents))
    (facts,) = report.areas
    overdue = tuple((agency, (told,)) for agency, _ in facts.overdue)
    return replace(
        report, tasks=(told,), areas=(replace(facts, tasks=(told,), overdue=overdue),), returns=tuple(returns)
    )


def test_a_cumulative_table_tells_each_period_on_its_line_with_its_own_documents() -> None:
    task: Any = view_of(year_of(Class.DONE_REGULAR))["nhiem_vu"]
    first, second, third = task[0]["dien_giai"].split("\n")
    assert first == (
        "Quý I: đã phát 30 lượt tin, bài trên hệ thống truyền thanh của phường (Báo cáo số 85/BC-UBND ngày 12/3/2026)."
    )
    assert second.startswith("Quý II: đã phát 38 lượt tin, bài")
    assert second.endswith("(Báo cáo số 189/BC-UBND ngày 11/6/2026).")
    assert third.startswith("Quý III phát 46 lượt tin, bài")
    assert third.endswith("(Báo cáo số 294/BC-UBND ngày 10/9/2026).")
    assert [line.partition(":")[0] for line in task[0]["van_ban"].split("\n")] == ["Quý I", "Quý II", "Quý III"]
    assert task[0]["ket_qua"].split("\n")[1].startswith("Quý II: đã phát 38 lượt tin")


@pytest.mark.parametrize(
    ("class_", "name", "told"),
    [
        (Class.DONE_REGULAR, "ket_qua", ["189", "294"]),
        (Class.DUE, "dang_lam", ["294"]),
        (Class.WAITING, "buoc_dau", ["294"]),
        (Class.NOT_YET_DUE, "buoc_dau", ["294"]),
        (Class.NEEDS_HUMAN, "dang_lam", ["294"]),
        (Class.OVERDUE, "qua_han", ["294"]),
    ],
)
def test_cumulative_text_tells_the_newest_results_and_never_cites_another_period(
    class_: Class, name: str, told: list[str]
) -> None:
    sections: Any = view_of(year_of(class_))["noi_dung"]
    (paragraph,) = sections[0][name]
    assert re.findall(r"số (\d+)/BC-UBND", paragraph) == told


def test_whatever_is_reported_of_a_task_stands_in_the_text() -> None:
    for class_ in Class:
        section: Any = view_of(year_of(class_))["noi_dung"]
        assert sum(len(section[0][name]) for name in ("ket_qua", "dang_lam", "buoc_dau", "qua_han")) == 1


def test_work_that_waits_and_has_not_begun_is_left_to_the_appendix() -> None:
    report = year_of(Class.WAITING)
    state = report.tasks[0]
    idle = replace(state, reports=(replace(state.reports[0], declared=Declared.NOT_STARTED),))
    sections: Any = view_of(replace(report, areas=(replace(report.areas[0], tasks=(idle,)),)))["noi_dung"]
    assert sections[0]["buoc_dau"] == []


def test_periods_that_say_the_same_are_told_together() -> None:
    same = "Duy trì niêm yết công khai 100% thủ tục hành chính tại trụ sở và trên trang thông tin điện tử của phường"
    results = {key: (same, number, day) for key, (_, number, day) in QUARTERS.items()}
    task: Any = view_of(year_of(Class.DONE_REGULAR, results))["nhiem_vu"]
    assert task[0]["ket_qua"] == f"{same}."
    assert re.findall(r"số (\d+)/BC-UBND", task[0]["dien_giai"]) == ["85", "189", "294"]


def test_two_agencies_of_a_period_are_each_followed_by_their_own_documents() -> None:
    report = year_of(Class.DONE_REGULAR)
    returns = tuple(replace(handed, period="2026-q3", agency=str(n)) for n, handed in enumerate(report.returns))
    task: Any = view_of(replace(report, returns=returns))["nhiem_vu"]
    order = re.findall(r"phát (\d+) lượt|số (\d+)/BC", task[0]["dien_giai"])
    assert ["".join(found) for found in order] == ["30", "85", "38", "189", "46", "294"]


def test_a_month_that_speaks_of_a_quarter_says_so() -> None:
    quarter = make_report({"03": {Class.DONE_REGULAR: 2}})
    handed = replace(quarter.returns[0], files=(file_counts("Hộ tịch"),))
    month = make_report({"03": {Class.DONE_REGULAR: 2}}, kind=PeriodKind.MONTH, index=9, returns=(handed,))
    assert "báo cáo tiến độ quý III năm 2026 (từ ngày 15/6/2026 đến ngày 14/9/2026)" in said(month, "mo_dau")
    assert "được tổng hợp theo quý, không tách riêng cho tháng 9 năm 2026" in said(month, "ho_so_tong", "cau_chua_co")
    sections: Any = view_of(month)["noi_dung"]
    assert sections[1]["ho_so"] == [said(month, "ho_so_tong", "cau_chua_co")]
    assert "được tổng hợp từ" not in said(quarter, "mo_dau")
    assert "chưa có số liệu" in said(quarter, "ho_so_tong", "cau_chua_co")


def test_a_month_names_whose_results_are_a_quarters_when_others_report_by_month() -> None:
    (quarter,) = make_report({"03": {Class.DONE_REGULAR: 1}}).returns
    month = make_report(kind=PeriodKind.MONTH, index=9)
    both = replace(month, returns=(quarter, replace(quarter, agency=OFFICE.id, period="2026-m09")))
    assert f"Kết quả thực hiện nhiệm vụ của {CULTURE.name} được tổng hợp" in said(both, "mo_dau")


@pytest.mark.parametrize(
    ("printed", "inner"),
    [
        ("Theo hướng dẫn của cơ quan cấp trên.", "theo hướng dẫn của cơ quan cấp trên"),
        ("Quý II/2026", "quý II/2026"),
        ("Kế hoạch kiểm tra", "kế hoạch kiểm tra"),
        ("Kế hoạch số 12/KH-UBND", "Kế hoạch số 12/KH-UBND"),
        ("Sở Nội vụ hướng dẫn", "Sở Nội vụ hướng dẫn"),
        ("UBND tỉnh phê duyệt", "UBND tỉnh phê duyệt"),
        ("Chính phủ ban hành", "Chính phủ ban hành"),
        ("", ""),
    ],
)
def test_brackets_begin_with_a_capital_only_before_a_name(printed: str, inner: str) -> None:
    assert inside(printed) == inner


def test_an_overdue_task_is_told_with_its_day() -> None:
    sections: Any = view_of(make_report({"02": {Class.OVERDUE: 1}}))["noi_dung"]
    assert "(đến hạn ngày 30/6/2026)" in sections[0]["qua_han"][0]


def test_an_overdue_task_without_a_day_is_told_with_its_words() -> None:
    report = make_report({"02": {Class.OVERDUE: 1}})
    state = report.tasks[0]
    deadline = replace(state.task.deadlines[0], text="Theo hướng dẫn của cơ quan cấp trên")
    undated = replace(state, deadlines=(replace(state.deadlines[0], deadline=deadline, due=None),))
    areas = (replace(report.areas[0], overdue=((CULTURE, (undated,)),)),)
    sections: Any = view_of(replace(report, areas=areas))["noi_dung"]
    assert "(thời hạn: theo hướng dẫn của cơ quan cấp trên)" in sections[0]["qua_han"][0]


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ([Verdict.NO_DATA] * 2, "cả 2 chỉ tiêu của Kế hoạch chưa có số liệu."),
        ([Verdict.MET], "1 chỉ tiêu của Kế hoạch đạt."),
        (
            [Verdict.MET, Verdict.NO_DATA],
            "trong 2 chỉ tiêu của Kế hoạch, có 1 chỉ tiêu đạt, 1 chỉ tiêu chưa có số liệu.",
        ),
    ],
)
def test_indicators_of_one_verdict_are_told_all_together(verdicts: list[Verdict], words: str) -> None:
    indicators = tuple(indicator_state(n, verdict) for n, verdict in enumerate(verdicts))
    assert said(make_report(indicators=indicators), "chi_tieu_tong", "cau_tong_hop").endswith(words)


def test_names_that_hold_a_comma_are_told_apart_by_semicolons() -> None:
    economy = Agency("kt", "Phòng Kinh tế, Hạ tầng và Đô thị", "phường", reports=True)
    words = said(make_report(missing=(economy, CENTRE)), "cau_chua_bao_cao")
    assert words.endswith(": Phòng Kinh tế, Hạ tầng và Đô thị; Trung tâm Phục vụ hành chính công.")


@pytest.mark.parametrize("regular", [True, False])
def test_nothing_is_said_of_regular_tasks_when_none_has_results(regular: bool) -> None:
    ward = replace(WARD, count_regular_as_done=regular)
    assert not said(
        make_report({"02": {Class.DONE_DATED: 2, Class.IN_PROGRESS: 1}}, ward=ward), "tong_hop", "cach_tinh"
    )


def test_a_document_is_not_taken_for_cited_by_digits_alone() -> None:
    state = make_report({"02": {Class.DONE_DATED: 1}}).tasks[0].documents[0]
    assert not is_cited(state, "Ban hành 11 văn bản theo Kế hoạch số 111/KH-UBND.")
    assert is_cited(state, "Ban hành Kế hoạch số 11/KH-UBND.")


def test_a_document_without_a_sentence_is_told_with_the_task() -> None:
    report = make_report({"02": {Class.DONE_DATED: 1}})
    told = replace(report.returns[0], tasks=(replace(report.tasks[0].reports[0], result=""),))
    tasks: Any = view_of(replace(report, returns=(told,)))["nhiem_vu"]
    assert tasks[0]["dien_giai"] == f"{tasks[0]['ten']} (Kế hoạch số 11/KH-UBND ngày 03/7/2026)."


def test_a_task_of_two_agencies_is_told_once_under_both_names() -> None:
    report = make_report({"02": {Class.OVERDUE: 3}})
    values: Any = view_of(report)
    assert [row["stt"] for row in values["qua_han"]] == [1, 2, 3]
    assert [(group["co_quan"], group["so_luong"]) for group in values["qua_han_theo_co_quan"]] == [
        (CULTURE.name, 2),
        (f"{OFFICE.name}; {CENTRE.name}", 1),
    ]
    assert len(values["noi_dung"][0]["qua_han"]) == 3
    assert values["noi_dung"][0]["qua_han"][-1].startswith(f"{OFFICE.name}; {CENTRE.name}: Rà soát")
    assert values["qua_han"][0]["so_ngay_qua_han_chu"] == "76 ngày"


def test_next_period_counts_tasks_not_their_leads() -> None:
    words = said(make_report({"02": {Class.NOT_YET_DUE: 3}}), "cau_ky_sau")
    assert words.startswith("Trong quý IV năm 2026, có 3 nhiệm vụ đến hạn")


def test_next_period_tells_what_is_carried_over() -> None:
    report = make_report({"02": {Class.NOT_YET_DUE: 2}})
    late = tuple(replace(item, due=date(2026, 9, 30)) for item in report.next_due)
    assert "tiếp tục thực hiện 2 nhiệm vụ của kỳ trước chuyển sang" in said(
        replace(report, next_due=late), "cau_ky_sau"
    )
    mixed = replace(report, next_due=(late[0], report.next_due[1]))
    assert "có 2 nhiệm vụ đến hạn thực hiện, hoàn thành (trong đó có 1 nhiệm vụ của kỳ trước" in said(
        mixed, "cau_ky_sau"
    )


def test_files_are_told_with_their_shares() -> None:
    sections: Any = view_of(full_report())["noi_dung"]
    words = " ".join(sections[1]["ho_so"])
    assert "nhận giải quyết là 4.012 hồ sơ" in words
    assert "trước hạn và đúng hạn đạt 99,49%" in words
    assert [section["ho_so"] for section in sections if section["stt"] != 2] == [[]] * 5


def test_a_report_with_nothing_to_say_still_reads_as_sentences() -> None:
    values: Any = view_of(make_report())
    assert values["danh_gia"]["han_che"] == [
        "Trong kỳ báo cáo, không có nhiệm vụ quá hạn; các cơ quan, đơn vị không nêu khó khăn, vướng mắc."
    ]
    assert values["noi_dung"][1]["ho_so"] == [
        "Trong kỳ, chưa có số liệu báo cáo về tiếp nhận, giải quyết hồ sơ thủ tục hành chính."
    ]
    assert values["cau_ky_sau"].startswith("Trong quý IV năm 2026, không có nhiệm vụ của Kế hoạch đến hạn")


@pytest.mark.parametrize("report", [full_report(illustrative=True), make_report()], ids=["full", "empty"])
def test_no_sentence_has_doubled_marks_or_spaces(report: Report) -> None:
    blanks = {"so_ky_hieu", "dong_ngay_thang", "kem_theo"}
    values = {name: value for name, value in view_of(report).items() if name not in blanks}
    for words in text_of(values):
        assert "  " not in words
        assert not re.search(r"[.;,]\s*[.;,]|\(\s|\s\)|\bNone\b|:\.", words.replace("...", "")), words


def test_a_sentence_of_two_agencies_is_printed_once() -> None:
    report = make_report(
        {}, difficulties=(Voice(CULTURE, "Thiếu nhân lực."), Voice(OFFICE, "Thiếu nhân lực"), Voice(OFFICE, " "))
    )
    assert view_of(report)["danh_gia"]["han_che"] == [  # type: ignore[index]
        "Thiếu nhân lực (Phòng Văn hóa - Xã hội và Văn phòng HĐND và UBND)."
    ]


def test_a_target_of_the_text_gives_way_to_the_appendix_row_that_states_it() -> None:
    row, text = indicator_state(1, Verdict.MET), indicator_state(2, Verdict.NO_DATA)
    double = replace(text, indicator=replace(text.indicator, id="CT.01", same_as="PL1.1", phase=""))
    values: Any = view_of(make_report({}, indicators=(row, double)))
    assert [shown["ma"] for shown in values["chi_tieu"]] == ["PL1.1"]
    measured = replace(double, verdict=Verdict.MET)
    unknown = replace(row, verdict=Verdict.NO_DATA)
    values = view_of(make_report({}, indicators=(unknown, measured)))
    assert [shown["ma"] for shown in values["chi_tieu"]] == ["PL1.1", "CT.01"]


def test_indicators_keep_their_figures_beside_their_words() -> None:
    values: Any = view_of(make_report({}, indicators=(indicator_state(1, Verdict.MET),)))
    row = values["chi_tieu"][0]
    assert (row["gia_tri"], row["gia_tri_chu"], row["thay_doi_chu"]) == (Decimal("98.214"), "98,21", "+1,21")
    assert (row["mau_so_chu"], row["cung_ky"], row["cung_ky_chu"]) == ("1.003", None, "")
    assert row["theo_doi"] == CENTRE.name


def test_a_change_is_the_difference_of_the_figures_as_printed() -> None:
    value, before, last_year = Decimal(63400) / 742, Decimal(56600) / 683, Decimal(56600) / 683 + 5
    state = indicator_state(1, Verdict.MET, value=value, previous=before, last_year=last_year)
    rows: Any = view_of(make_report(indicators=(state,)))["chi_tieu"]
    (row,) = rows
    printed = [row[f"{name}_chu"] for name in ("gia_tri", "ky_truoc", "thay_doi", "cung_ky", "thay_doi_cung_ky")]
    assert printed == ["85,44", "82,87", "+2,57", "87,87", "-2,43"]
    assert row["thay_doi"] == Decimal("2.57")


def test_invented_data_is_named_on_the_face() -> None:
    assert view_of(full_report(illustrative=True))["canh_bao"]
    assert view_of(full_report())["canh_bao"] == []


def test_recipients_are_a_list_as_the_decree_prints_it() -> None:
    many = replace(WARD, addressees=("Sở Nội vụ", "- Chủ tịch UBND tỉnh;"))
    values = view_of(make_report(ward=many))
    assert values["kinh_gui_dong"] == ["- Sở Nội vụ;", "- Chủ tịch UBND tỉnh."]
    assert values["noi_nhan"][-1] == "- Lưu: VT, VHXH."  # type: ignore[index]


def test_a_result_too_short_to_stand_alone_follows_its_task() -> None:
    report = make_report({"02": {Class.IN_PROGRESS: 1}})
    told = replace(report.returns[0], tasks=(replace(report.tasks[0].reports[0], result="Đang lấy ý kiến."),))
    state = replace(report.tasks[0], documents=())
    area = replace(report.areas[0], tasks=(state,))
    sections: Any = view_of(replace(report, returns=(told,), tasks=(state,), areas=(area,)))["noi_dung"]
    assert sections[0]["dang_lam"] == [f"{state.task.title}: đang lấy ý kiến."]


@given(st.text("ab ;.", max_size=400))
def test_a_brief_title_is_the_title_or_ends_at_a_clause_of_it(title: str) -> None:
    short = brief(title)
    assert short == clause(title) or (title.strip().startswith(short[:-3]) and short.endswith("..."))
    assert len(short) <= 163 or short == clause(title)


def test_only_official_names_are_printed() -> None:
    report = make_report({"02": {Class.DONE_DATED: 1}})
    tasks: Any = view_of(report)["nhiem_vu"]
    assert (tasks[0]["chu_tri"], tasks[0]["phoi_hop"]) == (CULTURE.name, "Các cơ quan, đơn vị")


def test_documents_whose_number_holds_the_symbol_are_cited_whole() -> None:
    report = make_report({"02": {Class.DONE_DATED: 1}})
    whole = IssuedDocument("Quyết định", "45/QĐ-UBND", "QĐ-UBND", date(2026, 3, 5))
    states = (replace(report.tasks[0], documents=(whole,)),)
    tasks: Any = view_of(replace(report, tasks=states))["nhiem_vu"]
    assert tasks[0]["van_ban"] == "Quyết định số 45/QĐ-UBND ngày 05/3/2026"


def test_recurring_tasks_tell_how_many_instances_are_delivered() -> None:
    tasks: Any = view_of(make_report({"02": {Class.RECURRING: 1}}))["nhiem_vu"]
    assert tasks[0]["tinh_trang"] == "Định kỳ đến hạn thực hiện (2/4 kỳ)"


def test_an_agency_unknown_to_the_ward_keeps_its_printed_name() -> None:
    state = task_state("02", 1, Class.NOT_YET_DUE, leads=(Agency("x", "Sở Tư pháp", "tỉnh"),))
    report = make_report({"02": {Class.NOT_YET_DUE: 1}})
    tasks: Any = view_of(replace(report, tasks=(state,)))["nhiem_vu"]
    assert tasks[0]["chu_tri"] == "Sở Tư pháp"
