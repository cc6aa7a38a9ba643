"""Pages of the codes that writing files raises."""

from __future__ import annotations

from typing import Final

from reportgen.problem import Page

PAGES: Final[dict[str, Page]] = {
    "XB001": Page(
        "Không ghi được vào thư mục kết quả",
        "Thư mục kết quả không cho ghi (không có quyền, ổ đĩa chỉ đọc) hoặc đường dẫn không phải thư mục.",
        "Chọn thư mục khác bằng `--out`, hoặc xin quyền ghi vào thư mục này.",
        "`--out /cdrom` (ổ chỉ đọc): báo XB001. `--out ~/bao-cao`: không báo.",
    ),
    "XB002": Page(
        "Ổ đĩa đã đầy",
        "Tệp chỉ xuất hiện khi đã ghi đủ; hết chỗ thì không tệp nào được thay, tệp cũ còn nguyên.",
        "Giải phóng dung lượng hoặc chọn ổ đĩa khác bằng `--out`.",
        "Ổ đĩa còn 10 KB, báo cáo cần 60 KB: báo XB002. Còn 1 GB: không báo.",
    ),
    "XB003": Page(
        "Chỗ của tệp sẽ ghi đang là một thư mục",
        "Chương trình không xóa thư mục của người dùng để lấy chỗ ghi tệp.",
        "Đổi tên hoặc chuyển thư mục đó đi nơi khác.",
        "Có thư mục tên `bao-cao-cchc-quy-3-2026.docx`: báo XB003. Không có: không báo.",
    ),
    "XB004": Page(
        "Chỗ của tệp sẽ ghi đang là một liên kết",
        "Ghi qua liên kết (lối tắt) có thể làm thay đổi một tệp ở nơi khác ngoài ý muốn.",
        "Xóa liên kết, tệp gốc không bị xóa theo; sau đó chạy lại.",
        "Tệp báo cáo là liên kết tới tệp trên ổ mạng: báo XB004. Là tệp thường: không báo.",
    ),
    "XB005": Page(
        "Đường dẫn dẫn ra ngoài thư mục kết quả",
        "Mọi tệp tạo ra phải nằm trong thư mục kết quả, để không ghi nhầm vào nơi khác của máy.",
        "Thay liên kết bên trong thư mục kết quả bằng thư mục thường, hoặc chọn thư mục khác bằng `--out`.",
        "`out/truc-lam` là liên kết tới `/etc`: báo XB005. Là thư mục thường: không báo.",
    ),
    "XB006": Page(
        "Tên tệp hoặc đường dẫn quá dài",
        "Máy không tạo được tệp có tên dài quá 255 byte (mỗi chữ có dấu chiếm 2 đến 3 byte).",
        "Đặt thư mục kết quả ở đường dẫn ngắn hơn, hoặc rút ngắn tên thư mục của phường.",
        "Thư mục phường tên dài 300 chữ: báo XB006. `truc-lam`: không báo.",
    ),
    "XB007": Page(
        "Tệp kết quả đã được sửa tay",
        "Nội dung người dùng sửa không bao giờ bị ghi đè: bản mới được ghi bên cạnh với đuôi `-ban-2`.",
        "Đối chiếu hai bản rồi giữ lại một; xóa hoặc đổi tên bản cũ nếu muốn lần sau ghi đúng tên.",
        "Sửa báo cáo trong Word rồi chạy lại: báo XB007. Chạy lại khi chưa sửa: không báo.",
    ),
    "XB008": Page(
        "Tệp kết quả đang mở",
        "Tệp đang mở trong Word, Excel hoặc LibreOffice mà bị thay thì người đang sửa sẽ mất nội dung.",
        "Đóng tệp rồi chạy lại; nếu không có ai mở, xóa tệp tạm bắt đầu bằng `~$` ở cùng thư mục.",
        "Báo cáo đang mở trong Word: báo XB008, bản mới là `...-ban-2.docx`. Đã đóng: không báo.",
    ),
    "XB009": Page(
        "Một lần chạy khác đang ghi vào cùng thư mục",
        "Hai lần chạy cùng ghi một thư mục dễ để lại bộ tệp lẫn lộn của hai lần.",
        "Đợi lần chạy kia xong rồi chạy lại.",
        "Hai người cùng chạy cho một phường: người sau đợi, quá 30 giây thì báo XB009.",
    ),
    "XB010": Page(
        "Sổ theo dõi các tệp đã tạo bị hỏng",
        "Sổ `.reportgen.json` cho biết tệp nào do chương trình ghi; sổ hỏng thì coi mọi tệp là của người dùng.",
        "Không cần làm gì: tệp đang có được giữ nguyên, sổ được lập lại.",
        "Sổ bị sửa bằng tay thành nội dung không đọc được: báo XB010. Sổ nguyên vẹn: không báo.",
    ),
    "XB011": Page(
        "Máy báo lỗi khi ghi tệp",
        "Ổ đĩa hỏng hoặc mất kết nối tới thư mục mạng.",
        "Kiểm tra ổ đĩa hoặc kết nối mạng rồi chạy lại.",
        "Rút ổ USB khi đang ghi: báo XB011. Ổ đĩa bình thường: không báo.",
    ),
    "XB012": Page(
        "Bản đã sửa tay được giữ thành bản sao lưu",
        "Với `--replace`, bản mới mang đúng tên; nội dung người dùng sửa còn nguyên trong tệp `-sao-luu-` ghi ngày.",
        "Chép nội dung đã sửa sang bản mới nếu vẫn cần; xóa bản sao lưu khi không cần nữa.",
        "Sửa báo cáo trong Word rồi chạy lại với `--replace`: báo XB012. Chưa sửa: không báo.",
    ),
    "XB013": Page(
        "Tên tệp hoặc thư mục không dùng được",
        "Windows không cho đặt tên như `con`, `aux`, tên có dấu `:` hay tên kết thúc bằng dấu chấm; kết quả chép sang "
        "máy Windows sẽ không mở được.",
        "Đổi tên, thường là tên thư mục của phường trong `data/`: chỉ dùng chữ, số và dấu gạch nối.",
        "Thư mục phường tên `aux`: báo XB013. `truc-lam`: không báo.",
    ),
    "XB014": Page(
        "Hai tên chỉ khác chữ hoa, chữ thường hoặc cách gõ dấu",
        "Trên Windows và macOS hai tên như vậy là một tệp: tệp này sẽ đè lên tệp kia.",
        "Đổi một trong hai tên cho khác hẳn.",
        "Trong `out/` đã có `Truc-Lam`, nay ghi vào `truc-lam`: báo XB014. Chỉ có `truc-lam`: không báo.",
    ),
    "XB030": Page(
        "Văn bản của kỳ này đã ban hành",
        "Văn bản đã ban hành được giữ nguyên từng byte; lần chạy sau ghi một bản dự thảo mới bên cạnh, kể cả khi dùng "
        "`--replace`.",
        "Không cần làm gì. Muốn thay văn bản đã ban hành thì ban hành văn bản khác theo quy định.",
        "Báo cáo quý III đã vào sổ bằng `reportgen issue`, chạy lại quý III: báo XB030. Chưa vào sổ: không báo.",
    ),
}
"""Page of every code that this room raises."""
