"""`status`: every task of the plan, whether or not anyone has reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support_cli import TODAY, on_day, run
from tests.support_ward import WARD_ID, write_ward


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the tiny ward, on 25/11/2026."""
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("space")
def test_every_task_is_listed_under_its_area_with_lead_deadline_and_standing() -> None:
    told = run("status", "--ward", WARD_ID)
    assert told.exit_code == 0
    for words in ("01.1", "02.4", "Cải cách thể chế (", "Quý I/2026", "Phòng VH-XH", "6 nhiệm vụ"):
        assert words in told.out


@pytest.mark.usefixtures("space")
def test_the_title_begins_with_a_capital_and_each_deadline_says_what_it_is_for() -> None:
    told = run("status", "--ward", WARD_ID)
    assert told.out.startswith("Phường Suối Lành: tình trạng nhiệm vụ")
    assert "Kế hoạch: quý" in told.out
    assert "Báo cáo:" in told.out


@pytest.mark.usefixtures("space")
def test_into_a_pipe_the_table_is_120_columns_wide_and_plain() -> None:
    lines = run("status", "--ward", WARD_ID).out.splitlines()
    assert max(map(len, lines)) == 120
    assert "\x1b" not in "".join(lines)


@pytest.mark.usefixtures("space")
def test_json_gives_each_task_with_its_deadlines() -> None:
    told = run("status", "--ward", WARD_ID, "--json").json
    assert [task["id"] for task in told["tasks"]] == ["01.1", "01.2", "02.1", "02.2", "02.3", "02.4"]
    assert told["tasks"][3]["lead"] == "Các cơ quan, đơn vị; Phòng Văn hóa - Xã hội"
    assert set(told["tasks"][0]) == {"id", "title", "lead", "status", "deadlines"}
    assert told["tasks"][0]["deadlines"] == [
        {"text": "Quý I/2026", "label": "", "status": "done", "due": told["tasks"][0]["deadlines"][0]["due"]}
    ]
    assert told["tasks"][2]["deadlines"][0]["due"] == "2026-12-31"
    assert told["indicators"][0] == {
        "id": "CT.01",
        "name": "Tỷ lệ hồ sơ được giải quyết đúng hạn",
        "phase": "",
        "unit": "%",
        "comparator": ">=",
        "target": "98",
        "target_text": "98%",
        "value": "99.5",
        "numerator": 398,
        "denominator": 400,
        "verdict": "met",
        "verdict_text": "Đạt",
        "previous": None,
        "change": None,
        "note": "",
    }


@pytest.mark.usefixtures("space")
def test_without_a_period_the_year_is_judged_as_of_today() -> None:
    told = run("status", "--ward", WARD_ID, "--json").json
    assert (told["period"]["kind"], told["period"]["year"]) == ("annual", 2026)
    assert told["as_of"] == "2026-11-25"


@pytest.mark.usefixtures("space")
def test_after_the_year_it_is_judged_at_the_close_of_its_books(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, date(2027, 3, 1))
    told = run("status", "--ward", WARD_ID, "--json").json
    assert (told["period"]["year"], told["as_of"]) == (2026, "2026-12-14")


@pytest.mark.usefixtures("space")
def test_a_quarter_is_judged_at_its_close_and_needs_no_period_option() -> None:
    told = run("status", "--ward", WARD_ID, "--quarter", "1", "--json").json
    assert told["period"] == {
        "kind": "quarterly",
        "year": 2026,
        "index": 1,
        "from": "2025-12-15",
        "to": "2026-03-14",
    }
    assert told["as_of"] == "2026-03-14"
    assert told["tasks"][0]["status"] == "due"


@pytest.mark.usefixtures("space")
def test_an_as_of_date_may_be_printed_or_iso() -> None:
    answers = {
        run("status", "--ward", WARD_ID, "--as-of", day, "--json").json["as_of"] for day in ("2026-04-05", "5/4/2026")
    }
    assert answers == {"2026-04-05"}


def test_a_ward_without_any_progress_has_a_status_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    write_ward(
        tmp_path / "data",
        files={f"progress/2026-q3/{name}.yaml": None for name in ("phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")},
    )
    on_day(monkeypatch, TODAY)
    told = run("status", "--ward", WARD_ID, "--workspace", tmp_path, "--period", "quarterly", "--json")
    assert told.exit_code == 0
    assert len(told.json["tasks"]) == 6
    assert told.json["period"]["index"] == 4  # the quarter that has begun


@pytest.mark.usefixtures("space")
def test_options_of_two_periods_are_refused_together() -> None:
    told = run("status", "--ward", WARD_ID, "--period", "quarterly", "--month", "3")
    assert (told.exit_code, told.codes) == (2, ["LN007"])


@pytest.mark.usefixtures("space")
def test_a_year_without_plan_ends_with_2() -> None:
    told = run("status", "--ward", WARD_ID, "--year", "2031", "--json")
    assert told.exit_code == 2
    assert told.json["ok"] is False
    assert told.json["problems"][0]["code"] == "KH001"


def test_text_of_the_data_cannot_steer_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    write_ward(
        tmp_path / "data",
        edits={"plans/2026.yaml": {"Tuyên truyền pháp luật": '"Tuyên truyền \\u202epháp luật"'}},
    )
    on_day(monkeypatch, TODAY)
    told = run("status", "--ward", WARD_ID, "--workspace", tmp_path)
    assert "\u202e" not in told.out + told.err


@pytest.mark.parametrize(
    ("words", "kind", "index", "as_of"),
    [
        (["--period", "nine-month"], "nine-month", 1, "2026-09-14"),
        (["--period", "half-year", "--half", "1"], "half-year", 1, "2026-06-14"),
        (["--half", "2"], "half-year", 2, "2026-11-25"),
        (["--period", "quarterly"], "quarterly", 3, "2026-09-14"),
        (["--period", "annual", "--year", "2026"], "annual", 1, "2026-11-25"),
    ],
)
@pytest.mark.usefixtures("space")
def test_each_kind_of_period_has_a_status(words: list[str], kind: str, index: int, as_of: str) -> None:
    told = run("status", "--ward", WARD_ID, *words, "--json").json
    assert (told["period"]["kind"], told["period"]["index"], told["as_of"]) == (kind, index, as_of)
