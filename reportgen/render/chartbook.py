"""The cells behind a chart: the workbook inside a Word chart, and the sheet of figures added to an Excel workbook.

Word opens the workbook when somebody chooses Edit Data, Excel draws from the sheet: both must show what the chart
remembers, so one description of the cells (`Block`) gives the cells, their addresses and their number formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree
from markupsafe import escape

from reportgen.render.archive import archive, pack
from reportgen.render.chartvalue import ChartData, Number, label, number
from reportgen.render.package import parse_xml, to_xml

SHEET: Final = "Sheet1"
GENERAL: Final = "General"
DAY: Final = "dd/mm/yyyy"
S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OWN_FORMATS: Final = 164  # lower numbers are Excel's own
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LETTERS: Final = 26
_STYLES: Final = (
    f'{_DECLARATION}<styleSheet xmlns="{S[1:-1]}"><fonts count="1"><font><sz val="11"/><name val="Times New Roman"/>'
    '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/>'
    '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_BOOK_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_BOOK_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_DECLARATION}<workbook xmlns="{S[1:-1]}" xmlns:r="{_R}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f"{_DECLARATION}<Relationships "
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/styles" Target="styles.xml"/></Relationships>',
}


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one chart: names of the series above, categories at the left.

    Attributes:
        data: What they hold. sheet: Name of their sheet. column: Their first column, from 1.
        formats: Number format of each series. days: Whether the categories are days on an axis of days.
        since_1904: Whether days are counted from 1904.
    """

    data: ChartData
    sheet: str
    column: int
    formats: tuple[str, ...]
    days: bool = False
    since_1904: bool = False

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return 1 + len(self.data.series)

    @property
    def categories(self) -> str:
        """The address of the categories: without any, that of the blank cell where one would stand."""
        return self._column(self.column)

    def name(self, series: int) -> str:
        """Return the address of the name of a series."""
        return f"{_quoted(self.sheet)}!${letters(self.column + 1 + series)}$1"

    def values(self, series: int) -> str:
        """Return the address of the values of a series."""
        return self._column(self.column + 1 + series)

    def texts(self) -> list[str]:
        """Return the categories as they stand in the cells: texts, or the numbers of days."""
        return [
            str(self._serial(one)) if self.days and isinstance(one, date) else label(one)
            for one in self.data.categories
        ]

    def cells(self) -> Iterator[tuple[int, int, str | Number, str]]:
        """Yield row, column, content and number format of every cell that is not blank."""
        for place, one in enumerate(self.data.series):
            yield 1, self.column + 1 + place, one.name, GENERAL
        for row, category in enumerate(self.data.categories, start=2):
            if self.days and isinstance(category, date):
                yield row, self.column, self._serial(category), DAY
            else:
                yield row, self.column, label(category), GENERAL
            for place, one in enumerate(self.data.series):
                value = one.values[row - 2]
                if value is not None:
                    yield row, self.column + 1 + place, value, self.formats[place]

    def _column(self, column: int) -> str:
        last = max(2, 1 + len(self.data.categories))
        return f"{_quoted(self.sheet)}!${letters(column)}$2:${letters(column)}${last}"

    def _serial(self, day: date) -> int:
        # Excel counts a 29 February 1900 that never was: day 0 of its first calendar is 30 December 1899 since then.
        return (day - (date(1904, 1, 1) if self.since_1904 else date(1899, 12, 30))).days


def letters(column: int) -> str:
    """Return the letters of a column, from 1: 1 is A, 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


def _quoted(sheet: str) -> str:
    return sheet if re.fullmatch(r"[A-Za-z_]\w*", sheet, re.ASCII) else "'" + sheet.replace("'", "''") + "'"


def workbook(block: Block) -> bytes:
    """Return the workbook of one chart: the same block, the same bytes."""
    styles, numbers = with_formats(_STYLES, block.formats if not block.days else (*block.formats, DAY))
    parts = {name: text.encode() for name, text in _PARTS.items()}
    parts["xl/styles.xml"] = styles
    parts["xl/worksheets/sheet1.xml"] = worksheet([block], numbers)
    return archive(pack(name, data) for name, data in parts.items())


def worksheet(blocks: Iterable[Block], styles: Mapping[str, int]) -> bytes:
    """Return the XML of a sheet that holds the cells of charts.

    Args:
        blocks: Side by side.
        styles: Number of the cell style of each number format.
    """
    rows: dict[int, list[tuple[int, str]]] = {}
    for block in blocks:
        for row, column, content, code in block.cells():
            rows.setdefault(row, []).append((column, _cell(row, column, content, styles.get(code, 0))))
    body = "".join(
        f'<row r="{row}">{"".join(cell for _, cell in sorted(cells))}</row>' for row, cells in sorted(rows.items())
    )
    return f'{_DECLARATION}<worksheet xmlns="{S[1:-1]}"><sheetData>{body}</sheetData></worksheet>'.encode()


def _cell(row: int, column: int, content: str | Number, style: int) -> str:
    opening = f'<c r="{letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if not isinstance(content, str):
        return f"{opening}><v>{number(content)}</v></c>"
    return f'{opening} t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>' if content else ""


def with_formats(styles: bytes, codes: Sequence[str]) -> tuple[bytes, dict[str, int]]:
    """Return a part of styles that has a cell style for each number format, and their numbers."""
    wanted = [code for code in dict.fromkeys(codes) if code and code != GENERAL]
    root = parse_xml(styles)
    cells = root.find(f"{S}cellXfs")
    if not wanted or cells is None or not len(cells):
        return styles, {}
    formats = _formats(root)
    known = {one.get("formatCode", ""): int(one.get("numFmtId", "0")) for one in formats}
    numbers: dict[str, int] = {}
    for code in wanted:
        if code not in known:
            known[code] = max([_OWN_FORMATS - 1, *known.values()]) + 1
            etree.SubElement(formats, f"{S}numFmt", numFmtId=str(known[code]), formatCode=code)
        style = etree.SubElement(cells, f"{S}xf", {str(key): str(value) for key, value in cells[0].attrib.items()})
        style.set("numFmtId", str(known[code]))
        style.set("applyNumberFormat", "1")
        numbers[code] = len(cells) - 1
    formats.set("count", str(len(formats)))
    cells.set("count", str(len(cells)))
    return to_xml(root), numbers


def _formats(root: etree._Element) -> etree._Element:
    """Return the list of number formats, which must come first."""
    found = root.find(f"{S}numFmts")
    if found is None:
        found = root.makeelement(f"{S}numFmts")
        root.insert(0, found)
    return found
