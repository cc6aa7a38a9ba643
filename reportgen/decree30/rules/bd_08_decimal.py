"""Rule BD-08; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Level
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_evaluated


def bd_08(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Đánh số thập phân nhiều cấp (1.1, 1.1.1).

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm đ khoản 6 chỉ có phần, chương, mục, tiểu mục, điều, khoản,
    điểm; không có cấp 1.1. Nhiều kế hoạch vẫn dùng nên quy định này tắt sẵn, chỉ kiểm tra khi được yêu cầu.
    ## Cách sửa
    Đổi 1.1, 1.2 thành điểm a), b); đổi 1.1.1 thành gạch đầu dòng, hoặc tách thành các khoản.
    ## Ví dụ
    “2.1. Cải cách thể chế”: báo BD-08. “a) Cải cách thể chế”: không báo.
    """
    del doc, facts
    if not parts.body:
        yield not_evaluated("không tìm thấy phần nội dung")
    for item in parts.body:
        if item.level is Level.DECIMAL:
            yield Finding(item.paragraph.place, "đánh số thập phân nhiều cấp", "khoản 1., 2. hoặc điểm a), b)")
