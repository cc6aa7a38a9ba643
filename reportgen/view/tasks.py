"""Tasks, deadlines and agencies as templates see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from reportgen.assess.report import (
    AgencyFacts,
    AreaFacts,
    Class,
    DeadlineState,
    DueItem,
    Report,
    TaskState,
    Totals,
)
from reportgen.model.deadline import Pattern, Status
from reportgen.model.plan import Area, Party
from reportgen.model.ward import Agency, Ward
from reportgen.vi.numbers import integer
from reportgen.vi.roman import to_roman
from reportgen.view.tellings import Telling, citations, lines, tellings_of
from reportgen.view.wording import (
    after_colon,
    brief,
    clause,
    day_text,
    document_citation,
    document_with_subject,
    inside,
    sentence,
    share_text,
)

Values = dict[str, object]

_SPEAKS_FOR_ITSELF = 60
"""Characters of a result from which it can be read without the title of its task."""
_PASSED = frozenset({Status.OVERDUE, Status.RECURRING_MISSED})


def counts(totals: Totals, ward: Ward) -> Values:
    """Return the counts of tasks; the classes of a total add up to it."""
    classes = totals.classes
    regular = classes[Class.DONE_REGULAR]
    return {
        "tong": totals.total,
        "hoan_thanh": totals.done,
        "ty_le_hoan_thanh": totals.done_share,
        "ty_le_hoan_thanh_chu": share_text(totals.done_share),
        "hoan_thanh_thuong_xuyen": regular if ward.count_regular_as_done else 0,
        "hoan_thanh_co_thoi_han": classes[Class.DONE_DATED],
        "hoan_thanh_muon": totals.done_late,
        "thuong_xuyen": regular,
        "dang_trien_khai": classes[Class.IN_PROGRESS],
        "chua_den_han": classes[Class.NOT_YET_DUE],
        "den_han": classes[Class.DUE],
        "dinh_ky": classes[Class.RECURRING],
        "qua_han": classes[Class.OVERDUE],
        "cho_cap_tren": classes[Class.WAITING],
        "chua_ro": classes[Class.NEEDS_HUMAN],
    }


def is_done(state: TaskState, ward: Ward) -> bool:
    """Return whether the task counts as done in this ward's reports."""
    done = {Class.DONE_DATED, Class.DONE_REGULAR} if ward.count_regular_as_done else {Class.DONE_DATED}
    return state.class_ in done


class Tasks:
    """The tasks of one report as templates see them, each worded once."""

    def __init__(self, report: Report) -> None:
        """Word every task.

        Args:
            report: The facts.
        """
        self.report = report
        self._tellings = tellings_of(report)
        self._areas = {area.area.id: area.area for area in report.areas}
        self.by_id: dict[str, Values] = {state.task.id: self._task(state) for state in report.tasks}

    def of(self, states: Iterable[TaskState]) -> list[Values]:
        """Return the values of these tasks, in their order."""
        return [self.by_id[state.task.id] for state in states]

    def result(self, state: TaskState) -> str:
        """Return what was done, in sentences: one line for each period whose returns speak of the task."""
        return "\n".join(lines(self._told(state), documents=False))

    def in_period(self, state: TaskState) -> bool:
        """Return whether a return inside the report's window says something of the task."""
        return bool(state.documents) or any(report.result.strip() for report in state.reports)

    def account(self, state: TaskState) -> str:
        """Return each result with its own documents, one line a period; nothing when nobody wrote anything.

        Documents that the sentence itself cites are not cited twice.
        """
        return "\n".join(lines(self._told(state), state.task.title))

    def running(self, state: TaskState, newest: int = 1) -> str:
        """Return the account as one paragraph: the results of the `newest` periods that speak of the task."""
        return " ".join(lines(self._told(state), state.task.title, newest=newest))

    def standing_alone(self, state: TaskState, newest: int = 1) -> str:
        """Return the account for running text: a result too short to say what it is about follows the title."""
        told = self._told(state)
        account = self.running(state, newest)
        longest = max((len(telling.result) for telling in told[-newest:]), default=0)
        if not longest or longest >= _SPEAKS_FOR_ITSELF:
            return account
        title = brief(state.task.title)
        return f"{title}: {after_colon(account)}" if len(told) == 1 else f"{sentence(title)} {account}"

    def _newest_result(self, state: TaskState) -> str:
        return " ".join(lines(self._told(state), newest=1, documents=False))

    def _told(self, state: TaskState) -> tuple[Telling, ...]:
        return self._tellings.get(state.task.id, ())

    def _task(self, state: TaskState) -> Values:
        task, latest = state.task, state.latest
        open_due = _nearest(state)
        area = self._areas.get(task.area)
        difficulties = latest.difficulties if latest else ""
        percent = None if state.percent is None else state.percent / 100
        ward = self.report.ward
        told = self._told(state)
        cited = [document for telling in told for document in telling.documents] if told[1:] else state.documents
        return {
            "ma": task.id,
            "so": task.number.rstrip("."),
            "linh_vuc": area.heading if area else "",
            "nhom": _group_title(area, task.group),
            "ten": task.title,
            "san_pham": "\n".join(task.products),
            "chu_tri": "\n".join(agency.name for agency in state.leads),
            "chu_tri_ngan": _short_names(state.leads),
            "phoi_hop": "\n".join(_party(party, ward) for party in task.cooperating),
            "thoi_han": _printed(task.deadline_items),
            "thoi_han_gap_nhat": _nearest_words(state),
            "ngay_den_han": open_due,
            "ngay_den_han_chu": day_text(open_due),
            "tinh_trang": standing(state),
            "phan_loai": state.class_.value,
            "hoan_thanh": is_done(state, ward),
            "qua_han": state.class_ is Class.OVERDUE,
            "ngay_hoan_thanh": state.done_on,
            "ngay_hoan_thanh_chu": day_text(state.done_on),
            "muon": state.late,
            "ty_le": percent,
            "ty_le_chu": share_text(percent),
            "ket_qua": self.result(state),
            "van_ban": citations(told, [document_citation(document) for document in cited]),
            "van_ban_day_du": citations(told, [document_with_subject(document) for document in cited]),
            "dien_giai": self.account(state),
            "kho_khan": difficulties,
            "ket_qua_kho_khan": f"{self._newest_result(state)} {sentence(difficulties)}".strip(),
            "kien_nghi": latest.proposals if latest else "",
        }


