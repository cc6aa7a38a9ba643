"""Files of progress and events to the model, every id checked against the plan at its own line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from reportgen.load.agencies import Directory
from reportgen.load.faults import Parsed
from reportgen.load.references import Step, repeated, unknown
from reportgen.load.schema import CooperationRow, EventsFile, FilesRow, MeasurementRow, ProgressRow, ReturnFile
from reportgen.load.wording import shown
from reportgen.load.yamlsource import Source
from reportgen.model.plan import Indicator, Plan, Task
from reportgen.model.progress import (
    AgencyReturn,
    Cooperation,
    Declared,
    Event,
    FileCounts,
    IssuedDocument,
    Measurement,
    PartProgress,
    TaskProgress,
)
from reportgen.model.ward import Agency
from reportgen.problem import Problem


@dataclass(frozen=True, slots=True)
class Known:
    """What files of progress may name.

    Attributes:
        agencies: By id. directory: By name. tasks, indicators: Of the plan, by id.
        lost: Of `agencies`, `tasks`, `indicators`: those of which some could not be read, so that an unknown id
            proves nothing.
    """

    agencies: Mapping[str, Agency]
    directory: Directory
    tasks: Mapping[str, Task]
    indicators: Mapping[str, Indicator]
    lost: frozenset[str]

    @classmethod
    def of(cls, agencies: Mapping[str, Agency], directory: Directory, plan: Plan, lost: frozenset[str]) -> Known:
        """Gather what a plan and a ward name."""
        tasks = {t.id: t for t in plan.tasks}
        return cls(agencies, directory, tasks, {i.id: i for i in plan.indicators}, lost)


@dataclass(slots=True)
class ReturnBuilder:
    """Builds one return; problems gather on the way.

    Attributes:
        parsed: The file, of which something could be read.
        period: Key that its folder is named by. stem: Its name without extension.
        known: What it may name.
    """

    parsed: Parsed[ReturnFile]
    period: str
    stem: str
    known: Known
    problems: list[Problem] = field(default_factory=list)

    @property
    def source(self) -> Source:
        """Where the rows stand."""
        return self.parsed.source

    def build(self) -> AgencyReturn:
        """Return what the file says, rows that name nothing known left out."""
        file = self.parsed.row
        assert file is not None  # noqa: S101 - the caller has looked
        self._check_head(file)
        for what, key, code, ids in (
            ("nhiệm vụ", "tasks", "TD006", [t.id for t in file.tasks]),
            ("chỉ tiêu", "indicators", "CT006", [m.id for m in file.indicators]),
        ):
            self.problems += repeated(what, [(n, (key, i, "id")) for i, n in enumerate(ids)], self.source, code)
        fields = [(f.name, ("files", i, "field")) for i, f in enumerate(file.files)]
        self.problems += repeated("lĩnh vực hồ sơ", fields, self.source, "TD015")
        measured = [self._measurement(row, i) for i, row in enumerate(file.indicators)]
        return AgencyReturn(
            agency=file.agency,
            period=self.period,
            reported_on=file.reported_on,
            illustrative=file.illustrative,
            direction=file.direction,
            difficulties=file.difficulties,
            causes=file.causes,
            proposals=file.proposals,
            tasks=tuple(self._task(row, i) for i, row in enumerate(file.tasks)),
            measurements=tuple(m for m in measured if m is not None),
            files=tuple(self._files(row, i) for i, row in enumerate(file.files)),
            source=self.source.where,
            cooperation=tuple(self._cooperation(row, i) for i, row in enumerate(file.cooperation)),
            places={
                key: tuple(self.source.at(key, i) for i in range(len(getattr(file, key))))
                for key in ("direction", "difficulties", "causes", "proposals")
            },
        )

    def _cooperation(self, row: CooperationRow, index: int) -> Cooperation:
        where = self.source.at("cooperation", index)
        if row.id not in self.known.tasks and "tasks" not in self.known.lost:
            what = "kế hoạch không có nhiệm vụ"
            self.problems.append(unknown(what, row.id, self.known.tasks, where, "TD001"))
        return Cooperation(row.id, row.result, where)

    def _check_head(self, file: ReturnFile) -> None:
        lost = self.parsed.lost
        if file.agency not in self.known.agencies:
            if "agency" not in lost and "agencies" not in self.known.lost:
                self.problems.append(self._unknown_agency(file.agency))
        elif file.agency != self.stem:
            message = f"tệp mang tên {shown(self.stem)} nhưng ghi cơ quan {shown(file.agency)}"
            remedy = f"Đổi tên tệp thành {file.agency}.yaml, hoặc sửa khóa agency."
            self.problems.append(Problem("TD003", self.source.at("agency"), message, remedy))
        if "period" not in lost and file.period != self.period:
            message = f"tệp nằm trong thư mục kỳ {shown(self.period)} nhưng ghi kỳ {shown(file.period)}"
            remedy = "Chuyển tệp sang đúng thư mục kỳ, hoặc sửa khóa period."
            self.problems.append(Problem("TD004", self.source.at("period"), message, remedy))

    def _unknown_agency(self, name: str) -> Problem:
        where = self.source.at("agency")
        meant = self.known.directory.find(name).agency
        if meant:
            message = f"cơ quan phải ghi bằng mã, không ghi tên {shown(name)}"
            return Problem("TD002", where, message, f"Ghi agency: {meant}.")
        return unknown("danh mục cơ quan của phường không có mã", name, self.known.agencies, where, "TD002")

    def _task(self, row: ProgressRow, index: int) -> TaskProgress:
        path: Step = ("tasks", index)
        task = self.known.tasks.get(row.id)
        if task is None and "tasks" not in self.known.lost:
            self.problems.append(
                unknown("kế hoạch không có nhiệm vụ", row.id, self.known.tasks, self.source.at(*path, "id"), "TD001")
            )
        if task is not None:
            self._check_parts(row, task, path)
        return TaskProgress(
            task=row.id,
            declared=Declared(row.status),
            percent=row.percent,
            done_on=row.done_on,
            result=row.result,
            documents=tuple(IssuedDocument(d.kind, d.number, d.symbol, d.day, d.title) for d in row.documents),
            delivered=row.delivered,
            parts=tuple(PartProgress(p.deadline, p.done_on, p.delivered) for p in row.parts),
            difficulties=row.difficulties,
            proposals=row.proposals,
            source=self.source.at(*path),
        )

    def _check_parts(self, row: ProgressRow, task: Task, path: Step) -> None:
        most = len(task.deadlines)
        places = Counter(p.deadline for p in row.parts)
        for index, part in enumerate(row.parts):
            where = self.source.at(*path, "parts", index, "deadline")
            if part.deadline > most:
                message = f"nhiệm vụ {task.id} không có thời hạn thứ {part.deadline}, chỉ có {most} thời hạn"
                listed = "; ".join(f"{i} là {shown(d.text)}" for i, d in enumerate(task.deadlines, 1))
                self.problems.append(Problem("TD007", where, message, f"Ghi deadline theo thứ tự: {listed}."))
            elif places[part.deadline] > 1:
                places[part.deadline] = 0
                message = f"thời hạn thứ {part.deadline} của nhiệm vụ {task.id} ghi hai lần"
                self.problems.append(Problem("TD006", where, message, "Gộp lại thành một dòng."))

    def _measurement(self, row: MeasurementRow, index: int) -> Measurement | None:
        indicator = self.known.indicators.get(row.id)
        path: Step = ("indicators", index)
        if indicator is None:
            if "indicators" not in self.known.lost:
                where = self.source.at(*path, "id")
                self.problems.append(
                    unknown("kế hoạch không có chỉ tiêu", row.id, self.known.indicators, where, "CT001")
                )
            return None
        fault = _counts_fault(row, indicator)
        if fault is not None:
            code, key, message, remedy = fault
            self.problems.append(Problem(code, self.source.at(*path, key), f"chỉ tiêu {row.id}: {message}", remedy))
            return None
        value = row.value
        if row.numerator is not None and row.denominator:
            value = Decimal(row.numerator) / Decimal(row.denominator) * (100 if indicator.unit == "%" else 1)
            self._check_stated(row, value, path)
        assert value is not None  # noqa: S101 - _counts_fault has refused a row without value and counts
        source = self.source.at(*path)
        return Measurement(row.id, row.numerator, row.denominator, value, row.note, source)

    def _check_stated(self, row: MeasurementRow, value: Decimal, path: Step) -> None:
        """Tell of a result that does not follow from the counts beside it; it may be rounded, half up."""
        stated = row.value
        if stated is None or stated == value.quantize(stated, ROUND_HALF_UP):
            return
        shown, right = (str(n).replace(".", ",") for n in (stated, value.quantize(stated, ROUND_HALF_UP)))
        message = f"chỉ tiêu {row.id}: ghi kết quả {shown} nhưng {row.numerator}/{row.denominator} cho {right}"
        remedy = "Bỏ value (chương trình tự tính), hoặc sửa tử số, mẫu số."
        self.problems.append(Problem("CT013", self.source.at(*path, "value"), message, remedy))

    def _files(self, row: FilesRow, index: int) -> FileCounts:
        received, resolved, pending = row.received, row.resolved, row.pending
        return FileCounts(
            field=row.name,
            received=received.total,
            online=received.online,
            direct=received.direct,
            carried_over=received.carried_over,
            resolved=resolved.total,
            early=resolved.early,
            on_time=resolved.on_time,
            late=resolved.late,
            pending=pending.total,
            pending_in_time=pending.in_time,
            pending_overdue=pending.overdue,
            source=self.source.at("files", index),
        )


def _counts_fault(row: MeasurementRow, indicator: Indicator) -> tuple[str, str, str, str] | None:
    """Return code, key, message and remedy of what is wrong with the counts of a measurement."""
    top, bottom = row.numerator, row.denominator
    if (top is None) != (bottom is None):
        given, wanted = ("numerator", "denominator") if bottom is None else ("denominator", "numerator")
        return "CT005", given, f"có {given} mà thiếu {wanted}", "Ghi đủ cả tử số (numerator) và mẫu số (denominator)."
    if top is None or bottom is None:
        if row.value is None:
            return "CT005", "id", "chưa có số liệu", "Ghi numerator và denominator, hoặc value; chưa đo thì xóa dòng."
        return None
    if bottom == 0:
        return "CT003", "denominator", "mẫu số bằng 0", "Kỳ này không phát sinh thì xóa dòng chỉ tiêu khỏi tệp."
    share = indicator.unit == "%" and indicator.numerator and indicator.denominator
    if share and top > bottom:
        message = f"tử số {top} lớn hơn mẫu số {bottom}, tỷ lệ vượt 100%"
        return "CT002", "numerator", message, "Kiểm tra lại hai con số; có thể đã ghi ngược tử số và mẫu số."
    return None


def build_events(parsed: Parsed[EventsFile], known: Known) -> tuple[tuple[Event, ...], list[Problem]]:
    """Build the events of a ward; of unknown tasks and deadlines: KH011, KH012."""
    rows, source = (parsed.row.events if parsed.row else ()), parsed.source
    problems = repeated("sự kiện", [(e.id, ("events", i, "id")) for i, e in enumerate(rows)], source)
    events = []
    for index, row in enumerate(rows):
        path: Step = ("events", index)
        for place, name in enumerate(row.tasks):
            task = known.tasks.get(name)
            if task is None:
                if "tasks" not in known.lost:
                    where = source.at(*path, "tasks", place)
                    problems.append(unknown("kế hoạch không có nhiệm vụ", name, known.tasks, where, "KH011"))
            elif row.deadline is not None and row.deadline > len(task.deadlines):
                message = f"nhiệm vụ {name} không có thời hạn thứ {row.deadline}, chỉ có {len(task.deadlines)} thời hạn"
                remedy = "Ghi thứ tự thời hạn trong cột thời gian, tính từ 1; bỏ khóa deadline nếu áp dụng cho tất cả."
                problems.append(Problem("KH012", source.at(*path, "deadline"), message, remedy))
        where = source.at(*path)
        events.append(
            Event(row.id, row.tasks, row.text, row.happened_on, row.due, row.deadline, where, row.illustrative)
        )
    return tuple(events), problems
