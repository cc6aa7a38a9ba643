"""Pages of the problem codes that Excel templates raise."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "MB101": Page(
        title="Thẻ trong mẫu Excel dùng một tên không có trong dữ liệu",
        why="Tên sai mà để trống thì báo cáo thiếu số liệu không ai hay; vì vậy tên sai là lỗi, có nêu ô.",
        fix="Sửa tên theo gợi ý, hoặc chạy `reportgen template fields` để xem danh sách tên.",
        example="`{{ nhiem_vu.tne }}`: báo MB101, gợi ý tên gần nhất. `{{ nv.ten }}`: không báo.",
    ),
    "MB102": Page(
        title="Thẻ trong mẫu Excel viết sai",
        why="Thẻ viết sai thì không biết phải điền gì.",
        fix="Gõ lại thẻ; mỗi `{{` đi với `}}`, mỗi `{%` đi với `%}`.",
        example="`{{ nv.ten | }}`: báo MB102. `{{ nv.ten | upper }}`: không báo.",
    ),
    "MB103": Page(
        title="Dòng đánh dấu không khép hoặc lồng chéo nhau",
        why="Vòng lặp không khép thì không biết lặp đến dòng nào.",
        fix="Thêm hoặc chuyển dòng `{%tr endfor %}`, `{%tr endif %}` cho đúng thứ tự.",
        example="`{%tr for nv in nhiem_vu %}` không có `{%tr endfor %}` bên dưới: báo MB103.",
    ),
    "MB104": Page(
        title="Có nội dung bên cạnh thẻ đánh dấu dòng",
        why="Dòng đánh dấu biến mất khi lập báo cáo; nội dung để trên đó sẽ mất theo.",
        fix="Chuyển nội dung sang dòng khác.",
        example="A4 `{%tr for nv in nhiem_vu %}`, B4 `Ghi chú`: báo MB104 tại B4.",
    ),
    "MB105": Page(
        title="Bộ lọc hoặc phép thử không tồn tại",
        why="Bộ lọc sai tên thì giá trị không được định dạng như mong muốn.",
        fix="Sửa tên bộ lọc theo gợi ý.",
        example="`{{ x | ty_lee }}`: báo MB105. `{{ x | ty_le }}`: không báo.",
    ),
    "MB106": Page(
        title="Dấu ngoặc giống thẻ nhưng không phải thẻ",
        why="`{ {`, `｛｛` hay thẻ chưa khép sẽ được in nguyên ra báo cáo.",
        fix="Gõ lại dấu ngoặc liền nhau bằng bàn phím tiếng Anh.",
        example="`{ { ten } }`: báo MB106. `{{ ten }}`: không báo.",
    ),
    "MB107": Page(
        title="Tiền tố của Word dùng trong Excel",
        why="`{%p`, `{%tc`, `{{r` chỉ có nghĩa trong Word.",
        fix="Dùng `{{ ... }}` trong ô, `{%tr ... %}` trên dòng đánh dấu.",
        example="`{%p if co %}`: báo MB107. `{%tr if co %}`: không báo.",
    ),
    "MB108": Page(
        title="Thẻ làm việc mà mẫu không được phép",
        why="Mẫu là tệp ai cũng sửa được; nó chỉ được đọc dữ liệu, không được chạy lệnh hay sửa dữ liệu.",
        fix="Bỏ phần gọi hàm, thuộc tính nội bộ.",
        example="`{{ nv.__class__ }}`: báo MB108. `{{ nv.ten }}`: không báo.",
    ),
    "MB109": Page(
        title="Thẻ không tính được",
        why="Phép tính không làm được với giá trị đang có (chia cho 0, cộng số với chữ...).",
        fix="Sửa phép tính, hoặc kiểm tra trước bằng `if`.",
        example="`{{ 1 / 0 }}`: báo MB109.",
    ),
    "MB110": Page(
        title="Nội dung quá dài",
        why="Một ô Excel chứa tối đa 32767 ký tự, đầu trang tối đa 255; dài hơn thì Excel báo hỏng.",
        fix="Rút ngắn nội dung hoặc chia ra nhiều ô.",
        example="Văn bản 40000 ký tự trong một ô: báo MB110.",
    ),
    "MB111": Page(
        title="Ký tự không ghi được vào tệp Excel",
        why="Ký tự điều khiển không có chỗ trong tệp; bỏ đi âm thầm thì nội dung đã khác dữ liệu.",
        fix="Xóa ký tự đó trong dữ liệu.",
        example="Chữ có ký tự U+0007: báo MB111.",
    ),
    "MB112": Page(
        title="Thẻ cho ra một danh sách hoặc nhóm, không phải một giá trị",
        why="Một ô chỉ chứa một giá trị.",
        fix="Chọn một trường, hoặc dùng bộ lọc join.",
        example="`{{ nhiem_vu }}`: báo MB112. `{{ nhiem_vu | length }}`: không báo.",
    ),
    "MB113": Page(
        title="Số không ghi đúng được vào Excel",
        why="Excel chỉ giữ 15 chữ số có nghĩa; số dài hơn sẽ bị làm tròn mà không báo.",
        fix="Mã số dài phải để dạng chữ.",
        example='Số 12345678901234567: báo MB113. Chữ "12345678901234567": không báo.',
    ),
    "MB114": Page(
        title="Quá nhiều dòng",
        why="Một trang tính có tối đa 1048576 dòng.",
        fix="Giảm số mục, chia trang tính.",
        example="Vòng lặp lồng nhau sinh hơn một triệu dòng: báo MB114.",
    ),
    "MB115": Page(
        title="Thẻ ở chỗ không điền được",
        why="Thẻ để nguyên trong báo cáo thì người nhận sẽ thấy; chương trình không để sót thẻ nào.",
        fix="Chuyển thẻ vào một ô.",
        example='Công thức `="{{ ten }}"`: báo MB115. Ô `{{ ten }}` và công thức `=A1`: không báo.',
    ),
    "MB116": Page(
        title="Công thức không theo kịp dòng lặp",
        why="Công thức ngoài vòng lặp gọi tới dòng lặp là gọi tới mọi mục; phép tính một ô thì không có nghĩa.",
        fix="Gộp bằng SUM, COUNT, AVERAGE, hoặc chuyển công thức vào dòng lặp.",
        example="`=C4*2` ngoài vòng lặp của dòng 4 có 3 mục: báo MB116. `=SUM(C4)*2`: không báo.",
    ),
    "MB117": Page(
        title="Tên trang tính không hợp lệ",
        why="Excel không mở được tệp có tên trang tính sai.",
        fix="Đặt tên dài từ 1 đến 31 ký tự, không có : \\ / ? * [ ], không trùng nhau.",
        example="Tên `Quý III/2026`: báo MB117. `Quý III-2026`: không báo.",
    ),
    "MB121": Page(
        title="Công thức ghi chết địa chỉ ô ở dưới dòng lặp",
        why="Địa chỉ viết trong chuỗi của INDIRECT, hay đếm dòng bằng OFFSET, không dời theo khi dòng lặp dài ra hoặc "
        "ngắn đi; công thức vẫn tính, nhưng lấy nhầm ô.",
        fix="Trỏ thẳng tới ô, hoặc đặt tên cho vùng rồi dùng tên đó.",
        example='`=INDIRECT("B9")` khi dòng 4 lặp: nhắc MB121. `=B9`: không nhắc.',
    ),
    "MB122": Page(
        title="Công thức trỏ tới ô đã bị xóa",
        why="Xóa một cột, một dòng hay một trang tính mà công thức đang dùng thì Excel thay chỗ đó bằng #REF!; báo cáo "
        "sẽ in ra #REF! thay cho con số.",
        fix="Viết lại công thức cho trỏ tới ô cần lấy, hoặc xóa công thức.",
        example="`=SUM(#REF!)`: báo MB122. `=SUM(C4)`: không báo.",
    ),
    "MB123": Page(
        title="Công thức viết sai, hoặc gọi thứ không có trong mẫu",
        why="Công thức gọi trang tính, hàm, tên vùng không có thì báo cáo in ra #NAME? hoặc #REF! thay cho con số; "
        "công thức viết dở thì Excel báo tệp hỏng. Tên hàm trong tệp luôn là tên tiếng Anh, các tham số cách nhau "
        "bằng dấu phẩy.",
        fix="Mở mẫu bằng Excel, gõ lại công thức ở ô, định dạng có điều kiện, kiểm tra dữ liệu, tên vùng hay biểu đồ "
        "nêu trong thông báo.",
        example="`=SUMM(C4)`, `=SUM(C4`, `='Phụ lục 9'!A1` khi không có trang đó: báo MB123. `=SUM(C4)`: không báo.",
    ),
    "MB120": Page(
        title="Thành phần của Excel không theo được dòng lặp",
        why="Bảng thử giá trị (What-If, Data Table) ghi chết địa chỉ ô; dòng lặp phía trên dài ra thì nó trỏ nhầm ô.",
        fix="Chuyển sang trang tính khác, hoặc lên trên dòng lặp.",
        example="Data Table ở B10, vòng lặp ở dòng 4: báo MB120. Data Table ở trang khác: không báo.",
    ),
    "MB119": Page(
        title="Trang tính lặp theo mục đặt thẻ sai chỗ hoặc không nhân bản được",
        why="Thẻ {%sheet for ... %} lặp cả trang tính, mỗi mục một trang; PivotTable, Slicer, Query gắn với cả sổ tính "
        "nên không lặp theo trang được.",
        fix="Đặt một thẻ {%sheet ... %} ở dòng đầu tiên của trang, đứng riêng, không có thẻ đóng; thành phần không "
        "nhân bản được thì chuyển sang trang khác.",
        example="Dòng 3 có `{%sheet for lv in linh_vuc %}`: báo MB119. Dòng 1 chỉ có thẻ đó: không báo.",
    ),
    "MB118": Page(
        title="Mẫu Excel hỏng hoặc thiếu thành phần",
        why="Mẫu thiếu trang tính hay bảng chuỗi thì không đọc được.",
        fix="Mở bằng Excel, lưu lại thành tệp mới.",
        example="Tệp thiếu `xl/worksheets/sheet1.xml`: báo MB118.",
    ),
}
