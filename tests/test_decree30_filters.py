"""What is skipped for speed would have been answered the same: the short ways of the rules against the long ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.decree30 import spacing
from reportgen.decree30.lettering import first_words, lettered, low, mentioning
from reportgen.decree30.model import Document, Format, Margins, Paragraph, Place, Run, Section
from reportgen.decree30.names import load_names, pattern_of
from reportgen.decree30.ooxml import W, key_of

NAMES = load_names()
CASES: Sequence[tuple[str, Sequence[str]]] = (
    ("units", NAMES.units),
    ("named_for", NAMES.named_for),
    ("special_units", NAMES.special_units),
    ("organs", [entry.name for entry in NAMES.organs.entries]),
    ("documents", [entry.name for entry in NAMES.documents.entries]),
    ("titles", [*NAMES.titles, *NAMES.degrees]),
    ("document_types", NAMES.document_types),
    ("organ_kinds", NAMES.organ_kinds),
)
AROUND = st.text(alphabet="aăđệ Ởk,.;:-–()“”&/1\u00a0\n\t_", max_size=12)
CORNERS = 'aăệuqBĐỞXI1250,.;:?!()[]”“"%&+-–•*/_…=\u00a0\u2009 \n\t' + spacing.MASK


def document(*texts: str) -> Document:
    paragraphs = tuple(Paragraph(Place("x.docx"), (Run(text, Format()),), text=text) for text in texts)
    margins = Margins(20, 20, 30, 15, 10, 10, 0)
    return Document("x.docx", paragraphs, (Section(1, Place("x.docx"), 0, len(texts), 210, 297, margins),))


def checked(text: str) -> list[spacing.Slip]:
    """Return the slips that the checks find when every one of them is asked."""
    masked = spacing._masked(text)
    return [slip for check in (*spacing._LAYOUT, *spacing._CHECKS) for slip in check(masked)]


@settings(max_examples=3000)
@given(
    st.one_of(
        st.text(alphabet=CORNERS, max_size=12),
        st.lists(
            st.sampled_from(["hành chính", "quý", "III", "2026", "ngày", "Số:", "chínhTiếp", "www.a.vn", *CORNERS]),
            max_size=8,
        ).map("".join),
    )
)
def test_a_paragraph_without_a_doubtful_place_has_no_slip(text: str) -> None:
    assert list(spacing.slips(text)) == checked(text)


@pytest.mark.parametrize("names", [names for _, names in CASES], ids=[name for name, _ in CASES])
@given(data=st.data())
def test_a_paragraph_that_is_passed_over_holds_none_of_the_names(names: Sequence[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(names)))
    spelled = data.draw(st.sampled_from([name, name.upper(), name.lower(), name.title()]))
    spelled = spelled.replace(" ", data.draw(st.sampled_from([" ", "  ", "\u00a0", "\n"])))
    text = data.draw(AROUND) + spelled + data.draw(AROUND)
    held = re.search(rf"(?<!\w){pattern_of(name)}(?!\w)", low(text)) is not None
    found = list(mentioning(document(text), first_words(names)))
    assert found or not held
    assert first_words([name]) <= first_words(names)


def test_each_kind_of_name_is_told_apart() -> None:
    doc = document("Sở Nội vụ", "không có gì", "phường Suối Lành và Sở Y tế")
    kinds = (first_words(["Sở Nội vụ", "Sở Y tế"]), first_words(["phường"]))
    assert [(text, held) for _, text, held in mentioning(doc, *kinds)] == [
        ("Sở Nội vụ", (True, False)),
        ("phường Suối Lành và Sở Y tế", (True, True)),
    ]


def test_what_a_document_keeps_is_no_part_of_it() -> None:
    asked, fresh = document("Sở Nội vụ", ""), document("Sở Nội vụ", "")
    assert [text for _, text in lettered(asked)] == ["Sở Nội vụ"]
    assert asked == fresh
    assert repr(asked) == repr(fresh)


def element(words: Iterable[str]) -> etree._Element:
    return etree.fromstring(f'<w:pPr xmlns:w="{W[1:-1]}">{"".join(words)}</w:pPr>')


PROPERTIES = ('<w:jc w:val="left"/>', '<w:jc w:val="both"/>', "<w:b/>", '<w:rPr><w:b w:val="0"/></w:rPr>', "<w:rPr/>")


@given(st.lists(st.sampled_from(PROPERTIES), max_size=4), st.lists(st.sampled_from(PROPERTIES), max_size=4))
def test_properties_have_one_key_when_they_say_the_same(one: list[str], other: list[str]) -> None:
    assert (key_of(element(one)) == key_of(element(other))) == (one == other)
