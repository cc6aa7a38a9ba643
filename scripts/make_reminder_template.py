"""Make the default Word template of reminders (công văn đôn đốc), templates/don-doc.docx.

For maintainers: officers open the .docx in Word and change it there; nothing reads this script afterwards.
Styles, margins and lines are those of the reports' template; the head is that of Mẫu 1.5 (công văn).

    python scripts/make_reminder_template.py [FILE.docx]
"""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from typing import Any

from docx.shared import Mm, Pt
from make_plan_template import breaking, restart
from make_report_template import (
    ATTACHED_LINE,
    BODY_WIDTH,
    CENTER,
    add_style,
    addressees,
    each,
    fill,
    letterhead,
    line,
    marker,
    official,
    say,
    signature,
    span,
    table,
    tags,
)

TARGET = Path(__file__).resolve().parent.parent / "templates" / "don-doc.docx"
SUBJECT = "Trích yếu công văn"
WIDTHS = (10.0, 66.0, 34.0, 24.0, 26.0)
TASKS = "qua_han or sap_den_han"


def main() -> None:
    """Write the template."""
    target = Path(sys.argv[1]) if sys.argv[1:] else TARGET
    target.write_bytes(make())


def make() -> bytes:
    """Return the template as bytes, the same on every run."""
    return official("Công văn đôn đốc", own_styles, head, text, signature, appendix)


def own_styles(document: Any) -> None:
    """Add the style that only a công văn needs (II.5.b: 12-13, upright, 6 pt below the number)."""
    subject = add_style(document, SUBJECT, "TrichYeuCongVan", 12)
    subject.paragraph_format.alignment, subject.paragraph_format.space_before = CENTER, Pt(6)
    subject.paragraph_format.left_indent = subject.paragraph_format.right_indent = Mm(2)


def head(document: Any) -> None:
    """Issuer, national name, number and subject, place and date, addressees (II.1 to II.5, II.9)."""
    made = letterhead(document, "Số: {{ so_ky_hieu }}")
    say(made.rows[-1].cells[0], "V/v {{ trich_yeu }}", SUBJECT)
    each(document, "dong", "canh_bao", "{{ dong }}", "Cảnh báo")
    addressees(document, 18)


def text(document: Any) -> None:
    """What was seen, then what each is asked to do; a request that concerns nobody is left out."""
    opening = say(
        document,
        "Thực hiện {{ ke_hoach.vien_dan }}, qua theo dõi tiến độ đến hết ngày {{ ngay_chot_chu }}, "
        "{{ don_vi.co_quan }} nhận thấy {{ cau_nhan_xet }}.",
    )
    opening.paragraph_format.space_before = Pt(12)
    say(
        document,
        "Để bảo đảm tiến độ và chất lượng công tác cải cách hành chính, {{ don_vi.co_quan }} đề nghị "
        "{{ noi_duoc_gui }} tập trung thực hiện các nội dung sau:",
        "Dẫn đoạn",
    )
    tags(document, "{%p if qua_han %}")
    say(
        document,
        "- Khẩn trương hoàn thành các nhiệm vụ đã quá hạn (có danh mục tại Phụ lục kèm theo); báo cáo rõ nguyên nhân "
        "chậm, giải pháp và thời gian hoàn thành từng nhiệm vụ.",
    )
    tags(document, "{%p endif %}", "{%p if sap_den_han %}")
    say(
        document,
        "- Chủ động triển khai, hoàn thành đúng thời hạn, đúng sản phẩm các {{ sap_den_han_chu }} nêu tại Phụ lục "
        "kèm theo.",
    )
    tags(document, "{%p endif %}", "{%p if chua_gui_so_lieu %}")
    say(
        document,
        "- {{ chua_gui_so_lieu_chu }} hoàn thiện, gửi ngay số liệu báo cáo {{ ky_so_lieu }} theo biểu mẫu đã gửi"
        "{% if so_lieu_qua_han %} (đã quá hạn gửi từ ngày {{ han_gui_so_lieu_chu }})"
        "{% elif han_gui_so_lieu %} (hạn gửi: ngày {{ han_gui_so_lieu_chu }}){% endif %}.",
    )
    tags(document, "{%p endif %}")
    say(
        document,
        "{{ don_vi.co_quan }} yêu cầu {{ noi_duoc_gui }} nghiêm túc thực hiện, gửi kết quả về "
        "{{ don_vi.thuong_truc }} chậm nhất ngày {{ han_tra_loi_chu }} để tổng hợp, báo cáo Chủ tịch "
        "{{ don_vi.co_quan }}./.",
        "Câu kết",
    )


def appendix(document: Any) -> None:
    """The list of tasks, in a section with its own page numbers (III.1.đ); no appendix without a task.

    The break is inside the condition; the section that follows is set like the body, so that it serves either way.
    """
    tags(document, f"{{%p if {TASKS} %}}")
    body = copy.deepcopy(document.sections[-1]._sectPr)  # noqa: SLF001
    breaking(document, body)
    restart(document.sections[-1]._sectPr)  # noqa: SLF001
    say(document, "Phụ lục", "Phụ lục")
    say(document, "{{ ten_phu_luc }}", "Tên phụ lục")
    say(document, "{{ kem_theo }}", "Kèm theo")
    line(document, BODY_WIDTH, ATTACHED_LINE)
    each(document, "dong", "canh_bao", "{{ dong }}", "Cảnh báo")
    made = table(document, WIDTHS, ruled=True)
    titles = ("TT", "Nội dung nhiệm vụ", "Thời hạn theo Kế hoạch", "Ngày đến hạn", "Tình trạng")
    fill(made, ((title, "Đầu bảng") for title in titles), heads=True)
    for letter, title, groups in (
        ("A", "Nhiệm vụ quá hạn chưa hoàn thành", "qua_han_theo_co_quan"),
        (
            "{% if qua_han %}B{% else %}A{% endif %}",
            "{{ sap_den_han_chu | viet_hoa_dau }}",
            "sap_den_han_theo_co_quan",
        ),
    ):
        marker(made, f"{{%tr if {groups} %}}")
        span(made, title, "Ô bảng nhóm", number=letter)
        marker(made, f"{{%tr for cq in {groups} %}}")
        span(made, "{{ cq.co_quan }}", "Ô bảng nhóm", number="")
        marker(made, "{%tr for viec in cq.viec %}")
        late = "{% if viec.so_ngay_qua_han_chu %}: {{ viec.so_ngay_qua_han_chu }}{% endif %}"
        fill(
            made,
            (
                ("{{ viec.stt }}", "Ô bảng giữa"),
                ("{{ viec.ten }}", "Ô bảng"),
                ("{{ viec.thoi_han_day_du }}", "Ô bảng"),
                ("{{ viec.ngay_den_han_chu }}", "Ô bảng giữa"),
                (f"{{{{ viec.tinh_trang }}}}{late}", "Ô bảng"),
            ),
        )
        marker(made, "{%tr endfor %}")
        marker(made, "{%tr endfor %}")
        marker(made, "{%tr endif %}")
    tags(document, "{%p endif %}")


if __name__ == "__main__":
    main()
