"""The plan as a workbook, for people who would rather edit there: written out, read back, told what changed."""

from __future__ import annotations

from reportgen.planbook.changes import Change, changes_between
from reportgen.planbook.gather import Gathered, gather
from reportgen.planbook.merge import merge
from reportgen.planbook.origin import facts_in, plan_in
from reportgen.planbook.read import understand
from reportgen.planbook.write import write_book

__all__ = [
    "Change",
    "Gathered",
    "changes_between",
    "facts_in",
    "gather",
    "merge",
    "plan_in",
    "understand",
    "write_book",
]
