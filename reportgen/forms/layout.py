"""What a form looks like: its sheets and columns, once for the writer and for the reader.

A column is known by its heading, not by its letter: people move columns. The heading is the first of `names`; the
others are what people have been seen to write instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

VERSION: Final = "1"
"""Of the layout; travels hidden in every form."""

HIDDEN: Final = "_reportgen"
"""Sheet that says, hidden, whose form it is: one key and one value a row."""


class Entry(Enum):
    """What a person may type into a column."""

    NOTHING = "locked"
    TEXT = "text"
    STATUS = "status"
    SHARE = "share"
    DATE = "date"
    DATES = "dates"
    COUNT = "count"
    FIGURE = "figure"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Name in the code. names: Heading as printed, then other spellings. width: In characters.
        entry: What may be typed. hint: Prompt shown when the cell is chosen, "" for none.
    """

    key: str
    names: tuple[str, ...]
    width: float
    entry: Entry = Entry.NOTHING
    hint: str = ""

    @property
    def heading(self) -> str:
        """The heading as printed."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the form.

    Attributes:
        key: Name in the code. name: Of the tab. title: Line above the table. columns: From the left.
        wide: Whether it is printed on A3; A4 otherwise.
    """

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    wide: bool = False


STATUSES: Final = ("Đã hoàn thành", "Đang thực hiện", "Chưa triển khai")
"""What the drop-down offers, in the order of `model.progress.Declared`."""

_ID = Column("id", ("Mã", "Mã nhiệm vụ", "Mã số"), 9)
_TITLE = Column("title", ("Nội dung nhiệm vụ", "Nhiệm vụ", "Nội dung"), 38)
_DEADLINE = Column("deadline", ("Thời hạn", "Thời gian hoàn thành", "Thời gian"), 16)

TASKS: Final = Sheet(
    "tasks",
    "Nhiệm vụ chủ trì",
    "I. NHIỆM VỤ CHỦ TRÌ THỰC HIỆN",
    (
        _ID,
        _TITLE,
        Column("products", ("Sản phẩm, kết quả", "Sản phẩm", "Sản phẩm/Kết quả"), 20),
        _DEADLINE,
        Column("before", ("Kỳ trước",), 14),
        Column("status", ("Tình trạng", "Trạng thái"), 14, Entry.STATUS, "Chọn một trong ba dòng của danh sách."),
        Column("percent", ("Tỷ lệ (%)", "Tỷ lệ", "Tỷ lệ thực hiện", "Tiến độ (%)", "%"), 9, Entry.SHARE,
               "Số từ 0 đến 100, ví dụ 75 hoặc 75,5. Không biết thì để trống."),
        Column("done_on", ("Ngày hoàn thành", "Hoàn thành ngày"), 13, Entry.DATE,
               "Ngày, tháng, năm, ví dụ 15/8/2026. Chỉ ghi khi đã hoàn thành."),
        Column("delivered", ("Các ngày đã thực hiện trong kỳ", "Ngày thực hiện trong kỳ"), 14, Entry.DATES,
               "Việc định kỳ: các ngày đã làm, cách nhau bằng dấu chấm phẩy, ví dụ 10/7/2026; 12/8/2026."),
        Column("result", ("Kết quả trong kỳ", "Kết quả thực hiện", "Kết quả"), 40, Entry.TEXT,
               "Viết thành câu, nêu số liệu cụ thể."),
        Column("documents", ("Văn bản đã ban hành", "Văn bản", "Số, ký hiệu văn bản"), 26, Entry.DOCUMENTS,
               "Mỗi văn bản một dòng (Alt+Enter): Kế hoạch số 45/KH-UBND ngày 18/3/2026 về ..."),
        Column("difficulties", ("Khó khăn, vướng mắc", "Khó khăn", "Vướng mắc"), 22, Entry.TEXT),
        Column("proposals", ("Đề xuất, kiến nghị", "Kiến nghị", "Đề xuất"), 22, Entry.TEXT),
    ),
    wide=True,
)  # fmt: skip

HELPED: Final = Sheet(
    "helped",
    "Nhiệm vụ phối hợp",
    "II. NHIỆM VỤ PHỐI HỢP THỰC HIỆN",
    (
        _ID,
        _TITLE,
        Column("lead", ("Cơ quan chủ trì", "Chủ trì"), 26),
        _DEADLINE,
        Column("result", ("Kết quả phối hợp trong kỳ", "Kết quả phối hợp", "Kết quả"), 48, Entry.TEXT,
               "Chỉ ghi phần việc đơn vị mình đã phối hợp; đơn vị chủ trì báo cáo nhiệm vụ."),
    ),
)  # fmt: skip

