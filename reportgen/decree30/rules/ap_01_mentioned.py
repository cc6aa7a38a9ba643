"""Rule AP-01; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.mentions import mentioned
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, words


def ap_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Nội dung không nhắc đến phụ lục kèm theo.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm a khoản 1: văn bản có phụ lục kèm theo thì trong văn bản
    phải có chỉ dẫn về phụ lục đó.
    ## Cách sửa
    Ở chỗ có nội dung liên quan, ghi thêm, chẳng hạn “(chi tiết tại Phụ lục I kèm theo)”.
    ## Ví dụ
    Có Phụ lục II ở cuối mà nội dung chỉ nhắc Phụ lục I: báo AP-01. Nội dung ghi “tại các Phụ lục I, II kèm theo”: không
    báo.
    """
    del doc, facts
    if not parts.appendices:
        yield not_applicable("tệp không có phụ lục")
        return
    if parts.only_appendices:
        yield not_applicable("tệp chỉ có phụ lục, văn bản ở tệp khác")
        return
    known = mentioned(parts)
    for appendix in parts.appendices:
        if known.all_of_them or (appendix.ordinal is None and known.any):
            continue
        if appendix.ordinal not in known.numbers:
            label = re.sub(r"\s+", " ", words(appendix.label))
            yield Finding(appendix.label.place, f"nội dung không nhắc đến {quoted(label)}", "có chỉ dẫn về phụ lục")
