"""The quick ways of the Excel renderer give what its general ways give, and lose nothing."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from reportgen.problem import ReportgenError
from reportgen.render.names import unknown_names
from reportgen.render.probes import all_found, probes_of
from reportgen.render.sandbox import environment
from reportgen.render.xlsx import cells, compile_xlsx, heights
from reportgen.vi.text import nfc
from tests.render_xlsx import grid, template, texts_by_xml
from tests.test_render_xlsx_office import everything, sheets
from tests.test_render_xlsx_office import items as office_items

COLUMNS = "abcdef"


@contextmanager
def rows_worth_a_function(least: int) -> Iterator[None]:
    """Let a loop be written by a function of its own from so many rows on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "_WORTH", least)
        yield


def both_ways(source: bytes, values: dict[str, Any]) -> tuple[object, object]:
    """Return the output of the functions made for loops and that of the general writer, or their problems."""
    found: list[object] = []
    for least in (1, sys.maxsize):
        with rows_worth_a_function(least):
            try:
                found.append(compile_xlsx(source).render(values))
            except ReportgenError as error:
                found.append(error.problems)
    return found[0], found[1]


def dress(book: Workbook) -> None:
    """Wrap some columns, in two sizes, and merge others."""
    sheet = book.worksheets[0]
    for letter, width in zip("ABCDEF", (12, 20, 9, 30, 14, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    for letter, size in (("A", 12), ("B", 12), ("D", 14)):
        sheet[f"{letter}3"].alignment = Alignment(wrap_text=True)
        sheet[f"{letter}3"].font = Font(name="Times New Roman", size=size)
    for cell in ("A4", "C4"):
        sheet[cell].alignment = Alignment(wrap_text=True)
    sheet.merge_cells("C4:D4")


def loop(*, dates: bool = False) -> bytes:
    rows: list[list[Any]] = [
        ["Đầu {{ so }}"],
        ["{%tr for r in rows %}"],
        [f"{{{{ r.{c} }}}}" for c in COLUMNS[:4]] + ["Mục {{ loop.index }}: {{ r.e }} %", "=ROW()*2"],
        ["{{ r.a }}", "100%", "{{ r.b }}", None, "{{ r.f }}"],
        ["{%tr endfor %}"],
        ["=COUNTA(A3)"],
    ]
    if dates:
        rows[2][3] = "{{ r.d }}"
    return template({"A": rows}, dress)


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(
    ["", " ", "a & b < c > d", "_x0041_", "một\nhai\n", "100% %b %d", "chữ " * 60, "dài" * 400, "=1+1", "&amp;", "_"]
)
_VALUES = (
    _TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
    | st.dates(min_value=date(1890, 1, 1))
    | st.sampled_from([datetime(2026, 9, 14, 7, 30), time(8, 15)])  # noqa: DTZ001  cells know no time zones
)
_ROWS = st.lists(st.fixed_dictionaries({c: _VALUES for c in COLUMNS if c != "e"} | {"e": _TEXTS}), max_size=5)


@given(_ROWS)
def test_a_function_made_for_rows_writes_what_the_general_writer_writes(rows: list[dict[str, Any]]) -> None:
    quick, general = both_ways(loop(), {"so": "1", "rows": rows})
    assert quick == general


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, _TEXTS)), min_size=1, max_size=5))
def test_every_text_of_a_loop_is_found_by_two_readers(rows: list[dict[str, str]]) -> None:
    with rows_worth_a_function(1):
        out = compile_xlsx(loop()).render({"so": "1", "rows": rows})
    sheet, by_xml = load_workbook(io.BytesIO(out)).worksheets[0], texts_by_xml(out)
    for number, row in enumerate(rows):
        for col, name in enumerate(COLUMNS[:4], 1):
            place = f"{'ABCD'[col - 1]}{2 + 2 * number}"
            assert (sheet[place].value or "") == nfc(row[name])
            assert by_xml.get(place, "").replace("_x005F_", "_") == nfc(row[name])


@pytest.mark.parametrize("count", [0, 1, 2, 20])
def test_a_sheet_of_everything_is_the_same_both_ways(count: int) -> None:
    quick, general = both_ways(template(sheets(), everything), {"ds": office_items(count), "ky": "quý III"})
    assert quick == general


