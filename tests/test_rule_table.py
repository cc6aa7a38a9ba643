"""The page that tells what the rules of Nghị định 30 were proved on names every rule, with samples of both kinds."""

from __future__ import annotations

from pathlib import Path

from reportgen.decree30.facts import load_facts
from reportgen.decree30.rules import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "kiem-tra-the-thuc.md"


def test_every_rule_was_proved_on_documents_that_pass_and_documents_at_fault() -> None:
    """Otherwise: python scripts/make_rule_table.py."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    counts = {row[0]: (int(row[-2]), int(row[-1])) for row in rows if row[0] in RULES}
    assert set(counts) == {fact.id for fact in load_facts().rules if fact.id in RULES and not fact.informative}
    assert not [rule for rule, found in counts.items() if min(found) == 0]
