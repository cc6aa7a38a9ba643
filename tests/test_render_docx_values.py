"""docxtpl's RichText, RichTextParagraph, Listing, InlineImage and Subdoc as values of a Word template."""

from __future__ import annotations

import copy
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, R, RichText, RichTextParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.render import compile_docx
from tests.support_office import SDK, validate
from tests.support_render import (
    NAME,
    W,
    faults,
    part_of,
    parts_of,
    pixel,
    places,
    python_docx_text,
    render,
    saved,
    template,
    with_body,
    with_notes,
    xml_text,
)

REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Made = Callable[[DocxTemplate], Mapping[str, Any]]


def reference(data: bytes, made: Made) -> bytes:
    """Return what docxtpl itself makes of a template and the values made for it."""
    tpl = DocxTemplate(io.BytesIO(data))
    tpl.render(dict(made(tpl)), autoescape=True)
    return saved(tpl)


def ours(data: bytes, made: Made) -> bytes:
    """Return what we make of the same, with values made for a `DocxTemplate` of the caller's."""
    tpl = DocxTemplate(io.BytesIO(data))
    return compile_docx(data, NAME).render(made(tpl), tpl=tpl)


def formed(data: bytes, part: str = "word/document.xml") -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
    """Return each paragraph with its style and its texts, each with the forms of its run; equal neighbours joined."""
    root = etree.fromstring(part_of(data, part))
    paragraphs = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        pieces: list[tuple[str, frozenset[str]]] = []
        for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
            text = {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(element.tag), element.text or "")
            run = element.getparent()
            properties = None if run is None else run.find(f"{W}rPr")
            forms = frozenset(map(form_of, () if properties is None else properties))
            if pieces and pieces[-1][1] == forms:
                pieces[-1] = pieces[-1][0] + text, forms
            elif text:
                pieces.append((text, forms))
        paragraphs.append(("" if style is None else style.get(f"{W}val", ""), pieces))
    return paragraphs


def form_of(element: Any) -> str:
    """Return a form in words; of a shading only its colour, the rest we complete."""
    names = [f"{W}fill"] if element.tag == f"{W}shd" else sorted(element.attrib)
    return str(element.tag).removeprefix(W) + "".join(f" {name.removeprefix(W)}={element.get(name)}" for name in names)


def links(data: bytes, part: str = "word/document.xml") -> list[tuple[str, str]]:
    """Return the text and the address of every link of a part."""
    root = etree.fromstring(part_of(data, part))
    folder, _, base = part.rpartition("/")
    rels = {r.get("Id"): r.get("Target") for r in etree.fromstring(part_of(data, f"{folder}/_rels/{base}.rels"))}
    return [
        ("".join(t.text or "" for t in link.iter(f"{W}t")), str(rels[link.get(f"{REL}id")]))
        for link in root.iter(f"{W}hyperlink")
    ]


def images(data: bytes, part: str = "word/document.xml") -> list[tuple[int, int, str]]:
    """Return width, height and content of every image that a part shows, by python-docx's own reading of relations."""
    document = docx.Document(io.BytesIO(data))
    parts = {str(p.partname).lstrip("/"): p for p in document.part.package.iter_parts()}
    root = etree.fromstring(parts[part].blob)
    ns = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    found = []
    for inline in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"):
        extent, blip = inline[0], inline.find(".//a:blip", ns)
        assert blip is not None
        blob = parts[part].rels[blip.get(f"{REL}embed")].target_part.blob
        found.append((int(extent.get("cx", "0")), int(extent.get("cy", "0")), hashlib.sha256(blob).hexdigest()))
    return found


# --- text with forms ----------------------------------------------------------------------------------------------


def rich(tpl: DocxTemplate) -> RichText:
    """Return a RichText of everything that docxtpl documents."""
    text = RichText("một & <hai>", bold=True, italic=True, strike=True)
    text.add(" màu", color="#ff00ff")
    text.add(" nền", highlight="#ffff00", size=14)
    text.add("2", superscript=True)
    text.add("3", subscript=True)
    text.add(" kiểu", style="Strong")
    text.add(" phông", font="Courier New")
    text.add(" chữ", font="eastAsia:SimSun", rtl=True, bold=True, italic=True, lang="vi-VN")
    for line in ("single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave", "lạ"):
        text.add(f" {line}", underline=line)
    text.add(" trang chủ", url_id=tpl.build_url_id("https://phuong.vn/?a=1&b=2"), underline=True)
    text.add("\ndòng\tcột", italic=True)
    text.add("\ađoạn mới\ftrang mới", color="00FF00")
    whole = RichText("đầu ")
    whole.add(text)
    return whole


