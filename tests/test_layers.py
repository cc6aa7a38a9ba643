"""The folder listing is the architecture: imports run one way, and no room below the shells knows a clock or a disk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "reportgen"
MAY_IMPORT: dict[str, set[str]] = {
    "problem": set(),
    "memory": set(),
    "cache": set(),
    "bytecode": {"cache"},
    "apart": {"problem"},
    "shipped": set(),
    "model": set(),
    "vi": set(),
    "documents": {"model"},
    "load": {"memory", "model", "problem", "vi"},
    "assess": {"model", "vi"},
    "view": {"assess", "model", "vi"},
    "check": {"assess", "model", "problem", "vi"},
    "compare": {"problem", "render", "templating", "vi"},
    "decree30": {"problem", "render", "vi"},
    "render": {"problem", "vi"},
    "templating": {"decree30", "documents", "problem", "render", "view"},
    "build": {"assess", "check", "decree30", "documents", "memory", "model", "problem", "provenance", "render", "view"},
    "originals": {"output", "problem", "provenance", "render"},
    "provenance": {"render"},
    "trace": {"assess", "compare", "model", "render", "vi"},
    "register": {"output", "problem", "store", "vi"},
    "forms": {"model", "problem", "render", "vi"},
    "planbook": {"forms", "model", "problem", "vi"},
    "planimport": {"decree30", "load", "model", "problem", "render", "vi"},
    "store": {"output", "problem"},
    "output": {"problem"},
    "schedule": {"documents", "model", "problem", "vi"},
    "batch": {"build", "load", "output", "problem"},
}
SHELLS = {"cli", "web", "__main__"}
"""They may import every room; no room may import them."""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(source: str) -> Iterator[str]:
    """Yield the room of every import of ours, wherever in the file it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            pytest.fail(f"relative import, line {node.lineno}")
        elif isinstance(node, ast.ImportFrom) and node.module == "reportgen":
            names = [f"reportgen.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.startswith("reportgen.") and name != "reportgen.__version__":
                yield name.split(".")[1]


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    assert room in MAY_IMPORT or room in SHELLS, f"{room} is no room of the house"
    found = set(imports(path.read_text("utf-8"))) - {room}
    assert not found & SHELLS or room in SHELLS
    if room not in SHELLS:
        assert found <= MAY_IMPORT[room]


def test_every_room_that_stands_is_in_the_table() -> None:
    rooms = {room_of(path) for path in FILES}
    assert {"load", "model", "assess", "view", "render", "check", "build", "output", "cli"} <= rooms


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from reportgen.load.ward import load_ward", {"load"}),
        ("import reportgen.cli.app", {"cli"}),
        ("from reportgen import check, __version__", {"check"}),
        ("def f():\n    from reportgen.output import digest", {"output"}),
        ("import os", set()),
    ],
)
def test_the_reader_of_imports_sees_each_form(source: str, expected: set[str]) -> None:
    assert set(imports(source)) == expected


PURE = sorted(set(MAY_IMPORT) - {"load", "output", "originals", "batch", "cache", "apart"})


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) in PURE], ids=lambda path: path.name)
def test_the_core_knows_neither_today_nor_print(path: Path) -> None:
    functions = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert not {f.id for f in functions if isinstance(f, ast.Name)} & {"print", "open", "input"}
    assert not {f.attr for f in functions if isinstance(f, ast.Attribute)} & {"today", "now", "utcnow", "write_bytes"}
