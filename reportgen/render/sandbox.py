"""Where template expressions run: no code, no objects, no unbounded work, and only plain values.

A template is written by an officer and may come from anywhere, so it is run like a stranger's program: Jinja's
immutable sandbox, strict about undefined names, with autoescape; a short list of methods; and a budget. The limits
here hold inside the process and cover loops, calls, and texts that double; one single call of a filter is bounded
by the sizes that the limits leave. A limit on the memory of the whole process is the business of the shell.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from enum import Enum
from itertools import chain
from typing import Any, Final, Literal, TypeAlias, cast

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import (
    do_batch,
    do_center,
    do_format,
    do_indent,
    do_join,
    do_replace,
    do_round,
    do_wordwrap,
    sync_do_slice,
)
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_environment, pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from reportgen.problem import Problem, ReportgenError
from reportgen.render.wording import is_chart, kind_of
from reportgen.vi.dates import long_date, short_date
from reportgen.vi.numbers import decimal, integer, percent
from reportgen.vi.roman import to_roman
from reportgen.vi.text import illegal_xml, is_nfc, nfc

Plain: TypeAlias = "str | int | float | Decimal | bool | date | time_of_day | list[Plain] | tuple[Plain, ...] | dict[Any, Plain] | None"  # noqa: E501
"""What a template may see: values that can do nothing."""

Carry: TypeAlias = Callable[[Any, str], Any]
"""See `plain`."""

MAX_STEPS: Final = 1_000_000
MAX_CHARS: Final = 64 << 20
MAX_TEXT: Final = 16 << 20
MAX_RANGE: Final = 100_000
MAX_SECONDS: Final = 30.0
MAX_DEPTH: Final = 50
MAX_VALUES: Final = 5_000_000
_MAX_BITS: Final = 10_000
_CALL_COST: Final = 8  # steps; a call of a macro takes that much longer than a turn of a loop
_STEPS_BETWEEN_CLOCKS: Final = 256
_COUNTED_TOGETHER: Final = 32  # turns of a loop
_MAX_FORMAT: Final = 1_000
_MAX_PLACES: Final = 20
_SUSPECT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
)  # finds quickly what `illegal_xml` then lists


class LimitError(Exception):
    """A template asked for more work than a report can need; the text is the Vietnamese message."""


class ExpressionError(Exception):
    """An expression cannot be worked out or printed; the text is the Vietnamese message."""


# --- budget ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Budget:
    """What one rendering has used."""

    until: float
    steps: int = 0
    chars: int = 0


_BUDGET: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limits() -> Iterator[None]:
    """Give everything rendered inside one common budget of steps, characters and seconds."""
    token = _BUDGET.set(_Budget(time.monotonic() + MAX_SECONDS))
    try:
        yield
    finally:
        _BUDGET.reset(token)


def remembered_use() -> Callable[[], None]:
    """Return a function that gives back the steps and characters used since now, for work that has to be done again."""
    budget = _BUDGET.get()
    steps, chars = (budget.steps, budget.chars) if budget is not None else (0, 0)

    def give_back() -> None:
        if budget is not None:
            budget.steps, budget.chars = steps, chars

    return give_back


def _step(cost: int = 1) -> None:
    """Count one turn of a loop, or a call, which costs more.

    Raises:
        LimitError: When the budget is used up.
    """
    budget = _BUDGET.get()
    if budget is None:
        return
    budget.steps += cost
    if budget.steps > MAX_STEPS:
        raise LimitError(f"mẫu lặp quá {MAX_STEPS} lượt")
    if budget.steps % _STEPS_BETWEEN_CLOCKS < cost and time.monotonic() > budget.until:
        raise LimitError(f"mẫu chạy quá {MAX_SECONDS:.0f} giây")


def count_calls(calls: int) -> None:
    """Count calls made beside Jinja, as `_step` counts those of a template.

    Raises:
        LimitError: When the budget is used up.
    """
    _step(calls * _CALL_COST)


def spend(chars: int) -> None:
    """Count characters that go to the output.

    Raises:
        LimitError: When the output grows over `MAX_CHARS`.
    """
    budget = _BUDGET.get()
    if budget is not None:
        budget.chars += chars
        if budget.chars > MAX_CHARS:
            raise LimitError(f"văn bản kết xuất dài quá {MAX_CHARS >> 20} triệu ký tự")


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    """Pass the items of a loop on, one step each; those of a list are counted some at a time."""
    if not isinstance(items, list | tuple | range):
        for item in items:
            _step()
            yield item
        return
    for start in range(0, len(items), _COUNTED_TOGETHER):
        some = items[start : start + _COUNTED_TOGETHER]
        _step(len(some))
        yield from some


def _bounded(text: Any) -> Any:
    """Return a text just put together, unless it has grown out of bounds."""
    _check_length(len(text) if isinstance(text, str) else 0)
    return text


def _check_length(length: int) -> None:
    if length > MAX_TEXT:
        raise LimitError(f"một đoạn chữ trong mẫu dài quá {MAX_TEXT >> 20} triệu ký tự")


# --- filters -----------------------------------------------------------------------------------------------------


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ExpressionError(f"{_named(value)} không phải là số")
    return Decimal(str(value))


def _blank_if_none(function: Callable[..., str]) -> Callable[..., str]:
    """Let None through a filter as nothing: what is not known is not printed, whatever its form would be."""

    def filter_(value: Any, *args: Any) -> str:
        return "" if value is None else function(value, *args)

    return filter_


def _check_places(places: Any) -> None:
    if isinstance(places, bool) or not isinstance(places, int) or not 0 <= places <= _MAX_PLACES:
        raise ExpressionError(f"số chữ số thập phân phải là số nguyên từ 0 đến {_MAX_PLACES}")


def _share(value: Any, places: int = 2) -> str:
    _check_places(places)
    return percent(_number(value), places)


def _figure(value: Any, places: int = 2) -> str:
    _check_places(places)
    number = _number(value)
    return integer(int(number)) if number == number.to_integral_value() else decimal(number, places)


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise ExpressionError(f"{_named(value)} không phải là ngày")
    return value


def _roman(value: Any) -> str:
    number = _number(value)
    if number != number.to_integral_value():
        raise ExpressionError(f"{number} không viết được bằng chữ số La Mã")
    try:
        return to_roman(int(number))
    except ValueError as error:
        raise ExpressionError(f"{number} không viết được bằng chữ số La Mã") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ExpressionError(f"{_named(value)} không phải là chữ")
    return str(value)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "ty_le": _blank_if_none(_share),  # 0.5897 -> 58,97%
    "so": _blank_if_none(_figure),  # 1234 -> 1.234; 2.5 -> 2,5
    "ngay": _blank_if_none(lambda value: short_date(_day(value))),  # 15/6/2026
    "ngay_dai": _blank_if_none(lambda value: long_date(_day(value))),  # ngày 15 tháng 6 năm 2026
    "viet_hoa": _blank_if_none(lambda value: _text(value).upper()),
    "viet_hoa_dau": _blank_if_none(lambda value: _text(value)[:1].upper() + _text(value)[1:]),
    "chu_thuong_dau": _blank_if_none(lambda value: _text(value)[:1].lower() + _text(value)[1:]),
    "la_ma": _blank_if_none(_roman),  # 4 -> IV
}
"""Filters of Vietnamese administrative writing, for both Word and Excel templates; None gives an empty text."""

_REFUSED_FILTERS: Final = (
    "attr",  # attributes are what the sandbox guards
    "random",  # the same input gives the same bytes
    "forceescape", "pprint", "safe", "striptags", "tojson", "urlize", "xmlattr",  # data is never markup
)  # fmt: skip


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    items = list(value)
    _check_length(sum(len(x) if isinstance(x, str) else _MAX_FORMAT for x in items) + len(d) * len(items))
    joined: str = do_join(context, items, d, attribute)
    return joined


@pass_eval_context
def _replace(context: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    _check_replace(str(s), str(old), str(new))
    return do_replace(context, s, old, new, count)


def _check_replace(text: str, old: str, new: str) -> None:
    _check_length(len(text) + text.count(old) * len(new))


def _center(value: str, width: int = 80) -> str:
    _check_width(width)
    return do_center(value, width)


def _indent(s: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:  # noqa: FBT001, FBT002
    _check_width(len(width) if isinstance(width, str) else width)
    return do_indent(s, width, first, blank)


@pass_environment
def _wordwrap(environment: Any, s: str, width: int = 79, break_long_words: bool = True) -> str:  # noqa: FBT001, FBT002
    _check_width(width)
    return do_wordwrap(environment, s, width, break_long_words)


def _format(value: str, *args: Any, **kwargs: Any) -> str:
    _check_pattern(str(value))
    _check_filled(str(value), "%", (*args, *kwargs.values()))
    return _writable(do_format(value, *args, **kwargs))


def _round(value: float, precision: int = 0, method: Literal["common", "ceil", "floor"] = "common") -> float:
    if isinstance(precision, int) and abs(precision) > _MAX_PLACES:
        raise LimitError(f"làm tròn đến {precision} chữ số là quá nhiều")
    return do_round(value, precision, method)


def _batch(value: Iterable[Any], linecount: int, fill_with: Any = None) -> Iterator[list[Any]]:
    _check_width(linecount)
    return do_batch(list(value), linecount, fill_with)


def _slice(value: Any, slices: int, fill_with: Any = None) -> Iterator[list[Any]]:
    _check_width(slices)
    return sync_do_slice(value, slices, fill_with)


def _check_width(width: Any) -> None:
    if isinstance(width, int) and abs(width) > MAX_RANGE:
        raise LimitError(f"độ rộng {width} quá lớn")


def _check_pattern(pattern: str) -> None:
    """Refuse `%1000000000d`: a width is memory."""
    if re.search(r"%[^a-zA-Z%]*(?:\d{4}|\*)", pattern):
        raise LimitError(f"khuôn định dạng {pattern[:40]!r} quá rộng")


def _check_filled(pattern: str, mark: str, values: Iterable[Any]) -> None:
    """Refuse a pattern of many marks for a long text: each mark may print it."""
    _check_length(pattern.count(mark) * max((len(v) for v in values if isinstance(v, str)), default=0))


_UNWRITABLE: Final = "chữ có ký tự không ghi được vào văn bản"


def _writable(text: str) -> str:
    """Return a text that an expression has made of numbers and patterns, unless a file cannot hold it."""
    if _SUSPECT.search(text):
        raise ExpressionError(_UNWRITABLE)
    return text


def _texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of a constant, those in its lists and groups too, line ends as XML makes them."""
    if isinstance(value, str):
        yield value.replace("\r\n", "\n").replace("\r", "\n")
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for item in pair for text in _texts_in(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in _texts_in(item))


