"""What people read: results on stdout, notices and problems on stderr, or one JSON object."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TextIO

from reportgen.model.period import Period
from reportgen.output import WrittenFile
from reportgen.problem import Problem, Severity, errors

ILLUSTRATIVE = (
    "Số liệu trong báo cáo là số liệu minh họa, không phải số liệu thực tế; chỉ dùng để xem thử, không ký ban hành."
)
RED, YELLOW, PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"


@dataclass(slots=True)
class Outcome:
    """What a command has come to so far; what is known stays known when it fails half-way.

    Attributes:
        ward: Id as given. period, as_of: Once chosen. files: Written.
        totals: Totals as JSON prints them. extra: Further keys of the JSON, in order.
        lines: Result for people, on stdout, when it is not a list of files.
        drawn: Whether `lines` are a drawing, with colours and line ends of our own, whose words are clean already.
        problems: All found. notices: Sentences for stderr. illustrative: Whether invented data were used.
        many: True of a command about several wards: its JSON has none of the keys of one report.
        exit_code: 0 done, 1 data or template needs attention, 2 could not start, 3 a fault of ours.
    """

    ward: str | None = None
    period: Period | None = None
    as_of: date | None = None
    files: list[WrittenFile] = field(default_factory=list)
    totals: dict[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    drawn: bool = False
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    illustrative: bool = False
    many: bool = False
    exit_code: int = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Take problems; any error means exit status 1 unless a worse one is known."""
        found = tuple(problems)
        self.problems += found
        if errors(found):
            self.exit_code = max(self.exit_code, 1)

    def as_dict(self) -> dict[str, Any]:
        """Return the one JSON object of `--json`."""
        period = self.period
        told = [problem.as_dict() for problem in self.problems]
        if self.many:
            return {"ok": self.exit_code == 0, **self.extra, "problems": told}
        return {
            "ok": self.exit_code == 0,
            "ward": self.ward,
            "period": None
            if period is None
            else {
                "kind": period.kind.value,
                "year": period.year,
                "index": period.index,
                "from": period.window.start.isoformat(),
                "to": period.window.end.isoformat(),
            },
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "files": [{"path": f.path.as_posix(), "kind": f.kind, "sha256": f.sha256} for f in self.files],
            "totals": self.totals,
            **self.extra,
            "problems": told,
        }


def out(text: str) -> None:
    """Print a line of the result."""
    print(text)  # noqa: T201


def err(text: str) -> None:
    """Print a line about the work."""
    print(text, file=sys.stderr)  # noqa: T201


def outcome(result: Outcome, *, as_json: bool) -> None:
    """Print what a command came to."""
    for notice in result.notices:
        err(clean(notice))
    if as_json:
        out(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in result.lines or [str(file.path) for file in result.files]:
            out(line if result.drawn else clean(line))
        problems(result.problems)
    if result.illustrative:
        err(ILLUSTRATIVE)


def problems(found: Iterable[Problem]) -> None:
    """Print problems on stderr, errors first."""
    colours = _colours(sys.stderr)
    for problem in sorted(found, key=lambda p: p.severity is Severity.WARNING):
        error = problem.severity is Severity.ERROR
        word = "LỖI" if error else "LƯU Ý"
        if colours:
            word = f"{RED if error else YELLOW}{word}{PLAIN}"
        err(
            f"{word} {problem.code} {clean(problem.where)}: {clean(problem.message)}\n"
            f"   Cách sửa: {clean(problem.remedy)}"
        )


def clean(text: str) -> str:
    """Return `text` without characters that steer a terminal: data must not forge lines, colours or direction."""
    return "".join(
        f"\\u{ord(char):04x}" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in text
    )


def clean_lines(text: str) -> str:
    """Return `text` cleaned line by line."""
    return "".join(f"{clean(line)}\n" for line in text.splitlines())


def prepare_streams() -> None:
    """Make both streams speak UTF-8, also on Windows and into a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _colours(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
