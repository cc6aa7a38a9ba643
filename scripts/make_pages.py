"""Write the pages of docs/ that are made from the program: `python scripts/make_pages.py`."""

from __future__ import annotations

from pathlib import Path

from reportgen.cli.pages import generated

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    """Write every page; remove pages of codes that are no more."""
    pages = generated()
    for old in (DOCS / "loi").glob("*.md"):
        if f"loi/{old.name}" not in pages:
            old.unlink()
    for name, text in pages.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    print(f"{len(pages)} pages in {DOCS}")


if __name__ == "__main__":
    main()
