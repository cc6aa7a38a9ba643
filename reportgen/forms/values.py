"""What people type into the cells of a form, read as what the column asks for, or refused; nothing is guessed silently.

Vietnamese usage: the dot groups thousands, the comma is the decimal mark, the day comes before the month. A text that
can be read in one way only is read, and said how; a text that could mean two things is refused with both readings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Generic, TypeAlias, TypeVar

from reportgen.model.period import Window
from reportgen.model.progress import Declared, IssuedDocument
from reportgen.vi.dates import short_date
from reportgen.vi.legacy import looks_legacy
from reportgen.vi.numbers import decimal
from reportgen.vi.text import fold, illegal_xml, lookalikes, nfc

Typed: TypeAlias = "str | int | float | bool | date | datetime | None"
"""What a cell holds."""

T = TypeVar("T")

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u202f]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_SPACED: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_ENGLISH: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN: Final = re.compile(r"[0-9]+")
_COMMA: Final = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)")
_DOT: Final = re.compile(r"([0-9]+)\.([0-9]+)")
_ABOUT: Final = re.compile(r"\b(?:gần|hơn|khoảng|trên|dưới|ước|chừng|tầm|xấp xỉ)\b|[~≈<>]", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:ngày )?([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00:00)?")
_WORDS: Final = re.compile(
    r"(?:ngày|mùng|mồng)? ?([0-9]{1,2}) tháng ([0-9]{1,2})(?: năm ([0-9]{4})|/([0-9]{4}))?", re.IGNORECASE
)
_SHORT: Final = re.compile(r"(?:ngày )?([0-9]{1,2})\s?/\s?([0-9]{1,2})", re.IGNORECASE)
_STOPS: Final = ".,; "
"""What people put behind a number as behind a sentence."""
_WHOLE_PERCENT: Final = 100
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # 2000 to 2099 in the count of 1900
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a cell was read as.

    Attributes:
        value: The value; None for an empty cell and for one that is refused.
        notes: How it was read where that is not plain to see, Vietnamese, without a full stop.
        fault: Why it is refused, "" when it is not. remedy: What to type instead, a full sentence.
    """

    value: T | None = None
    notes: tuple[str, ...] = field(default=())
    fault: str = ""
    remedy: str = ""


def clean(value: Typed) -> str:
    """Return a text of a cell: NFC, without invisible characters, without blanks around it; line breaks stay."""
    text = nfc(str(value)).translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def _one_line(value: Typed) -> str:
    return " ".join(clean(value).split())


def empty(value: Typed) -> bool:
    """Return whether a cell holds nothing, or only blanks, dashes or dots that stand for nothing."""
    return value is None or (isinstance(value, str) and not clean(value).strip(" -–—.…/\n"))


def quoted(value: Typed) -> str:
    """Return what a person typed, for messages."""
    if isinstance(value, bool):
        return "“TRUE”" if value else "“FALSE”"
    if isinstance(value, datetime | date):
        return f"“{short_date(value)}”"
    if isinstance(value, float | int):
        return f"“{str(value).replace('.', ',')}”"
    text = _one_line(value)
    return f"“{text[:60]}{'...' if len(text) > 60 else ''}”"  # noqa: PLR2004  enough to know it again


# --- numbers -----------------------------------------------------------------------------------------------------


def read_count(value: Typed) -> Read[int]:
    """Read a number of things: whole, not negative.

    `1003` and `1.003` are read (a count has no decimals, so the dot can only group); `1,003` is refused, since it is
    one thousand and three to some programs and one and three thousandths by Vietnamese usage.
    """
    remedy = "Ghi số nguyên, ví dụ 1003."
    if empty(value):
        return Read()
    if isinstance(value, bool | date):
        return Read(fault=f"{quoted(value)} không phải là số", remedy=remedy)
    return _whole(value, remedy) if isinstance(value, int | float) else _written_count(_one_line(value), remedy)


def _whole(value: float, remedy: str) -> Read[int]:
    if not _is_whole(value):
        return Read(fault=f"{quoted(value)} không phải là số nguyên", remedy=f"{remedy} Không gõ dấu nhóm nghìn.")
    return Read(int(value)) if value >= 0 else Read(fault=f"{quoted(value)} là số âm", remedy=remedy)


def _is_whole(value: float) -> bool:
    return math.isfinite(value) and value == int(value)


