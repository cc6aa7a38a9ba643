"""The writer of a ward's files: whatever a plan says, its file reads back as the same plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.load.agencies import Directory
from reportgen.load.faults import parse
from reportgen.load.identity import WardBuilder
from reportgen.load.plan import PlanBuilder
from reportgen.load.plan_yaml import plan_data, plan_yaml, row_data, ward_yaml
from reportgen.load.schema import LEVELS, PlanFile, WardFile
from reportgen.load.ward import load_ward
from reportgen.load.yamlsource import Scalar, read_yaml
from reportgen.load.yamlwriter import yaml_text
from reportgen.model.plan import Block, Plan
from reportgen.model.ward import Agency, Ward
from reportgen.problem import errors
from reportgen.vi.text import nfc
from tests.support_any_plan import AGENCIES, PLANS, lists, texts

DATA = Path(__file__).resolve().parent.parent / "data"
WARDS = ("truc-lam", "hang-gon")
SCALARS = st.one_of(
    texts(), st.integers(), st.booleans(), st.none(), st.just(Decimal("1.50")), st.just(date(2026, 3, 1))
)
KEYS = st.one_of(texts(), st.sampled_from(["years", "fields", "title", "from", "to"]))
TREES = st.recursive(
    SCALARS, lambda inner: st.one_of(lists(inner), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=12
)


def typed(value: Any) -> Any:
    """Return what the reader is to find: every value as the words that stand for it."""
    if isinstance(value, Mapping):
        return {nfc(key): typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    words = {None: "null", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else str(value)


def read(value: Any) -> Any:
    if isinstance(value, Scalar):
        return value.text
    return {k: read(v) for k, v in value.items()} if isinstance(value, dict) else [read(v) for v in value]


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4), st.sampled_from(["", "Kế hoạch: a\n  b"]))
def test_any_data_reads_back_value_for_value(data: dict[str, Any], comment: str) -> None:
    text = yaml_text(data, comment=comment)
    source = read_yaml(text.encode(), "a.yaml")
    assert not errors(source.problems)
    assert read(source.data) == typed(data)


def plan_of(text: str) -> Plan:
    parsed = parse(PlanFile, read_yaml(text.encode(), "p.yaml"))
    assert not errors(parsed.problems), parsed.problems
    directory = Directory(AGENCIES.values())
    return PlanBuilder(parsed, directory, frozenset(AGENCIES), all_agencies=True, verbatim=True).build()


def without_lines(value: Any) -> Any:
    """Return a value of the model without the lines it was read on."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: without_lines(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "source"}
    if isinstance(value, tuple):
        return [without_lines(inner) for inner in value]
    return {k: without_lines(v) for k, v in value.items()} if isinstance(value, dict) else value


@settings(max_examples=40)
@given(PLANS)
def test_any_plan_reads_back_as_the_same_plan(data: dict[str, Any]) -> None:
    plan = plan_of(yaml_text({key: value for key, value in data.items() if value is not None}))
    quotes = {row["id"]: row["quote"] for row in data["indicators"]}
    again = plan_yaml(plan, AGENCIES, quotes=quotes)
    assert without_lines(plan_of(again)) == without_lines(plan)
    assert plan_yaml(plan_of(again), AGENCIES, quotes=quotes) == again


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(["bao-cao", "ke-hoach", "a: b"]), lists(texts())), lists(texts()), texts())
def test_any_ward_reads_back_as_the_same_ward(recipients: dict[str, list[str]], lines: list[str], name: str) -> None:
    agencies = {
        f"a-{i}": Agency(f"a-{i}", text, LEVELS[i], text if i else "", tuple(lines[:1]) if i == 2 else (), i == 1)
        for i, text in enumerate(lines)
    }
    signer = dataclasses.replace(shipped("truc-lam").signer, name=name)
    changes: dict[str, Any] = {"name": name, "agencies": agencies, "addressees": tuple(lines), "signer": signer}
    changes["recipients"] = {kind: tuple(words) for kind, words in recipients.items()}
    ward = dataclasses.replace(shipped("hang-gon"), **changes)
    assert without_lines(ward_of(ward_yaml(ward), ward.id)) == without_lines(ward)


def ward_of(text: str, name: str) -> Ward:
    parsed = parse(WardFile, read_yaml(text.encode(), "ward.yaml"))
    assert not errors(parsed.problems), parsed.problems
    return WardBuilder(parsed, name).build()[0]


@cache
def shipped(ward: str) -> Ward:
    return load_ward(DATA / ward).data.ward


@pytest.mark.parametrize("ward", WARDS)
def test_shipped_wards_read_back_from_what_is_written(ward: str, tmp_path: Path) -> None:
    data = load_ward(DATA / ward, verbatim=True).data
    folder = tmp_path / ward
    (folder / "plans").mkdir(parents=True)
    (folder / "ward.yaml").write_text(ward_yaml(data.ward), "utf-8")
    (folder / "plans" / "2026.yaml").write_text(plan_yaml(data.plan, data.ward.agencies, comment="Viết lại."), "utf-8")
    again = load_ward(folder, verbatim=True).data
    assert without_lines(again.plan) == without_lines(data.plan)
    assert without_lines(again.ward) == without_lines(data.ward)


@pytest.mark.parametrize("ward", WARDS)
def test_every_row_of_a_shipped_plan_is_written_as_it_was_typed(ward: str) -> None:
    source = read_yaml((DATA / ward / "plans" / "2026.yaml").read_bytes(), "2026.yaml")
    row = parse(PlanFile, source).row
    assert row is not None
    assert parse(PlanFile, read_yaml(yaml_text(row_data(row)).encode(), "2026.yaml")).row == row


def test_the_style_is_that_of_the_shipped_files() -> None:
    data = {"years": [2026, 2030], "title": "KẾ HOẠCH", "number": "0123", "bases": ["Căn cứ: a", "- b", 'c "d": e']}
    data |= {"text": [{"paragraph": "dòng 1\ndòng 2"}], "areas": [{"id": "01", "groups": [{"lead": []}]}]}
    assert yaml_text(data, comment="Chép nguyên văn.") == (
        "# Chép nguyên văn.\n"
        "years: [2026, 2030]\n"
        "title: KẾ HOẠCH\n"
        'number: "0123"\n'
        "\n"
        "bases:\n"
        '  - "Căn cứ: a"\n'
        '  - "- b"\n'
        "  - 'c \"d\": e'\n"
        "\n"
        "text:\n"
        "  - paragraph: |-\n"
        "      dòng 1\n"
        "      dòng 2\n"
        "\n"
        "areas:\n"
        '  - id: "01"\n'
        "    groups:\n"
        "      - lead: []\n"
    )


def test_what_the_file_cannot_hold_is_refused_not_dropped() -> None:
    plan = load_ward(DATA / "truc-lam", verbatim=True).data.plan
    with pytest.raises(ValueError, match="groups that the plan does not have"):
        plan_data(dataclasses.replace(plan, areas=plan.areas[1:]), AGENCIES)
    with pytest.raises(ValueError, match="heading4"):
        plan_data(dataclasses.replace(plan, blocks=(Block("heading", 4, "a"),)), AGENCIES)
