"""The worded view of a report: the values under the names that templates may use."""

from __future__ import annotations

from datetime import date

from reportgen.assess.report import Class, Report
from reportgen.model.period import label
from reportgen.model.ward import Ward
from reportgen.vi.dates import issue_line
from reportgen.view import sections, tables
from reportgen.view import tasks as worded
from reportgen.view.charts import charts
from reportgen.view.fields import Field, Kind, Record
from reportgen.view.names import NAMES, paths, samples
from reportgen.view.summary import comparison_sentence, method_sentence, missing_sentence, plan_sentence
from reportgen.view.wording import (
    capital,
    dashed,
    day_text,
    issuer_name,
    plan_values,
    recipients_lines,
    ward_values,
)

__all__ = ["NAMES", "Field", "Kind", "Record", "paths", "samples", "view_of"]

ILLUSTRATIVE = "SỐ LIỆU MINH HỌA – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
"""Printed on the face of every document made from invented data."""


def view_of(
    report: Report,
    *,
    number: str = "",
    issued_on: date | None = None,
    subject: str = "",
    title: str = "BÁO CÁO",
    code: str = "BC",
) -> dict[str, object]:
    """Return the report under the names that templates may use: plain values, every name declared, none more.

    Args:
        report: The facts; every figure comes from it, none is computed again.
        number: Number of the document (`5`, `05`, or whole with its ký hiệu); "" leaves the place blank.
        issued_on: Day of issue; None leaves the place blank (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 3).
        subject: Trích yếu; "" makes the usual one from the period.
        title: Tên loại, capitals.
        code: Its abbreviation in the ký hiệu.

    Returns:
        Values as declared in `names.NAMES`: str, int, Decimal, date, bool, None, and dicts and lists of these.
    """
    ward = report.ward
    tasks = worded.Tasks(report)
    overdue = worded.due_items(report.overdue, tasks)
    shown = tables.shown_indicators(report.indicators)
    indicators = tables.indicators(shown, ward)
    values: dict[str, object] = {
        **_head(report, number=number, issued_on=issued_on, subject=subject, title=title, code=code),
        "mo_dau": sections.opening(report),
        "tong_hop": {
            **worded.counts(report.totals, ward),
            "cau_tong_hop": plan_sentence(report),
            "cach_tinh": method_sentence(report),
            "cau_so_sanh": comparison_sentence(report),
        },
        "nhiem_vu": tasks.of(report.tasks),
        "linh_vuc": worded.areas(tasks),
        "chi_dao_khac": sections.direction_paragraphs(report.direction),
        "chi_dao": sections.direction(report, tasks),
        "noi_dung": sections.areas_of_reform(report, tasks),
        "qua_han": overdue,
        "qua_han_theo_co_quan": worded.by_agency(overdue),
        "den_han": tasks.of(state for state in report.tasks if state.class_ is Class.DUE),
        "dinh_ky": tasks.of(state for state in report.tasks if state.class_ is Class.RECURRING),
        "nhiem_vu_cho_cap_tren": tasks.of(state for state in report.tasks if state.class_ is Class.WAITING),
        "nhiem_vu_chua_ro": tasks.of(state for state in report.tasks if state.class_ is Class.NEEDS_HUMAN),
        "ky_sau": worded.by_agency(worded.due_items(report.next_due, tasks)),
        "cau_ky_sau": sections.next_period_sentence(report),
        "chi_tieu": indicators,
        "chi_tieu_theo_giai_doan": tables.by_phase(indicators),
        "chi_tieu_tong": sections.indicator_counts(report, [state.verdict for state in shown]),
        "ho_so": tables.files(report.files),
        "ho_so_tong": tables.files_total(report),
        "co_quan": worded.agencies(report.agencies, ward),
        "chua_bao_cao": [agency.name for agency in report.missing],
        "cau_chua_bao_cao": missing_sentence(report),
        "danh_gia": sections.review(report, shown),
        "kien_nghi": sections.voices(report.proposals),
    }
    return {**values, "bieu_do": charts(values, ward)}


def _head(
    report: Report, *, number: str, issued_on: date | None, subject: str, title: str, code: str
) -> dict[str, object]:
    """Return what stands above and below the text: who, when, to whom, by whose hand."""
    ward, plan = report.ward, report.plan
    symbol = _symbol(number, code, ward)
    dated = issue_line(ward.place, issued_on, year=report.as_of.year)
    kind = capital(title.lower())
    return {
        "don_vi": ward_values(ward),
        "ky": sections.period_values(report),
        "ke_hoach": plan_values(plan, ward),
        "ngay_chot": report.as_of,
        "ngay_chot_chu": day_text(report.as_of),
        "ten_loai": title,
        "trich_yeu": subject or f"Kết quả công tác cải cách hành chính {label(report.period)}",
        "so_ky_hieu": symbol,
        "ngay_ban_hanh": issued_on,
        "ngay_ban_hanh_chu": day_text(issued_on),
        "dong_ngay_thang": dated,
        "kem_theo": f"(Kèm theo {kind} số {symbol} {dated.partition(', ')[2]} của {issuer_name(ward)})",
        "kinh_gui": list(ward.addressees),
        "kinh_gui_dong": dashed(ward.addressees),
        "noi_nhan": recipients_lines(ward, "bao-cao"),
        "chu_ky": {"quyen_han": list(ward.signer.authority), "ho_ten": ward.signer.name},
        "minh_hoa": report.illustrative,
        "canh_bao": [ILLUSTRATIVE] if report.illustrative else [],
    }


def _symbol(number: str, code: str, ward: Ward) -> str:
    """Return `05/BC-UBND`; without a number, room for one before the stroke.

    Source:
        Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3: numbers below 10 take a leading 0, no spaces inside.
    """
    if "/" in number:
        return number
    digits = number.strip()
    return f"{digits.zfill(2) if digits else '     '}/{code}-{ward.symbol}"
