"""Native charts of Word and Excel templates, fed from data.

An officer draws a chart in Word or Excel as he always does, and types a tag as its title: `{{ bieu_do.linh_vuc }}`.

Meaning
    The value of the tag decides. A text fills in the title, and the chart stays as it was drawn. A chart value (see
    `chartvalue`) becomes the chart: its `tieu_de` stands where the tag stood, its series and categories replace those
    of the template, as many as there are. Other texts of the chart (titles of axes, labels) may hold tags that print
    texts. Two chart values in one title, a chart value elsewhere, one that does not fit are problems with the place.

Design (ECMA-376 part 1, 21.2)
    A chart part (`c:chartSpace`) holds three things: form (`c:spPr`, axes, legend), the addresses of cells (`c:f`),
    and a memory of what stood in them (`c:strCache`, `c:numCache`). Readers differ in what they trust: Word draws from
    the memory, and reads the cells of the embedded workbook when somebody edits the data; Excel reads the cells of the
    sheets as soon as it opens the file; LibreOffice takes the memory in Word files and the cells in Excel files. So all
    of them must agree: one `Block` of cells gives addresses, memory and sheet.

    - Word: the embedded workbook is written anew (`chartbook.workbook`), in the part where the old one was; a chart
      that has none (LibreOffice drops it) gets one, with its relationship and `c:externalData`.
    - Excel: all fed charts share one hidden sheet at the end of the workbook, a block of columns each. Literal data
      (`c:numLit`) would save the sheet, but Excel shows them as an array inside a formula of at most 8,192 characters:
      500 categories would not survive the first edit. `c:plotVisOnly` goes to 0, so that no reader hides the figures
      with the sheet.
    - Bars that lie one below another need room: a Word chart with more of them than the template has becomes higher in
      proportion, up to the height of its page.
    - Series: `chartseries` keeps the form of the template's series. No figure at all makes an empty chart whose title
      says so; None is a gap.

    python-pptx (series rewritten in place, surplus cut, missing ones cloned) and XlsxWriter (a memory beside every
    address) go the same way; here forms follow the names of series, and everything said of single old points goes,
    because a label typed by hand would print an old figure.

    Reading is done once (`compile_charts`); a template without a tag in a chart gets None and pays nothing after.
    Rendering has two steps: `Charts.read` works the texts out and finds every problem, `Filled.write` makes the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import repeat
from typing import Any, Final

from jinja2.meta import find_undeclared_variables
from lxml import etree

from reportgen.problem import Problem
from reportgen.render import chartbook, chartseries
from reportgen.render.chartbook import Block
from reportgen.render.chartparts import (
    Copy,
    add_sheet,
    attach,
    book_of,
    chart_places,
    draw_hidden,
    drawn_as,
    embed,
    free_name,
    free_title,
    grown,
)
from reportgen.render.chartseries import A, C
from reportgen.render.charttext import (
    ChartText,
    Printed,
    print_text,
    program,
    shown,
    unknown_in,
    write_text,
)
from reportgen.render.chartvalue import ChartData, read_chart
from reportgen.render.package import Package, Relationship, parse_xml, to_xml
from reportgen.render.sandbox import limits
from reportgen.render.wordcharts import Drawn, Turn
from reportgen.render.wording import EXCEL_CODES

CHART_TYPE: Final = "drawingml.chart+xml"
NOTHING: Final = "(chưa có số liệu)"
"""Stands in the title of a chart that has no figure to draw."""
_ONE: Final = "Mỗi biểu đồ một thẻ số liệu, đặt trong tiêu đề; tách thành nhiều biểu đồ nếu cần."
_AS_TEXT: Final = "Xóa thẻ ở đó; trong biểu đồ chỉ đặt thẻ ở tiêu đề, tiêu đề trục và nhãn."


@dataclass(frozen=True, slots=True)
class _Chart:
    """A chart part with tags.

    Attributes:
        part: Its name. where: Its place. xml: Itself.
        texts: Its paragraphs with tags, the title among them by `titles` (numbers of its paragraphs).
        strays: Tags in what the chart remembers of its cells: nothing is to be said of them when it is fed.
        book: The workbook inside it, "" when it has none of its own. drawn: Ids by which the body draws it.
        turns: Whether it is drawn once for each turn of a loop, with the names of that turn.
    """

    part: str
    where: str
    xml: bytes
    texts: tuple[ChartText, ...]
    titles: frozenset[int]
    strays: tuple[str, ...]
    book: str
    drawn: tuple[str, ...]
    turns: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names that its tags use."""
        trees = [program(text.source, excel=text.excel)[0] for text in self.texts]
        return frozenset(name for tree in trees for name in find_undeclared_variables(tree))


