"""Rule AP-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals, centred, emphasis, size_faults
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable


def ap_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên phụ lục trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm b khoản 1: tên phụ lục (nếu có) canh giữa, chữ in hoa, cỡ
    13 đến 14, chữ đứng, đậm.
    ## Cách sửa
    Chọn tên phụ lục, đổi sang in hoa bằng Shift+F3; vào Home chọn Bold, cỡ 13 hoặc 14, canh giữa (Ctrl+E).
    ## Ví dụ
    “Danh mục nhiệm vụ” in thường: báo AP-04. “DANH MỤC NHIỆM VỤ” đậm, cỡ 14, canh giữa: không báo.
    """
    del doc
    fact = facts["AP-04"]
    if not any(appendix.title for appendix in parts.appendices):
        yield not_applicable("tệp không có phụ lục, hoặc phụ lục không có tên")
    for line in (line for appendix in parts.appendices for line in appendix.title):
        if not capitals(line.shown):
            yield Finding(line.place, "tên phụ lục không in hoa", "chữ in hoa")
        yield from size_faults(line, "tên phụ lục", fact.pt("size"))
        yield from emphasis(line, "tên phụ lục", bold=True, italic=False)
        if not centred(line):
            yield Finding(line.place, f"tên phụ lục {line.alignment.value}", "canh giữa")
