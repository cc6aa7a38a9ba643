"""What the formulas of a template call by name and the workbook does not have; formulas that cannot be read at all.

Excel never writes such a formula by itself. It comes from other programs, from sheets copied between workbooks, or from
a name typed by hand, and prints as #NAME? or #REF!, or makes Excel call the file damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from reportgen.problem import Problem, Severity
from reportgen.render import package as pack
from reportgen.render.chartparts import chart_places
from reportgen.render.suggest import nearest
from reportgen.render.xlsx import conditions, faults, functions
from reportgen.render.xlsx.formula import (
    FormulaError,
    Name,
    Node,
    Ref,
    calls_of,
    col_letters,
    is_lost,
    names_of,
    parse,
    refs_of,
    split_name,
    split_range,
)
from reportgen.render.xlsx.names import C, S
from reportgen.render.xlsx.ranges import areas_of
from reportgen.render.xlsx.reaching import reaching_out

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx
    from reportgen.render.xlsx.sheet import Sheet

_TAG: Final = re.compile(r"\{\{|\{%|\{#")
_TEXT: Final = re.compile(r"\"(?:[^\"]|\"\")*\"?|'(?:[^']|'')*'")
_LITERAL: Final = re.compile(r"\{[^{}]*\}")
_SPAN: Final = re.compile(r"(?:'([^'\[\]]*(?:''[^'\[\]]*)*)'|([^'\[\]!]+))!")
_TABLE: Final = re.compile(r"([^\W\d\\][\w.\\]*)\[")
_BOOK: Final = re.compile(r"\.xl\w{1,2}$", re.IGNORECASE)
_CHART_NAME: Final = "#REF!"
_BINDERS: Final = frozenset({"LET", "LAMBDA"})
_TYPOGRAPHIC: Final = re.compile("[“”„‘’«»]")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A formula of the template and where it stands.

    Attributes:
        where: Its place. text: Itself, without `=`. scope: Key of its sheet, "" for the book.
        soft: Nothing that is printed hangs on it: what is wrong with it is a warning.
    """

    where: str
    text: str
    scope: str = ""
    soft: bool = False


