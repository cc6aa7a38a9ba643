"""Every figure that a report computes, from the facts: totals, shares, indicators, files, days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from reportgen.assess.history import covering, dated_returns, known_at
from reportgen.assess.indicators import measurements
from reportgen.assess.report import Class, DeadlineState, DueItem, IndicatorState, Report, TaskState, Totals
from reportgen.model.period import label, previous, same_last_year
from reportgen.model.progress import FileCounts, Measurement, WardData
from reportgen.trace.figure import (
    Figure,
    Group,
    Source,
    count_forms,
    date_forms,
    distinct,
    number_forms,
    share_forms,
)
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal, percent

_DONE = frozenset({Class.DONE_DATED, Class.DONE_REGULAR})
_COLUMNS = {
    "received": "tiếp nhận",
    "online": "tiếp nhận trực tuyến",
    "direct": "tiếp nhận trực tiếp, qua bưu chính",
    "carried_over": "kỳ trước chuyển qua",
    "resolved": "đã giải quyết",
    "early": "giải quyết trước hạn",
    "on_time": "giải quyết đúng hạn",
    "late": "giải quyết quá hạn",
    "pending": "đang giải quyết",
    "pending_in_time": "đang giải quyết, trong hạn",
    "pending_overdue": "đang giải quyết, quá hạn",
}


def groups(report: Report, data: WardData) -> list[Group]:
    """Return all figures of a report, by what they are of.

    Args:
        report: The facts.
        data: What they were worked out from.
    """
    whole = "toàn Kế hoạch"
    found = [Group(whole, (), tuple(_totals(report.totals, report.tasks, whole, report)), "tong_hop")]
    found.append(_before(report))
    for area in report.areas:
        name = f"lĩnh vực {area.area.heading}"
        marks = (area.area.heading, area.area.title)
        found.append(Group(name, marks, tuple(_totals(area.totals, area.tasks, name, report)), "linh_vuc"))
    for agency in report.agencies:
        led = [task for task in report.tasks if agency.agency in task.leads]
        called = tuple(filter(None, (agency.agency.name, agency.agency.short)))
        figures = tuple(_totals(agency.totals, led, agency.agency.name, report))
        found.append(Group(agency.agency.name, called, figures, "co_quan"))
    found += [_indicator(state, report, data) for state in report.indicators]
    found += _files(report, data)
    found += [_task(task, report.as_of) for task in report.tasks]
    found.append(Group("các danh sách của báo cáo", (), tuple(_lists(report))))
    return found


def of_task(task: TaskState) -> tuple[Source, ...]:
    """Return the lines that say how a task stands: the plan's, the newest report on it."""
    found = [Source(task.task.source, f"nhiệm vụ {task.task.id}: {_short(task.task.title)}")]
    if task.latest is not None:
        found.append(Source(task.latest.source, f"tiến độ nhiệm vụ {task.task.id}: {task.class_.value}"))
    found += [Source(entry.source, f"tiến độ nhiệm vụ {task.task.id}") for entry in task.reports]
    return tuple({source.place: source for source in reversed(found)}.values())[::-1]


def _totals(totals: Totals, tasks: Sequence[TaskState], name: str, report: Report) -> Iterator[Figure]:
    regular = report.ward.count_regular_as_done
    done = [t for t in tasks if t.class_ is Class.DONE_DATED or (regular and t.class_ is Class.DONE_REGULAR)]
    every = distinct(source for task in tasks for source in of_task(task)[:1])
    proof = distinct(source for task in done for source in of_task(task))
    yield Figure(count_forms(totals.total), f"số nhiệm vụ của {name}", f"đếm {totals.total} nhiệm vụ", every)
    if not totals.total:
        return
    counted = f"đếm {totals.done} nhiệm vụ đã hoàn thành"
    yield Figure(count_forms(totals.done), f"số nhiệm vụ đã hoàn thành của {name}", counted, proof)
    ratio = frozenset({f"{totals.done}/{totals.total}", f"{totals.done:02d}/{totals.total:02d}"})
    yield Figure(ratio, f"số nhiệm vụ đã hoàn thành trên tổng số của {name}", counted, proof + every)
    if totals.done_share is not None:
        formula = f"{totals.done} / {totals.total} = {percent(totals.done_share)}"
        yield Figure(share_forms(totals.done_share), f"tỷ lệ hoàn thành của {name}", formula, distinct(proof + every))
    for class_ in Class:
        chosen = [task for task in tasks if task.class_ is class_]
        if chosen:
            what = f"số nhiệm vụ {class_.value} của {name}"
            sources = distinct(source for task in chosen for source in of_task(task))
            yield Figure(count_forms(len(chosen)), what, f"đếm {len(chosen)} nhiệm vụ", sources)
    late = [task for task in done if task.late]
    if late:
        sources = distinct(source for task in late for source in of_task(task))
        yield Figure(count_forms(len(late)), f"số nhiệm vụ hoàn thành muộn của {name}", f"đếm {len(late)}", sources)


