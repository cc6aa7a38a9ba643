"""Build the default Excel template `templates/phu-luc.xlsx`.

Officers edit the .xlsx itself; this script only records how the first one was made, and makes it again
(`python scripts/make_appendix_template.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

TARGET = Path(__file__).resolve().parent.parent / "templates" / "phu-luc.xlsx"
FONT = "Times New Roman"
_THIN = Side(style="thin", color="FF000000")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
SHADE = PatternFill("solid", fgColor="FFE7E6E6")
WARN = "{{ canh_bao | join(' ') }}"


UNIT_LINE = (
    "{% if ho_so_tong.co_so_lieu %}Số liệu từ ngày {{ ho_so_tong.tu_ngay_chu }} đến ngày "
    "{{ ho_so_tong.den_ngay_chu }}. {% endif %}Đơn vị tính: Số hồ sơ"
)


@dataclass(frozen=True)
class Column:
    """One column: heading, width in characters, what its cells hold, how they look."""

    heading: str
    width: float
    value: str
    align: str = "left"
    number_format: str = "General"
    total: str = ""


INT = "#,##0"
SHARE = "0.00%"
DATE = "dd/mm/yyyy"


def sheet(book: Workbook, title: str, columns: list[Column], heading: str) -> tuple[Worksheet, int]:
    """Add a sheet with its title block and page set-up; return it and the row of the table's headings."""
    page = book.create_sheet(title)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.6
    page.page_margins.top = page.page_margins.bottom = 0.79
    page.page_margins.header = page.page_margins.footer = 0.4
    page.print_options.horizontalCentered = True
    page.page_setup.firstPageNumber = 1  # each appendix has its own page numbers (III.1.đ)
    page.page_setup.useFirstPageNumber = True
    page.oddHeader.center.text = '&"Times New Roman,Regular"&13&P'
    page.differentFirst = False
    last = get_column_letter(len(columns))
    lines = [
        ("{{ don_vi.co_quan_ban_hanh | join(' ') }}", Font(name=FONT, size=13, bold=True), "left"),
        (heading, Font(name=FONT, size=14, bold=True), "center"),
        ("{{ kem_theo }}", Font(name=FONT, size=13, italic=True), "center"),
        (WARN, Font(name=FONT, size=12, bold=True, color="FFC00000"), "center"),
    ]
    for row, (text, font, align) in enumerate(lines, 1):
        cell = page.cell(row, 1, text)
        cell.font = font
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        page.merge_cells(f"A{row}:{last}{row}")
    for index, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    return page, len(lines) + 2


LINE_HEIGHT = 16.5
"""Points that a line of 12 point text takes."""


def heading_row(page: Worksheet, row: int, columns: list[Column]) -> None:
    """Write a row of headings, as high as the longest of them needs."""
    lines = 1
    for index, column in enumerate(columns, 1):
        put(page, row, index, column.heading, bold=True, align="center", fill=True)
        longest_word = max(len(word) for word in column.heading.split())
        lines = max(lines, ceil(len(column.heading) / max(column.width - 2, longest_word)))
    page.row_dimensions[row].height = LINE_HEIGHT * lines + 8


def headings(page: Worksheet, row: int, columns: list[Column]) -> None:
    """Write the heading row and make it repeat on every printed page."""
    heading_row(page, row, columns)
    page.print_title_rows = f"{row}:{row}"
    page.freeze_panes = page.cell(row + 1, 1)


def put(
    page: Worksheet,
    row: int,
    column: int,
    value: str,
    *,
    bold: bool = False,
    align: str = "left",
    number_format: str = "General",
    fill: bool = False,
    size: int = 12,
) -> None:
    """Write one boxed cell."""
    cell = page.cell(row, column, value)
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.alignment = Alignment(horizontal=align, vertical="center" if fill or bold else "top", wrap_text=True)
    cell.border = BOX
    cell.number_format = number_format
    if fill:
        cell.fill = SHADE


def marker(page: Worksheet, row: int, tag: str) -> None:
    """Write a marker row: it disappears when the sheet is made."""
    cell = page.cell(row, 1, tag)
    cell.font = Font(name=FONT, size=10, italic=True, color="FF7F7F7F")


