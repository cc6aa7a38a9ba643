"""Rules of Nghị định 30, one module each, put in force here.

A rule is a function `(document, components, facts)` that yields a `Finding` for every fault, and a `Note`
(`not_applicable`, `not_evaluated`) where it cannot judge; nothing at all is a pass. Its docstring is its page.
"""

from __future__ import annotations

from reportgen.decree30.outcome import Rule
from reportgen.decree30.rules.hd_02_motto import hd_02
from reportgen.decree30.rules.pg_01_paper import pg_01
from reportgen.decree30.rules.pg_03_margins import pg_03

RULES: dict[str, Rule] = {
    "PG-01": pg_01,
    "PG-03": pg_03,
    "HD-02": hd_02,
}
