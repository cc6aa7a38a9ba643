"""Rule TX-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import legacy_of
from reportgen.decree30.model import Document, Line, Paragraph
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.spacing import MASK, slips
from reportgen.vi.text import nfc

_EXPECTED: Final = {
    "thừa dấu cách giữa hai từ": "một dấu cách",
    "thừa dấu cách ở cuối đoạn": "không có dấu cách ở cuối đoạn",
    "dùng dấu cách để thụt đầu dòng": "thụt đầu dòng bằng định dạng đoạn",
}


def tx_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Thừa hoặc thiếu dấu cách.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 quy định bộ mã và phông chữ để văn bản đọc được, tra
    cứu được thống nhất; dấu cách thừa hoặc thiếu làm dòng chữ giãn lệch, tìm kiếm không thấy, và là lỗi thường bị
    trả lại. Giữa hai từ có một dấu cách; dấu câu liền chữ đứng trước, cách chữ đứng sau; giữa số và chữ có dấu
    cách.
    ## Cách sửa
    Sửa từng chỗ được nêu; muốn bỏ dấu cách kép thì dùng Replace (Ctrl+H), thay hai dấu cách bằng một.
    ## Ví dụ
    “11hồ sơ”, “cải cách,thủ tục”, “( TTHC )”, “đúng hạn .”: báo TX-04. “11 hồ sơ”, “1.000”, “15/6/2026”, “v.v...”,
    “Số:      /KH-UBND”: không báo.
    """
    del facts
    blanks = _paragraphs(line for line in (parts.number, parts.place_date) if line)
    layout = _paragraphs(_aligned(parts))
    for paragraph in doc.paragraphs():
        text = _judged(paragraph)
        if id(paragraph) in blanks or not text.strip() or legacy_of(text):
            continue
        seen: set[tuple[int, int]] = set()
        for slip in slips(text, layout=id(paragraph) in layout):
            if (slip.start, slip.end) not in seen:
                seen.add((slip.start, slip.end))
                if slip.quoted:
                    found, expected = f"{slip.found} ở “{slip.stands(text)}”", f"“{slip.should(text)}”"
                else:
                    found, expected = slip.found, _EXPECTED[slip.found]
                yield Finding(paragraph.place, found, expected)


def _judged(paragraph: Paragraph) -> str:
    """Return the text with superscripts, subscripts and symbols left out: marks of notes stand close to words."""
    if all(run.format.vertical == "baseline" and not run.symbol for run in paragraph.runs):
        return nfc(paragraph.text)
    pieces = (
        run.text if run.format.vertical == "baseline" and not run.symbol else MASK * len(run.text)
        for run in paragraph.runs
    )
    return nfc("".join(pieces))


def _aligned(parts: Components) -> Iterator[Line]:
    """Yield the lines of the header block and the signature, where people align by spaces."""
    single = (parts.national_name, parts.motto, parts.type_name)
    yield from (line for line in single if line)
    yield from (*parts.superior, *parts.issuer)
    if parts.type_name is None:  # V/v of a công văn
        yield from parts.subject
    if parts.signature:
        yield from parts.signature.lines
        yield from (parts.signature.name,) if parts.signature.name else ()
    if parts.recipients:
        yield parts.recipients.heading


def _paragraphs(lines: Iterator[Line]) -> set[int]:
    return {id(line.paragraph) for line in lines}
