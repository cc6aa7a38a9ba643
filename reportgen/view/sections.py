"""Parts I to V of the report, on the outline that Bộ Nội vụ asks for (đề cương báo cáo cải cách hành chính)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportgen.assess.report import AreaFacts, Class, IndicatorState, Report, TaskState, Verdict, Voice
from reportgen.model.period import PeriodKind, label, previous
from reportgen.model.progress import Declared, FileCounts
from reportgen.model.ward import Agency, Ward
from reportgen.vi.numbers import integer
from reportgen.view.summary import missing_sentence, no_files_sentence, source_sentence, split
from reportgen.view.tasks import Tasks, Values, is_done, overdue_words
from reportgen.view.wording import (
    KIND_WORDS,
    capital,
    clause,
    day_text,
    issuer_name,
    listed,
    period_name,
    plan_citation,
    sentence,
    share_text,
    tasks_count,
)

OUTLINE = {
    "institutions": "Cải cách thể chế",
    "procedures": "Cải cách thủ tục hành chính",
    "organisation": "Cải cách tổ chức bộ máy hành chính nhà nước",
    "civil-service": "Cải cách chế độ công vụ",
    "finance": "Cải cách tài chính công",
    "digital": "Xây dựng, phát triển chính quyền điện tử, chính quyền số",
}
"""The six areas of part II in the order of the outline, by kind of area."""

_DIRECTION = "Công tác chỉ đạo, điều hành cải cách hành chính"
_PROCEDURES = "procedures"
_NO_SHORTCOMING = "Trong kỳ báo cáo, không có nhiệm vụ quá hạn; các cơ quan, đơn vị không nêu khó khăn, vướng mắc."
_UNDER_WAY = frozenset({Class.IN_PROGRESS, Class.DUE, Class.RECURRING, Class.NEEDS_HUMAN})
_AHEAD = frozenset({Class.NOT_YET_DUE, Class.WAITING})
"""Open tasks of which nothing is expected yet: what was done on them all the same is told briefly."""
_REGULAR_PERIODS = 2
"""Newest periods of a cumulative report whose results of regular work the text tells; the appendix tells all."""
_HIGH = Decimal("0.8")
"""Share of tasks done from which an area is named among the results."""


def opening(report: Report) -> list[str]:
    """Return the opening paragraphs: the plan, the window, what the figures cover; the last ends `như sau:`."""
    period, window = report.period, report.period.window
    subject = f"kết quả công tác cải cách hành chính {label(period)}"
    span = f" (thời gian chốt số liệu từ ngày {day_text(window.start)} đến ngày {day_text(window.end)})"
    citation = plan_citation(report.plan, report.ward)
    first = f"Thực hiện {citation}, {issuer_name(report.ward)} báo cáo {subject}"
    first += span if period.kind is not PeriodKind.RANGE else ""
    scope = _scope(report)
    if not scope:
        return [f"{first} như sau:"]
    return [f"{first}.", " ".join(scope), "Kết quả cụ thể như sau:"]


def _scope(report: Report) -> list[str]:
    """Return what a reader must know before reading any figure."""
    period, formed = report.period, report.ward.calendar.formed
    notes = []
    if period.clipped:
        since = f" được thành lập từ ngày {day_text(formed)}, do đó" if formed else ":"
        notes.append(
            f"{capital(report.ward.full_name)}{since} số liệu của kỳ được tính từ ngày {day_text(period.window.start)}."
        )
    if report.cumulative:
        notes.append(
            f"Kết quả thực hiện nhiệm vụ được tính lũy kế từ đầu năm {period.year}; số hồ sơ thủ tục hành chính được "
            "tính trong thời gian chốt số liệu nêu trên."
        )
    notes.append(source_sentence(report))
    if report.open_window:
        notes.append(f"Kỳ báo cáo chưa kết thúc nên các số liệu là số tạm tính đến hết ngày {day_text(report.as_of)}.")
    return [note for note in (*notes, missing_sentence(report)) if note]


def direction(report: Report, tasks: Tasks) -> Values:
    """Return the section of part I, from the areas of kind `direction`."""
    return _section(0, _DIRECTION, [area for area in report.areas if area.area.kind == "direction"], tasks)


def areas_of_reform(report: Report, tasks: Tasks) -> list[Values]:
    """Return the numbered sections of part II: the six of the outline, then areas of a kind that it does not know."""
    known = [(title, [area for area in report.areas if area.area.kind == kind]) for kind, title in OUTLINE.items()]
    titled = [(found[0].area.heading if len(found) == 1 else title, found) for title, found in known]
    others = [(a.area.heading, [a]) for a in report.areas if a.area.kind not in {*OUTLINE, "direction"}]
    sections = [
        _section(place, title, found, tasks) for place, (title, found) in enumerate([*titled, *others], start=1)
    ]
    sections[list(OUTLINE).index(_PROCEDURES)]["ho_so"] = files_paragraphs(report)
    return sections


def _section(place: int, title: str, found: Sequence[AreaFacts], tasks: Tasks) -> Values:
    ward = tasks.report.ward
    told = [state for area in found for state in area.tasks if tasks.in_period(state)]
    return {
        "stt": place,
        "ten": title,
        "mo_dau": _counts_sentence(found, ward),
        "ket_qua": _accounts((state for state in told if _finished(state, ward)), tasks),
        "dang_lam": _accounts((state for state in told if state.class_ in _UNDER_WAY), tasks),
        "buoc_dau": _accounts((state for state in told if state.class_ in _AHEAD and _begun(state)), tasks),
        "qua_han": _overdue([pair for area in found for pair in area.overdue], tasks),
        "ho_so": [],
    }


def _finished(state: TaskState, ward: Ward) -> bool:
    return is_done(state, ward) or state.class_ is Class.DONE_REGULAR


def _begun(state: TaskState) -> bool:
    """Return whether work has begun by the newest word; "Đề án chưa được ban hành" alone is no result."""
    newest = state.reports[-1] if state.reports else state.latest
    return newest is not None and newest.declared is not Declared.NOT_STARTED


def _accounts(states: Iterable[TaskState], tasks: Tasks) -> list[str]:
    """Return a paragraph a task: the newest word; of work that goes on all year the newest two periods.

    What was finished, is under way or overdue is told by its newest word; all periods stand in the appendix of tasks.
    """
    told = (tasks.standing_alone(s, _REGULAR_PERIODS if s.class_ is Class.DONE_REGULAR else 1) for s in states)
    return list(dict.fromkeys(filter(None, told)))


def _counts_sentence(found: Sequence[AreaFacts], ward: Ward) -> str:
    counted = [area for area in found if area.totals.total]
    if not counted:
        return "Kế hoạch không giao nhiệm vụ cụ thể về nội dung này."
    several = len(counted) > 1
    parts = [
        f"{f'về {area.area.heading}, ' if several else ''}Kế hoạch giao {tasks_count(area.totals.total)}; "
        f"{split(area.totals, ward)}"
        for area in counted
    ]
    return " ".join(sentence(part) for part in parts)


def _overdue(pairs: Sequence[tuple[Agency, tuple[TaskState, ...]]], tasks: Tasks) -> list[str]:
    """Return a paragraph for each overdue task, by agency; one that several lead is told once, under all names."""
    owners: dict[str, list[str]] = {}
    states: dict[str, TaskState] = {}
    for agency, overdue in pairs:
        for state in overdue:
            states[state.task.id] = state
            owners.setdefault(state.task.id, []).append(agency.name)
    return [
        f"{'; '.join(dict.fromkeys(owners[task]))}: {overdue_words(state)}. {tasks.running(state)}".strip()
        for task, state in states.items()
    ]


def files_paragraphs(report: Report) -> list[str]:
    """Return what was received, resolved and pending, with the two shares that the ministry asks for."""
    files, total = report.files, report.files.total
    if total is None:
        return [no_files_sentence(report)]
    span = (
        f"Từ ngày {day_text(files.window.start)} đến ngày {day_text(files.window.end)}" if files.window else "Trong kỳ"
    )
    lines = [f"{span}, {_file_counts(total)}."]
    shares = [
        f"tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn đạt {share_text(files.on_time_share)}"
        if files.on_time_share is not None
        else "",
        f"tỷ lệ hồ sơ tiếp nhận trực tuyến trong kỳ đạt {share_text(files.online_share)}"
        if files.online_share is not None
        else "",
    ]
    if any(shares):
        lines.append(sentence("; ".join(filter(None, shares))))
    if not files.complete:
        lines.append("Số liệu hồ sơ chưa bao gồm phần thời gian của kỳ mà cơ quan, đơn vị chưa gửi báo cáo.")
    return [" ".join(lines)]


def _file_counts(total: FileCounts) -> str:
    def files(count: int) -> str:
        return f"{integer(count)} hồ sơ"

    received = (
        f"tổng số hồ sơ thủ tục hành chính nhận giải quyết là {files(total.received)} (trong đó: tiếp nhận trực tuyến "
        f"{files(total.online)}; tiếp nhận trực tiếp, qua dịch vụ bưu chính {files(total.direct)}; từ kỳ trước chuyển "
        f"sang {files(total.carried_over)})"
    )
    resolved = (
        f"đã giải quyết {files(total.resolved)} (trước hạn {files(total.early)}; đúng hạn {files(total.on_time)}; "
        f"quá hạn {files(total.late)})"
    )
    pending = (
        f"đang giải quyết {files(total.pending)} (trong hạn {files(total.pending_in_time)}; "
        f"quá hạn {files(total.pending_overdue)})"
    )
    return f"{received}; {resolved}; {pending}"


def indicator_counts(report: Report, verdicts: Sequence[Verdict]) -> Values:
    """Return the counts of indicators by verdict with their sentence."""
    by_verdict = {verdict: sum(1 for other in verdicts if other is verdict) for verdict in Verdict}
    parts = [f"{integer(count)} chỉ tiêu {verdict.value.lower()}" for verdict, count in by_verdict.items() if count]
    day = day_text(report.as_of)
    match parts:
        case []:
            words = "Kế hoạch không đặt chỉ tiêu bằng số."
        case [_]:
            (verdict,) = set(verdicts)
            all_of_them = f"cả {integer(len(verdicts))}" if len(verdicts) > 1 else "1"
            words = f"Tính đến ngày {day}, {all_of_them} chỉ tiêu của Kế hoạch {verdict.value.lower()}."
        case _:
            total = integer(len(verdicts))
            words = f"Tính đến ngày {day}, trong {total} chỉ tiêu của Kế hoạch, có {', '.join(parts)}."
    return {
        "tong": len(verdicts),
        "dat": by_verdict[Verdict.MET],
        "chua_dat": by_verdict[Verdict.NOT_MET],
        "chua_co_so_lieu": by_verdict[Verdict.NO_DATA],
        "chua_den_ky": by_verdict[Verdict.NOT_YET],
        "cau_tong_hop": words,
    }


def review(report: Report, indicators: Sequence[IndicatorState]) -> Values:
    """Return part III: results, shortcomings, causes; each says so when there is nothing to say.

    Args:
        report: The facts.
        indicators: Those that the report prints.
    """
    shortcomings = _shortcomings(report, indicators)
    return {
        "ket_qua": _achievements(report, indicators),
        "han_che": shortcomings or [_NO_SHORTCOMING],
        "nguyen_nhan": _causes(report, told=bool(shortcomings)),
    }


def _achievements(report: Report, indicators: Sequence[IndicatorState]) -> list[str]:
    totals, period = report.totals, capital(label(report.period))
    if not totals.total:
        return [f"{period}, Kế hoạch không giao nhiệm vụ cụ thể."]
    if not totals.done:
        return [f"{period}, các nhiệm vụ của Kế hoạch đang trong quá trình triển khai, chưa có nhiệm vụ hoàn thành."]
    done = f"{integer(totals.done)}/{integer(totals.total)} nhiệm vụ, đạt tỷ lệ {share_text(totals.done_share)}"
    start = f"{period}, công tác cải cách hành chính được triển khai theo Kế hoạch"
    paragraphs = [f"{start}; các cơ quan, đơn vị đã hoàn thành {done}."]
    high = [
        f"{area.area.heading} ({share_text(area.totals.done_share)})"
        for area in report.areas
        if area.totals.done_share is not None and area.totals.done_share >= _HIGH
    ]
    if high:
        paragraphs.append(f"Nội dung đạt tỷ lệ hoàn thành cao: {'; '.join(high)}.")
    met = sum(1 for state in indicators if state.verdict is Verdict.MET)
    if met:
        paragraphs.append(f"Có {integer(met)}/{integer(len(indicators))} chỉ tiêu đạt mục tiêu Kế hoạch.")
    share = report.files.on_time_share
    if share is not None:
        paragraphs.append(f"Tỷ lệ hồ sơ thủ tục hành chính giải quyết trước hạn và đúng hạn đạt {share_text(share)}.")
    return paragraphs


def _shortcomings(report: Report, indicators: Sequence[IndicatorState]) -> list[str]:
    classes, files = report.totals.classes, report.files.total
    paragraphs = []
    if classes[Class.OVERDUE]:
        owners = [
            f"{item.agency.name} ({tasks_count(item.totals.classes[Class.OVERDUE])})"
            for item in report.agencies
            if item.totals.classes[Class.OVERDUE]
        ]
        of = f", thuộc trách nhiệm của: {'; '.join(owners)}" if owners else ""
        paragraphs.append(f"Còn {tasks_count(classes[Class.OVERDUE], Class.OVERDUE.value)}{of}.")
    if report.totals.done_late:
        paragraphs.append(f"Có {tasks_count(report.totals.done_late, 'hoàn thành sau thời hạn được giao')}.")
    missed = [state.indicator for state in indicators if state.verdict is Verdict.NOT_MET]
    if missed:
        names = "; ".join(clause(indicator.name) for indicator in missed)
        paragraphs.append(f"Còn {integer(len(missed))} chỉ tiêu chưa đạt mục tiêu Kế hoạch: {names}.")
    if files is not None and (files.late or files.pending_overdue):
        late = f"đã giải quyết quá hạn {integer(files.late)} hồ sơ" if files.late else ""
        waiting = f"đang giải quyết quá hạn {integer(files.pending_overdue)} hồ sơ" if files.pending_overdue else ""
        paragraphs.append(f"Vẫn còn hồ sơ thủ tục hành chính quá hạn: {listed([late, waiting], ', ').strip(', ')}.")
    missing = missing_sentence(report)
    return [*paragraphs, *([missing] if missing else []), *voices(report.difficulties)]


def _causes(report: Report, *, told: bool) -> list[str]:
    waiting = report.totals.classes[Class.WAITING]
    reason = "phụ thuộc văn bản, kế hoạch, hướng dẫn của cấp trên nên chưa đủ căn cứ triển khai"
    own = [f"Có {tasks_count(waiting)} {reason}."] if waiting else []
    if report.causes or own:
        return [*voices(report.causes), *own]
    if told:
        return ["Các cơ quan, đơn vị chưa nêu nguyên nhân cụ thể trong báo cáo tiến độ."]
    return ["Không phát sinh tồn tại, hạn chế cần nêu nguyên nhân."]


def direction_paragraphs(said: Iterable[Voice]) -> list[str]:
    """Return what was done to lead and steer the work; it is the ward's doing, whoever wrote it."""
    return list(dict.fromkeys(sentence(voice.text) for voice in said if voice.text.strip()))


