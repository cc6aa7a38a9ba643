"""Official documents of every kind, right in form, written as .docx; `changed` spoils one thing at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {"document": "document.main", "styles": "styles", "header1": "header", "footer1": "footer"}
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
)
_CELLS = (3402, 5669)


@dataclass(frozen=True)
class Text:
    """A paragraph: sizes in points, spacing in points, `line` in 240ths of a line, `rule` as OOXML names it."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "center"
    before: float = 0
    line: int = 240
    rule: str = "auto"
    font: str = ""
    color: str = ""
    caps: bool = False
    underline: str = ""
    first_mm: float = 0

    def run(self) -> str:
        switches = "".join(f"<w:{n}/>" for n, on in (("b", self.bold), ("i", self.italic), ("caps", self.caps)) if on)
        font = f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}"/>' if self.font else ""
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        under = f'<w:u w:val="{self.underline}"/>' if self.underline else ""
        text = escape(self.text)
        size = f'<w:sz w:val="{int(self.size * 2)}"/>'
        return f'<w:r><w:rPr>{font}{switches}{color}{size}{under}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    def xml(self, inside: str = "") -> str:
        first = f'<w:ind w:firstLine="{round(self.first_mm * 56.6929)}"/>' if self.first_mm else ""
        spacing = f'<w:spacing w:before="{round(self.before * 20)}" w:after="0" w:line="{self.line}"'
        props = f'<w:pPr>{spacing} w:lineRule="{self.rule}"/>{first}<w:jc w:val="{self.align}"/></w:pPr>'
        return f"<w:p>{props}{self.run()}{inside}</w:p>"


