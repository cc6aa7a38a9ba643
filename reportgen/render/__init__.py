"""Template and values to bytes, for Word (`docx`) and Excel (`xlsx`), over one package and one sandbox.

The two compilers are imported when first asked for: docxtpl and openpyxl take longer to load than `--help` may take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.render.docx import compile_docx as compile_docx
    from reportgen.render.docx import load_docx as load_docx
    from reportgen.render.xlsx import compile_xlsx as compile_xlsx
    from reportgen.render.xlsx import load_xlsx as load_xlsx

__all__ = ["compile_docx", "compile_xlsx", "load_docx", "load_xlsx"]


def __getattr__(name: str) -> Any:
    """Import a compiler on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  kept out of the start of the program with the rest

    return getattr(import_module(f"{__name__}.{name.rpartition('_')[2]}"), name)
