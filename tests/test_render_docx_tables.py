"""Tables whose cells repeat, span and merge have docxtpl's grid; templates saved by LibreOffice still work."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from lxml import etree

from reportgen.render import compile_docx
from tests.support_office import SOFFICE, convert, validate
from tests.support_render import W, part_of, render, saved, template, with_body, xml_text

VALUES: dict[str, Any] = {
    "cot": ["Quý I", "Quý II", "Quý III", "Quý IV"],
    "dong": [{"ten": f"Dòng <{k}>", "o": [f"{k}.{c}" for c in range(4)]} for k in range(3)],
    "rong": [],
    "mau": "00FF00",
    "nhom": [{"ten": "A", "viec": ["x", "y & z"]}, {"ten": "B", "viec": []}, {"ten": "C", "viec": ["t"]}],
    "co": True,
    "khong": False,
}


def grid(data: bytes) -> list[tuple[int, list[list[tuple[str, str, str, str]]]]]:
    """Return of every table the number of its columns, and of every cell its span, merge, colour and text."""
    tables = []
    for table in etree.fromstring(part_of(data, "word/document.xml")).iter(f"{W}tbl"):
        rows = [[cell_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        tables.append((len(list(table.iter(f"{W}gridCol"))), rows))
    return tables


def cell_of(cell: etree._Element) -> tuple[str, str, str, str]:
    """Return span, merge, colour and text of a cell; a merge that only continues need not say so."""
    found = [cell.find(f"{W}tcPr/{W}{name}") for name in ("gridSpan", "vMerge", "shd")]
    merge = "" if found[1] is None else found[1].get(f"{W}val", "continue")
    text = "|".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p"))
    span, colour = ("" if f is None else f.get(f"{W}{name}", "") for f, name in ((found[0], "val"), (found[2], "fill")))
    return span, merge, colour, text


def wide(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a template with one table."""
    return template(tables=[rows])


