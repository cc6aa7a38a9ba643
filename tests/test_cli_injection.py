"""Names and texts from others steer no terminal: no colour, no cleared screen, no forged line, no turned direction."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.support_cli import TODAY, on_day, run
from tests.support_forms import filled
from tests.support_ward import WARD_ID, write_ward

NAME = "a\x1b[2J\x1b[31m\nLỖI XX999 giả: giả\u202e"
STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]|^(LỖI|LƯU Ý) XX999", re.MULTILINE)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the tiny ward, and files of others with steering names and texts."""
    work = tmp_path_factory.mktemp("injection")
    (work / "data").mkdir()
    write_ward(work / "data")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        report = run("quarterly", "--ward", WARD_ID, "--workspace", work).paths[0]
    shutil.copy(report, work / "report.docx")
    document = docx.Document(str(report))
    for paragraph in document.paragraphs[5:12]:
        paragraph.add_run(" \u202eđảo ngược\u2066")
    document.core_properties.title = document.core_properties.author = "\u202eđảo"
    document.save(str(work / f"{NAME}.docx"))
    document = docx.Document()
    document.add_paragraph("{{ la\u202e }} {{ ten_la }}")
    document.save(str(work / f"mau{NAME}.docx"))
    filled(work).book.save(work / f"{NAME}.xlsx")
    return work


Words = Callable[[Path], tuple[str | Path, ...]]
COMMANDS: list[Words] = [
    lambda work: ("check", "document", work / f"{NAME}.docx", "--annotate"),
    lambda work: ("fix", "document", work / f"{NAME}.docx"),
    lambda work: ("diff", work / "report.docx", work / f"{NAME}.docx"),
    lambda work: ("show", work / f"{NAME}.docx"),
    lambda work: ("template", "lint", work / f"mau{NAME}.docx"),
    lambda work: ("template", "annotate", work / f"mau{NAME}.docx"),
    lambda work: ("template", "preview", work / f"mau{NAME}.docx", "--ward", WARD_ID, "--workspace", work),
    lambda work: ("import", "plan", work / f"{NAME}.docx", "--ward", WARD_ID, "--workspace", work),
    lambda work: (
        "forms",
        "receive",
        "--ward",
        WARD_ID,
        "--workspace",
        work,
        "--as-of",
        "2026-12-14",
        work / f"{NAME}.xlsx",
    ),
    lambda work: ("data", "history", "--ward", WARD_ID, "--workspace", work),
    lambda work: ("check", "data", work / NAME),
    lambda work: ("quarterly", "--ward", WARD_ID, "--workspace", work, "--out", work / NAME),
    lambda work: ("status", "--ward", NAME, "--workspace", work),
    lambda _: ("explain", NAME),
    lambda _: (NAME,),
    lambda work: ("quarterly", "--ward", WARD_ID, "--workspace", work, f"--{NAME}"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: "-".join(map(str, words(Path())[:2])).replace(NAME, "x"))
def test_nothing_of_others_steers_the_terminal(space: Path, words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, TODAY)
    told = run(*words(space))
    assert told.exit_code in {0, 1, 2}, told.err
    assert not STEERING.findall(told.out)
    assert not STEERING.findall(told.err)
    assert told.out + told.err
