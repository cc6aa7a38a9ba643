"""Loops whose turns are taken in one go give what loops walked through turn by turn give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.problem import ReportgenError
from reportgen.render.xlsx import bulk, compile_xlsx
from tests.render_xlsx import grid, template
from tests.support_workbooks import values
from tests.support_workbooks_objects import OBJECT_CASES
from tests.support_workbooks_rows import ROW_CASES

LOOP = [["{%tr for x in ds %}"], ["{{ loop.index }}", "{{ x.ten }}", "{{ x.so }}", "=C2*2"], ["{%tr endfor %}"]]
NESTED = [
    ["{%tr for x in ds %}"],
    ["{{ x.ten }}"],
    ["{%tr for y in x.con %}"],
    ["{{ y.ten }}", "{{ y.so }}", "{{ loop.index }}"],
    ["{%tr endfor %}"],
    ["cộng", "=SUM(B4)"],
    ["{%tr endfor %}"],
    ["tổng", "=SUM(B4)", "=COUNTA(A2:A6)"],
]


@contextmanager
def turn_by_turn() -> Iterator[None]:
    """Let no loop be taken in one go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "values_of", lambda *_: None)
        yield


def outcome(source: bytes, given_values: dict[str, Any]) -> object:
    try:
        return compile_xlsx(source).render(given_values)
    except ReportgenError as error:
        return error.problems


def both(source: bytes, given_values: dict[str, Any]) -> tuple[object, object]:
    whole = outcome(source, given_values)
    with turn_by_turn():
        return whole, outcome(source, given_values)


_VALUES = st.none() | st.booleans() | st.integers() | st.text("aệ&<_x0041 \n", max_size=8) | st.dates()
_ITEMS = st.lists(st.fixed_dictionaries({"ten": _VALUES, "so": _VALUES}, optional={"con": st.none()}), max_size=4)


@settings(max_examples=25)
@given(_ITEMS, st.booleans())
def test_any_rows_are_the_same_both_ways(items: list[dict[str, Any]], rows: bool) -> None:
    whole, single = both(template({"A": LOOP}), {"ds": items if rows else tuple(items)})
    assert whole == single


@settings(max_examples=25)
@given(st.lists(st.fixed_dictionaries({"ten": st.just("nhóm"), "con": _ITEMS}), max_size=4))
def test_loops_inside_loops_are_the_same_both_ways(items: list[dict[str, Any]]) -> None:
    whole, single = both(template({"A": NESTED}), {"ds": items})
    assert whole == single


@pytest.mark.parametrize(
    "items",
    [
        [{"ten": "a", "so": 1}, {"ten": "b"}],
        [{"ten": "a", "so": 1}, None],
        [{"ten": "a", "so": 1}, "chữ"],
        {"ten": "a", "so": 1},
        "chữ",
        None,
        7,
    ],
)
def test_data_that_lack_something_are_told_the_same_both_ways(items: object) -> None:
    whole, single = both(template({"A": LOOP}), {"ds": items})
    assert whole == single


@pytest.mark.parametrize("case", [*ROW_CASES, *OBJECT_CASES], ids=lambda case: case.name)
def test_every_template_of_the_corpus_is_the_same_both_ways(case: Any) -> None:
    whole, single = both(case.template(), values(3) | dict(case.extra))
    assert whole == single


def test_turns_have_their_numbers_names_and_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def spy(names: Sequence[str], items: Any) -> Any:
        found = values_of(names, items)
        taken.append(-1 if found is None else len(found))
        return found

    values_of = bulk.values_of
    monkeypatch.setattr(bulk, "values_of", spy)
    out = compile_xlsx(template({"A": LOOP})).render({"ds": [{"ten": f"Việc {n}", "so": n} for n in range(1, 40)]})
    assert grid(out, results=True) == [[n, f"Việc {n}", n, 2 * n] for n in range(1, 40)]
    assert taken == [39]
