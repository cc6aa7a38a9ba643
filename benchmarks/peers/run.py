"""Speed beside the peers, in one run: this project and every engine that is known for the same work.

    python benchmarks/peers/run.py [--works W1 W2 W3 W4-65 W4-5000] [--rounds 3] [--engines docxtpl carbone ...]
                                   [--codec isal zlib-ng zlib] [--folder DIR] [--write benchmarks/RESULTS.md]

The peers are installed by name and version into a folder outside the project (the first run takes a minute), and each
gets the same report as a template of its own tags. In every round the engines run one after another, each in a process
of its own; CPU time is user and system time of that process, documents go to memory, each with fresh values, after a
few to warm up. Machines are noisy, so **read the ratios**: each is formed inside one round, and the median of the
rounds is told. That every engine writes the same text is checked first; where one does not, the table says so.

`floor` is what no engine can do without: for Word, Jinja rendering the same text, UTF-8, and deflate by the same
library and level; for Excel, the sheet's XML put together as one string, UTF-8 and the same deflate.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import content
import excelfile
import outputs
import processes
import results
import wordfile
from install import ENGINES, Engine, install, python_of

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent.parent
WARM: Final = {"W1": (8, 25), "W2": (2, 4), "W3": (1, 2), "W4-65": (8, 25), "W4-5000": (1, 3)}
"""Documents made before measuring, and measured."""
CHECKED: Final = 2  # the first document has a condition that does not hold, in the second all hold
COMPILED: Final = ("W1", "W4-65")
"""Works in which the compiling of a template is measured."""
VARIANTS: Final = 8
COLD_TIMES: Final = 5
TIMEOUT: Final = 900
OURS: Final = "reportgen"


@dataclass
class Bench:
    """One run: what is asked, and what was found.

    Attributes:
        asked: Options. folder: Scratch. engines: Peers that are there. faults: Why others are not, or failed.
        levels: Codec and kind to the level of deflate that ours uses. found: Work to one record a round, engine to
            measurements. notes: Work to engine to what its text has otherwise. cold: Engine to measurements.
        processes: Command to CPU and wall ms, several times. texts: Work and number of a document to its text.
    """

    asked: argparse.Namespace
    folder: Path
    engines: tuple[Engine, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, str], int] = field(default_factory=dict)
    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    cold: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    processes: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    texts: dict[tuple[str, int], list[Any]] = field(default_factory=dict)

    # --- what is made before ---

    def prepare(self) -> None:
        """Install the peers and write templates and values."""
        wanted = tuple(e for e in ENGINES if not self.asked.engines or e.name in self.asked.engines)
        self.engines = tuple(e for e in wanted if any(_kind(w) == e.kind for w in self.asked.works))
        print(f"folder {self.folder}: installing {len(self.engines)} peers ...", file=sys.stderr)
        self.faults = install(self.folder, self.engines) | self._missing_codecs()
        self.engines = tuple(e for e in self.engines if e.name not in self.faults)
        (self.folder / "work").mkdir(exist_ok=True)
        for syntax in wordfile.SYNTAXES:
            (self.folder / "work" / f"{syntax}.docx").write_bytes(wordfile.word_template(syntax))
        for syntax in excelfile.SYNTAXES:
            (self.folder / "work" / f"{syntax}.xlsx").write_bytes(excelfile.excel_template(syntax))
        for kind in ("docx", "xlsx"):
            self._write_variants(kind)
        for work in self.asked.works:
            self._write_values(work)
        (self.folder / "work" / "content.json").write_text(
            json.dumps(excelfile.for_node(), ensure_ascii=False), "utf-8"
        )

    def _missing_codecs(self) -> dict[str, str]:
        """Leave out the libraries of compression that this interpreter has not, and tell which."""
        missing = [c for c in self.asked.codec if c != "zlib" and find_spec(c.replace("-", "_")) is None]
        self.asked.codec = [c for c in self.asked.codec if c not in missing] or ["zlib"]
        return dict.fromkeys(missing, "not installed beside this project")

    def _values(self, work: str) -> Path:
        return self.folder / "work" / f"{work}.jsonl"

    def _write_values(self, work: str) -> None:
        """Write the values of every document of a work, unless the same are there."""
        path, stamp = self._values(work), self._values(work).with_suffix(".stamp")
        same = hashlib.sha256(Path(content.__file__).read_bytes() + repr(WARM[work]).encode()).hexdigest()
        if stamp.exists() and stamp.read_text() == same:
            return
        with path.open("w", encoding="utf-8") as out:
            for number in range(sum(WARM[work])):
                made = content.values(content.WORKS[work], number, every_condition=number == 1)
                out.write(json.dumps(made, ensure_ascii=False) + "\n")
        stamp.write_text(same)

    def _template(self, kind: str, syntax: str) -> Path:
        return self.folder / "work" / f"{syntax}.{kind}"

    def _variants(self, kind: str) -> list[Path]:
        return [self.folder / "work" / f"variant-{number}.{kind}" for number in range(VARIANTS)]

    def _write_variants(self, kind: str) -> None:
        """Write templates that differ by a figure beside a tag, so that compiling them cannot be looked up anywhere."""
        template = self._template(kind, "jinja").read_bytes()
        for number, path in enumerate(self._variants(kind)):
            path.write_bytes(wordfile.with_word(template, "{{ dau_1 }}", f"{{{{ dau_1 }}}} {number}"))

    # --- one process ---

    def _job(self, work: str, engine: str, *, template: Path, codec: str, cold: bool = False) -> dict[str, Any]:
        kind = _kind(work)
        return {
            "engine": engine,
            "template": str(template),
            "variants": [str(path) for path in self._variants(kind)] if work in COMPILED and not cold else [],
            "values": str(self._values(work)),
            "warm": WARM[work][0],
            "out": str(self.folder / "work" / f"out-{work}-{engine}-{codec}"),
            "codec": codec,
            "level": self.levels.get((codec, kind), 6),
            "cold": cold,
            "content": str(self.folder / "work" / "content.json"),
        }

    def _process(self, command: list[str], job: dict[str, Any]) -> dict[str, Any]:
        path = self.folder / "work" / "job.json"
        path.write_text(json.dumps(job), "utf-8")
        # No cache of compiled templates from elsewhere, and none that one round could leave to the next.
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "HOME": home, "XDG_CACHE_HOME": home, "LOCALAPPDATA": home}
            environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(HERE)])
            environment |= processes.bytecode(self.folder)
            done = subprocess.run(
                [*command, str(path)], cwd=self.folder, env=environment,
                capture_output=True, text=True, check=False, timeout=TIMEOUT,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError((done.stderr.strip() or f"status {done.returncode}")[-400:])
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def ours(self, work: str, role: str, codec: str) -> dict[str, Any]:
        """Measure this project, or the floor, with one library of compression."""
        kind = _kind(work)
        job = self._job(work, f"{role}-{kind}", template=self._template(kind, "jinja"), codec=codec)
        return self._process([sys.executable, str(HERE / "engines.py")], job)

    def peer(self, work: str, engine: Engine) -> dict[str, Any]:
        """Measure one peer."""
        job = self._job(work, engine.name, template=self._template(engine.kind, engine.syntax), codec="zlib")
        node = shutil.which("node") or "node"
        python = str(python_of(self.folder, engine))
        command = [python, str(HERE / "engines.py")] if engine.runs == "python" else [node, str(HERE / "engines.js")]
        return self._process(command, job)

    # --- the run ---

    def run(self) -> None:
        """Measure everything, round by round: a round is every work, each with every engine in turn."""
        self._cold()
        self.found = {work: [] for work in self.asked.works}
        self.notes = {work: {} for work in self.asked.works}
        for number in range(self.asked.rounds):
            for work in self.asked.works:
                print(f"round {number + 1} of {self.asked.rounds}, {work} ...", file=sys.stderr)
                self.found[work].append(self._round(work, first=number == 0))
            self.save()

    def save(self) -> None:
        """Write what was found so far: a run that is stopped has not been in vain."""
        path = self.asked.json or self.folder / "results.json"
        path.write_text(json.dumps(results.record(self), ensure_ascii=False, indent=1), "utf-8")

    def _round(self, work: str, *, first: bool) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for codec in self.asked.codec:
            record[f"{OURS} ({codec})"] = self.ours(work, OURS, codec)
            if first:
                self._find_level(work, codec)
            record[f"floor ({codec})"] = self.ours(work, "floor", codec)
            if first:
                self.notes[work][f"floor ({codec})"] = self._compare_floor(work, codec)
        for engine in (e for e in self.engines if e.kind == _kind(work)):
            if f"{work} {engine.name}" in self.faults:
                continue
            try:
                record[engine.name] = self.peer(work, engine)
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                self.faults[f"{work} {engine.name}"] = str(error)
                continue
            if first:
                self.notes[work][engine.name] = self._compare(work, engine)
        return record

    def _output(self, work: str, name: str, number: int) -> bytes:
        return (self.folder / "work" / f"out-{work}-{name}.{number}").read_bytes()

    def _compare(self, work: str, engine: Engine) -> str:
        """Return in what an engine's text differs from ours; empty when it is the same."""
        kind = _kind(work)
        read = outputs.word_text if kind == "docx" else outputs.sheet_text
        told = []
        for number in range(CHECKED):
            mine = self._mine(work, number)
            other = read(self._output(work, f"{engine.name}-zlib", number))
            if mine != other:
                told.append(f"document {number + 1}: {outputs.difference(mine, other)}")
        return "; ".join(told)

    def _mine(self, work: str, number: int) -> list[Any]:
        """Return the text of a document of ours, read once."""
        kind = _kind(work)
        if (work, number) not in self.texts:
            read = outputs.word_text if kind == "docx" else outputs.sheet_text
            self.texts[work, number] = list(read(self._output(work, f"{OURS}-{kind}-{self.asked.codec[0]}", number)))
        return self.texts[work, number]

    def _compare_floor(self, work: str, codec: str) -> str:
        """Return whether the floor's text is ours: empty when it is."""
        kind = _kind(work)
        floors = [self._output(work, f"floor-{kind}-{codec}", number) for number in range(CHECKED)]
        same = all(outputs.same_as_floor(self._mine(work, n), floor, kind) for n, floor in enumerate(floors))
        return "" if same else "differs"

    def _find_level(self, work: str, codec: str) -> None:
        """Find the level of deflate that ours used, for the floor to use the same."""
        kind = _kind(work)
        part = "word/document.xml" if kind == "docx" else "xl/worksheets/sheet1.xml"
        made = self._output(work, f"{OURS}-{kind}-{codec}", 0)
        self.levels[codec, kind] = outputs.level_of(made, part, codec)

    def _cold(self) -> None:
        """Measure the first document of a fresh process, ours and docxtpl's, in turn; and whole commands."""
        if "W1" not in self.asked.works:
            return
        self.processes = processes.measured()
        docxtpl = next((e for e in self.engines if e.name == "docxtpl"), None)
        for number in (0, *range(COLD_TIMES)):
            if number == 0:
                self.cold = {}  # the first time every module was compiled, which installing does for who installs
            template = self._variants("docx")[number]
            ours = self._job("W1", f"{OURS}-docx", template=template, codec=self.asked.codec[0], cold=True)
            self._note_cold(OURS, self._process([sys.executable, str(HERE / "engines.py")], ours))
            if docxtpl is not None:
                theirs = self._job("W1", "docxtpl", template=template, codec="zlib", cold=True)
                self._note_cold(
                    "docxtpl", self._process([str(python_of(self.folder, docxtpl)), str(HERE / "engines.py")], theirs)
                )

    def _note_cold(self, engine: str, found: dict[str, float]) -> None:
        for name, value in found.items():
            self.cold.setdefault(engine, {}).setdefault(name, []).append(value)


