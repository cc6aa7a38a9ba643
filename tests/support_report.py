"""Reports made up from a few numbers, for tests of what is written about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.assess.report import (
    AgencyFacts,
    AreaFacts,
    Class,
    DeadlineState,
    DueItem,
    FileFacts,
    IndicatorState,
    Report,
    TaskState,
    Totals,
    Verdict,
    Voice,
)
from reportgen.model.deadline import Cycle, Deadline, Pattern, Status
from reportgen.model.period import PeriodKind, following, make_period
from reportgen.model.plan import Area, Group, Indicator, Party, Plan, Task
from reportgen.model.progress import AgencyReturn, Declared, FileCounts, IssuedDocument, TaskProgress
from reportgen.model.ward import Agency, Signer, Ward

AS_OF = date(2026, 9, 14)
CULTURE = Agency("vhxh", "Phòng Văn hóa - Xã hội", "phường", "Phòng VH-XH", reports=True)
OFFICE = Agency("vp", "Văn phòng HĐND và UBND", "phường", reports=True)
CENTRE = Agency("tt", "Trung tâm Phục vụ hành chính công", "phường", "TTPVHCC", reports=True)
EVERYONE = Agency("tat-ca", "Các cơ quan, đơn vị", "tập thể")
WARD = Ward(
    id="suoi-lanh",
    name="Suối Lành",
    full_name="phường Suối Lành",
    province="tỉnh Lam Giang",
    place="Suối Lành",
    issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG SUỐI LÀNH"),
    symbol="UBND",
    agencies={agency.id: agency for agency in (CULTURE, OFFICE, CENTRE, EVERYONE)},
    standing_agency="vhxh",
    signer=Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn Mẫu"),
    addressees=("Sở Nội vụ tỉnh Lam Giang",),
    recipients={"bao-cao": ("Như trên", "Chủ tịch, các Phó Chủ tịch UBND phường", "Lưu: VT, VHXH")},
)
KINDS = {
    "01": ("direction", "Chỉ đạo, điều hành cải cách hành chính"),
    "02": ("institutions", "Cải cách thể chế"),
    "03": ("procedures", "Cải cách thủ tục hành chính"),
    "04": ("organisation", "Cải cách tổ chức bộ máy hành chính nhà nước"),
    "05": ("civil-service", "Cải cách chế độ công vụ"),
    "06": ("finance", "Cải cách tài chính công"),
    "07": ("digital", "Xây dựng, phát triển chính quyền điện tử, chính quyền số"),
}
STATUS = {
    Class.DONE_DATED: Status.DONE,
    Class.DONE_REGULAR: Status.ONGOING,
    Class.IN_PROGRESS: Status.ONGOING,
    Class.NOT_YET_DUE: Status.NOT_YET_DUE,
    Class.DUE: Status.DUE,
    Class.RECURRING: Status.RECURRING_DUE,
    Class.OVERDUE: Status.OVERDUE,
    Class.WAITING: Status.WAITING_EVENT,
    Class.NEEDS_HUMAN: Status.NEEDS_HUMAN,
}
_DUE = {
    Class.DONE_DATED: date(2026, 3, 31),
    Class.OVERDUE: date(2026, 6, 30),
    Class.DUE: date(2026, 9, 30),
    Class.RECURRING: date(2026, 9, 30),
    Class.NOT_YET_DUE: date(2026, 12, 31),
}
TITLE = "Rà soát, hoàn thiện quy trình nội bộ, quy trình điện tử giải quyết thủ tục hành chính của ngành số {0}"
RESULT = "Đã tham mưu Ủy ban nhân dân phường ban hành văn bản triển khai nội dung số {0} và tổ chức thực hiện"


def totals(states: Sequence[TaskState], *, regular_counts: bool = True) -> Totals:
    """Count as assess counts."""
    classes = {class_: sum(1 for s in states if s.class_ is class_) for class_ in Class}
    statuses = {status: sum(1 for s in states if s.status is status) for status in Status}
    done = classes[Class.DONE_DATED] + (classes[Class.DONE_REGULAR] if regular_counts else 0)
    share = Decimal(done) / len(states) if states else None
    return Totals(len(states), done, share, classes, statuses, sum(1 for s in states if s.late))


def task_state(area: str, number: int, class_: Class, *, leads: Sequence[Agency] = (CULTURE,)) -> TaskState:
    """One task of one deadline, in the class asked for."""
    due = _DUE.get(class_)
    recurring = class_ is Class.RECURRING
    words = {
        Class.DONE_REGULAR: "Thường xuyên",
        Class.RECURRING: "Định kỳ hằng quý",
        Class.WAITING: "Sau khi Đề án được ban hành",
    }.get(class_, "Quý II/2026" if class_ is Class.OVERDUE else "Năm 2026")
    deadline = Deadline(
        words,
        "",
        Pattern.PERIODIC if recurring else Pattern.DATE,
        last_day=due,
        cycles=(Cycle.QUARTERLY,) if recurring else (),
    )
    task = Task(
        id=f"{area}.{number}",
        number=str(number),
        area=area,
        group=area,
        title=TITLE.format(number),
        products=("- Kế hoạch của UBND phường.", "- Báo cáo kết quả thực hiện."),
        lead=tuple(Party(agency.name, agency.id) for agency in leads),
        cooperating=(Party("- Các cơ quan, đơn vị.", EVERYONE.id),),
        deadline_items=(f"- {words}.",),
        deadlines=(deadline,),
        source="plans/2026.yaml, dòng 1",
    )
    done = class_ is Class.DONE_DATED
    state = DeadlineState(
        deadline,
        STATUS[class_],
        due=due,
        done_on=date(2026, 3, 20) if done else None,
        instances_total=4 if recurring else 0,
        instances_done=2 if recurring else 0,
    )
    spoken = class_ in {Class.DONE_DATED, Class.DONE_REGULAR, Class.IN_PROGRESS}
    progress = TaskProgress(
        task.id,
        Declared.DONE if done else Declared.IN_PROGRESS,
        Decimal(100 if done else 40),
        state.done_on,
        RESULT.format(number),
        (IssuedDocument("Kế hoạch", str(10 + number), "KH-UBND", date(2026, 7, 3)),) if spoken else (),
        (),
        (),
        "",
        "",
        "progress/2026-q3/x.yaml, dòng 1",
    )
    return TaskState(
        task,
        STATUS[class_],
        class_,
        (state,),
        tuple(leads),
        (progress,) if spoken else (),
        progress if spoken else None,
        progress.percent if spoken else None,
        state.done_on,
        late=False,
        documents=progress.documents if spoken else (),
    )


def file_counts(field: str, scale: int = 1) -> FileCounts:
    """Counts that satisfy Biểu II.06."""
    a, b, c, d, e = 900 * scale, 83 * scale, 20 * scale, 970 * scale, 15 * scale
    return FileCounts(
        field, a + b + c, a, b, c, d + e + 5, d, e, 5, a + b + c - d - e - 5, a + b + c - d - e - 5, 0, "x"
    )


def indicator_state(number: int, verdict: Verdict, **changes: object) -> IndicatorState:
    """One indicator in percent."""
    indicator = Indicator(
        id=f"PL1.{number}",
        name=f"Tỷ lệ hồ sơ thủ tục hành chính được giải quyết trước và đúng hạn của ngành số {number}",
        unit="%",
        comparator=">=",
        target=Decimal(95),
        target_text="≥ 95",
        phase="Giai đoạn 2026 - 2027",
        first_year=2026,
        last_year=2027,
        tracker=CENTRE.id,
        numerator="số hồ sơ đúng hạn",
        denominator="tổng số hồ sơ",
        origin="phụ lục",
        same_as="",
        source="plans/2026.yaml, dòng 9",
    )
    known = verdict in {Verdict.MET, Verdict.NOT_MET}
    value = Decimal("98.214") if verdict is Verdict.MET else Decimal("91.5") if known else None
    state = IndicatorState(
        indicator,
        value,
        985 if known else None,
        1003 if known else None,
        verdict,
        Decimal(97) if known else None,
        None,
        value - 97 if value is not None else None,
        None,
        "",
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def make_report(
    counts: Mapping[str, Mapping[Class, int]] | None = None,
    *,
    ward: Ward = WARD,
    kind: PeriodKind = PeriodKind.QUARTER,
    index: int = 3,
    **changes: object,
) -> Report:
    """Return a report of tasks counted by area and class; areas without tasks stand in the plan, too."""
    counts = counts or {}
    areas, states = [], []
    for area_id, (area_kind, heading) in KINDS.items():
        if area_id not in counts:
            continue
        area = Area(area_id, heading.upper(), heading, area_kind, (Group(area_id, heading),))
        classes = [class_ for class_, count in counts[area_id].items() for _ in range(count)]
        own = [
            task_state(area_id, number, class_, leads=(OFFICE, CENTRE) if number % 3 == 0 else (CULTURE,))
            for number, class_ in enumerate(classes, start=1)
        ]
        late = [s for s in own if s.class_ is Class.OVERDUE]
        owners = {agency.id: agency for s in late for agency in s.leads}
        overdue = tuple((a, tuple(s for s in late if a in s.leads)) for a in owners.values())
        areas.append(AreaFacts(area, totals(own, regular_counts=ward.count_regular_as_done), tuple(own), overdue))
        states += own
    period = make_period(kind, 2026, index)
    leads = {agency.id: agency for s in states for agency in s.leads}
    report = Report(
        ward=ward,
        plan=plan(tuple(a.area for a in areas), tuple(s.task for s in states)),
        period=period,
        as_of=AS_OF,
        open_window=False,
        cumulative=False,
        illustrative=False,
        tasks=tuple(states),
        totals=totals(states, regular_counts=ward.count_regular_as_done),
        areas=tuple(areas),
        agencies=tuple(
            AgencyFacts(a, totals([s for s in states if a in s.leads]), reported=True) for a in leads.values()
        ),
        indicators=(),
        files=FileFacts((), None, None, None, None, complete=True),
        returns=(handed_in(states),) if states else (),
        missing=(),
        next_period=following(period),
        next_due=_due(states, Class.NOT_YET_DUE),
        overdue=_due(states, Class.OVERDUE),
        direction=(),
        difficulties=(),
        causes=(),
        proposals=(),
        previous_totals=None,
        data_hash="0" * 64,
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def full_report(**changes: object) -> Report:
    """Return a report with something to say in every section."""
    many = {Class.DONE_DATED: 3, Class.DONE_REGULAR: 3, Class.IN_PROGRESS: 1, Class.NOT_YET_DUE: 2}
    rare = {Class.OVERDUE: 1, Class.DUE: 1, Class.RECURRING: 1, Class.WAITING: 1}
    counts = {area: {**many, **(rare if area in {"02", "03", "07"} else {})} for area in KINDS}
    fields = (file_counts("Hộ tịch", 2), file_counts("Chứng thực"), file_counts("Đất đai"))
    report = make_report(
        counts,
        indicators=tuple(indicator_state(n, verdict) for n, verdict in enumerate([*Verdict, Verdict.MET], start=1)),
        files=FileFacts(
            fields,
            file_counts("Tổng số", 4),
            make_period(PeriodKind.QUARTER, 2026, 3).window,
            Decimal("0.9949"),
            Decimal("0.9156"),
            complete=True,
        ),
        direction=(Voice(CULTURE, "Tổ chức 02 hội nghị quán triệt công tác cải cách hành chính đến công chức phường"),),
        difficulties=(Voice(OFFICE, "Nhân lực làm công tác kiểm soát thủ tục hành chính còn mỏng."),),
        causes=(Voice(OFFICE, "Khối lượng công việc tăng sau sắp xếp đơn vị hành chính."),),
        proposals=(Voice(CENTRE, "Đề nghị Sở Nội vụ tổ chức tập huấn nghiệp vụ cho công chức cấp xã."),),
        previous_totals=totals([task_state("02", 1, Class.DONE_DATED)]),
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def plan(areas: tuple[Area, ...], tasks: tuple[Task, ...]) -> Plan:
    """Return a plan of these areas and tasks, issued on 08/01/2026."""
    return Plan(
        years=(2026, 2026),
        title="KẾ HOẠCH",
        subject=("Cải cách hành chính trên địa bàn phường Suối Lành năm 2026",),
        number_line="Số: /KH-UBND",
        date_line="Suối Lành, ngày tháng 01 năm 2026",
        citation="Kế hoạch cải cách hành chính trên địa bàn phường Suối Lành năm 2026",
        issued=date(2026, 1, 8),
        number="12/KH-UBND",
        bases=("Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.",),
        blocks=(),
        appendix_heading=(),
        areas=areas,
        tasks=tasks,
        indicators=(),
        duties=(),
        unit_duties=(),
        appendices=(),
        recipients=(),
        authority=(),
        signer="",
        errata=(),
        source="plans/2026.yaml",
    )


def handed_in(states: Sequence[TaskState]) -> AgencyReturn:
    """Return one agency's return for quý III with what these states say was reported."""
    told = tuple(progress for s in states for progress in s.reports)
    return AgencyReturn("vhxh", "2026-q3", AS_OF, False, (), (), (), (), told, (), (), "progress/2026-q3/vhxh.yaml")


def _due(states: Sequence[TaskState], class_: Class) -> tuple[DueItem, ...]:
    items = [
        DueItem(agency, s, part, part.due)
        for s in states
        if s.class_ is class_
        for part in s.deadlines
        if part.due is not None
        for agency in s.leads
    ]
    order = list(WARD.agencies)
    return tuple(sorted(items, key=lambda item: order.index(item.agency.id)))
