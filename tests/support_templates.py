"""Faulty templates of officers: what each holds, and the code and place at which its fault must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import docx

from tests.render_xlsx import template as book
from tests.support_render import add_table, saved

Rows = list[list[str]]
FOR, ENDFOR = "{%tr for nv in nhiem_vu %}", "{%tr endfor %}"
BODY: Final = "thân văn bản, đoạn 1"


@dataclass(frozen=True)
class Word:
    """A faulty Word template.

    Attributes:
        code, place: Of the fault. body: Paragraphs. tables: After them. footer: Of the page. title: Of the properties.
        also: Further faults that are meant. dress: Adds what python-docx can make. alter: Changes the finished package.
    """

    code: str
    place: str
    body: list[str] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    footer: str = ""
    title: str = ""
    also: tuple[tuple[str, str], ...] = ()
    dress: Callable[[Any], object] | None = None
    alter: Callable[[bytes], bytes] | None = None

    def made(self) -> bytes:
        """Return the .docx, with a wrong name in its header besides."""
        document: Any = docx.Document()
        for text in self.body:
            document.add_paragraph(text)
        for rows in self.tables:
            add_table(document, rows)
        document.sections[0].header.paragraphs[0].text = "{{ don_vi.tinhh }}"
        if self.footer:
            document.sections[0].footer.paragraphs[0].text = self.footer
        document.core_properties.title = self.title
        if self.dress is not None:
            self.dress(document)
        data = saved(document)
        return data if self.alter is None else self.alter(data)


def in_body(code: str, *body: str, at: int = 1, also: tuple[tuple[str, str], ...] = ()) -> Word:
    """Return a template of these paragraphs with a fault in one of them."""
    return Word(code, f"thân văn bản, đoạn {at}", list(body), also=also)


def in_table(code: str, place: str, *rows: list[str], also: tuple[tuple[str, str], ...] = ()) -> Word:
    """Return a template of one table with a fault at a place of it."""
    return Word(code, f"bảng 1, {place}", tables=[list(rows)], also=also)


WORD: Final[dict[str, Word]] = {
    "unknown name": in_body("MB015", "{{ don_vii }}"),
    "unknown field": in_body("MB015", "đúng", "{{ ky.tenn }}", at=2),
    "unknown name in a condition": in_body("MB015", "{%p if minh_hoaa %}", "x", "{%p endif %}"),
    "unknown name in a loop of paragraphs": in_body("MB015", "{%p for x in kien_ngh %}", "x", "{%p endfor %}"),
    "unknown field of an item": in_table("MB015", "dòng 2, ô 1", [FOR], ["{{ nv.tne }}"], [ENDFOR]),
    "unknown field of an item inside": in_body("MB015", "{% for lv in linh_vuc %}{{ lv.nhom[0].teen }}{% endfor %}"),
    "item used after its loop": in_table("MB015", "dòng 4, ô 1", [FOR], ["x"], [ENDFOR], ["{{ nv.ten }}"]),
    "unknown name in the footer": Word("MB015", "chân trang, đoạn 1", footer="{{ ten_phuong }}"),
    "unknown name in the properties": Word("MB015", "thuộc tính tài liệu (Tiêu đề)", title="{{ ten_bao_cao }}"),
    "unknown name behind a filter": in_body("MB015", "{{ ky.tenn | viet_hoa }}"),
    "name with accents": in_body("MB015", "{{ đơn_vị.tên }}"),
    "empty tag": in_body("MB010", "{{ }}"),
    "filter missing": in_body("MB010", "{{ ky.ten | }}"),
    "point at the end": in_body("MB010", "{{ ky. }}"),
    "two names": in_body("MB010", "{{ ky.ten don_vi.ten }}"),
    "bracket not closed": in_body("MB010", "{{ (ky.ten }}"),
    "quote not closed": in_body("MB010", "{{ 'ky }}"),
    "for without in": in_body("MB010", "{% for nv nhiem_vu %}{{ nv.ten }}{% endfor %}"),
    "unknown command": in_body("MB010", "{% neu minh_hoa %}x"),
    "misspelled for": in_body("MB010", "{% fro nv in nhiem_vu %}{{ nv.ten }}{% endfor %}", also=(("MB012", BODY),)),
    "words behind endfor": in_body("MB010", "{% for nv in nhiem_vu %}x{% endfor nv %}"),
    "include": in_body("MB010", "{% include 'khac.docx' %}"),
    "blank before the prefix": in_body("MB010", "{% p if minh_hoa %}"),
    "wrong prefix": in_table("MB010", "dòng 1, ô 1", ["{%td for nv in nhiem_vu %}"], ["x"]),
    "not closed": in_body("MB011", "Tên: {{ ky.ten"),
    "not opened": in_body("MB011", "ky.ten }} là kỳ"),
    "one brace short": in_body("MB011", "{{ ky.ten }"),
    "statement not closed": in_body("MB011", "{% if minh_hoa"),
    "spaced braces": in_body("MB011", "{ { ky.ten } }"),
    "wide braces": in_body("MB011", "｛｛ ky.ten ｝｝"),
    "tag over two paragraphs": in_body("MB011", "{{ ky.", "ten }}", also=(("MB011", "thân văn bản, đoạn 2"),)),
    "loop not closed": in_table("MB012", "dòng 1, ô 1", [FOR], ["{{ nv.ten }}"]),
    "loop not opened": in_table("MB012", "dòng 2, ô 1", ["x"], [ENDFOR]),
    "condition not closed": in_body("MB012", "{%p if minh_hoa %}", "x"),
    "else without if": in_body("MB012", "{% else %}"),
    "crossing blocks": in_body(
        "MB012", "{% for d in kien_nghi %}{% if minh_hoa %}{% endfor %}{% endif %}", also=(("MB012", BODY),)
    ),
    "loop over two tables": Word(
        "MB013", "bảng 2, dòng 2, ô 1", tables=[[[FOR], ["{{ nv.ten }}"]], [["{{ nv.ten }}"], [ENDFOR]]]
    ),
    "row marker outside a table": in_body("MB013", FOR, "x", ENDFOR, also=(("MB013", "thân văn bản, đoạn 3"),)),
    "two kinds of markers": in_table("MB013", "dòng 3, ô 1", [FOR], ["{{ nv.ten }}"], ["{%p endfor %}"]),
    "colspan outside a table": in_body("MB013", "{% colspan 2 %}"),
    "text beside a row marker": in_table("MB014", "dòng 1, ô 1", [FOR, "ghi chú"], ["x", "y"], [ENDFOR, ""]),
    "text in the paragraph of a marker": in_body("MB014", "{%p if minh_hoa %} Số liệu", "x", "{%p endif %}"),
    "tag beside a marker": in_table("MB014", "dòng 1, ô 1", [FOR, "{{ ky.ten }}"], ["x", "y"], [ENDFOR, ""]),
    "loop in one row": in_table(
        "MB014", "dòng 1, ô 1", [FOR, "{{ nv.ten }}", ENDFOR], also=(("MB014", "bảng 1, dòng 1, ô 3"),)
    ),
    "unknown filter": in_body("MB016", "{{ ky.ten | viet_hao }}"),
    "unknown test": in_body("MB016", "{{ 'x' if ky.ten is rong }}"),
    "inner attribute": in_body("MB017", "{{ ky.__class__ }}"),
}

FAILING: Final[dict[str, Word]] = {
    "text plus number": in_body("MB018", "{{ ky.ten + 1 }}"),
    "division by zero": in_body("MB018", "{{ 1 / 0 }}"),
    "loop over a number": in_body("MB018", "{% for x in ky.nam %}{% endfor %}"),
    "first of an empty list": in_body("MB015", "{{ nhiem_vu[0].ten }}"),
    "ratio of nothing": in_body("MB018", "{{ 1 / (nhiem_vu | length) }}"),
    "a value not there yet": in_body("MB018", "{{ tong_hop.ty_le_hoan_thanh * 100 }}"),
}
"""Their header is right: the fault shows only when values are there."""


@dataclass(frozen=True)
class Book:
    """A faulty workbook: rows of its sheet `Phụ lục 1`, the code and cell of the fault, further faults."""

    rows: list[list[object]]
    code: str
    cell: str
    also: tuple[tuple[str, str], ...] = ()

    def made(self) -> bytes:
        """Return the .xlsx, with a wrong name on a second sheet."""
        return book({"Phụ lục 1": self.rows, "Bìa": [["Tỉnh"], ["{{ don_vi.tinhh }}"]]})


EXCEL: Final[dict[str, Book]] = {
    "unknown name": Book([["x"], ["{{ don_vii }}"]], "MB101", "A2"),
    "unknown field": Book([["x", "{{ ky.tenn }}"]], "MB101", "B1"),
    "unknown field in text": Book([["Kỳ {{ ky.tenn }}"]], "MB101", "A1"),
    "unknown list": Book([["{%tr for nv in nhiem_vuu %}"], ["{{ nv.ten }}"], [ENDFOR]], "MB101", "A1"),
    "unknown field of an item": Book([[FOR], ["a", "{{ nv.tne }}"], [ENDFOR]], "MB101", "B2"),
    "item used after its loop": Book([[FOR], ["{{ nv.ten }}"], [ENDFOR], ["{{ nv.ten }}"]], "MB101", "A4"),
    "unknown name in a condition": Book([["{%tr if minh_hoaa %}"], ["a"], ["{%tr endif %}"]], "MB101", "A1"),
    "empty tag": Book([["{{ }}"]], "MB102", "A1"),
    "filter missing": Book([["{{ ky.ten | }}"]], "MB102", "A1"),
    "if without endif in a cell": Book([["{% if minh_hoa %}a"]], "MB102", "A1"),
    "endif without if in a cell": Book([["a{% endif %}"]], "MB102", "A1"),
    "unknown command": Book([["{% neu minh_hoa %}a{% endif %}"]], "MB102", "A1"),
    "for without in": Book([["{%tr for nv nhiem_vu %}"], ["{{ nv.ten }}"], [ENDFOR]], "MB102", "A1"),
    "plain for over rows": Book(
        [["{% for nv in nhiem_vu %}"], ["a"], ["{% endfor %}"]], "MB102", "A1", (("MB102", "A3"),)
    ),
    "loop not closed": Book([[FOR], ["{{ nv.ten }}"]], "MB103", "A1"),
    "condition not closed": Book([["a"], ["{%tr if minh_hoa %}"], ["b"]], "MB103", "A2"),
    "end without beginning": Book([["a"], [ENDFOR]], "MB103", "A2"),
    "else without if": Book([["a"], ["{%tr else %}"]], "MB103", "A2"),
    "text beside a marker": Book([[FOR, None, "ghi chú"], ["a"], [ENDFOR]], "MB104", "C1"),
    "text in the cell of a marker": Book([[f"{FOR} ghi"], ["a"], [ENDFOR]], "MB104", "A1"),
    "number beside a marker": Book([[FOR], ["a"], [ENDFOR, 5]], "MB104", "B3"),
    "formula beside a marker": Book([[FOR, "=1"], ["a"], [ENDFOR]], "MB104", "B1"),
    "unknown filter": Book([["{{ ky.ten | viet_hao }}"]], "MB105", "A1"),
    "unknown test": Book([["{{ 'a' if ky.ten is rong else 'b' }}"]], "MB105", "A1"),
    "spaced braces": Book([["{ { ky.ten } }"]], "MB106", "A1"),
    "wide braces": Book([["｛｛ ky.ten ｝｝"]], "MB106", "A1"),
    "not closed": Book([["Kỳ: {{ ky.ten"]], "MB106", "A1"),
    "not opened": Book([["ky.ten }} ở đây"]], "MB106", "A1"),
    "one brace short": Book([["{{ ky.ten }"]], "MB106", "A1"),
    "Word's paragraph prefix": Book([["{%p if minh_hoa %}"]], "MB107", "A1"),
    "Word's column prefix": Book([["{%tc for nv in nhiem_vu %}"]], "MB107", "A1"),
    "Word's rich text": Book([["{{r ky.ten }}"]], "MB107", "A1"),
    "inner attribute": Book([["{{ ky.__class__ }}"]], "MB108", "A1"),
    "include": Book([["{% include 'a' %}"]], "MB108", "A1"),
    "tag in a formula": Book([['="{{ ky.ten }}"']], "MB115", "A1"),
}

FAILING_BOOKS: Final[dict[str, Book]] = {
    "text plus number": Book([["{{ ky.ten + 1 }}"]], "MB109", "A1"),
    "a list in a cell": Book([["a", "{{ nhiem_vu }}"]], "MB112", "B1"),
    "a value not there yet": Book([["{{ tong_hop.ty_le_hoan_thanh * 100 }}"]], "MB109", "A1"),
    "ratio of nothing": Book([["{{ 1 / (nhiem_vu | length) }}"]], "MB109", "A1"),
}
