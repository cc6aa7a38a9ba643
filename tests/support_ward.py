"""A tiny, complete, made-up ward for tests of every room: 6 tasks, 2 agencies, a collective, 1 indicator, 1 period."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

WARD_ID = "suoi-lanh"

WARD = """\
name: Suối Lành
full_name: phường Suối Lành
province: tỉnh Lam Giang
place: Suối Lành
issuer: [ỦY BAN NHÂN DÂN, PHƯỜNG SUỐI LÀNH]
symbol: UBND
standing_agency: phong-van-hoa-xa-hoi
count_regular_as_done: true
addressees: [Sở Nội vụ tỉnh Lam Giang]
recipients:
  bao-cao: [Như trên, "Lưu: VT, VHXH"]
  ke-hoach: [Sở Nội vụ, "Lưu: VT, VHXH"]
signer:
  authority: [TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH]
  name: Nguyễn Văn Mẫu
agencies:
  - id: phong-van-hoa-xa-hoi
    name: Phòng Văn hóa - Xã hội
    level: phường
    short: Phòng VH-XH
    reports: true
    aliases: [Phòng VHXH]
  - id: van-phong-hdnd-ubnd
    name: Văn phòng HĐND và UBND
    level: phường
    reports: true
    aliases: [Văn phòng HĐND&UBND]
  - id: cac-co-quan-don-vi
    name: Các cơ quan, đơn vị
    level: tập thể
    aliases: [Các đơn vị]
"""

PLAN = """\
years: [2026, 2026]
title: KẾ HOẠCH
subject: [Cải cách hành chính trên địa bàn phường Suối Lành năm 2026]
number_line: "Số: /KH-UBND"
date_line: Suối Lành, ngày tháng 01 năm 2026
citation: Kế hoạch cải cách hành chính trên địa bàn phường Suối Lành năm 2026
issued: 2026-01-08
number: 12/KH-UBND
bases:
  - Thực hiện Nghị quyết của Đảng ủy phường về cải cách hành chính.
text:
  - paragraph: Thực hiện Nghị quyết của Đảng ủy phường về cải cách hành chính.
  - heading1: I. MỤC ĐÍCH, YÊU CẦU
  - paragraph: Nâng cao hiệu quả cải cách thủ hành chính trên địa bàn phường.
  - heading2: 1. Chỉ tiêu
  - list: "- 98% hồ sơ được giải quyết đúng hạn."
  - note: (Phân công nhiệm vụ chi tiết tại Phụ lục kèm theo).
appendix_heading: []
appendices:
  - label: Phụ lục số 01
    title: Cải cách thể chế
    kind: tasks
    columns: [TT, Nội dung, Sản phẩm, Cơ quan chủ trì, Cơ quan phối hợp, Thời gian hoàn thành]
    fields: [number, title, products, lead, cooperating, deadlines]
    areas: ["01"]
  - label: Phụ lục số 02
    title: Cải cách thủ tục hành chính
    kind: tasks
    columns: [TT, Nội dung, Sản phẩm, Cơ quan chủ trì, Cơ quan phối hợp, Thời gian hoàn thành]
    fields: [number, title, products, lead, cooperating, deadlines]
    areas: ["02"]
areas:
  - id: "01"
    title: Cải cách thể chế
    heading: Cải cách thể chế
    kind: institutions
    lead: van-phong-hdnd-ubnd
    groups:
      - id: "01"
        title: Cải cách thể chế
        tasks:
          - number: "1."
            title: Ban hành kế hoạch kiểm tra văn bản
            products: ["- Kế hoạch."]
            lead: ["- Văn phòng HĐND&UBND."]
            cooperating: ["- Các đơn vị."]
            deadlines: ["- Quý I/2026."]
          - number: "2."
            title: Tuyên truyền pháp luật
            products: ["- Báo cáo kết quả thực hiện."]
            lead: [Phòng VH-XH]
            cooperating: []
            deadlines: [Thường xuyên]
  - id: "02"
    title: Cải cách thủ tục hành chính
    heading: Cải cách thủ tục hành chính
    kind: procedures
    groups:
      - id: "02"
        title: Cải cách thủ tục hành chính
        tasks:
          - number: "1."
            title: Rà soát, đơn giản hóa thủ tục hành chính
            products: ["- Báo cáo rà soát."]
            lead: ["- Văn phòng HĐND và UBND"]
            cooperating: ["- Phòng Văn hóa - Xã hội"]
            deadlines: [Năm 2026]
          - number: "2."
            title: Tự kiểm tra việc giải quyết hồ sơ
            products: ["- Kế hoạch.", "- Báo cáo."]
            lead: ["Các cơ quan, đơn vị", "Phòng Văn hóa - Xã hội: tổng hợp, báo cáo"]
            cooperating: []
            deadlines: ["- Kế hoạch: quý II/2026.", "- Báo cáo: định kỳ hằng quý."]
          - number: "3."
            title: Thực hiện Đề án liên thông thủ tục
            products: ["- Báo cáo."]
            lead: [Văn phòng HĐND và UBND]
            cooperating: []
            deadlines: [Sau khi Đề án được phê duyệt]
          - number: "4."
            title: Khảo sát sự hài lòng của người dân
            products: ["- Báo cáo khảo sát."]
            lead: [Phòng Văn hóa - Xã hội]
            cooperating: []
            deadlines: [Hằng năm]
