"""The header block: Quốc hiệu, Tiêu ngữ, cơ quan ban hành, số ký hiệu, địa danh và thời gian, V/v of a công văn.

Found by what the lines say and on which side they stand, so that a table, tabs, text boxes or plain lines will do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportgen.decree30.model import Line
from reportgen.decree30.spots import FULL, LEFT, RIGHT, Spot
from reportgen.decree30.words import bare, key, mostly_capitals, resembles

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
_PARTY: Final = "ĐẢNG CỘNG SẢN VIỆT NAM"
_NUMBER: Final = re.compile(r"\s*s[ốôo]\s*(?:[:.;]|\d|[-–]?/|(?=\s{2,})|\s+[./…_])", re.IGNORECASE)
_DATE: Final = re.compile(r"\bng[àa]y\b.*\bth[áa]ng\b|\bng[àa]y\s*\d{1,2}\s*[/.-]\s*\d", re.IGNORECASE)
_ABOUT: Final = re.compile(r"\s*(?:v\s*/\s*v|về\s+việc)\b", re.IGNORECASE)
_RULED: Final = re.compile(r"[\s_\-–—=.*…]+")
_REACH: Final = 60
"""Lines from the top among which the header block stands."""
_STAMP: Final = re.compile(r"\d{1,2}:\d{2}|\bgiờ\b", re.IGNORECASE)
"""What a digital signature of a separate phụ lục prints beside the number (III.1.d)."""
_MAX_DATE: Final = 90
_ORGANS: Final = (
    "ủy ban", "ubnd", "hội đồng", "hđnd", "sở ", "phòng", "ban ", "bộ ", "trung tâm", "văn phòng", "trường", "cục ",
    "chi cục", "tổng cục", "trạm", "đảng ủy", "đảng bộ", "chi bộ", "huyện ủy", "tỉnh ủy", "thành ủy", "công an",
    "tổ ", "thanh tra", "hội ", "đoàn ", "mặt trận", "ủy ban mặt trận", "viện ", "công ty", "tổng công ty", "chính phủ",
    "quân khu", "liên đoàn", "vụ ", "kho bạc", "chủ tịch", "thủ tướng", "đội ", "hạt ",
)  # fmt: skip
"""Words with which the name of an organ begins: a line that begins otherwise goes on with the name above it."""
_UNITS: Final = ("phường ", "xã ", "tỉnh ", "thành phố ", "đặc khu ", "huyện ", "quận ", "thị xã ", "thị trấn ", "tp")
_UNFINISHED: Final = frozenset({"văn phòng", "ban chỉ đạo", "tổ công tác", "tổ giúp việc"})


@dataclass(slots=True)
class Header:
    """The header block as found; `spots` are all spots that belong to it, `end` the index after its last."""

    national_name: Line | None = None
    motto: Line | None = None
    superior: tuple[Line, ...] = ()
    issuer: tuple[Line, ...] = ()
    number: Line | None = None
    place_date: Line | None = None
    about: tuple[Line, ...] = ()
    layout: str = ""
    end: int = 0
    left: list[Spot] = field(default_factory=list)
    right: list[Spot] = field(default_factory=list)


def is_ruled(text: str) -> bool:
    """Tell whether a line is drawn with characters: underscores, dashes."""
    return len(text.strip()) > 2 and _RULED.fullmatch(text) is not None  # noqa: PLR2004  "--" is no line


def find_header(spots: Sequence[Spot], titles: Collection[str] = ()) -> Header:
    """Find the header block at the top of a document.

    Args:
        spots: Of the document.
        titles: Words of every tên loại, as `words.bare` gives them: the header ends above such a line.
    """
    stop = next((i for i, s in enumerate(spots[:_REACH]) if mostly_capitals(s.text) and bare(s.text) in titles), _REACH)
    top = list(spots[:stop])
    nation = _first(top, lambda spot: resembles(spot.text, NATION) or resembles(spot.text, _PARTY, ratio=0.9))
    motto = _first(top, lambda spot: resembles(spot.text, MOTTO))
    number = _first(top, _is_number)
    date = _first(top, lambda spot: _is_date(spot.text))
    about = _first(top, lambda spot: _ABOUT.match(spot.text) is not None and _near(spot, number))
    marks = [at for at in (nation, motto, number, date, about) if at is not None]
    header = Header()
    if nation is None and motto is None and number is None:
        return header
    header.national_name, header.motto = _line(top, nation), _line(top, motto)
    header.number, header.place_date = _line(top, number), _line(top, date)
    end = _end(top, max(marks))
    header.left, header.right = _columns(top[:end], number)
    header.about = _about(header.left, about, top)
    names = _names(header, top[:end])
    header.superior, header.issuer = names
    header.layout = _layout(top, marks)
    header.end = max(end, _after(top, header.about))
    return header


def _first(spots: Sequence[Spot], test: Callable[[Spot], bool]) -> int | None:
    return next((i for i, spot in enumerate(spots) if spot.line is not None and test(spot)), None)


def _line(spots: Sequence[Spot], at: int | None) -> Line | None:
    return None if at is None else spots[at].line


def _is_number(spot: Spot) -> bool:
    """Tell whether a line is `Số: ...`."""
    if _NUMBER.match(spot.text) is None or len(spot.text) > _MAX_DATE or _STAMP.search(spot.text):
        return False
    return "/" in spot.text or len(spot.text) < 30 or spot.side == LEFT  # noqa: PLR2004  "Số:        " half filled


def _is_date(text: str) -> bool:
    if len(text) > _MAX_DATE:
        return False
    low = key(text)
    outside = low.startswith(("(", "căn cứ", "kèm theo", "thực hiện", "theo "))
    return _DATE.search(text) is not None and not outside and not _NUMBER.match(text)


def _near(spot: Spot, number: int | None) -> bool:
    """Tell whether a `V/v` belongs to the header: on the left, or in a layout of plain lines below a number."""
    return spot.side == LEFT or (number is not None and spot.layout == "lines" and spot.side != RIGHT)


def _end(top: Sequence[Spot], last: int) -> int:
    """Return the index after the header: the rest of a table that holds part of it belongs to it."""
    block = top[last].block
    return max(i for i, spot in enumerate(top) if spot.block == block and (spot.layout == "table" or i <= last)) + 1


def _columns(spots: Sequence[Spot], number: int | None) -> tuple[list[Spot], list[Spot]]:
    """Return the spots of the left and of the right column; plain lines below each other count as the left."""
    right = [s for s in spots if s.side == RIGHT or (s.layout == "boxes" and s.side == FULL and _is_right(s))]
    left = [s for s in spots if s.side == LEFT or (s.layout == "boxes" and s.side == FULL and not _is_right(s))]
    if number is not None and spots[number].side == FULL and spots[number].layout == "lines":
        left = [s for s in spots if s not in right]
    return left, right


def _is_right(spot: Spot) -> bool:
    return resembles(spot.text, NATION) or resembles(spot.text, MOTTO) or _is_date(spot.text)


def _about(left: Sequence[Spot], about: int | None, top: Sequence[Spot]) -> tuple[Line, ...]:
    """Return the lines of `V/v ...`: to the end of its column, or to a blank line."""
    if about is None:
        return ()
    first = top[about]
    lines: list[Line] = []
    column = [s for s in left if s.block == first.block] if first.layout == "table" else list(top[about : about + 4])
    begun = False
    for spot in column:
        begun |= spot.line is not None and spot.line is first.line
        if not begun:
            continue
        same = spot.layout == "table" or spot.side == first.side or spot.paragraph is first.paragraph
        if spot.line is None or is_ruled(spot.text) or not same or (lines and _is_date(spot.text)):
            if lines and spot.line is None:
                break
            continue
        if lines and spot.layout != "table" and (mostly_capitals(spot.text) or "ính gửi" in spot.text):
            break
        lines.append(spot.line)
    return tuple(lines)


def _names(header: Header, spots: Sequence[Spot]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the superior and of the issuer: what stands on the left above the number."""
    fixed = {id(line) for line in (header.national_name, header.motto, header.number, header.place_date, *header.about)}
    lines: list[Line] = []
    for spot in header.left or spots:
        if spot.line is header.number and spot.line is not None:
            break
        if spot.line is None or id(spot.line) in fixed or is_ruled(spot.text):
            continue
        if _is_right(spot) or (not mostly_capitals(spot.text) and not _is_organ(spot.text)):
            continue
        lines.append(spot.line)
    return _split(lines)