class Speller:
    """Judges the formulas of one workbook."""

    def __init__(self, book: CompiledXlsx) -> None:
        self.book = book
        titles = [element.get("name", "") for element in book.book.iterfind(f"{S}sheets/{S}sheet")]
        self.titles = {title.casefold(): title for title in titles}
        elements = list(book.book.iterfind(f"{S}definedNames/{S}definedName"))
        self.named = [(book.scope_of(element), element.get("name", ""), element) for element in elements]
        self.scoped = {(scope, name.casefold()) for scope, name, _ in self.named}
        self.tables: dict[str, str] = {}
        for parts in book.outside.tables.values():
            for part in parts:
                shown = pack.parse_xml(book.package.parts[part]).get("displayName", "")
                self.tables[shown.casefold()] = shown
        self.used: set[str] = set()

    def problems(self) -> list[Problem]:
        """Return what is wrong with the formulas of the template: MB122 and MB123, errors and warnings."""
        spoken = [one for sheet in self.book.sheets for one in self._of_sheet(sheet)]
        found = [problem for one in spoken for problem in self._judged(one)]
        found += self._in_charts()
        known = -1
        while known < len(self.used):  # a name may be used by another name
            known = len(self.used)
            for _, name, element in self.named:
                if name.casefold() in self.used:
                    self._judged(_Spoken("", element.text or ""))
        return found + [problem for one in self._of_names() for problem in self._judged(one)]

    # -- where formulas stand

    def _of_sheet(self, sheet: Sheet) -> Iterator[_Spoken]:
        for formula in sheet.formulas():
            yield _Spoken(formula.where, formula.text, sheet.key)
        here = f"{self.book.name}, {sheet.name}"
        for element in sheet.skeleton.iter():
            tag = str(element.tag)
            if tag.endswith(("}conditionalFormatting", "}dataValidation", "}sparkline")):
                yield from self._of_condition(element, here, sheet.key)
            elif tag == f"{S}hyperlink" and "!" in element.get("location", ""):
                row, col, _, _ = split_range(element.get("ref", "A1"))
                where = f"{here}!{col_letters(col)}{row}, liên kết"
                yield _Spoken(where, element.get("location", ""), sheet.key, soft=True)
        for part in self.book.outside.tables[sheet.part]:
            yield from self._of_table(part, here, sheet.key)

    @staticmethod
    def _of_condition(element: etree._Element, here: str, scope: str) -> Iterator[_Spoken]:
        sqref = element.get("sqref") or next((e.text or "" for e in element.iter() if _ends(e, "sqref")), "")
        areas = areas_of(sqref)
        cell = f"!{col_letters(areas[0][1])}{areas[0][0]}" if areas else ""
        kind = "biểu đồ trong ô" if _ends(element, "sparkline") else conditions.kind_of(element)
        texts = [one.text or "" for one in conditions.formulas_of(element)]
        texts += [one.get("val", "") for one in element.iter(f"{S}cfvo") if one.get("type") == "formula"]
        for text in texts:
            yield _Spoken(f"{here}{cell}, {kind}", text, scope)

    def _of_table(self, part: str, here: str, scope: str) -> Iterator[_Spoken]:
        table = pack.parse_xml(self.book.package.parts[part])
        row, col, _, _ = split_range(table.get("ref", "A1"))
        for number, column in enumerate(table.iter(f"{S}tableColumn")):
            for element in column.iter(f"{S}calculatedColumnFormula", f"{S}totalsRowFormula"):
                where = f"{here}!{col_letters(col + number)}{row}, công thức cột của bảng {table.get('displayName')}"
                yield _Spoken(where, element.text or "", scope)

    def _in_charts(self) -> list[Problem]:
        """Return what is wrong with the charts: a chart says one wrong name in every address, and is told it once."""
        told = {
            (p.where, p.message.partition(" gọi ")[2] or p.message): p
            for s in self._of_charts()
            for p in self._judged(s)
        }
        return list(told.values())

    def _of_charts(self) -> Iterator[_Spoken]:
        fed = self.book.charts.parts if self.book.charts else frozenset()
        charts = [part for part in self.book.outside.charts if part not in fed]
        places = chart_places(self.book.package) if charts else {}
        for part in charts:
            for element in pack.parse_xml(self.book.package.parts[part]).iter(f"{C}f"):
                text = (element.text or "").strip()
                if text:
                    yield _Spoken(places.get(part, self.book.name), text)

    def _of_names(self) -> Iterator[_Spoken]:
        for scope, name, element in self.named:
            builtin = name.startswith("_xlnm.")
            if element.get("hidden", "0") in {"1", "true"} or name.startswith(("_xl", "__xl")) > builtin:
                continue
            used = builtin or name.casefold() in self.used
            text = element.text or ""
            if not used and is_lost(text):
                continue  # what was deleted and nobody asks for any more
            words = _BUILTIN.get(name, f"tên vùng {name}")
            yield _Spoken(f"{self.book.name}, {words}", text, scope, soft=not used)

    # -- what is wrong with one

    def _judged(self, one: _Spoken) -> Iterator[Problem]:
        if _TAG.search(_TEXT.sub("", one.text)) or not one.text:
            return  # told where tags are judged
        severity = Severity.WARNING if one.soft else Severity.ERROR
        try:
            tree = _tree(one.text)
        except FormulaError:
            if not one.where.endswith("liên kết"):
                yield faults.unreadable_formula(one.where, one.text, _reason(one.text), severity)
            return
        yield from reaching_out(one.where, one.text, tree)
        if is_lost(one.text):
            yield faults.lost_reference(one.where, one.text, severity)
        for unknown in self._unknown(tree, one.scope):
            yield faults.unknown_in_formula(one.where, one.text, unknown, severity)

    def _unknown(self, tree: Node, scope: str) -> Iterator[faults.Unknown]:
        """Yield what a formula calls and the book does not have: what it is, how it is written, what is like it."""
        calls = list(calls_of(tree))
        self.used |= {functions.bare(call.name).casefold() for call in calls}
        sheets = [ref.sheet for ref in refs_of(tree) if ref.sheet is not None]
        binds = any(functions.bare(call.name) in _BINDERS for call in calls)
        names: list[str] = []
        for name in names_of(tree):
            found, bare = self._parts(name)
            sheets += found
            names += [bare] if bare and not binds else []
        for sheet in dict.fromkeys(sheets):
            if sheet.casefold() not in self.titles:
                yield "trang tính", sheet, nearest(sheet, self.titles.values())
        for call in {functions.bare(call.name): call for call in calls}.values():
            bare = functions.bare(call.name)
            if not functions.is_known(call.name) and not self._is_name(bare, scope):
                yield "hàm", bare, nearest(bare, functions.FUNCTIONS)
        for name_text in dict.fromkeys(names):
            self.used.add(name_text.casefold())
            if not self._is_name(name_text, scope):
                known = [*self.tables.values(), *(shown for _, shown, _ in self.named if not shown.startswith("_xl"))]
                yield "tên vùng", name_text, nearest(name_text, known)

    def _is_name(self, name: str, scope: str) -> bool:
        folded = name.casefold()
        return bool({("", folded), (scope, folded)} & self.scoped) or folded in self.tables

    def _parts(self, name: Name) -> tuple[list[str], str]:
        """Return the sheets that a name in a formula speaks of, and the name of the book, "" for none."""
        text = name.text
        table = _TABLE.match(text)
        if text.startswith(("{", "[", "_xl", "__xl")) or text.endswith(_CHART_NAME):
            return [], ""
        if table is not None:
            return [], table[1]
        span = _SPAN.match(text)
        if "[" in text:
            return [], ""
        if span is None:
            return [], text
        sheets = (span[1].replace("''", "'") if span[1] is not None else span[2]).split(":")
        if any(_BOOK.search(sheet) for sheet in sheets):
            return [], ""
        sheet, bare = split_name(text)
        known = sheet is not None and self._is_name(bare, sheet.casefold())
        return sheets, "" if sheet is None or known else bare


