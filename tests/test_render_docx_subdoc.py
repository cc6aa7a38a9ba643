"""docxtpl's Subdoc as a value of a Word template: made in code, or a file of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm, RGBColor
from docxtpl import DocxTemplate, InlineImage, RichText
from lxml import etree

from reportgen.render import compile_docx
from tests.support_office import SDK, validate
from tests.support_render import (
    W,
    faults,
    part_of,
    parts_of,
    pixel,
    places,
    rezip,
    saved,
    template,
    with_body,
    with_notes,
    xml_text,
)

NUMBERS = f'<w:numPr xmlns:w="{W[1:-1]}"><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
TEMPLATE = template("đầu {{ ten }}", "{{p con }}", "cuối", tables=[[["{{p con }}", "ô"]]], header="{{ ten }}")


def appendix() -> bytes:
    """Return a document of its own: styles, a numbered list, a picture, a link, a table, a footnote, a section."""
    document = docx.Document()
    style = document.styles.add_style("Phu Luc", 1)
    style.font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    document.add_paragraph("PHỤ LỤC", style="Phu Luc")
    for text in ("một", "hai"):
        document.add_paragraph(text)._p.get_or_add_pPr().append(etree.fromstring(NUMBERS))
    document.add_picture(io.BytesIO(pixel()), width=Mm(10))
    document.add_table(1, 2).cell(0, 1).text = "ô {{ giữ nguyên }}"
    note = document.add_paragraph("có chú thích")._p
    run = etree.SubElement(note, f"{W}r")
    etree.SubElement(run, f"{W}footnoteReference", {f"{W}id": "2"})
    document.add_section().page_width = Mm(297)
    document.add_paragraph("sau ngắt phần")
    notes = (
        f'<w:footnotes xmlns:w="{W[1:-1]}">'
        '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1" w:type="continuationSeparator"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
        '<w:footnote w:id="2"><w:p><w:r><w:t>lời chú</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    return with_notes(saved(document), "footnotes", notes)


def in_code(tpl: DocxTemplate) -> Any:
    """Return a Subdoc put together with python-docx."""
    sub = tpl.new_subdoc()
    sub.add_heading("Mục", level=1)
    sub.add_paragraph("chữ ").add_run("nghiêng").italic = True
    sub.add_picture(io.BytesIO(pixel()), width=Mm(12))
    table = sub.add_table(2, 2)
    table.style = "Light Grid"
    table.cell(1, 1).text = "ô & <ô>"
    sub.add_paragraph("dấu đầu dòng", style="List Bullet")
    return sub


def from_file(tpl: DocxTemplate) -> Any:
    """Return a Subdoc of a file."""
    return tpl.new_subdoc(io.BytesIO(appendix()))


def both(make: Callable[[DocxTemplate], Any], data: bytes = TEMPLATE) -> tuple[bytes, bytes]:
    """Return what we make of a template with a Subdoc, and what docxtpl makes."""
    tpl = DocxTemplate(io.BytesIO(data))
    out = compile_docx(data, "bao-cao.docx").render({"ten": "Trúc Lâm", "con": make(tpl)})
    tpl = DocxTemplate(io.BytesIO(data))
    tpl.render({"ten": "Trúc Lâm", "con": make(tpl)}, autoescape=True)
    return out, saved(tpl)


def images(data: bytes, part: str = "word/document.xml") -> list[bytes]:
    """Return the content of every image that a part shows."""
    parts = {str(p.partname): p for p in docx.Document(io.BytesIO(data)).part.package.iter_parts()}
    shown = re.findall(rb'r:embed="(rId\d+)"', parts[f"/{part}"].blob)
    return [parts[f"/{part}"].rels[i.decode()].target_part.blob for i in shown]


@pytest.mark.parametrize("make", [in_code, from_file])
def test_a_subdoc_has_docxtpls_text_styles_and_pictures(make: Callable[[DocxTemplate], Any]) -> None:
    out, expected = both(make)
    assert xml_text(out) == xml_text(expected)
    styles = [[getattr(p.style, "name", "") for p in docx.Document(io.BytesIO(d)).paragraphs] for d in (out, expected)]
    assert styles[0] == styles[1]
    assert images(out) == images(expected) == [pixel(), pixel()]


def test_lists_and_footnotes_of_a_file_come_with_it() -> None:
    out, expected = both(from_file)
    assert xml_text(out, "word/footnotes.xml")[-1] == xml_text(expected, "word/footnotes.xml")[-1] == "lời chú"
    root = etree.fromstring(part_of(out, "word/document.xml"))
    known = {n.get(f"{W}numId") for n in etree.fromstring(part_of(out, "word/numbering.xml")).iter(f"{W}num")}
    used = {n.get(f"{W}val") for n in root.iter(f"{W}numId")}
    assert used
    assert used <= known
    notes = {n.get(f"{W}id") for n in etree.fromstring(part_of(out, "word/footnotes.xml"))}
    assert {n.get(f"{W}id") for n in root.iter(f"{W}footnoteReference")} <= notes


def test_the_templates_last_section_stays_its_own_and_cells_hold_none() -> None:
    out, _ = both(from_file)
    body = docx.Document(io.BytesIO(out))
    assert body.sections[-1].page_width == docx.Document(io.BytesIO(TEMPLATE)).sections[-1].page_width
    assert not list(body.tables[-1]._tbl.iter(f"{W}sectPr"))


def test_what_stands_before_a_subdoc_with_sections_keeps_its_page_and_its_header() -> None:
    document = docx.Document(io.BytesIO(TEMPLATE))
    section = document.sections[0]
    section.page_width, section.page_height, section.different_first_page_header_footer = Mm(200), Mm(280), True
    out, expected = both(from_file, saved(document))
    assert xml_text(out) == xml_text(expected)
    sections = docx.Document(io.BytesIO(out)).sections
    widths = [s.page_width for s in sections]
    assert widths[0] == widths[-1] == section.page_width
    assert len(widths) == 3  # the one before, the first of the appendix, the rest
    assert [s.different_first_page_header_footer for s in sections] == [True, False, False]
    assert sections[0].header.paragraphs[0].text == "Trúc Lâm"


def test_a_subdoc_in_a_header_shows_its_pictures_there() -> None:
    out, _ = both(in_code, template("x", header="{{p con }}"))
    assert images(out, "word/header1.xml") == [pixel()]
    assert "chữ nghiêng" in xml_text(out, "word/header1.xml")


def test_a_subdoc_in_a_text_box_and_under_a_condition() -> None:
    box = (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>{{p con }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    out, _ = both(in_code, with_body(template("{%p if con %}", "{{p con }}", "{%p endif %}"), box))
    assert xml_text(out).count("chữ nghiêng") == 2


def test_subdocs_pictures_and_links_of_one_docxtemplate_go_together() -> None:
    tpl = DocxTemplate(io.BytesIO(TEMPLATE))
    data = template("{{p a }}", "{{p b }}", "{{r c }}", "{{ d }}")
    tpl = DocxTemplate(io.BytesIO(data))
    values = {
        "a": in_code(tpl),
        "b": from_file(tpl),
        "c": RichText("nối", url_id=tpl.build_url_id("https://phuong.vn")),
        "d": InlineImage(tpl, io.BytesIO(pixel())),
    }
    out = compile_docx(data).render(values)
    assert len(images(out)) == 3
    assert b"https://phuong.vn" in part_of(out, "word/_rels/document.xml.rels")


def test_the_same_subdoc_gives_the_same_bytes_and_stays_as_it_was() -> None:
    tpl = DocxTemplate(io.BytesIO(TEMPLATE))
    values = {"ten": "a", "con": from_file(tpl)}
    compiled = compile_docx(TEMPLATE)
    before = etree.tostring(values["con"].subdocx.element)
    first = compiled.render(values)
    assert compiled.render(values) == first
    assert etree.tostring(values["con"].subdocx.element) == before
    tpl.render(dict(values), autoescape=True)
    assert xml_text(saved(tpl)) == xml_text(first)


@pytest.mark.parametrize("make", [in_code, from_file])
def test_a_document_with_a_subdoc_is_valid(make: Callable[[DocxTemplate], Any], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(both(make)[0])
    assert validate([path], "--allow-tags") == ""


@pytest.mark.sdk
@pytest.mark.skipif(not SDK, reason="Microsoft's validator is not installed")
def test_microsofts_validator_finds_nothing_either(tmp_path: Path) -> None:
    paths = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for path, make in zip(paths, (in_code, from_file), strict=True):
        path.write_bytes(both(make)[0])
    assert validate(paths, "--allow-tags") == ""


# --- what cannot be right -----------------------------------------------------------------------------------------


def with_outside_image(data: bytes) -> bytes:
    """Return a document whose picture lies on the web."""
    return rezip(
        data,
        lambda name, raw: (
            re.sub(rb'Target="media/image1.png"', b'Target="http://a.vn/x.png" TargetMode="External"', raw)
            if name == "word/_rels/document.xml.rels"
            else raw.replace(b"r:embed=", b"r:link=")
            if name == "word/document.xml"
            else raw
        ),
    )


def with_macro(data: bytes) -> bytes:
    """Return a document that carries a macro without saying so in its main type."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rIdV" Type="{kind}" Target="vbaProject.bin"/></Relationships>'.encode()
    types = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    changed = {
        "word/_rels/document.xml.rels": (b"</Relationships>", link),
        "[Content_Types].xml": (b"</Types>", types),
    }
    return rezip(
        data, lambda name, raw: raw.replace(*changed[name]) if name in changed else raw, {"word/vbaProject.bin": b"x"}
    )


