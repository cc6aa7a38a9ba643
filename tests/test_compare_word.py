"""Two Word documents compared: accepting everything gives the new text, rejecting everything the old one."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reportgen.compare.align import spans, words
from reportgen.compare.carry import carry
from reportgen.compare.change import Change, How
from reportgen.compare.word import compare
from tests.support_compare import outline, word
from tests.support_office import SOFFICE, findings
from tests.support_tracked import resolved

MANY = int(os.environ.get("REPORTGEN_COMPARE_EXAMPLES", "40"))
WORDS = st.sampled_from(
    ["nhiệm", "vụ", "23/39", "58,97%", "quý", "III", "&", "<", "“đã”", ";", "-", "14/9/2026", "\t", "a"]
)
TEXT = st.lists(WORDS, max_size=6).map(" ".join)
PARAGRAPH = st.lists(TEXT, max_size=3)
CELL = st.lists(TEXT, min_size=1, max_size=3).map("|".join)


def _table(width: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=4).map(tuple)


TABLE = st.integers(1, 3).flatmap(_table)
BLOCKS = st.lists(PARAGRAPH | PARAGRAPH | TABLE, max_size=6)


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    """Return two texts, the second mostly made from the first."""
    old = draw(BLOCKS)
    new: list[Any] = []
    for block in old:
        done = draw(st.sampled_from(["keep", "keep", "drop", "edit", "before", "after"]))
        if done == "before":
            new.append(draw(PARAGRAPH | TABLE))
        if done == "edit":
            new.append(_edited(draw, block))
        elif done != "drop":
            new.append(block)
        if done == "after":
            new.append(draw(PARAGRAPH | TABLE))
    return old, new


def _edited(draw: st.DrawFn, block: Any) -> Any:
    if isinstance(block, list):
        return [*block[: draw(st.integers(0, len(block)))], draw(TEXT), *block[draw(st.integers(0, len(block))) :]]
    rows = [list(row) for row in block]
    row = draw(st.integers(0, len(rows) - 1))
    how = draw(st.sampled_from(["cell", "drop", "add"]))
    if how == "cell":
        rows[row][draw(st.integers(0, len(rows[row]) - 1))] = draw(CELL)
    elif how == "add":
        rows.insert(row, [draw(CELL) for _ in rows[row]])
    elif len(rows) > 1:
        del rows[row]
    return tuple(tuple(row) for row in rows)


def compared(old: bytes, new: bytes) -> tuple[tuple[Change, ...], bytes]:
    made = compare(old, new, "cu.docx", "moi.docx")
    return made.changes, made.document


@settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(versions())
@example(([["a"]], [["a"], ["b"]]))
@example(([["a"], ["b"]], [["a"]]))
@example(([["a"]], [["a"], (("b",),), ["c"]]))
@example(([(("a",),)], [(("b", "c"),)]))
@example(([["a"]], [[]]))
@example(([[], []], [[], (("",),), ["nhiệm"]]))
@example(([], [["a"]]))
@example(([(("a|b",),)], [(("a",),)]))
@example(([(("a",),)], [(("a|b|c",),)]))
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(both: tuple[list[Any], list[Any]]) -> None:
    old, new = map(word, both)
    changes, marked = compared(old, new)
    assert outline(marked, take="new") == outline(new)
    assert outline(marked, take="old") == outline(old)
    if outline(old) == outline(new):
        assert changes == ()


@settings(max_examples=MANY // 10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(versions())
def test_the_marked_copy_is_valid(both: tuple[list[Any], list[Any]]) -> None:
    old, new = map(word, both)
    assert not findings(compared(old, new)[1], new)


@settings(max_examples=MANY, deadline=None)
@given(BLOCKS)
def test_a_document_does_not_differ_from_itself(blocks: list[Any]) -> None:
    data = word(blocks)
    changes, marked = compared(data, data)
    assert changes == ()
    assert outline(marked) == outline(data)


@given(st.text(max_size=40))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_stretches_cover_both_sequences_in_order(old: list[int], new: list[int]) -> None:
    found = spans(old, new)
    assert [x for _, a, b, _, _ in found for x in old[a:b]] == old
    assert [x for _, _, _, c, d in found for x in new[c:d]] == new
    assert all(old[a:b] == new[c:d] for same, a, b, c, d in found if same)


def test_places_are_those_that_a_person_can_open() -> None:
    old = word([["Một."], ["Hai ba bốn năm sáu."], (("A", "B"), ("C", "D")), ["Cuối."]])
    new = word([["Một."], ["Hai ba bảy năm sáu."], ["Thêm."], (("A", "B"), ("C", "E")), ["Cuối."]])
    changes, _ = compared(old, new)
    assert [(c.place, c.how) for c in changes] == [
        ("moi.docx, thân văn bản, đoạn 2", How.CHANGED),
        ("moi.docx, thân văn bản, đoạn 3", How.ADDED),
        ("moi.docx, bảng 1, dòng 2, ô 2", How.CHANGED),
    ]
    assert changes[0].edits == (("bốn", "bảy"),)
    assert (changes[0].old, changes[0].new) == ("Hai ba bốn năm sáu.", "Hai ba bảy năm sáu.")


def test_what_is_gone_is_placed_in_the_old_file() -> None:
    changes, _ = compared(word([["Một."], ["Hai."], ["Ba."]]), word([["Một."], ["Ba."]]))
    assert [(c.place, c.how, c.old) for c in changes] == [("cu.docx, thân văn bản, đoạn 2", How.REMOVED, "Hai.")]


def test_a_removed_row_is_told_with_its_cells() -> None:
    changes, _ = compared(word([(("A", "1"), ("B", "2"), ("C", "3"))]), word([(("A", "1"), ("C", "3"))]))
    assert [(c.place, c.old) for c in changes] == [("cu.docx, bảng 1, dòng 2", "B | 2")]


def test_a_figure_is_one_word() -> None:
    changes, _ = compared(word([["đạt tỷ lệ 58,97% (23/39)"]]), word([["đạt tỷ lệ 61,54% (24/39)"]]))
    assert changes[0].edits == (("58,97%", "61,54%"), ("23/39", "24/39"))


def test_runs_split_by_word_make_no_difference() -> None:
    changes, _ = compared(word([["Kế ho", "ạch 1", "2"]]), word([["Kế hoạch 12"]]))
    assert changes == ()


def rich(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """Return a document with a link, a field, a content control, a header, a text box and a footnote-free table."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "UBND PHƯỜNG"
    linked = document.add_paragraph("Xem ")
    linked._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="a"><w:r><w:t>tại đây hôm nay</w:t></w:r></w:hyperlink>')
    )
    field = document.add_paragraph("Trang ")
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> DOCPROPERTY ky </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>quý III</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        field._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
    field.add_run(" hết.")
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _replace(document: Any, old: str, new: str) -> None:
    holders = [document.element.body, document.sections[0].header._element]
    for element in (t for holder in holders for t in holder.iter() if t.tag.endswith("}t")):
        element.text = (element.text or "").replace(old, new)


