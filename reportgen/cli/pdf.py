"""Documents to PDF through LibreOffice, kept apart: own profile, nothing fetched, a time limit."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from reportgen.problem import Problem, ReportgenError

PROGRAMS = ("soffice", "libreoffice")
USUAL_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SECONDS = 120.0
DOTS = 80
"""An inch, of the picture of a page: legible, and a page fits on a screen."""
# Vietnamese, or a workbook's 1829 and 0.5 would be printed as 1,829 and 50.00% on a machine that speaks English.
# A linked image must not make LibreOffice fetch an address or put a file of this machine into the document.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">\
<value>vi-VN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """Return the path of LibreOffice, or None when it is not installed."""
    found = (shutil.which(name) for name in PROGRAMS)
    usual = (place for place in USUAL_PLACES if Path(place).is_file())
    return next((path for path in found if path), None) or next(usual, None)


def convert(name: str, document: bytes, *, seconds: float = SECONDS) -> bytes:
    """Return a document as PDF.

    Args:
        name: Its file name; the ending says what it is.
        document: Its bytes.
        seconds: How long LibreOffice may take.

    Raises:
        ReportgenError: LN012 when LibreOffice is not installed, LN013 when it gives no PDF with pages.
    """
    office = program()
    if office is None:
        raise ReportgenError(_missing(name))
    with tempfile.TemporaryDirectory(prefix="reportgen-pdf-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder, "profile")
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, "utf-8")
        source = Path(folder, f"tai-lieu{Path(name).suffix}")
        source.write_bytes(document)
        said = _run(
            [
                office,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(source),
            ],
            seconds,
        )
        # LibreOffice ends with 0 even when it wrote nothing: only the PDF itself proves it.
        result = source.with_suffix(".pdf")
        pdf = result.read_bytes() if result.is_file() else b""
    if not has_pages(pdf):
        raise ReportgenError(_failed(name, said))
    return pdf


def pages(name: str, content: bytes, *, seconds: float = SECONDS) -> list[bytes]:
    """Return the pages of a PDF as PNG pictures, by `pdftoppm` of Poppler.

    Args:
        name: File name of the document, for messages.
        content: The PDF.
        seconds: How long the program may take.

    Raises:
        ReportgenError: LN020 when Poppler is not installed, LN021 when it gives no picture.
    """
    tool = shutil.which("pdftoppm")
    if tool is None:
        message = "máy chưa cài Poppler (lệnh pdftoppm) nên không tạo được ảnh PNG của từng trang"
        remedy = "Cài Poppler (trên Debian, Ubuntu là gói poppler-utils) rồi chạy lại, hoặc mở tệp PDF để xem."
        raise ReportgenError(Problem("LN020", name, message, remedy))
    with tempfile.TemporaryDirectory(prefix="reportgen-png-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "tai-lieu.pdf")
        source.write_bytes(content)
        said = _run([tool, "-png", "-r", str(DOTS), str(source), str(source.with_suffix(""))], seconds)
        # pdftoppm pads the number of a page with zeros: the order of the names is that of the pages.
        made = [path.read_bytes() for path in sorted(Path(folder).glob("tai-lieu-*.png"))]
    if said or not made:
        message = f"pdftoppm không tạo được ảnh của các trang{f' ({said})' if said else ''}"
        raise ReportgenError(Problem("LN021", name, message, "Chạy lại; nếu vẫn lỗi, mở tệp PDF để xem."))
    return made


def has_pages(pdf: bytes) -> bool:
    """Tell whether `pdf` is a finished PDF with at least one page."""
    whole = pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-1024:]
    return whole and re.search(rb"/Type\s*/Page\b", pdf) is not None


def _run(command: list[str], seconds: float) -> str:
    """Run a program and return what went wrong, "" for nothing; past its time it dies with all its children."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        return str(error.strerror or error)
    try:
        _, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(process)
        return f"quá {seconds:.0f} giây chưa xong"
    except BaseException:
        _kill(process)
        raise
    return "" if process.returncode == 0 else complaint.decode("utf-8", "replace").strip()[-200:]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and the ones it started: `soffice` is a script whose child does the work."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _missing(name: str) -> Problem:
    """Return LN012."""
    return Problem(
        "LN012",
        name,
        "máy chưa cài LibreOffice nên không tạo được tệp PDF",
        "Cài LibreOffice (Writer và Calc) rồi chạy lại, hoặc mở tệp trong Word, Excel và chọn lưu thành PDF.",
    )


def _failed(name: str, said: str) -> Problem:
    """Return LN013."""
    return Problem(
        "LN013",
        name,
        f"LibreOffice không tạo được tệp PDF{f' ({said})' if said else ''}",
        "Chạy lại; nếu vẫn lỗi, mở tệp trong Word, Excel và chọn lưu thành PDF.",
    )
