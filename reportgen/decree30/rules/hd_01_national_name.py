"""Rule HD-01; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals
from reportgen.decree30.model import Document, Line, Paragraph, Row, Table, paragraphs_of
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._shared import in_order, looks, no_header
from reportgen.vi.text import nfc

_WHERE = "phía trên cùng, bên phải trang đầu tiên"


def hd_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Quốc hiệu sai chữ, cỡ chữ, kiểu chữ hoặc vị trí.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm a khoản 1: “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” trình
    bày bằng chữ in hoa, cỡ chữ từ 12 đến 13, kiểu chữ đứng, đậm, ở phía trên cùng, bên phải trang đầu tiên. Nghị
    định in cả “HÒA” và “HOÀ” nên hai cách viết đều được chấp nhận.
    ## Cách sửa
    Chép đúng dòng “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” vào ô bên phải của bảng đầu trang; chọn cả dòng, vào Home
    đặt cỡ 12 hoặc 13, bật Bold, tắt Italic, bấm Center.
    ## Ví dụ
    “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” cỡ 14 hoặc không đậm: báo HD-01. Cùng dòng đó cỡ 13, đậm, ở bên phải: không
    báo.
    """
    fact = facts["HD-01"]
    line = parts.national_name
    if line is None:
        if parts.official:
            yield Finding(doc.sections[0].place, "không có Quốc hiệu", f"“{fact.texts('accepted')[0]}”")
        else:
            yield no_header()
        return
    if nfc(line.shown).upper() in fact.texts("accepted"):
        if not capitals(line.shown):
            yield Finding(line.place, f"Quốc hiệu “{line.shown}” không viết bằng chữ in hoa", "chữ in hoa")
    elif nfc(line.shown) not in fact.texts("accepted"):
        yield Finding(line.place, f"Quốc hiệu ghi “{line.shown}”", f"“{fact.texts('accepted')[0]}”")
    yield from looks(line, "Quốc hiệu", fact.pt("size"), bold=True, italic=False, centre=None)
    yield from _position(doc, line, parts)


def _position(doc: Document, line: Line, parts: Components) -> Iterator[Finding]:
    """Yield a finding when it stands to the left of the issuer, below the title, or in the middle of the page."""
    names = (*parts.superior, *parts.issuer)
    place = line.place
    if parts.type_name and not place.boxed and in_order(place) > in_order(parts.type_name.place):
        yield Finding(place, "Quốc hiệu đứng sau tên loại văn bản", _WHERE)
    elif _leads_row(doc, line) or any(_left_of(line, name) for name in names):
        yield Finding(place, "Quốc hiệu ở bên trái trang", _WHERE)
    elif parts.layout == "lines" and names and not _right_half(line):
        yield Finding(place, "Quốc hiệu không ở bên phải, cạnh tên cơ quan ban hành", _WHERE)


def _leads_row(doc: Document, line: Line) -> bool:
    """Tell whether it stands in a cell of a table with text only to the right of it."""
    if not line.place.table or line.place.boxed:
        return False
    rows = (row for block in doc.blocks if isinstance(block, Table) for row in block.rows)
    filled = next(
        (cells for cells in map(_filled, rows) if any(line.paragraph is p for cell in cells for p in cell)), []
    )
    return len(filled) > 1 and any(line.paragraph is p for p in filled[0])


def _filled(row: Row) -> list[list[Paragraph]]:
    """Return the paragraphs of the cells of a row that show text, cell by cell."""
    cells = ([p for p in paragraphs_of(cell.blocks) if not p.empty] for cell in row.cells)
    return [cell for cell in cells if cell]


def _left_of(line: Line, name: Line) -> bool:
    """Tell whether it stands before the issuer in one line of tabs."""
    same = line.paragraph is name.paragraph and line.start < name.start
    return same and "\n" not in line.paragraph.text[line.start : name.start]


def _right_half(line: Line) -> bool:
    """Tell whether the middle of a line that stands alone lies in the right half of the page."""
    return line.centre_mm > line.paragraph.width_mm * 0.55 if line.width_mm else True
