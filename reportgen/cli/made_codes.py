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
    "XX003": Page(
        "Tệp không phải văn bản để ban hành",
        "Chỉ văn bản do chương trình lập (báo cáo, kế hoạch) mới vào sổ; bản so sánh, tệp PDF đi theo văn bản Word.",
        "Chọn tệp Word của văn bản; phụ lục Excel và PDF của cùng lần lập được giữ kèm.",
        "`issue ...-so-sanh.docx`: báo XX003. `issue bao-cao-cchc-quy-3-2026.docx`: không báo.",
    ),
    "XX004": Page(
        "Số, ngày vào sổ khác số, ngày in trong văn bản",
        "Sổ và văn bản phải ghi như nhau; lệch nhau thì không biết văn bản nào là văn bản đã ban hành.",
        "Ghi đúng như văn bản in, hoặc lập lại văn bản với `--number`, `--date` đúng.",
        "Văn bản in số 12, lệnh ghi `--number 13`: báo XX004. Văn bản để trống số: không báo.",
    ),
    "XX005": Page(
        "Không còn bản số liệu đã dùng để lập văn bản",
        "Văn bản ban hành được giữ kèm đúng số liệu đã dùng, để về sau giải trình được từng con số.",
        "Lập lại văn bản bằng số liệu hiện nay, đối chiếu, rồi vào sổ bản mới; đừng xóa thư mục ẩn `.goc/`.",
        "Chuyển tệp đi nơi khác, xóa `.goc/`, sửa số liệu rồi vào sổ: báo XX005. Số liệu không đổi: không báo.",
    ),
    "XX006": Page(
        "Ngày ban hành không hợp lý",
        "Văn bản không thể ký trước ngày chốt số liệu, hay vào một ngày chưa đến.",
        "Xem lại ngày; nếu ghi nhầm thì báo văn thư xử lý trong sổ.",
        "Số liệu chốt ngày 14/9/2026, ban hành ngày 10/9/2026: báo XX006. Ban hành ngày 20/9/2026: không báo.",
    ),
    "XX007": Page(
        "Kỳ này đã có văn bản ban hành",
        "Hai văn bản cùng loại cho một kỳ thường là văn bản thay thế hoặc vào sổ nhầm.",
        "Nếu là văn bản thay thế thì nêu rõ trong văn bản mới; nếu nhầm thì báo văn thư.",
        "Báo cáo quý III đã có số 12, nay vào sổ thêm số 15 cho quý III: báo XX007. Cho quý IV: không báo.",
    ),
    "XX008": Page(
        "Văn bản lập từ số liệu minh họa",
        "Số liệu minh họa không phải số liệu thật của phường; văn bản như vậy không có giá trị.",
        "Chỉ dùng để tập; văn bản ban hành lập từ số liệu thật, không có `illustrative: true`.",
        "Vào sổ báo cáo mẫu của phường Trúc Lâm: báo XX008. Báo cáo từ số liệu thật: không báo.",
    ),
    "XX009": Page(
        "Văn bản không có giá trị này",
        "Chỉ truy được nguồn của số, ngày, từ có in trong văn bản, viết đúng như văn bản in.",
        "Chép đúng giá trị trong văn bản; thông báo nêu các giá trị gần giống.",
        '`--value "58,79%"` khi văn bản in 58,97%: báo XX009 và gợi ý `58,97%`. `--value "58,97%"`: không báo.',
    ),
    "XX014": Page(
        "Số liệu đã đổi từ khi lập văn bản",
        "Bản số liệu đã dùng không còn được giữ nên nguồn được tra trên số liệu hiện nay, có thể lệch với văn bản.",
        "Lập lại văn bản để nguồn khớp từng dòng; không xóa thư mục ẩn `.goc/` bên cạnh văn bản.",
        "Xóa `.goc/` rồi sửa số liệu: báo XX014. Số liệu không đổi, hoặc `.goc/` còn: không báo.",
    ),
}
