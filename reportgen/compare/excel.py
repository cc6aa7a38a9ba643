"""Two workbooks: what differs, cell by cell, and the new one with a note on every cell that does.

Rows are matched before cells: a row put in moves those below it, and that alone is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from reportgen.compare.align import pairs
from reportgen.compare.change import Change, How
from reportgen.render.package import Package, open_package, parse_xml
from reportgen.render.tagged import S, shared_strings, sheets
from reportgen.templating.notes import with_notes
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal

_CELL: Final = re.compile(r"([A-Z]+)([0-9]+)")
_DATES: Final = frozenset({14, 15, 16, 17, 22})
_SHARES: Final = frozenset({9, 10})
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EPOCH, _EPOCH_MAC = date(1899, 12, 30), date(1904, 1, 1)
_PLACES: Final = 10
_SHARE_PLACES: Final = 4  # of a percentage; what comes after is the noise of binary fractions


@dataclass(frozen=True, slots=True)
class ComparedBooks:
    """What a comparison came to: the differences in reading order, the copy on which they are noted."""

    changes: tuple[Change, ...]
    document: bytes


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its value as a person reads it, its formula or ""."""

    text: str
    formula: str

    @property
    def bare(self) -> bool:
        """Whether it is a formula that nobody has worked out yet: some programs save no value with it."""
        return bool(self.formula) and self.text == _formula(self)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its number, its cells by column that hold anything."""

    number: int
    cells: dict[str, _Cell]

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What it holds, by column."""
        return tuple((column, cell.text) for column, cell in self.cells.items())

    @property
    def first(self) -> str:
        """Its first cell that holds anything, `B5`."""
        return f"{next(iter(self.cells), 'A')}{self.number}"

    def __str__(self) -> str:
        """Return its texts side by side."""
        return " | ".join(cell.text for cell in self.cells.values())


def compare(old: bytes, new: bytes, old_name: str, new_name: str) -> ComparedBooks:
    """Compare two .xlsx files.

    Args:
        old: The former one.
        new: The one that came after.
        old_name: Its file name, for places.
        new_name: The same of the new one.

    Raises:
        ReportgenError: MB001-MB009 when one of them cannot be opened.
    """
    before, after = open_package(old, old_name), open_package(new, new_name)
    olds, news = _sheets(before), _sheets(after)
    olds, news = _filled(olds, news), _filled(news, olds)
    changes: list[Change] = []
    notes: list[tuple[str, str]] = []
    for title, rows in news.items():
        if title in olds:
            for change, cell, note in _compare_sheet(olds[title], rows, f"{old_name}, {title}", f"{new_name}, {title}"):
                changes.append(change)
                notes += [(f"{new_name}, {title}!{cell}", note)] if cell else []
        else:
            changes.append(Change(f"{new_name}, {title}", How.ADDED, "", f"trang tính {title}"))
    gone = [title for title in olds if title not in news]
    changes += [Change(f"{old_name}, {title}", How.REMOVED, f"trang tính {title}", "") for title in gone]
    return ComparedBooks(tuple(changes), with_notes(after, notes) if notes else after.write({}))


def _compare_sheet(
    old: list[_Row], new: list[_Row], where_old: str, where_new: str
) -> Iterator[tuple[Change, str, str]]:
    """Yield what differs, the cell of the new sheet to be noted ("" for none), the words of the note."""
    plan = pairs(old, new, lambda row: row.texts, _alike)
    for place, (a, b) in enumerate(plan):
        if b is None:
            gone = old[a or 0]
            following = next((new[j].first for _, j in plan[place:] if j is not None), "")
            note = f"Trước dòng này đã bỏ dòng: {gone}"
            yield Change(f"{where_old}!{gone.first}", How.REMOVED, str(gone), ""), following, note
        elif a is None:
            yield Change(f"{where_new}!{new[b].first}", How.ADDED, "", str(new[b])), new[b].first, "Dòng mới"
        else:
            yield from _compare_row(old[a], new[b], where_new)


def _compare_row(old: _Row, new: _Row, where: str) -> Iterator[tuple[Change, str, str]]:
    nothing = _Cell("", "")
    for column in sorted({*old.cells, *new.cells}, key=lambda name: (len(name), name)):
        before, after = old.cells.get(column, nothing), new.cells.get(column, nothing)
        texts = (before.text, after.text)
        if before.text == after.text:
            # the formula of a row that moved names other cells and is the same
            if old.number != new.number or before.formula == after.formula:
                continue
            texts = (_formula(before), _formula(after))
        cell = f"{column}{new.number}"
        note = f"Trước: {texts[0] or '(trống)'}\nNay: {texts[1] or '(trống)'}"
        yield Change(f"{where}!{cell}", How.CHANGED, *texts, (texts,)), cell, note


def _formula(cell: _Cell) -> str:
    return f"={cell.formula}" if cell.formula else cell.text


