"""Every text and number that people wrote into a ward's data, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.model.progress import IssuedDocument, WardData
from reportgen.trace.figure import count_forms, date_forms, number_forms
from reportgen.vi.dates import short_date

_SKIPPED = frozenset({"source", "data_hash", "id", "task", "agency", "period", "indicator", "area", "group"})


_CALLED = {
    "title": "tên, trích yếu",
    "heading": "tên lĩnh vực",
    "products": "sản phẩm",
    "deadline_items": "thời hạn như in",
    "printed": "ghi như in",
    "last_day": "ngày cuối của thời hạn",
    "due": "thời hạn văn bản cấp trên đặt ra",
    "happened_on": "ngày ban hành của văn bản cấp trên",
    "text": "lời văn",
    "percent": "tỷ lệ thực hiện",
    "done_on": "ngày hoàn thành",
    "result": "kết quả",
    "documents": "văn bản viện dẫn",
    "delivered": "ngày thực hiện",
    "difficulties": "khó khăn",
    "causes": "nguyên nhân",
    "proposals": "kiến nghị",
    "direction": "chỉ đạo, điều hành",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "value": "kết quả đo",
    "target": "mục tiêu",
    "target_text": "mục tiêu như in",
    "name": "tên gọi",
    "full_name": "tên đầy đủ",
    "short": "tên viết gọn",
    "aliases": "cách viết khác của tên",
    "reported_on": "ngày gửi báo cáo",
    "note": "ghi chú",
    "quote": "lời văn của kế hoạch",
    "issued": "ngày ban hành",
    "number": "số",
    "recipients": "nơi nhận",
    "signer": "người ký",
    "authority": "quyền hạn, chức vụ người ký",
}


@dataclass(frozen=True, slots=True)
class Written:
    """One value as written.

    Attributes:
        place: Of the entry around it: `truc-lam/progress/2026-q3/cong-an-phuong.yaml, dòng 12`.
        field: Name of the field in the model, `result`. forms: The text itself, or the ways to print a number, a date.
        text: The text, "" for a number or a date.
    """

    place: str
    field: str
    forms: frozenset[str]
    text: str


def called(field: str) -> str:
    """Return what officers call a field of the model."""
    return _CALLED.get(field, "ghi ở mục này")


def written(data: WardData) -> list[Written]:
    """Return all values of a ward's data, in the order of the model, each place once."""
    return list(dict.fromkeys(_walk(data, "", "")))


def _walk(value: object, place: str, field: str) -> Iterator[Written]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _walk(inner, place, field)
    elif isinstance(value, IssuedDocument):
        number = f"{value.number}/{value.symbol}"
        cited = f"{value.kind} số {number} ngày {short_date(value.date)}"
        yield Written(place, "documents", frozenset({number, cited}) | date_forms(value.date), cited)
        yield from _walk(value.title, place, "documents")
    elif is_dataclass(value) and not isinstance(value, Enum):
        here = getattr(value, "source", "") or place
        for one in fields(value):
            if one.name not in _SKIPPED:
                yield from _walk(getattr(value, one.name), here, one.name)
    elif isinstance(value, str) and value.strip() and place:
        yield Written(place, field, frozenset({value}), value)
    elif forms := _forms(value):
        yield Written(place, field, forms, "")


def _forms(value: object) -> frozenset[str]:
    """Return the ways to print a number or a date, none for anything else."""
    if isinstance(value, bool):
        return frozenset()
    if isinstance(value, date):
        return date_forms(value)
    if isinstance(value, int):
        return count_forms(value)
    return number_forms(value) if isinstance(value, Decimal) else frozenset()
