"""Which templates are handled here and which in a process apart: results are the same, and bombs end alone."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportgen import apart as apart_module
from reportgen.apart import LIMITS, Limits
from reportgen.build import filled
from reportgen.cli import strangers
from reportgen.problem import ReportgenError
from reportgen.shipped import SHIPPED
from reportgen.templating.lint import chosen_for, lint
from tests import render_xlsx
from tests.support_cli import on_day, run
from tests.support_render import python_docx_text, template

NAME = "bao-cao.docx"
DAY = date(2026, 11, 25)
MEMORY_BOMB = (
    "{% set t = namespace(ds=[]) %}{% for i in range(99999) %}"
    "{% set t.ds = t.ds + ['x' * 9000000 ~ i] %}{% endfor %}{{ t.ds | length }}"
)
"""Every text is small enough, and so is their list; together they are a terabyte."""


class Remembering:
    """A memory for one test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self.kept.get((kind, key))

    def put(self, kind: str, key: str, value: bytes) -> None:
        self.kept[kind, key] = value


@pytest.fixture
def aparts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the files that were handled in a process apart."""
    seen: list[str] = []
    real: Callable[..., Any] = apart_module.apart

    def counted(*args: Any, name: str, limits: Limits) -> Any:
        seen.append(name)
        return real(*args, name=name, limits=limits)

    monkeypatch.setattr(apart_module, "apart", counted)
    return seen


def test_the_program_knows_the_templates_that_came_with_it(root: Path) -> None:
    """Otherwise: python scripts/make_shipped.py."""
    assert {hashlib.sha256(p.read_bytes()).hexdigest() for p in (root / "templates").glob("*.*x")} == SHIPPED


def test_a_strange_template_is_filled_in_apart_until_it_has_proved_itself(aparts: list[str]) -> None:
    memory = Remembering()
    data, values = template("{{ ten }}"), {"ten": "A & B"}
    made = [strangers.filler(memory)(data, NAME, values, DAY, {"ward": "x"}) for _ in range(3)]
    assert made == [filled(data, NAME, values, DAY, {"ward": "x"})] * 3
    assert aparts == [NAME]


def test_a_strange_workbook_is_filled_in_apart(aparts: list[str]) -> None:
    data = render_xlsx.template({"Trang": [["{%tr for r in ds %}"], ["{{ r }}"], ["{%tr endfor %}"]]})
    made = strangers.filler(Remembering())(data, "phu-luc.xlsx", {"ds": [1, "hai"]}, DAY, {})
    assert render_xlsx.grid(made) == [[1], ["hai"]]
    assert aparts == ["phu-luc.xlsx"]


def test_a_template_that_is_refused_has_not_proved_itself(aparts: list[str]) -> None:
    memory = Remembering()
    for _ in range(2):
        with pytest.raises(ReportgenError) as error:
            strangers.filler(memory)(template("Kính gửi", "{{ tne }}"), NAME, {"ten": "A"}, None, {})
        assert [(p.code, p.where) for p in error.value.problems] == [("MB015", f"{NAME}, thân văn bản, đoạn 2")]
        assert "ten" in error.value.problems[0].remedy
    assert (aparts, memory.kept) == ([NAME] * 2, {})


def test_what_lint_and_annotate_say_of_a_strange_template_is_the_same_apart(aparts: list[str]) -> None:
    data = template("{{ don_vi.ten }} {{ tne }}", "{% if %}", header="{{ ky.ten }}")
    assert strangers.lint(data, f"thu-muc\\{NAME}") == lint(data, NAME)
    assert strangers.chosen_for(data, NAME) == chosen_for(data, NAME)
    assert strangers.lint(b"PK", NAME) == lint(b"PK", NAME)
    remarked = strangers.remarked(data, NAME, lint(data, NAME).problems)
    assert python_docx_text(remarked) == python_docx_text(data)
    assert len(aparts) == 4


def test_a_template_of_ours_never_leaves_this_process(root: Path, aparts: list[str]) -> None:
    data = (root / "templates" / "ke-hoach.docx").read_bytes()
    assert strangers.lint(data, "ke-hoach.docx").ok
    with pytest.raises(ReportgenError):
        strangers.filler(Remembering())(data, "ke-hoach.docx", {}, None, {})
    assert aparts == []


def test_a_bomb_ends_alone_and_the_next_document_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart_module, "LIMITS", Limits(memory=500 << 20, cpu=10, wall=20))
    fill = strangers.filler(Remembering())
    with pytest.raises(ReportgenError) as error:
        fill(template("Một", MEMORY_BOMB), NAME, {}, None, {})
    assert [p.code for p in error.value.problems] == ["MB019"]
    assert error.value.problems[0].where.startswith(NAME)
    assert python_docx_text(fill(template("{{ ten }}"), NAME, {"ten": "Sau đó"}, None, {})) == ["Sau đó"]


def _slow(template: bytes, name: str) -> int:
    return sum(len(template) + len(name) for _ in iter(int, 1))


def test_time_that_runs_out_between_tags_is_told_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart_module, "LIMITS", Limits(cpu=1))
    with pytest.raises(ReportgenError) as error:
        strangers._apart(_slow, b"", NAME)
    assert [(p.code, p.where, p.message) for p in error.value.problems] == [("MB019", NAME, "mẫu chạy quá 1 giây")]


@pytest.fixture
def space(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with a template of its own that asks for more memory than there may be."""
    shutil.copytree(root / "data" / "truc-lam", tmp_path / "data" / "truc-lam")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "bao-cao-cchc.docx").write_bytes(template("Báo cáo", MEMORY_BOMB))
    on_day(monkeypatch, DAY)
    monkeypatch.setattr(apart_module, "LIMITS", Limits(memory=600 << 20, cpu=10, wall=20, answer=LIMITS.answer))
    return tmp_path


@pytest.mark.parametrize("words", [("quarterly", "--ward", "truc-lam"), ("template", "lint")])
def test_the_commands_tell_a_bomb_by_file_and_write_nothing(space: Path, words: tuple[str, ...]) -> None:
    file = () if words[0] == "quarterly" else (space / "templates" / "bao-cao-cchc.docx",)
    told = run(*words, *file, "--workspace", space)
    assert told.exit_code == 1
    assert "MB019" in told.codes
    assert "bao-cao-cchc.docx" in told.err
    assert not (space / "out").exists()