def standing(state: TaskState) -> str:
    """Return how a task stands, as a table prints it."""
    if state.class_ is Class.DONE_DATED:
        day = f" ngày {day_text(state.done_on)}" if state.done_on else ""
        return f"Hoàn thành{day}{' (sau thời hạn)' if state.late else ''}"
    if state.class_ is Class.DONE_REGULAR:
        regular = any(part.deadline.pattern is Pattern.REGULAR for part in state.deadlines)
        return "Thường xuyên, có kết quả trong kỳ" if regular else "Định kỳ, đã thực hiện các kỳ đến hạn"
    words: str = state.class_.value
    recurring = next(
        (part for part in state.deadlines if part.instances_total > 1 and part.status is state.status), None
    )
    done = f" ({recurring.instances_done}/{recurring.instances_total} kỳ)" if recurring else ""
    return words[:1].upper() + words[1:] + done


def due_items(items: Iterable[DueItem], tasks: Tasks) -> list[Values]:
    """Return deadlines as rows, a deadline that several agencies answer for once, with all their names."""
    ward, as_of = tasks.report.ward, tasks.report.as_of
    owners: dict[tuple[str, DeadlineState], list[Agency]] = {}
    firsts: dict[tuple[str, DeadlineState], DueItem] = {}
    for item in items:
        key = (item.task.task.id, item.state)
        firsts.setdefault(key, item)
        if item.agency not in owners.setdefault(key, []):
            owners[key].append(item.agency)
    order = {agency: place for place, agency in enumerate(ward.agencies)}
    rows = [_due_item(item, owners[key], as_of, tasks) for key, item in firsts.items()]
    ranks = [min(order.get(agency.id, len(order)) for agency in owners[key]) for key in firsts]
    sort_keys = zip(ranks, (str(row["co_quan"]) for row in rows), strict=True)
    ranked = sorted(zip(sort_keys, rows, strict=True), key=lambda pair: pair[0])
    return [{**row, "stt": place} for place, (_, row) in enumerate(ranked, start=1)]


def by_agency(rows: Iterable[Mapping[str, object]]) -> list[Values]:
    """Return the rows grouped by the agencies that answer for them, numbered anew in each group."""
    groups: list[Values] = []
    for agency, members in groupby(rows, key=lambda row: row["co_quan"]):
        numbered = [{**row, "stt": place} for place, row in enumerate(members, start=1)]
        groups.append({"co_quan": agency, "so_luong": len(numbered), "viec": numbered})
    return groups


def areas(tasks: Tasks) -> list[Values]:
    """Return the areas of the plan with their groups and tasks."""
    return [_area(place, facts, tasks) for place, facts in enumerate(tasks.report.areas, start=1)]


def agencies(facts: Sequence[AgencyFacts], ward: Ward) -> list[Values]:
    """Return the lead agencies with the counts of their tasks."""
    return [
        {
            "stt": place,
            "ten": item.agency.name,
            "ten_ngan": item.agency.short or item.agency.name,
            **counts(item.totals, ward),
            "da_bao_cao": item.reported,
            "bao_cao": _reporting(item),
        }
        for place, item in enumerate(facts, start=1)
    ]


