"""Two Word documents: what differs, and the new one with every difference as a tracked change.

Accepting all changes of that copy gives the text of the new document, rejecting all the text of the old one. The new
document keeps its build: only what differs is touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.compare.align import ALIKE, Pair, pairs, resemblance
from reportgen.compare.change import Change, How
from reportgen.compare.marking import Marker
from reportgen.compare.paragraph import mark_changes, steady_text, units
from reportgen.compare.wordxml import (
    TBL,
    P,
    W,
    accept,
    block_text,
    blocks,
    boxes,
    cell_text,
    cells,
    rows,
    text_of,
)
from reportgen.render.package import Package, open_package, parse_xml, to_xml
from reportgen.render.wordplaces import part_titles, places

_NOTES: Final = ("chú thích cuối trang", "chú thích cuối văn bản")
_REMARKS: Final = "nhận xét"
_THING: Final = "hình hoặc trường"
_TABLE_ALIKE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to: the differences in reading order, the copy on which they are seen."""

    changes: tuple[Change, ...]
    document: bytes


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of one of the two documents: its name, its tree without former changes, the places of its paragraphs."""

    name: str
    root: etree._Element
    places: dict[etree._Element, str]


def compare(old: bytes, new: bytes, old_name: str, new_name: str) -> Compared:
    """Compare two .docx files.

    Args:
        old: The former one.
        new: The one that came after.
        old_name: Its file name, for places.
        new_name: The same of the new one.

    Raises:
        ReportgenError: MB001-MB009 when one of them cannot be opened.
    """
    before, after = open_package(old, old_name), open_package(new, new_name)
    olds, news = _parts(before), _parts(after)
    work = _Comparison(before, after, Marker([part.root for part in news.values()], _lists(after)))
    for title, part in news.items():
        if title in olds:
            work.part(olds[title], part, notes=title in _NOTES)
        else:
            work.whole(part, How.ADDED, _said(olds))
    for title, part in olds.items():
        if title not in news:
            work.whole(part, How.REMOVED, _said(news))
    written = {part.name: to_xml(part.root) for part in news.values() if part.name in work.touched}
    # a text box stands twice in a file, once for programs of before 2010
    return Compared(tuple(dict.fromkeys(work.changes)), after.write(written))


def paragraphs_of(package: Package) -> list[tuple[str, str]]:
    """Return the place and the text of every paragraph and every table row that says anything, in reading order.

    What programs count is left out, as is what a header or footer says that one before it says: LibreOffice writes
    one of them for each section.
    """
    found: dict[str, list[str]] = {}
    running: set[str] = set()
    for title, part in _parts(package).items():
        for paragraph, place in part.places.items():
            text = steady_text(paragraph) if paragraph.tag == P else ""
            if not text.strip() or (title and title not in _NOTES and text in running):
                continue
            if title:
                running.add(text)
            row, cell, _ = place.rpartition(", ô ")
            found.setdefault(row if cell else place, []).append(text)
    return [(place, " | ".join(texts)) for place, texts in found.items()]


def cells_of_tables(package: Package) -> list[tuple[str, str, str, str]]:
    """Return of every paragraph that says anything: the place of its row, its own, its text, and "" for no formula.

    Outside of tables the row is the paragraph itself.
    """
    found = []
    for part in _parts(package).values():
        for paragraph, place in part.places.items():
            if paragraph.tag == P and text_of(paragraph).strip():
                row, cell, _ = place.rpartition(", ô ")
                found.append((row if cell else place, place, text_of(paragraph), ""))
    return found


def _said(parts: dict[str, _Part]) -> frozenset[str]:
    """Return what the headers and footers of a document say, what programs count left out."""
    running = (part for title, part in parts.items() if title and title not in _NOTES)
    return frozenset(steady_text(paragraph) for part in running for paragraph in part.root.iter(P))


def _parts(package: Package) -> dict[str, _Part]:
    """Return the parts that hold text, by their Vietnamese name, the body first."""
    found: dict[str, _Part] = {}
    for name, title in sorted(part_titles(package).items(), key=lambda item: bool(item[1])):
        root = parse_xml(package.parts[name])
        if title == _REMARKS:
            continue
        accept(root)
        _closed(root)
        found.setdefault(title, _Part(name, root, places(root, package.name, title)))
    return found


def _closed(root: etree._Element) -> None:
    """Let a body end with a paragraph, as Word wants it."""
    body = root.find(f"{W}body")
    if body is not None and (not blocks(body) or blocks(body)[-1].tag == TBL):
        last = body.find(f"{W}sectPr")
        body.insert(len(body) if last is None else body.index(last), etree.Element(P))


def _lists(package: Package) -> frozenset[str]:
    """Return the ids of the numbered lists that a document knows."""
    for relation in package.relationships(package.main):
        if relation.type == "numbering" and relation.target in package.parts:
            root = parse_xml(package.parts[relation.target])
            return frozenset(number.get(f"{W}numId", "") for number in root.iter(f"{W}num"))
    return frozenset()


@dataclass(slots=True)
class _Comparison:
    """The work on one pair of documents.

    Attributes:
        before, after: Both packages. marker: Makes the marks. changes: Found so far. touched: Parts that changed.
    """

    before: Package
    after: Package
    marker: Marker
    changes: list[Change] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    _old: _Part = field(init=False)
    _new: _Part = field(init=False)

    def part(self, old: _Part, new: _Part, *, notes: bool) -> None:
        """Compare the same part of both."""
        self._old, self._new = old, new
        known = self.marker.made
        if notes:
            for former, latter in zip(_notes(old.root), _notes(new.root), strict=False):
                self._holder(former, latter)
        else:
            self._holder(_holder(old.root), _holder(new.root))
        if self.marker.made > known:
            self.touched.add(new.name)

    def whole(self, part: _Part, how: How, said: frozenset[str]) -> None:
        """Tell of a header or footer that only one of both has; it is a matter of the page, not of the text.

        Args:
            part: The header or footer.
            how: Which side has it.
            said: What the other side says in its own: the same written once more, for another section, is no news.
        """
        for block in blocks(_holder(part.root)):
            text = block_text(block).strip()
            if text and block.tag == P and (steady := steady_text(block)).strip() and steady not in said:
                place = part.places[block]
                old, new = (text, "") if how is How.REMOVED else ("", text)
                self.changes.append(Change(place, how, old, new))

    def _holder(self, old: etree._Element, new: etree._Element) -> None:
        """Compare what holds blocks on both sides: bodies, headers, cells, text boxes."""
        olds, news = blocks(old), blocks(new)
        plan, shifts = _with_marks(pairs(olds, news, _key, _alike), olds, news)
        after: etree._Element | None = None  # the block after which what is gone is put
        waiting: list[etree._Element] = []
        marks: list[tuple[etree._Element, str]] = []
        for place, (a, b) in enumerate(plan):
            if b is None:
                block = self._removed(olds[a or 0])
                waiting.append(block)
            else:
                block = news[b]
                _put(waiting, new, after, block)
                waiting, after = [], block
                if a is None:
                    self._added(block)
                else:
                    self._both(olds[a], block)
            if place in shifts.marked:
                marks.append((block, shifts.marked[place]))
            elif None in (a, b) and block.tag == P and place not in shifts.kept:
                marks.append((block, "del" if b is None else "ins"))
        _put(waiting, new, after, None)
        for paragraph, name in marks:
            self.marker.mark_paragraph(paragraph, name)

    def _removed(self, block: etree._Element) -> etree._Element:
        """Return a block of the old text as deleted, the mark of a paragraph left to the caller."""
        self._tell(block, How.REMOVED)
        return self.marker.deleted_paragraph(block) if block.tag == P else self.marker.deleted_block(block)

    def _added(self, block: etree._Element) -> None:
        """Mark a block of the new text as inserted, the mark of a paragraph left to the caller."""
        self._tell(block, How.ADDED)
        if block.tag == P:
            self.marker.insert_runs(block)
        else:
            self.marker.insert_block(block)

    def _both(self, old: etree._Element, new: etree._Element) -> None:
        """Compare two versions of a block."""
        if _key(old) == _key(new) and not (_draws(old) or _draws(new)):
            return
        if new.tag == TBL:
            self._table(old, new)
            return
        old_boxes, new_boxes = boxes(old), boxes(new)
        for former, latter in zip(old_boxes, new_boxes, strict=False):
            self._holder(former, latter)
        olds = units(old, _Leads(self.before, self._old.name))
        news = units(new, _Leads(self.after, self._new.name))
        if [unit.key for unit in olds] == [unit.key for unit in news]:
            return
        before, after = text_of(old), text_of(new)
        edits = mark_changes(olds, new, news, self.marker)
        if before == after:
            edits = [(_THING, f"{_THING} khác")]
        place = self._new.places.get(new, self._new.name)
        self.changes.append(Change(place, How.CHANGED, before, after, tuple(edits)))

    def _table(self, old: etree._Element, new: etree._Element) -> None:
        """Compare two versions of a table, row by row."""
        olds, news = rows(old), rows(new)
        after: etree._Element | None = None
        waiting: list[etree._Element] = []
        for a, b in pairs(olds, news, _row_key, _rows_alike):
            if b is None:
                self._tell_row(olds[a or 0], How.REMOVED)
                waiting.append(self.marker.deleted_row(olds[a or 0]))
                continue
            _put(waiting, new, after, news[b])
            waiting, after = [], news[b]
            if a is None:
                self._tell_row(news[b], How.ADDED)
                self.marker.insert_row(news[b])
            elif _row_key(olds[a]) != _row_key(news[b]) or _draws(news[b]):
                for former, latter in zip(cells(olds[a]), cells(news[b]), strict=True):
                    self._holder(former, latter)
        _put(waiting, new, after, None)

    def _tell(self, block: etree._Element, how: How) -> None:
        """Note a block that only one side has; an empty paragraph is no news."""
        if block.tag == TBL:
            for row in rows(block):
                self._tell_row(row, how)
            return
        text = block_text(block)
        if text.strip():
            self._note(block, how, text)

    def _tell_row(self, row: etree._Element, how: How) -> None:
        texts = [cell_text(cell) for cell in cells(row)]
        first = next(row.iter(P), None)
        if first is not None:
            self._note(first, how, " | ".join(texts), row=True)

    def _note(self, paragraph: etree._Element, how: How, text: str, *, row: bool = False) -> None:
        part = self._old if how is How.REMOVED else self._new
        place = part.places.get(paragraph, part.name)
        if row:
            place = place.rpartition(", ô ")[0] or place
        old, new = (text, "") if how is How.REMOVED else ("", text)
        self.changes.append(Change(place, how, old, new))


@dataclass(slots=True)
class _Shifts:
    """Paragraphs added or removed right before a table or at the very end, where Writer and Word keep a last mark.

    There the mark of the paragraph before goes, and the last of them keeps its own.

    Attributes:
        marked: Place in the plan of the paragraph before them, to `ins` or `del`. kept: Places of those that keep it.
        lent: From the one to the other.
    """

    marked: dict[int, str] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    lent: dict[int, int] = field(default_factory=dict)


def _with_marks(
    plan: list[Pair], olds: Sequence[etree._Element], news: Sequence[etree._Element]
) -> tuple[list[Pair], _Shifts]:
    """Return a plan of which every mark can be told to go, and where marks are shifted for that.

    The mark of a last paragraph of a text, a cell, a header, or of one before a table has nothing to be joined with:
    such a paragraph is joined with the one before it, or taken as a version of the one that stood there.
    """

    def tag(pair: Pair) -> str:
        a, b = pair
        return str(news[b].tag if b is not None else olds[a or 0].tag)

    done: list[Pair] = []
    shifts = _Shifts()
    for pair in [*plan, None]:
        last = pair is None and bool(olds and news) and (olds[-1].tag, news[-1].tag) == (P, P)
        if last or (pair is not None and tag(pair) == TBL):
            _settle(done, shifts, [tag(one) for one in done], last=(len(olds) - 1, len(news) - 1) if last else None)
        if pair is not None:
            done.append(pair)
    return done, shifts


def _settle(done: list[Pair], shifts: _Shifts, tags: Sequence[str], last: Pair | None) -> None:
    """See to the paragraphs at the end of what is planned so far that only one side has.

    Args:
        done: The plan so far, changed in place.
        shifts: Added to.
        tags: Of the blocks in `done`.
        last: At the end of the text: the last paragraphs of both sides; None before a table.
    """
    start = len(done)
    while start and tags[start - 1] == P and None in done[start - 1]:
        start -= 1
    rest = done[start:]
    gone, added = [a for a, b in rest if b is None], [b for a, b in rest if a is None]
    if not rest:
        return
    if gone and added:
        done[start:] = [*((a, None) for a in gone[:-1]), *((None, b) for b in added[:-1]), (gone[-1], added[-1])]
    elif start and tags[start - 1] == P and None not in done[start - 1]:
        shifts.marked[start - 1] = "del" if gone else "ins"
        shifts.kept.add(len(done) - 1)
        shifts.lent[start - 1] = len(done) - 1
    elif last is not None:
        before = list(done)
        done[:] = [*_without(done, last), last]
        # one that lends its mark, and the one that keeps its own for it, must both stand as they stood
        for place in list(shifts.marked):
            kept = shifts.lent[place]
            if (before[place], before[kept]) != (done[place], done[kept]):
                del shifts.marked[place], shifts.lent[place]
                shifts.kept.discard(kept)


def _without(plan: Iterable[Pair], last: Pair) -> Iterator[Pair]:
    """Yield a plan in which the two last paragraphs go with nothing."""
    for a, b in plan:
        if a == last[0] or b == last[1]:
            if a is not None and a != last[0]:
                yield a, None
            if b is not None and b != last[1]:
                yield None, b
        else:
            yield a, b


def _put(
    gone: Iterable[etree._Element], holder: etree._Element, after: etree._Element | None, before: etree._Element | None
) -> None:
    """Put blocks or rows of the old text before one of the new text, or after the last one."""
    for block in gone:
        if before is not None:
            before.addprevious(block)
        elif after is not None:
            after.addnext(block)
            after = block
        else:
            holder.append(block)


def _holder(root: etree._Element) -> etree._Element:
    body = root.find(f"{W}body")
    return root if body is None else body


def _notes(root: etree._Element) -> list[etree._Element]:
    return [note for note in root if note.get(f"{W}type") is None]


def _key(block: etree._Element) -> tuple[str, str]:
    """Return what two blocks of the same text have in common; pictures are left to the closer look."""
    return block.tag, block_text(block)


def _draws(holder: etree._Element) -> bool:
    """Tell whether there are pictures or charts, which the text does not show."""
    return next(holder.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is not None


def _row_key(row: etree._Element) -> tuple[str, ...]:
    return tuple(cell_text(cell) for cell in cells(row))


def _alike(old: etree._Element, new: etree._Element) -> float:
    if old.tag != new.tag:
        return 0.0
    value = resemblance(block_text(old), block_text(new))
    if old.tag == TBL and value >= _TABLE_ALIKE:
        return max(value, ALIKE)  # a table refilled from top to bottom is the same table
    return value


def _rows_alike(old: etree._Element, new: etree._Element) -> float:
    olds, news = cells(old), cells(new)
    if len(olds) != len(news):
        return 0.0
    same = sum(cell_text(a) == cell_text(b) for a, b in zip(olds, news, strict=True))
    return max(resemblance(_joined(olds), _joined(news)), ALIKE if same * 2 >= len(olds) else 0.0)


def _joined(found: Iterable[etree._Element]) -> str:
    return "\t".join(map(cell_text, found))


class _Leads:
    """Tells what a relation of a part leads to, by content."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.targets = {relation.id: relation for relation in package.relationships(part)}

    def __call__(self, name: str) -> str:
        relation = self.targets.get(name)
        if relation is None:
            return ""
        if relation.external or relation.target not in self.package.parts:
            return relation.target
        return hashlib.sha256(self.package.parts[relation.target]).hexdigest()
