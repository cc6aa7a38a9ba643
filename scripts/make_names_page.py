"""Make docs/ten-truong.md, the page of all names that a template may use.

python scripts/make_names_page.py
"""

from __future__ import annotations

from pathlib import Path

from reportgen.view.names import NAMES
from reportgen.view.page import names_page

TARGET = Path(__file__).resolve().parent.parent / "docs" / "ten-truong.md"

if __name__ == "__main__":
    TARGET.write_text(names_page(NAMES), "utf-8")