def values(page: Worksheet, row: int, columns: list[Column], *, bold: bool = False) -> None:
    """Write the row that repeats."""
    for index, column in enumerate(columns, 1):
        value = column.value.replace("#", str(row))
        put(page, row, index, value, align=column.align, number_format=column.number_format, bold=bold)


def totals(page: Worksheet, row: int, columns: list[Column], first: int, last: int) -> None:
    """Write the row of sums under the rows `first` to `last` of the template."""
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        text = column.total.replace("@", f"{letter}{first}:{letter}{last}").replace("#", str(row))
        put(page, row, index, text, bold=True, align=column.align, number_format=column.number_format, fill=True)


def text(heading: str, width: float, value: str, *, align: str = "left", total: str = "") -> Column:
    """Return a column of words."""
    return Column(heading, width, value, align, "General", total)


def whole(heading: str, value: str, width: float = 9.5) -> Column:
    """Return a column of whole numbers that is summed."""
    return Column(heading, width, value, "center", INT, "=SUM(@)")


CLASSES = [
    ("Hoàn thành", "hoan_thanh"),
    ("Trong đó: có thời hạn", "hoan_thanh_co_thoi_han"),
    ("Trong đó: thường xuyên", "hoan_thanh_thuong_xuyen"),
    ("Đang triển khai", "dang_trien_khai"),
    ("Chưa đến hạn", "chua_den_han"),
    ("Đến hạn trong kỳ", "den_han"),
    ("Định kỳ đến hạn", "dinh_ky"),
    ("Quá hạn", "qua_han"),
    ("Chờ văn bản cấp trên", "cho_cap_tren"),
    ("Chưa rõ thời hạn", "chua_ro"),
]


def summary(book: Workbook) -> None:
    """Tổng hợp: areas, then agencies one below another."""
    areas = [
        text("STT", 6, "{{ lv.so_la_ma }}", align="center"),
        text("Lĩnh vực", 38, "{{ lv.ten }}", total="Tổng số"),
        whole("Tổng số nhiệm vụ", "{{ lv.tong }}"),
        *(whole(heading, f"{{{{ lv.{name} }}}}") for heading, name in CLASSES),
        Column("Tỷ lệ hoàn thành", 11, "=IF(C#=0,0,D#/C#)", "center", SHARE, "=IF(C#=0,0,D#/C#)"),
    ]
    page, row = sheet(
        book, "Tổng hợp", areas, "TỔNG HỢP TÌNH HÌNH THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH {{ ky.ten_hoa }}"
    )
    headings(page, row, areas)
    marker(page, row + 1, "{%tr for lv in linh_vuc %}")
    values(page, row + 2, areas)
    marker(page, row + 3, "{%tr endfor %}")
    totals(page, row + 4, areas, row + 2, row + 2)
    note = page.cell(row + 5, 1, "{{ tong_hop.cach_tinh }}")
    note.font = Font(name=FONT, size=12, italic=True)
    note.alignment = Alignment(wrap_text=True, vertical="top")
    page.merge_cells(start_row=row + 5, start_column=1, end_row=row + 5, end_column=len(areas))
    agencies = [
        text("STT", 6, "{{ cq.stt }}", align="center"),
        text("Cơ quan chủ trì", 38, "{{ cq.ten }}"),
        whole("Số nhiệm vụ chủ trì", "{{ cq.tong }}"),
        *(whole(heading, f"{{{{ cq.{name} }}}}") for heading, name in CLASSES),
        Column("Tỷ lệ hoàn thành", 11, "=IF(C#=0,0,D#/C#)", "center", SHARE),
    ]
    start = row + 8
    caption = page.cell(
        start - 1, 1, "THEO CƠ QUAN CHỦ TRÌ (nhiệm vụ nhiều cơ quan cùng chủ trì được tính cho từng cơ quan)"
    )
    caption.font = Font(name=FONT, size=13, bold=True)
    page.merge_cells(start_row=start - 1, start_column=1, end_row=start - 1, end_column=len(agencies))
    heading_row(page, start, agencies)
    marker(page, start + 1, "{%tr for cq in co_quan %}")
    values(page, start + 2, agencies)
    marker(page, start + 3, "{%tr endfor %}")


