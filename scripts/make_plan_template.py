"""Make the default Word template of plans, templates/ke-hoach.docx.

For maintainers: officers open the .docx in Word and change it there; nothing reads this script afterwards.
Styles, margins and lines are those of the reports' template.

    python scripts/make_plan_template.py [FILE.docx]
"""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Pt
from make_report_template import (
    APPENDIX_WIDTH,
    ATTACHED_LINE,
    BODY_WIDTH,
    JUSTIFY,
    LINE_STYLE,
    TAG_STYLE,
    add_style,
    each,
    element,
    fill,
    letterhead,
    line,
    marker,
    official,
    page,
    say,
    signature,
    span,
    style_properties,
    table,
    tags,
)

TARGET = Path(__file__).resolve().parent.parent / "templates" / "ke-hoach.docx"
SUBJECT_LINE = 50.0  # II.5.b: 1/3 to 1/2 of the last line of the subject
KINDS = (("muc1", "Mục I"), ("muc2", "Khoản 1"), ("muc3", "Tiểu khoản"), ("ghi_chu", "Ghi chú"))
TASK_WIDTHS = (12.0, 72.0, 46.0, 42.0, 42.0, 38.0)
INDICATOR_WIDTHS = (12.0, 118.0, 26.0, 26.0, 70.0)


def main() -> None:
    """Write the template."""
    target = Path(sys.argv[1]) if sys.argv[1:] else TARGET
    target.write_bytes(make())


def make() -> bytes:
    """Return the template as bytes, the same on every run."""
    return official("Kế hoạch cải cách hành chính", own_styles, head, text, signature, appendices)


def own_styles(document: Any) -> None:
    """Add the styles that only a plan needs."""
    model = document.styles["Khoản 1"]
    for name, style_id, italic in (("Tiểu khoản", "TieuKhoan", True), ("Ghi chú", "GhiChu", False)):
        style = add_style(document, name, style_id, 14)
        shape = style.paragraph_format
        shape.alignment, shape.space_before = model.paragraph_format.alignment, Pt(6)
        shape.first_line_indent, shape.line_spacing = model.paragraph_format.first_line_indent, 1.1
        style.font.italic = italic
    document.styles["Ghi chú"].paragraph_format.alignment = JUSTIFY  # running text like any other (II.6.e)
    sub = document.styles["Tiểu khoản"]
    sub.font.bold = True
    sub.paragraph_format.keep_with_next = True
    style_properties(document, "Tiểu khoản").append(element("w:outlineLvl", val="2"))


def head(document: Any) -> None:
    """Issuer, national name, number, place and date, title (II.1 to II.5)."""
    letterhead(document, "{{ dong_so }}")
    say(document, "{{ ten_loai }}", "Tên loại")
    each(document, "dong", "trich_yeu", "{{ dong }}", "Trích yếu")
    line(document, BODY_WIDTH, SUBJECT_LINE)


def text(document: Any) -> None:
    """The whole text, each paragraph in the style of its kind."""
    tags(document, "{%p for d in doan %}")
    for place, (kind, style) in enumerate(KINDS):
        tags(document, f"{{%p {'el' if place else ''}if d.kieu == '{kind}' %}}")
        say(document, "{{ d.noi_dung }}", style)
    tags(document, "{%p elif loop.last %}")
    say(document, "{{ d.noi_dung }}", "Câu kết")
    tags(document, "{%p else %}")
    say(document, "{{ d.noi_dung }}")
    tags(document, "{%p endif %}", "{%p endfor %}")


def appendices(document: Any) -> None:
    """Each appendix in a landscape section with its own page numbers (III.1.đ).

    The break after an appendix stands before the next one, inside the loop; the last section is the document's
    own, so no empty page follows it.
    """
    portrait = copy.deepcopy(document.sections[-1]._sectPr)  # noqa: SLF001
    breaking(document, portrait)
    last = document.sections[-1]
    page(last, landscape=True)
    restart(last._sectPr)  # noqa: SLF001
    tags(document, "{%p for pl in phu_luc %}", "{%p if not loop.first %}")
    breaking(document, copy.deepcopy(last._sectPr))  # noqa: SLF001
    tags(document, "{%p endif %}")
    each(document, "dong", "pl.tren_ten", "{{ dong }}", "Tên phụ lục")
    say(document, "{{ pl.nhan }}", "Phụ lục")
    say(document, "{{ pl.ten }}", "Tên phụ lục")
    tags(document, "{%p if pl.kem_theo %}")
    say(document, "{{ pl.kem_theo }}", "Kèm theo")
    tags(document, "{%p endif %}")
    line(document, APPENDIX_WIDTH, ATTACHED_LINE)
    tags(document, "{%p if pl.so_cot == 5 %}")
    five_columns(document)
    tags(document, "{%p elif pl.so_cot == 6 %}")
    six_columns(document)
    tags(document, "{%p else %}")
    any_columns(document)
    tags(document, "{%p endif %}", "{%p endfor %}")


def breaking(document: Any, section: Any) -> None:
    """Add the low paragraph that carries a section break."""
    paragraph = say(document, "", LINE_STYLE)
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.keep_with_next = False
    paragraph._p.get_or_add_pPr().append(section)  # noqa: SLF001


def restart(section: Any) -> None:
    """Number the pages of a section from 1."""
    numbering = section.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = element("w:pgNumType")
        section.find(qn("w:pgMar")).addnext(numbering)
    numbering.set(qn("w:start"), "1")


def six_columns(document: Any) -> None:
    """A table of tasks in the usual six columns."""
    fixed(document, TASK_WIDTHS)


def five_columns(document: Any) -> None:
    """A table of five columns, of indicators mostly."""
    fixed(document, INDICATOR_WIDTHS)


def fixed(document: Any, widths: tuple[float, ...]) -> None:
    """Add a table of fixed columns: headings that repeat, group rows across, rows that do not split."""
    made = table(document, widths, ruled=True)
    places = range(len(widths))
    fill(made, ((f"{{{{ pl.cot[{n}] }}}}", "Đầu bảng") for n in places), heads=True)
    marker(made, "{%tr for dong in pl.dong %}")
    marker(made, "{%tr if dong.la_nhom %}")
    span(made, "{{ dong.ten }}", "Ô bảng nhóm", number="{{ dong.so }}")
    marker(made, "{%tr else %}")
    fill(made, ((f"{{{{ dong.o[{n}] }}}}", "Ô bảng" if n else "Ô bảng giữa") for n in places))
    marker(made, "{%tr endif %}")
    marker(made, "{%tr endfor %}")


def any_columns(document: Any) -> None:
    """A table of any other number of columns, all of one width."""
    made = table(document, (APPENDIX_WIDTH / 3,) * 3, ruled=True)
    for cells, items, style, heads in (("pl.cot", "cot", "Đầu bảng", True), ("dong.o", "o", "Ô bảng", False)):
        if not heads:
            marker(made, "{%tr for dong in pl.dong %}")
            marker(made, "{%tr if dong.la_nhom %}")
            span(made, "{{ dong.so }} {{ dong.ten }}", "Ô bảng nhóm")
            marker(made, "{%tr else %}")
        fill(
            made,
            (
                (f"{{%tc for {items} in {cells} %}}", TAG_STYLE),
                (f"{{{{ {items} }}}}", style),
                ("{%tc endfor %}", TAG_STYLE),
            ),
            heads=heads,
        )
    marker(made, "{%tr endif %}")
    marker(made, "{%tr endfor %}")


if __name__ == "__main__":
    main()
