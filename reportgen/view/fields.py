"""What a declared template name is: its kind, its Vietnamese meaning, a sample of its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What sort of value a name stands for; the value is the word that officers read."""

    TEXT = "chữ"
    INTEGER = "số nguyên"
    DECIMAL = "số thập phân"
    SHARE = "tỷ lệ từ 0 đến 1"
    DATE = "ngày"
    FLAG = "có hoặc không"
    TEXTS = "danh sách dòng chữ"
    CHART = "số liệu biểu đồ"
    RECORD = "nhóm tên"
    LIST = "danh sách"


@dataclass(frozen=True, slots=True)
class Record:
    """A set of names that stand together, declared once and used wherever such a thing appears.

    Attributes:
        name: What it is, in Vietnamese: `nhiệm vụ`.
        loop: Loop variable that documentation and templates use for it: `nv`.
        fields: Its names, in the order in which they are documented.
    """

    name: str
    loop: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One name that a template may use.

    Attributes:
        name: Vietnamese without accents, snake_case, the last part only: `ten` of `don_vi.ten`.
        kind: What sort of value.
        meaning: What it says, in Vietnamese, without a final full stop.
        sample: A value as a report would print it; of TEXTS a tuple of lines; of CHART a whole chart value; None for
            RECORD and LIST.
        optional: True when the value may be None, which prints as a blank cell.
        record: What a RECORD holds, or each item of a LIST; None for other kinds.
    """

    name: str
    kind: Kind
    meaning: str
    sample: object = None
    optional: bool = False
    record: Record | None = None


def chart_words(value: Mapping[str, object]) -> str:
    """Return what a chart value shows, in a line: its title, how many categories, the names of its series."""
    categories, series = value.get("nhom"), value.get("chuoi")
    names = [str(one["ten"]) for one in series if isinstance(one, dict)] if isinstance(series, list) else []
    count = len(categories) if isinstance(categories, list) else 0
    return f"{value.get('tieu_de', '')} ({count} nhóm; {', '.join(names) or 'chưa có số liệu'})"


def paths(fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every name with its full path, depth first.

    Yields:
        `("don_vi.ten", field)`; a list marks its items by brackets: `("nhiem_vu[].ten", field)`.
    """
    for field in fields:
        path = prefix + field.name
        yield path, field
        if field.record is not None:
            yield from paths(field.record.fields, path + (".", "[].")[field.kind is Kind.LIST])


def sample_values(fields: tuple[Field, ...]) -> dict[str, object]:
    """Return the samples of these names as a template receives them; each list holds one item."""
    return {field.name: _sample(field) for field in fields}


def _sample(field: Field) -> object:
    if field.record is None:
        return list(field.sample) if isinstance(field.sample, tuple) else field.sample
    values = sample_values(field.record.fields)
    return [values] if field.kind is Kind.LIST else values