@dataclass(frozen=True)
class Charts:
    """The charts of a template that hold tags.

    Attributes:
        problems: Everything wrong that shows without data. parts: The parts that are read here.
        main: The main part of the template. excel: Whether that is a workbook.
    """

    problems: tuple[Problem, ...]
    parts: frozenset[str]
    main: str
    excel: bool
    _charts: tuple[_Chart, ...]
    _open: Callable[[], Package]

    def read(self, values_of: Callable[[str], Mapping[str, Any] | None]) -> Filled:
        """Work out every text of every chart.

        Args:
            values_of: The values that a chart part sees, plain, as `sandbox.plain` returns them; None for a chart of
                a sheet that stands for no item.

        Returns:
            What to write, with every problem found: MB015, MB017 to MB019 (as Excel calls them in a workbook), MB020,
            MB040 to MB044.
        """
        filled = Filled(self.main, self.excel, self._open)
        with limits():
            for chart in self._charts:
                if chart.turns:
                    continue
                values = values_of(chart.part)
                if values is None:
                    filled.answers.append(_nothing(chart))
                else:
                    _read(chart, values, filled)
        filled.problems = [_coded(problem, excel=self.excel) for problem in dict.fromkeys(filled.problems)]
        return filled

    def read_turns(self, filled: Filled, turns: Sequence[Turn], values: Mapping[str, Any]) -> None:
        """Work out the charts that loops of a document repeat; what comes of it goes to `filled`.

        Args:
            filled: What `read` gave.
            turns: Their appearances, in order.
            values: What all of them see besides the names of their loops.
        """
        taken = set(self._open().parts) if len(turns) > 1 else set[str]()
        with limits():
            for chart in (one for one in self._charts if one.turns):
                own = [turn for turn in turns if turn.chart == chart.part]
                if not own:
                    filled.answers.append(_nothing(chart))
                for number, turn in enumerate(own):
                    one = replace(chart, drawn=(turn.relation,))
                    if number:
                        one = replace(one, part=free_name(taken, "word/charts/chart{}.xml"), book="")
                        taken.add(one.part)
                        filled.copies.append(Copy(turn.owner, turn.relation, one.part, chart.part))
                    _read(one, {**values, **turn.names}, filled)
        filled.problems[:] = dict.fromkeys(filled.problems)

    def repeated(self, parts: frozenset[str]) -> Charts:
        """Return the charts, those of these parts as such that loops repeat."""
        return replace(self, _charts=tuple(replace(one, turns=one.part in parts) for one in self._charts))

    def dump(self) -> tuple[Any, ...]:
        """Return charts without problems as plain data for `load_charts`."""
        charts = [tuple(getattr(one, f.name) for f in fields(one) if f.name != "texts") for one in self._charts]
        texts = [[tuple(getattr(text, f.name) for f in fields(text)) for text in one.texts] for one in self._charts]
        return (self.parts, self.main, self.excel, charts, texts)


def load_charts(kept: tuple[Any, ...], open_template: Callable[[], Package]) -> Charts:
    """Return charts from what `Charts.dump` gave.

    Args:
        kept: That.
        open_template: Opens the template, which only some charts need.
    """
    parts, main, excel, charts, texts = kept
    read = tuple(
        _Chart(part, where, xml, tuple(ChartText(*text) for text in own), *rest)
        for (part, where, xml, *rest), own in zip(charts, texts, strict=True)
    )
    return Charts((), parts, main, excel, read, open_template)


@dataclass
class _Answer:
    """What the texts of one chart printed, the data it is fed with, how many times as high it wants to be."""

    chart: _Chart
    printed: list[tuple[ChartText, Printed]] = field(default_factory=list)
    data: ChartData | None = None
    growth: float = 1.0


