"""Công văn đôn đốc: who is urged, about what, and how the letter reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from reportgen.cli.remind import answer_day
from reportgen.view.reminder import REMINDER_NAMES, letter_symbol, reminder_paths, reminder_samples
from tests.support_cli import TODAY, Told, on_day, run
from tests.support_ward import WARD, WARD_ID, write_ward

CULTURE_FILE, OFFICE_FILE = (
    f"progress/2026-q3/{name}.yaml" for name in ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")
)


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the tiny ward, on 25/11/2026."""
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*words: str | Path) -> Told:
    return run("remind", "--ward", WARD_ID, *words)


def urged(told: Told) -> dict[str, dict[str, Any]]:
    return {one["agency"]: one for one in told.json["reminders"]}


def text_of(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    name = f"{{{body.nsmap['w']}}}"
    return "\n".join("".join(run.text for run in p.iter(f"{name}t")) for p in body.iter(f"{name}p"))


@pytest.mark.usefixtures("space")
def test_what_falls_due_within_the_days_is_coming_and_what_comes_later_is_not() -> None:
    near, far = (
        urged(make("--as-of", "2026-11-25", "--within", "30", "--json")),
        urged(make("--within", "40", "--json")),
    )
    assert [item["task"] for item in near.get("van-phong-hdnd-ubnd", {"coming": []})["coming"]] == []
    assert {item["task"] for item in far["van-phong-hdnd-ubnd"]["coming"]} == {"02.1", "02.3"}


@pytest.mark.usefixtures("space")
def test_a_deadline_that_is_over_is_overdue_from_the_day_after_and_done_tasks_are_nobody_s_concern() -> None:
    write_ward(Path("data"), edits={OFFICE_FILE: {"status: done": "status: in_progress", "done_on: 2026-03-20": ""}})
    on_time = urged(make("--as-of", "2026-03-31", "--within", "0", "--json"))
    late = urged(make("--as-of", "2026-04-01", "--within", "0", "--json"))
    assert not on_time["van-phong-hdnd-ubnd"]["overdue"]
    assert [item["due"] for item in late["van-phong-hdnd-ubnd"]["overdue"]] == ["2026-03-31"]


@pytest.mark.usefixtures("space")
def test_a_done_task_is_not_urged() -> None:
    told = make("--within", "366", "--json").json["reminders"]
    assert "01.1" not in {item["task"] for one in told for item in (*one["overdue"], *one["coming"])}


def test_an_agency_that_did_not_send_figures_of_the_newest_closed_period_is_urged(space: Path) -> None:
    (space / "data" / WARD_ID / CULTURE_FILE).unlink()
    told = make("--within", "0", "--json")
    assert {key: one["figures_missing"] for key, one in urged(told).items()}["phong-van-hoa-xa-hoi"]
    text = text_of(Path(told.json["files"][0]["path"]))
    assert "- Phòng Văn hóa - Xã hội hoàn thiện, gửi ngay số liệu báo cáo quý III năm 2026" in text
    assert "đã quá hạn gửi từ ngày 15/9/2026" in text


@pytest.mark.usefixtures("space")
def test_the_period_of_the_figures_can_be_chosen() -> None:
    told = urged(make("--within", "0", "--quarter", "2", "--json"))
    assert {key for key, one in told.items() if one["figures_missing"]} == {
        "phong-van-hoa-xa-hoi",
        "van-phong-hdnd-ubnd",
    }


def test_one_letter_goes_to_all_or_each_gets_its_own(space: Path) -> None:
    folder = space / "out" / WARD_ID / "2026" / "don-doc"
    together = make("--within", "60")
    assert together.paths == [folder / "cong-van-don-doc-2026-11-25.docx"]
    names = [one["name"] for one in make("--within", "60", "--json").json["reminders"]]
    assert len(names) > 1
    assert all(name in text_of(together.paths[0]) for name in names)
    each = make("--within", "60", "--per-agency")
    assert len(each.paths) == len(names)
    for path, name in zip(each.paths, names, strict=True):
        text = text_of(path)
        assert f"Kính gửi: {name}" in text
        assert not [other for other in names if other != name and f"Kính gửi: {other}" in text]


@pytest.mark.usefixtures("space")
def test_an_agency_is_named_by_any_of_its_spellings_and_an_unknown_one_is_told() -> None:
    told = make("--within", "60", "--agency", "Văn phòng HĐND&UBND", "--json").json
    assert [one["agency"] for one in told["reminders"]] == ["van-phong-hdnd-ubnd"]
    wrong = make("--agency", "Phòng Nội vụ")
    assert (wrong.exit_code, wrong.codes) == (2, ["LN030"])


def test_nothing_to_urge_writes_nothing_and_says_so(space: Path) -> None:
    told = make("--as-of", "2026-10-01", "--within", "0", "--agency", "van-phong-hdnd-ubnd")
    assert (told.exit_code, told.out) == (0, "")
    assert "không có cơ quan, đơn vị nào cần đôn đốc" in told.err
    assert not (space / "out").exists()


@pytest.mark.usefixtures("space")
def test_several_letters_never_share_a_number() -> None:
    told = make("--within", "60", "--per-agency", "--number", "12")
    assert (told.exit_code, told.codes) == (2, ["LN007"])


@pytest.mark.usefixtures("space")
def test_all_wrong_options_are_told_at_once() -> None:
    told = make("--within", "nhiều", "--reply-by", "2026-01-01", "--quarter", "5", "--half", "1")
    assert told.exit_code == 2
    assert told.codes == ["LN007"] * 4


@pytest.mark.usefixtures("space")
def test_the_letter_bears_the_number_of_a_cong_van() -> None:
    text = text_of(make("--within", "60", "--number", "7", "--date", "2026-11-26").paths[0])
    assert "Số: 07/UBND-VHXH" in text
    assert "Suối Lành, ngày 26 tháng 11 năm 2026" in text
    assert "V/v đôn đốc thực hiện nhiệm vụ cải cách hành chính năm 2026" in text


def test_the_drafting_unit_is_made_of_the_standing_agency_where_no_recipient_names_it(tmp_path: Path) -> None:
    from reportgen.load.ward import load_ward  # noqa: PLC0415

    bare = WARD.replace('"Lưu: VT, VHXH"', "Lưu trữ")
    ward = load_ward(write_ward(tmp_path, files={"ward.yaml": bare})).data.ward
    assert letter_symbol("7", ward) == "07/UBND-VHXH"
    assert letter_symbol("", ward) == "     /UBND-VHXH"
    assert letter_symbol("9/UBND-NV", ward) == "9/UBND-NV"


def test_a_superior_agency_is_told_not_urged(space: Path) -> None:
    above = "  - id: so-noi-vu\n    name: Sở Nội vụ\n    level: tỉnh\n  - id: cac-co-quan-don-vi\n"
    plan = (space / "data" / WARD_ID / "plans" / "2026.yaml").read_text("utf-8")
    write_ward(
        space / "data",
        files={
            "ward.yaml": WARD.replace("  - id: cac-co-quan-don-vi\n", above),
            "plans/2026.yaml": plan.replace("lead: [Phòng Văn hóa - Xã hội]", "lead: [Sở Nội vụ]"),
        },
    )
    told = make("--within", "60", "--json")
    assert "so-noi-vu" not in urged(told)
    assert "Không lập công văn đôn đốc gửi cơ quan cấp trên: Sở Nội vụ." in make("--within", "60").err


@pytest.mark.usefixtures("space")
def test_invented_progress_is_said_on_the_face_of_letter_and_appendix() -> None:
    text = text_of(make("--within", "60").paths[0])
    assert text.count("SỐ LIỆU MINH HỌA – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") == 2


def test_a_letter_about_figures_alone_has_no_appendix(space: Path) -> None:
    police = "  - id: cong-an-phuong\n    name: Công an phường\n    level: phường\n    reports: true\n"
    collective = "  - id: cac-co-quan-don-vi\n"
    write_ward(space / "data", files={"ward.yaml": WARD.replace(collective, police + collective)})
    [path] = make("--within", "60", "--agency", "Công an phường").paths
    text = text_of(path)
    assert "V/v đôn đốc gửi số liệu báo cáo quý III năm 2026" in text
    assert "Phụ lục" not in text


def test_a_letter_names_only_the_sorts_of_work_that_it_lists(space: Path) -> None:
    write_ward(space / "data", edits={OFFICE_FILE: {"status: done": "status: in_progress", "done_on: 2026-03-20": ""}})
    [late] = make("--agency", "van-phong-hdnd-ubnd", "--within", "0").paths
    assert "DANH MỤC NHIỆM VỤ QUÁ HẠN\n" in text_of(late)
    assert "sắp đến hạn" not in text_of(late)
    [behind] = make("--agency", "phong-van-hoa-xa-hoi", "--within", "0").paths
    text = text_of(behind)
    assert "DANH MỤC NHIỆM VỤ CÒN THIẾU KỲ\n" in text
    assert "các nhiệm vụ định kỳ còn thiếu kỳ nêu tại Phụ lục kèm theo" in text
    assert "\nA\nNhiệm vụ định kỳ còn thiếu kỳ\n" in text


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2026, 11, 25), date(2026, 12, 2)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
    ],
)
def test_five_working_days_are_left_to_answer(day: date, answer: date) -> None:
    assert answer_day(day) == answer


def test_every_name_of_the_view_is_declared_and_none_more(space: Path) -> None:
    from reportgen.cli.remind import usual  # noqa: PLC0415
    from reportgen.view.reminder import reminder_view  # noqa: PLC0415

    found, reply_by = usual(space / "data" / WARD_ID)
    assert list(reminder_view(found, reply_by=reply_by)) == [field.name for field in REMINDER_NAMES]
    assert set(reminder_samples()) == {field.name for field in REMINDER_NAMES}
    assert all(field.meaning for field in reminder_paths().values())


@pytest.mark.usefixtures("space")
def test_the_same_input_gives_the_same_bytes() -> None:
    first = make("--json").json["files"][0]["sha256"]
    assert make("--json").json["files"][0]["sha256"] == first
