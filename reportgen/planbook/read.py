"""A returned workbook understood: the rows of every table, each value with its cell, and every fault in one run.

People insert, move and delete rows, rename sheets and headings, add columns. So a table is known by the hidden row that
names its columns, else by its headings; a row by nothing: rows are read in the order in which they stand. A cell that
shows what was put there stands for the very value that was put there, however the program that saved it has treated it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from reportgen.forms.grid import Book, Cell, Grid, reference
from reportgen.forms.returned import Place
from reportgen.forms.values import clean
from reportgen.planbook import layout
from reportgen.planbook.cells import Reader, as_written, blank
from reportgen.planbook.layout import Column, Kind, Table
from reportgen.planbook.rows import Row, rows_of, shown
from reportgen.problem import Problem, Severity
from reportgen.vi.text import fold

_LOOK_AT: Final = 60
"""Rows from the top among which headings are looked for."""
_NAMED: Final = re.compile(r"#([a-z_]+)\.([a-z_]+)")
_ASIDE: Final = frozenset({layout.FACTS, layout.GUIDE, layout.AGENCIES})
_MOST_EXTRA: Final = 5
_BETWEEN: Final = 5
"""Rows that people may have put between the hidden row and the headings."""
_BY_KEY: Final = {table.key: table for table in layout.TABLES}
_ENTRY: Final = Column("entry", (layout.ENTRY, "Mục thông tin"), 0)
_CONTENT: Final = Column("content", (layout.CONTENT, "Giá trị"), 0)
_OUR_LONGEST: Final = 32_767
_WORDED: Final = frozenset({Kind.TEXT, Kind.LINES, Kind.CODES, Kind.WORDS})
"""Kinds of which blanks and breaks may be lost on the way."""


@dataclass(slots=True)
class Line:
    """One row of a table.

    Attributes:
        place: Its first cell. values: By key of the column; a key is missing where the cell is empty.
        places: Cell of every column. faulty: Keys of the columns whose cells are refused.
        base: The row of the plan that it was, or None.
    """

    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    base: Row | None = None


@dataclass(slots=True)
class Understood:
    """What a workbook says.

    Attributes:
        file: Its name. tables: Rows by key of the table; a table that is gone is missing.
        same: Keys of the tables that stand as they were written out. problems: Everything told.
    """

    file: str
    tables: dict[str, list[Line]] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, code: str, place: Place, message: str, remedy: str) -> None:
        """Note an error at a cell."""
        self.problems.append(Problem(code, place.where(self.file), message, remedy))

    def note(self, code: str, place: Place, message: str, remedy: str) -> None:
        """Note a warning at a cell."""
        self.problems.append(Problem(code, place.where(self.file), message, remedy, Severity.WARNING))


@dataclass(frozen=True, slots=True)
class _Found:
    """A table found: which, where its headings stand, and which column holds what."""

    table: Table
    grid: Grid
    heading_row: int
    columns: Mapping[str, int]


def understand(
    book: Book, base: Mapping[str, Any], agencies: Mapping[str, str], spellings: Mapping[str, str]
) -> Understood:
    """Return what a workbook says.

    Args:
        book: The file.
        base: The plan as it was written out.
        agencies: Names of the ward's agencies by id.
        spellings: Ids of agencies by the folded spellings of their names.
    """
    reader = _BookReader(book, base, agencies, spellings)
    found = [one for grid in book.sheets if grid.name not in _ASIDE and (one := _locate(grid)) is not None]
    if not found:
        message = "tệp không có bảng nào của kế hoạch"
        remedy = "Chọn đúng tệp đã xuất bằng reportgen plan export; biểu mẫu của đơn vị thì nhận bằng forms receive."
        reader.result.problems.append(Problem("BK010", book.name, message, remedy))
        return reader.result
    for table in layout.TABLES:
        mine = [f for f in found if f.table is table]
        if len(mine) > 1:
            reader.twice(mine)
        elif mine:
            reader.read(mine[0])
        elif table.key not in layout.OPTIONAL or rows_of(base, table):
            reader.lost(table)
    return reader.result


class _BookReader:
    """Reads one book; what it finds gathers in `result`."""

    def __init__(
        self, book: Book, base: Mapping[str, Any], agencies: Mapping[str, str], spellings: Mapping[str, str]
    ) -> None:
        self.book = book
        self.base = base
        self.agencies = agencies
        self.result = Understood(book.name)
        self.written: dict[tuple[str, str], Any] = {}
        first, last = base["years"]
        codes = {
            table.key: {
                column.key: frozenset(
                    code for row in rows_of(base, table) if isinstance(code := row.get(column.key), str)
                )
                for column in table.columns
                if column.kind is Kind.CODE
            }
            for table in layout.TABLES
        }
        self.readers = {key: Reader((first, last), book.epoch_1904, spellings, known) for key, known in codes.items()}

    def lost(self, table: Table) -> None:
        """Tell that a table is not there."""
        message = f"không thấy bảng “{table.name}” (tìm theo tiêu đề cột)"
        remedy = "Xuất lại bảng rồi chép phần đã sửa vào; muốn bỏ hết nội dung thì xóa các dòng, giữ trang tính."
        self.result.problems.append(Problem("BK011", self.book.name, message, remedy))

    def twice(self, found: Sequence[_Found]) -> None:
        """Tell that several sheets hold the same table."""
        names = ", ".join(f"“{f.grid.name}”" for f in found)
        message = f"bảng “{found[0].table.name}” có ở nhiều trang tính: {names}"
        remedy = "Giữ một trang tính, xóa trang kia; muốn để lại làm bản ghi riêng thì xóa dòng tiêu đề của trang đó."
        self.result.problems.append(Problem("BK012", self.book.name, message, remedy))

    def read(self, found: _Found) -> None:
        """Read the rows of a table."""
        upright = found.table is layout.INFO
        wanted = (_ENTRY, _CONTENT) if upright else found.table.columns
        lost = [c.heading for c in wanted if c.key not in found.columns and c.kind is not Kind.IGNORED]
        if lost:
            place = Place(found.grid.name, found.heading_row, 1)
            words = ", ".join(f"“{name}”" for name in lost)
            remedy = "Ghi lại tiêu đề cột như lúc xuất, hoặc xuất lại bảng rồi chép phần đã sửa vào."
            self.result.fault("BK014", place, f"không thấy cột {words}", remedy)
            return
        self._extra(found)
        if upright:
            self.result.tables[found.table.key] = [self._facts(found)]
            return
        base = rows_of(self.base, found.table)
        self.written = self._written(found.table, base)
        self._merged(found)
        lines = [self._line(found, row, base) for row in _rows(found)]
        self.result.tables[found.table.key] = lines
        unchanged = [line for line, was in zip(lines, base, strict=False) if line.base is was and self._untouched(line)]
        if len(lines) == len(base) == len(unchanged):
            self.result.same.add(found.table.key)

    def _untouched(self, line: Line) -> bool:
        """Tell whether every value of a row is the very one that was written out."""
        was = line.base or {}
        return not line.faulty and all(line.values.get(key) is was.get(key) for key in line.places)

    def _line(self, found: _Found, row: int, base: Sequence[Row]) -> Line:
        line = Line(Place(found.grid.name, row, min(found.columns.values())), base=self._was(found, row, base))
        for column in found.table.columns:
            if column.kind is not Kind.IGNORED:
                place = Place(found.grid.name, row, found.columns[column.key])
                cell = (
                    found.grid.cell(row, place.column) if column.shared else found.grid.cells.get((row, place.column))
                )
                self._value(line, found.table, column, cell, place)
        return line

    def _was(self, found: _Found, row: int, base: Sequence[Row]) -> Row | None:
        """Return the row of the plan that a row was written out from."""
        place = found.columns.get("key")
        cell = found.grid.cells.get((row, place)) if place is not None else None
        if cell is None or isinstance(cell.value, bool | date) or cell.value is None:
            return None
        text = f"{cell.value:g}" if isinstance(cell.value, float) else str(cell.value).strip()
        return base[int(text)] if text.isdecimal() and int(text) < len(base) else None

    def _value(self, line: Line, table: Table, column: Column, cell: Cell | None, place: Place) -> None:
        """Read one cell into a row."""
        line.places[column.key] = place
        was = line.base.get(column.key) if line.base else None
        if line.base is not None and self._as_it_was(cell, column, was):
            if was is not None:
                line.values[column.key] = was
            return
        elsewhere = self.written.get((column.key, as_written(cell)))
        if elsewhere is not None:  # rows were sorted without the hidden column
            line.values[column.key] = elsewhere
            return
        if cell is None or blank(cell):
            if column.must:
                line.faulty.add(column.key)
                self.result.fault("BK021", place, f"“{column.heading}” để trống", _EMPTY)
            return
        read = self.readers[table.key].read(cell, column)
        for note in read.notes:
            self.result.note("BK030", place, note, "Đúng thì không phải làm gì; sai thì sửa ô này.")
        if read.fault:
            line.faulty.add(column.key)
            self.result.fault("BK020", place, f"“{column.heading}”: {read.fault}", read.remedy)
        elif read.value is not None:
            line.values[column.key] = read.value

    def _written(self, table: Table, base: Sequence[Row]) -> dict[tuple[str, str], Any]:
        """Return the values that were written out, by column and the words that stand for them."""
        found: dict[tuple[str, str], Any] = {}
        for column in table.columns:
            for value in (row.get(column.key) for row in base):
                text = as_written(Cell(shown(value, column, self.agencies)))
                if text and column.kind in _WORDED:
                    found.setdefault((column.key, text), value)
        return found

    def _as_it_was(self, cell: Cell | None, column: Column, was: Any) -> bool:
        """Tell whether a cell shows what was written into it."""
        value = shown(was, column, self.agencies)
        if isinstance(value, str):
            value = value[:_OUR_LONGEST]
        if cell is not None and (cell.unsaved or cell.error):
            return False
        return as_written(cell) == as_written(Cell(value))

    # the sheet of general facts

    def _facts(self, found: _Found) -> Line:
        """Return the general facts, whose entries stand below each other, as one row."""
        grid, columns = found.grid, found.columns
        line = Line(Place(grid.name, found.heading_row, columns["content"]), base=rows_of(self.base, layout.INFO)[0])
        labels = {fold(name): column.key for column in layout.INFO.columns for name in column.names}
        rows: dict[str, int] = {}
        for row in (r for r in grid.rows() if r > found.heading_row):
            key = clean(grid.value(row, columns["key"]) or "") if "key" in columns else ""
            label = clean(grid.value(row, columns["entry"]) or "")
            named = key if key in {c.key for c in layout.INFO.columns} else labels.get(fold(label), "")
            if not named:
                if not blank(grid.cells.get((row, columns["content"]))):
                    place = Place(grid.name, row, columns["entry"])
                    self.result.note("BK015", place, "dòng thêm không thuộc bảng, không được đọc", _OWN_NOTES)
            elif named in rows:
                place = Place(grid.name, row, columns["content"])
                message = f"mục “{label}” ghi hai lần, lần trước ở dòng {rows[named]}"
                self.result.fault("BK022", place, message, "Giữ một dòng, xóa dòng kia.")
            else:
                rows[named] = row
        for column in layout.INFO.columns:
            if column.key in rows:
                place = Place(grid.name, rows[column.key], columns["content"])
                self._value(line, layout.INFO, column, grid.cells.get((place.row, place.column)), place)
            else:
                place = Place(grid.name, found.heading_row, columns["entry"])
                line.places[column.key] = place
                line.faulty.add(column.key)
                remedy = "Thêm lại dòng đó; muốn bỏ nội dung thì để trống ô, không xóa dòng."
                self.result.fault("BK013", place, f"không thấy dòng “{column.heading}”", remedy)
        return line

    # what is beside the table

    def _merged(self, found: _Found) -> None:
        """Tell of cells merged over several rows: a fault where each row needs its own."""
        own = {found.columns[c.key]: c for c in found.table.columns if c.key in found.columns}
        for top, left, bottom, _ in found.grid.merged:
            column = own.get(left)
            if top <= found.heading_row or bottom == top or column is None or column.kind is Kind.IGNORED:
                continue
            if blank(found.grid.cells.get((top, left))):
                continue
            place, rows = Place(found.grid.name, top, left), bottom - top + 1
            if column.shared:
                message = f"ô gộp qua {rows} dòng, được hiểu là nội dung chung của các dòng đó"
                self.result.note("BK030", place, message, "Đúng thì không phải làm gì; sai thì bỏ gộp, ghi từng dòng.")
            else:
                message = f"ô gộp qua {rows} dòng, không rõ nội dung của dòng nào"
                self.result.fault("BK019", place, message, "Bỏ gộp ô, ghi nội dung vào từng dòng.")

    def _extra(self, found: _Found) -> None:
        """Tell of columns beside the table's that hold something: nothing in them is read."""
        known = set(found.columns.values())
        extra: dict[int, int] = {}
        for (row, column), cell in found.grid.cells.items():
            if row > found.heading_row and column not in known and not blank(cell):
                extra[column] = min(row, extra.get(column, row))
        for column, row in sorted(extra.items())[:_MOST_EXTRA]:
            heading = found.grid.value(found.heading_row, column)
            name = f"“{clean(heading)}”" if heading else "không có tiêu đề"
            message = f"cột thêm ({name}) không được đọc"
            self.result.note("BK015", Place(found.grid.name, row, column), message, _OWN_NOTES)


