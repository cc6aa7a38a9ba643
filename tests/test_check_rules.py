"""Every rule: a ward that breaks it, told at its line, beside one that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from reportgen.check import RULES, THOROUGH, check_data
from reportgen.load.ward import load_ward
from reportgen.model.progress import WardData
from reportgen.problem import Severity
from tests.support_ward import FILES, OFFICE, WARD_ID, write_ward

PLAN = "plans/2026.yaml"
CULTURE_FILE = "progress/2026-q3/phong-van-hoa-xa-hoi.yaml"
OFFICE_FILE = "progress/2026-q3/van-phong-hdnd-ubnd.yaml"
BEFORE_FILE = "progress/2026-q2/van-phong-hdnd-ubnd.yaml"

MEASURED = "{id: CT.01, numerator: 398, denominator: 400}"
TASK_02_1 = "percent: 60\n    result: Đã rà soát 24 thủ tục."
DEADLINE = 'deadlines: ["- Quý I/2026."]'
CULTURE_BEFORE_FILE = "progress/2026-q2/phong-van-hoa-xa-hoi.yaml"
CULTURE_BEFORE = """\
agency: phong-van-hoa-xa-hoi
period: 2026-q2
illustrative: true
tasks:
  - {id: "01.2", status: in_progress, percent: 40, result: "Đã đăng 05 tin, bài."}
"""
SAME_BEFORE = OFFICE.replace("period: 2026-q3", "period: 2026-q2").replace("2026-09-15", "2026-06-15")
BEFORE = (
    SAME_BEFORE.replace("numerator: 398, denominator: 400", "numerator: 380, denominator: 391")
    .replace("percent: 60", "percent: 30")
    .replace("Đã ban hành kế hoạch kiểm tra văn bản.", "Đã ban hành kế hoạch.")
)
LAND = """\
  - field: Đất đai
    received: {total: 20, online: 15, direct: 5, carried_over: 0}
    resolved: {total: 13, early: 13, on_time: 0, late: 0}
    pending: {total: 7, in_time: 7, overdue: 0}
"""
TABLE_ROW = """\
indicators:
  - id: PL1.1
    name: Tỷ lệ hồ sơ đúng hạn
    unit: "%"
    comparator: ">="
    target: 95
    target_text: "≥ 95"
    years: [2026, 2026]
    numerator: số hồ sơ đúng hạn
    denominator: tổng số hồ sơ
    origin: phụ lục
"""
EARLY = """\
  - id: "02.3"
    status: done
    done_on: 2026-05-10
    result: Đã hoàn thành.
    documents:
      - {kind: Báo cáo, number: "9", symbol: BC-UBND, date: 2026-05-10}
  - id: "02.1"
"""


def both_before(office: str) -> dict[str, str]:
    """Return the returns of the quarter before, the office's as given."""
    return {BEFORE_FILE: office, CULTURE_BEFORE_FILE: CULTURE_BEFORE}


@dataclass(frozen=True)
class Case:
    """What to change in the ward, the line of the file that is told, and words of the message."""

    code: str
    file: str
    line: str
    edits: Mapping[str, str]
    says: str
    files: Mapping[str, str] = field(default_factory=dict)