def indicators(book: Workbook) -> None:
    """Chỉ tiêu."""
    columns = [
        text("STT", 6, "{{ ct.stt }}", align="center"),
        text("Chỉ tiêu", 46, "{{ ct.ten }}"),
        text("Đơn vị tính", 8, "{{ ct.don_vi_tinh }}", align="center"),
        text("Mục tiêu", 12, "{{ ct.muc_tieu }}", align="center"),
        Column("Tử số", 10, "{{ ct.tu_so }}", "center", INT),
        Column("Mẫu số", 10, "{{ ct.mau_so }}", "center", INT),
        Column("Kết quả trong kỳ", 11, "{{ ct.gia_tri }}", "center", "#,##0.00"),
        Column("Kỳ trước", 11, "{{ ct.ky_truoc }}", "center", "#,##0.00"),
        Column("Tăng (+), giảm (-)", 11, "{{ ct.thay_doi }}", "center", "+#,##0.00;-#,##0.00;0.00"),
        Column("Cùng kỳ năm trước", 11, "{{ ct.cung_ky }}", "center", "#,##0.00"),
        text("Đánh giá", 14, "{{ ct.ket_luan }}", align="center"),
        text("Cơ quan theo dõi, đánh giá", 26, "{{ ct.theo_doi }}"),
    ]
    page, row = sheet(book, "Chỉ tiêu", columns, "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CẢI CÁCH HÀNH CHÍNH {{ ky.ten_hoa }}")
    headings(page, row, columns)
    marker(page, row + 1, "{%tr for ct in chi_tieu %}")
    values(page, row + 2, columns)
    marker(page, row + 3, "{%tr endfor %}")


TASK_COLUMNS = [
    text("STT", 7, "{{ nv.ma }}", align="center"),
    text("Nhiệm vụ", 36, "{{ nv.ten }}"),
    text("Cơ quan chủ trì", 17, "{{ nv.chu_tri }}"),
    text("Thời hạn", 16, "{{ nv.thoi_han }}"),
    text("Tình trạng", 13, "{{ nv.tinh_trang }}", align="center"),
    Column("Ngày hoàn thành", 11, "{{ nv.ngay_hoan_thanh }}", "center", DATE),
    Column("Mức độ hoàn thành", 8, "{{ nv.ty_le }}", "center", "0%"),
    text("Kết quả thực hiện trong kỳ", 38, "{{ nv.ket_qua }}"),
    text("Văn bản đã ban hành", 18, "{{ nv.van_ban }}"),
]


def tasks(book: Workbook) -> None:
    """Tiến độ nhiệm vụ: every task under its area and group."""
    page, row = sheet(
        book, "Tiến độ nhiệm vụ", TASK_COLUMNS, "TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH {{ ky.ten_hoa }}"
    )
    headings(page, row, TASK_COLUMNS)
    marker(page, row + 1, "{%tr for lv in linh_vuc %}")
    group_row(page, row + 2, "{{ lv.ma }}", "{{ lv.ten }}")
    marker(page, row + 3, "{%tr for nhom in lv.nhom %}")
    marker(page, row + 4, "{%tr if nhom.ten %}")
    group_row(page, row + 5, "{{ nhom.ma }}", "{{ nhom.ten }}")
    marker(page, row + 6, "{%tr endif %}")
    marker(page, row + 7, "{%tr for nv in nhom.nhiem_vu %}")
    values(page, row + 8, TASK_COLUMNS)
    marker(page, row + 9, "{%tr endfor %}")
    marker(page, row + 10, "{%tr endfor %}")
    marker(page, row + 11, "{%tr endfor %}")


def group_row(page: Worksheet, row: int, number: str, title: str) -> None:
    """Write a bold row across the table."""
    put(page, row, 1, number, bold=True, align="center")
    for index in range(2, len(TASK_COLUMNS) + 1):
        put(page, row, index, title if index == 2 else "", bold=True)
    page.merge_cells(start_row=row, start_column=2, end_row=row, end_column=len(TASK_COLUMNS))


