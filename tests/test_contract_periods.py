"""Periods as an outsider asks for them: Nghị định 09/2019/NĐ-CP, Điều 12, and what a ward's own calendar changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.support_cli import on_day, run
from tests.support_contract import edit, period_of, status, workspace

VECTORS = [
    ("monthly", 1, "2025-12-15", "2026-01-14"),
    ("monthly", 3, "2026-02-15", "2026-03-14"),
    ("monthly", 11, "2026-10-15", "2026-11-14"),
    ("monthly", 12, "2026-11-15", "2026-12-14"),
    ("quarterly", 1, "2025-12-15", "2026-03-14"),
    ("quarterly", 2, "2026-03-15", "2026-06-14"),
    ("quarterly", 3, "2026-06-15", "2026-09-14"),
    ("quarterly", 4, "2026-09-15", "2026-12-14"),
    ("half-year", 1, "2025-12-15", "2026-06-14"),
    ("half-year", 2, "2026-06-15", "2026-12-14"),
    ("nine-month", 1, "2025-12-15", "2026-09-14"),
    ("annual", 1, "2025-12-15", "2026-12-14"),
]
INDEX = {"monthly": "--month", "quarterly": "--quarter", "half-year": "--half"}


@pytest.fixture(scope="module")
def hang_gon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("hang-gon"), "hang-gon")


@pytest.fixture(scope="module")
def from_2025(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hàng Gòn, formed on 01/7/2025, with a plan that covers 2025 too."""
    space = workspace(tmp_path_factory.mktemp("tu-2025"), "hang-gon", progress=False)
    plans = space / "data/hang-gon/plans"
    edit(plans / "2026.yaml", "years: [2026, 2030]", "years: [2025, 2030]")
    (plans / "2026.yaml").rename(plans / "2025.yaml")
    return space


def asked(space: Path, kind: str, year: int, index: int) -> tuple[object, ...]:
    words = [INDEX[kind], str(index)] if kind in INDEX else []
    return period_of(status(space, "hang-gon", "--period", kind, "--year", str(year), *words))


@pytest.mark.parametrize(("kind", "index", "start", "end"), VECTORS)
def test_windows_of_2026(hang_gon: Path, kind: str, index: int, start: str, end: str) -> None:
    assert asked(hang_gon, kind, 2026, index) == (kind, 2026, index, start, end)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (("monthly", 2028, 3), "2028-02-15", "2028-03-14"),
        (("quarterly", 2028, 1), "2027-12-15", "2028-03-14"),
        (("half-year", 2030, 2), "2030-06-15", "2030-12-14"),
        (("nine-month", 2027, 1), "2026-12-15", "2027-09-14"),
        (("annual", 2030, 1), "2029-12-15", "2030-12-14"),
    ],
)
def test_windows_of_other_years_served_by_the_same_plan(
    hang_gon: Path, period: tuple[str, int, int], start: str, end: str
) -> None:
    assert asked(hang_gon, *period) == (*period, start, end)


@pytest.mark.parametrize(
    ("kind", "index", "start", "end"),
    [
        ("monthly", 7, "2025-07-01", "2025-07-14"),
        ("monthly", 8, "2025-07-15", "2025-08-14"),
        ("quarterly", 3, "2025-07-01", "2025-09-14"),
        ("quarterly", 4, "2025-09-15", "2025-12-14"),
        ("half-year", 2, "2025-07-01", "2025-12-14"),
        ("nine-month", 1, "2025-07-01", "2025-09-14"),
        ("annual", 1, "2025-07-01", "2025-12-14"),
    ],
)
def test_a_window_starts_no_earlier_than_the_ward(from_2025: Path, kind: str, index: int, start: str, end: str) -> None:
    assert asked(from_2025, kind, 2025, index) == (kind, 2025, index, start, end)


@pytest.mark.parametrize(("kind", "index"), [("quarterly", "2"), ("half-year", "1"), ("monthly", "6")])
def test_a_period_before_the_ward_cannot_start(from_2025: Path, kind: str, index: str) -> None:
    words = ("--period", kind, INDEX[kind], index, "--year", "2025", "--workspace", str(from_2025))
    told = run("status", "--ward", "hang-gon", "--json", *words)
    assert (told.exit_code, told.json["ok"]) == (2, False)
    assert "01/7/2025" in told.json["problems"][0]["message"]