@dataclass(frozen=True)
class Drawn:
    """A line under a component, `mm` long; `made` is border, vml, drawing or underscores; `aside` moves it, mm."""

    mm: float
    made: str = "border"
    dash: str = ""
    aside: float = 0

    def xml(self, column_twips: int) -> str:
        room = column_twips / 56.6929 - self.mm
        left, right = room / 2 + self.aside, room / 2 - self.aside
        if self.made == "border":
            ind = f'<w:ind w:left="{round(left * 56.6929)}" w:right="{round(right * 56.6929)}"/>'
            border = f'<w:pBdr><w:top w:val="{self.dash or "single"}" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
            return f"<w:p><w:pPr>{border}{ind}</w:pPr></w:p>"
        if self.made == "underscores":
            count = round(self.mm / (0.5 * 0.65 * 14 * 25.4 / 72))
            run = '<w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="28"/></w:rPr>'
            return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{run}<w:t>{"_" * count}</w:t></w:r></w:p>'
        return f"<w:p><w:r>{self._vml(left) if self.made == 'vml' else self._drawing(left)}</w:r></w:p>"

    def _vml(self, left: float) -> str:
        dash = f'<v:stroke dashstyle="{self.dash}"/>' if self.dash else ""
        start, end = left * 72 / 25.4, (left + self.mm) * 72 / 25.4
        ends = f'from="{start:.2f}pt,2pt" to="{end:.2f}pt,2pt"'
        return f'<w:pict><v:line style="position:absolute" {ends} strokecolor="black">{dash}</v:line></w:pict>'

    def _drawing(self, left: float) -> str:
        wide, at = round(self.mm * 36000), round(left * 36000)
        dash = f'<a:prstDash val="{self.dash}"/>' if self.dash else ""
        return (
            '<w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" locked="0" '
            'layoutInCell="1" allowOverlap="1" relativeHeight="1"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="column"><wp:posOffset>{at}</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>20000</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{wide}" cy="0"/><wp:wrapNone/><wp:docPr id="1" name="Line"/><a:graphic><a:graphicData '
            'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/><wps:spPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/>'
            f'</a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{dash}</a:ln></wps:spPr>'
            "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        )


@dataclass(frozen=True)
class Page:
    """A section: `number` shows in `part` (header or footer, "" for nowhere) on `pages`."""

    landscape: bool = False
    number: Text = field(default_factory=lambda: Text("2"))
    part: str = "header"
    title: bool = True
    restart: int | None = None
    format: str = ""

    def xml(self) -> str:
        wide, high = (16838, 11906) if self.landscape else (11906, 16838)
        orient = ' w:orient="landscape"' if self.landscape else ""
        reference = f'<w:{self.part}Reference w:type="default" r:id="r{self.part}"/>' if self.part else ""
        start = "" if self.restart is None else f' w:start="{self.restart}"'
        kind = f' w:fmt="{self.format}"' if self.format else ""
        number = f"<w:pgNumType{kind}{start}/>" if start or kind else ""
        margins = '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="1134" w:header="567" w:footer="567"/>'
        title = "<w:titlePg/>" if self.title else ""
        size = f'<w:pgSz w:w="{wide}" w:h="{high}"{orient}/>'
        return f"<w:sectPr>{reference}{size}{margins}{number}{title}</w:sectPr>"


@dataclass(frozen=True)
class Official:
    """A document: its components in order; `layout` is rows, cell, tabs or lines."""

    number: Text | None
    superior: Text | None = None
    issuer: tuple[Text, ...] = (
        Text("ỦY BAN NHÂN DÂN", size=13, bold=True),
        Text("PHƯỜNG TRÚC LÂM", size=13, bold=True),
    )
    issuer_line: Drawn | None = Drawn(17)
    about: tuple[Text, ...] = ()
    nation: Text | None = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    motto: Text | None = Text("Độc lập - Tự do - Hạnh phúc", bold=True)
    motto_line: Drawn | None = Drawn(62)
    date: Text | None = Text("Trúc Lâm, ngày 05 tháng 01 năm 2026", italic=True)
    title: Text | None = None
    subject: Text | None = None
    subject_line: Drawn | None = None
    body: tuple[Text, ...] = ()
    extra: str = ""
    appendices: tuple[Page, ...] = ()
    page: Page = Page()
    layout: str = "rows"
    mirrored: bool = False

    def docx(self) -> bytes:
        """Return the document as a file."""
        appendices = "".join(
            f"{_section(before)}{Text('Phụ lục ' + 'I' * n, bold=True).xml()}"
            f"{Text('DANH MỤC NHIỆM VỤ', bold=True).xml()}{_table()}"
            for n, before in enumerate((self.page, *self.appendices[:-1]), 1)
            if self.appendices
        )
        last = self.appendices[-1] if self.appendices else self.page
        head = _HEADS[self.layout](self)
        title = "".join(p.xml() for p in (self.title, self.subject) if p)
        line = self.subject_line.xml(sum(_CELLS)) if self.subject_line else ""
        body = "".join(p.xml() for p in self.body)
        content = f"{head}{title}{line}{body}{self.extra}{_CLOSING}{appendices}{last.xml()}"
        return _package(content, {p.part: p.number for p in (self.page, *self.appendices) if p.part})


def _section(page: Page) -> str:
    return f"<w:p><w:pPr>{page.xml()}</w:pPr></w:p>"


def _table() -> str:
    cell = f"<w:tc>{Text('Số thứ tự', size=13).xml()}</w:tc>"
    borders = "".join(f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideV"))
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w='4000'/>"
        f"<w:gridCol w:w='4000'/></w:tblGrid><w:tr>{cell}{cell}</w:tr></w:tbl><w:p/>"
    )


TABLE = _table()
"""A table of figures to stand in the body."""


def _head_rows(doc: Official) -> str:
    left, right = _left(doc), _right(doc)
    under = "".join(p.xml() for p in (doc.number, *doc.about) if p)
    return _grid([[left, right], [under, doc.date.xml() if doc.date else ""]], mirrored=doc.mirrored)


def _head_cell(doc: Official) -> str:
    under = "".join(p.xml() for p in (doc.number, *doc.about) if p)
    right = _right(doc) + (doc.date.xml() if doc.date else "")
    return _grid([[_left(doc) + under, right]], mirrored=doc.mirrored)


def _left(doc: Official) -> str:
    names = "".join(p.xml() for p in (doc.superior, *doc.issuer) if p)
    return names + (doc.issuer_line.xml(_CELLS[0]) if doc.issuer_line else "")


def _right(doc: Official) -> str:
    names = "".join(p.xml() for p in (doc.nation, doc.motto) if p)
    return names + (doc.motto_line.xml(_CELLS[1]) if doc.motto_line else "")


def _grid(rows: list[list[str]], *, mirrored: bool) -> str:
    order = (1, 0) if mirrored else (0, 1)
    grid = "".join(f'<w:gridCol w:w="{_CELLS[at]}"/>' for at in order)
    cells = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{_CELLS[at]}" w:type="dxa"/></w:tcPr>{row[at] or "<w:p/>"}</w:tc>'
            for at in order
        )
        + "</w:tr>"
        for row in rows
    )
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    layout = '<w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{layout}{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>"


def _head_tabs(doc: Official) -> str:
    lefts = [*doc.issuer, doc.number]
    rights = [doc.nation, doc.motto, doc.date]
    stops = "".join(f'<w:tab w:val="center" w:pos="{at}"/>' for at in (1701, 6237))
    tab = "<w:r><w:tab/></w:r>"
    out = []
    for left, right in zip(lefts, rights, strict=True):
        runs = f"{tab}{left.run() if left else ''}{tab}{right.run() if right else ''}"
        spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        out.append(f"<w:p><w:pPr><w:tabs>{stops}</w:tabs>{spacing}</w:pPr>{runs}</w:p>")
    return "".join(out)


def _head_lines(doc: Official) -> str:
    parts = (doc.nation, doc.motto, *doc.issuer, doc.number, doc.date)
    return "".join(p.xml() for p in parts if p)


