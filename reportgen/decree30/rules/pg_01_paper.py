"""Rule PG-01; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note


def pg_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Khổ giấy không phải A4.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 1: văn bản trình bày trên khổ A4 (210 mm x 297 mm).
    ## Cách sửa
    Trong Word, vào Layout, Size, chọn A4 cho mọi phần của văn bản.
    ## Ví dụ
    Khổ Letter 216 x 279 mm: báo PG-01. Khổ A4, dọc hay ngang: không báo.
    """
    del parts
    fact = facts["PG-01"]
    short, long = fact.mm("short_side"), fact.mm("long_side")
    for section in doc.sections:
        sides = sorted((section.width_mm, section.height_mm))
        if sides[0] not in short or sides[1] not in long:
            found = f"khổ giấy {section.width_mm:.0f} x {section.height_mm:.0f} mm"
            yield Finding(section.place, found, "khổ A4, 210 x 297 mm")