def _before(report: Report) -> Group:
    """Return the figures of the comparison with the period before; none when nothing was reported then."""
    name = label(previous(report.period))
    every = distinct(source for task in report.tasks for source in of_task(task)[:1])
    before = report.previous_totals
    figures = tuple(_compared(report.totals, before, name, every)) if before is not None else ()
    return Group(f"so sánh với {name}", (name,), figures, "tong_hop")


def _compared(totals: Totals, before: Totals, name: str, sources: tuple[Source, ...]) -> Iterator[Figure]:
    what = f"số nhiệm vụ đã hoàn thành ở {name}"
    yield Figure(count_forms(before.done), what, f"tính lại {name}: {before.done}/{before.total}", sources)
    change = abs(totals.done - before.done)
    formula = f"{totals.done} - {before.done} = {totals.done - before.done}"
    yield Figure(count_forms(change), f"chênh lệch số nhiệm vụ đã hoàn thành so với {name}", formula, sources)


def _indicator(state: IndicatorState, report: Report, data: WardData) -> Group:
    indicator = state.indicator
    returns = known_at(dated_returns(data), report.as_of)
    now = _measured(measurements(indicator, returns, report.period)[0])
    plan = Source(indicator.source, f"chỉ tiêu {indicator.id}: {_short(indicator.name)}")
    name = f"chỉ tiêu {_short(indicator.name)}"
    value = decimal(state.value) if state.value is not None else ""
    formula = f"{state.numerator} / {state.denominator} = {value}{indicator.unit}" if state.denominator else ""
    found = [Figure(number_forms(indicator.target), f"mục tiêu của {name}", "", (plan,))]
    found.append(Figure(number_forms(state.value), f"kết quả của {name}", formula, (*now, plan)))
    for number, words in ((state.numerator, "tử số"), (state.denominator, "mẫu số")):
        if number is not None:
            added = "cộng các báo cáo trong kỳ" if len(now) > 1 else ""
            found.append(Figure(count_forms(number), f"{words} của {name}", added, now))
    for other, change, period in (
        (state.previous, state.change, previous(report.period)),
        (state.last_year, state.change_last_year, same_last_year(report.period)),
    ):
        if other is None:
            continue
        then = _measured(measurements(indicator, returns, period)[0])
        found.append(Figure(number_forms(other), f"kết quả {label(period)} của {name}", "", then))
        difference = f"{value} - {decimal(other)}"
        found.append(
            Figure(number_forms(change), f"thay đổi so với {label(period)} của {name}", difference, now + then)
        )
    return Group(name, (indicator.name,), tuple(figure for figure in found if figure.forms), "chi_tieu")


def _measured(found: Iterable[Measurement]) -> tuple[Source, ...]:
    return distinct(
        Source(m.source, f"tử số {m.numerator}, mẫu số {m.denominator}" if m.denominator else decimal(m.value))
        for m in found
    )


def _files(report: Report, data: WardData) -> list[Group]:
    facts = report.files
    used = [r for r in covering(known_at(dated_returns(data), report.as_of), report.period.window) if r.body.files]
    rows = [row for r in used for row in r.body.files]
    found = []
    for field in (*facts.fields, *([facts.total] if facts.total else [])):
        whole = field is facts.total
        mine = [row for row in rows if whole or row.field == field.field]
        name = "hồ sơ thủ tục hành chính, tổng số" if whole else f"hồ sơ lĩnh vực {field.field}"
        figures = [
            Figure(count_forms(getattr(field, column)), f"{name}: {words}", _sum(mine, column), _counted(mine, words))
            for column, words in _COLUMNS.items()
        ]
        if whole:
            everything = _counted(mine, "hồ sơ")
            on_time = f"({field.early} + {field.on_time}) / {field.resolved}"
            online = f"{field.online} / ({field.online} + {field.direct})"
            figures += [
                Figure(share_forms(facts.on_time_share), f"{name}: tỷ lệ đúng hạn", on_time, everything),
                Figure(share_forms(facts.online_share), f"{name}: tỷ lệ trực tuyến", online, everything),
            ]
        marks = ("hồ sơ", "Tổng số", "Tổng cộng") if whole else (field.field,)
        found.append(Group(name, marks, tuple(figures), "ho_so_tong" if whole else "ho_so"))
    return found


