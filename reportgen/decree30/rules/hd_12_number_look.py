"""Rule HD-12; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._numbers import NumberLine, read_number
from reportgen.decree30.rules._shared import issuer_of, looks, no_header, same_column, widest

_CENTRE = "canh giữa dưới tên cơ quan ban hành"


def hd_12(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Dòng số, ký hiệu sai cách viết, cỡ chữ, kiểu chữ hoặc vị trí.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm c khoản 3: canh giữa dưới tên cơ quan ban hành; từ “Số”
    chữ in thường, cỡ 13, kiểu chữ đứng, sau có dấu hai chấm; số nhỏ hơn 10 ghi thêm số 0 phía trước; ký hiệu chữ in
    hoa, cỡ 13, kiểu chữ đứng; giữa số và ký hiệu có dấu gạch chéo, giữa các nhóm chữ viết tắt có gạch nối, không
    cách chữ.
    ## Cách sửa
    Gõ lại thành “Số: 05/BC-UBND”, bỏ dấu cách quanh dấu gạch chéo và gạch nối; chọn cả dòng, trong Home đặt cỡ 13,
    tắt Bold và Italic, bấm Center.
    ## Ví dụ
    “Số: 5/BC-UBND”, “Số 05/BC - UBND”, số in đậm: báo HD-12. “Số: 05/BC-UBND” cỡ 13, chữ đứng: không báo.
    """
    del doc
    fact = facts["HD-12"]
    line = parts.number
    if line is None:
        yield not_applicable("văn bản không có số, ký hiệu") if parts.official else no_header()
        return
    read = read_number(line.shown)
    yield from _word(line, read, fact.text("word"))
    yield from _number(line, read)
    yield from _symbol(line, read, tuple(facts.abbreviations.values()))
    _, issuer = issuer_of(parts, facts)
    over = widest(issuer)
    yield from looks(line, "Số, ký hiệu", fact.pt("size"), bold=False, italic=False, centre=_CENTRE, over=over)
    if issuer and same_column(line, issuer[-1]) is False:
        yield Finding(line.place, "Số, ký hiệu không đặt dưới tên cơ quan ban hành", _CENTRE)


def _word(line: Line, read: NumberLine, word: str) -> Iterator[Finding]:
    if read.word != word:
        found = (
            f"dòng số, ký hiệu ghi “{read.word}”"
            if read.word
            else f"dòng số, ký hiệu “{line.shown}” không có từ “{word}”"
        )
        yield Finding(line.place, found, f"từ “{word}” viết thường, sau có dấu hai chấm")
    elif not read.colon:
        yield Finding(line.place, f"sau từ “{word}” không có dấu hai chấm", f"“{word}:”")


def _number(line: Line, read: NumberLine) -> Iterator[Finding]:
    if re.fullmatch(r"[1-9]", read.number):
        yield Finding(line.place, f"số {read.number} không có số 0 phía trước", f"0{read.number}")
    if read.symbol and not read.slash:
        yield Finding(line.place, "giữa số và ký hiệu không có dấu gạch chéo", "dấu gạch chéo (/), không cách chữ")
    elif read.number and read.slash and read.before != read.before.rstrip():
        yield Finding(line.place, "có dấu cách trước dấu gạch chéo", "không cách chữ giữa số và ký hiệu")


def _symbol(line: Line, read: NumberLine, abbreviations: tuple[str, ...]) -> Iterator[Finding]:
    symbol = read.symbol
    if not symbol:
        return
    if read.slash and read.raw[:1].isspace():
        yield Finding(line.place, "có dấu cách sau dấu gạch chéo", "không cách chữ giữa số và ký hiệu")
    if re.search(r"\s", symbol):
        parted = re.search(r"\s-|-\s", symbol)
        found = "có dấu cách quanh gạch nối" if parted else "có dấu cách giữa các nhóm chữ"
        yield Finding(line.place, f"ký hiệu “{symbol}” {found}", "gạch nối (-), không cách chữ")
    if re.search("[\u2010-\u2015\u2212_]", symbol):
        yield Finding(line.place, f"ký hiệu “{symbol}” dùng gạch dài", "gạch nối (-), không cách chữ")
    small = [group for group in read.groups if group != group.upper() and group not in abbreviations]
    if small:
        yield Finding(
            line.place, f"ký hiệu “{symbol}” có chữ thường “{'-'.join(small)}”", "ký hiệu viết bằng chữ in hoa"
        )
