"""Rule TT-03; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._rulings import ruling_faults
from reportgen.decree30.rules._shared import no_header


def tt_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Đường kẻ dưới trích yếu thiếu, không phải nét liền, sai độ dài hoặc đặt lệch.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 5: bên dưới trích yếu có đường kẻ ngang, nét
    liền, dài bằng từ 1/3 đến 1/2 độ dài của dòng chữ và đặt cân đối so với dòng chữ. Trích yếu nhiều dòng thì so
    với dòng cuối hoặc dòng dài nhất; chênh lệch nhỏ được bỏ qua.
    ## Cách sửa
    Trong Word, vào Insert, Shapes, Line, giữ phím Shift và kẻ ở giữa, dưới trích yếu, dài khoảng hai phần năm dòng
    chữ.
    ## Ví dụ
    Dưới trích yếu không có đường kẻ, hoặc đường kẻ dài bằng dòng chữ: báo TT-03. Đường kẻ ở giữa, dài 2/5: không
    báo.
    """
    del doc
    fact = facts["TT-03"]
    if parts.kind is Kind.LETTER:
        yield not_applicable("công văn không có đường kẻ dưới trích yếu")
    elif parts.subject:
        length, expected = fact.share("length"), fact.text("expected")
        yield from ruling_faults(
            parts.subject_rulings, parts.subject, "dưới trích yếu", length, expected, balanced=True
        )
    elif parts.kind is not None:
        yield not_applicable("văn bản không có trích yếu")
    else:
        yield not_evaluated("không tìm thấy trích yếu") if parts.official else no_header()
