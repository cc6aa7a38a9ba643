"""The bytes of a Word part as its compiled code yields them, marks turned into what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from reportgen.render.sandbox import spend
from reportgen.render.wordtype import NeedsTreeError

_PARAGRAPH: Final = b"<w:p/>"
_CELL_ENDS: Final = (b"</w:p>", b"</w:sdt>", b"</w:customXml>")
_EMPTY_CELL_END: Final = re.compile(rb"<w:(?:p|sdt|customXml)[\s/][^<]*\Z")


class Document:
    """What one document has used so far.

    Attributes:
        next_id: An id that no drawing of the template has.
    """

    def __init__(self, next_id: int) -> None:
        self.next_id = next_id
        self._drawings: set[int] = set()

    def drawing_id(self, own: int) -> int:
        """Return an id for a drawing: its own for the first that has it, else a fresh one."""
        if own not in self._drawings:
            self._drawings.add(own)
            return own
        return self.fresh_id()

    def fresh_id(self) -> int:
        """Return an id for a drawing that the template does not have."""
        self.next_id += 1
        return self.next_id - 1


def written(pieces: Iterable[Any], document: Document) -> Iterator[bytes]:
    """Yield the bytes of a part.

    Args:
        pieces: Bytes and marks, see `wordlayout`.
        document: That the part belongs to.

    Raises:
        NeedsTreeError: When something would stay empty that Word wants filled.
        LimitError: When the part grows over all bounds.
    """
    marks = _Marks(document)
    for piece in pieces:
        data = piece if piece.__class__ is bytes else marks.turned(piece)
        if data:
            spend(len(data))
            marks.size += len(data)
            marks.last = data
            yield data


class _Marks:
    """What the marks of one part have to know of what was written before them."""

    def __init__(self, document: Document) -> None:
        self.size = 0
        self.last = b""
        self._document = document
        self._opened: list[int] = []
        self._once: set[int] = set()

    def turned(self, mark: tuple[Any, ...]) -> bytes:
        """Return what a mark stands for."""
        kind = mark[0]
        if kind == "cell":
            return b"" if self.last.endswith(_CELL_ENDS) or _EMPTY_CELL_END.search(self.last) else _PARAGRAPH
        if kind == "open":
            self._opened.append(self.size)
        elif kind == "close":
            if self._opened.pop() == self.size:
                raise NeedsTreeError
        elif kind == "id":
            return b"%d" % self._document.drawing_id(mark[1])
        elif mark[1] not in self._once:
            self._once.add(mark[1])
            return bytes(mark[2])
        return b""