BREAKS = [
    Case("CT004", OFFICE_FILE, "- {id: CT.01", {MEASURED: "{id: CT.01, value: 98.5}"}, "CT.01 là tỷ lệ"),
    Case("CT008", OFFICE_FILE, "- {id: CT.01", {MEASURED: "{id: CT.01, value: 985.5}"}, "985,5%"),
    Case("KH008", PLAN, 'number: "1."', {DEADLINE: "deadlines: [Phấn đấu sớm]"}, "“Phấn đấu sớm”"),
    Case("KH008", PLAN, 'number: "1."', {DEADLINE: "deadlines: []"}, "không ghi thời hạn"),
    Case("KH008", PLAN, 'number: "1."', {DEADLINE: "deadlines: [Trước ngày 31/02/2026]"},
         "nêu ngày 31/02/2026 không có trong lịch"),
    Case("KH008", PLAN, 'number: "1."', {DEADLINE: "deadlines: [Phấn đấu \U00018d09 sớm]"}, "“Phấn đấu \\u18d09 sớm”"),
    Case("KH009", PLAN, 'number: "1."', {DEADLINE: "deadlines: [Trước ngày 19/12/2025]"}, "sớm hơn năm 2026"),
    Case("KH010", PLAN, 'number: "1."', {'["- Kế hoạch."]\n': "[]\n"}, "01.1 không nêu sản phẩm"),
    Case("KH010", PLAN, 'number: "1."', {'["- Kế hoạch."]\n': '["-"]\n'}, "01.1 không nêu sản phẩm"),
    Case("KH015", PLAN, 'number: "1."', {'lead: ["- Văn phòng HĐND&UBND."]': "lead: []"}, "01.1 không có cơ quan"),
    Case("KH016", PLAN, "id: CD.01", {"when: định kỳ hằng quý, 6 tháng, 9 tháng, năm hoặc đột xuất": "when: kịp thời"},
         "“kịp thời”"),
    Case("KH017", PLAN, "id: CD.01",
         {"when: định kỳ hằng quý, 6 tháng, 9 tháng, năm hoặc đột xuất": "when: trước ngày 19/12/2025"}, "CD.01"),
    Case("KH018", "events.yaml", "id: SK.01", {"due: 2026-12-31": "due: 2025-12-31"}, "31/12/2025"),
    Case("TD005", OFFICE_FILE, "field: Hộ tịch", {"direct: 50": "direct: 48"},
         "412 khác trực tuyến + trực tiếp + từ kỳ trước = 350 + 48 + 12 = 410"),
    Case("TD005", OFFICE_FILE, "field: Hộ tịch", {"late: 2": "late: 3"}, "400 khác trước hạn + đúng hạn + quá hạn"),
    Case("TD005", OFFICE_FILE, "field: Hộ tịch", {"overdue: 0": "overdue: 1"}, "12 khác trong hạn + quá hạn = 12 + 1"),
    Case("TD005", OFFICE_FILE, "field: Hộ tịch", {"{total: 12, in_time: 12": "{total: 11, in_time: 11"},
         "412 khác đã giải quyết + đang giải quyết = 400 + 11 = 411"),
    Case("TD008", OFFICE_FILE, 'id: "01.1"', {"    done_on: 2026-03-20\n": ""}, "01.1 báo đã hoàn thành"),
    Case("TD009", OFFICE_FILE, 'id: "01.1"', {"done_on: 2026-03-20": "done_on: 2026-09-16"}, "sau ngày báo cáo"),
    Case("TD009", OFFICE_FILE, 'id: "01.1"', {"done_on: 2026-03-20": "done_on: 2025-03-20"}, "ngoài các năm"),
    Case("TD010", OFFICE_FILE, 'id: "01.1"', {"date: 2026-03-18": "date: 2026-09-15"}, "sau ngày chốt số liệu 14/9"),
    Case("TD011", OFFICE_FILE, 'id: "02.1"', {'id: "02.1"': 'id: "02.4"'}, "Văn phòng HĐND và UBND báo cáo nhiệm"),
    Case("TD012", OFFICE_FILE, "field: Hộ tịch", {"direct: 50, carried_over: 12": "direct: 51, carried_over: 11"},
         "chuyển qua 11, nhưng cuối kỳ 2026-q2 còn 12", both_before(BEFORE)),
    Case("TD014", OFFICE_FILE, 'id: "01.1"', {"percent: 100": "percent: 80.5"}, "80,5%"),
    Case("TD014", OFFICE_FILE, 'id: "02.1"', {"in_progress\n    percent: 60": "not_started\n    percent: 60"},
         "chưa triển khai"),
    Case("TD014", OFFICE_FILE, 'id: "02.1"', {"percent: 60": "percent: 100"}, "đang thực hiện nhưng tỷ lệ"),
    Case("TD016", OFFICE_FILE, 'id: "02.1"', {TASK_02_1: f"done_on: 2026-09-01\n    {TASK_02_1}"}, "ngày 01/9/2026"),
    Case("TD017", OFFICE_FILE, 'id: "02.1"', {TASK_02_1: "percent: 60"}, "02.1 thiếu kết quả"),
    Case("KH019", PLAN, 'number: "5."', {'number: "4."': 'number: "5."'}, "nhóm nhiệm vụ 02 nhảy từ số 3 sang số 5"),
    Case("KH019", PLAN, "- heading2: 1. Yêu cầu",
         {"heading2: 1. Chỉ tiêu": "heading2: 1. Chỉ tiêu\n  - heading2: 1. Yêu cầu"},
         "trùng số 1"),
    Case("KH019", PLAN, "- heading1: III", {"heading2: 1. Chỉ tiêu": "heading1: III. Chỉ tiêu"},
         "nhảy từ số I sang số III"),
    Case("KH020", PLAN, 'number: "1."', {'cooperating: ["- Các đơn vị."]': 'cooperating: ["- Văn phòng HĐND&UBND."]'},
         "01.1: Văn phòng HĐND và UBND vừa chủ trì"),
    Case("KH021", PLAN, 'number: "4."',
         {"Khảo sát sự hài lòng của người dân": "Ban hành kế hoạch kiểm tra văn bản năm"},
         "01.1 và 02.4 cùng một nội dung, thời hạn khác nhau (“Quý I/2026”, “Hằng năm”)"),
    Case("KH022", PLAN, 'number: "2."', {"Tuyên truyền pháp luật": "Tuyên truyền trên địa bàn tỉnh"},
         "“trên địa bàn tỉnh”"),
    Case("KH023", PLAN, 'number: "4."',
         {"Tuyên truyền pháp luật": "Tuyên truyền cải cách hành chính giai đoạn 2026 - 2030",
          "Khảo sát sự hài lòng của người dân": "Khảo sát cải cách hành chính nhà nước giai đoạn 2021 – 2030"},
         "khác giai đoạn 2026 - 2030"),
    Case("KH024", PLAN, "label: Phụ lục số 02",
         {"Theo dõi, đôn đốc, tổng hợp báo cáo.": "Theo dõi nhiệm vụ tại Phụ lục I."},
         "Phụ lục số 02 (Cải cách thủ tục hành chính)"),
    Case("CT009", PLAN, "id: CT.01", {"indicators:\n": TABLE_ROW}, "biểu chỉ tiêu không có"),
    Case("CT010", PLAN, "id: CT.01",
         {"indicators:\n": TABLE_ROW, "    quote: 98%": "    same_as: PL1.1\n    quote: 98%"},
         "“98%”, biểu (PL1.1) ghi “≥ 95” (%)"),
    Case("CT011", PLAN, "id: CT.01", {"    denominator: tổng số hồ sơ đã giải quyết\n": ""}, "chưa nêu tử số, mẫu số"),
    Case("CT012", OFFICE_FILE, "- {id: CT.01", {}, "398/400 giống hệt kỳ 2026-q2",
         both_before(BEFORE.replace("numerator: 380, denominator: 391", "numerator: 398, denominator: 400"))),
    Case("TD018", OFFICE_FILE, 'id: "02.1"', {}, "kỳ 2026-q2 80%, kỳ này còn 60%",
         both_before(BEFORE.replace("percent: 30", "percent: 80"))),
    Case("TD018", OFFICE_FILE, 'id: "02.1"', {}, "đã hoàn thành, kỳ này chưa hoàn thành",
         both_before(BEFORE.replace("status: in_progress\n    percent: 30",
                                    "status: done\n    done_on: 2026-06-01\n    documents: "
                                    '[{kind: Báo cáo, number: "2", symbol: BC-UBND, date: 2026-06-01}]'))),
    Case("TD019", OFFICE_FILE, 'id: "01.1"',
         {'    documents:\n      - {kind: Kế hoạch, number: "12", symbol: KH-UBND, date: 2026-03-18, '
          "title: Kiểm tra văn bản năm 2026}\n": ""}, "01.1 báo đã hoàn thành nhưng chưa ghi văn bản"),
    Case("TD020", OFFICE_FILE, 'id: "01.1"', {}, "01.1: kết quả chép nguyên văn của kỳ 2026-q2",
         both_before(BEFORE.replace("Đã ban hành kế hoạch.", "Đã ban hành kế hoạch kiểm tra văn bản."))),
    Case("TD021", OFFICE_FILE, 'id: "02.1"', {"Đã rà soát 24": "Trong quý II/2026 đã rà soát 24"},
         "“Trong quý II/2026”"),
    Case("TD012", OFFICE_FILE, "field: Hộ tịch", {},
         "lĩnh vực Đất đai: cuối kỳ 2026-q2 còn 7 hồ sơ, kỳ này không có", both_before(BEFORE + LAND)),
    Case("TD021", OFFICE_FILE, 'id: "02.1"', {"Đã rà soát 24": "Trong năm 2025 đã rà soát 24"}, "“Trong năm 2025”"),
    Case("TD021", OFFICE_FILE, 'id: "02.1"', {"Đã rà soát 24": "Kết quả 6 tháng đầu năm là đã rà soát 24"},
         "6 tháng đầu năm"),
    Case("TD021", CULTURE_FILE, "direction:", {"Tham mưu tổ chức": "Trong quý I, tham mưu tổ chức"}, "“Trong quý I”"),
    Case("TD024", OFFICE_FILE, 'id: "02.1"', {"Đã rà soát 24 thủ tục": "Đã rà soát 24/30 thủ tục, đạt 85%"},
         "24/30 là 80%"),
    Case("TD025", CULTURE_FILE, 'id: "02.2"', {"delivered: [2026-09-10]": "delivered: [2026-03-10]"}, "ngoài kỳ"),
    Case("TD026", OFFICE_FILE, 'id: "01.1"', {}, "ngày 20/3/2026, nhưng báo cáo kỳ 2026-q2 còn ghi",
         both_before(BEFORE.replace("status: done\n    percent: 100\n    done_on: 2026-03-20",
                                    "status: in_progress\n    percent: 90"))),
    Case("KH025", PLAN, "- paragraph: Gửi báo cáo",
         {"Nâng cao hiệu quả": "Gửi báo cáo trước ngày 10/12/2025; nâng cao hiệu quả"}, "“trước ngày 10/12/2025”"),
    Case("CT012", OFFICE_FILE, "- {id: CT.01", {}, "tỷ lệ 99,5% giống hệt kỳ 2026-q2",
         both_before(BEFORE.replace("numerator: 380, denominator: 391", "numerator: 199, denominator: 200"))),
    Case("TD023", OFFICE_FILE, 'id: "02.3"', {'  - id: "02.1"\n': EARLY}, "10/5/2026, trước sự kiện SK.01"),
]  # fmt: skip


