"""No file can crash the loader: it loads, or it tells problems."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from reportgen.check import check_data
from reportgen.load.codes import PAGES
from reportgen.load.scalars import FIRST_YEAR, LAST_YEAR, read_day, read_figure, read_integer
from reportgen.load.ward import load_ward
from reportgen.load.yamlsource import Scalar, read_yaml
from reportgen.problem import Problem, ReportgenError
from tests.support_ward import FILES, WARD_ID, write_ward

SNIPPETS = (
    "", " ", "\n", "  ", "\t", ":", ": ", "- ", "'", '"', "[", "]", "{", "}", ",", "#", "&a ", "*a", "!x ", "---\n",
    "|", ">", "? ", "%", "@", "\\", "null", "~", "no", "0123", "1_000", "12:30", "-1", "2026-02-30", "[[", "\x00",
    "\x0b", "\u2028", "\ufeff", "e\u0301", "ǎ", "a: b", "\n- x", "<<: ", "=", ".nan", "99999999999999999999",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file of the ward with a few places cut, repeated or filled with something odd."""
    name = draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 30)))
        odd = draw(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=6)))
        text = text[:start] + odd + text[end:]
    return name, text.encode("utf-8", "surrogatepass")


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_a_mutated_file_loads_or_is_told(case: tuple[str, bytes]) -> None:
    name, content = case
    with tempfile.TemporaryDirectory() as parent:
        folder = write_ward(Path(parent), files={name: content})
        try:
            loaded = load_ward(folder, inspect=check_data)
        except ReportgenError as error:
            problems = error.problems
            assert problems
        else:
            problems = loaded.problems + check_data(loaded.data, thorough=True)
    assert all(_is_told_well(p) for p in problems)


def _is_told_well(problem: Problem) -> bool:
    printable = all(c.isprintable() for c in problem.message + problem.remedy + problem.where)
    return problem.where.startswith(WARD_ID) and printable and problem.remedy.endswith((".", "…"))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    source = read_yaml(content, "x.yaml")
    assert source.data is not None or source.problems
    assert all(p.code in PAGES for p in source.problems)


@given(st.dates().map(lambda d: (d, f"{d.year:04d}-{d.month:02d}-{d.day:02d}", f"{d.day}/{d.month}/{d.year:04d}")))
def test_a_date_reads_as_itself_in_both_forms_or_not_at_all(case: tuple[date, str, str]) -> None:
    day, iso, vietnamese = case
    for text in (iso, vietnamese):
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            assert read_day(Scalar(text)) == day
        else:
            with pytest.raises(PydanticCustomError, match="không hợp lý"):
                read_day(Scalar(text))


@given(st.integers(-(10**13), 10**13))
def test_a_whole_number_reads_as_itself(number: int) -> None:
    assert read_integer(Scalar(str(number))) == number
    assert read_figure(Scalar(str(number))) == number
