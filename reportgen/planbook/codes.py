"""Pages of the codes that reading the plan's workbook raises."""

from __future__ import annotations

from reportgen.problem import Page

_CELL = "Sửa đúng ô được nêu, lưu lại rồi chạy lại `reportgen plan import`."

PAGES: dict[str, Page] = {
    "BK001": Page(
        "Bảng là kế hoạch của phường khác",
        "Đọc nhầm bảng của phường khác thì cả kế hoạch bị thay.",
        "Chọn đúng phường bằng `--ward`, hoặc lấy đúng bảng.",
        "Bảng của hang-gon, `--ward truc-lam`: báo BK001. Đúng phường: không báo.",
    ),
    "BK002": Page(
        "Bảng là kế hoạch của năm khác",
        "Mỗi bảng xuất từ một kế hoạch; đọc vào kế hoạch của năm khác thì sai cả hai.",
        "Bỏ `--year` để đọc vào đúng kế hoạch mà bảng được xuất ra, hoặc lấy đúng bảng.",
        "Bảng của kế hoạch 2026, `--year 2027`: báo BK002. `--year 2026`: không báo.",
    ),
    "BK003": Page(
        "Không có bảng ở đường dẫn này",
        "Chương trình chỉ đọc đúng tệp được nêu.",
        "Ghi đúng đường dẫn của bảng đã xuất bằng `reportgen plan export`.",
        "Gõ sai tên tệp: báo BK003. Đúng tên: không báo.",
    ),
    "BK004": Page(
        "Bảng mất trang ẩn",
        "Trang ẩn giữ nội dung kế hoạch lúc xuất, nhờ đó biết người sửa đã đổi những ô nào. Mất trang ẩn thì mọi ô "
        "được so với kế hoạch hiện hành, kể cả phần người khác vừa sửa.",
        "Xem kỹ danh sách thay đổi (`--dry-run`); nên sửa trên bảng xuất bằng `reportgen plan export`.",
        "Chép các trang sang tệp mới rồi đọc: báo BK004. Sửa trên tệp đã xuất: không báo.",
    ),
    "BK010": Page(
        "Tệp không phải bảng kế hoạch",
        "Không trang tính nào có tiêu đề cột của bảng kế hoạch.",
        "Chọn đúng tệp đã xuất bằng `reportgen plan export`; biểu mẫu của đơn vị thì nhận bằng `forms receive`.",
        "Đọc nhầm một bảng tính khác: báo BK010. Bảng đã xuất: không báo.",
    ),
    "BK011": Page(
        "Thiếu một bảng của kế hoạch",
        "Bảng được nhận ra theo tiêu đề cột; mất bảng không có nghĩa là muốn bỏ cả phần đó của kế hoạch.",
        "Xuất lại bảng rồi chép phần đã sửa vào. Muốn bỏ hết nội dung thì xóa các dòng, giữ trang tính.",
        "Xóa trang Chỉ tiêu: báo BK011. Xóa các dòng của trang Chỉ tiêu: không báo.",
    ),
    "BK012": Page(
        "Một bảng có ở nhiều trang tính",
        "Không rõ trang nào là bản đúng.",
        "Giữ một trang; trang kia thì xóa, hoặc xóa dòng tiêu đề nếu chỉ để xem.",
        "Nhân đôi trang Nhiệm vụ: báo BK012. Một trang: không báo.",
    ),
    "BK013": Page(
        "Thiếu một dòng của trang Thông tin",
        "Mỗi dòng của trang này là một mục bắt buộc phải có, dù nội dung có thể để trống.",
        "Thêm lại dòng với đúng tên mục; muốn bỏ nội dung thì để trống ô bên cạnh.",
        "Xóa dòng “Số kế hoạch”: báo BK013. Để trống ô: không báo.",
    ),
    "BK014": Page(
        "Thiếu một cột của bảng",
        "Mất cột không có nghĩa là muốn bỏ nội dung của cột đó ở mọi dòng.",
        "Ghi lại tiêu đề cột như lúc xuất, hoặc xuất lại bảng rồi chép phần đã sửa vào. Muốn bỏ nội dung thì để trống "
        "ô.",
        "Xóa cột “Cơ quan phối hợp”: báo BK014. Chuyển cột sang chỗ khác: không báo.",
    ),
    "BK015": Page(
        "Cột, dòng thêm không được đọc",
        "Chỉ các cột của bảng là dữ liệu của kế hoạch; phần thêm là ghi riêng của người sửa.",
        "Ghi riêng thì bỏ qua; nội dung của kế hoạch thì chuyển vào cột của bảng.",
        "Thêm cột “Ý kiến”: báo BK015. Không thêm: không báo.",
    ),
    "BK019": Page(
        "Ô gộp qua nhiều dòng",
        "Cột này mỗi dòng phải có nội dung riêng nên không rõ ô gộp là của dòng nào.",
        "Bỏ gộp ô, ghi nội dung vào từng dòng.",
        "Gộp ô số thứ tự của hai nhiệm vụ: báo BK019. Gộp ô cơ quan chủ trì chung của hai nhiệm vụ: lưu ý BK030.",
    ),
    "BK020": Page(
        "Ô có nội dung không đúng loại",
        "Mỗi cột chỉ nhận một loại nội dung; đoán thay người nhập thì sai mà không ai biết.",
        _CELL,
        "Năm đầu ghi “hai sáu”: báo BK020. Ghi 2026: không báo.",
    ),
    "BK021": Page(
        "Ô bắt buộc để trống",
        "Thiếu nội dung này thì dòng không dùng được.",
        "Ghi nội dung vào ô; nếu dòng thừa thì xóa cả dòng.",
        "Nhiệm vụ mới chưa có số thứ tự: báo BK021. Có đủ: không báo.",
    ),
    "BK022": Page(
        "Mã ghi hai lần",
        "Mã là tên để số liệu và văn bản nhắc tới; hai dòng cùng mã thì không phân biệt được.",
        "Sửa cho khác nhau, hoặc xóa dòng thừa.",
        "Hai nhiệm vụ cùng số 4. trong một nhóm: báo BK022. Số khác nhau: không báo.",
    ),
    "BK023": Page(
        "Lĩnh vực, nhóm không có",
        "Nhiệm vụ phải thuộc một nhóm đã có ở trang Nhóm nhiệm vụ, nhóm phải thuộc một lĩnh vực đã có.",
        "Ghi đúng mã, hoặc thêm lĩnh vực, nhóm mới vào trang của nó trước.",
        "Nhiệm vụ ghi nhóm 09 khi chỉ có 01 đến 07: báo BK023. Ghi 07: không báo.",
    ),
    "BK024": Page(
        "Số tiêu đề cột khác số cột được nêu nội dung",
        "Mỗi cột của phụ lục có một tiêu đề và một nội dung, theo cùng thứ tự.",
        "Ghi mỗi cột một dòng ở cả hai ô.",
        "Sáu tiêu đề, năm nội dung: báo BK024. Sáu và sáu: không báo.",
    ),
    "BK030": Page(
        "Cách chương trình hiểu một ô",
        "Excel hay đổi mã, ngày thành số; chương trình nói rõ đã đọc thành gì để người nhập xem lại.",
        "Đúng thì không phải làm gì; sai thì sửa ô đó, chọn định dạng Text rồi gõ lại.",
        "Gõ 8 vào ô số thứ tự: lưu ý BK030. Ô định dạng Text: không báo.",
    ),
    "BK031": Page(
        "Căn cứ khác với lời văn",
        "Các căn cứ cũng là những đoạn đầu của lời văn; sửa một nơi thì hai nơi khác nhau.",
        "Sửa cả ở trang Căn cứ và trang Nội dung.",
        "Sửa một căn cứ ở trang Căn cứ mà không sửa ở trang Nội dung: báo BK031. Sửa cả hai: không báo.",
    ),
    "BK040": Page(
        "Người khác đã sửa cùng chỗ sau khi xuất bảng",
        "Ghi đè thì mất phần người kia đã sửa; chương trình không tự chọn thay.",
        "Xuất lại bảng rồi sửa tiếp trên bảng mới.",
        "Bảng và tệp kế hoạch cùng sửa thời hạn của một nhiệm vụ, mỗi nơi một khác: báo BK040. Sửa hai nhiệm vụ khác "
        "nhau: không báo.",
    ),
}
