"""More faulty templates of officers: rare places of Word and Excel, and what people write who know other programs."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.support_render import W, with_body, with_notes
from tests.support_templates import BODY, ENDFOR, FOR, Book, Word, in_body, in_table

_W = f'xmlns:w="{W[1:-1]}"'
TEXT_BOX: Final = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:200pt;height:40pt"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def _runs(*texts: str) -> Any:
    """Return a dresser that adds a paragraph whose text is split over runs, every second bold."""

    def dress(document: Any) -> None:
        paragraph = document.add_paragraph()
        for number, text in enumerate(texts):
            paragraph.add_run(text).bold = number % 2 == 1

    return dress


def _inner_table(rows: list[list[str]]) -> Any:
    def dress(document: Any) -> None:
        outer = document.add_table(1, 1)
        inner = outer.cell(0, 0).add_table(len(rows), len(rows[0]))
        for row, texts in zip(inner.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    return dress


def _footer_of_first_page(document: Any) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_footer.add_paragraph("{{ ky.tenn }}")


def _marker_with_page_break(document: Any) -> None:
    document.add_paragraph("{%p if minh_hoa %}").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("a")
    document.add_paragraph("{%p endif %}")


def _control(document: Any) -> None:
    """Put the last paragraph into a content control."""
    paragraph = document.add_paragraph("{{ ky.tenn }}")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)


def _deleted(document: Any) -> None:
    run = document.add_paragraph("Kỳ ").add_run("{{ ky.ten }}")._r
    deletion = OxmlElement("w:del")
    deletion.set(qn("w:id"), "900")
    deletion.set(qn("w:author"), "Cán bộ")
    run.addprevious(deletion)
    deletion.append(run)
    text = run.find(qn("w:t"))
    text.tag = qn("w:delText")


def _field(code: str) -> Any:
    def dress(document: Any) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        document.add_paragraph("Trường ")._p.append(field)

    return dress


def _instruction(document: Any) -> None:
    text = OxmlElement("w:instrText")
    text.text = 'REF "{{ ky.ten }}"'
    document.add_paragraph("Trường ").add_run()._r.append(text)


MORE_WORD: Final[dict[str, Word]] = {
    "unknown name on the first page's footer": Word("MB015", "chân trang, đoạn 2", dress=_footer_of_first_page),
    "unknown name in a footnote": Word(
        "MB015",
        "chú thích cuối trang, đoạn 1",
        alter=lambda data: with_notes(
            data,
            "footnotes",
            f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>{{{{ ky.tenn }}}}</w:t></w:r></w:p></w:footnote>'
            "</w:footnotes>",
        ),
    ),
    "unknown name in a text box": Word(
        "MB015", BODY, alter=lambda data: with_body(data, TEXT_BOX.format("{{ ky.tenn }}"))
    ),
    "unknown name in a content control": Word("MB015", "thân văn bản, khung nội dung sau đoạn 0", dress=_control),
    "unknown name split over runs": Word("MB015", BODY, dress=_runs("Kỳ {{ k", "y.te", "nn }}.")),
    "unknown name in a table inside a cell": Word(
        "MB015", "bảng 1, dòng 1, ô 1", dress=_inner_table([["{{ ky.tenn }}"]])
    ),
    "counter of a loop outside it": in_body("MB015", "{{ loop.index }}"),
    "unknown counter of a loop": in_table("MB015", "dòng 2, ô 1", [FOR], ["{{ loop.stt }}"], [ENDFOR]),
    "unknown function": in_body("MB015", "{{ tinh_tong(nhiem_vu) }}"),
    "unknown name as argument": in_body("MB015", "{{ kien_nghi | join(dau_phay) }}"),
    "name of another language": in_body("MB015", "{{ ward.name }}"),
    "merge field of Word": in_body("MB015", "{{ TenPhuong }}"),
    "statement in print braces": in_body("MB010", "{{ if minh_hoa }}"),
    "equals sign once": in_body("MB010", "{% if ky.nam = 2026 %}a{% endif %}"),
    "and as in C": in_body("MB010", "{% if minh_hoa && ky.luy_ke %}a{% endif %}"),
    "else if in two words": in_body("MB010", "{% if minh_hoa %}a{% else if ky.luy_ke %}b{% endif %}"),
    "bracket of a list not closed": in_body("MB010", "{{ kinh_gui[0 }}"),
    "prefix behind a blank in a table": in_table("MB010", "dòng 1, ô 1", ["{% tr if minh_hoa %}"], ["a"], ["b"]),
    "import": in_body("MB010", "{% import 'khac.docx' as k %}"),
    "half of a tag in another run": Word("MB011", BODY, dress=_runs("Kỳ {{ ky", ".ten }")),
    "comment not closed": in_body("MB011", "Ghi chú {# chưa xong"),
    "wide percent sign": in_body("MB011", "{％ if minh_hoa ％}a"),
    "loop over cells not closed": in_table("MB012", "dòng 1, ô 1", ["{%tc for d in kinh_gui %}", "{{ d }}"]),
    "vertical merge outside a loop": in_table("MB012", "dòng 1, ô 1", ["{% vm %}a", "b"]),
    "endif closes a loop": in_table(
        "MB012", "dòng 1, ô 1", [FOR], ["a"], ["{%tr endif %}"], also=(("MB012", "bảng 1, dòng 3, ô 1"),)
    ),
    "macro not closed": in_body("MB012", "{% macro m(x) %}a"),
    "loop over cells of two rows": in_table(
        "MB013", "dòng 2, ô 1", ["{%tc for d in kinh_gui %}", "{{ d }}"], ["{%tc endfor %}", "b"]
    ),
    "loop from a cell into the body": Word(
        "MB013", "bảng 1, dòng 1, ô 1", body=["{%p for d in kinh_gui %}"], tables=[[["{%p endfor %}"]]]
    ),
    "table loop from outside into an inner table": Word(
        "MB013", "bảng 1, dòng 1, ô 1", dress=_inner_table([[FOR], ["{%p endfor %}"]])
    ),
    "page break beside a marker": Word("MB014", BODY, dress=_marker_with_page_break),
    "tag in deleted text": Word("MB020", BODY, dress=_deleted),
    "tag in a field code": Word("MB020", BODY, dress=_instruction),
    "field that reads another file": Word("MB007", BODY, dress=_field('INCLUDETEXT "C:\\\\mau.docx"')),
    "change of the data": in_body("MB017", "{{ kien_nghi.append(1) }}"),
}
"""A wrong name stands in the header of each besides."""

MORE_EXCEL: Final[dict[str, Book]] = {
    "unknown name behind a filter": Book([["{{ ky.tenn | viet_hoa }}"]], "MB101", "A1"),
    "counter outside its loop": Book([["{{ loop.index }}"]], "MB101", "A1"),
    "unknown function": Book([["{{ tinh_tong(nhiem_vu) }}"]], "MB101", "A1"),
    "name with accents": Book([["{{ kỳ.tên }}"]], "MB101", "A1"),
    "unknown field inside a loop in a loop": Book(
        [
            ["{%tr for lv in linh_vuc %}"],
            ["{%tr for nhom in lv.nhom %}"],
            ["{{ nhom.tne }}"],
            ["{%tr endfor %}"],
            ["{%tr endfor %}"],
        ],
        "MB101",
        "A3",
    ),
    "unknown list of sheets": Book([["{%sheet for lv in linh_vucc %}"], ["{{ lv.ten }}"]], "MB101", "A1"),
    "unknown field of a sheet's item": Book([["{%sheet for lv in linh_vuc %}"], ["{{ lv.tne }}"]], "MB101", "A2"),
    "sheets repeated from the middle": Book([["a"], ["{%sheet for lv in linh_vuc %}"], ["b"]], "MB119", "A2"),
    "end of repeated sheets": Book([["{%sheet for lv in linh_vuc %}"], ["b"], ["{%sheet endfor %}"]], "MB119", "A3"),
    "bracket not closed": Book([["{{ (ky.ten }}"]], "MB102", "A1"),
    "equals sign once": Book([["{%tr if ky.nam = 2026 %}"], ["a"], ["{%tr endif %}"]], "MB102", "A1"),
    "marker of another word": Book([["{%tr lap nv in nhiem_vu %}"], ["a"]], "MB102", "A1"),
    "two loops, one end": Book([[FOR], ["{%tr for d in kien_nghi %}"], ["a"], [ENDFOR]], "MB103", "A1"),
    "crossing markers": Book(
        [[FOR], ["{%tr if minh_hoa %}"], ["a"], [ENDFOR], ["{%tr endif %}"]], "MB103", "A4", (("MB103", "A5"),)
    ),
    "value beside a marker": Book([[FOR, "{{ ky.ten }}"], ["a"], [ENDFOR]], "MB104", "B1"),
    "wide percent sign": Book([["{％ if minh_hoa ％}a"]], "MB106", "A1"),
    "colspan of Word": Book([["{% colspan 2 %}"]], "MB107", "A1"),
    "change of the data": Book([["{{ kien_nghi.append(1) }}"]], "MB108", "A1"),
}


Pair = tuple[str, Word, Word]

RULES: Final[dict[str, Pair]] = {
    "a tag is an expression": ("MB010", in_body("", "{{ ky ten }}"), in_body("", "{{ ky.ten }}")),
    "a prefix stands at the brace": (
        "MB010",
        in_table("", "", ["{% tr if minh_hoa %}"], ["a"], ["{%tr endif %}"]),
        in_table("", "", ["{%tr if minh_hoa %}"], ["a"], ["{%tr endif %}"]),
    ),
    "a tag is closed": ("MB011", in_body("", "{{ ky.ten }"), in_body("", "{{ ky.ten }}")),
    "braces stand together": ("MB011", in_body("", "{ { ky.ten } }"), in_body("", "{ ky } và {a; b}")),
    "braces are not wide": ("MB011", in_body("", "｛｛ ky.ten ｝｝"), in_body("", "｛ghi chú｝")),
    "a tag stands in one paragraph": (
        "MB011",
        in_body("", "{{ ky.", "ten }}"),
        Word("", "", dress=_runs("{{ ky.", "ten }}")),
    ),
    "a loop is closed": (
        "MB012",
        in_body("", "{% for d in kien_nghi %}{{ d }}"),
        in_body("", "{% for d in kien_nghi %}{{ d }}{% endfor %}"),
    ),
    "vertical merging stands in a loop": (
        "MB012",
        in_table("", "", ["{% vm %}a", "b"]),
        in_table("", "", [FOR, ""], ["{% vm %}a", "{{ nv.ten }}"], [ENDFOR, ""]),
    ),
    "a loop stays in its table": (
        "MB013",
        Word("", "", tables=[[[FOR], ["{{ nv.ten }}"]], [["a"], [ENDFOR]]]),
        Word("", "", tables=[[[FOR], ["{{ nv.ten }}"], [ENDFOR]], [["a"]]]),
    ),
    "a row marker stands in a table": (
        "MB013",
        in_body("", FOR, "{{ nv.ten }}", ENDFOR),
        in_table("", "", [FOR], ["{{ nv.ten }}"], [ENDFOR]),
    ),
    "nothing stands beside a row marker": (
        "MB014",
        in_table("", "", [FOR, "ghi chú"], ["{{ nv.ten }}", "a"], [ENDFOR, ""]),
        in_table("", "", [FOR, ""], ["{{ nv.ten }}", "ghi chú"], [ENDFOR, ""]),
    ),
    "nothing stands beside a paragraph marker": (
        "MB014",
        in_body("", "{%p if minh_hoa %} Ghi chú", "a", "{%p endif %}"),
        in_body("", "{%p if minh_hoa %}", "Ghi chú", "{%p endif %}"),
    ),
    "no page break stands beside a marker": (
        "MB014",
        Word("", "", dress=_marker_with_page_break),
        in_body("", "{%p if minh_hoa %}", "a", "{%p endif %}"),
    ),
    "a dash has a paragraph to merge with": (
        "MB014",
        in_body("", "a {%- if minh_hoa %} b{% endif %}"),
        in_body("", "a", "{%- if minh_hoa %}b{% endif %}"),
    ),
    "a name is known": ("MB015", in_body("", "{{ ky.tenn }}"), in_body("", "{{ ky.ten }}")),
    "a filter is known": ("MB016", in_body("", "{{ ky.ten | hoa }}"), in_body("", "{{ ky.ten | viet_hoa }}")),
    "a test is known": (
        "MB016",
        in_body("", "{% if ngay_ban_hanh is rong %}a{% endif %}"),
        in_body("", "{% if ngay_ban_hanh is none %}a{% endif %}"),
    ),
    "a template only reads": ("MB017", in_body("", "{{ ky.__class__ }}"), in_body("", "{{ ky.loai }}")),
    "a tag can be worked out": (
        "MB018",
        in_body("", "{{ 1 / 0 }}"),
        in_body("", "{% if nhiem_vu %}{{ 1 / (nhiem_vu | length) }}{% endif %}"),
    ),
    "no tag stands in deleted text": ("MB020", Word("", "", dress=_deleted), in_body("", "Kỳ {{ ky.ten }}")),
    "no field reads another file": (
        "MB007",
        Word("", "", dress=_field('INCLUDETEXT "C:\\\\mau.docx"')),
        Word("", "", dress=_field("PAGE")),
    ),
}
"""What is asked of a template: the code, one that fails, one that passes."""

WRONG_NAMES: Final = {
    "don_vii": "don_vi",
    "donvi": "don_vi",
    "don_vi.tenn": "don_vi.ten",
    "don_vi.ten_day_duu": "don_vi.ten_day_du",
    "don_vi.diadanh": "don_vi.dia_danh",
    "don_vi.tên": "don_vi.ten",
    "Don_vi.ten": "don_vi",
    "ky.tem": "ky.ten",
    "ky.nam_bao_cao": "ky.nam",
    "bieu_do.nhiem_vu_theo": "bieu_do.nhiem_vu_theo_co_quan",
    "abcxyz": "reportgen template fields",
    "ky.tu_ngya": "ky.tu_ngay",
    "ky.den_ngay_chuu": "ky.den_ngay_chu",
    "ky_ten": "ky.ten",
    "ten_loaii": "ten_loai",
    "trich_yếu": "trich_yeu",
    "dong_ngay_thangg": "dong_ngay_thang",
    "so_kyhieu": "so_ky_hieu",
    "nhiem_vuu": "nhiem_vu",
    "nhiệm_vụ": "nhiem_vu",
    "nhiemvu": "nhiem_vu",
    "linh_vucc": "linh_vuc",
    "lĩnh_vực": "linh_vuc",
    "tonghop.tong": "tong_hop",
    "tong_hop.tonng": "tong_hop.tong",
    "tong_hop.hoan_thanhh": "tong_hop.hoan_thanh",
    "tong_hop.ty_le_hoanthanh": "tong_hop.ty_le_hoan_thanh",
    "tong_hop.qua_hann": "tong_hop.qua_han",
    "cau_tong_hop": "tong_hop.cau_tong_hop",
    "ho_so_tong.tiepnhan": "ho_so_tong.tiep_nhan",
    "chu_ky.hoten": "chu_ky.ho_ten",
    "kien_ngh": "kien_nghi",
    "danh_gia.hanche": "danh_gia.han_che",
    "ho_ten": "chu_ky.ho_ten",
}
"""A name written wrong, and the one that its message must offer, or the command that lists them."""
