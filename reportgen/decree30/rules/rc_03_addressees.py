"""Rule RC-03; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Addressees, Components
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.lines import cut
from reportgen.decree30.look import capitals, emphasis, size_faults
from reportgen.decree30.metrics import runs_width_mm
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, words


def rc_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """“Kính gửi” trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm d khoản 9: chữ in thường, cỡ 13 đến 14, chữ đứng, sau “Kính
    gửi” có dấu hai chấm. Gửi một nơi thì ghi cùng dòng; gửi từ hai nơi thì mỗi nơi một dòng, đầu dòng có gạch (-), cuối
    dòng dấu chấm phẩy, dòng cuối dấu chấm; các gạch thẳng hàng dưới dấu hai chấm.
    ## Cách sửa
    Bỏ đậm, nghiêng ở Home; xuống dòng sau “Kính gửi:”, gõ “- ” trước mỗi nơi, đặt cùng một lề trái (kéo First Line
    Indent trên thước ngang đến dưới dấu hai chấm).
    ## Ví dụ
    “KÍNH GỬI: SỞ NỘI VỤ”, hoặc hai nơi trên một dòng: báo RC-03. “Kính gửi: Sở Nội vụ tỉnh Thanh Hóa”: không báo.
    """
    del doc
    fact = facts["RC-03"]
    addressees = parts.addressees
    if addressees is None:
        yield not_applicable("văn bản không có “Kính gửi”")
        return
    lines = (addressees.heading, *addressees.items)
    for line in lines:
        name = "dòng “Kính gửi”" if line is addressees.heading else "nơi nhận trong “Kính gửi”"
        yield from size_faults(line, name, fact.pt("size"))
        yield from emphasis(line, name, bold=False, italic=False)
        if capitals(line.shown) and len(line.shown.split()) > 1:
            yield Finding(line.place, f"{name} in hoa", "chữ in thường")
    yield from _heading(addressees, fact)
    yield from _one_or_many(addressees)
    if len(addressees.items) > 1 and not addressees.inline:
        yield from _marks(addressees)
        yield from _aligned(addressees, fact)


def _heading(addressees: Addressees, fact: RuleFacts) -> Iterator[Finding]:
    proper = fact.text("text")
    text = words(addressees.heading)
    if not text.casefold().startswith(proper.casefold()):
        begin = re.match(r"kính gửi\s*\S?", text, re.IGNORECASE)
        yield Finding(addressees.heading.place, f"ghi {quoted(begin.group() if begin else text)}", f"“{proper}”")


def _one_or_many(addressees: Addressees) -> Iterator[Finding]:
    inline, items, place = addressees.inline.strip(), addressees.items, addressees.heading.place
    several = "gửi từ hai nơi trở lên thì mỗi nơi một dòng riêng, đầu dòng có gạch (-)"
    if inline and (items or ";" in inline.rstrip("; .")):
        yield Finding(place, "nhiều nơi nhận mà nơi đầu tiên cùng dòng với “Kính gửi”", several)
    elif inline.endswith((";", ",")):
        yield Finding(place, f"nơi nhận kết thúc bằng “{inline[-1]}”", "không có dấu chấm phẩy khi chỉ gửi một nơi")
    elif not inline and len(items) == 1 and words(items[0]).endswith(";"):
        found = f"sau {quoted(words(items[0]))} không còn dòng nào có gạch (-)"
        yield Finding(items[0].place, found, several)
    elif not inline and len(items) == 1:
        yield Finding(items[0].place, "chỉ gửi một nơi mà xuống dòng", "ghi cùng một dòng với “Kính gửi”")
    elif not inline and not items:
        yield Finding(place, "sau “Kính gửi” không có tên nơi nhận", "tên cơ quan, tổ chức hoặc cá nhân nhận văn bản")


def _marks(addressees: Addressees) -> Iterator[Finding]:
    for item in addressees.items:
        text, last = words(item), item is addressees.items[-1]
        if not text.startswith("-"):
            yield Finding(item.place, f"đầu dòng {quoted(text)} không có gạch (-)", "đầu dòng có gạch đầu dòng (-)")
        mark, name = (".", "dấu chấm (.)") if last else (";", "dấu chấm phẩy (;)")
        if not text.endswith(mark):
            which = "dòng cuối cùng của" if last else "dòng"
            yield Finding(item.place, f"{which} “Kính gửi” kết thúc bằng “{text[-1:]}”", f"cuối dòng có {name}")


def _aligned(addressees: Addressees, fact: RuleFacts) -> Iterator[Finding]:
    first = addressees.items[0]
    for item in addressees.items[1:]:
        if _dash_mm(item) - _dash_mm(first) not in fact.mm("apart"):
            yield Finding(item.place, "gạch đầu dòng không thẳng hàng với dòng đầu", "các gạch đầu dòng thẳng hàng")
    heading = addressees.heading
    same = (heading.place.table, heading.place.row, heading.place.cell) == (
        first.place.table,
        first.place.row,
        first.place.cell,
    )
    if same and _dash_mm(first) - _colon_mm(heading) not in fact.mm("under_colon"):
        yield Finding(first.place, "gạch đầu dòng không ở dưới dấu hai chấm của “Kính gửi:”", "thẳng dưới dấu hai chấm")


def _dash_mm(line: Line) -> float:
    """Return where the dash of an addressee stands: typed in the line, or drawn by Word before it."""
    if line.first and line.paragraph.number:
        return line.paragraph.left_mm + line.paragraph.first_mm
    return line.x_mm


def _colon_mm(heading: Line) -> float:
    """Return where the colon of `Kính gửi:` stands."""
    lead = len(heading.text) - len(heading.text.lstrip())
    return heading.x_mm + runs_width_mm(cut(heading.runs, lead, max(heading.text.find(":"), lead)))
