"""Forms edited at random: nothing valid is lost, nothing invalid gets in, in whatever order they come back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.forms import form_of, layout
from reportgen.forms.compose import compose
from reportgen.forms.content import Form
from reportgen.forms.grid import read_book
from reportgen.forms.read import understand
from reportgen.forms.returned import Returned
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.model.progress import Declared
from reportgen.problem import errors
from tests.support_forms import AGENCY, FILES, TASKS, Filled, sent, workspace
from tests.support_ward import WARD_ID

WORDS = {"Đã hoàn thành": Declared.DONE, "đang làm": Declared.IN_PROGRESS, "Chưa triển khai": Declared.NOT_STARTED}
GOOD = {
    "status": st.sampled_from(sorted(WORDS)),
    "percent": st.integers(0, 100).flatmap(lambda n: st.sampled_from([n, f"{n}", f"{n}%", f"{n},0"])),
    "result": st.text("abc đêư=+-@<>&\"'{}[]:#", min_size=1, max_size=30).filter(
        lambda t: t.strip(" -") and not t.startswith("=")  # openpyxl would make a formula of it
    ),
    "done_on": st.dates(date(2026, 9, 15), date(2026, 12, 14)).flatmap(
        lambda d: st.sampled_from([d, f"{d.day}/{d.month}/{d.year}", f"ngày {d.day} tháng {d.month}", d.isoformat()])
    ),
}
BAD = {
    "status": st.sampled_from(["gần xong", "?", "80%"]),
    "percent": st.sampled_from(["khoảng 80", 101, -1, "tám mươi", 0.5]),
    "done_on": st.sampled_from(["31/9/2026", "cuối quý", "12/31/2026", "tháng 9", 3]),
}
HEADINGS = {c.key: c.heading for c in layout.TASKS.columns}
IDS = ("01.1", "02.1", "02.3")


@dataclass(frozen=True)
class Typed:
    """What is typed into one row: good values by column, and at most one bad one."""

    good: dict[str, Any]
    bad: dict[str, Any]


@st.composite
def typed_rows(draw: st.DrawFn) -> dict[str, Typed]:
    rows = {}
    for id_ in draw(st.sets(st.sampled_from(IDS), min_size=1)):
        good = {key: draw(GOOD[key]) for key in {"status", *draw(st.sets(st.sampled_from(sorted(GOOD))))}}
        key = draw(st.none() | st.sampled_from(sorted(BAD)))
        rows[id_] = Typed(good, {key: draw(BAD[key])} if key else {})
    return rows


EDITS = st.lists(st.sampled_from(["shuffle", "swap", "insert", "rename", "unkey"]), unique=True)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("forms") / "work")


@pytest.fixture(scope="module")
def form(work: Path) -> Form:
    data = load_ward(work / "data" / WARD_ID).data
    period = make_period(PeriodKind.QUARTER, 2026, 4, data.ward.calendar)
    return form_of(data, data.ward.agencies[AGENCY], period)


def edit(book: Filled, edits: list[str], order: list[int]) -> None:
    """Do to the sheet of tasks what people do."""
    sheet = book.sheet(TASKS)
    if "shuffle" in edits:
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
        for number, place in enumerate(sorted(range(len(rows)), key=lambda k: order[k % len(order)]), 5):
            for column, value in enumerate(rows[place], 1):
                sheet.cell(number, column).value = value
    if "swap" in edits:
        one, other = book.column(TASKS, "Tình trạng"), book.column(TASKS, "Kết quả trong kỳ")
        for row in range(4, sheet.max_row + 1):
            a, b = sheet.cell(row, one), sheet.cell(row, other)
            a.value, b.value, a.number_format, b.number_format = b.value, a.value, b.number_format, a.number_format
    if "unkey" in edits:
        sheet.delete_cols(len(layout.TASKS.columns) + 1)
    if "insert" in edits:
        sheet.insert_rows(4, 2)
    if "rename" in edits:
        sheet.title = "Sheet1"


def returned(form: Form, work: Path, rows: dict[str, Typed], edits: list[str], order: list[int]) -> Returned:
    book = Filled(sent(work))
    for id_, typed in rows.items():
        book.put(TASKS, id_, {HEADINGS[k]: v for k, v in {**typed.good, **typed.bad}.items()})
    edit(book, edits, order)
    out = io.BytesIO()
    book.book.save(out)
    return understand(read_book(out.getvalue(), "bieu-mau.xlsx"), form)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=typed_rows(), edits=EDITS, order=st.permutations(range(8)))
def test_what_is_valid_is_read_and_what_is_not_is_told(
    form: Form, work: Path, rows: dict[str, Typed], edits: list[str], order: list[int]
) -> None:
    found = returned(form, work, rows, edits, list(order))
    lines = {line.key: line for line in found.tables["tasks"]}
    assert set(lines) == set(rows)
    for id_, typed in rows.items():
        line = lines[id_]
        assert line.faulty == set(typed.bad)
        for key in typed.good.keys() - typed.bad.keys():
            assert key in line.values
        if "status" in typed.good and "status" not in typed.bad:
            assert line.values["status"] is WORDS[typed.good["status"]]
        if "percent" in typed.good and "percent" not in typed.bad:
            assert line.values["percent"] == Decimal(str(typed.good["percent"]).strip("%").partition(",")[0])
        if "result" in typed.good and "result" not in typed.bad:
            assert line.values["result"] == " ".join(typed.good["result"].split())
    assert len(errors(found.problems)) == sum(len(typed.bad) for typed in rows.values())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=typed_rows(), edits=EDITS, order=st.permutations(range(8)))
def test_only_whole_rows_without_faults_get_in(
    form: Form, work: Path, rows: dict[str, Typed], edits: list[str], order: list[int]
) -> None:
    found = returned(form, work, rows, edits, list(order))
    composed = compose(found, form, received_on=date(2026, 12, 14), valid_only=True)
    written = {line.split('"')[1] for line in composed.text.splitlines() if line.startswith("  - id: ")}
    assert written == {id_ for id_, typed in rows.items() if not typed.bad}


COUNT_COLUMNS = {"online": "Tiếp nhận: trực tuyến", "early": "Đã giải quyết: trước hạn",
                 "pending_in_time": "Đang giải quyết: trong hạn"}  # fmt: skip
COUNTS = st.integers(0, 99_999).flatmap(
    lambda n: st.sampled_from([n, float(n), str(n), f"{n:,}".replace(",", "."), f" {n}\u200b", f"{n}."])
)
NO_COUNTS = st.sampled_from(["gần 7.000", "12 hồ sơ", -3, 4.5, "1,003", "không", "#REF!", True])


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    fields=st.lists(
        st.tuples(st.sampled_from(["Đất đai", "Chứng thực", "Xây dựng", "Y tế"]),
                  st.fixed_dictionaries(dict.fromkeys(COUNT_COLUMNS, COUNTS)),
                  st.none() | st.tuples(st.sampled_from(sorted(COUNT_COLUMNS)), NO_COUNTS)),
        unique_by=lambda row: row[0], min_size=1,
    )
)  # fmt: skip
def test_counts_are_read_as_typed_or_refused(
    form: Form, work: Path, fields: list[tuple[str, dict[str, Any], tuple[str, Any] | None]]
) -> None:
    book = Filled(sent(work))
    sheet = book.sheet(FILES)
    for number, (name, good, bad) in enumerate(fields, 7):
        sheet.cell(number, book.column(FILES, "Lĩnh vực")).value = name
        for key, value in {**good, **dict([bad] if bad else [])}.items():
            sheet.cell(number, book.column(FILES, COUNT_COLUMNS[key])).value = value
    out = io.BytesIO()
    book.book.save(out)
    found = understand(read_book(out.getvalue(), "bieu-mau.xlsx"), form)
    lines = {line.key: line for line in found.tables["files"]}
    for name, good, bad in fields:
        assert lines[name].faulty == ({bad[0]} if bad else set())
        for key in good.keys() - {bad[0] if bad else ""}:
            assert lines[name].values[key] == int(str(good[key]).removesuffix(".0").strip(" \u200b.").replace(".", ""))
    composed = compose(found, form, received_on=date(2026, 12, 14), valid_only=True)
    written = {line.split('"')[1] for line in composed.text.splitlines() if line.startswith("  - field: ")}
    assert written == {name for name, _, bad in fields if not bad}
