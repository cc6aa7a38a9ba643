"""What a table is for, and what each of its columns holds, by the words of its heading.

The words are those of law.md and of the plans met: `Nội dung`, `Nhiệm vụ`; `Cơ quan chủ trì`, `Đơn vị thực hiện`;
`Sản phẩm/Kết quả`, `Dự kiến kết quả`; `Thời gian hoàn thành`, `Thời hạn`. A heading that says nothing known leaves its
column unread: its cells go to the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.planimport.blocks import Grid, GridRow, Para
from reportgen.vi.text import fold

TASKS: Final = "tasks"
INDICATORS: Final = "indicators"
_UNIT: Final = re.compile(r"^(đơn vị tính|đvt|đơn vị đo|đ\.?\s?v\.? tính)\b")
_NUMBER: Final = re.compile(r"^(s\.?t\.?t|t\.?t|số tt|số thứ tự|thứ tự|mã số|mã|no|#)\.?$")
_INDICATOR: Final = re.compile(r"^(tên |các |danh mục |nội dung )*(chỉ tiêu|chỉ số|tiêu chí)\b")
_OWN: Final = r"(cơ quan|đơn vị|đv|cq|bộ phận|phòng|ban|ngành|tổ chức|cấp)"
_DOES: Final = r"(thực hiện|phụ trách|tham mưu|chịu trách nhiệm|đầu mối|được giao|triển khai|theo dõi|đánh giá)"
_TASK_FIELDS: Final = (
    ("", re.compile(r"ghi chú|kinh phí|nguồn vốn|nguồn lực|dự toán|người đứng đầu|lãnh đạo|cá nhân|chuyên viên")),
    ("", re.compile(r"^(căn cứ|bắt đầu|thời gian bắt đầu|ngày bắt đầu|từ ngày|cán bộ|công chức|điện thoại)\b")),
    ("deadlines", re.compile(r"^(thời gian|thời hạn|thời điểm|tiến độ|hạn|lộ trình|hoàn thành|kết thúc)\b")),
    ("title", re.compile(r"^(tên |các |danh mục )*(nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|đầu việc)")),
    ("products", re.compile(r"sản phẩm|đầu ra|kết quả")),
    ("lead", re.compile(r"chủ trì")),
    ("cooperating", re.compile(r"phối hợp")),
    ("lead", re.compile(rf"{_OWN}.*{_DOES}|^{_OWN}(, {_OWN})?$|phân công|đầu mối|^(trách nhiệm|thực hiện)\b")),
    ("deadlines", re.compile(r"thời gian|thời hạn|hoàn thành|tiến độ")),
    ("title", re.compile(r"nhiệm vụ|nội dung|công việc|tên gọi|hạng mục|^việc\b")),
)
_TITLES: Final = tuple((field, rule) for field, rule in _TASK_FIELDS if field == "title")
_INDICATOR_FIELDS: Final = (
    ("", re.compile(r"ghi chú|kinh phí|căn cứ|hiện trạng|người đứng đầu|phối hợp")),
    ("", re.compile(r"^(ước )?(thực hiện|kết quả)( đạt được)? năm")),
    ("unit", _UNIT),
    ("target", re.compile(r"^(chỉ tiêu|kế hoạch|mục tiêu) (năm |đến năm |giai đoạn )?20\d\d")),
    ("target", re.compile(r"chỉ tiêu (giao|phấn đấu|đạt)")),
    ("name", re.compile(r"^mục tiêu,? (và )?chỉ tiêu$")),
    ("name", _INDICATOR),
    ("target", re.compile(r"mục tiêu|kết quả|giá trị|kế hoạch|mức|phải đạt|cần đạt|^đạt|phấn đấu|^tỷ lệ|giai đoạn")),
    ("target", re.compile(r"^(đến )?(năm )?20\d\d")),
    ("tracker", re.compile(rf"{_OWN}|chủ trì|theo dõi|phụ trách|thực hiện")),
    ("name", re.compile(r"nội dung|tên")),
)
_AREA: Final = re.compile(r"^(lĩnh vực|nhóm nhiệm vụ|nhóm nội dung|nội dung cải cách|nhóm)\b")
_LABEL: Final = re.compile(r"^(?:\d{1,3}(?:\.\d+)*|[IVXLC]+(?:\.\d+)*|[A-Za-zđĐ])[.)]?$")
_TARGET_OF_YEAR: Final = re.compile(r"(?:^|\b)(?:đến )?(?:năm )?(20\d\d)$")
_INDEX: Final = re.compile(r"^\(?(?:\d{1,2}|[A-Ha-hđ])\)?(?:\s*=.*)?$")
_LONGEST: Final = 120
_MOST_ABOVE: Final = 4
_MOST_DEEP: Final = 3
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its heading as printed, what it holds ("" for nothing that the data have).

    `phase` is the year of a target column that stands for one year.
    """

    place: int
    heading: str
    field: str
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table is for.

    Attributes:
        kind: `tasks` or `indicators`. columns: Every column. first: Index of the first row below the heading.
        above: Indices of rows above the heading. indexed: Those of rows below it that number the columns.
        headings: Paragraphs of the heading itself.
    """

    kind: str
    columns: tuple[Column, ...]
    first: int
    above: tuple[int, ...] = ()
    headings: tuple[Para, ...] = ()
    indexed: tuple[int, ...] = ()

    def places(self, field: str) -> tuple[int, ...]:
        """Return the columns that hold a field."""
        return tuple(c.place for c in self.columns if c.field == field)

    @property
    def known(self) -> tuple[Column, ...]:
        """The columns that were understood, one a field (years of a target count once)."""
        first: dict[str, Column] = {}
        for column in self.columns:
            if column.field and column.field != "area":
                first.setdefault(column.field, column)
        return tuple(first.values())


def layout_of(grid: Grid) -> Layout | None:
    """Return what a table is for, None when its heading says nothing known."""
    best: tuple[int, int, Layout] | None = None
    for start in range(min(_MOST_ABOVE, len(grid.rows))):
        deepest = _depth(grid, start)
        for depth in range(1, deepest + 1):
            found = _read(grid, start, depth)
            if found is not None:
                score = len(found.known)
                if best is None or score > best[0] or (score == best[0] and start == best[1]):
                    best = (score, start, found)
    return best[2] if best else None


def is_index_row(row: GridRow) -> bool:
    """Tell whether a row numbers the columns: `(1) (2) (3)`, `A B 1 2`."""
    texts = [cell.text for cell in row.cells if cell.text]
    return len(texts) > _FEWEST and len(texts) == len(set(texts)) and all(_INDEX.match(t) for t in texts)


def repeats_heading(row: GridRow, layout: Layout) -> bool:
    """Tell whether a row is the heading printed once more on a new page."""
    known = {fold(p.text) for p in layout.headings}
    whole = {fold(c.heading) for c in layout.columns}
    texts = [fold(cell.text) for cell in row.cells if cell.text]
    return (
        bool(texts) and all(text in known or text in whole for text in texts) and (len(texts) > 1 or texts[0] in whole)
    )


def _read(grid: Grid, start: int, depth: int) -> Layout | None:
    rows = grid.rows[start : start + depth]
    stacks = [_stack(rows, place) for place in range(grid.width)]
    if any(len(text) > _LONGEST for stack in stacks for text in stack):
        return None
    kind = _kind(stacks)
    columns = tuple(_areas_aside(_numbered(tuple(_columns(stacks, kind)), grid, start + depth)))
    fields = {c.field for c in columns}
    telling = fields & {"lead", "cooperating", "products", "deadlines"}
    good = ("title" in fields and telling) if kind == TASKS else ("name" in fields and fields & {"unit", "target"})
    if not good or not any(fields - {"number"}):
        return None
    first = start + depth
    while first < len(grid.rows) and is_index_row(grid.rows[first]):
        first += 1
    headings = tuple(p for row in rows for cell in row.cells for p in cell.paras)
    return Layout(kind, columns, first, tuple(range(start)), headings, tuple(range(start + depth, first)))


def _numbered(columns: tuple[Column, ...], grid: Grid, first: int) -> tuple[Column, ...]:
    """Take a first column without a heading for the number when its cells are numbers."""
    if any(c.field == "number" for c in columns) or not columns or columns[0].field or columns[0].heading:
        return columns
    texts = [cell.text for row in grid.rows[first:] if (cell := row.at(0)) is not None and cell.text and not row.before]
    if texts and sum(bool(_LABEL.match(text)) for text in texts) * 2 > len(texts):
        return (Column(columns[0].place, columns[0].heading, "number"), *columns[1:])
    return columns


def _areas_aside(columns: tuple[Column, ...]) -> Iterator[Column]:
    """Yield the columns; of two that could be the task, the wider one before it names the area."""
    titles = [c for c in columns if c.field == "title"]
    others = [c for c in columns if not c.field and _first(_TITLES, [fold(c.heading)]) == "title"]
    later = next((c for c in others if titles and c.place > titles[0].place), None)
    several = later is not None or len(titles) > 1
    for column in columns:
        named = _AREA.match(fold(column.heading)) and (several or not column.field)
        if named or (later is not None and column is titles[0]):
            yield replace(column, field="area")
        else:
            yield replace(column, field="title") if column is later else column


def _depth(grid: Grid, start: int) -> int:
    """Return how many rows the heading may take: those below belong to it while they only divide or continue it."""
    depth = 1
    while depth < _MOST_DEEP and start + depth < len(grid.rows):
        row = grid.rows[start + depth]
        own = [c.text for c in row.cells if c.text and not c.merged]
        continued = any(c.merged for c in row.cells) or any(not c.text for c in row.cells)
        divided = any(c.span > 1 for c in grid.rows[start + depth - 1].cells)
        short = all(len(text) <= _LONGEST for text in own)
        numbered = bool(row.cells and re.match(r"^\d|^[IVX]+\b", row.cells[0].text)) and not row.cells[0].merged
        if not (own and short and (continued or row.header) and (divided or row.header)) or numbered:
            break
        depth += 1
    return depth


def _stack(rows: Sequence[GridRow], place: int) -> list[str]:
    """Return the heading texts over a column, from the top, each once."""
    texts: list[str] = []
    for row in rows:
        cell = row.at(place)
        if cell is not None and cell.text and cell.text not in texts:
            texts.append(cell.text)
    return texts


def _kind(stacks: Sequence[Sequence[str]]) -> str:
    folded = [[fold(text) for text in stack] for stack in stacks if stack]
    tasks = {_first(_TASK_FIELDS, stack) for stack in folded}
    unit = any(_UNIT.match(text) for stack in folded for text in stack)
    indicator = any(_INDICATOR.match(stack[-1]) for stack in folded)
    task = any(_TASK_FIELDS[3][1].match(text) for stack in folded for text in stack if not _INDICATOR.match(text))
    if task and {"lead", "deadlines"} & tasks and not (unit and indicator):
        return TASKS
    return INDICATORS if unit or indicator else TASKS


def _columns(stacks: Sequence[Sequence[str]], kind: str) -> Iterator[Column]:
    taken: set[str] = set()
    rules = _TASK_FIELDS if kind == TASKS else _INDICATOR_FIELDS
    for place, stack in enumerate(stacks):
        heading = " / ".join(stack)
        folded = [fold(text) for text in stack]
        field = "number" if folded and _NUMBER.match(folded[0]) else _first(rules, folded)
        year = _TARGET_OF_YEAR.search(folded[-1]) if folded and field == "target" else None
        same = place > 0 and stack == stacks[place - 1] and len(stack) > 0
        if field in taken and not (same or year):
            field = ""
        if field:
            taken.add(field)
        yield Column(place, heading, field, year[1] if year else "")


def _first(rules: Sequence[tuple[str, re.Pattern[str]]], stack: Sequence[str]) -> str:
    """Return the field of a stack of headings: the lowest that says something decides."""
    for text in (*reversed(stack), " ".join(stack)):
        for field, rule in rules:
            if rule.search(text):
                return field
    return ""
