"""The entry as a timer and a service of systemd, for one user. `OnCalendar` itself names the time zone."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.schedule.entry import LAST_HOUR, ZONE, Entry


def units(entry: Entry) -> Mapping[str, str]:
    """Return both files by name.

    `Persistent` starts at once what was missed while the machine was off. A run that leaves something for a person to
    do ends with 1, and `systemctl --user status` shows it as failed: that is meant.
    """
    program, *words = entry.command
    command = " ".join([_quoted(program), *(_quoted(word).replace("$", "$$") for word in words)])
    hours = f"{entry.hour:02d}..{LAST_HOUR}" if entry.hour < LAST_HOUR else f"{entry.hour:02d}"
    service = f"""\
[Unit]
Description={_specifiers(entry.title)}

[Service]
Type=oneshot
ExecStart={command}
"""
    timer = f"""\
[Unit]
Description={_specifiers(entry.title)}: từ {entry.time} giờ Việt Nam, mỗi giờ một lần

[Timer]
OnCalendar=*-*-* {hours}:{entry.minute:02d}:00 {ZONE}
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""
    return {f"{entry.name}.service": service, f"{entry.name}.timer": timer}


def _quoted(word: str) -> str:
    """Return a word of ExecStart: quoted, specifiers taken literally."""
    literal = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_specifiers(literal)}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")
