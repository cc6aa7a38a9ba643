"""Small judgements that many rules share: sizes, bold and italic, centred, capitals. All yield findings."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.facts import Range, number
from reportgen.decree30.model import Alignment, Line, Paragraph, Run
from reportgen.decree30.outcome import Finding


def size_faults(line: Line | Paragraph, name: str, allowed: Range) -> Iterator[Finding]:
    """Yield a finding for every size of its visible letters outside the range.

    Args:
        line: The component.
        name: Its printed name at the start of a sentence: `Tiêu ngữ`.
        allowed: Points.
    """
    runs = line.visible_runs
    # A raised mark inside a line is a mark; a line raised as a whole is simply small.
    raised = all(run.format.vertical != "baseline" for run in runs)
    sizes = dict.fromkeys(run.format.shown_pt if raised else run.format.size_pt for run in runs)
    for size in sizes:
        if size not in allowed:
            yield Finding(line.place, f"{name} cỡ chữ {number(size)}", f"cỡ chữ {allowed}")


def emphasis(line: Line | Paragraph, name: str, *, bold: bool | None, italic: bool | None) -> Iterator[Finding]:
    """Yield a finding when some visible letters are not bold or italic as they should be; None is not judged."""
    runs = line.visible_runs
    if bold is not None and any(run.format.bold != bold for run in runs):
        yield Finding(
            line.place, f"{name} {_part(runs, 'bold')}chữ {'không đậm' if bold else 'đậm'}", _style(bold, None)
        )
    if italic is not None and any(run.format.italic != italic for run in runs):
        found = "chữ đứng" if italic else "chữ nghiêng"
        yield Finding(line.place, f"{name} {_part(runs, 'italic')}{found}", _style(None, italic))


def _part(runs: tuple[Run, ...], attribute: str) -> str:
    return "có " if len({getattr(run.format, attribute) for run in runs}) > 1 else ""


def _style(bold: bool | None, italic: bool | None) -> str:  # noqa: FBT001  both are stated at every call
    words = {None: "", True: "chữ đậm", False: "chữ không đậm"}[bold]
    return words or ("chữ nghiêng" if italic else "chữ đứng")


def centred(line: Line | Paragraph, over: Line | None = None) -> bool:
    """Tell whether it is centred, indents of a fraction of a letter forgiven.

    Args:
        line: The component.
        over: The line under whose middle it should stand: asked where spaces or tabs put the line in its place.
    """
    paragraph = line.paragraph if isinstance(line, Line) else line
    sideways = abs(paragraph.left_mm + paragraph.first_mm - paragraph.right_mm)
    tabbed = line.alignment is not paragraph.alignment
    if line.alignment is Alignment.CENTER:
        return tabbed or sideways <= _ASIDE_MM
    if over is None or isinstance(line, Paragraph) or not _pushed(line):
        return False
    return abs(line.centre_mm - over.centre_mm) <= _ASIDE_MM


def _pushed(line: Line) -> bool:
    """Tell whether spaces or tabs hold a line in its place: nothing but its middle tells then how it stands."""
    place = line.place
    return not place.table and not place.boxed and (line.start > 0 or not line.last or line.text[:1].isspace())


_ASIDE_MM = 6.0
"""Difference of the indents at which centred text still looks centred."""


def capitals(text: str) -> bool:
    """Tell whether every letter is a capital."""
    return text == text.upper() and any(c.isalpha() for c in text)
