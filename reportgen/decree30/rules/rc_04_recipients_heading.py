"""Rule RC-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import emphasis, size_faults
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, whole_place, words


def rc_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Từ “Nơi nhận” thiếu hoặc trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm d khoản 9: “Nơi nhận” trên một dòng riêng, ngang hàng với
    quyền hạn, chức vụ của người ký và sát lề trái, sau có dấu hai chấm, chữ in thường, cỡ 12, nghiêng, đậm.
    ## Cách sửa
    Ghi “Nơi nhận:” ở dòng đầu của ô bên trái phần ký; vào Home chọn Bold, Italic, cỡ 12, canh trái, lùi 0 cm.
    ## Ví dụ
    “Nơi nhận:” cỡ 14 chữ đứng: báo RC-04. “Nơi nhận:” cỡ 12, nghiêng, đậm, sát lề trái: không báo.
    """
    fact = facts["RC-04"]
    recipients = parts.recipients
    if recipients is None:
        if parts.kind is None:
            yield not_applicable("không phải loại văn bản được kiểm tra")
        else:
            yield Finding(whole_place(doc, parts.end_mark), "không có “Nơi nhận”", f"“{fact.text('text')}”")
        return
    heading = recipients.heading
    if recipients.inline.strip():
        yield Finding(
            heading.place, "danh sách cùng dòng với từ “Nơi nhận”", f"“{fact.text('text')}” trên một dòng riêng"
        )
    elif words(heading) != fact.text("text"):
        yield Finding(heading.place, f"ghi {quoted(words(heading))}", f"“{fact.text('text')}”")
    yield from size_faults(heading, "từ “Nơi nhận”", fact.pt("size"))
    yield from emphasis(heading, "từ “Nơi nhận”", bold=True, italic=True)
    if heading.x_mm not in fact.mm("flush"):
        yield Finding(heading.place, "từ “Nơi nhận” không sát lề trái", "sát lề trái")
    if parts.signature and parts.signature.lines and not _level(heading, parts.signature.lines[0]):
        found = "từ “Nơi nhận” không ngang hàng với dòng quyền hạn, chức vụ của người ký"
        yield Finding(heading.place, found, "ngang hàng với dòng quyền hạn, chức vụ")


def _level(heading: Line, title: Line) -> bool:
    """Tell whether two lines stand level, as far as the layout tells: one row, one paragraph; else no doubt is cast."""
    here, there = heading.place, title.place
    if heading.paragraph.frame or title.paragraph.frame:
        return True
    if here.table and here.table == there.table:
        return here.row == there.row
    if not here.table and not there.table and not here.boxed and not there.boxed:
        return heading.paragraph is title.paragraph
    return True
