"""What the plan's workbook looks like: its sheets and columns, once for the writer and for the reader.

A hidden row above the headings names every column for the program (`#tasks.title`), so that headings may be renamed
and columns moved; where that row is gone, columns are known by their headings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

VERSION: Final = "1"
"""Of the layout; travels hidden in every workbook."""

FACTS: Final = "_reportgen"
"""Hidden sheet: whose plan it is, and the plan as it stood when it was written out."""
GUIDE: Final = "Hướng dẫn"
AGENCIES: Final = "Cơ quan"
"""Sheets from which nothing is read: instructions, and the names to choose from."""
KEY: Final = "khóa"
"""Name of the hidden column that says which row of the plan a row was."""


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"  # words, of several lines perhaps
    LINES = "lines"  # a list, one item a line
    CODE = "code"  # words that Excel likes to make numbers or days of: 01, 1.2
    CODES = "codes"  # several of them, parted by commas or lines
    WORD = "word"  # one word of a list
    WORDS = "words"  # several, one a line
    AGENCY = "agency"  # one agency by its name; the plan holds its id
    FIGURE = "figure"
    YEAR = "year"
    DATE = "date"
    IGNORED = "ignored"  # for the eye only


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or on the sheet of general facts one row.

    Attributes:
        key: Name in the plan's file. names: Heading as printed, then other spellings. width: In characters.
        kind: What its cells hold. must: Whether every row needs it. hint: Prompt shown when the cell is chosen.
        words: What the file says, by the word that stands in the cell. shared: Whether one cell merged over several
            rows means the same for each. agencies: Whether names of agencies are offered.
    """

    key: str
    names: tuple[str, ...]
    width: float
    kind: Kind = Kind.TEXT
    must: bool = False
    hint: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    shared: bool = False
    agencies: bool = False

    @property
    def heading(self) -> str:
        """The heading as printed."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    Attributes:
        key: Name in the code. name: Of the tab. title: Line above the table. columns: From the left. spare: Empty rows
            prepared below. note: Line below the title.
    """

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    spare: int = 20
    note: str = ""

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)


BLOCKS: Final = {
    "Mục cấp 1": "heading1",
    "Mục cấp 2": "heading2",
    "Mục cấp 3": "heading3",
    "Đoạn văn": "paragraph",
    "Gạch đầu dòng": "list",
    "Ghi chú": "note",
}
AREA_KINDS: Final = {
    "Chỉ đạo, điều hành": "direction",
    "Thể chế": "institutions",
    "Thủ tục hành chính": "procedures",
    "Tổ chức bộ máy": "organisation",
    "Chế độ công vụ": "civil-service",
    "Tài chính công": "finance",
    "Chính quyền số": "digital",
}
APPENDIX_KINDS: Final = {"Nhiệm vụ": "tasks", "Chỉ tiêu": "indicators"}
FIELDS: Final = {
    "Số thứ tự": "number",
    "Nội dung nhiệm vụ": "title",
    "Sản phẩm": "products",
    "Cơ quan chủ trì": "lead",
    "Cơ quan phối hợp": "cooperating",
    "Thời hạn": "deadlines",
    "Tên chỉ tiêu": "name",
    "Đơn vị tính": "unit",
    "Mức phấn đấu": "target",
    "Cơ quan theo dõi": "tracker",
}
COMPARATORS: Final = {"≥": ">=", ">": ">", "=": "=", "≤": "<="}
ORIGINS: Final = {"Phụ lục": "phụ lục", "Văn bản": "văn bản"}
AGGREGATES: Final = {"Cộng dồn": "sum", "Lấy kỳ cuối": "last"}

_ONE_A_LINE: Final = "Mỗi mục một dòng trong ô (Alt+Enter), chép đúng như bản in."

