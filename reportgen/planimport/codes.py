"""Pages of the codes that importing a plan raises."""

from __future__ import annotations

from reportgen.problem import Page

_LOOK = "Mở bản đối chiếu (doi-chieu/*.html trong thư mục của phường), xem chỗ được nêu trong văn bản gốc."

PAGES: dict[str, Page] = {
    "NK001": Page(
        "Tệp chữ quá lớn",
        "Văn bản kế hoạch chỉ vài trăm nghìn chữ; lớn hơn nhiều thường là chọn nhầm tệp.",
        "Kiểm tra lại có đúng tệp kế hoạch không.",
        "Tệp .txt 20 MB: báo NK001. Tệp .txt 100 KB: không báo.",
    ),
    "NK002": Page(
        "Loại tệp chưa nhập được",
        "Chỉ nhập được văn bản Word (.docx) và tệp chữ (.txt); tệp khác không cho biết chắc bảng, ô, số tự động.",
        "Mở bằng Word hoặc LibreOffice, lưu thành .docx rồi nhập lại; bản giấy thì quét và nhận dạng chữ trước.",
        "ke-hoach.odt: báo NK002. ke-hoach.docx: không báo.",
    ),
    "NK003": Page(
        "Chữ gõ theo bảng mã cũ",
        "Chữ TCVN3, VNI nằm trong phông Unicode hiện thành ký tự lạ; tự chuyển là đoán chữ của văn bản chính thức.",
        "Chuyển văn bản sang Unicode (UniKey: Ctrl + Shift + F6), lưu lại rồi nhập. Chữ còn đúng phông .VnTime, VNI- "
        "thì chương trình tự chuyển.",
        "“C¶i c¸ch thÓ chÕ” ở phông Times New Roman: báo NK003. “Cải cách thể chế”: không báo.",
    ),
    "NK004": Page(
        "Không thấy bảng nhiệm vụ",
        "Nhiệm vụ lấy từ bảng có cột nội dung và ít nhất một cột chủ trì, phối hợp, sản phẩm hoặc thời gian. Không có "
        "bảng như vậy thì chương trình không tự đặt ra nhiệm vụ.",
        "Nhập tệp có phụ lục phân công nhiệm vụ; hoặc soạn tệp kế hoạch theo docs/data-format.md.",
        "Kế hoạch chỉ có lời văn: báo NK004. Có phụ lục nhiệm vụ: không báo.",
    ),
    "NK005": Page(
        "Chưa rõ năm của kế hoạch",
        "Tên tệp kế hoạch và mọi thời hạn tính theo năm; tên kế hoạch và dòng ngày tháng không ghi, hoặc khác --year.",
        "Chạy lại với `--year NĂM`; nếu báo khác năm thì chọn đúng tệp.",
        "Kế hoạch năm 2026, `--year 2027`: báo NK005. Không ghi `--year`: không báo.",
    ),
    "NK006": Page(
        "Đã có kế hoạch khác của năm này",
        "Tệp kế hoạch có thể đã được sửa, bổ sung đính chính nên không bị ghi đè; bản vừa nhập được ghi bên cạnh.",
        "So bản bên cạnh với tệp đang có; đồng ý thay thì chạy lại với `--replace` (bản cũ vẫn giữ trong lịch sử).",
        "plans/2026.yaml khác với văn bản: báo NK006. Giống, hoặc có `--replace`: không báo.",
    ),
    "NK007": Page(
        "Lĩnh vực chưa rõ thuộc phần nào của báo cáo",
        "Tên lĩnh vực không có từ của sáu nội dung cải cách hành chính nên tạm xếp vào chỉ đạo, điều hành.",
        "Sửa khóa kind của lĩnh vực trong tệp kế hoạch.",
        "“Nhiệm vụ khác”: báo NK007. “Cải cách thể chế”: không báo.",
    ),
    "NK008": Page(
        "Văn bản không ghi điều dữ liệu cần",
        "Thiếu dòng số, ngày tháng, trích yếu, người ký, nội dung nhiệm vụ hoặc mức chỉ tiêu; để trống như bản thảo.",
        _LOOK + " Bổ sung vào tệp kế hoạch.",
        "Văn bản không có dòng “Số: /KH-UBND”: báo NK008. Có dòng đó: không báo.",
    ),
    "NK009": Page(
        "Chưa đủ thông tin của phường mới",
        "ward.yaml của phường mới lập từ văn bản; tên phường, tỉnh hoặc người ký không thấy trong văn bản.",
        "Ghi vào ward.yaml, hoặc chạy lại với `--province`.",
        "Văn bản không nhắc tên tỉnh: báo NK009. Có “tỉnh Thanh Hóa”: không báo.",
    ),
    "NK010": Page(
        "Có chỗ của văn bản không vào dữ liệu",
        "Ô của cột lạ (kinh phí, ghi chú), dòng lẻ, chữ ẩn, chữ đã xóa không có chỗ trong dữ liệu; không được để mất.",
        _LOOK,
        "Bảng có cột “Kinh phí”: báo NK010. Mọi cột đều hiểu được: không báo.",
    ),
    "NK011": Page(
        "Điều cần xem lại khi nhập kế hoạch",
        "Chương trình phải chọn một cách hiểu: bảng không ghi số phụ lục, nhiệm vụ không có số, số đánh lại từ đầu.",
        _LOOK,
        "Số thứ tự đánh lại từ 1 giữa bảng mà không có tên nhóm: báo NK011. Có tên nhóm: không báo.",
    ),
    "NK012": Page(
        "Hai tên cơ quan gần giống nhau",
        "Phường mới lấy tên cơ quan từ văn bản; hai tên gần giống có thể là một cơ quan viết sai, cần người xem.",
        "Nếu là một, chuyển tên sai sang aliases của cơ quan kia trong ward.yaml.",
        "“Phòng VH-XH” và “Phòng VHXXH”: báo NK012. “Sở Nội vụ” và “Công an phường”: không báo.",
    ),
    "NK013": Page(
        "Không mở được tệp kế hoạch",
        "Đường dẫn sai, thiếu quyền đọc, hoặc tệp đang mở trong chương trình khác.",
        "Ghi đúng đường dẫn của tệp .docx hoặc .txt; đóng tệp đang mở rồi chạy lại.",
        "`import plan khong-co.docx`: báo NK013. Tệp có thật: không báo.",
    ),
    "NK014": Page(
        "Mã phường không hợp lệ",
        "Mã phường là tên thư mục: chữ thường không dấu, số và dấu gạch nối.",
        "Ghi mã như truc-lam, hang-gon.",
        '`--ward "Trúc Lâm"` khi chưa có phường: báo NK014. `--ward truc-lam`: không báo.',
    ),
    "NK015": Page(
        "Phần của kế hoạch cũ không còn trong văn bản",
        "Nhập lại thì giữ đính chính, cách tính chỉ tiêu, chế độ báo cáo đã ghi; mục không còn trong văn bản thì bỏ.",
        "Xem bản trước trong lịch sử (`.lich-su`), ghi lại nếu vẫn cần.",
        "Chỉ tiêu PL1.I.3 không còn trong bảng: báo NK015. Còn: không báo.",
    ),
}
