"""The peers, installed by name and version into a scratch folder; nothing of it enters this project.

A peer that cannot be installed is told as such and left out; the others are measured all the same.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal


@dataclass(frozen=True)
class Engine:
    """One peer.

    Attributes:
        name: As shown. kind: `docx` or `xlsx`. runs: `python`, `node`, or `ours` (this interpreter).
        packages: What is installed for it, with versions. venv: Own environment, where packages exclude each other.
        syntax: Tags of its template. fills: Whether it fills a template; otherwise it builds the sheet in code.
        note: What it does otherwise than the rest.
    """

    name: str
    kind: Literal["docx", "xlsx"]
    runs: Literal["python", "node"]
    packages: tuple[str, ...]
    syntax: str
    venv: str = "venv"
    fills: bool = True
    note: str = ""


ENGINES: Final = (
    Engine("docxtpl", "docx", "python", ("docxtpl==0.20.2",), "jinja"),
    Engine("rust-docxtpl", "docx", "python", ("rust-docxtpl==0.1.2",), "jinja", venv="venv-rust"),
    Engine(
        "docx-mailmerge2", "docx", "python", ("docx-mailmerge2==1.0.3",), "merge",
        note="has no conditions: its template prints the four conditional texts always",
    ),
    Engine("docxtemplater", "docx", "node", ("docxtemplater@3.71.0", "pizzip@3.3.0"), "mustache"),
    Engine("carbone", "docx", "node", ("carbone@3.8.2",), "carbone"),
    Engine("easy-template-x", "docx", "node", ("easy-template-x@7.2.8",), "mustache"),
    Engine(
        "docx-templates", "docx", "node", ("docx-templates@4.15.0",), "docx-templates",
        note="without its sandbox, which would double its time",
    ),
    Engine("openpyxl", "xlsx", "python", ("openpyxl==3.1.5",), "plain", note="template opened, styles copied in code"),
    Engine("xltpl", "xlsx", "python", ("xltpl==0.21",), "xltpl", note="its writer is reused"),
    Engine("exceljs", "xlsx", "node", ("exceljs@4.4.0",), "plain", note="template opened, styles copied in code"),
    Engine("carbone-xlsx", "xlsx", "node", ("carbone@3.8.2",), "carbone"),
    Engine("XlsxWriter", "xlsx", "python", ("XlsxWriter==3.3.1",), "plain", fills=False),
    Engine("exceljs-stream", "xlsx", "node", ("exceljs@4.4.0",), "plain", fills=False, note="its streaming writer"),
    Engine("rustpy-xlsxwriter", "xlsx", "python", ("rustpy-xlsxwriter==0.8.0",), "plain", fills=False, note="Rust"),
)  # fmt: skip


def install(folder: Path, engines: tuple[Engine, ...]) -> dict[str, str]:
    """Install what the engines need, once, and return the faults: name of an engine to what went wrong.

    Args:
        folder: Scratch folder, made where missing; what is installed there already is kept.
        engines: The peers asked for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    faults: dict[str, str] = {}
    for engine in engines:
        done = folder / "installed" / engine.name
        if done.exists() and done.read_text("utf-8") == " ".join(engine.packages):
            continue
        fault = (
            _pip(folder / engine.venv, engine.packages) if engine.runs == "python" else _npm(folder, engine.packages)
        )
        if fault:
            faults[engine.name] = fault
            continue
        done.parent.mkdir(exist_ok=True)
        done.write_text(" ".join(engine.packages), "utf-8")
    return faults


def python_of(folder: Path, engine: Engine) -> Path:
    """Return the interpreter of a Python engine."""
    return _python(folder / engine.venv)


def _python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _pip(venv: Path, packages: tuple[str, ...]) -> str:
    if not _python(venv).exists() and (fault := _run([sys.executable, "-m", "venv", str(venv)], venv.parent)):
        return fault
    command = [str(_python(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    return _run(command, venv.parent)


def _npm(folder: Path, packages: tuple[str, ...]) -> str:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "Node.js and npm are not installed here"
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text('{"private": true}\n', "utf-8")
    quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
    return _run([npm, "install", *quiet, *packages], folder)


def _run(command: list[str], folder: Path) -> str:
    """Run a command and return what it complained of, empty when it went well."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stderr.strip() or done.stdout.strip())[-400:]
