"""Loops that only show what their items hold: taken from the data in one go, not turn by turn.

Most rows of a report are such: `{{ nv.ten }}` in every cell, a running number beside. Jinja would walk through them in
Python, six look-ups and two calls a row; here the values of a column are taken by C. Whatever else stands in a row
makes the loop an ordinary one, and so do data that lack a name: Jinja then says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from jinja2 import nodes

NUMBER = ""
"""Stands among the names of a row for the number of its turn, `loop.index`."""


def names_of(loop: nodes.For) -> tuple[int, int, list[str]] | None:
    """Return the block and the segment of a loop that one call can do, and the names in its cells.

    Args:
        loop: Of the program of a sheet, its calls of the recorder as `Program.source` has written them.

    Returns:
        `None` when the loop has to be walked through.
    """
    if loop.else_ or loop.test is not None or loop.recursive or not isinstance(loop.target, nodes.Name):
        return None
    if len(loop.body) < len(("next", "cell", "row")):
        return None
    block, segment = _called(loop.body[0], "rg__next"), _called(loop.body[-1], "rg__row")
    cells = loop.body[1:-1]
    if block is None or segment is None:
        return None
    names = [_name(cell, f"rg__{segment[0]}_{place}", loop.target.name) for place, cell in enumerate(cells)]
    found = [name for name in names if name is not None]
    return (block[0], segment[0], found) if len(found) == len(cells) == segment[1] else None


def _called(node: nodes.Node, helper: str) -> tuple[int, int] | None:
    """Return the number that a helper is called with, and how many values more."""
    call = node.nodes[0] if isinstance(node, nodes.Output) and len(node.nodes) == 1 else None
    if not (isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name) and call.node.name == helper):
        return None
    number = call.args[0]
    return (number.value, len(call.args) - 1) if isinstance(number, nodes.Const) else None


def _name(cell: nodes.Node, target: str, item: str) -> str | None:
    """Return the name that a cell shows of its item."""
    if not (isinstance(cell, nodes.Assign) and isinstance(cell.target, nodes.Name) and cell.target.name == target):
        return None
    shown = cell.node
    if not (isinstance(shown, nodes.Getattr) and isinstance(shown.node, nodes.Name)):
        return None
    if shown.node.name == "loop":
        return NUMBER if shown.attr == "index" and item != "loop" else None
    return shown.attr if shown.node.name == item else None


def values_of(names: Sequence[str], items: Any) -> list[tuple[Any, ...]] | None:
    """Return what the items hold under these names, a tuple for each item.

    Args:
        names: From `names_of`.
        items: Whatever the loop goes through.

    Returns:
        `None` when they are not groups of data that have all the names.
    """
    if (type(items) is not list and type(items) is not tuple) or set(map(type, items)) != {dict}:
        return None
    if len(names) > 1 and NUMBER not in names:
        try:
            return list(map(itemgetter(*names), items))
        except KeyError:
            return None
    columns = [range(1, len(items) + 1) if name == NUMBER else map(itemgetter(name), items) for name in names]
    try:
        return list(zip(*columns, strict=True))
    except KeyError:
        return None
