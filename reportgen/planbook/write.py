"""The plan as an .xlsx that Excel and LibreOffice open alike: locked headings, lists, prompts, print set-up.

The book is written by openpyxl. The same plan gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms.write import steady
from reportgen.model.ward import Ward
from reportgen.planbook import layout
from reportgen.planbook.guide import write_guide
from reportgen.planbook.layout import Column, Kind, Table
from reportgen.planbook.origin import facts
from reportgen.planbook.rows import rows_of, shown

NAMES_ROW: Final = 3
"""Hidden row that names the columns for the program; the headings stand below it."""
HEADER_ROW: Final = 4
LONGEST: Final = 32_767
"""Letters that a cell holds."""

_FONT: Final = "Times New Roman"
_THIN: Final = Side(style="thin", color="FFA6A6A6")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL: Final = PatternFill("solid", fgColor="FFD9E2EC")
_A3, _A4 = 8, 9  # paper sizes of ECMA-376 part 1, 18.3.1.63
_WIDE: Final = 150.0  # of a sheet, in letters: beyond, A3
_LINE: Final = 15.0  # points of one line at size 11
_LETTERS_A_UNIT: Final = 1.15  # letters of Times at size 11 in one unit of column width
_FORMATS: Final = {Kind.FIGURE: "General", Kind.YEAR: "0", Kind.DATE: "dd/mm/yyyy", Kind.IGNORED: "0"}
_NARROW: Final = 17.0  # columns up to this width hold codes and words: centred
_ENTRY_WIDTH, _CONTENT_WIDTH = 32.0, 100.0
_LAST: Final = 2000
"""Row down to which prompts and lists reach."""
_FROZEN: Final = {layout.TASKS.key: 5, layout.INDICATORS.key: 3}
"""Wide tables: the first column that moves; what tells one row from another stays in sight."""
_BOLD: Final = frozenset({"heading1", "heading2", "heading3"})


def write_book(data: Mapping[str, Any], ward: Ward, file: str) -> bytes:
    """Return the workbook of a plan.

    Args:
        data: The plan under the keys of its file.
        ward: Whose it is: its agencies are what the lists offer.
        file: Name of the plan's file.
    """
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101  a new book has one
    guide.title = layout.GUIDE
    write_guide(guide, ward, data)
    writer = _Writer(book, ward, data)
    for table in layout.TABLES:
        if table is layout.INFO:
            writer.upright(table)
        else:
            writer.table(table)
    writer.agencies()
    writer.hidden(facts(ward.id, file, data))
    return steady(book)


class _Writer:
    """Writes the sheets of one book."""

    def __init__(self, book: Workbook, ward: Ward, data: Mapping[str, Any]) -> None:
        self.book = book
        self.ward = ward
        self.data = data
        self.names = {agency.id: agency.name for agency in ward.agencies.values()}
        self.lists: dict[str, Sequence[str]] = {}
        """Words offered, by the heading of their column on the hidden sheet."""

    def table(self, table: Table) -> None:
        """Write a table: title, headings, rows, the place of every row in the plan in a hidden column."""
        rows = rows_of(self.data, table)
        sheet = self._sheet(table)
        key = len(table.columns) + 1
        for place, column in enumerate(table.columns, 1):
            self._column(sheet, place, column)
            _head(sheet, place, column.heading, f"#{table.key}.{column.key}")
        _hide_key(sheet, key, table)
        _height(sheet, HEADER_ROW, [(c.heading, c.width) for c in table.columns])
        last = HEADER_ROW + len(rows) + table.spare
        for number in range(HEADER_ROW + 1, last + 1):
            index = number - HEADER_ROW - 1
            row = rows[index] if index < len(rows) else {}
            values = [shown(row.get(column.key), column, self.names) for column in table.columns]
            for place, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
                _cell(sheet, number, place, column, value, bold=row.get("kind") in _BOLD)
            if row:
                sheet.cell(number, key, index)
            sheet.cell(number, key).protection = Protection(locked=False)
            _height(sheet, number, [(v, c.width) for c, v in zip(table.columns, values, strict=True)])
        for place, column in enumerate(table.columns, 1):
            letter = get_column_letter(place)
            self._rule(sheet, column, f"{letter}{HEADER_ROW + 1}:{letter}{_LAST}")
        _print(sheet, table, [c.width for c in table.columns], HEADER_ROW + len(rows))
        if table.key in _FROZEN:
            sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(key - 1)}{HEADER_ROW + max(len(rows), 1)}"

    def upright(self, table: Table) -> None:
        """Write the general facts: one a row, its name beside it."""
        sheet = self._sheet(table)
        values = rows_of(self.data, table)[0]
        widths = (_ENTRY_WIDTH, _CONTENT_WIDTH)
        for place, (name, heading) in enumerate((("entry", layout.ENTRY), ("content", layout.CONTENT)), 1):
            _head(sheet, place, heading, f"#{table.key}.{name}")
            sheet.column_dimensions[get_column_letter(place)].width = widths[place - 1]
        _hide_key(sheet, 3, table)
        label = Column("entry", (layout.ENTRY,), _ENTRY_WIDTH)
        for number, entry in enumerate(table.columns, HEADER_ROW + 1):
            value = shown(values.get(entry.key), entry, self.names)
            _cell(sheet, number, 1, label, entry.heading, bold=True)
            _cell(sheet, number, 2, entry, value)
            sheet.cell(number, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
            sheet.cell(number, 1).protection = Protection(locked=True)
            sheet.cell(number, 3, entry.key)
            self._rule(sheet, entry, f"B{number}")
            _height(sheet, number, [(entry.heading, _ENTRY_WIDTH), (value, _CONTENT_WIDTH)])
        _print(sheet, table, widths, HEADER_ROW + len(table.columns))

    def agencies(self) -> None:
        """Write the names to choose from: nothing is read from this sheet."""
        sheet: Worksheet = self.book.create_sheet(layout.AGENCIES)
        _title(
            sheet, "DANH MỤC CƠ QUAN, ĐƠN VỊ", "Chỉ để tra cứu, không đọc vào. Thêm, sửa cơ quan trong tệp ward.yaml."
        )
        heads = (("Tên chính thức", 52.0), ("Tên viết tắt", 24.0), ("Cách viết khác", 60.0), ("Cấp", 14.0))
        for place, (heading, width) in enumerate(heads, 1):
            _head(sheet, place, heading, "")
            sheet.column_dimensions[get_column_letter(place)].width = width
        for number, agency in enumerate(self.ward.agencies.values(), HEADER_ROW + 1):
            words = (agency.name, agency.short, "\n".join(agency.aliases), agency.level)
            for place, (text, (_, width)) in enumerate(zip(words, heads, strict=True), 1):
                _cell(sheet, number, place, Column("", ("",), width), text or None)
                sheet.cell(number, place).protection = Protection(locked=True)
            _height(sheet, number, [(text, width) for text, (_, width) in zip(words, heads, strict=True)])
        _set_up(sheet, [width for _, width in heads], HEADER_ROW + len(self.ward.agencies))
        sheet.protection.sheet = True

    def hidden(self, said: Iterable[tuple[str, str]]) -> None:
        """Write the hidden sheet: facts in the first two columns, the words of the lists from the fifth on."""
        sheet: Worksheet = self.book.create_sheet(layout.FACTS)
        sheet.sheet_state = "hidden"
        for number, (key, value) in enumerate(said, 1):
            sheet.cell(number, 1, key)
            sheet.cell(number, 2, value).number_format = "@"
        for column, words in enumerate(self.lists.values(), _LISTS):
            for number, word in enumerate(words, 1):
                _words(sheet.cell(number, column), word)
        sheet.protection.sheet = True

    def _sheet(self, table: Table) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(table.name)
        _title(sheet, table.title, table.note or self.data["citation"])
        sheet.row_dimensions[NAMES_ROW].hidden = True
        return sheet

    def _column(self, sheet: Worksheet, place: int, column: Column) -> None:
        """Set a column's width, and what a cell is like that nobody has written in yet."""
        dimension: Any = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = column.width
        dimension.number_format = _FORMATS.get(column.kind, "@")
        dimension.protection = Protection(locked=False)

    def _rule(self, sheet: Worksheet, column: Column, where: str) -> None:
        """Attach the list, the check and the prompt of a column."""
        rule = self._check(column)
        if rule is None:
            return
        rule.allow_blank = True
        rule.promptTitle, rule.prompt = column.heading[:32], column.hint[:255] or None
        rule.showInputMessage = bool(column.hint)
        rule.errorTitle, rule.error = "Chưa đúng", _ERRORS.get(column.kind)
        rule.showErrorMessage = column.kind in _ERRORS
        rule.add(where)
        sheet.add_data_validation(rule)

    def _check(self, column: Column) -> DataValidation | None:
        if column.kind is Kind.YEAR:
            return DataValidation(type="whole", operator="between", formula1="1945", formula2="2099")
        if column.kind is Kind.FIGURE:
            return DataValidation(
                type="decimal", operator="between", formula1="-1000000000000", formula2="1000000000000"
            )
        if column.kind is Kind.DATE:
            low, high = "DATE(2000,1,1)", "DATE(2099,12,31)"
            return DataValidation(type="date", operator="between", formula1=low, formula2=high)
        if column.kind is Kind.WORD:
            return DataValidation(type="list", formula1=self._list(column))
        if column.agencies and self.names:
            last = HEADER_ROW + len(self.names)
            return DataValidation(type="list", formula1=f"'{layout.AGENCIES}'!$A${HEADER_ROW + 1}:$A${last}")
        return DataValidation() if column.hint else None

    def _list(self, column: Column) -> str:
        """Return where on the hidden sheet a column's words stand: some hold commas, which a list in place parts at."""
        self.lists.setdefault(f"{column.key} {column.heading}", tuple(column.words))
        letter = get_column_letter(_LISTS + list(self.lists).index(f"{column.key} {column.heading}"))
        return f"'{layout.FACTS}'!${letter}$1:${letter}${len(column.words)}"


