"""Thời hạn: what printed deadlines mean, and how they stand (docs/thoi-han.md)."""

from __future__ import annotations

import html
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.assess.deadlines import evaluate, worst
from reportgen.assess.report import DeadlineState
from reportgen.load.deadlines import parse_deadlines, parse_one
from reportgen.model.deadline import SEVERITY_ORDER, Cycle, Deadline, Pattern, Status
from reportgen.model.period import Period, PeriodKind, make_period
from reportgen.model.progress import Event
from reportgen.vi.roman import to_roman

ONE_YEAR = (2026, 2026)
FIVE_YEARS = (2026, 2030)
YEAR = make_period(PeriodKind.YEAR, 2026)
Q1, Q2, Q3, Q4 = (make_period(PeriodKind.QUARTER, 2026, i) for i in (1, 2, 3, 4))
HALF = make_period(PeriodKind.HALF, 2026, 1)
NINE = make_period(PeriodKind.NINE_MONTHS, 2026)
NOVEMBER_22 = date(2026, 11, 22)


def one(text: str, years: tuple[int, int] = ONE_YEAR) -> Deadline:
    (deadline,) = parse_deadlines([text], [], years)
    return deadline


def state(text: str, period: Period = YEAR, as_of: date = NOVEMBER_22, *, years: tuple[int, int] = ONE_YEAR) -> Status:
    return evaluate(one(text, years), period, as_of, years).status


# --- the two plans


def tasks_of(
    path: Path, years: tuple[int, int], time: int, products: int
) -> Iterator[tuple[str, tuple[Deadline, ...]]]:
    """Yield every task row of a plan as printed, with its deadlines."""
    group = ""
    for line in path.read_text("utf-8").splitlines():
        heading = re.match(r"\**Phụ lục số (\d\d)|([IVX]+(?:\.\d)?)[\t ]", line)
        group = (heading[1] or heading[2]) if heading else group
        cells = line.split("\t")
        if len(cells) == 6 and re.fullmatch(r"\d+\.?", cells[0]):
            yield (
                f"{group}.{cells[0].rstrip('.')}",
                parse_deadlines(items(cells[time]), items(cells[products]), years),
            )


def items(cell: str) -> list[str]:
    listed = re.findall(r"<li>(.*?)</li>", cell) or [cell]
    return [text for text in (html.unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in listed) if text]


@pytest.fixture(scope="module")
def truc_lam(root: Path) -> dict[str, tuple[Deadline, ...]]:
    return dict(tasks_of(root / "tests/seeds/truc-lam.txt", ONE_YEAR, time=5, products=2))


@pytest.fixture(scope="module")
def hang_gon(root: Path) -> dict[str, tuple[Deadline, ...]]:
    found = tasks_of(root / "tests/seeds/hang-gon.txt", FIVE_YEARS, time=5, products=4)
    return dict(found)


def test_every_deadline_of_both_plans_reads_as_approved(
    root: Path, truc_lam: dict[str, tuple[Deadline, ...]], hang_gon: dict[str, tuple[Deadline, ...]]
) -> None:
    lines = ["plan\ttask\tlabel\ttext\tpattern\tstart\tlast day\tcycles\tmonth\treference\tmarks\tyear\tq3\tq1"]
    for plan, tasks, years in (("truc-lam", truc_lam, ONE_YEAR), ("hang-gon", hang_gon, FIVE_YEARS)):
        lines += [golden_line(plan, task, deadline, years) for task, found in tasks.items() for deadline in found]
    golden = root / "tests/golden/deadlines.tsv"
    if os.environ.get("REPORTGEN_UPDATE_GOLDEN"):
        golden.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == golden.read_text("utf-8").splitlines()


def golden_line(plan: str, task: str, found: Deadline, years: tuple[int, int]) -> str:
    judged = ((YEAR, NOVEMBER_22), (Q3, Q3.window.end), (Q1, Q1.window.end))
    marks = [name for name in ("adhoc", "foreign", "from_products") if getattr(found, name)] + [found.problem]
    return "\t".join(
        [
            plan, task, found.label, found.text, found.pattern.name, str(found.start or ""), str(found.last_day or ""),
            ",".join(cycle.name for cycle in found.cycles), str(found.month or ""), found.reference,
            ",".join(filter(None, marks)), *(evaluate(found, *when, years).status.value for when in judged),
        ]
    )  # fmt: skip


def test_117_rows_have_104_single_deadlines_and_27_parts_of_13_rows(
    truc_lam: dict[str, tuple[Deadline, ...]], hang_gon: dict[str, tuple[Deadline, ...]]
) -> None:
    timed = [[d for d in found if not d.from_products] for found in (*truc_lam.values(), *hang_gon.values())]
    sizes = Counter(map(len, timed))
    assert (len(truc_lam), len(hang_gon)) == (65, 52)
    assert sizes[1] == 104
    assert sum(n for n in map(len, timed) if n > 1) == 27


