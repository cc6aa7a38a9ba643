"""Rows of wrapped text are high enough for it, nearly to the line, and nobody is shown half of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from reportgen.render.xlsx import cells, compile_xlsx, heights, load_xlsx
from tests.render_xlsx import opened, part, render, template

GOLDEN = Path(__file__).parent / "golden"
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [
    ["Phụ lục {{ ky }}"],
    ["{%tr for x in ds %}"],
    ["{{ x.ten }}", "{{ x.y_kien }}", None, "{{ loop.index }}"],
    ["{%tr endfor %}"],
    ["Hết {{ ky }}"],
]
LONG = "Rà soát, cập nhật quy chế phối hợp giải quyết thủ tục hành chính trên địa bàn phường. " * 3


def dress(book: Workbook) -> None:
    """Wrap the changing cells of every row."""
    sheet = book.worksheets[0]
    for letter, width in zip("ABCD", (24, 30, 10, 6), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in ("A1", "A3", "B3", "D3", "A5"):
        sheet[cell].alignment = Alignment(wrap_text=True)
        sheet[cell].font = Font(name="Times New Roman", size=12)


def merged(book: Workbook) -> None:
    dress(book)
    book.worksheets[0].merge_cells("B3:C3")


def set_by_hand(book: Workbook) -> None:
    dress(book)
    book.worksheets[0].row_dimensions[3].height = 40


def two_sizes(book: Workbook) -> None:
    dress(book)
    book.worksheets[0]["B3"].font = Font(name="Times New Roman", size=14)


def items(count: int) -> list[dict[str, Any]]:
    return [{"ten": f"Việc {n} & < > {LONG[: n % 90]}", "y_kien": LONG[: 7 * n % 250]} for n in range(1, count + 1)]


def heights_of(data: bytes) -> list[float | None]:
    """Return the height that each row carries."""
    rows = re.findall("<row ([^>]*)>", part(data, SHEET))
    found = [re.search(r' ht="([0-9.]+)"', row) for row in rows]
    return [None if one is None else float(one[1]) for one in found]


@pytest.mark.parametrize("count", [heights.EXACT_ROWS, heights.EXACT_ROWS + 1])
def test_every_row_carries_a_height_however_many_there_are(count: int) -> None:
    out = render(template({"A": ROWS}, dress), ds=items(count), ky="Quý III")
    found = heights_of(out)
    assert len(found) == count + 2
    assert None not in found
    last = [cell.value for cell in opened(out).worksheets[0][count + 1]]
    assert last == [items(count)[-1]["ten"], items(count)[-1]["y_kien"] or None, None, count]


@pytest.mark.parametrize("made", [dress, merged, two_sizes, set_by_hand])
def test_rows_of_very_many_may_be_higher_than_their_texts_but_never_lower(
    made: Callable[[Workbook], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, values = template({"A": ROWS}, made), {"ds": items(200), "ky": "Quý III"}
    exact = heights_of(compile_xlsx(source).render(values))
    monkeypatch.setattr(heights, "EXACT_ROWS", 199)
    loose = heights_of(compile_xlsx(source).render(values))
    assert (exact[0], exact[-1]) == (loose[0], loose[-1]), "rows outside the loop are exact"
    more = [(high or 0) - (low or 0) for low, high in zip(exact, loose, strict=True)]
    assert 0 <= min(more) <= max(more) <= 2 * 22
    monkeypatch.setattr(heights, "EXACT_ROWS", 200)
    assert heights_of(compile_xlsx(source).render(values)) == exact, "only more rows than that are many"


@pytest.mark.parametrize("made", [dress, merged, two_sizes, set_by_hand])
def test_the_function_for_rows_and_the_general_writer_agree_on_heights(
    made: Callable[[Workbook], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "ds": [*items(60), {"ten": "a" * 60, "y_kien": "26/11/2026 " * 20}, {"ten": "", "y_kien": "a\nb"}],
        "ky": "I",
    }
    source = template({"A": ROWS}, made)
    for most in (10, 100):
        monkeypatch.setattr(heights, "EXACT_ROWS", most)
        found = []
        for worth in (1, 10**9):
            monkeypatch.setattr(cells, "_WORTH", worth)
            found.append(compile_xlsx(source).render(values))
        assert found[0] == found[1]


def test_heights_are_the_same_from_a_template_kept_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heights, "EXACT_ROWS", 20)
    source = template({"A": ROWS}, dress)
    compiled = compile_xlsx(source)
    kept = load_xlsx(compiled.dump())
    for count in (2, 20, 21, 3):
        values = {"ds": items(count), "ky": "I"}
        assert kept.render(values) == compiled.render(values) == compile_xlsx(source).render(values)


@pytest.mark.parametrize("room", [6_000, 9_187, 14_437])
def test_no_text_of_a_plan_needs_more_lines_than_are_given_to_many_rows(room: int) -> None:
    words = (GOLDEN / "truc-lam" / "plan" / "ke-hoach.txt").read_text("utf-8").split()
    cell = heights.wrapping(room, 16.0, merged=False)
    for start in range(0, len(words) - 60, 2):
        raw = " ".join(words[start : start + 5 + start % 55]).encode()
        need, _ = heights.tallest([raw], [cell], 0.0, exact=False)
        assert need >= heights.counted(raw, room) * 16.0, raw.decode()


@given(st.text(st.sampled_from("aWi ệ1."), max_size=60), st.sampled_from([8, 100, 500, 722, 972, 2000, 4500]))
def test_lines_are_counted_as_they_are_filled(text: str, room: int) -> None:
    lines, left, empty = 1, room + 250, True
    for word in text.split(" ") if text else []:
        width = heights.text_width(word) + 250
        if width > left and not empty:
            lines, left = lines + 1, room + 250
        if width > left:
            lines, left = lines + -(-(width - left) // room), 0
        else:
            left -= width
        empty = False
    assert heights.wrapped(text.encode(), room) == lines