_BUILTIN: Final = {
    "_xlnm.Print_Area": "vùng in (Print Area)",
    "_xlnm.Print_Titles": "tiêu đề in (Print Titles)",
    "_xlnm._FilterDatabase": "bộ lọc (Filter)",
    "_xlnm.Criteria": "vùng điều kiện lọc",
    "_xlnm.Extract": "vùng trích lọc",
}


def _tree(text: str) -> Node:
    """Return the tree of a formula; names and charts may list several ranges.

    Raises:
        FormulaError: It cannot be read.
    """
    try:
        return parse(text)
    except FormulaError:
        if "!" not in text or "," not in text:
            raise
        tree = parse(f"({text})")
        if not all(isinstance(item, Ref) for item in getattr(tree, "items", ())):
            raise
        return tree


def _ends(element: etree._Element, local: str) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith(f"}}{local}")


def _reason(text: str) -> str:
    """Return why a formula cannot be read, as far as that shows."""
    bare = _LITERAL.sub("", _TEXT.sub("", text))
    if _TYPOGRAPHIC.search(bare):
        return "dấu nháy cong (“ ”) thay cho dấu nháy thẳng"
    if text.count('"') % 2:
        return 'thiếu một dấu nháy (")'
    if bare.count("(") != bare.count(")"):
        return f"có {bare.count('(')} dấu mở ngoặc mà {bare.count(')')} dấu đóng ngoặc"
    if ";" in bare:
        return "dấu chấm phẩy (;) giữa các tham số, trong tệp Excel phải là dấu phẩy"
    return "sai cú pháp"
