"""The workbook's own part, and what its defined names stand for, after rows have moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.render.xlsx import around
from reportgen.render.xlsx.formula import FormulaError, Node, parse, refs_of
from reportgen.render.xlsx.names import S

if TYPE_CHECKING:
    from reportgen.render.xlsx.rewrite import Rewriter

_AFTER_CALCULATION = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


def definitions(
    names: Mapping[tuple[str, str], str], rewriter: Rewriter, where: str
) -> Iterator[tuple[tuple[str, str], Node]]:
    """Yield the defined names whose cells are the same for everybody, with what they stand for.

    Args:
        names: By key of their sheet (or nothing) and casefolded name, as the template has them.
        rewriter: Knows where rows have gone.
        where: Place for messages.
    """
    for (scope, name), text in names.items():
        moved = around.rewritten_text(text, around.Speaker(rewriter, scope or None), where)
        try:
            tree = parse(moved or "0")
        except FormulaError:
            continue
        if all(all(ref.locks) or ref.form == "cols" for ref in refs_of(tree)):
            yield (scope, name), tree  # without `$` a name means another cell for every cell that uses it


def adapt_names(book: Any, scopes: Sequence[str], rewriter: Rewriter, where: str) -> None:
    """Let the defined names of a workbook follow the rows that they name.

    Args:
        book: Root of the workbook's part, changed in place.
        scopes: Key of the sheet that each name belongs to; nothing for those of the whole book.
        rewriter: Knows where rows have gone.
        where: Place for messages.
    """
    names = book.find(f"{S}definedNames")
    if names is None:
        return
    for element, scope in zip(list(names), scopes, strict=True):
        builtin = element.get("name", "").startswith("_xlnm.")
        speaker = around.Speaker(rewriter, scope or None)
        text = around.rewritten_text(element.text or "", speaker, where, whole=builtin)
        if text is not None:
            element.text = text
        elif builtin:
            names.remove(element)
        else:
            element.text = "0"
    if len(names) == 0:
        book.remove(names)


def ask_for_calculation(book: Any) -> None:
    """Let Excel compute everything when the workbook is opened."""
    element = book.find(f"{S}calcPr")
    if element is None:
        element = book.makeelement(f"{S}calcPr")
        follower = next((e for e in book if e.tag in {f"{S}{name}" for name in _AFTER_CALCULATION}), None)
        if follower is None:
            book.append(element)
        else:
            follower.addprevious(element)
    element.set("fullCalcOnLoad", "1")
