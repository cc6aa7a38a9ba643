"""A Word document as it looks: frozen values, effective formatting, lengths in millimetres, type sizes in points.

What shows nothing is not here: deleted text, hidden text, the fallback copy of a text box, field codes. What Word
writes by itself is: the number of a numbered paragraph (`Paragraph.number`), the result of a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

FIRST_WORDS = 6
"""Words of a paragraph that a place quotes."""


class Part(Enum):
    """A part of the page; the value is its printed name."""

    BODY = "thân văn bản"
    HEADER = "đầu trang"
    FOOTER = "chân trang"
    NOTE = "chú thích"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a person who has the document open can find.

    Attributes:
        file: Name of the file. part: Part of the page.
        section: Number of the section (in Word: phần), from 1.
        detail: Which header or footer when there are several: `phần 2, trang đầu`; "" otherwise.
        paragraph: Number among the paragraphs of the body or header itself, from 1; 0 inside a table or for a place
            that is no paragraph (the page). Paragraphs of a content control carry the number of the one before.
        table, row, cell: Numbers from 1 of the outermost table; 0 outside tables. row and cell may be 0: the table.
        boxed: Inside a text box that is anchored there. controlled: Inside a content control.
        words: First words of the paragraph, for messages; not part of `str()`.
    """

    file: str
    part: Part = Part.BODY
    section: int = 1
    detail: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    boxed: bool = False
    controlled: bool = False
    words: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return `x.docx, thân văn bản, đoạn 12`, `x.docx, bảng 2, dòng 3, ô 2`, `x.docx, đầu trang, đoạn 1`."""
        title = f"{self.part.value} ({self.detail})" if self.detail else self.part.value
        where = [self.file]
        if self.table:
            where += [] if self.part is Part.BODY else [title]
            where += [f"{word} {n}" for word, n in (("bảng", self.table), ("dòng", self.row), ("ô", self.cell)) if n]
        elif self.paragraph or self.controlled:
            number = f"khung nội dung sau đoạn {self.paragraph}" if self.controlled else f"đoạn {self.paragraph}"
            where += [title, number]
        else:
            where += [f"phần {self.section}"] if self.part is Part.BODY else [title]
        return ", ".join([*where, "khung chữ"] if self.boxed else where)


@dataclass(frozen=True, slots=True)
class Format:
    """Effective formatting of a stretch of text.

    Attributes:
        font: The font in which these very letters show, not all fonts that the run names.
        size_pt: Size; superscripts keep the size of their run (see `shown_pt`).
        bold, italic, strike, caps, small_caps: As shown, toggles resolved.
        underline: `single`, `double`, ... or "" for none.
        color: `RRGGBB` upper case; `auto` is black on white paper.
        vertical: `baseline`, `superscript` or `subscript`. raised_pt: Raised (or, negative, lowered) position.
        spacing_pt: Extra space after each letter. scale: Width of letters, 1.0 unless stretched.
        east_asian_font, complex_font: Fonts that would show if such letters stood there; equal to `font` in a tidy run.
    """

    font: str = "Times New Roman"
    size_pt: float = 10.0
    bold: bool = False
    italic: bool = False
    strike: bool = False
    caps: bool = False
    small_caps: bool = False
    underline: str = ""
    color: str = "auto"
    vertical: str = "baseline"
    raised_pt: float = 0.0
    spacing_pt: float = 0.0
    scale: float = 1.0
    east_asian_font: str = "Times New Roman"
    complex_font: str = "Times New Roman"

    @property
    def black(self) -> bool:
        """Tell whether the text prints black."""
        return self.color in {"auto", "000000"}

    @property
    def shown_pt(self) -> float:
        """Return the size at which letters print: superscripts are smaller than their run says."""
        return self.size_pt if self.vertical == "baseline" else self.size_pt * SCRIPT_SCALE


SCRIPT_SCALE = 0.63
"""Size of superscript and subscript letters against their run, between what LibreOffice (0.58) and Word (0.66) draw."""


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text in one formatting.

    Attributes:
        text: As typed; `\t` for a tab, `\n` for a line break, `\f` for a page or column break. Capitals by formatting
            are not yet in it: see `shown`.
        field: First word of the field whose result this is, upper case (`PAGE`, `NUMPAGES`, `DATE`); "" for none.
        symbol: The character was inserted as a symbol of `format.font` (`w:sym`).
        inserted: A tracked insertion. linked: Part of a hyperlink.
    """

    text: str
    format: Format
    field: str = ""
    symbol: bool = False
    inserted: bool = False
    linked: bool = False

    @property
    def shown(self) -> str:
        """Return the text as printed: in capitals when the formatting says so."""
        return self.text.upper() if self.format.caps or self.format.small_caps else self.text


