"""A cell as a list of items: by paragraph, by line, by a dash or semicolon inside a line; broken lines joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reportgen.planimport.blocks import Para

_DASH: Final = re.compile(r"^[-–—+*]\s*")
_AFTER_END: Final = re.compile(r"(?<=[.;:,…!?)])\s+(?=[-–+]\s+\S)")
_ENDED: Final = re.compile(r"[.;:!?…]$")
_OPEN: Final = re.compile(r"(?:[-–,&(/]|\b(?:và|của|các|với|cho|theo|về|để|do|từ|đến|tại|trong))$", re.IGNORECASE)
_HEADS: Final = (
    "Phòng|Ban|Sở|Văn phòng|VP|Trung tâm|TT|Công an|CA|UBND|Ủy ban|Uỷ ban|UBMTTQ(?:VN)?|MTTQ(?:VN)?|Mặt trận|HĐND|"
    "Hội|Đoàn|Liên đoàn|"
    "Đảng ủy|Đảng uỷ|Đảng bộ|Các|Tổ|Trạm|Cơ quan|Bộ|Thanh tra|Chi cục|Cục|Tổng cục|Đội|Hạt|Bệnh viện|Trường|BCH|BCĐ|"
    "Khu phố|Thôn|Thường trực|Chủ tịch|Công ty|Doanh nghiệp|Ngân hàng|Kho bạc|Bưu điện|Viện|Quân sự|Đài|Đơn vị|"
    "Toàn thể|"
    "Chi bộ|Hợp tác xã|Thuế|Bảo hiểm|Lãnh đạo|Tòa án|Viện kiểm sát|Đồn|Xã(?! hội)|Phường|Ngành|Quỹ|Cán bộ|Công chức"
)
_HEAD: Final = re.compile(rf"(?:{_HEADS})\b")
_NEXT_PARTY: Final = re.compile(rf"\s+[-–]\s+(?=(?:{_HEADS})\b)")
_AND: Final = re.compile(
    rf"\s*;\s*(?:và\s+)?(?=\S)|\s*,\s*(?:và\s+)?(?=(?:{_HEADS}|các)\b)"
    rf"|(?<!HĐND)(?<!nhân dân)\s+và\s+(?=(?:{_HEADS}|các)\b)"
)
_LISTED: Final = re.compile(rf"(?<=;)\s+(?=\S)|(?<=,)\s+(?=(?:{_HEADS}|các)\b)")
_COLLECTIVE: Final = re.compile(r"^(?:[-–+*]\s*)?(?:toàn thể\s+)?(?:các|những)\b", re.IGNORECASE)


def items_of(paras: Iterable[Para], *, parties: bool = False) -> list[str]:
    """Return the items of a cell as printed, dashes and final marks kept.

    Args:
        paras: Its paragraphs.
        parties: Whether they name agencies: names hold dashes and commas themselves, so only a word that begins a name
            begins an item.
    """
    items: list[str] = []
    for para in paras:
        for piece in _pieces(para.text, parties=parties):
            if items and _goes_on(items[-1], piece, parties=parties):
                items[-1] = f"{items[-1]} {piece}"
            else:
                items.append(piece)
    return items


def join_items(before: list[str], more: list[str]) -> list[str]:
    """Return the items of a cell that goes on in the next row: the first is the rest of the last, or an item."""
    if before and more and _is_rest(before[-1], more[0]):
        return [*before[:-1], f"{before[-1]} {more[0]}", *more[1:]]
    return [*before, *more]


def _is_rest(before: str, piece: str) -> bool:
    """Tell whether a page cut one item in two: what comes goes on in the middle of a sentence or of a name."""
    if _DASH.match(piece) or _ENDED.search(before):
        return False
    bare_head = _HEAD.fullmatch(_DASH.sub("", before))
    goes_on = _OPEN.search(before) or piece[0].islower() or bare_head
    return bool(goes_on) or (begins_a_name(before) and not begins_a_name(piece))


def parties_in(item: str) -> list[str]:
    """Return the names in one item that lists several: `Phòng Văn hóa - Xã hội, Công an phường; các đoàn thể`.

    A name goes on over commas and "và" (`Phòng Kinh tế, Hạ tầng và Đô thị`): it is cut only before a word with which
    names of agencies begin, and a collective (`Các phòng, ban, trung tâm`) only at a semicolon.
    """
    names: list[str] = []
    for part in re.split(r"\s*;\s*", item.strip()):
        names += [part] if _COLLECTIVE.match(part) else _cut(part)
    return [name for name in (n.strip(" ,;") for n in names) if name]


def begins_a_name(text: str) -> bool:
    """Tell whether words begin as names of agencies do."""
    return bool(_HEAD.match(text[:1].upper() + text[1:]))


def _cut(part: str) -> list[str]:
    head, _, tail = part.partition(":")
    if tail:  # what it does (`Sở Nội vụ: theo dõi, kiểm tra`), or whose part it has (`Chủ trì: Sở Nội vụ`)
        return [part] if begins_a_name(head) else _cut(tail.strip())
    names, start = [], 0
    for match in _AND.finditer(part):
        if part[: match.start()].count("(") == part[: match.start()].count(")"):
            names.append(part[start : match.start()])
            start = match.end()
    return [*names, part[start:]]


def _pieces(text: str, *, parties: bool) -> list[str]:
    """Cut one line where a dash begins a further item."""
    parts = _AFTER_END.split(text)
    if parties and _DASH.match(text):
        parts = [piece for part in parts for piece in _dashed(part)]
    if parties:
        parts = [piece for part in parts for piece in _listed(part)]
    return [part.strip() for part in parts if part.strip()]


def _dashed(part: str) -> list[str]:
    pieces, start = [], 0
    for match in _NEXT_PARTY.finditer(part):
        pieces.append(part[start : match.start()])
        start = match.start() + len(match[0]) - len(match[0].lstrip())
    return [*pieces, part[start:]]


def _listed(part: str) -> list[str]:
    """Cut after the marks between names; the mark stays with the name before it, as printed."""
    if ":" in part:
        return [part]
    if _COLLECTIVE.match(part):
        return re.split(r"(?<=;)\s+", part)
    return _LISTED.split(part)


def _goes_on(before: str, piece: str, *, parties: bool) -> bool:
    """Tell whether a line only continues the one before: a narrow column or a page broke it."""
    if _DASH.match(piece) or not piece:
        return False
    small = piece[0].islower()
    if parties and begins_a_name(piece):
        return before.rstrip().endswith(("-", "–", "&", "(", " và", " của")) and not small
    if _OPEN.search(before) and not _ENDED.search(before):
        return True
    return small and not _ENDED.search(before) and not re.match(r"[a-zđ]\)", piece)
