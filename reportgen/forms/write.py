"""A form as an .xlsx that Excel and LibreOffice open alike: locked headings, lists, prompts, print set-up.

The book is written by openpyxl, wrapped here. What identifies the form (ward, agency, period, version) stands on a
hidden sheet; the key of each row in a hidden column, so that rows may be moved, and texts edited.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms import layout
from reportgen.forms.content import STATUS_WORDS, Form, TaskRow, document_line
from reportgen.forms.layout import Column, Entry, Sheet
from reportgen.model.period import label, period_key
from reportgen.model.plan import Party
from reportgen.model.ward import Agency
from reportgen.vi.dates import short_date

HEADER_ROW: Final = 4
"""Row of the headings on every table sheet; the title and the line below it stand above."""

SPARE: Final = 12
"""Empty rows below the fields of one-stop files, for fields that people add."""

_FONT: Final = "Times New Roman"
_THIN: Final = Side(style="thin", color="FF808080")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL: Final = PatternFill("solid", fgColor="FFD9D9D9")
_OPEN_FILL: Final = PatternFill("solid", fgColor="FFFFF9E5")
_FORMATS: Final = {
    Entry.DATE: "dd/mm/yyyy",
    Entry.COUNT: "#,##0",
    Entry.SHARE: "General",  # any other would show 95,5 % as 0,96, and nobody could tell it from 0,955
    Entry.FIGURE: "General",
}
_A3, _A4 = 8, 9  # paper sizes of ECMA-376 part 1, 18.3.1.63
_GUIDE_WIDTH: Final = 110
_GUIDE_LETTERS: Final = 112  # letters of Times at size 12 in the column of the instructions
_GUIDE_LINE: Final = 17.0
_LINE: Final = 15.0  # points of one line at size 11
_LETTERS_A_UNIT: Final = 1.25  # letters of Times at size 11 in one unit of column width


def write_form(form: Form) -> bytes:
    """Return the workbook of one agency; the same form gives the same bytes."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101  a new book has one
    guide.title = layout.GUIDE
    _guide(guide, form)
    _table(book, layout.TASKS, form, [_task_cells(row) for row in form.tasks], [row.key for row in form.tasks])
    if form.helped:
        _table(book, layout.HELPED, form, _helped_cells(form), [t.id for t in form.helped])
    if form.indicators:
        _table(book, layout.INDICATORS, form, _indicator_cells(form), [r.indicator.id for r in form.indicators])
    if form.files is not None:
        _files(book, form)
    _general(book, form)
    _identity(book, form)
    return steady(book)


# --- sheets ------------------------------------------------------------------------------------------------------


def _table(book: Workbook, spec: Sheet, form: Form, rows: Sequence[Mapping[str, object]], keys: Sequence[str]) -> None:
    """Write one table: title, headings, rows; the key of every row in a hidden column after the last."""
    sheet: Worksheet = book.create_sheet(spec.name)
    _title(sheet, spec, form)
    for place, column in enumerate(spec.columns, 1):
        _heading(sheet, place, column)
    _height(sheet, HEADER_ROW, spec.columns, {c.key: c.heading for c in spec.columns})
    hidden = len(spec.columns) + 1
    sheet.cell(HEADER_ROW, hidden, "khóa")
    sheet.column_dimensions[get_column_letter(hidden)].hidden = True
    last = HEADER_ROW + len(rows)
    for number in range(HEADER_ROW + 1, last + 1):
        index = number - HEADER_ROW - 1
        values = rows[index]
        for place, column in enumerate(spec.columns, 1):
            _cell(sheet, number, place, column, values.get(column.key))
        sheet.cell(number, hidden, keys[index] if index < len(keys) else None)
        _height(sheet, number, spec.columns, values)
    for place, column in enumerate(spec.columns, 1):
        _validation(sheet, column, place, last)
    _print(sheet, spec, last)


def _title(sheet: Worksheet, spec: Sheet, form: Form) -> None:
    sheet.cell(1, 1, spec.title).font = Font(name=_FONT, size=13, bold=True)
    line = f"{form.agency.name} - {_capital(label(form.period))}"
    sheet.cell(2, 1, line).font = Font(name=_FONT, size=11, italic=True)
    told = f"Gửi lại chậm nhất ngày {short_date(form.send_by)}."
    if form.illustrative:
        told += " Số liệu kỳ trước là số liệu minh họa."
    sheet.cell(3, 1, told).font = Font(name=_FONT, size=11, bold=True)