def ward(tmp_path: Path, case: Case | None = None) -> WardData:
    """Load the ward, changed as the case says."""
    edits = {case.file: case.edits} if case else {}
    loaded = load_ward(write_ward(tmp_path, edits=edits, files=case.files if case else {}))
    assert loaded.problems == ()
    return loaded.data


@pytest.mark.parametrize("case", BREAKS, ids=lambda c: f"{c.code} {c.says}")
def test_a_broken_rule_is_told_at_its_line(case: Case, tmp_path: Path) -> None:
    told = check_data(ward(tmp_path, case), thorough=True)
    text = (tmp_path / WARD_ID / case.file).read_text("utf-8")
    line = text[: text.index(case.line if case.line in text else 'id: "02.4"')].count("\n") + 1
    mine = [p for p in told if p.code == case.code]
    assert [p.where for p in mine] == [f"{WARD_ID}/{case.file}, dòng {line}"]
    assert case.says in mine[0].message
    assert {p.code for p in told} <= {case.code, "CT004"}  # a value without counts is told as such besides


def test_a_good_ward_breaks_no_rule(tmp_path: Path) -> None:
    assert check_data(ward(tmp_path), thorough=True) == ()


def test_every_rule_is_shown_breaking() -> None:
    assert {c.code for c in BREAKS} | {"CT007", "TD022"} == set(RULES)


