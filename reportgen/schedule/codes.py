"""Pages of the codes that the calendar of reports raises."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "LB001": Page(
        "Dòng mốc trong crontab bị hỏng",
        "Chương trình chỉ sửa các dòng giữa hai dòng mốc của mình; mất một mốc thì không biết dòng nào là của ai.",
        "Chạy `crontab -e`, xóa các dòng của reportgen và các dòng mốc, giữ các dòng khác, rồi cài lại.",
        "Xóa tay dòng `# <<< reportgen-...`: báo LB001. Đủ hai dòng mốc: không báo.",
    ),
    "LB002": Page(
        "Đường dẫn không đưa được vào lịch chạy",
        "Dòng lệnh quá dài hoặc có dấu xuống dòng sẽ bị máy cắt đôi và chạy sai.",
        "Đặt thư mục làm việc hoặc chương trình ở đường dẫn ngắn, không có ký tự lạ.",
        "Thư mục làm việc có đường dẫn dài 1.200 chữ: báo LB002. Đường dẫn có dấu cách, chữ có dấu, dấu %: không báo.",
    ),
}
"""Page of every code that this room raises."""