def _range(*args: int) -> range:
    numbers = range(*args)
    if len(numbers) > MAX_RANGE:
        raise LimitError(f"range(...) có {len(numbers)} số, quá {MAX_RANGE}")
    return numbers


# --- environment -------------------------------------------------------------------------------------------------


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_METHODS: Final[Mapping[type, frozenset[str]]] = {
    str: _words(
        "capitalize casefold center count endswith find index isalnum isalpha isdecimal isdigit islower isnumeric",
        "isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex",
        "rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill",
    ),
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index"}),
    dict: frozenset({"get", "items", "keys", "values"}),
    date: frozenset({"isoformat", "isoweekday", "strftime", "weekday"}),
    datetime: frozenset({"date", "isoformat", "isoweekday", "strftime", "time", "weekday"}),
    time_of_day: frozenset({"isoformat", "strftime"}),
    int: frozenset(),
    float: frozenset({"is_integer"}),
    bool: frozenset(),
    Decimal: frozenset(),
    Markup: frozenset({"capitalize", "lower", "strip", "title", "upper"}),
}
"""Methods that a template may call, by type: none that can build something large out of something small unseen."""


class Generator(CodeGenerator):
    """Jinja's compiler, that keeps the line of `{% set a.b = ... %}` and lets none of its forms change the data."""

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802  named by Jinja
        """Refuse texts of the template that no file can hold, where they are used."""
        if any(_SUSPECT.search(text) for text in _texts_in(node.value)):
            self.write("environment.refuse_text()")
        else:
            super().visit_Const(node, frame)

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:  # noqa: N802
        """Note the line before Jinja's check of the target, which it writes without one."""
        self.newline(node)
        super().visit_Assign(node, frame)

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:  # noqa: N802
        """Check the target of `{% set a.b %}...{% endset %}`, which Jinja itself does not."""
        targets = [node.target, *node.target.find_all(nodes.NSRef)]
        for target in (t for t in targets if isinstance(t, nodes.NSRef)):
            self.newline(node)
            self.writeline(f"if not isinstance({frame.symbols.ref(target.name)}, Namespace):")
            self.indent()
            self.writeline('raise TemplateRuntimeError("cannot assign attribute on non-namespace object")')
            self.outdent()
        super().visit_AssignBlock(node, frame)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with our budget, our short list of methods, and data before methods."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class: type[CodeGenerator] = Generator

    def refuse_text(self) -> None:
        """Refuse a text with characters that XML cannot hold."""
        raise ExpressionError(_UNWRITABLE)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the data of that name before any method: `bang.items`, `dot.count` are names of data."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow plain attributes, and the methods of `_METHODS`."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return not callable(value) or type(obj) not in _METHODS or attr in _METHODS[type(obj)]

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Count the call and look at what could grow."""
        _step(_CALL_COST)
        owner, method = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if isinstance(owner, str):
            _check_text_method(owner, method, args)
        elif method == "strftime" and args:
            _check_pattern(str(args[0]))
        return super().call(context, obj, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return Jinja's safe `str.format`, with a bound on the widths that it may be asked for."""
        safe = super().wrap_str_format(value)
        if safe is None:
            return None

        def bounded(*args: Any, **kwargs: Any) -> str:
            if re.search(r":[^{}]*(?:\{|\d{4})", str(value.__self__)):
                raise LimitError(f"khuôn định dạng {str(value.__self__)[:40]!r} quá rộng")
            _check_filled(str(value.__self__), "{", (*args, *kwargs.values()))
            return _writable(safe(*args, **kwargs))

        return bounded

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work an operator out, unless its result would be out of bounds."""
        _check_operation(operator, left, right)
        result = super().call_binop(context, operator, left, right)
        return _writable(result) if operator == "%" and isinstance(result, str) else result

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002  Jinja's signature
    ) -> str:
        return super()._generate(_Counters(self).visit(source), name, filename, defer_init)


class _Counters(NodeTransformer):
    """Put a counter into every loop and a measure after every `~`."""

    def __init__(self, environment: Sandbox) -> None:
        self.environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  named by Jinja
        self.generic_visit(node)
        node.iter = self._through("_counted", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._through("_bounded", node)

    def _through(self, name: str, node: nodes.Node) -> nodes.Expr:
        wrapped = nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)
        wrapped.set_environment(self.environment)
        return wrapped


def _check_text_method(owner: str, method: str, args: tuple[Any, ...]) -> None:
    for arg in args:
        _check_width(arg)
    if method == "join" and args and isinstance(args[0], list | tuple):
        _check_length(sum(len(x) + len(owner) for x in args[0] if isinstance(x, str)))
    if method == "join" and args and isinstance(args[0], str):
        _check_length(len(owner) * len(args[0]))
    if method == "replace" and len(args) > 1:
        _check_replace(owner, str(args[0]), str(args[1]))


def _check_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse the operations by which small templates make large values."""
    sized = [x for x in (left, right) if isinstance(x, str | list | tuple)]
    numbers = [x for x in (left, right) if isinstance(x, int)]
    if operator == "%" and isinstance(left, str):
        _check_pattern(left)
        _check_filled(
            left, "%", right.values() if isinstance(right, dict) else right if isinstance(right, tuple) else (right,)
        )
    elif operator == "*" and sized and numbers:
        _check_size(sized[0], len(sized[0]) * max(numbers[0], 0))
    elif operator == "+" and len(sized) == 2:  # noqa: PLR2004  both sides
        _check_size(left, len(left) + len(right))
    elif len(numbers) == 2 and operator in {"*", "**"}:  # noqa: PLR2004
        bits = [n.bit_length() for n in numbers]
        if (numbers[1] * bits[0] if operator == "**" else sum(bits)) > _MAX_BITS:
            raise LimitError("phép tính cho số quá lớn")