def test_no_deadline_of_the_two_plans_is_left_to_a_person(
    truc_lam: dict[str, tuple[Deadline, ...]], hang_gon: dict[str, tuple[Deadline, ...]]
) -> None:
    assert [d for found in (*truc_lam.values(), *hang_gon.values()) for d in found if d.problem] == []


def test_the_catalogue_counts_the_patterns_of_single_rows(
    truc_lam: dict[str, tuple[Deadline, ...]], hang_gon: dict[str, tuple[Deadline, ...]]
) -> None:
    def count(tasks: dict[str, tuple[Deadline, ...]]) -> Counter[Pattern]:
        timed = [[d for d in found if not d.from_products] for found in tasks.values()]
        return Counter(found[0].pattern for found in timed if len(found) == 1)

    assert count(hang_gon) == {
        Pattern.REGULAR: 15, Pattern.YEARLY: 3, Pattern.STAGE: 16, Pattern.DATE: 2, Pattern.EVENT: 12,
        Pattern.SCHEDULE: 3, Pattern.PLAN_OR_ADHOC: 1,
    }  # fmt: skip
    assert count(truc_lam) == {
        Pattern.REGULAR: 29, Pattern.YEARLY: 3, Pattern.DATE: 10, Pattern.PERIODIC: 1, Pattern.EVENT: 5,
        Pattern.SCHEDULE: 4,
    }  # fmt: skip


def test_periodic_reports_hide_in_the_product_column(truc_lam: dict[str, tuple[Deadline, ...]]) -> None:
    hidden = {task: [d for d in found if d.from_products] for task, found in truc_lam.items()}
    assert {task: found[0].cycles for task, found in hidden.items() if found} == {
        **dict.fromkeys(("02.2", "02.4", "02.10", "02.11"), (Cycle.QUARTERLY, Cycle.YEARLY)),
        "02.3": (Cycle.MONTHLY,),
    }
    assert hidden["02.2"][0].label == "Báo cáo công tác kiểm soát TTHC"


# --- wordings


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("Tháng 3/2027", date(2027, 3, 31)),
        ("tháng 02 năm 2028", date(2028, 2, 29)),
        ("Quí IV-2026", date(2026, 12, 31)),
        ("Quý 3 năm 2026", date(2026, 9, 30)),
        ("Quý  I / 2026", date(2026, 3, 31)),
        ("Trong quý III/2026", date(2026, 9, 30)),
        ("Hoàn thành trong quý III/2026.", date(2026, 9, 30)),
        ("đến hết quý II năm 2026", date(2026, 6, 30)),
        ("6 tháng đầu năm 2026", date(2026, 6, 30)),
        ("06 tháng cuối năm 2026", date(2026, 12, 31)),
        ("9 tháng đầu năm 2026", date(2026, 9, 30)),
        ("Năm 2027", date(2027, 12, 31)),
        ("Đến năm 2027", date(2027, 12, 31)),
        ("Cuối năm 2026", date(2026, 12, 31)),
        ("Giữa tháng 11/2026", date(2026, 11, 15)),
        ("31/12/2026", date(2026, 12, 31)),
        ("1.7.2026", date(2026, 7, 1)),
        ("ngày 15 tháng 6 năm 2026", date(2026, 6, 15)),
        ("chậm nhất ngày 30/6/2026", date(2026, 6, 30)),
        ("Chậm nhất là ngày 30/6/2026", date(2026, 6, 30)),
        ("không quá ngày 30/6/2026", date(2026, 6, 30)),
        ("Trước ngày 30/11/2026", date(2026, 11, 29)),
        ("Xong trước 31/12/2026", date(2026, 12, 30)),
        ("Trước ngày 01/3/2028", date(2028, 2, 29)),
        ("trước tháng 6/2026", date(2026, 5, 31)),
        ("Trước 17 giờ 00 ngày 15/12/2026", date(2026, 12, 15)),
        ("Báo cáo kết quả trước ngày 15/12/2026", date(2026, 12, 14)),
    ],
)
def test_one_last_day(text: str, last_day: date) -> None:
    found = one(text, FIVE_YEARS)
    assert (found.pattern, found.last_day, found.problem) == (Pattern.DATE, last_day, "")


