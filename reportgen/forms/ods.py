"""What an .ods tells of the look of its cells, which its reader leaves out: hidden rows and columns, percentages."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render.package import UnreadableXmlError, parse_xml

MAX_CELLS: Final = 200_000
"""Cells of one sheet that hold something; a few hundred do in a form."""
MAX_CONTENT: Final = 64 << 20
"""Bytes of the content, unpacked; a form has a few hundred thousand."""
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REMEDY: Final = "Gửi lại biểu mẫu gốc đã điền, không chèn ảnh, không thêm trang tính khác."
_FAR: Final = 20_000
"""Rows and columns further out repeat an empty look to the edge of the sheet."""


@dataclass(slots=True)
class Looks:
    """Of one sheet: numbers of hidden rows and columns; row and column of the cells that show percentages."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percent: set[tuple[int, int]] = field(default_factory=set)


def read_looks(data: bytes, name: str) -> dict[str, Looks]:
    """Return the looks of the sheets, by name.

    Raises:
        ReportgenError: BM002 of a file that unpacks to too much.
        ValueError: The file is damaged or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_CONTENT:
                raise ReportgenError(Problem("BM002", name, "nội dung tệp quá lớn so với một biểu mẫu", _REMEDY))
            content = archive.read("content.xml")
        root = parse_xml(content)
        if any(_filled(table) > MAX_CELLS for table in root.iter(f"{_TABLE}table")):
            raise ReportgenError(Problem("BM002", name, f"trang tính có quá {MAX_CELLS} ô có nội dung", _REMEDY))
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError, UnreadableXmlError) as error:
        raise ValueError(str(error)) from error
    return {table.get(f"{_TABLE}name", ""): _looks(table) for table in root.iter(f"{_TABLE}table")}


def _looks(table: etree._Element) -> Looks:
    looks = Looks()
    for first, last, column in _numbered(table, "table-column", "number-columns-repeated"):
        if _is_hidden(column):
            looks.hidden_columns.update(range(first, min(last, _FAR) + 1))
    for first, last, row in _numbered(table, "table-row", "number-rows-repeated"):
        rows = range(first, min(last, _FAR) + 1)
        if _is_hidden(row):
            looks.hidden_rows.update(rows)
        for left, right, cell in _numbered(row, "table-cell", "number-columns-repeated"):
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                looks.percent.update(
                    (number, column) for number in rows[:1] for column in range(left, min(right, _FAR) + 1)
                )
    return looks


def _filled(table: etree._Element) -> int:
    """Return how many cells hold something: one that repeats counts as often as it would be read."""
    return sum(
        (last - first + 1) * (right - left + 1)
        for first, last, row in _numbered(table, "table-row", "number-rows-repeated")
        for left, right, cell in _numbered(row, "table-cell", "number-columns-repeated")
        if cell.get(f"{_OFFICE}value-type") or len(cell)
    )


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility", "visible") != "visible"


def _numbered(parent: etree._Element, kind: str, repeat: str) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield the rows, columns or cells, each with the numbers (from 1) of the first and the last that it stands for."""
    kinds = {f"{_TABLE}{kind}", *([f"{_TABLE}covered-table-cell"] if kind == "table-cell" else [])}
    number = 1
    for element in parent.iter(*kinds):
        count = int(element.get(f"{_TABLE}{repeat}", "1"))
        yield number, number + count - 1, element
        number += count
