"""`show`, and what is kept beside documents: how a file was made, and what has become of it since."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest

from reportgen.originals import FOLDER, original_of, packed, unpacked
from tests.support_cli import TODAY, Told, on_day, run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a workspace in which a quarter was reported."""
    space = tmp_path_factory.mktemp("noi-lam-viec")
    shutil.copytree(root / "data", space / "data")
    shutil.copytree(root / "templates", space / "templates")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        assert quarter(space).exit_code == 0
    return space


@pytest.fixture
def space(made: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "space"))


def quarter(space: Path, *words: str) -> Told:
    return run("quarterly", "--ward", "truc-lam", "--year", "2026", "--quarter", "3", "--workspace", space, *words)


def report(space: Path, name: str = "bao-cao-cchc-quy-3-2026.docx") -> Path:
    return space / "out/truc-lam/2026/quy-3" / name


def edit(path: Path, place: int = 20, text: str = "Đoạn do cán bộ viết lại.") -> None:
    document = docx.Document(str(path))
    document.paragraphs[place].text = text
    document.save(str(path))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def shown(path: Path, space: Path, *words: str) -> Told:
    return run("show", path, "--workspace", space, *words)


def test_a_document_as_written_is_told_to_be_unchanged_in_every_way(space: Path) -> None:
    told = shown(report(space), space, "--json")
    assert told.exit_code == 0
    document = told.json["document"]
    assert (document["ours"], document["edited"]) == (True, False)
    assert (document["data"], document["template"]) == ({"changed": False, "files": []}, {"changed": False})
    assert (told.json["ward"], told.json["as_of"]) == ("truc-lam", "2026-09-14")
    assert told.json["period"]["kind"] == "quarterly"
    assert document["provenance"]["version"] == run("--version").out.split()[-1]


def test_people_read_it_in_words(space: Path) -> None:
    told = shown(report(space), space).out
    for words in ("Báo cáo quý", "phường Trúc Lâm", "quý III năm 2026", "14/9/2026", "chưa sửa từ khi lập"):
        assert words in told


@pytest.mark.parametrize("name", ["bao-cao-cchc-quy-3-2026.docx", "phu-luc-cchc-quy-3-2026.xlsx"])
def test_an_edit_is_seen_wherever_the_file_was_moved_to(space: Path, tmp_path: Path, name: str) -> None:
    moved = tmp_path / f"chuyen đi{report(space, name).suffix}"
    shutil.move(report(space, name), moved)
    assert shown(moved, space, "--json").json["document"]["edited"] is False
    if moved.suffix == ".docx":
        edit(moved)
    else:
        import openpyxl  # noqa: PLC0415

        book = openpyxl.load_workbook(moved)
        book.worksheets[0]["B9"] = "sửa"
        book.save(moved)
    assert shown(moved, space, "--json").json["document"]["edited"] is True


def test_a_change_of_data_is_told_with_its_files(space: Path) -> None:
    name = "progress/2026-q3/phong-van-hoa-xa-hoi.yaml"
    change(space / "data/truc-lam" / name, "21/21 nội dung", "22/22 nội dung")
    told = shown(report(space), space, "--json").json["document"]
    assert told["data"] == {"changed": True, "files": [f"truc-lam/{name}"]}
    assert told["template"]["changed"] is False


def test_data_that_hold_an_error_now_are_a_change_and_no_failure(space: Path) -> None:
    change(space / "data/truc-lam/ward.yaml", "symbol:", "symbol: [")
    told = shown(report(space), space, "--json")
    assert told.exit_code == 0
    assert told.json["document"]["data"]["changed"] is True


def test_a_change_of_another_year_s_data_is_none(space: Path) -> None:
    (space / "data/truc-lam/progress/2019-q1").mkdir()
    assert shown(report(space), space, "--json").json["document"]["data"]["changed"] is False


def test_a_change_of_the_template_is_told(space: Path) -> None:
    edit(space / "templates/bao-cao-cchc.docx", -1, "")
    told = shown(report(space), space, "--json").json["document"]
    assert (told["template"]["changed"], told["data"]["changed"]) == (True, False)
    assert "mẫu cũ còn được giữ" in shown(report(space), space).out


def test_without_the_ward_s_data_the_rest_is_told(space: Path, tmp_path: Path) -> None:
    (tmp_path / "khac/data").mkdir(parents=True)
    told = shown(report(space), tmp_path / "khac", "--json")
    assert told.exit_code == 0
    assert told.json["document"]["data"]["changed"] is None
    assert told.json["document"]["edited"] is False


