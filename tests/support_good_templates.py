"""Templates as docxtpl's own tests write them, with our names: every construct that officers may use, and no fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import docx

from tests.support_render import W, add_table, saved, with_body, with_notes
from tests.support_templates import ENDFOR, FOR, Rows
from tests.support_templates_more import TEXT_BOX

_W: Final = f'xmlns:w="{W[1:-1]}"'


@dataclass(frozen=True)
class Good:
    """A Word template without fault: paragraphs, tables after them, header, footer, properties; then what XML adds."""

    body: list[str] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    header: str = ""
    footer: str = ""
    title: str = ""
    dress: Callable[[Any], object] | None = None
    alter: Callable[[bytes], bytes] | None = None

    def made(self) -> bytes:
        """Return the .docx."""
        document: Any = docx.Document()
        for text in self.body:
            document.add_paragraph(text)
        for rows in self.tables:
            add_table(document, rows)
        section = document.sections[0]
        section.header.paragraphs[0].text, section.footer.paragraphs[0].text = self.header, self.footer
        document.core_properties.title = self.title
        if self.dress is not None:
            self.dress(document)
        data = saved(document)
        return data if self.alter is None else self.alter(data)


def _runs(*texts: str) -> Callable[[Any], object]:
    def dress(document: Any) -> None:
        paragraph = document.add_paragraph()
        for number, text in enumerate(texts):
            paragraph.add_run(text).bold = number % 2 == 1

    return dress


def _inner_table(document: Any) -> None:
    inner = document.add_table(1, 1).cell(0, 0).add_table(3, 1)
    for row, text in zip(inner.rows, (FOR, "{{ nv.ten }}", ENDFOR), strict=True):
        row.cells[0].text = text


def _first_page(document: Any) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{ don_vi.ten_day_du }}"


GOOD_WORD: Final[dict[str, Good]] = {
    "no tag at all": Good(["Ủy ban nhân dân phường"]),
    "plain value": Good(["Phường {{ don_vi.ten }}, {{ ky.ten }}."]),
    "value without blanks": Good(["{{don_vi.ten}}"]),
    "value with a filter": Good(["{{ ky.ten | viet_hoa }}", "{{ tong_hop.tong | so }}"]),
    "filters one after another": Good(["{{ ky.ten | viet_hoa | trim }}"]),
    "filter with arguments": Good(["{{ kien_nghi | join('; ') }}", "{{ ky.ten | replace('quý', 'Quý') }}"]),
    "share and date with filters": Good(["{{ tong_hop.ty_le_hoan_thanh | ty_le }}", "{{ ngay_chot | ngay_dai }}"]),
    "default for what may be missing": Good(["{{ ngay_ban_hanh_chu | default('chưa có', true) }}"]),
    "curly quotes": Good(["{{ kien_nghi | join(“; ”) }}", "{{ ky.ten | replace(‘quý’, ‘Quý’) }}"]),
    "value in the middle of formatted words": Good(dress=_runs("Đã đạt ", "{{ tong_hop.tong }}", " nhiệm vụ")),
    "tag split over runs": Good(dress=_runs("{", "{ ky", ".ten", " }", "}")),
    "statement split over runs": Good(dress=_runs("{% if min", "h_hoa %}a{", "% endif %}")),
    "rich text prefix": Good(["{{r ky.ten }}"]),
    "paragraph prefix on a value": Good(["{{p ky.ten }}"]),
    "condition in a line": Good(["{% if minh_hoa %}Số liệu minh họa{% endif %}"]),
    "condition with else": Good(["{% if minh_hoa %}a{% elif ky.luy_ke %}b{% else %}c{% endif %}"]),
    "condition over paragraphs": Good(["{%p if minh_hoa %}", "Số liệu minh họa", "{%p else %}", "x", "{%p endif %}"]),
    "tests": Good(["{% if ngay_ban_hanh is none %}a{% endif %}{% if tong_hop.tong is odd %}b{% endif %}"]),
    "comparison and arithmetic": Good(
        ["{% if tong_hop.qua_han > 0 %}{{ tong_hop.tong - tong_hop.qua_han }}{% endif %}"]
    ),
    "choice in an expression": Good(["{{ 'có' if minh_hoa else 'không' }}"]),
    "asked whether defined": Good(["{% if ghi_chu is defined %}{{ ghi_chu }}{% endif %}"]),
    "loop in a line": Good(["{% for doan in kien_nghi %}{{ doan }}{% if not loop.last %}; {% endif %}{% endfor %}"]),
    "loop over paragraphs": Good(["{%p for doan in kien_nghi %}", "- {{ doan }}", "{%p endfor %}"]),
    "loop with else": Good(["{% for doan in kien_nghi %}{{ doan }}{% else %}Không có{% endfor %}"]),
    "loop with a condition": Good(["{% for nv in nhiem_vu if nv.qua_han %}{{ nv.ten }}{% endfor %}"]),
    "loops in one another": Good(
        [
            "{%p for lv in linh_vuc %}",
            "{{ lv.ten }}",
            "{%p for n in lv.nhom %}",
            "{{ n.ten }}",
            *(["{%p endfor %}"] * 2),
        ]
    ),
    "paragraphs that merge": Good(["Kỳ {{ ky.ten }}", "{%- if minh_hoa -%}", "minh họa", "{%- endif -%}", "."]),
    "rows that repeat": Good(
        tables=[[["TT", "Nội dung"], [FOR, ""], ["{{ loop.index }}", "{{ nv.ten }}"], [ENDFOR, ""]]]
    ),
    "rows under a condition": Good(
        tables=[[[FOR], ["{%tr if nv.qua_han %}"], ["{{ nv.ten }}"], ["{%tr endif %}"], [ENDFOR]]]
    ),
    "rows in two loops": Good(
        tables=[
            [
                ["{%tr for lv in linh_vuc %}"],
                ["{{ lv.ten }}"],
                ["{%tr for n in lv.nhom %}"],
                ["{{ n.ten }}"],
                [ENDFOR],
                [ENDFOR],
            ]
        ]
    ),
    "two tables with their own loops": Good(
        tables=[[[FOR], ["{{ nv.ten }}"], [ENDFOR]], [[FOR], ["{{ nv.so }}"], [ENDFOR]]]
    ),
    "columns that repeat": Good(tables=[[["{%tc for noi in kinh_gui %}", "{{ noi }}", "{%tc endfor %}"]]]),
    "cells merged across": Good(tables=[[["{% colspan 2 %}{{ ky.ten }}"], ["a"]]]),
    "cell coloured": Good(tables=[[["{% cellbg 'D9D9D9' %}{{ ky.ten }}"]]]),
    "cells merged downwards in a loop": Good(
        tables=[[[FOR, ""], ["{% vm %}{{ nv.linh_vuc }}", "{{ nv.ten }}"], [ENDFOR, ""]]]
    ),
    "loop in a cell": Good(tables=[[["{% for d in kien_nghi %}{{ d }} {% endfor %}"]]]),
    "table inside a cell": Good(dress=_inner_table),
    "header and footer": Good(["x"], header="{{ don_vi.ten_day_du }}", footer="{{ ky.ten }}"),
    "first page's own header": Good(["x"], dress=_first_page),
    "document properties": Good(["x"], title="Báo cáo {{ ky.ten }}"),
    "footnote": Good(
        alter=lambda data: with_notes(
            data,
            "footnotes",
            f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>{{{{ ky.ten }}}}</w:t></w:r></w:p></w:footnote>'
            "</w:footnotes>",
        )
    ),
    "text box": Good(alter=lambda data: with_body(data, TEXT_BOX.format("{{ ky.ten }}"))),
    "value kept for later": Good(["{% set tong = tong_hop.tong %}", "{{ tong | so }}"]),
    "macro": Good(["{% macro gach(x) %}- {{ x }}{% endmacro %}", "{{ gach(ky.ten) }}"]),
    "comment": Good(["{# cán bộ ghi chú ở đây #}Kỳ {{ ky.ten }}"]),
    "braces meant as text": Good(["{% raw %}{{ đây là chữ }}{% endraw %}", "{_{ cũng là chữ }_}"]),
    "single braces as text": Good(["Tập hợp {1; 2} và f(x) = {x | x > 0}"]),
    "first and last of a list": Good(["{% if kien_nghi %}{{ kien_nghi | first }} {{ kien_nghi[-1] }}{% endif %}"]),
    "length, sort and select": Good(["{{ nhiem_vu | length }} {{ nhiem_vu | selectattr('qua_han') | list | length }}"]),
}
