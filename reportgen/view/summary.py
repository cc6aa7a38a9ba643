"""The sentences that sum up tasks: every part printed adds up to the total that it splits."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.assess.report import Class, Report, Totals
from reportgen.model.period import label, make_period, parse_key, previous
from reportgen.model.progress import AgencyReturn
from reportgen.model.ward import Agency, Ward
from reportgen.vi.numbers import integer
from reportgen.view.tellings import window_of
from reportgen.view.wording import KIND_WORDS, day_text, listed, period_name, share_text, tasks_count

_OPEN = tuple(class_ for class_ in Class if class_ not in {Class.DONE_DATED, Class.DONE_REGULAR})
_COUNTED = "Nhiệm vụ thực hiện thường xuyên có kết quả trong kỳ báo cáo được tính là hoàn thành nhiệm vụ của kỳ."
_NOT_COUNTED = "Nhiệm vụ thực hiện thường xuyên không tính vào số nhiệm vụ đã hoàn thành."


def plan_sentence(report: Report) -> str:
    """Return the key sentence of the whole report, up to the as-of date."""
    total = report.totals.total
    if not total:
        return "Kế hoạch không giao nhiệm vụ cụ thể."
    day = day_text(report.as_of)
    return f"Kế hoạch gồm có {tasks_count(total)}; tính đến ngày {day}, {split(report.totals, report.ward)}."


def split(totals: Totals, ward: Ward) -> str:
    """Return done, its parts, and what is left, as one clause; total must not be 0.

    Returns:
        `đã hoàn thành 23/39 nhiệm vụ, đạt tỷ lệ 58,97% (trong đó có 8 nhiệm vụ thực hiện thường xuyên, 15 nhiệm vụ
        được giao có thời hạn); còn 13 nhiệm vụ chưa đến hạn, 3 nhiệm vụ quá hạn chưa hoàn thành`.
    """
    if totals.done:
        share = share_text(totals.done_share)
        counted = f"{integer(totals.done)}/{integer(totals.total)} nhiệm vụ"
        done = f"đã hoàn thành {counted}, đạt tỷ lệ {share}{_done_parts(totals, ward)}"
    else:
        done = "chưa có nhiệm vụ hoàn thành"
    left = _left(totals, ward)
    joint = "; còn " if totals.done else "; hiện có "
    return done + (joint + ", ".join(left) if left else "")


def _done_parts(totals: Totals, ward: Ward) -> str:
    dated = totals.classes[Class.DONE_DATED]
    regular = totals.classes[Class.DONE_REGULAR] if ward.count_regular_as_done else 0
    late = f", trong đó {tasks_count(totals.done_late, 'hoàn thành sau thời hạn')}" if totals.done_late else ""
    if regular and dated:
        parts = f"có {tasks_count(regular, 'thực hiện thường xuyên')}, {tasks_count(dated, 'được giao có thời hạn')}"
        return f" (trong đó {parts}{late.replace('trong đó', 'gồm cả')})"
    if regular:
        return " (đều là nhiệm vụ thực hiện thường xuyên)"
    return f" (đều là nhiệm vụ được giao có thời hạn{late})"


def _left(totals: Totals, ward: Ward) -> list[str]:
    regular = totals.classes[Class.DONE_REGULAR]
    apart = [] if ward.count_regular_as_done or not regular else [tasks_count(regular, "thực hiện thường xuyên")]
    return apart + [tasks_count(totals.classes[class_], class_.value) for class_ in _OPEN if totals.classes[class_]]


def method_sentence(report: Report) -> str:
    """Return how regular tasks are counted; nothing when none has results, so that there is nothing to count."""
    if not report.totals.classes[Class.DONE_REGULAR]:
        return ""
    return _COUNTED if report.ward.count_regular_as_done else _NOT_COUNTED


def comparison_sentence(report: Report) -> str:
    """Return the comparison with the period before; nothing when nothing was reported then."""
    before = report.previous_totals
    if before is None:
        return ""
    name = period_name(previous(report.period))
    difference = report.totals.done - before.done
    if not difference:
        return f"Số nhiệm vụ đã hoàn thành bằng {name} ({tasks_count(before.done)})."
    direction, towards = ("tăng", "lên") if difference > 0 else ("giảm", "xuống")
    return (
        f"So với {name}, số nhiệm vụ đã hoàn thành {direction} {tasks_count(abs(difference))} "
        f"(từ {integer(before.done)} {towards} {integer(report.totals.done)} nhiệm vụ)."
    )


def wider_returns(report: Report) -> list[AgencyReturn]:
    """Return the returns that began before the report's window: a quarter's, in the report of its last month."""
    start = report.period.window.start
    return [handed for handed in report.returns if window_of(handed, report.ward).start < start]


def source_sentence(report: Report) -> str:
    """Return from which longer periods the results come; nothing when they are all those of the window itself."""
    wider = wider_returns(report)
    if not wider:
        return ""
    periods = dict.fromkeys(handed.period for handed in wider)
    names = [agency.name for agency in _agencies(wider, report)]
    whose = "" if len(wider) == len(report.returns) else f" của {listed(names)}"
    windows = {handed.period: window_of(handed, report.ward) for handed in wider}
    spans = [
        f"{_name_of(key)} (từ ngày {day_text(windows[key].start)} đến ngày {day_text(windows[key].end)})"
        for key in periods
    ]
    return (
        f"Kết quả thực hiện nhiệm vụ{whose} được tổng hợp từ báo cáo tiến độ {listed(spans)}, có ngày chốt số liệu "
        "trong kỳ báo cáo này; văn bản ban hành trước kỳ báo cáo không viện dẫn lại."
    )


def no_files_sentence(report: Report) -> str:
    """Return why there are no counts of files: they are collected by a longer period, or nobody reported any."""
    keys = list(dict.fromkeys(handed.period for handed in wider_returns(report) if handed.files))
    if not keys:
        return "Trong kỳ, chưa có số liệu báo cáo về tiếp nhận, giải quyết hồ sơ thủ tục hành chính."
    kinds = listed(list(dict.fromkeys(KIND_WORDS[parse_key(key)[0].value] for key in keys)))
    names = listed([_name_of(key) for key in keys])
    return (
        f"Số liệu tiếp nhận, giải quyết hồ sơ thủ tục hành chính được tổng hợp theo {kinds}, không tách riêng cho "
        f"{period_name(report.period)}; số liệu {names} nêu tại báo cáo {names}."
    )


def _agencies(returns: Iterable[AgencyReturn], report: Report) -> list[Agency]:
    return [report.ward.agencies[key] for key in dict.fromkeys(handed.agency for handed in returns)]


def _name_of(key: str) -> str:
    return label(make_period(*parse_key(key)))


def missing_sentence(report: Report) -> str:
    """Return which agencies have not reported; nothing when all have."""
    names = [agency.name for agency in report.missing]
    if not names:
        return ""
    count = integer(len(names))
    return f"Đến ngày {day_text(report.as_of)}, còn {count} cơ quan, đơn vị chưa gửi báo cáo tiến độ: {listed(names)}."
