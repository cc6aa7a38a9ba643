"""One document, several programs: saved by LibreOffice, or written as web editors write, it is judged the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from reportgen.decree30.check import check_document
from reportgen.decree30.outcome import Judgement, State
from tests.support_docx import FILLER, KINDS, MOTTO, NATION, SECTION, edit_xml, raw_document
from tests.support_office import SOFFICE, convert
from tests.support_specimens import Specimen, generated_documents, specimens

_Test = TypeVar("_Test", bound=Callable[..., None])


def needs_office(test: _Test) -> _Test:
    """Mark a test that runs LibreOffice: the others of this file run everywhere."""
    marked: _Test = pytest.mark.office(pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")(test))
    return marked


Changes = dict[tuple[str, str], tuple[State, State]]
"""(Specimen, rule) to what the rule said before and after."""

_ONE_PAGE = (State.PASS, State.NOT_EVALUATED)
CHANGED_BY_LIBREOFFICE: Changes = {
    # A first page that is also the last: LibreOffice drops the header of the pages that would follow it. Whether the
    # text, nearly one page, is one page in Word too cannot be told without laying it out, so nobody says that it is.
    ("tot-phu-luc", "PG-05"): _ONE_PAGE,
    ("phu-luc-noi-trang", "PG-05"): _ONE_PAGE,
    ("phu-luc-co-13", "PG-05"): _ONE_PAGE,
    ("phu-luc-ten-khong-dam", "PG-05"): _ONE_PAGE,
    ("kem-theo-dung", "PG-05"): _ONE_PAGE,
    # LibreOffice keeps one font for Western letters, that of w:ascii, and writes it back into w:hAnsi: the fault that
    # Word showed is gone from the file.
    ("gian-tiep-phong-hansi", "PG-04"): (State.FAIL, State.PASS),
}
"""The only outcomes that may differ, each a change that LibreOffice made to the document."""

SAID_OTHERWISE = {
    # The page number of a one-page appendix is dropped as above: none shows that could run on from the page before.
    ("phu-luc-noi-trang", "PG-06"): {
        ("số trang của Phụ lục I nối tiếp trang trước", "số trang đánh riêng cho từng phụ lục, bắt đầu từ 1")
    },
    # Fixed above: there is nothing left to tell.
    ("gian-tiep-phong-hansi", "PG-04"): {("chữ phông Arial", "phông Times New Roman")},
}
"""Faults that LibreOffice took out of the file."""

_SAMPLED = 8
"""Every eighth spoiled specimen goes by way of .odt; the good ones all do."""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory, root: Path) -> list[Specimen]:
    """Write what we generate, and the good and the spoiled documents."""
    return [*generated_documents(root, tmp_path_factory.mktemp("generated")), *specimens()]


def _saved(documents: Sequence[Specimen], folder: Path, *forms: str) -> Mapping[str, bytes]:
    """Return the documents as LibreOffice saves them, in one form after the other."""
    paths = [folder / f"{specimen.name}.docx" for specimen in documents]
    for path, specimen in zip(paths, documents, strict=True):
        path.write_bytes(specimen.data)
    for at, form in enumerate(forms):
        inside = folder / f"{at}-{form}"
        inside.mkdir()
        paths = convert(paths, inside, form)
    return {path.stem: path.read_bytes() for path in paths}


@cache
def _judged(data: bytes) -> Judgement:
    return check_document(data, "a.docx")


def _outcomes(data: bytes) -> dict[str, State]:
    return {outcome.rule: outcome.state for outcome in _judged(data).outcomes}


def _changes(documents: Sequence[Specimen], saved: Mapping[str, bytes]) -> Changes:
    found: Changes = {}
    for specimen in documents:
        before, after = _outcomes(specimen.data), _outcomes(saved[specimen.name])
        found |= {(specimen.name, rule): (before[rule], after[rule]) for rule in before if before[rule] != after[rule]}
    return found


@pytest.fixture(scope="module")
def saved(documents: list[Specimen], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Save every document by LibreOffice as .docx."""
    return _saved(documents, tmp_path_factory.mktemp("saved"), "docx")


