"""`trace`: from a figure or word of a document to the lines of the ward's data."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from reportgen.provenance import read
from reportgen.trace.find import Spot, excerpt, nearest, spellings, stands_in
from tests.support_cli import TODAY, Told, on_day, run
from tests.test_show import change, edit, quarter, report

BOOK = "phu-luc-cchc-quy-3-2026.xlsx"
RETURN = "truc-lam/progress/2026-q3/phong-van-hoa-xa-hoi.yaml"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a workspace in which a quarter was reported."""
    made = tmp_path_factory.mktemp("truy-nguon")
    shutil.copytree(root / "data", made / "data")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        assert quarter(made).exit_code == 0
        plan = run("plan", "--ward", "hang-gon", "--workspace", made)
        assert plan.exit_code == 0
    return made


def trace(space: Path, value: str, path: Path | None = None) -> Told:
    return run("trace", path or report(space), "--value", value, "--workspace", space, "--json")


def found(space: Path, value: str, path: Path | None = None) -> list[dict[str, Any]]:
    told = trace(space, value, path)
    assert told.exit_code == 0, told.err
    return list(told.json["found"])


def line(space: Path, place: str) -> str:
    """Return the line of a data file that a place names."""
    name, _, number = place.rpartition(", dòng ")
    return (space / "data" / name).read_text("utf-8").splitlines()[int(number) - 1]


def facts(space: Path) -> dict[str, Any]:
    words = ("status", "--ward", "truc-lam", "--period", "quarterly", "--quarter", "3", "--year", "2026")
    return dict(run(*words, "--as-of", "2026-09-14", "--workspace", space, "--json").json)


def test_a_share_comes_from_the_tasks_that_are_counted(space: Path) -> None:
    totals = facts(space)["totals"]
    ratio = f"{totals['done']}/{totals['total']}"
    one = next(item for item in found(space, ratio) if "tong_hop.cau_tong_hop" in item["names"])
    assert one["place"].startswith("bao-cao-cchc-quy-3-2026.docx, thân văn bản, đoạn ")
    (origin,) = one["origins"]
    assert "toàn Kế hoạch" in origin["what"]
    places = [source["place"] for source in origin["sources"]]
    assert len({place for place in places if "/plans/2026.yaml" in place}) == totals["total"]
    assert any("/progress/" in place for place in places)
    for source in origin["sources"]:
        number = source["words"].partition("nhiệm vụ ")[2].split()[0].strip(":,")
        assert number in line(space, source["place"]) or "number" in line(space, source["place"])


def test_the_formula_of_a_percentage_is_shown(space: Path) -> None:
    totals = facts(space)["totals"]
    share = f"{100 * totals['done'] / totals['total']:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%"
    formulas = [origin["formula"] for item in found(space, share) for origin in item["origins"]]
    assert f"{totals['done']} / {totals['total']} = {share}" in formulas


def test_two_areas_with_the_same_counts_are_told_apart_by_what_stands_beside(space: Path) -> None:
    whats = {origin["what"] for item in found(space, "3/6") for origin in item["origins"]}
    assert any("Cải cách thể chế" in what for what in whats)
    assert any("chỉ đạo, điều hành" in what for what in whats)
    assert all(len(item["origins"]) == 1 for item in found(space, "3/6") if "đoạn" in item["place"])


def test_a_figure_inside_a_result_is_followed_to_its_very_line(space: Path) -> None:
    for item in found(space, "21/21"):
        (origin,) = item["origins"]
        (source,) = origin["sources"]
        assert source["place"].startswith(RETURN)
        assert "21/21" in line(space, source["place"])


def test_an_indicator_leads_to_numerator_and_denominator(space: Path) -> None:
    state = next(one for one in facts(space)["indicators"] if one.get("denominator"))
    value = f"{float(state['value']):.2f}".replace(".", ",").rstrip("0").rstrip(",")
    item = found(space, value, report(space, BOOK))[0]
    origin = next(one for one in item["origins"] if "kết quả của chỉ tiêu" in one["what"])
    assert origin["formula"].startswith(f"{state['numerator']} / {state['denominator']} = ")
    assert any("/progress/2026-q3/" in source["place"] for source in origin["sources"])


def test_in_a_workbook_the_cell_and_its_formula_are_named(space: Path) -> None:
    (item, *_) = found(space, "83,33%", report(space, BOOK))
    assert item["place"].rpartition("!")[2][0].isalpha()
    kinds = [origin["what"] for origin in item["origins"]]
    assert kinds[0].startswith("công thức trong ô ")
    assert any("tỷ lệ hoàn thành" in kind for kind in kinds)


def test_a_document_cited_a_date_and_a_name_are_followed_too(space: Path) -> None:
    assert found(space, "293/BC-UBND")[0]["origins"][0]["sources"][0]["place"].startswith(RETURN)
    assert all(item["origins"] for item in found(space, "14/9/2026"))
    assert found(space, "Công an phường")[0]["origins"]


def test_a_name_is_followed_to_the_line_on_which_it_is_written(space: Path) -> None:
    for name in ("Lê Huy Du", "Trung tâm Phục vụ hành chính công"):
        sources = found(space, name)[-1]["origins"][0]["sources"]
        named = [source for source in sources if "ward.yaml" in source["place"] or "người ký" in source["words"]]
        assert named
        assert [line(space, source["place"]).partition(": ")[2] for source in named] == [name] * len(named)


def test_words_of_the_template_are_said_to_be_the_template_s(space: Path) -> None:
    origins = [origin for item in found(space, "Độc lập - Tự do - Hạnh phúc") for origin in item["origins"]]
    assert origins[0]["what"] == "lời cố định của mẫu"
    assert origins[0]["sources"][0]["place"].startswith("bao-cao-cchc.docx")


