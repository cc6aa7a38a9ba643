"""The second witness: what the checker says of a Word file, against the paper that LibreOffice makes of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from reportgen.decree30.check import check_document
from reportgen.decree30.outcome import Judgement, State
from tests.support_office import SOFFICE, to_pdf
from tests.support_pdf import sheets
from tests.support_specimens import GENERATED, Specimen, generated_documents, specimens
from tests.support_witness import WITNESSES, Seen, look

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed"),
]

UNSEEN_ON_PAPER = {
    # LibreOffice keeps one font for Western letters, that of w:ascii; Word prints accented letters in that of w:hAnsi.
    ("gian-tiep-phong-hansi", "PG-04"),
}
"""Faults that Word shows and LibreOffice does not; here the checker is right."""

_OF_SOME_KINDS = {"PG-05", "PG-06", "HD-08", "TT-04", "AP-03", "AP-04", "AP-05"}
ON_OUR_PAPER = tuple(rule for rule in WITNESSES if rule not in _OF_SOME_KINDS)
"""What every document that we generate shows on paper: it has the component, and it can be measured."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document judged by the checker, and how it lies on paper."""

    specimen: Specimen
    judgement: Judgement
    seen: Seen

    def says(self, rule: str) -> State:
        return self.judgement.outcome(rule).state

    def shows(self, rule: str) -> list[str] | None:
        return WITNESSES[rule](self.seen)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory, root: Path) -> list[Specimen]:
    """Write the quarterly report and the plan of both wards."""
    return generated_documents(root, tmp_path_factory.mktemp("generated"))


@pytest.fixture(scope="module")
def evidence(generated: list[Specimen], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    """Judge every document, print all of them in one run of LibreOffice, and measure the paper."""
    folder = tmp_path_factory.mktemp("witness")
    given = [*generated, *specimens()]
    for specimen in given:
        (folder / f"{specimen.name}.docx").write_bytes(specimen.data)
    printed = to_pdf([folder / f"{specimen.name}.docx" for specimen in given], folder)
    return {s.name: _evidence(s, pdf) for s, pdf in zip(given, printed, strict=True)}


def _evidence(specimen: Specimen, pdf: Path) -> Evidence:
    texts = [paragraph.text for paragraph in Document(io.BytesIO(specimen.data)).paragraphs]
    judgement = check_document(specimen.data, f"{specimen.name}.docx")
    return Evidence(specimen, judgement, look(sheets(pdf), texts))


def test_the_checker_finds_the_seeded_faults_and_no_others(evidence: dict[str, Evidence]) -> None:
    found = {
        name: {outcome.rule for outcome in e.judgement.outcomes if outcome.state is State.FAIL}
        for name, e in evidence.items()
    }
    assert found == {name: set(e.specimen.broken) for name, e in evidence.items()}


@pytest.mark.parametrize("rule", WITNESSES)
def test_what_the_checker_passes_the_paper_does_not_deny(rule: str, evidence: dict[str, Evidence]) -> None:
    denied = {name: e.shows(rule) for name, e in evidence.items() if e.says(rule) is State.PASS and e.shows(rule)}
    assert denied == {}


@pytest.mark.parametrize("rule", WITNESSES)
def test_what_the_checker_fails_shows_on_paper(rule: str, evidence: dict[str, Evidence]) -> None:
    unseen = {(name, rule) for name, e in evidence.items() if e.says(rule) is State.FAIL and not e.shows(rule)}
    assert unseen == {known for known in UNSEEN_ON_PAPER if known[1] == rule}


@pytest.mark.parametrize("rule", WITNESSES)
def test_the_paper_confirms_good_documents_and_denies_bad_ones(rule: str, evidence: dict[str, Evidence]) -> None:
    shown = [e.shows(rule) for e in evidence.values()]
    assert [] in shown
    assert any(shown)


@pytest.mark.parametrize("name", GENERATED)
def test_paper_of_what_we_generate_obeys_the_decree(name: str, evidence: dict[str, Evidence]) -> None:
    shown = {rule: evidence[name].shows(rule) for rule in WITNESSES}
    assert [rule for rule, fault in shown.items() if fault] == []
    assert [rule for rule in ON_OUR_PAPER if shown[rule] is None] == []
    assert evidence[name].judgement.problems() == ()


@pytest.mark.parametrize("name", GENERATED)
def test_what_we_generate_numbers_its_pages_from_the_second_on(name: str, evidence: dict[str, Evidence]) -> None:
    seen = evidence[name].seen
    assert len(seen.main) > 1
    assert WITNESSES["PG-05"](seen) == []
    assert seen.appendices
    assert WITNESSES["PG-06"](seen) in (None, [])


@cache
def _good_names() -> tuple[str, ...]:
    return tuple(specimen.name for specimen in specimens() if not specimen.broken)


def test_every_good_document_is_good_on_paper(evidence: dict[str, Evidence]) -> None:
    faults = {
        (name, rule): told for name in _good_names() for rule in WITNESSES if (told := evidence[name].shows(rule))
    }
    boxes = {("tot-khung", "HD-15")}  # text boxes of their own height: the checker says that it cannot tell
    assert faults.keys() <= boxes
    assert all(evidence[name].says(rule) is State.NOT_EVALUATED for name, rule in faults)
