"""Plan documents of every usual shape, made from nothing: paragraphs, cells merged both ways, automatic numbers.

    data = plan_docx(*HEAD, p("Phụ lục I", bold=True, center=True), table(head, row, row), *SIGNED)

A cell is words, or `cell(...)` when it is merged, numbered by Word or holds several paragraphs. All content is
illustrative.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml

from reportgen.vi.legacy import from_tcvn3

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECIMAL, ROMAN, BULLET = 901, 902, 903
_LISTS = {DECIMAL: ("decimal", "%1."), ROMAN: ("upperRoman", "%1."), BULLET: ("bullet", "-")}


def t(text: str) -> str:
    """Return runs of text, `\\n` as line breaks."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return "<w:br/>".join(lines)


def r(text: str, props: str = "") -> str:
    """Return one run."""
    return f"<w:r><w:rPr>{props}</w:rPr>{t(text)}</w:r>"


def p(text: str = "", *, bold: bool = False, center: bool = False, num: int = 0, runs: str = "", font: str = "") -> str:
    """Return a paragraph: words, or ready-made runs."""
    look = "<w:b/>" if bold else ""
    look = (f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else "") + look
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    place = '<w:jc w:val="center"/>' if center else ""
    return f"<w:p><w:pPr>{listed}{place}</w:pPr>{runs or (r(text, look) if text else '')}</w:p>"


@dataclass(frozen=True)
class Cell:
    """A cell: XML of its blocks, columns that it spans, how it is merged down (`restart`, `continue` or "")."""

    blocks: str
    span: int = 1
    merge: str = ""

    @property
    def xml(self) -> str:
        span = f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        merge = f'<w:vMerge w:val="{self.merge}"/>' if self.merge else ""
        return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{self.blocks}</w:tc>"


def cell(*texts: str, span: int = 1, merge: str = "", bold: bool = False, num: int = 0, xml: str = "") -> Cell:
    """Return a cell of paragraphs."""
    inside = xml or "".join(p(text, bold=bold, num=num) for text in (texts or ("",)))
    return Cell(inside, span, merge)


DOWN = Cell(p(), merge="continue")
"""A cell that the one above runs down into."""


def row(*cells: str | Cell, header: bool = False, before: int = 0) -> str:
    """Return a row."""
    props = ("<w:tblHeader/>" if header else "") + (f'<w:gridBefore w:val="{before}"/>' if before else "")
    made = "".join((c if isinstance(c, Cell) else cell(c)).xml for c in cells)
    return f"<w:tr><w:trPr>{props}</w:trPr>{made}</w:tr>"


def table(*rows: str | Sequence[str | Cell], columns: int = 0) -> str:
    """Return a table; a row may be given as its cells."""
    made = [entry if isinstance(entry, str) else row(*entry) for entry in rows]
    count = columns or max(len(entry) for entry in rows if not isinstance(entry, str))
    grid = '<w:gridCol w:w="1500"/>' * count
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    props = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"


def boxed(*blocks: str) -> str:
    """Return a paragraph with a text box."""
    inner = "".join(blocks)
    drawing = (
        '<w:pict><v:shape style="width:200pt;height:40pt"><v:textbox><w:txbxContent>'
        f"{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    return f"<w:p><w:r>{drawing}</w:r></w:p>"


def controlled(*blocks: str) -> str:
    """Return blocks inside a content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{''.join(blocks)}</w:sdtContent></w:sdt>"


def docx(*blocks: str) -> bytes:
    """Return a .docx of the blocks."""
    document = Document()
    numbering = document.part.numbering_part.element
    for number, (kind, text) in _LISTS.items():
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        numbering.insert(0, parse_xml(f'<w:abstractNum {NS} w:abstractNumId="{number}">{level}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {NS} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    body = document.element.body
    for block in blocks:
        inside = parse_xml(f"<w:body {NS}>{block}</w:body>")
        for element in list(inside):
            body.insert(len(body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- what stands around the tables -----------------------------------------------------------------------------------

HEADER = table(
    (cell("ỦY BAN NHÂN DÂN", "PHƯỜNG SÔNG HẠC", "Số:      /KH-UBND"),
     cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
          "Sông Hạc, ngày      tháng 01 năm 2026")),
)  # fmt: skip
TITLE = (
    p("KẾ HOẠCH", bold=True, center=True),
    p("Cải cách hành chính phường Sông Hạc năm 2026", bold=True, center=True),
)
BASE = p(
    "Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh Lam Giang về cải cách hành chính năm 2026;"
)
BODY = (
    p("Ủy ban nhân dân phường ban hành Kế hoạch như sau:"),
    p("I. MỤC TIÊU", bold=True),
    p("1. Phấn đấu 95% hồ sơ được giải quyết đúng hạn."),
    p("II. TỔ CHỨC THỰC HIỆN", bold=True),
    p("1. Phòng Văn hóa - Xã hội", bold=True),
    p("Là cơ quan thường trực; tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân phường định kỳ hằng quý."),
    p("Trên đây là Kế hoạch cải cách hành chính năm 2026 của phường Sông Hạc./."),
)
SIGNED = (
    table(
        (cell("Nơi nhận:", "- Sở Nội vụ;", "- Các cơ quan, đơn vị;", "- Lưu: VT, VHXH."),
         cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Nguyễn Văn Mẫu")),
    ),
)  # fmt: skip
BEFORE = (HEADER, *TITLE, BASE, *BODY, *SIGNED)
"""All that stands before the appendices."""

APPENDIX = (p("Phụ lục I", bold=True, center=True), p("DANH MỤC NHIỆM VỤ", bold=True, center=True))
HEAD = ("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành")
A = ("Rà soát văn bản quy phạm pháp luật", "Văn phòng HĐND và UBND", "Các cơ quan, đơn vị", "Báo cáo", "Quý II/2026")
B = ("Niêm yết thủ tục hành chính", "Trung tâm Phục vụ hành chính công", "Công an phường", "Quyết định", "Thường xuyên")
C = ("Xây dựng Kế hoạch chuyển đổi số", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND", "Kế hoạch", "Năm 2026")


def plan(*blocks: str) -> bytes:
    """Return a whole plan with these blocks as its first appendix."""
    return docx(*BEFORE, *APPENDIX, *blocks)


def in_tcvn3(text: str) -> str:
    """Return text as the letters of a .Vn font, which stand where Latin-1 has others."""
    letters = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0x100)}
    return "".join(letters.get(letter, letter) for letter in text)
