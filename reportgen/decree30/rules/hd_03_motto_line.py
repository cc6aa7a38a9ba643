"""Rule HD-03; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._rulings import ruling_faults
from reportgen.decree30.rules._shared import no_header


def hd_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Đường kẻ dưới Tiêu ngữ thiếu, không phải nét liền hoặc không dài bằng dòng chữ.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 1: phía dưới Tiêu ngữ có đường kẻ ngang, nét
    liền, có độ dài bằng độ dài của dòng chữ. Chênh lệch đến 10% được bỏ qua vì phông chữ mỗi máy in ra có khác
    nhau.
    ## Cách sửa
    Trong Word, vào Insert, Shapes, Line, giữ phím Shift và kẻ dưới Tiêu ngữ từ chữ đầu đến chữ cuối; màu đen, nét
    liền. Không dùng Underline và không gõ dấu gạch nối.
    ## Ví dụ
    Tiêu ngữ gạch chân bằng Underline, hoặc đường kẻ dài một nửa dòng chữ: báo HD-03. Đường kẻ dài bằng dòng chữ:
    không báo.
    """
    del doc
    fact = facts["HD-03"]
    if parts.motto is None:
        yield not_applicable("văn bản không có Tiêu ngữ") if parts.official else no_header()
        return
    length, expected = fact.share("length"), fact.text("expected")
    yield from ruling_faults(parts.motto_rulings, [parts.motto], "dưới Tiêu ngữ", length, expected, balanced=False)
