"""Figures as Vietnamese documents print them. One rounding rule everywhere: half up, away from zero.

Decimal comma, dot between thousands. Zeros after the comma are not printed (`100%`, `95,5%`), because a person
who writes the report by hand does not; a column of figures may ask for a fixed number of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_WIDE = Context(prec=80)


def rounded(value: Decimal, places: int) -> Decimal:
    """Return `value` with `places` digits after the comma, half up: 2.345 -> 2.35, -2.345 -> -2.35."""
    result = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    return abs(result) if result == 0 else result  # no "-0"


def integer(number: int) -> str:
    """Return `1.234.567`."""
    return f"{number:,}".replace(",", ".")


def decimal(value: Decimal | int, places: int = 2, *, fixed: bool = False) -> str:
    """Return `1.234,5`.

    Args:
        value: The figure, unrounded.
        places: Most digits after the comma.
        fixed: Print all of them, zeros included (`95,50`), as a column of figures needs.
    """
    text = f"{rounded(Decimal(value), places):,f}"
    whole, _, part = text.partition(".")
    part = part if fixed else part.rstrip("0")
    return whole.replace(",", ".") + ("," + part if part else "")


def percent(share: Decimal, places: int = 2, *, fixed: bool = False) -> str:
    """Return a share (0 to 1) as percent: `58,97%`, `95,5%`, `100%`."""
    return decimal(share * 100, places, fixed=fixed) + "%"


def percent_points(change: Decimal, places: int = 2) -> str:
    """Return a change of a percentage, in words: `tăng 1,25 điểm phần trăm`, `giảm ...`, `không thay đổi`.

    Args:
        change: New percentage less the old one, in percentage points.
        places: Most digits after the comma; a change that rounds to nothing is none.
    """
    size = rounded(change, places)
    if size == 0:
        return "không thay đổi"
    return f"{'tăng' if size > 0 else 'giảm'} {decimal(abs(size), places)} điểm phần trăm"


def shares(counts: Sequence[int], places: int = 2) -> list[Decimal]:
    """Split 100 percent over `counts` so that the printed parts add up to exactly 100.

    Rounding each part alone may add up to 99,99 or 100,01, and readers do add. By the method of the largest
    remainder every part is cut down to `places` digits, and the last digits missing go to the parts that lost most
    (the earlier one of two equal losers).

    Returns:
        Percentages with `places` digits, in the order of `counts`; zeros when all counts are 0.

    Raises:
        ValueError: A negative count.
    """
    if any(count < 0 for count in counts):
        raise ValueError("counts cannot be negative")
    total = sum(counts)
    step = Decimal(1).scaleb(-places)
    if total == 0:
        return [Decimal(0).quantize(step) for _ in counts]
    units = 100 * 10**places
    parts = [count * units // total for count in counts]
    losses = sorted(range(len(counts)), key=lambda i: (-(counts[i] * units % total), i))
    for i in losses[: units - sum(parts)]:
        parts[i] += 1
    return [(part * step).quantize(step, ROUND_DOWN, _WIDE) for part in parts]


def words(number: int) -> str:
    """Read an integer aloud: 105 -> `một trăm linh năm`, 21 -> `hai mươi mốt`."""
    if number < 0:
        return "âm " + words(-number)
    return _read(number) if number else _DIGITS[0]


def _read(number: int, *, full: bool = False) -> str:
    """Read a positive number; `full` speaks the hundreds even when they are 0 (`một nghìn không trăm linh năm`)."""
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= size:
            head, rest = divmod(number, size)
            return f"{_read(head, full=full)} {name}" + (f" {_read(rest, full=True)}" if rest else "")
    return _read_hundreds(number, full=full)


def _read_hundreds(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            out += ["linh", _DIGITS[ones]] if out else [_DIGITS[ones]]
        return " ".join(out)
    out += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
        out.append(special.get(ones, _DIGITS[ones]))
    return " ".join(out)
