"""Every code that loading or a rule can give has its page."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.check import RULES, THOROUGH, pages
from reportgen.load.codes import PAGES

CODE = re.compile(r'"([A-Z]{2}[0-9]{3})"')


def codes_in(folder: Path) -> set[str]:
    """Return every code that stands in the source of a room."""
    return {c for path in folder.glob("*.py") if path.name != "codes.py" for c in CODE.findall(path.read_text("utf-8"))}


def test_every_code_of_loading_has_a_page_and_every_page_a_code(root: Path) -> None:
    assert codes_in(root / "reportgen/load") == set(PAGES)


def test_every_rule_is_in_force_under_the_code_it_gives(root: Path) -> None:
    assert codes_in(root / "reportgen/check") == set(RULES)
    for code, rule in RULES.items():
        assert rule.__module__.rpartition(".")[2] == f"{code.lower()}_{rule.__name__}"
    assert set(RULES) > THOROUGH


def test_pages_say_what_why_how_and_show_both_an_example_that_fails_and_one_that_passes() -> None:
    for code, page in {**PAGES, **pages()}.items():
        assert page.title, code
        assert page.why, code
        assert page.fix, code
        assert f"báo {code}" in page.example, code
        assert "không báo" in page.example, code


def test_no_code_is_used_twice() -> None:
    assert not set(PAGES) & set(RULES)