_LISTS: Final = 5
"""Column of the hidden sheet where the words of the lists begin."""
_ERRORS: Final = {
    Kind.YEAR: "Nhập năm bốn chữ số, ví dụ 2026.",
    Kind.FIGURE: "Nhập một con số; không phải con số thì để trống.",
    Kind.DATE: "Nhập ngày, tháng, năm, ví dụ 15/8/2026.",
    Kind.WORD: "Chọn một dòng trong danh sách.",
}


def _title(sheet: Worksheet, title: str, note: str) -> None:
    sheet.cell(1, 1, title).font = Font(name=_FONT, size=13, bold=True)
    _words(sheet.cell(2, 1), note)
    sheet.cell(2, 1).font = Font(name=_FONT, size=11, italic=True)


def _head(sheet: Worksheet, place: int, heading: str, name: str) -> None:
    if name:
        sheet.cell(NAMES_ROW, place, name)
    cell = sheet.cell(HEADER_ROW, place, heading)
    cell.font = Font(name=_FONT, size=11, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border, cell.fill = _BORDER, _HEAD_FILL


def _hide_key(sheet: Worksheet, place: int, table: Table) -> None:
    sheet.cell(NAMES_ROW, place, f"#{table.key}.key")
    sheet.cell(HEADER_ROW, place, layout.KEY)
    dimension: Any = sheet.column_dimensions[get_column_letter(place)]
    dimension.hidden = True
    dimension.protection = Protection(locked=False)


def _cell(sheet: Worksheet, row: int, place: int, column: Column, value: Any, *, bold: bool = False) -> None:
    cell: Any = sheet.cell(row, place)
    if isinstance(value, str):
        _words(cell, value[:LONGEST])
    elif value is not None:
        cell.value = value
    cell.font = Font(name=_FONT, size=11, bold=bold)
    centred = 0 < column.width <= _NARROW and column.kind is not Kind.LINES
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="top", wrap_text=True)
    cell.border = _BORDER
    cell.protection = Protection(locked=False)
    cell.number_format = _FORMATS.get(column.kind, "@")


