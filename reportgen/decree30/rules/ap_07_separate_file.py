"""Rule AP-07; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.mentions import mentioned
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.vi.roman import to_roman


def ap_07(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Phụ lục ở tệp riêng phải được ký số riêng.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, điểm d khoản 1: phụ lục không cùng tệp tin với văn bản điện tử
    thì Văn thư ký số của cơ quan trên từng tệp, ở góc trên bên phải trang đầu, cỡ chữ 10. Điều đó chỉ thấy được ở tệp
    kia, sau khi ký, nên quy định này chỉ nhắc, không kết luận.
    ## Cách sửa
    Gửi Văn thư ký số cả tệp phụ lục, hoặc đưa phụ lục vào cùng tệp với văn bản.
    ## Ví dụ
    Nội dung nhắc Phụ lục III mà tệp chỉ có Phụ lục I, II: không kết luận AP-07. Mọi phụ lục cùng tệp: không áp dụng.
    """
    del doc, facts
    if parts.only_appendices:
        yield not_evaluated("tệp chỉ có phụ lục; chữ ký số của cơ quan chỉ có sau khi Văn thư ký")
        return
    known = mentioned(parts)
    here = {appendix.ordinal for appendix in parts.appendices}
    missing = sorted(known.numbers - {number for number in here if number is not None})
    if missing or (known.any and not parts.appendices):
        names = ", ".join(to_roman(number) for number in missing)
        yield not_evaluated(
            f"phụ lục {names} được nhắc đến nhưng không ở trong tệp này; chữ ký số xem ở tệp riêng".strip()
        )
        return
    yield not_applicable("không có phụ lục ở tệp riêng")
