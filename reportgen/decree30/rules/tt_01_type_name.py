"""Rule TT-01; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._shared import looks, no_header, upper_case


def tt_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên loại văn bản thiếu, sai cỡ chữ, kiểu chữ hoặc không canh giữa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 5: tên loại văn bản canh giữa theo chiều ngang
    văn bản, chữ in hoa, cỡ chữ từ 13 đến 14, kiểu chữ đứng, đậm. Công văn không có tên loại.
    ## Cách sửa
    Ghi tên loại thành một dòng riêng, chữ in hoa (BÁO CÁO, KẾ HOẠCH); chọn dòng đó, trong Home đặt cỡ 14, bật Bold,
    tắt Italic, bấm Center.
    ## Ví dụ
    “Báo cáo” chữ thường, hoặc “BÁO CÁO” cỡ 16: báo TT-01. “BÁO CÁO” cỡ 14, đậm, canh giữa: không báo.
    """
    fact = facts["TT-01"]
    line = parts.type_name
    if parts.kind is Kind.LETTER:
        yield not_applicable("công văn không có tên loại")
    elif line is not None:
        yield from upper_case(line, "Tên loại")
        yield from looks(line, "Tên loại", fact.pt("size"), bold=True, italic=False, centre="canh giữa trang")
    elif parts.kind is not None:
        title = facts.kinds[parts.kind.name.lower()].title
        yield Finding(doc.sections[0].place, "không có dòng tên loại văn bản", f"dòng “{title}” riêng, canh giữa")
    else:
        yield not_evaluated("không tìm thấy tên loại văn bản") if parts.official else no_header()
