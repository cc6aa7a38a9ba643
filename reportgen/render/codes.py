"""Pages of the problem codes that templates and their values raise; those of Excel cells stand in `xlsx_codes`."""

from __future__ import annotations

from typing import Final

from reportgen.problem import Page
from reportgen.render import chart_codes, xlsx_codes

_FILE: Final = {
    "MB001": Page(
        title="Tệp mẫu không phải là .docx hay .xlsx",
        why="Tệp đời cũ, tệp có mật khẩu, trang web hay tệp rỗng mang đuôi .docx thì không điền dữ liệu được.",
        fix="Mở tệp trong Word hoặc Excel, gỡ mật khẩu, lưu thành .docx hoặc .xlsx. Đừng chọn tệp ~$.",
        example="Tệp .doc đổi tên thành bao-cao.docx: báo MB001. Tệp đó lưu lại thành .docx: không báo.",
    ),
    "MB002": Page(
        title="Tệp mẫu bị hỏng hoặc bị cắt cụt",
        why="Tệp tải về dở dang hoặc hỏng khi chép qua USB sẽ cho ra báo cáo thiếu nội dung.",
        fix="Lấy lại bản gốc của mẫu, hoặc mở bằng Word, Excel (chế độ sửa chữa) rồi lưu thành tệp mới.",
        example="Tệp chỉ tải về một nửa: báo MB002. Tệp tải về đủ: không báo.",
    ),
    "MB003": Page(
        title="Tệp mẫu quá lớn khi bung ra",
        why="Tệp nén nhỏ mà bung ra rất lớn có thể làm treo máy; mẫu báo cáo không bao giờ lớn như vậy.",
        fix="Dùng bản gốc của mẫu; giảm dung lượng ảnh trong mẫu.",
        example="Một thành phần 600 KB bung ra thành 1 GB: báo MB003. Mẫu có ảnh 2 MB: không báo.",
    ),
    "MB004": Page(
        title="Tệp nén của mẫu có cấu trúc không an toàn",
        why="Tên trùng nhau, chồng lên nhau hoặc trỏ ra ngoài tệp khiến mỗi chương trình đọc ra một nội dung khác.",
        fix="Mở mẫu bằng Word, Excel rồi lưu thành tệp mới.",
        example="Tệp có hai thành phần cùng tên word/document.xml: báo MB004. Tệp do Word lưu: không báo.",
    ),
    "MB005": Page(
        title="Tệp mẫu có XML không hợp lệ, khai báo DOCTYPE hoặc ký tự không văn bản nào được dùng",
        why="Khai báo DOCTYPE cho phép chèn nội dung từ máy khác hoặc làm treo máy; Word và Excel không bao giờ ghi. "
        "Ký tự U+FDD0 đến U+FDEF dành cho bên trong chương trình.",
        fix="Xóa ký tự được nêu; nếu không, mở mẫu bằng Word, Excel rồi lưu thành tệp mới.",
        example="word/document.xml bắt đầu bằng <!DOCTYPE: báo MB005. Tệp do Word lưu: không báo.",
    ),
    "MB006": Page(
        title="Mẫu có macro hoặc đối tượng nhúng",
        why="Macro, ActiveX, OLE là chương trình; báo cáo gửi đi không được mang theo chương trình.",
        fix="Lưu lại thành .docx hoặc .xlsx không macro; xóa nút điều khiển, đối tượng nhúng.",
        example="Tệp .docm đổi tên thành .docx: báo MB006. Mẫu chỉ có chữ, bảng, ảnh: không báo.",
    ),
    "MB007": Page(
        title="Mẫu lấy nội dung từ bên ngoài tệp",
        why="Ảnh, bảng, mẫu, công thức lấy từ mạng hoặc tệp khác sẽ khác nhau ở mỗi máy và có thể làm lộ dữ liệu.",
        fix="Chèn hẳn nội dung vào mẫu. Đường dẫn chỉ dùng http, https, mailto; công thức chỉ dùng ô của chính tệp.",
        example="Ảnh liên kết tới http://..., công thức =WEBSERVICE(...): báo MB007. Ảnh chèn trực tiếp: không báo.",
    ),
    "MB008": Page(
        title="Mẫu đính kèm một mẫu khác trên máy của người soạn (cảnh báo)",
        why="Word tự ghi tên mẫu .dotm trên máy người soạn; báo cáo gửi đi không nên mang đường dẫn đó.",
        fix="Không phải làm gì: báo cáo không mang theo. Muốn hết, vào Developer, Document Template, xóa tên mẫu.",
        example="Đính kèm C:\\Users\\...\\Normal.dotm: cảnh báo MB008. Không đính kèm: không báo.",
    ),
    "MB009": Page(
        title="Tệp mẫu thiếu phần văn bản chính",
        why="Thiếu phần chính thì Word, Excel không mở được tệp.",
        fix="Lấy lại bản gốc của mẫu.",
        example="Tệp nén không có word/document.xml: báo MB009. Tệp do Word lưu: không báo.",
    ),
}