RICH = {
    "alone in a paragraph": template("{{r x }}"),
    "between texts": template("trước {{r x }} sau", "{{r x }}{{r x }}", "cuối"),
    "in a cell": template(tables=[[["{{r x }}", "a {{r x }}"]]]),
    "in a loop of rows": template(tables=[[["{%tr for i in [1, 2] %}"], ["{{ i }} {{r x }}"], ["{%tr endfor %}"]]]),
    "in a condition": template("a {%r if x %}{{r x }}{%r endif %} b {% if x %}có{% endif %}"),
}


@pytest.mark.parametrize("name", RICH)
def test_a_rich_text_has_docxtpls_text_and_forms(name: str) -> None:
    made: Made = lambda tpl: {"x": rich(tpl)}  # noqa: E731
    expected = reference(RICH[name], made)
    out = ours(RICH[name], made)
    assert formed(out) == formed(expected)
    assert xml_text(out) == xml_text(expected)
    assert links(out) == links(expected)


def test_a_rich_text_in_header_footer_and_footnote_keeps_its_link() -> None:
    base = template("x", header="đầu {{r x }}", footer="{{r x }} cuối")
    data = with_notes(
        base,
        "footnotes",
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="1"><w:p><w:r><w:t>chú {{{{r x }}}}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>",
    )
    text = RichText("xem ")
    text.add("đây", url_id="https://phuong.vn/a?b=1&c=2", bold=True)
    out = render(data, {"x": text})
    for part in ("word/header1.xml", "word/footer1.xml", "word/footnotes.xml"):
        assert links(out, part) == [("đây", "https://phuong.vn/a?b=1&c=2")]
        assert "xem đây" in xml_text(out, part)[0]


def test_the_text_on_both_sides_keeps_the_form_of_its_run() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("a {{r x }} b").italic = True
    runs = docx.Document(io.BytesIO(render(saved(document), {"x": RichText("đậm", bold=True)}))).paragraphs[0].runs
    assert [(r.text, r.italic, r.bold) for r in runs] == [("a ", True, None), ("đậm", None, True), (" b", True, None)]


@pytest.mark.parametrize("tag", ["{{ x }}", "{{r x }}", "{{p x }}"])
def test_a_rich_text_is_the_same_whatever_the_prefix(tag: str) -> None:
    out = render(template(f"a {tag} b"), {"x": R("đậm", bold=True)})
    assert formed(out)[0] == ("", [("a ", frozenset()), ("đậm", frozenset({"b"})), (" b", frozenset())])


def test_an_address_may_stand_in_the_link_itself() -> None:
    text = RichText("web", url_id="https://phuong.vn/?a=1&b=<2>".replace("<2>", "2"))
    text.add(" thư", url_id="mailto:vp@phuong.vn")
    assert links(render(template("{{r x }}"), {"x": text})) == [
        ("web", "https://phuong.vn/?a=1&b=2"),
        (" thư", "mailto:vp@phuong.vn"),
    ]


def test_a_link_may_go_to_a_bookmark_of_the_document() -> None:
    out = render(template("{{r x }}"), {"x": RichText("mục", url_id="#muc_1")})
    link = next(etree.fromstring(part_of(out, "word/document.xml")).iter(f"{W}hyperlink"))
    assert {str(k): v for k, v in link.attrib.items()} == {f"{W}tgtFrame": "_blank", f"{W}anchor": "muc_1"}


def test_a_link_inside_a_link_of_the_template_gives_way() -> None:
    xml = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>a {{r x }} b</w:t></w:r></w:hyperlink></w:p>'
    out = render(with_body(template(), xml), {"x": RichText("đây", url_id="https://a.vn")})
    root = etree.fromstring(part_of(out, "word/document.xml"))
    assert len(list(root.iter(f"{W}hyperlink"))) == 1
    assert xml_text(out)[0] == "a đây b"


