"""Rule SG-03; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, Signature
from reportgen.decree30.facts import Facts
from reportgen.decree30.look import capitals, emphasis, size_faults
from reportgen.decree30.model import Alignment, Document, Line
from reportgen.decree30.outcome import Finding, Note, not_evaluated
from reportgen.decree30.running import quoted, words

_ASIDE_MM = 6.0
"""Distance of two middles at which lines still stand under each other."""


def sg_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Họ tên người ký trình bày sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm c và đ khoản 7: họ tên in thường, cỡ 13 đến 14, chữ đứng,
    đậm, canh giữa dưới quyền hạn, chức vụ; trước họ tên không ghi học hàm, học vị và các danh hiệu danh dự khác.
    ## Cách sửa
    Bấm vào họ tên, vào Home chọn Bold, cỡ 13 hoặc 14, canh giữa (Ctrl+E) trong cùng ô với chức vụ; xóa học hàm, học vị.
    ## Ví dụ
    “LÊ HUY DU”, “ThS. Lê Huy Du”: báo SG-03. “Lê Huy Du” đậm, cỡ 14, canh giữa: không báo.
    """
    del doc
    fact = facts["SG-03"]
    if parts.signature is None or parts.signature.name is None:
        yield not_evaluated("không tìm thấy họ tên người ký (có thể còn để trống)")
        return
    name = parts.signature.name
    text = words(name)
    if capitals(text):
        yield Finding(name.place, f"họ tên {quoted(text)} in hoa", "chữ in thường")
    for rank in fact.texts("ranks"):
        if _begins(text, rank):
            yield Finding(name.place, f"họ tên ghi kèm “{text[: len(rank)]}”", "chỉ ghi họ, tên đệm và tên")
            break
    yield from size_faults(name, "họ tên người ký", fact.pt("size"))
    yield from emphasis(name, "họ tên người ký", bold=True, italic=False)
    if not _under(name, parts.signature):
        found = "họ tên người ký không canh giữa dưới chức vụ"
        yield Finding(name.place, found, "canh giữa dưới quyền hạn, chức vụ")


def _begins(text: str, rank: str) -> bool:
    rest = text[len(rank) :]
    return text.casefold().startswith(rank.casefold()) and (rank.endswith(".") or rest[:1] in {" ", "."})


def _under(name: Line, signature: Signature) -> bool:
    """Tell whether the name stands centred under the lines above it: same cell or indents, middles that agree."""
    title = signature.lines[-1] if signature.lines else None
    if title is None:
        return name.alignment is Alignment.CENTER
    here, above = name.place, title.place
    if (here.table, here.cell, here.boxed) != (above.table, above.cell, above.boxed):
        return False
    if name.alignment is Alignment.CENTER and title.alignment is Alignment.CENTER:
        one, other = name.paragraph, title.paragraph
        aside = (one.left_mm + one.first_mm - one.right_mm) - (other.left_mm + other.first_mm - other.right_mm)
        return abs(aside) <= _ASIDE_MM or abs(name.centre_mm - title.centre_mm) <= _ASIDE_MM
    return abs(name.centre_mm - title.centre_mm) <= _ASIDE_MM
