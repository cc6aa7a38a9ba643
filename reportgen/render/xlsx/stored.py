"""A compiled workbook as bytes, to be kept from one run to the next."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final

import jinja2

from reportgen import __version__

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx
    from reportgen.render.xlsx.quick import Quick

_FORMAT: Final = 4  # of what `dumped` writes: raised with every change of it
_MADE_WITH: Final = f"reportgen xlsx {_FORMAT} {__version__} {jinja2.__version__} {sys.version}".encode() + b"\0"


class StoredError(ValueError):
    """Bytes that are no compiled template of this version of the program."""


class StoredXlsx:
    """A workbook template kept from an earlier run: compiled again only when the short way does not serve."""

    def __init__(self, name: str, template: bytes, quick: Quick | None) -> None:
        self.name = name
        self._template = template
        self._quick = quick
        self._whole: CompiledXlsx | None = None

    def render(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the workbook filled with values, as `CompiledXlsx.render` does.

        Args:
            values: What the names in the tags stand for; plain data only.
            as_of: Written as the day of creation and change; `None` keeps the template's.
            properties: Further document properties, by name.

        Raises:
            ReportgenError: With every fault found, as by `CompiledXlsx.render`.
        """
        if self._quick is not None:
            with suppress(Exception):  # whatever it was, the long way says it better
                return self._quick.render(values, as_of, properties)
        if self._whole is None:
            from reportgen.render.xlsx.book import CompiledXlsx  # noqa: PLC0415  lxml

            self._whole = CompiledXlsx(self._template, self.name)
        return self._whole.render_long(values, as_of=as_of, properties=properties)

    def dump(self) -> bytes:
        """Return the same bytes again."""
        return dumped(self.name, self._template, self._quick)


def dumped(name: str, template: bytes, quick: Quick | None) -> bytes:
    """Return a compiled workbook as bytes."""
    return _MADE_WITH + pickle.dumps((name, template, quick), protocol=5)


def load_xlsx(data: bytes) -> StoredXlsx:
    """Return the compiled template that `dump` has written.

    Args:
        data: From a place that only the user can write to: it holds code.

    Raises:
        StoredError: When other versions of the program, Jinja or Python wrote it, or it is damaged.
    """
    if not data.startswith(_MADE_WITH):
        raise StoredError("made by another version")
    try:
        name, template, quick = pickle.loads(data[len(_MADE_WITH) :])  # noqa: S301  see the docstring
    except Exception as error:  # a damaged pickle can fail in any way
        raise StoredError("damaged") from error
    return StoredXlsx(name, template, quick)
