"""What follows from the words of a plan: years, citation, kind of an area and who answers for it, reporting duties.

Only what the words say. Where they say nothing, the caller leaves the key out or tells a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from reportgen.vi.text import fold

_STAGE: Final = re.compile(r"(?:(?:từ )?năm )?(20\d\d)\s*(?:[-–—]|đến)\s*(?:năm )?(20\d\d)")
_YEAR: Final = re.compile(r"năm\s+(20\d\d)")
_ANY_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_DATE: Final = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(20\d\d)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"số\s*:?\s*(\d{1,5}[a-zđ]?)\s*(/\s*[\w&Đđ.-]+)", re.IGNORECASE)
_KINDS: Final = (
    ("organisation", re.compile(r"tổ chức bộ máy|bộ máy hành chính|tổ chức hành chính")),
    ("institutions", re.compile(r"thể chế|văn bản quy phạm pháp luật")),
    ("procedures", re.compile(r"thủ tục hành chính|tthc|một cửa")),
    ("civil-service", re.compile(r"công vụ|cán bộ, công chức|đội ngũ cán bộ|công chức, viên chức")),
    ("finance", re.compile(r"tài chính")),
    (
        "digital",
        re.compile(
            r"chính quyền điện tử|chính quyền số|chuyển đổi số|chính phủ số|công nghệ thông tin|hành chính số|"
            r"(hạ tầng|dữ liệu|nền tảng|xã hội|kinh tế) số|số hóa"
        ),
    ),
    ("direction", re.compile(r"chỉ đạo|điều hành|tuyên truyền|kiểm tra|chung|đánh giá|chỉ số")),
)
_LEADS: Final = {
    "institutions": re.compile(r"cải cách thể chế"),
    "procedures": re.compile(r"cải cách (thủ tục hành chính|tthc)"),
    "organisation": re.compile(r"cải cách tổ chức bộ máy|tổ chức bộ máy"),
    "civil-service": re.compile(r"cải cách (chế độ )?công vụ|chế độ công vụ"),
    "finance": re.compile(r"cải cách tài chính|tài chính công"),
    "digital": re.compile(r"chính quyền điện tử|chính quyền số|chuyển đổi số"),
    "direction": re.compile(r"chỉ đạo,? điều hành"),
}
_STANDING: Final = re.compile(r"(cơ quan|đơn vị) (thường trực|đầu mối)")
_AGENCY_HEADING: Final = re.compile(r"^(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]?\s+")
_HAS_DUTY: Final = re.compile(r"\s*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)?\s*[:.]?\s*$")
_ASKED: Final = re.compile(r"^(?:đề nghị|giao|yêu cầu)\s+", re.IGNORECASE)
_UNITS: Final = re.compile(r"tổ chức thực hiện|trách nhiệm (thực hiện|của)|phân công (thực hiện|trách nhiệm)")
_CLOSING: Final = re.compile(r"^(trên đây là|yêu cầu (các|thủ trưởng)|căn cứ kế hoạch này|kế hoạch này)|\./\.$")
_WHEN: Final = re.compile(
    r"(?:trước|chậm nhất|xong trước|không quá)\s+(?:là\s+)?ngày\s+\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?"
    r"(?:\s+(?:hằng|hàng)\s+(?:tháng|quý|năm))?"
    r"|(?:định kỳ\s+)?(?:hằng|hàng)\s+(?:tháng|quý|năm)"
    r"(?:(?:,\s*|\s+và\s+|\s+hoặc\s+)(?:6 tháng|9 tháng|quý|năm|đột xuất))*"
    r"|định kỳ\s+(?:quý|6 tháng|năm)(?:,\s*(?:6 tháng|9 tháng|quý|năm))*(?:\s+hoặc\s+đột xuất)?"
    r"|theo (?:quy định|hướng dẫn|yêu cầu)(?: của [^.;,]+)?",
    re.IGNORECASE,
)
_REPORTS_TO: Final = re.compile(
    r"báo cáo\s+(?:về\s+)?((?:Chủ tịch|UBND|Ủy ban|HĐND|Hội đồng|Sở|Phòng|Văn phòng|Bộ|Đảng ủy|cấp)\b.*?)"
    r"(?=\s+(?:trước|chậm nhất|định kỳ|theo|hằng|hàng|kết quả|tình hình|xem xét|để|các|những)\b|[.;,]|$)"
)
_LABEL: Final = re.compile(r"^(?:[a-zđ]\)|[-–+]|\d+[.)])\s+")
_AT_LEAST: Final = re.compile(r"≥|>=|tối thiểu|ít nhất|trở lên|từ\s+\d|không thấp hơn|không dưới|đạt trên")
_MORE: Final = re.compile(r"^\s*(?:>|trên)\s*\d")
_AT_MOST: Final = re.compile(r"≤|<=|tối đa|không quá|trở xuống|dưới")
_FIGURE: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
SHARE: Final = re.compile(r"\d+(?:[.,]\d+)?\s*%")


def years_of(subject: Sequence[str], date_line: str) -> tuple[int, int] | None:
    """Return the years that a plan covers by its title, else by its date line; None when neither names one."""
    words = " ".join(subject)
    stage = _STAGE.search(words)
    # `Chương trình giai đoạn 2021 - 2030 năm 2026` is a plan for 2026: the stage is the programme's.
    own = _YEAR.search(_STAGE.sub(" ", words))
    if stage and int(stage[1]) <= int(stage[2]) and own is None:
        return int(stage[1]), int(stage[2])
    found = own or _ANY_YEAR.search(words) or _ANY_YEAR.search(date_line)
    return (int(found[1]), int(found[1])) if found else None


def phase_years(phase: str, years: tuple[int, int]) -> tuple[int, int]:
    """Return the years of a phase of indicators; those of the plan when it names none."""
    return years_of([phase], "") or years


def citation_of(subject: Sequence[str], years: tuple[int, int]) -> str:
    """Return how reports cite the plan: title and subject in one, first letter small, dashes as hyphens."""
    words = re.sub(r"\s*[–—]\s*", " - ", " ".join(subject)).strip()
    if not words:
        return f"Kế hoạch cải cách hành chính {_span(years)}"
    if words.upper() == words:
        words = sentence_case(words)
    return f"Kế hoạch {words[:1].lower()}{words[1:]}"


def _span(years: tuple[int, int]) -> str:
    return f"năm {years[0]}" if years[0] == years[1] else f"giai đoạn {years[0]} - {years[1]}"


def issued_on(date_line: str) -> date | None:
    """Return the day of issue when all of it is printed."""
    found = _DATE.search(date_line)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def number_in(number_line: str) -> str:
    """Return number and symbol when the number is printed: `12/KH-UBND`, else ""."""
    found = _NUMBER.search(number_line)
    return f"{found[1]}{''.join(found[2].split())}" if found else ""


def kind_of_area(title: str) -> str:
    """Return the part of the report to which an area belongs by its title; "" when the words do not tell."""
    words = fold(title)
    if re.search(r"chỉ đạo,? điều hành|^công tác (chỉ đạo|tuyên truyền|kiểm tra)", words):
        return "direction"
    return next((kind for kind, rule in _KINDS if rule.search(words)), "")


def sentence_case(title: str) -> str:
    """Return a title as reports print it: one in capitals in small letters, but for its first and its short forms."""
    letters = [c for c in title if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.9 * len(letters):
        return title
    small = title.lower()
    for short in ("TTHC", "UBND", "HĐND", "CCHC", "CNTT", "DVC", "PAR INDEX", "SIPAS"):
        small = re.sub(rf"\b{short.lower()}\b", short, small)
    return small[:1].upper() + small[1:]


# --- who does what ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What the plan asks of one unit: its name as the heading prints it, and the paragraphs."""

    agency: str
    items: tuple[str, ...]


