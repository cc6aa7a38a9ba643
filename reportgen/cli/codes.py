"""Pages of the codes that the command line raises, and the pages of every room together."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "LN001": Page(
        "Không có phường này",
        "Mã phường là tên thư mục của phường trong `data/`; chương trình chỉ mở những thư mục có sẵn ở đó.",
        "Dùng một trong các mã phường mà thông báo liệt kê, hoặc tạo thư mục dữ liệu cho phường mới.",
        "`--ward trúc-lâm`: báo LN001 và gợi ý `truc-lam`. `--ward truc-lam`: không báo.",
    ),
    "LN003": Page(
        "Kỳ báo cáo chưa có số liệu tiến độ",
        "Báo cáo không có số liệu của kỳ sẽ chỉ lặp lại kế hoạch; chương trình không lấy số liệu kỳ khác thay vào.",
        "Chọn kỳ có số liệu mà thông báo liệt kê, hoặc nhập tiến độ vào `data/<phường>/progress/<kỳ>/`.",
        "`quarterly --year 2026 --quarter 4` khi chưa đơn vị nào gửi: báo LN003. Quý III đã có: không báo.",
    ),
    "LN004": Page(
        "Không có lệnh này",
        "Tên lệnh viết bằng tiếng Anh, không dấu, đúng như trang hướng dẫn của chương trình.",
        "Chạy `reportgen --help` để xem các lệnh.",
        "`reportgen quaterly`: báo LN004 và gợi ý `quarterly`. `reportgen quarterly`: không báo.",
    ),
    "LN005": Page(
        "Không có tùy chọn này",
        "Mỗi lệnh chỉ nhận những tùy chọn ghi trong trang hướng dẫn của lệnh đó.",
        "Chạy lệnh với `--help` để xem các tùy chọn.",
        "`reportgen status --ward truc-lam --quater 3`: báo LN005. `--quarter 3`: không báo.",
    ),
    "LN006": Page(
        "Thiếu tùy chọn hoặc thiếu giá trị",
        "Lệnh không tự đoán phường hay giá trị mà người dùng chưa nêu.",
        "Thêm tùy chọn còn thiếu, ví dụ `--ward truc-lam`.",
        "`reportgen quarterly`: báo LN006. `reportgen quarterly --ward truc-lam`: không báo.",
    ),
    "LN007": Page(
        "Giá trị của tùy chọn không dùng được",
        "Ngày không có trong lịch, quý ngoài 1 đến 4, dạng tệp lạ đều bị dừng trước khi làm bất cứ việc gì.",
        "Sửa giá trị theo cách viết mà thông báo nêu.",
        "`--as-of 30/02/2026`: báo LN007. `--as-of 28/02/2026`: không báo.",
    ),
    "LN008": Page(
        "Không tìm thấy thư mục làm việc",
        "Thư mục làm việc là nơi có `data/`; không có thì không biết đọc số liệu ở đâu.",
        "Chạy lệnh trong thư mục có `data/`, hoặc chỉ rõ bằng `--workspace`.",
        "`--workspace /tmp` không có `data/`: báo LN008. Thư mục có `data/`: không báo.",
    ),
    "LN009": Page(
        "Không có hoặc không đọc được tệp mẫu",
        "Báo cáo được dựng từ tệp mẫu Word, Excel; mẫu riêng của phường được dùng trước, rồi đến mẫu chung.",
        "Chép tệp mẫu vào `templates/` của thư mục làm việc, hoặc cài đặt lại chương trình.",
        "Xóa mọi bản `bao-cao-cchc.docx`: báo LN009. Còn một bản: không báo.",
    ),
    "LN010": Page(
        "Thừa từ trên dòng lệnh",
        "Phần thừa thường do giá trị có dấu cách mà không đặt trong dấu nháy.",
        "Bỏ phần thừa, hoặc đặt giá trị có dấu cách trong dấu nháy kép.",
        '`--subject Đề án 06`: báo LN010. `--subject "Đề án 06"`: không báo.',
    ),
    "LN011": Page(
        "Không có mã lỗi này",
        "Mỗi mã lỗi gồm hai chữ cái và ba chữ số, có một trang giải thích.",
        "Chép đúng mã trong thông báo, ví dụ `LN001`; chạy `reportgen explain` để xem tất cả các mã.",
        "`reportgen explain LN9`: báo LN011. `reportgen explain LN001`: không báo.",
    ),
    "LN012": Page(
        "Chưa cài LibreOffice nên không tạo được PDF",
        "Tệp PDF do LibreOffice chuyển từ tệp Word, Excel; các tệp này vẫn được ghi đầy đủ.",
        "Cài LibreOffice (Writer và Calc) rồi chạy lại, hoặc mở tệp trong Word, Excel và chọn lưu thành PDF.",
        "`--format docx,pdf` trên máy không có LibreOffice: báo LN012. `--format docx`: không báo.",
    ),
    "LN013": Page(
        "LibreOffice không tạo được PDF",
        "LibreOffice chạy quá lâu hoặc dừng mà không ghi ra tệp PDF có trang; tệp như vậy không được giao cho ai.",
        "Chạy lại; nếu vẫn lỗi, mở tệp trong Word, Excel và chọn lưu thành PDF.",
        "LibreOffice treo quá 120 giây: báo LN013. Chuyển xong: không báo.",
    ),
    "LN015": Page(
        "Kỳ báo cáo chưa kết thúc thời gian chốt số liệu",
        "Số liệu lấy trước ngày cuối của kỳ là số tạm tính, còn thay đổi; báo cáo ghi rõ ngày chốt.",
        "Chạy lại sau ngày chốt để có số liệu chính thức, hoặc chọn kỳ đã kết thúc.",
        "Báo cáo năm 2026 lập ngày 25/11/2026: báo LN015. Lập ngày 15/12/2026: không báo.",
    ),
    "LN016": Page(
        "Kỳ báo cáo trước khi phường thành lập",
        "Phường chưa tồn tại thì không có số liệu của chính phường cho kỳ đó.",
        "Chọn kỳ báo cáo kết thúc sau ngày thành lập phường.",
        "Phường thành lập 01/7/2025, báo cáo quý I/2025: báo LN016. Quý III/2025: không báo.",
    ),
    "LN017": Page(
        "Còn cơ quan chưa gửi báo cáo tiến độ",
        "Nhiệm vụ của cơ quan chưa gửi được tính theo báo cáo gần nhất của cơ quan đó, nên có thể chưa đúng thực tế.",
        "Đôn đốc cơ quan gửi báo cáo, chép tệp vào `data/<phường>/progress/<kỳ>/` rồi chạy lại.",
        "Công an phường chưa có tệp trong `progress/2026-q3/`: báo LN017. Mọi cơ quan đã có tệp: không báo.",
    ),
    "LN018": Page(
        "Không có hoặc không đọc được tệp cần kiểm tra",
        "Chương trình chỉ đọc đúng tệp được nêu; sai đường dẫn thì không đoán tệp khác.",
        "Ghi đúng đường dẫn; tên có dấu cách thì đặt trong dấu nháy kép. Tệp bị khóa thì đóng chương trình giữ nó.",
        "`check document bao-cao.doc` khi chỉ có bao-cao.docx: báo LN018. `check document bao-cao.docx`: không báo.",
    ),
    "LN019": Page(
        "Đã có tệp mẫu này",
        "Tệp mẫu đang có có thể đã được sửa; chương trình không bao giờ ghi đè lên công sức của người soạn mẫu.",
        "Sửa tiếp tệp đang có; muốn bắt đầu lại từ mẫu gốc thì đổi tên hoặc chuyển tệp đó đi rồi chạy lại.",
        "`template new quarterly` khi đã có templates/bao-cao-cchc.docx: báo LN019. Chưa có: không báo.",
    ),
    "LN020": Page(
        "Chưa cài Poppler nên không tạo được ảnh của từng trang",
        "Ảnh PNG của từng trang do lệnh `pdftoppm` của Poppler tách từ tệp PDF; tệp Word, Excel và PDF không cần đến.",
        "Cài Poppler (trên Debian, Ubuntu là gói poppler-utils) rồi chạy lại, hoặc mở tệp PDF để xem.",
        "`template preview ... --format png` trên máy không có pdftoppm: báo LN020. `--format pdf`: không báo.",
    ),
    "LN021": Page(
        "Poppler không tạo được ảnh của các trang",
        "Lệnh `pdftoppm` chạy quá lâu hoặc dừng giữa chừng; ảnh thiếu trang làm người xem hiểu sai nên không được ghi.",
        "Chạy lại; nếu vẫn lỗi, mở tệp PDF để xem.",
        "pdftoppm dừng giữa chừng: báo LN021. Tách xong mọi trang: không báo.",
    ),
    "LN030": Page(
        "Không có đơn vị này",
        "Biểu mẫu lập theo từng đơn vị của phường; tên gần đúng được gợi ý chứ không tự chọn thay, kẻo gửi nhầm biểu.",
        "Ghi mã, tên hoặc cách viết khác của đơn vị như trong `ward.yaml`.",
        "`--agency phong-van-hoa`: báo LN030, gợi ý tên gần nhất. `--agency phong-van-hoa-xa-hoi`: không báo.",
    ),
    "LN031": Page(
        "Chưa đơn vị nào được ghi là phải báo cáo",
        "Chương trình gửi biểu mẫu cho các đơn vị có `reports: true` trong `ward.yaml`.",
        "Ghi `reports: true` ở từng đơn vị phải gửi số liệu hằng kỳ.",
        "`ward.yaml` không có đơn vị nào ghi `reports: true`: báo LN031. Có ít nhất một: không báo.",
    ),
    "LN032": Page(
        "Không có biểu mẫu ở đường dẫn này",
        "Chương trình chỉ đọc đúng tệp hoặc thư mục được nêu; sai đường dẫn thì không đoán tệp khác.",
        "Ghi đúng đường dẫn của tệp .xlsx, .xls, .ods, .csv, hoặc thư mục chứa các tệp đó.",
        "`forms receive bieu-mau` khi thư mục trống: báo LN032. Thư mục có biểu mẫu: không báo.",
    ),
    "LN033": Page(
        "Chưa chọn đúng một tệp số liệu",
        "Lấy lại bản cũ chỉ làm với một đơn vị, một kỳ, để không thay nhầm tệp khác.",
        "Chỉ rõ `--agency`, `--year` và `--quarter` (hoặc `--month`, `--half`).",
        "`data restore` không nêu đơn vị: báo LN033. Nêu đủ đơn vị và kỳ: không báo.",
    ),
    "LN060": Page(
        "Một lần chạy theo lịch khác đang làm việc",
        "Hai lần `run-due` cùng lúc trên một thư mục làm việc sẽ lập trùng; lần sau đợi, quá thời gian đợi thì dừng.",
        "Không cần làm gì; muốn đợi lâu hơn thì dùng `--wait`. Lần chạy bị tắt ngang không giữ khóa này.",
        "Chạy `run-due` trong lúc lần chạy khác chưa xong, quá 30 giây: báo LN060. Lần kia đã xong: không báo.",
    ),
    "LN061": Page(
        "Đã qua ngày chốt mà chưa đơn vị nào gửi số liệu của kỳ",
        "Báo cáo không có số liệu của phần cuối kỳ sẽ lấy số cũ làm số mới; chương trình chờ và để lại tệp ghi chú "
        "ở chỗ của báo cáo.",
        "Đôn đốc các đơn vị; có số liệu của ít nhất một đơn vị thì lần chạy theo lịch sau tự lập báo cáo, nêu tên "
        "đơn vị còn thiếu.",
        "Ngày 15/12/2026 chưa có tệp nào trong `progress/2026-q4/`: báo LN061. Có một tệp: lập báo cáo, báo LN017.",
    ),
    "LN062": Page(
        "Chưa có kế hoạch của năm báo cáo",
        "Kế hoạch năm mới chưa được nhập thì báo cáo định kỳ vẫn đến hạn; chương trình không lấy kế hoạch cũ thay vào.",
        "Đặt kế hoạch của năm đó vào thư mục `plans/`; lần chạy theo lịch sau tự lập báo cáo.",
        "Ngày 15/3/2027 chỉ có `plans/2026.yaml` cho năm 2026: báo LN062. Có `plans/2027.yaml`: không báo.",
    ),
    "LN063": Page(
        "Máy không có chương trình lập lịch này",
        "Lịch chạy do máy giữ: cron hoặc systemd trên Linux, Task Scheduler trên Windows.",
        "Chọn hệ thống mà máy có bằng `--system`, hoặc cài thêm rồi chạy lại.",
        "`schedule install --system cron` trên máy không có lệnh crontab: báo LN063. Máy có cron: không báo.",
    ),
    "LN064": Page(
        "Lệnh lập lịch của máy báo lỗi",
        "Máy từ chối, thường vì tài khoản không được phép đặt lịch hoặc dịch vụ lập lịch chưa chạy.",
        "Nhờ người quản trị máy xem thông báo kèm theo; phần khai báo để cài bằng tay có ở `reportgen schedule show`.",
        "Tài khoản bị cấm dùng crontab: báo LN064. Được phép: không báo.",
    ),
    "LN099": Page(
        "Lỗi của chương trình",
        "Chương trình gặp tình huống chưa được lường trước; không phải do số liệu hay thao tác.",
        "Gửi tệp nhật ký nêu trong thông báo, kèm lệnh vừa chạy, cho người phụ trách kỹ thuật.",
        "Thông báo có tên tệp nhật ký `reportgen-loi-....log`: gửi tệp đó.",
    ),
}
"""Page of every code that the command line raises."""


def all_pages() -> dict[str, Page]:
    """Return the page of every code of the program, by code."""
    from reportgen import check, output, register, store  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli import made_codes  # noqa: PLC0415
    from reportgen.decree30 import check as decree30  # noqa: PLC0415
    from reportgen.decree30.mend import codes as mend  # noqa: PLC0415
    from reportgen.forms import codes as forms  # noqa: PLC0415
    from reportgen.load import codes as load  # noqa: PLC0415
    from reportgen.planbook import codes as planbook  # noqa: PLC0415
    from reportgen.planimport import codes as planimport  # noqa: PLC0415
    from reportgen.render import codes as render  # noqa: PLC0415
    from reportgen.schedule import codes as schedule  # noqa: PLC0415

    kept = (output.PAGES, store.PAGES, register.PAGES, made_codes.PAGES)
    rooms = (
        PAGES,
        load.PAGES,
        check.pages(),
        render.PAGES,
        *kept,
        decree30.pages(),
        mend.PAGES,
        forms.PAGES,
        schedule.PAGES,
        planbook.PAGES,
        planimport.PAGES,
    )
    return dict(sorted((code, page) for room in rooms for code, page in room.items()))