def _written_count(typed: str, remedy: str) -> Read[int]:
    text = typed.rstrip(_STOPS)
    if _PLAIN.fullmatch(text):
        return Read(int(text))
    if _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        number = int(re.sub(r"[. ]", "", text))
        return Read(number, (f"{quoted(typed)} được đọc là {number}",))
    return Read(fault=_not_a_number(typed), remedy=remedy)


def read_share(value: Typed, *, percent_format: bool = False, unsure: bool = False) -> Read[Decimal]:
    """Read a share in per cent, 0 to 100.

    Args:
        value: What the cell holds.
        percent_format: Whether the cell is formatted as a percentage, so that 75 % is held as 0.75.
        unsure: Whether the file does not tell how the cell is formatted, so that 1 may be 1 % or 100 %.
    """
    remedy = "Ghi số từ 0 đến 100, ví dụ 75 hoặc 75,5."
    found = _percent(value, remedy, percent_format=percent_format, unsure=unsure)
    if found.value is None or 0 <= found.value <= _WHOLE_PERCENT:
        return found
    shows = (
        f" (ô định dạng phần trăm: {decimal(found.value)}%)" if percent_format and not isinstance(value, str) else ""
    )
    return Read(fault=f"tỷ lệ {quoted(value)}{shows} ngoài khoảng 0 đến 100", remedy=remedy)


def read_measure(value: Typed, unit: str, *, percent_format: bool = False, unsure: bool = False) -> Read[Decimal]:
    """Read the result of an indicator in its own unit: a percentage only where the unit is one.

    Args:
        value: What the cell holds.
        unit: As the plan prints it.
        percent_format: As for `read_share`.
        unsure: As for `read_share`.
    """
    remedy = "Ghi con số theo đơn vị tính của chỉ tiêu, phần thập phân sau dấu phẩy, ví dụ 98,5."
    if unit.strip() == "%":
        return _percent(value, remedy, percent_format=percent_format, unsure=unsure)
    if percent_format or (isinstance(value, str) and "%" in value):
        return Read(fault=f"{quoted(value)} ghi theo phần trăm, chỉ tiêu tính bằng {unit or 'số'}", remedy=remedy)
    return read_figure(value)


def _percent(value: Typed, remedy: str, *, percent_format: bool, unsure: bool) -> Read[Decimal]:
    """Read a number of per cent, of whatever size; a share of 1 and one of 100 must not be taken for each other."""
    text = _one_line(value).rstrip(_STOPS) if isinstance(value, str) else value
    signed = isinstance(text, str) and text.endswith("%")
    found = read_figure(text.removesuffix("%").strip() if isinstance(text, str) else text)
    if found.fault:
        return Read(fault=_not_a_number(_one_line(value)) if signed else found.fault, remedy=remedy)
    if found.value is None:
        return found
    number = found.value
    if percent_format and not isinstance(text, str):
        return Read(_tidy(number * _WHOLE_PERCENT))
    if not signed and (0 < number < 1 or (unsure and number == 1 and not isinstance(text, str))):
        both = f"{decimal(number * _WHOLE_PERCENT)}% hay {decimal(number)}%"
        return Read(fault=f"{quoted(value)} không rõ là {both}", remedy=f"{remedy} Muốn chắc thì ghi kèm dấu %.")
    return Read(_tidy(number), found.notes)


def read_figure(value: Typed) -> Read[Decimal]:
    """Read a number as Vietnamese documents write it: `1.234,5`.

    A single dot with other than three digits behind it is taken for a decimal point, and said so.
    """
    remedy = "Ghi con số, phần thập phân sau dấu phẩy, ví dụ 98,5."
    if empty(value):
        return Read()
    if isinstance(value, bool | date):
        return Read(fault=f"{quoted(value)} không phải là số", remedy=remedy)
    if isinstance(value, int | float):
        return _exact(value, remedy)
    text = _one_line(value)
    sign, digits = ("-", text[1:].strip()) if text[:1] in {"-", "−"} else ("", text)
    number, note = _decimal_of(digits.rstrip(_STOPS))
    if number is None:
        return Read(fault=_not_a_number(text), remedy=remedy)
    signed = -number if sign else number
    return Read(signed, (f"{quoted(value)} được đọc là {_plain(signed)}",) if note else ())


