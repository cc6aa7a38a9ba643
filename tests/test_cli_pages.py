"""Pages of docs/ that are made from the program stand as it makes them; examples in help and guide run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest

from reportgen.cli.pages import generated
from reportgen.forms import layout
from tests.support_cli import TODAY, on_day, run

MADE = generated()
ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", MADE)
def test_a_made_page_is_current(name: str) -> None:
    """Otherwise: python scripts/make_pages.py."""
    assert (ROOT / "docs" / name).read_text("utf-8") == MADE[name]


def test_no_page_is_left_of_a_code_that_is_no_more() -> None:
    assert {f"loi/{path.name}" for path in (ROOT / "docs" / "loi").glob("*")} <= set(MADE)


EXAMPLE = re.compile(r"(?:^ *|\| `)(?:\.venv/bin/)?(reportgen (?:.* --|doctor|explain|check)[^`|\n]*)", re.MULTILINE)


def examples() -> list[str]:
    """Return every command with an option that a person is told to type, each once."""
    texts = [MADE["lenh.md"], *((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/huong-dan.md"))]
    found = {line.strip() for text in texts for line in EXAMPLE.findall(text)}
    return sorted(line for line in found if "[" not in line and "MÃ" not in line and "TỆP" not in line)


def test_examples_were_found() -> None:
    assert len(examples()) > 15


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped data, so that examples do not write into the tree."""
    folder = tmp_path_factory.mktemp("space")
    shutil.copytree(ROOT / "data", folder / "data")
    # Examples that judge a document name one that the first command of the README writes.
    run("quarterly", "--ward", "truc-lam", "--quarter", "3", "--workspace", folder)
    # Examples of forms that come back have one to receive, and a version to restore.
    sent = ("--ward", "truc-lam", "--agency", "cong-an-phuong", "--year", "2026", "--quarter", "4")
    (form,) = run("forms", "send", *sent, "--workspace", folder).paths
    book = openpyxl.load_workbook(form)
    book[layout.GENERAL.name]["B5"] = "Trong kỳ không có phát sinh."
    (folder / "bieu-mau-da-ve").mkdir()
    book.save(folder / "bieu-mau-da-ve" / form.name)
    run("forms", "receive", "--ward", "truc-lam", folder / "bieu-mau-da-ve", "--workspace", folder)
    # The example of a plan from Word has the document that the program itself prints.
    (plan,) = run("plan", "--ward", "truc-lam", "--verbatim", "--workspace", folder).paths
    shutil.copy(plan, folder / "ke-hoach.docx")
    run("plan", "export", folder / "bang-ke-hoach.xlsx", "--ward", "truc-lam", "--workspace", folder)
    return folder


@pytest.mark.parametrize("command", examples())
def test_an_example_runs_when_pasted(command: str, space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "pdf" in command and shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    monkeypatch.chdir(space)
    on_day(monkeypatch, TODAY)
    told = run(*shlex.split(command)[1:])
    assert told.exit_code == 0, told.err
