"""Structured references (`Bang1[Số]`, `Bang1[[#This Row],[Số]]`): which cells of the output they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.render.xlsx.formula import Ref

_NAME: Final = re.compile(r"((?:[^\W\d]|\\)[\w.\\]*)(?:\[(.*)\])?$", re.DOTALL)
_ITEM: Final = re.compile(r"\s*\[((?:[^\[\]']|'.)*)\]\s*([,:]?)", re.DOTALL)
_LOCKED: Final = (True, True, True, True)


@dataclass(frozen=True, slots=True)
class Table:
    """A table (ListObject) of the output.

    Attributes:
        sheet: Key of its sheet. area: First row, first column, last row, last column. header, totals: Rows of each.
        columns: Names of its columns.
    """

    sheet: str
    area: tuple[int, int, int, int]
    header: int
    totals: int
    columns: Sequence[str]


def table_ref(text: str, tables: Mapping[str, Table], sheet: str, row: int) -> Ref | None:
    """Return the cells that a structured reference names.

    Args:
        text: As the file has it: `Bang1[[#Totals],[Số]]`.
        tables: By casefolded name.
        sheet: Key of the sheet where it stands.
        row: Row where it stands, for `#This Row`.

    Returns:
        A reference with locks, to a sheet named by its key; `None` when it names no cells of these tables.
    """
    match = _NAME.match(text)
    table = None if match is None else tables.get(match[1].casefold())
    if match is None or table is None:
        return None
    read = _specified(match[2] or "")
    if read is None:
        return None
    items, columns = read
    rows = _rows(table, items, row if sheet == table.sheet else 0)
    cols = _columns(table, columns)
    if rows is None or cols is None or rows[0] > rows[1]:
        return None
    form = "cell" if (rows[0], cols[0]) == (rows[1], cols[1]) else "range"
    return Ref(table.sheet, rows[0], cols[0], rows[1], cols[1], _LOCKED, form)


def _specified(text: str) -> tuple[list[str], list[str]] | None:
    """Return the items (`#All`) and the first and last column of what stands in the brackets."""
    if text.startswith("@"):
        text = f"[#This Row],{text[1:] if text[1:2] == '[' else f'[{text[1:]}]'}" if text[1:] else "#This Row"
    if not text.lstrip().startswith("["):
        text = f"[{text}]" if text else ""
    items: list[str] = []
    columns: list[str] = []
    position = 0
    while position < len(text):
        match = _ITEM.match(text, position)
        if match is None:
            return None
        (items if match[1].startswith("#") else columns).append(re.sub(r"'(.)", r"\1", match[1]))
        position = match.end()
    return [item.casefold() for item in items], columns


def _rows(table: Table, items: list[str], own: int) -> tuple[int, int] | None:
    first, _, last, _ = table.area
    data = (first + table.header, last - table.totals)
    parts = {
        "#all": (first, last),
        "#data": data,
        "#headers": (first, first + table.header - 1),
        "#totals": (last - table.totals + 1, last),
        "#this row": (own, own) if data[0] <= own <= data[1] else (1, 0),
    }
    if any(item not in parts for item in items):
        return None
    runs = [parts[item] for item in items] or [data]
    return min(run[0] for run in runs), max(run[1] for run in runs)


def _columns(table: Table, names: list[str]) -> tuple[int, int] | None:
    if not names:
        return table.area[1], table.area[3]
    known = [name.casefold() for name in table.columns]
    if len(names) > 2 or any(name.casefold() not in known for name in names):  # noqa: PLR2004  from one to another
        return None
    places = [table.area[1] + known.index(name.casefold()) for name in names]
    return min(places), max(places)
