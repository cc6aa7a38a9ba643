"""Hạn gửi báo cáo as `ward.yaml` words it, to a rule: `trước ngày 20`, `ngày 05 tháng sau`, `02 ngày làm việc`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator

from reportgen.load.scalars import fault, read_day, read_plain
from reportgen.load.wording import shown
from reportgen.load.yamlsource import Scalar
from reportgen.model.period import SendRule
from reportgen.vi.text import nfc

_HOW: Final = (
    "Ghi như một trong các cách: trước ngày 20; chậm nhất ngày 20/12; ngày 05 tháng sau; 02 ngày làm việc "
    "(sau ngày chốt số liệu); riêng một kỳ thì ghi ngày đủ năm, ví dụ 18/9/2026."
)
_FIRST: Final = r"(?:(?P<before>trước)\s+|(?:chậm nhất|muộn nhất|đến hết|đến)\s+)?(?:vào\s+)?(?:ngày\s+)?"
_DAY: Final = re.compile(
    _FIRST + r"(?P<day>\d{1,2})(?:(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:/|\s+năm\s+)(?P<year>\d{4}))?)?"
    r"(?P<next>\s+(?:của\s+)?tháng\s+sau)?(?:\s+(?:của\s+)?tháng\s+cuối(?:\s+kỳ)?)?",
    re.ASCII,
)
_ISO: Final = re.compile(_FIRST + r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})", re.ASCII)
_AFTER: Final = re.compile(
    r"(?:trong\s+|sau\s+)?(?P<days>\d{1,2})\s+ngày(?P<working>\s+làm\s+việc)?(?:\s+sau\s+(?:ngày\s+|khi\s+)?chốt(?:\s+số\s+liệu)?)?",
    re.ASCII,
)
_LEAP_YEAR: Final = 2024
_MONTHS: Final = 12
_LONGEST: Final = 31


def read_rule(value: object) -> SendRule:
    """Read one rule; anything else is KH030."""
    text = read_plain(value, "hạn gửi báo cáo")
    words = " ".join(nfc(text).casefold().split()).rstrip(".")
    if found := _AFTER.fullmatch(words):
        return SendRule(text, days=int(found["days"]), working=found["working"] is not None)
    if found := _ISO.fullmatch(words):
        return SendRule(text, on=_day(found["iso"]), before=found["before"] is not None)
    found = _DAY.fullmatch(words)
    if found is None or (found["month"] and found["next"]):
        raise fault("KH030", f"{shown(text)} không phải hạn gửi báo cáo", _HOW)
    before, month = found["before"] is not None, int(found["month"] or 0)
    if found["year"]:
        return SendRule(text, on=_day(f"{found['day']}/{month}/{found['year']}"), before=before)
    day = int(found["day"])
    longest = monthrange(_LEAP_YEAR, month)[1] if 1 <= month <= _MONTHS else 0 if found["month"] else _LONGEST
    if not 1 <= day <= longest:
        raise fault("KH030", f"không có ngày {shown(text)}", _HOW)
    return SendRule(text, day=day, month=month or None, next_month=found["next"] is not None, before=before)


def _day(text: str) -> date:
    return read_day(Scalar(text))


Rule = Annotated[SendRule, BeforeValidator(read_rule)]
