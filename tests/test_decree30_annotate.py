"""Comments: one at each fault, where Word takes them; what was there stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from reportgen.decree30.annotate import annotate
from reportgen.decree30.check import check_document
from reportgen.decree30.comments import AUTHOR
from reportgen.decree30.outcome import Judgement
from tests.support_docx import LAYOUTS, MOTTO, edit, every_paragraph, find, good_document, parts_of, style
from tests.support_office import SOFFICE, pdf_text, to_pdf, validate

NAME = "bao-cao.docx"


def judged(data: bytes) -> Judgement:
    return check_document(data, NAME)


def faults(judgement: Judgement) -> int:
    return sum(len(outcome.findings) for outcome in judgement.outcomes)


def comments(data: bytes) -> list[Any]:
    names = [name for name in parts_of(data) if name.startswith("word/comments") and name.endswith(".xml")]
    return [c for name in names for c in etree.fromstring(parts_of(data)[name]).iter(qn("w:comment"))]


def said(comment: Any) -> list[str]:
    return ["".join(p.itertext()) for p in comment.iter(qn("w:p"))]


def marks(data: bytes, name: str) -> list[tuple[str, str]]:
    """Return the id of every mark of a kind with the text of its paragraph."""
    root: Any = etree.fromstring(parts_of(data)["word/document.xml"])
    found = []
    for mark in root.iter(qn(f"w:{name}")):
        paragraph = next(mark.iterancestors(qn("w:p")))
        found.append((mark.get(qn("w:id")), "".join(t.text or "" for t in paragraph.iter(qn("w:t")))))
    return found


def annotated(change: Callable[[Any], object], **options: Any) -> tuple[bytes, bytes, Judgement]:
    bad = edit(good_document("báo cáo", **options), change)
    judgement = judged(bad)
    return bad, annotate(bad, judgement), judgement


def italic_motto(doc: Any) -> None:
    for paragraph in [p for p in every_paragraph(doc) if MOTTO in p.text]:
        style(paragraph, italic=True)


def test_a_comment_says_rule_what_stands_what_should_and_the_article() -> None:
    _, copy, _ = annotated(italic_motto)
    (comment,) = comments(copy)
    assert comment.get(qn("w:author")) == AUTHOR
    text = "\n".join(said(comment))
    for words in ("HD-02", "chữ nghiêng", "chữ đứng", "Mục II, điểm b khoản 1", "Cách sửa"):
        assert words in text
    assert [paragraph for _, paragraph in marks(copy, "commentReference")] == [MOTTO]


def test_a_document_without_fault_comes_back_as_it_is() -> None:
    good = good_document("báo cáo")
    assert annotate(good, judged(good)) is good


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_fault_has_one_comment_with_its_three_marks(layout: str) -> None:
    def change(doc: Any) -> None:
        for paragraph in every_paragraph(doc):
            style(paragraph, size=17, font="Arial")

    _, copy, judgement = annotated(change, layout=layout, appendices=2)
    ids = [comment.get(qn("w:id")) for comment in comments(copy)]
    assert len(ids) == len(set(ids)) == faults(judgement) > 40
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(number for number, _ in marks(copy, name)) == sorted(ids)


def test_no_comment_stands_inside_a_text_box_where_word_takes_none() -> None:
    _, copy, judgement = annotated(italic_motto, layout="boxes")
    root: Any = etree.fromstring(parts_of(copy)["word/document.xml"])
    marked = list(root.iter(qn("w:commentReference")))
    assert len(marked) == faults(judgement) == 1
    assert not [a for mark in marked for a in mark.iterancestors(qn("w:txbxContent"))]
    assert any("khung chữ" in line for line in said(comments(copy)[0]))


def test_a_fault_of_the_page_stands_at_the_first_paragraph_of_its_section() -> None:
    def change(doc: Any) -> None:
        doc.sections[1].left_margin = Mm(10)

    _, copy, _ = annotated(change, appendices=1)
    assert [paragraph for _, paragraph in marks(copy, "commentReference")] == ["Phụ lục"]


def test_a_fault_of_a_header_is_told_in_the_body() -> None:
    def change(doc: Any) -> None:
        doc.sections[0].header.paragraphs[0].runs[3].font.size = Pt(9)

    _, copy, judgement = annotated(change, long=30)
    assert faults(judgement) == 1
    assert len(marks(copy, "commentReference")) == 1
    assert any("đầu trang" in line for line in said(comments(copy)[0]))
    assert b"comment" not in parts_of(copy)["word/header1.xml"]


def test_comments_that_were_there_are_kept_and_ids_go_on_after_them() -> None:
    def change(doc: Any) -> None:
        italic_motto(doc)
        paragraph = find(doc, "Công tác tuyên truyền")
        doc.add_comment(paragraph.runs, text="Số liệu này lấy ở đâu?", author="Văn thư")

    bad, copy, judgement = annotated(change)
    before, after = comments(bad), comments(copy)
    assert [said(c) for c in after[: len(before)]] == [said(c) for c in before]
    ids = [int(c.get(qn("w:id"))) for c in after]
    assert len(ids) == len(before) + faults(judgement)
    assert ids == sorted(set(ids))


def test_annotating_twice_adds_comments_and_changes_no_judgement() -> None:
    bad, copy, judgement = annotated(italic_motto)
    again = judged(copy)
    assert [o.findings for o in again.outcomes] == [o.findings for o in judgement.outcomes]
    assert len(comments(annotate(copy, again))) == 2 * len(comments(copy))
    assert annotate(bad, judgement) == copy


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_annotated_documents_are_valid_and_open(tmp_path: Path) -> None:
    def change(doc: Any) -> None:
        italic_motto(doc)
        doc.sections[0].left_margin = Mm(10)
        for paragraph in every_paragraph(doc):
            style(paragraph, font="Arial")

    files = []
    for layout in LAYOUTS:
        path = tmp_path / f"{layout}.docx"
        path.write_bytes(annotated(change, layout=layout, appendices=1)[1])
        files.append(path)
    assert validate(files) == ""
    assert all("Lê Huy Du" in pdf_text(pdf) for pdf in to_pdf(files, tmp_path))
