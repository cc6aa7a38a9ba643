"""docxtpl's own test templates, fetched by package name: read by tests, never part of this project.

The source distributions since 0.5 leave them out, so the last one that holds them is taken; a folder with newer ones
(the `tests/templates` of a checkout) may be named in DOCXTPL_TEMPLATES, several with the path separator between.

    python -m tests.support_corpus FOLDER     # prints where the templates are
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

PINNED = "docxtpl==0.4.13 --hash=sha256:5639945f9a4bfabbee489d97302fb40e6703796d6822a615514744e984867e9b"
VARIABLE = "DOCXTPL_TEMPLATES"


def templates() -> Mapping[str, Path]:
    """Return name and path of every template, the folder named first before the others; empty when none can be had."""
    named = [Path(folder) for folder in os.environ.get(VARIABLE, "").split(os.pathsep) if folder]
    found: dict[str, Path] = {}
    for folder in named or filter(None, [fetched(Path(tempfile.gettempdir()) / "docxtpl-0.4.13-templates")]):
        for path in sorted(folder.glob("*.docx")):
            found.setdefault(path.name, path)
    return found


def fetched(folder: Path) -> Path | None:
    """Return the folder of the templates, fetched once; None when they cannot be fetched."""
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as work:
            (Path(work) / "wanted.txt").write_text(PINNED, "utf-8")
            command = [sys.executable, "-m", "pip", "download", "-q", "--retries", "0", "--timeout", "10", "--no-deps"]
            command += ["--no-binary", ":all:", "--require-hashes", "-r", "wanted.txt"]
            try:
                subprocess.run(command, cwd=work, check=True, capture_output=True, timeout=120)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                return None
            with tarfile.open(next(Path(work).glob("*.tar.gz"))) as archive:
                for member in archive.getmembers():
                    if member.isfile() and "/tests/test_files/" in member.name:
                        member.name = Path(member.name).name
                        archive.extract(member, Path(work) / "out", filter="data")
            if not folder.is_dir():  # another run may have been quicker
                shutil.move(Path(work) / "out", folder)
    return folder


if __name__ == "__main__":
    here = fetched(Path(sys.argv[1]))
    if here is None:
        sys.exit("docxtpl's templates cannot be fetched")
    sys.stdout.write(f"{here}\n")
