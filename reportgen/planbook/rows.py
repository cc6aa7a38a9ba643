"""From a plan's contents to the rows of the workbook's tables; `gather` goes the other way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from reportgen.planbook import layout
from reportgen.planbook.layout import Column, Kind, Table

Data = Mapping[str, Any]
Row = dict[str, Any]
"""Values by key of the column, as the plan's file holds them."""

CONTINUED = "↵"
"""Ends a line of a cell when the item goes on in the next line."""


def rows_of(data: Data, table: Table) -> list[Row]:
    """Return what a table holds of a plan.

    Args:
        data: The plan under the keys of its file, as of `load.plan_yaml.row_data`.
        table: The table; of `layout.INFO` the one row that is returned stands upright on the sheet.
    """
    return list(_ROWS[table.key](data))


def shown(value: Any, column: Column, agencies: Mapping[str, str]) -> str | int | float | date | None:
    """Return what stands in a cell.

    Args:
        value: The value in the plan's file; None or "" for none.
        column: Its column.
        agencies: Names of agencies by id.
    """
    if value is None or value in ("", []):
        return None
    if isinstance(value, list):
        words = _worded(column)
        items = [words.get(item, item) for item in map(str, value)]
        if column.kind is Kind.CODES:
            return ", ".join(items)
        return "\n".join(item.replace("\n", f"{CONTINUED}\n") for item in items)
    if isinstance(value, str):
        return agencies.get(value, value) if column.kind is Kind.AGENCY else _worded(column).get(value, value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    assert isinstance(value, int | date)  # noqa: S101  the file has no other kinds
    return value


def items_of(text: str) -> list[str]:
    """Return the items that the lines of a cell write."""
    joined = text.replace(f"{CONTINUED}\n", "\0")
    return [item.replace("\0", "\n").strip() for line in joined.split("\n") if (item := line).strip()]


def _worded(column: Column) -> dict[str, str]:
    return {value: word for word, value in column.words.items()}


def _info(data: Data) -> Iterator[Row]:
    years = data["years"]
    yield {**{c.key: data.get(c.key) for c in layout.INFO.columns}, "first_year": years[0], "last_year": years[1]}


def _bases(data: Data) -> Iterator[Row]:
    for number, text in enumerate(data["bases"], 1):
        yield {"order": number, "text": text}


def _text(data: Data) -> Iterator[Row]:
    for number, block in enumerate(data["text"], 1):
        for kind, text in block.items():
            yield {"order": number, "kind": kind, "text": text}


def _areas(data: Data) -> Iterator[Row]:
    for area in data["areas"]:
        yield {key: value for key, value in area.items() if key != "groups"}


def _groups(data: Data) -> Iterator[Row]:
    for area in data["areas"]:
        for group in area["groups"]:
            yield {"area": area["id"], "id": group["id"], "title": group["title"]}


def _tasks(data: Data) -> Iterator[Row]:
    for area in data["areas"]:
        for group in area["groups"]:
            for task in group["tasks"]:
                yield {"area": area["id"], "group": group["id"], **task}


def _indicators(data: Data) -> Iterator[Row]:
    for row in data.get("indicators", ()):
        first, last = row["years"]
        yield {**row, "first_year": first, "last_year": last}


def _units(data: Data) -> Iterator[Row]:
    for unit in data.get("unit_duties", ()):
        items: Sequence[str] = unit["items"] or [""]
        for place, item in enumerate(items):
            yield {"agency": unit["agency"] if place == 0 else "", "item": item}


def _section(key: str) -> Callable[[Data], Iterator[Row]]:
    """Return what yields the rows of a section as the plan's file holds them."""
    return lambda data: map(dict, data.get(key, ()))


_ROWS: Final[Mapping[str, Callable[[Data], Iterator[Row]]]] = {
    "info": _info,
    "bases": _bases,
    "text": _text,
    "areas": _areas,
    "groups": _groups,
    "tasks": _tasks,
    "indicators": _indicators,
    "duties": _section("duties"),
    "unit_duties": _units,
    "appendices": _section("appendices"),
    "errata": _section("errata"),
}
