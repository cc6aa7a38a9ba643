"""Documents saved by LibreOffice and opened again are read and judged the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.decree30.check import check_document
from reportgen.decree30.outcome import Judgement
from tests.support_docx import KINDS, LAYOUTS, RULINGS, edit, find, good_document, replace_text, set_text, style
from tests.support_office import SOFFICE, convert

pytestmark = [pytest.mark.office, pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")]


def spoilt(kind: str) -> bytes:
    """Return a document with faults of many kinds."""

    def change(doc: object) -> None:
        set_text(find(doc, "Độc lập"), "Độc lập – Tự do – Hạnh phúc")
        style(find(doc, "CỘNG HÒA"), bold=False)
        style(find(doc, "ỦY BAN NHÂN DÂN"), size=15)
        replace_text(find(doc, "ngày 05 tháng 01"), "05", "5")
        replace_text(find(doc, "./."), "./.", ".")
        style(find(doc, "Lê Huy Du"), italic=True, font="Arial")

    return edit(good_document(kind, long=12), change)


def samples() -> dict[str, bytes]:
    made = {
        f"{n}-{layout}": good_document(kind, layout=layout, long=12)
        for n, kind in enumerate(KINDS)
        for layout in LAYOUTS
    }
    made |= {f"ruled-{rulings}": good_document(rulings=rulings, long=12) for rulings in RULINGS}
    return made | {f"bad-{n}": spoilt(kind) for n, kind in enumerate(KINDS)}


def answers(judgement: Judgement) -> dict[str, tuple[str, list[str]]]:
    return {o.rule: (o.state.value, sorted({f.found for f in o.findings})) for o in judgement.outcomes}


def test_saved_by_libreoffice_a_document_is_judged_the_same(tmp_path: Path) -> None:
    made = samples()
    for name, data in made.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    saved = convert(sorted(tmp_path.glob("*.docx")), tmp_path / "saved", "docx")
    for path in saved:
        before = check_document(made[path.stem], "x.docx")
        after = check_document(path.read_bytes(), "x.docx")
        assert answers(after) == answers(before), path.stem
        assert after.components.kind is before.components.kind
        # LibreOffice may write two text boxes in the other order
        assert sorted(p.full_text for p in after.document.body_paragraphs()) == sorted(
            p.full_text for p in before.document.body_paragraphs()
        ), path.stem