@dataclass
class Filled:
    """The charts of one rendering.

    Attributes:
        main: The main part of the template. excel: Whether that is a workbook. open: Opens the template.
        problems: With them nothing must be written.
    """

    main: str
    excel: bool
    open: Callable[[], Package]
    problems: list[Problem] = field(default_factory=list)
    answers: list[_Answer] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    @property
    def fed(self) -> frozenset[str]:
        """The parts whose series come from data: nothing else may change them."""
        return frozenset(answer.chart.part for answer in self.answers if answer.data is not None)

    @property
    def grows(self) -> bool:
        """Whether a chart of the body needs more room than the template gives it: `body` is to be asked then."""
        return any(answer.growth > 1 for answer in self.answers)

    def body(self, filled: bytes | None) -> bytes:
        """Return the body of a document with its charts as high as they need to be.

        Args:
            filled: The main part as it is written; None when it is the template's.
        """
        body = self.open().parts[self.main] if filled is None else filled
        for answer in self.answers:
            if answer.growth > 1:
                body = grown(body, answer.chart.drawn, answer.growth)
        return body

    def write(self, changes: dict[str, bytes | None]) -> None:
        """Add the parts of the charts to the changes of a rendering, and what hangs on them.

        Args:
            changes: Of the parts written so far; of a workbook with the workbook part itself.
        """
        if self.excel:
            self._write_book(changes)
            return
        for one in self.copies:
            attach(self.open(), changes, one, CHART_TYPE)
        for answer in self.answers:
            root = _written(answer, _root(answer, changes))
            if answer.data is not None:
                block = _block(answer.data, root, chartbook.SHEET, 1)
                chartseries.feed(root, block)
                book = chartbook.workbook(block)
                if answer.chart.book:
                    changes[answer.chart.book] = book
                else:
                    embed(self.open(), changes, answer.chart.part, root, book)
            changes[answer.chart.part] = to_xml(root)

    def _write_book(self, changes: dict[str, bytes | None]) -> None:
        package = self.open()
        name = free_title(package, changes)
        column = 1
        blocks: list[Block] = []
        for answer in self.answers:
            root = _written(answer, _root(answer, changes))
            if answer.data is not None:
                blocks.append(_block(answer.data, root, name, column))
                column += blocks[-1].width + 1
                chartseries.feed(root, blocks[-1])
                draw_hidden(root)
            changes[answer.chart.part] = to_xml(root)
        if blocks:
            add_sheet(package, changes, name, blocks)


# --- reading the template ----------------------------------------------------------------------------------------


def compile_charts(package: Package) -> Charts | None:
    """Read the charts of a template; None when no chart holds a tag.

    Of a workbook only their titles: the other texts are filled in with those of its drawings.
    """
    names = [part for part, kind in package.types.items() if kind.endswith(CHART_TYPE)]
    tagged = [part for part in names if b"{" in package.parts[part]]
    if not tagged:
        return None
    places = chart_places(package)
    excel = package.kind == "xlsx"
    problems: list[Problem] = []
    charts: list[_Chart] = []
    for part in tagged:
        root = parse_xml(package.parts[part])
        place = places.get(part, f"{package.name}, {part}")
        texts, strays, faults = _texts(root, place, excel=excel)
        problems += faults
        if texts and not faults:
            titles = frozenset(text.number for text, own in texts if own)
            book = "" if excel else book_of(package, part, root)
            book = "" if any(one.book == book for one in charts) else book  # two charts never share one
            drawn = () if excel else drawn_as(package, part)
            read = tuple(text for text, _ in texts)
            charts.append(_Chart(part, place, etree.tostring(root), read, titles, strays, book, drawn))
    if not charts and not problems:
        return None
    coded = tuple(_coded(problem, excel=excel) for problem in dict.fromkeys(problems))
    return Charts(coded, frozenset(tagged), package.main, excel, tuple(charts), lambda: package)


def drawn_charts(package: Package, charts: Charts | None) -> dict[str, dict[str, Drawn]]:
    """Return the charts with tags that the parts of a document draw, by part and relationship."""
    found: dict[str, dict[str, Drawn]] = {}
    tagged_ones = {one.part: one.names for one in charts._charts} if charts else {}  # noqa: SLF001  of this module
    for part in package.parts if tagged_ones else ():
        relations = package.relationships(part) if part.startswith("word/") and part.count("/") == 1 else []
        prefix = next(p for p in map("rgc".ljust, range(3, 99), repeat("x")) if not _begun(relations, p))
        drawn = {r.id: Drawn(r.target, tagged_ones[r.target], prefix) for r in relations if r.target in tagged_ones}
        if drawn:
            found[part] = drawn
    return found