def test_paragraph_breaks_inside_a_link_of_the_template_leave_two_links() -> None:
    xml = (
        '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:hyperlink w:anchor="a"><w:r><w:rPr><w:b/></w:rPr>'
        "<w:t>{{ x }}</w:t></w:r></w:hyperlink><w:r><w:t> sau</w:t></w:r></w:p>"
    )
    out = render(with_body(template(), xml), {"x": Listing("một\ahai")})
    assert xml_text(out)[:2] == ["một", "hai sau"]
    root = etree.fromstring(part_of(out, "word/document.xml"))
    assert [j.get(f"{W}val") for j in root.iter(f"{W}jc")] == ["right", "right"]
    assert formed(out)[1][1] == [("hai", frozenset({"b"})), (" sau", frozenset())]


def test_rich_paragraphs_take_the_place_of_theirs_with_docxtpls_styles() -> None:
    def made(tpl: DocxTemplate) -> Mapping[str, Any]:
        paragraphs = RichTextParagraph("một", parastyle="Heading1")
        paragraphs.add("hai\tcột\nhàng")
        paragraphs.add(rich(tpl), parastyle="ListBullet")
        return {"x": paragraphs}

    for data in (template("a", "{{p x }}", "b"), template(tables=[[["{{p x }}", "b"]]])):
        expected = reference(data, made)
        assert formed(ours(data, made)) == formed(expected)
        assert links(ours(data, made)) == links(expected)


def test_a_section_that_ends_with_a_replaced_paragraph_still_ends_there() -> None:
    xml = (
        "<w:p><w:pPr><w:sectPr><w:pgSz w:w='16838' w:h='11906' w:orient='landscape'/></w:sectPr></w:pPr>"
        "<w:r><w:t>{{ x }}</w:t></w:r></w:p><w:p><w:r><w:t>sau</w:t></w:r></w:p>"
    )
    for value, shown in ((RichTextParagraph("đoạn"), ["đoạn", "", "sau"]), (Listing("a\ab"), ["a", "b", "sau"])):
        out = render(with_body(template(), xml), {"x": value})
        paragraphs = list(etree.fromstring(part_of(out, "word/document.xml")).iter(f"{W}p"))
        assert xml_text(out)[: len(shown)] == shown
        ends = [k for k, p in enumerate(paragraphs) if p.find(f"{W}pPr/{W}sectPr") is not None]
        assert ends == [shown.index("sau") - 1]


@pytest.mark.parametrize("paragraph", ["{{p x }} sau", "trước {{ x }}", "{{p x }}{{p x }}", "{{p x }}{{r y }}"])
def test_text_beside_whole_paragraphs_would_be_lost_and_is_refused(paragraph: str) -> None:
    values = {"x": RichTextParagraph("đoạn"), "y": RichText("chữ")}
    found = faults(template("đầu", paragraph), values)
    assert {(code, where) for code, where in places(found)} == {("MB014", "thân văn bản, đoạn 2")}


LISTINGS = ["một\nhai\tba <&> & ;", "a\nb\ađoạn\ftrang\n", "  hai đầu  ", "", "nhiều\n\n\ndòng"]


@pytest.mark.parametrize("text", LISTINGS)
def test_a_listing_has_docxtpls_text_and_the_forms_of_its_tag(text: str) -> None:
    document = docx.Document()
    document.add_paragraph("đầu ", style="List Bullet").add_run("{{ x }}").bold = True
    document.add_table(1, 1).cell(0, 0).text = "ô {{ x }} ô"
    data = saved(document)
    made: Made = lambda _: {"x": Listing(text)}  # noqa: E731
    assert xml_text(ours(data, made)) == xml_text(reference(data, made))
    assert formed(ours(data, made)) == formed(reference(data, made))


SPOKEN = st.text(st.sampled_from("aệ &<>\"'{}%\n\t\a\f"), max_size=10)
FORMS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("bold", "italic", "strike", "superscript", "rtl"), st.booleans()),
        "underline": st.sampled_from(["single", "wave", True]),
        "color": st.sampled_from(["#ff0000", "00AA00"]),
        "size": st.integers(2, 60),
        "font": st.sampled_from(["Arial", "eastAsia:SimSun"]),
    },
)


