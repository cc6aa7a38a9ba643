"""Rule TX-01; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note
from reportgen.vi.text import is_nfc


def tx_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Chữ có dấu không ở dạng dựng sẵn.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4: phông chữ tiếng Việt Times New Roman, bộ mã ký tự
    Unicode theo TCVN 6909:2001. Mỗi chữ có dấu phải là một ký tự dựng sẵn (NFC); chữ và dấu rời nhau trông vẫn đúng
    nhưng tìm kiếm, sắp xếp, kiểm tra chính tả đều sai, có máy in lệch dấu.
    ## Cách sửa
    Chạy `reportgen fix document`, hoặc đặt bảng mã của bộ gõ là Unicode dựng sẵn rồi chuyển mã toàn bộ văn bản
    (UniKey: Công cụ, Unicode tổ hợp sang Unicode).
    ## Ví dụ
    “hành chính” gõ bằng chữ a và dấu huyền rời: báo TX-01. “hành chính” gõ bằng Unicode dựng sẵn: không báo.
    """
    del parts, facts
    for paragraph in doc.paragraphs():
        if not is_nfc(paragraph.number + paragraph.text):
            yield Finding(paragraph.place, "có chữ viết bằng chữ và dấu rời nhau", "chữ dựng sẵn theo TCVN 6909:2001")
