"""The series of a chart replaced by others: what the officer has drawn stays, what it shows is new.

A series of the data takes the form (fill, pattern, marker, labels) of the template's series of the same name, so that
"Quá hạn" stays black whatever else there is to show; the others take the forms that are left, in turn. When there are
more series than forms, the forms are used again with fresh patterns, greys and dashes that a printer without colour
tells apart. Whatever speaks of the old points (labels of single points, cached names, filters) goes.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias

from lxml import etree

from reportgen.problem import Problem
from reportgen.render.chartbook import DAY, GENERAL, Block
from reportgen.render.chartvalue import ChartData, Series, is_number, number
from reportgen.vi.text import nfc

C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PATTERNS: Final = (
    ("dkUpDiag", "000000"),
    ("smGrid", "000000"),
    ("ltHorz", "000000"),
    ("pct50", "000000"),
    ("dkVert", "000000"),
    ("wdDnDiag", "000000"),
    ("pct20", "000000"),
    ("diagCross", "000000"),
)
"""Fills that a black and white printer tells apart, each beside its neighbours."""
_DASHES: Final = ("sysDash", "dash", "lgDashDot", "sysDot", "lgDash", "sysDashDotDot")
_MARKERS: Final = ("square", "triangle", "x", "circle", "diamond", "plus")
_FED: Final = frozenset("bar bar3D line line3D pie pie3D ofPie doughnut area area3D radar scatter".split())  # noqa: SIM905
_OTHER: Final = {
    "bubble": "bong bóng",
    "stock": "chứng khoán",
    "surface": "bề mặt",
    "surface3D": "bề mặt",
}
_OF_PIVOT: Final = "biểu đồ của bảng tổng hợp (PivotChart)"
_UNLINKED: Final = "Chèn một biểu đồ thường (Insert, Chart) thay cho PivotChart."
_ROUND: Final = {"pie", "pie3D", "ofPie"}
_DRAWN_AS_LINES: Final = {"line", "line3D", "scatter", "radar"}
_BEFORE_SERIES: Final = {"barDir", "grouping", "varyColors", "scatterStyle", "radarStyle", "ofPieType"}
_AFTER_CATEGORIES: Final = ("val", "yVal", "smooth", "shape", "extLst")
_AFTER_VALUES: Final = ("smooth", "shape", "extLst")
_BEFORE_FORM: Final = ("idx", "order", "tx")
_FIRST_DAY: Final = date(1904, 1, 2)  # the first that both calendars of Excel count
_DATED_ONLY: Final = ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit")


def kind(element: etree._Element) -> str:
    """Return the kind of a chart, `bar` of `c:barChart`; "" of anything else."""
    name = etree.QName(element).localname
    return name.removesuffix("Chart") if name.endswith("Chart") else ""


def groups_of(space: etree._Element) -> list[etree._Element]:
    """Return the charts that one plot area lays over each other: bars, and a line across them."""
    plot = space.find(f"{C}chart/{C}plotArea")
    return [] if plot is None else [child for child in plot if kind(child)]


def unfit(space: etree._Element, data: ChartData, where: str) -> list[Problem]:
    """Return why a chart cannot show these data: MB044."""
    kinds = [kind(group) for group in groups_of(space)]
    strange = [one for one in kinds if one not in _FED]
    remedy = "Đổi sang biểu đồ cột, thanh, đường, miền hoặc mạng nhện (Change Chart Type)."
    pivot = space.find(f"{C}pivotSource") is not None
    if strange or not kinds or pivot:
        what = f"biểu đồ {_OTHER.get(strange[0], 'loại này')}" if strange else "biểu đồ này"
        what, remedy = (_OF_PIVOT, _UNLINKED) if pivot else (what, remedy)
        return [Problem("MB044", where, f"{what} không nhận số liệu từ thẻ", remedy)]
    problems = []
    if set(kinds) <= _ROUND:
        if len(data.series) > 1:
            message = f"biểu đồ tròn chỉ vẽ được một chuỗi số liệu, dữ liệu có {len(data.series)} chuỗi"
            problems.append(Problem("MB044", where, message, remedy))
        if any(value is not None and value < 0 for one in data.series for value in one.values):
            message = "biểu đồ tròn không vẽ được số âm"
            problems.append(Problem("MB044", where, message, remedy))
    return problems


# --- feeding -----------------------------------------------------------------------------------------------------


def formats_for(space: etree._Element, data: ChartData) -> tuple[str, ...]:
    """Return the number format of each series of the data: that of the template's series whose form it takes."""
    old = [ser for group in groups_of(space) for ser in group.iterfind(f"{C}ser")]
    return tuple(_format(form) for form, _ in _forms(old, data)) if old else (GENERAL,) * len(data.series)


