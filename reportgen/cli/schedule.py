"""`schedule show|install|remove`: the machine's own scheduler told to run `run-due`, and only that taken away again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from reportgen.cli import say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Reader
from reportgen.cli.run_due import time_of
from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.schedule import cron, systemd, windows
from reportgen.schedule.entry import Entry, checked

SYSTEMS: Final = ("cron", "systemd", "windows")
_FIRST: Final = (6, 30)
_SECONDS: Final = 60
_LETTERS: Final = 8
_NO_CRONTAB: Final = ("no crontab", "no such file")  # cron's own words, and those of busybox


@dataclass(frozen=True, slots=True)
class Asked:
    """Options as typed."""

    system: str | None
    ward: str | None
    everyone: bool
    time: str | None
    workspace: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the options come to."""

    system: str
    entry: Entry


def show(asked: Asked, out: str | None) -> int:
    """Print the entry as it would be installed; return the exit status."""

    def work(result: say.Outcome) -> None:
        plan = _settle(asked)
        files = _files(plan)
        result.extra |= {"system": plan.system, "name": plan.entry.name, "installed": None, "same": None}
        result.extra["entry"] = {name: _readable(content) for name, content in files.items()}
        if out is not None:
            _write(Path(out), files, result)
        for name, content in files.items():
            title = [f"# {name}"] if len(files) > 1 else []
            result.lines += [*title, *_readable(content).splitlines(), ""]
        present = _installed(plan)
        same = _as_installed(plan, files) if present else None
        result.extra |= {"installed": present, "same": same}
        words = {True: "đã cài trên máy này", False: "chưa cài trên máy này", None: "không xem được trên máy này"}
        other = ", nhưng khác phần in ở trên (giờ chạy, phường); muốn như trên thì cài lại" if same is False else ""
        result.notices.append(f"Lịch chạy ({plan.system}, {plan.entry.name}): {words[present]}{other}.")

    return carry_out(say.Outcome(many=True, extra={}), work, as_json=asked.as_json)


def install(asked: Asked) -> int:
    """Install the entry in the place of the one of this working folder; return the exit status."""

    def work(result: say.Outcome) -> None:
        plan = _settle(asked)
        result.extra |= {"system": plan.system, "name": plan.entry.name}
        {"cron": _install_cron, "systemd": _install_systemd, "windows": _install_windows}[plan.system](plan, result)
        result.lines.append(
            f"Đã cài lịch chạy ({plan.system}): từ {plan.entry.time} giờ Việt Nam, mỗi giờ một lần. "
            f"Gỡ: reportgen schedule remove --system {plan.system}"
        )

    return carry_out(say.Outcome(many=True, extra={}), work, as_json=asked.as_json)


def remove(asked: Asked) -> int:
    """Take the entry of this working folder away; return the exit status."""

    def work(result: say.Outcome) -> None:
        plan = _settle(asked)
        result.extra |= {"system": plan.system, "name": plan.entry.name}
        gone = {"cron": _remove_cron, "systemd": _remove_systemd, "windows": _remove_windows}[plan.system](plan, result)
        result.extra["removed"] = gone
        result.lines.append(
            "Đã gỡ lịch chạy." if gone else "Chưa cài lịch chạy của thư mục làm việc này, không có gì để gỡ."
        )

    return carry_out(say.Outcome(many=True, extra={}), work, as_json=asked.as_json)


def _settle(asked: Asked) -> _Plan:
    """Read the options.

    Raises:
        ReportgenError: LN001, LN007, LN008; LB002 of a path that no scheduler takes.
    """
    reader = Reader()
    if asked.ward is not None and asked.everyone:
        reader.refuse("--all", "--all không đi cùng --ward", "Chỉ giữ một trong hai: --ward hoặc --all.")
    system = (asked.system or ("windows" if sys.platform == "win32" else "cron")).strip().lower()
    if system not in SYSTEMS:
        reader.refuse("--system", f"giá trị {asked.system!r} không dùng được", f"Chọn một trong: {', '.join(SYSTEMS)}.")
    hour, minute = time_of("--time", asked.time, reader) or _FIRST
    reader.done()
    space = workspace.find(asked.workspace)
    whom = ["--all"] if asked.ward is None else ["--ward", space.ward(asked.ward).name]
    root = str(space.root)
    command = (*_program(), "run-due", *whom, "--workspace", root)
    mark = hashlib.sha256(os.fsencode(root)).hexdigest()[:_LETTERS]
    whose = "mọi phường" if asked.ward is None else f"phường {asked.ward}"
    title = f"reportgen, lập báo cáo đến kỳ của {whose}"
    return _Plan(system, checked(Entry(f"reportgen-{mark}", command, root, hour, minute, title)))