def _heading(sheet: Worksheet, place: int, column: Column) -> None:
    cell = sheet.cell(HEADER_ROW, place, column.heading)
    cell.font = Font(name=_FONT, size=11, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border, cell.fill = _BORDER, _HEAD_FILL
    sheet.column_dimensions[get_column_letter(place)].width = column.width


def _cell(sheet: Worksheet, row: int, place: int, column: Column, value: object) -> None:
    """Write one cell; None is empty and locked where the row does not ask for the column."""
    cell: Any = sheet.cell(row, place)
    asked = column.entry is not Entry.NOTHING and value is not CLOSED
    if value is not None and value is not CLOSED:
        cell.value = value
        if isinstance(value, str) and not isinstance(value, _Formula):
            cell.data_type = "s"  # a text that begins with = is a text
    cell.font = Font(name=_FONT, size=11)
    left = column.entry in {Entry.TEXT, Entry.DOCUMENTS} or column.width > 15  # noqa: PLR2004  wide columns hold words
    cell.alignment = Alignment(horizontal="left" if left else "center", vertical="top", wrap_text=True)
    cell.border = _BORDER
    cell.protection = Protection(locked=not asked)
    if asked:
        cell.fill = _OPEN_FILL
    if column.entry in _FORMATS:
        cell.number_format = _FORMATS[column.entry]


class _Formula(str):
    """A formula of ours; every other text is a text, whatever it begins with."""

    __slots__ = ()


class _Closed:
    """Marks a cell that its row does not ask for."""


CLOSED: Final = _Closed()


def _height(sheet: Worksheet, row: int, columns: Sequence[Column], values: Mapping[str, object]) -> None:
    """Give the row a height that shows its longest text: neither Excel nor LibreOffice does so for locked sheets."""
    lines = 1
    for column in columns:
        value = values.get(column.key)
        if isinstance(value, str) and not isinstance(value, _Formula):
            room = max(int(column.width * _LETTERS_A_UNIT), 1)
            lines = max(lines, sum(max(1, len(textwrap.wrap(part, room))) for part in value.split("\n")))
    sheet.row_dimensions[row].height = min(lines * _LINE + 3, 400.0)


def _print(sheet: Worksheet, spec: Sheet, last: int) -> None:
    """Set the sheet up for landscape paper, its headings on every page, and lock what is not to be filled in."""
    columns = len(spec.columns)
    sheet.freeze_panes = f"{get_column_letter(min(3, columns))}{HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if spec.wide else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    footer: Any = sheet.oddFooter
    footer.center.text = "&P/&N"
    sheet.sheet_view.zoomScale = 90
    protection = sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = protection.insertRows = False  # False: allowed
    protection.deleteRows = protection.sort = protection.autoFilter = False


def _validation(sheet: Worksheet, column: Column, place: int, last: int) -> None:
    if column.entry not in _RULES and not column.hint:
        return
    letter = get_column_letter(place)
    first = f"{letter}{HEADER_ROW + 1}"
    rule = _RULES.get(column.entry, lambda: DataValidation(allow_blank=True))()
    rule.allow_blank = True
    rule.promptTitle, rule.prompt = column.heading[:32], column.hint or None
    rule.showInputMessage = bool(column.hint)
    rule.errorTitle, rule.showErrorMessage = "Chưa đúng", column.entry in _RULES
    rule.error = _ERRORS.get(column.entry)
    rule.add(f"{first}:{letter}{last}")
    sheet.add_data_validation(rule)


_RULES: Final[Mapping[Entry, Callable[[], DataValidation]]] = {
    Entry.STATUS: lambda: DataValidation(type="list", formula1='"' + ",".join(layout.STATUSES) + '"'),
    Entry.SHARE: lambda: DataValidation(type="decimal", operator="between", formula1="0", formula2="100"),
    Entry.COUNT: lambda: DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0"),
    Entry.FIGURE: lambda: DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="-1000000000"),
    Entry.DATE: lambda: DataValidation(
        type="date", operator="between", formula1="DATE(2020,1,1)", formula2="DATE(2100,12,31)"
    ),
}
_ERRORS: Final = {
    Entry.STATUS: "Chọn một dòng trong danh sách.",
    Entry.SHARE: "Nhập số từ 0 đến 100.",
    Entry.COUNT: "Nhập số nguyên, không âm.",
    Entry.FIGURE: "Nhập một số.",
    Entry.DATE: "Nhập ngày, tháng, năm, ví dụ 15/8/2026.",
}


# --- rows --------------------------------------------------------------------------------------------------------