class Alignment(Enum):
    """How the lines of a paragraph stand; the value is the printed word."""

    LEFT = "canh trái"
    CENTER = "canh giữa"
    RIGHT = "canh phải"
    BOTH = "canh đều hai lề"


class LineRule(Enum):
    """What `LineSpacing.value` means."""

    MULTIPLE = "lines"
    EXACT = "exact"
    AT_LEAST = "atLeast"


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """Distance of lines: a multiple of single spacing, or points (`EXACT`, `AT_LEAST`)."""

    rule: LineRule = LineRule.MULTIPLE
    value: float = 1.0

    def lines(self, size_pt: float) -> float:
        """Return the distance as a multiple of single spacing of text of that size in Times New Roman."""
        single = size_pt * SINGLE_LINE
        if self.rule is LineRule.MULTIPLE:
            return self.value
        return self.value / single if self.rule is LineRule.EXACT else max(1.0, self.value / single)


SINGLE_LINE = 1.15
"""Height of one line of Times New Roman against its size."""


@dataclass(frozen=True, slots=True)
class Border:
    """One side of a border: `style` as OOXML names it (`single`, `double`, `dashed`), width, colour."""

    style: str
    width_pt: float
    color: str = "auto"
    space_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Borders:
    """Visible borders; None where there is none."""

    top: Border | None = None
    bottom: Border | None = None
    left: Border | None = None
    right: Border | None = None


@dataclass(frozen=True, slots=True)
class TabStop:
    """A tab stop: distance from the left margin of the text, `left`, `center`, `right`, `decimal`; leader or ""."""

    at_mm: float
    kind: str
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """An old text frame (`w:framePr`), where Word once put page numbers.

    Attributes:
        x_align: `left`, `center`, `right` or "". x_from: `margin`, `page`, `text`. width_mm: None when automatic.
    """

    x_align: str
    x_from: str
    width_mm: float | None