def deadlines(book: Workbook) -> None:
    """Quá hạn, đến hạn: the groups of Phụ lục III of the Word report, in its words."""
    columns = [
        text("STT", 6, "{{ d.stt }}", align="center"),
        text("Nội dung nhiệm vụ", 50, "{{ d.ten }}"),
        text("Cơ quan chủ trì", 26, "{{ d.co_quan }}"),
        text("Thời hạn", 24, "{{ d.thoi_han_day_du }}"),
        Column("Ngày đến hạn", 12, "{{ d.ngay_den_han }}", "center", DATE),
        Column("Số ngày quá hạn", 9, "{{ d.so_ngay_qua_han }}", "center", INT),
        text("Kết quả, khó khăn, vướng mắc", 44, "{{ d.ket_qua_kho_khan }}"),
    ]
    names = ("{{ loop.index }}", "{{ d.ten }}", "{{ d.chu_tri }}", "{{ d.thoi_han_gap_nhat }}", "{{ d.ngay_den_han }}")
    of_task = [
        Column(column.heading, column.width, value, column.align, column.number_format)
        for column, value in zip(columns, (*names, "", "{{ d.ket_qua_kho_khan }}"), strict=True)
    ]
    page, row = sheet(book, "Quá hạn, đến hạn", columns, "NHIỆM VỤ QUÁ HẠN, ĐẾN HẠN {{ ky.ten_hoa }}")
    headings(page, row, columns)
    row += 1
    for title, name, shown, empty in (
        ("A. Nhiệm vụ quá hạn chưa hoàn thành", "qua_han", columns, "Không có nhiệm vụ quá hạn."),
        ("B. Nhiệm vụ đến hạn trong kỳ, chưa hoàn thành", "den_han", of_task, "Không có nhiệm vụ đến hạn."),
        ("C. Nhiệm vụ định kỳ đến hạn thực hiện", "dinh_ky", of_task, "Không có nhiệm vụ định kỳ đến hạn."),
        ("D. Nhiệm vụ chờ văn bản, kế hoạch của cấp trên", "nhiem_vu_cho_cap_tren", of_task, "Không có nhiệm vụ."),
    ):
        block(page, row, title, columns)
        marker(page, row + 1, f"{{%tr for d in {name} %}}")
        values(page, row + 2, shown)
        marker(page, row + 3, "{%tr endfor %}")
        row = nothing(page, row + 4, f"not {name}", empty, len(columns))


def next_period(book: Workbook) -> None:
    """Nhiệm vụ kỳ sau: what falls due in the next period, by agency."""
    columns = [
        text("STT", 6, "{{ d.stt }}", align="center"),
        text("Mã nhiệm vụ", 9, "{{ d.ma }}", align="center"),
        text("Nội dung nhiệm vụ", 66, "{{ d.ten }}"),
        text("Thời hạn theo Kế hoạch", 36, "{{ d.thoi_han_day_du }}"),
        Column("Ngày đến hạn", 12, "{{ d.ngay_den_han }}", "center", DATE),
        text("Sản phẩm, kết quả", 36, "{{ d.san_pham }}"),
    ]
    page, row = sheet(book, "Nhiệm vụ kỳ sau", columns, "NHIỆM VỤ ĐẾN HẠN {{ ky.ten_ky_sau_hoa }}")
    headings(page, row, columns)
    marker(page, row + 1, "{%tr for cq in ky_sau %}")
    block(page, row + 2, "{{ cq.co_quan }}", columns)
    marker(page, row + 3, "{%tr for d in cq.viec %}")
    values(page, row + 4, columns)
    marker(page, row + 5, "{%tr endfor %}")
    marker(page, row + 6, "{%tr endfor %}")
    nothing(page, row + 7, "not ky_sau", "{{ cau_ky_sau }}", len(columns))


