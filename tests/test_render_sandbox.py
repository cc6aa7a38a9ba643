"""Expressions of templates: what they print, what they may not do, how much they may ask for; and plain values."""

from __future__ import annotations

import copy
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateAssertionError, TemplateRuntimeError, UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from reportgen.problem import ReportgenError
from reportgen.render import sandbox
from reportgen.render.sandbox import FILTERS, ExpressionError, LimitError, environment, limits, plain
from reportgen.render.wording import failure_words, reading_words, syntax_words
from reportgen.vi.text import nfc
from tests.support_faulty_tags import in_vietnamese

VALUES: dict[str, Any] = {
    "ten": "Trúc Lâm & <b>",
    "tong": 1234567,
    "ty_le": Decimal("0.58974"),
    "ngay": date(2026, 6, 15),
    "trong": None,
    "ds": [1, 2, 3],
    "nhom": {"items": "hàng", "keys": "khóa", "count": 7, "get": "lấy"},
}


class Grade(StrEnum):
    GOOD = "Tốt"


class Colour(Enum):
    RED = 1


def shown(source: str, values: dict[str, Any] | None = None) -> str:
    with limits():
        return environment().from_string(source).render(VALUES if values is None else values)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ ten }}", "Trúc Lâm &amp; &lt;b&gt;"),
        ("{{ trong }}{{ none }}{{ 1 if none }}", ""),
        ("{{ tong | so }}", "1.234.567"),
        ("{{ 2.5 | so }}", "2,5"),
        ("{{ ty_le | ty_le }}", "58,97%"),
        ("{{ 1 | ty_le }}", "100%"),
        ("{{ ngay | ngay }}", "15/6/2026"),
        ("{{ ngay | ngay_dai }}", "ngày 15 tháng 6 năm 2026"),
        ("{{ 'phường' | viet_hoa }}", "PHƯỜNG"),
        ("{{ 'đạt' | viet_hoa_dau }}", "Đạt"),
        ("{{ 'Đạt 5' | chu_thuong_dau }}", "đạt 5"),
        ("{{ 4 | la_ma }}", "IV"),
        ("{{ nhom.items }} {{ nhom.keys }} {{ nhom.count }} {{ nhom.get }}", "hàng khóa 7 lấy"),
        ("{% for x in ds %}{{ loop.index }}/{{ loop.length }} {% endfor %}", "1/3 2/3 3/3 "),
        ("{{ ds | join(', ') }}", "1, 2, 3"),
        ("{{ ngay.strftime('%d/%m/%Y') }}", "15/06/2026"),
        ("{{ '{:>5}'.format('a') }}", "    a"),
        ("{{ '%s và %s' % ('a', 'b') }}{{ '%s' | format(1) }}", "a và b1"),
        ("{{ 2.567 | round(2) }} {{ 1234 | round(-2) }} {{ 2.1 | round(0, 'ceil') }}", "2.57 1200 3.0"),
        (
            "{{ ds | batch(2, 0) | map('join') | join('/') }} {{ ds | slice(2) | map('join') | join('/') }}",
            "12/30 12/3",
        ),
        ("{% set t = namespace(n=0) %}{% for x in ds %}{% set t.n = t.n + x %}{% endfor %}{{ t.n }}", "6"),
    ],
)
def test_expressions_print_what_a_report_needs(source: str, text: str) -> None:
    assert shown(source) == text


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_filter_prints_what_is_not_known_as_nothing(name: str) -> None:
    assert shown(f"{{{{ trong | {name} }}}}") == ""


@pytest.mark.parametrize(
    "source",
    [
        "ds",
        "nhom",
        "range",
        "ds.index",
        "'a' | ty_le",
        "5 | ngay",
        "2.5 | la_ma",
        "5 | viet_hoa",
        "true | so",
    ],
)
def test_what_has_no_wording_is_not_printed(source: str) -> None:
    with pytest.raises(ExpressionError):
        shown(f"{{{{ {source} }}}}")


@pytest.mark.parametrize("source", ["{{ khong_co }}", "{{ nhom.khong_co }}", "{% if khong_co %}{% endif %}"])
def test_a_name_that_does_not_exist_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        shown(source)


ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ten['__class__'] }}",
    "{{ ds.append(1) }}",
    "{{ nhom.update(a=1) }}",
    "{{ nhom.pop('items') }}",
    "{{ nhom.setdefault('a', 1) }}",
    "{{ ds.sort() }}",
    "{{ ds.clear() }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "{{ ten.encode() }}",
    "{{ ten.translate({}) }}",
    "{{ range.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ (ds | map(attribute='__class__') | list) | join }}",
    "{% for f in [ten.format] %}{{ f.__self__ }}{% endfor %}",
    "{{ self.__init__.__globals__ }}",
    "{{ loop.__class__ }}{% for x in ds %}{{ loop._iterable }}{% endfor %}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_the_sandbox_lets_nothing_out_and_nothing_change(source: str) -> None:
    values = copy.deepcopy(VALUES)
    with pytest.raises((SecurityError, UndefinedError)):
        shown(source, values)
    assert values == VALUES


