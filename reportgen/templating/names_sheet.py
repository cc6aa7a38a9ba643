"""The names of the templates as a Word document and a workbook that an officer keeps beside him."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from reportgen.render.package import open_package, stamp
from reportgen.templating.declarations import Declaration
from reportgen.view.fields import Field, Kind, Record

FONT: Final = "Times New Roman"
_HEADINGS: Final = ("Viết trong mẫu", "Ý nghĩa", "Kiểu", "Ví dụ")
_MILLIMETRES: Final = (70, 61, 22, 57, 57)
_MARGIN_MM: Final = 15
_WIDTHS: Final = (43, 34, 13, 30, 30)
_GROUP: Final = 20
_NARROW: Final = 1.15
"""Letters of Times New Roman in the width of one of the letters by which Excel counts a column."""
_LINE_PT: Final = 14.5
"""Of a line of 11 points: a program that shows the sheet need not work out its heights."""
_GREY: Final = "D9D9D9"


@dataclass(frozen=True, slots=True)
class Row:
    """One name.

    Attributes:
        path: Full path, `nhiem_vu[].ten`. tag: As written in a template, `{{ nv.ten }}`.
        meaning, kind, sample, own: In words; `own` of the ward's data, "" without a ward.
    """

    path: str
    tag: str
    meaning: str
    kind: str
    sample: str
    own: str


@dataclass(frozen=True, slots=True)
class Section:
    """Names that stand together, under a title."""

    title: str
    rows: tuple[Row, ...]


Told = Callable[[str, Field], tuple[str, str]]
"""Words the sample of the field at a path, and the ward's own value."""


def sections(declaration: Declaration, told: Told) -> list[Section]:
    """Return the names of a declaration, each record once, by what it is.

    Args:
        declaration: Of the reports or of the plan.
        told: Words their values.
    """
    plain = tuple(field for field in declaration.fields if field.record is None)
    lists = tuple(field for field in declaration.fields if field.kind is Kind.LIST)
    found = [
        Section("Tên dùng trực tiếp", tuple(_row(field, "", "", told) for field in plain)),
        Section("Danh sách", tuple(_row(field, "", "", told) for field in lists)),
    ]
    seen: set[str] = set()
    for field in declaration.fields:
        found += _sections(field, ("", ""), seen, told)
    return found


def _sections(field: Field, above: tuple[str, str], seen: set[str], told: Told) -> Iterator[Section]:
    """Yield the section of a record and those of the records in it; `above` is its path, and its name in a tag."""
    record, listed = field.record, field.kind is Kind.LIST
    if record is None or (listed and record.name in seen):
        return
    if listed:
        seen.add(record.name)
    path, prefix = above
    inner_path = f"{path}{field.name}{'[].' if listed else '.'}"
    inner_prefix = f"{record.loop}." if listed else f"{prefix}{field.name}."
    rows = tuple(_row(inner, inner_path, inner_prefix, told) for inner in record.fields)
    yield Section(_title(field, record), rows)
    for inner in record.fields:
        yield from _sections(inner, (inner_path, inner_prefix), seen, told)


def _title(field: Field, record: Record) -> str:
    if field.kind is Kind.LIST:
        return f"Mỗi mục là {record.name}, viết tắt {record.loop}"
    return field.meaning


def _row(field: Field, path: str, prefix: str, told: Told) -> Row:
    whole = f"{path}{field.name}"
    return Row(whole, _tag(field, prefix), field.meaning, _kind(field), *told(whole, field))


def _tag(field: Field, prefix: str) -> str:
    """Return what an officer types: a value, the marker of a loop, or the beginning of a group's names."""
    name = f"{prefix}{field.name}"
    if field.kind is Kind.LIST and field.record is not None:
        return f"{{%tr for {field.record.loop} in {name} %}}"
    if field.kind is Kind.TEXTS:
        return f"{{%p for doan in {name} %}}"
    return f"{name}." if field.record is not None else f"{{{{ {name} }}}}"


def _kind(field: Field) -> str:
    return field.kind.value + (", có thể trống" if field.optional else "")


# --- Word --------------------------------------------------------------------------------------------------------