def on_days(space: etree._Element, data: ChartData) -> bool:
    """Return whether the categories are days, and the axis one of days."""
    dated = space.find(f"{C}chart/{C}plotArea/{C}dateAx") is not None
    days = [one for one in data.categories if isinstance(one, date) and not isinstance(one, datetime)]
    return dated and bool(days) and len(days) == len(data.categories) and min(days) >= _FIRST_DAY


def growth(space: etree._Element, data: ChartData) -> float:
    """Return how many times as many bars lie one below another as in the template; 1 for charts of another kind."""
    lying = [group for group in groups_of(space) if _value(group, "barDir") == "bar"]
    drawn = [int(one.get("val", "0")) for group in lying for one in group.iterfind(f"{C}ser/{C}cat//{C}ptCount")]
    most = max(drawn, default=0)
    return len(data.categories) / most if most else 1.0


def feed(space: etree._Element, block: Block) -> None:
    """Let a chart show the data of a block: its series, their addresses, and what it remembers of them.

    Args:
        space: The `c:chartSpace`, which is changed; `unfit` has found nothing against it.
        block: The cells.
    """
    groups = groups_of(space)
    old = [(group, ser) for group in groups for ser in group.iterfind(f"{C}ser")]
    forms = _forms([ser for _, ser in old], block.data)
    owners = {id(ser): group for group, ser in old}
    fresh: dict[int, list[etree._Element]] = {id(group): [] for group in groups}
    for place, (form, again) in enumerate(forms):
        group = owners[id(form)] if form is not None else groups[0]
        made = _series(form, again, group, block, place)
        fresh[id(group)].append(made)
    for group in groups:
        _replace_series(group, fresh[id(group)])
    _drop_unused(space, groups)
    _stale(space)
    _axes(space, block)
    if block.data.gaps:
        _show_gaps(space)


_Form: TypeAlias = "tuple[etree._Element | None, int]"  # noqa: SLF001  lxml names its element type so
"""A series of the template, and how many times its form has been used before."""


def _forms(old: Sequence[etree._Element], data: ChartData) -> list[_Form]:
    """Return whose form each series of the data takes."""
    if not old:
        return [(None, 0)] * len(data.series)
    names = {nfc(one.name).casefold(): place for place, one in reversed(list(enumerate(data.series)))}
    taken: dict[int, etree._Element] = {}
    for ser in old:
        place = names.get(nfc(_name_of(ser)).casefold())
        if place is not None and place not in taken:
            taken[place] = ser
    left = [ser for ser in old if not any(ser is one for one in taken.values())]
    last = old[-1].getparent()
    again = [ser for ser in old if ser.getparent() is last]
    forms: list[_Form] = []
    extra = 0
    for place in range(len(data.series)):
        if place in taken:
            forms.append((taken[place], 0))
        elif left:
            forms.append((left.pop(0), 0))
        else:
            forms.append((again[extra % len(again)], extra + 1))
            extra += 1
    return forms


def _name_of(ser: etree._Element) -> str:
    return "".join(v.text or "" for v in ser.iterfind(f"{C}tx//{C}v")).strip()


def _format(form: etree._Element | None) -> str:
    if form is None:
        return GENERAL
    found = form.findtext(f"{C}val//{C}formatCode") or form.findtext(f"{C}yVal//{C}formatCode")
    return found or GENERAL


