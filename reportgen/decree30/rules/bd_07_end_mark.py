"""Rule BD-07; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_evaluated
from reportgen.decree30.running import quoted


def bd_07(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Nội dung không kết thúc bằng dấu “./.”.

    ## Vì sao
    Các mẫu 1.1 đến 1.8 của Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục II, đều kết thúc phần nội dung bằng dấu chấm, gạch
    chéo, chấm (./.) để không ai viết thêm vào sau. Phụ lục của văn bản có thể kết thúc bằng bảng nên không xét.
    ## Cách sửa
    Thay dấu chấm cuối câu cuối cùng, ngay trên phần ký, bằng “./.”.
    ## Ví dụ
    Câu cuối “... theo quy định.”: báo BD-07. Câu cuối “... theo quy định./.”: không báo.
    """
    del doc
    mark = facts["BD-07"].text("mark")
    line = parts.end_mark
    if line is None:
        yield not_evaluated("không tìm thấy phần nội dung")
        return
    text = line.shown.rstrip()
    if text.startswith("(") and len(parts.body) > 1:  # "(Có dự thảo kèm theo)" under the last sentence
        text = parts.body[-2].paragraph.shown.rstrip()
    if not text.endswith(mark) or text.removesuffix(mark).endswith((".", "/")):
        tail = text.rsplit(" ", 2)
        yield Finding(line.place, f"nội dung kết thúc bằng {quoted(' '.join(tail[-2:]))}", f"kết thúc bằng “{mark}”")
