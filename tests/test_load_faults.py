"""What people get for wrong input: a code, the file, the line, for every fault, all in one run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reportgen.load.ward import load_ward
from reportgen.problem import Problem, ReportgenError, Severity
from tests.support_ward import FILES, WARD_ID, line_of, write_ward

CULTURE = "progress/2026-q3/phong-van-hoa-xa-hoi.yaml"
OFFICE = "progress/2026-q3/van-phong-hdnd-ubnd.yaml"
PLAN = "plans/2026.yaml"


@dataclass(frozen=True)
class Case:
    """Words of one file, what a person typed instead, the code, and words of the message.

    `at` are the words at whose line the fault is told, when that is not the line of `old`; `after` is how many
    lines further down it is told.
    """

    code: str
    file: str
    old: str
    new: str
    says: str = ""
    at: str = ""
    after: int = 0


CASES = [
    # text that YAML would read as something else
    Case("DL304", "ward.yaml", "symbol: UBND", "symbol: no", "no"),
    Case("DL304", "ward.yaml", "symbol: UBND", "symbol: on", "on"),
    Case("DL304", CULTURE, 'number: "45"', "number: 45", "45"),
    Case("DL304", CULTURE, 'number: "45"', "number: 0123", "0123"),
    Case("DL304", CULTURE, 'number: "45"', "number: 1_000", "1_000"),
    Case("DL304", CULTURE, 'number: "45"', "number: 12:30", "12:30"),
    Case("DL304", PLAN, 'target_text: "98%"', "target_text: 98", "98"),
    Case("DL304", PLAN, "date_line: Suối Lành, ngày tháng 01 năm 2026", "date_line: 2026-01-05", "2026-01-05"),
    # numbers
    Case("DL306", CULTURE, "percent: 70", "percent: 140", "140"),
    Case("DL306", CULTURE, "percent: 70", "percent: -1", "-1"),
    Case("DL305", CULTURE, "percent: 70", "percent: 70%", "70%"),
    Case("DL305", CULTURE, "percent: 70", "percent: 70,5", "70,5"),
    Case("DL305", CULTURE, "percent: 70", "percent: .nan", ".nan"),
    Case("DL305", OFFICE, "total: 412", "total: 1.234", "1.234", at="received:"),
    Case("DL305", OFFICE, "total: 412", "total: 1_234", "1_234", at="received:"),
    Case("DL305", OFFICE, "total: 412", "total: 0123", "0123", at="received:"),
    Case("DL305", OFFICE, "total: 412", "total: 12:30", "12:30", at="received:"),
    Case("DL306", OFFICE, "total: 412", "total: -412", "-412", at="received:"),
    Case("DL306", OFFICE, "total: 412", "total: 1234567890123456", "quá lớn", at="received:"),
    # dates
    Case("DL307", OFFICE, "done_on: 2026-03-20", "done_on: 2026-02-30", "không có ngày “2026-02-30”"),
    Case("DL307", OFFICE, "done_on: 2026-03-20", "done_on: 31/02/2026", "31/02/2026"),
    Case("DL307", OFFICE, "done_on: 2026-03-20", "done_on: 12/31/2026", "ngày trước, tháng sau"),
    Case("DL307", OFFICE, "done_on: 2026-03-20", "done_on: 20/3/26", "20/3/26"),
    Case("DL307", OFFICE, "done_on: 2026-03-20", "done_on: 2026-03-20 10:00:00", "10:00"),
    Case("DL307", OFFICE, "done_on: 2026-03-20", "done_on: 0026-03-20", "0026"),
    # structure
    Case("DL301", OFFICE, "period: 2026-q3\n", "", '"period"', at="agency:"),
    Case("DL301", "ward.yaml", "province: tỉnh Lam Giang", "province:", '"province"'),
    Case("DL301", "ward.yaml", "province: tỉnh Lam Giang", "province: ''", '"province"'),
    Case("DL302", OFFICE, "percent: 60", "persent: 60", '"persent"'),
    Case("DL303", OFFICE, "reported_on: 2026-09-15", "difficulties: Thiếu người", '"difficulties"'),
    Case("DL303", OFFICE, "reported_on: 2026-09-15", "reported_on: [2026-09-15]", '"reported_on"'),
    Case("DL303", PLAN, "  - note: (Phân", "  - list: a\n    note: (Phân", "đúng một khóa"),
    Case("DL303", PLAN, "years: [2026, 2026]\ntitle", "years: [2026]\ntitle", "thứ 2"),
    Case("DL308", OFFICE, "status: done", "status: xong", "“xong”"),
    Case("DL308", "ward.yaml", "level: tập thể", "level: tap the", "“tap the”"),
    Case("DL308", "ward.yaml", "- id: cac-co-quan-don-vi", "- id: Các CQ", "“Các CQ”"),
    Case("DL310", "ward.yaml", "count_regular_as_done: true", "count_regular_as_done: có", "“có”"),
    # references
    Case("TD001", OFFICE, 'id: "02.1"', 'id: "02.9"', "“02.9”"),
    Case("TD002", OFFICE, "agency: van-phong-hdnd-ubnd", "agency: van-phong", "“van-phong”"),
    Case("TD002", OFFICE, "agency: van-phong-hdnd-ubnd", "agency: Văn phòng HĐND và UBND", "bằng mã"),
    Case("TD003", OFFICE, "agency: van-phong-hdnd-ubnd", "agency: cac-co-quan-don-vi", "“van-phong-hdnd-ubnd”"),
    Case("TD004", OFFICE, "period: 2026-q3", "period: 2026-q2", "“2026-q2”"),
    Case("TD006", OFFICE, 'id: "02.1"', 'id: "01.1"', "ghi hai lần, lần trước ở dòng 6"),
    Case("TD006", CULTURE, "{deadline: 2, ", "{deadline: 1, ", "thời hạn thứ 1", at="{deadline: 1, done_on"),
    Case("TD007", CULTURE, "{deadline: 2, ", "{deadline: 3, ", "không có thời hạn thứ 3"),
    Case("CT001", OFFICE, "id: CT.01", "id: CT.10", "“CT.10”"),
    Case("CT002", OFFICE, "denominator: 400", "denominator: 300", "tử số 398 lớn hơn mẫu số 300"),
    Case("CT003", OFFICE, "denominator: 400", "denominator: 0", "mẫu số bằng 0"),
    Case("CT005", OFFICE, ", denominator: 400", "", "thiếu denominator"),
    Case("CT013", OFFICE, "denominator: 400", "denominator: 400, value: 98", "kết quả 98 nhưng 398/400 cho 100"),
    Case("CT005", OFFICE, ", numerator: 398, denominator: 400", "", "chưa có số liệu"),
    Case("KH002", PLAN, '["- Phòng Văn hóa - Xã hội"]', '["- Phòng Văn hóa Xã hội."]', "“Phòng Văn hóa Xã hội”"),
    Case("KH002", PLAN, "agency: Phòng Văn hóa - Xã hội", "agency: Sở Tư pháp", "“Sở Tư pháp”"),
    Case("KH002", PLAN, "who: Các cơ quan, đơn vị", "who: UBND xã", "“UBND xã”"),
    Case(
        "KH003", "ward.yaml", "aliases: [Các đơn vị]", "aliases: [Các đơn vị, phòng VHXH]", "“phòng VHXH”", "- id: cac"
    ),
    Case("KH005", "ward.yaml", "id: van-phong-hdnd-ubnd", "id: phong-van-hoa-xa-hoi", "ghi hai lần"),
    Case("KH005", PLAN, 'number: "4."', 'number: "3."', "“02.3”"),
    Case("KH006", "ward.yaml", "standing_agency: phong-van-hoa-xa-hoi", "standing_agency: phong-vhxh", "“phong-vhxh”"),
    Case("KH006", PLAN, "lead: van-phong-hdnd-ubnd", "lead: van-phong", "“van-phong”"),
    Case("KH006", PLAN, 'areas: ["02"]', 'areas: ["03"]', "lĩnh vực “03”"),
    Case("KH006", PLAN, "place: văn bản", "place: thân bài", "“thân bài”"),
    Case("KH007", PLAN, "years: [2026, 2026]\ntitle", "years: [2027, 2026]\ntitle", "2027"),
    Case("KH011", "events.yaml", 'tasks: ["02.3"]', 'tasks: ["02.7"]', "“02.7”"),
    Case("KH012", "events.yaml", "deadline: 1", "deadline: 2", "không có thời hạn thứ 2"),
    # the YAML itself
    Case("DL201", OFFICE, "result: Đã rà soát 24", "result: Đã rà soát: 24", "dấu hai chấm"),
    Case("DL201", OFFICE, "result: Đã rà soát 24 thủ tục.", 'result: "Đã rà soát', "ngoặc kép mở mà không đóng"),
    # the quote is missed where it was opened, not where the next one closes it lines below
    Case("DL201", PLAN, "subject: [", 'note: "Cải cách hành chính\nsubject: [', "ngoặc kép mở mà không đóng"),
    Case("DL201", OFFICE, "percent: 60", "percent: @60", "YAML dành riêng"),
    Case("DL201", OFFICE, "result: Đã rà soát 24 thủ tục.", "result: > 24 thủ tục", "“>”"),
    Case("DL201", OFFICE, "denominator: 400}", "denominator: 400", "{ }"),
    Case("DL202", OFFICE, "percent: 60", "percent: 60\n    percent: 70", '"percent" ghi hai lần', after=1),
    Case("DL203", OFFICE, "result: Đã rà soát 24 thủ tục.", "result: &a Đã rà soát", "“&a”"),
    Case("DL203", OFFICE, "result: Đã rà soát 24 thủ tục.", "result: *a", "“*a”"),
    Case("DL204", OFFICE, "percent: 60", "percent: !!python/object/apply:os.system [x]", "python"),
    Case("DL205", OFFICE, "indicators:", "---\nindicators:", "---"),
    Case("DL206", OFFICE, "    percent: 60", "\tpercent: 60", "Tab"),
    Case("DL208", OFFICE, "percent: 60", "{percent: 1}: 60", "không phải danh sách"),
    # characters
    Case("DL102", OFFICE, "Đã rà soát 24", "Đã rà\x0csoát 24", "U+000C"),
    Case("DL102", OFFICE, "result: Đã rà soát 24 thủ tục.", 'result: "Đã\\a rà"', "U+0007"),
    Case("DL102", OFFICE, "Đã rà soát 24", "Đã rà\u2028soát 24", "U+2028"),
    Case("DL104", OFFICE, "result: Đã rà soát 24 thủ tục.", "result: §· rµ so¸t thñ tôc hµnh chÝnh", "TCVN3"),
]


def problems_of(folder: Path, *, year: int | None = None) -> tuple[Problem, ...]:
    """Return what loading the folder tells."""
    try:
        return load_ward(folder, year=year).problems
    except ReportgenError as error:
        return error.problems


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}-{c.new.strip()[:24]!r}")
def test_a_fault_is_told_once_with_code_file_and_line(case: Case, tmp_path: Path) -> None:
    folder = write_ward(tmp_path, edits={case.file: {case.old: case.new}})
    problems = problems_of(folder)
    place = f"{WARD_ID}/{case.file}, dòng {line_of(case.at or case.old, file=case.file) + case.after}"
    assert [(p.code, p.where) for p in problems] == [(case.code, place)]
    assert case.says in problems[0].message
    assert problems[0].severity is Severity.ERROR
    assert problems[0].remedy.endswith(".")


def test_all_faults_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    folder = write_ward(
        tmp_path,
        edits={
            "ward.yaml": {"symbol: UBND": "symbol: no", "aliases: [Các đơn vị]": "aliases: [Các đơn vị, Phòng VHXH]"},
            PLAN: {'["- Văn phòng HĐND&UBND."]': "[VPHĐ]", "target: 98": "target: 98%"},
            "events.yaml": {"due: 2026-12-31": "due: 2026-12-32"},
            CULTURE: {"percent: 70": "percent: 140", '- id: "01.2"': '- id: "09.9"'},
            OFFICE: {"result: Đã rà soát 24": "result: Đã rà soát: 24"},
        },
    )
    told = {(p.code, p.where.partition(",")[0].partition("/")[2]) for p in problems_of(folder)}
    assert told == {
        ("DL304", "ward.yaml"),
        ("KH003", "ward.yaml"),
        ("KH002", PLAN),
        ("DL305", PLAN),
        ("DL307", "events.yaml"),
        ("DL306", CULTURE),
        ("TD001", CULTURE),
        ("DL201", OFFICE),
    }


def test_a_fault_of_form_does_not_hide_a_fault_of_reference_in_the_same_row(tmp_path: Path) -> None:
    edits = {CULTURE: {"percent: 70": "percent: 140", '- id: "01.2"': '- id: "09.9"'}}
    problems = problems_of(write_ward(tmp_path, edits=edits))
    lines = (line_of('- id: "01.2"', file=CULTURE), line_of("percent: 70", file=CULTURE))
    assert [(p.code, p.where) for p in problems] == [
        ("TD001", f"{WARD_ID}/{CULTURE}, dòng {lines[0]}"),
        ("DL306", f"{WARD_ID}/{CULTURE}, dòng {lines[1]}"),
    ]


def test_lines_stay_right_behind_a_row_that_cannot_be_read(tmp_path: Path) -> None:
    edits = {OFFICE: {'- id: "01.1"\n    status: done': '- id: "01.1"', 'id: "02.1"': 'id: "02.9"'}}
    problems = problems_of(write_ward(tmp_path, edits=edits))
    assert [(p.code, p.where.rpartition(" ")[2]) for p in problems] == [("DL301", "6"), ("TD001", "12")]


def test_a_row_of_the_plan_that_cannot_be_read_makes_no_false_unknown_tasks(tmp_path: Path) -> None:
    problems = problems_of(write_ward(tmp_path, edits={PLAN: {'- number: "1."\n            title: Rà': "- title: Rà"}}))
    assert [p.code for p in problems] == ["DL301"]


def test_messages_name_the_key_in_words_and_the_nearest_known_one(tmp_path: Path) -> None:
    problems = problems_of(write_ward(tmp_path, edits={OFFICE: {"percent: 60": "persent: 60"}}))
    assert problems[0].message == 'khóa "persent" của nhiệm vụ “02.1”: khóa này không có trong mẫu'
    assert "“percent”" in problems[0].remedy


def test_near_agency_names_are_proposed_and_not_applied(tmp_path: Path) -> None:
    edits = {PLAN: {'["- Phòng Văn hóa - Xã hội"]': "[Phòng Văn hoa Xã hội]"}}
    problems = problems_of(write_ward(tmp_path, edits=edits))
    assert [p.code for p in problems] == ["KH002"]
    assert "“Phòng Văn hóa - Xã hội”" in problems[0].remedy


def test_values_cannot_steer_the_terminal(tmp_path: Path) -> None:
    edits = {OFFICE: {"status: done": 'status: "\u202exong \\e[31m\\nhai"'}}
    text = "".join(p.message + p.remedy for p in problems_of(write_ward(tmp_path, edits=edits)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("cp1258", "Windows-1258")]
)
def test_other_encodings_are_named(encoding: str, name: str, tmp_path: Path) -> None:
    text = FILES["events.yaml"].replace("phê duyệt Đề án liên thông thủ tục", "phê duyệt Đề án")
    if encoding == "cp1258":  # Windows writes tones as combining marks
        text = text.replace("ế", "ê\u0301").replace("ị", "i\u0323").replace("ệ", "ê\u0323").replace("ố", "ô\u0301")
        text = text.replace("ủ", "u\u0309")
    folder = write_ward(tmp_path, files={"events.yaml": text.encode(encoding, "replace")})
    problems = problems_of(folder)
    assert [p.code for p in problems] == ["DL101"]
    assert name in problems[0].message
    assert problems[0].where.startswith(f"{WARD_ID}/events.yaml")


def test_decomposed_letters_are_read_as_composed_with_a_warning(tmp_path: Path) -> None:
    edits = {OFFICE: {"result: Đã rà soát 24 thủ tục.": "result: Đa\u0303 ra\u0300 soát 24 thủ tục."}}
    loaded = load_ward(write_ward(tmp_path, edits=edits))
    line = line_of("result: Đã rà soát", file=OFFICE)
    assert [(p.code, p.where, p.severity) for p in loaded.problems] == [
        ("DL103", f"{WARD_ID}/{OFFICE}, dòng {line}", Severity.WARNING)
    ]
    assert loaded.data.returns[1].tasks[1].result == "Đã rà soát 24 thủ tục."


def test_letters_that_only_look_right_are_a_warning(tmp_path: Path) -> None:
    edits = {OFFICE: {"Đã rà soát 24": "Đã rà so\u200bát 24"}}
    problems = load_ward(write_ward(tmp_path, edits=edits)).problems
    assert [(p.code, p.severity) for p in problems] == [("DL105", Severity.WARNING)]
    assert "U+200B" in problems[0].message


def test_an_erratum_whose_words_stand_nowhere_is_a_warning(tmp_path: Path) -> None:
    edits = {PLAN: {"printed: cải cách thủ hành chính": "printed: cải cách thủ  hành chính"}}
    problems = load_ward(write_ward(tmp_path, edits=edits)).problems
    assert [(p.code, p.where, p.severity) for p in problems] == [
        ("KH004", f"{WARD_ID}/{PLAN}, dòng {line_of('place: văn bản', file=PLAN)}", Severity.WARNING)
    ]


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    problems = problems_of(write_ward(tmp_path, files={OFFICE: "# chưa báo cáo\n"}))
    assert [(p.code, p.where) for p in problems] == [("DL209", f"{WARD_ID}/{OFFICE}")]


@pytest.mark.parametrize("bomb", ["[" * 100_000, "a: " * 3 + "[" * 60 + "]" * 60, "- x\n" * 300_000])
def test_a_bomb_is_refused(bomb: str, tmp_path: Path) -> None:
    codes = {p.code for p in problems_of(write_ward(tmp_path, files={OFFICE: bomb}))}
    assert codes <= {"DL002", "DL201"}
    assert codes


def test_a_file_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    problems = problems_of(write_ward(tmp_path, files={OFFICE: b"#" * (5 * 1024 * 1024)}))
    assert [p.code for p in problems] == ["DL002"]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied"), "không có quyền đọc"),
        (OSError(5, "Input/output error"), "mã lỗi của máy: 5"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_without_words_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str
) -> None:
    folder = write_ward(tmp_path)
    real = Path.open

    def refuse(path: Path, *words: Any, **options: Any) -> Any:
        if path == folder / OFFICE:
            raise error
        return real(path, *words, **options)

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = problems_of(folder)
    assert (problem.code, problem.where) == ("DL001", f"{WARD_ID}/{OFFICE}")
    assert says in problem.message
    assert str(error.strerror) not in problem.message