def _check_size(value: Any, size: int) -> None:
    if isinstance(value, str):
        _check_length(size)
    elif size > MAX_STEPS:
        raise LimitError(f"danh sách trong mẫu dài quá {MAX_STEPS} mục")


def printable(value: Any) -> str:
    """Return what `{{ }}` prints: None is nothing, never a word; yes and no are True and False, as docxtpl has it.

    Raises:
        ExpressionError: For lists, groups and functions: their Python spelling is no text.
        UndefinedError: For a name that does not exist.
    """
    if value is None:
        return ""
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise ExpressionError("số vô hạn hoặc không xác định không in ra được")
    if isinstance(value, Decimal):
        value = f"{value:f}"
    if not isinstance(value, str | int | float | date | time_of_day | Undefined):
        advice = "hãy đặt thẻ này làm tiêu đề của một biểu đồ" if is_chart(value) else "hãy in từng mục"
        raise ExpressionError(f"{_named(value)} không in ra được; {advice}")
    text = value if isinstance(value, str) else str(value)
    spend(len(text))
    return text


def _named(value: Any) -> str:
    """Return what a value is, in words."""
    if is_chart(value):
        return "số liệu biểu đồ"
    names: tuple[tuple[Any, str], ...] = (
        (bool, "giá trị đúng/sai"),
        (str, f"chữ {str(value)[:30]!r}" if isinstance(value, str) else ""),
        (int | float | Decimal, f"số {value}" if isinstance(value, int | float | Decimal) else ""),
        (date | time_of_day, "ngày giờ"),
        (list | tuple | range, "danh sách"),
        (dict, "nhóm dữ liệu"),
        (type(None), "giá trị trống"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "biểu thức này")


def environment(
    filters: Mapping[str, Callable[..., Any]] = FILTERS,
    *,
    autoescape: bool = True,
    finalize: Callable[[Any], Any] = printable,
    kind: type[Sandbox] = Sandbox,
) -> Sandbox:
    """Return an environment in which templates are compiled.

    Args:
        filters: Filters beyond Jinja's own.
        autoescape: Whether printed values are escaped for XML; off only where the text goes into no markup.
        finalize: What turns a value into printed text.
        kind: The sandbox itself.
    """

    @pass_eval_context
    def at_run_time(_: EvalContext, value: Any) -> Any:
        """Keep Jinja from printing constants while it compiles: it would escape them first, None to "None"."""
        return finalize(value)

    made = kind(undefined=StrictUndefined, autoescape=autoescape, finalize=at_run_time, keep_trailing_newline=True)
    for name in _REFUSED_FILTERS:
        del made.filters[name]
    made.filters |= {"join": _join, "replace": _replace, "center": _center, "indent": _indent, "wordwrap": _wordwrap}
    made.filters |= {"round": _round, "batch": _batch, "slice": _slice}
    made.filters |= {"format": _format, "_counted": _counted, "_bounded": _bounded, **filters}
    made.globals = {"range": _range, "dict": dict, "namespace": made.globals["namespace"]}
    return made


# --- values ------------------------------------------------------------------------------------------------------


def _carry_nothing(_: Any, __: str) -> None:
    """Take in no values but plain ones."""


def plain(values: Mapping[str, object], carry: Carry = _carry_nothing) -> dict[str, Any]:
    r"""Return a deep copy of the values as plain ones: NFC texts, numbers, dates, lists, tuples and dicts.

    Line ends become `\n`, as XML itself would make them.

    Args:
        values: Of any sort.
        carry: Returns what a template may see of a value that is not plain, from the value and its place; None refuses
            it. It may raise `ReportgenError` with what is wrong with it.

    Raises:
        ReportgenError: With every value that cannot be carried: MB030 of another type or too deep, MB031 with
            characters that XML cannot hold. Its place is the path of the value, `nhiem_vu[3].ten`.
    """
    try:
        return _Carrier().carry(values)
    except _NotPlainError:
        copier = _Copier(carry)
        copied = copier.copy(values, "", 0)
        if copier.problems:
            raise ReportgenError(*copier.problems) from None
        return dict(copied)


# Letters that are one code point each and that XML holds: a text of these alone needs no further look.
_SURE: Final = re.compile("[\t\n -~\xa0-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff]*+")


class _NotPlainError(Exception):
    """Values that must be copied one by one, because something in them is to be changed or refused."""


class _Carrier:
    """Copies groups and lists whose texts are in order as they are, and looks at all texts together, once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.shapes: set[tuple[Any, ...]] = set()
        self.count = 0

    def carry(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Return the copy.

        Raises:
            _NotPlainError: `_Copier` has to do it.
        """
        copied = self._group(dict(values), 0)
        joined = "\n".join(self.texts)
        if _SURE.fullmatch(joined) is None and (_SUSPECT.search(joined) or not is_nfc(joined)):
            raise _NotPlainError
        return copied

    def _group(self, group: dict[Any, Any], depth: int) -> dict[Any, Any]:
        self._enter(group, depth)
        names, kinds = tuple(group), set(map(type, group))
        if not kinds <= _KEYS:
            raise _NotPlainError
        if kinds != _ONLY_TEXTS or names not in self.shapes:  # the rows of a list have the same names
            self.shapes.add(names)
            self.texts += [name for name in names if type(name) is str]
        kinds = self._take_texts(group.values())
        if kinds <= _SCALARS:
            return group.copy()
        return {k: v if type(v) in _SCALARS else self._value(v, depth + 1) for k, v in group.items()}

    def _items(self, items: Any, depth: int) -> list[Any]:
        self._enter(items, depth)
        kinds = self._take_texts(items)
        if kinds == _ONLY_GROUPS:
            return self._rows(items, depth + 1) or [self._group(item, depth + 1) for item in items]
        if kinds <= _SCALARS:
            return list(items)
        return [item if type(item) in _SCALARS else self._value(item, depth + 1) for item in items]

    def _rows(self, groups: Sequence[dict[Any, Any]], depth: int) -> list[Any] | None:
        """Return the copies of groups that have the same names and hold no further ones, as the rows of a list do.

        What `_group` does with each is done with all of them together. `None` when they are not such rows.
        """
        names = tuple(groups[0])
        if set(map(tuple, groups)) != {names} or not set(map(type, chain.from_iterable(groups))) <= _KEYS:
            return None
        values = list(chain.from_iterable(map(dict.values, groups)))
        kinds = set(map(type, values))
        if not kinds <= _SCALARS or depth > MAX_DEPTH:
            return None
        self.count += len(values)
        if self.count > MAX_VALUES:
            raise _NotPlainError
        self.texts += [name for name in names if type(name) is str]
        self.texts += values if kinds == _ONLY_TEXTS else [value for value in values if type(value) is str]
        return list(map(dict.copy, groups))

    def _take_texts(self, values: Collection[Any]) -> set[type]:
        """Note the texts among values; return the types of all of them."""
        kinds = set(map(type, values))
        if kinds == _ONLY_TEXTS:
            self.texts += values
        elif str in kinds:
            self.texts += [value for value in values if type(value) is str]
        return kinds

    def _enter(self, holder: Any, depth: int) -> None:
        self.count += len(holder)
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            raise _NotPlainError

    def _value(self, value: Any, depth: int) -> Any:
        """Return the copy of a value that is no scalar, or may be no finite number."""
        kind = type(value)
        if kind is dict:
            return self._group(value, depth)
        if kind is list or kind is tuple:
            items = self._items(value, depth)
            return items if kind is list else tuple(items)
        if (kind is float or kind is Decimal) and _is_finite(value):
            return value
        raise _NotPlainError


def _is_finite(value: float | Decimal) -> bool:
    return value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)


