"""What a judgement says: states, findings, problems, and what stays with every kind of document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from reportgen.decree30.check import check_document, judge, pages
from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts, load_facts, number
from reportgen.decree30.find import find_components
from reportgen.decree30.metrics import width_mm
from reportgen.decree30.model import Document, Format, Place
from reportgen.decree30.outcome import Finding, Note, State, not_applicable, not_evaluated, outcome_of
from reportgen.decree30.reader import read_document
from reportgen.decree30.rules import RULES
from reportgen.problem import Severity
from tests.support_docx import KINDS, MOTTO, edit, find, good_document, raw_document, set_text, style

HERE = Place("x.docx", paragraph=1, words="một hai")
THERE = Place("x.docx", paragraph=9, words="ba")


# --- states ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], State.PASS),
        ([not_applicable("không có phụ lục")], State.NOT_APPLICABLE),
        ([not_evaluated("không rõ số trang")], State.NOT_EVALUATED),
        ([not_applicable("a"), not_evaluated("b")], State.NOT_EVALUATED),
        ([not_evaluated("b"), Finding(HERE, "cỡ chữ 12", "cỡ chữ 13")], State.FAIL),
    ],
)
def test_what_could_not_be_judged_is_never_a_pass(answers: list[Finding | Note], state: State) -> None:
    assert outcome_of("PG-01", answers).state is state


def test_equal_findings_at_one_place_count_once() -> None:
    outcome = outcome_of("PG-01", [Finding(HERE, "a", "b"), Finding(HERE, "a", "b"), Finding(THERE, "a", "b")])
    assert [finding.place for finding in outcome.findings] == [HERE, THERE]


# --- three rules that show how rules are written -----------------------------------------------------------------


def test_a_good_document_of_any_kind_passes_the_first_rules() -> None:
    for kind in KINDS:
        judgement = check_document(good_document(kind), "x.docx", enabled={"PG-01", "PG-03", "HD-02"})
        assert {outcome.state for outcome in judgement.outcomes} == {State.PASS}
        assert judgement.problems() == ()


def test_rules_are_asked_in_the_order_of_the_facts() -> None:
    judgement = check_document(good_document(), "x.docx", enabled={"HD-02", "PG-03", "PG-01"})
    assert [outcome.rule for outcome in judgement.outcomes] == ["PG-01", "PG-03", "HD-02"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('w:left="1701"', 'w:left="1134"', "lề trái 20 mm"),
        ('w:right="1134"', 'w:right="567"', "lề phải 10 mm"),
        ('w:top="1134"', 'w:top="1440"', "lề trên 25,4 mm"),
    ],
)
def test_a_margin_out_of_range_fails(old: str, new: str, found: str) -> None:
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left='
        '"1701"/></w:sectPr>'
    )
    data = raw_document("<w:p/>", section=section.replace(old, new))
    outcome = check_document(data, "x.docx", enabled={"PG-03"}).outcome("PG-03")
    assert (outcome.state, [finding.found for finding in outcome.findings]) == (State.FAIL, [found])


def test_a_problem_says_what_stands_there_what_should_where_and_what_to_do() -> None:
    data = edit(good_document(), lambda doc: set_text(find(doc, MOTTO), "Độc lập – Tự do – Hạnh phúc"))
    (problem,) = check_document(data, "bao-cao.docx", enabled={"HD-02"}).problems()
    assert (problem.code, problem.where) == ("HD-02", "bao-cao.docx, bảng 1, dòng 1, ô 2")
    assert "Độc lập – Tự do – Hạnh phúc" in problem.message
    assert "quy định: “Độc lập - Tự do - Hạnh phúc”" in problem.message
    assert "Phụ lục I, Phần I, Mục II, điểm b khoản 1" in problem.message
    assert problem.remedy.endswith(".")
    assert problem.severity is Severity.ERROR


def test_capitals_by_formatting_do_not_change_the_letters_of_the_motto() -> None:
    def caps(doc: object) -> None:
        for run in find(doc, MOTTO).runs:
            run.font.all_caps = True

    outcome = check_document(edit(good_document(), caps), "x.docx", enabled={"HD-02"}).outcome("HD-02")
    assert "ĐỘC LẬP" in outcome.findings[0].found


def small(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Cỡ chữ nhỏ.

    ## Vì sao
    a
    ## Cách sửa
    Đặt cỡ 14.
    ## Ví dụ
    b
    """
    del parts, facts
    for paragraph in doc.body_paragraphs():
        if any(run.format.size_pt < 12 for run in paragraph.visible_runs):
            yield Finding(paragraph.place, "cỡ chữ nhỏ hơn 12", "cỡ chữ 14")


def test_repeated_faults_are_one_problem_that_lists_the_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "PG-04", small)
    for count, words in ((1, None), (3, "còn ở 2 nơi"), (12, "và 6 nơi khác")):
        data = raw_document("<w:p><w:r><w:t>chữ</w:t></w:r></w:p>" * count)
        judgement = check_document(data, "x.docx", enabled={"PG-04"})
        (problem,) = (p for p in judgement.problems() if p.code == "PG-04")
        assert len(judgement.outcome("PG-04").findings) == count
        assert problem.where == "x.docx, thân văn bản, đoạn 1"
        assert ("còn ở" in problem.message) is (words is not None)
        assert words is None or words in problem.message


