"""Real clients: LibreOffice, poppler, Microsoft's validator. Tests that need one are skipped where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

VALIDATOR = Path(__file__).parent / "tools" / "validate_office.py"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SDK = os.environ.get("OOXML_VALIDATOR_CLI", "")


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


def validate(files: Sequence[Path], *options: str) -> str:
    """Run both layers of the validator; return what it found, "" when every file passed."""
    command = [sys.executable, str(VALIDATOR), "-q", *options, *map(str, files)]
    if not SDK:
        command.insert(3, "--no-sdk")
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    return "" if told.returncode == 0 else told.stdout + told.stderr
