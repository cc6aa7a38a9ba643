"""What the reader sees of a .docx: lists, fields, breaks, tracked changes, boxes, sections, places; damaged files."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.decree30.lines import lines_of
from reportgen.decree30.model import Alignment, Document, Part, ShapeKind
from reportgen.decree30.numbering import figure
from reportgen.decree30.reader import read_document
from reportgen.problem import ReportgenError
from tests.support_docx import (
    SECTION,
    drawn_line,
    good_document,
    parts_of,
    raw_document,
    text_box,
    vml_line,
    with_parts,
)


def read(body: str, **parts: object) -> Document:
    return read_document(raw_document(body, **parts), "x.docx")[0]  # type: ignore[arg-type]


def p(*content: str, ppr: str = "") -> str:
    return f"<w:p><w:pPr>{ppr}</w:pPr>{''.join(content)}</w:p>"


def r(text: str, rpr: str = "") -> str:
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(document: Document) -> list[str]:
    return [paragraph.full_text for paragraph in document.body_paragraphs()]


# --- what shows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (f'<w:del w:id="1">{r("cũ")}</w:del><w:ins w:id="2">{r("mới")}</w:ins>', "mới"),
        (f'<w:moveFrom w:id="1">{r("đi")}</w:moveFrom><w:moveTo w:id="2">{r("đến")}</w:moveTo>', "đến"),
        (r("ẩn", "<w:vanish/>") + r("hiện"), "hiện"),
        (r("hiện", '<w:vanish w:val="0"/>'), "hiện"),
        (f"<w:sdt><w:sdtContent>{r('a')}</w:sdtContent></w:sdt>{r('b')}", "ab"),
        (f"<w:smartTag>{r('Trúc')}</w:smartTag>{r(' Lâm')}", "Trúc Lâm"),
        (f'<w:hyperlink w:anchor="x">{r("liên kết")}</w:hyperlink>', "liên kết"),
        ("<w:r><w:t>3</w:t><w:tab/><w:t>4</w:t><w:br/><w:t>5</w:t><w:cr/></w:r>", "3\t4\n5\n"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a-bc"),
        ('<w:r><w:br w:type="page"/><w:t>x</w:t></w:r>', "\fx"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "\uf0fc"),
        (r("a", "<w:caps/>") + r("b", "<w:smallCaps/>"), "AB"),
    ],
)
def test_a_paragraph_shows_what_is_on_paper(content: str, shown: str) -> None:
    assert texts(read(p(content))) == [shown]


def test_text_runs_on_into_the_next_paragraph_when_its_mark_was_deleted() -> None:
    deleted = p(r("Một "), ppr='<w:rPr><w:del w:id="1"/></w:rPr>')
    assert texts(read(deleted + p(r("hai")))) == ["Một hai"]


def test_an_inserted_run_a_symbol_and_a_link_are_known_as_such() -> None:
    body = p(
        f"<w:ins>{r('a')}</w:ins>",
        '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>',
        f'<w:hyperlink w:anchor="x">{r("b")}</w:hyperlink>',
    )
    a, symbol, b = next(read(body).body_paragraphs()).runs
    assert (a.inserted, symbol.symbol, symbol.format.font, b.linked) == (True, True, "Symbol", True)


# --- fields ------------------------------------------------------------------------------------------------------


def field(code: str, result: str) -> str:
    chars = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    codes = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code.split("|"))
    return chars["begin"] + codes + (chars["separate"] + result if result else "") + chars["end"]


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (field(" PAGE ", r("2")), "PAGE", "2"),
        (field(" PA|GE | \\* MERGEFORMAT", r("2")), "PAGE", "2"),
        (field(" PAGE ", ""), "PAGE", "1"),
        (f'<w:fldSimple w:instr=" page ">{r("7")}</w:fldSimple>', "PAGE", "7"),
        ('<w:fldSimple w:instr="PAGE"/>', "PAGE", "1"),
        (field(f" IF {field(' PAGE ', r('2'))} = 1 ", r("đầu")), "IF", "đầu"),
        (field(" DATE ", r("05/01/2026")), "DATE", "05/01/2026"),
        ("<w:r><w:pgNum/></w:r>", "PAGE", "1"),
    ],
)
def test_a_field_shows_its_result_and_not_its_code(content: str, name: str, shown: str) -> None:
    paragraph = next(read(p(content)).body_paragraphs())
    assert (paragraph.text, [run.field for run in paragraph.runs]) == (shown, [name])


def test_a_field_runs_over_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    body = p(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("I")) + p(r("II")) + p(field_end())
    assert [run.field for q in read(body).body_paragraphs() for run in q.runs] == ["TOC", "TOC"]


def field_end() -> str:
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


# --- lists -------------------------------------------------------------------------------------------------------


def level(ilvl: int, kind: str, text: str, extra: str = "") -> str:
    stated = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{ilvl}">{stated}</w:lvl>'


def numbered(levels: str, *, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{overrides}</w:num>'
    )


def item(ilvl: int, num: int = 1) -> str:
    return p(r("x"), ppr=f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>')


OUTLINE = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)")


@pytest.mark.parametrize(
    ("levels", "items", "numbers"),
    [
        (OUTLINE, [(0,), (1,), (1,), (2,), (2,), (0,), (1,)], ["I.", "1.", "2.", "a)", "b)", "II.", "1."]),
        (level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2."), [(0,), (1,), (1,), (0,), (1,)],
         ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        (level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>"), [(0,), (1,)], ["I.", "1.1"]),
        (level(0, "decimal", "%1.") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'), [(0,), (1,), (0,), (1,)],
         ["1.", "1.", "2.", "2."]),
        (level(0, "bullet", "\uf0b7"), [(0,), (0,)], ["•", "•"]),
        (level(0, "bullet", "-"), [(0,)], ["-"]),
        (level(0, "none", "Điều"), [(0,)], ["Điều"]),
        (OUTLINE, [(1,)], ["1."]),
    ],
)  # fmt: skip
def test_automatic_numbers_read_as_printed(levels: str, items: list[tuple[int]], numbers: list[str]) -> None:
    document = read("".join(item(*which) for which in items), numbering=numbered(levels))
    assert [paragraph.number for paragraph in document.body_paragraphs()] == numbers


def test_lists_of_one_kind_count_on_and_begin_anew_where_told() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item(0) + item(0) + item(0, 2) + item(0, 2)
    on = read(body, numbering=numbered(OUTLINE))
    anew = read(body, numbering=numbered(OUTLINE, overrides=override))
    assert [q.number for q in on.body_paragraphs()] == ["I.", "II.", "III.", "IV."]
    assert [q.number for q in anew.body_paragraphs()] == ["I.", "II.", "I.", "II."]


def test_a_number_is_dressed_by_its_level_and_not_by_the_text() -> None:
    levels = level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:b/></w:rPr></w:lvl>")
    paragraph = next(read(item(0), numbering=numbered(levels)).body_paragraphs())
    assert paragraph.number_format is not None
    assert (paragraph.number_format.bold, paragraph.runs[0].format.bold) == (True, False)


def test_words_list_of_letters_has_no_d_with_stroke() -> None:
    assert [figure(n, "lowerLetter") for n in (1, 4, 5, 26, 27)] == ["a", "d", "e", "z", "aa"]


# --- drawn objects -----------------------------------------------------------------------------------------------


def test_a_text_box_written_twice_is_read_once() -> None:
    box = text_box(p(r("CỘNG HÒA")), 80, 70)
    document = read(p(f"<w:r>{box}</w:r>", r("thân")))
    assert texts(document) == ["thân", "CỘNG HÒA"]
    inside = list(document.body_paragraphs())[1]
    assert (inside.place.boxed, inside.place.paragraph, round(inside.width_mm)) == (True, 1, 75)
    assert str(inside.place) == "x.docx, thân văn bản, đoạn 1, khung chữ"


@pytest.mark.parametrize("xml", [drawn_line(60.5, 20, 1), vml_line(60.5, 20, 1)])
def test_a_drawn_line_has_its_length_and_place(xml: str) -> None:
    (shape,) = next(read(p(f"<w:r>{xml}</w:r>")).body_paragraphs()).shapes
    assert (shape.kind, shape.horizontal, round(shape.width_mm, 1)) == (ShapeKind.LINE, True, 60.5)
    assert round(shape.x_mm or 0) == 20


def test_dashes_and_colour_of_a_drawn_line() -> None:
    (shape,) = next(read(p(f"<w:r>{drawn_line(50, 0, 1, dash='dash', color='FF0000')}</w:r>")).body_paragraphs()).shapes
    assert (shape.dash, shape.color) == ("dash", "FF0000")


def test_a_group_stretches_its_members() -> None:
    group = (
        '<w:pict><v:group style="width:200pt;height:10pt" coordsize="1000,100">'
        '<v:line from="0,50" to="500,50"/></v:group></w:pict>'
    )
    (shape,) = next(read(p(f"<w:r>{group}</w:r>")).body_paragraphs()).shapes
    assert round(shape.width_mm, 1) == round(100 * 25.4 / 72, 1)


# --- sections, headers, page numbers -----------------------------------------------------------------------------

PAGE = field(" PAGE ", r("2", '<w:sz w:val="28"/>'))


def ends(extra: str = "", size: str = 'w:w="11906" w:h="16838"', margins: str = "") -> str:
    around = margins or 'w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"'
    return f"<w:sectPr>{extra}<w:pgSz {size}/><w:pgMar {around}/></w:sectPr>"


def header(ref: str, kind: str = "default") -> str:
    return f'<w:headerReference w:type="{kind}" r:id="{ref}"/>'


def test_sections_inherit_headers_until_they_have_their_own() -> None:
    body = p(ppr=ends(header("rId1"))) + p(ppr=ends()) + p()
    document = read(body, headers={"rId1": p(PAGE), "rId2": p(r("không"))}, section=ends(header("rId2")))
    assert [len(section.page_numbers) for section in document.sections] == [1, 1, 0]
    assert [(section.first, section.last) for section in document.sections] == [(0, 1), (1, 2), (2, 3)]


def test_a_title_page_and_even_pages_show_headers_of_their_own() -> None:
    heads = {"rId1": p(PAGE), "rId2": p(PAGE), "rId3": p(PAGE)}
    refs = header("rId1") + header("rId2", "first") + header("rId3", "even")
    plain = read(p(), headers=heads, section=ends(refs)).sections[0]
    both = read(p(), headers=heads, section=ends(f"{refs}<w:titlePg/>"), settings="<w:evenAndOddHeaders/>").sections[0]
    assert [number.pages for number in plain.page_numbers] == ["default"]
    assert [number.pages for number in both.page_numbers] == ["default", "first", "even"]


def test_a_title_page_without_a_header_of_its_own_shows_none() -> None:
    section = read(p(), headers={"rId1": p(PAGE)}, section=ends(f"{header('rId1')}<w:titlePg/>")).sections[0]
    assert section.headers["first"] == ()
    assert [number.pages for number in section.page_numbers] == ["default"]


FRAME = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{}" w:y="1"/>'
TABS = '<w:tabs><w:tab w:val="center" w:pos="4536"/><w:tab w:val="right" w:pos="9072"/></w:tabs>'
CENTER = '<w:jc w:val="center"/>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (p(PAGE, ppr=CENTER), Alignment.CENTER),
        (p(PAGE), Alignment.LEFT),
        (p(PAGE, ppr='<w:jc w:val="right"/>'), Alignment.RIGHT),
        (p(PAGE, ppr=FRAME.format("center")), Alignment.CENTER),
        (p(PAGE, ppr=FRAME.format("right")), Alignment.RIGHT),
        (p("<w:r><w:tab/></w:r>", PAGE, ppr=TABS), Alignment.CENTER),
        (p("<w:r><w:tab/></w:r><w:r><w:tab/></w:r>", PAGE, ppr=TABS), Alignment.RIGHT),
        (p(f"<w:r>{text_box(p(PAGE, ppr=CENTER), 20, 70)}</w:r>"), Alignment.CENTER),
        (p(f"<w:r>{text_box(p(PAGE, ppr=CENTER), 20, 140)}</w:r>"), Alignment.RIGHT),
        (f"<w:sdt><w:sdtContent>{p(PAGE, ppr=CENTER)}</w:sdtContent></w:sdt>", Alignment.CENTER),
        (p(r("Trang "), PAGE, ppr=CENTER), Alignment.CENTER),
    ],
)
def test_where_a_page_number_stands(head: str, expected: Alignment) -> None:
    section = read(p(), headers={"rId1": head}, section=ends(header("rId1"))).sections[0]
    (number,) = section.page_numbers
    assert (number.alignment, number.part, number.format.size_pt) == (expected, Part.HEADER, 14.0)


def test_the_gutter_adds_to_the_left_margin_or_to_the_top() -> None:
    around = 'w:top="1134" w:right="1134" w:bottom="-1134" w:left="1134" w:header="567" w:footer="567" w:gutter="567"'
    left = read(p(), section=ends(margins=around)).sections[0].margins
    top = read(p(), section=ends(margins=around), settings="<w:gutterAtTop/>").sections[0].margins
    assert (round(left.left), round(left.top), round(left.bottom)) == (30, 20, 20)
    assert (round(top.left), round(top.top)) == (20, 30)


def test_a_landscape_section_is_wider_than_high() -> None:
    section = read(p(), section=ends(size='w:w="16838" w:h="11906" w:orient="landscape"')).sections[0]
    assert section.landscape
    assert round(section.text_width_mm) == 247


def test_a_former_section_kept_by_change_tracking_is_no_section() -> None:
    kept = f"<w:sectPr><w:pgSz w:w='11906' w:h='16838'/><w:sectPrChange w:id='1'>{ends()}</w:sectPrChange></w:sectPr>"
    assert len(read(p(), section=kept).sections) == 1


# --- tables, places ----------------------------------------------------------------------------------------------


def tbl(*cells: str, extra: str = "") -> str:
    inner = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2268" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    return f"<w:tbl><w:tblPr>{extra}</w:tblPr><w:tblGrid/><w:tr>{inner}</w:tr></w:tbl>"


def test_places_are_those_that_a_person_counts_in_word() -> None:
    controlled = f"<w:sdt><w:sdtContent>{p(r('khung'))}</w:sdtContent></w:sdt>"
    body = p(r("một")) + tbl(p(r("a")), p(r("b")) + tbl(p(r("trong"))) + p()) + controlled + p(r("hai"))
    document = read(body)
    assert [str(q.place) for q in document.body_paragraphs() if q.text] == [
        "x.docx, thân văn bản, đoạn 1",
        "x.docx, bảng 1, dòng 1, ô 1",
        "x.docx, bảng 1, dòng 1, ô 2",
        "x.docx, bảng 1, dòng 1, ô 2",
        "x.docx, thân văn bản, khung nội dung sau đoạn 1",
        "x.docx, thân văn bản, đoạn 2",
    ]


def test_a_place_quotes_the_first_words() -> None:
    paragraph = next(read(p(r("một hai ba bốn năm sáu bảy"))).body_paragraphs())
    assert paragraph.place.words == "một hai ba bốn năm sáu ..."


def test_places_in_headers_say_which_header_when_there_are_several() -> None:
    heads = {"rId1": p(r("a")), "rId2": p(r("b"))}
    document = read(p(), headers=heads, section=ends(f"{header('rId1')}{header('rId2', 'first')}<w:titlePg/>"))
    assert [str(q.place) for q in document.paragraphs() if q.text] == [
        "x.docx, đầu trang (phần 1), đoạn 1",
        "x.docx, đầu trang (phần 1, trang đầu), đoạn 1",
    ]


def test_a_footnote_counts_when_it_is_referred_to() -> None:
    notes = f'<w:footnote w:id="2">{p(r("ghi chú"))}</w:footnote><w:footnote w:id="3">{p(r("thừa"))}</w:footnote>'
    document = read(p('<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes)
    assert [note.text for note in document.notes] == ["ghi chú"]


def test_a_table_without_lines_and_one_with_lines() -> None:
    line = '<w:tblBorders><w:top w:val="single" w:sz="4"/></w:tblBorders>'
    plain, ruled = (read(tbl(p(), extra=extra)).blocks[0] for extra in ("", line))
    assert (plain.bordered, ruled.bordered) == (False, True)  # type: ignore[union-attr]


# --- lines -------------------------------------------------------------------------------------------------------


def test_tabs_put_lines_side_by_side_and_breaks_below_each_other() -> None:
    tabs = '<w:tabs><w:tab w:val="center" w:pos="1701"/><w:tab w:val="center" w:pos="6237"/></w:tabs>'
    body = p("<w:r><w:tab/></w:r>", r("ỦY BAN"), "<w:r><w:tab/></w:r>", r("CỘNG HÒA"), ppr=tabs)
    left, right = lines_of(next(read(body).body_paragraphs()))
    assert (left.shown, round(left.centre_mm), left.alignment) == ("ỦY BAN", 30, Alignment.CENTER)
    assert (right.shown, round(right.centre_mm), right.alignment) == ("CỘNG HÒA", 110, Alignment.CENTER)
    below = lines_of(next(read(p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", ppr=CENTER)).body_paragraphs()))
    assert [(line.shown, line.alignment, line.first, line.last) for line in below] == [
        ("a", Alignment.CENTER, True, False),
        ("b", Alignment.CENTER, False, True),
    ]


@given(st.lists(st.sampled_from(["a", "\t", "\n", " ", "b c", "\f"]), max_size=12))
def test_lines_keep_every_letter_in_order(pieces: list[str]) -> None:
    marks = {"\t": "<w:r><w:tab/></w:r>", "\n": "<w:r><w:br/></w:r>", "\f": '<w:r><w:br w:type="page"/></w:r>'}
    paragraph = next(read(p(*(marks.get(piece) or r(piece) for piece in pieces))).body_paragraphs())
    lines = lines_of(paragraph)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(paragraph.text.split())
    assert all(paragraph.text[line.start :].startswith(line.text) for line in lines)


# --- files -------------------------------------------------------------------------------------------------------


def codes_of(data: bytes) -> list[str]:
    with pytest.raises(ReportgenError) as caught:
        read_document(data, "x.docx")
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: data[: len(data) // 2], "MB002"),
        (lambda _: b"", "MB001"),
        (lambda _: b"%PDF-1.7", "MB001"),
        (lambda data: with_parts(data, {"word/document.xml": None}), "MB009"),
        (lambda data: with_parts(data, {"word/document.xml": b"<w:document/>"}), "MB005"),
        (lambda data: with_parts(data, {"word/document.xml": b"<document/>"}), "VB002"),
        (lambda data: with_parts(data, {"word/a.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "MB005"),
        (lambda data: with_parts(data, {"word/media/a.bin": b"\0" * (100 << 20)}), "MB003"),
        (lambda data: with_parts(data, {"word/vbaProject.bin": b"x"}), "MB006"),
    ],
)
def test_a_damaged_or_hostile_file_gets_a_problem(spoil: object, code: str) -> None:
    assert callable(spoil)
    assert codes_of(spoil(good_document())) == [code]


def test_boxes_within_boxes_without_end_are_refused() -> None:
    boxed = p(r("x"))
    for _ in range(60):
        boxed = p(
            f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{boxed}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    assert codes_of(raw_document(boxed)) == ["VB002"]


@pytest.mark.parametrize("tag", ["sdt", "ins", "smartTag", "hyperlink"])
def test_wrappers_within_wrappers_without_end_are_refused(tag: str) -> None:
    inner = r("x") if tag != "sdt" else p(r("x"))
    deep = "".join(f"<w:{tag}>" for _ in range(3000)) + inner + f"</w:{tag}>" * 3000
    assert codes_of(raw_document(deep if tag == "sdt" else p(deep))) == ["VB002"]


@pytest.mark.parametrize("part", ["word/styles.xml", "word/settings.xml", "word/theme/theme1.xml", "word/header1.xml"])
def test_a_part_that_is_gone_or_empty_is_no_reason_to_stop(part: str) -> None:
    data = good_document()
    assert part in parts_of(data)
    read_document(with_parts(data, {part: None}), "x.docx")
    read_document(with_parts(data, {part: b"<x/>"}), "x.docx")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_whatever_the_bytes_there_is_a_document_or_a_problem(data: st.DataObject) -> None:
    parts = parts_of(GOOD)
    name = data.draw(st.sampled_from(["word/document.xml", "word/styles.xml", "word/header1.xml"]))
    xml = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(xml) - 1))
        xml[at : at + data.draw(st.integers(0, 30))] = data.draw(st.sampled_from([b"", b"9", b'"', b"-1", b"<w:p/>"]))
    spoilt = with_parts(GOOD, {name: bytes(xml)})
    try:
        document, _ = read_document(spoilt, "x.docx")
    except ReportgenError:
        assert codes_of(spoilt)
    else:
        assert document.sections


GOOD = good_document("công văn", layout="boxes", appendices=1)


def test_a_workbook_is_told_that_it_is_one() -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/w.xml"/>'
        "</Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("[Content_Types].xml", types), ("_rels/.rels", rels), ("xl/w.xml", "<w/>")):
            archive.writestr(name, content)
    assert codes_of(out.getvalue()) == ["VB001"]


def test_the_section_used_by_these_tests_is_a4() -> None:
    section = read(p(), section=SECTION.format("")).sections[0]
    assert (round(section.width_mm), round(section.height_mm)) == (210, 297)
