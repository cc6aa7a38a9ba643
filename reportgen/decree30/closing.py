"""The end of the main text: Nơi nhận on the left, the signature on the right; and where the phụ lục begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.decree30.components import Recipients, Signature, authority_of
from reportgen.decree30.header import is_ruled
from reportgen.decree30.model import Line
from reportgen.decree30.spots import FULL, LEFT, Spot
from reportgen.decree30.words import key, mostly_capitals

_RECIPIENTS: Final = re.compile(r"\s*n[ơo]i\s+nh[ậâa]n\b\s*[:.]?", re.IGNORECASE)
_POSTS: Final = (
    "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "trưởng", "phó trưởng", "chánh", "phó chánh", "thủ trưởng",
    "bí thư", "phó bí thư", "tổng giám đốc", "hiệu trưởng", "bộ trưởng", "thứ trưởng", "quyền", "cục trưởng",
)  # fmt: skip
_ASIDE: Final = re.compile(r"\s*[(\[].*[)\]]\s*|.*(?:ký tên|đóng dấu|chữ ký).*", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,7}[^\W\d_][\w.'’-]*", re.UNICODE)
_MAX_NAME: Final = 60
_MAX_ITEM: Final = 160
_REACH: Final = 30


@dataclass(frozen=True, slots=True)
class Closing:
    """Signature and recipients, and the span of spots that they take."""

    recipients: Recipients | None = None
    signature: Signature | None = None
    first: int = 0
    last: int = 0


def find_closing(spots: Sequence[Spot], start: int) -> Closing | None:
    """Find where the main text ends; None when nothing closes it.

    Args:
        spots: Of the whole document.
        start: Index of the first spot after the title.
    """
    heading = next((i for i in range(start, len(spots)) if _is_heading(spots, i)), None)
    if heading is None:
        return _signature_alone(spots, start)
    span = _span(spots, heading)
    line = spots[heading].line
    if line is None:
        return None
    recipients, used = _recipients(spots, heading, span, line)
    rest = [s for s in spots[span[0] : span[1]] if id(s.line) not in used or s.line is None]
    if spots[heading].layout == "table" and any(s.side not in {spots[heading].side, FULL} for s in rest):
        rest = [s for s in rest if s.side not in {spots[heading].side, FULL}]
    signature = _signature(rest)
    return Closing(recipients, signature, *span)


def _is_heading(spots: Sequence[Spot], at: int) -> bool:
    """Tell whether a line is the words `Nơi nhận`, not a sentence that begins with them."""
    match = _RECIPIENTS.match(spots[at].text)
    if match is None or spots[at].line is None:
        return False
    rest = spots[at].text[match.end() :].strip()
    return not rest or rest.startswith(("-", "(")) or (len(rest) < _MAX_ITEM and ":" in match.group())


def _span(spots: Sequence[Spot], heading: int) -> tuple[int, int]:
    """Return the spots that may belong to the closing: its table, or the lines around."""
    block = spots[heading].block
    if spots[heading].layout == "table":
        inside = [i for i, spot in enumerate(spots) if spot.block == block]
        return inside[0], inside[-1] + 1
    first = heading
    while first > 0 and heading - first < _REACH and _may_precede(spots[first - 1]):
        first -= 1
    while first < heading and spots[first].line is None:
        first += 1
    last = heading + 1
    while last < len(spots) and last - heading < _REACH and _may_follow(spots[last]):
        last += 1
    return first, last


def _may_precede(spot: Spot) -> bool:
    """Tell whether a line above `Nơi nhận` can be part of a signature set on lines of its own."""
    if spot.line is None:
        return True
    return spot.layout != "table" and spot.side != LEFT and _is_title(spot.text) and len(spot.text) <= _MAX_NAME


def _may_follow(spot: Spot) -> bool:
    if spot.layout == "table":
        return False
    if spot.line is None:
        return True
    text = spot.text
    short = len(text) <= _MAX_ITEM
    name = _NAME.fullmatch(text) is not None and len(text) <= _MAX_NAME and not text.startswith(("Phụ lục", "PHỤ LỤC"))
    listed = text.startswith(("-", "–", "+", "•")) or bool(spot.paragraph.number)
    return short and (listed or _is_title(text) or name or _ASIDE.fullmatch(text) is not None)


def _is_title(text: str) -> bool:
    low = key(text)
    return mostly_capitals(text) and (bool(authority_of(text)) or low.startswith((*_POSTS, "ủy ban")))


def _recipients(
    spots: Sequence[Spot], heading: int, span: tuple[int, int], line: Line
) -> tuple[Recipients, frozenset[int]]:
    """Return the list of recipients and the ids of its lines: same column, below the heading."""
    head = spots[heading]
    match = _RECIPIENTS.match(head.text)
    inline = head.text[match.end() :].strip() if match else ""
    items: list[Line] = []
    for spot in spots[heading + 1 : span[1]]:
        if spot.line is None or (spot.side != head.side and head.layout in {"table", "boxes"}):
            continue
        if head.layout not in {"table", "boxes"} and not _listed(spot):
            continue
        if not is_ruled(spot.text):
            items.append(spot.line)
    used = frozenset({id(line), *(id(item) for item in items)})
    return Recipients(line, inline, tuple(items)), used


def _listed(spot: Spot) -> bool:
    return spot.text.startswith(("-", "–", "+", "•")) or bool(spot.paragraph.number)


def _signature(spots: Sequence[Spot]) -> Signature | None:
    """Return the lines of the signature from what stands beside the recipients."""
    lines: list[Line] = []
    gap_before: dict[int, bool] = {}
    gap = bracket = False
    for spot in spots:
        if spot.line is None:
            gap = gap or bool(lines)
            continue
        bracket = bracket or (spot.text.startswith("(") and ")" not in spot.text)
        if bracket or _ASIDE.fullmatch(spot.text) or is_ruled(spot.text):
            gap, bracket = True, bracket and ")" not in spot.text
            continue
        gap_before[id(spot.line)] = gap or spot.paragraph.before_pt >= _SIGNING_PT
        lines.append(spot.line)
        gap = spot.paragraph.after_pt >= _SIGNING_PT
    if not lines:
        return None
    last = lines[-1]
    named = len(lines) > 1 and _is_name(last.shown, after_gap=gap_before[id(last)])
    return Signature(tuple(lines[:-1] if named else lines), last if named else None)


_SIGNING_PT: Final = 30.0
"""Spacing that leaves room for a signature."""


def _is_name(text: str, *, after_gap: bool) -> bool:
    """Tell whether the last line is the signer's name: not in capitals, or apart from the titles above it."""
    low = key(text)
    if authority_of(text) or low.startswith(_POSTS):
        return False
    return not mostly_capitals(text) or after_gap


def _signature_alone(spots: Sequence[Spot], start: int) -> Closing | None:
    """Find a signature in a document without `Nơi nhận`: the first title of a signer in capitals from the end."""
    titles = [i for i in range(start, len(spots)) if spots[i].line is not None and _signs(spots[i])]
    if not titles:
        return None
    first = titles[0]
    if spots[first].layout == "table":
        inside = [i for i, spot in enumerate(spots) if spot.block == spots[first].block]
        first, last = inside[0], inside[-1] + 1
    else:
        last = first + 1
        while last < len(spots) and last - first < _REACH and _may_follow(spots[last]):
            last += 1
    return Closing(None, _signature(spots[first:last]), first, last)


def _signs(spot: Spot) -> bool:
    """Tell whether a line is a signer's title: `KT. CHỦ TỊCH`, or a bold `CHỦ TỊCH` alone on the right."""
    text = spot.text
    if not _is_title(text) or len(text) > _MAX_NAME or spot.bordered:
        return False
    return bool(authority_of(text)) or (spot.side not in {LEFT, FULL} and key(text).startswith(_POSTS))