def _task_cells(row: TaskRow) -> dict[str, object]:
    """Return the cells of a row of tasks; a row for one deadline of a task asks for its days alone."""
    task, entry = row.task, row.entry
    if row.part is not None:
        number = int(row.key.partition("#")[2])
        part = next((p for p in entry.parts if p.deadline == number), None) if entry else None
        name = f"- {row.part.label}" if row.part.label else "- Phần việc"
        closed = dict.fromkeys(("status", "percent", "result", "documents", "difficulties", "proposals"), CLOSED)
        return {
            "id": task.id, "title": name, "deadline": row.part.text, **closed,
            "done_on": CLOSED if row.recurring else part.done_on if part else None,
            "delivered": _days(part.delivered) if part and row.recurring else None if row.recurring else CLOSED,
        }  # fmt: skip
    shared = " (việc chung của các phòng, đơn vị)" if row.shared else ""
    cells: dict[str, object] = {
        "id": task.id,
        "title": task.title + shared,
        "products": "\n".join(task.products),
        "deadline": "\n".join(task.deadline_items),
        "before": row.before,
        "delivered": None if row.recurring else CLOSED,
    }
    if entry is not None:
        cells |= {
            "status": STATUS_WORDS[entry.declared],
            "percent": entry.percent,
            "done_on": entry.done_on,
            "delivered": _days(entry.delivered) if row.recurring else CLOSED,
            "result": entry.result,
            "documents": "\n".join(map(document_line, entry.documents)),
            "difficulties": entry.difficulties,
            "proposals": entry.proposals,
        }
    return cells


def _days(days: Iterable[date]) -> str:
    return "; ".join(map(short_date, days))


def _helped_cells(form: Form) -> list[dict[str, object]]:
    names = form.ward.agencies
    return [
        {
            "id": task.id,
            "title": task.title,
            "lead": "\n".join(dict.fromkeys(_name(p, names) for p in task.lead)),
            "deadline": "\n".join(task.deadline_items),
        }
        for task in form.helped
    ]


def _name(party: Party, agencies: Mapping[str, Agency]) -> str:
    return agencies[party.agency].name if party.agency in agencies else party.printed


def _indicator_cells(form: Form) -> list[dict[str, object]]:
    cells: list[dict[str, object]] = []
    for row in form.indicators:
        indicator = row.indicator
        counted = bool(indicator.numerator and indicator.denominator)
        cells.append(
            {
                "id": indicator.id,
                "name": indicator.name,
                "unit": indicator.unit,
                "target": indicator.target_text,
                "before": row.before,
                "numerator_name": indicator.numerator,
                "numerator": row.numerator if counted else CLOSED,
                "denominator_name": indicator.denominator,
                "denominator": row.denominator if counted else CLOSED,
                "value": CLOSED if counted else _number(row.value),
                "note": row.note or None,
            }
        )
    return cells


def _number(text: str) -> float | None:
    return float(text) if text else None


def _files(book: Workbook, form: Form) -> None:
    """Write the counts of Biểu II.06: totals are formulas, and a last column tells at once what does not add up."""
    rows: list[dict[str, object]] = []
    for number, row in enumerate([*(form.files or ()), *([None] * SPARE)], HEADER_ROW + 1):
        cells: dict[str, object] = {
            "number": number - HEADER_ROW,
            "received": _sum(f"D{number}:F{number}"),
            "resolved": _sum(f"H{number}:J{number}"),
            "pending": _sum(f"L{number}:M{number}"),
            "check": _sums_up(number),
        }
        if row is not None:
            fresh = form.reported is None or not form.reported.files
            cells["field"], cells["carried_over"] = row.field, row.carried_over
            cells["before"] = form.files_before.get(row.field)
            for key in ("online", "direct", "early", "on_time", "late", "pending_in_time", "pending_overdue"):
                cells[key] = None if fresh else getattr(row, key)
        rows.append(cells)
    _table(book, layout.FILES, form, rows, [row.field for row in form.files or ()])


def _sum(cells: str) -> _Formula:
    """Return the formula of a total: nothing as long as nothing is entered."""
    return _Formula(f'=IF(COUNT({cells})=0,"",SUM({cells}))')


def _sums_up(row: int) -> _Formula:
    """Return the formula that tells whether what came in is what was resolved and what is pending."""
    entered = f"COUNT(D{row}:E{row},H{row}:J{row},L{row}:M{row})=0"
    left = f"SUM(D{row}:F{row})-SUM(H{row}:J{row})-SUM(L{row}:M{row})"
    return _Formula(f'=IF({entered},"",IF({left}=0,"Khớp","Lệch "&{left}))')


def _general(book: Workbook, form: Form) -> None:
    reported = form.reported
    rows: list[dict[str, object]] = []
    keys: list[str] = []
    for key, topic in layout.TOPICS.items():
        told = list(getattr(reported, key)) if reported else []
        for place in range(max(len(told) + 1, 4)):
            text = told[place] if place < len(told) else None
            rows.append({"topic": topic if place == 0 else None, "text": text})
            keys.append(key)
    _table(book, layout.GENERAL, form, rows, keys)


