"""What was probably meant by a name, a filter or a word of a template that does not exist: one wording for all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

_SIMILAR: Final = 65.0
"""Of 100: below this a suggestion is a guess."""
_INSIDE: Final = 90.0
"""Of 100: a name that stands inside a group or an item must be almost the same word."""
_BEHIND: Final = 12.0
"""A suggestion so far behind the best one is not worth reading."""
_SHOWN: Final = 3


def nearest(word: str, known: Iterable[str], inside: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the known words that were probably meant, the likeliest first; accents and case do not count.

    Args:
        word: What was written: `thoi_hn`, `thời_hạn`.
        known: What may stand in its place.
        inside: Dotted names that may be meant by their last word alone or with another sign for the point:
            `tong_hop.tong` for `tong`, `ky.ten` for `ky_ten`.
    """
    key = _plain(word)
    if not key:
        return ()
    from rapidfuzz import fuzz  # noqa: PLC0415  only when something is misspelt

    plain = {name: _plain(name) for name in known}
    scores = {name: max(fuzz.ratio(key, letters), _goes_on(key, letters)) for name, letters in plain.items()}
    best = {name: score for name, score in scores.items() if score >= _SIMILAR}
    for name in inside:
        whole = _plain(name)
        score = max(fuzz.ratio(key, whole.replace(".", "_")), fuzz.ratio(key, whole.rpartition(".")[2]))
        if score >= _INSIDE and name not in scores:
            best[name] = score - 1  # of two that fit as well the shorter one
    top = max(best.values(), default=0.0)
    found = sorted((name for name in best if best[name] >= top - _BEHIND), key=lambda name: -best[name])
    return tuple(found[:_SHOWN])


def members(names: Mapping[str, Sequence[Any] | None]) -> list[str]:
    """Return the dotted names inside groups: `don_vi.ten` of `don_vi`, `nv.ten` of a loop's `nv`.

    Args:
        names: Each with samples of its value.
    """
    groups = {name: [s for s in samples or () if isinstance(s, Mapping)][:1] for name, samples in names.items()}
    return [f"{name}.{key}" for name, found in groups.items() for group in found for key in group]


def meant(suggestions: Sequence[str]) -> str:
    """Return the question `Có phải ý bạn là ky.ten hoặc ky.nam?`, "" without a suggestion."""
    if not suggestions:
        return ""
    words = suggestions[0] if len(suggestions) == 1 else f"{', '.join(suggestions[:-1])} hoặc {suggestions[-1]}"
    return f"Có phải ý bạn là {words}?"


def unknown_name(name: str, suggestions: Sequence[str]) -> tuple[str, str]:
    """Return what is said of a name that the data do not have, and the remedy."""
    remedy = meant(suggestions) or "Xem các tên dùng được bằng lệnh reportgen template fields."
    return f"tên {name} không có trong dữ liệu", remedy


def _goes_on(word: str, name: str) -> float:
    """Return what it counts, of 100, that one word goes on where the other ends: enough for a question."""
    return _SIMILAR if name.startswith(f"{word}_") or word.startswith(f"{name}_") else 0.0


def _plain(word: str) -> str:
    """Return a word without accents and case: `Thời_hạn` -> `thoi_han`."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("đ", "d"))
    return "".join(char for char in apart if not unicodedata.combining(char))