@settings(max_examples=30)
@given(pieces=st.lists(st.tuples(SPOKEN, FORMS), max_size=4), listed=SPOKEN, before=st.sampled_from(["", "trước "]))
def test_whatever_is_said_in_whatever_form_docxtpl_prints_the_same(
    pieces: list[tuple[str, dict[str, Any]]], listed: str, before: str
) -> None:
    def made(_: DocxTemplate) -> Mapping[str, Any]:
        text, whole = RichText(), RichTextParagraph()
        for words, forms in pieces:
            text.add(words, **forms)
        whole.add(text, parastyle="Heading1")
        return {"x": text, "y": Listing(listed), "z": whole}

    data = template(f"{before}{{{{r x }}}} sau", f"{before}{{{{ y }}}} sau", "{{p z }}")
    out, expected = ours(data, made), reference(data, made)
    assert xml_text(out) == xml_text(expected)
    assert formed(out) == formed(expected)


def test_values_in_nfd_are_printed_in_nfc() -> None:
    values = {"x": RichText("Ba\u0300i", bold=True), "y": Listing("Ba\u0300i"), "z": RichTextParagraph("Ba\u0300i")}
    assert xml_text(render(template("{{r x }} {{ y }}", "{{p z }}"), values))[:2] == ["Bài Bài", "Bài"]


def test_text_that_looks_like_a_tag_stays_text() -> None:
    values = {"x": RichText("{{ y }} {% if %}"), "y": Listing("{{ x }}")}
    assert xml_text(render(template("{{r x }}|{{ y }}"), values))[0] == "{{ y }} {% if %}|{{ x }}"


# --- pictures -----------------------------------------------------------------------------------------------------


def gif() -> bytes:
    """Return the smallest GIF."""
    screen = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    return screen + b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


def pictures(tpl: DocxTemplate) -> Mapping[str, Any]:
    """Return pictures of two files in three sizes."""
    return {
        "a": InlineImage(tpl, io.BytesIO(pixel()), width=Mm(20)),
        "b": InlineImage(tpl, io.BytesIO(gif()), width=Mm(30), height=Mm(60)),
        "ds": [InlineImage(tpl, io.BytesIO(pixel()), height=Mm(10)), InlineImage(tpl, io.BytesIO(gif()))],
    }


PICTURES = template(
    "trước {{ a }} giữa {{ b }} sau",
    "{%p for x in ds %}",
    "{{ x }}",
    "{%p endfor %}",
    tables=[[["{%tr for x in ds %}", ""], ["{{ loop.index }}", "{{ x }}"], ["{%tr endfor %}", ""]]],
    header="{{ a }}{{ b }}",
    footer="{{ ds[1] }}",
)


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "word/footer1.xml"])
def test_pictures_have_docxtpls_size_and_content_in_body_header_and_footer(part: str) -> None:
    expected = reference(PICTURES, pictures)
    out = ours(PICTURES, pictures)
    assert images(out, part) == images(expected, part)
    assert images(out, part)
    assert xml_text(out, part) == xml_text(expected, part)


