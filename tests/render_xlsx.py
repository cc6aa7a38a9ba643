"""Small workbooks for the tests of the Excel renderer, and two readers of what came out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.problem import Problem, ReportgenError
from reportgen.render.xlsx import compile_xlsx

Rows = Sequence[Any]
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def template(sheets: Mapping[str, Rows], dress: Callable[[Workbook], object] | None = None) -> bytes:
    """Return a workbook of sheets given as rows; `dress` adds formats, merges and the like."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for col, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, col).value = value
    if dress is not None:
        dress(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def render(source: bytes, **values: object) -> bytes:
    """Return a template filled with values."""
    return compile_xlsx(source, "mau.xlsx").render(values)


def opened(data: bytes, *, results: bool = False) -> Workbook:
    """Return a workbook as openpyxl reads it: formulas, or their results."""
    return load_workbook(io.BytesIO(data), data_only=results)


def grid(data: bytes, title: str | None = None, *, results: bool = False) -> list[list[Any]]:
    """Return the cells of a sheet, without blank cells at the end of a row."""
    book = opened(data, results=results)
    sheet: Worksheet = book[title] if title else book.worksheets[0]
    lines = []
    for row in sheet.iter_rows(values_only=True):
        line = list(row)
        while line and line[-1] is None:
            line.pop()
        lines.append(line)
    return lines


def part(data: bytes, name: str) -> str:
    """Return a part of a package as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def part_names(data: bytes) -> list[str]:
    """Return the names of all parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def with_parts(data: bytes, **changes: object) -> bytes:
    """Return a package with parts replaced; keys are names with `/` and `.` written `__` and `_dot_`."""
    return rezipped(data, {k.replace("__", "/").replace("_dot_", "."): str(v) for k, v in changes.items()})


def rezipped(data: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """Return a package with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(n for n in changes if n not in old.namelist())]:
            new.writestr(name, changes.get(name) or old.read(name))
    return out.getvalue()


def texts_by_xml(data: bytes, sheet: str = "xl/worksheets/sheet1.xml") -> dict[str, str]:
    """Return the texts of a sheet by cell, read from the XML without any library for spreadsheets."""
    strings: list[str] = []
    if "xl/sharedStrings.xml" in part_names(data):
        table = ET.fromstring(part(data, "xl/sharedStrings.xml"))
        strings = ["".join(t.text or "" for t in item.iter(f"{NS}t")) for item in table.iter(f"{NS}si")]
    found = {}
    for cell in ET.fromstring(part(data, sheet)).iter(f"{NS}c"):
        value = cell.find(f"{NS}v")
        if cell.get("t") == "s" and value is not None:
            found[cell.get("r", "")] = strings[int(value.text or "")]
        elif cell.get("t") == "inlineStr":
            found[cell.get("r", "")] = "".join(t.text or "" for t in cell.iter(f"{NS}t"))
    return found


def faults_of(source: bytes, **values: object) -> list[Problem]:
    """Return the problems of a template, from compiling or from rendering."""
    try:
        render(source, **values)
    except ReportgenError as error:
        return list(error.problems)
    return []


def tags_left(data: bytes) -> list[str]:
    """Return the parts in which a tag is left standing."""
    return [
        name
        for name in part_names(data)
        if name.endswith((".xml", ".rels", ".vml")) and re.search(r"\{\{|\{%", part(data, name))
    ]
