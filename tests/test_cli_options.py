"""Values on the command line: every way that people write them, and a remedy for each that cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.cli.options import Reader
from reportgen.model.period import PeriodKind
from reportgen.problem import ReportgenError


def remedies(reader: Reader) -> str:
    with pytest.raises(ReportgenError) as caught:
        reader.done()
    assert caught.value.exit_code == 2
    assert {problem.code for problem in caught.value.problems} == {"LN007"}
    return " ".join(problem.remedy for problem in caught.value.problems)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_reads_the_same_in_both_spellings(day: date) -> None:
    reader = Reader()
    assert reader.day("--as-of", day.isoformat()) == day
    assert reader.day("--as-of", f"{day.day}/{day.month}/{day.year:04d}") == day
    assert reader.day("--as-of", f"{day.day:02d}/{day.month:02d}/{day.year:04d}") == day
    reader.done()


@pytest.mark.parametrize("text", ["30/02/2026", "2026-02-30", "2026-13-01", "0/1/2026"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    reader = Reader()
    assert reader.day("--as-of", text) is None
    assert "không có trong lịch" in remedies(reader)


@pytest.mark.parametrize("text", ["", "hôm nay", "14-9-2026", "14/9/26", "9/2026", "2026/09/14"])
def test_another_spelling_is_refused_with_the_right_ones(text: str) -> None:
    reader = Reader()
    assert reader.day("--as-of", text) is None
    assert "14/9/2026" in remedies(reader)


@pytest.mark.parametrize(("text", "quarter"), [("3", 3), (" 3 ", 3), ("03", 3), ("III", 3), ("iv", 4), ("３", 3)])
def test_a_quarter_is_read(text: str, quarter: int) -> None:
    assert Reader().whole("--quarter", text, 1, 4) == quarter


@pytest.mark.parametrize("text", ["0", "5", "-1", "3.5", "ba", "", "V", "999999999999"])
def test_a_quarter_that_is_none_is_refused(text: str) -> None:
    reader = Reader()
    assert reader.whole("--quarter", text, 1, 4) is None
    assert "từ 1 đến 4" in remedies(reader)


def test_a_month_is_no_roman_numeral() -> None:
    assert Reader().whole("--month", "IV", 1, 12) is None


@pytest.mark.parametrize("text", ["5", "05", "120", "5a", "05/BC-UBND"])
def test_a_document_number_is_taken_as_written(text: str) -> None:
    reader = Reader()
    assert reader.document_number(text) == text
    reader.done()


@pytest.mark.parametrize("text", ["", "năm", "5 6", "05/", "5/BC UBND", "../x"])
def test_words_are_no_document_number(text: str) -> None:
    reader = Reader()
    reader.document_number(text)
    assert "05/BC-UBND" in remedies(reader)


def test_without_a_number_the_place_stays_blank() -> None:
    assert Reader().document_number(None) == ""


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        (None, ("docx", "xlsx")),
        ("docx", ("docx",)),
        ("pdf,DOCX", ("docx", "pdf")),
        (" xlsx , xlsx ", ("xlsx",)),
    ],
)
def test_formats_are_a_list_each_once(text: str | None, forms: tuple[str, ...]) -> None:
    assert Reader().formats(text, ("docx", "xlsx", "pdf")) == forms


@pytest.mark.parametrize("text", ["", ",", "odt", "docx,odt", "docx;pdf"])
def test_an_unknown_format_is_refused(text: str) -> None:
    reader = Reader()
    reader.formats(text, ("docx", "xlsx", "pdf"))
    assert "docx, xlsx, pdf" in remedies(reader)


def test_a_kind_of_period_goes_by_the_name_of_its_command() -> None:
    assert Reader().kind("--period", "half-year", tuple(PeriodKind)) is PeriodKind.HALF


def test_all_wrong_values_are_told_at_once() -> None:
    reader = Reader()
    reader.year("26")
    reader.day("--as-of", "x")
    reader.kind("--period", "weekly", tuple(PeriodKind))
    assert len(reader.problems) == 3
    assert "monthly" in remedies(reader)
