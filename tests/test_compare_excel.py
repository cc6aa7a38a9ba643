"""Two workbooks compared cell by cell; what an officer rewrote against what we say now."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compare.carry import Now, carry
from reportgen.compare.change import How
from reportgen.compare.excel import compare
from tests.support_compare import word


def book(rows: Sequence[Sequence[Any]], title: str = "Phụ lục 1", formats: dict[str, str] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def told(old: bytes, new: bytes) -> list[tuple[str, str, str, str]]:
    return [(c.place, c.how.value, c.old, c.new) for c in compare(old, new, "cu.xlsx", "moi.xlsx").changes]


def notes(old: bytes, new: bytes) -> dict[str, str]:
    made: Any = openpyxl.load_workbook(io.BytesIO(compare(old, new, "cu.xlsx", "moi.xlsx").document))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in made.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


ROWS: list[list[Any]] = [["STT", "Nhiệm vụ", "Số"], [1, "Một", 10], [2, "Hai", 20], [3, "Ba", 30]]


def test_a_changed_cell_is_told_and_noted() -> None:
    new: list[list[Any]] = [*ROWS[:2], [2, "Hai", 25], ROWS[3]]
    assert told(book(ROWS), book(new)) == [("moi.xlsx, Phụ lục 1!C3", "changed", "20", "25")]
    assert notes(book(ROWS), book(new)) == {"Phụ lục 1!C3": "Trước: 20\nNay: 25"}


def test_a_row_put_in_is_one_difference_and_moves_nothing() -> None:
    new: list[list[Any]] = [*ROWS[:2], ["mới", "Một rưỡi", 15], *ROWS[2:]]
    assert told(book(ROWS), book(new)) == [("moi.xlsx, Phụ lục 1!A3", "added", "", "mới | Một rưỡi | 15")]
    assert notes(book(ROWS), book(new)) == {"Phụ lục 1!A3": "Dòng mới"}


def test_a_row_taken_out_is_noted_where_it_stood() -> None:
    new: list[list[Any]] = [*ROWS[:2], ROWS[3]]
    assert told(book(ROWS), book(new)) == [("cu.xlsx, Phụ lục 1!A3", "removed", "2 | Hai | 20", "")]
    assert notes(book(ROWS), book(new)) == {"Phụ lục 1!A3": "Trước dòng này đã bỏ dòng: 2 | Hai | 20"}


def test_cells_filled_in_and_emptied_are_told() -> None:
    new: list[list[Any]] = [*ROWS[:2], [2, None, 20], [3, "Ba", 30, "ghi chú"]]
    assert told(book(ROWS), book(new)) == [
        ("moi.xlsx, Phụ lục 1!B3", "changed", "Hai", ""),
        ("moi.xlsx, Phụ lục 1!D4", "changed", "", "ghi chú"),
    ]


def test_dates_and_shares_are_told_as_people_read_them() -> None:
    formats = {"A1": "dd/mm/yyyy", "B1": "0.00%"}
    old, new = (
        book([[date(2026, 9, 14), 0.5897]], formats=formats),
        book([[date(2026, 9, 15), 0.6154]], formats=formats),
    )
    assert [(before, after) for _, _, before, after in told(old, new)] == [
        ("14/9/2026", "15/9/2026"),
        ("58,97%", "61,54%"),
    ]


def test_a_formula_changed_in_its_place_is_told() -> None:
    assert told(book([[1, "=A1+1"]]), book([[1, "=A1+2"]])) == [
        ("moi.xlsx, Phụ lục 1!B1", "changed", "=A1+1", "=A1+2"),
    ]


def worked_out(data: bytes, values: dict[str, str]) -> bytes:
    """Return a workbook whose formulas have their values with them, as Excel saves it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for formula, value in values.items():
        assert (
            f"<f>{formula}</f><v />" in sheet or f"<f>{formula}</f><v/>" in sheet or f"<f>{formula}</f><v></v>" in sheet
        )
        sheet = re.sub(rf"<f>{re.escape(formula)}</f><v\s*(/>|></v>)", f"<f>{formula}</f><v>{value}</v>", sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_a_formula_saved_without_its_value_is_no_difference() -> None:
    rows: list[list[Any]] = [["Tổng", "=B2*2", "x"], ["Một", 10, "y"]]
    edited: list[list[Any]] = [["Tổng", "=B2*2", "x"], ["Một", 12, "y"]]
    ours, theirs = worked_out(book(rows), {"B2*2": "20"}), book(edited)
    assert told(ours, theirs) == [("moi.xlsx, Phụ lục 1!B2", "changed", "10", "12")]
    assert told(theirs, ours) == [("moi.xlsx, Phụ lục 1!B2", "changed", "12", "10")]
    assert [one.officer for one in carry(ours, theirs, ours, "cu.xlsx", "moi.xlsx")] == ["Một | 12 | y"]


def test_sheets_that_only_one_file_has_are_told() -> None:
    found = compare(book(ROWS), book(ROWS, "Khác"), "cu.xlsx", "moi.xlsx").changes
    assert [(c.place, c.how) for c in found] == [("moi.xlsx, Khác", How.ADDED), ("cu.xlsx, Phụ lục 1", How.REMOVED)]


VALUE = st.none() | st.integers(-5, 5) | st.sampled_from(["a", "b", "Phòng VH-XH", "=1+1"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(VALUE, min_size=1, max_size=3), max_size=5), st.data())
def test_every_cell_that_differs_in_its_row_is_found(rows: list[list[Any]], data: st.DataObject) -> None:
    assert told(book(rows), book(rows)) == []
    if rows:
        place = data.draw(st.integers(0, len(rows) - 1))
        new: list[list[Any]] = [*rows[:place], [*rows[place], "thêm ở cuối"], *rows[place + 1 :]]
        assert [item[3] for item in told(book(rows), book(new)) if "thêm ở cuối" in item[3]]


# --- what an officer rewrote --------------------------------------------------------------------------------------


WRITTEN = [["I. KẾT QUẢ"], ["Kế hoạch gồm có 39 nhiệm vụ, đã hoàn thành 23."], ["Đoạn hai nói về thể chế."], ["Hết."]]
REWRITTEN = "Kế hoạch gồm có 39 nhiệm vụ, đã hoàn thành 23, đúng tiến độ."


def carried(officer: list[Any], ours: list[Any]) -> list[tuple[str, str, str, Now]]:
    found = carry(word(WRITTEN), word(officer), word(ours), "bc.docx", "bc-sua.docx")
    return [(one.place.partition(", ")[2], one.officer, one.ours, one.now) for one in found]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (WRITTEN[1][0], Now.SAME),
        ("Kế hoạch gồm có 39 nhiệm vụ, đã hoàn thành 25.", Now.DIFFERS),
        (REWRITTEN, Now.TAKEN),
    ],
)
def test_a_rewritten_paragraph_stands_beside_what_we_say_now(now: str, state: Now) -> None:
    officer = [WRITTEN[0], [REWRITTEN], *WRITTEN[2:]]
    ours = [WRITTEN[0], ["Đoạn mới của chương trình."], [now], *WRITTEN[2:]]
    assert carried(officer, ours) == [("thân văn bản, đoạn 2", REWRITTEN, now, state)]


