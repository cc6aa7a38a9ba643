"""By which name a template printed what stands in a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from reportgen.trace.figure import count_forms, date_forms, number_forms, share_forms
from reportgen.trace.find import Spot, stands_in

_MOST = 6


def names_behind(spot: Spot, value: str, values: Mapping[str, object]) -> list[str]:
    """Return the names whose text holds the value and stands in a paragraph: those with the longest text.

    Args:
        spot: The paragraph.
        value: As printed there.
        values: All values of the report, as templates receive them.

    Returns:
        `["tong_hop.cau_tong_hop"]`; items of lists are counted from 1: `nhiem_vu[3].ket_qua`.
    """
    whole = " ".join(spot.text.split()).casefold()
    best: list[str] = []
    longest = 0
    for path, form in _leaves(values, ""):
        text = " ".join(form.split()).casefold()
        if len(text) < max(longest, 1) or text not in whole or not stands_in(value, form):
            continue
        if len(text) > longest:
            best, longest = [], len(text)
        best.append(path)
    return list(dict.fromkeys(best))[:_MOST]


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, Sequence):
        for place, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{path}[{place}]")
    elif isinstance(value, date):
        yield from ((path, form) for form in sorted(date_forms(value)))
    elif isinstance(value, int):
        yield from ((path, form) for form in sorted(count_forms(value)))
    elif isinstance(value, Decimal):
        yield from ((path, form) for form in sorted(number_forms(value) | share_forms(value)))