def test_only_sums_forbid_writing(tmp_path: Path) -> None:
    severities = {}
    for index, case in enumerate(BREAKS):
        place = tmp_path / str(index)
        place.mkdir()
        for problem in check_data(ward(place, case), thorough=True):
            severities[problem.code] = problem.severity
    assert {code for code, severity in severities.items() if severity is Severity.ERROR} == {"TD005"}


def test_one_indicator_from_two_agencies_in_a_period_is_told(tmp_path: Path) -> None:
    culture = FILES[CULTURE_FILE] + f"indicators:\n  - {MEASURED}\n"
    folder = write_ward(tmp_path, files={CULTURE_FILE: culture})
    told = check_data(load_ward(folder).data)
    line = OFFICE[: OFFICE.index(f"- {MEASURED}")].count("\n") + 1
    assert [(p.code, p.where) for p in told] == [("CT007", f"{WARD_ID}/{OFFICE_FILE}, dòng {line}")]
    assert "Phòng Văn hóa - Xã hội" in told[0].message


def test_a_period_without_an_agency_s_return_is_told(tmp_path: Path) -> None:
    told = check_data(load_ward(write_ward(tmp_path, files={CULTURE_FILE: None})).data, thorough=True)
    assert [(p.code, p.where) for p in told] == [("TD022", f"{WARD_ID}/progress/2026-q3")]
    assert "Phòng Văn hóa - Xã hội" in told[0].message


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("trên địa bàn phường", []),
        ("cho xã hội, theo quy định của tỉnh", []),
        ("tại phường Suối Lành, tỉnh Lam Giang", []),
        ("các xã, phường; cán bộ cấp xã", []),
        ("toàn tỉnh", ["“toàn tỉnh”"]),
        ("thuộc thẩm quyền xã", ["“thẩm quyền xã”"]),
        ("của xã và các thôn", ["“của xã”"]),
        ("lãnh đạo tỉnh, trên địa bàn huyện", ["“lãnh đạo tỉnh”", "“trên địa bàn huyện”"]),
        ("của phường Đồng Thuận", ["“phường Đồng Thuận”"]),
        ("do UBND huyện ban hành; cơ quan cấp huyện", ["“UBND huyện”", "“cấp huyện”"]),
        ("UBND tỉnh Lam Sơn Hạ giao", []),
        ("UBND tỉnh Bình Sơn giao", ["“tỉnh Bình Sơn”"]),
    ],
)
def test_words_of_another_level_or_place(words: str, told: list[str], tmp_path: Path) -> None:
    edits = {PLAN: {"Tuyên truyền pháp luật": f"Tuyên truyền pháp luật {words}"}}
    problems = RULES["KH022"](load_ward(write_ward(tmp_path, edits=edits)).data)
    assert [p.message.split(": ")[1].split(" là câu")[0] for p in problems] == told


