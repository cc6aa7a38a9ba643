"""The command line: the shell that alone touches disk, clock and exit status. Light to import, so help is instant."""

from reportgen.cli.app import app, main

__all__ = ["app", "main"]
