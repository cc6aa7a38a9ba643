"""Names of the data between marks that are no tag's: `{ ky.ten }`, `[[ky.ten]]`, `«ky.ten»` would print as they stand.

Whoever has worked with mail merge or another program types its marks. Only a name that exists, alone between them, is
taken for one: braces and brackets have their own work in official texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from reportgen.problem import Problem, Severity
from reportgen.render.package import Package
from reportgen.render.tagged import texts_of
from reportgen.templating.declarations import Declaration
from reportgen.templating.extremes import SAMPLE, trial_values

_NAME: Final = r"\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*"
_MARKS: Final = re.compile(
    rf"(?<![{{\u200b])\$?\{{{_NAME}\}}(?![}}\u200b])|\[\[?{_NAME}\]\]?|<<{_NAME}>>|«{_NAME}»|<%=?{_NAME}%>|%{_NAME}%"
)
_SAID: Final = "trông giống thẻ nhưng không phải thẻ, sẽ in ra nguyên như vậy"
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def near_tags(package: Package, declaration: Declaration) -> list[Problem]:
    """Return a warning for every known name that stands between the marks of another program."""
    values = trial_values(declaration.fields, SAMPLE)
    code = "MB011" if package.kind == "docx" else "MB106"
    return [
        Problem(code, where, f"'{mark}' {_SAID}", remedy, Severity.WARNING)
        for where, text in texts_of(package)
        for mark, name in _marked(text)
        if _exists(name, values)
        for remedy in [f"Viết {{{{ {name} }}}} để điền giá trị."]
    ]


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """Yield the marks in a text and the names between them."""
    for found in _MARKS.finditer(_TAG.sub("{}", text)) if any(mark in text for mark in "{[<«%") else ():
        yield found.group(), next(filter(None, found.groups()))


def _exists(name: str, values: Mapping[str, Any]) -> bool:
    """Tell whether the data have a name, `ky.ten`; a word alone must look like one, `tong_hop`, to be taken for it."""
    owner: Any = values
    for key in name.split("."):
        if isinstance(owner, list) and owner:
            owner = owner[0]
        if not isinstance(owner, Mapping) or key not in owner:
            return False
        owner = owner[key]
    return "." in name or "_" in name