class ShapeKind(Enum):
    """What a drawn object is."""

    LINE = "line"
    BOX = "box"
    PICTURE = "picture"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn object, VML or DrawingML, anchored in a paragraph.

    Attributes:
        width_mm, height_mm: Its extent; a horizontal line has height near 0.
        x_mm, y_mm: Offset from what `x_from`, `y_from` name (`column`, `page`, `margin`, `paragraph`, `character`,
            `inline`); None when placed by `x_align` (`center`, `left`, `right`) or unknown.
        stroke_pt: 0 when no line is drawn. dash: `solid` or the name of the dashes. color: Of the line.
        blocks: What stands in a text box.
    """

    kind: ShapeKind
    width_mm: float
    height_mm: float
    x_mm: float | None = None
    y_mm: float | None = None
    x_from: str = "column"
    y_from: str = "paragraph"
    x_align: str = ""
    stroke_pt: float = 0.75
    dash: str = "solid"
    color: str = "auto"
    blocks: tuple[Block, ...] = ()

    @property
    def horizontal(self) -> bool:
        """Tell whether it is a drawn horizontal line (or a box too thin to be anything else)."""
        thin = self.height_mm <= THIN_MM and self.width_mm > 4 * THIN_MM
        return thin and self.stroke_pt > 0 and self.kind is not ShapeKind.PICTURE and not self.blocks


THIN_MM = 1.0
"""Height up to which a drawn object counts as a line."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it looks.

    Attributes:
        place: Where it stands.
        text: Visible text without the automatic number, joined from `runs`.
        number: Automatic number as printed (`1.`, `a)`, `•`), "" for none; a typed number is part of `text`.
        number_kind: `decimal`, `lowerLetter`, `upperRoman`, `bullet`, ... of the automatic number, "" for none.
        number_level: Level of the list, from 0. number_format: Formatting of the number.
        mark: Formatting of the paragraph mark: the height of an empty paragraph.
        before_pt, after_pt: Spacing; see `gap_pt` for what shows between two paragraphs. contextual: No spacing
            against a neighbour of the same style.
        left_mm, right_mm: Indents of all lines. first_mm: Of the first line, on top of `left_mm`; negative hangs.
        style: Name of the paragraph style as Word shows it ("" when there is none).
        outline: Outline level 0 to 8, None for body text.
        width_mm: Width in which its lines run, before indents: the column, the cell, the text box.
    """

    place: Place
    runs: tuple[Run, ...] = ()
    number: str = ""
    number_kind: str = ""
    number_level: int = 0
    number_format: Format | None = None
    mark: Format = field(default_factory=Format)
    alignment: Alignment = Alignment.LEFT
    before_pt: float = 0.0
    after_pt: float = 0.0
    contextual: bool = False
    line: LineSpacing = field(default_factory=LineSpacing)
    left_mm: float = 0.0
    right_mm: float = 0.0
    first_mm: float = 0.0
    borders: Borders = field(default_factory=Borders)
    tabs: tuple[TabStop, ...] = ()
    shapes: tuple[Shape, ...] = ()
    frame: Frame | None = None
    keep_next: bool = False
    page_break_before: bool = False
    style: str = ""
    outline: int | None = None
    width_mm: float = 0.0
    text: str = ""

    @property
    def shown(self) -> str:
        """Return the text as printed, capitals by formatting applied, without the automatic number."""
        if len(self.runs) == 1:
            return self.runs[0].shown
        return "".join([run.shown for run in self.runs])

    @property
    def full_text(self) -> str:
        """Return number and text as a reader sees them: `1. Phạm vi`."""
        return f"{self.number} {self.shown}" if self.number else self.shown

    @property
    def empty(self) -> bool:
        """Tell whether it shows neither text nor number nor picture (a border or a drawn line may still show)."""
        return not self.number and not self.shown.strip()

    @property
    def visible_runs(self) -> tuple[Run, ...]:
        """Return the runs that show ink: what fonts, sizes and colours are judged on."""
        return tuple(run for run in self.runs if run.text.strip())


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its blocks, width and own visible borders; `merged` continues the cell above it."""

    blocks: tuple[Block, ...]
    width_mm: float | None = None
    borders: Borders = field(default_factory=Borders)
    span: int = 1
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `header` repeats on every page; `before` columns of the grid stand empty in front of them."""

    cells: tuple[Cell, ...]
    header: bool = False
    before: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        place: Of the table itself. rows: In order. width_mm: Sum of its columns, None when unknown.
        bordered: Whether any line of it shows; tables that only lay out the header block have none.
        style: Name of its style.
    """

    place: Place
    rows: tuple[Row, ...]
    width_mm: float | None = None
    bordered: bool = False
    style: str = ""

    @property
    def cells(self) -> Iterator[Cell]:
        """Yield its cells, row by row."""
        return (cell for row in self.rows for cell in row.cells)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A PAGE field in a header or footer.

    Attributes:
        place: Its paragraph. part: HEADER or FOOTER. pages: `default`, `first` or `even`.
        text: The whole paragraph as shown, `- 2 -` or `Trang 2/5`. format: Of the number itself.
        alignment: Where it stands across the page, tabs, frames and text boxes considered.
    """

    place: Place
    part: Part
    pages: str
    text: str
    format: Format
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the edge of the paper to the text, mm; the gutter is already added to the left (or the top)."""

    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float
    gutter: float


