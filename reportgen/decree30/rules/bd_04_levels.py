"""Rule BD-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import BodyItem, Components, Level
from reportgen.decree30.facts import Facts, Range, number
from reportgen.decree30.look import capitals, centred, emphasis, size_faults
from reportgen.decree30.model import Document, Line, Paragraph, Run
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import text_size

_LONG = 60
"""Letters from which words that end like a sentence are no title."""
_JUDGED = (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION, Level.ARTICLE, Level.CLAUSE, Level.POINT)


def bd_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Phần, mục, khoản, điểm sai kiểu chữ.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm đ khoản 6 và Mục V: “Phần I” và tiêu đề canh giữa, đậm,
    tiêu đề in hoa; mục “I.” in hoa, đậm; khoản có tiêu đề in thường, đậm, trên một dòng riêng; khoản không có tiêu đề
    và điểm in thường, chữ đứng, không đậm; cỡ 13 đến 14, khoản và điểm bằng cỡ chữ của lời văn.
    ## Cách sửa
    Bấm vào dòng bị báo, vào Home rồi chọn Bold, Italic, cỡ chữ; đổi chữ in hoa bằng Shift+F3. Nên sửa ở Styles để mọi
    dòng cùng cấp giống nhau.
    ## Ví dụ
    “I. Kết quả thực hiện” (không in hoa): báo BD-04. “I. KẾT QUẢ THỰC HIỆN” và “1. Cải cách thể chế” chữ đậm: không
    báo.
    """
    del doc
    fact = facts["BD-04"]
    items = [item for item in parts.body if item.level in _JUDGED]
    if not items:
        yield not_applicable("nội dung không chia thành phần, mục, khoản, điểm")
        return
    size = text_size(parts)
    for item in items:
        if item.paragraph.visible_runs:
            yield from _judged(item, fact.pt("size"), size)


def _judged(item: BodyItem, sizes: Range, text: float | None) -> Iterator[Finding]:
    level = item.level
    if level in {Level.PART, Level.CHAPTER, Level.SUBSECTION} or item.label.casefold().startswith("mục"):
        yield from _worded(item, sizes)
    elif level is Level.SECTION:
        yield from _roman(item, sizes)
    elif level is Level.ARTICLE:
        yield from _article(item)
    elif level is Level.CLAUSE and item.titled and not _sentence(item.title):
        yield from _heading(item.paragraph, "khoản có tiêu đề")
        if capitals(item.title):
            yield Finding(item.paragraph.place, "tiêu đề của khoản in hoa", "chữ in thường")
    else:
        yield from _plain(item)
    if level in {Level.CLAUSE, Level.POINT, Level.ARTICLE}:
        yield from _same_size(item, sizes, text)


def _worded(item: BodyItem, sizes: Range) -> Iterator[Finding]:
    """Judge `Phần I`, `Chương I`, `Mục 1`, `Tiểu mục 1`: a line of its own, and the title below it."""
    paragraph, name = item.paragraph, item.level.value
    yield from size_faults(paragraph, name, sizes)
    yield from _heading(paragraph, name)
    if not centred(paragraph):
        yield Finding(paragraph.place, f"{name} {paragraph.alignment.value}", "canh giữa")
    if capitals(item.label):
        yield Finding(paragraph.place, f"“{item.label}” in hoa", "từ chỉ cấp in thường, chữ đầu viết hoa")
    if item.title and item.title_line is None:
        yield Finding(paragraph.place, f"tiêu đề của {name} cùng dòng với số thứ tự", "tiêu đề ở dòng ngay dưới")
    if item.title_line is not None:
        yield from _title(item.title_line, name, sizes)


def _title(line: Line, name: str, sizes: Range) -> Iterator[Finding]:
    yield from size_faults(line, f"tiêu đề của {name}", sizes)
    yield from emphasis(line, f"tiêu đề của {name}", bold=True, italic=False)
    if not capitals(line.shown):
        yield Finding(line.place, f"tiêu đề của {name} không in hoa", "chữ in hoa")
    if not centred(line):
        yield Finding(line.place, f"tiêu đề của {name} {line.alignment.value}", "canh giữa")