def _exact(value: float, remedy: str) -> Read[Decimal]:
    """Return a number of Excel without the tail of its binary form: fifteen digits are what Excel keeps and shows."""
    if not math.isfinite(value):
        return Read(fault=f"{quoted(value)} không phải là số", remedy=remedy)
    return Read(_tidy(Decimal(value if isinstance(value, int) else f"{value:.15g}")))


def _decimal_of(text: str) -> tuple[Decimal | None, bool]:
    """Return the number that a text writes, None when it writes none; and whether the reading should be told."""
    if _PLAIN.fullmatch(text):
        return Decimal(text), False
    if _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        return Decimal(re.sub(r"[. ]", "", text)), True
    if found := _COMMA.fullmatch(text):
        return Decimal(f"{found[1].replace('.', '')}.{found[2]}"), _ENGLISH.fullmatch(text) is not None
    if found := _DOT.fullmatch(text):
        return Decimal(f"{found[1]}.{found[2]}"), True
    return None, False


def _plain(number: Decimal) -> str:
    """Return a number without grouping, so that it cannot be read in two ways: `1234,5`."""
    return format(_tidy(number), "f").replace(".", ",")


def _tidy(number: Decimal) -> Decimal:
    """Return the number without zeros behind the decimal mark and without an exponent."""
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def _not_a_number(text: str) -> str:
    """Return why a text is no number, as exactly as can be told."""
    reasons = (
        (_ABOUT.search(text), "là số ước chừng"),
        (re.fullmatch(r"\(\s?[0-9.,]+\s?\)", text), "để trong ngoặc, không rõ là số âm hay ghi chú"),
        (re.match(r"[-−]\s?[0-9]", text), "là số âm"),
        (_ENGLISH.fullmatch(text), "có dấu phẩy: không rõ là nhóm nghìn hay phần thập phân"),
        (text.startswith("#"), "là lỗi của công thức"),
        (re.fullmatch(r"[0-9]+\s*/\s*[0-9]+", text), "là phân số"),
        (re.fullmatch(r"[0-9.,\s%]+", text), "viết không đúng cách ghi số"),
        (re.search(r"[0-9]", text), "lẫn chữ với số"),
    )
    why = next((words for hit, words in reasons if hit), "không phải là số")
    return f"{quoted(text)} {why}"


# --- days --------------------------------------------------------------------------------------------------------


def read_day(value: Typed, window: Window, *, epoch_1904: bool = False) -> Read[date]:
    """Read one day.

    Args:
        value: What the cell holds: a date, a serial number, or words.
        window: Days that the report is about; settles the year of a day written without one.
        epoch_1904: Whether serial numbers of the book count from 1904.
    """
    remedy = "Ghi đủ ngày, tháng, năm, ví dụ 15/8/2026."
    if empty(value):
        return Read()
    if isinstance(value, datetime | date):
        return Read(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, bool):
        return Read(fault=f"{quoted(value)} không phải là ngày", remedy=remedy)
    if isinstance(value, int | float):
        return _serial(value, remedy, epoch_1904=epoch_1904)
    return _worded_day(_one_line(value).rstrip(".,; "), window, remedy)


def read_days(value: Typed, window: Window, *, epoch_1904: bool = False) -> Read[tuple[date, ...]]:
    """Read several days, `10/7/2026; 12/8/2026`, in order, each once; all that is wrong with them in one fault."""
    if not isinstance(value, str):
        one = read_day(value, window, epoch_1904=epoch_1904)
        return Read((one.value,) if one.value else None, one.notes, one.fault, one.remedy)
    pieces = [p for p in re.split(r"[;,\n]|\bvà\b", clean(value)) if not empty(p)]
    found = [read_day(piece, window, epoch_1904=epoch_1904) for piece in pieces]
    faults = [f.fault for f in found if f.fault]
    if faults:
        remedy = "Ghi các ngày cách nhau bằng dấu chấm phẩy, ví dụ 10/7/2026; 12/8/2026."
        return Read(fault="; ".join(faults), remedy=remedy)
    days = tuple(sorted({f.value for f in found if f.value}))
    return Read(days or None, tuple(note for f in found for note in f.notes))


def _serial(value: float, remedy: str, *, epoch_1904: bool) -> Read[date]:
    shift = (_EPOCH_1904 - _EPOCH_1900).days if epoch_1904 else 0
    if not _is_whole(value) or not _FIRST_SERIAL <= value + shift <= _LAST_SERIAL:
        return Read(fault=f"{quoted(value)} là con số, không phải ngày", remedy=remedy)
    day = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=int(value))
    return Read(day, (f"số {int(value)} được đọc là ngày {short_date(day)}",))


