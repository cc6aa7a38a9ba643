"""Kế hoạch: the plan as issued, verbatim, and what it obliges the ward to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reportgen.model.deadline import Deadline


@dataclass(frozen=True, slots=True)
class Erratum:
    """A misprint of the issued plan.

    Attributes:
        place: Where in the plan data: an id such as `II.2.7`, or `văn bản` with the heading's words.
        printed: Words as printed. corrected: Words that documents print instead, unless `--verbatim`.
        why: The reason, in Vietnamese.
    """

    place: str
    printed: str
    corrected: str
    why: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the running text.

    Attributes:
        kind: `heading`, `paragraph`, `list` (a dash or plus item as printed), `note` (bracketed, italic).
        level: Depth of a heading: 1 for `I.`, 2 for `1.`, 3 for `2.1.` under it; 0 for other kinds.
        text: As printed (NFC), number or letter included; with errata already applied unless read verbatim.
        source: Where it was read, "" when made otherwise.
    """

    kind: str
    level: int
    text: str
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Party:
    """One item of a lead or cooperating cell.

    Attributes:
        printed: The item as printed. agency: Id of the agency or collective that it names; "" if unknown.
        note: Words of the item beyond the name (`theo dõi, kiểm tra, giám sát, tổng hợp`).
    """

    printed: str
    agency: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group inside an area (II.1, III.2); the area itself when it has no inner groups.

    Attributes:
        id: As printed: `01`, `I`, `II.2`. title: As printed.
    """

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Area:
    """Lĩnh vực.

    Attributes:
        id: As printed: `01` (Phụ lục số 01), `II`.
        title: As printed.
        heading: The title as the reports print it, sentence case: `Cải cách thể chế`.
        kind: Which part of the report it belongs to: `direction` (chỉ đạo, điều hành), `institutions`,
            `procedures`, `organisation`, `civil-service`, `finance`, `digital`.
        groups: In printed order, at least one.
        lead: Agency that answers for the area by the plan's "Tổ chức thực hiện", or "" when none does.
        source: Where it was read, "" when made otherwise.
    """

    id: str
    title: str
    heading: str
    kind: str
    groups: tuple[Group, ...]
    lead: str = ""
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """Một nhiệm vụ: one row of an appendix.

    Attributes:
        id: Group as printed, a dot, number as printed: `01.6`, `II.2.7`.
        number: As printed, its full stop included: `1.`.
        area: Id of its area. group: Id of its group.
        title: Text of the task.
        products: Items of the product column, as printed; empty when the cell is.
        lead, cooperating: Items of those cells.
        deadline_items: Items of the time column, as printed.
        deadlines: What those items (and periodicity in the products) mean.
        source: Where it was read: `plans/2026.yaml, dòng 310`.
    """

    id: str
    number: str
    area: str
    group: str
    title: str
    products: tuple[str, ...]
    lead: tuple[Party, ...]
    cooperating: tuple[Party, ...]
    deadline_items: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """Chỉ tiêu.

    Attributes:
        id: `PL1.I.1` for a row of an appendix table, `CT.01` for a target stated in the text.
        name: As printed. unit: `%` mostly; "" for a level or a plain yes/no target.
        comparator: `>=`, `>`, `=`, `<=`. target: The figure; None when the target is not a number.
        target_text: As printed (`≥ 95`, `100`, `từ 55% trở lên`).
        phase: `Giai đoạn 2026 - 2027`, or "" for the whole plan.
        first_year, last_year: Years in which it is measured.
        tracker: Id of the agency or collective that follows it; "" when the plan names none.
        numerator, denominator: What is counted, in words, of a ratio; "" otherwise.
        origin: `phụ lục` or `văn bản`. same_as: Id of the appendix row that states the same target, or "".
        source: Where it was read.
        aggregate: How counts of several returns join in a longer window: `sum` (files handled, transactions) or
            `last` (how many procedures are online at the end).
        tracker_printed: Who follows it, as printed.
    """

    id: str
    name: str
    unit: str
    comparator: str
    target: Decimal | None
    target_text: str
    phase: str
    first_year: int
    last_year: int
    tracker: str
    numerator: str
    denominator: str
    origin: str
    same_as: str
    source: str
    aggregate: str = "sum"
    tracker_printed: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Chế độ báo cáo: a reporting duty that the plan states.

    Attributes:
        id: `CD.12`. who: Agency or collective. to: To whom, in words. when: As printed.
        deadline: What `when` means. quote: The plan's own words. task: Task that carries it, or "".
        source: Where it was read.
    """

    id: str
    who: str
    to: str
    when: str
    deadline: Deadline
    quote: str
    task: str
    source: str


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """Nhiệm vụ của một đơn vị theo "Tổ chức thực hiện": agency id and the paragraphs, as printed."""

    agency: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix of the plan as printed.

    Attributes:
        label: `Phụ lục I`, `Phụ lục số 01`. title: As printed.
        kind: `tasks` or `indicators`. areas: Ids of the areas that it lists (of `tasks`).
        columns: Column headings as printed, in order.
        fields: What each column holds: `number`, `title`, `products`, `lead`, `cooperating`, `deadlines`; of an
            indicator table `number`, `name`, `unit`, `target`, `tracker`.
        source: Where it was read, "" when made otherwise.
    """

    label: str
    title: str
    kind: str
    areas: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one ward.

    Attributes:
        years: First and last year that it covers.
        title: Tên loại, `KẾ HOẠCH`. subject: Lines of the trích yếu, as printed.
        number_line, date_line: As printed, blanks included (`Số: /KH-UBND`).
        citation: How a report cites it: `Kế hoạch cải cách hành chính trên địa bàn phường Trúc Lâm năm 2026`.
        issued: Day of issue if known. number: Number if known ("12/KH-UBND"), else "".
        bases: The opening paragraphs that cite superior documents, as printed.
        blocks: The whole running text in order, from the bases to the closing paragraph.
        appendix_heading: Lines above the appendices as printed, may be empty.
        areas, tasks, indicators, duties, unit_duties, appendices: In printed order.
        recipients: Lines of Nơi nhận as printed. authority: Lines of the signature block as printed. signer: Name.
        errata: Misprints.
        source: Where it was read.
    """

    years: tuple[int, int]
    title: str
    subject: tuple[str, ...]
    number_line: str
    date_line: str
    citation: str
    issued: date | None
    number: str
    bases: tuple[str, ...]
    blocks: tuple[Block, ...]
    appendix_heading: tuple[str, ...]
    areas: tuple[Area, ...]
    tasks: tuple[Task, ...]
    indicators: tuple[Indicator, ...]
    duties: tuple[Duty, ...]
    unit_duties: tuple[UnitDuties, ...]
    appendices: tuple[Appendix, ...]
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    signer: str
    errata: tuple[Erratum, ...]
    source: str
