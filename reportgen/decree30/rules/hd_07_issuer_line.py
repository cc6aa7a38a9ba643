"""Rule HD-07; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._rulings import ruling_faults
from reportgen.decree30.rules._shared import issuer_of, no_header


def hd_07(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Đường kẻ dưới tên cơ quan ban hành thiếu, không phải nét liền, sai độ dài hoặc đặt lệch.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 2: phía dưới tên cơ quan ban hành có đường kẻ
    ngang, nét liền, dài bằng từ 1/3 đến 1/2 độ dài của dòng chữ và đặt cân đối so với dòng chữ. Tên có nhiều dòng
    thì so với dòng cuối hoặc dòng dài nhất; chênh lệch nhỏ được bỏ qua.
    ## Cách sửa
    Trong Word, vào Insert, Shapes, Line, giữ phím Shift và kẻ ở giữa, dưới tên cơ quan, dài khoảng hai phần năm
    dòng chữ. Không dùng Underline và không gõ dấu gạch nối.
    ## Ví dụ
    Đường kẻ dài hết dòng chữ, hoặc không có đường kẻ: báo HD-07. Đường kẻ ở giữa, dài 2/5 dòng chữ: không báo.
    """
    del doc
    fact = facts["HD-07"]
    _, issuer = issuer_of(parts, facts)
    if not issuer:
        yield not_applicable("không tìm thấy tên cơ quan ban hành") if parts.official else no_header()
        return
    length, expected = fact.share("length"), fact.text("expected")
    under = "dưới tên cơ quan ban hành"
    yield from ruling_faults(parts.issuer_rulings, issuer, under, length, expected, balanced=True)
