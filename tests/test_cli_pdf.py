"""PDF through LibreOffice: apart from the person's own, within a time limit, and never without pages."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from reportgen.cli import pdf
from reportgen.problem import Problem, ReportgenError


def document(text: str) -> bytes:
    """Return a Word document of one paragraph."""
    word = docx.Document()
    word.add_paragraph(text)
    word.save(stream := io.BytesIO())
    return stream.getvalue()


def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program of our own in the place of LibreOffice."""
    program = tmp_path / "soffice"
    program.write_text(f"#!{sys.executable}\nimport pathlib, subprocess, sys, time\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "program", lambda: str(program))


def refused(content: bytes = b"", **settings: float) -> Problem:
    with pytest.raises(ReportgenError) as caught:
        pdf.convert("bao-cao.docx", content, **settings)
    assert caught.value.exit_code == 1
    return caught.value.problems[0]


@pytest.mark.office
def test_a_word_document_becomes_a_pdf_with_its_text() -> None:
    reader = PdfReader(io.BytesIO(pdf.convert("bao-cao.docx", document("Ủy ban nhân dân phường"))))
    assert "Ủy ban nhân dân phường" in reader.pages[0].extract_text()


@pytest.mark.office
def test_numbers_of_a_workbook_are_printed_as_vietnamese_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["B1"] = 1829, 0.5
    book.active["A1"].number_format, book.active["B1"].number_format = "#,##0", "0.00%"
    book.save(stream := io.BytesIO())
    text = PdfReader(io.BytesIO(pdf.convert("phu-luc.xlsx", stream.getvalue()))).pages[0].extract_text()
    assert "1.829" in text
    assert "50,00%" in text


@pytest.mark.office
def test_a_document_cut_short_gives_no_pdf() -> None:
    assert refused(document("Ủy ban")[:9000]).code == "LN013"


def test_without_libreoffice_the_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    problem = refused()
    assert problem.code == "LN012"
    assert "Cài LibreOffice" in problem.remedy


def test_success_without_a_pdf_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, monkeypatch, "")
    assert refused().code == "LN013"


@pytest.mark.parametrize("content", ["b''", "b'%PDF-1.6 cut'", "b'%PDF-1.6 /Type /Pages %%EOF'"])
def test_a_pdf_cut_short_or_without_pages_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    office(tmp_path, monkeypatch, f"pathlib.Path(sys.argv[-1]).with_suffix('.pdf').write_bytes({content})")
    assert refused().code == "LN013"


def test_what_libreoffice_complains_of_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, monkeypatch, "sys.exit('source file could not be loaded')")
    assert "source file could not be loaded" in refused().message


def test_past_its_time_it_dies_with_the_programs_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    office(tmp_path, monkeypatch, f"subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)")
    begun = time.monotonic()
    assert "chưa xong" in refused(seconds=0.5).message
    assert time.monotonic() - begun < 10
    time.sleep(1.5)
    assert not mark.exists()


def test_each_run_has_its_own_profile_that_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    office(
        tmp_path,
        monkeypatch,
        "import urllib.parse, urllib.request\n"
        "url = next(w for w in sys.argv if 'UserInstallation' in w).partition('=')[2]\n"
        "folder = pathlib.Path(urllib.request.url2pathname(urllib.parse.urlparse(url).path))\n"
        f"with open({str(seen)!r}, 'a') as s: s.write(str(folder) + '\\n')\n"
        "text = (folder / 'user' / 'registrymodifications.xcu').read_text()\n"
        "assert 'BlockUntrustedRefererLinks' in text and 'DisableMacrosExecution' in text",
    )
    assert [refused().message, refused().message] == ["LibreOffice không tạo được tệp PDF"] * 2
    first, second = seen.read_text("utf-8").splitlines()
    assert first != second
    assert not Path(first).exists()
