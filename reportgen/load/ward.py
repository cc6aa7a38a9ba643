"""A ward's folder to the model: every fault of every file in one run, each with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from reportgen.load.faults import Parsed, parse
from reportgen.load.folder import Folder, is_yaml
from reportgen.load.identity import PERIOD_KEYS, WardBuilder
from reportgen.load.loaded import Inspect, Loaded
from reportgen.load.plan import PlanBuilder
from reportgen.load.progress import Known, ReturnBuilder, build_events
from reportgen.load.schema import EventsFile, PlanFile, ReturnFile, Row, WardFile
from reportgen.load.wording import shown
from reportgen.load.yamlsource import Scalar, Source, read_yaml
from reportgen.model.period import make_period, parse_key
from reportgen.model.plan import Plan
from reportgen.model.progress import AgencyReturn, Event, WardData
from reportgen.model.ward import Ward
from reportgen.problem import Problem, ReportgenError, errors
from reportgen.vi.text import nfc

R = TypeVar("R", bound=Row)

_YEARS = 2
_REST_IS_WHOLE = frozenset({"CT001", "CT002", "CT003", "CT013", "KH002", "KH006", "TD001", "TD006", "TD007"})
"""Errors of one name or figure: nothing else is missing from the model, so that no rule finds a gap that is none."""
_LINE = re.compile(r"^(.*), dòng (\d+)$")


@dataclass(slots=True)
class Seen:
    """Files read before in this run, for commands that load a ward again after changing one file of it."""

    sources: dict[tuple[str, bytes], Source] = field(default_factory=dict)
    parsed: dict[tuple[str, int], Parsed[Row]] = field(default_factory=dict)

    def source(self, content: bytes, where: str) -> Source:
        """Return what a file holds, read once."""
        key = (where, content)
        if key not in self.sources:
            self.sources[key] = read_yaml(content, where)
        return self.sources[key]

    def parse(self, schema: type[R], source: Source) -> Parsed[R]:
        """Return a source as rows, once for every source of `source`; it is kept, so its identity stays its own."""
        key = (schema.__name__, id(source))
        if key not in self.parsed:
            self.parsed[key] = cast("Parsed[Row]", parse(schema, source))
        return cast("Parsed[R]", self.parsed[key])


def load_ward(
    folder: Path,
    *,
    year: int | None = None,
    verbatim: bool = False,
    inspect: Inspect | None = None,
    notes: bool = False,
    seen: Seen | None = None,
) -> Loaded:
    """Read one ward's folder.

    Args:
        folder: `data/truc-lam`.
        year: The plan is the newest whose years contain it; None: the newest plan.
        verbatim: True to keep the plan's misprints as printed.
        inspect: Further checks, say `check.check_data`. When the folder has errors, those that it finds in what
            could be read are told in the same run; when it has none, it is not called.
        notes: True to be told the warnings of `inspect` beside errors too, when these leave the rest of the data whole.
        seen: Files read before in this run; those whose bytes are the same are not read again.

    Raises:
        ReportgenError: With all problems of all files. Exit code 2 when there is nothing to start from: no
            `ward.yaml` or no plan (KH014), no plan for the year (KH001).
    """
    reader = _Reader(Folder(Path(folder)), year, verbatim=verbatim, seen=seen or Seen())
    data = reader.read()
    problems = reader.problems + reader.folder.problems
    if data is not None and not errors(problems):
        return Loaded(data, in_order(problems))
    if data is not None and inspect is not None:
        found = tuple(inspect(data))
        whole = all(problem.code in _REST_IS_WHOLE for problem in errors(problems))
        problems = [*problems, *(found if notes and whole else errors(found))]
    raise ReportgenError(*in_order(problems), exit_code=2 if reader.nothing_to_start_from else 1)


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A ward's plan as it stands in its file.

    Attributes:
        path: The file. where: How people call it. content: Its bytes. row: What it holds, word for word.
        ward: The ward. problems: Warnings on both files.
    """

    path: Path
    where: str
    content: bytes
    row: PlanFile
    ward: Ward
    problems: tuple[Problem, ...]


