"""The plan made again from data, as printed: every sentence and every cell of the issued text is in it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from reportgen.load.ward import load_ward
from reportgen.render import compile_docx
from reportgen.view.fields import sample_values
from reportgen.view.plan import PLAN_NAMES, plan_samples, plan_view
from tests import test_data_hang_gon as hang_gon
from tests import test_data_truc_lam as truc_lam

WARDS = ("truc-lam", "hang-gon")


def words(text: str) -> str:
    """Return text without the residue of the scan, spaces as one; a space inside quotation marks is residue too."""
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    text = re.sub(r"^#+ |\*", "", text.replace("“ ", "“").replace(" ”", "”"), flags=re.MULTILINE)
    return re.sub(r" (?=\.)", "", " ".join(text.split()))


def printed(root: Path, ward: str, *, verbatim: bool) -> str:
    """Return all text of the rendered plan, in order."""
    data = load_ward(root / "data" / ward, verbatim=verbatim).data
    template = (root / "templates" / "ke-hoach.docx").read_bytes()
    made = compile_docx(template, "ke-hoach.docx").render(plan_view(data.ward, data.plan, verbatim=verbatim))
    return words(" ".join(all_text(docx.Document(io.BytesIO(made)).element.body)))


def all_text(body: object) -> Iterator[str]:
    for paragraph in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):  # type: ignore[attr-defined]
        yield " ".join(
            "".join(run.itertext())
            for run in paragraph.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}r")
        )


def truc_lam_pieces() -> Iterator[str]:
    lines, closing, rows = truc_lam.seed_parts()
    yield from (sentence for line in lines for sentence in re.split(r"(?<=[.;:]) ", line))
    yield from closing
    yield from (cell for table in rows.values() for row in table for cell in row)


def hang_gon_pieces() -> Iterator[str]:
    yield from (sentence for line in hang_gon.seed_text() for sentence in re.split(r"(?<=[.;:]) ", line))
    yield from (cell for row in hang_gon.seed_tasks().values() for cell in row.values())
    yield from (cell for row in hang_gon.seed_rows("DANH MỤC CÁC CHỈ TIÊU", "Phụ lục II", 5) for cell in row[1:])


@pytest.mark.parametrize(("ward", "pieces"), [("truc-lam", truc_lam_pieces), ("hang-gon", hang_gon_pieces)], ids=WARDS)
def test_the_verbatim_plan_holds_every_sentence_and_every_cell(
    root: Path, ward: str, pieces: Callable[[], Iterator[str]]
) -> None:
    text = printed(root, ward, verbatim=True)
    lost = [piece for piece in map(words, pieces()) if piece not in text]
    assert not lost


@pytest.mark.parametrize("ward", WARDS)
def test_the_plan_prints_what_its_errata_correct(root: Path, ward: str) -> None:
    text = printed(root, ward, verbatim=False)
    plan = load_ward(root / "data" / ward).data.plan
    changed = [e for e in plan.errata if e.place == "văn bản" and e.printed != e.corrected]
    assert changed
    for erratum in changed:
        assert words(erratum.corrected).casefold() in text.casefold(), erratum


def test_the_samples_fill_in_the_template_of_the_plan(root: Path) -> None:
    template = (root / "templates" / "ke-hoach.docx").read_bytes()
    made = compile_docx(template, "ke-hoach.docx").render(plan_samples())
    assert "Quý II/2026" in " ".join(all_text(docx.Document(io.BytesIO(made)).element.body))


@pytest.mark.parametrize("ward", WARDS)
def test_the_view_gives_exactly_the_declared_names(root: Path, ward: str) -> None:
    data = load_ward(root / "data" / ward).data
    given, declared = plan_view(data.ward, data.plan), sample_values(PLAN_NAMES)
    assert shape(given) == shape(declared)


def shape(value: object) -> object:
    """Return the names of a value; the items of a list must all have the same."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        shapes = [shape(item) for item in value]
        assert all(other == shapes[0] for other in shapes)
        return shapes[:1]
    return None