def _kind(work: str) -> str:
    return "xlsx" if work.startswith("W4") else "docx"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", nargs="+", default=list(content.WORKS), choices=[*content.WORKS, "W4"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=[e.name for e in ENGINES], help="only these peers")
    parser.add_argument("--codec", nargs="+", default=["isal", "zlib-ng", "zlib"], choices=["isal", "zlib-ng", "zlib"])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "reportgen-peers")
    parser.add_argument("--json", type=Path, help="where the measurements go; results.json in the folder by default")
    parser.add_argument("--write", type=Path, help="write the tables as a Markdown page, too")
    help_ = "measure nothing: tables of the measurements in these files, of every work the latest"
    parser.add_argument("--tables", type=Path, nargs="+", help=help_)
    asked = parser.parse_args()
    asked.works = [w for work in asked.works for w in (["W4-65", "W4-5000"] if work == "W4" else [work])]
    return asked


def main() -> None:
    """Run, print, and write."""
    asked = arguments()
    folder = asked.folder.resolve()
    if folder.is_relative_to(ROOT):
        raise SystemExit("--folder must lie outside the project")
    if asked.tables:
        page = results.page(results.merged([json.loads(path.read_text("utf-8")) for path in asked.tables]))
    else:
        bench = Bench(asked, folder)
        bench.prepare()
        bench.run()
        page = results.page(results.record(bench))
    print(page)
    if asked.write:
        asked.write.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
