"""Rule BD-03; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import BodyItem, Components, Kind, Level
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import TITLE_LEVELS, words

_PHRASE = 120
"""Letters up to which words without a full stop are a title."""


def bd_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Phần, chương, mục, điều không có tiêu đề hoặc sai trình tự.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm c và d khoản 6: văn bản được chia thành các phần, mục từ
    lớn đến nhỏ theo một trình tự nhất định; phần, chương, mục, tiểu mục, điều phải có tiêu đề. Điều của quyết định theo
    Mẫu 1.2 không có tiêu đề nên không xét.
    ## Cách sửa
    Ghi thêm cụm từ chỉ nội dung chính ngay sau số thứ tự (hoặc dòng ngay dưới “Phần I”); chuyển phần lớn hơn ra ngoài
    phần nhỏ hơn.
    ## Ví dụ
    “II.” đứng một mình trên dòng: báo BD-03. “II. KẾT QUẢ THỰC HIỆN”: không báo.
    """
    del doc, facts
    if parts.kind is Kind.DECISION:
        yield not_applicable("điều của quyết định không bắt buộc có tiêu đề (Mẫu 1.2)")
        return
    items = [item for item in parts.body if item.level in TITLE_LEVELS]
    if not items:
        yield not_applicable("nội dung không chia thành phần, chương, mục, tiểu mục, điều")
        return
    for item in items:
        if not (item.title.strip() or _light_title(item)):
            label = item.label.rstrip(".:")
            name = label if label.casefold().startswith(item.level.value) else f"{item.level.value} {label}"
            yield Finding(item.paragraph.place, f"{name} không có tiêu đề", f"{item.level.value} phải có tiêu đề")
    yield from _order(items)


def _light_title(item: BodyItem) -> bool:
    """Tell the title of an Điều that lacks only its bold (BD-04): a phrase after the number, no sentence."""
    rest = words(item.paragraph)[len(item.label) :].strip()
    return item.level is Level.ARTICLE and bool(rest) and len(rest) <= _PHRASE and rest[-1] not in ".;:,/"


def _order(items: list[BodyItem]) -> Iterator[Finding]:
    """A level appears first inside, never before, the levels that are above it."""
    above: list[Level] = []
    for item in items:
        rank = TITLE_LEVELS.index(item.level)
        smaller = [level for level in above if TITLE_LEVELS.index(level) > rank]
        if item.level in above:
            continue
        above.append(item.level)
        if smaller:
            found = f"{item.level.value} xuất hiện sau {smaller[0].value} tuy là cấp lớn hơn"
            yield Finding(item.paragraph.place, found, "chia từ lớn đến nhỏ theo một trình tự nhất định")
