"""A plan's file with some entries changed: those are written anew, everything else stays as the person wrote it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.load.plan_file import parse_plan, rewritten
from reportgen.load.plan_yaml import Data, row_data
from reportgen.load.ward import open_plan
from tests.support_ward import PLAN, WARD_ID, write_ward

SHIPPED = {
    ward: (Path(__file__).resolve().parent.parent / "data" / ward / "plans" / "2026.yaml").read_bytes()
    for ward in ("truc-lam", "hang-gon")
}
OTHER_HANDS = """\
years:
- 2026
- 2026
title: 'KẾ HOẠCH'   # tên loại
subject: [a]
number_line: s
date_line: d
citation: c
bases:    []
text:
    -   heading1: I. A
    # Đoạn này chép từ bản in.
    -   paragraph: >-
            nhiều dòng
            gấp lại

    -   {list: "- b"}
areas:
- id: "01"
  title: t
  heading: h
  kind: finance
  groups:
  -
    id: "01"
    title: t
    tasks:
    - number: "1."
      title: một   # việc đầu
      lead: []
      deadlines: [Thường xuyên]
recipients: []
authority: []
signer: n
# hết
"""


def data_of(content: bytes) -> Data:
    parsed = parse_plan(content, "p.yaml")
    assert parsed.row is not None
    assert not parsed.problems
    return row_data(parsed.row)


def comments(content: bytes) -> list[str]:
    return [line for line in content.decode().split("\n") if line.lstrip().startswith("#")]


def changed(content: bytes, data: Data) -> tuple[list[str], list[str]]:
    """Return the lines that went and the lines that came."""
    old, new = content.decode().split("\n"), rewritten(content, data).content.decode().split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize("ward", SHIPPED)
def test_the_same_contents_are_the_same_bytes(ward: str) -> None:
    assert rewritten(SHIPPED[ward], data_of(SHIPPED[ward])).content == SHIPPED[ward]


def test_one_changed_word_changes_one_line() -> None:
    data = data_of(SHIPPED["truc-lam"])
    data["areas"][1]["groups"][0]["tasks"][0]["deadlines"] = ["Quý IV/2026: xong"]
    gone, come = changed(SHIPPED["truc-lam"], data)
    assert gone == []  # other tasks are due "Thường xuyên" too
    assert come == ['              - "Quý IV/2026: xong"']


def edits(draw: Any, data: Data) -> Data:
    """Change a plan at random places, as people do."""
    for kind in draw(st.lists(st.sampled_from(range(9)), min_size=1, max_size=5)):
        area = draw(st.sampled_from(data["areas"]))
        tasks = draw(st.sampled_from(area["groups"]))["tasks"]
        place = draw(st.integers(0, len(tasks) - 1)) if tasks else 0
        at = draw(st.integers(0, len(data["text"]) - 1))
        if kind == 0 and tasks:
            tasks[place]["title"] = draw(st.sampled_from(["Đổi: tên", "một\nhai", "0123"]))
        elif kind == 1 and tasks:
            del tasks[place]
        elif kind == 2:
            tasks.insert(place, {"number": "99.", "title": "Mới", "lead": ["- A"], "deadlines": ["x", "y: z"]})
        elif kind == 3:
            data["text"].insert(draw(st.integers(0, len(data["text"]))), data["text"].pop(at))
        elif kind == 4:
            data["text"][at] = {"note": "(Mới)"}
        elif kind == 5:
            data["recipients"] = draw(st.sampled_from([[], ["- a;"], data["recipients"][1:]]))
        elif kind == 6 and tasks:
            tasks[place].pop("products", None)
        elif kind == 7:
            data["signer"] = "Nguyễn Văn Mẫu"
        elif tasks and len(tasks) > 1:
            tasks[0], tasks[-1] = tasks[-1], tasks[0]
    return data


@settings(max_examples=40)
@given(st.data(), st.sampled_from(sorted(SHIPPED)))
def test_whatever_changes_the_rest_stays_and_no_comment_is_lost(data: st.DataObject, ward: str) -> None:
    content = SHIPPED[ward]
    wanted = edits(data.draw, copy.deepcopy(data_of(content)))
    result = rewritten(content, wanted)
    assert data_of(result.content) == wanted
    assert not result.whole
    assert comments(result.content) == comments(content)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_in_another_hand_keeps_its_hand(ends: str) -> None:
    content = OTHER_HANDS.replace("\n", ends).encode()
    data = data_of(content)
    data["areas"][0]["groups"][0]["tasks"][0]["lead"] = ["Phòng A"]
    data["text"][2] = {"list": "- c"}
    data["text"].append({"note": "(Hết)"})
    data["areas"][0]["groups"][0]["tasks"][0]["title"] = "hai"
    result = rewritten(content, data)
    assert not result.whole
    assert data_of(result.content) == data
    expected = OTHER_HANDS.replace("title: một   #", "title: hai   #").replace(
        "      lead: []", "      lead:\n        - Phòng A"
    )
    expected = expected.replace('    -   {list: "- b"}', '    -   list: "- c"\n    - note: (Hết)')
    assert result.content.decode() == expected.replace("\n", ends)


def test_a_file_that_is_one_pair_of_brackets_is_written_whole() -> None:
    data = data_of(OTHER_HANDS.encode())
    flow = (
        "{years: [2026, 2026], title: T, subject: [a], number_line: s, date_line: d, citation: c, bases: [], text: [], "
        "areas: [], recipients: [], authority: [], signer: n}\n"
    )
    result = rewritten(b"# head\n" + flow.encode(), data)
    assert result.whole
    assert result.content.startswith(b"# head\n")
    assert data_of(result.content) == data


def test_a_plan_opens_though_a_return_is_faulty(tmp_path: Path) -> None:
    folder = write_ward(tmp_path)
    (folder / "progress" / "2026-q1").mkdir(parents=True, exist_ok=True)
    (folder / "progress" / "2026-q1" / "x.yaml").write_text("agency: [", "utf-8")
    plan = open_plan(folder, year=2026)
    assert (plan.where, plan.content) == (f"{WARD_ID}/plans/2026.yaml", PLAN.encode())
