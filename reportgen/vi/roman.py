"""Roman numerals of parts, items and quarters: I, II, III, IV."""

from __future__ import annotations

_VALUES = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX = 3999


def to_roman(number: int) -> str:
    """Return `number` (1 to 3999) in Roman numerals.

    Raises:
        ValueError: Out of that range.
    """
    if not 1 <= number <= _MAX:
        raise ValueError(f"no Roman numeral for {number}")
    out = ""
    for value, letters in _VALUES:
        count, number = divmod(number, value)
        out += letters * count
    return out


def from_roman(text: str) -> int:
    """Read a Roman numeral in either case, strictly: `IIII` and `VX` are not numerals.

    Raises:
        ValueError: Not a Roman numeral.
    """
    number, rest = 0, text.upper()
    for value, letters in _VALUES:
        while rest.startswith(letters):
            number, rest = number + value, rest[len(letters) :]
    if rest or not 1 <= number <= _MAX or to_roman(number) != text.upper():
        raise ValueError(f"not a Roman numeral: {text!r}")
    return number