def unit_duties(blocks: Sequence[tuple[str, str]], is_agency: Callable[[str], bool]) -> list[UnitWords]:
    """Return the units under `Tổ chức thực hiện` with their paragraphs.

    Args:
        blocks: `(key of the file, text)` of the running text.
        is_agency: Tells whether a heading names one: one that does not heads no unit.
    """
    found: list[tuple[str, list[str]]] = []
    inside = False
    for key, text in blocks:
        if key == "heading1":
            inside = bool(_UNITS.search(fold(text)))
            found.append(("", []))
        elif not inside:
            continue
        elif key in {"heading2", "heading3"}:
            name = _heading_name(text)
            found.append((name if is_agency(name) else "", []))
        elif _CLOSING.search(fold(text)) or _CLOSING.search(text):
            found.append(("", []))
        elif (unit := _one_line_unit(text)) and is_agency(unit[0]):
            found.append((unit[0], [unit[1]]))
        elif key != "note":
            found[-1][1].append(text)
    return [UnitWords(name, tuple(items)) for name, items in found if name and items]


def _one_line_unit(text: str) -> tuple[str, str] | None:
    """Return name and duty of `2. Phòng Văn hóa - Xã hội: chủ trì, ...`."""
    numbered = _AGENCY_HEADING.match(text)
    head, _, rest = text[numbered.end() if numbered else 0 :].partition(":")
    return (_ASKED.sub("", _HAS_DUTY.sub("", head)), rest.strip()) if numbered and rest.strip() else None


