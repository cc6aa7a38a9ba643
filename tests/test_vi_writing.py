"""Dates, figures, numerals, order, file names and point letters as Vietnamese documents write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.vi.dates import issue_line, long_date, parse_date, short_date
from reportgen.vi.letters import LETTERS, letter, letter_index
from reportgen.vi.numbers import decimal, integer, percent, percent_points, rounded, shares, words
from reportgen.vi.roman import from_roman, to_roman
from reportgen.vi.slug import safe_name, slug
from reportgen.vi.sort import sort_vi

YEARS = st.dates(date(1900, 1, 1), date(2199, 12, 31))

# --- dates


@pytest.mark.parametrize(
    ("on", "short", "long"),
    [
        (date(2026, 1, 5), "05/01/2026", "ngày 05 tháng 01 năm 2026"),
        (date(2026, 6, 29), "29/6/2026", "ngày 29 tháng 6 năm 2026"),
        (date(2026, 3, 7), "07/3/2026", "ngày 07 tháng 3 năm 2026"),
        (date(2026, 12, 31), "31/12/2026", "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_only_days_below_10_and_months_1_and_2_have_a_zero(on: date, short: str, long: str) -> None:
    assert (short_date(on), long_date(on)) == (short, long)
    assert issue_line("Trúc Lâm", on) == f"Trúc Lâm, {long}"


def test_an_unknown_day_of_issue_leaves_room() -> None:
    assert issue_line("Trúc Lâm", None, year=2026) == "Trúc Lâm, ngày      tháng      năm 2026"
    assert issue_line("Trúc Lâm", None, year=2026, month_known=1) == "Trúc Lâm, ngày      tháng 01 năm 2026"
    assert issue_line("Hàng Gòn", None) == "Hàng Gòn, ngày      tháng      năm      "


@given(YEARS)
def test_written_dates_read_back(on: date) -> None:
    assert parse_date(short_date(on)) == parse_date(long_date(on)) == parse_date(f"{on.day}/{on.month}/{on.year}") == on


@pytest.mark.parametrize(
    "text", ["31/02/2026", "1/1/26", "2026-01-01", "12/31/2026", "ngày 5/1/2026 nữa", "", "٣/٣/٢٠٢٦"]
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|date"):
        parse_date(text)


# --- figures


def test_figures_have_a_decimal_comma_and_dotted_thousands() -> None:
    assert integer(1234567) == "1.234.567"
    assert integer(-1234) == "-1.234"
    assert decimal(Decimal("1234567.005")) == "1.234.567,01"
    assert decimal(Decimal("95.50")) == "95,5"
    assert decimal(Decimal("95.5"), fixed=True) == "95,50"
    assert decimal(Decimal("-0.001")) == "0"
    assert decimal(7) == "7"


@pytest.mark.parametrize(
    ("share", "text"),
    [(Decimal(23) / 39, "58,97%"), (Decimal(1), "100%"), (Decimal(0), "0%"), (Decimal("0.955"), "95,5%"),
     (Decimal("0.00005"), "0,01%"), (Decimal("0.999949"), "99,99%")],
)  # fmt: skip
def test_a_share_is_printed_as_percent_half_up(share: Decimal, text: str) -> None:
    assert percent(share) == text


def test_a_change_of_a_percentage_is_said_in_points() -> None:
    assert percent_points(Decimal("1.255")) == "tăng 1,26 điểm phần trăm"
    assert percent_points(Decimal(-3)) == "giảm 3 điểm phần trăm"
    assert percent_points(Decimal("0.004")) == "không thay đổi"


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_rounding_is_half_up_and_never_off_by_more_than_half(value: Decimal, places: int) -> None:
    assert abs(rounded(value, places) - value) <= Decimal(5).scaleb(-places - 1)
    assert rounded(-value, places) == -rounded(value, places)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.integers(0, 3))
def test_printed_shares_add_up_to_exactly_100(counts: list[int], places: int) -> None:
    parts = shares(counts, places)
    assert sum(parts) == (100 if any(counts) else 0)
    for count, part in zip(counts, parts, strict=True):
        if any(counts):
            assert abs(part - Decimal(100 * count) / sum(counts)) < Decimal(1).scaleb(-places)


def test_shares_refuse_negative_counts() -> None:
    assert shares([1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    with pytest.raises(ValueError, match="negative"):
        shares([1, -1])


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (24, "hai mươi tư"),
        (105, "một trăm linh năm"), (115, "một trăm mười lăm"), (1005, "một nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"), (10**6, "một triệu"), (10**12, "một nghìn tỷ"), (-7, "âm bảy"),
    ],
)  # fmt: skip
def test_numbers_are_read_aloud(number: int, text: str) -> None:
    assert words(number) == text


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_no_two_numbers_read_alike(one: int, other: int) -> None:
    assert (words(one) == words(other)) == (one == other)


# --- numerals and letters


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(number: int) -> None:
    assert from_roman(to_roman(number)) == from_roman(to_roman(number).lower()) == number


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "A", "I I", "MMMM"])
def test_what_is_not_a_roman_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Roman"):
        from_roman(text)


def test_points_are_lettered_with_d_bar_and_without_f_j_w_z() -> None:
    assert "".join(map(letter, range(1, 24))) == "abcdđeghiklmnopqrstuvxy"
    assert [letter_index(c) for c in LETTERS] == list(range(1, 24))
    with pytest.raises(ValueError, match="letter"):
        letter(24)
    with pytest.raises(ValueError, match="tuple"):
        letter_index("j")


# --- order


def test_names_sort_as_a_vietnamese_dictionary_does() -> None:
    names = [
        "a",
        "à",
        "á",
        "ạ",
        "ă",
        "â",
        "ba mươi",
        "bà con",
        "d",
        "đ",
        "e",
        "ê",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
        "Tổ 2",
        "Tổ 10",
    ]
    expected = [*names[:15], "Tổ 2", "Tổ 10", "u", "ư"]
    assert sort_vi(reversed(names)) == expected


def test_tones_count_after_letters_and_both_placements_are_equal() -> None:
    assert sort_vi(["Hoàng", "Hoa", "hoà", "hòa"]) == ["Hoa", "hoà", "hòa", "Hoàng"]
    assert sort_vi([(1, "đ"), (2, "d")], key=lambda pair: pair[1]) == [(2, "d"), (1, "đ")]


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_text_can_be_sorted(texts: list[str]) -> None:
    assert sort_vi(texts) == sort_vi(reversed(texts))


# --- names of files


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Phòng Văn hóa - Xã hội", "phong-van-hoa-xa-hoi"), ("Văn phòng HĐND&UBND", "van-phong-hdnd-ubnd"),
     ("Đề án 06", "de-an-06"), ("…", "")],
)  # fmt: skip
def test_a_slug_is_plain_ascii(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("../../etc/passwd", "-..-etc-passwd"), ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("..", "khong-ten"),
     ("", "khong-ten"), ("Báo cáo: 1/2. ", "Báo cáo- 1-2"), ("C:\\x", "C--x")],
)  # fmt: skip
def test_a_safe_name_is_one_name_on_every_system(text: str, expected: str) -> None:
    assert safe_name(text) == expected


@given(st.text())
def test_no_text_makes_an_unsafe_name(text: str) -> None:
    name = safe_name(text)
    assert name
    assert name not in {".", ".."}
    assert len(name.encode()) <= 120
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name == name.strip(" .")
    assert safe_name(name) == name
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
