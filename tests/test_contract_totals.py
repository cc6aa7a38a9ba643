"""Figures: parts that add up, the same in JSON, text and tables, counted by hand where a hand can count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from tests.support_cli import Told, run
from tests.support_contract import edit, status, workspace
from tests.support_ward import CULTURE, OFFICE, WARD_ID, write_ward

KINDS: dict[str, tuple[str, ...]] = {
    "quarterly": ("--year", "2026", "--quarter", "3"),
    "half-year": ("--year", "2026", "--half", "1"),
    "nine-month": ("--year", "2026"),
    "annual": ("--year", "2026", "--as-of", "2026-11-22"),
    "monthly": ("--year", "2026", "--month", "9"),
}
CLASS_WORDS = {
    "in_progress": "đang triển khai thực hiện",
    "not_yet_due": "chưa đến hạn",
    "due": "đến hạn trong kỳ",
    "recurring": "định kỳ đến hạn thực hiện",
    "overdue": "quá hạn chưa hoàn thành",
    "waiting": "chờ văn bản, kế hoạch của cấp trên",
    "needs_human": "chưa xác định được thời hạn",
}


def paragraphs(told: Told) -> list[str]:
    """Return the paragraphs of the body of the Word report that a command wrote."""
    path = next(file["path"] for file in told.json["files"] if file["kind"] == "docx")
    return [paragraph.text for paragraph in docx.Document(path).paragraphs]


def cells(told: Told) -> list[list[str]]:
    """Return the rows of all tables of the Word report."""
    path = next(file["path"] for file in told.json["files"] if file["kind"] == "docx")
    return [[cell.text for cell in row.cells] for table in docx.Document(path).tables for row in table.rows]


def percent(part: int, whole: int) -> str:
    """Return `58,97%`, half up, without noughts at the end."""
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{share.normalize():f}%".replace(".", ",")


def dotted(number: int) -> str:
    """Return `2.098`."""
    return f"{number:,}".replace(",", ".")


@pytest.fixture(scope="module", params=["truc-lam", "hang-gon"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Every kind of report of one ward."""
    ward = request.param
    space = workspace(tmp_path_factory.mktemp("so-lieu"), ward)
    found = {}
    for kind, words in KINDS.items():
        found[kind] = run(kind, "--ward", ward, "--workspace", space, "--format", "docx", "--json", *words)
        assert found[kind].exit_code == 0
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_parts_add_up_in_the_json(made: dict[str, Told], kind: str) -> None:
    totals = made[kind].json["totals"]
    total = {"truc-lam": 65, "hang-gon": 52}[made[kind].json["ward"]]
    assert totals["total"] == total
    for part in (totals, *totals["by_area"], *totals["by_agency"]):
        assert sum(part["classes"].values()) == part["total"]
        assert part["classes"]["done_dated"] + part["classes"]["done_regular"] == part["done"]
        assert part["done_late"] <= part["classes"]["done_dated"]
    assert sum(totals["by_status"].values()) == total
    for key in ("total", "done", "done_late"):
        assert sum(area[key] for area in totals["by_area"]) == totals[key]
    for name in totals["classes"]:
        assert sum(area["classes"][name] for area in totals["by_area"]) == totals["classes"][name]
    assert Decimal(totals["done_share"]) == Decimal(totals["done"]) / total


@pytest.mark.parametrize("kind", KINDS)
def test_the_key_sentence_prints_the_figures_of_the_json(made: dict[str, Told], kind: str) -> None:
    totals = made[kind].json["totals"]
    (text,) = {p for p in paragraphs(made[kind]) if p.startswith("Kế hoạch gồm có ")}
    done, total = totals["done"], totals["total"]
    assert f"Kế hoạch gồm có {total} nhiệm vụ" in text
    assert f"hoàn thành {done}/{total} nhiệm vụ, đạt tỷ lệ {percent(done, total)} (" in text
    left = {name: totals["classes"][name] for name in CLASS_WORDS if totals["classes"][name]}
    printed = {name: f"{count} nhiệm vụ {CLASS_WORDS[name]}" for name, count in left.items()}
    assert [words for words in printed.values() if words not in text] == []
    inside = re.search(r"\((.*?)\)", text)
    assert inside
    numbers = [int(n) for n in re.findall(r"(\d+) nhiệm vụ (?:thực hiện|được giao)", inside[1])]
    assert sum(numbers) == done or inside[1].startswith("đều là")
    assert done + sum(left.values()) == total


