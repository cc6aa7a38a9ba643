"""Small pieces of administrative Vietnamese that every sentence of a report is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from reportgen.model.period import Period, PeriodKind, label
from reportgen.model.plan import Plan
from reportgen.model.progress import IssuedDocument
from reportgen.model.ward import Ward
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal, integer, percent

PRINTED_PLACES = 2
"""Most digits after the comma of a figure that documents print."""
_SPACES = re.compile(r"[ \t\r\n]+")
_LONG_TITLE, _SHORT_TITLE = 160, 50
"""Characters: about two lines and a half of text, and about three quarters of a line."""
_SAFE_TO_LOWER = frozenset(
    {
        *("Đã", "Đang", "Chưa", "Tiếp", "Mới", "Hoàn", "Thực", "Triển", "Chuẩn", "Dự", "Sau", "Trong", "Trước"),
        *("Theo", "Duy", "Phối", "Rà", "Kiểm", "Xây", "Tham", "Các", "Việc", "Tỷ"),
    }
)
"""First words that are never names, so that they may follow a colon in lower case."""
_ALWAYS_LOWER = frozenset(
    {
        *(
            "Quý",
            "Quí",
            "Tháng",
            "Năm",
            "Ngày",
            "Giai",
            "Định",
            "Hằng",
            "Hàng",
            "Thường",
            "Sau",
            "Trước",
            "Theo",
            "Khi",
        ),
    }
)
"""First words of deadlines that open no name even before a capital or a figure: `Quý II/2026`, `Năm 2026`."""
_NAMES = (
    "Chính phủ",
    "Quốc hội",
    "Nhà nước",
    "Thủ tướng",
    "Trung ương",
    "Hội đồng",
    "Ủy ban",
    "Đảng",
    "Công an",
    "Tết",
)
"""Names whose second word has no capital."""

KIND_WORDS = {
    "monthly": "tháng",
    "quarterly": "quý",
    "half-year": "6 tháng",
    "nine-month": "9 tháng",
    "annual": "năm",
    "adhoc": "đột xuất",
}
"""Kinds of period in words, by the value of the kind."""


def capital(text: str) -> str:
    """Return the text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """Return the text with every run of spaces and line ends as one space, as running text wants it."""
    return _SPACES.sub(" ", text).strip()


def sentence(text: str) -> str:
    """Return the text as one sentence: capital first letter, one final mark."""
    stripped = one_line(text)
    if not stripped:
        return ""
    return capital(stripped if stripped[-1] in ".!?" else stripped.rstrip(" ;,:") + ".")


def clause(text: str) -> str:
    """Return the text as it stands inside a sentence: without its final mark."""
    return one_line(text).rstrip(" .;,:")


