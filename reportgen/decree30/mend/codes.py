"""Pages of the codes that mending and annotating raise."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "VB004": Page(
        "Văn bản đã ký số nên không sửa",
        "Chữ ký số xác nhận từng byte của tệp; sửa bất cứ chỗ nào cũng làm chữ ký mất giá trị. Văn bản đã ban hành sai "
        "thể thức thì đính chính bằng công văn (Nghị định 30/2020/NĐ-CP, Điều 18 khoản 3).",
        "Lấy bản dự thảo chưa ký, sửa rồi trình ký lại; văn bản đã ban hành thì ra công văn đính chính.",
        "`fix document` với tệp có chữ ký số: báo VB004, tệp giữ nguyên. Tệp chưa ký: không báo.",
    ),
}
"""Page of every code."""
