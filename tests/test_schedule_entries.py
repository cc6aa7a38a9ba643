"""What machines are told: lines of cron, units of systemd, a task of Windows, and calendar files."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reportgen import schedule
from reportgen.problem import ReportgenError
from reportgen.schedule import codes, cron, systemd, windows
from reportgen.schedule.entry import Entry, checked
from reportgen.schedule.ics import Event, calendar

SCHEMA = Path(__file__).parent / "schemas" / "windows-task.xsd"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
FOLDER = "/srv/văn phòng/phường 100% \"A\" $HOME 'B'"
ENTRY = Entry(
    "reportgen-1a2b3c4d",
    ("/opt/chương trình/reportgen", "run-due", "--all", "--workspace", FOLDER),
    FOLDER,
    6,
    30,
    "reportgen, lập báo cáo đến kỳ của mọi phường",
)
PATHS = st.text(
    st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=40
)
LINE = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)
OTHERS = st.lists(LINE.filter(lambda line: not line.startswith(("# >>>", "# <<<"))), max_size=6)


def crontab_of(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


# --- cron


def command_of(text: str) -> list[str]:
    """Return the words that the shell gets from our line, as cron hands it over."""
    (line,) = (line for line in text.splitlines() if not line.startswith("#"))
    fields = line.split(" ", 5)
    assert re.fullmatch(r"\d+", fields[0])
    assert fields[1:5] == ["*"] * 4
    # cron cuts at a bare % and takes the backslash away from \%
    assert not re.search(r"(?<!\\)%", fields[5])
    words = shlex.split(fields[5].replace(r"\%", "%"))
    assert words[-1] == ">/dev/null"
    return words[:-1]


@given(PATHS)
def test_cron_starts_the_very_words_whatever_the_path(folder: str) -> None:
    entry = replace(ENTRY, command=(f"/opt/{folder}/reportgen", "run-due", "--all", "--workspace", f"/{folder}"))
    assert command_of(cron.lines(entry)) == [*entry.command, "--not-before", "06:30"]


@given(OTHERS, OTHERS)
def test_installing_and_removing_leaves_every_other_line_as_it_was(above: list[str], below: list[str]) -> None:
    before = crontab_of(above)
    put = cron.with_entry(before, ENTRY)
    assert cron.with_entry(put, ENTRY) == put
    assert cron.without(put, ENTRY.name) == before
    grown = put + crontab_of(below)
    later = cron.with_entry(grown, replace(ENTRY, hour=7, minute=5))
    assert "5 * * * *" in later
    assert cron.without(later, ENTRY.name) == crontab_of(above) + crontab_of(below)


def test_entries_of_two_working_folders_stand_beside_each_other() -> None:
    other = replace(ENTRY, name="reportgen-99999999")
    both = cron.with_entry(cron.with_entry("", ENTRY), other)
    assert cron.without(both, ENTRY.name) == cron.lines(other)


def test_a_crontab_whose_last_line_is_open_keeps_that_line() -> None:
    assert cron.with_entry("0 1 * * * x", ENTRY).startswith("0 1 * * * x\n# >>> reportgen")


@pytest.mark.parametrize("cut", [0, -1])
def test_a_torn_mark_is_left_to_a_person(cut: int) -> None:
    lines = cron.lines(ENTRY).splitlines(keepends=True)
    del lines[cut]
    with pytest.raises(ReportgenError, match="LB001"):
        cron.with_entry("".join(lines), ENTRY)


def test_a_command_longer_than_cron_takes_is_refused() -> None:
    with pytest.raises(ReportgenError, match="LB002"):
        cron.lines(replace(ENTRY, command=("/" + "a" * 1000, "run-due")))


def test_a_line_break_in_a_path_fits_nowhere() -> None:
    with pytest.raises(ReportgenError, match="LB002"):
        checked(replace(ENTRY, command=("/srv/a\nb", "run-due")))
    assert checked(ENTRY) is ENTRY


def test_every_code_of_the_room_has_a_page_and_every_page_is_raised() -> None:
    room = Path(schedule.__file__ or "").parent
    raised = {code for path in room.glob("*.py") if path.name != "codes.py"
              for code in re.findall(r'"(LB\d{3})"', path.read_text("utf-8"))}  # fmt: skip
    assert raised == set(codes.PAGES)


# --- systemd


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and "REPORTGEN_CI" not in os.environ, reason="needs systemd-analyze"
)
@pytest.mark.parametrize(("hour", "minute"), [(6, 30), (0, 0), (23, 59)])
def test_systemd_takes_the_units(tmp_path: Path, hour: int, minute: int) -> None:
    program = tmp_path / "chương trình 100%" / "reportgen"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    entry = replace(ENTRY, command=(str(program), *ENTRY.command[1:]), hour=hour, minute=minute)
    paths = []
    for name, text in systemd.units(entry).items():
        (tmp_path / name).write_text(text, "utf-8")
        paths.append(tmp_path / name)
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *paths],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_timer_names_the_zone_and_makes_up_for_what_was_missed() -> None:
    timer = systemd.units(ENTRY)[f"{ENTRY.name}.timer"]
    assert "OnCalendar=*-*-* 06..23:30:00 Asia/Ho_Chi_Minh\nPersistent=true\n" in timer


def test_the_service_takes_specifiers_and_variables_literally() -> None:
    service = systemd.units(ENTRY)[f"{ENTRY.name}.service"]
    assert '"/srv/văn phòng/phường 100%% \\"A\\" $$HOME \'B\'"' in service


# --- Windows


def windows_entry(folder: str = r"C:\Văn phòng\phường & 100% <A>") -> Entry:
    program = r"C:\Program Files\reportgen\reportgen.exe"
    return replace(ENTRY, command=(program, "run-due", "--ward", "truc-lam", "--workspace", folder), folder=folder)


@pytest.mark.parametrize(("hour", "minute"), [(6, 30), (0, 0), (23, 59)])
def test_the_task_is_valid_by_the_published_schema(hour: int, minute: int) -> None:
    content = windows.task(replace(windows_entry(), hour=hour, minute=minute))
    assert content.startswith(b"\xff\xfe")
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(content))


def test_the_schema_refuses_a_task_with_a_fault() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    task = etree.fromstring(windows.task(windows_entry()))
    for path in ("StartBoundary", "Interval", "MultipleInstancesPolicy"):
        broken = etree.fromstring(etree.tostring(task))
        (found,) = broken.iter(f"{TASK}{path}")
        found.text = "hằng ngày"
        assert not schema.validate(broken)


def test_the_task_starts_at_vietnam_s_time_and_when_the_machine_is_back() -> None:
    task = etree.fromstring(windows.task(windows_entry()))
    text = {element.tag.removeprefix(TASK): element.text for element in task.iter()}
    assert text["StartBoundary"] == "2026-01-01T06:30:00+07:00"
    assert (text["Interval"], text["Duration"], text["StartWhenAvailable"]) == ("PT1H", "PT1050M", "true")
    assert text["Arguments"] == r'run-due --ward truc-lam --workspace "C:\Văn phòng\phường & 100% <A>"'


def test_a_path_too_long_for_windows_is_refused() -> None:
    with pytest.raises(ReportgenError, match="LB002"):
        windows.task(windows_entry("C:\\" + "a" * 300))


# --- calendar files


def unfolded(content: bytes) -> list[str]:
    """Return the lines of a calendar file after checking its form (RFC 5545, 3.1)."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no letter is cut in two
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def value(line: str) -> str:
    text = line.split(":", 1)[1]
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=200)


