"""A grid below its heading to groups, tasks and indicators.

A cell merged down from above means the same value (a lead over several rows) or, in the columns of number or title, the
same task. A row without a number that begins in the middle of a sentence continues the row above: a page cut it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportgen.planimport.blocks import Cell, Grid, GridRow, Para
from reportgen.planimport.draft import AppendixDraft, IndicatorDraft, Ledger, TaskDraft
from reportgen.planimport.headings import INDICATORS, Column, Layout, is_index_row, repeats_heading
from reportgen.planimport.items import items_of, join_items
from reportgen.planimport.outline import Outline, kind_of, label_and_title
from reportgen.vi.text import fold

LISTS: Final = ("products", "lead", "cooperating", "deadlines")
_WORDS: Final = {
    "title": "nội dung", "products": "sản phẩm", "lead": "chủ trì", "cooperating": "phối hợp", "deadlines": "thời hạn",
}  # fmt: skip
_NUMBERED: Final = re.compile(r"^((?:\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(\S.*)$")
_BY_ROLE: Final = re.compile(r"^[-–+]?\s*(?:(?:cơ quan|đơn vị)\s+)?(chủ trì|phối hợp)\s*:\s*(.*)$", re.IGNORECASE)
_TOTAL: Final = re.compile(r"^(tổng cộng|tổng số|cộng|ghi chú)\b")
_MARK: Final = re.compile(r"^[-–—+*•]$")
_DITTO: Final = re.compile(
    r"^(?:n\.?t\.?|như (?:dòng |mục )?trên|[-–—]*\s*(?:[\"“”″〃]+|/{2,}|'{2})\s*[-–—]*)$", re.IGNORECASE
)
_ONE: Final = re.compile(r"^(?:1|01|a|1\.1|I)[.)]?$")

DASH: Final = "gạch đầu dòng ở cột số thứ tự"
DITTO: Final = "dấu thay chữ: đã ghi như dòng trên"
"""Why a sign is left over whose meaning is in the data."""


@dataclass(slots=True)
class Line:
    """One row, its cells by field.

    Attributes:
        row: The row. own: Cells that begin in it, by column place. values: Cell by column place, those merged down
            from above included. taken: Places whose value comes from above.
    """

    row: GridRow
    own: list[Cell]
    values: dict[int, Cell]
    taken: set[int]

    def cell(self, place: int | None) -> Cell | None:
        """Return the value of a column."""
        return None if place is None else self.values.get(place)

    def text(self, place: int | None) -> str:
        """Return its words."""
        cell = self.cell(place)
        return cell.text if cell is not None else ""


@dataclass(slots=True)
class TableReader:
    """Reads the grids of one appendix; a grid without a heading goes on the one before.

    Attributes:
        appendix, outline, ledger: Where what is read goes. notes: What a person should know, in Vietnamese.
    """

    appendix: AppendixDraft
    outline: Outline
    ledger: Ledger
    notes: list[str] = field(default_factory=list)
    layout: Layout | None = None
    _task: TaskDraft | None = None
    _above: TaskDraft | None = None
    _indicator: IndicatorDraft | None = None
    _phase: str = ""
    _count: int = 0
    _phases: int = 0
    _phase_paras: list[Para] = field(default_factory=list)

    def read(self, grid: Grid, layout: Layout | None) -> None:
        """Read a grid; without a layout of its own it has that of the grid before."""
        fresh = layout is not None
        self.layout = layout or self.layout
        assert self.layout is not None  # noqa: S101  the caller has looked
        if fresh:
            self._heading(grid, self.layout)
        lines = _lines(grid, self.layout, self.layout.first if fresh else 0)
        for index, line in enumerate(lines):
            paras = [p for cell in line.own for p in cell.paras]
            if not paras and not line.taken:
                continue
            if is_index_row(line.row) and not line.taken:
                self.ledger.leave(paras, "dòng đánh số cột")
            elif _TOTAL.match(fold(" ".join(p.text for p in paras))) and len(line.own) <= len(line.row.cells):
                self.ledger.leave(paras, "dòng tổng cộng, ghi chú của bảng")
            elif repeats_heading(line.row, self.layout):
                self._headings(paras)
            elif self.layout.kind == INDICATORS:
                self._indicator_row(line)
            else:
                self._task_row(line, lines[index + 1 :])
            self.appendix.rows += 1

    def paragraph(self, para: Para) -> None:
        """Take a group heading that stands between two pieces of a table."""
        self.ledger.place(para, f"{self.appendix.label}, tên nhóm")
        self._group(*label_and_title(para.text))

    # --- the heading -------------------------------------------------------------------------------------------------

    def _heading(self, grid: Grid, layout: Layout) -> None:
        appendix = self.appendix
        known = layout.known
        if not appendix.kind:  # of a further table with the same columns the first heading stands for both
            appendix.kind = layout.kind
            appendix.columns = tuple(c.heading for c in known)
            appendix.fields = tuple(c.field for c in known)
        appendix.unread += [c.heading for c in layout.columns if not c.field and c.heading]
        appendix.origin = appendix.origin or grid.origin
        self._headings(layout.headings)
        for index in layout.indexed:
            for cell in grid.rows[index].cells:
                self.ledger.leave(cell.paras, "dòng đánh số cột")
        for index in layout.above:
            for cell in grid.rows[index].cells:
                self.ledger.leave(cell.paras, "dòng trên tiêu đề bảng")

    def _headings(self, paras: Sequence[Para]) -> None:
        """Tell of the words of a heading: those of columns that were understood are in the data."""
        printed = " ".join(self.appendix.columns)
        for para in paras:
            if para.text in printed:
                self.appendix.heads.append(para)
            else:
                self.ledger.leave(para, "tên cột không có trong dữ liệu")

    # --- tasks -------------------------------------------------------------------------------------------------------

    def _place(self, name: str) -> int | None:
        assert self.layout is not None  # noqa: S101
        places = self.layout.places(name)
        return places[0] if places else None

    def _task_row(self, line: Line, after: Sequence[Line]) -> None:
        self._area_cell(line)
        named = _banner(line, len(self._columns())) or (self._label_of(line) if self._is_group(line, after) else None)
        if named is not None:
            self.ledger.place([p for c in line.own for p in c.paras], f"{self.appendix.label}, tên nhóm")
            self._group(*named)
        elif self._continues(line):
            self._continue(line)
        else:
            self._begin(line)

    def _label_of(self, line: Line) -> tuple[str, str]:
        """Return label and title of a row that names a group, in two cells or in one."""
        number, title = self._place("number"), self._place("title")
        label, words = line.text(number), line.text(title)
        if number is None or line.cell(number) is line.cell(title) or not (label and words):
            return label_and_title(label or words)
        return label, words

    def _area_cell(self, line: Line) -> None:
        """Begin an area where the column of areas has a new cell."""
        place = self._place("area")
        cell = line.cell(place)
        if (
            place is None
            or cell is None
            or not cell.text
            or place in line.taken
            or cell is line.cell(self._place("title"))
        ):
            return
        self.ledger.place(cell.paras, f"{self.appendix.label}, tên lĩnh vực")
        label, words = label_and_title(cell.text)
        if not self._known_area(words):
            self._group(label, words)

    def _known_area(self, words: str) -> bool:
        """Tell whether the area at hand has this title: its cell is repeated on every row."""
        areas = self.appendix.areas
        return bool(areas) and fold(areas[-1].title) == fold(words)

    def _is_group(self, line: Line, after: Sequence[Line]) -> bool:
        number, title = self._place("number"), self._place("title")
        filled = [cell for cell in line.own if cell.text]
        heads = [c for c in (line.cell(number), line.cell(title)) if c is not None]
        if not filled or line.taken or any(cell not in heads for cell in filled):
            return False
        label, words = self._label_of(line)
        if any(cell.span > 1 and self._covers(line, cell) for cell in filled):
            return True
        kind = kind_of(label)
        if kind in {"roman", "letter", "roman-dotted"} or (not words and kind == ""):
            return bool(words)
        emphatic = all(p.capitals or p.bold for c in filled for p in c.paras if p.text != label)
        following = next((after_line.text(number) for after_line in after if after_line.text(number)), "")
        deeper = bool(label) and following.startswith(f"{label.rstrip('.)')}.") and following != label
        restarts = bool(_ONE.match(following)) and (not _ONE.match(label) or following == label)
        if not label:
            return words[0].isupper() and (emphatic or restarts or (self._task is None and bool(following)))
        return emphatic or deeper or restarts

    def _covers(self, line: Line, cell: Cell) -> bool:
        """Tell whether a wide cell covers columns of other things than number and title."""
        assert self.layout is not None  # noqa: S101
        heads = {self._place("number"), self._place("title")}
        start = line.row.start(cell)
        return any(
            c.place not in heads and start <= c.place < start + cell.span for c in self.layout.columns if c.field
        )

    def _group(self, label: str, title: str) -> None:
        self._task = None
        self.outline.group(label, title)

    def _continues(self, line: Line) -> bool:
        """Tell whether a row belongs to the task above it."""
        if self._task is None:
            return False
        number, title = self._place("number"), self._place("title")
        same = (number is not None and number in line.taken) or (
            title is not None and title in line.taken and not (number is not None and line.text(number))
        )
        if same:
            return True
        if number is not None and line.text(number):
            return False
        words = line.text(title)
        if number is None and _NUMBERED.match(words):
            return False
        alone = not any(cell.text for cell in line.own if cell is not line.cell(title))
        return (
            not words or (words[0].islower() and not re.match(r"[a-zđ][.)]\s", words)) or (number is not None and alone)
        )

    def _continue(self, line: Line) -> None:
        task = self._task
        assert task is not None  # noqa: S101
        merged = bool(line.taken)
        for column, cell in self._cells(line):
            if column.place in line.taken:
                continue
            if column.field == "title":
                self._title(task, cell)
            elif column.field in LISTS:
                kept: list[str] = getattr(task, column.field)
                more = self._items(task, column.field, cell)
                kept[:] = [*kept, *more] if merged else join_items(kept, more)
            else:
                self._extra(task, column, cell)

    def _begin(self, line: Line) -> None:
        number, title = self._place("number"), self._place("title")
        mark = _MARK.match(line.text(number)) is not None  # a dash before each row tells no row from another
        printed, words = "" if mark else line.text(number), line.cell(title)
        task = TaskDraft(printed, origin=line.row.origin)
        numbered = _NUMBERED.match(words.text) if words is not None and not printed else None
        if numbered:
            task.number = numbered[1]
        self._task = task
        self.outline.add(task)
        if not printed and not numbered:
            self.notes.append(f"{line.row.origin}: nhiệm vụ không có số thứ tự, ghi là {task.number} theo thứ tự dòng")
        cell = line.cell(number)
        if mark and cell is not None:
            self.ledger.leave(cell.paras, DASH)
        elif printed:
            self.ledger.place(cell.paras if cell else (), _told(task, "số thứ tự"))
        for column, cell in self._cells(line):
            if column.field == "title":
                self._title(task, cell, numbered[1] if numbered else "")
            elif column.field in LISTS:
                getattr(task, column.field).extend(self._items(task, column.field, cell))
            else:
                self._extra(task, column, cell)
        self._above = task

    def _cells(self, line: Line) -> Iterator[tuple[Column, Cell]]:
        """Yield what a row says of its task; a cell over two columns counts for the first that is understood."""
        seen: list[Cell] = []
        for column in sorted(self._columns(), key=lambda c: not c.field):
            cell = line.cell(column.place)
            if cell is not None and cell.text and column.field not in {"number", "area"} and cell not in seen:
                seen.append(cell)
                yield column, cell

    def _columns(self) -> list[Column]:
        """Return the columns, of those that repeat a field (one heading over two) each once."""
        assert self.layout is not None  # noqa: S101
        return list(self.layout.columns)

    def _title(self, task: TaskDraft, cell: Cell, number: str = "") -> None:
        words = " ".join(p.text for p in cell.paras)
        words = words.removeprefix(number).strip() if number else words
        if words and words not in task.title:
            task.title.append(words)
        self.ledger.place(cell.paras, _told(task, "nội dung"))

    def _items(self, task: TaskDraft, name: str, cell: Cell) -> list[str]:
        """Return the items of a cell; one heading for both roles has them told apart by their own words."""
        if self._above is not None and _DITTO.match(cell.text):
            return self._same_as_above(task, self._above, name, cell)
        self.ledger.place(cell.paras, _told(task, _WORDS[name]))
        found = items_of(cell.paras, parties=name in {"lead", "cooperating"})
        if name != "lead" or self._place("cooperating") is not None:
            return found
        role = "lead"
        lead: list[str] = []
        for item in found:
            match = _BY_ROLE.match(item)
            if match:
                role = "cooperating" if fold(match[1]) == fold("phối hợp") else "lead"
                item = match[2]  # noqa: PLW2901  the role is said by the field now
            if item:
                (task.cooperating if role == "cooperating" else lead).append(item)
        return lead

    def _same_as_above(self, task: TaskDraft, above: TaskDraft, name: str, cell: Cell) -> list[str]:
        """Return what the row above says where a ditto mark stands: `nt`, `-//-`, `như trên`."""
        self.ledger.leave(cell.paras, DITTO)
        self.notes.append(f"{cell.origin}: “{cell.text}” được đọc là như dòng trên")
        if name == "lead" and self._place("cooperating") is None:
            task.cooperating.extend(above.cooperating)
        return list(getattr(above, name))

    def _extra(self, task: TaskDraft, column: Column, cell: Cell) -> None:
        task.extras.append((column.heading, cell.text))
        self.ledger.leave(cell.paras, f"cột “{column.heading}” không có trong dữ liệu")

    # --- indicators --------------------------------------------------------------------------------------------------

    def _indicator_row(self, line: Line) -> None:
        number, name = self._place("number"), self._place("name")
        filled = [cell for cell in line.own if cell.text]
        heads = [line.cell(number), line.cell(name)]
        label, words = line.text(number), line.text(name)
        if named := _banner(line, len(self._columns())):
            self._phase_row(filled, *named)
            return
        if filled and all(cell in heads for cell in filled) and (kind_of(label) != "arabic" or filled[0].span > 1):
            self._phase_row(filled, label, words)
            return
        if self._indicator is not None and not label and number is not None and not (words and words[0].isupper()):
            self._indicator_goes_on(line)
            return
        if not words:
            self.ledger.leave([p for c in line.own for p in c.paras], "dòng không có tên chỉ tiêu")
            return
        self._count += 1
        assert self.layout is not None  # noqa: S101
        targets = [c for c in self.layout.columns if c.field == "target"]
        several = [c for c in targets if c.phase and line.text(c.place)] if len(targets) > 1 else []
        chosen: Sequence[Column | None] = several or targets[:1] or (None,)
        for column in chosen:
            self._add_indicator(line, column, year=column.phase if several and column else "")
        for extra in self.layout.columns:
            cell = line.cell(extra.place)
            if (
                cell is not None
                and cell.text
                and (not extra.field or (extra.field == "target" and extra not in chosen))
            ):
                self.ledger.leave(cell.paras, f"cột “{extra.heading}” không có trong dữ liệu")

    def _phase_row(self, filled: Sequence[Cell], label: str, words: str) -> None:
        if not words or (len(filled) == 1 and not label) or words == label:
            label, words = label_and_title(filled[0].text)
        self._phase, self._count, self._indicator = words, 0, None
        self._phases += 1
        self._phase_paras = [p for c in filled for p in c.paras]  # in the data once an indicator has it
        self.outline.phase_labels[words] = label or str(self._phases)

    def _add_indicator(self, line: Line, target: Column | None, *, year: str) -> None:
        """Take the indicator of a row; `year` when its target column is that of one year."""
        printed = line.text(self._place("number")).rstrip(".)") or str(self._count)
        id_ = self.outline.indicator_id(self.outline.phase_labels.get(self._phase, ""), printed, year)
        name, unit, tracker = (line.text(self._place(field)) for field in ("name", "unit", "tracker"))
        figure = line.text(target.place) if target else ""
        phase = f"Năm {year}" if year else self._phase
        self._indicator = IndicatorDraft(id_, name, unit, figure, tracker, phase, line.row.origin)
        self.appendix.indicators.append(self._indicator)
        if not year:
            self.ledger.place(self._phase_paras, f"{self.appendix.label}, giai đoạn của chỉ tiêu")
        places = [*map(self._place, ("number", "name", "unit", "tracker")), target.place if target else None]
        self.ledger.place([p for place in places if (c := line.cell(place)) for p in c.paras], f"chỉ tiêu {id_}")

    def _indicator_goes_on(self, line: Line) -> None:
        indicator = self._indicator
        assert indicator is not None  # noqa: S101
        for name in ("name", "unit", "target", "tracker"):
            text = line.text(self._place(name))
            if text and self._place(name) not in line.taken:
                setattr(indicator, name, f"{getattr(indicator, name)} {text}".strip())
                cell = line.cell(self._place(name))
                self.ledger.place(cell.paras if cell else (), f"chỉ tiêu {indicator.id}")


def _banner(line: Line, width: int) -> tuple[str, str] | None:
    """Return label and title of a row of one wide cell, a label before it or not: it stands over all columns."""
    filled = [cell for cell in line.own if cell.text]
    wide = [cell for cell in filled if cell.span > 1 and cell.span * 2 > width]
    others = [cell for cell in filled if cell not in wide]
    if len(wide) != 1 or len(others) > 1 or line.taken or not all(kind_of(cell.text) for cell in others):
        return None
    return (others[0].text, wide[0].text) if others else label_and_title(wide[0].text)


def _told(task: TaskDraft, what: str) -> Callable[[], str]:
    return lambda: f"nhiệm vụ {task.id}, {what}"


def _lines(grid: Grid, layout: Layout, first: int) -> list[Line]:
    """Return the rows below the heading with what is merged down filled in."""
    above: dict[int, Cell] = {}
    lines = []
    for row in grid.rows[first:]:
        values: dict[int, Cell] = {}
        taken: set[int] = set()
        for column in layout.columns:
            cell = row.at(column.place)
            if cell is None:
                continue
            if cell.merged and not cell.text:
                if column.place in above:
                    values[column.place] = above[column.place]
                    taken.add(column.place)
            else:
                values[column.place] = above[column.place] = cell
        lines.append(Line(row, [c for c in row.cells if not (c.merged and not c.text)], values, taken))
    return lines
