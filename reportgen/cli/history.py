"""`data history`, `data restore`: the versions of a return, and a former one in force again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import clock, say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.forms import Asked, agency_named, period_named
from reportgen.cli.options import Reader
from reportgen.cli.receive import who_runs
from reportgen.model.period import Period, label, make_period, parse_key, period_key
from reportgen.problem import Problem, ReportgenError
from reportgen.vi.dates import short_date

if TYPE_CHECKING:
    from reportgen.store import Version

_HOW = {
    "receive": "nhận biểu mẫu",
    "restore": "lấy lại",
    "edited": "sửa tay",
    "before": "có từ trước",
}


@dataclass(frozen=True, slots=True)
class _Return:
    """One return of the ward: its file, whose, of which period."""

    path: Path
    agency: str
    name: str
    period: Period


def history(asked: Asked) -> int:
    """Print the versions of returns; return the exit status."""
    result = say.Outcome(ward=asked.ward, extra={"returns": []})
    return carry_out(result, lambda found: _history(asked, found), as_json=asked.as_json)


def restore(asked: Asked, version: str) -> int:
    """Put a former version in force again; return the exit status."""
    result = say.Outcome(ward=asked.ward)
    return carry_out(result, lambda found: _restore(asked, version, found), as_json=asked.as_json)


def _history(asked: Asked, result: say.Outcome) -> None:
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    told = [(item, store.versions(item.path)) for item in _returns(asked)]
    told = [(item, versions) for item, versions in told if versions]
    result.extra = {
        "returns": [
            {"agency": item.agency, "period": _key(item.period), "versions": [asdict(v) for v in versions]}
            for item, versions in told
        ]
    }
    if not asked.as_json:
        result.lines = [line for item, versions in told for line in _lines(item, versions)] or [
            "Chưa có bản nào được lưu: số liệu chưa nhận qua biểu mẫu lần nào."
        ]


def _lines(item: _Return, versions: tuple[Version, ...]) -> Iterator[str]:
    yield f"{item.name}, {label(item.period)}:"
    for version in versions:
        day = datetime.fromisoformat(version.at).astimezone(clock.VIETNAM)
        who = f", {version.who}" if version.who else ""
        source = f", {version.source}" if version.source else ""
        yield f"  {version.number}. {short_date(day)} {day:%H:%M}, {_HOW.get(version.how, version.how)}{source}{who}"


def _restore(asked: Asked, version: str, result: say.Outcome) -> None:
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    reader = Reader()
    number = reader.whole("--version", version, 1, 9999)
    reader.done()
    found = _returns(asked)
    if len(found) != 1:
        names = "; ".join(f"{item.agency}, {_key(item.period)}" for item in found) or "không có tệp nào"
        remedy = "Chỉ rõ một đơn vị và một kỳ: --agency, --year, --quarter."
        if not found:
            remedy = "Đơn vị chưa có số liệu của kỳ này; xem các tệp đã có bằng reportgen data history."
        raise ReportgenError(
            Problem("LN033", "dòng lệnh", f"phải chọn đúng một tệp số liệu ({names})", remedy), exit_code=2
        )
    item = found[0]
    assert number is not None  # noqa: S101  refused above
    saved = store.restore(item.path, number, at=clock.now(), who=who_runs())
    result.lines = [
        f"{item.name}, {label(item.period)}: đã lấy lại bản {number}, nay là bản {saved.version.number}."
        if saved.changed
        else f"{item.name}, {label(item.period)}: bản {number} đang là bản hiện hành."
    ]


def _returns(asked: Asked) -> list[_Return]:
    """Return the files of progress that were asked for, whether or not they can be read now."""
    from reportgen.load.ward import load_ward  # noqa: PLC0415  help must not wait for it

    reader = Reader()
    year = reader.year(asked.year)
    kind, index = period_named(asked, reader)
    reader.done()
    folder = workspace.find(asked.workspace).ward(asked.ward)
    data = load_ward(folder, year=year).data
    who = agency_named(asked.agency, data) if asked.agency is not None else None
    wanted = make_period(kind, year or clock.today().year, index or 1, data.ward.calendar) if kind else None
    found = []
    for path in sorted((folder / "progress").glob("*/*.yaml")):
        try:
            period = make_period(*parse_key(path.parent.name), data.ward.calendar)
        except ValueError:
            continue
        agency = data.ward.agencies.get(path.stem)
        fits = (who is None or who.id == path.stem) and (wanted is None or wanted == period)
        if fits and (year is None or period.year == year):
            found.append(_Return(path, path.stem, agency.name if agency else path.stem, period))
    return found


def _key(period: Period) -> str:
    return period_key(period.kind, period.year, period.index)