@pytest.mark.parametrize(
    ("text", "start", "last_day"),
    [
        ("Giai đoạn 2027-2029", date(2027, 1, 1), date(2029, 12, 31)),
        ("Giai đoạn từ năm 2026 đến năm 2030", date(2026, 1, 1), date(2030, 12, 31)),
        ("Năm 2026 – 2027", date(2026, 1, 1), date(2027, 12, 31)),
        ("Quý IV/2026 - Quý II/2027", date(2026, 10, 1), date(2027, 6, 30)),
        ("Quý II - IV/2026", date(2026, 4, 1), date(2026, 12, 31)),
        ("Từ tháng 3 đến tháng 6/2026", date(2026, 3, 1), date(2026, 6, 30)),
        ("Từ ngày 01/3/2026 đến hết ngày 30/6/2026", date(2026, 3, 1), date(2026, 6, 30)),
        ("Từ quý II/2026", date(2026, 4, 1), None),
        ("Năm 2027 và các năm tiếp theo", date(2027, 1, 1), None),
    ],
)
def test_a_stage_has_a_first_day_too(text: str, start: date, last_day: date | None) -> None:
    found = one(text, FIVE_YEARS)
    assert (found.pattern, found.start, found.last_day) == (Pattern.STAGE, start, last_day)


@pytest.mark.parametrize(
    ("text", "cycles", "adhoc"),
    [
        ("hàng tháng", (Cycle.MONTHLY,), False),
        ("ĐỊNH KỲ HẰNG QUÝ.", (Cycle.QUARTERLY,), False),
        ("01 lần/quý", (Cycle.QUARTERLY,), False),
        ("06 tháng/lần", (Cycle.HALF_YEARLY,), False),
        ("Tháng 6 và tháng 12 hằng năm", (Cycle.HALF_YEARLY,), False),
        ("báo cáo định kỳ quý, năm", (Cycle.QUARTERLY, Cycle.YEARLY), False),
        ("Định kỳ hằng Quý hoặc đột xuất theo quy định", (Cycle.QUARTERLY,), True),
        (
            "định kỳ hằng quý, 6 tháng, 9 tháng, năm hoặc đột xuất",
            (Cycle.QUARTERLY, Cycle.HALF_YEARLY, Cycle.NINE_MONTHS, Cycle.YEARLY),
            True,
        ),
    ],
)
def test_a_periodic_duty_names_its_cycles(text: str, cycles: tuple[Cycle, ...], *, adhoc: bool) -> None:
    found = one(text)
    assert (found.pattern, found.cycles, found.adhoc) == (Pattern.PERIODIC, cycles, adhoc)


@pytest.mark.parametrize(
    ("text", "month", "last_day"),
    [
        ("Hằng năm.", None, None),
        ("định kỳ hàng năm", None, None),
        ("mỗi năm một lần", None, None),
        ("Hằng năm giai đoạn 2026 - 2030", None, None),
        ("tháng 12 hằng năm", 12, None),
        ("Quý I hàng năm", 3, None),
        ("Hằng năm (tháng 6)", 6, None),
        ("Trước ngày 01/4 hằng năm", 3, None),
        ("Trước ngày 15/12 hằng năm", None, date(2026, 12, 14)),
    ],
)
def test_a_yearly_duty_may_have_its_own_day(text: str, month: int | None, last_day: date | None) -> None:
    found = one(text, FIVE_YEARS)
    assert (found.pattern, found.month, found.last_day) == (Pattern.YEARLY, month, last_day)


@pytest.mark.parametrize(
    ("text", "pattern", "reference"),
    [
        ("Sau khi Đề án được ban hành", Pattern.EVENT, "Đề án được ban hành"),
        ("ngay sau khi kết thúc kỳ thi", Pattern.EVENT, "kết thúc kỳ thi"),
        ("Khi có văn bản hướng dẫn của Bộ", Pattern.EVENT, "có văn bản hướng dẫn của Bộ"),
        ("Trong vòng 15 ngày kể từ ngày nhận được văn bản", Pattern.EVENT, "nhận được văn bản"),
        ("Ban hành kế hoạch sau khi có văn bản của tỉnh", Pattern.EVENT, "có văn bản của tỉnh"),
        ("theo yêu cầu của Sở Nội vụ", Pattern.EVENT, "yêu cầu của Sở Nội vụ"),
        ("Theo lộ trình của Bộ Công an", Pattern.SCHEDULE, "lộ trình của Bộ Công an"),
        (
            "Theo tiến độ tại Kế hoạch số 232/KH UBND ngày 22/11/2024",
            Pattern.SCHEDULE,
            "Kế hoạch số 232/KH UBND ngày 22/11/2024",
        ),
        ("Theo Kế hoạch số 5/KH-UBND ngày 31/12/2026 của UBND tỉnh", Pattern.SCHEDULE,
         "Kế hoạch số 5/KH-UBND ngày 31/12/2026 của UBND tỉnh"),
    ],
)  # fmt: skip
def test_an_event_or_a_document_is_named_and_its_dates_are_no_deadlines(
    text: str, pattern: Pattern, reference: str
) -> None:
    found = one(text)
    assert (found.pattern, found.reference, found.last_day) == (pattern, reference, None)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026", "Tháng 13/2026", "Quý V/2026", "Quý I/26", "Trước ngày 00/5/2026", "ngày tháng năm 2026",
        "sớm nhất có thể", "kịp thời", "Hằng tuần", "Ngày 20 hằng tháng", "2 lần/năm", "Năm học 2026 - 2027",
        "Sau ngày 15/12/2026", "Đầu năm 2026", "Quý III, IV/2026", "Báo cáo quý I/2026", "Kế hoạch năm 2026",
        "Sau khi có hướng dẫn (trước ngày 30/6/2026)", "Quý IV/2026 - Quý II/2026", "Tháng 9, tháng 3 hằng năm",
        "quý, năm", "Đến năm 2030, tầm nhìn 2035", "", "-", "Quý I", "Trước ngày 15/12",
    ],
)  # fmt: skip
def test_what_cannot_be_read_without_guessing_is_left_to_a_person(text: str) -> None:
    found = one(text, FIVE_YEARS)
    assert (found.pattern, found.problem) == (Pattern.UNREAD, "unread")
    assert evaluate(found, YEAR, NOVEMBER_22, FIVE_YEARS).status is Status.NEEDS_HUMAN


