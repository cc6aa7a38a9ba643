"""Every document of both wards, as outside clients see it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.support_cli import TODAY, on_day, run
from tests.support_office import SDK, SOFFICE, pdf_fonts, pdf_text, to_pdf, validate

WARDS = ("truc-lam", "hang-gon")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("monthly",),
    ("quarterly",),
    ("quarterly", "--quarter", "1", "--year", "2026"),
    ("half-year",),
    ("nine-month",),
    ("annual",),
    ("adhoc", "--from", "2026-07-01", "--to", "2026-08-31", "--subject", "Giải quyết thủ tục hành chính"),
    ("plan",),
    ("plan", "--verbatim"),
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, root: Path) -> list[Path]:
    """Write every document of both wards once."""
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        for ward in WARDS:
            for words in COMMANDS:
                told = run(*words, "--ward", ward, "--workspace", root, "--out", out)
                assert told.exit_code == 0, told.err
    return sorted(path for path in out.rglob("*") if path.suffix in {".docx", ".xlsx"})


def test_every_command_writes_its_documents(outputs: list[Path]) -> None:
    words = [path for path in outputs if path.suffix == ".docx"]
    books = [path for path in outputs if path.suffix == ".xlsx"]
    assert len(words) == len(WARDS) * len(COMMANDS)
    assert len(books) == len(WARDS) * (len(COMMANDS) - 2)


def test_every_output_is_valid(outputs: list[Path]) -> None:
    assert not validate(outputs)


@pytest.mark.sdk
@pytest.mark.skipif(not SDK, reason="Microsoft's validator is not installed")
def test_templates_are_valid(root: Path) -> None:
    assert not validate(sorted((root / "templates").glob("*.*x")), "--allow-tags")


@pytest.mark.office
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ward", WARDS)
def test_libreoffice_shows_every_document_in_one_typeface(outputs: list[Path], ward: str, tmp_path: Path) -> None:
    for pdf in to_pdf([path for path in outputs if ward in path.parts], tmp_path):
        assert pdf_fonts(pdf) <= {"Tinos", "TimesNewRomanPSMT", "TimesNewRomanPS", "TimesNewRoman"}, pdf.name
        assert "{{" not in pdf_text(pdf)
        assert "Độc lập - Tự do - Hạnh phúc" in pdf_text(pdf) or pdf.name.startswith("phu-luc")


def test_every_cell_with_a_formula_bears_its_value(outputs: list[Path]) -> None:
    for path in outputs:
        if path.suffix != ".xlsx":
            continue
        formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
        bare = [
            f"{sheet.title}!{cell.coordinate}"
            for sheet in formulas
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and values[sheet.title][cell.coordinate].value is None
        ]
        assert not bare, path.name


def test_text_and_tables_print_the_same_figures(outputs: list[Path], root: Path) -> None:
    for ward in WARDS:
        told = run("status", "--ward", ward, "--period", "quarterly", "--quarter", "3", "--year", "2026",
                   "--workspace", root, "--json")  # fmt: skip
        totals = json.loads(told.out)["totals"]
        folder = next(p.parent for p in outputs if ward in p.parts and p.name == "phu-luc-cchc-quy-3-2026.xlsx")
        book = openpyxl.load_workbook(folder / "phu-luc-cchc-quy-3-2026.xlsx", data_only=True)
        sums = next(row for row in book["Tổng hợp"].iter_rows(values_only=True) if row[1] == "Tổng số")
        assert (sums[2], sums[3]) == (totals["total"], totals["done"])
        with zipfile.ZipFile(folder / "bao-cao-cchc-quy-3-2026.docx") as package:
            text = package.read("word/document.xml").decode()
        assert f"{totals['done']}/{totals['total']} nhiệm vụ" in text


def test_the_same_input_gives_the_same_bytes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for day, zone, name in ((TODAY, "UTC", "a"), (date(2026, 11, 26), "Asia/Ho_Chi_Minh", "b")):
        on_day(monkeypatch, day)
        monkeypatch.setenv("TZ", zone)
        told = run("quarterly", "--ward", "hang-gon", "--workspace", root, "--out", tmp_path / name)
        made.append([path.read_bytes() for path in told.paths])
    assert made[0] == made[1]
    assert all(zipfile.ZipFile(io.BytesIO(data)).testzip() is None for data in made[0])
