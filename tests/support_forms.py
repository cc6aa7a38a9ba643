"""A form sent to an agency of the made-up ward, and filled in as a person would."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms import form_of, layout, write_form
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from tests.support_cli import Told, run
from tests.support_ward import WARD_ID, write_ward

AGENCY = "van-phong-hdnd-ubnd"
TASKS, FILES, INDICATORS, GENERAL = (
    layout.TASKS.name, layout.FILES.name, layout.INDICATORS.name, layout.GENERAL.name
)  # fmt: skip
RECEIVED = date(2026, 12, 14)


def workspace(folder: Path) -> Path:
    """Write the made-up ward into a working folder."""
    (folder / "data").mkdir(parents=True)
    write_ward(folder / "data")
    return folder


def sent(work: Path, agency: str = AGENCY, quarter: int = 4) -> Workbook:
    """Return the form of an agency, as sent."""
    data = load_ward(work / "data" / WARD_ID).data
    period = make_period(PeriodKind.QUARTER, 2026, quarter, data.ward.calendar)
    book = openpyxl.load_workbook(io.BytesIO(write_form(form_of(data, data.ward.agencies[agency], period))))
    assert isinstance(book, Workbook)
    return book


@dataclass(frozen=True)
class Filled:
    """A form while it is filled in: cells by sheet, code of the row, heading."""

    book: Workbook

    def sheet(self, name: str) -> Worksheet:
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    def column(self, sheet: str, heading: str) -> int:
        return next(c.column for c in self.sheet(sheet)[4] if isinstance(c, Cell) and c.value == heading)

    def row(self, sheet: str, words: str, *, part: str = "") -> int:
        """Return the row whose first two cells say `words`; of a task's deadlines the one that says `part`."""
        for row in self.sheet(sheet).iter_rows(min_row=5, max_col=4):
            texts = [str(c.value) for c in row]
            if words in texts[:2] and texts[1].startswith("-") == bool(part) and part in " ".join(texts):
                return int(row[0].row or 0)
        raise AssertionError(f"no row {words} {part}")

    def put(self, sheet: str, words: str, values: Mapping[str, Any], *, part: str = "") -> None:
        """Fill in a row."""
        for heading, value in values.items():
            cell: Any = self.sheet(sheet).cell(self.row(sheet, words, part=part), self.column(sheet, heading))
            cell.value = value

    def cell(self, sheet: str, words: str, heading: str, *, part: str = "") -> str:
        """Return the reference of a cell."""
        column = openpyxl.utils.get_column_letter(self.column(sheet, heading))
        return f"{column}{self.row(sheet, words, part=part)}"


def filled(work: Path) -> Filled:
    """Return the office's form, filled in well."""
    form = Filled(sent(work))
    form.put(TASKS, "01.1", {
        "Tình trạng": "Đã hoàn thành", "Ngày hoàn thành": date(2026, 3, 20),
        "Kết quả trong kỳ": "Đã kiểm tra 12 văn bản, kiến nghị xử lý 02 văn bản.",
        "Văn bản đã ban hành": "Báo cáo số 99/BC-UBND ngày 20/10/2026 về kết quả kiểm tra văn bản",
    })  # fmt: skip
    form.put(TASKS, "02.1", {"Tình trạng": "Đang thực hiện", "Tỷ lệ (%)": 80,
                             "Kết quả trong kỳ": "Đã rà soát 30 thủ tục trong quý IV."})  # fmt: skip
    form.put(INDICATORS, "CT.01", {"Tử số": 410, "Mẫu số": 415})
    form.put(FILES, "Hộ tịch", {
        "Tiếp nhận: trực tuyến": 300, "Tiếp nhận: trực tiếp, bưu chính": 20, "Đã giải quyết: trước hạn": 310,
        "Đã giải quyết: đúng hạn": 12, "Đang giải quyết: trong hạn": 10,
    })  # fmt: skip
    form.put(GENERAL, "Khó khăn, vướng mắc", {"Nội dung báo cáo": "Phần mềm dùng chung đôi lúc bị gián đoạn."})
    return form


def save(form: Filled | Workbook, path: Path) -> Path:
    """Write a form to disk."""
    (form.book if isinstance(form, Filled) else form).save(path)
    return path


def receive(work: Path, *paths: Path, options: tuple[str, ...] = ()) -> Told:
    """Run the command."""
    return run(
        "forms", "receive", "--ward", WARD_ID, "--workspace", work, "--as-of", RECEIVED.isoformat(), *options, *paths
    )


def taken(work: Path, agency: str = AGENCY) -> str | None:
    """Return the return that stands in the ward's data for the quarter, None when there is none."""
    path = work / "data" / WARD_ID / "progress" / "2026-q4" / f"{agency}.yaml"
    return path.read_text("utf-8") if path.is_file() else None


Damage = Callable[[Filled], None]
