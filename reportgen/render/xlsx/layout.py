"""Where every template row stands in the output, and what a reference to it means there.

Between markers, template rows form *segments*; markers form *blocks* (a loop body, a branch). Running a template
yields *iterations* of blocks, and places every segment once for each iteration of its block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.render.xlsx.formula import MAX_ROW

Rows = tuple[int, int]
"""First and last output row."""


@dataclass(slots=True)
class Block:
    """Rows that appear together: the sheet itself (number 0), a loop body, a branch of a condition.

    Attributes:
        first, last: Template rows between the markers; `last < first` when there are none.
        repeats: Whether it is the body of a loop.
    """

    number: int
    parent: Block | None
    depth: int
    first: int
    last: int
    repeats: bool = False


@dataclass(slots=True)
class Segment:
    """A run of template rows of one block, without markers."""

    number: int
    block: Block
    first: int
    last: int


@dataclass(slots=True)
class Iteration:
    """One appearance of a block: output rows from `low` up to, not including, `high`.

    Attributes:
        turn: Which turn of its loop it is, the first being 0. begun: Turns so far of each loop inside, by its block.
    """

    block: Block
    parent: Iteration | None
    low: int
    high: int = 0
    turn: int = 0
    begun: dict[int, int] | None = None


@dataclass(slots=True)
class Placed:
    """One appearance of a segment: its first output row, its iteration and the values of its tags.

    `values` is `None` for a blank row that stands in for the items of an empty table.
    """

    segment: Segment
    start: int
    iteration: Iteration
    values: tuple[object, ...] | None

    @property
    def shift(self) -> int:
        """Output row less template row."""
        return self.start - self.segment.first


@dataclass(slots=True)
class Shape:
    """The rows of a template sheet: segments in order, blocks, and the block that holds each marker row."""

    segments: list[Segment]
    blocks: list[Block]
    markers: dict[int, Block]

    def segment_at(self, row: int) -> Segment | None:
        """Return the segment that holds a template row; `None` for a marker row."""
        place = bisect_right(self.segments, row, key=lambda segment: segment.first) - 1
        if place >= 0 and row <= self.segments[place].last:
            return self.segments[place]
        return None

    def block_at(self, row: int) -> Block:
        """Return the innermost block that a template row belongs to; a marker belongs to the block around it."""
        segment = self.segment_at(row)
        return segment.block if segment is not None else self.markers[row]


def common(first: Block, second: Block) -> Block:
    """Return the innermost block that holds both."""
    while first is not second:
        if first.depth >= second.depth:
            if first.parent is None:
                return first
            first = first.parent
        elif second.parent is not None:
            second = second.parent
    return first


def iteration_of(iteration: Iteration, block: Block) -> Iteration:
    """Return the iteration of `block` around an iteration of one of its inner blocks."""
    current: Iteration | None = iteration
    while current is not None and current.block is not block:
        current = current.parent
    if current is None:
        raise LookupError(block.number)
    return current


class Layout:
    """The output rows of one sheet."""

    def __init__(self, shape: Shape, placed: list[Placed], root: Iteration) -> None:
        self.shape = shape
        self.placed = placed
        self.root = root
        self.by_segment: list[list[Placed]] = [[] for _ in shape.segments]
        self.iterations: list[list[Iteration]] = [[] for _ in shape.blocks]
        self.iterations[0].append(root)
        seen = {id(root)}
        for one in placed:
            self.by_segment[one.segment.number].append(one)
            iteration: Iteration | None = one.iteration
            while iteration is not None and id(iteration) not in seen:
                seen.add(id(iteration))
                self.iterations[iteration.block.number].append(iteration)
                iteration = iteration.parent

    def within(self, segment: Segment, scope: Iteration) -> list[Placed]:
        """Return the appearances of a segment inside an iteration, in order."""
        placed = self.by_segment[segment.number]
        if scope is self.root:
            return placed
        low = bisect_left(placed, scope.low, key=lambda one: one.start)
        high = bisect_left(placed, scope.high, key=lambda one: one.start)
        return placed[low:high]

    def rows(self, first: int, last: int, scope: Iteration) -> list[Rows]:
        """Return the output rows of template rows `first` to `last` inside `scope`, as runs in order."""
        found: list[Rows] = []
        for segment in self.shape.segments:
            if segment.first > last or segment.last < first:
                continue
            top, bottom = max(first, segment.first) - segment.first, min(last, segment.last) - segment.first
            found.extend((one.start + top, one.start + bottom) for one in self.within(segment, scope))
        return joined(found)

    def above(self, marker: int, scope: Iteration) -> int:
        """Return the output row above a marker row; 0 above the sheet."""
        bottom = scope.low - 1
        for segment in self.shape.segments:
            if segment.last < marker:
                within = self.within(segment, scope)
                if within:
                    bottom = max(bottom, within[-1].start + segment.last - segment.first)
        return bottom

    def meant(self, first: int, last: int, scope: Iteration) -> list[Rows]:
        """Return what a reference to template rows `first` to `last` means inside `scope`.

        A marker at either end means the row above it in the output.
        """
        if first == last and first in self.shape.markers:
            row = self.above(first, scope)
            return [(row, row)] if row else []
        found = self.rows(first, last, scope)
        if first in self.shape.markers:
            row = self.above(first, scope)
            found.append((row, row) if row else (1, 0))
        if last in self.shape.markers:
            row = self.above(last, scope)
            low = self.lowest(first, scope)
            if row >= low:
                found.append((row, row))
        return joined([run for run in found if run[0] <= run[1]])

    def lowest(self, row: int, scope: Iteration) -> int:
        """Return the output row below which a reference that starts at a template row must not reach."""
        if row in self.shape.markers:
            return max(1, self.above(row, scope))
        return self.position(row, scope)

    def position(self, row: int, scope: Iteration | None = None) -> int:
        """Return the output row of a template row, or of the first row after it that is there: for anchors."""
        scope = scope or self.root
        for segment in self.shape.segments:
            if segment.last >= row:
                within = self.within(segment, scope)
                if within:
                    return within[0].start + max(row - segment.first, 0)
        return scope.high

    def last_position(self, row: int) -> int:
        """Return the last output row of a template row, or the row above where it would be."""
        runs = self.rows(row, row, self.root)
        return (
            runs[-1][1]
            if runs
            else max(1, self.above(row, self.root) if row in self.shape.markers else self.position(row) - 1)
        )

    def appearances(self, first: int, last: int) -> Iterator[tuple[Iteration, list[Rows]]]:
        """Yield the output rows of an object on template rows `first` to `last`, once for each of its appearances."""
        block = common(self.shape.block_at(first), self.shape.block_at(last))
        for iteration in self.iterations[block.number]:
            runs = self.rows(first, last, iteration)
            if runs:
                yield iteration, runs

    def depth_scope(self, first: int, last: int) -> Block:
        """Return the innermost block around template rows `first` to `last`."""
        return common(self.shape.block_at(first), self.shape.block_at(last))


def joined(runs: list[Rows]) -> list[Rows]:
    """Return runs of rows sorted, neighbours and overlaps joined."""
    result: list[Rows] = []
    for low, high in sorted(runs):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return result


LAST_ROW = MAX_ROW