def test_a_plan_is_compared_with_the_plan_that_it_prints(made: Path) -> None:
    path = run("plan", "--ward", "hang-gon", "--workspace", made).paths[0]
    assert shown(path, made, "--json").json["document"]["data"]["changed"] is False


def test_a_free_range_is_told_by_its_days(made: Path) -> None:
    words = ("adhoc", "--ward", "truc-lam", "--from", "2026-07-01", "--to", "2026-09-14", "--subject", "Đề án 06")
    path = run(*words, "--workspace", made).paths[0]
    told = shown(path, made, "--json").json
    assert (told["period"]["from"], told["period"]["to"]) == ("2026-07-01", "2026-09-14")
    assert told["document"]["provenance"]["subject"] == "Đề án 06"
    assert told["document"]["data"]["changed"] is False


def test_a_file_that_we_did_not_make_is_said_to_be_none_of_ours(space: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "cong-van.docx"
    docx.Document().save(str(stranger))
    told = shown(stranger, space, "--json")
    assert (told.exit_code, told.json["document"]["ours"]) == (1, False)
    assert [problem["code"] for problem in told.json["problems"]] == ["XX001"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 cut short", "chữ".encode()])
def test_no_file_makes_it_fail(space: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    assert shown(tmp_path / "a.docx", space).codes == ["XX001"]


def test_a_file_that_is_not_there_is_told_with_those_nearby(space: Path) -> None:
    told = shown(report(space, "bao-cao.docx"), space)
    assert (told.exit_code, told.codes) == (2, ["LN018"])
    assert "bao-cao-cchc-quy-3-2026.docx" in told.err


# --- what is kept -------------------------------------------------------------------------------------------------


def kept(space: Path) -> list[str]:
    return sorted(path.name for path in (report(space).parent / FOLDER).iterdir())


def test_what_we_wrote_is_found_again_from_what_a_person_made_of_it(space: Path) -> None:
    written = report(space).read_bytes()
    edit(report(space))
    assert original_of(report(space), report(space).read_bytes()) == written


def test_a_program_that_drops_the_properties_does_not_lose_what_we_wrote(space: Path) -> None:
    written = report(space).read_bytes()
    bare = io.BytesIO()
    docx.Document().save(bare)
    report(space).write_bytes(bare.getvalue())
    assert original_of(report(space), bare.getvalue()) == written


def test_what_is_kept_grows_with_the_documents_not_with_the_runs(space: Path) -> None:
    before = kept(space)
    edit(report(space))
    for number in range(4):
        change(space / "data/truc-lam/ward.yaml", "symbol: UBND", "symbol: UBND ")
        told = quarter(space)
        assert told.exit_code == 0, told.err
        assert told.paths[0].name.endswith("-ban-2.docx"), number
    # the edited report, its revision and the appendices; the data and templates of each
    assert len(kept(space)) == len(before) + 2
    assert original_of(report(space), report(space).read_bytes()) is not None


def test_a_link_in_place_of_the_store_is_refused(space: Path, tmp_path: Path) -> None:
    store = report(space).parent / FOLDER
    shutil.rmtree(store)
    (tmp_path / "noi-khac").mkdir()
    store.symlink_to(tmp_path / "noi-khac")
    assert "XB004" in quarter(space).codes
    assert not list((tmp_path / "noi-khac").iterdir())


def test_files_come_out_of_the_zip_as_they_went_in() -> None:
    files = {"ward.yaml": b"a", "progress/2026-q3/công-an.yaml": "số".encode()}
    assert unpacked(packed(files)) == files
    assert packed(files) == packed(dict(reversed(files.items())))


@pytest.mark.parametrize("name", ["../a", "/etc/a", "a/../../b", "..\\a", "C:/a"])
def test_a_zip_whose_names_lead_outside_is_no_zip_of_ours(name: str) -> None:
    assert unpacked(packed({name: b"x"})) == {}


def test_a_write_that_fails_keeps_the_former_document(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen import originals  # noqa: PLC0415

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = report(space).read_bytes()
    change(space / "data/truc-lam/ward.yaml", "symbol: UBND", "symbol: UBND ")
    monkeypatch.setattr(originals, "put_in_place", full)
    assert "XB002" in quarter(space).codes
    assert report(space).read_bytes() == before