def test_the_shipped_appendix_is_the_same_both_ways(root: Path) -> None:
    from reportgen.assess import assess  # noqa: PLC0415
    from reportgen.load.ward import load_ward  # noqa: PLC0415
    from reportgen.model.period import PeriodKind, make_period  # noqa: PLC0415
    from reportgen.view import view_of  # noqa: PLC0415

    data = load_ward(root / "data" / "truc-lam").data
    report = assess(data, make_period(PeriodKind.QUARTER, 2026, 3, data.ward.calendar), date(2026, 9, 14))
    quick, general = both_ways((root / "templates" / "phu-luc.xlsx").read_bytes(), view_of(report))
    assert isinstance(quick, bytes)
    assert quick == general


@pytest.mark.parametrize(
    "value", ["x" * 40_000, "{{ '\\x01' }}", [1], {"a": 1}, timedelta(days=1), Decimal("1e400"), 10**20 + 1]
)
def test_what_cannot_be_written_is_refused_alike(value: object) -> None:
    rows: list[Any] = [["{%tr for r in rows %}"], ["{{ r }}", "{{ '\\x01' ~ r }}"], ["{%tr endfor %}"]]
    quick, general = both_ways(template({"A": rows}), {"rows": ["a", value, "b"]})
    assert quick == general
    assert not isinstance(quick, bytes)


# --- heights


@given(st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyấầẩẫậÁẠỄỨm WM.,0"), max_size=160), st.integers(4, 40))
def test_a_row_is_never_lower_than_its_words_one_by_one_ask(text: str, ems: int) -> None:
    cell = heights.wrapping(ems * 1000, 16.0, merged=False)
    need, _ = heights.tallest([text.encode()], [cell], 0.0)
    assert need >= heights.wrapped(text.encode(), cell.room) * 16.0 or not text


def test_no_letter_of_vietnamese_weighs_less_than_it_is_wide() -> None:
    for letter in [
        *map(chr, range(0x20, 0x7F)),
        *"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư",
        *map(chr, range(0x1EA0, 0x1EFA)),
    ]:
        assert heights.weight(letter.encode()) * 8 >= heights.text_width(letter), letter


# --- names


@pytest.mark.parametrize(
    ("source", "values", "found"),
    [
        ("{{ a.b }}", {"a": {"b": 1}}, True),
        ("{{ a.b }}", {"a": {"c": 1}}, False),
        ("{% for x in d %}{{ x.a }}{% endfor %}", {"d": [{"b": 1}, {"a": None}]}, True),
        ("{% for x in d %}{{ x.a }}{% endfor %}", {"d": [{"b": 1}]}, False),
        ("{% for x in d %}{{ x.a.b }}{% endfor %}", {"d": [{"a": None}, {"a": {"c": 1}}]}, False),
        ("{% for x in d %}{{ x.a.b }}{% endfor %}", {"d": []}, True),
        ("{% for x in d %}{% for y in x.e %}{{ y.a }}{% endfor %}{% endfor %}", {"d": [{"e": []}, {"e": [{}]}]}, False),
        ("{% for x in d %}{% for y in x.e %}{{ y.a }}{% endfor %}{% endfor %}", {"d": [{"e": []}]}, True),
        ("{% if false %}{{ a.thieu }}{% endif %}", {"a": {"b": 1}}, False),
        ("{{ a.b | default('') }}", {"a": {}}, True),
        ("{{ (d | first).a }}", {"d": [{"a": 1}]}, True),
        ("{% set x = a.b %}{{ x.c }}", {"a": {"b": {"c": 1}}}, True),
        ("{% set x = a.b %}{{ x.c }}", {"a": {"b": {"d": 1}}}, False),
        ("{% for k, v in a.items() %}{{ v.c }}{% endfor %}", {"a": {"b": {"c": 1}}}, False),
    ],
)
def test_a_look_at_few_values_never_passes_over_a_name_that_is_missing(
    source: str, values: dict[str, Any], *, found: bool
) -> None:
    env = environment()
    tree = env.parse(source)
    guarded = ["a.b"] if "default" in source else []
    paths = probes_of(tree, env.globals, guarded).paths
    assert all_found(paths, values) == found
    if found:
        assert unknown_names(tree, values, env.globals) == []


def test_an_unknown_name_is_told_though_no_branch_uses_it() -> None:
    rows = [["{%tr if co %}"], ["{{ a.thieu }}"], ["{%tr endif %}"]]
    with pytest.raises(ReportgenError, match="MB101"):
        compile_xlsx(template({"A": rows})).render({"co": False, "a": {"b": 1}})


def test_many_rows_are_written_like_few() -> None:
    rows = [["{%tr for x in ds %}"], ["{{ x }}", "{{ loop.index }}"], ["{%tr endfor %}"]]
    assert grid(compile_xlsx(template({"A": rows})).render({"ds": list(range(100))})) == [
        [n, n + 1] for n in range(100)
    ]