CALENDAR = """\
  formed: 2025-07-01
  calendar_kinds: [monthly]
  windows:
    2026-q3: {from: 2026-07-01, to: 2026-09-30}
    2026-9m: {from: 2026-01-01, to: 2026-09-10}
"""


@pytest.mark.parametrize(
    ("kind", "index", "start", "end"),
    [
        ("quarterly", 3, "2026-07-01", "2026-09-30"),
        ("nine-month", 1, "2026-01-01", "2026-09-10"),
        ("monthly", 2, "2026-02-01", "2026-02-28"),
        ("quarterly", 2, "2026-03-15", "2026-06-14"),
    ],
)
def test_the_ward_s_own_windows_win(tmp_path: Path, kind: str, index: int, start: str, end: str) -> None:
    space = workspace(tmp_path, "hang-gon", progress=False)
    edit(space / "data/hang-gon/ward.yaml", "  formed: 2025-07-01\n", CALENDAR)
    assert asked(space, kind, 2026, index) == (kind, 2026, index, start, end)


# --- the period that nobody named


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Say what day it is."""
    return lambda day: on_day(monkeypatch, day)


@pytest.mark.parametrize(
    ("day", "kind", "index"),
    [
        (date(2026, 10, 20), "quarterly", 3),
        (date(2026, 9, 15), "quarterly", 3),
        (date(2026, 9, 14), "quarterly", 2),  # the last day of a window is still open
        (date(2026, 7, 1), "half-year", 1),
        (date(2033, 1, 1), "quarterly", 3),
        (date(2033, 1, 1), "nine-month", 1),
    ],
)
def test_a_report_without_period_takes_the_newest_closed_one(
    hang_gon: Path, on: Callable[[date], None], day: date, kind: str, index: int
) -> None:
    on(day)
    told = run(kind, "--ward", "hang-gon", "--workspace", hang_gon, "--format", "xlsx", "--json")
    assert told.exit_code == 0
    assert period_of(told.json)[:3] == (kind, 2026, index)
    lines = told.err.splitlines()
    assert sum("Kỳ báo cáo:" in line and "--year" in line for line in lines) == 1


def test_a_named_period_is_not_announced(hang_gon: Path, tmp_path: Path) -> None:
    words = ("--quarter", "3", "--year", "2026", "--format", "xlsx", "--out", str(tmp_path))
    told = run("quarterly", "--ward", "hang-gon", "--workspace", hang_gon, *words)
    assert told.exit_code == 0
    assert "Kỳ báo cáo:" not in told.err
    assert [path.is_file() for path in told.paths] == [True]


def test_a_report_of_2027_is_served_by_the_plan_for_2026_to_2030(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, date(2027, 4, 1))
    space = workspace(tmp_path, "hang-gon")
    progress = space / "data/hang-gon/progress"
    (progress / "2027-q1").mkdir()
    shutil.copy(progress / "2026-q1/cong-an-phuong.yaml", progress / "2027-q1")
    copy = progress / "2027-q1/cong-an-phuong.yaml"
    copy.write_text(copy.read_text("utf-8").replace("2026", "2027").replace("2025", "2026"), "utf-8")
    told = run("quarterly", "--ward", "hang-gon", "--year", "2027", "--workspace", space, "--json")
    assert told.exit_code == 0, told.json["problems"]
    assert period_of(told.json) == ("quarterly", 2027, 1, "2026-12-15", "2027-03-14")
    assert [Path(file["path"]).relative_to(space.resolve()).parts[:3] for file in told.json["files"]] == [
        ("out", "hang-gon", "2027")
    ] * 2


@pytest.mark.parametrize("command", ["quarterly", "annual", "plan", "status"])
@pytest.mark.parametrize("year", ["2025", "2031"])
def test_a_year_that_no_plan_contains_cannot_start(hang_gon: Path, command: str, year: str) -> None:
    told = run(command, "--ward", "hang-gon", "--year", year, "--workspace", hang_gon, "--json")
    assert told.exit_code == 2
    assert (told.json["ok"], told.json["ward"]) == (False, "hang-gon")
    assert "2026 - 2030" in told.json["problems"][0]["message"]


def test_a_period_without_progress_needs_attention(hang_gon: Path) -> None:
    told = run("quarterly", "--ward", "hang-gon", "--year", "2027", "--quarter", "1", "--workspace", hang_gon, "--json")
    assert told.exit_code == 1
    assert [p["code"] for p in told.json["problems"]] == ["LN003"]
    assert "quý III năm 2026" in told.json["problems"][0]["remedy"]
    assert told.json["files"] == []
