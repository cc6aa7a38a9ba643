"""How wide text is in Times New Roman, from the advance widths of its metric twin Tinos (`times.txt`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from reportgen.decree30.model import SCRIPT_SCALE, Format, Run
from reportgen.decree30.ooxml import MM_PER_PT

_SMALL_CAPS: Final = 0.8
_UNKNOWN: Final = 500
"""Width of a letter that the table lacks, in thousandths: an average one."""


@cache
def _table() -> tuple[dict[str, int], ...]:
    """Return letter to width for regular, bold, italic and bold italic."""
    tables: tuple[dict[str, int], ...] = ({}, {}, {}, {})
    for line in files("reportgen.decree30").joinpath("times.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        *widths, codes = line.split(" ", 4)
        for table, width in zip(tables, widths, strict=True):
            table.update({chr(int(code, 16)): int(width) for code in codes.split()})
    return tables


def width_mm(text: str, style: Format) -> float:
    """Return the width of one line of text in millimetres, as it prints: capitals, scaling and spacing applied.

    Tabs and breaks count nothing. Other fonts than Times New Roman are measured as if they were it.
    """
    table = _table()[2 * style.italic + style.bold]
    size = style.size_pt * (SCRIPT_SCALE if style.vertical != "baseline" else 1.0)
    total, count = 0.0, 0
    for char in unicodedata.normalize("NFC", text):
        if char in "\t\n\f":
            continue
        shown, scale = _as_printed(char, style)
        total += sum(table.get(c, _UNKNOWN) for c in shown) * scale
        count += 1
    return (total / 1000 * size * style.scale + count * style.spacing_pt) * MM_PER_PT


def _as_printed(char: str, style: Format) -> tuple[str, float]:
    if style.caps:
        return char.upper(), 1.0
    if style.small_caps and char != char.upper():
        return char.upper(), _SMALL_CAPS
    return char, 1.0


def runs_width_mm(runs: Iterable[Run]) -> float:
    """Return the width of runs on one line in millimetres."""
    return sum(width_mm(run.text, run.format) for run in runs)
