"""`doctor`: is everything here that reports need?"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from reportgen import __version__
from reportgen.cli import pdf, say, workspace
from reportgen.problem import ReportgenError

SERIF = ("Times New Roman", "Tinos", "Liberation Serif")  # of the same letter widths, so lines break alike
SECONDS = 20
NO_POPPLER = "Poppler (pdftoppm): chưa cài; chỉ thiếu ảnh từng trang của lệnh template preview"


def doctor(given: str | None) -> int:
    """Print what is installed and found; return 0 when reports can be written, 1 when not."""
    office = pdf.program()
    font, poppler = _font(), shutil.which("pdftoppm")
    rows = [
        (True, f"reportgen {__version__}, Python {platform.python_version()}"),
        (
            office is not None,
            f"LibreOffice: {office}"
            if office
            else "LibreOffice: chưa cài; vẫn tạo được Word, Excel, chưa tạo được PDF",
        ),
        (poppler is not None, f"Poppler: {poppler}" if poppler else NO_POPPLER),
        (font in SERIF, _font_line(font)),
    ]
    try:
        space = workspace.find(given)
    except ReportgenError as error:
        rows.append((False, f"Thư mục làm việc: {error.problems[0].message}. {error.problems[0].remedy}"))
        ready = False
    else:
        wards = space.wards()
        writable = _writable(space.root / "out")
        rows += [
            (True, f"Thư mục làm việc: {space.root}"),
            (bool(wards), f"Phường có dữ liệu: {', '.join(wards) or 'chưa có'}"),
            (writable, f"Thư mục kết quả: {space.root / 'out'}{'' if writable else ' (không ghi được)'}"),
        ]
        ready = bool(wards) and writable
    for good, line in rows:
        say.out(f"{'[đạt]' if good else '[chưa]'} {line}")
    return 0 if ready else 1


def _font() -> str | None:
    """Return the font that stands for Times New Roman here with Vietnamese letters; None when nobody can tell."""
    tool = shutil.which("fc-match")
    if tool is None:
        return None
    try:
        done = subprocess.run(
            [tool, "-f", "%{family[0]}", "Times New Roman:lang=vi"],
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None


def _font_line(font: str | None) -> str:
    """Return what to say of the font."""
    if font is None:
        return "Phông chữ: không kiểm tra được trên máy này; máy dùng Windows, macOS có sẵn Times New Roman"
    if font in SERIF:
        return f"Phông chữ: {font}"
    return f"Phông chữ: không có Times New Roman, PDF sẽ dùng {font}; cài Times New Roman hoặc Tinos"


def _writable(folder: Path) -> bool:
    """Tell whether documents can be written into a folder, or into the nearest one that exists above it."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)
