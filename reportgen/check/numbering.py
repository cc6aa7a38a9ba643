"""The numbers that a plan prints, in the runs in which they should count up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.model.plan import Plan
from reportgen.vi.letters import LETTERS
from reportgen.vi.roman import from_roman

_NUMBERED = re.compile(r"\s*([0-9]+(?:\.[0-9]+)*|[IVX]+|[a-zđ](?=\)))[.)]?\s")

_ROMAN = re.compile(r"[IVX]+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """One printed number.

    Attributes:
        number: As printed, without its mark: `2.6`, `III`, `đ`. what: What it numbers, for messages.
        where: A place that can be opened.
    """

    number: str
    what: str
    where: str


def rank(number: str) -> int | None:
    """Return the place of a number in its run: 6 for `2.6`, 3 for `III`, 5 for `đ`; None when it is none."""
    last = number.strip().rstrip(".)").rpartition(".")[2]
    if last.isascii() and last.isdigit():
        return int(last)
    if last in LETTERS:
        return LETTERS.index(last) + 1
    if not _ROMAN.fullmatch(last):  # C, D, L and M number Phần C, Phần D, never the hundredth of anything
        return None
    try:
        return from_roman(last)
    except ValueError:
        return None


def series(number: str) -> str:
    """Return what a number counts under: `2` for `2.6`, "" for `III`."""
    return number.strip().rstrip(".)").rpartition(".")[0]


def chapters(plan: Plan) -> list[Numbered]:
    """Return the numbers of the areas, in printed order; none where a plan numbers them otherwise."""
    return [Numbered(a.id, "lĩnh vực trong danh mục nhiệm vụ", a.source or plan.source) for a in plan.areas]


def rows(plan: Plan) -> Iterator[list[Numbered]]:
    """Yield, group by group, the numbers of the tasks; a group that counts on from the one before says so."""
    last: Numbered | None = None
    for group in (g for area in plan.areas for g in area.groups):
        run = [
            Numbered(t.number.strip().rstrip("."), f"nhóm nhiệm vụ {group.id}", t.source)
            for t in plan.tasks
            if t.group == group.id
        ]
        if run:
            yield [last, *run] if last is not None and follows(last, run[0]) else run
            last = run[-1]


def follows(before: Numbered, after: Numbered) -> bool:
    """Return whether a number is the next one."""
    first, second = rank(before.number), rank(after.number)
    return first is not None and second == first + 1


def headings(plan: Plan) -> Iterator[list[Numbered]]:
    """Yield the runs of the running text: headings of one level under one heading, and the điểm under a heading."""
    open_runs: dict[int, list[Numbered]] = {}
    points: list[Numbered] = []
    for block in plan.blocks:
        found = _NUMBERED.match(block.text)
        if block.kind == "heading":
            yield from _closed(open_runs, block.level)
            if points:
                yield points
            points = []
        if found is None:
            continue
        number = found.group(1)
        if block.kind == "heading":
            run = open_runs.setdefault(block.level, [])
            run.append(Numbered(number, f"thân kế hoạch, đề mục “{_short(block.text)}”", block.source or plan.source))
        elif number in LETTERS:
            if points and number == LETTERS[0]:  # the điểm of the next khoản
                yield points
                points = []
            points.append(Numbered(number, f"thân kế hoạch, điểm “{_short(block.text)}”", block.source or plan.source))
    yield from _closed(open_runs, 0)
    if points:
        yield points


def _closed(open_runs: dict[int, list[Numbered]], level: int) -> Iterator[list[Numbered]]:
    """Take out and yield the runs deeper than a level: a new heading above them ends them."""
    for deeper in sorted(k for k in open_runs if k > level):
        yield open_runs.pop(deeper)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("..." if len(words) > 8 else "")  # noqa: PLR2004  enough to find it by
