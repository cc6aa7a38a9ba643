"""Rule PG-06; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Appendix, Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated

_EXPECTED = "số trang đánh riêng cho từng phụ lục, bắt đầu từ 1"


def pg_06(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Số trang của phụ lục không đánh riêng.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm đ khoản 1: số trang của phụ lục được đánh số riêng
    theo từng phụ lục.
    ## Cách sửa
    Trong Word, đặt con trỏ trước từ “Phụ lục”, vào Layout, Breaks, Next Page để mở một phần mới; bấm đúp vào đầu
    trang của phần đó, vào Page Number, Format Page Numbers, chọn Start at và ghi 1. Làm như vậy với từng phụ lục.
    ## Ví dụ
    Phụ lục II đánh số trang tiếp theo Phụ lục I: báo PG-06. Mỗi phụ lục bắt đầu lại từ trang 1: không báo.
    """
    del facts
    if not parts.appendices:
        yield not_applicable("văn bản không có phụ lục trong cùng tệp")
        return
    if not any(section.page_numbers for section in doc.sections):
        yield not_evaluated("văn bản không có số trang nên chưa xét số trang của phụ lục")
        return
    for appendix in parts.appendices:
        if not (parts.only_appendices and appendix is parts.appendices[0] and _begins(doc, appendix)):
            yield from _appendix(doc, appendix)


def _begins(doc: Document, appendix: Appendix) -> bool:
    """Tell whether the pages of a file that holds only phụ lục begin with this one, at 1."""
    return doc.sections[appendix.section - 1].number == 1 and doc.sections[0].restart in {None, 1}


def _appendix(doc: Document, appendix: Appendix) -> Iterator[Finding | Note]:
    name = appendix.label.shown
    section = doc.sections[appendix.section - 1]
    if not appendix.own_section:
        yield Finding(appendix.label.place, f"{name} không mở phần riêng nên số trang nối tiếp trang trước", _EXPECTED)
    elif section.restart is None and section.page_numbers:
        yield Finding(appendix.label.place, f"số trang của {name} nối tiếp trang trước", _EXPECTED)
    elif section.restart not in {None, 1}:
        yield Finding(appendix.label.place, f"số trang của {name} bắt đầu từ {section.restart}", _EXPECTED)