@dataclass(frozen=True, slots=True)
class Section:
    """A section (in Word: phần) with its page; headers and footers inherited from sections before it are resolved.

    Attributes:
        number: From 1. first, last: Indices into `Document.blocks`, last excluded.
        new_page: Whether it begins on a new page.
        title_page: Its first page has a header of its own. even_pages: Even pages have headers of their own.
        headers, footers: `default`, `first`, `even` to blocks; only kinds that show.
        page_numbers: PAGE fields that show on some page of it.
        restart: Number of its first page, None when it continues. number_kind: `decimal`, `lowerRoman`, ...
        columns: Number of text columns.
    """

    number: int
    place: Place
    first: int
    last: int
    width_mm: float
    height_mm: float
    margins: Margins
    new_page: bool = True
    title_page: bool = False
    even_pages: bool = False
    headers: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    footers: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    page_numbers: tuple[PageNumber, ...] = ()
    restart: int | None = None
    number_kind: str = "decimal"
    columns: int = 1

    @property
    def landscape(self) -> bool:
        """Tell whether the page lies on its long side."""
        return self.width_mm > self.height_mm

    @property
    def text_width_mm(self) -> float:
        """Return the width between the margins."""
        return self.width_mm - self.margins.left - self.margins.right


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        name: File name. blocks: Paragraphs and tables of the body in order, content controls opened.
        sections: At least one. notes: Paragraphs of footnotes and endnotes that are referred to.
        pages: Number of pages as the last program to lay it out counted, None when unknown.
        signed: Carries a digital signature, so it must never be rewritten.
        producer: Program that wrote it, as it says (`LibreOffice/7.4`), "" when unknown.
        mirrored: Left and right margins change places on even pages (Mirror margins).
    """

    name: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    notes: tuple[Paragraph, ...] = ()
    pages: int | None = None
    signed: bool = False
    producer: str = ""
    mirrored: bool = False
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What many rules ask for and one walk finds; no part of the value."""

    def body_paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs of the body in reading order, tables and text boxes opened."""
        return paragraphs_of(self.blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph that shows: body, then headers and footers (each once), then notes."""
        found: tuple[Paragraph, ...] | None = self.kept.get("paragraphs")
        if found is None:
            found = self.kept["paragraphs"] = tuple(self._all_paragraphs())
        return iter(found)

    def _all_paragraphs(self) -> Iterator[Paragraph]:
        yield from self.body_paragraphs()
        seen: set[int] = set()
        for section in self.sections:
            for blocks in (*section.headers.values(), *section.footers.values()):
                if id(blocks) not in seen:
                    seen.add(id(blocks))
                    yield from paragraphs_of(blocks)
        yield from self.notes

    def section_of(self, paragraph: Paragraph) -> Section:
        """Return the section in which a paragraph of the body stands."""
        return self.sections[paragraph.place.section - 1]


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs of blocks in reading order, tables and text boxes opened."""
    for block in blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield from paragraphs_of(cell.blocks)
        else:
            yield block
            for shape in block.shapes:
                yield from paragraphs_of(shape.blocks)


def gap_pt(above: Paragraph, below: Paragraph) -> float:
    """Return the spacing that shows between two neighbours: after plus before, less contextual spacing."""
    same = above.style == below.style
    after = 0.0 if same and above.contextual else above.after_pt
    before = 0.0 if same and below.contextual else below.before_pt
    return after + before


@dataclass(frozen=True, slots=True)
class Line:
    r"""One line of a component: a paragraph, or the part of it between tabs or line breaks.

    A header typed with tabs puts the issuer and the Quốc hiệu in one paragraph, and a title may hold a line break:
    components are made of lines, so that each carries the formatting and alignment of its own letters.

    Attributes:
        paragraph: In which it stands. runs: Cut to the line. start: Index of its first letter in `paragraph.text`.
        alignment: Of the line: that of the tab stop it stands at, else of the paragraph.
        first: Whether it begins its paragraph (its number belongs to it). last: Whether it ends it.
        x_mm, width_mm: Where its first letter stands from the left edge of the column (or cell), and how wide it is,
            by the widths of Times New Roman; a line longer than the column counts as if it were not broken.
    """

    paragraph: Paragraph
    runs: tuple[Run, ...]
    alignment: Alignment
    start: int = 0
    first: bool = True
    last: bool = True
    x_mm: float = 0.0
    width_mm: float = 0.0

    @property
    def text(self) -> str:
        """Return the text as typed, outer spaces kept."""
        return "".join(run.text for run in self.runs)

    @property
    def shown(self) -> str:
        """Return the text as printed, capitals by formatting applied, outer spaces dropped."""
        return "".join(run.shown for run in self.runs).strip()

    @property
    def visible_runs(self) -> tuple[Run, ...]:
        """Return the runs that show ink."""
        return tuple(run for run in self.runs if run.text.strip())

    @property
    def centre_mm(self) -> float:
        """Return where its middle stands from the left edge of the column."""
        return self.x_mm + self.width_mm / 2

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return self.paragraph.place
