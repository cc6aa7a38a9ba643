"""Whether the values have every name that a template uses: a look at few values instead of a walk through all.

`names.unknown_names` walks a template beside its values and knows best, but takes longer than the rendering itself.
Nearly always every name is there, and that shows quickly: for each dotted name one item that has it is enough. So the
names are gathered once as paths (`probes_of`), looked for in the values (`all_found`), and only when one is not found
is the long walk made. Templates of which no such list can be made always take the long walk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jinja2 import nodes

Path = tuple[Any, ...]
"""Keys from the values down to one of them; `ITEM` stands for any item of a list."""
ITEM: Final = ("item",)
_SAME_ITEMS: Final = frozenset({"list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr"})
_ONE_ITEM: Final = frozenset({"first", "last", "min", "max"})
_LOOP_COUNTERS: Final = [f"{name}{zero}" for name in ("index", "revindex", "depth") for zero in ("", "0")]
_LOOP: Final = frozenset([*_LOOP_COUNTERS, "first", "last", "length", "previtem", "nextitem", "changed", "cycle"])


class Probes:
    """The names of one template.

    Attributes:
        paths: Every dotted name as a path; `None` when they cannot be listed.
        of_name: For every name that the template itself sets, the path that it was set to; `None` when its value may
            be anything.
    """

    def __init__(self, paths: tuple[Path, ...] | None, of_name: Mapping[str, Path | None]) -> None:
        self.paths = paths
        self.of_name = of_name


def all_found(paths: Collection[Path] | None, values: Mapping[str, Any]) -> bool:
    """Tell whether every path surely leads somewhere; `False` when only the long walk can say."""
    return paths is not None and all(_look(values, path, 0) is not False for path in paths)


def _look(value: Any, path: Path, place: int) -> bool | None:
    """Follow a path, trying item after item: found, missing, or (`None`) nothing there that could have the name."""
    for number in range(place, len(path)):
        step = path[number]
        if value is None:
            return None
        if step == ITEM:
            return _look_into(value, path, number + 1) if isinstance(value, list | tuple) else False
        if type(value) is not dict or step not in value:
            return False
        value = value[step]
    return True


def _look_into(items: Any, path: Path, place: int) -> bool | None:
    result: bool | None = None
    for item in items:
        found = _look(item, path, place)
        if found:
            return True
        if found is False:
            result = False
    return result


def probes_of(tree: nodes.Template, known: Collection[str], guarded: Collection[str]) -> Probes:
    """Return the names that a template uses.

    Args:
        tree: From `Environment.parse`.
        known: Names that are not of the values.
        guarded: Dotted names that may be missing.
    """
    finder = _Finder(known, guarded)
    finder.run(tree.body)
    return Probes(None if finder.beyond else tuple(finder.paths), finder.set_names)


class _Finder:
    """Walks a template like `names._Finder`, with paths in the place of values."""

    def __init__(self, known: Collection[str], guarded: Collection[str]) -> None:
        self.paths: dict[Path, None] = {}
        self.beyond = False
        self.set_names: dict[str, Path | None] = {}
        self._guarded = guarded
        self._scopes: list[dict[str, Path | None]] = [dict.fromkeys(known)]

    def run(self, body: Any) -> None:
        """Walk statements in order."""
        for node in body:
            self._visit(node)

    def _visit(self, node: Any) -> None:
        kind = type(node).__name__
        if kind == "For":
            self._for(node)
        elif kind == "Assign":
            self._bind(node.target, self._path(node.node))
        elif kind == "AssignBlock":
            self.run(node.body)
            self._bind(node.target, None)
        elif kind in {"With", "Macro", "CallBlock"}:
            self.beyond = True
        elif hasattr(node, "can_assign"):  # an expression
            self._path(node)
        else:
            self.run(node.iter_child_nodes())

    def _for(self, node: Any) -> None:
        items = self._path(node.iter)
        self._scopes.append({"loop": None})
        self._bind(node.target, None if items is None else (*items, ITEM))
        self.run([*([node.test] if node.test else []), *node.body])
        self._scopes.pop()
        self.run(node.else_)

    def _bind(self, target: Any, path: Path | None) -> None:
        kind = type(target).__name__
        if kind == "Name":
            scope = self._scopes[-1]
            path = path if scope.get(target.name, path) == path else None  # set twice: either may hold
            scope[target.name] = path
            self.set_names[target.name] = path
        else:
            self.beyond = True

    def _path(self, node: Any) -> Path | None:
        """Return the path of an expression, noting names on the way; `None` when it may be anything."""
        kind = type(node).__name__
        if kind == "Const":
            return None
        if kind == "Name":
            return self._name(node)
        if kind in {"Getattr", "Getitem"}:
            return self._attribute(node, kind)
        if kind == "Filter":
            path = self._path(node.node) if node.node is not None else None
            self.run([*node.args, *(pair.value for pair in node.kwargs)])
            if node.name in _ONE_ITEM:
                return None if path is None else (*path, ITEM)
            return path if node.name in _SAME_ITEMS else None
        if kind == "Call" and type(node.node).__name__ == "Getattr":
            self.beyond = True  # `.items()` and `.values()` go on to items: rare, and left to the long walk
        self.run(node.iter_child_nodes())
        return None

    def _name(self, node: Any) -> Path | None:
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        return (node.name,)

    def _attribute(self, node: Any, kind: str) -> Path | None:
        base = node.node
        if type(base).__name__ == "Const":
            self.beyond = True
            return None
        if kind == "Getattr" and type(base).__name__ == "Name" and base.name == "loop":
            self.beyond = self.beyond or node.attr not in _LOOP or len(self._scopes) == 1
            return None
        path = self._path(base)
        if kind == "Getitem" and type(node.arg).__name__ != "Const":
            self._visit(node.arg)
            return path if path is None or type(node.arg).__name__ == "Slice" else (*path, ITEM)
        if path is None:
            return None
        key = node.attr if kind == "Getattr" else node.arg.value
        found = (*path, key)
        if _dotted(node) not in self._guarded:
            self.paths[found] = None
        return found


def _dotted(node: Any) -> str:
    """Return `a.b.c` of a chain of names, "" of any other expression."""
    kind = type(node).__name__
    if kind == "Name":
        return str(node.name)
    if kind not in {"Getattr", "Getitem"}:
        return ""
    key = node.attr if kind == "Getattr" else getattr(node.arg, "value", None)
    base = _dotted(node.node)
    return f"{base}.{key}" if base and isinstance(key, str) else ""
