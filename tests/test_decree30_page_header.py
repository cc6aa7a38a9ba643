"""Rules of the page, the header block and the title: what each finds, where, in which words, what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.decree30.check import check_document, pages, rule_pages
from reportgen.decree30.outcome import Judgement, State
from reportgen.decree30.rules._numbers import read_date, read_number
from reportgen.problem import Problem, Severity
from reportgen.vi.dates import issue_line
from tests.support_letterhead import GOOD, TABLE, Drawn, Page, Text, changed

RULES = (
    *(f"PG-0{n}" for n in (2, 4, 5, 6)),
    "HD-01",
    *(f"HD-{n:02d}" for n in range(3, 16)),
    *(f"TT-0{n}" for n in range(1, 5)),
)
NUMBER = "văn bản.docx, bảng 1, dòng 2, ô 1"
DATE = "văn bản.docx, bảng 1, dòng 2, ô 2"
NAMES = "văn bản.docx, bảng 1, dòng 1, ô 1"
NATION = "văn bản.docx, bảng 1, dòng 1, ô 2"
TITLE = "văn bản.docx, thân văn bản, đoạn 1"
SUBJECT = "văn bản.docx, thân văn bản, đoạn 2"
LINE = "văn bản.docx, thân văn bản, đoạn 3"
HEADER = "văn bản.docx, đầu trang, đoạn 1"
ONE = "văn bản.docx, phần 1"


@dataclass(frozen=True)
class Case:
    """A spoiled document: what a rule says of it and where."""

    rule: str
    kind: str
    changes: dict[str, Any]
    words: str
    where: str


def judged(kind: str, **changes: Any) -> Judgement:
    return check_document(changed(kind, **changes), "văn bản.docx")


def told(judgement: Judgement, rule: str) -> list[Problem]:
    return [problem for problem in judgement.problems() if problem.code == rule]


def section(**changes: Any) -> Page:
    return replace(Page(), **changes)


def extra(*texts: Text) -> str:
    return "".join(text.xml() for text in texts)


LANDSCAPE = {"page": section(landscape=True)}
RED_CELL = TABLE.replace("<w:b/>", "").replace('<w:sz w:val="26"/>', '<w:color w:val="FF0000"/><w:sz w:val="26"/>')
ARIAL_CELL = TABLE.replace("<w:rPr>", '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>')
WORD = "Ủy ban nhân dân phường báo cáo."

FAULTS = (
    # the page
    Case("PG-02", "report", LANDSCAPE, "trang ngang nhưng không có bảng, biểu", ONE),
    Case("PG-02", "plan", LANDSCAPE, "trang dọc, theo chiều dài khổ A4", ONE),
    Case("PG-02", "letter", LANDSCAPE, "trang ngang nhưng không có bảng, biểu", ONE),
    Case("PG-04", "report", {"title": {"font": "Arial"}}, "chữ phông Arial", TITLE),
    Case("PG-04", "letter", {"number": {"color": "1F497D"}}, "chữ màu 1F497D", NUMBER),
    Case("PG-04", "plan", {"page": section(number=Text("2", font="Calibri"))}, "chữ phông Calibri", HEADER),
    Case("PG-04", "report", {"extra": RED_CELL}, "chữ màu FF0000", "văn bản.docx, bảng 2, dòng 1, ô 1"),
    Case("PG-04", "notice", {"extra": ARIAL_CELL}, "chữ phông Arial", "văn bản.docx, bảng 2, dòng 1, ô 1"),
    Case("PG-05", "report", {"page": section(part="footer")}, "số trang đặt ở chân trang", "chân trang, đoạn 1"),
    Case("PG-05", "plan", {"page": section(title=False)}, "trang thứ nhất hiện số trang", HEADER),
    Case("PG-05", "letter", {"page": section(part="")}, "không có số trang", ONE),
    Case("PG-05", "report", {"page": section(number=Text("2", align="right"))}, "số trang canh phải", HEADER),
    Case("PG-05", "report", {"page": section(number=Text("2", size=12))}, "số trang cỡ chữ 12", HEADER),
    Case("PG-05", "report", {"page": section(number=Text("2", italic=True))}, "số trang chữ nghiêng", HEADER),
    Case("PG-05", "report", {"page": section(number=Text("ii"), format="lowerRoman")}, "chữ số Ả Rập", HEADER),
    Case("PG-05", "report", {"page": section(restart=5)}, "đánh số trang lại từ 5", ONE),
    Case(
        "PG-06",
        "appendices",
        {"appendices": (Page(restart=1), Page())},
        "số trang của Phụ lục II nối tiếp trang trước",
        "đoạn",
    ),
    Case("PG-06", "appendices", {"appendices": (Page(restart=3),)}, "Phụ lục I bắt đầu từ 3", "đoạn"),
    # Quốc hiệu, Tiêu ngữ
    Case("HD-01", "report", {"nation": None}, "không có Quốc hiệu", ONE),
    Case("HD-01", "plan", {"nation": {"size": 14}}, "Quốc hiệu cỡ chữ 14", NATION[:-1]),
    Case("HD-01", "letter", {"nation": {"bold": False}}, "Quốc hiệu chữ không đậm", NATION),
    Case("HD-01", "notice", {"nation": {"text": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIÊT NAM"}}, "VIÊT NAM", NATION),
    Case(
        "HD-01",
        "report",
        {"nation": {"text": "Cộng hòa xã hội chủ nghĩa Việt Nam"}},
        "không viết bằng chữ in hoa",
        NATION,
    ),
    Case("HD-01", "report", {"mirrored": True}, "Quốc hiệu ở bên trái trang", NAMES),
    Case("HD-03", "report", {"motto_line": None}, "dưới Tiêu ngữ không có đường kẻ", NATION),
    Case("HD-03", "plan", {"motto_line": Drawn(30)}, "đường kẻ dưới Tiêu ngữ dài 30 mm", NATION[:-1]),
    Case("HD-03", "letter", {"motto_line": Drawn(80, "vml")}, "đường kẻ dưới Tiêu ngữ dài 80 mm", NATION),
    Case("HD-03", "report", {"motto_line": Drawn(62, "drawing", "dash")}, "không phải một nét liền", NATION),
    Case("HD-03", "report", {"motto_line": None, "motto": {"underline": "single"}}, "gạch chân chữ", NATION),
    Case("HD-04", "report", {"nation": {"line": 360}}, "Quốc hiệu giãn 1,5 lần dòng đơn", NATION),
    Case("HD-04", "letter", {"motto": {"line": 500, "rule": "exact"}}, "Tiêu ngữ giãn 1,6 lần dòng đơn", NATION),
    # who issues
    Case("HD-05", "report", {"issuer": (Text("UBND PHƯỜNG TRÚC LÂM", size=13, bold=True),)}, "viết tắt “UBND”", NAMES),
    Case("HD-05", "office", {"issuer": {"text": "PHÒNG VHXH"}}, "viết tắt “VHXH”", NAMES),
    Case("HD-05", "plan", {"issuer": (), "issuer_line": None}, "không có tên cơ quan", ONE),
    Case(
        "HD-05",
        "letter",
        {"issuer": (Text("ỦY BAN NHÂN DÂN", size=13, bold=True),)},
        "chỉ ghi “ỦY BAN NHÂN DÂN”",
        NAMES,
    ),
    Case("HD-06", "report", {"issuer": {"bold": False}}, "Tên cơ quan ban hành chữ không đậm", NAMES),
    Case("HD-06", "plan", {"issuer": {"size": 14}}, "Tên cơ quan ban hành cỡ chữ 14", NAMES[:-1]),
    Case("HD-06", "office", {"issuer": {"italic": True}}, "Tên cơ quan ban hành chữ nghiêng", NAMES),
    Case("HD-06", "letter", {"issuer": {"align": "left"}}, "Tên cơ quan ban hành canh trái", NAMES),
    Case("HD-07", "report", {"issuer_line": None}, "dưới tên cơ quan ban hành không có đường kẻ", NAMES),
    Case("HD-07", "letter", {"issuer_line": Drawn(48)}, "đường kẻ dưới tên cơ quan ban hành dài 48 mm", NAMES),
    Case("HD-07", "office", {"issuer_line": Drawn(5, "vml")}, "dài 5 mm", NAMES),
    Case("HD-07", "plan", {"issuer_line": Drawn(17, aside=10)}, "đặt lệch", NAMES[:-1]),
    Case("HD-07", "report", {"issuer_line": Drawn(17, dash="dashed")}, "không phải một nét liền", NAMES),
    Case("HD-08", "office", {"superior": {"bold": True}}, "Tên cơ quan chủ quản chữ đậm", NAMES),
    Case("HD-08", "office", {"superior": {"size": 14}}, "Tên cơ quan chủ quản cỡ chữ 14", NAMES),
    Case(
        "HD-08",
        "office",
        {"superior": {"text": "Ủy ban nhân dân phường Trúc Lâm"}},
        "không viết bằng chữ in hoa",
        NAMES,
    ),
    Case("HD-09", "report", {"superior": Text("UBND TỈNH THANH HÓA", size=13)}, "ghi cơ quan chủ quản", NAMES),
    Case("HD-09", "office", {"superior": None}, "không ghi cơ quan chủ quản ở trên", NAMES),
    # số, ký hiệu
    Case("HD-10", "report", {"number": {"text": "Số: V/BC-UBND"}}, "số của văn bản ghi “V”", NUMBER),
    Case("HD-10", "letter", {"number": {"text": "Số: 00/UBND-VX"}}, "số của văn bản là 00", NUMBER),
    Case("HD-10", "plan", {"number": None}, "không có số, ký hiệu", ONE),
    Case("HD-11", "report", {"number": {"text": "Số: 05/KH-UBND"}}, "ký hiệu của báo cáo ghi “KH-UBND”", NUMBER),
    Case("HD-11", "report", {"number": {"text": "Số: 05/BC-VHXH"}}, "ký hiệu ghi cơ quan “VHXH”", NUMBER),
    Case("HD-11", "plan", {"number": {"text": "Số: 05/KH"}}, "thiếu chữ viết tắt tên cơ quan", "dòng 1, ô 1"),
    Case("HD-11", "letter", {"number": {"text": "Số: 12/CV-UBND"}}, "có chữ viết tắt tên loại “CV”", NUMBER),
    Case("HD-11", "letter", {"number": {"text": "Số: 12/UBND"}}, "thiếu đơn vị soạn thảo hoặc lĩnh vực", NUMBER),
    Case("HD-11", "notice", {"number": {"text": "Số: 05/2026/TB-UBND"}}, "có năm ban hành", NUMBER),
    Case("HD-12", "report", {"number": {"text": "Số: 5/BC-UBND"}}, "số 5 không có số 0 phía trước", NUMBER),
    Case("HD-12", "report", {"number": {"text": "Số 05/BC-UBND"}}, "không có dấu hai chấm", NUMBER),
    Case("HD-12", "letter", {"number": {"text": "Số: 12/UBND - VX"}}, "có dấu cách quanh gạch nối", NUMBER),
    Case("HD-12", "notice", {"number": {"text": "Số: 05 /TB-UBND"}}, "dấu cách trước dấu gạch chéo", NUMBER),
    Case("HD-12", "notice", {"number": {"text": "Số: 05/TB–UBND"}}, "dùng gạch dài", NUMBER),
    Case("HD-12", "notice", {"number": {"text": "Số: 05/tb-ubnd"}}, "có chữ thường", NUMBER),
    Case("HD-12", "report", {"number": {"text": "SỐ: 05/BC-UBND"}}, "ghi “SỐ”", NUMBER),
    Case("HD-12", "report", {"number": {"bold": True}}, "Số, ký hiệu chữ đậm", NUMBER),
    Case("HD-12", "report", {"number": {"size": 14}}, "Số, ký hiệu cỡ chữ 14", NUMBER),
    Case("HD-12", "office", {"number": {"align": "left"}}, "Số, ký hiệu canh trái", NUMBER),
    # địa danh, thời gian
    Case("HD-13", "report", {"date": {"text": "Thanh Hóa, ngày 05 tháng 01 năm 2026"}}, "“Thanh Hóa”", DATE),
    Case("HD-13", "letter", {"date": {"text": "Phường Trúc Lâm, ngày 05 tháng 01 năm 2026"}}, "“Trúc Lâm”", DATE),
    Case("HD-13", "notice", {"date": {"text": "Ngày 05 tháng 01 năm 2026"}}, "không ghi địa danh", DATE),
    Case(
        "HD-13",
        "report",
        {
            "issuer": (Text("ỦY BAN NHÂN DÂN", size=13, bold=True), Text("PHƯỜNG 1", size=13, bold=True)),
            "date": {"text": "1, ngày 05 tháng 01 năm 2026"},
        },
        "“Phường 1”",
        DATE,
    ),
    Case("HD-14", "report", {"date": {"text": "Trúc Lâm, ngày 5 tháng 01 năm 2026"}}, "ngày ghi “5”", DATE),
    Case("HD-14", "report", {"date": {"text": "Trúc Lâm, ngày 05 tháng 1 năm 2026"}}, "tháng ghi “1”", DATE),
    Case("HD-14", "letter", {"date": {"text": "Trúc Lâm, ngày 05 tháng 07 năm 2026"}}, "tháng ghi “07”", DATE),
    Case("HD-14", "letter", {"date": {"text": "Trúc Lâm, ngày 05/01/2026"}}, "ghi “ngày 05/01/2026”", DATE),
    Case("HD-14", "notice", {"date": {"text": "Trúc Lâm, ngày 30 tháng 02 năm 2026"}}, "không có thật", DATE),
    Case("HD-14", "notice", {"date": {"text": "Trúc Lâm, ngày      tháng 1 năm 2026"}}, "tháng ghi “1”", DATE),
    Case("HD-14", "plan", {"date": None}, "không ghi thời gian ban hành", ONE),
    Case("HD-15", "report", {"date": {"italic": False}}, "chữ đứng", DATE),
    Case("HD-15", "letter", {"date": {"text": "Trúc Lâm ngày 05 tháng 01 năm 2026"}}, "không có dấu phẩy", DATE),
    Case("HD-15", "notice", {"date": {"text": "Trúc lâm, ngày 05 tháng 01 năm 2026"}}, "chữ cái đầu viết thường", DATE),
    Case("HD-15", "report", {"date": {"size": 12}}, "cỡ chữ 12", DATE),
    Case("HD-15", "report", {"date": {"align": "right"}}, "canh phải", DATE),
    Case("HD-15", "report", {"date": {"bold": True}}, "chữ đậm", DATE),
    Case("HD-15", "report", {"layout": "lines"}, "không cùng dòng với số, ký hiệu", "đoạn 6"),
    # tên loại, trích yếu
    Case("TT-01", "report", {"title": {"size": 16}}, "Tên loại cỡ chữ 16", TITLE),
    Case("TT-01", "plan", {"title": {"text": "Kế hoạch"}}, "không viết bằng chữ in hoa", TITLE),
    Case("TT-01", "decision", {"title": {"bold": False}}, "Tên loại chữ không đậm", TITLE),
    Case("TT-01", "notice", {"title": {"align": "left"}}, "Tên loại canh trái", TITLE),
    Case("TT-02", "report", {"subject": {"bold": False}}, "Trích yếu chữ không đậm", SUBJECT),
    Case(
        "TT-02",
        "plan",
        {"subject": {"text": "CẢI CÁCH HÀNH CHÍNH NĂM 2026"}},
        "trích yếu viết bằng chữ in hoa",
        SUBJECT,
    ),
    Case("TT-02", "notice", {"subject": {"italic": True}}, "Trích yếu chữ nghiêng", SUBJECT),
    Case("TT-02", "report", {"subject": None, "subject_line": None}, "không có trích yếu nội dung", TITLE),
    Case("TT-03", "report", {"subject_line": None}, "dưới trích yếu không có đường kẻ", SUBJECT),
    Case("TT-03", "plan", {"subject_line": Drawn(120)}, "đường kẻ dưới trích yếu dài 120 mm", LINE),
    Case("TT-03", "notice", {"subject_line": Drawn(45, "vml", aside=30)}, "đặt lệch", LINE),
    Case("TT-04", "letter", {"about": {"text": "Về việc báo cáo"}}, "bắt đầu bằng “Về việc”", NUMBER),
    Case("TT-04", "letter", {"about": {"bold": True}}, "Trích yếu công văn chữ đậm", NUMBER),
    Case("TT-04", "letter", {"about": {"size": 14}}, "Trích yếu công văn cỡ chữ 14", NUMBER),
    Case("TT-04", "letter", {"about": {"before": 0}}, "cách số, ký hiệu 0 pt", NUMBER),
    Case("TT-04", "letter", {"about": ()}, "không có trích yếu công văn", NUMBER),
)

CLEAN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("PG-02", "report", {"page": section(landscape=True), "extra": TABLE}),
    ("PG-02", "appendices", {}),
    ("PG-04", "report", {"extra": Text("✓ ☐", font="Segoe UI Symbol").xml()}),
    ("PG-04", "letter", {"extra": Text("   ", font="Arial", color="FF0000").xml()}),
    ("PG-05", "report", {"page": section(number=Text("2", size=13))}),
    ("PG-05", "appendices", {"appendices": (Page(restart=1, title=False), Page(restart=1, title=False))}),
    ("PG-06", "appendices", {}),
    ("PG-06", "appendices", {"appendices": (Page(restart=1),)}),
    ("HD-01", "report", {"nation": {"text": "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "size": 12}}),
    ("HD-01", "letter", {"nation": {"text": "Cộng hòa xã hội chủ nghĩa Việt Nam", "caps": True}}),
    ("HD-03", "report", {"motto_line": Drawn(62, "vml")}),
    ("HD-03", "plan", {"motto_line": Drawn(62, "drawing")}),
    ("HD-03", "letter", {"motto_line": Drawn(62, "underscores")}),
    ("HD-03", "notice", {"motto_line": Drawn(58)}),
    ("HD-04", "report", {"motto": {"line": 340, "rule": "atLeast"}}),
    ("HD-04", "letter", {"nation": {"line": 300, "rule": "exact"}}),
    ("HD-05", "office", {}),
    ("HD-05", "report", {"issuer": (Text("ỦY BAN NHÂN DÂN PHƯỜNG TRÚC LÂM", size=13, bold=True),)}),
    ("HD-06", "report", {"issuer": {"size": 12}}),
    ("HD-06", "office", {"issuer": {"text": "phòng văn hóa - xã hội", "caps": True}}),
    ("HD-07", "report", {"issuer_line": Drawn(20, "vml")}),
    ("HD-07", "letter", {"issuer_line": Drawn(14, "drawing")}),
    ("HD-08", "office", {"superior": {"size": 12}}),
    ("HD-08", "office", {"superior": {"text": "ỦY BAN NHÂN DÂN PHƯỜNG TRÚC LÂM"}}),
    ("HD-09", "report", {}),
    ("HD-09", "office", {}),
    ("HD-10", "report", {"number": {"text": "Số: 123/BC-UBND"}}),
    ("HD-10", "letter", {}),
    ("HD-11", "report", {"number": {"text": "Số:      /BC-UBND"}}),
    ("HD-11", "office", {}),
    ("HD-11", "submission", {}),
    ("HD-12", "report", {"number": {"text": "Số:      /BC-UBND"}}),
    ("HD-12", "submission", {}),
    ("HD-12", "letter", {"number": {"text": "Số: 1024/UBND-KT-HT-ĐT"}}),
    ("HD-13", "report", {}),
    ("HD-13", "office", {"date": {"text": "Trúc Lâm, ngày      tháng      năm 2026"}}),
    ("HD-14", "report", {"date": {"text": "Trúc Lâm, ngày 29 tháng 6 năm 2026"}}),
    ("HD-14", "letter", {"date": {"text": "Trúc Lâm, ngày      tháng 01 năm 2026"}}),
    ("HD-14", "plan", {"date": {"text": "Trúc Lâm, ngày 31 tháng 12 năm 2026"}}),
    ("HD-15", "report", {"date": {"size": 13}}),
    ("HD-15", "letter", {"layout": "cell"}),
    ("HD-15", "notice", {"date": {"text": "Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2026"}}),
    ("TT-01", "report", {"title": {"text": "Báo cáo", "caps": True}}),
    ("TT-01", "plan", {"title": {"size": 13}}),
    ("TT-02", "report", {"subject": {"size": 13}}),
    ("TT-02", "decision", {}),
    ("TT-03", "report", {"subject_line": Drawn(50, "vml")}),
    ("TT-03", "notice", {"subject_line": Drawn(40, "drawing")}),
    ("TT-04", "letter", {}),
    ("TT-04", "letter", {"about": {"size": 13}}),
)


def names(cases: tuple[Any, ...]) -> list[str]:
    return [f"{n}-{case.rule if isinstance(case, Case) else case[0]}" for n, case in enumerate(cases)]


@pytest.mark.parametrize("case", FAULTS, ids=names(FAULTS))
def test_a_fault_is_told_with_its_place_and_what_stands_there(case: Case) -> None:
    judgement = judged(case.kind, **case.changes)
    problems = told(judgement, case.rule)
    assert judgement.outcome(case.rule).state is State.FAIL
    assert any(case.words in p.message and case.where in p.where for p in problems), problems


@pytest.mark.parametrize(("rule", "kind", "changes"), CLEAN, ids=names(CLEAN))
def test_what_the_decree_allows_passes(rule: str, kind: str, changes: dict[str, Any]) -> None:
    outcome = judged(kind, **changes).outcome(rule)
    assert (outcome.state, outcome.findings, outcome.reasons) == (State.PASS, (), ())


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_document_raises_no_alarm(kind: str) -> None:
    judgement = judged(kind)
    assert [problem for rule in RULES for problem in told(judgement, rule)] == []
    assert not [rule for rule in RULES if judgement.outcome(rule).state is State.NOT_EVALUATED]


def test_each_rule_has_at_least_two_faults_and_two_clean_documents_in_this_file() -> None:
    for rule in RULES:
        assert sum(case.rule == rule for case in FAULTS) >= 2, rule
        assert sum(case[0] == rule for case in CLEAN) >= 2, rule


def test_a_spoiled_component_alarms_no_rule_but_its_own() -> None:
    """A fault of the number line is nobody's but HD-12's."""
    judgement = judged("report", number={"text": "Số: 5/BC-UBND"})
    assert {p.code for rule in RULES for p in told(judgement, rule)} == {"HD-12"}


# --- what a rule cannot judge, or has nothing to judge -----------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "kind", "changes", "reason"),
    [
        ("HD-08", "report", {}, "không ghi cơ quan chủ quản"),
        ("HD-10", "report", {"number": {"text": "Số:      /BC-UBND"}}, "số để trống"),
        ("HD-14", "report", {"date": {"text": "Trúc Lâm, ngày      tháng      năm       "}}, "để trống"),
        ("PG-06", "report", {}, "không có phụ lục"),
        ("TT-01", "letter", {}, "công văn không có tên loại"),
        ("TT-03", "letter", {}, "công văn không có đường kẻ"),
        ("TT-04", "report", {}, "không phải công văn"),
        ("PG-05", "report", {"page": section(part=""), "body": (Text(WORD, align="both"),)}, "một trang"),
        ("HD-12", "plan", {"number": None}, "không có số, ký hiệu"),
    ],
)
def test_a_rule_without_its_component_does_not_apply(
    rule: str, kind: str, changes: dict[str, Any], reason: str
) -> None:
    outcome = judged(kind, **changes).outcome(rule)
    assert outcome.state is State.NOT_APPLICABLE
    assert reason in outcome.reasons[0]


def doubts() -> Iterator[tuple[str, dict[str, Any]]]:
    near = {"page": section(part=""), "body": GOOD["report"].body[:13]}
    yield "PG-05", near
    issuer = (Text("ỦY BAN NHÂN DÂN", size=13, bold=True), Text("PHƯỜNG TRẦN ĐÌNH VÂN", size=13, bold=True))
    yield "HD-13", {"issuer": issuer, "date": {"text": "Trần Đình Vân, ngày 05 tháng 01 năm 2026"}}
    yield "HD-13", {"issuer": (Text("SỞ NỘI VỤ", size=13, bold=True),)}


@pytest.mark.parametrize(("rule", "changes"), tuple(doubts()))
def test_what_cannot_be_judged_is_not_called_a_pass(rule: str, changes: dict[str, Any]) -> None:
    outcome = judged("report", **changes).outcome(rule)
    assert outcome.state is State.NOT_EVALUATED
    assert outcome.reasons


@pytest.mark.parametrize(
    ("unit", "place", "right"),
    [
        ("PHƯỜNG TRÚC LÂM", "Trúc Lâm", True),
        ("PHƯỜNG TRÚC LÂM", "phường Trúc Lâm", False),
        ("PHƯỜNG 1", "Phường 1", True),
        ("PHƯỜNG 1", "phường 1", False),
        ("PHƯỜNG ĐIỆN BIÊN PHỦ", "Phường Điện Biên Phủ", True),
        ("PHƯỜNG ĐIỆN BIÊN PHỦ", "Điện Biên Phủ", False),
        ("XÃ ĐƯNG K'NỚ", "Đưng K'Nớ", True),
        ("PHƯỜNG HÒA KHÁNH", "Hoà Khánh", True),
    ],
)
def test_the_place_is_the_ward_that_issues(unit: str, place: str, right: bool) -> None:
    issuer = (Text("ỦY BAN NHÂN DÂN", size=13, bold=True), Text(unit, size=13, bold=True))
    outcome = judged("report", issuer=issuer, date={"text": f"{place}, ngày 05 tháng 01 năm 2026"}).outcome("HD-13")
    assert outcome.state is (State.PASS if right else State.FAIL)


# --- layouts and grouping ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["rows", "cell", "tabs"])
def test_the_header_block_is_judged_in_whatever_layout_it_stands(layout: str) -> None:
    good = judged("report", layout=layout)
    bad = judged("report", layout=layout, number={"text": "Số: 5/BC-UBND"}, date={"italic": False})
    drawn = {"HD-03", "HD-07"} if layout == "tabs" else set()  # the lines have no room in that layout
    assert {p.code for rule in RULES for p in told(good, rule)} <= drawn
    assert {p.code for rule in RULES for p in told(bad, rule)} - drawn == {"HD-12", "HD-15"}


def test_a_header_block_of_plain_lines_is_out_of_place() -> None:
    judgement = judged("report", layout="lines")
    assert {p.code for rule in RULES for p in told(judgement, rule)} >= {"HD-01", "HD-15"}


def test_a_fault_that_repeats_is_told_once_with_its_places() -> None:
    judgement = judged("report", extra=extra(*(Text(WORD, font="Arial") for _ in range(3))))
    problems = told(judgement, "PG-04")
    assert len(problems) == 1
    assert "còn ở 2 nơi" in problems[0].message


def test_every_fault_of_a_line_is_told_not_the_first() -> None:
    judgement = judged("report", number={"text": "Số 5/BC - UBND", "bold": True, "size": 14})
    assert len(told(judgement, "HD-12")) == 5


def test_a_long_name_is_measured_by_its_last_line_or_its_longest() -> None:
    """14 mm is 3/10 of the last line (45 mm), not of the longest (50 mm); 27 mm is 11/20 of the longest alone."""
    issuer = (
        Text("TRUNG TÂM PHỤC VỤ", size=13, bold=True),
        Text("HÀNH CHÍNH CÔNG", size=13, bold=True),
    )
    for length in (14, 27):
        assert judged("office", issuer=issuer, issuer_line=Drawn(length)).outcome("HD-07").state is State.PASS
    assert judged("office", issuer=issuer, issuer_line=Drawn(50)).outcome("HD-07").state is State.FAIL


def test_severity_comes_from_the_facts() -> None:
    assert {p.severity for p in told(judged("report", nation={"line": 360}), "HD-04")} == {Severity.WARNING}
    assert {p.severity for p in told(judged("report", nation={"size": 14}), "HD-01")} == {Severity.ERROR}


@pytest.mark.parametrize("rule", RULES)
def test_the_page_of_a_rule_cites_the_decree_and_shows_clicks_and_both_samples(rule: str) -> None:
    page = rule_pages()[rule]
    assert "Nghị định 30/2020/NĐ-CP, " in page.why
    assert f"báo {rule}" in page.example
    assert "không báo" in page.example
    assert len(page.fix) > 40
    assert pages()[rule] == page


# --- documents that are none of the kinds, and lines typed in any way --------------------------------------------


def test_minutes_need_no_date_and_keep_their_own_symbol() -> None:
    """Mẫu of a biên bản prints no địa danh: its rules do not apply, the others still do."""
    judgement = judged("report", title={"text": "BIÊN BẢN"}, number={"text": "Số: 05/BB-UBND"}, date=None)
    assert [problem for rule in RULES for problem in told(judgement, rule)] == []
    assert {judgement.outcome(rule).state for rule in ("HD-13", "HD-14", "HD-15")} == {State.NOT_APPLICABLE}
    assert judgement.outcome("HD-11").state is State.PASS
    wrong = judged("report", title={"text": "BIÊN BẢN"}, number={"text": "Số: 05/BC-UBND"}, date=None)
    assert "bắt đầu bằng BB-" in told(wrong, "HD-11")[0].message


def test_a_text_without_any_header_is_asked_for_none() -> None:
    bare = {"number": None, "issuer": (), "issuer_line": None, "nation": None, "motto": None, "motto_line": None}
    judgement = judged("report", **bare, date=None, title=None, subject=None, subject_line=None)
    header = [rule for rule in RULES if rule.startswith(("HD", "TT"))]
    assert {judgement.outcome(rule).state for rule in header} == {State.NOT_APPLICABLE}


@given(st.text(max_size=80))
def test_any_line_of_number_or_date_is_read_without_a_fault_of_ours(text: str) -> None:
    number, when = read_number(text), read_date(text)
    assert all(part in number.symbol for part in number.groups)
    assert when.worded or not (when.day or when.month or when.year)


@given(st.dates(min_value=date(1945, 9, 2)), st.sampled_from(["Trúc Lâm", "Đưng K'Nớ", "Phường 1"]))
def test_the_line_that_we_print_reads_back_to_its_day(on: date, place: str) -> None:
    read = read_date(issue_line(place, on))
    assert (read.place, read.comma, read.worded) == (place, True, True)
    assert date(int(read.year), int(read.month), int(read.day)) == on


@settings(max_examples=40, deadline=None)
@given(st.dates(min_value=date(2020, 3, 5)))
def test_every_day_as_we_print_it_passes_and_with_other_zeros_fails(on: date) -> None:
    right = issue_line("Trúc Lâm", on)
    month = f"{on.month:02d}" if on.month > 2 else str(on.month)
    other = f"Trúc Lâm, ngày {on.day:02d} tháng {month} năm {on.year}"
    assert judged("report", date={"text": right}).outcome("HD-14").state is State.PASS
    assert judged("report", date={"text": other}).outcome("HD-14").state is (
        State.PASS if other == right else State.FAIL
    )


@given(st.integers(1, 9999), st.sampled_from(["BC-UBND", "TTr-UBND", "UBND-VX"]))
def test_a_number_as_the_decree_writes_it_reads_back(number: int, symbol: str) -> None:
    read = read_number(f"Số: {number:02d}/{symbol}")
    assert (read.word, read.colon, int(read.number), read.slash, read.symbol) == ("Số", True, number, True, symbol)