def _program() -> tuple[str, ...]:
    """Return the absolute path of the program that is running, and its first words."""
    place = Path(sys.executable).absolute().parent
    own = place / ("reportgen.exe" if sys.platform == "win32" else "reportgen")
    return (str(own),) if own.is_file() else (str(Path(sys.executable).absolute()), "-m", "reportgen")


def _files(plan: _Plan) -> Mapping[str, bytes]:
    """Return what would be installed, by the name of a file."""
    if plan.system == "cron":
        return {f"{plan.entry.name}.crontab": cron.lines(plan.entry).encode("utf-8", "surrogateescape")}
    if plan.system == "systemd":
        units = systemd.units(plan.entry)
        return {name: text.encode("utf-8", "surrogateescape") for name, text in units.items()}
    return {f"{plan.entry.name}.xml": windows.task(plan.entry)}


def _readable(content: bytes) -> str:
    return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def _write(folder: Path, files: Mapping[str, bytes], result: say.Outcome) -> None:
    from reportgen.output import NewFile, write_all  # noqa: PLC0415  only when files are wanted

    new = [NewFile(PurePosixPath(name), content, PurePosixPath(name).suffix[1:]) for name, content in files.items()]
    written = write_all(folder.absolute(), new)
    result.files += written.files
    result.add(written.problems)
    result.notices += [f"Đã ghi: {file.path}" for file in written.files]


def _installed(plan: _Plan) -> bool | None:
    """Tell whether the entry stands on this machine; None when that cannot be told."""
    try:
        if plan.system == "cron":
            return bool(cron.installed(_crontab(), plan.entry.name))
        if plan.system == "systemd":
            return (_unit_folder() / f"{plan.entry.name}.timer").is_file()
        return _run(["schtasks", "/Query", "/TN", plan.entry.name], "Windows").returncode == 0
    except ReportgenError:
        return None


def _as_installed(plan: _Plan, files: Mapping[str, bytes]) -> bool | None:
    """Tell whether what is installed is what would be; None when that cannot be told, as of Windows' own copy."""
    try:
        if plan.system == "cron":
            stands = cron.installed(_crontab(), plan.entry.name).encode("utf-8", "surrogateescape")
            return stands in files.values()
        if plan.system == "systemd":
            return all((_unit_folder() / name).read_bytes() == content for name, content in files.items())
    except (ReportgenError, OSError):
        return None
    return None


# --- cron


def _crontab() -> str:
    """Return the user's crontab, "" when there is none.

    Raises:
        ReportgenError: LN063 without cron, LN064 when it cannot be read.
    """
    done = _run(["crontab", "-l"], "cron")
    if done.returncode == 0:
        return _as_text(done.stdout)
    if any(words in _as_text(done.stderr).lower() for words in _NO_CRONTAB):
        return ""
    raise ReportgenError(_refused("crontab -l", done))


def _install_cron(plan: _Plan, result: say.Outcome) -> None:
    old = _crontab()
    new = cron.with_entry(old, plan.entry)
    result.extra["changed"] = new != old
    if new != old:
        _put_crontab(new)


def _remove_cron(plan: _Plan, result: say.Outcome) -> bool:  # noqa: ARG001  one signature for the three systems
    old = _crontab()
    new = cron.without(old, plan.entry.name)
    if new == old:
        return False
    if new:
        _put_crontab(new)
    else:
        _check(["crontab", "-r"], "cron")
    return True


def _put_crontab(text: str) -> None:
    done = _run(["crontab", "-"], "cron", text.encode("utf-8", "surrogateescape"))
    if done.returncode:
        raise ReportgenError(_refused("crontab -", done))


# --- systemd


def _unit_folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".config") / "systemd" / "user"


