"""Names that a template uses and the values do not have: all of them at once, before anything is printed.

The template is walked beside the values: a loop's variable stands for every item of its list, so `nv.thoi_hn` is found
inside the loop. What cannot be known (an empty list, the result of a filter that builds something new) is left to run
time, where `StrictUndefined` still refuses it.

What is walked is an outline of the syntax tree, nested tuples that can be kept with a compiled template: `outline`
makes it once, `unknown_in` walks it for every document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from jinja2 import nodes

from reportgen.problem import Problem
from reportgen.render.probes import Probes, probes_of
from reportgen.render.suggest import members, nearest, unknown_name

Outline: TypeAlias = tuple[Any, ...]
"""A node of the outline: a word that says what it is, then what that needs."""
_Samples: TypeAlias = Sequence[Any] | None  # values that an expression can have; None when they cannot be known
_ENOUGH: Final = 2_000  # items looked at of a list: its items are of one shape, and the rest is checked at run time
_SAME_ITEMS: Final = frozenset({"list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr"})
_ONE_ITEM: Final = frozenset({"first", "last", "min", "max"})
_LOOP_COUNTERS: Final = [f"{name}{zero}" for name in ("index", "revindex", "depth") for zero in ("", "0")]
_LOOP: Final = (*_LOOP_COUNTERS, "first", "last", "length", "previtem", "nextitem", "changed", "cycle")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that is not there.

    Attributes:
        line: Line of the template source. name: As written with its dots, `nv.thoi_hn`.
        suggestions: The known names that were probably meant, the likeliest first.
    """

    line: int
    name: str
    suggestions: tuple[str, ...]


def unknown_names(tree: nodes.Template, values: Mapping[str, Any], known: Collection[str] = ()) -> list[Unknown]:
    """Return every unknown name of a template, in order, each once a line.

    Args:
        tree: From `Environment.parse`.
        values: Plain values, as `sandbox.plain` returns them.
        known: Names beyond the values: globals of the environment.
    """
    return unknown_in(outline(tree), values, known)


def unknown_in(outlined: Outline, values: Mapping[str, Any], known: Collection[str] = ()) -> list[Unknown]:
    """Return the same of a template outlined before."""
    finder = _Finder(values, known)
    finder.run(outlined)
    return list(dict.fromkeys(finder.found))


def probes(tree: nodes.Template, known: Collection[str] = ()) -> Probes:
    """Return what to look for in values first, so that `unknown_names` is asked only when something may be missing."""
    return probes_of(tree, known, _guarded(tree))


def as_problem(unknown: Unknown, where: str) -> Problem:
    """Return what to tell the template officer."""
    return Problem("MB015", where, *unknown_name(unknown.name, unknown.suggestions))


# --- outline -----------------------------------------------------------------------------------------------------


def outline(tree: nodes.Template) -> Outline:
    """Return the statements of a template with the names that they use, in nested tuples."""
    return _Outliner(_guarded(tree)).several(tree.body)


def _guarded(tree: nodes.Template) -> frozenset[str]:
    """Return the names that the template itself allows to be missing: `x is defined`, `x | default("")`."""
    allowing = (
        node.node
        for node in tree.find_all((nodes.Filter, nodes.Test))
        if node.name in ({"default", "d"} if isinstance(node, nodes.Filter) else {"defined", "undefined"})
    )
    return frozenset(_dotted(node) for node in allowing if node is not None) - {""}


def _dotted(node: nodes.Node) -> str:
    """Return `a.b.c` of a chain of names, "" of any other expression."""
    if isinstance(node, nodes.Name):
        return node.name
    key = _key(node)
    base = _dotted(node.node) if isinstance(node, nodes.Getattr | nodes.Getitem) else ""
    return f"{base}.{key}" if base and isinstance(key, str) else ""


