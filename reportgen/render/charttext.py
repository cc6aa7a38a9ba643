"""The tags in the texts of a chart: its title, titles of axes, labels.

A paragraph of a chart is DrawingML: runs with their own fonts, over which a tag may be split. Each text becomes a small
Jinja program, in which every run keeps a mark, so that what is printed goes back into the run where it began. A tag
that gives a group of data instead of a text leaves a mark too: the title of that chart value goes there.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from jinja2 import Template, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from lxml import etree

from reportgen.problem import Problem
from reportgen.render.names import as_problem, unknown_names
from reportgen.render.sandbox import ExpressionError, LimitError, Sandbox, environment, printable
from reportgen.render.wording import failure_words, undefined_of, undefined_words

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Characters that neither XML nor our values can hold.
RUN, END, OPEN, CLOSE, _GROUP = "\x01", "\x02", "\x03", "\x04", "\x05"
_PRINTED: Final = re.compile(f"{RUN}(\\d+){END}([^{RUN}]*)")
_GROUPS: Final = re.compile(f"{_GROUP}(\\d+){_GROUP}")
FIX: Final = "Sửa thẻ này trong mẫu, hoặc sửa dữ liệu mà thẻ dùng."
_COLLECTED: ContextVar[list[Mapping[Any, Any]]] = ContextVar("groups of data printed by a text")


@dataclass(frozen=True, slots=True)
class ChartText:
    """One paragraph with tags.

    Attributes:
        number: Of the paragraph among all `a:p` of the part. where: Its place.
        tags: As a person sees them. source: The Jinja source. excel: Whether it is worded as in a workbook.
    """

    number: int
    where: str
    tags: tuple[str, ...]
    source: str
    excel: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """What a text printed: `runs` by number of the run, `groups` of data whose marks stand in them."""

    runs: Mapping[int, str]
    groups: tuple[Mapping[Any, Any], ...]

    def filled(self, titles: list[str]) -> dict[int, str]:
        """Return the runs with a text for each group."""
        return {run: _GROUPS.sub(lambda found: titles[int(found.group(1))], text) for run, text in self.runs.items()}


@lru_cache
def text_environment(*, excel: bool) -> Sandbox:
    """Return the sandbox for texts of charts.

    Args:
        excel: Whether values are worded as in the cells of a workbook: days as 31/12/2025.
    """
    words = _words_of_cells() if excel else _as_they_are

    def finalize(value: Any) -> str:
        if isinstance(value, Mapping):
            groups = _COLLECTED.get()
            groups.append(value)
            return f"{_GROUP}{len(groups) - 1}{_GROUP}"
        return printable(words(value))

    return environment(autoescape=False, finalize=finalize)


def _words_of_cells() -> Callable[[Any], Any]:
    from reportgen.render.xlsx.program import in_words  # noqa: PLC0415  Word templates do without Excel's engine

    return in_words


def _as_they_are(value: Any) -> Any:
    return value


@lru_cache(maxsize=256)
def program(source: str, *, excel: bool) -> tuple[nodes.Template, Template]:
    """Return the syntax tree and the program of a source."""
    sandbox = text_environment(excel=excel)
    return sandbox.parse(source), sandbox.from_string(source)


def shown(paragraph: etree._Element) -> str:
    """Return the text of a paragraph as people see it."""
    return "".join(text for _, text in pieces(paragraph))


def pieces(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what shows text in a paragraph, with it: runs, fields, line breaks."""
    for child in paragraph:
        if child.tag in {f"{A}r", f"{A}fld"}:
            yield child, child.findtext(f"{A}t") or ""
        elif child.tag == f"{A}br":
            yield child, "\n"


# --- printing ----------------------------------------------------------------------------------------------------


def unknown_in(text: ChartText, values: Mapping[str, Any]) -> list[Problem]:
    """Return the unknown names of a text: MB015."""
    tree, _ = program(text.source, excel=text.excel)
    known = text_environment(excel=text.excel).globals
    try:
        return [as_problem(unknown, text.where) for unknown in unknown_names(tree, values, known)]
    except RecursionError:
        return []


def print_text(text: ChartText, values: Mapping[str, Any]) -> tuple[Printed | None, list[Problem]]:
    """Return what a text prints, or None with why it cannot: MB015, MB017 to MB019."""
    groups: list[Mapping[Any, Any]] = []
    token = _COLLECTED.set(groups)
    try:
        printed = program(text.source, excel=text.excel)[1].render(values)
    except Exception as error:  # noqa: BLE001  an expression can fail in any way; the officer gets its place
        return None, [_failed(error, text)]
    finally:
        _COLLECTED.reset(token)
    runs: dict[int, str] = {}
    for run, words in _PRINTED.findall(printed):  # a run inside a loop prints more than once
        runs[int(run)] = runs.get(int(run), "") + words.replace(OPEN, "{").replace(CLOSE, "}")
    return Printed(runs, tuple(groups)), []


def _failed(error: Exception, text: ChartText) -> Problem:
    near = f" ở thẻ {text.tags[0]}" if len(text.tags) == 1 else ""
    if isinstance(error, SecurityError):
        remedy = "Xóa thẻ này; nếu không phải bạn viết, đừng dùng mẫu."
        return Problem("MB017", text.where, f"biểu thức không được phép{near}", remedy)
    if isinstance(error, LimitError | RecursionError | MemoryError):
        reason = (
            str(error) if isinstance(error, LimitError) else "mẫu gọi lồng nhau không dứt hoặc cần quá nhiều bộ nhớ"
        )
        return Problem("MB019", text.where, f"{reason}{near}", "Bỏ vòng lặp, phép nhân chữ thừa trong mẫu.")
    if isinstance(error, UndefinedError):
        missing = undefined_words(undefined_of(error.__traceback__))
        remedy = "Xem các tên dùng được bằng lệnh reportgen template fields."
        return Problem("MB015", text.where, f"tên không có trong dữ liệu{near} ({missing})", remedy)
    reason = str(error) if isinstance(error, ExpressionError) else failure_words(error)
    return Problem("MB018", text.where, f"không tính được{near}: {reason}", FIX)


# --- writing -----------------------------------------------------------------------------------------------------


def write_text(paragraph: etree._Element, runs: Mapping[int, str]) -> None:
    """Put what was printed into the runs of a paragraph, which keep their form."""
    for number, (element, old) in enumerate(list(pieces(paragraph))):
        if element.tag == f"{A}br":
            if old not in runs.get(number, ""):
                paragraph.remove(element)  # a line break inside a tag: Office's, not the officer's
            continue
        lines = runs.get(number, "").split("\n")
        _set_text(element, lines[0])
        last = element
        for line in lines[1:]:
            broken = element.makeelement(f"{A}br")
            properties = element.find(f"{A}rPr")
            if properties is not None:
                broken.append(copy.deepcopy(properties))
            more = copy.deepcopy(element)
            _set_text(more, line)
            last.addnext(broken)
            broken.addnext(more)
            last = more


def _set_text(run: etree._Element, text: str) -> None:
    found = run.find(f"{A}t")
    if found is None:
        found = etree.SubElement(run, f"{A}t")
    found.text = text