_EMPTY: Final = "Ghi nội dung vào ô; nếu dòng này thừa thì xóa cả dòng."
_OWN_NOTES: Final = "Phần ghi riêng thì bỏ qua; nội dung của kế hoạch thì chuyển vào cột, dòng của bảng."


def _rows(found: _Found) -> Iterator[int]:
    """Yield the numbers of the rows that hold something of the table."""
    columns = [found.columns[c.key] for c in found.table.columns if c.kind is not Kind.IGNORED]
    for row in found.grid.rows():
        if row > found.heading_row and any(not blank(found.grid.cells.get((row, column))) for column in columns):
            yield row


def _locate(grid: Grid) -> _Found | None:
    """Return the table that a sheet holds: by the hidden row that names its columns, else by its headings."""
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _LOOK_AT and isinstance(cell.value, str):
            by_row.setdefault(row, {})[column] = cell.value
    named = _by_names(grid, by_row)
    return named or _by_headings(grid, by_row)


def _by_names(grid: Grid, by_row: Mapping[int, Mapping[int, str]]) -> _Found | None:
    for row, cells in sorted(by_row.items()):
        marks = {column: match for column, text in cells.items() if (match := _NAMED.fullmatch(text.strip()))}
        if not marks:
            continue
        key = Counter(match[1] for match in marks.values()).most_common(1)[0][0]
        if key in _BY_KEY:
            columns: dict[str, int] = {}
            for column, match in sorted(marks.items()):
                if match[1] == key:
                    columns.setdefault(match[2], column)
            return _Found(_BY_KEY[key], grid, _heading_row(_BY_KEY[key], row, by_row, columns.get("key", 0)), columns)
    return None