def _key(node: nodes.Node) -> Any:
    """Return the constant key of `a.key`, `a["key"]` or `a[0]`; None when it is worked out."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) else None


class _Outliner:
    """Turns nodes into tuples; what says nothing about names is left out."""

    def __init__(self, guarded: frozenset[str]) -> None:
        self._guarded = guarded
        self._makers: dict[type, Callable[[Any], Outline]] = {
            nodes.For: lambda n: (
                "for",
                _target(n.target),
                self.one(n.iter),
                self.several([*([n.test] if n.test else []), *n.body]),
                self.several(n.else_),
            ),
            nodes.Assign: lambda n: ("set", _target(n.target), self.one(n.node)),
            nodes.AssignBlock: lambda n: ("capture", self.several(n.body), _target(n.target)),
            nodes.With: lambda n: (
                "with",
                tuple(map(_target, n.targets)),
                tuple(map(self.one, n.values)),
                self.several(n.body),
            ),
            nodes.Macro: lambda n: (
                "macro",
                n.name,
                self.several(n.defaults),
                tuple(a.name for a in n.args),
                self.several(n.body),
            ),
            nodes.CallBlock: lambda n: (
                "caller",
                self.one(n.call),
                tuple(a.name for a in n.args),
                self.several(n.body),
            ),
            nodes.Const: lambda n: ("const", n.value),
            nodes.Name: lambda n: ("name", n.name, n.lineno, n.name in self._guarded or n.name == "self"),
            nodes.Getattr: self._attribute,
            nodes.Getitem: self._attribute,
            nodes.Filter: lambda n: (
                "filter",
                n.name,
                self.one(n.node) if n.node is not None else None,
                self._arguments(n),
            ),
            nodes.Call: self._call,
        }

    def several(self, found: Iterable[nodes.Node]) -> Outline:
        """Return the outline of nodes that stand one after another."""
        return tuple(one for node in found if (one := self.one(node)))

    def one(self, node: nodes.Node) -> Outline:
        """Return the outline of a node, empty when there is nothing in it."""
        maker = self._makers.get(type(node))
        if maker is not None:
            return maker(node)
        inside = self.several(node.iter_child_nodes())
        return ("all", inside) if inside else ()

    def _arguments(self, node: nodes.Filter | nodes.Call) -> Outline:
        return self.several([*node.args, *(pair.value for pair in node.kwargs)])

    def _attribute(self, node: nodes.Getattr | nodes.Getitem) -> Outline:
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            kind = "slice" if isinstance(node.arg, nodes.Slice) else "item"
            return (kind, self.one(node.node), self.one(node.arg))
        dotted = _dotted(node)
        guarded, base = dotted in self._guarded, _dotted(node.node)
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop":
            return ("loop", node.attr, node.lineno, "loop" in self._guarded)
        return ("attribute", self.one(node.node), _key(node), node.lineno, base, guarded)

    def _call(self, node: nodes.Call) -> Outline:
        method, group = "", ()
        if isinstance(node.node, nodes.Getattr) and node.node.attr in {"items", "values"}:
            method, group = node.node.attr, self.one(node.node.node)
        return ("call", self.one(node.node), self._arguments(node), method, group)


def _target(node: nodes.Node) -> str | Outline | None:
    """Return what is bound: a name, names one after another, or nothing that can be followed."""
    if isinstance(node, nodes.Name):
        return node.name
    return tuple(map(_target, node.items)) if isinstance(node, nodes.Tuple) else None


# --- walk --------------------------------------------------------------------------------------------------------


class _Finder:
    """Walks an outline and keeps, scope by scope, which values each name can have."""

    def __init__(self, values: Mapping[str, Any], known: Collection[str]) -> None:
        self.found: list[Unknown] = []
        always: dict[str, _Samples] = dict.fromkeys(known)
        self._scopes: list[dict[str, _Samples]] = [always | {name: [value] for name, value in values.items()}]
        self._walkers: dict[str, Callable[..., _Samples]] = {
            "all": self.run,
            "for": self._for,
            "set": self._set,
            "capture": self._capture,
            "with": self._with,
            "macro": self._macro,
            "caller": self._caller,
            "const": lambda value: [value],
            "name": self._name,
            "attribute": self._attribute,
            "item": self._item,
            "slice": self._slice,
            "loop": self._loop_attribute,
            "filter": self._filter,
            "call": self._call,
        }

    def run(self, outlined: Outline) -> None:
        """Walk statements or expressions in order."""
        for node in outlined:
            if node[0] == "attribute":  # printed, as most are: it is enough that it is there
                self._attribute(*node[1:], printed=True)
            else:
                self._walkers[node[0]](*node[1:])

    def _samples(self, node: Outline | None) -> _Samples:
        """Return the values that an expression can have, noting unknown names on the way."""
        return self._walkers[node[0]](*node[1:]) if node else None

    # statements

    @contextmanager
    def _scope(self) -> Iterator[dict[str, _Samples]]:
        self._scopes.append({})
        yield self._scopes[-1]
        self._scopes.pop()

    def _for(self, target: Any, iterable: Outline, body: Outline, else_: Outline) -> None:
        items = _items(self._samples(iterable))
        with self._scope() as scope:
            scope["loop"] = None
            self._bind(target, items)
            self.run(body)
        self.run(else_)

    def _set(self, target: Any, value: Outline) -> None:
        self._bind(target, self._samples(value))

    def _capture(self, body: Outline, target: Any) -> None:
        self.run(body)
        self._bind(target, None)

    def _with(self, targets: Sequence[Any], values: Sequence[Outline], body: Outline) -> None:
        samples = [self._samples(value) for value in values]
        with self._scope():
            for target, sample in zip(targets, samples, strict=True):
                self._bind(target, sample)
            self.run(body)

    def _macro(self, name: str, defaults: Outline, args: Sequence[str], body: Outline) -> None:
        self._scopes[-1][name] = None
        self.run(defaults)
        with self._scope() as scope:
            scope.update(dict.fromkeys([*args, "caller", "varargs", "kwargs"]))
            self.run(body)

    def _caller(self, call: Outline, args: Sequence[str], body: Outline) -> None:
        self._samples(call)
        with self._scope() as scope:
            scope.update(dict.fromkeys(args))
            self.run(body)

    def _bind(self, target: Any, samples: _Samples) -> None:
        if isinstance(target, str):
            self._scopes[-1][target] = samples
        elif target is not None:
            for k, part in enumerate(target):
                rows = [s for s in samples or () if isinstance(s, list | tuple) and len(s) == len(target)]
                self._bind(part, [row[k] for row in rows] or None)

    # expressions

    def _name(self, name: str, line: int, guarded: bool) -> _Samples:  # noqa: FBT001  spread from a tuple
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        if not guarded:
            names = {name: samples for scope in self._scopes for name, samples in scope.items()}
            self.found.append(Unknown(line, name, nearest(name, names, members(names))))
        return None

    def _attribute(
        self,
        base: Outline,
        key: Any,
        line: int,
        dotted: str,
        guarded: bool,  # noqa: FBT001  spread from a tuple
        *,
        printed: bool = False,
    ) -> _Samples:
        bases = self._samples(base)
        if bases is None or (printed and bases and type(bases[0]) is dict and key in bases[0]):
            return None
        if _are_groups(bases):  # as nearly all are: looked at without a call for each
            values = [group[key] for group in bases if key in group]
        else:
            bases = [base for base in bases if base is not None]
            values = [value for base in bases for value in _of(base, key)]
        if not bases:
            return None
        if not values and isinstance(key, str) and not guarded and not any(hasattr(base, key) for base in bases):
            known = [k for base in bases if isinstance(base, dict) for k in base if isinstance(k, str)]
            self._report(line, dotted, key, known)
        return values or None

    def _item(self, base: Outline, key: Outline) -> _Samples:
        bases = self._samples(base)
        self._samples(key)
        return _items(bases)

    def _slice(self, base: Outline, bounds: Outline) -> _Samples:
        self._samples(bounds)
        return self._samples(base)

    def _loop_attribute(self, name: str, line: int, guarded: bool) -> _Samples:  # noqa: FBT001
        if not any("loop" in scope for scope in self._scopes[1:]):
            return self._name("loop", line, guarded)
        if name not in _LOOP:
            self._report(line, "loop", name, _LOOP)
        return None

    def _report(self, line: int, base: str, key: str, candidates: Sequence[str]) -> None:
        prefix = f"{base}." if base else "."
        hints = tuple(f"{prefix}{hint}" for hint in nearest(key, candidates))
        self.found.append(Unknown(line, f"{prefix}{key}", hints))

    def _filter(self, name: str, node: Outline | None, args: Outline) -> _Samples:
        samples = self._samples(node)
        self.run(args)
        if name in _ONE_ITEM:
            return _items(samples)
        return samples if name in _SAME_ITEMS else None

    def _call(self, function: Outline, args: Outline, method: str, group: Outline) -> _Samples:
        called = self._samples(function)
        self.run(args)
        return None if called is not None or not method else self._of_method(method, group)

    def _of_method(self, method: str, group: Outline) -> _Samples:
        """Return what `.items()` and `.values()` give; their bases have been noted already."""
        noted = len(self.found)
        groups = [base for base in self._samples(group) or () if isinstance(base, dict)]
        del self.found[noted:]
        if method == "items":
            return [list(group.items()) for group in groups] or None
        return [list(group.values()) for group in groups] or None


def _are_groups(bases: Sequence[Any]) -> bool:
    return set(map(type, bases)) == {dict}


def _of(base: Any, key: Any) -> Iterator[Any]:
    """Return what `base` has under a constant key: nothing or one value."""
    if isinstance(base, dict):
        if key in base:
            yield base[key]
    elif isinstance(base, list | tuple) and isinstance(key, int):
        if -len(base) <= key < len(base):
            yield base[key]
    elif isinstance(key, str) and not key.startswith("_") and not callable(getattr(base, key, None)):
        yield from [getattr(base, key)] if hasattr(base, key) else []


def _items(samples: _Samples) -> _Samples:
    """Return what a loop over any of the samples gives, or None when that is nothing or cannot be known."""
    if samples is None:
        return None
    lists = [sample if type(sample) is list else list(sample) for sample in samples if isinstance(sample, _LISTS)]
    items = [item for sample in lists for item in sample[:_ENOUGH]]
    known = all(len(sample) <= _ENOUGH or _one_shape(sample) for sample in lists)
    return items or None if known else None


_LISTS: Final = (list, tuple, dict)


def _one_shape(rows: Sequence[Any]) -> bool:
    """Return whether all items of a long list have the keys of the first."""
    if not all(isinstance(row, dict) for row in rows):
        return False
    return len(set(map(tuple, rows))) == 1 or all(row.keys() == rows[0].keys() for row in rows)