INFO: Final = Table(
    "info",
    "Thông tin",
    "THÔNG TIN CHUNG CỦA KẾ HOẠCH",
    (
        Column("first_year", ("Năm đầu",), 0, Kind.YEAR, must=True, hint="Năm bốn chữ số, ví dụ 2026."),
        Column("last_year", ("Năm cuối",), 0, Kind.YEAR, must=True, hint="Kế hoạch một năm thì ghi lại năm đầu."),
        Column("title", ("Tên loại văn bản",), 0, must=True),
        Column("subject", ("Trích yếu", "Trích yếu nội dung"), 0, Kind.LINES, hint=_ONE_A_LINE),
        Column("number_line", ("Dòng số, ký hiệu", "Số, ký hiệu"), 0, must=True, hint="Như bản in: Số: /KH-UBND"),
        Column("date_line", ("Dòng địa danh, thời gian", "Địa danh và thời gian"), 0, must=True),
        Column("citation", ("Tên gọi khi viện dẫn", "Viện dẫn"), 0, must=True,
               hint="Báo cáo ghi “Thực hiện ...” bằng tên này."),
        Column("issued", ("Ngày ban hành",), 0, Kind.DATE, hint="Ngày, tháng, năm. Chưa biết thì để trống."),
        Column("number", ("Số kế hoạch", "Số của kế hoạch"), 0, Kind.CODE,
               hint="Ví dụ 12/KH-UBND. Chưa có thì để trống."),
        Column("appendix_heading", ("Dòng trên các phụ lục", "Tiêu đề phụ lục"), 0, Kind.LINES, hint=_ONE_A_LINE),
        Column("recipients", ("Nơi nhận",), 0, Kind.LINES, hint=_ONE_A_LINE),
        Column("authority", ("Quyền hạn, chức vụ người ký", "Chức vụ người ký"), 0, Kind.LINES, hint=_ONE_A_LINE),
        Column("signer", ("Họ tên người ký", "Người ký"), 0, must=True),
    ),
    spare=0,
)  # fmt: skip
"""The one sheet whose entries stand below each other: each of these columns is a row of it."""
ENTRY, CONTENT = "Mục", "Nội dung"
"""Headings of that sheet."""

