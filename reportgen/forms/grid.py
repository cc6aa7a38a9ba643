"""A returned file as a grid of cells, whatever program saved it: .xlsx read here, .xls and .ods by calamine, .csv.

The .xlsx is read from its parts, after `render.package` has refused what is hostile or damaged: only there can one
see a formula whose result was never saved, hidden rows and columns, and merged cells. Cells that exist are walked; the
extent that a sheet claims (`dimension`) is never believed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from lxml import etree

from reportgen.forms.ods import MAX_CELLS, Looks, read_looks
from reportgen.forms.values import Typed
from reportgen.problem import Problem, ReportgenError
from reportgen.render.package import Package, open_package, parse_xml
from reportgen.render.xlsx.styles import Styles

MAX_MERGED: Final = 5_000
MAX_BYTES: Final = 32 << 20
_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REF: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SAVE_AGAIN: Final = "Mở bằng Excel hoặc LibreOffice, bỏ mật khẩu, lưu dạng .xlsx rồi gửi lại."
_PERCENT_IDS: Final = frozenset({9, 10})
_MOMENTS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    Attributes:
        value: What it holds; of a formula, the saved result. formula: Whether it is a formula.
        unsaved: Whether it is a formula without a saved result. error: `#REF!` and the like, or "".
        percent: Whether it is formatted as a percentage. unsure: Whether that cannot be told: Excel keeps
            100 % as 1 under a format that shows neither.
    """

    value: Typed
    formula: bool = False
    unsaved: bool = False
    error: str = ""
    percent: bool = False
    unsure: bool = False


@dataclass(slots=True)
class Grid:
    """One sheet.

    Attributes:
        name: Of the tab. hidden: Whether the sheet is. cells: By row and column, from 1.
        hidden_rows, hidden_columns: Numbers of those that do not show. merged: First and last cell of merged ranges.
        part: Name of its part in the package, "" where there is none.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    part: str = ""
    _by_row: dict[int, list[int]] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Typed:
        """Return what a cell shows: a merged range shows its first cell's value in every cell."""
        cell = self.cell(row, column)
        return cell.value if cell else None

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, through the merged range that it lies in."""
        found = self.cells.get((row, column))
        if found is None:
            for top, left, bottom, right in self.merged:
                if top <= row <= bottom and left <= column <= right:
                    return self.cells.get((top, left))
        return found

    def columns_of(self, row: int) -> list[int]:
        """Return the numbers of the columns in which a row holds something, in order."""
        if not self._by_row:
            for number, column in sorted(self.cells):
                self._by_row.setdefault(number, []).append(column)
        return self._by_row.get(row, [])

    def rows(self) -> list[int]:
        """Return the numbers of the rows that hold something, in order."""
        return sorted({row for row, _ in self.cells})


@dataclass(frozen=True, slots=True)
class Book:
    """A returned file: its name as shown, its sheets, its date system, and what could not be seen in its form.

    Attributes:
        name: File name. sheets: In order. epoch_1904: Whether serial numbers count from 1904. form: `xlsx`, `xls`,
            `ods`, `csv`. package: The opened package of an .xlsx, for writing notes into a copy; else None.
    """

    name: str
    sheets: tuple[Grid, ...]
    epoch_1904: bool
    form: str
    package: Package | None = None


def read_book(data: bytes, name: str) -> Book:
    """Read a returned file, by its content, not by its name.

    Raises:
        ReportgenError: MB001 to MB009 of a package that is damaged, locked or hostile; BM001 of a file that is no
            spreadsheet; BM002 of one that is too large.
    """
    if len(data) > MAX_BYTES:
        raise ReportgenError(_too_large(name))
    if data.startswith(b"PK") and _is_ods(data):
        return _by_calamine(data, name, "ods")
    if data.startswith(_OLE) and "Workbook".encode("utf-16-le") in data:
        return _by_calamine(data, name, "xls")
    if not data.startswith((b"PK", _OLE)) and name.lower().endswith((".csv", ".txt", ".tsv")) and data.strip():
        return _by_csv(data, name)
    package = open_package(data, name)
    if package.kind != "xlsx":
        remedy = "Gửi lại biểu mẫu Excel đã điền; văn bản Word không đọc được bằng lệnh này."
        raise ReportgenError(Problem("BM001", name, "tệp là văn bản Word, không phải biểu mẫu Excel", remedy))
    try:
        return _from_package(package)
    except (ValueError, OverflowError) as error:  # a number of a row, a column or a style that is none
        message = "tệp bị hỏng, không đọc được bảng tính bên trong"
        raise ReportgenError(Problem("BM001", name, message, _SAVE_AGAIN)) from error


def letters(column: int) -> str:
    """Return the letters of a column, `AB` for 28."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def reference(row: int, column: int) -> str:
    """Return `B2`."""
    return f"{letters(column)}{row}"


