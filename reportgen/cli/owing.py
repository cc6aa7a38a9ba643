"""What a ward owes, what of it is made and what it is made of: read from its folder and from `out/`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cli import workspace
from reportgen.memory import Memory
from reportgen.model.ward import Agency
from reportgen.problem import Problem, ReportgenError
from reportgen.provenance import Provenance, read
from reportgen.schedule.reports import Owed, owed

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded

NO_PLAN: Final = 2  # exit status of a loader that found no plan for the year
_FORMS: Final = frozenset({".docx", ".xlsx"})
_MOST_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Copy:
    """A report in `out/`: where it lies and what it says of its making, whatever its name."""

    path: Path
    told: Provenance

    @property
    def form(self) -> str:
        """`docx` or `xlsx`."""
        return self.path.suffix.lower().lstrip(".")


@dataclass(frozen=True, slots=True)
class Books:
    """One ward on one day.

    Attributes:
        folder: Its folder. newest: Its data with the newest plan. loaded: By year, with the plan that serves it.
        owed: What it owes in the years read, in the order in which data close.
        copies: Its reports in `out/`, by command and key of the period.
    """

    folder: Path
    newest: Loaded
    loaded: Mapping[int, Loaded]
    owed: tuple[Owed, ...]
    copies: Mapping[tuple[str, str], tuple[Copy, ...]]

    def of(self, report: Owed) -> tuple[Copy, ...]:
        """Return the files that report on that period on all its data, made after they had closed."""
        found = self.copies.get((report.document.command, report.key), ())
        return tuple(copy for copy in found if copy.told.as_of >= report.closes.isoformat())

    def made(self) -> frozenset[str]:
        """Return the keys of what is made: every file of it is there."""
        return frozenset(
            report.key for report in self.owed if {c.form for c in self.of(report)} >= set(report.document.forms())
        )

    def sent(self, report: Owed) -> frozenset[str]:
        """Return the agencies whose figures for the end of the period are there."""
        from reportgen.assess import reported_last  # noqa: PLC0415  help must not wait for it

        loaded = self.loaded.get(report.period.year)
        return frozenset() if loaded is None else reported_last(loaded.data, report.period)

    def absent(self, report: Owed) -> tuple[Agency, ...]:
        """Return the agencies whose figures are awaited."""
        sent = self.sent(report)
        return tuple(a for a in self.newest.data.ward.agencies.values() if a.reports and a.id not in sent)


def open_books(
    space: workspace.Workspace,
    ward: str,
    on: date,
    memory: Memory,
    *,
    since: date | None = None,
    all_years: bool = False,
) -> Books:
    """Read what a ward owes around a day.

    Args:
        space: The working folder.
        ward: Name of its folder, one that `wanted_wards` gave: what a person typed leads nowhere.
        on: The day.
        memory: What former runs left.
        since: Day from which on nothing may be missing, if it is long ago.
        all_years: Whether to go back to the ward's first plan.

    Raises:
        ReportgenError: With the problems of the ward's data.
    """
    folder = space.data / ward
    newest = _load(folder, None, memory)
    first = min(on.year - 1, since.year - 1 if since else on.year)
    loaded = dict(_by_year(folder, newest, range(first, on.year + 2), memory))
    if all_years:
        loaded = dict(_earlier(folder, newest, first, memory)) | loaded
    plans = {year: one.data.plan for year, one in loaded.items()}
    reports = owed(newest.data.ward.calendar, plans, range(min([*loaded, first]), on.year + 2))
    return Books(folder, newest, loaded, reports, _copies(space.root / "out" / folder.name, newest.data.ward.id))


def _load(folder: Path, year: int | None, memory: Memory) -> Loaded:
    from reportgen.check import check_data  # noqa: PLC0415  help must not wait for them
    from reportgen.load.remembered import load_remembered  # noqa: PLC0415

    return load_remembered(folder, memory, year=year, inspect=check_data)


def _by_year(folder: Path, newest: Loaded, years: Iterable[int], memory: Memory) -> Iterator[tuple[int, Loaded]]:
    """Yield years that a plan serves, with it."""
    begins, ends = newest.data.plan.years
    for year in years:
        if begins <= year <= ends:
            yield year, newest
        elif year < begins and (found := _older(folder, year, memory)) is not None:
            yield year, found


def _older(folder: Path, year: int, memory: Memory) -> Loaded | None:
    """Return the data with an older plan; None when there is none, which is remembered: most wards have one plan."""
    from reportgen.load.remembered import fingerprint  # noqa: PLC0415  help must not wait for it

    key = f"{fingerprint(folder)} {year}"
    if memory.get("noplan", key) is not None:
        return None
    try:
        return _load(folder, year, memory)
    except ReportgenError as error:
        if error.exit_code != NO_PLAN:
            raise
    if not key.startswith("None "):
        memory.put("noplan", key, b"1")
    return None


def _earlier(folder: Path, newest: Loaded, before: int, memory: Memory) -> Iterator[tuple[int, Loaded]]:
    """Yield the years before one that a plan serves, back to the first year without a plan."""
    year = before
    while found := dict(_by_year(folder, newest, [year - 1], memory)):
        yield from found.items()
        year -= 1


def _copies(folder: Path, ward: str) -> dict[tuple[str, str], tuple[Copy, ...]]:
    """Return the ward's reports of a folder and those in it, by command and key; links are not followed."""
    found: dict[tuple[str, str], list[Copy]] = {}
    for path in _documents(folder):
        told = _told(path)
        if told is not None and told.ward == ward:
            found.setdefault((told.kind, told.period), []).append(Copy(path, told))
    return {key: tuple(sorted(copies, key=lambda copy: str(copy.path))) for key, copies in found.items()}


