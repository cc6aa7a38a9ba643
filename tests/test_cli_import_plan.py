"""`import plan` as a person meets it: what is written, what is refused, what is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen import store
from tests.support_cli import Told, run
from tests.support_plans import BEFORE, HEAD, A, B, C, docx, plan, table

ROOT = Path(__file__).resolve().parent.parent
ROWS = [HEAD, ("1", *A), ("2", *B), ("3", *C)]


@pytest.fixture
def space(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


def bring(space: Path, data: bytes, *words: str, name: str = "ke-hoach.docx", ward: str = "song-hac") -> Told:
    """Write a document and import it."""
    path = space / name
    path.write_bytes(data)
    return run("import", "plan", path, "--ward", ward, "--workspace", space, *words)


def known_ward(space: Path) -> Path:
    """Put a shipped ward without its plan into the workspace."""
    home = space / "data" / "truc-lam"
    home.mkdir()
    shutil.copy(ROOT / "data" / "truc-lam" / "ward.yaml", home / "ward.yaml")
    return home


def test_a_new_ward_gets_its_files_and_an_account_beside(space: Path) -> None:
    told = bring(space, plan(table(*ROWS)))
    assert told.exit_code == 0, told.err
    home = space / "data" / "song-hac"
    assert (home / "ward.yaml").is_file()
    assert (home / "plans" / "2026.yaml").is_file()
    (account,) = (home / "doi-chieu").glob("*.html")
    assert f"Đã ghi kế hoạch: {home / 'plans' / '2026.yaml'}" in told.out
    assert str(account) in told.out
    assert run("check", "data", "--ward", "song-hac", "--workspace", space).exit_code == 0
    assert run("status", "--ward", "song-hac", "--workspace", space).exit_code == 0


def test_the_account_names_columns_rows_and_what_is_left(space: Path) -> None:
    head = (*HEAD, "Kinh phí")
    told = bring(space, plan(table(head, *[(str(i), *x, f"{i}5 triệu") for i, x in enumerate((A, B, C), 1)])), "--json")
    account = told.json["account"]
    (found,) = account["tables"]
    assert (found["rows"], found["tasks"], found["unread_columns"]) == (3, 3, ["Kinh phí"])
    assert {"heading": "Cơ quan chủ trì", "field": "lead"} in found["columns"]
    assert [entry["text"] for entry in account["left"] if "triệu" in entry["text"]] == [
        "15 triệu",
        "25 triệu",
        "35 triệu",
    ]
    assert all(entry["where"].startswith("ke-hoach.docx, ") for entry in account["left"])
    page = next((space / "data" / "song-hac" / "doi-chieu").glob("*.html")).read_text("utf-8")
    assert "25 triệu" in page
    assert A[0] in page


def test_the_account_is_safe_to_open(space: Path) -> None:
    bad = "<script>alert(1)</script>"
    bring(space, plan(table(HEAD, ("1", f"Rà soát {bad}", *A[1:]), ("2", *B))))
    page = next((space / "data" / "song-hac" / "doi-chieu").glob("*.html")).read_text("utf-8")
    assert bad not in page
    assert "&lt;script&gt;" in page


def test_names_of_a_known_ward_resolve_and_strange_ones_are_listed_with_the_nearest(space: Path) -> None:
    home = known_ward(space)
    rows = [
        HEAD,
        ("1", A[0], "Phòng Văn hóa - Xã hội", "VP HĐND&UBND", *A[3:]),
        ("2", B[0], "Phòng Văn hóa Xã hộ", *B[2:]),
    ]
    told = bring(space, plan(table(*rows)), "--json", ward="truc-lam")
    assert told.exit_code == 1
    errors = [problem for problem in told.json["problems"] if problem["severity"] == "error"]
    assert [problem["code"] for problem in errors] == ["KH002"]
    assert errors[0]["where"].startswith("truc-lam/plans/2026.yaml, dòng ")
    assert "Phòng Văn hóa - Xã hội" in errors[0]["remedy"]
    assert (home / "ward.yaml").read_bytes() == (ROOT / "data" / "truc-lam" / "ward.yaml").read_bytes()
    checked = run("check", "data", "--ward", "truc-lam", "--workspace", space)
    assert checked.exit_code == 1
    assert "KH002" in checked.codes


def test_a_plan_that_differs_is_not_written_over(space: Path) -> None:
    bring(space, plan(table(*ROWS)))
    path = space / "data" / "song-hac" / "plans" / "2026.yaml"
    before = path.read_bytes()
    told = bring(space, plan(table(HEAD, ("1", *A))), "--json")
    assert told.exit_code == 1
    assert [p["code"] for p in told.json["problems"] if p["severity"] == "error"] == ["NK006"]
    assert path.read_bytes() == before
    beside = space / "data" / "song-hac" / "doi-chieu" / "2026.yaml"
    assert B[0] not in beside.read_text("utf-8")
    assert told.json["changed"] is False


def test_replace_puts_it_in_force_and_keeps_the_former_version(space: Path) -> None:
    bring(space, plan(table(*ROWS)))
    path = space / "data" / "song-hac" / "plans" / "2026.yaml"
    before = path.read_bytes()
    told = bring(space, plan(table(HEAD, ("1", *A))), "--replace")
    assert told.exit_code == 0, told.err
    assert B[0] not in path.read_text("utf-8")
    assert [version.how for version in store.versions(path)] == ["import", "import"]
    assert store.content_of(path, 1) == before
    again = bring(space, plan(table(*ROWS)), "--replace", "--json")
    assert again.json["changed"] is True
    assert path.read_bytes() == before


def test_what_a_person_wrote_into_the_plan_is_kept_by_replace(space: Path) -> None:
    bring(space, plan(table(*ROWS)))
    path = space / "data" / "song-hac" / "plans" / "2026.yaml"
    errata = f'\nerrata:\n  - {{place: "I.1", printed: "{A[0]}", corrected: "{A[0]} của phường", why: Sót chữ}}\n'
    edited = path.read_text("utf-8").replace("kind: direction", "kind: institutions") + errata
    path.write_text(edited, "utf-8")
    told = bring(space, plan(table(*ROWS, ("4", "Nhiệm vụ mới", *A[1:]))), "--replace")
    assert told.exit_code == 0, told.err
    text = path.read_text("utf-8")
    assert "Nhiệm vụ mới" in text
    assert "kind: institutions" in text
    assert "corrected: Rà soát văn bản quy phạm pháp luật của phường" in text


def test_a_document_without_tasks_writes_nothing(space: Path) -> None:
    told = bring(space, docx(*BEFORE))
    assert told.exit_code == 1
    assert told.codes == ["NK004"]
    assert not (space / "data" / "song-hac").exists()


def test_a_plan_without_a_year_asks_for_it(space: Path) -> None:
    data = plan(table(*ROWS))
    nameless = docx(table(*ROWS))
    assert bring(space, nameless, name="bang.docx").codes == ["NK005"]
    assert bring(space, nameless, "--year", "2027", name="bang.docx").exit_code == 0
    assert (space / "data" / "song-hac" / "plans" / "2027.yaml").is_file()
    assert bring(space, data, "--year", "2030", ward="khac").codes == ["NK005"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("khong-co.docx", "--ward", "song-hac"), "NK013"),
        ((".", "--ward", "song-hac"), "NK013"),
        (("khong-co.docx", "--ward", "Sông Hạc"), "NK014"),
        (("khong-co.docx", "--ward", "../khac"), "NK014"),
    ],
)
def test_what_cannot_start_is_told(words: tuple[str, ...], code: str, space: Path) -> None:
    told = run("import", "plan", *words, "--workspace", space)
    assert told.exit_code == 2
    assert told.codes == [code]
    assert not list((space / "data").iterdir())


def test_a_damaged_file_writes_nothing(space: Path) -> None:
    told = bring(space, plan(table(*ROWS))[:3000])
    assert told.exit_code == 1
    assert told.codes == ["MB002"]
    assert not (space / "data" / "song-hac").exists()


def test_the_province_of_a_new_ward_may_be_given(space: Path) -> None:
    told = bring(space, docx(*BEFORE[:-2], table(*ROWS)), "--province", "tỉnh Bình Nguyên")
    assert told.exit_code == 0, told.err
    assert "province: tỉnh Bình Nguyên" in (space / "data" / "song-hac" / "ward.yaml").read_text("utf-8")
