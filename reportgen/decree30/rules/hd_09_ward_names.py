"""Rule HD-09; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._places import commune_in
from reportgen.decree30.rules._shared import folded, issuer_of, joined, no_header


def hd_09(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên cơ quan của phường, xã ghi thừa hoặc thiếu cơ quan chủ quản.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm a khoản 2: cơ quan chủ quản trực tiếp chỉ ghi khi có.
    Ủy ban nhân dân phường, xã ban hành thì không ghi cơ quan chủ quản; phòng của phường ban hành thì ghi “UBND
    PHƯỜNG …” ở trên. Đây là cách làm trong thực tế, nên chỉ nhắc.
    ## Cách sửa
    Văn bản của UBND: xóa dòng cơ quan cấp trên, ghi “ỦY BAN NHÂN DÂN” và “PHƯỜNG TRÚC LÂM” thành hai dòng đậm. Văn
    bản của phòng: ghi “UBND PHƯỜNG TRÚC LÂM” (không đậm), dưới là “PHÒNG VĂN HÓA - XÃ HỘI” (đậm).
    ## Ví dụ
    “UBND TỈNH THANH HÓA” trên “ỦY BAN NHÂN DÂN PHƯỜNG TRÚC LÂM”: báo HD-09. Không có dòng cấp trên: không báo.
    """
    del doc
    fact = facts["HD-09"]
    superior, issuer = issuer_of(parts, facts)
    if not issuer:
        yield not_applicable("không tìm thấy tên cơ quan ban hành") if parts.official else no_header()
        return
    name = folded(joined(issuer))
    collective = name.startswith(tuple(folded(text) for text in fact.texts("collectives")))
    subordinate = name.startswith(tuple(folded(text) for text in fact.texts("subordinate")))
    if collective and commune_in(joined(issuer), facts):
        for line in superior:
            found = f"ghi cơ quan chủ quản “{line.shown}” trên tên cơ quan của phường, xã"
            yield Finding(line.place, found, "không ghi cơ quan chủ quản")
    elif subordinate:
        if not superior:
            found = f"“{joined(issuer)}” không ghi cơ quan chủ quản ở trên"
            yield Finding(issuer[0].place, found, "tên cơ quan chủ quản trực tiếp, chữ không đậm, ở dòng trên")
    elif not (superior and commune_in(joined(superior), facts)):
        yield not_applicable("cơ quan ban hành không phải của phường, xã")
