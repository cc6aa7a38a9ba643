"""Work for a process apart: what it may do, and what it may not. Functions of a module, for a new Python to find."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path
from typing import Any

from reportgen.problem import Problem, ReportgenError, Severity

PROBLEMS = (
    Problem("MB015", "mẫu.docx, bảng 2, dòng 3, ô 2", "tên không có trong dữ liệu", "Xem các tên dùng được."),
    Problem("MB009", "mẫu.docx", "đã bỏ mẫu đính kèm", "Không cần làm gì.", Severity.WARNING),
)


def back(value: Any) -> Any:
    return value


def refuse() -> None:
    raise ReportgenError(*PROBLEMS, exit_code=2)


def fail() -> None:
    raise KeyError("không ai lường tới")


def hold(megabytes: int) -> int:
    return len([bytearray(1 << 20) for _ in range(megabytes)])


def compute() -> None:
    while True:
        pass


def wait() -> None:
    time.sleep(60)


def deep(levels: int) -> int:
    return deep(levels - 1) + 1 if levels else 0


def crash() -> None:
    ctypes.string_at(0)


def write(path: str) -> None:
    with Path(path).open("w", encoding="utf-8") as file:
        file.write("x" * 100)


def say(data: bytes) -> None:
    """Answer in the parent's pipe what no honest child says, and end."""
    for descriptor in range(3, 256):
        try:
            os.write(descriptor, data)
        except OSError:
            continue
    os._exit(0)


def shout() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.write("tiếng của tiến trình con\n")
        stream.flush()
    os.system("echo tiếng của cháu")  # noqa: S605
    return 1
