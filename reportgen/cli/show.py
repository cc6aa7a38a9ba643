"""`show`: how a document was made, whether anybody changed it, whether data and template are still the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen import originals
from reportgen.cli import say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.made import Made, folders, kept_data, kind_name, load_for, open_made, period_of, required
from reportgen.model.period import Period, label
from reportgen.output import digest
from reportgen.problem import ReportgenError
from reportgen.provenance import Provenance
from reportgen.register import FOLDER, Entry, described, read_all
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded

_SHOWN = 10


@dataclass(slots=True)
class _State:
    """What has become of data or template: whether they changed (None: cannot be told), the words for it, the files."""

    changed: bool | None
    words: str
    files: list[str] = field(default_factory=list)


def show(path: str, ward: str | None, work: str | None, *, as_json: bool) -> int:
    """Tell how a document was made; return the exit status."""
    result = say.Outcome(ward=ward, extra={"document": None})

    def find_out(found: say.Outcome) -> None:
        made = open_made(path)
        _describe(made, ward, work, found)

    return carry_out(result, find_out, as_json=as_json)


def _describe(made: Made, ward: str | None, work: str | None, result: say.Outcome) -> None:
    document: dict[str, Any] = {
        "path": made.path.as_posix(),
        "sha256": digest(made.data),
        "ours": made.told is not None,
    }
    document["edited"] = made.edited
    result.extra["document"] = document
    told = required(made)
    space = _space(work)
    folder = None if space is None else _ward(space, told, ward)
    loaded, fault = _read(folder, told)
    calendar = loaded.data.ward.calendar if loaded is not None else None
    result.ward, result.period, result.as_of = told.ward, period_of(told, calendar), _day(told.as_of)
    data = _data_state(made, told, space, folder, same=loaded is not None, fault=fault)
    template = _template_state(told, made, space, ward)
    document |= {"provenance": asdict(told)}
    document["data"] = {"changed": data.changed, "files": data.files}
    document["template"] = {"changed": template.changed}
    name = "" if loaded is None else f"{loaded.data.ward.full_name} "
    head = [f"  Loại văn bản:  {kind_name(told)}", f"  Phường:        {name}({told.ward})"]
    entry, same = (None, False) if folder is None or space is None else _entry(made, folder, space)
    document["issued"] = (
        None if entry is None else {"symbol": entry.symbol, "date": entry.date.isoformat(), "same": same}
    )
    if entry is not None:
        kept = f"data/{told.ward}/{FOLDER}/{entry.date.year}/{entry.kept}"
        as_it_was = "tệp này đúng là bản đã ban hành" if same else "tệp này nay KHÁC bản đã ban hành"
        head.append(f"  Ban hành:      {described(entry)}; {as_it_was} (lưu ở {kept})")
    result.lines = [made.path.name, *head, *_lines(made, told, result.period, data, template)]


def _entry(made: Made, folder: Path, space: workspace.Workspace) -> tuple[Entry | None, bool]:
    """Return the entry of a document in its ward's register, and whether the file is still what was issued.

    Raises:
        ReportgenError: XX010 when the register cannot be read.
    """
    content = digest(made.data)
    entries = [entry for year in read_all(folder) for entry in year.entries]
    for entry in entries:
        if any(kept.sha256 == content for kept in entry.files()):
            return entry, True
    here = made.path.resolve()
    for entry in entries:
        if any((space.root / kept.file).resolve() == here for kept in entry.files()):
            return entry, False
    return None, False


def _lines(made: Made, told: Provenance, period: Period | None, data: _State, template: _State) -> Iterator[str]:
    if period is not None:
        yield f"  Kỳ báo cáo:    {label(period)}"
    if told.as_of:
        yield f"  Ngày chốt:     {_printed(told.as_of)}"
    if told.subject:
        yield f"  Trích yếu:     {told.subject}"
    number = told.number or "để trống"
    issued = f", ngày {_printed(told.issued)}" if told.issued else ", ngày để trống"
    yield f"  Số, ngày:      số {number}{issued}"
    yield f"  Lập bằng:      reportgen {told.version}, mẫu {told.template or made.form}"
    yield f"  Mã số liệu:    {told.data_hash}"
    yield f"  Mã mẫu:        {told.template_hash}"
    yield f"  Sửa tay:       {_edited(made)}"
    yield f"  Số liệu:       {data.words}"
    yield from (f"                 - {name}" for name in data.files[:_SHOWN])
    if len(data.files) > _SHOWN:
        yield f"                 - và {len(data.files) - _SHOWN} tệp khác"
    yield f"  Mẫu:           {template.words}"


def _edited(made: Made) -> str:
    if made.edited is None:
        return "không xác định được: tệp lập bằng phiên bản cũ và không còn ở thư mục kết quả"
    return "đã được sửa hoặc lưu lại sau khi lập" if made.edited else "chưa sửa từ khi lập"


def _space(work: str | None) -> workspace.Workspace | None:
    """Return the workspace; without one the file itself can still be told of."""
    try:
        return workspace.find(work)
    except ReportgenError:
        if work is not None:
            raise
        return None


def _ward(space: workspace.Workspace, told: Provenance, ward: str | None) -> Path | None:
    """Return the folder of the document's ward, or of the one that the person named."""
    if ward is not None:
        return space.ward(ward)
    return space.data / told.ward if told.ward in space.wards() else None


def _read(folder: Path | None, told: Provenance) -> tuple[Loaded | None, bool]:
    """Return the ward's data if they are what the document was made from, and whether they hold errors now."""
    try:
        return (None if folder is None else load_for(folder, told)), False
    except ReportgenError:
        return None, True


def _data_state(
    made: Made, told: Provenance, space: workspace.Workspace | None, folder: Path | None, *, same: bool, fault: bool
) -> _State:
    from reportgen.load.snapshot import data_files, differing  # noqa: PLC0415  help must not wait for it

    if folder is None:
        return _State(None, f"không đối chiếu được: thư mục làm việc không có phường {told.ward}")
    if same:
        return _State(changed=False, words="không đổi từ khi lập")
    kept = kept_data(made, folders(made, space))
    files = [f"{folder.name}/{name}" for name in differing(kept, data_files(folder))] if kept else []
    words = "đã đổi từ khi lập" + (", và nay có lỗi (xem reportgen check data)" if fault else "")
    return _State(changed=True, words=words + (":" if files else ""), files=files)


def _template_state(told: Provenance, made: Made, space: workspace.Workspace | None, ward: str | None) -> _State:
    if space is None:
        return _State(None, "không đối chiếu được: không có thư mục làm việc")
    if not told.template:
        return _State(None, "không đối chiếu được: văn bản lập bằng phiên bản cũ không ghi tên mẫu")
    try:
        template = space.template(ward or told.ward, told.template)
    except ReportgenError:
        return _State(changed=True, words=f"không còn mẫu {told.template}")
    if digest(template.content) == told.template_hash:
        return _State(changed=False, words="không đổi từ khi lập")
    kept = originals.find(folders(made, space), originals.template_name(told.template_hash)) is not None
    return _State(changed=True, words="đã đổi từ khi lập" + ("; mẫu cũ còn được giữ" if kept else ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _printed(text: str) -> str:
    day = _day(text)
    return text if day is None else short_date(day)
