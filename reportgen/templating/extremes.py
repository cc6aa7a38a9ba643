"""Values to try a template with: the declared samples, and what real data may be at their worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reportgen.view.fields import Field, Kind

ROWS: Final = 500
LINES: Final = 20
LETTERS: Final = 2_000
_ORDINAL: Final = "stt"
_COLUMNS: Final = ("cot", "o")
"""Lists of the plan with one entry for each column of a table: as many as `so_cot` says, never fewer."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One set of values.

    Attributes:
        words: What it is, to stand after "khi thử với": `danh sách trống`.
        rows: Items of each outer list. inner: Of each list inside: 500 of 500 of 500 is no ward.
        lines: Of each list of texts; None for the sample.
        long: Texts are stretched to `LETTERS`. blank: What may be missing is missing. flags: None for the sample.
        warns: Its faults are warnings: such data are conceivable, not usual.
    """

    words: str
    rows: int = 1
    inner: int = 1
    lines: int | None = None
    long: bool = False
    blank: bool = False
    flags: bool | None = None
    warns: bool = False


SAMPLE: Final = Trial("dữ liệu mẫu")
TRIALS: Final = (
    SAMPLE,
    Trial("danh sách trống", rows=0, inner=0, lines=0),
    Trial(f"danh sách {ROWS} mục", rows=ROWS, lines=LINES),
    Trial("giá trị chưa có", blank=True),
    Trial("mọi câu trả lời có hoặc không đều là có", flags=True),
    Trial("mọi câu trả lời có hoặc không đều là không", flags=False),
    Trial(f"chữ dài {LETTERS} ký tự", long=True, warns=True),
)


def trial_values(fields: Sequence[Field], trial: Trial) -> dict[str, object]:
    """Return values of all names, shaped as a template receives them."""
    return _values(fields, trial, trial.rows)


def _values(fields: Sequence[Field], trial: Trial, rows: int) -> dict[str, object]:
    return {field.name: _value(field, trial, rows) for field in fields}


def _value(field: Field, trial: Trial, rows: int) -> object:
    if field.record is not None:
        if field.kind is Kind.RECORD:
            return _values(field.record.fields, trial, rows)
        item = _values(field.record.fields, trial, trial.inner)
        return [_numbered(item, number) for number in range(1, rows + 1)]
    return _single(field, trial)


def _single(field: Field, trial: Trial) -> object:
    if field.kind is Kind.TEXTS:
        return _texts(field, trial)
    if field.kind is Kind.TEXT:
        return _text(str(field.sample or ""), trial)
    if isinstance(field.sample, dict):
        return _chart(field.sample, trial)
    if field.kind is Kind.FLAG and trial.flags is not None:
        return trial.flags
    return None if trial.blank and field.optional else field.sample


def _chart(sample: Mapping[str, Any], trial: Trial) -> dict[str, object]:
    """Return a chart with as many categories as lists have items; what may be missing is missing in all of it."""
    count = len(sample["nhom"]) if trial.rows == 1 else trial.rows
    places = [number % len(sample["nhom"]) for number in range(count)]
    series = [
        {
            "ten": _text(one["ten"], trial),
            "gia_tri": [None if trial.blank else one["gia_tri"][place] for place in places],
        }
        for one in sample["chuoi"]
    ]
    names = [_text(sample["nhom"][place], trial) for place in places]
    return {"tieu_de": _text(sample["tieu_de"], trial), "nhom": names, "chuoi": series if places else []}


def _texts(field: Field, trial: Trial) -> list[str]:
    lines = [str(line) for line in field.sample] if isinstance(field.sample, tuple) else []
    if trial.lines is not None and field.name not in _COLUMNS:
        lines = [(lines or ["Nội dung"])[number % max(1, len(lines))] for number in range(trial.lines)]
    return [_text(line, trial) for line in lines]


def _text(sample: str, trial: Trial) -> str:
    return _stretched(sample) if trial.long else sample


def _numbered(item: dict[str, object], number: int) -> dict[str, object]:
    """Return an item with its place in the list, where it has one: two items of one number are no real data."""
    return {**item, _ORDINAL: number} if _ORDINAL in item else item


def _stretched(text: str) -> str:
    """Return a text of `LETTERS` characters made of the words of another; those of programs stay as they are."""
    words = text or "nội dung"
    return " ".join([words] * (LETTERS // (len(words) + 1) + 1))[:LETTERS].rstrip().ljust(LETTERS, "g")