def names_docx(title: str, parts: Sequence[Section], ward: str, on: date) -> bytes:
    """Return the names as a Word document, A4 landscape.

    Args:
        title: Of the document.
        parts: Of `sections`.
        ward: Heads the column of its values; "" for none.
        on: Written as the day of creation.
    """
    import docx  # noqa: PLC0415  # help must not wait for it
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document: Any = docx.Document()
    normal = document.styles["Normal"]
    _times(normal)
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    for level in (1, 2):
        style = document.styles[f"Heading {level}"]
        _times(style)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(14 if level == 1 else 12), True, None
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN_MM)
    document.core_properties.title = title
    document.core_properties.author = "reportgen"
    document.add_heading(title, 1)
    for part in parts:
        document.add_heading(part.title, 2)
        _word_table(document, part, ward)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue(), "ten-truong.docx", on)


def _times(style: Any) -> None:
    """Let a style be set in Times New Roman for all scripts, whatever the theme says."""
    from docx.oxml.ns import qn  # noqa: PLC0415  # help must not wait for it

    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), FONT)


def _word_table(document: Any, part: Section, ward: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415  # help must not wait for it
    from docx.shared import Mm  # noqa: PLC0415

    headings = _headings(ward)
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  python-docx has no other way
    for row in part.rows:
        # A row at a time through its own cells: `table.cell` counts the whole table on every call.
        for cell, words in zip(table.add_row().cells, _cells(row, ward), strict=True):
            cell.text = words
    for column, width in zip(table.columns, _MILLIMETRES, strict=False):
        column.width = Mm(width)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        for cell, width in zip(line.cells, _MILLIMETRES, strict=False):
            cell.width = Mm(width)


def _headings(ward: str) -> tuple[str, ...]:
    return (*_HEADINGS, f"Số liệu của {ward}") if ward else _HEADINGS


def _cells(row: Row, ward: str) -> tuple[str, ...]:
    cells = (row.tag, row.meaning, row.kind, row.sample)
    return (*cells, row.own) if ward else cells


# --- Excel -------------------------------------------------------------------------------------------------------


def names_xlsx(title: str, parts: Sequence[Section], ward: str, on: date) -> bytes:
    """Return the names as a workbook, one sheet, printed A4 landscape; arguments as in `names_docx`."""
    from openpyxl import Workbook  # noqa: PLC0415  # help must not wait for it
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Tên trường"
    headings = (*_headings(ward), "Thuộc nhóm")
    plain, bold = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
    edge = Side(style="thin")
    border, top = Border(left=edge, right=edge, top=edge, bottom=edge), Alignment(vertical="top", wrap_text=True)
    lines = [(bold, headings), *((plain, (*_cells(row, ward), part.title)) for part in parts for row in part.rows)]
    for number, (font, words) in enumerate(lines, start=1):
        for column, text in enumerate(words, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = text, "s"  # a text that begins with = stays a text
            cell.font, cell.border, cell.alignment = font, border, top
            if number == 1:
                cell.fill = PatternFill("solid", fgColor=_GREY)
    widths = (*_WIDTHS[: len(headings) - 1], _GROUP)
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for number, (_, words) in enumerate(lines, start=1):
        deepest = max(_lines(text, round(width * _NARROW)) for text, width in zip(words, widths, strict=True))
        sheet.row_dimensions[number].height = deepest * _LINE_PT + 2
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN_MM / 25.4)
    sheet.page_margins.footer = _MARGIN_MM / 2 / 25.4
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.auto_filter.ref = f"A1:{'ABCDEF'[len(headings) - 1]}{len(lines)}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P/&N"
    book.properties.title, book.properties.creator = title, "reportgen"
    out = io.BytesIO()
    book.save(out)
    return _dated(out.getvalue(), "ten-truong.xlsx", on)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column so many letters wide; a word is not parted."""
    count = 0
    for paragraph in text.split("\n"):
        used, count = 0, count + 1
        for word in paragraph.split():
            more = len(word) + (used > 0)
            count += used > 0 and used + more > width - 1
            used = used + more if used + more <= width - 1 else len(word)
            count += (len(word) - 1) // width
    return count


def _dated(data: bytes, name: str, on: date) -> bytes:
    """Return a file whose bytes hang on its content and that day alone, not on the moment."""
    package = open_package(data, name)
    return package.write(stamp(package, {}, as_of=on))
