"""`check document` and `fix document` as a person and a program meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Mm, Pt

from reportgen.cli.codes import all_pages
from reportgen.decree30.check import check_document, rule_pages
from tests.support_cli import Told, run
from tests.support_docx import edit, find, good_document, replace_text
from tests.test_cli_help import english
from tests.test_decree30_mend import signed

GOOD = good_document("báo cáo")


def wide(doc: Any) -> None:
    doc.sections[0].left_margin = Mm(10)


def double_space(doc: Any) -> None:
    replace_text(find(doc, "Công tác tuyên truyền"), "Công tác", "Công  tác")


def unended(doc: Any) -> None:
    wide(doc)
    replace_text(find(doc, "./."), "./.", ".")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tot.docx").write_bytes(GOOD)
    (tmp_path / "le.docx").write_bytes(edit(GOOD, wide))
    (tmp_path / "luu-y.docx").write_bytes(edit(GOOD, double_space))
    return tmp_path


def check(*words: str | Path) -> Told:
    return run("check", "document", *words)


def fix(*words: str | Path) -> Told:
    return run("fix", "document", *words)


# --- check -------------------------------------------------------------------------------------------------------


def test_a_document_in_good_form_ends_with_0_and_counts(folder: Path) -> None:
    told = check(folder / "tot.docx")
    assert (told.exit_code, told.err) == (0, "")
    lines = told.out.strip().splitlines()
    assert lines[0] == f"{folder / 'tot.docx'}: báo cáo"
    assert lines[-1].startswith(f"{folder / 'tot.docx'}: 0 lỗi, 0 lưu ý; đạt ")
    passed, judged = lines[-1].rpartition("đạt ")[2].split()[0].split("/")
    assert int(passed) == int(judged) > 40


def test_a_fault_is_told_with_rule_article_place_what_stands_and_what_should(folder: Path) -> None:
    told = check(folder / "le.docx")
    assert told.exit_code == 1
    for words in (
        "LỖI PG-03 Lề trang (Phụ lục I, Phần I, Mục I, khoản 3)",
        "phần 1: lề trái 10 mm; quy định: từ 30 đến 35 mm",
        "reportgen explain PG-03",
        "1 lỗi, 0 lưu ý",
    ):
        assert words in told.out


def test_a_warning_alone_ends_with_0(folder: Path) -> None:
    told = check(folder / "luu-y.docx")
    assert told.exit_code == 0
    assert "LƯU Ý TX-04" in told.out
    assert "đoạn" in told.out


def test_the_account_holds_no_english(folder: Path) -> None:
    told = check(folder / "le.docx", folder / "luu-y.docx")
    words = told.out.replace(str(folder), "").replace(".docx", "")
    assert english(words) == []


def test_several_files_are_all_judged_and_one_that_cannot_be_read_stops_none(folder: Path) -> None:
    (folder / "hong.docx").write_bytes(GOOD[:500])
    told = check(folder / "tot.docx", folder / "hong.docx", folder / "le.docx")
    assert told.exit_code == 1
    assert told.codes == ["MB002"]
    assert "tot.docx: 0 lỗi" in told.out
    assert "le.docx: 1 lỗi" in told.out


@pytest.mark.parametrize("name", ["khong-co.docx", ".", "a\0b.docx"])
def test_a_file_that_is_not_there_ends_with_2_and_names_those_that_are(folder: Path, name: str) -> None:
    told = check(folder / name)
    assert (told.exit_code, told.codes) == (2, ["LN018"])


def test_the_nearby_documents_are_named(folder: Path) -> None:
    assert "le.docx, luu-y.docx, tot.docx" in check(folder / "le.doc").err


def test_one_rule_can_be_asked_alone_in_any_spelling(folder: Path) -> None:
    told = check(folder / "le.docx", "--rule", "hd-01", "--rule", "PG-01")
    assert told.exit_code == 0
    assert "đạt 2/2" in told.out


def test_a_rule_that_is_off_is_asked_when_named(folder: Path) -> None:
    document = edit(GOOD, lambda doc: replace_text(find(doc, "2. Đẩy mạnh"), "2. Đẩy", "2.1. Đẩy"))
    (folder / "thap-phan.docx").write_bytes(document)
    assert "BD-08" in check(folder / "thap-phan.docx", "--rule", "BD-08").out
    assert "BD-08" not in check(folder / "thap-phan.docx").out


def test_a_rule_that_is_none_ends_with_2(folder: Path) -> None:
    told = check(folder / "tot.docx", "--rule", "PG-99")
    assert (told.exit_code, told.codes) == (2, ["LN007"])


def test_json_of_one_file_has_the_promised_shape(folder: Path) -> None:
    told = check(folder / "le.docx", "--json")
    assert (told.exit_code, told.err) == (1, "")
    answer = told.json
    assert (answer["ok"], answer["file"], answer["kind"]) == (False, str(folder / "le.docx"), "báo cáo")
    outcomes = {outcome["rule"]: outcome for outcome in answer["outcomes"]}
    assert outcomes["PG-03"]["state"] == "fail"
    assert outcomes["PG-03"]["findings"] == [
        {"where": "le.docx, phần 1", "found": "lề trái 10 mm", "expected": "từ 30 đến 35 mm"}
    ]
    assert outcomes["PG-01"] == {"rule": "PG-01", "state": "pass", "findings": [], "reasons": []}
    assert [problem["code"] for problem in answer["problems"]] == ["PG-03"]
    assert set(answer["problems"][0]) == {"code", "where", "message", "remedy", "severity"}


def test_json_of_several_files_lists_them(folder: Path) -> None:
    answer = check(folder / "tot.docx", folder / "le.docx", "--json").json
    assert answer["ok"] is False
    assert [document["kind"] for document in answer["documents"]] == ["báo cáo", "báo cáo"]


def test_json_of_a_file_that_cannot_be_read_is_one_object(folder: Path) -> None:
    (folder / "hong.docx").write_bytes(b"PK")
    told = check(folder / "hong.docx", "--json")
    assert told.exit_code == 1
    assert (told.json["ok"], told.json["kind"], told.json["outcomes"]) == (False, None, [])
    assert [problem["code"] for problem in told.json["problems"]] == ["MB002"]


def test_annotate_writes_a_copy_beside_and_leaves_the_file_alone(folder: Path) -> None:
    before = (folder / "le.docx").read_bytes()
    told = check(folder / "le.docx", "--annotate")
    copy = folder / "le-nhan-xet.docx"
    assert str(copy) in told.out
    assert copy.is_file()
    assert (folder / "le.docx").read_bytes() == before
    check(folder / "le.docx", "--annotate")
    assert (folder / "le-nhan-xet-2.docx").is_file()


def test_annotate_writes_nothing_for_a_good_or_a_signed_document(folder: Path) -> None:
    (folder / "ky.docx").write_bytes(signed(edit(GOOD, wide)))
    told = check(folder / "tot.docx", folder / "ky.docx", "--annotate")
    assert "VB004" in told.codes
    assert sorted(p.name for p in folder.iterdir()) == ["ky.docx", "le.docx", "luu-y.docx", "tot.docx"]


def test_what_is_no_official_document_is_told_so(folder: Path) -> None:
    source = edit(GOOD, lambda doc: [p.getparent().remove(p) for p in list(doc.element.body)[:-1]])
    (folder / "trong.docx").write_bytes(source)
    assert "VB003" in check(folder / "trong.docx").out


# --- fix ---------------------------------------------------------------------------------------------------------


def test_fix_writes_a_corrected_copy_beside_and_says_what_was_put_right(folder: Path) -> None:
    before = (folder / "le.docx").read_bytes()
    told = fix(folder / "le.docx")
    assert told.exit_code == 0
    assert told.out.strip() == str(folder / "le-da-sua.docx")
    assert "ĐÃ SỬA PG-03 Lề trang" in told.err
    assert "Đã sửa 1 chỗ; còn 0 lỗi, 0 lưu ý" in told.err
    assert (folder / "le.docx").read_bytes() == before
    assert check(folder / "le-da-sua.docx").exit_code == 0
    assert sorted(p.name for p in folder.iterdir()) == ["le-da-sua.docx", "le.docx", "luu-y.docx", "tot.docx"]


def test_fix_never_writes_over_a_file(folder: Path) -> None:
    (folder / "le-da-sua.docx").write_bytes(b"cua toi")
    assert fix(folder / "le.docx").out.strip() == str(folder / "le-da-sua-2.docx")
    assert fix(folder / "le.docx", "--out", folder / "le.docx").out.strip() == str(folder / "le-2.docx")
    assert (folder / "le-da-sua.docx").read_bytes() == b"cua toi"


def test_fix_lists_what_a_person_must_see_and_ends_with_1_while_errors_remain(folder: Path) -> None:
    def change(doc: Any) -> None:
        unended(doc)
        replace_text(find(doc, "KT. CHỦ TỊCH"), "KT. ", "KT.")

    (folder / "sai.docx").write_bytes(edit(GOOD, change))
    told = fix(folder / "sai.docx")
    assert told.exit_code == 1
    assert "CÒN LẠI SG-01" in told.err
    assert "CÒN LẠI BD-07" in told.err
    assert "ĐÃ SỬA PG-03" in told.err


def test_fix_of_a_good_document_writes_nothing(folder: Path) -> None:
    told = fix(folder / "tot.docx")
    assert told.exit_code == 0
    assert "không ghi tệp mới" in told.out
    assert not (folder / "tot-da-sua.docx").exists()


def test_fix_of_a_signed_document_writes_nothing_and_says_why(folder: Path) -> None:
    (folder / "ky.docx").write_bytes(signed(edit(GOOD, wide)))
    told = fix(folder / "ky.docx")
    assert told.exit_code == 1
    assert "VB004" in told.err
    assert not (folder / "ky-da-sua.docx").exists()


def test_fix_json_names_the_file_and_the_changes(folder: Path) -> None:
    told = fix(folder / "le.docx", "--json")
    answer = json.loads(told.out)
    assert answer["ok"] is True
    assert [file["path"] for file in answer["files"]] == [(folder / "le-da-sua.docx").as_posix()]
    assert answer["changed"] == [
        {"rule": "PG-03", "where": "le.docx, phần 1", "found": "lề trái 10 mm", "expected": "từ 30 đến 35 mm"}
    ]
    assert answer["problems"] == []


def test_fix_json_of_a_file_that_cannot_be_read_keeps_every_key(folder: Path) -> None:
    (folder / "hong.docx").write_bytes(GOOD[:700])
    told = fix(folder / "hong.docx", "--json")
    assert told.exit_code == 1
    assert set(told.json) == {"ok", "file", "files", "changed", "problems"}
    assert [problem["code"] for problem in told.json["problems"]] == ["MB002"]


def test_fix_into_a_folder_that_is_not_there_ends_with_2(folder: Path) -> None:
    told = fix(folder / "le.docx", "--out", folder / "khong" / "x.docx")
    assert (told.exit_code, told.codes) == (2, ["XB001"])


# --- explain and help --------------------------------------------------------------------------------------------


def test_every_rule_and_code_of_the_decree_has_its_page() -> None:
    pages = all_pages()
    assert {*rule_pages(), "VB001", "VB002", "VB003", "VB004", "LN018"} <= set(pages)
    told = run("explain", "pg-03")
    assert told.exit_code == 0
    assert "## Cách sửa" in told.out


@pytest.mark.parametrize("words", [("fix",), ("check", "document"), ("fix", "document")], ids=" ".join)
def test_help_holds_no_english(words: tuple[str, ...]) -> None:
    told = run(*words, "--help")
    assert (told.exit_code, told.err) == (0, "")
    text = told.out.replace("fix", "").replace("document", "").replace("annotate", "").replace(".docx", "")
    assert english(text) == []


def test_a_file_must_be_named() -> None:
    assert check().codes == ["LN006"]
    assert fix().codes == ["LN006"]


# --- our own reports ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["quarterly", "plan"])
def test_a_report_command_says_in_one_line_how_its_document_stands(
    command: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    told = run(command, "--ward", "truc-lam", "--format", "docx")
    (line,) = [line for line in told.err.splitlines() if line.startswith("Thể thức: ")]
    passed, judged = line.removeprefix("Thể thức: đạt ").split()[0].split("/")
    assert int(passed) == int(judged) > 40


def test_lines_of_a_report_fit_a_subject_of_any_length(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    words = ("adhoc", "--ward", "truc-lam", "--from", "1/7/2026", "--to", "14/9/2026", "--format", "docx")
    told = run(*words, "--subject", "Đề án 06")
    document = told.paths[0].read_bytes()
    assert check_document(document, "x.docx").outcome("TT-03").state.value == "pass"


def test_a_verbatim_plan_is_no_fault_of_ours(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    told = run("plan", "--ward", "truc-lam", "--verbatim", "--format", "docx")
    assert (told.exit_code, told.codes) == (0, [])
    assert "bản nguyên văn giữ cả chỗ sai của văn bản gốc" in told.err


def test_a_template_out_of_form_is_told_with_the_place_in_the_report(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    (tmp_path / "templates").mkdir()
    template = (root / "templates" / "bao-cao-cchc.docx").read_bytes()

    def change(doc: Any) -> None:
        doc.sections[0].left_margin = Mm(10)
        doc.styles["Nội dung"].font.size = Pt(11)

    (tmp_path / "templates" / "bao-cao-cchc.docx").write_bytes(edit(template, change))
    monkeypatch.chdir(tmp_path)
    told = run("quarterly", "--ward", "truc-lam", "--quarter", "3", "--format", "docx", "--json")
    found = {p["code"]: p for p in told.json["problems"]}
    assert {"PG-03", "BD-06"} <= set(found)
    assert found["PG-03"]["where"] == "bao-cao-cchc-quy-3-2026.docx, phần 1"