def _sum(rows: Sequence[FileCounts], column: str) -> str:
    parts = [str(getattr(row, column)) for row in rows]
    return " + ".join(parts) if len(parts) > 1 and column not in {"carried_over", "pending"} else ""


def _counted(rows: Sequence[FileCounts], words: str) -> tuple[Source, ...]:
    return distinct(Source(row.source, f"{words}, lĩnh vực {row.field}") for row in rows)


def _task(task: TaskState, as_of: date) -> Group:
    sources = of_task(task)
    name = f"nhiệm vụ {task.task.id}"
    found = [
        Figure(frozenset({task.task.id}), f"mã {name} trong Kế hoạch", "", sources[:1]),
        Figure(number_forms(task.percent), f"tỷ lệ thực hiện {name}", "", sources),
        Figure(date_forms(task.done_on), f"ngày hoàn thành {name}", "", sources),
    ]
    for state in task.deadlines:
        found += _deadline(state, name, sources, as_of)
    marks = (task.task.title.rstrip(" .;,"),)
    return Group(name, marks, tuple(figure for figure in found if figure.forms), "nhiem_vu")


def _deadline(state: DeadlineState, name: str, sources: tuple[Source, ...], as_of: date) -> Iterator[Figure]:
    """Yield the day of a deadline, how many days it is past, the instances of a recurring duty."""
    words = state.deadline.text
    yield Figure(date_forms(state.due), f"thời hạn {name} ({words})", "", sources[:1])
    if state.due is not None and state.due != as_of:
        days = abs((as_of - state.due).days)
        past = "đã quá hạn" if state.due < as_of else "còn lại đến hạn"
        formula = f"từ {short_date(min(as_of, state.due))} đến {short_date(max(as_of, state.due))}"
        yield Figure(count_forms(days), f"số ngày {past} của {name}", formula, sources)
    if not state.instances_total:
        return
    done, due, total = state.instances_done, state.instances_due, state.instances_total
    yield Figure(frozenset({f"{done}/{total}"}), f"số lần đã làm trên số lần phải làm trong năm, {name}", "", sources)
    yield Figure(frozenset({f"{done}/{due}"}), f"số lần đã làm trên số lần đã đến hạn, {name}", "", sources)
    yield Figure(count_forms(total), f"số lần phải làm trong năm, {name}", "", sources)
    yield Figure(count_forms(due), f"số lần đã đến hạn, {name}", "", sources)
    yield Figure(count_forms(done), f"số lần đã làm, {name}", "", sources)


def _lists(report: Report) -> Iterator[Figure]:
    def due(items: Iterable[DueItem]) -> tuple[Source, ...]:
        return distinct(source for item in items for source in of_task(item.task))

    asked = [agency for agency in report.ward.agencies.values() if agency.reports]
    ward = (Source(report.ward.source, "cơ quan phải báo cáo (reports: true)"),)
    yield Figure(count_forms(len(report.missing)), "số cơ quan chưa gửi báo cáo", "đếm cơ quan", ward)
    yield Figure(count_forms(len(asked)), "số cơ quan phải báo cáo", "đếm cơ quan", ward)
    for items, what in ((report.overdue, "thời hạn đã quá"), (report.next_due, "thời hạn đến trong kỳ sau")):
        yield Figure(count_forms(len(items)), f"số {what}", f"đếm {len(items)}", due(items))
    met = [state for state in report.indicators if state.verdict.value == "Đạt"]
    sources = distinct(Source(state.indicator.source, _short(state.indicator.name)) for state in met)
    yield Figure(count_forms(len(met)), "số chỉ tiêu đạt", f"đếm {len(met)} chỉ tiêu", sources)
    day = Source("dòng lệnh --as-of, hoặc ngày cuối của thời gian chốt số liệu", "ngày chốt")
    yield Figure(date_forms(report.as_of), "ngày chốt số liệu", "", (day,))
    window = report.period.window
    calendar = (Source(report.ward.source, "lịch báo cáo; không ghi thì theo Nghị định 09/2019/NĐ-CP"),)
    yield Figure(date_forms(window.start), "ngày đầu của thời gian chốt số liệu", "", calendar)
    yield Figure(date_forms(window.end), "ngày cuối của thời gian chốt số liệu", "", calendar)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
