"""The Word template that the reports are made with: what it prints, and in what form."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportgen.assess.report import Class
from reportgen.model.period import PeriodKind, make_period
from reportgen.model.ward import Signer
from reportgen.render import compile_docx
from reportgen.view import samples, view_of
from tests.support_report import KINDS, WARD, full_report, make_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W.strip("{}")}
MM = 56.6929  # twips
LONG = replace(
    WARD,
    name="Nguyễn Thị Minh Khai",
    full_name="Phường Nguyễn Thị Minh Khai",
    place="Phường Nguyễn Thị Minh Khai",
    issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG NGUYỄN THỊ MINH KHAI"),
    addressees=("Sở Nội vụ tỉnh Lam Giang", "Đảng ủy phường & HĐND <phường>"),
    signer=Signer(("CHỦ TỊCH",), "Nguyễn Văn Mẫu"),
)


YEAR = make_period(PeriodKind.YEAR, 2026)


@pytest.fixture(scope="module")
def template(root: Path) -> Any:
    return compile_docx((root / "templates" / "bao-cao-cchc.docx").read_bytes())


def body(document: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def find(element: Any, path: str) -> list[Any]:
    found: Any = element.xpath(path, namespaces=NS)
    return list(found)


def paragraphs(document: Any) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in document.iter(f"{W}p")]


def styled(document: Any, style: str) -> list[str]:
    found = find(document, f"//w:p[w:pPr/w:pStyle/@w:val='{style}']")
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in found]


REPORTS = {
    "full": full_report(illustrative=True),
    "empty": make_report(),
    "long names": full_report(ward=LONG),
    "65 tasks": make_report({area: {Class.DONE_REGULAR: 7, Class.OVERDUE: 3} for area in KINDS}),
}


@pytest.fixture(scope="module", params=REPORTS, ids=str)
def made(request: pytest.FixtureRequest, template: Any) -> Any:
    return body(template.render(view_of(REPORTS[request.param])))


def test_no_tag_is_left_and_no_value_is_a_word_of_python(made: Any) -> None:
    words = "\n".join(paragraphs(made))
    assert not re.search(r"\{[{%#]|[}%#]\}|\bNone\b|\bTrue\b|\bFalse\b", words)


def test_the_samples_of_all_names_render(template: Any) -> None:
    assert "Trúc Lâm" in "".join(paragraphs(body(template.render(samples()))))


def test_report_keeps_the_outline_of_the_ministry(made: Any) -> None:
    parts = styled(made, "MucI")
    assert [part.split(".")[0] for part in parts] == ["I", "II", "III", "IV", "V"]
    assert all(part == part.upper() for part in parts)
    khoan = [words for words in styled(made, "Khoan1") if words.startswith("3. ")]
    assert "3. Cải cách tổ chức bộ máy hành chính nhà nước" in khoan


def test_body_ends_with_the_end_mark(made: Any) -> None:
    assert styled(made, "CauKet")[0].endswith("./.")


def test_every_appendix_is_mentioned_and_numbered_in_roman(made: Any) -> None:
    labels = styled(made, "PhuLuc")
    assert labels == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    running = " ".join(styled(made, "NoiDung"))
    assert all(re.search(rf"{label}\b", running) for label in labels)
    assert all(words.startswith("(Kèm theo Báo cáo số") for words in styled(made, "KemTheo"))


def test_text_of_people_survives_whatever_it_holds(template: Any) -> None:
    words = paragraphs(body(template.render(view_of(REPORTS["long names"]))))
    assert "- Đảng ủy phường & HĐND <phường>." in words


def test_one_addressee_stands_on_the_line_and_several_below_it(template: Any) -> None:
    assert "Kính gửi: Sở Nội vụ tỉnh Lam Giang" in paragraphs(body(template.render(view_of(make_report()))))
    words = paragraphs(body(template.render(view_of(REPORTS["long names"]))))
    place = words.index("Kính gửi:")
    assert words[place + 1] == "- Sở Nội vụ tỉnh Lam Giang;"


def test_invented_data_shows_on_the_face_and_on_each_appendix(template: Any) -> None:
    assert len(styled(body(template.render(view_of(REPORTS["full"]))), "CanhBao")) == 4
    assert styled(body(template.render(view_of(full_report()))), "CanhBao") == []


def sections(document: Any) -> list[Any]:
    return find(document, "//w:sectPr")


def test_every_page_is_a4_with_the_margins_of_the_decree(made: Any) -> None:
    first, *appendices = sections(made)
    assert len(appendices) == 3
    for section, landscape in [(first, False), *((section, True) for section in appendices)]:
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        across, down = (297, 210) if landscape else (210, 297)
        assert [round(int(size.get(f"{W}{side}")) / MM) for side in "wh"] == [across, down]
        top, bottom, left, right = (int(margins.get(f"{W}{side}")) / MM for side in ("top", "bottom", "left", "right"))
        assert 19.9 < top < 25.1
        assert 19.9 < bottom < 25.1
        assert 29.9 < left < 35.1
        assert 14.9 < right < 20.1


def test_each_appendix_counts_its_pages_from_1_and_no_first_page_shows_its_number(made: Any) -> None:
    first, *appendices = sections(made)
    assert first.find(f"{W}titlePg") is not None
    for section in appendices:
        assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"
        assert section.find(f"{W}titlePg") is not None


def test_heads_of_tables_repeat_and_rows_stay_whole(made: Any) -> None:
    ruled = find(made, "//w:tbl[w:tblPr/w:tblStyle/@w:val='TableGrid']")
    assert ruled
    for table in ruled:
        assert find(table, "./w:tr[1]/w:trPr/w:tblHeader")
        assert not find(table, "./w:tr[not(w:trPr/w:cantSplit)]")


def test_signature_stays_with_the_last_words_of_the_text(made: Any) -> None:
    closing = find(made, "//w:p[w:pPr/w:pStyle/@w:val='CauKet']")[0]
    block = closing.getnext()
    assert block.tag == f"{W}tbl"
    assert find(block, ".//w:trPr/w:cantSplit")


def test_every_task_stands_in_the_second_appendix(template: Any) -> None:
    report = REPORTS["65 tasks"]
    table = find(body(template.render(view_of(report))), "//w:tbl[.//w:t='Tình trạng']")[0]
    cells = ["".join(row[2].itertext()) for row in table.iter(f"{W}tr") if len(row) > 3]
    assert cells[1:] == [state.task.title for state in report.tasks]


def test_a_cumulative_report_tells_results_in_a_row_below_each_task(template: Any) -> None:
    quarter = REPORTS["65 tasks"]
    for report, told_in_columns in ((quarter, 7), (replace(quarter, period=YEAR, cumulative=True), 6)):
        tables = find(body(template.render(view_of(report))), "//w:tbl[.//w:t='Tình trạng']")
        heads = find(tables[0], "./w:tr[1]/w:tc")
        assert (len(tables), len(heads)) == (1, told_in_columns)
        results = [
            "".join(row.itertext()) for row in find(tables[0], "./w:tr") if "Kế hoạch số 11" in "".join(row.itertext())
        ]
        assert len(results) == len(KINDS)  # the first task of each area


def test_deadlines_have_room_in_the_table_of_tasks(made: Any) -> None:
    for table in find(made, "//w:tbl[.//w:t='Tình trạng']"):
        titles = ["".join(cell.itertext()) for cell in find(table, "./w:tr[1]/w:tc")]
        widths = [int(column.get(f"{W}w")) / MM for column in find(table, "./w:tblGrid/w:gridCol")]
        assert widths[titles.index("Thời hạn")] >= 33.9
        assert widths[titles.index("Tình trạng")] >= 23.9
        assert sum(widths) <= 252.1


def test_work_begun_before_its_time_is_told_with_its_lead_in(template: Any) -> None:
    report = make_report({"02": {Class.DONE_REGULAR: 1}})
    state = replace(report.tasks[0], class_=Class.WAITING)
    early = replace(report, tasks=(state,), areas=(replace(report.areas[0], tasks=(state,)),))
    lead_in = "Nhiệm vụ chưa đến hạn, chờ văn bản của cấp trên đã có kết quả bước đầu:"
    assert lead_in in paragraphs(body(template.render(view_of(early))))
    assert lead_in not in paragraphs(body(template.render(view_of(report))))


def styles(root: Path) -> Any:
    with zipfile.ZipFile(root / "templates" / "bao-cao-cchc.docx") as package:
        return etree.fromstring(package.read("word/styles.xml"))


def test_every_style_is_times_new_roman_in_all_scripts(root: Path) -> None:
    fonts = list(styles(root).iter(f"{W}rFonts"))
    assert fonts
    for font in fonts:
        assert {font.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert not [key for key in font.attrib if str(key).endswith("Theme")]


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("QuocHieu", 13, True, False),  # V.1: 12-13
        ("TieuNgu", 14, True, False),  # V.1: 13-14
        ("TenCoQuan", 13, True, False),  # V.2: 12-13
        ("SoKyHieu", 13, False, False),  # V.3
        ("DiaDanhNgayThang", 13, False, True),  # V.4: 13-14
        ("TenLoai", 14, True, False),  # V.5a
        ("TrichYeu", 14, True, False),
        ("NoiDung", 14, False, False),  # V.6: 13-14
        ("MucI", 14, True, False),
        ("Khoan1", 14, True, False),
        ("QuyenHan", 14, True, False),  # V.7a
        ("HoTen", 14, True, False),
        ("KinhGui", 14, False, False),  # V.9a
        ("NoiNhan", 12, True, True),  # V.9b
        ("DanhSachNoiNhan", 11, False, False),
        ("PhuLuc", 14, True, False),  # III.1.b
        ("TenPhuLuc", 14, True, False),
        ("KemTheo", 14, False, True),  # III.1.c
    ],
)
def test_each_part_has_the_letters_of_the_decree(
    root: Path, style: str, size: int, *, bold: bool, italic: bool
) -> None:
    found = find(styles(root), f"//w:style[@w:styleId='{style}']/w:rPr")[0]
    assert int(found.find(f"{W}sz").get(f"{W}val")) == 2 * size
    assert [is_on(found.find(f"{W}{name}")) for name in ("b", "i")] == [bold, italic]


def is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(f"{W}val") not in {"0", "false"}


def test_body_text_is_justified_indented_and_spaced_as_the_decree_wants(root: Path) -> None:
    shape = find(styles(root), "//w:style[@w:styleId='NoiDung']/w:pPr")[0]
    assert shape.find(f"{W}jc").get(f"{W}val") == "both"
    assert int(shape.find(f"{W}ind").get(f"{W}firstLine")) in {567, 720}
    spacing = shape.find(f"{W}spacing")
    assert int(spacing.get(f"{W}before")) >= 120
    assert 240 <= int(spacing.get(f"{W}line")) <= 360


def lines(document: Any) -> Iterator[float]:
    """Yield the length in mm of every drawn line, top to bottom."""
    for paragraph in find(document, "//w:p[w:pPr/w:pBdr/w:top and w:pPr/w:pStyle/@w:val='DuongKe']"):
        cell = find(paragraph, "ancestor::w:tc[1]/w:tcPr/w:tcW/@w:w")
        room = int(cell[0]) / MM if cell else 160.0
        indents = paragraph.find(f"{W}pPr/{W}ind")
        yield room - sum(int(indents.get(f"{W}{side}")) for side in ("left", "right")) / MM


def test_lines_of_the_head_have_the_lengths_of_the_decree(template: Any) -> None:
    issuer, nation, subject, *_ = lines(body(template.render(view_of(make_report()))))
    assert 1 / 3 <= issuer / 47 <= 1 / 2  # "PHƯỜNG SUỐI LÀNH" in 13 point bold
    assert 0.95 <= nation / 60.5 <= 1.05  # "Độc lập - Tự do - Hạnh phúc" in 14 point bold
    assert 1 / 3 <= subject / 116.5 <= 1 / 2  # "Kết quả công tác cải cách hành chính quý III năm 2026"


@pytest.mark.office
@pytest.mark.parametrize("name", ["full", "empty"])
def test_libreoffice_prints_the_report_and_the_signature_is_not_alone(tmp_path: Path, template: Any, name: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice")
    pages = printed(office, tmp_path, template.render(view_of(REPORTS[name])))
    signed = next(page for page in pages if "Nguyễn Văn Mẫu" in page)
    assert "Trên đây là báo cáo" in signed
    assert "Nơi nhận:" in signed
    appendix = next(place for place, page in enumerate(pages) if page.lstrip().startswith("Phụ lục I\n"))
    assert appendix == pages.index(signed) + 1


def printed(office: str, folder: Path, document: bytes) -> list[str]:
    """Return the text of each page as LibreOffice lays it out."""
    (folder / "bao-cao.docx").write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "bao-cao.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", str(folder / "bao-cao.pdf"), "-"], check=True, capture_output=True, text=True)
    return text.stdout.split("\f")
