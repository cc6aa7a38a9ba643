"""The worded view of a công văn đôn đốc: whom it urges, about what, until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from reportgen.assess.reminders import Reminders
from reportgen.assess.report import DueItem
from reportgen.model.period import label
from reportgen.model.ward import Ward
from reportgen.vi.dates import issue_line
from reportgen.vi.numbers import integer
from reportgen.view.fields import Field, Kind, sample_values
from reportgen.view.fields import paths as _paths
from reportgen.view.names import DUE, DUE_OF_AGENCY, PLAN, SIGNATURE, WARD
from reportgen.view.tasks import Tasks, by_agency, due_items
from reportgen.view.wording import (
    dashed,
    day_text,
    issuer_name,
    listed,
    plan_values,
    recipients_lines,
    ward_values,
)

_BLANK_NUMBER = "     "
_KEPT = re.compile(r"Lưu\s*:\s*VT\s*,\s*([^\s,.;()]+)")
_UNIT_WORDS = {"phòng", "ban", "bộ", "phận"}
_FILED = "Lưu"


def _text(name: str, meaning: str, sample: str) -> Field:
    return Field(name, Kind.TEXT, meaning, sample)


def _day(name: str, meaning: str, sample: date, *, optional: bool = False) -> tuple[Field, Field]:
    blank = "; để trống khi chưa có" if optional else ""
    words = Field(f"{name}_chu", Kind.TEXT, f"{meaning}, viết thành chữ để in{blank}", day_text(sample))
    return Field(name, Kind.DATE, meaning, sample, optional=optional), words


REMINDER_NAMES: tuple[Field, ...] = (
    Field("don_vi", Kind.RECORD, "Phường gửi công văn", record=WARD),
    Field("ke_hoach", Kind.RECORD, "Kế hoạch được đôn đốc thực hiện", record=PLAN),
    _text("so_ky_hieu", "Số, ký hiệu công văn; chừa trống chỗ ghi số khi chưa có", "     /UBND-VHXH"),
    _text(
        "trich_yeu",
        "Trích yếu, in sau chữ V/v",
        "đôn đốc thực hiện nhiệm vụ cải cách hành chính năm 2026",
    ),
    *_day("ngay_ban_hanh", "Ngày ban hành công văn", date(2026, 11, 23), optional=True),
    _text(
        "dong_ngay_thang",
        "Địa danh và thời gian ban hành; chừa trống ngày, tháng khi chưa có",
        "Trúc Lâm, ngày 23 tháng 11 năm 2026",
    ),
    Field("kinh_gui", Kind.TEXTS, "Các cơ quan, đơn vị được đôn đốc", ("Phòng Văn hóa - Xã hội", "Công an phường")),
    Field(
        "kinh_gui_dong",
        Kind.TEXTS,
        "Các cơ quan, đơn vị được đôn đốc viết thành dòng có gạch đầu dòng, dấu cuối",
        ("- Phòng Văn hóa - Xã hội;", "- Công an phường."),
    ),
    *_day("ngay_chot", "Ngày xét tiến độ: tình trạng tính đến hết ngày này", date(2026, 11, 22)),
    Field("so_ngay", Kind.INTEGER, "Số ngày tới được coi là sắp đến hạn", 30),
    *_day("den_het_ngay", "Ngày cuối của thời gian sắp đến hạn", date(2026, 12, 22)),
    *_day("han_tra_loi", "Hạn gửi kết quả thực hiện công văn", date(2026, 11, 27)),
    _text(
        "cau_nhan_xet",
        "Câu nêu số nhiệm vụ quá hạn, sắp đến hạn và số đơn vị chưa gửi số liệu",
        "còn 5 nhiệm vụ quá hạn chưa hoàn thành; 3 nhiệm vụ đến hạn từ nay đến hết ngày 22/12/2026; 1 cơ quan, đơn vị "
        "chưa gửi số liệu báo cáo quý III năm 2026",
    ),
    _text("noi_duoc_gui", "Nơi nhận công văn dùng trong câu văn", "các cơ quan, đơn vị"),
    Field("qua_han", Kind.LIST, "Việc quá hạn, theo cơ quan rồi theo ngày", record=DUE),
    Field("qua_han_theo_co_quan", Kind.LIST, "Việc quá hạn, gộp theo cơ quan", record=DUE_OF_AGENCY),
    Field("sap_den_han", Kind.LIST, "Việc sắp đến hạn, việc định kỳ còn thiếu kỳ", record=DUE),
    Field("sap_den_han_theo_co_quan", Kind.LIST, "Việc sắp đến hạn, gộp theo cơ quan", record=DUE_OF_AGENCY),
    _text(
        "sap_den_han_chu",
        "Loại việc trong danh sách sắp đến hạn, viết liền trong câu; để trống khi không có việc nào",
        "nhiệm vụ sắp đến hạn (đến hết ngày 22/12/2026), nhiệm vụ định kỳ còn thiếu kỳ",
    ),
    _text(
        "ten_phu_luc",
        "Tên phụ lục danh mục nhiệm vụ, chữ in hoa; để trống khi không có nhiệm vụ nào",
        "DANH MỤC NHIỆM VỤ QUÁ HẠN, SẮP ĐẾN HẠN",
    ),
    Field("chua_gui_so_lieu", Kind.TEXTS, "Tên các cơ quan, đơn vị chưa gửi số liệu", ("Công an phường",)),
    _text("chua_gui_so_lieu_chu", "Các cơ quan, đơn vị chưa gửi số liệu, viết liền trong câu", "Công an phường"),
    _text("ky_so_lieu", "Kỳ phải gửi số liệu; để trống khi không thiếu số liệu", "quý III năm 2026"),
    *_day("han_gui_so_lieu", "Hạn gửi số liệu của kỳ", date(2026, 9, 15), optional=True),
    Field("so_lieu_qua_han", Kind.FLAG, "Hạn gửi số liệu đã qua", sample=True),
    _text(
        "kem_theo",
        "Dòng chỉ dẫn dưới tên phụ lục",
        "(Kèm theo Công văn số      /UBND-VHXH ngày      tháng      năm 2026 của Ủy ban nhân dân phường Trúc Lâm)",
    ),
    Field("noi_nhan", Kind.TEXTS, "Các dòng Nơi nhận có gạch đầu dòng, dấu cuối", ("- Như trên;", "- Lưu: VT, VHXH.")),
    Field("chu_ky", Kind.RECORD, "Khối chữ ký", record=SIGNATURE),
    Field("minh_hoa", Kind.FLAG, "Có số liệu được dựng để minh họa", sample=False),
    Field("canh_bao", Kind.TEXTS, "Các dòng cảnh báo in trên mặt văn bản; không có dòng nào khi số liệu là thật", ()),
)
"""All names of the template of reminders, in the order of the documentation."""


def reminder_paths() -> dict[str, Field]:
    """Return every name of the template of reminders by its full path."""
    return dict(_paths(REMINDER_NAMES))


def reminder_samples() -> dict[str, object]:
    """Return sample values of all names of the template of reminders."""
    return sample_values(REMINDER_NAMES)


def reminder_view(
    found: Reminders,
    *,
    reply_by: date,
    number: str = "",
    issued_on: date | None = None,
    illustrative: Sequence[str] = (),
) -> dict[str, object]:
    """Return the names of the template of reminders.

    Args:
        found: Whom to urge, about what; one letter goes to all of them.
        reply_by: Last day to answer.
        number: Number of the letter; "" leaves the place blank.
        issued_on: Day of issue; None leaves the place blank (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 3).
        illustrative: Lines printed on the face of a letter made from invented data.
    """
    facts = found.facts
    ward, plan = facts.ward, facts.plan
    tasks = Tasks(facts)
    names = [one.agency.name for one in found.of]
    symbol = letter_symbol(number, ward)
    dated = issue_line(ward.place, issued_on, year=facts.as_of.year)
    overdue = due_items(_each(one.overdue for one in found.of), tasks)
    coming = due_items(_each(one.coming for one in found.of), tasks)
    absent = [one.agency.name for one in found.of if one.figures]
    return {
        "don_vi": ward_values(ward),
        "ke_hoach": plan_values(plan, ward),
        "so_ky_hieu": symbol,
        "trich_yeu": _subject(found),
        "ngay_ban_hanh": issued_on,
        "ngay_ban_hanh_chu": day_text(issued_on),
        "dong_ngay_thang": dated,
        "kinh_gui": names,
        "kinh_gui_dong": dashed(names),
        "ngay_chot": facts.as_of,
        "ngay_chot_chu": day_text(facts.as_of),
        "so_ngay": (found.until - facts.as_of).days,
        "den_het_ngay": found.until,
        "den_het_ngay_chu": day_text(found.until),
        "han_tra_loi": reply_by,
        "han_tra_loi_chu": day_text(reply_by),
        "cau_nhan_xet": _account(found, len(overdue), coming, len(absent)),
        "noi_duoc_gui": names[0] if len(names) == 1 else "các cơ quan, đơn vị",
        "qua_han": overdue,
        "qua_han_theo_co_quan": by_agency(overdue),
        "sap_den_han": coming,
        "sap_den_han_theo_co_quan": by_agency(coming),
        "sap_den_han_chu": _coming_words(found, coming),
        "ten_phu_luc": _list_title(overdue, coming),
        "chua_gui_so_lieu": absent,
        "chua_gui_so_lieu_chu": listed(absent),
        "ky_so_lieu": label(found.figures) if found.figures and absent else "",
        "han_gui_so_lieu": found.send_by if absent else None,
        "han_gui_so_lieu_chu": day_text(found.send_by) if absent else "",
        "so_lieu_qua_han": bool(absent and found.send_by and found.send_by < facts.as_of),
        "kem_theo": f"(Kèm theo Công văn số {symbol} {dated.partition(', ')[2]} của {issuer_name(ward)})",
        "noi_nhan": recipients_lines(ward, "don-doc") or dashed(_usual_recipients(ward)),
        "chu_ky": {"quyen_han": list(ward.signer.authority), "ho_ten": ward.signer.name},
        "minh_hoa": facts.illustrative,
        "canh_bao": list(illustrative) if facts.illustrative else [],
    }


def letter_symbol(number: str, ward: Ward) -> str:
    """Return the số, ký hiệu of a công văn: `12/UBND-VHXH`; without a number, room for one.

    Source:
        Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3.b: no abbreviation of a type, the drafting unit's instead.
    """
    if "/" in number:
        return number
    digits = number.strip()
    unit = drafting_unit(ward)
    return f"{digits.zfill(2) if digits else _BLANK_NUMBER}/{ward.symbol}{f'-{unit}' if unit else ''}"


def drafting_unit(ward: Ward) -> str:
    """Return the abbreviation of the drafting unit: as filed in a Nơi nhận of the ward's (`Lưu: VT, VHXH`), else made
    of the letters of the standing agency's name (`Phòng Văn hóa - Xã hội`: `VHXH`).
    """  # noqa: D205
    for lines in ward.recipients.values():
        for line in lines:
            if kept := _KEPT.search(line):
                return kept[1]
    standing = ward.agencies.get(ward.standing_agency)
    words = re.findall(r"\w+", standing.name) if standing else []
    return "".join(word[0].upper() for word in words if word.lower() not in {*_UNIT_WORDS, "và"})


def _usual_recipients(ward: Ward) -> list[str]:
    """Return the Nơi nhận of a ward that set none for reminders: the addressees, and where copies are filed."""
    unit = drafting_unit(ward)
    filed = next((line for lines in ward.recipients.values() for line in lines if line.startswith(_FILED)), "")
    return ["Như trên", filed or (f"Lưu: VT, {unit}" if unit else "Lưu: VT")]


def _each(groups: Iterable[Iterable[DueItem]]) -> list[DueItem]:
    return [item for group in groups for item in group]


def _subject(found: Reminders) -> str:
    """Return the trích yếu: tasks of the plan, figures of a period, or both."""
    figures = f"gửi số liệu báo cáo {label(found.figures)}" if found.figures else ""
    asked = [figures] if any(one.figures for one in found.of) else []
    if not any(one.overdue or one.coming for one in found.of):
        return f"đôn đốc {figures}"
    year = "" if asked else f" năm {found.facts.as_of.year}"  # the period says it already
    return f"đôn đốc {' và '.join([f'thực hiện nhiệm vụ cải cách hành chính{year}', *asked])}"


def _parted(coming: Sequence[dict[str, object]]) -> tuple[int, int]:
    """Return how many recurring duties lack an instance that was due, and how many deadlines are still to come."""
    behind = sum(1 for row in coming if row["so_ngay_qua_han"] is not None)
    return behind, len(coming) - behind


def _coming_words(found: Reminders, coming: Sequence[dict[str, object]]) -> str:
    """Return what sorts of work the list of coming deadlines holds."""
    behind, ahead = _parted(coming)
    words = [f"nhiệm vụ sắp đến hạn (đến hết ngày {day_text(found.until)})"] if ahead else []
    return ", ".join([*words, *(["nhiệm vụ định kỳ còn thiếu kỳ"] if behind else [])])


def _list_title(overdue: Sequence[dict[str, object]], coming: Sequence[dict[str, object]]) -> str:
    """Return the title of the appendix: what its list holds."""
    behind, ahead = _parted(coming)
    sorts = [("QUÁ HẠN", bool(overdue)), ("SẮP ĐẾN HẠN", ahead > 0), ("CÒN THIẾU KỲ", behind > 0)]
    held = ", ".join(words for words, there in sorts if there)
    return f"DANH MỤC NHIỆM VỤ {held}" if held else ""


def _account(found: Reminders, overdue: int, coming: Sequence[dict[str, object]], absent: int) -> str:
    """Return what was seen, as clauses to follow `nhận thấy`."""
    behind, ahead = _parted(coming)
    clauses = []
    if overdue:
        clauses.append(f"còn {integer(overdue)} nhiệm vụ quá hạn chưa hoàn thành")
    if behind:
        clauses.append(f"{integer(behind)} nhiệm vụ định kỳ còn thiếu kỳ đã đến hạn")
    if ahead:
        clauses.append(f"{integer(ahead)} nhiệm vụ đến hạn từ nay đến hết ngày {day_text(found.until)}")
    if absent and found.figures:
        who = "đơn vị" if len(found.of) == 1 else f"{integer(absent)} cơ quan, đơn vị"
        clauses.append(f"{who} chưa gửi số liệu báo cáo {label(found.figures)}")
    return "; ".join(clauses)