@pytest.mark.parametrize("name", ["safe", "attr", "random", "tojson", "xmlattr", "urlize", "pprint"])
def test_filters_that_unescape_or_reach_inside_do_not_exist(name: str) -> None:
    with pytest.raises(TemplateAssertionError):
        shown(f"{{{{ ten | {name} }}}}")


@pytest.mark.parametrize("name", ["cycler", "joiner", "lipsum", "open", "__builtins__"])
def test_no_objects_are_lying_around(name: str) -> None:
    with pytest.raises(UndefinedError):
        shown(f"{{{{ {name} }}}}")


BOMBS = [
    "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
    "{{ range(10**9) | list }}",
    "{{ 'a' * 10**10 }}",
    "{{ 10**10 * 'a' }}",
    "{{ [1] * 10**9 }}",
    "{{ 9 ** 99999999 }}",
    "{% set n = namespace(s='x' * 1000) %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "{% set n = namespace(s='x' * 1000) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{% set n = namespace(s=9) %}{% for i in range(60) %}{% set n.s = n.s * n.s %}{% endfor %}",
    "{% set n = namespace(s='xx') %}{% for i in range(60) %}{% set n.s = n.s.replace('x', 'xxxx') %}{% endfor %}",
    "{% set n = namespace(s='xx') %}{% for i in range(60) %}{% set n.s = n.s | replace('x', 'xxxx') %}{% endfor %}",
    "{% set n = namespace(s='xx') %}{% for i in range(60) %}{% set n.s = [n.s, n.s] | join %}{% endfor %}",
    "{% set n = namespace(s='xx') %}{% for i in range(60) %}{% set n.s = n.s.join([n.s, n.s, n.s]) %}{% endfor %}",
    "{% set n = namespace(s='xx') %}{% for i in range(60) %}{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}{% endfor %}",
    "{{ 'a'.ljust(10**9) }}",
    "{{ 'a' | center(10**9) }}",
    "{{ 'a\nb' | indent(10**9) }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (1000000000, 1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ '{:{}}'.format(1, 1000000000) }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{{ [1] | batch(10**9, 0) | list | length }}",
    "{{ [1] | slice(10**9) | list | length }}",
    "{{ 1.5 | round(10**9, 'ceil') }}",
    "{{ ('%s' * 90000 % (('x' * 9000000,) * 90000)) | length }}",
    "{{ ('%(a)s' * 90000 % {'a': 'x' * 9000000}) | length }}",
    "{{ ('%s' * 90000 % ('x' * 9000000)) | length }}",
    "{{ ('%s' * 90000) | format(*['x' * 9000000] * 90000) | length }}",
    "{{ ('{0}' * 90000).format('x' * 9000000) | length }}",
    "{{ ('x' * 100000).join('y' * 100000) | length }}",
    "{% for x in [1, 2] recursive %}{% if loop.depth < 60 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}",
]


@pytest.mark.parametrize("source", BOMBS)
def test_a_template_cannot_ask_for_unbounded_work(source: str) -> None:
    with pytest.raises(LimitError):
        shown(source)


def test_an_honest_loop_of_many_rows_is_within_the_limits() -> None:
    assert len(shown("{% for i in range(100000) %}ab{% endfor %}")) == 200_000


def test_jinja_is_new_enough_for_its_sandbox_to_hold() -> None:
    assert tuple(map(int, jinja2.__version__.split(".")[:3])) >= (3, 1, 6)


@pytest.mark.parametrize(
    "source",
    [
        "{% set nhom.count = 1 %}",
        "{% set nhom.count %}1{% endset %}",
        "{% set a, nhom.count = 1, 2 %}",
        "{% set ds.x = 1 %}",
    ],
)
def test_set_changes_no_data(source: str) -> None:
    values = copy.deepcopy(VALUES)
    with pytest.raises(TemplateRuntimeError):
        shown(source, values)
    assert values == VALUES


def test_set_fills_a_namespace_from_a_block_too() -> None:
    source = "{% set t = namespace(n=0) %}{% set t.n %}{% set t.m = 2 %}{{ t.m }}{% endset %}{{ t.n }}"
    assert shown(source) == "2"


# --- words -------------------------------------------------------------------------------------------------------

STRANGE = "no attribute frobnicated; expected token, got nothing"


@pytest.mark.parametrize(
    "error",
    [TypeError, ValueError, KeyError, IndexError, AttributeError, RuntimeError, OverflowError, RecursionError, OSError],
)
def test_an_error_that_nobody_foresaw_is_still_said_in_vietnamese(error: type[Exception]) -> None:
    raised = error((STRANGE,)) if error is KeyError else error(STRANGE)
    said = failure_words(raised)
    assert said
    assert not set(STRANGE.split()) & set(said.split())


def test_a_syntax_error_that_nobody_foresaw_is_still_said_in_vietnamese() -> None:
    for said in (syntax_words("frobnicated"), syntax_words(None), reading_words(SyntaxError("frobnicated"))):
        assert said
        assert "frobnicated" not in said


def test_one_name_may_be_quoted_but_never_at_any_length() -> None:
    assert len(failure_words(KeyError("dài " * 1000))) < 100


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, b"x", Path(), Colour.RED, float("nan"), Decimal("-Infinity"), Decimal("sNaN")]
)
def test_a_value_that_cannot_be_carried_is_named_in_vietnamese(value: object) -> None:
    with pytest.raises(ReportgenError) as refused:
        plain({"a": value})
    [problem] = refused.value.problems
    in_vietnamese([problem], "a")


