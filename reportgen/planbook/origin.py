"""What travels hidden in the workbook: whose plan it is, and the plan as it stood when it was written out.

With it, reading knows what the person changed, even when the plan itself has been changed since.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from reportgen.forms.grid import Book, facts_of
from reportgen.planbook import layout

_CHUNK: Final = 30_000  # letters of a cell; Excel holds 32.767
_MOST_BYTES: Final = 8 << 20
_DECIMAL, _DATE = "#decimal", "#date"
_PREFIX: Final = "plan."


def facts(ward: str, file: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of the hidden sheet.

    Args:
        ward: Id of the ward.
        file: Name of the plan's file.
        data: What it holds.
    """
    years = data["years"]
    yield from (("version", layout.VERSION), ("ward", ward), ("file", file), ("years", f"{years[0]}-{years[1]}"))
    packed = zlib.compress(json.dumps(data, ensure_ascii=False, default=_packed).encode(), 9)
    text = base64.b64encode(packed).decode()
    for number, start in enumerate(range(0, len(text), _CHUNK)):
        yield f"{_PREFIX}{number}", text[start : start + _CHUNK]


def facts_in(book: Book) -> Mapping[str, str]:
    """Return the keys and values that a returned file carries; empty when the hidden sheet is gone."""
    return facts_of(book, layout.FACTS)


def plan_in(found: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the plan as it stood when the workbook was written out; None where that is lost or spoilt."""
    chunks: list[str] = []
    while f"{_PREFIX}{len(chunks)}" in found:
        chunks.append(found[f"{_PREFIX}{len(chunks)}"])
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.b64decode("".join(chunks), validate=True), _MOST_BYTES)
        data = json.loads(raw, object_hook=_unpacked)
    except (binascii.Error, zlib.error, ValueError, ArithmeticError):
        return None
    return data if isinstance(data, dict) and {"years", "areas", "text", "bases"} <= data.keys() else None


def _packed(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    raise TypeError(type(value))


def _unpacked(value: dict[str, Any]) -> Any:
    if value.keys() == {_DECIMAL}:
        return Decimal(value[_DECIMAL])
    return date.fromisoformat(value[_DATE]) if value.keys() == {_DATE} else value
