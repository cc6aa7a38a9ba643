"""Rule PG-03; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, number
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note
from reportgen.problem import Severity

_SIDES = (("trên", "top"), ("dưới", "bottom"), ("trái", "left"), ("phải", "right"))


def pg_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Lề trang ngoài khoảng quy định.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3: cách mép trên và mép dưới 20 - 25 mm, mép trái
    30 - 35 mm, mép phải 15 - 20 mm. Nghị định không có lề riêng cho trang ngang nên trang ngang chỉ bị nhắc.
    ## Cách sửa
    Trong Word, vào Layout, Margins, Custom Margins; đặt trên, dưới 20 mm, trái 30 mm, phải 15 mm, gáy (Gutter) bằng 0.
    ## Ví dụ
    Lề trái 25 mm: báo PG-03. Lề trái 30 mm, hoặc lề trái 25 mm cộng gáy 5 mm: không báo.
    """
    del parts
    fact = facts["PG-03"]
    for section in doc.sections:
        for side, key in _SIDES:
            margin: float = getattr(section.margins, key)
            allowed = fact.mm(key)
            if margin not in allowed:
                severity = Severity.WARNING if section.landscape else None
                yield Finding(section.place, f"lề {side} {number(margin)} mm", str(allowed), severity)
