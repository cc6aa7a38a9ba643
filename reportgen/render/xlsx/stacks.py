"""What a reference means that reaches over several sheets: 3-D references, and sheets that come once for each item.

From another sheet a reference to such a sheet means all its copies, as a reference to a loop row means all its items;
from a copy it means the copy itself; from a row loop over the same list it means the copy of the row's own item.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reportgen.render.xlsx.formula import (
    FormulaError,
    Name,
    Node,
    Ref,
    Stack,
    map_leaves,
    parse,
    sheet_prefix,
    split_name,
)

_SPAN: Final = re.compile(r"(?:'((?:[^'\[\]]|'')+)'|([^'\[\]!]+))!(.+)$", re.DOTALL)
_TABLE: Final = re.compile(r"([^\W\d]|\\)[\w.\\]*(?=\[)")
SPANNING: Final = frozenset(
    {"SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "MIN", "MAX", "MINA", "MAXA", "PRODUCT", "SUMSQ"}
)
"""Functions that take a 3-D reference."""


@dataclass(slots=True)
class Stacks:
    """The sheets of a workbook in order, and which of them are copies of one.

    Attributes:
        sheets: Titles of the template's sheets.
        copies: Key of a sheet that comes once for each item, to the keys of its copies in order.
        twins: Row loops over the list of such sheets: key of their sheet and number of their block, to the keys.
        tables: Name of a table on such a sheet (casefolded), to the names in its copies, by their keys.
        peers: For each copy, the copies for the same item of other sheets over the same list.
        names: Names of cells on such a sheet (casefolded): its key and what they stand for.
    """

    sheets: Sequence[str]
    copies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    twins: Mapping[tuple[str, int], Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, Node]] = field(default_factory=dict)
    peers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def order(self) -> list[str]:
        """Keys of the sheets of the output."""
        return [key.casefold() for sheet in self.sheets for key in self.copies.get(sheet.casefold(), [sheet])]

    def concerns(self, text: str) -> bool:
        """Tell whether a formula may reach over several sheets: quickly, for most do not."""
        return bool(self.copies) or (":" in text and "!" in text)

    def stacked(self, tree: Node, own: str | None, chosen: Mapping[str, str]) -> Node:
        """Return a formula whose references over several sheets are stacks.

        Args:
            tree: The formula.
            own: Key of its sheet.
            chosen: The copy that is meant where the formula stands, by the key of the sheet.
        """
        return map_leaves(
            tree, lambda leaf: self._ref(leaf, own, chosen) if isinstance(leaf, Ref) else self._name(leaf, own, chosen)
        )

    def meant(self, key: str, own: str | None, chosen: Mapping[str, str]) -> Sequence[str] | None:
        """Return the copies that the name of a sheet means; `None` for a sheet that comes once."""
        copies = self.copies.get(key)
        if copies is None:
            return None
        if own is not None and own in copies:
            return [own]
        return [chosen[key]] if key in chosen else copies

    def _ref(self, ref: Ref, own: str | None, chosen: Mapping[str, str]) -> Node:
        copies = None if ref.sheet is None else self.meant(ref.sheet.casefold(), own, chosen)
        if copies is None:
            return ref
        refs = tuple(replace(ref, sheet=copy) for copy in copies)
        return refs[0] if len(refs) == 1 else Stack(refs)

    def _name(self, name: Name, own: str | None, chosen: Mapping[str, str]) -> Node:
        table = _TABLE.match(name.text)
        if table is not None:
            return self._of_table(name, table.group(), own, chosen)
        sheet, bare = split_name(name.text)
        copies = None if sheet is None else self.meant(sheet.casefold(), own, chosen)
        if copies is not None:
            names = tuple(Name(f"{sheet_prefix(copy)}{bare}") for copy in copies)
            return names[0] if len(names) == 1 else Stack(names)
        span = self._span(name.text)
        if span is not None:
            return span
        known = self.names.get(name.text.casefold())
        if known is None or own in self.copies.get(known[0], ()):
            return name
        return self.stacked(known[1], own, chosen)

    def _of_table(self, name: Name, table: str, own: str | None, chosen: Mapping[str, str]) -> Node:
        key, renamed = self.tables.get(table.casefold(), ("", {}))
        copies = self.meant(key, own, chosen)
        if copies is None:
            return name
        names = tuple(Name(renamed[copy] + name.text[len(table) :]) for copy in copies)
        return names[0] if len(names) == 1 else Stack(names)

    def _span(self, text: str) -> Stack | None:
        """Return the references of `A:C!B5`, one for each sheet from the first to the last."""
        match = _SPAN.match(text)
        if match is None:
            return None
        first, colon, last = (match[1].replace("''", "'") if match[1] else match[2]).casefold().partition(":")
        try:
            ref = parse(match[3])
        except FormulaError:
            return None
        keys = [sheet.casefold() for sheet in self.sheets]
        if not colon or not isinstance(ref, Ref) or not {first, last} <= set(keys):
            return None
        low, high = sorted((keys.index(first), keys.index(last)))
        between = (key for sheet in self.sheets[low : high + 1] for key in self.copies.get(sheet.casefold(), [sheet]))
        return Stack(tuple(replace(ref, sheet=key) for key in between))


def folded(nodes: list[Node], order: Mapping[str, int], *, quoted: bool) -> list[Node]:
    """Return references to one place of neighbouring sheets as one 3-D reference, where they are three or more.

    Args:
        nodes: What stands for a stack.
        order: Place of each sheet in the output, by its casefolded title.
        quoted: Also where the names of the sheets want quotes: Excel reads that, LibreOffice does not.
    """
    refs = [node for node in nodes if isinstance(node, Ref) and node.sheet is not None and not node.relative]
    places = [order.get((ref.sheet or "").casefold(), -1) for ref in refs]
    alike = len({replace(ref, sheet=None) for ref in refs}) == 1
    neighbours = bool(places) and places == list(range(places[0], places[0] + len(places))) and places[0] >= 0
    plain = quoted or not any(sheet_prefix(ref.sheet or "").startswith("'") for ref in refs)
    if len(refs) == len(nodes) and len(refs) >= _FEWEST and alike and neighbours and plain:
        return [Stack(tuple(refs), spans=True)]
    return nodes


_FEWEST: Final = 3
