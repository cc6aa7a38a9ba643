"""Rule RC-01; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Recipients
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.running import quoted, whole_place, words


def rc_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Thiếu “Kính gửi” hoặc “- Như trên;”.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 9: công văn, tờ trình và báo cáo gửi cấp trên có
    “Kính gửi” ở đầu; “Nơi nhận” ở cuối bắt đầu bằng “Như trên”. Báo cáo không có cả hai thì không biết có gửi cấp trên
    hay không nên không kết luận.
    ## Cách sửa
    Thêm dòng “Kính gửi: ...” dưới trích yếu; đặt “- Như trên;” làm dòng đầu của danh sách nơi nhận.
    ## Ví dụ
    Công văn không có “Kính gửi”: báo RC-01. Có “Kính gửi: Sở Nội vụ” và “- Như trên;”: không báo.
    """
    fact = facts["RC-01"]
    if parts.kind is None:
        yield not_applicable("không phải loại văn bản được kiểm tra")
        return
    kind = facts.kinds[parts.kind.name.lower()]
    if kind.addressed == "never":
        yield not_applicable(f"{kind.name} không có “{fact.text('words')}”")
        return
    above = _as_above(parts.recipients, fact)
    if parts.addressees is None and not above and kind.addressed == "when_superior":
        yield not_evaluated(f"không biết {kind.name} có gửi cấp trên hay không")
        return
    if parts.addressees is None:
        place = whole_place(doc, (parts.subject[-1] if parts.subject else parts.type_name) or parts.number)
        yield Finding(place, f"{kind.name} không có “{fact.text('words')}”", f"có “{fact.text('words')}” và nơi nhận")
    if parts.recipients is not None and not above:
        items = parts.recipients.items
        first = items[0] if items else parts.recipients.heading
        found = f"danh sách nơi nhận bắt đầu bằng {quoted(words(first))}" if items else "danh sách nơi nhận trống"
        yield Finding(first.place, found, f"bắt đầu bằng “{fact.text('first')}”")


def _as_above(recipients: Recipients | None, fact: RuleFacts) -> bool:
    """Tell whether the list begins with `- Như trên`; its dash and mark are judged by RC-05."""
    if recipients is None:
        return False
    first = words(recipients.items[0]) if recipients.items else recipients.inline
    bare = fact.text("first").strip("- ;").casefold()
    return first.lstrip("-–—•+ ").casefold().startswith(bare)
