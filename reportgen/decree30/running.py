"""What of the body is running text, and how components read as one string: shared by the rules of body and closing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from reportgen.decree30.components import BodyItem, Components, Level
from reportgen.decree30.look import capitals
from reportgen.decree30.model import Alignment, Document, Line, Paragraph, Place

TITLE_LEVELS = (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION, Level.ARTICLE)
"""Levels that must have a title (II.6.d)."""
RUNNING_LEVELS = (Level.TEXT, Level.DASH, Level.POINT, Level.CLAUSE, Level.DECIMAL, Level.ARTICLE)
"""Levels that may open running text."""


def words(line: Line | Paragraph) -> str:
    """Return a line as a reader sees it: automatic number first, blanks squeezed, outer spaces dropped."""
    if isinstance(line, Paragraph):
        return " ".join(line.full_text.split())
    number = f"{line.paragraph.number} " if line.first and line.paragraph.number else ""
    return " ".join(f"{number}{line.shown}".split())


def quoted(text: str, limit: int = 60) -> str:
    """Return a text in Vietnamese quotation marks, shortened at a word."""
    if len(text) <= limit:
        return f"“{text}”"
    return f"“{text[:limit].rsplit(' ', 1)[0]}...”"


def running(item: BodyItem) -> bool:
    """Tell whether an item is running text, as against a heading or a centred line of display."""
    return item.level in RUNNING_LEVELS and not item.titled and bool(item.paragraph.visible_runs) and not _display(item)


def _display(item: BodyItem) -> bool:
    """Tell a line that is shown apart: `QUYẾT ĐỊNH:`, the authority that decides, a caption, a heading unnumbered."""
    paragraph = item.paragraph
    runs, text = paragraph.visible_runs, paragraph.shown.strip()
    bold = all(run.format.bold for run in runs)
    if item.level is not Level.TEXT:
        return False
    if paragraph.alignment is not Alignment.CENTER:
        return bold and len(text) <= _HEADING and not text.endswith((".", ";"))
    return capitals(text) or bold or all(run.format.italic for run in runs) or text.startswith("(")


_HEADING = 120
"""Letters up to which bold words without a full stop are a heading without a number."""


def text_size(parts: Components) -> float | None:
    """Return the size in which most letters of the running text show; None without running text."""
    sizes: Counter[float] = Counter()
    for item in parts.body:
        if running(item):
            for run in item.paragraph.visible_runs:
                sizes[run.format.size_pt] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else None


def whole_place(document: Document, line: Line | None = None) -> Place:
    """Return where something is missing: beside a component that is there, else the document."""
    return line.place if line is not None else document.sections[0].place


def joined(lines: Iterable[Line], starts: tuple[str, ...]) -> Iterator[tuple[Line, str]]:
    """Join lines of display into entries: a line break inside an entry does not begin another one.

    Args:
        lines: In order.
        starts: Words with which an entry begins, lower case.

    Yields:
        The first line of an entry and its whole text.
    """
    held: tuple[Line, str] | None = None
    for line in lines:
        text = words(line)
        if held and not line.first and not text.casefold().startswith(starts):
            held = (held[0], f"{held[1]} {text}")
            continue
        if held:
            yield held
        held = (line, text)
    if held:
        yield held
