"""Names that a template uses and the values do not have: all of them at once, before anything is printed.

The template's syntax tree is walked beside the values: a loop's variable stands for every item of its list, so
`nv.thoi_hn` is found inside the loop. What cannot be known (an empty list, the result of a filter that builds
something new) is left to run time, where `StrictUndefined` still refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from jinja2 import nodes

from reportgen.problem import Problem
from reportgen.render.probes import Probes, probes_of
from reportgen.render.suggest import members, nearest, unknown_name

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
    finder = _Finder(values, known, _guarded(tree))
    finder.run(tree.body)
    return list(dict.fromkeys(finder.found))


def probes(tree: nodes.Template, known: Collection[str] = ()) -> Probes:
    """Return what to look for in values first, so that `unknown_names` is asked only when something may be missing."""
    return probes_of(tree, known, _guarded(tree))


def as_problem(unknown: Unknown, where: str) -> Problem:
    """Return what to tell the template officer."""
    return Problem("MB015", where, *unknown_name(unknown.name, unknown.suggestions))


def _guarded(tree: nodes.Template) -> frozenset[str]:
    """Return the names that the template itself allows to be missing: `x is defined`, `x | default("")`."""
    tests = [n.node for n in tree.find_all(nodes.Test) if n.name in {"defined", "undefined"}]
    defaults = [n.node for n in tree.find_all(nodes.Filter) if n.name in {"default", "d"} and n.node is not None]
    return frozenset(filter(None, map(_dotted, [*tests, *defaults])))


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


class _Finder:
    """Walks a template and keeps, scope by scope, which values each name can have."""

    def __init__(self, values: Mapping[str, Any], known: Collection[str], guarded: frozenset[str]) -> None:
        self.found: list[Unknown] = []
        self._guarded = guarded
        always: dict[str, _Samples] = dict.fromkeys(known)
        self._scopes: list[dict[str, _Samples]] = [always | {name: [value] for name, value in values.items()}]
        self._statements: dict[type, Callable[[Any], None]] = {
            nodes.For: self._for,
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._assign_block,
            nodes.With: self._with,
            nodes.Macro: self._macro,
            nodes.CallBlock: self._call_block,
        }

    def run(self, body: Sequence[nodes.Node]) -> None:
        """Walk statements in order."""
        for node in body:
            self._visit(node)

    def _visit(self, node: nodes.Node) -> None:
        handler = self._statements.get(type(node))
        if handler is not None:
            handler(node)
        elif isinstance(node, nodes.Expr):
            self._samples(node)
        else:
            self.run(list(node.iter_child_nodes()))

    # statements

    @contextmanager
    def _scope(self) -> Iterator[dict[str, _Samples]]:
        self._scopes.append({})
        yield self._scopes[-1]
        self._scopes.pop()

    def _for(self, node: nodes.For) -> None:
        items = _items(self._samples(node.iter))
        with self._scope() as scope:
            scope["loop"] = None
            self._bind(node.target, items)
            self.run([*([node.test] if node.test else []), *node.body])
        self.run(node.else_)

    def _assign(self, node: nodes.Assign) -> None:
        self._bind(node.target, self._samples(node.node))

    def _assign_block(self, node: nodes.AssignBlock) -> None:
        self.run(node.body)
        self._bind(node.target, None)

    def _with(self, node: nodes.With) -> None:
        samples = [self._samples(value) for value in node.values]
        with self._scope():
            for target, sample in zip(node.targets, samples, strict=True):
                self._bind(target, sample)
            self.run(node.body)

    def _macro(self, node: nodes.Macro) -> None:
        self._scopes[-1][node.name] = None
        self.run(node.defaults)
        with self._scope() as scope:
            scope.update(dict.fromkeys([a.name for a in node.args] + ["caller", "varargs", "kwargs"]))
            self.run(node.body)

    def _call_block(self, node: nodes.CallBlock) -> None:
        self._visit(node.call)
        with self._scope() as scope:
            scope.update(dict.fromkeys(a.name for a in node.args))
            self.run(node.body)

    def _bind(self, target: nodes.Node, samples: _Samples) -> None:
        if isinstance(target, nodes.Name):
            self._scopes[-1][target.name] = samples
        elif isinstance(target, nodes.Tuple):
            for k, part in enumerate(target.items):
                rows = [s for s in samples or () if isinstance(s, list | tuple) and len(s) == len(target.items)]
                self._bind(part, [row[k] for row in rows] or None)

    # expressions

    def _samples(self, node: nodes.Node) -> _Samples:
        """Return the values that an expression can have, noting unknown names on the way."""
        if isinstance(node, nodes.Const):
            return [node.value]
        if isinstance(node, nodes.Name):
            return self._name(node)
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            return self._attribute(node)
        if isinstance(node, nodes.Filter):
            return self._filter(node)
        if isinstance(node, nodes.Call):
            return self._call(node)
        self.run(list(node.iter_child_nodes()))
        return None

    def _name(self, node: nodes.Name) -> _Samples:
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        if node.name not in self._guarded and node.name != "self":
            names = {name: samples for scope in self._scopes for name, samples in scope.items()}
            self.found.append(Unknown(node.lineno, node.name, nearest(node.name, names, members(names))))
        return None

    def _attribute(self, node: nodes.Getattr | nodes.Getitem) -> _Samples:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and isinstance(node, nodes.Getattr):
            return self._loop_attribute(node)
        bases = self._samples(node.node)
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            self._visit(node.arg)
            return _items(bases)
        bases = [base for base in bases or () if base is not None]
        if not bases:
            return None
        key = _key(node)
        values = [value for base in bases for value in _of(base, key)]
        methods = isinstance(key, str) and any(hasattr(base, key) for base in bases)
        if not values and not methods and isinstance(key, str) and _dotted(node) not in self._guarded:
            self._report(node, key, [k for base in bases if isinstance(base, dict) for k in base if isinstance(k, str)])
        return values or None

    def _loop_attribute(self, node: nodes.Getattr) -> _Samples:
        if not any("loop" in scope for scope in self._scopes[1:]):
            return self._name(nodes.Name("loop", "load", lineno=node.lineno))
        if node.attr not in _LOOP:
            self._report(node, node.attr, _LOOP)
        return None

    def _report(self, node: nodes.Getattr | nodes.Getitem, key: str, candidates: Sequence[str]) -> None:
        base = _dotted(node.node)
        prefix = f"{base}." if base else "."
        hints = tuple(f"{prefix}{hint}" for hint in nearest(key, candidates))
        self.found.append(Unknown(node.lineno, f"{prefix}{key}", hints))

    def _filter(self, node: nodes.Filter) -> _Samples:
        samples = self._samples(node.node) if node.node is not None else None
        self.run([*node.args, *(pair.value for pair in node.kwargs)])
        if node.name in _ONE_ITEM:
            return _items(samples)
        return samples if node.name in _SAME_ITEMS else None

    def _call(self, node: nodes.Call) -> _Samples:
        called = self._samples(node.node)
        self.run([*node.args, *(pair.value for pair in node.kwargs)])
        if called is not None or not isinstance(node.node, nodes.Getattr):
            return None
        return self._of_method(node.node)

    def _of_method(self, node: nodes.Getattr) -> _Samples:
        """Return what `.items()` and `.values()` give; their bases have been noted already."""
        noted = len(self.found)
        groups = [base for base in self._samples(node.node) or () if isinstance(base, dict)]
        del self.found[noted:]
        if node.attr == "items":
            return [list(group.items()) for group in groups] or None
        return [list(group.values()) for group in groups] or None if node.attr == "values" else None


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
    lists = [list(sample) for sample in samples if isinstance(sample, list | tuple | dict)]
    items = [item for sample in lists for item in sample[:_ENOUGH]]
    known = all(len(sample) <= _ENOUGH or _one_shape(sample) for sample in lists)
    return items or None if known else None


def _one_shape(rows: Sequence[Any]) -> bool:
    """Return whether all items of a long list have the keys of the first."""
    return all(isinstance(row, dict) and row.keys() == rows[0].keys() for row in rows)
