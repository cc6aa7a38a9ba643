"""The quick ways of the Excel renderer give what its general ways give, and lose nothing."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
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
from reportgen.render.xlsx import cells, compile_xlsx, heights, load_xlsx
from reportgen.vi.text import nfc
from tests.render_xlsx import grid, template, texts_by_xml
from tests.support_workbooks import Case, values
from tests.support_workbooks_objects import OBJECT_CASES
from tests.support_workbooks_rows import ROW_CASES
from tests.test_render_xlsx_office import everything, sheets
from tests.test_render_xlsx_office import items as office_items

COLUMNS = "abcdef"
GOLDEN = Path(__file__).parent / "golden"


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


# --- the short way


QUICK_CASES = [*ROW_CASES, *OBJECT_CASES]


@pytest.mark.parametrize("case", QUICK_CASES, ids=[case.name for case in QUICK_CASES])
def test_the_short_way_gives_the_same_bytes_as_the_long_one_and_so_does_a_template_kept(case: Case) -> None:
    compiled = compile_xlsx(case.template())
    kept = load_xlsx(compiled.dump())
    for count in (0, 3):
        given_values = {**values(count), **case.extra}
        long = outcome(compiled.render_long, given_values)
        assert outcome(compiled.render, given_values) == long
        assert outcome(kept.render, given_values) == long


def outcome(render: Callable[..., bytes], given_values: dict[str, Any]) -> object:
    """Return what comes out, or the problems."""
    try:
        return render(given_values, as_of=date(2026, 9, 14), properties={"kỳ": "III"})
    except ReportgenError as error:
        return error.problems


def test_most_templates_have_a_short_way() -> None:
    short = [case for case in ROW_CASES if compile_xlsx(case.template()).quick is not None]
    assert len(short) > len(ROW_CASES) * 0.6


@given(_ROWS)
def test_the_short_way_takes_any_values(rows: list[dict[str, Any]]) -> None:
    given_values = {"so": "1", "rows": rows}
    long = outcome(LOOP.render_long, given_values)
    assert outcome(LOOP.render, given_values) == long
    assert outcome(KEPT.render, given_values) == long


LOOP = compile_xlsx(loop())
KEPT = load_xlsx(LOOP.dump())

_WITHOUT_A_PARSER = """
import sys
from reportgen.render import load_xlsx
made = load_xlsx(open(sys.argv[1], "rb").read()).render({"so": "1", "rows": [{"a": 1, "b": "x", "c": None, "d": 2.5,
    "e": "y", "f": "z"}] * 20})
print(len(made) > 1000, sorted({name.split(".")[0] for name in sys.modules} & {"lxml", "openpyxl", "docxtpl", "docx"}))
"""


def test_a_template_kept_is_filled_in_without_loading_a_parser(tmp_path: Path) -> None:
    (tmp_path / "mau").write_bytes(LOOP.dump())
    command = [sys.executable, "-c", _WITHOUT_A_PARSER, str(tmp_path / "mau")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "True []\n"


def test_what_another_version_kept_is_refused() -> None:
    with pytest.raises(ValueError, match="another version"):
        load_xlsx(b"reportgen xlsx 0" + LOOP.dump())
    with pytest.raises(ValueError, match="damaged"):
        load_xlsx(LOOP.dump()[:-20])


# --- heights


def test_a_row_is_never_lower_than_its_words_one_by_one_ask() -> None:
    words = [w for w in (GOLDEN / "truc-lam" / "plan" / "ke-hoach.txt").read_text("utf-8").split() if w not in "|[]/"]
    chance = random.Random(1)  # noqa: S311  the same texts every time
    for _ in range(3000):
        raw = " ".join(chance.choices(words, k=chance.randint(1, 60))).encode()
        cell = heights.wrapping(chance.randint(6_000, 40_000), 16.0, merged=False)
        need, _ = heights.tallest([raw], [cell], 0.0)
        assert 0 <= need - heights.counted(raw, cell.room) * 16.0 <= 16.0


@given(st.lists(st.text("mMW0.đ", min_size=10, max_size=14), min_size=1, max_size=8), st.integers(8, 20))
def test_a_text_of_long_words_is_counted_word_by_word(words: list[str], ems: int) -> None:
    raw = " ".join(words).encode()
    cell = heights.wrapping(ems * 1000, 16.0, merged=False)
    need, _ = heights.tallest([raw], [cell], 0.0)
    assert need >= heights.counted(raw, cell.room) * 16.0


def test_no_letter_of_vietnamese_weighs_less_than_it_is_wide() -> None:
    for letter in [
        *map(chr, range(0x20, 0x7F)),
        *"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư",
        *map(chr, range(0x1EA0, 0x1EFA)),
    ]:
        assert heights.weighed(letter.encode())[0] * 8 >= heights.text_width(letter), letter


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
