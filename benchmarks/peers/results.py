"""What was measured, as a record and as tables."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from content import WORKS
from install import ENGINES
from processes import GOALS as PROCESS_GOALS

if TYPE_CHECKING:
    from run import Bench

ROOT: Final = Path(__file__).resolve().parent.parent.parent
OURS: Final = "reportgen"
FILLS: Final = {engine.name for engine in ENGINES if engine.fills}
TITLES: Final = {
    "W1": "W1: Word, 65 rows",
    "W2": "W2: Word, 1,000 rows",
    "W3": "W3: Word, 5,000 rows",
    "W4-65": "W4: Excel, 65 rows",
    "W4-5000": "W4: Excel, 5,000 rows",
}
GOALS: Final = {
    ("W1", "docxtpl"): 25, ("W1", "fastest"): 10,
    ("W2", "docxtpl"): 10, ("W2", "fastest"): 3,
    ("W3", "docxtpl"): 10, ("W3", "fastest"): 3,
    ("W4-65", "fastest"): 8, ("W4-65", "XlsxWriter"): 3,
    ("W4-5000", "fastest"): 4, ("W4-5000", "XlsxWriter"): 3,
}  # fmt: skip
"""How many times slower others should be, at least."""
FLOOR_GOAL: Final = 1.5
GROWTH_GOAL: Final = 5.5
MEMORY_GOAL: Final = 120
WHEEL_OPTIONS: Final = {"isal": "isal", "zlib-ng": "zlib-ng"}


def record(bench: Bench) -> dict[str, Any]:
    """Return everything that was found, ready for JSON."""
    here = machine()
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": here,
        "rounds": bench.asked.rounds,
        "codecs": bench.asked.codec,
        "levels": {f"{codec} {kind}": level for (codec, kind), level in bench.levels.items()},
        "works": {
            work: {
                "rows": WORKS[work],
                "revision": here["revision"],
                "engines": {name: _summary(rounds, name) for name in rounds[0]},
                "texts": bench.notes[work],
                "rounds": rounds,
            }
            for work, rounds in bench.found.items()
        },
        "cold": bench.cold,
        "processes": bench.processes,
        "start_revision": here["revision"],
        "faults": bench.faults,
    }


def merged(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one record of several: of every work, and of start-up, the latest. The page tells of which revision."""
    whole = dict(records[-1])
    for one in reversed(records[:-1]):
        whole["works"] = {**one["works"], **whole["works"]}
        whole["levels"] = {**one["levels"], **whole["levels"]}
        if not whole["processes"]:
            whole |= {name: one[name] for name in ("cold", "processes", "start_revision")}
    whole["works"] = {work: whole["works"][work] for work in WORKS if work in whole["works"]}
    return whole


