"""Rule PG-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Block, Document, Section, ShapeKind, Table, paragraphs_of
from reportgen.decree30.outcome import Finding, Note


def pg_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Trang ngang nhưng không có bảng, biểu.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 2: văn bản trình bày theo chiều dài của khổ A4; chỉ khi
    nội dung có bảng, biểu không làm thành phụ lục riêng mới được trình bày theo chiều rộng. Trang phụ lục có bảng,
    biểu, hình vẽ để ngang thì không bị báo, vì chính phụ lục của Nghị định trình bày như vậy.
    ## Cách sửa
    Trong Word, đặt con trỏ vào phần bị báo, vào Layout, Orientation, chọn Portrait. Nếu chỉ bảng rộng cần trang
    ngang thì chèn ngắt phần trước và sau bảng (Layout, Breaks, Next Page) rồi để ngang riêng phần đó.
    ## Ví dụ
    Báo cáo chỉ có lời văn, cả văn bản để ngang: báo PG-02. Trang ngang chứa bảng số liệu, các trang khác để dọc:
    không báo.
    """
    del facts
    for section in doc.sections:
        if not section.landscape:
            continue
        main, appended = _split(doc, parts, section)
        if any(not p.empty for p in paragraphs_of(main)) and not any(_is_data(block, parts) for block in main):
            yield Finding(section.place, "trang ngang nhưng không có bảng, biểu", "trang dọc, theo chiều dài khổ A4")
        elif any(not p.empty for p in paragraphs_of(appended)) and not any(_is_shown(block) for block in appended):
            found = "trang phụ lục để ngang nhưng không có bảng, biểu, hình vẽ"
            yield Finding(section.place, found, "trang dọc, theo chiều dài khổ A4")


def _split(doc: Document, parts: Components, section: Section) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks of a section that belong to the main text, and those of appendices.

    A section that an appendix opens is all appendix, the heading over its label included.
    """
    first = min(parts.appendices, key=lambda appendix: appendix.blocks[0], default=None)
    start = len(doc.blocks) if first is None else first.blocks[0]
    if first is not None and first.own_section and first.section == section.number:
        start = section.first
    cut = min(max(start, section.first), section.last)
    return doc.blocks[section.first : cut], doc.blocks[cut : section.last]


def _is_data(block: Block, parts: Components) -> bool:
    """Tell whether a block is a table of the content: header block and signature are laid out in tables too."""
    if not isinstance(block, Table):
        return False
    return any(block is table for table in parts.body_tables) or (block.bordered and not parts.official)


def _is_shown(block: Block) -> bool:
    if isinstance(block, Table):
        return True
    return any(shape.kind in {ShapeKind.PICTURE, ShapeKind.OTHER, ShapeKind.BOX} for shape in block.shapes)