def test_a_document_of_another_kind_is_told_so_and_still_judged() -> None:
    data = edit(good_document(), lambda doc: set_text(find(doc, "BÁO CÁO"), "BIÊN BẢN"))
    judgement = check_document(data, "x.docx", enabled={"PG-01"})
    (problem,) = judgement.problems()
    assert (problem.code, problem.severity, judgement.outcome("PG-01").state) == (
        "VB003",
        Severity.WARNING,
        State.PASS,
    )
    assert "biên bản" in problem.message


def test_a_rule_that_is_off_by_default_is_asked_by_name() -> None:
    assert "BD-08" not in {outcome.rule for outcome in check_document(good_document(), "x.docx").outcomes}
    if "BD-08" in RULES:
        judgement = check_document(good_document(), "x.docx", enabled={"BD-08"})
        assert [outcome.rule for outcome in judgement.outcomes] == ["BD-08"]


def test_judging_twice_gives_the_same() -> None:
    document, notices = read_document(good_document("tờ trình", appendices=2), "x.docx")
    parts = find_components(document)
    assert judge(document, parts, notices=notices) == judge(document, parts, notices=notices)


# --- facts, pages ------------------------------------------------------------------------------------------------


def test_every_code_of_the_room_has_a_page() -> None:
    assert set(pages()) >= set(RULES) | {"VB001", "VB002", "VB003"}


def test_every_rule_has_facts_and_every_duty_of_the_law_has_an_id() -> None:
    facts = load_facts()
    assert set(RULES) <= {rule.id for rule in facts.rules}
    families = {"PG": 7, "HD": 16, "TT": 4, "BD": 8, "SG": 5, "RC": 7, "AP": 7, "CP": 8, "TX": 4}
    ids = {f"{family}-{n:02d}" for family, last in families.items() for n in range(1, last + 1)}
    assert {rule.id for rule in facts.rules} == ids
    assert [rule.id for rule in facts.rules if not rule.on] == ["BD-08"]


def test_every_kind_has_facts() -> None:
    assert {Kind[key.upper()].value for key in load_facts().kinds} == set(KINDS)


def test_ranges_forgive_rounding_only_and_print_in_vietnamese() -> None:
    left = load_facts()["PG-03"].mm("left")
    assert [value in left for value in (29.7, 29.98, 30.0, 35.0, 35.01, 35.3)] == [False, True, True, True, True, False]
    assert (str(left), number(12.7), number(30.0)) == ("từ 30 đến 35 mm", "12,7", "30")


def test_articles_are_named_as_the_decree_prints_them() -> None:
    for rule in load_facts().rules:
        assert re.match(r"Phụ lục I|Nghị định", rule.article), rule.id


# --- widths ------------------------------------------------------------------------------------------------------


def test_width_of_text_is_that_of_times_new_roman() -> None:
    bold = Format(size_pt=14, bold=True)
    assert width_mm("Độc lập - Tự do - Hạnh phúc", bold) == pytest.approx(60.5, abs=0.3)
    assert width_mm("Độc lập", bold) < width_mm("ĐỘC LẬP", bold)
    assert width_mm("độc lập", Format(size_pt=14, bold=True, caps=True)) == width_mm("ĐỘC LẬP", bold)
    assert width_mm("a" * 10, Format(size_pt=12)) == pytest.approx(2 * width_mm("a" * 10, Format(size_pt=6)))


def test_letters_with_combining_marks_are_as_wide_as_precomposed_ones() -> None:
    assert width_mm("e\u0302\u0301", Format(size_pt=14)) == width_mm("ế", Format(size_pt=14))


# --- speed -------------------------------------------------------------------------------------------------------


def test_work_grows_with_the_length_of_the_document_and_not_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts, no clock: letters of runs are resolved once a run, whatever the number of rules and styles."""
    from reportgen.decree30.styles import Styles  # noqa: PLC0415  patched here alone

    calls: list[int] = []
    real = Styles.letters

    def counted(self: Styles, *args: object) -> object:
        calls.append(1)
        return real(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Styles, "letters", counted)
    counts = []
    for long in (50, 100, 200):
        calls.clear()
        check_document(good_document(long=long), "x.docx", enabled={"PG-01"})
        counts.append(len(calls))
    first, second, third = counts
    assert third - second == pytest.approx(2 * (second - first), rel=0.01)


def test_good_documents_are_made_of_styles_that_can_be_spoilt() -> None:
    data = edit(good_document(), lambda doc: style(find(doc, "BÁO CÁO"), size=16, font="Arial", color="FF0000"))
    look = next(q for q in read_document(data, "x.docx")[0].body_paragraphs() if q.text == "BÁO CÁO").runs[0].format
    assert (look.size_pt, look.font, look.color) == (16.0, "Arial", "FF0000")


def test_a_line_raised_as_a_whole_is_judged_by_the_size_it_prints() -> None:
    def raise_number(document: Any) -> None:
        for run in find(document, "Số:").runs:
            run.font.superscript = True

    judgement = check_document(edit(good_document("báo cáo"), raise_number), "van-ban.docx", enabled={"HD-12"})
    assert judgement.outcome("HD-12").state is State.FAIL
