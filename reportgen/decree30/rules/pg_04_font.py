"""Rule PG-04; the docstring of its function is its page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.model import Document, Format, Paragraph
from reportgen.decree30.outcome import Finding, Note


def pg_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Chữ không phải phông Times New Roman hoặc không phải màu đen.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4: phông chữ tiếng Việt Times New Roman, bộ mã Unicode
    theo TCVN 6909:2001, màu đen; áp dụng cho cả bảng, đầu trang, chân trang, chú thích. Chỉ xét chữ nhìn thấy: dấu
    hết đoạn, đoạn trống, chữ ẩn, ký hiệu hình vẽ không bị xét.
    ## Cách sửa
    Trong Word, chọn đoạn bị báo (hoặc nhấn Ctrl+A để chọn tất cả), vào Home, Font, chọn Times New Roman; ở Font
    Color chọn Automatic. Đầu trang, chân trang, khung chữ phải mở ra và chọn riêng.
    ## Ví dụ
    Một ô của bảng dùng phông Calibri, hoặc một câu để màu đỏ: báo PG-04. Mọi chữ là Times New Roman màu đen: không
    báo.
    """
    del parts
    fact = facts["PG-04"]
    for paragraph in doc.paragraphs():
        for found, expected in dict.fromkeys(_faults(paragraph, fact)):
            yield Finding(paragraph.place, found, expected)


def _faults(paragraph: Paragraph, fact: RuleFacts) -> Iterator[tuple[str, str]]:
    for text, look, drawn in _shown(paragraph):
        font = look.font.split(";")[0].strip()
        if not drawn and font.casefold() != fact.text("font").casefold() and _lettered(text):
            yield f"chữ phông {font}", f"phông {fact.text('font')}"
        if look.color not in fact.texts("colors"):
            yield f"chữ màu {look.color}", "chữ màu đen"


def _shown(paragraph: Paragraph) -> Iterator[tuple[str, Format, bool]]:
    """Yield text, formatting, and whether it is a drawn sign (symbol, bullet) for all that shows."""
    if paragraph.number and paragraph.number_format:
        yield paragraph.number, paragraph.number_format, paragraph.number_kind == "bullet"
    for run in paragraph.visible_runs:
        yield run.text, run.format, run.symbol


def _lettered(text: str) -> bool:
    """Tell whether text holds letters, figures or punctuation: boxes, ticks and arrows are in no text font."""
    return any(unicodedata.category(char)[0] in "LNMP" or char in "+<=>$%" for char in text)
