"""Approved documents, compared by content: styles, text, cells and their cached values; never by zip bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from reportgen.assess import assess
from reportgen.assess.reminders import reminders
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.render import compile_docx, compile_xlsx
from reportgen.view import view_of
from reportgen.view.plan import plan_view
from reportgen.view.reminder import reminder_view
from tests.support_chart import remembered

GOLDEN = Path(__file__).parent / "golden"
AS_OF = date(2026, 11, 25)
CASES = [
    ("truc-lam", PeriodKind.QUARTER, 3),
    ("hang-gon", PeriodKind.QUARTER, 3),
    ("hang-gon", PeriodKind.NINE_MONTHS, 1),
    ("truc-lam", PeriodKind.YEAR, 1),
]


def outline(document: bytes) -> str:
    """Return a Word document as lines: style and text of paragraphs, figures of charts, cells of rows."""
    opened = docx.Document(io.BytesIO(document))
    return "\n".join(_blocks(opened)) + "\n"


def _blocks(parent: Any) -> Iterator[str]:
    for block in parent.iter_inner_content():
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield f"[{block.style.name if block.style else ''}] {block.text}"
            yield from _charts(block)
        elif isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(row.cells)  # a merged cell is given once for each column
                yield "| " + " | ".join(" / ".join(_blocks(cell)) for cell in cells)


def _charts(paragraph: Paragraph) -> Iterator[str]:
    """Yield the charts of a paragraph: title, then each series."""
    for element in paragraph._p.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"):
        (relation,) = [value for name, value in element.attrib.items() if str(name).endswith("}id")]
        chart: Any = remembered(etree.fromstring(paragraph.part.related_parts[str(relation)].blob))
        yield f"[biểu đồ] {chart['tieu_de']}: {'; '.join(chart['nhom'])}"
        yield from (f"[chuỗi] {one['ten']}: {', '.join(map(str, one['gia_tri']))}" for one in chart["chuoi"])


def cells(book: bytes) -> str:
    """Return a workbook as lines: sheet, then every cell with its value, formula beside it."""
    values = openpyxl.load_workbook(io.BytesIO(book), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(book))
    lines = []
    for sheet in values:
        lines.append(f"# {sheet.title}: {sheet.dimensions}, {sheet.print_title_rows}")
        for row in sheet.iter_rows():
            for cell in row:
                formula = formulas[sheet.title][cell.coordinate]
                if cell.value is not None:
                    shown = f"{formula.value} -> {cell.value}" if formula.data_type == "f" else repr(cell.value)
                    lines.append(f"{cell.coordinate} {cell.number_format}: {shown}")
    return "\n".join(lines) + "\n"


def approved(name: str, actual: str, *, update: bool) -> None:
    path = GOLDEN / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8")
    assert actual == path.read_text("utf-8")


@pytest.mark.parametrize(("ward", "kind", "index"), CASES, ids=lambda value: str(getattr(value, "value", value)))
def test_reports_read_as_approved(root: Path, ward: str, kind: PeriodKind, index: int, *, update_golden: bool) -> None:
    data = load_ward(root / "data" / ward).data
    period = make_period(kind, 2026, index, data.ward.calendar)
    values = view_of(assess(data, period, min(period.window.end, AS_OF)))
    folder = f"{ward}/{kind.value}-{index}"
    word = compile_docx((root / "templates" / "bao-cao-cchc.docx").read_bytes()).render(values)
    book = compile_xlsx((root / "templates" / "phu-luc.xlsx").read_bytes()).render(values)
    approved(f"{folder}/bao-cao.txt", outline(word), update=update_golden)
    approved(f"{folder}/phu-luc.txt", cells(book), update=update_golden)


@pytest.mark.parametrize("ward", ["truc-lam", "hang-gon"])
def test_plans_read_as_approved(root: Path, ward: str, *, update_golden: bool) -> None:
    data = load_ward(root / "data" / ward).data
    template = (root / "templates" / "ke-hoach.docx").read_bytes()
    made = compile_docx(template).render(plan_view(data.ward, data.plan))
    approved(f"{ward}/plan/ke-hoach.txt", outline(made), update=update_golden)


@pytest.mark.parametrize("ward", ["truc-lam", "hang-gon"])
def test_reminders_read_as_approved(root: Path, ward: str, *, update_golden: bool) -> None:
    data = load_ward(root / "data" / ward).data
    figures = make_period(PeriodKind.QUARTER, 2026, 3, data.ward.calendar)
    found = reminders(data, AS_OF, 30, figures=figures, send_by=date(2026, 9, 15))
    template = (root / "templates" / "don-doc.docx").read_bytes()
    made = compile_docx(template).render(reminder_view(found, reply_by=date(2026, 12, 2)))
    approved(f"{ward}/remind/cong-van.txt", outline(made), update=update_golden)