@pytest.mark.parametrize(
    ("text", "last_day"),
    [("Quý I", date(2026, 3, 31)), ("Trước ngày 15/12", date(2026, 12, 14)), ("Giữa năm", date(2026, 6, 30))],
)
def test_in_a_plan_of_one_year_words_without_a_year_mean_that_year(text: str, last_day: date) -> None:
    assert one(text).last_day == last_day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15/3/2026 và 15/9/2026", [(3, 15), (9, 15)]),
        ("15/3/2026, 15/9/2026", [(3, 15), (9, 15)]),
        ("Ngày 15/3 và ngày 15/9/2026", [(3, 15), (9, 15)]),
        ("Ngày 15 tháng 3 và ngày 15 tháng 9 năm 2026", [(3, 15), (9, 15)]),
        ("Trước ngày 15/6 và trước ngày 15/12", [(6, 14), (12, 14)]),
        ("trước 14/3, 14/6, 14/9 và 14/12/2026", [(3, 13), (6, 13), (9, 13), (12, 13)]),
        ("30.6.2026, 31.12.2026", [(6, 30), (12, 31)]),
    ],
)
def test_several_days_in_one_line_are_a_deadline_each(text: str, days: list[tuple[int, int]]) -> None:
    found = parse_deadlines([text], [], ONE_YEAR)
    assert [d.last_day for d in found] == [date(2026, month, day) for month, day in days]
    assert {d.pattern for d in found} == {Pattern.DATE}


@pytest.mark.parametrize("text", ["15/9/2026 và 15/3/2026", "31/02/2026 và 15/3/2026", "15/3 và khi có yêu cầu"])
def test_days_that_do_not_follow_each_other_are_left_to_a_person(text: str) -> None:
    assert one(text).pattern is Pattern.UNREAD


def test_a_date_before_the_plan_is_kept_and_not_judged() -> None:
    found = one("trước ngày 19/12/2025")
    assert (found.problem, found.last_day) == ("before_plan", date(2025, 12, 18))
    assert evaluate(found, YEAR, NOVEMBER_22, ONE_YEAR).status is Status.NEEDS_HUMAN
    assert one("Giai đoạn 2021 - 2025").problem == "before_plan"
    assert one("Năm 2026").problem == ""


# --- parts and labels


@pytest.mark.parametrize(
    "text",
    [
        "- Kế hoạch: Quý I/2026.\n- Báo cáo: hằng quý.",
        "- Kế hoạch: Quý I/2026. - Báo cáo: hằng quý",
        "Kế hoạch: Quý I/2026; Báo cáo: hằng quý;",
        "Kế hoạch: Quý I/2026 – Báo cáo: hằng quý",
        "+ Kế hoạch: Quý I/2026\n+ Báo cáo: hằng quý",
    ],
)
def test_parts_stand_apart_in_any_punctuation(text: str) -> None:
    found = parse_deadlines([text], [], FIVE_YEARS)
    assert [(d.label, d.text) for d in found] == [("Kế hoạch", "Quý I/2026"), ("Báo cáo", "hằng quý")]


@pytest.mark.parametrize("text", ["Giai đoạn 2026 -\n2030", "Định kỳ hằng\nquý", "Sau khi Đề án\nđược ban hành"])
def test_a_line_broken_by_a_narrow_column_is_one_deadline(text: str) -> None:
    assert one(text, FIVE_YEARS).pattern is not Pattern.UNREAD


