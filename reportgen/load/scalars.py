"""What people type in one place of a YAML file, read as the kind of value that the place wants, or refused.

YAML 1.1 turns `no` into false, `0123` into 83, `12:30` into 750 and `1_000` into 1000. Here a value is read only
as what its place wants, from the characters that were typed, so none of that can happen silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from reportgen.load.wording import did_you_mean, shown
from reportgen.load.yamlsource import Scalar

_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,_ \u00a0][0-9]{3})+\Z")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_VIETNAMESE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\Z")
_AGENCY_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_YES = {"true", "yes", "on"}
_NO = {"false", "no", "off"}
_MOST_DIGITS = 15
FIRST_YEAR, LAST_YEAR = 1945, 2099
_MONTHS = 12

_TAG = "tag:yaml.org,2002:"
_TRAPS = {
    "bool": "YAML đọc thành đúng/sai",
    "int": "YAML đọc thành con số",
    "float": "YAML đọc thành con số",
    "timestamp": "YAML đọc thành ngày tháng",
}
_resolver = Resolver()


def _implicit_tag(text: str) -> str:
    """Return what a YAML 1.1 reader takes a plain value for: `str`, `bool`, `int`, `timestamp`, ..."""
    return str(_resolver.resolve(ScalarNode, text, (True, False))).removeprefix(_TAG)  # type: ignore[no-untyped-call]


def is_text_everywhere(text: str) -> bool:
    """Tell whether every YAML reader takes these words, written without quotes, for words."""
    return _implicit_tag(text) == "str"


def fault(code: str, message: str, remedy: str) -> PydanticCustomError:
    """Return an error that carries a code and Vietnamese words through pydantic to `load.faults`."""
    return PydanticCustomError("reportgen", "{message}", {"code": code, "message": message, "remedy": remedy})


def _scalar(value: object, wanted: str) -> Scalar:
    if isinstance(value, Scalar):
        if value.broken:
            raise PydanticCustomError("told", "reported already")
        if value.is_null:
            raise fault("DL301", f"để trống, cần {wanted}", f"Điền {wanted}.")
        return value
    raise fault(
        "DL303", f"phải là {wanted}, không phải danh sách hay nhóm khóa", f"Ghi {wanted} ngay sau dấu hai chấm."
    )


def read_plain(value: object, wanted: str) -> str:
    """Read the characters of one value, whatever a YAML reader would take them for."""
    return _scalar(value, wanted).text.strip()


def read_text(value: object) -> str:
    """Read words: any quoted value, or a plain one that no YAML reader takes for something else."""
    scalar = _scalar(value, "nội dung chữ")
    text = scalar.text.strip()
    if not text:
        raise fault("DL301", "để trống, cần nội dung chữ", "Điền nội dung, hoặc xóa cả khóa nếu không có gì để ghi.")
    if scalar.plain:
        tag = _implicit_tag(scalar.text)
        if tag in _TRAPS:
            raise fault("DL304", f"{shown(text)} là chữ nhưng {_TRAPS[tag]}", f'Đặt trong ngoặc kép: "{text[:40]}".')
    return text


def read_blank_text(value: object) -> str:
    """Read words that may be missing: `""` stays empty."""
    if isinstance(value, Scalar) and not value.broken and not value.text.strip():
        return ""
    return read_text(value)


def read_integer(value: object) -> int:
    """Read a whole number typed without any separator."""
    text = _number(value, _INTEGER, "một số nguyên, ví dụ 412")
    return int(text)


def read_count(value: object) -> int:
    """Read a number of things: whole, not negative."""
    number = read_integer(value)
    if number < 0:
        raise fault("DL306", f"{shown(str(number))} là số âm", "Ghi số nguyên không âm.")
    return number


def read_place(value: object) -> int:
    """Read a place in a list, from 1."""
    number = read_integer(value)
    if number < 1:
        raise fault("DL306", f"{shown(str(number))} không phải thứ tự, thứ tự tính từ 1", "Ghi 1, 2, 3, ...")
    return number


def read_figure(value: object) -> Decimal:
    """Read a number with a decimal point."""
    return Decimal(_number(value, _DECIMAL, "một con số, phần thập phân sau dấu chấm, ví dụ 98.5"))


def read_percent(value: object) -> Decimal:
    """Read a percentage from 0 to 100, without the sign."""
    text = value.text.strip() if isinstance(value, Scalar) else ""
    number = read_figure(value)
    if not 0 <= number <= 100:  # noqa: PLR2004 - per cent
        raise fault("DL306", f"tỷ lệ {shown(text)} ngoài khoảng 0 đến 100", "Ghi tỷ lệ phần trăm từ 0 đến 100.")
    return number


def read_year(value: object) -> int:
    """Read a year."""
    number = read_integer(value)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise fault("DL306", f"{shown(str(number))} không phải một năm hợp lý", "Ghi năm bốn chữ số, ví dụ 2026.")
    return number


def read_flag(value: object) -> bool:
    """Read yes or no."""
    text = _scalar(value, "true hoặc false").text.strip().lower()
    if text in _YES | _NO:
        return text in _YES
    raise fault("DL310", f"{shown(text)} không phải true hay false", "Ghi true (có) hoặc false (không).")


def read_day(value: object) -> date:
    """Read a date that exists: `2026-03-31`, or `31/3/2026` with the day first."""
    text = _scalar(value, "một ngày").text.strip()
    iso, vietnamese = _ISO.match(text), _VIETNAMESE.match(text)
    if iso:
        year, month, day = map(int, iso.groups())
    elif vietnamese:
        day, month, year = map(int, vietnamese.groups())
    else:
        raise fault("DL307", f"{shown(text)} không phải ngày", "Ghi ngày dạng 2026-03-31 (năm đủ bốn chữ số).")
    try:
        found = date(year, month, day)
    except ValueError:
        swapped = vietnamese and month > _MONTHS >= day
        hint = "; ghi ngày trước, tháng sau" if swapped else ""
        raise fault("DL307", f"không có ngày {shown(text)}{hint}", "Ghi một ngày có thật, dạng 2026-03-31.") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise fault("DL307", f"năm của ngày {shown(text)} không hợp lý", "Ghi năm đủ bốn chữ số, ví dụ 2026-03-31.")
    return found


def read_agency_id(value: object) -> str:
    """Read an id that is also a file name: lower-case letters without accents, digits, hyphens."""
    text = read_text(value)
    if not _AGENCY_ID.match(text):
        raise fault(
            "DL308",
            f"mã {shown(text)} chỉ được gồm chữ thường không dấu, chữ số và dấu gạch nối",
            "Ghi dạng phong-van-hoa-xa-hoi.",
        )
    return text


def one_of(*words: str) -> Callable[[object], str]:
    """Return a reader of one of the given words."""

    def read_word(value: object) -> str:
        text = _scalar(value, "một từ trong danh sách quy định").text.strip()
        if text not in words:
            allowed = ", ".join(shown(w) for w in words)
            raise fault(
                "DL308",
                f"{shown(text)} không thuộc các giá trị quy định",
                did_you_mean(text, words) + f"Chọn một trong: {allowed}.",
            )
        return text

    return read_word


def _number(value: object, pattern: re.Pattern[str], wanted: str) -> str:
    text = _scalar(value, wanted).text.strip()
    if pattern.match(text):
        if len(text) > _MOST_DIGITS:
            raise fault("DL306", f"số {shown(text)} quá lớn", "Kiểm tra lại con số.")
        return text
    raise _refused_number(text, wanted)


def _refused_number(text: str, wanted: str) -> PydanticCustomError:
    """Say what is wrong with a number and how it is written."""
    why = f"{shown(text)} không phải {wanted.partition(',')[0]}"
    remedy = f"Ghi {wanted}."
    if _GROUPED.match(text):
        remedy = f"Không ngăn cách hàng nghìn: ghi {re.sub(r'[^0-9+-]', '', text)}."
    elif text.endswith("%"):
        remedy = f"Bỏ dấu %: ghi {text.rstrip('% ').replace(',', '.')[:20]}."
    elif re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        remedy = f"Phần thập phân sau dấu chấm: ghi {text.replace(',', '.')}."
    elif re.fullmatch(r"0[0-9]+", text):
        why += "; YAML đọc số bắt đầu bằng 0 theo hệ tám"
        remedy = f"Bỏ số 0 ở đầu: ghi {text.lstrip('0') or '0'}; nếu là mã số thì đặt trong ngoặc kép."
    elif re.fullmatch(r"[0-9]+(?::[0-9]+)+", text):
        why += "; YAML đọc dấu hai chấm giữa các số theo hệ sáu mươi"
    return fault("DL305", why, remedy)


Text = Annotated[str, BeforeValidator(read_text)]
BlankText = Annotated[str, BeforeValidator(read_blank_text)]
Count = Annotated[int, BeforeValidator(read_count)]
Place = Annotated[int, BeforeValidator(read_place)]
Figure = Annotated[Decimal, BeforeValidator(read_figure)]
Percent = Annotated[Decimal, BeforeValidator(read_percent)]
Year = Annotated[int, BeforeValidator(read_year)]
Flag = Annotated[bool, BeforeValidator(read_flag)]
Day = Annotated[date, BeforeValidator(read_day)]
AgencyId = Annotated[str, BeforeValidator(read_agency_id)]