INDICATORS: Final = Sheet(
    "indicators",
    "Chỉ tiêu",
    "III. CHỈ TIÊU THEO DÕI",
    (
        _ID,
        Column("name", ("Chỉ tiêu", "Tên chỉ tiêu"), 44),
        Column("unit", ("Đơn vị tính", "ĐVT"), 11),
        Column("target", ("Mức phấn đấu", "Chỉ tiêu giao", "Mục tiêu"), 16),
        Column("before", ("Kỳ trước",), 18),
        Column("numerator_name", ("Tử số đếm gì",), 26),
        Column("numerator", ("Tử số",), 12, Entry.COUNT, "Số nguyên, ví dụ 1.003. Tỷ lệ do phần mềm tính."),
        Column("denominator_name", ("Mẫu số đếm gì",), 26),
        Column("denominator", ("Mẫu số",), 12, Entry.COUNT, "Số nguyên, ví dụ 1.250. Tỷ lệ do phần mềm tính."),
        Column("value", ("Kết quả", "Kết quả đạt được", "Giá trị"), 12, Entry.FIGURE,
               "Chỉ ghi với chỉ tiêu không tính bằng tử số, mẫu số."),
        Column("note", ("Ghi chú",), 26, Entry.TEXT),
    ),
)  # fmt: skip

FILES: Final = Sheet(
    "files",
    "Hồ sơ TTHC",
    "IV. TÌNH HÌNH GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH",
    (
        Column("number", ("STT", "TT"), 6),
        Column("field", ("Lĩnh vực",), 28, Entry.TEXT),
        Column("received", ("Tiếp nhận: tổng số", "Tổng số tiếp nhận"), 12),
        Column("online", ("Tiếp nhận: trực tuyến", "Trực tuyến"), 12, Entry.COUNT),
        Column("direct", ("Tiếp nhận: trực tiếp, bưu chính", "Trực tiếp", "Trực tiếp, bưu chính"), 12, Entry.COUNT),
        Column("carried_over", ("Tiếp nhận: từ kỳ trước", "Từ kỳ trước"), 12, Entry.COUNT,
               "Bằng số đang giải quyết cuối kỳ trước."),
        Column("resolved", ("Đã giải quyết: tổng số", "Tổng số đã giải quyết"), 12),
        Column("early", ("Đã giải quyết: trước hạn", "Trước hạn"), 12, Entry.COUNT),
        Column("on_time", ("Đã giải quyết: đúng hạn", "Đúng hạn"), 12, Entry.COUNT),
        Column("late", ("Đã giải quyết: quá hạn",), 12, Entry.COUNT),
        Column("pending", ("Đang giải quyết: tổng số", "Tổng số đang giải quyết"), 12),
        Column("pending_in_time", ("Đang giải quyết: trong hạn", "Trong hạn"), 12, Entry.COUNT),
        Column("pending_overdue", ("Đang giải quyết: quá hạn",), 12, Entry.COUNT),
        Column("check", ("Kiểm tra",), 16),
        Column("before", ("Kỳ trước",), 24),
    ),
)  # fmt: skip

GENERAL: Final = Sheet(
    "general",
    "Tình hình chung",
    "V. TÌNH HÌNH CHUNG",
    (
        Column("topic", ("Nội dung", "Mục"), 34),
        Column("text", ("Nội dung báo cáo", "Báo cáo", "Ý kiến"), 100, Entry.TEXT,
               "Mỗi ý một ô hoặc một dòng trong ô (Alt+Enter); không gạch đầu dòng."),
    ),
)  # fmt: skip

TOPICS: Final = {
    "direction": "Công tác chỉ đạo, điều hành",
    "difficulties": "Khó khăn, vướng mắc",
    "causes": "Nguyên nhân",
    "proposals": "Đề xuất, kiến nghị",
}
"""Rows of the sheet on the general situation, by key of the progress file."""

SHEETS: Final = (TASKS, HELPED, INDICATORS, FILES, GENERAL)
GUIDE: Final = "Hướng dẫn"
"""Tab of the instructions; nothing is read from it."""