def test_the_label_ends_at_the_first_colon() -> None:
    found = one("Kế hoạch: ban hành: trước ngày 10/01/2026")
    assert (found.label, found.pattern) == ("Kế hoạch", Pattern.UNREAD)
    assert one("Nộp báo cáo: trước 16:30 ngày 15/12/2026").last_day == date(2026, 12, 15)


def test_a_deadline_printed_before_its_label_is_found() -> None:
    found = parse_deadlines(["Quý I/2026: Ban hành kế hoạch; Quý IV/2026: Báo cáo"], [], ONE_YEAR)
    assert [(d.label, d.last_day) for d in found] == [
        ("Ban hành kế hoạch", date(2026, 3, 31)),
        ("Báo cáo", date(2026, 12, 31)),
    ]


def test_a_semicolon_inside_an_event_does_not_part_it() -> None:
    text = "ngay sau khi có chỉ đạo của Chính phủ; Thủ tướng Chính phủ"
    assert one(text).reference == "có chỉ đạo của Chính phủ; Thủ tướng Chính phủ"


def test_a_limit_set_beside_an_event_is_a_deadline_of_its_own() -> None:
    found = parse_deadlines(["Sau khi có hướng dẫn của tỉnh, chậm nhất 30/6/2026"], [], ONE_YEAR)
    assert [d.pattern for d in found] == [Pattern.EVENT, Pattern.DATE]


def test_two_moments_joined_by_and_are_two_deadlines() -> None:
    found = parse_deadlines(["Quý II và Quý IV/2026"], [], FIVE_YEARS)
    assert [d.last_day for d in found] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_what_the_whole_province_gathers_is_not_the_wards() -> None:
    assert one("Báo cáo tổng hợp chỉ số cải cách hành chính toàn tỉnh: Quý I/2027").foreign
    assert not one("Báo cáo tự chấm điểm của các sở, ban, ngành cấp tỉnh, UBND cấp xã: Trước ngày 15/12/2026").foreign


def test_a_periodic_product_is_merged_once() -> None:
    product = ["- Báo cáo kết quả hằng quý, năm."]
    assert [d.cycles for d in parse_deadlines(["Thường xuyên"], product, ONE_YEAR)[1:]] == [
        (Cycle.QUARTERLY, Cycle.YEARLY)
    ]
    assert len(parse_deadlines(["Định kỳ hằng quý, năm"], product, ONE_YEAR)) == 1
    assert parse_deadlines(["Định kỳ hằng quý"], product, ONE_YEAR)[1].pattern is Pattern.YEARLY


def test_a_product_that_is_merely_called_yearly_is_no_duty() -> None:
    product = ["Văn bản hướng dẫn Kế hoạch thực hiện hàng năm."]
    assert len(parse_deadlines(["Giai đoạn 2026 - 2030"], product, FIVE_YEARS)) == 1


def test_a_task_without_a_time_needs_a_person_unless_its_product_recurs() -> None:
    assert parse_deadlines([], ["Quyết định"], ONE_YEAR)[0].problem == "unread"
    assert [d.pattern for d in parse_deadlines([], ["Báo cáo hằng tháng"], ONE_YEAR)] == [Pattern.PERIODIC]


def test_a_duty_has_one_deadline_or_is_unread() -> None:
    assert parse_one("trước ngày 19/12/2026", ONE_YEAR).last_day == date(2026, 12, 18)
    assert parse_one("Quý I/2026; Quý III/2026", ONE_YEAR).problem == "unread"
    assert parse_one("", ONE_YEAR).problem == "unread"


# --- judged: dated and staged


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Quý I/2026", Status.OVERDUE),
        ("chậm nhất tháng 01/2026", Status.OVERDUE),
        ("trước ngày 10/01/2026", Status.OVERDUE),
        ("quý II/2026", Status.OVERDUE),
        ("Năm 2026", Status.DUE),
        ("trước ngày 15/12/2026", Status.DUE),
        ("tháng 12/2026", Status.DUE),
        ("Năm 2027", Status.NOT_YET_DUE),
        ("Giai đoạn 2026 - 2030", Status.ONGOING),
        ("Thường xuyên", Status.ONGOING),
        ("Sau khi Đề án được ban hành", Status.WAITING_EVENT),
        ("Theo lộ trình của Bộ Công an", Status.WAITING_SCHEDULE),
        ("trước ngày 19/12/2025", Status.NEEDS_HUMAN),
        ("Hằng năm", Status.DUE),
        ("Định kỳ hằng quý", Status.RECURRING_DUE),
    ],
)
def test_open_deadlines_in_the_yearly_report_of_22_november(text: str, status: Status) -> None:
    assert state(text) is status


