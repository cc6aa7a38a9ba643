"""Rule PG-03; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, number
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_evaluated
from reportgen.decree30.rules._pages import several_pages
from reportgen.problem import Severity

_SIDES = (("trên", "top"), ("dưới", "bottom"), ("trái", "left"), ("phải", "right"))


def pg_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Lề trang ngoài khoảng quy định.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3: cách mép trên và mép dưới 20 - 25 mm, mép trái
    30 - 35 mm, mép phải 15 - 20 mm. Nghị định không có lề riêng cho trang ngang và cho in hai mặt nên trang ngang, lề
    đối xứng (Mirror margins) chỉ bị nhắc.
    ## Cách sửa
    Trong Word, vào Layout, Margins, Custom Margins; đặt trên, dưới 20 mm, trái 30 mm, phải 15 mm, gáy (Gutter) bằng 0,
    ở Multiple pages chọn Normal.
    ## Ví dụ
    Lề trái 25 mm: báo PG-03. Lề trái 30 mm, hoặc lề trái 25 mm cộng gáy 5 mm: không báo.
    """
    del parts
    yield from _mirrored(doc)
    fact = facts["PG-03"]
    for section in doc.sections:
        for side, key in _SIDES:
            margin: float = getattr(section.margins, key)
            allowed = fact.mm(key)
            if margin not in allowed:
                severity = Severity.WARNING if section.landscape else None
                yield Finding(section.place, f"lề {side} {number(margin)} mm", str(allowed), severity)


def _mirrored(doc: Document) -> Iterator[Finding | Note]:
    """Tell margins that change places on even pages: there the left one is as narrow as the right one."""
    margins = doc.sections[0].margins
    if not doc.mirrored or margins.left == margins.right:
        return
    several = several_pages(doc)
    if several is None:
        yield not_evaluated("lề đối xứng; chưa biết văn bản dài một hay nhiều trang")
    elif several:
        swapped = f"trang chẵn có lề trái {number(margins.right)} mm, lề phải {number(margins.left)} mm"
        found = f"lề đối xứng (Mirror margins): {swapped}"
        yield Finding(doc.sections[0].place, found, "mọi trang cùng lề trái, lề phải", Severity.WARNING)
