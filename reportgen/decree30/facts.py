"""What the decree says in figures and fixed words, from `facts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from reportgen.decree30.own import read_own
from reportgen.problem import Severity

_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "none": Severity.WARNING}


@dataclass(frozen=True, slots=True)
class Range:
    """A range of allowed values, both ends included; `in` forgives the rounding of twips and half points."""

    low: float
    high: float
    unit: str
    slack: float

    def __contains__(self, value: object) -> bool:
        """Tell whether a length or size lies inside."""
        return isinstance(value, int | float) and self.low - self.slack <= value <= self.high + self.slack

    def __str__(self) -> str:
        """Return `từ 30 đến 35 mm`, or `13` with its unit when only one value is allowed."""
        unit = f" {self.unit}" if self.unit else ""
        if self.low == self.high:
            return f"{number(self.low)}{unit}"
        return f"từ {number(self.low)} đến {number(self.high)}{unit}"


def number(value: float) -> str:
    """Return a measure with at most one decimal and a decimal comma: `30`, `12,7`."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """The facts of one rule.

    Attributes:
        id: `PG-03`. title: What it is about, two to eight words. severity: Of its problems.
        article: Where the law says it, as printed: `Phụ lục I, Phần I, Mục I, khoản 3`.
        on: In force unless asked otherwise. informative: States no duty, so no rule is written for it.
    """

    id: str
    title: str
    severity: Severity
    article: str
    on: bool
    informative: bool
    _values: Mapping[str, Any]

    def mm(self, name: str) -> Range:
        """Return a range of millimetres."""
        low, high = self._values["mm"][name]
        return Range(float(low), float(high), "mm", 0.25)

    def pt(self, name: str) -> Range:
        """Return a range of points: sizes of type and spacing."""
        low, high = self._values["pt"][name]
        return Range(float(low), float(high), "", 0.01)

    def share(self, name: str) -> Range:
        """Return a range of pure numbers: a line against its text, a number of lines."""
        low, high = self._values["share"][name]
        return Range(float(low), float(high), "", 0.005)

    def text(self, name: str) -> str:
        """Return a fixed text."""
        return str(self._values["text"][name])

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts that are accepted."""
        return tuple(self._values["texts"][name])


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A kind of document: `title` as tên loại ("" for a công văn), `symbol` in the ký hiệu, `addressed` to whom.

    Attributes:
        name: `báo cáo`. addressed: `always`, `never`, `when_superior` (Kính gửi; II.9.b and c).
    """

    key: str
    name: str
    title: str
    symbol: str
    addressed: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts.

    Attributes:
        decree: Its name. in_force: First day. until: Last day, None while no replacement is known.
        kinds: By the name of `components.Kind` in lower case. abbreviations: Tên loại to its abbreviation.
        rules: In order.
    """

    decree: str
    in_force: date
    until: date | None
    kinds: Mapping[str, KindFacts]
    abbreviations: Mapping[str, str]
    rules: tuple[RuleFacts, ...]
    _by_id: Mapping[str, RuleFacts]

    def __getitem__(self, rule: str) -> RuleFacts:
        """Return the facts of a rule; KeyError when there is no such rule."""
        return self._by_id[rule]


@cache
def load_facts() -> Facts:
    """Return the facts shipped with the package."""
    raw = read_own("facts.yaml")
    point = raw["decree"]["point"]
    rules = tuple(_rule(entry, point) for entry in raw["rules"])
    return Facts(
        decree=raw["decree"]["name"],
        in_force=raw["decree"]["in_force"],
        until=raw["decree"]["until"],
        kinds=MappingProxyType({key: _kind(key, entry) for key, entry in raw["kinds"].items()}),
        abbreviations=MappingProxyType(raw["abbreviations"]),
        rules=rules,
        _by_id=MappingProxyType({rule.id: rule for rule in rules}),
    )


def _kind(key: str, entry: Mapping[str, str]) -> KindFacts:
    return KindFacts(key, entry["name"], entry["title"], entry["symbol"], entry["addressed"])


def _rule(entry: Mapping[str, Any], point: str) -> RuleFacts:
    article = entry["article"]
    return RuleFacts(
        id=entry["id"],
        title=entry["title"],
        severity=_SEVERITIES[entry["severity"]],
        article=f"{point}, {article}" if article.startswith("Mục") else article,
        on=entry.get("on", True),
        informative=entry["severity"] == "none",
        _values=MappingProxyType({k: entry[k] for k in ("mm", "pt", "share", "text", "texts") if k in entry}),
    )