def _documents(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if Path(name).suffix.lower() in _FORMS and not name.startswith((".", "~$")):
                yield Path(place, name)


def _told(path: Path) -> Provenance | None:
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            return None
        return read(path.read_bytes())
    except OSError:  # gone meanwhile, or locked by whoever has it open
        return None


def changed(books: Books, report: Owed, space: workspace.Workspace, memory: Memory) -> bool | None:
    """Tell whether the figures behind a report that is made have changed since; None when that cannot be told.

    The hash of the data changes with every file of the ward; so the report is made again in memory, as it was made
    then, and its seal compared: only what it prints counts.
    """
    loaded = books.loaded.get(report.period.year)
    words = [copy for copy in books.of(report) if copy.form == "docx"]
    if loaded is None or not words:
        return None
    told = max(words, key=lambda copy: str(copy.path)).told
    if told.data_hash == loaded.data.data_hash:
        return False
    seal = _seal_now(books, report, told, space, memory)
    return None if seal is None else seal != told.content_hash


def _seal_now(books: Books, report: Owed, told: Provenance, space: workspace.Workspace, memory: Memory) -> str | None:
    """Return the seal that a report would bear if it were made now under the same circumstances."""
    from reportgen import __version__  # noqa: PLC0415  help must not wait for them
    from reportgen.assess import assess  # noqa: PLC0415
    from reportgen.build import build  # noqa: PLC0415
    from reportgen.cli.strangers import filler  # noqa: PLC0415
    from reportgen.output import digest  # noqa: PLC0415

    part = report.document.parts[0]
    try:
        template = space.template(books.folder.name, part.template)
        if told.version != __version__ or digest(template.content) != told.template_hash or not told.content_hash:
            return None
        data = books.loaded[report.period.year].data
        facts = assess(replace(data, data_hash=told.data_hash), report.period, date.fromisoformat(told.as_of))
        built = build(
            facts,
            template.content,
            document=report.document,
            name=part.template,
            number=told.number,
            issued=date.fromisoformat(told.issued) if told.issued else None,
            subject=told.subject,
            memory=memory,
            fill=filler(memory),
        )
    except (ReportgenError, ValueError):
        return None
    again = read(built.document)
    return again.content_hash if again else None


def wanted_wards(space: workspace.Workspace, ward: str | None) -> Sequence[str]:
    """Return the ids of the wards that a command is about: the one that is named, else all.

    Raises:
        ReportgenError: LN001, exit status 2, of an unknown one, or when there is none at all.
    """
    wards = space.wards() if ward is None else [space.ward(ward).name]
    if not wards:
        remedy = "Thêm thư mục của phường, có tệp ward.yaml, theo docs/data-format.md."
        raise ReportgenError(Problem("LN001", str(space.data), "chưa có phường nào", remedy), exit_code=2)
    return wards