def _reporting(item: AgencyFacts) -> str:
    if item.reported:
        return "Đã báo cáo"
    return "Chưa báo cáo" if item.agency.reports else ""


def _area(place: int, facts: AreaFacts, tasks: Tasks) -> Values:
    area = facts.area
    return {
        "ma": area.id,
        "so_la_ma": to_roman(place),
        "ten": area.heading,
        **counts(facts.totals, tasks.report.ward),
        "nhom": [
            {
                "ma": group.id,
                "ten": _group_title(area, group.id),
                "nhiem_vu": tasks.of(state for state in facts.tasks if state.task.group == group.id),
            }
            for group in area.groups
        ],
        "nhiem_vu": tasks.of(facts.tasks),
    }


def _short_names(agencies: Sequence[Agency]) -> str:
    return "\n".join(agency.short or agency.name for agency in agencies)


def _group_title(area: Area | None, group_id: str) -> str:
    """Return the group's title; nothing when the area has no inner groups."""
    if area is None or (len(area.groups) == 1 and area.groups[0].id == area.id):
        return ""
    return next((group.title for group in area.groups if group.id == group_id), "")


def _due_item(item: DueItem, owners: Sequence[Agency], as_of: date, tasks: Tasks) -> Values:
    state, deadline = item.task, item.state.deadline
    late_days = (as_of - item.due).days if item.due < as_of else None
    several = len(state.deadlines) > 1
    worded = tasks.by_id[state.task.id]
    part = deadline.label if several else ""
    account = f"{brief(state.task.title)} ({_deadline_words(item.state, part)})"
    return {
        "stt": 0,
        "co_quan": "; ".join(agency.name for agency in owners),
        "co_quan_ngan": _short_names(owners),
        "ma": state.task.id,
        "linh_vuc": worded["linh_vuc"],
        "ten": state.task.title,
        "phan_viec": part,
        "thoi_han": deadline.text,
        "thoi_han_day_du": f"{part}: {deadline.text}" if part else deadline.text,
        "ngay_den_han": item.due,
        "ngay_den_han_chu": day_text(item.due),
        "so_ngay_qua_han": late_days,
        "so_ngay_qua_han_chu": "" if late_days is None else f"{integer(late_days)} ngày",
        "tinh_trang": _due_standing(item.state, late=late_days is not None),
        "san_pham": worded["san_pham"],
        "ket_qua": worded["ket_qua"],
        "kho_khan": worded["kho_khan"],
        "ket_qua_kho_khan": worded["ket_qua_kho_khan"],
        "dien_giai": account,
    }


def _due_standing(state: DeadlineState, *, late: bool) -> str:
    """Return how one deadline stands: a recurring duty with a missing instance is neither overdue nor still to come."""
    if state.status in _PASSED:
        return "Quá hạn"
    return f"Còn thiếu kỳ ({state.instances_done}/{state.instances_due} kỳ đến hạn)" if late else "Chưa đến hạn"


def overdue_words(state: TaskState) -> str:
    """Return an overdue task for the running text: its title and the deadlines that have passed."""
    passed = [_deadline_words(part, part.deadline.label) for part in state.deadlines if part.status in _PASSED]
    printed = inside(_printed(state.task.deadline_items).replace("\n", "; "))
    return f"{brief(state.task.title)} ({'; '.join(passed) or f'thời hạn: {printed}'})"


def _deadline_words(part: DeadlineState, label: str) -> str:
    """Return a deadline inside brackets: the day that it falls due, or its words when no day is known."""
    when = f"đến hạn ngày {day_text(part.due)}" if part.due else f"thời hạn: {inside(part.deadline.text)}"
    return f"{inside(label)}, {when}" if label else when


def _nearest(state: TaskState) -> date | None:
    """Return the first day due among the open deadlines that decide the task's status."""
    part = _nearest_part(state)
    return part.due if part else None


def _nearest_words(state: TaskState) -> str:
    """Return the deadline whose day `_nearest` is, as printed; the whole cell when no day is known."""
    part = _nearest_part(state)
    if part is None:
        return _printed(state.task.deadline_items)
    label = part.deadline.label if len(state.deadlines) > 1 else ""
    return f"{label}: {part.deadline.text}" if label else part.deadline.text


def _nearest_part(state: TaskState) -> DeadlineState | None:
    if state.status is Status.DONE:
        return None
    dated = [(part.due, part) for part in state.deadlines if part.status is state.status and part.due is not None]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def _party(party: Party, ward: Ward) -> str:
    name = ward.agencies[party.agency].name if party.agency in ward.agencies else clause(party.printed.lstrip("- "))
    return f"{name} ({party.note})" if party.note else name


def _printed(items: Sequence[str]) -> str:
    """Return the items of a cell, one a line; a single item needs no dash and no full stop."""
    return clause(items[0].lstrip("- ")) if len(items) == 1 else "\n".join(items)
