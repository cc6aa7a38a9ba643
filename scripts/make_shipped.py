"""Make reportgen/shipped.py, by which the program knows the templates that came with it.

python scripts/make_shipped.py
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "reportgen" / "shipped.py"


def module() -> str:
    """Return the whole module."""
    lines = [
        f'    "{hashlib.sha256(p.read_bytes()).hexdigest()}",  # {p.name}'
        for p in sorted((ROOT / "templates").iterdir())
    ]
    return "\n".join(
        [
            '"""The templates that came with the program, by SHA-256: made by scripts/make_shipped.py."""',
            "",
            "from __future__ import annotations",
            "",
            "from typing import Final",
            "",
            "SHIPPED: Final = frozenset({",
            *lines,
            "})  # fmt: skip",
            "",
        ]
    )


if __name__ == "__main__":
    TARGET.write_text(module(), "utf-8")
