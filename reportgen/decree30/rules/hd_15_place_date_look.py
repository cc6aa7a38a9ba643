"""Rule HD-15; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._numbers import DateLine, read_date
from reportgen.decree30.rules._shared import looks, lower_case, no_header, same_column, same_row

_CENTRE = "canh giữa dưới Quốc hiệu và Tiêu ngữ"


def hd_15(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Dòng địa danh và thời gian ban hành sai kiểu chữ, cỡ chữ hoặc vị trí.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm c khoản 4: cùng một dòng với số, ký hiệu; chữ in
    thường, cỡ 13 đến 14, kiểu chữ nghiêng; các chữ cái đầu của địa danh viết hoa, sau địa danh có dấu phẩy; canh
    giữa dưới Quốc hiệu và Tiêu ngữ.
    ## Cách sửa
    Đặt dòng này ở ô bên phải, cùng hàng với ô số, ký hiệu; chọn cả dòng, trong Home đặt cỡ 13 hoặc 14, bật Italic,
    tắt Bold, bấm Center; gõ dấu phẩy sau địa danh.
    ## Ví dụ
    “Trúc lâm ngày 05 tháng 01 năm 2026” chữ đứng: báo HD-15. “Trúc Lâm, ngày 05 tháng 01 năm 2026” chữ nghiêng, cỡ
    14: không báo.
    """
    del doc
    fact = facts["HD-15"]
    line = parts.place_date
    if line is None:
        yield not_applicable("văn bản không có địa danh, thời gian ban hành") if parts.official else no_header()
        return
    yield from _written(line, read_date(line.shown), fact.texts("small_words"))
    name = "Địa danh và thời gian ban hành"
    over = parts.national_name
    yield from looks(line, name, fact.pt("size"), bold=False, italic=True, centre=_CENTRE, over=over)
    if parts.national_name and same_column(line, parts.national_name) is False:
        yield Finding(line.place, f"{name} không đặt dưới Quốc hiệu", _CENTRE)
    if parts.number is not None:
        beside = same_row(line, parts.number)
        if beside is None:
            yield not_evaluated("không biết khung chữ của số, ký hiệu và của ngày, tháng có cùng dòng hay không")
        elif not beside:
            yield Finding(line.place, f"{name} không cùng dòng với số, ký hiệu", "cùng một dòng với số, ký hiệu")


def _written(line: Line, read: DateLine, small_words: tuple[str, ...]) -> Iterator[Finding]:
    yield from lower_case(line, "dòng địa danh và thời gian ban hành")
    if read.place and not read.comma:
        yield Finding(line.place, f"sau địa danh “{read.place}” không có dấu phẩy", f"“{read.place},”")
    small = [word for word in read.place.split() if word[0].islower() and word not in small_words]
    if small:
        found = f"địa danh “{read.place}” có chữ cái đầu viết thường"
        yield Finding(line.place, found, "viết hoa các chữ cái đầu của địa danh")
    if read.worded and read.when[:1].isupper() and not capitals(line.shown):
        yield Finding(line.place, f"ghi “{read.when.split()[0]}” viết hoa sau địa danh", "“ngày”, chữ in thường")