def _words(cell: Any, text: str) -> None:
    """Write words as words, whatever they begin with."""
    cell.value = text
    cell.data_type = "s"


def _height(sheet: Worksheet, row: int, cells: Iterable[tuple[Any, float]]) -> None:
    """Give a row a height that shows its longest text: neither Excel nor LibreOffice does so for locked sheets."""
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            room = max(int(width * _LETTERS_A_UNIT), 1)
            lines = max(lines, sum(max(1, -(-len(part) // room)) for part in value.split("\n")))
    sheet.row_dimensions[row].height = min(lines * _LINE + 3, 400.0)


def _print(sheet: Worksheet, table: Table, widths: Sequence[float], last: int) -> None:
    _set_up(sheet, widths, last)
    if table.key in _FROZEN:
        sheet.freeze_panes = f"{get_column_letter(_FROZEN[table.key])}{HEADER_ROW + 1}"
    protection = sheet.protection
    protection.sheet = True
    # False: allowed.
    protection.formatCells = protection.formatRows = protection.formatColumns = False
    protection.insertRows = protection.deleteRows = protection.insertColumns = False
    protection.sort = protection.autoFilter = False


def _set_up(sheet: Worksheet, widths: Sequence[float], last: int) -> None:
    """Set a sheet up for landscape paper, its headings on every page and in sight."""
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if sum(widths) > _WIDE else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{max(last, HEADER_ROW + 1)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    footer: Any = sheet.oddFooter
    footer.center.text = "&P/&N"
    sheet.sheet_view.zoomScale = 90
