"""Pages of the codes of commands about a finished document."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "XX001": Page(
        "Tệp không do chương trình lập",
        "Văn bản do reportgen lập mang trong thuộc tính của tệp loại, kỳ, ngày chốt, mã số liệu, mã mẫu, phiên bản; "
        "không có các thuộc tính đó thì không biết văn bản từ đâu mà ra.",
        "Chọn tệp Word, Excel do chương trình lập trong thư mục `out/`. Tệp PDF thì xem tệp Word cùng tên.",
        "`reportgen show` một công văn soạn tay: báo XX001. Báo cáo quý do chương trình lập, kể cả đã sửa: không báo.",
    ),
    "XX002": Page(
        "Hai tệp không cùng loại nên không so sánh được",
        "So sánh từng đoạn, từng ô chỉ có nghĩa giữa hai tệp Word hoặc giữa hai tệp Excel.",
        "Chọn hai tệp .docx hoặc hai tệp .xlsx. Tệp .doc, .xls thì mở bằng Word, Excel rồi lưu thành .docx, .xlsx.",
        "`reportgen diff bao-cao.docx phu-luc.xlsx`: báo XX002. Hai tệp .docx: không báo.",
    ),
}
