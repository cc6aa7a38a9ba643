"""Tags work wherever Word lets one type: each place by itself, with values, loops, conditions and faults."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docxtpl import InlineImage, RichText
from lxml import etree

from tests.support_office import findings
from tests.support_render import (
    W,
    faults,
    part_of,
    pixel,
    places,
    render,
    replaced,
    rezip,
    saved,
    template,
    with_body,
    with_notes,
    xml_text,
)

NAMESPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
VALUES: dict[str, Any] = {"a": "A & <B>\nhai\tba", "ds": ["một", "hai & ba"], "co": True, "khong": False}
TEXTS = ["{%p for x in ds %}", "{{ x }}", "{%p endfor %}", "{%p if khong %}", "thừa", "{%p endif %}", "{{ a }}"]
FILLED = ["một", "hai & ba", "A & <B>\nhai\tba"]


def paragraphs(*texts: str) -> str:
    """Return paragraphs; each tag is cut into two runs."""
    halves = ((t[: len(t) // 2], t[len(t) // 2 :]) for t in texts)
    return "".join(f"<w:p><w:r><w:t>{a}</w:t></w:r><w:r><w:t>{b}</w:t></w:r></w:p>" for a, b in halves)


def margin(kind: str) -> Callable[[str], bytes]:
    """Return what puts blocks into a header or footer: `first_page_header`."""

    def made(blocks: str) -> bytes:
        document = docx.Document()
        document.settings.odd_and_even_pages_header_footer = True
        section = document.sections[0]
        section.different_first_page_header_footer = True
        holder = getattr(section, kind)
        holder.paragraphs[0].text = "ĐÂY"
        data = saved(document)
        part = next(p for p in ("header1", "footer1") if f"word/{p}.xml" in names(data))
        return rezip(
            data,
            lambda name, raw: (
                re.sub(rb"<w:p>.*</w:p>|<w:p [^>]*>.*</w:p>", blocks.encode(), raw, flags=re.DOTALL)
                if name == f"word/{part}.xml"
                else raw
            ),
        )

    return made


def names(data: bytes) -> set[str]:
    return {str(p.partname).lstrip("/") for p in docx.Document(io.BytesIO(data)).part.package.iter_parts()}


def notes(kind: str, one: str) -> Callable[[str], bytes]:
    """Return what puts blocks into a note: `endnotes`, `endnote`."""
    return lambda blocks: with_notes(
        template("x"), kind, f'<w:{kind} {NAMESPACES}><w:{one} w:id="1" w:author="x">{blocks}</w:{one}></w:{kind}>'
    )


def body(xml: str) -> Callable[[str], bytes]:
    """Return what puts blocks where `%s` stands in markup of the body."""
    return lambda blocks: with_body(template("x"), (xml % blocks).replace("<w:", "<w:", 1))


VML = (
    f"<w:p><w:r><w:pict {NAMESPACES}><v:shape><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape>"
    "</w:pict></w:r></w:p>"
)
DRAWN = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="9525" cy="9525"/>'
    '<wp:docPr id="1" name="Hộp"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    "<wps:spPr/><wps:txbx><w:txbxContent>%s</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing>"
)
ALTERNATE = (
    f'<w:p><w:r><mc:AlternateContent {NAMESPACES}><mc:Choice Requires="wps">{DRAWN}</mc:Choice><mc:Fallback><w:pict>'
    "<v:shape><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
CELL = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="99"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="99" w:type="dxa"/>'
    "</w:tcPr>%s</w:tc></w:tr></w:tbl>"
)

BLOCKS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "header": (margin("header"), "word/header1.xml"),
    "header of the first page": (margin("first_page_header"), "word/header1.xml"),
    "header of even pages": (margin("even_page_header"), "word/header1.xml"),
    "footer": (margin("footer"), "word/footer1.xml"),
    "footer of the first page": (margin("first_page_footer"), "word/footer1.xml"),
    "footer of even pages": (margin("even_page_footer"), "word/footer1.xml"),
    "footnote": (notes("footnotes", "footnote"), "word/footnotes.xml"),
    "endnote": (notes("endnotes", "endnote"), "word/endnotes.xml"),
    "comment": (notes("comments", "comment"), "word/comments.xml"),
    "text box of VML": (body(VML), "word/document.xml"),
    "text box of DrawingML": (body(f"<w:p {NAMESPACES}><w:r>{DRAWN}</w:r></w:p>"), "word/document.xml"),
    "content control": (body(CONTROL), "word/document.xml"),
    "content control in a content control": (body(CONTROL % CONTROL), "word/document.xml"),
    "cell": (body(CELL), "word/document.xml"),
    "content control in a cell": (body(CELL % CONTROL), "word/document.xml"),
    "text box in a header": (lambda blocks: margin("header")(VML % blocks), "word/header1.xml"),
    "table in an endnote": (lambda blocks: notes("endnotes", "endnote")(CELL % blocks), "word/endnotes.xml"),
}
PLACES = {
    "header": "đầu trang, đoạn 1",
    "header of the first page": "đầu trang, đoạn 1",
    "header of even pages": "đầu trang, đoạn 1",
    "footer": "chân trang, đoạn 1",
    "footer of the first page": "chân trang, đoạn 1",
    "footer of even pages": "chân trang, đoạn 1",
    "footnote": "chú thích cuối trang, đoạn 1",
    "endnote": "chú thích cuối văn bản, đoạn 1",
    "comment": "nhận xét, đoạn 1",
    "text box of VML": "thân văn bản, đoạn 1",
    "text box of DrawingML": "thân văn bản, đoạn 1",
    "content control": "thân văn bản, khung nội dung sau đoạn 0",
    "content control in a content control": "thân văn bản, khung nội dung sau đoạn 0",
    "cell": "bảng 1, dòng 1, ô 1",
    "content control in a cell": "bảng 1, dòng 1, ô 1",
    "text box in a header": "đầu trang, đoạn 1",
    "table in an endnote": "chú thích cuối văn bản, bảng 1, dòng 1, ô 1",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_loops_conditions_and_values_work_in_every_place(name: str) -> None:
    made, part = BLOCKS[name]
    out = render(made(paragraphs(*TEXTS)), VALUES)
    assert [t for t in xml_text(out, part) if t and t != "x"][-len(FILLED) :] == FILLED
    assert b"{{" not in part_of(out, part)
    assert b"{%" not in part_of(out, part)
    assert findings(out, made(paragraphs("x"))) == []


@pytest.mark.parametrize("name", BLOCKS)
def test_a_place_emptied_by_a_condition_still_holds_a_paragraph(name: str) -> None:
    made, part = BLOCKS[name]
    out = render(made(paragraphs("{%p if khong %}", "thừa {{ a }}", "{%p endif %}")), VALUES)
    root = etree.fromstring(part_of(out, part))
    holders = list(root.iter(*(W + n for n in ("tc", "txbxContent", "footnote", "endnote", "comment"))))
    holders += [root] if root.tag in {f"{W}hdr", f"{W}ftr"} else []
    for holder in holders:
        assert holder.find(f".//{W}p") is not None
    assert not any("thừa" in t for t in xml_text(out, part))


@pytest.mark.parametrize("name", BLOCKS)
def test_a_fault_is_told_with_the_place(name: str) -> None:
    made, _ = BLOCKS[name]
    found = faults(made(paragraphs("{{ khong_co }}")), VALUES)
    assert places(found) == [("MB015", PLACES[name])]


@pytest.mark.parametrize("name", BLOCKS)
def test_rich_texts_and_pictures_work_in_every_place(name: str) -> None:
    made, part = BLOCKS[name]
    text = RichText("đậm ", bold=True)
    text.add("nối", url_id="https://phuong.vn")
    out = render(made(paragraphs("a {{r x }} b", "{{ y }}")), {"x": text, "y": InlineImage(None, io.BytesIO(pixel()))})
    assert "a đậm nối b" in xml_text(out, part)
    folder, _, base = part.rpartition("/")
    rels = part_of(out, f"{folder}/_rels/{base}.rels")
    assert b"https://phuong.vn" in rels
    assert b"media/image1.png" in rels


def test_text_boxes_of_vml_in_a_loop_have_ids_of_their_own_and_their_kind_is_described_once() -> None:
    box = (
        f'<w:p><w:r><w:pict {NAMESPACES}><v:shapetype id="_x0000_t202" coordsize="21600,21600"/>'
        '<v:shape id="hop" type="#_x0000_t202" style="width:90pt;height:40pt"><v:textbox><w:txbxContent>'
        f"{paragraphs('{{ x }}')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    blocks = paragraphs("{%p for x in ds %}") + box + paragraphs("{%p endfor %}")
    out = render(with_body(template("x"), blocks), VALUES)
    document = part_of(out, "word/document.xml").decode()
    assert re.findall(r'<v:shape id="([^"]*)"', document) == ["hop", "hop_2"]
    assert document.count("<v:shapetype ") == 1
    assert re.findall(r"<w:t[^>]*>([^<]+)</w:t>", document)[:2] == ["một", "hai &amp; ba"]


def test_both_versions_of_a_text_box_say_the_same() -> None:
    blocks = paragraphs(*TEXTS)
    out = render(with_body(template("x"), ALTERNATE % (blocks, blocks)), VALUES)
    root = etree.fromstring(part_of(out, "word/document.xml"))
    boxes = [[xml_of(p) for p in box.iter(f"{W}p")] for box in root.iter(f"{W}txbxContent")]
    assert boxes == [FILLED, FILLED]


def xml_of(paragraph: etree._Element) -> str:
    shown = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(shown.get(str(e.tag), e.text or "") for e in paragraph.iter(f"{W}t", *shown))


def test_a_text_box_may_stand_in_a_loop_and_have_an_id_each_time() -> None:
    box = ALTERNATE % (paragraphs("{{ x }}"), paragraphs("{{ x }}"))
    out = render(with_body(template(), paragraphs("{%p for x in ds %}") + box + paragraphs("{%p endfor %}")), VALUES)
    ids = re.findall(rb'docPr id="(\d+)"', part_of(out, "word/document.xml"))
    assert len(ids) == len(set(ids)) == 2
    assert [t for t in xml_text(out) if t in VALUES["ds"]] == ["một", "một", "hai & ba", "hai & ba"]


# --- content controls ---------------------------------------------------------------------------------------------


def test_a_content_control_inside_a_line_is_filled_in() -> None:
    run = "<w:p><w:r><w:t>a </w:t></w:r>" + CONTROL % "<w:r><w:t>{{ ds[0] }}</w:t></w:r>" + "</w:p>"
    assert xml_text(render(with_body(template(), run), VALUES))[0] == "a một"


def test_a_content_control_around_rows_repeats_with_them() -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc></w:tr>"
    table = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>'
        + row % "{%tr for x in ds %}"
        + CONTROL % (row % "{{ x }}")
        + row % "{%tr endfor %}"
        + "</w:tbl>"
    )
    out = render(with_body(template("x"), table), VALUES)
    assert [t for t in xml_text(out) if t in VALUES["ds"]] == VALUES["ds"]
    assert part_of(out, "word/document.xml").count(b'<w:id w:val="7"/>') == 1


BOUND = (
    '<w:sdt><w:sdtPr><w:id w:val="7"/><w:showingPlcHdr/><w:dataBinding w:xpath="/x" w:storeItemID="{A}"/><w:text/>'
    "</w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>"
)


def test_a_filled_in_control_no_longer_takes_its_text_from_elsewhere() -> None:
    out = render(with_body(template(), BOUND % paragraphs("{{ ds[0] }}") + BOUND % paragraphs("chữ")), VALUES)
    controls = list(etree.fromstring(part_of(out, "word/document.xml")).iter(f"{W}sdt"))
    bound = [[c.find(f"{W}sdtPr/{W}{name}") is not None for name in ("dataBinding", "showingPlcHdr")] for c in controls]
    assert bound == [[False, False], [True, True]]


# --- what is in no paragraph --------------------------------------------------------------------------------------


def with_properties(kind: str, xml: str) -> bytes:
    """Return a document with custom or extended properties."""
    base = "application/vnd.openxmlformats-officedocument"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    if kind == "app":
        return rezip(template("x"), lambda name, raw: xml.encode() if name == "docProps/app.xml" else raw)
    data = replaced(
        template("x"),
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/docProps/custom.xml" ContentType="{base}.custom-properties+xml"/></Types>',
    )
    data = replaced(
        data,
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="rIdC" Type="{office}/relationships/custom-properties" Target="docProps/custom.xml"/>'
        "</Relationships>",
    )
    return rezip(data, lambda _, raw: raw, {"docProps/custom.xml": xml.encode()})


PROPERTIES = {
    "custom": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Ky"><vt:lpwstr>%s</vt:lpwstr></property>'
    "</Properties>",
    "app": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>%s</Company></Properties>",
}


@pytest.mark.parametrize("kind", PROPERTIES)
def test_custom_and_extended_properties_are_filled_in(kind: str) -> None:
    data = with_properties(kind, PROPERTIES[kind] % "{{ ds[1] }} {% if co %}x{% endif %}")
    root = etree.fromstring(part_of(render(data, VALUES), f"docProps/{kind}.xml"))
    assert "".join(map(str, root.itertext())) == "hai & ba x"
    found = faults(with_properties(kind, PROPERTIES[kind] % "{{ khong_co }}"), VALUES)
    assert [p.code for p in found] == ["MB015"]
    assert "thuộc tính tài liệu" in found[0].where


CORE = {"title": "Tiêu đề", "subject": "Chủ đề", "author": "Tác giả", "keywords": "Từ khóa", "category": "Loại",
        "comments": "Ghi chú"}  # fmt: skip


@pytest.mark.parametrize("name", CORE)
def test_core_properties_are_filled_in_and_told_by_their_name(name: str) -> None:
    document = docx.Document()
    setattr(document.core_properties, name, "{{ ds[1] }}")
    out = docx.Document(io.BytesIO(render(saved(document), VALUES)))
    assert getattr(out.core_properties, name) == "hai & ba"
    setattr(document.core_properties, name, "{{ khong_co }}")
    assert places(faults(saved(document), VALUES)) == [("MB015", f"thuộc tính tài liệu ({CORE[name]})")]


def test_tracked_insertions_hyperlinks_and_results_of_fields_are_filled_in() -> None:
    xml = (
        '<w:p><w:ins w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"><w:r><w:t>{{ ds</w:t></w:r></w:ins>'
        '<w:r><w:t>[0] }}</w:t></w:r></w:p><w:p><w:hyperlink w:anchor="m"><w:r><w:t>{{ ds[0] }}</w:t></w:r>'
        '</w:hyperlink></w:p><w:p><w:fldSimple w:instr=" TITLE "><w:r><w:t>{{ ds[0] }}</w:t></w:r></w:fldSimple></w:p>'
    )
    assert xml_text(render(with_body(template(), xml), VALUES))[:3] == ["một"] * 3


def test_a_tag_that_begins_in_one_paragraph_and_ends_in_the_next_is_a_fault_of_both() -> None:
    found = faults(template("{{ ds", "[0] }}"), VALUES)
    assert places(found) == [("MB011", "thân văn bản, đoạn 1"), ("MB011", "thân văn bản, đoạn 2")]