def machine() -> dict[str, str]:
    """Return what the figures depend on: processor, memory, system, versions."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        cpu = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line), cpu)
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    return {
        "processor": f"{os.cpu_count()} × {cpu}",
        "memory": memory,
        "system": platform.system(),
        "load": ", ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "",
        "python": platform.python_version(),
        "node": _said("node", "--version").removeprefix("v"),
        "revision": _said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        **{name: _version(name) for name in ("jinja2", "isal", "zlib-ng")},
    }


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _summary(rounds: list[dict[str, Any]], name: str) -> dict[str, float]:
    there = [r[name] for r in rounds if name in r]
    made = {
        "cpu": _median(statistics.mean(r["cpu"]) for r in there),
        "wall": _median(statistics.mean(r["wall"]) for r in there),
        "idle": _median(r["idle"] for r in there),
        "peak": _median(r["peak"] for r in there),
        "bytes": there[0]["bytes"],
    }
    if there[0].get("compile"):
        made["compile"] = _median(statistics.median(r["compile"]) for r in there)
    return made


def _median(values: Any) -> float:
    return statistics.median(list(values))


# --- ratios ------------------------------------------------------------------------------------------------------


def ratio(work: dict[str, Any], above: Callable[[dict[str, float]], float | None], below: str) -> float | None:
    """Return the median over the rounds of a CPU time divided by that of an engine, each formed inside one round.

    Args:
        work: One work of the record. above: From engine to CPU ms of one round, to the time above; None if not there.
        below: Name of the engine below.
    """
    found = []
    for one in work["rounds"]:
        times = {name: statistics.mean(m["cpu"]) for name, m in one.items()}
        over = above(times)
        if over is not None and below in times:
            found.append(over / times[below])
    return statistics.median(found) if found else None


def fastest(times: dict[str, float]) -> float | None:
    """Return the CPU time of the fastest peer that fills a template."""
    peers = [time for name, time in times.items() if name in FILLS]
    return min(peers) if peers else None


def _fastest_name(work: dict[str, Any]) -> str:
    peers = {name: one["cpu"] for name, one in work["engines"].items() if name in FILLS}
    return min(peers, key=peers.__getitem__) if peers else ""


# --- page --------------------------------------------------------------------------------------------------------


def page(found: dict[str, Any]) -> str:
    """Return the tables as Markdown."""
    parts = [_head(found), _goals(found), *(_work(found, name) for name in found["works"])]
    if found["cold"]:
        parts.append(_cold(found))
    if found["processes"]:
        parts.append(_processes(found["processes"]))
    parts.append(_exceptions(found))
    return "\n\n".join(parts) + "\n"


def _head(found: dict[str, Any]) -> str:
    m = found["machine"]
    levels = ", ".join(f"{codec} ({kind} level {level})" for (codec, kind), level in _levels(found))
    return f"""# Speed beside the peers

Generated by `python benchmarks/peers/run.py`; its head says how. CPU ms is user and system time a document, in a
process of its own, after warming up, output to memory, fresh values each time; medians of the
rounds. Ratios are formed inside one round. Peak memory is that of the whole process. The text of every document is
invented, for measuring only.