def _is_organ(text: str) -> bool:
    return (key(text) + " ").startswith(_ORGANS)


def _split(lines: list[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Split the names: the last organ named is the issuer; one organ may take several lines."""
    starts = [
        i
        for i, line in enumerate(lines)
        if _is_organ(line.shown) and not (i and key(lines[i - 1].shown) in _UNFINISHED)
    ]
    bold = next((i for i, line in enumerate(lines) if _bold(line)), 0)
    named = bool(starts) and (starts[-1] > 0 or not bold or _goes_on(lines[bold - 1], lines[bold]))
    at = starts[-1] if named else bold
    return tuple(lines[:at]), tuple(lines[at:])


def _goes_on(above: Line, below: Line) -> bool:
    """Tell whether a line goes on with the name above it: `ỦY BAN NHÂN DÂN`, then `PHƯỜNG ...`."""
    low = key(above.shown)
    bare_head = low in _UNFINISHED or low in {"ủy ban nhân dân", "ubnd", "hội đồng nhân dân", "hđnd", "phòng", "sở"}
    return bare_head or (key(below.shown) + " ").startswith(_UNITS)


def _bold(line: Line) -> bool:
    """Tell whether most letters are bold: a footnote mark beside the name does not count."""
    bold = sum(len(run.text.strip()) for run in line.runs if run.format.bold)
    return bold * 2 > len(line.text.strip())


def _layout(top: Sequence[Spot], marks: Sequence[int]) -> str:
    kinds = [top[at].layout for at in marks]
    return next((kind for kind in ("table", "boxes", "tabs") if kind in kinds), "lines")


def _after(top: Sequence[Spot], lines: Sequence[Line]) -> int:
    ids = {id(line) for line in lines}
    return max((i + 1 for i, spot in enumerate(top) if id(spot.line) in ids), default=0)
