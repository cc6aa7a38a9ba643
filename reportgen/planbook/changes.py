"""What differs between two plans, row by row, as a person would tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

from reportgen.planbook import layout
from reportgen.planbook.layout import Kind, Table
from reportgen.planbook.rows import Row, rows_of, shown
from reportgen.vi.dates import short_date

ADDED, REMOVED, CHANGED, MOVED = "thêm", "bỏ", "sửa", "đổi thứ tự"
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        what: `ADDED`, `REMOVED`, `CHANGED` or `MOVED`. sheet: Name of the table. item: Which row, in words.
        columns: Of a changed row: heading, words before, words after.
    """

    what: str
    sheet: str
    item: str
    columns: tuple[tuple[str, str, str], ...] = ()

    def line(self) -> str:
        """Return it in one line."""
        told = "; ".join(f"{heading}: {_quoted(before)} → {_quoted(after)}" for heading, before, after in self.columns)
        return f"- {self.sheet}: {self.what} {self.item}{f' ({told})' if told else ''}"


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any], agencies: Mapping[str, str]) -> list[Change]:
    """Return what differs.

    Args:
        old: A plan under the keys of its file.
        new: Another.
        agencies: Names of agencies by id.
    """
    found: list[Change] = []
    for table in layout.TABLES:
        before, after = rows_of(old, table), rows_of(new, table)
        if before != after:
            found += _of_table(table, before, after, agencies)
    return found


def _of_table(table: Table, old: Sequence[Row], new: Sequence[Row], agencies: Mapping[str, str]) -> Iterator[Change]:
    if table is layout.INFO:
        for column in table.columns:
            if old[0].get(column.key) != new[0].get(column.key):
                before, after = (_words(rows[0].get(column.key), table, column.key, agencies) for rows in (old, new))
                yield Change(CHANGED, table.name, column.heading, (("nội dung", before, after),))
        return
    name = _NAMES.get(table.key, _first_words)
    if (
        table.key in _NAMES
        and len({name(row) for row in old}) == len(old)
        and len({name(row) for row in new}) == len(new)
    ):
        yield from _named(table, old, new, name, agencies)
    else:
        yield from _in_order(table, old, new, agencies)


def _named(
    table: Table, old: Sequence[Row], new: Sequence[Row], name: Callable[[Row], str], agencies: Mapping[str, str]
) -> Iterator[Change]:
    before, after = ({name(row): row for row in rows} for rows in (old, new))
    for known, row in after.items():
        if known not in before:
            yield Change(ADDED, table.name, known)
        elif row != before[known]:
            yield _changed(table, known, before[known], row, agencies)
    for known in before:
        if known not in after:
            yield Change(REMOVED, table.name, known)
    common = [n for n in before if n in after]
    if common != [n for n in after if n in before]:
        yield Change(MOVED, table.name, "các dòng")


def _in_order(table: Table, old: Sequence[Row], new: Sequence[Row], agencies: Mapping[str, str]) -> Iterator[Change]:
    """Compare rows that have no name: what stands between rows that are alike."""
    before, after = ([_key(row) for row in rows] for rows in (old, new))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace" and i2 - i1 == j2 - j1:
            for was, now in zip(old[i1:i2], new[j1:j2], strict=True):
                yield _changed(table, f"dòng {j1 + 1 + new[j1:j2].index(now)}", was, now, agencies)
        elif tag != "equal":
            yield from (Change(REMOVED, table.name, _first_words(row)) for row in old[i1:i2])
            yield from (Change(ADDED, table.name, _first_words(row)) for row in new[j1:j2])


def _changed(table: Table, name: str, old: Row, new: Row, agencies: Mapping[str, str]) -> Change:
    columns = tuple(
        (
            column.heading,
            _words(old.get(column.key), table, column.key, agencies),
            _words(new.get(column.key), table, column.key, agencies),
        )
        for column in table.columns
        if column.kind is not Kind.IGNORED and old.get(column.key) != new.get(column.key)
    )
    return Change(CHANGED, table.name, name, columns)


def _words(value: Any, table: Table, key: str, agencies: Mapping[str, str]) -> str:
    found = shown(value, table.column(key), agencies)
    if isinstance(found, date):
        return short_date(found)
    return "" if found is None else str(found)


def _quoted(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}”" if line else "để trống"


def _key(row: Row) -> str:
    return repr([(key, value) for key, value in row.items() if key != "order"])


def _first_words(row: Row) -> str:
    words = next((str(row[key]) for key in ("text", "item", "agency", "printed") if row.get(key)), "một dòng")
    return _quoted(words)


_NAMES: Final[Mapping[str, Callable[[Row], str]]] = {
    "areas": lambda row: f"lĩnh vực {row['id']}",
    "groups": lambda row: f"nhóm {row['id']} của lĩnh vực {row['area']}",
    "tasks": lambda row: f"nhiệm vụ {row['group']}.{row['number'].rstrip('.')}",
    "indicators": lambda row: f"chỉ tiêu {row['id']}",
    "duties": lambda row: f"chế độ báo cáo {row['id']}",
    "appendices": lambda row: f"{row['label']}",
}
