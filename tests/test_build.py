"""Building is pure: facts and a template in, bytes out, the same every time, and each says how it was made."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from reportgen import __version__
from reportgen.assess import assess
from reportgen.assess.report import Report
from reportgen.build import build, build_plan, filled
from reportgen.documents import DOCUMENTS
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period, make_range
from reportgen.problem import ReportgenError
from reportgen.render.xlsx.book import CompiledXlsx
from tests.render_xlsx import template as book
from tests.support_ward import WARD_ID, write_ward

QUARTER = DOCUMENTS["quarterly"]


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The report on quý III/2026 of the tiny ward."""
    data = load_ward(write_ward(tmp_path)).data
    return assess(data, make_period(PeriodKind.QUARTER, 2026, 3), date(2026, 9, 14))


def template(*lines: str) -> bytes:
    """Return a Word template of these paragraphs."""
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    word.save(stream := io.BytesIO())
    return stream.getvalue()


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def properties(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("docProps/custom.xml").decode()


def test_a_template_is_filled_in_with_the_words_of_the_report(report: Report) -> None:
    made = build(
        report, template("{{ ten_loai }}", "{{ don_vi.ten }}, {{ ky.ten }}"), document=QUARTER, name="mau.docx"
    )
    assert lines(made.document) == ["BÁO CÁO", "Suối Lành, quý III năm 2026"]


def test_number_day_and_subject_are_printed_as_given(report: Report) -> None:
    made = build(
        report,
        template("{{ so_ky_hieu }}", "{{ dong_ngay_thang }}", "{{ trich_yeu }}"),
        document=QUARTER,
        name="mau.docx",
        number="7",
        issued=date(2026, 2, 5),
        subject="Kết quả kiểm tra",
    )
    assert lines(made.document) == ["07/BC-UBND", "Suối Lành, ngày 05 tháng 02 năm 2026", "Kết quả kiểm tra"]


def test_the_same_input_gives_the_same_bytes(report: Report) -> None:
    source = template("{{ don_vi.ten }}")
    first, second = (build(report, source, document=QUARTER, name="mau.docx").document for _ in range(2))
    assert first == second


def test_a_document_says_how_to_make_it_again(report: Report) -> None:
    source = template("{{ don_vi.ten }}")
    told = properties(build(report, source, document=QUARTER, name="mau.docx").document)
    facts = (
        "quarterly",
        WARD_ID,
        "2026-q3",
        "2026-09-14",
        report.data_hash,
        hashlib.sha256(source).hexdigest(),
        __version__,
    )
    assert all(fact in told for fact in facts)


def test_a_free_range_is_told_by_its_days(report: Report) -> None:
    days = replace(report, period=make_range(date(2026, 7, 1), date(2026, 9, 14)))
    told = properties(build(days, template("x"), document=DOCUMENTS["adhoc"], name="mau.docx").document)
    assert "2026-07-01" in told
    assert "2026-09-14" in told


def test_a_template_that_cannot_be_filled_in_is_named(report: Report) -> None:
    with pytest.raises(ReportgenError) as caught:
        build(report, template("{{ khong_co }}"), document=QUARTER, name="mau-rieng.docx")
    assert caught.value.problems[0].where.startswith("mau-rieng.docx")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_fault_of_the_tags_does_not_hide_an_unknown_name(report: Report, form: str) -> None:
    tags = ("{{ ky.ten | }}", "{{ ky.tenn }}")
    made = template(*tags) if form == "docx" else book({"A": [[tag] for tag in tags]})
    with pytest.raises(ReportgenError) as refused:
        build(report, made, document=QUARTER, name=f"mau.{form}")
    codes = {"docx": ["MB010", "MB015"], "xlsx": ["MB102", "MB101"]}[form]
    assert [p.code for p in refused.value.problems] == codes
    assert refused.value.problems[1].remedy == "Có phải ý bạn là ky.ten?"


def test_the_plan_takes_a_number_and_a_day(tmp_path: Path) -> None:
    data = load_ward(write_ward(tmp_path)).data
    source = template("{{ dong_so }}", "{{ dong_ngay_thang }}")
    own = build_plan(data, source, document=DOCUMENTS["plan"], name="ke-hoach.docx")
    given = build_plan(
        data, source, document=DOCUMENTS["plan"], name="ke-hoach.docx", number="5", issued=date(2026, 1, 9)
    )
    assert lines(own.document)[0].endswith("12/KH-UBND")
    assert "5/KH-UBND" in lines(given.document)[0]
    assert lines(given.document)[1].endswith("ngày 09 tháng 01 năm 2026")


def test_without_a_memory_a_template_is_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: CompiledXlsx) -> bytes:
        raise AssertionError

    monkeypatch.setattr(CompiledXlsx, "dump", refuse)
    assert filled(book({"A": [["{{ a }}"]]}), "mau.xlsx", {"a": 1}, None, {})
