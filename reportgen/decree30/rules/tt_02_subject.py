"""Rule TT-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._shared import joined, looks, no_header

_WORDS = 4
"""A line of fewer words may be nothing but abbreviations: it is judged with the others."""


def tt_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Trích yếu thiếu, viết in hoa, sai cỡ chữ, kiểu chữ hoặc không canh giữa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 5: trích yếu nội dung đặt ngay dưới tên loại,
    canh giữa, chữ in thường, cỡ chữ từ 13 đến 14, kiểu chữ đứng, đậm.
    ## Cách sửa
    Chọn các dòng trích yếu; vào Home, Change Case, chọn Sentence case rồi sửa lại tên riêng; đặt cỡ 14, bật Bold,
    tắt Italic, bấm Center.
    ## Ví dụ
    “KẾT QUẢ CẢI CÁCH HÀNH CHÍNH QUÝ III NĂM 2026” in hoa, hoặc trích yếu không đậm: báo TT-02. “Kết quả cải cách
    hành chính Quý III năm 2026” cỡ 14, đậm, canh giữa: không báo.
    """
    del doc
    fact = facts["TT-02"]
    if parts.kind is Kind.LETTER:
        yield not_applicable("trích yếu của công văn xét theo quy định riêng (TT-04)")
    elif parts.subject:
        yield from _capitals(parts.subject)
        for line in parts.subject:
            yield from looks(line, "Trích yếu", fact.pt("size"), bold=True, italic=False, centre="canh giữa trang")
    elif parts.type_name is not None and parts.kind is not None:
        yield Finding(
            parts.type_name.place, "dưới tên loại không có trích yếu nội dung", "trích yếu ngay dưới tên loại"
        )
    else:
        yield not_evaluated("không tìm thấy tên loại và trích yếu") if parts.official else no_header()


def _capitals(lines: tuple[Line, ...]) -> Iterator[Finding]:
    whole = capitals(joined(lines))
    for line in lines:
        if capitals(line.shown) and (whole or len(line.shown.split()) >= _WORDS):
            yield Finding(line.place, "trích yếu viết bằng chữ in hoa", "chữ in thường")
