"""What a person changed in the workbook, put into the plan as it stands now: others may have changed it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

Path = tuple[str | int, ...]
_NAMES: Final = ("id", "number", "label", "agency")
_GONE: Final = object()


@dataclass(slots=True)
class Merged:
    """A plan with the changes of both, and the paths (in the workbook's plan) where both changed the same thing."""

    data: Any
    conflicts: list[Path] = field(default_factory=list)


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    """Return `theirs` with what `mine` changed of `base`.

    Args:
        base: The plan as it was written out.
        mine: As the workbook has it.
        theirs: As it stands now.

    Returns:
        The plan; in a conflict it has what `theirs` says.
    """
    merged = Merged(None)
    merged.data = _merge(base, mine, theirs, (), merged.conflicts)
    return merged


def _merge(base: Any, mine: Any, theirs: Any, path: Path, conflicts: list[Path]) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if all(isinstance(side, Mapping) for side in (base, mine, theirs)):
        return _mappings(base, mine, theirs, path, conflicts)
    if all(isinstance(side, list) for side in (base, mine, theirs)):
        found = _by_names(base, mine, theirs, path, conflicts)
        if found is None:
            found = _by_places(base, mine, theirs)
        if found is not None:
            return found
    conflicts.append(path)
    return theirs


def _mappings(base: Any, mine: Any, theirs: Any, path: Path, conflicts: list[Path]) -> dict[str, Any]:
    result = {}
    for key in [*mine, *(k for k in theirs if k not in mine)]:
        was, own, other = (side.get(key, _GONE) for side in (base, mine, theirs))
        value = _merge(was, own, other, (*path, key), conflicts)
        if value is not _GONE:
            result[key] = value
    return result


def _by_names(base: Any, mine: Any, theirs: Any, path: Path, conflicts: list[Path]) -> list[Any] | None:
    """Return two lists merged item by item; None where items cannot be told apart, or both changed which there are."""
    named = [_by_name(side) for side in (base, mine, theirs)]
    if any(side is None for side in named):
        return None
    was, own, others = (side or {} for side in named)
    if list(own) == list(was):
        order = list(others)
    elif list(others) == list(was):
        order = list(own)
    else:
        return None
    lost = [n for n in was if n not in order and any(n in s and s[n] != was[n] for s in (own, others))]
    if lost:  # one removed what the other changed
        return None
    places = {name: place for place, name in enumerate(own)}
    return [
        _merge(was.get(n, _GONE), own.get(n, _GONE), others.get(n, _GONE), (*path, places.get(n, 0)), conflicts)
        if n in was
        else (own.get(n) or others[n])
        for n in order
    ]


def _by_places(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any] | None:
    """Return two lists merged by where they differ from the base; None where both differ in one place."""
    changes: dict[tuple[int, int, str], list[Any]] = {}
    for side in (mine, theirs):
        matcher = SequenceMatcher(None, list(map(_key, base)), list(map(_key, side)), autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal":
                changes[i1, i2, _key(side[j1:j2])] = side[j1:j2]
    result: list[Any] = []
    done, inserted = 0, False
    for (start, end, _), items in sorted(changes.items(), key=lambda change: change[0][:2]):
        if start < done or (start == done and result and (inserted or start == end)):
            return None  # two changes of one place, or two that touch: which comes first nobody can tell
        result += [*base[done:start], *items]
        done, inserted = end, start == end
    return result + base[done:]


def _key(value: Any) -> str:
    return repr(value)


def _by_name(items: list[Any]) -> dict[str, Any] | None:
    """Return items by what they are known by; None where two are known by the same, or one by nothing."""
    names = list(_names(items))
    return dict(zip(names, items, strict=True)) if len(set(names)) == len(items) and "" not in names else None


def _names(items: list[Any]) -> Iterator[str]:
    for item in items:
        known = item if isinstance(item, Mapping) else {}
        yield next((f"{key}={known[key]}" for key in _NAMES if key in known), "")
