"""Judge the lines drawn under Tiêu ngữ, the issuer and the trích yếu: there, solid, long enough, in the middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.decree30.components import Ruling, RulingKind
from reportgen.decree30.facts import Range
from reportgen.decree30.metrics import width_mm
from reportgen.decree30.model import Line, Run
from reportgen.decree30.outcome import Finding, Note, not_evaluated

_NO_RULE = {
    RulingKind.UNDERLINE: "gạch chân chữ (Underline)",
    RulingKind.DASHES: "dấu gạch nối (nét đứt)",
}
_NEAR = 0.05
"""Part of the width by which a text that just fits, or just does not, may be broken otherwise in Word."""


def ruling_faults(
    rulings: Sequence[Ruling], lines: Sequence[Line], under: str, allowed: Range, expected: str, *, balanced: bool
) -> Iterator[Finding | Note]:
    """Yield the faults of the line under a component; one good line is enough when several are drawn.

    Args:
        rulings: Lines found under it.
        lines: The component, at least one line of text.
        under: `dưới Tiêu ngữ`.
        allowed: Length of the line over that of the text.
        expected: What the decree asks, in words.
        balanced: Whether it must stand in the middle (cân đối).
    """
    if not rulings:
        yield Finding(lines[-1].place, f"{under} không có đường kẻ", expected)
        return
    texts = text_lengths(lines)
    best: list[Finding | Note] | None = None
    for ruling in rulings:
        answers = list(_faults(ruling, texts, under, allowed, expected, balanced=balanced))
        if best is None or _weight(answers) < _weight(best):
            best = answers
    yield from best or ()


def _weight(answers: Sequence[Finding | Note]) -> tuple[int, int]:
    findings = sum(isinstance(answer, Finding) for answer in answers)
    return findings, len(answers) - findings


def _faults(
    ruling: Ruling, texts: Sequence[float], under: str, allowed: Range, expected: str, *, balanced: bool
) -> Iterator[Finding | Note]:
    if ruling.kind in _NO_RULE:
        yield Finding(ruling.place, f"{under} là {_NO_RULE[ruling.kind]}, không phải đường kẻ nét liền", expected)
        return
    if not ruling.solid:
        yield Finding(ruling.place, f"đường kẻ {under} không phải một nét liền", expected)
    if balanced and ruling.centred is False:
        yield Finding(ruling.place, f"đường kẻ {under} đặt lệch, không cân đối với dòng chữ", expected)
    if ruling.length_mm is None or not texts:
        yield not_evaluated(f"không tính được độ dài đường kẻ {under}")
    elif not any(ruling.length_mm / text in allowed for text in texts):
        share = f"{100 * ruling.length_mm / texts[-1]:.0f}%"
        found = f"đường kẻ {under} dài {ruling.length_mm:.0f} mm, bằng {share} dòng chữ ({texts[-1]:.0f} mm)"
        yield Finding(ruling.place, found, expected)


def text_lengths(lines: Sequence[Line]) -> tuple[float, ...]:
    """Return the lengths that a line may be measured against: the longest printed line and, last, the last one.

    A text that nearly fills its column may be broken by one program and not by another: both ways count.
    """
    lengths: list[float] = []
    for tolerance in (1 - _NEAR, 1 + _NEAR):
        printed = [length for line in lines for length in _printed(line, tolerance)]
        if printed:
            lengths += [max(printed), printed[-1]]
    return tuple(dict.fromkeys(length for length in lengths if length > 0))


def _printed(line: Line, tolerance: float) -> Iterator[float]:
    """Yield the width of every line that a text is broken into by its column, in millimetres."""
    paragraph = line.paragraph
    room = (paragraph.width_mm - paragraph.left_mm - paragraph.right_mm) * tolerance
    at = space = 0.0
    for word, gap in _words(line.runs):
        if at and room > 0 and at + space + word > room:
            yield at
            at = 0.0
        at = at + space + word if at else word
        space = gap
    if at:
        yield at


def _words(runs: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """Yield the width of every word, that may change its formatting inside, and of the spaces after it."""
    word = gap = 0.0
    for run in runs:
        for char in run.text:
            width = width_mm(char, run.format)
            if char.isspace() and char != "\xa0":
                gap += width if word else 0.0
            elif gap:
                yield word, gap
                word, gap = width, 0.0
            else:
                word += width
    if word:
        yield word, gap
