"""A file that somebody asks about: whether we made it, of what, and what has become of it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import originals
from reportgen.cli import workspace
from reportgen.documents import DOCUMENTS
from reportgen.model.period import Period, make_period, make_range, parse_key, slug
from reportgen.output import digest, read_ledger
from reportgen.problem import Problem, ReportgenError
from reportgen.provenance import Provenance, read, unchanged

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded
    from reportgen.model.period import Calendar

MAX_BYTES: Final = 256 << 20
_SHOWN: Final = 5
_RANGE: Final = "tu-"
_NO_PLAN: Final = 2  # exit status of a loader that found no plan for the year


@dataclass(frozen=True, slots=True)
class Made:
    """A file.

    Attributes:
        path: As given. data: Its bytes. told: What it says of its making, None when nothing.
        listed: Whether the ledger of its folder knows its name. ours: Whether its very bytes are ours by that ledger.
    """

    path: Path
    data: bytes
    told: Provenance | None
    listed: bool
    ours: bool

    @property
    def form(self) -> str:
        """`docx`, `xlsx` or `pdf`, by its name."""
        return self.path.suffix.lower().lstrip(".")

    @property
    def edited(self) -> bool | None:
        """Whether somebody has changed it since we wrote it; None when that cannot be told."""
        if self.ours:
            return False
        seal = unchanged(self.data)
        if seal is not None:
            return not seal
        return True if self.listed else None


def open_made(given: str) -> Made:
    """Read a file that a person names.

    Raises:
        ReportgenError: LN018, exit status 2, when there is none or it cannot be read; MB003 when it is too large.
    """
    path = Path(given)
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            remedy = "Chọn đúng văn bản; văn bản hành chính nhỏ hơn nhiều."
            raise ReportgenError(Problem("MB003", str(path), f"tệp lớn quá {MAX_BYTES >> 20} MB", remedy))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReportgenError(_no_file(path), exit_code=2) from error
    known = read_ledger(path.absolute().parent)
    return Made(path, data, read(data), path.name in known, digest(data) in known.get(path.name, ()))


def required(made: Made) -> Provenance:
    """Return what a file says of its making.

    Raises:
        ReportgenError: XX001 when it is none of ours.
    """
    if made.told is None:
        raise ReportgenError(stranger(made))
    return made.told


def stranger(made: Made) -> Problem:
    """Return XX001 for a file that does not say that we made it."""
    if made.form == "pdf" or made.data.startswith(b"%PDF"):
        message = "tệp PDF không mang thông tin về việc lập văn bản"
        remedy = "Xem tệp Word hoặc Excel cùng tên mà từ đó tệp PDF được chuyển ra."
    elif made.listed:
        message = "tệp do chương trình lập nhưng thông tin về việc lập đã mất sau khi được lưu bằng phần mềm khác"
        remedy = "Lập lại văn bản để có thông tin; bản này được giữ nguyên."
    else:
        message = "tệp không do chương trình lập, hoặc thông tin về việc lập đã bị xóa khỏi tệp"
        remedy = "Chọn tệp Word, Excel do reportgen lập trong thư mục out/."
    return Problem("XX001", str(made.path), message, remedy)


def period_of(told: Provenance, calendar: Calendar | None = None) -> Period | None:
    """Return the period of a document, None when it has none or what it says makes no sense."""
    try:
        if told.period.startswith(_RANGE):
            start, _, end = told.period.removeprefix(_RANGE).partition("-den-")
            return make_range(date.fromisoformat(start), date.fromisoformat(end), calendar)
        return make_period(*parse_key(told.period), calendar) if told.period else None
    except ValueError:
        return None


def kind_name(told: Provenance) -> str:
    """Return what people call a kind of document."""
    document = DOCUMENTS.get(told.kind)
    return document.name if document else {"so-sanh": "Bản so sánh"}.get(told.kind, told.kind)


def folders(made: Made, space: workspace.Workspace | None) -> list[Path]:
    """Return the output folders where what a document was made from may be kept: its own first."""
    found = [made.path.absolute().parent]
    period = period_of(made.told) if made.told else None
    if space is not None and made.told is not None and period is not None:
        found.append(space.root / "out" / made.told.ward / str(period.year) / slug(period))
    elif space is not None and made.told is not None:
        found += sorted((space.root / "out" / made.told.ward).glob("*/ke-hoach"))
    return found


def kept_data(made: Made, places: list[Path]) -> dict[str, bytes]:
    """Return the ward's files from which a document was made, as kept; nothing when they are not."""
    assert made.told is not None  # noqa: S101  asked of documents of ours
    content = originals.find(places, originals.data_name(made.told.data_hash))
    return originals.unpacked(content) if content is not None else {}


def load_for(folder: Path, told: Provenance) -> Loaded | None:
    """Read a ward's folder as it was read for a document; None when no plan gives the data that it names.

    Raises:
        ReportgenError: As `load_ward`, when the data cannot be read at all.
    """
    for loaded in loads(folder, told):
        if loaded.data.data_hash == told.data_hash:
            return loaded
    return None


def loads(folder: Path, told: Provenance) -> Iterator[Loaded]:
    """Yield a ward's data with every plan that a document can be of, the likeliest first."""
    from reportgen.load.ward import load_ward  # noqa: PLC0415  help must not wait for it

    period, verbatim = period_of(told), bool(told.verbatim)
    if period is not None:
        yield load_ward(folder, year=period.year, verbatim=verbatim)
        return
    loaded = load_ward(folder, verbatim=verbatim)
    while True:
        yield loaded
        try:
            loaded = load_ward(folder, year=loaded.data.plan.years[0] - 1, verbatim=verbatim)
        except ReportgenError as error:
            if error.exit_code == _NO_PLAN:
                return
            raise


def _no_file(path: Path) -> Problem:
    """Return LN018, naming the documents that stand nearby."""
    message = "đây là thư mục, không phải tệp" if path.is_dir() else "không có hoặc không đọc được tệp này"
    folder = path if path.is_dir() else path.parent
    try:
        near = sorted(p.name for p in folder.glob("*.*x") if not p.name.startswith(("~$", ".")))[:_SHOWN]
    except (OSError, ValueError):
        near = []
    hint = f" Trong thư mục này có: {', '.join(near)}." if near else ""
    return Problem("LN018", str(path), message, f"Ghi đúng đường dẫn của tệp.{hint}")
