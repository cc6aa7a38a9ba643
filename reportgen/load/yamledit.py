"""A YAML file with some of its values changed and everything else as the person wrote it, comments included.

Only the entries that differ are written anew, in the style of `yamlwriter`, at the margin of their neighbours. Files
come in more shapes than this can foresee, so whoever calls it reads the result again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

import yaml

from reportgen.load.yamlwriter import entry_lines, item_lines, scalar

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAMES: Final = ("id", "number", "label", "agency", "place")
"""Keys by which an item of a list is known again when something else of it has changed."""


def edit_yaml(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """Return a file's text with the values of `new` where they differ from those of `old`.

    Args:
        text: The file, its lines ended by a line feed alone.
        old: What it holds, keys with their default value left out or not.
        new: What it is to hold.

    Returns:
        The text; None where the file is no block of keys, so that it must be written whole.
    """
    text = text if text.endswith("\n") else text + "\n"
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    editor = _Editor(text)
    return editor.result() if editor.mapping(root, old, new, in_item=False) else None


class _Editor:
    """Gathers changes of a text; each is a span and what stands there instead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._changes: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """Return the text with all changes; of two at one place the one noted first stands first."""
        parts, done = [], 0
        for start, end, words in sorted(self._changes, key=lambda change: change[0]):
            parts += [self.text[done : max(done, start)], words]
            done = max(done, end)
        return "".join([*parts, self.text[done:]])

    # collections

    def mapping(self, node: yaml.MappingNode, old: Mapping[str, Any], new: Mapping[str, Any], *, in_item: bool) -> bool:
        """Change a block of keys; False, with nothing noted, where it must be written whole.

        Args:
            node: The block.
            old: What it holds.
            new: What it is to hold.
            in_item: Whether its first key stands behind the dash of a list.
        """
        here = {str(key.value): (key, value) for key, value in node.value}
        gone = [key for key in here if key in old and key not in new]
        fresh = [key for key in new if key not in here]
        first = next(iter(here), "")
        if in_item and (first in gone or self._before(fresh, list(new), here)):
            return False
        for key, (key_node, value) in here.items():
            if key in new and old.get(key) != new[key]:
                self._entry(key_node, value, old.get(key), new[key])
        for key in gone:
            self._change(self._line_start(self._at(here[key][0].start_mark)), self._next_line(*here[key]), "")
        margin = " " * node.start_mark.column
        for key in fresh:
            lines = "".join(f"{margin}{line}\n" for line in entry_lines(key, new[key], 0))
            anchor = self._anchor(key, list(new), here)
            at = self._line_start(self._at(node.start_mark)) if anchor is None else self._next_line(*here[anchor])
            self._change(at, at, lines)
        return True

    def _before(self, fresh: Sequence[str], order: list[str], here: Mapping[str, Any]) -> bool:
        return any(self._anchor(key, order, here) is None for key in fresh)

    @staticmethod
    def _anchor(key: str, order: list[str], here: Mapping[str, Any]) -> str | None:
        """Return the nearest key before `key` that stands in the file, None for none."""
        return next((k for k in reversed(order[: order.index(key)]) if k in here), None)

    def _entry(self, key: yaml.Node, value: yaml.Node, old: Any, new: Any) -> None:
        if self._inside(value, old, new):
            return
        start = self._at(key.start_mark)
        margin = "\n" + " " * key.start_mark.column
        colon = self.text.index(":", self._at(key.end_mark)) + 1
        self._change(start, max(colon, self._end(value)), margin.join(entry_lines(str(key.value), new, 0)))

    def _inside(self, node: yaml.Node, old: Any, new: Any) -> bool:
        """Change what stands inside a block; False where the value must be written whole."""
        if not old or not new or getattr(node, "flow_style", True):
            return False
        if isinstance(node, yaml.MappingNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
            return self.mapping(node, old, new, in_item=False)
        if isinstance(node, yaml.SequenceNode) and isinstance(old, list) and isinstance(new, list):
            return self._sequence(node, old, new)
        return False

    def _sequence(self, node: yaml.SequenceNode, old: list[Any], new: list[Any]) -> bool:
        dashes = [self.text.rfind("-", 0, self._at(item.start_mark)) for item in node.value]
        if len(node.value) != len(old) or any(self.text[self._line_start(d) : d].strip() for d in dashes):
            return False
        pairs = _pairs(old, new)
        margin = " " * (dashes[0] - self._line_start(dashes[0]))
        kept = {j: i for i, j in pairs}
        for i, j in pairs:
            if old[i] != new[j]:
                self._item(node.value[i], old[i], new[j])
        for i in set(range(len(old))) - set(kept.values()):
            self._change(self._line_start(dashes[i]), self._next_line(node.value[i]), "")
        at = self._line_start(dashes[0])
        for j, item in enumerate(new):
            if j in kept:
                at = self._next_line(node.value[kept[j]])
            else:
                self._change(at, at, "".join(f"{margin}{line}\n" for line in item_lines(item, 0)))
        return True

    def _item(self, node: yaml.Node, old: Any, new: Any) -> None:
        if isinstance(node, yaml.MappingNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
            if not node.flow_style and self.mapping(node, old, new, in_item=True):
                return
        elif isinstance(new, str):
            self._change(self._at(node.start_mark), self._end(node), scalar(new, one_line=True))
            return
        margin = "\n" + " " * node.start_mark.column
        lines = [line[2:] for line in item_lines(new, 0)]
        self._change(self._at(node.start_mark), self._end(node), margin.join(lines))

    # places

    def _change(self, start: int, end: int, words: str) -> None:
        self._changes.append((start, end, words))

    def _at(self, mark: Any) -> int:
        return self._starts[int(mark.line)] + int(mark.column)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _next_line(self, *nodes: yaml.Node) -> int:
        """Return where the line after the last of some nodes begins."""
        end = max(self._at(nodes[0].start_mark), *(self._end(node) for node in nodes))
        return self.text.index("\n", end) + 1

    def _end(self, node: yaml.Node) -> int:
        """Return where the words of a node end: before blank lines, comments and the next key."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return max(self._end(n) for n in last) if isinstance(last, tuple) else self._end(last)
        end = self._at(node.end_mark)
        if isinstance(node, yaml.ScalarNode) and (node.style in {"|", ">"} or not node.value):
            return len(self.text[:end].rstrip())
        return end


def _pairs(old: list[Any], new: list[Any]) -> list[tuple[int, int]]:
    """Return which items of two lists are the same thing, places in both growing."""
    pairs: list[tuple[int, int]] = []
    for same, i1, i2, j1, j2 in _blocks([_key(item) for item in old], [_key(item) for item in new]):
        if same:
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        for named, a1, a2, b1, b2 in _blocks(
            [_name(item) for item in old[i1:i2]], [_name(item) for item in new[j1:j2]]
        ):
            if named or a2 - a1 == b2 - b1:
                pairs += zip(range(i1 + a1, i1 + a2), range(j1 + b1, j1 + b2), strict=True)
    return pairs


def _blocks(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(tag == "equal", *places) for tag, *places in codes]  # type: ignore[misc]


def _key(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False, default=str)


def _name(item: Any) -> str:
    """Return what an item is known by: its id; of a paragraph, its kind."""
    if not isinstance(item, Mapping):
        return ""
    return next((f"{key}={item[key]}" for key in _NAMES if key in item), next(iter(item), ""))