@pytest.mark.parametrize("kind", KINDS)
def test_every_area_s_sentence_prints_the_figures_of_the_json(made: dict[str, Told], kind: str) -> None:
    text = "\n".join(paragraphs(made[kind]))
    areas = made[kind].json["totals"]["by_area"]
    told = re.findall(r"Kế hoạch giao (\d+) nhiệm vụ; (?:đã hoàn thành (\d+)/|chưa có)", text)
    assert sorted((int(total), int(done or 0)) for total, done in told) == sorted(
        (a["total"], a["done"]) for a in areas
    )


def test_regular_work_may_be_left_out_and_the_text_says_so(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    words = ("--ward", "truc-lam", "--workspace", str(space), "--format", "docx", "--json", *KINDS["quarterly"])
    counted = run("quarterly", *words)
    assert "được tính là hoàn thành" in "\n".join(paragraphs(counted))
    edit(space / "data/truc-lam/ward.yaml", "count_regular_as_done: true", "count_regular_as_done: false")
    left_out = run("quarterly", *words)
    classes = counted.json["totals"]["classes"]
    assert classes["done_regular"]
    assert left_out.json["totals"]["classes"] == classes
    assert counted.json["totals"]["done"] == classes["done_dated"] + classes["done_regular"]
    assert left_out.json["totals"]["done"] == classes["done_dated"]
    text = "\n".join(paragraphs(left_out))
    assert "thường xuyên không tính vào số nhiệm vụ đã hoàn thành" in text
    assert f"còn {classes['done_regular']} nhiệm vụ thực hiện thường xuyên" in text


def test_a_small_ward_counted_by_hand(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write_ward(tmp_path / "data")
    told = run("quarterly", "--ward", WARD_ID, "--workspace", tmp_path, "--json", *KINDS["quarterly"])
    totals = told.json["totals"]
    assert (totals["total"], totals["done"], totals["done_late"]) == (6, 2, 0)
    assert {name: count for name, count in totals["classes"].items() if count} == {
        "done_dated": 1,  # 01.1, by 31/3
        "done_regular": 1,  # 01.2
        "not_yet_due": 3,  # 02.1, 02.3 (the event gives 31/12), 02.4
        "recurring": 1,  # 02.2: one of the two reports due by 14/9
    }
    assert (
        "tính đến ngày 14/9/2026, đã hoàn thành 2/6 nhiệm vụ, đạt tỷ lệ 33,33% (trong đó có 1 nhiệm vụ thực hiện "
        "thường xuyên, 1 nhiệm vụ được giao có thời hạn); còn 3 nhiệm vụ chưa đến hạn, 1 nhiệm vụ định kỳ đến hạn thực "
        "hiện."
    ) in "\n".join(paragraphs(told))
    assert [(area["id"], area["done"], area["total"]) for area in totals["by_area"]] == [("01", 2, 2), ("02", 0, 4)]
    assert {a["id"]: a["reported"] for a in totals["by_agency"]}["van-phong-hdnd-ubnd"] is True


def test_done_after_the_last_day_is_done_late(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write_ward(
        tmp_path / "data",
        edits={
            "progress/2026-q3/van-phong-hdnd-ubnd.yaml": {"done_on: 2026-03-20": "done_on: 2026-04-01"},
        },
    )
    told = run("quarterly", "--ward", WARD_ID, "--workspace", tmp_path, "--json", *KINDS["quarterly"])
    assert told.json["totals"]["done_late"] == 1
    assert "1 nhiệm vụ hoàn thành sau thời hạn" in "\n".join(paragraphs(told))


# --- who has not reported


@pytest.mark.parametrize("gone", [["van-phong-hdnd-ubnd"], ["van-phong-hdnd-ubnd", "phong-kinh-te-ha-tang-do-thi"]])
def test_agencies_that_have_not_reported_are_named(tmp_path: Path, gone: list[str]) -> None:
    space = workspace(tmp_path)
    ward = yaml.safe_load((space / "data/truc-lam/ward.yaml").read_text("utf-8"))
    names = {agency["id"]: agency["name"] for agency in ward["agencies"] if agency.get("reports")}
    folder = space / "data/truc-lam/progress/2026-q3"
    for agency in gone:
        (folder / f"{agency}.yaml").unlink()
    told = run("quarterly", "--ward", "truc-lam", "--workspace", space, "--json", *KINDS["quarterly"])
    text = next(p for p in paragraphs(told) if "chưa gửi báo cáo" in p)
    missing = {agency for agency in names if not (folder / f"{agency}.yaml").exists()}
    assert set(gone) <= missing
    assert [agency for agency in names if (names[agency] in text.split("chưa gửi")[1]) != (agency in missing)] == []
    assert f"còn {len(missing)} cơ quan, đơn vị" in text
    reported = {agency["id"]: agency["reported"] for agency in told.json["totals"]["by_agency"]}
    assert not any(reported[agency] for agency in gone)


# --- files of administrative procedures


def counts(space: Path, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return the file counts of the periods as people typed them."""
    found: list[dict[str, Any]] = []
    for key in keys:
        for path in sorted((space / "data/truc-lam/progress" / key).glob("*.yaml")):
            found += yaml.safe_load(path.read_text("utf-8")).get("files") or []
    return found


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("quarterly", ["2026-q3"]),
        ("nine-month", ["2026-q1", "2026-q2", "2026-q3"]),
        ("half-year", ["2026-q1", "2026-q2"]),
    ],
)
def test_files_of_the_window_are_added_up_and_carried_over_once(tmp_path: Path, kind: str, keys: list[str]) -> None:
    space = workspace(tmp_path)
    told = run(kind, "--ward", "truc-lam", "--workspace", space, "--format", "docx", "--json", *KINDS[kind])
    rows, first, last = counts(space, keys), counts(space, keys[:1]), counts(space, keys[-1:])
    online, direct = (sum(row["received"][name] for row in rows) for name in ("online", "direct"))
    carried = sum(row["received"]["carried_over"] for row in first)
    early, on_time, late = (sum(row["resolved"][name] for row in rows) for name in ("early", "on_time", "late"))
    pending = sum(row["pending"]["total"] for row in last)
    assert online + direct + carried == early + on_time + late + pending
    (text,) = [p for p in paragraphs(told) if "hồ sơ" in p and "nhận giải quyết" in p]
    for number in (online + direct + carried, online, direct, carried, early + on_time + late, early, on_time, late):
        assert f" {dotted(number)} hồ sơ" in text
    assert percent(early + on_time, early + on_time + late) in text
    assert dotted(pending) in text


# --- indicators


def test_verdicts_change_and_shares_follow_the_counts(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    path = space / "data/truc-lam/progress/2026-q3/trung-tam-phuc-vu-hanh-chinh-cong.yaml"
    words = ("--quarter", "3", "--year", "2026")
    before = {one["id"]: one for one in status(space, "truc-lam", *words)["indicators"]}
    assert (before["CT.08"]["verdict"], before["CT.08"]["target"]) == ("met", "55")
    edit(path, "{id: CT.08, numerator: 742, denominator: 1186}", "{id: CT.08, numerator: 549, denominator: 1000}")
    edit(path, "{id: CT.10, numerator: 2003, denominator: 2010}", "{id: CT.10, numerator: 49, denominator: 50}")
    edit(path, "  - {id: CT.11, numerator: 634, denominator: 742}\n", "")
    after = {one["id"]: one for one in status(space, "truc-lam", *words)["indicators"]}
    assert (after["CT.08"]["verdict"], Decimal(after["CT.08"]["value"])) == ("not_met", Decimal("54.9"))
    assert (after["CT.10"]["verdict"], Decimal(after["CT.10"]["value"])) == ("not_met", Decimal(98))  # "trên 98%"
    assert (after["CT.11"]["verdict"], after["CT.11"]["value"]) == ("no_data", None)
    assert Decimal(after["CT.08"]["change"]) == Decimal(after["CT.08"]["value"]) - Decimal(after["CT.08"]["previous"])
    told = run("quarterly", "--ward", "truc-lam", "--workspace", space, "--json", *KINDS["quarterly"])
    rows = [row for row in cells(told) if after["CT.08"]["name"] in row]
    assert any("54,9" in row and "Chưa đạt" in row for row in rows)
    verdicts = [one["verdict"] for one in after.values()]
    sentence = next(p for p in paragraphs(told) if "chỉ tiêu của Kế hoạch" in p)
    assert f"{verdicts.count('met')} chỉ tiêu đạt" in sentence
    assert f"{verdicts.count('not_met')} chỉ tiêu chưa đạt" in sentence


@pytest.mark.parametrize(
    ("year", "first", "second"),
    [("2026", {"met", "not_met", "no_data"}, {"not_yet"}), ("2028", {"no_data"}, {"no_data"})],
)
def test_only_a_phase_to_come_is_not_yet_judged(tmp_path: Path, year: str, first: set[str], second: set[str]) -> None:
    space = workspace(tmp_path, "hang-gon")
    found: dict[str, set[str]] = {}
    for one in status(space, "hang-gon", "--period", "annual", "--year", year)["indicators"]:
        found.setdefault(one["phase"], set()).add(one["verdict"])
    assert found == {"Giai đoạn 2026 - 2027": first, "Giai đoạn 2028 - 2030": second}


# --- wrong figures


def test_every_wrong_figure_is_told_at_once_with_file_and_line_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    folder = write_ward(
        tmp_path / "data",
        files={
            "progress/2026-q3/phong-van-hoa-xa-hoi.yaml": CULTURE.replace("percent: 70", "percent: 140")
            .replace('id: "02.2"', 'id: "09.9"')
            .replace("2026-06-18}\n    parts", "2026-02-30}\n    parts"),
            "progress/2026-q3/van-phong-hdnd-ubnd.yaml": OFFICE.replace("total: 412", "total: 413"),
            "progress/2026-q3/phong-la.yaml": "agency: phong-la\nperiod: 2026-q3\ntasks: []\n",
        },
    )
    told = run("quarterly", "--ward", WARD_ID, "--workspace", tmp_path, "--json", *KINDS["quarterly"])
    assert told.exit_code == 1
    assert told.json["ok"] is False
    problems = [p for p in told.json["problems"] if p["severity"] == "error"]
    wrong = {"140": "phong-van-hoa-xa-hoi", "09.9": "phong-van-hoa-xa-hoi", "2026-02-30": "phong-van-hoa-xa-hoi"}
    wrong |= {"413": "van-phong-hdnd-ubnd", "phong-la": "phong-la"}
    for words, name in wrong.items():
        found = [p for p in problems if words in p["message"]]
        assert found, (words, problems)
        assert re.search(rf"2026-q3/{name}\.yaml(, dòng \d+)?$", found[0]["where"]), found[0]["where"]
        assert found[0]["remedy"].endswith((".", "?"))
    assert folder.is_dir()
    assert not (tmp_path / "out").exists()
