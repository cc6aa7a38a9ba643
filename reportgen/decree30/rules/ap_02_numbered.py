"""Rule AP-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, words
from reportgen.vi.roman import to_roman


def ap_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Phụ lục không đánh số La Mã theo thứ tự.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm a khoản 1: văn bản có từ hai phụ lục trở lên thì các phụ
    lục phải được đánh số thứ tự bằng chữ số La Mã.
    ## Cách sửa
    Ghi lại “Phụ lục I”, “Phụ lục II”... theo thứ tự, và sửa các chỗ nhắc đến trong nội dung.
    ## Ví dụ
    “Phụ lục số 01”, “Phụ lục số 02”: báo AP-02. “Phụ lục I”, “Phụ lục II”: không báo.
    """
    del doc, facts
    if len(parts.appendices) <= 1:
        yield not_applicable("tệp không có từ hai phụ lục trở lên")
        return
    last = 0
    for appendix in parts.appendices:
        place, label = appendix.label.place, quoted(words(appendix.label))
        expected = f"“Phụ lục {to_roman(last + 1)}”"
        if appendix.ordinal is None:
            yield Finding(place, f"{label} không có số thứ tự", expected)
            last += 1
            continue
        if appendix.roman is False:
            yield Finding(place, f"ghi {label}, không dùng chữ số La Mã", f"“Phụ lục {to_roman(appendix.ordinal)}”")
        if appendix.ordinal != last + 1:
            after = f"sau Phụ lục {to_roman(last)}" if last else "ở đầu"
            yield Finding(place, f"{label} đứng {after}", expected)
        last = appendix.ordinal