def test_words_of_another_level_are_told_in_indicators_too(tmp_path: Path) -> None:
    edits = {PLAN: {"name: Tỷ lệ hồ sơ được giải quyết": "name: Tỷ lệ hồ sơ trên địa bàn tỉnh được giải quyết"}}
    (problem,) = RULES["KH022"](load_ward(write_ward(tmp_path, edits=edits)).data)
    assert problem.message.startswith("chỉ tiêu CT.01: “trên địa bàn tỉnh”")


def test_one_stage_after_another_is_history(tmp_path: Path) -> None:
    edits = {
        PLAN: {
            "Tuyên truyền pháp luật": "Tổng kết cải cách hành chính giai đoạn 2021 - 2025",
            "Khảo sát sự hài lòng của người dân": "Triển khai cải cách hành chính giai đoạn 2026 - 2030",
        }
    }
    assert list(RULES["KH023"](load_ward(write_ward(tmp_path, edits=edits)).data)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Trong quý III",
        "Trong tháng 8",
        "Trong quý IV sẽ",
        "Kết quả quý III/2026",
        "Đã gửi báo cáo quý II,",
        "Trong năm 2026",
        "Tăng so với cùng kỳ năm 2025, đã",
        "Bằng cùng kỳ quý II/2025, đã",
    ],
)
def test_the_period_itself_and_what_is_to_come_may_be_named(words: str, tmp_path: Path) -> None:
    edits = {OFFICE_FILE: {"Đã rà soát 24": f"{words} rà soát 24"}}
    assert list(RULES["TD021"](load_ward(write_ward(tmp_path, edits=edits)).data)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Đã giải quyết 410/415 hồ sơ, đạt 98,8%",
        "Có 1.003/1.250 hồ sơ trực tuyến, chiếm 80,24%",
        "Giải quyết 2/3 hồ sơ, đạt 67%",
        "Trong tháng 12/2026 đạt 95%",
        "Quyết định số 45/2026 đạt 95%",
        "Ngày 3/7/2026 đạt 95%",
        "Giai đoạn 1/2 đạt 40% khối lượng",
        "Đến 9/2026 đạt 90%",
        "12/12 đơn vị báo cáo. Tỷ lệ hài lòng đạt 95%",
        "Đạt 95% kế hoạch, 30/40 thủ tục",
    ],
)
def test_shares_that_follow_and_numbers_that_are_no_counts_are_not_told(words: str, tmp_path: Path) -> None:
    edits = {OFFICE_FILE: {"Đã rà soát 24 thủ tục": words}}
    assert list(RULES["TD024"](load_ward(write_ward(tmp_path, edits=edits)).data)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Ban hành trước năm 2025",
        "Kế hoạch ban hành ngày 10/12/2025",
        "trước ngày 10/12/2026",
        "Tính đến ngày 31/12/2025",
    ],
)
def test_a_day_that_is_history_is_no_deadline(words: str, tmp_path: Path) -> None:
    edits = {PLAN: {"Nâng cao hiệu quả": f"{words}; nâng cao hiệu quả"}}
    assert list(RULES["KH025"](load_ward(write_ward(tmp_path, edits=edits)).data)) == []


