"""`schedule show|install|remove`: stand-ins for `crontab` and `systemctl` first, then a real cron daemon."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support_cli import run

ROOT = Path(__file__).resolve().parent.parent
IN_CI = "REPORTGEN_CI" in os.environ
THEIRS = b'MAILTO=""\n# of the officer: gi\xe1 h\n0 1 * * * /usr/bin/true %x\n'
"""A crontab of somebody's, one byte of it no UTF-8."""
CRONTAB = """#!/bin/sh
case "$1" in
  -l) if [ -f "$STORE" ]; then cat "$STORE"; else echo "no crontab for $USER" >&2; exit 1; fi ;;
  -r) rm "$STORE" ;;
  -) cat > "$STORE" ;;
esac
"""
SCHTASKS = """#!/bin/sh
case "$1" in
  /Query) [ -f "$STORE" ] ;;
  /Create) cp "$5" "$STORE" ;;
  /Delete) rm "$STORE" ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$STORE"
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for commands of Unix")


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """Return a working folder whose path holds what schedulers trip over."""
    folder = tmp_path / "phường 100% của tôi"
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put stand-ins for the commands of the system first on the path; return what they write."""
    place = tmp_path / "bin"
    place.mkdir()
    for name, script in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL), ("schtasks", SCHTASKS)):
        (place / name).write_text(script)
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    monkeypatch.setenv("STORE", str(tmp_path / "store"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "store"


def test_cron_is_installed_once_shown_and_taken_away_again(space: Path, store: Path) -> None:
    store.write_bytes(THEIRS)
    words = ("--system", "cron", "--workspace", space)
    assert "chưa cài" in run("schedule", "show", *words).err
    for _ in range(2):
        assert run("schedule", "install", *words).exit_code == 0
    content = store.read_bytes()
    assert content.startswith(THEIRS)
    assert content.count(b" run-due --all ") == 1
    assert "đã cài" in run("schedule", "show", *words).err
    moved = run("schedule", "install", *words, "--time", "7h05", "--ward", "truc-lam", "--json")
    assert (moved.json["ok"], moved.json["changed"]) == (True, True)
    assert b"\n5 * * * * " in store.read_bytes()
    assert run("schedule", "remove", *words, "--json").json["removed"] is True
    assert store.read_bytes() == THEIRS
    assert run("schedule", "remove", *words, "--json").json["removed"] is False


def test_a_crontab_of_ours_alone_is_removed_whole(space: Path, store: Path) -> None:
    words = ("--system", "cron", "--workspace", space)
    run("schedule", "install", *words)
    assert store.is_file()
    run("schedule", "remove", *words)
    assert not store.exists()


def test_systemd_gets_both_units_and_loses_just_these(space: Path, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / "other.timer").write_text("[Timer]\n")
    words = ("--system", "systemd", "--workspace", space)
    assert run("schedule", "install", *words).exit_code == 0
    assert [path.suffix for path in sorted(folder.glob("reportgen-*"))] == [".service", ".timer"]
    assert "--user enable reportgen-" in store.read_text()
    assert "đã cài" in run("schedule", "show", *words).err
    assert run("schedule", "remove", *words).exit_code == 0
    assert [path.name for path in folder.iterdir()] == ["other.timer"]
    assert "--user disable --now reportgen-" in store.read_text()


def test_windows_gets_the_task_and_loses_it(space: Path, store: Path) -> None:
    words = ("--system", "windows", "--workspace", space)
    assert run("schedule", "remove", *words, "--json").json["removed"] is False
    assert run("schedule", "install", *words).exit_code == 0
    assert "run-due --all" in store.read_bytes().decode("utf-16")
    assert "đã cài" in run("schedule", "show", *words).err
    assert run("schedule", "remove", *words, "--json").json["removed"] is True
    assert not store.exists()


def test_files_of_the_entry_can_be_written_for_an_administrator(space: Path, tmp_path: Path) -> None:
    told = run("schedule", "show", "--system", "windows", "--workspace", space, "--out", tmp_path / "xml", "--json")
    assert told.exit_code == 0
    (file,) = (tmp_path / "xml").glob("reportgen-*.xml")
    assert file.read_bytes().startswith(b"\xff\xfe")
    assert told.json["entry"][file.name] == file.read_bytes().decode("utf-16")


def test_a_machine_without_the_scheduler_is_told(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for system in ("cron", "systemd", "windows"):
        told = run("schedule", "install", "--system", system, "--workspace", space)
        assert (told.exit_code, told.codes) == (2, ["LN063"])
        assert run("schedule", "show", "--system", system, "--workspace", space).exit_code == 0


def test_a_scheduler_that_refuses_is_told_in_its_own_words(space: Path, store: Path, tmp_path: Path) -> None:
    (tmp_path / "bin" / "crontab").write_text("#!/bin/sh\necho 'you are not allowed to use this program' >&2\nexit 1\n")
    told = run("schedule", "install", "--system", "cron", "--workspace", space)
    assert (told.exit_code, told.codes) == (1, ["LN064"])
    assert "you are not allowed" in told.err
    assert not store.exists()


def test_what_cannot_be_scheduled_is_refused(space: Path) -> None:
    words = ("schedule", "show", "--workspace", space)
    assert run(*words, "--system", "anacron").codes == ["LN007"]
    assert run(*words, "--time", "25:00").codes == ["LN007"]
    assert run(*words, "--ward", "nowhere").codes == ["LN001"]


# --- a real cron daemon

FAKETIME = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
TOOLS = all(map(shutil.which, ("cron", "unshare", "faketime"))) and FAKETIME is not None
PRIVATE = """set -e
if [ "$4" = private ]; then
  mount --bind "$1/spool" /var/spool/cron/crontabs
  mount -t tmpfs none /run
else
  crontab -l > "$1/saved" 2>/dev/null || true
  trap 'if [ -s "$1/saved" ]; then crontab "$1/saved"; else crontab -r; fi' EXIT
fi
cat "$1/head" | crontab -
"$2" -m reportgen schedule install --system cron --time 00:30 --workspace "$3"
crontab -l > "$1/installed"
faketime -f '@2026-09-14 23:29:50 x10' cron -f &
for i in $(seq 300); do
  if grep -qs Tổng "$3/lich/nhat-ky.log"; then break; fi
  sleep 0.1
done
kill "$(cat /run/crond.pid)"
"$2" -m reportgen schedule remove --system cron --workspace "$3"
crontab -l > "$1/left"
"""
"""Run in a mount space of its own: crontabs of the machine and its cron daemon, if there is one, are not touched.

Where the machine of the tests may not make one, its own crontab is put back afterwards; nowhere else.
"""


def private() -> bool:
    return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not (TOOLS and private()) and not IN_CI, reason="needs root, cron, unshare and libfaketime")
def test_a_real_cron_daemon_makes_the_reports_at_its_time(space: Path, tmp_path: Path) -> None:
    """The clock of the daemon is set before the minute and runs ten times as fast; that of the command stands still.

    At 23:30 of its own zone (UTC) the line starts; in Vietnam it is 06:30 of the next day, the day after the data of
    quý III have closed.
    """
    shutil.rmtree(space / "data" / "hang-gon")
    spool = tmp_path / "spool"
    spool.mkdir()
    spool.chmod(0o1730)
    head = (
        f"PYTHONPATH={ROOT}\nLD_PRELOAD={FAKETIME}\nFAKETIME=@2026-09-14 23:30:00\nTZ=UTC\nREPORTGEN_CACHE=off\n"
        "0 0 1 1 * true # của cán bộ\n"
    )
    (tmp_path / "head").write_text(head, "utf-8")
    script = tmp_path / "private.sh"
    script.write_text(PRIVATE, "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    launcher = ["unshare", "-m", "bash"] if private() else ["bash"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC"}
    started = time.monotonic()
    done = subprocess.run(
        [*launcher, script, tmp_path, sys.executable, space, "private" if private() else "shared"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "reportgen-" in (tmp_path / "installed").read_text("utf-8")
    log = (space / "lich" / "nhat-ky.log").read_text("utf-8")
    assert "2026-09-15 06:30" in log, (log, time.monotonic() - started)
    assert "2026-09-15 truc-lam: mã thoát 0; đã lập" in log
    assert (space / "out" / "truc-lam" / "2026" / "quy-3" / "bao-cao-cchc-quy-3-2026.docx").is_file()
    assert (tmp_path / "left").read_text("utf-8") == head


@pytest.mark.usefixtures("store")
def test_an_entry_installed_in_other_words_is_told_with_the_way_to_make_them_one(space: Path) -> None:
    words = ("--system", "cron", "--workspace", space)
    run("schedule", "install", *words, "--time", "07:15", "--ward", "truc-lam")
    told = run("schedule", "show", *words)
    assert "khác phần in ở trên" in told.err
    assert run("schedule", "show", *words, "--json").json["same"] is False
    run("schedule", "install", *words)
    assert "khác phần in" not in run("schedule", "show", *words).err
    assert run("schedule", "show", *words, "--json").json["same"] is True


def test_nobody_is_told_to_install_windows(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "Cài Windows" not in run("schedule", "install", "--system", "windows", "--workspace", space).err
