"""The catalogue of documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.documents import DOCUMENTS, Document, report_of
from reportgen.model.period import PeriodKind


@pytest.mark.parametrize("kind", PeriodKind)
def test_every_kind_of_period_has_its_report_under_the_name_of_the_command(kind: PeriodKind) -> None:
    assert report_of(kind).period is kind
    assert report_of(kind).command == kind.value
    assert report_of(kind).type_code == "BC"


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.command)
def test_every_part_has_a_template_of_its_form(root: Path, document: Document) -> None:
    for part in document.parts:
        assert part.template.endswith(f".{part.form}")
        assert (root / "templates" / part.template).is_file()


def test_the_word_file_comes_first() -> None:
    assert {document.forms()[0] for document in DOCUMENTS.values()} == {"docx"}


def test_the_plan_covers_no_period_and_has_its_own_recipients() -> None:
    plan = DOCUMENTS["plan"]
    assert (plan.period, plan.type_code, plan.recipients) == (None, "KH", "ke-hoach")
