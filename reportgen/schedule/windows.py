"""The entry as XML for Windows' Task Scheduler.

Source:
    Microsoft, Task Scheduler Schema (namespace .../2004/02/mit/task). The start carries the offset of Vietnam, so the
    task starts at that time there, whatever zone the machine is set to.
"""

from __future__ import annotations

import re
import subprocess
from typing import Final
from xml.sax.saxutils import escape

from reportgen.problem import Problem, ReportgenError
from reportgen.schedule.entry import ZONE, Entry

_DAY: Final = 24 * 60
_LONGEST_PATH: Final = 260
_ILLEGAL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def task(entry: Entry) -> bytes:
    """Return the file for `schtasks /Create /XML`: UTF-16 with its mark, as Windows itself writes it.

    Raises:
        ReportgenError: LB002 when a path is longer than the scheduler takes.
    """
    command, *words = entry.command
    for path in (command, entry.folder):
        if len(path) > _LONGEST_PATH or _ILLEGAL.search(path):
            raise ReportgenError(_unfit(path), exit_code=2)
    minutes = _DAY - entry.hour * 60 - entry.minute
    title = f"{entry.title}; từ {entry.time} giờ Việt Nam ({ZONE}), mỗi giờ một lần đến hết ngày."
    text = f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Author>reportgen</Author>
    <Description>{_text(title)}</Description>
    <URI>\\{_text(entry.name)}</URI>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2026-01-01T{entry.time}:00+07:00</StartBoundary>
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>PT{minutes}M</Duration>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{_text(command)}</Command>
      <Arguments>{_text(subprocess.list2cmdline(words))}</Arguments>
      <WorkingDirectory>{_text(entry.folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
    return text.replace("\n", "\r\n").encode("utf-16")


def _text(value: str) -> str:
    return escape(value, {'"': "&quot;"})


def _unfit(path: str) -> Problem:
    return Problem(
        "LB002",
        path,
        f"đường dẫn dài {len(path)} chữ hoặc có ký tự lạ; Windows chỉ nhận đường dẫn đến {_LONGEST_PATH} chữ",
        "Đặt thư mục làm việc hoặc chương trình ở đường dẫn ngắn hơn rồi chạy lại.",
    )
