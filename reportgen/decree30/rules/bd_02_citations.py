"""Rule BD-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.citations import Citation, citations
from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document, Place
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules.bd_01_bases import missing_parts
from reportgen.decree30.running import quoted, words


def bd_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Viện dẫn văn bản thiếu hoặc thừa thông tin.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 6: viện dẫn lần đầu ghi đầy đủ tên loại, số, ký
    hiệu, thời gian ban hành, tên cơ quan ban hành và trích yếu (Luật, Pháp lệnh chỉ ghi tên loại và tên); các lần sau
    chỉ ghi tên loại và số, ký hiệu. Văn bản ghi trong ngoặc đơn để dẫn nguồn số liệu không xét.
    ## Cách sửa
    Ở chỗ nhắc đến văn bản lần đầu, ghi thêm phần còn thiếu; ở các chỗ sau (Ctrl+F tìm số, ký hiệu), xóa ngày tháng, cơ
    quan ban hành và trích yếu.
    ## Ví dụ
    “Thực hiện Kế hoạch số 257/KH-UBND, phường đã triển khai...” ở lần đầu: báo BD-02. “Thực hiện Kế hoạch số
    257/KH-UBND ngày 22/12/2025 của UBND tỉnh về cải cách hành chính năm 2026” rồi về sau “Kế hoạch số 257/KH-UBND”:
    không báo.
    """
    del doc
    fact = facts["BD-02"]
    lists = fact.texts("types"), fact.texts("laws"), fact.texts("telling")
    seen = {cited.key for line in parts.bases for cited in citations(words(line), *lists)}
    any_cited = False
    for item in parts.body:
        for cited in citations(words(item.paragraph), *lists):
            any_cited = True
            yield from _type_of_symbol(item.paragraph.place, cited, facts)
            if cited.aside or cited.nested:
                continue
            yield from _judged(item.paragraph.place, cited, first=cited.key not in seen)
            seen.add(cited.key)
    if not any_cited:
        yield not_applicable("nội dung không viện dẫn văn bản nào theo số, ký hiệu")


def _judged(place: Place, cited: Citation, *, first: bool) -> Iterator[Finding]:
    if cited.law:
        found = f"viện dẫn {quoted(cited.text)} có ghi số, ký hiệu"
        yield Finding(place, found, f"chỉ ghi tên loại và tên của {cited.type}")
    elif first:
        missing = missing_parts(cited)
        if missing:
            found = f"viện dẫn lần đầu {quoted(cited.text)} thiếu {', '.join(missing)}"
            yield Finding(place, found, "lần đầu ghi đầy đủ")
    elif cited.full_again:
        found = f"viện dẫn lại {quoted(cited.text)} vẫn ghi thời gian hoặc cơ quan ban hành"
        yield Finding(place, found, "các lần sau chỉ ghi tên loại và số, ký hiệu")


def _type_of_symbol(place: Place, cited: Citation, facts: Facts) -> Iterator[Finding]:
    """Compare the ký hiệu with the type (Phụ lục III, Mục I): a báo cáo is no `12/KH-UBND`."""
    expected = facts.abbreviations.get(cited.type.casefold())
    given = "" if cited.of_party else cited.abbreviation
    if expected and given and given.casefold() != expected.casefold():
        found = f"viện dẫn {quoted(cited.text)} có ký hiệu “{given}”"
        yield Finding(place, found, f"theo Phụ lục III, {cited.type.lower()} viết tắt là “{expected}”")
