"""Pages of the problem codes of charts that are fed with data."""

from __future__ import annotations

from typing import Final

from reportgen.problem import Page

PAGES: Final[dict[str, Page]] = {
    "MB040": Page(
        title="Dữ liệu của biểu đồ không đúng khuôn",
        why="Biểu đồ cần tiêu đề, danh sách nhóm và các chuỗi số liệu; thiếu hoặc sai tên thì không biết vẽ gì.",
        fix="Dùng một biểu đồ có sẵn (bieu_do...), hoặc đưa vào đủ tieu_de, nhom, chuoi; mỗi chuỗi có ten, gia_tri.",
        example="Tiêu đề biểu đồ là {{ tong_hop }}: báo MB040. {{ bieu_do.nhiem_vu_theo_linh_vuc }}: không báo.",
    ),
    "MB041": Page(
        title="Chuỗi số liệu của biểu đồ thừa hoặc thiếu giá trị",
        why="Thiếu một giá trị thì mọi cột phía sau lệch sang nhóm khác mà nhìn vào không biết.",
        fix="Mỗi chuỗi có đúng một giá trị cho mỗi nhóm; chỗ chưa có số liệu thì để trống (None).",
        example="3 nhóm, chuỗi có 2 giá trị: báo MB041. 3 nhóm, chuỗi 5, trống, 7: không báo.",
    ),
    "MB042": Page(
        title="Giá trị vẽ lên biểu đồ không phải là số",
        why='Biểu đồ coi chữ là số 0; "12 việc" sẽ thành một cột trống. Số dài quá 15 chữ số thì Excel làm tròn.',
        fix="Để số nguyên dạng số; chỗ chưa có số liệu thì để trống (None). Số quá dài thì đổi sang nghìn, triệu, tỷ.",
        example='Giá trị "12 việc": báo MB042. Giá trị 12: không báo.',
    ),
    "MB043": Page(
        title="Thẻ số liệu biểu đồ đặt sai chỗ hoặc thừa",
        why="Một biểu đồ chỉ vẽ một bộ số liệu, lấy từ thẻ trong tiêu đề; thẻ số liệu ở tiêu đề trục không in ra được.",
        fix="Để một thẻ số liệu trong tiêu đề của biểu đồ; muốn vẽ nhiều bộ số liệu thì chèn nhiều biểu đồ.",
        example="Tiêu đề {{ bieu_do.a }} {{ bieu_do.b }}: báo MB043. Tiêu đề {{ bieu_do.a }}: không báo.",
    ),
    "MB044": Page(
        title="Loại biểu đồ không vẽ được số liệu này",
        why="Biểu đồ tròn chỉ vẽ một chuỗi số không âm; biểu đồ bong bóng, chứng khoán, bề mặt cần số liệu kiểu khác.",
        fix="Đổi loại biểu đồ trong mẫu (Change Chart Type): cột, thanh, đường, miền, mạng nhện.",
        example="Biểu đồ tròn, dữ liệu 4 chuỗi: báo MB044. Biểu đồ cột chồng, dữ liệu 4 chuỗi: không báo.",
    ),
}
