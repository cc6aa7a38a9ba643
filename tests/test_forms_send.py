"""The form that an agency receives: what it asks, what it shows of the period before, and that Excel opens it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms import Form, form_of, layout, senders, usual_day, write_form
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.model.progress import WardData
from tests.support_cli import on_day, run
from tests.support_office import SDK, SOFFICE, convert, validate
from tests.support_ward import FILES, WARD_ID, write_ward

DATA = Path(__file__).parent.parent / "data"
QUARTERS = [("truc-lam", 3), ("truc-lam", 4), ("hang-gon", 4)]


def ward(name: str) -> WardData:
    return load_ward(DATA / name).data


def form(data: WardData, agency: str, quarter: int) -> Form:
    return form_of(data, data.ward.agencies[agency], make_period(PeriodKind.QUARTER, 2026, quarter, data.ward.calendar))


def sheet(form: Form, name: str) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(write_form(form)))[name]
    assert isinstance(found, Worksheet)
    return found


def column(found: Worksheet, heading: str) -> str:
    return next(c.column_letter for c in found[4] if isinstance(c, Cell) and c.value == heading)


@pytest.mark.parametrize(("name", "quarter"), QUARTERS)
def test_every_task_of_the_plan_is_asked_of_somebody(name: str, quarter: int) -> None:
    data = ward(name)
    asked = {row.task.id for agency in senders(data) for row in form(data, agency.id, quarter).tasks}
    assert asked == {task.id for task in data.plan.tasks}


@pytest.mark.parametrize(("name", "quarter"), QUARTERS)
def test_every_indicator_of_the_year_is_asked_of_exactly_one_agency(name: str, quarter: int) -> None:
    data = ward(name)
    asked = [row.indicator.id for agency in senders(data) for row in form(data, agency.id, quarter).indicators]
    wanted = [i.id for i in data.plan.indicators if i.first_year <= 2026 <= i.last_year and not i.same_as]
    assert sorted(asked) == sorted(wanted)


def test_no_agency_is_asked_to_report_and_to_help_with_one_task() -> None:
    data = ward("truc-lam")
    for agency in senders(data):
        made = form(data, agency.id, 4)
        assert not {row.task.id for row in made.tasks} & {task.id for task in made.helped}


def test_a_task_with_several_deadlines_has_a_row_for_each() -> None:
    keys = [row.key for row in form(ward("truc-lam"), "phong-van-hoa-xa-hoi", 4).tasks if row.task.id == "07.1"]
    assert keys == ["07.1", "07.1#1", "07.1#2"]


def test_the_period_before_stands_beside_the_empty_cells() -> None:
    found = sheet(form(ward("truc-lam"), "phong-van-hoa-xa-hoi", 4), layout.TASKS.name)
    before, status = column(found, "Kỳ trước"), column(found, "Tình trạng")
    row = next(c.row for c in found["A"] if c.value == "03.5")
    assert found[f"{before}{row}"].value == "Đang thực hiện, 75%"
    assert found[f"{status}{row}"].value is None
    assert "minh họa" in str(found["A3"].value)


def test_what_was_sent_already_is_there_to_be_corrected() -> None:
    found = sheet(form(ward("truc-lam"), "phong-van-hoa-xa-hoi", 3), layout.TASKS.name)
    row = next(c.row for c in found["A"] if c.value == "03.2")
    shown = {h: found[f"{column(found, h)}{row}"].value for h in ("Tình trạng", "Tỷ lệ (%)", "Văn bản đã ban hành")}
    assert shown["Tình trạng"] == "Đã hoàn thành"
    assert shown["Tỷ lệ (%)"] == 100
    assert str(shown["Văn bản đã ban hành"]).startswith("Báo cáo số 268/BC-UBND ngày 20/8/2026 về kết quả")


def test_files_begin_with_what_the_period_before_left() -> None:
    data = ward("truc-lam")
    left = {row.field: row.pending for r in data.returns if r.period == "2026-q3" for row in r.files}
    found = sheet(form(data, "trung-tam-phuc-vu-hanh-chinh-cong", 4), layout.FILES.name)
    carried = column(found, "Tiếp nhận: từ kỳ trước")
    fields = {
        found[f"B{n}"].value: found[f"{carried}{n}"].value for n in range(5, found.max_row + 1) if found[f"B{n}"].value
    }
    assert fields == left
    assert form(data, "cong-an-phuong", 4).files is None


def test_only_cells_to_fill_in_are_open() -> None:
    found = sheet(form(ward("truc-lam"), "phong-van-hoa-xa-hoi", 4), layout.TASKS.name)
    assert found.protection.sheet
    open_columns = {
        str(found[f"{c.column_letter}4"].value)
        for row in found.iter_rows(min_row=5)
        for c in row
        if isinstance(c, Cell) and not c.protection.locked
    }
    assert open_columns == {c.heading for c in layout.TASKS.columns if c.entry is not layout.Entry.NOTHING}


def test_statuses_are_chosen_from_a_list_and_figures_are_held_to_their_kind() -> None:
    found = sheet(form(ward("truc-lam"), "phong-van-hoa-xa-hoi", 4), layout.TASKS.name)
    kinds = {rule.type for rule in found.data_validations.dataValidation}
    assert {"list", "decimal", "date"} <= kinds
    rule = next(r for r in found.data_validations.dataValidation if r.type == "list")
    assert rule.formula1 == '"Đã hoàn thành,Đang thực hiện,Chưa triển khai"'
    assert rule.prompt


def test_a_text_that_begins_with_an_equals_sign_stays_a_text(tmp_path: Path) -> None:
    edits = {"plans/2026.yaml": {"Tuyên truyền pháp luật": "'=1+1'"}}
    data = load_ward(write_ward(tmp_path, edits=edits)).data
    made = form(data, "phong-van-hoa-xa-hoi", 4)
    cell = next(c for c in sheet(made, layout.TASKS.name)["B"] if c.value == "=1+1")
    assert cell.data_type == "s"


def test_who_the_form_belongs_to_travels_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_form(form(ward("truc-lam"), "phong-van-hoa-xa-hoi", 4))))
    hidden = book[layout.HIDDEN]
    assert hidden.sheet_state == "hidden"
    facts = {row[0].value: row[1].value for row in hidden.iter_rows()}
    assert (facts["ward"], facts["agency"], facts["period"]) == ("truc-lam", "phong-van-hoa-xa-hoi", "2026-q4")
    keys = [c.value for c in book[layout.TASKS.name][openpyxl.utils.get_column_letter(len(layout.TASKS.columns) + 1)]]
    assert "07.1#1" in keys


def test_the_same_form_gives_the_same_bytes() -> None:
    made = form(ward("hang-gon"), "phong-van-hoa-xa-hoi", 4)
    assert write_form(made) == write_form(made)


def test_the_usual_day_is_the_working_day_after_the_data_close() -> None:
    assert usual_day(make_period(PeriodKind.QUARTER, 2026, 3)) == date(2026, 9, 15)
    assert usual_day(make_period(PeriodKind.MONTH, 2026, 8)) == date(2026, 8, 17)  # 15/8/2026 is a Saturday


@pytest.mark.sdk
@pytest.mark.skipif(not SDK, reason="Microsoft's validator is not installed")
@pytest.mark.parametrize(("name", "agency"), [("truc-lam", "trung-tam-phuc-vu-hanh-chinh-cong"),
                                              ("hang-gon", "phong-van-hoa-xa-hoi")])  # fmt: skip
def test_microsoft_s_validator_passes_a_form(name: str, agency: str, tmp_path: Path) -> None:
    path = tmp_path / "bieu-mau.xlsx"
    path.write_bytes(write_form(form(ward(name), agency, 4)))
    assert validate([path]) == ""


@pytest.mark.office
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_saves_a_form_without_loss(tmp_path: Path) -> None:
    made = form(ward("truc-lam"), "trung-tam-phuc-vu-hanh-chinh-cong", 4)
    path = tmp_path / "bieu-mau.xlsx"
    path.write_bytes(write_form(made))
    (tmp_path / "luu").mkdir()
    saved = openpyxl.load_workbook(convert([path], tmp_path / "luu", "xlsx")[0])
    source = openpyxl.load_workbook(io.BytesIO(write_form(made)))
    assert saved.sheetnames == source.sheetnames
    for name in source.sheetnames:
        texts = [[c.value for c in row] for row in source[name].iter_rows()]
        again = [[c.value for c in row] for row in saved[name].iter_rows(max_col=len(texts[0]))]
        assert [[v for v in row if isinstance(v, str)] for row in again] == [
            [v for v in row if isinstance(v, str)] for row in texts
        ]
        assert len(saved[name].data_validations.dataValidation) == len(source[name].data_validations.dataValidation)
        assert saved[name].protection.sheet == source[name].protection.sheet


# --- commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    return tmp_path


def test_send_writes_one_form_an_agency(work: Path) -> None:
    told = run("forms", "send", "--ward", WARD_ID, "--year", "2026", "--quarter", "4", "--workspace", work, "--json")
    assert told.exit_code == 0
    assert [Path(f["path"]).relative_to(work).as_posix() for f in told.json["files"]] == [
        f"out/{WARD_ID}/2026/quy-4/bieu-mau/bieu-mau-{agency}-quy-4-2026.xlsx"
        for agency in ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")
    ]


def test_a_form_that_somebody_has_begun_to_fill_in_is_kept(work: Path) -> None:
    words = ("forms", "send", "--ward", WARD_ID, "--agency", "Phòng VHXH", "--quarter", "4", "--year", "2026")
    (path,) = run(*words, "--workspace", work).paths
    path.write_bytes(path.read_bytes() + b"\0")
    kept = path.read_bytes()
    told = run(*words, "--workspace", work)
    assert path.read_bytes() == kept
    assert [p.name for p in told.paths] == ["bieu-mau-phong-van-hoa-xa-hoi-quy-4-2026-ban-2.xlsx"]


def test_without_a_period_the_forms_are_of_the_one_being_collected(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, date(2026, 12, 1))
    told = run("forms", "send", "--ward", WARD_ID, "--workspace", work, "--json")
    assert (told.json["period"]["kind"], told.json["period"]["index"]) == ("quarterly", 4)
    assert "Kỳ: quý IV năm 2026" in told.err


def test_an_agency_nearly_named_is_proposed_never_taken(work: Path) -> None:
    told = run("forms", "send", "--ward", WARD_ID, "--agency", "phong-van-hoa", "--workspace", work)
    assert (told.exit_code, told.codes) == (2, ["LN030"])
    assert "phong-van-hoa-xa-hoi" in told.err


def test_a_ward_that_expects_no_returns_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    text = FILES["ward.yaml"].replace("    reports: true\n", "")
    write_ward(tmp_path / "data", files={"ward.yaml": text})
    told = run("forms", "send", "--ward", WARD_ID, "--quarter", "4", "--year", "2026", "--workspace", tmp_path)
    assert (told.exit_code, told.codes) == (2, ["LN031"])


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-09-10", "còn 5 ngày, 3 ngày làm việc"),
        ("15/9/2026", "hạn là hôm nay"),
        ("2026-09-18", "đã quá hạn 3 ngày"),
    ],
)
def test_missing_tells_who_and_how_long(work: Path, day: str, words: str) -> None:
    (work / "data" / WARD_ID / "progress/2026-q3/van-phong-hdnd-ubnd.yaml").unlink()
    asked = ("forms", "missing", "--ward", WARD_ID, "--year", "2026", "--quarter", "3", "--workspace", work)
    told = run(*asked, "--as-of", day)
    assert told.exit_code == 0
    assert told.out.splitlines()[1:] == ["- Văn phòng HĐND và UBND"]
    assert words in told.out
    answer = run(*asked, "--as-of", day, "--json").json
    assert [m["agency"] for m in answer["missing"]] == ["van-phong-hdnd-ubnd"]
    assert answer["sent"] == ["phong-van-hoa-xa-hoi"]


def test_the_day_to_send_back_keeps_the_ward_s_own_calendar(tmp_path: Path) -> None:
    own = (
        "calendar:\n  windows:\n    2026-q3: {from: 2026-06-15, to: 2026-08-31}\n  send_by:\n    2026-q3: 18/9/2026\n"
        "  days_off: [2026-09-03]\nagencies:\n"
    )
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data", edits={"ward.yaml": {"agencies:\n": own}})
    (tmp_path / "data" / WARD_ID / "progress/2026-q3/van-phong-hdnd-ubnd.yaml").unlink()
    words = ("--ward", WARD_ID, "--year", "2026", "--quarter", "3", "--workspace", tmp_path)
    (told,) = run("forms", "missing", *words, "--as-of", "2026-08-31", "--json").json["missing"]
    # 01 and 02/9 are holidays, 03/9 is the ward's own
    assert (told["send_by"], told["days_left"], told["working_days_left"]) == ("2026-09-04", 4, 1)
    assert "báo cáo của phường phải gửi chậm nhất ngày 18/9/2026" in run("forms", "send", *words).err


def test_missing_says_when_nobody_is(work: Path) -> None:
    told = run("forms", "missing", "--ward", WARD_ID, "--year", "2026", "--quarter", "3", "--workspace", work)
    assert told.out == "Cả 2 đơn vị đã gửi số liệu quý III năm 2026.\n"