BASES: Final = Table(
    "bases",
    "Căn cứ",
    "CĂN CỨ BAN HÀNH KẾ HOẠCH",
    (
        Column("order", ("STT", "TT"), 6, Kind.IGNORED),
        Column("text", ("Căn cứ", "Nội dung căn cứ"), 120, must=True, hint="Mỗi căn cứ một dòng của bảng."),
    ),
    note="Căn cứ cũng là những đoạn đầu của trang Nội dung: sửa ở đây thì sửa cả ở đó.",
)
TEXT: Final = Table(
    "text",
    "Nội dung",
    "TOÀN VĂN KẾ HOẠCH, THEO THỨ TỰ",
    (
        Column("order", ("STT", "TT"), 6, Kind.IGNORED),
        Column("kind", ("Loại đoạn", "Loại"), 16, Kind.WORD, must=True, words=BLOCKS,
               hint="Mục cấp 1 là I., cấp 2 là 1., cấp 3 là 1.1. Ghi chú: dòng in nghiêng trong ngoặc."),
        Column("text", ("Nội dung", "Đoạn"), 120, must=True, hint="Chép đúng như bản in, kể cả số mục, gạch đầu dòng."),
    ),
)  # fmt: skip
AREAS: Final = Table(
    "areas",
    "Lĩnh vực",
    "CÁC LĨNH VỰC",
    (
        Column("id", ("Mã lĩnh vực", "Mã"), 12, Kind.CODE, must=True, hint="Như bản in: 01, II."),
        Column("title", ("Tên lĩnh vực", "Lĩnh vực"), 46, must=True),
        Column("heading", ("Tên in trong báo cáo", "Tên trong báo cáo"), 46, must=True),
        Column("kind", ("Phần của báo cáo", "Phần báo cáo"), 22, Kind.WORD, must=True, words=AREA_KINDS,
               hint="Chọn phần của báo cáo mà lĩnh vực này thuộc về."),
        Column("lead", ("Cơ quan phụ trách", "Đơn vị phụ trách"), 34, Kind.AGENCY, agencies=True),
    ),
    spare=5,
)  # fmt: skip
GROUPS: Final = Table(
    "groups",
    "Nhóm nhiệm vụ",
    "CÁC NHÓM NHIỆM VỤ CỦA TỪNG LĨNH VỰC",
    (
        Column("area", ("Mã lĩnh vực", "Lĩnh vực"), 14, Kind.CODE, must=True, shared=True),
        Column("id", ("Mã nhóm", "Nhóm"), 14, Kind.CODE, must=True,
               hint="Lĩnh vực không chia nhóm thì có một nhóm mang mã và tên của lĩnh vực."),
        Column("title", ("Tên nhóm",), 90, must=True),
    ),
    spare=5,
)  # fmt: skip
TASKS: Final = Table(
    "tasks",
    "Nhiệm vụ",
    "CÁC NHIỆM VỤ",
    (
        Column("area", ("Lĩnh vực", "Mã lĩnh vực"), 9, Kind.CODE, shared=True, hint="Mã ở trang Lĩnh vực."),
        Column("group", ("Nhóm", "Mã nhóm"), 9, Kind.CODE, shared=True,
               hint="Mã ở trang Nhóm nhiệm vụ; lĩnh vực chỉ có một nhóm thì có thể để trống."),
        Column("number", ("Số thứ tự", "TT", "STT"), 8, Kind.CODE, must=True,
               hint="Như bản in: 1. Nhiệm vụ được xếp theo số này trong nhóm."),
        Column("title", ("Nội dung nhiệm vụ", "Nhiệm vụ", "Nội dung", "Nội dung thực hiện"), 50, must=True),
        Column("products", ("Sản phẩm", "Sản phẩm, kết quả", "Sản phẩm/Kết quả", "Kết quả"), 28, Kind.LINES,
               hint=_ONE_A_LINE, shared=True),
        Column("lead", ("Cơ quan chủ trì", "Chủ trì", "Đơn vị chủ trì"), 28, Kind.LINES, shared=True,
               agencies=True, hint=f"Chọn một cơ quan trong danh sách, hoặc ghi nhiều cơ quan. {_ONE_A_LINE}"),
        Column("cooperating", ("Cơ quan phối hợp", "Phối hợp", "Đơn vị phối hợp"), 28, Kind.LINES, shared=True,
               agencies=True, hint=f"Chọn một cơ quan trong danh sách, hoặc ghi nhiều cơ quan. {_ONE_A_LINE}"),
        Column("deadlines", ("Thời hạn", "Thời gian hoàn thành", "Thời gian"), 24, Kind.LINES, shared=True,
               hint="Quý IV/2026, Thường xuyên, Trước ngày 15/12/2026, ... Mỗi thời hạn một dòng trong ô (Alt+Enter)."),
    ),
)  # fmt: skip
INDICATORS: Final = Table(
    "indicators",
    "Chỉ tiêu",
    "CÁC CHỈ TIÊU",
    (
        Column("id", ("Mã chỉ tiêu", "Mã"), 11, Kind.CODE, must=True,
               hint="PL1.I.1 ở phụ lục; CT.01 nêu trong văn bản."),
        Column("name", ("Tên chỉ tiêu", "Chỉ tiêu"), 44, must=True),
        Column("unit", ("Đơn vị tính", "ĐVT"), 8),
        Column("comparator", ("So sánh", "Dấu so sánh"), 8, Kind.WORD, must=True, words=COMPARATORS,
               hint="Kết quả phải thế nào so với mức phấn đấu."),
        Column("target", ("Mức phấn đấu (số)", "Mức (số)"), 11, Kind.FIGURE,
               hint="Chỉ ghi số. Mức phấn đấu không phải con số thì để trống."),
        Column("target_text", ("Mức phấn đấu như bản in", "Mức phấn đấu"), 16, must=True),
        Column("phase", ("Giai đoạn",), 16),
        Column("first_year", ("Từ năm", "Năm đầu"), 7, Kind.YEAR, must=True),
        Column("last_year", ("Đến năm", "Năm cuối"), 7, Kind.YEAR, must=True),
        Column("tracker", ("Cơ quan theo dõi", "Đơn vị theo dõi"), 26, agencies=True),
        Column("numerator", ("Tử số đếm gì", "Tử số"), 24, hint="Của chỉ tiêu là tỷ lệ: đếm cái gì."),
        Column("denominator", ("Mẫu số đếm gì", "Mẫu số"), 24, hint="Của chỉ tiêu là tỷ lệ: trên tổng số nào."),
        Column("origin", ("Nêu ở",), 10, Kind.WORD, must=True, words=ORIGINS),
        Column("aggregate", ("Cách gộp nhiều kỳ", "Cách gộp"), 12, Kind.WORD, words=AGGREGATES,
               hint="Cộng dồn (để trống cũng vậy), hoặc lấy số của kỳ cuối."),
        Column("same_as", ("Trùng với chỉ tiêu", "Trùng với"), 11, Kind.CODE,
               hint="Mã dòng phụ lục nêu cùng mức phấn đấu."),
        Column("quote", ("Câu trong văn bản", "Trích văn bản"), 44),
    ),
)  # fmt: skip
DUTIES: Final = Table(
    "duties",
    "Chế độ báo cáo",
    "CHẾ ĐỘ BÁO CÁO NÊU TRONG KẾ HOẠCH",
    (
        Column("id", ("Mã", "Mã chế độ báo cáo"), 10, Kind.CODE, must=True),
        Column("who", ("Cơ quan báo cáo", "Ai báo cáo"), 34, must=True, agencies=True),
        Column("to", ("Báo cáo ai", "Gửi ai", "Nơi gửi"), 34, must=True),
        Column("when", ("Khi nào", "Thời hạn"), 34, must=True),
        Column("quote", ("Câu trong văn bản", "Trích văn bản"), 60, must=True),
        Column("task", ("Của nhiệm vụ", "Nhiệm vụ"), 12, Kind.CODE, hint="Mã nhiệm vụ: nhóm, dấu chấm, số: 07.1."),
    ),
)
UNITS: Final = Table(
    "unit_duties",
    "Phân công đơn vị",
    "PHÂN CÔNG CHO TỪNG ĐƠN VỊ (TỔ CHỨC THỰC HIỆN)",
    (
        Column("agency", ("Đơn vị", "Cơ quan"), 40, agencies=True, shared=True,
               hint="Ghi ở dòng đầu của đơn vị; các dòng dưới của cùng đơn vị để trống."),
        Column("item", ("Nhiệm vụ được giao", "Nội dung"), 110, hint="Mỗi đoạn một dòng của bảng."),
    ),
)  # fmt: skip
APPENDICES: Final = Table(
    "appendices",
    "Phụ lục",
    "CÁC PHỤ LỤC VÀ CỘT CỦA BẢNG IN RA",
    (
        Column("label", ("Nhãn phụ lục", "Phụ lục"), 16, must=True),
        Column("title", ("Tên phụ lục",), 50),
        Column("kind", ("Loại bảng", "Loại"), 12, Kind.WORD, must=True, words=APPENDIX_KINDS),
        Column("areas", ("Các lĩnh vực", "Lĩnh vực"), 16, Kind.CODES, hint="Mã lĩnh vực, cách nhau bằng dấu phẩy."),
        Column("columns", ("Tiêu đề các cột",), 30, Kind.LINES, hint=_ONE_A_LINE),
        Column("fields", ("Cột chứa gì",), 22, Kind.WORDS, words=FIELDS,
               hint="Mỗi cột một dòng, theo đúng thứ tự tiêu đề: " + "; ".join(FIELDS)),
    ),
    spare=5,
)  # fmt: skip
ERRATA: Final = Table(
    "errata",
    "Đính chính",
    "ĐÍNH CHÍNH LỖI CHỮ CỦA BẢN IN",
    (
        Column("place", ("Vị trí", "Ở đâu"), 16, Kind.CODE, must=True,
               hint="Mã nhiệm vụ, chỉ tiêu, lĩnh vực; hoặc văn bản, nơi nhận, chữ ký, phụ lục."),
        Column("printed", ("Bản in ghi", "In là"), 50, must=True, hint="Chép đúng nguyên văn chỗ in sai."),
        Column("corrected", ("Sửa thành",), 50, hint="Để trống là bỏ hẳn những chữ in thừa."),
        Column("why", ("Lý do",), 50, must=True),
    ),
)  # fmt: skip

TABLES: Final = (INFO, BASES, TEXT, AREAS, GROUPS, TASKS, INDICATORS, DUTIES, UNITS, APPENDICES, ERRATA)
OPTIONAL: Final = frozenset({"indicators", "duties", "unit_duties", "appendices", "errata"})
"""Tables that a plan may do without."""