def test_all_of_it_in_two_periods_is_no_copy(tmp_path: Path) -> None:
    before = BEFORE.replace("numerator: 380, denominator: 391", "numerator: 391, denominator: 391")
    office = OFFICE.replace("numerator: 398, denominator: 400", "numerator: 400, denominator: 400")
    folder = write_ward(tmp_path, files={**both_before(before), OFFICE_FILE: office})
    assert list(RULES["CT012"](load_ward(folder).data)) == []


def test_a_period_left_out_hides_no_step_back(tmp_path: Path) -> None:
    first = (
        BEFORE.replace("2026-q2", "2026-q1").replace("2026-06-15", "2026-03-15").replace("percent: 30", "percent: 80")
    )
    folder = write_ward(tmp_path, files={"progress/2026-q1/van-phong-hdnd-ubnd.yaml": first})
    assert [p.message for p in RULES["TD018"](load_ward(folder).data)] == [
        "nhiệm vụ 02.1: kỳ 2026-q1 80%, kỳ này còn 60%"
    ]


def test_work_begun_anew_each_period_may_stand_lower(tmp_path: Path) -> None:
    before = CULTURE_BEFORE.replace("percent: 40", "percent: 90")
    folder = write_ward(tmp_path, files={**both_before(BEFORE), CULTURE_BEFORE_FILE: before})
    assert list(RULES["TD018"](load_ward(folder).data)) == []


