"""`run-due`: every report once, none lost, whatever happens in between."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli import produce, schedule_state
from reportgen.cli.workspace import Workspace
from reportgen.output import locked
from tests.support_cli import run
from tests.support_ward import write_ward

ROOT = Path(__file__).resolve().parent.parent
DAY = timedelta(days=1)
WHOLE = bool(os.environ.get("REPORTGEN_LONG_PROOFS"))
CLOSING = {1: (3, 14), 2: (6, 14), 3: (9, 14), 4: (12, 14)}
SENDERS = ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")


def make_ward(space: Path, ward: str = "suoi-lanh", reports: str = "[quarterly]", last_year: int = 2026) -> Path:
    """Write a made-up ward without any figures yet."""
    nothing = {f"progress/2026-q3/{agency}.yaml": None for agency in SENDERS}
    edits = {
        "plans/2026.yaml": {"years: [2026, 2026]\ntitle": f"years: [2026, {last_year}]\ntitle"},
        "ward.yaml": {"agencies:\n": f"calendar:\n  reports: {reports}\nagencies:\n"},
    }
    return write_ward(space / "data", edits=edits, files={**nothing, "events.yaml": None}, ward_id=ward)


def send(ward: Path, key: str, agency: str = SENDERS[0], words: str = "Đã ban hành kế hoạch tuyên truyền.") -> None:
    """Let an agency send its figures."""
    path = ward / "progress" / key / f"{agency}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'agency: {agency}\nperiod: {key}\nillustrative: true\ndirection: ["{words}"]\n', "utf-8")


@pytest.fixture
def space(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


def run_on(space: Path, day: date | str, *words: str) -> Any:
    told = run("run-due", "--on", str(day), "--workspace", space, "--json", *words)
    assert told.json["summary"] is not None, told.err
    assert told.exit_code == max([ward["exit_code"] for ward in told.json["wards"]], default=0)
    return told.json


def made(told: Any) -> list[tuple[str, str]]:
    return [(ward["ward"], one["period"]["key"]) for ward in told["wards"] for one in ward["made"]]


def documents(space: Path) -> dict[str, str]:
    """Return what stands in `out/` for people, by place, with its SHA-256."""
    files = (p for p in (space / "out").rglob("*") if p.is_file() and not any(q.startswith(".") for q in p.parts[-2:]))
    return {p.relative_to(space).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_a_report_is_made_when_its_data_have_closed_and_only_once(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    assert made(run_on(space, "2026-09-14")) == []
    assert made(run_on(space, "2026-09-15")) == [("suoi-lanh", "2026-q3")]
    before = documents(space)
    for day in ("2026-09-15", "2026-09-15", "2026-09-16", "2026-11-01"):
        assert made(run_on(space, day)) == []
    assert documents(space) == before
    assert len(before) == 2


def test_a_report_is_known_by_what_it_says_of_itself_not_by_its_name(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    run_on(space, "2026-09-15")
    for number, path in enumerate(sorted((space / "out").rglob("*-cchc-*"))):
        path.rename(path.with_name(f"Văn bản trình ký {number}{path.suffix}"))
    assert made(run_on(space, "2026-09-16")) == []


def test_another_file_under_its_name_is_not_the_report(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    place = space / "out" / "suoi-lanh" / "2026" / "quy-3" / "bao-cao-cchc-quy-3-2026.docx"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"somebody's own")
    assert made(run_on(space, "2026-09-15")) == [("suoi-lanh", "2026-q3")]
    assert place.read_bytes() == b"somebody's own"
    assert place.with_name("bao-cao-cchc-quy-3-2026-ban-2.docx").is_file()


def test_a_provisional_report_does_not_stand_for_the_final_one(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    words = ("--year", "2026", "--quarter", "3", "--as-of", "2026-09-10", "--workspace", space)
    assert run("quarterly", "--ward", "suoi-lanh", *words).exit_code == 0
    assert made(run_on(space, "2026-09-15")) == [("suoi-lanh", "2026-q3")]


def test_without_its_appendix_a_report_is_not_whole(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    run_on(space, "2026-09-15")
    before = documents(space)
    next((space / "out").rglob("*.xlsx")).unlink()
    assert made(run_on(space, "2026-09-16")) == [("suoi-lanh", "2026-q3")]
    assert documents(space) == before


def test_without_any_figures_a_note_says_what_is_missing_until_they_come(space: Path) -> None:
    ward = make_ward(space)
    told = run_on(space, "2026-09-15")
    assert [one["code"] for one in told["wards"][0]["waiting"]] == ["LN061"]
    assert (told["ok"], told["wards"][0]["exit_code"]) == (False, 1)
    (note,) = (space / "out").rglob("chua-lap-*.txt")
    text = note.read_bytes().decode("utf-8-sig")
    assert "CHƯA LẬP ĐƯỢC BÁO CÁO QUÝ III NĂM 2026" in text
    assert "- Phòng Văn hóa - Xã hội\r\n" in text
    before = documents(space)
    run_on(space, "2026-09-16")
    assert documents(space) == before
    send(ward, "2026-q3")
    assert made(run_on(space, "2026-09-20")) == [("suoi-lanh", "2026-q3")]
    assert not list((space / "out").rglob("*.txt"))


def test_a_note_goes_when_somebody_made_the_report_by_hand(space: Path) -> None:
    ward = make_ward(space)
    run_on(space, "2026-09-15")
    send(ward, "2026-q3")
    run("quarterly", "--ward", "suoi-lanh", "--year", "2026", "--quarter", "3", "--workspace", space)
    assert made(run_on(space, "2026-09-16")) == []
    assert not list((space / "out").rglob("*.txt"))


def test_who_is_missing_is_named_but_keeps_nothing_back(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    told = run_on(space, "2026-09-15")
    assert made(told) == [("suoi-lanh", "2026-q3")]
    assert [p["message"] for p in told["problems"] if p["code"] == "LN017"] == [
        "chưa có báo cáo tiến độ của: Văn phòng HĐND và UBND"
    ]


def test_figures_that_change_later_make_no_new_report_but_are_told(space: Path) -> None:
    ward = make_ward(space)
    send(ward, "2026-q3")
    run_on(space, "2026-09-15")
    send(ward, "2026-q4")  # of another period: no matter
    words = ("due", "--ward", "suoi-lanh", "--on", "2026-09-15", "--workspace", space, "--json")
    assert run(*words).json["wards"][0]["due"][0]["changed"] is False
    send(ward, "2026-q3", words="Đã ban hành hai kế hoạch tuyên truyền.")
    assert made(run_on(space, "2026-09-15")) == []
    assert run(*words).json["wards"][0]["due"][0]["changed"] is True


def test_one_ward_s_fault_stops_no_other(space: Path) -> None:
    for ward in ("a", "b", "c"):
        send(make_ward(space, ward), "2026-q3")
    (space / "data" / "b" / "ward.yaml").write_text("name: [", "utf-8")
    told = run_on(space, "2026-09-15", "--all")
    assert made(told) == [("a", "2026-q3"), ("c", "2026-q3")]
    assert [ward["exit_code"] for ward in told["wards"]] == [0, 1, 0]
    assert (space / "out" / "b" / "chua-lap-duoc-bao-cao.txt").is_file()
    shutil.copy(space / "data" / "a" / "ward.yaml", space / "data" / "b" / "ward.yaml")
    assert made(run_on(space, "2026-09-16")) == [("b", "2026-q3")]
    assert not list((space / "out").rglob("*.txt"))


def test_a_fault_of_ours_in_one_ward_stops_no_other(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for ward in ("a", "b"):
        send(make_ward(space, ward), "2026-q3")
    real = produce.scheduled

    def faulty(workspace: Workspace, ward: Path, *rest: Any, **more: Any) -> None:
        if ward.name == "a":
            raise ZeroDivisionError
        real(workspace, ward, *rest, **more)

    monkeypatch.setattr(produce, "scheduled", faulty)
    told = run_on(space, "2026-09-15")
    assert made(told) == [("b", "2026-q3")]
    assert [ward["exit_code"] for ward in told["wards"]] == [3, 0]
    assert [p["code"] for p in told["wards"][0]["problems"]] == ["LN099"]


def test_a_template_with_a_fault_leaves_a_note_and_the_report_follows_when_it_is_mended(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    template = space / "templates" / "bao-cao-cchc.docx"
    template.parent.mkdir()
    template.write_bytes(b"no document")
    told = run_on(space, "2026-09-15")
    assert (made(told), told["wards"][0]["exit_code"]) == ([], 1)
    (note,) = (space / "out").rglob("*.txt")
    assert "bao-cao-cchc.docx" in note.read_text("utf-8-sig")
    template.unlink()
    assert made(run_on(space, "2026-09-16")) == [("suoi-lanh", "2026-q3")]


def test_a_year_without_a_plan_is_told(space: Path) -> None:
    make_ward(space)
    told = run_on(space, "2027-03-20")
    assert "LN062" in [one["code"] for one in told["wards"][0]["waiting"]]


def test_an_outage_of_months_loses_nothing(space: Path) -> None:
    ward = make_ward(space)
    for quarter in (1, 2, 3):
        send(ward, f"2026-q{quarter}")
    run_on(space, "2026-02-01")
    assert [key for _, key in made(run_on(space, "2026-11-25"))] == ["2026-q1", "2026-q2", "2026-q3"]


def test_a_late_start_makes_the_newest_and_catching_up_the_rest(space: Path) -> None:
    ward = make_ward(space)
    for quarter in (1, 2, 3):
        send(ward, f"2026-q{quarter}")
    assert [key for _, key in made(run_on(space, "2026-11-25"))] == ["2026-q3"]
    told = run("due", "--on", "2026-11-25", "--workspace", space, "--json").json
    assert told["wards"][0]["earlier"] == ["2026-q1", "2026-q2"]
    assert [key for _, key in made(run_on(space, "2026-11-25", "--catch-up"))] == ["2026-q1", "2026-q2"]
    assert made(run_on(space, "2026-11-25", "--catch-up")) == []


def test_each_year_is_made_by_its_own_plan_and_catching_up_goes_back_to_the_first(space: Path) -> None:
    ward = make_ward(space, reports="[annual]")
    first = (ward / "plans" / "2026.yaml").read_text("utf-8")
    (ward / "plans" / "2028.yaml").write_text(first.replace("years: [2026, 2026]\ntitle", "years: [2028, 2028]\ntitle"))
    later = first.replace("years: [2026, 2026]\ntitle", "years: [2027, 2027]\ntitle")
    (ward / "plans" / "2027.yaml").write_text(later, "utf-8")
    for year in (2026, 2027, 2028):
        send(ward, f"{year}-q4")
    assert [key for _, key in made(run_on(space, "2029-01-10"))] == ["2028-y"]
    assert [key for _, key in made(run_on(space, "2029-01-10", "--catch-up"))] == ["2026-y", "2027-y"]


def test_every_ward_and_every_run_has_its_line_in_the_log(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    run_on(space, "2026-09-15")
    ward, total = (space / "lich" / "nhat-ky.log").read_text("utf-8").splitlines()
    assert "2026-09-15 suoi-lanh: mã thoát 0; đã lập quý III năm 2026" in ward
    assert "1 phường; lập 1 báo cáo, chờ số liệu 0, lỗi 0" in total


def test_the_log_never_grows_beyond_its_bound(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule_state, "LOG_BYTES", 2000)
    place = Workspace(space)
    (space / "lich").mkdir()
    for number in range(200):
        schedule_state.log(place, [f"dòng {number}"])
    sizes = [path.stat().st_size for path in (space / "lich").iterdir()]
    assert len(sizes) == 2
    assert sum(sizes) <= 4000
    assert "dòng 199\n" in (space / "lich" / "nhat-ky.log").read_text("utf-8")


def test_a_log_that_cannot_be_written_keeps_no_report_back(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    (space / "lich" / "nhat-ky.log").mkdir(parents=True)
    told = run("run-due", "--on", "2026-09-15", "--workspace", space)
    assert told.exit_code == 0
    assert told.err.count("Không ghi được nhật ký") == 1
    assert "suoi-lanh: mã thoát 0; đã lập quý III năm 2026" in told.err
    assert [Path(line).name for line in told.out.splitlines()[:-1]] == [
        "bao-cao-cchc-quy-3-2026.docx",
        "phu-luc-cchc-quy-3-2026.xlsx",
    ]


def test_a_run_with_nothing_to_do_is_silent_on_stderr(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    run_on(space, "2026-09-15")
    told = run("run-due", "--on", "2026-09-16", "--workspace", space)
    assert (told.exit_code, told.err) == (0, "")
    assert told.out.startswith("Tổng hợp ngày 16/9/2026: 1 phường; lập 0 báo cáo")


def test_a_second_run_waits_and_then_says_who_is_at_work(space: Path) -> None:
    make_ward(space)
    run_on(space, "2026-09-15")
    told = []
    with locked(space / "lich", 0):
        told.append(run("run-due", "--on", "2026-09-15", "--workspace", space, "--wait", "0"))
    assert (told[0].exit_code, told[0].codes) == (2, ["LN060"])
    assert f"tiến trình {os.getpid()}, bắt đầu lúc " in told[0].err
    assert run("run-due", "--on", "2026-09-15", "--workspace", space, "--wait", "0").exit_code == 1


def test_two_runs_at_once_make_every_report_once(space: Path) -> None:
    for ward in ("a", "b"):
        send(make_ward(space, ward), "2026-q3")
    words = [sys.executable, "-m", "reportgen", "run-due", "--on", "2026-09-15", "--workspace", str(space), "--json"]
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) for _ in range(2)]
    told = [json.loads(running.communicate()[0]) for running in runs]
    assert [running.returncode for running in runs] == [0, 0]
    assert sorted([*made(told[0]), *made(told[1])]) == [("a", "2026-q3"), ("b", "2026-q3")]
    assert len(documents(space)) == 4


def test_a_window_that_the_province_lengthens_asks_for_the_report_again(space: Path) -> None:
    ward = make_ward(space)
    send(ward, "2026-q3")
    run_on(space, "2026-09-15")
    text = (ward / "ward.yaml").read_text("utf-8")
    longer = "calendar:\n  windows: {2026-q3: {from: 2026-06-15, to: 2026-09-20}}\n"
    (ward / "ward.yaml").write_text(text.replace("calendar:\n", longer), "utf-8")
    assert made(run_on(space, "2026-09-20")) == []
    assert made(run_on(space, "2026-09-21")) == [("suoi-lanh", "2026-q3")]


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_a_killed_run_holds_no_lock_and_leaves_whole_files(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    words = [sys.executable, "-m", "reportgen", "run-due", "--on", "2026-09-15", "--workspace", str(space)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    while not (space / "lich" / "dang-chay.json").is_file() and running.poll() is None:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    run_on(space, "2026-09-15", "--wait", "0")
    assert made(run_on(space, "2026-09-15")) == []
    assert sorted(Path(place).suffix for place in documents(space)) == [".docx", ".xlsx"]


def test_before_the_hour_nothing_is_done(space: Path) -> None:
    make_ward(space)
    told = run("run-due", "--workspace", space, "--not-before", "23:59")
    assert (told.exit_code, "23:59" in told.out) in {(0, True), (1, False)}
    assert run("run-due", "--workspace", space, "--not-before", "24:00").codes == ["LN007"]


def test_a_file_in_the_place_of_the_schedule_s_folder_is_told_without_an_option_that_is_not_there(space: Path) -> None:
    make_ward(space)
    (space / "lich").write_text("x", "utf-8")
    told = run("run-due", "--on", "2026-09-15", "--workspace", space)
    assert (told.exit_code, told.codes) == (2, ["XB001"])
    assert "thư mục của lịch chạy" in told.err
    assert "--out" not in told.err
    assert (space / "lich").read_text("utf-8") == "x"


def test_damaged_notes_of_the_schedule_are_no_obstacle(space: Path) -> None:
    send(make_ward(space), "2026-q3")
    run_on(space, "2026-09-01")
    (space / "lich" / "bat-dau.json").write_text("[[[", "utf-8")
    assert made(run_on(space, "2026-09-15")) == [("suoi-lanh", "2026-q3")]
    assert json.loads((space / "lich" / "bat-dau.json").read_text("utf-8"))["since"] == {"suoi-lanh": "2026-09-15"}


# --- two years of days


def outages(chance: random.Random, days: int) -> set[int]:
    """Return the days on which the machine is off: short cuts and some long ones."""
    off: set[int] = set()
    for _ in range(chance.randrange(4, 14)):
        start = chance.randrange(days)
        off |= set(range(start, start + chance.choice((1, 2, 3, 7, 20, 70, 110))))
    return off


def days_of(chance: random.Random, first: date, last: date) -> Iterator[date]:
    count = (last - first).days + 1
    off = outages(chance, count)
    for number in range(count):
        if number not in off:
            yield first + DAY * number


SEEDS = range(3) if WHOLE else range(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_over_two_years_of_days_with_outages_every_report_is_made_exactly_once(space: Path, seed: int) -> None:
    """By default every eighth day of one year of one ward; whole with REPORTGEN_LONG_PROOFS."""
    chance = random.Random(seed)  # noqa: S311  an example, not a secret
    reports = "[quarterly, half-year, nine-month, annual]" if WHOLE else "[quarterly, annual]"
    wards = [make_ward(space, name, reports, last_year=2027) for name in (("a", "b") if WHOLE else ("a",))]
    last = date(2027, 12, 31) if WHOLE else date(2026, 12, 31)
    arrivals = {
        (ward, f"{year}-q{quarter}"): date(year, *CLOSING[quarter]) + DAY * chance.randrange(-20, 12)
        for ward in wards
        for year in range(2026, last.year + 1)
        for quarter in CLOSING
    }
    seen: Counter[tuple[str, str]] = Counter()
    files: dict[str, str] = {}
    days = list(days_of(chance, date(2026, 1, 1), last))[:: 1 if WHOLE else 8]
    for day in days:
        for (ward, key), arrival in arrivals.items():
            if arrival <= day and not (ward / "progress" / key).exists():
                send(ward, key)
        for _ in range(chance.choice((1, 1, 2))):
            seen.update(made(run_on(space, day)))
        now = {place: content for place, content in documents(space).items() if not place.endswith(".txt")}
        assert files.items() <= now.items()
        files = now
    suffixes = ("q1", "q2", "q3", "q4", "h1", "h2", "9m", "y") if WHOLE else ("q1", "q2", "q3", "q4", "y")
    quarter_of = {"h1": "q2", "9m": "q3", "h2": "q4", "y": "q4"}
    expected = set()
    for ward in wards:
        for year in range(2026, last.year + 1):
            for suffix in suffixes:
                quarter = quarter_of.get(suffix, suffix)
                closes = date(year, *CLOSING[int(quarter[1])])
                if max(closes + DAY, arrivals[ward, f"{year}-{quarter}"]) <= days[-1]:
                    expected.add((ward.name, f"{year}-{suffix}"))
    assert seen == dict.fromkeys(expected, 1)
    assert len(files) == 2 * len(expected)
