"""Real clients: LibreOffice, poppler, Microsoft's validator. Tests that need one are skipped where it is missing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.tools import validate_office

_OWN: Any = validate_office.own
_GIVEN = Namespace(allow_external={"hyperlink"}, allow_tags=True)
VALIDATOR = Path(__file__).parent / "tools" / "validate_office.py"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TYPIST = Path(__file__).parent / "tools" / "type_in_calc.py"
REQUIRED = os.environ.get("REPORTGEN_OFFICE") == "required"
"""Set where every client is installed: nothing may then be skipped for want of one."""
SDK = os.environ.get("OOXML_VALIDATOR_CLI", "")


def uno_python() -> str | None:
    """Return a Python that can speak to LibreOffice: the system's with python3-uno, or LibreOffice's own."""
    beside = Path(os.path.realpath(SOFFICE)).parent / "python" if SOFFICE else None
    for candidate in ("/usr/bin/python3", beside):
        if candidate and Path(candidate).exists():
            told = subprocess.run([str(candidate), "-c", "import uno"], check=False, capture_output=True)
            if told.returncode == 0:
                return str(candidate)
    return None


def type_in_calc(source: Path, steps: Sequence[Sequence[object]], saved: Mapping[Path, str]) -> None:
    """Open a workbook in LibreOffice, type, save it under names and in filters; see `tools/type_in_calc.py`."""
    python = uno_python()
    assert python
    assert SOFFICE
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "bieu.xlsx"
        shutil.copy(source, copy)
        work = Path(folder) / "work.json"
        task = {"source": str(copy), "steps": list(steps), "save": {str(path): form for path, form in saved.items()}}
        work.write_text(json.dumps(task), "utf-8")
        subprocess.run([python, str(TYPIST), SOFFICE, str(work)], check=True, capture_output=True, timeout=300)


def to_pdf(files: Iterable[Path], folder: Path) -> list[Path]:
    """Convert documents to PDF in one run of LibreOffice, in a profile of its own."""
    return convert(files, folder, "pdf")


def convert(files: Iterable[Path], folder: Path, form: str) -> list[Path]:
    """Convert documents to another form; every one must come out."""
    assert SOFFICE
    sources = list(files)
    assert len({source.stem for source in sources}) == len(sources), "two results would bear one name"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [SOFFICE, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", form]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, sources)], check=True, capture_output=True, timeout=300
        )
    made = [folder / f"{source.stem}.{form}" for source in sources]
    assert all(path.is_file() for path in made)
    return made


def pdf_text(pdf: Path) -> str:
    """Return the text of a PDF, spaces as one."""
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return " ".join(told.stdout.split())


def pdf_fonts(pdf: Path) -> set[str]:
    """Return the names of the fonts that a PDF embeds, without subset marks and styles."""
    told = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True)
    names = (line.split()[0].partition("+") for line in told.stdout.splitlines()[2:])
    return {(rest or name).partition("-")[0] for name, _, rest in names}


def findings(data: bytes, baseline: bytes | None = None) -> list[Any]:
    """Return the errors that our own layer of the validator finds in a .docx, without a process of its own.

    Args:
        data: Of the file; tags may stand in it.
        baseline: A file whose own errors do not count, wherever in their part they stand.
    """

    def found(file: bytes) -> list[Any]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.docx"
            path.write_bytes(file)
            return [f for f in _OWN(path, _GIVEN) if f[0] == "error"]

    known = {_wherever(f) for f in found(baseline)} if baseline is not None else set()
    return [f for f in found(data) if _wherever(f) not in known]


def _wherever(finding: Any) -> tuple[str, ...]:
    return (*finding[:3], re.sub(r"\[\d+\]|paragraph \d+", "", finding[3]))


def validate(files: Sequence[Path], *options: str) -> str:
    """Run both layers of the validator; return what it found, "" when every file passed."""
    command = [sys.executable, str(VALIDATOR), "-q", *options, *map(str, files)]
    if not SDK:
        command.insert(3, "--no-sdk")
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    return "" if told.returncode == 0 else told.stdout + told.stderr
