"""What a returned form says: lines of tables, each entry with its cell, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reportgen.forms.grid import reference
from reportgen.problem import Problem

_ROW: Final = re.compile(r"![A-Z]+([0-9]+)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a returned file."""

    sheet: str
    row: int
    column: int

    def where(self, file: str) -> str:
        """Return it as messages name it: `bieu-mau.xlsx, Nhiệm vụ chủ trì!F12`."""
        return f"{file}, {self.sheet}!{reference(self.row, self.column)}"


@dataclass(slots=True)
class Line:
    """One row of a table that holds entries.

    Attributes:
        key: `01.6`, `01.6#2`, `CT.02`, a field of files, or a topic. values: By key of the column, read.
        places: By key of the column, of every cell that holds something. place: Of the row, its first column.
        faulty: Keys of the columns whose cells are refused. columns: Numbers of the columns, by key.
    """

    key: str
    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    columns: Mapping[str, int] = field(default_factory=dict)

    def at(self, *keys: str) -> Place:
        """Return the cell of the first of some columns that the table has, empty or not; else the row's own place."""
        column = next((self.columns[key] for key in keys if key in self.columns), self.place.column)
        return Place(self.place.sheet, self.place.row, column)


@dataclass(slots=True)
class Returned:
    """What a file says.

    Attributes:
        file: Its name. tables: By key of the sheet of the form, the lines that hold entries.
        missing: Keys of the sheets of the form that are gone. problems: Everything told.
    """

    file: str
    tables: dict[str, list[Line]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, places: Iterable[str]) -> bool:
        """Mark the rows of some cells (`bieu-mau.xlsx, Chỉ tiêu!F5`) as faulty; return whether any was not yet."""
        wanted = {_ROW.sub(r"!\1", place) for place in places}
        fresh = False
        for line in (li for table in self.tables.values() for li in table):
            if "" not in line.faulty and f"{self.file}, {line.place.sheet}!{line.place.row}" in wanted:
                line.faulty.add("")
                fresh = True
        return fresh