def test_numbers_that_run_on_from_group_to_group_are_in_order(tmp_path: Path) -> None:
    text = FILES[PLAN]
    second = text.index('- id: "02"\n        title')
    for old, new in (('number: "1."', 'number: "3."'), ('number: "2."', 'number: "4."')):
        text = text[:second] + text[second:].replace(old, new, 1)
    text = text.replace('number: "3."\n            title: Thực hiện', 'number: "5."\n            title: Thực hiện')
    text = text.replace('number: "4."\n            title: Khảo', 'number: "6."\n            title: Khảo')
    folder = write_ward(tmp_path, files={PLAN: text, CULTURE_FILE: None, OFFICE_FILE: None, "events.yaml": None})
    assert list(RULES["KH019"](load_ward(folder).data)) == []


@pytest.mark.parametrize(
    "headings",
    [
        ("A. MỤC ĐÍCH", "B. YÊU CẦU", "C. NHIỆM VỤ", "D. TỔ CHỨC THỰC HIỆN"),
        ("2.1. Thể chế", "2.2. Thủ tục", "3.1. Kinh phí", "3.2. Tổ chức"),
        ("I. MỤC ĐÍCH", "II. NHIỆM VỤ", "III. GIẢI PHÁP", "IV. TỔ CHỨC"),
        ("Phần I. Chung", "Điều 3. Hiệu lực"),
    ],
)
def test_headings_numbered_in_other_ways_are_in_order(headings: tuple[str, ...], tmp_path: Path) -> None:
    old = "  - heading1: I. MỤC ĐÍCH, YÊU CẦU\n"
    new = "".join(f'  - heading1: "{heading}"\n' for heading in headings)
    folder = write_ward(tmp_path, edits={PLAN: {old: new}})
    assert list(RULES["KH019"](load_ward(folder).data)) == []


def test_rules_that_touch_no_figure_wait_for_a_thorough_check(tmp_path: Path) -> None:
    for index, case in enumerate(c for c in BREAKS if c.code in THOROUGH):
        place = tmp_path / str(index)
        place.mkdir()
        data = ward(place, case)
        assert check_data(data) == ()
        assert [p.code for p in check_data(data, thorough=True)] == [case.code]


def test_a_done_regular_task_needs_no_date(tmp_path: Path) -> None:
    folder = write_ward(
        tmp_path, edits={CULTURE_FILE: {"status: in_progress\n    percent: 70": "status: done\n    percent: 100"}}
    )
    assert check_data(load_ward(folder).data) == ()


def test_a_document_of_the_closing_day_is_in_time(tmp_path: Path) -> None:
    folder = write_ward(tmp_path, edits={OFFICE_FILE: {"date: 2026-03-18": "date: 2026-09-14"}})
    assert check_data(load_ward(folder).data) == ()


def test_the_ward_s_own_window_moves_the_closing_day(tmp_path: Path) -> None:
    own = "calendar:\n  windows:\n    2026-q3: {from: 2026-06-15, to: 2026-09-10}\nagencies:\n"
    folder = write_ward(
        tmp_path, edits={OFFICE_FILE: {"date: 2026-03-18": "date: 2026-09-14"}, "ward.yaml": {"agencies:\n": own}}
    )
    assert [p.code for p in check_data(load_ward(folder).data)] == ["TD010"]


def test_a_field_that_left_nothing_behind_may_not_carry_over(tmp_path: Path) -> None:
    before = BEFORE.replace("field: Hộ tịch", "field: Đất đai")
    told = check_data(load_ward(write_ward(tmp_path, files=both_before(before))).data)
    assert [p.code for p in told] == ["TD012", "TD012"]
    assert "còn 0 hồ sơ" in told[0].message
    assert "kỳ này không có số liệu" in told[1].message


def test_anyone_may_report_a_collective_s_task(tmp_path: Path) -> None:
    data = ward(tmp_path)
    office = data.returns[1]
    collective = replace(office.tasks[1], task="02.2")
    changed = replace(data, returns=(data.returns[0], replace(office, tasks=(collective,))))
    assert list(RULES["TD011"](changed)) == []
