"""Every name that a template may use, declared once: the public interface of the template officers.

From this declaration come `view_of` (a test compares), `template fields`, the linter's "ý bạn là ...?" and
docs/ten-truong.md. A name is never renamed or removed without a changelog entry.

Numbers and dates are native values, so that Excel can add and sort them; beside each that Word prints stands its
wording under the same name with `_chu`: `ty_le_hoan_thanh` is 0.5897, `ty_le_hoan_thanh_chu` is `58,97%`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from reportgen.view.fields import Field, Kind, Record, sample_values
from reportgen.view.fields import paths as _paths


def _text(name: str, meaning: str, sample: str) -> Field:
    return Field(name, Kind.TEXT, meaning, sample)


def _texts(name: str, meaning: str, *sample: str) -> Field:
    return Field(name, Kind.TEXTS, meaning, sample)


def _count(name: str, meaning: str, sample: int) -> Field:
    return Field(name, Kind.INTEGER, meaning, sample)


def _flag(name: str, meaning: str, *, sample: bool) -> Field:
    return Field(name, Kind.FLAG, meaning, sample)


def _worded(field: Field, sample: str) -> tuple[Field, Field]:
    """Return a native value and its wording under the same name with `_chu`."""
    blank = "; để trống khi chưa có" if field.optional else ""
    return field, Field(f"{field.name}_chu", Kind.TEXT, f"{field.meaning}, viết thành chữ để in{blank}", sample)


def _share(name: str, meaning: str, sample: str, words: str) -> tuple[Field, Field]:
    return _worded(Field(name, Kind.SHARE, meaning, Decimal(sample), optional=True), words)


def _day(name: str, meaning: str, sample: date, words: str, *, optional: bool = True) -> tuple[Field, Field]:
    return _worded(Field(name, Kind.DATE, meaning, sample, optional=optional), words)


def _decimal(name: str, meaning: str, sample: str, words: str) -> tuple[Field, Field]:
    return _worded(Field(name, Kind.DECIMAL, meaning, Decimal(sample), optional=True), words)


def _maybe_count(name: str, meaning: str, sample: int, words: str) -> tuple[Field, Field]:
    return _worded(Field(name, Kind.INTEGER, meaning, sample, optional=True), words)


def _record(name: str, meaning: str, record: Record) -> Field:
    return Field(name, Kind.RECORD, meaning, record=record)


def _list(name: str, meaning: str, record: Record) -> Field:
    return Field(name, Kind.LIST, meaning, record=record)


WARD = Record(
    "đơn vị",
    "don_vi",
    (
        _text("ten", "Tên riêng của phường", "Trúc Lâm"),
        _text("ten_day_du", "Tên phường kèm loại đơn vị hành chính", "phường Trúc Lâm"),
        _text("tinh", "Tỉnh, thành phố kèm loại đơn vị hành chính", "tỉnh Thanh Hóa"),
        _text("dia_danh", "Địa danh ghi trước ngày, tháng, năm ban hành", "Trúc Lâm"),
        _texts(
            "co_quan_ban_hanh",
            "Tên cơ quan ban hành, chữ in hoa, mỗi dòng một phần tử",
            "ỦY BAN NHÂN DÂN",
            "PHƯỜNG TRÚC LÂM",
        ),
        _text("co_quan", "Tên cơ quan ban hành dùng trong câu văn", "Ủy ban nhân dân phường Trúc Lâm"),
        _text("viet_tat", "Chữ viết tắt tên cơ quan ban hành trong ký hiệu văn bản", "UBND"),
        _text("thuong_truc", "Cơ quan tổng hợp báo cáo", "Phòng Văn hóa - Xã hội"),
    ),
)

PERIOD = Record(
    "kỳ báo cáo",
    "ky",
    (
        _text("loai", "Loại kỳ: tháng, quý, 6 tháng, 9 tháng, năm, đột xuất", "quý"),
        _text("ten", "Tên kỳ báo cáo dùng giữa câu", "quý III năm 2026"),
        _text("ten_dau_cau", "Tên kỳ báo cáo dùng đầu câu", "Quý III năm 2026"),
        _text("ten_hoa", "Tên kỳ báo cáo, chữ in hoa", "QUÝ III NĂM 2026"),
        _count("nam", "Năm báo cáo", 2026),
        *_day("tu_ngay", "Ngày đầu của thời gian chốt số liệu", date(2026, 6, 15), "15/6/2026", optional=False),
        *_day("den_ngay", "Ngày cuối của thời gian chốt số liệu", date(2026, 9, 14), "14/9/2026", optional=False),
        _flag("luy_ke", "Báo cáo lũy kế từ đầu năm (6 tháng, 9 tháng, năm)", sample=False),
        _flag("tam_tinh", "Kỳ chưa kết thúc, số liệu tạm tính đến ngày chốt", sample=False),
        _flag("rut_ngan", "Kỳ bắt đầu muộn hơn quy định do phường mới thành lập", sample=False),
        _text("ten_ky_truoc", "Tên kỳ liền trước", "quý II năm 2026"),
        _text("ten_ky_sau", "Tên kỳ liền sau dùng giữa câu", "quý IV năm 2026"),
        _text("ten_ky_sau_hoa", "Tên kỳ liền sau, chữ in hoa", "QUÝ IV NĂM 2026"),
    ),
)

PLAN = Record(
    "kế hoạch",
    "ke_hoach",
    (
        _text(
            "vien_dan",
            "Kế hoạch được viện dẫn đầy đủ: số, ký hiệu, ngày, cơ quan ban hành, trích yếu (phần nào chưa có thì lược)",
            "Kế hoạch số 12/KH-UBND ngày 08/01/2026 của Ủy ban nhân dân phường Trúc Lâm về cải cách hành chính trên "
            "địa bàn phường Trúc Lâm năm 2026",
        ),
        _text("so", "Số, ký hiệu của kế hoạch; để trống khi chưa có", "12/KH-UBND"),
        *_day("ngay_ban_hanh", "Ngày ban hành kế hoạch", date(2026, 1, 8), "08/01/2026"),
        _count("tu_nam", "Năm đầu của kế hoạch", 2026),
        _count("den_nam", "Năm cuối của kế hoạch", 2026),
        _texts(
            "can_cu",
            "Các đoạn mở đầu, căn cứ của kế hoạch, đúng nguyên văn",
            "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về việc ban hành Chương trình tổng thể cải "
            "cách hành chính nhà nước giai đoạn 2021 - 2030;",
        ),
    ),
)

COUNTS = (
    _count("tong", "Tổng số nhiệm vụ", 39),
    _count("hoan_thanh", "Số nhiệm vụ đã hoàn thành", 23),
    *_share("ty_le_hoan_thanh", "Tỷ lệ hoàn thành", "0.5897", "58,97%"),
    _count("hoan_thanh_thuong_xuyen", "Trong số đã hoàn thành: nhiệm vụ thực hiện thường xuyên", 8),
    _count("hoan_thanh_co_thoi_han", "Trong số đã hoàn thành: nhiệm vụ được giao có thời hạn", 15),
    _count("hoan_thanh_muon", "Trong số hoàn thành có thời hạn: nhiệm vụ hoàn thành sau thời hạn", 2),
    _count("thuong_xuyen", "Nhiệm vụ thường xuyên có kết quả trong kỳ, dù có tính vào hoàn thành hay không", 8),
    _count("dang_trien_khai", "Số nhiệm vụ đang triển khai thực hiện", 3),
    _count("chua_den_han", "Số nhiệm vụ chưa đến hạn", 10),
    _count("den_han", "Số nhiệm vụ đến hạn trong kỳ, chưa hoàn thành", 1),
    _count("dinh_ky", "Số nhiệm vụ định kỳ đến hạn thực hiện", 0),
    _count("qua_han", "Số nhiệm vụ quá hạn chưa hoàn thành", 1),
    _count("cho_cap_tren", "Số nhiệm vụ chờ văn bản, kế hoạch của cấp trên", 1),
    _count("chua_ro", "Số nhiệm vụ chưa xác định được thời hạn", 0),
)

TOTALS = Record(
    "tổng hợp nhiệm vụ",
    "tong_hop",
    (
        *COUNTS,
        _text(
            "cau_tong_hop",
            "Câu tổng hợp kết quả thực hiện toàn bộ kế hoạch",
            "Kế hoạch gồm có 39 nhiệm vụ; tính đến ngày 14/9/2026, đã hoàn thành 23/39 nhiệm vụ, đạt tỷ lệ 58,97% "
            "(trong đó có 8 nhiệm vụ thực hiện thường xuyên, 15 nhiệm vụ được giao có thời hạn); còn 3 nhiệm vụ đang "
            "triển khai thực hiện, 10 nhiệm vụ chưa đến hạn, 1 nhiệm vụ đến hạn trong kỳ, 1 nhiệm vụ quá hạn chưa hoàn "
            "thành, 1 nhiệm vụ chờ văn bản, kế hoạch của cấp trên.",
        ),
        _text(
            "cach_tinh",
            "Câu nói rõ nhiệm vụ thường xuyên được tính thế nào; để trống khi không nhiệm vụ nào như vậy có kết quả",
            "Nhiệm vụ thực hiện thường xuyên có kết quả trong kỳ báo cáo được tính là hoàn thành.",
        ),
        _text(
            "cau_so_sanh",
            "Câu so sánh với kỳ liền trước; để trống khi chưa có số liệu kỳ trước",
            "So với quý II năm 2026, số nhiệm vụ đã hoàn thành tăng 5 nhiệm vụ.",
        ),
    ),
)

TASK = Record(
    "nhiệm vụ",
    "nv",
    (
        _text("ma", "Mã nhiệm vụ: nhóm, dấu chấm, số thứ tự trong phụ lục của kế hoạch", "03.1"),
        _text("so", "Số thứ tự như in trong kế hoạch", "1"),
        _text("linh_vuc", "Tên lĩnh vực", "Cải cách tổ chức bộ máy hành chính nhà nước"),
        _text("nhom", "Tên nhóm nhiệm vụ trong lĩnh vực; để trống khi lĩnh vực không chia nhóm", ""),
        _text("ten", "Nội dung nhiệm vụ", "Rà soát, sắp xếp, kiện toàn tổ chức bộ máy các phòng chuyên môn"),
        _text("san_pham", "Sản phẩm, kết quả theo kế hoạch, mỗi mục một dòng", "- Đề án.\n- Quyết định."),
        _text("chu_tri", "Cơ quan chủ trì, mỗi cơ quan một dòng", "Phòng Văn hóa - Xã hội"),
        _text("chu_tri_ngan", "Cơ quan chủ trì, tên ngắn nếu có, cho cột hẹp", "Phòng VH-XH"),
        _text("phoi_hop", "Cơ quan phối hợp, mỗi cơ quan một dòng", "Các phòng, ban, đơn vị liên quan"),
        _text("thoi_han", "Thời hạn như in trong kế hoạch, mỗi mục một dòng", "Quý I/2026"),
        _text("thoi_han_gap_nhat", "Thời hạn của phần việc chưa xong gấp nhất, như in trong kế hoạch", "Quý I/2026"),
        *_day("ngay_den_han", "Ngày đến hạn của phần việc chưa xong gấp nhất", date(2026, 3, 31), "31/3/2026"),
        _text("tinh_trang", "Tình trạng thực hiện", "Hoàn thành đúng hạn"),
        _text("phan_loai", "Loại của nhiệm vụ trong câu tổng hợp", "hoàn thành, có thời hạn"),
        _flag("hoan_thanh", "Nhiệm vụ được tính là hoàn thành", sample=True),
        _flag("qua_han", "Nhiệm vụ quá hạn chưa hoàn thành", sample=False),
        *_day("ngay_hoan_thanh", "Ngày hoàn thành", date(2026, 3, 20), "20/3/2026"),
        _flag("muon", "Hoàn thành sau thời hạn", sample=False),
        *_share("ty_le", "Mức độ hoàn thành", "1", "100%"),
        _text(
            "ket_qua",
            "Kết quả đã thực hiện do cơ quan chủ trì báo cáo; báo cáo lũy kế ghi mỗi kỳ một dòng",
            "Đã tham mưu ban hành Quyết định kiện toàn",
        ),
        _text(
            "van_ban",
            "Văn bản đã ban hành, viện dẫn nối tiếp nhau; báo cáo lũy kế ghi mỗi kỳ một dòng",
            "Quyết định số 45/QĐ-UBND ngày 18/3/2026",
        ),
        _text(
            "van_ban_day_du",
            "Văn bản đã ban hành, viện dẫn kèm trích yếu; báo cáo lũy kế ghi mỗi kỳ một dòng",
            "Quyết định số 45/QĐ-UBND ngày 18/3/2026 (Kiện toàn tổ chức bộ máy)",
        ),
        _text(
            "dien_giai",
            "Kết quả kèm văn bản; báo cáo lũy kế ghi mỗi kỳ một dòng",
            "Đã kiện toàn (Quyết định số 45/QĐ-UBND ngày 18/3/2026).",
        ),
        _text("kho_khan", "Khó khăn, vướng mắc của nhiệm vụ", "Chưa có hướng dẫn của cấp trên."),
        _text(
            "ket_qua_kho_khan",
            "Kết quả mới nhất đã thực hiện, tiếp theo là khó khăn, vướng mắc",
            "Đang lấy ý kiến các đơn vị. Chưa có hướng dẫn của cấp trên.",
        ),
        _text("kien_nghi", "Kiến nghị, đề xuất của nhiệm vụ", "Đề nghị Sở Nội vụ sớm có văn bản hướng dẫn."),
    ),
)

DUE = Record(
    "việc có thời hạn",
    "viec",
    (
        _count("stt", "Số thứ tự trong danh sách", 1),
        _text("co_quan", "Cơ quan chịu trách nhiệm", "Văn phòng HĐND và UBND"),
        _text(
            "co_quan_ngan", "Cơ quan chịu trách nhiệm, tên ngắn nếu có, mỗi cơ quan một dòng", "Văn phòng HĐND và UBND"
        ),
        _text("ma", "Mã nhiệm vụ", "02.3"),
        _text("linh_vuc", "Tên lĩnh vực", "Cải cách thủ tục hành chính"),
        _text("ten", "Nội dung nhiệm vụ", "Rà soát, đơn giản hóa thủ tục hành chính"),
        _text("phan_viec", "Phần việc có thời hạn riêng; để trống khi nhiệm vụ chỉ có một thời hạn", "Báo cáo kết quả"),
        _text("thoi_han", "Thời hạn như in trong kế hoạch", "Quý I/2026"),
        _text("thoi_han_day_du", "Phần việc (nếu có) và thời hạn", "Báo cáo kết quả: Quý I/2026"),
        *_day("ngay_den_han", "Ngày đến hạn", date(2026, 3, 31), "31/3/2026", optional=False),
        *_maybe_count("so_ngay_qua_han", "Số ngày quá hạn tính đến ngày chốt", 167, "167 ngày"),
        _text("tinh_trang", "Tình trạng thực hiện", "Quá hạn"),
        _text("san_pham", "Sản phẩm, kết quả theo kế hoạch, mỗi mục một dòng", "- Báo cáo."),
        _text("ket_qua", "Kết quả đã thực hiện", "Đang lấy ý kiến các đơn vị."),
        _text("kho_khan", "Khó khăn, vướng mắc", ""),
        _text(
            "ket_qua_kho_khan",
            "Kết quả mới nhất đã thực hiện, tiếp theo là khó khăn, vướng mắc",
            "Đang lấy ý kiến các đơn vị.",
        ),
        _text(
            "dien_giai",
            "Một dòng cho phần thân báo cáo: nội dung, thời hạn",
            "Rà soát, đơn giản hóa thủ tục hành chính (đến hạn ngày 31/3/2026)",
        ),
    ),
)

DUE_OF_AGENCY = Record(
    "việc có thời hạn của một cơ quan",
    "cq",
    (
        _text("co_quan", "Cơ quan chịu trách nhiệm", "Văn phòng HĐND và UBND"),
        _count("so_luong", "Số việc của cơ quan trong danh sách", 1),
        _list("viec", "Các việc của cơ quan", DUE),
    ),
)

GROUP = Record(
    "nhóm nhiệm vụ",
    "nhom",
    (
        _text("ma", "Mã nhóm như in trong kế hoạch", "II.1"),
        _text("ten", "Tên nhóm; để trống khi lĩnh vực không chia nhóm", "Nâng cao chất lượng văn bản"),
        _list("nhiem_vu", "Nhiệm vụ của nhóm, theo thứ tự trong kế hoạch", TASK),
    ),
)

AREA = Record(
    "lĩnh vực",
    "lv",
    (
        _text("ma", "Mã lĩnh vực như in trong kế hoạch", "03"),
        _text("so_la_ma", "Số La Mã theo thứ tự trong kế hoạch", "III"),
        _text("ten", "Tên lĩnh vực", "Cải cách tổ chức bộ máy hành chính nhà nước"),
        *COUNTS,
        _list("nhom", "Các nhóm nhiệm vụ của lĩnh vực", GROUP),
        _list("nhiem_vu", "Mọi nhiệm vụ của lĩnh vực", TASK),
    ),
)

SECTION = Record(
    "mục nội dung",
    "muc",
    (
        _count("stt", "Số thứ tự của khoản trong phần II; 0 là phần I (chỉ đạo, điều hành)", 2),
        _text("ten", "Tên nội dung", "Cải cách thủ tục hành chính"),
        _text(
            "mo_dau",
            "Câu nêu số nhiệm vụ và kết quả chung",
            "Kế hoạch giao 12 nhiệm vụ; đã hoàn thành 7/12 nhiệm vụ, đạt tỷ lệ 58,33%; còn 5 nhiệm vụ chưa đến hạn.",
        ),
        _texts(
            "ket_qua",
            "Kết quả của từng nhiệm vụ đã hoàn thành hoặc thường xuyên, mỗi nhiệm vụ một đoạn",
            "Ban hành Kế hoạch kiểm soát thủ tục hành chính năm 2026 (Kế hoạch số 12/KH-UBND ngày 08/01/2026).",
        ),
        _texts(
            "dang_lam",
            "Tiến độ của từng nhiệm vụ đang triển khai, đến hạn trong kỳ, mỗi nhiệm vụ một đoạn",
            "Rà soát, đơn giản hóa thủ tục hành chính: đang lấy ý kiến các đơn vị.",
        ),
        _texts(
            "buoc_dau",
            "Kết quả bước đầu của nhiệm vụ chưa đến hạn, chờ văn bản của cấp trên, mỗi nhiệm vụ một đoạn",
            "Đã rà soát hiện trạng 11 đơn vị sự nghiệp công lập.",
        ),
        _texts(
            "qua_han",
            "Nhiệm vụ quá hạn, theo cơ quan chủ trì, mỗi nhiệm vụ một đoạn",
            "Văn phòng HĐND và UBND: Rà soát, đơn giản hóa thủ tục hành chính (đến hạn ngày 31/3/2026). Đang lấy ý "
            "kiến.",
        ),
        _texts(
            "ho_so",
            "Tình hình giải quyết hồ sơ thủ tục hành chính; chỉ có ở nội dung cải cách thủ tục hành chính",
            "Từ ngày 15/6/2026 đến ngày 14/9/2026, tiếp nhận 1.003 hồ sơ; đã giải quyết 990 hồ sơ, trong đó trước hạn "
            "và đúng hạn 985 hồ sơ, đạt tỷ lệ 99,49%.",
        ),
    ),
)

INDICATOR = Record(
    "chỉ tiêu",
    "ct",
    (
        _count("stt", "Số thứ tự trong bảng", 1),
        _text("ma", "Mã chỉ tiêu", "PL1.I.1"),
        _text("ten", "Tên chỉ tiêu", "Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn"),
        _text("giai_doan", "Giai đoạn thực hiện; để trống khi áp dụng cho cả kế hoạch", "Giai đoạn 2026 - 2027"),
        _text("don_vi_tinh", "Đơn vị tính", "%"),
        _text("muc_tieu", "Mục tiêu như in trong kế hoạch", "≥ 95"),
        *_decimal("muc_tieu_so", "Mục tiêu bằng số", "95", "95"),
        *_decimal("gia_tri", "Kết quả kỳ này, theo đơn vị tính", "98.21", "98,21"),
        *_maybe_count("tu_so", "Tử số của tỷ lệ", 985, "985"),
        *_maybe_count("mau_so", "Mẫu số của tỷ lệ", 1003, "1.003"),
        *_decimal("ky_truoc", "Kết quả kỳ liền trước", "97.00", "97"),
        *_decimal("thay_doi", "Tăng, giảm so với kỳ liền trước", "1.21", "+1,21"),
        *_decimal("cung_ky", "Kết quả cùng kỳ năm trước", "96.00", "96"),
        *_decimal("thay_doi_cung_ky", "Tăng, giảm so với cùng kỳ năm trước", "2.21", "+2,21"),
        _text("ket_luan", "Đánh giá: Đạt, Chưa đạt, Chưa có số liệu, Chưa đến kỳ đánh giá", "Đạt"),
        _text("theo_doi", "Cơ quan theo dõi, đánh giá", "Trung tâm Phục vụ hành chính công"),
        _text("cach_tinh", "Tử số và mẫu số bằng chữ", "số hồ sơ giải quyết đúng hạn / tổng số hồ sơ đã giải quyết"),
        _text("ghi_chu", "Ghi chú của cơ quan báo cáo", ""),
    ),
)

PHASE = Record(
    "giai đoạn của chỉ tiêu",
    "gd",
    (
        _text(
            "ten", "Tên giai đoạn; để trống khi kế hoạch không chia chỉ tiêu theo giai đoạn", "Giai đoạn 2026 - 2027"
        ),
        _list("chi_tieu", "Các chỉ tiêu của giai đoạn", INDICATOR),
    ),
)

INDICATOR_COUNTS = Record(
    "tổng hợp chỉ tiêu",
    "chi_tieu_tong",
    (
        _count("tong", "Tổng số chỉ tiêu", 13),
        _count("dat", "Số chỉ tiêu đạt", 8),
        _count("chua_dat", "Số chỉ tiêu chưa đạt", 2),
        _count("chua_co_so_lieu", "Số chỉ tiêu chưa có số liệu", 2),
        _count("chua_den_ky", "Số chỉ tiêu chưa đến kỳ đánh giá", 1),
        _text(
            "cau_tong_hop",
            "Câu tổng hợp kết quả thực hiện chỉ tiêu",
            "Tính đến ngày 14/9/2026, trong 13 chỉ tiêu của Kế hoạch, có 8 chỉ tiêu đạt, 2 chỉ tiêu chưa đạt, 2 chỉ "
            "tiêu chưa có số liệu, 1 chỉ tiêu chưa đến kỳ đánh giá.",
        ),
    ),
)

_FILE_COLUMNS = (
    ("tiep_nhan", "Hồ sơ nhận giải quyết: tổng số", 1003),
    ("truc_tuyen", "Nhận trong kỳ: trực tuyến", 900),
    ("truc_tiep", "Nhận trong kỳ: trực tiếp, dịch vụ bưu chính", 83),
    ("ky_truoc_chuyen", "Nhận từ kỳ trước chuyển sang", 20),
    ("giai_quyet", "Hồ sơ đã giải quyết: tổng số", 990),
    ("truoc_han", "Đã giải quyết trước hạn", 970),
    ("dung_han", "Đã giải quyết đúng hạn", 15),
    ("qua_han", "Đã giải quyết quá hạn", 5),
    ("dang_giai_quyet", "Hồ sơ đang giải quyết: tổng số", 13),
    ("trong_han", "Đang giải quyết, trong hạn", 13),
    ("dang_qua_han", "Đang giải quyết, quá hạn", 0),
)

FILES = Record(
    "hồ sơ thủ tục hành chính theo lĩnh vực",
    "hs",
    (
        _count("stt", "Số thứ tự trong bảng", 1),
        _text("linh_vuc", "Lĩnh vực", "Hộ tịch"),
        *(_count(name, meaning, sample) for name, meaning, sample in _FILE_COLUMNS),
    ),
)

FILES_TOTAL = Record(
    "tổng số hồ sơ thủ tục hành chính",
    "ho_so_tong",
    (
        _flag("co_so_lieu", "Có số liệu hồ sơ trong kỳ", sample=True),
        _text("cau_chua_co", "Câu nêu lý do chưa có số liệu hồ sơ; để trống khi có số liệu", ""),
        _flag("du_so_lieu", "Đủ số liệu của cả kỳ; không khi thiếu báo cáo của một phần kỳ", sample=True),
        *_day("tu_ngay", "Ngày đầu của số liệu hồ sơ", date(2026, 6, 15), "15/6/2026"),
        *_day("den_ngay", "Ngày cuối của số liệu hồ sơ", date(2026, 9, 14), "14/9/2026"),
        *(
            field
            for name, meaning, sample in _FILE_COLUMNS
            for field in _maybe_count(name, meaning, sample, f"{sample:,}".replace(",", "."))
        ),
        *_share("ty_le_dung_han", "Tỷ lệ giải quyết trước hạn và đúng hạn", "0.9949", "99,49%"),
        *_share("ty_le_truc_tuyen", "Tỷ lệ hồ sơ nhận trực tuyến", "0.9156", "91,56%"),
    ),
)

AGENCY = Record(
    "cơ quan chủ trì",
    "cq",
    (
        _count("stt", "Số thứ tự trong bảng", 1),
        _text("ten", "Tên cơ quan", "Phòng Văn hóa - Xã hội"),
        _text("ten_ngan", "Tên ngắn; là tên đầy đủ khi không có tên ngắn", "Phòng VH-XH"),
        *COUNTS,
        _flag("da_bao_cao", "Cơ quan đã gửi báo cáo tiến độ trong kỳ", sample=True),
        _text("bao_cao", "Tình hình gửi báo cáo tiến độ, bằng chữ", "Đã báo cáo"),
    ),
)

REVIEW = Record(
    "đánh giá chung",
    "danh_gia",
    (
        _texts(
            "ket_qua",
            "Các đoạn đánh giá kết quả đạt được",
            "Quý III năm 2026, công tác cải cách hành chính được triển khai theo Kế hoạch; các cơ quan, đơn vị đã hoàn "
            "thành 23/39 nhiệm vụ, đạt tỷ lệ 58,97%.",
        ),
        _texts("han_che", "Các đoạn nêu tồn tại, hạn chế", "Còn 1 nhiệm vụ quá hạn chưa hoàn thành."),
        _texts("nguyen_nhan", "Các đoạn nêu nguyên nhân", "Một số nhiệm vụ phụ thuộc hướng dẫn của cấp trên."),
    ),
)

SIGNATURE = Record(
    "khối chữ ký",
    "chu_ky",
    (
        _texts(
            "quyen_han",
            "Các dòng quyền hạn, chức vụ, chữ in hoa",
            "TM. ỦY BAN NHÂN DÂN",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
        ),
        _text("ho_ten", "Họ và tên người ký", "Nguyễn Văn A"),
    ),
)


def _chart(name: str, meaning: str, title: str, categories: Sequence[str], **series: Sequence[int]) -> Field:
    drawn = [{"ten": words.replace("_", " "), "gia_tri": list(figures)} for words, figures in series.items()]
    sample = {"tieu_de": title, "nhom": list(categories), "chuoi": drawn}
    return Field(name, Kind.CHART, f"{meaning}; thẻ đặt ở tiêu đề biểu đồ", sample)


_AREAS = ("Cải cách thể chế", "Cải cách thủ tục hành chính", "Cải cách tổ chức bộ máy hành chính nhà nước")

CHARTS = Record(
    "số liệu biểu đồ",
    "bieu_do",
    (
        _chart(
            "nhiem_vu_theo_linh_vuc",
            "Nhiệm vụ của từng lĩnh vực, chia theo tình trạng thực hiện",
            "Tình trạng thực hiện nhiệm vụ theo lĩnh vực",
            _AREAS,
            Hoàn_thành=(5, 7, 3),
            Chưa_đến_hạn=(2, 4, 1),
            Quá_hạn_chưa_hoàn_thành=(0, 1, 0),
        ),
        _chart(
            "nhiem_vu_theo_co_quan",
            "Nhiệm vụ của từng cơ quan chủ trì, chia theo tình trạng thực hiện",
            "Tình trạng thực hiện nhiệm vụ theo cơ quan chủ trì",
            ("Phòng VH-XH", "Văn phòng HĐND và UBND"),
            Hoàn_thành=(12, 7),
            Chưa_đến_hạn=(6, 5),
        ),
        _chart(
            "nhiem_vu_theo_tinh_trang",
            "Tổng số nhiệm vụ, chia theo tình trạng thực hiện; vẽ được bằng biểu đồ tròn",
            "Nhiệm vụ theo tình trạng thực hiện",
            ("Hoàn thành", "Chưa đến hạn", "Quá hạn chưa hoàn thành"),
            Số_nhiệm_vụ=(23, 15, 1),
        ),
        _chart(
            "chi_tieu_theo_danh_gia",
            "Tổng số chỉ tiêu, chia theo kết quả đánh giá; vẽ được bằng biểu đồ tròn",
            "Chỉ tiêu theo kết quả đánh giá",
            ("Đạt", "Chưa đạt", "Chưa có số liệu"),
            Số_chỉ_tiêu=(8, 2, 3),
        ),
        _chart(
            "chi_tieu",
            "Các chỉ tiêu tính bằng % đã có kết quả, cạnh mục tiêu và kết quả kỳ trước",
            "Kết quả thực hiện chỉ tiêu (%)",
            ("Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn", "Tỷ lệ hồ sơ nộp trực tuyến"),
            Mục_tiêu=(95, 80),
            Kết_quả_kỳ_này=(98, 76),
        ),
        _chart(
            "ho_so_theo_linh_vuc",
            "Hồ sơ thủ tục hành chính đã giải quyết của từng lĩnh vực, trước hạn, đúng hạn, quá hạn",
            "Hồ sơ thủ tục hành chính đã giải quyết theo lĩnh vực",
            ("Hộ tịch", "Chứng thực"),
            Trước_hạn=(420, 550),
            Đúng_hạn=(10, 5),
        ),
    ),
)

NAMES: tuple[Field, ...] = (
    _record("don_vi", "Phường lập báo cáo", WARD),
    _record("ky", "Kỳ báo cáo", PERIOD),
    _record("ke_hoach", "Kế hoạch được báo cáo", PLAN),
    *_day(
        "ngay_chot",
        "Ngày chốt: tình trạng nhiệm vụ tính đến hết ngày này",
        date(2026, 9, 14),
        "14/9/2026",
        optional=False,
    ),
    _text("ten_loai", "Tên loại văn bản, chữ in hoa", "BÁO CÁO"),
    _text(
        "trich_yeu",
        "Trích yếu nội dung văn bản",
        "Kết quả thực hiện công tác cải cách hành chính quý III năm 2026 trên địa bàn phường Trúc Lâm",
    ),
    _text("so_ky_hieu", "Số, ký hiệu văn bản; chừa trống chỗ ghi số khi chưa có", "     /BC-UBND"),
    *_day("ngay_ban_hanh", "Ngày ban hành văn bản", date(2026, 9, 16), "16/9/2026"),
    _text(
        "dong_ngay_thang",
        "Địa danh và thời gian ban hành; chừa trống ngày, tháng khi chưa có",
        "Trúc Lâm, ngày 16 tháng 9 năm 2026",
    ),
    _text(
        "kem_theo",
        "Dòng chỉ dẫn dưới tên phụ lục",
        "(Kèm theo Báo cáo số      /BC-UBND ngày      tháng      năm 2026 của Ủy ban nhân dân phường Trúc Lâm)",
    ),
    _texts("kinh_gui", "Nơi kính gửi, mỗi nơi một phần tử", "Sở Nội vụ tỉnh Thanh Hóa"),
    _texts("kinh_gui_dong", "Nơi kính gửi viết thành dòng có gạch đầu dòng, dấu cuối", "- Sở Nội vụ tỉnh Thanh Hóa."),
    _texts("noi_nhan", "Các dòng Nơi nhận có gạch đầu dòng, dấu cuối", "- Như trên;", "- Lưu: VT, VHXH."),
    _record("chu_ky", "Khối chữ ký", SIGNATURE),
    _flag("minh_hoa", "Có số liệu được dựng để minh họa", sample=False),
    _texts("canh_bao", "Các dòng cảnh báo in trên mặt văn bản; không có dòng nào khi số liệu là thật"),
    _texts(
        "mo_dau",
        "Các đoạn mở đầu: viện dẫn kế hoạch, thời gian chốt số liệu, phạm vi số liệu",
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 08/01/2026 của Ủy ban nhân dân phường Trúc Lâm về cải cách hành chính "
        "năm 2026, Ủy ban nhân dân phường Trúc Lâm báo cáo kết quả công tác cải cách hành chính quý III năm 2026 (thời "
        "gian chốt số liệu từ ngày 15/6/2026 đến ngày 14/9/2026).",
        "Kết quả cụ thể như sau:",
    ),
    _record("tong_hop", "Tổng hợp toàn bộ nhiệm vụ của kế hoạch", TOTALS),
    _list("nhiem_vu", "Mọi nhiệm vụ của kế hoạch, theo thứ tự in", TASK),
    _list("linh_vuc", "Các lĩnh vực của kế hoạch, theo thứ tự in", AREA),
    _texts("chi_dao_khac", "Nội dung chỉ đạo, điều hành khác do các cơ quan báo cáo, mỗi nội dung một đoạn"),
    _record("chi_dao", "Phần I: nhiệm vụ chỉ đạo, điều hành", SECTION),
    _list("noi_dung", "Phần II: sáu nội dung cải cách, theo thứ tự của đề cương", SECTION),
    _list("qua_han", "Việc quá hạn, theo cơ quan rồi theo ngày", DUE),
    _list("qua_han_theo_co_quan", "Việc quá hạn, gộp theo cơ quan", DUE_OF_AGENCY),
    _list("den_han", "Nhiệm vụ đến hạn trong kỳ, chưa hoàn thành", TASK),
    _list("dinh_ky", "Nhiệm vụ định kỳ đến hạn thực hiện", TASK),
    _list("nhiem_vu_cho_cap_tren", "Nhiệm vụ chờ văn bản, kế hoạch của cấp trên", TASK),
    _list("nhiem_vu_chua_ro", "Nhiệm vụ chưa xác định được thời hạn", TASK),
    _list("ky_sau", "Việc đến hạn trong kỳ sau, gộp theo cơ quan", DUE_OF_AGENCY),
    _text(
        "cau_ky_sau",
        "Câu mở đầu phần nhiệm vụ kỳ sau",
        "Trong quý IV năm 2026, có 5 nhiệm vụ đến hạn hoàn thành, cụ thể:",
    ),
    _list("chi_tieu", "Các chỉ tiêu", INDICATOR),
    _list("chi_tieu_theo_giai_doan", "Các chỉ tiêu, gộp theo giai đoạn", PHASE),
    _record("chi_tieu_tong", "Tổng hợp chỉ tiêu", INDICATOR_COUNTS),
    _list("ho_so", "Hồ sơ thủ tục hành chính theo lĩnh vực", FILES),
    _record("ho_so_tong", "Tổng số hồ sơ thủ tục hành chính", FILES_TOTAL),
    _list("co_quan", "Các cơ quan chủ trì với số nhiệm vụ của mình", AGENCY),
    _texts("chua_bao_cao", "Tên các cơ quan chưa gửi báo cáo tiến độ", "Trung tâm Phục vụ hành chính công"),
    _text(
        "cau_chua_bao_cao",
        "Câu nêu các cơ quan chưa gửi báo cáo; để trống khi mọi cơ quan đã gửi",
        "Đến ngày chốt số liệu, còn 01 cơ quan chưa gửi báo cáo tiến độ: Trung tâm Phục vụ hành chính công.",
    ),
    _record("danh_gia", "Phần III: đánh giá chung", REVIEW),
    _record("bieu_do", "Số liệu để vẽ biểu đồ", CHARTS),
    _texts(
        "kien_nghi",
        "Phần V: các kiến nghị, đề xuất, mỗi kiến nghị một đoạn",
        "Đề nghị Sở Nội vụ sớm hướng dẫn sắp xếp đơn vị sự nghiệp công lập (Phòng Văn hóa - Xã hội).",
    ),
)
"""All names, in the order of the documentation."""


def paths() -> dict[str, Field]:
    """Return every name by its full path: `don_vi.ten`, `nhiem_vu[].ten`, `linh_vuc[].nhom[].nhiem_vu[].ten`."""
    return dict(_paths(NAMES))


def samples() -> dict[str, object]:
    """Return sample values of all names, shaped as a template receives them; each list holds one item."""
    return sample_values(NAMES)