_TAGS: Final = {
    "MB010": Page(
        title="Thẻ viết sai cú pháp",
        why="Thẻ sai thì không biết phải in gì; mọi thẻ sai được báo cùng lúc, có nơi đứng.",
        fix="Sửa thẻ theo lời báo. Tiền tố viết liền: {%tr, {%p; không để khoảng trắng sau {%.",
        example="{{ don_vi ten }}: báo MB010. {{ don_vi.ten }}: không báo.",
    ),
    "MB011": Page(
        title="Thẻ thiếu dấu ngoặc hoặc dấu ngoặc không đúng",
        why="Thẻ không đóng, dấu ngoặc cách rời hay dấu toàn khổ sẽ bị in nguyên ra báo cáo.",
        fix="Gõ lại cho đủ và liền: {{ tên }}, {% lệnh %}; mỗi thẻ nằm trọn trong một đoạn.",
        example="{{ ten } hoặc { { ten } }: báo MB011. {{ ten }}: không báo.",
    ),
    "MB012": Page(
        title="Khối lệnh mở, đóng không khớp",
        why="for không có endfor, if không có endif thì không biết phần nào lặp, phần nào có điều kiện.",
        fix="Mỗi for một endfor, mỗi if một endif, theo đúng thứ tự lồng nhau.",
        example="{%tr for nv in nhiem_vu %} mà không có {%tr endfor %}: báo MB012. Có đủ cặp: không báo.",
    ),
    "MB013": Page(
        title="Thẻ mở và thẻ đóng không cùng cấp",
        why="Vòng lặp bắt đầu ở bảng này, kết thúc ở bảng khác sẽ cắt đôi cả hai bảng.",
        fix="Đặt hai thẻ cùng loại trong cùng một bảng, một dòng, một ô hoặc cùng phần thân.",
        example="{%tr for %} ở bảng 1, {%tr endfor %} ở bảng 2: báo MB013. Cùng bảng 1: không báo.",
    ),
    "MB014": Page(
        title="Có nội dung bên cạnh thẻ đánh dấu",
        why="Đoạn, dòng, ô mang thẻ {%p, {%tr, {%tc biến mất khi lập báo cáo; chữ để bên cạnh sẽ mất theo.",
        fix="Để thẻ một mình trên đoạn, dòng hoặc ô riêng.",
        example="{%tr for nv in nhiem_vu %} Ghi chú: báo MB014. Chỉ có thẻ trên dòng: không báo.",
    ),
    "MB015": Page(
        title="Thẻ dùng tên không có trong dữ liệu",
        why="Tên sai mà để trống thì báo cáo thiếu số liệu không ai hay; vì vậy tên sai là lỗi.",
        fix="Sửa tên theo gợi ý, hoặc xem các tên dùng được bằng lệnh reportgen template fields.",
        example="{{ don_vi.tenn }}: báo MB015, gợi ý don_vi.ten. {{ don_vi.ten }}: không báo.",
    ),
    "MB016": Page(
        title="Bộ lọc hoặc phép thử không tồn tại",
        why="Sai tên bộ lọc thì số liệu không được ghi theo cách viết hành chính.",
        fix="Sửa tên bộ lọc theo gợi ý: ty_le, so, ngay, ngay_dai, viet_hoa, viet_hoa_dau, chu_thuong_dau, la_ma.",
        example="{{ ty_le | ty_lee }}: báo MB016. {{ ty_le | ty_le }}: không báo.",
    ),
    "MB017": Page(
        title="Thẻ đòi làm việc mà mẫu không được phép",
        why="Mẫu là tệp ai cũng gửi được; nó chỉ được đọc dữ liệu, không được chạy lệnh hay sửa dữ liệu.",
        fix="Xóa thẻ. Nếu không phải bạn viết, đừng dùng mẫu đó và báo cho người phụ trách.",
        example="{{ nv.__class__ }} hoặc {{ nhiem_vu.append(1) }}: báo MB017. {{ nv.ten }}: không báo.",
    ),
    "MB018": Page(
        title="Thẻ không tính được với dữ liệu hiện có",
        why="Chia cho không, cộng số với chữ, in cả một danh sách đều không cho ra câu chữ đúng.",
        fix="Kiểm tra trước bằng {% if %}, hoặc in từng mục của danh sách.",
        example="{{ 1 / 0 }}: báo MB018. {% if tong %}{{ dat / tong }}{% endif %}: không báo.",
    ),
    "MB019": Page(
        title="Mẫu chạy quá giới hạn",
        why="Vòng lặp lồng nhau quá nhiều hoặc chữ nhân lên quá dài làm treo máy; báo cáo không bao giờ cần. Mẫu không"
        " phải của chương trình được xử lý riêng, trong phạm vi 1 GB bộ nhớ, 30 giây tính toán và 64 MB văn bản.",
        fix="Bỏ vòng lặp thừa; lặp theo danh sách dữ liệu thay cho range(...).",
        example="Hai vòng range(100000) lồng nhau: báo MB019. Lặp theo nhiem_vu: không báo.",
    ),
    "MB020": Page(
        title="Thẻ nằm ở chỗ không điền được",
        why="Thẻ trong chữ đã xóa (Track Changes), mã trường, liên kết, sơ đồ sẽ còn nguyên trong báo cáo.",
        fix="Chấp nhận hoặc từ chối hết thay đổi; chuyển thẻ ra đoạn văn hoặc ô bảng.",
        example="{{ ten }} trong sơ đồ SmartArt: báo MB020. {{ ten }} trong đoạn văn, tiêu đề biểu đồ: không báo.",
    ),
    "MB023": Page(
        title="Thẻ in ra True hoặc False",
        why="Giá trị đúng/sai in ra là chữ True, False của máy tính, không phải lời của văn bản.",
        fix="Chọn lời cho từng trường hợp bằng `{% if ... %}có{% else %}không{% endif %}`.",
        example="`{{ nv.qua_han }}`: nhắc MB023. `{% if nv.qua_han %}quá hạn{% endif %}`: không nhắc.",
    ),
    "MB022": Page(
        title="Các thẻ làm hỏng bố cục văn bản",
        why="Văn bản dựng ra không mở được trong Word nên không được ghi.",
        fix="Đặt lại các thẻ mở, đóng cho cùng cấp; gửi mẫu cho người phụ trách phần mềm nếu vẫn bị.",
        example="{% set %} bao quanh nhiều đoạn rồi in ở giữa câu: báo MB022. Đặt giá trị trên một dòng: không báo.",
    ),
}

