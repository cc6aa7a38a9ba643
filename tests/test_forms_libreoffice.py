"""The round trip with a real client: a form filled in and saved in LibreOffice, received, told in the report."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reportgen.forms import layout
from reportgen.forms.write import HEADER_ROW
from tests.support_cli import Told, run
from tests.support_forms import AGENCY, FILES, GENERAL, INDICATORS, TASKS, Filled, receive, taken, workspace
from tests.support_office import REQUIRED, SOFFICE, type_in_calc, uno_python
from tests.support_ward import WARD_ID

XLSX, ODS, XLS = "Calc MS Excel 2007 XML", "calc8", "MS Excel 97"
PERIOD = ("--ward", WARD_ID, "--year", "2026", "--quarter", "4")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not REQUIRED and not (SOFFICE and uno_python()), reason="LibreOffice or its Python bridge is missing"
    ),
]

TYPED = {
    TASKS: {
        "01.1": {"Tình trạng": "Đã hoàn thành", "Tỷ lệ (%)": "100%", "Ngày hoàn thành": "20/10/2026",
                 "Kết quả trong kỳ": "Đã kiểm tra 12 văn bản, kiến nghị xử lý 02 văn bản.",
                 "Văn bản đã ban hành": "Báo cáo số 99/BC-UBND ngày 20/10/2026 về kết quả kiểm tra văn bản",
                 "Nội dung nhiệm vụ": "Sửa vào ô khóa"},
        "02.1": {"Tình trạng": "Đang thực hiện", "Tỷ lệ (%)": "95,5%", "Kết quả trong kỳ": "Đã rà soát 30 thủ tục.",
                 "Khó khăn, vướng mắc": "Thiếu máy quét."},
        "02.3": {"Tình trạng": "Đang thực hiện", "Tỷ lệ (%)": "40,5", "Kết quả trong kỳ": "-5% so với kỳ trước"},
    },
    INDICATORS: {"CT.01": {"Tử số": "1.003", "Mẫu số": "1.010"}},
    FILES: {"Hộ tịch": {"Tiếp nhận: trực tuyến": "300", "Tiếp nhận: trực tiếp, bưu chính": "20",
                        "Đã giải quyết: trước hạn": "=300+10", "Đã giải quyết: đúng hạn": "12",
                        "Đang giải quyết: trong hạn": "10"}},
    GENERAL: {"Khó khăn, vướng mắc": {"Nội dung báo cáo": "Phần mềm dùng chung đôi lúc bị gián đoạn."}},
}  # fmt: skip


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the office's form as sent, and as LibreOffice saves it once an officer has filled it in."""
    work = workspace(tmp_path_factory.mktemp("calc") / "work")
    told = run("forms", "send", *PERIOD, "--agency", AGENCY, "--workspace", work)
    (source,) = told.paths
    book = openpyxl.load_workbook(source)
    form = Filled(book)
    steps: list[tuple[object, ...]] = [
        ("type", sheet, form.cell(sheet, row, heading), text)
        for sheet, rows in TYPED.items()
        for row, cells in rows.items()
        for heading, text in cells.items()
    ]
    steps.append(("insert", TASKS, form.row(TASKS, "02.1")))
    kinds = {"xlsx": XLSX, "ods": ODS, "xls": XLS}
    type_in_calc(source, steps, {work / f"bieu-mau.{kind}": name for kind, name in kinds.items()})
    return work


def received(typed: Path, kind: str, tmp_path: Path) -> tuple[Told, Path]:
    work = workspace(tmp_path / "work")
    return receive(work, typed / f"bieu-mau.{kind}"), work


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_an_officer_types_in_libreoffice_is_taken(kind: str, typed: Path, tmp_path: Path) -> None:
    told, work = received(typed, kind, tmp_path)
    assert (told.exit_code, told.codes) == (0, []), told.err
    text = taken(work) or ""
    for words in (
        "percent: 100", "percent: 95.5", "percent: 40.5", "done_on: 2026-10-20", "date: 2026-10-20",
        "numerator: 1003, denominator: 1010", "early: 310, on_time: 12", "-5% so với kỳ trước", "Thiếu máy quét.",
        "total: 332, online: 300, direct: 20, carried_over: 12", "đôi lúc bị gián đoạn",
    ):  # fmt: skip
        assert words in text
    assert "Sửa vào ô khóa" not in text


def test_an_old_xls_does_not_tell_percentages_so_they_are_asked_for(typed: Path, tmp_path: Path) -> None:
    told, work = received(typed, "xls", tmp_path)
    assert told.exit_code == 1
    assert told.codes == ["BM022", "BM022", "BM029"]
    assert "“1” không rõ là 100% hay 1%" in told.err
    assert taken(work) is None


def test_the_figures_typed_in_libreoffice_are_those_of_the_report(typed: Path, tmp_path: Path) -> None:
    _, work = received(typed, "xlsx", tmp_path)
    told = run("quarterly", *PERIOD, "--workspace", work, "--as-of", "2026-12-14", "--json")
    assert told.json["ok"], told.err
    (report,) = [Path(f["path"]) for f in told.json["files"] if f["kind"] == "docx"]
    import docx  # noqa: PLC0415  as a reader of the result

    document = docx.Document(str(report))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    words = "\n".join([*(p.text for p in document.paragraphs), *cells])
    for figure in ("99,3", "332", "310", "Đã rà soát 30 thủ tục", "đôi lúc bị gián đoạn"):
        assert figure in words


def test_the_headings_and_locks_are_still_there_after_libreoffice(typed: Path) -> None:
    book = openpyxl.load_workbook(typed / "bieu-mau.xlsx")
    sheet = book[TASKS]
    assert sheet.protection.sheet
    assert [c.value for c in sheet[HEADER_ROW]][: len(layout.TASKS.columns)] == [
        c.heading for c in layout.TASKS.columns
    ]
    assert book[layout.HIDDEN].sheet_state == "hidden"
