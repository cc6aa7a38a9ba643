"""Every Word document that our commands write obeys Nghị định 30: no error, no warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.decree30.check import check_document
from reportgen.decree30.components import Kind
from reportgen.decree30.outcome import Judgement, State
from tests.support_cli import TODAY, on_day, run

WARDS = ("truc-lam", "hang-gon")
COMMANDS = {
    "quarterly": ("quarterly",),
    "quarter 1": ("quarterly", "--quarter", "1", "--year", "2026"),
    "half-year": ("half-year",),
    "nine-month": ("nine-month",),
    "annual": ("annual",),
    "monthly": ("monthly",),
    "issued": ("quarterly", "--number", "5", "--date", "2026-10-05"),
    "plan": ("plan",),
    "remind": ("remind",),
}
Written = dict[tuple[str, str], Judgement]


@pytest.fixture(scope="module")
def judgements(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Written:
    """Write and judge every document once."""
    judged: Written = {}
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        for ward in WARDS:
            for name, words in COMMANDS.items():
                out = tmp_path_factory.mktemp("out")
                told = run(*words, "--ward", ward, "--workspace", root, "--out", out)
                assert told.exit_code == 0, told.err
                (path,) = out.rglob("*.docx")
                judged[ward, name] = check_document(path.read_bytes(), path.name)
    return judged


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_document_of_ours_has_no_problem(judgements: Written, ward: str, name: str) -> None:
    problems = [f"{p.code} {p.where}: {p.message}" for p in judgements[ward, name].problems()]
    assert not problems


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_its_parts_are_found_so_that_the_rules_had_something_to_judge(
    judgements: Written, ward: str, name: str
) -> None:
    parts = judgements[ward, name].components
    assert parts.kind is {"plan": Kind.PLAN, "remind": Kind.LETTER}.get(name, Kind.REPORT)
    assert all((parts.national_name, parts.motto, parts.issuer, parts.number, parts.place_date, parts.subject))
    assert all((parts.body, parts.end_mark, parts.signature, parts.recipients, parts.appendices))
    assert bool(parts.addressees) == (name != "plan")


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_only_what_no_dictionary_knows_is_left_unjudged(judgements: Written, ward: str, name: str) -> None:
    outcomes = judgements[ward, name].outcomes
    unjudged = {outcome.rule for outcome in outcomes if outcome.state is State.NOT_EVALUATED}
    assert unjudged <= {"CP-03"}
    assert sum(outcome.state is State.PASS for outcome in outcomes) > len(outcomes) / 2
