"""The tables of a returned file: known by their headings, wherever people have moved them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.forms import layout
from reportgen.forms.content import Form
from reportgen.forms.grid import Grid
from reportgen.forms.layout import Sheet
from reportgen.forms.values import clean
from reportgen.vi.text import fold

KEY_HEADING: Final = "khóa"
_LOOK_AT: Final = 60
"""Rows from the top among which headings are looked for."""
_ENOUGH: Final = 3
"""Headings that make a table of the form."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table found: whose it is, where its headings stand, and which column holds what."""

    spec: Sheet
    grid: Grid
    heading_row: int
    columns: Mapping[str, int]
    key_column: int | None


def find_table(grid: Grid) -> Table | None:
    """Return the table of the form that a sheet holds: the row with the most of its headings, near the top."""
    best: tuple[int, Table] | None = None
    for row in grid.rows()[:_LOOK_AT]:
        heads: dict[str, list[int]] = {}
        for (r, column), cell in grid.cells.items():
            if r == row and isinstance(cell.value, str):
                heads.setdefault(fold(clean(cell.value).replace("\n", " ")), []).append(column)
        for spec in layout.SHEETS:
            columns = _columns(spec, heads)
            score = len(columns)
            enough = score >= min(_ENOUGH, len(spec.columns))
            if enough and _own(spec, columns) and (best is None or score > best[0]):
                key = heads.get(fold(KEY_HEADING), [None])[0]
                best = (score, Table(spec, grid, row, columns, key))
    return best[1] if best else None


def _columns(spec: Sheet, heads: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Return the place of every column whose heading stands in a row; exact headings before other spellings."""
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for depth in range(max(len(c.names) for c in spec.columns)):
        for column in spec.columns:
            if column.key in columns or depth >= len(column.names):
                continue
            free = [c for c in heads.get(fold(column.names[depth]), ()) if c not in taken]
            if len(free) == 1 or (free and depth == 0):
                columns[column.key] = free[0]
                taken.add(free[0])
    return columns


def _own(spec: Sheet, columns: Mapping[str, int]) -> bool:
    """Return whether columns that only this table has are among those found."""
    needed = {
        "tasks": {"status"}, "helped": {"lead"}, "indicators": {"numerator", "value"}, "files": {"field", "online"},
        "general": {"topic", "text"},
    }[spec.key]  # fmt: skip
    return bool(needed & columns.keys()) if spec.key == "indicators" else needed <= columns.keys()


def printed_titles(form: Form) -> dict[str, dict[str, str]]:
    """Return what the form printed: by table and key, the folded words of the row."""
    tasks = {}
    for row in form.tasks:
        label = f"- {row.part.label or 'Phần việc'}" if row.part is not None else row.task.title
        tasks[row.key] = fold(f"{label} {row.part.text}") if row.part is not None else fold(label)
    return {
        "tasks": tasks,
        "helped": {task.id: fold(task.title) for task in form.helped},
        "indicators": {row.indicator.id: fold(row.indicator.name) for row in form.indicators},
    }
