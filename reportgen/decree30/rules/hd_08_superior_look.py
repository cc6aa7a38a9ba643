"""Rule HD-08; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._shared import issuer_of, looks, no_header, upper_case, widest


def hd_08(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên cơ quan chủ quản in đậm, sai cỡ chữ hoặc không in hoa.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 2: tên cơ quan, tổ chức chủ quản trực tiếp
    trình bày bằng chữ in hoa, cỡ chữ từ 12 đến 13, kiểu chữ đứng; không in đậm, để phân biệt với cơ quan ban hành ở
    dưới. Tên cơ quan ban hành canh giữa dưới tên này nên dòng này cũng phải canh giữa.
    ## Cách sửa
    Chọn dòng tên cơ quan chủ quản; trong Home tắt Bold và Italic, đặt cỡ 12 hoặc 13, bấm Center; gõ chữ in hoa.
    ## Ví dụ
    “UBND PHƯỜNG TRÚC LÂM” in đậm trên “PHÒNG VĂN HÓA - XÃ HỘI”: báo HD-08. Dòng đó không đậm, cỡ 13: không báo.
    """
    del doc
    fact = facts["HD-08"]
    superior, issuer = issuer_of(parts, facts)
    if not superior:
        yield not_applicable("văn bản không ghi cơ quan chủ quản") if parts.official else no_header()
        return
    name, over = "Tên cơ quan chủ quản", widest((*superior, *issuer))
    for line in superior:
        yield from upper_case(line, name)
        centre = "canh giữa, trên tên cơ quan ban hành"
        yield from looks(line, name, fact.pt("size"), bold=False, italic=False, centre=centre, over=over)
