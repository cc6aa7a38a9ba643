"""Letters of điểm: a), b), c), d), đ), e), g) ... (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.đ)."""

from __future__ import annotations

LETTERS = tuple("abcdđeghiklmnopqrstuvxy")
"""In order; no f, j, w, z, and đ is not skipped."""


def letter(index: int) -> str:
    """Return the letter of the `index`-th điểm, counted from 1.

    Raises:
        ValueError: There are only 23 letters.
    """
    if not 1 <= index <= len(LETTERS):
        raise ValueError(f"no letter for point {index}")
    return LETTERS[index - 1]


def letter_index(text: str) -> int:
    """Return the place of a điểm's letter, counted from 1.

    Raises:
        ValueError: Not a letter used for điểm (`j`, `ă`).
    """
    return LETTERS.index(text) + 1
