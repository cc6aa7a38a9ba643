"""The stream of blocks to the parts of a plan: heading, title, bases, body, signature, recipients, appendices.

A plan attached to a decision has two documents in one file: what stands before the line `KẾ HOẠCH` belongs to the
decision, of which the plan takes number, date, signature and recipients when it has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportgen.planimport.blocks import Block, Cell, Grid, Para, Source
from reportgen.planimport.draft import AppendixDraft, Ledger
from reportgen.planimport.headings import Layout, layout_of
from reportgen.planimport.outline import Outline, kind_of, label_and_title
from reportgen.planimport.rows import TableReader
from reportgen.planimport.signature import Signature, begins_signature, read_signature
from reportgen.planimport.textbody import BodyReader
from reportgen.vi.text import fold

_TITLE: Final = re.compile(r"^kế hoạch$|^kế hoạch (?=\S)")
_DECISION: Final = re.compile(r"^(quyết định|nghị quyết|chỉ thị)$")
_NUMBER_LINE: Final = re.compile(r"^số\s*:?\s*[\d.…_ ]*\s*/?\s*[\wđ-]*[-/]", re.IGNORECASE)
_DATE_LINE: Final = re.compile(r"^[^,;:]{2,60},\s*ngày\b.*\btháng\b.*\bnăm\b[\s.…\d]*$", re.IGNORECASE)
_APPENDIX: Final = re.compile(
    r"^((?:phụ lục|phụ biểu|biểu|bảng|danh mục kèm theo)(?:\s+(?:số\s*)?(?:[IVXLC]+|\d{1,2}|[A-ZĐ]))?)(?=$|[\s.:–-])"
    r"[\s.:–-]*(.*)$",
    re.IGNORECASE,
)
_ATTACHED: Final = re.compile(r"^\(?\s*(?:ban hành\s+)?kèm theo\b", re.IGNORECASE)
_RULE: Final = re.compile(r"^[\s_*.–—=-]+$")
_OPENING: Final = re.compile(
    r"^(căn cứ|theo|xét|trên cơ sở|thực hiện|triển khai|nhằm|để|ubnd|ủy ban|uỷ ban)\b", re.IGNORECASE
)
_ENDED: Final = re.compile(r"[.;:,]$")
_CUES: Final = re.compile(
    r"cộng h(?:òa|oà) xã hội|độc lập\s*-\s*tự do|nơi nhận|^số\s*:|chủ tịch|^(tm|kt|tl)\."
    r"|ủy ban nhân dân|uỷ ban nhân dân",
    re.IGNORECASE,
)
_WARD_LINE: Final = re.compile(r"^(PHƯỜNG|XÃ|ĐẶC KHU|ỦY BAN|UỶ BAN)\b")
_ISSUES: Final = re.compile(r"^(?:về việc\s+)?ban hành kế hoạch\s+(\S.*)$", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(r"^(?:[-–]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?$", re.IGNORECASE)
_SHORT: Final = 250
_SHORT_CUE: Final = 60
_MOST_SUBJECT: Final = 5


@dataclass(slots=True)
class Parts:
    """The parts of a plan.

    Attributes:
        number_line, date_line: As printed, "" when there is none. title, subject: As printed.
        body: Its reader: bases and blocks. signature: As read. appendix_heading: Lines above the appendices.
        appendices: As drafted. attached: The line that ties the plan to its decision.
        heads: Lines of the issuer above the number, as printed. notes: What a person should know.
        has_title: Whether the line `KẾ HOẠCH` was found.
    """

    body: BodyReader
    number_line: str = ""
    date_line: str = ""
    title: str = ""
    subject: list[str] = field(default_factory=list)
    signature: Signature = field(default_factory=Signature)
    appendix_heading: list[str] = field(default_factory=list)
    appendices: list[AppendixDraft] = field(default_factory=list)
    attached: str = ""
    heads: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_title: bool = False


def parts_of(source: Source, ledger: Ledger) -> Parts:
    """Return the parts of a plan document."""
    stream = tuple(_opened(source.blocks))
    parts = Parts(BodyReader(ledger, scanned=source.scanned))
    _Walk(stream, parts, ledger).run()
    return parts


def _opened(blocks: Sequence[Block]) -> Iterator[Block | tuple[Grid, Layout]]:
    """Yield the blocks in order: tables that only lay out text are opened, those with data come with their layout."""
    for block in blocks:
        if isinstance(block, Para):
            yield block
            continue
        layout = layout_of(block)
        if layout is not None:
            yield block, layout
        elif block.nested or block.width == 1 or _lays_out(block):
            for cell in _in_reading_order(block):
                yield from _opened(cell.blocks)
        else:
            yield block


def _in_reading_order(grid: Grid) -> Iterator[Cell]:
    """Yield the cells row by row; of a signature block of several rows first the whole left column, then the right."""
    cells = [(row.start(cell), cell) for row in grid.rows for cell in row.cells]
    if any(fold(p.text).startswith("nơi nhận") for _, cell in cells for p in cell.paras):
        cells.sort(key=lambda placed: placed[0])
    yield from (cell for _, cell in cells)


def _lays_out(grid: Grid) -> bool:
    """Tell whether a table is the header block or the signature block."""
    return any(_CUES.search(p.text) for row in grid.rows for cell in row.cells for p in cell.paras) and grid.width <= 3  # noqa: PLR2004  issuer, gap, motto


class _Walk:
    """One walk over the stream."""

    def __init__(self, stream: Sequence[Block | tuple[Grid, Layout]], parts: Parts, ledger: Ledger) -> None:
        self._stream = stream
        self._parts = parts
        self._ledger = ledger
        self._at = 0
        self._used: set[str] = set()
        self._appendix: AppendixDraft | None = None
        self._reader: TableReader | None = None
        self._body_reader: TableReader | None = None
        self._buffer: list[Para] = []
        self._signed = False

    def run(self) -> None:
        """Read everything in order."""
        start = self._title_place()
        if start is not None:
            self._head(start)
            self._title(start)
        while self._at < len(self._stream):
            item = self._stream[self._at]
            if isinstance(item, tuple):
                self._table(*item)
                self._at += 1
            elif isinstance(item, Grid):
                self._unknown(item)
                self._at += 1
            elif self._signs(item):
                self._sign()
            else:
                self._para(item)
                self._at += 1
        self._leave_buffer("dòng sau bảng cuối cùng")
        self._parts.body.finish()
        self._keep_appendices()

    def _signs(self, para: Para) -> bool:
        """Tell whether the signature begins here: below the body, or at the very end of a plan not signed there."""
        if not begins_signature(para.text):
            return False
        if self._appendix is None:
            return not self._signed
        have = self._parts.signature
        tables_follow = any(not isinstance(item, Para) for item in self._stream[self._at :])
        return not (have.signer or have.authority or have.recipients or tables_follow)

    def _keep_appendices(self) -> None:
        """Leave out appendices without a table that was understood: text only, forms."""
        for appendix in self._parts.appendices:
            if appendix.areas or appendix.indicators:
                self._ledger.place(appendix.lines, f"{appendix.label}, số và tên phụ lục")
                self._ledger.place(appendix.heads, f"{appendix.label}, tiêu đề bảng")
            else:
                self._ledger.leave([*appendix.lines, *appendix.heads], "phụ lục không có nhiệm vụ, chỉ tiêu nào")
        self._parts.appendices = [a for a in self._parts.appendices if a.areas or a.indicators]

    # --- above the body ----------------------------------------------------------------------------------------------

    def _title_place(self) -> int | None:
        for index, item in enumerate(self._stream):
            if isinstance(item, tuple):
                return None
            if isinstance(item, Para) and (fold(item.text) == "kế hoạch" or self._is_title(item)):
                return index
        return None

    def _is_title(self, para: Para) -> bool:
        """Tell whether title and subject stand in one line: `KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026`."""
        shaped = para.text.startswith("KẾ HOẠCH ") and (para.capitals or para.bold or para.centred)
        return bool(shaped) and len(para.text) <= _SHORT

    def _head(self, end: int) -> None:
        """Read what stands above the title: issuer, motto, number, date; or a whole decision."""
        paras = [item for item in self._stream[:end] if isinstance(item, Para)]
        decision = any(_DECISION.match(fold(p.text)) for p in paras)
        index = 0
        while index < len(paras):
            para = paras[index]
            if decision and begins_signature(para.text):
                used = read_signature(paras[index:], self._parts.signature, self._ledger)
                index += max(used, 1)
                continue
            self._head_line(para, decision=decision)
            index += 1
        for item in self._stream[:end]:
            if isinstance(item, Grid):
                self._unknown(item)
        self._at = end

    def _head_line(self, para: Para, *, decision: bool) -> None:
        parts, ledger = self._parts, self._ledger
        if not parts.number_line and _NUMBER_LINE.match(para.text):
            parts.number_line = para.text
            ledger.place(para, "number_line (dòng số, ký hiệu)")
        elif not parts.date_line and _DATE_LINE.match(para.text):
            parts.date_line = para.text
            ledger.place(para, "date_line (địa danh, ngày tháng)")
        elif decision and fold(para.text).startswith("căn cứ"):
            parts.body.decision_bases.append(para.text)
            ledger.place(para, "bases (căn cứ của quyết định)")
        elif decision and not (para.capitals or _CUES.search(para.text)):
            ledger.leave(para, "phần quyết định ban hành kế hoạch")
        else:
            parts.heads.append(para.text)
            ledger.leave(para, "phần đầu văn bản: chương trình tự in theo thể thức")

    def _title(self, start: int) -> None:
        parts, ledger = self._parts, self._ledger
        para = self._stream[start]
        assert isinstance(para, Para)  # noqa: S101  it is the title
        parts.has_title = True
        parts.title = "KẾ HOẠCH"
        ledger.place(para, "title (tên loại văn bản)")
        rest = para.text[len("KẾ HOẠCH") :].strip() if fold(para.text) != "kế hoạch" else ""
        if rest:
            parts.subject.append(rest)
        self._at = start + 1
        while self._at < len(self._stream):
            item = self._stream[self._at]
            if not isinstance(item, Para) or not self._is_subject(item):
                break
            self._at += 1
            if _ATTACHED.match(item.text):
                parts.attached = parts.attached or item.text
                ledger.leave(item, "dòng kèm theo quyết định: chương trình tự lập")
            elif _RULE.match(item.text):
                ledger.leave(item, "đường kẻ")
            elif not self._take_number(item):
                parts.subject.append(item.text)
                ledger.place(item, "subject (trích yếu)")

    def _take_number(self, item: Para) -> bool:
        """Take number or date printed below the title, as text boxes are read."""
        for name, rule in (("number_line", _NUMBER_LINE), ("date_line", _DATE_LINE)):
            if rule.match(item.text) and not getattr(self._parts, name):
                setattr(self._parts, name, item.text)
                self._ledger.place(item, name)
                return True
        return False

    def _is_subject(self, item: Para) -> bool:
        first = not self._parts.subject
        if _ATTACHED.match(item.text) or _RULE.match(item.text) or _NUMBER_LINE.match(item.text):
            return True
        if _DATE_LINE.match(item.text) and not self._parts.date_line:
            return True
        if len(item.text) > _SHORT or len(self._parts.subject) >= _MOST_SUBJECT or fold(item.text).startswith("căn cứ"):
            return False
        if kind_of(label_and_title(item.text)[0]) or _ENDED.search(item.text) or _APPENDIX.match(item.text):
            return False
        return first or item.centred or item.bold or not _OPENING.match(item.text)

    # --- body and signature ------------------------------------------------------------------------------------------

    def _sign(self) -> None:
        paras: list[Para] = []
        for item in self._stream[self._at :]:
            if not isinstance(item, Para):
                break
            paras.append(item)
        used = max(1, read_signature(paras, self._parts.signature, self._ledger))
        self._at += used
        self._signed = True

    def _para(self, para: Para) -> None:
        if _RULE.match(para.text):
            self._ledger.leave(para, "đường kẻ")
        elif self._parts.body.scanned and _PAGE_NUMBER.match(para.text):
            self._ledger.leave(para, "số trang")
        elif self._begins_appendix(para):
            self._begin_appendix(para)
        elif self._appendix is None and not self._signed:
            if not self._parts.has_title and self._is_head(para):
                self._head_line(para, decision=False)
            else:
                self._subject_of_decision(para)
                self._parts.body.add(para)
        else:
            self._after_body(para)

    def _is_head(self, para: Para) -> bool:
        """Tell whether a line of a document without the title `KẾ HOẠCH` belongs above its body."""
        if any(kind.startswith("heading") for kind, _ in self._parts.body.blocks):
            return False
        lettered = para.capitals and (para.bold or para.centred or bool(_WARD_LINE.match(para.text)))
        cue = _CUES.search(para.text) is not None and len(para.text) <= _SHORT_CUE
        return bool(_NUMBER_LINE.match(para.text) or _DATE_LINE.match(para.text)) or cue or lettered

    def _subject_of_decision(self, para: Para) -> None:
        """Take the plan's name from the decision that issues it when the plan has no title of its own."""
        found = _ISSUES.match(para.text)
        if found and not self._parts.has_title and not self._parts.subject:
            words = found[1].rstrip(".;")
            self._parts.subject.append(words[:1].upper() + words[1:])

    def _begins_appendix(self, para: Para) -> bool:
        match = _APPENDIX.match(para.text)
        if match is None or len(para.text) > _SHORT:
            return False
        word = fold(match[1]).split()[0]
        bare = not match[2]
        emphatic = para.bold or para.centred or para.capitals or self._signed or self._appendix is not None
        if word in {"bảng", "biểu", "danh"} and not (fold(match[1]).split()[-1] != word and emphatic):
            return False
        sentence = bool(match[2]) and match[2][0].islower()
        return emphatic and not sentence if not bare else emphatic or self._next_is_table()

    def _next_is_table(self) -> bool:
        following = self._stream[self._at + 1 : self._at + 6]
        return any(isinstance(item, tuple) for item in following)

    def _begin_appendix(self, para: Para) -> None:
        match = _APPENDIX.match(para.text)
        assert match is not None  # noqa: S101  the caller has looked
        parts = self._parts
        whole_title = not parts.appendices and not fold(match[1]).split()[-1].strip("0123456789ivxlc.") == ""  # noqa: SIM201
        if whole_title and match[2] and self._another_label_follows():
            parts.appendix_heading.append(para.text)
            self._ledger.place(para, "appendix_heading (dòng trên các phụ lục)")
            self._signed = True
            return
        for line in self._buffer:
            if parts.appendices:
                self._ledger.leave(line, "dòng giữa hai phụ lục")
            else:
                parts.appendix_heading.append(line.text)
                self._ledger.place(line, "appendix_heading (dòng trên các phụ lục)")
        self._buffer = []
        self._signed = True
        attached = bool(_ATTACHED.match(match[2]))
        self._appendix = AppendixDraft(match[1].strip(), "" if attached else match[2].strip())
        self._reader = None
        parts.appendices.append(self._appendix)
        if attached:
            self._ledger.leave(para, "dòng kèm theo kế hoạch: chương trình tự lập")
        else:
            self._appendix.lines.append(para)

    def _another_label_follows(self) -> bool:
        """Tell whether this line heads all appendices: another `Phụ lục` comes before any table."""
        for item in self._stream[self._at + 1 : self._at + 8]:
            if isinstance(item, tuple):
                return False
            if isinstance(item, Para) and (match := _APPENDIX.match(item.text)) and fold(match[1]) != "phụ lục":
                return True
        return False

    def _after_body(self, para: Para) -> None:
        appendix = self._appendix
        if appendix is None:
            if not self._parts.appendix_heading:
                self._buffer.append(para)
            else:
                self._parts.appendix_heading.append(para.text)
                self._ledger.place(para, "appendix_heading (dòng trên các phụ lục)")
        elif _ATTACHED.match(para.text):
            self._ledger.leave(para, "dòng kèm theo kế hoạch: chương trình tự lập")
        elif self._reader is None:
            if kind_of(label_and_title(para.text)[0]) and appendix.title:
                self._buffer.append(para)
            else:
                appendix.title = f"{appendix.title} {para.text}".strip()
                appendix.lines.append(para)
        else:
            self._buffer.append(para)

    def _leave_buffer(self, why: str) -> None:
        self._ledger.leave(self._buffer, why)
        self._buffer = []

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, grid: Grid, layout: Layout) -> None:
        appendix = self._appendix
        fields = tuple(c.field for c in layout.known)
        if appendix is None:
            appendix = self._nameless(layout)
        elif self._reader is not None and (appendix.kind != layout.kind or set(appendix.fields) != set(fields)):
            title = " ".join(p.text for p in self._buffer if not kind_of(label_and_title(p.text)[0]))
            lines = [p for p in self._buffer if p.text in title]
            self._buffer = [p for p in self._buffer if p not in lines]
            appendix = AppendixDraft(appendix.label, title or appendix.title, lines=lines)
            self._parts.appendices.append(appendix)
            self._appendix, self._reader = appendix, None
        if self._reader is None:
            outline = Outline(appendix, self._parts.appendices.index(appendix) + 1, self._used, self._parts.notes)
            self._reader = TableReader(appendix, outline, self._ledger, self._parts.notes)
            if appendix.in_body:
                self._body_reader = self._reader
                outline.heading = label_and_title(self._parts.body.last_heading)
        self._titles_between()
        self._reader.read(grid, layout)

    def _titles_between(self) -> None:
        """Take the lines before a table as the titles of its groups when they look so, the others are left."""
        reader = self._reader
        assert reader is not None  # noqa: S101  the caller has made it
        for para in self._buffer:
            label, _ = label_and_title(para.text)
            note = para.text.startswith(("(", "*")) or fold(para.text).startswith("ghi chú")
            if (kind_of(label) or para.bold or para.capitals) and not note:
                reader.paragraph(para)
            else:
                self._ledger.leave(para, "dòng giữa các bảng")
        self._buffer = []

    def _nameless(self, layout: Layout) -> AppendixDraft:
        """Begin an appendix for a table that no label announces: in the body, or after the signature."""
        parts = self._parts
        known = [a for a in parts.appendices if a.in_body and a.kind == layout.kind]
        if not self._signed:
            if known and set(known[-1].fields) == {c.field for c in layout.known}:
                return self._goes_on_in_body(known[-1])
            appendix = AppendixDraft("Phụ lục", parts.body.last_heading_words, in_body=True)
            parts.notes.append(
                f"Bảng ở phần thân văn bản, không có số phụ lục: ghi là “Phụ lục”, tên “{appendix.title}”"
            )
            parts.appendices.append(appendix)
            self._reader = None
            return appendix
        lines = [p for p in self._buffer if not _ATTACHED.match(p.text)]
        self._ledger.leave([p for p in self._buffer if p not in lines], "dòng kèm theo kế hoạch: chương trình tự lập")
        labelled = [p for p in lines if kind_of(label_and_title(p.text)[0])]
        titles = [p for p in lines if p not in labelled]
        self._buffer = labelled
        appendix = AppendixDraft("Phụ lục", " ".join(p.text for p in titles), lines=titles)
        parts.notes.append("Bảng sau chữ ký không ghi số phụ lục: ghi là “Phụ lục”")
        parts.appendices.append(appendix)
        self._appendix = appendix
        return appendix

    def _goes_on_in_body(self, appendix: AppendixDraft) -> AppendixDraft:
        """Take a further table of the body with the same columns: the heading above it is its area."""
        if self._body_reader is not None:
            self._reader = self._body_reader
            if heading := self._parts.body.last_heading:
                self._reader.outline.group(*label_and_title(heading))
        return appendix

    def _unknown(self, grid: Grid) -> None:
        """Read a table without a known heading: the rest of the table before, or nothing that we understand."""
        reader = self._reader
        if reader is not None and reader.layout is not None and self._goes_on(grid, reader.layout):
            self._titles_between()
            reader.read(grid, None)
            return
        paras = [p for row in grid.rows for cell in row.cells for p in cell.paras]
        if paras:
            self._ledger.leave(paras, "bảng không rõ là bảng gì: tiêu đề cột không có trong dữ liệu")
            self._parts.notes.append(
                f"{grid.origin}: không hiểu tiêu đề bảng, {len(grid.rows)} dòng chưa đưa vào dữ liệu"
            )

    def _goes_on(self, grid: Grid, layout: Layout) -> bool:
        return abs(grid.width - len(layout.columns)) <= 1 or grid.width == len(layout.columns)
