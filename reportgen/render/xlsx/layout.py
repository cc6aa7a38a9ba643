"""Where every template row stands in the output, and what a reference to it means there.

Between markers, template rows form *segments*; markers form *blocks* (a loop body, a branch). Running a template
yields *iterations* of blocks, and places every segment once for each iteration of its block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
class Turns:
    """Turns of one loop, one below another, that are a segment each: what thousands of `Placed` would say.

    Attributes:
        start: First output row. parent: The iteration around. turn: Of the first one.
        values: Those of each turn.
    """

    segment: Segment
    start: int
    parent: Iteration
    turn: int
    values: list[tuple[object, ...]]
    made: list[Placed] | None = None

    @property
    def height(self) -> int:
        """Rows of one turn."""
        return self.segment.last - self.segment.first + 1

    @property
    def last(self) -> int:
        """Where the last turn starts."""
        return self.start + self.height * (len(self.values) - 1)

    def each(self) -> list[Placed]:
        """Return the turns one by one; made when somebody asks, for most often nobody does."""
        if self.made is None:
            block, parent, height = self.segment.block, self.parent, self.height
            self.made = [
                Placed(self.segment, start, Iteration(block, parent, start, start + height, turn), values)
                for turn, (start, values) in enumerate(
                    zip(range(self.start, self.last + 1, height), self.values, strict=True), self.turn
                )
            ]
        return self.made


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
    """The output rows of one sheet.

    Attributes:
        pieces: What stands where, in order.
    """

    def __init__(self, shape: Shape, pieces: Sequence[Placed | Turns], root: Iteration) -> None:
        self.shape = shape
        self.pieces = pieces
        self.root = root
        self._pieces_of: list[list[Placed | Turns]] = [[] for _ in shape.segments]
        self._each: dict[int, list[Placed]] = {}
        self._iterations: list[list[Iteration]] | None = None
        for piece in pieces:
            self._pieces_of[piece.segment.number].append(piece)

    def placed(self) -> Iterator[Placed]:
        """Yield all appearances of all segments, in order."""
        for piece in self.pieces:
            if isinstance(piece, Turns):
                yield from piece.each()
            else:
                yield piece

    def each(self, segment: Segment) -> list[Placed]:
        """Return the appearances of a segment, in order."""
        found = self._each.get(segment.number)
        if found is None:
            found = self._each[segment.number] = [
                placed
                for piece in self._pieces_of[segment.number]
                for placed in (piece.each() if isinstance(piece, Turns) else (piece,))
            ]
        return found

    def count(self, segment: Segment) -> int:
        """Return how often a segment appears."""
        return sum(len(piece.values) if isinstance(piece, Turns) else 1 for piece in self._pieces_of[segment.number])

    def turns(self, block: Block) -> list[Iteration]:
        """Return the iterations of a block, in order."""
        if block.number == 0:
            return [self.root]
        if self._iterations is None:
            self._iterations = self._all_iterations()
        return self._iterations[block.number]

    def _all_iterations(self) -> list[list[Iteration]]:
        found: list[list[Iteration]] = [[] for _ in self.shape.blocks]
        seen = {id(self.root)}
        for one in self.placed():
            iteration: Iteration | None = one.iteration
            while iteration is not None and id(iteration) not in seen:
                seen.add(id(iteration))
                found[iteration.block.number].append(iteration)
                iteration = iteration.parent
        return found

    def within(self, segment: Segment, scope: Iteration) -> list[Placed]:
        """Return the appearances of a segment inside an iteration, in order."""
        placed = self.each(segment)
        if scope is self.root:
            return placed
        low = bisect_left(placed, scope.low, key=lambda one: one.start)
        high = bisect_left(placed, scope.high, key=lambda one: one.start)
        return placed[low:high]

    def _ends(self, segment: Segment, scope: Iteration) -> tuple[int, int] | None:
        """Return where the first and the last appearance of a segment inside an iteration start."""
        if scope is self.root:
            pieces = self._pieces_of[segment.number]
            if not pieces:
                return None
            last = pieces[-1]
            return pieces[0].start, last.last if isinstance(last, Turns) else last.start
        within = self.within(segment, scope)
        return (within[0].start, within[-1].start) if within else None

    def rows(self, first: int, last: int, scope: Iteration) -> list[Rows]:
        """Return the output rows of template rows `first` to `last` inside `scope`, as runs in order."""
        found: list[Rows] = []
        for segment in self.shape.segments:
            if segment.first > last or segment.last < first:
                continue
            top, bottom = max(first, segment.first) - segment.first, min(last, segment.last) - segment.first
            whole = scope is self.root and (top, bottom) == (0, segment.last - segment.first)
            found.extend(
                (piece.start + top, (piece.last if isinstance(piece, Turns) else piece.start) + bottom)
                for piece in (self._pieces_of[segment.number] if whole else self.within(segment, scope))
            )
        return joined(found)

    def above(self, marker: int, scope: Iteration) -> int:
        """Return the output row above a marker row; 0 above the sheet."""
        bottom = scope.low - 1
        for segment in self.shape.segments:
            if segment.last < marker:
                ends = self._ends(segment, scope)
                if ends is not None:
                    bottom = max(bottom, ends[1] + segment.last - segment.first)
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
                ends = self._ends(segment, scope)
                if ends is not None:
                    return ends[0] + max(row - segment.first, 0)
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
        for iteration in self.turns(block):
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
