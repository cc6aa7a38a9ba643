"""Where the walk over a document stands: shared by the readers of blocks, tables and text boxes."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.decree30.inline import InlineReader
from reportgen.decree30.model import Place
from reportgen.decree30.styles import TableLayer


@dataclass(slots=True)
class Counter:
    """Numbers of the paragraphs and tables of the part being read."""

    paragraph: int = 0
    table: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """Where the walk stands.

    Attributes:
        place: Of what is around. width_mm: Width for lines. inline: Reader of paragraphs of this part or box.
        counter: Shared by the whole part. layer: What the table around gives. depth: Of nesting.
    """

    place: Place
    width_mm: float
    inline: InlineReader
    counter: Counter
    layer: TableLayer | None = None
    depth: int = 0