def _without(document: Any, place: int) -> None:
    body = document.element.body
    body.remove(body[place])


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (lambda d: _replace(d, "hôm nay", "ngày mai"), ["thân văn bản, đoạn 1"]),
        (lambda d: _replace(d, "quý III", "quý IV"), ["thân văn bản, đoạn 2"]),
        (lambda d: _replace(d, "Trong khung", "Trong khung mới"), ["thân văn bản, khung nội dung sau đoạn 0"]),
        (lambda d: _replace(d, "PHƯỜNG", "XÃ"), ["đầu trang, đoạn 1"]),
        (lambda d: _without(d, 0), ["thân văn bản, khung nội dung sau đoạn 0"]),
        (lambda d: _without(d, 2), ["thân văn bản, đoạn 2"]),
    ],
    ids=["link", "field", "control", "header", "control gone", "field gone"],
)
@pytest.mark.parametrize("turned", [False, True], ids=["there", "back"])
def test_links_fields_controls_and_headers_are_compared_too(
    change: Callable[[Any], None], places: list[str], *, turned: bool
) -> None:
    old, new = (rich(change), rich()) if turned else (rich(), rich(change))
    changes, marked = compared(old, new)
    assert [c.place.partition(", ")[2] for c in changes] == places
    assert outline(marked, take="new") == outline(new)
    assert outline(marked, take="old") == outline(old)
    assert not findings(marked, rich())


