"""What a whole command costs, start-up and all, beside the mere import of the libraries it is built on."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
LIBRARIES: Final = "import docxtpl, openpyxl, jinja2, babel.numbers, typer, pydantic, yaml"
PAIRS: Final = {
    "reportgen quarterly --ward truc-lam": ("-m", "reportgen", "quarterly", "--ward", "truc-lam"),
    LIBRARIES: ("-c", LIBRARIES),
    "reportgen --help": ("-m", "reportgen", "--help"),
    "import typer": ("-c", "import typer"),
}
"""Commands, each before what it is measured against."""
GOALS: Final = (("reportgen quarterly --ward truc-lam", LIBRARIES, 1.5), ("reportgen --help", "import typer", 2.5))
TIMES: Final = 9


def bytecode(folder: Path) -> dict[str, str]:
    """Return the environment in which Python keeps what it compiles, as an installed program finds it kept."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def measured() -> dict[str, list[dict[str, float]]]:
    """Return CPU ms and wall ms of every command, several times, in turn; the first of each finds nothing cached."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in PAIRS}
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "HOME": home,
            "XDG_CACHE_HOME": home,
            "LOCALAPPDATA": home,
            "PYTHONPATH": str(ROOT),
            **bytecode(Path(home)),
        }
        for _ in range(TIMES):
            for name, words in PAIRS.items():
                found[name].append(_one(words, environment))
    return found


def _one(words: tuple[str, ...], environment: dict[str, str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as out:
        more = ("--workspace", str(ROOT), "--out", out) if "quarterly" in words else ()
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, *words, *more], env=environment, cwd=out, capture_output=True, check=True)
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu * 1000, "wall": wall * 1000}
