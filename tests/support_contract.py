"""What an outside examiner has: copies of the two wards, edited by text replacement, and the command."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from tests.support_cli import run

ROOT = Path(__file__).resolve().parent.parent


def workspace(parent: Path, ward: str = "truc-lam", *, progress: bool = True) -> Path:
    """Return a new workspace with a copy of one shipped ward."""
    target = parent / "data" / ward
    shutil.copytree(ROOT / "data" / ward, target)
    if not progress:
        shutil.rmtree(target / "progress")
        (target / "events.yaml").unlink()
    return parent


def edit(path: Path, old: str, new: str) -> None:
    """Replace words that stand in a file exactly once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def set_deadlines(plan: Path, deadlines: dict[str, list[str]]) -> None:
    """Replace the printed deadlines of tasks, by id, in the text of a plan."""
    lines, group, task, done = plan.read_text("utf-8").splitlines(), "", "", set()
    out: list[str] = []
    skipping = False
    for line in lines:
        found = re.fullmatch(r'(\s+)(- )?(id|number): "?([^"]+?)"?', line)
        if found and found[3] == "id":
            group = found[4]
        elif found:
            task = f"{group}.{found[4].rstrip('.')}"
        if skipping and re.match(r"\s+- ", line) and not re.match(r"\s+- (number|id):", line):
            continue
        skipping = False
        if line.strip() == "deadlines:" and task in deadlines:
            indent = line[: len(line) - len(line.lstrip())]
            items = [f"{indent}  - '{text}'" for text in deadlines[task]]
            out += [line, *items] if items else [f"{indent}deadlines: []"]
            done.add(task)
            skipping = True
            continue
        out.append(line)
    assert done == set(deadlines), f"no such task: {set(deadlines) - done}"
    plan.write_text("\n".join(out) + "\n", "utf-8")


def status(space: Path, ward: str, *words: str) -> Any:
    """Return what `status --json` says."""
    return run("status", "--ward", ward, "--workspace", space, "--json", *words).json


def by_id(told: Any) -> dict[str, Any]:
    """Return the tasks of a status by id."""
    return {task["id"]: task for task in told["tasks"]}


def period_of(told: Any) -> tuple[Any, ...]:
    """Return the five values of a period in JSON."""
    period = told["period"]
    return tuple(period[key] for key in ("kind", "year", "index", "from", "to"))
