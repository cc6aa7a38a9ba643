"""Printed deadlines as an outsider writes them into a plan, judged through `status --json` alone."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support_contract import by_id, set_deadlines, status, workspace

YEAR_END = ("--period", "annual", "--year", "2026", "--as-of", "2026-11-22")
NINE = ("--period", "nine-month", "--year", "2026", "--as-of", "2026-09-14")
Q1 = ("--quarter", "1", "--year", "2026", "--as-of", "2026-03-14")

# words: status and day in the yearly report as of 22/11/2026, in that of quý I as of 14/3/2026
SINGLE: dict[str, tuple[str, str | None, str]] = {
    "Tháng 3/2027": ("not_yet_due", "2027-03-31", "not_yet_due"),
    "Quí IV-2026": ("due", "2026-12-31", "not_yet_due"),
    "Trước ngày 30/11/2026": ("due", "2026-11-29", "not_yet_due"),
    "Quý IV/2026 - Quý II/2027": ("ongoing", "2027-06-30", "not_yet_due"),
    "Hằng năm.": ("due", "2026-12-31", "not_yet_due"),
    "Giai đoạn 2027-2029": ("not_yet_due", "2029-12-31", "not_yet_due"),
    "Đến 30/6/2026": ("overdue", "2026-06-30", "not_yet_due"),
    "đến hết ngày 31/3/2026": ("overdue", "2026-03-31", "due"),
    "chậm nhất ngày 15 tháng 8 năm 2026": ("overdue", "2026-08-15", "not_yet_due"),
    "Hoàn thành trước 31/12": ("due", "2026-12-30", "not_yet_due"),
    "Trước 31/12/2026": ("due", "2026-12-30", "not_yet_due"),
    "Trong tháng 6 năm 2026": ("overdue", "2026-06-30", "not_yet_due"),
    "Quý 2/2026": ("overdue", "2026-06-30", "not_yet_due"),
    "Quý I năm 2026": ("overdue", "2026-03-31", "due"),
    "Hoàn thành trong năm 2026": ("due", "2026-12-31", "not_yet_due"),
    "Cả năm 2026": ("due", "2026-12-31", "not_yet_due"),
    "Trước ngày 15 tháng 12 năm 2026": ("due", "2026-12-14", "not_yet_due"),
    "Ngày 22/11/2026": ("due", "2026-11-22", "not_yet_due"),  # the day itself is still in time
    "Ngày 21/11/2026": ("overdue", "2026-11-21", "not_yet_due"),
    "Trước ngày 22/11/2026": ("overdue", "2026-11-21", "not_yet_due"),
    "Đến hết tháng 02/2026": ("overdue", "2026-02-28", "overdue"),
    "Trước ngày 01/3/2026": ("overdue", "2026-02-28", "overdue"),
    "Từ tháng 3/2026 đến tháng 6/2026": ("overdue", "2026-06-30", "ongoing"),
    "Từ quý I/2026 đến quý IV/2026": ("due", "2026-12-31", "ongoing"),
    "Giai đoạn 2026 – 2028": ("ongoing", "2028-12-31", "ongoing"),
    "Từ năm 2026 đến năm 2030": ("ongoing", "2030-12-31", "ongoing"),
    "Giai đoạn 2025-2026": ("due", "2026-12-31", "ongoing"),
    "Năm 2026 và những năm tiếp theo": ("ongoing", None, "ongoing"),
    "Năm 2028": ("not_yet_due", "2028-12-31", "not_yet_due"),
    "6 tháng đầu năm 2026": ("overdue", "2026-06-30", "not_yet_due"),
    "Thường xuyên trong năm 2026": ("ongoing", None, "ongoing"),
    "Thường xuyên, liên tục": ("ongoing", None, "ongoing"),
    "Hàng tháng": ("recurring_due", "2026-01-31", "recurring_due"),
    "6 tháng/lần": ("recurring_due", "2026-06-30", "ongoing"),
    "Mỗi quý một lần": ("recurring_due", "2026-03-31", "recurring_due"),
    "Tháng 6 hằng năm": ("recurring_missed", "2026-06-30", "not_yet_due"),
    "Quý I hằng năm": ("recurring_missed", "2026-03-31", "due"),
    "Tháng 12 mỗi năm": ("due", "2026-12-31", "not_yet_due"),
    "Trước ngày 15/12 hàng năm": ("due", "2026-12-14", "not_yet_due"),
    "quý II, quý IV hằng năm": ("recurring_due", "2026-06-30", "ongoing"),
    "Sau khi Nghị định có hiệu lực": ("waiting_event", None, "waiting_event"),
    "Sau khi UBND tỉnh ban hành Kế hoạch năm 2026": ("waiting_event", None, "waiting_event"),
    "Ngay sau khi có văn bản chỉ đạo của cấp trên": ("waiting_event", None, "waiting_event"),
    "Khi có yêu cầu": ("waiting_event", None, "waiting_event"),
    "Theo hướng dẫn của Sở Nội vụ": ("waiting_event", None, "waiting_event"),
    "Theo Kế hoạch số 5/KH-UBND ngày 01/02/2026 của UBND tỉnh": ("waiting_schedule", None, "waiting_schedule"),
    "Theo lộ trình của tỉnh": ("waiting_schedule", None, "waiting_schedule"),
    "Theo kế hoạch hằng năm": ("due", "2026-12-31", "not_yet_due"),
    "trước ngày 19/12/2025": ("needs_human", None, "needs_human"),
    "khi nào rảnh": ("needs_human", None, "needs_human"),
    "Khi có điều kiện": ("needs_human", None, "needs_human"),
    "30/02/2026": ("needs_human", None, "needs_human"),
    "Quý V/2026": ("needs_human", None, "needs_human"),
    "sớm nhất": ("needs_human", None, "needs_human"),
    "Trước ngày 25 hằng tháng": ("needs_human", None, "needs_human"),
    "Chưa xác định": ("needs_human", None, "needs_human"),
}
REGULAR_TASKS = [  # of Trúc Lâm, whose product column hides no report
    *(["01.1", "01.2", "01.3", "01.4", "01.5", "01.6", "02.1", "02.5", "02.6", "02.7", "02.8", "02.9", "02.12"]),
    *(f"03.{n}" for n in range(1, 11)), *(f"04.{n}" for n in range(1, 7)),
    *(f"05.{n}" for n in range(1, 11)), *(f"06.{n}" for n in range(1, 16)), *(f"07.{n}" for n in range(3, 7)),
]  # fmt: skip


def told(parent: Path, texts: dict[str, list[str]], *words: tuple[str, ...]) -> list[Any]:
    space = workspace(parent, progress=False)
    set_deadlines(space / "data/truc-lam/plans/2026.yaml", texts)
    return [status(space, "truc-lam", *asked) for asked in words]


def judged(parent: Path, form: Callable[[str], str]) -> dict[str, tuple[str, str | None, str]]:
    """Return what is said of every wording, in a form that a person may type."""
    tasks = dict(zip(REGULAR_TASKS, SINGLE, strict=False))
    assert len(tasks) == len(SINGLE)
    year, first = map(by_id, told(parent, {task: [form(text)] for task, text in tasks.items()}, YEAR_END, Q1))
    found = {}
    for task, text in tasks.items():
        (one,) = year[task]["deadlines"]
        assert year[task]["status"] == one["status"], text
        due = one["due"] if one["status"] != "needs_human" else None
        found[text] = (one["status"], due, first[task]["status"])
    return found


@pytest.mark.parametrize(
    "form",
    [
        str,
        lambda text: unicodedata.normalize("NFD", text),
        str.upper,
        lambda text: f"-  {text.replace(' ', '  ')} .",
        lambda text: text.replace("-", "–") if "KH-UBND" not in text else text,
        lambda text: text.replace(" ", "\u00a0"),
    ],
    ids=["as written", "NFD", "capitals", "spaces", "en dash", "no-break spaces"],
)
def test_new_wordings_are_judged_alike_however_they_are_typed(tmp_path: Path, form: Callable[[str], str]) -> None:
    assert judged(tmp_path, form) == SINGLE


def test_words_not_understood_are_told_with_file_line_and_task(tmp_path: Path) -> None:
    (found,) = told(tmp_path, {"01.1": ["khi nào rảnh"], "05.3": ["30/02/2026"], "06.2": []}, YEAR_END)
    tasks = by_id(found)
    assert [tasks[task]["status"] for task in ("01.1", "05.3", "06.2")] == ["needs_human"] * 3
    problems = [p for p in found["problems"] if p["code"] == "KH008"]
    assert len(problems) == 3
    for problem, words in zip(problems, ("khi nào rảnh", "30/02/2026", "06.2"), strict=True):
        assert words in problem["message"]
        assert "plans/2026.yaml, dòng " in problem["where"]
        assert problem["remedy"]


def test_a_day_before_the_plan_is_told_and_never_overdue(tmp_path: Path) -> None:
    (found,) = told(tmp_path, {"01.1": ["trước ngày 19/12/2025"]}, YEAR_END)
    assert by_id(found)["01.1"]["status"] == "needs_human"
    assert any("19/12/2025" in p["message"] and "2026.yaml" in p["where"] for p in found["problems"])


# --- several deadlines in one cell


@pytest.mark.parametrize(
    ("items", "expected", "whole"),
    [
        (["Trong quý II và quý IV năm 2026"], [("", "overdue", "2026-06-30"), ("", "due", "2026-12-31")], "overdue"),
        (
            ["Kế hoạch: Quý I; Báo cáo: Quý IV/2026"],
            [("Kế hoạch", "overdue", "2026-03-31"), ("Báo cáo", "due", "2026-12-31")],
            "overdue",
        ),
        (
            ["- Ban hành kế hoạch: chậm nhất ngày 20/01/2027.", "- Thực hiện: Thường xuyên."],
            [("Ban hành kế hoạch", "not_yet_due", "2027-01-20"), ("Thực hiện", "ongoing", None)],
            "ongoing",
        ),
        (
            ["Quyết định: sau khi có Nghị định. - Báo cáo: trước ngày 15/12/2026"],
            [("Quyết định", "waiting_event", None), ("Báo cáo", "due", "2026-12-14")],
            "due",
        ),
        (
            ["Báo cáo tổng hợp toàn tỉnh: Quý I/2026", "Báo cáo của phường: Tháng 12/2026"],
            [("Báo cáo tổng hợp toàn tỉnh", "overdue", "2026-03-31"), ("Báo cáo của phường", "due", "2026-12-31")],
            "due",
        ),
        (
            ["Xây dựng kế hoạch: khi nào rảnh", "Báo cáo: hằng quý"],
            [("Xây dựng kế hoạch", "needs_human", None), ("Báo cáo", "recurring_due", "2026-03-31")],
            "recurring_due",
        ),
    ],
)
def test_each_part_is_judged_alone_and_the_worst_open_one_is_the_task_s(
    tmp_path: Path, items: list[str], expected: list[tuple[str, str, str | None]], whole: str
) -> None:
    (found,) = told(tmp_path, {"05.2": items}, YEAR_END)
    task = by_id(found)["05.2"]
    assert [(d["label"], d["status"], d["due"]) for d in task["deadlines"]] == expected
    assert task["status"] == whole


# --- all 117 tasks, nobody having reported

OPEN_BY_STATUS = {  # of tasks as printed, from the catalogue of deadlines of both plans
    "truc-lam": {
        "year": {
            "overdue": "03.1 04.2 04.5 05.1 05.7 07.1 07.6",
            "due": "01.3 01.4 03.2 03.4 03.7 03.9 03.10 04.3 04.4 05.3 05.9 06.6 06.7 06.12 06.13 07.3 07.5",
            "recurring_missed": "04.6",
            "recurring_due": "02.2 02.3 02.4 02.10 02.11 07.2 07.4",
            "waiting_event": "01.5 03.5 03.6 03.8 05.4",
            "waiting_schedule": "01.6 06.1 06.4 06.9",
            "not_yet_due": "",
        },
        "nine": {
            "overdue": "03.1 04.2 04.5 05.1 05.7 07.1 07.6",
            "due": "",
            "recurring_missed": "04.6",
            "recurring_due": "02.2 02.3 02.4 02.10 02.11 07.2 07.4 07.5",
            "waiting_event": "01.3 01.5 03.4 03.5 03.6 03.8 04.4 05.4",
            "waiting_schedule": "01.6 06.1 06.4 06.9",
            "not_yet_due": "01.4 03.2 03.7 04.3 05.3 05.9 06.6 06.7 06.12 06.13 07.3",
        },
        "q1": {
            "overdue": "04.5 07.1",
            "due": "03.1 04.2 04.6 05.1 05.7",
            "recurring_missed": "",
            "recurring_due": "02.2 02.3 02.4 02.10 02.11 07.2 07.4 07.5",
            "waiting_event": "01.3 01.5 03.4 03.5 03.6 03.8 04.4 05.4",
            "waiting_schedule": "01.6 06.1 06.4 06.9",
            "not_yet_due": "01.4 03.2 03.7 04.3 05.3 05.9 06.6 06.7 06.12 06.13 07.3 07.6",
        },
    },
    "hang-gon": {
        "year": {
            "overdue": "",
            "due": "I.2 I.3 I.5 III.2.6 V.2",
            "recurring_missed": "",
            "recurring_due": "",
            "waiting_event": "II.1.3 II.2.6 II.3.2 II.3.3 V.5 VI.3 VII.1.1 VII.1.2 VII.1.3 VII.1.4 VII.2.5 VII.2.8",
            "waiting_schedule": "II.1.2 III.2.1 V.3",
            "not_yet_due": "V.1",
        },
    },
}
WHEN = {"year": YEAR_END, "nine": NINE, "q1": Q1}


@pytest.mark.parametrize(("ward", "when"), [("truc-lam", w) for w in WHEN] + [("hang-gon", "year")])
def test_every_task_of_the_plans_stands_as_the_catalogue_says(tmp_path: Path, ward: str, when: str) -> None:
    space = workspace(tmp_path, ward, progress=False)
    tasks = status(space, ward, *WHEN[when])["tasks"]
    assert len(tasks) == {"truc-lam": 65, "hang-gon": 52}[ward]
    expected = OPEN_BY_STATUS[ward][when]
    found: dict[str, list[str]] = {}
    for task in tasks:
        found.setdefault(task["status"], []).append(task["id"])
    named = {name: " ".join(found.get(name, [])) for name in expected}
    assert named == expected
    rest = set(found) - set(expected)
    assert rest == {"ongoing"}  # "Thường xuyên" and stages, always


def test_a_superior_s_document_that_has_arrived_starts_its_task(tmp_path: Path) -> None:
    space = workspace(tmp_path, "hang-gon", progress=False)
    (space / "data/hang-gon/events.yaml").write_text(
        "events:\n"
        '  - {id: SK.01, tasks: ["II.2.6"], text: Quyết định số 9/QĐ-TTg, happened_on: 2026-05-20}\n'
        '  - {id: SK.02, tasks: ["V.3"], text: Kế hoạch số 8/KH-UBND, happened_on: 2026-02-20, due: 2026-06-30}\n'
        '  - {id: SK.03, tasks: ["V.5"], text: Nghị định số 7, happened_on: 2026-12-01}\n',
        "utf-8",
    )
    tasks = by_id(status(space, "hang-gon", *YEAR_END))
    assert [tasks[name]["status"] for name in ("II.2.6", "V.3", "V.5")] == ["ongoing", "overdue", "waiting_event"]
    assert tasks["V.3"]["deadlines"][0]["due"] == "2026-06-30"


def test_work_done_is_done_from_that_day_on_only(tmp_path: Path) -> None:
    space = workspace(tmp_path, progress=False)
    folder = space / "data/truc-lam/progress/2026-q1"
    folder.mkdir(parents=True)
    (folder / "phong-van-hoa-xa-hoi.yaml").write_text(
        "agency: phong-van-hoa-xa-hoi\nperiod: 2026-q1\nillustrative: true\ntasks:\n"
        '  - {id: "03.1", status: done, percent: 100, done_on: 2026-03-10, result: Đã ban hành.}\n',
        "utf-8",
    )
    days = {"2026-03-09": "due", "2026-03-10": "done", "2026-03-14": "done"}
    for day, expected in days.items():
        told_ = status(space, "truc-lam", "--quarter", "1", "--year", "2026", "--as-of", day)
        assert by_id(told_)["03.1"]["status"] == expected
    shutil.rmtree(folder)
    assert by_id(status(space, "truc-lam", "--as-of", "2026-04-01"))["03.1"]["status"] == "overdue"