_ONLY_TEXTS: Final = {str}
_ONLY_GROUPS: Final = {dict}
_KEYS: Final = {str, int, date}
_SCALARS: Final = {str, type(None), bool, int, date, datetime, time_of_day}

_INFINITE: Final = "số vô hạn hoặc không xác định không đưa vào mẫu được"


class _Copier:
    """Copies values and remembers what is wrong with them."""

    def __init__(self, carry: Carry = _carry_nothing) -> None:
        self.problems: list[Problem] = []
        self.count = 0
        self._carry = carry

    def copy(self, value: Any, path: str, depth: int) -> Any:
        """Return the plain copy of a value that stands at `path`."""
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            if depth > MAX_DEPTH or self.count == MAX_VALUES + 1:
                self._refuse(path, "dữ liệu lồng nhau quá sâu hoặc quá nhiều")
            return None
        if isinstance(value, Enum) and not isinstance(value, str | int):
            return self._refuse(path, f"{kind_of(type(value).__name__)} không đưa vào mẫu được")
        if isinstance(value, Mapping):
            return self._mapping(value, path, depth)
        if isinstance(value, list | tuple):
            items = [self.copy(item, f"{path}[{k}]", depth + 1) for k, item in enumerate(value)]
            return items if isinstance(value, list) else tuple(items)
        return self._scalar(value, path)

    def _mapping(self, value: Mapping[Any, Any], path: str, depth: int) -> dict[Any, Any]:
        copied: dict[Any, Any] = {}
        for key, item in value.items():
            plain_key = self._text(key, path) if isinstance(key, str) else key
            here = f"{path}.{plain_key}" if path else str(plain_key)
            if not isinstance(key, str | int | date) or plain_key in copied:
                self._refuse(here, "tên dữ liệu phải là chữ hoặc số, không trùng nhau")
            else:
                copied[plain_key] = self.copy(item, here, depth + 1)
        return copied

    def _scalar(self, value: Any, path: str) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, int):
            return int(value)
        if isinstance(value, float | Decimal):
            kind = float if isinstance(value, float) else Decimal
            return kind(value) if _is_finite(value) else self._refuse(path, _INFINITE)
        if type(value) in {date, datetime, time_of_day}:
            return value
        return self._form(value, path)

    def _form(self, value: Any, path: str) -> Any:
        """Return what stands for a value with a form of its own."""
        try:
            carried = self._carry(value, _path(path))
        except ReportgenError as error:
            self.problems.extend(error.problems)
            return None
        if carried is None:
            self._refuse(path, f"{kind_of(type(value).__name__)} không đưa vào mẫu được")
        return carried

    def _text(self, value: str, path: str) -> str:
        text = str.__str__(value).replace("\r\n", "\n").replace("\r", "\n")
        if _SUSPECT.search(text):
            codes = ", ".join(sorted({f"U+{code:04X}" for _, code in illegal_xml(text)})[:5])
            message = f"có ký tự không ghi được vào văn bản ({codes})"
            remedy = "Xóa ký tự đó ở nơi nhập; thường nó theo vào khi dán từ chương trình khác."
            self.problems.append(Problem("MB031", _path(path), message, remedy))
            return ""
        return nfc(text)

    def _refuse(self, path: str, message: str) -> None:
        remedy = "Chỉ đưa vào mẫu chữ, số, ngày, danh sách và nhóm dữ liệu."
        self.problems.append(Problem("MB030", _path(path), message, remedy))


def _path(path: str) -> str:
    return f"dữ liệu, {path}" if path.isprintable() else f"dữ liệu, {path!a}"