COLUMNS = ["{%tc for c in cot %}", "{{ c }}", "{%tc endfor %}"]
SAME_GRID = {
    "columns inside rows": wide(
        [
            ["Loại", *COLUMNS],
            ["{%tr for d in dong %}", "", "", ""],
            ["{{ d.ten }}", "{%tc for o in d.o %}", "{{ o }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", ""],
        ]
    ),
    "a span worked out": wide([["{% colspan cot | count %}Tiêu đề", "", ""], COLUMNS]),
    "a heading that spans its columns": wide(
        [["Tên", "{%tc for c in cot %}", "{% hm %}Kết quả", "{%tc endfor %}"], ["x", *COLUMNS]]
    ),
    "fewer cells after a loop": wide(
        [["a", "{%tc for c in cot[:2] %}", "{{ c }}", "{%tc endfor %}"], ["b", "c", "d", "e"]]
    ),
    "no cells at all after a loop": wide([["a", "{%tc for c in rong %}", "{{ c }}", "{%tc endfor %}"]]),
    "a merge down beside columns": wide(
        [
            ["{%tr for d in dong %}", "", "", "", ""],
            ["{% vm %}Nhóm", "{{ d.ten }}", "{%tc for o in d.o %}", "{{ o }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", "", ""],
        ]
    ),
    "a merge down by group": wide(
        [
            ["{%tr for n in nhom %}", ""],
            ["{%tr for v in n.viec %}", ""],
            ["{% vm %}{{ n.ten }}", "{{ v }}"],
            ["{%tr endfor %}", ""],
            ["{%tr endfor %}", ""],
        ]
    ),
    "colours worked out in a loop": wide(
        [
            ["{%tr for d in dong %}", ""],
            ["{% cellbg 'FF0000' if loop.first else mau %}{{ d.ten }}", "x"],
            ["{%tr endfor %}", ""],
        ]
    ),
    "a colour over a colour": with_body(
        template(),
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="9" w:type="dxa"/>'
        '<w:shd w:val="clear" w:color="auto" w:fill="AAAAAA"/></w:tcPr><w:p><w:r><w:t>{% cellbg mau %}a</w:t></w:r>'
        "</w:p></w:tc></w:tr></w:tbl>",
    ),
    "a column commented out": wide([["{#tc bỏ #}", "a", "b"], ["{#tc bỏ #}", "c", "{{ cot[0] }}"]]),
    "conditions on columns": wide(
        [["a", "{%tc if khong %}", "b", "{%tc endif %}", "{%tc if co %}", "c", "{%tc endif %}"]]
    ),
    "rows under nested conditions": wide(
        [["{%tr for d in dong %}"], ["{%tr if loop.first %}"], ["đầu {{ d.ten }}"], ["{%tr elif loop.last %}"],
         ["cuối {{ d.ten }}"], ["{%tr else %}"], ["giữa {{ d.ten }}"], ["{%tr endif %}"], ["{%tr endfor %}"]]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME_GRID)
def test_a_table_has_docxtpls_grid(name: str) -> None:
    reference = DocxTemplate(io.BytesIO(SAME_GRID[name]))
    reference.render(VALUES, autoescape=True)
    assert grid(render(SAME_GRID[name], VALUES)) == grid(saved(reference))


def test_a_column_commented_out_leaves_the_properties_alone() -> None:
    document = docx.Document(io.BytesIO(SAME_GRID["a column commented out"]))
    document.core_properties.title = "{{ cot[1] }}"
    assert docx.Document(io.BytesIO(render(saved(document), VALUES))).core_properties.title == "Quý II"


def test_tables_inside_cells_repeat_with_their_row() -> None:
    document = docx.Document()
    outer = document.add_table(3, 1)
    for row, text in zip(outer.rows, ["{%tr for d in dong %}", "{{ d.ten }}", "{%tr endfor %}"], strict=True):
        row.cells[0].text = text
    inner = outer.cell(1, 0).add_table(3, 2)
    for row, text in zip(inner.rows, ["{%tr for o in d.o %}", "{{ loop.index }}", "{%tr endfor %}"], strict=True):
        row.cells[0].text = text
    inner.cell(1, 1).text = "{{ o }}"
    texts = xml_text(render(saved(document), VALUES))
    assert [t for t in texts if t.startswith("Dòng")] == [d["ten"] for d in VALUES["dong"]]
    assert [t for t in texts if "." in t] == [o for d in VALUES["dong"] for o in d["o"]]


# --- templates that LibreOffice has saved ---------------------------------------------------------------------------


def everyday() -> bytes:
    """Return a template with what officers use, cut into runs as Word cuts it."""
    document = docx.Document()
    paragraph = document.add_paragraph("Kính gửi: ")
    for piece in ("{", "{ no", "i_nhan }", "}"):
        paragraph.add_run(piece).bold = True
    document.add_paragraph("{% if co %}Có{% else %}Không{% endif %} việc; “{{ no", style="List Bullet").add_run(
        "i_nhan }}”."
    )
    for text in ("{%p for n in nhom %}", "{{ n.ten }}: {{ n.viec | join(“; ”) }}", "{%p endfor %}", "{%p if khong %}",
                 "thừa", "{%p endif %}"):  # fmt: skip
        document.add_paragraph(text)
    rows = [
        ["TT", "Tên", "Quý"],
        ["{%tr for d in dong %}", "", ""],
        ["{{ loop.index }}", "{{ d.ten }}", "{% cellbg mau %}{{ d.o[0] }}"],
        ["{%tr endfor %}", "", ""],
        ["{% colspan 2 %}Cộng", "{{ dong | length }}", "x"],
    ]
    table = document.add_table(len(rows), 3)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    columns = document.add_table(2, 3)
    for row, texts in zip(
        columns.rows, (["{%tc for c in cot %}", "{% hm %}Năm", "{%tc endfor %}"], COLUMNS), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "{{ noi_nhan }}"
    section.first_page_header.paragraphs[0].text = "Trang đầu {{ noi_nhan }}"
    section.footer.paragraphs[0].text = "{{ cot | last }}"
    document.core_properties.title = "{{ noi_nhan }}"
    return saved(document)


@pytest.mark.office
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_a_template_saved_by_libreoffice_gives_the_same_text(tmp_path: Path, root: Path) -> None:
    original = tmp_path / "mau.docx"
    original.write_bytes(everyday())
    shipped = sorted((root / "templates").glob("*.docx"))
    for path in shipped:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "out").mkdir()
    made = convert([original, *(tmp_path / p.name for p in shipped)], tmp_path / "out", "docx")
    values = VALUES | {"noi_nhan": "Sở Nội vụ & các phường"}
    before, after = (render(path.read_bytes(), values) for path in (original, made[0]))
    assert xml_text(after) == xml_text(before)
    headers = [sorted(x for p in parts(d) for x in xml_text(d, p) if x) for d in (before, after)]
    assert headers[0] == headers[1]
    assert docx.Document(io.BytesIO(after)).core_properties.title == values["noi_nhan"]
    for path in made[1:]:
        compile_docx(path.read_bytes(), path.name)  # every tag of the shipped templates is still one
    (tmp_path / "sau.docx").write_bytes(after)
    assert validate([tmp_path / "sau.docx"], "--no-sdk") == ""


def parts(data: bytes) -> list[str]:
    """Return the names of headers and footers."""
    package = docx.Document(io.BytesIO(data)).part.package
    names = [str(p.partname).lstrip("/") for p in package.iter_parts()]
    return [n for n in names if n.startswith(("word/header", "word/footer"))]
