"""A ward's folder becomes the model: which plan, which files, what the words mean."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.load.folder import list_wards
from reportgen.load.plan import PlanBuilder
from reportgen.load.ward import Seen, load_ward, open_plan
from reportgen.model.deadline import Pattern
from reportgen.model.period import PeriodKind, Window
from reportgen.model.plan import Block, Party, Plan
from reportgen.model.progress import Declared, WardData
from reportgen.problem import Problem, ReportgenError, Severity
from tests.support_ward import FILES, OFFICE, PLAN, WARD_ID, write_ward

RETURN = "progress/2026-q3/van-phong-hdnd-ubnd.yaml"


def test_a_complete_folder_loads_without_a_word(tmp_path: Path) -> None:
    loaded = load_ward(write_ward(tmp_path))
    assert loaded.problems == ()
    assert loaded.data.ward.id == WARD_ID
    assert [t.id for t in loaded.data.plan.tasks] == ["01.1", "01.2", "02.1", "02.2", "02.3", "02.4"]
    assert [(r.period, r.agency) for r in loaded.data.returns] == [
        ("2026-q3", "phong-van-hoa-xa-hoi"),
        ("2026-q3", "van-phong-hdnd-ubnd"),
    ]


def test_every_value_keeps_its_kind(tmp_path: Path) -> None:
    data = load_ward(write_ward(tmp_path)).data
    culture, office = data.returns
    first = office.tasks[0]
    assert (first.declared, first.percent, first.done_on) == (Declared.DONE, Decimal(100), date(2026, 3, 20))
    assert first.documents[0].number == "12"
    assert first.documents[0].date == date(2026, 3, 18)
    assert culture.tasks[1].parts[1].delivered == (date(2026, 9, 10),)
    assert office.measurements[0].value == Decimal("99.5")
    assert (office.files[0].received, office.files[0].pending_in_time) == (412, 12)
    assert data.events[0].due == date(2026, 12, 31)
    assert data.plan.indicators[0].target == Decimal(98)
    assert data.plan.tasks[0].deadlines[0].pattern is Pattern.DATE
    assert office.illustrative


def test_every_value_says_where_it_was_read(tmp_path: Path) -> None:
    data = load_ward(write_ward(tmp_path)).data
    lines = OFFICE.split("\n")
    office = data.returns[1]
    rows = [row.source for row in office.tasks] + [office.measurements[0].source, office.files[0].source]
    for source in rows:
        file, _, line = source.partition(", dòng ")
        assert file == f"{WARD_ID}/{RETURN}"
        assert lines[int(line) - 1].lstrip().startswith("- ")


def test_printed_agencies_resolve_with_their_notes(tmp_path: Path) -> None:
    tasks = {t.id: t for t in load_ward(write_ward(tmp_path)).data.plan.tasks}
    assert tasks["01.1"].lead == (Party("- Văn phòng HĐND&UBND.", "van-phong-hdnd-ubnd"),)
    assert tasks["02.2"].lead == (
        Party("Các cơ quan, đơn vị", "cac-co-quan-don-vi"),
        Party("Phòng Văn hóa - Xã hội: tổng hợp, báo cáo", "phong-van-hoa-xa-hoi", "tổng hợp, báo cáo"),
    )


def test_errata_correct_at_their_place_and_nowhere_else(tmp_path: Path) -> None:
    edits = {"plans/2026.yaml": {"title: Tuyên truyền pháp luật": "title: Tuyên truyền cải cách thủ hành chính"}}
    folder = write_ward(tmp_path, edits=edits)
    plan = load_ward(folder).data.plan
    assert plan.blocks[2] == Block("paragraph", 0, "Nâng cao hiệu quả cải cách thủ tục hành chính trên địa bàn phường.")
    assert plan.tasks[1].title == "Tuyên truyền cải cách thủ hành chính"


def test_a_verbatim_plan_keeps_its_misprints_and_their_meaning(tmp_path: Path) -> None:
    erratum = "errata:\n  - {place: '01.1', printed: Quí I, corrected: Quý II, why: Sai quý}\n"
    edits = {"plans/2026.yaml": {"- Quý I/2026.": "- Quí I/2026.", "errata:\n": erratum}}
    folder = write_ward(tmp_path, edits=edits)
    verbatim, corrected = load_ward(folder, verbatim=True), load_ward(folder)
    assert verbatim.problems == corrected.problems == ()
    assert verbatim.data.plan.tasks[0].deadline_items == ("- Quí I/2026.",)
    assert corrected.data.plan.tasks[0].deadline_items == ("- Quý II/2026.",)
    assert verbatim.data.plan.tasks[0].deadlines[0].last_day == date(2026, 6, 30)
    assert verbatim.data.plan.blocks[2].text == "Nâng cao hiệu quả cải cách thủ hành chính trên địa bàn phường."


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("nơi nhận", 'recipients: ["- Sở', 'recipients: ["- Sởx'),
        ("chữ ký", "authority: [KT. CHỦ", "authority: [KT.CHỦx"),
        ("phụ lục", "label: Phụ lục số 01", "label: Phụ lục số 01x"),
        ("CT.01", "name: Tỷ lệ hồ sơ được", "name: Tỷ lệ hồ sơ đượcx"),
        ("văn bản, mục I", 'items: ["Theo dõi', 'items: ["Theo dõix'),
        ("CD.01", "to: Chủ tịch UBND phường", "to: Chủ tịch UBND phườngx"),
    ],
)
def test_errata_know_every_place(place: str, old: str, new: str, tmp_path: Path) -> None:
    printed = new.rpartition(" ")[2].strip('["')
    erratum = f"errata:\n  - {{place: '{place}', printed: '{printed}', corrected: ĐÚNG, why: thử}}\n"
    folder = write_ward(tmp_path, edits={"plans/2026.yaml": {old: new, "errata:\n": erratum}})
    loaded = load_ward(folder)
    assert loaded.problems == ()
    assert printed not in str(replace(loaded.data.plan, errata=()))
    assert printed in str(replace(load_ward(folder, verbatim=True).data.plan, errata=()))


def test_the_newest_plan_that_contains_the_year_is_taken(tmp_path: Path) -> None:
    longer = PLAN.replace("years: [2026, 2026]\ntitle: KẾ HOẠCH", "years: [2025, 2030]\ntitle: KẾ HOẠCH DÀI")
    folder = write_ward(tmp_path, files={"plans/2025.yaml": longer})
    titles = {year: load_ward(folder, year=year).data.plan.title for year in (None, 2025, 2026, 2030)}
    assert titles == {None: "KẾ HOẠCH", 2025: "KẾ HOẠCH DÀI", 2026: "KẾ HOẠCH", 2030: "KẾ HOẠCH DÀI"}


def test_a_year_without_plan_says_which_years_there_are(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path), year=2031)
    assert told.value.exit_code == 2
    assert [(p.code, p.where) for p in told.value.problems] == [("KH001", f"{WARD_ID}/plans")]
    assert "2031" in told.value.problems[0].message
    assert "2026" in told.value.problems[0].message


@pytest.mark.parametrize(
    ("missing", "where"), [("ward.yaml", f"{WARD_ID}/ward.yaml"), ("plans/2026.yaml", f"{WARD_ID}/plans")]
)
def test_without_ward_file_or_plan_nothing_can_start(missing: str, where: str, tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, files={missing: None, RETURN: OFFICE.replace("percent: 60", "percent: 160")}))
    assert told.value.exit_code == 2
    assert {(p.code, p.where) for p in told.value.problems} == {
        ("KH014", where),
        ("DL306", f"{WARD_ID}/{RETURN}, dòng {OFFICE[: OFFICE.index('percent: 60')].count(chr(10)) + 1}"),
    }


def test_two_plans_of_the_same_years_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, files={"plans/2026b.yml": PLAN}))
    assert [p.code for p in told.value.problems] == ["KH007"]


def test_a_plan_that_does_not_parse_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, edits={"plans/2026.yaml": {"title: KẾ HOẠCH": "title: KẾ: HOẠCH"}}))
    assert [(p.code, p.where) for p in told.value.problems] == [("DL201", f"{WARD_ID}/plans/2026.yaml, dòng 2")]
    assert told.value.exit_code == 1


def test_progress_and_events_may_be_missing(tmp_path: Path) -> None:
    files = {name: None for name in FILES if name.startswith(("progress", "events"))}
    data = load_ward(write_ward(tmp_path, files=files)).data
    assert (data.events, data.returns) == ((), ())


def test_returns_of_other_plans_years_are_left_alone(tmp_path: Path) -> None:
    loaded = load_ward(write_ward(tmp_path, files={RETURN.replace("2026", "2025"): "agency: x"}))
    assert loaded.problems == ()
    assert len(loaded.data.returns) == 2


def test_left_overs_are_skipped_and_strays_reported(tmp_path: Path) -> None:
    junk = (".DS_Store", "~$mau.xlsx", "a.yaml~", "a.yaml.bak", "Thumbs.db", "desktop.ini", ".a.yaml.swp")
    files = {f"progress/2026-q3/{name}": "???: [" for name in junk}
    folder = write_ward(tmp_path, files={**files, "progress/2026-q3/mau.xlsx": b"PK", "progress/ghi-chu.txt": "x"})
    problems = load_ward(folder).problems
    assert {(p.code, p.where, p.severity) for p in problems} == {
        ("DL004", f"{WARD_ID}/progress/2026-q3/mau.xlsx", Severity.WARNING),
        ("DL004", f"{WARD_ID}/progress/ghi-chu.txt", Severity.WARNING),
    }


def test_names_in_windows_style_are_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {RETURN: None, RETURN.replace(".yaml", ".YML"): OFFICE}
    files |= {"ward.yaml": None, "Ward.YAML": FILES["ward.yaml"].replace("\n", "\r\n").encode("utf-8-sig")}
    loaded = load_ward(write_ward(tmp_path, files=files))
    assert loaded.problems == ()
    assert len(loaded.data.returns) == 2


@pytest.mark.parametrize("period", ["quy3", "2026-Q3", "2026-q5", "2026-m9", "2026"])
def test_a_period_folder_with_another_name_is_an_error(period: str, tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, files={f"progress/{period}/cong-an.yaml": "agency: x"}))
    assert [(p.code, p.where) for p in told.value.problems] == [("TD004", f"{WARD_ID}/progress/{period}")]


def test_a_return_outside_a_period_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, files={"progress/cong-an.yaml": OFFICE}))
    assert [(p.code, p.where) for p in told.value.problems] == [("TD004", f"{WARD_ID}/progress/cong-an.yaml")]


def test_a_period_before_the_ward_was_formed_is_an_error(tmp_path: Path) -> None:
    edits = {"ward.yaml": {"agencies:\n": "calendar: {formed: 2026-10-01}\nagencies:\n"}}
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, edits=edits))
    assert [(p.code, p.where) for p in told.value.problems] == [("TD004", f"{WARD_ID}/progress/2026-q3")]


def test_two_files_of_one_agency_and_period_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, files={RETURN.replace(".yaml", ".yml"): OFFICE}))
    assert [(p.code, p.where) for p in told.value.problems] == [
        ("TD013", f"{WARD_ID}/{RETURN.replace('.yaml', '.yml')}, dòng 1")
    ]


@pytest.mark.parametrize("link", ["events.yaml", RETURN, "progress/2026-q3", "plans"])
def test_links_out_of_the_folder_are_refused(link: str, tmp_path: Path) -> None:
    folder = write_ward(tmp_path)
    outside = tmp_path / "outside"
    shutil.move(folder / link, outside)
    (folder / link).symlink_to(outside)
    with pytest.raises(ReportgenError) as told:
        load_ward(folder)
    assert ("DL003", f"{WARD_ID}/{link}") in {(p.code, p.where) for p in told.value.problems}


def test_a_link_to_itself_and_a_special_file_are_refused(tmp_path: Path) -> None:
    folder = write_ward(tmp_path, files={"events.yaml": None})
    (folder / "events.yaml").symlink_to("events.yaml")
    os.mkfifo(folder / "progress/2026-q3/cong-an.yaml")
    with pytest.raises(ReportgenError) as told:
        load_ward(folder)
    assert [p.code for p in told.value.problems] == ["DL003", "DL003"]


def test_the_ward_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "lien-ket"
    link.symlink_to(write_ward(tmp_path / "real"))
    assert load_ward(link).data.ward.id == "lien-ket"


def test_calendar_overrides_are_read(tmp_path: Path) -> None:
    calendar = (
        "calendar: {formed: 2025-07-01, calendar_kinds: [quarterly], "
        "windows: {2026-q3: {from: 2026-07-01, to: 14/9/2026}}}\nagencies:\n"
    )
    found = load_ward(write_ward(tmp_path, edits={"ward.yaml": {"agencies:\n": calendar}})).data.ward.calendar
    assert found.formed == date(2025, 7, 1)
    assert found.calendar_kinds == {PeriodKind.QUARTER}
    assert found.windows == {"2026-q3": Window(date(2026, 7, 1), date(2026, 9, 14))}


@pytest.mark.parametrize(
    "window", ["2026-q5: {from: 2026-07-01, to: 2026-09-14}", "2026-q3: {from: 2026-09-14, to: 2026-07-01}"]
)
def test_a_window_that_cannot_be_is_an_error(window: str, tmp_path: Path) -> None:
    edits = {"ward.yaml": {"agencies:\n": f"calendar:\n  windows:\n    {window}\nagencies:\n"}}
    with pytest.raises(ReportgenError) as told:
        load_ward(write_ward(tmp_path, edits=edits))
    line = FILES["ward.yaml"][: FILES["ward.yaml"].index("agencies:\n")].count("\n") + 3
    assert [(p.code, p.where) for p in told.value.problems] == [("KH013", f"{WARD_ID}/ward.yaml, dòng {line}")]


def test_the_hash_follows_names_and_bytes_of_the_files_read(tmp_path: Path) -> None:
    def digest(**changes: str) -> str:
        place = tmp_path / str(len(list(tmp_path.iterdir())))
        place.mkdir()
        return load_ward(write_ward(place, files={"progress/2026-q3/x.bak": "1", **changes})).data.data_hash

    plain = digest()
    assert plain == digest() == digest(**{"progress/2026-q3/x.bak": "2"})
    assert plain != digest(**{RETURN: OFFICE + "# sửa\n"})
    assert plain != digest(**{RETURN.replace("2026-q3", "2026-q2"): OFFICE.replace("2026-q3", "2026-q2")})


def test_further_checks_join_the_same_run_when_there_are_errors(tmp_path: Path) -> None:
    extra = Problem("TD005", "x", "sai", "Sửa.")
    seen: list[WardData] = []

    def inspect(data: WardData) -> list[Problem]:
        seen.append(data)
        return [extra]

    assert load_ward(write_ward(tmp_path), inspect=inspect).problems == ()
    assert seen == []
    broken = write_ward(tmp_path, ward_id="khac", edits={RETURN: {"percent: 60": "percent: 160"}})
    with pytest.raises(ReportgenError) as told:
        load_ward(broken, inspect=inspect)
    assert [p.code for p in told.value.problems] == ["DL306", "TD005"]


@pytest.mark.parametrize(
    ("change", "codes"),
    [({'- id: "02.1"': '- id: "02.77"'}, ["TD001", "KH019"]), ({"percent: 60": "percent: 160"}, ["DL306"])],
)
def test_warnings_are_told_beside_errors_that_leave_the_rest_whole(
    tmp_path: Path, change: dict[str, str], codes: list[str]
) -> None:
    note = Problem("KH019", "x", "nhảy số", "Đánh lại.", Severity.WARNING)
    broken = write_ward(tmp_path, edits={RETURN: change})
    with pytest.raises(ReportgenError) as told:
        load_ward(broken, inspect=lambda _: [note], notes=True)
    assert [p.code for p in told.value.problems] == codes
    with pytest.raises(ReportgenError) as told:
        load_ward(broken, inspect=lambda _: [note])
    assert [p.code for p in told.value.problems] == codes[:1]


def test_wards_are_listed_by_folder(tmp_path: Path) -> None:
    write_ward(tmp_path, ward_id="b")
    write_ward(tmp_path, ward_id="a")
    (tmp_path / "empty").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "file").write_text("x")
    assert list_wards(tmp_path) == ["a", "b"]
    assert list_wards(tmp_path / "nowhere") == []


def test_the_hash_does_not_follow_the_name_of_the_ward_folder_s_place(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
    first, second = (load_ward(write_ward(tmp_path / place)).data.data_hash for place in ("a", "b"))
    assert first == second


def test_a_file_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    problems = load_ward(write_ward(tmp_path, files={"progress/2026-q3/a\x1b[31m\nb.txt": "x"})).problems
    assert [p.where for p in problems] == [f"{WARD_ID}/progress/2026-q3/a\\u001b[31m\\u000ab.txt"]


def test_files_read_before_in_the_run_are_read_again_only_when_their_bytes_differ(tmp_path: Path) -> None:
    folder, seen = write_ward(tmp_path), Seen()
    first = load_ward(folder, seen=seen)
    assert load_ward(folder, seen=seen) == first == load_ward(folder)
    read = len(seen.sources)
    (folder / RETURN).write_text(OFFICE.replace("percent: 60", "percent: 65"), "utf-8")
    assert load_ward(folder, seen=seen) == load_ward(folder) != first
    assert len(seen.sources) == read + 1
    (folder / RETURN).write_text(OFFICE.replace("percent: 60", "percent: x"), "utf-8")
    for _ in range(2):
        with pytest.raises(ReportgenError):
            load_ward(folder, seen=seen)


def test_a_plan_that_changes_while_it_is_opened_is_told_by_the_bytes_it_was_read_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written into it is judged by these bytes: another's change made meanwhile must not pass for known."""
    folder = write_ward(tmp_path)
    plan = folder / "plans" / "2026.yaml"
    before = plan.read_bytes()
    usual = PlanBuilder.build

    def built(self: PlanBuilder) -> Plan:
        plan.write_bytes(before.replace("Tuyên truyền".encode(), "Phổ biến".encode()))
        return usual(self)

    monkeypatch.setattr(PlanBuilder, "build", built)
    assert open_plan(folder).content == before
