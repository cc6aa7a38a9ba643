"""How wide text is in Times New Roman, from the advance widths of its metric twin Tinos (`times.txt`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from reportgen.decree30.model import SCRIPT_SCALE, Format, Run
from reportgen.decree30.ooxml import MM_PER_PT
from reportgen.decree30.own import text_of

_SMALL_CAPS: Final = 0.8
_UNKNOWN: Final = 500
"""Width of a letter that the table lacks, in thousandths: an average one."""


class _Widths(dict[str, int]):
    """Letter to width in thousandths of the size; a letter that Tinos lacks is as wide as an average one."""

    def __missing__(self, _: str) -> int:
        return _UNKNOWN


@cache
def _table() -> tuple[_Widths, ...]:
    """Return the widths of regular, bold, italic and bold italic."""
    tables = (_Widths(), _Widths(), _Widths(), _Widths())
    for line in text_of("times.txt").splitlines():
        if line.startswith("#"):
            continue
        *widths, codes = line.split(" ", 4)
        for table, width in zip(tables, widths, strict=True):
            table.update({chr(int(code, 16)): int(width) for code in codes.split()})
    for table in tables:
        table.update(dict.fromkeys("\t\n\f", 0))
    return tables


def width_mm(text: str, style: Format) -> float:
    """Return the width of one line of text in millimetres, as it prints: capitals, scaling and spacing applied.

    Tabs and breaks count nothing. Other fonts than Times New Roman are measured as if they were it.
    """
    widths = _table()[2 * style.italic + style.bold]
    size = style.size_pt * (SCRIPT_SCALE if style.vertical != "baseline" else 1.0)
    shown = unicodedata.normalize("NFC", text)
    if style.small_caps and not style.caps:
        total = sum(widths[c.upper()] * (1.0 if c == c.upper() else _SMALL_CAPS) for c in shown if len(c.upper()) == 1)
    else:
        total = sum(map(widths.__getitem__, shown.upper() if style.caps else shown))
    spread = len(shown) * style.spacing_pt if style.spacing_pt else 0.0
    return (total / 1000 * size * style.scale + spread) * MM_PER_PT


def runs_width_mm(runs: Iterable[Run]) -> float:
    """Return the width of runs on one line in millimetres."""
    return sum(width_mm(run.text, run.format) for run in runs)
