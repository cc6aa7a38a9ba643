"""Rule AP-03; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals, centred, emphasis, size_faults
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, words

_ALONE = re.compile(r"^phụ lục(?:\s+(?:số\s*)?[\dIVXLC]+)?$", re.IGNORECASE)


def ap_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Dòng “Phụ lục” trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm b khoản 1: từ “Phụ lục” và số thứ tự thành một dòng riêng,
    canh giữa, chữ in thường, cỡ 14, chữ đứng, đậm.
    ## Cách sửa
    Tách “Phụ lục I” thành một dòng, vào Home chọn Bold, cỡ 14, canh giữa (Ctrl+E); tên phụ lục ghi ở dòng dưới.
    ## Ví dụ
    “PHỤ LỤC I: DANH MỤC NHIỆM VỤ” trên một dòng: báo AP-03. “Phụ lục I” cỡ 14, đậm, canh giữa: không báo.
    """
    del doc
    fact = facts["AP-03"]
    if not parts.appendices:
        yield not_applicable("tệp không có phụ lục")
    for appendix in parts.appendices:
        label = appendix.label
        text = words(label)
        if not _ALONE.match(text):
            yield Finding(label.place, f"ghi {quoted(text)}", "từ “Phụ lục” và số thứ tự thành một dòng riêng")
        if capitals(text[: len("phụ lục")]):
            yield Finding(label.place, "từ “Phụ lục” in hoa", "chữ in thường: “Phụ lục”")
        yield from size_faults(label, "từ “Phụ lục”", fact.pt("size"))
        yield from emphasis(label, "từ “Phụ lục”", bold=True, italic=False)
        if not centred(label):
            yield Finding(label.place, f"từ “Phụ lục” {label.alignment.value}", "canh giữa")