@pytest.mark.parametrize(
    ("text", "period", "status"),
    [
        ("Quý I/2026", Q1, Status.DUE),
        ("Quý I/2026", HALF, Status.OVERDUE),
        ("Năm 2026", NINE, Status.NOT_YET_DUE),
        ("Năm 2026", Q3, Status.NOT_YET_DUE),
        ("Năm 2026", Q4, Status.DUE),
        ("Năm 2026", YEAR, Status.DUE),
        ("Hằng năm", Q3, Status.NOT_YET_DUE),
        ("tháng 12 hằng năm", YEAR, Status.DUE),
        ("quý I hằng năm", Q1, Status.DUE),
        ("quý I hằng năm", Q2, Status.RECURRING_MISSED),
        ("Quý IV/2026 - Quý II/2027", Q3, Status.NOT_YET_DUE),
        ("Quý IV/2026 - Quý II/2027", Q4, Status.ONGOING),
    ],
)
def test_a_deadline_is_due_by_the_calendar_and_late_by_the_data_window(
    text: str, period: Period, status: Status
) -> None:
    assert state(text, period, period.window.end) is status


def test_the_last_day_itself_is_still_in_time() -> None:
    assert state("Trước ngày 15/12/2026", as_of=date(2026, 12, 14)) is Status.DUE
    assert state("Trước ngày 15/12/2026", as_of=date(2026, 12, 15)) is Status.OVERDUE


def test_a_stage_falls_due_in_its_last_year() -> None:
    last = make_period(PeriodKind.YEAR, 2030)
    assert state("Giai đoạn 2026 - 2030", last, last.window.end, years=FIVE_YEARS) is Status.DUE
    assert state("Giai đoạn 2026 - 2030", last, date(2031, 1, 1), years=FIVE_YEARS) is Status.OVERDUE


def test_done_is_on_time_or_late() -> None:
    deadline = one("Quý I/2026")
    on_time = evaluate(deadline, YEAR, NOVEMBER_22, ONE_YEAR, done_on=date(2026, 3, 31))
    late = evaluate(deadline, YEAR, NOVEMBER_22, ONE_YEAR, done_on=date(2026, 4, 1))
    assert (on_time.status, on_time.late, late.status, late.late) == (Status.DONE, False, Status.DONE, True)


def test_what_is_done_after_the_as_of_day_has_not_happened_yet() -> None:
    found = evaluate(one("Quý I/2026"), HALF, date(2026, 6, 14), ONE_YEAR, done_on=date(2026, 6, 15))
    assert (found.status, found.done_on) == (Status.OVERDUE, None)


# --- judged: events


def event(day: date, due: date | None = None) -> Event:
    return Event("SK.01", ("II.2.6",), "Quyết định số 5/QĐ-TTg", day, due, None, "events.yaml, dòng 2")


def test_an_event_starts_a_task_and_may_date_it() -> None:
    deadline = one("Sau khi Đề án được ban hành")
    may = date(2026, 5, 20)
    started = evaluate(deadline, YEAR, NOVEMBER_22, ONE_YEAR, event=event(may))
    dated = evaluate(deadline, YEAR, NOVEMBER_22, ONE_YEAR, event=event(may, date(2026, 9, 30)))
    assert (started.status, started.event, started.due) == (Status.ONGOING, "Quyết định số 5/QĐ-TTg", None)
    assert (dated.status, dated.event, dated.due) == (Status.OVERDUE, "Quyết định số 5/QĐ-TTg", date(2026, 9, 30))


def test_an_event_after_the_as_of_day_is_still_awaited() -> None:
    found = evaluate(one("Sau khi có chỉ đạo"), Q1, date(2026, 3, 14), ONE_YEAR, event=event(date(2026, 5, 20)))
    assert (found.status, found.event) == (Status.WAITING_EVENT, "")


def test_a_loaded_schedule_is_judged_by_its_day() -> None:
    deadline = one("Theo lộ trình của Bộ Công an")
    loaded = evaluate(deadline, YEAR, NOVEMBER_22, ONE_YEAR, event=event(date(2026, 1, 5), date(2026, 12, 31)))
    assert (loaded.status, loaded.due) == (Status.DUE, date(2026, 12, 31))


# --- judged: recurring duties