def _heading_row(table: Table, names_row: int, by_row: Mapping[int, Mapping[int, str]], key: int) -> int:
    """Return the row of the headings, below the hidden row; that row itself when the headings have been deleted.

    Headings may have other words, so the hidden column, in which they have a word and rows a number, is asked first.
    """
    below = sorted(row for row in by_row if names_row < row <= names_row + _BETWEEN)
    marked = [row for row in below if fold(by_row[row].get(key, "")) == fold(layout.KEY)]
    if marked:
        return marked[0]
    heads = _headings(table)
    matching = {row: sum(fold(clean(text)) in heads for text in by_row[row].values()) for row in below}
    best = max(matching, key=lambda row: matching[row], default=names_row)
    return best if matching.get(best, 0) > 1 else names_row


def _by_headings(grid: Grid, by_row: Mapping[int, Mapping[int, str]]) -> _Found | None:
    """Return the table of which most headings stand in one row; of two alike, the one that the tab names."""
    best: tuple[float, _Found] | None = None
    for row, cells in sorted(by_row.items()):
        heads: dict[str, int] = {}
        for column, text in sorted(cells.items()):
            heads.setdefault(fold(clean(text).replace("\n", " ")), column)
        for table in layout.TABLES:
            columns = _matched(table, heads)
            wanted = [c for c in _columns_of(table) if c.kind is not Kind.IGNORED]
            share = sum(c.key in columns for c in wanted) / len(wanted)
            named = fold(table.name) == fold(grid.name)
            enough = share >= 0.6 and (len(columns) > 1 or named)  # noqa: PLR2004  most of them
            score = share + len(columns) / 100 + named / 10
            if enough and (best is None or score > best[0]):
                best = (score, _Found(table, grid, row, columns))
    return best[1] if best else None


def _columns_of(table: Table) -> Sequence[Column]:
    return (_ENTRY, _CONTENT) if table is layout.INFO else table.columns


def _headings(table: Table) -> set[str]:
    return {fold(name) for column in _columns_of(table) for name in column.names}


def _matched(table: Table, heads: Mapping[str, int]) -> dict[str, int]:
    """Return the column of every heading that stands in a row: printed headings before other spellings."""
    columns: dict[str, int] = {}
    wanted = _columns_of(table)
    for depth in range(max(len(column.names) for column in wanted)):
        for column in wanted:
            if column.key not in columns and depth < len(column.names):
                place = heads.get(fold(column.names[depth]))
                if place is not None and place not in columns.values():
                    columns[column.key] = place
    if fold(layout.KEY) in heads:
        columns["key"] = heads[fold(layout.KEY)]
    return columns


def where_of(place: Place) -> str:
    """Return a cell without its file: `Nhiệm vụ!F12`."""
    return f"{place.sheet}!{reference(place.row, place.column)}"