@needs_office
def test_a_document_saved_by_libreoffice_is_judged_the_same(
    documents: list[Specimen], saved: Mapping[str, bytes]
) -> None:
    assert _changes(documents, saved) == CHANGED_BY_LIBREOFFICE


@needs_office
def test_faults_are_told_in_the_same_words_after_libreoffice(saved: Mapping[str, bytes]) -> None:
    told = {s.name: (_told(s.data, s.broken), _told(saved[s.name], s.broken)) for s in specimens() if s.broken}
    differing = {name for name, (before, after) in told.items() if before != after}
    assert differing == {name for name, _ in SAID_OTHERWISE}
    assert all(told[name][0] - told[name][1] == gone for (name, _), gone in SAID_OTHERWISE.items())


def _told(data: bytes, rules: frozenset[str]) -> frozenset[tuple[str, str]]:
    return frozenset((f.found, f.expected) for rule in rules for f in _judged(data).outcome(rule).findings)


@needs_office
def test_a_document_that_went_through_odt_is_judged_the_same(tmp_path: Path) -> None:
    good = [specimen for specimen in specimens() if not specimen.broken]
    spoiled = [specimen for specimen in specimens() if specimen.broken][::_SAMPLED]
    changes = _changes([*good, *spoiled], _saved([*good, *spoiled], tmp_path, "odt", "docx"))
    assert changes.items() <= CHANGED_BY_LIBREOFFICE.items()


@needs_office
def test_a_document_that_went_through_word_97_is_judged_the_same(tmp_path: Path) -> None:
    kinds = [specimen for specimen in specimens() if not specimen.broken][: len(KINDS)]
    assert _changes(kinds, _saved(kinds, tmp_path, "doc", "docx")) == {}


# --- as web editors write ----------------------------------------------------------------------------------------

_STOPS = '<w:tabs><w:tab w:val="center" w:pos="1701"/><w:tab w:val="center" w:pos="6236"/></w:tabs>'


def _run(text: str, marks: str = "", *, size: int = 28, font: str = "Times New Roman") -> str:
    """Write a run that says all of its own look; the font for ASCII letters only."""
    words = "".join("<w:tab/>" if part == "\t" else f'<w:t xml:space="preserve">{part}</w:t>' for part in _parts(text))
    return f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/>{marks}<w:sz w:val="{size}"/></w:rPr>{words}</w:r>'


def _parts(text: str) -> list[str]:
    head, *rest = text.split("\t")
    return [part for part in (head, *(x for part in rest for x in ("\t", part))) if part]


def _p(runs: str, layout: str = "") -> str:
    return f"<w:p><w:pPr>{layout}</w:pPr>{runs}</w:p>"


_CENTRE = '<w:jc w:val="center"/>'
_TEXT = '<w:spacing w:before="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
_B, _I = "<w:b/>", "<w:i/>"


def _web_document(**changes: str) -> bytes:
    """Return a báo cáo as a web editor exports it: one part, no styles, no theme, every look written on the run.

    Args:
        changes: XML of a paragraph by its name below.
    """
    parts = {
        "top": _p(_run("\tỦY BAN NHÂN DÂN", _B, size=26) + _run(f"\t{NATION}", _B, size=26), _STOPS),
        "second": _p(_run("\tPHƯỜNG TRÚC LÂM", _B, size=26) + _run(f"\t{MOTTO}", _B), _STOPS),
        "lines": _p(_run("\t" + "_" * 8, size=26) + _run("\t" + "_" * 26, size=26), _STOPS),
        "number": _p(
            _run("\tSố: 05/BC-UBND", size=26) + _run("\tTrúc Lâm, ngày 05 tháng 01 năm 2026", _I, size=26), _STOPS
        ),
        "type": _p(_run("BÁO CÁO", _B), f'<w:spacing w:before="240"/>{_CENTRE}'),
        "subject": _p(_run("Kết quả công tác cải cách hành chính năm 2026", _B), _CENTRE),
        "ruled": _p(_run("_" * 16, size=26), _CENTRE),
        "to": _p(_run("Kính gửi: Sở Nội vụ tỉnh Thanh Hóa"), f'<w:spacing w:before="240"/>{_CENTRE}'),
        "section": _p(_run("I. KẾT QUẢ THỰC HIỆN", _B), _TEXT),
        "first": _p(_run(FILLER), _TEXT),
        "last": _p(_run("Trên đây là báo cáo của Ủy ban nhân dân phường Trúc Lâm./."), _TEXT),
        "sign": _p(_run("Nơi nhận:", _B + _I, size=24) + _run("\tTM. ỦY BAN NHÂN DÂN", _B), _SIGN),
        "as_above": _p(_run("- Như trên;", size=22) + _run("\tCHỦ TỊCH", _B), _SIGN),
        "kept": _p(_run("- Lưu: VT, VHXH.", size=22), _SIGN),
        "space": _p("") * 4,
        "name": _p(_run("\tLê Huy Du", _B), _SIGN),
    }
    parts.update(changes)
    return raw_document("".join(parts.values()))


