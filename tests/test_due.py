"""`due`: what is to be reported, on which figures, until when, and from whom figures are missing."""

from __future__ import annotations

import shutil
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import docx
import pytest

from reportgen.cli import clock
from tests.support_cli import on_day, run

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """Return a working folder with the two shipped wards."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def entries(told: Any, ward: str) -> dict[str, Any]:
    """Return the reports of a ward by the key of their period."""
    (found,) = (one for one in told["wards"] if one["ward"] == ward)
    return {one["period"]["key"]: one for one in found["due"] if one["command"]}


def add_calendar(space: Path, lines: str, ward: str = "truc-lam") -> None:
    path = space / "data" / ward / "ward.yaml"
    path.write_text(
        path.read_text("utf-8").replace("  formed: 2025-07-01\n", f"  formed: 2025-07-01\n{lines}"), "utf-8"
    )


def test_the_report_that_comes_is_told_with_its_window_and_what_is_left(space: Path) -> None:
    told = run("due", "--ward", "truc-lam", "--on", "2026-12-01", "--workspace", space, "--json")
    assert (told.exit_code, told.err) == (0, "")
    assert set(told.json) == {"ok", "on", "wards", "problems"}
    quarter = entries(told.json, "truc-lam")["2026-q4"]
    assert quarter["window"] == {"from": "2026-09-15", "to": "2026-12-14"}
    assert (quarter["closes"], quarter["send_by"]) == ("2026-12-14", "2026-12-15")
    assert (quarter["days_left"], quarter["working_days_left"]) == (14, 10)
    assert quarter["state"] == "collecting"
    assert quarter["command"] == "reportgen quarterly --ward truc-lam --year 2026 --quarter 4"
    assert len(quarter["missing_agencies"]) == 6


def test_who_has_not_sent_figures_is_named(space: Path) -> None:
    told = run("due", "--ward", "truc-lam", "--on", "15/9/2026", "--workspace", space, "--json").json
    for key in ("2026-q3", "2026-9m"):
        missing = entries(told, "truc-lam")[key]["missing_agencies"]
        assert missing == [{"agency": "cong-an-phuong", "name": "Công an phường"}]


def test_figures_of_the_first_quarters_are_not_figures_of_the_year(space: Path) -> None:
    told = run("due", "--ward", "truc-lam", "--on", "2026-12-16", "--workspace", space, "--json").json
    year = entries(told, "truc-lam")["2026-y"]
    assert year["state"] == "no_figures"
    assert len(year["missing_agencies"]) == 6


def test_the_ward_s_own_deadlines_and_reports_go_before_the_usual_ones(space: Path) -> None:
    add_calendar(
        space, "  reports: [q3, annual]\n  send_by: {quarterly: trước ngày 20, annual: chậm nhất ngày 19/12}\n"
    )
    told = run(
        "due", "--ward", "truc-lam", "--on", "2026-09-01", "--within", "200", "--workspace", space, "--json"
    ).json
    found = entries(told, "truc-lam")
    assert list(found) == ["2026-q3", "2026-y"]
    assert found["2026-q3"]["send_by"] == "2026-09-19"
    saturday = [note for note in found["2026-q3"]["notes"] if "Thứ Bảy" in note]
    assert "18/9/2026 (Thứ Sáu)" in saturday[0]
    assert found["2026-y"]["send_by"] == "2026-12-19"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  reports: [hằng quý]\n", "hằng quý"),
        ("  send_by: {quarterly: cuối tháng}\n", "cuối tháng"),
        ("  send_by: {q5: ngày 20}\n", "q5"),
        ("  send_by: {quarterly: 18/9/2026}\n", "có năm"),
    ],
)
def test_a_calendar_that_cannot_be_read_is_told_with_file_and_line(space: Path, line: str, said: str) -> None:
    add_calendar(space, line)
    told = run("due", "--ward", "truc-lam", "--on", "2026-09-01", "--workspace", space)
    assert (told.exit_code, told.codes) == (1, ["KH030"])
    assert said in told.err
    assert "truc-lam/ward.yaml, dòng 3" in told.err


def test_a_ward_with_faults_keeps_no_other_from_being_told(space: Path) -> None:
    (space / "data" / "hang-gon" / "ward.yaml").write_text("name: [", "utf-8")
    told = run("due", "--on", "2026-12-01", "--workspace", space, "--json")
    assert told.exit_code == 1
    broken, sound = told.json["wards"]
    assert (broken["ward"], sound["ward"]) == ("hang-gon", "truc-lam")
    assert broken["problems"]
    assert sound["due"]


def test_other_duties_of_the_plan_are_told_the_day_before_the_day_they_name(space: Path) -> None:
    told = run("due", "--ward", "truc-lam", "--on", "2026-12-01", "--workspace", space, "--json").json
    duties = {one["duty"]: one for one in told["wards"][0]["due"] if one["duty"]}
    assert duties["CD.14"]["send_by"] == "2026-12-18"
    assert duties["CD.28"]["send_by"] == "2026-12-14"
    assert any("Điều 8" in note for note in duties["CD.28"]["notes"])
    assert {"CD.15.1", "CD.16"} <= {one["duty"] for one in told["wards"][0]["undated"]}


def test_the_horizon_can_be_chosen(space: Path) -> None:
    words = ("due", "--ward", "hang-gon", "--on", "2026-10-01", "--workspace", space, "--json", "--within")
    near, far = (entries(run(*words, days).json, "hang-gon") for days in ("10", "300"))
    assert {"2026-q4", "2026-y"} <= near.keys()
    assert {"2027-q1", "2027-q2", "2027-h1"} <= far.keys() - near.keys()


def test_a_plan_that_is_not_there_yet_is_asked_for(space: Path) -> None:
    told = run("due", "--ward", "truc-lam", "--on", "2027-01-20", "--workspace", space, "--json").json
    assert entries(told, "truc-lam")["2027-q1"]["state"] == "no_plan"


def test_today_is_vietnam_s_day(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, date(2026, 12, 31))
    assert run("due", "--ward", "truc-lam", "--workspace", space, "--json").json["on"] == "2026-12-31"


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2026-12-31T16:59:00+00:00", "UTC", date(2026, 12, 31)),
        ("2026-12-31T17:00:00+00:00", "UTC", date(2027, 1, 1)),
        ("2026-12-31T16:59:00+00:00", "America/New_York", date(2026, 12, 31)),
        ("2026-12-31T16:59:00+00:00", "Pacific/Kiritimati", date(2026, 12, 31)),
    ],
)
def test_one_minute_before_the_new_year_it_is_still_the_old_one(
    instant: str, zone: str, expected: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Frozen:
            return cls.fromisoformat(instant).astimezone(tz)

    monkeypatch.setenv("TZ", zone)
    monkeypatch.setattr(clock, "datetime", Frozen)
    assert clock.today() == expected


def test_the_calendar_file_holds_closings_and_deadlines(space: Path, tmp_path: Path) -> None:
    target = tmp_path / "lịch"
    words = ("due", "--all", "--on", "2026-12-01", "--workspace", space, "--ics", target, "--json")
    told = run(*words)
    (file,) = told.json["files"]
    content = Path(file["path"]).read_bytes()
    assert Path(file["path"]) == target.with_name("lịch.ics")
    text = content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 10
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == len(uids) == text.count("BEGIN:VEVENT")
    assert "DTSTART;VALUE=DATE:20261214" in text
    assert "SUMMARY:phường Hàng Gòn: hạn gửi báo cáo quý IV năm 2026" in text
    assert run(*words).json["files"] == told.json["files"]


def test_a_period_that_has_not_begun_asks_nobody_for_figures(space: Path) -> None:
    told = run(
        "due", "--ward", "hang-gon", "--on", "2026-10-01", "--within", "200", "--workspace", space, "--json"
    ).json
    coming = entries(told, "hang-gon")["2027-q1"]
    assert (coming["state"], coming["missing_agencies"]) == ("coming", [])


def test_a_working_folder_without_wards_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for command in ("due", "run-due"):
        told = run(command, "--workspace", tmp_path)
        assert (told.exit_code, told.codes) == (2, ["LN001"])


def test_people_read_it_in_vietnamese(space: Path) -> None:
    told = run("due", "--on", "2026-12-01", "--workspace", space)
    assert told.out.startswith("PHƯỜNG HÀNG GÒN (hang-gon), tính đến ngày 01/12/2026\n")
    assert "Báo cáo quý IV năm 2026: đang thu thập số liệu" in told.out
    assert "Gửi chậm nhất ngày 15/12/2026: còn 14 ngày, trong đó 10 ngày làm việc." in told.out


def test_one_ward_and_all_wards_exclude_each_other(space: Path) -> None:
    told = run("due", "--ward", "truc-lam", "--all", "--workspace", space)
    assert (told.exit_code, told.codes) == (2, ["LN007"])
    assert run("due", "--ward", "nowhere", "--workspace", space).codes == ["LN001"]


def test_a_calendar_that_cannot_be_written_speaks_of_the_option_that_names_it(space: Path, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x")
    for target in (tmp_path / "tep" / "lich.ics", tmp_path / f"{'a' * 300}.ics"):
        told = run("due", "--all", "--workspace", space, "--ics", target)
        assert told.exit_code == 2
        assert "--ics" in told.err
        assert "--out" not in told.err


def test_a_backup_is_not_told_as_the_report(space: Path) -> None:
    words = ("--ward", "truc-lam", "--year", "2026", "--quarter", "3", "--format", "docx", "--workspace", space)
    assert run("quarterly", *words).exit_code == 0
    (report,) = (space / "out").rglob("*.docx")
    document = docx.Document(str(report))
    document.add_paragraph("Cán bộ viết thêm.")
    document.save(str(report))
    assert run("quarterly", *words, "--replace").exit_code == 0
    assert len(list(report.parent.glob("*-sao-luu-*.docx"))) == 1
    told = entries(
        run("due", "--ward", "truc-lam", "--on", "2026-09-15", "--workspace", space, "--json").json, "truc-lam"
    )
    assert [Path(path).name for path in told["2026-q3"]["made"]] == [report.name]