@pytest.mark.parametrize(
    ("delivered", "period", "as_of", "status", "counts"),
    [
        ([(4, 2), (7, 3), (10, 1)], YEAR, NOVEMBER_22, Status.RECURRING_DUE, (4, 3, 3)),
        ([(4, 2), (7, 3)], YEAR, NOVEMBER_22, Status.RECURRING_DUE, (4, 3, 2)),
        ([(4, 2), (7, 3), (10, 1), (11, 20)], YEAR, NOVEMBER_22, Status.DONE, (4, 3, 4)),
        ([(3, 10), (6, 10)], Q2, Q2.window.end, Status.ONGOING, (4, 1, 2)),
        ([(3, 10)], Q2, Q2.window.end, Status.RECURRING_DUE, (4, 1, 1)),
        ([], Q1, Q1.window.end, Status.RECURRING_DUE, (4, 0, 0)),
        ([(12, 20)], YEAR, NOVEMBER_22, Status.RECURRING_DUE, (4, 3, 0)),
    ],
)
def test_a_quarterly_report_counts_its_instances(
    delivered: list[tuple[int, int]], period: Period, as_of: date, status: Status, counts: tuple[int, int, int]
) -> None:
    days = [date(2026, month, day) for month, day in delivered]
    found = evaluate(one("Định kỳ hằng quý"), period, as_of, ONE_YEAR, delivered=days)
    assert found.status is status
    assert (found.instances_total, found.instances_due, found.instances_done) == counts


def test_the_next_instance_missing_is_the_one_due() -> None:
    found = evaluate(one("hằng quý"), YEAR, NOVEMBER_22, ONE_YEAR, delivered=[date(2026, 3, 30)])
    assert found.due == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("hằng tháng", 12),
        ("định kỳ quý, năm", 5),
        ("6 tháng/lần", 2),
        ("định kỳ 6 tháng, năm", 2),
        ("định kỳ 9 tháng", 1),
    ],
)
def test_every_cycle_has_its_number_of_instances(text: str, total: int) -> None:
    assert evaluate(one(text), YEAR, NOVEMBER_22, ONE_YEAR).instances_total == total


def test_instances_of_a_year_that_is_over_are_missed() -> None:
    found = evaluate(one("Định kỳ hằng quý"), YEAR, date(2027, 1, 10), ONE_YEAR, delivered=[date(2026, 3, 30)])
    assert (found.status, found.instances_done) == (Status.RECURRING_MISSED, 1)


def test_a_yearly_duty_is_done_in_its_year_and_open_again_in_the_next() -> None:
    deadline = one("Hằng năm", FIVE_YEARS)
    delivered = [date(2026, 10, 5)]
    this = evaluate(deadline, YEAR, NOVEMBER_22, FIVE_YEARS, delivered=delivered)
    following = evaluate(
        deadline, make_period(PeriodKind.QUARTER, 2027, 1), date(2027, 3, 14), FIVE_YEARS, delivered=delivered
    )
    assert (this.status, this.done_on) == (Status.DONE, date(2026, 10, 5))
    assert (following.status, following.due) == (Status.NOT_YET_DUE, date(2027, 12, 31))


def test_a_yearly_duty_of_a_past_year_is_missed() -> None:
    found = evaluate(one("Hằng năm", FIVE_YEARS), make_period(PeriodKind.YEAR, 2027), date(2027, 11, 22), FIVE_YEARS)
    assert (found.status, found.due) == (Status.RECURRING_MISSED, date(2026, 12, 31))


def test_a_yearly_duty_asks_nothing_of_the_years_before_the_plan() -> None:
    assert state("Hằng năm", Q1, date(2026, 3, 14)) is Status.NOT_YET_DUE


def test_a_yearly_duty_with_its_own_day_keeps_that_day_every_year() -> None:
    deadline = one("Trước ngày 15/12 hằng năm", FIVE_YEARS)
    found = evaluate(
        deadline, make_period(PeriodKind.YEAR, 2028), date(2028, 12, 1), FIVE_YEARS,
        delivered=[date(2026, 12, 1), date(2027, 12, 1)],
    )  # fmt: skip
    assert (found.status, found.due) == (Status.DUE, date(2028, 12, 14))


# --- the worst of a task


def test_the_task_is_as_bad_as_its_worst_open_deadline() -> None:
    for i, status in enumerate(SEVERITY_ORDER):
        states = [DeadlineState(one("Năm 2026"), s) for s in reversed(SEVERITY_ORDER[i:])]
        assert worst(states) is status


def test_the_provinces_deadline_does_not_count_for_the_ward() -> None:
    own, foreign = parse_deadlines(
        ["- Báo cáo tự chấm điểm: Trước ngày 15/12/2026;", "- Báo cáo tổng hợp toàn tỉnh: Quý I/2027."], [], ONE_YEAR
    )
    states = [
        evaluate(own, YEAR, date(2027, 5, 1), ONE_YEAR, done_on=date(2026, 12, 1)),
        evaluate(foreign, YEAR, date(2027, 5, 1), ONE_YEAR),
    ]
    assert [s.status for s in states] == [Status.DONE, Status.OVERDUE]
    assert worst(states) is Status.DONE
    assert worst(states[1:]) is Status.OVERDUE


