"""Which tags of a template a paragraph was printed by, told from the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reportgen.trace.find import Spot, stands_in

_TAG: Final = re.compile(r"\{\{r?-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_STEERING: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOP: Final = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*for\s+([\w\s,]+?)\s+in\s+([\w.]+)")
_NAME: Final = re.compile(r"[A-Za-z_][\w.]*")
_CELL: Final = re.compile(r", ([^!]*)!([A-Z]+)[0-9]+$")
_LITTLE: Final = 3
"""Letters around the tags of a paragraph, fewer of which would fit any text."""
KINDS: Final = {
    "tong_hop": "tong_hop",
    "linh_vuc": "linh_vuc",
    "noi_dung": "linh_vuc",
    "co_quan": "co_quan",
    "chi_tieu": "chi_tieu",
    "ho_so": "ho_so",
    "ho_so_tong": "ho_so_tong",
    "nhiem_vu": "nhiem_vu",
    "den_han": "nhiem_vu",
    "dinh_ky": "nhiem_vu",
}
"""What a name of the templates is about, as `Group.kind` calls it."""


def tags_behind(spot: Spot, value: str, template: Iterable[Spot]) -> list[str]:
    """Return the names in the tags that printed a value at a place; nothing when the template does not tell.

    Args:
        spot: The place in the document.
        value: As printed there.
        template: Paragraphs and rows of the template.
    """
    found: list[str] = []
    columns = {column for place, text, _ in spot.cells if stands_in(value, text) and (column := _column(place))}
    for paragraph in template:
        if columns:
            inside = [text for place, text, _ in paragraph.cells if _column(place) in columns]
            found += [name for text in inside for tag in _TAG.findall(text) for name in _names(tag)]
            continue
        pattern, expressions = _fitting(paragraph.text)
        match = pattern.fullmatch(" ".join(spot.text.split())) if pattern is not None else None
        if match is not None:
            for expression, printed in zip(expressions, match.groups(), strict=True):
                if stands_in(value, printed):
                    found += _names(expression)
    return list(dict.fromkeys(found))


def _column(place: str) -> str:
    """Return sheet and column of a cell of a workbook, "" for any other place: rows come and go, columns stay."""
    match = _CELL.search(place)
    return f"{match[1]}!{match[2]}" if match else ""


def _names(expression: str) -> list[str]:
    return _NAME.findall(expression.partition("|")[0])


def kinds_of(names: Iterable[str], template: Iterable[Spot]) -> frozenset[str]:
    """Return what names are about; the variables of loops stand for what they run over."""
    loops = {variable: over for spot in template for variable, over in _loops(spot.text)}
    found = set()
    for name in names:
        root = name.partition(".")[0]
        over = loops.get(root, root)
        found |= {KINDS[part] for part in (over, over.rpartition(".")[2]) if part in KINDS}
    return frozenset(found)


def _loops(text: str) -> Iterator[tuple[str, str]]:
    for found in _LOOP.finditer(text):
        for variable in found[1].split(","):
            yield variable.strip(), found[2]


def _fitting(text: str) -> tuple[re.Pattern[str] | None, list[str]]:
    """Return what a paragraph of the template makes of any values, and the expressions in its tags."""
    parts = _TAG.split(" ".join(_STEERING.sub("", text).split()))
    literals, expressions = parts[::2], parts[1::2]
    rows = "|" in "".join(literals)
    enough = sum(letter.isalnum() for literal in literals for letter in literal) >= _LITTLE or rows
    if not expressions or not enough:
        return None, []
    gap = "([^|]*?)" if rows else "(.*?)"
    return re.compile(gap.join(map(re.escape, literals)), re.DOTALL), expressions
