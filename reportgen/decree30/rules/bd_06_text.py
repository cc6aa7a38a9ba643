"""Rule BD-06; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reportgen.decree30.components import BodyItem, Components, Level
from reportgen.decree30.facts import Facts, RuleFacts, number
from reportgen.decree30.look import capitals, size_faults
from reportgen.decree30.model import Alignment, Document, LineRule, Paragraph, gap_pt
from reportgen.decree30.outcome import Finding, Note, not_evaluated
from reportgen.decree30.running import running
from reportgen.problem import Severity

_TAB_MM = 12.7
"""Default tab stop: a paragraph indented with the Tab key begins there."""
_SHOUT = 3
"""Words from which running text in capitals is no mere abbreviation."""


def bd_06(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Lời văn sai cỡ chữ, canh lề, lùi đầu dòng hoặc giãn dòng.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm e khoản 6: chữ in thường, đứng, cỡ 13 đến 14, canh đều cả
    hai lề; chữ đầu dòng lùi 1 cm hoặc 1,27 cm; các đoạn cách nhau tối thiểu 6 pt; các dòng cách nhau tối thiểu dòng
    đơn, tối đa 1,5 lines. Không xét chữ trong bảng; tiêu đề chỉ xét khoảng cách.
    ## Cách sửa
    Chọn các đoạn bị báo, vào Home, Paragraph: Alignment chọn Justified; Special chọn First line, By 1 cm hoặc 1,27 cm;
    Spacing Before 6 pt; Line spacing Single hoặc 1,5 lines. Cỡ chữ và kiểu chữ sửa ở Home, Font.
    ## Ví dụ
    Đoạn canh trái, hoặc lùi đầu dòng 0 cm: báo BD-06. Đoạn canh đều hai lề, lùi 1,27 cm, cách 6 pt, dòng đơn: không
    báo.
    """
    fact = facts["BD-06"]
    captions = fact.texts("captions")
    texts = [item for item in parts.body if running(item) and not _caption(item.paragraph, captions)]
    if not texts:
        yield not_evaluated("không tìm thấy lời văn")
    for item in texts:
        yield from size_faults(item.paragraph, "lời văn", fact.pt("size"))
        yield from _letters(item)
        yield from _indent(item.paragraph, fact)
        if item.paragraph.alignment is not Alignment.BOTH:
            yield Finding(item.paragraph.place, f"lời văn {item.paragraph.alignment.value}", Alignment.BOTH.value)
    for item in parts.body:
        if item.paragraph.visible_runs:
            yield from _lines(item.paragraph, fact)
    yield from _gaps(doc, parts, fact)


def _caption(paragraph: Paragraph, captions: tuple[str, ...]) -> bool:
    """Tell the caption of a table or picture, or the unit of its figures, which stands beside the margins."""
    aside = paragraph.alignment in {Alignment.CENTER, Alignment.RIGHT}
    return aside and paragraph.shown.strip().lstrip("(").casefold().startswith(captions)


def _letters(item: BodyItem) -> Iterator[Finding]:
    """Judge upright letters and lower case."""
    paragraph, runs = item.paragraph, item.paragraph.visible_runs
    italic = [run.format.italic for run in runs]
    if all(italic):
        yield Finding(paragraph.place, "lời văn chữ nghiêng", "chữ đứng")
    elif any(italic):
        yield Finding(paragraph.place, "lời văn có chữ nghiêng", "chữ đứng", Severity.WARNING)
    if item.level in {Level.TEXT, Level.DASH} and all(run.format.bold for run in runs):
        yield Finding(paragraph.place, "lời văn chữ đậm", "chữ không đậm", Severity.WARNING)
    if capitals(paragraph.shown) and len(paragraph.shown.split()) > _SHOUT:
        yield Finding(paragraph.place, "lời văn in hoa", "chữ in thường")


def _indent(paragraph: Paragraph, fact: RuleFacts) -> Iterator[Finding]:
    one, two = fact.mm("indent_1"), fact.mm("indent_2")
    begin = paragraph.left_mm + paragraph.first_mm
    places = [paragraph.first_mm, begin]
    if paragraph.shown.startswith("\t") and not paragraph.number:
        stops = [stop.at_mm for stop in paragraph.tabs if stop.at_mm > begin]
        places = [min([*stops, (begin // _TAB_MM + 1) * _TAB_MM])]
    if not any(place in one or place in two for place in places):
        begin = places[-1]
        yield Finding(paragraph.place, f"chữ đầu dòng lùi {number(begin)} mm", "lùi 10 mm hoặc 12,7 mm")


def _lines(paragraph: Paragraph, fact: RuleFacts) -> Iterator[Finding]:
    size = max(run.format.size_pt for run in paragraph.visible_runs)
    spacing = paragraph.line
    if spacing.lines(size) in fact.share("lines"):
        return
    unit = "lines" if spacing.rule is LineRule.MULTIPLE else "pt"
    exact = {LineRule.MULTIPLE: "", LineRule.EXACT: "đúng ", LineRule.AT_LEAST: "ít nhất "}[spacing.rule]
    found = f"giãn dòng {exact}{spacing.value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    yield Finding(paragraph.place, f"{found} {unit}", "từ dòng đơn đến 1,5 lines")


def _gaps(doc: Document, parts: Components, fact: RuleFacts) -> Iterator[Finding]:
    """Compare neighbours in the document: an empty paragraph or a table between two is distance enough."""
    body = {id(item.paragraph): item for item in parts.body if item.paragraph.visible_runs}
    for above, below in pairwise(doc.blocks):
        if not isinstance(above, Paragraph) or not isinstance(below, Paragraph):
            continue
        upper, lower = body.get(id(above)), body.get(id(below))
        if upper is None or lower is None or _title_below(upper, below):
            continue
        gap = gap_pt(above, below)
        if gap not in fact.pt("gap"):
            yield Finding(below.place, f"cách đoạn trên {number(gap)} pt", "khoảng cách giữa các đoạn tối thiểu 6 pt")


def _title_below(item: BodyItem, below: Paragraph) -> bool:
    """Tell the title under `Phần I`, which stands directly below it."""
    return item.title_line is not None and item.title_line.paragraph is below
