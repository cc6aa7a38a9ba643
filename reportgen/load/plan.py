"""A plan file to a `Plan`: errata applied, names resolved, deadlines read, references checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.load.agencies import Directory
from reportgen.load.deadlines import parse_deadlines, parse_one
from reportgen.load.errata import APPENDIX, BODY, PLACES, RECIPIENTS, SIGNATURE, Correct, Errata, every, place_key
from reportgen.load.faults import Parsed
from reportgen.load.references import Step, repeated, unknown
from reportgen.load.schema import BLOCKS, AreaRow, DutyRow, IndicatorRow, PlanFile, TaskRow
from reportgen.load.wording import shown
from reportgen.load.yamlsource import Source
from reportgen.model.plan import (
    Appendix,
    Area,
    Block,
    Duty,
    Erratum,
    Group,
    Indicator,
    Party,
    Plan,
    Task,
    UnitDuties,
)
from reportgen.problem import Problem, Severity


@dataclass(slots=True)
class PlanBuilder:
    """Builds one plan; problems gather on the way.

    Attributes:
        parsed: The file, of which something could be read.
        directory: Agencies of the ward.
        agency_ids: Their ids. all_agencies: False when some could not be read: an unknown name proves nothing.
        verbatim: True to keep misprints in the words. What the words mean (who, by when) always comes from the
            corrected ones, so a misprint never hides a deadline.
    """

    parsed: Parsed[PlanFile]
    directory: Directory
    agency_ids: frozenset[str]
    all_agencies: bool
    verbatim: bool
    problems: list[Problem] = field(default_factory=list)
    errata: Errata = field(init=False)

    def __post_init__(self) -> None:
        self.errata = Errata(self.file.errata)

    @property
    def file(self) -> PlanFile:
        """The rows of the file."""
        assert self.parsed.row is not None  # noqa: S101 - the caller has looked
        return self.parsed.row

    @property
    def source(self) -> Source:
        """Where they stand."""
        return self.parsed.source

    def build(self) -> Plan:
        """Return the plan."""
        file = self.file
        body, sign, recipients = self._words(BODY), self._words(SIGNATURE), self._words(RECIPIENTS)
        plan = Plan(
            years=file.years,
            title=body(file.title),
            subject=every(body, file.subject),
            number_line=body(file.number_line),
            date_line=body(file.date_line),
            citation=body(file.citation),
            issued=file.issued,
            number=file.number,
            bases=every(body, file.bases),
            blocks=tuple(
                Block(_kind(k), BLOCKS[k], body(t), self.source.at("text", i))
                for i, (k, t) in enumerate(row.kind_and_text() for row in file.text)
            ),
            appendix_heading=every(self._words(APPENDIX), file.appendix_heading),
            areas=tuple(self._area(row, i) for i, row in enumerate(file.areas)),
            tasks=tuple(self._tasks()),
            indicators=tuple(self._indicator(row, i) for i, row in enumerate(file.indicators)),
            duties=tuple(self._duty(row, i) for i, row in enumerate(file.duties)),
            unit_duties=tuple(self._unit_duties()),
            appendices=tuple(self._appendices()),
            recipients=every(recipients, file.recipients),
            authority=every(sign, file.authority),
            signer=sign(file.signer),
            errata=tuple(Erratum(e.place, e.printed, e.corrected, e.why) for e in file.errata),
            source=self.source.at(),
        )
        self._check(plan)
        return plan

    def _words(self, *places: str) -> Correct:
        """Return what turns text of the file into text of the documents. Errata are always tried, to be checked."""
        correct = self.errata.at(*places)

        def words(text: str) -> str:
            corrected = correct(text)
            return text if self.verbatim else corrected

        return words

    def _area(self, row: AreaRow, index: int) -> Area:
        words = self._words(APPENDIX, row.id)
        if row.lead and self.all_agencies and row.lead not in self.agency_ids:
            where = self.source.at("areas", index, "lead")
            self.problems.append(unknown("danh mục cơ quan của phường không có mã", row.lead, self.agency_ids, where))
        groups = tuple(Group(g.id, self._words(APPENDIX, row.id, g.id)(g.title)) for g in row.groups)
        where = self.source.at("areas", index)
        return Area(row.id, words(row.title), words(row.heading), row.kind, groups, row.lead, where)

    def _tasks(self) -> list[Task]:
        return [
            self._task(task, area.id, group.id, ("areas", i, "groups", j, "tasks", k))
            for i, area in enumerate(self.file.areas)
            for j, group in enumerate(area.groups)
            for k, task in enumerate(group.tasks)
        ]

    def _task(self, row: TaskRow, area: str, group: str, path: Step) -> Task:
        task_id = task_id_of(group, row.number)
        words, correct = self._words(task_id), self.errata.at(task_id)
        return Task(
            id=task_id,
            number=row.number,
            area=area,
            group=group,
            title=words(row.title),
            products=every(words, row.products),
            lead=self._parties(row.lead, correct, (*path, "lead")),
            cooperating=self._parties(row.cooperating, correct, (*path, "cooperating")),
            deadline_items=every(words, row.deadlines),
            deadlines=parse_deadlines(every(correct, row.deadlines), every(correct, row.products), self.file.years),
            source=self.source.at(*path),
        )

    def _parties(self, items: tuple[str, ...], correct: Correct, path: Step) -> tuple[Party, ...]:
        parties: list[Party] = []
        for index, item in enumerate(items):
            found = self.directory.find_all(correct(item))
            if not found[0].agency:
                self._unknown_agency(item, (*path, index))
            if self.verbatim and len(found) == 1:
                found = (Party(item, found[0].agency, found[0].note),)
            parties += found
        return tuple(parties)

    def _agency(self, printed: str, path: Step) -> str:
        party = self.directory.find(printed)
        if not party.agency:
            self._unknown_agency(printed, path)
        return party.agency

    def _tracker(self, printed: str, path: Step) -> str:
        return self._agency(printed, path) if printed else ""

    def _unknown_agency(self, printed: str, path: Step) -> None:
        if self.all_agencies:
            self.problems.append(self.directory.unknown(printed, self.source.at(*path)))

    def _indicator(self, row: IndicatorRow, index: int) -> Indicator:
        words, correct = self._words(row.id), self.errata.at(row.id)
        first, last = row.years
        if first > last:
            self.problems.append(_years_reversed(self.source.at("indicators", index, "years"), row.years))
        words(row.quote)
        return Indicator(
            id=row.id,
            name=words(row.name),
            unit=words(row.unit),
            comparator=row.comparator,
            target=row.target,
            target_text=words(row.target_text),
            phase=words(row.phase),
            first_year=first,
            last_year=last,
            tracker=self._tracker(correct(row.tracker), ("indicators", index, "tracker")),
            tracker_printed=words(row.tracker),
            numerator=words(row.numerator),
            denominator=words(row.denominator),
            origin=row.origin,
            same_as=row.same_as,
            source=self.source.at("indicators", index),
            aggregate=row.aggregate,
        )

    def _duty(self, row: DutyRow, index: int) -> Duty:
        words, correct = self._words(BODY, row.id), self.errata.at(BODY, row.id)
        path: Step = ("duties", index)
        return Duty(
            id=row.id,
            who=self._agency(correct(row.who), (*path, "who")),
            to=words(row.to),
            when=words(row.when),
            deadline=parse_one(correct(row.when), self.file.years),
            quote=words(row.quote),
            task=row.task,
            source=self.source.at(*path),
        )

    def _unit_duties(self) -> list[UnitDuties]:
        words, correct = self._words(BODY), self.errata.at(BODY)
        return [
            UnitDuties(self._agency(correct(row.agency), ("unit_duties", i, "agency")), every(words, row.items))
            for i, row in enumerate(self.file.unit_duties)
        ]

    def _appendices(self) -> list[Appendix]:
        words = self._words(APPENDIX)
        return [
            Appendix(
                label=words(row.label),
                title=words(row.title),
                kind=row.kind,
                areas=row.areas,
                columns=every(words, row.columns),
                fields=row.fields_,
                source=self.source.at("appendices", i),
            )
            for i, row in enumerate(self.file.appendices)
        ]

    def _check(self, plan: Plan) -> None:
        """Find ids given twice, ids that name nothing, errata that correct nothing, years that run backwards."""
        if plan.years[0] > plan.years[1]:
            self.problems.append(_years_reversed(self.source.at("years"), plan.years))
        self._check_ids(plan)
        self._check_references(plan)

    def _check_ids(self, plan: Plan) -> None:
        task_paths: list[tuple[str, Step]] = [
            (task_id_of(g.id, t.number), ("areas", i, "groups", j, "tasks", k, "number"))
            for i, a in enumerate(self.file.areas)
            for j, g in enumerate(a.groups)
            for k, t in enumerate(g.tasks)
        ]
        self.problems += repeated("nhiệm vụ", task_paths, self.source)
        for what, key, ids in (
            ("lĩnh vực", "areas", [a.id for a in plan.areas]),
            ("chỉ tiêu", "indicators", [n.id for n in plan.indicators]),
            ("chế độ báo cáo", "duties", [d.id for d in plan.duties]),
        ):
            self.problems += repeated(what, [(n, (key, i, "id")) for i, n in enumerate(ids)], self.source)

    def _check_references(self, plan: Plan) -> None:
        """Find ids that name nothing. Where some ids could not be read, an unknown one proves nothing."""
        areas, tasks = [a.id for a in plan.areas], [t.id for t in plan.tasks]
        indicators, duties = [n.id for n in plan.indicators], [d.id for d in plan.duties]
        lost = self.parsed.lost
        if "areas" not in lost:
            for i, appendix in enumerate(plan.appendices):
                for j, area in enumerate(appendix.areas):
                    self._check_id("kế hoạch không có lĩnh vực", area, areas, ("appendices", i, "areas", j))
            for i, duty in enumerate(plan.duties):
                self._check_id("kế hoạch không có nhiệm vụ", duty.task, tasks, ("duties", i, "task"))
        if "indicators" not in lost:
            for i, indicator in enumerate(plan.indicators):
                self._check_id(
                    "kế hoạch không có chỉ tiêu", indicator.same_as, indicators, ("indicators", i, "same_as")
                )
        if not lost & {"areas", "indicators", "duties"}:
            groups = [g.id for a in plan.areas for g in a.groups]
            self._check_errata({*PLACES, *tasks, *indicators, *areas, *groups, *duties})

    def _check_id(self, absent: str, name: str, known: list[str], path: Step) -> None:
        if name and name not in known:
            self.problems.append(unknown(absent, name, known, self.source.at(*path)))

    def _check_errata(self, places: set[str]) -> None:
        unmet = dict(self.errata.unmet())
        for index, row in enumerate(self.file.errata):
            where = self.source.at("errata", index)
            if place_key(row.place) not in places:
                where = self.source.at("errata", index, "place")
                self.problems.append(unknown("kế hoạch không có vị trí đính chính", row.place, sorted(places), where))
            elif index in unmet and "text" not in self.parsed.lost:
                message = f"không thấy {shown(row.printed)} ở {shown(row.place)} để đính chính"
                remedy = "So lại với nguyên văn (dấu cách, chữ hoa, dấu câu), hoặc xóa mục đính chính này."
                self.problems.append(Problem("KH004", where, message, remedy, Severity.WARNING))


def task_id_of(group: str, number: str) -> str:
    """Return a task's id: its group as printed, a dot, its number as printed without its full stop."""
    return f"{group}.{number.rstrip('.')}"


def _kind(key: str) -> str:
    return "heading" if key.startswith("heading") else key


def _years_reversed(where: str, years: tuple[int, int]) -> Problem:
    message = f"năm đầu {years[0]} sau năm cuối {years[1]}"
    return Problem("KH007", where, message, "Ghi năm đầu trước, năm cuối sau: [2026, 2030].")
