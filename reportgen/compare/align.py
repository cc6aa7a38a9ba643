"""Which part of the old goes with which part of the new: words of a paragraph, blocks of a text, rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, TypeVar

T = TypeVar("T")
Pair = tuple[int | None, int | None]
"""Places in the old and in the new; None on the side that has no such thing."""

_WORD: Final = re.compile(r"\d+(?:[.,/]\d+)*%?|\w+|\s+|[^\w\s]")
_MOST: Final = 4_000_000
"""Comparisons made of two sequences; longer ones are taken as a whole between what they share at both ends."""
ALIKE: Final = 0.5
"""Share of common words from which two paragraphs are versions of one."""


def words(text: str) -> list[str]:
    """Return a text in words, figures, spaces and marks; joined they are the text."""
    return _WORD.findall(text)


def spans(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[bool, int, int, int, int]]:
    """Return the differing and the common stretches of two sequences, in order.

    Returns:
        Whether it is common, then start and end in the old, start and end in the new.
    """
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [(True, 0, head, 0, head)] if head else []
    if inner_old or inner_new:
        if len(inner_old) * len(inner_new) > _MOST:
            inner = [(False, 0, len(inner_old), 0, len(inner_new))]
        else:
            matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
            inner = [(tag == "equal", *where) for tag, *where in matcher.get_opcodes()]  # type: ignore[misc]
        found += [(same, a + head, b + head, c + head, d + head) for same, a, b, c, d in inner]
    if tail:
        found.append((True, len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


def word_spans(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return `spans` of words, where a lone space between two changes is part of one change."""
    found = spans(old, new)
    joined: list[tuple[bool, int, int, int, int]] = []
    for place, (same, a, b, c, d) in enumerate(found):
        inner = 0 < place < len(found) - 1
        common = same and not (inner and not "".join(old[a:b]).strip())
        if joined and joined[-1][0] == common:
            joined[-1] = (common, joined[-1][1], b, joined[-1][3], d)
        else:
            joined.append((common, a, b, c, d))
    return joined


def pairs(
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], Hashable],
    alike: Callable[[T, T], float],
) -> list[Pair]:
    """Return what goes with what, in the order of both; what was removed comes before what was added there.

    Args:
        old: The old parts.
        new: The new parts.
        key: Parts with the same key are the same.
        alike: How much two parts resemble each other, 0 to 1; from `ALIKE` they are versions of one.
    """
    found: list[Pair] = []
    for same, a, b, c, d in spans([key(part) for part in old], [key(part) for part in new]):
        if same:
            found += [(a + i, c + i) for i in range(b - a)]
        else:
            found += _matched(old, new, range(a, b), range(c, d), alike)
    return found


def _matched(
    old: Sequence[T], new: Sequence[T], olds: range, news: range, alike: Callable[[T, T], float]
) -> Iterator[Pair]:
    """Yield the pairing of two stretches, without crossings, that resembles most."""
    if len(olds) * len(news) > _MOST // 200:
        links = [(a, b) for a, b in zip(olds, news, strict=False) if alike(old[a], new[b]) >= ALIKE]
    else:
        links = _best(
            [[value if (value := alike(old[a], new[b])) >= ALIKE else 0.0 for b in news] for a in olds], olds, news
        )
    a, b = olds.start, news.start
    for x, y in [*links, (olds.stop, news.stop)]:
        yield from ((i, None) for i in range(a, x))
        yield from ((None, j) for j in range(b, y))
        if x < olds.stop:
            yield x, y
        a, b = x + 1, y + 1


def _best(values: list[list[float]], olds: range, news: range) -> list[tuple[int, int]]:
    height, width = len(olds), len(news)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            take = values[i][j] + best[i + 1][j + 1] if values[i][j] else -1.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    links, i, j = [], 0, 0
    while i < height and j < width:
        if values[i][j] and best[i][j] == values[i][j] + best[i + 1][j + 1]:
            links.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return links


@lru_cache(maxsize=4096)
def _counted(text: str) -> Counter[str]:
    return Counter(word for word in words(text) if not word.isspace())


def resemblance(old: str, new: str) -> float:
    """Return which share of the words two texts have in common, 0 to 1."""
    first, second = _counted(old), _counted(new)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0
