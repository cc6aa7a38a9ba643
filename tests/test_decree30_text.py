"""Letters, spaces and capitals: what rules TX and CP find, in which words, and all that they leave alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.decree30.check import check_document, judge, rule_pages
from reportgen.decree30.components import Components
from reportgen.decree30.find import find_components
from reportgen.decree30.lettering import is_capitals
from reportgen.decree30.model import Document, Format, Margins, Paragraph, Place, Run, Section
from reportgen.decree30.names import load_names
from reportgen.decree30.outcome import Finding, Outcome, State
from reportgen.decree30.spacing import slips
from reportgen.problem import Severity
from reportgen.vi.legacy import from_tcvn3, from_vni
from reportgen.vi.text import nfc
from tests.support_docx import edit, find, good_document, set_text, style

RULES = (*(f"TX-0{n}" for n in range(1, 5)), *(f"CP-0{n}" for n in range(1, 9)))

# --- sentences as they are written in wards, none of them at fault ------------------------------------------------

SENTENCES = (
    (
        "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về việc ban hành Chương trình tổng thể cải cách "
        "hành chính nhà nước giai đoạn 2021 - 2030; Kế hoạch cải cách hành chính số 257/KH-UBND ngày 22/12/2025 của "
        "UBND tỉnh Thanh Hóa."
    ),
    "Chỉ số cải cách hành chính (PAR INDEX), Chỉ số hài lòng (SIPAS); Chỉ số Chuyển đổi số (DTI) của tỉnh.",
    "Sắp xếp nhà, đất; phân cấp, uỷ quyền;...",
    (
        "Các hiệp hội, viện nghiên cứu, trường đại học... tham gia triển khai; y tế, khoa học công nghệ, việc làm...; "
        "đặc biệt các TTHC có số lượng giao dịch lớn."
    ),
    "Ban hành các văn bản hướng dẫn thi hành Luật, Pháp lệnh, Nghị định của Chính phủ, thông tư của các Bộ, ngành.",
    "Đề án “Chuyển đổi số trong công tác phổ biến giáo dục pháp luật giai đoạn 2025 - 2030” tại địa phương.",
    "Triển khai Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị và các kế hoạch của Tỉnh uỷ, UBND tỉnh.",
    "Củng cố niềm tin của Nhân dân; quan điểm, chủ trương, đường lối của Đảng và Nhà nước.",
    "Xây dựng, hoàn thiện Nhà nước pháp quyền xã hội chủ nghĩa Việt Nam.",
    "Nâng cao hiệu lực quản lý nhà nước; cơ quan hành chính nhà nước; ngân sách nhà nước; doanh nghiệp nhà nước.",
    "Ngân sách nhà nước hỗ trợ; cơ quan nhà nước ban hành; báo Nhân Dân; cán bộ chính trị; Phó phòng Kinh tế.",
    "Công tác xây dựng tổ chức đảng, phát triển đảng viên, cấp ủy đảng các cấp; chi bộ đảng.",
    "Đại hội Đại biểu Đảng bộ tỉnh Thanh Hoá lần thứ XX, nhiệm kỳ 2025 - 2030.",
    "Xóa cơ chế “xin – cho”, coi đây là “đột phá của đột phá”, lợi thế cạnh tranh của phường.",
    "Thực hiện Luật Cán bộ, công chức năm 2025 và Luật Viên chức năm 2025; kỷ luật cán bộ, công chức vi phạm.",
    "Nghị quyết số 66.7/2025/NQ-CP ngày 15 tháng 11 năm 2025; Kết luận số 205-KL/TW; Công văn số 3090/SNV-CCHC&VTLT.",
    "Áp dụng Hệ thống quản lý chất lượng theo tiêu chuẩn TCVN ISO 9001:2015 tại UBND phường.",
    "Tổng số hồ sơ 3.020 (trực tuyến 1.634; trực tiếp 1.253); giải quyết 2.889 hồ sơ, đạt 99,9%.",
    "Đã giải ngân lũy kế 872/1.250 triệu đồng, đạt 69,76%; thời gian từ 7h30 đến 11h30 (hoặc 07:30 - 11:30).",
    "Địa chỉ: https://dichvucong.gov.vn/p/home, thư điện tử ubnd.truclam@thanhhoa.gov.vn; điện thoại 0237.3852.246.",
    "Tải biểu mẫu bao-cao-quy-3.docx tại www.truclam.gov.vn, mục Văn bản.",
    "Trạm y tế, cơ sở y tế, cơ sở giáo dục và đào tạo, cơ sở khoa học và công nghệ trên địa bàn phường.",
    "Cán bộ y tế, cán bộ tư pháp, toàn bộ tài chính của đơn vị, tiến bộ khoa học và công nghệ, đồng bộ văn hóa.",
    "Bảo đảm quốc phòng, kinh tế; đề phòng, dự phòng; các trưởng phòng, trưởng ban.",
    "Học tập kinh nghiệm vận hành trung tâm phục vụ hành chính công của các địa phương.",
    "Trung tâm Phục vụ hành chính công phường phối hợp Phòng Kinh tế, Hạ tầng và Đô thị, Phòng Văn hóa - Xã hội.",
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân; Văn phòng HĐND và UBND; Uỷ ban nhân dân phường.",
    "Phát triển Chính quyền điện tử, chính phủ số; tổ chức phi chính phủ; lực lượng công an phường.",
    "Báo cáo Chủ tịch UBND phường (qua Phòng Văn hóa - Xã hội); các phó chủ tịch, giám đốc, trưởng phòng.",
    "Thủ tướng Chính phủ, Bộ trưởng Bộ Nội vụ, Giám đốc Sở Nội vụ, Chánh Văn phòng HĐND và UBND.",
    "Căn cứ điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I của Bộ luật Hình sự.",
    "Theo quy định tại điểm a khoản 1 Điều 24 Tiểu mục 1 Mục 1 Chương III của Nghị quyết số 351/2017/UBTVQH14.",
    "Khoản 2 và khoản 3 Điều 5 được sửa đổi; các khoản, điểm khác giữ nguyên; danh mục 5 dự án, hạng mục 2.",
    "Mỗi phường 1 mô hình; 02 phường 15 khu phố; cấp xã 10 hộ; trình UBND phường 3 phương án.",
    "UBND Phường 1, Quận 5, Thành phố Hồ Chí Minh; Phường Điện Biên Phủ; Thủ đô Hà Nội; thành phố Hà Nội.",
    "Pháp luật đất đai, pháp luật xây dựng, quy luật, kỷ luật lao động, vi phạm pháp luật viên chức.",
    "Các báo cáo số liệu, thông báo số 12 của tổ; kế hoạch năm 2026, quyết định của UBND tỉnh.",
    "Các tầng lớp Nhân dân; Hội đồng nhân dân; Công an nhân dân; Quân đội nhân dân; đồng nhân dân tệ.",
    "Tài khoản VNeID, iGate, eOffice, YouTube; Quốc lộ 1A; dịch COVID-19, cúm H5N1; khí CO2; 10.000m2; 5km, 15kg, 4G.",
    "Tỷ lệ 1:500; từ 1,5 đến 2,0 lần; giảm -5%; điểm a, b khoản 1; (i) tuyên truyền; (ii) kiểm tra; f(x).",
    "Nguồn: v.v... và v.v., TP. Hồ Chí Minh, TP.HCM, ThS. Nguyễn Văn A, PGS.TS. Trần B, C.Mác, V.I.Lê-nin.",
    "Hỏi: “Ở đâu?” và trả lời; (Kèm theo Kế hoạch này); 100% cơ quan, đơn vị/địa phương; Sở GDĐT, Sở VH,TT&DL.",
    "Trong đó: ngày 01/01/2026, ngày 05 tháng 01 năm 2026, tháng 6 năm 2026, quý II/2026, 6 tháng đầu năm.",
    "Trên đây là báo cáo kết quả công tác cải cách hành chính của Ủy ban nhân dân phường Trúc Lâm./.",
    "Hệ số α, góc β, dung lượng 5 µg, đơn vị Ω; café, São Paulo, Zürich, naïve.",
    "Kinh tế - xã hội; vật chất- và tinh thần; TT-BNV; 12/KH-UBND; 06/QĐ-TTg; PL.(300); m² và km².",
    "Ngày Quốc khánh 2-9, ngày Quốc tế Lao động 1-5; thứ Hai, tháng Năm; tết Nguyên đán.",
    "Biển Cửa Lò, chợ Bến Thành, sông Vàm Cỏ, vịnh Hạ Long; Tây Bắc, Đông Bắc, Bắc Bộ.",
    "Ban Chỉ đạo trung ương về Phòng chống tham nhũng, Văn phòng Chủ tịch nước, Tập đoàn Điện lực Việt Nam.",
    "2.1. Cải cách thể chế",
    "a) Tiếp tục rà soát văn bản quy phạm pháp luật.",
    "- Tiếp tục thực hiện; + Kiện toàn tổ chức.",
    "Họ tên: .................... Chức vụ: ....................",
    "Số: …./BC-UBND, ngày … tháng … năm 20…",
    "(Kèm theo Kế hoạch số      /KH-UBND ngày      tháng      năm 2026 của Ủy ban nhân dân phường Trúc Lâm)",
    "Trúc Lâm, ngày      tháng 01 năm 2026",
    "Số:      /KH-UBND",
)


def document(*texts: str, font: str = "Times New Roman") -> Document:
    """Return a document of one paragraph a text, as the reader would."""
    paragraphs = tuple(
        Paragraph(
            Place("a.docx", paragraph=n, words=" ".join(text.split()[:6])),
            runs=(Run(text, Format(font=font)),),
            text=text,
        )
        for n, text in enumerate(texts, start=1)
    )
    margins = Margins(20, 20, 30, 15, 10, 10, 0)
    return Document("a.docx", paragraphs, (Section(1, Place("a.docx"), 0, len(texts), 210, 297, margins),))


def answer(rule: str, *texts: str, font: str = "Times New Roman") -> Outcome:
    return judge(document(*texts, font=font), Components(None), enabled=[rule]).outcome(rule)


def spoken(outcome: Outcome) -> list[tuple[str, str]]:
    return [(finding.found, finding.expected) for finding in outcome.findings]


@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
@pytest.mark.parametrize("rule", RULES)
def test_good_administrative_writing_raises_no_alarm(rule: str, sentence: str) -> None:
    assert not spoken(answer(rule, sentence))


FAULTS = (
    ("TX-03", "Nâng cao nǎng lực", "chữ “ǎ” (mã U+01CE)", "chữ “ă” (mã U+0103)"),
    ("TX-03", "Cải cách hành chính cấp хã", "chữ “х” (mã U+0445)", "chữ “x” (mã U+0078)"),
    ("TX-03", "thủ tục theo điểm а khoản 1", "chữ “а” (mã U+0430)", "chữ “a” (mã U+0061)"),
    ("TX-03", "tỉnh Ðồng Nai", "chữ “Ð” (mã U+00D0)", "chữ “Đ” (mã U+0110)"),
    ("TX-03", "hành\u200b chính", "ký tự ẩn không độ rộng (mã U+200B)", "không có ký tự ẩn"),
    ("TX-04", "Đã giải quyết 11hồ sơ", "thiếu dấu cách giữa số và chữ ở “11hồ”", "“11 hồ”"),
    ("TX-04", "Đạt 98%hồ sơ", "thiếu dấu cách giữa số và chữ ở “98%hồ”", "“98% hồ”"),
    ("TX-04", "Tỷ lệ đạt98,5% kế hoạch", "thiếu dấu cách giữa chữ và số ở “đạt98,5%”", "“đạt 98,5%”"),
    ("TX-04", "cải cách,thủ tục", "thiếu dấu cách sau dấu phẩy ở “cách,thủ”", "“cách, thủ”"),
    ("TX-04", "khoản 1,Điều 5", "thiếu dấu cách sau dấu phẩy ở “1,Điều”", "“1, Điều”"),
    ("TX-04", "đất đai;tài nguyên", "thiếu dấu cách sau dấu chấm phẩy ở “đai;tài”", "“đai; tài”"),
    ("TX-04", "bao gồm:tài chính", "thiếu dấu cách sau dấu hai chấm ở “gồm:tài”", "“gồm: tài”"),
    ("TX-04", "hành chính.Tiếp tục", "thiếu dấu cách sau dấu chấm ở “chính.Tiếp”", "“chính. Tiếp”"),
    ("TX-04", "trong năm 2026.Các đơn vị", "thiếu dấu cách sau dấu chấm ở “2026.Các”", "“2026. Các”"),
    ("TX-04", "hồ sơ ( TTHC ) đúng hạn", "thừa dấu cách sau dấu mở ngoặc ở “( TTHC”", "“(TTHC”"),
    ("TX-04", "hồ sơ (TTHC ) đúng hạn", "thừa dấu cách trước dấu đóng ngoặc ở “(TTHC )”", "“(TTHC)”"),
    ("TX-04", "Sở Nội vụ(để báo cáo)", "thiếu dấu cách trước dấu ngoặc ở “vụ(để”", "“vụ (để”"),
    ("TX-04", "hồ sơ (TTHC)thuộc lĩnh vực", "thiếu dấu cách sau dấu ngoặc ở “(TTHC)thuộc”", "“(TTHC) thuộc”"),
    ("TX-04", "đúng hạn , trước hạn", "thừa dấu cách trước dấu câu ở “hạn , trước”", "“hạn, trước”"),
    ("TX-04", "đúng hạn ,trước hạn", "thừa dấu cách trước dấu câu ở “hạn ,trước”", "“hạn, trước”"),
    ("TX-04", "hết hiệu lực ./.", "thừa dấu cách trước dấu câu ở “lực ./.”", "“lực./.”"),
    ("TX-04", "Nơi nhận : như sau", "thừa dấu cách trước dấu câu ở “nhận :”", "“nhận:”"),
    ("TX-04", "Phòng Văn hóa- Xã hội", "thiếu dấu cách ở một bên dấu gạch ở “hóa- Xã”", "“hóa - Xã”"),
    ("TX-04", "giai đoạn 2026 -2030", "thiếu dấu cách ở một bên dấu gạch ở “2026 -2030”", "“2026 - 2030”"),
    ("TX-04", "1.Mục tiêu chung", "thiếu dấu cách sau số thứ tự ở “1.Mục”", "“1. Mục”"),
    ("TX-04", "a)Tiếp tục rà soát", "thiếu dấu cách sau số thứ tự ở “a)Tiếp”", "“a) Tiếp”"),
    ("TX-04", "-Tiếp tục rà soát", "thiếu dấu cách sau dấu gạch đầu dòng ở “-Tiếp”", "“- Tiếp”"),
    ("TX-04", "cải cách hành chínhTiếp tục", "thiếu dấu cách giữa hai từ ở “chínhTiếp”", "“chính Tiếp”"),
    ("TX-04", "kinh tế  xã hội", "thừa dấu cách giữa hai từ", "một dấu cách"),
    ("TX-04", "Đã hoàn thành. ", "thừa dấu cách ở cuối đoạn", "không có dấu cách ở cuối đoạn"),
    ("TX-04", "     Đã hoàn thành.", "dùng dấu cách để thụt đầu dòng", "thụt đầu dòng bằng định dạng đoạn"),
    ("CP-01", "trên địa bàn Tỉnh Thanh Hóa", "viết “Tỉnh Thanh Hóa”", "“tỉnh Thanh Hóa”"),
    ("CP-01", "UBND tỉnh Thanh hóa", "viết “tỉnh Thanh hóa”", "“tỉnh Thanh Hóa”"),
    ("CP-01", "Sở Nội vụ tỉnh đồng nai", "viết “tỉnh đồng nai”", "“tỉnh Đồng Nai”"),
    ("CP-01", "tại tỉnh Đồng-Nai", "viết “tỉnh Đồng-Nai”", "“tỉnh Đồng Nai”"),
    ("CP-02", "UBND phường 1, Quận 5", "viết “phường 1”", "“Phường 1”"),
    ("CP-02", "tại phường Điện Biên Phủ", "viết “phường Điện Biên Phủ”", "“Phường Điện Biên Phủ”"),
    ("CP-02", "tại thành phố Hồ Chí Minh", "viết “thành phố Hồ Chí Minh”", "“Thành phố Hồ Chí Minh”"),
    ("CP-03", "báo cáo ủy ban nhân dân phường", "viết “ủy ban nhân dân”", "“Ủy ban nhân dân”"),
    ("CP-03", "hướng dẫn của Sở Nội Vụ", "viết “Sở Nội Vụ”", "“Sở Nội vụ”"),
    (
        "CP-03",
        "Phòng kinh tế, hạ tầng và đô thị",
        "viết “Phòng kinh tế, hạ tầng và đô thị”",
        "“Phòng Kinh tế, Hạ tầng và Đô thị”",
    ),
    (
        "CP-03",
        "Trung tâm phục vụ Hành chính công phường",
        "viết “Trung tâm phục vụ Hành chính công”",
        "“Trung tâm Phục vụ hành chính công”",
    ),
    (
        "CP-03",
        "qua trung tâm phục vụ hành chính công phường",
        "viết “trung tâm phục vụ hành chính công”",
        "“Trung tâm Phục vụ hành chính công”",
    ),
    ("CP-03", "Nghị quyết của chính phủ về chuyển đổi số", "viết “chính phủ”", "“Chính phủ”"),
    ("CP-04", "niềm tin của nhân dân", "viết “nhân dân”", "“Nhân dân”"),
    ("CP-04", "các tầng lớp nhân dân", "viết “nhân dân”", "“Nhân dân”"),
    ("CP-04", "chủ trương của Đảng và nhà nước", "viết “nhà nước”", "“Nhà nước”"),
    ("CP-04", "chính sách của nhà nước", "viết “nhà nước”", "“Nhà nước”"),
    ("CP-04", "đường lối của đảng, chính sách", "viết “đảng”", "“Đảng”"),
    ("CP-04", "nâng cao đời sống nhân dân", "viết “nhân dân”", "“Nhân dân”"),
    ("CP-04", "cán bộ, nhân dân trong phường", "viết “nhân dân”", "“Nhân dân”"),
    ("CP-04", "trường hợp nhà nước thu hồi đất", "viết “nhà nước”", "“Nhà nước”"),
    ("CP-04", "chính sách của Nhà Nước", "viết “Nhà Nước”", "“Nhà nước”"),
    ("CP-05", "báo cáo chủ tịch UBND phường", "viết “chủ tịch”", "“Chủ tịch”"),
    ("CP-05", "do phó chủ tịch Ủy ban nhân dân ký", "viết “phó chủ tịch”", "“Phó Chủ tịch”"),
    ("CP-05", "trình giám đốc Sở Nội vụ", "viết “giám đốc”", "“Giám đốc”"),
    ("CP-05", "đồng chí bí thư Lê Văn Tám chủ trì", "viết “bí thư”", "“Bí thư”"),
    ("CP-06", "theo nghị định số 30/2020/NĐ-CP", "viết “nghị định số”", "“Nghị định số”"),
    ("CP-06", "kèm theo kế hoạch số      /KH-UBND", "viết “kế hoạch số”", "“Kế hoạch số”"),
    ("CP-06", "quy định của Luật đất đai", "viết “Luật đất đai”", "“Luật Đất đai”"),
    ("CP-06", "tổ công tác đề án 06 phường", "viết “đề án 06”", "“Đề án 06”"),
    ("CP-07", "theo Điểm a khoản 2 Điều 103", "viết “Điểm a”", "“điểm a”"),
    ("CP-07", "tại Khoản 2 Điều 103", "viết “Khoản 2”", "“khoản 2”"),
    ("CP-07", "tại khoản 2 điều 103", "viết “điều 103”", "“Điều 103”"),
    ("CP-07", "tại điều 5 Nghị định này", "viết “điều 5”", "“Điều 5”"),
    ("CP-07", "tại mục II Kế hoạch này", "viết “mục II”", "“Mục II”"),
    ("CP-08", "Đã hoàn thành. các đơn vị tiếp tục", "viết “thành. các”", "“thành. Các”"),
    ("CP-08", "Kết quả ra sao? các đơn vị báo cáo", "viết “sao? các”", "“sao? Các”"),
)


@pytest.mark.parametrize(("rule", "text", "found", "expected"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_told_with_what_stands_and_what_should(rule: str, text: str, found: str, expected: str) -> None:
    outcome = answer(rule, SENTENCES[0], text)
    assert (found, expected) in spoken(outcome)
    assert outcome.state is State.FAIL
    assert {finding.place.paragraph for finding in outcome.findings} == {2}


# --- through the whole door ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["báo cáo", "kế hoạch", "công văn", "tờ trình", "thông báo", "quyết định"])
@pytest.mark.parametrize("layout", ["table", "tabs", "boxes"])
def test_good_documents_pass_every_rule_of_letters(kind: str, layout: str) -> None:
    judgement = check_document(good_document(kind, layout=layout, appendices=1), "a.docx", enabled=RULES)
    assert not judgement.problems()


def test_good_sentences_in_a_report_raise_no_problem() -> None:
    lines = [text for text in SENTENCES if not text.startswith(("Trúc Lâm", "Số:", "(Kèm"))]
    judgement = check_document(good_document(body=[*lines, "Hết./."]), "a.docx", enabled=RULES)
    assert not judgement.problems()


def test_text_is_judged_in_tables_and_headers_too() -> None:
    data = edit(
        good_document(appendices=1), lambda doc: set_text(find(doc, "Hồ sơ số hóa"), "Hồ sơ số hóa ,chứng thực")
    )
    problems = check_document(data, "a.docx", enabled=["TX-04"]).problems()
    assert [problem.where for problem in problems] == ["a.docx, bảng 3, dòng 3, ô 2"]
    assert problems[0].severity is Severity.WARNING


def test_repeated_faults_are_one_problem_that_names_the_places() -> None:
    data = good_document(body=["Phục vụ nhân dân.", "Lấy ý kiến của nhân dân.", "Hết./."])
    (problem,) = check_document(data, "a.docx", enabled=["CP-04"]).problems()
    assert problem.message.startswith("viết “nhân dân” “Phục vụ nhân dân.”; quy định: “Nhân dân”")
    assert "còn ở 1 nơi" in problem.message


def test_names_of_the_issuing_ward_are_known_from_the_header() -> None:
    body = ["Trên địa bàn Phường Trúc Lâm và phường trúc lâm.", "Phường Trúc Lâm đã thực hiện.", "Hết./."]
    outcome = check_document(good_document(body=body), "a.docx", enabled=["CP-01"]).outcome("CP-01")
    assert spoken(outcome) == [
        ("viết “Phường Trúc Lâm”", "“phường Trúc Lâm”"),
        ("viết “phường trúc lâm”", "“phường Trúc Lâm”"),
    ]


def test_a_ward_with_a_number_is_capitalised_everywhere() -> None:
    data = good_document(
        issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG 1"), place="Phường 1", body=["Cán bộ của phường 1 đã dự họp.", "Hết./."]
    )
    assert spoken(check_document(data, "a.docx", enabled=["CP-02"]).outcome("CP-02")) == [
        ("viết “phường 1”", "“Phường 1”")
    ]


def test_a_new_line_begins_with_a_capital() -> None:
    data = good_document(body=["I. KẾT QUẢ", "- rà soát thủ tục.", "a) tiếp tục thực hiện.", "Hết./."])
    outcome = check_document(data, "a.docx", enabled=["CP-08"]).outcome("CP-08")
    assert spoken(outcome) == [("đầu dòng viết “rà”", "“Rà”"), ("đầu dòng viết “tiếp”", "“Tiếp”")]


def test_blank_number_and_date_of_a_draft_are_no_fault_of_spaces() -> None:
    data = good_document("kế hoạch", number="", date="ngày      tháng 01 năm 2026")
    assert check_document(data, "a.docx", enabled=["TX-04"]).outcome("TX-04").state is State.PASS


def test_superscripts_stand_close_to_their_word() -> None:
    runs = (Run("Chính phủ", Format()), Run("1", Format(vertical="superscript")), Run(" quy định.", Format()))
    base = document("x")
    (paragraph,) = base.blocks
    assert isinstance(paragraph, Paragraph)
    noted = Document("a.docx", (Paragraph(paragraph.place, runs=runs, text="Chính phủ1 quy định."),), base.sections)
    assert judge(noted, Components(None), enabled=["TX-04"]).outcome("TX-04").state is State.PASS


# --- what is not known is not called a pass -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text", "quoted"),
    [
        ("CP-01", "tại Phường Hạc Thành", "Phường Hạc"),
        ("CP-02", "họp với phường 3 lần", "phường 3"),
        ("CP-03", "gửi Cục Văn thư và Lưu trữ", "Cục Văn thư và"),
        ("CP-04", "nền tảng nhân dân", "tảng nhân dân"),
        ("CP-07", "nêu tại điều 5 trên đây", "điều 5"),
    ],
)
def test_a_spelling_that_no_list_decides_is_not_evaluated(rule: str, text: str, quoted: str) -> None:
    outcome = answer(rule, text)
    assert outcome.state is State.NOT_EVALUATED
    assert f"“{quoted}" in outcome.reasons[0]


@pytest.mark.parametrize("rule", [f"CP-0{n}" for n in range(1, 8)])
def test_a_rule_without_its_subject_does_not_apply(rule: str) -> None:
    assert answer(rule, "Kết quả đạt 98%.").state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("CP-01", ("Thanh tra tỉnh Thanh Hóa, phường Trúc Lâm", "Tỉnh Đồng Nai đã ban hành.")),
        ("CP-02", ("UBND Phường 1", "Thành phố Hồ Chí Minh")),
        ("CP-03", ("SỞ NỘI VỤ, Sở Nội vụ", "Uỷ ban nhân dân tỉnh")),
        ("CP-04", ("phục vụ Nhân dân", "bộ máy hành chính nhà nước")),
        ("CP-05", ("Chủ tịch UBND phường", "Phó chủ tịch HĐND phường")),
        ("CP-06", ("Nghị định số 30/2020/NĐ-CP", "Luật Đất đai")),
        ("CP-07", ("điểm a khoản 2 Điều 103", "Khoản 2 Điều 5 quy định")),
        ("TX-01", ("hành chính", "thủ tục")),
        ("TX-02", ("Cộng hòa xã hội chủ nghĩa Việt Nam", "café")),
        ("TX-03", ("năng lực", "Москва, Россия")),
        ("TX-04", ("11 hồ sơ", "1.000 đồng")),
    ],
)
def test_what_is_right_passes(rule: str, texts: tuple[str, ...]) -> None:
    assert [answer(rule, text).state for text in texts] == [State.PASS] * len(texts)


# --- encodings ----------------------------------------------------------------------------------------------------

WORDY = tuple(text for text in SENTENCES if len(text.split()) > 8 and text[0].isalpha() and "café" not in text)
_TO_TCVN3 = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0x100) if from_tcvn3(chr(code)) != chr(code)}
_VNI_MARKS = "øùûõïâàáåãäêèéúüë"
_TO_VNI = {
    **{from_vni(chr(code)): chr(code) for code in range(0xA1, 0x100) if from_vni(chr(code)) != chr(code)},
    **{
        from_vni(base + mark): base + mark
        for base in "aeouyôö"
        for mark in _VNI_MARKS
        if len(from_vni(base + mark)) == 1
    },
}


def legacy(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text.lower())


@given(st.sampled_from(WORDY))
def test_decomposed_text_is_an_error_and_composed_is_not(sentence: str) -> None:
    outcome = answer("TX-01", unicodedata.normalize("NFD", sentence))
    assert spoken(outcome) == [("có chữ viết bằng chữ và dấu rời nhau", "chữ dựng sẵn theo TCVN 6909:2001")]
    assert answer("TX-01", nfc(sentence)).state is State.PASS


@given(st.sampled_from(WORDY), st.sampled_from([".VnTime", "Times New Roman"]))
def test_tcvn3_letters_are_told_in_any_font(sentence: str, font: str) -> None:
    assert [found for found, _ in spoken(answer("TX-02", legacy(sentence, _TO_TCVN3), font=font))] == [
        "chữ theo bảng mã TCVN3"
    ]


@given(st.sampled_from(WORDY), st.sampled_from(["VNI-Times", "Times New Roman"]))
def test_vni_letters_are_told_in_any_font(sentence: str, font: str) -> None:
    assert [found for found, _ in spoken(answer("TX-02", legacy(sentence, _TO_VNI), font=font))] == [
        "chữ theo bảng mã VNI"
    ]


def test_legacy_text_comes_with_its_reading() -> None:
    assert spoken(answer("TX-02", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", font=".VnTimeH")) == [
        ("chữ theo bảng mã TCVN3", "chữ Unicode, có lẽ là “Cộng hoà xã hội chủ nghĩa Việt Nam”")
    ]


@pytest.mark.parametrize("text", ["Cộng hòa xã hội", "2026", "UBND"])
def test_a_stale_font_over_readable_text_is_no_legacy_text(text: str) -> None:
    assert answer("TX-02", text, font=".VnTime").state is State.PASS


def test_legacy_fonts_are_read_from_a_real_file() -> None:
    def spoil(doc: object) -> None:
        paragraph = find(doc, "Công tác tuyên truyền")
        set_text(paragraph, "b) C«ng t¸c tuyªn truyÒn ®­îc thùc hiÖn th­êng xuyªn.")
        style(paragraph, font=".VnTime")

    problems = check_document(edit(good_document(), spoil), "a.docx", enabled=["TX-02", "TX-04"]).problems()
    assert [(problem.code, problem.severity) for problem in problems] == [("TX-02", Severity.ERROR)]
    assert "Công tác tuyên truyền" in problems[0].message


@given(st.sampled_from(WORDY), st.data())
def test_one_letter_of_another_script_is_found(sentence: str, data: st.DataObject) -> None:
    twins = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "y": "у", "ă": "ǎ"}
    places = [i for i, char in enumerate(sentence) if char in twins]
    at = data.draw(st.sampled_from(places))
    outcome = answer("TX-03", sentence[:at] + twins[sentence[at]] + sentence[at + 1 :])
    assert [found.split()[1] for found, _ in spoken(outcome)] == [f"“{twins[sentence[at]]}”"]


# --- spaces -------------------------------------------------------------------------------------------------------

PLAIN = tuple(text for text in WORDY if "  " not in text and "…" not in text and "...." not in text)


@given(st.sampled_from(PLAIN), st.data())
def test_any_doubled_space_is_found(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, char in enumerate(sentence) if char == " "]))
    doubled = sentence[:at] + " " + sentence[at:]
    assert ("thừa dấu cách giữa hai từ", "một dấu cách") in spoken(answer("TX-04", doubled))


@given(st.sampled_from(PLAIN), st.data())
def test_any_space_before_a_comma_is_found(sentence: str, data: st.DataObject) -> None:
    commas = [i for i in range(1, len(sentence) - 1) if sentence[i] in ",;" and sentence[i + 1] == " "]
    if commas:
        at = data.draw(st.sampled_from(commas))
        assert spoken(answer("TX-04", f"{sentence[:at]} {sentence[at:]}"))


@given(
    st.lists(st.sampled_from([*"aáeồ đ19,.;:!()“”-–%\n\t", "hồ", "sơ", "Tiếp", "  ", " "]), max_size=12).map("".join)
)
def test_mending_every_slip_in_turn_ends(text: str) -> None:
    for _ in range(40):
        slip = next(slips(text), None)
        if slip is None:
            return
        mended = text[: slip.start] + slip.put + text[slip.end :]
        assert mended.replace(" ", "") == text.replace(" ", "")
        text = mended
    pytest.fail(f"no end: {text!r}")


# --- capitals -----------------------------------------------------------------------------------------------------

ORGANS = tuple(entry for entry in load_names().organs.entries if not entry.only_after)


@given(st.sampled_from(ORGANS), st.data())
def test_an_organ_in_any_other_capitals_is_told_its_name(organ: object, data: st.DataObject) -> None:
    assert isinstance(organ, type(ORGANS[0]))
    letters = [i for i, char in enumerate(organ.name) if char.isalpha()]
    changed = data.draw(st.sets(st.sampled_from(letters), min_size=1, max_size=3))
    spelled = "".join(char.swapcase() if i in changed else char for i, char in enumerate(organ.name))
    text = f"gửi {spelled} tỉnh"
    if organ.right(spelled) or is_capitals(spelled):
        return
    assert (f"viết “{spelled}”", f"“{organ.name}”") in spoken(answer("CP-03", text))


@given(st.sampled_from(ORGANS))
def test_an_organ_in_its_own_spelling_or_in_capitals_raises_no_alarm(organ: object) -> None:
    assert isinstance(organ, type(ORGANS[0]))
    assert not spoken(answer("CP-03", f"gửi {organ.name} tỉnh", organ.name.upper()))


# --- every rule ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_page_that_names_its_article_and_itself(rule: str) -> None:
    page = rule_pages()[rule]
    assert "Phụ lục" in page.why
    assert rule in page.example
    assert "không báo" in page.example


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_no_text_breaks_a_rule(texts: list[str]) -> None:
    doc = document(*texts)
    judgement = judge(doc, find_components(doc), enabled=RULES)
    assert all(isinstance(finding, Finding) for outcome in judgement.outcomes for finding in outcome.findings)