def _worded_day(text: str, window: Window, remedy: str) -> Read[date]:
    if found := _ISO.fullmatch(text):
        return _calendar(text, int(found[3]), int(found[2]), int(found[1]), remedy)
    if found := _DAY.fullmatch(text):
        year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])  # noqa: PLR2004
        read = _calendar(text, int(found[1]), int(found[2]), year, remedy)
        told = read.value is not None and len(found[3]) != 4  # noqa: PLR2004
        return Read(read.value, (_as_day(text, read.value),)) if told and read.value else read
    found = _WORDS.fullmatch(text)
    year_text = (found[3] or found[4]) if found else None
    if found and year_text:
        return _calendar(text, int(found[1]), int(found[2]), int(year_text), remedy)
    if found := found or _SHORT.fullmatch(text):
        return _day_without_year(text, int(found[1]), int(found[2]), window, remedy)
    return Read(fault=f"{quoted(text)} {_not_a_day(text)}", remedy=remedy)


def _not_a_day(text: str) -> str:
    if re.fullmatch(r"[0-9]{5,}", text):
        return "là con số, không phải ngày"
    return "chưa đủ ngày, tháng, năm" if re.search(r"[0-9]", text) else "không phải là ngày"


def _calendar(text: str, day: int, month: int, year: int, remedy: str) -> Read[date]:
    try:
        return Read(date(year, month, day))
    except ValueError:
        if day <= _MONTHS < month:
            return Read(fault=f"{quoted(text)}: không có tháng {month}; có phải tháng ghi trước ngày?", remedy=remedy)
        return Read(fault=f"{quoted(text)} không có trong lịch", remedy=remedy)


def _day_without_year(text: str, day: int, month: int, window: Window, remedy: str) -> Read[date]:
    """Read a day without its year: only when exactly one year puts it into the window."""
    years = range(window.start.year, window.end.year + 1)
    fitting = []
    for year in years:
        read = _calendar(text, day, month, year, remedy)
        if read.value is not None and read.value in window:
            fitting.append(read.value)
        elif read.value is None and year == window.end.year and not fitting:
            return read
    if len(fitting) != 1:
        return Read(fault=f"{quoted(text)} chưa ghi năm và không nằm trong kỳ báo cáo", remedy=remedy)
    return Read(fitting[0], (_as_day(text, fitting[0]),))


def _as_day(text: str, day: date) -> str:
    return f"{quoted(text)} được đọc là ngày {short_date(day)}"


# --- words -------------------------------------------------------------------------------------------------------


def read_words(value: Typed) -> Read[str]:
    """Read a sentence; what no document can hold, and letters of another encoding, are refused."""
    if isinstance(value, bool | int | float):
        shown = quoted(value).strip("“”")
        return Read(shown, (f"ô chỉ có con số, được đọc là câu {quoted(shown)}",))
    text = short_date(value) if isinstance(value, datetime | date) else clean(value)
    bad = illegal_xml(text)
    if bad:
        code = f"U+{bad[0][1]:04X}"
        return Read(fault=f"có ký tự điều khiển {code} không in được", remedy="Xóa ký tự đó, gõ lại đoạn chữ.")
    encoding = looks_legacy(text)
    if encoding:
        return Read(fault=f"{quoted(text)} gõ bằng bảng mã {encoding}, không phải Unicode",
                    remedy="Chuyển sang Unicode (Unikey, Công cụ, Chuyển mã) rồi gửi lại.")  # fmt: skip
    odd = dict.fromkeys((char, meant) for _, char, meant in lookalikes(text))
    return Read(
        text, tuple(f"có chữ U+{ord(c):04X} dễ nhầm với “{meant}”, gõ lại chữ này" for c, meant in odd if meant)
    )


_STATUS_WORDS: Final = {
    Declared.DONE: ("đã hoàn thành", "hoàn thành", "đã xong", "xong", "hoàn tất", "đã hoàn tất", "done"),
    Declared.IN_PROGRESS: ("đang thực hiện", "đang triển khai", "đang làm", "đang tiến hành", "in progress"),
    Declared.NOT_STARTED: ("chưa triển khai", "chưa thực hiện", "chưa làm", "chưa bắt đầu", "not started"),
}
_STATUSES: Final = {fold(word): declared for declared, words in _STATUS_WORDS.items() for word in words}