# --- instructions, identity ----------------------------------------------------------------------------------------


def _guide(sheet: Worksheet, form: Form) -> None:
    """Write what the form is, until when it is sent back, and how it is filled in."""
    steps = [f"{number}. {step}" for number, step in enumerate(_STEPS, 1)]
    lines = [*_guide_head(form), ("", False), ("Cách điền", True), *((step, False) for step in steps)]
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH
    for number, (text, bold) in enumerate(lines, 1):
        title = number <= 2  # noqa: PLR2004
        cell = sheet.cell(number, 1, text)
        cell.font = Font(name=_FONT, size=14 if title else 12, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if title else "left")
        lines_of_text = max(1, len(textwrap.wrap(text, _GUIDE_LETTERS)))
        sheet.row_dimensions[number].height = lines_of_text * _GUIDE_LINE + 3
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_view.showGridLines = False


def _guide_head(form: Form) -> list[tuple[str, bool]]:
    """Return the lines above the steps, each with whether it is bold."""
    ward, window = form.ward, form.period.window
    standing = ward.agencies.get(ward.standing_agency)
    receiver = standing.name if standing else "cơ quan thường trực"
    lines = [
        ("BIỂU MẪU BÁO CÁO KẾT QUẢ CẢI CÁCH HÀNH CHÍNH", True),
        (_capital(label(form.period)), True),
        ("", False),
        (f"Đơn vị báo cáo: {form.agency.name}, {ward.full_name}, {ward.province}", False),
        (f"Số liệu từ ngày {short_date(window.start)} đến hết ngày {short_date(window.end)}", False),
        (f"Gửi về {receiver} chậm nhất ngày {short_date(form.send_by)}", True),
    ]
    if form.illustrative:
        lines.append(("Số liệu kỳ trước in sẵn trong biểu là số liệu minh họa, không phải số liệu thật.", True))
    return lines


_STEPS: Final = (
    "Chỉ điền vào các ô nền vàng. Các ô khác đã khóa, không cần sửa.",
    "Không xóa, không đổi tên trang tính và tiêu đề cột. Được đổi thứ tự dòng, chỉnh độ rộng cột, chiều cao dòng.",
    "Tình trạng: chọn trong danh sách. Ngày: ghi đủ ngày, tháng, năm (15/8/2026). Số: không ghi kèm đơn vị.",
    "Nhiệm vụ có nhiều thời hạn thì mỗi thời hạn có một dòng bắt đầu bằng dấu gạch; ghi ngày vào dòng đó.",
    (
        "Văn bản: mỗi văn bản một dòng trong ô (nhấn Alt+Enter), ghi loại, số, ký hiệu, ngày, trích yếu. "
        "Ví dụ: Kế hoạch số 45/KH-UBND ngày 18/3/2026 về kiểm tra công vụ."
    ),
    "Chỉ tiêu là tỷ lệ: ghi tử số và mẫu số, phần mềm tự tính tỷ lệ.",
    "Không có phát sinh thì ghi 0 hoặc để trống và nói rõ ở trang Tình hình chung; vẫn gửi biểu về.",
    "Lưu tệp dạng Excel (.xlsx) rồi gửi lại; không đặt mật khẩu.",
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _identity(book: Workbook, form: Form) -> None:
    sheet = book.create_sheet(layout.HIDDEN)
    sheet.sheet_state = "hidden"
    period = form.period
    facts = {
        "version": layout.VERSION,
        "ward": form.ward.id,
        "agency": form.agency.id,
        "period": period_key(period.kind, period.year, period.index),
        "send_by": form.send_by.isoformat(),
        "illustrative": "true" if form.reported is not None and form.reported.illustrative else "false",
    }
    for number, (key, value) in enumerate(facts.items(), 1):
        sheet.cell(number, 1, key)
        sheet.cell(number, 2, value)
    sheet.protection.sheet = True


# --- bytes -------------------------------------------------------------------------------------------------------

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


def steady(book: Workbook) -> bytes:
    """Return a book's bytes without the clock: openpyxl stamps the time of writing on parts and properties."""
    book.properties.creator = "reportgen"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001  openpyxl wants it naive
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _without_clock(data)
            elif name.startswith("xl/worksheets/"):
                # A height that was reckoned, not set by hand: the row grows with what is typed into it.
                data = data.replace(b' customHeight="1"', b"")
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()


def _without_clock(core: bytes) -> bytes:
    """Put the fixed day where openpyxl wrote the moment of saving."""
    start = core.find(b"<dcterms:modified")
    if start < 0:
        return core
    begin, end = core.index(b">", start) + 1, core.index(b"</dcterms:modified>", start)
    return core[:begin] + b"2026-01-01T00:00:00Z" + core[end:]