_VALUES: Final = {
    "MB030": Page(
        title="Dữ liệu đưa vào mẫu không thuộc loại cho phép",
        why="Mẫu chỉ nhận chữ, số, ngày, danh sách, nhóm dữ liệu; mọi thứ khác có thể mang theo chương trình.",
        fix="Chuyển giá trị thành chữ, số hoặc ngày trước khi đưa vào mẫu.",
        example="Số vô hạn hoặc một đối tượng lạ: báo MB030. Số 12,5: không báo.",
    ),
    "MB031": Page(
        title="Dữ liệu có ký tự không ghi được vào văn bản",
        why="Ký tự điều khiển theo vào khi dán từ chương trình khác; Word sẽ lặng lẽ bỏ mất hoặc không mở được tệp.",
        fix="Xóa ký tự đó ở nơi nhập. Xuống dòng và tab thì được.",
        example="Chữ có ký tự U+000B: báo MB031. Chữ có xuống dòng: không báo.",
    ),
    "MB032": Page(
        title="Chữ có định dạng, ảnh hoặc tài liệu con không đưa vào văn bản được",
        why="Ảnh thiếu hay hỏng, màu và cỡ chữ viết sai, liên kết không rõ địa chỉ sẽ cho ra tệp lỗi hoặc ô trống.",
        fix="Sửa giá trị ở chương trình gọi theo lời báo; ở thuộc tính tài liệu và chữ thay ảnh chỉ dùng chữ thường.",
        example="InlineImage trỏ tới tệp không có: báo MB032. Ảnh PNG, JPEG mở được: không báo.",
    ),
}

PAGES: dict[str, Page] = {**_FILE, **_TAGS, **_VALUES, **chart_codes.PAGES, **xlsx_codes.PAGES}