def read_status(value: Typed) -> Read[Declared]:
    """Read how a task stands: a word of the drop-down, or one that means the same."""
    if empty(value):
        return Read()
    declared = _STATUSES.get(fold(_one_line(value)))
    if declared is None:
        words = ", ".join(f"“{words[0].capitalize()}”" for words in _STATUS_WORDS.values())
        return Read(fault=f"{quoted(value)} không phải là một tình trạng", remedy=f"Chọn một trong: {words}.")
    plain = _STATUS_WORDS[declared][0]
    told = fold(_one_line(value)) != fold(plain)
    return Read(declared, (f"{quoted(value)} được đọc là “{plain.capitalize()}”",) if told else ())


_DOCUMENT: Final = re.compile(
    r"[-+•* ]*(?P<kind>[^\W\d_][^0-9:;]*?)?\s*(?:số)?\s*:?\s*(?P<number>[0-9]{1,5}[a-zđ]?)\s*/\s*(?P<symbol>[^\s,;]+)"
    r"[, ]*(?:ký |ban hành )?(?:ngày|ngay)\s+(?P<day>[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{4}"
    r"|[0-9]{1,2} tháng [0-9]{1,2} năm [0-9]{4})(?P<rest>.*)",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(r"(?:^|[\s,;:(–-])(?:về việc|v/v|về)\s+(?P<title>.+?)\)?$", re.IGNORECASE)
_KINDS: Final = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "TB": "Thông báo", "HD": "Hướng dẫn",
    "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "BC": "Báo cáo", "BB": "Biên bản",
    "TTr": "Tờ trình", "CĐ": "Công điện",
}  # fmt: skip
"""Tên loại by the abbreviation that begins a ký hiệu (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I)."""


_KIND_WORDS: Final = {short.casefold(): long for short, long in _KINDS.items()} | {"cv": "Công văn"}


def read_documents(value: Typed) -> Read[tuple[IssuedDocument, ...]]:
    """Read issued documents, one a line: `Kế hoạch số 45/KH-UBND ngày 18/3/2026 về kiểm tra công vụ`.

    Tên loại may be left out where the ký hiệu tells it. A line that holds no document is a fault, named by its number.
    """
    if empty(value):
        return Read()
    remedy = "Ghi loại, số, ký hiệu, ngày: Kế hoạch số 45/KH-UBND ngày 18/3/2026 về kiểm tra; mỗi văn bản một dòng."
    documents, faults = [], []
    for number, line in enumerate(_document_lines(clean(value)), 1):
        document, fault = _document(line)
        if document is not None:
            documents.append(document)
        else:
            faults.append(f"dòng {number}: {fault}")
    if faults:
        return Read(fault="; ".join(faults), remedy=remedy)
    return Read(tuple(documents))


def _document_lines(text: str) -> Iterator[str]:
    """Yield the texts that should each be one document: lines, and what a semicolon parts before another number."""
    for line in text.split("\n"):
        pieces = re.split(r";\s*(?=[^;]*[0-9]\s*/\s*[^\W\d_])", line)
        yield from (piece.strip() for piece in pieces if not empty(piece))


def _document(line: str) -> tuple[IssuedDocument | None, str]:
    found = _DOCUMENT.fullmatch(line.rstrip(".; "))
    if found is None:
        return None, f"{quoted(line)} chưa đủ số, ký hiệu và ngày của văn bản"
    day = _worded_day(re.sub(r"\s*([/.-])\s*", r"\1", found["day"]), Window(date.min, date.max), "")
    if day.value is None:
        return None, day.fault
    symbol = found["symbol"].rstrip(".")
    kind = re.sub(r"\s+", " ", found["kind"] or "").strip(" :,-")
    kind = _KIND_WORDS.get(kind.casefold(), kind) or _kind_by_symbol(symbol)
    if not kind:
        return None, f"{quoted(line)} chưa ghi loại văn bản"
    subject = _SUBJECT.search(found["rest"])
    title = subject["title"].strip(" .;,") if subject else ""
    return IssuedDocument(kind[:1].upper() + kind[1:], found["number"], symbol, day.value, title), ""


def _kind_by_symbol(symbol: str) -> str:
    head = symbol.partition("-")[0]
    return _KINDS.get(head, "Công văn" if head == "UBND" else "")