_SIGN = '<w:tabs><w:tab w:val="center" w:pos="6690"/></w:tabs>'


_HEAD_AND_PAGE = {"PG-01", "PG-03", "PG-04", "HD-01", "HD-02", "HD-03", "HD-06", "HD-07", "HD-12", "HD-15"}
_JUDGED = _HEAD_AND_PAGE | {"TT-01", "TT-02", "TT-03", "BD-04", "BD-06", "BD-07", "SG-02", "SG-03", "RC-04", "RC-05"}
"""What must be judged, not passed over."""


def _failed(data: bytes) -> set[str]:
    return {outcome.rule for outcome in _judged(data).outcomes if outcome.state is State.FAIL}


def test_a_good_document_of_a_web_editor_has_no_problem() -> None:
    judgement = _judged(_web_document())
    assert judgement.problems() == ()
    judged = {outcome.rule for outcome in judgement.outcomes if outcome.state is State.PASS}
    assert judged >= _JUDGED


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"first": _p(_run(FILLER, font="Arial"), _TEXT)}, "PG-04"),
        ({"first": _p(_run(FILLER, '<w:color w:val="0000FF"/>'), _TEXT)}, "PG-04"),
        ({"first": _p(_run(FILLER, size=24), _TEXT)}, "BD-06"),
        ({"first": _p(f"<w:r><w:t>{FILLER}</w:t></w:r>", _TEXT)}, "BD-06"),  # no size anywhere: 10 pt
        ({"first": _p(_run(FILLER), '<w:spacing w:before="120"/><w:ind w:firstLine="720"/>')}, "BD-06"),
        ({"lines": _p(_run("\t" + "_" * 8, size=26), _STOPS)}, "HD-03"),
        ({"lines": _p(_run("\t\t" + "_" * 26, size=26), _STOPS)}, "HD-07"),
        ({"ruled": ""}, "TT-03"),
        ({"type": _p(_run("BÁO CÁO", _B, size=32), _CENTRE)}, "TT-01"),
        ({"subject": _p(_run("Kết quả công tác cải cách hành chính năm 2026", _B))}, "TT-02"),
        ({"as_above": _p(_run("- Như trên;", size=26) + _run("\tCHỦ TỊCH", _B), _SIGN)}, "RC-05"),
    ],
)
def test_a_fault_in_a_document_of_a_web_editor_is_found(changes: dict[str, str], rule: str) -> None:
    assert rule in _failed(_web_document(**changes))


def test_paper_of_a_web_editor_is_judged_where_the_file_says_nothing_of_it() -> None:
    bare = edit_xml(_web_document(), SECTION.format(""), "<w:sectPr/>")
    assert {"PG-01", "PG-03"} <= _failed(bare)  # Word's own: Letter, an inch


@needs_office
def test_a_document_of_a_web_editor_saved_by_libreoffice_is_judged_the_same(tmp_path: Path) -> None:
    written = [
        Specimen("web-tot", _web_document()),
        Specimen("web-arial", _web_document(first=_p(_run(FILLER, font="Arial"), _TEXT))),
        Specimen("web-khong-ke", _web_document(lines="")),
    ]
    assert _changes(written, _saved(written, tmp_path, "docx")) == {}