def _heading_name(text: str) -> str:
    return _ASKED.sub("", _HAS_DUTY.sub("", _AGENCY_HEADING.sub("", text))).strip()


def standing_unit(units: Sequence[UnitWords]) -> str:
    """Return the unit that the plan calls its standing one, or whose reports go to the chairman; "" if none."""
    for unit in units:
        if any(_STANDING.search(fold(item)) for item in unit.items):
            return unit.agency
    for unit in units:
        if any("tổng hợp" in fold(item) and "báo cáo" in fold(item) for item in unit.items):
            return unit.agency
    return ""


def lead_of_area(kind: str, labels: Iterable[str], units: Sequence[UnitWords]) -> str:
    """Return the unit that answers for an area by its duties, as printed; "" when none does.

    Args:
        kind: Of the area.
        labels: Labels of its appendix that a duty may name.
        units: The units with their duties.
    """
    rule = _LEADS.get(kind)
    named = [re.compile(rf"{re.escape(fold(label))}(?![\dIVX])", re.IGNORECASE) for label in labels if label]
    for unit in units:
        for item in unit.items:
            words = fold(item)
            clauses = [c for c in re.split(r"[;.]", words) if "chủ trì" in c]
            if any(n.search(words) for n in named) and clauses:
                return unit.agency
            if rule is not None and any(rule.search(c) for c in clauses if not c.strip().startswith("phối hợp")):
                return unit.agency
    return standing_unit(units) if kind == "direction" else ""


@dataclass(frozen=True, slots=True)
class DutyWords:
    """A reporting duty that the text states: who and to whom as printed, when, the sentence."""

    who: str
    to: str
    when: str
    quote: str


def reporting_duties(units: Sequence[UnitWords]) -> Iterator[DutyWords]:
    """Yield the duties to report that the paragraphs of units state with a time."""
    for unit in units:
        for item in unit.items:
            for sentence in re.split(r"(?<=[;.])\s+(?=[A-ZĐÀ-Ỹ])", item):
                to, when = _REPORTS_TO.search(sentence), _WHEN.search(sentence)
                if to and when:
                    quote = _LABEL.sub("", sentence.strip())
                    yield DutyWords(unit.agency, to[1].strip(), when[0].strip(), quote)


# --- targets ---------------------------------------------------------------------------------------------------------


def target_of(text: str, name: str) -> tuple[str, Decimal | None]:
    """Return how a printed target compares, and its figure; None when it is not one figure."""
    words = fold(text)
    comparator = "="
    if _AT_MOST.search(words):
        comparator = "<="
    elif _AT_LEAST.search(words) or "tối thiểu" in fold(name):
        comparator = ">="
    elif _MORE.match(words):
        comparator = ">"
    figures = _FIGURE.findall(text)
    if len(figures) != 1:
        return comparator, None
    figure = figures[0].replace(".", "").replace(",", ".") if re.match(r"\d{1,3}(\.\d{3})+", figures[0]) else figures[0]
    return comparator, Decimal(figure.replace(",", "."))
