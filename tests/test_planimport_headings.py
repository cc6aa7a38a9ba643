"""Headings of columns in the words that wards use."""

from __future__ import annotations

import pytest

from reportgen.planimport.blocks import Cell, Grid, GridRow, Para
from reportgen.planimport.headings import INDICATORS, TASKS, layout_of

TASK_WORDS = {
    "title": "Nội dung nhiệm vụ|Nhiệm vụ chủ yếu|Tên nhiệm vụ/hoạt động|Nội dung thực hiện|Nhiệm vụ và giải pháp|"
    "Việc cần làm|Nội dung/Nhiệm vụ cụ thể|NHIỆM VỤ|Đầu việc",
    "lead": "Cơ quan thực hiện|Đơn vị chủ trì thực hiện|Cơ quan, đơn vị chủ trì|Đơn vị đầu mối|"
    "Phân công thực hiện|Đơn vị|Đơn vị phụ trách|Cơ quan tham mưu|Trách nhiệm thực hiện|CQ chủ trì|ĐV thực hiện",
    "cooperating": "Đơn vị phối hợp|Cơ quan phối hợp thực hiện|Phối hợp|Đơn vị phối hợp thực hiện nhiệm vụ",
    "products": "Sản phẩm dự kiến|Kết quả/sản phẩm|Đầu ra|Sản phẩm, kết quả hoàn thành|Dự kiến kết quả|Kết quả cần đạt",
    "deadlines": "Thời gian hoàn thành|Thời hạn|Tiến độ thực hiện|Hoàn thành|Ngày hoàn thành|"
    "Mốc thời gian|TG hoàn thành|Lộ trình thực hiện|Kế hoạch hoàn thành",
    "": "Kinh phí thực hiện|Nguồn kinh phí|Người đứng đầu chịu trách nhiệm|Ghi chú|Lãnh đạo phụ trách|Căn cứ thực hiện",
}
INDICATOR_WORDS = {
    "name": "Chỉ tiêu|Tên chỉ tiêu|Nội dung chỉ tiêu|Chỉ số|Tiêu chí|Mục tiêu, chỉ tiêu",
    "unit": "Đơn vị tính|ĐVT|Đ.v tính|Đơn vị đo",
    "target": "Mục tiêu năm 2026|Kết quả|Chỉ tiêu năm 2026|Kế hoạch năm 2026|Mức phấn đấu|Năm 2026|Đến năm 2030",
    "tracker": "Cơ quan theo dõi|Đơn vị chủ trì|Cơ quan chịu trách nhiệm theo dõi, đánh giá|Đơn vị phụ trách",
    "": "Ghi chú|Hiện trạng|Thực hiện năm 2025|Kết quả năm 2025",
}


def heading(*texts: str) -> Grid:
    cells = tuple(Cell((Para(text, "x"),)) for text in texts)
    return Grid((GridRow(cells), GridRow(tuple(Cell((Para("1", "x"),)) for _ in texts))), "bảng")


def cases(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, field) for field, texts in words.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "field"), cases(TASK_WORDS))
def test_a_column_of_tasks_is_known_by_its_words(text: str, field: str) -> None:
    others = {"title": "Nhiệm vụ", "lead": "Chủ trì", "deadlines": "Thời gian"}
    rest = [words for name, words in others.items() if name != field]
    layout = layout_of(heading("STT", text, *rest))
    assert layout is not None
    assert layout.kind == TASKS
    assert layout.columns[1].field == field


@pytest.mark.parametrize(("text", "field"), cases(INDICATOR_WORDS))
def test_a_column_of_indicators_is_known_by_its_words(text: str, field: str) -> None:
    others = {"name": "Chỉ tiêu", "unit": "Đơn vị tính", "target": "Mục tiêu"}
    rest = [words for name, words in others.items() if name != field]
    layout = layout_of(heading("STT", text, *rest))
    assert layout is not None
    assert layout.kind == INDICATORS
    assert layout.columns[1].field == field


@pytest.mark.parametrize("text", ["STT", "TT", "Số TT", "S.TT", "Số thứ tự", "No."])
def test_the_column_of_numbers_is_known_by_its_words(text: str) -> None:
    layout = layout_of(heading(text, "Nội dung", "Chủ trì"))
    assert layout is not None
    assert layout.columns[0].field == "number"


def test_a_table_of_other_things_has_no_layout() -> None:
    assert layout_of(heading("Họ và tên", "Chức vụ", "Số điện thoại")) is None
