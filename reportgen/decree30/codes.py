"""Pages of the codes that this room raises beside the ids of its rules."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "VB001": Page(
        "Tệp không phải văn bản Word",
        "Nghị định 30/2020/NĐ-CP quy định thể thức văn bản; bảng tính không kiểm tra theo quy định này.",
        "Chọn tệp .docx; văn bản ở dạng khác thì mở bằng Word hoặc LibreOffice rồi lưu thành .docx.",
        "`check document phu-luc.xlsx`: báo VB001. `check document bao-cao.docx`: không báo.",
    ),
    "VB002": Page(
        "Văn bản Word bị hỏng bên trong",
        "Một phần của tệp không đúng cấu trúc văn bản Word nên không biết chắc văn bản trông thế nào.",
        "Mở tệp bằng Word, chọn sửa chữa (Repair) nếu được hỏi, lưu thành tệp mới rồi kiểm tra lại.",
        "Tệp thiếu thân văn bản, hoặc thiếu phần đầu trang mà văn bản nhắc đến: báo VB002. Tệp do Word lưu: không báo.",
    ),
    "VB003": Page(
        "Văn bản không thuộc loại được kiểm tra",
        "Chương trình kiểm tra báo cáo, kế hoạch, công văn, tờ trình, thông báo, quyết định; với loại khác chỉ "
        "kiểm tra được khổ giấy, lề, phông chữ và những quy định chung.",
        "Ghi tên loại thành một dòng riêng, chữ in hoa, canh giữa (BÁO CÁO, KẾ HOẠCH...); công văn thì ghi V/v dưới "
        "số, ký hiệu. Nếu văn bản thuộc loại khác thì bỏ qua cảnh báo này.",
        "Biên bản họp: báo VB003. Báo cáo có dòng “BÁO CÁO”: không báo.",
    ),
}
"""Page of every code."""
