"""Excel templates: rows that repeat, with everything that refers to them; see `compile_xlsx`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx
    from reportgen.render.xlsx.stored import StoredXlsx


def compile_xlsx(template: bytes, name: str = "mau.xlsx") -> CompiledXlsx:
    """Read a template workbook once.

    A row that holds `{%tr for ... %}`, `{%tr if ... %}`, `{%tr else %}`, `{%tr endfor %}` ... is a marker and
    disappears; the rows between repeat, or appear or not. A cell that is one `{{ ... }}` takes the value with its
    type; text with tags in it becomes text.

    A sheet whose first row is `{%sheet for lv in linh_vuc %}` comes once for each item, in order, with all that hangs
    on it; no items, no sheet (a book always keeps one). Its name may hold tags; names that Excel refuses become near
    ones, doubles are numbered. A formula of another sheet that names it means all copies, as a loop row means all
    items; in a row loop, or a sheet, over the same list it means the copy of the same item. `{%sheet if ... %}` alike.

    Args:
        template: The whole .xlsx file.
        name: Its name, for messages.

    Returns:
        The compiled template; its `render` may be called any number of times.

    Raises:
        ReportgenError: With every fault that shows without data: MB001 to MB009 for the file, MB101 to MB120.
    """
    from reportgen.render.xlsx.book import CompiledXlsx  # noqa: PLC0415  lxml, of no use to a template kept compiled

    return CompiledXlsx(template, name)


def load_xlsx(data: bytes) -> StoredXlsx:
    """Return the compiled template that `CompiledXlsx.dump` has written, ready in a few milliseconds.

    Args:
        data: From a place that only the user can write to: it holds code.

    Raises:
        StoredError: When other versions of the program, Jinja or Python wrote it, or it is damaged: a `ValueError`.
    """
    from reportgen.render.xlsx import stored  # noqa: PLC0415  only when asked for

    return stored.load_xlsx(data)


__all__ = ["compile_xlsx", "load_xlsx"]