_HEADS = {"rows": _head_rows, "cell": _head_cell, "tabs": _head_tabs, "lines": _head_lines}
_CLOSING = _grid(
    [
        [
            Text("Nơi nhận:", size=12, bold=True, italic=True, align="left").xml()
            + Text("- Như trên;", size=11, align="left").xml()
            + Text("- Lưu: VT, VHXH.", size=11, align="left").xml(),
            Text("TM. ỦY BAN NHÂN DÂN", bold=True).xml()
            + Text("CHỦ TỊCH", bold=True).xml()
            + "<w:p/><w:p/>"
            + Text("Nguyễn Văn Mẫu", bold=True).xml(),
        ]
    ],
    mirrored=False,
)


def _package(content: str, numbers: Mapping[str, Text]) -> bytes:
    parts = {
        "document": f"<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>",
        "styles": f"<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
    }
    for part, text in numbers.items():
        root = {"header": "hdr", "footer": "ftr"}[part]
        look = text.run().partition("<w:t")[0]
        steps = "".join(f'{look}<w:fldChar w:fldCharType="{s}"/></w:r>' for s in ("begin", "separate"))
        begin, separate = steps.split("</w:r>")[:2]
        code = f"{look}<w:instrText>PAGE</w:instrText></w:r>"
        end = f'{look}<w:fldChar w:fldCharType="end"/></w:r>'
        field_xml = f"{begin}</w:r>{code}{separate}</w:r>{text.run()}{end}"
        props = f'<w:pPr><w:jc w:val="{text.align}"/></w:pPr>'
        parts[f"{part}1"] = f"<w:{root} {NAMESPACES}><w:p>{props}{field_xml}</w:p></w:{root}>"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{_PARTS[name]}+xml"/>' for name in parts
    )
    relations = "".join(
        f'<Relationship Id="r{name.rstrip("1")}" Type="{_REL}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    main = f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES.format(overrides))
        package.writestr("_rels/.rels", rels.format(main))
        package.writestr("word/_rels/document.xml.rels", rels.format(relations))
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return out.getvalue()


_SENTENCE = (
    "Ủy ban nhân dân phường đã chỉ đạo các phòng, đơn vị triển khai đầy đủ nhiệm vụ được giao, bảo đảm tiến độ và "
    "chất lượng theo yêu cầu đề ra"
)


def _body(count: int = 30) -> tuple[Text, ...]:
    text = {"align": "both", "before": 6, "first_mm": 10}
    return (*(Text(f"{_SENTENCE}.", **text) for _ in range(count - 1)), Text(f"{_SENTENCE}./.", **text))  # type: ignore[arg-type]


def _named(title: str, subject: str, symbol: str, **others: Any) -> Official:
    return Official(
        number=Text(f"Số: 05/{symbol}-UBND", size=13),
        title=Text(title, bold=True, before=12),
        subject=Text(subject, bold=True),
        subject_line=Drawn(45),
        body=_body(),
        **others,
    )


GOOD: dict[str, Official] = {
    "report": _named("BÁO CÁO", "Kết quả cải cách hành chính Quý III năm 2026", "BC"),
    "plan": _named("KẾ HOẠCH", "Cải cách hành chính năm 2026 của phường", "KH", layout="cell"),
    "submission": _named("TỜ TRÌNH", "Về việc phê duyệt kế hoạch cải cách hành chính", "TTr"),
    "notice": _named("THÔNG BÁO", "Kết luận của Chủ tịch Ủy ban nhân dân phường", "TB"),
    "decision": _named("QUYẾT ĐỊNH", "Về việc kiện toàn Tổ công tác cải cách hành chính", "QĐ"),
    "letter": Official(
        number=Text("Số: 12/UBND-VX", size=13),
        about=(Text("V/v báo cáo cải cách hành chính", size=12, before=6),),
        body=(Text("Kính gửi: Sở Nội vụ", before=12), *_body()),
    ),
    "office": replace(
        _named("BÁO CÁO", "Công tác văn hóa năm 2026 của phường", "BC"),
        number=Text("Số: 05/BC-VHXH", size=13),
        superior=Text("UBND PHƯỜNG TRÚC LÂM", size=13),
        issuer=(Text("PHÒNG VĂN HÓA - XÃ HỘI", size=13, bold=True),),
        issuer_line=Drawn(22),
    ),
    "appendices": replace(
        _named("BÁO CÁO", "Kết quả cải cách hành chính Quý III năm 2026", "BC"),
        appendices=(Page(restart=1), Page(landscape=True, restart=1)),
    ),
}
"""A good document of every kind, and of a phòng of the ward, and with two appendices."""


def changed(kind: str, /, **changes: Any) -> bytes:
    """Return a good document with some components changed, as a file.

    Args:
        kind: A key of `GOOD`.
        changes: Component to its new value; a mapping changes only these fields of the component. For `issuer` and
            `about`, a mapping changes every line.
    """
    doc = GOOD[kind]
    assert set(changes) <= {f.name for f in fields(doc)}
    new = {name: _merged(getattr(doc, name), value) for name, value in changes.items()}
    return replace(doc, **new).docx()


def _merged(old: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if isinstance(old, tuple):
        return tuple(replace(part, **value) for part in old)
    return replace(old, **value)
