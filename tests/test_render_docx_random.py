"""Random Word templates by random data: nothing is lost, nothing is left over, the file is valid, docxtpl agrees."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

import docx
import pytest
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportgen.vi.text import nfc
from tests.support_office import SDK, findings, validate
from tests.support_render import W, faults, part_of, render, saved, template
from tests.support_word_grammar import PARTS, TAME, WILD, Template, documents, items

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.filter_too_much)


def read_by_expat(data: bytes, part: str) -> list[str]:
    """Return the text of every paragraph, in order of their beginnings, from the XML as expat reads it."""
    texts: list[list[str]] = []
    open_: list[list[str]] = []
    inside = [False]

    def start(name: str, _: Mapping[str, str]) -> None:
        if name == f"{W[1:-1]} p":
            texts.append([])
            open_.append(texts[-1])
        elif name in {f"{W[1:-1]} br", f"{W[1:-1]} tab"}:
            open_[-1].append("\n" if name.endswith("br") else "\t")
        inside[0] = name == f"{W[1:-1]} t"

    def end(name: str) -> None:
        inside[0] = False
        if name == f"{W[1:-1]} p":
            open_.pop()

    def text(piece: str) -> None:
        if inside[0]:
            open_[-1].append(piece)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part_of(data, part), True)
    return ["".join(pieces) for pieces in texts]


def read_by_python_docx(data: bytes, part: str) -> list[str]:
    """Return the text of every paragraph as python-docx reads it."""
    package = docx.Document(io.BytesIO(data)).part.package
    found = next(p for p in package.iter_parts() if str(p.partname) == f"/{part}")
    element: Any = found.element if hasattr(found, "element") else parse_xml(found.blob)
    return [Paragraph(p, None).text for p in element.iter(f"{W}p")]  # type: ignore[arg-type]


@settings(max_examples=60, suppress_health_check=SLOW)
@given(made=documents(), values=items(WILD))
def test_whatever_the_template_all_values_are_there_and_nothing_else(made: Template, values: dict[str, Any]) -> None:
    out = render(made.docx(cut=True), values)
    for part, texts in made.expected(values).items():
        assert read_by_expat(out, part) == texts
        assert read_by_python_docx(out, part) == texts
    assert findings(out) == []


@settings(max_examples=30, suppress_health_check=SLOW)
@given(made=documents(), values=items(TAME))
def test_whatever_the_template_docxtpl_prints_the_same_and_no_tag_is_left(
    made: Template, values: dict[str, Any]
) -> None:
    reference = DocxTemplate(io.BytesIO(made.docx(cut=False)))
    reference.render(values, autoescape=True)
    out, expected = render(made.docx(cut=True), values), saved(reference)
    for part in PARTS:
        # docxtpl leaves cells and headers without a paragraph, which we give one.
        assert [t for t in read_by_expat(out, part) if t] == [t for t in read_by_expat(expected, part) if t]
        assert not re.search(rb"\{[{%#]|[}%#]\}|\xef\xb7[\x90-\x92]", part_of(out, part))


@pytest.mark.sdk
@pytest.mark.skipif(not SDK, reason="Microsoft's validator is not installed")
def test_microsofts_validator_finds_no_fault_in_a_sample(tmp_path: Path) -> None:
    files: list[Path] = []

    @settings(max_examples=6, suppress_health_check=SLOW, phases=[Phase.generate], database=None)
    @given(made=documents(), values=items(WILD))
    def draw(made: Template, values: dict[str, Any]) -> None:
        path = tmp_path / f"{len(files)}.docx"
        path.write_bytes(render(made.docx(cut=True), values))
        files.append(path)

    draw()
    assert len(files) >= 6
    assert validate(files, "--allow-tags") == ""


# --- strings ------------------------------------------------------------------------------------------------------

TABLE = template(
    "{% for x in ds %}[{{ x }}]{% endfor %}", tables=[[["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"]]]
)


@settings(max_examples=50, suppress_health_check=SLOW)
@given(st.lists(WILD, min_size=40, max_size=60))
def test_thousands_of_strings_arrive_whole(texts: list[str]) -> None:
    out = render(TABLE, {"ds": texts})
    expected = [nfc(t) for t in texts]
    for read in (read_by_expat, read_by_python_docx):
        found = read(out, PARTS[0])
        assert Counter(found[1:]) == Counter(expected)
        assert found[0] == "".join(f"[{t}]" for t in expected)


CONTROLS = ["\a", "\b", "\v", "\f", "\x1b"]


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("place", ["body", "header", "cell", "property"])
def test_controls_that_steer_docxtpls_layout_are_refused_everywhere(place: str, control: str) -> None:
    document = docx.Document()
    if place == "property":
        document.core_properties.title = "{{ a }}"
    elif place == "cell":
        document.add_table(1, 1).cell(0, 0).text = "{{ a }}"
    else:
        holder: Any = document if place == "body" else document.sections[0].header
        holder.add_paragraph("{{ a }}")
    found = faults(saved(document), {"a": f"một{control}hai"})
    assert [(p.code, p.where) for p in found] == [("MB031", "dữ liệu, a")]
    assert f"U+{ord(control):04X}" in found[0].message
