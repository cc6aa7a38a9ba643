"""Good and spoiled documents for the witnesses of decree30: the PDF of LibreOffice, and files saved by LibreOffice.

Every spoiled specimen names the rules that its fault breaks; whatever else it holds is good.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tests import support_cli as command
from tests import support_docx as made
from tests.support_docx import find, good_document, style

_LONG = 26
"""Paragraphs that fill two pages and more, so that margins and page numbers can be measured."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A document to be judged twice.

    Attributes:
        name: Of its file, without ending. data: The .docx.
        broken: Rules that its fault breaks; empty for a good one.
    """

    name: str
    data: bytes
    broken: frozenset[str] = frozenset()


GENERATED = tuple(f"{ward}-{kind}" for ward in ("truc-lam", "hang-gon") for kind in ("quarterly", "plan"))


def generated_documents(root: Path, folder: Path) -> list[Specimen]:
    """Return the quarterly report and the plan of both wards, as the command writes them."""
    made_now = []
    for name in GENERATED:
        ward, kind = name.rsplit("-", 1)
        with pytest.MonkeyPatch.context() as patch:
            command.on_day(patch, command.TODAY)
            told = command.run(kind, "--ward", ward, "--workspace", root, "--out", folder, "--format", "docx")
        assert told.exit_code == 0, told.err
        made_now.append(Specimen(name, told.paths[0].read_bytes()))
    return made_now


@cache
def specimens() -> tuple[Specimen, ...]:
    """Return every specimen, good ones first."""
    return (*_good(), *_spoiled())


def _good() -> list[Specimen]:
    kinds = [Specimen(f"tot-{n}", good_document(kind, long=8)) for n, kind in enumerate(made.KINDS)]
    others = {
        "tot-dai": _long(),
        "tot-phu-luc": _appended(),
        "tot-tab": good_document(layout="tabs"),
        "tot-khung": good_document("công văn", layout="boxes"),
        "tot-net-ve": good_document(rulings="drawing"),
        "tot-vml": good_document("kế hoạch", rulings="vml"),
        "tot-gach-duoi": good_document("tờ trình", rulings="underscores"),
        "tot-chu-quan": _under_superior(),
        "tot-nhieu-noi-gui": good_document("công văn", addressees=("Sở Nội vụ", "Sở Tài chính")),
        "tot-chua-cap-so": good_document(number="", date="ngày      tháng 01 năm 2026"),
    }
    return [*kinds, *(Specimen(name, data) for name, data in others.items())]


def _long() -> bytes:
    return good_document(long=_LONG)


def _under_superior() -> bytes:
    return good_document(superior=("UBND PHƯỜNG TRÚC LÂM",), issuer=("PHÒNG VĂN HÓA - XÃ HỘI",))


def _appended() -> bytes:
    """Return a report with two appendices, the last of which takes two pages."""

    def fill(doc: Any) -> None:
        for _ in range(16):
            made.body_line(doc, made.FILLER)

    return made.edit(good_document(appendices=2), fill)


# --- faults ------------------------------------------------------------------------------------------------------

Change = Callable[[Any], object]


def _spoiled() -> list[Specimen]:
    found = []
    for name, (rules, make, change) in {**_PAGES, **_HEADS, **_TEXTS, **_INDIRECT}.items():
        found.append(Specimen(name, made.edit(make(), change), frozenset(rules.split())))
    return found


def _margin(side: str, mm: float) -> Change:
    def change(doc: Any) -> None:
        for section in doc.sections:
            setattr(section, f"{side}_margin", Mm(mm))

    return change


def _mirrored(doc: Any) -> None:
    doc.settings.element.insert(1, parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))


def _letter(doc: Any) -> None:
    for section in doc.sections:
        section.page_width, section.page_height = Mm(215.9), Mm(279.4)


def _landscape(doc: Any) -> None:
    for section in doc.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)


def _at_foot(doc: Any) -> None:
    section = doc.sections[0]
    header, footer = section.header, section.footer
    number = header.paragraphs[0]._p
    holder = footer.paragraphs[0]._p
    for run in list(number.findall(qn("w:r"))):
        holder.append(run)
    footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.first_page_footer.paragraphs[0].text = ""


def _on_first_page(doc: Any) -> None:
    doc.sections[0].different_first_page_header_footer = False


def _number(**changes: Any) -> Change:
    return lambda doc: style(doc.sections[0].header.paragraphs[0], **changes)


def _number_right(doc: Any) -> None:
    doc.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _number_indented(doc: Any) -> None:
    doc.sections[0].header.paragraphs[0].paragraph_format.left_indent = Mm(60)


def _no_restart(doc: Any) -> None:
    for numbering in doc.element.body.xpath(".//w:pgNumType"):
        numbering.getparent().remove(numbering)


_PAGES: dict[str, tuple[str, Callable[[], bytes], Change]] = {
    "le-trai-25": ("PG-03", _long, _margin("left", 25)),
    "le-phai-10": ("PG-03", _long, _margin("right", 10)),
    "le-tren-30": ("PG-03", _long, _margin("top", 30)),
    "le-duoi-10": ("PG-03", _long, _margin("bottom", 10)),
    "le-doi-xung": ("PG-03", _long, _mirrored),
    "giay-letter": ("PG-01", _long, _letter),
    "giay-ngang": ("PG-02 TT-03", good_document, _landscape),
    "so-trang-o-chan": ("PG-05", _long, _at_foot),
    "so-trang-1-hien": ("PG-05", _long, _on_first_page),
    "so-trang-co-11": ("PG-05", _long, _number(size=11)),
    "so-trang-nghieng": ("PG-05", _long, _number(italic=True)),
    "so-trang-ben-phai": ("PG-05", _long, _number_right),
    "so-trang-lui-60": ("PG-05", _long, _number_indented),
    "so-trang-arial": ("PG-04", _long, _number(font="Arial")),
    "phu-luc-noi-trang": ("PG-06", _appended, _no_restart),
}


def _dress(words: str, **changes: Any) -> Change:
    return lambda doc: style(find(doc, words), **changes)


def _every(words: str, **changes: Any) -> Change:
    def change(doc: Any) -> None:
        for p in made.every_paragraph(doc):
            if words in p.text:
                style(p, **changes)

    return change


def _align(words: str, alignment: Any) -> Change:
    return lambda doc: setattr(find(doc, words), "alignment", alignment)


def _unruled(words: str) -> Change:
    """Drop the line under a component: the paragraph below it."""

    def change(doc: Any) -> None:
        paragraphs = list(made.every_paragraph(doc))
        at = next(n for n, p in enumerate(paragraphs) if words in p.text)
        made.remove(paragraphs[at + 1])

    return change


def _ruled(words: str, side_mm: float) -> Change:
    """Change the length of the line under a component by the indents of its paragraph."""

    def change(doc: Any) -> None:
        paragraphs = list(made.every_paragraph(doc))
        at = next(n for n, p in enumerate(paragraphs) if words in p.text)
        layout = paragraphs[at + 1].paragraph_format
        layout.left_indent = layout.right_indent = Mm(side_mm)

    return change


_NATION, _MOTTO, _ISSUER, _SUBJECT = "CỘNG HÒA", "Độc lập", "PHƯỜNG TRÚC LÂM", "Kết quả công tác"
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def _one_row_up(doc: Any) -> None:
    """Put the place and date right below the Tiêu ngữ, one row of the table above the number."""
    dated = find(doc, "Trúc Lâm, ngày")
    cell: Any = find(doc, _MOTTO)._p.getparent()
    dated._p.addprevious(OxmlElement("w:p"))
    cell.append(dated._p)


_HEADS: dict[str, tuple[str, Callable[[], bytes], Change]] = {
    "quoc-hieu-co-14": ("HD-01", good_document, _dress(_NATION, size=14)),
    "quoc-hieu-khong-dam": ("HD-01", good_document, _dress(_NATION, bold=False)),
    "tieu-ngu-co-12": ("HD-02 HD-03", good_document, _dress(_MOTTO, size=12)),
    "tieu-ngu-nghieng": ("HD-02", good_document, _dress(_MOTTO, italic=True)),
    "tieu-ngu-khong-ke": ("HD-03", good_document, _unruled(_MOTTO)),
    "tieu-ngu-ke-ngan": ("HD-03", good_document, _ruled(_MOTTO, 35)),
    "tieu-ngu-gach-chan": (
        "HD-03",
        good_document,
        lambda doc: (_unruled(_MOTTO)(doc), _dress(_MOTTO, underline=True)(doc)),
    ),
    "quoc-hieu-gian-dong": ("HD-04", good_document, lambda doc: _spread(doc, _NATION, _MOTTO)),
    "co-quan-khong-dam": ("HD-06", good_document, _dress(_ISSUER, bold=False)),
    "co-quan-ke-dai": ("HD-07", good_document, _ruled(_ISSUER, 6)),
    "co-quan-khong-ke": ("HD-07", good_document, _unruled(_ISSUER)),
    "chu-quan-dam": ("HD-08", _under_superior, _dress("UBND PHƯỜNG", bold=True)),
    "so-dam": ("HD-12", good_document, _dress("Số: 05", bold=True)),
    "so-co-14": ("HD-12", good_document, _dress("Số: 05", size=14)),
    "so-canh-trai": ("HD-12", good_document, _align("Số: 05", _LEFT)),
    "dia-danh-dung": ("HD-15", good_document, _dress("Trúc Lâm, ngày", italic=False)),
    "dia-danh-canh-phai": ("HD-15", good_document, _align("Trúc Lâm, ngày", _RIGHT)),
    "dia-danh-khac-dong": ("HD-15", good_document, _one_row_up),
    "ten-loai-co-16": ("TT-01", good_document, _dress("BÁO CÁO", size=16)),
    "trich-yeu-canh-trai": ("TT-02 TT-03", good_document, _align(_SUBJECT, _LEFT)),
    "trich-yeu-khong-dam": ("TT-02", good_document, _dress(_SUBJECT, bold=False)),
    "trich-yeu-khong-ke": ("TT-03", good_document, _unruled(_SUBJECT)),
    "trich-yeu-ke-dai": ("TT-03", good_document, _ruled(_SUBJECT, 22)),
    "v-v-co-14": ("TT-04", lambda: good_document("công văn"), _dress("V/v", size=14)),
}


def _spread(doc: Any, *words: str) -> None:
    for text in words:
        find(doc, text).paragraph_format.line_spacing = 1.5


def _body(**changes: Any) -> Change:
    """Change the layout of every paragraph of running text."""

    def change(doc: Any) -> None:
        for p in made.every_paragraph(doc):
            if p.text.startswith(made.FILLER[:20]):
                for name, given in changes.items():
                    setattr(p.paragraph_format, name, given)

    return change


_TEXTS: dict[str, tuple[str, Callable[[], bytes], Change]] = {
    "phong-arial": ("PG-04", good_document, _dress("Công tác tuyên truyền", font="Arial")),
    "chu-do": ("PG-04", good_document, _dress("Công tác tuyên truyền", color="FF0000")),
    "loi-van-co-12": ("BD-06", good_document, _dress("Thực hiện Kế hoạch", size=12)),
    "loi-van-nghieng": ("BD-06", good_document, _dress("Thực hiện Kế hoạch", italic=True)),
    "loi-van-canh-trai": ("BD-06", _long, _body(alignment=_LEFT)),
    "loi-van-khong-lui": ("BD-06", _long, _body(first_line_indent=Mm(0))),
    "loi-van-lui-20": ("BD-06", _long, _body(first_line_indent=Mm(20))),
    "loi-van-gian-doi": ("BD-06", _long, _body(line_spacing=2.0)),
    "loi-van-gian-13pt": ("BD-06", _long, _body(line_spacing=Pt(13))),
    "loi-van-sat-nhau": ("BD-06", _long, _body(space_before=Pt(2))),
    "chuc-vu-co-12": ("SG-02", good_document, _dress("KT. CHỦ TỊCH", size=12)),
    "ho-ten-khong-dam": ("SG-03", good_document, _dress("Lê Huy Du", bold=False)),
    "noi-nhan-co-14": ("RC-04", good_document, _dress("Nơi nhận:", size=14)),
    "noi-nhan-dung": ("RC-04", good_document, _dress("Nơi nhận:", italic=False)),
    "danh-sach-co-12": ("RC-05", good_document, _every("- Như trên", size=12)),
    "danh-sach-lui-vao": (
        "RC-05",
        good_document,
        lambda doc: setattr(find(doc, "- Như trên").paragraph_format, "left_indent", Mm(8)),
    ),
    "phu-luc-co-13": ("AP-03", _appended, _every("Phụ lục I", size=13)),
    "phu-luc-ten-khong-dam": ("AP-04", _appended, _every("KẾT QUẢ THỰC HIỆN CHỈ TIÊU", bold=False)),
    "kem-theo-dung": ("AP-05", _appended, _every("(Kèm theo", italic=False)),
}


# --- formatting that is not written where it shows ---------------------------------------------------------------


def _by_paragraph_style(words: str, xml: str, *, bare: bool = True) -> Change:
    """Give a paragraph a style of its own; with `bare`, its runs lose what they say themselves."""

    def change(doc: Any) -> None:
        p: Any = find(doc, words)
        doc.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="Own"><w:name w:val="Own"/>'
                f'<w:basedOn w:val="Normal"/>{xml}</w:style>'
            )
        )
        p._p.get_or_add_pPr()._insert_pStyle(parse_xml(f'<w:pStyle {nsdecls("w")} w:val="Own"/>'))
        for run in p.runs if bare else ():
            run._r.remove(run._r.rPr)

    return change


def _by_defaults(doc: Any) -> None:
    """Let sizes come from the document defaults: 12 pt there, nothing in the style nor in the run."""
    defaults = doc.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    for name in ("w:sz", "w:szCs"):
        for old in defaults.xpath(name):
            defaults.remove(old)
    defaults.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="24"/>'))
    doc.styles["Normal"].font.size = None
    for run in find(doc, "Thực hiện Kế hoạch").runs:
        run.font.size = None


def _table_style_bold(doc: Any) -> None:
    """Let the first column of a table style make the number bold."""
    doc.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Own"><w:name w:val="Own"/>'
            '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
        )
    )
    table = doc.tables[0]
    properties = table._tbl.tblPr
    for old in properties.xpath("w:tblStyle|w:tblLook"):
        properties.remove(old)
    properties.insert(0, parse_xml(f'<w:tblStyle {nsdecls("w")} w:val="Own"/>'))
    properties.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="0080" w:firstColumn="1"/>'))
    for run in find(doc, "Số: 05").runs:
        run.bold = None


def _theme_font(doc: Any) -> None:
    """Let the font of a paragraph come from the theme (python-docx's theme says Calibri or the like)."""
    for run in find(doc, "Công tác tuyên truyền").runs:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:asciiTheme"), "minorHAnsi")
        fonts.set(qn("w:hAnsiTheme"), "minorHAnsi")


def _gutter(doc: Any) -> None:
    for section in doc.sections:
        section.left_margin, section.gutter = Mm(30), Mm(10)


def _contextual(doc: Any) -> None:
    """Let contextual spacing eat the distance between paragraphs of one style."""
    for p in made.every_paragraph(doc):
        if p.text.startswith(made.FILLER[:20]):
            p._p.get_or_add_pPr().append(parse_xml(f"<w:contextualSpacing {nsdecls('w')}/>"))
            _order(p._p.pPr)


_ORDER = ("pStyle", "keepNext", "pBdr", "tabs", "spacing", "ind", "contextualSpacing", "jc", "rPr", "sectPr")


def _order(ppr: Any) -> None:
    """Put the children of w:pPr in the order of the schema."""
    for child in sorted(ppr, key=lambda c: _ORDER.index(re.sub(r"\{.*\}", "", c.tag))):
        ppr.append(child)


def _caps(doc: Any) -> None:
    """Type the name of the type in small letters, shown in capitals by formatting: good, but for its size."""
    p = find(doc, "BÁO CÁO")
    made.set_text(p, "Báo cáo")
    for run in p.runs:
        run.font.all_caps, run.font.size = True, Pt(16)


def _only_high_ansi(doc: Any) -> None:
    """Set another font for letters outside ASCII alone: the accented letters of a word."""
    for run in find(doc, "Công tác tuyên truyền").runs:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:ascii"), "Times New Roman")
        fonts.set(qn("w:hAnsi"), "Arial")


_INDIRECT: dict[str, tuple[str, Callable[[], bytes], Change]] = {
    "gian-tiep-kieu-nghieng": (
        "HD-02",
        good_document,
        _by_paragraph_style(_MOTTO, '<w:rPr><w:b/><w:i/><w:sz w:val="28"/></w:rPr>'),
    ),
    "gian-tiep-kieu-co-12": (
        "BD-06",
        good_document,
        _by_paragraph_style("Thực hiện Kế", '<w:rPr><w:sz w:val="24"/></w:rPr>'),
    ),
    "gian-tiep-mac-dinh-12": ("BD-06", good_document, _by_defaults),
    "gian-tiep-bang-dam": ("HD-12", good_document, _table_style_bold),
    "gian-tiep-phong-theme": ("PG-04", good_document, _theme_font),
    "gian-tiep-phong-hansi": ("PG-04", good_document, _only_high_ansi),
    "gian-tiep-gay-10": ("PG-03 TT-03", _long, _gutter),
    "gian-tiep-khong-cach": ("BD-06", _long, _contextual),
    "gian-tiep-in-hoa-co-16": ("TT-01", good_document, _caps),
}
