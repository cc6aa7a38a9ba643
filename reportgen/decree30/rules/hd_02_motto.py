"""Rule HD-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import centred, emphasis, size_faults
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable


def hd_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tiêu ngữ sai chữ, cỡ chữ hoặc kiểu chữ.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 1: “Độc lập - Tự do - Hạnh phúc”, chữ in thường,
    cỡ 13 đến 14, kiểu chữ đứng, đậm, canh giữa dưới Quốc hiệu; chữ cái đầu của các cụm từ viết hoa, giữa các cụm từ có
    gạch nối, có cách chữ.
    ## Cách sửa
    Chép đúng dòng “Độc lập - Tự do - Hạnh phúc”, đặt cỡ 13 hoặc 14, chữ đứng, đậm, canh giữa.
    ## Ví dụ
    “Độc lập – Tự do – Hạnh phúc” (gạch dài): báo HD-02. “Độc lập - Tự do - Hạnh phúc” cỡ 14, đậm: không báo.
    """
    fact = facts["HD-02"]
    line = parts.motto
    if line is None:
        if parts.official:
            yield Finding(doc.sections[0].place, "không có Tiêu ngữ", f"“{fact.text('text')}”")
        else:
            yield not_applicable("văn bản không có phần đầu của văn bản hành chính")
        return
    if line.shown != fact.text("text"):
        yield Finding(line.place, f"Tiêu ngữ ghi “{line.shown}”", f"“{fact.text('text')}”")
    yield from size_faults(line, "Tiêu ngữ", fact.pt("size"))
    yield from emphasis(line, "Tiêu ngữ", bold=True, italic=False)
    if not centred(line, parts.national_name):
        yield Finding(line.place, f"Tiêu ngữ {line.alignment.value}", "canh giữa dưới Quốc hiệu")
