"""The command as a person meets it: words in; exit status, stdout and stderr out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reportgen.cli import app, clock

TODAY = date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """Codes of the problems on stderr."""
        words = [line.split() for line in self.err.splitlines() if line.startswith(("LỖI ", "LƯU Ý "))]
        return [line[1] if line[0] == "LỖI" else line[2] for line in words]

    @property
    def paths(self) -> list[Path]:
        """Files that were written, as printed."""
        return [Path(line) for line in self.out.splitlines()]


def run(*words: str | Path) -> Told:
    """Run the command in this process."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="reportgen")
    return Told(result.exit_code, result.stdout, result.stderr)


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let the program believe that it is `day`."""
    monkeypatch.setattr(clock, "today", lambda: day)
