"""Plan documents of every usual shape are read as a person reads them: the same tasks, whatever the table looks like.

Each shape is a document made from nothing and the tasks that it holds. Content is illustrative.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable

import pytest

from reportgen.planimport.blocks import Source, letters_only
from reportgen.planimport.compose import Asked, Imported, imported
from reportgen.planimport.word import read_word
from tests.support_plans import (
    APPENDIX,
    BASE,
    BEFORE,
    BODY,
    DECIMAL,
    DOWN,
    HEAD,
    HEADER,
    ROMAN,
    SIGNED,
    TITLE,
    A,
    B,
    C,
    Cell,
    boxed,
    cell,
    controlled,
    docx,
    in_tcvn3,
    p,
    plan,
    r,
    row,
    table,
)

Task = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
Words = tuple[str, str, str, str, str]
SHAPES: dict[str, Callable[[], tuple[bytes, list[Task]]]] = {}


def shape(make: Callable[[], tuple[bytes, list[Task]]]) -> Callable[[], tuple[bytes, list[Task]]]:
    SHAPES[make.__name__] = make
    return make


def n(number: object, words: Words) -> tuple[str, ...]:
    """Return a row in the order of `HEAD`."""
    return (str(number), *words)


def task(id_: str, words: Words, **other: tuple[str, ...]) -> Task:
    """Return the task that words are; `lead`, `cooperating`, `products`, `deadlines` where they differ."""
    title, lead, cooperating, product, deadline = words
    return (
        id_,
        title,
        other.get("lead", (lead,)),
        other.get("cooperating", (cooperating,)),
        other.get("products", (product,)),
        other.get("deadlines", (deadline,)),
    )


ALL = [task("I.1", A), task("I.2", B), task("I.3", C)]
ROWS = (n(1, A), n(2, B), n(3, C))
GROUPED = [task("I.1", A), task("II.1", B), task("II.2", C)]


@shape
def six_columns() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD, *ROWS)), ALL


@shape
def columns_in_another_order_and_worded_otherwise() -> tuple[bytes, list[Task]]:
    head = ("Thời hạn", "Đơn vị phối hợp", "Nhiệm vụ", "Sản phẩm/Kết quả", "STT", "Đơn vị chủ trì")
    return plan(table(head, *[(x[4], x[2], x[0], x[3], str(i), x[1]) for i, x in enumerate((A, B, C), 1)])), ALL


@shape
def five_columns_without_products() -> tuple[bytes, list[Task]]:
    head = ("STT", "Tên nhiệm vụ", "Đơn vị thực hiện", "Phối hợp", "Hoàn thành")
    rows = [(str(i), x[0], x[1], x[2], x[4]) for i, x in enumerate((A, B, C), 1)]
    return plan(table(head, *rows)), [task(f"I.{i}", x, products=()) for i, x in enumerate((A, B, C), 1)]


@shape
def seven_columns_and_more() -> tuple[bytes, list[Task]]:
    head = ("STT", "Nhiệm vụ, giải pháp", "Kết quả đầu ra", "Chủ trì", "Phối hợp", "Thời gian thực hiện", "Kinh phí",
            "Người đứng đầu chịu trách nhiệm", "Ghi chú")  # fmt: skip
    rows = [
        (str(i), x[0], x[3], x[1], x[2], x[4], "15 triệu", "Chánh Văn phòng", "đã giao")
        for i, x in enumerate((A, B, C), 1)
    ]
    return plan(table(head, *rows)), ALL


@shape
def two_heading_rows() -> tuple[bytes, list[Task]]:
    first = (cell("TT", merge="restart"), cell("Nội dung nhiệm vụ", merge="restart"), cell("Cơ quan thực hiện", span=2),
             cell("Sản phẩm", merge="restart"), cell("Thời gian", merge="restart"))  # fmt: skip
    return plan(table(row(*first), row(DOWN, DOWN, "Chủ trì", "Phối hợp", DOWN, DOWN), *ROWS, columns=6)), ALL


@shape
def a_row_that_numbers_the_columns() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD, ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"), *ROWS)), ALL


@shape
def a_title_inside_the_table() -> tuple[bytes, list[Task]]:
    return plan(table((cell("DANH MỤC NHIỆM VỤ NĂM 2026", span=6),), HEAD, *ROWS)), ALL


@shape
def a_total_at_the_end() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD, *ROWS, (cell("Tổng cộng: 03 nhiệm vụ", span=6),))), ALL


@shape
def groups_in_one_merged_cell() -> tuple[bytes, list[Task]]:
    groups = [(cell(text, span=6),) for text in ("I. CẢI CÁCH THỂ CHẾ", "II. CẢI CÁCH THỦ TỤC HÀNH CHÍNH")]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(1, B), n(2, C))), GROUPED


@shape
def groups_in_two_cells_numbers_running_on() -> tuple[bytes, list[Task]]:
    groups: list[tuple[str | Cell, ...]] = [
        ("I", cell("Cải cách thể chế", span=5)),
        ("II", cell("Chuyển đổi số", span=5)),
    ]
    wanted = [task("I.1", A), task("II.2", B), task("II.3", C)]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(2, B), n(3, C))), wanted


@shape
def groups_not_merged_at_all() -> tuple[bytes, list[Task]]:
    wanted = [task("A.1", A), task("B.1", B), task("B.2", C)]
    groups = [("A", "Cải cách thể chế", "", "", "", ""), ("B", "Thủ tục hành chính", "", "", "", "")]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(1, B), n(2, C))), wanted


@shape
def groups_merged_over_some_columns() -> tuple[bytes, list[Task]]:
    groups: list[tuple[str | Cell, ...]] = [
        ("I", cell("Cải cách thể chế", span=3), "", ""),
        ("II", cell("Chuyển đổi số", span=3), "", ""),
    ]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(1, B), n(2, C))), GROUPED


@shape
def groups_with_arabic_numbers() -> tuple[bytes, list[Task]]:
    groups = [("1", "Cải cách thể chế", "", "", "", ""), ("2", "Chuyển đổi số", "", "", "", "")]
    wanted = [task("1.1.1", A), task("2.2.1", B), task("2.2.2", C)]
    return plan(table(HEAD, groups[0], n("1.1", A), groups[1], n("2.1", B), n("2.2", C))), wanted


@shape
def groups_with_arabic_numbers_that_restart() -> tuple[bytes, list[Task]]:
    groups = [("1", "Cải cách thể chế", "", "", "", ""), ("2", "Chuyển đổi số", "", "", "", "")]
    wanted = [task("1.1", A), task("2.1", B), task("2.2", C)]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(1, B), n(2, C))), wanted


@shape
def groups_without_a_number() -> tuple[bytes, list[Task]]:
    groups = [(cell(text, span=6, bold=True),) for text in ("Cải cách thể chế", "Chuyển đổi số")]
    wanted = [task("01.1", A), task("02.1", B), task("02.2", C)]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(1, B), n(2, C))), wanted


@shape
def dashes_instead_of_numbers() -> tuple[bytes, list[Task]]:
    groups = [("I", "CẢI CÁCH THỂ CHẾ"), ("II", "CHUYỂN ĐỔI SỐ")]
    first, second = ((label, cell(title, span=5)) for label, title in groups)
    wanted = [task("I.1", A), task("I.2", B), task("II.1", C)]
    return plan(table(HEAD, first, ("-", *A), ("-", *B), second, ("+", *C))), wanted


@shape
def ditto_marks() -> tuple[bytes, list[Task]]:
    rows = [
        n(1, A),
        ("2", "Việc thứ hai", "nt", "-//-", "Như trên", "n.t"),
        ("3", "Việc thứ ba", "”", "//", "NT", A[4]),
    ]
    same = [("I.1", A), ("I.2", ("Việc thứ hai", *A[1:])), ("I.3", ("Việc thứ ba", *A[1:]))]
    return plan(table(HEAD, *rows)), [task(id_, words) for id_, words in same]


@shape
def groups_inside_areas() -> tuple[bytes, list[Task]]:
    rows: list[tuple[str | Cell, ...]] = [
        ("I", cell("CẢI CÁCH THỂ CHẾ", span=5)), ("I.1", cell("Công tác văn bản", span=5)), n(1, A),
        ("I.2", cell("Thi hành pháp luật", span=5)), n(1, B), ("II", cell("CHUYỂN ĐỔI SỐ", span=5)), n(1, C),
    ]  # fmt: skip
    return plan(table(HEAD, *rows)), [task("I.1.1", A), task("I.2.1", B), task("II.1", C)]


@shape
def areas_in_a_column_of_their_own() -> tuple[bytes, list[Task]]:
    head = ("STT", "Lĩnh vực", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời hạn")
    rows: list[tuple[str | Cell, ...]] = [
        ("1", cell("Cải cách thể chế", merge="restart"), *A),
        ("2", DOWN, *B),
        ("3", "Chuyển đổi số", *C),
    ]
    return plan(table(head, *rows)), [task("01.1", A), task("01.2", B), task("02.3", C)]


@shape
def numbers_counted_by_word() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD, *[(cell("", num=DECIMAL), *x) for x in (A, B, C)])), ALL


@shape
def roman_numbers_counted_by_word() -> tuple[bytes, list[Task]]:
    groups: list[tuple[str | Cell, ...]] = [
        (cell("", num=ROMAN), cell(text, span=5)) for text in ("Cải cách thể chế", "Chuyển đổi số")
    ]
    return plan(table(HEAD, groups[0], n(1, A), groups[1], n(1, B), n(2, C))), GROUPED


@shape
def numbers_inside_the_titles() -> tuple[bytes, list[Task]]:
    rows = [(f"{i}. {x[0]}", *x[1:]) for i, x in enumerate((A, B, C), 1)]
    return plan(table(HEAD[1:], *rows)), ALL


@shape
def no_numbers() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD[1:], A, B, C)), ALL


@shape
def a_column_of_numbers_without_a_heading() -> tuple[bytes, list[Task]]:
    return plan(table(("", *HEAD[1:]), *ROWS)), ALL


@shape
def numbers_that_restart_without_a_group() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD, n(1, A), n(2, B), n(1, C))), [task("I.1", A), task("I.2", B), task("I.2.1", C)]


@shape
def a_lead_merged_over_three_rows() -> tuple[bytes, list[Task]]:
    rows: list[tuple[str | Cell, ...]] = [
        ("1", A[0], cell(A[1], merge="restart"), *A[2:]), ("2", B[0], DOWN, *B[2:]), ("3", C[0], DOWN, *C[2:]),
    ]  # fmt: skip
    return plan(table(HEAD, *rows)), [task("I.1", A), task("I.2", B, lead=(A[1],)), task("I.3", C, lead=(A[1],))]


@shape
def one_cell_over_lead_and_cooperating() -> tuple[bytes, list[Task]]:
    rows: list[tuple[str | Cell, ...]] = [n(1, A), ("2", B[0], cell("Các cơ quan, đơn vị", span=2), *B[3:])]
    wanted = [task("I.1", A), task("I.2", B, lead=("Các cơ quan, đơn vị",), cooperating=())]
    return plan(table(HEAD, *rows)), wanted


@shape
def one_task_over_two_rows() -> tuple[bytes, list[Task]]:
    rows: list[tuple[str | Cell, ...]] = [
        (cell("1", merge="restart"), cell(A[0], merge="restart"), *A[1:]), (DOWN, DOWN, *B[1:]), n(2, C),
    ]  # fmt: skip
    both = {
        "lead": (A[1], B[1]), "cooperating": (A[2], B[2]), "products": (A[3], B[3]), "deadlines": (A[4], B[4]),
    }  # fmt: skip
    return plan(table(HEAD, *rows)), [task("I.1", A, **both), task("I.2", C)]


@shape
def a_row_cut_by_a_page() -> tuple[bytes, list[Task]]:
    rows = [
        ("1", "Rà soát văn bản", "Văn phòng", "Các cơ quan, đơn vị", "Báo cáo", "Quý II/2026"),
        ("", "quy phạm pháp luật", "HĐND và UBND", "", "", ""), n(2, B), n(3, C),
    ]  # fmt: skip
    return plan(table(HEAD, *rows)), ALL


@shape
def further_agencies_in_rows_of_their_own() -> tuple[bytes, list[Task]]:
    rows = [n(1, A), ("", "", "Công an phường", "Trạm Y tế phường", "Kế hoạch", ""), n(2, B), n(3, C)]
    more = {"lead": (A[1], "Công an phường"), "cooperating": (A[2], "Trạm Y tế phường"), "products": (A[3], "Kế hoạch")}
    return plan(table(HEAD, *rows)), [task("I.1", A, **more), *ALL[1:]]


@shape
def a_row_cut_before_a_capital() -> tuple[bytes, list[Task]]:
    words = ("Rà soát văn bản của Hội đồng nhân dân", *A[1:])
    rows = [("1", "Rà soát văn bản của", *A[1:]), ("", "Hội đồng nhân dân", "", "", "", ""), n(2, B), n(3, C)]
    return plan(table(HEAD, *rows)), [task("I.1", words), *ALL[1:]]


@shape
def a_row_that_begins_further_right() -> tuple[bytes, list[Task]]:
    rows = [n(1, A), n(2, B)]
    return plan(table(HEAD, *rows, row(*C, before=1))), ALL


@shape
def the_heading_again_on_a_new_page() -> tuple[bytes, list[Task]]:
    return plan(table(row(*HEAD, header=True), n(1, A), HEAD, n(2, B), n(3, C))), ALL


@shape
def the_rest_in_a_table_without_a_heading() -> tuple[bytes, list[Task]]:
    return plan(table(HEAD, n(1, A)), p(), table(n(2, B), n(3, C))), ALL


@shape
def a_table_for_each_group() -> tuple[bytes, list[Task]]:
    titles = [p(text, bold=True) for text in ("I. Cải cách thể chế", "II. Chuyển đổi số")]
    return plan(titles[0], table(HEAD, n(1, A)), titles[1], table(HEAD, n(1, B), n(2, C))), GROUPED


@shape
def several_agencies_and_deadlines_in_a_cell() -> tuple[bytes, list[Task]]:
    first = (
        "1", A[0], cell("- Văn phòng HĐND và UBND;", "- Công an phường."), cell("Các cơ quan, đơn vị\nCông an phường"),
        cell("- Kế hoạch;", "- Báo cáo."), cell("- Kế hoạch: Quý I/2026;\n- Báo cáo: Quý IV/2026."),
    )  # fmt: skip
    second = ("2", B[0], "Phòng Văn hóa - Xã hội; Công an phường", "- Văn phòng HĐND và UBND - Công an phường", *B[3:])
    wanted = [
        task("I.1", A, lead=("- Văn phòng HĐND và UBND;", "- Công an phường."),
             cooperating=("Các cơ quan, đơn vị", "Công an phường"), products=("- Kế hoạch;", "- Báo cáo."),
             deadlines=("- Kế hoạch: Quý I/2026;", "- Báo cáo: Quý IV/2026.")),
        task("I.2", B, lead=("Phòng Văn hóa - Xã hội;", "Công an phường"),
             cooperating=("- Văn phòng HĐND và UBND", "- Công an phường")),
    ]  # fmt: skip
    return plan(table(HEAD, first, second)), wanted


@shape
def one_column_for_both_roles() -> tuple[bytes, list[Task]]:
    head = ("TT", "Nội dung", "Cơ quan chủ trì, phối hợp", "Thời gian")
    roles = cell("- Chủ trì: Văn phòng HĐND và UBND", "- Phối hợp: Các cơ quan, đơn vị")
    rows: list[tuple[str | Cell, ...]] = [("1", A[0], roles, A[4]), ("2", B[0], B[1], B[4])]
    return plan(table(head, *rows)), [task("I.1", A, products=()), task("I.2", B, cooperating=(), products=())]


@shape
def two_annexes_of_different_shape() -> tuple[bytes, list[Task]]:
    head = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn")
    second = table(head, ("1", B[0], B[1], B[4]), ("2", C[0], C[1], C[4]))
    titles = (p("Phụ lục II", bold=True, center=True), p("CHUYỂN ĐỔI SỐ", bold=True, center=True))
    short = {"cooperating": (), "products": ()}
    wanted = [task("I.1", A), task("II.1", B, **short), task("II.2", C, **short)]
    return docx(*BEFORE, *APPENDIX, table(HEAD, n(1, A)), *titles, second), wanted


@shape
def two_annexes_that_both_begin_with_one() -> tuple[bytes, list[Task]]:
    areas = [("I", cell("CẢI CÁCH THỂ CHẾ", span=5)), ("I", cell("HẠ TẦNG SỐ", span=5))]
    titles = (p("Phụ lục II", bold=True, center=True), p("CHUYỂN ĐỔI SỐ", bold=True, center=True))
    data = docx(*BEFORE, *APPENDIX, table(HEAD, areas[0], n(1, A)), *titles, table(HEAD, areas[1], n(1, B)))
    return data, [task("I.1", A), task("PL2.I.1", B)]


@shape
def indicators_beside_tasks() -> tuple[bytes, list[Task]]:
    head = ("TT", "Tên chỉ tiêu", "ĐVT", "Mục tiêu năm 2026", "Đơn vị theo dõi")
    rows = [("1", "Tỷ lệ hồ sơ đúng hạn", "%", "≥ 98", "Trung tâm Phục vụ hành chính công")]
    titles = (p("Phụ lục II", bold=True, center=True), p("NHIỆM VỤ", bold=True, center=True))
    data = docx(*BEFORE, *APPENDIX, table(head, *rows), *titles, table(HEAD, *ROWS))
    return data, [task("II.1", A), task("II.2", B), task("II.3", C)]


def _decision() -> tuple[str, ...]:
    return (
        table((cell("ỦY BAN NHÂN DÂN", "PHƯỜNG SÔNG HẠC", "Số: 15/QĐ-UBND"),
               cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Sông Hạc, ngày 12 tháng 01 năm 2026"))),
        p("QUYẾT ĐỊNH", bold=True, center=True),
        p("Về việc ban hành Kế hoạch cải cách hành chính năm 2026", bold=True, center=True),
        p("CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG SÔNG HẠC", bold=True, center=True),
        p("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;"),
        p("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2026."),
        *SIGNED,
    )  # fmt: skip


@shape
def attached_to_a_decision() -> tuple[bytes, list[Task]]:
    attached = p("(Kèm theo Quyết định số 15/QĐ-UBND ngày 12 tháng 01 năm 2026)", center=True)
    return docx(*_decision(), *TITLE, attached, *BODY, *APPENDIX, table(HEAD, *ROWS)), ALL


@shape
def a_decision_with_the_annex_only() -> tuple[bytes, list[Task]]:
    return docx(*_decision(), *APPENDIX, table(HEAD, *ROWS)), ALL


@shape
def a_table_below_each_heading_of_the_body() -> tuple[bytes, list[Task]]:
    before = (
        HEADER,
        *TITLE,
        BASE,
        p("I. MỤC TIÊU", bold=True),
        p("Nâng cao chất lượng."),
        p("II. NHIỆM VỤ", bold=True),
    )
    first = (p("1. Cải cách thể chế", bold=True), table(HEAD, n(1, A)))
    second = (p("2. Chuyển đổi số", bold=True), table(HEAD, n(1, B), n(2, C)))
    after = (p("III. TỔ CHỨC THỰC HIỆN", bold=True), p("Giao các đơn vị."))
    return docx(*before, *first, *second, *after, *SIGNED), [task("1.1", A), task("2.1", B), task("2.2", C)]


@shape
def indicators_in_the_same_annex() -> tuple[bytes, list[Task]]:
    head = ("TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm 2026")
    first = table(head, ("1", "Tỷ lệ hồ sơ đúng hạn", "%", "trên 98"))
    return plan(first, p("NHIỆM VỤ CỤ THỂ", bold=True), table(HEAD, *ROWS)), ALL


@shape
def the_table_in_the_body() -> tuple[bytes, list[Task]]:
    before = (HEADER, *TITLE, BASE, p("I. MỤC TIÊU", bold=True), p("Nâng cao chất lượng."))
    middle = (p("II. NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH", bold=True), table(HEAD, *ROWS))
    return docx(*before, *middle, p("III. TỔ CHỨC THỰC HIỆN", bold=True), p("Giao các đơn vị."), *SIGNED), [
        task("II.1", A), task("II.2", B), task("II.3", C),
    ]  # fmt: skip


@shape
def the_table_after_the_signature_without_a_number() -> tuple[bytes, list[Task]]:
    title = p("DANH MỤC NHIỆM VỤ NĂM 2026", bold=True, center=True)
    data = docx(*BEFORE, title, p("(Kèm theo Kế hoạch số   /KH-UBND)", center=True), table(HEAD, *ROWS))
    return data, [task("01.1", A), task("01.2", B), task("01.3", C)]


@shape
def signature_one_line_after_another() -> tuple[bytes, list[Task]]:
    lines = [p(text, bold=True, center=True) for text in ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu")]
    recipients = [p(text) for text in ("Nơi nhận:", "- Sở Nội vụ;", "- Các cơ quan, đơn vị;", "- Lưu: VT, VHXH.")]
    return docx(HEADER, *TITLE, BASE, *BODY, *lines, *recipients, *APPENDIX, table(HEAD, *ROWS)), ALL


@shape
def a_table_inside_a_table() -> tuple[bytes, list[Task]]:
    return docx(*BEFORE, *APPENDIX, table((cell(xml=table(HEAD, *ROWS) + p()),))), ALL


@shape
def a_table_inside_a_cell() -> tuple[bytes, list[Task]]:
    inner = cell(xml=table(("Kế hoạch", "Báo cáo")) + p())
    rows: list[tuple[str | Cell, ...]] = [("1", *A[:3], inner, A[4]), n(2, B), n(3, C)]
    return plan(table(HEAD, *rows)), [task("I.1", A, products=("Kế hoạch", "Báo cáo")), *ALL[1:]]


@shape
def in_a_content_control() -> tuple[bytes, list[Task]]:
    return plan(controlled(table(HEAD, *ROWS))), ALL


@shape
def with_tracked_changes() -> tuple[bytes, list[Task]]:
    deleted = '<w:del w:author="x"><w:r><w:delText>Bỏ câu này </w:delText></w:r></w:del>'
    inserted = '<w:ins w:author="x"><w:r><w:t xml:space="preserve">Rà soát </w:t></w:r></w:ins>'
    title = cell(xml=p(runs=deleted + inserted + r("văn bản quy phạm pháp luật")))
    return plan(table(HEAD, ("1", title, *A[1:]), n(2, B), n(3, C))), ALL


@shape
def with_hidden_text() -> tuple[bytes, list[Task]]:
    title = cell(xml=p(runs=r(A[0]) + r(" chưa thống nhất", "<w:vanish/>")))
    return plan(table(HEAD, ("1", title, *A[1:]), n(2, B), n(3, C))), ALL


@shape
def number_and_date_in_text_boxes() -> tuple[bytes, list[Task]]:
    boxes = (boxed(p("Số:      /KH-UBND")), boxed(p("Sông Hạc, ngày      tháng 01 năm 2026")))
    return docx(*boxes, *TITLE, BASE, *BODY, *SIGNED, *APPENDIX, table(HEAD, *ROWS)), ALL


@shape
def title_and_subject_in_one_paragraph() -> tuple[bytes, list[Task]]:
    title = p("KẾ HOẠCH\nCải cách hành chính phường Sông Hạc năm 2026", bold=True, center=True)
    return docx(HEADER, title, BASE, *BODY, *SIGNED, *APPENDIX, table(HEAD, *ROWS)), ALL


@shape
def decomposed_unicode() -> tuple[bytes, list[Task]]:
    def split(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    rows = [tuple(map(split, entry)) for entry in (HEAD, *ROWS)]
    return docx(*map(split, BEFORE), *map(split, APPENDIX), table(*rows)), ALL


@shape
def letters_of_a_tcvn3_font() -> tuple[bytes, list[Task]]:
    rows = [tuple(cell(xml=p(in_tcvn3(text), font=".VnTime")) for text in entry) for entry in (HEAD, *ROWS)]
    return docx(*BEFORE, *APPENDIX, table(*rows)), ALL


def read(data: bytes) -> tuple[Source, Imported]:
    source = read_word(data, "ke-hoach.docx")
    return source, imported(source, "song-hac", None, Asked())


def tasks_of(result: Imported) -> list[Task]:
    assert result.data is not None, result.problems
    return [
        (
            f"{group['id']}.{row['number'].rstrip('.')}",
            row["title"],
            *(tuple(row.get(name, ())) for name in ("lead", "cooperating", "products", "deadlines")),
        )
        for area in result.data["areas"]
        for group in area["groups"]
        for row in group["tasks"]
    ]


def test_there_are_enough_shapes() -> None:
    assert len(SHAPES) >= 45


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_read_as_a_person_reads_it(name: str) -> None:
    data, wanted = SHAPES[name]()
    source, result = read(data)
    assert tasks_of(result) == wanted
    _nothing_is_lost(result)
    if "tcvn3" not in name:
        _all_of_the_file_is_told(data, source, result)


def _all_of_the_file_is_told(data: bytes, source: Source, result: Imported) -> None:
    """Every text that the XML holds, deleted and hidden too, stands in the account."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    told = [para.text for para, _, _ in result.ledger.entries()] + [aside.text for aside in source.asides]
    everything = letters_only(" ".join(told))
    for text in re.findall(r"<w:(?:t|delText)\b[^>]*>([^<]*)<", xml):
        assert letters_only(html.unescape(text)) in everything, text


def _nothing_is_lost(result: Imported) -> None:
    """Every paragraph is told of; what is said to be in the data is there letter by letter."""
    assert result.data is not None
    everything = letters_only(_words(result.data))
    for para, fate, _ in result.ledger.entries():
        if fate:
            body = para.text.partition(":")[2] if "phối hợp:" in para.text.casefold() else para.text
            body = body if "chủ trì:" not in para.text.casefold() else para.text.partition(":")[2]
            assert letters_only(body) in everything, (para.text, fate)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return "".join(map(_words, value.values()))
    if isinstance(value, list | tuple):
        return "".join(map(_words, value))
    return str(value)
