"""A plan goes out as Word, or comes as the text of a scan, and comes back as the same data."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.load.ward import load_ward
from reportgen.model.plan import Plan
from tests.support_cli import run
from tests.support_office import SOFFICE, convert

ROOT = Path(__file__).resolve().parent.parent
WARDS = ("truc-lam", "hang-gon")
SEEDS = Path(__file__).parent / "seeds"
TASKS = {
    "truc-lam": {"01": 6, "02": 12, "03": 10, "04": 6, "05": 10, "06": 15, "07": 6},
    "hang-gon": {"I": 6, "II": 14, "III": 11, "V": 5, "VI": 5, "VII": 11},
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The plans of both wards as `plan --verbatim` prints them."""
    out = tmp_path_factory.mktemp("printed")
    told = {ward: run("plan", "--ward", ward, "--verbatim", "--workspace", ROOT, "--out", out / ward) for ward in WARDS}
    return {ward: told[ward].paths[0] for ward in WARDS}


def plain(plan: Plan) -> Plan:
    """Return a plan without the lines of the file where it was read."""
    return replace(
        plan,
        source="",
        tasks=tuple(replace(t, source="") for t in plan.tasks),
        indicators=tuple(replace(i, source="") for i in plan.indicators),
        duties=tuple(replace(d, source="") for d in plan.duties),
    )


def shipped(ward: str) -> Plan:
    return plain(load_ward(ROOT / "data" / ward, verbatim=True).data.plan)


def only_ward(folder: Path, ward: str) -> Path:
    """Make a workspace in which the ward has no plan yet."""
    home = folder / "data" / ward
    home.mkdir(parents=True)
    text = (ROOT / "data" / ward / "ward.yaml").read_text("utf-8")
    (home / "ward.yaml").write_text(text, "utf-8")
    return home


@pytest.mark.parametrize("ward", WARDS)
def test_a_plan_printed_verbatim_comes_back_as_it_was(ward: str, printed: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / ward, tmp_path / "data" / ward)
    before = (tmp_path / "data" / ward / "plans" / "2026.yaml").read_bytes()
    told = run("import", "plan", printed[ward], "--ward", ward, "--workspace", tmp_path, "--json")
    assert told.exit_code == 0, told.out
    assert told.json["changed"] is False
    assert (tmp_path / "data" / ward / "plans" / "2026.yaml").read_bytes() == before


@pytest.mark.parametrize("ward", WARDS)
def test_what_a_person_had_added_is_found_again_in_a_plan_that_replaces(
    ward: str, printed: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "data" / ward, tmp_path / "data" / ward)
    path = tmp_path / "data" / ward / "plans" / "2026.yaml"
    path.write_text(path.read_text("utf-8").replace("title: KẾ HOẠCH", "title: DỰ THẢO KẾ HOẠCH"), "utf-8")
    told = run("import", "plan", printed[ward], "--ward", ward, "--workspace", tmp_path, "--replace", "--json")
    assert told.json["changed"] is True
    assert plain(load_ward(tmp_path / "data" / ward, verbatim=True).data.plan) == shipped(ward)


@pytest.mark.parametrize("ward", WARDS)
def test_a_ward_without_a_plan_gets_all_that_the_document_says(
    ward: str, printed: dict[str, Path], tmp_path: Path
) -> None:
    home = only_ward(tmp_path, ward)
    told = run("import", "plan", printed[ward], "--ward", ward, "--workspace", tmp_path, "--json")
    assert told.exit_code == 0, told.json["problems"]
    found, wanted = plain(load_ward(home, verbatim=True).data.plan), shipped(ward)
    # What a deadline means is read from its corrected words, and errata are a person's.
    assert [replace(t, deadlines=()) for t in found.tasks] == [replace(t, deadlines=()) for t in wanted.tasks]
    assert [(a.id, a.title, a.kind, a.groups, a.lead) for a in found.areas] == [
        (a.id, a.title, a.kind, a.groups, a.lead) for a in wanted.areas
    ]
    for name in ("years", "title", "subject", "number_line", "date_line", "citation", "issued", "bases", "blocks"):
        assert getattr(found, name) == getattr(wanted, name), name
    for name in ("appendix_heading", "appendices", "unit_duties", "recipients", "authority", "signer"):
        assert getattr(found, name) == getattr(wanted, name), name
    table = [i for i in wanted.indicators if i.origin == "phụ lục"]
    printed_parts = [(i.id, i.name, i.unit, i.target, i.target_text, i.phase, i.tracker_printed) for i in table]
    assert [
        (i.id, i.name, i.unit, i.target, i.target_text, i.phase, i.tracker_printed) for i in found.indicators
    ] == printed_parts


@pytest.mark.parametrize("ward", WARDS)
def test_the_scanned_seed_is_the_shipped_plan(ward: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / ward, tmp_path / "data" / ward)
    told = run("import", "plan", SEEDS / f"{ward}.txt", "--ward", ward, "--workspace", tmp_path, "--json")
    assert told.exit_code == 0
    assert told.json["changed"] is False


@pytest.mark.parametrize(("ward", "indicators"), [("truc-lam", 0), ("hang-gon", 13)])
def test_a_new_ward_begins_from_the_scanned_seed(ward: str, indicators: int, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    told = run("import", "plan", SEEDS / f"{ward}.txt", "--ward", ward, "--workspace", tmp_path, "--json")
    assert told.exit_code == 0, told.json["problems"]
    data = load_ward(tmp_path / "data" / ward).data
    counts: dict[str, int] = {}
    for task in data.plan.tasks:
        counts[task.area] = counts.get(task.area, 0) + 1
    assert counts == TASKS[ward]
    assert len(data.plan.indicators) == indicators
    wanted = load_ward(ROOT / "data" / ward).data.ward
    assert (data.ward.full_name, data.ward.province, data.ward.place) == (
        wanted.full_name,
        wanted.province,
        wanted.place,
    )
    assert data.ward.signer.name == wanted.signer.name
    assert data.ward.standing_agency == wanted.standing_agency
    assert all(party.agency for task in data.plan.tasks for party in (*task.lead, *task.cooperating))


@pytest.mark.parametrize("ward", WARDS)
def test_importing_the_same_file_twice_changes_nothing(ward: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    command = ("import", "plan", SEEDS / f"{ward}.txt", "--ward", ward, "--workspace", tmp_path, "--json")
    run(*command)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run(*command)
    assert again.exit_code == 0
    assert again.json["changed"] is False
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_a_plan_saved_by_libreoffice_comes_back_as_it_was(printed: dict[str, Path], tmp_path: Path) -> None:
    saved = convert(printed.values(), tmp_path / "saved", "docx")
    for ward, path in zip(printed, saved, strict=True):
        shutil.copytree(ROOT / "data" / ward, tmp_path / "data" / ward)
        told = run("import", "plan", path, "--ward", ward, "--workspace", tmp_path, "--json")
        assert (told.exit_code, told.json["changed"]) == (0, False)
