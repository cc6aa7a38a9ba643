"""Rule TT-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts, RuleFacts, number
from reportgen.decree30.model import Document, Line, gap_pt
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._shared import looks, lower_case, no_header, same_column

_CENTRE = "canh giữa dưới số, ký hiệu"


def tt_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Trích yếu của công văn sai chữ đầu, cỡ chữ, kiểu chữ hoặc vị trí.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 5: trích yếu công văn ghi sau chữ “V/v”, chữ in
    thường, cỡ chữ từ 12 đến 13, kiểu chữ đứng, canh giữa dưới số, ký hiệu và cách số, ký hiệu 6 pt; không có tên
    loại và không có đường kẻ.
    ## Cách sửa
    Dưới dòng số, ký hiệu gõ “V/v” rồi nội dung; chọn các dòng đó, trong Home đặt cỡ 12, tắt Bold và Italic, bấm
    Center; vào Layout, Spacing, đặt Before 6 pt cho dòng đầu.
    ## Ví dụ
    “Về việc báo cáo cải cách hành chính” in đậm: báo TT-04. “V/v báo cáo cải cách hành chính” cỡ 12, chữ đứng, cách
    6 pt: không báo.
    """
    fact = facts["TT-04"]
    if parts.kind is None:
        yield not_evaluated("không biết văn bản có phải công văn hay không") if parts.official else no_header()
    elif parts.kind is not Kind.LETTER:
        yield not_applicable("văn bản không phải công văn")
    elif not parts.subject:
        place = parts.number.place if parts.number else doc.sections[0].place
        yield Finding(place, "dưới số, ký hiệu không có trích yếu công văn", f"“{fact.text('start')}” và nội dung")
    else:
        yield from _letter(parts.subject, parts, fact)


def _letter(subject: tuple[Line, ...], parts: Components, fact: RuleFacts) -> Iterator[Finding | Note]:
    first, start = subject[0], fact.text("start")
    if not first.shown.startswith(start):
        yield Finding(first.place, f"trích yếu công văn bắt đầu bằng “{_opening(first.shown)}”", f"“{start}”")
    for line in subject:
        yield from lower_case(line, "trích yếu công văn")
        yield from looks(
            line, "Trích yếu công văn", fact.pt("size"), bold=False, italic=False, centre=_CENTRE, over=parts.number
        )
    if parts.type_name is not None:
        yield Finding(parts.type_name.place, f"công văn có tên loại “{parts.type_name.shown}”", "không ghi tên loại")
    for ruling in parts.subject_rulings:
        yield Finding(ruling.place, "dưới trích yếu công văn có đường kẻ", "không có đường kẻ")
    if parts.number is not None:
        yield from _below(first, parts.number, fact)


def _opening(text: str) -> str:
    return " ".join(text.split()[:2])


def _below(first: Line, above: Line, fact: RuleFacts) -> Iterator[Finding | Note]:
    """Yield a finding when the first line is not right below the number, at the distance that the decree gives."""
    if same_column(first, above) is False:
        yield Finding(first.place, "trích yếu công văn không đặt dưới số, ký hiệu", _CENTRE)
        return
    if first.place.boxed != above.place.boxed:
        yield not_evaluated("không biết trích yếu cách số, ký hiệu bao nhiêu")
        return
    if first.paragraph is above.paragraph:
        gap = 0.0
    elif (first.place.table, first.place.row) == (above.place.table, above.place.row):
        gap = gap_pt(above.paragraph, first.paragraph)
    else:
        gap = above.paragraph.after_pt + first.paragraph.before_pt
    if gap not in fact.pt("space"):
        yield Finding(first.place, f"trích yếu cách số, ký hiệu {number(gap)} pt", f"cách {fact.pt('space')} pt")