def test_pictures_stand_in_footnotes_and_text_boxes_too() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="1"><w:p><w:r><w:t>{{{{ a }}}}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    box = (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>{{ a }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    data = with_body(with_notes(template(), "footnotes", notes), box)
    out = ours(data, pictures)
    sha = hashlib.sha256(pixel()).hexdigest()
    assert [i[2] for i in images(out, "word/footnotes.xml")] == [i[2] for i in images(out)] == [sha]


def test_one_image_file_is_one_part_however_often_it_is_shown() -> None:
    media = [p for p in parts_of(ours(PICTURES, pictures)) if p.startswith("word/media/")]
    assert sorted(p.rpartition(".")[2] for p in media) == ["gif", "png"]


def test_a_picture_with_an_address_is_a_link() -> None:
    values = {"x": InlineImage(None, io.BytesIO(pixel()), width=Mm(5), anchor="https://phuong.vn/?a=1&b=2")}
    out = render(template("{{ x }}"), values)
    clicks = re.findall(rb'hlinkClick[^>]*r:id="(rId\d+)"', part_of(out, "word/document.xml"))
    assert len(clicks) == 2
    assert b'Target="https://phuong.vn/?a=1&amp;b=2"' in part_of(out, "word/_rels/document.xml.rels")


def test_drawings_have_ids_of_their_own() -> None:
    out = ours(PICTURES, pictures)
    parts = [p for p in parts_of(out) if re.match(r"word/(document|header|footer)", p)]
    ids = re.findall(rb'docPr id="(\d+)"', b"".join(part_of(out, p) for p in parts))
    assert len(ids) == len(set(ids)) == 9


def test_a_picture_may_come_from_a_file_and_the_open_one_stays_where_it_stood(tmp_path: Path) -> None:
    path = tmp_path / "Ảnh phường.PNG"
    path.write_bytes(pixel())
    file = io.BytesIO(pixel())
    file.seek(7)
    out = render(
        template("{{ a }}{{ b }}{{ c }}"),
        {k: InlineImage(None, d) for k, d in zip("abc", (path, str(path), file), strict=True)},
    )
    assert len(images(out)) == 3
    assert file.tell() == 7


BAD_PICTURES: dict[str, tuple[Any, dict[str, Any]]] = {
    "missing": ("/khong/co.png", {}),
    "no image": (io.BytesIO(b"<svg/>"), {}),
    "empty": (io.BytesIO(b""), {}),
    "cut short": (io.BytesIO(pixel()[:-14]), {}),
    "headers only": (io.BytesIO(pixel()[:20]), {}),
    "damaged": (io.BytesIO(pixel()[:45] + b"x" + pixel()[46:]), {}),
    "a JPEG cut short": (io.BytesIO(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), {}),
    "no file": (None, {}),
    "a width of nought": (io.BytesIO(pixel()), {"width": 0, "height": 5}),
    "a width below nought": (io.BytesIO(pixel()), {"width": -5}),
    "a width in words": (io.BytesIO(pixel()), {"width": "20mm"}),
    "an address on a disk": (io.BytesIO(pixel()), {"anchor": "file:///etc/passwd"}),
    "a program as address": (io.BytesIO(pixel()), {"anchor": "javascript:alert(1)"}),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_what_is_no_good_image_is_refused_with_its_place(name: str) -> None:
    descriptor, options = BAD_PICTURES[name]
    found = faults(template("{{ ds[0].anh }}"), {"ds": [{"anh": InlineImage(None, descriptor, **options)}]})
    assert [(p.code, p.where) for p in found] == [("MB032", "dữ liệu, ds[0].anh")]
    assert found[0].message.startswith("InlineImage: ")


# --- what cannot be right -----------------------------------------------------------------------------------------

BAD_FORMS: dict[str, RichText] = {
    "a colour in words": RichText("a", color="red"),
    "a highlight in words": RichText("a", highlight="yellow"),
    "a size with a fraction": RichText("a", size="13.5"),
    "a size of nought": RichText("a", size="00"),
    "a style that is markup": RichText("a", style='x"/><w:object/><w:i w:val="1'),
    "a style that is half markup": RichText("a", style='x"'),
    "a style with an ampersand": RichText("a", style="A & B"),
    "a font of an unknown region": RichText("a", font="la:Arial"),
    "an id of a link nobody knows": RichText("a", url_id="rId999"),
    "a link that runs a program": RichText("a", url_id="javascript:alert(1)"),
    "a link to a disk": RichText("a", url_id="file:///etc/passwd"),
}


def raw(xml: str) -> RichText:
    """Return a RichText whose markup somebody wrote by hand."""
    text = RichText()
    text.xml = xml
    return text


BAD_FORMS |= {
    "an object": raw("<w:r><w:object/></w:r>"),
    "a field": raw('<w:r><w:instrText>INCLUDETEXT "http://a"</w:instrText></w:r>'),
    "a picture from outside": raw('<w:r><w:pict><v:shape xmlns:v="urn:x"/></w:pict></w:r>'),
    "loose text": raw("chữ"),
    "text outside w:t": raw("<w:r>chữ</w:r>"),
    "paragraphs among runs": raw("<w:p/><w:r/>"),
    "a section": raw("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"),
    "an entity": raw("<w:r><w:t>&xxe;</w:t></w:r>"),
    "a doctype": raw('<!DOCTYPE x [<!ENTITY y "z">]><w:r/>'),
    "an attribute of elsewhere": raw('<w:r onload="x"/>'),
    "a relationship of a run": raw('<w:r r:id="rId1"/>'),
    "a table": raw("<w:tbl/>"),
}


@pytest.mark.parametrize("name", BAD_FORMS)
def test_forms_that_word_cannot_read_are_refused(name: str) -> None:
    found = faults(template("{{r x }}"), {"x": BAD_FORMS[name]})
    assert {p.code for p in found} == {"MB032"}


def test_markup_written_by_hand_within_bounds_is_printed() -> None:
    text = raw('<w:r><w:rPr><w:caps/><w:b/></w:rPr><w:t>a</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>')
    assert formed(render(template("{{r x }}"), {"x": text}))[0][1] == [("a\n", frozenset({"caps", "b"}))]


@pytest.mark.parametrize(
    "value", [RichText("a\x0bb"), Listing("a\x00b"), RichTextParagraph("\ud800"), Listing("\ufffe")]
)
def test_characters_that_no_document_can_hold_are_refused(value: object) -> None:
    found = faults(template("{{ x }}"), {"x": value})
    assert [(p.code, p.where) for p in found] == [("MB031", "dữ liệu, x")]


def test_all_faults_of_values_are_told_together() -> None:
    values = {"a": RichText("x", color="red"), "b": InlineImage(None, "khong-co.png"), "c": object(), "d": "\x00"}
    found = faults(template("{{ a }}{{ b }}{{ c }}{{ d }}"), values)
    assert [(p.code, p.where.removeprefix("dữ liệu, ")) for p in found] == [
        ("MB032", "a"),
        ("MB032", "b"),
        ("MB030", "c"),
        ("MB031", "d"),
    ]


@pytest.mark.parametrize("value", [RichText("a"), Listing("a"), InlineImage(None, io.BytesIO(pixel()))])
@pytest.mark.parametrize("place", ["property", "alternative text", "span", "colour"])
def test_a_form_where_only_text_can_stand_is_refused_with_its_place(place: str, value: object) -> None:
    document = docx.Document()
    document.add_paragraph("{{ so }}")
    if place == "property":
        document.core_properties.title = "{{ x }}"
    elif place == "alternative text":
        document.add_picture(io.BytesIO(pixel()))
        next(
            document.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
        ).set("descr", "{{ x }}")
    else:
        document.add_table(1, 1).cell(0, 0).text = "{% colspan x %}a" if place == "span" else "{% cellbg x %}a"
    found = faults(saved(document), {"x": value, "so": 1})
    where = {"property": "thuộc tính tài liệu (Tiêu đề)", "alternative text": "thân văn bản, đoạn 2"}
    assert places(found) == [("MB032", where.get(place, "bảng 1, dòng 1, ô 1"))]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ x | upper }}",
        "{{ 'a' + x }}",
        "{{ x ~ 'a' }}",
        "{{ 'a%s' | format(x) }}",
        "{{ x | trim }}",
        "{{ x.xml }}",
        "{{ x._number }}",
        "{{ x() }}",
    ],
)
def test_a_form_is_never_quietly_lost_in_an_expression(tag: str) -> None:
    found = faults(template("a", tag), {"x": RichText("đậm", bold=True)})
    assert len(found) == 1
    assert found[0].code in {"MB015", "MB017", "MB018"}
    assert found[0].where.endswith("thân văn bản, đoạn 2")


