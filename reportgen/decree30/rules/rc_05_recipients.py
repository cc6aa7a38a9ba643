"""Rule RC-05; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.look import emphasis, size_faults
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import joined, quoted

_KEPT = re.compile(r"^-\s*Lưu\s*:\s*VT\s*,\s*\S.*\.$")
_KEPT_LOOSE = re.compile(r"^[-–—•+]?\s*lưu\b", re.IGNORECASE)
_TYPIST = re.compile(r"^[A-ZĐ]{1,6}\s?\.?\s?\(?\d*\)?$")
"""Ký hiệu người soạn thảo và số lượng bản (III.3): `PL.(300)`, allowed below the list."""


def rc_05(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Danh sách nơi nhận trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm d khoản 9: danh sách nơi nhận in thường, cỡ 11, chữ đứng;
    mỗi nơi một dòng, đầu dòng có gạch (-) sát lề trái, cuối dòng có dấu chấm phẩy; dòng cuối cùng là “Lưu: VT, đơn vị
    soạn thảo và số lượng bản lưu”, kết thúc bằng dấu chấm.
    ## Cách sửa
    Chọn danh sách, đặt cỡ 11, bỏ đậm, nghiêng, lùi 0 cm; sửa dấu cuối dòng và ghi dòng cuối “- Lưu: VT, VHXH.”.
    ## Ví dụ
    “- Lưu VT” hoặc danh sách cỡ 12: báo RC-05. “- Như trên;” rồi “- Lưu: VT, VHXH.” cỡ 11: không báo.
    """
    del doc
    fact = facts["RC-05"]
    recipients = parts.recipients
    if recipients is None:
        yield not_applicable("không có “Nơi nhận” (xem RC-04)")
        return
    for line in recipients.items:
        yield from size_faults(line, "danh sách nơi nhận", fact.pt("size"))
        yield from emphasis(line, "danh sách nơi nhận", bold=False, italic=False)
    entries = [entry for entry in joined(recipients.items, ("-", "–", "+")) if not _TYPIST.match(entry[1])]
    if not entries:
        if not recipients.inline.strip():
            yield Finding(recipients.heading.place, "dưới “Nơi nhận” không có danh sách", "danh sách nơi nhận")
        return
    for line, text in entries:
        yield from _start(line, text, fact)
    for line, text in entries[:-1]:
        if not text.endswith(";"):
            yield Finding(
                line.place, f"nơi nhận {quoted(text)} kết thúc bằng “{text[-1:]}”", "cuối dòng dấu chấm phẩy (;)"
            )
    yield from _last(entries, fact)


def _start(line: Line, text: str, fact: RuleFacts) -> Iterator[Finding]:
    if not text.startswith("-"):
        yield Finding(line.place, f"đầu dòng {quoted(text)} không có gạch (-)", "đầu dòng có gạch đầu dòng (-)")
    paragraph = line.paragraph
    begin = paragraph.left_mm + paragraph.first_mm if line.first and paragraph.number else line.x_mm
    if begin not in fact.mm("flush"):
        yield Finding(line.place, "gạch đầu dòng của nơi nhận không sát lề trái", "sát lề trái")


def _last(entries: list[tuple[Line, str]], fact: RuleFacts) -> Iterator[Finding]:
    line, text = entries[-1]
    kept = [entry for entry in entries if _KEPT_LOOSE.match(entry[1])]
    if kept and kept[-1] is not entries[-1]:
        yield Finding(kept[-1][0].place, f"dòng {quoted(kept[-1][1])} không ở cuối danh sách", "là dòng cuối cùng")
    elif not kept or not _KEPT.match(text):
        yield Finding(line.place, f"dòng cuối cùng ghi {quoted(text)}", f"“{fact.text('last')}”")
