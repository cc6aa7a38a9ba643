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

from tests.support_cli import run

COUNTING = """
import sys, importlib.machinery
there = set(sys.modules)  # measuring the coverage of a run loads much before the program
compiled = []
loader = importlib.machinery.SourceFileLoader
original = loader.source_to_code
loader.source_to_code = lambda self, data, path, **kind: (compiled.append(path), original(self, data, path, **kind))[1]
from reportgen.__main__ import main
try:
    main()
except SystemExit as end:
    code = end.code
print(sum("/reportgen/" in path for path in compiled), code, *sorted(set(sys.modules) - there), file=sys.stderr)
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


HEAVY = frozenset({"docx", "docxtpl", "openpyxl", "babel", "pydantic", "pydantic_core", "yaml", "rapidfuzz", "rich"})
"""Libraries that take long to load; none of them is needed once a ward and a template are known."""


@pytest.mark.parametrize(
    "words", [("--help",), ("quarterly", "--help"), ("check", "--help"), ("template", "fields", "--help")], ids=" ".join
)
def test_a_page_of_help_loads_typer_and_little_else(root: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    _, code, modules, _ = start(root, *words, cwd=tmp_path)
    assert code == 0
    assert not modules & (HEAVY | {"jinja2", "lxml", "decimal", "pickle", "email", "importlib.metadata"})
    rooms = {name.split(".")[1] for name in modules if name.startswith("reportgen.")}
    assert rooms <= {"__main__", "bytecode", "cache", "cli", "memory", "model", "output", "problem", "vi"}


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--help",),
        ("--version",),
        ("quarterly", "--help"),
        ("template", "--help"),
        ("template", "fields", "--help"),
        ("quaterly",),
        ("--sai",),
        ("template", "sai"),
        ("quarterly",),
        ("quarterly", "--wrad", "x"),
        ("-h", "status"),
    ],
    ids=" ".join,
)
def test_the_command_that_is_built_alone_answers_as_among_all(root: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "reportgen", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    told = run(*words)
    assert (done.returncode, done.stdout, done.stderr) == (told.exit_code, told.out, told.err)


def test_a_report_on_what_is_known_loads_no_library_of_the_long_way(root: Path, tmp_path: Path) -> None:
    words = ("quarterly", "--ward", "truc-lam", "--year", "2026", "--quarter", "3")
    cache = str(tmp_path / "cache")
    _, _, cold, _ = start(root, *words, "--out", str(tmp_path / "one"), cwd=root, REPORTGEN_CACHE=cache)
    _, _, warm, _ = start(root, *words, "--out", str(tmp_path / "two"), cwd=root, REPORTGEN_CACHE=cache)
    assert {"yaml", "pydantic", "reportgen.render.xlsx.book"} <= cold
    assert not warm & HEAVY
    long_way = {"load.ward", "decree30.check", "render.wordcompile", "render.xlsx.book"}
    assert not {f"reportgen.{room}" for room in long_way} & warm


def test_a_report_on_new_data_judges_its_form_without_what_mends_it(root: Path, tmp_path: Path) -> None:
    words = ("quarterly", "--ward", "truc-lam", "--year", "2026", "--quarter", "3")
    *_, modules, _ = start(root, *words, "--out", str(tmp_path / "out"), cwd=root, REPORTGEN_CACHE="off")
    assert "reportgen.decree30.check" in modules
    assert "reportgen.decree30.mend" not in modules


def test_the_state_of_tasks_is_told_without_the_engines(root: Path, tmp_path: Path) -> None:
    words, cache = ("status", "--ward", "truc-lam", "--json"), str(tmp_path / "cache")
    start(root, *words, cwd=root, REPORTGEN_CACHE=cache)
    _, _, warm, _ = start(root, *words, cwd=root, REPORTGEN_CACHE=cache)
    assert not warm & (HEAVY | {"jinja2", "lxml"})