def _alike(old: _Row, new: _Row) -> float:
    columns = {*old.cells, *new.cells}
    same = sum(
        column in old.cells and column in new.cells and old.cells[column].text == new.cells[column].text
        for column in columns
    )
    if old.number == new.number and old.cells and new.cells:
        return max(same / len(columns), 0.5)  # the same row, filled in anew
    return same / len(columns) if columns else 1.0


def rows_of(package: Package, former: Package | None = None) -> list[tuple[str, str]]:
    """Return the place and the text of every row of a workbook that holds anything, sheet after sheet.

    Args:
        package: The workbook.
        former: The one that it was made from; its values stand for those that formulas were saved without.
    """
    found = _sheets(package) if former is None else _filled(_sheets(package), _sheets(former))
    return [(f"{package.name}, {title}!{row.first}", str(row)) for title, rows in found.items() for row in rows]


def _filled(books: dict[str, list[_Row]], other: dict[str, list[_Row]]) -> dict[str, list[_Row]]:
    """Return sheets in which a formula without a value has the one that the other workbook has for it in that cell."""
    known = {(title, row.number): row.cells for title, rows in other.items() for row in rows}

    def cell(title: str, row: _Row, column: str) -> _Cell:
        here, there = row.cells[column], known.get((title, row.number), {}).get(column)
        return there if here.bare and there is not None and there.formula == here.formula else here

    return {
        title: [_Row(row.number, {column: cell(title, row, column) for column in row.cells}) for row in rows]
        for title, rows in books.items()
    }


def cells_of(package: Package, places: int) -> list[tuple[str, str, str, str]]:
    """Return of every cell that holds anything: the place of its row as in `rows_of`, its own, value and formula."""
    return [
        (
            f"{package.name}, {title}!{row.first}",
            f"{package.name}, {title}!{column}{row.number}",
            cell.text,
            cell.formula,
        )
        for title, rows in _sheets(package, places).items()
        for row in rows
        for column, cell in row.cells.items()
    ]


# --- reading ------------------------------------------------------------------------------------------------------


def _sheets(package: Package, places: int = _PLACES) -> dict[str, list[_Row]]:
    """Return the rows of every sheet that hold anything, by its title."""
    strings, looks = shared_strings(package), _Looks(package, places)
    return {sheet.title: list(_rows(sheet.root, strings, looks)) for sheet in sheets(package)}


def _rows(root: etree._Element, strings: list[str], looks: _Looks) -> Iterator[_Row]:
    number = 0
    for element in root.iterfind(f"{S}sheetData/{S}row"):
        number = int(element.get("r") or number + 1)
        cells: dict[str, _Cell] = {}
        for index, cell in enumerate(element.iterfind(f"{S}c")):
            place = _CELL.fullmatch(cell.get("r", ""))
            formula = cell.findtext(f"{S}f", "")
            text = _text(cell, strings, looks)
            if text or formula:
                cells[place[1] if place else _column(index)] = _Cell(text or f"={formula}", formula)
        if cells:
            yield _Row(number, cells)


def _column(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _text(cell: etree._Element, strings: list[str], looks: _Looks) -> str:
    """Return the value of a cell as a person reads it, near enough: a date, a share, a number with a comma, words."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{S}v", "")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{S}t"))
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    if kind == "b":
        return {"1": "đúng", "0": "sai"}.get(value, value)
    return looks.number(value, cell.get("s", "0")) if kind == "n" else value


class _Looks:
    """How a workbook shows numbers: as dates, as shares, as they are."""

    def __init__(self, package: Package, places: int) -> None:
        self.places = places
        self.dates: set[str] = set()
        self.shares: set[str] = set()
        styles = next(
            (r.target for r in package.relationships(package.main) if r.type == "styles" and r.target in package.parts),
            "",
        )
        properties = parse_xml(package.parts[package.main]).find(f"{S}workbookPr")
        mac = properties is not None and properties.get("date1904", "0") in {"1", "true"}
        self.epoch = _EPOCH_MAC if mac else _EPOCH
        root = parse_xml(package.parts[styles]) if styles else etree.Element("none")
        codes = {f.get("numFmtId", ""): _QUOTED.sub("", f.get("formatCode", "")) for f in root.iter(f"{S}numFmt")}
        for index, look in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
            number = look.get("numFmtId", "0")
            code = codes.get(number, "")
            if re.search("[dyDY]", code) or (number.isdigit() and int(number) in _DATES):
                self.dates.add(str(index))
            elif "%" in code or (number.isdigit() and int(number) in _SHARES):
                self.shares.add(str(index))

    def number(self, value: str, style: str) -> str:
        """Return a number as a person reads it."""
        try:
            figure = Decimal(value)
            if style in self.dates:
                return short_date(self.epoch + timedelta(days=int(figure)))
            if style in self.shares:
                return f"{decimal(figure * 100, min(self.places, _SHARE_PLACES))}%"
            return decimal(figure, self.places)
        except (InvalidOperation, ValueError, OverflowError):
            return value