def test_a_plan_leads_to_the_plan_s_own_lines(space: Path) -> None:
    path = next((space / "out/hang-gon").rglob("*.docx"))
    plan = yaml.safe_load((space / "data/hang-gon" / "plans/2026.yaml").read_text("utf-8"))
    title = plan["areas"][0]["groups"][0]["tasks"][0]["title"] if "groups" in plan["areas"][0] else None
    words = " ".join((title or str(plan["subject"][0])).split()[:6])
    item = found(space, words, path)[0]
    assert any(
        source["place"].startswith("hang-gon/plans/2026.yaml") for o in item["origins"] for source in o["sources"]
    )


def test_a_count_with_the_words_beside_it_is_followed_by_its_count(space: Path) -> None:
    for item in found(space, "39/65 nhiệm vụ"):
        assert any("số nhiệm vụ đã hoàn thành" in origin["what"] for origin in item["origins"])


def test_a_value_that_is_not_there_is_said_so_with_those_nearby(space: Path) -> None:
    told = trace(space, "21/22")
    assert told.exit_code == 1
    (problem,) = told.json["problems"]
    assert problem["code"] == "XX009"
    assert "21/21" in problem["remedy"]
    assert trace(space, "  ").exit_code == 2


def test_the_lines_are_those_of_the_data_then_used(space: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(space, tmp_path / "sau"))
    before = found(copy, "21/21")[0]["origins"][0]["sources"]
    file = copy / "data" / RETURN
    file.write_text("# thêm một dòng\n" + file.read_text("utf-8"), "utf-8")
    assert found(copy, "21/21")[0]["origins"][0]["sources"] == before
    shutil.rmtree(report(copy).parent / ".goc")
    told = trace(copy, "21/21")
    assert [problem["code"] for problem in told.json["problems"]] == ["XX014"]
    assert "21/21" in line(copy, told.json["found"][0]["origins"][0]["sources"][0]["place"])


def test_what_an_officer_wrote_is_said_to_be_the_officer_s(space: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(space, tmp_path / "sua"))
    edit(report(copy), text="Cán bộ ghi 77/78 việc.")
    (item,) = found(copy, "77/78")
    assert (item["edited"], item["origins"]) == (True, [])
    assert "cán bộ đã sửa tay" in run("trace", report(copy), "--value", "77/78", "--workspace", copy).out


def test_an_issued_document_is_traced_by_the_data_in_the_register(space: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(space, tmp_path / "ban-hanh"))
    run("issue", report(copy), "--number", "1", "--date", "2026-09-21", "--workspace", copy)
    shutil.rmtree(report(copy).parent / ".goc")
    change(copy / "data" / RETURN, "21/21 nội dung", "22/22 nội dung")
    told = trace(copy, "21/21")
    assert told.json["problems"] == []
    assert told.json["found"][0]["origins"][0]["sources"][0]["place"].startswith(RETURN)


def test_a_template_of_the_ward_s_own_is_traced_as_well(space: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(space, tmp_path / "mau"))
    document = docx.Document()
    document.add_paragraph("Tỷ lệ của {{ don_vi.ten }}: {{ tong_hop.ty_le_hoan_thanh | ty_le }}.")
    (copy / "templates/truc-lam").mkdir(parents=True)
    document.save(str(copy / "templates/truc-lam/bao-cao-cchc.docx"))
    path = next(path for path in quarter(copy).paths if path.suffix == ".docx")
    told = read(path.read_bytes())
    assert told is not None
    totals = facts(copy)["totals"]
    share = f"{100 * totals['done'] / totals['total']:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%"
    (item,) = found(copy, share, path)
    assert item["names"] == ["tong_hop.ty_le_hoan_thanh"]
    assert [origin["what"] for origin in item["origins"]] == ["tỷ lệ hoàn thành của toàn Kế hoạch"]


def test_a_letter_is_traced_to_the_deadlines_that_it_speaks_of(space: Path) -> None:
    letter = run("remind", "--ward", "truc-lam", "--workspace", space).paths[0]
    day = next(one["due"] for one in facts(space)["tasks"][-1]["deadlines"] if one["due"])
    shown = f"{int(day[8:])}/{int(day[5:7])}/{day[:4]}"
    whats = [origin["what"] for item in found(space, shown, letter) for origin in item["origins"]]
    assert any(what.startswith("thời hạn nhiệm vụ") for what in whats)


# --- looking a value up ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "stands"),
    [
        ("39", "đã hoàn thành 39/65 nhiệm vụ", True),
        ("39", "có 139 nhiệm vụ", False),
        ("39", "đạt 39,5%", False),
        ("39", "39.", True),
        ("9", "ngày 14/9/2026", False),
        ("58,97%", "đạt tỷ lệ 58,97% (trong đó", True),
        ("58,97", "đạt tỷ lệ 58,97%", True),
        ("8,97%", "58,97%", False),
        ("quý III", "Quý III năm 2026", True),
        ("quý I", "quý III", False),
    ],
)
def test_a_value_stands_by_itself(value: str, text: str, *, stands: bool) -> None:
    assert stands_in(value, text) is stands


def test_a_figure_typed_the_english_way_is_understood() -> None:
    assert "58,97%" in spellings("58.97 %")


def test_words_without_accents_find_those_with() -> None:
    assert nearest([Spot("", "I. Cải cách thể chế", "")], "the che") == ["thể chế"]


def test_the_words_around_a_value_are_shown() -> None:
    assert excerpt(f"{'a ' * 80}39 việc{' b' * 80}", "39").startswith("…")