def _series(form: etree._Element | None, again: int, group: etree._Element, block: Block, place: int) -> etree._Element:
    """Return a series with the form of another and the data of a block."""
    made = copy.deepcopy(form) if form is not None else group.makeelement(f"{C}ser")
    made.tail = None
    for child in list(made):
        if child.tag in {f"{C}{name}" for name in ("idx", "order", "tx", "cat", "val", "xVal", "yVal")}:
            made.remove(child)
    _forget_points(made, block.data)
    if again:
        _tell_apart(made, again - 1, lines=kind(group) in _DRAWN_AS_LINES)
    one = block.data.series[place]
    head = [_valued(made, "idx", place), _valued(made, "order", place), _name(made, one.name, block.name(place))]
    made[:0] = head
    scatter = kind(group) == "scatter"
    insert(made, _categories(made, block, "xVal" if scatter else "cat", numeric=scatter), _AFTER_CATEGORIES)
    insert(made, _values(made, block, place, "yVal" if scatter else "val"), _AFTER_VALUES)
    if kind(group) in _ROUND | {"doughnut"}:
        _more_points(made, len(block.data.categories))
    return made


def _valued(owner: etree._Element, name: str, value: object) -> etree._Element:
    made = owner.makeelement(f"{C}{name}")
    made.set("val", str(value))
    return made


def insert(parent: etree._Element, made: etree._Element, followers: Sequence[str]) -> None:
    """Put an element where the schema wants it: before the first of its followers."""
    tags = {f"{C}{name}" for name in followers}
    follower = next((child for child in parent if child.tag in tags), None)
    if follower is None:
        parent.append(made)
    else:
        follower.addprevious(made)


# --- what a chart remembers ---------------------------------------------------------------------------------------


def _name(owner: etree._Element, name: str, address: str) -> etree._Element:
    made = owner.makeelement(f"{C}tx")
    _remembered(made, "str", address, [name], "")
    return made


def _categories(owner: etree._Element, block: Block, name: str, *, numeric: bool) -> etree._Element:
    """Return the categories; numbers where they are places on an axis."""
    made = owner.makeelement(f"{C}{name}")
    numbers = block.days or (numeric and bool(block.data.categories) and all(map(is_number, block.data.categories)))
    _remembered(made, "num" if numbers else "str", block.categories, block.texts(), DAY if block.days else GENERAL)
    return made


def _values(owner: etree._Element, block: Block, place: int, name: str) -> etree._Element:
    made = owner.makeelement(f"{C}{name}")
    texts = [None if value is None else number(value) for value in block.data.series[place].values]
    _remembered(made, "num", block.values(place), texts, block.formats[place])
    return made


def _remembered(owner: etree._Element, what: str, address: str, texts: Sequence[str | None], code: str) -> None:
    """Write an address and what its cells hold; a cell without anything is counted and not named."""
    reference = etree.SubElement(owner, f"{C}{what}Ref")
    etree.SubElement(reference, f"{C}f").text = address
    cache = etree.SubElement(reference, f"{C}{what}Cache")
    if what == "num":
        etree.SubElement(cache, f"{C}formatCode").text = code
    etree.SubElement(cache, f"{C}ptCount", val=str(max(1, len(texts))))
    for index, text in enumerate(texts):
        if text is not None:
            point = etree.SubElement(cache, f"{C}pt", idx=str(index))
            etree.SubElement(point, f"{C}v").text = text


def _forget_points(ser: etree._Element, data: ChartData) -> None:
    """Take out what was said of single points of the old data, and what was remembered of other cells."""
    for labels in ser.iterfind(f"{C}dLbls"):
        for single in list(labels.iterfind(f"{C}dLbl")):
            labels.remove(single)
    for point in list(ser.iterfind(f"{C}dPt")):
        if int(_value(point, "idx", "0")) >= len(data.categories):
            ser.remove(point)
    for bars in list(ser.iterfind(f"{C}errBars")):
        if _value(bars, "errValType") == "cust":
            ser.remove(bars)
    for extension in list(ser.iter(f"{C}ext")):
        _remove(extension)


