"""A returned form understood: every entry with the cell it stands in, and every fault of the file in one run.

People move, insert, hide and rename. So a table is known by its headings, wherever they stand; a column by its heading;
a row by the key that travels hidden with it, else by the printed code, else by its words. What cannot be told apart is
a fault with its cell, never a guess; what is not of the form and holds something is told too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from reportgen.forms import layout
from reportgen.forms.content import Form
from reportgen.forms.grid import Book, Cell, reference
from reportgen.forms.layout import Column, Entry, Sheet
from reportgen.forms.outside import is_closing, is_sum_row, totals_off
from reportgen.forms.returned import Line, Place, Returned
from reportgen.forms.tables import Table, find_table, printed_titles
from reportgen.forms.values import (
    Read,
    Typed,
    clean,
    empty,
    quoted,
    read_count,
    read_day,
    read_days,
    read_documents,
    read_measure,
    read_share,
    read_status,
    read_words,
)
from reportgen.problem import Problem, Severity
from reportgen.vi.text import fold

_MOST_EXTRA: Final = 5
_CLOSED: Final = "ô này không dùng cho dòng này, nội dung không được đọc"


def understand(book: Book, form: Form) -> Returned:
    """Return what a returned file says, measured against the form that was sent.

    Args:
        book: The file.
        form: The form of its agency and period.
    """
    reader = _Reader(book, form)
    wanted = [layout.TASKS, layout.GENERAL]
    wanted += [layout.HELPED] * bool(form.helped) + [layout.INDICATORS] * bool(form.indicators)
    wanted += [layout.FILES] * (form.files is not None)
    found = reader.tables()
    for spec in wanted:
        mine = [t for t in found if t.spec is spec]
        if not mine:
            reader.lost_sheet(spec)
        elif len(mine) > 1:
            reader.twice(mine)
        else:
            reader.read(mine[0])
    for table in (t for t in found if t.spec not in wanted):
        reader.read(table)
    return reader.returned


class _Reader:
    """Reads one book; what it finds gathers in `returned`."""

    def __init__(self, book: Book, form: Form) -> None:
        self.book = book
        self.form = form
        self.returned = Returned(book.name)
        self.titles = printed_titles(form)

    # tables

    def tables(self) -> list[Table]:
        """Return the tables of the form that the book holds, by their headings."""
        found = []
        for grid in self.book.sheets:
            if grid.name == layout.HIDDEN or not grid.cells:
                continue
            table = find_table(grid)
            if table is None:
                continue
            if grid.hidden:
                self._fault("BM010", f"{self.book.name}, {grid.name}", "trang tính đang bị ẩn",
                            "Bỏ ẩn trang tính (Unhide), kiểm tra lại số liệu rồi gửi lại.")  # fmt: skip
            found.append(table)
        return found

    def lost_sheet(self, spec: Sheet) -> None:
        """Tell that a sheet of the form is not there."""
        self.returned.missing.add(spec.key)
        message = f"không thấy bảng “{spec.name}” (tìm theo tiêu đề cột)"
        remedy = "Lấy lại biểu mẫu gốc, chép số liệu vào đúng trang tính rồi gửi lại; đừng xóa dòng tiêu đề."
        if self.book.form == "csv":
            remedy = (
                "Tệp .csv chỉ lưu một trang tính: lưu cả biểu dạng .xlsx; chỉ nhận trang này thì thêm --accept-valid."
            )
        self._fault("BM011", self.book.name, message, remedy)

    def twice(self, tables: Sequence[Table]) -> None:
        """Tell that two sheets hold the same table."""
        names = ", ".join(t.grid.name for t in tables)
        message = f"bảng “{tables[0].spec.name}” có ở nhiều trang tính: {names}"
        self.returned.missing.add(tables[0].spec.key)
        self._fault("BM012", self.book.name, message, "Xóa trang tính thừa, chỉ giữ bảng có số liệu đúng.")

    def read(self, table: Table) -> None:
        """Read the lines of one table."""
        lines: list[Line] = []
        self._missing_columns(table)
        self._extra_columns(table)
        self._hidden_columns(table)
        tall = self._merged_rows(table)
        topic, out, last = "", False, self._last_row(table)
        for row in (r for r in table.grid.rows() if r > table.heading_row):
            out = self._is_outside(table, row, last, out=out)
            if out:
                self._outside(table, row)
                continue
            entries = self._entries(table, row)
            topic = self._topic(table, row, topic)
            if not entries or self._is_untouched(table, row, entries):
                continue
            key = self._key(table, row, topic)
            if key is not None:
                line = self._line(table, row, key, entries)
                line.faulty |= {name for name, cells in tall.items() if row in cells}
                lines.append(line)
        lines = self._without_sums(table, lines)
        self._no_key_twice(table.spec, lines)
        self.returned.tables[table.spec.key] = lines

    def _missing_columns(self, table: Table) -> None:
        lost = [c.heading for c in table.spec.columns if c.entry is not Entry.NOTHING and c.key not in table.columns]
        if lost:
            where = f"{self.book.name}, {table.grid.name}!{reference(table.heading_row, 1)}"
            message = f"không thấy cột {', '.join(f'“{name}”' for name in lost)}"
            remedy = "Ghi lại tiêu đề cột đúng như biểu mẫu gốc, hoặc chép số liệu vào biểu mẫu gốc."
            self._fault("BM014", where, message, remedy)

    def _merged_rows(self, table: Table) -> dict[str, set[int]]:
        """Tell of cells merged over several rows: whose entry it is nobody can tell; return the rows, by column."""
        entries = {
            table.columns[c.key]: c
            for c in table.spec.columns
            if c.entry is not Entry.NOTHING and c.key in table.columns
        }
        found: dict[str, set[int]] = {}
        for top, left, bottom, _ in table.grid.merged:
            cell = table.grid.cells.get((top, left))
            if top > table.heading_row and bottom > top and left in entries and cell and not empty(cell.value):
                place = Place(table.grid.name, top, left)
                message = f"ô gộp qua {bottom - top + 1} dòng, không rõ số liệu của dòng nào"
                self._fault("BM019", place.where(self.book.name), message, "Bỏ gộp ô, ghi số liệu vào từng dòng.")
                found.setdefault(entries[left].key, set()).update(range(top, bottom + 1))
        return found

    def _extra_columns(self, table: Table) -> None:
        """Tell of columns beside the form's that hold something: nothing in them is read."""
        known = {*table.columns.values(), table.key_column}
        extra: dict[int, int] = {}
        for (row, column), cell in table.grid.cells.items():
            if row > table.heading_row and column not in known and not empty(cell.value):
                extra.setdefault(column, row)
        for column, row in sorted(extra.items())[:_MOST_EXTRA]:
            heading = table.grid.value(table.heading_row, column)
            name = quoted(heading) if not empty(heading) else "không có tiêu đề"
            message = f"cột {name} không thuộc biểu mẫu, không được đọc"
            remedy = "Chuyển nội dung vào cột của biểu mẫu; cột ghi chú riêng của đơn vị thì bỏ qua."
            self._note("BM015", Place(table.grid.name, row, column), message, remedy)

    def _hidden_columns(self, table: Table) -> None:
        """Tell of columns that do not show and hold entries: whoever sent them may not have seen them."""
        for column in table.spec.columns:
            place = table.columns.get(column.key)
            if column.entry is Entry.NOTHING or place not in table.grid.hidden_columns:
                continue
            filled = (row for row, c in table.grid.cells if c == place and row > table.heading_row)
            first = next((r for r in sorted(filled) if not empty(table.grid.value(r, place))), None)
            if first is not None:
                where = Place(table.grid.name, first, place).where(self.book.name)
                message = f"cột “{column.heading}” có số liệu nhưng đang bị ẩn"
                self._fault("BM013", where, message, "Bỏ ẩn cột (Unhide), kiểm tra lại rồi gửi lại.")

    # rows

    def _last_row(self, table: Table) -> int:
        """Return the last row that the form itself has."""
        return max((r for r in table.grid.rows() if r > table.heading_row and self._is_ours(table, r)), default=0)

    def _is_ours(self, table: Table, row: int) -> bool:
        """Return whether the form itself has the row: it bears its key, or its number, code or topic."""
        if table.key_column is not None and not empty(table.grid.value(row, table.key_column)):
            return True
        if table.spec is layout.GENERAL:
            return bool(self._topic_in(table, row))
        known, printed = self.titles.get(table.spec.key), self._printed(table, row)
        if known is None or printed in known:
            return bool(printed)
        title = next((table.columns[key] for key in ("title", "name") if key in table.columns), 0)
        words = fold(_words(table.grid.value(row, title) or ""))
        return words.startswith("-") or words in known.values()

    def _is_outside(self, table: Table, row: int, last: int, *, out: bool) -> bool:
        """Return whether a row stands below the table, or begins what does: who has signed, remarks."""
        if self._is_ours(table, row):
            return False
        words = [table.grid.value(row, column) for column in table.grid.columns_of(row)]
        if out or any(is_closing(word) for word in words):
            return True
        if table.spec is layout.GENERAL:
            foreign = "topic" in table.columns and not empty(table.grid.value(row, table.columns["topic"]))
            far = table.key_column is not None and row > last and not table.grid.columns_of(row - 1)
            return foreign or far
        return row > last and not self._entries(table, row)

    def _outside(self, table: Table, row: int) -> None:
        """Tell of words below the table: nothing of them is read."""
        last = max(table.columns.values())  # what stands beside the table is told as a column
        filled = (c for c in table.grid.columns_of(row) if c <= last and c != table.key_column)
        first = next((c for c in filled if not empty(table.grid.value(row, c))), None)
        if first is not None:
            message = f"{quoted(table.grid.value(row, first))} ghi ngoài bảng, không được đọc"
            remedy = "Phần ký, ghi chú riêng thì để nguyên; số liệu, ý kiến cần báo cáo thì ghi vào các ô nền vàng."
            self._note("BM028", Place(table.grid.name, row, first), message, remedy)

    def _entries(self, table: Table, row: int) -> dict[str, Cell]:
        """Return the cells of a row that a person may have typed into, by key of the column."""
        found = {}
        for column in table.spec.columns:
            place = table.columns.get(column.key)
            if column.entry is Entry.NOTHING or place is None:
                continue
            cell = table.grid.cells.get((row, place))
            if cell is not None and (cell.unsaved or cell.error or not empty(cell.value)):
                found[column.key] = cell
        return found

    def _is_untouched(self, table: Table, row: int, entries: Mapping[str, Cell]) -> bool:
        """Return whether a row of files holds only what the form brought: told, since nobody has filled it in."""
        if table.spec is not layout.FILES or not entries.keys() <= {"field", "carried_over"}:
            return False
        if totals_off(table, row):
            return False
        name = self._field(entries["field"].value) if "field" in entries else ""
        if name:
            place = Place(table.grid.name, row, table.columns["field"])
            remedy = "Điền số liệu của lĩnh vực; kỳ này không phát sinh thì ghi 0 vào các ô."
            self._note("BM031", place, f"lĩnh vực {name} chưa điền số liệu của kỳ", remedy)
        return bool(name) or "carried_over" not in entries

    def _field(self, value: Typed) -> str:
        """Return the name of a field of files: as the form printed it, however it is spelled now."""
        name = _words(value)
        return next((known.field for known in self.form.files or () if fold(known.field) == fold(name)), name)

    def _topic(self, table: Table, row: int, topic: str) -> str:
        """Return the topic that a row of the general situation belongs to: its own words, else those above."""
        if table.spec is not layout.GENERAL:
            return ""
        if table.key_column is not None:
            key = table.grid.value(row, table.key_column)
            if isinstance(key, str) and clean(key) in layout.TOPICS:
                return clean(key)
        return self._topic_in(table, row) or topic

    def _topic_in(self, table: Table, row: int) -> str:
        """Return the topic that a row of the general situation names, "" for none."""
        words = table.grid.value(row, table.columns["topic"]) if "topic" in table.columns else None
        named = {fold(text): key for key, text in layout.TOPICS.items()}
        return named.get(fold(clean(words)), "") if isinstance(words, str) else ""

    def _key(self, table: Table, row: int, topic: str) -> str | None:
        """Return which row of the form this is; None after telling that it is none."""
        if table.spec is layout.GENERAL:
            return topic or self._unknown_row(table, row)
        if table.spec is layout.FILES:
            name = table.grid.value(row, table.columns["field"]) if "field" in table.columns else None
            return self._field(name) if not empty(name) else self._unknown_row(table, row)
        hidden = table.grid.value(row, table.key_column) if table.key_column is not None else None
        printed = self._printed(table, row)
        if isinstance(hidden, str | int | float) and not empty(hidden):
            return self._agree(table, row, _words(hidden), printed)
        return self._without_key(table, row, printed)

    def _printed(self, table: Table, row: int) -> str:
        """Return the code (of files, the number) that the row prints itself: a merged cell prints one row's alone."""
        column = table.columns.get("number" if table.spec is layout.FILES else "id", 0)
        cell = table.grid.cells.get((row, column))
        return "" if cell is None or empty(cell.value) else _words(cell.value)

    def _agree(self, table: Table, row: int, key: str, printed: str) -> str | None:
        """Return the hidden key, unless the printed code says another row."""
        known = self.titles.get(table.spec.key, {})
        if key not in known:
            return self._unknown_row(table, row)
        if printed and printed in known and printed != key.partition("#")[0]:
            message = f"mã in ra là {printed} nhưng dòng này của biểu mẫu là {key.partition('#')[0]}"
            remedy = "Có thể chỉ một phần các cột được sắp xếp, di chuyển. Chép lại số liệu vào biểu mẫu gốc."
            self._fault("BM016", self._where(table, row), message, remedy)
            return None
        return key

    def _without_key(self, table: Table, row: int, printed: str) -> str | None:
        """Return the row by its printed code, or by its words; several deadlines of a task by their words alone."""
        known = self.titles.get(table.spec.key, {})
        title_column = next((table.columns[k] for k in ("title", "name") if k in table.columns), None)
        words = fold(_words(table.grid.value(row, title_column))) if title_column else ""
        if words.startswith("-"):
            deadline = table.grid.value(row, table.columns["deadline"]) if "deadline" in table.columns else None
            wanted = fold(f"{words} {_words(deadline) if deadline is not None else ''}")
            fitting = [k for k, title in known.items() if k.startswith(f"{printed}#") and title == wanted]
        elif printed in known:
            fitting = [printed]
        else:
            fitting = [k for k, title in known.items() if "#" not in k and words and title == words]
        return fitting[0] if len(fitting) == 1 else self._unknown_row(table, row)

    def _unknown_row(self, table: Table, row: int) -> str | None:
        """Tell that a row is none of the form's; None, for the caller to return."""
        known = {table.columns[key] for key in ("title", "name", "field") if key in table.columns}
        filled = sorted(table.grid.columns_of(row), key=lambda column: column not in known)
        first = next((v for c in filled if not empty(v := table.grid.value(row, c))), None)
        message = f"dòng có số liệu ({quoted(first)}) nhưng không thuộc biểu mẫu đã gửi"
        remedy = "Ghi số liệu vào đúng dòng của biểu mẫu; việc ngoài kế hoạch thì ghi ở trang Tình hình chung."
        self._fault("BM017", self._where(table, row), message, remedy)
        return None

    def _no_key_twice(self, spec: Sheet, lines: Sequence[Line]) -> None:
        """Tell of two rows with entries for one thing."""
        if spec is layout.GENERAL:
            return
        first: dict[str, Line] = {}
        for line in lines:
            other = first.setdefault(fold(line.key), line)
            if other is not line:
                message = f"{line.key.partition('#')[0]} có số liệu ở hai dòng, dòng kia là dòng {other.place.row}"
                self._fault("BM018", line.place.where(self.book.name), message, "Gộp lại thành một dòng.")
                line.faulty.add("")
                other.faulty.add("")

    # cells

    def _line(self, table: Table, row: int, key: str, entries: Mapping[str, Cell]) -> Line:
        line = Line(key, Place(table.grid.name, row, min(table.columns.values())), columns=table.columns)
        if row in table.grid.hidden_rows:
            self._fault("BM013", self._where(table, row), "dòng có số liệu nhưng đang bị ẩn",
                        "Bỏ ẩn dòng (Unhide), kiểm tra lại rồi gửi lại.")  # fmt: skip
        kinds = {column.key: column for column in table.spec.columns}
        for name, cell in entries.items():
            place = Place(table.grid.name, row, table.columns[name])
            line.places[name] = place
            read = self._not_asked(table.spec, name, key) or self._value(kinds[name], cell, key)
            for note in read.notes:
                self._note("BM030", place, note, "Đúng thì không phải làm gì; sai thì sửa ô này.")
            if read.fault:
                line.faulty.add(name)
                code = "BM035" if read.fault == _CLOSED else _CODES.get(kinds[name].entry, "BM020")
                self._fault(code, place.where(self.book.name), read.fault, read.remedy)
            elif read.value is not None:
                line.values[name] = read.value
        if table.spec is layout.FILES:
            for column_key, message in totals_off(table, row):
                remedy = "Sửa các số thành phần cho đúng; ô tổng số do biểu tự cộng, không gõ đè."
                self._fault("BM027", line.at(column_key).where(self.book.name), message, remedy)
                line.faulty.add(column_key)
        return line

    def _without_sums(self, table: Table, lines: list[Line]) -> list[Line]:
        """Return the lines without a row of sums that somebody has added: told, and faulty where it does not sum up."""
        if table.spec is not layout.FILES:
            return lines
        fields = [line for line in lines if not is_sum_row(line.key)]
        for line in (li for li in lines if is_sum_row(li.key)):
            remedy = "Chương trình tự cộng các lĩnh vực; xóa dòng tổng, hoặc sửa cho khớp."
            self._note(
                "BM028", line.at("field"), f"dòng {quoted(line.key)} không phải là lĩnh vực, không được đọc", remedy
            )
            for key, told in line.values.items():
                summed = sum(int(other.values.get(key, 0)) for other in fields) if key != "field" else told
                if told != summed and not any(other.faulty for other in fields):
                    message = f"dòng tổng ghi {told}, các lĩnh vực cộng lại là {summed}"
                    self._fault("BM027", line.at(key).where(self.book.name), message, remedy)
        return fields

    def _not_asked(self, spec: Sheet, name: str, key: str) -> Read[Any] | None:
        """Return the refusal of an entry for which its row has no use: it must not be lost unseen; None for others."""
        if spec is layout.TASKS and "#" in key and name not in {"done_on", "delivered"}:
            return Read(fault=_CLOSED, remedy="Dòng của một thời hạn chỉ ghi ngày; ghi ở dòng đầu của nhiệm vụ.")
        if spec is layout.INDICATORS and name in {"numerator", "denominator"}:
            row = next((r.indicator for r in self.form.indicators if r.indicator.id == key), None)
            if row is not None and row.unit.strip() != "%" and not (row.numerator and row.denominator):
                return Read(fault=_CLOSED, remedy="Chỉ tiêu này không tính bằng tỷ lệ: ghi con số vào cột Kết quả.")
        return None

    def _value(self, column: Column, cell: Cell, key: str) -> Read[Any]:
        """Return what a cell holds, read as its column asks."""
        if cell.unsaved:
            remedy = "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi gửi; hoặc ghi thẳng giá trị."
            return Read(fault="công thức chưa có kết quả được lưu", remedy=remedy)
        if cell.error:
            return Read(fault=f"ô có lỗi công thức {cell.error}", remedy="Sửa công thức hoặc ghi thẳng giá trị.")
        if column.entry in {Entry.DATE, Entry.DATES}:
            read = read_day if column.entry is Entry.DATE else read_days
            return read(cell.value, self.form.period.window, epoch_1904=self.book.epoch_1904)
        if column.entry is Entry.FIGURE:
            unit = next((row.indicator.unit for row in self.form.indicators if row.indicator.id == key), "")
            return read_measure(cell.value, unit, percent_format=cell.percent, unsure=cell.unsure)
        return _READERS[column.entry](cell)

    # telling

    def _where(self, table: Table, row: int) -> str:
        return Place(table.grid.name, row, min(table.columns.values())).where(self.book.name)

    def _fault(self, code: str, where: str, message: str, remedy: str) -> None:
        self.returned.problems.append(Problem(code, where, message, remedy))

    def _note(self, code: str, place: Place, message: str, remedy: str) -> None:
        where = place.where(self.book.name)
        self.returned.problems.append(Problem(code, where, message, remedy, Severity.WARNING))


_CODES: Final = {
    Entry.STATUS: "BM021",
    Entry.SHARE: "BM022",
    Entry.COUNT: "BM023",
    Entry.FIGURE: "BM023",
    Entry.DATE: "BM024",
    Entry.DATES: "BM024",
    Entry.DOCUMENTS: "BM025",
}


def _words(value: Typed) -> str:
    return " ".join(clean(value).split())


_READERS: Final[Mapping[Entry, Callable[[Cell], Read[Any]]]] = {
    Entry.STATUS: lambda cell: read_status(cell.value),
    Entry.SHARE: lambda cell: read_share(cell.value, percent_format=cell.percent, unsure=cell.unsure),
    Entry.COUNT: lambda cell: read_count(cell.value),
    Entry.DOCUMENTS: lambda cell: read_documents(cell.value),
    Entry.TEXT: lambda cell: read_words(cell.value),
}