TOGETHER = [
    "{{ [x, 'a'] | join }}",
    "{{ x | e }}a",
    "{% set y = x %}{{ y }}a",
    "{{ x | default('') }}a",
]


@pytest.mark.parametrize("tag", [*TOGETHER, "{% set y %}{{r x }}a{% endset %}{{ y }}"])
def test_a_form_put_beside_other_text_stays_what_it_is(tag: str) -> None:
    out = render(template(tag), {"x": RichText("đậm", bold=True)})
    assert formed(out)[0][1] == [("đậm", frozenset({"b"})), ("a", frozenset())]


@pytest.mark.parametrize("change", ["replace('1', '0')", "replace('0', '1')", "replace('v:value', 'x')", "upper"])
def test_a_value_that_an_expression_has_spoilt_is_refused_not_taken_for_another(change: str) -> None:
    values = {"x": [RichText(str(k)) for k in range(2)]}
    found = faults(template(f"{{{{ (x | join) | {change} }}}}"), values)
    assert {p.code for p in found} <= {"MB022", "MB032"}


# --- the document as a whole --------------------------------------------------------------------------------------


def everything(tpl: DocxTemplate) -> Mapping[str, Any]:
    """Return values of every kind."""
    paragraphs = RichTextParagraph("kiểu", parastyle="Heading1")
    paragraphs.add(rich(tpl))
    return {**pictures(tpl), "r": rich(tpl), "p": paragraphs, "l": Listing("một\nhai\aba\fbốn")}