def test_a_paragraph_that_we_no_longer_write_is_told_as_gone() -> None:
    officer = [*WRITTEN[:2], ["Đoạn hai nói về thể chế và thủ tục."], WRITTEN[3]]
    assert carried(officer, [*WRITTEN[:2], WRITTEN[3]])[0][2:] == ("", Now.GONE)


def test_what_the_officer_added_and_removed_is_told() -> None:
    officer = [*WRITTEN[:2], ["Lời kết của cán bộ."], WRITTEN[3]]
    assert carried(officer, WRITTEN) == [
        ("thân văn bản, đoạn 3", "", WRITTEN[2][0], Now.SAME),
        ("thân văn bản, đoạn 3", "Lời kết của cán bộ.", "", Now.SAME),
    ]


def test_what_only_we_changed_is_no_edit_of_the_officer() -> None:
    assert carried(WRITTEN, [WRITTEN[0], ["Hoàn toàn khác."], *WRITTEN[2:]]) == []


def test_rows_of_tables_and_of_workbooks_are_carried_over_too() -> None:
    old, new = word([(("1", "Một", "10"), ("2", "Hai", "20"))]), word([(("1", "Một", "10"), ("2", "Hai", "22"))])
    assert [(one.place, one.officer) for one in carry(old, new, old, "a.docx", "a.docx")] == [
        ("a.docx, bảng 1, dòng 2", "2 | Hai | 22")
    ]
    found = carry(book(ROWS), book([*ROWS[:3], [3, "Ba", 33]]), book(ROWS), "a.xlsx", "a.xlsx")
    assert [(one.place, one.written, one.officer) for one in found] == [
        ("a.xlsx, Phụ lục 1!A4", "3 | Ba | 30", "3 | Ba | 33")
    ]
