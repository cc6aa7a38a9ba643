"""Pages of the codes that loading can give."""

from __future__ import annotations

from reportgen.problem import Page

PAGES: dict[str, Page] = {
    "DL001": Page(
        "Không đọc được tệp hoặc thư mục",
        "Máy tính không cho đọc tệp: thiếu quyền, tệp đang bị khóa, hoặc tệp trên ổ đĩa mạng chưa tải về.",
        "Kiểm tra quyền đọc; đóng chương trình đang mở tệp; chờ đồng bộ xong rồi chạy lại.",
        "Tệp chỉ người khác đọc được: báo DL001. Tệp mở được bằng trình soạn thảo: không báo.",
    ),
    "DL002": Page(
        "Tệp quá lớn hoặc nội dung lồng quá sâu",
        "Tệp dữ liệu của một phường chỉ vài trăm nghìn ký tự; lớn hơn nhiều thường là chọn nhầm tệp.",
        "Kiểm tra lại có đúng tệp dữ liệu không.",
        "Tệp 10 MB: báo DL002. Kế hoạch 200 KB: không báo.",
    ),
    "DL003": Page(
        "Liên kết ra ngoài thư mục của phường",
        "Tệp liên kết (symbolic link) có thể đưa nội dung của nơi khác vào báo cáo mà không ai thấy.",
        "Thay liên kết bằng bản sao của tệp.",
        "events.yaml là liên kết tới /home/a/events.yaml: báo DL003. events.yaml là tệp thường: không báo.",
    ),
    "DL004": Page(
        "Tệp lạ trong thư mục dữ liệu",
        "Chương trình chỉ đọc tệp YAML. Biểu mẫu Excel để trong thư mục tiến độ sẽ không được tính vào số liệu.",
        "Chuyển tệp ra ngoài; số liệu trong tệp thì nhập vào tệp YAML của cơ quan.",
        "progress/2026-q3/bao-cao.xlsx: báo DL004. progress/2026-q3/cong-an-phuong.yaml: không báo.",
    ),
    "DL101": Page(
        "Tệp không phải bảng mã UTF-8",
        "Chữ Việt ở bảng mã cũ (TCVN3, VNI, Windows-1258) hoặc UTF-16 sẽ thành chữ vô nghĩa nếu đọc nhầm.",
        "Mở tệp bằng trình soạn thảo, chuyển mã sang Unicode, lưu dạng UTF-8.",
        "Tệp lưu dạng “Unicode” (UTF-16) của Notepad: báo DL101. Lưu dạng “UTF-8”: không báo.",
    ),
    "DL102": Page(
        "Ký tự không được phép",
        "Ký tự điều khiển sót lại khi chép từ Word, PDF không ghi được vào văn bản Word, Excel: chữ sau nó bị"
        " mất hoặc nhảy trang.",
        "Xóa ký tự ở dòng được báo; cần xuống dòng thì gõ phím Enter.",
        "Dấu ngắt trang U+000C giữa câu: báo DL102. Xuống dòng bình thường: không báo.",
    ),
    "DL103": Page(
        "Chữ ở dạng Unicode tổ hợp (NFD)",
        "Chữ tổ hợp trông giống chữ dựng sẵn nhưng khi so tên, tìm kiếm thì khác. Chương trình đã tự đọc "
        "thành dạng dựng sẵn theo TCVN 6909:2001.",
        "Không bắt buộc sửa. Nên đặt bộ gõ ở “Unicode dựng sẵn” rồi lưu lại tệp.",
        "“Phường” gõ bằng Unicode tổ hợp: báo DL103. Gõ bằng Unicode dựng sẵn: không báo.",
    ),
    "DL104": Page(
        "Chữ gõ theo bảng mã cũ trong tệp Unicode",
        "Chữ TCVN3, VNI chép vào tệp UTF-8 hiện thành ký tự lạ (C«ng hoµ, Coäng hoøa) và sẽ in ra như vậy.",
        "Chuyển mã đoạn chữ bằng công cụ của bộ gõ (UniKey: Ctrl + Shift + F6).",
        "“Phßng V¨n hãa”: báo DL104. “Phòng Văn hóa”: không báo.",
    ),
    "DL105": Page(
        "Ký tự dễ nhầm hoặc không nhìn thấy",
        "Chữ của bảng chữ cái khác trông giống chữ Việt, hoặc ký tự ẩn, làm so tên và tìm kiếm sai.",
        "Xóa ký tự được báo rồi gõ lại bằng bộ gõ tiếng Việt.",
        "“Vǎn” với ǎ (U+01CE): báo DL105. “Văn” với ă: không báo.",
    ),
    "DL201": Page(
        "Tệp sai cú pháp YAML",
        "Chương trình không hiểu cấu trúc từ dòng đó nên không đọc được phần còn lại của tệp.",
        "Xem dòng được báo: thụt lề đều nhau, có dấu cách sau dấu hai chấm, nội dung có dấu hai chấm thì đặt "
        "trong ngoặc kép, ngoặc mở phải đóng.",
        'result: Đã ban hành: 3 văn bản — báo DL201. result: "Đã ban hành: 3 văn bản" — không báo.',
    ),
    "DL202": Page(
        "Một khóa ghi hai lần",
        "YAML chỉ giữ một giá trị, giá trị kia mất mà không ai biết.",
        "Giữ một dòng, xóa dòng kia.",
        "Hai dòng percent trong một nhiệm vụ: báo DL202. Một dòng: không báo.",
    ),
    "DL203": Page(
        "Dùng mỏ neo, bí danh YAML (& và *)",
        "Bí danh làm một chỗ sửa, nhiều chỗ đổi; người đọc tệp không thấy nội dung thật.",
        "Chép lại nội dung; nếu & hoặc * là chữ thì đặt cả dòng trong ngoặc kép.",
        'lead: *vp — báo DL203. lead: ["*Văn phòng"] — không báo.',
    ),
    "DL204": Page(
        "Dùng thẻ kiểu YAML (!)",
        "Thẻ kiểu có thể chạy mã lệnh hoặc đổi kiểu dữ liệu; dữ liệu của phường không cần đến.",
        "Bỏ phần bắt đầu bằng dấu “!”; nếu là chữ thì đặt trong ngoặc kép.",
        "value: !!str 45 — báo DL204. value: 45 — không báo.",
    ),
    "DL205": Page(
        "Nhiều văn bản YAML trong một tệp",
        "Chương trình không biết lấy phần nào; phần sau “---” dễ bị bỏ sót.",
        "Mỗi tệp chỉ một văn bản: bỏ dòng “---”, chuyển phần sau sang tệp khác.",
        "Có dòng “---” giữa tệp: báo DL205. Có dòng “---” đầu tệp: không báo.",
    ),
    "DL206": Page(
        "Thụt lề bằng phím Tab",
        "YAML không cho phép dấu Tab ở đầu dòng; mỗi trình soạn thảo hiện Tab rộng khác nhau.",
        "Thay mỗi dấu Tab đầu dòng bằng hai dấu cách.",
        "Dòng thụt bằng Tab: báo DL206. Dòng thụt bằng dấu cách: không báo.",
    ),
    "DL208": Page(
        "Tên khóa không phải chữ",
        "Dấu { } hoặc [ ] không đặt trong ngoặc kép bị hiểu là nhóm khóa hay danh sách.",
        "Đặt nội dung trong ngoặc kép.",
        'title: {{ ten }} — báo DL208. title: "{{ ten }}" — không báo.',
    ),
    "DL209": Page(
        "Tệp không có nội dung",
        "Tệp trống không cho biết cơ quan chưa báo cáo hay nội dung bị mất.",
        "Điền nội dung theo mẫu, hoặc xóa tệp.",
        "Tệp 0 byte hoặc chỉ có chú thích: báo DL209. Tệp có khóa agency và period: không báo.",
    ),
    "DL301": Page(
        "Thiếu nội dung bắt buộc",
        "Thiếu nội dung này thì văn bản hoặc số liệu không lập được.",
        "Thêm khóa được báo, hoặc điền giá trị còn trống.",
        'Nhiệm vụ không có khóa id: báo DL301. Có id: "03.1": không báo.',
    ),
    "DL302": Page(
        "Khóa không có trong mẫu",
        "Tên khóa gõ sai thì nội dung không được đọc; chương trình báo để không bỏ sót.",
        "Sửa tên khóa theo gợi ý, hoặc xóa dòng.",
        "persent: 50 — báo DL302. percent: 50 — không báo.",
    ),
    "DL303": Page(
        "Sai cấu trúc: cần danh sách, nhóm khóa hoặc một giá trị",
        "Chương trình cần danh sách mà nhận một giá trị, hoặc ngược lại.",
        "Danh sách: mỗi mục một dòng bắt đầu bằng “- ”. Nhóm khóa: mỗi khóa một dòng thụt vào.",
        "products: Kế hoạch — báo DL303. products: [Kế hoạch] — không báo.",
    ),
    "DL304": Page(
        "Chữ bị YAML đọc thành kiểu khác",
        "YAML đọc no, on, off thành đúng/sai, 12:30 và 0123 thành con số, 2026-01-05 thành ngày; giá trị in "
        "ra sẽ khác chữ đã gõ.",
        "Đặt giá trị trong ngoặc kép.",
        'number: 045 — báo DL304. number: "045" — không báo.',
    ),
    "DL305": Page(
        "Không phải con số đúng cách ghi",
        "Dấu ngăn hàng nghìn, dấu phẩy thập phân, số 0 ở đầu đều có thể bị đọc thành số khác.",
        "Ghi số liền, phần thập phân sau dấu chấm, không ghi đơn vị: 1234, 98.5.",
        "total: 1.234 hoặc 1_234: báo DL305. total: 1234: không báo.",
    ),
    "DL306": Page(
        "Con số ngoài khoảng cho phép",
        "Tỷ lệ phần trăm chỉ từ 0 đến 100; số lượng không âm; năm có bốn chữ số.",
        "Sửa lại con số.",
        "percent: 140: báo DL306. percent: 40: không báo.",
    ),
    "DL307": Page(
        "Ngày không có thật hoặc ghi sai dạng",
        "Ngày không tồn tại thì không thể tính đúng hạn, quá hạn.",
        "Ghi dạng năm-tháng-ngày 2026-03-31, hoặc ngày/tháng/năm 31/3/2026 với năm đủ bốn chữ số.",
        "done_on: 2026-02-30: báo DL307. done_on: 2026-02-28: không báo.",
    ),
    "DL308": Page(
        "Giá trị không thuộc danh sách quy định",
        "Khóa này chỉ nhận một số giá trị; giá trị khác chương trình không hiểu.",
        "Chọn một giá trị trong danh sách nêu ở thông báo.",
        "status: xong — báo DL308. status: done — không báo.",
    ),
    "DL310": Page(
        "Không phải true hay false",
        "Khóa này chỉ nhận có (true) hoặc không (false).",
        "Ghi true hoặc false.",
        "reports: có — báo DL310. reports: true — không báo.",
    ),
    "KH001": Page(
        "Không có kế hoạch của năm",
        "Báo cáo đối chiếu với kế hoạch của đúng năm; không có kế hoạch thì không có gì để đối chiếu.",
        "Chọn năm khác bằng --year, hoặc bổ sung tệp kế hoạch vào thư mục plans.",
        "Chỉ có plans/2026.yaml (năm 2026) mà chọn năm 2028: báo KH001. Chọn năm 2026: không báo.",
    ),
    "KH002": Page(
        "Chưa biết cơ quan, đơn vị",
        "Chương trình chỉ in tên chính thức và không đoán: một tên viết khác có thể là cơ quan khác.",
        "Nếu là cách viết khác của cơ quan đã có thì thêm vào aliases của cơ quan đó trong ward.yaml; nếu là "
        "cơ quan mới thì thêm vào agencies.",
        "“Phòng VHXXH” chưa khai báo: báo KH002. Đã có trong aliases của Phòng Văn hóa - Xã hội: không báo.",
    ),
    "KH003": Page(
        "Hai cơ quan cùng nhận một tên",
        "Không biết nhiệm vụ ghi tên đó thuộc cơ quan nào.",
        "Xóa cách viết đó ở một trong hai cơ quan.",
        "“Văn phòng” là aliases của hai cơ quan: báo KH003. Của một cơ quan: không báo.",
    ),
    "KH004": Page(
        "Đính chính không tìm thấy chữ in sai",
        "Chữ cần sửa không có ở vị trí đã ghi nên đính chính không có tác dụng.",
        "Chép lại đúng nguyên văn (dấu cách, chữ hoa, dấu câu); hoặc xóa mục đính chính.",
        "printed: “thủ hành chính” ở nhiệm vụ không có chữ đó: báo KH004. Ở nhiệm vụ có chữ đó: không báo.",
    ),
    "KH005": Page(
        "Một mã ghi hai lần",
        "Hai mục trùng mã thì tiến độ, số liệu không biết thuộc mục nào.",
        "Sửa mã cho đúng, hoặc gộp hai mục.",
        "Hai nhiệm vụ 02.3: báo KH005. Nhiệm vụ 02.3 và 02.4: không báo.",
    ),
    "KH006": Page(
        "Mã dẫn chiếu không có",
        "Mã lĩnh vực, chỉ tiêu, nhiệm vụ, cơ quan hoặc vị trí được dẫn chiếu không có trong dữ liệu.",
        "Sửa mã theo gợi ý.",
        "same_as: PL1.I.9 khi không có chỉ tiêu đó: báo KH006. same_as: PL1.I.1: không báo.",
    ),
    "KH007": Page(
        "Năm của kế hoạch không hợp lý",
        "Năm đầu sau năm cuối, hoặc hai kế hoạch cùng các năm: không biết dùng kế hoạch nào.",
        "Ghi [năm đầu, năm cuối]; mỗi giai đoạn giữ một tệp kế hoạch.",
        "years: [2030, 2026]: báo KH007. years: [2026, 2030]: không báo.",
    ),
    "KH011": Page(
        "Sự kiện dẫn chiếu nhiệm vụ không có",
        "Văn bản của cấp trên không gắn được với nhiệm vụ nào nên nhiệm vụ vẫn bị coi là đang chờ.",
        "Sửa mã nhiệm vụ theo gợi ý.",
        'tasks: ["II.2.9"] khi nhóm II.2 có 7 nhiệm vụ: báo KH011. tasks: ["II.2.6"]: không báo.',
    ),
    "KH012": Page(
        "Sự kiện dẫn chiếu thời hạn không có",
        "Nhiệm vụ có ít thời hạn hơn số thứ tự đã ghi.",
        "Ghi thứ tự của thời hạn trong cột thời gian, tính từ 1; bỏ khóa deadline nếu áp dụng cho mọi thời "
        "hạn đang chờ.",
        "deadline: 3 của nhiệm vụ có 2 thời hạn: báo KH012. deadline: 2: không báo.",
    ),
    "KH013": Page(
        "Thời gian chốt số liệu riêng của phường ghi sai",
        "Kỳ báo cáo không có mã đó, hoặc ngày cuối sớm hơn ngày đầu.",
        "Ghi mã kỳ như 2026-q3; sửa hai ngày from, to.",
        "2026-q5: báo KH013. 2026-q3: {from: 2026-06-15, to: 2026-09-14}: không báo.",
    ),
    "KH014": Page(
        "Thiếu tệp ward.yaml hoặc thiếu kế hoạch",
        "Không có hai tệp này thì chưa có dữ liệu để lập văn bản.",
        "Tạo ward.yaml và plans/<năm>.yaml theo mẫu (lệnh `reportgen init`).",
        "Thư mục trống: báo KH014. Có ward.yaml và plans/2026.yaml: không báo.",
    ),
    "KH030": Page(
        "Lịch báo cáo của phường không đọc được",
        "Loại báo cáo và hạn gửi trong `ward.yaml` quyết định chương trình nhắc và lập báo cáo nào, vào lúc nào.",
        "Loại báo cáo: `monthly`, `quarterly`, `half-year`, `nine-month`, `annual`, hoặc từng kỳ như `q1`, `9m`. "
        "Hạn gửi: `trước ngày 20`, `chậm nhất ngày 20/12`, `ngày 05 tháng sau`, `02 ngày làm việc`.",
        "`quarterly: cuối tháng`: báo KH030. `quarterly: trước ngày 20`: không báo.",
    ),
    "TD001": Page(
        "Báo cáo một nhiệm vụ không có trong kế hoạch",
        "Kết quả không gắn được với nhiệm vụ nào nên không được tính.",
        "Sửa mã nhiệm vụ theo gợi ý; mã gồm nhóm, dấu chấm, số thứ tự như in trong phụ lục.",
        'id: "03.99": báo TD001. id: "03.9": không báo.',
    ),
    "TD002": Page(
        "Tệp tiến độ của cơ quan chưa khai báo",
        "Không biết kết quả của cơ quan nào.",
        "Ghi mã cơ quan như trong ward.yaml (phong-van-hoa-xa-hoi), không ghi tên.",
        "agency: Phòng VH-XH — báo TD002. agency: phong-van-hoa-xa-hoi — không báo.",
    ),
    "TD003": Page(
        "Tên tệp khác mã cơ quan ghi trong tệp",
        "Thường do chép tệp của cơ quan khác rồi quên sửa; kết quả có thể bị tính nhầm cơ quan.",
        "Đổi tên tệp theo mã cơ quan, hoặc sửa khóa agency.",
        "cong-an-phuong.yaml ghi agency: tram-y-te — báo TD003. Ghi agency: cong-an-phuong — không báo.",
    ),
    "TD004": Page(
        "Kỳ báo cáo của tệp tiến độ không rõ",
        "Thư mục không mang mã kỳ, tệp nằm ngoài thư mục kỳ, hoặc khóa period khác tên thư mục: không biết "
        "tính vào kỳ nào.",
        "Đặt tệp vào thư mục mang mã kỳ: 2026-m09, 2026-q3, 2026-h1, 2026-h2, 2026-9m, 2026-y; sửa khóa "
        "period cho khớp.",
        "progress/quy3: báo TD004. progress/2026-q3: không báo.",
    ),
    "TD006": Page(
        "Một nhiệm vụ hoặc một thời hạn ghi hai lần trong một tệp",
        "Không biết lấy kết quả nào.",
        "Gộp hai mục làm một.",
        'Hai mục id: "03.1" trong một tệp: báo TD006. Một mục: không báo.',
    ),
    "TD007": Page(
        "Báo cáo một thời hạn mà nhiệm vụ không có",
        "Ngày hoàn thành không gắn được với thời hạn nào nên thời hạn đó vẫn bị coi là chưa xong.",
        "Ghi thứ tự của thời hạn theo danh sách nêu ở thông báo.",
        "deadline: 3 của nhiệm vụ có 2 thời hạn: báo TD007. deadline: 2: không báo.",
    ),
    "TD013": Page(
        "Hai tệp của một cơ quan trong một kỳ",
        "Không biết tệp nào đúng; tính cả hai thì số liệu gấp đôi.",
        "Gộp hai tệp, hoặc sửa khóa agency của tệp ghi nhầm.",
        "cong-an-phuong.yaml và cong-an-phuong.yml: báo TD013. Chỉ một tệp: không báo.",
    ),
    "TD015": Page(
        "Một lĩnh vực hồ sơ ghi hai lần trong một tệp",
        "Số hồ sơ của lĩnh vực bị tính hai lần.",
        "Gộp hai mục làm một.",
        "Hai mục field: Hộ tịch: báo TD015. Một mục: không báo.",
    ),
    "CT001": Page(
        "Báo cáo một chỉ tiêu không có trong kế hoạch",
        "Số liệu không gắn được với chỉ tiêu nào nên không được tính.",
        "Sửa mã chỉ tiêu theo gợi ý.",
        "id: CT.99: báo CT001. id: CT.01: không báo.",
    ),
    "CT002": Page(
        "Tử số lớn hơn mẫu số",
        "Tỷ lệ trong tổng số không thể vượt 100%.",
        "Kiểm tra lại hai số; có thể đã ghi ngược.",
        "numerator: 1003, denominator: 812: báo CT002. numerator: 812, denominator: 1003: không báo.",
    ),
    "CT003": Page(
        "Mẫu số bằng 0",
        "Không thể tính tỷ lệ trên 0.",
        "Kỳ này không phát sinh thì xóa dòng chỉ tiêu.",
        "denominator: 0: báo CT003. denominator: 12: không báo.",
    ),
    "CT005": Page(
        "Số liệu chỉ tiêu chưa đủ",
        "Thiếu tử số, mẫu số hoặc kết quả thì không đánh giá được chỉ tiêu.",
        "Tỷ lệ: ghi đủ numerator và denominator. Chỉ tiêu khác: ghi value. Chưa đo thì xóa dòng.",
        "{id: CT.02, numerator: 812}: báo CT005. {id: CT.02, numerator: 812, denominator: 1003}: không báo.",
    ),
    "CT013": Page(
        "Kết quả không đúng với tử số và mẫu số",
        "Một dòng ghi cả kết quả và hai số đếm mà không khớp thì không biết số nào đúng.",
        "Bỏ value để chương trình tự tính, hoặc sửa tử số, mẫu số.",
        "{numerator: 955, denominator: 1000, value: 90}: báo CT013. value: 95.5: không báo.",
    ),
    "CT006": Page(
        "Một chỉ tiêu ghi hai lần trong một tệp",
        "Tử số, mẫu số bị cộng hai lần.",
        "Giữ một dòng.",
        "Hai dòng id: CT.01: báo CT006. Một dòng: không báo.",
    ),
}
