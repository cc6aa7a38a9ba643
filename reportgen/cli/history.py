"""`data history`, `data restore`: the versions of a return or of the plan, and a former one in force again."""

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
    "import": "nhập từ tệp",
    "restore": "lấy lại",
    "edited": "sửa tay",
    "before": "có từ trước",
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file of which versions are kept.

    Attributes:
        path: The file. name: In words: `Công an phường, quý III năm 2026`. short: `cong-an-phuong, 2026-q3`.
        facts: What the JSON says of it.
    """

    path: Path
    name: str
    short: str
    facts: dict[str, str]


def history(asked: Asked, *, plan: bool = False) -> int:
    """Print the versions of returns, or of the plan; return the exit status."""
    result = say.Outcome(ward=asked.ward, extra={_section(plan=plan): []})
    return carry_out(result, lambda found: _history(asked, found, plan=plan), as_json=asked.as_json)


def restore(asked: Asked, version: str, *, plan: bool = False) -> int:
    """Put a former version in force again; return the exit status."""
    result = say.Outcome(ward=asked.ward)
    return carry_out(result, lambda found: _restore(asked, version, found, plan=plan), as_json=asked.as_json)


def _section(*, plan: bool) -> str:
    return "plans" if plan else "returns"


def _history(asked: Asked, result: say.Outcome, *, plan: bool) -> None:
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    told = [(item, store.versions(item.path)) for item in (_plans(asked) if plan else _returns(asked))]
    told = [(item, versions) for item, versions in told if versions]
    result.extra = {
        _section(plan=plan): [item.facts | {"versions": [asdict(v) for v in versions]} for item, versions in told]
    }
    if not asked.as_json:
        nothing = "kế hoạch chưa nhập từ tệp lần nào." if plan else "số liệu chưa nhận qua biểu mẫu lần nào."
        result.lines = [line for item, versions in told for line in _lines(item, versions)] or [
            f"Chưa có bản nào được lưu: {nothing}"
        ]


def _lines(item: _Kept, versions: tuple[Version, ...]) -> Iterator[str]:
    yield f"{item.name}:"
    for version in versions:
        day = datetime.fromisoformat(version.at).astimezone(clock.VIETNAM)
        who = f", {version.who}" if version.who else ""
        source = f", {version.source}" if version.source else ""
        yield f"  {version.number}. {short_date(day)} {day:%H:%M}, {_HOW.get(version.how, version.how)}{source}{who}"


def _restore(asked: Asked, version: str, result: say.Outcome, *, plan: bool) -> None:
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    reader = Reader()
    number = reader.whole("--version", version, 1, 9999)
    reader.done()
    found = _plans(asked) if plan else _returns(asked)
    if len(found) != 1:
        names = "; ".join(item.short for item in found) or "không có tệp nào"
        remedy = "Chỉ rõ năm của kế hoạch: --year." if plan else _ONE_OF_MANY
        if not found and not plan:
            remedy = "Đơn vị chưa có số liệu của kỳ này; xem các tệp đã có bằng reportgen data history."
        raise ReportgenError(
            Problem("LN033", "dòng lệnh", f"phải chọn đúng một tệp số liệu ({names})", remedy), exit_code=2
        )
    item = found[0]
    assert number is not None  # noqa: S101  refused above
    saved = store.restore(item.path, number, at=clock.now(), who=who_runs())
    result.lines = [
        f"{item.name}: đã lấy lại bản {number}, nay là bản {saved.version.number}."
        if saved.changed
        else f"{item.name}: bản {number} đang là bản hiện hành."
    ]


_ONE_OF_MANY = "Chỉ rõ một đơn vị và một kỳ: --agency, --year, --quarter."


def _plans(asked: Asked) -> list[_Kept]:
    """Return the plans that were asked for, whether or not they can be read now."""
    from reportgen.load.folder import is_left_over, is_yaml  # noqa: PLC0415  help must not wait for them
    from reportgen.load.plan_file import parse_plan  # noqa: PLC0415

    reader = Reader()
    year = reader.year(asked.year)
    reader.done()
    folder = workspace.find(asked.workspace).ward(asked.ward)
    plans = folder / "plans"
    found = []
    for path in sorted(plans.iterdir()) if plans.is_dir() else []:
        if is_left_over(path.name) or not is_yaml(path) or not path.is_file():
            continue
        row = parse_plan(path.read_bytes(), path.name).row
        first, last = row.years if row is not None else (0, 9999)  # what cannot be read may be the one to put right
        if year is None or first <= year <= last:
            found.append(_Kept(path, f"Kế hoạch {path.stem}", f"plans/{path.name}", {"file": path.name}))
    return found


def _returns(asked: Asked) -> list[_Kept]:
    """Return the files of progress that were asked for, whether or not they can be read now."""
    from reportgen import store  # noqa: PLC0415  help must not wait for them
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    reader = Reader()
    year = reader.year(asked.year)
    kind, index = period_named(asked, reader)
    reader.done()
    folder = workspace.find(asked.workspace).ward(asked.ward)
    data = load_ward(folder, year=year).data
    who = agency_named(asked.agency, data) if asked.agency is not None else None
    wanted = make_period(kind, year or clock.today().year, index or 1, data.ward.calendar) if kind else None
    found = []
    progress = folder / "progress"
    deleted = (path.parent.parent / f"{path.name}.yaml" for path in progress.glob(f"*/{store.HISTORY}/*"))
    for path in sorted({*progress.glob("*/*.yaml"), *deleted}):
        try:
            period = make_period(*parse_key(path.parent.name), data.ward.calendar)
        except ValueError:
            continue
        agency = data.ward.agencies.get(path.stem)
        fits = (who is None or who.id == path.stem) and (wanted is None or wanted == period)
        if fits and (year is None or period.year == year):
            name = f"{agency.name if agency else path.stem}, {label(period)}"
            facts = {"agency": path.stem, "period": _key(period)}
            found.append(_Kept(path, name, f"{path.stem}, {_key(period)}", facts))
    return found


def _key(period: Period) -> str:
    return period_key(period.kind, period.year, period.index)
