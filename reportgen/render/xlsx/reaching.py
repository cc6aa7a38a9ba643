"""Formulas of a template that would fetch something from outside the workbook, or start something, when it is opened.

What a report says must stand in it: a figure that Excel fetches from the network or from another file differs from
machine to machine, and the call itself can carry figures away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.problem import Problem
from reportgen.render.xlsx import functions
from reportgen.render.xlsx.faults import quoted
from reportgen.render.xlsx.formula import Literal, Node, calls_of

_FETCHING: Final = frozenset({
    "CALL", "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY", "CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT",
    "CUBEVALUE", "DETECTLANGUAGE", "EXEC", "IMAGE", "IMPORTCSV", "IMPORTTEXT", "PY", "REGISTER", "REGISTER.ID", "RTD",
    "SQL.REQUEST", "STOCKHISTORY", "TRANSLATE", "WEBSERVICE",
})  # fmt: skip
_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_BOOK: Final = re.compile(r"'[^']*\[[^\[\]]+\](?:[^']|'')*'!|\[\d+\][^\[\]!,;()+*/]*!")
_GOOD_LINK: Final = re.compile(r"https?:|mailto:|#|[^:\\]*$", re.IGNORECASE)
_REMEDY: Final = "Xóa công thức đó, chép hẳn giá trị hoặc bảng vào mẫu."


def reaching_out(where: str, text: str, tree: Node) -> Iterator[Problem]:
    """Yield what of a formula reaches out of the workbook.

    Args:
        where: Place of the formula.
        text: Itself, without `=`.
        tree: The same, read.
    """
    book = _BOOK.search(_TEXT.sub('""', text))
    if book is not None:
        yield _problem(where, text, f"trỏ tới tệp khác ({book[0].rstrip('!')})")
    for call in calls_of(tree):
        name = functions.bare(call.name).upper()
        if name in _FETCHING:
            yield _problem(where, text, f"gọi hàm {name}")
        first = call.args[0] if call.args else None
        if name == "HYPERLINK" and isinstance(first, Literal) and not _GOOD_LINK.match(first.text.strip('"')):
            yield _problem(where, text, f"dẫn tới {first.text}")


def _problem(where: str, text: str, what: str) -> Problem:
    """Return MB007."""
    message = f"công thức {quoted('=' + text)} lấy nội dung từ bên ngoài tệp: {what}"
    return Problem("MB007", where, message, _REMEDY)
