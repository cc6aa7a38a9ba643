"""Pages of the codes that forms raise."""

from __future__ import annotations

from reportgen.problem import Page

_AGAIN = "Sửa đúng ô được nêu trong biểu mẫu, lưu lại rồi nhận lại."

PAGES: dict[str, Page] = {
    "BM001": Page(
        "Tệp không phải biểu mẫu Excel",
        "Chỉ đọc được bảng tính: .xlsx, .xls, .ods, .csv; tệp hỏng hoặc có mật khẩu thì không đọc được nội dung.",
        "Mở bằng Excel hoặc LibreOffice, bỏ mật khẩu, lưu dạng .xlsx rồi gửi lại.",
        "Gửi bao-cao.docx: báo BM001. Gửi biểu mẫu .xlsx: không báo.",
    ),
    "BM002": Page(
        "Tệp quá lớn",
        "Biểu mẫu chỉ vài chục kB; tệp quá lớn thường do chèn ảnh, chép nhầm cả trang tính khác.",
        "Chép số liệu vào biểu mẫu gốc rồi gửi lại.",
        "Tệp có hơn 200.000 ô: báo BM002. Biểu mẫu thường: không báo.",
    ),
    "BM003": Page(
        "Biểu mẫu của phường khác",
        "Nhận nhầm số liệu của nơi khác thì mọi tổng số đều sai.",
        "Chọn đúng phường bằng `--ward`, hoặc lấy đúng biểu mẫu.",
        "Biểu của hang-gon, `--ward truc-lam`: báo BM003. Đúng phường: không báo.",
    ),
    "BM004": Page(
        "Biểu mẫu của kỳ khác",
        "Số liệu quý II ghi vào quý III thì cả hai kỳ đều sai.",
        "Gửi biểu mẫu của đúng kỳ; muốn nhận theo kỳ ghi trong biểu thì bỏ tùy chọn kỳ.",
        "Biểu quý II, `--quarter 3`: báo BM004. Biểu quý III: không báo.",
    ),
    "BM005": Page(
        "Không biết biểu mẫu của ai, kỳ nào",
        "Phần ghi ẩn của biểu đã mất (chép sang tệp mới, lưu dạng .csv) nên không đoán được.",
        "Chép số liệu vào biểu mẫu gốc, hoặc nói rõ bằng `--agency`, `--year`, `--quarter`.",
        "Tệp .csv không có tên đơn vị: báo BM005. Biểu mẫu gốc: không báo.",
    ),
    "BM006": Page(
        "Một đơn vị gửi hai tệp khác nhau cho cùng một kỳ",
        "Không ai ngoài đơn vị biết tệp nào đúng; nhận tệp sau đè tệp trước là mất số liệu.",
        "Hỏi đơn vị, giữ lại một tệp rồi chạy lại.",
        "Hai tệp khác nhau của Công an phường: báo BM006. Hai bản giống hệt nhau: không báo.",
    ),
    "BM007": Page(
        "Không ghi chú được vào tệp này",
        "Ghi chú trong ô chỉ thêm được vào tệp .xlsx.",
        "Lưu tệp dạng .xlsx; hoặc xem danh sách lỗi trên màn hình.",
        "Tệp .ods, dùng `--annotate`: báo BM007. Tệp .xlsx: không báo.",
    ),
    "BM008": Page(
        "Biểu mẫu của đơn vị khác",
        "Biểu ghi ẩn tên một đơn vị, lệnh nêu đơn vị khác; nhận vào thì số liệu của đơn vị này thành của đơn vị kia.",
        "Bỏ tùy chọn `--agency`, hoặc chọn đúng tệp của đơn vị.",
        "Biểu của Công an phường, `--agency van-phong-hdnd-ubnd`: báo BM008. Không dùng `--agency`: không báo.",
    ),
    "BM009": Page(
        "Biểu mẫu do phiên bản khác của chương trình lập",
        "Phiên bản khác có thể có cột, dòng mà chương trình này không biết.",
        "Xem kỹ kết quả nhận; nên gửi lại biểu mẫu lập bằng chương trình đang dùng.",
        "Biểu ghi ẩn phiên bản 9: báo BM009. Biểu vừa gửi bằng `forms send`: không báo.",
    ),
    "BM010": Page(
        "Trang tính có số liệu đang bị ẩn",
        "Người gửi có thể không biết là mình gửi số liệu này.",
        "Bỏ ẩn trang tính, kiểm tra lại rồi gửi.",
        "Trang Chỉ tiêu bị ẩn: báo BM010. Trang ghi ẩn của chương trình: không báo.",
    ),
    "BM011": Page(
        "Thiếu một bảng của biểu mẫu",
        "Bảng được nhận ra theo tiêu đề cột; xóa trang hoặc dòng tiêu đề thì không đọc được, số liệu cũ không bị xóa.",
        "Lấy lại biểu mẫu gốc, chép số liệu vào đúng trang rồi gửi lại.",
        "Xóa trang Chỉ tiêu: báo BM011. Đổi tên trang mà giữ tiêu đề cột: không báo.",
    ),
    "BM012": Page(
        "Một bảng có ở hai trang tính",
        "Hai bảng cùng loại thì không biết lấy bảng nào.",
        "Xóa trang tính thừa.",
        "Hai trang cùng tiêu đề cột của bảng nhiệm vụ: báo BM012. Mỗi bảng một trang: không báo.",
    ),
    "BM013": Page(
        "Dòng có số liệu nhưng đang bị ẩn",
        "Dòng ẩn có thể là số liệu cũ bị quên.",
        "Bỏ ẩn dòng, kiểm tra lại rồi gửi.",
        "Dòng 12 ẩn, có kết quả: báo BM013. Dòng ẩn không có số liệu: không báo.",
    ),
    "BM014": Page(
        "Thiếu cột của biểu mẫu",
        "Cột được nhận ra theo tiêu đề; xóa hoặc đổi tên cột thì số liệu trong cột không đọc được.",
        "Ghi lại đúng tiêu đề cột.",
        "Đổi “Tình trạng” thành “Ghi chú 2”: báo BM014. Đổi chỗ các cột: không báo.",
    ),
    "BM015": Page(
        "Cột thêm, không được đọc",
        "Nội dung trong cột không thuộc biểu mẫu không vào báo cáo; nêu ra để không ai tưởng là đã gửi.",
        "Chuyển nội dung vào cột của biểu mẫu.",
        "Thêm cột “Người theo dõi”: báo BM015. Không thêm cột: không báo.",
    ),
    "BM016": Page(
        "Mã in ra không khớp dòng của biểu mẫu",
        "Thường do sắp xếp lại một phần các cột: số liệu của việc này nằm cạnh tên của việc khác.",
        "Chép lại số liệu vào biểu mẫu gốc.",
        "Sắp xếp riêng cột A đến E: báo BM016. Sắp xếp cả dòng: không báo.",
    ),
    "BM017": Page(
        "Dòng không thuộc biểu mẫu",
        "Số liệu không gắn với nhiệm vụ, chỉ tiêu nào của kế hoạch thì không có chỗ trong báo cáo.",
        "Ghi vào đúng dòng; việc ngoài kế hoạch ghi ở trang Tình hình chung.",
        "Thêm dòng mới dưới cùng, không có mã: báo BM017. Dòng có mã của kế hoạch: không báo.",
    ),
    "BM018": Page(
        "Một việc có số liệu ở hai dòng",
        "Không biết lấy dòng nào.",
        "Gộp lại thành một dòng.",
        "Mã 01.6 ghi kết quả ở hai dòng: báo BM018. Ở một dòng: không báo.",
    ),
    "BM019": Page(
        "Ô gộp qua nhiều dòng",
        "Excel chỉ giữ giá trị ở ô trên cùng; không rõ các dòng dưới có cùng số liệu hay không có.",
        "Bỏ gộp ô, ghi số liệu vào từng dòng.",
        "Gộp kết quả của ba nhiệm vụ: báo BM019. Gộp ngang trong một dòng: không báo.",
    ),
    "BM020": Page(
        "Ô không đọc được",
        "Ô có ký tự không in được, gõ bằng bảng mã cũ, hoặc công thức chưa có kết quả.",
        _AGAIN,
        "Chữ TCVN3 trong ô kết quả: báo BM020. Chữ Unicode: không báo.",
    ),
    "BM021": Page(
        "Tình trạng không đúng",
        "Tình trạng là một trong ba: Đã hoàn thành, Đang thực hiện, Chưa triển khai.",
        "Chọn trong danh sách của ô.",
        "“gần xong”: báo BM021. “Đang thực hiện”: không báo.",
    ),
    "BM022": Page(
        "Tỷ lệ không đúng",
        "Tỷ lệ là số từ 0 đến 100; 0,75 có thể là 75% hoặc 0,75% nên phải hỏi lại.",
        "Ghi 75 hoặc 75%.",
        "0,75: báo BM022. 75: không báo.",
    ),
    "BM023": Page(
        "Số không đúng",
        "Số ước chừng, số lẫn chữ, dấu phẩy không rõ nghĩa đều không cộng được.",
        "Chỉ ghi con số, ví dụ 1003; phần thập phân sau dấu phẩy.",
        "“gần 7.000”: báo BM023. “7.000”: không báo.",
    ),
    "BM024": Page(
        "Ngày không đúng",
        "Báo cáo tính đúng hạn, quá hạn theo ngày; ngày thiếu năm, tháng ghi trước ngày đều cho kết quả sai.",
        "Ghi đủ ngày, tháng, năm: 15/8/2026.",
        "“12/31/2025”: báo BM024. “31/12/2025”: không báo.",
    ),
    "BM025": Page(
        "Văn bản ghi chưa đủ",
        "Văn bản là tài liệu kiểm chứng; thiếu số, ký hiệu hoặc ngày thì không tra được.",
        "Ghi: Kế hoạch số 45/KH-UBND ngày 18/3/2026 về kiểm tra công vụ.",
        "“đã có văn bản”: báo BM025. Ghi đủ loại, số, ký hiệu, ngày: không báo.",
    ),
    "BM026": Page(
        "Có số liệu nhưng chưa chọn tình trạng",
        "Không có tình trạng thì nhiệm vụ không vào nhóm nào của báo cáo.",
        "Chọn tình trạng ở dòng của nhiệm vụ.",
        "Ghi kết quả, để trống tình trạng: báo BM026. Chọn tình trạng: không báo.",
    ),
    "BM027": Page(
        "Tổng số không bằng các số thành phần",
        "Ô tổng số do biểu tự cộng; gõ đè một số khác, hoặc chỉ ghi tổng số, thì không biết số nào đúng.",
        "Sửa các số thành phần (trực tuyến, trực tiếp, từ kỳ trước; trước hạn, đúng hạn, ...), không gõ ô tổng.",
        "Tổng số gõ 130, các số thành phần cộng lại 119: báo BM027. Để công thức của biểu: không báo.",
    ),
    "BM028": Page(
        "Ghi ngoài bảng, không được đọc",
        "Phần ký, ghi chú dưới bảng, dòng tổng tự thêm không phải số liệu của biểu; nêu ra để không ai tưởng đã gửi.",
        "Phần ký, ghi chú riêng thì để nguyên; số liệu, ý kiến cần báo cáo thì ghi vào các ô nền vàng.",
        "“Người lập biểu” dưới bảng: báo BM028. Ý kiến ghi ở ô của mục Đề xuất, kiến nghị: không báo.",
    ),
    "BM029": Page(
        "Tệp .xls, .csv không cho biết hết",
        "Các dạng tệp này không cho chương trình thấy dòng, cột bị ẩn và cách định dạng ô.",
        "Nên lưu dạng .xlsx rồi gửi lại; nếu vẫn dùng tệp này thì xem lại kết quả nhận.",
        "Gửi .xls: báo BM029. Gửi .xlsx, .ods: không báo.",
    ),
    "BM030": Page(
        "Giá trị được đọc theo một cách, cần xem lại",
        "Chương trình đọc được nhưng nói rõ đã đọc thành gì, để người gửi xác nhận.",
        "Đúng thì không phải làm gì; sai thì sửa ô.",
        "“1.234” được đọc là 1234 (một nghìn hai trăm ba mươi tư): báo BM030. “1234”: không báo.",
    ),
    "BM031": Page(
        "Lĩnh vực hồ sơ chưa điền số liệu",
        "Dòng chỉ có số từ kỳ trước do chương trình ghi sẵn thì chưa phải là báo cáo của kỳ này.",
        "Điền số liệu; không phát sinh thì ghi 0.",
        "Dòng Đất đai chỉ có số từ kỳ trước: báo BM031. Đã điền các cột: không báo.",
    ),
    "BM032": Page(
        "Biểu mẫu chưa điền gì",
        "Biểu trống không phải là báo cáo; nhận vào thì đơn vị bị tính là đã gửi.",
        "Điền biểu rồi gửi lại; không có phát sinh thì ghi rõ ở trang Tình hình chung.",
        "Gửi lại nguyên biểu mẫu: báo BM032. Ghi “Trong kỳ không có phát sinh”: không báo.",
    ),
    "BM033": Page(
        "Chỉ tiêu chỉ có ghi chú",
        "Ghi chú đi kèm số liệu; không có số liệu thì báo cáo không có chỗ cho ghi chú.",
        "Ghi số liệu của chỉ tiêu; chưa có thì nêu ở trang Tình hình chung.",
        "Cột Ghi chú có chữ, tử số, mẫu số, kết quả để trống: báo BM033. Có số liệu: không báo.",
    ),
    "BM034": Page(
        "Biểu mẫu của một kỳ cũ",
        "Kỳ sau đã có số liệu thì báo cáo của kỳ này có thể đã ký; số liệu đổi đi thì báo cáo đã ký không còn khớp.",
        "Bổ sung kỳ cũ thì lập lại báo cáo của kỳ đó; gửi nhầm biểu thì lấy lại bản trước bằng `data restore`.",
        "Đã có số liệu quý III, nhận biểu quý II: báo BM034. Nhận biểu quý IV: không báo.",
    ),
    "BM035": Page(
        "Ghi vào ô không dùng cho dòng đó",
        "Ô khóa trong biểu gốc không được đọc; số liệu ghi ở đó sẽ mất mà không ai biết.",
        "Chuyển nội dung sang đúng ô: nhiệm vụ có nhiều thời hạn thì ghi kết quả ở dòng đầu của nhiệm vụ.",
        "Ghi kết quả ở dòng “- Báo cáo” của nhiệm vụ 07.1: báo BM035. Ghi ngày ở dòng đó: không báo.",
    ),
}
"""Page of every code that forms raise."""