indicators:
  - id: CT.01
    name: Tỷ lệ hồ sơ được giải quyết đúng hạn
    unit: "%"
    comparator: ">="
    target: 98
    target_text: "98%"
    years: [2026, 2026]
    tracker: Văn phòng HĐND và UBND
    numerator: số hồ sơ giải quyết trước và đúng hạn
    denominator: tổng số hồ sơ đã giải quyết
    origin: văn bản
    quote: 98% hồ sơ được giải quyết đúng hạn.
duties:
  - id: CD.01
    who: Các cơ quan, đơn vị
    to: Chủ tịch UBND phường
    when: định kỳ hằng quý, 6 tháng, 9 tháng, năm hoặc đột xuất
    quote: định kỳ báo cáo Chủ tịch UBND phường
unit_duties:
  - agency: Phòng Văn hóa - Xã hội
    items: ["Theo dõi, đôn đốc, tổng hợp báo cáo."]
recipients: ["- Sở Nội vụ (để b/c);", "- Lưu: VT, VHXH."]
authority: [KT. CHỦ TỊCH, PHÓ CHỦ TỊCH]
signer: Nguyễn Văn Mẫu
errata:
  - place: văn bản
    printed: cải cách thủ hành chính
    corrected: cải cách thủ tục hành chính
    why: Sót chữ "tục"
"""

EVENTS = """\
events:
  - id: SK.01
    tasks: ["02.3"]
    text: Quyết định số 900/QĐ-TTg phê duyệt Đề án liên thông thủ tục
    happened_on: 2026-05-20
    due: 2026-12-31
    deadline: 1
    illustrative: true
"""

CULTURE = """\
agency: phong-van-hoa-xa-hoi
period: 2026-q3
illustrative: true
reported_on: 2026-09-15
direction: [Tham mưu tổ chức hội nghị quán triệt công tác cải cách hành chính.]
difficulties: [Nhân lực làm công tác chuyển đổi số còn thiếu.]
tasks:
  - id: "01.2"
    status: in_progress
    percent: 70
    result: Đã đăng 12 tin, bài trên Trang thông tin điện tử.
  - id: "02.2"
    status: in_progress
    percent: 50
    result: Đã ban hành kế hoạch và gửi báo cáo quý.
    documents:
      - {kind: Kế hoạch, number: "45", symbol: KH-UBND, date: 2026-06-18}
    parts:
      - {deadline: 1, done_on: 2026-06-18}
      - {deadline: 2, delivered: [2026-09-10]}
"""

OFFICE = """\
agency: van-phong-hdnd-ubnd
period: 2026-q3
illustrative: true
reported_on: 2026-09-15
tasks:
  - id: "01.1"
    status: done
    percent: 100
    done_on: 2026-03-20
    result: Đã ban hành kế hoạch kiểm tra văn bản.
    documents:
      - {kind: Kế hoạch, number: "12", symbol: KH-UBND, date: 2026-03-18, title: Kiểm tra văn bản năm 2026}
  - id: "02.1"
    status: in_progress
    percent: 60
    result: Đã rà soát 24 thủ tục.
indicators:
  - {id: CT.01, numerator: 398, denominator: 400}
files:
  - field: Hộ tịch
    received: {total: 412, online: 350, direct: 50, carried_over: 12}
    resolved: {total: 400, early: 390, on_time: 8, late: 2}
    pending: {total: 12, in_time: 12, overdue: 0}
"""

FILES = {
    "ward.yaml": WARD,
    "plans/2026.yaml": PLAN,
    "events.yaml": EVENTS,
    "progress/2026-q3/phong-van-hoa-xa-hoi.yaml": CULTURE,
    "progress/2026-q3/van-phong-hdnd-ubnd.yaml": OFFICE,
}


def write_ward(
    parent: Path,
    *,
    edits: Mapping[str, Mapping[str, str]] | None = None,
    files: Mapping[str, str | bytes | None] | None = None,
    ward_id: str = WARD_ID,
) -> Path:
    """Write the ward under `parent` and return its folder.

    Args:
        parent: An existing folder, say `tmp_path`.
        edits: By file (`plans/2026.yaml`), by words that stand in it exactly once: the words instead.
        files: By file: whole contents instead, or of a new file; None leaves the file out.
        ward_id: Name of the folder.

    Raises:
        AssertionError: When words to edit do not stand in the file exactly once, so no test tests nothing.
    """
    contents: dict[str, str | bytes | None] = {**FILES, **(files or {})}
    for name, changes in (edits or {}).items():
        text = contents[name]
        assert isinstance(text, str)
        for old, new in changes.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            text = text.replace(old, new)
        contents[name] = text
    folder = parent / ward_id
    for name, content in contents.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def line_of(words: str, *, file: str) -> int:
    """Return the line (from 1) of the only place where `words` begin in an unedited file of the ward."""
    text = FILES[file]
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in {file}"
    return text[: text.index(words)].count("\n") + 1
