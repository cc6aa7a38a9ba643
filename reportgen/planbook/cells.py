"""One cell read as its column asks, or refused with what stands there, what was expected and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from reportgen.forms.grid import Cell
from reportgen.forms.values import Read, clean, quoted, read_day, read_figure
from reportgen.model.period import Window
from reportgen.planbook.layout import Column, Kind
from reportgen.planbook.rows import items_of
from reportgen.vi.dates import short_date
from reportgen.vi.legacy import looks_legacy
from reportgen.vi.numbers import decimal
from reportgen.vi.text import fold, illegal_xml

FIRST_YEAR, LAST_YEAR = 1945, 2099
_RETYPE: Final = "Chọn định dạng ô là Text (Văn bản) rồi gõ lại đúng như bản in."
_YEAR: Final = re.compile(r"(?:năm )?([0-9]{4})", re.IGNORECASE)
_PARTED: Final = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads cells.

    Attributes:
        years: First and last year that days may fall in. epoch_1904: The book's date system.
        agencies: Ids of agencies by the folded spellings of their names. codes: Codes that the workbook knows, by key
            of the column: Excel makes 1 of 01.
    """

    years: tuple[int, int]
    epoch_1904: bool
    agencies: Mapping[str, str]
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def read(self, cell: Cell, column: Column) -> Read[Any]:
        """Return what a cell that is not empty holds."""
        if cell.unsaved:
            remedy = "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi đọc vào; hoặc ghi thẳng nội dung."
            return Read(fault="công thức chưa có kết quả được lưu", remedy=remedy)
        if cell.error:
            return Read(fault=f"ô có lỗi công thức {cell.error}", remedy="Sửa công thức hoặc ghi thẳng nội dung.")
        if column.kind in {Kind.FIGURE, Kind.YEAR}:
            return _figure(cell) if column.kind is Kind.FIGURE else _year(cell)
        if column.kind is Kind.DATE:
            window = Window(date(self.years[0] - 1, 1, 1), date(self.years[1], 12, 31))
            return read_day(cell.value, window, epoch_1904=self.epoch_1904)
        words = self._words(cell, column)
        if words.fault or words.value is None:
            return words
        found = _READERS.get(column.kind, _as_is)(self, words.value, column)
        return Read(found.value, (*words.notes, *found.notes), found.fault, found.remedy)

    def _words(self, cell: Cell, column: Column) -> Read[str]:
        """Return a cell's words; what Excel has made a number or a day of, back in words, and told."""
        value = cell.value
        if isinstance(value, bool):
            return Read(fault=f"ô chứa giá trị lô-gic {'TRUE' if value else 'FALSE'}", remedy=_RETYPE)
        if isinstance(value, datetime | date):
            if column.kind in {Kind.CODE, Kind.CODES}:
                return Read(fault=f"Excel đã đổi mã thành ngày {short_date(value)}", remedy=_RETYPE)
            text = short_date(value)
            return Read(text, (f"ô chứa ngày, được đọc là chữ “{text}”",))
        if isinstance(value, int | float):
            return self._number_in_words(cell, column)
        return _plain(clean(value))

    def _number_in_words(self, cell: Cell, column: Column) -> Read[str]:
        value = cell.value
        assert isinstance(value, int | float)  # noqa: S101  the caller has looked
        if cell.percent:
            text = f"{decimal(read_figure(value * 100).value or 0, 6)}%"
            return Read(text, (f"ô chứa con số, được đọc là chữ “{text}”",))
        text = f"{value:.15g}"
        if column.kind is not Kind.CODE and column.kind is not Kind.CODES:
            text = text.replace(".", ",")
            return Read(text, (f"ô chứa con số, được đọc là chữ “{text}”",))
        known = self.codes.get(column.key, frozenset())
        same = {code for code in known if code.strip(".").lstrip("0") == text.lstrip("0")}
        if len(same) == 1 and text not in same:
            text = next(iter(same))
        elif known and all(code.endswith(".") for code in known):  # 1., 2., 3.: Excel drops the full stop
            text = f"{text.rstrip('.')}."
        return Read(text, (f"ô chứa con số, được đọc là “{text}”",))


