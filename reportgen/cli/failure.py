"""The last word on every failure: problems as they are, anything else as a fault of ours with a log file."""

from __future__ import annotations

import sys
from collections.abc import Callable

from reportgen import __version__
from reportgen.cli import say
from reportgen.problem import Problem, ReportgenError

FAULT = 3
COULD_NOT = 2


def carry_out(result: say.Outcome, work: Callable[[say.Outcome], None], *, as_json: bool) -> int:
    """Do the work of a command, tell the person what came of it, return the exit status.

    What the work had put into `result` before it failed is told too.
    """
    try:
        work(result)
    except ReportgenError as error:
        result.problems += error.problems
        result.exit_code = error.exit_code
    except Exception as error:  # noqa: BLE001  # whatever it is, a person reads it
        told = _of_machine(error)
        result.problems.append(told or fault(error))
        result.exit_code = FAULT if told is None else COULD_NOT
    say.outcome(result, as_json=as_json)
    return result.exit_code


def _of_machine(error: Exception) -> Problem | None:
    """Return the problem of a machine or disk that fails, None when the fault is ours."""
    if not isinstance(error, OSError):
        return None
    from reportgen.output import of_machine  # noqa: PLC0415  what goes well needs none of them

    return of_machine(error)


def fault(error: Exception) -> Problem:
    """Write the traceback to a log file and return the problem that names it."""
    import platform  # noqa: PLC0415  what goes well needs none of them
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix="reportgen-loi-", suffix=".log", delete=False
        ) as log:
            log.write(f"reportgen {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
            log.write(f"{' '.join(sys.argv)}\n\n")
            traceback.print_exception(error, file=log)
        place = log.name
    except OSError:
        place = "(không ghi được tệp nhật ký)"
    return Problem(
        "LN099",
        "chương trình",
        "có lỗi của chương trình, không phải do số liệu hay thao tác",
        f"Gửi tệp nhật ký {place} kèm lệnh vừa chạy cho người phụ trách kỹ thuật. Các tệp đã có vẫn còn nguyên.",
    )