# --- values ------------------------------------------------------------------------------------------------------


def test_values_are_copied_deeply_into_plain_ones() -> None:
    given_values = {"a": [{"b": (1, Decimal("2.5"), date(2026, 1, 1), None, True, Grade.GOOD, Markup("<b>"))}]}
    copied = plain(given_values)
    assert copied == {"a": [{"b": (1, Decimal("2.5"), date(2026, 1, 1), None, True, "Tốt", "<b>")}]}
    assert [type(x) for x in copied["a"][0]["b"][-2:]] == [str, str]
    assert copied["a"] is not given_values["a"]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": object()}, "a"),
        ({"a": [1, {"b": {1, 2}}]}, "a[1].b"),
        ({"a": (b"bytes",)}, "a[0]"),
        ({"a": len}, "a"),
        ({"a": Path()}, "a"),
        ({"a": Colour.RED}, "a"),
        ({"a": float("nan")}, "a"),
        ({"a": Decimal("Infinity")}, "a"),
        ({"a": {(1, 2): 3}}, "a.(1, 2)"),
        ({"a": iter([1])}, "a"),
    ],
)
def test_anything_else_is_refused_by_its_path(value: dict[str, object], path: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        plain(value)
    assert [(p.code, p.where) for p in refused.value.problems] == [("MB030", f"dữ liệu, {path}")]


def test_all_bad_values_are_told_at_once() -> None:
    with pytest.raises(ReportgenError) as refused:
        plain({"a": object(), "b": ["\x00", {"c": "\ufffe"}]})
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("MB030", "dữ liệu, a"),
        ("MB031", "dữ liệu, b[0]"),
        ("MB031", "dữ liệu, b[1].c"),
    ]


def test_a_value_that_holds_itself_is_refused() -> None:
    circle: dict[str, object] = {}
    circle["again"] = circle
    with pytest.raises(ReportgenError, match="MB030"):
        plain(circle)


FORBIDDEN = [*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]


def test_every_character_that_xml_cannot_hold_is_refused() -> None:
    for code in set(FORBIDDEN) - {0x09, 0x0A, 0x0D}:
        with pytest.raises(ReportgenError, match="MB031"):
            plain({"a": f"x{chr(code)}y"})


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in FORBIDDEN])))
def test_every_other_text_comes_through_as_itself_in_nfc(text: str) -> None:
    assert plain({"a": text}) == {"a": nfc(text)}


def test_line_ends_are_those_of_xml() -> None:
    assert plain({"a": "một\r\nhai\rba\n"}) == {"a": "một\nhai\nba\n"}


def test_names_are_nfc_and_never_collide() -> None:
    assert plain({"quy\u0301": 1}) == {"qu\u00fd": 1}
    with pytest.raises(ReportgenError, match="MB030"):
        plain({"quy\u0301": 1, "qu\u00fd": 2})


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1, 8, 30), date(2026, 1, 1)])  # noqa: DTZ001  wall clock
def test_dates_and_times_pass(moment: date) -> None:
    assert plain({"a": moment}) == {"a": moment}


_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(width=16)
    | st.decimals(places=2)
    | st.dates()
    | st.text(max_size=5)
)
_ANY = st.recursive(
    _LEAVES
    | st.sampled_from([Decimal("sNaN"), Grade.GOOD, Colour.RED, Markup("&amp;"), "e\u0301", "a\r\n", "\x01", object()]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=3), _ANY, max_size=4))
def test_values_copied_all_together_are_what_copying_one_by_one_gives(given_values: dict[str, Any]) -> None:
    one_by_one = sandbox._Copier()  # the slow way is the meaning of the quick one
    wanted = one_by_one.copy(given_values, "", 0)
    if one_by_one.problems:
        with pytest.raises(ReportgenError) as refused:
            plain(given_values)
        assert list(refused.value.problems) == one_by_one.problems
    else:
        assert repr(plain(given_values)) == repr(wanted)