def position(ref: str) -> tuple[int, int] | None:
    """Return row and column of `B2`; None of what is no reference."""
    found = _REF.fullmatch(ref)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _too_large(name: str) -> Problem:
    message = f"tệp lớn hơn {MAX_BYTES >> 20} MB, hoặc có quá {MAX_CELLS} ô có nội dung"
    return Problem("BM002", name, message, "Gửi lại biểu mẫu gốc đã điền, không chèn ảnh, không thêm trang tính khác.")


# --- .xlsx -------------------------------------------------------------------------------------------------------


def _from_package(package: Package) -> Book:
    main = parse_xml(package.parts[package.main])
    targets = {r.id: r.target for r in package.relationships(package.main) if not r.external}
    kinds = {r.type: r.target for r in package.relationships(package.main) if not r.external}
    settings = main.find(f"{_S}workbookPr")
    reader = _Sheets(
        file=package.name,
        strings=_shared_strings(package.parts.get(kinds.get("sharedStrings", ""), b"")),
        formats=_Formats(package.parts.get(kinds.get("styles", ""))),
        epoch_1904=settings is not None and settings.get("date1904", "0") in {"1", "true"},
    )
    sheets = []
    for entry in main.iter(f"{_S}sheet"):
        part = targets.get(entry.get(f"{_R}id", ""), "")
        if part in package.parts and package.types.get(part, "").endswith("worksheet+xml"):
            grid = reader.grid(package.parts[part], entry.get("name", ""))
            grid.hidden, grid.part = entry.get("state", "visible") != "visible", part
            sheets.append(grid)
    return Book(package.name, tuple(sheets), reader.epoch_1904, "xlsx", package)


class _Formats:
    """Which cell formats show days, and which percentages."""

    def __init__(self, part: bytes | None) -> None:
        self.styles = Styles(part)
        xfs = self.styles.root.find(f"{_S}cellXfs")
        self.numbers = [int(xf.get("numFmtId", "0")) for xf in ([] if xfs is None else xfs)]
        self.percent = [self._percent(number) for number in self.numbers]

    def _percent(self, number: int) -> bool:
        return number in _PERCENT_IDS or "%" in self.styles.codes.get(number, "")

    def is_percent(self, style: int) -> bool:
        """Return whether numbers of that format show as percentages."""
        return 0 <= style < len(self.percent) and self.percent[style]

    def is_forced(self, style: int) -> bool:
        """Return whether the format hides that a percentage was typed: any fixed one that shows none."""
        return 0 <= style < len(self.numbers) and self.numbers[style] != 0 and not self.percent[style]

    def is_date(self, style: int) -> bool:
        """Return whether numbers of that format show as days."""
        return self.styles.format(style).is_date


def _shared_strings(part: bytes) -> list[str]:
    return [_text(item) for item in parse_xml(part).iter(f"{_S}si")] if part else []


def _text(item: etree._Element) -> str:
    """Return the text of a string item: its runs joined, without phonetic hints."""
    direct = [t.text or "" for t in item.findall(f"{_S}t")]
    runs = [t.text or "" for run in item.findall(f"{_S}r") for t in run.findall(f"{_S}t")]
    return _unescaped("".join(direct + runs))