def voices(said: Iterable[Voice]) -> list[str]:
    """Return what agencies wrote, each sentence once, with the agencies that wrote it."""
    authors: dict[str, list[str]] = {}
    for voice in said:
        if clause(voice.text):
            authors.setdefault(clause(voice.text), []).append(voice.agency.name)
    return [f"{capital(text)} ({listed(list(dict.fromkeys(names)))})." for text, names in authors.items()]


def next_period_sentence(report: Report) -> str:
    """Return the sentence that opens part IV."""
    name, start = period_name(report.next_period), report.next_period.span.start
    count = len({item.task.task.id for item in report.next_due})
    carried = len({item.task.task.id for item in report.next_due if item.due < start})
    by_agency = "phân theo cơ quan chủ trì như sau:"
    if not count:
        return (
            f"Trong {name}, không có nhiệm vụ của Kế hoạch đến hạn hoàn thành; các cơ quan, đơn vị tiếp tục thực hiện "
            "các nhiệm vụ thường xuyên và các nhiệm vụ chưa đến hạn theo Kế hoạch."
        )
    if carried == count:
        return f"Trong {name}, tiếp tục thực hiện {tasks_count(count)} của kỳ trước chuyển sang, {by_agency}"
    over = f" (trong đó có {tasks_count(carried)} của kỳ trước chuyển sang)" if carried else ""
    return f"Trong {name}, có {tasks_count(count)} đến hạn thực hiện, hoàn thành{over}, {by_agency}"


def period_values(report: Report) -> Values:
    """Return the names of the period, its window and its neighbours."""
    period, name = report.period, label(report.period)
    following_name = period_name(report.next_period)
    return {
        "loai": KIND_WORDS[period.kind.value],
        "ten": name,
        "ten_dau_cau": capital(name),
        "ten_hoa": name.upper(),
        "nam": period.year,
        "tu_ngay": period.window.start,
        "tu_ngay_chu": day_text(period.window.start),
        "den_ngay": period.window.end,
        "den_ngay_chu": day_text(period.window.end),
        "luy_ke": report.cumulative,
        "tam_tinh": report.open_window,
        "rut_ngan": period.clipped,
        "ten_ky_truoc": period_name(previous(period)),
        "ten_ky_sau": following_name,
        "ten_ky_sau_hoa": following_name.upper(),
    }