| | |
| --- | --- |
| When | {found["when"]} |
| Machine | {m["processor"]}, {m["memory"]}, {m["system"]}; load while measuring {m["load"]} (other work ran beside) |
| Versions | Python {m["python"]}, Node.js {m["node"]}, Jinja2 {m["jinja2"]}, isal {m["isal"]}, \
zlib-ng {m["zlib-ng"]}; {", ".join(dict.fromkeys(p for e in ENGINES for p in e.packages))} |
| Deflate of ours and of the floor | {levels} |"""


def _levels(found: dict[str, Any]) -> list[tuple[tuple[str, str], int]]:
    return [((key.split(" ")[0], key.split(" ")[1]), level) for key, level in found["levels"].items()]


def _goals(found: dict[str, Any]) -> str:
    codecs = found["codecs"]
    lines = ["## Goals", "", _row(["CPU, how many times ours", "goal", *codecs]), _rule(2 + len(codecs))]
    works = found["works"]
    for (work, peer), goal in GOALS.items():
        if work not in works:
            continue
        label = f"fastest that fills a template ({_fastest_name(works[work])})" if peer == "fastest" else peer
        above = fastest if peer == "fastest" else _named(peer)
        cells = [_judged(ratio(works[work], above, f"{OURS} ({c})"), goal, at_least=True) for c in codecs]
        lines.append(_row([f"{TITLES[work]}: {label}", f"≥ {goal}", *cells]))
    for work in works:
        cells = [_judged(ratio(works[work], _named(f"{OURS} ({c})"), f"floor ({c})"), FLOOR_GOAL) for c in codecs]
        lines.append(_row([f"{TITLES[work]}: ours ÷ floor", f"≤ {FLOOR_GOAL}", *cells]))
    if {"W2", "W3"} <= set(works):
        cells = [_judged(_growth(works, c), GROWTH_GOAL) for c in codecs]
        lines.append(_row(["5,000 rows ÷ 1,000 rows, ours", f"≤ {GROWTH_GOAL}", *cells]))
    for work in (w for w in ("W3", "W4-5000") if w in works):
        cells = [_judged(works[work]["engines"][f"{OURS} ({c})"]["peak"], MEMORY_GOAL, digits=0) for c in codecs]
        lines.append(_row([f"{TITLES[work]}: peak memory, MB", f"≤ {MEMORY_GOAL}", *cells]))
    if "W1" in works and "docxtpl" in works["W1"]["engines"]:
        cells = [_judged(_unseen(works["W1"], c), 1) for c in codecs]
        lines.append(_row(["first document of a template never seen, engines loaded: ours ÷ docxtpl", "≤ 1", *cells]))
    if {OURS, "docxtpl"} <= set(found["cold"]):
        cell = _judged(_cold_ratio(found["cold"], "process"), 1)
        label = "the same in a fresh process, imports and all: ours ÷ docxtpl"
        lines.append(_row([label, "≤ 1", cell, *[""] * (len(codecs) - 1)]))
    for command, beside, goal in PROCESS_GOALS if found["processes"] else ():
        cell = _judged(_process_ratio(found["processes"], command, beside, "wall"), goal, digits=2)
        label = f"`{command}` ÷ `{beside}`, wall"
        lines.append(_row([label, f"≤ {goal}", cell, *[""] * (len(codecs) - 1)]))
    return "\n".join([*lines, "", "A cross marks what is not reached."])


def _process_ratio(processes: dict[str, Any], command: str, beside: str, what: str) -> float:
    """Return the median ratio of two commands, each pair run one after the other; the first finds nothing cached."""
    pairs = list(zip(processes[command], processes[beside], strict=True))[1:]
    return statistics.median(a[what] / b[what] for a, b in pairs)


def _named(name: str) -> Callable[[dict[str, float]], float | None]:
    return lambda times: times.get(name)


def _growth(works: dict[str, Any], codec: str) -> float:
    """Return how many times the CPU time of 1,000 rows 5,000 cost; round with round, as ratios are."""
    name = f"{OURS} ({codec})"
    pairs = zip(works["W2"]["rounds"], works["W3"]["rounds"], strict=False)
    return statistics.median(statistics.mean(b[name]["cpu"]) / statistics.mean(a[name]["cpu"]) for a, b in pairs)


def _unseen(work: dict[str, Any], codec: str) -> float:
    """Return how many times docxtpl's CPU time compiling and rendering a template takes; round with round."""
    name = f"{OURS} ({codec})"
    return statistics.median(
        (statistics.median(r[name]["compile"]) + statistics.mean(r[name]["cpu"])) / statistics.mean(r["docxtpl"]["cpu"])
        for r in work["rounds"]
        if "docxtpl" in r
    )


def _cold_ratio(cold: dict[str, Any], what: str) -> float:
    return statistics.median(a / b for a, b in zip(cold[OURS][what], cold["docxtpl"][what], strict=True))


def _judged(value: float | None, goal: float, *, at_least: bool = False, digits: int = 1) -> str:
    if value is None:
        return "not measured"
    digits = 2 if not at_least and goal < 2 else digits  # small goals need finer figures
    reached = value >= goal if at_least else value <= goal
    return f"{value:.{digits}f}{'' if reached else ' ✗'}"


