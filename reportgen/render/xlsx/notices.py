"""What a template does that works, but will surprise: told as warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.problem import Problem
from reportgen.render.xlsx import faults
from reportgen.render.xlsx.formula import Call, FormulaError, Literal, Node, Ref, Unary, calls_of, parse
from reportgen.render.xlsx.sheet import Sheet

_ROWS_OF_OFFSET = 1


def notices_of(sheets: list[Sheet]) -> list[Problem]:
    """Return the warnings of a template: addresses that formulas keep as text or count off, where rows will move."""
    by_key = {sheet.name.casefold(): sheet for sheet in sheets}
    found: dict[Problem, None] = {}
    for sheet in sheets:
        for formula in sheet.formulas():
            for call in calls_of(formula.tree):
                for words in _fixed(call, sheet, by_key):
                    found[faults.fixed_address(formula.where, formula.text, words)] = None
    return list(found)


def _fixed(call: Call, own: Sheet, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """Yield the addresses of a call that will not follow."""
    name = call.name.upper()
    if name == "INDIRECT" and call.args and isinstance(call.args[0], Literal):
        ref = _reference(str(call.args[0].value))
        if ref is not None and ref.form != "cols" and _moves(ref, ref.row2, own, sheets):
            yield call.args[0].text
    if name == "OFFSET" and len(call.args) > _ROWS_OF_OFFSET and isinstance(call.args[0], Ref):
        rows = _whole(call.args[_ROWS_OF_OFFSET])
        ref = call.args[0]
        low, high = sorted((ref.row1, ref.row1 + rows))
        sheet = _sheet_of(ref, own, sheets)
        if sheet is not None and any(low <= marker <= high for marker in sheet.shape.markers):
            yield f"OFFSET {rows:+d}"


def _moves(ref: Ref, row: int, own: Sheet, sheets: Mapping[str, Sheet]) -> bool:
    sheet = _sheet_of(ref, own, sheets)
    return sheet is not None and (sheet.loop is not None or min(sheet.shape.markers, default=row) < row)


def _sheet_of(ref: Ref, own: Sheet, sheets: Mapping[str, Sheet]) -> Sheet | None:
    return own if ref.sheet is None else sheets.get(ref.sheet.casefold())


def _reference(text: str) -> Ref | None:
    try:
        tree = parse(text)
    except FormulaError:
        return None
    return tree if isinstance(tree, Ref) else None


def _whole(node: Node) -> int:
    """Return a whole number written as such; 0 for anything that is worked out."""
    if isinstance(node, Unary) and node.op == "-" and isinstance(node.operand, Literal):
        return -_whole(node.operand)
    return node.value if isinstance(node, Literal) and type(node.value) is int else 0