def test_changes_that_an_officer_tracked_are_taken_as_the_text_that_is_read() -> None:
    def tracked(document: Any) -> None:
        paragraph = document.add_paragraph("Một ")
        paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>hai</w:t></w:r></w:ins>'))
        gone = f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>ba</w:delText></w:r></w:del>'
        paragraph._p.append(parse_xml(gone))

    changes, marked = compared(rich(lambda d: d.add_paragraph("Một ba")), rich(tracked))
    assert [c.edits for c in changes] == [(("ba", "hai"),)]
    assert outline(marked, take="old")[-1] == "Một ba"


def test_a_text_box_is_compared_inside() -> None:
    def box(text: str) -> Callable[[Any], None]:
        xml = (
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        return lambda document: document.add_paragraph("Khung: ")._p.append(parse_xml(xml))

    changes, marked = compared(rich(box("Số liệu minh họa")), rich(box("Số liệu thật")))
    assert [c.edits for c in changes] == [(("minh họa", "thật"),)]
    assert b"delText" in _document(marked)


def _document(data: bytes) -> bytes:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml")


def test_the_same_two_files_give_the_same_bytes() -> None:
    old, new = word([["Một hai"]]), word([["Một ba"], ["Bốn"]])
    assert compared(old, new) == compared(old, new)


def test_our_own_report_of_two_quarters_reads_as_either(root: Path, tmp_path: Path) -> None:
    from tests.support_cli import TODAY, on_day, run  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        made = []
        for quarter in ("2", "3"):
            words = ("quarterly", "--ward", "truc-lam", "--year", "2026", "--quarter", quarter, "--format", "docx")
            told = run(*words, "--workspace", root, "--out", tmp_path)
            made.append(told.paths[0].read_bytes())
    changes, marked = compared(*made)
    assert outline(marked, take="new") == outline(made[1])
    assert outline(marked, take="old") == outline(made[0])
    assert len(changes) > 50
    assert not findings(marked, made[1])


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_accepts_and_rejects_to_the_same_texts(tmp_path: Path) -> None:
    table = (("1", "2"), ("3", "4"))
    texts: list[tuple[list[Any], list[Any]]] = [
        (
            [["a"], ["Hai ba bốn năm."], table, ["z"]],
            [["a"], ["Hai ba bảy."], ["b"], (("1", "2"), ("x", "y"), ("3", "5"))],
        ),
        ([["a"]], [["a"], ["b"], ["c"]]),
        ([["a"], ["b"], ["c"]], [["a"]]),
        ([["a"], ["b"], table, ["c"]], [["a"], ["c"]]),
        ([(("a|b", "x"),), ["z"]], [(("a", "x|y"),), ["z"]]),
        ([["một đoạn dài để so"], ["hai"]], [["hai"]]),
    ]
    pairs = [(word(old), word(new)) for old, new in texts]
    pairs += [(rich(), rich(lambda d: _replace(d, "hôm nay", "ngày mai")))]
    marked = []
    for number, (old, new) in enumerate(pairs):
        marked.append(tmp_path / f"so-sanh-{number}.docx")
        marked[-1].write_bytes(compared(old, new)[1])
    for (old, new), (accepted, rejected) in zip(pairs, resolved(marked, tmp_path), strict=True):
        assert outline(accepted) == outline(new)
        assert outline(rejected) == outline(old)


def numbered(*numbers: str, head: str = "", mark: Callable[[Any], None] = lambda _: None) -> bytes:
    """Return a document with a section for each page number, its header a part of its own, as LibreOffice writes it."""
    document = docx.Document()
    for place, number in enumerate(numbers):
        if place:
            document.add_section()
        section = document.sections[place]
        section.header.is_linked_to_previous = False
        paragraph = section.header.paragraphs[0]
        paragraph.text = head
        for xml in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> PAGE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            f"<w:t>{number}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
    document.add_paragraph("Nội dung.")
    mark(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("head", ["", "Mẫu số 01, trang "])
def test_headers_that_a_program_writes_once_for_each_section_are_no_difference(head: str) -> None:
    one, four = numbered("2", head=head), numbered("11", "2", "17", "4", head=head)
    assert [c.place for c in compared(one, four)[0]] == []
    assert [c.place for c in compared(four, one)[0]] == []
    assert carry(one, four, one, "cu.docx", "moi.docx") == []


def test_a_header_that_the_other_document_does_not_have_is_told() -> None:
    changes, _ = compared(numbered("2", head="Mẫu số 01, trang "), numbered("2", "3", head="Mẫu số 02, trang "))
    assert {c.new for c in changes if c.new} == {"Mẫu số 02, trang 2", "Mẫu số 02, trang 3"}
