"""Rule SG-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals, emphasis, size_faults
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import whole_place, words


def sg_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Quyền hạn, chức vụ của người ký trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm đ khoản 7: quyền hạn, chức vụ của người ký in hoa, cỡ 13
    đến 14, chữ đứng, đậm.
    ## Cách sửa
    Chọn các dòng từ “TM.”, “KT.” đến chức vụ; vào Home chọn Bold, bỏ Italic, cỡ 13 hoặc 14; đổi sang in hoa bằng
    Shift+F3.
    ## Ví dụ
    “Kt. Chủ tịch”, hoặc chữ không đậm: báo SG-02. “KT. CHỦ TỊCH” đậm, cỡ 14: không báo.
    """
    fact = facts["SG-02"]
    if parts.signature is None or not parts.signature.lines:
        if parts.kind is None:
            yield not_applicable("không phải loại văn bản được kiểm tra")
        else:
            place = whole_place(doc, parts.end_mark)
            yield Finding(place, "không tìm thấy quyền hạn, chức vụ của người ký", "có chức vụ của người ký")
        return
    for line in parts.signature.lines:
        text = words(line)
        if text.startswith("("):  # (Đã ký), (Chữ ký, dấu)
            continue
        if not capitals(text):
            yield Finding(line.place, "chức vụ của người ký không in hoa", "chữ in hoa")
        yield from size_faults(line, "chức vụ của người ký", fact.pt("size"))
        yield from emphasis(line, "chức vụ của người ký", bold=True, italic=False)