def test_a_task_without_deadlines_needs_a_person() -> None:
    assert worst([]) is Status.NEEDS_HUMAN


# --- the page for officers


def test_the_page_for_officers_tells_the_truth(root: Path) -> None:
    read_part, _, asked_part = (root / "docs/thoi-han.md").read_text("utf-8").partition("## 4.")
    table = re.findall(r"^\| [^|]+ \| ([^|]*`[^|]*) \|", read_part, re.MULTILINE)
    read = [text for cell in table for text in re.findall(r"`([^`]+)`", cell)]
    asked = [
        text
        for cell in re.findall(r"^\| ([^|]*`[^|]*) \|", asked_part, re.MULTILINE)
        for text in re.findall(r"`([^`]+)`", cell)
    ]
    advised = [text for text in re.findall(r"`([^`]+)` \|$", asked_part, re.MULTILINE) if text != "errata"]
    assert len(read) > 40
    assert len(asked) >= 12
    for text in read + advised:
        assert not any(d.problem for d in parse_deadlines([text], [], ONE_YEAR)), text
    for text in asked:
        assert one(text.replace(" trong kế hoạch năm 2026", "")).problem, text


# --- properties

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
VOCABULARY = """trước ngày sau khi quý tháng năm hằng định kỳ thường xuyên giai đoạn 2026 2030 I IV 12 31/12/2026 - ; :
. , và theo kế hoạch đột xuất hoặc báo cáo Quý III/2026 đến hết cuối"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n"])


@given(st.one_of(st.text(), st.lists(WORDS, max_size=12).map(" ".join)), st.sampled_from([ONE_YEAR, FIVE_YEARS]))
def test_any_text_is_read_soundly_or_left_unread(text: str, years: tuple[int, int]) -> None:
    for found in parse_deadlines([text], [text], years):
        assert (found.pattern is Pattern.UNREAD) == (found.problem == "unread")
        if found.pattern is Pattern.DATE:
            assert found.last_day is not None
        if found.start and found.last_day:
            assert found.start <= found.last_day
        evaluate(found, YEAR, NOVEMBER_22, years)


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_every_day_reads_back_in_every_form(day: date) -> None:
    quarter = (day.month + 2) // 3
    forms = {
        f"{day.day}/{day.month}/{day.year}": day,
        f"Trước ngày {day:%d/%m/%Y}": day - timedelta(days=1),
        f"ngày {day.day} tháng {day.month} năm {day.year}.": day,
        f"- Quý {to_roman(quarter)}/{day.year}": make_period(PeriodKind.QUARTER, day.year, quarter).span.end,
        f"THÁNG {day.month}/{day.year}": make_period(PeriodKind.MONTH, day.year, day.month).span.end,
    }
    assert {text: one(text).last_day for text in forms} == forms


@given(st.sampled_from(["Giai đoạn 2026 - 2030", "Định kỳ hằng quý", "Sau khi Đề án được ban hành", "Quý IV/2026"]))
def test_normal_form_case_and_spaces_do_not_change_the_meaning(text: str) -> None:
    expected = one(text, FIVE_YEARS)
    for variant in (
        unicodedata.normalize("NFD", text), text.upper(), text.replace(" ", "\u00a0"), f"–  {text}.",
        text.replace("-", "–"),
    ):  # fmt: skip
        found = one(variant, FIVE_YEARS)
        assert (found.pattern, found.start, found.last_day, found.cycles) == (
            expected.pattern, expected.start, expected.last_day, expected.cycles,
        )  # fmt: skip


@given(
    DAYS, DAYS, st.sampled_from([Q1, Q3, YEAR]), st.sampled_from(["Quý I/2026", "Năm 2026", "trước ngày 15/12/2026"])
)
def test_an_open_task_once_overdue_stays_overdue(one_day: date, other: date, period: Period, text: str) -> None:
    earlier, later = sorted((one_day, other))
    if state(text, period, earlier) is Status.OVERDUE:
        assert state(text, period, later) is Status.OVERDUE


@given(DAYS, st.lists(DAYS, max_size=14), st.sampled_from([Q1, Q3, YEAR]), st.sampled_from(["hằng quý", "hằng năm"]))
def test_a_delivery_never_makes_a_recurring_duty_stand_worse(
    as_of: date, delivered: list[date], period: Period, text: str
) -> None:
    def rank(days: list[date]) -> int:
        found = evaluate(one(text), period, as_of, ONE_YEAR, delivered=days)
        return SEVERITY_ORDER.index(found.status)

    assert all(rank(delivered[:i]) <= rank(delivered[: i + 1]) for i in range(len(delivered)))
