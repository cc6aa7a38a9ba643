"""The Excel templates: a styled appendix with merged titles, borders, wrapped text and print titles.

One description, in the tags of each engine.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final
from xml.sax.saxutils import escape

from content import COLUMNS, HEADINGS, SHEET_TITLES, Field, Words
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side

SHEET: Final = "Phụ lục"
HEAD_ROW: Final = 4
FIRST_ROW: Final = 5
WIDTHS: Final = (34, 24, 28, 22, 34, 30)
FONT: Final = "Times New Roman"

_FIELD: Final[dict[str, Callable[[str], str]]] = {
    "jinja": lambda name: "{{ " + name + " }}",
    "xltpl": lambda name: "{{ " + name + " }}",
    "carbone": lambda name: "{d." + name + "}",
    "plain": lambda _name: "",
}
_ROWS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "jinja": (
        ("{%tr for r in rows %}",),
        tuple("{{ r." + column + " }}" for column in COLUMNS),
        ("{%tr endfor %}",),
    ),
    "xltpl": (
        (
            "{{ r.c1 }}",
            *("{{ r." + column + " }}" for column in COLUMNS[1:-1]),
            "{{ r.c6 }}{%+ endfor %}",
        ),
    ),
    "carbone": (
        tuple("{d.rows[i]." + column + "}" for column in COLUMNS),
        tuple("{d.rows[i+1]." + column + "}" for column in COLUMNS),
    ),
    "plain": ((" ",) * len(COLUMNS),),
}


def excel_template(syntax: str) -> bytes:
    """Return the appendix as a template: tags of `syntax`, or `plain` with one empty styled row to copy from."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    line = Side(style="thin")
    border = Border(left=line, right=line, top=line, bottom=line)
    for row, words in enumerate(SHEET_TITLES, start=1):
        sheet.cell(row, 1, title(words, _FIELD[syntax])).font = Font(FONT, 14, bold=True)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
    for row, texts in enumerate((HEADINGS, *_ROWS[syntax]), start=HEAD_ROW):
        for column in range(1, len(COLUMNS) + 1):
            cell = sheet.cell(row, column, texts[column - 1] if column <= len(texts) else None)
            head = row == HEAD_ROW
            cell.font = Font(FONT, 12, bold=head)
            cell.alignment = Alignment(horizontal="center" if head else "left", vertical="top", wrap_text=True)
            cell.border = border
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    if syntax == "xltpl":  # 0.21 takes what stands before a row from a note only
        sheet.cell(FIRST_ROW, 1).comment = Comment("beforerow{% for r in rows %}", "")
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def title(words: Words, field: Callable[[str], str]) -> str:
    """Return one line above the table, its fields written by `field`."""
    return "".join(field(word.name) if isinstance(word, Field) else str(word) for word in words)


def plain_sheet(values: dict[str, Any]) -> str:
    """Return the whole sheet's XML as one string, as directly as Python can: what the floor encodes and deflates."""
    cell = '<c r="{}{}" s="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'.format
    made = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>',
        *(f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(WIDTHS, start=1)),
        "</cols><sheetData>",
    ]
    for row, words in enumerate(SHEET_TITLES, start=1):
        made.append(f'<row r="{row}">{cell("A", row, 1, escape(title(words, values.__getitem__)))}</row>')
    heads = "".join(cell(letter, HEAD_ROW, 2, text) for letter, text in zip("ABCDEF", HEADINGS, strict=True))
    made.append(f'<row r="{HEAD_ROW}">{heads}</row>')
    for n, r in enumerate(values["rows"], start=FIRST_ROW):
        made.append(
            f'<row r="{n}"><c r="A{n}" s="3" t="inlineStr"><is><t xml:space="preserve">{_xml(r["c1"])}</t></is></c>'
            f'<c r="B{n}" s="3" t="inlineStr"><is><t xml:space="preserve">{_xml(r["c2"])}</t></is></c>'
            f'<c r="C{n}" s="3" t="inlineStr"><is><t xml:space="preserve">{_xml(r["c3"])}</t></is></c>'
            f'<c r="D{n}" s="3" t="inlineStr"><is><t xml:space="preserve">{_xml(r["c4"])}</t></is></c>'
            f'<c r="E{n}" s="3" t="inlineStr"><is><t xml:space="preserve">{_xml(r["c5"])}</t></is></c>'
            f'<c r="F{n}" s="3" t="inlineStr"><is><t xml:space="preserve">{_xml(r["c6"])}</t></is></c></row>'
        )
    made.append(
        '</sheetData><mergeCells count="2"><mergeCell ref="A1:F1"/><mergeCell ref="A2:F2"/></mergeCells></worksheet>'
    )
    return "".join(made)


def _xml(text: str) -> str:
    """Escape; most texts need it not, and a search for one letter is quicker than a copy."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


SYNTAXES: Final = tuple(_ROWS)


def for_node() -> dict[str, Any]:
    """Return what the engines of Node.js need to know of the sheet."""
    words = [[{"name": w.name} if isinstance(w, Field) else w for w in line] for line in SHEET_TITLES]
    return {
        "columns": COLUMNS,
        "headings": HEADINGS,
        "titles": words,
        "sheet": SHEET,
        "font": FONT,
        "widths": WIDTHS,
        "headRow": HEAD_ROW,
        "firstRow": FIRST_ROW,
    }
