"""What we tell people: a code, a place that can be opened, what is wrong, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How much a problem weighs; the value is the word that `--json` prints."""

    ERROR = "error"
    """Nothing is written until it is put right; exit status 1 (or 2 when work could not start)."""
    WARNING = "warning"
    """The document is written; the person who signs should look at this first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person can put right.

    Attributes:
        code: Stable code, `DL101`; `reportgen explain DL101` prints its page. Never reused.
        where: A place that can be opened: `ward.yaml, dòng 12`; `phu-luc.xlsx, Phụ lục 1!B2`;
            `bao-cao-cchc.docx, thân văn bản, đoạn 12`; `bao-cao-cchc.docx, bảng 2, dòng 3, ô 2`.
        message: What is wrong, in Vietnamese, without a final full stop.
        remedy: What to do, in Vietnamese, a full sentence.
        severity: See `Severity`.
    """

    code: str
    where: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def as_dict(self) -> dict[str, str]:
        """Return the problem as `--json` prints it."""
        return {
            "code": self.code,
            "where": self.where,
            "message": self.message,
            "remedy": self.remedy,
            "severity": self.severity.value,
        }


@dataclass(eq=False)
class ReportgenError(Exception):
    """Work cannot go on. Carries every problem found; the shell alone chooses words, JSON and exit status.

    Attributes:
        problems: At least one.
        exit_code: 1 when data or a template needs attention, 2 when work could not start.
    """

    problems: tuple[Problem, ...] = field(default=())
    exit_code: int = 1

    def __init__(self, *problems: Problem, exit_code: int = 1) -> None:
        super().__init__("; ".join(f"{p.code} {p.where}: {p.message}" for p in problems))
        self.problems = problems
        self.exit_code = exit_code


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that forbid writing."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a problem code, in Vietnamese: printed by `reportgen explain CODE`, generated into docs/loi/.

    Attributes:
        title: What is wrong, one line. why: Why it matters (Vì sao). fix: How to mend it (Cách sửa).
        example: A failing and a passing example (Ví dụ).
    """

    title: str
    why: str
    fix: str
    example: str
