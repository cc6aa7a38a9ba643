"""Pages of docs/ that are made from the program itself, so that they cannot say something else than it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from reportgen.cli.app import app
from reportgen.cli.codes import all_pages
from reportgen.cli.explain import page_text
from reportgen.cli.vietnamese import help_page

WIDTH = 98


def generated() -> dict[str, str]:
    """Return every made page: path under docs/ to text."""
    pages = all_pages()
    index = "\n".join(f"- [{code}]({code}.md): {page.title}" for code, page in pages.items())
    return {
        "lenh.md": "# Các lệnh\n\n" + "\n".join(_commands(get_command(app), None, "reportgen")),
        "loi/README.md": f"# Các mã lỗi\n\n{index}\n",
        **{f"loi/{code}.md": page_text(code, page) for code, page in pages.items()},
    }


def _commands(command: Any, parent: Any, name: str) -> Iterator[str]:
    """Yield a section for a command and for each command under it."""
    ctx = command.context_class(command, info_name=name, parent=parent)
    yield f"## {ctx.command_path}\n\n```text\n{help_page(command, ctx, WIDTH)}```\n"
    for under, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, ctx, under)
