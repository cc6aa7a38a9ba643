"""What all command modules share: how a group of commands is made, and the last lines of a help page."""

from __future__ import annotations

from typing import Any

import typer

from reportgen.cli.vietnamese import Group

# typer would add English options for shell completion, and colour boxes with English titles.
PLAIN: dict[str, Any] = {
    "cls": Group,
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


def group(about: str) -> typer.Typer:
    """Return a group of commands that explains itself when called without one."""
    return typer.Typer(no_args_is_help=True, help=about, **PLAIN)


def example(command: str) -> str:
    """Return the last lines of a help page; a test runs the command."""
    return f"\nVí dụ:\n  {command}\n"