def open_plan(folder: Path, *, year: int | None = None, seen: Seen | None = None) -> OpenPlan:
    """Read a ward's plan for work on the plan itself: what is wrong with progress does not matter here.

    Args:
        folder: `data/truc-lam`.
        year: As of `load_ward`.
        seen: As of `load_ward`.

    Raises:
        ReportgenError: With all problems of the ward's own file and of its plans; exit codes as of `load_ward`.
    """
    reader = _Reader(Folder(Path(folder)), year, verbatim=True, seen=seen or Seen())
    data = reader.read()
    progress = f"{reader.folder.name}/progress/"
    found = in_order(p for p in reader.problems + reader.folder.problems if not p.where.startswith(progress))
    if data is None or reader.plan_row is None or reader.plan_path is None or errors(found):
        raise ReportgenError(*found, exit_code=2 if reader.nothing_to_start_from else 1)
    content = reader.folder.taken(reader.plan_path)  # what the row was read from, not what was written since
    return OpenPlan(reader.plan_path, reader.folder.where(reader.plan_path), content, reader.plan_row, data.ward, found)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by file in the order of first mention, then by line, each once."""
    unique = list(dict.fromkeys(problems))
    files: dict[str, int] = {}
    for problem in unique:
        files.setdefault(_file_and_line(problem)[0], len(files))
    return tuple(sorted(unique, key=lambda p: (files[_file_and_line(p)[0]], _file_and_line(p)[1])))


def _file_and_line(problem: Problem) -> tuple[str, int]:
    match = _LINE.match(problem.where)
    return (match[1], int(match[2])) if match else (problem.where, 0)


@dataclass(slots=True)
class _Reader:
    """One reading of one folder.

    Attributes:
        folder: The folder. year, verbatim, seen: As in `load_ward`.
        problems: Found so far. nothing_to_start_from: True when there is no ward or no plan to speak of.
        plan_path: The plan's file, where its years were told apart. plan_row: What it holds.
    """

    folder: Folder
    year: int | None
    verbatim: bool
    seen: Seen
    problems: list[Problem] = field(default_factory=list)
    nothing_to_start_from: bool = False
    plan_path: Path | None = None
    plan_row: PlanFile | None = None
    _used: list[Path] = field(default_factory=list)

    def read(self) -> WardData | None:
        """Return what could be read, or None without a ward or a plan."""
        ward_file, plan_file = self._ward_file(), self._plan_file()
        events_path = self.folder.find("events")
        events_file = self._parse(EventsFile, events_path) if events_path else None
        if ward_file is None or ward_file.row is None or plan_file is None or plan_file.row is None:
            self._returns(None, None, None)
            return None
        self.plan_row = plan_file.row
        builder = WardBuilder(ward_file, nfc(self.folder.name))
        ward, directory = builder.build()
        plan_builder = PlanBuilder(plan_file, directory, frozenset(ward.agencies), builder.all_agencies, self.verbatim)
        plan = plan_builder.build()
        self.problems += builder.problems + plan_builder.problems
        lost = {
            "agencies": not builder.all_agencies,
            "tasks": "areas" in plan_file.lost,
            "indicators": "indicators" in plan_file.lost,
        }
        known = Known.of(ward.agencies, directory, plan, frozenset(k for k, is_lost in lost.items() if is_lost))
        events: tuple[Event, ...] = ()
        if events_file is not None:
            events, problems = build_events(events_file, known)
            self.problems += problems
        returns = self._returns(ward, plan, known)
        return WardData(ward, plan, events, returns, self.folder.digest(self._used))

    def _source(self, path: Path) -> Source | None:
        content = self.folder.read(path)
        if content is None:
            return None
        self._used.append(path)
        return self.seen.source(content, self.folder.where(path))

    def _parse(self, schema: type[R], path: Path) -> Parsed[R] | None:
        source = self._source(path)
        return None if source is None else self._parse_source(schema, source)

    def _parse_source(self, schema: type[R], source: Source) -> Parsed[R]:
        parsed = self.seen.parse(schema, source)
        self.problems += parsed.problems
        return parsed

    def _ward_file(self) -> Parsed[WardFile] | None:
        path = self.folder.find("ward")
        if path is None:
            remedy = "Tạo tệp ward.yaml theo mẫu (lệnh `reportgen init`), hoặc kiểm tra lại tên thư mục."
            self._cannot_start("KH014", f"{self.folder.name}/ward.yaml", "thiếu tệp ward.yaml của phường", remedy)
            return None
        return self._parse(WardFile, path)

    def _plan_file(self) -> Parsed[PlanFile] | None:
        """Read the newest plan for the year; of the other plans only their years."""
        where = f"{self.folder.name}/plans"
        sources = [(p, s) for p in self._plan_paths() if (s := self._source(p)) is not None]
        if not sources:
            if not self.folder.problems:
                remedy = "Đặt kế hoạch vào thư mục plans, tên tệp là năm đầu của kế hoạch, ví dụ plans/2026.yaml."
                self._cannot_start("KH014", where, "thư mục plans không có kế hoạch nào", remedy)
            return None
        dated = [(years, p, s) for p, s in sources if (years := _years_of(s)) is not None]
        self._same_years(dated)
        fitting = [d for d in dated if self.year is None or d[0][0] <= self.year <= d[0][1]]
        undated = [(p, s) for p, s in sources if _years_of(s) is None]
        for path, source in undated:  # may be the one that is wanted: its faults are told
            self._used.remove(path)
            if fitting or len(sources) > 1:
                self._parse_source(PlanFile, source)
        if not fitting:
            if len(undated) == len(sources) == 1:
                return self._parse_source(PlanFile, undated[0][1])
            if not undated:
                self._no_plan_for_year(where, [d[0] for d in dated])
            return None
        _, self.plan_path, source = max(fitting, key=lambda d: (d[0], d[1].name))
        self._used = [p for p in self._used if p == self.plan_path or all(p != d[1] for d in dated)]
        return self._parse_source(PlanFile, source)

    def _plan_paths(self) -> list[Path]:
        folders, _ = self.folder.folders(self.folder.root)
        return [f for d in folders if d.name.lower() == "plans" for f in self.folder.yaml_files(d)]

    def _same_years(self, dated: list[tuple[tuple[int, int], Path, Source]]) -> None:
        first: dict[tuple[int, int], Source] = {}
        for years, _, source in dated:
            other = first.setdefault(years, source)
            if other is not source:
                message = f"hai kế hoạch cùng năm {_span(years)}: tệp này và {other.where}"
                remedy = "Giữ một tệp trong thư mục plans, chuyển tệp kia đi nơi khác."
                self.problems.append(Problem("KH007", source.at("years"), message, remedy))

    def _no_plan_for_year(self, where: str, years: list[tuple[int, int]]) -> None:
        spans = ", ".join(_span(y) for y in sorted(years))
        message = f"không có kế hoạch của năm {self.year}; hiện có kế hoạch của: {spans}"
        self._cannot_start("KH001", where, message, "Chọn năm khác bằng --year, hoặc bổ sung kế hoạch của năm đó.")

    def _cannot_start(self, code: str, where: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, where, message, remedy))
        self.nothing_to_start_from = True

    def _returns(self, ward: Ward | None, plan: Plan | None, known: Known | None) -> tuple[AgencyReturn, ...]:
        """Read the returns of the plan's years; without a plan, of all years, for their faults of form."""
        returns: list[AgencyReturn] = []
        top, _ = self.folder.folders(self.folder.root)
        for progress in (d for d in top if d.name.lower() == "progress"):
            periods, files = self.folder.folders(progress)
            for file in files:
                self._outside_period(file)
            for period in periods:
                if self._is_period(period, ward, plan):
                    returns += self._period(period, known)
        return tuple(sorted(returns, key=lambda r: (r.period, r.agency)))

    def _outside_period(self, file: Path) -> None:
        if not is_yaml(file):
            self.folder.stray(file)
            return
        message = "tệp tiến độ nằm ngoài thư mục kỳ báo cáo"
        remedy = f"Chuyển tệp vào thư mục của kỳ, ví dụ progress/2026-q3; mã kỳ theo mẫu: {PERIOD_KEYS}."
        self.problems.append(Problem("TD004", self.folder.where(file), message, remedy))

    def _is_period(self, path: Path, ward: Ward | None, plan: Plan | None) -> bool:
        """Tell whether a folder is of a period to read; a name that is no period key is TD004."""
        where = self.folder.where(path)
        try:
            kind, year, index = parse_key(nfc(path.name))
        except ValueError:
            message = f"thư mục {shown(path.name)} không mang mã kỳ báo cáo"
            remedy = f"Đổi tên thư mục theo mẫu: {PERIOD_KEYS}."
            self.problems.append(Problem("TD004", where, message, remedy))
            return False
        if ward is None or plan is None:
            return True
        if not plan.years[0] <= year <= plan.years[1]:
            return False
        try:
            make_period(kind, year, index, ward.calendar)
        except ValueError:
            message = f"kỳ {shown(path.name)} kết thúc trước khi phường được thành lập"
            remedy = "Kiểm tra tên thư mục kỳ và khóa formed trong ward.yaml."
            self.problems.append(Problem("TD004", where, message, remedy))
        return True

    def _period(self, path: Path, known: Known | None) -> list[AgencyReturn]:
        period = nfc(path.name)
        returns: dict[str, AgencyReturn] = {}
        for file in self.folder.yaml_files(path):
            parsed = self._parse(ReturnFile, file)
            if parsed is None or parsed.row is None or known is None:
                continue
            builder = ReturnBuilder(parsed, period, nfc(file.stem), known)
            found = builder.build()
            self.problems += builder.problems
            other = returns.setdefault(found.agency, found)
            if other is not found:
                message = f"kỳ {period} đã có tệp {other.source} của cơ quan {shown(found.agency)}"
                remedy = "Mỗi cơ quan một tệp một kỳ: gộp hai tệp, hoặc sửa khóa agency."
                self.problems.append(Problem("TD013", parsed.source.at("agency"), message, remedy))
        return list(returns.values())


def _years_of(source: Source) -> tuple[int, int] | None:
    """Return the years that a plan file states, read before anything else of it; None when it does not."""
    years = source.data.get("years") if isinstance(source.data, dict) else None
    if not isinstance(years, list) or len(years) != _YEARS:
        return None
    texts = [y.text for y in years if isinstance(y, Scalar)]
    if len(texts) != _YEARS or not all(re.fullmatch(r"[0-9]{4}", t) for t in texts):
        return None
    return int(texts[0]), int(texts[1])


def _span(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]} - {years[1]}"