def _begun(relations: Iterable[Relationship], prefix: str) -> bool:
    return any(one.id.startswith(prefix) for one in relations)


def chart_texts(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield every text of a chart that may hold tags, with what it is: "" for the title, else in Vietnamese."""
    for paragraph in root.iter(f"{A}p"):
        text = shown(paragraph)
        if "{" in text:
            yield text, "" if in_title(paragraph) else _role(paragraph)


def _texts(
    root: etree._Element, where: str, *, excel: bool
) -> tuple[list[tuple[ChartText, bool]], tuple[str, ...], list[Problem]]:
    """Return the texts of a chart that hold tags, each with whether it is the title's; stray tags; what is wrong."""
    from reportgen.render.charttags import read_text  # noqa: PLC0415  a template that has been stored was read before

    problems: list[Problem] = []
    if not excel:
        _say_title(root)
    texts: list[tuple[ChartText, bool]] = []
    for number, paragraph in enumerate(root.iter(f"{A}p")):
        own = in_title(paragraph)
        if "{" not in shown(paragraph) or (excel and not own):
            continue
        made, faults = read_text(paragraph, number, where if own else f"{where}, {_role(paragraph)}", excel=excel)
        problems += faults
        if made is not None and made.tags:
            texts.append((made, own))
    strays = () if excel else tuple(_strays(root))
    if strays and not any(own for _, own in texts):
        problems += [_stray(text, where) for text in strays]
    return texts, strays, problems


def _coded(problem: Problem, *, excel: bool) -> Problem:
    return replace(problem, code=EXCEL_CODES.get(problem.code, problem.code)) if excel else problem


def in_title(paragraph: etree._Element) -> bool:
    """Return whether a paragraph stands in the title of a chart, not in that of an axis."""
    around = [one.tag for one in paragraph.iterancestors()]
    return f"{C}title" in around and around[around.index(f"{C}title") + 1 :][:1] == [f"{C}chart"]


def _title(root: etree._Element) -> etree._Element | None:
    return root.find(f"{C}chart/{C}title")


def _role(paragraph: etree._Element) -> str:
    """Return what a text of a chart is, in Vietnamese."""
    around = {etree.QName(one).localname for one in paragraph.iterancestors()}
    if "title" in around:
        return "tiêu đề trục"
    return "nhãn số liệu" if "dLbls" in around else "chữ trong biểu đồ"


def _strays(root: etree._Element) -> Iterator[str]:
    """Yield the texts with tags that no reader of the chart fills in."""
    for element in root.iter():
        if element.tag in {f"{A}t", f"{A}p"}:
            continue
        for text in (element.text or "", *map(str, element.attrib.values())):
            if "{{" in text or "{%" in text:
                yield " ".join(text.split())


def _stray(text: str, where: str) -> Problem:
    return Problem("MB020", where, f"thẻ nằm trong số liệu của biểu đồ: {text[:60]}", _AS_TEXT)


def _say_title(root: etree._Element) -> None:
    """Write out the title that Office makes by itself of the name of the only series, if that name is a tag."""
    chart = root.find(f"{C}chart")
    series = [ser for group in chartseries.groups_of(root) for ser in group.iterfind(f"{C}ser")]
    if chart is None or len(series) != 1:
        return
    title, deleted = chart.find(f"{C}title"), chart.find(f"{C}autoTitleDeleted")
    if title is None and deleted is not None and deleted.get("val", "1") in {"1", "true"}:
        return
    if title is not None and title.find(f"{C}tx") is not None:
        return
    name = series[0].find(f"{C}tx")
    words = "" if name is None else "".join(v.text or "" for v in name.iter(f"{C}v"))
    if "{{" not in words:
        return
    if title is None:
        title = chart.makeelement(f"{C}title")
        chart.insert(0, title)
        etree.SubElement(title, f"{C}overlay", val="0")
    title.insert(0, _rich(title, words))
    if name is not None:  # the tag is the title's from here on
        series[0].remove(name)


def _rich(title: etree._Element, words: str) -> etree._Element:
    """Return a title's text with the form that the title gives to what Office writes there."""
    made = title.makeelement(f"{C}tx")
    rich = etree.SubElement(made, f"{C}rich")
    form = title.find(f"{C}txPr")
    for child in [] if form is None else [one for one in form if one.tag != f"{A}p"]:
        rich.append(child)
    if form is None:
        etree.SubElement(rich, f"{A}bodyPr")
    paragraph = etree.SubElement(rich, f"{A}p")
    properties = None if form is None else form.find(f"{A}p/{A}pPr")
    if properties is not None:
        paragraph.append(properties)
    if form is not None:
        title.remove(form)
    run = etree.SubElement(paragraph, f"{A}r")
    etree.SubElement(run, f"{A}t").text = words
    return made


# --- reading the values ------------------------------------------------------------------------------------------


def _nothing(chart: _Chart) -> _Answer:
    """Return what a chart shows that there are no data for: its form, and that there is nothing."""
    said = {True: Printed({0: NOTHING}, ()), False: Printed({}, ())}
    return _Answer(chart, [(text, said[text.number in chart.titles]) for text in chart.texts], ChartData("", (), ()))


def _read(chart: _Chart, values: Mapping[str, Any], filled: Filled) -> None:
    """Work out the texts of one chart; its answer or its problems go to `filled`."""
    problems = filled.problems
    before = len(problems)
    answer = _Answer(chart)
    for text in chart.texts:
        unknown = unknown_in(text, values)
        problems += unknown
        printed, faults = (None, []) if unknown else print_text(text, values)
        problems += faults
        if printed is not None:
            answer.printed.append((text, printed))
    groups = [group for text, one in answer.printed if text.number in chart.titles for group in one.groups]
    problems += _misplaced(chart, answer)
    if len(groups) > 1:
        message = f"tiêu đề biểu đồ có {len(groups)} thẻ số liệu"
        problems.append(Problem("MB043", chart.where, message, _ONE))
    elif groups:
        answer.data, faults = read_chart(groups[0], chart.where)
        problems += faults
        if answer.data is not None:
            root = parse_xml(chart.xml)
            problems += chartseries.unfit(root, answer.data, chart.where)
            answer.growth = chartseries.growth(root, answer.data)
    elif len(problems) == before:
        problems += [_stray(text, chart.where) for text in chart.strays]
    if len(problems) == before:
        filled.answers.append(answer)


def _misplaced(chart: _Chart, answer: _Answer) -> Iterable[Problem]:
    for text, printed in answer.printed:
        if printed.groups and text.number not in chart.titles:
            message = "thẻ cho ra nhóm dữ liệu, không phải chữ, đặt ngoài tiêu đề của biểu đồ"
            yield Problem("MB043", text.where, message, "Chuyển thẻ số liệu lên tiêu đề của biểu đồ (Chart Title).")


# --- writing -----------------------------------------------------------------------------------------------------


def _root(answer: _Answer, changes: Mapping[str, bytes | None]) -> etree._Element:
    """Return a tree of a chart to write into: what others have made of it so far, or a copy of the template's."""
    data = changes.get(answer.chart.part)
    return parse_xml(answer.chart.xml if data is None else data)


def _written(answer: _Answer, root: etree._Element) -> etree._Element:
    """Return the tree with its texts filled in."""
    paragraphs = list(root.iter(f"{A}p"))
    title = ""
    if answer.data is not None:
        title = answer.data.title
        if answer.data.blank:
            title = f"{title} {NOTHING}".strip()
    for text, printed in answer.printed:
        write_text(paragraphs[text.number], printed.filled([title]))
    found = _title(root)
    if answer.data is not None and found is not None and not "".join(map(shown, found.iter(f"{A}p"))).strip():
        _without_title(found)
    return root


def _without_title(title: etree._Element) -> None:
    """Take away a title without words: the place it would hold, and the words that Office would put there."""
    chart = title.getparent()
    if chart is None:
        return
    chart.remove(title)
    deleted = chart.find(f"{C}autoTitleDeleted")
    if deleted is None:
        deleted = chart.makeelement(f"{C}autoTitleDeleted")
        chart.insert(0, deleted)
    deleted.set("val", "1")


def _block(data: ChartData, root: etree._Element, sheet: str, column: int) -> Block:
    since = root.find(f"{C}date1904")
    return Block(
        data,
        sheet,
        column,
        chartseries.formats_for(root, data),
        days=chartseries.on_days(root, data),
        since_1904=since is not None and since.get("val", "1") in {"1", "true"},
    )
