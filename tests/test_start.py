"""What a start of the program loads and compiles: as little as the command needs. Counted, never timed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

COUNTING = """
import sys, importlib.machinery
compiled = []
loader = importlib.machinery.SourceFileLoader
original = loader.source_to_code
loader.source_to_code = lambda self, data, path, **kind: (compiled.append(path), original(self, data, path, **kind))[1]
from reportgen.__main__ import main
try:
    main()
except SystemExit as end:
    code = end.code
print(sum("/reportgen/" in path for path in compiled), code, *sorted(sys.modules), file=sys.stderr)
"""
BEFORE_THE_CACHE = 4
"""`reportgen`, `__main__`, `bytecode`, `cache`: what finds the kept code cannot be kept with it."""


def start(package: Path, *words: str, cwd: Path, **environment: str) -> tuple[int, int, set[str], str]:
    """Run the program from a folder; return modules of it compiled, exit status, modules loaded, stdout."""
    known = {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, *words],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **known},
        check=True,
    )
    compiled, code, *modules = done.stderr.splitlines()[-1].split()
    return int(compiled), int(code), set(modules), done.stdout


@pytest.fixture
def installed(tmp_path: Path, root: Path) -> Path:
    """Copy the package without compiled code."""
    shutil.copytree(root / "reportgen", tmp_path / "lib" / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "lib"


def test_where_python_keeps_no_compiled_code_the_program_does(installed: Path, tmp_path: Path) -> None:
    cache = {"REPORTGEN_CACHE": str(tmp_path / "cache")}
    first, *_, out = start(installed, "--help", cwd=tmp_path, **cache)
    second, *_, again = start(installed, "--help", cwd=tmp_path, **cache)
    assert first > BEFORE_THE_CACHE
    assert second == BEFORE_THE_CACHE
    assert again == out
    assert not list(installed.rglob("__pycache__"))


def test_without_a_cache_it_is_compiled_every_time(installed: Path, tmp_path: Path) -> None:
    counts = [start(installed, "--help", cwd=tmp_path, REPORTGEN_CACHE="off")[0] for _ in range(2)]
    assert counts[0] == counts[1] > BEFORE_THE_CACHE


def test_a_changed_module_is_compiled_anew(installed: Path, tmp_path: Path) -> None:
    cache = {"REPORTGEN_CACHE": str(tmp_path / "cache")}
    start(installed, "--help", cwd=tmp_path, **cache)
    source = installed / "reportgen" / "cli" / "vietnamese.py"
    source.write_text(source.read_text("utf-8").replace("Cách dùng: ", "Dùng như sau: "), "utf-8")
    assert "Dùng như sau: " in start(installed, "--help", cwd=tmp_path, **cache)[-1]


def test_damaged_code_is_compiled_anew(installed: Path, tmp_path: Path) -> None:
    cache = {"REPORTGEN_CACHE": str(tmp_path / "cache")}
    *_, out = start(installed, "--help", cwd=tmp_path, **cache)
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(entry.read_bytes()[:-100])
    assert start(installed, "--help", cwd=tmp_path, **cache)[-1] == out


def test_where_python_keeps_compiled_code_the_program_keeps_none(installed: Path, tmp_path: Path) -> None:
    compiling = [sys.executable, "-m", "compileall", "-q", str(installed)]
    subprocess.run(compiling, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})
    assert start(installed, "--help", cwd=tmp_path, REPORTGEN_CACHE=str(tmp_path / "cache"))[0] == 0
    assert not (tmp_path / "cache").exists()


def test_the_command_starts_where_the_module_does(root: Path) -> None:
    scripts: Mapping[str, str] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts["reportgen"] == "reportgen.__main__:main"