def _work(found: dict[str, Any], name: str) -> str:
    work = found["works"][name]
    first = f"{OURS} ({found['codecs'][0]})"
    heads = ["engine", "CPU ms", f"÷ ours ({found['codecs'][0]})", "wall ms", "peak MB", "bytes", "text"]
    lines = [f"## {TITLES[name]} ({_measured(work)})", "", _row(heads), _rule(len(heads))]
    for engine, one in sorted(work["engines"].items(), key=lambda item: item[1]["cpu"]):
        times = ratio(work, _named(engine), first)
        said = work["texts"].get(engine)
        mark = "–" if said is None else "same" if not said else "differs"
        shown = f"**{engine}**" if engine.startswith(OURS) else engine
        if engine in {e.name for e in ENGINES if not e.fills}:
            shown += " (fills no template)"
        size = f"{one['bytes']:,.0f}"
        cells = [shown, f"{one['cpu']:.2f}", f"{times:.2f}", f"{one['wall']:.2f}", f"{one['peak']:.0f}", size, mark]
        lines.append(_row(cells))
    return "\n".join(lines)


def _measured(work: dict[str, Any]) -> str:
    """Return how often and of which revision a work was measured."""
    count = len(work["rounds"])
    return f"{count} round{'s' if count > 1 else ''}, revision {work['revision']}"


def _cold(found: dict[str, Any]) -> str:
    lines = [
        f"## The first document (revision {found['start_revision']})",
        "",
        "A fresh process, a template never seen before, 65 rows. The first document is compiled and rendered after the",
        "imports; the whole process is all of it.",
        "",
        _row(["", "import, CPU ms", "first document, CPU ms", "whole process, CPU ms"]),
        _rule(4),
    ]
    for engine, times in found["cold"].items():
        cells = [f"{statistics.median(times[what]):.1f}" for what in ("import", "first", "process")]
        lines.append(_row([f"**{engine}**" if engine == OURS else engine, *cells]))
    if {OURS, "docxtpl"} <= set(found["cold"]):
        cells = [f"{_cold_ratio(found['cold'], what):.2f}" for what in ("import", "first", "process")]
        lines.append(_row(["ours ÷ docxtpl", *cells]))
    ours = f"{OURS} ({found['codecs'][0]})"
    compiled = [
        f"{TITLES[name]} {work['engines'][ours]['compile']:.1f} ms"
        for name, work in found["works"].items()
        if name in {"W1", "W4-65"}
    ]
    if compiled:
        lines += ["", f"Compiling a template in a warm process: {', '.join(compiled)}."]
    return "\n".join(lines)


def _processes(processes: dict[str, Any]) -> str:
    lines = [
        "## Whole commands",
        "",
        "A process from start to end; `quarterly` writes its Word and Excel files. The first run finds nothing cached;",
        "of the others the median.",
        "",
        _row(["", "first, CPU ms", "then, CPU ms", "then, wall ms"]),
        _rule(4),
    ]
    for name, times in processes.items():
        cells = [f"{times[0]['cpu']:.0f}", *(f"{_median(t[what] for t in times[1:]):.0f}" for what in ("cpu", "wall"))]
        lines.append(_row([f"`{name}`", *cells]))
    return "\n".join(lines)


HEIGHTS: Final = """\
In Excel's table ours does what neither the floor nor any engine beside it does: it works out how high every row of
wrapped text must be, because LibreOffice shows rows without a height in one line, their texts cut. With 65 rows this is
about half of its CPU time; with 5,000 rows, where a row may be a line or two too high, about a third. Without heights
ours would cost about 2.2 and 1.4 times the floor. The rest beyond the floor is looking through the values, the running
of the tags, and the parts around the rows."""


def _exceptions(found: dict[str, Any]) -> str:
    lines = [*(HEIGHTS.splitlines() if any(w.startswith("W4") for w in found["works"]) else []), ""]
    lines += ["## What is not the same work, and what failed", ""]
    there = {name for work in found["works"].values() for name in work["engines"]}
    lines += [f"- {e.name}: {e.note}." for e in ENGINES if e.note and e.name in there]
    for name, work in found["works"].items():
        lines += [f"- {TITLES[name]}, text of {engine}: {said}." for engine, said in work["texts"].items() if said]
    lines += [
        f"- {name} could not be measured: {' '.join(said.split())[-300:]}" for name, said in found["faults"].items()
    ]
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return f"|{' --- |' * columns}"
