"""The sheet of instructions: what the workbook is, how it is edited, what happens to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model.ward import Ward
from reportgen.planbook import layout
from reportgen.planbook.rows import CONTINUED

_FONT: Final = "Times New Roman"
_A4: Final = 9
_WIDTH: Final = 115

_STEPS: Final = (
    "Mỗi trang tính là một phần của kế hoạch. Dòng tiêu đề cột đã khóa; mọi ô bên dưới đều sửa được.",
    (
        "Chép đúng nguyên văn bản in, kể cả dấu gạch đầu dòng, dấu chấm cuối, cả chỗ in sai; chỗ in sai ghi ở trang "
        f"{layout.ERRATA.name}."
    ),
    (
        "Thêm: chèn dòng vào đúng chỗ, hoặc ghi tiếp xuống dưới. Bỏ: xóa cả dòng. Đổi thứ tự: chuyển cả dòng. Riêng "
        "nhiệm vụ được xếp theo cột Số thứ tự trong từng nhóm, nên sắp xếp hay lọc bảng không làm đổi kế hoạch."
    ),
    (
        "Ô có nhiều mục (sản phẩm, cơ quan, thời hạn, nơi nhận): mỗi mục một dòng trong ô, nhấn Alt+Enter để xuống "
        f"dòng. Dòng kết thúc bằng dấu {CONTINUED} thì dòng dưới là phần tiếp của cùng một mục."
    ),
    (
        "Tên cơ quan: chọn trong danh sách hoặc ghi như bản in. Cách viết nào chưa có ở trang "
        f"{layout.AGENCIES} sẽ được nêu ra để bổ sung vào ward.yaml."
    ),
    (
        "Ô màu, cột và trang tính thêm để ghi riêng: được, phần đó không đọc vào. Đừng gộp ô qua nhiều dòng ở cột số "
        "thứ tự và nội dung."
    ),
    (
        "Xong thì lưu dạng Excel (.xlsx), không đặt mật khẩu, rồi chạy lệnh ở dưới. Chỗ nào sai được nêu theo từng ô "
        "và chưa có gì bị sửa; đúng hết thì ghi vào kế hoạch, bản trước được giữ lại."
    ),
)


def write_guide(sheet: Worksheet, ward: Ward, data: Mapping[str, Any]) -> None:
    """Write the instructions."""
    first = data["years"][0]
    lines: list[tuple[str, bool]] = [
        ("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH", True),
        (f"{ward.full_name}, {ward.province}", True),
        ("", False),
        (data["citation"], False),
        ("", False),
        ("Cách sửa", True),
        *((f"{number}. {step}", False) for number, step in enumerate(_STEPS, 1)),
        ("", False),
        ("Đọc bảng đã sửa vào kế hoạch:", True),
        (f"reportgen plan import TỆP.xlsx --ward {ward.id} --year {first}", False),
        ("", False),
        ("Các trang tính", True),
        *((f"{table.name}: {_MEANING[table.key]}", False) for table in layout.TABLES),
    ]
    sheet.column_dimensions["A"].width = _WIDTH
    for number, (text, bold) in enumerate(lines, 1):
        title = number <= 2  # noqa: PLR2004
        cell = sheet.cell(number, 1)
        cell.value = text or None
        cell.font = Font(name=_FONT, size=14 if title else 12, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if title else "left")
        sheet.row_dimensions[number].height = 17.0 * max(1, -(-len(text) // _WIDTH)) + (4 if title else 1)
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False


_MEANING: Final = {
    "info": "tên, năm, số, ngày, nơi nhận, người ký.",
    "bases": "các văn bản làm căn cứ.",
    "text": "toàn bộ lời văn theo thứ tự in.",
    "areas": "lĩnh vực của kế hoạch và cơ quan phụ trách.",
    "groups": "nhóm nhiệm vụ trong từng lĩnh vực.",
    "tasks": "nội dung, sản phẩm, cơ quan chủ trì, phối hợp, thời hạn của từng nhiệm vụ.",
    "indicators": "mức phấn đấu, cách tính, cơ quan theo dõi của từng chỉ tiêu.",
    "duties": "ai báo cáo ai, khi nào.",
    "unit_duties": "việc giao cho từng đơn vị ở phần tổ chức thực hiện.",
    "appendices": "các bảng in ra sau phần lời văn, mỗi bảng có cột nào.",
    "errata": "chữ in sai và chữ đúng; văn bản lập ra dùng chữ đúng.",
}