def after_colon(text: str) -> str:
    """Return the text as it follows a colon: a first word that cannot be a name loses its capital."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first in _SAFE_TO_LOWER else text


def lower_first(text: str) -> str:
    """Return the text with a small first letter, the rest untouched."""
    return text[:1].lower() + text[1:]


def inside(text: str) -> str:
    """Return a clause as it stands inside brackets or after a comma: without a capital unless a name opens it.

    A name is an abbreviation (`UBND`), a word before another capital (`Sở Nội vụ`), a numbered document (`Kế hoạch
    số 12/KH-UBND`), or one of the few bodies of state written otherwise (`Chính phủ`).
    """
    words = clause(text).split(" ")
    first, second = words[0], words[1] if words[1:] else ""
    if first in _ALWAYS_LOWER:
        return lower_first(" ".join(words))
    numbered = "số" in words[1:4] and any(any(c.isdigit() for c in word) for word in words[2:5])
    named = first[1:].lower() != first[1:] or second[:1].isupper() or " ".join(words).startswith(_NAMES)
    return " ".join(words) if named or numbered else lower_first(" ".join(words))


def brief(title: str) -> str:
    """Return a title short enough for running text: a long one ends at its last whole clause, with `...`.

    The whole title stands in the appendix; one that has no clause to end at is printed whole.
    """
    whole = clause(title)
    if len(whole) <= _LONG_TITLE:
        return whole
    cut = max(whole.rfind(mark, 0, _LONG_TITLE) for mark in ("; ", ". "))
    return whole if cut < _SHORT_TITLE else f"{whole[:cut]}..."


def listed(items: Sequence[str], last: str = " và ") -> str:
    """Return `a, b và c`; items that hold a comma of their own are told apart by semicolons."""
    if any("," in item for item in items):
        return "; ".join(items)
    return last.join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def dashed(items: Iterable[str]) -> list[str]:
    """Return the items as lines of a list: a dash before each, `;` after each, `.` after the last."""
    lines = [f"- {item.strip().removeprefix('-').strip().rstrip('.;, ')};" for item in items if item.strip()]
    return [*lines[:-1], lines[-1][:-1] + "."] if lines else []


def issuer_name(ward: Ward) -> str:
    """Return the issuer as running text prints it: `Ủy ban nhân dân phường Trúc Lâm`."""
    return f"Ủy ban nhân dân {ward.full_name}"


def unit_word(ward: Ward) -> str:
    """Return the type of the unit alone: `phường`."""
    return ward.full_name.split(" ", 1)[0].lower()


def ward_values(ward: Ward) -> dict[str, object]:
    """Return the names of `names.WARD`."""
    standing = ward.agencies.get(ward.standing_agency)
    return {
        "ten": ward.name,
        "ten_day_du": ward.full_name,
        "tinh": ward.province,
        "dia_danh": ward.place,
        "co_quan_ban_hanh": list(ward.issuer),
        "co_quan": issuer_name(ward),
        "viet_tat": ward.symbol,
        "thuong_truc": standing.name if standing else "",
    }


def recipients_lines(ward: Ward, kind: str) -> list[str]:
    """Return the lines under Nơi nhận of a kind of document (`bao-cao`), each with its dash and final mark.

    Source:
        Nghị định 30/2020/NĐ-CP, Phụ lục I, II.9.d.
    """
    return dashed(ward.recipients.get(kind, ()))


def plan_citation(plan: Plan, ward: Ward) -> str:
    """Return the plan as a report cites it first: type, number, date, issuer, subject; what is unknown is left out.

    Source:
        Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.b.
    """
    if not plan.number:
        return plan.citation
    kind = capital(plan.title.lower())
    subject = plan.citation.removeprefix(kind).strip()
    day = f" ngày {short_date(plan.issued)}" if plan.issued else ""
    return f"{kind} số {plan.number}{day} của Ủy ban nhân dân {unit_word(ward)} về {subject}"


def plan_values(plan: Plan, ward: Ward) -> dict[str, object]:
    """Return the names of `names.PLAN`."""
    return {
        "vien_dan": plan_citation(plan, ward),
        "so": plan.number,
        "ngay_ban_hanh": plan.issued,
        "ngay_ban_hanh_chu": day_text(plan.issued),
        "tu_nam": plan.years[0],
        "den_nam": plan.years[1],
        "can_cu": list(plan.bases),
    }


def document_citation(document: IssuedDocument) -> str:
    """Return `Kế hoạch số 12/KH-UBND ngày 08/01/2026`; a number that already holds its symbol is not repeated."""
    whole = "/" in document.number or not document.symbol
    number = document.number if whole else f"{document.number}/{document.symbol}"
    return f"{document.kind} số {number} ngày {short_date(document.date)}"


def is_cited(document: IssuedDocument, text: str) -> bool:
    """Return whether a sentence already names the document by its number and symbol."""
    name = document.number if "/" in document.number else f"{document.number}/{document.symbol}"
    return re.search(rf"(?<!\d){re.escape(name)}(?!\w)", text) is not None


def document_with_subject(document: IssuedDocument) -> str:
    """Return the citation with its trích yếu: `Kế hoạch số 12/KH-UBND ngày 08/01/2026 (Kiểm tra công vụ)`."""
    subject = f" ({clause(document.title)})" if document.title else ""
    return document_citation(document) + subject


def tasks_count(count: int, tail: str = "") -> str:
    """Return `13 nhiệm vụ chưa đến hạn`."""
    return f"{integer(count)} nhiệm vụ {tail}".strip()


def share_text(share: Decimal | None) -> str:
    """Return `58,97%`; nothing for None."""
    return "" if share is None else percent(share)


def day_text(day: date | None) -> str:
    """Return `20/3/2026`; nothing for None."""
    return "" if day is None else short_date(day)


def number_text(value: Decimal | int | None) -> str:
    """Return `98,21`, `1.003`: at most two decimals; nothing for None."""
    return "" if value is None else decimal(value, PRINTED_PLACES)


def change_text(value: Decimal | None) -> str:
    """Return `+1,21`, `-0,5`, `0`; nothing for None."""
    if value is None:
        return ""
    words = decimal(value, PRINTED_PLACES)
    return words if words == "0" or words.startswith("-") else f"+{words}"


def period_name(period: Period) -> str:
    """Return the period as sentences name it: `quý III năm 2026`, `thời gian từ ngày 01/7/2026 đến ngày 14/9/2026`."""
    return f"thời gian {label(period)}" if period.kind is PeriodKind.RANGE else label(period)