def nothing(page: Worksheet, row: int, condition: str, words: str, width: int) -> int:
    """Write the row that stands when there is nothing to list; return the row below."""
    marker(page, row, f"{{%tr if {condition} %}}")
    for index in range(1, width + 1):
        put(page, row + 1, index, words if index == 1 else "", align="center")
    page.merge_cells(start_row=row + 1, start_column=1, end_row=row + 1, end_column=width)
    marker(page, row + 2, "{%tr endif %}")
    return row + 3


def block(page: Worksheet, row: int, title: str, columns: list[Column]) -> None:
    """Write a bold title across the table."""
    for index in range(1, len(columns) + 1):
        put(page, row, index, title if index == 1 else "", bold=True)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))


def files(book: Workbook) -> None:
    """Hồ sơ TTHC: the thirteen columns of Biểu II.06."""
    columns = [
        text("STT", 6, "{{ hs.stt }}", align="center"),
        text("Lĩnh vực", 34, "{{ hs.linh_vuc }}", total="Tổng số"),
        Column("Nhận giải quyết: Tổng số", 11, "=SUM(D#:F#)", "center", INT, "=SUM(@)"),
        whole("Trong kỳ: Trực tuyến", "{{ hs.truc_tuyen }}", 11),
        whole("Trong kỳ: Trực tiếp, bưu chính", "{{ hs.truc_tiep }}", 11),
        whole("Từ kỳ trước", "{{ hs.ky_truoc_chuyen }}", 10),
        Column("Đã giải quyết: Tổng số", 11, "=SUM(H#:J#)", "center", INT, "=SUM(@)"),
        whole("Trước hạn", "{{ hs.truoc_han }}", 10),
        whole("Đúng hạn", "{{ hs.dung_han }}", 10),
        whole("Quá hạn", "{{ hs.qua_han }}", 10),
        Column("Đang giải quyết: Tổng số", 11, "=SUM(L#:M#)", "center", INT, "=SUM(@)"),
        whole("Trong hạn", "{{ hs.trong_han }}", 10),
        whole("Quá hạn", "{{ hs.dang_qua_han }}", 10),
        Column("Tỷ lệ trước và đúng hạn", 11, '=IF(G#=0,"-",(H#+I#)/G#)', "center", SHARE, '=IF(G#=0,"-",(H#+I#)/G#)'),
    ]
    page, row = sheet(book, "Hồ sơ TTHC", columns, "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH {{ ky.ten_hoa }}")
    unit = page.cell(row - 1, 1, UNIT_LINE)
    unit.font = Font(name=FONT, size=12, italic=True)
    unit.alignment = Alignment(horizontal="right", wrap_text=True)
    page.merge_cells(start_row=row - 1, start_column=1, end_row=row - 1, end_column=len(columns))
    headings(page, row, columns)
    marker(page, row + 1, "{%tr for hs in ho_so %}")
    values(page, row + 2, columns)
    marker(page, row + 3, "{%tr endfor %}")
    marker(page, row + 4, "{%tr if ho_so_tong.co_so_lieu %}")
    totals(page, row + 5, columns, row + 2, row + 2)
    marker(page, row + 6, "{%tr endif %}")
    empty = "Trong kỳ, chưa có số liệu báo cáo về hồ sơ thủ tục hành chính."
    nothing(page, row + 7, "not ho_so_tong.co_so_lieu", empty, len(columns))


def main() -> None:
    """Write the template."""
    book = Workbook()
    book.remove(book.worksheets[0])
    # Column widths are measured in the workbook's first font; openpyxl has no public way to it.
    book._fonts = IndexedList([Font(name=FONT, size=12)])  # noqa: SLF001
    book._named_styles["Normal"].font = Font(name=FONT, size=12)  # noqa: SLF001
    summary(book)
    indicators(book)
    tasks(book)
    deadlines(book)
    next_period(book)
    files(book)
    book.properties.creator = "reportgen"
    book.properties.title = "Phụ lục báo cáo cải cách hành chính"
    TARGET.parent.mkdir(exist_ok=True)
    book.save(TARGET)
    print(TARGET)


if __name__ == "__main__":
    main()