def _unescaped(text: str) -> str:
    """Return what `_x0007_` stands for: so are characters written that XML cannot hold (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(slots=True)
class _Sheets:
    """Reads the sheets of one book.

    Attributes:
        file: Its name. strings: Shared ones. formats: Of its cells. epoch_1904: Its date system. left: Cells that may
            still be read.
    """

    file: str
    strings: list[str]
    formats: _Formats
    epoch_1904: bool
    left: int = MAX_CELLS

    def grid(self, part: bytes, name: str) -> Grid:
        """Return one sheet."""
        root = parse_xml(part)
        grid = Grid(name)
        for column in root.iter(f"{_S}col"):
            if _is_on(column, "hidden"):
                last = min(int(column.get("max", "0")), 500)
                grid.hidden_columns.update(range(int(column.get("min", "1")), last + 1))
        row_number = 0
        for row in root.iter(f"{_S}row"):
            row_number = int(row.get("r", str(row_number + 1)))
            if _is_on(row, "hidden"):
                grid.hidden_rows.add(row_number)
            self._row(row, row_number, grid)
        for merge in root.iter(f"{_S}mergeCell"):
            first, _, last_cell = merge.get("ref", "").partition(":")
            start, end = position(first), position(last_cell or first)
            if start and end:
                grid.merged.append((*start, *end))
            if len(grid.merged) > MAX_MERGED:
                raise ReportgenError(_too_large(self.file))
        return grid

    def _row(self, row: etree._Element, number: int, grid: Grid) -> None:
        column = 0
        for element in row.findall(f"{_S}c"):
            place = position(element.get("r", "")) or (number, column + 1)
            column = place[1]
            cell = self._cell(element)
            if cell is not None:
                grid.cells[place] = cell
                self.left -= 1
                if self.left < 0:
                    raise ReportgenError(_too_large(self.file))

    def _cell(self, element: etree._Element) -> Cell | None:
        """Return what a `c` element holds, None for nothing."""
        formula = element.find(f"{_S}f") is not None
        raw = element.find(f"{_S}v")
        text = (raw.text or "") if raw is not None else ""
        kind, style = element.get("t", "n"), int(element.get("s", "0"))
        inline = element.find(f"{_S}is")
        if kind == "inlineStr" and inline is not None:
            return Cell(_text(inline), formula)
        if raw is None or (not text and kind != "str"):
            return Cell(None, formula=True, unsaved=True) if formula else None
        if kind == "n":
            return self._number(text, style, formula=formula)
        if kind == "s":
            number = int(text) if text.isdigit() else -1
            text = self.strings[number] if 0 <= number < len(self.strings) else ""
        error = (text or "#VALUE!") if kind == "e" else ""
        return Cell(text == "1" if kind == "b" else text, formula, error=error)

    def _number(self, text: str, style: int, *, formula: bool) -> Cell:
        try:
            value: int | float = int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else float(text)
        except ValueError:
            return Cell(text, formula)
        if self.formats.is_date(style):
            moment = _moment(value, epoch_1904=self.epoch_1904)
            if moment is not None:
                return Cell(moment, formula)
        return Cell(value, formula, percent=self.formats.is_percent(style), unsure=self.formats.is_forced(style))


def _is_on(element: etree._Element, name: str) -> bool:
    return element.get(name, "0") in {"1", "true"}


def _moment(value: float, *, epoch_1904: bool) -> datetime | None:
    """Return the moment of a serial number, None out of the calendar; before March 1900 Excel's own count is wrong."""
    first = 0 if epoch_1904 else 61
    if not first <= value < 2_958_466:  # noqa: PLR2004  the last day of year 9999
        return None
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  Excel knows no zones
    days, share = divmod(value, 1)
    return start + timedelta(days=int(days), seconds=round(share * _MOMENTS))


# --- other forms -------------------------------------------------------------------------------------------------


def _is_ods(data: bytes) -> bool:
    return b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]


def _by_calamine(data: bytes, name: str, form: str) -> Book:
    """Read an .xls or .ods: values alone; what such a reader does not tell is taken as not there."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  rarely needed

    try:
        looks = read_looks(data, name) if form == "ods" else {}
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(_calamine_sheet(book, entry, name, looks.get(entry.name)) for entry in book.sheets_metadata)
    except (CalamineError, ValueError, OSError) as error:
        message = "tệp bị hỏng hoặc có đặt mật khẩu, không đọc được"
        raise ReportgenError(Problem("BM001", name, message, _SAVE_AGAIN)) from error
    return Book(name, sheets, epoch_1904=False, form=form)


def _calamine_sheet(book: Any, entry: Any, file: str, looks: Looks | None) -> Grid:
    sheet = book.get_sheet_by_name(entry.name)
    grid = Grid(entry.name, hidden=not str(entry.visible).endswith(".Visible"))
    if looks is not None:
        grid.hidden_rows, grid.hidden_columns = looks.hidden_rows, looks.hidden_columns
    start = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start[0] + 1):
        for column, value in enumerate(values, start[1] + 1):
            typed = _typed(value)
            if typed is not None and typed != "":
                percent = looks is not None and (row, column) in looks.percent
                grid.cells[row, column] = Cell(typed, percent=percent, unsure=looks is None)
        if len(grid.cells) > MAX_CELLS:
            raise ReportgenError(_too_large(file))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        grid.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    return grid


def _typed(value: object) -> Typed:
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, str | int | float | bool | date | datetime) or value is None:
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _by_csv(data: bytes, name: str) -> Book:
    """Read a .csv in UTF-8 (or UTF-16): one sheet, every cell a text."""
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        message = "tệp .csv không phải mã UTF-8"
        remedy = "Lưu lại dạng Excel (.xlsx), hoặc CSV UTF-8, rồi gửi lại."
        raise ReportgenError(Problem("BM001", name, message, remedy)) from error
    grid = Grid(name.rpartition(".")[0])
    for (row, column), value in _csv_cells(text):
        grid.cells[row, column] = Cell(value)
        if len(grid.cells) > MAX_CELLS:
            raise ReportgenError(_too_large(name))
    return Book(name, (grid,), epoch_1904=False, form="csv")


def _csv_cells(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    head = text[:4096]
    mark = max(";,\t", key=head.count)
    csv.field_size_limit(1 << 20)
    for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
        for column, value in enumerate(values, 1):
            if value:
                yield (row, column), value


def facts_of(book: Book, sheet_name: str) -> Mapping[str, str]:
    """Return the keys and values of the hidden sheet that says whose form it is; empty when it is gone."""
    for grid in book.sheets:
        if grid.name == sheet_name:
            return {str(grid.value(r, 1)): str(grid.value(r, 2) or "") for r in grid.rows()}
    return {}