def _plain(text: str) -> Read[str]:
    """Return words that documents can hold; letters of another encoding are refused."""
    bad = illegal_xml(text)
    if bad:
        return Read(fault=f"có ký tự điều khiển U+{bad[0][1]:04X}", remedy="Xóa ký tự đó, gõ lại đoạn chữ.")
    encoding = looks_legacy(text)
    if encoding:
        remedy = "Chuyển sang Unicode (Unikey, Công cụ, Chuyển mã) rồi đọc lại."
        return Read(fault=f"{quoted(text)} gõ bằng bảng mã {encoding}, không phải Unicode", remedy=remedy)
    return Read(text)


def _figure(cell: Cell) -> Read[Any]:
    value = cell.value.removesuffix("%").strip() if isinstance(cell.value, str) else cell.value
    read = read_figure(value)
    if read.value is not None and cell.percent and not isinstance(cell.value, str):
        return Read(read_figure(float(read.value * 100)).value, read.notes)
    if read.fault and not isinstance(cell.value, int | float):
        remedy = "Ghi con số, ví dụ 98,5. Mức phấn đấu không phải con số thì để trống ô này, ghi chữ ở cột bên."
        return Read(fault=read.fault, remedy=remedy)
    return read


def _year(cell: Cell) -> Read[int]:
    value = cell.value
    text = clean(value) if not isinstance(value, float) or not value.is_integer() else str(int(value))
    match = _YEAR.fullmatch(text)
    if isinstance(value, bool | date) or match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return Read(fault=f"{quoted(value)} không phải là năm", remedy="Ghi năm bốn chữ số, ví dụ 2026.")
    return Read(int(match[1]))


def _as_is(_: Reader, text: str, column: Column) -> Read[Any]:
    if column.kind is Kind.CODE and "\n" in text:
        return Read(fault=f"{quoted(text)} có nhiều dòng, cần một mã", remedy="Ghi một mã trên một dòng.")
    return Read(text)


def _lines(_: Reader, text: str, __: Column) -> Read[list[str]]:
    return Read(items_of(text))


def _codes(_: Reader, text: str, __: Column) -> Read[list[str]]:
    return Read([code for part in _PARTED.split(text) if (code := part.strip())])


def _word(_: Reader, text: str, column: Column) -> Read[str]:
    value = _meaning(text, column)
    return Read(value) if value else _no_such_word([text], column)


def _words(_: Reader, text: str, column: Column) -> Read[list[str]]:
    items = items_of(text)
    values = [_meaning(item, column) for item in items]
    unknown = [item for item, value in zip(items, values, strict=True) if not value]
    return _no_such_word(unknown, column) if unknown else Read(values)


def _meaning(text: str, column: Column) -> str:
    """Return what a word stands for in the plan's file; "" for a word that is none of the column's."""
    known = {fold(word): value for word, value in column.words.items()}
    known |= {fold(value): value for value in column.words.values()}
    return known.get(fold(text), "")


def _no_such_word(unknown: Sequence[str], column: Column) -> Read[Any]:
    words = "; ".join(f"“{word}”" for word in column.words)
    told = ", ".join(quoted(word) for word in unknown)
    return Read(fault=f"{told} không có trong danh sách", remedy=f"Chọn một trong: {words}.")


def _agency(reader: Reader, text: str, _: Column) -> Read[str]:
    found = reader.agencies.get(fold(text.replace("&", " và ")))
    if found is None:
        remedy = "Chọn tên ở trang Cơ quan; cơ quan mới thì thêm vào ward.yaml trước."
        return Read(fault=f"danh mục cơ quan của phường không có {quoted(text)}", remedy=remedy)
    return Read(found)


_READERS: Final[Mapping[Kind, Callable[[Reader, str, Column], Read[Any]]]] = {
    Kind.LINES: _lines,
    Kind.CODES: _codes,
    Kind.WORD: _word,
    Kind.WORDS: _words,
    Kind.AGENCY: _agency,
}


def blank(cell: Cell | None) -> bool:
    """Return whether a cell holds nothing."""
    return cell is None or (not cell.unsaved and not cell.error and (cell.value is None or not clean(cell.value)))


def as_written(cell: Cell | None) -> str:
    """Return what a cell shows, to compare with what was put there: blanks around it make no difference."""
    if cell is None or cell.value is None or cell.unsaved or cell.error:
        return ""
    value = cell.value
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return f"{value:.15g}" if isinstance(value, int | float) and not isinstance(value, bool) else clean(value)
