"""Rule BD-01; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.citations import Citation, citations
from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals, emphasis, size_faults
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import joined, quoted, whole_place


def bd_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Căn cứ ban hành trình bày sai hoặc ghi thiếu.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm a khoản 6: căn cứ ghi đầy đủ tên loại, số, ký hiệu, cơ quan
    ban hành, ngày tháng năm và trích yếu (riêng Luật, Pháp lệnh không ghi số, ký hiệu, cơ quan ban hành); chữ in
    thường, nghiêng, cỡ 13 đến 14; mỗi căn cứ một dòng, cuối dòng có dấu chấm phẩy, dòng cuối cùng có dấu chấm.
    ## Cách sửa
    Đặt mỗi căn cứ thành một đoạn (Enter), chọn cả phần căn cứ rồi Home, Italic, cỡ 13 hoặc 14; sửa dấu cuối dòng và ghi
    đủ số, ký hiệu, ngày tháng năm, cơ quan ban hành, trích yếu của từng văn bản.
    ## Ví dụ
    “Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ;” (thiếu ngày, trích yếu) hoặc chữ đứng: báo BD-01. “Căn cứ Nghị
    định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;” chữ nghiêng: không báo.
    """
    fact = facts["BD-01"]
    if not parts.bases:
        if parts.kind is Kind.DECISION:
            yield Finding(
                whole_place(doc, parts.type_name), "quyết định không có căn cứ ban hành", "có căn cứ ban hành"
            )
        else:
            yield not_applicable("văn bản không có phần căn cứ ban hành")
        return
    for line in parts.bases:
        yield from size_faults(line, "căn cứ", fact.pt("size"))
        yield from emphasis(line, "căn cứ", bold=False, italic=True)
        if capitals(line.shown):
            yield Finding(line.place, "căn cứ ghi bằng chữ in hoa", "chữ in thường")
    entries = list(joined(parts.bases, fact.texts("starts")))
    for index, (line, text) in enumerate(entries):
        yield from _ending(line, text, last=index == len(entries) - 1)
        yield from _content(line, text, facts)


def _ending(line: Line, text: str, *, last: bool) -> Iterator[Finding]:
    mark, name = (".", "dấu chấm (.)") if last else (";", "dấu chấm phẩy (;)")
    if not text.endswith(mark):
        which = "căn cứ cuối cùng" if last else "căn cứ"
        yield Finding(line.place, f"{which} kết thúc bằng “{text[-1:]}”", f"cuối dòng có {name}")
    if re.search(r"[;.]\s*Căn cứ\s", text):
        yield Finding(line.place, "hai căn cứ trên một dòng", "sau mỗi căn cứ phải xuống dòng")


def _content(line: Line, text: str, facts: Facts) -> Iterator[Finding]:
    """Judge the first document that a base names; bases of another kind (`Theo đề nghị của ...`) name none."""
    if not text.casefold().startswith("căn cứ"):
        return
    named = facts["BD-02"]
    types, laws = named.texts("types"), named.texts("laws")
    cited = next(iter(citations(text, types, laws, named.texts("telling"))), None)
    if cited is not None and cited.law:
        yield Finding(line.place, f"căn cứ ghi số, ký hiệu của {cited.type}", "không ghi số, ký hiệu, cơ quan ban hành")
    elif cited is not None:
        missing = missing_parts(cited)
        if missing:
            yield Finding(line.place, f"căn cứ {quoted(cited.text)} thiếu {', '.join(missing)}", "ghi đầy đủ")
    else:
        unnumbered = re.match(rf"căn cứ (?P<type>{'|'.join(types)})\s+(?:ngày|của)\s", text, re.IGNORECASE)
        if unnumbered:
            yield Finding(line.place, f"căn cứ {unnumbered['type']} thiếu số, ký hiệu", "ghi đầy đủ")


def missing_parts(cited: Citation) -> list[str]:
    """Return what a full citation lacks, as printed."""
    parts = (
        (cited.dated, "thời gian ban hành"),
        (cited.issued, "tên cơ quan ban hành"),
        (cited.told is not False, "trích yếu"),
    )
    return [name for there, name in parts if not there]
