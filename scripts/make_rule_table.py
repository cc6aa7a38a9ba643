"""Write docs/kiem-tra-the-thuc.md, rules and what they were proved on: `python scripts/make_rule_table.py`.

The samples are counted from the tests themselves: every parametrised case that names a rule is a document that the rule
must find at fault, or must pass, by the name of its test; the good documents of every kind are judged here and count
where the rule applies and passes.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "kiem-tra-the-thuc.md"
sys.path.insert(0, str(ROOT))

from reportgen.decree30.check import check_document  # noqa: E402  # the tests are no package that is installed
from reportgen.decree30.facts import load_facts  # noqa: E402
from reportgen.decree30.outcome import State  # noqa: E402
from reportgen.decree30.rules import RULES  # noqa: E402
from reportgen.problem import Severity  # noqa: E402
from tests.support_docx import KINDS, LAYOUTS, good_document  # noqa: E402

_GOOD = re.compile(r"allow|pass|no_alarm|no_false|no_fault|is_right|good_")
_BAD = re.compile(r"fault|told|found|finds|mended")
_WORDS = {Severity.ERROR: "lỗi", Severity.WARNING: "lưu ý"}
_HEAD = """# Kiểm tra thể thức: quy định nào, đã thử trên bao nhiêu mẫu

`reportgen check document TỆP.docx` đối chiếu một văn bản Word với từng quy định dưới đây của Nghị định 30/2020/NĐ-CP;
`reportgen explain MÃ` giải thích từng quy định: vì sao, cách sửa, ví dụ. Mỗi quy định được thử trên mẫu đạt (không được
báo) và mẫu sai (phải báo đúng chỗ). Quy định có chữ “sửa” thì `reportgen fix document TỆP.docx` sửa được phần không cần
cân nhắc, giữ nguyên lời văn. Trang này do `scripts/make_rule_table.py` đếm từ chính các phép thử.

| Mã | Quy định | Căn cứ | Mức | Sửa | Mẫu đạt | Mẫu sai |
|---|---|---|---|---|---:|---:|
"""


class Collector:
    """Takes the collected tests from pytest."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Keep them."""
        self.items = list(items)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    print(PAGE)


def page() -> str:
    """Return the page."""
    good, bad, mended = samples()
    rows = []
    for fact in load_facts().rules:
        if fact.id not in RULES or fact.informative:
            continue
        off = "" if fact.on else " (tắt sẵn, bật bằng --rule)"
        mends = "sửa" if mended[fact.id] else ""
        rows.append(
            f"| {fact.id} | {fact.title}{off} | {fact.article} | {_WORDS[fact.severity]} | {mends} "
            f"| {good[fact.id]} | {bad[fact.id]} |"
        )
    total = f"\n{len(rows)} quy định; {good.total()} mẫu đạt, {bad.total()} mẫu sai.\n"
    return _HEAD + "\n".join(rows) + "\n" + total + informative()


def informative() -> str:
    """Return the points of the decree that state no duty of form, so that no rule is written for them."""
    none = [f"- {fact.id}: {fact.title} ({fact.article})" for fact in load_facts().rules if fact.informative]
    if not none:
        return ""
    return (
        "\nCác điểm sau không đặt ra yêu cầu kiểm tra được trên tệp nên không có quy định riêng:\n\n"
        + "\n".join(none)
        + "\n"
    )


def samples() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return, by rule, the documents that pass, those at fault, and those at fault that are mended."""
    good, bad, mended = Counter[str](), Counter[str](), Counter[str]()
    for item in collected():
        name = item.originalname
        for rule in named(item):
            if _GOOD.search(name):
                good[rule] += 1
            elif _BAD.search(name):
                bad[rule] += 1
                mended[rule] += name == "test_a_fault_that_needs_no_judgement_is_mended"
    for kind, layout, appendices in product(KINDS, LAYOUTS, (0, 2)):
        data = good_document(kind, layout=layout, appendices=appendices)
        for outcome in check_document(data, "x.docx", enabled=RULES).outcomes:
            good[outcome.rule] += outcome.state is State.PASS
    return good, bad, mended


def named(item: Any) -> set[str]:
    """Return the rules that a test is about: those of its case, or those that its text names."""
    if hasattr(item, "callspec"):
        return set(rules_in(list(item.callspec.params.values())))
    return set(re.findall(r"\b[A-Z]{2}-\d{2}\b", inspect.getsource(item.function))) & set(RULES)


def collected() -> list[Any]:
    """Return the tests of the rules."""
    collector = Collector()
    files = [str(path) for path in sorted((ROOT / "tests").glob("test_decree30_*.py"))]
    quiet = ["--collect-only", "-qqq", "-p", "no:cacheprovider", "--no-header", "--rootdir", str(ROOT)]
    status = pytest.main([*quiet, *files], plugins=[collector])
    if status:
        sys.exit(f"tests cannot be collected: {status}")
    return collector.items


def rules_in(values: list[Any]) -> Iterator[str]:
    """Yield the ids of rules that parameters name, alone, in tuples, or as `rule`, `rules` of a case."""
    for value in values:
        if isinstance(value, str):
            yield from (value,) if value in RULES else ()
        elif isinstance(value, tuple | list):
            yield from rules_in(list(value))
        else:
            yield from rules_in([getattr(value, name) for name in ("rule", "rules") if hasattr(value, name)])


if __name__ == "__main__":
    main()
