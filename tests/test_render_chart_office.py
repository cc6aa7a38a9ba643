"""Charts as programs see them: Microsoft's validator, LibreOffice's pages, templates that LibreOffice has saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.render import compile_docx, compile_xlsx
from reportgen.view import samples
from tests.support_chart import KINDS, chart_value, charts_of, drawn, excel, part, parts, remembered, space_of, word
from tests.support_office import SDK, SOFFICE, convert, pdf_text, to_pdf, validate

VALUES = {
    "bieu_do": {
        "nhieu": chart_value("Nhiều chuỗi", ["Cải cách thể chế", "Thủ tục"], Một=[1, None], Ba=[3, 2.5], Bốn=[7, 8]),
        "mot": chart_value("Một chuỗi", ["Đạt", "Chưa đạt", "Chưa có"], Chỉ_tiêu=[8, 2, 3]),
        "khong": chart_value("Không có gì", []),
    }
}
ALL = [
    *((kind, "mot" if kind == "pie" else "nhieu") for kind in KINDS),
    *((kind, "khong") for kind in ("bar", "line", "pie", "scatter")),
]


def files(folder: Path) -> Iterator[Path]:
    """Yield a document and a workbook with every kind of chart, full and empty, and the workbooks inside."""
    charts = [drawn(kind, title=f"{{{{ bieu_do.{name} }}}}") for kind, name in ALL]
    document = compile_docx(word(*charts), "mau.docx").render(VALUES)
    made = {"van-ban.docx": document, "bang-tinh.xlsx": compile_xlsx(excel(*charts), "phu-luc.xlsx").render(VALUES)}
    inside = [name for name in parts(document) if name.startswith("word/embeddings/")]
    made |= {f"trong-{number}.xlsx": part(document, name) for number, name in enumerate(inside)}
    for name, data in made.items():
        (folder / name).write_bytes(data)
        yield folder / name


@pytest.mark.sdk
@pytest.mark.skipif(not SDK, reason="Microsoft's validator is not installed")
def test_the_validator_finds_nothing_in_any_kind_of_chart(tmp_path: Path) -> None:
    assert validate(list(files(tmp_path))) == ""


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_draws_the_data_in_word_and_in_excel(tmp_path: Path) -> None:
    document, workbook, *_ = files(tmp_path)
    for pdf in to_pdf([document, workbook], tmp_path):
        text = pdf_text(pdf)
        for words in ("Nhiều chuỗi", "Cải cách thể chế", "Bốn", "Một chuỗi", "Chưa đạt", "(chưa có số liệu)"):
            assert words in text, (pdf.name, words)
        assert "Cũ 1" not in text


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_the_report_template_saved_by_libreoffice_keeps_its_chart(root: Path, tmp_path: Path) -> None:
    (saved,) = convert([root / "templates" / "bao-cao-cchc.docx"], tmp_path, "docx")
    out = compile_docx(saved.read_bytes(), "mau.docx").render(samples())
    (chart,) = charts_of(out)
    shown: Any = remembered(space_of(out, chart))
    sample: Any = samples()["bieu_do"]
    assert shown["nhom"] == sample["nhiem_vu_theo_linh_vuc"]["nhom"]
    assert shown["tieu_de"] == "Biểu đồ 1. Tình trạng thực hiện nhiệm vụ theo lĩnh vực"
    assert [one["ten"] for one in shown["chuoi"]] == [one["ten"] for one in sample["nhiem_vu_theo_linh_vuc"]["chuoi"]]
