"""Rule HD-10; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._numbers import read_number
from reportgen.decree30.rules._shared import no_header

_EXPECTED = "chữ số Ả Rập, số thứ tự trong năm bắt đầu từ 01"


def hd_10(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Số của văn bản thiếu hoặc không ghi bằng chữ số Ả Rập.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Điều 15 và Phụ lục I, Phần I, Mục II, điểm a khoản 3: số của văn bản là số thứ tự trong
    một năm, ghi bằng chữ số Ả Rập, bắt đầu từ 01 ngày 01 tháng 01. Chương trình chỉ xét cách ghi; trùng số, nhảy số
    phải đối chiếu với sổ đăng ký văn bản. Dự thảo được để trống số cho Hệ thống ghi.
    ## Cách sửa
    Dưới tên cơ quan ban hành, ghi “Số: 05/BC-UBND”; chưa có số thì để trống: “Số: /BC-UBND”.
    ## Ví dụ
    “Số: V/BC-UBND”, “Số: 00/BC-UBND”: báo HD-10. “Số: 05/BC-UBND”, “Số: /BC-UBND”: không báo.
    """
    del facts
    line = parts.number
    if line is None:
        if parts.kind is not None:
            yield Finding(doc.sections[0].place, "không có số, ký hiệu của văn bản", "“Số:” và ký hiệu của văn bản")
        else:
            yield not_applicable("văn bản không có số, ký hiệu") if parts.official else no_header()
        return
    number = read_number(line.shown).number
    if not number:
        yield not_applicable("số để trống cho văn thư hoặc Hệ thống ghi")
    elif not re.fullmatch(r"[0-9]+", number):
        yield Finding(line.place, f"số của văn bản ghi “{number}”", _EXPECTED)
    elif int(number) == 0:
        yield Finding(line.place, f"số của văn bản là {number}", _EXPECTED)
