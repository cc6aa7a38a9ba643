"""`issue`: a document gets its number and day, and is kept with all that it was made from."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen import originals
from reportgen.cli import clock, say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.made import Made, folders, kept_data, load_for, open_made, period_of, required
from reportgen.cli.options import Reader
from reportgen.documents import DOCUMENTS
from reportgen.output import digest
from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.provenance import Provenance, read
from reportgen.register import (
    DATA_FILE,
    FOLDER,
    Entry,
    Issue,
    Kept,
    described,
    enter,
    out_of_order,
    read_year,
    unordered,
)
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded

_LETTER: Final = "CV"
"""Type of a công văn in the register; its ký hiệu bears no abbreviation of a type (Nghị định 30/2020/NĐ-CP)."""
_FORMS: Final = (".docx", ".xlsx", ".pdf")


def issue(path: str, number: str, issued: str, ward: str | None, work: str | None, *, as_json: bool) -> int:
    """Enter a document in the register of its ward; return the exit status."""
    result = say.Outcome(ward=ward, extra={"issued": None, "new": None})

    def work_on(found: say.Outcome) -> None:
        reader = Reader()
        given, day = reader.document_number(number), reader.day("--date", issued)
        reader.done()
        assert day is not None  # noqa: S101  refused above
        _issue(open_made(path), given, day, (ward, work), found)

    return carry_out(result, work_on, as_json=as_json)


def _issue(made: Made, number: str, day: date, where: tuple[str | None, str | None], result: say.Outcome) -> None:
    told = required(made)
    document = DOCUMENTS.get(told.kind)
    if document is None or made.form not in {"docx", "xlsx"}:
        raise ReportgenError(_no_document(made))
    space = workspace.find(where[1])
    ward = space.ward(where[0] or told.ward)
    code = document.type_code or _LETTER
    result.ward = ward.name
    files, loaded = _frozen(made, told, space, ward)
    symbol = _symbol(number, code, loaded.data.ward.symbol)
    _agrees(made, told, number, code, day)
    attachments = _attachments(made, told)
    entry = Entry(
        number=number.partition("/")[0],
        symbol=symbol,
        type=code,
        date=day,
        kind=told.kind,
        period=told.period,
        subject=told.subject,
        file=_relative(made.path, space.root),
        kept="",
        sha256=digest(made.data),
        data_hash=told.data_hash,
        template_hash=told.template_hash,
        entered_at=datetime.now(clock.VIETNAM).isoformat(timespec="seconds"),
        entered_by=getpass.getuser(),
        attachments=tuple(Kept(_relative(one.path, space.root), "", digest(one.data)) for one in attachments),
    )
    now = datetime.now(clock.VIETNAM)
    contents = (made.data, *(one.data for one in attachments))
    standing, new = enter(ward, Issue(entry, contents, files), at=now, who=entry.entered_by)
    result.period = period_of(told, loaded.data.ward.calendar)
    result.extra |= {"issued": _as_dict(standing), "new": new}
    kept = f"data/{ward.name}/{FOLDER}/{standing.date.year}/{standing.kept}"
    words = "Đã vào sổ" if new else "Đã có trong sổ, không thay đổi gì:"
    result.lines = [f"{words} {described(standing)}.", f"Bản ban hành, số liệu và mẫu đã dùng được giữ ở {kept}"]
    result.add(_remarks(made, told, standing, ward, loaded))


def _no_document(made: Made) -> Problem:
    message = "tệp này không phải văn bản để ban hành (bản so sánh, bản PDF hoặc tệp phụ)"
    return Problem("XX003", str(made.path), message, "Chọn tệp Word của văn bản trong thư mục out/.")


def _symbol(number: str, code: str, issuer: str) -> str:
    """Return the whole `12/BC-UBND`; numbers below 10 take a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3)."""
    digits, _, rest = number.partition("/")
    width = 2 if digits.isdigit() else 3
    usual = issuer if code == _LETTER else f"{code}-{issuer}"
    return f"{digits.zfill(width)}/{rest or usual}"


def _agrees(made: Made, told: Provenance, number: str, code: str, day: date) -> None:
    """Refuse a number or a day that is not the one that the document prints.

    Raises:
        ReportgenError: XX004, with both when both differ.
    """
    from reportgen.register import number_key  # noqa: PLC0415  with the rest

    found: list[Problem] = []
    rest = number.partition("/")[2]
    remedy = "Ghi đúng như văn bản in, hoặc lập lại văn bản với --number, --date đúng rồi vào sổ bản đó."
    if rest and code != _LETTER and rest.partition("-")[0] != code:
        found.append(Problem("XX004", str(made.path), f"ký hiệu {rest} không phải của loại văn bản {code}", remedy))
    if told.number and number_key(told.number) != number_key(number):
        message = f"văn bản in số {told.number}, lệnh nêu số {number}"
        found.append(Problem("XX004", str(made.path), message, remedy))
    if told.issued and told.issued != day.isoformat():
        message = f"văn bản in ngày {short_date(date.fromisoformat(told.issued))}, lệnh nêu ngày {short_date(day)}"
        found.append(Problem("XX004", str(made.path), message, remedy))
    if found:
        raise ReportgenError(*found)


def _frozen(made: Made, told: Provenance, space: workspace.Workspace, ward: Path) -> tuple[dict[str, bytes], Loaded]:
    """Return what is kept with a document: the ward's data that it was made from, its template when it is at hand.

    Raises:
        ReportgenError: XX005 when the data have changed since and were not kept.
    """
    from reportgen.load.snapshot import data_files, laid_out  # noqa: PLC0415  help must not wait for it

    places = folders(made, space)
    for files in (kept_data(made, places), data_files(ward)):
        loaded = None
        try:
            with laid_out(told.ward, files) as folder:
                loaded = load_for(folder, told) if files else None
        except ReportgenError:
            continue
        if loaded is not None:
            kept = {DATA_FILE: originals.packed(files)}
            template = _template(told, space, places)
            return kept | ({f"mau-{told.template}": template} if template and told.template else {}), loaded
    message = "số liệu của phường đã thay đổi sau khi lập văn bản và bản số liệu đã dùng không còn được giữ"
    remedy = "Lập lại văn bản bằng số liệu hiện nay, đối chiếu, rồi vào sổ bản mới."
    raise ReportgenError(Problem("XX005", str(made.path), message, remedy))


def _template(told: Provenance, space: workspace.Workspace, places: list[Path]) -> bytes | None:
    kept = originals.find(places, originals.template_name(told.template_hash))
    if kept is None and told.template:
        try:
            kept = space.template(told.ward, told.template).content
        except ReportgenError:
            return None
    return kept if kept is not None and digest(kept) == told.template_hash else None


def _attachments(made: Made, told: Provenance) -> list[Made]:
    """Return the other files of the same document that stand beside it: appendices of the same run, the PDF."""
    found: list[Made] = []
    if made.form != "docx":
        return found
    for path in sorted(made.path.absolute().parent.iterdir()):
        if path.suffix.lower() not in _FORMS or path.name.startswith((".", "~$")) or not path.is_file():
            continue
        if path.suffix.lower() == ".pdf":
            if path.stem == made.path.stem:
                found.append(open_made(str(path)))
            continue
        if path.suffix.lower() == ".docx":
            continue
        other = read(path.read_bytes())
        if other is not None and _same_run(other, told):
            found.append(open_made(str(path)))
    return _newest(found)


def _same_run(other: Provenance, told: Provenance) -> bool:
    names = ("kind", "ward", "period", "as_of", "data_hash", "subject")
    return all(getattr(other, name) == getattr(told, name) for name in names)


def _newest(found: list[Made]) -> list[Made]:
    """Return one workbook, not every version of it: an edited one and its revision are the same appendix."""
    books = [one for one in found if one.form == "xlsx"]
    edited = [one for one in books if one.edited]
    chosen = (edited or books)[:1]
    return [one for one in found if one.form != "xlsx" or one in chosen]


def _relative(path: Path, root: Path) -> str:
    whole = path.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()


def _remarks(made: Made, told: Provenance, entry: Entry, ward: Path, loaded: Loaded) -> list[Problem]:
    """Return what the person should look at: days out of order, a second document of the period, invented data."""
    found: list[Problem] = []
    entries = read_year(ward, entry.date.year).entries
    other = out_of_order(entries, entry)
    if other is not None:
        found.append(unordered(other, entry))
    today = clock.today()
    early = told.as_of and entry.date.isoformat() < told.as_of
    if early or entry.date > today:
        why = f"sớm hơn ngày chốt số liệu {short_date(date.fromisoformat(told.as_of))}" if early else "chưa đến"
        message = f"ngày ban hành {short_date(entry.date)} {why}"
        remedy = "Xem lại ngày ban hành; ngày ghi trên văn bản là ngày ký (Nghị định 30/2020/NĐ-CP, Phụ lục I)."
        found.append(Problem("XX006", str(made.path), message, remedy, Severity.WARNING))
    again = [e for e in entries if (e.kind, e.period, e.subject) == (entry.kind, entry.period, entry.subject)]
    former = next((e for e in again if e.sha256 != entry.sha256), None)
    if former is not None:
        message = f"kỳ này đã có văn bản {described(former)}"
        remedy = "Nếu là văn bản thay thế thì nêu rõ trong văn bản mới; nếu vào sổ nhầm thì báo văn thư."
        found.append(Problem("XX007", str(made.path), message, remedy, Severity.WARNING))
    if any(body.illustrative for body in loaded.data.returns):
        message = "văn bản lập từ số liệu minh họa, không phải số liệu thật"
        remedy = "Chỉ vào sổ để tập dùng; văn bản ban hành phải lập từ số liệu thật."
        found.append(Problem("XX008", str(made.path), message, remedy, Severity.WARNING))
    return found


def _as_dict(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"date": entry.date.isoformat()}
