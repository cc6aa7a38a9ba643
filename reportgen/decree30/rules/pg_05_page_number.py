"""Rule PG-05; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, RuleFacts, number
from reportgen.decree30.model import Alignment, Document, PageNumber, Part, Section, paragraphs_of
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._pages import several_pages

_WHERE = "canh giữa trong phần lề trên"


def pg_05(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Số trang thiếu, sai chỗ hoặc sai kiểu chữ.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7: số trang đánh từ số 1, bằng chữ số Ả Rập, cỡ chữ 13
    đến 14, kiểu chữ đứng, canh giữa trong phần lề trên, không hiển thị ở trang thứ nhất. Văn bản một trang không
    cần số trang; trang đầu của phụ lục hiện hay không đều được.
    ## Cách sửa
    Trong Word, vào Insert, Page Number, Top of Page, Plain Number 2; ở thẻ Header & Footer đánh dấu Different First
    Page và xóa số ở trang đầu; chọn số trang, đặt Times New Roman cỡ 13 hoặc 14, bỏ đậm, bỏ nghiêng. Số ở chân
    trang thì vào Insert, Page Number, Remove Page Numbers trước.
    ## Ví dụ
    Số trang ở chân trang bên phải, hoặc trang đầu hiện số 1: báo PG-05. Số trang cỡ 14 canh giữa ở đầu trang, từ
    trang 2: không báo.
    """
    fact = facts["PG-05"]
    if not any(section.page_numbers for section in doc.sections):
        yield from _unnumbered(doc)
        return
    for section in doc.sections:
        for shown in section.page_numbers:
            yield from _look(shown, section, fact)
    yield from _first_page(doc.sections[0])
    ends = _main_end(doc, parts)
    for section in doc.sections:
        yield from _missing(doc, section, main=section.number <= ends)
        if section.number <= ends:
            yield from _start(section)


def _unnumbered(doc: Document) -> Iterator[Finding | Note]:
    several = several_pages(doc)
    if several is None:
        yield not_evaluated("không có số trang; chưa biết văn bản dài một hay nhiều trang")
    elif several:
        yield Finding(doc.sections[0].place, "văn bản nhiều trang không có số trang", f"số trang {_WHERE}, từ trang 2")
    else:
        yield not_applicable("văn bản một trang không cần số trang")


def _look(shown: PageNumber, section: Section, fact: RuleFacts) -> Iterator[Finding]:
    """Yield what is wrong with one page number where it stands."""
    if shown.part is not Part.HEADER:
        yield Finding(shown.place, "số trang đặt ở chân trang", _WHERE)
    elif shown.alignment is not Alignment.CENTER:
        yield Finding(shown.place, f"số trang {shown.alignment.value}", _WHERE)
    look = shown.format
    if look.size_pt not in fact.pt("size"):
        yield Finding(shown.place, f"số trang cỡ chữ {number(look.size_pt)}", f"cỡ chữ {fact.pt('size')}")
    if look.italic:
        yield Finding(shown.place, "số trang chữ nghiêng", "kiểu chữ đứng")
    if look.bold:
        yield Finding(shown.place, "số trang chữ đậm", "kiểu chữ đứng, không đậm")
    roman = re.search(r"\b[ivxlc]+\b", shown.text, re.IGNORECASE) and not re.search(r"\d", shown.text)
    if section.number_kind not in fact.texts("formats") or roman:
        yield Finding(shown.place, "số trang không phải chữ số Ả Rập", "chữ số Ả Rập: 2, 3, 4")


def _first_page(section: Section) -> Iterator[Finding]:
    pages = "first" if section.title_page else "default"
    for shown in section.page_numbers:
        if shown.pages == pages:
            yield Finding(shown.place, "trang thứ nhất hiện số trang", "không hiển thị số trang thứ nhất")


def _main_end(doc: Document, parts: Components) -> int:
    """Return the number of the last section that holds main text; what follows is phụ lục."""
    first = min(parts.appendices, key=lambda appendix: appendix.blocks[0], default=None)
    if first is None:
        return len(doc.sections)
    return first.section - 1 if first.own_section else first.section


def _missing(doc: Document, section: Section, *, main: bool) -> Iterator[Finding | Note]:
    """Yield the pages of a section on which no number shows although one should."""
    blocks = doc.blocks[section.first : section.last]
    if not any(not p.empty for p in paragraphs_of(blocks)) or (section.number > 1 and not section.new_page):
        return
    shown = {number.pages for number in section.page_numbers}
    expected = f"số trang {_WHERE} của mọi trang sau trang thứ nhất"
    begun = main and section.number > 1
    if begun and section.title_page and "first" not in shown:
        yield Finding(section.place, f"trang đầu của phần {section.number} không hiện số trang", expected)
    gaps = [pages for pages in ("default", "even") if pages not in shown and (pages != "even" or section.even_pages)]
    if not gaps:
        return
    several = True if begun and not section.title_page else several_pages(doc, section)
    if several is None:
        yield not_evaluated(f"phần {section.number} không có số trang; chưa biết dài một hay nhiều trang")
    elif several:
        which = "trang chẵn" if gaps == ["even"] else "các trang"
        yield Finding(section.place, f"{which} của phần {section.number} không có số trang", expected)


def _start(section: Section) -> Iterator[Finding]:
    """Yield numbering of the main text that does not run on from 1."""
    if section.restart is None or (section.number == 1 and section.restart == 1):
        return
    found = f"phần {section.number} đánh số trang lại từ {section.restart}"
    yield Finding(section.place, found, "số trang liên tục, đánh từ số 1")