def _value(element: etree._Element, name: str, default: str = "") -> str:
    found = element.find(f"{C}{name}")
    return default if found is None else found.get("val", default)


def _remove(element: etree._Element) -> None:
    """Take an element out, and a list that it leaves empty."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        if parent.tag == f"{C}extLst" and not len(parent):
            _remove(parent)


# --- forms that can be told apart ----------------------------------------------------------------------------------


def _tell_apart(ser: etree._Element, turn: int, *, lines: bool) -> None:
    """Give a form that is used again another pattern; one that Office chooses by itself differs already."""
    shape = ser.find(f"{C}spPr")
    if shape is None:
        return
    if lines:
        _another_line(ser, shape, turn)
    elif any(shape.find(f"{A}{name}") is not None for name in ("solidFill", "pattFill", "gradFill", "blipFill")):
        _fill(shape, turn)


def _fill(shape: etree._Element, turn: int) -> None:
    pattern, ink = PATTERNS[turn % len(PATTERNS)]
    fill = shape.makeelement(f"{A}pattFill")
    fill.set("prst", pattern)
    for name, color in (("fgClr", ink), ("bgClr", "FFFFFF")):
        etree.SubElement(etree.SubElement(fill, f"{A}{name}"), f"{A}srgbClr", val=color)
    old = [child for child in shape if etree.QName(child).localname.endswith("Fill")]
    if old:
        shape.replace(old[0], fill)
    else:
        line = shape.find(f"{A}ln")
        if line is not None:
            line.addprevious(fill)
        else:
            shape.append(fill)


def _another_line(ser: etree._Element, shape: etree._Element, turn: int) -> None:
    line = shape.find(f"{A}ln")
    if line is None or line.find(f"{A}noFill") is not None:
        line = None
    if line is not None:
        for old in [child for child in line if child.tag in {f"{A}prstDash", f"{A}custDash"}]:
            line.remove(old)
        dash = line.makeelement(f"{A}prstDash")
        dash.set("val", _DASHES[turn % len(_DASHES)])
        fills = [child for child in line if etree.QName(child).localname.endswith("Fill")]
        line.insert(line.index(fills[-1]) + 1 if fills else 0, dash)
    symbol = ser.find(f"{C}marker/{C}symbol")
    if symbol is not None and symbol.get("val") != "none":
        symbol.set("val", _MARKERS[turn % len(_MARKERS)])


def _more_points(ser: etree._Element, count: int) -> None:
    """Give the slices that the officer has not drawn a pattern of their own, if he has drawn the others."""
    points = {int(_value(point, "idx", "0")): point for point in ser.iterfind(f"{C}dPt")}
    drawn = [point for point in points.values() if point.find(f"{C}spPr") is not None]
    if not drawn:
        return
    last = list(ser.iterfind(f"{C}dPt"))[-1]
    turn = 0
    for index in range(count):
        if index not in points:
            made = copy.deepcopy(drawn[turn % len(drawn)])
            for number_of in made.iterfind(f"{C}idx"):
                number_of.set("val", str(index))
            for extension in list(made.iter(f"{C}ext")):
                _remove(extension)
            shape = made.find(f"{C}spPr")
            if shape is not None:
                _fill(shape, turn)
            last.addnext(made)
            last = made
            turn += 1


# --- what is around the series --------------------------------------------------------------------------------------


def _replace_series(group: etree._Element, fresh: Sequence[etree._Element]) -> None:
    for old in list(group.iterfind(f"{C}ser")):
        group.remove(old)
    heads = [child for child in group if child.tag in {f"{C}{name}" for name in _BEFORE_SERIES}]
    place = group.index(heads[-1]) + 1 if heads else 0
    group[place:place] = list(fresh)


def _drop_unused(space: etree._Element, groups: Sequence[etree._Element]) -> None:
    """Take out charts without series, and the axes that belonged to them alone; one chart stays."""
    empty = [group for group in groups if group.find(f"{C}ser") is None]
    if len(empty) == len(groups):
        empty = empty[1:]
    for group in empty:
        _remove(group)
    used = {one.get("val") for group in groups_of(space) for one in group.iterfind(f"{C}axId")}
    plot = space.find(f"{C}chart/{C}plotArea")
    for axis in [] if plot is None else list(plot):
        if etree.QName(axis).localname.endswith("Ax") and _value(axis, "axId") not in used:
            plot.remove(axis)  # type: ignore[union-attr]


def _stale(space: etree._Element) -> None:
    """Take out filters, which keep series out of sight, and names taken out of the legend by their old numbers."""
    for extension in list(space.iter(f"{C}ext")):
        if any("filtered" in etree.QName(inner).localname.lower() for inner in extension.iter("*")):
            _remove(extension)
    for entry in list(space.iter(f"{C}legendEntry")):
        _remove(entry)


def _show_gaps(space: etree._Element) -> None:
    """Let what is not known stay open: without a word of the officer Office would draw it as 0."""
    chart = space.find(f"{C}chart")
    if chart is None:
        return
    found = chart.find(f"{C}dispBlanksAs")
    if found is None:
        found = chart.makeelement(f"{C}dispBlanksAs")
        insert(chart, found, ("showDLblsOverMax", "extLst"))
    if found.get("val", "zero") == "zero":
        found.set("val", "gap")


def _axes(space: etree._Element, block: Block) -> None:
    """Let axes reach as far as the data: one of days turns to one of texts, a limit that would cut figures off goes."""
    if not block.days:
        for axis in list(space.iter(f"{C}dateAx")):
            axis.tag = f"{C}catAx"
            for child in [one for one in axis if one.tag in {f"{C}{name}" for name in _DATED_ONLY}]:
                axis.remove(child)
    for axis in space.iter(f"{C}valAx"):
        reach = list(_reach(space, _value(axis, "axId"), block.data))
        if reach:
            _widen(axis, min(reach), max(reach))


def _reach(space: etree._Element, axis: str, data: ChartData) -> Iterator[Decimal]:
    """Yield what is drawn along an axis: single values, or the ends of stacks."""
    for group in groups_of(space):
        if axis not in {one.get("val") for one in group.iterfind(f"{C}axId")}:
            continue
        shown = [data.series[int(_value(ser, "idx", "0"))] for ser in group.iterfind(f"{C}ser")]
        stacked = _value(group, "grouping")
        if stacked == "percentStacked":
            continue
        if kind(group) == "scatter":
            yield from (_exact(one) for one in data.categories if is_number(one))
        yield from _stacks(shown) if stacked == "stacked" else _singles(shown)


def _singles(shown: Sequence[Series]) -> Iterator[Decimal]:
    yield from (_exact(value) for one in shown for value in one.values if value is not None)


def _stacks(shown: Sequence[Series]) -> Iterator[Decimal]:
    for column in zip(*(one.values for one in shown), strict=True):
        numbers = [_exact(value) for value in column if value is not None]
        yield sum((one for one in numbers if one > 0), Decimal(0))
        yield sum((one for one in numbers if one < 0), Decimal(0))


def _exact(value: object) -> Decimal:
    return Decimal(str(value))


def _widen(axis: etree._Element, low: Decimal, high: Decimal) -> None:
    """Take away limits of an axis that the figures pass, and the steps that were made for them."""
    scaling = axis.find(f"{C}scaling")
    if scaling is None:
        return
    most, least = scaling.find(f"{C}max"), scaling.find(f"{C}min")
    passed = [one for one in (most,) if one is not None and high > _exact(one.get("val", "0"))]
    passed += [one for one in (least,) if one is not None and low < _exact(one.get("val", "0"))]
    for limit in passed:
        scaling.remove(limit)
    for name in ("majorUnit", "minorUnit") if passed else ():
        for step in list(axis.iterfind(f"{C}{name}")):
            axis.remove(step)
