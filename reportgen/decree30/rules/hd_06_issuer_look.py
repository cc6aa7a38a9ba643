"""Rule HD-06; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._shared import issuer_of, looks, no_header, upper_case, widest


def hd_06(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên cơ quan ban hành sai cỡ chữ, kiểu chữ hoặc không canh giữa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 2: tên cơ quan, tổ chức ban hành văn bản trình
    bày bằng chữ in hoa, cỡ chữ từ 12 đến 13, kiểu chữ đứng, đậm, canh giữa dưới tên cơ quan chủ quản trực tiếp; tên
    dài có thể trình bày thành nhiều dòng.
    ## Cách sửa
    Chọn mọi dòng của tên cơ quan ban hành; trong Home đặt cỡ 12 hoặc 13, bật Bold, tắt Italic, bấm Center; gõ chữ
    in hoa.
    ## Ví dụ
    “ỦY BAN NHÂN DÂN” không đậm trên “PHƯỜNG TRÚC LÂM” đậm: báo HD-06. Cả hai dòng in hoa, đậm, cỡ 13: không báo.
    """
    del doc
    fact = facts["HD-06"]
    superior, issuer = issuer_of(parts, facts)
    if not issuer:
        yield not_applicable("không tìm thấy tên cơ quan ban hành") if parts.official else no_header()
        return
    name, over = "Tên cơ quan ban hành", widest((*superior, *issuer))
    for line in issuer:
        yield from upper_case(line, name)
        yield from looks(line, name, fact.pt("size"), bold=True, italic=False, over=over)