def _roman(item: BodyItem, sizes: Range) -> Iterator[Finding]:
    paragraph = item.paragraph
    yield from size_faults(paragraph, "mục", sizes)
    yield from _heading(paragraph, "mục")
    shown = paragraph.shown
    if not capitals(shown) and any(c.isalpha() for c in item.title):
        yield Finding(paragraph.place, "tiêu đề của mục không in hoa", "chữ in hoa")


def _article(item: BodyItem) -> Iterator[Finding]:
    paragraph = item.paragraph
    if item.titled:
        yield from _heading(paragraph, "điều")
    elif _label_bold(item) is False:
        yield Finding(paragraph.place, "từ “Điều” và số thứ tự chữ không đậm", "chữ đậm")


def _heading(paragraph: Paragraph, name: str) -> Iterator[Finding]:
    """Judge bold and upright, the automatic number with it."""
    yield from emphasis(paragraph, name, bold=True, italic=False)
    if paragraph.number and paragraph.number_format and all(run.format.bold for run in paragraph.visible_runs):
        if not paragraph.number_format.bold:
            yield Finding(paragraph.place, f"số thứ tự của {name} chữ không đậm", "chữ đậm")
        if paragraph.number_format.italic:
            yield Finding(paragraph.place, f"số thứ tự của {name} chữ nghiêng", "chữ đứng")


def _plain(item: BodyItem) -> Iterator[Finding]:
    """Judge a khoản that opens running text, and a điểm: upright, not bold, no title run into the text."""
    paragraph, name = item.paragraph, item.level.value
    runs = paragraph.visible_runs
    if all(run.format.bold for run in runs):
        which = "khoản không có tiêu đề mà" if item.level is Level.CLAUSE else name
        yield Finding(paragraph.place, f"{which} chữ đậm", "chữ không đậm")
    elif item.level is Level.CLAUSE and _leading_bold(runs):
        found = "tiêu đề đậm của khoản cùng dòng với lời văn"
        yield Finding(paragraph.place, found, "số thứ tự và tiêu đề của khoản trên một dòng riêng")
    elif _label_bold(item) or _leading_bold(runs):
        yield Finding(paragraph.place, f"{name} có chữ đậm ở đầu", "chữ không đậm")
    if all(run.format.italic for run in runs):
        yield Finding(paragraph.place, f"{name} chữ nghiêng", "chữ đứng")


def _sentence(text: str) -> bool:
    """Tell running text, however bold, from a title."""
    return len(text) > _LONG and text.endswith((".", ";"))


def _leading_bold(runs: tuple[Run, ...]) -> bool:
    """Tell whether a paragraph begins with bold words, not just a bold number."""
    bold = ""
    for run in runs:
        if not run.format.bold:
            break
        bold += run.text
    return sum(c.isalpha() for c in bold) > 1


def _label_bold(item: BodyItem) -> bool | None:
    """Tell whether the number is bold; None when it cannot be told."""
    if not item.typed:
        style = item.paragraph.number_format
        return style.bold if style else None
    runs = item.paragraph.visible_runs
    return runs[0].format.bold if runs else None


def _same_size(item: BodyItem, sizes: Range, text: float | None) -> Iterator[Finding]:
    """Compare with the running text; sizes out of range are told elsewhere (here for headings, BD-06 for text)."""
    for size in dict.fromkeys(run.format.size_pt for run in item.paragraph.visible_runs):
        if size not in sizes and item.titled:
            yield Finding(item.paragraph.place, f"{item.level.value} cỡ chữ {number(size)}", f"cỡ chữ {sizes}")
        elif size in sizes and text in sizes and text is not None and abs(size - text) > sizes.slack:
            found = f"{item.level.value} cỡ chữ {number(size)}"
            yield Finding(item.paragraph.place, found, f"bằng cỡ chữ của lời văn ({number(text)})")