@pytest.mark.parametrize(("spoil", "code"), [(with_outside_image, "MB007"), (with_macro, "MB006")])
def test_a_subdoc_that_no_template_may_be_is_refused(spoil: Callable[[bytes], bytes], code: str) -> None:
    tpl = DocxTemplate(io.BytesIO(TEMPLATE))
    document = docx.Document()
    document.add_picture(io.BytesIO(pixel()))
    sub = tpl.new_subdoc(io.BytesIO(spoil(saved(document))))
    found = faults(TEMPLATE, {"ten": "a", "con": sub})
    assert {(p.code, p.where.partition(", word/")[0]) for p in found} == {(code, "dữ liệu, con")}


def test_a_subdoc_of_another_template_is_refused() -> None:
    document = docx.Document()
    other = DocxTemplate(io.BytesIO(saved(document)))
    found = faults(TEMPLATE, {"ten": "a", "con": in_code(other)})
    assert [(p.code, p.where) for p in found] == [("MB032", "dữ liệu, con")]


def test_subdocs_of_several_docxtemplates_are_refused() -> None:
    first, second = (DocxTemplate(io.BytesIO(TEMPLATE)) for _ in range(2))
    found = faults(TEMPLATE, {"ten": [in_code(first)], "con": in_code(second)})
    assert {p.code for p in found} == {"MB032"}


