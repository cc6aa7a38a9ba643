"""What people add to a form that is no entry: sums, signatures and remarks below the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from reportgen.forms.tables import Table
from reportgen.forms.values import Typed, clean, empty, read_count
from reportgen.vi.text import fold

_CLOSING: Final = re.compile(
    r"(?:người (?:lập|tổng hợp|báo cáo|ghi)|cán bộ (?:lập|tổng hợp)|thủ trưởng|lãnh đạo đơn vị"
    r"|(?:phó )?trưởng (?:phòng|ban|công an|trạm)|(?:phó )?giám đốc|(?:phó )?chánh văn phòng|xác nhận|nơi nhận"
    r"|ghi chú|lưu ý|\(?ký|tm\.|kt\.|tl\.|tuq\.|.{0,40}, ngày .{0,6}tháng)(?!\w)",
    re.IGNORECASE,
)
_SUMS: Final = frozenset(map(fold, ("Tổng cộng", "Tổng số", "Tổng", "Cộng", "Cộng chung", "Tổng chung", "Cộng tất cả")))
_PARTS: Final = {
    "received": ("online", "direct", "carried_over"),
    "resolved": ("early", "on_time", "late"),
    "pending": ("pending_in_time", "pending_overdue"),
}


def is_closing(word: Typed) -> bool:
    """Return whether a cell closes a table, as `Người lập biểu` and `Ghi chú:` do."""
    return isinstance(word, str) and _CLOSING.match(clean(word)) is not None


def is_sum_row(name: str) -> bool:
    """Return whether a row of files is named as a sum of the others."""
    return fold(name.strip(" :")) in _SUMS


def totals_off(table: Table, row: int) -> list[tuple[str, str]]:
    """Return the totals of a row of files that are not the sum of their parts: key of the column, and what is wrong.

    Totals are formulas of the form; a person who types over one tells something that the parts do not.
    """
    found = []
    for key, parts in _PARTS.items():
        total, entered = _counts(table, row, [key]), _counts(table, row, parts)
        if not total or None in (*total.values(), *entered.values()):
            continue
        told, summed = _sum(total), _sum(entered)
        if told == summed:
            continue
        if entered.keys() - {"carried_over"}:
            found.append((key, f"tổng số ghi {told}, các số thành phần cộng lại là {summed}"))
        elif told:
            found.append((key, f"tổng số ghi {told} nhưng chưa ghi các số thành phần"))
    return found


def _counts(table: Table, row: int, keys: Iterable[str]) -> dict[str, int | None]:
    """Return the counts that stand in a row, by key of the column; None for one that cannot be read."""
    found = {}
    for key in keys:
        cell = table.grid.cells.get((row, table.columns.get(key, 0)))
        if cell is not None and not cell.unsaved and (cell.error or not empty(cell.value)):
            found[key] = None if cell.error else read_count(cell.value).value
    return found


def _sum(counts: Mapping[str, int | None]) -> int:
    return sum(count or 0 for count in counts.values())
