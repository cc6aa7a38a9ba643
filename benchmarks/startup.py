"""What whole processes take beside the imports that they could not do without.

    python benchmarks/startup.py [--rounds 7] [--ward truc-lam]

A round runs every command once, one after another, so that a busy machine slows them alike; a ratio is formed inside a
round, and the median of the rounds is printed. `warm` finds what the run before left in the cache; `cold` has an empty
cache, and a cache that is `off` shows the same work without keeping anything. Wall time and CPU time (user and system)
in milliseconds; the goals are for wall time on a quiet machine, CPU time says the same on a busy one.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = "import docxtpl, openpyxl, jinja2, babel.numbers, typer, pydantic, yaml"


@dataclass(frozen=True)
class Case:
    """A process, the one it is set against, and how many times that it may take."""

    name: str
    words: Sequence[str]
    against: str = ""
    at_most: float | None = None
    cache: str = "off"


def cases(ward: str, out: str, warm: str) -> tuple[Case, ...]:
    """Return the processes of a round."""
    program = (sys.executable, "-m", "reportgen")
    quarterly = (*program, "quarterly", "--ward", ward, "--out", out)
    return (
        Case("imports", (sys.executable, "-c", IMPORTS)),
        Case("quarterly, warm", quarterly, "imports", 1.5, warm),
        Case("quarterly, cold", quarterly, "imports", None, "new"),
        Case("quarterly, off", quarterly, "imports", None, "off"),
        Case("import typer", (sys.executable, "-c", "import typer")),
        Case("--help", (*program, "--help"), "import typer", 2.5, warm),
        Case("quarterly --help", (*program, "quarterly", "--help"), "import typer", 2.5, warm),
    )


def run(case: Case) -> tuple[float, float]:
    """Run a process; return wall and CPU milliseconds."""
    with tempfile.TemporaryDirectory() as empty:
        cache = f"{empty}/cache" if case.cache == "new" else case.cache
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "REPORTGEN_CACHE": cache}
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(case.words, check=True, capture_output=True, env=environment, cwd=ROOT)
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--ward", default="truc-lam")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = cases(asked.ward, f"{folder}/out", f"{folder}/cache")
        for case in table:  # what is compiled once, and the warm cache
            run(case)
        rounds = [{case.name: run(case) for case in table} for _ in range(asked.rounds)]
    print(f"{'':<20}{'wall ms':>9}{'CPU ms':>9}{'wall ratio':>12}{'CPU ratio':>11}{'goal':>7}")
    for case in table:
        line = [statistics.median(done[case.name][kind] for done in rounds) for kind in (0, 1)]
        print(f"{case.name:<20}{line[0]:>9.0f}{line[1]:>9.0f}", end="")
        if case.against:
            ratios = [
                statistics.median(done[case.name][kind] / done[case.against][kind] for done in rounds)
                for kind in (0, 1)
            ]
            goal = "" if case.at_most is None else f"{case.at_most:.1f}"
            print(f"{ratios[0]:>12.2f}{ratios[1]:>11.2f}{goal:>7}", end="")
        print()


if __name__ == "__main__":
    main()
