"""How long a report takes, as ratios in one run: machines are noisy, so each round times every way, one after another.

    python benchmarks/render.py [--rounds 5]

docxtpl alone (a new object each time, as its documentation shows) is 1.00; below it, our renderer with all of its
checks, compiled anew and compiled once. `assess` and `view` are given as shares of one whole report.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jinja2
from docxtpl import DocxTemplate

from reportgen.assess import assess
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.render import compile_docx, compile_xlsx
from reportgen.render.sandbox import environment
from reportgen.view import view_of

ROOT = Path(__file__).resolve().parent.parent
WARD = "truc-lam"


def main() -> None:
    """Print a table of medians and their ratios to docxtpl."""
    rounds = arguments().rounds
    ways = every_way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()  # warm
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.process_time()
            way()
            times[name].append(time.process_time() - start)
    base = statistics.median(times["docxtpl"])
    print(f"{'way':<34}{'CPU ms (median)':>16}{'÷ docxtpl':>12}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<34}{median * 1000:>16.1f}{median / base:>12.2f}")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def every_way() -> dict[str, Callable[[], object]]:
    """Return what is timed, by name."""
    folder = ROOT / "data" / WARD
    data = load_ward(folder).data
    period = make_period(PeriodKind.QUARTER, 2026, 3, data.ward.calendar)
    as_of = date(2026, 9, 14)
    report = assess(data, period, as_of)
    values = view_of(report)
    word = (ROOT / "templates" / "bao-cao-cchc.docx").read_bytes()
    book = (ROOT / "templates" / "phu-luc.xlsx").read_bytes()
    compiled_word, compiled_book = compile_docx(word), compile_xlsx(book)

    def plain_docxtpl() -> None:
        template = DocxTemplate(io.BytesIO(word))
        sandboxed: jinja2.Environment = environment()
        template.render(values, sandboxed, autoescape=True)
        template.save(io.BytesIO())

    return {
        "docxtpl": plain_docxtpl,
        "word, compiled each time": lambda: compile_docx(word).render(values),
        "word, compiled once": lambda: compiled_word.render(values),
        "excel, compiled each time": lambda: compile_xlsx(book).render(values),
        "excel, compiled once": lambda: compiled_book.render(values),
        "load a ward": lambda: load_ward(folder),
        "assess": lambda: assess(data, period, as_of),
        "view": lambda: view_of(report),
    }


if __name__ == "__main__":
    main()