@given(WORDS, st.text(st.sampled_from("ấờĐ ,;\\n\n"), max_size=120))
def test_calendar_texts_come_back_as_they_were(title: str, text: str) -> None:
    content = calendar("Lịch", [Event("x", date(2026, 12, 14), title, text)], date(2026, 12, 1))
    found = {line.split(":", 1)[0]: line for line in unfolded(content)}
    assert value(found["SUMMARY"]) == title
    assert value(found.get("DESCRIPTION", ":")) == text


def test_a_calendar_holds_whole_days_with_alarms_and_stays_the_same() -> None:
    event = Event("truc-lam 2026-q3 gửi", date(2026, 12, 31), "Hạn gửi", alarms=(16, -8))
    content = calendar("Lịch", [event], date(2026, 12, 1))
    lines = unfolded(content)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reportgen//lich bao cao//VI"]
    assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]
    for line in ("DTSTAMP:20261201T000000Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
                 "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT16H", "TRIGGER:PT8H", "END:VALARM"):  # fmt: skip
        assert line in lines
    assert content == calendar("Lịch", [event], date(2026, 12, 1))
    uid = next(line for line in lines if line.startswith("UID:"))
    later = calendar("Lịch", [replace(event, day=date(2027, 1, 5), title="Khác")], date(2027, 1, 1))
    assert uid in unfolded(later)


def test_two_events_have_two_identifiers() -> None:
    events = [Event(name, date(2026, 12, 14), "x") for name in ("a", "b")]
    uids = [line for line in unfolded(calendar("Lịch", events, date(2026, 12, 1))) if line.startswith("UID:")]
    assert len(set(uids)) == 2
