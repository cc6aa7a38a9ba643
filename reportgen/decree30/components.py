"""The components of an official document (thành phần thể thức), found by content and position, not by style names.

`find_components` is the door; the finders live in `header`, `body` and `closing`. A component that is not there is
None or an empty tuple: whether that is a fault is for the rules to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reportgen.decree30.model import Line, Paragraph, Place, Table


class Kind(Enum):
    """Kinds of document judged; the value is the printed name."""

    REPORT = "báo cáo"
    PLAN = "kế hoạch"
    LETTER = "công văn"
    SUBMISSION = "tờ trình"
    NOTICE = "thông báo"
    DECISION = "quyết định"


class RulingKind(Enum):
    """How a horizontal line was made."""

    SHAPE = "nét vẽ"
    PARAGRAPH_BORDER = "đường viền đoạn"
    CELL_BORDER = "đường viền ô"
    UNDERSCORES = "dấu gạch dưới"
    DASHES = "dấu gạch nối"
    UNDERLINE = "gạch chân chữ"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal line under a component.

    Attributes:
        kind: How it was made. place: Of the paragraph that bears it.
        length_mm: None when it cannot be computed. solid: One unbroken stroke (not dashed, dotted or double).
        centred: Whether it stands centred under the text; None when it cannot be told.
        color: `RRGGBB` or `auto`.
    """

    kind: RulingKind
    place: Place
    length_mm: float | None
    solid: bool = True
    centred: bool | None = None
    color: str = "auto"


class Level(Enum):
    """Levels of the body; the value is the printed word."""

    PART = "phần"
    CHAPTER = "chương"
    SECTION = "mục"
    SUBSECTION = "tiểu mục"
    ARTICLE = "điều"
    CLAUSE = "khoản"
    POINT = "điểm"
    DECIMAL = "tiểu mục thập phân"
    DASH = "gạch đầu dòng"
    TEXT = "lời văn"


@dataclass(frozen=True, slots=True)
class BodyItem:
    """A paragraph of the body with the level it opens.

    Attributes:
        paragraph: The paragraph itself. level: TEXT for running text.
        label: Number as a reader sees it, mark included: `I.`, `1.`, `a)`, `2.1.`, `Điều 1.`, `-`; "" for TEXT.
        ordinal: The number meant, from 1: 3 for `c)`, `III.`, `Điều 3`; of `2.1.3` the last part; None when there is
            none or it cannot be read (`j)`, `IIII.`).
        path: Numbers of a decimal label: (2, 1, 3); else ().
        title: Text after the number, or the title line below `Phần I`; "" when the item opens running text at once.
        title_line: The separate line that bears the title of a phần or chương, None elsewhere.
        titled: Whether the item is a heading on its own line, as against running text that begins with a number.
        typed: The number was typed, not numbered by Word.
    """

    paragraph: Paragraph
    level: Level
    label: str = ""
    ordinal: int | None = None
    path: tuple[int, ...] = ()
    title: str = ""
    title_line: Line | None = None
    titled: bool = False
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Addressees:
    """`Kính gửi`: the line with the words, and who follows.

    Attributes:
        heading: Line that holds `Kính gửi`. inline: Addressee on the same line, "" when they follow below.
        items: Lines below it, one an addressee; their dash may be an automatic bullet (`paragraph.number`).
    """

    heading: Line
    inline: str
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """`Nơi nhận`: the heading line and the lines below it (`inline`: text after the colon on the heading line)."""

    heading: Line
    inline: str
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs.

    Attributes:
        lines: All lines above the name in order: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
        name: Họ tên; None when the space is still empty.
    """

    lines: tuple[Line, ...]
    name: Line | None

    @property
    def authority(self) -> tuple[Line, ...]:
        """Return the lines that state a power to sign: they begin with TM., KT., TL., TUQ. or Q."""
        return tuple(line for line in self.lines if authority_of(line.shown))


def authority_of(text: str) -> str:
    """Return the abbreviation with which a line of the signature begins, without its dot: `TM`; "" for none."""
    head = text.lstrip().split(".", 1)[0].split(" ", 1)[0].upper()
    return head if head in {"TM", "KT", "TL", "TUQ", "Q"} else ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """A phụ lục in the same file.

    Attributes:
        label: `Phụ lục I`. ordinal: The number meant, None when it bears none. roman: Whether it is Roman; None
            without a number. word: The number as printed, `I`, `số 01`, "".
        title: Lines of its title. attached: Lines of `(Kèm theo ...)`. rulings: Lines drawn under `attached`.
        section: Number of the section in which it begins. own_section: Whether a section begins with it.
        blocks: (first, last) indices into `Document.blocks`, label included, last excluded.
        items: Its paragraphs outside tables, heading left out.
    """

    label: Line
    ordinal: int | None
    roman: bool | None
    word: str
    title: tuple[Line, ...]
    attached: tuple[Line, ...]
    rulings: tuple[Ruling, ...]
    section: int
    own_section: bool
    blocks: tuple[int, int]
    items: tuple[BodyItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Components:
    """What was found, in the order of the page; the Vietnamese names are those of Phụ lục I, Mục IV.

    Attributes:
        kind: None when the document is none of those judged. kind_words: The tên loại as printed, "" without one.
        national_name: Quốc hiệu. motto: Tiêu ngữ. superior: Cơ quan chủ quản. issuer: Cơ quan ban hành.
        number: Số, ký hiệu. place_date: Địa danh và thời gian. type_name: Tên loại. subject: Trích yếu (for a công
            văn the `V/v` lines under the number). addressees: Kính gửi. competence: Of a quyết định,
            the line in capitals that names who decides (thẩm quyền ban hành).
        bases: Căn cứ ban hành. enacting: `QUYẾT ĐỊNH:` after the bases.
        motto_rulings, issuer_rulings, subject_rulings: Lines drawn under them.
        body: Every paragraph from after the title (and căn cứ) to before the signature, outside tables.
        body_tables: Tables of the body (not of header block or signature).
        end_mark: Last line of the main text, which should end with `./.`; None when there is no text.
        signature: Chữ ký. recipients: Nơi nhận. appendices: Phụ lục.
        layout: How the header block is laid out: `table`, `tabs`, `boxes`, `lines` or "" (no header block).
    """

    kind: Kind | None
    kind_words: str = ""
    national_name: Line | None = None
    motto: Line | None = None
    motto_rulings: tuple[Ruling, ...] = ()
    superior: tuple[Line, ...] = ()
    issuer: tuple[Line, ...] = ()
    issuer_rulings: tuple[Ruling, ...] = ()
    number: Line | None = None
    place_date: Line | None = None
    type_name: Line | None = None
    subject: tuple[Line, ...] = ()
    subject_rulings: tuple[Ruling, ...] = ()
    addressees: Addressees | None = None
    competence: tuple[Line, ...] = ()
    bases: tuple[Line, ...] = ()
    enacting: Line | None = None
    body: tuple[BodyItem, ...] = ()
    body_tables: tuple[Table, ...] = ()
    end_mark: Line | None = None
    signature: Signature | None = None
    recipients: Recipients | None = None
    appendices: tuple[Appendix, ...] = ()
    layout: str = ""

    @property
    def only_appendices(self) -> bool:
        """Tell whether the file holds nothing but phụ lục (Mẫu 2.1, 2.2): the document itself is another file."""
        return bool(self.appendices) and not self.official and not self.body

    @property
    def official(self) -> bool:
        """Tell whether it looks like an official document at all: a kind, or at least two parts of a header block."""
        signs = (self.national_name, self.motto, self.number, self.place_date)
        return self.kind is not None or sum(sign is not None for sign in signs) > 1