def _install_systemd(plan: _Plan, result: say.Outcome) -> None:
    from reportgen.output import guarded, put_in_place, staged  # noqa: PLC0415  only to install

    if shutil.which("systemctl") is None:
        raise ReportgenError(_missing("systemctl", "systemd"), exit_code=2)
    folder = _unit_folder()
    with guarded(folder, ("thư mục của systemd", "Xin quyền ghi vào thư mục này rồi chạy lại.")):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _files(plan).items():
            with staged(folder, content) as temporary:
                put_in_place(temporary, folder / name)
    timer = f"{plan.entry.name}.timer"
    _check(["systemctl", "--user", "daemon-reload"], "systemd")
    _check(["systemctl", "--user", "enable", timer], "systemd")
    _check(["systemctl", "--user", "restart", timer], "systemd")
    result.notices.append(
        "Để lịch chạy cả khi không ai đăng nhập, người quản trị máy chạy một lần: loginctl enable-linger"
    )


def _remove_systemd(plan: _Plan, result: say.Outcome) -> bool:
    places = [_unit_folder() / f"{plan.entry.name}.{kind}" for kind in ("timer", "service")]
    found = [path for path in places if path.is_file()]
    if not found:
        return False
    for words in (["disable", "--now", places[0].name], ["daemon-reload"]):
        if words[0] == "daemon-reload":
            for path in found:
                path.unlink(missing_ok=True)
        try:
            _check(["systemctl", "--user", *words], "systemd")
        except ReportgenError as error:  # the files are what starts it: without them nothing runs after the next start
            result.problems += [_milder(problem) for problem in error.problems]
    return True


def _milder(problem: Problem) -> Problem:
    return Problem(problem.code, problem.where, problem.message, problem.remedy, Severity.WARNING)


# --- Windows


def _install_windows(plan: _Plan, result: say.Outcome) -> None:
    (content,) = _files(plan).values()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lich.xml")
        path.write_bytes(content)
        _check(["schtasks", "/Create", "/TN", plan.entry.name, "/XML", str(path), "/F"], "Windows")
    result.notices.append("Lịch chạy khi người cài đặt đã đăng nhập Windows; lần lỡ được chạy bù khi máy bật lại.")


def _remove_windows(plan: _Plan, result: say.Outcome) -> bool:  # noqa: ARG001  one signature for the three systems
    if _run(["schtasks", "/Query", "/TN", plan.entry.name], "Windows").returncode:
        return False
    _check(["schtasks", "/Delete", "/TN", plan.entry.name, "/F"], "Windows")
    return True


# --- commands of the system


def _check(command: Sequence[str], system: str) -> None:
    """Run a command of the system.

    Raises:
        ReportgenError: LN063 without it, LN064 when it fails.
    """
    done = _run(command, system)
    if done.returncode:
        raise ReportgenError(_refused(" ".join(command), done))


def _run(command: Sequence[str], system: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(command[0])
    if program is None:
        raise ReportgenError(_missing(command[0], system), exit_code=2)
    # English words, whatever the machine speaks: "no crontab" is told apart by them
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(
            [program, *command[1:]],
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        failed = subprocess.CompletedProcess(command, 1, b"", str(error).encode())
        raise ReportgenError(_refused(" ".join(command), failed)) from error


def _as_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _missing(program: str, system: str) -> Problem:
    """Return LN063."""
    first = "Chọn" if system == "Windows" else f"Cài {system}, chọn"  # nobody installs Windows for this
    return Problem(
        "LN063",
        "máy này",
        f"không có lệnh {program} nên không cài được lịch bằng {system}",
        f"{first} hệ thống khác bằng --system, hoặc chạy trên máy có {system}; "
        "xem phần khai báo bằng reportgen schedule show.",
    )


def _refused(command: str, done: subprocess.CompletedProcess[bytes]) -> Problem:
    """Return LN064, with the last words of the command."""
    said = _as_text(done.stderr or done.stdout).encode("utf-8", "replace").decode().strip().splitlines()
    words = f": {said[-1]}" if said else ""
    return Problem(
        "LN064",
        command,
        f"lệnh của máy báo lỗi (mã {done.returncode}){words}",
        "Nhờ người quản trị máy xem thông báo trên; có thể cài bằng tay phần khai báo của reportgen schedule show.",
    )