EVERYTHING = template(
    "{{ a }}{{r r }}{{ l }}",
    "{{p p }}",
    "{%p for x in ds %}",
    "{{ x }}{{r r }}",
    "{%p endfor %}",
    tables=[[["{{p p }}", "{{r r }}"], ["{{ l }}", "{{ b }}"]]],
    header="{{ a }} {{r r }}",
    footer="{{ l }}",
)


def test_the_same_values_give_the_same_bytes_and_stay_as_they_were() -> None:
    tpl = DocxTemplate(io.BytesIO(EVERYTHING))
    values = everything(tpl)
    before = {k: copy.copy(vars(v)) for k, v in values.items() if not isinstance(v, list)}
    compiled = compile_docx(EVERYTHING)
    first = compiled.render(values)
    assert compiled.render(values) == first == compile_docx(EVERYTHING).render(values)
    assert {k: vars(v) for k, v in values.items() if not isinstance(v, list)} == before
    tpl.render(dict(values))  # docxtpl still takes them
    assert compiled.render(everything(DocxTemplate(io.BytesIO(EVERYTHING)))) == first


def test_a_document_with_every_kind_of_value_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(ours(EVERYTHING, everything))
    assert validate([path]) == ""
    assert not re.search("{{|{%|reportgen", "".join(python_docx_text(path.read_bytes())))


@pytest.mark.sdk
@pytest.mark.skipif(not SDK, reason="Microsoft's validator is not installed")
def test_microsofts_validator_finds_nothing_either(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(ours(EVERYTHING, everything))
    assert validate([path]) == ""


# --- the quick way of plain RichText ------------------------------------------------------------------------------


SHAPES: list[dict[str, Any]] = [
    {},
    {"bold": True, "color": "FF0000"},
    {"italic": True, "underline": True, "size": 28, "font": "Times New Roman"},
    {"style": "Emphasis", "strike": True},
    {"highlight": "FFFF00", "superscript": True},
]


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.sampled_from(SHAPES))))
@settings(max_examples=60)
def test_a_rich_text_alone_in_its_run_shows_what_it_shows_beside_other_words(pieces: list[tuple[str, Any]]) -> None:
    value = RichText()
    for text, form in pieces:
        value.add(text, **form)
    alone, beside = (render(template(words), {"x": value}) for words in ("{{r x }}", "{{r x }}{{ '' }}"))
    assert runs_shown(alone) == runs_shown(beside)


def runs_shown(data: bytes) -> list[tuple[str, bool | None, Any]]:
    """Return the runs with a text of a document's first paragraph, with their forms."""
    [paragraph, *_] = docx.Document(io.BytesIO(data)).paragraphs
    return [(run.text, run.bold, run.font.color.rgb) for run in paragraph.runs if run.text]


@pytest.mark.parametrize(
    "xml",
    [
        '<w:r><w:rPr><w:color w:val="red"/></w:rPr><w:t xml:space="preserve">x</w:t></w:r>',
        '<w:r><w:rPr><w:evil/></w:rPr><w:t xml:space="preserve">x</w:t></w:r>',
        '<w:r><w:t xml:space="preserve">x</w:t></w:r>y',
        '<w:r><w:t xml:space="preserve">a\x01b</w:t></w:r>',
        '<w:r><w:rPr></w:p></w:rPr><w:t xml:space="preserve">x</w:t></w:r>',
    ],
)
def test_markup_that_no_rich_text_has_is_refused_in_the_quick_way_too(xml: str) -> None:
    value = RichText()
    value.xml = xml
    assert {p.code for p in faults(template("{{r x }}"), {"x": value})} <= {"MB031", "MB032"}
    assert faults(template("{{r x }}"), {"x": value})
