"""What a workbook changed, put into a plan that others have changed meanwhile: both count, or it is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.planbook import merge
from tests.support_any_plan import PLANS

TASKS = st.lists(st.sampled_from("123456"), unique=True, max_size=5)


def plan(*tasks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"areas": [{"id": "01", "groups": [{"id": "01", "tasks": list(tasks)}]}], **more}


def task(number: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "title": f"Việc {number}", **more}


def tasks_of(data: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["areas"][0]["groups"][0]["tasks"]
    return found


@settings(max_examples=30)
@given(PLANS, PLANS)
def test_where_one_side_changed_nothing_the_other_counts(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (merge(one, other, one).data, merge(one, other, one).conflicts) == (other, [])
    assert (merge(one, one, other).data, merge(one, one, other).conflicts) == (other, [])
    assert (merge(one, other, other).data, merge(one, other, other).conflicts) == (other, [])


@settings(max_examples=30)
@given(PLANS, PLANS, PLANS)
def test_whatever_both_say_ends_in_a_plan_and_changes_neither(one: Any, mine: Any, theirs: Any) -> None:
    before = copy.deepcopy((one, mine, theirs))
    merged = merge(one, mine, theirs)
    assert (one, mine, theirs) == before
    assert merged.data.keys() == theirs.keys() | mine.keys()


@given(TASKS, TASKS, st.data())
def test_no_change_of_either_is_dropped_without_a_word(first: list[str], kept: list[str], data: st.DataObject) -> None:
    """Mine removes and adds tasks; theirs changes some of them: each change is in the result, or told."""
    base = plan(*map(task, first))
    mine = plan(*map(task, kept))
    touched = data.draw(st.sets(st.sampled_from(first))) if first else set()
    theirs = plan(*(task(n, title="Khác") if n in touched else task(n) for n in first))
    merged = merge(base, mine, theirs)
    if not merged.conflicts:
        assert [t["number"] for t in tasks_of(merged.data)] == (kept if touched <= set(kept) or not touched else None)
        assert {t["number"] for t in tasks_of(merged.data) if t["title"] == "Khác"} == touched
    else:
        assert touched - set(kept)
        assert merged.data == theirs


def test_two_changed_tasks_are_both_changed() -> None:
    base = plan(task("1"), task("2"), signer="A")
    mine = plan(task("1", title="x"), task("2"), signer="A")
    theirs = plan(task("1"), task("2", title="y"), signer="B")
    merged = merge(base, mine, theirs)
    assert merged.data == plan(task("1", title="x"), task("2", title="y"), signer="B")
    assert merged.conflicts == []


def test_a_task_added_on_each_side_in_one_place_is_told() -> None:
    base = plan(task("1"))
    merged = merge(base, plan(task("1"), task("2")), plan(task("1"), task("3")))
    assert merged.conflicts == [("areas", 0, "groups", 0, "tasks")]


def test_the_same_word_changed_twice_is_told_where_it_stands_in_the_workbook() -> None:
    base = plan(task("1"), task("2"))
    mine = plan(task("0"), task("1", title="x"), task("2"))
    theirs = plan(task("1", title="y"), task("2"))
    assert merge(base, mine, theirs).conflicts == [("areas", 0, "groups", 0, "tasks", 1, "title")]


def text(words: str) -> dict[str, Any]:
    return {"text": [{"paragraph": word} for word in words]}


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("aXcde", "abcdY", "aXcdY"),
        ("abcdeX", "bcde", "bcdeX"),
        ("abXcde", "abcde!", "abXcde!"),
        ("abde", "aXbcde", "aXbde"),
        ("abXde", "abXdeY", "abXdeY"),
    ],
)
def test_paragraphs_are_merged_by_where_they_stand(mine: str, theirs: str, both: str) -> None:
    merged = merge(text("abcde"), text(mine), text(theirs))
    assert (merged.data, merged.conflicts) == (text(both), [])


@pytest.mark.parametrize(
    ("mine", "theirs"), [("aXcde", "aYcde"), ("abXcde", "abYcde"), ("acde", "aXcde"), ("Xabcde", "Yabcde")]
)
def test_one_place_changed_twice_in_the_text_is_told(mine: str, theirs: str) -> None:
    assert merge(text("abcde"), text(mine), text(theirs)).conflicts == [("text",)]


@given(st.text("abc", max_size=5), st.text("abcX", max_size=6), st.text("abcY", max_size=6))
def test_what_either_added_to_the_text_is_in_it_or_told(base: str, mine: str, theirs: str) -> None:
    merged = merge(text(base), text(mine), text(theirs))
    words = "".join(block["paragraph"] for block in merged.data["text"])
    if not merged.conflicts:
        assert (words.count("X"), words.count("Y")) == (mine.count("X"), theirs.count("Y"))
