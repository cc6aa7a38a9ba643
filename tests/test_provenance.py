"""What a document says of its making, and whether anybody has changed it since."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.provenance import UNSEALED, Provenance, read, read_made, sealed, unchanged
from tests.support_cli import TODAY, on_day, run


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, bytes]:
    """Return a quarter's report, its appendices and a plan."""
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        where = ("--ward", "truc-lam", "--workspace", root, "--out", out)
        run("quarterly", "--year", "2026", "--quarter", "3", "--number", "12", "--date", "2026-09-20", *where)
        run("plan", "--verbatim", *where)
    return {path.suffix if "quy" in path.stem else "plan": path.read_bytes() for path in out.rglob("*.*x")}


def test_a_document_tells_kind_period_hashes_number_and_day(files: dict[str, bytes]) -> None:
    told = read(files[".docx"])
    assert told is not None
    assert (told.kind, told.ward, told.period, told.as_of) == ("quarterly", "truc-lam", "2026-q3", "2026-09-14")
    assert (told.template, told.number, told.issued) == ("bao-cao-cchc.docx", "12", "2026-09-20")
    assert (told.subject, told.verbatim) == ("", "")


def test_appendices_of_one_run_tell_the_same_data(files: dict[str, bytes]) -> None:
    word, book = read(files[".docx"]), read(files[".xlsx"])
    assert word is not None
    assert book is not None
    assert (word.data_hash, word.kind, word.period) == (book.data_hash, book.kind, book.period)
    assert word.template_hash != book.template_hash


def test_a_plan_tells_that_it_is_verbatim(files: dict[str, bytes]) -> None:
    told = read(files["plan"])
    assert told is not None
    assert (told.kind, told.verbatim, told.period) == ("plan", "1", "")


@pytest.mark.parametrize("name", [".docx", ".xlsx", "plan"])
def test_what_we_wrote_is_unchanged(files: dict[str, bytes], name: str) -> None:
    assert unchanged(files[name]) is True


def _saved_word(data: bytes) -> bytes:
    stream = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def _typed_word(data: bytes) -> bytes:
    document, stream = docx.Document(io.BytesIO(data)), io.BytesIO()
    document.paragraphs[20].add_run(".")
    document.save(stream)
    return stream.getvalue()


def _typed_book(data: bytes) -> bytes:
    book, stream = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    book.worksheets[0]["Z99"] = 1
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("name", "edit"), [(".docx", _saved_word), (".docx", _typed_word), (".xlsx", _typed_book)])
def test_a_file_saved_by_another_program_is_changed_and_still_tells_its_making(
    files: dict[str, bytes], name: str, edit: Callable[[bytes], bytes]
) -> None:
    edited = edit(files[name])
    assert read(edited) == read(files[name])
    assert unchanged(edited) is False


def test_a_property_changed_by_hand_breaks_the_seal(files: dict[str, bytes]) -> None:
    forged = _with_part(files[".docx"], "docProps/custom.xml", lambda part: part.replace(b"2026-q3", b"2026-q2"))
    told = read(forged)
    assert told is not None
    assert told.period == "2026-q2"
    assert unchanged(forged) is False


def test_packing_the_same_parts_again_changes_nothing(files: dict[str, bytes]) -> None:
    assert unchanged(_with_part(files[".docx"], "", lambda part: part)) is True


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            target.writestr(info.filename, change(part) if info.filename == name else part)
    return stream.getvalue()


def test_a_file_that_we_did_not_make_tells_nothing() -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    assert read(stream.getvalue()) is None
    assert unchanged(stream.getvalue()) is None


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert read(data) is None


@given(st.data())
def test_a_damaged_document_never_makes_the_reader_fail(files: dict[str, bytes], data: st.DataObject) -> None:
    whole = bytearray(files[".docx"])
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(len(whole) - 3000, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(whole))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)


@given(st.builds(Provenance, *[TEXT] * 7, subject=TEXT))
def test_any_words_come_back_as_they_were_said(files: dict[str, bytes], told: Provenance) -> None:
    from reportgen.render.package import open_package, stamp  # noqa: PLC0415

    package = open_package(files[".docx"], "a.docx")
    document = sealed(package.write(stamp(package, {}, properties=told.properties())))
    found = read(document)
    assert found is not None
    seal = found.content_hash
    assert seal != UNSEALED
    # those that the stamp does not set stay from the file below
    assert replace(found, content_hash="", number="", issued="", template="") == told
    assert unchanged(document) is True


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_the_properties_and_breaks_the_seal(files: dict[str, bytes], tmp_path: Path) -> None:
    from tests.support_office import convert  # noqa: PLC0415

    sources = []
    for form in (".docx", ".xlsx"):
        sources.append(tmp_path / f"{form[1:]}-cu{form}")
        sources[-1].write_bytes(files[form])
    (tmp_path / "docx").mkdir()
    (tmp_path / "xlsx").mkdir()
    for source in sources:
        made = convert([source], tmp_path / source.suffix[1:], source.suffix[1:])[0].read_bytes()
        assert read(made) == read(files[source.suffix])
        assert unchanged(made) is False


def test_the_day_of_a_document_is_a_date(files: dict[str, bytes]) -> None:
    told = read(files[".xlsx"])
    assert told is not None
    assert date.fromisoformat(told.as_of) == date(2026, 9, 14)


def test_a_document_just_made_is_read_without_loading_zipfile(files: dict[str, bytes]) -> None:
    assert all(read_made(document) == read(document) for document in files.values())
