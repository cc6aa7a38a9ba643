"""A workbook that is filled in the short way first, and such a one as bytes, kept from one run to the next."""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final

from reportgen.render.kept import made_with, unsealed

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx
    from reportgen.render.xlsx.quick import Quick

_MADE_WITH: Final = made_with("xlsx", 4)


class Fillable(ABC):
    """A workbook template that can be filled in, however it came here."""

    @property
    @abstractmethod
    def quick(self) -> Quick | None:
        """The short way through the workbook; `None` when there is none."""

    @abstractmethod
    def render_long(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> bytes:
        """Do what `render` does, without the short way."""

    def render(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the workbook filled with values; the same input gives the same bytes.

        Args:
            values: What the names in the tags stand for; plain data only.
            as_of: Written as the day of creation and change; `None` keeps the template's.
            properties: Further document properties, by name.

        Raises:
            ReportgenError: With every fault found: MB101 to MB117, MB030, MB031, MB040 to MB044 of charts.
        """
        if self.quick is not None:
            with suppress(Exception):  # whatever it was, the long way says it better
                return self.quick.render(values, as_of, properties)
        return self.render_long(values, as_of=as_of, properties=properties)


class StoredXlsx(Fillable):
    """A workbook template kept from an earlier run: compiled again only when the short way does not serve."""

    def __init__(self, name: str, template: bytes, quick: Quick | None) -> None:
        self.name = name
        self._template = template
        self._quick = quick
        self._whole: CompiledXlsx | None = None

    @property
    def quick(self) -> Quick | None:
        """The short way through the workbook; `None` when there is none."""
        return self._quick

    def render_long(
        self,
        values: Mapping[str, object],
        *,
        as_of: date | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> bytes:
        """Do what `render` does, without the short way."""
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
    name, template, quick = unsealed(data, _MADE_WITH, pickle.loads)
    return StoredXlsx(name, template, quick)
