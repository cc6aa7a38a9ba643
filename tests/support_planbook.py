"""The workbook of the made-up ward's plan, edited as a person would, and read back by the command."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.cli import plan_book
from reportgen.load.plan_yaml import row_data
from reportgen.load.ward import open_plan
from reportgen.planbook import write_book
from tests.support_cli import Told, run
from tests.support_ward import WARD_ID, write_ward

HEADINGS = 4
"""Row of the headings on every sheet."""


@dataclass(frozen=True)
class Book:
    """A workbook in a person's hands: cells by sheet, words of the row, heading of the column."""

    book: Workbook

    def sheet(self, name: str) -> Worksheet:
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    def column(self, sheet: str, heading: str) -> int:
        return next(c.column for c in self.sheet(sheet)[HEADINGS] if c.value == heading and c.column)

    def row(self, sheet: str, words: str) -> int:
        """Return the row of which a cell begins with the words."""
        for row in self.sheet(sheet).iter_rows(min_row=HEADINGS + 1):
            if any(str(cell.value).startswith(words) for cell in row):
                return int(row[0].row or 0)
        raise AssertionError(f"no row {words}")

    def at(self, sheet: str, words: str, heading: str) -> str:
        """Return the reference of a cell."""
        return f"{get_column_letter(self.column(sheet, heading))}{self.row(sheet, words)}"

    def put(self, sheet: str, words: str, heading: str, value: Any) -> str:
        """Write into a cell; return its place as messages name it."""
        place = self.at(sheet, words, heading)
        cell: Any = self.sheet(sheet)[place]
        cell.value = value
        return f"{sheet}!{place}"

    def add(self, sheet: str, row: int, values: dict[str, Any]) -> None:
        """Insert a row and write into it."""
        self.sheet(sheet).insert_rows(row)
        for heading, value in values.items():
            cell: Any = self.sheet(sheet).cell(row, self.column(sheet, heading))
            cell.value = value

    def end(self, sheet: str) -> int:
        """Return the first row below what is written."""
        rows = self.sheet(sheet).iter_rows(min_row=HEADINGS + 1)
        return (
            max((number for number, row in enumerate(rows, HEADINGS + 1) if any(c.value for c in row)), default=4) + 1
        )


Edit = Callable[[Book], Any]


def workspace(folder: Path) -> Path:
    """Write the made-up ward into a working folder."""
    (folder / "data").mkdir(parents=True)
    write_ward(folder / "data")
    return folder


def book_of(folder: Path) -> bytes:
    """Return the workbook of a ward's plan."""
    key = (folder.name, (folder / "plans" / "2026.yaml").read_bytes(), (folder / "ward.yaml").read_bytes())
    if key not in _MADE:
        plan = open_plan(folder)
        _MADE[key] = write_book(row_data(plan.row), plan.ward, plan.path.name)
    return _MADE[key]


_MADE: dict[tuple[str, bytes, bytes], bytes] = {}


def exported(work: Path, ward: str = WARD_ID) -> Book:
    """Return the workbook of a ward of a working folder, opened."""
    book = openpyxl.load_workbook(io.BytesIO(book_of(work / "data" / ward)))
    assert isinstance(book, Workbook)
    return Book(book)


def saved(work: Path, book: Book, name: str = "bang.xlsx") -> Path:
    """Write a workbook to disk."""
    path = work / name
    book.book.save(path)
    return path


def edited(work: Path, *edits: Edit) -> Path:
    """Return the workbook of the made-up ward with some edits."""
    book = exported(work)
    for edit in edits:
        edit(book)
    return saved(work, book)


def take_in(work: Path, path: Path, *options: str, ward: str = WARD_ID) -> Told:
    """Run the command; without options its work alone, which takes half the time."""
    if options:
        return run("plan", "import", path, "--ward", ward, "--workspace", work, *options)
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = plan_book.take_in(plan_book.Asked(ward, None, str(path), None, str(work), as_json=False))
    return Told(code, out.getvalue(), err.getvalue())


def plan_text(work: Path, ward: str = WARD_ID) -> str:
    """Return the plan's file."""
    return (work / "data" / ward / "plans" / "2026.yaml").read_text("utf-8")


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that only the one, and only the other has."""
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]