@pytest.mark.parametrize("paragraph", ["{{p con }} sau", "{{ con }}{{ con }}", "a {{ con }}"])
def test_text_beside_a_subdoc_would_be_lost_and_is_refused(paragraph: str) -> None:
    data = template(paragraph)
    tpl = DocxTemplate(io.BytesIO(data))
    assert {code for code, _ in places(faults(data, {"con": in_code(tpl)}))} == {"MB014"}


def test_footnotes_of_a_subdoc_are_refused_in_a_header() -> None:
    data = template("x", header="{{p con }}")
    tpl = DocxTemplate(io.BytesIO(data))
    assert places(faults(data, {"con": from_file(tpl)})) == [("MB032", "đầu trang, đoạn 1")]


def test_endnotes_of_a_subdoc_are_refused_and_its_comments_stay_behind() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("chữ")
    document.add_comment(paragraph.runs, "lời bàn")
    tpl = DocxTemplate(io.BytesIO(TEMPLATE))
    out = compile_docx(TEMPLATE).render({"ten": "a", "con": tpl.new_subdoc(io.BytesIO(saved(document)))})
    assert "chữ" in xml_text(out)
    assert b"<w:comment" not in part_of(out, "word/document.xml")
    etree.SubElement(paragraph.runs[0]._r, f"{W}endnoteReference", {f"{W}id": "2"})
    tpl = DocxTemplate(io.BytesIO(TEMPLATE))
    found = faults(TEMPLATE, {"ten": "a", "con": tpl.new_subdoc(io.BytesIO(saved(document)))})
    assert [(p.code, p.where) for p in found] == [("MB032", "dữ liệu, con")]


def test_footnotes_whose_numbers_would_be_the_templates_are_refused() -> None:
    notes = "".join(f'<w:footnote w:id="{k}"><w:p/></w:footnote>' for k in (0, 4, 9))
    data = with_notes(TEMPLATE, "footnotes", f'<w:footnotes xmlns:w="{W[1:-1]}">{notes}</w:footnotes>')
    found = faults(data, {"ten": "a", "con": from_file(DocxTemplate(io.BytesIO(data)))})
    assert [(p.code, p.where) for p in found] == [("MB032", "dữ liệu, con")]


def test_parts_of_the_template_that_python_docx_would_not_know_are_kept() -> None:
    out, _ = both(in_code)
    assert set(parts_of(TEMPLATE)) <= set(parts_of(out))
